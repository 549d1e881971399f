//! A file that nobody has described: looked through, proposed, answered by a person, and written as a mapping.
//!
//! Invariant: nothing is kept here. What a person has not answered stays open: its rows are set aside or its value is
//! missing, as the reader does with words that it does not know.

use crate::commands::import_extract::GivenFile;
use crate::edge::Edge;
use crate::sources;
use anyhow::Context as _;
use domain::law::LawBook;
use ingest::read::{ReadHints, shown_name};
use std::path::Path;

pub use ingest::mapping::describe::{ColumnLine, Line, PARTS, changes, columns, describe};
pub use ingest::mapping::edit::{Answers, ColumnAnswer, WordAnswer, population_key, population_of, write};
pub use ingest::mapping::{Field, Kind, Mapping};
pub use ingest::propose::{
    Content, FoundWord, Proposal, ProposedColumn, Said, Sample, field_label, fields_of, kind_label,
    of_mapping,
};
use ingest::propose::{Vocabulary, WordLists, asked, look, propose};

/// What is known of headings and words from all the municipality's sources and the shipped ones.
pub struct Knowledge {
    vocabulary: Vocabulary,
    lists: WordLists,
}

impl Knowledge {
    /// Of a data folder; where a mapping is changed, its own words come first.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn of(folder: &Path, existing: Option<&Mapping>) -> anyhow::Result<Knowledge> {
        let known = sources::all(folder)?;
        let known: Vec<Mapping> =
            known.into_iter().filter_map(|(_, known)| Some(known.ok()?.mapping)).collect();
        Ok(Knowledge::of_mappings(existing.into_iter().chain(&known)))
    }

    /// Of mappings.
    #[must_use]
    pub fn of_mappings<'m>(mappings: impl IntoIterator<Item = &'m Mapping> + Clone) -> Knowledge {
        Knowledge { vocabulary: Vocabulary::of(mappings.clone()), lists: WordLists::of(mappings) }
    }
}

/// Reads a file through and keeps what a proposal is made from.
///
/// # Errors
/// A file that cannot be read as a whole.
pub fn look_at(edge: &Edge, file: &GivenFile) -> anyhow::Result<Sample> {
    let (name, mut bytes, size) = file.open()?;
    look(&name, &mut bytes, size, &ReadHints::default(), &edge.child)
        .with_context(|| format!("{} kan ikke læses", shown_name(&name)))
}

/// What the file probably is.
#[must_use]
pub fn propose_source(sample: &Sample, knowledge: &Knowledge, law: &LawBook, said: &Said<'_>) -> Proposal {
    propose(sample, &knowledge.vocabulary, &knowledge.lists, law, said)
}

/// What is asked about the words of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The field that the column is read as.
    pub field: Field,
    /// The column's heading.
    pub heading: String,
    /// The table of the mapping that the answers go to.
    pub table: &'static str,
    /// What is asked.
    pub question: &'static str,
    /// What happens to a word without an answer.
    pub without: &'static str,
    /// The answers: key and text.
    pub answers: Vec<(&'static str, &'static str)>,
    /// The words, each with the key of its answer; empty where nobody has said.
    pub words: Vec<(FoundWord, String)>,
    /// The words are too many to be a list, or may be names.
    pub too_many: bool,
}

/// What must be asked when the columns are read as they are said to be. Answers that were given already stand.
#[must_use]
pub fn questions(
    proposal: &Proposal,
    columns: &[ColumnAnswer],
    kind: Kind,
    knowledge: &Knowledge,
    given: &[WordAnswer],
) -> Vec<Question> {
    let mut out = Vec::new();
    for answer in columns {
        let Some(field) = answer.field else { continue };
        let Some(column) = proposal.columns.iter().find(|column| column.heading == answer.heading) else {
            continue;
        };
        out.extend(question(column, field, kind, knowledge, given));
    }
    out
}

