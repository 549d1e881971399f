//! `/rettelser/ark`: the corrections of one system and those who can do them, a line each; sent from here.

use super::PAGE;
use super::filter::{SheetFilter, Wanted, wanted};
use super::line::{Frame, Row, Ways};
use super::reveal::{Shown, Wish, choices};
use crate::error::{Answer, WebError};
use crate::filter::NOBODY;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::pages::deviations::words::Words;
use crate::pages::system_links::OpenIn;
use crate::parts::{Chip, Choice, Cut, Link, Pages};
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::Right;
use app::commands::correct_source::{
    LINES_MAX, SentSheet, deadline, on_sheets, send_sheet, sent_line, sheets,
};
use app::current::Current;
use app::purpose::Purpose;
use app::text_of_people::refuse_number;
use askama::Template;
use domain::calendar::Day;
use domain::person::CitizenId;
use report::danish;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "pages/rettelser/ark.html")]
struct SheetPage {
    page: Page,
    trail: Vec<Link>,
    who: String,
    correct: Num,
    clarify: Num,
    sent: Option<Num>,
    deadline: String,
    deadline_iso: String,
    total: usize,
    citizens: usize,
    rows: Vec<Row>,
    pages: Pages,
    paragraffer: Vec<Choice>,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    chips: Vec<Chip>,
    kept: [(&'static str, String); 2],
    reset: String,
    query: String,
    export: String,
    purposes: Vec<Choice>,
    shows: bool,
    sends: bool,
    fault: String,
    system_title: String,
    open: OpenIn,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let filter = asked(&visit)?;
    drawn(&visit, &filter, &Wish::None, "").await
}

/// The filter of the address; what could be a person's number is not looked for.
pub(super) fn asked(visit: &Visit) -> Result<SheetFilter, WebError> {
    let filter = SheetFilter::of(&visit.fields());
    refuse_number("Adressen", &[&*filter.system, &*filter.hvem, &*filter.paragraf].join("\n"))?;
    Ok(filter)
}

/// The sheet, with who the citizens are where that was asked for, and why a sheet was not sent.
pub(super) async fn drawn(visit: &Visit, filter: &SheetFilter, wish: &Wish, fault: &str) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let session = visit.session(Purpose::AfvigelseRet);
    let on = on_sheets(&sheets(&session).await?);
    let all = wanted(&current, &scope, &on);
    let list = filter.select(&all);
    let cut = Cut::of(list.len(), filter.side, PAGE);
    let shown_lines = &list[cut.rows.clone()];
    let items: Vec<_> = shown_lines.iter().map(|wanted| wanted.own).collect();
    let shown = wish.shown(visit, &current, &items).await?;
    let ways = Ways::read(visit, &current, &filter.system, &items).await?;
    let words = Words::new(visit, &current, &scope);
    let people = People::read(visit).await?;
    let law = current.basis.as_deref().map_or(&*visit.state.base.law, |content| &content.law);
    let frame = Frame { visit, words: &words, law, shown: &shown, ways: Some(&ways) };
    let day = deadline(&session, &current, &filter.system, visit.day()).await?;
    let citizens: BTreeSet<CitizenId> = list.iter().map(|w| w.own.listed.item.key.citizen).collect();
    let title = words.title(&filter.system).to_owned();
    let who = if filter.hvem == NOBODY { "ingen er udpeget".to_owned() } else { people.shown(&filter.hvem) };
    let template = SheetPage {
        trail: vec![Link::new("/rettelser", "Rettelsesark")],
        correct: count(filter, "ret", &filter.sendte, &all),
        clarify: count(filter, "afklar", &filter.sendte, &all),
        sent: filter.sendte.is_empty().then(|| count(filter, "", "kun", &all)).filter(|n| n.value != Some(0)),
        deadline: day.danish(),
        deadline_iso: day.iso(),
        total: list.len(),
        citizens: citizens.len(),
        rows: shown_lines.iter().map(|wanted| frame.wanted(wanted)).collect(),
        pages: Pages::new(cut.summary.clone(), cut.at, cut.count, |side| {
            SheetFilter { side, ..filter.clone() }.address()
        }),
        paragraffer: paragraffer(filter, &all),
        kinds: kinds(filter),
        states: states(filter),
        chips: chips(filter),
        kept: [("system", filter.system.clone()), ("hvem", filter.hvem.clone())],
        reset: if chips(filter).is_empty() { String::new() } else { plain(filter).address() },
        query: filter.query(),
        export: SheetFilter { side: 1, ..filter.clone() }.address_at("/rettelser/ark.xlsx"),
        purposes: if list.is_empty() { Vec::new() } else { choices(visit) },
        shows: shown.purpose.is_some(),
        open: ways.lacking(),
        sends: visit.may(Right::WorkItems) && filter.sendte.is_empty() && !list.is_empty(),
        fault: fault.to_owned(),
        page: visit.page_of(format!("Rettelsesark til {title}"), &current),
        system_title: title,
        who,
    };
    let about = items.iter().map(|own| own.listed.item.key.citizen);
    let (purpose, what) = match shown.purpose {
        Some(purpose) => (purpose, "vis_identitet"),
        None => (Purpose::AfvigelseRet, "rettelsesark"),
    };
    visit.show(purpose, what, &filter.query(), about, &template).await
}

fn plain(filter: &SheetFilter) -> SheetFilter {
    SheetFilter { system: filter.system.clone(), hvem: filter.hvem.clone(), ..SheetFilter::default() }
}

fn count(filter: &SheetFilter, hvad: &str, sendte: &str, all: &[Wanted<'_>]) -> Num {
    let own = SheetFilter { hvad: hvad.to_owned(), sendte: sendte.to_owned(), side: 1, ..filter.clone() };
    let count = all.iter().filter(|wanted| own.holds(wanted)).count();
    Num::count(count as i64, Unit::Deviations, own.address())
}

fn paragraffer(filter: &SheetFilter, all: &[Wanted<'_>]) -> Vec<Choice> {
    let any = SheetFilter { paragraf: String::new(), ..filter.clone() };
    let mut written: Vec<&str> = all
        .iter()
        .filter(|wanted| any.holds(wanted))
        .map(|wanted| wanted.own.listed.item.key.paragraf.as_str())
        .collect();
    written.sort_by_key(|text| crate::filter::in_numbers(text));
    written.dedup();
    let all = Choice::new("", "Alle", &filter.paragraf);
    std::iter::once(all)
        .chain(written.into_iter().map(|text| Choice::new(text, text, &filter.paragraf)))
        .collect()
}

fn kinds(filter: &SheetFilter) -> Vec<Choice> {
    let kinds = [("", "Alt"), ("ret", "Kan tastes nu"), ("afklar", "Skal afklares")];
    kinds.map(|(key, text)| Choice::new(key, text, &filter.hvad)).into()
}

fn states(filter: &SheetFilter) -> Vec<Choice> {
    let states = [("", "Ikke sendt"), ("med", "Alle"), ("kun", "På et sendt ark")];
    states.map(|(key, text)| Choice::new(key, text, &filter.sendte)).into()
}

fn chips(filter: &SheetFilter) -> Vec<Chip> {
    let without = |change: fn(&mut SheetFilter)| {
        let mut other = SheetFilter { side: 1, ..filter.clone() };
        change(&mut other);
        other.address()
    };
    let mut out = Vec::new();
    if !filter.paragraf.is_empty() {
        out.push(Link::new(without(|f| f.paragraf.clear()), filter.paragraf.clone()));
    }
    let text = |choices: Vec<Choice>| choices.into_iter().find(|c| c.selected).map(|c| c.text);
    if !filter.hvad.is_empty() {
        out.push(Link::new(without(|f| f.hvad.clear()), text(kinds(filter)).unwrap_or_default()));
    }
    if !filter.sendte.is_empty() {
        out.push(Link::new(without(|f| f.sendte.clear()), text(states(filter)).unwrap_or_default()));
    }
    out
}

/// Sends the lines of the filter as they are now.
pub(super) async fn send(visit: Visit, body: String) -> Answer {
    let fields = Fields::of(&body);
    let mut filter = SheetFilter::of(&Fields::of(fields.one("filter")));
    filter.sendte.clear();
    filter.side = 1;
    let current = visit.current().await?;
    let session = visit.session(Purpose::AfvigelseRet);
    match made(&visit, &current, &filter, &fields).await {
        Ok(sheet) => match send_sheet(&session, sheet).await {
            Ok(number) => Ok(to(&format!("/rettelser/{number}?gjort=ark_sendt"))),
            Err(error) => match WebError::told(error) {
                WebError::Refused(text) => drawn(&visit, &filter, &Wish::None, &text).await,
                other => Err(other),
            },
        },
        Err(WebError::Refused(text)) => drawn(&visit, &filter, &Wish::None, &text).await,
        Err(other) => Err(other),
    }
}

async fn made(
    visit: &Visit,
    current: &Current,
    filter: &SheetFilter,
    fields: &Fields,
) -> Result<SentSheet, WebError> {
    let scope = visit.scope(Right::WorkItems)?;
    let session = visit.session(Purpose::AfvigelseRet);
    let on = on_sheets(&sheets(&session).await?);
    let all = wanted(current, &scope, &on);
    let list = filter.select(&all);
    if list.len() > LINES_MAX {
        return Err(WebError::Refused(format!(
            "Der er {} rettelser, og et ark kan højst have {LINES_MAX}. Vælg en paragraf ad gangen. Intet er sendt.",
            danish::whole(list.len() as i64)
        )));
    }
    let today = visit.day();
    let Some(day) = Day::parse(fields.one("frist")).filter(|day| *day >= today) else {
        return Err(WebError::Refused(
            "Fristen skal være en dag, der ikke er gået. Intet er sendt.".to_owned(),
        ));
    };
    let words = Words::new(visit, current, &scope);
    Ok(SentSheet {
        system: filter.system.clone(),
        titel: words.title(&filter.system).to_owned(),
        hvem: if filter.hvem == NOBODY { String::new() } else { filter.hvem.clone() },
        sendt: today.iso(),
        frist: day.iso(),
        besked: fields.one("besked").to_owned(),
        linjer: list.iter().map(|wanted| sent_line(wanted.own, &wanted.own.target, &wanted.ask)).collect(),
        fortrudt: false,
    })
}

/// Nobody is shown.
pub(super) fn nobody() -> Shown {
    Shown::default()
}
