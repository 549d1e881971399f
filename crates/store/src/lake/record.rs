//! Rows of sources beside activities, each kind in a Parquet file of its own: postings, persons, diagnoses,
//! individual rates.
//!
//! A kind says its columns once for writing and once for reading ([`LakeRecord`]); sorting, row groups, hash and
//! control totals are the same for all. Rows about nobody stand first, in row groups of their own.

use super::columns::Columns;
use super::read::{ActivityFile, RowGroup};
use super::resolve::{self, About};
use super::{Lake, LakeFile, damaged, rows_name, write};
use crate::Context;
use crate::error::StoreError;
use crate::files::{Files, Stored};
use crate::folder::{Steps, Temp};
use crate::ids::ImportId;
use crate::imports::Kind;
use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use domain::person::CitizenId;
use domain::totals::{ControlTotals, Tally};
use domain::wording::Wording;
use parquet::arrow::ProjectionMask;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

mod cells;
mod diagnoses;
mod individual_rates;
mod persons;
mod postings;
mod sheet;

pub use cells::Cells;
pub(crate) use postings::OERE;
pub use sheet::Sheet;

const STEPS: Steps = Steps {
    begun: Some("lake.temp_begun"),
    written: Some("lake.temp_written"),
    synced: Some("lake.temp_synced"),
    renamed: Some("lake.renamed"),
    folder_synced: Some("lake.folder_synced"),
};

/// A kind of row that is kept as Parquet.
pub trait LakeRecord: Copy + Send + Sync + 'static {
    /// What an import of such rows holds.
    const KIND: Kind;

    /// Who the row is about; `None` where it names nobody.
    fn citizen(&self) -> Option<CitizenId>;

    /// The same row by the ids that its people have now.
    #[must_use]
    fn renamed(self, now: &impl Fn(CitizenId) -> CitizenId) -> Self;

    /// What the row adds to its import's control totals: itself, and its amount or rate in 1/10.000 kroner.
    fn tally(&self) -> Tally;

    /// Puts the rows' columns on a sheet, the citizen first.
    fn write(rows: &[Self], sheet: &mut Sheet<'_>);

    /// The rows at these places of a file.
    ///
    /// # Errors
    /// `Damaged` where a column is not what [`LakeRecord::write`] wrote.
    fn read(cells: &mut Cells<'_>, at: Range<usize>) -> Result<Vec<Self>, StoreError>;
}

/// The rows of an import. Every read opens the file for itself: may be shared between threads.
#[derive(Debug)]
pub struct RecordFile<T> {
    file: ActivityFile,
    rows: PhantomData<fn() -> T>,
}

impl Lake<'_> {
    /// Writes an import's rows, sorted by citizen with those about nobody first, and counts them again from the disk
    /// against `totals`. Takes the folder for writing.
    ///
    /// # Errors
    /// `Conflict` where the rows are not sorted or do not agree with the totals; `Unavailable`.
    pub fn write_records<T: LakeRecord>(
        &self,
        _ctx: &Context,
        import: &ImportId,
        wording: &Wording,
        rows: &[T],
        totals: &ControlTotals,
    ) -> Result<LakeFile, StoreError> {
        self.0.writing()?;
        if !rows.is_sorted_by_key(T::citizen) {
            return Err(StoreError::Conflict(
                "Rækkerne er ikke sorteret efter borger: en fejl i Ottetal.".to_owned(),
            ));
        }
        let (files, name) = (self.0.files(), rows_name(import, T::KIND));
        let temp = files.draft(&name, self.0.faults(), STEPS)?;
        let sha256 = write_file(&temp, wording, rows)?;
        files.keep(temp, &name)?;
        read_back::<T>(files, &name, &sha256, rows.len(), totals)?;
        self.0.reach("lake.read_back")?;
        Ok(LakeFile { sha256, rows: rows.len() as u64 })
    }

    /// The rows of an import.
    ///
    /// # Errors
    /// `NotFound` where the import has none of this kind; `Damaged`.
    pub fn records<T: LakeRecord>(
        &self,
        _ctx: &Context,
        import: &ImportId,
    ) -> Result<RecordFile<T>, StoreError> {
        RecordFile::of(self.0.files().stored(&rows_name(import, T::KIND))?)
    }

    /// Makes sure that the rows of an import of any kind are those that were kept, 20 ms a million rows. To be asked
    /// before a control; the
    /// reader itself trusts the file.
    ///
    /// # Errors
    /// `NotFound`; `Damaged` where a single bit differs.
    pub fn verify_rows(
        &self,
        _ctx: &Context,
        import: &ImportId,
        kind: Kind,
        kept: &LakeFile,
    ) -> Result<(), StoreError> {
        kept.is_still(self.0.files(), &rows_name(import, kind))
    }
}

impl<T: LakeRecord> RecordFile<T> {
    fn of(file: Stored) -> Result<RecordFile<T>, StoreError> {
        let all = schema::<T>();
        let file = ActivityFile::open_as(file, |found| super::schema::same(found, all.fields()))?;
        Ok(RecordFile { file, rows: PhantomData })
    }

