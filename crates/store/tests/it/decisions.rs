//! Decisions on providers, replaced numbers, and the documents of a basis.

use crate::scene::{ctx, init, numbers, open, whole_way};
use domain::person::Cpr;
use sha2::{Digest, Sha256};
use store::providers::Verdict;
use store::{Context, StoreError};

#[tokio::test]
async fn the_newest_decision_of_a_pair_counts_and_none_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let providers = store.providers();
    let decide = async |a: &str, b: &str, verdict| providers.decide(&ctx(), [a, b], verdict, " ring ").await;
    decide("Fonden Ø", "FOND Ø", Verdict::Same).await.unwrap();
    let other = decide("Bosted B", "bosted a", Verdict::Different).await.unwrap();
    assert_eq!((other.a.as_str(), other.b.as_str(), other.reason.as_str()), ("bosted a", "Bosted B", "ring"));
    // Den anden vej rundt og med andre mellemrum er det samme par.
    decide("fond  ø", " FONDEN Ø ", Verdict::Different).await.unwrap();
    let found = |all: Vec<store::providers::Decision>| -> Vec<(String, Verdict)> {
        all.into_iter().map(|d| (d.a, d.verdict)).collect()
    };
    let now = found(providers.list(&ctx()).await.unwrap());
    assert_eq!(now, [("bosted a".into(), Verdict::Different), ("fond  ø".into(), Verdict::Different)]);
    decide("Fond Ø", "Fonden Ø", Verdict::Undone).await.unwrap();
    assert_eq!(providers.list(&ctx()).await.unwrap().len(), 1);
    assert_eq!(providers.history(&ctx()).await.unwrap().len(), 4);
    for (a, b, verdict) in
        [("Fond Ø", "Fonden Ø", Verdict::Undone), ("A", " a ", Verdict::Same), ("A", " ", Verdict::Same)]
    {
        assert!(matches!(decide(a, b, verdict).await, Err(StoreError::Conflict(_))), "{a} {b}");
    }
    for verdict in [Verdict::Same, Verdict::Different, Verdict::Undone] {
        assert_eq!(Verdict::from_key(verdict.key()), Some(verdict));
    }
    let behind = sqlx::SqlitePool::connect(dir.path().join("ottetal.db").to_str().unwrap()).await.unwrap();
    for sql in ["DELETE FROM provider_decision", "UPDATE provider_decision SET verdict = 'samme'"] {
        assert!(sqlx::raw_sql(sql).execute(&behind).await.is_err());
    }
}

#[tokio::test]
async fn a_replaced_number_and_the_present_one_are_one_id_from_then_on() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let people = numbers(6);
    let unnamed = |people: &[Cpr]| people.iter().map(|cpr| (*cpr, None)).collect::<Vec<_>>();
    // Nr. 0 og 1 kendes i forvejen, hver med sit id; af 2 og 3 kendes kun den tidligere; 4 og 5 slet ikke.
    let known = store.people().exchange(&ctx(), &unnamed(&people[..3])).await.unwrap();
    let pairs = [(people[0], people[1]), (people[2], people[3]), (people[4], people[5])];
    let new = store.people().aliases(&ctx(), &pairs).await.unwrap();
    assert_eq!(new.len(), 3);
    assert_eq!(new[0], (known[0], known[1]));
    assert_eq!(store.people().aliases(&ctx(), &pairs).await.unwrap(), [], "anden gang er der intet nyt");
    let turned = [(people[1], people[0])];
    assert_eq!(store.people().aliases(&ctx(), &turned).await.unwrap(), [], "en ring bliver det aldrig");
    let now = store.people().exchange(&ctx(), &unnamed(&people)).await.unwrap();
    assert_eq!([now[0], now[2], now[4]], [now[1], now[3], now[5]]);
    assert_eq!(now[0], known[1], "den nuværende er den, der bliver");
    let merged = store.people().merged(&ctx()).await.unwrap();
    assert_eq!(merged.len(), 3);
    assert_eq!(merged[&known[0]], known[1]);
    store.close().await;

    let store = open(dir.path()).await;
    assert_eq!(store.people().merged(&ctx()).await.unwrap(), merged);
    store.people().part(&ctx(), known[0]).await.unwrap();
    assert!(!store.people().merged(&ctx()).await.unwrap().contains_key(&known[0]));
    assert_eq!(store.people().exchange(&ctx(), &unnamed(&people[..2])).await.unwrap(), known[..2]);
    assert!(matches!(store.people().part(&ctx(), known[0]).await, Err(StoreError::NotFound(_))));
    assert!(Cpr::parse(&"0".repeat(10)).is_err(), "ti nuller er ingen");
    let log = store.log().list(&ctx(), 20, 0).await.unwrap();
    for what in ["afloeste_numre", "adskil_numre"] {
        assert!(log.iter().any(|line| line.what == what), "{what}");
    }
}

