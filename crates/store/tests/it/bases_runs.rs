//! Bases and runs: named by their content, kept for good.

use crate::scene::{ctx, init, whole_way};
use domain::landscape::ExtractFacts;
use domain::totals::ControlTotals;
use store::imports::{Content, ImportedFile, Kind, NewImport};
use store::lake::LakeFile;
use store::runs::{NewRun, Recorded};
use store::{BasisId, Context, ImportId, Store, StoreError};

async fn language(store: &Store, text: &str) -> ImportId {
    let kept = store.raw().put(&ctx(), &mut text.as_bytes()).unwrap();
    let files = [ImportedFile { name: "f.csv".into(), sha256: kept.sha256, size: kept.size, rows: 0 }];
    let import = NewImport {
        source: "faelles_sprog",
        files: &files,
        mapping: "",
        mapping_version: "m1",
        facts: ExtractFacts::default(),
        totals: ControlTotals::default(),
        findings: &[],
        found: "{}",
        content: Content::Language(&[]),
    };
    store.imports().record(&ctx(), &import).await.unwrap()
}

#[tokio::test]
async fn the_basis_accepted_last_counts_and_the_same_content_is_the_same_basis() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    assert_eq!(store.bases().newest(&ctx()).await.unwrap(), None);
    let rows = whole_way(&store).await.unwrap().import;
    let (one, two) = (language(&store, "1").await, language(&store, "2").await);
    let accept =
        async |imports: &[ImportId]| store.bases().accept(&ctx(), imports, "lov1", "0.1.0", &[]).await;
    let first = accept(&[rows.clone(), one.clone()]).await.unwrap();
    let second = accept(&[two.clone(), rows.clone()]).await.unwrap();
    assert_ne!(first.id, second.id);
    assert_eq!(store.bases().newest(&ctx()).await.unwrap(), Some(second.clone()));
    let later = Context { at: "2026-04-01T12:00:00Z".into(), ..ctx() };
    let again =
        store.bases().accept(&later, &[one.clone(), rows.clone()], "lov1", "0.1.0", &[]).await.unwrap();
    assert_eq!(again.id, first.id);
    let newest = store.bases().newest(&ctx()).await.unwrap().unwrap();
    assert_eq!((newest.id, newest.accepted_at.as_str()), (first.id.clone(), "2026-04-01T12:00:00Z"));
    assert_eq!(store.bases().get(&ctx(), &second.id).await.unwrap(), second);
    // Den, whole_way accepterede, og de to.
    assert_eq!(store.bases().list(&ctx()).await.unwrap().len(), 3);
    assert_eq!(first.import_of("nexus"), Some(&rows));
    assert_eq!(first.of_kind(Kind::Language).map(|i| &i.import).collect::<Vec<_>>(), [&one]);

    let other_law =
        store.bases().accept(&ctx(), std::slice::from_ref(&rows), "lov2", "0.1.0", &[]).await.unwrap();
    let other_program =
        store.bases().accept(&ctx(), std::slice::from_ref(&rows), "lov2", "0.1.1", &[]).await.unwrap();
    assert_ne!(other_law.id, other_program.id);
    assert!(
        matches!(accept(&[one, two]).await, Err(StoreError::Conflict(text)) if text.contains("én indlæsning"))
    );
    assert!(matches!(accept(&[]).await, Err(StoreError::Conflict(_))));
    let unknown = ImportId::parse("0123456789ab").unwrap();
    assert!(matches!(accept(&[unknown]).await, Err(StoreError::NotFound(_))));
}

#[tokio::test]
async fn a_run_says_whether_it_gave_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let done = whole_way(&store).await.unwrap();
    let basis = store.bases().newest(&ctx()).await.unwrap().unwrap();
    let kept = store.runs().find(&ctx(), &done.run).await.unwrap().unwrap();
    assert_eq!(
        (&kept.basis, &kept.deviations, kept.run_by.as_str()),
        (&basis.id, &done.deviations, "proeve")
    );
    let other = LakeFile { sha256: "0".repeat(64), rows: 1 };
    let run = |deviations| NewRun {
        basis: &basis.id,
        parameters: "{}",
        program_version: "0.1.0",
        started: "a",
        finished: "b",
        deviations,
        counts: "{\"sat\":1}",
    };
    let record = async |lake| store.runs().record(&ctx(), &run(lake)).await.unwrap();
    assert_eq!(record(&done.deviations).await, (done.run.clone(), Recorded::Same));
    assert_eq!(record(&other).await, (done.run.clone(), Recorded::Different));
    assert_eq!(store.runs().list(&ctx(), 10).await.unwrap().len(), 3);
    assert_ne!(run(&other).id(), NewRun { parameters: "{1}", ..run(&other) }.id());
    let nowhere = BasisId::parse("0123456789ab").unwrap();
    let refused = store.runs().record(&ctx(), &NewRun { basis: &nowhere, ..run(&other) }).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
}
