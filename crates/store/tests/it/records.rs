//! Rows of other sources as Parquet, and lines of registers in the database: all fields there and back, counted.

use crate::scene::{ctx, init, one_file, register, wording_of};
use domain::amount::{Oere, Quantity, Rate};
use domain::calendar::{Day, Period};
use domain::observation::{
    BudgetKind, BudgetLine, Caseworker, Diagnosis, Enrichment, Expectation, ExpectationState, IndividualRate,
    ListPrice, Ownership, PersonRecord, Posting, ProviderRecord, RowPlace, Settlement,
};
use domain::person::CitizenId;
use domain::price::Unit;
use domain::totals::{ControlTotals, Tally};
use domain::wording::{Provider, WordId, Wording};
use store::imports::{Content, Kind, RecordLine};
use store::lake::{GROUP_ROWS, LakeRecord};
use store::{ImportId, Store, StoreError};

fn id(at: u8) -> ImportId {
    ImportId::parse(&format!("0000000000{at:02x}")).unwrap()
}

fn place(at: usize, w: &mut Wording) -> RowPlace {
    RowPlace { file: (at % 2) as u16, sheet: w.word(["", "Ark1"][at % 2]), row: at as u32 + 2 }
}

fn period(at: usize) -> Period {
    let from = Day(18_000 + at as i32);
    [Period::ALWAYS, Period { from, until: Day::OPEN }, Period { from, until: Day(from.0 + 31) }][at % 3]
}

fn provider(at: usize, w: &mut Wording) -> domain::wording::ProviderId {
    match at % 4 {
        0 => domain::wording::ProviderId::NONE,
        k => w.provider(Provider { name: format!("Bosted {k}"), ..Provider::default() }),
    }
}

/// Every third is about nobody; those stand first.
fn postings(count: usize, w: &mut Wording) -> Vec<Posting<CitizenId>> {
    let mut all: Vec<_> = (0..count)
        .map(|at| Posting {
            citizen: (at % 3 > 0).then_some(CitizenId(at as u32 / 5 * 7 + 1)),
            place: place(at, w),
            booked: Day(20_000 + at as i32 % 300),
            concerns: (at % 2 == 0).then_some(Period { from: Day(19_000), until: Day(19_031) }),
            amount: Oere(at as i64 * 111 - 5_000),
            account: w.word(&format!("5.38.50 1 {:03}", at % 9)),
            konto: w.word(["538501002", ""][at % 2]),
            art: w.word("400"),
            provider: provider(at, w),
            bill: w.word(["", "F-17"][at % 2]),
            text: if at % 5 == 0 { WordId::EMPTY } else { w.word("Regning for maj") },
        })
        .collect();
    all.sort_by_key(|p| p.citizen);
    all
}

fn persons(count: usize, w: &mut Wording) -> Vec<PersonRecord<CitizenId>> {
    (0..count)
        .map(|at| PersonRecord {
            citizen: CitizenId(at as u32 / 2),
            place: place(at, w),
            born: (at % 7 > 0).then_some(Day(-9_000)),
            dead: (at % 5 == 0).then_some(Day(20_100)),
            residence: period(at),
            kommune: (at % 3 > 0).then_some(573),
            betalingskommune: (at % 4 == 0).then_some(561),
            protected: at % 6 == 0,
            formerly: (at % 8 == 0).then_some(CitizenId(900_000 + at as u32)),
        })
        .collect()
}

fn diagnoses(count: usize, w: &mut Wording) -> Vec<Diagnosis<CitizenId>> {
    (0..count)
        .map(|at| Diagnosis {
            citizen: CitizenId(at as u32),
            place: place(at, w),
            system: w.word(["FFB", "ICD-10"][at % 2]),
            code: w.word(&format!("F{at}")),
            valid: period(at),
        })
        .collect()
}

fn individual(count: usize, w: &mut Wording) -> Vec<IndividualRate<CitizenId>> {
    let units = [Unit::Doegn, Unit::Maaned, Unit::TimePrUge, Unit::Styk, Unit::Samlet];
    (0..count)
        .map(|at| IndividualRate {
            citizen: CitizenId(at as u32),
            place: place(at, w),
            provider: provider(at, w),
            service: w.word(["", "Botilbud"][at % 2]),
            paragraf: w.word(["", "SEL § 107"][at % 2]),
            valid: period(at),
            rate: Rate(13_520_300 + at as i64),
            unit: units[at % 5],
        })
        .collect()
}

