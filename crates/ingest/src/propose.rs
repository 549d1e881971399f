//! A file that nobody has described: what its sheet, headings, kind and columns probably are, each with its reason, so
//! that a person can say whether it is so.
//!
//! Invariant: a proposal decides nothing. What is not sure is left open ("ikke valgt"), and no example shows a number or a name of a
//! person, a målgruppe or a diagnosis.

mod choose;
mod content;
mod examples;
mod heading;
mod labels;
mod names;
mod sample;
mod vocabulary;
mod words;

pub use content::Content;
pub use labels::{field_label, fields_of, group_order, kind_label};
pub use sample::{Sample, SheetSample, look};
pub use vocabulary::Vocabulary;
pub use words::{Asked, FoundWord, WordLists, asked};

use crate::apply::layout::{Layout, text_of};
use crate::mapping::check::compared;
use crate::mapping::{Field, Kind, Mapping};
use crate::raw::RawRow;
use crate::suggest::column_letters;
use crate::values::hide;
use choose::Judged;
use content::Seen;
use domain::landscape::Population;
use domain::law::LawBook;
use domain::paragraf::ParagrafReader;
use heading::Headings;

/// What a person has said already.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said<'a> {
    /// The sheet to look at; else the one whose headings are best known.
    pub sheet: Option<&'a str>,
    /// The kind of source.
    pub kind: Option<Kind>,
    /// The mapping that is changed: what it says is not proposed otherwise.
    pub existing: Option<&'a Mapping>,
}

/// A column of the file.
#[derive(Clone, Debug)]
pub struct ProposedColumn {
    /// Its letters in a spreadsheet: `C`.
    pub letters: String,
    /// Its heading, as a mapping writes it; empty where it has none, and then no mapping can read it.
    pub heading: String,
    /// Up to five different values, without anything that says who somebody is.
    pub examples: Vec<String>,
    /// The examples are their form alone.
    pub hidden: bool,
    /// What its values are.
    pub content: Content,
    /// Filled values of the rows that were looked at.
    pub filled: usize,
    /// What it is proposed to be; `None` where that is not sure.
    pub field: Option<Field>,
    /// Why, or why not.
    pub why: String,
    /// Its words and how often each stands there, in all of the file; none where there are many, or they may be names.
    pub words: Option<Vec<(String, u64)>>,
    /// The same of those without a digit: what stands where a day or a number should.
    pub lettered: Option<Vec<(String, u64)>>,
}

/// A proposal.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Names of the sheets with rows; one empty name for a text file.
    pub sheets: Vec<String>,
    /// The sheet that is read.
    pub sheet: String,
    /// The row of the headings; 0 where none was found.
    pub heading_row: u32,
    /// The kind of source; `None` where it is not sure.
    pub kind: Option<Kind>,
    /// The kinds that the columns are enough for, the likeliest first.
    pub possible: Vec<Kind>,
    /// The columns, in order.
    pub columns: Vec<ProposedColumn>,
    /// Forms of dates met, as a mapping writes them.
    pub dates: Vec<&'static str>,
    /// `comma`, `point`, or `either` where numbers do not say.
    pub decimal: &'static str,
    /// Rows that were looked at more closely, and rows of the sheet in all.
    pub looked_at: usize,
    /// Rows of the sheet, headings and all.
    pub rows: u64,
    /// Whose citizens, as far as the columns say: never more than a guess to be confirmed, so always unknown here.
    pub population: Population,
    /// The paragraph is written so that it can be read.
    pub reads_paragraphs: bool,
}

/// What the file probably is.
#[must_use]
pub fn propose(
    sample: &Sample,
    words: &Vocabulary,
    lists: &WordLists,
    law: &LawBook,
    said: &Said<'_>,
) -> Proposal {
    let full: Vec<&SheetSample> = sample.sheets.iter().filter(|sheet| sheet.rows > 0).collect();
    let found = full.iter().filter_map(|sheet| Some((*sheet, headings(sheet, words, said.existing)?)));
    let wanted = said.sheet.filter(|name| full.iter().any(|sheet| compared(&sheet.name) == compared(name)));
    let mut best: Option<(&SheetSample, Headings, usize)> = None;
    for (sheet, headings) in found {
        if wanted.is_some_and(|name| compared(name) != compared(&sheet.name)) {
            continue;
        }
        let known = headings.columns.iter().filter(|(_, heading)| words.knows(heading)).count();
        if best.as_ref().is_none_or(|(_, _, most)| known > *most) {
            best = Some((sheet, headings, known));
        }
    }
    let sheets = full.iter().map(|sheet| sheet.name.clone()).collect();
    let Some((sheet, headings, _)) = best else {
        return nothing(sheets, wanted.unwrap_or_default());
    };
    let seen = Columns::of(sheet, &headings, law);
    let judged = judge(&seen, sample, words, lists, said);
    seen.proposal(judged, sheets)
}

