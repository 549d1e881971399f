//! One thing done to many deviations: those ticked, or all that the filter asks for.
//!
//! Invariant: all in the filter is set only where the filter still asks for as many as the person saw; all or none.

use super::people::People;
use super::{drawn, filter_of};
use crate::error::{Answer, WebError};
use crate::filter::ItemFilter;
use crate::page::Page;
use crate::pages::item::side_panel::fault_at;
use crate::pages::item::wish::{About, Wish, is_an_end, who_accepts};
use crate::parts::{Choice, Link};
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::{Right, Scope};
use app::commands::set_item::set_items;
use app::current::{BoardItem, Current};
use app::purpose::Purpose;
use askama::Template;
use domain::work_item::{ItemId, Status};
use report::danish;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What somebody typed under the list, and why it could not be done.
#[derive(Default)]
pub(super) struct Typed {
    wish: Wish,
    ticked: Vec<String>,
    everything: bool,
    faults: Vec<Link>,
}

/// The row of actions under the list.
pub(super) struct Bar {
    /// What can be done.
    pub(super) states: Vec<Choice>,
    /// The deviations can be given to somebody.
    pub(super) assigns: bool,
    /// To whom.
    pub(super) people: Vec<Choice>,
    /// Who else can accept; empty where the one who looks can.
    pub(super) note: String,
    /// All that the filter asks for.
    pub(super) all: usize,
    /// "Alle 412 i filteret".
    pub(super) all_text: String,
    /// The filter, as it is sent along.
    pub(super) filter: String,
    /// What was typed.
    pub(super) wish: Wish,
    /// What was ticked.
    pub(super) ticked: BTreeSet<String>,
    /// All was ticked.
    pub(super) everything: bool,
    /// Why it could not be done.
    pub(super) faults: Vec<Link>,
}

impl Bar {
    /// What is wrong with a field.
    pub(super) fn at(&self, field: &str) -> &str {
        fault_at(&self.faults, field)
    }

    pub(super) fn of(
        visit: &Visit,
        current: &Current,
        scope: &Scope,
        people: &People,
        filter: &ItemFilter,
        all: usize,
        typed: Typed,
    ) -> Option<Bar> {
        if !visit.may(Right::WorkItems) {
            return None;
        }
        let assigns = visit.may(Right::AssignItems);
        Some(Bar {
            states: states(visit, &typed.wish.status, "Vælg, hvad der skal ske"),
            people: if assigns { people.choices(visit, current, scope) } else { Vec::new() },
            assigns,
            note: if visit.may(Right::AcceptItems) { String::new() } else { who_accepts(visit, people) },
            all,
            all_text: format!("Alle {} i filteret", danish::whole(all as i64)),
            filter: super::query_of(filter),
            wish: typed.wish,
            ticked: typed.ticked.into_iter().collect(),
            everything: typed.everything,
            faults: typed.faults,
        })
    }
}

/// The statuses that a role may set, with a word for none.
pub(crate) fn states(visit: &Visit, chosen: &str, none: &str) -> Vec<Choice> {
    let may = |status: &Status| visit.may(Right::AcceptItems) || !is_an_end(*status);
    let mut out = vec![Choice::new("", none, chosen)];
    out.extend(
        Status::SETTABLE.into_iter().filter(may).map(|own| Choice::new(own.key(), own.text(), chosen)),
    );
    out
}

#[derive(Template)]
#[template(path = "pages/afvigelser_saet.html")]
struct AskAgain {
    page: Page,
    saw: String,
    now: String,
    count: usize,
    filter: String,
    wish: Wish,
    list: String,
}

