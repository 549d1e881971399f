//! Objections: the figures that leaders did not recognise, who is to answer, and what was answered.

use super::{is_own, may_see};
use crate::error::{Answer, WebError};
use crate::filter::ItemFilter;
use crate::number::{Num, Unit as Kind};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::parts::{Choice, Link};
use crate::query::{Fields, address};
use crate::visit::{Visit, to};
use app::access::Right;
use app::edge::local_time;
use app::lines::{self, Kept};
use app::purpose::Purpose;
use app::validation::{
    Objection, ObjectionState, answer_objection, close_objection, give_objection, objections, units,
};
use askama::Template;
use axum::extract::Path;
use domain::amount::Oere;
use report::danish;

/// The objections that the one who looks may see: those of units whose figures they see.
///
/// # Errors
/// Where the store cannot be read.
pub(crate) async fn visible(visit: &Visit) -> Result<Vec<Kept<Objection>>, WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    let mut all = objections(&session).await?;
    if visit.scope(Right::SeeFigures).is_ok_and(|scope| scope.is_everybody()) {
        return Ok(all);
    }
    let own = units(&session).await?;
    all.retain(|kept| own.iter().any(|unit| unit.key == kept.line.enhed && may_see(visit, unit)));
    Ok(all)
}

#[derive(Template)]
#[template(path = "pages/indsigelser.html")]
struct ObjectionsPage {
    page: Page,
    trail: Vec<Link>,
    states: Vec<Choice>,
    units: Vec<Choice>,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    unit: String,
    paragraf: String,
    text: String,
    owner: String,
    state: &'static str,
    badge: &'static str,
    when: String,
    month: String,
}

fn badge(state: ObjectionState) -> &'static str {
    match state {
        ObjectionState::Aaben => "error",
        ObjectionState::Svaret => "warning",
        ObjectionState::Lukket => "success",
    }
}

pub(super) async fn show(visit: Visit) -> Answer {
    let fields = visit.fields();
    let (state, unit) = (fields.one("tilstand"), fields.one("enhed"));
    let all = visible(&visit).await?;
    let people = People::read(&visit).await?;
    let holds = |own: &&Kept<Objection>| {
        let kept = own.line.tilstand;
        (match state {
            "" => kept != ObjectionState::Lukket,
            "alle" => true,
            key => kept.key() == key,
        }) && (unit.is_empty() || own.line.enhed == unit)
    };
    let row = |own: &Kept<Objection>| Row {
        href: format!("/validering/indsigelser/{}", own.name),
        unit: own.line.enhed_titel.clone(),
        paragraf: own.line.paragraf.clone(),
        text: own.line.tekst.clone(),
        owner: people.shown(&own.line.ansvarlig),
        state: own.line.tilstand.text(),
        badge: badge(own.line.tilstand),
        when: local_time(&own.saved_at),
        month: own.line.maaned.clone(),
    };
    let rows: Vec<Row> = all.iter().filter(holds).map(row).collect();
    let mut states = vec![Choice::new("", "ikke lukkede", state), Choice::new("alle", "alle", state)];
    states.extend(ObjectionState::ALL.map(|own| Choice::new(own.key(), own.text().to_lowercase(), state)));
    let mut units = vec![Choice::new("", "alle", unit)];
    for own in &all {
        if units.iter().all(|choice| choice.value != own.line.enhed) {
            units.push(Choice::new(own.line.enhed.clone(), own.line.enhed_titel.clone(), unit));
        }
    }
    let current = visit.current().await?;
    let mut page = visit.page_of("Indsigelser", &current);
    page.answer = match rows.len() {
        0 => "Ingen indsigelser her.".to_owned(),
        count => format!("{}.", danish::count(count as i64, "indsigelse", "indsigelser")),
    };
    visit.plain(&ObjectionsPage {
        trail: vec![Link::new("/validering", "Validering")],
        states,
        units,
        rows,
        page,
    })
}

#[derive(Template)]
#[template(path = "pages/indsigelse.html")]
struct ObjectionPage {
    page: Page,
    trail: Vec<Link>,
    action: String,
    own: Objection,
    owner: String,
    state: (&'static str, &'static str),
    figure: String,
    unit_href: String,
    deviations: Option<Num>,
    basis: Option<Link>,
    before: i64,
    people: Vec<Choice>,
    may_answer: bool,
    may_close: bool,
    history: Vec<(String, String)>,
}

async fn find(visit: &Visit, name: &str) -> Result<Kept<Objection>, WebError> {
    let found = visible(visit).await?.into_iter().find(|kept| kept.name == name);
    found.ok_or_else(|| {
        WebError::NotFound("Der er ingen indsigelse med det navn, eller den er en andens.".to_owned())
    })
}