fn question(
    column: &ProposedColumn,
    field: Field,
    kind: Kind,
    knowledge: &Knowledge,
    given: &[WordAnswer],
) -> Option<Question> {
    let lists = &knowledge.lists;
    let none: Vec<(String, u64)> = Vec::new();
    let lettered = column.lettered.as_ref().unwrap_or(&none);
    let (table, question, without, answers, found, too_many) = if let Some(asked) = asked(kind, field) {
        let found = lists.found(&asked, column.words.as_ref().unwrap_or(&none));
        let too_many = column.words.is_none() && !column.letters.is_empty();
        (asked.table, asked.question, asked.without, asked.answers.to_vec(), found, too_many)
    } else if field == Field::End {
        let answers = vec![("open_end", "ja, der er ingen slutdato")];
        let asked = "Betyder ordet, at sagen er løbende?";
        ("open_end", asked, "nej: rækken får et fund", answers, lists.open_ends(lettered), false)
    } else {
        let answers = vec![("empty", "ja, det er det samme som et tomt felt")];
        let asked = "Betyder ordet, at der intet står?";
        ("empty", asked, "nej, læs det, som det står", answers, lists.empties(lettered), false)
    };
    if found.is_empty() && !too_many {
        return None;
    }
    let words = found.into_iter().map(|found| {
        let said =
            given.iter().find(|own| own.table == table && own.field == field && own.word == found.word);
        let key = said.map_or_else(|| found.proposed.to_owned(), |own| own.key.clone());
        (found, key)
    });
    Some(Question {
        field,
        heading: column.heading.clone(),
        table,
        question,
        without,
        answers,
        words: words.collect(),
        too_many,
    })
}

/// The answers that a proposal itself gives.
#[must_use]
pub fn first_answers(proposal: &Proposal, knowledge: &Knowledge, file: &str) -> Answers {
    let kind = proposal.kind.unwrap_or(Kind::Activities);
    let mut answers = Answers::new(kind);
    answers.name = name_of(file);
    answers.title = title_of(file);
    if proposal.sheets.len() > 1 {
        answers.sheet.clone_from(&proposal.sheet);
    }
    answers.reads_paragraphs = kind == Kind::Activities && proposal.reads_paragraphs;
    proposal.decimal.clone_into(&mut answers.decimal);
    let odd = ["mm-dd-yyyy", "ddmmyyyy"].into_iter().find(|form| proposal.dates.contains(form));
    answers.dates = odd.map(str::to_owned).into_iter().collect();
    answers.columns = column_answers(proposal);
    let questions = questions(proposal, &answers.columns, kind, knowledge, &[]);
    answers.words = word_answers(&questions);
    answers
}

/// The columns as a proposal says them.
#[must_use]
pub fn column_answers(proposal: &Proposal) -> Vec<ColumnAnswer> {
    let named = proposal.columns.iter().filter(|column| !column.heading.is_empty());
    named.map(|column| ColumnAnswer { heading: column.heading.clone(), field: column.field }).collect()
}

/// The answers that stand in questions.
#[must_use]
pub fn word_answers(questions: &[Question]) -> Vec<WordAnswer> {
    questions
        .iter()
        .flat_map(|question| {
            question.words.iter().map(|(found, key)| WordAnswer {
                table: question.table.to_owned(),
                field: question.field,
                word: found.word.clone(),
                key: key.clone(),
            })
        })
        .collect()
}

/// A name for a source from the name of its file, without days and numbers: `stoettelisten`.
#[must_use]
pub fn name_of(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase();
    let mut name = String::new();
    for c in stem.chars() {
        match c {
            'a'..='z' => name.push(c),
            'æ' => name.push_str("ae"),
            'ø' => name.push_str("oe"),
            'å' => name.push_str("aa"),
            _ if !name.is_empty() && !name.ends_with('_') => name.push('_'),
            _ => {}
        }
    }
    let name: String = name.chars().take(40).collect();
    let name = name.trim_end_matches('_');
    if name.is_empty() { "ny_kilde".to_owned() } else { name.to_owned() }
}

fn title_of(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words = stem.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let text = words.collect::<Vec<_>>().join(" ");
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(|| "Ny kilde".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_called_as_its_file_without_its_days() {
        assert_eq!(name_of("Støtteliste_2026-03-01 (2).csv"), "stoetteliste");
        assert_eq!(title_of("Støtteliste_2026-03-01 (2).csv"), "Støtteliste");
        assert_eq!(name_of("2026.xlsx"), "ny_kilde");
    }
}
