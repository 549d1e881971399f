//! The data landscape as a file: a line a source, as KL's template has it, and what does not fit.
//!
//! Invariant: texts that are ready to be shown; nothing here counts or decides.

use domain::calendar::Day;

/// A source as a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LandscapeLine {
    /// As people say it.
    pub source: String,
    /// Whose citizens.
    pub population: String,
    /// Whose places.
    pub places: String,
    /// From when to when it is in use.
    pub activity: String,
    /// From when to when it has amounts.
    pub economy: String,
    /// Former systems.
    pub history: String,
    /// What it registers.
    pub registers: String,
    /// Its role towards Danmarks Statistik.
    pub dst: String,
    /// Who uses it for what.
    pub uses: String,
    /// Who is responsible.
    pub responsible: String,
    /// Who steps in.
    pub deputy: String,
    /// When an extract is expected.
    pub expected: String,
    /// The day of the newest extract.
    pub extracted: Option<Day>,
    /// Its rows.
    pub rows: Option<u64>,
    /// In time or not, in words.
    pub state: String,
}

/// The landscape with what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LandscapeList {
    /// The basis, in words.
    pub basis: String,
    /// The day that it is said of: the day that the file carries.
    pub day: Day,
    /// How many sources, and how much does not fit, in words.
    pub answer: String,
    /// The lines.
    pub lines: Vec<LandscapeLine>,
    /// What does not fit: the source, and the words.
    pub wrong: Vec<(String, String)>,
}

/// The headings, in the order of the cells.
pub(crate) const HEADINGS: [&str; 15] = [
    "Kilde",
    "Hvis borgere",
    "Hvis tilbud",
    "I brug",
    "Beløb",
    "Tidligere systemer",
    "Hvad registreres",
    "Leverer til DST",
    "Bruges af og til",
    "Ansvarlig",
    "Afløser",
    "Ventes",
    "Seneste udtræk",
    "Rækker",
    "Tilstand",
];
