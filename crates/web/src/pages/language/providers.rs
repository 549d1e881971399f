//! `/leverandoerer`: a line a provider with its names in each system and what stands behind it; names nobody has mapped,
//! heaviest first; spellings that may be one.

use super::Behind;
use super::beside::Beside;
use super::rows::RowsAsked;
use super::translation::has;
use crate::error::{Answer, WebError};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::parts::{Choice, Cut, Link, Pages};
use crate::query::{Fields, address};
use crate::visit::{Visit, to};
use app::commands::providers;
use app::purpose::Purpose;
use app::tables::cells::{OWNERSHIPS, SETTLEMENTS, ownership_word, settlement_word};
use app::tables::providers::{Place, places};
use app::tables::usage::{UsedRow, Weight};
use app::tables::{Table, newest};
use askama::Template;
use domain::provider_register::{DifferentProviders, ProviderRegister, SameProvider};
use domain::spelling::{NameInUse, Proposal, proposals};
use report::danish;
use std::collections::{BTreeMap, BTreeSet};
use store::providers::Verdict;

/// Providers a page.
const PAGE: usize = 50;
/// Names and pairs that are shown before one asks for all.
const FIRST: usize = 12;

#[derive(Template)]
#[template(path = "pages/sprog/leverandoerer.html")]
struct ProvidersPage {
    page: Page,
    beside: Beside,
    sees_rows: bool,
    year: String,
    unmapped: Vec<PlaceRow>,
    more: usize,
    pairs: Vec<PairRow>,
    more_pairs: usize,
    rows: Vec<PlaceRow>,
    ownerships: Vec<Choice>,
    settlements: Vec<Choice>,
    text: String,
    chips: Vec<Link>,
    reset: String,
    pages: Pages,
    total: usize,
}

/// A provider as a row.
pub(super) struct PlaceRow {
    href: String,
    name: String,
    names: Vec<(String, String)>,
    p_number: String,
    cvr: String,
    ownership: &'static str,
    settlement: &'static str,
    rows: Num,
    citizens: Num,
    granted: Num,
    booked: Num,
    add: String,
}

struct PairRow {
    a: String,
    b: String,
    sources_a: String,
    sources_b: String,
    likeness: u16,
}

/// Rows of a provider: all, and the kroner of services and of postings.
pub(super) struct Weights {
    pub(super) all: Weight,
    pub(super) granted: Weight,
    pub(super) booked: Weight,
}

pub(super) fn weights(behind: &Behind, rows: &[usize]) -> Weights {
    let rows: Vec<&UsedRow> = rows.iter().map(|at| behind.row(*at)).collect();
    let of = |keep: &dyn Fn(bool) -> bool| {
        let own = rows.iter().filter(|row| keep(row.is_posting()));
        behind.usage.weight(own.map(|row| (*row, [row.period])))
    };
    Weights { all: of(&|_| true), granted: of(&|posting| !posting), booked: of(&|posting| posting) }
}

/// A provider's numbers, each with its rows.
pub(super) fn numbers(behind: &Behind, place: &Place) -> [Num; 4] {
    let weights = weights(behind, &place.rows);
    let asked = RowsAsked { leverandoer: place.nr.clone(), ..RowsAsked::default() };
    let of = |slags: &str| RowsAsked { slags: slags.to_owned(), ..asked.clone() }.address();
    [
        Num::count(weights.all.rows as i64, Unit::Rows, asked.address()),
        Num::count(weights.all.citizens as i64, Unit::Citizens, asked.address()),
        Num::kroner(weights.granted.oere, of("bevilget")),
        Num::kroner(weights.booked.oere, of("bogfoert")),
    ]
}

fn place_row(behind: &Behind, place: &Place) -> PlaceRow {
    let [rows, citizens, granted, booked] = numbers(behind, place);
    PlaceRow {
        href: format!("/leverandoerer/{}", place.nr),
        name: place.name.clone(),
        names: place.names.iter().cloned().collect(),
        p_number: place.p_number.clone(),
        cvr: place.cvr.clone(),
        ownership: place.record.as_ref().map_or("", |record| ownership_word(record.ownership)),
        settlement: place.record.as_ref().map_or("", |record| settlement_word(record.settlement)),
        rows,
        citizens,
        granted,
        booked,
        add: address(
            "/leverandoerer/linje",
            &[("navn", &place.name), ("cvr", &place.cvr), ("p_nummer", &place.p_number)],
        ),
    }
}

