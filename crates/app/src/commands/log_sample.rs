//! The month's sample of look-ups, for the one who supervises: was there a reason to look?
//!
//! Invariant: nobody chooses it. Whom it is about follows from the month ([`Scope`]), which of their look-ups from the
//! numbers of the lines; anybody who asks again gets the same.

use crate::access::{Scope, Subject};
use crate::edge::{begins, local_day};
use crate::session::Session;
use domain::calendar::{Day, Month};
use store::log::{Entry, LogAsked};

/// Look-ups in a sample.
pub const SIZE: usize = 20;

/// The sample of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The first day of the month.
    pub month: Day,
    /// Look-ups of one citizen in that month.
    pub look_ups: usize,
    /// Of these, about citizens of the sample.
    pub about_sample: usize,
    /// Those drawn, oldest first.
    pub drawn: Vec<Entry>,
}

/// Draws the sample of the month before a day among the citizens in `scope`. Leaves a line in the log.
///
/// # Errors
/// Where the log cannot be written or read.
pub async fn draw_sample(session: &Session, scope: &Scope, today: Day) -> anyhow::Result<Sample> {
    let month: Month = today.month().first().previous().month();
    let (first, next) = (month.first(), month.next().first());
    session
        .store
        .log()
        .append(&session.ctx, "laes_log", &format!("stikprøve {}", &first.iso()[..7]), 0)
        .await?;
    let asked = LogAsked {
        about_somebody: true,
        counted_one: true,
        from: Some(begins(first)),
        until: Some(begins(next)),
        limit: u32::MAX,
        ..LogAsked::default()
    };
    let (mut lines, _) = session.store.log().find(&session.ctx, &asked).await?;
    // A list shows many at a time and is not about one of them.
    lines.retain(|line| line.citizens.len() == 1 && local_day(&line.at).is_some());
    let look_ups = lines.len();
    lines.retain(|line| {
        let citizen = line.citizens.first().copied();
        citizen.is_some() && scope.holds(&Subject { citizen, ..Subject::default() })
    });
    let about_sample = lines.len();
    lines.sort_by_key(|line| mixed(line.seq, first));
    lines.truncate(SIZE);
    lines.sort_by_key(|line| line.seq);
    Ok(Sample { month: first, look_ups, about_sample, drawn: lines })
}

/// An order that nobody chose: the number of a line, mixed with the month.
fn mixed(seq: i64, month: Day) -> u64 {
    let both = (seq.unsigned_abs() << 24) ^ u64::from(month.0.unsigned_abs());
    both.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}
