//! The tables as the migrations make them, read from the migrations themselves: so that a backup and a seal know
//! every table and column of every version, in any back end.
//!
//! Understands the forms that our own migrations have; a table whose form it does not know fails a test.

use crate::db::dialect::statements;
use crate::db::{Migration, Row, Tx, Value};
use crate::error::StoreError;
use crate::key::hex;
use serde_json::Value as Json;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Int,
    Text,
    Blob,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<(String, Holds)>,
    /// The columns of its primary key: the order in which its rows are read.
    pub(crate) key: Vec<String>,
}

/// Rows fetched at a time.
const PART: i64 = 20_000;

/// The tables after migration `until`, in the order in which they were made: no table refers to a later one.
pub(crate) fn tables(migrations: &[Migration], until: i64) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for migration in migrations.iter().filter(|m| m.version <= until) {
        for statement in statements(migration.sql) {
            let words: Vec<&str> = statement.split(|c: char| c.is_whitespace() || c == '(').collect();
            match words[..] {
                ["CREATE", "TABLE", name, ..] => tables.push(made(name, &statement)),
                ["DROP", "TABLE", name, ..] => tables.retain(|table| table.name != name),
                ["ALTER", "TABLE", name, "ADD", "COLUMN", column, kind, ..] => {
                    for table in tables.iter_mut().filter(|table| table.name == name) {
                        table.columns.push((column.to_owned(), holds(kind)));
                    }
                }
                _ => {}
            }
        }
    }
    tables.retain(|table| table.name != "schema_version");
    tables
}

fn made(name: &str, statement: &str) -> Table {
    let mut table = Table { name: name.to_owned(), columns: Vec::new(), key: Vec::new() };
    let inner =
        statement.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')).map_or("", |(inner, _)| inner);
    for item in outer_parts(inner) {
        if let Some(columns) = item.strip_prefix("PRIMARY KEY") {
            let columns = columns.trim().trim_matches(['(', ')']);
            table.key = columns.split(',').map(|c| c.trim().to_owned()).collect();
        } else if !["UNIQUE", "FOREIGN", "CHECK"].iter().any(|word| item.starts_with(word)) {
            let mut words = item.split_whitespace();
            let column = words.next().unwrap_or_default().to_owned();
            let kind = words.next().unwrap_or_default();
            if item.contains("PRIMARY KEY") {
                table.key = vec![column.clone()];
            }
            table.columns.push((column, holds(kind)));
        }
    }
    table
}

/// The parts between commas that stand in no parenthesis.
fn outer_parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for c in text.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn holds(kind: &str) -> Holds {
    match kind {
        "TEXT" => Holds::Text,
        "BLOB" => Holds::Blob,
        _ => Holds::Int,
    }
}

impl Table {
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// `INSERT INTO t (a, b)`.
    pub(crate) fn insert(&self) -> String {
        format!("INSERT INTO {} ({})", self.name, self.names())
    }

    /// Hands over each row as a line, in the order of the key: all rows, or those where a column has a value.
    pub(crate) async fn lines(
        &self,
        tx: &mut Tx,
        only: Option<(&str, Value)>,
        mut each: impl FnMut(&str) -> Result<(), StoreError>,
    ) -> Result<u64, StoreError> {
        let condition = only.as_ref().map_or(String::new(), |(column, _)| format!("WHERE {column} = $1"));
        let mut read = 0;
        loop {
            let sql = format!(
                "SELECT {} FROM {} {condition} ORDER BY {} LIMIT {PART} OFFSET {read}",
                self.names(),
                self.name,
                self.key.join(", ")
            );
            let rows = tx.rows(sql, only.iter().map(|(_, value)| value.clone()).collect()).await?;
            for row in &rows {
                each(&self.line(row)?)?;
            }
            read += rows.len() as i64;
            if (rows.len() as i64) < PART {
                return Ok(read.unsigned_abs());
            }
        }
    }

