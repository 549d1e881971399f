//! One deviation: what is wrong, on which days, in which rows, what it costs, what has happened, and what is to be done.

mod days;
pub(crate) mod history;
mod rows;
pub(crate) mod save;
pub(crate) mod side_panel;
pub(crate) mod wish;

use crate::error::{Answer, WebError};
use crate::filter::ItemFilter;
use crate::guard::Needs;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::basis_corrections::address_of_item;
use crate::pages::deviations::people::People;
use crate::pages::deviations::words::{Words, badge};
use crate::pages::system_links::{self, OpenIn};
use crate::parts::Link;
use crate::parts::strip::Strip;
use crate::routes::{Route, act, see};
use crate::visit::Visit;
use app::access::{Right, Scope};
use app::basis_content::BasisContent;
use app::commands::correct_source::{on_sheets, sheets};
use app::commands::explain_citizen::{Explained, explain_with};
use app::commands::show_item::{ShownItem, item_of};
use app::current::{BoardItem, Current};
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use axum::routing::{get, post};
use days::PriceTable;
use domain::work_item::ItemId;
use history::{HistoryLine, SightingLine};
use rows::{MoneyLine, SourceRow};
use side_panel::{Advice, Panel, Typed};
use std::sync::Arc;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        see("/afvigelser/{id}", Needs::To(Right::SeeRows), get(show)),
        act("/afvigelser/{id}/saet", Needs::To(Right::WorkItems), post(save::set)),
    ]
}

#[derive(Template)]
#[template(path = "pages/afvigelse.html")]
struct ItemPage {
    page: Page,
    trail: Vec<Link>,
    head: Head,
    around: Around,
    picture: Picture,
    advice: Advice,
    panel: Panel,
    history: Vec<HistoryLine>,
    sightings: Vec<SightingLine>,
    /// The sent sheet that it stands on.
    sheet: Option<u32>,
    /// The form of a correction beside the figures; empty where the role has none.
    correct: String,
    /// The ways into the systems.
    open: OpenIn,
}

/// The first line, and what stands beside it.
pub(crate) struct Head {
    /// `A-` and six characters.
    pub(crate) id: String,
    /// "Dage kun i AS2007".
    pub(crate) what: String,
    /// The paragraph.
    pub(crate) paragraf: String,
    /// `B-` and six characters.
    pub(crate) citizen: String,
    /// The citizen's page; empty where the role has none.
    pub(crate) citizen_href: String,
    /// The days.
    pub(crate) days: Num,
    /// Kroner; none is unknown.
    pub(crate) oere: Option<Num>,
    /// First to last day.
    pub(crate) period: String,
    /// The status as a word.
    pub(crate) status: String,
    /// Its badge's colour.
    pub(crate) badge: &'static str,
    /// Whether one of the systems must be put right.
    pub(crate) duty: &'static str,
    /// For the attributes of totals.
    pub(crate) totals: (i64, Option<i64>),
}

/// The place in the list that it was opened from.
struct Around {
    list: String,
    previous: String,
    next: String,
    text: String,
}

/// The left pane: days, prices, rows.
pub(crate) struct Picture {
    /// Days by source, a strip a paragraph.
    pub(crate) strips: Vec<Strip>,
    /// The same over the whole window; empty where it is drawn already.
    pub(crate) whole: String,
    /// What the months cost.
    pub(crate) prices: Option<PriceTable>,
    /// The rows behind it.
    pub(crate) rows: Vec<SourceRow>,
    /// What kroner are made of.
    pub(crate) money: Vec<MoneyLine>,
    /// Why no rows can be shown; empty where they are.
    pub(crate) why_not: String,
}

/// A basis and a citizen's rows in it; none where there is no basis.
pub(crate) type Told = Option<(Arc<BasisContent>, Explained)>;

/// What a page about one item is drawn from.
pub(crate) struct Sight<'c> {
    /// The picture.
    pub(crate) current: &'c Current,
    /// What the one who looks may see.
    pub(crate) scope: &'c Scope,
    /// The item.
    pub(crate) own: &'c Arc<BoardItem>,
    /// Its words.
    pub(crate) words: &'c Words<'c>,
    /// The citizen's rows in all systems, with their basis.
    pub(crate) told: Told,
}

async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    drawn(&visit, &id, Typed::default()).await
}

/// The item of a shown name, where the scope holds it. One outside does not exist for this person.
pub(crate) fn find<'c>(
    current: &'c Current,
    scope: &Scope,
    id: &str,
) -> Result<&'c Arc<BoardItem>, WebError> {
    let found = ItemId::parse(id).and_then(|id| current.item(scope, id));
    found.ok_or_else(|| {
        WebError::NotFound(
            "Der er ingen afvigelse med det navn, som du kan se. Find den på listen over afvigelser."
                .to_owned(),
        )
    })
}

/// The citizen's rows, as the basis of the run that saw the item has them; as the newest has them where that is gone.
pub(crate) fn explained(visit: &Visit, current: &Current, own: &BoardItem) -> Result<Told, WebError> {
    let citizen = own.listed.item.key.citizen;
    let content = own.control.and_then(|at| current.controls[at].content.as_ref()).or(current.basis.as_ref());
    let Some(content) = content else { return Ok(None) };
    let session = visit.session(Purpose::AfvigelseRet);
    let explained = tokio::task::block_in_place(|| explain_with(&session, content, citizen))?;
    Ok(Some((Arc::clone(content), explained)))
}

