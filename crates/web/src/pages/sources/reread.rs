//! Files on their way into an import: the one that a source was described from, and those that were read with an older
//! version.
//!
//! Invariant: an import that is there stays as it is. Files that are read again become a new one, after a person has
//! seen them on the page of new files.

use super::draft::kept_files;
use crate::error::{Answer, WebError};
use crate::visit::{Visit, to};
use crate::waiting::WaitingFile;
use app::access::Right;
use app::commands::guess_source::guess_sources;
use app::commands::import_extract::{GivenFile, shown_name};
use app::edge;
use app::purpose::Purpose;
use app::session::Session;
use axum::extract::Path;
use domain::landscape::ExtractFacts;

/// The file that the source was described from.
pub(super) async fn read_in(visit: Visit, Path(name): Path<String>) -> Answer {
    visit.scope(Right::Import)?;
    let draft = visit.state.mapping_drafts.saved_as(&name, &visit.who.user.name, edge::seconds());
    let Some((draft, file)) = draft.and_then(|draft| draft.file.clone().map(|file| (draft, file))) else {
        return Err(WebError::NotFound(
            "Filen er her ikke længere. Send den igen på siden Indlæsning; den bliver genkendt nu."
                .to_owned(),
        ));
    };
    let session = visit.session(Purpose::AfvigelseRet);
    let id = wait(&visit, &session, &name, vec![file], None).await?;
    visit.state.mapping_drafts.let_go(&draft.key, &visit.who.user.name);
    Ok(to(&format!("/indlaesning/nye/{id}")))
}

/// The kept files of the newest import, to be read with the source as it is now.
pub(super) async fn read_again(visit: Visit, Path(name): Path<String>) -> Answer {
    visit.scope(Right::Import)?;
    let session = visit.session(Purpose::AfvigelseRet);
    let imports = session.store.imports().list(&session.ctx).await?;
    let Some(newest) = imports.iter().rfind(|import| import.source == name) else {
        return Err(WebError::NotFound("Der er ikke læst noget ind fra den kilde.".to_owned()));
    };
    let files = kept_files(&session, newest, usize::MAX).await?;
    let id = wait(&visit, &session, &name, files, Some(newest.facts)).await?;
    Ok(to(&format!("/indlaesning/nye/{id}")))
}

/// Puts files where new files wait, as files of this source.
async fn wait(
    visit: &Visit,
    session: &Session,
    source: &str,
    files: Vec<GivenFile>,
    facts: Option<ExtractFacts>,
) -> Result<String, WebError> {
    let guesses = guess_sources(session, &files).await?;
    let files = files.into_iter().zip(guesses).map(|(file, mut guess)| {
        guess.source = Some(source.to_owned());
        guess.fitting.retain(|other| other != source);
        guess.fitting.insert(0, source.to_owned());
        guess.facts = facts.unwrap_or(guess.facts);
        let (name, size) = match &file {
            GivenFile::Sent(name, bytes) => (shown_name(name), bytes.len() as u64),
            GivenFile::At(path) => (shown_name(&path.to_string_lossy()), 0),
        };
        WaitingFile { name, size, file, guess }
    });
    Ok(visit.state.waiting.take_in(&visit.who.user.name, edge::seconds(), files.collect()))
}
