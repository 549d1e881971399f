//! The texts of a basis: kept with it, so that it can be repeated when the municipality has changed them.

use super::Document;
use crate::db::{Db, Tx, count};
use crate::error::StoreError;
use crate::ids::BasisId;
use crate::key::hex;
use sha2::{Digest, Sha256};

fn hash(body: &str) -> String {
    hex(&Sha256::digest(body.as_bytes()))
}

/// By name, with their hashes.
pub(super) fn sorted(documents: &[(String, String)]) -> Result<Vec<Document>, StoreError> {
    let named = documents.iter().map(|(name, body)| Document {
        name: name.clone(),
        sha256: hash(body),
        body: body.clone(),
    });
    let mut all: Vec<Document> = named.collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    match all.windows(2).find(|pair| pair[0].name == pair[1].name) {
        None => Ok(all),
        Some(pair) => Err(StoreError::Conflict(format!(
            "To dokumenter i grundlaget hedder {}. Giv det ene et andet navn.",
            pair[0].name
        ))),
    }
}

pub(super) async fn write(tx: &mut Tx, id: &BasisId, documents: &[Document]) -> Result<(), StoreError> {
    let rows = documents.iter().enumerate().map(|(position, document)| {
        vec![
            id.as_str().into(),
            count(position).into(),
            document.name.as_str().into(),
            document.sha256.as_str().into(),
            document.body.as_str().into(),
        ]
    });
    tx.insert_all("INSERT INTO basis_document (basis_id, position, name, sha256, body)", 5, rows).await
}

pub(super) async fn names(db: &Db, id: &BasisId) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT name, sha256 FROM basis_document WHERE basis_id = $1 ORDER BY position";
    let rows = db.rows(sql, vec![id.as_str().into()]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
}

pub(super) async fn read(db: &Db, id: &BasisId) -> Result<Vec<Document>, StoreError> {
    let sql = "SELECT name, sha256, body FROM basis_document WHERE basis_id = $1 ORDER BY position";
    let rows = db.rows(sql, vec![id.as_str().into()]).await?;
    rows.iter()
        .map(|row| {
            let document = Document { name: row.text(0)?, sha256: row.text(1)?, body: row.text(2)? };
            if hash(&document.body) == document.sha256 {
                return Ok(document);
            }
            Err(StoreError::Damaged(format!(
                "Dokumentet {} i grundlaget {id} er ikke, som det blev gemt. Hent mappen fra sikkerhedskopien.",
                document.name
            )))
        })
        .collect()
}
