//! Rows as Parquet: all fields there and back, the same bytes for the same rows, any range of citizens.

use crate::scene::{ctx, init, rows, totals};
use domain::observation::{Activity, Standing};
use domain::person::CitizenId;
use domain::totals::ControlTotals;
use domain::wording::Wording;
use std::fs;
use store::imports::Kind;
use store::lake::{GROUP_ROWS, LakeFile, RowAt};
use store::{ImportId, Store, StoreError};

const ALL: std::ops::Range<CitizenId> = CitizenId(0)..CitizenId(CitizenId::LIMIT);

fn id(at: u8) -> ImportId {
    ImportId::parse(&format!("0000000000{at:02x}")).unwrap()
}

fn citizens(count: u32) -> Vec<CitizenId> {
    (0..count).map(|n| CitizenId(n * 97 + 5)).collect()
}

fn write(store: &Store, at: u8, wording: &Wording, rows: &[Activity<CitizenId>]) -> LakeFile {
    store.lake().write_activities(&ctx(), &id(at), wording, rows, &totals(rows)).unwrap()
}

/// A row with its words instead of their numbers, which differ from reader to reader.
fn spelled(row: &Activity<CitizenId>, w: &Wording) -> String {
    let provider = w.provider_of(row.provider);
    let words = [row.place.sheet, row.service, row.paragraf, row.account, row.maalgrupper, row.ownership];
    let rare = [row.entry_reason, row.exit_reason, row.assessment, row.address];
    let all = words.iter().chain([&row.caseworker, &row.status]).chain(&rare);
    let words: Vec<&str> = all.map(|id| w.text(*id)).collect();
    let plain = (row.citizen, row.place.file, row.place.row, row.from, row.until, row.role, row.standing);
    let shares = (row.settled_share, row.occupied_share, row.settles);
    let money = (row.hours, row.rate, row.unit, row.count, row.registered, shares);
    format!("{plain:?} {words:?} {provider:?} {money:?} {:?} {:?}", row.handlekommune, row.betalingskommune)
}

fn all_spelled(rows: &[Activity<CitizenId>], w: &Wording) -> Vec<String> {
    rows.iter().map(|row| spelled(row, w)).collect()
}

#[tokio::test]
async fn every_field_comes_back_and_nothing_is_an_empty_file() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wording = Wording::default();
    let mut rows = rows(&citizens(300), 3, &mut wording);
    rows[4].standing = Standing::Unclear;
    let kept = write(&store, 1, &wording, &rows);
    assert_eq!(kept.rows, 900);
    let file = store.lake().activities(&ctx(), &id(1)).unwrap();
    let mut read = Wording::default();
    read.word("et ord, læseren kendte i forvejen");
    let back = file.read_all(&mut read).unwrap();
    assert_eq!(all_spelled(&back, &read), all_spelled(&rows, &wording));

    let empty = write(&store, 2, &wording, &[]);
    assert_eq!(empty.rows, 0);
    let file = store.lake().activities(&ctx(), &id(2)).unwrap();
    assert_eq!((file.rows(), file.row_groups().len()), (0, 0));
    assert_eq!(file.read_all(&mut read).unwrap(), []);
    assert!(matches!(store.lake().activities(&ctx(), &id(3)), Err(StoreError::NotFound(_))));
}

#[tokio::test]
async fn the_same_rows_are_the_same_bytes_whatever_the_words_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wording = Wording::default();
    let rows_one = rows(&citizens(500), 2, &mut wording);
    let mut other = Wording::default();
    other.word("Et andet ord først");
    other.word("Ydelse 17");
    let rows_two = rows(&citizens(500), 2, &mut other);
    assert_ne!(rows_one[0].service, rows_two[0].service);
    let one = write(&store, 1, &wording, &rows_one);
    let two = write(&store, 2, &other, &rows_two);
    assert_eq!(one, two);
    let path = |at| dir.path().join(format!("lake/imports/{}/activities.parquet", id(at)));
    assert_eq!(fs::read(path(1)).unwrap(), fs::read(path(2)).unwrap());
}

