//! The lists of a source: read as lines of texts, and written as the file has them already.

use super::{Fault, List, text_of, value_of};
use toml_edit::{Array, ArrayOfTables, InlineTable, Item, Table, TableLike, Value};

/// The lines of a list; a word alone is a line for all days.
pub(super) fn lines_of(item: &Item, list: List) -> Vec<Vec<String>> {
    let line = |table: &dyn TableLike| -> Vec<String> {
        list.columns.iter().map(|(key, _)| table.get(key).map_or_else(String::new, text_of)).collect()
    };
    if let Some(tables) = item.as_array_of_tables() {
        return tables.iter().map(|table| line(table)).collect();
    }
    match item.as_value() {
        Some(Value::Array(all)) => {
            all.iter().filter_map(Value::as_inline_table).map(|table| line(table)).collect()
        }
        Some(Value::String(word)) if list.alone.is_some() => {
            let mut cells = vec![String::new(); list.columns.len()];
            if let Some(first) = cells.first_mut() {
                word.value().trim().clone_into(first);
            }
            vec![cells]
        }
        _ => Vec::new(),
    }
}

/// One word as a text, several as a list.
pub(super) fn words_of(text: &str) -> Value {
    let words: Vec<&str> = text.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    match words[..] {
        [one] => Value::from(one),
        _ => Value::Array(words.into_iter().collect()),
    }
}

/// Puts the lines in the place of the list's own. Dated words stand on one line of the file, all else under headings of
/// its own.
pub(super) fn set_list(table: &mut Table, list: List, lines: &[Vec<String>], faults: &mut Vec<Fault>) {
    let mut read: Vec<Vec<(&str, Value)>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut cells = Vec::new();
        for ((key, form), text) in list.columns.iter().zip(line) {
            match value_of(text, *form) {
                Ok(Some(value)) => cells.push((*key, value)),
                Ok(None) => {}
                Err(text) => faults.push(Fault { field: format!("{}-{}-{key}", list.key, at + 1), text }),
            }
        }
        read.push(cells);
    }
    if read.is_empty() {
        table.remove(list.key);
        return;
    }
    match (list.alone, &read[..]) {
        (Some(word), [only]) if only.len() == 1 && only[0].0 == word => {
            let mut value = only[0].1.clone();
            if let Some(now) = table.get(list.key).and_then(Item::as_value) {
                *value.decor_mut() = now.decor().clone();
            }
            put(table, list.key, Item::Value(value));
        }
        (Some(_), _) => put(table, list.key, Item::Value(Value::Array(dated(&read)))),
        (None, _) => put(table, list.key, Item::ArrayOfTables(under_headings(table, list, read))),
    }
}

/// In its place where it has one: a list of another form is a new key.
fn put(table: &mut Table, key: &str, item: Item) {
    let same = table.get(key).is_some_and(|now| now.is_value() == item.is_value());
    if let Some(now) = table.get_mut(key).filter(|_| same) {
        *now = item;
        return;
    }
    table.remove(key);
    table.insert(key, item);
}

/// `[ { hvem = "…", til = 2023-12-31 }, { … } ]`
fn dated(lines: &[Vec<(&str, Value)>]) -> Array {
    let table = |cells: &Vec<(&str, Value)>| -> Value {
        let mut own = InlineTable::new();
        for (key, value) in cells {
            own.insert(*key, value.clone());
        }
        Value::InlineTable(own)
    };
    lines.iter().map(table).collect()
}

/// `[[kilde.nexus.rettes]]` a line: those that are there already keep their remarks and places, in their order.
fn under_headings(table: &Table, list: List, lines: Vec<Vec<(&str, Value)>>) -> ArrayOfTables {
    let now: Vec<Table> = table
        .get(list.key)
        .and_then(Item::as_array_of_tables)
        .map_or_else(Vec::new, |all| all.iter().cloned().collect());
    let mut out = ArrayOfTables::new();
    for (at, cells) in lines.into_iter().enumerate() {
        let mut own = now.get(at).cloned().unwrap_or_else(|| {
            let mut new = Table::new();
            new.decor_mut().set_prefix("\n");
            new
        });
        let gone: Vec<String> = own
            .iter()
            .map(|(key, _)| key.to_owned())
            .filter(|key| cells.iter().all(|(kept, _)| kept != key))
            .collect();
        for key in gone {
            own.remove(&key);
        }
        for (key, mut value) in cells {
            if let Some(before) = own.get(key).and_then(Item::as_value) {
                *value.decor_mut() = before.decor().clone();
            }
            let text = text_of(&Item::Value(value.clone()));
            let same = own.get(key).is_some_and(|before| text_of(before) == text);
            if !same {
                own.insert(key, Item::Value(value));
            }
        }
        out.push(own);
    }
    out
}