/// The page, with what somebody typed in its form, and why that could not be done.
pub(crate) async fn drawn(visit: &Visit, id: &str, typed: Typed) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let own = find(&current, &scope, id)?;
    let session = visit.session(Purpose::AfvigelseRet);
    let shown = item_of(&session, &current, own).await?;
    let people = People::read(visit).await?;
    let words = Words::new(visit, &current, &scope);
    let told = explained(visit, &current, own)?;
    let sight = Sight { current: &current, scope: &scope, own, words: &words, told };
    let filter = ItemFilter { side: 0, ..ItemFilter::of(&visit.fields()) };
    let advice = Advice::of(visit, &sight, &shown);
    let mut citizens = vec![own.listed.item.key.citizen];
    citizens.extend(advice.other_citizen);
    let template = ItemPage {
        page: page(visit, &current, &typed, &shown, &people),
        trail: vec![Link::new(filter.address(), "Afvigelser")],
        head: head(visit, &sight),
        around: around(&filter, &current, &scope, own),
        picture: picture(visit, &sight),
        panel: Panel::of(visit, &sight, &people, &shown, &filter, typed),
        history: history::lines(&shown, &people),
        sightings: history::sightings(&shown),
        sheet: on_sheets(&sheets(&session).await?).get(&own.listed.item.id).copied(),
        correct: correct(visit, own),
        open: system_links::of_item(visit, &current, own).await?,
        advice,
    };
    visit
        .show(Purpose::AfvigelseRet, "vis_afvigelse", &own.listed.item.id.to_string(), citizens, &template)
        .await
}

/// The way to lay a correction beside the figures until the next extract.
fn correct(visit: &Visit, own: &BoardItem) -> String {
    let item = &own.listed.item;
    let may = visit.scope(Right::CorrectBasis).is_ok_and(|scope| scope.holds(&own.subject()));
    if may && item.standing.status.is_work() { address_of_item(item.id) } else { String::new() }
}

fn page(visit: &Visit, current: &Current, typed: &Typed, shown: &ShownItem, people: &People) -> Page {
    let mut page = visit.page_of(format!("Afvigelse {}", shown.listed.item.id), current);
    if let Some(seen) = typed.seen {
        page.notices.push(history::meanwhile(shown, seen, people));
    }
    page
}

/// The head of an item's page.
pub(crate) fn head(visit: &Visit, sight: &Sight<'_>) -> Head {
    let item = &sight.own.listed.item;
    let (id, citizen, seen) = (item.id.to_string(), item.key.citizen.to_string(), &item.sighting);
    let own = format!("/afvigelser/{id}");
    Head {
        what: sight.words.what(item),
        paragraf: item.key.paragraf.clone(),
        citizen_href: if visit.may(Right::SeeCitizen) {
            format!("/borgere/{citizen}?afvigelse={id}")
        } else {
            String::new()
        },
        citizen,
        days: Num::count(seen.period.days(), Unit::Days, own.clone()),
        oere: seen.oere.map(|oere| Num::kroner(oere, own)),
        period: if seen.period.days() == 1 {
            seen.period.from.danish()
        } else {
            format!("{} til {}", seen.period.from.danish(), seen.period.last_day().danish())
        },
        status: item.standing.status.text(),
        badge: badge(item.standing.status),
        duty: seen.duty.text(),
        totals: (seen.period.days(), seen.oere.map(|oere| oere.0)),
        id,
    }
}

/// The left pane of an item's page.
pub(crate) fn picture(visit: &Visit, sight: &Sight<'_>) -> Picture {
    let whole = visit.fields().one("vindue") == "hele";
    let (strips, cut) = days::strips(sight, whole);
    let (rows, why_not) = rows::rows(sight);
    let address = visit.address();
    let between = if address.contains('?') { '&' } else { '?' };
    Picture {
        whole: if cut { format!("{address}{between}vindue=hele") } else { String::new() },
        strips,
        prices: days::prices(sight, whole),
        money: rows::money(sight),
        rows,
        why_not,
    }
}

fn around(filter: &ItemFilter, current: &Current, scope: &Scope, own: &BoardItem) -> Around {
    let list = filter.select(current, scope);
    let (before, after) = filter.around(&list, own);
    let to = |at: usize| {
        list.get(at).map(|other| filter.address_at(&format!("/afvigelser/{}", other.listed.item.id)))
    };
    let inside = list.iter().position(|other| other.listed.item.id == own.listed.item.id);
    let size = if filter.antal == 0 { crate::filter::PAGE } else { filter.antal };
    let side = inside.map_or(0, |at| at / size + 1);
    Around {
        list: ItemFilter { side, ..filter.clone() }.address(),
        previous: before.and_then(to).unwrap_or_default(),
        next: to(after).unwrap_or_default(),
        text: match inside {
            Some(at) => format!(
                "{} af {} på listen",
                report::danish::whole(at as i64 + 1),
                report::danish::whole(list.len() as i64)
            ),
            None => format!("Ikke længere på listen, som har {}", report::danish::whole(list.len() as i64)),
        },
    }
}
