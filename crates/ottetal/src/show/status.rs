//! Declared beside found, a source at a time.

use super::{facts, line, thousands};
use app::commands::read_status::{SourceStatus, Status};
use domain::calendar::Day;
use domain::landscape::{Population, Source};
use std::io::{self, Write};
use store::imports::Kind;

pub(crate) fn write(status: &Status, own_kommune: u16, out: &mut impl Write) -> io::Result<()> {
    line(out, &format!("{} ({own_kommune:03})", status.kommune))?;
    match &status.basis {
        Some((id, at, by)) => {
            line(out, &format!("Grundlag {id}, godkendt {} af {by}", at.replace('T', " ")))?;
        }
        None => line(out, "Intet grundlag er godkendt: «ottetal grundlag accepter».")?,
    }
    let (arrived, waiting): (Vec<_>, Vec<_>) = status.sources.iter().partition(|s| s.newest.is_some());
    for source in arrived {
        line(out, "")?;
        one(source, own_kommune, out)?;
    }
    if !waiting.is_empty() {
        let names: Vec<&str> = waiting.iter().map(|s| s.name.as_str()).collect();
        line(out, "")?;
        line(out, &format!("Endnu ikke indlæst: {}", names.join(", ")))?;
    }
    for source in &status.sources {
        if let Err(error) = &source.declared {
            line(out, &format!("Kilden {} kan ikke læses: {error}", source.name))?;
        }
    }
    Ok(())
}

fn one(source: &SourceStatus, own_kommune: u16, out: &mut impl Write) -> io::Result<()> {
    let Some(import) = &source.newest else { return Ok(()) };
    let title = source.declared.as_ref().map_or(source.name.as_str(), |s| s.title.as_str());
    line(out, &format!("{title} ({})", source.name))?;
    if let (Ok(declared), Kind::Activities) = (&source.declared, import.kind) {
        line(out, &format!("  Siger:  {}", declares(declared)))?;
    }
    let found: serde_json::Value = serde_json::from_str(&import.found).unwrap_or_default();
    line(
        out,
        &format!(
            "  Fundet: indlæsning {} ({} i alt){}{}",
            import.id,
            source.imports,
            if import.kind == Kind::Activities {
                format!(", {}", facts(&import.facts))
            } else {
                String::new()
            },
            if source.in_basis { "" } else { "; ikke i grundlaget" }
        ),
    )?;
    let rows = &import.totals;
    let mut text = format!("          {} rækker", thousands(i128::from(rows.read.rows)));
    if let Some(citizens) = found["borgere"].as_u64().filter(|c| *c > 0) {
        text += &format!(", {} borgere", thousands(i128::from(citizens)));
    }
    let day = |key: &str| found[key].as_str().and_then(Day::parse).map(Day::danish);
    if let (Some(first), Some(last)) = (day("foerste_dag"), day("sidste_dag")) {
        text += &format!(", dage {first} - {last}");
    }
    if rows.set_aside.rows > 0 {
        text += &format!(", {} sat til side", thousands(i128::from(rows.set_aside.rows)));
    }
    line(out, &text)?;
    if !source.findings.is_empty() {
        let codes: Vec<String> = source
            .findings
            .iter()
            .map(|f| format!("{} × {}", f.code, thousands(i128::from(f.count))))
            .collect();
        line(out, &format!("          fund: {}", codes.join(", ")))?;
    }
    for contradiction in source.contradictions(own_kommune) {
        line(out, &format!("  Modsigelse: {contradiction}"))?;
    }
    Ok(())
}

fn declares(source: &Source) -> String {
    let population = match source.population {
        Population::Handlekommune => "borgere, vi er handlekommune for",
        Population::Betalingskommune => "borgere, vi betaler for",
        Population::Both => "borgere, vi er handle- eller betalingskommune for",
        Population::Unknown => "population ikke oplyst",
    };
    let dst = if source.delivers_to_dst { ", leverer til Danmarks Statistik" } else { "" };
    let since = source.since.map_or(String::new(), |day| format!(", i brug fra {}", day.danish()));
    let attributes: Vec<&str> = source.attributes.iter().map(|a| a.text()).collect();
    format!("{population}{since}{dst}; har {}", attributes.join(", "))
}
