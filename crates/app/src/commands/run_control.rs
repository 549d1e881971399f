//! `kontrol`: one 8-talskontrol over a basis.

use crate::commands::accept_basis::{ShownBasis, find_basis};
use crate::commands::export_cpr::export_cpr;
use crate::session::{PROGRAM, Session};
use anyhow::{Context as _, bail};
use domain::calendar::{Day, Period};
use domain::causes::andet_nummer;
use domain::control::{Control, Level};
use domain::deviation::Deviation;
use domain::landscape::{Attribute, ExtractFacts, Source};
use domain::language::Language;
use domain::law::{LawBook, ParagrafId};
use domain::overview::Overview;
use domain::paragraf::{ParagrafError, ParagrafReader};
use domain::person::CitizenId;
use domain::reconcile::attributes_to_compare;
use engine::{Input, Progress, Ran};
use ingest::mapping::Mapping;
use report::control_report::{ControlReport, NotRun, SystemLine};
use std::collections::BTreeMap;
use store::imports::{Import, Kind};
use store::runs::{self, NewRun, Recorded};

/// What is asked.
#[derive(Clone, Debug)]
pub struct RunControl {
    /// System 1: the one that delivers to Danmarks Statistik.
    pub system_1: String,
    /// System 2.
    pub system_2: String,
    /// First and last day, both included.
    pub window: (Day, Day),
    /// Written paragraphs; none means all.
    pub paragraffer: Vec<String>,
    /// Attributes asked for by name; none means all that both have.
    pub attributes: Vec<Attribute>,
    /// Level of questions 3 and 4.
    pub level: Level,
    /// The basis; none means the newest accepted.
    pub basis: Option<String>,
    /// CPR numbers are to stand in the output. The session's purpose goes into the log first.
    pub with_cpr: bool,
}

/// A control that has run.
pub struct RanControl {
    control: Control,
    law: LawBook,
    systems: [SystemLine; 2],
    basis: (String, String),
    versions: [String; 3],
    not_run: Vec<NotRun>,
    overview: Overview,
    cpr: Option<BTreeMap<CitizenId, String>>,
    ran: Ran,
    differs: bool,
}

impl RanControl {
    /// True where the same control on the same basis gave other bytes before: a fault of this program, to be said.
    #[must_use]
    pub fn differs_from_before(&self) -> bool {
        self.differs
    }

    /// The control as writers take it.
    #[must_use]
    pub fn report(&self) -> ControlReport<'_> {
        ControlReport {
            law: &self.law,
            control: &self.control,
            systems: self.systems.clone(),
            basis: self.basis.clone(),
            versions: self.versions.clone(),
            deviations: &self.ran.deviations,
            overview: &self.overview,
            coverage: &self.ran.coverage,
            not_run: self.not_run.clone(),
            providers: self.ran.providers.clone(),
            cpr: self.cpr.as_ref(),
        }
    }

    /// True where something asked for by name could not run.
    #[must_use]
    pub fn incomplete(&self) -> bool {
        self.not_run.iter().any(|n| n.asked)
    }

    /// The deviations.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        &self.ran.deviations
    }
}

/// One system of a control as it stands in the basis.
struct System {
    source: Source,
    import: Import,
}

/// Runs a control.
///
/// # Errors
/// Where there is no basis, a system is not in it, a paragraph is none, or rows cannot be read.
pub async fn run_control(
    session: &Session,
    request: &RunControl,
    progress: &Progress,
) -> anyhow::Result<RanControl> {
    let shown = find_basis(session, request.basis.as_deref()).await?;
    let systems = [system(&shown, &request.system_1)?, system(&shown, &request.system_2)?];
    if request.system_1 == request.system_2 {
        bail!(
            "System 1 og System 2 er begge «{}». En kontrol har to forskellige systemer.",
            request.system_1
        );
    }
    let language = language(session, &shown).await?;
    let sources = [&systems[0].source, &systems[1].source];
    let (attributes, lacking) = attributes_to_compare(&request.attributes, sources);
    let control = control(session, request, attributes)?;
    let lake = session.store.lake();
    let rows = [&systems[0], &systems[1]].map(|s| lake.activities(&session.ctx, &s.import.id));
    let [one, two] = rows;
    let (one, two) = (one?, two?);
    for system in &systems {
        // A figure is never made from rows that are not as they were written.
        if let Some(written) = &system.import.lake {
            lake.verify_activities(&session.ctx, &system.import.id, written)?;
        }
    }
    let input =
        |at: usize, rows| Input { source: &systems[at].source, facts: systems[at].import.facts, rows };
    let mut ran = engine::run(&control, &session.law, &language, [input(0, &one), input(1, &two)], progress)?;
    explain_numbers(session, &mut ran.deviations).await?;
    let differs = keep(session, &shown, request, &control, &ran).await?;
    let cpr = if request.with_cpr { Some(export_cpr(session, &ran.deviations).await?) } else { None };
    let overview = Overview::of(&ran.deviations, &ran.coverage);
    let lines = [0, 1].map(|side: usize| system_line(&systems[side], &ran, side));
    Ok(RanControl {
        not_run: not_run(&lacking, &systems, !request.attributes.is_empty()),
        versions: versions(&shown),
        basis: (shown.basis.id.to_string(), shown.basis.accepted_at.chars().take(10).collect()),
        control,
        law: session.law.clone(),
        systems: lines,
        overview,
        cpr,
        ran,
        differs,
    })
}

