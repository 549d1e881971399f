//! Whether the log is whole, and its newest line to be noted elsewhere.

use crate::error::Answer;
use crate::page::{Notice, NoticeKind, Page};
use crate::parts::Link;
use crate::visit::Visit;
use app::commands::read_log::check_chain;
use app::edge;
use app::purpose::Purpose;
use askama::Template;
use report::danish;

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
    noted_line: String,
    noted_hash: String,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let mut page = visit.page("Er loggen hel?");
    let fields = visit.fields();
    let (noted_line, noted_hash) = (fields.one("linje").replace('.', ""), fields.one("hash").to_lowercase());
    let chain = check_chain(&session, noted_line.parse().ok()).await?;
    page.answer = if chain.broken.is_empty() {
        format!("Ja: alle {} linjer står, som de blev skrevet.", danish::whole(chain.head.lines))
    } else {
        page.notices.push(Notice { kind: NoticeKind::Error, text: chain.broken });
        "Nej: loggen er ikke, som den blev skrevet.".to_owned()
    };
    if !noted_line.is_empty() || !noted_hash.is_empty() {
        page.notices.push(compared(chain.asked.as_deref(), &noted_line, &noted_hash));
    }
    let head = chain.head;
    visit.plain(&ChainPage {
        page,
        trail: vec![Link::new("/log", "Log")],
        at: edge::local_time(&session.ctx.at),
        lines: danish::whole(head.lines),
        newest: format!("/log/linje/{}", head.lines),
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
