//! The lines of Fælles sprog and of translations, in their order.

use crate::db::{Db, Tx, count};
use crate::error::StoreError;
use crate::ids::ImportId;
use domain::calendar::{Day, Period};
use domain::language::{LanguageLine, TranslationLine};

const LANGUAGE: &str =
    "lovhjemmel, paragraf, indsatsydelse, dst_code, kategori_1, kategori_2, maalgruppe, konto";
const TRANSLATION: &str =
    "kilde, lokal_ydelse, konto, leverandoer, valid_from, valid_until, paragraf, ydelse";

pub(super) async fn write_language(
    tx: &mut Tx,
    id: &ImportId,
    lines: &[LanguageLine],
) -> Result<(), StoreError> {
    let rows = lines.iter().enumerate().map(|(position, line)| {
        vec![
            id.as_str().into(),
            count(position).into(),
            line.lovhjemmel.as_str().into(),
            line.paragraf.as_str().into(),
            line.indsatsydelse.as_str().into(),
            line.dst_code.as_str().into(),
            line.kategori[0].as_str().into(),
            line.kategori[1].as_str().into(),
            line.maalgruppe.as_str().into(),
            line.konto.as_str().into(),
        ]
    });
    tx.insert_all(&format!("INSERT INTO language_line (import_id, position, {LANGUAGE})"), 10, rows).await
}

pub(super) async fn read_language(db: &Db, id: &ImportId) -> Result<Vec<LanguageLine>, StoreError> {
    let sql = format!("SELECT {LANGUAGE} FROM language_line WHERE import_id = $1 ORDER BY position");
    let rows = db.rows(sql, vec![id.as_str().into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(LanguageLine {
                lovhjemmel: row.text(0)?,
                paragraf: row.text(1)?,
                indsatsydelse: row.text(2)?,
                dst_code: row.text(3)?,
                kategori: [row.text(4)?, row.text(5)?],
                maalgruppe: row.text(6)?,
                konto: row.text(7)?,
            })
        })
        .collect()
}

pub(super) async fn write_translation(
    tx: &mut Tx,
    id: &ImportId,
    lines: &[TranslationLine],
) -> Result<(), StoreError> {
    let rows = lines.iter().enumerate().map(|(position, line)| {
        vec![
            id.as_str().into(),
            count(position).into(),
            line.kilde.as_str().into(),
            line.lokal_ydelse.as_str().into(),
            line.konto.as_str().into(),
            line.leverandoer.as_str().into(),
            i64::from(line.valid.from.0).into(),
            i64::from(line.valid.until.0).into(),
            line.paragraf.as_str().into(),
            line.ydelse.as_str().into(),
        ]
    });
    tx.insert_all(&format!("INSERT INTO translation_line (import_id, position, {TRANSLATION})"), 10, rows)
        .await
}

pub(super) async fn read_translation(db: &Db, id: &ImportId) -> Result<Vec<TranslationLine>, StoreError> {
    let sql = format!("SELECT {TRANSLATION} FROM translation_line WHERE import_id = $1 ORDER BY position");
    let rows = db.rows(sql, vec![id.as_str().into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(TranslationLine {
                kilde: row.text(0)?,
                lokal_ydelse: row.text(1)?,
                konto: row.text(2)?,
                leverandoer: row.text(3)?,
                valid: Period { from: Day(row.number(4)?), until: Day(row.number(5)?) },
                paragraf: row.text(6)?,
                ydelse: row.text(7)?,
            })
        })
        .collect()
}
