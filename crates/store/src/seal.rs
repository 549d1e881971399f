//! Seals: a hash of the rows that figures depend on, so that a bit that flips in a page of the database shows.
//!
//! An import's, a basis's and a run's rows never change after they are written; the hash is taken from the database in
//! the same transaction. The log has its own chain, the identity store its own encryption.

use crate::db::{Db, Tx, Value};
use crate::error::StoreError;
use crate::key::hex;
use crate::store::{MAIN, newest};
use crate::tables::{Table, tables};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What has a seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sealed {
    Import,
    Basis,
    /// A line of run, by its number.
    Run,
}

impl Sealed {
    pub(crate) const ALL: [Sealed; 3] = [Sealed::Import, Sealed::Basis, Sealed::Run];

    fn word(self) -> &'static str {
        match self {
            Sealed::Import => "indlaesning",
            Sealed::Basis => "grundlag",
            Sealed::Run => "koersel",
        }
    }

    /// Its tables, with the column that names it.
    fn parts(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Sealed::Import => &[
                ("import", "id"),
                ("import_file", "import_id"),
                ("finding_text", "import_id"),
                ("finding", "import_id"),
                ("language_line", "import_id"),
                ("translation_line", "import_id"),
                ("record_line", "import_id"),
            ],
            Sealed::Basis => &[("basis", "id"), ("basis_import", "basis_id"), ("basis_document", "basis_id")],
            Sealed::Run => &[("run", "seq")],
        }
    }

    /// All names of it that are kept.
    fn names(self) -> &'static str {
        match self {
            Sealed::Import => "SELECT id FROM import",
            Sealed::Basis => "SELECT id FROM basis",
            Sealed::Run => "SELECT CAST(seq AS TEXT) FROM run",
        }
    }

    fn value(self, name: &str) -> Value {
        match self {
            Sealed::Run => name.parse().map_or(Value::Null, Value::Int),
            Sealed::Import | Sealed::Basis => name.into(),
        }
    }
}

/// Seals what has just been written. Again for the same name, the newer seal counts.
pub(crate) async fn seal(tx: &mut Tx, what: Sealed, name: &str) -> Result<(), StoreError> {
    let version = newest(&MAIN);
    let hash = hash(tx, &tables(&MAIN, version), what, name).await?;
    let sql = "INSERT INTO seal (seq, kind, name, tables, sha256) \
               VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM seal), $1, $2, $3, $4)";
    tx.execute(sql, vec![what.word().into(), name.into(), version.into(), hash.as_str().into()]).await
}

/// Seals what was written before there were seals.
pub(crate) async fn seal_what_is_not(db: &Db) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    for what in Sealed::ALL {
        let known = known(&mut tx, what).await?;
        for row in tx.rows(what.names(), Vec::new()).await? {
            let name = row.text(0)?;
            if !known.contains_key(&name) {
                seal(&mut tx, what, &name).await?;
            }
        }
    }
    tx.commit().await
}

/// Compares everything of a kind with its seal: how many are whole, and what is not.
pub(crate) async fn verify(tx: &mut Tx, what: Sealed) -> Result<(u64, Vec<StoreError>), StoreError> {
    let mut whole = 0;
    let mut wrong = Vec::new();
    let known = known(tx, what).await?;
    let mut layouts: BTreeMap<i64, Vec<Table>> = BTreeMap::new();
    let mut unsealed: Vec<String> = Vec::new();
    for row in tx.rows(what.names(), Vec::new()).await? {
        let name = row.text(0)?;
        if !known.contains_key(&name) {
            unsealed.push(name);
        }
    }
    for (name, (version, sha256)) in &known {
        let layout = layouts.entry(*version).or_insert_with(|| tables(&MAIN, *version));
        if hash(tx, layout, what, name).await? == *sha256 {
            whole += 1;
        } else {
            wrong.push(damaged(what, name, "er ikke, som den blev skrevet"));
        }
    }
    wrong.extend(unsealed.iter().map(|name| damaged(what, name, "mangler sit segl")));
    Ok((whole, wrong))
}

/// The newest seal of each name: the version of the tables, and the hash.
async fn known(tx: &mut Tx, what: Sealed) -> Result<BTreeMap<String, (i64, String)>, StoreError> {
    let sql = "SELECT name, tables, sha256 FROM seal WHERE kind = $1 ORDER BY seq";
    let rows = tx.rows(sql, vec![what.word().into()]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, (row.int(1)?, row.text(2)?)))).collect()
}

async fn hash(tx: &mut Tx, layout: &[Table], what: Sealed, name: &str) -> Result<String, StoreError> {
    let mut hash = Sha256::new();
    for (table, column) in what.parts() {
        let Some(table) = layout.iter().find(|known| known.name == *table) else { continue };
        hash.update(format!("{}\n", table.name));
        let only = Some((*column, what.value(name)));
        table
            .lines(tx, only, |line| {
                hash.update(line);
                hash.update("\n");
                Ok(())
            })
            .await?;
    }
    Ok(hex(&hash.finalize()))
}

fn damaged(what: Sealed, name: &str, why: &str) -> StoreError {
    let what = match what {
        Sealed::Import => "Indlæsningen",
        Sealed::Basis => "Grundlaget",
        Sealed::Run => "Kørsel nr.",
    };
    StoreError::Damaged(format!("{what} {name} i databasen {why}. Gendan mappen fra sikkerhedskopien."))
}
