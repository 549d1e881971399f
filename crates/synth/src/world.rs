//! From a citizen's story to the rows that each system holds of it, before any error.

use crate::catalogue::{ABL105, S85, S103, S104, S107, S108, YDELSER, YdelseId};
use crate::day::{Date, Span};
use crate::dice::Dice;
use crate::money::Unit;
use crate::people::Person;
use crate::prices::Prices;
use crate::providers::{OWN, giving};
use crate::row::{NEVER, Priced, Row, Spelt, Supplement, System};
use crate::story::{Calendar, Stretch};

/// The rows of one citizen by system, in the order of [`System::ALL`].
pub(crate) type Rows = [Vec<Row>; 3];

/// Puts the stories of citizens into the systems.
pub(crate) struct Registry {
    pub(crate) calendar: Calendar,
    /// The day on which Nexus was taken into use.
    pub(crate) go_live: Date,
    /// The list prices.
    pub(crate) prices: Prices,
    packages: u32,
}

impl Registry {
    pub(crate) fn new(calendar: Calendar, go_live: Date, seed: u64) -> Registry {
        Registry { calendar, go_live, prices: Prices::new(seed), packages: 0 }
    }

    /// All systems' rows of one citizen. Who acts decides Nexus, who pays decides the two others.
    pub(crate) fn rows(&mut self, at: u32, person: &Person, told: &[Stretch], dice: &mut Dice) -> Rows {
        let mut rows = Rows::default();
        for stretch in told {
            self.packages += 1;
            let status = dice.pick(&["Bevilliget", "Bestilt", "Iværksat"]);
            let lead = dice.between(3, 25);
            let mut truth = self.segments(stretch, at, person);
            for row in &mut truth {
                let ended = row.to.is_some_and(|to| to <= self.calendar.last());
                row.status = if ended { "Afsluttet" } else { status };
                row.registered = row.from.plus(-lead);
            }
            if person.handle == OWN && !stretch.ydelse.get().paragraf.is_empty() {
                rows[System::Nexus.index()].extend(truth.iter().filter_map(|row| self.in_nexus(row)));
            }
            if person.betal == OWN {
                let settled = &mut rows[System::As2007.index()];
                settled.extend(&truth);
                settled.extend(supplement(stretch, dice).iter().flat_map(|(what, s)| {
                    let of = |row: Row| Row { supplement: Some(*what), unit: Unit::Maaned, ..row };
                    self.segments(s, at, person).into_iter().map(of).collect::<Vec<_>>()
                }));
                if stretch.ydelse == S103 || stretch.ydelse == S104 {
                    rows[System::BoernOgVoksne.index()].extend(&truth);
                }
            }
        }
        rows
    }

    /// Rows cut at each 1 January, when rates change.
    fn segments(&self, stretch: &Stretch, at: u32, person: &Person) -> Vec<Row> {
        let last_year = self.calendar.last().year();
        let mut rows = Vec::new();
        let mut from = stretch.from;
        loop {
            let year = from.year();
            let ends_here = year >= last_year || stretch.to.is_some_and(|to| to <= from.year_end());
            let ended = ends_here && stretch.to.is_some_and(|to| to <= self.calendar.last());
            let to = if ends_here { stretch.to } else { Some(from.year_end()) };
            rows.push(Row {
                person: at,
                cpr: person.number,
                ydelse: stretch.ydelse,
                provider: stretch.provider,
                from,
                to,
                unit: stretch.ydelse.get().unit,
                rate: stretch.rate(year),
                hours: stretch.hours,
                groups: stretch.groups,
                status: "",
                registered: from,
                package: self.packages,
                supplement: None,
                settled: 100,
                occupied: stretch.occupied,
                settles: true,
                entry: person.entry,
                exit: if ended { person.exit } else { "" },
                assessment: "VUM",
                caseworker: person.caseworker,
                written: Spelt::Register,
                priced: if stretch.individual { Priced::Individual } else { Priced::List },
            });
            if ends_here {
                return rows;
            }
            from = Date::ymd(year + 1, 1, 1);
        }
    }

    /// What was running on the day of the shift begins there; what had ended never came over.
    fn in_nexus(&self, row: &Row) -> Option<Row> {
        if row.to.is_some_and(|to| to < self.go_live) {
            return None;
        }
        if row.from > self.go_live {
            return Some(*row);
        }
        Some(Row { from: self.go_live, registered: self.go_live.plus(-9), ..*row })
    }

    /// A row in Nexus that never took effect, on a paragraph that the citizen has nowhere.
    pub(crate) fn never(&mut self, rows: &mut Rows, dice: &mut Dice, at: u32, person: &Person) {
        let held = |id: YdelseId| rows.iter().flatten().any(|row| row.ydelse == id);
        let free: Vec<YdelseId> =
            (1..YDELSER.len() as u8 - 2).map(YdelseId).filter(|id| !held(*id)).collect();
        let ydelse = dice.pick(&free);
        let from = self.go_live.plus(dice.between(30, self.calendar.last().0 - self.go_live.0 - 60));
        let hours = if ydelse.get().unit == Unit::TimePrUge { 400 } else { 0 };
        self.packages += 1;
        let provider = dice.pick(&giving(ydelse));
        let stretch = Stretch {
            ydelse,
            provider,
            from,
            to: Some(from.year_end()),
            base: self.prices.base(provider, ydelse),
            hours,
            individual: false,
            occupied: 100,
            groups: rows.iter().flatten().next().map_or([None, None], |row| row.groups),
        };
        let status = dice.pick(&NEVER);
        let made = self.segments(&stretch, at, person).into_iter().map(|mut row| {
            row.status = status;
            row.registered = row.from.plus(-12);
            row
        });
        rows[System::Nexus.index()].extend(made);
    }

    /// The days that both a control's systems cover.
    pub(crate) fn window(&self) -> Span {
        Span { from: self.go_live, to: self.calendar.last() }
    }
}

/// Money beside a service: never days.
fn supplement(stretch: &Stretch, dice: &mut Dice) -> Option<(Supplement, Stretch)> {
    let (what, per_mille, low, high) = match stretch.ydelse {
        // Børn og Voksne has no supplements: one on §§ 103 and 104 would look like a payment too much there.
        ABL105 => (Supplement::Koersel, 300, 900, 3200),
        S107 | S108 => (Supplement::Egenbetaling, 400, -3400, -1200),
        S85 => (Supplement::EkstraTimer, 60, 400, 900),
        _ => return None,
    };
    let kroner = dice.between(low, high);
    let base = i64::from(kroner) * 100;
    dice.chance(per_mille).then_some((what, Stretch { base, hours: 0, individual: false, ..*stretch }))
}
