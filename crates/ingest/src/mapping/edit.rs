//! A mapping written from the answers of a form, or changed where it stands.
//!
//! Invariant: what the answers do not say stays as it was written, comments and order too. Whether the text is a mapping
//! is decided by `Mapping::parse`, never here.

mod document;

use super::check::compared;
use super::words::usual_key;
use super::{Field, Kind, Mapping, MappingError};
use document::Document;
use domain::landscape::Population;

/// A word and what it means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WordAnswer {
    /// The table: `status`, `units`, `open_end`, `empty` …
    pub table: String,
    /// The field whose column it stands in.
    pub field: Field,
    /// The word as the file writes it.
    pub word: String,
    /// The key of its meaning in the table; empty where nobody has said.
    pub key: String,
}

/// A column of the file and what it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ColumnAnswer {
    /// The heading as a mapping writes it.
    pub heading: String,
    /// What it holds; `None` where it is not used.
    pub field: Option<Field>,
}

/// What a form says about a source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answers {
    /// `vores_liste`.
    pub name: String,
    /// As screens write it.
    pub title: String,
    /// What a row is.
    pub kind: Kind,
    /// A remark to the next reader.
    pub note: String,
    /// The sheet that is read; empty for all that have the headings.
    pub sheet: String,
    /// Whose citizens.
    pub population: Population,
    /// It delivers to Danmarks Statistik.
    pub delivers_to_dst: bool,
    /// The written paragraph is read where no translation fits.
    pub reads_paragraphs: bool,
    /// Extracts hold running cases alone.
    pub current_only: bool,
    /// The end date is the day after the last.
    pub end_is_day_after: bool,
    /// An empty municipality is our own.
    pub empty_means_own: bool,
    /// `either`, `comma`, `point`.
    pub decimal: String,
    /// Forms of dates where the usual ones do not do; empty for the usual.
    pub dates: Vec<String>,
    /// The unit of rates where no column says it; empty for none.
    pub default_unit: String,
    /// Day of the month on which an extract is expected.
    pub expected_day: Option<u8>,
    /// Who answers for the source.
    pub responsible: String,
    /// What it registers.
    pub registers: String,
    /// The columns of the file that was looked at.
    pub columns: Vec<ColumnAnswer>,
    /// The words of that file.
    pub words: Vec<WordAnswer>,
}

impl Answers {
    /// Of a new source of a kind.
    #[must_use]
    pub fn new(kind: Kind) -> Answers {
        Answers {
            name: String::new(),
            title: String::new(),
            kind,
            note: String::new(),
            sheet: String::new(),
            population: Population::Unknown,
            delivers_to_dst: false,
            reads_paragraphs: false,
            current_only: false,
            end_is_day_after: false,
            empty_means_own: false,
            decimal: "either".to_owned(),
            dates: Vec::new(),
            default_unit: String::new(),
            expected_day: None,
            responsible: String::new(),
            registers: String::new(),
            columns: Vec::new(),
            words: Vec::new(),
        }
    }

    /// What a mapping says already; its columns and words come with the file that it is held against.
    #[must_use]
    pub fn of(mapping: &Mapping, text: &str) -> Answers {
        let written = Document::read(text).ok();
        let list = |table: &str, key: &str| {
            written.as_ref().map(|document| document.list(table, key)).unwrap_or_default()
        };
        let one = |table: &str, key: &str| {
            written.as_ref().and_then(|document| document.text(table, key)).unwrap_or_default()
        };
        let decimal = one("values", "decimal");
        Answers {
            name: mapping.name.clone(),
            title: mapping.title.clone(),
            kind: mapping.kind,
            note: mapping.note.clone(),
            sheet: mapping.file.sheet.clone().unwrap_or_default(),
            population: mapping.population,
            delivers_to_dst: mapping.delivers_to_dst,
            reads_paragraphs: mapping.reads_paragraphs,
            current_only: mapping.extract.current_only,
            end_is_day_after: mapping.values.end_is_day_after,
            empty_means_own: mapping.values.empty_means_own,
            decimal: if decimal.is_empty() { "either".to_owned() } else { decimal },
            dates: list("values", "dates"),
            default_unit: one("units", "default"),
            expected_day: mapping.landscape.expected_day,
            responsible: mapping.landscape.responsible.clone(),
            registers: mapping.landscape.registers.clone(),
            columns: Vec::new(),
            words: Vec::new(),
        }
    }
}

/// The text of a mapping by the answers: `base` changed, or a new one where `base` is empty.
///
/// # Errors
/// Where `base` cannot be read as TOML.
pub fn write(base: &str, answers: &Answers) -> Result<String, MappingError> {
    let mut document =
        if base.is_empty() { Document::new(answers.kind.key()) } else { Document::read(base)? };
    head(&mut document, answers);
    source(&mut document, answers);
    columns(&mut document, answers);
    values(&mut document, answers);
    for word in &answers.words {
        one_word(&mut document, word);
    }
    tidy(&mut document, answers);
    Ok(document.finish())
}

