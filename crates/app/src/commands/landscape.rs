//! `datalandskab` and `omraade`: what is declared of each source and where it is said, what contradicts it, and which
//! citizens a figure is about.

use crate::local;
use crate::session::Session;
use crate::sources;
use anyhow::bail;
use domain::area::{self, Area, AreaError};
use domain::calendar::{Day, Period};
use domain::landscape::{Contradiction, Declared, Landscape, SeenImport, SeenSource, Source, contradictions};
use domain::language::LanguageLine;
use domain::law::LawBook;
use domain::observation::Standing;
use domain::wording::Wording;
use ingest::mapping::Mapping;
use store::imports::{Import, Kind};

/// The area of a control that names none, where the landscape names none either.
pub const AREA: &str = "voksne";

/// The word for no area: every citizen and paragraph.
pub const EVERYBODY: &str = "alle";

/// A source as it is declared, in both places.
#[derive(Debug)]
pub struct ShownSource {
    /// The mapping's name.
    pub name: String,
    /// What the landscape declares.
    pub declared: Option<Declared>,
    /// Its mapping; why it cannot be read where it cannot.
    pub mapping: Result<Mapping, String>,
    /// What holds today, of both.
    pub source: Option<Source>,
    /// It has been imported.
    pub imported: bool,
}

/// The landscape with the sources that are declared or imported.
#[derive(Debug)]
pub struct ShownLandscape {
    /// What is declared.
    pub landscape: Landscape,
    /// In the order of the landscape, then those that are imported alone.
    pub sources: Vec<ShownSource>,
}

/// Gathers what is declared.
///
/// # Errors
/// Where the landscape has mistakes, or the store cannot be read.
pub async fn show_landscape(session: &Session) -> anyhow::Result<ShownLandscape> {
    let landscape = session.landscape()?;
    let imports = systems(session).await?;
    let shown = |name: String| {
        let mapping =
            sources::find(&session.edge.folder, &name).map(|k| k.mapping).map_err(|e| format!("{e:#}"));
        let source = mapping.as_ref().ok().map(|m| local::source(m, landscape, on(today(session))));
        ShownSource {
            declared: landscape.declared(&name).cloned(),
            imported: imports.iter().any(|i| i.source == name),
            mapping,
            source,
            name,
        }
    };
    let sources = names(landscape, &imports).into_iter().map(shown).collect();
    Ok(ShownLandscape { landscape: landscape.clone(), sources })
}

/// Sets what is declared beside what the imports hold.
///
/// # Errors
/// Where the landscape has mistakes, or the store cannot be read.
pub async fn find_contradictions(session: &Session) -> anyhow::Result<Vec<Contradiction>> {
    find_contradictions_on(session, today(session)).await
}

/// As [`find_contradictions`], as if it were another day: an invented municipality has its own.
///
/// # Errors
/// Where the landscape has mistakes, or the store cannot be read.
pub async fn find_contradictions_on(session: &Session, today: Day) -> anyhow::Result<Vec<Contradiction>> {
    let landscape = session.landscape()?;
    let imports = systems(session).await?;
    let mut seen = Vec::new();
    for name in names(landscape, &imports) {
        let own: Vec<&Import> = imports.iter().filter(|i| i.source == name).collect();
        let known = sources::find(&session.edge.folder, &name).ok();
        let source = known.as_ref().map(|k| local::source(&k.mapping, landscape, on(today)));
        let expected_day = known.and_then(|k| k.mapping.landscape().expected_day);
        let excepted_rows = match (&source, own.last()) {
            (Some(source), Some(newest)) => excepted_rows(session, source, newest)?,
            _ => Vec::new(),
        };
        seen.push(SeenSource {
            name,
            source,
            expected_day,
            imports: own.into_iter().map(seen_import).collect(),
            excepted_rows,
        });
    }
    let mut out = contradictions(landscape, &seen, &session.law, session.kommune(), today);
    let area = landscape.area.as_deref().unwrap_or(AREA);
    if area != EVERYBODY
        && let Err(why) = area::resolve(&session.law, &[], area, today)
    {
        let text = format!("Området «{area}» kan ikke bruges i dag: {}", area_in_words(&why));
        out.push(Contradiction { source: String::new(), key: "omraade", text });
    }
    Ok(out)
}

