//! `demo`: an invented municipality's extracts, read in and compared, as a newcomer would do with his own.

mod administration;
mod corrections;
mod inbox;
mod months;
mod sprog;

use crate::cli::{Demo, Format};
use crate::show;
use crate::verbs::{control, import, server};
use anyhow::{Context as _, bail};
use app::commands::accept_basis::accept_basis;
use app::commands::demo_users::add_demo_users;
use app::commands::import_extract::ImportExtract;
use app::commands::init::init;
use app::commands::run_control::RunControl;
use app::commands::run_saved::run_saved;
use app::commands::save_control::{SavedQuestion, save_control};
use app::edge::{DEMO_KEY, Edge};
use app::purpose::Purpose;
use app::session::Session;
use domain::calendar::{Day, Period};
use domain::control::Level;
use domain::landscape::ExtractFacts;
use domain::work_item::{Rhythm, Span};
use report::slides;
use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::{Backends, IdSource};
use synth::{Errors, Plan, Written};
use web::state::Mode;

/// The two main systems of the invented municipality. The finance system covers fewer years, and cuts none of theirs.
const SYSTEMS: [&str; 2] = ["nexus", "as2007"];

/// Days after the newest extracts that the demo believes it is: deliveries are due.
pub(super) const DEMO_DAYS: i32 = 13;

/// The day of the newest extracts.
pub(super) const EXTRACTED: &str = "2026-03-01";

/// The months that the demo has lived: the day of the extracts, twice, and how many of a thousand citizens have errors.
const MONTHS: [(&str, (i32, u32, u32), u32); 3] =
    [("2026-01-01", (2026, 1, 1), 220), ("2026-02-01", (2026, 2, 1), 180), (EXTRACTED, (2026, 3, 1), 150)];

/// What the next month brings: written, and not read in. The second extracts of the month have most of it corrected.
const NEXT: [(&str, (i32, u32, u32), u32); 2] =
    [("2026-04-01", (2026, 4, 1), 130), ("2026-04-08", (2026, 4, 8), 70)];

/// Days from the day of the extracts until they are read in.
const ARRIVE_AFTER: i32 = 2;

/// Who answers for which source, and who puts what right.
const LANDSCAPE: &str = include_str!("demo/datalandskab.toml");

/// Its saved controls: name, System 2, paragraphs.
const CONTROLS: [(&str, &str, &[&str]); 2] =
    [("Nexus mod AS2007", "as2007", &[]), ("Nexus mod Børn og Voksne", "boern_og_voksne", &["103", "104"])];

/// Sheets of corrections that were sent: the extract, the system, and how many days after the extract.
const SHEETS: [(&str, &str, i32); 2] = [("2026-02-01", "as2007", 9), (EXTRACTED, "nexus", 5)];

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
    fs::create_dir_all(&folder)?;
    init(&edge, KOMMUNE, IdSource::Froe(arguments.froe), Backends::default()).await?;
    fs::write(folder.join("datalandskab.toml"), LANDSCAPE).context("Datalandskabet kan ikke skrives")?;
    let opened = Session::open(&edge, Purpose::AfvigelseRet).await?;
    let mut sheets = Vec::new();
    for (at, month) in MONTHS.iter().enumerate() {
        let last = at + 1 == MONTHS.len();
        let session = lived(&opened, month.0, ARRIVE_AFTER);
        let (written, sheet) = extracts(&folder, arguments, month)?;
        sheets.extend(Day::parse(month.0).map(|day| (sheet.file, day)));
        let days = report::danish::iso_day(month.0);
        writeln!(
            out,
            "\nUdtræk af {days}: indlæses, godkendes, kontrolleres{}",
            if last { "" } else { " …" }
        )?;
        read_in(&session, &written, last, &mut out).await?;
        if last {
            sprog::leave_out(&session).await?;
        }
        accept(&session, last, &mut out).await?;
        if at == 0 {
            save_controls(&session).await?;
        }
        for (name, ..) in CONTROLS {
            let ran =
                control::watched(name, async |progress| run_saved(&session, name, None, progress).await)?;
            if last {
                writeln!(out, "{}", show::work::outcome(&ran.outcome))?;
            }
        }
        if let Some((_, source, days)) = SHEETS.iter().find(|(of, ..)| *of == month.0) {
            let session = lived(&opened, month.0, *days);
            corrections::month(&session, source, lived_day(month.0, *days)).await?;
        }
        if at == 0 {
            months::seed_first(&session).await?;
        }
        if last {
            show_month(&session, &folder, &written, &mut out).await?;
        }
    }
    let session = lived(&opened, EXTRACTED, DEMO_DAYS);
    people_move_in(&session, &folder, arguments, &sheets).await?;
    if arguments.uden_server {
        session.store.close().await;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out)?;
    let inbox = Some(std::time::Duration::from_secs(30));
    let mode = Mode { demo: true, today: server::demo_day(), inbox, ..Mode::default() };
    server::serve(session, mode, SocketAddr::from(([127, 0, 0, 1], arguments.port))).await
}