fn system(shown: &ShownBasis, name: &str) -> anyhow::Result<System> {
    let found = shown.imports.iter().find(|i| i.source == name && i.kind == Kind::Activities);
    let Some(import) = found else {
        let known: Vec<&str> =
            shown.imports.iter().filter(|i| i.kind == Kind::Activities).map(|i| i.source.as_str()).collect();
        let known = if known.is_empty() { "ingen".to_owned() } else { known.join(", ") };
        bail!(
            "Grundlaget {} har ingen indlæsning af «{name}». Systemer i grundlaget: {known}. Indlæs med «ottetal \
             import --kilde {name} FIL», og godkend med «ottetal grundlag accepter».",
            shown.basis.id
        );
    };
    // The mapping as it was when the file was read: a later version is another import.
    let mapping = Mapping::parse(&import.mapping, name)
        .with_context(|| format!("Indlæsningen {} har en kildebeskrivelse, der ikke kan læses", import.id))?;
    let mut source = mapping.source();
    let found: serde_json::Value = serde_json::from_str(&import.found)?;
    if let Some(columns) = found["kolonner"].as_array() {
        // A column that this extract came without is as one that the source has not.
        source.attributes.retain(|a| columns.iter().any(|key| key == a.key()));
    }
    Ok(System { source, import: import.clone() })
}

/// Both tables of the one language, as the basis has them.
pub(crate) async fn language(session: &Session, shown: &ShownBasis) -> anyhow::Result<Language> {
    let (mut lines, mut translations) = (Vec::new(), Vec::new());
    for import in &shown.imports {
        match import.kind {
            Kind::Language => {
                lines.extend(session.store.imports().language_lines(&session.ctx, &import.id).await?);
            }
            Kind::Translation => {
                translations
                    .extend(session.store.imports().translation_lines(&session.ctx, &import.id).await?);
            }
            Kind::Activities => {}
        }
    }
    Ok(Language::new(lines, translations))
}

fn control(session: &Session, request: &RunControl, attributes: Vec<Attribute>) -> anyhow::Result<Control> {
    let (first, last) = request.window;
    let Some(window) = Period::from_included(first, last) else {
        bail!("Vinduet slutter ({}) før det begynder ({}).", last.danish(), first.danish());
    };
    let mut paragraffer = Vec::new();
    for text in &request.paragraffer {
        paragraffer.extend(read_paragraf(&session.law, text, window)?);
    }
    paragraffer.sort_unstable();
    paragraffer.dedup();
    Ok(Control { paragraffer, attributes, level: request.level, ..Control::of(window, session.kommune()) })
}

/// Every paragraph that a text means on some day of the window: a number may have had two lives.
fn read_paragraf(law: &LawBook, text: &str, window: Period) -> anyhow::Result<Vec<ParagrafId>> {
    let reader = ParagrafReader::new(law);
    let mut days: Vec<Day> =
        law.paragraffer.iter().flat_map(|p| [p.valid.from, p.valid.until.previous()]).collect();
    days.extend([window.from, window.last_day()]);
    days.retain(|day| window.contains(*day));
    let mut found: Vec<ParagrafId> = days.iter().filter_map(|day| reader.read(text, *day).ok()).collect();
    found.sort_unstable();
    found.dedup();
    if found.is_empty() {
        let why = match reader.read(text, window.from) {
            Err(ParagrafError::Ambiguous(forms)) => {
                format!("kan være {}", forms.join(" eller "))
            }
            Err(ParagrafError::Range) => "er flere paragraffer; angiv dem hver for sig".to_owned(),
            Err(ParagrafError::NotInForce) => "gjaldt ikke i vinduet".to_owned(),
            _ => "er ikke en paragraf, vi kender; skriv fx 104, «SEL § 104» eller 105/85".to_owned(),
        };
        bail!("--paragraf «{text}» {why}.");
    }
    Ok(found)
}

