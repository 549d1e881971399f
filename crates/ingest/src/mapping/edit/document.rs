//! A TOML text that is changed in places.
//!
//! Invariant: a key that has its value already is not touched, so its form and its comment stay.

use crate::mapping::MappingError;
use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

/// Tables of a new mapping in the order in which people read them.
const ORDER: [&str; 14] = [
    "file",
    "source",
    "extract",
    "columns",
    "values",
    "status",
    "role",
    "units",
    "empty",
    "sign",
    "ownership",
    "settlement",
    "state",
    "landscape",
];

pub(super) struct Document {
    toml: DocumentMut,
    new: bool,
}

impl Document {
    /// A new mapping of a kind, with nothing said yet.
    pub(super) fn new(kind: &str) -> Document {
        let mut toml = DocumentMut::new();
        let root = toml.as_table_mut();
        root.insert("format", value(1));
        if let Some(mut key) = root.key_mut("format") {
            key.leaf_decor_mut()
                .set_prefix("# Beskrevet ud fra en fil. Alle nøgler er forklaret i docs/kilder.md.\n");
        }
        root.insert("name", value(""));
        root.insert("title", value(""));
        root.insert("kind", value(kind));
        root.insert("layout", value("beskrevet ud fra en af kommunens egne filer"));
        for table in ORDER.into_iter().chain(["budget_kind"]) {
            root.insert(table, Item::Table(Table::new()));
        }
        Document { toml, new: true }
    }

    pub(super) fn read(text: &str) -> Result<Document, MappingError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let toml = text.parse::<DocumentMut>().map_err(|error| MappingError {
            file: "kilde.toml".to_owned(),
            line: 0,
            message: format!("Teksten kan ikke læses som TOML ({}).", error.message()),
        })?;
        Ok(Document { toml, new: false })
    }

    /// The text. Tables that a new mapping has nothing in are left out.
    pub(super) fn finish(mut self) -> String {
        if self.new {
            let names: Vec<String> = self.toml.iter().map(|(key, _)| key.to_owned()).collect();
            for name in names {
                let empty = self.toml.get(&name).and_then(Item::as_table).is_some_and(Table::is_empty);
                if empty && name != "columns" {
                    self.toml.remove(&name);
                }
            }
        }
        self.toml.to_string()
    }

    fn table(&self, table: &str) -> Option<&dyn toml_edit::TableLike> {
        if table.is_empty() {
            return Some(self.toml.as_table());
        }
        self.toml.get(table)?.as_table_like()
    }

    fn table_mut(&mut self, table: &str) -> &mut dyn toml_edit::TableLike {
        let root = self.toml.as_table_mut();
        if table.is_empty() {
            return root;
        }
        let is_table = root.get(table).is_some_and(|item| item.as_table_like().is_some());
        if !is_table {
            root.insert(table, Item::Table(Table::new()));
        }
        root.get_mut(table).and_then(Item::as_table_like_mut).expect("tabellen er lige sat ind")
    }

    fn item(&self, table: &str, key: &str) -> Option<&Item> {
        self.table(table)?.get(key)
    }

    /// The keys of a table.
    pub(super) fn keys(&self, table: &str) -> Vec<String> {
        self.table(table).map(|own| own.iter().map(|(key, _)| key.to_owned()).collect()).unwrap_or_default()
    }

    pub(super) fn text(&self, table: &str, key: &str) -> Option<String> {
        self.item(table, key)?.as_str().map(str::to_owned)
    }

    /// A list of texts; one text is a list of it.
    pub(super) fn list(&self, table: &str, key: &str) -> Vec<String> {
        let Some(item) = self.item(table, key) else { return Vec::new() };
        if let Some(text) = item.as_str() {
            return vec![text.to_owned()];
        }
        let texts = item.as_array().into_iter().flatten();
        texts.filter_map(|text| text.as_str().map(str::to_owned)).collect()
    }

    /// Sets a value; what is the default is not written where it does not stand already.
    pub(super) fn set_text(&mut self, table: &str, key: &str, text: &str, default: &str) {
        let now = self.text(table, key);
        if now.as_deref() == Some(text) || (now.is_none() && text == default) {
            return;
        }
        self.set(table, key, Value::from(text));
    }

    /// True where a flag stands and is true.
    pub(super) fn is_on(&self, table: &str, key: &str) -> bool {
        self.item(table, key).and_then(Item::as_bool) == Some(true)
    }

    pub(super) fn set_flag(&mut self, table: &str, key: &str, flag: bool) {
        let now = self.item(table, key).and_then(Item::as_bool);
        if now.unwrap_or(false) != flag {
            self.set(table, key, Value::from(flag));
        }
    }

    pub(super) fn set_number(&mut self, table: &str, key: &str, number: Option<i64>) {
        let now = self.item(table, key).and_then(Item::as_integer);
        match number {
            Some(number) if now != Some(number) => self.set(table, key, Value::from(number)),
            None if now.is_some() => self.remove(table, key),
            _ => {}
        }
    }

    pub(super) fn set_list(&mut self, table: &str, key: &str, texts: &[String]) {
        if self.list(table, key) == texts {
            return;
        }
        if texts.is_empty() {
            self.remove(table, key);
            return;
        }
        self.set(table, key, Value::Array(texts.iter().map(String::as_str).collect::<Array>()));
    }

    /// Changes a list; one that is empty afterwards goes.
    pub(super) fn change_list(&mut self, table: &str, key: &str, change: impl FnOnce(&mut Vec<String>)) {
        let mut texts = self.list(table, key);
        change(&mut texts);
        self.set_list(table, key, &texts);
    }

    /// A list that must stand, be it empty.
    pub(super) fn keep_list(&mut self, table: &str, key: &str) {
        if self.item(table, key).is_none() {
            self.set(table, key, Value::Array(Array::new()));
        }
    }

    /// Takes a key out, or the whole table where the key is empty.
    pub(super) fn remove(&mut self, table: &str, key: &str) {
        if key.is_empty() {
            self.toml.remove(table);
            return;
        }
        if self.item(table, key).is_none() {
            return;
        }
        let own = self.table_mut(table);
        own.remove(key);
        if own.is_empty() && !table.is_empty() && table != "columns" && !self.new {
            self.toml.remove(table);
        }
    }

    /// The value, with the comment that stood at the old one.
    fn set(&mut self, table: &str, key: &str, mut new: Value) {
        let own = self.table_mut(table);
        match own.get_mut(key).and_then(Item::as_value_mut) {
            Some(old) => {
                *new.decor_mut() = old.decor().clone();
                *old = new;
            }
            None => {
                own.insert(key, Item::Value(new));
            }
        }
    }
}
