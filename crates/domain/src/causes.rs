//! Probable causes of missing days. They are laid on top of a deviation and never remove it. One file a cause.

use crate::calendar::Period;
use crate::deviation::{Cause, Side};
use crate::rules::Case;
use crate::timeline::Claim;

pub mod andet_nummer;
mod annulleret;
mod blandet_paragraf;
mod doed;
mod en_dag_forskudt;
mod flyttet;
mod kun_udenfor;
pub(crate) mod lignende_navn;
mod slutdato_mangler;
mod systemskifte;
mod uoversat;

/// The causes that one citizen's own rows show, the strongest first. The same citizen under another number is found
/// by the identity store after the run.
pub(crate) fn of_missing_days(
    case: &Case<'_, '_>,
    claiming: Side,
    claims: &[Claim<'_>],
    period: Period,
) -> Vec<Cause> {
    let mut causes = Vec::new();
    causes.extend(doed::find(case, period));
    causes.extend(blandet_paragraf::find(case, claiming, period));
    causes.extend(annulleret::find(case, claiming, period));
    causes.extend(uoversat::find(case, claiming, period));
    causes.extend(en_dag_forskudt::find(case, claiming, period));
    causes.extend(flyttet::find(case, period));
    causes.extend(systemskifte::find(case, claiming, period));
    causes.extend(slutdato_mangler::find(case, claiming, claims, period));
    causes.extend(kun_udenfor::find(case, claiming));
    causes
}

/// What other deviations may share with this one: the same mixed pair of paragraphs.
pub(crate) fn shared(case: &Case<'_, '_>, claiming: Side, causes: &[Cause]) -> String {
    let law = case.lexicon.law();
    let title = |side: Side| &case.lexicon.side(side).source.title;
    causes
        .iter()
        .find_map(|cause| match cause {
            Cause::BlandetParagraf(other) => Some(format!(
                "{} i {}, {} i {}",
                law.paragraf(case.paragraf).written,
                title(claiming),
                law.paragraf(*other).written,
                title(claiming.other())
            )),
            _ => None,
        })
        .unwrap_or_default()
}

/// The help text of a cause: what it means and what to do.
#[must_use]
pub fn help(cause: &Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::AndetNummer(_) => andet_nummer::HELP,
        Cause::BlandetParagraf(_) => blandet_paragraf::HELP,
        Cause::Annulleret => annulleret::HELP,
        Cause::Uoversat => uoversat::HELP,
        Cause::SlutdatoMangler => slutdato_mangler::HELP,
        Cause::EnDagForskudt => en_dag_forskudt::HELP,
        Cause::KunUdenfor => kun_udenfor::HELP,
        Cause::Doed => doed::HELP,
        Cause::Flyttet => flyttet::HELP,
        Cause::Systemskifte => systemskifte::HELP,
        Cause::LignendeNavn => lignende_navn::HELP,
    }
}
