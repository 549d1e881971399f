//! Whether the log is whole, and its newest line to be noted elsewhere. The newest lines are followed while one waits;
//! all of them is work that takes time, and what it found stays.

use crate::error::Answer;
use crate::jobs::{Done, Watch};
use crate::page::{Notice, NoticeKind, Page};
use crate::parts::Link;
use crate::visit::{Visit, to};
use app::commands::read_log::{Chain, Followed, check_chain, follow_log};
use app::edge;
use app::purpose::Purpose;
use app::session::Session;
use askama::Template;
use report::danish;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use store::jobs::JobKind;

#[derive(Template)]
#[template(path = "pages/log_kaede.html")]
struct ChainPage {
    page: Page,
    trail: Vec<Link>,
    at: String,
    lines: String,
    /// The newest line's page.
    newest: String,
    hash: String,
    /// Which lines were followed now.
    followed: String,
    /// When all were.
    whole: String,
    noted_line: String,
    noted_hash: String,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let mut page = visit.page("Er loggen hel?");
    let fields = visit.fields();
    let (noted_line, noted_hash) = (fields.one("linje").replace('.', ""), fields.one("hash").to_lowercase());
    let chain = check_chain(&session, noted_line.parse().ok()).await?;
    page.answer = answer(&chain);
    let known = chain.whole.as_ref();
    let wrong = [chain.broken.as_str(), known.map_or("", |whole| whole.broken.as_str())];
    page.notices.extend(
        wrong
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(|text| Notice { kind: NoticeKind::Error, text: text.to_owned() }),
    );
    if !noted_line.is_empty() || !noted_hash.is_empty() {
        page.notices.push(compared(chain.asked.as_deref(), &noted_line, &noted_hash));
    }
    let whole = chain.whole.as_ref().map_or_else(|| "aldrig".to_owned(), in_words);
    let followed = format!("{} til {}", danish::whole(chain.before + 1), danish::whole(chain.head.lines));
    let head = chain.head;
    visit.plain(&ChainPage {
        page,
        followed,
        whole,
        trail: vec![Link::new("/log", "Log")],
        at: edge::local_time(&session.ctx.at),
        lines: danish::whole(head.lines),
        newest: format!("/log/linje/{}", head.lines),
        hash: head.hash,
        noted_line,
        noted_hash,
    })
}

fn answer(chain: &Chain) -> String {
    let known_broken = chain.whole.as_ref().is_some_and(|whole| !whole.broken.is_empty());
    if !chain.broken.is_empty() || known_broken {
        return "Nej: loggen er ikke, som den blev skrevet.".to_owned();
    }
    if chain.before == 0 {
        return format!("Ja: alle {} linjer står, som de blev skrevet.", danish::whole(chain.head.lines));
    }
    let newest = danish::whole(chain.head.lines - chain.before);
    match &chain.whole {
        Some(whole) => format!(
            "De nyeste {newest} linjer står, som de blev skrevet. Alle til linje {} gjorde det {}.",
            danish::whole(whole.lines),
            edge::local_time(&whole.at)
        ),
        None => format!(
            "De nyeste {newest} linjer står, som de blev skrevet. De ældre er ikke fulgt endnu: følg hele loggen."
        ),
    }
}

fn in_words(whole: &Followed) -> String {
    let said = if whole.broken.is_empty() { "hel" } else { "brudt" };
    format!("{} af {}: {said}, {} linjer", edge::local_time(&whole.at), whole.by, danish::whole(whole.lines))
}

/// The whole log, as work with a page of its own.
pub(super) async fn follow(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let all = session.store.log().head(&session.ctx).await?.lines;
    let progress = Arc::new(engine::Progress::default());
    progress.total.store(all.unsigned_abs(), Ordering::Relaxed);
    let watch = Watch::Check(Arc::clone(&progress));
    let work = move |session: Session, _: Watch| async move {
        let mut tell = |line: i64| progress.done.store(line.unsigned_abs(), Ordering::Relaxed);
        follow_log(&session, &mut tell).await?;
        Ok(Done::Followed)
    };
    let what = "Hele loggen følges".to_owned();
    let job = visit.state.jobs.begin(&session, JobKind::Check, what, watch, work).await?;
    Ok(to(&format!("/arbejde/{}", job.id)))
}

/// What was noted, beside what is kept.
fn compared(kept: Option<&str>, line: &str, noted: &str) -> Notice {
    let (kind, text) = match kept {
        None => (
            NoticeKind::Error,
            format!(
                "Der er ingen linje {line} i loggen. Er nummeret noteret rigtigt, så er slutningen af loggen fjernet."
            ),
        ),
        Some(kept) if kept == noted => (
            NoticeKind::Success,
            format!("Linje {line} er den samme, som da den blev noteret; intet før den er ændret."),
        ),
        Some(_) => (
            NoticeKind::Error,
            format!(
                "Linje {line} har en anden hash end den noterede. Er den noteret rigtigt, så er loggen skrevet om."
            ),
        ),
    };
    Notice { kind, text }
}
