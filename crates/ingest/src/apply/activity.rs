//! One row of a case or settlement system: cells in, an activity or a reason why not.
//!
//! Invariant: every data row is tallied once as read and once as used, kept without effect, or set aside.

use super::cells;
use super::citizen_keys::CitizenKeys;
use super::codes::{self, Code};
use super::findings::{At, Findings};
use super::words::Words;
use crate::mapping::{Field, Mapping};
use crate::raw::Cell;
use crate::values::{Fault, cpr};
use domain::amount::{Quantity, Rate};
use domain::calendar::Day;
use domain::law::LawBook;
use domain::observation::{Activity, Role, RowPlace, Standing};
use domain::person::Cpr;
use domain::price::Unit;
use domain::totals::Tally;
use domain::wording::WordId;
use std::collections::HashMap;

/// Largest rate, in 1/10.000 kroner: ten million kroner. Past it the column holds something else.
pub(crate) const RATE_MAX: i64 = 100_000_000_000;
/// Most hours a week that one citizen can be granted, in 1/10.000: a few helpers at all hours.
pub(crate) const HOURS_MAX: i64 = 10_000_000;
/// Most pieces, in 1/10.000.
pub(crate) const COUNT_MAX: i64 = 1_000_000_000;

/// What came of a row.
pub(crate) enum Outcome {
    Read,
    /// No data: a total, the headings again, nothing.
    Skipped,
}

/// The activities of one import while they are read.
pub(crate) struct Activities<'m> {
    mapping: &'m Mapping,
    own_kommune: u16,
    pub(crate) words: Words<'m>,
    pub(crate) rows: Vec<Activity<Cpr>>,
    pub(crate) citizens: HashMap<Cpr, bool>,
    pub(crate) names: Vec<(Cpr, String)>,
    pub(crate) keys: CitizenKeys,
    pub(crate) read: Tally,
    pub(crate) set_aside: Tally,
}

/// What a row's prices are made of.
#[derive(Default)]
struct Money {
    rate: Option<Rate>,
    unit: Option<Unit>,
    hours: Option<Quantity>,
    count: Option<Quantity>,
}

