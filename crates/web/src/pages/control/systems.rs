//! Who is in which system: how many citizens each has on each paragraph, and those who are not in all.

use crate::error::Answer;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::parts::{Chip, Choice, Cut, Pages};
use crate::query::address;
use crate::visit::Visit;
use app::access::{Right, Scope};
use app::commands::overview_systems::{Systems, Where};
use app::current::Current;
use app::purpose::Purpose;
use askama::Template;
use domain::calendar::Day;
use domain::law::LawBook;
use domain::person::CitizenId;
use report::danish;
use std::collections::{BTreeMap, BTreeSet};

/// Rows a page.
const PAGE: usize = 50;
const HERE: &str = "/kontrol/overblik";

#[derive(Template)]
#[template(path = "pages/kontrol/overblik.html")]
struct SystemsPage {
    page: Page,
    day: String,
    titles: Vec<String>,
    paragraffer: Vec<ParagrafRow>,
    chosen: Vec<Choice>,
    places: Vec<Choice>,
    chips: Vec<Chip>,
    rows: Vec<CitizenRow>,
    count: usize,
    citizens: usize,
    pages: Pages,
}

struct ParagrafRow {
    paragraf: String,
    counts: Vec<Option<Num>>,
    missing: Num,
}

struct CitizenRow {
    citizen: String,
    href: String,
    paragraf: String,
    /// "ja", "nej", or "–" where the system has nobody on the paragraph.
    places: Vec<&'static str>,
}

/// What is asked: a paragraph, and `mangler` (default), `alle`, or the number of a system.
struct Wish {
    day: String,
    paragraf: String,
    place: String,
}

impl Wish {
    fn address(&self, side: usize) -> String {
        let side = if side > 1 { side.to_string() } else { String::new() };
        address(
            HERE,
            &[("dag", &self.day), ("paragraf", &self.paragraf), ("vis", &self.place), ("side", &side)],
        )
    }
}

/// One paragraph: the citizens, and which systems have anybody on it.
#[derive(Default)]
struct Held {
    rows: Vec<Where>,
    systems: u32,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let session = visit.session(Purpose::AfvigelseRet);
    let systems = tokio::task::block_in_place(|| current.systems(&session))?;
    let fields = visit.fields();
    let asked = Day::parse(fields.one("dag"));
    let day = asked.or(systems.day()).unwrap_or_else(|| visit.day());
    let law = current.basis.as_deref().map_or(&*visit.state.base.law, |content| &content.law);
    // What somebody typed is not repeated on the page or in the log where it is none of these.
    let paragraf = law.paragraffer.iter().find(|own| own.written == fields.one("paragraf"));
    let place = fields.one("vis");
    let known = place == "alle" || place.parse().is_ok_and(|at| (1..=systems.systems.len()).contains(&at));
    let wish = Wish {
        day: asked.map_or_else(String::new, Day::iso),
        paragraf: paragraf.map_or_else(String::new, |own| own.written.clone()),
        place: if known { place.to_owned() } else { String::new() },
    };
    let held = held(&systems, &current, &scope, law, day);
    let rows = chosen(&held, &wish);
    let total = rows.len();
    let Cut { at, count, rows: visible, summary } = Cut::of(total, fields.number("side").unwrap_or(1), PAGE);
    let shown = &rows[visible];
    let citizens: BTreeSet<CitizenId> = rows.iter().map(|(_, row, _)| row.citizen).collect();
    let template = SystemsPage {
        page: frame(&visit, &current, &systems, &held),
        day: day.iso(),
        titles: systems.systems.iter().map(|system| system.title.clone()).collect(),
        paragraffer: held.iter().map(|(written, own)| paragraf_row(&wish, &systems, written, own)).collect(),
        chosen: choices(&held, &wish),
        places: places(&systems, &wish),
        chips: chips(&systems, &wish),
        rows: shown.iter().map(|row| citizen_row(&systems, row)).collect(),
        count: total,
        citizens: citizens.len(),
        pages: Pages::new(summary, at, count, |side| wish.address(side)),
    };
    let about = shown.iter().map(|(_, row, _)| row.citizen);
    visit.show(Purpose::AfvigelseRet, "overblik_systemer", &wish.address(at), about, &template).await
}

/// By paragraph in the order of the law, the citizens that the scope holds.
fn held(systems: &Systems, current: &Current, scope: &Scope, law: &LawBook, day: Day) -> Vec<(String, Held)> {
    let mut by: BTreeMap<_, Held> = BTreeMap::new();
    for row in systems.on(day) {
        let written = &law.paragraf(row.paragraf).written;
        if scope.is_everybody() || current.sees(scope, row.citizen, written) {
            let own = by.entry(row.paragraf).or_default();
            own.systems |= row.systems;
            own.rows.push(row);
        }
    }
    by.into_iter().map(|(id, own)| (law.paragraf(id).written.clone(), own)).collect()
}

