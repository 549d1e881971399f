//! One citizen as the one who looks may see them: rows, payments and deviations, limited before anything is drawn.
//!
//! Invariant: what the scope does not hold is not here, so that no part of a page can show it.

use super::zoom::Zoom;
use crate::error::WebError;
use crate::visit::Visit;
use app::access::Right;
use app::basis_content::BasisContent;
use app::commands::explain_citizen::{Explained, Payment, Strip, explain_with};
use app::current::{BoardItem, Current};
use app::purpose::Purpose;
use domain::law::ParagrafId;
use domain::person::CitizenId;
use std::sync::Arc;

/// One citizen.
pub(crate) struct Seen {
    pub(crate) current: Arc<Current>,
    pub(crate) content: Arc<BasisContent>,
    pub(crate) citizen: CitizenId,
    /// Limited to what the one who looks may see.
    pub(crate) explained: Explained,
    /// Deviations of every status, the oldest first.
    pub(crate) items: Vec<Arc<BoardItem>>,
    pub(crate) zoom: Zoom,
    /// True where the role sees målgrupper.
    pub(crate) maalgruppe: bool,
}

/// A citizen, or another address where they are now.
pub(crate) enum Looked {
    Here(Box<Seen>),
    /// A replaced number: the citizen has another id by now.
    Moved(CitizenId),
}

/// The one answer to an id that is nobody's, or nobody's that the one who looks may know of.
pub(crate) fn nobody() -> WebError {
    WebError::NotFound(
        "Der er ingen borger med det id blandt dem, du kan se. Kontrollér id'et, eller søg under Borgere."
            .to_owned(),
    )
}

/// Gathers a citizen for a right: seeing, or being shown who it is.
///
/// # Errors
/// `NotFound` where there is nothing that the one who looks may see.
pub(crate) async fn look(visit: &Visit, id: &str, right: Right) -> Result<Looked, WebError> {
    let scope = visit.scope(right)?;
    let current = visit.current().await?;
    let (Some(asked), Some(content)) = (CitizenId::parse(id), current.basis.clone()) else {
        return Err(nobody());
    };
    let citizen = content.merged.get(&asked).copied().unwrap_or(asked);
    let rows = current.row_scope(&scope, citizen);
    let session = visit.session(Purpose::SagOpfoelgning);
    let mut explained = tokio::task::block_in_place(|| explain_with(&session, &content, citizen))?;
    let written = |id: Option<ParagrafId>| id.map_or("", |id| content.law.paragraf(id).written.as_str());
    explained.strips.retain(|strip: &Strip| rows.holds(written(strip.paragraf), &strip.providers));
    explained.payments.retain(|paid: &Payment| rows.holds(written(paid.paragraf), &paid.providers));
    let items: Vec<Arc<BoardItem>> = match visit.scope(Right::SeeRows) {
        Ok(scope) => {
            let own = current.items(&scope).filter(|item| item.listed.item.key.citizen == citizen);
            own.cloned().collect()
        }
        Err(_) => Vec::new(),
    };
    if explained.strips.is_empty() && explained.payments.is_empty() && items.is_empty() {
        return Err(nobody());
    }
    if citizen != asked {
        return Ok(Looked::Moved(citizen));
    }
    let last = explained.until.unwrap_or_else(|| visit.day());
    let zoom = Zoom::of(citizen, &visit.fields(), last);
    let maalgruppe = visit.may(Right::SeeMaalgruppe);
    Ok(Looked::Here(Box::new(Seen { current, content, citizen, explained, items, zoom, maalgruppe })))
}

impl Seen {
    /// A paragraph as written; empty where there is none.
    pub(crate) fn written(&self, paragraf: Option<ParagrafId>) -> &str {
        paragraf.map_or("", |id| self.content.law.paragraf(id).written.as_str())
    }

    /// The paragraph's written form and name; a word where there is none.
    pub(crate) fn named(&self, written: &str) -> String {
        let found = self.content.law.paragraffer.iter().rev().find(|p| p.written == written);
        match found {
            Some(paragraf) => format!("{} {}", paragraf.written, paragraf.name),
            None if written.is_empty() => "Uden paragraf".to_owned(),
            None => written.to_owned(),
        }
    }

    /// The systems of the basis in the order of the newest control, each with its name and title; the place is its
    /// colour.
    pub(crate) fn systems(&self) -> Vec<(String, String)> {
        let first: Vec<String> = self
            .current
            .control(None)
            .and_then(|control| control.ran.as_ref())
            .map_or_else(Vec::new, |ran| {
                ran.report().systems.iter().map(|system| system.name.clone()).collect()
            });
        let activities =
            self.content.shown.imports.iter().filter(|i| i.kind == store::imports::Kind::Activities);
        let titles = &self.explained.systems;
        let mut all: Vec<(String, String)> =
            activities.zip(titles).map(|(import, title)| (import.source.clone(), title.clone())).collect();
        all.sort_by_key(|(name, _)| first.iter().position(|own| own == name).unwrap_or(usize::MAX));
        all
    }

    /// The place of a system among [`Seen::systems`], 1 to 4; those after are grey.
    pub(crate) fn colour(systems: &[(String, String)], name: &str) -> u8 {
        let at = systems.iter().position(|(own, _)| own == name).unwrap_or(3);
        u8::try_from(at + 1).unwrap_or(4).min(4)
    }

    /// Those of the citizen's deviations that are work.
    pub(crate) fn open_items(&self) -> impl Iterator<Item = &Arc<BoardItem>> {
        self.items.iter().filter(|item| item.listed.item.standing.status.is_work())
    }
}
