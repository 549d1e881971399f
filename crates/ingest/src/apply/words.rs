//! Every distinct text of a column is read once; a million rows then look it up.
//!
//! Invariant: what a text means depends on the text and the mapping alone, never on the row it stands in.

use super::codes;
use super::findings::At;
use crate::mapping::check::compared;
use crate::mapping::{FIELDS, Field, Mapping};
use crate::raw::Cell;
use crate::values::{Fault, Seen, hide, kommune, maalgruppe, provider};
use domain::law::LawBook;
use domain::observation::{Role, Standing};
use domain::price::Unit;
use domain::wording::{Provider, ProviderId, WordId, Wording};
use std::collections::HashMap;

/// Distinct texts that are remembered of one column; past it the memory begins again.
const REMEMBERED: usize = 200_000;

/// A memory of texts already read.
#[derive(Debug)]
struct Memory<T> {
    known: HashMap<Box<str>, Seen<T>>,
    /// The last text without faults: rows that follow each other say the same.
    last: String,
    last_value: Option<T>,
}

impl<T: Copy> Memory<T> {
    fn new() -> Memory<T> {
        Memory { known: HashMap::new(), last: String::new(), last_value: None }
    }

    /// What the text means; `faults` is called where something is to be said about it.
    #[inline]
    fn get(&mut self, text: &str, read: impl FnOnce(&str) -> Seen<T>, faults: impl FnOnce(&[Fault])) -> T {
        if let Some(value) = self.last_value
            && self.last == text
        {
            return value;
        }
        if let Some(seen) = self.known.get(text) {
            if seen.faults.is_empty() {
                self.last.clear();
                self.last.push_str(text);
                self.last_value = Some(seen.value);
            } else {
                faults(&seen.faults);
            }
            return seen.value;
        }
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        let seen = read(text);
        if !seen.faults.is_empty() {
            faults(&seen.faults);
        }
        let value = seen.value;
        self.known.insert(Box::from(text), seen);
        value
    }
}

/// All that is remembered while one import is read.
pub(crate) struct Words<'m> {
    mapping: &'m Mapping,
    law: &'m LawBook,
    pub(crate) wording: Wording,
    texts: [Memory<WordId>; FIELDS],
    maalgrupper: Memory<WordId>,
    kommuner: Memory<Option<u16>>,
    units: Memory<Option<Unit>>,
    roles: Memory<Option<Role>>,
    statuses: Memory<Standing>,
    money_only: Memory<bool>,
    providers: Memory<ProviderId>,
    accounts: Memory<AccountWords>,
    scratch: String,
}

/// An account as written, as nine digits, and the art that stands in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AccountWords {
    pub(crate) account: WordId,
    pub(crate) konto: WordId,
    pub(crate) art: WordId,
}

/// A cell's text; a date as it is shown.
fn text<'a>(cell: Cell<'a>, room: &'a mut String) -> &'a str {
    match cell {
        Cell::Empty => "",
        Cell::Text(text) | Cell::Number(text) | Cell::Error(text) => text,
        Cell::Date(day) => {
            *room = day.danish();
            room
        }
    }
}

