//! The places where a store can keep what it keeps: the same tests hold in all of them.

use crate::scene::{Done, ctx, key, open, open_with, options, whole_way};
use domain::wording::Wording;
use std::path::Path;
use store::faults::Faults;
use store::imports::Kind;
use store::{Backends, DatabaseAt, FilesAt, IdSource, Options, Store, StoreError};
use testkit::{BUCKET, S3};

/// A kind of database with a kind of file store.
pub(crate) struct Place {
    pub(crate) name: &'static str,
    postgres: bool,
    s3: Option<S3>,
}

impl Place {
    /// Two SQLite files and a folder.
    pub(crate) fn folder() -> Place {
        Place { name: "SQLite + mappe", postgres: false, s3: None }
    }

    /// All that can be tried here.
    pub(crate) fn all() -> Vec<Place> {
        let mut places =
            vec![Place::folder(), Place { name: "SQLite + S3", postgres: false, s3: Some(S3::start()) }];
        if std::env::var("OTTETAL_TEST_PG").is_ok() {
            places.push(Place { name: "PostgreSQL + mappe", postgres: true, s3: None });
            places.push(Place { name: "PostgreSQL + S3", postgres: true, s3: Some(S3::start()) });
        } else {
            println!("PostgreSQL: sprunget over (OTTETAL_TEST_PG er ikke sat)");
        }
        places
    }

    pub(crate) fn backends(&self) -> Backends {
        Backends {
            database: self
                .postgres
                .then(|| DatabaseAt { url: "env:OTTETAL_DATABASE".into(), ..DatabaseAt::default() }),
            lager: self.s3.as_ref().map(|server| FilesAt {
                s3: format!("s3://{BUCKET}/prøve"),
                endpoint: Some(server.endpoint().into()),
                ..FilesAt::default()
            }),
        }
    }

    pub(crate) fn options(&self) -> Options {
        Options { backends: self.backends(), ..options() }
    }

    pub(crate) async fn init(&self, dir: &Path) -> Store {
        Store::init(&ctx(), dir, 573, key(), IdSource::Froe(7), self.options()).await.unwrap()
    }
}

#[tokio::test]
async fn the_same_way_gives_the_same_everywhere_and_comes_back_when_opened_again() {
    let mut first: Option<Done> = None;
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(dir.path()).await;
        let done = whole_way(&store).await.unwrap();
        assert_eq!(store.check(&ctx()).await.unwrap(), [], "{}", place.name);
        let names = store.file_names(&ctx()).unwrap();
        assert_eq!(names.len(), 4, "{names:?}");
        store.close().await;

        let store = open(dir.path()).await;
        assert_eq!(store.file_names(&ctx()).unwrap(), names, "{}: intet blev fejet væk", place.name);
        let import = store.imports().list(&ctx()).await.unwrap().remove(0);
        assert_eq!(import.id, done.import);
        assert_eq!(store.lake().verify_rows(&ctx(), &import.id, Kind::Activities, &done.lake), Ok(()));
        let rows =
            store.lake().activities(&ctx(), &import.id).unwrap().read_all(&mut Wording::default()).unwrap();
        assert_eq!(rows.len(), 80);
        let shown = store.people().reveal(&ctx(), &done.citizens).await.unwrap();
        assert_eq!(shown.len(), 40);
        let findings = store.imports().findings(&ctx(), &import.id, Some("IND001"), 100, 0).await.unwrap();
        assert_eq!(findings.len(), 13);
        assert_eq!(whole_way(&store).await.unwrap(), done, "{}", place.name);
        let written = std::fs::read_to_string(dir.path().join("ottetal.toml")).unwrap();
        assert!(!written.contains(testkit::SECRET) && !written.contains("postgresql://"), "{written}");
        match &first {
            Some(first) => assert_eq!(first, &done, "{}", place.name),
            None => first = Some(done),
        }
    }
}

#[tokio::test]
async fn one_writes_at_a_time_and_a_lock_that_was_let_go_is_free() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(dir.path()).await;
        whole_way(&store).await.unwrap();
        // The same store seen from another machine: its own folder, the same settings.
        let other = tempfile::tempdir().unwrap();
        std::fs::copy(dir.path().join("ottetal.toml"), other.path().join("ottetal.toml")).unwrap();
        let second = if place.postgres { other.path() } else { dir.path() };
        let reader = open(second).await;
        assert_eq!(reader.imports().list(&ctx()).await.unwrap().len(), 1, "{}", place.name);
        let refused = reader.raw().put(&ctx(), &mut &b"x"[..]);
        assert!(
            matches!(&refused, Err(StoreError::Unavailable(text)) if text.contains("anden ottetal")),
            "{refused:?}"
        );
        store.close().await;
        reader.raw().put(&ctx(), &mut &b"x"[..]).unwrap();
    }
}

