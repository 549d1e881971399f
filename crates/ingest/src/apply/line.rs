//! One row of a source that holds no services: its cells as the values that all such rows share.
//!
//! Invariant: what cannot be read is said once with its place; the money of a row is known before the row is judged, so
//! that it is counted also where the row is set aside.

use super::activity::RATE_MAX;
use super::cells;
use super::codes::{self, Code};
use super::findings::{At, Findings};
use super::layout::text_of;
use super::words::Words;
use crate::mapping::check::compared;
use crate::mapping::{Field, Mapping};
use crate::raw::Cell;
use crate::tables::unknown_paragraf;
use crate::values::{Fault, cpr, hide};
use domain::amount::{Oere, Rate, divide_rounded};
use domain::calendar::{Day, Period};
use domain::law::LawBook;
use domain::observation::RowPlace;
use domain::person::Cpr;
use domain::price::Unit;
use domain::wording::{ProviderId, WordId};
use std::collections::HashMap;

/// Largest amount, in 1/10.000 kroner: a hundred thousand million kroner.
const AMOUNT_MAX: i64 = 1_000_000_000_000_000;

/// What is to be said of a written paragraph on some days, asked of the law book once.
pub(super) type Paragraphs = HashMap<(String, Day, Day), Option<String>>;

/// The row being read.
pub(super) struct Line<'l, 'm> {
    pub(super) mapping: &'m Mapping,
    pub(super) law: &'m LawBook,
    pub(super) own_kommune: u16,
    pub(super) words: &'l mut Words<'m>,
    pub(super) findings: &'l mut Findings,
    pub(super) paragraphs: &'l mut Paragraphs,
    pub(super) at: At<'l>,
    pub(super) place: RowPlace,
    /// The row's rate or amount as it is used, in 1/10.000 kroner.
    pub(super) money: i128,
}

