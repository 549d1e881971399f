//! Deletion: what goes is gone everywhere, what stays is as it was, and killed anywhere it can be finished.

use crate::records::expectations;
use crate::scene::{all_files, ctx, digits, init, numbers, one_file, open, open_with, register, whole_way};
use domain::observation::Expectation;
use domain::person::CitizenId;
use domain::totals::{ControlTotals, Tally};
use domain::wording::Wording;
use std::path::Path;
use std::process::Command;
use store::deletion::ErasedCitizen;
use store::faults::{Faults, LATER_POINTS};
use store::imports::{Content, ImportedFile, RecordLine};
use store::{ImportId, Store, StoreError};

const FOLDER: &str = "OTTETAL_PROEVE_MAPPE";
const POINT: &str = "OTTETAL_PROEVE_PUNKT";

/// The id that the fourth person has in every folder of the tests.
async fn target() -> CitizenId {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    store.people().exchange(&ctx(), &[(numbers(4)[3], None)]).await.unwrap()[0]
}

/// A folder with rows, deviations and an expectation about the target; gives the import of expectations.
async fn fill(store: &Store) -> ImportId {
    whole_way(store).await.unwrap();
    let mut w = Wording::default();
    let mut lines = expectations(4, &mut w);
    lines[1].citizen = Some(target().await);
    let mut used = Tally::default();
    lines.iter().for_each(|line| used += line.tally());
    let totals = ControlTotals { read: used, used, ..ControlTotals::default() };
    let files = one_file(store, "forventninger uden numre");
    let import = register(&files, totals, Content::Expectations(&lines, &w));
    store.imports().record(&ctx(), &import).await.unwrap()
}

/// Replaces the target's number and deletes the target, then the import of expectations. May be called again after a
/// stop.
async fn erase(store: &Store) -> Result<Option<ErasedCitizen>, StoreError> {
    let (ctx, target, people) = (ctx(), target().await, numbers(41));
    let known = store.people().reveal(&ctx, &[target]).await.is_ok();
    let begun = store.deletion().unfinished(&ctx).await?;
    if known && begun.is_empty() {
        store.people().aliases(&ctx, &[(people[3], people[40])]).await?;
    }
    let erased = match known || !begun.is_empty() {
        true => Some(store.deletion().citizen(&ctx, target, "anmodning om sletning").await?),
        false => None,
    };
    let all = store.imports().list(&ctx).await?;
    if let Some(import) = all.iter().find(|import| import.source == "register") {
        store.deletion().import(&ctx, &import.id, "for gammel").await?;
    }
    Ok(erased)
}

/// All that is kept, so that two folders can be compared.
async fn state(store: &Store, folder: &Path) -> String {
    let ctx = ctx();
    let mut out = String::new();
    for import in store.imports().list(&ctx).await.unwrap() {
        out += &format!("{} {:?} {:?}\n", import.id, import.lake, import.deletions);
    }
    for import in store.imports().all_deleted(&ctx).await.unwrap() {
        out += &format!("slettet {} {:?}\n", import.id, import.deletions);
    }
    for run in store.runs().list(&ctx, 100).await.unwrap() {
        out += &format!("{} {:?}\n", run.id, run.deviations);
    }
    for basis in store.bases().list(&ctx).await.unwrap() {
        out += &format!("{basis:?}\n");
    }
    for cpr in numbers(4) {
        let found = store.people().find(&ctx, &digits(cpr)).await.unwrap();
        let found: Vec<CitizenId> = found.into_iter().collect();
        out += &format!("{:?}\n", store.people().keys(&ctx, &found).await.unwrap());
    }
    out +=
        &format!("{} {:?}\n", store.people().count(&ctx).await.unwrap(), store.people().merged(&ctx).await);
    let names = all_files(folder).into_iter().filter(|file| !file.to_string_lossy().contains(".db"));
    let mut names: Vec<String> =
        names.map(|file| file.strip_prefix(folder).unwrap().display().to_string()).collect();
    names.sort();
    out + &names.join("\n")
}

