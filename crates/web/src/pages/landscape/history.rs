//! Every version of the landscape: who, when, why, and what changed line by line; an earlier one can be taken into use
//! again.

use super::card::count;
use super::list::trail;
use crate::error::{Answer, WebError};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::parts::Link;
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::Right;
use app::commands::declare::{LineChange, Version, restore as take_again, versions};
use app::edge::local_time;
use app::purpose::Purpose;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/datalandskab/historik.html")]
struct HistoryPage {
    page: Page,
    trail: Vec<Link>,
    may_edit: bool,
    versions: Vec<VersionRow>,
}

struct VersionRow {
    seq: i64,
    at: String,
    by: String,
    reason: String,
    summary: String,
    lines: Vec<(&'static str, &'static str, String)>,
    is_now: bool,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let all = versions(&session).await?;
    let mut page = visit.page("Datalandskabets udgaver");
    page.answer = match (all.first(), all.len()) {
        (None, _) => "Datalandskabet er ikke ændret fra siderne endnu.".to_owned(),
        (Some(newest), many) if newest.is_now => {
            format!("{} er gemt. Den øverste er i brug.", count(many, "udgave", "udgaver"))
        }
        (Some(_), many) => format!(
            "{} er gemt. Filen er siden ændret uden om siderne, så det, der er i brug, står ikke her endnu.",
            count(many, "udgave", "udgaver")
        ),
    };
    let people = People::read(&visit).await?;
    let rows = all.into_iter().map(|own| row(own, &people)).collect();
    visit.plain(&HistoryPage {
        page,
        trail: trail(),
        may_edit: visit.may(Right::EditLandscape),
        versions: rows,
    })
}

fn row(own: Version, people: &People) -> VersionRow {
    let of = |wanted: LineChange| own.lines.iter().filter(|(change, _)| *change == wanted).count();
    let summary = match (of(LineChange::Added), of(LineChange::Removed)) {
        (0, 0) => "ingen linjer er ændret".to_owned(),
        (added, removed) => format!(
            "{}, {}",
            count(added, "linje kom til", "linjer kom til"),
            count(removed, "linje gik ud", "linjer gik ud")
        ),
    };
    let line = |(change, text): (LineChange, String)| match change {
        LineChange::Added => ("kom", "+", text),
        LineChange::Removed => ("gik", "−", text),
        LineChange::Same => ("", "", text),
    };
    VersionRow {
        seq: own.seq,
        at: local_time(&own.at),
        by: people.shown(&own.by),
        reason: own.reason,
        summary,
        lines: own.lines.into_iter().map(line).collect(),
        is_now: own.is_now,
    }
}

pub(super) async fn restore(visit: Visit, body: String) -> Answer {
    visit.scope(Right::EditLandscape)?;
    let sent = Fields::of(&body);
    let Ok(seq) = sent.one("udgave").parse() else {
        return Err(WebError::Refused("Vælg den udgave, der skal i brug igen. Intet er ændret.".to_owned()));
    };
    take_again(&visit.session(Purpose::Tilsyn), seq, sent.one("grund")).await?;
    Ok(to("/datalandskab/historik?gjort=udgave"))
}
