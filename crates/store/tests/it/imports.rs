//! Imports: the same is the same, what is kept comes back, what is incomplete is refused.

use crate::scene::{ctx, facts, findings, init, whole_way};
use domain::calendar::{Day, Period};
use domain::finding::Effect;
use domain::landscape::ExtractFacts;
use domain::language::{LanguageLine, TranslationLine};
use domain::totals::{ControlTotals, Tally};
use store::imports::{Content, FindingCount, Identity, ImportedFile, Kind, NewImport};
use store::lake::LakeFile;
use store::{ImportId, Store, StoreError};

fn identity<'a>(facts: &'a ExtractFacts, files: &'a [&'a str]) -> Identity<'a> {
    Identity { source: "nexus", kind: Kind::Activities, mapping_version: "m1", facts, files }
}

#[test]
fn all_that_is_stated_is_part_of_an_imports_identity() {
    let facts = facts();
    let base = identity(&facts, &["a", "b"]);
    let closed = ExtractFacts { covers: None, ..facts };
    let later = ExtractFacts { extracted: Day::from_ymd(2026, 2, 1), ..facts };
    let running = ExtractFacts { current_only: true, ..facts };
    let mut ids = vec![
        base.id(),
        Identity { source: "as2007", ..base }.id(),
        Identity { kind: Kind::Language, ..base }.id(),
        Identity { mapping_version: "m2", ..base }.id(),
        identity(&facts, &["b", "a"]).id(),
        identity(&facts, &["ab"]).id(),
        identity(&facts, &["a", "b", ""]).id(),
        identity(&closed, &["a", "b"]).id(),
        identity(&later, &["a", "b"]).id(),
        identity(&running, &["a", "b"]).id(),
    ];
    assert_eq!(base.id(), identity(&facts, &["a", "b"]).id());
    assert_eq!(ImportId::parse(base.id().as_str()), Ok(base.id()));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 10);
    for wrong in ["", "../../etc/pwd", "ABCDEF012345", "0123456789abc"] {
        assert!(matches!(ImportId::parse(wrong), Err(StoreError::NotFound(_))), "{wrong}");
    }
}

#[tokio::test]
async fn the_same_import_twice_is_one_and_all_of_it_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let done = whole_way(&store).await.unwrap();
    assert_eq!(whole_way(&store).await.unwrap(), done);
    let all = store.imports().list(&ctx()).await.unwrap();
    assert_eq!(all.len(), 1);
    let import = store.imports().get(&ctx(), &done.import).await.unwrap();
    assert_eq!(all[0], import);
    assert_eq!(store.imports().newest(&ctx(), "nexus").await.unwrap(), Some(import.clone()));
    assert_eq!(store.imports().newest(&ctx(), "as2007").await.unwrap(), None);
    assert_eq!(import.facts, facts());
    assert_eq!(
        (import.source.as_str(), import.kind, import.mapping.as_str()),
        ("nexus", Kind::Activities, "format = 1")
    );
    assert_eq!(import.files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["fil0.csv", "fil1.csv"]);
    assert_eq!(import.lake, Some(done.lake));
    assert!(import.totals.balance() && import.totals.read.rows == 80 && import.totals.skipped_rows == 3);
    assert_eq!(
        (import.imported_by.as_str(), import.imported_at.as_str()),
        ("proeve", "2026-03-01T12:00:00Z")
    );
}