fn sums<T>(rows: &[T], tally: impl Fn(&T) -> Tally) -> ControlTotals {
    let mut used = Tally::default();
    rows.iter().for_each(|row| used += tally(row));
    ControlTotals { read: used, used, ..ControlTotals::default() }
}

/// Written, read back with the same wording, and by stretches; refused with other totals.
async fn there_and_back<T: LakeRecord + PartialEq + std::fmt::Debug>(
    of: impl Fn(usize, &mut Wording) -> Vec<T>,
    differs_by_rate: bool,
) {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut w = Wording::default();
    let rows = of(300, &mut w);
    let right = sums(&rows, T::tally);
    let lake = store.lake();
    let kept = lake.write_records(&ctx(), &id(1), &w, &rows, &right).unwrap();
    assert_eq!(kept.rows, 300);
    lake.verify_rows(&ctx(), &id(1), T::KIND, &kept).unwrap();
    let file = lake.records::<T>(&ctx(), &id(1)).unwrap();
    assert_eq!((file.rows(), file.read_all(&mut w).unwrap()), (300, rows.clone()));
    let (low, high) = (CitizenId(20), CitizenId(90));
    let part = file.read(low..high, &mut w).unwrap();
    let expected: Vec<T> =
        rows.iter().copied().filter(|r| r.citizen().is_some_and(|c| low <= c && c < high)).collect();
    assert!(!expected.is_empty());
    assert_eq!(part, expected);
    let mut other = right;
    other.used.rows += 1;
    let refused = lake.write_records(&ctx(), &id(2), &w, &rows, &other);
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
    if differs_by_rate {
        let mut other = right;
        other.used.rate_sum += 1;
        assert!(lake.write_records(&ctx(), &id(3), &w, &rows, &other).is_err());
    }
    assert_eq!(
        lake.write_records(&ctx(), &id(4), &w, &[] as &[T], &ControlTotals::default()).unwrap().rows,
        0
    );
    assert_eq!(lake.records::<T>(&ctx(), &id(4)).unwrap().read_all(&mut w).unwrap(), []);
    assert!(matches!(lake.records::<T>(&ctx(), &id(9)), Err(StoreError::NotFound(_))));
    let mut turned = rows;
    turned.reverse();
    assert!(lake.write_records(&ctx(), &id(5), &w, &turned, &right).is_err(), "usorteret");
}

#[tokio::test]
async fn every_kind_of_row_comes_back() {
    there_and_back(postings, true).await;
    there_and_back(persons, false).await;
    there_and_back(diagnoses, false).await;
    there_and_back(individual, true).await;
}

#[tokio::test]
async fn postings_about_nobody_stand_in_groups_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut w = Wording::default();
    let rows = postings(GROUP_ROWS * 4, &mut w);
    let nobody = rows.iter().filter(|r| r.citizen.is_none()).count();
    assert!(nobody > GROUP_ROWS);
    let kept =
        store.lake().write_records(&ctx(), &id(1), &w, &rows, &sums(&rows, LakeRecord::tally)).unwrap();
    let again =
        store.lake().write_records(&ctx(), &id(2), &w, &rows, &sums(&rows, LakeRecord::tally)).unwrap();
    assert_eq!(kept, again);
    let file = store.lake().records::<Posting<CitizenId>>(&ctx(), &id(1)).unwrap();
    assert_eq!(file.read_nobody(&mut w).unwrap(), rows[..nobody]);
    let mut back = Vec::new();
    for group in file.row_groups() {
        assert!(group.rows <= GROUP_ROWS);
        back.extend(file.read(group.first..CitizenId(group.last.0 + 1), &mut w).unwrap());
    }
    assert_eq!(back, rows[nobody..]);
}

