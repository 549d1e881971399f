//! Whether the log is whole, and its newest line to be noted elsewhere.

use crate::error::Answer;
use crate::page::{Notice, NoticeKind, Page};
use crate::parts::Link;
use crate::visit::Visit;
use app::edge;
use app::purpose::Purpose;
use askama::Template;
use report::danish;
use store::StoreError;

#[derive(Template)]
#[template(path = "pages/log_kaede.html")]
struct ChainPage {
    page: Page,
    trail: Vec<Link>,
    at: String,
    lines: String,
    hash: String,
    noted_line: String,
    noted_hash: String,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let mut page = visit.page("Er loggen hel?");
    let log = session.store.log();
    log.append(&session.ctx, "laes_log", "kæden", 0).await?;
    let head = match log.verify(&session.ctx).await {
        Ok(head) => {
            page.answer = format!("Ja: alle {} linjer står, som de blev skrevet.", danish::whole(head.lines));
            head
        }
        Err(StoreError::Damaged(text)) => {
            page.answer = "Nej: loggen er ikke, som den blev skrevet.".to_owned();
            page.notices.push(Notice { kind: NoticeKind::Error, text });
            log.head(&session.ctx).await?
        }
        Err(other) => return Err(other.into()),
    };
    let fields = visit.fields();
    let (noted_line, noted_hash) = (fields.one("linje").replace('.', ""), fields.one("hash").to_lowercase());
    if !noted_line.is_empty() || !noted_hash.is_empty() {
        let kept = match noted_line.parse() {
            Ok(line) => log.hash_of(&session.ctx, line).await?,
            Err(_) => None,
        };
        page.notices.push(compared(kept.as_deref(), &noted_line, &noted_hash));
    }
    visit.plain(&ChainPage {
        page,
        trail: vec![Link::new("/log", "Log")],
        at: edge::local_time(&session.ctx.at),
        lines: danish::whole(head.lines),
        hash: head.hash,
        noted_line,
        noted_hash,
    })
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
