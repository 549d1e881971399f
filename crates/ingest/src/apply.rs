//! Rows of cells and a mapping in; observations, findings and control totals out.
//!
//! Invariant: rows in = rows used + rows kept without effect + rows set aside with a finding, and the same for the sum
//! of rates. A file that is not what its mapping says is refused whole; nothing smaller stops the reading.

pub(crate) mod activity;
mod budget;
mod caseworker;
mod cells;
mod citizen_keys;
pub mod codes;
mod diagnosis;
mod enrichment;
mod expectation;
pub(crate) mod findings;
mod found;
pub(crate) mod layout;
mod line;
mod lines;
mod person;
mod posting;
mod provider;
mod rates;
mod refused;
mod words;

pub use findings::KEPT_OF_A_CODE;
pub use found::Found;
pub use layout::Missing;
pub use refused::NotThisSource;

use crate::extract_facts::FileFacts;
use crate::mapping::check::compared;
use crate::mapping::{Field, Kind, Mapping};
use crate::raw::RawRow;
use crate::read::{FileKind, ReadSummary, shown_name};
use crate::tables::Tables;
use activity::{Activities, Outcome};
use domain::calendar::{Day, Period};
use domain::finding::Finding;
use domain::landscape::{Attribute, ExtractFacts};
use domain::language::{LanguageLine, TranslationLine};
use domain::law::LawBook;
use domain::observation::{
    Activity, BudgetLine, Caseworker, Diagnosis, Enrichment, Expectation, IndividualRate, ListPrice,
    PersonRecord, Posting, ProviderRecord, RowPlace, Standing,
};
use domain::periods::Periods;
use domain::person::Cpr;
use domain::totals::{ControlTotals, Tally};
use domain::wording::{WordId, Wording};
use findings::{At, Findings};
use layout::{Candidate, Layout, text_of};
use lines::{Kept, Lines};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Rows of a sheet in which the headings are looked for.
const HEADINGS_WITHIN: u64 = 60;

/// Everything that one import's files hold. No `Debug`: it has names.
pub struct Extract {
    /// Rows that count, that never took effect, and that are to be confirmed.
    pub activities: Vec<Activity<Cpr>>,
    /// Postings of a finance system.
    pub postings: Vec<Posting<Cpr>>,
    /// Lines of the register of persons.
    pub persons: Vec<PersonRecord<Cpr>>,
    /// Diagnoses and målgrupper of their own.
    pub diagnoses: Vec<Diagnosis<Cpr>>,
    /// List prices.
    pub list_prices: Vec<ListPrice>,
    /// Rates agreed for one citizen.
    pub individual_rates: Vec<IndividualRate<Cpr>>,
    /// The register of providers.
    pub providers: Vec<ProviderRecord>,
    /// What is expected before a decision.
    pub expectations: Vec<Expectation<Cpr>>,
    /// What costs without citizens.
    pub enrichments: Vec<Enrichment>,
    /// Lines of the budget.
    pub budget: Vec<BudgetLine>,
    /// Who may hold open cases.
    pub caseworkers: Vec<Caseworker>,
    /// The words of the rows.
    pub wording: Wording,
    /// The first name met of each citizen: for the identity store alone.
    pub names: Vec<(Cpr, String)>,
    /// The number by which the system itself opens each citizen: for the identity store alone.
    pub keys: Vec<(Cpr, String)>,
    /// Fælles sprog.
    pub language: Vec<LanguageLine>,
    /// Translation.
    pub translations: Vec<TranslationLine>,
    /// What is to be said about rows, at most [`KEPT_OF_A_CODE`] of a code in a file.
    pub findings: Vec<Finding>,
    /// How many findings there were of each code, kept or not.
    pub finding_counts: BTreeMap<&'static str, u64>,
    /// Rows and rates in and out.
    pub totals: ControlTotals,
    /// Day of the extract and the days it covers.
    pub facts: ExtractFacts,
    /// What was found, to set beside what the mapping declares.
    pub found: Found,
}

impl Extract {
    fn empty(facts: ExtractFacts) -> Extract {
        Extract {
            activities: Vec::new(),
            postings: Vec::new(),
            persons: Vec::new(),
            diagnoses: Vec::new(),
            list_prices: Vec::new(),
            individual_rates: Vec::new(),
            providers: Vec::new(),
            expectations: Vec::new(),
            enrichments: Vec::new(),
            budget: Vec::new(),
            caseworkers: Vec::new(),
            wording: Wording::default(),
            names: Vec::new(),
            keys: Vec::new(),
            language: Vec::new(),
            translations: Vec::new(),
            findings: Vec::new(),
            finding_counts: BTreeMap::new(),
            totals: ControlTotals::default(),
            facts,
            found: Found::default(),
        }
    }

