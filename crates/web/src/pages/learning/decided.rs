//! Decisions: what is decided about a cause, and whether the data say that it helped.

use crate::error::{Answer, WebError};
use crate::filter::ItemFilter;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::parts::{Choice, Link};
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::Right;
use app::current::Current;
use app::decisions::{self, Decision, Outcome, decisions, end_decision};
use app::edge::local_time;
use app::lines::{self, Kept};
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::calendar::Day;
use domain::landscape::Attribute;
use report::danish;

/// A decision in a table.
struct Row {
    number: String,
    href: String,
    what: String,
    who: String,
    due: String,
    counts: String,
    /// Then, now, and what it should be; none for who may not count them.
    then: String,
    now: Option<Num>,
    target: String,
    state: &'static str,
    badge: &'static str,
    by: String,
}

#[derive(Template)]
#[template(path = "pages/beslutninger.html")]
struct DecisionsPage {
    page: Page,
    trail: Vec<Link>,
    rows: Vec<Row>,
    hidden: bool,
}

/// The question of a decision, as a filter of the list.
fn filter_of(asked: &str) -> ItemFilter {
    let asked = ItemFilter::of(&Fields::of(asked));
    // A list's order and its pages are no question, and a citizen is no cause.
    ItemFilter { sorter: String::new(), side: 0, antal: 0, borger: String::new(), ..asked }
}

fn query_of(filter: &ItemFilter) -> String {
    filter.address().split_once('?').map_or_else(String::new, |(_, query)| query.to_owned())
}

/// The question in words.
fn in_words(filter: &ItemFilter) -> String {
    let mut words = Vec::new();
    if let Some(code) = domain::deviation::RuleCode::from_key(&filter.regel) {
        words.push(domain::rules::rule(code).name.to_owned());
    }
    let attribute = Attribute::ALL.iter().find(|own| own.key() == filter.attribut);
    words.extend(attribute.map(|own| own.text().to_owned()));
    for text in [&filter.paragraf, &filter.kontrol, &filter.ansvarlig, &filter.aarsag] {
        if !text.is_empty() {
            words.push(text.clone());
        }
    }
    if words.is_empty() { "alle åbne afvigelser".to_owned() } else { words.join(", ") }
}

/// The count as it is now; `None` where the one who looks may not count the same citizens.
fn count_now(visit: &Visit, current: &Current, decision: &Decision) -> Option<i64> {
    let scope = visit.scope(Right::SeeFigures).ok()?;
    if !scope.is_everybody() && *visit.who.grant() != decision.graenser {
        return None;
    }
    let own = decision.scope(visit.who.today)?;
    let filter = filter_of(&decision.spoerg);
    Some(current.items(&own).filter(|item| filter.holds(item, current)).count() as i64)
}

fn row(visit: &Visit, current: &Current, people: &People, kept: &Kept<Decision>) -> Row {
    let own = &kept.line;
    let counted = decided_count(visit, current, own);
    let now = count_now(visit, current, own);
    let (state, badge) = state(own.outcome(counted, visit.day()));
    // The number opens only to those whose list has the same citizens.
    let same = visit.scope(Right::SeeRows).ok().zip(own.scope(visit.who.today));
    let opens = same.is_some_and(|(mine, theirs)| {
        mine.is_everybody() == theirs.is_everybody() || *visit.who.grant() == own.graenser
    });
    let href = if opens { filter_of(&own.spoerg).address() } else { String::new() };
    Row {
        number: kept.name.clone(),
        href: format!("/laering/beslutninger/{}", kept.name),
        what: own.hvad.clone(),
        who: people.shown(&own.hvem),
        due: Day::parse(&own.foelges_op).map_or_else(|| own.foelges_op.clone(), Day::danish),
        counts: own.taeller.clone(),
        then: now.map_or_else(String::new, |_| danish::whole(own.da)),
        now: now.map(|now| Num::count(now, Unit::Deviations, href)),
        target: now.map_or_else(String::new, |_| danish::whole(own.maal)),
        state,
        badge,
        by: format!("{}, {}", local_time(&kept.saved_at), people.shown(&kept.saved_by)),
    }
}

/// The count that the outcome is decided by: always of those whom the one who decided could see.
fn decided_count(visit: &Visit, current: &Current, own: &Decision) -> i64 {
    let Some(scope) = own.scope(visit.who.today) else { return i64::MAX };
    let filter = filter_of(&own.spoerg);
    current.items(&scope).filter(|item| filter.holds(item, current)).count() as i64
}

fn state(outcome: Outcome) -> (&'static str, &'static str) {
    let badge = match outcome {
        Outcome::Met => "success",
        Outcome::NotYet => "info",
        Outcome::NotMet => "error",
        Outcome::Ended => "none",
    };
    (outcome.text(), badge)
}

pub(super) async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let people = People::read(&visit).await?;
    let all = decisions(&visit.session(Purpose::AfvigelseRet)).await?;
    let rows: Vec<Row> = all.iter().map(|kept| row(&visit, &current, &people, kept)).collect();
    let mut page = visit.page_of("Beslutninger", &current);
    let count = |wish: &str| rows.iter().filter(|row| row.state == wish).count();
    page.answer = match rows.len() {
        0 => "Der er ikke skrevet en beslutning endnu.".to_owned(),
        all => format!(
            "{}: {} nået, {} ikke nået, {} følges op senere.",
            danish::count(all as i64, "beslutning", "beslutninger"),
            count("Nået"),
            count("Ikke nået"),
            count("Ikke endnu")
        ),
    };
    let template = DecisionsPage {
        trail: vec![Link::new("/laering", "Læring")],
        hidden: rows.iter().any(|row| row.now.is_none()),
        rows,
        page,
    };
    visit.plain(&template)
}

