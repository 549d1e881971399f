//! Who the citizens of a sheet are, for one who has to find them in a system: all of a page at once, for a purpose.
//!
//! Invariant: each citizen has a line in the log before a name leaves, and nobody is shown whom the one who asks could
//! not be shown one by one.

use super::filter::SheetFilter;
use crate::error::{Answer, WebError};
use crate::parts::Choice;
use crate::query::Fields;
use crate::visit::Visit;
use app::access::{Right, Scope, purposes};
use app::commands::reveal::reveal;
use app::current::{BoardItem, Current};
use app::purpose::Purpose;
use axum::extract::Path;
use domain::person::CitizenId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Who citizens are; nobody unless asked for.
#[derive(Default)]
pub(super) struct Shown {
    people: BTreeMap<CitizenId, (String, String)>,
    /// For what; none where nobody is shown.
    pub(super) purpose: Option<Purpose>,
}

impl Shown {
    /// Name and number.
    pub(super) fn of(&self, citizen: CitizenId) -> Option<(String, String)> {
        self.people.get(&citizen).cloned()
    }
}

/// The purposes to choose from; none where the role is never shown anybody.
pub(super) fn choices(visit: &Visit) -> Vec<Choice> {
    if !visit.may(Right::Reveal) {
        return Vec::new();
    }
    let chosen = Purpose::AfvigelseRet.code();
    purposes(visit.who.role).iter().map(|p| Choice::new(p.code(), p.text(), chosen)).collect()
}

/// Who is asked for, and for what: a deviation of each citizen is what one comes from.
pub(super) enum Wish {
    /// Nobody.
    None,
    /// The citizens of the page.
    All(Purpose),
}

impl Wish {
    /// Shows who the citizens of these deviations are.
    ///
    /// # Errors
    /// Where the log cannot be written: then nobody is shown.
    pub(super) async fn shown(
        &self,
        visit: &Visit,
        current: &Current,
        items: &[&Arc<BoardItem>],
    ) -> Result<Shown, WebError> {
        let Wish::All(purpose) = self else { return Ok(Shown::default()) };
        let scope = visit.scope(Right::Reveal)?;
        let session = visit.session(*purpose);
        let mut out = Shown { purpose: Some(*purpose), ..Shown::default() };
        for own in items.iter().filter(|own| holds(current, &scope, own)) {
            let citizen = own.listed.item.key.citizen;
            if out.people.contains_key(&citizen) {
                continue;
            }
            let who = reveal(&session, citizen).await?;
            let name = if who.name.is_empty() { "Navnet er ikke indlæst".to_owned() } else { who.name };
            out.people.insert(citizen, (name, who.number));
        }
        Ok(out)
    }
}

fn holds(current: &Current, scope: &Scope, own: &BoardItem) -> bool {
    scope.holds(&own.subject())
        || current.sees(scope, own.listed.item.key.citizen, &own.listed.item.key.paragraf)
}

fn asked(visit: &Visit, fields: &Fields) -> Result<Wish, WebError> {
    let purpose = Purpose::parse(fields.one("formaal"));
    let Some(purpose) = purpose.filter(|purpose| purposes(visit.who.role).contains(purpose)) else {
        return Err(WebError::Refused(
            "Vælg, hvad du skal bruge navne og numre til. Intet er vist. Gå tilbage, og vælg et formål."
                .to_owned(),
        ));
    };
    Ok(Wish::All(purpose))
}

/// On a sheet that is not sent.
pub(super) async fn on_sheet(visit: Visit, body: String) -> Answer {
    let fields = Fields::of(&body);
    let wish = asked(&visit, &fields)?;
    let filter = SheetFilter::of(&Fields::of(fields.one("filter")));
    super::sheet::drawn(&visit, &filter, &wish, "").await
}

/// On a sheet that is sent.
pub(super) async fn on_sent(visit: Visit, Path(number): Path<String>, body: String) -> Answer {
    let fields = Fields::of(&body);
    let wish = asked(&visit, &fields)?;
    super::sent::drawn(&visit, &number, &Fields::of(fields.one("filter")), &wish, "").await
}
