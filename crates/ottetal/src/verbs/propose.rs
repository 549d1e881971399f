//! `kilde gaet`: what a file that nobody has described probably is, and the proposal saved as an own source.

use crate::show;
use anyhow::{Context as _, bail};
use app::commands::documents::{change_document, read_document};
use app::commands::import_extract::GivenFile;
use app::commands::propose_source::{
    Answers, Kind, Knowledge, Mapping, Proposal, Said, first_answers, look_at, propose_source, questions,
    write,
};
use app::edge::Edge;
use app::purpose::Purpose;
use app::session::{Session, law};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// What is asked of a file.
pub(super) struct Asked {
    pub(super) file: PathBuf,
    pub(super) kind: Option<String>,
    pub(super) save_as: Option<String>,
    pub(super) title: Option<String>,
}

pub(super) async fn propose(edge: &Edge, asked: Asked) -> anyhow::Result<ExitCode> {
    let kind = asked.kind.as_deref().map(kind).transpose()?;
    let knowledge = Knowledge::of(&edge.folder, None)?;
    let sample = look_at(edge, &GivenFile::At(asked.file.clone()))?;
    let proposal = propose_source(&sample, &knowledge, &law(), &Said { kind, ..Said::default() });
    let file = asked.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut answers = first_answers(&proposal, &knowledge, &file);
    let asked_of_words = questions(&proposal, &answers.columns, answers.kind, &knowledge, &[]);
    let mut out = std::io::stdout();
    show::proposal::write(&file, &sample, &proposal, &asked_of_words, &mut out)?;
    let Some(name) = asked.save_as else {
        return Ok(ExitCode::SUCCESS);
    };
    answers.name = name;
    if let Some(title) = asked.title {
        answers.title = title;
    }
    save(edge, &proposal, &answers, &mut out).await
}

fn kind(word: &str) -> anyhow::Result<Kind> {
    let known: Vec<&str> = Kind::KEYS.iter().map(|(key, _)| *key).collect();
    let found = Kind::KEYS.iter().find(|(key, _)| *key == word);
    found
        .map(|(_, kind)| *kind)
        .with_context(|| format!("«{word}» er ingen slags. Vælg en af: {}.", known.join(", ")))
}

async fn save(
    edge: &Edge,
    proposal: &Proposal,
    answers: &Answers,
    out: &mut impl Write,
) -> anyhow::Result<ExitCode> {
    if proposal.kind.is_none() {
        bail!("Det er ikke sikkert, hvad en række i filen er. Sig det med --slags; intet er gemt.");
    }
    let session = Session::open(edge, Purpose::AfvigelseRet).await?;
    let file = format!("kilder/{}/kilde.toml", answers.name);
    let taken = app::sources::all(&edge.folder)?.iter().any(|(name, _)| *name == answers.name);
    if taken || !read_document(&session, &file).await?.text.is_empty() {
        bail!("Der er allerede en kilde, der hedder «{}». Vælg et andet navn; intet er gemt.", answers.name);
    }
    let text = write("", answers)?;
    Mapping::parse(&text, &answers.name)?;
    change_document(&session, &file, "", &text, "Foreslået ud fra en fil med «ottetal kilde gaet».").await?;
    session.store.close().await;
    writeln!(out, "\nKilden «{}» er gemt: {}", answers.name, edge.folder.join(&file).display())?;
    writeln!(
        out,
        "Prøv den: «ottetal kilde proev {} FIL». Ret den på siden Kilder eller i filen.",
        answers.name
    )?;
    Ok(ExitCode::SUCCESS)
}