fn nothing(sheets: Vec<String>, sheet: &str) -> Proposal {
    Proposal {
        sheets,
        sheet: sheet.to_owned(),
        heading_row: 0,
        kind: None,
        possible: Vec::new(),
        columns: Vec::new(),
        dates: Vec::new(),
        decimal: "either",
        looked_at: 0,
        rows: 0,
        population: Population::Unknown,
        reads_paragraphs: false,
    }
}

/// A mapping's own columns, where there is no file to hold them against.
#[must_use]
pub fn of_mapping(mapping: &Mapping) -> Proposal {
    let headings =
        mapping.columns.iter().flat_map(|column| column.headings.iter().map(|own| (column.field, own)));
    let columns = headings.map(|(field, own)| ProposedColumn {
        letters: String::new(),
        heading: if own.nth == 0 { own.written.clone() } else { format!("{}#{}", own.written, own.nth) },
        examples: Vec::new(),
        hidden: false,
        content: Content::Empty,
        filled: 0,
        field: Some(field),
        why: "Sådan står det i kilden.".to_owned(),
        words: None,
        lettered: None,
    });
    Proposal { kind: Some(mapping.kind), columns: columns.collect(), ..nothing(Vec::new(), "") }
}

/// The headings by the mapping that is changed, where the file has them; else by their looks.
fn headings(sheet: &SheetSample, words: &Vocabulary, existing: Option<&Mapping>) -> Option<Headings> {
    let by_mapping = existing.and_then(|mapping| {
        sheet.head.iter().enumerate().find_map(|(at, row)| {
            let above: Vec<String> = match at.checked_sub(1) {
                Some(above) if mapping.has_pairs() => {
                    sheet.head[above].cells.iter().map(|cell| text_of(cell.cell()).into_owned()).collect()
                }
                _ => Vec::new(),
            };
            let cells: Vec<_> = row.cells.iter().map(sample::Kept::cell).collect();
            let raw = RawRow { sheet: &sheet.name, row: row.number, cells: &cells };
            let layout = Layout::of(mapping, &raw, &above).ok()?;
            Some(heading::by(&layout.headings, at, row.number, sheet))
        })
    });
    by_mapping.or_else(|| heading::find(sheet, words))
}

/// The columns of a sheet, looked at.
struct Columns<'s> {
    sheet: &'s SheetSample,
    heading: usize,
    heading_row: u32,
    /// Place, heading, what was seen, words.
    columns: Vec<LookedAt>,
}

/// A column: place, heading, what was seen, words.
type LookedAt = (usize, String, Seen, Option<Vec<(String, u64)>>);

/// What a person or a reader says of the whole file.
struct Verdict {
    kind: Option<Kind>,
    possible: Vec<Kind>,
    judged: Vec<Judged>,
}

impl<'s> Columns<'s> {
    fn of(sheet: &'s SheetSample, headings: &Headings, law: &LawBook) -> Columns<'s> {
        let reader = ParagrafReader::new(law);
        let mut places: Vec<(usize, String)> = headings.columns.clone();
        places.extend(headings.without.iter().map(|at| (*at, String::new())));
        places.sort_by_key(|(at, _)| *at);
        let columns = places.into_iter().map(|(at, heading)| {
            let seen = content::look(sheet.data(headings.at), at, law, &reader);
            let words = sheet.words(headings.at, at);
            (at, heading, seen, words)
        });
        Columns { columns: columns.collect(), sheet, heading: headings.at, heading_row: headings.row }
    }

    fn judged_as(&self) -> Vec<choose::Column<'_>> {
        self.columns
            .iter()
            .map(|(_, heading, seen, words)| choose::Column { heading, seen, words: words.as_deref() })
            .collect()
    }