#[derive(Template)]
#[template(path = "pages/beslutning_ny.html")]
struct NewPage {
    page: Page,
    trail: Vec<Link>,
    count: Num,
    counts: String,
    asked: String,
    people: Vec<Choice>,
    typed: Typed,
    faults: Vec<Link>,
}

#[derive(Default)]
struct Typed {
    hvad: String,
    hvem: String,
    foelges_op: String,
    maal: String,
}

pub(super) async fn new(visit: Visit) -> Answer {
    let asked = visit.fields().one("spoerg").to_owned();
    form(&visit, &asked, Typed::default(), Vec::new()).await
}

async fn form(visit: &Visit, asked: &str, typed: Typed, faults: Vec<Link>) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let filter = filter_of(asked);
    app::text_of_people::refuse_number("Adressen", &filter.ansvarlig)?;
    let people = People::read(visit).await?;
    let count = current.items(&scope).filter(|own| filter.holds(own, &current)).count();
    let template = NewPage {
        trail: vec![Link::new("/laering", "Læring"), Link::new("/laering/beslutninger", "Beslutninger")],
        count: Num::count(count as i64, Unit::Deviations, filter.address()),
        counts: in_words(&filter),
        asked: query_of(&filter),
        people: people.names(),
        typed,
        faults,
        page: visit.page_of("Ny beslutning", &current),
    };
    visit.plain(&template)
}

pub(super) async fn decide(visit: Visit, body: String) -> Answer {
    let fields = Fields::of(&body);
    let current = visit.current().await?;
    let scope = visit.scope(Right::Decide)?;
    let filter = filter_of(fields.one("spoerg"));
    let text = |key: &str| fields.one(key).to_owned();
    let count = current.items(&scope).filter(|own| filter.holds(own, &current)).count() as i64;
    let people = People::read(&visit).await?;
    let decision = Decision {
        hvad: text("hvad"),
        hvem: people.typed(fields.one("hvem")),
        foelges_op: text("foelges_op"),
        spoerg: query_of(&filter),
        taeller: in_words(&filter),
        da: count,
        da_dag: current.today.iso(),
        maal: fields.one("maal").parse().unwrap_or(-1),
        besluttet_af: visit.who.user.name.clone(),
        graenser: visit.who.grant().clone(),
        sluttet: String::new(),
    };
    let session = visit.session(Purpose::AfvigelseRet);
    match decisions::decide(&session, decision, visit.day()).await.map_err(WebError::told) {
        Ok(_) => Ok(to("/laering/beslutninger?gjort=sat")),
        Err(WebError::Refused(why)) => {
            let typed = Typed {
                hvad: text("hvad"),
                hvem: text("hvem"),
                foelges_op: text("foelges_op"),
                maal: text("maal"),
            };
            form(&visit, &query_of(&filter), typed, vec![Link::new("#hvad", why)]).await
        }
        Err(other) => Err(other),
    }
}

#[derive(Template)]
#[template(path = "pages/beslutning.html")]
struct OnePage {
    page: Page,
    trail: Vec<Link>,
    row: Row,
    then_day: String,
    ended: String,
    before: i64,
    history: Vec<(String, String)>,
}

pub(super) async fn one(visit: Visit, Path(number): Path<String>) -> Answer {
    let current = visit.current().await?;
    let session = visit.session(Purpose::AfvigelseRet);
    let Some(kept) = lines::get::<Decision>(&session, &number).await? else {
        return Err(WebError::NotFound("Der er ingen beslutning med det nummer.".to_owned()));
    };
    let people = People::read(&visit).await?;
    let history = lines::history::<Decision>(&session, Some(&number)).await?;
    let history = history.iter().rev().map(|own| {
        let when = format!("{}, {}", local_time(&own.saved_at), people.shown(&own.saved_by));
        let text = match own.line.as_ref().map(|line| line.sluttet.as_str()) {
            Some("") => "Besluttet".to_owned(),
            Some(why) => format!("Følges ikke op mere: «{why}»"),
            None => "Taget tilbage".to_owned(),
        };
        (when, text)
    });
    let mut page = visit.page_of(format!("Beslutning {number}"), &current);
    page.answer.clone_from(&kept.line.hvad);
    let template = OnePage {
        trail: vec![Link::new("/laering", "Læring"), Link::new("/laering/beslutninger", "Beslutninger")],
        row: row(&visit, &current, &people, &kept),
        then_day: Day::parse(&kept.line.da_dag).map_or_else(String::new, Day::danish),
        ended: kept.line.sluttet.clone(),
        before: kept.seq,
        history: history.collect(),
        page,
    };
    visit.plain(&template)
}

pub(super) async fn end(visit: Visit, Path(number): Path<String>, body: String) -> Answer {
    let fields = Fields::of(&body);
    let before = fields.number("set").unwrap_or(0) as i64;
    let session = visit.session(Purpose::AfvigelseRet);
    end_decision(&session, &number, fields.one("grund"), before).await?;
    Ok(to(&format!("/laering/beslutninger/{number}?gjort=sat")))
}
