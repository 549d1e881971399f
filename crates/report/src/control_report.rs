//! What every writer of a control gets: the deviations, the figures above them, and the names behind the numbers.

use domain::control::Control;
use domain::coverage::Coverage;
use domain::deviation::{Deviation, Side};
use domain::landscape::{Attribute, ExtractFacts};
use domain::law::LawBook;
use domain::observation::RowPlace;
use domain::overview::Overview;
use domain::person::CitizenId;
use domain::rules::NotRunnable;
use std::collections::BTreeMap;

/// One system of the control.
#[derive(Clone, Debug, Default)]
pub struct SystemLine {
    /// The mapping's name: `nexus`.
    pub name: String,
    /// As people say it: "KMD Nexus".
    pub title: String,
    /// Import id.
    pub import: String,
    /// What the import states.
    pub facts: ExtractFacts,
    /// The import's files by index.
    pub files: Vec<String>,
    /// Sheet names by the number in [`RowPlace::sheet`]; number 0 is CSV.
    pub sheets: Vec<String>,
}

/// Something of the control that did not run, and why. Shown first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRun {
    /// The attribute.
    pub attribute: Attribute,
    /// The systems' titles that lack the column.
    pub lacking: Vec<String>,
    /// It was asked for by name, so the command fails.
    pub asked: bool,
}

/// Where rows stand, as people find them: `bv.xlsx, ark Ydelser, række 12-14`.
#[must_use]
pub fn place_in_words(file: &str, sheet: Option<&str>, rows: &str) -> String {
    let sheet = sheet.map_or(String::new(), |name| format!(", ark {name}"));
    format!("{file}{sheet}, række {rows}")
}

/// A control, ready to be written.
pub struct ControlReport<'a> {
    /// The law of the basis.
    pub law: &'a LawBook,
    /// What was asked.
    pub control: &'a Control,
    /// System 1 and System 2.
    pub systems: [SystemLine; 2],
    /// The basis: id and the day on which it was accepted (`2026-03-02`).
    pub basis: (String, String),
    /// Versions of translation, law and program.
    pub versions: [String; 3],
    /// Sorted by [`Deviation::order`].
    pub deviations: &'a [Deviation],
    /// The figures above the lists.
    pub overview: &'a Overview,
    /// What was reached.
    pub coverage: &'a Coverage,
    /// What did not run: attributes.
    pub not_run: Vec<NotRun>,
    /// What did not run: rules, in one system or at all.
    pub rules_not_run: &'a [NotRunnable],
    /// What is worth knowing before the figures are read.
    pub notes: &'a [String],
    /// The other sources by the number that deviations name them by; empty lines for those that the basis lacks.
    pub others: &'a [SystemLine],
    /// Provider names by shown key.
    pub providers: BTreeMap<String, String>,
    /// CPR numbers, only in an export asked for with a purpose and logged before.
    pub cpr: Option<&'a BTreeMap<CitizenId, String>>,
}

impl SystemLine {
    /// A row's file.
    #[must_use]
    pub fn file(&self, place: &RowPlace) -> &str {
        self.files.get(usize::from(place.file)).map_or("", String::as_str)
    }

    /// A row's sheet; `None` for CSV.
    #[must_use]
    pub fn sheet(&self, place: &RowPlace) -> Option<&str> {
        let name = self.sheets.get(place.sheet.0 as usize)?;
        (!name.is_empty()).then_some(name.as_str())
    }
}

impl ControlReport<'_> {
    /// A row's file.
    #[must_use]
    pub fn file(&self, side: Side, place: &RowPlace) -> &str {
        self.systems[side.index()].file(place)
    }

    /// A row's sheet; `None` for CSV.
    #[must_use]
    pub fn sheet(&self, side: Side, place: &RowPlace) -> Option<&str> {
        self.systems[side.index()].sheet(place)
    }

    /// `as2007.csv, række 12` or `bv.xlsx, ark Ydelser, række 12`.
    #[must_use]
    pub fn place(&self, side: Side, place: &RowPlace) -> String {
        place_in_words(self.file(side, place), self.sheet(side, place), &place.row.to_string())
    }

    /// The source beside the two systems that deviations name by this number.
    #[must_use]
    pub fn other(&self, source: u16) -> Option<&SystemLine> {
        self.others.get(usize::from(source)).filter(|line| !line.name.is_empty())
    }
}
