//! What becomes the basis: the newest import of each source, unless somebody says otherwise, and what that changes.

use crate::error::{Answer, WebError};
use crate::page::{Notice, NoticeKind, Page};
use crate::pages::imports::inbox::findings;
use crate::pages::imports::words;
use crate::parts::{Choice, Link};
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::Right;
use app::commands::accept_basis::accept_basis;
use app::commands::show_basis::{Changed, Proposal, ProposedLine, document_text, propose};
use app::edge;
use app::purpose::Purpose;
use askama::Template;
use report::danish;
use store::imports::Import;

/// The word for a source that is not to be in the basis.
const NOT_IN: &str = "-";

#[derive(Template)]
#[template(path = "pages/grundlag_nyt.html")]
struct NewBasisPage {
    page: Page,
    trail: Vec<Link>,
    seen: String,
    lines: Vec<LineFields>,
    texts: Vec<(String, &'static str)>,
    refused: String,
    findings: Vec<(String, String)>,
}

struct LineFields {
    id: String,
    title: String,
    kind: &'static str,
    now: String,
    now_href: String,
    imports: Vec<Choice>,
    change: &'static str,
    colour: &'static str,
    rows: String,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let proposal = propose(&session).await?;
    let mut page = visit.page("Nyt grundlag");
    page.answer = answer(&proposal);
    if proposal.is_same() {
        let text = "Det nyeste grundlag er allerede sådan. Godkender du igen, ændrer det kun, hvornår det er godkendt.";
        page.notices.push(Notice { kind: NoticeKind::Info, text: text.to_owned() });
    }
    visit.plain(&NewBasisPage {
        page,
        trail: vec![Link::new("/indlaesning", "Indlæsning"), Link::new("/grundlag", "Grundlag")],
        seen: proposal.now.as_ref().map_or_else(String::new, |basis| basis.accepted_at.clone()),
        lines: proposal.lines.iter().map(line).collect(),
        texts: texts(&proposal),
        refused: proposal.refused,
        findings: findings(&visit, &session).await?,
    })
}

fn answer(proposal: &Proposal) -> String {
    let new =
        proposal.lines.iter().filter(|line| line.imports.first().map(|i| &i.id) != line.now.as_ref()).count();
    match (proposal.lines.len(), new) {
        (0, _) => "Der er ingen indlæsninger at godkende.".to_owned(),
        (_, 0) => "Ingen nye indlæsninger siden det nyeste grundlag.".to_owned(),
        (_, 1) => "1 ny indlæsning kommer med.".to_owned(),
        (_, many) => format!("{many} nye indlæsninger kommer med."),
    }
}

/// An import as a choice: its day, and when it was read in.
fn import_text(import: &Import) -> String {
    let day = words::extracted(&import.facts);
    let at = edge::local_time(&import.imported_at);
    if day.is_empty() { format!("læst ind {at}") } else { format!("udtræk {day}, læst ind {at}") }
}

fn line(line: &ProposedLine) -> LineFields {
    let newest = line.imports.first();
    let chosen = newest.map_or("", |import| import.id.as_str());
    let mut imports: Vec<Choice> = line
        .imports
        .iter()
        .map(|import| Choice::new(import.id.as_str(), import_text(import), chosen))
        .collect();
    imports.push(Choice::new(NOT_IN, "ikke med", chosen));
    let now = line.now.as_ref().and_then(|id| line.imports.iter().find(|import| import.id == *id));
    let (change, colour) = match (&line.now, newest) {
        (None, _) => ("ny kilde", "info"),
        (Some(id), Some(import)) if *id == import.id => ("uændret", "none"),
        (Some(_), _) => ("afløser", "warning"),
    };
    LineFields {
        id: format!("kilde-{}", line.source),
        title: line.title.clone(),
        kind: newest.map_or("", |import| words::kind(import.kind)),
        now: match (&line.now, now) {
            (None, _) => String::new(),
            (Some(_), Some(import)) => import_text(import),
            (Some(_), None) => "slettet".to_owned(),
        },
        now_href: now.map_or_else(String::new, |import| words::at(&import.id)),
        rows: rows(newest, now),
        imports,
        change,
        colour,
    }
}

/// "9.812 rækker (+34)".
fn rows(newest: Option<&Import>, now: Option<&Import>) -> String {
    let Some(newest) = newest else { return String::new() };
    let read = newest.totals.read.rows;
    match now {
        Some(now) if now.id != newest.id => {
            format!("{} ({})", danish::whole(read), words::change(read, now.totals.read.rows))
        }
        _ => danish::whole(read),
    }
}

/// Law, program and the municipality's own texts that change.
fn texts(proposal: &Proposal) -> Vec<(String, &'static str)> {
    let mut out = Vec::new();
    if proposal.now.is_some() {
        for (what, (then, now)) in [("Lov", &proposal.law), ("Ottetal", &proposal.program)] {
            if then != now && !now.is_empty() {
                out.push((format!("{what}: fra {then} til {now}"), "ændret"));
            }
        }
    }
    out.extend(proposal.documents.iter().map(|(name, changed)| {
        let word = match changed {
            Changed::Added => "ny",
            Changed::Edited => "ændret",
            Changed::Removed => "ikke med mere",
        };
        (document_text(name).to_owned(), word)
    }));
    out
}

pub(super) async fn accept(visit: Visit, body: String) -> Answer {
    visit.scope(Right::Import)?;
    let sent = Fields::of(&body);
    // The folder's own files as they are now, and not as they were when the server was started.
    let session = visit.session(Purpose::AfvigelseRet).with_files_read_again()?;
    let proposal = propose(&session).await?;
    let now = proposal.now.as_ref().map_or("", |basis| basis.accepted_at.as_str());
    if sent.one("set") != now {
        return Err(WebError::Refused(
            "Et andet grundlag er godkendt, siden siden blev vist. Intet er ændret. Se, hvad der er godkendt, og begynd forfra, \
             hvis det stadig skal ændres."
                .to_owned(),
        ));
    }
    if !proposal.refused.is_empty() {
        return Err(WebError::Refused(proposal.refused));
    }
    let chosen: Vec<String> = proposal
        .lines
        .iter()
        .map(|line| sent.one(&format!("kilde-{}", line.source)).to_owned())
        .filter(|id| !id.is_empty() && id != NOT_IN)
        .collect();
    if chosen.is_empty() {
        return Err(WebError::Refused(
            "Et grundlag skal have mindst én indlæsning. Intet er ændret. Gå tilbage, og vælg dem, der skal med.".to_owned(),
        ));
    }
    let handle = tokio::runtime::Handle::current();
    let shown = tokio::task::block_in_place(|| handle.block_on(accept_basis(&session, &chosen)))?;
    Ok(to(&format!("/grundlag/{}?gjort=grundlag", shown.basis.id)))
}
