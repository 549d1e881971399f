//! A meeting over a list: one deviation a screen, decided or passed over, and at the end what was decided.
//!
//! Invariant: the list does not move under the meeting: what is decided in it stays in it, though the filter would let
//! it go.

use crate::error::Answer;
use crate::filter::ItemFilter;
use crate::guard::Needs;
use crate::page::{Notice, NoticeKind, Page};
use crate::pages::deviations::people::People;
use crate::pages::deviations::words::Words;
use crate::pages::item::history::in_words;
use crate::pages::item::save::{Saved, save};
use crate::pages::item::side_panel::{Advice, fault_at, responsible};
use crate::pages::item::wish::{Wish, is_an_end, who_accepts};
use crate::pages::item::{Head, Picture, Sight, explained, find, head, picture};
use crate::pages::system_links::{self, OpenIn};
use crate::parts::{Choice, Link};
use crate::query::Fields;
use crate::routes::{Route, act, see};
use crate::visit::{Visit, to};
use app::access::{Right, Scope};
use app::commands::show_item::item_of;
use app::current::{BoardItem, Current};
use app::purpose::Purpose;
use askama::Template;
use axum::routing::{get, post};
use domain::work_item::{Event, EventKind, ItemId, Status};
use report::danish;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        see("/moede", Needs::To(Right::SeeRows), get(show)),
        act("/moede", Needs::To(Right::WorkItems), post(decide)),
    ]
}

#[derive(Template)]
#[template(path = "pages/moede.html")]
struct MeetingPage {
    page: Page,
    head: Head,
    picture: Picture,
    advice: Advice,
    responsible: String,
    number: usize,
    total: usize,
    previous: String,
    next: String,
    end: String,
    list: String,
    decided: Vec<String>,
    form: Option<Form>,
    /// The ways into the systems.
    open: OpenIn,
}

/// The form of a meeting.
struct Form {
    action: String,
    seen: usize,
    /// Word, text and look of each button.
    buttons: Vec<(&'static str, String, &'static str)>,
    accepts: bool,
    assigns: bool,
    people: Vec<Choice>,
    note: String,
    wish: Wish,
    faults: Vec<Link>,
}

impl Form {
    fn at(&self, field: &str) -> &str {
        fault_at(&self.faults, field)
    }
}

#[derive(Template)]
#[template(path = "pages/moede_slut.html")]
struct EndPage {
    page: Page,
    sums: Vec<(String, usize)>,
    rows: Vec<(Link, String, String)>,
    total: usize,
    decided: usize,
    back: String,
    list: String,
}

/// What a form sent that cannot be done.
#[derive(Default)]
struct Typed {
    wish: Wish,
    faults: Vec<Link>,
    others: bool,
}

/// Where in a meeting somebody is.
struct Place {
    filter: ItemFilter,
    /// When it began, RFC 3339.
    from: String,
    /// The deviation, 1 is the first; one more than all is the end.
    number: usize,
}

impl Place {
    fn of(fields: &Fields) -> Option<Place> {
        let from = fields.one("fra");
        let is_moment =
            from.len() == 20 && from.ends_with('Z') && from.bytes().all(|b| b"0123456789-:TZ".contains(&b));
        let filter = ItemFilter { side: 0, antal: 0, ..ItemFilter::of(fields) };
        is_moment.then(|| Place {
            filter,
            from: from.to_owned(),
            number: fields.number("nr").unwrap_or(1).max(1),
        })
    }

    fn address(&self, number: usize) -> String {
        let base = self.filter.address_at("/moede");
        let between = if base.contains('?') { '&' } else { '?' };
        format!("{base}{between}fra={}&nr={number}", crate::query::escaped(&self.from))
    }
}

async fn show(visit: Visit) -> Answer {
    let fields = visit.fields();
    let place = Place::of(&fields).unwrap_or_else(|| {
        // A meeting begins when its first page is asked for; every link on it says when that was.
        let filter = ItemFilter { side: 0, antal: 0, ..ItemFilter::of(&fields) };
        Place { filter, from: visit.who.now.clone(), number: 1 }
    });
    drawn(&visit, &place, Typed::default()).await
}

