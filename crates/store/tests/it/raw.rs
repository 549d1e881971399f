//! Kept files: what went in comes out, and nothing else does.

use crate::scene::{all_files, ctx, init, open};
use std::fs;
use std::io::Read;
use store::{Store, StoreError};

const CHUNK: usize = 64 * 1024;

fn content(size: usize) -> Vec<u8> {
    (0..size).map(|i| (i * 31 % 251) as u8).collect()
}

async fn read(store: &Store, sha256: &str) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    store.raw().open(&ctx(), sha256).await.unwrap().read_to_end(&mut out).map(|_| out)
}

#[tokio::test]
async fn all_sizes_around_the_chunk_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17] {
        let bytes = content(size);
        let kept = store.raw().put(&ctx(), &mut &bytes[..]).unwrap();
        assert_eq!(kept.size, size as u64);
        assert_eq!(read(&store, &kept.sha256).await.unwrap(), bytes);
        assert_eq!(store.raw().put(&ctx(), &mut &bytes[..]).unwrap(), kept);
        assert_eq!(store.raw().verify(&kept.sha256), Ok(size as u64));
    }
    assert_eq!(all_files(&dir.path().join("raw")).len(), 7);
}

#[tokio::test]
async fn any_flipped_bit_cut_or_exchange_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let bytes = content(2 * CHUNK + 100);
    let kept = store.raw().put(&ctx(), &mut &bytes[..]).unwrap();
    let path = all_files(&dir.path().join("raw")).remove(0);
    let whole = fs::read(&path).unwrap();
    let head = 16 + 19;
    let mut broken: Vec<Vec<u8>> = Vec::new();
    for at in [0, 20, head, head + CHUNK, head + CHUNK + 16, whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        broken.push(bytes);
    }
    broken.push(whole[..whole.len() - 1].to_vec());
    broken.push(whole[..head + 2 * (CHUNK + 16)].to_vec());
    broken.push(whole[..head].to_vec());
    broken.push(Vec::new());
    let (first, second) = (head..head + CHUNK + 16, head + CHUNK + 16..head + 2 * (CHUNK + 16));
    broken.push([&whole[..head], &whole[second], &whole[first], &whole[head + 2 * (CHUNK + 16)..]].concat());
    for bytes in broken {
        fs::write(&path, &bytes).unwrap();
        assert!(matches!(store.raw().verify(&kept.sha256), Err(StoreError::Damaged(_))));
    }
    // Indlæst igen er den hel.
    store.raw().put(&ctx(), &mut &bytes[..]).unwrap();
    assert_eq!(read(&store, &kept.sha256).await.unwrap(), bytes);
}

#[tokio::test]
async fn a_file_under_anothers_name_is_refused_and_nothing_leaks_after_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let one = store.raw().put(&ctx(), &mut &b"en"[..]).unwrap();
    let two = store.raw().put(&ctx(), &mut &b"to"[..]).unwrap();
    let path = |sha: &str| dir.path().join("raw").join(&sha[..2]).join(format!("{sha}.raw"));
    fs::copy(path(&one.sha256), path(&two.sha256)).unwrap();
    let mut reader = store.raw().open(&ctx(), &two.sha256).await.unwrap();
    let mut out = Vec::new();
    assert!(reader.read_to_end(&mut out).is_err());
    assert_eq!(reader.read(&mut [0; 8]).unwrap_or(0), 0);
    assert_eq!(out, b"");
    assert!(matches!(store.raw().open(&ctx(), "../../ottetal.db").await, Err(StoreError::NotFound(_))));
    assert!(matches!(store.raw().open(&ctx(), &"0".repeat(64)).await, Err(StoreError::NotFound(_))));
}

#[tokio::test]
async fn reading_a_file_is_in_the_log_and_what_nothing_names_is_swept() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let kept = store.raw().put(&ctx(), &mut &b"indhold"[..]).unwrap();
    read(&store, &kept.sha256).await.unwrap();
    let newest = store.log().list(&ctx(), 1, 0).await.unwrap().remove(0);
    assert_eq!((newest.what.as_str(), newest.object.as_str()), ("aabn_fil", kept.sha256.as_str()));
    store.close().await;
    fs::write(dir.path().join("raw/0011.tmp"), "halv").unwrap();
    fs::create_dir_all(dir.path().join("lake/imports/0123456789ab")).unwrap();
    fs::create_dir_all(dir.path().join("lake/imports/noter")).unwrap();
    open(dir.path()).await;
    assert_eq!(all_files(&dir.path().join("raw")).len(), 0);
    assert!(!dir.path().join("lake/imports/0123456789ab").exists());
    assert!(dir.path().join("lake/imports/noter").exists(), "andres mapper røres ikke");
}
