//! Users, sign-ins, jobs and whom the log is about: the same in every place, kept by a backup, and tampering shows.

use crate::places::Place;
use crate::scene::{ctx, init, key, open, whole_way};
use domain::person::CitizenId;
use std::collections::BTreeSet;
use store::backup::{restore, write};
use store::jobs::{JobKind, JobOutcome};
use store::log::LogAsked;
use store::sign_ins::NewSignIn;
use store::users::NewUserLine;
use store::{Context, Store, StoreError};

fn by(actor: &str, at: &str) -> Context {
    Context { actor: actor.into(), at: at.into(), ..ctx() }
}

async fn save(store: &Store, name: &str, definition: &str, before: Option<&str>) -> Result<(), StoreError> {
    let line = NewUserLine { name, definition, before, ends_sign_ins: before.is_some() };
    store.users().save(&ctx(), &line).await
}

fn sign_in<'a>(hash: &'a [u8; 32], user: &'a str) -> NewSignIn<'a> {
    NewSignIn { hash, user, csrf: "c", ends_at: "2026-03-01T20:00:00Z" }
}

#[tokio::test]
async fn users_are_lines_and_the_newest_counts_everywhere() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(dir.path()).await;
        save(&store, "bo", "{\"a\":1}", None).await.unwrap();
        save(&store, "anna", "{\"æ\":\"«\"}", None).await.unwrap();
        save(&store, "bo", "{\"a\":2}", Some("{\"a\":1}")).await.unwrap();
        let taken = save(&store, "bo", "{}", None).await;
        assert!(matches!(&taken, Err(StoreError::Conflict(t)) if t.contains("allerede en bruger «bo»")));
        let raced = save(&store, "bo", "{}", Some("{\"a\":1}")).await;
        assert!(matches!(&raced, Err(StoreError::Conflict(t)) if t.contains("ændret af en anden")));
        let all = store.users().list(&ctx()).await.unwrap();
        let shown: Vec<_> = all.iter().map(|u| (u.name.as_str(), u.definition.as_str())).collect();
        assert_eq!(shown, [("anna", "{\"æ\":\"«\"}"), ("bo", "{\"a\":2}")], "{}", place.name);
        assert_eq!(store.users().get(&ctx(), "bo").await.unwrap().as_ref(), all.last());
        assert_eq!(store.users().get(&ctx(), "Bo").await.unwrap(), None);
        let asked = LogAsked { what: Some("bruger".into()), ..LogAsked::default() };
        assert_eq!(store.log().find(&ctx(), &asked).await.unwrap().1, 3);
        assert_eq!(store.check(&ctx()).await.unwrap(), [], "{}", place.name);
    }
}

#[tokio::test]
async fn sign_ins_begin_are_seen_end_and_are_swept() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(dir.path()).await;
        save(&store, "bo", "{}", None).await.unwrap();
        let sign_ins = store.sign_ins();
        let [one, two, three] = [[1; 32], [2; 32], [3; 32]];
        let noon = by("bo", "2026-03-01T12:00:00Z");
        for hash in [&one, &two] {
            sign_ins.begin(&noon, &sign_in(hash, "bo")).await.unwrap();
        }
        let again = sign_ins.begin(&noon, &sign_in(&one, "bo")).await;
        assert!(matches!(again, Err(StoreError::Conflict(_))));
        sign_ins.begin(&noon, &sign_in(&three, "anna")).await.unwrap();
        sign_ins.seen(&noon, &two, "2026-03-01T12:20:00Z").await.unwrap();
        store.close().await;

        // A restart signs nobody out.
        let store = open(dir.path()).await;
        let sign_ins = store.sign_ins();
        let found = sign_ins.find(&ctx(), &two).await.unwrap().unwrap();
        assert_eq!((found.user.as_str(), found.csrf.as_str()), ("bo", "c"));
        assert_eq!((found.begun_at.as_str(), found.seen_at.as_str()), (&*noon.at, "2026-03-01T12:20:00Z"));
        sign_ins.sweep(&ctx(), "2026-03-01T12:45:00Z", "2026-03-01T12:15:00Z").await.unwrap();
        assert!(sign_ins.find(&ctx(), &one).await.unwrap().is_none());
        assert!(sign_ins.find(&ctx(), &two).await.unwrap().is_some(), "{}", place.name);
        sign_ins.begin(&noon, &sign_in(&three, "anna")).await.unwrap();
        sign_ins.end(&by("anna", &noon.at), &three).await.unwrap();
        sign_ins.end(&by("anna", &noon.at), &three).await.unwrap();
        assert!(sign_ins.find(&ctx(), &three).await.unwrap().is_none());
        assert_eq!(sign_ins.end_all_of(&ctx(), "bo").await.unwrap(), 1);
        assert_eq!(sign_ins.end_all_of(&ctx(), "bo").await.unwrap(), 0);
        let words = store.log().list(&ctx(), 100, 0).await.unwrap().into_iter().rev();
        let words = words.filter(|l| l.what.starts_with("log_")).map(|l| format!("{} {}", l.what, l.object));
        let ins = ["log_ind bo", "log_ind bo", "log_ind anna", "log_ind anna"];
        assert_eq!(words.collect::<Vec<_>>(), [&ins[..], &["log_ud anna", "log_ud bo"]].concat());
        sign_ins.begin(&noon, &sign_in(&one, "bo")).await.unwrap();
        save(&store, "bo", "{\"spaerret\":true}", Some("{}")).await.unwrap();
        assert!(sign_ins.find(&ctx(), &one).await.unwrap().is_none(), "spærret og ude i ét skridt");
        store.log().verify(&ctx()).await.unwrap();
    }
}