/// Kroner in all, for the order.
fn heaviest(behind: &Behind, place: &Place) -> (u64, usize) {
    let weights = weights(behind, &place.rows);
    let kroner = weights.granted.oere.0.unsigned_abs() + weights.booked.oere.0.unsigned_abs();
    (kroner, weights.all.rows)
}

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let version = newest(&session, Table::Leverandoerer).await?;
    let behind = Behind::read(&visit).await?;
    let fields = visit.fields();
    let none = ProviderRegister::default();
    let register = behind.content().map_or(&none, |content| &content.providers);
    let all = places(&behind.usage, register, &behind.rows, behind.day().previous());
    let (known, mut unknown): (Vec<Place>, Vec<Place>) =
        all.into_iter().partition(|place| place.registered.is_some());
    unknown.sort_by_cached_key(|place| std::cmp::Reverse(heaviest(&behind, place)));
    let every = fields.one("alle") == "ja";
    let shown = if every { unknown.len() } else { FIRST };
    let listed = Listed::of(&behind, &known, &fields);
    let pairs = pairs(&visit, &behind, &version.lines).await?;
    let shown_pairs = if every { pairs.len() } else { FIRST };
    let mut page = visit.page_of("Leverandører", &behind.current);
    page.answer = answer(known.len(), unknown.len(), pairs.len());
    visit.plain(&ProvidersPage {
        page,
        beside: Beside::of(&visit, &version).await?,
        sees_rows: behind.may,
        year: behind.year(),
        unmapped: unknown.iter().take(shown).map(|place| place_row(&behind, place)).collect(),
        more: unknown.len().saturating_sub(shown),
        more_pairs: pairs.len().saturating_sub(shown_pairs),
        pairs: pairs.into_iter().take(shown_pairs).map(pair_row).collect(),
        rows: listed.rows,
        ownerships: listed.ownerships,
        settlements: listed.settlements,
        text: fields.one("tekst").to_owned(),
        chips: listed.chips,
        reset: listed.reset,
        pages: listed.pages,
        total: listed.total,
    })
}

fn answer(known: usize, unknown: usize, pairs: usize) -> String {
    let known = danish::count(known as i64, "leverandør", "leverandører");
    let first = match unknown {
        0 => format!("Registret har {known}, og alle navne i brug er kendt."),
        many => format!(
            "Registret har {known}; {} er ikke i det.",
            danish::count(many as i64, "navn i brug", "navne i brug")
        ),
    };
    match pairs {
        0 => first,
        many => format!("{first} {} ligner hinanden.", danish::count(many as i64, "par navne", "par navne")),
    }
}

/// The providers that are asked for, a page of them.
struct Listed {
    rows: Vec<PlaceRow>,
    ownerships: Vec<Choice>,
    settlements: Vec<Choice>,
    chips: Vec<Link>,
    reset: String,
    pages: Pages,
    total: usize,
}

impl Listed {
    fn of(behind: &Behind, known: &[Place], fields: &Fields) -> Listed {
        let own = ["ejerforhold", "afregning", "tekst"].map(|key| fields.one(key));
        let at = |own: [&str; 3], side: usize| {
            let side = if side > 1 { side.to_string() } else { String::new() };
            let [owner, settled, text] = own;
            let pairs = [("ejerforhold", owner), ("afregning", settled), ("tekst", text), ("side", &side)];
            format!("{}#registret", address("/leverandoerer", &pairs))
        };
        let word = |wish: &str, is: &str| match wish {
            "" => true,
            "ukendt" => is.is_empty(),
            wish => wish == is,
        };
        let holds = |place: &&Place| {
            let record = place.record.as_ref();
            word(own[0], record.map_or("", |record| ownership_word(record.ownership)))
                && word(own[1], record.map_or("", |record| settlement_word(record.settlement)))
                && (has(&place.name, own[2])
                    || place.names.iter().any(|(_, name)| has(name, own[2]))
                    || has(&place.p_number, own[2])
                    || has(&place.cvr, own[2]))
        };
        let found: Vec<&Place> = known.iter().filter(holds).collect();
        let cut = Cut::of(found.len(), fields.number("side").unwrap_or(1), PAGE);
        let mut chips = Vec::new();
        for (place, value) in own.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
            let mut without = own;
            without[place] = "";
            chips.push(Link::new(at(without, 1), *value));
        }
        let choices = |words: Vec<&str>, chosen: &str| {
            let mut out = vec![Choice::new("", "alle", chosen)];
            out.extend(words.into_iter().map(|word| Choice::new(word, word, chosen)));
            out.push(Choice::new("ukendt", "ikke oplyst", chosen));
            out
        };
        Listed {
            rows: found[cut.rows.clone()].iter().map(|place| place_row(behind, place)).collect(),
            ownerships: choices(OWNERSHIPS.iter().map(|(_, word)| *word).collect(), own[0]),
            settlements: choices(SETTLEMENTS.iter().map(|(_, word)| *word).collect(), own[1]),
            reset: if chips.is_empty() { String::new() } else { "/leverandoerer#registret".to_owned() },
            chips,
            pages: Pages::new(cut.summary.clone(), cut.at, cut.count, |side| at(own, side)),
            total: found.len(),
        }
    }
}

