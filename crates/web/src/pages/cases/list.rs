//! `/sager`: the cases, those that ask for something first.

use super::PAGE;
use super::filter::{COLUMNS, CaseFilter, Cases, Listed, PARTS};
use super::row::{Fields, Row, row, until_in_words};
use crate::error::Answer;
use crate::filter::{ItemFilter, in_numbers};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::basis_corrections::{holds, signed_kroner};
use crate::pages::deviations::people::People;
use crate::parts::{Chip, Choice, Cut, Head, Link, Pages};
use crate::visit::Visit;
use app::access::{Reach, Right};
use app::commands::basis_correction::{StandingCorrection, corrections};
use app::purpose::Purpose;
use askama::Template;
use domain::amount::{Oere, divide_rounded};
use domain::calendar::Period;
use domain::deviation::RuleCode;
use domain::person::CitizenId;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "pages/sager.html")]
pub(super) struct ListPage {
    page: Page,
    heading: &'static str,
    count: Num,
    citizens: Num,
    late: Num,
    without: Num,
    over: Num,
    parts: Vec<Choice>,
    paragraffer: Vec<Choice>,
    providers: Vec<Choice>,
    caseworkers: Vec<Choice>,
    chips: Vec<Chip>,
    reset: String,
    heads: Vec<Head>,
    rows: Vec<Row>,
    sums: Vec<Num>,
    open: Num,
    total: Option<i64>,
    corrections: Vec<CorrectionLine>,
    with_corrections: [String; 2],
    pages: Pages,
    query: String,
    export: String,
    inactive: Option<Num>,
    until: String,
    about: String,
    empty: &'static str,
}

/// A correction in force under the totals.
pub(super) struct CorrectionLine {
    pub(super) what: String,
    pub(super) href: String,
    /// Beside what is granted; empty where it is beside what is disposed.
    pub(super) granted: String,
    pub(super) disposed: String,
}

/// What somebody tried to save, and of which case.
pub(super) struct Tried {
    pub(super) citizen: CitizenId,
    pub(super) paragraf: String,
    pub(super) fields: Fields,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let filter = CaseFilter::of(&visit.fields());
    drawn(&visit, filter, None).await
}

/// The list, with what somebody tried to save, and why it could not be.
pub(super) async fn drawn(visit: &Visit, filter: CaseFilter, tried: Option<Tried>) -> Answer {
    let cases = Cases::read(visit).await?;
    let all = cases.list();
    let filter = filter.known(&all);
    let today = visit.day();
    let list = filter.select(&all, today);
    let cut = Cut::of(list.len(), filter.side, PAGE);
    let shown = &list[cut.rows.clone()];
    let people = People::read(visit).await?;
    let rows = shown.iter().map(|own| {
        let typed = tried
            .as_ref()
            .filter(|tried| tried.citizen == own.case.citizen && tried.paragraf == own.case.paragraf);
        row(&cases, own, today, |name| people.shown(name), typed.map(|tried| tried.fields.clone()))
    });
    let citizens: BTreeSet<CitizenId> = list.iter().map(|own| own.case.citizen).collect();
    let page_filter = |side: usize| CaseFilter { side, ..filter.clone() };
    let own = page_filter(1).address();
    let open = list.iter().map(|own| own.open).sum::<usize>();
    let (corrections, with_corrections) = corrected(visit, &cases, &filter, &list).await?;
    let template = ListPage {
        heading: heading(&cases),
        count: Num::count(list.len() as i64, Unit::Rows, own.clone()),
        citizens: Num::count(citizens.len() as i64, Unit::Citizens, own),
        late: part(&filter, &all, "forsinkede", visit),
        without: part(&filter, &all, "uden_disponering", visit),
        over: part(&filter, &all, "over", visit),
        parts: PARTS.map(|(key, text)| Choice::new(key, text, &filter.vis)).into(),
        paragraffer: choices(all.iter().map(|own| own.case.paragraf.as_str()), &filter.paragraf),
        providers: choices(
            all.iter().map(|own| own.case.provider.as_str()).filter(|name| !name.is_empty()),
            &filter.leverandoer,
        ),
        caseworkers: if cases.shows_caseworkers() {
            choices(
                all.iter().flat_map(|own| own.caseworkers.iter().map(String::as_str)),
                &filter.sagsbehandler,
            )
        } else {
            Vec::new()
        },
        chips: chips(&filter),
        reset: if chips(&filter).is_empty() { String::new() } else { "/sager".to_owned() },
        heads: heads(&filter),
        rows: rows.collect(),
        sums: sums(&filter, &list),
        open: Num::count(open as i64, Unit::Deviations, filter.sorted("afvigelser").address()),
        total: total(&filter, &list),
        corrections,
        with_corrections,
        pages: Pages::new(cut.summary.clone(), cut.at, cut.count, |side| page_filter(side).address()),
        query: page_filter(cut.at).query(),
        export: page_filter(1).address_at("/sager.xlsx"),
        inactive: inactive(visit, &cases),
        until: until_in_words(&cases.year),
        about: about(&cases),
        empty: if list.is_empty() { empty(&cases) } else { "" },
        page: visit.page_of(heading(&cases), &cases.current),
    };
    let about = shown.iter().map(|own| own.case.citizen);
    visit.show(Purpose::SagOpfoelgning, "liste_sager", &filter.logged(), about, &template).await
}

