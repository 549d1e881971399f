//! A unit's page: its own figures, what moved most, and the one form in which its leader answers.

use super::figures::{Figures, Read, read};
use super::{deadline, is_own};
use crate::error::{Answer, WebError};
use crate::filter::ItemFilter;
use crate::number::{Num, Unit as Kind};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::pages::year::asked_month;
use crate::parts::Link;
use crate::query::{Fields, address};
use crate::visit::{Visit, to};
use app::access::{Right, Role, Scope};
use app::current::Current;
use app::edge::local_time;
use app::purpose::Purpose;
use app::unit_figures::{CitizenLine, Sums, UnitLine, by_paragraf, movements};
use app::validation::{AnswerLine, Mark, Unit, answers_of, save_answer};
use askama::Template;
use axum::extract::Path;
use domain::amount::Oere;
use domain::full_year::FullYears;
use domain::person::CitizenId;
use report::danish;
use std::collections::{BTreeMap, BTreeSet};

/// Movements that are shown.
const MOVEMENTS: usize = 5;

#[derive(Template)]
#[template(path = "pages/validering_enhed.html")]
struct UnitPage {
    page: Page,
    trail: Vec<Link>,
    nothing: &'static str,
    rows: Vec<Row>,
    total: Option<[Num; 3]>,
    counted: String,
    year: i32,
    before: String,
    system: String,
    movements: Vec<Movement>,
    moved_all: String,
    answered: String,
    form: Option<Form>,
}

/// A paragraph.
struct Row {
    at: usize,
    paragraf: String,
    citizens: Num,
    full_years: Num,
    kroner: Num,
    unpriced: String,
    changes: [String; 3],
    deviations: Option<Num>,
    /// `ja`, `nej` or empty.
    said: &'static str,
    why: String,
}

/// What moved for one citizen.
struct Movement {
    citizen: String,
    href: String,
    paragraf: String,
    days: String,
    kroner: String,
}

struct Form {
    action: String,
    basis: String,
    before: i64,
    fault: String,
}

/// What a leader has typed, by the place of the paragraph.
type Typed = BTreeMap<usize, (bool, String)>;

pub(super) async fn show(visit: Visit, Path(key): Path<String>) -> Answer {
    drawn(&visit, &key, None, String::new()).await
}

async fn drawn(visit: &Visit, key: &str, typed: Option<Typed>, fault: String) -> Answer {
    let current = visit.current().await?;
    let month = asked_month(visit);
    let trail = vec![Link::new(address("/validering", &[("maaned", &month.iso())]), "Validering")];
    let figures = match read(visit, &current, key, month).await? {
        Read::Figures(figures) => figures,
        Read::Nothing(unit, why) => {
            let page = visit.page_of(format!("{}: {}", unit.title, danish::month(month)), &current);
            return visit.plain(&UnitPage::empty(page, trail, why));
        }
    };
    let session = visit.session(Purpose::AfvigelseRet);
    let lines = by_paragraf(&figures.lines);
    let answers = answers_of(&session, &figures.unit.key, month).await?;
    let newest = answers.last();
    let said = typed.unwrap_or_else(|| {
        newest.and_then(|kept| kept.line.as_ref()).map(|line| as_typed(line, &lines)).unwrap_or_default()
    });
    let shown: Vec<&CitizenLine> =
        if figures.shows_citizens(visit) { movements(&figures.lines, MOVEMENTS) } else { Vec::new() };
    let people = People::read(visit).await?;
    let mut page = visit.page_of(format!("{}: {}", figures.unit.title, danish::month(month)), &current);
    page.answer = first_line(&figures, &lines, newest.is_some_and(|kept| kept.line.is_some()), visit).await?;
    let template = UnitPage {
        trail,
        nothing: "",
        rows: lines
            .iter()
            .enumerate()
            .map(|(at, line)| row(visit, &current, &figures, at, line, &said))
            .collect(),
        total: total(&figures),
        counted: danish::month(figures.counted),
        year: figures.year,
        before: figures.before.as_ref().map_or_else(String::new, |basis| basis.day.danish()),
        system: figures.system.clone(),
        movements: shown.iter().map(|line| movement(visit, line)).collect(),
        moved_all: list_address(&figures, "", "flyttet"),
        answered: newest.filter(|kept| kept.line.is_some()).map_or_else(String::new, |kept| {
            format!("Svaret {} af {}.", local_time(&kept.saved_at), people.shown(&kept.saved_by))
        }),
        form: is_own(visit, &figures.unit).then(|| Form {
            action: address(&format!("/validering/{key}"), &[("maaned", &month.iso())]),
            basis: figures.basis.id.to_string(),
            before: newest.map_or(0, |kept| kept.seq),
            fault,
        }),
        page,
    };
    let about: Vec<CitizenId> = shown.iter().map(|line| line.citizen).collect();
    visit.show(Purpose::AfvigelseRet, "validering", &format!("{key} {}", month.iso()), about, &template).await
}

