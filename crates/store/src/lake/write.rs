//! Writes the rows of an import, and counts them again as they stand on the disk.

use super::columns::{self, ROLES, STANDINGS, UNITS};
use super::read::ActivityFile;
use super::{GROUP_ROWS, Hashing, Lake, LakeFile, activities_name, properties, schema, writing};
use crate::Context;
use crate::error::StoreError;
use crate::files::Files;
use crate::folder::{Steps, Temp};
use crate::ids::ImportId;
use arrow_array::types::{Date32Type, Int64Type, UInt16Type, UInt32Type};
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray};
use arrow_schema::SchemaRef;
use domain::observation::Activity;
use domain::person::CitizenId;
use domain::totals::{ControlTotals, Tally};
use domain::wording::{WordId, Wording};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;
use std::sync::Arc;

type Rows<'r> = &'r [Activity<CitizenId>];

const STEPS: Steps = Steps {
    begun: Some("lake.temp_begun"),
    written: Some("lake.temp_written"),
    synced: Some("lake.temp_synced"),
    renamed: Some("lake.renamed"),
    folder_synced: Some("lake.folder_synced"),
};

impl Lake<'_> {
    /// Writes an import's rows, sorted by citizen, and counts them again from the disk against `totals`: rows that
    /// count, rows that never took effect, and the sums of their rates. Takes the folder for writing.
    ///
    /// # Errors
    /// `Conflict` where the rows are not sorted or do not agree with the totals; `Unavailable`.
    pub fn write_activities(
        &self,
        _ctx: &Context,
        import: &ImportId,
        wording: &Wording,
        rows: Rows<'_>,
        totals: &ControlTotals,
    ) -> Result<LakeFile, StoreError> {
        self.0.writing()?;
        if !rows.is_sorted_by_key(|row| row.citizen) {
            return Err(StoreError::Conflict(
                "Rækkerne er ikke sorteret efter borger: en fejl i Ottetal.".to_owned(),
            ));
        }
        let (files, name) = (self.0.files(), activities_name(import));
        let temp = files.draft(&name, self.0.faults(), STEPS)?;
        let sha256 = write_file(&temp, wording, rows)?;
        files.keep(temp, &name)?;
        read_back(files, &name, &sha256, rows.len(), totals)?;
        self.0.reach("lake.read_back")?;
        Ok(LakeFile { sha256, rows: rows.len() as u64 })
    }
}

fn write_file(temp: &Temp, wording: &Wording, rows: Rows<'_>) -> Result<String, StoreError> {
    let layout = Layout::new(wording)?;
    let groups = row_groups(rows, |row| Some(row.citizen));
    write_groups(temp, &layout.schema, &groups, &|rows| layout.batch(rows))
}

/// Properties of a file whose rows begin with citizen and place.
pub(crate) fn row_properties() -> WriterProperties {
    let row = ColumnPath::from("row");
    properties("citizen")
        .set_column_dictionary_enabled(row.clone(), false)
        .set_column_encoding(row, parquet::basic::Encoding::DELTA_BINARY_PACKED)
        .build()
}

/// Writes rows of one kind, already divided into row groups, and gives the file's hash.
pub(super) fn write_groups<T: Sync>(
    temp: &Temp,
    schema: &SchemaRef,
    groups: &[&[T]],
    batch: &(impl Fn(&[T]) -> RecordBatch + Sync),
) -> Result<String, StoreError> {
    let path = temp.path();
    let file = |e: std::io::Error| StoreError::io("gemme rækker", path, &e);
    let hashing = Hashing::new(temp.file()).map_err(file)?;
    let writer =
        ArrowWriter::try_new(hashing, Arc::clone(schema), Some(row_properties())).map_err(writing(path))?;
    let (mut writer, columns) = writer.into_serialized_writer().map_err(writing(path))?;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    for (wave, part) in groups.chunks(threads).enumerate() {
        let encoded = encode_side_by_side(batch, &columns, wave * threads, part);
        for chunks in encoded {
            append(&mut writer, chunks.map_err(writing(path))?).map_err(writing(path))?;
        }
    }
    writer.into_inner().map_err(writing(path))?.finish().map_err(file)
}

