//! Backup and restoring: from any place to any, the same; cut, changed or killed, nothing.

use crate::crash::killed_child;
use crate::older::version_1;
use crate::places::Place;
use crate::scene::{all_files, ctx, key, open, options, whole_way};
use std::fs;
use std::path::{Path, PathBuf};
use store::backup::{restore, verify, verify_file, write, write_file};
use store::faults::{BACKUP_POINTS, Faults, RESTORE_POINTS};
use store::{Key, Options, Store, StoreError};

/// A folder with all that a backup takes, and its backup.
async fn backed_up(place: &Place, dir: &Path) -> (PathBuf, store::backup::Manifest, crate::scene::Done) {
    let store = place.init(&dir.join("data")).await;
    fs::create_dir_all(dir.join("data/kilder/egen")).unwrap();
    fs::write(dir.join("data/kilder/egen/kilde.toml"), "format = 1").unwrap();
    fs::write(dir.join("data/kilder/egen/noter.txt"), vec![b'n'; 200_000]).unwrap();
    let done = whole_way(&store).await.unwrap();
    let path = dir.join("kopi.ottetal");
    let manifest = write_file(&store, &ctx(), &path).await.unwrap();
    store.close().await;
    (path, manifest, done)
}

async fn restored(place: &Place, path: &Path, dir: &Path) -> Result<Store, StoreError> {
    let from = fs::File::open(path).unwrap();
    restore(&ctx(), dir, key(), place.options(), from).await.map(|(store, _)| store)
}

#[tokio::test]
async fn from_any_place_to_any_other_the_same_comes_back_and_gives_the_same() {
    let places = Place::all();
    for (at, from) in places.iter().enumerate() {
        let to = &places[(at + 1) % places.len()];
        let dir = tempfile::tempdir().unwrap();
        let (path, manifest, done) = backed_up(from, dir.path()).await;
        assert_eq!(verify_file(&key(), &path).unwrap(), manifest);
        assert_eq!(manifest.files.len(), 6);
        let folder = dir.path().join("ny");
        let store =
            restored(to, &path, &folder).await.unwrap_or_else(|e| panic!("{} → {}: {e}", from.name, to.name));
        store.close().await;
        let store = open(&folder).await;
        assert_eq!(store.check(&ctx()).await.unwrap(), []);
        assert_eq!(fs::read_to_string(folder.join("kilder/egen/kilde.toml")).unwrap(), "format = 1");
        assert!(!folder.join("gendannes.txt").exists());
        let keys = store.people().keys(&ctx(), &done.citizens).await.unwrap();
        assert_eq!(keys.len(), 40, "nøglerne til fagsystemet er med");
        // The same control gives the same bytes: the run is found and is the same.
        let again = whole_way(&store).await.unwrap();
        assert_eq!(again, done, "{} → {}", from.name, to.name);
        let shown = store.people().reveal(&ctx(), &done.citizens).await.unwrap();
        assert_eq!(shown.len(), 40);
        let first = store.log().list(&ctx(), 100, 0).await.unwrap().pop().unwrap();
        assert_eq!((first.what.as_str(), first.object.as_str()), ("opret_mappe", manifest.mappe.as_str()));
    }
}