#[tokio::test]
async fn row_groups_end_with_a_citizen_and_a_range_reads_only_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wording = Wording::default();
    let rows = rows(&citizens(20_000), 7, &mut wording);
    // Row groups are encoded side by side; the file must not show it.
    assert_eq!(write(&store, 1, &wording, &rows), write(&store, 2, &wording, &rows));
    let file = store.lake().activities(&ctx(), &id(1)).unwrap();
    let groups = file.row_groups();
    assert_eq!(groups.len(), 3);
    assert!(groups.windows(2).all(|pair| pair[0].last < pair[1].first));
    assert!(groups.iter().all(|g| g.rows <= GROUP_ROWS));
    assert_eq!(file.rows(), rows.len());
    let mut whole = Wording::default();
    assert_eq!(file.read(ALL, &mut whole).unwrap().len(), rows.len());
    for (from, until) in [(0, 5), (5, 6), (60_000, 1_500_000), (907_960, 908_300), (1_939_908, u32::MAX)] {
        let mut read = Wording::default();
        let part = file.read(CitizenId(from)..CitizenId(until), &mut read).unwrap();
        let expected: Vec<_> =
            rows.iter().copied().filter(|r| from <= r.citizen.0 && r.citizen.0 < until).collect();
        assert_eq!(all_spelled(&part, &read), all_spelled(&expected, &wording), "{from}..{until}");
    }
    let parts: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = groups
            .iter()
            .map(|g| {
                let file = &file;
                scope.spawn(move || {
                    file.read(g.first..CitizenId(g.last.0 + 1), &mut Wording::default()).unwrap().len()
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).sum()
    });
    assert_eq!(parts, rows.len());
}

#[tokio::test]
async fn a_row_says_whom_it_is_about_by_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wording = Wording::default();
    let rows = rows(&citizens(12_000), 6, &mut wording);
    write(&store, 1, &wording, &rows);
    let ask = |file: u16, sheet: &str, row: u32| {
        let at = RowAt { file, sheet: sheet.to_owned(), row };
        store.lake().citizen_at(&ctx(), &id(1), Kind::Activities, &at).unwrap()
    };
    for row in rows.iter().step_by(9_999).chain(rows.last()) {
        let sheet = wording.text(row.place.sheet);
        assert_eq!(ask(row.place.file, sheet, row.place.row), Some(Some(row.citizen)));
        assert_eq!(ask(row.place.file + 1, sheet, row.place.row), None, "en anden fil");
        assert_eq!(ask(row.place.file, "Ark2", row.place.row), None, "et andet ark");
    }
    assert_eq!(ask(0, "Ark1", 1), None, "overskrifterne");
    let at = RowAt { file: 0, sheet: String::new(), row: 2 };
    let asked = |import, kind| store.lake().citizen_at(&ctx(), &id(import), kind, &at);
    assert!(matches!(asked(9, Kind::Activities), Err(StoreError::NotFound(_))));
    assert!(matches!(asked(1, Kind::Budget), Err(StoreError::NotFound(_))));
}

#[tokio::test]
async fn one_citizen_may_fill_several_row_groups() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wording = Wording::default();
    let rows = rows(&citizens(2), GROUP_ROWS + 10, &mut wording);
    write(&store, 1, &wording, &rows);
    let file = store.lake().activities(&ctx(), &id(1)).unwrap();
    let mut read = Wording::default();
    let second = file.read(citizens(2)[1]..CitizenId(CitizenId::LIMIT), &mut read).unwrap();
    assert_eq!(all_spelled(&second, &read), all_spelled(&rows[GROUP_ROWS + 10..], &wording));
}

#[tokio::test]
async fn rows_that_do_not_agree_with_the_control_totals_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wording = Wording::default();
    let mut rows = rows(&citizens(50), 2, &mut wording);
    let right = totals(&rows);
    let mut wrong: Vec<ControlTotals> = vec![right; 3];
    wrong[0].used.rate_sum += 1;
    wrong[1].never_took_effect.rows += 1;
    wrong[2].used.rows -= 1;
    for totals in wrong {
        let refused = store.lake().write_activities(&ctx(), &id(1), &wording, &rows, &totals);
        assert!(matches!(refused, Err(StoreError::Conflict(text)) if text.contains("Kontrolsummerne")));
    }
    rows.swap(0, 99);
    let refused = store.lake().write_activities(&ctx(), &id(1), &wording, &rows, &right);
    assert!(matches!(refused, Err(StoreError::Conflict(text)) if text.contains("sorteret")));
}

