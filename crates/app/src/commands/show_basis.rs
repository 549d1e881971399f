//! Bases as they are looked at: which imports, which texts, what ran on them, and what a new one would change.
//!
//! Invariant: a proposal changes nothing; what is accepted is what it named.

use crate::commands::accept_basis::{DECISIONS, decisions};
use crate::commands::save_control::{ShownControl, list_saved};
use crate::commands::sheets::sources_beside;
use crate::local;
use crate::session::{PROGRAM, Session};
use crate::sources;
use std::collections::{BTreeMap, BTreeSet};
use store::bases::Basis;
use store::imports::Import;
use store::work_items::CarriedRun;
use store::{BasisId, ImportId, StoreError};

/// A basis in the list of all.
#[derive(Debug)]
pub struct BasisLine {
    /// The basis.
    pub basis: Basis,
    /// Names of the saved controls that ran on it.
    pub controls: BTreeSet<String>,
}

/// A basis with what is around it.
#[derive(Debug)]
pub struct BasisPage {
    /// The basis.
    pub basis: Basis,
    /// It is the newest: figures are made from it.
    pub newest: bool,
    /// Its imports, also those that have been deleted since.
    pub parts: Vec<BasisPart>,
    /// The runs of saved controls on it, newest first.
    pub runs: Vec<CarriedRun>,
    /// Runs on it that nobody saved.
    pub others: usize,
    /// Saved controls that have not run on it.
    pub waiting: Vec<ShownControl>,
}

/// An import of a basis.
#[derive(Debug)]
pub struct BasisPart {
    /// As screens write the source.
    pub title: String,
    /// The import.
    pub import: Import,
    /// It has been deleted since.
    pub deleted: bool,
}

/// What a new basis would hold.
#[derive(Debug)]
pub struct Proposal {
    /// The newest basis.
    pub now: Option<Basis>,
    /// A line a source that has imports, in the order of names.
    pub lines: Vec<ProposedLine>,
    /// The municipality's own texts that have changed since.
    pub documents: Vec<(String, Changed)>,
    /// Version of the law: then, and now.
    pub law: (String, String),
    /// Version of the program: then, and now.
    pub program: (String, String),
    /// What is wrong with the landscape; empty where nothing is. Then nothing can be accepted.
    pub refused: String,
}

/// A source of a proposal.
#[derive(Debug)]
pub struct ProposedLine {
    /// The source's name.
    pub source: String,
    /// As screens write it.
    pub title: String,
    /// Its imports, newest first.
    pub imports: Vec<Import>,
    /// The import of the newest basis.
    pub now: Option<ImportId>,
}

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is new.
    Added,
    /// It says something else.
    Edited,
    /// It is gone.
    Removed,
}

/// All bases, the one accepted last first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn list_bases(session: &Session) -> anyhow::Result<Vec<BasisLine>> {
    let runs = session.store.work_items().runs(&session.ctx).await?;
    let bases = session.store.bases().list(&session.ctx).await?;
    let with = |basis: Basis| {
        let controls = runs.iter().filter(|run| run.basis == basis.id).map(|run| run.control.clone());
        BasisLine { controls: controls.collect(), basis }
    };
    Ok(bases.into_iter().map(with).collect())
}

/// Gathers what is known about a basis.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn show_basis(session: &Session, name: &str) -> anyhow::Result<BasisPage> {
    let id = BasisId::parse(name)?;
    let all = session.store.bases().list(&session.ctx).await?;
    let Some(at) = all.iter().position(|basis| basis.id == id) else {
        let text = format!("Der er intet grundlag {id}. Se dem, der er, på siden Grundlag.");
        return Err(StoreError::NotFound(text).into());
    };
    let mut parts = Vec::new();
    for part in &all[at].imports {
        parts.push(part_of(session, &part.import).await?);
    }
    let mut runs = session.store.work_items().runs(&session.ctx).await?;
    runs.retain(|run| run.basis == id);
    runs.reverse();
    let carried: BTreeSet<String> = runs.iter().map(|run| run.run.to_string()).collect();
    let others = session.store.runs().list(&session.ctx, u32::MAX).await?;
    let others: BTreeSet<String> =
        others.iter().filter(|run| run.basis == id).map(|run| run.id.to_string()).collect();
    let mut waiting = list_saved(session).await?;
    waiting.retain(|control| runs.iter().all(|run| run.control != control.name));
    let newest = at == 0;
    let basis = all.into_iter().nth(at).ok_or_else(|| anyhow::anyhow!("grundlaget er borte"))?;
    Ok(BasisPage { newest, parts, others: others.difference(&carried).count(), runs, waiting, basis })
}

