//! The number by which a source's system opens a citizen: the newest import counts, merged citizens are one, and it goes
//! with its import.

use crate::places::Place;
use crate::scene::{ctx, key_of, numbers, one_file, open, register, whole_way};
use domain::person::CitizenId;
use domain::totals::ControlTotals;
use domain::wording::Wording;
use std::collections::BTreeMap;
use store::imports::Content;
use store::{ImportId, Store, StoreError};

/// A further import, of nothing but keys.
async fn import(store: &Store, source: &str, content: &str, keys: &[(CitizenId, &str)]) -> ImportId {
    let files = one_file(store, content);
    let words = Wording::default();
    let import = register(&files, ControlTotals::default(), Content::Enrichments(&[], &words));
    store.people().keep_keys(&ctx(), source, &import.id(), keys).await.unwrap();
    store.imports().record(&ctx(), &import).await.unwrap()
}

async fn keys(store: &Store, citizen: CitizenId) -> BTreeMap<String, String> {
    store.people().keys(&ctx(), &[citizen]).await.unwrap().remove(&citizen).unwrap_or_default()
}

fn of(all: &[(&str, &str)]) -> BTreeMap<String, String> {
    all.iter().map(|(source, key)| ((*source).to_owned(), (*key).to_owned())).collect()
}

#[tokio::test]
async fn the_newest_import_of_a_source_counts_and_an_older_one_comes_back_when_it_goes() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(dir.path()).await;
        let done = whole_way(&store).await.unwrap();
        let [a, b, c] = [done.citizens[0], done.citizens[1], done.citizens[2]];
        assert_eq!(keys(&store, a).await, of(&[("nexus", &key_of(0))]), "{}", place.name);

        let second = import(&store, "nexus", "to", &[(a, "ny-a"), (b, "x"), (b, "y")]).await;
        import(&store, "sensum", "tre", &[(a, "7004")]).await;
        assert_eq!(keys(&store, a).await, of(&[("nexus", "ny-a"), ("sensum", "7004")]), "{}", place.name);
        assert_eq!(keys(&store, b).await, of(&[("nexus", &key_of(1))]), "to nøgler på én borger er ingen");
        let both = store.people().keys(&ctx(), &[a, c]).await.unwrap();
        assert_eq!(both.keys().copied().collect::<Vec<_>>(), [a.min(c), a.max(c)]);
        assert_eq!(store.check(&ctx()).await.unwrap(), []);
        store.close().await;

        let store = open(dir.path()).await;
        assert_eq!(keys(&store, a).await["nexus"], "ny-a", "{}: de er der efter genåbning", place.name);
        let would = store.deletion().would_take_import(&ctx(), &second).await.unwrap();
        assert_eq!(would.keys, 1, "det, der ville gå, er sagt først");
        let went = store.deletion().import(&ctx(), &second, "forkert kolonne").await.unwrap();
        assert_eq!(went, would, "{}", place.name);
        assert_eq!(keys(&store, a).await["nexus"], key_of(0), "{}", place.name);
        let again = store.people().keep_keys(&ctx(), "nexus", &done.import, &[(a, "rettet")]).await;
        assert_eq!(again, Ok(()));
        assert_eq!(keys(&store, a).await["nexus"], "rettet", "samme indlæsning igen træder i stedet");
    }
}

#[tokio::test]
async fn merged_citizens_are_one_and_parted_ones_are_two_again() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(dir.path()).await;
        let done = whole_way(&store).await.unwrap();
        let (former, now) = (done.citizens[3], done.citizens[4]);
        let newest = import(&store, "nexus", "to", &[(former, "gammel-post")]).await;
        store.people().alias(&ctx(), former, now).await.unwrap();
        for id in [former, now] {
            assert_eq!(
                keys(&store, id).await["nexus"],
                "gammel-post",
                "den nyeste, under hvilket id den end står"
            );
        }
        store.deletion().import(&ctx(), &newest, "væk igen").await.unwrap();
        assert_eq!(
            keys(&store, former).await["nexus"],
            key_of(4),
            "i samme indlæsning det nuværende nummers"
        );
        store.people().part(&ctx(), former).await.unwrap();
        assert_eq!(keys(&store, former).await["nexus"], key_of(3), "{}", place.name);
    }
}

#[tokio::test]
async fn keys_of_an_import_that_never_came_are_nobodys() {
    let dir = tempfile::tempdir().unwrap();
    let store = crate::scene::init(dir.path()).await;
    let done = whole_way(&store).await.unwrap();
    let citizen = done.citizens[0];
    let files = one_file(&store, "afbrudt");
    let words = Wording::default();
    let never = register(&files, ControlTotals::default(), Content::Enrichments(&[], &words)).id();
    store.people().keep_keys(&ctx(), "nexus", &never, &[(citizen, "aldrig")]).await.unwrap();
    assert_eq!(keys(&store, citizen).await["nexus"], key_of(0));
    store.close().await;
    let store = open(dir.path()).await;
    let behind = sqlx::SqlitePool::connect(dir.path().join("people.db").to_str().unwrap()).await.unwrap();
    let count: (i64,) = sqlx::query_as("SELECT COUNT(*) FROM key_import").fetch_one(&behind).await.unwrap();
    assert_eq!(count.0, 1, "de blev fejet væk, da mappen blev åbnet");
    assert_eq!(keys(&store, citizen).await["nexus"], key_of(0));
}

#[tokio::test]
async fn nobody_can_read_them_behind_the_store_and_what_is_changed_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let store = crate::scene::init(dir.path()).await;
    whole_way(&store).await.unwrap();
    store.close().await;
    let mut needles = vec![key_of(0), "borgerpost".to_owned()];
    needles.extend(numbers(1).iter().map(|cpr| crate::scene::digits(*cpr)));
    for file in crate::scene::all_files(dir.path()) {
        let bytes = std::fs::read(&file).unwrap();
        for needle in &needles {
            let found = bytes.windows(needle.len()).any(|part| part == needle.as_bytes());
            assert!(!found, "{needle} står i {}", file.display());
        }
    }
    let behind = sqlx::SqlitePool::connect(dir.path().join("people.db").to_str().unwrap()).await.unwrap();
    sqlx::query("UPDATE citizen_key SET sealed = (SELECT sealed FROM citizen_key ORDER BY id DESC LIMIT 1)")
        .execute(&behind)
        .await
        .unwrap();
    behind.close().await;
    let store = open(dir.path()).await;
    let wrong = store.check(&ctx()).await.unwrap();
    assert!(matches!(&wrong[..], [StoreError::Damaged(text)] if text.contains("people.db")), "{wrong:?}");
}
