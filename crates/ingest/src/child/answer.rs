//! What the child answers, checked and turned into rows.
//!
//! Invariant: nothing of the child is believed: lengths, numbers, order and text are checked here, and an answer that
//! does not hold ends the reading.

use super::wire::{self, FRAME_MAX, Fields, NAME_MAX, ROWS_OF_A_SHEET, SHEETS_MAX, Why};
use crate::csv::is_blank;
use crate::encoding::nfc;
use crate::error::{FileError, Place};
use crate::raw::{Cell, RawRow, Sink};
use crate::read::{CELL_CHARS_MAX, COLUMNS_MAX, ROW_BYTES_MAX, ReadHints};
use crate::values::hide;
use domain::calendar::Day;
use std::borrow::Cow;
use std::io::{ErrorKind, Read};

/// How the answer ended.
#[derive(Debug)]
pub(super) enum Ending {
    /// All rows came.
    Done,
    /// The sink wanted no more.
    Stopped,
    /// The child says why there are no rows.
    Refused(FileError),
    /// The answer was cut short or made no sense: the child's end tells why.
    Broken(&'static str),
}

/// What has been answered so far.
#[derive(Default, Debug)]
pub(super) struct Answer {
    pub(super) sheets: Vec<String>,
    pub(super) hidden: Vec<String>,
    pub(super) rows: u64,
    pub(super) peak_kib: u64,
    sheet: Option<usize>,
    row: u32,
    /// Texts in NFC that were not so when they came.
    texts: Vec<Option<String>>,
}

const NONSENSE: &str = "svaret gav ingen mening";
const CUT: &str = "svaret holdt op midt i det hele";

impl Answer {
    /// Reads frames until the last one, handing each row to the sink.
    pub(super) fn read(&mut self, input: &mut dyn Read, hints: &ReadHints, sink: &mut Sink<'_>) -> Ending {
        let mut payload = Vec::new();
        loop {
            let mut head = [0; 5];
            if input.read_exact(&mut head).is_err() {
                return Ending::Broken(CUT);
            }
            let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
            if length > FRAME_MAX {
                return Ending::Broken(NONSENSE);
            }
            payload.resize(length, 0);
            match input.read_exact(&mut payload) {
                Ok(()) => {}
                Err(e) if e.kind() == ErrorKind::UnexpectedEof => return Ending::Broken(CUT),
                Err(_) => return Ending::Broken(NONSENSE),
            }
            let ending = match head[0] {
                wire::SHEETS => self.sheets(&payload),
                wire::SHEET => self.sheet(&payload),
                wire::ROW => self.row(&payload, hints, sink),
                wire::REFUSED => Some(self.refused(&payload, hints)),
                wire::DONE => Some(self.done(&payload)),
                _ => Some(Ending::Broken(NONSENSE)),
            };
            if let Some(ending) = ending {
                return ending;
            }
        }
    }

    fn sheets(&mut self, payload: &[u8]) -> Option<Ending> {
        let mut fields = Fields(payload);
        while !fields.is_empty() {
            let (Some(hidden), Some(name)) = (fields.byte(), fields.text(NAME_MAX)) else {
                return Some(Ending::Broken(NONSENSE));
            };
            let name = nfc(name);
            let name = hide::tidy(&name);
            // A sheet a citizen, named after the number: hidden here, so that no row's place carries it on. The
            // sheet's own number keeps two hidden names apart.
            let name = match hide::hidden(&name) {
                Some(hidden) => format!("{hidden} ({})", self.sheets.len() + 1),
                None => name.into_owned(),
            };
            if hidden == 1 {
                self.hidden.push(name.clone());
            }
            self.sheets.push(name);
            if self.sheets.len() > SHEETS_MAX {
                return Some(Ending::Broken(NONSENSE));
            }
        }
        None
    }

    fn sheet(&mut self, payload: &[u8]) -> Option<Ending> {
        let index = Fields(payload).number().map(|i| i as usize).filter(|i| *i < self.sheets.len());
        let later = index.is_some() && self.sheet.is_none_or(|before| Some(before) < index);
        (self.sheet, self.row) = (index, 0);
        (!later).then_some(Ending::Broken(NONSENSE))
    }

