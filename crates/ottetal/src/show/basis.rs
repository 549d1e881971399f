//! A basis and its imports.

use super::{facts, line, thousands};
use app::commands::accept_basis::ShownBasis;
use std::io::{self, Write};

pub(crate) fn write(shown: &ShownBasis, out: &mut impl Write) -> io::Result<()> {
    let basis = &shown.basis;
    line(
        out,
        &format!(
            "Grundlag {}, godkendt {} af {}",
            basis.id,
            basis.accepted_at.replace('T', " "),
            basis.accepted_by
        ),
    )?;
    for import in &shown.imports {
        let files: Vec<&str> = import.files.iter().map(|f| f.name.as_str()).collect();
        line(
            out,
            &format!(
                "  {:<18} {}  {:>9} rækker  {}",
                import.source,
                import.id,
                thousands(i128::from(import.totals.read.rows)),
                files.join(", ")
            ),
        )?;
        if import.facts.extracted.is_some() || import.facts.covers.is_some() {
            line(out, &format!("  {:<18} {}", "", facts(&import.facts)))?;
        }
    }
    line(out, &format!("  Lov {}, program {}", basis.law_version, basis.program_version))
}
