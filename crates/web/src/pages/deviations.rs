//! The list of deviations: what stands open, to whom it was given, what it is worth; the same as files.

pub(crate) mod people;
pub(crate) mod words;

mod bulk;
mod causes;
mod export;
mod filters;
mod row;

use crate::error::{Answer, WebError};
use crate::filter::{COLUMNS, ItemFilter, PAGE, Totals};
use crate::guard::Needs;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::parts::{Chip, Cut, Head, Link, Pages};
use crate::query::Fields;
use crate::routes::{Route, act, see};
use crate::visit::{Visit, to};
use app::access::{Right, Scope};
use app::commands::correct_source::{on_sheets, sheets};
use app::current::Current;
use app::purpose::Purpose;
use app::text_of_people::refuse_number;
use askama::Template;
use axum::routing::{get, post};
pub(crate) use bulk::{states, with_notice};
use filters::{Filters, chips};
use people::People;
use row::{Row, rows};
use words::{Words, noun};

pub(crate) fn routes() -> Vec<Route> {
    let rows = Needs::To(Right::SeeRows);
    vec![
        see("/afvigelser", rows, get(show)),
        see("/afvigelser.xlsx", rows, get(export::workbook)),
        see("/afvigelser.csv", rows, get(export::csv)),
        see("/afvigelser/aarsager", rows, get(causes::show)),
        act("/afvigelser/saet", Needs::To(Right::WorkItems), post(bulk::set)),
    ]
}

#[derive(Template)]
#[template(path = "pages/afvigelser.html")]
struct ListPage {
    page: Page,
    answer: AnswerLine,
    filters: Filters,
    chips: Vec<Chip>,
    reset: String,
    heads: Vec<Head>,
    rows: Vec<Row>,
    totals: Totals,
    pages: Pages,
    sizes: Vec<Link>,
    export: [String; 2],
    meeting: String,
    empty: Empty,
    to_control: &'static str,
    bulk: Option<bulk::Bar>,
}

/// The first line: how many, of whom, how much, and what is new.
pub(crate) struct AnswerLine {
    /// How many.
    pub(crate) count: Num,
    /// Of whom.
    pub(crate) citizens: Num,
    /// How much.
    pub(crate) oere: Num,
    /// "åbne afvigelser".
    pub(crate) what: String,
    /// With unknown kroner.
    pub(crate) unknown: usize,
    /// First seen by the newest run, and closed by it; none where nothing can be said.
    pub(crate) since: Option<(Num, Num)>,
}

/// Why a list has no rows.
enum Empty {
    No,
    NeverRun,
    NoMatch,
    AllDone(String),
}

/// The filter of an address. What could be a person's number is not looked for, and not said again; what deviations
/// share may be a provider's number, and is only ever held against what they share.
fn asked(visit: &Visit) -> Result<ItemFilter, WebError> {
    let filter = ItemFilter::of(&visit.fields());
    let looked_for = ItemFilter { aarsag: String::new(), ..filter.clone() };
    let texts: Vec<String> =
        crate::query::pairs(&query_of(&looked_for)).into_iter().map(|(_, text)| text).collect();
    refuse_number("Adressen", &texts.join("\n"))?;
    Ok(filter)
}

/// The filter as the part of an address after the question mark: what the log says that was asked.
pub(crate) fn query_of(filter: &ItemFilter) -> String {
    let address = filter.address();
    address.split_once('?').map_or_else(String::new, |(_, query)| query.to_owned())
}

async fn show(visit: Visit) -> Answer {
    let filter = asked(&visit)?;
    if !visit.fields().has("gjort") && filter.address() != visit.address() {
        return Ok(to(&filter.address()));
    }
    drawn(&visit, &filter, bulk::Typed::default()).await
}

