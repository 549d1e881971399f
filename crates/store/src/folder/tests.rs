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
