//! `kontrol`.

use crate::cli::{Format, Kontrol};
use crate::danish;
use crate::progress::{Form, with_bar};
use crate::show;
use anyhow::{Context as _, anyhow};
use app::commands::run_control::{RanControl, RunControl, run_control};
use app::edge::Edge;
use app::purpose::Purpose;
use app::session::Session;
use engine::Progress;
use report::control_report::ControlReport;
use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

pub(crate) async fn run(edge: &Edge, arguments: Kontrol) -> anyhow::Result<ExitCode> {
    if let Some(refused) = refused_on_screen(arguments.format, arguments.ud.as_deref(), "kontrol.xlsx") {
        return Err(refused);
    }
    if let Some(wrong) = danish::wrong_way_round("Vinduet", arguments.fra, arguments.til) {
        return Ok(wrong);
    }
    let purpose = arguments.formaal.unwrap_or(Purpose::AfvigelseRet);
    let session = Session::open(edge, purpose).await?;
    let request = RunControl {
        system_1: arguments.system1,
        system_2: arguments.system2,
        window: (arguments.fra, arguments.til),
        paragraffer: arguments.paragraffer,
        attributes: arguments.attributter,
        level: arguments.niveau,
        rules: arguments.regler,
        area: arguments.omraade,
        basis: arguments.grundlag,
        with_cpr: arguments.med_cpr,
    };
    let ran = with_progress(&session, &request).await?;
    session.store.close().await;
    write(&ran.report(), arguments.format, arguments.ud.as_deref())?;
    Ok(said_of(&ran))
}

/// A workbook is no text: it goes to a file or to another program.
pub(super) fn refused_on_screen(format: Format, to: Option<&Path>, example: &str) -> Option<anyhow::Error> {
    let on_screen = format == Format::Xlsx && to.is_none() && std::io::stdout().is_terminal();
    on_screen
        .then(|| anyhow!("En arbejdsbog kan ikke vises på skærmen. Angiv filen med --ud, fx --ud {example}."))
}

/// What is to be said beside the answer, and the exit code.
pub(super) fn said_of(ran: &RanControl) -> ExitCode {
    for note in ran.report().notes {
        eprintln!("Bemærk: {note}");
    }
    if ran.differs_from_before() {
        eprintln!(
            "Advarsel: samme kontrol på samme grundlag gav et andet resultat sidst. Det er en fejl i Ottetal: meld den."
        );
    }
    if !ran.incomplete() {
        return ExitCode::SUCCESS;
    }
    for not_run in ran.report().not_run.iter().filter(|n| n.asked) {
        eprintln!(
            "Fejl: {} kunne ikke sammenlignes: {} har ingen kolonne med den. Tilføj kolonnen i kildebeskrivelsen, \
             eller udelad --attribut {}.",
            not_run.attribute.text(),
            not_run.lacking.join(" og "),
            not_run.attribute.key()
        );
    }
    for lack in ran.rules_that_did_not_run() {
        eprintln!("Fejl: reglen {} kunne ikke køre. {}", lack.rule.key(), lack.reason);
    }
    ExitCode::from(1)
}

/// Runs a control with a bar that counts stretches of citizens.
pub(crate) async fn with_progress(session: &Session, request: &RunControl) -> anyhow::Result<RanControl> {
    let what = format!("{} mod {}", request.system_1, request.system_2);
    watched(&what, async |progress| run_control(session, request, progress).await)
}

/// Does what takes time with a bar that counts stretches of citizens.
pub(crate) fn watched<T: Send>(
    what: &str,
    work: impl AsyncFnOnce(&Progress) -> anyhow::Result<T> + Send,
) -> anyhow::Result<T> {
    let progress = Progress::default();
    let look = |stop: bool| {
        progress.stop.store(stop, Ordering::Relaxed);
        (progress.done.load(Ordering::Relaxed), progress.total.load(Ordering::Relaxed))
    };
    let handle = tokio::runtime::Handle::current();
    let work = || tokio::task::block_in_place(|| handle.block_on(work(&progress)));
    with_bar(what, Form::Parts, look, work)
}

/// Writes a control in one of its forms. A file is whole or not there.
pub(crate) fn write(report: &ControlReport<'_>, format: Format, to: Option<&Path>) -> anyhow::Result<()> {
    into(to, |mut out| write_to(report, format, &mut out))
}

/// Writes to the screen or to a file, which is whole or not there.
pub(super) fn into(
    to: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let Some(path) = to else {
        let mut out = BufWriter::new(std::io::stdout().lock());
        write(&mut out)?;
        out.flush()?;
        return Ok(());
    };
    let cannot = || format!("{} kan ikke skrives. Findes mappen, og er der plads?", path.display());
    let temp = path.with_extension("ufaerdig");
    let mut file = BufWriter::new(File::create(&temp).with_context(cannot)?);
    write(&mut file).with_context(cannot)?;
    file.into_inner()
        .map_err(std::io::IntoInnerError::into_error)
        .with_context(cannot)?
        .sync_all()
        .with_context(cannot)?;
    std::fs::rename(&temp, path).with_context(cannot)?;
    eprintln!("Skrevet: {}", path.display());
    Ok(())
}

fn write_to(report: &ControlReport<'_>, format: Format, out: &mut impl Write) -> anyhow::Result<()> {
    match format {
        Format::Tabel => report::table::write(report, show::width(), out)?,
        Format::Csv => report::csv::write(report, out)?,
        Format::Jsonl => report::jsonl::write(report, out)?,
        Format::Xlsx => out.write_all(&report::workbook::write(report)?)?,
    }
    Ok(())
}