/// Encodes a row group a thread. A group's bytes depend on its own rows alone.
fn encode_side_by_side<T: Sync>(
    batch: &(impl Fn(&[T]) -> RecordBatch + Sync),
    columns: &ArrowRowGroupWriterFactory,
    first: usize,
    groups: &[&[T]],
) -> Vec<Result<Vec<ArrowColumnChunk>, ParquetError>> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = groups
            .iter()
            .enumerate()
            .map(|(at, rows)| scope.spawn(move || encode(&batch(rows), columns, first + at)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|p| std::panic::resume_unwind(p)))
            .collect()
    })
}

fn encode(
    batch: &RecordBatch,
    columns: &ArrowRowGroupWriterFactory,
    index: usize,
) -> Result<Vec<ArrowColumnChunk>, ParquetError> {
    let writers = columns.create_column_writers(index)?;
    let fields = batch.schema_ref().fields().iter().zip(batch.columns());
    writers
        .into_iter()
        .zip(fields)
        .map(|(mut writer, (field, array))| {
            // Every column of the schema is one leaf.
            compute_leaves(field, array)?.iter().try_for_each(|leaf| writer.write(leaf))?;
            writer.close()
        })
        .collect()
}

fn append(
    writer: &mut SerializedFileWriter<Hashing>,
    chunks: Vec<ArrowColumnChunk>,
) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for chunk in chunks {
        chunk.append_to_row_group(&mut group)?;
    }
    group.close().map(|_| ())
}

/// Rows sorted by citizen, divided into row groups: those about nobody first, in groups of their own.
pub(super) fn row_groups<T>(rows: &[T], citizen: impl Fn(&T) -> Option<CitizenId>) -> Vec<&[T]> {
    let (nobody, mut rest) = rows.split_at(rows.partition_point(|row| citizen(row).is_none()));
    let mut groups: Vec<&[T]> = nobody.chunks(GROUP_ROWS).collect();
    while !rest.is_empty() {
        let (group, after) = rest.split_at(group_end(rest, &citizen));
        groups.push(group);
        rest = after;
    }
    groups
}

/// Where the first row group ends: at a citizen's last row where one citizen does not fill it.
fn group_end<T>(rows: &[T], citizen: &impl Fn(&T) -> Option<CitizenId>) -> usize {
    if rows.len() <= GROUP_ROWS {
        return rows.len();
    }
    let next = citizen(&rows[GROUP_ROWS]);
    match rows[..GROUP_ROWS].partition_point(|row| citizen(row) < next) {
        0 => GROUP_ROWS,
        boundary => boundary,
    }
}

/// The texts that all row groups of a file share.
struct Layout {
    schema: SchemaRef,
    words: Arc<StringArray>,
    providers: [Arc<StringArray>; 3],
    roles: Arc<StringArray>,
    standings: Arc<StringArray>,
    units: Arc<StringArray>,
}

impl Layout {
    fn new(wording: &Wording) -> Result<Layout, StoreError> {
        let providers = wording.providers();
        Ok(Layout {
            schema: schema::activities(),
            words: dictionary(wording.words().iter().map(AsRef::as_ref))?,
            providers: [
                dictionary(providers.iter().map(|p| p.p_number.as_str()))?,
                dictionary(providers.iter().map(|p| p.cvr.as_str()))?,
                dictionary(providers.iter().map(|p| p.name.as_str()))?,
            ],
            roles: columns::words_of(&ROLES),
            standings: columns::words_of(&STANDINGS),
            units: columns::words_of(&UNITS),
        })
    }