    fn row(&mut self, payload: &[u8], hints: &ReadHints, sink: &mut Sink<'_>) -> Option<Ending> {
        let mut fields = Fields(payload);
        let row = fields.number().filter(|row| (self.row + 1..=ROWS_OF_A_SHEET).contains(row));
        let (Some(row), Some(sheet)) = (row, self.sheet) else { return Some(Ending::Broken(NONSENSE)) };
        self.row = row;
        if self.rows >= u64::from(hints.rows_max) {
            return Some(Ending::Refused(FileError::TooManyRows { limit: hints.rows_max }));
        }
        let Some(mut cells) = cells(fields) else { return Some(Ending::Broken(NONSENSE)) };
        self.texts.clear();
        for cell in &cells {
            let composed = match cell {
                Cell::Text(text) => match nfc(text) {
                    Cow::Owned(text) => Some(text),
                    Cow::Borrowed(_) => None,
                },
                _ => None,
            };
            self.texts.push(composed);
        }
        for (cell, composed) in cells.iter_mut().zip(&self.texts) {
            if let Some(text) = composed {
                *cell = Cell::Text(text);
            }
        }
        self.rows += 1;
        let flow = sink(&RawRow { sheet: &self.sheets[sheet], row, cells: &cells });
        flow.is_break().then_some(Ending::Stopped)
    }

    fn done(&mut self, payload: &[u8]) -> Ending {
        let Ok(peak) = <[u8; 8]>::try_from(payload) else { return Ending::Broken(NONSENSE) };
        self.peak_kib = u64::from_le_bytes(peak);
        Ending::Done
    }

    /// The parent's words for the child's reason.
    fn refused(&self, payload: &[u8], hints: &ReadHints) -> Ending {
        let mut fields = Fields(payload);
        let why = fields.byte().and_then(|code| Why::ALL.into_iter().find(|why| *why as u8 == code));
        let row = fields.number().filter(|row| *row <= ROWS_OF_A_SHEET);
        let (Some(why), Some(row)) = (why, row) else { return Ending::Broken(NONSENSE) };
        let name = String::from_utf8_lossy(fields.0).into_owned();
        let place = Place { sheet: name.clone(), row };
        let damaged = |detail: &str| FileError::Damaged { detail: detail.to_owned() };
        Ending::Refused(match why {
            Why::Password => FileError::PasswordProtected,
            Why::NoSuchSheet => FileError::NoSuchSheet {
                wanted: hints.sheet.clone().unwrap_or_default(),
                found: self.sheets.clone(),
            },
            Why::DuplicateSheet => FileError::DuplicateSheet { name },
            Why::NoSheets => damaged("det har ingen ark"),
            Why::TooManyColumns => FileError::TooManyColumns { place, limit: COLUMNS_MAX },
            Why::CellTooLong => FileError::CellTooLong { place, limit: CELL_CHARS_MAX },
            Why::RowTooLarge => FileError::RowTooLarge { place, limit: ROW_BYTES_MAX },
            Why::TooManyRows => FileError::TooManyRows { limit: hints.rows_max },
            Why::Container => damaged("en del af filen kan ikke pakkes ud eller mangler"),
            Why::Markup => damaged("XML-koden i den er ikke gyldig"),
            Why::Content => damaged("indholdet følger ikke formatet"),
            Why::Order => damaged("rækker eller celler står ikke i rækkefølge"),
            Why::NotUnpacked => damaged("den kan ikke åbnes som det, den er"),
            Why::TooManySheets => FileError::TooManySheets { limit: wire::SHEETS_MAX },
            Why::ErrorWord => FileError::ErrorWord { place },
        })
    }
}

/// The cells of a row; none where a field does not hold.
fn cells(mut fields: Fields<'_>) -> Option<Vec<Cell<'_>>> {
    let mut cells = Vec::new();
    while let Some(tag) = fields.byte() {
        if cells.len() == COLUMNS_MAX {
            return None;
        }
        cells.push(match tag {
            wire::EMPTY => Cell::Empty,
            wire::DATE => Cell::Date(day(fields.number()?)?),
            wire::TEXT => match fields.text(CELL_CHARS_MAX * 4)? {
                text if is_blank(text) => Cell::Empty,
                text if text.len() > CELL_CHARS_MAX && text.chars().count() > CELL_CHARS_MAX => return None,
                text => Cell::Text(text),
            },
            wire::NUMBER => Cell::Number(fields.text(400).filter(|text| is_plain_number(text))?),
            wire::ERROR => Cell::Error(fields.text(32)?),
            _ => return None,
        });
    }
    Some(cells)
}

fn day(number: u32) -> Option<Day> {
    let day = Day(number.cast_signed());
    (Day::FIRST..Day::OPEN).contains(&day).then_some(day)
}

/// `-1352.03`: digits, at most one point among them, a sign before.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(part)
}
