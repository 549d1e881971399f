//! What the finance system has booked: what the settlement system's rows cost, month by month and place by place.
//!
//! Bills follow the settlement system, also where it is wrong, as they do in a municipality. So an error there is no
//! error of payment; those are put in afterwards.

use crate::catalogue::YdelseId;
use crate::day::{Date, Span};
use crate::dice::Dice;
use crate::number::Number;
use crate::providers::ProviderId;
use crate::row::{Row, Supplement};
use std::collections::BTreeMap;

/// A posting before it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Posting {
    /// Whose; `None` for a collective bill.
    pub cpr: Option<Number>,
    /// On whose paragraph's account.
    pub ydelse: YdelseId,
    /// Which of the paragraph's groupings.
    pub(crate) grouping: u8,
    /// 1 expense, 2 refund from the state.
    pub dranst: u8,
    /// What for, where it is no service.
    pub supplement: Option<Supplement>,
    /// Who was paid.
    pub provider: ProviderId,
    /// The days that it concerns, inside one month.
    pub concerns: Span,
    /// Whether those days are written.
    pub shown: bool,
    /// Day of booking.
    pub booked: Date,
    /// Øre; negative is income.
    pub amount: i64,
    /// Number of the bill: who, which; 0 where nothing is written.
    pub bill: (u32, u32),
    /// An account that nobody can read, in place of the right one.
    pub unreadable: Option<&'static str>,
    pub(crate) text: &'static str,
}

/// The finance system's days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ledger {
    /// The days that its extract covers.
    pub covers: Span,
    seed: u64,
}

/// What a collective posting is for: place, service, month.
type Together = BTreeMap<(ProviderId, YdelseId, i32), i64>;

/// A bill's place and purpose: service, grouping, supplement, place, month.
type Key = (YdelseId, u8, Option<Supplement>, ProviderId, i32);

/// Streams of dice for bills begin here.
const STREAM: u64 = 2 << 40;

impl Ledger {
    /// Three whole years before the extract's own: what a finance system hands out at once.
    pub(crate) fn new(extracted: Date, seed: u64) -> Ledger {
        let from = Date::ymd(extracted.year() - 3, 1, 1);
        Ledger { covers: Span { from, to: extracted.plus(-1) }, seed }
    }

    /// All days of a file for measuring.
    pub(crate) fn since(covers: Span, seed: u64) -> Ledger {
        Ledger { covers, seed }
    }

    /// The first month.
    pub(crate) fn first_month(&self) -> i32 {
        self.covers.from.month()
    }

    /// The last month of which no bill can be under way any more.
    pub(crate) fn settled(&self) -> i32 {
        self.covers.to.month() - 3
    }

    /// The postings of one citizen's rows in the settlement system, in the order of their months.
    pub(crate) fn of(&self, at: u32, rows: &[Row]) -> Vec<Posting> {
        let mut dice = Dice::new(self.seed, STREAM + u64::from(at));
        let mut out = Vec::new();
        for ((key, (amount, days)), number) in monthly(rows, self.covers).into_iter().zip(1..) {
            let (ydelse, grouping, supplement, provider, month) = key;
            let Some(cpr) = rows.iter().find(|row| row.ydelse == ydelse).map(|row| row.cpr) else { continue };
            let (late, habit) = (dice.between(3, provider.delay_days()), dice.below(1000));
            let first = Posting {
                cpr: Some(cpr),
                ydelse,
                grouping,
                dranst: 1,
                supplement,
                provider,
                concerns: days,
                shown: habit < 800,
                booked: Span::of_month(month).to.plus(late),
                amount,
                bill: if habit % 20 == 0 { (0, 0) } else { (at + 1, number) },
                unreadable: None,
                text: supplement.map_or("Ophold og støtte", Supplement::text),
            };
            if first.booked > self.covers.to || amount == 0 {
                continue;
            }
            out.extend(corrected(first, habit));
        }
        out
    }

