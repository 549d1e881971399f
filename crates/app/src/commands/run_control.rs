//! `kontrol`: one 8-talskontrol over a basis.

mod other_sources;
mod question;

use crate::basis_content::{BasisContent, BasisSource};
use crate::commands::accept_basis::{ShownBasis, find_basis};
use crate::commands::export_cpr::export_cpr;
use crate::session::{PROGRAM, Session};
use anyhow::bail;
use domain::calendar::Day;
use domain::causes::andet_nummer;
use domain::control::{Control, Level};
use domain::coverage::Reached;
use domain::deviation::{Deviation, RuleCode};
use domain::landscape::Attribute;
use domain::law::LawBook;
use domain::overview::Overview;
use domain::person::CitizenId;
use domain::reconcile::attributes_to_compare;
use domain::rules::NotRunnable;
use domain::wording::Wording;
use engine::{Given, Input, Lists, Progress, Ran};
use other_sources::OtherSources;
pub(crate) use other_sources::open_kind;
use report::control_report::{ControlReport, NotRun, SystemLine};
use std::collections::BTreeMap;
use store::RunId;
use store::imports::{Import, Kind};
use store::lake::ActivityFile;
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
    /// Rules asked for; none means all that can run.
    pub rules: Vec<RuleCode>,
    /// The area; none means the landscape's, else [`crate::commands::landscape::AREA`]; [`crate::commands::landscape::EVERYBODY`] means no limit.
    pub area: Option<String>,
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
    others: Vec<SystemLine>,
    basis: (String, String),
    versions: [String; 3],
    notes: Vec<String>,
    not_run: Vec<NotRun>,
    rules_not_run: Vec<NotRunnable>,
    rules_asked: bool,
    overview: Overview,
    cpr: Option<BTreeMap<CitizenId, String>>,
    ran: Ran,
    run: RunId,
    parameters: String,
    differs: bool,
}

impl RanControl {
    /// The run's name.
    #[must_use]
    pub fn run(&self) -> &RunId {
        &self.run
    }

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
            rules_not_run: &self.rules_not_run,
            notes: &self.notes,
            others: &self.others,
            providers: self.ran.providers.clone(),
            cpr: self.cpr.as_ref(),
        }
    }

    /// True where something asked for by name could not run.
    #[must_use]
    pub fn incomplete(&self) -> bool {
        self.not_run.iter().any(|n| n.asked) || !self.rules_that_did_not_run().is_empty()
    }

    /// Rules that were asked for by name and ran in neither system.
    #[must_use]
    pub fn rules_that_did_not_run(&self) -> Vec<&NotRunnable> {
        let nowhere = |lack: &&NotRunnable| {
            lack.side.is_none()
                || self.rules_not_run.iter().filter(|other| other.rule == lack.rule).count() > 1
        };
        if self.rules_asked { self.rules_not_run.iter().filter(nowhere).collect() } else { Vec::new() }
    }

    /// The citizens behind the counts of each paragraph, by paragraph, then citizen.
    #[must_use]
    pub fn reached(&self) -> &[Reached] {
        &self.ran.reached
    }

    /// The figures above the lists.
    #[must_use]
    pub fn overview(&self) -> &Overview {
        &self.overview
    }

    /// System 1 and System 2.
    #[must_use]
    pub fn systems(&self) -> &[SystemLine; 2] {
        &self.systems
    }

    /// What was asked.
    #[must_use]
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// The law of the basis.
    #[must_use]
    pub fn law(&self) -> &LawBook {
        &self.law
    }

    /// The deviations.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        &self.ran.deviations
    }
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
    let content = BasisContent::load(session, shown).await?;
    let mut ran = compute_control(session, &content, request, progress).await?;
    ran.differs = keep(session, &content, &ran).await?;
    if request.with_cpr {
        ran.cpr = Some(export_cpr(session, &ran.ran.deviations).await?);
    }
    Ok(ran)
}

/// Runs a control over a basis that is loaded, and keeps nothing of it: what is kept of an earlier run is made again.
///
/// # Errors
/// As [`run_control`].
pub async fn compute_control(
    session: &Session,
    content: &BasisContent,
    request: &RunControl,
    progress: &Progress,
) -> anyhow::Result<RanControl> {
    if request.system_1 == request.system_2 {
        bail!(
            "System 1 og System 2 er begge «{}». En kontrol har to forskellige systemer.",
            request.system_1
        );
    }
    let window = question::window(request)?;
    let system = |name: &str| content.source(system(&content.shown, name)?, window);
    let systems = [system(&request.system_1)?, system(&request.system_2)?];
    let sources = [&systems[0].source, &systems[1].source];
    let (attributes, lacking) = attributes_to_compare(&request.attributes, sources);
    let control = question::control(session, content, request, attributes)?;
    let others = OtherSources::open(session, content, window)?;
    let rows = [open_rows(session, content, &systems[0])?, open_rows(session, content, &systems[1])?];
    let input =
        |at: usize| Input { source: &systems[at].source, facts: systems[at].import.facts, rows: &rows[at] };
    let given = Given {
        control: &control,
        law: &content.law,
        language: &content.language,
        systems: [input(0), input(1)],
        others: others.given(),
        lists: Lists {
            prices: content.prices.as_ref(),
            providers: (!content.providers.is_empty()).then_some(&content.providers),
            caseworkers: content.caseworkers.as_deref(),
        },
    };
    let rules_not_run = engine::not_runnable(&given);
    let mut ran = engine::run(&given, progress)?;
    explain_numbers(session, &mut ran.deviations).await?;
    let parameters = parameters(&content.law, request, &control, &content.landscape.version);
    let overview = Overview::of(&ran.deviations, &ran.coverage);
    let notes =
        question::notes(content, request, &control, [&systems[0], &systems[1]], others.ledger_is_net());
    let lines = [0, 1].map(|side: usize| system_line(&systems[side], &ran.wordings[side]));
    let other_lines = others.lines(&ran.other_wordings);
    Ok(RanControl {
        not_run: not_run(&lacking, &systems, !request.attributes.is_empty()),
        rules_not_run,
        versions: versions(&content.shown),
        basis: (
            content.shown.basis.id.to_string(),
            content.shown.basis.accepted_at.chars().take(10).collect(),
        ),
        rules_asked: !request.rules.is_empty(),
        notes,
        control,
        law: content.law.clone(),
        systems: lines,
        others: other_lines,
        overview,
        cpr: None,
        run: runs::id(&content.shown.basis.id, &parameters, PROGRAM),
        parameters,
        ran,
        differs: false,
    })
}