impl Line<'_, '_> {
    pub(super) fn cell(&self, field: Field) -> Cell<'_> {
        self.at.cell(field)
    }

    pub(super) fn is_empty(&self, field: Field) -> bool {
        self.cell(field) == Cell::Empty
    }

    pub(super) fn say(&mut self, field: Field, fault: impl Into<Fault>) {
        self.findings.cell(self.at, field, &fault.into());
    }

    /// A text as kept: what could be a person's number is hidden, the mapping's empty words are empty.
    pub(super) fn text(&mut self, field: Field) -> String {
        let cell = self.at.cell(field);
        if matches!(cell, Cell::Error(_)) {
            self.say(field, &codes::CELL_ERROR);
            return String::new();
        }
        let text = text_of(cell);
        let empty = self.mapping.empty.get(&field);
        if empty.is_some_and(|words| words.contains(&compared(&text))) {
            return String::new();
        }
        match hide::hidden(&text) {
            Some(hidden) => {
                self.say(field, &codes::TEXT_HIDDEN);
                hidden
            }
            None => text.into_owned(),
        }
    }

    /// A text that the line cannot be used without.
    pub(super) fn needed_text(&mut self, field: Field) -> Option<String> {
        let text = self.text(field);
        if text.is_empty() {
            self.say(field, &codes::LINE_INCOMPLETE);
            return None;
        }
        Some(text)
    }

    /// A text among the extract's words.
    pub(super) fn word(&mut self, field: Field) -> WordId {
        let (at, findings) = (self.at, &mut *self.findings);
        self.words.word(at, field, &mut |field, fault| findings.cell(at, field, fault))
    }

    /// Name, P-number and CVR number together.
    pub(super) fn provider(&mut self) -> ProviderId {
        let (at, findings) = (self.at, &mut *self.findings);
        self.words.provider(at, &mut |field, fault| findings.cell(at, field, fault))
    }

    /// A municipality.
    pub(super) fn kommune(&mut self, field: Field) -> Option<u16> {
        let (at, findings) = (self.at, &mut *self.findings);
        self.words.kommune(at, field, self.own_kommune, &mut |field, fault| findings.cell(at, field, fault))
    }

    /// The written paragraph; one that the law book does not know on any of the days is said and kept.
    pub(super) fn paragraf(&mut self, days: Period) -> String {
        let text = self.text(Field::Paragraf);
        if text.is_empty() {
            return text;
        }
        let law = self.law;
        let asked = self.paragraphs.entry((text.clone(), days.from, days.until));
        if let Some(detail) = asked.or_insert_with(|| unknown_paragraf(law, &text, days)).clone() {
            self.say(Field::Paragraf, Fault { code: &codes::LINE_PARAGRAF_UNKNOWN, detail });
        }
        text
    }

    /// What a word of one of the mapping's lists means; `unknown` is said where it is in none.
    pub(super) fn listed<T: Copy>(
        &mut self,
        field: Field,
        known: &[(String, T)],
        unknown: &'static Code,
    ) -> Option<T> {
        let word = compared(&text_of(self.at.cell(field)));
        let found = known.iter().find(|(own, _)| *own == word).map(|(_, value)| *value);
        if found.is_none() {
            self.say(field, unknown);
        }
        found
    }

    /// The citizen whom the line is about, or why there is none.
    pub(super) fn citizen(&mut self) -> Option<Cpr> {
        match cpr::read(self.cell(Field::Cpr)) {
            Ok((cpr, mended)) => {
                if mended {
                    self.say(Field::Cpr, &codes::CPR_MENDED);
                }
                Some(cpr)
            }
            Err(code) => {
                self.say(Field::Cpr, code);
                None
            }
        }
    }

    /// The citizen of a line that may be about nobody: empty or only zeros is nobody, anything else is said.
    pub(super) fn citizen_if_any(&mut self) -> Option<Cpr> {
        match cpr::read(self.cell(Field::Cpr)) {
            Ok((cpr, mended)) => {
                if mended {
                    self.say(Field::Cpr, &codes::CPR_MENDED);
                }
                Some(cpr)
            }
            Err(code) => {
                if ![&codes::CPR_MISSING, &codes::CPR_ZEROS].contains(&code) {
                    let detail = code.reason.to_owned();
                    self.say(Field::Cpr, Fault { code: &codes::CPR_LEFT_OUT, detail });
                }
                None
            }
        }
    }

    /// A day; empty is none, and `wrong` is said where it cannot be read.
    pub(super) fn day(&mut self, field: Field, wrong: &'static Code) -> Option<Day> {
        let cell = self.at.cell(field);
        if cell == Cell::Empty {
            return None;
        }
        match cells::day(self.mapping.values.dates, cell) {
            Some((day, serial)) if day < Day::OPEN.previous() => {
                if serial {
                    self.say(field, &codes::DATE_SERIAL);
                }
                Some(day)
            }
            _ => {
                self.say(field, wrong);
                None
            }
        }
    }

    /// First and last day; an empty one is no bound. `None`, and `wrong` said, where they are no period.
    pub(super) fn period(&mut self, wrong: &'static Code) -> Option<Period> {
        let values = &self.mapping.values;
        let start = match self.at.cell(Field::Start) {
            Cell::Empty => Some((Day::FIRST, false)),
            cell => cells::day(values.dates, cell),
        };
        let Some((from, start_serial)) = start else {
            self.say(Field::Start, wrong);
            return None;
        };
        let Some((until, end_serial)) = cells::until(values, self.at.cell(Field::End)) else {
            self.say(Field::End, wrong);
            return None;
        };
        for (field, serial) in [(Field::Start, start_serial), (Field::End, end_serial)] {
            if serial {
                self.say(field, &codes::DATE_SERIAL);
            }
        }
        let period = Period::new(from, until);
        if period.is_none() {
            self.say(if self.at.layout.has(Field::End) { Field::End } else { Field::Start }, wrong);
        }
        period
    }

    /// A number in 1/10.000.
    pub(super) fn number(&mut self, field: Field, max: i64) -> Option<i64> {
        let (at, findings) = (self.at, &mut *self.findings);
        let say = &mut |field, fault: &Fault| findings.cell(at, field, fault);
        cells::number(&self.mapping.values, at, field, max, say)
    }

    /// A percentage as a share of 10.000.
    pub(super) fn share(&mut self, field: Field) -> Option<u16> {
        let (at, findings) = (self.at, &mut *self.findings);
        let say = &mut |field, fault: &Fault| findings.cell(at, field, fault);
        cells::share(&self.mapping.values, at, field, say)
    }

    /// The line's rate; counted as its money.
    pub(super) fn rate(&mut self) -> Option<Rate> {
        let rate = match cells::scaled(self.mapping.values.decimal, self.at.cell(Field::Rate), false) {
            Ok((rate, rounded)) if rate.abs() <= RATE_MAX => {
                if rounded {
                    self.say(Field::Rate, &codes::NUMBER_ROUNDED);
                }
                rate
            }
            Ok(_) => return self.no_money(Field::Rate, &codes::LINE_RATE, &codes::NUMBER_TOO_LARGE),
            Err(why) => return self.no_money(Field::Rate, &codes::LINE_RATE, why),
        };
        self.money = i128::from(rate);
        Some(Rate(rate))
    }

    /// What the rate is paid for.
    pub(super) fn unit(&mut self) -> Option<Unit> {
        let unit = if self.is_empty(Field::Unit) {
            self.mapping.default_unit
        } else {
            // The word itself is judged here, for in a price list it decides whether the line can be used.
            self.words.unit(self.at, &mut |_, _| {})
        };
        if unit.is_none() {
            self.say(Field::Unit, &codes::LINE_UNIT);
        }
        unit
    }

    /// The line's amount in whole øre; counted as its money. `negative` turns its sign.
    pub(super) fn amount(&mut self, negative: bool) -> Option<Oere> {
        let (field, missing) = (Field::Amount, &codes::AMOUNT_MISSING);
        let cell = self.at.cell(field);
        if matches!(cell, Cell::Text(text) if hide::hidden(text).is_some()) {
            let detail = "Det kan være et CPR-nummer.".to_owned();
            self.say(field, Fault { code: missing, detail });
            return None;
        }
        let (scaled, rounded) = match cells::scaled(self.mapping.values.decimal, cell, false) {
            Ok((scaled, _)) if scaled.abs() > AMOUNT_MAX => {
                return self.no_money(field, missing, &codes::NUMBER_TOO_LARGE);
            }
            Ok(read) => read,
            Err(why) => return self.no_money(field, missing, why),
        };
        let oere = divide_rounded(i128::from(scaled), 100);
        if rounded || oere * 100 != scaled {
            if !matches!(cell, Cell::Number(_)) {
                let detail = "Beløbet har dele af en øre.".to_owned();
                self.say(field, Fault { code: missing, detail });
                return None;
            }
            self.say(field, &codes::AMOUNT_ROUNDED);
        }
        let oere = if negative { -oere } else { oere };
        self.money = i128::from(oere) * 100;
        Some(Oere(oere))
    }

    /// Says why a line has no money: the code of the line, with the reading's own reason.
    fn no_money<T>(&mut self, field: Field, code: &'static Code, why: &'static Code) -> Option<T> {
        let detail = if self.is_empty(field) { String::new() } else { why.reason.to_owned() };
        self.say(field, Fault { code, detail });
        None
    }
}
