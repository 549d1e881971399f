//! `datalandskab.toml` changed for a person who fills in a form: only what is changed is written, and comments and the
//! order of the file stay.
//!
//! Invariant: what comes out is what [`super::read`] reads; what it does not read comes back as faults, each with the
//! field that it is about. An empty text means that nothing is declared, and takes the key out.

mod lists;

#[cfg(test)]
mod tests;

use super::FILE;
use lists::{set_list, words_of};
use std::collections::BTreeMap;
use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

/// What a value of the file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Text in quotes.
    Text,
    /// A day: `2024-01-31`.
    Day,
    /// A whole number.
    Number,
    /// `ja` or `nej`.
    Truth,
    /// One word or several, with commas between.
    Words,
}

/// The keys of a source that hold one value, in the order of the form.
pub const KEYS: [(&str, Form); 19] = [
    ("titel", Form::Text),
    ("tilbud", Form::Text),
    ("siden", Form::Day),
    ("udgaar", Form::Day),
    ("oekonomi_siden", Form::Day),
    ("oekonomi_udgaar", Form::Day),
    ("historik", Form::Text),
    ("registrerer", Form::Text),
    ("ansvarlig", Form::Text),
    ("afloeser", Form::Text),
    ("forventet_dag", Form::Number),
    ("hoejst_forsinket_dage", Form::Number),
    ("mindst_raekker_procent", Form::Number),
    ("indbakke", Form::Text),
    ("borger_link", Form::Text),
    ("priser.uger", Form::Text),
    ("priser.sidste_dag_betales", Form::Truth),
    ("priser.momsafloeftet", Form::Truth),
    ("priser.forsinkelse_dage", Form::Number),
];

/// A list of a source: its key and its columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct List {
    /// The key.
    pub key: &'static str,
    /// The columns, in the order of the form.
    pub columns: &'static [(&'static str, Form)],
    /// The column whose word alone stands for all days.
    alone: Option<&'static str>,
}

/// The lists of a source, in the order of the form.
pub const LISTS: [List; 5] = [
    List {
        key: "borgere",
        columns: &[("hvem", Form::Text), ("fra", Form::Day), ("til", Form::Day)],
        alone: Some("hvem"),
    },
    List {
        key: "rolle",
        columns: &[("rolle", Form::Text), ("fra", Form::Day), ("til", Form::Day)],
        alone: Some("rolle"),
    },
    List {
        key: "undtagelse",
        columns: &[
            ("leverandoer", Form::Text),
            ("p_nummer", Form::Text),
            ("cvr", Form::Text),
            ("fra", Form::Day),
            ("til", Form::Day),
            ("grund", Form::Text),
        ],
        alone: None,
    },
    List { key: "bruges", columns: &[("af", Form::Text), ("til", Form::Text)], alone: None },
    List {
        key: "rettes",
        columns: &[("felt", Form::Words), ("af", Form::Text), ("sted", Form::Text)],
        alone: None,
    },
];

/// A source as a person writes it: texts, empty where nothing is declared. Days as `2024-01-31`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The value of each key of [`KEYS`] that has one.
    pub values: BTreeMap<&'static str, String>,
    /// The lines of each list of [`LISTS`] that has some: a text a column.
    pub lists: BTreeMap<&'static str, Vec<Vec<String>>>,
}

/// What is wrong, and at which field: a key of [`KEYS`], or `rettes-2-felt` for a column of the second line of a list
/// (`rettes-2` where no column is known); empty where it is about the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The field.
    pub field: String,
    /// What is wrong and what to do.
    pub text: String,
}

impl Written {
    /// The text of a key; empty where it has none.
    #[must_use]
    pub fn value(&self, key: &str) -> &str {
        self.values.get(key).map_or("", String::as_str)
    }

    /// The lines of a list.
    #[must_use]
    pub fn list(&self, key: &str) -> &[Vec<String>] {
        self.lists.get(key).map_or(&[], Vec::as_slice)
    }
}

/// What a file says of a source; nothing where it does not, or is no TOML.
#[must_use]
pub fn written(text: &str, name: &str) -> Written {
    let Ok(document) = text.trim_start_matches('\u{feff}').parse::<DocumentMut>() else {
        return Written::default();
    };
    let sources = document.get("kilde").and_then(Item::as_table_like);
    let Some(table) = sources.and_then(|all| all.get(name)).and_then(Item::as_table_like) else {
        return Written::default();
    };
    let mut out = Written::default();
    for (key, _) in KEYS {
        let text = match key.split_once('.') {
            None => table.get(key).map(text_of),
            Some((outer, inner)) => {
                table.get(outer).and_then(Item::as_table_like).and_then(|own| own.get(inner)).map(text_of)
            }
        };
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            out.values.insert(key, text);
        }
    }
    for list in LISTS {
        let lines = table.get(list.key).map_or_else(Vec::new, |item| lists::lines_of(item, list));
        if !lines.is_empty() {
            out.lists.insert(list.key, lines);
        }
    }
    out
}

/// The sources that a file names, in its order.
#[must_use]
pub fn names(text: &str) -> Vec<String> {
    let document = text.trim_start_matches('\u{feff}').parse::<DocumentMut>().unwrap_or_default();
    let sources = document.get("kilde").and_then(Item::as_table_like);
    sources.map_or_else(Vec::new, |all| all.iter().map(|(name, _)| name.to_owned()).collect())
}

