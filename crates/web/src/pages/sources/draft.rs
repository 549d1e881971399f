//! One description that is being written: drawn, answered, tried on its file, saved as a source.
//!
//! Invariant: what is saved has been tried on the file, in just this form, where there is a file.

use super::drawn;
use super::form::{self, Fault};
use crate::error::{Answer, WebError};
use crate::mapping_drafts::{Draft, TriedText};
use crate::query::Fields;
use crate::visit::{Visit, html, to};
use app::access::Right;
use app::commands::documents::{change_document, read_document};
use app::commands::import_extract::GivenFile;
use app::commands::propose_source::{
    Answers, Knowledge, Mapping, Said, column_answers, look_at, of_mapping, propose_source, questions,
    word_answers, write,
};
use app::commands::try_mapping::try_mapping;
use app::edge;
use app::purpose::Purpose;
use app::session::Session;
use app::sources;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use std::io::Read;
use std::sync::Arc;
use store::imports::Import;

fn find(visit: &Visit, key: &str) -> Result<Arc<Draft>, WebError> {
    visit.state.mapping_drafts.get(key, &visit.who.user.name, edge::seconds()).ok_or_else(|| {
        WebError::NotFound(
            "Beskrivelsen er her ikke længere: den er gemt eller opgivet, eller der er gået for lang tid. Er den ikke \
             blandt kilderne, så send filen igen."
                .to_owned(),
        )
    })
}

pub(super) async fn show(visit: Visit, Path(key): Path<String>) -> Answer {
    let draft = find(&visit, &key)?;
    if draft.saved {
        return Ok(to(&format!("/kilder/{}", draft.answers.name)));
    }
    answer_with(&visit, &draft, &[]).await
}

pub(super) async fn answer(visit: Visit, Path(key): Path<String>, body: String) -> Answer {
    visit.scope(Right::EditLanguage)?;
    let draft = find(&visit, &key)?;
    work(&visit, &draft, &Fields::of(&body)).await
}

pub(super) async fn give_up(visit: Visit, Path(key): Path<String>) -> Answer {
    let draft = find(&visit, &key)?;
    visit.state.mapping_drafts.let_go(&draft.key, &visit.who.user.name);
    Ok(to("/kilder?gjort=kilde_opgivet"))
}

pub(super) async fn show_change(visit: Visit, Path(name): Path<String>) -> Answer {
    visit.scope(Right::EditLanguage)?;
    let draft = of_change(&visit, &name).await?;
    answer_with(&visit, &draft, &[]).await
}

pub(super) async fn answer_change(visit: Visit, Path(name): Path<String>, body: String) -> Answer {
    visit.scope(Right::EditLanguage)?;
    let draft = of_change(&visit, &name).await?;
    work(&visit, &draft, &Fields::of(&body)).await
}

pub(super) async fn give_up_change(visit: Visit, Path(name): Path<String>) -> Answer {
    visit.state.mapping_drafts.let_go(&change_key(&name), &visit.who.user.name);
    Ok(to(&format!("/kilder/{name}?gjort=kilde_opgivet")))
}

fn change_key(name: &str) -> String {
    format!("ret-{name}")
}

/// The draft of a change, begun where there is none: the mapping as it is, held against the newest kept file.
async fn of_change(visit: &Visit, name: &str) -> Result<Arc<Draft>, WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    let (key, by) = (change_key(name), visit.who.user.name.as_str());
    let file = format!("kilder/{name}/kilde.toml");
    let Ok(known) = sources::find(&session.edge.folder, name) else {
        return Err(WebError::NotFound(
            "Der er ingen kilde af det navn, eller dens fil kan ikke læses. Se siden Kilder.".to_owned(),
        ));
    };
    if known.own.is_none() {
        return Err(WebError::Refused(
            "Kilden følger med programmet og kan ikke rettes. Lav jeres egen udgave af den først.".to_owned(),
        ));
    }
    let seen = read_document(&session, &file).await?.text;
    let open = visit.state.mapping_drafts.get(&key, by, edge::seconds());
    // Somebody may have saved another version since.
    if let Some(draft) = open.filter(|draft| draft.base == seen && !draft.saved) {
        return Ok(draft);
    }
    let knowledge = Knowledge::of(&session.edge.folder, Some(&known.mapping))?;
    let mut answers = Answers::of(&known.mapping, &seen);
    let kept = kept_file(&session, name).await?;
    let looked = kept.and_then(|file| Some((look_at(&session.edge, &file).ok()?, file)));
    let said = Said { existing: Some(&known.mapping), ..Said::default() };
    let mut draft = match looked {
        Some((sample, file)) => {
            let proposal = propose_source(&sample, &knowledge, &session.law, &said);
            answers.columns = column_answers(&proposal);
            let mut draft = Draft::new(key.clone(), by, proposal, answers);
            if let GivenFile::Sent(name, _) = &file {
                draft.file_name.clone_from(name);
            }
            draft.file = Some(file);
            draft.sample = Some(Arc::new(sample));
            draft
        }
        None => {
            let proposal = of_mapping(&known.mapping);
            answers.columns = column_answers(&proposal);
            Draft::new(key.clone(), by, proposal, answers)
        }
    };
    draft.questions = questions(&draft.proposal, &draft.answers.columns, draft.answers.kind, &knowledge, &[]);
    draft.answers.words = word_answers(&draft.questions);
    draft.base = seen;
    draft.kind_said = true;
    visit.state.mapping_drafts.put(edge::seconds(), draft);
    find(visit, &key)
}

