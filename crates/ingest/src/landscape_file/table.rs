//! One table of the file, whose keys are taken one by one; what is wrong is gathered, never returned at the first.
//!
//! Invariant: a value that is wrong is as one that is not there, and has left a fault behind.

use domain::calendar::{Day, Period};
use domain::landscape::Dated;
use std::cell::RefCell;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The faults of one file.
pub(super) struct Faults<'t> {
    text: &'t str,
    found: RefCell<Vec<(usize, String)>>,
}

impl<'t> Faults<'t> {
    pub(super) fn new(text: &'t str) -> Faults<'t> {
        Faults { text, found: RefCell::default() }
    }

    fn say(&self, at: usize, message: String) {
        let line = self.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        self.found.borrow_mut().push((line, message));
    }

    /// In the order of the file.
    pub(super) fn sorted(&self) -> Vec<(usize, String)> {
        let mut found = self.found.borrow().clone();
        found.sort();
        found.dedup();
        found
    }
}

/// A table of the file.
pub(super) struct Table<'t> {
    faults: &'t Faults<'t>,
    label: String,
    at: usize,
    table: DeTable<'t>,
    asked: Vec<String>,
}

impl<'t> Table<'t> {
    /// The file's top; `None` where it is no TOML.
    pub(super) fn open(faults: &'t Faults<'t>) -> Option<Table<'t>> {
        match DeTable::parse(faults.text) {
            Ok(top) => Some(Table::of(faults, String::new(), 0, top.into_inner())),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let said = error.message().lines().next().unwrap_or_default();
                faults.say(
                    at,
                    format!("kan ikke læses som TOML. Ret linjen; datoer skrives 2024-01-31. ({said})"),
                );
                None
            }
        }
    }

    fn of(faults: &'t Faults<'t>, label: String, at: usize, table: DeTable<'t>) -> Table<'t> {
        Table { faults, label, at, table, asked: Vec::new() }
    }

    fn take(&mut self, key: &str) -> Option<Spanned<DeValue<'t>>> {
        self.asked.push(key.to_owned());
        self.table.remove(key)
    }

    /// A fault of the whole table.
    pub(super) fn say(&self, message: &str) {
        self.faults.say(self.at, self.labelled(message));
    }

    /// A fault of a key that has been taken: where the table begins is the nearest that is known.
    pub(super) fn say_at(&self, key: &str, message: &str) {
        self.say(&format!("`{key}`: {message}"));
    }

    fn labelled(&self, message: &str) -> String {
        if self.label.is_empty() { message.to_owned() } else { format!("{}: {message}", self.label) }
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = kind(value.get_ref());
        let message = format!("`{key}` er {found}, men skal være {expected}.");
        self.faults.say(value.span().start, self.labelled(&message));
    }

    /// A text; empty where it is not there.
    pub(super) fn text(&mut self, key: &str) -> String {
        let Some(value) = self.take(key) else { return String::new() };
        if let DeValue::String(text) = value.get_ref() {
            return text.trim().to_owned();
        }
        self.wrong(key, &value, "tekst i anførselstegn");
        String::new()
    }

    /// A text that must be there.
    pub(super) fn needed(&mut self, key: &str) -> String {
        let there = self.table.contains_key(key);
        let text = self.text(key);
        if !there || (text.is_empty() && self.faults_nothing_at(key)) {
            self.say(&format!("`{key}` mangler. Skriv {key} = \"…\"."));
        }
        text
    }

    /// True where the last fault is not already about the key.
    fn faults_nothing_at(&self, key: &str) -> bool {
        self.faults.found.borrow().last().is_none_or(|(_, message)| !message.contains(&format!("`{key}`")))
    }

    /// One text or a list of texts.
    pub(super) fn texts(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let expected = "en tekst eller en liste af tekster: [\"…\"]";
        let items: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
            DeValue::Array(array) => array.iter().collect(),
            _ => vec![&value],
        };
        let mut out = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => out.push(text.trim().to_owned()),
                _ => self.wrong(key, item, expected),
            }
        }
        out
    }

    /// A whole number inside limits.
    pub(super) fn number(&mut self, key: &str, within: RangeInclusive<i64>) -> Option<i64> {
        let value = self.take(key)?;
        let read = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => {
                number.as_str().replace('_', "").parse::<i64>().ok()
            }
            _ => None,
        };
        let fits = read.filter(|number| within.contains(number));
        if fits.is_none() {
            self.wrong(key, &value, &format!("et helt tal fra {} til {}", within.start(), within.end()));
        }
        fits
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self, key: &str) -> Option<bool> {
        let value = self.take(key)?;
        match value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => {
                self.wrong(key, &value, "true eller false");
                None
            }
        }
    }

    /// A day.
    pub(super) fn day(&mut self, key: &str) -> Option<Day> {
        let value = self.take(key)?;
        let day = match value.get_ref() {
            DeValue::Datetime(stamp) if stamp.time.is_none() => stamp.date.and_then(|date| {
                Day::from_ymd(i32::from(date.year), u32::from(date.month), u32::from(date.day))
            }),
            _ => None,
        };
        if day.is_none() {
            self.wrong(key, &value, "en dato uden anførselstegn, fx 2024-01-01");
        }
        day
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&mut self, key: &str, known: &[(&str, T)]) -> Option<T> {
        let value = self.take(key)?;
        self.word_of(key, &value, known)
    }

    fn word_of<T: Copy>(&self, key: &str, value: &Spanned<DeValue<'_>>, known: &[(&str, T)]) -> Option<T> {
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        let DeValue::String(text) = value.get_ref() else {
            self.wrong(key, value, &format!("en af: {}", words.join(", ")));
            return None;
        };
        let found = known.iter().find(|(word, _)| *word == text.trim());
        if found.is_none() {
            let message = format!("`{key}` er \"{text}\", men skal være en af: {}.", words.join(", "));
            self.faults.say(value.span().start, self.labelled(&message));
        }
        found.map(|(_, value)| *value)
    }

    /// `fra` and `til`, both included, as a period; what is not there has no limit.
    pub(super) fn valid(&mut self) -> Period {
        let (from, last) = (self.day("fra"), self.day("til"));
        let from = from.unwrap_or(Day::FIRST);
        let until = last.map_or(Day::OPEN, Day::next);
        Period::new(from, until).unwrap_or_else(|| {
            self.say("`til` ligger før `fra`. Begge dage er med.");
            Period::ALWAYS
        })
    }

    /// A word for all days, or a list of tables, each with the word under `inner`, `fra` and `til`.
    pub(super) fn dated<T: Copy>(&mut self, key: &str, inner: &str, known: &[(&str, T)]) -> Vec<Dated<T>> {
        let several = matches!(self.table.get(key).map(Spanned::get_ref), Some(DeValue::Array(_)));
        if !several {
            let always = |value| Dated { valid: Period::ALWAYS, value };
            return self.word(key, known).map(always).into_iter().collect();
        }
        let mut out: Vec<Dated<T>> = Vec::new();
        for mut one in self.tables(key) {
            if !one.table.contains_key(inner) {
                one.say(&format!("`{inner}` mangler."));
            }
            let (value, valid) = (one.word(inner, known), one.valid());
            if out.iter().any(|other| other.valid.overlaps(valid)) {
                one.say("dagene overlapper en anden linjes. Én ad gangen: ret `fra` og `til`.");
            }
            out.extend(value.map(|value| Dated { valid, value }));
            one.finish();
        }
        out
    }

    /// A table inside this one.
    pub(super) fn table(&mut self, key: &str) -> Option<Table<'t>> {
        let value = self.take(key)?;
        let at = value.span().start;
        match value.into_inner() {
            DeValue::Table(table) => Some(Table::of(self.faults, self.inside(key), at, table)),
            other => {
                self.faults
                    .say(at, self.labelled(&format!("`{key}` er {}, men skal være [{key}].", kind(&other))));
                None
            }
        }
    }

    /// The tables inside a table, each with its name, in the order of the file.
    pub(super) fn named_tables(&mut self, key: &str) -> Vec<(String, Table<'t>)> {
        let Some(outer) = self.table(key) else { return Vec::new() };
        let mut keys: Vec<(usize, String)> =
            outer.table.iter().map(|(name, _)| (name.span().start, name.get_ref().to_string())).collect();
        keys.sort();
        let mut outer = outer;
        let names = keys.into_iter().map(|(_, name)| name);
        names.filter_map(|name| outer.table(&name).map(|table| (name, table))).collect()
    }

    /// The keys of a table with their texts, in the order of the file.
    pub(super) fn lists(&mut self, key: &str) -> Vec<(String, Vec<String>)> {
        let Some(mut outer) = self.table(key) else { return Vec::new() };
        let mut keys: Vec<(usize, String)> =
            outer.table.iter().map(|(name, _)| (name.span().start, name.get_ref().to_string())).collect();
        keys.sort();
        keys.into_iter().map(|(_, name)| (name.clone(), outer.texts(&name))).collect()
    }

    /// The tables of a list.
    pub(super) fn tables(&mut self, key: &str) -> Vec<Table<'t>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let at = value.span().start;
        let DeValue::Array(array) = value.into_inner() else {
            self.faults
                .say(at, self.labelled(&format!("`{key}` skal være en liste: [[…{key}]] eller [{{ … }}].")));
            return Vec::new();
        };
        let mut out = Vec::new();
        for (index, item) in array.into_iter().enumerate() {
            let (at, label) = (item.span().start, format!("{} nr. {}", self.inside(key), index + 1));
            match item.into_inner() {
                DeValue::Table(table) => out.push(Table::of(self.faults, label, at, table)),
                other => self.faults.say(at, format!("{label} er {}, men skal være en tabel.", kind(&other))),
            }
        }
        out
    }

    fn inside(&self, key: &str) -> String {
        if self.label.is_empty() { key.to_owned() } else { format!("{}, {key}", self.label) }
    }

    /// Says of every key that nobody took.
    pub(super) fn finish(self) {
        for (key, _) in &self.table {
            let near = crate::suggest::nearest(key.get_ref(), self.asked.iter().map(String::as_str));
            let near = near.map_or(String::new(), |at| format!(" Mente du `{}`?", self.asked[at]));
            let message = self.labelled(&format!(
                "ukendt nøgle `{}`.{near} Alle nøgler står i docs/datalandskab.md.",
                key.get_ref()
            ));
            self.faults.say(key.span().start, message);
        }
    }
}

fn kind(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("teksten \"{text}\""),
        DeValue::Integer(number) => format!("tallet {}", number.as_str()),
        DeValue::Float(_) => "et kommatal".to_owned(),
        DeValue::Boolean(_) => "sand/falsk".to_owned(),
        DeValue::Datetime(_) => "et tidspunkt".to_owned(),
        DeValue::Array(_) => "en liste".to_owned(),
        DeValue::Table(_) => "en tabel".to_owned(),
    }
}