#[tokio::test]
async fn a_citizen_is_gone_from_everything_but_the_kept_files_which_are_listed() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let expected_import = fill(&store).await;
    let target = target().await;
    let before = store.imports().list(&ctx()).await.unwrap();
    let rows = |store: &Store| {
        store.lake().activities(&ctx(), &before[0].id).unwrap().read_all(&mut Wording::default()).unwrap()
    };
    let own = rows(&store).iter().filter(|row| row.citizen == target).count() as u64;
    let others: Vec<_> = rows(&store).into_iter().filter(|row| row.citizen != target).collect();
    assert!(own > 0);
    let basis = store.bases().newest(&ctx()).await.unwrap().unwrap();
    let none = store.deletion().citizen(&ctx(), target, "  ").await;
    assert!(matches!(none, Err(StoreError::Conflict(text)) if text.contains("grund")));

    let erased = erase(&store).await.unwrap().unwrap();
    assert_eq!(erased.ids.len(), 2, "det tidligere nummers id og det nuværendes");
    let gone: Vec<_> = erased.imports.iter().map(|g| (g.import.clone(), g.rows)).collect();
    let mut wanted = vec![(before[0].id.clone(), own), (expected_import.clone(), 1)];
    wanted.sort();
    assert_eq!(gone, wanted);
    assert_eq!(erased.runs.iter().map(|(_, rows)| *rows).collect::<Vec<_>>(), [1]);
    // Begge filer har nummeret; den ene har ingen brugte rækker om borgeren.
    let names: Vec<&str> = erased.holding.iter().map(|h| h.name.as_str()).collect();
    assert!(names.contains(&"fil0.csv") && names.contains(&"fil1.csv"), "{names:?}");
    assert_eq!((&erased.bases, erased.unrepeatable.len()), (&vec![basis.id.clone()], 1));

    assert_eq!(rows(&store).len(), others.len());
    assert!(
        rows(&store).iter().zip(&others).all(|(a, b)| (a.citizen, a.place.row) == (b.citizen, b.place.row))
    );
    assert!(matches!(store.people().reveal(&ctx(), &[target]).await, Err(StoreError::NotFound(_))));
    assert_eq!(store.people().count(&ctx()).await.unwrap(), 39);
    assert!(store.people().keys(&ctx(), &erased.ids).await.unwrap().is_empty(), "nøglerne gik med");
    let other = others[0].citizen;
    assert!(store.people().keys(&ctx(), &[other]).await.unwrap().contains_key(&other), "de andres står");
    assert_eq!(store.people().merged(&ctx()).await.unwrap().len(), 0);
    assert_eq!(store.check(&ctx()).await.unwrap(), []);
    let gone = store.bases().get(&ctx(), &basis.id).await.unwrap().gone;
    assert_eq!(gone.iter().map(|g| g.whole).collect::<Vec<_>>(), [false]);
    let again = store.bases().accept(&ctx(), &[before[0].id.clone()], "lov1", "0.1.0", &[]).await.unwrap();
    assert_ne!(again.id, basis.id, "uden borgeren er det et andet grundlag");
    assert_eq!(again.gone, []);
    assert!(matches!(store.deletion().citizen(&ctx(), target, "igen").await, Err(StoreError::NotFound(_))));
    store.close().await;
    let number = digits(numbers(4)[3]);
    for file in all_files(dir.path()) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(10).any(|part| part == number.as_bytes()), "{}", file.display());
    }
    let store = open(dir.path()).await;
    assert_eq!(store.check(&ctx()).await.unwrap(), []);
}

async fn lines(store: &Store, import: &ImportId) -> Result<Vec<Expectation<CitizenId>>, StoreError> {
    store.imports().record_lines(&ctx(), import, &mut Wording::default()).await
}

#[tokio::test]
async fn lines_that_a_citizen_has_gone_from_still_add_up() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let import = fill(&store).await;
    store.deletion().citizen(&ctx(), target().await, "anmodning").await.unwrap();
    assert_eq!(lines(&store, &import).await.unwrap().len(), 3);
    let behind = sqlx::SqlitePool::connect(dir.path().join("ottetal.db").to_str().unwrap()).await.unwrap();
    let sql = "DELETE FROM record_line WHERE position = (SELECT MIN(position) FROM record_line)";
    sqlx::raw_sql(sql).execute(&behind).await.unwrap();
    assert!(
        matches!(lines(&store, &import).await, Err(StoreError::Damaged(_))),
        "en linje, der mangler uden grund, ses"
    );
}