/// The first kept file of the newest import from a source; none where there is none.
async fn kept_file(session: &Session, source: &str) -> Result<Option<GivenFile>, WebError> {
    let imports = session.store.imports().list(&session.ctx).await?;
    let Some(newest) = imports.iter().rfind(|import| import.source == source) else { return Ok(None) };
    Ok(kept_files(session, newest, 1).await?.into_iter().next())
}

/// The kept files of an import, opened with a line in the log.
pub(super) async fn kept_files(
    session: &Session,
    import: &Import,
    most: usize,
) -> Result<Vec<GivenFile>, WebError> {
    let mut out = Vec::new();
    for file in import.files.iter().take(most) {
        let mut reader = session.store.raw().open(&session.ctx, &file.sha256).await?;
        let mut bytes = Vec::new();
        let read = tokio::task::block_in_place(|| reader.read_to_end(&mut bytes));
        if let Err(why) = read {
            return Err(WebError::Refused(format!("Den gemte fil {} kan ikke læses: {why}", file.name)));
        }
        out.push(GivenFile::Sent(file.name.clone(), Arc::from(bytes)));
    }
    Ok(out)
}

async fn answer_with(visit: &Visit, draft: &Draft, faults: &[Fault]) -> Answer {
    let page = drawn::page(visit, draft, faults).await?;
    let body = html(page.render()?);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, body).into_response())
}

/// Where a draft is worked on.
pub(super) fn address(draft: &Draft) -> String {
    match draft.key.strip_prefix("ret-") {
        Some(name) => format!("/kilder/{name}/ret"),
        None => format!("/kilder/nye/{}", draft.key),
    }
}

/// Takes the answers in, and does what was asked: draws again, tries, or saves.
async fn work(visit: &Visit, old: &Draft, fields: &Fields) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let mut draft = form::answered(&session, old, fields)?;
    let put = |draft: &Draft| visit.state.mapping_drafts.put(edge::seconds(), draft.clone());
    let what = fields.one("goer");
    // Another kind or sheet has other columns: they are seen before they are tried.
    let seen = draft.kind_said == old.kind_said
        && draft.answers.kind == old.answers.kind
        && draft.proposal.sheet == old.proposal.sheet;
    if !seen || (what != "proev" && what != "gem") {
        put(&draft);
        return Ok(to(&format!("{}#kolonner", address(&draft))));
    }
    let mut faults = form::faults(&session, &draft);
    let reason = fields.one("begrundelse");
    if what == "gem" && reason.is_empty() {
        faults.push(Fault::new("begrundelse", "Skriv, hvorfor kilden gemmes"));
    }
    if !faults.is_empty() {
        put(&draft);
        return answer_with(visit, &draft, &faults).await;
    }
    let text = write(&draft.base, &draft.answers).map_err(|error| WebError::Refused(error.to_string()))?;
    let mapping = match Mapping::parse(&text, &draft.answers.name) {
        Ok(mapping) => mapping,
        Err(error) => {
            put(&draft);
            return answer_with(visit, &draft, &[Fault::new("kolonner", &error.message)]).await;
        }
    };
    let is_tried = draft.tried.as_ref().is_some_and(|tried| tried.text == text);
    if let Some(file) = draft.file.clone().filter(|_| what == "proev" || !is_tried) {
        let trial = || try_mapping(&session.edge, &session.law, session.kommune(), &mapping, &file);
        let outcome = tokio::task::block_in_place(trial).map(Arc::new).map_err(|why| format!("{why:#}"));
        draft.tried = Some(TriedText { text, outcome });
        put(&draft);
        return Ok(to(&format!("{}#proeve", address(&draft))));
    }
    if let Some(Err(why)) = draft.tried.as_ref().map(|tried| &tried.outcome) {
        return answer_with(visit, &draft, &[Fault::new("kolonner", why)]).await;
    }
    let name = draft.answers.name.clone();
    change_document(&session, &format!("kilder/{name}/kilde.toml"), &draft.base, &text, reason).await?;
    draft.saved = true;
    put(&draft);
    Ok(to(&format!("/kilder/{name}?gjort=kilde_gemt")))
}