#[tokio::test]
async fn the_documents_of_a_basis_are_part_of_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let import = whole_way(&store).await.unwrap().import;
    let document = |name: &str, body: &str| (name.to_owned(), body.to_owned());
    let accept = async |documents: &[(String, String)]| {
        store.bases().accept(&ctx(), std::slice::from_ref(&import), "lov1", "0.1.0", documents).await
    };
    let none = accept(&[]).await.unwrap();
    assert_eq!(none.documents, []);
    let (land, area) = (document("datalandskab.toml", "æ = 1"), document("omraader.toml", ""));
    let both = accept(&[land.clone(), area.clone()]).await.unwrap();
    assert_eq!(accept(&[area.clone(), land.clone()]).await.unwrap().id, both.id, "orden er uden betydning");
    let changed = accept(&[document("datalandskab.toml", "æ = 2"), area]).await.unwrap();
    let mut ids = vec![none.id.clone(), both.id.clone(), changed.id];
    ids.dedup();
    assert_eq!(ids.len(), 3);
    let kept = store.bases().documents(&ctx(), &both.id).await.unwrap();
    let names: Vec<_> = kept.iter().map(|d| (d.name.as_str(), d.body.as_str())).collect();
    assert_eq!(names, [("datalandskab.toml", "æ = 1"), ("omraader.toml", "")]);
    assert_eq!(store.bases().documents(&ctx(), &none.id).await.unwrap(), []);
    let twice = accept(&[land.clone(), land]).await;
    assert!(matches!(twice, Err(StoreError::Conflict(_))));

    let behind = sqlx::SqlitePool::connect(dir.path().join("ottetal.db").to_str().unwrap()).await.unwrap();
    let change =
        "DROP TRIGGER document_no_update; UPDATE basis_document SET body = 'æ = 3' WHERE position = 0";
    sqlx::raw_sql(change).execute(&behind).await.unwrap();
    assert!(matches!(store.bases().documents(&ctx(), &both.id).await, Err(StoreError::Damaged(_))));
}

#[tokio::test]
async fn a_basis_of_the_days_before_documents_keeps_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let done = whole_way(&store).await.unwrap();
    let basis = store.bases().newest(&ctx()).await.unwrap().unwrap();
    let later = Context { at: "2027-01-01T00:00:00Z".into(), ..ctx() };
    let again = store.bases().accept(&later, &[done.import], "lov1", "0.1.0", &[]).await.unwrap();
    assert_eq!(again.id, basis.id);
    // The name as the first version made it, by its own rule.
    let mut hash = Sha256::new();
    for part in ["ottetal grundlag 1", "lov1", "0.1.0", basis.imports[0].import.as_str()] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let name: String = hash.finalize()[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(basis.id.as_str(), name);
    assert_eq!((basis.gone.len(), basis.documents.len()), (0, 0));
}

#[tokio::test]
async fn replaced_numbers_from_before_there_were_merges_still_hold() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let people: Vec<_> = numbers(3).into_iter().map(|cpr| (cpr, None)).collect();
    let ids = store.people().exchange(&ctx(), &people).await.unwrap();
    store.close().await;
    // Back to the tables of version 1.
    let behind = sqlx::SqlitePool::connect(dir.path().join("people.db").to_str().unwrap()).await.unwrap();
    let first = include_str!("../../migrations/people/0001_begyndelse.sql");
    let alias = &first[first.find("CREATE TABLE alias").unwrap()..];
    let (a, b, c) = (ids[0].0, ids[1].0, ids[2].0);
    let sql = format!(
        "DROP TABLE citizen_key; DROP TABLE key_import; DROP TABLE merged; \
         DELETE FROM schema_version WHERE version > 1; {alias}; \
         INSERT INTO alias VALUES ({a}, {b}, 't', 'en'), ({b}, {c}, 't', 'en')"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&behind).await.unwrap();
    behind.close().await;
    let store = open(dir.path()).await;
    let merged = store.people().merged(&ctx()).await.unwrap();
    assert_eq!(merged.into_iter().collect::<Vec<_>>().len(), 2);
    assert_eq!(store.people().exchange(&ctx(), &people).await.unwrap(), [ids[2]; 3]);
}
