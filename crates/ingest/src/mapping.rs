//! A source's mapping, `kilde.toml`: which column holds what, and what its words mean.
//!
//! Invariant: a mapping is checked whole before a file is read by it; what it does not say has one documented
//! default (`docs/kilder.md`), and its version changes with its text.

pub(crate) mod account;
pub(crate) mod check;
pub mod describe;
pub mod edit;
mod error;
mod field;
mod file;
pub(crate) mod words;

pub use error::MappingError;
pub(crate) use field::FIELDS;
pub use field::Field;

use crate::encoding::Encoding;
use crate::read::ReadHints;
use crate::values::date::DateForms;
use crate::values::number::Decimal;
use domain::calendar::Day;
use domain::landscape::{Attribute, ExtractFacts, Population, Source};
use domain::observation::{Role, Standing};
use domain::price::{PriceTerms, Unit};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What a source's files hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Services of citizens.
    Activities,
    /// Fælles sprog: the master overview.
    FaellesSprog,
    /// Translation from local words.
    Oversaettelse,
    /// Postings of a finance system.
    Postings,
    /// The register of persons (CPR).
    Persons,
    /// Diagnoses and målgrupper of their own.
    Diagnoses,
    /// Providers' list prices.
    ListPrices,
    /// Rates agreed for one citizen.
    IndividualRates,
    /// The register of providers.
    Providers,
    /// Cases expected before a decision.
    Expectations,
    /// Lines that cost without citizens (berigelse).
    Enrichments,
    /// Lines of the budget.
    Budget,
    /// Who may hold open cases.
    Caseworkers,
}

impl Kind {
    /// All kinds, each with its word in `kilde.toml`.
    pub const KEYS: [(&'static str, Kind); 13] = [
        ("activities", Kind::Activities),
        ("faelles_sprog", Kind::FaellesSprog),
        ("oversaettelse", Kind::Oversaettelse),
        ("postings", Kind::Postings),
        ("persons", Kind::Persons),
        ("diagnoses", Kind::Diagnoses),
        ("list_prices", Kind::ListPrices),
        ("individual_rates", Kind::IndividualRates),
        ("providers", Kind::Providers),
        ("expectations", Kind::Expectations),
        ("enrichments", Kind::Enrichments),
        ("budget", Kind::Budget),
        ("caseworkers", Kind::Caseworkers),
    ];

    /// The word of `kind = ` in a mapping.
    #[must_use]
    pub fn key(self) -> &'static str {
        Kind::KEYS.iter().find(|(_, kind)| *kind == self).map_or("", |(key, _)| key)
    }
}

/// A checked mapping.
#[derive(Clone, Debug)]
pub struct Mapping {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) layout: String,
    pub(crate) note: String,
    pub(crate) kind: Kind,
    pub(crate) version: String,
    pub(crate) file: FileForm,
    pub(crate) columns: Vec<Column>,
    pub(crate) population: Population,
    pub(crate) since: Option<Day>,
    pub(crate) delivers_to_dst: bool,
    pub(crate) except_providers: Vec<String>,
    pub(crate) reads_paragraphs: bool,
    pub(crate) not_compared: Vec<Attribute>,
    pub(crate) extract: ExtractPlaces,
    pub(crate) values: ValueForms,
    pub(crate) status: Option<Vec<(String, Standing)>>,
    pub(crate) roles: Roles,
    pub(crate) units: Vec<(String, Unit)>,
    pub(crate) default_unit: Option<Unit>,
    pub(crate) empty: BTreeMap<Field, Vec<String>>,
    pub(crate) landscape: Landscape,
    pub(crate) terms: PriceTerms,
    pub(crate) lag_days: u16,
    pub(crate) accounts: account::AccountForms,
    pub(crate) words: words::WordLists,
}