    /// The row groups of rows about somebody, in the order of citizens.
    #[must_use]
    pub fn row_groups(&self) -> &[RowGroup] {
        self.file.row_groups()
    }

    /// Number of rows, those about nobody too.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.file.rows() + self.file.nobody().iter().map(|g| g.rows).sum::<usize>()
    }

    /// As [`ActivityFile::resolving`].
    #[must_use]
    pub fn resolving(self, merged: &BTreeMap<CitizenId, CitizenId>) -> RecordFile<T> {
        RecordFile { file: self.file.resolving(merged), rows: PhantomData }
    }

    /// The rows of the citizens in `range`, sorted by citizen; their words go into `wording`.
    ///
    /// # Errors
    /// `Damaged`, `Unavailable`.
    pub fn read(&self, range: Range<CitizenId>, wording: &mut Wording) -> Result<Vec<T>, StoreError> {
        let rows = resolve::read(&self.file, &range, |columns, range, out| {
            let mut cells = Cells::new(columns, wording);
            let at = cells.places_of(&range)?;
            out.extend(T::read(&mut cells, at)?.into_iter().map(Row));
            Ok(())
        })?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    /// The rows about nobody, in the order in which they were written.
    ///
    /// # Errors
    /// `Damaged`, `Unavailable`.
    pub fn read_nobody(&self, wording: &mut Wording) -> Result<Vec<T>, StoreError> {
        let mut out = Vec::with_capacity(self.file.nobody().iter().map(|g| g.rows).sum());
        for group in self.file.nobody() {
            for batch in self.file.batches(group, &ProjectionMask::all())? {
                let batch = batch.map_err(|e| damaged(self.file.path(), e))?;
                let columns = Columns::new(&batch, self.file.path());
                out.extend(T::read(&mut Cells::new(&columns, wording), 0..batch.num_rows())?);
            }
        }
        Ok(out)
    }

    /// All rows: those about nobody, then the rest sorted by citizen.
    ///
    /// # Errors
    /// `Damaged`, `Unavailable`.
    pub fn read_all(&self, wording: &mut Wording) -> Result<Vec<T>, StoreError> {
        let mut out = self.read_nobody(wording)?;
        out.extend(self.read(CitizenId(0)..CitizenId(CitizenId::LIMIT), wording)?);
        Ok(out)
    }
}

/// A record as the reader of stretches knows it.
#[derive(Clone, Copy)]
struct Row<T>(T);

impl<T: LakeRecord> About for Row<T> {
    fn who(&self) -> Option<CitizenId> {
        self.0.citizen()
    }

    fn renamed(self, now: &impl Fn(CitizenId) -> CitizenId) -> Self {
        Row(self.0.renamed(now))
    }
}

fn schema<T: LakeRecord>() -> SchemaRef {
    let nothing = sheet::Shared::empty();
    let mut sheet = Sheet::new(&nothing);
    T::write(&[], &mut sheet);
    Arc::new(Schema::new(sheet.into_parts().0))
}

fn write_file<T: LakeRecord>(temp: &Temp, wording: &Wording, rows: &[T]) -> Result<String, StoreError> {
    let shared = sheet::Shared::new(wording)?;
    let schema = schema::<T>();
    let batch = |rows: &[T]| {
        let mut sheet = Sheet::new(&shared);
        T::write(rows, &mut sheet);
        RecordBatch::try_new(Arc::clone(&schema), sheet.into_parts().1).expect("kolonnerne er skemaets")
    };
    write::write_groups(temp, &schema, &write::row_groups(rows, T::citizen), &batch)
}

/// What stands on the disk is what was read from the extract.
fn read_back<T: LakeRecord>(
    files: &Files,
    name: &str,
    sha256: &str,
    rows: usize,
    totals: &ControlTotals,
) -> Result<(), StoreError> {
    let path = &files.place(name);
    let on_disk = files.sha256(name).map_err(|e| StoreError::io("læse rækkerne igen", path, &e))?;
    if on_disk != sha256 {
        return Err(damaged(path, "den læses anderledes, end den blev skrevet"));
    }
    let file = RecordFile::<T>::of(files.stored(name)?)?;
    let mut found = Tally::default();
    let mut wording = Wording::default();
    for row in file.read_nobody(&mut wording)? {
        found += row.tally();
    }
    for group in file.row_groups() {
        for batch in file.file.batches(group, &ProjectionMask::all())? {
            let batch = batch.map_err(|e| damaged(path, e))?;
            let columns = Columns::new(&batch, path);
            for row in T::read(&mut Cells::new(&columns, &mut wording), 0..batch.num_rows())? {
                found += row.tally();
            }
        }
    }
    if found.rows == rows as u64 && found == totals.used {
        return Ok(());
    }
    Err(totals_differ(totals.used, found))
}

/// Rows in are not rows out: never to be seen.
pub(crate) fn totals_differ(read: Tally, kept: Tally) -> StoreError {
    let said = |t: Tally| format!("{} rækker, sum {}", t.rows, t.rate_sum);
    StoreError::Conflict(format!(
        "Kontrolsummerne passer ikke: læst ind {}, gemt {}. Intet er indlæst. Det er en fejl i Ottetal: meld den.",
        said(read),
        said(kept)
    ))
}
