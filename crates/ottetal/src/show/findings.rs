//! Findings: grouped on the screen with the first of each, all of them in a CSV file.

use super::{line, thousands};
use app::commands::import_extract::Imported;
use domain::finding::Finding;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How many places of a kind the screen shows.
const SHOWN: usize = 3;

/// How many it shows of those about a whole file: which columns are missing is asked every time.
const SHOWN_OF_A_FILE: usize = 12;

pub(crate) fn write(imported: &Imported, out: &mut impl Write) -> io::Result<()> {
    grouped(&imported.findings, &imported.counts, &imported.files, out)
}

/// Each code with its count, reason and remedy, and the first places.
pub(crate) fn grouped(
    findings: &[Finding],
    counts: &BTreeMap<&'static str, u64>,
    files: &[String],
    out: &mut impl Write,
) -> io::Result<()> {
    if findings.is_empty() {
        return line(out, "  Ingen fund.");
    }
    let mut by_code: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_code.entry(finding.code).or_default().push(finding);
    }
    line(out, "  Fund:")?;
    for (code, list) in by_code {
        let count = counts.get(code).copied().unwrap_or(list.len() as u64);
        let first = list[0];
        line(out, &format!("    {code}  {} × {}", thousands(i128::from(count)), first.effect.text()))?;
        line(out, &format!("            {}", first.reason))?;
        line(out, &format!("            {}", first.remedy))?;
        let shown = if first.row == 0 { SHOWN_OF_A_FILE } else { SHOWN };
        for finding in list.iter().take(shown) {
            line(out, &format!("            - {}", place(finding, files)))?;
        }
        if count > shown as u64 {
            line(out, &format!("            - og {} mere", thousands(i128::from(count) - shown as i128)))?;
        }
    }
    Ok(())
}

fn place(finding: &Finding, files: &[String]) -> String {
    let mut out = files.get(usize::from(finding.file)).cloned().unwrap_or_default();
    if !finding.sheet.is_empty() {
        out += &format!(", ark {}", finding.sheet);
    }
    if finding.row > 0 {
        out += &format!(", række {}", finding.row);
    }
    if !finding.column.is_empty() {
        out += &format!(", kolonne «{}»", finding.column);
    }
    if !finding.value.is_empty() {
        out += &format!(": «{}»", finding.value);
    }
    out
}

/// Every kept finding, for Excel.
pub(crate) fn write_csv(imported: &Imported, mut out: impl Write) -> io::Result<()> {
    write!(out, "\u{feff}kode;virkning;fil;ark;række;kolonne;værdi;hvorfor;hvad gør jeg\r\n")?;
    for finding in &imported.findings {
        let file = imported.files.get(usize::from(finding.file)).map_or("", String::as_str);
        let row = if finding.row == 0 { String::new() } else { finding.row.to_string() };
        let cells = [
            finding.code,
            finding.effect.text(),
            file,
            &finding.sheet,
            &row,
            &finding.column,
            &finding.value,
            &finding.reason,
            &finding.remedy,
        ];
        let cells: Vec<String> = cells.into_iter().map(cell).collect();
        write!(out, "{}\r\n", cells.join(";"))?;
    }
    out.flush()
}

/// A quoted cell.
fn cell(text: &str) -> String {
    format!("\"{}\"", report::csv::text(text).replace('"', "\"\""))
}
