//! Spellings of providers on the screen: what is proposed, what was decided.

use super::{line, thousands};
use app::commands::providers::{Decided, Proposed};
use std::io::{self, Write};
use store::providers::{Decision, Verdict};

/// Proposals that the screen shows where not all are asked for.
const SHOWN: usize = 30;

pub(crate) fn proposed(proposed: &Proposed, all: bool, out: &mut impl Write) -> io::Result<()> {
    if proposed.waiting > 0 {
        line(
            out,
            &format!(
                "{} er ikke med i grundlag {} endnu: «ottetal grundlag accepter» tager dem i brug.",
                decisions(proposed.waiting),
                proposed.basis
            ),
        )?;
    }
    if proposed.proposals.is_empty() {
        return line(
            out,
            &format!("Ingen navne i grundlag {} ligner hinanden uden at være afgjort.", proposed.basis),
        );
    }
    line(out, &format!("Navne i grundlag {}, der måske er én leverandør, tungest først:", proposed.basis))?;
    let shown = if all { proposed.proposals.len() } else { SHOWN };
    for proposal in proposed.proposals.iter().take(shown) {
        let name = |(name, sources): &(String, Vec<String>)| format!("«{name}» ({})", sources.join(", "));
        line(
            out,
            &format!(
                "  {} og {}: ligner {} %, {} rækker",
                name(&proposal.a),
                name(&proposal.b),
                proposal.likeness / 10,
                thousands(proposal.weight)
            ),
        )?;
    }
    let rest = proposed.proposals.len().saturating_sub(shown);
    if rest > 0 {
        line(out, &format!("  … og {rest} til: --alle viser dem."))?;
    }
    line(out, "Afgør med «ottetal leverandoer samme A B» eller «ottetal leverandoer forskellige A B».")
}

pub(crate) fn decided(decided: &Decided, out: &mut impl Write) -> io::Result<()> {
    let Decision { a, b, verdict, .. } = &decided.decision;
    let text = match verdict {
        Verdict::Same => format!("«{a}» og «{b}» er afgjort som samme leverandør."),
        Verdict::Different => format!("«{a}» og «{b}» er afgjort som forskellige leverandører."),
        Verdict::Undone => format!("Afgørelsen om «{a}» og «{b}» er taget tilbage."),
    };
    line(out, &text)?;
    for name in &decided.unused {
        line(
            out,
            &format!("Bemærk: ingen af grundlagets kilder skriver «{name}». Er det stavet som i kilden?"),
        )?;
    }
    line(out, "Det gælder fra det næste grundlag: «ottetal grundlag accepter».")
}

pub(crate) fn list(all: &[Decision], out: &mut impl Write) -> io::Result<()> {
    if all.is_empty() {
        return line(out, "Der er ingen afgørelser om leverandørnavne.");
    }
    for decision in all {
        let reason =
            if decision.reason.is_empty() { String::new() } else { format!(": {}", decision.reason) };
        let day = decision.at.get(..10).unwrap_or_default();
        line(
            out,
            &format!(
                "{:<11}  «{}» og «{}»  ({day}, {}){reason}",
                decision.verdict.key(),
                decision.a,
                decision.b,
                decision.by
            ),
        )?;
    }
    Ok(())
}

fn decisions(number: usize) -> String {
    if number == 1 { "1 afgørelse".to_owned() } else { format!("{number} afgørelser") }
}