/// The rows asked for: by default those that are not in all systems that have the paragraph.
fn chosen<'h>(held: &'h [(String, Held)], wish: &Wish) -> Vec<(&'h str, &'h Where, u32)> {
    let system = wish.place.parse::<usize>().ok().filter(|at| *at > 0);
    let asked = |own: &Held, row: &Where| match (wish.place.as_str(), system) {
        (_, Some(at)) => row.is_in(at - 1),
        ("alle", _) => true,
        _ => row.systems != own.systems,
    };
    let inside = held.iter().filter(|(written, _)| wish.paragraf.is_empty() || wish.paragraf == *written);
    inside
        .flat_map(|(written, own)| {
            let rows = own.rows.iter().filter(move |row| asked(own, row));
            rows.map(move |row| (written.as_str(), row, own.systems))
        })
        .collect()
}

fn frame(visit: &Visit, current: &Current, systems: &Systems, held: &[(String, Held)]) -> Page {
    let mut page = visit.page_of("Hvem er i hvilket system", current);
    let all: BTreeSet<CitizenId> =
        held.iter().flat_map(|(_, own)| own.rows.iter().map(|row| row.citizen)).collect();
    let missing: BTreeSet<CitizenId> = held
        .iter()
        .flat_map(|(_, own)| own.rows.iter().filter(|row| row.systems != own.systems).map(|row| row.citizen))
        .collect();
    page.answer = match systems.systems.len() {
        0 => "Der er intet godkendt grundlag med systemer.".to_owned(),
        count => format!(
            "{} af {} i {count} systemer mangler i mindst ét af dem.",
            danish::whole(missing.len() as i64),
            danish::count(all.len() as i64, "borger", "borgere")
        ),
    };
    page
}

fn paragraf_row(wish: &Wish, systems: &Systems, written: &str, own: &Held) -> ParagrafRow {
    let to = |place: &str| {
        Wish { day: wish.day.clone(), paragraf: written.to_owned(), place: place.to_owned() }.address(1)
    };
    let count = |at: usize| {
        (own.systems >> at & 1 == 1).then(|| {
            let citizens = own.rows.iter().filter(|row| row.is_in(at)).count();
            Num::count(citizens, Unit::Citizens, to(&(at + 1).to_string()))
        })
    };
    let missing = own.rows.iter().filter(|row| row.systems != own.systems).count();
    ParagrafRow {
        paragraf: written.to_owned(),
        counts: (0..systems.systems.len()).map(count).collect(),
        missing: Num::count(missing, Unit::Citizens, to("")),
    }
}

fn citizen_row(systems: &Systems, row: &(&str, &Where, u32)) -> CitizenRow {
    let (written, row, having) = row;
    let place = |at: usize| match (row.is_in(at), having >> at & 1 == 1) {
        (true, _) => "ja",
        (false, true) => "nej",
        (false, false) => "–",
    };
    CitizenRow {
        citizen: row.citizen.to_string(),
        href: format!("/borgere/{}", row.citizen),
        paragraf: (*written).to_owned(),
        places: (0..systems.systems.len()).map(place).collect(),
    }
}

fn choices(held: &[(String, Held)], wish: &Wish) -> Vec<Choice> {
    let mut out = vec![Choice::new("", "alle", &wish.paragraf)];
    out.extend(held.iter().map(|(written, _)| Choice::new(written, written, &wish.paragraf)));
    out
}

fn places(systems: &Systems, wish: &Wish) -> Vec<Choice> {
    let mut out = vec![
        Choice::new("", "dem, der mangler et sted", &wish.place),
        Choice::new("alle", "alle", &wish.place),
    ];
    for (at, system) in systems.systems.iter().enumerate() {
        out.push(Choice::new((at + 1).to_string(), format!("dem i {}", system.title), &wish.place));
    }
    out
}

fn chips(systems: &Systems, wish: &Wish) -> Vec<Chip> {
    let mut out = Vec::new();
    let other = |paragraf: &str, place: &str| {
        Wish { day: wish.day.clone(), paragraf: paragraf.to_owned(), place: place.to_owned() }.address(1)
    };
    if !wish.paragraf.is_empty() {
        out.push(Chip::new(other("", &wish.place), wish.paragraf.clone()));
    }
    if let Some(choice) = places(systems, wish).into_iter().find(|own| own.selected && !own.value.is_empty())
    {
        out.push(Chip::new(other(&wish.paragraf, ""), choice.text));
    }
    out
}
