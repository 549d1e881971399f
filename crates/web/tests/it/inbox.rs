//! The watched inbox: real files laid in folders, a half-written one, a bad one, and a program killed between the import
//! and the move.

use crate::imports::april;
use crate::town::Town;
use app::access::Role;
use app::commands::inbox::{Looks, MARK, STILL_SECONDS};
use std::fs;
use std::path::PathBuf;
use store::jobs::JobOutcome;
use web::inbox::pass;

fn inbox(town: &Town, source: &str) -> PathBuf {
    let path = town.state.base.edge.folder.join("indbakke").join(source);
    fs::create_dir_all(&path).expect("mappen");
    path
}

/// Looks that have seen everything stand still: a look now, and one after the wait. Nobody waits twenty seconds here: the
/// first look is told that it was earlier.
async fn two_passes(town: &Town, looks: &mut Looks) -> usize {
    let first = pass(&town.state, looks).await.expect("et kig");
    looks.as_if_earlier(STILL_SECONDS);
    first + pass(&town.state, looks).await.expect("et kig til")
}

async fn imports(town: &Town, source: &str) -> Vec<store::imports::Import> {
    let session = town.session("test");
    let mut all = session.store.imports().list(&session.ctx).await.expect("indlæsninger");
    all.retain(|import| import.source == source);
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extract_that_stands_still_is_read_in_once_and_moved() {
    let town = Town::new().await;
    let dir = tempfile::tempdir().expect("en mappe");
    let files = april(dir.path());
    let (_, name, bytes) = files.iter().find(|(source, ..)| source == "nexus").expect("Nexus");
    let folder = inbox(&town, "nexus");
    fs::write(folder.join(name), bytes).expect("filen");
    fs::write(folder.join("halvt.csv.part"), "borger;para").expect("en halv fil");
    let before = imports(&town, "nexus").await.len();
    let mut looks = Looks::default();
    assert_eq!(pass(&town.state, &mut looks).await.expect("et kig"), 0, "det første kig tager intet");
    assert_eq!(
        pass(&town.state, &mut looks).await.expect("et kig"),
        0,
        "den har ikke stået stille længe nok"
    );
    // It grows: the wait begins anew.
    looks.as_if_earlier(STILL_SECONDS);
    fs::write(folder.join(name), &bytes[..bytes.len() / 2]).expect("filen");
    assert_eq!(pass(&town.state, &mut looks).await.expect("et kig"), 0, "den ændrede sig");
    fs::write(folder.join(name), bytes).expect("filen");
    assert_eq!(two_passes(&town, &mut looks).await, 1);
    let after = imports(&town, "nexus").await;
    assert_eq!(after.len(), before + 1);
    let newest = after.last().expect("en indlæsning");
    assert_eq!(newest.imported_by, "indbakke");
    let day = |day: Option<domain::calendar::Day>| day.map(|day| day.iso());
    assert_eq!(day(newest.facts.extracted).as_deref(), Some("2026-04-01"), "dagen står i navnet");
    assert_eq!(
        day(newest.facts.covers.map(|c| c.last_day())).as_deref(),
        Some("2026-03-31"),
        "som sidst, en måned senere"
    );
    assert!(!folder.join(name).exists() && folder.join("halvt.csv.part").exists());
    let read: Vec<PathBuf> =
        fs::read_dir(folder.join("laest")).expect("laest").flatten().map(|e| e.path()).collect();
    assert!(read.iter().any(|day| day.join(name).is_file()), "{read:?}");
    let session = town.session("test");
    let jobs = app::commands::jobs::list_jobs(&session, 5).await.expect("arbejde");
    assert!(jobs[0].what.starts_with("Indbakke: ") && jobs[0].by == "indbakke", "{jobs:?}");
    // Nothing is accepted by itself.
    let proposed = town.get(Role::BiConsultant, "/grundlag/nyt").await;
    assert!(proposed.body.contains(&newest.id.to_string()));
    // Laid there again, it is known.
    fs::write(folder.join(name), bytes).expect("filen");
    two_passes(&town, &mut looks).await;
    assert_eq!(imports(&town, "nexus").await.len(), before + 1, "aldrig to gange");
    assert!(!folder.join(name).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_read_before_the_program_was_killed_is_only_moved() {
    let town = Town::new().await;
    let dir = tempfile::tempdir().expect("en mappe");
    let files = april(dir.path());
    let (_, name, bytes) = files.iter().find(|(source, ..)| source == "as2007").expect("AS2007");
    let folder = inbox(&town, "as2007");
    let path = folder.join(name);
    fs::write(&path, bytes).expect("filen");
    // The import as the inbox makes it, and then nothing: the file still lies there.
    let session = town.session("indbakke");
    let files = vec![path.clone().into()];
    let stated = app::commands::guess_source::facts_as_last(&session, "as2007", &files).await.expect("fakta");
    let request = app::commands::import_extract::ImportExtract { source: "as2007".to_owned(), files, stated };
    let progress = app::commands::import_extract::Progress::default();
    let handle = tokio::runtime::Handle::current();
    let import = app::commands::import_extract::import_extract(&session, &request, &progress);
    tokio::task::block_in_place(|| handle.block_on(import)).expect("en indlæsning");
    let before = imports(&town, "as2007").await.len();
    two_passes(&town, &mut Looks::default()).await;
    assert_eq!(imports(&town, "as2007").await.len(), before);
    assert!(!path.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_file_is_refused_with_a_reason_that_stands_on_the_page() {
    let town = Town::new().await;
    let folder = inbox(&town, "nexus");
    fs::write(folder.join("referat.csv"), "Dato;Emne\r\n03-03-2026;Budget\r\n").expect("filen");
    fs::write(folder.join("tom.csv"), "").expect("en tom fil");
    let mut looks = Looks::default();
    two_passes(&town, &mut looks).await;
    assert!(folder.join("referat.csv").exists(), "en tom fil i samme udtræk er ikke skrevet færdig");
    fs::remove_file(folder.join("tom.csv")).expect("væk");
    two_passes(&town, &mut looks).await;
    assert!(!folder.join("referat.csv").exists());
    let day = fs::read_dir(folder.join("afvist")).expect("afvist").flatten().next().expect("en dag").path();
    let why = fs::read_to_string(day.join("referat.csv.hvorfor.txt")).expect("hvorfor");
    assert!(why.contains("Hvorfor: ") && why.contains("Hvad nu"), "{why}");
    let page = town.get(Role::BiConsultant, "/indlaesning").await;
    assert!(page.body.contains("referat.csv") && page.body.contains("Indbakken"), "{}", page.body);
    let session = town.session("test");
    let job = app::commands::jobs::list_jobs(&session, 1).await.expect("arbejde").remove(0);
    assert_eq!(job.end.map(|end| end.outcome), Some(JobOutcome::Failed));
    assert_eq!(town.get(Role::Coordinator, "/indlaesning").await.status, axum::http::StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_folder_is_watched_where_it_is_marked_and_old_files_go() {
    let town = Town::new().await;
    let elsewhere = tempfile::tempdir().expect("en mappe");
    let text = format!("format = 1\n[kilde.prisme]\nindbakke = \"{}\"\n", elsewhere.path().display());
    fs::write(town.state.base.edge.folder.join("datalandskab.toml"), text).expect("filen");
    town.state.base.read_files_again().expect("læst igen");
    let page = town.get(Role::BiConsultant, "/indlaesning").await;
    assert!(page.body.contains(MARK), "uden mærket røres mappen ikke");
    fs::write(elsewhere.path().join(MARK), "").expect("mærket");
    let dir = tempfile::tempdir().expect("en mappe");
    let files = april(dir.path());
    let (_, name, bytes) = files.iter().find(|(source, ..)| source == "prisme").expect("Prisme");
    let before = imports(&town, "prisme").await.len();
    fs::write(elsewhere.path().join(name), bytes).expect("filen");
    let old = elsewhere.path().join("laest/2020-01-01");
    fs::create_dir_all(&old).expect("en gammel mappe");
    fs::write(old.join("gammel.csv"), "x").expect("en gammel fil");
    assert_eq!(two_passes(&town, &mut Looks::default()).await, 1);
    assert_eq!(imports(&town, "prisme").await.len(), before + 1);
    assert!(!old.exists(), "det læste slettes efter den tid, kommunen har sat");
    // A drive that is not there is said, and no folder is made in its place.
    let gone = elsewhere.path().join("ikke-koblet-paa");
    let text = format!("format = 1\n[kilde.prisme]\nindbakke = \"{}\"\n", gone.display());
    fs::write(town.state.base.edge.folder.join("datalandskab.toml"), text).expect("filen");
    pass(&town.state, &mut Looks::default()).await.expect("et kig");
    assert!(!gone.exists());
    let page = town.get(Role::BiConsultant, "/indlaesning").await;
    assert!(page.body.contains("findes ikke. Er drevet koblet på serveren?"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn far_fewer_rows_and_an_unmoved_day_are_said_before_anybody_accepts() {
    let town = Town::new().await;
    let dir = tempfile::tempdir().expect("en mappe");
    let files = april(dir.path());
    let (_, name, bytes) = files.iter().find(|(source, ..)| source == "nexus").expect("Nexus");
    // A third of the lines, under the day of the extract before.
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let part: Vec<u8> = lines[..lines.len() / 3].concat();
    let name = name.replace("2026-04-01", "2026-03-01");
    fs::write(inbox(&town, "nexus").join(&name), part).expect("filen");
    assert_eq!(two_passes(&town, &mut Looks::default()).await, 1);
    for path in ["/indlaesning", "/grundlag/nyt", "/datalandskab"] {
        let page = town.get(Role::BiConsultant, path).await;
        assert!(page.body.contains("under 70 %"), "{path}: færre rækker");
        assert!(
            page.body.contains("udtrækkets dag er 01-03-2026 som før"),
            "{path}: dagen har ikke flyttet sig"
        );
    }
    let front = town.get(Role::BiConsultant, "/").await;
    assert!(
        front
            .body
            .contains("1 kilde har langt færre rækker end sidst og 1 kilde har et nyt udtræk med samme dag"),
        "{}",
        front.body
    );
}
