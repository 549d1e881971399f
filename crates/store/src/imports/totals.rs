//! Control totals as text: sums are written as text, for they may be longer than a database's whole numbers.

use domain::totals::{ControlTotals, Tally};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Written {
    read: (u64, String),
    used: (u64, String),
    never_took_effect: (u64, String),
    set_aside: (u64, String),
    skipped_rows: u64,
}

pub(super) fn write(totals: &ControlTotals) -> String {
    let tally = |t: Tally| (t.rows, t.rate_sum.to_string());
    let written = Written {
        read: tally(totals.read),
        used: tally(totals.used),
        never_took_effect: tally(totals.never_took_effect),
        set_aside: tally(totals.set_aside),
        skipped_rows: totals.skipped_rows,
    };
    serde_json::to_string(&written).expect("tekst og tal kan altid skrives")
}

pub(super) fn read(text: &str) -> Option<ControlTotals> {
    let written: Written = serde_json::from_str(text).ok()?;
    let tally = |(rows, sum): (u64, String)| Some(Tally { rows, rate_sum: sum.parse().ok()? });
    Some(ControlTotals {
        read: tally(written.read)?,
        used: tally(written.used)?,
        never_took_effect: tally(written.never_took_effect)?,
        set_aside: tally(written.set_aside)?,
        skipped_rows: written.skipped_rows,
    })
}
