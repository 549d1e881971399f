//! Reads the rows of an import: all of them, or those of a range of citizens.

use super::columns::{self, Columns, ROLES, STANDINGS, UNITS, Words};
use super::{Lake, damaged, schema};
use crate::Context;
use crate::error::StoreError;
use crate::files::Stored;
use crate::ids::ImportId;
use arrow_array::RecordBatch;
use arrow_array::types::{Date32Type, Int64Type, UInt16Type, UInt32Type};
use domain::amount::{Quantity, Rate};
use domain::calendar::Day;
use domain::observation::{Activity, RowPlace, Standing};
use domain::person::CitizenId;
use domain::totals::Tally;
use domain::wording::{Provider, ProviderId, WordId, Wording};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::file::statistics::Statistics;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

/// A part of the file that is read as one: all rows of its citizens, except where one citizen fills several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowGroup {
    /// Its number.
    pub index: usize,
    /// The first citizen in it.
    pub first: CitizenId,
    /// The last citizen in it.
    pub last: CitizenId,
    /// Rows in it.
    pub rows: usize,
}

/// The rows of an import. Every read opens the file for itself: may be shared between threads.
#[derive(Debug)]
pub struct ActivityFile {
    file: Stored,
    metadata: ArrowReaderMetadata,
    groups: Vec<RowGroup>,
}

impl Lake<'_> {
    /// The rows of an import.
    ///
    /// # Errors
    /// `NotFound` where the import has none; `Damaged`.
    pub fn activities(&self, _ctx: &Context, import: &ImportId) -> Result<ActivityFile, StoreError> {
        ActivityFile::of(self.0.files().stored(&super::activities_name(import))?)
    }
}

impl ActivityFile {
    pub(super) fn of(file: Stored) -> Result<ActivityFile, StoreError> {
        let path = file.place();
        let metadata = ArrowReaderMetadata::load(&file.open()?, ArrowReaderOptions::new())
            .map_err(|e| damaged(path, e))?;
        if metadata.schema().fields() != schema::activities().fields() {
            return Err(damaged(path, "kolonnerne er andre end dem, denne Ottetal skriver"));
        }
        let groups = metadata.metadata().row_groups().iter().enumerate().map(|(index, group)| {
            let Some(Statistics::Int32(range)) = group.column(0).statistics() else {
                return Err(damaged(path, "en rækkegruppe siger ikke, hvilke borgere den har"));
            };
            let citizen = |bound: Option<&i32>| bound.map(|id| CitizenId(*id as u32));
            let (first, last) = citizen(range.min_opt())
                .zip(citizen(range.max_opt()))
                .ok_or_else(|| damaged(path, "en rækkegruppe siger ikke, hvilke borgere den har"))?;
            let rows = usize::try_from(group.num_rows()).unwrap_or(0);
            Ok(RowGroup { index, first, last, rows })
        });
        let groups = groups.collect::<Result<Vec<_>, _>>()?;
        if !groups.windows(2).all(|pair| pair[0].last <= pair[1].first) {
            return Err(damaged(path, "borgerne står ikke i orden"));
        }
        Ok(ActivityFile { file, metadata, groups })
    }

    /// The row groups, in the order of citizens.
    #[must_use]
    pub fn row_groups(&self) -> &[RowGroup] {
        &self.groups
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.groups.iter().map(|g| g.rows).sum()
    }

    /// The rows of the citizens in `range`, sorted by citizen; their words go into `wording`.
    ///
    /// # Errors
    /// `Damaged`, `Unavailable`.
    pub fn read(
        &self,
        range: Range<CitizenId>,
        wording: &mut Wording,
    ) -> Result<Vec<Activity<CitizenId>>, StoreError> {
        let wanted = |g: &&RowGroup| g.first < range.end && range.start <= g.last;
        let rows: usize = self.groups.iter().filter(wanted).map(|g| g.rows).sum();
        let mut out = Vec::with_capacity(rows);
        for group in self.groups.iter().filter(wanted) {
            for batch in self.batches(group, &ProjectionMask::all())? {
                let batch = batch.map_err(|e| damaged(self.file.place(), e))?;
                decode(&batch, self.file.place(), &range, wording, &mut out)?;
            }
        }
        Ok(out)
    }

    /// All rows, sorted by citizen.
    ///
    /// # Errors
    /// `Damaged`, `Unavailable`.
    pub fn read_all(&self, wording: &mut Wording) -> Result<Vec<Activity<CitizenId>>, StoreError> {
        self.read(CitizenId(0)..CitizenId(CitizenId::LIMIT), wording)
    }

    fn batches(
        &self,
        group: &RowGroup,
        columns: &ProjectionMask,
    ) -> Result<parquet::arrow::arrow_reader::ParquetRecordBatchReader, StoreError> {
        ParquetRecordBatchReaderBuilder::new_with_metadata(self.file.open()?, self.metadata.clone())
            .with_row_groups(vec![group.index])
            .with_projection(columns.clone())
            .with_batch_size(group.rows)
            .build()
            .map_err(|e| damaged(self.file.place(), e))
    }

