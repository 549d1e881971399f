//! The findings of an import. Their long texts are kept once: ten thousand rows may share a reason.

use crate::db::{Db, Tx, Value, count};
use crate::error::StoreError;
use crate::ids::ImportId;
use domain::finding::{Effect, Finding};
use std::collections::HashMap;

/// A finding as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFinding {
    /// Stable code, `IND001` …
    pub code: String,
    /// What became of the row.
    pub effect: Effect,
    /// Index of the file in the import.
    pub file: u16,
    /// Sheet; empty for CSV.
    pub sheet: String,
    /// Row, 1 is the first; 0 where the finding is about the whole file.
    pub row: u32,
    /// The column's heading; empty where the finding is about the whole row.
    pub column: String,
    /// The value as written.
    pub value: String,
    /// Why it could not be read.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
}

/// How many findings have a code and an effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingCount {
    /// Stable code.
    pub code: String,
    /// What became of the rows.
    pub effect: Effect,
    /// How many.
    pub count: u64,
}

/// Which findings of an import are asked for. Nothing given means all.
#[derive(Clone, Copy, Debug, Default)]
pub struct FindingsAsked<'a> {
    /// Of this code.
    pub code: Option<&'a str>,
    /// With this effect.
    pub effect: Option<Effect>,
    /// In the file of this index.
    pub file: Option<u16>,
}

/// How many findings are asked for, and in how many rows they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindingsInAll {
    /// Findings.
    pub findings: u64,
    /// Distinct rows; one about a whole file is in none.
    pub rows: u64,
}

const EFFECTS: [(Effect, &str); 4] = [
    (Effect::SetAside, "sat_til_side"),
    (Effect::ValueMissing, "vaerdi_mangler"),
    (Effect::Mended, "rettet"),
    (Effect::Note, "bemaerkning"),
];

fn effect_key(effect: Effect) -> &'static str {
    EFFECTS.iter().find(|(known, _)| *known == effect).expect("hver virkning har et ord").1
}

fn effect(key: &str) -> Result<Effect, StoreError> {
    EFFECTS.iter().find(|(_, known)| *known == key).map(|(effect, _)| *effect).ok_or_else(super::damaged)
}

pub(super) async fn write(tx: &mut Tx, id: &ImportId, findings: &[Finding]) -> Result<(), StoreError> {
    let mut texts: Vec<&str> = Vec::new();
    let mut known: HashMap<&str, i64> = HashMap::new();
    for finding in findings {
        for text in [&finding.sheet, &finding.column, &finding.reason, &finding.remedy] {
            known.entry(text).or_insert_with(|| {
                texts.push(text);
                count(texts.len() - 1)
            });
        }
    }
    let bodies = texts
        .iter()
        .enumerate()
        .map(|(nr, body)| vec![id.as_str().into(), Value::Int(count(nr)), (*body).into()]);
    tx.insert_all("INSERT INTO finding_text (import_id, nr, body)", 3, bodies).await?;
    let rows = findings.iter().enumerate().map(|(position, f)| {
        vec![
            id.as_str().into(),
            count(position).into(),
            f.code.into(),
            effect_key(f.effect).into(),
            i64::from(f.file).into(),
            i64::from(f.row).into(),
            f.value.as_str().into(),
            known[f.sheet.as_str()].into(),
            known[f.column.as_str()].into(),
            known[f.reason.as_str()].into(),
            known[f.remedy.as_str()].into(),
        ]
    });
    let into = "INSERT INTO finding (import_id, position, code, effect, file, row_number, raw_value, sheet, \
                column_name, reason, remedy)";
    tx.insert_all(into, 11, rows).await
}

impl FindingsAsked<'_> {
    /// The condition and its values, the import's name first.
    fn condition(&self, id: &ImportId) -> (&'static str, Vec<Value>) {
        let values = vec![
            id.as_str().into(),
            self.code.unwrap_or("").into(),
            self.effect.map_or("", effect_key).into(),
            self.file.map_or(-1, i64::from).into(),
        ];
        let condition = "f.import_id = $1 AND ($2 = '' OR f.code = $2) AND ($3 = '' OR f.effect = $3) \
                         AND ($4 < 0 OR f.file = $4)";
        (condition, values)
    }
}

pub(super) async fn read(
    db: &Db,
    id: &ImportId,
    asked: &FindingsAsked<'_>,
    limit: u32,
    offset: u32,
) -> Result<Vec<KeptFinding>, StoreError> {
    let (condition, mut values) = asked.condition(id);
    values.extend([i64::from(limit).into(), i64::from(offset).into()]);
    let sql = format!(
        "SELECT f.code, f.effect, f.file, f.row_number, f.raw_value, s.body, c.body, a.body, b.body \
         FROM finding f \
         JOIN finding_text s ON s.import_id = f.import_id AND s.nr = f.sheet \
         JOIN finding_text c ON c.import_id = f.import_id AND c.nr = f.column_name \
         JOIN finding_text a ON a.import_id = f.import_id AND a.nr = f.reason \
         JOIN finding_text b ON b.import_id = f.import_id AND b.nr = f.remedy \
         WHERE {condition} ORDER BY f.position LIMIT $5 OFFSET $6"
    );
    let rows = db.rows(sql, values).await?;
    rows.iter()
        .map(|row| {
            Ok(KeptFinding {
                code: row.text(0)?,
                effect: effect(&row.text(1)?)?,
                file: row.number(2)?,
                sheet: row.text(5)?,
                row: row.number(3)?,
                column: row.text(6)?,
                value: row.text(4)?,
                reason: row.text(7)?,
                remedy: row.text(8)?,
            })
        })
        .collect()
}

pub(super) async fn in_all(
    db: &Db,
    id: &ImportId,
    asked: &FindingsAsked<'_>,
) -> Result<FindingsInAll, StoreError> {
    let (condition, values) = asked.condition(id);
    let findings = format!("SELECT COUNT(*) FROM finding f WHERE {condition}");
    let rows = format!(
        "SELECT COUNT(*) FROM (SELECT DISTINCT f.file, f.sheet, f.row_number FROM finding f \
         WHERE {condition} AND f.row_number > 0) AS places"
    );
    let one = async |sql: String| -> Result<u64, StoreError> {
        db.rows(sql, values.clone()).await?.first().map_or(Ok(0), |row| row.number(0))
    };
    Ok(FindingsInAll { findings: one(findings).await?, rows: one(rows).await? })
}

pub(super) async fn counts(db: &Db, id: &ImportId) -> Result<Vec<FindingCount>, StoreError> {
    let sql = "SELECT code, effect, COUNT(*) FROM finding WHERE import_id = $1 GROUP BY code, effect \
               ORDER BY code, effect";
    let rows = db.rows(sql, vec![id.as_str().into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(FindingCount { code: row.text(0)?, effect: effect(&row.text(1)?)?, count: row.number(2)? })
        })
        .collect()
}
