//! The landscape as a table or as cards: what does not fit stands first.

use super::lines::{SourceLine, line};
use super::words;
use crate::error::{Answer, WebError};
use crate::page::Page;
use crate::parts::{Choice, Link, Tab};
use crate::query::address;
use crate::visit::Visit;
use app::access::Right;
use app::commands::landscape::find_contradictions_on;
use app::commands::source_cards::{SourceCard, source_cards};
use app::purpose::Purpose;
use app::session::Session;
use askama::Template;
use domain::calendar::Day;
use domain::landscape::Contradiction;
use report::danish;

#[derive(Template)]
#[template(path = "pages/datalandskab.html")]
struct LandscapePage {
    page: Page,
    may_edit: bool,
    day: String,
    said_of: String,
    tabs: Vec<Tab>,
    cards: bool,
    workbook: String,
    faults: Vec<String>,
    wrong: Vec<WrongLine>,
    lines: Vec<SourceLine>,
    beside: Vec<(String, String)>,
}

/// Something that does not fit, with where it is put right.
pub(super) struct WrongLine {
    /// The source; empty where it is about several.
    pub(super) title: String,
    /// Its card.
    pub(super) href: String,
    /// What, why, what to do.
    pub(super) text: String,
    /// Where it is put right; empty for those who may not.
    pub(super) fix: String,
    /// The words of that link.
    pub(super) fix_text: &'static str,
}

/// What was asked: the day that it is said of, and the form.
pub(super) struct Asked {
    pub(super) day: Day,
    stated: bool,
    cards: bool,
}

impl Asked {
    pub(super) fn of(visit: &Visit) -> Asked {
        let fields = visit.fields();
        let stated = Day::parse(fields.one("dag")).filter(|day| *day != visit.day());
        Asked {
            day: stated.unwrap_or(visit.day()),
            stated: stated.is_some(),
            cards: fields.one("vis") == "kort",
        }
    }

    fn address(&self, path: &str, cards: bool) -> String {
        let day = if self.stated { self.day.iso() } else { String::new() };
        address(path, &[("dag", day.as_str()), ("vis", if cards { "kort" } else { "" })])
    }
}

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let asked = Asked::of(&visit);
    let (cards, faults) = read(&session, asked.day).await?;
    let wrong = wrong_lines(&visit, &session, &cards).await?;
    let mut lines: Vec<SourceLine> =
        cards.iter().map(|card| line(card, asked.day, visit.day(), visit.may(Right::SeeImports))).collect();
    for own in &mut lines {
        own.wrong_text = match wrong.iter().filter(|line| line.href == href(&own.name)).count() {
            0 => String::new(),
            some => format!("{some} ting passer ikke"),
        };
    }
    let mut page = visit.page("Datalandskab");
    page.answer = answer(lines.len(), wrong.len(), faults.is_empty());
    let said_of = asked.stated.then(|| format!("Sådan er det sagt om {}.", asked.day.danish()));
    visit.plain(&LandscapePage {
        page,
        may_edit: visit.may(Right::EditLandscape),
        day: asked.day.iso(),
        said_of: said_of.unwrap_or_default(),
        tabs: vec![
            Tab {
                href: asked.address("/datalandskab", false),
                text: "Tabel".to_owned(),
                current: !asked.cards,
                ..Tab::default()
            },
            Tab {
                href: asked.address("/datalandskab", true),
                text: "Kort".to_owned(),
                current: asked.cards,
                ..Tab::default()
            },
        ],
        cards: asked.cards,
        workbook: asked.address("/datalandskab.xlsx", false),
        faults,
        wrong,
        lines,
        beside: beside(&session),
    })
}

/// The sources on a day, and what is wrong with the file where something is.
pub(super) async fn read(session: &Session, day: Day) -> Result<(Vec<SourceCard>, Vec<String>), WebError> {
    let cards = source_cards(session, day).await?;
    let faults = match session.landscape() {
        Ok(_) => Vec::new(),
        Err(error) => error.to_string().lines().map(|line| line.trim().to_owned()).collect(),
    };
    Ok((cards, faults))
}