/// Who works there, what they have written, and the files that lie ready.
async fn people_move_in(
    session: &Session,
    folder: &Path,
    arguments: &Demo,
    sheets: &[(PathBuf, Day)],
) -> anyhow::Result<()> {
    for month in &NEXT {
        extracts(folder, arguments, month)?;
    }
    unknown_file(folder, arguments)?;
    inbox::seed(session).await?;
    add_demo_users(session).await?;
    administration::seed(session, sheets).await?;
    corrections::follow_ups(session, lived_day(EXTRACTED, DEMO_DAYS)).await?;
    months::seed(session).await
}

/// A list of a neighbour's system that no source describes: to describe one on.
fn unknown_file(folder: &Path, arguments: &Demo) -> anyhow::Result<()> {
    let plan = Plan {
        seed: arguments.froe,
        citizens: arguments.borgere.min(200),
        errors: Errors::None,
        extract_day: MONTHS[2].1,
    };
    let to = folder.join("udtraek").join("ukendt");
    synth::generate(&plan).write_unknown(&to).context("Den ukendte fil kan ikke skrives")?;
    Ok(())
}

/// The folder as opened on a day after an extract: the demo's own time.
fn lived(opened: &Session, extracted: &str, days: i32) -> Session {
    if let Some(day) = Day::parse(extracted) {
        app::edge::live_on(Day(day.0 + days));
    }
    opened.of("demo-bi", &app::edge::now(), Purpose::AfvigelseRet)
}

/// That day.
fn lived_day(extracted: &str, days: i32) -> Day {
    Day::parse(extracted).map_or(Day::FIRST, |day| Day(day.0 + days))
}

/// The extracts of a month, as its systems write them, and the sheet that people keep beside them.
fn extracts(
    folder: &Path,
    arguments: &Demo,
    month: &(&str, (i32, u32, u32), u32),
) -> anyhow::Result<(Written, synth::Import)> {
    let plan = Plan {
        seed: arguments.froe,
        citizens: arguments.borgere,
        errors: Errors::Mixed(month.2),
        extract_day: month.1,
    };
    let (made, to) = (synth::generate(&plan), folder.join("udtraek").join(month.0));
    let written = made.write(&to).context("Udtrækkene kan ikke skrives")?;
    let sheet = made.write_sheet(&to).context("Disponeringsarket kan ikke skrives")?;
    Ok((written, sheet))
}

async fn read_in(
    session: &Session,
    written: &Written,
    told: bool,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    for one in &written.imports {
        let request = ImportExtract {
            source: one.source.to_owned(),
            files: vec![one.file.clone().into()],
            stated: stated(one)?,
        };
        let imported = import::with_progress(session, &request).await?;
        if told {
            show::imported::write(&imported, out)?;
        }
    }
    Ok(())
}

async fn accept(session: &Session, told: bool, out: &mut impl Write) -> anyhow::Result<()> {
    let basis = accept_basis(session, &[]).await?;
    if told {
        writeln!(out)?;
        show::basis::write(&basis, out)?;
    }
    Ok(())
}

/// The newest month as a table and as a workbook, over all the days that the systems share.
async fn show_month(
    session: &Session,
    folder: &Path,
    written: &Written,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    writeln!(out)?;
    let request = question(written)?;
    let ran = control::with_progress(session, &request).await?;
    control::write(&ran.report(), Format::Tabel, None)?;
    let workbook = folder.join("8-talskontrol.xlsx");
    control::write(&ran.report(), Format::Xlsx, Some(&workbook))?;
    next_steps(folder, &workbook, &ran, &request, out)
}

async fn save_controls(session: &Session) -> anyhow::Result<()> {
    for (name, other, paragraffer) in CONTROLS {
        let question = SavedQuestion {
            system_1: SYSTEMS[0].to_owned(),
            system_2: other.to_owned(),
            span: Span::LastMonths(24),
            paragraffer: paragraffer.iter().map(|p| (*p).to_owned()).collect(),
            attributes: Vec::new(),
            level: Level::Paragraf,
            rules: Vec::new(),
            area: None,
            rhythm: Rhythm::Monthly(5),
        };
        save_control(session, name, &question, false).await?;
    }
    Ok(())
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
fn question(written: &Written) -> anyhow::Result<RunControl> {
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
