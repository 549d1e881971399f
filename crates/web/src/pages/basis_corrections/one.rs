//! `/korrektioner/{nr}`: one correction, what became of it, and the way to take it back.

use super::list::seen;
use super::{Row, row};
use crate::error::{Answer, WebError};
use crate::number::Num;
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::parts::Link;
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::commands::basis_correction::{State, correction_history, number, take_back as taken_back};
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::amount::Oere;

#[derive(Template)]
#[template(path = "pages/korrektioner/vis.html")]
struct OnePage {
    page: Page,
    trail: Vec<Link>,
    row: Row,
    full_years: Option<Num>,
    kroner: Option<Num>,
    history: Vec<(String, String, String)>,
    seq: i64,
    can_take_back: bool,
    fault: String,
    beside: String,
}

pub(super) async fn show(visit: Visit, Path(nr): Path<String>) -> Answer {
    drawn(&visit, &nr, "").await
}

async fn drawn(visit: &Visit, nr: &str, fault: &str) -> Answer {
    let current = visit.current().await?;
    let all = seen(visit, &current).await?;
    let Some(own) = all.iter().find(|own| own.kept.name == nr) else {
        return Err(WebError::NotFound(
            "Der er ingen korrektion med det nummer, som du kan se. Find den under Korrektioner.".to_owned(),
        ));
    };
    let people = People::read(visit).await?;
    let line = &own.kept.line;
    let here = format!("/korrektioner/{nr}");
    let history = correction_history(&visit.session(Purpose::AfvigelseRet), number(nr)).await?;
    let told = history.into_iter().map(|kept| {
        let back = kept.line.is_none_or(|line| line.taget_tilbage);
        let what = if back { "Taget tilbage" } else { "Lagt ved siden af tallet" };
        let when = format!("{}, {}", app::edge::local_time(&kept.saved_at), people.shown(&kept.saved_by));
        (when, what.to_owned(), kept.reason)
    });
    let template = OnePage {
        trail: vec![Link::new("/korrektioner", "Korrektioner")],
        row: row(visit, &current, own, people.shown(&line.ejer)),
        full_years: line.aarsvaerk.map(|hundredths| Num::full_years(hundredths, here.clone())),
        kroner: line.oere.map(|oere| Num::kroner(Oere(oere), here.clone())),
        history: told.collect(),
        seq: own.kept.seq,
        can_take_back: matches!(own.state, State::InForce | State::RunOut),
        fault: fault.to_owned(),
        beside: super::figure::of_correction(&current, own),
        page: visit.page_of(format!("Korrektion {nr}"), &current),
    };
    visit.show(Purpose::AfvigelseRet, "vis_korrektion", nr, own.citizen, &template).await
}

pub(super) async fn take_back(visit: Visit, Path(nr): Path<String>, body: String) -> Answer {
    let current = visit.current().await?;
    let fields = Fields::of(&body);
    if !seen(&visit, &current).await?.iter().any(|own| own.kept.name == nr) {
        return Err(WebError::NotFound("Der er ingen korrektion med det nummer, som du kan se.".to_owned()));
    }
    let session = visit.session(Purpose::AfvigelseRet);
    let before = fields.one("seq").parse().unwrap_or(-1);
    match taken_back(&session, number(&nr), before, fields.one("hvorfor")).await {
        Ok(()) => Ok(to(&format!("/korrektioner/{nr}?gjort=taget_tilbage"))),
        Err(error) => match WebError::told(error) {
            WebError::Refused(fault) => drawn(&visit, &nr, &fault).await,
            other => Err(other),
        },
    }
}
