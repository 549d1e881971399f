//! Lines that people write: the newest counts, nothing is overwritten unseen, tampering shows, a citizen's lines go.

use crate::places::Place;
use crate::scene::{ctx, numbers};
use store::entries::NewEntry;
use store::{Store, StoreError};

fn line<'a>(name: &'a str, body: &'a str, before: Option<i64>) -> NewEntry<'a> {
    NewEntry { kind: "bemaerkning", name, body, citizen: None, reason: "fordi", before }
}

async fn save(store: &Store, lines: &[NewEntry<'_>]) -> Result<(), StoreError> {
    store.entries().save(&ctx(), lines).await
}

#[tokio::test]
async fn the_newest_line_of_a_name_counts_and_the_others_are_its_history() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(dir.path()).await;
        save(&store, &[line("b", "{\"æ\":1}", Some(0)), line("a", "{}", Some(0))]).await.unwrap();
        let seen = store.entries().get(&ctx(), "bemaerkning", "b").await.unwrap().unwrap();
        save(&store, &[line("b", "{\"æ\":2}", Some(seen.seq))]).await.unwrap();
        let raced = save(&store, &[line("a", "{\"x\":1}", None), line("b", "{}", Some(seen.seq))]).await;
        assert!(matches!(&raced, Err(StoreError::Conflict(text)) if text.contains("ændret af en anden")));
        save(&store, &[line("a", "", None)]).await.unwrap();
        let newest = store.entries().newest(&ctx(), "bemaerkning").await.unwrap();
        let shown: Vec<_> =
            newest.iter().map(|e| (e.name.as_str(), e.body.as_str(), e.reason.as_str())).collect();
        assert_eq!(shown, [("b", "{\"æ\":2}", "fordi")], "{}", place.name);
        assert_eq!(store.entries().get(&ctx(), "bemaerkning", "a").await.unwrap(), None);
        let history = store.entries().history(&ctx(), "bemaerkning", Some("a")).await.unwrap();
        let bodies: Vec<&str> = history.iter().map(|e| e.body.as_str()).collect();
        assert_eq!(bodies, ["{}", ""], "{}: intet af det afviste er gemt", place.name);
        assert_eq!(store.entries().newest(&ctx(), "andet").await.unwrap(), []);
        assert_eq!(store.check(&ctx()).await.unwrap(), [], "{}", place.name);
    }
}

#[tokio::test]
async fn a_line_about_a_citizen_goes_with_them_and_the_log_still_says_the_same() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(dir.path()).await;
        let citizen = store.people().exchange(&ctx(), &[(numbers(1)[0], None)]).await.unwrap()[0];
        let about = NewEntry { citizen: Some(citizen), ..line("sag", "{\"husk\":1}", None) };
        save(&store, &[line("a", "{}", None), about, line("c", "{}", None)]).await.unwrap();
        let kept = store.entries().get(&ctx(), "bemaerkning", "sag").await.unwrap().unwrap();
        assert_eq!(kept.citizen, Some(citizen));
        store.deletion().citizen(&ctx(), citizen, "prøve").await.unwrap();
        assert_eq!(store.entries().get(&ctx(), "bemaerkning", "sag").await.unwrap(), None);
        assert_eq!(store.entries().newest(&ctx(), "bemaerkning").await.unwrap().len(), 2);
        assert_eq!(store.check(&ctx()).await.unwrap(), [], "{}", place.name);
    }
}
