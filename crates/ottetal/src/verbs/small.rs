//! The verbs that only ask and show: init, kilde, grundlag, status, forklar, tjek.

use crate::cli::{Forklar, Grundlag, Init, Kilde};
use crate::show;
use app::commands::accept_basis::{accept_basis, find_basis};
use app::commands::check::check as run_checks;
use app::commands::explain_citizen::explain_citizen;
use app::commands::init::init as make_folder;
use app::commands::read_status::read_status;
use app::commands::try_source::try_source;
use app::edge::Edge;
use app::purpose::Purpose;
use app::session::Session;
use app::sources;
use std::io::Write;
use std::process::ExitCode;
use store::{IdSource, Settings};

pub(super) async fn init(edge: &Edge, arguments: Init) -> anyhow::Result<ExitCode> {
    let edge = arguments.dir.map_or_else(|| edge.clone(), |dir| edge.with_folder(&dir));
    let ids = arguments.froe.map_or(IdSource::Tilfaeldig, IdSource::Froe);
    let made = make_folder(&edge, arguments.kommune, ids, arguments.hvor.backends()).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "Datamappen {} er oprettet for {} Kommune.", edge.folder.display(), made.kommune)?;
    if made.key_is_new {
        writeln!(out, "\n{}", made.recovery_sheet)?;
    } else {
        writeln!(out, "Nøglen {} fandtes og bruges.", made.key_path.display())?;
    }
    writeln!(out, "Næste: «ottetal import --mappe {} --kilde nexus FIL».", edge.folder.display())?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn source(edge: &Edge, what: Kilde) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    match what {
        Kilde::Liste => show::sources::list(&sources::all(&edge.folder)?, &mut out)?,
        Kilde::Ny { navn, fra } => {
            let path = sources::copy(&edge.folder, &navn, &fra)?;
            writeln!(out, "Kilden «{navn}» er lavet ud fra {fra}: {}", path.display())?;
            writeln!(
                out,
                "Ret overskrifterne under [columns], og prøv den: «ottetal kilde proev {navn} FIL»."
            )?;
        }
        // It writes to the store, and has a file of its own.
        Kilde::Gaet { .. } => {}
        Kilde::Proev { navn, kommune, filer } => {
            let kommune =
                kommune.or_else(|| Settings::read(&edge.folder).ok().map(|s| s.kommune)).unwrap_or(0);
            let tried = try_source(edge, kommune, &navn, &filer)?;
            show::sources::tried(&tried, &mut out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn basis(edge: &Edge, what: Grundlag) -> anyhow::Result<ExitCode> {
    let session = Session::open(edge, Purpose::AfvigelseRet).await?;
    let shown = match what {
        Grundlag::Vis { id } => find_basis(&session, id.as_deref()).await?,
        Grundlag::Accepter { importer } => accept_basis(&session, &importer).await?,
    };
    show::basis::write(&shown, &mut std::io::stdout().lock())?;
    session.store.close().await;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn status(edge: &Edge) -> anyhow::Result<ExitCode> {
    let session = Session::open(edge, Purpose::AfvigelseRet).await?;
    let status = read_status(&session).await?;
    show::status::write(&status, session.kommune(), &mut std::io::stdout().lock())?;
    session.store.close().await;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn explain(edge: &Edge, arguments: Forklar) -> anyhow::Result<ExitCode> {
    let purpose = arguments.formaal.unwrap_or(Purpose::AfvigelseRet);
    let session = Session::open(edge, purpose).await?;
    let explained = explain_citizen(&session, &arguments.borger).await?;
    show::citizen::write(&explained, &session.law, &mut std::io::stdout().lock())?;
    session.store.close().await;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn check(edge: &Edge) -> anyhow::Result<ExitCode> {
    let checks = run_checks(edge).await;
    let mut out = std::io::stdout().lock();
    for checked in &checks {
        match &checked.answer {
            Ok(answer) => writeln!(out, "{:<14} i orden: {answer}", checked.name)?,
            Err(why) => {
                writeln!(out, "{:<14} FEJL: {}", checked.name, why.replace('\n', "\n                "))?
            }
        }
    }
    let broken = checks.iter().any(|c| c.answer.is_err());
    Ok(if broken { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