async fn lines_come_back<T: RecordLine + Clone + PartialEq + std::fmt::Debug>(
    store: &Store,
    lines: &[T],
    words: &Wording,
    content: Content<'_>,
) {
    let mut w = words.clone();
    let files = one_file(store, T::KIND.key());
    let totals = sums(lines, T::tally);
    let mut wrong = totals;
    wrong.used.rows += 1;
    wrong.read.rows += 1;
    let refused = store.imports().record(&ctx(), &register(&files, wrong, content)).await;
    assert!(matches!(refused, Err(StoreError::Conflict(text)) if text.contains("Kontrolsummerne")));
    let kept = store.imports().record(&ctx(), &register(&files, totals, content)).await.unwrap();
    let found = store.imports().get(&ctx(), &kept).await.unwrap();
    assert_eq!((found.kind, found.lake), (T::KIND, None));
    assert_eq!(Kind::from_key(T::KIND.key()), Some(T::KIND));
    assert_eq!(store.imports().record_lines::<T>(&ctx(), &kept, &mut w).await.unwrap(), lines);
    // In another reader's words it is the same text.
    let mut fresh = wording_of(&["noget andet"]);
    let back = store.imports().record_lines::<T>(&ctx(), &kept, &mut fresh).await.unwrap();
    let spelled = |all: &[T], w: &Wording| all.iter().map(|line| line.to_json(w)).collect::<Vec<_>>();
    assert_eq!(spelled(&back, &fresh), spelled(lines, &w));
}

#[tokio::test]
async fn every_kind_of_line_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut w = Wording::default();
    let text = |t: &str| t.to_owned();
    let prices: Vec<ListPrice> = (0..5)
        .map(|at| ListPrice {
            place: place(at, &mut w),
            provider: provider(at, &mut w),
            service: w.word(["", "Botilbud \"Æ\""][at % 2]),
            paragraf: w.word(["SEL § 107", ""][at % 2]),
            valid: period(at),
            rate: Rate(1_000 + at as i64),
            unit: Unit::Doegn,
        })
        .collect();
    lines_come_back(&store, &prices, &w, Content::ListPrices(&prices, &w)).await;
    let owners = [Ownership::Own, Ownership::SelvejendeWithout, Ownership::Unknown];
    let providers: Vec<ProviderRecord> = (0..3)
        .map(|at| ProviderRecord {
            place: place(at, &mut w),
            valid: period(at),
            name: format!("Fonden {at}"),
            also: vec![(text("prisme"), text("FOND A/S")), (text(""), text("Fond"))],
            cvr: text("12345678"),
            p_number: text("1000000001"),
            driftsherre: text("Region"),
            driftsherre_kommune: (at > 0).then_some(561),
            ownership: owners[at],
            settlement: [Settlement::Bum, Settlement::Ramme, Settlement::Unknown][at],
            delay_days: (at > 1).then_some(45),
            ean: text("5790000000001"),
        })
        .collect();
    lines_come_back(&store, &providers, &w, Content::Providers(&providers, &w)).await;
    let expected = expectations(4, &mut w);
    lines_come_back(&store, &expected, &w, Content::Expectations(&expected, &w)).await;
}

#[tokio::test]
async fn every_kind_of_line_about_money_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut w = Wording::default();
    let text = |t: &str| t.to_owned();
    let enrichments = [Enrichment {
        place: place(1, &mut w),
        label: text("Objektiv finansiering"),
        kind: text("objektiv finansiering"),
        paragraf: text(""),
        account: text("538501002"),
        provider: text(""),
        period: period(2),
        amount: Oere(-1_234_567),
        places: Some(Quantity(25_000)),
        owner: text("Økonomi"),
        expires: Some(Day(20_800)),
    }];
    lines_come_back(&store, &enrichments, &w, Content::Enrichments(&enrichments, &w)).await;
    let kinds = [
        BudgetKind::Oprindeligt,
        BudgetKind::Tillaegsbevilling,
        BudgetKind::Omplacering,
        BudgetKind::Korrigeret,
    ];
    let budget: Vec<BudgetLine> = (0..4)
        .map(|at| BudgetLine {
            place: place(at, &mut w),
            year: 2026,
            kind: kinds[at],
            decided: (at > 0).then_some(Day(20_500)),
            account: text("5.38.50"),
            funktion: text("5.38.50"),
            paragraf: text(""),
            amount: Oere(5_000_000 - at as i64),
            text: text("Vedtaget"),
        })
        .collect();
    lines_come_back(&store, &budget, &w, Content::Budget(&budget, &w)).await;
    let caseworkers = [Caseworker {
        place: place(0, &mut w),
        name: text("SB1"),
        team: text("Team Øst"),
        active: period(1),
    }];
    lines_come_back(&store, &caseworkers, &w, Content::Caseworkers(&caseworkers, &w)).await;

    let newest = store.imports().newest(&ctx(), "register").await.unwrap().unwrap();
    let wrong = store.imports().record_lines::<BudgetLine>(&ctx(), &newest.id, &mut w).await;
    assert!(matches!(wrong, Err(StoreError::Conflict(text)) if text.contains("sagsbehandlere")));
}

