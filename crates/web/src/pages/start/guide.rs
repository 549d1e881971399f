//! The steps of KL's guide to validated data, with Komponent's list beside them: what the system sees of each.
//!
//! Sources: KL, «Otte trin til datavalidering»; Komponent, workshop om 8-talsmodellen, 13-12-2021. The sentences are ours.

use crate::error::{Answer, WebError};
use crate::filter::ItemFilter;
use crate::number::{Num, Unit};
use crate::pages::deviations::people::People;
use crate::pages::front::found_address;
use crate::parts::Link;
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::{Right, Scope};
use app::current::{ControlNow, Current};
use app::edge::local_time;
use app::in_place::{guide_ticks, tick_guide};
use app::purpose::Purpose;
use report::danish;

/// A step of the guide.
pub(super) struct GuideRow {
    /// Its number in our list.
    pub(super) number: u8,
    /// What it is called.
    pub(super) title: &'static str,
    /// Which step of which list it is.
    pub(super) from: &'static str,
    /// What to do.
    pub(super) what: &'static str,
    /// What the system sees, in words after the number.
    pub(super) seen: String,
    /// The number that says so.
    pub(super) num: Option<Num>,
    /// Gjort, I gang, Ikke begyndt, Hak selv af.
    pub(super) state: &'static str,
    /// The badge's colour.
    pub(super) badge: &'static str,
    /// Where it goes on.
    pub(super) link: Option<Link>,
    /// A person ticks it: what was said, empty where nothing; `None` where the system does.
    pub(super) by_hand: Option<String>,
}

/// Steps of the list.
pub(super) const STEPS: u8 = 10;

/// Steps that a person ticks.
const BY_HAND: [u8; 4] = [7, 8, 9, 10];

struct Said {
    title: &'static str,
    from: &'static str,
    what: &'static str,
}

const fn said(title: &'static str, from: &'static str, what: &'static str) -> Said {
    Said { title, from, what }
}

const SAID: [Said; STEPS as usize] = [
    said(
        "Udpeg personer og afdelinger",
        "KL 1",
        "Skriv for hver kilde, hvem der svarer for den, og hvem der kan rette i den.",
    ),
    said(
        "Få overblik over datalandskabet",
        "KL 2 · Komponent 1",
        "Fortæl om hver kilde: hvis borgere den har, fra hvornår, og hvad den bruges til.",
    ),
    said(
        "Begynd med én paragraf, og giv den et fælles sprog",
        "Komponent 2-3",
        "Oversæt de ydelser, der hører til paragraffen, til ét sprog, så systemerne kan sammenlignes.",
    ),
    said("Sammenlign systemerne", "KL 3 · Komponent 5", "Kør 8-talskontrollen på det nyeste grundlag."),
    said(
        "Ret data, og ret praksis",
        "KL 4",
        "Giv afvigelserne til dem, der kan rette, og tag de største årsager op på et møde.",
    ),
    said(
        "Præsentér, validér, korrigér",
        "KL 5 · Komponent 6",
        "Lad hver enheds leder svare på, om månedens tal kan genkendes.",
    ),
    said(
        "Tjek snitfladen til Danmarks Statistik og FLIS",
        "KL 6",
        "Hold paragraf og indberetningskode mod hinanden i fagsystemet, og ret de opsætninger, der er forkerte.",
    ),
    said(
        "Arbejd med godkendelsesrapporten fra Danmarks Statistik",
        "Komponent 4",
        "Aftal, hvem der godkender på hvilket grundlag, og gå rapportens tal igennem.",
    ),
    said(
        "Brug opmærkningerne i FLIS",
        "KL 7",
        "Se, hvilke rækker FLIS fjerner eller retter, og hvorfor. De viser fejl, som ingen anden kontrol ser.",
    ),
    said(
        "Hold styr på systemskifte",
        "KL 8",
        "Ret data, før et system lukkes, og skriv, hvor dets historik ligger.",
    ),
];

