//! `sikkerhedskopi`, `gendan`, `slet`, `tjek lager` and `tjek log`.

use crate::keep_cli::{Gendan, Sikkerhedskopi, Slet};
use crate::progress::{Form, with_bar};
use crate::show;
use app::commands::back_up::{back_up, restore};
use app::commands::check::check_log as follow;
use app::commands::erase::{erase_citizen, erase_import};
use app::edge::Edge;
use app::purpose::Purpose;
use app::session::Session;
use std::io::Write;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

pub(super) async fn backup(edge: &Edge, arguments: Sikkerhedskopi) -> anyhow::Result<ExitCode> {
    let session = Session::open(edge, Purpose::Tilsyn).await?;
    let manifest = back_up(&session, &arguments.fil).await?;
    session.store.close().await;
    show::keep::backup(&manifest, &arguments.fil, &mut std::io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn restored(edge: &Edge, arguments: Gendan) -> anyhow::Result<ExitCode> {
    let manifest = restore(edge, &arguments.fil, arguments.hvor.backends()).await?;
    show::keep::restored(&manifest, &edge.folder, &mut std::io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn erase(edge: &Edge, what: Slet) -> anyhow::Result<ExitCode> {
    let session = Session::open(edge, Purpose::Tilsyn).await?;
    let mut out = std::io::stdout().lock();
    match what {
        Slet::Borger(one) => {
            let gone = erase_citizen(&session, &one.id, &one.grund, one.udfoer).await?;
            show::keep::citizen(&gone, one.udfoer, &mut out)?;
        }
        Slet::Indlaesning(one) => {
            let gone = erase_import(&session, &one.id, &one.grund, one.udfoer).await?;
            show::keep::import(&gone, one.udfoer, &mut out)?;
        }
    }
    out.flush()?;
    session.store.close().await;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn check_log(edge: &Edge) -> anyhow::Result<ExitCode> {
    let session = Session::open(edge, Purpose::Tilsyn).await?;
    let head = follow(&session).await?;
    session.store.close().await;
    show::keep::log_head(&head, &edge.now, &mut std::io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn check_store(edge: &Edge) -> anyhow::Result<ExitCode> {
    let session = Session::open(edge, Purpose::Tilsyn).await?;
    let (done, of) = (AtomicU64::new(0), AtomicU64::new(1));
    let handle = tokio::runtime::Handle::current();
    let mut tell = |progress: store::CheckProgress| {
        done.store(progress.files as u64, Ordering::Relaxed);
        of.store(progress.of as u64, Ordering::Relaxed);
    };
    // The bar has a thread of its own; the work stays on this one.
    let work = || {
        tokio::task::block_in_place(|| handle.block_on(session.store.check_files(&session.ctx, &mut tell)))
    };
    let look = |_| (done.load(Ordering::Relaxed), of.load(Ordering::Relaxed));
    let checked = with_bar("Tjekker lageret", Form::Parts, look, work)?;
    session.store.close().await;
    show::keep::checked(&checked, &mut std::io::stdout().lock())?;
    Ok(if checked.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
