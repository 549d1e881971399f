//! Files read whole with a mapping, and nothing kept: what a person sees before a mapping is saved.
//!
//! Invariant: what is shown of rows has no number, no name and no target group of a person.

mod understood;

use crate::commands::import_extract::GivenFile;
use crate::commands::try_source::Tried;
use crate::edge::Edge;
use anyhow::Context as _;
use domain::calendar::Day;
use domain::finding::Effect;
use domain::landscape::{Attribute, ExtractFacts};
use domain::law::LawBook;
use domain::observation::Standing;
use domain::totals::ControlTotals;
use ingest::apply::{Reader, codes};
use ingest::mapping::Mapping;
use ingest::raw::RawRow;
use ingest::read::{read_rows, shown_name};

pub use understood::Understood;

/// Places of a finding that are named.
const PLACES: usize = 3;

/// What a trial showed, ready to be read.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Rows and rates in and out.
    pub totals: ControlTotals,
    /// Its findings by code, those that set rows aside first.
    pub findings: Vec<TrialFinding>,
    /// What is known about the extract.
    pub facts: ExtractFacts,
    /// Distinct citizens; 0 for a source without.
    pub citizens: u64,
    /// First and last day of any row.
    pub days: (Option<Day>, Option<Day>),
    /// Rows without an end.
    pub open_rows: u64,
    /// Status words: the word, how its rows count, how many.
    pub statuses: Vec<(String, Standing, u64)>,
    /// What a control can compare by beside the days, with the rows that have it.
    pub attributes: Vec<(Attribute, u64)>,
    /// The first rows as they are understood.
    pub rows: Understood,
}

/// Findings of one code.
#[derive(Clone, Debug)]
pub struct TrialFinding {
    /// `IND011`.
    pub code: &'static str,
    /// What it did.
    pub effect: Effect,
    /// How many.
    pub count: u64,
    /// Why.
    pub reason: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// The first places: row, column, value.
    pub places: Vec<String>,
}

/// Reads files with a mapping. `kommune` is our own code, for columns where empty means own.
///
/// # Errors
/// A file that cannot be read or is not what the mapping says.
pub fn try_files(
    edge: &Edge,
    law: &LawBook,
    kommune: u16,
    mapping: &Mapping,
    files: &[GivenFile],
) -> anyhow::Result<Tried> {
    let mut reader = Reader::new(mapping, law, kommune, ExtractFacts::default());
    let (mut names, mut summaries) = (Vec::new(), Vec::new());
    for (index, file) in files.iter().enumerate() {
        let (name, mut bytes, size) = file.open()?;
        reader.start_file(u16::try_from(index).context("Højst 65.536 filer ad gangen.")?, &name);
        let mut sink = |row: &RawRow<'_>| reader.row(row);
        let summary = read_rows(&name, &mut bytes, size, &mapping.hints(), &edge.child, &mut sink)
            .with_context(|| format!("{} kan ikke læses", shown_name(&name)))?;
        reader.end_file(Some(&summary))?;
        names.push(shown_name(&name));
        summaries.push(summary);
    }
    Ok(Tried { title: mapping.title().to_owned(), files: names, summaries, extract: reader.finish() })
}

/// Reads a file with a mapping and says what came of it.
///
/// # Errors
/// As [`try_files`].
pub fn try_mapping(
    edge: &Edge,
    law: &LawBook,
    kommune: u16,
    mapping: &Mapping,
    file: &GivenFile,
) -> anyhow::Result<Trial> {
    let tried = try_files(edge, law, kommune, mapping, std::slice::from_ref(file))?;
    let extract = &tried.extract;
    let found = &extract.found;
    let compared = found.attributes.iter().filter(|(attribute, _)| found.columns.contains(attribute));
    Ok(Trial {
        totals: extract.totals,
        findings: findings(mapping, &tried),
        facts: extract.facts,
        citizens: found.citizens,
        days: (found.first_day, found.last_day),
        open_rows: found.open_rows,
        statuses: found.statuses.clone(),
        attributes: compared.map(|(attribute, rows)| (*attribute, *rows)).collect(),
        rows: Understood::of(extract),
    })
}

fn findings(mapping: &Mapping, tried: &Tried) -> Vec<TrialFinding> {
    let extract = &tried.extract;
    let mut out: Vec<TrialFinding> = codes::ALL
        .iter()
        .filter_map(|code| {
            let count = *extract.finding_counts.get(code.code)?;
            let own = extract.findings.iter().filter(|finding| finding.code == code.code);
            let places = own.take(PLACES).map(|finding| {
                let mut place = if finding.row == 0 {
                    "hele filen".to_owned()
                } else {
                    format!("række {}", finding.row)
                };
                if !finding.column.is_empty() {
                    place.push_str(&format!(", {}", finding.column));
                }
                // A target group is nobody's business here.
                if !finding.value.is_empty() && !mapping.is_health(&finding.column) {
                    place.push_str(&format!(": {}", finding.value));
                }
                if let Some(detail) = finding.reason.strip_prefix(code.reason)
                    && finding.row == 0
                    && !detail.is_empty()
                {
                    place.push_str(&format!(" ({})", detail.trim()));
                }
                place
            });
            Some(TrialFinding {
                code: code.code,
                effect: code.effect,
                count,
                reason: code.reason,
                remedy: code.remedy,
                places: places.collect(),
            })
        })
        .collect();
    out.sort_by_key(|finding| (finding.effect, finding.code));
    out
}