    /// Rows and rates that count, that never took effect, and that are unclear.
    pub(super) fn tallies(&self) -> Result<[Tally; 3], StoreError> {
        const STANDING: usize = 7;
        const RATE: usize = 16;
        let schema = self.metadata.metadata().file_metadata().schema_descr();
        let columns = ProjectionMask::leaves(schema, [STANDING, RATE]);
        let mut tallies = [Tally::default(); 3];
        for group in &self.groups {
            for batch in self.batches(group, &columns)? {
                let batch = batch.map_err(|e| damaged(self.file.place(), e))?;
                let columns = Columns::new(&batch, self.file.place());
                let (keys, standings) = columns.known(0, &STANDINGS)?;
                let rates = columns.optional::<Int64Type>(1)?;
                for (at, key) in keys.iter().enumerate() {
                    let tally = match standings[*key as usize] {
                        Standing::Counts => &mut tallies[0],
                        Standing::NeverTookEffect => &mut tallies[1],
                        Standing::Unclear => &mut tallies[2],
                    };
                    *tally += Tally { rows: 1, rate_sum: i128::from(rates.get(at).unwrap_or(0)) };
                }
            }
        }
        Ok(tallies)
    }
}

/// A dictionary's texts as words of the reader's wording: once a text, not once a row.
struct Translated<'b> {
    keys: &'b [i32],
    words: Vec<WordId>,
}

impl<'b> Translated<'b> {
    fn new(column: &Words<'b>, wording: &mut Wording) -> Translated<'b> {
        let words = column.values.iter().map(|text| wording.word(text.unwrap_or(""))).collect();
        Translated { keys: column.keys, words }
    }

    fn get(&self, at: usize) -> WordId {
        self.words[self.keys[at] as usize]
    }
}

/// In the order of [`schema::activities`].
fn decode(
    batch: &RecordBatch,
    path: &Path,
    range: &Range<CitizenId>,
    wording: &mut Wording,
    out: &mut Vec<Activity<CitizenId>>,
) -> Result<(), StoreError> {
    let columns = Columns::new(batch, path);
    let mut words = |at: usize| columns.words(at).map(|column| Translated::new(&column, wording));
    let (sheet, service, paragraf, account) = (words(2)?, words(8)?, words(9)?, words(10)?);
    let (maalgrupper, ownership, caseworker, status) = (words(14)?, words(21)?, words(22)?, words(23)?);
    let mut providers = Providers::new([columns.words(11)?, columns.words(12)?, columns.words(13)?]);
    let citizen = columns.numbers::<UInt32Type>(0)?;
    let file = columns.numbers::<UInt16Type>(1)?;
    let row = columns.numbers::<UInt32Type>(3)?;
    let from = columns.numbers::<Date32Type>(4)?;
    let until = columns.optional::<Date32Type>(5)?;
    let (role_keys, roles) = columns.known(6, &ROLES)?;
    let (standing_keys, standings) = columns.known(7, &STANDINGS)?;
    let hours = columns.optional::<Int64Type>(15)?;
    let rate = columns.optional::<Int64Type>(16)?;
    let (unit_keys, units) = columns.known(17, &UNITS)?;
    let pieces = columns.optional::<Int64Type>(18)?;
    let handlekommune = columns.optional::<UInt16Type>(19)?;
    let betalingskommune = columns.optional::<UInt16Type>(20)?;
    let registered = columns.optional::<Date32Type>(24)?;
    let start = citizen.partition_point(|id| *id < range.start.0);
    let end = citizen.partition_point(|id| *id < range.end.0);
    for at in start..end {
        out.push(Activity {
            citizen: CitizenId(citizen[at]),
            place: RowPlace { file: file[at], sheet: sheet.get(at), row: row[at] },
            from: Day(from[at]),
            until: columns::end_of(&until, at),
            role: roles[role_keys[at] as usize],
            standing: standings[standing_keys[at] as usize],
            service: service.get(at),
            paragraf: paragraf.get(at),
            account: account.get(at),
            provider: providers.get(at, wording),
            maalgrupper: maalgrupper.get(at),
            hours: hours.get(at).map(Quantity),
            rate: rate.get(at).map(Rate),
            unit: units[unit_keys[at] as usize],
            count: pieces.get(at).map(Quantity),
            handlekommune: handlekommune.get(at),
            betalingskommune: betalingskommune.get(at),
            ownership: ownership.get(at),
            caseworker: caseworker.get(at),
            status: status.get(at),
            registered: registered.get(at).map(Day),
            settled_share: None,
            occupied_share: None,
            settles: None,
            entry_reason: WordId::EMPTY,
            exit_reason: WordId::EMPTY,
            assessment: WordId::EMPTY,
            address: WordId::EMPTY,
        });
    }
    Ok(())
}

/// The three columns of a provider as providers of the reader's wording.
struct Providers<'b> {
    columns: [Words<'b>; 3],
    known: HashMap<[i32; 3], ProviderId>,
}

impl<'b> Providers<'b> {
    fn new(columns: [Words<'b>; 3]) -> Providers<'b> {
        Providers { columns, known: HashMap::new() }
    }

    fn get(&mut self, at: usize, wording: &mut Wording) -> ProviderId {
        let keys = [0, 1, 2].map(|c: usize| self.columns[c].keys[at]);
        *self.known.entry(keys).or_insert_with(|| {
            let text = |c: usize| self.columns[c].values.value(keys[c] as usize).to_owned();
            wording.provider(Provider { p_number: text(0), cvr: text(1), name: text(2) })
        })
    }
}