#[tokio::test]
async fn an_import_goes_with_the_files_that_no_other_has_and_its_line_stays() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let import = whole_way(&store).await.unwrap().import;
    let kept = store.imports().get(&ctx(), &import).await.unwrap();
    // Et register, der er læst fra den samme fil.
    let shared: [ImportedFile; 1] = [kept.files[0].clone()];
    let other = register(&shared, ControlTotals::default(), Content::Budget(&[], &Wording::default())).id();
    let none = Wording::default();
    let new = register(&shared, ControlTotals::default(), Content::Budget(&[], &none));
    assert_eq!(store.imports().record(&ctx(), &new).await.unwrap(), other);
    let basis = store.bases().newest(&ctx()).await.unwrap().unwrap();

    let erased = store.deletion().import(&ctx(), &import, "for gammel").await.unwrap();
    assert_eq!(erased.files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["fil1.csv"]);
    assert_eq!(erased.shared.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["fil0.csv"]);
    assert_eq!((erased.rows, &erased.bases, erased.runs.len()), (80, &vec![basis.id.clone()], 1));
    assert!(!store.raw().holds(&kept.files[1].sha256) && store.raw().holds(&kept.files[0].sha256));
    assert!(matches!(store.lake().activities(&ctx(), &import), Err(StoreError::NotFound(_))));
    assert!(matches!(store.imports().get(&ctx(), &import).await, Err(StoreError::NotFound(_))));
    assert_eq!(store.imports().newest(&ctx(), "nexus").await.unwrap(), None);
    assert_eq!(store.imports().findings(&ctx(), &import, None, 100, 0).await.unwrap(), []);
    let stone = store.imports().deleted(&ctx(), &import).await.unwrap();
    assert_eq!((stone.totals, stone.files), (kept.totals, kept.files));
    let last = stone.deletions.last().unwrap();
    assert!(last.whole && last.reason == "for gammel" && last.by == "proeve");
    assert!(store.bases().get(&ctx(), &basis.id).await.unwrap().gone[0].whole);
    assert_eq!(store.deletion().import(&ctx(), &import, "igen").await.unwrap().files, erased.files);
    assert_eq!(store.check(&ctx()).await.unwrap(), []);
    // Den samme indlæsning kommer ikke tilbage ad bagvejen.
    let back = whole_way(&store).await;
    assert!(matches!(back, Err(StoreError::Conflict(text)) if text.contains("slettet")));
    let accept = store.bases().accept(&ctx(), &[import], "lov1", "0.1.0", &[]).await;
    assert!(matches!(accept, Err(StoreError::NotFound(_))));
    let behind = sqlx::SqlitePool::connect(dir.path().join("ottetal.db").to_str().unwrap()).await.unwrap();
    for sql in ["DELETE FROM import_deletion", "UPDATE import_deletion SET whole = 0", "DELETE FROM import"] {
        assert!(sqlx::raw_sql(sql).execute(&behind).await.is_err(), "{sql}");
    }
}

/// What a killed program does: started by the test below, never by itself.
#[tokio::test]
#[ignore = "startes af en anden prøve som en proces, der slås ihjel"]
async fn child() {
    let folder = std::env::var(FOLDER).unwrap();
    let point = std::env::var(POINT).unwrap();
    let store = open_with(Path::new(&folder), Faults::abort_at(&point)).await;
    erase(&store).await.unwrap();
}

#[tokio::test]
async fn killed_at_every_point_of_a_deletion_it_can_be_finished() {
    let whole = tempfile::tempdir().unwrap();
    let store = init(whole.path()).await;
    fill(&store).await;
    erase(&store).await.unwrap();
    let wanted = state(&store, whole.path()).await;
    for point in LATER_POINTS {
        let dir = tempfile::tempdir().unwrap();
        let store = init(dir.path()).await;
        fill(&store).await;
        store.close().await;
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["deletion::child", "--exact", "--ignored", "--nocapture"])
            .env(FOLDER, dir.path())
            .env(POINT, point)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && !text.contains("panicked"), "{point}: {text}");
        let store = open(dir.path()).await;
        assert_eq!(store.check(&ctx()).await.unwrap(), [], "{point}");
        erase(&store).await.unwrap();
        assert_eq!(state(&store, dir.path()).await, wanted, "{point}");
        assert_eq!(store.deletion().unfinished(&ctx()).await.unwrap(), []);
        assert_eq!(store.check(&ctx()).await.unwrap(), [], "{point}");
    }
}

#[tokio::test]
async fn a_step_that_fails_is_said_and_the_deletion_can_be_finished() {
    for point in LATER_POINTS {
        let dir = tempfile::tempdir().unwrap();
        let store = init(dir.path()).await;
        fill(&store).await;
        store.close().await;
        let store = open_with(dir.path(), Faults::fail_at(point)).await;
        assert!(matches!(erase(&store).await, Err(StoreError::Unavailable(_))), "{point}");
        store.close().await;
        let store = open(dir.path()).await;
        erase(&store).await.unwrap();
        assert_eq!(store.check(&ctx()).await.unwrap(), [], "{point}");
        assert_eq!(store.people().count(&ctx()).await.unwrap(), 39);
    }
}
