//! `status`: what each source declares beside what its newest import holds.

use crate::commands::sheets::{sources_beside, sources_switched_off};
use crate::local;
use crate::session::Session;
use crate::sources::{self, KnownSource};
use domain::calendar::{Day, Period};
use domain::landscape::{Landscape, Rhythm, Source};
use store::imports::{FindingCount, Import, Kind};

/// A source with its newest import.
#[derive(Debug)]
pub struct SourceStatus {
    /// The source's name.
    pub name: String,
    /// What its mapping declares; the reason where it cannot be read.
    pub declared: Result<Source, String>,
    /// Version of the mapping as it stands now.
    pub mapping_version: String,
    /// The newest import.
    pub newest: Option<Import>,
    /// Its findings by code.
    pub findings: Vec<FindingCount>,
    /// How many imports there are of it.
    pub imports: usize,
    /// The newest import stands in the newest accepted basis.
    pub in_basis: bool,
    /// A sheet that is read beside: no basis takes it.
    pub beside: bool,
    /// The day of the month on which an extract is expected, where one is.
    pub expected_day: Option<u8>,
    /// The expected day whose extract has not come.
    pub missing_since: Option<Day>,
}

/// The state of the data folder.
#[derive(Debug)]
pub struct Status {
    /// Our municipality's name.
    pub kommune: String,
    /// The newest accepted basis: id, when, by whom.
    pub basis: Option<(String, String, String)>,
    /// The sources, known ones in order.
    pub sources: Vec<SourceStatus>,
}

/// Reads the state.
///
/// # Errors
/// Where the store cannot be read.
pub async fn read_status(session: &Session) -> anyhow::Result<Status> {
    let today = session.ctx.at.get(..10).and_then(Day::parse).unwrap_or(Day::FIRST);
    read_status_on(session, today).await
}

/// As [`read_status`], as if it were another day: an invented municipality has its own.
///
/// # Errors
/// Where the store cannot be read.
pub async fn read_status_on(session: &Session, today: Day) -> anyhow::Result<Status> {
    let all = session.store.imports().list(&session.ctx).await?;
    let basis = session.store.bases().newest(&session.ctx).await?;
    // What is wrong in a landscape is said by the verbs that need it; the state is shown all the same.
    let landscape = session.landscape().cloned().unwrap_or_default();
    let on_the_day = Period { from: today, until: today.next() };
    let (beside, off) = (sources_beside(session).await?, sources_switched_off(session).await?);
    let mut out = Vec::new();
    for (name, known) in sources::all(&session.edge.folder)? {
        let mut own: Vec<Import> = all.iter().filter(|i| i.source == name).cloned().collect();
        let imports = own.len();
        let newest = own.pop();
        let findings = match &newest {
            Some(import) => session.store.imports().finding_counts(&session.ctx, &import.id).await?,
            None => Vec::new(),
        };
        let in_basis = newest.as_ref().is_some_and(|import| {
            basis.as_ref().is_some_and(|b| b.imports.iter().any(|part| part.import == import.id))
        });
        let mut rhythm = rhythm(&landscape, &name, known.as_ref().ok());
        if off.contains(&name) {
            // A sheet that is switched off is history.
            rhythm = Rhythm::default();
        }
        let until = landscape.declared(&name).and_then(|declared| declared.until);
        let from = newest.as_ref().and_then(day_of).filter(|_| until.is_none_or(|until| until > today));
        let mapping_version =
            known.as_ref().map_or_else(|_| String::new(), |k| k.mapping.version().to_owned());
        let declared =
            known.map(|k| local::source(&k.mapping, &landscape, on_the_day)).map_err(|e| format!("{e:#}"));
        out.push(SourceStatus {
            beside: beside.contains(&name),
            name,
            declared,
            mapping_version,
            newest,
            findings,
            imports,
            in_basis,
            expected_day: rhythm.day,
            missing_since: from.and_then(|from| rhythm.missed(from, today)),
        });
    }
    let kommune = session.law.kommune(session.kommune()).map_or_else(String::new, |k| k.name.clone());
    Ok(Status {
        kommune,
        basis: basis.map(|b| (b.id.to_string(), b.accepted_at, b.accepted_by)),
        sources: out,
    })
}

/// When an extract of a source is expected: as the landscape says, else as the mapping.
fn rhythm(landscape: &Landscape, name: &str, known: Option<&KnownSource>) -> Rhythm {
    let declared = landscape.declared(name).map_or_else(Rhythm::default, |declared| declared.rhythm);
    Rhythm { day: declared.day.or(known.and_then(|k| k.mapping.landscape().expected_day)), ..declared }
}

/// The day that an import is from: its extract's, else the day on which it came.
fn day_of(import: &Import) -> Option<Day> {
    import.facts.extracted.or_else(|| crate::edge::local_day(&import.imported_at))
}

impl SourceStatus {
    /// What is declared and what is found contradict each other: sentences for a person.
    #[must_use]
    pub fn contradictions(&self, own_kommune: u16) -> Vec<String> {
        let (Ok(source), Some(import)) = (&self.declared, &self.newest) else { return Vec::new() };
        let found: serde_json::Value = serde_json::from_str(&import.found).unwrap_or_default();
        let mut out = Vec::new();
        if import.kind != Kind::Activities {
            return out;
        }
        for (field, declared) in [
            ("handlekommune", domain::landscape::Population::Handlekommune),
            ("betalingskommune", domain::landscape::Population::Betalingskommune),
        ] {
            let others = rows_of_others(&found[field], own_kommune);
            if source.population == declared && others > 0 {
                out.push(format!(
                    "Kilden siger, at den har borgere, vi er {field} for, men {others} rækker har en anden {field}."
                ));
            }
        }
        for attribute in &source.attributes {
            if found["attributter"][attribute.key()].as_u64().unwrap_or(0) == 0 && import.totals.read.rows > 0
            {
                out.push(format!(
                    "Kilden siger, at den har {}, men ingen række har en værdi.",
                    attribute.text()
                ));
            }
        }
        if self.mapping_version != import.mapping_version {
            out.push(
                "Kildebeskrivelsen er ændret, siden filen blev indlæst: indlæs igen for at bruge den nye."
                    .to_owned(),
            );
        }
        out
    }
}

fn rows_of_others(counts: &serde_json::Value, own: u16) -> u64 {
    let Some(counts) = counts.as_object() else { return 0 };
    counts
        .iter()
        .filter(|(code, _)| code.parse::<u16>().is_ok_and(|c| c != own))
        .filter_map(|(_, rows)| rows.as_u64())
        .sum()
}
