//! Backup, restoring, deletion and the check of what is kept, on the screen. Never shows more of a person than the id.

use super::{line, thousands};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use store::CheckedFiles;
use store::backup::Manifest;
use store::deletion::{ErasedCitizen, ErasedImport};
use store::log::Head;

pub(crate) fn backup(manifest: &Manifest, path: &Path, out: &mut impl Write) -> io::Result<()> {
    line(out, &format!("Sikkerhedskopien {} er skrevet og læst igen.", path.display()))?;
    content(manifest, out)?;
    line(out, "  Nøglen er ikke i kopien. Gem den et andet sted end kopien.")
}

pub(crate) fn restored(manifest: &Manifest, folder: &Path, out: &mut impl Write) -> io::Result<()> {
    line(
        out,
        &format!(
            "Datamappen {} er gendannet fra kopien af {}, taget af {}.",
            folder.display(),
            manifest.at.replace('T', " "),
            manifest.actor
        ),
    )?;
    content(manifest, out)
}

fn content(manifest: &Manifest, out: &mut impl Write) -> io::Result<()> {
    let bytes: u64 = manifest.files.iter().map(|file| file.size).sum();
    line(
        out,
        &format!(
            "  {} rækker i {} tabeller, {} filer ({} bytes), {} linjer i loggen",
            thousands(i128::from(manifest.rows())),
            manifest.tables.len(),
            manifest.files.len(),
            thousands(i128::from(bytes)),
            thousands(i128::from(manifest.log_lines))
        ),
    )
}

/// The log's newest line, to be noted outside the folder.
pub(crate) fn log_head(head: &Head, now: &str, out: &mut impl Write) -> io::Result<()> {
    line(out, "Loggen er i orden: kæden er hel fra første til sidste linje.")?;
    line(out, &format!("  Tidspunkt  {}", now.replace('T', " ")))?;
    line(out, &format!("  Linjer     {}", thousands(i128::from(head.lines))))?;
    line(out, &format!("  Mærke      {}", head.hash))?;
    line(
        out,
        "Notér linjer og mærke et sted uden for mappen: er slutningen skåret af en dag, ses det kun dér.",
    )
}

/// What has gone, or would go, with a citizen.
pub(crate) fn citizen(gone: &ErasedCitizen, done: bool, out: &mut impl Write) -> io::Result<()> {
    let ids: Vec<String> = gone.ids.iter().map(ToString::to_string).collect();
    line(out, &heading(&format!("Borgeren {}", ids.join(", ")), done))?;
    line(out, "  Nummer, navn og nøgler til andre systemer i personregistret")?;
    for import in &gone.imports {
        let rows = thousands(i128::from(import.rows));
        line(out, &format!("  {rows} rækker i indlæsningen {} ({})", import.import, import.source))?;
    }
    for (run, rows) in &gone.runs {
        line(out, &format!("  {} afvigelser i kørslen {run}", thousands(i128::from(*rows))))?;
    }
    repeated(gone.bases.len(), gone.unrepeatable.len(), done, out)?;
    if !gone.holding.is_empty() {
        line(out, "Borgeren står stadig i disse gemte filer. Skal de også væk, så slet deres indlæsninger:")?;
        let mut files: BTreeMap<_, Vec<&str>> = BTreeMap::new();
        for held in &gone.holding {
            files.entry((&held.import, held.source.as_str())).or_default().push(&held.name);
        }
        for ((import, source), names) in files {
            line(out, &format!("  {import} ({source}): {}", names.join(", ")))?;
        }
    }
    ending(done, out)
}

/// What has gone, or would go, with an import.
pub(crate) fn import(gone: &ErasedImport, done: bool, out: &mut impl Write) -> io::Result<()> {
    line(out, &heading(&format!("Indlæsningen {}", gone.import), done))?;
    line(out, &format!("  {} rækker", thousands(i128::from(gone.rows))))?;
    if gone.keys > 0 {
        line(out, &format!("  {} borgernøgler til systemet", thousands(i128::from(gone.keys))))?;
    }
    for (name, _) in &gone.files {
        line(out, &format!("  Den gemte fil {name}"))?;
    }
    for (name, _) in &gone.shared {
        line(out, &format!("  Bliver: filen {name}, som en anden indlæsning også har"))?;
    }
    repeated(gone.bases.len(), gone.runs.len(), done, out)?;
    ending(done, out)
}

fn heading(what: &str, done: bool) -> String {
    let verb = if done { "er slettet" } else { "ville blive slettet" };
    format!("{what} {verb}:")
}

fn repeated(bases: usize, runs: usize, done: bool, out: &mut impl Write) -> io::Result<()> {
    if bases + runs == 0 {
        return Ok(());
    }
    let verb = if done { "kan" } else { "ville" };
    let end = if done { "ikke længere gentages" } else { "ikke længere kunne gentages" };
    line(out, &format!("  {bases} grundlag og {runs} kørsler {verb} {end} med de samme tal"))
}

fn ending(done: bool, out: &mut impl Write) -> io::Result<()> {
    line(
        out,
        if done {
            "Ældre sikkerhedskopier har det stadig. Tag en ny, og slet de gamle, når de ikke længere skal bruges."
        } else {
            "Intet er slettet. Kør igen med --udfoer for at slette."
        },
    )
}

/// What is as it was written, and what is not.
pub(crate) fn checked(checked: &CheckedFiles, out: &mut impl Write) -> io::Result<()> {
    for (what, count) in &checked.whole {
        line(out, &format!("{:>9} {what} er, som de blev skrevet", thousands(i128::from(*count))))?;
    }
    for wrong in &checked.wrong {
        line(out, &format!("FEJL: {wrong}"))?;
    }
    if checked.wrong.is_empty() {
        return line(out, "Lageret er i orden.");
    }
    line(out, &format!("{} fejl. Gendan mappen fra sikkerhedskopien: «ottetal gendan».", checked.wrong.len()))
}
