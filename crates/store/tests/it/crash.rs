//! Killed at every named point and at every point in turn: old state or new, and the import can be repeated.

use crate::places::Place;
use crate::scene::{all_files, ctx, extracts, init, key, numbers, open, open_with, options, whole_way};
use domain::wording::Wording;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};
use store::faults::{Faults, POINTS};
use store::{Store, StoreError};

const FOLDER: &str = "OTTETAL_PROEVE_MAPPE";
const POINT: &str = "OTTETAL_PROEVE_PUNKT";

/// What a killed program does: started by the tests below, never by itself.
#[tokio::test]
#[ignore = "startes af de andre prøver som en proces, der slås ihjel"]
async fn child() {
    let folder = std::env::var(FOLDER).unwrap();
    let point = std::env::var(POINT).unwrap();
    let faults = match point.parse() {
        Ok(n) => Faults::abort_at_nth(n),
        Err(_) => Faults::abort_at(&point),
    };
    let store = open_with(Path::new(&folder), faults).await;
    whole_way(&store).await.unwrap();
}

/// The same, but it only opens the folder.
#[tokio::test]
#[ignore = "startes af de andre prøver som en proces, der slås ihjel"]
async fn child_opens() {
    let folder = std::env::var(FOLDER).unwrap();
    let n: u32 = std::env::var(POINT).unwrap().parse().unwrap();
    open_with(Path::new(&folder), Faults::abort_at_nth(n)).await.close().await;
}

/// The same, but it restores the copy that lies in the folder.
#[tokio::test]
#[ignore = "startes af de andre prøver som en proces, der slås ihjel"]
async fn child_restores() {
    let folder = std::env::var(FOLDER).unwrap();
    let faults = Faults::abort_at(&std::env::var(POINT).unwrap());
    let from = std::fs::File::open(Path::new(&folder).join("kopi.ottetal")).unwrap();
    let options = store::Options { faults, ..options() };
    store::backup::restore(&ctx(), Path::new(&folder), key(), options, from).await.unwrap();
}

fn child_command(folder: &Path, point: &str) -> Command {
    named_child("crash::child", folder, point)
}

fn named_child(name: &str, folder: &Path, point: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([name, "--exact", "--ignored", "--nocapture"]).env(FOLDER, folder).env(POINT, point);
    command
}

/// True where the child lived to its end.
fn run_child(folder: &Path, point: &str) -> bool {
    !killed_child("crash::child", folder, point)
}

/// True where the named child was stopped at the point, and by nothing else.
pub(crate) fn killed_child(name: &str, folder: &Path, point: &str) -> bool {
    let output = named_child(name, folder, point).output().unwrap();
    if output.status.success() {
        return false;
    }
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!text.contains("panicked"), "{point}: {text}");
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        assert_eq!(output.status.signal(), Some(6), "{point}: {text}");
    }
    true
}

/// Old or new, nothing between; and everything that is there is whole.
async fn check_whole(store: &Store, folder: &Path) {
    let ctx = ctx();
    store.log().verify(&ctx).await.unwrap();
    let left = all_files(folder).into_iter().filter(|f| f.extension() == Some(OsStr::new("tmp")));
    assert_eq!(left.collect::<Vec<_>>(), Vec::<std::path::PathBuf>::new());
    let people = store.people().count(&ctx).await.unwrap();
    assert!(people == 0 || people == 40, "{people}");
    let imports = store.imports().list(&ctx).await.unwrap();
    assert!(imports.len() <= 1);
    for import in &imports {
        assert_eq!(people, 40);
        for file in &import.files {
            assert_eq!(store.raw().verify(&file.sha256), Ok(file.size));
        }
        let rows =
            store.lake().activities(&ctx, &import.id).unwrap().read_all(&mut Wording::default()).unwrap();
        assert_eq!(rows.len() as u64, import.lake.as_ref().unwrap().rows);
        let findings = store.imports().findings(&ctx, &import.id, None, 1_000, 0).await.unwrap();
        assert_eq!(findings.len(), 25);
    }
    let raw = store.file_names(&ctx).unwrap().iter().filter(|name| name.starts_with("raw/")).count();
    assert_eq!(raw, imports.first().map_or(0, |i| i.files.len()), "forladte filer er fejet væk");
    for basis in store.bases().list(&ctx).await.unwrap() {
        assert_eq!(basis.imports.len(), 1);
    }
}

