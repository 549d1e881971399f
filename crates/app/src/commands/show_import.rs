//! One import as it is looked at: what it holds, what was wrong in it, and how it is beside the one before it.
//!
//! Invariant: no row about a citizen. A finding's value is what the reader kept, and it hides what may be a person's
//! number; målgrupper and diagnoses are told apart ([`ShownFinding::is_health`]), so that they can be left out.

use crate::commands::read_status::SourceStatus;
use crate::local;
use crate::session::Session;
use crate::sources;
use domain::calendar::{Day, Period};
use domain::finding::Effect;
use domain::landscape::{Attribute, Source};
use ingest::apply::codes;
use std::collections::BTreeMap;
use store::imports::{FindingsAsked, FindingsInAll, Import, KeptFinding};
use store::{BasisId, ImportId, StoreError};

/// An import with what is around it.
#[derive(Debug)]
pub struct ShownImport {
    /// The import.
    pub import: Import,
    /// It has been deleted: its line is what is left.
    pub deleted: bool,
    /// What the mapping that it was read with declares, with the landscape over it.
    pub declared: Result<Source, String>,
    /// What was found in it.
    pub found: FoundInImport,
    /// Its findings by code, those that set rows aside first.
    pub groups: Vec<FindingGroup>,
    /// All its findings.
    pub findings: FindingsInAll,
    /// Of these, those that set rows aside.
    pub set_aside: FindingsInAll,
    /// The import of the same source before it.
    pub before: Option<Before>,
    /// The one after it, which has taken its place.
    pub after: Option<ImportId>,
    /// What is declared one way and found another.
    pub contradictions: Vec<String>,
    /// The bases that have it, the newest first, and whether the newest of all is among them.
    pub bases: Vec<(BasisId, String)>,
    /// It stands in the newest basis.
    pub in_basis: bool,
}

/// What was found in an import, from its line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundInImport {
    /// Distinct citizens; 0 for a source without.
    pub citizens: u64,
    /// First day of any row.
    pub first_day: Option<Day>,
    /// Last day of any row that has an end.
    pub last_day: Option<Day>,
    /// Rows without an end.
    pub open_rows: u64,
    /// Last day of registration.
    pub last_registered: Option<Day>,
    /// Status words: the word, how its rows count, how many.
    pub statuses: Vec<(String, Counted, u64)>,
    /// Rows by acting municipality; `None` where not filled in.
    pub handlekommune: Vec<(Option<u16>, u64)>,
    /// Rows by paying municipality.
    pub betalingskommune: Vec<(Option<u16>, u64)>,
    /// Attributes that the files have columns for, with the rows that have a value.
    pub attributes: Vec<(Attribute, u64)>,
}

/// How rows of a status count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// They count.
    Counts,
    /// They never took effect.
    Never,
    /// It is not said how: set aside.
    Unclear,
}

/// Findings of one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingGroup {
    /// The code.
    pub code: String,
    /// What became of the rows.
    pub effect: Effect,
    /// How many are listed.
    pub count: u64,
    /// Why.
    pub reason: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

/// The import before.
#[derive(Clone, Debug)]
pub struct Before {
    /// The import.
    pub import: Import,
    /// Its citizens.
    pub citizens: u64,
    /// Its findings.
    pub findings: FindingsInAll,
}

/// A finding as it is shown.
#[derive(Clone, Debug)]
pub struct ShownFinding {
    /// The finding.
    pub kept: KeptFinding,
    /// What is said of this one beyond what is said of its code; may be empty.
    pub detail: String,
    /// It is about a målgruppe or a diagnosis.
    pub is_health: bool,
}

/// Gathers what is known about an import.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn show_import(session: &Session, name: &str) -> anyhow::Result<ShownImport> {
    let id = ImportId::parse(name)?;
    let imports = session.store.imports();
    let (import, deleted) = match imports.find(&session.ctx, &id).await? {
        Some(import) => (import, false),
        None => (imports.deleted(&session.ctx, &id).await.map_err(|error| gone(&id, error))?, true),
    };
    let all = imports.list(&session.ctx).await?;
    let own: Vec<&Import> = all.iter().filter(|other| other.source == import.source).collect();
    let at = own.iter().position(|other| other.id == import.id);
    let before = match at.and_then(|at| at.checked_sub(1)) {
        Some(at) => Some(before(session, own[at].clone()).await?),
        None => None,
    };
    let bases = session.store.bases().list(&session.ctx).await?;
    let has = |basis: &&store::bases::Basis| basis.imports.iter().any(|part| part.import == id);
    let declared = declared(session, &import);
    let set_aside = FindingsAsked { effect: Some(Effect::SetAside), ..FindingsAsked::default() };
    Ok(ShownImport {
        deleted,
        found: FoundInImport::of(&import),
        groups: groups(session, &id).await?,
        findings: imports.findings_in_all(&session.ctx, &id, &FindingsAsked::default()).await?,
        set_aside: imports.findings_in_all(&session.ctx, &id, &set_aside).await?,
        before,
        after: at.and_then(|at| own.get(at + 1)).map(|next| next.id.clone()),
        contradictions: contradictions(session, &import, &declared),
        in_basis: bases.first().as_ref().is_some_and(has),
        bases: bases.iter().filter(has).map(|b| (b.id.clone(), b.accepted_at.clone())).collect(),
        declared,
        import,
    })
}

