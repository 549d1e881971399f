//! Writes and reads the deviations of a run, all fields, so that what is read is what was found.
//!
//! A paragraph is kept as written together with its first day as law, so that the file means the same under a law book
//! with other numbers.

use super::columns::{self, Columns};
use super::{
    GROUP_ROWS, Hashing, Lake, LakeFile, damaged, deviation_properties, deviations_name, schema, writing,
};
use crate::Context;
use crate::error::StoreError;
use crate::files::Files;
use crate::folder::{Steps, Temp};
use crate::ids::RunId;
use arrow_array::types::{Date32Type, Int64Type, UInt8Type, UInt32Type};
use arrow_array::{Array, BooleanArray, RecordBatch, StringArray};
use domain::amount::Oere;
use domain::calendar::{Day, Period};
use domain::deviation::{Cause, Deviation, Duty, OtherRow, RuleCode, Side};
use domain::landscape::Attribute;
use domain::law::{LawBook, ParagrafId};
use domain::observation::RowPlace;
use domain::person::CitizenId;
use domain::wording::Wording;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

const STEPS: Steps = Steps {
    begun: Some("run.deviations_begun"),
    written: None,
    synced: None,
    renamed: Some("run.deviations_renamed"),
    folder_synced: None,
};

/// The column that files from before there were other sources lack; it is the last.
const OTHERS: usize = 21;

/// Writes the deviations of one run as they come, in the order of reports.
#[derive(Debug)]
pub struct DeviationWriter<'l> {
    law: &'l LawBook,
    files: Files,
    temp: Temp,
    name: String,
    writer: ArrowWriter<Hashing>,
    waiting: Vec<Line>,
    rows: u64,
}

/// A deviation whose places and causes have become text.
#[derive(Debug)]
struct Line {
    deviation: Deviation,
    values: [String; 2],
    rows: [String; 2],
    others: String,
    causes: String,
}

#[derive(Serialize, Deserialize)]
struct Place {
    fil: u16,
    ark: String,
    raekke: u32,
}

/// A row of another source: `kilde` is its place in the caller's list of other sources.
#[derive(Serialize, Deserialize)]
struct OtherPlace {
    kilde: u16,
    fil: u16,
    ark: String,
    raekke: u32,
}

#[derive(Serialize, Deserialize)]
struct WrittenCause {
    aarsag: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    borger: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paragraf: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paragraf_fra: Option<i32>,
}

impl Lake<'_> {
    /// Begins the file of a run's deviations. Takes the folder for writing.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn deviation_writer<'l>(
        &self,
        _ctx: &Context,
        run: &RunId,
        law: &'l LawBook,
    ) -> Result<DeviationWriter<'l>, StoreError> {
        self.0.writing()?;
        let (files, name) = (self.0.files().clone(), deviations_name(run));
        let temp = files.draft(&name, self.0.faults(), STEPS)?;
        let hashing =
            Hashing::new(temp.file()).map_err(|e| StoreError::io("gemme afvigelser", temp.path(), &e))?;
        let writer = ArrowWriter::try_new(hashing, schema::deviations(), Some(deviation_properties()))
            .map_err(writing(temp.path()))?;
        Ok(DeviationWriter { law, files, temp, name, writer, waiting: Vec::new(), rows: 0 })
    }

    /// The deviations of a run, in the order in which they were written. The sheets' names go into the wordings of
    /// System 1 and System 2, and those of other sources' rows into `others` by the source's place in the list. A file
    /// from before there were other sources has none.
    ///
    /// # Errors
    /// `NotFound`; `Damaged`; `Conflict` where the law book lacks a paragraph that the file names.
    pub fn read_deviations(
        &self,
        _ctx: &Context,
        run: &RunId,
        law: &LawBook,
        wordings: &mut [Wording; 2],
        others: &mut Vec<Wording>,
    ) -> Result<Vec<Deviation>, StoreError> {
        let file = self.0.files().stored(&deviations_name(run))?;
        let path = file.place();
        let builder = ParquetRecordBatchReaderBuilder::try_new(file.open()?).map_err(|e| damaged(path, e))?;
        let (found, ours) = (builder.schema(), schema::deviations());
        let before = &ours.fields()[..ours.fields().len() - 1];
        if !schema::same(found.fields(), ours.fields()) && !schema::same(found.fields(), before) {
            return Err(damaged(path, "kolonnerne er andre end dem, denne Ottetal skriver"));
        }
        let mut reading = Reading { path, law: LawIndex::new(law), wordings, others };
        let mut out = Vec::new();
        let batches = builder.with_batch_size(GROUP_ROWS).build().map_err(|e| damaged(path, e))?;
        for batch in batches {
            let batch = batch.map_err(|e| damaged(path, e))?;
            reading.batch(&batch, &mut out)?;
        }
        Ok(out)
    }
}

