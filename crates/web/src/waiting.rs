//! Files that were sent and wait for a word about which source they are from.
//!
//! Invariant: they stand in memory alone, belong to the one who sent them, and go when they are read in, when they are
//! given up, when the same person sends others, or after an hour.

use app::commands::guess_source::Guess;
use app::commands::import_extract::GivenFile;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Seconds that files wait.
const PATIENCE: u64 = 60 * 60;
/// People whose files wait at the same time; those of the first go.
const PEOPLE: usize = 4;

/// A file that waits.
#[derive(Clone)]
pub struct WaitingFile {
    /// Its name, with what may be a person's number hidden.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// The file.
    pub file: GivenFile,
    /// What it looks like.
    pub guess: Guess,
}

/// Files that one person sent together.
pub struct Waiting {
    /// The name in addresses.
    pub id: String,
    /// The files, in order.
    pub files: Vec<WaitingFile>,
    by: String,
    since: u64,
}

/// All that wait.
#[derive(Default)]
pub struct WaitingRoom {
    all: Mutex<Room>,
}

#[derive(Default)]
struct Room {
    next: u64,
    by_number: BTreeMap<u64, Arc<Waiting>>,
}

impl WaitingRoom {
    fn room(&self) -> MutexGuard<'_, Room> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in files of a person, in place of those that the person sent before. `now` is in seconds. Gives the name.
    pub fn take_in(&self, by: &str, now: u64, files: Vec<WaitingFile>) -> String {
        let mut room = self.room();
        room.by_number.retain(|_, waiting| waiting.by != by && waiting.since + PATIENCE > now);
        while room.by_number.len() >= PEOPLE {
            room.by_number.pop_first();
        }
        let number = room.next;
        room.next += 1;
        let id = format!("{now}-{number}");
        let waiting = Waiting { id: id.clone(), files, by: by.to_owned(), since: now };
        room.by_number.insert(number, Arc::new(waiting));
        id
    }

    /// Files of this name, where they are this person's.
    #[must_use]
    pub fn get(&self, id: &str, by: &str, now: u64) -> Option<Arc<Waiting>> {
        let mut room = self.room();
        room.by_number.retain(|_, waiting| waiting.since + PATIENCE > now);
        room.by_number.values().find(|waiting| waiting.id == id && waiting.by == by).cloned()
    }

    /// The files that a person has waiting.
    #[must_use]
    pub fn of(&self, by: &str, now: u64) -> Option<Arc<Waiting>> {
        let room = self.room();
        room.by_number.values().find(|waiting| waiting.by == by && waiting.since + PATIENCE > now).cloned()
    }

    /// Lets a person's files go.
    pub fn let_go(&self, id: &str, by: &str) {
        self.room().by_number.retain(|_, waiting| waiting.id != id || waiting.by != by);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str) -> Vec<WaitingFile> {
        let file = GivenFile::Sent(name.to_owned(), Arc::from(&b"x"[..]));
        vec![WaitingFile { name: name.to_owned(), size: 1, file, guess: Guess::default() }]
    }

    #[test]
    fn files_wait_for_their_own_person_and_not_for_ever() {
        let room = WaitingRoom::default();
        let id = room.take_in("karen", 0, one("a.csv"));
        assert!(room.get(&id, "bo", 10).is_none(), "en andens filer");
        assert_eq!(room.get(&id, "karen", 10).map(|waiting| waiting.files.len()), Some(1));
        assert!(room.get(&id, "karen", PATIENCE).is_none(), "efter en time");
        let first = room.take_in("karen", 0, one("a.csv"));
        let second = room.take_in("karen", 1, one("b.csv"));
        assert!(room.get(&first, "karen", 2).is_none(), "de nye står i stedet for de gamle");
        room.let_go(&second, "bo");
        assert!(room.get(&second, "karen", 2).is_some(), "kun ens egne kan opgives");
        room.let_go(&second, "karen");
        assert!(room.of("karen", 2).is_none());
    }

    #[test]
    fn only_so_many_wait() {
        let room = WaitingRoom::default();
        let ids: Vec<String> = (0..=PEOPLE).map(|n| room.take_in(&n.to_string(), 0, one("a.csv"))).collect();
        assert!(room.get(&ids[0], "0", 1).is_none());
        assert!(room.get(&ids[PEOPLE], &PEOPLE.to_string(), 1).is_some());
    }
}