    /// In the order of [`schema::activities`].
    fn batch(&self, rows: Rows<'_>) -> RecordBatch {
        let word = |of: fn(&Activity<CitizenId>) -> WordId| -> ArrayRef {
            columns::keyed(rows.iter().map(|r| of(r).0 as i32), &self.words)
        };
        let rare = |of: fn(&Activity<CitizenId>) -> WordId| -> ArrayRef {
            columns::keyed_or_none(rows.iter().map(|r| of(r).0 as i32), &self.words)
        };
        let small = |of: fn(&Activity<CitizenId>) -> Option<u16>| {
            columns::optional::<UInt16Type>(rows.iter().map(of))
        };
        let provider =
            |at: usize| columns::keyed(rows.iter().map(|r| r.provider.0 as i32), &self.providers[at]);
        let scaled =
            |of: fn(&Activity<CitizenId>) -> Option<i64>| columns::optional::<Int64Type>(rows.iter().map(of));
        let arrays = vec![
            columns::numbers::<UInt32Type>(rows.iter().map(|r| r.citizen.0)),
            columns::numbers::<UInt16Type>(rows.iter().map(|r| r.place.file)),
            word(|r| r.place.sheet),
            columns::numbers::<UInt32Type>(rows.iter().map(|r| r.place.row)),
            columns::numbers::<Date32Type>(rows.iter().map(|r| r.from.0)),
            columns::ends(rows.iter().map(|r| r.until)),
            columns::keyed(rows.iter().map(|r| columns::place(&ROLES, &r.role)), &self.roles),
            columns::keyed(rows.iter().map(|r| columns::place(&STANDINGS, &r.standing)), &self.standings),
            word(|r| r.service),
            word(|r| r.paragraf),
            word(|r| r.account),
            provider(0),
            provider(1),
            provider(2),
            word(|r| r.maalgrupper),
            scaled(|r| r.hours.map(|h| h.0)),
            scaled(|r| r.rate.map(|x| x.0)),
            columns::keyed(rows.iter().map(|r| columns::place(&UNITS, &r.unit)), &self.units),
            scaled(|r| r.count.map(|x| x.0)),
            small(|r| r.handlekommune),
            small(|r| r.betalingskommune),
            word(|r| r.ownership),
            word(|r| r.caseworker),
            word(|r| r.status),
            columns::optional::<Date32Type>(rows.iter().map(|r| r.registered.map(|d| d.0))),
            small(|r| r.settled_share),
            small(|r| r.occupied_share),
            Arc::new(BooleanArray::from_iter(rows.iter().map(|r| r.settles))),
            rare(|r| r.entry_reason),
            rare(|r| r.exit_reason),
            rare(|r| r.assessment),
            rare(|r| r.address),
        ];
        RecordBatch::try_new(Arc::clone(&self.schema), arrays).expect("kolonnerne er skemaets")
    }
}

/// A file's texts in one array, which counts their bytes in 31 bits.
pub(super) fn dictionary<'w>(
    words: impl Iterator<Item = &'w str> + Clone,
) -> Result<Arc<StringArray>, StoreError> {
    let bytes: usize = words.clone().map(str::len).sum();
    if i32::try_from(bytes).is_err() {
        return Err(StoreError::Unavailable(
            "Udtrækket har over 2 GB forskellig tekst. Del det i flere filer, og indlæs dem hver for sig."
                .to_owned(),
        ));
    }
    Ok(Arc::new(StringArray::from_iter_values(words)))
}

/// What stands on the disk is what was read from the extract.
fn read_back(
    files: &Files,
    name: &str,
    sha256: &str,
    rows: usize,
    totals: &ControlTotals,
) -> Result<(), StoreError> {
    let place = files.place(name);
    let on_disk = files.sha256(name).map_err(|e| StoreError::io("læse rækkerne igen", &place, &e))?;
    if on_disk != sha256 {
        return Err(super::damaged(&place, "den læses anderledes, end den blev skrevet"));
    }
    let [used, never, unclear] = ActivityFile::of(files.stored(name)?)?.tallies()?;
    let all = used.rows + never.rows + unclear.rows;
    let agree =
        used == totals.used && never == totals.never_took_effect && unclear.rows <= totals.set_aside.rows;
    if all == rows as u64 && agree {
        return Ok(());
    }
    let said = |t: Tally| format!("{} rækker, sum af takster {}", t.rows, t.rate_sum);
    Err(StoreError::Conflict(format!(
        "Kontrolsummerne passer ikke: læst ind {} (tæller) og {} (fik aldrig virkning), gemt {} og {}. Intet er \
         indlæst. Det er en fejl i Ottetal: meld den.",
        said(totals.used),
        said(totals.never_took_effect),
        said(used),
        said(never)
    )))
}