    fn proposal(&self, verdict: Verdict, sheets: Vec<String>) -> Proposal {
        let about_citizens = self.columns.iter().any(|(_, _, seen, _)| seen.content == Content::Cpr);
        let (mut comma, mut point) = (0, 0);
        let mut dates: Vec<&'static str> = Vec::new();
        for (_, _, seen, _) in &self.columns {
            comma += seen.comma;
            point += seen.point;
            dates.extend(seen.dates.keys().copied().filter(|form| *form != "regneark"));
        }
        dates.sort_unstable();
        dates.dedup();
        let paragraphs = self.columns.iter().zip(&verdict.judged);
        let reads_paragraphs = paragraphs.clone().any(|((_, _, seen, _), judged)| {
            judged.field == Some(Field::Paragraf) && seen.content == Content::Paragraf
        });
        let columns = self.columns.iter().zip(verdict.judged);
        let columns = columns.map(|((at, heading, seen, words), judged)| {
            let (examples, hidden) = examples::of(
                self.sheet.data(self.heading).map(|row| row.text(*at)),
                seen,
                heading,
                judged.field,
                verdict.kind,
                about_citizens,
            );
            let safe = |words: &Vec<(String, u64)>| {
                !hidden
                    && words.iter().all(|(word, _)| hide::hidden(word).is_none() && !names::is_a_name(word))
            };
            ProposedColumn {
                letters: column_letters(*at),
                heading: hide::hidden(heading).unwrap_or_else(|| heading.clone()),
                examples,
                hidden,
                content: seen.content,
                filled: seen.filled,
                field: judged.field,
                why: judged.why,
                words: words.clone().filter(safe),
                lettered: self.sheet.lettered(self.heading, *at).filter(safe),
            }
        });
        Proposal {
            sheets,
            sheet: self.sheet.name.clone(),
            heading_row: self.heading_row,
            kind: verdict.kind,
            possible: verdict.possible,
            columns: columns.collect(),
            dates,
            decimal: match (comma, point) {
                (1.., 0) => "comma",
                (0, 1..) => "point",
                _ => "either",
            },
            looked_at: self.columns.iter().map(|(_, _, seen, _)| seen.rows).max().unwrap_or(0),
            rows: self.sheet.rows,
            population: Population::Unknown,
            reads_paragraphs,
        }
    }
}

fn judge(
    seen: &Columns<'_>,
    sample: &Sample,
    words: &Vocabulary,
    lists: &WordLists,
    said: &Said<'_>,
) -> Verdict {
    let columns = seen.judged_as();
    let file = format!("{} {}", sample.name, seen.sheet.name);
    let (sure, possible) = choose::kinds(&columns, &file, words, lists);
    let possible: Vec<Kind> = possible.into_iter().map(|(kind, _)| kind).collect();
    let kind = said.existing.map(Mapping::kind).or(said.kind).or(sure);
    let mut judged = match kind {
        Some(kind) => choose::fields(&columns, kind, words, lists),
        None => {
            let why = "Vælg først, hvad en række i filen er.".to_owned();
            columns.iter().map(|_| Judged { why: why.clone(), ..Judged::default() }).collect()
        }
    };
    if let Some(existing) = said.existing {
        as_it_stands(&mut judged, &columns, existing);
    }
    Verdict { kind, possible, judged }
}

/// What the mapping says stands; a field that it has found is proposed nowhere else.
fn as_it_stands(judged: &mut [Judged], columns: &[choose::Column<'_>], existing: &Mapping) {
    let own = |heading: &str| {
        let (text, nth) =
            heading.rsplit_once('#').map_or((heading, 0), |(text, nth)| (text, nth.parse().unwrap_or(0)));
        let same =
            |own: &crate::mapping::Heading| own.normalised == compared(text) && own.nth.max(1) == nth.max(1);
        existing.columns.iter().find(|column| column.headings.iter().any(same)).map(|column| column.field)
    };
    let mut taken: Vec<Field> = Vec::new();
    let fields: Vec<Option<Field>> = columns
        .iter()
        .map(|column| {
            let field = own(column.heading).filter(|field| !taken.contains(field));
            taken.extend(field);
            field
        })
        .collect();
    for (judged, field) in judged.iter_mut().zip(fields) {
        if let Some(field) = field {
            *judged =
                Judged { field: Some(field), points: 100, why: "Sådan står det i kilden.".to_owned() };
        } else if let Some(proposed) = judged.field {
            let label = field_label(existing.kind(), proposed).0.to_lowercase();
            let why = if taken.contains(&proposed) {
                "Bruges ikke i kilden.".to_owned()
            } else {
                format!("Bruges ikke i kilden; kunne være {label}. {}", judged.why)
            };
            *judged = Judged { field: None, points: 0, why };
        } else {
            "Bruges ikke i kilden.".clone_into(&mut judged.why);
        }
    }
}

#[cfg(test)]
mod tests;
