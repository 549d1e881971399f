//! What arrived last from each source, and when the next is expected.
//!
//! Invariant: names no citizen and counts none; a day is handed in, so that what is late is late on a day that is said.

use crate::basis_content::BasisContent;
use crate::commands::landscape::seen_import;
use crate::commands::sheets::sources_beside;
use crate::local;
use crate::session::Session;
use crate::sources;
use domain::calendar::{Day, Period};
use domain::landscape::{Contradiction, Declared, Rhythm, SeenImport, about_arrival};
use domain::work_item;
use std::collections::BTreeMap;
use store::imports::{Import, Kind};

/// The newest import of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The source's name.
    pub source: String,
    /// As people say it.
    pub title: String,
    /// The import's name.
    pub import: String,
    /// What it holds.
    pub kind: Kind,
    /// The day of the extract.
    pub extracted: Option<Day>,
    /// When it was read in, RFC 3339, and by whom.
    pub imported: (String, String),
    /// It stands in the newest basis.
    pub in_basis: bool,
    /// When an extract is expected.
    pub rhythm: Rhythm,
    /// The source is out of use.
    pub ended: Option<Day>,
    /// The newest import and the one before it with other content, the oldest first.
    seen: Vec<SeenImport>,
}

impl Arrival {
    /// The day of the extract; where nobody said it, the day on which it was read in.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        self.extracted.or_else(|| self.imported.0.get(..10).and_then(Day::parse))
    }

    /// The expected day whose extract has not come.
    #[must_use]
    pub fn missing_since(&self, today: Day) -> Option<Day> {
        if self.ended.is_some_and(|ended| ended <= today) {
            return None;
        }
        self.rhythm.missed(self.day()?, today)
    }

    /// What is to be looked at before the newest extract is accepted: it is late, its day has not moved, it has far fewer
    /// rows than the one before.
    #[must_use]
    pub fn findings(&self, today: Day) -> Vec<Contradiction> {
        let declared = Declared { until: self.ended, ..Declared::default() };
        about_arrival(&self.source, Some(&declared), self.rhythm, &self.seen, today)
    }

    /// The next day on which an extract is expected.
    #[must_use]
    pub fn expected(&self, today: Day) -> Option<Day> {
        work_item::Rhythm::Monthly(self.rhythm.day?).next_after(today)
    }
}

/// The newest import of each source: systems first, then the others, each by name.
///
/// # Errors
/// Where the store cannot be read.
pub async fn read_arrivals(session: &Session, basis: Option<&BasisContent>) -> anyhow::Result<Vec<Arrival>> {
    // A sheet that is read beside is no part of any figure; its own page says what has come.
    let beside = sources_beside(session).await?;
    let imports = session.store.imports().list(&session.ctx).await?;
    let mut all: BTreeMap<String, Vec<Import>> = BTreeMap::new();
    for import in imports.into_iter().filter(|import| !beside.contains(&import.source)) {
        all.entry(import.source.clone()).or_default().push(import);
    }
    let mut out: Vec<Arrival> = all.into_values().filter_map(|own| arrival(session, basis, own)).collect();
    out.sort_by(|a, b| (a.kind != Kind::Activities, &a.title).cmp(&(b.kind != Kind::Activities, &b.title)));
    Ok(out)
}

fn arrival(session: &Session, basis: Option<&BasisContent>, mut own: Vec<Import>) -> Option<Arrival> {
    let import = own.pop()?;
    let newest = seen_import(&import);
    let before = own.iter().rev().map(seen_import).find(|seen| seen.content != newest.content);
    let seen = before.into_iter().chain([newest]).collect();
    // What is wrong in a landscape is said by the verbs that need it.
    let landscape = session.landscape().cloned().unwrap_or_default();
    let declared = landscape.declared(&import.source);
    let known = sources::find(&session.edge.folder, &import.source).ok();
    let title = known.as_ref().map(|k| local::source(&k.mapping, &landscape, Period::ALWAYS).title);
    let expected_day = known.and_then(|k| k.mapping.landscape().expected_day);
    let rhythm = declared.map_or_else(Rhythm::default, |d| d.rhythm);
    Some(Arrival {
        seen,
        rhythm: Rhythm { day: rhythm.day.or(expected_day), ..rhythm },
        ended: declared.and_then(|d| d.until),
        in_basis: basis.is_some_and(|b| b.shown.imports.iter().any(|own| own.id == import.id)),
        title: title.unwrap_or_else(|| import.source.clone()),
        import: import.id.to_string(),
        kind: import.kind,
        extracted: import.facts.extracted,
        imported: (import.imported_at, import.imported_by),
        source: import.source,
    })
}
