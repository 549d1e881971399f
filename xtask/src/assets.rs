//! `assets`: what the pages load, built from npm's locked packages into `crates/web/assets/dist`.
//!
//! Invariant: packages come from the lock file alone and run no script of their own; nothing is done twice.

use crate::workspace::{quietly, root, succeed};
use std::path::{Path, PathBuf};
use std::process::Command;

const MISSING: &str = "npm mangler: siderne kan ikke få udseende, letter og diagrammer. Installér Node.js 20 eller nyere \
                       (https://nodejs.org, eller: apt-get install nodejs npm), og kør cargo xtask assets.";

/// Builds the assets where they are not of these sources.
pub(crate) fn run() -> Result<(), String> {
    let folder = root().join("crates/web/assets");
    let sources = stamp(&sources(&folder)?)?;
    // Not in dist: everything there goes into the program.
    let built = folder.join("node_modules/.bygget");
    let is_there = folder.join("dist/ottetal.css").is_file();
    if is_there && std::fs::read_to_string(&built).is_ok_and(|text| text == sources) {
        return Ok(());
    }
    packages(&folder)?;
    println!("Bygger sidernes udseende …");
    succeed(Command::new("node").arg("build.mjs").current_dir(&folder), "Bygningen af crates/web/assets")?;
    std::fs::write(&built, sources).map_err(|error| format!("{} kan ikke skrives: {error}.", built.display()))
}

/// `npm ci` where `node_modules` is not of this lock file.
pub(crate) fn packages(folder: &Path) -> Result<(), String> {
    let lock = stamp(&[folder.join("package-lock.json")])?;
    let mark = folder.join("node_modules/.laas");
    if std::fs::read_to_string(&mark).is_ok_and(|text| text == lock) {
        return Ok(());
    }
    if !npm_is_there() {
        return Err(MISSING.to_owned());
    }
    println!("Henter pakkerne i {} …", folder.strip_prefix(root()).unwrap_or(folder).display());
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]).current_dir(folder);
    succeed(&mut npm, "npm ci")?;
    std::fs::write(&mark, lock).map_err(|error| format!("{} kan ikke skrives: {error}.", mark.display()))
}

/// True if Node and npm can be run.
pub(crate) fn npm_is_there() -> bool {
    quietly(Command::new("node").arg("--version")) && quietly(Command::new("npm").arg("--version"))
}

/// Everything that the build reads, sorted.
fn sources(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = vec![folder.join("build.mjs"), folder.join("package-lock.json")];
    let source = folder.join("src");
    let entries = std::fs::read_dir(&source).map_err(|error| format!("{}: {error}.", source.display()))?;
    files.extend(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()));
    files.sort();
    Ok(files)
}

/// Names and contents as one number (FNV-1a): tells that something changed, not who changed it.
fn stamp(files: &[PathBuf]) -> Result<String, String> {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut take = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for file in files {
        let bytes =
            std::fs::read(file).map_err(|error| format!("{} kan ikke læses: {error}.", file.display()))?;
        take(file.file_name().unwrap_or_default().as_encoded_bytes());
        take(&(bytes.len() as u64).to_le_bytes());
        take(&bytes);
    }
    Ok(format!("{hash:016x}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_name_or_byte_changes_the_stamp() {
        let folder = std::env::temp_dir().join(format!("ottetal-stempel-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let first = stamp(&[file("a.css", "x")]).unwrap();
        assert_eq!(stamp(&[file("a.css", "x")]).unwrap(), first);
        assert_ne!(stamp(&[file("a.css", "y")]).unwrap(), first);
        assert_ne!(stamp(&[file("b.css", "x")]).unwrap(), first);
        // Where one file ends and the next begins is part of it.
        let split = stamp(&[file("a.css", "xb"), file("b.css", "")]).unwrap();
        assert_ne!(split, stamp(&[file("a.css", "x"), file("b.css", "b")]).unwrap());
        assert!(stamp(&[folder.join("findes-ikke")]).is_err());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
