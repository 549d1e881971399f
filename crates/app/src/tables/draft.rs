//! A table that somebody is changing: what it was, and the changes that are not saved yet.

use super::cells::Row;
use super::{Table, Version};
use std::collections::{BTreeMap, HashMap};

/// The changes of one person to one table.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Which table.
    pub table: Table,
    /// The import that it began from; empty where there was none.
    pub base: String,
    rows: Vec<Row>,
    /// By the line's place: what it becomes, `None` where it goes.
    changes: BTreeMap<usize, Option<Row>>,
    /// New lines; `None` where one was taken back.
    added: Vec<Option<Row>>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// By which it is taken back: `r3` a line that was there, `n0` a new one.
    pub name: String,
    /// The line before; `None` where it is new.
    pub before: Option<Row>,
    /// The line after; `None` where it goes.
    pub after: Option<Row>,
}

impl Draft {
    /// A draft without changes.
    #[must_use]
    pub fn new(version: &Version) -> Draft {
        Draft {
            table: version.table,
            base: version.id(),
            rows: version.rows.clone(),
            changes: BTreeMap::new(),
            added: Vec::new(),
        }
    }

    /// The draft that makes a version into other lines: as few changes as the tables' keys allow.
    #[must_use]
    pub fn towards(version: &Version, rows: Vec<Row>) -> Draft {
        let mut draft = Draft::new(version);
        let mut wanted: HashMap<Row, usize> = HashMap::new();
        for row in &rows {
            *wanted.entry(row.clone()).or_default() += 1;
        }
        let mut gone: Vec<usize> = Vec::new();
        for (at, row) in draft.rows.iter().enumerate() {
            match wanted.get_mut(row) {
                Some(count) if *count > 0 => *count -= 1,
                _ => gone.push(at),
            }
        }
        let key = |row: &Row| -> Vec<String> {
            version.table.key_columns().iter().map(|at| row[*at].clone()).collect()
        };
        let mut by_key: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
        for at in gone.iter().rev() {
            by_key.entry(key(&draft.rows[*at])).or_default().push(*at);
        }
        for row in rows {
            let Some(count) = wanted.get_mut(&row).filter(|count| **count > 0) else { continue };
            *count -= 1;
            match by_key.get_mut(&key(&row)).and_then(Vec::pop) {
                Some(at) => {
                    draft.changes.insert(at, Some(row));
                }
                None => draft.added.push(Some(row)),
            }
        }
        for at in gone {
            draft.changes.entry(at).or_insert(None);
        }
        draft
    }

    /// The line at a place as it is with the changes; `None` where there is none any more.
    #[must_use]
    pub fn row(&self, at: usize) -> Option<&Row> {
        match self.changes.get(&at) {
            Some(changed) => changed.as_ref(),
            None => self.rows.get(at),
        }
    }

    /// What a line becomes; `None` takes it out. A change back to what it was is none.
    pub fn set(&mut self, at: usize, row: Option<Row>) {
        if at >= self.rows.len() {
            return;
        }
        if row.as_ref() == Some(&self.rows[at]) {
            self.changes.remove(&at);
        } else {
            self.changes.insert(at, row);
        }
    }

    /// A new line.
    pub fn add(&mut self, row: Row) {
        self.added.push(Some(row));
    }

    /// Takes one change back by its name.
    pub fn take_back(&mut self, name: &str) {
        let (kind, number) = name.split_at(name.len().min(1));
        let Ok(at) = number.parse::<usize>() else { return };
        match kind {
            "r" => {
                self.changes.remove(&at);
            }
            "n" => {
                if let Some(added) = self.added.get_mut(at) {
                    *added = None;
                }
            }
            _ => {}
        }
    }

    /// The changes: lines that were there in their order, then new ones.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let changed = self.changes.iter().map(|(at, after)| Change {
            name: format!("r{at}"),
            before: self.rows.get(*at).cloned(),
            after: after.clone(),
        });
        let added = self.added.iter().enumerate().filter_map(|(at, row)| {
            Some(Change { name: format!("n{at}"), before: None, after: Some(row.clone()?) })
        });
        changed.chain(added).collect()
    }

    /// True where nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.added.iter().all(Option::is_none)
    }

    /// True where a line is changed or goes.
    #[must_use]
    pub fn touches(&self, at: usize) -> bool {
        self.changes.contains_key(&at)
    }

    /// The table with the changes: lines in their order, new ones last.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let kept = (0..self.rows.len()).filter_map(|at| self.row(at).cloned());
        kept.chain(self.added.iter().flatten().cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells::Lines;
    use super::*;

    fn version(rows: &[[&str; 2]]) -> Version {
        Version {
            table: Table::Oversaettelse,
            import: None,
            rows: rows.iter().map(line).collect(),
            lines: Lines::none(Table::Oversaettelse),
            in_basis: true,
            locked: String::new(),
        }
    }

    fn line([service, paragraf]: &[&str; 2]) -> Row {
        let mut row = vec![String::new(); 8];
        row[1] = (*service).to_owned();
        row[6] = (*paragraf).to_owned();
        row
    }

    #[test]
    fn a_sheet_that_comes_back_is_told_apart_line_by_line() {
        let before = version(&[["a", "107"], ["b", "108"], ["c", "104"], ["c", "104"]]);
        let rows = [["c", "104"], ["a", "110"], ["d", "85"], ["c", "104"]].iter().map(line).collect();
        let draft = Draft::towards(&before, rows);
        let told: Vec<(bool, bool, String)> = draft
            .changes()
            .into_iter()
            .map(|c| {
                (c.before.is_some(), c.after.is_some(), c.after.or(c.before).unwrap_or_default()[1].clone())
            })
            .collect();
        let expected =
            [(true, true, "a".to_owned()), (true, false, "b".to_owned()), (false, true, "d".to_owned())];
        assert_eq!(told, expected);
        assert_eq!(draft.rows().len(), 4);
    }

    #[test]
    fn a_change_that_is_taken_back_is_none() {
        let before = version(&[["a", "107"], ["b", "108"]]);
        let mut draft = Draft::new(&before);
        draft.set(0, Some(line(&["a", "110"])));
        draft.set(1, None);
        draft.add(line(&["c", "85"]));
        assert_eq!(draft.rows().len(), 2);
        draft.set(0, Some(line(&["a", "107"])));
        draft.take_back("r1");
        draft.take_back("n0");
        assert!(draft.is_empty(), "{:?}", draft.changes());
        assert_eq!(draft.rows(), before.rows);
    }
}