fn heading(cases: &Cases) -> &'static str {
    match cases.scope.reach() {
        Reach::Own => "Mine sager",
        Reach::Team => "Teamets sager",
        _ => "Sager",
    }
}

fn part(filter: &CaseFilter, all: &[Listed<'_>], vis: &str, visit: &Visit) -> Num {
    let own = CaseFilter { vis: vis.to_owned(), side: 1, ..filter.clone() };
    Num::count(own.select(all, visit.day()).len() as i64, Unit::Rows, own.address())
}

fn choices<'a>(words: impl Iterator<Item = &'a str>, chosen: &str) -> Vec<Choice> {
    let words: BTreeSet<&str> = words.collect();
    let mut words: Vec<&str> = words.into_iter().collect();
    words.sort_by_key(|word| in_numbers(word));
    let all = Choice::new("", "Alle", chosen);
    std::iter::once(all).chain(words.into_iter().map(|word| Choice::new(word, word, chosen))).collect()
}

fn chips(filter: &CaseFilter) -> Vec<Chip> {
    let mut out = Vec::new();
    let mut chip = |text: &str, without: CaseFilter| {
        if !text.is_empty() {
            out.push(Link::new(CaseFilter { side: 1, ..without }.address(), text));
        }
    };
    let part = PARTS.iter().find(|(key, _)| !key.is_empty() && *key == filter.vis);
    chip(part.map_or("", |(_, text)| *text), CaseFilter { vis: String::new(), ..filter.clone() });
    chip(&filter.paragraf, CaseFilter { paragraf: String::new(), ..filter.clone() });
    chip(&filter.leverandoer, CaseFilter { leverandoer: String::new(), ..filter.clone() });
    chip(&filter.sagsbehandler, CaseFilter { sagsbehandler: String::new(), ..filter.clone() });
    out
}

fn heads(filter: &CaseFilter) -> Vec<Head> {
    let columns = [
        ("Borger", "", "borger", false),
        ("§", "", "paragraf", false),
        ("Leverandør og forløb", "", "leverandoer", false),
        ("Bevilget i året", "kr.", "bevilget", true),
        ("Disponeret i året", "kr.", "disponeret", true),
        ("Disponeret til dato", "kr.", "til_dato", true),
        ("Betalt til dato", "kr.", "betalt", true),
        ("Forskel til dato", "kr.", "forskel", true),
        ("Åbne", "afvigelser", "afvigelser", true),
        ("Fulgt op", "", "opfulgt", false),
        ("Næste", "", "naeste", false),
        ("Bemærkning", "", "", false),
    ];
    let largest_first = |column: &str| COLUMNS[6..].contains(&column) || column == "afvigelser";
    Head::sorted(&columns, filter.column(), largest_first, |column| filter.sorted_by(column).address())
}

