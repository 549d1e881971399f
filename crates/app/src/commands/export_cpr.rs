//! CPR numbers in an export asked for with a purpose: the line in the log is durable before a number is handed out.

use crate::session::Session;
use domain::deviation::{Cause, Deviation};
use domain::person::CitizenId;
use std::collections::{BTreeMap, BTreeSet};

/// The ten digits of everybody that the deviations name.
///
/// # Errors
/// Where the log cannot be written: then nothing is shown.
pub async fn export_cpr(
    session: &Session,
    deviations: &[Deviation],
) -> anyhow::Result<BTreeMap<CitizenId, String>> {
    let others = deviations.iter().flat_map(|d| &d.causes).filter_map(|cause| match cause {
        Cause::AndetNummer(other) => Some(*other),
        _ => None,
    });
    let asked: BTreeSet<CitizenId> = deviations.iter().map(|d| d.citizen).chain(others).collect();
    let asked: Vec<CitizenId> = asked.into_iter().collect();
    let revealed = session.store.people().reveal(&session.ctx, &asked).await?;
    Ok(revealed
        .into_iter()
        .map(|(citizen, digits)| (citizen, digits.iter().map(|d| char::from(*d)).collect()))
        .collect())
}