impl DeviationWriter<'_> {
    /// Adds deviations; `wordings` are those of System 1 and System 2 that their rows' sheets are words of, `others` those
    /// of the other sources in the order of the list that the rows name them by.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn write(
        &mut self,
        deviations: &[Deviation],
        wordings: [&Wording; 2],
        others: &[&Wording],
    ) -> Result<(), StoreError> {
        for deviation in deviations {
            self.waiting.push(Line {
                values: [json(&deviation.values[0]), json(&deviation.values[1])],
                rows: [places(&deviation.rows[0], wordings[0]), places(&deviation.rows[1], wordings[1])],
                others: other_places(&deviation.others, others),
                causes: json(&deviation.causes.iter().map(|c| self.cause(c)).collect::<Vec<_>>()),
                deviation: deviation.clone(),
            });
            // Always the same number at a time, so that the bytes do not depend on how the caller divides.
            if self.waiting.len() == GROUP_ROWS {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn cause(&self, cause: &Cause) -> WrittenCause {
        let mut written =
            WrittenCause { aarsag: cause.key().to_owned(), borger: None, paragraf: None, paragraf_fra: None };
        match cause {
            Cause::AndetNummer(citizen) => written.borger = Some(citizen.to_string()),
            Cause::BlandetParagraf(id) => {
                let paragraf = self.law.paragraf(*id);
                written.paragraf = Some(paragraf.written.clone());
                written.paragraf_fra = Some(paragraf.valid.from.0);
            }
            Cause::Annulleret
            | Cause::Uoversat
            | Cause::SlutdatoMangler
            | Cause::EnDagForskudt
            | Cause::KunUdenfor
            | Cause::Doed
            | Cause::Flyttet
            | Cause::Systemskifte
            | Cause::LignendeNavn => {}
        }
        written
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let batch = batch(&self.waiting, self.law);
        self.rows += self.waiting.len() as u64;
        self.waiting.clear();
        let written = self.writer.write(&batch).and_then(|()| self.writer.flush());
        written.map_err(writing(self.temp.path()))
    }

    /// Makes the file whole. The same bytes as a file that is there already change nothing.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn finish(mut self) -> Result<LakeFile, StoreError> {
        self.flush()?;
        let hashing = self.writer.into_inner().map_err(writing(self.temp.path()))?;
        let sha256 =
            hashing.finish().map_err(|e| StoreError::io("gemme afvigelser", self.temp.path(), &e))?;
        if !self.files.sha256(&self.name).is_ok_and(|present| present == sha256) {
            self.files.keep(self.temp, &self.name)?;
        }
        Ok(LakeFile { sha256, rows: self.rows })
    }
}

/// In the order of [`schema::deviations`].
fn batch(lines: &[Line], law: &LawBook) -> RecordBatch {
    let all = || lines.iter().map(|line| &line.deviation);
    let text = |of: fn(&Line) -> &str| Arc::new(StringArray::from_iter_values(lines.iter().map(of)));
    let side = |side: Side| side.index() as u8 + 1;
    let arrays: Vec<arrow_array::ArrayRef> = vec![
        columns::numbers::<UInt32Type>(all().map(|d| d.citizen.0)),
        columns::texts(all().map(|d| law.paragraf(d.paragraf).written.as_str())),
        columns::numbers::<Date32Type>(all().map(|d| law.paragraf(d.paragraf).valid.from.0)),
        columns::texts(all().map(|d| d.rule.key())),
        columns::optional::<UInt8Type>(all().map(|d| d.question)),
        columns::optional::<UInt8Type>(all().map(|d| d.within.map(side))),
        columns::texts(all().map(|d| d.duty.key())),
        columns::texts(all().map(|d| d.ydelse.as_str())),
        columns::texts(all().map(|d| d.leverandoer.as_str())),
        columns::numbers::<Date32Type>(all().map(|d| d.period.from.0)),
        columns::ends(all().map(|d| d.period.until)),
        columns::optional::<Int64Type>(all().map(|d| d.oere.map(|o| o.0))),
        columns::optional::<Int64Type>(all().map(|d| d.oere_tillaeg.map(|o| o.0))),
        columns::texts(all().map(|d| d.attribute.map_or("", Attribute::key))),
        text(|line| &line.values[0]),
        text(|line| &line.values[1]),
        Arc::new(BooleanArray::from_iter(all().map(|d| Some(d.both)))),
        text(|line| &line.rows[0]),
        text(|line| &line.rows[1]),
        text(|line| &line.causes),
        columns::texts(all().map(|d| d.shared.as_str())),
        text(|line| &line.others),
    ];
    RecordBatch::try_new(schema::deviations(), arrays).expect("kolonnerne er skemaets")
}

fn places(rows: &[RowPlace], wording: &Wording) -> String {
    let place = |r: &RowPlace| Place { fil: r.file, ark: wording.text(r.sheet).to_owned(), raekke: r.row };
    json(&rows.iter().map(place).collect::<Vec<_>>())
}

fn other_places(rows: &[OtherRow], wordings: &[&Wording]) -> String {
    let sheet = |r: &OtherRow| wordings.get(usize::from(r.source)).map_or("", |w| w.text(r.place.sheet));
    let place = |r: &OtherRow| OtherPlace {
        kilde: r.source,
        fil: r.place.file,
        ark: sheet(r).to_owned(),
        raekke: r.place.row,
    };
    json(&rows.iter().map(place).collect::<Vec<_>>())
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("tekst og tal kan altid skrives")
}

/// Paragraphs by written form and first day as law.
struct LawIndex<'l>(HashMap<(&'l str, Day), ParagrafId>);

