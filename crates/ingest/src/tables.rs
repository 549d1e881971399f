//! The two tables of one language as files: Fælles sprog and the translation.
//!
//! Invariant: a line is kept as written; what the law book does not know is said, never changed.

use crate::apply::activity::Outcome;
use crate::apply::codes;
use crate::apply::findings::{At, Findings};
use crate::apply::layout::text_of;
use crate::mapping::check::compared;
use crate::mapping::{Field, Kind, Mapping};
use crate::raw::Cell;
use crate::values::{Fault, clean, hide, maalgruppe};
use domain::calendar::{Day, Period};
use domain::language::{LanguageLine, TranslationLine};
use domain::law::LawBook;
use domain::paragraf::ParagrafError;
use domain::totals::Tally;

/// Ways to write that the statistic has no code.
const NOT_REPORTABLE: [&str; 6] =
    ["kan ikke indberettes", "ikke indberettes", "indberettes ikke", "not reportable", "ingen", "nej"];

/// What is to be said of a written paragraph that the law book knows on none of the days.
pub(crate) fn unknown_paragraf(law: &LawBook, text: &str, days: Period) -> Option<String> {
    // Asked on the line's first day and, where it has none, on every day that the law book knows of.
    let starts = law.paragraffer.iter().map(|p| p.valid.from.max(days.from));
    let mut asked = std::iter::once(days.from).chain(starts).filter(|day| days.contains(*day));
    let mut detail = String::new();
    let known = asked.any(|day| match law.read_paragraf(text, day) {
        Ok(_) => true,
        Err(ParagrafError::Ambiguous(several)) => {
            detail = format!("Teksten passer på flere: {}.", several.join(", "));
            false
        }
        Err(ParagrafError::Range) => {
            "Et spænd af paragraffer er en overskrift, ikke en paragraf.".clone_into(&mut detail);
            false
        }
        Err(_) => false,
    });
    (!known).then_some(detail)
}

/// The lines of one import while they are read.
pub(crate) struct Tables<'m> {
    mapping: &'m Mapping,
    law: &'m LawBook,
    pub(crate) language: Vec<LanguageLine>,
    pub(crate) translations: Vec<TranslationLine>,
    pub(crate) read: Tally,
    pub(crate) set_aside: Tally,
}