#[tokio::test]
async fn large_files_go_in_parts_and_come_back_whole() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(dir.path()).await;
        let content: Vec<u8> =
            (0..20_000_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let kept = store.raw().put(&ctx(), &mut &content[..]).unwrap();
        assert_eq!(store.raw().verify(&kept.sha256), Ok(content.len() as u64), "{}", place.name);
        drop(store);
        let failing = open_with(dir.path(), Faults::fail_at("raw.temp_synced")).await;
        assert!(failing.raw().put(&ctx(), &mut &content[1..]).is_err());
        let names = failing.file_names(&ctx()).unwrap();
        assert!(names.is_empty(), "{}: {names:?}", place.name);
    }
}

#[tokio::test]
async fn a_changed_or_missing_object_is_found() {
    let place = Place { name: "SQLite + S3", postgres: false, s3: Some(S3::start()) };
    let dir = tempfile::tempdir().unwrap();
    let store = place.init(dir.path()).await;
    whole_way(&store).await.unwrap();
    let objects = crate::scene::all_files(&place.s3.as_ref().unwrap().objects());
    let mut broken = 0;
    for path in objects.iter().filter(|p| p.extension().is_some_and(|e| e == "raw" || e == "parquet")) {
        let mut bytes = std::fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(path, bytes).unwrap();
        broken += 1;
    }
    assert_eq!(broken, 4);
    let wrong = store.check(&ctx()).await.unwrap();
    assert_eq!(wrong.iter().filter(|e| matches!(e, StoreError::Damaged(_))).count(), 4, "{wrong:?}");
}

#[tokio::test]
async fn a_server_that_does_not_answer_and_keys_that_are_missing_are_said_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let lager = |endpoint: &str| {
        Some(FilesAt { s3: "s3://proeve".into(), endpoint: Some(endpoint.into()), ..FilesAt::default() })
    };
    let server = S3::start();
    let init = |backends: Backends, options: Options| {
        let folder = dir.path().join("mappe");
        async move {
            let options = Options { backends, ..options };
            match Store::init(&ctx(), &folder, 573, key(), IdSource::Froe(7), options).await {
                Err(StoreError::Unavailable(text)) => text,
                other => panic!("{other:?}"),
            }
        }
    };
    let backends = Backends { lager: lager(server.endpoint()), ..Backends::default() };
    let text = init(backends, Options::default()).await;
    assert!(text.contains("sæt AWS_ACCESS_KEY_ID i miljøet"), "{text}");
    let database = |url: &str| Backends {
        database: Some(DatabaseAt { url: url.into(), ..DatabaseAt::default() }),
        ..Backends::default()
    };
    let text = init(database("env:ANDET_NAVN"), options()).await;
    assert!(text.contains("sæt ANDET_NAVN i miljøet"), "{text}");
    let text = init(database("postgresql://mig:hemmelig@vært/db"), options()).await;
    assert!(text.contains("~/.pgpass") && !text.contains("hemmelig"), "{text}");
    let text = init(database("mysql://mig@vært/db"), options()).await;
    assert!(text.contains("postgresql://bruger@server/database"), "{text}");
    let text = init(database("postgresql://mig@127.0.0.1:1/db"), options()).await;
    assert!(text.contains("svarer ikke"), "{text}");
}

#[tokio::test]
async fn a_citizen_and_an_import_can_go_everywhere_and_the_seals_agree() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(dir.path()).await;
        let done = whole_way(&store).await.unwrap();
        let gone = store.deletion().citizen(&ctx(), done.citizens[3], "prøve").await.unwrap();
        assert_eq!(gone.imports[0].rows, 2, "{}", place.name);
        assert_eq!(store.check(&ctx()).await.unwrap(), [], "{}", place.name);
        store.close().await;
        let store = open(dir.path()).await;
        store.deletion().import(&ctx(), &done.import, "prøve").await.unwrap();
        assert_eq!(store.check(&ctx()).await.unwrap(), [], "{}", place.name);
        let names = store.file_names(&ctx()).unwrap();
        assert!(names.len() == 1 && names[0].starts_with("lake/runs/"), "{}: {names:?}", place.name);
    }
}