pub(super) async fn one(visit: Visit, Path(name): Path<String>) -> Answer {
    let kept = find(&visit, &name).await?;
    let session = visit.session(Purpose::AfvigelseRet);
    let current = visit.current().await?;
    let people = People::read(&visit).await?;
    let history = lines::history::<Objection>(&session, Some(&name)).await?;
    let own = kept.line.clone();
    let unit = units(&session).await?.into_iter().find(|unit| unit.key == own.enhed);
    let rows = visit.scope(Right::SeeRows).ok();
    let filter = ItemFilter { paragraf: own.paragraf.clone(), ..ItemFilter::default() };
    let deviations = rows.map(|scope| {
        let count = current.items(&scope).filter(|item| filter.holds(item, &current)).count();
        Num::count(count as i64, Kind::Deviations, filter.address())
    });
    let mut page = visit.page_of(format!("{}: {}", own.enhed_titel, own.paragraf), &current);
    page.answer = format!("«{}»", own.tekst);
    let alive = own.tilstand != ObjectionState::Lukket;
    let figure = format!(
        "{}, {} i året, {} kr.",
        danish::count(own.tal.borgere, "borger", "borgere"),
        danish::count(own.tal.dage, "dag", "dage"),
        danish::kroner(Oere(own.tal.oere))
    );
    let template = ObjectionPage {
        trail: vec![
            Link::new("/validering", "Validering"),
            Link::new("/validering/indsigelser", "Indsigelser"),
        ],
        action: format!("/validering/indsigelser/{name}"),
        owner: people.shown(&own.ansvarlig),
        state: (own.tilstand.text(), badge(own.tilstand)),
        figure,
        unit_href: match &unit {
            Some(unit) if may_see(&visit, unit) => format!("/validering/{}", unit.key),
            _ => String::new(),
        },
        deviations,
        basis: visit
            .may(Right::SeeImports)
            .then(|| Link::new(format!("/grundlag/{}", own.grundlag), "Grundlaget")),
        before: kept.seq,
        people: people.names(),
        may_answer: alive && visit.may(Right::EditMonth),
        may_close: own.tilstand == ObjectionState::Svaret && unit.is_some_and(|unit| is_own(&visit, &unit)),
        history: story(&history, &people),
        own,
        page,
    };
    visit.plain(&template)
}

/// What happened, the newest first: each line against the one before it.
fn story(history: &[Kept<Option<Objection>>], people: &People) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut before: Option<&Objection> = None;
    for kept in history {
        let Some(line) = &kept.line else { continue };
        let text = match before {
            _ if line.tilstand == ObjectionState::Lukket => format!("Lukket. {}", line.lukket_fordi),
            Some(then) if then.svar != line.svar && !line.svar.is_empty() => {
                format!("Svaret: «{}»", line.svar)
            }
            Some(then) if then.ansvarlig != line.ansvarlig => {
                format!("Givet til {}", people.shown(&line.ansvarlig))
            }
            _ => format!("Kan ikke genkendes i {}: «{}»", line.maaned, line.tekst),
        };
        out.push((format!("{}, {}", local_time(&kept.saved_at), people.shown(&kept.saved_by)), text));
        before = Some(line);
    }
    out.reverse();
    out
}

/// An answer, or another who is to answer.
pub(super) async fn reply(visit: Visit, Path(name): Path<String>, body: String) -> Answer {
    let fields = Fields::of(&body);
    let kept = find(&visit, &name).await?;
    let people = People::read(&visit).await?;
    let session = visit.session(Purpose::AfvigelseRet);
    let before = fields.number("set").unwrap_or(0) as i64;
    let owner = people.typed(fields.one("ansvarlig"));
    let known = people.typed(&kept.line.ansvarlig);
    if fields.one("svar").is_empty() && owner != known {
        give_objection(&session, &name, &owner, before).await?;
    } else {
        answer_objection(&session, &name, fields.one("svar"), before).await?;
    }
    Ok(to(&address(&format!("/validering/indsigelser/{name}"), &[("gjort", "sat")])))
}

/// The leader accepts the answer.
pub(super) async fn close(visit: Visit, Path(name): Path<String>, body: String) -> Answer {
    let fields = Fields::of(&body);
    let kept = find(&visit, &name).await?;
    let session = visit.session(Purpose::AfvigelseRet);
    let unit = units(&session).await?.into_iter().find(|unit| unit.key == kept.line.enhed);
    if !unit.is_some_and(|unit| is_own(&visit, &unit)) {
        return Err(WebError::Denied("Kun enhedens egen leder lukker indsigelsen.".to_owned()));
    }
    close_objection(&session, &name, fields.number("set").unwrap_or(0) as i64).await?;
    Ok(to(&address(&format!("/validering/indsigelser/{name}"), &[("gjort", "sat")])))
}
