//! What stands behind the number of a step: the sources, words or units that it counts.

use crate::error::{Answer, WebError};
use crate::page::Page;
use crate::parts::Link;
use crate::visit::Visit;
use app::access::Right;
use app::current::Current;
use app::purpose::Purpose;
use app::validation;
use askama::Template;
use axum::extract::Path;
use report::danish;

/// The rows of a step.
pub(super) struct Behind {
    /// What the number counts, in words after it.
    pub(super) words: &'static str,
    /// Something is begun at all.
    pub(super) begun: bool,
    /// A row each: what, more of it, and where it is put right.
    pub(super) rows: Vec<(String, String, Link)>,
}

#[derive(Template)]
#[template(path = "pages/kom_i_gang_trin.html")]
struct RowsPage {
    page: Page,
    trail: Vec<Link>,
    rows: Vec<(String, String, Link)>,
}

pub(super) async fn show(visit: Visit, Path(number): Path<String>) -> Answer {
    let current = visit.current().await?;
    let known = number.parse().ok().filter(|number| [1, 2, 3, 6, 10].contains(number));
    let Some(number) = known else {
        return Err(WebError::NotFound(
            "Der er intet trin med det nummer. Se listen under Kom i gang.".to_owned(),
        ));
    };
    let behind = of(&visit, &current, number).await?;
    let mut page = visit.page_of("Bag trinnet", &current);
    page.answer = format!("{} {}.", danish::whole(behind.rows.len() as i64), behind.words);
    let trail = vec![Link::new("/kom-i-gang", "Kom i gang")];
    visit.plain(&RowsPage { page, trail, rows: behind.rows })
}

/// The rows behind a step; none for those that count something else.
///
/// # Errors
/// Where the store cannot be read.
pub(super) async fn of(visit: &Visit, current: &Current, number: u8) -> Result<Behind, WebError> {
    let to_landscape = || {
        let href = if visit.may(Right::SeeLandscape) { "/datalandskab" } else { "" };
        Link::new(href, "Datalandskab")
    };
    let session = visit.session(Purpose::AfvigelseRet);
    let landscape = session.landscape().cloned().unwrap_or_default();
    let begun = !current.arrivals.is_empty();
    let used = || current.arrivals.iter().filter(|own| own.ended.is_none());
    let mut rows = Vec::new();
    let words = match number {
        1 => {
            for own in used() {
                let declared = landscape.declared(&own.source);
                if declared.is_none_or(|declared| declared.responsible.is_empty()) {
                    rows.push((own.title.clone(), "ingen ansvarlig er skrevet".to_owned(), to_landscape()));
                }
            }
            "kilder i brug uden en navngiven ansvarlig"
        }
        2 => {
            for own in used().filter(|own| landscape.declared(&own.source).is_none()) {
                rows.push((own.title.clone(), "læst ind, men ikke beskrevet".to_owned(), to_landscape()));
            }
            "kilder, der er læst ind, men ikke beskrevet"
        }
        3 => {
            rows = untranslated(visit, current);
            "ord uden paragraf i de nyeste kørsler"
        }
        6 => {
            let month = visit.day().month();
            for own in
                validation::answered(&session, month).await?.into_iter().filter(|own| own.answer.is_none())
            {
                let leaders = danish::list(&own.unit.leader_names());
                let href = format!("/validering?maaned={}", month.iso());
                rows.push((own.unit.title, leaders, Link::new(href, "Validering")));
            }
            "enheder har ikke svaret i denne måned"
        }
        10 => {
            for own in current.arrivals.iter() {
                if let Some(day) = own.ended {
                    let history =
                        landscape.declared(&own.source).map_or("", |declared| declared.history.as_str());
                    let history =
                        if history.is_empty() { "hvor historikken ligger, er ikke skrevet" } else { history };
                    rows.push((
                        own.title.clone(),
                        format!("ude af brug {}: {history}", day.danish()),
                        to_landscape(),
                    ));
                }
            }
            "kilder er taget ud af brug"
        }
        _ => "",
    };
    Ok(Behind { words, begun, rows })
}

/// Local words of both systems that led to no paragraph, those of most rows first.
fn untranslated(visit: &Visit, current: &Current) -> Vec<(String, String, Link)> {
    let href = if visit.may(Right::SeeLanguage) { "/oversaettelse" } else { "" };
    let mut out: Vec<(u64, String, String)> = Vec::new();
    for control in &current.controls {
        let Some(ran) = control.ran.as_deref() else { continue };
        let report = ran.report();
        for (key, tally) in &report.coverage.untranslated {
            let [service, paragraf, account, provider] = &key.words;
            let said: Vec<&str> = [service, paragraf, account, provider]
                .into_iter()
                .map(String::as_str)
                .filter(|w| !w.is_empty())
                .collect();
            let title = &report.systems[key.side.index()].title;
            let word = format!("{title}: {}", said.join(" · "));
            let rows = danish::count(tally.rows as i64, "række", "rækker");
            if !out.iter().any(|(_, known, _)| *known == word) {
                out.push((tally.rows, word, rows));
            }
        }
    }
    out.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    out.into_iter().map(|(_, word, rows)| (word, rows, Link::new(href, "Oversættelse"))).collect()
}
