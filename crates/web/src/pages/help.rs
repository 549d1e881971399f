//! Help: the rules, the causes, what import says, the words, who may do what. Drawn from the program itself, so that it
//! cannot say anything else than the program does.
//!
//! Invariant: about no citizen; the only figures are how many deviations of a rule are open, where the one who looks may
//! see them.

mod access;
mod rules;
mod terms;

use crate::error::{Answer, WebError};
use crate::guard::Needs;
use crate::page::Page;
use crate::parts::Link;
use crate::routes::{Route, see};
use crate::visit::Visit;
use app::access::Right;
use app::finding_codes::{FindingCode, finding_codes};
use app::session::PROGRAM;
use askama::Template;
use axum::extract::Path;
use axum::routing::get;
use domain::causes;
use domain::deviation::Cause;

pub(crate) fn routes() -> Vec<Route> {
    let help = Needs::To(Right::SeeHelp);
    vec![
        see("/hjaelp", help, get(index)),
        see("/hjaelp/regler", help, get(rules::list)),
        see("/hjaelp/regler/{key}", help, get(rules::one)),
        see("/hjaelp/aarsager", help, get(show_causes)),
        see("/hjaelp/fund", help, get(findings)),
        see("/hjaelp/fund/{kode}", help, get(finding)),
        see("/hjaelp/begreber", help, get(terms::show)),
        see("/hjaelp/adgang", help, get(access::show)),
        see("/hjaelp/taster", help, get(keys)),
        see("/hjaelp/om", help, get(about)),
    ]
}

/// The way back from a page of the help.
fn trail() -> Vec<Link> {
    vec![Link::new("/hjaelp", "Hjælp")]
}

#[derive(Template)]
#[template(path = "pages/hjaelp/index.html")]
struct IndexPage {
    page: Page,
    imports: bool,
}

async fn index(visit: Visit) -> Answer {
    let page = visit.page("Hjælp");
    let answer = "Reglerne, ordene og rettighederne, som programmet selv bruger dem.".to_owned();
    visit.plain(&IndexPage { page: Page { answer, ..page }, imports: visit.may(Right::SeeImports) })
}

#[derive(Template)]
#[template(path = "pages/hjaelp/aarsager.html")]
struct CausesPage {
    page: Page,
    trail: Vec<Link>,
    causes: Vec<CauseText>,
}

struct CauseText {
    key: &'static str,
    name: &'static str,
    help: &'static str,
}

async fn show_causes(visit: Visit) -> Answer {
    let all = Cause::ONE_OF_EACH;
    let causes = all.iter().map(|cause| {
        let (name, help) = causes::help(cause);
        CauseText { key: cause.key(), name, help }
    });
    let page = visit.page("Årsager");
    let answer =
        "En årsag er en sandsynlig forklaring på en afvigelse. Den fjerner aldrig afvigelsen.".to_owned();
    visit.plain(&CausesPage { page: Page { answer, ..page }, trail: trail(), causes: causes.collect() })
}

#[derive(Template)]
#[template(path = "pages/hjaelp/fund.html")]
struct FindingsPage {
    page: Page,
    trail: Vec<Link>,
    codes: Vec<FindingCode>,
}

async fn findings(visit: Visit) -> Answer {
    let codes = finding_codes();
    let page = visit.page("Fund ved indlæsning");
    let answer = format!(
        "Et fund siger, hvad der var med en række, og hvad man gør. Der er {} slags. Et fund stopper ikke filen.",
        codes.len()
    );
    visit.plain(&FindingsPage { page: Page { answer, ..page }, trail: trail(), codes })
}

#[derive(Template)]
#[template(path = "pages/hjaelp/et_fund.html")]
struct FindingPage {
    page: Page,
    trail: Vec<Link>,
    code: FindingCode,
}

async fn finding(visit: Visit, Path(asked): Path<String>) -> Answer {
    let found = finding_codes().into_iter().find(|code| code.code.eq_ignore_ascii_case(&asked));
    let Some(code) = found else {
        return Err(WebError::NotFound("Der er intet fund med den kode. Se listen under Hjælp.".to_owned()));
    };
    let page = visit.page(format!("Fund {}", code.code));
    let mut trail = trail();
    trail.push(Link::new("/hjaelp/fund", "Fund ved indlæsning"));
    visit.plain(&FindingPage { page: Page { answer: code.reason.to_owned(), ..page }, trail, code })
}

#[derive(Template)]
#[template(path = "pages/hjaelp/taster.html")]
struct KeysPage {
    page: Page,
    trail: Vec<Link>,
}

async fn keys(visit: Visit) -> Answer {
    let page = visit.page("Genvejstaster");
    let answer = "Alt kan gøres uden mus. Tryk ? på en side for at se dem, der gælder dér.".to_owned();
    visit.plain(&KeysPage { page: Page { answer, ..page }, trail: trail() })
}

#[derive(Template)]
#[template(path = "pages/hjaelp/om.html")]
struct AboutPage {
    page: Page,
    trail: Vec<Link>,
    versions: Vec<(&'static str, String)>,
    assets: [(&'static str, &'static str, &'static str); 5],
}

/// What the pages are made with beside our own: name, what it is for, licence.
const ASSETS: [(&str, &str, &str); 5] = [
    ("Det Fælles Designsystem (dkfds)", "former, farver og felter", "MIT"),
    ("IBM Plex Sans", "skrifttypen", "SIL Open Font License 1.1"),
    ("Material Icons", "ikonerne", "Apache 2.0"),
    ("Apache ECharts", "diagrammerne", "Apache 2.0"),
    ("htmx", "dele af sider, der henter sig selv igen", "Zero-Clause BSD"),
];

async fn about(visit: Visit) -> Answer {
    let state = &visit.state;
    let mut versions = vec![("Ottetal", PROGRAM.to_owned()), ("Lov", state.base.law.version.clone())];
    let current = visit.current().await?;
    if let Some(content) = &current.basis
        && visit.may(Right::SeeImports)
    {
        versions.push(("Grundlag", content.shown.basis.id.to_string()));
        versions.push(("Grundlagets lov", content.shown.basis.law_version.clone()));
        versions.push(("Godkendt med Ottetal", content.shown.basis.program_version.clone()));
    }
    let page = visit.page("Om Ottetal");
    let answer = "Alt står på jeres egen server. Siderne henter intet udefra og sender intet ud.".to_owned();
    visit.plain(&AboutPage { page: Page { answer, ..page }, trail: trail(), versions, assets: ASSETS })
}