#[tokio::test]
async fn findings_are_read_a_page_at_a_time_and_counted() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let id = whole_way(&store).await.unwrap().import;
    let expected = findings(25);
    let page = store.imports().findings(&ctx(), &id, None, 10, 20).await.unwrap();
    assert_eq!(page.len(), 5);
    for (kept, finding) in page.iter().zip(&expected[20..]) {
        assert_eq!((kept.code.as_str(), kept.effect, kept.row), (finding.code, finding.effect, finding.row));
        assert_eq!(
            (&kept.value, &kept.reason, &kept.remedy),
            (&finding.value, &finding.reason, &finding.remedy)
        );
        assert_eq!((&kept.sheet, &kept.column, kept.file), (&finding.sheet, &finding.column, finding.file));
    }
    let ones = store.imports().findings(&ctx(), &id, Some("IND007"), 100, 0).await.unwrap();
    assert_eq!(ones.len(), 12);
    let counts = store.imports().finding_counts(&ctx(), &id).await.unwrap();
    assert_eq!(counts.iter().map(|c| c.count).sum::<u64>(), 25);
    let set_aside =
        expected.iter().filter(|f| f.code == "IND001" && f.effect == Effect::SetAside).count() as u64;
    let wanted = FindingCount { code: "IND001".into(), effect: Effect::SetAside, count: set_aside };
    assert!(counts.contains(&wanted));
}

fn one_file(store: &Store) -> [ImportedFile; 1] {
    let kept = store.raw().put(&ctx(), &mut &b"indhold"[..]).unwrap();
    [ImportedFile { name: "a.csv".into(), sha256: kept.sha256, size: kept.size, rows: 2 }]
}

fn new_import<'a>(files: &'a [ImportedFile], content: Content<'a>) -> NewImport<'a> {
    let tally = Tally { rows: 2, rate_sum: i128::from(i64::MAX) * 4 };
    NewImport {
        source: "oversaettelse",
        files,
        mapping: "",
        mapping_version: "m1",
        facts: ExtractFacts::default(),
        totals: ControlTotals { read: tally, used: tally, ..ControlTotals::default() },
        findings: &[],
        found: "{}",
        content,
    }
}

#[tokio::test]
async fn lines_of_language_and_translation_come_back_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let files = one_file(&store);
    let text = |t: &str| t.to_owned();
    let language: Vec<LanguageLine> = (0..3)
        .map(|i| LanguageLine {
            lovhjemmel: format!("SEL §103.{i}"),
            paragraf: text("SEL § 103"),
            indsatsydelse: text("Beskyttet beskæftigelse"),
            dst_code: text("kan ikke indberettes"),
            kategori: [text("A"), text("B")],
            maalgruppe: text("Handicap"),
            konto: text("538590001"),
        })
        .collect();
    let id = store.imports().record(&ctx(), &new_import(&files, Content::Language(&language))).await.unwrap();
    assert_eq!(store.imports().language_lines(&ctx(), &id).await.unwrap(), language);
    let translations: Vec<TranslationLine> = (0..3)
        .map(|i| TranslationLine {
            kilde: text("nexus"),
            lokal_ydelse: format!("Ydelse {i}"),
            konto: text(""),
            leverandoer: text("Bosted Ø"),
            valid: if i == 0 { Period::ALWAYS } else { Period { from: Day(i), until: Day(100) } },
            paragraf: text("SEL § 107"),
            ydelse: text("Midlertidigt ophold"),
        })
        .collect();
    let content = Content::Translation(&translations);
    let id = store.imports().record(&ctx(), &new_import(&files, content)).await.unwrap();
    assert_eq!(store.imports().translation_lines(&ctx(), &id).await.unwrap(), translations);
    let import = store.imports().get(&ctx(), &id).await.unwrap();
    assert_eq!((import.kind, import.lake), (Kind::Translation, None));
    assert_eq!(import.totals.read.rate_sum, i128::from(i64::MAX) * 4);
    assert_eq!(import.facts, ExtractFacts::default());
}

#[tokio::test]
async fn what_is_not_kept_or_does_not_balance_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let files = one_file(&store);
    let lake = LakeFile { sha256: String::new(), rows: 2 };
    let no_rows = new_import(&files, Content::Activities(&lake));
    let missing = [ImportedFile { sha256: "0".repeat(64), ..files[0].clone() }];
    let no_file = new_import(&missing, Content::Language(&[]));
    let mut lost = new_import(&files, Content::Language(&[]));
    lost.totals.used.rows = 1;
    for import in [no_rows, no_file, lost] {
        let refused = store.imports().record(&ctx(), &import).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    }
    assert_eq!(store.imports().list(&ctx()).await.unwrap(), []);
}