pub(crate) fn expectations(count: usize, w: &mut Wording) -> Vec<Expectation<CitizenId>> {
    let states = [
        ExpectationState::Forventet,
        ExpectationState::Realiseret,
        ExpectationState::Udskudt,
        ExpectationState::IkkeRealiseret,
    ];
    (0..count)
        .map(|at| Expectation {
            place: place(at, w),
            citizen: (at % 2 == 1).then_some(CitizenId(at as u32)),
            label: "ung, 17 år".into(),
            paragraf: "SEL § 107".into(),
            provider: String::new(),
            period: period(at),
            rate: Rate(9_000_000 + at as i64),
            unit: Unit::Doegn,
            quantity: (at == 2).then_some(Quantity(10_000)),
            certainty: 80,
            who: "Visitator".into(),
            state: states[at % 4],
        })
        .collect()
}

#[tokio::test]
async fn a_line_that_is_lost_or_changed_behind_our_back_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut w = Wording::default();
    let lines = expectations(4, &mut w);
    let files = one_file(&store, "f");
    let totals = sums(&lines, RecordLine::tally);
    let import = register(&files, totals, Content::Expectations(&lines, &w));
    let kept = store.imports().record(&ctx(), &import).await.unwrap();
    let behind = sqlx::SqlitePool::connect(dir.path().join("ottetal.db").to_str().unwrap()).await.unwrap();
    for sql in ["DELETE FROM record_line", "UPDATE record_line SET body = '{}'"] {
        assert!(sqlx::raw_sql(sql).execute(&behind).await.is_err(), "{sql}");
    }
    sqlx::raw_sql("DROP TRIGGER record_no_delete; DELETE FROM record_line WHERE position = 2")
        .execute(&behind)
        .await
        .unwrap();
    let read = store.imports().record_lines::<Expectation<CitizenId>>(&ctx(), &kept, &mut w).await;
    assert!(matches!(read, Err(StoreError::Damaged(_))));
}

#[tokio::test]
async fn rows_of_a_merged_citizen_are_read_as_the_present_ones() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let mut w = Wording::default();
    let rows = diagnoses(100, &mut w);
    store.lake().write_records(&ctx(), &id(1), &w, &rows, &sums(&rows, LakeRecord::tally)).unwrap();
    let merged =
        [(CitizenId(80), CitizenId(10)), (CitizenId(11), CitizenId(90)), (CitizenId(12), CitizenId(10))];
    let file = store.lake().records::<Diagnosis<CitizenId>>(&ctx(), &id(1)).unwrap();
    let file = file.resolving(&merged.into_iter().collect());
    let ids = |rows: Vec<Diagnosis<CitizenId>>| rows.iter().map(|r| r.citizen.0).collect::<Vec<_>>();
    assert_eq!(ids(file.read(CitizenId(9)..CitizenId(14), &mut w).unwrap()), [9, 10, 10, 10, 13]);
    assert_eq!(ids(file.read(CitizenId(80)..CitizenId(82), &mut w).unwrap()), [81]);
    assert_eq!(ids(file.read(CitizenId(89)..CitizenId(91), &mut w).unwrap()), [89, 90, 90]);
    let mut all = Vec::new();
    for from in (0..100).step_by(7) {
        all.extend(file.read(CitizenId(from)..CitizenId(from + 7), &mut w).unwrap());
    }
    assert_eq!(all, file.read_all(&mut w).unwrap(), "strækningerne er det hele");
    assert_eq!(all.len(), 100);
}
