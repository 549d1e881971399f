//! One paragraph on its way to be in place: its counts, what is left, the signature and its history.

use super::{Numbers, badge, chosen, day_of, filter, limit_text, path, plain_text, signed_text, standings};
use crate::error::{Answer, WebError};
use crate::number::Num;
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::pages::front::titles;
use crate::parts::Link;
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::{Right, Subject};
use app::current::{ControlNow, Current};
use app::edge::local_time;
use app::in_place::{
    self, Measure, ParagrafNow, Signature, Standing, everybody, paragraffer, signatures, signed,
};
use app::lines::Kept;
use app::purpose::Purpose;
use app::settings;
use askama::Template;
use axum::extract::Path;
use domain::calendar::Day;
use report::danish;

#[derive(Template)]
#[template(path = "pages/kom_i_gang_paragraf.html")]
struct ParagrafPage {
    page: Page,
    trail: Vec<Link>,
    paragraf: String,
    state: (&'static str, &'static str),
    measure: &'static str,
    titles: [String; 2],
    numbers: Numbers,
    kroner: Num,
    limit: String,
    limits: String,
    also: Vec<(&'static str, [String; 2], String)>,
    moved: Vec<String>,
    signature: Option<(String, String)>,
    form: Form,
    history: Vec<(String, String)>,
    next: Option<Link>,
}

/// What the one who looks may do.
struct Form {
    action: String,
    back: String,
    before: i64,
    may_sign: bool,
    /// Why nobody can sign; empty where one can.
    why_not: String,
}

fn not_there() -> WebError {
    WebError::NotFound("Paragraffen er ikke med i kontrollen, eller du ser ingen af dens borgere.".to_owned())
}

pub(super) async fn show(visit: Visit, Path(written): Path<String>) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeFigures)?;
    let session = visit.session(Purpose::AfvigelseRet);
    let (at, control, asked) = chosen(&visit, &current).ok_or_else(not_there)?;
    let tenths = settings::value(&session, &settings::AGREE_TENTHS).await?;
    let name = &control.shown.name;
    let all = standings(&current, at, &scope, &signatures(&session, name).await?, tenths);
    let Some(place) = all.iter().position(|(own, _)| own.paragraf == written) else {
        return Err(not_there());
    };
    let (own, state) = &all[place];
    let people = People::read(&visit).await?;
    let lines = signed(&session, name, &own.paragraf).await?;
    let newest = lines.last();
    let signature = newest.and_then(|kept| Some((kept, kept.line.as_ref()?)));
    let mut page = visit.page_of(own.paragraf.clone(), &current);
    page.answer = answer(own, *state);
    let following = all.iter().skip(place + 1).find(|(_, state)| *state != Standing::InPlace);
    let template = ParagrafPage {
        trail: vec![Link::new(
            super::address("/kom-i-gang", &[("kontrol", if asked { name } else { "" })]),
            "Kom i gang",
        )],
        paragraf: own.paragraf.clone(),
        state: (state.text(), badge(*state)),
        measure: own.measure.text(),
        titles: titles(control),
        numbers: Numbers::of(name, own),
        kroner: kroner(&current, &scope, name, &own.paragraf),
        limit: limit_text(tenths),
        limits: crate::pages::front::limits(&scope),
        also: also(own),
        moved: signature.map_or_else(Vec::new, |(_, signature)| moved(own, signature, control)),
        signature: signature.map(|(kept, line)| {
            (
                format!("{}, {}", local_time(&kept.saved_at), people.shown(&kept.saved_by)),
                line.bemaerkning.clone(),
            )
        }),
        form: Form {
            action: path(name, true, &own.paragraf),
            back: path(name, true, &own.paragraf).replacen('?', "/tilbage?", 1),
            before: newest.map_or(0, |kept| kept.seq),
            may_sign: visit.may(Right::SignParagraf) && holds(&visit, &own.paragraf),
            why_not: why_not(*state),
        },
        history: lines.iter().rev().map(|kept| history(own.measure, kept, &people)).collect(),
        next: following.map(|(next, _)| Link::new(path(name, asked, &next.paragraf), next.paragraf.clone())),
        page,
    };
    visit.plain(&template)
}

/// What is at stake on the list of everything that the newest run found: signed, as the list adds it up.
fn kroner(current: &Current, scope: &app::access::Scope, control: &str, paragraf: &str) -> Num {
    let filter = filter(control, paragraf);
    let totals = crate::filter::Totals::of(filter.select(current, scope));
    Num::kroner(totals.oere, filter.address())
}

/// True where the leader's area has the paragraph.
fn holds(visit: &Visit, paragraf: &str) -> bool {
    let scope = visit.scope(Right::SignParagraf);
    scope.is_ok_and(|scope| scope.holds(&Subject { paragraf, ..Subject::default() }))
}

