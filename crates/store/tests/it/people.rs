//! The identity store: one id a person, shown only with a line in the log, near numbers found as if all were compared.

use crate::scene::{ctx, init, key, numbers, open};
use domain::person::{CitizenId, Cpr};
use std::collections::HashSet;
use store::faults::Faults;
use store::people::Near;
use store::{IdSource, Options, Store, StoreError};

fn unnamed(people: &[Cpr]) -> Vec<(Cpr, Option<&'static str>)> {
    people.iter().map(|cpr| (*cpr, None)).collect()
}

#[tokio::test]
async fn the_same_person_is_the_same_id_whatever_the_order() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let people = numbers(5_000);
    let mut asked = unnamed(&people);
    asked.extend(unnamed(&people[..10]));
    let ids = store.people().exchange(&ctx(), &asked).await.unwrap();
    assert_eq!(ids[..10], ids[5_000..]);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 5_000);
    assert!(ids.iter().all(|id| id.0 < CitizenId::LIMIT));
    store.close().await;

    let store = open(dir.path()).await;
    assert_eq!(store.people().exchange(&ctx(), &asked).await.unwrap(), ids);
    assert_eq!(store.people().count(&ctx()).await.unwrap(), 5_000);
    assert_eq!(store.people().exchange(&ctx(), &[]).await.unwrap(), []);

    let other = tempfile::tempdir().unwrap();
    let seeded = init(other.path()).await;
    asked.reverse();
    let mut turned = seeded.people().exchange(&ctx(), &asked).await.unwrap();
    turned.reverse();
    assert_eq!(turned, ids, "frøet og personen giver id'et");
}

#[tokio::test]
async fn ids_are_random_in_use() {
    let mut seen = HashSet::new();
    for _ in 0..2 {
        let dir = tempfile::tempdir().unwrap();
        let ctx = ctx();
        let store = Store::init(&ctx, dir.path(), 573, key(), IdSource::Tilfaeldig, Options::default());
        let ids = store.await.unwrap().people().exchange(&ctx, &unnamed(&numbers(50))).await.unwrap();
        seen.extend(ids);
    }
    assert!(seen.len() > 95, "to mapper har hver sine id'er");
}

#[tokio::test]
async fn showing_a_number_is_in_the_log_before_it_is_shown() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let people = numbers(20);
    let ids = store.people().exchange(&ctx(), &unnamed(&people)).await.unwrap();
    let shown = store.people().reveal(&ctx(), &ids).await.unwrap();
    let expected: Vec<_> = ids.iter().copied().zip(people.iter().map(Cpr::digits)).collect();
    assert_eq!(shown, expected);
    let newest = store.log().list(&ctx(), 1, 0).await.unwrap().remove(0);
    assert_eq!(
        (newest.what.as_str(), newest.count, newest.purpose.as_str()),
        ("vis_cpr", 20, "AFVIGELSE-RET")
    );
    let nobody = (0..).map(CitizenId).find(|id| !ids.contains(id)).unwrap();
    assert!(matches!(store.people().reveal(&ctx(), &[nobody]).await, Err(StoreError::NotFound(_))));
    assert_eq!(
        store.log().list(&ctx(), 1, 0).await.unwrap()[0].seq,
        newest.seq + 1,
        "også forsøget står der"
    );
}

#[tokio::test]
async fn somebody_is_found_by_number_and_nobody_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let people = numbers(4);
    let known: Vec<_> = people[..3].iter().map(|cpr| (*cpr, Some("Prøve Prøvesen"))).collect();
    let ids = store.people().exchange(&ctx(), &known).await.unwrap();
    let digits = |at: usize| String::from_utf8(people[at].digits().to_vec()).unwrap();
    let lines = store.log().head(&ctx()).await.unwrap().lines;
    for (text, expected) in [
        (digits(1), Some(ids[1])),
        (format!("{}-{}", &digits(2)[..6], &digits(2)[6..]), Some(ids[2])),
        (digits(3), None),
        ("Prøve Prøvesen".to_owned(), None),
        (String::new(), None),
    ] {
        assert_eq!(store.people().find(&ctx(), &text).await.unwrap(), expected);
    }
    assert_eq!(store.people().count(&ctx()).await.unwrap(), 3);
    assert_eq!(store.log().head(&ctx()).await.unwrap().lines, lines, "linjen er spørgerens");

    let shown = store.people().reveal_one(&ctx(), ids[0]).await.unwrap();
    assert_eq!((shown.digits, shown.name.as_str()), (people[0].digits(), "Prøve Prøvesen"));
    let newest = store.log().list(&ctx(), 1, 0).await.unwrap().remove(0);
    assert_eq!((newest.what.as_str(), newest.citizens), ("vis_cpr", vec![ids[0]]));
    let texts = ["Støtte til prøvesen".to_owned(), "Støtte".to_owned()];
    let hidden = store.people().without_name(&ctx(), ids[0], &texts).await.unwrap();
    assert_eq!(hidden, Some(vec!["Støtte til ••••••".to_owned(), "Støtte".to_owned()]));
    let unnamed = store.people().exchange(&ctx(), &unnamed(&people[3..])).await.unwrap();
    assert_eq!(store.people().without_name(&ctx(), unnamed[0], &texts).await.unwrap(), None);
}