async fn explain_numbers(session: &Session, deviations: &mut [Deviation]) -> anyhow::Result<()> {
    let [in_two, in_one] = andet_nummer::candidates(deviations);
    if in_two.is_empty() || in_one.is_empty() {
        return Ok(());
    }
    let near = session.store.people().near_pairs(&session.ctx, &in_two, &in_one).await?;
    let pairs: Vec<(CitizenId, CitizenId)> = near.into_iter().map(|(a, b, _)| (a, b)).collect();
    andet_nummer::lay_on(deviations, &pairs);
    Ok(())
}

/// Keeps the deviations as Parquet under the run's name, which follows from basis, parameters and program. True where
/// a run of that name gave other bytes before.
async fn keep(
    session: &Session,
    shown: &ShownBasis,
    request: &RunControl,
    control: &Control,
    ran: &Ran,
) -> anyhow::Result<bool> {
    let parameters = parameters(&session.law, request, control);
    let id = runs::id(&shown.basis.id, &parameters, PROGRAM);
    let lake = session.store.lake();
    let mut writer = lake.deviation_writer(&session.ctx, &id, &session.law)?;
    writer.write(&ran.deviations, [&ran.wordings[0], &ran.wordings[1]], &[])?;
    let deviations = writer.finish()?;
    let counts: BTreeMap<String, u64> = [1u8, 2, 3, 4]
        .into_iter()
        .map(|q| {
            (
                format!("spoergsmaal_{q}"),
                ran.deviations.iter().filter(|d| d.question == Some(q)).count() as u64,
            )
        })
        .collect();
    let run = NewRun {
        basis: &shown.basis.id,
        parameters: &parameters,
        program_version: PROGRAM,
        started: &session.ctx.at,
        finished: &crate::edge::now(),
        deviations: &deviations,
        counts: &serde_json::to_string(&counts)?,
    };
    let (_, recorded) = session.store.runs().record(&session.ctx, &run).await?;
    Ok(recorded == Recorded::Different)
}

fn parameters(law: &LawBook, request: &RunControl, control: &Control) -> String {
    let paragraffer: Vec<String> = control
        .paragraffer
        .iter()
        .map(|id| format!("{} fra {}", law.paragraf(*id).written, law.paragraf(*id).valid.from.iso()))
        .collect();
    let attributes: Vec<&str> = control.attributes.iter().map(|a| a.key()).collect();
    serde_json::json!({
        "system_1": request.system_1,
        "system_2": request.system_2,
        "fra": control.window.from.iso(),
        "til": control.window.last_day().iso(),
        "paragraffer": paragraffer,
        "attributter": attributes,
        "niveau": control.level.key(),
        "overfoersel_dage": control.transfer_days,
    })
    .to_string()
}

fn system_line(system: &System, ran: &Ran, side: usize) -> SystemLine {
    let facts: ExtractFacts = system.import.facts;
    SystemLine {
        name: system.source.name.clone(),
        title: system.source.title.clone(),
        import: system.import.id.to_string(),
        facts,
        files: system.import.files.iter().map(|f| f.name.clone()).collect(),
        sheets: ran.wordings[side].words().iter().map(ToString::to_string).collect(),
    }
}

fn not_run(lacking: &[Attribute], systems: &[System; 2], asked: bool) -> Vec<NotRun> {
    lacking
        .iter()
        .map(|attribute| NotRun {
            attribute: *attribute,
            lacking: systems
                .iter()
                .filter(|s| !s.source.attributes.contains(attribute))
                .map(|s| s.source.title.clone())
                .collect(),
            asked,
        })
        .collect()
}

/// Versions of translation, law and program that the figures depend on.
fn versions(shown: &ShownBasis) -> [String; 3] {
    let tables: Vec<&str> =
        shown.imports.iter().filter(|i| i.kind != Kind::Activities).map(|i| i.id.as_str()).collect();
    let tables = if tables.is_empty() { "ingen".to_owned() } else { tables.join("+") };
    [tables, shown.basis.law_version.clone(), shown.basis.program_version.clone()]
}
