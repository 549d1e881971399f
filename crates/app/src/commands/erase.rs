//! `slet`: a citizen or an import goes; first what would go is shown, and nothing is gone until that is asked for.

use crate::session::Session;
use crate::text_of_people::refuse_number;
use anyhow::bail;
use domain::person::CitizenId;
use store::ImportId;
use store::deletion::{ErasedCitizen, ErasedImport};

/// Deletes a citizen, or with `really` false only says what would go.
///
/// # Errors
/// Where the id is nobody's, or the reason is lacking or names a number. Then nothing is deleted.
pub async fn erase_citizen(
    session: &Session,
    shown_id: &str,
    reason: &str,
    really: bool,
) -> anyhow::Result<ErasedCitizen> {
    let Some(citizen) = CitizenId::parse(shown_id) else {
        bail!(
            "«{shown_id}» er ikke en borger. Skriv id'et, som afvigelsen viser det: B- og seks tegn. CPR-numre bruges \
             ikke her."
        );
    };
    usable(reason)?;
    let deletion = session.store.deletion();
    Ok(if really {
        deletion.citizen(&session.ctx, citizen, reason).await?
    } else {
        deletion.would_take_citizen(&session.ctx, citizen).await?
    })
}

/// Deletes an import with its files, or with `really` false only says what would go.
///
/// # Errors
/// Where there is no such import, or the reason is lacking or names a number. Then nothing is deleted.
pub async fn erase_import(
    session: &Session,
    id: &str,
    reason: &str,
    really: bool,
) -> anyhow::Result<ErasedImport> {
    let id = ImportId::parse(id)?;
    usable(reason)?;
    let deletion = session.store.deletion();
    Ok(if really {
        deletion.import(&session.ctx, &id, reason).await?
    } else {
        deletion.would_take_import(&session.ctx, &id).await?
    })
}

/// The reason stands in the log of deletions for as long as the folder is there.
fn usable(reason: &str) -> anyhow::Result<()> {
    if reason.trim().is_empty() {
        bail!("En sletning skal have en grund: skriv --grund TEKST. Intet er slettet.");
    }
    if reason.chars().count() > 2_000 {
        bail!("Grunden er længere end 2.000 tegn. Intet er slettet.");
    }
    refuse_number("Grunden", reason)
}