#[tokio::test]
async fn jobs_have_one_end_and_those_without_are_known_after_a_restart() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(dir.path()).await;
        let begun = by("bo", "2026-03-01T12:00:00Z");
        let jobs = store.jobs();
        jobs.begin(&begun, "a1", JobKind::Control, "nexus mod as2007").await.unwrap();
        jobs.begin(&begun, "b2", JobKind::Import, "nexus").await.unwrap();
        let twice = jobs.begin(&begun, "a1", JobKind::Import, "x").await;
        assert!(matches!(twice, Err(StoreError::Conflict(_))));
        jobs.end(&by("bo", "2026-03-01T12:01:00Z"), "a1", JobOutcome::Done, "12 afvigelser").await.unwrap();
        let again = jobs.end(&ctx(), "a1", JobOutcome::Failed, "").await;
        assert!(matches!(again, Err(StoreError::Conflict(_))), "den første slutning gælder");
        let nobody = jobs.end(&ctx(), "c3", JobOutcome::Failed, "").await;
        assert!(matches!(nobody, Err(StoreError::Conflict(_))));
        store.close().await;

        let store = open(dir.path()).await;
        let jobs = store.jobs();
        let left = jobs.without_end(&ctx()).await.unwrap();
        assert_eq!(left.iter().map(|job| job.id.as_str()).collect::<Vec<_>>(), ["b2"]);
        jobs.end(&ctx(), "b2", JobOutcome::CutOff, "Ottetal blev lukket").await.unwrap();
        let all = jobs.list(&ctx(), 10).await.unwrap();
        let shown: Vec<_> = all
            .iter()
            .map(|job| (job.id.as_str(), job.kind, job.end.as_ref().map(|end| end.outcome)))
            .collect();
        let [import, control] = [JobKind::Import, JobKind::Control];
        let ends = [Some(JobOutcome::CutOff), Some(JobOutcome::Done)];
        assert_eq!(shown, [("b2", import, ends[0]), ("a1", control, ends[1])], "{}", place.name);
        assert_eq!(jobs.get(&ctx(), "a1").await.unwrap().as_ref(), all.last());
        assert_eq!((all[1].by.as_str(), all[1].what.as_str()), ("bo", "nexus mod as2007"));
        for kind in [JobKind::Control, JobKind::Import] {
            assert_eq!(JobKind::from_key(kind.key()), Some(kind));
        }
        for outcome in [JobOutcome::Done, JobOutcome::Failed, JobOutcome::Stopped, JobOutcome::CutOff] {
            assert_eq!(JobOutcome::from_key(outcome.key()), Some(outcome));
        }
    }
}

