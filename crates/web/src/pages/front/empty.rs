//! Why there are no figures yet, and what to do about it.

use crate::error::WebError;
use crate::visit::Visit;
use app::access::Right;
use app::current::{ControlNow, Current};

/// An empty front page.
pub(super) struct Empty {
    /// What.
    pub(super) heading: String,
    /// What to do.
    pub(super) text: String,
    /// Where; empty where the one who looks cannot do it.
    pub(super) href: String,
    /// The word of the button.
    pub(super) button: &'static str,
    /// The button is a form that is sent.
    pub(super) post: bool,
    /// It runs: where to see it, and since when.
    pub(super) running: Option<(String, String)>,
}

/// The empty state of a picture; `None` where there are figures.
pub(super) async fn of(
    visit: &Visit,
    current: &Current,
    control: Option<&ControlNow>,
) -> Result<Option<Empty>, WebError> {
    if control.is_some_and(|control| control.newest.is_some()) {
        return Ok(None);
    }
    if current.arrivals.is_empty() {
        return Ok(Some(Empty::new(visit, Right::Import, NOTHING, "/indlaesning")));
    }
    if current.basis.is_none() {
        return Ok(Some(Empty::new(visit, Right::Import, NO_BASIS, "/grundlag/nyt")));
    }
    let Some(control) = control else {
        return Ok(Some(Empty::new(visit, Right::SaveControl, NO_CONTROL, "/kontrol?ny=ja#ny")));
    };
    let what = super::super::control::saved_text(&control.shown.name);
    let running = visit.state.jobs.running().into_iter().find(|job| job.what == what);
    let href = super::super::control::path(&control.shown.name, "/koer");
    let mut empty = Empty::new(visit, Right::RunControl, NEVER_RUN, &href);
    empty.heading = format!("Kontrollen «{}» har aldrig kørt.", control.shown.name);
    empty.post = true;
    empty.running = running.map(|job| (format!("/arbejde/{}", job.id), app::edge::local_time(&job.begun)));
    Ok(Some(empty))
}

/// Heading, text for those who can, text for others, button.
type Texts = (&'static str, &'static str, &'static str, &'static str);

const NOTHING: Texts = (
    "Der er ikke indlæst noget endnu.",
    "Begynd med et udtræk fra hvert af de systemer, der skal sammenlignes.",
    "Bed jeres BI-konsulent eller økonomikonsulent om at indlæse et udtræk fra hvert system.",
    "Indlæs udtræk",
);
const NO_BASIS: Texts = (
    "Udtrækkene er indlæst, men ikke godkendt.",
    "Tal regnes først, når nogen har sagt, hvilke udtræk de skal regnes på. Se fundene igennem, og godkend grundlaget.",
    "Tal regnes først, når jeres BI-konsulent eller økonomikonsulent har godkendt et grundlag.",
    "Godkend grundlag",
);
const NO_CONTROL: Texts = (
    "Der er ingen gemt kontrol.",
    "En gemt kontrol sammenligner to systemer hver måned og fører listen over afvigelser. De to systemer, der ligner mest, er valgt på forhånd.",
    "En gemt kontrol fører listen over afvigelser. Bed jeres BI-konsulent eller myndighedsleder om at gemme en.",
    "Lav en kontrol",
);
const NEVER_RUN: Texts = (
    "Kontrollen har aldrig kørt.",
    "Når den har kørt, står afvigelserne her og på listen.",
    "Den køres af jeres BI-konsulent, økonomikonsulent eller myndighedsleder.",
    "Kør den nu",
);

impl Empty {
    fn new(visit: &Visit, right: Right, texts: Texts, href: &str) -> Empty {
        let (heading, can, cannot, button) = texts;
        let may = visit.may(right);
        Empty {
            heading: heading.to_owned(),
            text: if may { can } else { cannot }.to_owned(),
            href: if may { href.to_owned() } else { String::new() },
            button,
            post: false,
            running: None,
        }
    }
}