/// Sets what was ticked, or all in the filter.
pub(super) async fn set(visit: Visit, body: String) -> Answer {
    let fields = Fields::of(&body);
    let filter = filter_of(&fields);
    let wish = Wish::of(&fields);
    let everything = fields.has("alle");
    let current = visit.current().await?;
    let scope = visit.scope(Right::WorkItems)?;
    let people = People::read(&visit).await?;
    let items = if everything {
        let all = filter.select(&current, &scope);
        if fields.number("antal_set") != Some(all.len()) {
            return ask_again(&visit, &fields, wish, &filter, all.len());
        }
        all
    } else {
        ticked(&current, &scope, &fields)?
    };
    let about = About {
        assigned: None,
        last: items.iter().map(|own| own.listed.item.last.day).max().unwrap_or(current.today),
    };
    let mut faults = Vec::new();
    if items.is_empty() {
        faults.push(Link::new(
            "#liste",
            "Vælg de afvigelser, det gælder: sæt kryds ud for dem, eller vælg alle i filteret.",
        ));
    }
    let set = match wish.checked(&visit, &people, &about) {
        Ok(set) if faults.is_empty() => set,
        Ok(_) => return fail(&visit, &filter, wish, &fields, faults).await,
        Err(more) => {
            faults.extend(more);
            return fail(&visit, &filter, wish, &fields, faults).await;
        }
    };
    if set.status.is_some() {
        faults.extend(ended(&items));
        if !faults.is_empty() {
            return fail(&visit, &filter, wish, &fields, faults).await;
        }
    }
    let names: Vec<String> = items.iter().map(|own| own.listed.item.id.to_string()).collect();
    set_items(&visit.session(Purpose::AfvigelseRet), &names, &set).await?;
    let done = if set.assigned.is_some() { "fordelt" } else { "sat" };
    Ok(to(&with_notice(&filter.address(), done)))
}

/// An address with the word of what was done.
pub(crate) fn with_notice(address: &str, done: &str) -> String {
    let between = if address.contains('?') { '&' } else { '?' };
    format!("{address}{between}gjort={done}")
}

/// The ticked ones that are in scope. One that is not does not exist for this person.
fn ticked<'c>(
    current: &'c Current,
    scope: &'c Scope,
    fields: &Fields,
) -> Result<Vec<&'c Arc<BoardItem>>, WebError> {
    let ids: BTreeSet<&str> = fields.all("valgt").into_iter().collect();
    let found = ids.into_iter().map(|text| {
        let item = ItemId::parse(text).and_then(|id| current.item(scope, id));
        item.ok_or_else(|| {
            WebError::NotFound(
                "En af de valgte afvigelser findes ikke, eller du må ikke ændre den. Intet er ændret."
                    .to_owned(),
            )
        })
    });
    found.collect()
}

/// Those that data has ended: no person sets a status on them.
fn ended(items: &[&Arc<BoardItem>]) -> Option<Link> {
    let over: Vec<String> = items
        .iter()
        .filter(|own| !own.listed.item.standing.status.is_alive())
        .map(|own| own.listed.item.id.to_string())
        .collect();
    if over.is_empty() {
        return None;
    }
    let shown = over.iter().take(5).cloned().collect::<Vec<_>>();
    let more = if over.len() > shown.len() {
        format!(" og {} flere", over.len() - shown.len())
    } else {
        String::new()
    };
    let text = format!(
        "{}{more} er lukket af data eller lagt sammen med en anden og kan ikke få en status. Tag dem fra, og prøv igen. Intet er ændret.",
        shown.join(", ")
    );
    Some(Link::new("#liste", text))
}

async fn fail(visit: &Visit, filter: &ItemFilter, wish: Wish, fields: &Fields, faults: Vec<Link>) -> Answer {
    let ticked = fields.all("valgt").into_iter().map(str::to_owned).collect();
    drawn(visit, filter, Typed { wish, ticked, everything: fields.has("alle"), faults }).await
}

fn ask_again(visit: &Visit, fields: &Fields, wish: Wish, filter: &ItemFilter, now: usize) -> Answer {
    visit.plain(&AskAgain {
        page: visit.page("Listen er ændret, mens du så på den"),
        saw: danish::count(fields.number("antal_set").unwrap_or(0) as i64, "afvigelse", "afvigelser"),
        now: danish::count(now as i64, "afvigelse", "afvigelser"),
        count: now,
        filter: super::query_of(filter),
        wish,
        list: filter.address(),
    })
}
