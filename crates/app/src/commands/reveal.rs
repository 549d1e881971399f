//! `vis`: who a citizen is, for somebody who has said why. The line in the log is durable before anything is handed out.

use crate::session::Session;
use domain::person::CitizenId;

/// Who a citizen is. No `Debug`: it has a name.
pub struct Revealed {
    /// The number as people write it: six digits, a hyphen, four digits.
    pub number: String,
    /// The name; empty where no source has brought one.
    pub name: String,
}

/// Number and name of one citizen, for the session's purpose. Who may ask is the caller's to say.
///
/// # Errors
/// Where the id is nobody's, or the log cannot be written: then nothing is shown.
pub async fn reveal(session: &Session, citizen: CitizenId) -> anyhow::Result<Revealed> {
    let found = session.store.people().reveal_one(&session.ctx, citizen).await?;
    let digits: String = found.digits.iter().map(|digit| char::from(*digit)).collect();
    let (day, rest) = digits.split_at(6);
    Ok(Revealed { number: format!("{day}-{rest}"), name: found.name })
}