#[tokio::test]
async fn an_older_folder_is_brought_up_to_date_before_its_backup_and_comes_back() {
    let dir = version_1();
    let store = open(dir.path()).await;
    let mut copy = Vec::new();
    write(&store, &ctx(), &mut copy).await.unwrap();
    let to = tempfile::tempdir().unwrap();
    let (restored, manifest) = restore(&ctx(), to.path(), key(), options(), &copy[..]).await.unwrap();
    assert_eq!(restored.imports().list(&ctx()).await.unwrap(), store.imports().list(&ctx()).await.unwrap());
    assert_eq!(restored.bases().newest(&ctx()).await.unwrap(), store.bases().newest(&ctx()).await.unwrap());
    assert_eq!(restored.runs().list(&ctx(), 9).await.unwrap(), store.runs().list(&ctx(), 9).await.unwrap());
    assert_eq!(restored.log().verify(&ctx()).await.unwrap().lines, manifest.log_lines + 1);
    for name in store.file_names(&ctx()).unwrap() {
        assert_eq!(
            fs::read(dir.path().join(&name)).unwrap(),
            fs::read(to.path().join(&name)).unwrap(),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_cut_or_changed_copy_another_key_and_a_full_folder_are_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let (path, ..) = backed_up(&Place::folder(), dir.path()).await;
    let whole = fs::read(&path).unwrap();
    assert!(verify(&key(), &whole[..]).is_ok());
    let refused = |bytes: &[u8], what: &str| match verify(&key(), bytes) {
        Err(StoreError::Damaged(text)) => assert!(text.contains("ikke"), "{what}: {text}"),
        other => panic!("{what}: {other:?}"),
    };
    for cut in [0, 10, 47, 48, 20_000, whole.len() / 2, whole.len() - 1] {
        refused(&whole[..cut], &format!("skåret ved {cut}"));
    }
    // A cut between two chunks is no end either.
    refused(&whole[..47 + 64 * 1024 + 16], "skåret mellem to stykker");
    for at in (30..whole.len()).step_by(whole.len() / 40) {
        let mut changed = whole.clone();
        changed[at] ^= 8;
        refused(&changed, &format!("ændret ved {at}"));
    }
    refused(&[&whole[..], b"mere"].concat(), "forlænget");
    let other = Key::parse(&"ab".repeat(32)).unwrap();
    assert!(
        matches!(verify(&other, &whole[..]), Err(StoreError::WrongKey(text)) if text.contains("fingeraftryk"))
    );

    // A broken copy leaves no data folder, and the whole one can be restored to the same place.
    let folder = dir.path().join("ny");
    let mut changed = whole.clone();
    let end = changed.len() - 100;
    changed[end] ^= 1;
    let tried = restore(&ctx(), &folder, key(), options(), &changed[..]).await;
    assert!(matches!(tried, Err(StoreError::Damaged(_))));
    let opened = Store::open(&ctx(), &folder, key(), Options::default()).await;
    assert!(matches!(opened, Err(StoreError::NotFound(_))));
    restored(&Place::folder(), &path, &folder).await.unwrap().close().await;
    let twice = restored(&Place::folder(), &path, &folder).await;
    assert!(matches!(twice, Err(StoreError::Conflict(text)) if text.contains("allerede en datamappe")));
    let store = open(&folder).await;
    let again = write_file(&store, &ctx(), &path).await;
    assert!(matches!(again, Err(StoreError::Conflict(text)) if text.contains("findes allerede")));
}

#[tokio::test]
async fn a_copy_holds_no_number_in_clear_and_damage_in_the_folder_makes_none() {
    let dir = tempfile::tempdir().unwrap();
    let (path, ..) = backed_up(&Place::folder(), dir.path()).await;
    let bytes = fs::read(&path).unwrap();
    for cpr in crate::scene::numbers(40) {
        assert!(!bytes.windows(10).any(|part| part == &cpr.digits()[..]));
    }
    let store = open(&dir.path().join("data")).await;
    let parquet = all_files(&dir.path().join("data/lake")).remove(0);
    let mut broken = fs::read(&parquet).unwrap();
    broken[100] ^= 1;
    fs::write(&parquet, broken).unwrap();
    let other = dir.path().join("ny.ottetal");
    assert!(matches!(write_file(&store, &ctx(), &other).await, Err(StoreError::Damaged(_))));
    assert!(!other.exists());
}

#[tokio::test]
async fn a_full_disk_at_any_step_of_a_backup_leaves_no_copy_and_a_usable_folder() {
    for point in BACKUP_POINTS {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("data");
        Place::folder().init(&folder).await.close().await;
        let store = crate::scene::open_with(&folder, Faults::fail_at(point)).await;
        let path = dir.path().join("kopi.ottetal");
        let tried = write_file(&store, &ctx(), &path).await;
        assert!(
            matches!(&tried, Err(StoreError::Unavailable(t)) if t.contains("disken er fuld")),
            "{point}: {tried:?}"
        );
        store.close().await;
        let store = open(&folder).await;
        // A copy that was named is whole.
        if path.exists() {
            verify_file(&key(), &path).unwrap();
        } else {
            write_file(&store, &ctx(), &path).await.unwrap();
        }
    }
}

#[tokio::test]
async fn killed_at_every_step_of_restoring_it_can_be_restored_again() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let (path, _, done) = backed_up(&place, dir.path()).await;
        for point in RESTORE_POINTS {
            let folder = tempfile::tempdir().unwrap();
            let options = Options { faults: Faults::fail_at(point), ..place.options() };
            let tried = restore(&ctx(), folder.path(), key(), options, fs::File::open(&path).unwrap()).await;
            assert!(tried.is_err(), "{point}");
            if point == "restore.settings_written" {
                assert_eq!(open(folder.path()).await.check(&ctx()).await.unwrap(), []);
                continue;
            }
            let store = restored(&place, &path, folder.path()).await;
            let store = store.unwrap_or_else(|e| panic!("{}: {point}: {e}", place.name));
            assert_eq!(whole_way(&store).await.unwrap(), done);
        }
    }
    let dir = tempfile::tempdir().unwrap();
    backed_up(&Place::folder(), dir.path()).await;
    for point in RESTORE_POINTS {
        let to = dir.path().join(point);
        fs::create_dir(&to).unwrap();
        fs::copy(dir.path().join("kopi.ottetal"), to.join("kopi.ottetal")).unwrap();
        assert!(killed_child("crash::child_restores", &to, point), "{point}");
        if point != "restore.settings_written" {
            restored(&Place::folder(), &to.join("kopi.ottetal"), &to).await.unwrap();
        }
        assert_eq!(open(&to).await.check(&ctx()).await.unwrap(), []);
    }
}