/// The area that a control asks for: the named one, the landscape's, or [`AREA`]. It must be one definition in the
/// whole window.
///
/// # Errors
/// Where there is no such area, or its definition changes inside the window.
pub fn resolve_area(
    law: &LawBook,
    landscape: &Landscape,
    lines: &[LanguageLine],
    named: Option<&str>,
    window: Period,
) -> anyhow::Result<Area> {
    let name = named.or(landscape.area.as_deref()).unwrap_or(AREA);
    if name == EVERYBODY {
        return Ok(everybody());
    }
    let found = area::resolve(law, lines, name, window.from);
    let area =
        found.map_err(|why| anyhow::anyhow!("Området «{name}» kan ikke bruges: {}", area_in_words(&why)))?;
    if area.valid.until < window.until {
        bail!(
            "Området «{name}» har én definition til og med {} og en anden eller ingen derefter. Et tal handler om ét \
             område: del vinduet dér.",
            area.valid.last_day().danish()
        );
    }
    Ok(area)
}

fn everybody() -> Area {
    Area {
        name: EVERYBODY.to_owned(),
        title: "Alle borgere og paragraffer".to_owned(),
        valid: Period::ALWAYS,
        paragraffer: Vec::new(),
        age_from: None,
        age_until: None,
        source: String::new(),
    }
}

fn area_in_words(why: &AreaError) -> String {
    match why {
        AreaError::Unknown(known) => {
            format!("det findes ikke. Områder: {}, {EVERYBODY}. Se «ottetal omraade liste».", known.join(", "))
        }
        AreaError::NotDefined => "det er ikke defineret den første dag. Se dets datoer med «ottetal omraade vis».".to_owned(),
        AreaError::NoParagraf => {
            "dets funktioner fører ikke til nogen paragraf. Skriv `paragraffer`, eller giv grupperingerne i kontoplanen \
             en paragraf."
                .to_owned()
        }
    }
}

/// The day of the call.
fn today(session: &Session) -> Day {
    session.ctx.at.get(..10).and_then(Day::parse).unwrap_or(Day::FIRST)
}

pub(crate) fn on(day: Day) -> Period {
    Period { from: day, until: day.next() }
}

/// The imports of systems, oldest first; tables of words are no systems.
pub(crate) async fn systems(session: &Session) -> anyhow::Result<Vec<Import>> {
    let mut all = session.store.imports().list(&session.ctx).await?;
    all.retain(|import| !matches!(import.kind, Kind::Language | Kind::Translation));
    Ok(all)
}

pub(crate) fn names(landscape: &Landscape, imports: &[Import]) -> Vec<String> {
    let mut names: Vec<String> = landscape.sources.iter().map(|declared| declared.name.clone()).collect();
    for import in imports {
        if !names.contains(&import.source) {
            names.push(import.source.clone());
        }
    }
    names
}

pub(crate) fn seen_import(import: &Import) -> SeenImport {
    let found: serde_json::Value = serde_json::from_str(&import.found).unwrap_or_default();
    let counts = |key: &str| -> Vec<(Option<u16>, u64)> {
        let entries = found[key].as_object().into_iter().flatten();
        entries.filter_map(|(code, rows)| Some((code.parse().ok(), rows.as_u64()?))).collect()
    };
    let files: Vec<&str> = import.files.iter().map(|file| file.sha256.as_str()).collect();
    SeenImport {
        content: files.join(" "),
        imported: import.imported_at.get(..10).and_then(Day::parse),
        extracted: import.facts.extracted,
        rows: import.totals.read.rows,
        first_day: found["foerste_dag"].as_str().and_then(Day::parse),
        handlekommune: counts("handlekommune"),
        betalingskommune: counts("betalingskommune"),
    }
}

/// Rows that count at providers that are excepted from the source itself, on the days of the exception.
fn excepted_rows(session: &Session, source: &Source, newest: &Import) -> anyhow::Result<Vec<(usize, u64)>> {
    if source.exceptions.is_empty() || newest.kind != Kind::Activities {
        return Ok(Vec::new());
    }
    let mut wording = Wording::default();
    let rows = session.store.lake().activities(&session.ctx, &newest.id)?.read_all(&mut wording)?;
    let count = |(at, exception): (usize, &domain::landscape::Exception)| {
        let about: Vec<bool> = wording.providers().iter().map(|p| exception.is_about(p)).collect();
        let rows = rows.iter().filter(|row| {
            row.standing == Standing::Counts
                && about[row.provider.0 as usize]
                && row.period().overlaps(exception.valid)
        });
        (at, rows.count() as u64)
    };
    Ok(source.exceptions.iter().enumerate().map(count).collect())
}
