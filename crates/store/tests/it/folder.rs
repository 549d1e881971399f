//! The folder itself: made once, opened with its key, by a program that knows it, by one writer at a time.

use crate::scene::{all_files, ctx, init, key, open, whole_way};
use std::fs;
use store::{IdSource, Key, Options, Store, StoreError};

#[tokio::test]
async fn it_is_made_once_and_says_what_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("varde");
    let store = init(&folder).await;
    assert_eq!(store.settings().kommune, 573);
    assert_eq!(store.settings().noegle, key().fingerprint());
    store.close().await;
    let again = Store::init(&ctx(), &folder, 573, key(), IdSource::Tilfaeldig, Options::default()).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))));
    assert_eq!(open(&folder).await.settings().borger_id, IdSource::Froe(7));
}

#[tokio::test]
async fn a_killed_init_can_be_repeated_but_lost_settings_do_not_hide_data() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path()).await.close().await;
    fs::remove_file(dir.path().join("ottetal.toml")).unwrap();
    let store = init(dir.path()).await;
    whole_way(&store).await.unwrap();
    store.close().await;
    fs::remove_file(dir.path().join("ottetal.toml")).unwrap();
    let again = Store::init(&ctx(), dir.path(), 573, key(), IdSource::Tilfaeldig, Options::default()).await;
    assert!(matches!(again, Err(StoreError::Conflict(text)) if text.contains("har allerede data")));
}

#[tokio::test]
async fn another_key_another_folder_and_a_newer_format_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let nothing = Store::open(&ctx(), dir.path(), key(), Options::default()).await;
    assert!(matches!(nothing, Err(StoreError::NotFound(text)) if text.contains("ottetal init")));
    init(dir.path()).await.close().await;
    let other = Key::parse(&"ab".repeat(32)).unwrap();
    let wrong = Store::open(&ctx(), dir.path(), other.clone(), Options::default()).await;
    let Err(StoreError::WrongKey(text)) = wrong else { panic!("{wrong:?}") };
    assert!(text.contains(&key().fingerprint()) && text.contains(&other.fingerprint()));
    assert!(!text.contains(&"ab".repeat(8)), "nøglen selv vises ikke");

    let path = dir.path().join("ottetal.toml");
    let settings = fs::read_to_string(&path).unwrap();
    fs::write(&path, settings.replace("format = 2", "format = 3\nnyt = true")).unwrap();
    let newer = Store::open(&ctx(), dir.path(), key(), Options::default()).await;
    assert!(matches!(newer, Err(StoreError::Newer(text)) if text.contains("nyere Ottetal")));
}

#[tokio::test]
async fn one_program_writes_at_a_time_and_readers_are_let_in() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let done = whole_way(&store).await.unwrap();
    let reader = open(dir.path()).await;
    assert_eq!(reader.imports().list(&ctx()).await.unwrap()[0].id, done.import);
    let refused = reader.raw().put(&ctx(), &mut &b"x"[..]);
    assert!(matches!(refused, Err(StoreError::Unavailable(text)) if text.contains("anden ottetal")));
    drop(store);
    reader.raw().put(&ctx(), &mut &b"x"[..]).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_look() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("varde");
    let store = init(&folder).await;
    whole_way(&store).await.unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for file in all_files(&folder) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        for above in file.ancestors().take_while(|p| *p != dir.path()).skip(1) {
            assert_eq!(mode(above), 0o700, "{}", above.display());
        }
    }
}

#[tokio::test]
async fn the_key_file_is_made_once_and_comes_back_from_its_sheet() {
    let dir = tempfile::tempdir().unwrap();
    let path = store::key::default_path(dir.path(), 573);
    assert!(path.ends_with(".config/ottetal/573.noegle"));
    let (made, new) = Key::load_or_create(&path).unwrap();
    assert!(new);
    assert_eq!(Key::load_or_create(&path).unwrap(), (made.clone(), false));
    assert!(matches!(Key::create(&path), Err(StoreError::Conflict(_))));
    let sheet = made.recovery_sheet(573, &path);
    assert!(sheet.contains(&made.fingerprint()));
    let digits: String = sheet.lines().filter(|line| line.starts_with("    ")).collect();
    assert_eq!(Key::parse(&digits), Some(made));
    fs::write(&path, "0011").unwrap();
    assert!(matches!(Key::load(&path), Err(StoreError::Damaged(_))));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Key::load(&path), Err(StoreError::Unavailable(text)) if text.contains("chmod 600")));
    }
}

#[tokio::test]
async fn a_damaged_database_is_said_to_be_so() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path()).await.close().await;
    fs::write(dir.path().join("people.db"), vec![7u8; 8_192]).unwrap();
    let opened = Store::open(&ctx(), dir.path(), key(), Options::default()).await;
    assert!(matches!(opened, Err(StoreError::Damaged(text)) if text.contains("sikkerhedskopien")));
}

#[tokio::test]
async fn a_check_names_everything_that_is_not_as_it_was_written() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    whole_way(&store).await.unwrap();
    assert_eq!(store.check(&ctx()).await.unwrap(), []);
    let flip = |path: &std::path::Path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    let raw = all_files(&dir.path().join("raw"));
    flip(&raw[0]);
    fs::remove_file(&raw[1]).unwrap();
    all_files(&dir.path().join("lake")).iter().for_each(|path| flip(path));
    let wrong = store.check(&ctx()).await.unwrap();
    assert_eq!(wrong.len(), 4, "{wrong:?}");
    assert_eq!(wrong.iter().filter(|e| matches!(e, StoreError::Damaged(_))).count(), 3);
}

/// Bits that flip in the pages of the databases: every one that changes a row that figures depend on is found.
#[tokio::test]
async fn flipped_bits_in_the_database_are_found() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    whole_way(&store).await.unwrap();
    store.close().await;
    let path = dir.path().join("ottetal.db");
    let whole = fs::read(&path).unwrap();
    // Values of rows of all kinds, found in the pages by what they say.
    for value in ["31-02-2003", "Ret datoen i kilden", "format = 1", "lov1", "fil1.csv", "accepter_grundlag"]
    {
        let at = whole.windows(value.len()).position(|part| part == value.as_bytes());
        let at = at.unwrap_or_else(|| panic!("{value} står ikke i databasen"));
        let mut flipped = whole.clone();
        flipped[at + 2] ^= 1;
        fs::write(&path, flipped).unwrap();
        let found = match Store::open(&ctx(), dir.path(), key(), Options::default()).await {
            Ok(store) => {
                let found = store.check(&ctx()).await;
                store.close().await;
                found.map_or(true, |wrong| !wrong.is_empty())
            }
            Err(_) => true,
        };
        assert!(found, "{value}");
        for end in ["-wal", "-shm"] {
            let _ = fs::remove_file(dir.path().join(format!("ottetal.db{end}")));
        }
    }
    fs::write(&path, whole).unwrap();
    assert_eq!(open(dir.path()).await.check(&ctx()).await.unwrap(), []);
}
