//! Reads the rows of an import: all of them, or those of a range of citizens.

use super::columns::{self, Columns, ROLES, STANDINGS, UNITS, Words};
use super::later::Later;
use super::{Lake, damaged, resolve, schema};
use crate::Context;
use crate::error::StoreError;
use crate::files::Stored;
use crate::ids::ImportId;
use arrow_array::types::{Date32Type, Int64Type, UInt16Type, UInt32Type};
use arrow_schema::Fields;
use domain::amount::{Quantity, Rate};
use domain::calendar::{Day, Period};
use domain::observation::{Activity, RowPlace, Standing};
use domain::person::CitizenId;
use domain::totals::Tally;
use domain::wording::{Provider, ProviderId, WordId, Wording};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;
use std::collections::{BTreeMap, HashMap};
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
    /// Row groups about nobody.
    nobody: Vec<RowGroup>,
    merged: BTreeMap<CitizenId, CitizenId>,
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
        let all = schema::activities();
        let known = |found: &Fields| {
            let ours = all.fields();
            schema::same(found, ours) || schema::same(found, &ours[..schema::FIRST_ACTIVITY_COLUMNS])
        };
        ActivityFile::open_as(file, known)
    }

    /// Opens a file of any kind of rows whose first column is the citizen.
    pub(super) fn open_as(file: Stored, known: impl Fn(&Fields) -> bool) -> Result<ActivityFile, StoreError> {
        let path = file.place();
        let metadata = ArrowReaderMetadata::load(&file.open()?, ArrowReaderOptions::new())
            .map_err(|e| damaged(path, e))?;
        if !known(metadata.schema().fields()) {
            return Err(damaged(path, "kolonnerne er andre end dem, denne Ottetal skriver"));
        }
        let (mut groups, mut nobody) = (Vec::new(), Vec::new());
        for (index, group) in metadata.metadata().row_groups().iter().enumerate() {
            let rows = usize::try_from(group.num_rows()).unwrap_or(0);
            match citizens_of(group)
                .ok_or_else(|| damaged(path, "en rækkegruppe siger ikke, hvilke borgere den har"))?
            {
                Some((first, last)) => groups.push(RowGroup { index, first, last, rows }),
                None => nobody.push(RowGroup { index, first: CitizenId(0), last: CitizenId(0), rows }),
            }
        }
        if !groups.windows(2).all(|pair| pair[0].last <= pair[1].first) {
            return Err(damaged(path, "borgerne står ikke i orden"));
        }
        Ok(ActivityFile { file, metadata, groups, nobody, merged: BTreeMap::new() })
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
        resolve::read(self, &range, |columns, range, out| decode(columns, &range, wording, out))
    }

    /// All rows, sorted by citizen.
    ///
    /// # Errors
    /// `Damaged`, `Unavailable`.
    pub fn read_all(&self, wording: &mut Wording) -> Result<Vec<Activity<CitizenId>>, StoreError> {
        self.read(CitizenId(0)..CitizenId(CitizenId::LIMIT), wording)
    }

    /// From now on the rows of a merged citizen are read as rows of the one they are now: where that one stands in the
    /// order of citizens. `merged` is [`crate::people::People::merged`].
    #[must_use]
    pub fn resolving(mut self, merged: &BTreeMap<CitizenId, CitizenId>) -> ActivityFile {
        self.merged = merged.clone();
        self
    }

    pub(super) fn merged(&self) -> &BTreeMap<CitizenId, CitizenId> {
        &self.merged
    }

    /// The row groups of rows that are about nobody.
    pub(super) fn nobody(&self) -> &[RowGroup] {
        &self.nobody
    }

    pub(super) fn path(&self) -> &Path {
        self.file.place()
    }

    pub(super) fn batches(
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

    /// As [`ActivityFile::batches`] with all columns, of the rows of a few citizens alone; `None` where there are none. The
    /// first column is read to find them, and of the others nothing but theirs.
    pub(super) fn batches_of(
        &self,
        group: &RowGroup,
        citizens: &Range<CitizenId>,
    ) -> Result<Option<parquet::arrow::arrow_reader::ParquetRecordBatchReader>, StoreError> {
        let path = self.file.place();
        let schema = self.metadata.metadata().file_metadata().schema_descr();
        let (mut before, mut theirs) = (0, 0);
        for batch in self.batches(group, &ProjectionMask::leaves(schema, [0]))? {
            let batch = batch.map_err(|e| damaged(path, e))?;
            let who = Columns::new(&batch, path).numbers::<UInt32Type>(0)?;
            let start = who.partition_point(|id| *id < citizens.start.0);
            before += start;
            theirs += who.partition_point(|id| *id < citizens.end.0) - start;
        }
        if theirs == 0 {
            return Ok(None);
        }
        let selection = vec![RowSelector::skip(before), RowSelector::select(theirs)];
        let reader =
            ParquetRecordBatchReaderBuilder::new_with_metadata(self.file.open()?, self.metadata.clone())
                .with_row_groups(vec![group.index])
                .with_row_selection(RowSelection::from(selection))
                .with_batch_size(theirs)
                .build();
        reader.map(Some).map_err(|e| damaged(path, e))
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

/// The first and last citizen of a row group; `Some(None)` where its rows are about nobody.
fn citizens_of(group: &RowGroupMetaData) -> Option<Option<(CitizenId, CitizenId)>> {
    let Some(Statistics::Int32(range)) = group.column(0).statistics() else { return None };
    let citizen = |bound: Option<&i32>| bound.map(|id| CitizenId(*id as u32));
    match citizen(range.min_opt()).zip(citizen(range.max_opt())) {
        // Where some rows are about nobody, all are.
        Some(bounds) => (range.null_count_opt().unwrap_or(0) == 0).then_some(Some(bounds)),
        None => (range.null_count_opt() == u64::try_from(group.num_rows()).ok()).then_some(None),
    }
}

/// A dictionary's texts as words of the reader's wording: once a text, not once a row.
pub(super) struct Translated<'b> {
    keys: &'b [i32],
    words: Vec<WordId>,
}

impl<'b> Translated<'b> {
    pub(super) fn new(column: &Words<'b>, wording: &mut Wording) -> Translated<'b> {
        let words = column.values.iter().map(|text| wording.word(text.unwrap_or(""))).collect();
        Translated { keys: column.keys, words }
    }

    pub(super) fn get(&self, at: usize) -> WordId {
        self.words[self.keys[at] as usize]
    }
}

/// In the order of [`schema::activities`].
fn decode(
    columns: &Columns<'_>,
    range: &Range<CitizenId>,
    wording: &mut Wording,
    out: &mut Vec<Activity<CitizenId>>,
) -> Result<(), StoreError> {
    let later = Later::new(columns, wording)?;
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
        let place = RowPlace { file: file[at], sheet: sheet.get(at), row: row[at] };
        let period = Period { from: Day(from[at]), until: columns::end_of(&until, at) };
        let mut activity = Activity {
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
            ..Activity::bare(CitizenId(citizen[at]), place, period)
        };
        later.iter().for_each(|later| later.fill(at, &mut activity));
        out.push(activity);
    }
    Ok(())
}

/// The three columns of a provider as providers of the reader's wording.
pub(super) struct Providers<'b> {
    columns: [Words<'b>; 3],
    known: HashMap<[i32; 3], ProviderId>,
}

impl<'b> Providers<'b> {
    pub(super) fn new(columns: [Words<'b>; 3]) -> Providers<'b> {
        Providers { columns, known: HashMap::new() }
    }

    pub(super) fn get(&mut self, at: usize, wording: &mut Wording) -> ProviderId {
        let keys = [0, 1, 2].map(|c: usize| self.columns[c].keys[at]);
        *self.known.entry(keys).or_insert_with(|| {
            let text = |c: usize| self.columns[c].values.value(keys[c] as usize).to_owned();
            wording.provider(Provider { p_number: text(0), cvr: text(1), name: text(2) })
        })
    }
}
