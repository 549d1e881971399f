//! What somebody says about one deviation, saved as it was seen: what others wrote in between is shown first, and
//! nothing that was typed is lost.

use super::side_panel::Typed;
use super::wish::{About, Wish};
use super::{drawn, find};
use crate::error::{Answer, WebError};
use crate::filter::ItemFilter;
use crate::pages::deviations::people::People;
use crate::pages::deviations::with_notice;
use crate::parts::Link;
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::Right;
use app::commands::set_item::set_item_as_seen;
use app::current::{BoardItem, Current};
use app::purpose::Purpose;
use axum::extract::Path;

/// What came of it.
pub(crate) enum Saved {
    /// It is saved: the word of what was done.
    Done(&'static str),
    /// It cannot be: what is wrong, at which fields.
    Faults(Vec<Link>),
    /// Others have written since.
    Others,
}

/// Saves what a form asks of one deviation.
///
/// # Errors
/// Where the store cannot be read or written.
pub(crate) async fn save(
    visit: &Visit,
    current: &Current,
    own: &BoardItem,
    wish: &Wish,
    seen: usize,
) -> Result<Saved, WebError> {
    let item = &own.listed.item;
    let people = People::read(visit).await?;
    let about = About {
        assigned: Some(item.standing.assigned.clone()),
        last: item.last.day.max(day_of(current, own)),
    };
    let set = match wish.checked(visit, &people, &about) {
        Ok(set) => set,
        Err(faults) => return Ok(Saved::Faults(faults)),
    };
    if set.status.is_some() && !item.standing.status.is_alive() {
        let text = format!(
            "Afvigelsen er {} og kan ikke få en status. Skriv en kommentar i stedet.",
            item.standing.status.text().to_lowercase()
        );
        return Ok(Saved::Faults(vec![Link::new("#status", text)]));
    }
    let done = match (set.status, &set.assigned, &set.comment) {
        (None, None, Some(_)) => "kommentar",
        _ => "sat",
    };
    let session = visit.session(Purpose::AfvigelseRet);
    let saved = set_item_as_seen(&session, item.id, seen, &set).await?;
    Ok(if saved { Saved::Done(done) } else { Saved::Others })
}

/// The newest day that the item's control has run on: what is accepted until before it would open at once.
fn day_of(current: &Current, own: &BoardItem) -> domain::calendar::Day {
    let newest = own.control.and_then(|at| current.controls[at].newest.as_ref());
    newest.map_or(own.listed.item.last.day, |run| run.trace.day)
}

/// The form of an item's page.
pub(super) async fn set(visit: Visit, Path(id): Path<String>, body: String) -> Answer {
    let fields = Fields::of(&body);
    let wish = Wish::of(&fields);
    let seen = fields.number("set").unwrap_or(0);
    let filter = ItemFilter { side: 0, ..ItemFilter::of(&visit.fields()) };
    let current = visit.current().await?;
    let own = find(&current, &visit.scope(Right::WorkItems)?, &id)?;
    // Where to go on is found before the item leaves the list.
    let rows = visit.scope(Right::SeeRows)?;
    let list = filter.select(&current, &rows);
    let next = list.get(filter.around(&list, own).1).map(|other| other.listed.item.id);
    match save(&visit, &current, own, &wish, seen).await? {
        Saved::Done(done) => {
            let onwards = if fields.one("videre") == "naeste" { next } else { None };
            let path = format!("/afvigelser/{}", onwards.unwrap_or(own.listed.item.id));
            Ok(to(&with_notice(&filter.address_at(&path), done)))
        }
        Saved::Faults(faults) => drawn(&visit, &id, Typed { wish, faults, seen: None }).await,
        Saved::Others => drawn(&visit, &id, Typed { wish, faults: Vec::new(), seen: Some(seen) }).await,
    }
}
