//! Saved controls and work items: kept whole, added to and never changed.

use crate::scene::{ctx, init, law, open, open_with, whole_way};
use domain::calendar::Day;
use domain::control::Level;
use domain::deviation::Deviation;
use domain::wording::Wording;
use domain::work_item::{
    ClosedBy, EventKind, Fingerprint, Found, Item, ItemId, ItemKey, Sighting, Status, Step, Trace,
};
use std::collections::BTreeMap;
use store::faults::Faults;
use store::work_items::{Carry, NewCarriedRun};
use store::{RunId, Store, StoreError};

pub(crate) fn trace(day: i32) -> Trace {
    let systems = BTreeMap::from([("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())]);
    let print = Fingerprint { systems, others: "x".into(), language: "y".into(), rules: "z".into() };
    Trace { day: Day(day), print, current_only: true, area: "voksne".into() }
}

pub(crate) fn found(deviations: &[Deviation]) -> Vec<Found> {
    let law = law();
    let one = |(at, d): (usize, &Deviation)| Found {
        key: ItemKey::of(d, &law.paragraf(d.paragraf).written, ["a", "b"], Level::Ydelse),
        seen: Sighting::of(d, at as u32),
    };
    deviations.iter().enumerate().map(one).collect()
}

/// Carries the list over a run, every deviation a new item.
pub(crate) async fn all_new(store: &Store, run: &RunId, found: &[Found]) -> Result<Vec<ItemId>, StoreError> {
    let steps: Vec<Step> = (0..found.len()).map(|found| Step::New { found, split_from: None }).collect();
    carried(store, run, &[], found, &steps, 20).await
}

async fn carried(
    store: &Store,
    run: &RunId,
    items: &[Item],
    found: &[Found],
    steps: &[Step],
    day: i32,
) -> Result<Vec<ItemId>, StoreError> {
    let basis = store.bases().newest(&ctx()).await?.unwrap().id;
    let trace = trace(day);
    let new = NewCarriedRun { control: "maaned", run, basis: &basis, systems: ["a", "b"], trace: &trace };
    store.work_items().carry(&ctx(), &new, &Carry { items, found, steps }).await
}

async fn read(store: &Store, run: &RunId) -> Vec<Deviation> {
    let mut wordings = [Wording::default(), Wording::default()];
    store.lake().read_deviations(&ctx(), run, &law(), &mut wordings, &mut Vec::new()).unwrap()
}

#[tokio::test]
async fn items_are_kept_with_all_that_happens_to_them() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let done = whole_way(&store).await.unwrap();
    let kept = store.work_items();
    let items = kept.all(&ctx()).await.unwrap();
    let found = found(&read(&store, &done.run).await);
    assert_eq!(items.len(), found.len());
    for (item, one) in items.iter().zip(&found) {
        assert_eq!((&item.key, &item.sighting), (&one.key, &one.seen));
        assert_eq!((item.first.run, item.last.day, item.standing.status), (1, Day(20), Status::Open));
    }
    let steps = [
        Step::Seen { item: 0, found: 0, came_back: false, accept_ended: false },
        Step::New { found: 1, split_from: Some(0) },
        Step::Closed { item: 1, by: ClosedBy::Language, untried_days: 3, goes_on: true },
        Step::Merged { item: 2, into: 0 },
    ];
    let new = carried(&store, &done.run, &items, &found, &steps, 50).await.unwrap();
    let set =
        EventKind::Set {
            status: Status::Accepted, reason: "aftalt; «æøå»".into(), until: Some(Day(70))
        };
    let said = [set, EventKind::Assigned("Anna".into()), EventKind::Comment("husk".into())];
    kept.add(&ctx(), &[items[0].id, new[0]], &said).await.unwrap();

    let after = kept.all(&ctx()).await.unwrap();
    assert_eq!(after.len(), items.len() + 1);
    let by_id = |id: ItemId| after.iter().find(|item| item.id == id).unwrap();
    let first = by_id(items[0].id);
    assert_eq!((first.first.day, first.last.day), (Day(20), Day(50)));
    assert_eq!((first.standing.status, first.standing.until), (Status::Accepted, Some(Day(70))));
    assert_eq!((first.standing.reason.as_str(), first.standing.assigned.as_str()), ("aftalt; «æøå»", "Anna"));
    let closed = &by_id(items[1].id).standing;
    assert_eq!((closed.status, closed.ended), (Status::Closed(ClosedBy::Language), Some(Day(50))));
    assert!(closed.goes_on);
    assert_eq!(by_id(items[2].id).standing.status, Status::Merged(items[0].id));
    assert_eq!(by_id(new[0]).split_from, Some(items[0].id));

    let history = kept.get(&ctx(), items[0].id).await.unwrap();
    assert_eq!(history.item, *first);
    let kinds: Vec<&str> = history.events.iter().map(|e| e.kind.key()).collect();
    assert_eq!(kinds, ["fundet", "sat", "ansvarlig", "kommentar"]);
    assert_eq!(history.sightings.iter().map(|(seen, _)| seen.run).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(kept.runs(&ctx()).await.unwrap()[1].trace, trace(50));
    assert_eq!(kept.seen_by(&ctx(), "maaned").await.unwrap().len(), after.len());
    assert!(kept.seen_by(&ctx(), "anden").await.unwrap().is_empty());

    let nobody = (0..).map(ItemId).find(|id| after.iter().all(|item| item.id != *id)).unwrap();
    assert!(matches!(kept.get(&ctx(), nobody).await, Err(StoreError::NotFound(_))));
    let refused = kept.add(&ctx(), &[items[1].id, nobody], &said).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    assert_eq!(kept.all(&ctx()).await.unwrap(), after, "alt eller intet");
    store.log().verify(&ctx()).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_leaves_the_list_as_it_was_and_names_follow_the_seed() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let done = whole_way(&store).await.unwrap();
    let found = found(&read(&store, &done.run).await);
    let before = store.work_items().all(&ctx()).await.unwrap();
    store.close().await;
    let store = open_with(dir.path(), Faults::fail_at("items.before_commit")).await;
    let run = RunId::parse("0123456789ab").unwrap();
    assert!(matches!(all_new(&store, &run, &found).await, Err(StoreError::Unavailable(_))));
    store.close().await;
    let store = open(dir.path()).await;
    assert_eq!(store.work_items().all(&ctx()).await.unwrap(), before);
    let other = tempfile::tempdir().unwrap();
    let twin = init(other.path()).await;
    whole_way(&twin).await.unwrap();
    assert_eq!(all_new(&store, &run, &found).await.unwrap(), all_new(&twin, &run, &found).await.unwrap());
}

#[tokio::test]
async fn a_saved_control_is_replaced_only_on_purpose() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let saved = store.saved_controls();
    saved.save(&ctx(), "b", "{1}", false).await.unwrap();
    saved.save(&ctx(), "a", "{2}", false).await.unwrap();
    saved.save(&ctx(), "b", "{1}", false).await.unwrap();
    let refused = saved.save(&ctx(), "b", "{3}", false).await;
    assert!(matches!(refused, Err(StoreError::Conflict(text)) if text.contains("--erstat")));
    saved.save(&ctx(), "b", "{3}", true).await.unwrap();
    let listed: Vec<(String, String)> =
        saved.list(&ctx()).await.unwrap().into_iter().map(|c| (c.name, c.definition)).collect();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(listed, [pair("a", "{2}"), pair("b", "{3}")]);
    assert!(matches!(saved.get(&ctx(), "c").await, Err(StoreError::NotFound(_))));
}
