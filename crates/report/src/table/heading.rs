//! Top of the table: which systems, which days, which basis, and first of all what did not run.

use super::grid::wrapped;
use crate::control_report::ControlReport;
use crate::words;
use std::io::{self, Write};

pub(super) fn write(report: &ControlReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let [one, two] = &report.systems;
    let title = format!("8-TALSKONTROL: {} (System 1) mod {} (System 2)", one.title, two.title);
    wrapped(&title, "", 0, width, out)?;
    writeln!(out, "{}", "═".repeat(super::grid::seen(&title).min(width)))?;
    wrapped(&words::asked(report), "Vindue", 14, width, out)?;
    if let Some(area) = words::area(report) {
        wrapped(&area, "Område", 14, width, out)?;
    }
    wrapped(&words::compared(report), "Sammenlignet", 14, width, out)?;
    wrapped(&words::basis(report), "Grundlag", 14, width, out)?;
    for (system, name) in report.systems.iter().zip(["System 1", "System 2"]) {
        wrapped(&words::facts(system), name, 14, width, out)?;
    }
    super::section("Kørte ikke", width, out)?;
    let not_run = words::not_run(report);
    if not_run.is_empty() {
        writeln!(out, "  Alt, der var bedt om, er kørt.")?;
    }
    for line in not_run {
        wrapped(&line, "  !", 4, width, out)?;
    }
    super::section("Resultat", width, out)?;
    wrapped(&words::result(report), "", 2, width, out)
}
