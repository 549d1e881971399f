//! Every route with the right that it asks for: the one table. A page that does not stand here does not exist.
//!
//! Paths are Danish, for people who read them. Nothing about a person stands in one but the random id.

use crate::guard::{Needs, guard};
use crate::state::AppState;
use crate::{assets, pages};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get};
use std::sync::Arc;

/// The most bytes that an upload may have, all files together: an import has them in memory.
pub const UPLOAD_MAX_BYTES: usize = 512 * 1024 * 1024;
/// The most bytes of any other form.
pub const FORM_MAX_BYTES: usize = 1024 * 1024;

/// A route.
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// As axum writes it: `/afvigelser/{id}`.
    pub path: &'static str,
    /// What it asks of the one who comes.
    pub needs: Needs,
    handler: MethodRouter<Arc<AppState>>,
}

/// A page that is read.
pub(crate) fn see(path: &'static str, needs: Needs, handler: MethodRouter<Arc<AppState>>) -> Route {
    Route { method: Method::GET, path, needs, handler }
}

/// A form that is sent.
pub(crate) fn act(path: &'static str, needs: Needs, handler: MethodRouter<Arc<AppState>>) -> Route {
    let handler = handler.layer(DefaultBodyLimit::max(FORM_MAX_BYTES));
    Route { method: Method::POST, path, needs, handler }
}

/// A form with files that is sent.
pub(crate) fn take(path: &'static str, needs: Needs, handler: MethodRouter<Arc<AppState>>) -> Route {
    let handler = handler.layer(DefaultBodyLimit::max(UPLOAD_MAX_BYTES));
    Route { method: Method::POST, path, needs, handler }
}

/// The table: a line a route, page by page.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut all = vec![see("/aktiver/{*navn}", Needs::Nobody, get(assets::serve))];
    all.extend(pages::sign_in::routes());
    all.extend(pages::front::routes());
    all.extend(pages::control::routes());
    all.extend(pages::work::routes());
    all.extend(pages::imports::routes());
    all.extend(pages::basis::routes());
    all.extend(pages::log::routes());
    all.extend(pages::deviations::routes());
    all.extend(pages::item::routes());
    all.extend(pages::meeting::routes());
    all.extend(pages::citizen::routes());
    all.extend(pages::row::routes());
    all.extend(pages::help::routes());
    all.extend(pages::learning::routes());
    all.extend(pages::start::routes());
    all.extend(pages::validation::routes());
    all.extend(pages::year::routes());
    all.extend(pages::language::routes());
    all.extend(pages::sources::routes());
    all.extend(pages::sheets::routes());
    all.extend(pages::administration::routes());
    all.extend(pages::password::routes());
    all.extend(pages::to_correct::routes());
    all.extend(pages::basis_corrections::routes());
    all.extend(pages::cases::routes());
    all.extend(pages::landscape::routes());
    all
}

/// The router of a server.
pub fn router(state: &Arc<AppState>) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let guarded = from_fn_with_state((Arc::clone(state), route.needs), guard);
        router = router.route(route.path, route.handler.layer(guarded));
    }
    router = router.fallback(crate::guard::nothing_here);
    crate::headers::layered(router).with_state(Arc::clone(state))
}
