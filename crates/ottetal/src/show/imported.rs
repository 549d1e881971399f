//! What one import brought.

use super::{facts, findings, line, rates, thousands};
use app::commands::import_extract::Imported;
use std::io::{self, Write};

pub(crate) fn write(imported: &Imported, out: &mut impl Write) -> io::Result<()> {
    let files = imported.files.join(", ");
    line(out, &format!("{}: {files}", imported.title))?;
    if imported.already {
        line(
            out,
            &format!(
                "  Indlæsningen {} findes allerede: samme filer, samme kilde. Intet er ændret.",
                imported.id
            ),
        )?;
        return Ok(());
    }
    // A table of the one language has no day and covers nothing.
    let about = if imported.lines > 0 {
        format!("{} linjer", thousands(imported.lines as i128))
    } else {
        facts(&imported.facts)
    };
    line(out, &format!("  Indlæsning {}: {about}", imported.id))?;
    if imported.lines == 0 && (imported.facts.extracted.is_none() || imported.facts.covers.is_none()) {
        line(
            out,
            "  Det ukendte skærer intet fra: åbne ydelser løber videre. Oplys det med --udtraek og --daekker.",
        )?;
    }
    if let Some(earlier) = &imported.displaces {
        line(
            out,
            &format!(
                "  Afløser {earlier}: et grundlag har én af hver tabel, så alle linjer skal stå i denne."
            ),
        )?;
    }
    totals(imported, out)?;
    if imported.found.citizens > 0 {
        let days = match (imported.found.first_day, imported.found.last_day) {
            (Some(first), Some(last)) => format!(", dage {} - {}", first.danish(), last.danish()),
            _ => String::new(),
        };
        let open = imported.found.open_rows;
        line(
            out,
            &format!(
                "  {} borgere{days}, {} uden slutdato",
                thousands(i128::from(imported.found.citizens)),
                thousands(i128::from(open))
            ),
        )?;
    }
    findings::write(imported, out)
}

/// Rows and rates in and out: they were asserted when read and when written; here they are shown.
fn totals(imported: &Imported, out: &mut impl Write) -> io::Result<()> {
    let totals = &imported.totals;
    let parts = [
        ("læst", totals.read),
        ("brugt", totals.used),
        ("aldrig trådt i kraft", totals.never_took_effect),
        ("sat til side", totals.set_aside),
    ];
    for (what, tally) in parts.into_iter().filter(|(what, tally)| tally.rows > 0 || *what == "læst") {
        let sum = if tally.rate_sum == 0 {
            String::new()
        } else {
            format!(", takster i alt {}", rates(tally.rate_sum))
        };
        line(out, &format!("  {:<22}{:>10} rækker{sum}", what, thousands(i128::from(tally.rows))))?;
    }
    if totals.skipped_rows > 0 {
        line(
            out,
            &format!(
                "  {:<22}{:>10} rækker (titler, overskrifter, totaler)",
                "sprunget over",
                thousands(i128::from(totals.skipped_rows))
            ),
        )?;
    }
    Ok(())
}
