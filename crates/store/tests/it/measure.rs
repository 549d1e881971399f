//! Timings, printed: `cargo test -p store --test it measure -- --ignored --nocapture`.

use crate::scene::{ctx, init, numbers, rows, totals};
use domain::person::CitizenId;
use domain::wording::Wording;
use std::time::Instant;
use store::ImportId;

#[tokio::test]
#[ignore = "måler; prøver intet"]
async fn a_million_rows_and_a_hundred_thousand_people() {
    let dir = tempfile::tempdir().unwrap();
    let store = init(dir.path()).await;
    let people = numbers(100_000);
    let named: Vec<_> = people.iter().map(|cpr| (*cpr, Some("Prøve Prøvesen"))).collect();
    let begun = Instant::now();
    let citizens = store.people().exchange(&ctx(), &named).await.unwrap();
    println!("100.000 nye personer: {:?}", begun.elapsed());
    let begun = Instant::now();
    store.people().exchange(&ctx(), &named).await.unwrap();
    println!("100.000 kendte personer: {:?}", begun.elapsed());
    let begun = Instant::now();
    let pairs = store.people().near_pairs(&ctx(), &citizens[..50_000], &citizens[50_000..]).await.unwrap();
    println!("50.000 mod 50.000 numre: {:?}, {} par", begun.elapsed(), pairs.len());

    let mut wording = Wording::default();
    let rows = rows(&citizens, 10, &mut wording);
    let totals = totals(&rows);
    let id = ImportId::parse("0123456789ab").unwrap();
    let begun = Instant::now();
    store.lake().write_activities(&ctx(), &id, &wording, &rows, &totals).unwrap();
    println!("1 mio. rækker skrevet og talt efter: {:?}", begun.elapsed());
    let path = dir.path().join("lake/imports/0123456789ab/activities.parquet");
    println!("{} byte", std::fs::metadata(path).unwrap().len());
    let file = store.lake().activities(&ctx(), &id).unwrap();
    let begun = Instant::now();
    let read = file.read(CitizenId(0)..CitizenId(CitizenId::LIMIT), &mut Wording::default()).unwrap();
    println!("{} rækker læst: {:?}", read.len(), begun.elapsed());

    let content = vec![b'x'; 100_000_000];
    let begun = Instant::now();
    let kept = store.raw().put(&ctx(), &mut &content[..]).unwrap();
    println!("100 MB gemt: {:?}", begun.elapsed());
    let begun = Instant::now();
    store.raw().verify(&kept.sha256).unwrap();
    println!("100 MB læst: {:?}", begun.elapsed());
}
