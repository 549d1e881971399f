//! The chain of the log: whole, or said not to be.

use super::LogAsked;
use crate::{Context, IdSource, Key, Options, Store, StoreError};
use domain::person::CitizenId;

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
async fn the_newest_lines_are_followed_from_the_line_before_them() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_with_citizens(dir.path()).await;
    let (log, head) = (store.log(), store.log().head(&ctx("c")).await.unwrap());
    for (lines, before) in [(3, 4), (7, 0), (100, 0)] {
        assert_eq!(log.verify_newest(&ctx("c"), lines).await.unwrap(), (before, head.clone()));
    }
    let mut told = Vec::new();
    log.verify_telling(&ctx("c"), &mut |line| told.push(line)).await.unwrap();
    assert_eq!(told, [7]);
    script(&store, "DROP TRIGGER log_no_update").await.unwrap();
    script(&store, "UPDATE log SET actor = 'x' WHERE seq = 5").await.unwrap();
    assert_eq!(log.verify_newest(&ctx("c"), 2).await.unwrap(), (5, head), "linje 5 er før de to nyeste");
    let found = log.verify_newest(&ctx("c"), 3).await;
    assert!(matches!(&found, Err(StoreError::Damaged(text)) if text.contains("linje 5")), "{found:?}");
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

/// Six lines about nobody, and a seventh about three.
async fn store_with_citizens(dir: &std::path::Path) -> Store {
    let store = store_with_lines(dir).await;
    let citizens = [30, 10, 20, 10].map(CitizenId);
    store.log().append_about(&ctx("d"), "vis_afvigelse", "A-1", &citizens).await.unwrap();
    store
}

#[tokio::test]
async fn a_line_knows_its_citizens_once_each_and_is_found_by_them() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_with_citizens(dir.path()).await;
    let log = store.log();
    let newest = log.list(&ctx("c"), 1, 0).await.unwrap().remove(0);
    assert_eq!((newest.count, newest.citizens), (3, vec![CitizenId(10), CitizenId(20), CitizenId(30)]));
    let asked = LogAsked { citizen: Some(CitizenId(20)), ..LogAsked::default() };
    let (lines, total) = log.find(&ctx("c"), &asked).await.unwrap();
    assert_eq!((lines.len(), total, lines[0].object.as_str()), (1, 1, "A-1"));
    let nobody = LogAsked { citizen: Some(CitizenId(21)), ..LogAsked::default() };
    assert_eq!(log.find(&ctx("c"), &nobody).await.unwrap(), (Vec::new(), 0));
    let head = log.verify(&ctx("c")).await.unwrap();
    assert_eq!((head.lines, &head), (7, &log.head(&ctx("c")).await.unwrap()));
}

#[tokio::test]
async fn lines_are_found_by_actor_word_and_time_a_page_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_with_citizens(dir.path()).await;
    let later = Context { at: "2026-03-02T00:00:00Z".into(), ..ctx("b") };
    store.log().append(&later, "kontrol", "x", 1).await.unwrap();
    let numbers = async |asked: LogAsked| {
        let (lines, total) = store.log().find(&ctx("c"), &asked).await.unwrap();
        (lines.iter().map(|line| line.seq).collect::<Vec<_>>(), total)
    };
    let all = LogAsked::default();
    let by_b = LogAsked { actor: Some("b".into()), limit: 2, offset: 1, ..all.clone() };
    assert_eq!(numbers(by_b).await, (vec![6, 5], 6));
    let before = LogAsked { actor: Some("b".into()), until: Some("2026-03-02".into()), ..all.clone() };
    assert_eq!(numbers(before).await, (vec![6, 5, 4, 3, 2], 5));
    let from = LogAsked { from: Some("2026-03-02".into()), ..all.clone() };
    assert_eq!(numbers(from).await, (vec![8], 1));
    let last = LogAsked { actor: Some("b".into()), last: Some(3), ..all.clone() };
    assert_eq!(numbers(last).await, (vec![3, 2], 2));
    let word = LogAsked { what: Some("vis_afvigelse".into()), ..all.clone() };
    assert_eq!(numbers(word).await, (vec![7], 1));
    assert_eq!(numbers(LogAsked { about_somebody: true, ..all }).await, (vec![7], 1));
}

