//! What a page is about to show, and about whom: noted before the first byte leaves.

use crate::session::Session;
use domain::person::CitizenId;

/// Notes it; the line is durable when this returns. `what` is a word of the log, `object` what it is of, never data of a
/// person.
///
/// # Errors
/// Where it could not be noted. Then nothing may be shown.
pub async fn note_shown(
    session: &Session,
    what: &str,
    object: &str,
    citizens: &[CitizenId],
) -> anyhow::Result<()> {
    Ok(session.store.log().append_about(&session.ctx, what, object, citizens).await?)
}