/// The sums, each opening to the list sorted by its column.
fn sums(filter: &CaseFilter, list: &[&Listed<'_>]) -> Vec<Num> {
    let sum = |column: &str| -> Num {
        let oere: Oere = list.iter().map(|own| own.amount(column)).sum();
        Num::kroner(oere, filter.sorted(column).address())
    };
    COLUMNS[6..].iter().map(|column| sum(column)).collect()
}

/// The sum of the column that the list is sorted by.
fn total(filter: &CaseFilter, list: &[&Listed<'_>]) -> Option<i64> {
    let (column, _) = filter.column();
    let is_amount = COLUMNS[6..].contains(&column);
    is_amount.then(|| list.iter().map(|own| own.amount(column).0).sum())
}

impl CaseFilter {
    /// The same list by a column, the largest first.
    fn sorted(&self, column: &str) -> CaseFilter {
        CaseFilter { sorter: column.to_owned(), side: 1, ..self.clone() }
    }

    /// What the log says was asked: no names.
    pub(super) fn logged(&self) -> String {
        CaseFilter { leverandoer: String::new(), sagsbehandler: String::new(), ..self.clone() }.query()
    }
}

/// Corrections in force on the cases of the list: their kroner, and what is granted and disposed with them.
async fn corrected(
    visit: &Visit,
    cases: &Cases,
    filter: &CaseFilter,
    list: &[&Listed<'_>],
) -> Result<(Vec<CorrectionLine>, [String; 2]), crate::error::WebError> {
    let session = visit.session(Purpose::SagOpfoelgning);
    let all = corrections(&session, &cases.current, visit.day()).await?;
    let year = Period::year(cases.year.year);
    let keys: BTreeSet<(CitizenId, &str)> =
        list.iter().map(|own| (own.case.citizen, own.case.paragraf.as_str())).collect();
    let only_paragraf = CaseFilter {
        paragraf: filter.paragraf.clone(),
        sorter: filter.sorter.clone(),
        side: filter.side,
        ..CaseFilter::default()
    } == *filter;
    let inside = |own: &&StandingCorrection| {
        let line = &own.kept.line;
        let here = match own.citizen {
            Some(citizen) => keys.contains(&(citizen, line.paragraf.as_str())),
            None => only_paragraf && (filter.paragraf.is_empty() || filter.paragraf == line.paragraf),
        };
        own.counts()
            && line.oere.is_some()
            && line.period().is_some_and(|period| period.overlaps(year))
            && here
            && holds(&cases.current, &cases.scope, own)
    };
    let own: Vec<&StandingCorrection> = all.iter().filter(inside).collect();
    let mut sums = [Oere(0); 2];
    let opens = visit.may(Right::CorrectBasis);
    let mut lines = Vec::new();
    for own in own {
        let Some(period) = own.kept.line.period() else { continue };
        let days = period.intersect(year).map_or(0, Period::days);
        // A correction over more years has the days of this one.
        let part = divide_rounded(i128::from(own.oere().0) * i128::from(days), i128::from(period.days()));
        let beside = usize::from(cases.current.title(&own.kept.line.system) != cases.year.granted_by);
        sums[beside] += Oere(part);
        let citizen = own.citizen.map_or_else(String::new, |citizen| format!(" ({citizen})"));
        let share = if days == period.days() {
            String::new()
        } else {
            format!(", {days} af {} dage ligger i {}", period.days(), cases.year.year)
        };
        let amount = signed_kroner(Oere(part));
        let [granted, disposed] = if beside == 0 { [amount, String::new()] } else { [String::new(), amount] };
        lines.push(CorrectionLine {
            what: format!("Korrektion {} på {}{citizen}{share}", own.kept.name, own.kept.line.paragraf),
            href: if opens { format!("/korrektioner/{}", own.kept.name) } else { String::new() },
            granted,
            disposed,
        });
    }
    let all: [Oere; 2] = [
        list.iter().map(|own| own.case.granted.oere).sum(),
        list.iter().map(|own| own.case.disposed.oere).sum(),
    ];
    let with = if lines.is_empty() {
        [String::new(), String::new()]
    } else {
        [0, 1].map(|at| report::danish::kroner(all[at] + sums[at]))
    };
    Ok((lines, with))
}

/// Open cases with a caseworker who is not active: handed over in bulk on the list of deviations.
fn inactive(visit: &Visit, cases: &Cases) -> Option<Num> {
    if !visit.may(Right::AssignItems) {
        return None;
    }
    let scope = visit.scope(Right::SeeRows).ok()?;
    let filter =
        ItemFilter { regel: RuleCode::SagsbehandlerMangler.key().to_owned(), ..ItemFilter::default() };
    let count = cases.current.items(&scope).filter(|own| filter.holds(own, &cases.current)).count();
    (count > 0).then(|| Num::count(count as i64, Unit::Deviations, filter.address()))
}

/// Where the figures are from.
fn about(cases: &Cases) -> String {
    let year = &cases.year;
    let mut said = vec![format!("Året er {}.", year.year)];
    if !year.granted_by.is_empty() {
        said.push(format!("Bevilget er det, {} siger, at året koster.", year.granted_by));
    }
    match year.disposed_by.as_slice() {
        [] => said.push("Der er intet afregningssystem at disponere efter.".to_owned()),
        [one] => said.push(format!("Disponeret er det samme efter {one}.")),
        [first, rest @ ..] => said.push(format!(
            "Disponeret er det samme efter {first}, og efter {}, hvor {first} ikke har borgeren på paragraffen.",
            report::danish::list(rest)
        )),
    }
    if !year.paid_by.is_empty() {
        let vat = if year.is_net { "efter momsrefusion" } else { "før momsrefusion" };
        said.push(format!(
            "Betalt er posteringer i {} for samme måneder. Alle beløb er {vat}, som økonomisystemet har dem.",
            year.paid_by
        ));
    }
    said.join(" ")
}

fn empty(cases: &Cases) -> &'static str {
    if cases.current.basis.is_none() { "intet_grundlag" } else { "ingen" }
}