/// What is stated about the file's form; what is not stated is found.
#[derive(Clone, Debug, Default)]
pub struct FileForm {
    /// `utf-8`, `utf-16`, `windows-1252`.
    pub encoding: Option<String>,
    /// Separator of a CSV file.
    pub separator: Option<char>,
    /// The sheet to read; without it every sheet with the headings is read.
    pub sheet: Option<String>,
    /// First words of a total row, normalised.
    pub(crate) total_words: Vec<String>,
}

/// A field and the headings that it may stand under, in order of preference.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) field: Field,
    pub(crate) headings: Vec<Heading>,
    pub(crate) required: bool,
}

/// A heading; `Startdato#2` is the second column of that name.
#[derive(Clone, Debug)]
pub(crate) struct Heading {
    pub(crate) written: String,
    pub(crate) normalised: String,
    pub(crate) nth: usize,
}

/// Where the day of the extract and the days that it covers are found.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExtractPlaces {
    pub(crate) file_name: Option<String>,
    pub(crate) day_labels: Vec<String>,
    pub(crate) covers_labels: Vec<String>,
    pub(crate) current_only: bool,
}

/// How values are written.
#[derive(Clone, Debug)]
pub(crate) struct ValueForms {
    pub(crate) end_is_day_after: bool,
    pub(crate) open_words: Vec<String>,
    pub(crate) open_days: Vec<Day>,
    pub(crate) dates: DateForms,
    pub(crate) decimal: Decimal,
    pub(crate) empty_means_own: bool,
    /// Målgrupper are named as FFB names them.
    pub(crate) maalgruppe_is_ffb: bool,
    pub(crate) known_p_numbers: Vec<String>,
}

/// Which rows are main services.
#[derive(Clone, Debug)]
pub(crate) struct Roles {
    pub(crate) fixed: Role,
    pub(crate) words: Vec<(String, Role)>,
    pub(crate) money_only: Vec<String>,
}

/// Who answers for the source, and when it is expected: shown in the data landscape, never in a figure.
#[derive(Clone, Debug, Default)]
pub struct Landscape {
    /// Who is responsible.
    pub responsible: String,
    /// What the source registers.
    pub registers: String,
    /// Who uses it for what.
    pub used_for: String,
    /// Day of the month on which an extract is expected.
    pub expected_day: Option<u8>,
    /// Who may correct which field.
    pub corrects: BTreeMap<String, String>,
}

