//! What the screen shows of a verb, beside the control's own table. Danish, for a person; nothing here decides.

pub(crate) mod basis;
pub(crate) mod citizen;
pub(crate) mod findings;
pub(crate) mod imported;
pub(crate) mod keep;
pub(crate) mod landscape;
pub(crate) mod proposal;
pub(crate) mod providers;
pub(crate) mod sources;
pub(crate) mod status;
pub(crate) mod users;
pub(crate) mod work;

use domain::landscape::ExtractFacts;
use std::io::{self, Write};

pub(crate) use report::danish::whole as thousands;

/// The terminal's width as the shell says it; 100 where it does not.
pub(crate) fn width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|c| c.parse().ok())
        .filter(|w| (60..=400).contains(w))
        .unwrap_or(100)
}

/// One line.
pub(crate) fn line(out: &mut impl Write, text: &str) -> io::Result<()> {
    writeln!(out, "{text}")
}

/// Rates in 1/10.000 kroner as kroner with four decimals.
pub(crate) fn rates(sum: i128) -> String {
    let sign = if sum < 0 { "-" } else { "" };
    format!("{sign}{},{:04} kr.", thousands((sum.abs()) / 10_000), sum.abs() % 10_000)
}

/// A rate with two decimals, or as many as it has: `3.186,90`, `1.352,0333`.
pub(crate) fn rate(rate: i64) -> String {
    let text = rates(i128::from(rate));
    let bare = text.trim_end_matches(" kr.");
    bare.strip_suffix("00").unwrap_or_else(|| bare.strip_suffix('0').unwrap_or(bare)).to_owned()
}

/// `udtrukket 01-03-2026, dækker 01-01-2016 - 28-02-2026`.
pub(crate) fn facts(facts: &ExtractFacts) -> String {
    let day =
        facts.extracted.map_or("udtræksdag ukendt".to_owned(), |d| format!("udtrukket {}", d.danish()));
    let covers = facts.covers.map_or("dækning ukendt".to_owned(), |c| {
        format!("dækker {} - {}", c.from.danish(), c.last_day().danish())
    });
    let current = if facts.current_only { ", kun løbende sager" } else { "" };
    format!("{day}, {covers}{current}")
}
