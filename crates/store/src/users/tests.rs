//! A user changed behind the program's back shows.

use crate::users::NewUserLine;
use crate::{Context, IdSource, Key, Options, Store, StoreError};

async fn store_with_user(dir: &std::path::Path) -> Store {
    let ctx = ctx();
    let key = Key::parse(&"5a".repeat(32)).unwrap();
    let store = Store::init(&ctx, dir, 573, key, IdSource::Froe(1), Options::default()).await.unwrap();
    for (definition, before) in [("{}", None), ("{\"spaerret\":true}", Some("{}"))] {
        let line = NewUserLine { name: "anna", definition, before, ends_sign_ins: false };
        store.users().save(&ctx, &line).await.unwrap();
    }
    store
}

fn ctx() -> Context {
    Context { actor: "a".into(), purpose: "TILSYN".into(), at: "2026-03-01T12:00:00Z".into() }
}

async fn script(store: &Store, sql: &str) -> Result<(), StoreError> {
    let mut tx = store.db().begin().await?;
    tx.execute(sql, Vec::new()).await?;
    tx.commit().await
}

#[tokio::test]
async fn a_line_cannot_be_changed_and_one_that_was_shows() {
    let changes = [
        "UPDATE user_line SET definition = '{}' WHERE seq = 2",
        "UPDATE user_line SET name = 'bo' WHERE seq = 1",
        "UPDATE user_line SET saved_by = 'b' WHERE seq = 1",
        "DELETE FROM user_line WHERE seq = 2",
        "INSERT INTO user_line SELECT 3, 'eva', definition, saved_at, saved_by FROM user_line WHERE seq = 1",
    ];
    for sql in changes {
        let dir = tempfile::tempdir().unwrap();
        let store = store_with_user(dir.path()).await;
        assert_eq!(store.check(&ctx()).await.unwrap(), []);
        let refused = script(&store, sql).await;
        assert!(sql.starts_with("INSERT") || matches!(refused, Err(StoreError::Conflict(_))), "{sql}");
        if refused.is_err() {
            script(&store, "DROP TRIGGER user_no_update").await.unwrap();
            script(&store, "DROP TRIGGER user_no_delete").await.unwrap();
            script(&store, sql).await.unwrap();
        }
        let wrong = store.check(&ctx()).await.unwrap();
        assert!(
            matches!(&wrong[..], [StoreError::Damaged(text)] if text.contains("Brugerne og deres roller")),
            "{sql}: {wrong:?}"
        );
    }
}