#[tokio::test]
async fn a_damaged_file_is_an_error_and_never_a_panic() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wording = Wording::default();
    let rows = rows(&citizens(200), 2, &mut wording);
    let kept = write(&store, 1, &wording, &rows);
    let path = dir.path().join(format!("lake/imports/{}/activities.parquet", id(1)));
    let whole = fs::read(&path).unwrap();
    assert_eq!(store.lake().verify_rows(&ctx(), &id(1), Kind::Activities, &kept), Ok(()));
    for at in (0..whole.len()).step_by(whole.len() / 50) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        fs::write(&path, &flipped).unwrap();
        let verified = store.lake().verify_rows(&ctx(), &id(1), Kind::Activities, &kept);
        assert!(matches!(verified, Err(StoreError::Damaged(_))), "{at}");
    }
    for cut in [0, 3, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..cut]).unwrap();
        assert!(matches!(store.lake().activities(&ctx(), &id(1)), Err(StoreError::Damaged(_))), "{cut}");
    }
}

/// The file anew, with the columns alone that the first version of the program wrote.
fn as_the_first_version_wrote_it(path: &std::path::Path) {
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use parquet::arrow::{ArrowWriter, ProjectionMask};
    use parquet::file::properties::{EnabledStatistics, WriterProperties};
    let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(path).unwrap()).unwrap();
    let first = ProjectionMask::roots(reader.parquet_schema(), 0..25);
    let batches: Vec<_> = reader.with_projection(first).build().unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(batches[0].schema().field(24).name(), "registered");
    let properties = WriterProperties::builder().set_statistics_enabled(EnabledStatistics::Chunk).build();
    let file = fs::File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batches[0].schema(), Some(properties)).unwrap();
    for batch in &batches {
        writer.write(batch).unwrap();
    }
    writer.close().unwrap();
}

#[tokio::test]
async fn a_file_from_before_shares_and_reasons_is_read_as_if_they_were_empty() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wording = Wording::default();
    let mut rows = rows(&citizens(200), 3, &mut wording);
    write(&store, 1, &wording, &rows);
    as_the_first_version_wrote_it(&dir.path().join(format!("lake/imports/{}/activities.parquet", id(1))));
    for row in &mut rows {
        let bare = Activity::bare(row.citizen, row.place, row.period());
        (row.settled_share, row.occupied_share, row.settles) = (None, None, None);
        (row.entry_reason, row.exit_reason) = (bare.entry_reason, bare.exit_reason);
        (row.assessment, row.address) = (bare.assessment, bare.address);
    }
    let file = store.lake().activities(&ctx(), &id(1)).unwrap();
    let mut read = Wording::default();
    let back = file.read_all(&mut read).unwrap();
    assert_eq!(all_spelled(&back, &read), all_spelled(&rows, &wording));
    let part = file.read(CitizenId(5)..CitizenId(6), &mut read).unwrap();
    assert_eq!(part.len(), 3);
}

#[tokio::test]
async fn rows_of_a_merged_citizen_stand_with_the_present_one() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut wording = Wording::default();
    let all = citizens(20_000);
    let rows = rows(&all, 7, &mut wording);
    write(&store, 1, &wording, &rows);
    // Fra den sidste rækkegruppe til den første, den anden vej, og inden for en gruppe.
    let pairs = [(19_990, 3), (5, 19_980), (9_000, 9_001)];
    let merged = pairs.map(|(from, into): (usize, usize)| (all[from], all[into])).into_iter().collect();
    let file = store.lake().activities(&ctx(), &id(1)).unwrap().resolving(&merged);
    let mut expected: Vec<_> =
        rows.iter().map(|row| row.about(merged.get(&row.citizen).copied().unwrap_or(row.citizen))).collect();
    expected.sort_by_key(|row| row.citizen);
    let plain = |rows: &[Activity<CitizenId>]| {
        let mut all: Vec<_> = rows.iter().map(|row| (row.citizen, row.place.row, row.rate)).collect();
        all.sort_by_key(|(citizen, row, _)| (*citizen, *row));
        all
    };
    assert_eq!(plain(&file.read_all(&mut Wording::default()).unwrap()), plain(&expected));
    let mut parts = Vec::new();
    for group in file.row_groups() {
        let part = file.read(group.first..CitizenId(group.last.0 + 1), &mut Wording::default()).unwrap();
        assert!(part.is_sorted_by_key(|row| row.citizen));
        parts.extend(part);
    }
    assert_eq!(plain(&parts), plain(&expected));
}
