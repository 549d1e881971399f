//! The inbox of each source: what lies in it, what was refused and why, and whether anybody looks.

use super::words;
use crate::error::WebError;
use crate::visit::Visit;
use app::commands::inbox::{INBOX, InboxFolder, inbox_folders};
use app::commands::read_arrivals::read_arrivals;
use app::edge::local_time;
use app::session::Session;
use domain::calendar::Day;
use std::sync::PoisonError;

/// The inboxes as the page shows them.
#[derive(Default)]
pub(super) struct Inbox {
    /// What is wrong with folders, in sentences.
    pub(super) faults: Vec<String>,
    /// Who looks, and when they did last.
    pub(super) watched: String,
    /// The folders.
    pub(super) rows: Vec<InboxRow>,
    /// How many files were refused.
    pub(super) refused: usize,
}

/// A source's folder.
pub(super) struct InboxRow {
    pub(super) title: String,
    pub(super) path: String,
    /// What lies in it: name and size.
    pub(super) waiting: Vec<String>,
    /// Name, day, why.
    pub(super) refused: Vec<(String, String, String)>,
}

/// The inboxes now.
pub(super) async fn read(visit: &Visit, session: &Session) -> Result<Inbox, WebError> {
    let seen = visit.state.inbox.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let folders = inbox_folders(session).await?;
    let mut faults: Vec<String> =
        folders.iter().map(|own| own.fault.clone()).filter(|f| !f.is_empty()).collect();
    if !seen.fault.is_empty() {
        faults.push(format!("Indbakken kunne ikke tømmes: {}", seen.fault));
    }
    let rows: Vec<InboxRow> =
        folders.into_iter().filter(|own| !own.source.is_empty()).map(|own| row(session, own)).collect();
    let watched = match (seen.every, seen.at.as_str()) {
        (0, _) => {
            "Serveren ser ikke selv i indbakken. Den, der passer den, kan køre «ottetal indbakke».".to_owned()
        }
        (every, "") => format!("Serveren ser i indbakken hvert {every}. sekund."),
        (every, at) => format!("Serveren ser i indbakken hvert {every}. sekund, senest {}.", local_time(at)),
    };
    Ok(Inbox { faults, watched, refused: rows.iter().map(|row| row.refused.len()).sum(), rows })
}

fn row(session: &Session, own: InboxFolder) -> InboxRow {
    let inside = own.path.strip_prefix(&session.edge.folder).ok();
    let path = match inside {
        Some(inside) if inside.starts_with(INBOX) => format!("{}/", inside.display()),
        _ => own.path.display().to_string(),
    };
    InboxRow {
        title: own.title,
        path,
        waiting: own
            .waiting
            .iter()
            .map(|file| format!("{}, {}", file.shown(), words::size(file.size)))
            .collect(),
        refused: own
            .refused
            .into_iter()
            .map(|file| (file.name, file.day.map_or_else(String::new, Day::danish), file.why))
            .collect(),
    }
}

/// What is to be looked at before the newest extracts are accepted: source and sentence.
pub(crate) async fn findings(visit: &Visit, session: &Session) -> Result<Vec<(String, String)>, WebError> {
    let arrivals = read_arrivals(session, None).await?;
    let of = |own: &app::commands::read_arrivals::Arrival| -> Vec<(String, String)> {
        own.findings(visit.day()).into_iter().map(|found| (own.title.clone(), found.text)).collect()
    };
    Ok(arrivals.iter().flat_map(of).collect())
}