impl<'l> LawIndex<'l> {
    fn new(law: &'l LawBook) -> LawIndex<'l> {
        let ids = (0..law.paragraffer.len() as u16).map(ParagrafId);
        LawIndex(
            ids.map(|id| ((law.paragraf(id).written.as_str(), law.paragraf(id).valid.from), id)).collect(),
        )
    }

    fn find(&self, written: &str, from: Day) -> Result<ParagrafId, StoreError> {
        self.0.get(&(written, from)).copied().ok_or_else(|| {
            StoreError::Conflict(format!(
                "Lovbogen har ikke {written} fra {}: kørslen er lavet med en anden lovbog. Kør kontrollen igen.",
                from.danish()
            ))
        })
    }
}

struct Reading<'r> {
    path: &'r Path,
    law: LawIndex<'r>,
    wordings: &'r mut [Wording; 2],
    others: &'r mut Vec<Wording>,
}

impl Reading<'_> {
    /// In the order of [`schema::deviations`].
    fn batch(&mut self, batch: &RecordBatch, out: &mut Vec<Deviation>) -> Result<(), StoreError> {
        let columns = Columns::new(batch, self.path);
        let citizen = columns.numbers::<UInt32Type>(0)?;
        let paragraf = columns.words(1)?;
        let paragraf_from = columns.numbers::<Date32Type>(2)?;
        let (rule_keys, rules) = columns.known(3, &RuleCode::ALL.map(|r| (r, r.key())))?;
        let (question, within) = (columns.optional::<UInt8Type>(4)?, columns.optional::<UInt8Type>(5)?);
        let duties = [Duty::SkalRettes, Duty::SkalBekraeftes, Duty::TilOrientering];
        let (duty_keys, duties) = columns.known(6, &duties.map(|d| (d, d.key())))?;
        let (ydelse, leverandoer, shared) = (columns.words(7)?, columns.words(8)?, columns.words(20)?);
        let (from, until) = (columns.numbers::<Date32Type>(9)?, columns.optional::<Date32Type>(10)?);
        let (oere, oere_tillaeg) = (columns.optional::<Int64Type>(11)?, columns.optional::<Int64Type>(12)?);
        let mut attributes = vec![(None, "")];
        attributes.extend(Attribute::ALL.map(|a| (Some(a), a.key())));
        let (attribute_keys, attributes) = columns.known(13, &attributes)?;
        let values = [columns.strings(14)?, columns.strings(15)?];
        let both = columns.flags(16)?;
        let rows = [columns.strings(17)?, columns.strings(18)?];
        let causes = columns.strings(19)?;
        let others = if batch.num_columns() > OTHERS { Some(columns.strings(OTHERS)?) } else { None };
        for at in 0..batch.num_rows() {
            let within = match within.get(at) {
                None => None,
                Some(1) => Some(Side::One),
                Some(2) => Some(Side::Two),
                Some(_) => return Err(damaged(self.path, "kolonnen within")),
            };
            out.push(Deviation {
                rule: rules[rule_keys[at] as usize],
                question: question.get(at),
                within,
                duty: duties[duty_keys[at] as usize],
                citizen: CitizenId(citizen[at]),
                paragraf: self.law.find(paragraf.text(at), Day(paragraf_from[at]))?,
                ydelse: ydelse.text(at).to_owned(),
                leverandoer: leverandoer.text(at).to_owned(),
                period: Period { from: Day(from[at]), until: columns::end_of(&until, at) },
                oere: oere.get(at).map(Oere),
                oere_tillaeg: oere_tillaeg.get(at).map(Oere),
                attribute: attributes[attribute_keys[at] as usize],
                values: [self.parse(values[0].value(at))?, self.parse(values[1].value(at))?],
                both: both.is_valid(at) && both.value(at),
                rows: [self.places(0, rows[0].value(at))?, self.places(1, rows[1].value(at))?],
                others: others.map_or(Ok(Vec::new()), |column| self.other_places(column.value(at)))?,
                causes: self.causes(causes.value(at))?,
                shared: shared.text(at).to_owned(),
            });
        }
        Ok(())
    }

    fn parse<'t, T: Deserialize<'t>>(&self, text: &'t str) -> Result<T, StoreError> {
        serde_json::from_str(text).map_err(|e| damaged(self.path, e))
    }

    fn places(&mut self, side: usize, text: &str) -> Result<Vec<RowPlace>, StoreError> {
        let places: Vec<Place> = self.parse(text)?;
        let wording = &mut self.wordings[side];
        Ok(places
            .into_iter()
            .map(|p| RowPlace { file: p.fil, sheet: wording.word(&p.ark), row: p.raekke })
            .collect())
    }

    fn other_places(&mut self, text: &str) -> Result<Vec<OtherRow>, StoreError> {
        let places: Vec<OtherPlace> = self.parse(text)?;
        Ok(places
            .into_iter()
            .map(|p| {
                let at = usize::from(p.kilde);
                if self.others.len() <= at {
                    self.others.resize_with(at + 1, Wording::default);
                }
                let place = RowPlace { file: p.fil, sheet: self.others[at].word(&p.ark), row: p.raekke };
                OtherRow { source: p.kilde, place }
            })
            .collect())
    }

    fn causes(&self, text: &str) -> Result<Vec<Cause>, StoreError> {
        let written: Vec<WrittenCause> = self.parse(text)?;
        written.iter().map(|cause| self.cause(cause)).collect()
    }

    fn cause(&self, written: &WrittenCause) -> Result<Cause, StoreError> {
        let unknown = || damaged(self.path, format!("årsagen {}", written.aarsag));
        Ok(match written.aarsag.as_str() {
            "andet_nummer" => {
                let citizen = written.borger.as_deref().and_then(CitizenId::parse);
                Cause::AndetNummer(citizen.ok_or_else(unknown)?)
            }
            "blandet_paragraf" => {
                let (name, from) =
                    written.paragraf.as_deref().zip(written.paragraf_fra).ok_or_else(unknown)?;
                Cause::BlandetParagraf(self.law.find(name, Day(from))?)
            }
            "annulleret" => Cause::Annulleret,
            "uoversat" => Cause::Uoversat,
            "slutdato_mangler" => Cause::SlutdatoMangler,
            "en_dag_forskudt" => Cause::EnDagForskudt,
            "kun_udenfor" => Cause::KunUdenfor,
            "doed" => Cause::Doed,
            "flyttet" => Cause::Flyttet,
            "systemskifte" => Cause::Systemskifte,
            "lignende_navn" => Cause::LignendeNavn,
            _ => return Err(unknown()),
        })
    }
}