impl UnitPage {
    fn empty(page: Page, trail: Vec<Link>, nothing: &'static str) -> UnitPage {
        UnitPage {
            page,
            trail,
            nothing,
            rows: Vec::new(),
            total: None,
            counted: String::new(),
            year: 0,
            before: String::new(),
            system: String::new(),
            movements: Vec::new(),
            moved_all: String::new(),
            answered: String::new(),
            form: None,
        }
    }
}

async fn first_line(
    figures: &Figures,
    lines: &[UnitLine],
    answered: bool,
    visit: &Visit,
) -> Result<String, WebError> {
    let citizens: BTreeSet<CitizenId> =
        figures.lines.iter().filter(|line| line.now.citizens > 0).map(|line| line.citizen).collect();
    let start = format!(
        "{} på {} i {}.",
        danish::count(citizens.len() as i64, "borger", "borgere"),
        danish::count(lines.len() as i64, "paragraf", "paragraffer"),
        danish::month(figures.counted)
    );
    let deadline = deadline(visit, figures.month).await?;
    Ok(match answered {
        true => start,
        false => format!("{start} Kan tallene genkendes? Svar senest {}.", deadline.danish()),
    })
}

/// The list of a unit's citizens: of one paragraph or all; `maaned`, `flyttet`, or empty for the year.
fn list_address(figures: &Figures, paragraf: &str, shown: &str) -> String {
    address(
        &format!("/validering/{}/borgere", figures.unit.key),
        &[("maaned", &figures.month.iso()), ("paragraf", paragraf), ("vis", shown)],
    )
}

fn row(visit: &Visit, current: &Current, figures: &Figures, at: usize, line: &UnitLine, said: &Typed) -> Row {
    let (of_month, of_year) =
        (list_address(figures, &line.paragraf, "maaned"), list_address(figures, &line.paragraf, ""));
    let years = Num::count(line.now.days, Kind::Days, &of_year);
    let change = |of: fn(&Sums) -> i64, text: fn(i64) -> String| match figures.before {
        Some(_) => text(of(&line.now) - of(&line.before)),
        None => String::new(),
    };
    let (said, why) = match said.get(&at) {
        Some((true, _)) => ("ja", String::new()),
        Some((false, why)) => ("nej", why.clone()),
        None => ("", String::new()),
    };
    Row {
        at,
        citizens: Num::count(line.now.citizens, Kind::Citizens, of_month),
        full_years: Num { text: danish::two_decimals(line.now.full_years.scaled()), ..years },
        kroner: Num::kroner(line.now.oere, of_year),
        unpriced: match line.now.unpriced_days {
            0 => String::new(),
            days => format!("{} uden pris", danish::count(days, "dag", "dage")),
        },
        changes: [
            change(|sums| sums.citizens, danish::signed),
            match figures.before {
                Some(_) => years_moved(line.now.full_years, line.before.full_years),
                None => String::new(),
            },
            change(|sums| sums.oere.0, signed_kroner),
        ],
        deviations: deviations(visit, current, &line.paragraf),
        paragraf: line.paragraf.clone(),
        said,
        why,
    }
}

fn years_moved(now: FullYears, before: FullYears) -> String {
    danish::signed_two_decimals((now - before).scaled())
}

fn signed_kroner(oere: i64) -> String {
    let text = danish::kroner(Oere(oere));
    if oere > 0 && text != "0" { format!("+{text}") } else { text }
}

/// Open deviations of the paragraph, as the one who looks has them.
fn deviations(visit: &Visit, current: &Current, paragraf: &str) -> Option<Num> {
    let scope = visit.scope(Right::SeeRows).ok()?;
    let filter = ItemFilter { paragraf: paragraf.to_owned(), ..ItemFilter::default() };
    let count = current.items(&scope).filter(|own| filter.holds(own, current)).count();
    Some(Num::count(count as i64, Kind::Deviations, filter.address()))
}

/// Over all paragraphs: distinct citizens of the month, days, kroner.
fn total(figures: &Figures) -> Option<[Num; 3]> {
    if figures.lines.is_empty() {
        return None;
    }
    let of_month = figures.lines.iter().filter(|line| line.now.citizens > 0);
    let citizens: BTreeSet<CitizenId> = of_month.map(|line| line.citizen).collect();
    let mut years = FullYears::default();
    let (mut days, mut oere) = (0, Oere(0));
    for line in &figures.lines {
        years = years + line.now.full_years;
        days += line.now.days;
        oere += line.now.oere;
    }
    let of_year = list_address(figures, "", "");
    let days = Num::count(days, Kind::Days, &of_year);
    Some([
        Num::count(citizens.len() as i64, Kind::Citizens, list_address(figures, "", "maaned")),
        Num { text: danish::two_decimals(years.scaled()), ..days },
        Num::kroner(oere, of_year),
    ])
}

