//! Files that are moved together: written down first, so that a program killed in the middle finishes it when it looks
//! again. Else the part of an extract that was left would look like a whole one.
//!
//! Invariant: what is moved lies in the inbox's own folder, and goes to a folder of a day below it; nothing is written
//! over.

use anyhow::Context as _;
use domain::calendar::Day;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What has been read.
pub(super) const READ: &str = "laest";
/// What could not be.
pub(super) const REFUSED: &str = "afvist";
/// What is being moved.
const PLAN: &str = ".ottetal-flytter.json";

/// Moves that are under way.
#[derive(Debug, Serialize, Deserialize)]
struct Plan {
    /// [`READ`] or [`REFUSED`].
    kind: String,
    /// The folder of the day.
    day: String,
    /// From which name to which.
    names: Vec<(String, String)>,
}

/// Moves the files of a folder to the folder of a day, where `texts` are laid beside them first: what each is called, and
/// what it says.
pub(super) fn move_all(
    folder: &Path,
    kind: &str,
    day: Day,
    files: &[PathBuf],
    text: impl Fn(&str) -> Option<String>,
    text_end: &str,
) -> anyhow::Result<()> {
    let day = day.iso();
    let to = folder.join(kind).join(&day);
    fs::create_dir_all(&to).with_context(|| format!("Mappen {} kan ikke oprettes.", to.display()))?;
    let mut names: Vec<(String, String)> = Vec::new();
    for file in files {
        let Some(name) = file.file_name().and_then(|name| name.to_str()) else { continue };
        let taken = |wanted: &str| to.join(wanted).exists() || names.iter().any(|(_, other)| other == wanted);
        let mut free = name.to_owned();
        let mut number = 2;
        while taken(&free) {
            free = match name.rsplit_once('.') {
                Some((stem, end)) => format!("{stem} ({number}).{end}"),
                None => format!("{name} ({number})"),
            };
            number += 1;
        }
        if let Some(text) = text(name) {
            fs::write(to.join(format!("{free}{text_end}")), text)?;
        }
        names.push((name.to_owned(), free));
    }
    write(folder, &Plan { kind: kind.to_owned(), day, names })?;
    finish(folder)
}

/// Finishes moves that were begun, where there are any.
pub(super) fn finish(folder: &Path) -> anyhow::Result<()> {
    let path = folder.join(PLAN);
    let Ok(text) = fs::read_to_string(&path) else { return Ok(()) };
    let plan: Option<Plan> = serde_json::from_str(&text).ok().filter(is_ours);
    if let Some(plan) = plan {
        let to = folder.join(&plan.kind).join(&plan.day);
        fs::create_dir_all(&to)?;
        for (from, name) in &plan.names {
            let (from, to) = (folder.join(from), to.join(name));
            if from.is_file() && !to.exists() {
                fs::rename(&from, &to).with_context(|| format!("{} kan ikke flyttes.", from.display()))?;
            }
        }
    }
    fs::remove_file(&path).with_context(|| format!("{} kan ikke fjernes.", path.display()))
}

/// Others write in the folder too: a plan names nothing outside it.
fn is_ours(plan: &Plan) -> bool {
    let plain = |name: &String| !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.');
    [READ, REFUSED].contains(&plan.kind.as_str())
        && Day::parse(&plan.day).is_some_and(|day| day.iso() == plan.day)
        && plan.names.iter().all(|(from, to)| plain(from) && plain(to))
}

/// Whole or not at all.
fn write(folder: &Path, plan: &Plan) -> anyhow::Result<()> {
    let beside = folder.join(format!("{PLAN}.tmp"));
    let written = || -> std::io::Result<()> {
        let mut file = fs::File::create(&beside)?;
        file.write_all(serde_json::to_string(plan).unwrap_or_default().as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, folder.join(PLAN))
    };
    written().with_context(|| {
        format!(
            "Filer i {} kan ikke flyttes. Giv serverens bruger ret til at skrive i mappen.",
            folder.display()
        )
    })
}
