//! The server: one address, until somebody stops it.
//!
//! Invariant: without a proxy that ends HTTPS it is reached from the machine itself and from nowhere else; a demo's open
//! doors never are.

use crate::routes::router;
use crate::state::{AppState, Mode};
use anyhow::{Context as _, bail};
use app::commands::jobs::note_cut_off;
use app::purpose::Purpose;
use app::session::Session;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves an open data folder until `stop` is there. `ready` hears the address.
///
/// # Errors
/// Where the address is taken, or reaches further than it may.
pub async fn serve(
    session: Session,
    mode: Mode,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let inside = address.ip().is_loopback();
    if mode.demo && !inside {
        bail!("En demo kan kun nås fra maskinen selv: dens roller står åbne. Brug 127.0.0.1.");
    }
    if !inside && !mode.secure {
        bail!(
            "Uden HTTPS kan serveren kun nås fra maskinen selv. Sæt en proxy med HTTPS foran, og start med --bag-https NAVN."
        );
    }
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("{address} kan ikke bruges. Kører der allerede en server? Vælg en anden med --port.")
    })?;
    let left = note_cut_off(&session.of("server", &app::edge::now(), Purpose::Tilsyn)).await?;
    if !left.is_empty() {
        eprintln!(
            "{} arbejde(r) blev afbrudt, da serveren sidst stoppede. Se dem under Arbejde.",
            left.len()
        );
    }
    let state = Arc::new(AppState::new(session, mode));
    // The first who comes finds the picture drawn.
    let first = state.base.of("server", &app::edge::now(), Purpose::AfvigelseRet);
    if let Err(error) = state.current(&first).await {
        eprintln!("Siderne kan ikke tegnes endnu: {error:?}");
    }
    if let Some(every) = state.mode.inbox {
        tokio::spawn(crate::inbox::watch(Arc::clone(&state), every));
    }
    ready(listener.local_addr()?);
    axum::serve(listener, router(&state)).with_graceful_shutdown(stop).await?;
    Ok(())
}
