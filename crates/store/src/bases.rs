//! Bases (grundlag): which imports figures are made from, under which law and by which program.
//!
//! A basis never changes. Accepting it adds a line; the newest line says which basis counts.

use crate::db::{Value, count};
use crate::deletion::ImportDeletion;
use crate::error::StoreError;
use crate::ids::{BasisId, ContentHash, ImportId};
use crate::imports::Kind;
use crate::log::append_in;
use crate::seal::{Sealed, seal};
use crate::{Context, Store};
use std::collections::BTreeMap;

mod documents;

/// An import of a basis.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BasisImport {
    /// What it holds.
    pub kind: Kind,
    /// The mapping's name.
    pub source: String,
    /// The import.
    pub import: ImportId,
}

/// A text of the municipality's own that belongs to a basis: its landscape, its areas, its decisions, its own law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its name: `datalandskab.toml`.
    pub name: String,
    /// SHA-256 of its text.
    pub sha256: String,
    /// Its text.
    pub body: String,
}

/// Why a basis can no longer give the same figures: data it was made from has been deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The import.
    pub import: ImportId,
    /// Whether all of it has gone, or a citizen's rows.
    pub whole: bool,
    /// When, RFC 3339.
    pub at: String,
}

/// A basis, with its newest acceptance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Its name.
    pub id: BasisId,
    /// One import a source, sorted by kind and source.
    pub imports: Vec<BasisImport>,
    /// Names of its documents with the SHA-256 of their texts, sorted by name.
    pub documents: Vec<(String, String)>,
    /// What has been deleted from its imports. Empty: it can be repeated.
    pub gone: Vec<Gone>,
    /// Version of the law book.
    pub law_version: String,
    /// Version of the program.
    pub program_version: String,
    /// When, RFC 3339.
    pub accepted_at: String,
    /// By whom.
    pub accepted_by: String,
}

impl Basis {
    /// The import of a source, if the basis has one.
    #[must_use]
    pub fn import_of(&self, source: &str) -> Option<&ImportId> {
        self.imports.iter().find(|i| i.source == source).map(|i| &i.import)
    }

    /// The imports of a kind, sorted by source.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &BasisImport> {
        self.imports.iter().filter(move |i| i.kind == kind)
    }
}

/// The bases of a store.
#[derive(Clone, Copy, Debug)]
pub struct Bases<'a>(pub(crate) &'a Store);

const NEWEST: &str = "SELECT b.id, b.law_version, b.program_version, a.accepted_at, a.accepted_by FROM basis b \
                      JOIN basis_accepted a ON a.basis_id = b.id \
                      WHERE a.seq = (SELECT MAX(seq) FROM basis_accepted WHERE basis_id = b.id)";

