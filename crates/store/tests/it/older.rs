//! A data folder of an older Ottetal: opens, is brought up to date in steps, and killed at any of them it opens again.

use crate::crash::killed_child;
use crate::scene::{all_files, ctx, key, open, open_with, whole_way};
use domain::wording::Wording;
use std::fs;
use std::path::{Path, PathBuf};
use store::faults::{Faults, MIGRATION_POINTS};
use store::imports::Kind;
use store::{FORMAT, Options, Settings, Store, StoreError};

/// The folder as commit 25cf547 left it, copied.
pub(crate) fn version_1() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let from = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/v1");
    for file in all_files(&from) {
        let to = dir.path().join(file.strip_prefix(&from).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(&file, &to).unwrap();
    }
    dir
}

/// All of it is there, whole, and can be worked on.
pub(crate) async fn is_up_to_date(folder: &Path) {
    let store = open(folder).await;
    assert_eq!(Settings::read(folder).unwrap().format, FORMAT);
    assert_eq!(store.check(&ctx()).await.unwrap(), []);
    let imports = store.imports().list(&ctx()).await.unwrap();
    assert_eq!(imports.len(), 6);
    let nexus = imports.iter().find(|i| i.source == "nexus").unwrap();
    let mut words = Wording::default();
    let rows = store.lake().activities(&ctx(), &nexus.id).unwrap().read_all(&mut words).unwrap();
    assert_eq!(rows.len() as u64, nexus.lake.as_ref().unwrap().rows);
    let language = imports.iter().find(|i| i.kind == Kind::Language).unwrap();
    assert!(!store.imports().language_lines(&ctx(), &language.id).await.unwrap().is_empty());
    let basis = store.bases().newest(&ctx()).await.unwrap().unwrap();
    assert_eq!((basis.id.as_str(), basis.imports.len()), ("149f87e76360", 4));
    assert_eq!(store.runs().list(&ctx(), 10).await.unwrap().len(), 2);
    store.log().verify(&ctx()).await.unwrap();
    whole_way(&store).await.unwrap();
    assert_eq!(store.check(&ctx()).await.unwrap(), []);
}

#[tokio::test]
async fn version_1_opens_and_is_brought_up_to_date() {
    let dir = version_1();
    assert_eq!(Settings::read(dir.path()).unwrap().format, 1);
    is_up_to_date(dir.path()).await;
}

#[tokio::test]
async fn killed_at_every_step_it_is_old_or_new() {
    for n in 1..50 {
        let dir = version_1();
        let lived = !killed_child("crash::child_opens", dir.path(), &n.to_string());
        is_up_to_date(dir.path()).await;
        if lived {
            assert!(n > MIGRATION_POINTS.len());
            return;
        }
    }
    panic!("barnet blev aldrig færdigt");
}

#[tokio::test]
async fn every_named_step_is_reached_and_a_full_disk_is_said() {
    for point in MIGRATION_POINTS {
        let dir = version_1();
        let options = Options { faults: Faults::fail_at(point), ..Options::default() };
        let opened = Store::open(&ctx(), dir.path(), key(), options).await;
        assert!(
            matches!(&opened, Err(StoreError::Unavailable(t)) if t.contains("disken er fuld")),
            "{point}"
        );
        drop(opened);
        is_up_to_date(dir.path()).await;
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_in_words() {
    let dir = version_1();
    open_with(dir.path(), Faults::none()).await.close().await;
    let path = dir.path().join("ottetal.toml");
    let settings = fs::read_to_string(&path).unwrap();
    fs::write(&path, settings.replace(&format!("format = {FORMAT}"), "format = 99\nnyt = true")).unwrap();
    let newer = Store::open(&ctx(), dir.path(), key(), Options::default()).await;
    assert!(matches!(newer, Err(StoreError::Newer(text)) if text.contains("format 99")));
}