fn gone(id: &ImportId, error: StoreError) -> StoreError {
    match error {
        StoreError::NotFound(_) => StoreError::NotFound(format!(
            "Der er ingen indlæsning {id}. Se dem, der er, på siden Indlæsning."
        )),
        other => other,
    }
}

/// The findings asked for, in the order of the reader.
///
/// # Errors
/// Where the store cannot be read.
pub async fn list_findings(
    session: &Session,
    import: &Import,
    asked: &FindingsAsked<'_>,
    limit: u32,
    offset: u32,
) -> anyhow::Result<Vec<ShownFinding>> {
    let mapping = sources::parse_once(&import.mapping, &import.source).ok();
    let imports = session.store.imports();
    let kept = imports.findings_of(&session.ctx, &import.id, asked, limit, offset).await?;
    let shown = kept.into_iter().map(|kept| {
        let (reason, _) = of_code(&kept.code);
        let detail = kept.reason.strip_prefix(reason).unwrap_or(&kept.reason).trim().to_owned();
        // A mapping that can no longer be read says nothing: then all of it is held back.
        let about_health = mapping.as_ref().is_none_or(|m| m.is_health(&kept.column));
        let is_health = about_health || HEALTH_CODES.contains(&kept.code.as_str());
        ShownFinding { detail, is_health, kept }
    });
    Ok(shown.collect())
}

/// Codes whose reason names a målgruppe.
const HEALTH_CODES: [&str; 4] = ["IND040", "IND041", "IND042", "IND043"];

/// Reason and remedy of a code; empty for one that this program does not know.
fn of_code(code: &str) -> (&'static str, &'static str) {
    codes::ALL.iter().find(|known| known.code == code).map_or(("", ""), |known| (known.reason, known.remedy))
}

async fn groups(session: &Session, id: &ImportId) -> anyhow::Result<Vec<FindingGroup>> {
    let counts = session.store.imports().finding_counts(&session.ctx, id).await?;
    let mut groups: Vec<FindingGroup> = counts
        .into_iter()
        .map(|count| {
            let (reason, remedy) = of_code(&count.code);
            FindingGroup { code: count.code, effect: count.effect, count: count.count, reason, remedy }
        })
        .collect();
    groups.sort_by(|a, b| (a.effect, &a.code).cmp(&(b.effect, &b.code)));
    Ok(groups)
}

async fn before(session: &Session, import: Import) -> anyhow::Result<Before> {
    let asked = FindingsAsked::default();
    let findings = session.store.imports().findings_in_all(&session.ctx, &import.id, &asked).await?;
    Ok(Before { citizens: FoundInImport::of(&import).citizens, findings, import })
}

/// As the mapping said when the file was read.
fn declared(session: &Session, import: &Import) -> Result<Source, String> {
    let mapping = sources::parse_once(&import.mapping, &import.source).map_err(|error| error.to_string())?;
    let landscape = session.landscape().cloned().unwrap_or_default();
    let day = import.facts.extracted.unwrap_or(Day::FIRST);
    Ok(local::source(&mapping, &landscape, Period { from: day, until: day.next() }))
}

fn contradictions(session: &Session, import: &Import, declared: &Result<Source, String>) -> Vec<String> {
    let now = sources::find(&session.edge.folder, &import.source);
    let status = SourceStatus {
        name: import.source.clone(),
        declared: declared.clone(),
        mapping_version: now
            .map_or_else(|_| import.mapping_version.clone(), |k| k.mapping.version().to_owned()),
        newest: Some(import.clone()),
        findings: Vec::new(),
        imports: 1,
        beside: false,
        in_basis: false,
        expected_day: None,
        missing_since: None,
    };
    status.contradictions(session.kommune())
}

impl FoundInImport {
    /// What an import's line says.
    #[must_use]
    pub fn of(import: &Import) -> FoundInImport {
        let found: serde_json::Value = serde_json::from_str(&import.found).unwrap_or_default();
        let day = |key: &str| found[key].as_str().and_then(Day::parse);
        let kommuner = |key: &str| -> Vec<(Option<u16>, u64)> {
            let entries = found[key].as_object().into_iter().flatten();
            entries.filter_map(|(code, rows)| Some((code.parse().ok(), rows.as_u64()?))).collect()
        };
        let statuses = found["status"].as_array().into_iter().flatten().filter_map(|entry| {
            let counted = match entry[1].as_str()? {
                "Counts" => Counted::Counts,
                "NeverTookEffect" => Counted::Never,
                _ => Counted::Unclear,
            };
            Some((entry[0].as_str()?.to_owned(), counted, entry[2].as_u64()?))
        });
        let filled: BTreeMap<&str, u64> = found["attributter"]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(key, rows)| Some((key.as_str(), rows.as_u64()?)))
            .collect();
        let has = |attribute: &Attribute| {
            found["kolonner"].as_array().is_some_and(|keys| keys.iter().any(|key| key == attribute.key()))
        };
        FoundInImport {
            citizens: found["borgere"].as_u64().unwrap_or(0),
            first_day: day("foerste_dag"),
            last_day: day("sidste_dag"),
            open_rows: found["aabne_raekker"].as_u64().unwrap_or(0),
            last_registered: day("sidst_registreret"),
            statuses: statuses.collect(),
            handlekommune: kommuner("handlekommune"),
            betalingskommune: kommuner("betalingskommune"),
            attributes: Attribute::ALL
                .into_iter()
                .filter(has)
                .map(|attribute| (attribute, filled.get(attribute.key()).copied().unwrap_or(0)))
                .collect(),
        }
    }
}