#[tokio::test]
async fn a_citizen_taken_out_added_or_changed_behind_the_programs_back_shows() {
    for (sql, broken) in [
        ("DELETE FROM log_citizen WHERE citizen = 20", "linje 7"),
        ("DELETE FROM log_citizen", "linje 7"),
        ("UPDATE log_citizen SET citizen = 21 WHERE citizen = 20", "linje 7"),
        ("INSERT INTO log_citizen (seq, citizen) VALUES (7, 40)", "linje 7"),
        ("INSERT INTO log_citizen (seq, citizen) VALUES (3, 10)", "linje 3"),
        ("UPDATE log SET citizens = NULL WHERE seq = 7", "linje 7"),
        ("UPDATE log SET citizens = hash WHERE seq = 2", "linje 2"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let store = store_with_citizens(dir.path()).await;
        let refused = script(&store, sql).await;
        assert!(sql.starts_with("INSERT") || matches!(refused, Err(StoreError::Conflict(_))), "{sql}");
        for trigger in ["log_no_update", "log_citizen_no_update", "log_citizen_no_delete"] {
            script(&store, &format!("DROP TRIGGER {trigger}")).await.unwrap();
        }
        if refused.is_err() {
            script(&store, sql).await.unwrap();
        }
        let found = store.log().verify(&ctx("c")).await;
        assert!(
            matches!(&found, Err(StoreError::Damaged(text)) if text.contains(broken)),
            "{sql}: {found:?}"
        );
    }
}

#[tokio::test]
async fn citizens_and_their_hash_taken_out_together_show_too() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_with_citizens(dir.path()).await;
    for sql in [
        "DROP TRIGGER log_no_update",
        "DROP TRIGGER log_citizen_no_delete",
        "DELETE FROM log_citizen",
        "UPDATE log SET citizens = NULL",
    ] {
        script(&store, sql).await.unwrap();
    }
    assert!(matches!(store.log().verify(&ctx("c")).await, Err(StoreError::Damaged(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_are_all_there_in_one_whole_chain() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_with_lines(dir.path()).await;
    let mut all = tokio::task::JoinSet::new();
    for n in 0..300u32 {
        let store = store.clone();
        all.spawn(async move {
            let about = [CitizenId(n), CitizenId(n + 1)];
            store.log().append_about(&ctx("e"), "side", &n.to_string(), &about).await.unwrap();
            // Durable when it answered: another connection sees it.
            let asked = LogAsked { citizen: Some(CitizenId(n)), ..LogAsked::default() };
            let (lines, _) = store.log().find(&ctx("e"), &asked).await.unwrap();
            assert!(lines.iter().any(|line| line.object == n.to_string()));
        });
    }
    while let Some(done) = all.join_next().await {
        done.unwrap();
    }
    assert_eq!(store.log().verify(&ctx("c")).await.unwrap().lines, 306);
}

#[tokio::test]
async fn a_caller_who_goes_away_leaves_the_others_their_lines() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_with_lines(dir.path()).await;
    let (here, about) = (ctx("e"), [CitizenId(1)]);
    let log = store.log();
    let mut first = std::pin::pin!(log.append_about(&here, "side", "1", &about));
    // Asked once, so that its line waits; then nobody waits for it any more.
    assert!(std::future::poll_fn(|cx| std::task::Poll::Ready(first.as_mut().poll(cx))).await.is_pending());
    let second = log.append(&here, "side", "2", 1);
    second.await.unwrap();
    let lines = store.log().list(&ctx("c"), 2, 0).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.object.as_str()).collect::<Vec<_>>(), ["2", "1"]);
    store.log().verify(&ctx("c")).await.unwrap();
}
