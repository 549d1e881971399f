//! A citizen's ten years: which services, when, where, at what price. The truth that all systems agree on.
//!
//! Combinations are lawful: homes follow each other and never overlap, day services lie beside them.

use crate::catalogue::{
    ABL105, DOEVBLIND, Group, KOGNITIV, S82B, S85, S95, S96, S97, S98, S103, S104, S107, S108, S110,
    SINDSLIDELSE, SOCIALT, SUL238A, UNTRANSLATED, YdelseId,
};
use crate::day::{Date, Span};
use crate::dice::Dice;
use crate::money::Unit;
use crate::prices::{Prices, in_year};
use crate::providers::{ProviderId, giving};

/// The days of a municipality's systems.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calendar {
    /// First day of the history.
    pub(crate) begins: Date,
    /// The day on which the extracts were taken.
    pub(crate) extracted: Date,
}

impl Calendar {
    /// The last day that the extracts cover.
    pub(crate) fn last(self) -> Date {
        self.extracted.plus(-1)
    }

    fn latest_start(self) -> Date {
        self.extracted.plus(-30)
    }
}

/// Days of one service with the same place and extent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub(crate) ydelse: YdelseId,
    pub(crate) provider: ProviderId,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
    /// Øre in 2016.
    pub(crate) base: i64,
    pub(crate) hours: i64,
    pub(crate) groups: [Option<Group>; 2],
    /// The rate is agreed for the citizen, and no list price.
    pub(crate) individual: bool,
    /// Percent of a place.
    pub(crate) occupied: u8,
}

impl Stretch {
    /// The rate in a year, in 1/10.000 kroner.
    pub(crate) fn rate(&self, year: i32) -> i64 {
        in_year(self.base, self.provider, year)
    }
}

/// Tells a citizen's story.
pub(crate) fn tell(
    dice: &mut Dice,
    calendar: Calendar,
    prices: &Prices,
    with_days: bool,
    untranslated: bool,
) -> Vec<Stretch> {
    let begin = if dice.chance(420) {
        calendar.begins
    } else {
        Date(dice.between(calendar.begins.0 + 4, calendar.latest_start().0))
    };
    let (home, beside) = plot(dice, with_days);
    let groups = groups(dice, &home, &beside);
    let mut teller = Teller { dice, calendar, prices, groups, told: Vec::new() };
    let mut cursor = begin;
    for ydelse in home {
        if let Some(end) = teller.service(ydelse, cursor) {
            let gap = if teller.dice.chance(500) { 1 } else { teller.dice.between(6, 60) };
            cursor = end.plus(gap);
        }
    }
    for ydelse in beside {
        let from = begin.plus(teller.dice.between(0, 400));
        let end = teller.service(ydelse, from);
        if let Some(end) = end.filter(|_| teller.dice.chance(250)) {
            let again = end.plus(teller.dice.between(40, 300));
            teller.service(ydelse, again);
        }
    }
    if untranslated {
        teller.service(UNTRANSLATED, begin.plus(30));
    }
    teller.told
}

/// Homes in order, and services beside them.
fn plot(dice: &mut Dice, with_days: bool) -> (Vec<YdelseId>, Vec<YdelseId>) {
    let mut home = Vec::new();
    let mut beside = Vec::new();
    let maybe = |list: &mut Vec<YdelseId>, dice: &mut Dice, per_mille, ydelse| {
        if dice.chance(per_mille) {
            list.push(ydelse);
        }
    };
    // Shares of day services and ledsagelse beside each kind of home.
    let (day104, day103, ledsager) = match dice.weighted(&[370, 140, 160, 80, 50, 90, 70, 40, 20]) {
        0 => {
            maybe(&mut home, dice, 180, S82B);
            home.push(S85);
            maybe(&mut home, dice, 150, ABL105);
            (250, 150, 120)
        }
        1 => {
            let before = dice.pick(&[S85, S107]);
            maybe(&mut home, dice, 250, before);
            home.push(ABL105);
            (550, 200, 150)
        }
        2 => {
            home.push(S107);
            let after = dice.pick(&[S85, ABL105, S108, S85]);
            maybe(&mut home, dice, 550, after);
            (300, 150, 50)
        }
        3 => {
            maybe(&mut home, dice, 150, S107);
            home.push(S108);
            (550, 80, 100)
        }
        4 => {
            home.push(if dice.chance(300) { S95 } else { S96 });
            (120, 60, 0)
        }
        5 => match dice.below(10) {
            0..5 => (0, 1000, 60),
            5..8 => (1000, 0, 60),
            _ => (1000, 1000, 60),
        },
        6 => {
            beside.push(if dice.chance(750) { S97 } else { S98 });
            (0, 0, 0)
        }
        7 => {
            home.push(S110);
            maybe(&mut home, dice, 500, S110);
            let after = dice.pick(&[S107, S85]);
            maybe(&mut home, dice, 600, after);
            (60, 20, 0)
        }
        _ => {
            home.extend([SUL238A, S107]);
            (0, 0, 0)
        }
    };
    if with_days {
        maybe(&mut beside, dice, day104, S104);
        maybe(&mut beside, dice, day103, S103);
    } else if home.is_empty() && beside.is_empty() {
        home.push(S107);
    }
    maybe(&mut beside, dice, ledsager, S97);
    (home, beside)
}

