//! `demo`: an invented municipality's extracts, read in and compared, as a newcomer would do with his own.

use crate::cli::{Demo, Format};
use crate::show;
use crate::verbs::{control, import};
use anyhow::{Context as _, bail};
use app::commands::accept_basis::accept_basis;
use app::commands::import_extract::ImportExtract;
use app::commands::init::init;
use app::commands::run_control::RunControl;
use app::edge::{DEMO_KEY, Edge};
use app::purpose::Purpose;
use app::session::Session;
use domain::calendar::{Day, Period};
use domain::control::Level;
use domain::landscape::ExtractFacts;
use report::slides;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::{Backends, IdSource};
use synth::{Errors, Plan};

/// The two main systems of the invented municipality. The finance system covers fewer years, and cuts none of theirs.
const SYSTEMS: [&str; 2] = ["nexus", "as2007"];

/// The municipality that lends the demo its code; people, places and providers are invented.
const KOMMUNE: u16 = 573;

pub(super) async fn run(edge: &Edge, arguments: &Demo) -> anyhow::Result<ExitCode> {
    if arguments.slides {
        write!(std::io::stdout(), "{}", slides::screen(&slides::published()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let folder = if edge.folder == Path::new(".") { PathBuf::from("demo") } else { edge.folder.clone() };
    clear_old_demo(&folder)?;
    let mut edge = edge.with_folder(&folder);
    edge.key = Some(folder.join(DEMO_KEY));
    let mut out = std::io::stdout();

    writeln!(out, "Bygger en opdigtet kommune med {} borgere i {} …", arguments.borgere, folder.display())?;
    let plan = Plan {
        seed: arguments.froe,
        citizens: arguments.borgere,
        errors: Errors::Mixed(60),
        ..Plan::default()
    };
    let extracts = folder.join("udtraek");
    let written = synth::generate(&plan).write(&extracts).context("Udtrækkene kan ikke skrives")?;
    init(&edge, KOMMUNE, IdSource::Froe(arguments.froe), Backends::default()).await?;

    let session = Session::open(&edge, Purpose::AfvigelseRet).await?;
    for one in &written.imports {
        let request = ImportExtract {
            source: one.source.to_owned(),
            files: vec![one.file.clone()],
            stated: stated(one)?,
        };
        show::imported::write(&import::with_progress(&session, &request).await?, &mut out)?;
    }
    let basis = accept_basis(&session, &[]).await?;
    writeln!(out)?;
    show::basis::write(&basis, &mut out)?;
    writeln!(out)?;
    let request = question(&written)?;
    let ran = control::with_progress(&session, &request).await?;
    session.store.close().await;
    control::write(&ran.report(), Format::Tabel, None)?;
    let workbook = folder.join("8-talskontrol.xlsx");
    control::write(&ran.report(), Format::Xlsx, Some(&workbook))?;
    next_steps(&folder, &workbook, &ran, &request, &mut out)?;
    Ok(ExitCode::SUCCESS)
}

/// A folder that an earlier demo made is made anew; any other is left alone.
fn clear_old_demo(folder: &Path) -> anyhow::Result<()> {
    if !folder.exists() || fs::read_dir(folder)?.next().is_none() {
        return Ok(());
    }
    if !folder.join(DEMO_KEY).is_file() {
        bail!("{} findes og er ikke en demo. Vælg en anden mappe med --mappe.", folder.display());
    }
    fs::remove_dir_all(folder)
        .with_context(|| format!("Den gamle demo {} kan ikke fjernes", folder.display()))
}

fn stated(import: &synth::Import) -> anyhow::Result<ExtractFacts> {
    let day = |text: String| Day::parse(&text).with_context(|| format!("{text} er ikke en dag"));
    let extracted = import.extracted.map(|d| day(d.to_string())).transpose()?;
    let covers = match import.covers {
        Some(span) => Period::from_included(day(span.from.to_string())?, day(span.to.to_string())?),
        None => None,
    };
    Ok(ExtractFacts { extracted, covers, current_only: false })
}

/// The whole time that both main systems cover.
fn question(written: &synth::Written) -> anyhow::Result<RunControl> {
    let mut window: Option<Period> = None;
    for import in written.imports.iter().filter(|import| SYSTEMS.contains(&import.source)) {
        let Some(covers) = stated(import)?.covers else { continue };
        window =
            Some(window.map_or(Some(covers), |w| w.intersect(covers)).context("Udtrækkene overlapper ikke")?);
    }
    let window = window.context("Ingen af udtrækkene siger, hvad de dækker")?;
    Ok(RunControl {
        system_1: SYSTEMS[0].to_owned(),
        system_2: SYSTEMS[1].to_owned(),
        window: (window.from, window.last_day()),
        paragraffer: Vec::new(),
        attributes: Vec::new(),
        level: Level::Paragraf,
        rules: Vec::new(),
        area: None,
        basis: None,
        with_cpr: false,
    })
}

fn next_steps(
    folder: &Path,
    workbook: &Path,
    ran: &app::commands::run_control::RanControl,
    request: &RunControl,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let folder = folder.display();
    let citizen =
        ran.deviations().iter().max_by_key(|d| (d.oere.map(|o| o.0.abs()), d.citizen)).map(|d| d.citizen);
    writeln!(out, "\nArbejdsbogen til næste møde: {}", workbook.display())?;
    writeln!(out, "Prøv videre (programmet står i target/debug/ottetal):")?;
    if let Some(citizen) = citizen {
        writeln!(out, "  ottetal forklar {citizen} --mappe {folder}")?;
    }
    writeln!(out, "  ottetal status --mappe {folder}")?;
    writeln!(
        out,
        "  ottetal kontrol --mappe {folder} --system1 nexus --system2 boern_og_voksne --fra {} --til {} --paragraf 103 --paragraf 104",
        request.window.0.iso(),
        request.window.1.iso()
    )?;
    writeln!(
        out,
        "Egne data: «ottetal init DIR --kommune KODE», derefter «ottetal import --kilde KILDE FIL»."
    )?;
    Ok(())
}