async fn killed_and_repeated(point: &str) -> bool {
    repeated_after(&Place::folder(), point, |folder| run_child(folder, point)).await
}

async fn repeated_after(place: &Place, point: &str, child: impl FnOnce(&Path) -> bool) -> bool {
    let folder = tempfile::tempdir().unwrap();
    place.init(folder.path()).await.close().await;
    let lived = child(folder.path());
    let store = open(folder.path()).await;
    check_whole(&store, folder.path()).await;
    let done = whole_way(&store).await.unwrap();
    store.close().await;

    let other = tempfile::tempdir().unwrap();
    let untouched = init(other.path()).await;
    assert_eq!(whole_way(&untouched).await.unwrap(), done, "{point}: som om intet var hændt");
    let store = open(folder.path()).await;
    check_whole(&store, folder.path()).await;
    assert_eq!(store.imports().list(&ctx()).await.unwrap().len(), 1);
    lived
}

#[tokio::test]
async fn killed_at_every_named_point() {
    for place in Place::all() {
        for point in POINTS {
            let lived = repeated_after(&place, point, |folder| run_child(folder, point)).await;
            assert!(!lived, "{point} blev aldrig nået på {}", place.name);
        }
    }
}

/// The named points come more than once in an import (two files): every one of them in turn.
#[tokio::test]
async fn killed_at_every_point_in_turn() {
    for n in 1..200 {
        if killed_and_repeated(&n.to_string()).await {
            assert!(n > POINTS.len());
            return;
        }
    }
    panic!("barnet blev aldrig færdigt");
}

/// Not at a point of ours, but whenever it happens to be: thirty moments spread over the time that a whole child takes.
#[tokio::test]
async fn killed_at_any_moment() {
    let whole = tempfile::tempdir().unwrap();
    init(whole.path()).await.close().await;
    let begun = std::time::Instant::now();
    assert!(run_child(whole.path(), "intet punkt"));
    let takes = begun.elapsed();
    for moment in 0..30u32 {
        repeated_after(&Place::folder(), "et øjeblik", |folder| {
            let mut child = child_command(folder, "intet punkt")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(takes * moment / 30);
            // One that is done already cannot be killed; that is a moment too.
            let _ = child.kill();
            child.wait().unwrap().success()
        })
        .await;
    }
}

#[tokio::test]
async fn a_full_disk_is_said_and_leaves_the_folder_usable() {
    let places = Place::all();
    for (place, point) in places.iter().flat_map(|place| POINTS.map(|point| (place, point))) {
        let folder = tempfile::tempdir().unwrap();
        place.init(folder.path()).await.close().await;
        let store = open_with(folder.path(), Faults::fail_at(point)).await;
        match whole_way(&store).await {
            Err(StoreError::Unavailable(text)) => assert!(text.contains("disken er fuld"), "{text}"),
            other => panic!("{point}: {other:?}"),
        }
        store.close().await;
        let store = open(folder.path()).await;
        check_whole(&store, folder.path()).await;
        whole_way(&store).await.unwrap();
    }
}

/// No file of the folder holds a number, a name or a line of the extract in clear.
#[tokio::test]
async fn no_number_stands_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let store = init(folder.path()).await;
    let done = whole_way(&store).await.unwrap();
    let shown = store.people().reveal(&ctx(), &done.citizens).await.unwrap();
    assert_eq!(shown.len(), 40);
    store.people().near_pairs(&ctx(), &done.citizens, &done.citizens).await.unwrap();
    let people = numbers(40);
    let mut hidden: Vec<Vec<u8>> = people.iter().map(|cpr| cpr.digits().to_vec()).collect();
    hidden.extend(people.iter().map(|cpr| {
        let digits = cpr.digits();
        [&digits[..6], b"-", &digits[6..]].concat()
    }));
    hidden.push("Prøvesen".into());
    hidden.push("borgerpost".into());
    assert!(extracts(&people)[0].contains("Prøvesen"));
    let scan = || {
        let files = all_files(folder.path());
        assert!(files.len() > 6);
        for file in files {
            let bytes = std::fs::read(&file).unwrap();
            for secret in &hidden {
                let found = bytes.windows(secret.len()).any(|part| part == secret.as_slice());
                assert!(!found, "{} står i klar tekst", file.display());
            }
        }
    };
    scan();
    store.close().await;
    scan();
}