pub(crate) fn system<'s>(shown: &'s ShownBasis, name: &str) -> anyhow::Result<&'s Import> {
    let activities = || shown.imports.iter().filter(|i| i.kind == Kind::Activities);
    if let Some(found) = activities().find(|i| i.source == name) {
        return Ok(found);
    }
    if let Some(other) = shown.imports.iter().find(|i| i.source == name) {
        bail!(
            "«{name}» har ikke ydelser, men {}, og kan ikke være System 1 eller System 2. Den indgår af sig selv i kontrollen, når \
             den er i grundlaget.",
            other.kind.key()
        );
    }
    let known: Vec<&str> = activities().map(|i| i.source.as_str()).collect();
    let known = if known.is_empty() { "ingen".to_owned() } else { known.join(", ") };
    bail!(
        "Grundlaget {} har ingen indlæsning af «{name}». Systemer i grundlaget: {known}. Indlæs med «ottetal \
         import --kilde {name} FIL», og godkend med «ottetal grundlag accepter».",
        shown.basis.id
    );
}

/// The rows of a system, as they were written and under the ids that its people have now.
pub(crate) fn open_rows(
    session: &Session,
    content: &BasisContent,
    system: &BasisSource,
) -> anyhow::Result<ActivityFile> {
    let lake = session.store.lake();
    // A figure is never made from rows that are not as they were written.
    if let Some(written) = &system.import.lake {
        lake.verify_rows(&session.ctx, &system.import.id, Kind::Activities, written)?;
    }
    Ok(lake.activities(&session.ctx, &system.import.id)?.resolving(&content.merged))
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
async fn keep(session: &Session, content: &BasisContent, ran: &RanControl) -> anyhow::Result<bool> {
    let found = &ran.ran;
    let mut writer = session.store.lake().deviation_writer(&session.ctx, &ran.run, &content.law)?;
    let others: Vec<&Wording> = found.other_wordings.iter().collect();
    writer.write(&found.deviations, [&found.wordings[0], &found.wordings[1]], &others)?;
    let deviations = writer.finish()?;
    let of = |question: u8| found.deviations.iter().filter(|d| d.question == Some(question)).count() as u64;
    let counts: BTreeMap<String, u64> =
        [1, 2, 3, 4].into_iter().map(|q| (format!("spoergsmaal_{q}"), of(q))).collect();
    let run = NewRun {
        basis: &content.shown.basis.id,
        parameters: &ran.parameters,
        program_version: PROGRAM,
        started: &session.ctx.at,
        finished: &crate::edge::now(),
        deviations: &deviations,
        counts: &serde_json::to_string(&counts)?,
    };
    let (_, recorded) = session.store.runs().record(&session.ctx, &run).await?;
    Ok(recorded == Recorded::Different)
}

fn parameters(law: &LawBook, request: &RunControl, control: &Control, landscape: &str) -> String {
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
        "omraade": control.area.as_ref().map(|area| area.name.as_str()),
        "datalandskab": landscape,
        "regler": request.rules.iter().map(|rule| rule.key()).collect::<Vec<_>>(),
    })
    .to_string()
}

pub(crate) fn system_line(system: &BasisSource, wording: &Wording) -> SystemLine {
    SystemLine {
        name: system.source.name.clone(),
        title: system.source.title.clone(),
        import: system.import.id.to_string(),
        facts: system.import.facts,
        files: system.import.files.iter().map(|f| f.name.clone()).collect(),
        sheets: wording.words().iter().map(ToString::to_string).collect(),
    }
}

fn not_run(lacking: &[Attribute], systems: &[BasisSource; 2], asked: bool) -> Vec<NotRun> {
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
pub(crate) fn versions(shown: &ShownBasis) -> [String; 3] {
    let is_language = |i: &&Import| matches!(i.kind, Kind::Language | Kind::Translation);
    let tables: Vec<&str> = shown.imports.iter().filter(is_language).map(|i| i.id.as_str()).collect();
    let tables = if tables.is_empty() { "ingen".to_owned() } else { tables.join("+") };
    [tables, shown.basis.law_version.clone(), shown.basis.program_version.clone()]
}
