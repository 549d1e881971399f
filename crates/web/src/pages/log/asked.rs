//! Which lines of the log an address asks for, in its one canonical form.

use super::words;
use crate::parts::{Chip, Choice};
use crate::query::{Fields, address};
use app::commands::read_log::{LogQuestion, WORDS, in_words};
use app::purpose::Purpose;
use domain::calendar::Day;
use domain::person::CitizenId;
use report::danish;

/// What is asked for, as typed; empty means no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LogFilter {
    pub(super) actor: String,
    pub(super) what: String,
    pub(super) purpose: String,
    pub(super) citizen: String,
    pub(super) from: String,
    pub(super) to: String,
    /// The number of the last line: a list that a number opens to does not grow by being opened.
    pub(super) last: String,
    /// The page, 1 is the first.
    pub(super) side: usize,
}

impl LogFilter {
    pub(super) fn of(fields: &Fields) -> LogFilter {
        let text = |key: &str| fields.one(key).to_owned();
        LogFilter {
            actor: text("bruger"),
            what: text("hvad"),
            purpose: text("formaal"),
            citizen: text("borger"),
            from: text("fra"),
            to: text("til"),
            last: fields.number("linje").map_or_else(String::new, |last| last.to_string()),
            side: fields.number("side").unwrap_or(1).max(1),
        }
    }

    pub(super) fn address(&self, here: &str) -> String {
        let side = if self.side == 1 { String::new() } else { self.side.to_string() };
        let pairs = [
            ("bruger", self.actor.as_str()),
            ("hvad", &self.what),
            ("formaal", &self.purpose),
            ("borger", &self.citizen),
            ("fra", &self.from),
            ("til", &self.to),
            ("linje", &self.last),
            ("side", &side),
        ];
        address(here, &pairs)
    }

    pub(super) fn is_all(&self) -> bool {
        *self == LogFilter { side: self.side, ..LogFilter::default() }
    }

    fn texts(&self) -> [&String; 7] {
        [&self.actor, &self.what, &self.purpose, &self.citizen, &self.from, &self.to, &self.last]
    }

    pub(super) fn question(&self, page: usize) -> LogQuestion {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        LogQuestion {
            actor: some(&self.actor),
            citizen: CitizenId::parse(&self.citizen),
            what: some(&self.what),
            purpose: some(&self.purpose),
            from: Day::parse(&self.from),
            to: Day::parse(&self.to),
            last: self.last.parse().ok(),
            limit: number(page),
            offset: number((self.side - 1) * page),
            ..LogQuestion::default()
        }
    }

    /// Says what was typed and cannot be read; the list is then without it.
    pub(super) fn not_understood(&self) -> Option<String> {
        let mut wrong = Vec::new();
        if !self.citizen.is_empty() && CitizenId::parse(&self.citizen).is_none() {
            wrong.push("borgerens id (det er B- og seks tegn)".to_owned());
        }
        for (text, what) in [(&self.from, "den første dag"), (&self.to, "den sidste dag")] {
            if !text.is_empty() && Day::parse(text).is_none() {
                wrong.push(format!("{what} (skriv 01-03-2026)"));
            }
        }
        (!wrong.is_empty())
            .then(|| format!("Der er ikke filtreret på {}: det kan ikke læses.", danish::list(&wrong)))
    }

    /// The chosen filters, each with the list without it.
    pub(super) fn chips(&self, here: &str) -> Vec<Chip> {
        let day = |text: &str| Day::parse(text).map_or_else(|| text.to_owned(), Day::danish);
        let said = [
            self.actor.clone(),
            in_words(&self.what).to_owned(),
            words::purpose(&self.purpose),
            self.citizen.clone(),
            format!("fra {}", day(&self.from)),
            format!("til og med {}", day(&self.to)),
            format!("til og med linje {}", self.last),
        ];
        let without = |at: usize| {
            let mut other = LogFilter { side: 1, ..self.clone() };
            let field = match at {
                0 => &mut other.actor,
                1 => &mut other.what,
                2 => &mut other.purpose,
                3 => &mut other.citizen,
                4 => &mut other.from,
                5 => &mut other.to,
                _ => &mut other.last,
            };
            field.clear();
            other.address(here)
        };
        let chosen = self.texts().into_iter().zip(said).enumerate().filter(|(_, (text, _))| !text.is_empty());
        chosen.map(|(at, (_, said))| Chip::new(without(at), said)).collect()
    }
}

pub(super) fn whats(chosen: &str) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "alt", chosen)];
    let mut words: Vec<(&str, &str)> = WORDS.to_vec();
    words.sort_by_key(|(_, text)| text.to_lowercase());
    choices.extend(words.into_iter().map(|(word, text)| Choice::new(word, text, chosen)));
    // A word that a newer page writes can be asked for by its address.
    if !chosen.is_empty() && choices.iter().all(|choice| choice.value != chosen) {
        choices.push(Choice::new(chosen, chosen, chosen));
    }
    choices
}

pub(super) fn purposes(chosen: &str) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "alle", chosen)];
    choices.extend(Purpose::ALL.map(|p| Choice::new(p.code(), words::purpose(p.code()), chosen)));
    choices
}