/// The list with what somebody typed under it, and why that could not be done.
async fn drawn(visit: &Visit, filter: &ItemFilter, typed: bulk::Typed) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let people = People::read(visit).await?;
    let words = Words::new(visit, &current, &scope);
    let on_sheets = on_sheets(&sheets(&visit.session(Purpose::AfvigelseRet)).await?);
    let list = filter.select(&current, &scope);
    let totals = Totals::of(list.iter().copied());
    let size = if filter.antal == 0 { PAGE } else { filter.antal };
    let cut = Cut::of(list.len(), filter.side.max(1), size);
    let shown = &list[cut.rows];
    let at = |side: usize| ItemFilter { side, ..filter.clone() }.address();
    let template = ListPage {
        answer: answer(filter, &totals, &current, &scope),
        filters: Filters::of(filter, &current, &scope, &people),
        chips: chips(filter, &people),
        reset: if chips(filter, &people).is_empty() {
            String::new()
        } else {
            ItemFilter::default().address()
        },
        heads: heads(filter),
        rows: rows(visit, filter, &words, &people, &on_sheets, shown),
        totals,
        pages: Pages::new(cut.summary, cut.at, cut.count, at),
        sizes: sizes(filter, list.len()),
        export: ["xlsx", "csv"].map(|form| {
            ItemFilter { side: 0, antal: 0, ..filter.clone() }.address_at(&format!("/afvigelser.{form}"))
        }),
        meeting: ItemFilter { side: 0, antal: 0, ..filter.clone() }.address_at("/moede"),
        empty: empty(filter, &current, &scope, list.is_empty()),
        to_control: if visit.may(Right::RunControl) { "/kontrol" } else { "" },
        bulk: bulk::Bar::of(visit, &current, &scope, &people, filter, list.len(), typed),
        page: visit.page_of("Afvigelser", &current),
    };
    let object = if list.is_empty() { "uden fund".to_owned() } else { query_of(filter) };
    let citizens = shown.iter().map(|own| own.listed.item.key.citizen);
    visit.show(Purpose::AfvigelseRet, "liste_afvigelser", &object, citizens, &template).await
}

/// The first line of a list.
fn answer(filter: &ItemFilter, totals: &Totals, current: &Current, scope: &Scope) -> AnswerLine {
    let base = ItemFilter { side: 0, antal: 0, sorter: String::new(), ..filter.clone() };
    let own = base.address();
    let of = |status: &str| {
        let asked = ItemFilter { status: status.to_owned(), ..base.clone() };
        let count = current.items(scope).filter(|item| asked.holds(item, current)).count();
        Num::count(count as i64, Unit::Deviations, asked.address())
    };
    let ran_before = current.controls.iter().any(|control| control.before.is_some());
    let open = filter.status.is_empty() && !filter.fund;
    AnswerLine {
        count: Num::count(totals.items as i64, Unit::Deviations, own.clone()),
        citizens: Num::count(totals.citizens as i64, Unit::Citizens, own.clone()),
        oere: Num::kroner(totals.oere, own),
        what: match (open, totals.items) {
            (true, 1) => "åben afvigelse".to_owned(),
            (true, _) => "åbne afvigelser".to_owned(),
            (false, count) => noun(count, "afvigelse", "afvigelser").to_owned(),
        },
        unknown: totals.unknown,
        since: (ran_before && open).then(|| (of("nye"), of("lukket_sidst"))),
    }
}

fn heads(filter: &ItemFilter) -> Vec<Head> {
    let columns = [
        ("Afvigelse", "", "", false),
        ("Borger", "", "borger", false),
        ("§", "", "paragraf", false),
        ("Hvad", "", "", false),
        ("Dage", "", "dage", true),
        ("Beløb", "kr.", "kroner", true),
        ("Status", "", "", false),
        ("Ansvarlig", "", "ansvarlig", false),
        ("Alder", "dage", "alder", true),
    ];
    let largest_first = |column: &str| COLUMNS[3..].contains(&column);
    Head::sorted(&columns, filter.column(), largest_first, |column| filter.sorted_by(column).address())
}

/// How many rows a page: those sizes that make a difference.
fn sizes(filter: &ItemFilter, rows: usize) -> Vec<Link> {
    let now = if filter.antal == 0 { PAGE } else { filter.antal };
    let sizes = [PAGE, 100, 200].into_iter().filter(|size| *size != now && rows > PAGE);
    sizes
        .map(|antal| Link::new(ItemFilter { antal, side: 0, ..filter.clone() }.address(), antal.to_string()))
        .collect()
}

fn empty(filter: &ItemFilter, current: &Current, scope: &Scope, is_empty: bool) -> Empty {
    if !is_empty {
        return Empty::No;
    }
    if current.controls.iter().all(|control| control.newest.is_none()) {
        return Empty::NeverRun;
    }
    // Where only the paragraph, control or person was chosen and nothing stands open, that is good news.
    let any_status = ItemFilter { status: "alle".to_owned(), ..filter.clone() };
    let ended = current.items(scope).any(|own| any_status.holds(own, current));
    let open = filter.status.is_empty() && !filter.fund;
    if open && (ended || *filter == ItemFilter::default()) {
        let newest =
            current.controls.iter().filter_map(|control| control.newest.as_ref()).max_by_key(|run| run.seq);
        let when = newest.map_or_else(String::new, |run| {
            format!("Sidst afstemt på grundlaget fra {}.", run.trace.day.danish())
        });
        return Empty::AllDone(when);
    }
    Empty::NoMatch
}

/// What a form sent, with the filter of its list: the part of the address after the question mark.
fn filter_of(fields: &Fields) -> ItemFilter {
    ItemFilter::of(&Fields::of(fields.one("filter")))
}
