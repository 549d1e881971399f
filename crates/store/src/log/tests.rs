//! The chain of the log: whole, or said not to be.

use crate::{Context, IdSource, Key, Options, Store, StoreError};

fn ctx(actor: &str) -> Context {
    Context { actor: actor.into(), purpose: "TILSYN".into(), at: "2026-03-01T12:00:00Z".into() }
}

async fn store_with_lines(dir: &std::path::Path) -> Store {
    let key = Key::parse(&"5a".repeat(32)).unwrap();
    let store = Store::init(&ctx("a"), dir, 573, key, IdSource::Froe(1), Options::default()).await.unwrap();
    for n in 0..5 {
        store.log().append(&ctx("b"), "proeve", &format!("nr. {n}"), n).await.unwrap();
    }
    store
}

async fn script(store: &Store, sql: &str) -> Result<(), StoreError> {
    let mut tx = store.db().begin().await?;
    tx.execute(sql, Vec::new()).await?;
    tx.commit().await
}

#[tokio::test]
async fn lines_come_back_newest_first_and_the_chain_holds() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_with_lines(dir.path()).await;
    let lines = store.log().list(&ctx("c"), 2, 1).await.unwrap();
    let shown: Vec<_> = lines.iter().map(|l| (l.seq, l.object.as_str(), l.count, l.actor.as_str())).collect();
    assert_eq!(shown, [(5, "nr. 3", 3, "b"), (4, "nr. 2", 2, "b")]);
    let head = store.log().verify(&ctx("c")).await.unwrap();
    assert_eq!((head.lines, head.hash.len()), (6, 64));
}

#[tokio::test]
async fn the_database_refuses_to_change_or_take_out_a_line() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_with_lines(dir.path()).await;
    for sql in
        ["UPDATE log SET actor = 'x' WHERE seq = 3", "DELETE FROM log WHERE seq = 3", "DELETE FROM log"]
    {
        assert!(matches!(script(&store, sql).await, Err(StoreError::Conflict(_))), "{sql}");
    }
    store.log().verify(&ctx("c")).await.unwrap();
}

#[tokio::test]
async fn a_line_changed_behind_the_programs_back_shows() {
    for (sql, broken) in [
        ("UPDATE log SET actor = 'x' WHERE seq = 3", "linje 3"),
        ("UPDATE log SET purpose = 'x' WHERE seq = 6", "linje 6"),
        ("UPDATE log SET what = what || object, object = '' WHERE seq = 2", "linje 2"),
        ("DELETE FROM log WHERE seq = 4", "linje 4"),
        ("DELETE FROM log WHERE seq = 1", "linje 1"),
        ("UPDATE log SET hash = zeroblob(32) WHERE seq = 2", "linje 2"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let store = store_with_lines(dir.path()).await;
        script(&store, "DROP TRIGGER log_no_update").await.unwrap();
        script(&store, "DROP TRIGGER log_no_delete").await.unwrap();
        script(&store, sql).await.unwrap();
        let found = store.log().verify(&ctx("c")).await;
        assert!(
            matches!(&found, Err(StoreError::Damaged(text)) if text.contains(broken)),
            "{sql}: {found:?}"
        );
    }
}

#[tokio::test]
async fn an_end_cut_off_shows_beside_a_noted_head() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_with_lines(dir.path()).await;
    let noted = store.log().verify(&ctx("c")).await.unwrap();
    script(&store, "DROP TRIGGER log_no_delete").await.unwrap();
    script(&store, "DELETE FROM log WHERE seq > 4").await.unwrap();
    let now = store.log().verify(&ctx("c")).await.unwrap();
    assert!(now.lines < noted.lines);
}