impl Mapping {
    /// Reads and checks a mapping.
    ///
    /// # Errors
    /// What is wrong, with its line.
    pub fn parse(text: &str, file_name: &str) -> Result<Mapping, MappingError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let written: file::KildeFile =
            toml::from_str(text).map_err(|error| error::from_toml(&error, text, file_name))?;
        check::check(written, text, file_name)
    }

    /// The text of a mapping under another name: a municipality's own copy to start from.
    ///
    /// # Errors
    /// Where the text is no mapping, or the name cannot be one.
    pub fn with_name(text: &str, name: &str) -> Result<String, MappingError> {
        let old = Mapping::parse(text, name)?;
        // The copy says in its title whose it is: two sources are never one name on a screen.
        let mut waiting = vec![
            ("name", format!("name = \"{name}\"")),
            ("title", format!("title = \"{} ({name})\"", old.title)),
        ];
        let lines: Vec<String> = text
            .lines()
            .map(|line| {
                let key = line.split('=').next().map_or("", str::trim);
                let at = waiting.iter().position(|(wanted, _)| *wanted == key);
                at.map_or_else(|| line.to_owned(), |at| waiting.swap_remove(at).1)
            })
            .collect();
        let renamed = lines.join("\n") + "\n";
        Mapping::parse(&renamed, name)?;
        Ok(renamed)
    }

    /// First 12 hexadecimal digits of the SHA-256 of the text; line ends and spaces at the end of lines do not matter.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The mapping's name: `nexus`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As screens write it.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Where the headings are from: "antaget" where no layout is public.
    #[must_use]
    pub fn layout(&self) -> &str {
        &self.layout
    }

    /// The mapping's own remark.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// What the files hold.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What is stated about the file's form.
    #[must_use]
    pub fn file(&self) -> &FileForm {
        &self.file
    }

    /// What the mapping says to the reading of its files.
    #[must_use]
    pub fn hints(&self) -> ReadHints {
        let encoding = match self.file.encoding.as_deref() {
            Some("utf-8") => Some(Encoding::Utf8),
            Some("windows-1252") => Some(Encoding::Windows1252),
            // The two byte orders of UTF-16 are told apart by their mark.
            _ => None,
        };
        let separator = self.file.separator.and_then(|c| u8::try_from(c).ok());
        ReadHints { encoding, separator, sheet: self.file.sheet.clone(), ..ReadHints::default() }
    }

    /// Who answers for the source.
    #[must_use]
    pub fn landscape(&self) -> &Landscape {
        &self.landscape
    }

    /// What the mapping itself says about every import of it.
    #[must_use]
    pub fn facts(&self) -> ExtractFacts {
        ExtractFacts { current_only: self.extract.current_only, ..ExtractFacts::default() }
    }

    /// The day of the extract that a file's name says, by the mapping's pattern.
    #[must_use]
    pub fn day_of_name(&self, file_name: &str) -> Option<domain::calendar::Day> {
        crate::extract_facts::FileFacts::of_name(file_name, self).name_day
    }

    /// What the mapping declares about its source.
    #[must_use]
    pub fn source(&self) -> Source {
        Source {
            name: self.name.clone(),
            title: self.title.clone(),
            population: self.population,
            since: self.since,
            delivers_to_dst: self.delivers_to_dst,
            except_providers: self.except_providers.clone(),
            attributes: Attribute::ALL.into_iter().filter(|a| self.has(*a, |_| true)).collect(),
            reads_paragraphs: self.reads_paragraphs,
            unit: self.default_unit,
            columns: self.columns.iter().map(|c| c.field.key().to_owned()).collect(),
            terms: self.terms,
            lag_days: self.lag_days,
            ..Source::default()
        }
    }

    /// The heading that a field stands under, as the source writes it; `None` where the mapping has no such column.
    #[must_use]
    pub fn heading(&self, field: &str) -> Option<&str> {
        let column = self.columns.iter().find(|column| column.field.key() == field)?;
        column.headings.first().map(|heading| heading.written.as_str())
    }

    /// True where a column of this heading holds målgrupper or diagnoses.
    #[must_use]
    pub fn is_health(&self, heading: &str) -> bool {
        let heading = check::compared(heading);
        let columns = self.columns.iter().filter(|column| column.field == Field::Maalgruppe);
        let mut headings = columns.flat_map(|column| &column.headings);
        self.kind == Kind::Diagnoses || headings.any(|own| own.normalised == heading)
    }

    /// True where a heading is a pair, one row under the other: `Periode / Fra`.
    pub(crate) fn has_pairs(&self) -> bool {
        self.columns.iter().flat_map(|c| &c.headings).any(|h| h.normalised.contains(" / "))
    }

    /// True where the mapping names a column for the attribute that is `there`, and does not take it out of comparison.
    pub(crate) fn has(&self, attribute: Attribute, there: impl Fn(Field) -> bool) -> bool {
        let fields: &[Field] = match attribute {
            Attribute::Leverandoer => &[Field::Provider, Field::PNumber, Field::Cvr],
            Attribute::Maalgruppe => &[Field::Maalgruppe],
            Attribute::Timer => &[Field::Hours, Field::Quantity],
            Attribute::Pris => &[Field::Rate],
            Attribute::Handlekommune => &[Field::Handlekommune],
            Attribute::Betalingskommune => &[Field::Betalingskommune],
        };
        let mut columns = self.columns.iter().map(|c| c.field);
        !self.not_compared.contains(&attribute) && columns.any(|f| fields.contains(&f) && there(f))
    }
}

/// The version of a mapping's text.
fn version_of(text: &str) -> String {
    let mut hash = Sha256::new();
    for line in text.trim_end().lines() {
        hash.update(line.trim_end().as_bytes());
        hash.update(b"\n");
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