/// The address of a source's card.
pub(super) fn href(name: &str) -> String {
    format!("/datalandskab/{name}")
}

/// What is declared one way and found another, in words with where it is put right.
pub(super) async fn wrong_lines(
    visit: &Visit,
    session: &Session,
    cards: &[SourceCard],
) -> Result<Vec<WrongLine>, WebError> {
    if session.landscape().is_err() {
        return Ok(Vec::new());
    }
    let found = find_contradictions_on(session, visit.day()).await?;
    Ok(found.into_iter().map(|own| wrong_line(visit, cards, own)).collect())
}

fn wrong_line(visit: &Visit, cards: &[SourceCard], own: Contradiction) -> WrongLine {
    let title = cards.iter().find(|card| card.name == own.source).map(|card| card.title.clone());
    let late = ["forsinket", "udtraeksdag", "faerre_raekker"].contains(&own.key);
    let field = words::field_of(own.key);
    let (fix, fix_text) = if late && visit.may(Right::SeeImports) {
        ("/indlaesning".to_owned(), "Se indlæsningerne")
    } else if !field.is_empty() && visit.may(Right::EditLandscape) {
        (format!("{}/ret#{field}", href(&own.source)), "Ret i datalandskabet")
    } else {
        (String::new(), "")
    };
    WrongLine {
        href: if own.source.is_empty() { String::new() } else { href(&own.source) },
        title: title.unwrap_or(own.source),
        text: own.text,
        fix,
        fix_text,
    }
}

fn answer(sources: usize, wrong: usize, readable: bool) -> String {
    let count =
        |n: usize, one: &str, more: &str| danish::count(i64::try_from(n).unwrap_or(i64::MAX), one, more);
    if !readable {
        return "Datalandskabet kan ikke bruges, før filen er rettet. Indtil da siger kildebeskrivelserne alene, hvad der gælder."
            .to_owned();
    }
    match (sources, wrong) {
        (0, _) => "Ingen kilder er beskrevet eller læst ind endnu.".to_owned(),
        (_, 0) => format!(
            "{}, og alt, hvad der er sagt om dem, passer med udtrækkene.",
            count(sources, "kilde", "kilder")
        ),
        _ => format!(
            "{} passer ikke mellem det, der er sagt om {}, og det, udtrækkene viser.",
            count(wrong, "ting", "ting"),
            count(sources, "kilde", "kilder")
        ),
    }
}

/// What the landscape says beside the sources.
fn beside(session: &Session) -> Vec<(String, String)> {
    let Ok(landscape) = session.landscape() else { return Vec::new() };
    let area = landscape.area.as_deref().unwrap_or(app::commands::landscape::AREA);
    let mut out = vec![("Område for kontroller, der ikke nævner et".to_owned(), area.to_owned())];
    for wait in &landscape.waits {
        let [one, two] = &wait.pair;
        out.push((format!("Overførsel mellem {one} og {two}"), danish::count(wait.days, "dag", "dage")));
    }
    let limits = landscape.limits();
    let tenths = limits.unusual_tenths;
    out.push(("Nyt forløb efter".to_owned(), danish::count(limits.gap_days, "dag", "dage")));
    out.push((
        "Usædvanlig dagspris".to_owned(),
        format!(
            "{},{} gange det normale, af mindst {} rækker",
            tenths / 10,
            tenths % 10,
            limits.unusual_rows
        ),
    ));
    out.push((
        "Betalinger, der ses på".to_owned(),
        format!("fra {} kr., ældre end {} måneder", limits.payment_oere / 100, limits.payment_months),
    ));
    for column in &landscape.ownership_columns {
        out.push((
            format!("Kolonne efter ejerforhold: {}", column.title),
            format!("{} slags", column.kinds.len()),
        ));
    }
    out
}

/// The choices of a select.
pub(super) fn choices(all: &[(&str, &str)], chosen: &str) -> Vec<Choice> {
    all.iter().map(|(value, text)| Choice::new(*value, *text, chosen)).collect()
}

/// The way back.
pub(super) fn trail() -> Vec<Link> {
    vec![Link::new("/datalandskab", "Datalandskab")]
}
