//! `maal`: what import and control cost at a given size, on real files through the real verbs. Prints figures; judges
//! nothing.

use crate::cli::Maal;
use app::commands::accept_basis::accept_basis;
use app::commands::import_extract::{ImportExtract, Progress as ImportProgress, import_extract};
use app::commands::init::init;
use app::commands::run_control::{RunControl, run_control};
use app::edge::Edge;
use app::purpose::Purpose;
use app::session::Session;
use domain::calendar::Day;
use domain::control::Level;
use domain::landscape::ExtractFacts;
use engine::Progress;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use store::{Backends, IdSource};

pub(super) async fn run(edge: &Edge, arguments: &Maal) -> anyhow::Result<ExitCode> {
    let folder = arguments.i.join("data");
    let files = arguments.i.join("udtraek");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let bench = synth::write_bench(&files, arguments.raekker, 1)?;
    let mut edge = edge.with_folder(&folder);
    edge.key = Some(folder.join(app::edge::DEMO_KEY));
    init(&edge, 573, IdSource::Froe(1), Backends::default()).await?;
    let session = Session::open(&edge, Purpose::AfvigelseRet).await?;
    println!("hukommelse før start: {}", peak());
    for import in [&bench.nexus, &bench.as2007] {
        let stated = ExtractFacts {
            extracted: import.extracted.and_then(|d| Day::parse(&d.to_string())),
            ..ExtractFacts::default()
        };
        let request = ImportExtract {
            source: import.source.to_owned(),
            files: vec![import.file.clone().into()],
            stated,
        };
        let start = Instant::now();
        let imported = import_extract(&session, &request, &ImportProgress::default()).await?;
        let rows = imported.totals.read.rows;
        report(&format!("import {}", import.source), rows, start);
    }
    import_tables(&session, &files).await?;
    accept_basis(&session, &[]).await?;
    let request = RunControl {
        system_1: "nexus".to_owned(),
        system_2: "as2007".to_owned(),
        window: (
            Day::parse("2016-01-01").unwrap_or(Day::FIRST),
            Day::parse("2026-02-28").unwrap_or(Day::OPEN),
        ),
        paragraffer: Vec::new(),
        attributes: Vec::new(),
        level: Level::Paragraf,
        rules: Vec::new(),
        area: None,
        basis: None,
        with_cpr: false,
    };
    for round in ["første", "anden"] {
        let start = Instant::now();
        let ran = run_control(&session, &request, &Progress::default()).await?;
        report(&format!("kontrol, {round} gang"), 2 * arguments.raekker as u64, start);
        println!("  {} afvigelser", ran.deviations().len());
    }
    session.store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// The tables that the settlement system's words need: those of a small invented municipality.
async fn import_tables(session: &Session, files: &Path) -> anyhow::Result<()> {
    let plan = synth::Plan { citizens: 50, errors: synth::Errors::None, ..synth::Plan::default() };
    let written = synth::generate(&plan).write(&files.join("tabeller"))?;
    for import in written.imports.into_iter().filter(|i| i.extracted.is_none()) {
        let stated = ExtractFacts::default();
        let request =
            ImportExtract { source: import.source.to_owned(), files: vec![import.file.into()], stated };
        import_extract(session, &request, &ImportProgress::default()).await?;
    }
    Ok(())
}

fn report(what: &str, rows: u64, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    let speed = rows as f64 / seconds;
    println!("{what}: {rows} rækker på {seconds:.2} s, {speed:.0} rækker/s, højeste hukommelse {}", peak());
}

/// The process' own peak, as Linux says it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:"));
    line.map_or("ukendt".to_owned(), |l| l.trim_start_matches("VmHWM:").trim().to_owned())
}
