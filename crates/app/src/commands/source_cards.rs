//! The data landscape as pages show it: each source with what its mapping says, what the municipality says, and what the
//! extracts show.
//!
//! Invariant: what is declared, what is mapped and what is found stay apart; nothing is filled in.

use crate::commands::landscape::{names, on, systems};
use crate::local;
use crate::session::Session;
use crate::sources;
use domain::calendar::Day;
use domain::landscape::{Declared, Landscape, Population, Rhythm, Source};
use domain::work_item;
use store::BasisId;
use store::imports::Import;

/// What the source's own mapping says.
#[derive(Clone, Debug, Default)]
pub struct Mapped {
    /// As screens write it.
    pub title: String,
    /// Whose citizens it holds.
    pub population: Population,
    /// Since when it is in use.
    pub since: Option<Day>,
    /// It delivers to Danmarks Statistik.
    pub delivers: bool,
    /// What it registers.
    pub registers: String,
    /// Who uses it for what.
    pub used_for: String,
    /// Who is responsible.
    pub responsible: String,
    /// Day of the month on which an extract is expected.
    pub expected_day: Option<u8>,
}

/// What the newest extract shows.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Distinct citizens.
    pub citizens: u64,
    /// First day of any row.
    pub first_day: Option<Day>,
    /// Last day of any row that has one.
    pub last_day: Option<Day>,
    /// Rows by acting and by paying municipality: ours and those it acts for, others, not stated.
    pub handlekommune: [u64; 3],
    /// The same by paying municipality.
    pub betalingskommune: [u64; 3],
    /// It has a column with the number by which the system opens a citizen.
    pub has_keys: bool,
}

/// How the extracts of a source come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coming {
    /// In time.
    InTime,
    /// Late since a day: days.
    Late(Day, i64),
    /// Never read in.
    Never,
    /// Out of use since a day.
    Ended(Day),
    /// No day is expected.
    NoDay,
}

/// A source.
#[derive(Clone, Debug)]
pub struct SourceCard {
    /// Its name.
    pub name: String,
    /// As screens write it.
    pub title: String,
    /// What the municipality declares.
    pub declared: Option<Declared>,
    /// What its mapping says; why it cannot be read where it cannot.
    pub mapped: Result<Mapped, String>,
    /// What holds on the day, of both.
    pub source: Option<Source>,
    /// Its imports, the oldest first.
    pub imports: Vec<Import>,
    /// What the newest import holds.
    pub found: Found,
    /// The newest import stands in the newest basis.
    pub basis: Option<BasisId>,
    /// When an extract is expected.
    pub rhythm: Rhythm,
}

impl SourceCard {
    /// The newest import.
    #[must_use]
    pub fn newest(&self) -> Option<&Import> {
        self.imports.last()
    }

    /// The day of the newest extract; where nobody said it, the day on which it was read in.
    #[must_use]
    pub fn newest_day(&self) -> Option<Day> {
        let newest = self.newest()?;
        newest.facts.extracted.or_else(|| crate::edge::local_day(&newest.imported_at))
    }

    /// How its extracts come, on a day.
    #[must_use]
    pub fn coming(&self, today: Day) -> Coming {
        if let Some(until) = self.source.as_ref().and_then(|source| source.until)
            && until <= today
        {
            return Coming::Ended(until);
        }
        let Some(newest) = self.newest_day() else { return Coming::Never };
        match (self.rhythm.day, self.rhythm.missed(newest, today)) {
            (None, _) => Coming::NoDay,
            (Some(_), Some(expected)) => Coming::Late(expected, i64::from(today.0 - expected.0)),
            (Some(_), None) => Coming::InTime,
        }
    }

    /// The next day on which an extract is expected.
    #[must_use]
    pub fn next_expected(&self, today: Day) -> Option<Day> {
        work_item::Rhythm::Monthly(self.rhythm.day?).next_after(today)
    }
}

