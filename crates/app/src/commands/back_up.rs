//! `sikkerhedskopi` and `gendan`: everything as one encrypted file, and a data folder made from it.
//!
//! The key is never in the file. Restoring finds the one it was made with among the keys that are there.

use crate::edge::Edge;
use crate::purpose::Purpose;
use crate::session::{Session, options};
use anyhow::bail;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use store::backup::{self, Manifest};
use store::{Backends, Key, Options};

/// Writes a backup to a file that is not there, and reads it back.
///
/// # Errors
/// Where the file is there, cannot be written, or what is kept is not whole. Then there is no file.
pub async fn back_up(session: &Session, path: &Path) -> anyhow::Result<Manifest> {
    let path = &std::path::absolute(path)?;
    let inside = path.parent().and_then(|parent| fs::canonicalize(parent).ok());
    if inside
        .is_some_and(|parent| fs::canonicalize(&session.edge.folder).is_ok_and(|f| parent.starts_with(f)))
    {
        bail!(
            "{} ligger i selve datamappen. Læg kopien et andet sted, helst på et andet drev.",
            path.display()
        );
    }
    Ok(backup::write_file(&session.store, &session.ctx, path).await?)
}

/// Makes a data folder from a backup, whole or not at all.
///
/// # Errors
/// Where no key fits, the file is cut or changed, or the folder is a data folder already.
pub async fn restore(edge: &Edge, from: &Path, backends: Backends) -> anyhow::Result<Manifest> {
    let key = fitting_key(edge, from)?;
    let file = File::open(from).map_err(|e| unreadable(from, &e))?;
    let options = Options { backends, ..options(edge) };
    let ctx = edge.context(Purpose::Tilsyn);
    let (store, manifest) =
        backup::restore(&ctx, &edge.folder, key, options, BufReader::with_capacity(1 << 20, file)).await?;
    store.close().await;
    Ok(manifest)
}

/// The key that the user named, else the one in the home folder that the backup was made with.
fn fitting_key(edge: &Edge, from: &Path) -> anyhow::Result<Key> {
    if let Some(named) = &edge.key {
        return Ok(Key::load(named)?);
    }
    let file = File::open(from).map_err(|e| unreadable(from, &e))?;
    let wanted = backup::fingerprint(file)?;
    let folder = edge.home.join(".config").join("ottetal");
    let listing = fs::read_dir(&folder).map(|all| all.flatten().map(|entry| entry.path()).collect());
    let mut paths: Vec<PathBuf> = listing.unwrap_or_default();
    paths.retain(|path| path.extension().is_some_and(|end| end == "noegle"));
    paths.sort();
    let fitting =
        paths.iter().filter_map(|path| Key::load(path).ok()).find(|key| key.fingerprint() == wanted);
    fitting.ok_or_else(|| {
        anyhow::anyhow!(
            "Kopien er lavet med nøglen med fingeraftryk {wanted}, og den ligger ikke i {}. Angiv nøglefilen med \
             --noegle, eller genskab den fra genskabelsesarket.",
            folder.display()
        )
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> anyhow::Error {
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            anyhow::anyhow!("{} findes ikke. Kontrollér stien til sikkerhedskopien.", path.display())
        }
        _ => anyhow::Error::new(std::io::Error::from(error.kind()))
            .context(format!("{} kan ikke læses", path.display())),
    }
}