    /// Bills of places with a budget of their own, and those between municipalities: no citizen is named.
    pub(crate) fn together(&self, apart: &Together, ramme: &[(ProviderId, YdelseId, i64)]) -> Vec<Posting> {
        let mut sums = apart.clone();
        for month in self.first_month()..=self.covers.to.month() {
            for (provider, ydelse, yearly) in ramme {
                *sums.entry((*provider, *ydelse, month)).or_default() += yearly / 12;
            }
        }
        let of = |((provider, ydelse, month), amount): ((ProviderId, YdelseId, i32), i64), number| Posting {
            cpr: None,
            ydelse,
            grouping: 0,
            dranst: 1,
            supplement: None,
            provider,
            concerns: Span::of_month(month),
            shown: true,
            booked: Span::of_month(month).to.plus(provider.delay_days()),
            amount,
            bill: (0, number),
            unreadable: None,
            text: if provider.is_ramme() { "Rammebevilling" } else { "Mellemkommunal afregning" },
        };
        let bills = sums.into_iter().zip(1..).map(|(sum, number)| of(sum, number));
        bills.filter(|posting| posting.booked <= self.covers.to).collect()
    }

    /// The state's refund of dear cases: dranst 2, a quarter of what a citizen cost in a quarter of the year.
    pub(crate) fn refunds(&self, postings: &[Posting]) -> Vec<Posting> {
        let dear = |p: &&Posting| {
            p.cpr.is_some()
                && p.amount > 9_000_000
                && p.concerns.from.parts().1.is_multiple_of(3)
                && p.unreadable.is_none()
        };
        let of = |p: &Posting| Posting {
            dranst: 2,
            amount: -p.amount / 4,
            booked: p.booked.plus(4),
            bill: (0, 0),
            text: "Refusion af særligt dyre enkeltsager",
            ..*p
        };
        postings.iter().filter(dear).map(of).filter(|p| p.booked <= self.covers.to).collect()
    }

    /// Adds what rows of citizens whom we do not act for cost, to be billed together.
    pub(crate) fn add(&self, rows: &[Row], sums: &mut Together) {
        for ((ydelse, _, _, provider, month), (amount, _)) in monthly(rows, self.covers) {
            *sums.entry((provider, ydelse, month)).or_default() += amount;
        }
    }
}

/// What rows cost by bill, and the days that each bill is for. The same row twice is billed once, a supplement only
/// beside its service, and nothing by citizen at a place with a budget of its own.
fn monthly(rows: &[Row], covers: Span) -> BTreeMap<Key, (i64, Span)> {
    let mut out: BTreeMap<Key, (i64, Span)> = BTreeMap::new();
    let real = |row: &Row| !row.provider.is_ramme() && row.cpr.birth().is_some();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| real(row) && !row.paragraf().is_empty()) {
        let Some(days) = row.days(covers) else { continue };
        let again = |other: &Row| same(row, other) && other.days(covers) == Some(days);
        if rows[..at].iter().any(again) {
            continue;
        }
        let all = row.ydelse.get().grupperinger.len();
        let grouping = row.groups[0].map_or(0, |group| group.finance()).min(all - 1) as u8;
        for month in days.from.month()..=days.to.month() {
            let Some(part) = days.within(Span::of_month(month)) else { continue };
            let served = |r: &Row| {
                r.supplement.is_none() && r.ydelse == row.ydelse && r.days(Span::of_month(month)).is_some()
            };
            if row.supplement.is_some() && !rows.iter().any(served) {
                continue;
            }
            let key = (row.ydelse, grouping, row.supplement, row.provider, month);
            let (amount, span) = out.entry(key).or_insert((0, part));
            *amount += row.price(part);
            *span = Span { from: span.from.min(part.from), to: span.to.max(part.to) };
        }
    }
    out
}

fn same(a: &Row, b: &Row) -> bool {
    let what = |r: &Row| (r.ydelse, r.provider, r.groups, r.hours, r.unit, r.rate, r.supplement);
    what(a) == what(b)
}

/// Now and then a bill is too high at first, and corrected by a bill of its own.
fn corrected(first: Posting, habit: usize) -> Vec<Posting> {
    if habit != 7 && habit != 8 {
        return vec![first];
    }
    let too_much = first.amount / 10;
    let before = Posting { amount: first.amount + too_much, shown: true, ..first };
    let bill = (first.bill.0, 900 + first.bill.1);
    vec![before, Posting { amount: -too_much, bill, text: "Korrektion", ..before }]
}