impl Bases<'_> {
    /// Makes these imports, with the municipality's own texts, the basis that counts. The same content is the same
    /// basis; `documents` are names and texts in any order.
    ///
    /// # Errors
    /// `NotFound` where an import is not kept; `Conflict` where two are of the same source, or there is none, or two
    /// documents have one name.
    pub async fn accept(
        &self,
        ctx: &Context,
        imports: &[ImportId],
        law_version: &str,
        program_version: &str,
        documents: &[(String, String)],
    ) -> Result<Basis, StoreError> {
        let (imports, known) = self.described(ctx, imports).await?;
        let documents = documents::sorted(documents)?;
        let hash = ContentHash::begin("ottetal grundlag 1").with(law_version).with(program_version);
        let hash = imports.iter().fold(hash, |hash, i| hash.with(i.import.as_str()));
        // An import that somebody has been deleted from is not the one that it was.
        let hash = known.iter().fold(hash, |hash, (import, d)| {
            hash.with("slettet")
                .with(import.as_str())
                .with(&d.lake.sha256)
                .with_number(Some(count(d.rows_gone)))
        });
        // A basis without documents has the name that it had before there were any.
        let hash = documents.iter().fold(hash, |hash, d| hash.with("dokument").with(&d.name).with(&d.sha256));
        let id = BasisId::of(hash);
        let mut tx = self.0.db().begin().await?;
        if tx.rows("SELECT 1 FROM basis WHERE id = $1", vec![id.as_str().into()]).await?.is_empty() {
            let values = vec![id.as_str().into(), law_version.into(), program_version.into()];
            tx.execute("INSERT INTO basis (id, law_version, program_version) VALUES ($1, $2, $3)", values)
                .await?;
            let rows = imports.iter().enumerate().map(|(position, i)| {
                let knew = known.get(&i.import).map_or(0, |d| d.seq);
                vec![id.as_str().into(), Value::Int(count(position)), i.import.as_str().into(), knew.into()]
            });
            let into = "INSERT INTO basis_import (basis_id, position, import_id, knew_deletion)";
            tx.insert_all(into, 4, rows).await?;
            documents::write(&mut tx, &id, &documents).await?;
            seal(&mut tx, Sealed::Basis, id.as_str()).await?;
        }
        let sql = "INSERT INTO basis_accepted (seq, basis_id, accepted_at, accepted_by) \
                   VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM basis_accepted), $1, $2, $3)";
        tx.execute(sql, vec![id.as_str().into(), ctx.at.as_str().into(), ctx.actor.as_str().into()]).await?;
        append_in(&mut tx, ctx, "accepter_grundlag", id.as_str(), imports.len() as u64).await?;
        self.0.reach("basis.before_commit")?;
        tx.commit().await?;
        self.0.reach("basis.committed")?;
        self.get(ctx, &id).await
    }

    /// The imports, sorted, and the newest deletion from each of those that have one.
    async fn described(
        &self,
        ctx: &Context,
        imports: &[ImportId],
    ) -> Result<(Vec<BasisImport>, BTreeMap<ImportId, ImportDeletion>), StoreError> {
        let mut out = Vec::with_capacity(imports.len());
        let mut known = BTreeMap::new();
        for id in imports {
            let import = self.0.imports().get(ctx, id).await?;
            known.extend(import.deletions.last().map(|last| (import.id.clone(), last.clone())));
            out.push(BasisImport { kind: import.kind, source: import.source, import: import.id });
        }
        out.sort();
        out.dedup();
        if out.is_empty() {
            return Err(StoreError::Conflict(
                "Et grundlag skal have mindst én indlæsning. Indlæs et udtræk med «ottetal import»."
                    .to_owned(),
            ));
        }
        if let Some(pair) = out.windows(2).find(|p| (p[0].kind, &p[0].source) == (p[1].kind, &p[1].source)) {
            return Err(StoreError::Conflict(format!(
                "Et grundlag har én indlæsning pr. kilde, men {} og {} er begge fra {}. Vælg en af dem.",
                pair[0].import, pair[1].import, pair[0].source
            )));
        }
        Ok((out, known))
    }

    /// The basis accepted last.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn newest(&self, _ctx: &Context) -> Result<Option<Basis>, StoreError> {
        let found = self.select(&format!("{NEWEST} ORDER BY a.seq DESC LIMIT 1"), Vec::new()).await?;
        Ok(found.into_iter().next())
    }

    /// The basis with this name.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn get(&self, _ctx: &Context, id: &BasisId) -> Result<Basis, StoreError> {
        let found = self.select(&format!("{NEWEST} AND b.id = $1"), vec![id.as_str().into()]).await?;
        found.into_iter().next().ok_or_else(|| {
            StoreError::NotFound(format!(
                "Der er intet grundlag {id}. «ottetal grundlag vis» viser dem, der er."
            ))
        })
    }

    /// All bases, the one accepted last first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn list(&self, _ctx: &Context) -> Result<Vec<Basis>, StoreError> {
        self.select(&format!("{NEWEST} ORDER BY a.seq DESC"), Vec::new()).await
    }

    async fn select(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Basis>, StoreError> {
        let mut bases = Vec::new();
        for row in self.0.db().rows(sql, values).await? {
            let id = BasisId::parse(&row.text(0)?)?;
            bases.push(Basis {
                imports: self.imports_of(&id).await?,
                documents: documents::names(self.0.db(), &id).await?,
                gone: self.gone_from(&id).await?,
                id,
                law_version: row.text(1)?,
                program_version: row.text(2)?,
                accepted_at: row.text(3)?,
                accepted_by: row.text(4)?,
            });
        }
        Ok(bases)
    }

    /// The documents of a basis with their texts, sorted by name.
    ///
    /// # Errors
    /// `Damaged` where a text is not the one that was accepted.
    pub async fn documents(&self, _ctx: &Context, id: &BasisId) -> Result<Vec<Document>, StoreError> {
        documents::read(self.0.db(), id).await
    }

    async fn gone_from(&self, id: &BasisId) -> Result<Vec<Gone>, StoreError> {
        let sql = "SELECT d.import_id, d.whole, d.deleted_at FROM basis_import b \
                   JOIN import_deletion d ON d.import_id = b.import_id AND d.seq > b.knew_deletion \
                   WHERE b.basis_id = $1 ORDER BY d.seq";
        let rows = self.0.db().rows(sql, vec![id.as_str().into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(Gone {
                    import: ImportId::parse(&row.text(0)?)?,
                    whole: row.int(1)? != 0,
                    at: row.text(2)?,
                })
            })
            .collect()
    }

    async fn imports_of(&self, id: &BasisId) -> Result<Vec<BasisImport>, StoreError> {
        let sql = "SELECT i.kind, i.source, i.id FROM basis_import b JOIN import i ON i.id = b.import_id \
                   WHERE b.basis_id = $1 ORDER BY b.position";
        let rows = self.0.db().rows(sql, vec![id.as_str().into()]).await?;
        rows.iter()
            .map(|row| {
                let kind = Kind::from_key(&row.text(0)?).ok_or_else(|| {
                    StoreError::Damaged(format!(
                        "Grundlaget {id} kan ikke læses. Hent mappen fra sikkerhedskopien."
                    ))
                })?;
                Ok(BasisImport { kind, source: row.text(1)?, import: ImportId::parse(&row.text(2)?)? })
            })
            .collect()
    }
}
