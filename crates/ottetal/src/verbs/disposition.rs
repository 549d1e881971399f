//! `disponering` and `leverandoer`.

use super::control::{into, refused_on_screen, watched};
use crate::cli::Format;
use crate::disposition_cli::{Disponering, Leverandoer, ToNavne};
use crate::show;
use anyhow::bail;
use app::commands::disposition::{DisposeYear, dispose_year};
use app::commands::providers::{Decided, decide, list, propose};
use app::edge::Edge;
use app::purpose::Purpose;
use app::session::Session;
use domain::disposition::{Cell, Target};
use report::disposition::{DispositionReport, words};
use std::io::Write;
use std::process::ExitCode;
use store::providers::Verdict;

pub(super) async fn run(edge: &Edge, arguments: Disponering) -> anyhow::Result<ExitCode> {
    if let Some(refused) = refused_on_screen(arguments.format, arguments.ud.as_deref(), "disponering.xlsx") {
        return Err(refused);
    }
    let session = Session::open(edge, arguments.formaal.unwrap_or(Purpose::BetalingKontrol)).await?;
    let request = DisposeYear {
        system: arguments.system,
        year: arguments.aar,
        area: arguments.omraade,
        basis: arguments.grundlag,
        budget: arguments.budget,
        day: arguments.pr_dag,
    };
    let what = format!("Disponering {} af {}", request.year, request.system);
    let made = watched(&what, async |progress| dispose_year(&session, &request, progress).await)?;
    session.store.close().await;
    let report = made.report();
    let opened = arguments.aabn.as_deref().map(|text| opened(&report, text)).transpose()?;
    if opened.is_some() && arguments.format == Format::Xlsx {
        bail!(
            "En celle åbnes som tabel, csv eller jsonl. Arbejdsbogen har alle rækker: skriv den uden --aabn."
        );
    }
    into(arguments.ud.as_deref(), |out| write(&report, opened.as_ref(), arguments.format, out))?;
    Ok(ExitCode::SUCCESS)
}

/// The cell behind `3:netto`, `5.38.50:ialt`, `alt:personaar`.
fn opened(report: &DispositionReport<'_>, text: &str) -> anyhow::Result<(Target, Cell)> {
    let (row, column) = text.split_once(':').unwrap_or((text, "netto"));
    let Some(target) = report.target(row.trim()) else {
        bail!(
            "Der er ingen linje «{}». Skriv linjens nummer (1-{}), en funktion fra disponeringen eller «alt».",
            row.trim(),
            report.lines.len()
        );
    };
    let Some(cell) = words::cell(report, column) else {
        let known =
            report.figures.columns().into_iter().map(|cell| words::key(cell, report.figures.grouping));
        bail!(
            "Der er ingen kolonne «{}». Kolonner: {}.",
            column.trim(),
            known.collect::<Vec<_>>().join(", ")
        );
    };
    Ok((target, cell))
}

fn write(
    report: &DispositionReport<'_>,
    opened: Option<&(Target, Cell)>,
    format: Format,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut out = out;
    match (opened, format) {
        (None, Format::Tabel) => report::disposition::table(report, show::width(), &mut out)?,
        (None, Format::Csv) => report::disposition::csv(report, &mut out)?,
        (None, Format::Jsonl) => report::disposition::jsonl(report, &mut out)?,
        (_, Format::Xlsx) => out.write_all(&report::disposition::workbook(report)?)?,
        (Some((target, cell)), Format::Tabel) => {
            report::disposition::opened_table(report, target, *cell, show::width(), &mut out)?;
        }
        (Some((target, cell)), Format::Csv) => {
            report::disposition::opened_csv(report, target, *cell, &mut out)?;
        }
        (Some((target, cell)), Format::Jsonl) => {
            report::disposition::opened_jsonl(report, target, *cell, &mut out)?;
        }
    }
    Ok(())
}

pub(super) async fn providers(edge: &Edge, what: Leverandoer) -> anyhow::Result<ExitCode> {
    let session = Session::open(edge, Purpose::AfvigelseRet).await?;
    let mut out = Vec::new();
    match what {
        Leverandoer::Forslag { alle } => {
            show::providers::proposed(&propose(&session).await?, alle, &mut out)?
        }
        Leverandoer::Samme(names) => decided(&session, &names, Verdict::Same, &mut out).await?,
        Leverandoer::Forskellige(names) => decided(&session, &names, Verdict::Different, &mut out).await?,
        Leverandoer::Fortryd(names) => decided(&session, &names, Verdict::Undone, &mut out).await?,
        Leverandoer::Liste => show::providers::list(&list(&session).await?, &mut out)?,
    }
    session.store.close().await;
    std::io::stdout().lock().write_all(&out)?;
    Ok(ExitCode::SUCCESS)
}

async fn decided(
    session: &Session,
    names: &ToNavne,
    verdict: Verdict,
    out: &mut Vec<u8>,
) -> anyhow::Result<()> {
    let decided: Decided = decide(session, [&names.a, &names.b], verdict, &names.grund).await?;
    show::providers::decided(&decided, out)?;
    Ok(())
}