fn groups(dice: &mut Dice, home: &[YdelseId], beside: &[YdelseId]) -> [Option<Group>; 2] {
    if beside.contains(&S98) {
        return [Some(DOEVBLIND), None];
    }
    if home.contains(&S110) {
        return [Some(SOCIALT), None];
    }
    if home.contains(&SUL238A) {
        return [Some(SINDSLIDELSE), None];
    }
    if home.contains(&S96) || home.contains(&S95) {
        return [Some(Group(0)), None];
    }
    let first = [KOGNITIV, SINDSLIDELSE, SOCIALT, Group(0), Group(1)][dice.weighted(&[50, 30, 10, 7, 3])];
    let second = (first != SOCIALT && dice.chance(80)).then_some(SOCIALT);
    [Some(first), second]
}

struct Teller<'a> {
    dice: &'a mut Dice,
    calendar: Calendar,
    prices: &'a Prices,
    groups: [Option<Group>; 2],
    told: Vec<Stretch>,
}

impl Teller<'_> {
    /// Tells one service from a day on, in one or more stretches; its last day, or `None` if it did not begin.
    fn service(&mut self, ydelse: YdelseId, from: Date) -> Option<Date> {
        let lawful = match ydelse {
            S82B => Date::ymd(2018, 1, 15),
            SUL238A => Date::ymd(2018, 7, 1),
            _ => self.calendar.begins,
        };
        if from < lawful || from > self.calendar.latest_start() {
            return None;
        }
        let kind = ydelse.get();
        let (low, high) = kind.days;
        let length = self.dice.between(low, high);
        let end = from.plus(length - 1);
        let open = end > self.calendar.last() && self.dice.chance(750);
        let provider = self.dice.pick(&giving(ydelse));
        let individual = kind.unit != Unit::TimePrUge && !provider.is_ramme() && self.dice.chance(60);
        let list = self.prices.base(provider, ydelse);
        let stretch = Stretch {
            ydelse,
            provider,
            from,
            to: (!open).then_some(end),
            base: if individual { list * i64::from(self.dice.between(106, 124)) / 100 + 7 } else { list },
            hours: self.hours(ydelse),
            groups: self.groups,
            individual,
            occupied: 100,
        };
        self.parts(stretch, Span { from, to: end.min(self.calendar.last()) });
        if ydelse == S104 && length > 300 && self.dice.chance(60) {
            self.second_place(stretch);
        }
        Some(end)
    }

    fn hours(&mut self, ydelse: YdelseId) -> i64 {
        match (ydelse.get().unit, ydelse) {
            (Unit::TimePrUge, S97) => 350,
            (Unit::TimePrUge, _) => i64::from(self.dice.between(14, 26)) * 25,
            _ => 0,
        }
    }

    /// Cuts a service where it moves or its hours change: both systems write the cut.
    fn parts(&mut self, stretch: Stretch, known: Span) {
        let moves = known.days() > 300 && self.dice.chance(150);
        let rehours =
            stretch.hours > 0 && stretch.ydelse != S97 && known.days() > 200 && self.dice.chance(350);
        if !moves && !rehours {
            self.told.push(stretch);
            return;
        }
        let cut = known.from.plus(self.dice.between(60, known.days() - 60));
        let mut rest = Stretch { from: cut, ..stretch };
        if moves {
            // Nobody moves between a place with a budget of its own and one that sends bills.
            let ramme = stretch.provider.is_ramme();
            let places: Vec<ProviderId> =
                giving(stretch.ydelse).into_iter().filter(|place| place.is_ramme() == ramme).collect();
            rest.provider = self.dice.pick(&places);
            rest.base = self.prices.base(rest.provider, stretch.ydelse);
            rest.individual = false;
        }
        if rehours {
            rest.hours = self.hours(stretch.ydelse);
        }
        self.told.push(Stretch { to: Some(cut.plus(-1)), ..stretch });
        self.told.push(rest);
    }

    /// Part-time at another place at the same time.
    fn second_place(&mut self, first: Stretch) {
        if first.provider.is_ramme() {
            return;
        }
        let others: Vec<ProviderId> =
            giving(S104).into_iter().filter(|p| *p != first.provider && !p.is_ramme()).collect();
        let from = first.from.plus(self.dice.between(20, 100));
        let to = from.plus(self.dice.between(60, 190));
        if from > self.calendar.latest_start() {
            return;
        }
        let provider = self.dice.pick(&others);
        let base = self.prices.base(provider, S104) * 3 / 5 + 3;
        let part = Stretch { provider, from, to: Some(to), base, individual: true, occupied: 60, ..first };
        self.told.push(part);
    }
}
