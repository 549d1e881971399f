//! Timings, printed: `cargo test -p store --test it measure -- --ignored --nocapture`.

use crate::scene::{ctx, init, numbers, rows, totals};
use domain::person::CitizenId;
use domain::wording::Wording;
use std::time::{Duration, Instant};
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

/// Lines of fifty citizens each, as a page with a list writes them: one at a time, and from many pages at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "måler; prøver intet"]
async fn lines_of_the_log() {
    let dir =
        tempfile::tempdir_in(std::env::var("OTTETAL_MAAL_I").unwrap_or_else(|_| "/var/tmp".into())).unwrap();
    let store = init(dir.path()).await;
    let citizens: Vec<CitizenId> = (0..50).map(CitizenId).collect();
    for at_once in [1, 10, 50] {
        let begun = Instant::now();
        let (mut took, mut rounds): (Vec<Duration>, _) = (Vec::new(), 0);
        while begun.elapsed() < Duration::from_secs(5) {
            rounds += 1;
            let mut all = tokio::task::JoinSet::new();
            for _ in 0..at_once {
                let (store, citizens) = (store.clone(), citizens.clone());
                all.spawn(async move {
                    let begun = Instant::now();
                    store.log().append_about(&ctx(), "side", "/afvigelser", &citizens).await.unwrap();
                    begun.elapsed()
                });
            }
            took.extend(all.join_all().await);
        }
        took.sort();
        println!(
            "{at_once} ad gangen: {:.0} linjer/s, median {:?}, 95 % {:?}, længst {:?}",
            f64::from(rounds * at_once) / begun.elapsed().as_secs_f64(),
            took[took.len() / 2],
            took[took.len() * 95 / 100],
            took[took.len() - 1]
        );
    }
    let begun = Instant::now();
    let head = store.log().verify(&ctx()).await.unwrap();
    println!("{} linjer fulgt: {:?}", head.lines, begun.elapsed());
}
