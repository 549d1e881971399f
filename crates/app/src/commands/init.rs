//! `init`: makes a data folder for a municipality.

use crate::edge::Edge;
use crate::purpose::Purpose;
use crate::session::{law, options};
use anyhow::bail;
use std::path::PathBuf;
use store::{Backends, IdSource, Key, Options, Store};

/// What was made.
#[derive(Debug)]
pub struct Initialised {
    /// The municipality's name.
    pub kommune: String,
    /// The key file.
    pub key_path: PathBuf,
    /// True if the key was made now; else an existing one is used.
    pub key_is_new: bool,
    /// What to print and keep in a safe place.
    pub recovery_sheet: String,
}

/// Makes a data folder that keeps its data in `backends`.
///
/// # Errors
/// Where the municipality is unknown, the folder is one already, or key or folder cannot be written.
pub async fn init(
    edge: &Edge,
    kommune: u16,
    ids: IdSource,
    backends: Backends,
) -> anyhow::Result<Initialised> {
    let law = law();
    let Some(known) = law.kommune(kommune) else {
        bail!("{kommune:03} er ikke en kommunekode. Brug de tre cifre fra CPR, fx 573 for Varde.");
    };
    let key_path = edge.key_path(kommune);
    let (key, key_is_new) = Key::load_or_create(&key_path)?;
    let recovery_sheet = key.recovery_sheet(kommune, &key_path);
    let ctx = edge.context(Purpose::AfvigelseRet);
    let options = Options { backends, ..options(edge) };
    let store = Store::init(&ctx, &edge.folder, kommune, key, ids, options).await?;
    store.close().await;
    Ok(Initialised { kommune: known.name.clone(), key_path, key_is_new, recovery_sheet })
}