/// The list.
///
/// # Errors
/// Where the store cannot be read.
pub(super) async fn rows(
    visit: &Visit,
    current: &Current,
    scope: &Scope,
    control: Option<&ControlNow>,
) -> Result<Vec<GuideRow>, WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    let people = People::read(visit).await?;
    let ticks = guide_ticks(&session, STEPS).await?;
    let mut out = Vec::new();
    for (number, said) in (1..).zip(&SAID) {
        let (seen, num, state) = match number {
            4 => compared(current, scope, control),
            5 => corrected(current, scope),
            _ => listed(visit, current, number, &super::rows::of(visit, current, number).await?),
        };
        let tick = ticks.get(&number);
        let by_hand = BY_HAND.contains(&number).then(|| {
            tick.map_or_else(String::new, |own| {
                let remark = if own.line.bemaerkning.is_empty() {
                    String::new()
                } else {
                    format!(": {}", own.line.bemaerkning)
                };
                format!("Hakket af {} af {}{remark}", local_time(&own.saved_at), people.shown(&own.saved_by))
            })
        });
        let (state, badge) = match (&by_hand, state) {
            (Some(text), _) if !text.is_empty() => ("Gjort", "success"),
            (Some(_), _) => ("Hak selv af", "none"),
            (None, Some(true)) => ("Gjort", "success"),
            (None, Some(false)) => ("I gang", "info"),
            (None, None) => ("Ikke begyndt", "none"),
        };
        out.push(GuideRow {
            number,
            title: said.title,
            from: said.from,
            what: said.what,
            seen,
            num,
            state,
            badge,
            link: link(visit, number),
            by_hand,
        });
    }
    Ok(out)
}

/// What a step says: in words, its number, and whether it is done; `None` where nothing is begun.
type Sees = (String, Option<Num>, Option<bool>);

fn listed(visit: &Visit, current: &Current, number: u8, rows: &super::rows::Behind) -> Sees {
    let num = Num::count(rows.rows.len() as i64, Unit::Others, format!("/kom-i-gang/trin/{number}"));
    let state = if rows.begun { Some(rows.rows.is_empty()) } else { None };
    match number {
        7..=9 => (String::new(), None, None),
        _ if !rows.begun && current.arrivals.is_empty() => {
            let word = if visit.may(Right::Import) {
                "Læs først filer ind."
            } else {
                "Der er ikke læst noget ind endnu."
            };
            (word.to_owned(), None, None)
        }
        _ => (rows.words.to_owned(), Some(num), state),
    }
}

fn compared(current: &Current, scope: &Scope, control: Option<&ControlNow>) -> Sees {
    let Some(control) = control else { return ("Ingen kontrol er gemt endnu.".to_owned(), None, None) };
    let Some(run) = &control.newest else { return ("Kontrollen har aldrig kørt.".to_owned(), None, None) };
    let name = &control.shown.name;
    let filter = ItemFilter { kontrol: name.clone(), fund: true, ..ItemFilter::default() };
    let count = current.items(scope).filter(|own| filter.holds(own, current)).count();
    let newest = current.basis.as_ref().is_some_and(|content| content.shown.basis.id == run.basis);
    let words = format!(
        "{} i kørslen på grundlaget fra {}{}",
        if count == 1 { "afvigelse" } else { "afvigelser" },
        run.trace.day.danish(),
        if newest { "" } else { "; der er et nyere grundlag" }
    );
    (words, Some(Num::count(count, Unit::Deviations, found_address(name))), Some(newest))
}

fn corrected(current: &Current, scope: &Scope) -> Sees {
    let open = ItemFilter::default();
    let closed = ItemFilter { status: "lukket".to_owned(), ..ItemFilter::default() };
    let count = |filter: &ItemFilter| current.items(scope).filter(|own| filter.holds(own, current)).count();
    let (left, gone) = (count(&open), count(&closed));
    let words = format!("står åbne, {} er lukket af data", danish::whole(gone as i64));
    let state = if left + gone == 0 { None } else { Some(left == 0) };
    (words, Some(Num::count(left, Unit::Deviations, open.address())), state)
}

fn link(visit: &Visit, number: u8) -> Option<Link> {
    let (right, href, text) = match number {
        1 | 2 | 10 => (Right::SeeLandscape, "/datalandskab", "Til datalandskab"),
        3 | 7 => (Right::SeeLanguage, "/oversaettelse", "Til oversættelse"),
        4 => (Right::RunControl, "/kontrol", "Til kontrol"),
        5 => (Right::SeeRows, "/afvigelser", "Til afvigelser"),
        6 => (Right::SeeMonth, "/validering", "Til validering"),
        8 => (Right::SeeMonth, "/aaret/dst_godkendelse", "Til årets trin"),
        _ => return None,
    };
    visit.may(right).then(|| Link::new(href, text))
}

/// The form of a step that a person ticks.
pub(super) async fn tick(visit: Visit, body: String) -> Answer {
    let fields = Fields::of(&body);
    let number = fields.number("trin").and_then(|number| u8::try_from(number).ok());
    let Some(number) = number.filter(|number| BY_HAND.contains(number)) else {
        return Err(WebError::NotFound(
            "Det trin hakker systemet selv af, eller det findes ikke.".to_owned(),
        ));
    };
    let done = fields.one("gjort") == "ja";
    tick_guide(&visit.session(Purpose::AfvigelseRet), number, done, fields.one("bemaerkning")).await?;
    Ok(to(&format!("/kom-i-gang?gjort={}", if done { "sat" } else { "taget_tilbage" })))
}
