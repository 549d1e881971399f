//! Errors of rows that one system, or the registers, can show by themselves.

use super::{Case, Individual, Spoiler, is_shared, overlapping};
use crate::catalogue::{ABL105, NO_SUCH, S85, S107, S108, YdelseId};
use crate::day::{Date, Span};
use crate::errors::{Injected, Kind};
use crate::money::Unit;
use crate::people::LEFT;
use crate::providers::giving;
use crate::row::{Priced, Row, Spelt, Supplement, System};
use crate::world::Rows;

/// Days without a paragraph after which it begins anew, and one more.
const ANEW: i32 = 31;

impl Spoiler<'_> {
    /// Changes a row without moving it; the days that are wrong.
    pub(super) fn in_place(&mut self, kind: Kind, row: &mut Row, whole: Span) -> Option<Span> {
        match kind {
            Kind::NoGroup => row.groups = [None, None],
            Kind::UnknownGroup => row.groups = [Some(NO_SUCH), None],
            Kind::StayWithoutAddress => row.written = Spelt::Placeless,
            Kind::NoCaseworker => row.caseworker = "",
            Kind::InactiveCaseworker => row.caseworker = self.dice.pick(&LEFT).0,
            Kind::NoEntryReason => {
                if self.dice.chance(600) {
                    row.entry = "";
                } else {
                    row.assessment = "";
                }
                return Some(Span { from: row.from, to: row.from });
            }
            Kind::NoExitReason => {
                row.exit = "";
                return row.to.map(|to| Span { from: to, to });
            }
            Kind::UnusualPrice => self.retype(row, 1200),
            Kind::ExpiredListPrice => {
                row.rate = self.prices.rate(row.provider, row.ydelse, row.from.year() - 1);
                row.priced = Priced::Typed;
            }
            Kind::TwoPercents => (row.settled, row.occupied) = (80, 80),
            Kind::KnownSpelling => row.written = Spelt::Known,
            Kind::UnknownSpelling => row.written = Spelt::Unknown,
            _ => return None,
        }
        Some(whole)
    }

    /// What a kind asks of its row beyond being alone on its days.
    pub(super) fn fits_more(&self, kind: Kind, system: System, all: &Rows, at: usize) -> bool {
        let rows = &all[system.index()];
        let row = &rows[at];
        let Some(days) = row.days(self.window) else { return false };
        let stay = row.ydelse == S107 || row.ydelse == S108;
        // What changes the bills of a paragraph that two systems settle would be a question of payment in the other.
        let billed = system == System::As2007 && is_shared(row.ydelse);
        let before_ledger = |day: Date| system != System::BoernOgVoksne || day < self.ledger.covers.from;
        let same = || rows.iter().filter(|r| r.counts() && r.ydelse == row.ydelse);
        match kind {
            Kind::MissingEnd => !billed && row.to.is_some_and(before_ledger),
            Kind::LateStart | Kind::OneDayLate => !billed && before_ledger(row.from.plus(50)),
            Kind::OtherRate => !billed && before_ledger(days.to),
            Kind::OtherProvider => !billed,
            Kind::Overlap => !billed && row.ydelse.get().unit == Unit::Doegn && days.days() >= 40,
            Kind::StayWithoutAddress => stay && row.provider.has_short_name(),
            Kind::NoCaseworker | Kind::InactiveCaseworker => {
                row.to.is_none() && row.from <= self.window.to.plus(-20)
            }
            Kind::NoEntryReason => {
                row.from > self.window.from.plus(ANEW)
                    && same().all(|r| r.from >= row.from || r.to.is_some_and(|to| to.plus(ANEW) < row.from))
            }
            Kind::NoExitReason => row.to.is_some_and(|to| {
                to <= self.window.to.plus(-ANEW) && same().all(|r| r.to.is_some_and(|other| other <= to))
            }),
            Kind::UnusualPrice => {
                !billed && (is_shared(row.ydelse) || [S85, ABL105, S107, S108].contains(&row.ydelse))
            }
            Kind::ExpiredListPrice => !billed && row.from.year() > self.window.from.year(),
            Kind::TwoPercents => !billed,
            Kind::KnownSpelling | Kind::UnknownSpelling => {
                !stay
                    && row.ydelse != ABL105
                    && row.provider.has_short_name()
                    && !row.provider.p_number().is_empty()
            }
            _ => true,
        }
    }

    /// Gives the citizen a number that makes the first services those of a child.
    pub(super) fn under_age(&mut self, case: &mut Case) -> Option<Injected> {
        let first = case.rows.iter().flatten().filter(|row| row.counts()).map(|row| row.from).min()?;
        let last = case.rows[System::Nexus.index()]
            .iter()
            .filter_map(|row| row.days(self.window))
            .map(|d| d.to)
            .max()?;
        let low = first.max(self.window.from).plus(60);
        // Before the first bill that the finance system shows: nobody is paid for a child here.
        let high = last.plus(-60).min(self.ledger.covers.from.plus(-40)).min(Date::ymd(2022, 11, 20));
        if low > high {
            return None;
        }
        let (y, m, d) = Date(self.dice.between(low.0, high.0)).parts();
        if (m, d) == (1, 1) || (m, d) == (2, 29) {
            return None;
        }
        let number = self.numbers.issue_born(Date::ymd(y - 18, m, d))?;
        let held = |row: &Row| row.counts() && row.from < Date::ymd(y, m, d);
        let person = case.rows.iter().flatten().find(|row| held(row))?.person;
        case.rows.iter_mut().flatten().for_each(|row| row.cpr = number);
        case.individual.iter_mut().for_each(|rate| rate.cpr = number);
        case.person.number = number;
        let mut done = Injected::new(Kind::UnderAge, System::Nexus, person, number);
        done.touched = Some(Span { from: self.window.from, to: Date::ymd(y, m, d).plus(-1) });
        Some(done)
    }

    /// The settlement system still has the number from before.
    pub(super) fn replaced_number(&mut self, case: &mut Case) -> Option<Injected> {
        let settled = &mut case.rows[System::As2007.index()];
        let person = settled.iter().find(|row| row.counts() && row.days(self.window).is_some())?.person;
        let former = self.numbers.issue_born(case.person.number.birth()?)?;
        settled.iter_mut().for_each(|row| row.cpr = former);
        case.person.life.former = Some(former);
        let mut done = Injected::new(Kind::ReplacedNumber, System::As2007, person, case.person.number);
        done.wrong = Some(former);
        Some(done)
    }

    /// Both systems leave the rate to the agreement with the citizen, and that one is last year's list price.
    pub(super) fn old_individual_rate(&mut self, case: &mut Case) -> Option<Injected> {
        let fit: Vec<usize> = (0..case.rows[0].len())
            .filter(|at| {
                self.fits(Kind::TwoPercents, System::Nexus, &case.rows, *at)
                    && !is_shared(case.rows[0][*at].ydelse)
                    && case.rows[0][*at].from > self.window.from.plus(366)
                    && twin(&case.rows, *at).is_some()
            })
            .collect();
        if fit.is_empty() {
            return None;
        }
        let at = self.dice.pick(&fit);
        let other = twin(&case.rows, at)?;
        let row = case.rows[0][at];
        let rate = self.prices.rate(row.provider, row.ydelse, row.from.year() - 1);
        for (system, place) in [(0, at), (1, other)] {
            let spoiled = &mut case.rows[system][place];
            (spoiled.rate, spoiled.priced) = (rate, Priced::Unshown);
        }
        let Row { cpr, provider, ydelse, from, to, .. } = row;
        case.individual.push(Individual { cpr, provider, ydelse, from, to, rate });
        let mut done = Injected::new(Kind::OldIndividualRate, System::Nexus, row.person, cpr);
        (done.ydelse, done.touched) = (Some(ydelse), row.days(self.window));
        Some(done)
    }

    /// A temporary and a lasting home at once, in all systems.
    pub(super) fn exclusive(&mut self, case: &mut Case) -> Option<Injected> {
        let held = |id: YdelseId| case.rows.iter().flatten().any(|row| row.ydelse == id);
        let (has, gets) = match (held(S107), held(S108)) {
            (true, false) => (S107, S108),
            (false, true) => (S108, S107),
            _ => return None,
        };
        let fits = |row: &&Row| {
            let long = row.days(self.window).is_some_and(|days| days.days() >= 60);
            row.ydelse == has && row.counts() && long && row.priced == Priced::List
        };
        let fit: Vec<Row> = case.rows[0].iter().filter(fits).copied().collect();
        if fit.is_empty() {
            return None;
        }
        let model = self.dice.pick(&fit);
        let whole = model.days(self.window)?;
        let days = self.dice.between(40, 90.min(whole.days()));
        let from = whole.from.plus(self.dice.between(0, whole.days() - days));
        let touched = Span { from, to: from.plus(days - 1).min(from.year_end()) };
        if touched.days() <= ANEW {
            return None;
        }
        let provider = self.dice.pick(&giving(gets));
        let row = Row {
            ydelse: gets,
            provider,
            from,
            to: Some(touched.to),
            rate: self.prices.rate(provider, gets, from.year()),
            package: 8_600_000 + model.package,
            status: "Afsluttet",
            registered: from.plus(-9),
            exit: case.person.exit,
            ..model
        };
        case.rows[System::Nexus.index()].push(row);
        case.rows[System::As2007.index()].push(row);
        let mut done = Injected::new(Kind::ExclusiveParagraf, System::Nexus, row.person, row.cpr);
        // The lower paragraph of the pair tells of both.
        (done.ydelse, done.other, done.touched) = (Some(S107), Some(S108), Some(touched));
        Some(done)
    }

    /// A supplement in whole months after its service ended everywhere.
    pub(super) fn supplement_alone(&mut self, rows: &Rows) -> Option<Row> {
        let services = |r: &&Row| r.counts() && [ABL105, S107, S108].contains(&r.ydelse);
        let model = rows[System::As2007.index()]
            .iter()
            .filter(services)
            .max_by_key(|r| (r.to.is_none(), r.to, r.from))?;
        let ended = model.to.filter(|to| *to > self.window.from)?;
        let from = Span::of_month(ended.month() + 2).from;
        let to = from.plus(self.dice.between(40, 75));
        let again = |r: &Row| r.ydelse == model.ydelse && r.to.is_none_or(|last| last > ended);
        if to > self.window.to.plus(-5) || to.year() != from.year() || rows.iter().flatten().any(again) {
            return None;
        }
        let koersel = model.ydelse == ABL105;
        Some(Row {
            from,
            to: Some(to),
            unit: Unit::Maaned,
            rate: if koersel { 14_500_000 } else { -21_500_000 },
            hours: 0,
            supplement: Some(if koersel { Supplement::Koersel } else { Supplement::Egenbetaling }),
            package: 8_700_000 + model.package,
            ..*model
        })
    }
}

/// The same row in the settlement system, alone on its days there too.
fn twin(rows: &Rows, at: usize) -> Option<usize> {
    let row = &rows[0][at];
    let settled = &rows[System::As2007.index()];
    let same = |r: &Row| r.counts() && r.package == row.package && r.from == row.from && r.to == row.to;
    settled.iter().position(same).filter(|_| !overlapping(settled, row.ydelse))
}