fn movement(visit: &Visit, line: &CitizenLine) -> Movement {
    let href =
        if visit.may(Right::SeeCitizen) { format!("/borgere/{}", line.citizen) } else { String::new() };
    Movement {
        citizen: line.citizen.to_string(),
        href,
        paragraf: line.paragraf.clone(),
        days: format!(
            "{} ({} til {})",
            danish::signed(line.moved_days()),
            danish::whole(line.before.days),
            danish::whole(line.now.days)
        ),
        kroner: signed_kroner(line.moved().0),
    }
}

fn as_typed(answer: &AnswerLine, lines: &[UnitLine]) -> Typed {
    let place = |mark: &Mark| lines.iter().position(|line| line.paragraf == mark.paragraf);
    answer.tal.iter().filter_map(|mark| Some((place(mark)?, (mark.genkendt, mark.fordi.clone())))).collect()
}

/// Reads the form: of each paragraph yes, or no with a reason. A written reason is a no.
fn typed(fields: &Fields, count: usize) -> Typed {
    let all = fields.has("alle");
    let one = |at: usize| {
        let why = fields.one(&format!("fordi-{at}")).to_owned();
        match (all, fields.one(&format!("svar-{at}")), why.is_empty()) {
            (true, ..) => Some((at, (true, String::new()))),
            (false, "ja", true) => Some((at, (true, String::new()))),
            (false, _, false) | (false, "nej", _) => Some((at, (false, why))),
            _ => None,
        }
    };
    (0..count).filter_map(one).collect()
}

async fn save(visit: &Visit, key: &str, fields: &Fields) -> Result<Option<(Typed, String)>, WebError> {
    let current = visit.current().await?;
    let month = asked_month(visit);
    let Read::Figures(figures) = read(visit, &current, key, month).await? else {
        return Err(WebError::Refused("Der er ingen tal at svare på i måneden. Intet er gemt.".to_owned()));
    };
    if !is_own(visit, &figures.unit) {
        return Err(WebError::Denied("Kun enhedens egen leder svarer for den.".to_owned()));
    }
    let lines = by_paragraf(&figures.lines);
    let typed = typed(fields, lines.len());
    if fields.one("grundlag") != figures.basis.id.as_str() {
        return Ok(Some((
            Typed::new(),
            "Tallene er fra et nyt grundlag nu. Se dem igen, og svar. Intet er gemt.".to_owned(),
        )));
    }
    let missing: Vec<String> = lines
        .iter()
        .enumerate()
        .filter(|(at, _)| !typed.contains_key(at))
        .map(|(_, line)| line.paragraf.clone())
        .collect();
    if !missing.is_empty() {
        return Ok(Some((typed, format!("Svar også på {}. Intet er gemt.", danish::list(&missing)))));
    }
    let mark = |(at, line): (usize, &UnitLine)| {
        let (recognised, why) = typed[&at].clone();
        Mark {
            paragraf: line.paragraf.clone(),
            borgere: line.now.citizens,
            dage: line.now.days,
            oere: line.now.oere.0,
            genkendt: recognised,
            fordi: why,
        }
    };
    let answer = AnswerLine {
        grundlag: figures.basis.id.to_string(),
        dag: figures.basis.day.iso(),
        tal: lines.iter().enumerate().map(mark).collect(),
    };
    let session = visit.session(Purpose::AfvigelseRet);
    let people = People::read(visit).await?;
    let owner = |paragraf: &str| owner(visit, &current, &figures.unit, &people, paragraf);
    let before = fields.number("set").unwrap_or(0) as i64;
    match save_answer(&session, &figures.unit, month, answer, owner, before).await.map_err(WebError::told) {
        Ok(()) => Ok(None),
        Err(WebError::Refused(why)) => Ok(Some((typed, why))),
        Err(other) => Err(other),
    }
}

/// Who can put most of the unit's open deviations of a paragraph right; where there are none, who makes the figures.
fn owner(visit: &Visit, current: &Current, unit: &Unit, people: &People, paragraf: &str) -> String {
    let scope: Option<Scope> = unit.scope(visit.who.today);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for own in scope.iter().flat_map(|scope| current.items(scope)) {
        let (item, who) = (&own.listed.item, &own.listed.responsible);
        if item.standing.status.is_work() && item.key.paragraf == paragraf && !who.is_empty() {
            *counts.entry(who).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(who, count)| (*count, std::cmp::Reverse(*who)));
    most.map_or_else(
        || people.first_of(Role::BiConsultant).unwrap_or_else(|| Role::BiConsultant.text().to_owned()),
        |(who, _)| people.shown(who),
    )
}

/// The leader's answer.
pub(super) async fn answer(visit: Visit, Path(key): Path<String>, body: String) -> Answer {
    let fields = Fields::of(&body);
    match save(&visit, &key, &fields).await? {
        None => {
            let month = asked_month(&visit).iso();
            Ok(to(&address(&format!("/validering/{key}"), &[("maaned", &month), ("gjort", "svaret")])))
        }
        Some((typed, fault)) => drawn(&visit, &key, Some(typed), fault).await,
    }
}