fn head(document: &mut Document, answers: &Answers) {
    document.set_text("", "name", &answers.name, "");
    document.set_text("", "title", &answers.title, "");
    document.set_text("", "kind", answers.kind.key(), "");
    document.set_text("", "note", &answers.note, "");
    document.set_text("file", "sheet", &answers.sheet, "");
}

fn source(document: &mut Document, answers: &Answers) {
    document.set_text("source", "population", population_key(answers.population), "unknown");
    document.set_flag("source", "delivers_to_dst", answers.delivers_to_dst);
    document.set_flag("source", "reads_paragraphs", answers.reads_paragraphs);
    document.set_flag("extract", "current_only", answers.current_only);
    let day = answers.expected_day.map(i64::from);
    document.set_number("landscape", "expected_day", day);
    document.set_text("landscape", "responsible", &answers.responsible, "");
    document.set_text("landscape", "registers", &answers.registers, "");
}

fn values(document: &mut Document, answers: &Answers) {
    let end = if answers.end_is_day_after { "day_after" } else { "last_day" };
    document.set_text("values", "end_date", end, "last_day");
    document.set_text("values", "decimal", &answers.decimal, "either");
    document.set_flag("values", "empty_means_own", answers.empty_means_own);
    document.set_list("values", "dates", &answers.dates);
    document.set_text("units", "default", &answers.default_unit, "");
}

/// A heading of the file stands under the field that it was given and under no other. Other headings of a field stay:
/// they are how other months' files write it.
fn columns(document: &mut Document, answers: &Answers) {
    for answer in &answers.columns {
        let same = |own: &str| compared(own) == compared(&answer.heading);
        let wanted = answer.field.map(Field::key);
        for key in document.keys("columns") {
            let headings = document.list("columns", &key);
            if Some(key.as_str()) != wanted && headings.iter().any(|own| same(own)) {
                document.change_list("columns", &key, |list| list.retain(|own| !same(own)));
            }
        }
        if let Some(key) = wanted
            && !document.list("columns", key).iter().any(|own| same(own))
        {
            document.change_list("columns", key, |list| list.insert(0, answer.heading.clone()));
        }
    }
}

fn one_word(document: &mut Document, answer: &WordAnswer) {
    let same = |own: &String| compared(own) == compared(&answer.word);
    let (table, keys, wanted): (&str, Vec<String>, &str) = match answer.table.as_str() {
        "open_end" => ("values", vec!["open_end".to_owned()], answer.key.as_str()),
        "empty" => {
            let wanted = if answer.key.is_empty() { "" } else { answer.field.key() };
            ("empty", vec![answer.field.key().to_owned()], wanted)
        }
        table => (table, document.keys(table), answer.key.as_str()),
    };
    for key in keys
        .iter()
        .filter(|key| key.as_str() != wanted && !["default", "fixed", "money_only"].contains(&key.as_str()))
    {
        if document.list(table, key).iter().any(same) {
            document.change_list(table, key, |list| list.retain(|own| !same(own)));
        }
    }
    // What every source is known to mean by the word need not be written.
    let known = usual_key(&answer.table, &compared(&answer.word)) == Some(wanted);
    if !wanted.is_empty() && !known && !document.list(table, wanted).iter().any(same) {
        document.change_list(table, wanted, |list| list.push(answer.word.clone()));
    }
}

/// What may only stand beside something else goes with it.
fn tidy(document: &mut Document, answers: &Answers) {
    let has = |document: &Document, field: Field| !document.list("columns", field.key()).is_empty();
    if has(document, Field::Status) {
        document.keep_list("status", "counts");
    } else {
        document.remove("status", "");
    }
    if !has(document, Field::Role) {
        document.remove("role", "main");
        document.remove("role", "supplement");
    }
    if !has(document, Field::Paragraf) && document.is_on("source", "reads_paragraphs") {
        document.remove("source", "reads_paragraphs");
    }
    for key in ["required", "optional"] {
        let named = document.list("", key);
        let there: Vec<String> = document.keys("columns");
        if named.iter().any(|name| !there.contains(name)) {
            document.change_list("", key, |list| list.retain(|name| there.contains(name)));
        }
    }
    for (table, kinds) in [
        ("account", &[Kind::Postings, Kind::Budget][..]),
        ("sign", &[Kind::Postings]),
        ("ownership", &[Kind::Providers]),
        ("settlement", &[Kind::Providers]),
        ("state", &[Kind::Expectations]),
        ("budget_kind", &[Kind::Budget]),
    ] {
        if !kinds.contains(&answers.kind) {
            document.remove(table, "");
        }
    }
}

/// The word of `population`.
#[must_use]
pub fn population_key(population: Population) -> &'static str {
    match population {
        Population::Handlekommune => "handlekommune",
        Population::Betalingskommune => "betalingskommune",
        Population::Both => "both",
        Population::Unknown => "unknown",
    }
}

/// Reads [`population_key`]; a word that is none is unknown.
#[must_use]
pub fn population_of(key: &str) -> Population {
    [Population::Handlekommune, Population::Betalingskommune, Population::Both]
        .into_iter()
        .find(|population| population_key(*population) == key)
        .unwrap_or(Population::Unknown)
}

#[cfg(test)]
mod tests;