    fn take(&mut self, kept: Kept) {
        self.postings = kept.postings;
        self.persons = kept.persons;
        self.diagnoses = kept.diagnoses;
        self.list_prices = kept.list_prices;
        self.individual_rates = kept.individual_rates;
        self.providers = kept.providers;
        self.expectations = kept.expectations;
        self.enrichments = kept.enrichments;
        self.budget = kept.budget;
        self.caseworkers = kept.caseworkers;
    }
}

enum Target<'m> {
    Activities(Box<Activities<'m>>),
    Tables(Box<Tables<'m>>),
    Lines(Box<Lines<'m>>),
}

/// Where the reading of one sheet stands.
enum Sheet {
    /// The headings are looked for.
    Searching {
        rows: u64,
    },
    Reading(Box<Layout>),
    /// Not one of ours.
    Passed,
}

/// What is known about the file being read.
#[derive(Default)]
struct File {
    index: u16,
    name: String,
    facts: FileFacts,
    sheet_name: String,
    sheets_read: u32,
    sheets_passed: Vec<String>,
    rows: u64,
    nearest: Option<Candidate>,
}

/// Reads the files of one import, one after the other.
pub struct Reader<'m> {
    mapping: &'m Mapping,
    stated: ExtractFacts,
    target: Target<'m>,
    findings: Findings,
    file: File,
    sheet: Option<Sheet>,
    sheet_word: WordId,
    files: Vec<FileFacts>,
    columns: BTreeSet<Attribute>,
    /// The fields that every sheet so far had.
    fields: Option<BTreeSet<Field>>,
    /// The row above, where two rows of headings may come.
    above: Vec<String>,
    skipped: u64,
}

impl<'m> Reader<'m> {
    /// A reader for one import. `stated` is what the caller knows about the extract; it wins over what files say.
    #[must_use]
    pub fn new(mapping: &'m Mapping, law: &'m LawBook, own_kommune: u16, stated: ExtractFacts) -> Reader<'m> {
        let target = match mapping.kind {
            Kind::Activities => Target::Activities(Box::new(Activities::new(mapping, law, own_kommune))),
            Kind::FaellesSprog | Kind::Oversaettelse => Target::Tables(Box::new(Tables::new(mapping, law))),
            _ => Target::Lines(Box::new(Lines::new(mapping, law, own_kommune))),
        };
        Reader {
            mapping,
            stated,
            target,
            findings: Findings::default(),
            file: File::default(),
            sheet: None,
            sheet_word: WordId::EMPTY,
            files: Vec::new(),
            columns: BTreeSet::new(),
            fields: None,
            above: Vec::new(),
            skipped: 0,
        }
    }

    /// Begins a file: its place in the import and its name.
    pub fn start_file(&mut self, index: u16, name: &str) {
        let facts = FileFacts::of_name(name, self.mapping);
        self.file = File { index, name: shown_name(name), facts, ..File::default() };
        self.sheet = None;
        self.findings.start_file(index);
    }

    /// Takes the next row of the file. Breaks where the rest of the file cannot matter.
    pub fn row(&mut self, row: &RawRow<'_>) -> ControlFlow<()> {
        if self.sheet.is_none() || self.file.sheet_name != row.sheet {
            self.start_sheet(row.sheet);
        }
        match &mut self.sheet {
            Some(Sheet::Searching { .. }) | None => self.search(row),
            Some(Sheet::Passed) => {
                self.skipped += 1;
                ControlFlow::Continue(())
            }
            Some(Sheet::Reading(layout)) => {
                let at = At { row, layout };
                let place = RowPlace { file: self.file.index, sheet: self.sheet_word, row: row.row };
                let outcome = match &mut self.target {
                    Target::Activities(activities) => activities.row(at, place, &mut self.findings),
                    Target::Lines(lines) => lines.row(at, place, &mut self.findings),
                    Target::Tables(tables) => tables.row(at, &mut self.findings),
                };
                match outcome {
                    Outcome::Read => self.file.rows += 1,
                    Outcome::Skipped => self.skipped += 1,
                }
                ControlFlow::Continue(())
            }
        }
    }

    fn start_sheet(&mut self, name: &str) {
        self.end_sheet();
        name.clone_into(&mut self.file.sheet_name);
        self.sheet_word = match &mut self.target {
            Target::Activities(activities) => activities.words.wording.word(name),
            Target::Lines(lines) => lines.words.wording.word(name),
            Target::Tables(_) => WordId::EMPTY,
        };
        self.above.clear();
        let wanted = self.mapping.file.sheet.as_deref();
        let ours = name.is_empty() || wanted.is_none_or(|wanted| compared(wanted) == compared(name));
        self.sheet = Some(if ours { Sheet::Searching { rows: 0 } } else { Sheet::Passed });
    }

    fn end_sheet(&mut self) {
        if let Some(Sheet::Searching { .. } | Sheet::Passed) = &self.sheet {
            self.file.sheets_passed.push(self.file.sheet_name.clone());
        }
        self.sheet = None;
    }

    fn search(&mut self, row: &RawRow<'_>) -> ControlFlow<()> {
        self.skipped += 1;
        match Layout::of(self.mapping, row, &self.above) {
            Ok(layout) => {
                self.file.sheets_read += 1;
                self.say_columns(row.sheet, &layout);
                let has = |a: &Attribute| self.mapping.has(*a, |field| layout.has(field));
                self.columns.extend(Attribute::ALL.into_iter().filter(has));
                let there: BTreeSet<Field> =
                    Field::ALL.iter().copied().filter(|field| layout.has(*field)).collect();
                self.fields = Some(self.fields.take().map_or(there.clone(), |all| &all & &there));
                self.sheet = Some(Sheet::Reading(Box::new(layout)));
                return ControlFlow::Continue(());
            }
            Err(candidate) => {
                if self.file.nearest.as_ref().is_none_or(|best| candidate.found > best.found) {
                    self.file.nearest = Some(candidate);
                }
            }
        }
        if self.mapping.has_pairs() {
            self.above = row.cells.iter().map(|cell| text_of(*cell).into_owned()).collect();
            self.above.truncate(self.above.iter().rposition(|text| !text.is_empty()).map_or(0, |at| at + 1));
        }
        self.file.facts.title_row(row, self.mapping);
        let Some(Sheet::Searching { rows }) = &mut self.sheet else { return ControlFlow::Continue(()) };
        *rows += 1;
        if *rows < HEADINGS_WITHIN {
            return ControlFlow::Continue(());
        }
        self.sheet = Some(Sheet::Passed);
        // A text file has no other sheet where they could stand.
        if row.sheet.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn say_columns(&mut self, sheet: &str, layout: &Layout) {
        for field in &layout.missing {
            let column = self.mapping.columns.iter().find(|c| c.field == *field);
            let heading = column.map_or("", |c| c.headings[0].written.as_str());
            self.findings.file(&codes::COLUMN_MISSING, sheet, heading, heading, "");
        }
        if !layout.unused.is_empty() {
            let names: Vec<&str> = layout.unused.iter().map(|at| layout.headings[*at].as_str()).collect();
            let detail = format!("Det er: {}.", crate::values::hide::shown_long(&names.join(", ")));
            self.findings.file(&codes::COLUMNS_UNUSED, sheet, "", "", &detail);
        }
    }

    /// Ends the file. `summary` is what was found out while its bytes were read, where there is one.
    ///
    /// # Errors
    /// Where no sheet has the mapping's columns. The import must then be given up: nothing of it is kept.
    pub fn end_file(&mut self, summary: Option<&ReadSummary>) -> Result<(), NotThisSource> {
        self.end_sheet();
        if self.file.sheets_read == 0 {
            return Err(NotThisSource::of(self.mapping, &self.file.name, self.file.nearest.take()));
        }
        for sheet in std::mem::take(&mut self.file.sheets_passed) {
            if !sheet.is_empty() {
                self.findings.file(&codes::SHEET_SKIPPED, &sheet, "", &sheet, "");
            }
        }
        if self.file.rows == 0 {
            self.findings.file(&codes::NO_ROWS, "", "", &self.file.name, "");
        }
        if let Some(summary) = summary {
            self.say_summary(summary);
        }
        self.say_facts();
        self.files.push(self.file.facts);
        self.findings.end_file();
        Ok(())
    }

    fn say_summary(&mut self, summary: &ReadSummary) {
        for (code, line) in [
            (&codes::MIXED_ENCODING, summary.mixed_encoding),
            (&codes::DOUBLE_ENCODED, summary.double_encoded),
        ] {
            if let Some(line) = line {
                self.findings.file(code, "", "", &format!("linje {line}"), "");
            }
        }
        if summary.kind == FileKind::Xlsm {
            self.findings.file(&codes::MACROS, "", "", &self.file.name, "");
        }
        for sheet in &summary.hidden_sheets {
            self.findings.file(&codes::HIDDEN_SHEET, sheet, "", sheet, "");
        }
    }

    /// What the file says about its day and its days, where that is not what is used.
    fn say_facts(&mut self) {
        let FileFacts { title_day, name_day, title_covers, name_covers } = self.file.facts;
        let days: Vec<(&str, Day)> =
            [("oplyst", self.stated.extracted), ("i filen", title_day), ("i navnet", name_day)]
                .into_iter()
                .filter_map(|(who, day)| Some((who, day?)))
                .collect();
        if days.windows(2).any(|pair| pair[0].1 != pair[1].1) {
            let said: Vec<String> = days.iter().map(|(who, day)| format!("{who} {}", day.danish())).collect();
            let detail = format!("Den første bruges: {}.", said.join(", "));
            self.findings.file(&codes::DAY_CONTRADICTED, "", "", &days[0].1.danish(), &detail);
        }
        let covers: Vec<(&str, Period)> =
            [("oplyst", self.stated.covers), ("i filen", title_covers), ("i navnet", name_covers)]
                .into_iter()
                .filter_map(|(who, period)| Some((who, period?)))
                .collect();
        if covers.windows(2).any(|pair| pair[0].1 != pair[1].1) {
            let said: Vec<String> =
                covers.iter().map(|(who, period)| format!("{who} {}", days_text(*period))).collect();
            let detail = format!("De første bruges: {}.", said.join(", "));
            self.findings.file(&codes::COVERS_CONTRADICTED, "", "", &days_text(covers[0].1), &detail);
        }
    }

    /// The extract, its totals asserted.
    ///
    /// # Panics
    /// Where rows or rates were lost: a fault of this program, never of a file.
    #[must_use]
    pub fn finish(mut self) -> Extract {
        let facts = self.facts();
        let mut totals = ControlTotals { skipped_rows: self.skipped, ..ControlTotals::default() };
        let mut extract = Extract::empty(facts);
        let fields = self.fields.take().into_iter().flatten().map(Field::key).collect();
        match self.target {
            Target::Activities(activities) => {
                let activities = *activities;
                (totals.read, totals.set_aside) = (activities.read, activities.set_aside);
                for row in &activities.rows {
                    let tally = Tally { rows: 1, rate_sum: row.rate.map_or(0, |r| i128::from(r.0)) };
                    match row.standing {
                        Standing::Counts => totals.used += tally,
                        Standing::NeverTookEffect => totals.never_took_effect += tally,
                        Standing::Unclear => totals.set_aside += tally,
                    }
                }
                extract.wording = activities.words.wording;
                extract.found =
                    Found { columns: self.columns, ..Found::of(&activities.rows, &extract.wording) };
                extract.activities = activities.rows;
                extract.names = activities.names;
                extract.keys = activities.keys.finish();
            }
            Target::Tables(tables) => {
                (totals.read, totals.set_aside) = (tables.read, tables.set_aside);
                totals.used.rows = (tables.language.len() + tables.translations.len()) as u64;
                extract.language = tables.language;
                extract.translations = tables.translations;
            }
            Target::Lines(lines) => {
                let lines = *lines;
                (totals.read, totals.set_aside) = (lines.read, lines.set_aside);
                totals.used = lines.kept.tally();
                extract.found = lines.kept.found();
                extract.wording = lines.words.wording;
                extract.names = lines.names;
                extract.keys = lines.keys.finish();
                extract.take(lines.kept);
            }
        }
        extract.found.fields = fields;
        assert!(totals.balance(), "kontrolsummerne går ikke op: {totals:?}");
        if let (Some(day), Some(last)) = (facts.extracted, extract.found.last_registered)
            && last > day
        {
            let detail = format!("Den seneste er {}.", last.danish());
            self.findings.file(&codes::START_AFTER_EXTRACT, "", "", &day.danish(), &detail);
        }
        extract.totals = totals;
        (extract.findings, extract.finding_counts) = self.findings.finish();
        extract
    }

    /// Of what is stated, what the titles say and what the names say, the first that is there. Of several files the
    /// earliest day, and the days that they cover together; where they leave a gap, those after it.
    fn facts(&mut self) -> ExtractFacts {
        let own = self.mapping.facts();
        let mut days: Vec<Day> = self.files.iter().filter_map(|f| f.title_day.or(f.name_day)).collect();
        days.sort_unstable();
        days.dedup();
        if let (None, [first, .., last]) = (self.stated.extracted, days.as_slice()) {
            let detail =
                format!("Filerne er fra {} til {}; den første dag bruges.", first.danish(), last.danish());
            self.findings.file(&codes::DAY_CONTRADICTED, "", "", &first.danish(), &detail);
        }
        let covers = Periods::union_of(self.files.iter().filter_map(|f| f.title_covers.or(f.name_covers)));
        let last = covers.iter().last();
        if let (None, Some(last), true) = (self.stated.covers, last, covers.iter().count() > 1) {
            let detail = "Filerne dækker ikke alle dage imellem sig; dagene efter det sidste hul bruges.";
            self.findings.file(&codes::COVERS_CONTRADICTED, "", "", &days_text(last), detail);
        }
        ExtractFacts {
            extracted: self.stated.extracted.or(days.first().copied()),
            covers: self.stated.covers.or(last),
            current_only: self.stated.current_only || own.current_only,
        }
    }
}

fn days_text(period: Period) -> String {
    format!("{} - {}", period.from.danish(), period.last_day().danish())
}

#[cfg(test)]
mod tests;
