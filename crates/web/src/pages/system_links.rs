//! «Åbn borgeren i Nexus»: the way from a page into the systems, and for who can set it what it lacks.
//!
//! Invariant: the way is there for whom «Vis» would show who the citizen is, and for nobody else. The server does not see
//! the click: that the page was seen is what the log has.

use crate::error::WebError;
use crate::parts::Link;
use crate::visit::Visit;
use app::access::Right;
use app::commands::system_links::{SystemLink, SystemLinks, system_links};
use app::current::{BoardItem, Current};
use app::purpose::Purpose;
use domain::person::CitizenId;
use store::imports::Kind;

/// The ways of one citizen, and what is lacking.
#[derive(Clone, Default)]
pub(crate) struct OpenIn {
    /// The ways.
    pub(crate) links: Vec<SystemLink>,
    /// What is lacking; empty for who cannot do anything about it.
    pub(crate) lacking: &'static str,
    /// Where it is put right, a link a system.
    pub(crate) fixes: Vec<Link>,
}

/// True where the one who looks could be shown who the citizen of a deviation is, from that deviation.
pub(crate) fn may_be_shown(visit: &Visit, current: &Current, own: &BoardItem) -> bool {
    let Ok(scope) = visit.scope(Right::Reveal) else { return false };
    let key = &own.listed.item.key;
    scope.holds(&own.subject()) || current.sees(&scope, key.citizen, &key.paragraf)
}

/// The ways of the citizen of a deviation.
///
/// # Errors
/// Where the identity store cannot be read.
pub(crate) async fn of_item(visit: &Visit, current: &Current, own: &BoardItem) -> Result<OpenIn, WebError> {
    of_citizen(visit, current, own.listed.item.key.citizen, may_be_shown(visit, current, own)).await
}

/// The ways of a citizen, where the one who looks could be shown who it is.
///
/// # Errors
/// Where the identity store cannot be read.
pub(crate) async fn of_citizen(
    visit: &Visit,
    current: &Current,
    citizen: CitizenId,
    may: bool,
) -> Result<OpenIn, WebError> {
    if !may {
        return Ok(OpenIn::default());
    }
    let all = of_page(visit, current, &[citizen]).await?;
    Ok(OpenIn { links: all.of(citizen), ..lacking(visit, current, &all) })
}

/// The ways of all citizens of a page.
///
/// # Errors
/// Where the identity store cannot be read.
pub(crate) async fn of_page(
    visit: &Visit,
    current: &Current,
    citizens: &[CitizenId],
) -> Result<SystemLinks, WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    Ok(system_links(&session, |source| current.title(source), citizens).await?)
}

/// What is lacking and where it is put right, for who can: an address of any system, else the column with keys in the
/// extracts of one that has an address.
pub(crate) fn lacking(visit: &Visit, current: &Current, all: &SystemLinks) -> OpenIn {
    if !all.are_set() {
        if !visit.may(Right::EditLandscape) {
            return OpenIn::default();
        }
        return OpenIn {
            lacking: "Borgeren kan åbnes direkte i systemet herfra, når systemets adresse er skrevet i datalandskabet:",
            fixes: systems(current)
                .into_iter()
                .map(|(name, title)| Link::new(format!("/datalandskab/{name}/ret#borger_link"), title))
                .collect(),
            ..OpenIn::default()
        };
    }
    if !visit.may(Right::EditLanguage) {
        return OpenIn::default();
    }
    let fixes =
        all.keyless().iter().map(|(name, title)| Link::new(format!("/kilder/{name}"), title.as_str()));
    OpenIn {
        lacking: "Borgeren kan ikke åbnes i systemet endnu: udtrækket har ingen kolonne, der er valgt som borgerens nøgle:",
        fixes: fixes.collect(),
        ..OpenIn::default()
    }
}

/// The systems of services of the newest basis: name and title.
fn systems(current: &Current) -> Vec<(String, String)> {
    let Some(content) = &current.basis else { return Vec::new() };
    let own = content.shown.imports.iter().filter(|import| import.kind == Kind::Activities);
    own.map(|import| (import.source.clone(), current.title(&import.source))).collect()
}
