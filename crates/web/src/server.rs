//! The server: one address, until somebody stops it.
//!
//! Invariant: without a proxy that ends HTTPS it is reached from the machine itself and from nowhere else; a demo's open
//! doors never are.

use crate::routes::router;
use crate::state::{AppState, Mode};
use anyhow::{Context as _, bail};
use app::commands::jobs::note_cut_off;
use app::current::Current;
use app::purpose::Purpose;
use app::session::Session;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How often the server looks whether there is something new to draw.
const LOOK_EVERY: Duration = Duration::from_secs(5);

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
    tokio::spawn(look_ahead(Arc::clone(&state)));
    if let Some(every) = state.mode.inbox {
        tokio::spawn(crate::inbox::watch(Arc::clone(&state), every));
    }
    ready(listener.local_addr()?);
    axum::serve(listener, router(&state)).with_graceful_shutdown(stop).await?;
    Ok(())
}

/// Draws the picture anew where something has changed, with all that pages compute of it, so that the first who comes
/// after a new basis waits no longer than the others.
async fn look_ahead(state: Arc<AppState>) {
    let mut ready: Option<Arc<Current>> = None;
    loop {
        let session = state.base.of("server", &app::edge::now(), Purpose::AfvigelseRet);
        // What cannot be drawn is said by the page that is asked for.
        if let Ok(picture) = state.current(&session).await
            && !ready.as_ref().is_some_and(|own| Arc::ptr_eq(own, &picture))
        {
            let (handle, own) = (tokio::runtime::Handle::current(), Arc::clone(&picture));
            let made = tokio::task::spawn_blocking(move || handle.block_on(own.prepare(&session)));
            if let Ok(Err(error)) = made.await {
                eprintln!("Noget kan ikke regnes ud på forhånd: {error:#}");
            }
            ready = Some(picture);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
