//! Takes away what a killed program left: files under temporary names, and files that no import or run names.
//!
//! Only the one who holds the folder's lock may sweep, and only before writing anything itself.

use crate::Store;
use crate::deletion::settle;
use crate::error::StoreError;
use crate::files::Files;
use crate::folder::TEMP;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Sweeps the folder. What cannot be removed stays: it does no harm.
pub(crate) async fn sweep(store: &Store) -> Result<(), StoreError> {
    settle(store).await?;
    store.people().sweep_keys().await?;
    // A deleted import's files go here, should the one who deleted it have been killed.
    let deleted = "(SELECT import_id FROM import_deletion WHERE whole = 1)";
    let files = format!("SELECT DISTINCT sha256 FROM import_file WHERE import_id NOT IN {deleted}");
    let files = names(store, &files).await?;
    let imports = names(store, &format!("SELECT id FROM import WHERE id NOT IN {deleted}")).await?;
    let runs = names(store, "SELECT DISTINCT id FROM run").await?;
    let folder = store.folder();
    remove_temporary(folder);
    // A folder that opens has been restored.
    let _ = fs::remove_file(folder.join(crate::backup::MARKER));
    if let Files::Bucket(_) = store.files() {
        return sweep_objects(store.files(), &files, &imports, &runs);
    }
    let raw = folder.join("raw");
    remove_temporary(&raw);
    for part in entries(&raw).into_iter().filter(|path| path.is_dir()) {
        remove_temporary(&part);
        for file in entries(&part) {
            let kept = file.file_stem().and_then(OsStr::to_str).is_some_and(|name| files.contains(name));
            if !kept && file.extension() == Some(OsStr::new("raw")) {
                let _ = fs::remove_file(&file);
            }
        }
    }
    for (part, kept) in [("lake/imports", imports), ("lake/runs", runs)] {
        for path in entries(&folder.join(part)) {
            let name = path.file_name().and_then(OsStr::to_str).unwrap_or("");
            if kept.contains(name) {
                remove_temporary(&path);
            } else if is_ours(name) {
                let _ = fs::remove_dir_all(&path);
            }
        }
    }
    Ok(())
}

/// The same among the objects of our own prefix.
fn sweep_objects(
    objects: &Files,
    files: &HashSet<String>,
    imports: &HashSet<String>,
    runs: &HashSet<String>,
) -> Result<(), StoreError> {
    for name in objects.names("raw")?.into_iter().chain(objects.names("lake")?) {
        let parts: Vec<&str> = name.split('/').collect();
        let kept = match parts[..] {
            ["raw", _, file] => file.strip_suffix(".raw").is_none_or(|sha256| files.contains(sha256)),
            ["lake", "imports", id, _] => imports.contains(id) || !is_ours(id),
            ["lake", "runs", id, _] => runs.contains(id) || !is_ours(id),
            _ => true,
        };
        if !kept {
            objects.remove(&name)?;
        }
    }
    Ok(())
}

async fn names(store: &Store, sql: &str) -> Result<HashSet<String>, StoreError> {
    store.db().rows(sql, Vec::new()).await?.iter().map(|row| row.text(0)).collect()
}

/// A folder that this program could have made; anything else somebody put there is left alone.
fn is_ours(name: &str) -> bool {
    name.len() == 12 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn remove_temporary(folder: &Path) {
    for path in entries(folder) {
        if path.is_file() && path.extension() == Some(OsStr::new(TEMP)) {
            let _ = fs::remove_file(&path);
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).map(|all| all.flatten().map(|entry| entry.path()).collect()).unwrap_or_default()
}