#[tokio::test]
async fn nothing_is_shown_when_the_log_cannot_be_written() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let ids = store.people().exchange(&ctx(), &unnamed(&numbers(2))).await.unwrap();
    let behind = sqlx::SqlitePool::connect(dir.path().join("ottetal.db").to_str().unwrap()).await.unwrap();
    let stop = "CREATE TRIGGER stop BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'fuld'); END";
    sqlx::raw_sql(stop).execute(&behind).await.unwrap();
    assert!(store.people().reveal(&ctx(), &ids).await.is_err());
    assert!(store.people().reveal_one(&ctx(), ids[0]).await.is_err());
    assert!(store.people().near_pairs(&ctx(), &ids, &ids).await.is_err());
    assert!(store.people().exchange(&ctx(), &unnamed(&numbers(5))).await.is_err());
    assert_eq!(store.people().count(&ctx()).await.unwrap(), 2);
    sqlx::raw_sql("DROP TRIGGER stop").execute(&behind).await.unwrap();
    store.people().reveal(&ctx(), &ids).await.unwrap();
}

#[tokio::test]
async fn a_name_is_added_when_it_comes_and_a_failed_exchange_keeps_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let people = numbers(3);
    let ids = store.people().exchange(&ctx(), &unnamed(&people)).await.unwrap();
    let named: Vec<_> = people.iter().map(|cpr| (*cpr, Some("Prøve Prøvesen"))).collect();
    assert_eq!(store.people().exchange(&ctx(), &named).await.unwrap(), ids);
    assert_eq!(store.people().reveal(&ctx(), &ids[..1]).await.unwrap(), [(ids[0], people[0].digits())]);
    store.close().await;

    let options = Options { faults: Faults::fail_at("people.before_commit"), ..Options::default() };
    let store = Store::open(&ctx(), dir.path(), key(), options).await.unwrap();
    let failed = store.people().exchange(&ctx(), &unnamed(&numbers(10))).await;
    assert!(matches!(failed, Err(StoreError::Unavailable(_))));
    assert_eq!(store.people().count(&ctx()).await.unwrap(), 3);
}

#[tokio::test]
async fn a_replaced_number_is_the_current_person_from_then_on() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let people = numbers(3);
    let ids = store.people().exchange(&ctx(), &unnamed(&people)).await.unwrap();
    store.people().alias(&ctx(), ids[0], ids[1]).await.unwrap();
    store.people().alias(&ctx(), ids[1], ids[2]).await.unwrap();
    let now = store.people().exchange(&ctx(), &unnamed(&people)).await.unwrap();
    assert_eq!(now, [ids[2]; 3]);
    assert!(matches!(store.people().alias(&ctx(), ids[2], ids[0]).await, Err(StoreError::Conflict(_))));
    assert!(matches!(store.people().alias(&ctx(), ids[2], ids[2]).await, Err(StoreError::Conflict(_))));
    let pairs = store.people().near_pairs(&ctx(), &ids[..1], &ids[1..]).await.unwrap();
    for other in &ids[1..] {
        assert!(pairs.contains(&(ids[0], *other, Near::Replaced)));
    }
    let nobody = (0..).map(CitizenId).find(|id| !ids.contains(id)).unwrap();
    assert!(matches!(store.people().alias(&ctx(), nobody, ids[0]).await, Err(StoreError::NotFound(_))));
}

#[tokio::test]
async fn near_pairs_over_the_store_are_those_of_the_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let cpr = |text: &str| Cpr::parse(text).unwrap();
    let a = [cpr("0302600001"), cpr("1205710014"), cpr("2808440021")];
    // Et ciffer; to byttet om; ingen af delene.
    let b = [cpr("0302600002"), cpr("1207510014"), cpr("2808450023")];
    assert!(a.iter().chain(&b).all(|cpr| !cpr.passes_modulus_11()));
    let ids_a = store.people().exchange(&ctx(), &unnamed(&a)).await.unwrap();
    let ids_b = store.people().exchange(&ctx(), &unnamed(&b)).await.unwrap();
    let mut expected = vec![(ids_a[0], ids_b[0], Near::OneDigit), (ids_a[1], ids_b[1], Near::Swapped)];
    expected.sort();
    assert_eq!(store.people().near_pairs(&ctx(), &ids_a, &ids_b).await.unwrap(), expected);
}