/// The file with what is written of one source put in the place of what it says of it now. An empty file is begun.
///
/// # Errors
/// What is wrong, each with its field; then nothing of it is to be kept.
pub fn change(text: &str, name: &str, to: &Written) -> Result<String, Vec<Fault>> {
    let text = text.trim_start_matches('\u{feff}');
    let begun = if text.trim().is_empty() { "format = 1\n" } else { text };
    let about_file = |text: String| vec![Fault { field: String::new(), text }];
    let mut document = begun.parse::<DocumentMut>().map_err(|_| {
        about_file(super::read(begun, FILE).err().map_or_else(String::new, |errors| errors.to_string()))
    })?;
    let before = written(text, name);
    let mut faults = Vec::new();
    let Some(table) = source_table(&mut document, name) else {
        return Err(about_file(format!("[kilde.{name}] i {FILE} er ingen tabel. Ret filen i datamappen.")));
    };
    for (key, form) in KEYS.into_iter().filter(|(key, _)| before.value(key) != to.value(key)) {
        match value_of(to.value(key), form) {
            Ok(value) => set(table, key, value),
            Err(text) => faults.push(Fault { field: key.to_owned(), text }),
        }
    }
    for list in LISTS.into_iter().filter(|list| before.list(list.key) != to.list(list.key)) {
        set_list(table, list, to.list(list.key), &mut faults);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let changed = document.to_string();
    match super::read(&changed, FILE) {
        Ok(_) => Ok(changed),
        Err(errors) => Err(errors.faults.into_iter().map(|(_, text)| fault(name, &text)).collect()),
    }
}

/// `[kilde.NAVN]`, made where it is not there.
fn source_table<'d>(document: &'d mut DocumentMut, name: &str) -> Option<&'d mut Table> {
    if document.get("kilde").is_none() {
        let mut sources = Table::new();
        sources.set_implicit(true);
        document.insert("kilde", Item::Table(sources));
    }
    let sources = into_table(document.get_mut("kilde")?)?;
    if sources.get(name).is_none() {
        let mut own = Table::new();
        own.decor_mut().set_prefix("\n");
        sources.insert(name, Item::Table(own));
    }
    into_table(sources.get_mut(name)?)
}

/// The item as a table under a heading; an inline one is made one.
fn into_table(item: &mut Item) -> Option<&mut Table> {
    if item.is_inline_table() {
        let inline = std::mem::take(item);
        match inline.into_table() {
            Ok(table) => *item = Item::Table(table),
            Err(other) => *item = other,
        }
    }
    item.as_table_mut()
}

/// Sets or takes out one key; `priser.uger` stands in a table of its own.
fn set(table: &mut Table, key: &str, value: Option<Value>) {
    let Some((outer, inner)) = key.split_once('.') else {
        return set_here(table, key, value);
    };
    if table.get(outer).is_none() {
        if value.is_none() {
            return;
        }
        table.insert(outer, Item::Table(Table::new()));
    }
    if let Some(own) = table.get_mut(outer).and_then(Item::as_table_like_mut) {
        set_here(own, inner, value);
        if own.is_empty() {
            table.remove(outer);
        }
    }
}

/// A changed value keeps the remark behind it.
fn set_here(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
    let Some(mut value) = value else {
        table.remove(key);
        return;
    };
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(now) => {
            *value.decor_mut() = now.decor().clone();
            *now = value;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// The value of a text; `None` for an empty one.
fn value_of(text: &str, form: Form) -> Result<Option<Value>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let value = match form {
        Form::Text => Value::from(text),
        Form::Words => words_of(text),
        Form::Day => match domain::calendar::Day::parse(text) {
            Some(day) => day.iso().parse().map_err(|_| format!("«{text}» er ikke en dato."))?,
            None => return Err(format!("«{text}» er ikke en dato. Skriv fx 31-01-2024.")),
        },
        Form::Number => match text.parse::<i64>() {
            Ok(number) => Value::from(number),
            Err(_) => return Err(format!("«{text}» er ikke et helt tal.")),
        },
        Form::Truth => match text {
            "ja" => Value::from(true),
            "nej" => Value::from(false),
            _ => return Err(format!("«{text}» er hverken ja eller nej.")),
        },
    };
    Ok(Some(value))
}

/// A value as a form shows it.
fn text_of(item: &Item) -> String {
    match item.as_value() {
        Some(Value::String(text)) => text.value().trim().to_owned(),
        Some(Value::Integer(number)) => number.value().to_string(),
        Some(Value::Boolean(truth)) => if *truth.value() { "ja" } else { "nej" }.to_owned(),
        Some(Value::Datetime(day)) => day.value().to_string(),
        Some(Value::Array(all)) => {
            let words: Vec<&str> = all.iter().filter_map(Value::as_str).map(str::trim).collect();
            words.join(", ")
        }
        _ => String::new(),
    }
}

/// The reader's words with the field that they are about: "kilde, nexus, rettes nr. 2: `felt` mangler."
fn fault(name: &str, text: &str) -> Fault {
    let whole = || Fault { field: String::new(), text: text.to_owned() };
    let Some(own) = text.strip_prefix(&format!("kilde, {name}")) else { return whole() };
    let Some((place, said)) = own.split_once(": ") else { return whole() };
    let named = said.split('`').nth(1).unwrap_or("");
    let place = place.trim_start_matches(", ");
    let field = match place.split_once(" nr. ") {
        Some((list, number)) => {
            let columns = LISTS.iter().find(|own| own.key == list).map_or(&[][..], |own| own.columns);
            let column = columns.iter().find(|(key, _)| *key == named);
            column.map_or_else(|| format!("{list}-{number}"), |(key, _)| format!("{list}-{number}-{key}"))
        }
        None if place.is_empty() && LISTS.iter().any(|list| list.key == named) => format!("{named}-1"),
        None if place.is_empty() => named.to_owned(),
        None => format!("{place}.{named}"),
    };
    let known =
        KEYS.iter().any(|(key, _)| *key == field) || LISTS.iter().any(|list| field.starts_with(list.key));
    if known { Fault { field, text: said.to_owned() } } else { whole() }
}