/// The lines about a citizen, newest first: who, what, and everybody whom they were about.
async fn about(store: &Store, citizen: CitizenId) -> Vec<(String, String, Vec<CitizenId>)> {
    let asked = LogAsked { citizen: Some(citizen), ..LogAsked::default() };
    let (lines, total) = store.log().find(&ctx(), &asked).await.unwrap();
    assert_eq!(lines.len() as u64, total);
    lines.into_iter().map(|line| (line.actor, line.what, line.citizens)).collect()
}

#[tokio::test]
async fn the_log_knows_whom_it_is_about_through_replaced_numbers_and_after_deletion() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(dir.path()).await;
        let done = whole_way(&store).await.unwrap();
        let [one, other] = [done.citizens[3], done.citizens[7]];
        assert!(about(&store, one).await.iter().all(|(_, what, _)| what == "vis_cpr"));
        let before = about(&store, one).await.len();
        store.people().reveal(&by("mette", &ctx().at), &[one]).await.unwrap();
        let newest = about(&store, one).await.remove(0);
        assert_eq!(newest, ("mette".into(), "vis_cpr".into(), vec![one]));
        store.people().alias(&ctx(), one, other).await.unwrap();
        let lines = about(&store, other).await;
        assert!(lines.contains(&newest), "{}: under det gamle id", place.name);
        assert_eq!(about(&store, one).await, lines);
        store.deletion().citizen(&ctx(), other, "prøve").await.unwrap();
        let left = about(&store, one).await;
        assert!(left.len() > before && left.contains(&newest), "id'et bliver, og er ingens");
        let ids: BTreeSet<CitizenId> = [one, other].into();
        let (_, word, whom) = &left[0];
        assert_eq!((word.as_str(), whom.iter().copied().collect()), ("slet_borger", ids));
        assert_eq!(store.check(&ctx()).await.unwrap(), [], "{}", place.name);
    }
}

#[tokio::test]
async fn items_that_are_set_are_lines_about_their_citizens() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    whole_way(&store).await.unwrap();
    let items = store.work_items().all(&ctx()).await.unwrap();
    let said = [domain::work_item::EventKind::Comment("husk".into())];
    let both = [items[0].id, items[1].id];
    store.work_items().add(&by("bo", &ctx().at), &both, &said).await.unwrap();
    let (_, what, whom) = about(&store, items[1].key.citizen).await.remove(0);
    let citizens: BTreeSet<CitizenId> = items[..2].iter().map(|item| item.key.citizen).collect();
    assert_eq!((what.as_str(), whom), ("saet_afvigelse", citizens.into_iter().collect::<Vec<_>>()));
}

#[tokio::test]
async fn a_backup_keeps_users_jobs_and_log_and_signs_nobody_in() {
    for place in Place::all() {
        let dir = tempfile::tempdir().unwrap();
        let store = place.init(&dir.path().join("data")).await;
        save(&store, "bo", "{}", None).await.unwrap();
        store.sign_ins().begin(&ctx(), &sign_in(&[1; 32], "bo")).await.unwrap();
        store.jobs().begin(&ctx(), "a1", JobKind::Control, "x").await.unwrap();
        store
            .log()
            .append_about(&ctx(), "vis_afvigelse", "A-1", &[CitizenId(5), CitizenId(6)])
            .await
            .unwrap();
        let mut copy = Vec::new();
        let manifest = write(&store, &ctx(), &mut copy).await.unwrap();
        assert!(manifest.tables.iter().all(|table| table.table != "sign_in"));
        let (restored, _) =
            restore(&ctx(), &dir.path().join("ny"), key(), place.options(), &copy[..]).await.unwrap();
        assert_eq!(restored.users().list(&ctx()).await.unwrap(), store.users().list(&ctx()).await.unwrap());
        assert_eq!(
            restored.jobs().list(&ctx(), 9).await.unwrap(),
            store.jobs().list(&ctx(), 9).await.unwrap()
        );
        assert_eq!(about(&restored, CitizenId(6)).await, about(&store, CitizenId(6)).await, "{}", place.name);
        assert!(restored.sign_ins().find(&ctx(), &[1; 32]).await.unwrap().is_none());
        assert!(store.sign_ins().find(&ctx(), &[1; 32]).await.unwrap().is_some());
        assert_eq!(restored.check(&ctx()).await.unwrap(), []);
    }
}