/// What the person has said in this meeting, oldest first.
async fn said(visit: &Visit, place: &Place) -> Result<Vec<Event>, crate::error::WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    Ok(session.store.work_items().done_by(&session.ctx, &visit.who.user.name, &place.from).await?)
}

async fn drawn(visit: &Visit, place: &Place, typed: Typed) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let said = said(visit, place).await?;
    let decided: BTreeSet<ItemId> = said.iter().map(|event| event.item).collect();
    let list = place.filter.select_and(&current, &scope, &decided);
    match list.get(place.number - 1) {
        Some(own) => one(visit, place, &current, &scope, (own, list.len()), &said, typed).await,
        None => end(visit, place, &current, &scope, &list, &said).await,
    }
}

async fn one(
    visit: &Visit,
    place: &Place,
    current: &Current,
    scope: &Scope,
    (own, total): (&Arc<BoardItem>, usize),
    said: &[Event],
    typed: Typed,
) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let shown = item_of(&session, current, own).await?;
    let people = People::read(visit).await?;
    let words = Words::new(visit, current, scope);
    let told = explained(visit, current, own)?;
    let sight = Sight { current, scope, own, words: &words, told };
    let advice = Advice::of(visit, &sight, &shown);
    let mut page = visit.page_of(format!("{} af {}", place.number, total), current);
    if typed.others {
        page.notices.push(Notice {
            kind: NoticeKind::Warning,
            text: "En anden har skrevet om afvigelsen imens. Intet af dit er gemt endnu. Se, hvad der står nu, og gem igen.".to_owned(),
        });
    }
    let mut citizens = vec![own.listed.item.key.citizen];
    citizens.extend(advice.other_citizen);
    let id = own.listed.item.id;
    let template = MeetingPage {
        page,
        head: head(visit, &sight),
        picture: picture(visit, &sight),
        responsible: responsible(&shown, &people),
        number: place.number,
        total,
        previous: if place.number > 1 { place.address(place.number - 1) } else { String::new() },
        next: place.address(place.number + 1),
        end: place.address(total + 1),
        list: place.filter.address(),
        decided: said.iter().filter(|event| event.item == id).map(|event| sentence(event, &people)).collect(),
        form: form(visit, place, &sight, &people, shown.events.len(), typed),
        open: system_links::of_item(visit, current, own).await?,
        advice,
    };
    visit.show(Purpose::AfvigelseRet, "vis_afvigelse", &id.to_string(), citizens, &template).await
}

fn sentence(event: &Event, people: &People) -> String {
    let (text, words) = in_words(event, people);
    if words.is_empty() { text } else { format!("{text}: «{words}»") }
}

fn form(
    visit: &Visit,
    place: &Place,
    sight: &Sight<'_>,
    people: &People,
    seen: usize,
    typed: Typed,
) -> Option<Form> {
    let works = visit.scope(Right::WorkItems).is_ok_and(|scope| scope.holds(&sight.own.subject()));
    if !works {
        return None;
    }
    let (accepts, assigns) = (visit.may(Right::AcceptItems), visit.may(Right::AssignItems));
    let alive = sight.own.listed.item.standing.status.is_alive();
    let may =
        |status: &Status| alive && (accepts || !is_an_end(*status)) && *status != Status::CannotBeCorrected;
    let look = |status: Status| if status == Status::Accepted { "secondary" } else { "primary" };
    let word =
        |status: Status| if status == Status::Accepted { "Acceptér".to_owned() } else { status.text() };
    let mut wish = typed.wish;
    if wish.ansvarlig.is_none() && assigns {
        wish.ansvarlig = Some(people.shown(&sight.own.listed.item.standing.assigned));
    }
    Some(Form {
        action: place.address(place.number),
        seen,
        buttons: Status::SETTABLE
            .into_iter()
            .filter(may)
            .map(|own| (own.key(), word(own), look(own)))
            .collect(),
        accepts: accepts && alive,
        assigns,
        people: if assigns { people.choices(visit, sight.current, sight.scope) } else { Vec::new() },
        note: if accepts { String::new() } else { who_accepts(visit, people) },
        wish,
        faults: typed.faults,
    })
}