async fn part_of(session: &Session, id: &ImportId) -> anyhow::Result<BasisPart> {
    let imports = session.store.imports();
    let (import, deleted) = match imports.find(&session.ctx, id).await? {
        Some(import) => (import, false),
        None => (imports.deleted(&session.ctx, id).await?, true),
    };
    Ok(BasisPart { title: title_of(session, &import), import, deleted })
}

/// As screens write the source of an import: as the landscape says, else the mapping that it was read with.
#[must_use]
pub fn title_of(session: &Session, import: &Import) -> String {
    let declared = session.landscape().ok().and_then(|landscape| landscape.declared(&import.source));
    let own = declared.and_then(|declared| declared.title.clone());
    let mapped = || sources::parse_once(&import.mapping, &import.source).ok().map(|m| m.title().to_owned());
    own.or_else(mapped).unwrap_or_else(|| import.source.clone())
}

/// What would change if the newest import of each source became the basis.
///
/// # Errors
/// Where the store or the folder cannot be read.
pub async fn propose(session: &Session) -> anyhow::Result<Proposal> {
    let now = session.store.bases().newest(&session.ctx).await?;
    let mut by_source: BTreeMap<String, Vec<Import>> = BTreeMap::new();
    let beside = sources_beside(session).await?;
    let imports = session.store.imports().list(&session.ctx).await?;
    for import in imports.into_iter().filter(|import| !beside.contains(&import.source)) {
        by_source.entry(import.source.clone()).or_default().push(import);
    }
    let lines = by_source.into_iter().map(|(source, mut imports)| {
        imports.reverse();
        let title = imports.first().map_or_else(|| source.clone(), |import| title_of(session, import));
        let now = now.as_ref().and_then(|basis| basis.import_of(&source).cloned());
        ProposedLine { source, title, imports, now }
    });
    let mut lines: Vec<ProposedLine> = lines.collect();
    let order: Vec<String> = sources::all(&session.edge.folder)?.into_iter().map(|(name, _)| name).collect();
    let place =
        |line: &ProposedLine| order.iter().position(|name| *name == line.source).unwrap_or(usize::MAX);
    lines.sort_by_key(place);
    let own = local::documents(&session.edge.folder)?;
    let refused = local::landscape(&own).err().map_or_else(String::new, |errors| errors.to_string());
    let law = local::law(&own).map_err(|error| format!("{error:#}"));
    let refused = if refused.is_empty() { law.as_ref().err().cloned().unwrap_or_default() } else { refused };
    let law = law.map_or_else(|_| String::new(), |law| law.version);
    let then = |of: fn(&Basis) -> &String| now.as_ref().map_or_else(String::new, |basis| of(basis).clone());
    Ok(Proposal {
        documents: documents(session, now.as_ref(), own).await?,
        law: (then(|basis| &basis.law_version), law),
        program: (then(|basis| &basis.program_version), PROGRAM.to_owned()),
        now,
        lines,
        refused,
    })
}

/// The texts that are not as the newest basis has them.
async fn documents(
    session: &Session,
    now: Option<&Basis>,
    mut own: Vec<(String, String)>,
) -> anyhow::Result<Vec<(String, Changed)>> {
    own.extend(decisions(session).await?);
    let mut then: BTreeMap<String, String> = BTreeMap::new();
    if let Some(basis) = now {
        let kept = session.store.bases().documents(&session.ctx, &basis.id).await?;
        then.extend(kept.into_iter().map(|document| (document.name, document.body)));
    }
    let mut changed = Vec::new();
    for (name, text) in own {
        match then.remove(&name) {
            None => changed.push((name, Changed::Added)),
            Some(before) if before != text => changed.push((name, Changed::Edited)),
            Some(_) => {}
        }
    }
    changed.extend(then.into_keys().map(|name| (name, Changed::Removed)));
    changed.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(changed)
}

/// The name of a basis' text as screens write it.
#[must_use]
pub fn document_text(name: &str) -> &str {
    match name {
        DECISIONS => "Afgørelser om leverandørers stavemåder",
        ingest::landscape_file::FILE => "Datalandskabet (datalandskab.toml)",
        _ => name,
    }
}

impl Proposal {
    /// True where the newest imports and texts are those of the basis.
    #[must_use]
    pub fn is_same(&self) -> bool {
        let same = |line: &ProposedLine| line.imports.first().map(|import| &import.id) == line.now.as_ref();
        self.now.is_some()
            && self.lines.iter().all(same)
            && self.documents.is_empty()
            && self.law.0 == self.law.1
            && self.program.0 == self.program.1
    }
}