impl<'m> Words<'m> {
    pub(crate) fn new(mapping: &'m Mapping, law: &'m LawBook) -> Words<'m> {
        Words {
            mapping,
            law,
            wording: Wording::default(),
            texts: std::array::from_fn(|_| Memory::new()),
            maalgrupper: Memory::new(),
            kommuner: Memory::new(),
            units: Memory::new(),
            roles: Memory::new(),
            statuses: Memory::new(),
            money_only: Memory::new(),
            providers: Memory::new(),
            accounts: Memory::new(),
            scratch: String::new(),
        }
    }

    /// A free text, kept as written but for what could be a person's number.
    pub(crate) fn word(&mut self, at: At<'_>, field: Field, say: &mut dyn FnMut(Field, &Fault)) -> WordId {
        let cell = at.cell(field);
        match cell {
            Cell::Empty => return WordId::EMPTY,
            Cell::Error(_) => {
                say(field, &(&codes::CELL_ERROR).into());
                return WordId::EMPTY;
            }
            _ => {}
        }
        let (wording, empty) = (&mut self.wording, self.mapping.empty.get(&field));
        let mut room = String::new();
        let read = |text: &str| {
            if empty.is_some_and(|words| words.contains(&compared(text))) {
                return Seen::plain(WordId::EMPTY);
            }
            match hide::hidden(text) {
                Some(hidden) => Seen::with(wording.word(&hidden), &codes::TEXT_HIDDEN),
                None => Seen::plain(wording.word(text)),
            }
        };
        self.texts[field as usize]
            .get(text(cell, &mut room), read, |faults| faults.iter().for_each(|f| say(field, f)))
    }

    /// An account by the mapping's patterns. What could be a person's number is hidden in it afterwards.
    pub(crate) fn account(&mut self, at: At<'_>, say: &mut dyn FnMut(Field, &Fault)) -> AccountWords {
        const NONE: AccountWords =
            AccountWords { account: WordId::EMPTY, konto: WordId::EMPTY, art: WordId::EMPTY };
        let (cell, field) = (at.cell(Field::Account), Field::Account);
        if matches!(cell, Cell::Empty | Cell::Error(_)) {
            say(field, &(&codes::ACCOUNT_MISSING).into());
            return NONE;
        }
        let (wording, forms) = (&mut self.wording, &self.mapping.accounts);
        let mut room = String::new();
        let read = |text: &str| {
            let (hidden, mut faults) = match hide::hidden(text) {
                Some(hidden) => (hidden, vec![Fault::from(&codes::TEXT_HIDDEN)]),
                None => (text.to_owned(), Vec::new()),
            };
            let found = forms.read(text);
            if found.is_none() {
                faults.push((&codes::ACCOUNT_FORM).into());
            }
            let found = found.unwrap_or_default();
            let account = wording.word(&hidden);
            let value =
                AccountWords { account, konto: wording.word(&found.konto), art: wording.word(&found.art) };
            Seen { value, faults }
        };
        self.accounts.get(text(cell, &mut room), read, |faults| faults.iter().for_each(|f| say(field, f)))
    }

    /// The provider of a row: name, P-number and CVR number together.
    pub(crate) fn provider(&mut self, at: At<'_>, say: &mut dyn FnMut(Field, &Fault)) -> ProviderId {
        const FIELDS: [Field; 3] = [Field::Provider, Field::PNumber, Field::Cvr];
        let cells = FIELDS.map(|field| at.cell(field));
        if cells == [Cell::Empty; 3] {
            return ProviderId::NONE;
        }
        self.scratch.clear();
        for cell in cells {
            self.scratch.push_str(text(cell, &mut String::new()));
            self.scratch.push('\u{1f}');
        }
        let (wording, mapping) = (&mut self.wording, self.mapping);
        let mut about: Vec<(Field, Fault)> = Vec::new();
        let read = |_: &str| {
            let is_empty = |i: usize| {
                let words = mapping.empty.get(&FIELDS[i]);
                words.is_some_and(|w| w.contains(&compared(text(cells[i], &mut String::new()))))
            };
            let cell = |i: usize| if is_empty(i) { Cell::Empty } else { cells[i] };
            let name = provider::name(cell(0));
            let p_number = provider::p_number(cell(1), &mapping.values.known_p_numbers);
            let cvr = provider::cvr(cell(2));
            let faults = [name.faults, p_number.faults, cvr.faults].concat();
            let made = Provider { name: name.value, p_number: p_number.value, cvr: cvr.value };
            Seen { value: wording.provider(made), faults }
        };
        let id = self.providers.get(&self.scratch, read, |faults| {
            // Which of the three a fault is about is found again: faults are rare.
            for fault in faults {
                about.push((provider_field(cells, fault, &mapping.values.known_p_numbers), fault.clone()));
            }
        });
        about.iter().for_each(|(field, fault)| say(*field, fault));
        id
    }

    /// Målgruppe codes.
    pub(crate) fn maalgrupper(&mut self, at: At<'_>, say: &mut dyn FnMut(Field, &Fault)) -> WordId {
        let cell = at.cell(Field::Maalgruppe);
        if cell == Cell::Empty {
            return WordId::EMPTY;
        }
        let (wording, law, mapping) = (&mut self.wording, self.law, self.mapping);
        let empty = mapping.empty.get(&Field::Maalgruppe);
        let mut room = String::new();
        let read = |text: &str| {
            if empty.is_some_and(|words| words.contains(&compared(text))) {
                return Seen::plain(WordId::EMPTY);
            }
            let seen = maalgruppe::read(cell, law, mapping.values.maalgruppe_is_ffb);
            Seen { value: wording.word(&seen.value), faults: seen.faults }
        };
        self.maalgrupper
            .get(text(cell, &mut room), read, |f| f.iter().for_each(|f| say(Field::Maalgruppe, f)))
    }

    /// A municipality; an empty cell is our own where the mapping says so.
    pub(crate) fn kommune(
        &mut self,
        at: At<'_>,
        field: Field,
        own: u16,
        say: &mut dyn FnMut(Field, &Fault),
    ) -> Option<u16> {
        let cell = at.cell(field);
        match cell {
            Cell::Empty if self.mapping.values.empty_means_own && at.layout.has(field) => return Some(own),
            Cell::Empty => return None,
            Cell::Error(_) => {
                say(field, &(&codes::CELL_ERROR).into());
                return None;
            }
            _ => {}
        }
        let (law, empty) = (self.law, self.mapping.empty.get(&field));
        let mut room = String::new();
        let read = |text: &str| {
            if empty.is_some_and(|words| words.contains(&compared(text))) {
                return Seen::plain(None);
            }
            match kommune::read(text, law) {
                Some(code) => Seen::plain(Some(code)),
                None => Seen::with(None, &codes::KOMMUNE_UNKNOWN),
            }
        };
        self.kommuner.get(text(cell, &mut room), read, |faults| faults.iter().for_each(|f| say(field, f)))
    }

    /// What the rate is paid for, by the row's own word.
    pub(crate) fn unit(&mut self, at: At<'_>, say: &mut dyn FnMut(Field, &Fault)) -> Option<Unit> {
        let cell = at.cell(Field::Unit);
        if cell == Cell::Empty {
            return self.mapping.default_unit;
        }
        let units = &self.mapping.units;
        let read = |text: &str| {
            let word = compared(text);
            match units.iter().find(|(known, _)| *known == word) {
                Some((_, unit)) => Seen::plain(Some(*unit)),
                None => Seen::with(None, &codes::UNIT_UNKNOWN),
            }
        };
        let mut room = String::new();
        self.units.get(text(cell, &mut room), read, |faults| faults.iter().for_each(|f| say(Field::Unit, f)))
    }

    /// Main service or supplement; `None` where the word is in no list.
    pub(crate) fn role(&mut self, at: At<'_>, say: &mut dyn FnMut(Field, &Fault)) -> Option<Role> {
        let roles = &self.mapping.roles;
        let mut room = String::new();
        let role = if roles.words.is_empty() {
            Some(roles.fixed)
        } else {
            let read = |text: &str| {
                let word = compared(text);
                match roles.words.iter().find(|(known, _)| *known == word) {
                    Some((_, role)) => Seen::plain(Some(*role)),
                    None => Seen::with(None, &codes::ROLE_UNKNOWN),
                }
            };
            let text = text(at.cell(Field::Role), &mut room);
            self.roles.get(text, read, |faults| faults.iter().for_each(|f| say(Field::Role, f)))
        };
        if roles.money_only.is_empty() || role == Some(Role::Supplement) {
            return role;
        }
        let read = |text: &str| Seen::plain(matches_any(&compared(text), &roles.money_only));
        let service = text(at.cell(Field::Service), &mut room);
        if self.money_only.get(service, read, |_| {}) { Some(Role::Supplement) } else { role }
    }

    /// Whether the row counts, by its status word.
    pub(crate) fn standing(&mut self, at: At<'_>, say: &mut dyn FnMut(Field, &Fault)) -> Standing {
        let Some(known) = &self.mapping.status else { return Standing::Counts };
        let read = |text: &str| {
            let word = compared(text);
            match known.iter().find(|(status, _)| *status == word) {
                Some((_, standing)) => Seen::plain(*standing),
                None => Seen::with(Standing::Unclear, &codes::STATUS_UNKNOWN),
            }
        };
        let mut room = String::new();
        let text = text(at.cell(Field::Status), &mut room);
        self.statuses.get(text, read, |faults| faults.iter().for_each(|f| say(Field::Status, f)))
    }
}

/// Which of the three cells a provider's fault came from.
fn provider_field(cells: [Cell<'_>; 3], fault: &Fault, known: &[String]) -> Field {
    // The one that may stand on every row of a file: said of a CVR number alone.
    if std::ptr::eq(fault.code, &codes::CVR_CHECK) {
        return Field::Cvr;
    }
    if provider::p_number(cells[1], known).faults.contains(fault) {
        Field::PNumber
    } else if provider::cvr(cells[2]).faults.contains(fault) {
        Field::Cvr
    } else {
        Field::Provider
    }
}

/// True where the text is one of the patterns; a star at an end stands for anything.
fn matches_any(text: &str, patterns: &[String]) -> bool {
    patterns.iter().any(|pattern| match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), Some(_)) => text.contains(pattern.trim_matches('*')),
        (Some(end), None) => text.ends_with(end),
        (None, Some(start)) => text.starts_with(start),
        (None, None) => text == pattern,
    })
}