/// The sources that are declared or have been read in, in the order of the landscape, as they hold on a day. Where the
/// landscape has mistakes, the mappings speak alone.
///
/// # Errors
/// Where the store cannot be read.
pub async fn source_cards(session: &Session, day: Day) -> anyhow::Result<Vec<SourceCard>> {
    let empty = Landscape::default();
    let landscape = session.landscape().unwrap_or(&empty);
    let imports = systems(session).await?;
    let basis = session.store.bases().newest(&session.ctx).await?;
    let card = |name: String| -> SourceCard {
        let own: Vec<Import> = imports.iter().filter(|import| import.source == name).cloned().collect();
        let known = sources::find(&session.edge.folder, &name).map(|known| known.mapping);
        let source = known.as_ref().ok().map(|mapping| local::source(mapping, landscape, on(day)));
        let declared = landscape.declared(&name).cloned();
        let mapped = known.map_err(|error| format!("{error:#}")).map(|mapping| {
            let (own, plain) = (mapping.landscape(), mapping.source());
            Mapped {
                title: mapping.title().to_owned(),
                population: plain.population,
                since: plain.since,
                delivers: plain.delivers_to_dst,
                registers: own.registers.clone(),
                used_for: own.used_for.clone(),
                responsible: own.responsible.clone(),
                expected_day: own.expected_day,
            }
        });
        let rhythm = declared.as_ref().map_or_else(Rhythm::default, |own| own.rhythm);
        let expected = mapped.as_ref().ok().and_then(|own| own.expected_day);
        let in_basis = |import: &Import| {
            basis.as_ref().filter(|basis| basis.import_of(&name) == Some(&import.id)).map(|b| b.id.clone())
        };
        let named = declared.as_ref().and_then(|own| own.title.clone());
        SourceCard {
            title: source.as_ref().map_or_else(|| named.unwrap_or_else(|| name.clone()), |s| s.title.clone()),
            basis: own.last().and_then(in_basis),
            found: own.last().map_or_else(Found::default, |import| found(session, import)),
            rhythm: Rhythm { day: rhythm.day.or(expected), ..rhythm },
            imports: own,
            declared,
            mapped,
            source,
            name,
        }
    };
    Ok(names(landscape, &imports).into_iter().map(card).collect())
}

/// The sources that the program knows and the landscape does not name, with their titles: they can be declared.
///
/// # Errors
/// Where the folder cannot be read.
pub fn undeclared(session: &Session) -> anyhow::Result<Vec<(String, String)>> {
    let empty = Landscape::default();
    let landscape = session.landscape().unwrap_or(&empty);
    let known = sources::all(&session.edge.folder)?.into_iter();
    let known = known.filter_map(|(name, known)| Some((name, known.ok()?.mapping.title().to_owned())));
    Ok(known.filter(|(name, _)| landscape.declared(name).is_none()).collect())
}

fn found(session: &Session, import: &Import) -> Found {
    let found: serde_json::Value = serde_json::from_str(&import.found).unwrap_or_default();
    let own = session.kommune();
    let ours = |code: u16| code == own || session.law.kommune(code).is_some_and(|k| k.acts_through == own);
    let by = |key: &str| -> [u64; 3] {
        let mut out = [0; 3];
        for (code, rows) in found[key].as_object().into_iter().flatten() {
            let at = match code.parse::<u16>() {
                Ok(code) if ours(code) => 0,
                Ok(_) => 1,
                Err(_) => 2,
            };
            out[at] += rows.as_u64().unwrap_or(0);
        }
        out
    };
    Found {
        citizens: found["borgere"].as_u64().unwrap_or(0),
        first_day: found["foerste_dag"].as_str().and_then(Day::parse),
        last_day: found["sidste_dag"].as_str().and_then(Day::parse),
        handlekommune: by("handlekommune"),
        betalingskommune: by("betalingskommune"),
        has_keys: found["felter"].as_array().is_some_and(|all| all.iter().any(|key| key == "citizen_key")),
    }
}