    /// A row as JSON, the same in every back end.
    fn line(&self, row: &Row) -> Result<String, StoreError> {
        let mut values = Vec::with_capacity(self.columns.len());
        for (at, (_, holds)) in self.columns.iter().enumerate() {
            values.push(match holds {
                Holds::Int => row.int_opt(at)?.map_or(Json::Null, Json::from),
                Holds::Text => row.text_opt(at)?.map_or(Json::Null, Json::from),
                Holds::Blob => row.blob_opt(at)?.map_or(Json::Null, |bytes| Json::from(hex(&bytes))),
            });
        }
        Ok(Json::Array(values).to_string())
    }

    /// The values of a line.
    pub(crate) fn values(&self, line: &str) -> Option<Vec<Value>> {
        let Json::Array(values) = serde_json::from_str(line).ok()? else { return None };
        if values.len() != self.columns.len() {
            return None;
        }
        let value = |(value, (_, holds)): (Json, &(String, Holds))| match (value, holds) {
            (Json::Null, _) => Some(Value::Null),
            (Json::Number(number), Holds::Int) => number.as_i64().map(Value::Int),
            (Json::String(text), Holds::Text) => Some(Value::Text(text)),
            (Json::String(text), Holds::Blob) => unhex(&text).map(Value::Blob),
            _ => None,
        };
        values.into_iter().zip(&self.columns).map(value).collect()
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| char::from(b).to_digit(16);
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|p| Some((digit(p[0])? * 16 + digit(*p.get(1)?)?) as u8)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Db;
    use crate::store::{MAIN, PEOPLE};

    #[tokio::test]
    async fn the_migrations_are_read_as_the_database_reads_them() {
        let dir = tempfile::tempdir().unwrap();
        for (name, migrations) in [("main.db", &MAIN[..]), ("people.db", &PEOPLE[..])] {
            let db = Db::open_sqlite(&dir.path().join(name)).await.unwrap();
            db.migrate(migrations, |_| Ok(())).await.unwrap();
            let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'schema_version'";
            let rows = db.rows(sql, Vec::new()).await.unwrap();
            let mut there: Vec<String> = rows.iter().map(|row| row.text(0).unwrap()).collect();
            let tables = tables(migrations, i64::MAX);
            let mut read: Vec<String> = tables.iter().map(|table| table.name.clone()).collect();
            there.sort();
            read.sort();
            assert_eq!(there, read);
            for table in tables {
                let rows = db.rows(format!("PRAGMA table_info({})", table.name), Vec::new()).await.unwrap();
                let columns: Vec<_> =
                    rows.iter().map(|r| (r.text(1).unwrap(), holds(&r.text(2).unwrap()))).collect();
                assert_eq!(columns, table.columns, "{}", table.name);
                let mut key: Vec<_> = rows.iter().filter(|r| r.int(5).unwrap() > 0).collect();
                key.sort_by_key(|r| r.int(5).unwrap());
                let key: Vec<String> = key.iter().map(|r| r.text(1).unwrap()).collect();
                assert_eq!(key, table.key, "{}", table.name);
                assert!(!table.key.is_empty(), "{} har ingen nøgle", table.name);
            }
        }
    }

    #[test]
    fn a_line_comes_back_as_it_was() {
        let sql = "CREATE TABLE t (a BIGINT NOT NULL PRIMARY KEY, b TEXT, c BLOB, UNIQUE (b, c));";
        let table = tables(&[Migration { version: 1, sql }], 1).remove(0);
        let values = table.values(r#"[-9223372036854775808,"æ\"",null]"#).unwrap();
        assert_eq!(format!("{values:?}"), r#"[Int(-9223372036854775808), Text("æ\""), Null]"#);
        assert!(table.values(r#"[1,"a","0"]"#).is_none() && table.values("[1]").is_none());
        assert_eq!(table.insert(), "INSERT INTO t (a, b, c)");
    }
}
