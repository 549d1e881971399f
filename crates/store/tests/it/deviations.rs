//! Deviations as Parquet: all fields there and back, the same bytes however the writer is fed.

use crate::scene::{all_files, ctx, deviation, init, law};
use arrow_array::RecordBatch;
use domain::deviation::{Deviation, Side};
use domain::landscape::Attribute;
use domain::law::LawBook;
use domain::person::CitizenId;
use domain::wording::Wording;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use store::lake::LakeFile;
use store::{RunId, Store, StoreError};

fn run(at: u8) -> RunId {
    RunId::parse(&format!("0000000000{at:02x}")).unwrap()
}

fn found(count: usize, wordings: &mut [Wording; 2]) -> Vec<Deviation> {
    let mut all: Vec<Deviation> =
        (0..count).map(|at| deviation(at, CitizenId(at as u32 * 3 % 1_000), wordings)).collect();
    for (at, one) in all.iter_mut().enumerate() {
        one.attribute = [None, Some(Attribute::Timer), Some(Attribute::Pris)][at % 3];
        one.within = [None, Some(Side::One), Some(Side::Two)][at % 3];
        if at % 5 == 0 {
            one.causes.clear();
            one.shared.clear();
        }
    }
    all
}

fn write(
    store: &Store,
    at: u8,
    all: &[Deviation],
    part: usize,
    wordings: &[Wording; 2],
    law: &LawBook,
) -> LakeFile {
    let mut writer = store.lake().deviation_writer(&ctx(), &run(at), law).unwrap();
    for chunk in all.chunks(part) {
        writer.write(chunk, [&wordings[0], &wordings[1]], &[]).unwrap();
    }
    writer.finish().unwrap()
}

#[tokio::test]
async fn every_field_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wordings = [Wording::default(), Wording::default()];
    let all = found(100, &mut wordings);
    let law = law();
    assert_eq!(write(&store, 1, &all, 100, &wordings, &law).rows, 100);
    // De samme ordsamlinger: så er arkets nummer det samme.
    let back = store.lake().read_deviations(&ctx(), &run(1), &law, &mut wordings, &mut Vec::new()).unwrap();
    assert_eq!(back, all);
    let mut fresh = [Wording::default(), Wording::default()];
    let back = store.lake().read_deviations(&ctx(), &run(1), &law, &mut fresh, &mut Vec::new()).unwrap();
    assert_eq!(fresh[1].text(back[0].rows[1][0].sheet), "Ark \"2\"");

    assert_eq!(write(&store, 2, &[], 1, &wordings, &law).rows, 0);
    assert_eq!(store.lake().read_deviations(&ctx(), &run(2), &law, &mut fresh, &mut Vec::new()).unwrap(), []);
    assert!(matches!(
        store.lake().read_deviations(&ctx(), &run(3), &law, &mut fresh, &mut Vec::new()),
        Err(StoreError::NotFound(_))
    ));
}

/// A file from before there were rows of other sources lacks the last column.
#[tokio::test]
async fn a_file_without_rows_of_other_sources_is_read_as_having_none() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wordings = [Wording::default(), Wording::default()];
    let mut all = found(30, &mut wordings);
    let law = law();
    write(&store, 1, &all, 30, &wordings, &law);
    let [path] = &all_files(&dir.path().join("lake"))[..] else { panic!("én fil") };
    let batches: Vec<RecordBatch> = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap())
        .unwrap()
        .build()
        .unwrap()
        .map(|batch| batch.unwrap())
        .map(|batch| batch.project(&(0..batch.num_columns() - 1).collect::<Vec<_>>()).unwrap())
        .collect();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batches[0].schema(), None).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.close().unwrap();
    let back = store.lake().read_deviations(&ctx(), &run(1), &law, &mut wordings, &mut Vec::new()).unwrap();
    all.iter_mut().for_each(|d| d.others.clear());
    assert_eq!(back, all);
}

#[tokio::test]
async fn the_bytes_do_not_depend_on_how_the_writer_is_fed() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wordings = [Wording::default(), Wording::default()];
    let all = found(70_000, &mut wordings);
    let law = law();
    let whole = write(&store, 1, &all, 70_000, &wordings, &law);
    assert_eq!(write(&store, 2, &all, 333, &wordings, &law), whole);
    assert_eq!(write(&store, 1, &all, 5_000, &wordings, &law), whole);
    assert_eq!(all_files(&dir.path().join("lake")).len(), 2);
}

#[tokio::test]
async fn a_paragraph_is_found_again_in_a_law_book_with_other_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wordings = [Wording::default(), Wording::default()];
    let all = found(9, &mut wordings);
    let law = law();
    write(&store, 1, &all, 9, &wordings, &law);
    let mut turned = law.clone();
    turned.paragraffer.reverse();
    let back =
        store.lake().read_deviations(&ctx(), &run(1), &turned, &mut wordings, &mut Vec::new()).unwrap();
    for (now, then) in back.iter().zip(&all) {
        assert_eq!(turned.paragraf(now.paragraf), law.paragraf(then.paragraf), "begge liv af § 176 a");
    }
    let poor = LawBook { paragraffer: law.paragraffer[..1].to_vec(), ..LawBook::default() };
    let missing = store.lake().read_deviations(&ctx(), &run(1), &poor, &mut wordings, &mut Vec::new());
    assert!(matches!(missing, Err(StoreError::Conflict(text)) if text.contains("§ 176 a")));
}