/// Names in use that may be one provider and that nobody has decided about, of the rows that the one who looks may see.
async fn pairs(
    visit: &Visit,
    behind: &Behind,
    lines: &app::tables::cells::Lines,
) -> Result<Vec<Proposal>, WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    let decisions = providers::list(&session).await?;
    let of = |verdict| decisions.iter().filter(move |decision| decision.verdict == verdict);
    let same: Vec<SameProvider> =
        of(Verdict::Same).map(|d| SameProvider { a: d.a.clone(), b: d.b.clone() }).collect();
    let different: Vec<DifferentProviders> =
        of(Verdict::Different).map(|d| DifferentProviders { a: d.a.clone(), b: d.b.clone() }).collect();
    let records = match lines {
        app::tables::cells::Lines::Providers(records) => records.as_slice(),
        _ => &[],
    };
    let register = ProviderRegister::new(records, &same, &different);
    let mut weights: BTreeMap<(usize, &str), u64> = BTreeMap::new();
    for at in &behind.rows {
        let word = &behind.usage.words[behind.row(*at).word];
        if !word.provider.name.is_empty() {
            *weights.entry((word.import, word.provider.name.as_str())).or_default() += 1;
        }
    }
    let names: Vec<NameInUse> = weights
        .into_iter()
        .map(|((import, name), weight)| NameInUse {
            source: behind.usage.imports[import].source.clone(),
            name: name.to_owned(),
            weight,
        })
        .collect();
    let proposed = proposals(&names, &register);
    let titles: BTreeMap<&str, &str> =
        behind.usage.imports.iter().map(|import| (import.source.as_str(), import.title.as_str())).collect();
    let titled = |sources: Vec<String>| -> Vec<String> {
        let all: BTreeSet<String> = sources
            .into_iter()
            .map(|source| titles.get(source.as_str()).map_or(source.clone(), |title| (*title).to_owned()))
            .collect();
        all.into_iter().collect()
    };
    Ok(proposed
        .into_iter()
        .map(|p| Proposal { a: (p.a.0, titled(p.a.1)), b: (p.b.0, titled(p.b.1)), ..p })
        .collect())
}

fn pair_row(pair: Proposal) -> PairRow {
    PairRow {
        sources_a: pair.a.1.join(", "),
        sources_b: pair.b.1.join(", "),
        a: pair.a.0,
        b: pair.b.0,
        likeness: pair.likeness / 10,
    }
}

pub(super) async fn decide(visit: Visit, body: String) -> Answer {
    let sent = Fields::of(&body);
    let verdict = match sent.one("afgoerelse") {
        "samme" => Verdict::Same,
        "forskellige" => Verdict::Different,
        "fortrudt" => Verdict::Undone,
        _ => {
            return Err(WebError::Refused(
                "Vælg, om de to navne er samme leverandør. Intet er gemt.".to_owned(),
            ));
        }
    };
    let reason = match sent.one("grund") {
        "" => "afgjort på siden Leverandører",
        reason => reason,
    };
    let session = visit.session(Purpose::AfvigelseRet);
    let names = [sent.one("a"), sent.one("b")];
    let handle = tokio::runtime::Handle::current();
    let work = || handle.block_on(providers::decide(&session, names, verdict, reason));
    tokio::task::block_in_place(work)?;
    Ok(to("/leverandoerer?gjort=samme"))
}
