//! A file is whole or not there; one writes at a time.

use super::*;

#[test]
fn a_file_that_is_not_kept_is_not_there() {
    let dir = tempfile::tempdir().unwrap();
    let temp = Temp::begin(dir.path(), &Faults::none(), Steps::default()).unwrap();
    assert!(temp.path().exists());
    drop(temp);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    write_whole(&dir.path().join("a"), "en").unwrap();
    write_whole(&dir.path().join("a"), "to").unwrap();
    assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "to");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn the_lock_is_one_writers_and_says_whose() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("laas");
    let held = WriteLock::take(&path).unwrap();
    assert!(WriteLock::try_take(&path).unwrap().is_none());
    let refused = WriteLock::take(&path).unwrap_err().to_string();
    assert!(refused.contains(&std::process::id().to_string()), "{refused}");
    drop(held);
    assert!(WriteLock::try_take(&path).unwrap().is_some());
}

#[test]
fn a_folder_named_by_one_word_lies_in_the_current_one() {
    assert_eq!(above(Path::new("demo")), Some(Path::new(".")));
    assert_eq!(above(Path::new("a/demo")), Some(Path::new("a")));
    // A file is kept in a folder with a bare name, as `--mappe demo` gives it.
    let name = format!("proeve-{}", hex(&random::<6>().unwrap()));
    let kept = write_whole(&Path::new(&name).join("a"), "en");
    let _ = fs::remove_dir_all(&name);
    kept.unwrap();
}