fn answer(own: &ParagrafNow, state: Standing) -> String {
    let measure = own.measure.text();
    let rest = signed_text(own.measure, own.rest);
    match state {
        Standing::InPlace => "Systemerne er enige, og en leder har skrevet under.".to_owned(),
        Standing::Agree => "Systemerne er enige. En leder kan skrive under.".to_owned(),
        Standing::LookAgain => {
            format!("Underskriften skal ses igen: systemerne er nu {rest} {measure} fra hinanden.")
        }
        Standing::Begun | Standing::NotBegun if own.rest.is_within(0) => {
            "Systemerne er enige om de borgere, du ser, men ikke om hele paragraffen.".to_owned()
        }
        Standing::Begun | Standing::NotBegun => format!("Systemerne er {rest} {measure} fra hinanden."),
    }
}

fn why_not(state: Standing) -> String {
    match state {
        Standing::Agree | Standing::InPlace => String::new(),
        _ => {
            "Der kan skrives under, når forskellen, der ikke er accepteret, er inden for grænsen.".to_owned()
        }
    }
}

/// The other measures of the paragraph.
fn also(own: &ParagrafNow) -> Vec<(&'static str, [String; 2], String)> {
    let (citizens, days, years) = (&own.bridge.citizens, &own.bridge.days, &own.bridge.full_years);
    vec![
        ("Borgere", citizens.systems.map(danish::whole), danish::signed(citizens.difference())),
        ("Dage", days.systems.map(danish::whole), danish::signed(days.difference())),
        (
            "Helårspersoner",
            years.systems.map(|own| danish::two_decimals(own.scaled())),
            danish::signed_two_decimals(years.difference().scaled()),
        ),
    ]
}

/// What is another than when it was signed.
fn moved(own: &ParagrafNow, signature: &Signature, control: &ControlNow) -> Vec<String> {
    let titles = titles(control);
    let mut out = Vec::new();
    for side in [0, 1] {
        if own.counts[side] != signature.tal[side] {
            out.push(format!(
                "{}: fra {} til {} {}",
                titles[side],
                plain_text(own.measure, signature.tal[side]),
                plain_text(own.measure, own.counts[side]),
                own.measure.text()
            ));
        }
    }
    let ended = own.accepted + own.cannot;
    for (what, then, now) in [
        ("Åbne afvigelser", signature.aabne, own.open),
        ("Accepterede og dem, der ikke kan rettes", signature.accepterede, ended),
    ] {
        if then != now {
            out.push(format!("{what}: fra {} til {}", danish::whole(then), danish::whole(now)));
        }
    }
    out
}

fn history(measure: Measure, kept: &Kept<Option<Signature>>, people: &People) -> (String, String) {
    let when = format!("{}, {}", local_time(&kept.saved_at), people.shown(&kept.saved_by));
    let text = match &kept.line {
        None => format!("Underskriften er taget tilbage: «{}»", kept.reason),
        Some(line) => {
            let day = Day::parse(&line.dag).map_or_else(|| line.dag.clone(), Day::danish);
            let [one, two] = line.tal.map(|tal| plain_text(measure, tal));
            let remark = if line.bemaerkning.is_empty() {
                String::new()
            } else {
                format!(" «{}»", line.bemaerkning)
            };
            format!(
                "Skrevet under på grundlaget fra {day}: {one} og {two} {}, {} åbne afvigelser.{remark}",
                measure.text(),
                danish::whole(line.aabne)
            )
        }
    };
    (when, text)
}

/// A leader signs.
pub(super) async fn sign(visit: Visit, Path(written): Path<String>, body: String) -> Answer {
    let fields = Fields::of(&body);
    let current = visit.current().await?;
    let (at, control, _) = chosen(&visit, &current).ok_or_else(not_there)?;
    let whole = everybody().map(|all| paragraffer(&current, at, &all)).unwrap_or_default();
    let own = whole.iter().find(|own| own.paragraf == written && holds(&visit, &written));
    let own = own.ok_or_else(not_there)?;
    let Some(run) = &control.newest else { return Err(not_there()) };
    let session = visit.session(Purpose::AfvigelseRet);
    let tenths = settings::value(&session, &settings::AGREE_TENTHS).await?;
    let basis = (run.basis.as_str(), day_of(control));
    let before = fields.number("set").unwrap_or(0) as i64;
    let name = &control.shown.name;
    in_place::sign(&session, name, own, basis, tenths, fields.one("bemaerkning"), before).await?;
    Ok(to(&format!("{}&gjort=underskrevet", path(name, true, &own.paragraf))))
}

/// A leader takes a signature back.
pub(super) async fn take_back(visit: Visit, Path(written): Path<String>, body: String) -> Answer {
    let fields = Fields::of(&body);
    let current = visit.current().await?;
    let (_, control, _) = chosen(&visit, &current).ok_or_else(not_there)?;
    let name = &control.shown.name;
    let session = visit.session(Purpose::AfvigelseRet);
    if !holds(&visit, &written) || !signatures(&session, name).await?.contains_key(&written) {
        return Err(WebError::NotFound("Der er ingen underskrift, som du kan tage tilbage.".to_owned()));
    }
    let before = fields.number("set").unwrap_or(0) as i64;
    in_place::take_back(&session, name, &written, fields.one("grund"), before).await?;
    Ok(to(&format!("{}&gjort=taget_tilbage", path(name, true, &written))))
}