impl<'m> Activities<'m> {
    pub(crate) fn new(mapping: &'m Mapping, law: &'m LawBook, own_kommune: u16) -> Activities<'m> {
        Activities {
            mapping,
            own_kommune,
            words: Words::new(mapping, law),
            rows: Vec::new(),
            citizens: HashMap::new(),
            names: Vec::new(),
            keys: CitizenKeys::default(),
            read: Tally::default(),
            set_aside: Tally::default(),
        }
    }

    /// Reads one row. `place` is where it stands.
    pub(crate) fn row(&mut self, at: At<'_>, place: RowPlace, findings: &mut Findings) -> Outcome {
        let citizen = cpr::read(at.cell(Field::Cpr));
        if citizen.is_err() && self.is_no_data(at, findings) {
            return Outcome::Skipped;
        }
        let mut say = |field: Field, fault: &Fault| findings.cell(at, field, fault);
        let rate = self.number(at, Field::Rate, RATE_MAX, &mut say).map(Rate);
        let tally = Tally { rows: 1, rate_sum: rate.map_or(0, |r| i128::from(r.0)) };
        self.read += tally;
        match self.activity(at, place, citizen, rate, findings) {
            Some(activity) => {
                let named = self.citizens.entry(activity.citizen).or_insert(false);
                if !*named && let Cell::Text(name) = at.cell(Field::Name) {
                    self.names.push((activity.citizen, name.to_owned()));
                    *named = true;
                }
                self.keys.take(self.mapping, at, activity.citizen, findings);
                self.rows.push(activity);
            }
            None => self.set_aside += tally,
        }
        Outcome::Read
    }

    fn is_no_data(&self, at: At<'_>, findings: &mut Findings) -> bool {
        let cells = at.row.cells;
        let filled = cells.iter().filter(|cell| crate::values::clean(**cell) != Cell::Empty).count();
        if filled == 0
            || at.layout.is_total(cells, &self.mapping.file.total_words, Field::Cpr)
            || at.layout.repeats_headings(cells)
        {
            return true;
        }
        if filled == 1 {
            findings.row(at, &codes::LONE_TEXT);
        }
        filled == 1
    }

    fn activity(
        &mut self,
        at: At<'_>,
        place: RowPlace,
        citizen: Result<(Cpr, bool), &'static Code>,
        rate: Option<Rate>,
        findings: &mut Findings,
    ) -> Option<Activity<Cpr>> {
        if let Some(code) = at.broken() {
            findings.row(at, code);
            return None;
        }
        let mut say = |field: Field, fault: &Fault| findings.cell(at, field, fault);
        let citizen = match citizen {
            Ok((cpr, mended)) => {
                if mended {
                    say(Field::Cpr, &(&codes::CPR_MENDED).into());
                }
                Some(cpr)
            }
            Err(code) => {
                say(Field::Cpr, &code.into());
                None
            }
        };
        let days = self.days(at, &mut say);
        let (citizen, (from, until)) = (citizen?, days?);
        let standing = self.words.standing(at, &mut say);
        let role = self.words.role(at, &mut say);
        let standing = if role.is_none() { Standing::Unclear } else { standing };
        let money = self.money(at, rate, until, &mut say);
        let registered = self.registered(at, &mut say);
        let [settled_share, occupied_share] = [Field::SettledShare, Field::OccupiedShare]
            .map(|field| cells::share(&self.mapping.values, at, field, &mut say));
        let settles = Self::settles(at, &mut say);
        let words = &mut self.words;
        let mut word = |field: Field| -> WordId { words.word(at, field, &mut say) };
        let [service, paragraf, account, ownership, caseworker, status] = [
            Field::Service,
            Field::Paragraf,
            Field::Account,
            Field::Ownership,
            Field::Caseworker,
            Field::Status,
        ]
        .map(&mut word);
        let [entry_reason, exit_reason, assessment, address] =
            [Field::EntryReason, Field::ExitReason, Field::Assessment, Field::Address].map(&mut word);
        Some(Activity {
            citizen,
            place,
            from,
            until,
            role: role.unwrap_or(Role::Main),
            standing,
            service,
            paragraf,
            account,
            provider: words.provider(at, &mut say),
            maalgrupper: words.maalgrupper(at, &mut say),
            hours: money.hours,
            rate: money.rate,
            unit: money.unit,
            count: money.count,
            handlekommune: words.kommune(at, Field::Handlekommune, self.own_kommune, &mut say),
            betalingskommune: words.kommune(at, Field::Betalingskommune, self.own_kommune, &mut say),
            ownership,
            caseworker,
            status,
            registered,
            settled_share,
            occupied_share,
            settles,
            entry_reason,
            exit_reason,
            assessment,
            address,
        })
    }

    /// First day and the day after the last.
    fn days(&self, at: At<'_>, say: &mut dyn FnMut(Field, &Fault)) -> Option<(Day, Day)> {
        let start = match at.cell(Field::Start) {
            Cell::Empty => Err(&codes::START_MISSING),
            cell => self.day(cell).ok_or(&codes::START_UNREADABLE),
        };
        let start = match start {
            Ok((day, serial)) if day < Day::OPEN.previous() => {
                if serial {
                    say(Field::Start, &(&codes::DATE_SERIAL).into());
                }
                Some(day)
            }
            Ok(_) => {
                say(Field::Start, &(&codes::START_UNREADABLE).into());
                None
            }
            Err(code) => {
                say(Field::Start, &code.into());
                None
            }
        };
        let until = self.until(at, say);
        let (from, until) = (start?, until?);
        if until > from {
            return Some((from, until));
        }
        let no_days = self.mapping.values.end_is_day_after && until == from;
        let code = if no_days { &codes::NO_DAYS } else { &codes::END_BEFORE_START };
        say(Field::End, &code.into());
        None
    }

    fn until(&self, at: At<'_>, say: &mut dyn FnMut(Field, &Fault)) -> Option<Day> {
        let Some((until, serial)) = cells::until(&self.mapping.values, at.cell(Field::End)) else {
            say(Field::End, &(&codes::END_UNREADABLE).into());
            return None;
        };
        if serial {
            say(Field::End, &(&codes::DATE_SERIAL).into());
        }
        Some(until)
    }

    /// A day, and whether it stood as Excel's number.
    fn day(&self, cell: Cell<'_>) -> Option<(Day, bool)> {
        cells::day(self.mapping.values.dates, cell)
    }

    fn registered(&self, at: At<'_>, say: &mut dyn FnMut(Field, &Fault)) -> Option<Day> {
        let cell = at.cell(Field::Registered);
        if cell == Cell::Empty {
            return None;
        }
        let day = self.day(cell).map(|(day, _)| day);
        if day.is_none() {
            say(Field::Registered, &(&codes::REGISTERED_UNREADABLE).into());
        }
        day
    }

    fn money(
        &mut self,
        at: At<'_>,
        rate: Option<Rate>,
        until: Day,
        say: &mut dyn FnMut(Field, &Fault),
    ) -> Money {
        let unit = if rate.is_some() || at.cell(Field::Unit) != Cell::Empty {
            self.words.unit(at, say)
        } else {
            self.mapping.default_unit
        };
        if rate.is_some() && unit.is_none() && at.cell(Field::Unit) == Cell::Empty {
            say(Field::Rate, &(&codes::UNIT_MISSING).into());
        }
        if rate.is_some() && unit == Some(Unit::Samlet) && until >= Day::OPEN {
            say(Field::Rate, &(&codes::TOTAL_WITHOUT_END).into());
        }
        let mut hours = self.number(at, Field::Hours, HOURS_MAX, say);
        let mut count = self.number(at, Field::Count, COUNT_MAX, say);
        let limit = if unit == Some(Unit::TimePrUge) { HOURS_MAX } else { COUNT_MAX };
        if let Some(quantity) = self.number(at, Field::Quantity, limit, say) {
            match unit {
                Some(Unit::TimePrUge) => hours = hours.or(Some(quantity)),
                Some(Unit::Styk) => count = count.or(Some(quantity)),
                Some(Unit::Doegn | Unit::Maaned) if quantity != 10_000 => {
                    say(Field::Quantity, &(&codes::QUANTITY_UNUSED).into());
                }
                _ => {}
            }
        }
        Money { rate, unit, hours: hours.map(Quantity), count: count.map(Quantity) }
    }

    /// Whether the row is settled at all.
    fn settles(at: At<'_>, say: &mut dyn FnMut(Field, &Fault)) -> Option<bool> {
        let cell = at.cell(Field::Settles);
        if cell == Cell::Empty {
            return None;
        }
        let settles = cells::yes_or_no(cell);
        if settles.is_none() {
            say(Field::Settles, &(&codes::SETTLES_UNKNOWN).into());
        }
        settles
    }

    fn number(&self, at: At<'_>, field: Field, max: i64, say: &mut dyn FnMut(Field, &Fault)) -> Option<i64> {
        cells::number(&self.mapping.values, at, field, max, say)
    }
}