/// One text a screen: why, where something ends or is set; else a comment.
fn wish_of(fields: &Fields) -> Wish {
    let mut wish = Wish::of(fields);
    let status = Status::SETTABLE.into_iter().find(|status| status.key() == wish.status);
    if status.is_some() {
        wish.grund = std::mem::take(&mut wish.kommentar);
    }
    if status != Some(Status::Accepted) {
        wish.til.clear();
    }
    wish
}

async fn decide(visit: Visit, body: String) -> Answer {
    let Some(place) = Place::of(&visit.fields()) else { return Ok(to("/moede")) };
    let fields = Fields::of(&body);
    let wish = wish_of(&fields);
    let current = visit.current().await?;
    let scope = visit.scope(Right::WorkItems)?;
    let own = find(&current, &scope, fields.one("afvigelse"))?;
    let seen = fields.number("set").unwrap_or(0);
    let again = |faults: Vec<Link>, others: bool| {
        // What was typed goes back into the one field that it was typed in.
        let typed = Wish {
            kommentar: fields.one("kommentar").to_owned(),
            til: fields.one("til").to_owned(),
            ..wish.clone()
        };
        let faults = faults
            .into_iter()
            .map(|link| if link.href == "#grund" { Link::new("#kommentar", link.text) } else { link });
        Typed { wish: typed, faults: faults.collect(), others }
    };
    match save(&visit, &current, own, &wish, seen).await? {
        Saved::Done(_) => Ok(to(&place.address(place.number + 1))),
        Saved::Faults(faults) => drawn(&visit, &place, again(faults, false)).await,
        Saved::Others => drawn(&visit, &place, again(Vec::new(), true)).await,
    }
}

async fn end(
    visit: &Visit,
    place: &Place,
    current: &Current,
    scope: &Scope,
    list: &[&Arc<BoardItem>],
    said: &[Event],
) -> Answer {
    let people = People::read(visit).await?;
    let words = Words::new(visit, current, scope);
    let mut by_item: BTreeMap<ItemId, Vec<&Event>> = BTreeMap::new();
    for event in said {
        by_item.entry(event.item).or_default().push(event);
    }
    let (mut rows, mut sums, mut citizens) = (Vec::new(), BTreeMap::<String, usize>::new(), Vec::new());
    for own in list {
        let item = &own.listed.item;
        let Some(events) = by_item.get(&item.id) else { continue };
        // The last word on each counts; a comment alone is no decision.
        let last = events.iter().rev().find(|event| !matches!(event.kind, EventKind::Comment(_)));
        let kind = match last.map(|event| &event.kind) {
            Some(EventKind::Set { status, .. }) => status.text(),
            Some(EventKind::Assigned(_)) => "Tildelt".to_owned(),
            _ => "Kun kommenteret".to_owned(),
        };
        *sums.entry(kind).or_default() += 1;
        citizens.push(item.key.citizen);
        let told: Vec<String> = events.iter().map(|event| sentence(event, &people)).collect();
        let href = place.filter.address_at(&format!("/afvigelser/{}", item.id));
        rows.push((
            Link::new(href, item.id.to_string()),
            format!("{}, {}", words.what(item), item.key.paragraf),
            told.join("; "),
        ));
    }
    let mut page = visit.page_of("Mødet er slut", current);
    page.answer = match (list.len(), rows.len()) {
        (0, _) => "Der er ingen afvigelser i filteret at holde møde om.".to_owned(),
        (total, decided) => format!(
            "I talte om {} af {}.",
            danish::whole(decided as i64),
            danish::count(total as i64, "afvigelse", "afvigelser")
        ),
    };
    let template = EndPage {
        page,
        sums: sums.into_iter().collect(),
        total: list.len(),
        decided: rows.len(),
        rows,
        back: place.address(1),
        list: place.filter.address(),
    };
    visit.show(Purpose::AfvigelseRet, "vis_moede", &place.from, citizens, &template).await
}
