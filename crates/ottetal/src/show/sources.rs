//! The known sources, and what a trial of one showed.

use super::{facts, findings, line, rates, thousands};
use app::commands::try_source::Tried;
use app::sources::KnownSource;
use std::io::{self, Write};

pub(crate) fn list(all: &[(String, anyhow::Result<KnownSource>)], out: &mut impl Write) -> io::Result<()> {
    for (name, known) in all {
        match known {
            Ok(source) => {
                let from =
                    source.own.as_ref().map_or("medfølger".to_owned(), |path| path.display().to_string());
                line(
                    out,
                    &format!(
                        "{name:<20} {:<28} {}  {from}",
                        source.mapping.title(),
                        source.mapping.version()
                    ),
                )?;
            }
            Err(error) => line(out, &format!("{name:<20} kan ikke læses: {error:#}"))?,
        }
    }
    line(out, "")?;
    line(out, "Lav din egen: «ottetal kilde ny NAVN --fra KILDE». Prøv den: «ottetal kilde proev NAVN FIL».")
}

pub(crate) fn tried(tried: &Tried, out: &mut impl Write) -> io::Result<()> {
    line(out, &format!("{}: {} (prøve, intet er gemt)", tried.title, tried.files.join(", ")))?;
    let extract = &tried.extract;
    line(out, &format!("  {}", facts(&extract.facts)))?;
    let totals = &extract.totals;
    line(
        out,
        &format!(
            "  {} rækker læst, {} brugt, {} aldrig trådt i kraft, {} sat til side; takster i alt {}",
            thousands(i128::from(totals.read.rows)),
            thousands(i128::from(totals.used.rows)),
            thousands(i128::from(totals.never_took_effect.rows)),
            thousands(i128::from(totals.set_aside.rows)),
            rates(totals.read.rate_sum)
        ),
    )?;
    if extract.found.citizens > 0 {
        line(out, &format!("  {} borgere", thousands(i128::from(extract.found.citizens))))?;
    }
    for (attribute, rows) in &extract.found.attributes {
        line(out, &format!("  {:<18} udfyldt i {} rækker", attribute.text(), thousands(i128::from(*rows))))?;
    }
    for (word, standing, rows) in &extract.found.statuses {
        let means = match standing {
            domain::observation::Standing::Counts => "tæller",
            domain::observation::Standing::NeverTookEffect => "aldrig trådt i kraft",
            domain::observation::Standing::Unclear => "ukendt ord: sat til side",
        };
        let word = if word.is_empty() { "(tom)" } else { word };
        line(out, &format!("  status {word:<24} {means}, {} rækker", thousands(i128::from(*rows))))?;
    }
    let lines = extract.language.len() + extract.translations.len();
    if lines > 0 {
        line(out, &format!("  {} linjer", thousands(lines as i128)))?;
    }
    findings::grouped(&extract.findings, &extract.finding_counts, &tried.files, out)
}
