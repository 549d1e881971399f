//! What is an extract, when it stands still, and moves that were cut off.

use super::look::Looks;
use super::moves::{READ, finish, move_all};
use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).expect("en dag")
}

#[test]
fn what_is_still_being_written_or_is_ours_is_no_extract() {
    let is = |name: &str| is_an_extract(Path::new("/indbakke/nexus").join(name).as_path());
    for name in ["nexus_2026-03-01.csv", "Udtræk marts.xlsx", "uden_endelse"] {
        assert!(is(name), "{name}");
    }
    for name in [
        "LAESMIG.txt",
        "laesmig.TXT",
        "OTTETAL-INDBAKKE.txt",
        ".skjult.csv",
        "~$bog.xlsx",
        "a.csv.part",
        "b.TMP",
    ] {
        assert!(!is(name), "{name}");
    }
}

#[test]
fn a_file_stands_still_when_two_looks_saw_it_alike() {
    let dir = tempfile::tempdir().expect("en mappe");
    let path = dir.path().join("a.csv");
    fs::write(&path, "x").expect("en fil");
    let still = |looks: &mut Looks, now| {
        let files = lying(dir.path());
        looks.stands_still(&files[0], now)
    };
    let mut looks = Looks::default();
    assert!(!still(&mut looks, 100), "set første gang");
    assert!(!still(&mut looks, 110), "for kort tid");
    fs::write(&path, "xx").expect("en fil");
    assert!(!still(&mut looks, 130), "den er vokset");
    assert!(!still(&mut looks, 140));
    assert!(still(&mut looks, 130 + STILL_SECONDS));
}

#[test]
fn a_plan_that_was_cut_off_is_finished_and_a_foreign_one_is_not() {
    let dir = tempfile::tempdir().expect("en mappe");
    let at = |name: &str| dir.path().join(name);
    for name in ["a.csv", "b.csv"] {
        fs::write(at(name), name).expect("en fil");
    }
    // Killed after the plan and the first file.
    fs::create_dir_all(at("laest/2026-03-14")).expect("en mappe");
    fs::rename(at("a.csv"), at("laest/2026-03-14/a.csv")).expect("flyttet");
    let plan = r#"{"kind":"laest","day":"2026-03-14","names":[["a.csv","a.csv"],["b.csv","b.csv"]]}"#;
    fs::write(at(".ottetal-flytter.json"), plan).expect("planen");
    finish(dir.path()).expect("færdig");
    assert!(at("laest/2026-03-14/b.csv").is_file() && !at("b.csv").exists());
    assert!(!at(".ottetal-flytter.json").exists());
    // Somebody else's idea of where our files go.
    fs::write(at("c.csv"), "c").expect("en fil");
    let foreign = r#"{"kind":"laest","day":"2026-03-14","names":[["c.csv","../../../c.csv"]]}"#;
    fs::write(at(".ottetal-flytter.json"), foreign).expect("planen");
    finish(dir.path()).expect("færdig");
    assert!(at("c.csv").is_file());
    // The same name again is written over nothing.
    fs::write(at("a.csv"), "ny").expect("en fil");
    move_all(dir.path(), READ, day("2026-03-14"), &[at("a.csv")], |_| None, "").expect("flyttet");
    assert_eq!(fs::read_to_string(at("laest/2026-03-14/a.csv")).ok().as_deref(), Some("a.csv"));
    assert_eq!(fs::read_to_string(at("laest/2026-03-14/a (2).csv")).ok().as_deref(), Some("ny"));
}

#[test]
fn a_folder_of_others_is_touched_only_with_its_mark() {
    let dir = tempfile::tempdir().expect("en mappe");
    assert!(fault_of(&dir.path().join("borte"), true).contains("findes ikke"));
    assert_eq!(fault_of(&dir.path().join("borte"), false), "");
    assert!(fault_of(dir.path(), true).contains(MARK));
    fs::write(dir.path().join(MARK), "").expect("mærket");
    assert_eq!(fault_of(dir.path(), true), "");
}
