//! A file that nobody has described: sent, looked through, and proposed.
//!
//! Invariant: the file stands in memory alone, as all that is sent; nothing of it is kept before it is read in.

use crate::error::{Answer, WebError};
use crate::mapping_drafts::Draft;
use crate::page::Page;
use crate::parts::Link;
use crate::upload;
use crate::visit::{Visit, to};
use app::access::Right;
use app::commands::import_extract::{GivenFile, shown_name};
use app::commands::propose_source::{Knowledge, Said, first_answers, look_at, propose_source, questions};
use app::edge;
use app::purpose::Purpose;
use askama::Template;
use axum::extract::{Multipart, Path};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "pages/kilde_ny.html")]
struct NewSourcePage {
    page: Page,
    trail: Vec<Link>,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let mut page = visit.page("Ny kilde");
    page.answer =
        "Send en fil, som systemet skriver den. Ottetal foreslår, hvad dens kolonner er.".to_owned();
    visit.plain(&NewSourcePage { page, trail: vec![Link::new("/kilder", "Kilder")] })
}

pub(super) async fn receive(visit: Visit, form: Multipart) -> Answer {
    visit.scope(Right::EditLanguage)?;
    let sent = upload::receive(&visit, form).await?;
    let mut files = sent.files.into_iter();
    let (Some(file), None) = (files.next(), files.next()) else {
        return Err(WebError::Refused(
            "Send én fil ad gangen. Har systemet flere ens filer, så vælg en af dem; de læses alle med den samme beskrivelse."
                .to_owned(),
        ));
    };
    begin(&visit, file)
}

/// A file that was sent to be read in and that no source fits.
pub(super) async fn of_waiting(visit: Visit, Path((id, number)): Path<(String, usize)>) -> Answer {
    visit.scope(Right::EditLanguage)?;
    let waiting = visit.state.waiting.get(&id, &visit.who.user.name, edge::seconds());
    let file = waiting.and_then(|waiting| Some(waiting.files.get(number.checked_sub(1)?)?.file.clone()));
    let Some(file) = file else {
        return Err(WebError::NotFound(
            "Filen er her ikke længere. Send den igen på siden Kilder under «Ny kilde».".to_owned(),
        ));
    };
    begin(&visit, file)
}

/// Looks the file through and begins a draft of its description.
fn begin(visit: &Visit, file: GivenFile) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let name = match &file {
        GivenFile::Sent(name, _) => name.clone(),
        GivenFile::At(path) => path.to_string_lossy().into_owned(),
    };
    let look = || look_at(&session.edge, &file);
    let sample = match tokio::task::block_in_place(look) {
        Ok(sample) => sample,
        Err(why) => return Err(WebError::Refused(format!("{why:#}"))),
    };
    let knowledge = Knowledge::of(&session.edge.folder, None)?;
    let proposal = propose_source(&sample, &knowledge, &session.law, &Said::default());
    if proposal.columns.is_empty() {
        return Err(WebError::Refused(format!(
            "{}: der er ingen række, der ligner overskrifter, i de første 60 rækker. Se, at filen har en række med kolonnernes \
             navne, og at den er et udtræk og ikke et billede af et.",
            shown_name(&name)
        )));
    }
    let answers = first_answers(&proposal, &knowledge, &shown_name(&name));
    let kind = answers.kind;
    let now = edge::seconds();
    let by = visit.who.user.name.as_str();
    let mut key = now.to_string();
    while visit.state.mapping_drafts.get(&key, by, now).is_some() {
        key.push('b');
    }
    let mut draft = Draft::new(key.clone(), by, proposal, answers);
    draft.questions =
        questions(&draft.proposal, &draft.answers.columns, kind, &knowledge, &draft.answers.words);
    draft.file_name = shown_name(&name);
    draft.file = Some(file);
    draft.sample = Some(Arc::new(sample));
    visit.state.mapping_drafts.put(now, draft);
    Ok(to(&format!("/kilder/nye/{key}")))
}