impl<'m> Tables<'m> {
    pub(crate) fn new(mapping: &'m Mapping, law: &'m LawBook) -> Tables<'m> {
        let (language, translations) = (Vec::new(), Vec::new());
        Tables { mapping, law, language, translations, read: Tally::default(), set_aside: Tally::default() }
    }

    /// Reads one row.
    pub(crate) fn row(&mut self, at: At<'_>, findings: &mut Findings) -> Outcome {
        let cells = at.row.cells;
        let blank = cells.iter().all(|cell| clean(*cell) == Cell::Empty);
        let total = at.layout.is_total(cells, &self.mapping.file.total_words, Field::Paragraf);
        if blank || total || at.layout.repeats_headings(cells) {
            return Outcome::Skipped;
        }
        let one = Tally { rows: 1, rate_sum: 0 };
        self.read += one;
        let kept = match self.mapping.kind {
            Kind::FaellesSprog => self.language_line(at, findings).map(|line| self.language.push(line)),
            _ => self.translation_line(at, findings).map(|line| self.translations.push(line)),
        };
        if kept.is_none() {
            self.set_aside += one;
        }
        Outcome::Read
    }

    /// A cell as kept: its text, with what could be a person's number hidden.
    fn text(&self, at: At<'_>, field: Field, findings: &mut Findings) -> String {
        let cell = at.cell(field);
        if matches!(cell, Cell::Error(_)) {
            findings.cell(at, field, &(&codes::CELL_ERROR).into());
            return String::new();
        }
        let text = text_of(cell);
        let empty = self.mapping.empty.get(&field);
        if empty.is_some_and(|words| words.contains(&compared(&text))) {
            return String::new();
        }
        match hide::hidden(&text) {
            Some(hidden) => {
                findings.cell(at, field, &(&codes::TEXT_HIDDEN).into());
                hidden
            }
            None => text.into_owned(),
        }
    }

    /// The written paragraph; a line without one says nothing.
    fn paragraf(&self, at: At<'_>, days: Period, findings: &mut Findings) -> Option<String> {
        let text = self.text(at, Field::Paragraf, findings);
        if text.is_empty() {
            findings.cell(at, Field::Paragraf, &(&codes::LINE_PARAGRAF_MISSING).into());
            return None;
        }
        if let Some(detail) = unknown_paragraf(self.law, &text, days) {
            findings.cell(at, Field::Paragraf, &Fault { code: &codes::LINE_PARAGRAF_UNKNOWN, detail });
        }
        Some(text)
    }

    fn language_line(&self, at: At<'_>, findings: &mut Findings) -> Option<LanguageLine> {
        let paragraf = self.paragraf(at, Period::ALWAYS, findings)?;
        Some(LanguageLine {
            lovhjemmel: self.text(at, Field::Lovhjemmel, findings),
            indsatsydelse: self.text(at, Field::Ydelse, findings),
            dst_code: self.dst_code(at, findings),
            kategori: [self.text(at, Field::Category1, findings), self.text(at, Field::Category2, findings)],
            maalgruppe: self.text(at, Field::Maalgruppe, findings),
            konto: self.text(at, Field::Account, findings),
            paragraf,
        })
    }

    /// The code, "kan ikke indberettes", or empty while open.
    fn dst_code(&self, at: At<'_>, findings: &mut Findings) -> String {
        let cell = at.cell(Field::DstCode);
        let day = match cell {
            Cell::Date(day) => Some(day),
            Cell::Text(text) => {
                self.mapping.values.dates.read(text).filter(|r| !r.from_serial).map(|r| r.day)
            }
            _ => None,
        };
        if let Some(day) = day {
            if let Some(code) =
                maalgruppe::code_behind(day).into_iter().find(|c| self.law.ydelse(c).is_some())
            {
                let detail = format!("Koden er læst som {code}.");
                findings.cell(at, Field::DstCode, &Fault { code: &codes::DST_CODE_MENDED, detail });
                return code;
            }
            findings.cell(at, Field::DstCode, &(&codes::DST_CODE_UNKNOWN).into());
            return String::new();
        }
        let text = self.text(at, Field::DstCode, findings);
        let word = compared(&text);
        if word.is_empty() {
            return String::new();
        }
        if NOT_REPORTABLE.contains(&word.as_str()) {
            return "kan ikke indberettes".to_owned();
        }
        let code = word
            .split_whitespace()
            .next()
            .unwrap_or("")
            .trim_start_matches("my_")
            .trim_end_matches(['.', ':']);
        if self.law.ydelse(code).is_some() {
            return code.to_owned();
        }
        findings.cell(at, Field::DstCode, &(&codes::DST_CODE_UNKNOWN).into());
        String::new()
    }

    fn translation_line(&self, at: At<'_>, findings: &mut Findings) -> Option<TranslationLine> {
        let Some(valid) = self.days(at) else {
            let field = if at.layout.has(Field::End) { Field::End } else { Field::Start };
            findings.cell(at, field, &(&codes::LINE_DATES).into());
            return None;
        };
        Some(TranslationLine {
            paragraf: self.paragraf(at, valid, findings)?,
            kilde: self.text(at, Field::Source, findings),
            lokal_ydelse: self.text(at, Field::Service, findings),
            konto: self.text(at, Field::Account, findings),
            leverandoer: self.text(at, Field::Provider, findings),
            ydelse: self.text(at, Field::Ydelse, findings),
            valid,
        })
    }

    /// Both days included; an empty one is no bound.
    fn days(&self, at: At<'_>) -> Option<Period> {
        let forms = self.mapping.values.dates;
        let read = |field: Field| match at.cell(field) {
            Cell::Empty => Some(None),
            Cell::Date(day) => Some(Some(day)),
            Cell::Text(text) => forms.read(text).map(|r| Some(r.day)),
            Cell::Number(text) => forms.of_sheet_number(text).map(|r| Some(r.day)),
            Cell::Error(_) => None,
        };
        let (from, to) = (read(Field::Start)?, read(Field::End)?);
        Period::new(from.unwrap_or(Day::FIRST), to.map_or(Day::OPEN, Day::next).min(Day::OPEN))
    }
}
