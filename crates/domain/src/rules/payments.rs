//! Money against grants: one citizen, paragraph by paragraph and month by month. A month is given to the first rule
//! that takes it.
//!
//! Granted is every day that a counting row of either system claims, whatever the other's extract covers and whoever
//! pays: a payment for such a day is not without a grant.

use crate::amount::Oere;
use crate::calendar::{Month, Period};
use crate::deviation::{Deviation, OtherRow, RuleCode, Side};
use crate::law::ParagrafId;
use crate::ledger::{Copies, LedgerReader, Line, copies};
use crate::observation::{Posting, Settlement};
use crate::periods::Periods;
use crate::person::CitizenId;
use crate::rules::case::Case;
use crate::rules::citizen_case::{CitizenCase, blank};
use crate::rules::rule;
use crate::stake::as_paid;
use crate::timeline::Claim;

/// The months that payments are looked at in, of a whole run.
#[derive(Clone, Debug)]
pub(crate) struct PaymentMonths {
    /// Whole months inside the window and what the finance system's extract covers.
    months: Vec<Month>,
    /// Months from this one on may still be paid.
    unsettled_from: Option<Month>,
}

impl PaymentMonths {
    pub(crate) fn new(
        control: &crate::control::Control,
        ledger: &LedgerReader<'_>,
        last_posting: Option<crate::calendar::Day>,
    ) -> PaymentMonths {
        let facts = ledger.other.facts;
        let context =
            crate::lexicon::SideContext { source: ledger.other.source, facts, wording: ledger.other.wording };
        let window = crate::comparison::own_window(control, &context);
        let months = window.map_or_else(Vec::new, |window| {
            window
                .by_month()
                .filter(|(month, days)| *days == month.period())
                .map(|(month, _)| month)
                .collect()
        });
        let last = last_posting.or(facts.extracted).or(facts.covers.map(Period::last_day));
        let unsettled_from = last.map(|day| Month(day.month().0 - control.limits.payment_months as i32 + 1));
        PaymentMonths { months, unsettled_from }
    }

    fn is_settled(&self, month: Month) -> bool {
        self.unsettled_from.is_some_and(|from| month < from)
    }
}

/// One month of a paragraph.
#[derive(Debug)]
pub(super) struct PaidMonth {
    pub(super) month: Month,
    /// The sum of the month's postings.
    pub(super) net: Oere,
    /// The part of it that is copies of the same bill.
    pub(super) copies: Oere,
    /// What System 2's rows (else System 1's) cost; `None` where that is not known.
    pub(super) expected: Option<Oere>,
    /// Some day of it is claimed by either system.
    pub(super) granted: bool,
    /// Both systems have a compared day in it.
    pub(super) in_both: bool,
    /// System 2 has rows, and none of them is to be settled.
    pub(super) refused: bool,
    /// A row is at a place that is paid by a budget line.
    pub(super) by_frame: bool,
    /// A payment is no longer awaited.
    pub(super) settled: bool,
    /// The account of another paragraph took this month's payment.
    explained: bool,
    taken: Option<(RuleCode, Taken)>,
}

impl PaidMonth {
    /// True where no rule has taken it yet.
    pub(super) fn is_free(&self) -> bool {
        self.taken.is_none() && !self.explained
    }

    /// What is paid beyond what is expected, copies of bills left out; `None` where no price is known.
    pub(super) fn beyond(&self) -> Option<Oere> {
        Some(self.net - self.copies - self.expected?)
    }
}

/// What a rule says of a month that it takes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Taken {
    pub(super) oere: Oere,
    pub(super) values: [Vec<String>; 2],
    pub(super) shared: String,
    /// Which of the citizen's paragraphs is granted and not paid, where this payment belongs to it.
    pub(super) granted_on: Option<usize>,
}

impl Taken {
    /// A month of so many kroner, with nothing more to say.
    pub(super) fn of(oere: Oere) -> Taken {
        Taken { oere, ..Taken::default() }
    }

    fn says_the_same(&self, other: &Taken) -> bool {
        (&self.values, &self.shared, self.granted_on) == (&other.values, &other.shared, other.granted_on)
    }
}

/// One paragraph of a citizen.
pub(super) struct PaidParagraf<'a, 'r> {
    pub(super) paragraf: ParagrafId,
    pub(super) claims: [&'a [Claim<'r>]; 2],
    pub(super) months: Vec<PaidMonth>,
    lines: &'a [Line],
    claimed: Periods,
}

impl PaidParagraf<'_, '_> {
    /// True where a day of the month before, or of the month, is granted.
    pub(super) fn granted_about(&self, month: Month) -> bool {
        let before = Month(month.0 - 1);
        self.claimed.overlaps(Period { from: before.first(), until: month.next().first() })
    }

    /// True where some day before the month is granted.
    pub(super) fn granted_before(&self, month: Month) -> bool {
        self.claimed.iter().next().is_some_and(|p| p.from < month.first())
    }

    /// The month's postings.
    pub(super) fn lines_in(&self, period: Period) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |l| period.contains(l.month.first()))
    }
}

/// What a payment rule is put to.
#[derive(Clone, Copy)]
pub(super) struct PaymentCase<'p, 'a, 'r> {
    pub(super) case: &'p CitizenCase<'a, 'r>,
    pub(super) ledger: &'p LedgerReader<'p>,
    pub(super) postings: &'p [Posting<CitizenId>],
    pub(super) all: &'p [PaidParagraf<'a, 'r>],
    pub(super) on: &'p PaidParagraf<'a, 'r>,
    pub(super) at: &'p PaidMonth,
}

impl PaymentCase<'_, '_, '_> {
    /// More than the limit is paid.
    pub(super) fn is_paid(&self) -> bool {
        self.at.net.0 > self.case.control.limits.payment_oere
    }
}

/// Puts the payment rules to one citizen.
pub(crate) fn check<'a>(
    case: &CitizenCase<'a, '_>,
    ledger: &LedgerReader<'_>,
    months: &PaymentMonths,
    lines: &'a [Line],
    postings: &[Posting<CitizenId>],
    out: &mut Vec<Deviation>,
) {
    use super::{
        betalt_anden_leverandoer, betalt_efter_doed, betalt_efter_slut, betalt_over, betalt_trods_nej,
        betalt_uden_bevilling, betalt_under, bevilget_uden_betaling, konto_anden_paragraf, samme_regning,
    };
    const BEFORE_COPIES: [(RuleCode, Takes); 5] = [
        (RuleCode::BetaltEfterDoed, betalt_efter_doed::takes),
        (RuleCode::KontoAndenParagraf, konto_anden_paragraf::takes),
        (RuleCode::BetaltEfterSlut, betalt_efter_slut::takes),
        (RuleCode::BetaltUdenBevilling, betalt_uden_bevilling::takes),
        (RuleCode::BetaltTrodsNej, betalt_trods_nej::takes),
    ];
    const AFTER_COPIES: [(RuleCode, Takes); 4] = [
        (RuleCode::BevilgetUdenBetaling, bevilget_uden_betaling::takes),
        (RuleCode::BetaltAndenLeverandoer, betalt_anden_leverandoer::takes),
        (RuleCode::BetaltOver, betalt_over::takes),
        (RuleCode::BetaltUnder, betalt_under::takes),
    ];
    let copies = copies(postings);
    let mut all = paragraffer(case, months, lines, &copies);
    put(&BEFORE_COPIES, case, ledger, postings, &mut all);
    if case.plan.runs_at_all(RuleCode::SammeRegning) {
        samme_regning::check(case, ledger, postings, &copies, &all, out);
    }
    put(&AFTER_COPIES, case, ledger, postings, &mut all);
    for paid in &all {
        report(case, ledger, postings, &all, paid, out);
    }
}

type Takes = fn(&PaymentCase<'_, '_, '_>) -> Option<Taken>;

/// Puts rules to every month that is still free, one rule after the other.
fn put<'a, 'r>(
    rules: &[(RuleCode, Takes)],
    case: &CitizenCase<'a, 'r>,
    ledger: &LedgerReader<'_>,
    postings: &[Posting<CitizenId>],
    all: &mut [PaidParagraf<'a, 'r>],
) {
    for (rule, takes) in rules.iter().filter(|(rule, _)| case.plan.runs_at_all(*rule)) {
        let mut found = Vec::new();
        for (which, on) in all.iter().enumerate() {
            for (number, at) in on.months.iter().enumerate().filter(|(_, month)| month.is_free()) {
                let asked = PaymentCase { case, ledger, postings, all, on, at };
                found.extend(takes(&asked).map(|taken| (which, number, taken)));
            }
        }
        for (which, number, taken) in found {
            if let Some(granted) = taken.granted_on {
                all[granted].months[number].explained = true;
            }
            all[which].months[number].taken = Some((*rule, taken));
        }
    }
}

/// The paragraphs that are asked about and granted or paid, with their months decided.
fn paragraffer<'a, 'r>(
    case: &CitizenCase<'a, 'r>,
    months: &PaymentMonths,
    lines: &'a [Line],
    copies: &[Copies],
) -> Vec<PaidParagraf<'a, 'r>> {
    let mut ids: Vec<ParagrafId> = case.held.iter().map(|h| h.paragraf).collect();
    ids.extend(lines.iter().map(|l| l.paragraf).filter(|p| case.control.is_about(*p)));
    ids.sort_unstable();
    ids.dedup();
    let paid = |paragraf: ParagrafId| {
        let claims = case.timelines.map(|t| t.on(paragraf));
        let own = lines.partition_point(|l| l.paragraf < paragraf)
            ..lines.partition_point(|l| l.paragraf <= paragraf);
        let lines = &lines[own];
        let claimed = Periods::union_of(claims.into_iter().flatten().map(|c| c.period));
        let decide = |month: &Month| decide(case, months, paragraf, &claimed, lines, copies, *month);
        PaidParagraf { paragraf, claims, months: months.months.iter().map(decide).collect(), lines, claimed }
    };
    ids.into_iter().map(paid).collect()
}

/// One month of one paragraph. A month that neither extract speaks of, or in which the citizen is not of the area's
/// age, is left to nobody.
fn decide(
    case: &CitizenCase<'_, '_>,
    months: &PaymentMonths,
    paragraf: ParagrafId,
    claimed: &Periods,
    lines: &[Line],
    copies: &[Copies],
    month: Month,
) -> PaidMonth {
    let days = month.period();
    let own = &lines[lines.partition_point(|l| l.month < month)..lines.partition_point(|l| l.month <= month)];
    let spoken = case.windows.iter().flatten().any(|w| w.intersect(days) == Some(days));
    let granted = claimed.overlaps(days);
    let mut paid = PaidMonth {
        month,
        net: own.iter().map(|l| l.amount).sum(),
        copies: own
            .iter()
            .filter(|l| copies.iter().any(|c| c.extra().contains(&l.posting)))
            .map(|l| l.amount)
            .sum(),
        expected: None,
        granted,
        in_both: case.held_on(paragraf).is_some_and(|h| h.compared.days.iter().all(|d| d.overlaps(days))),
        refused: false,
        by_frame: false,
        settled: months.is_settled(month),
        explained: !spoken || case.outside_age.overlaps(days),
        taken: None,
    };
    if granted && !paid.explained {
        price(case, paragraf, days, &mut paid);
    }
    paid
}

/// What the month costs by the rows: System 2's, else System 1's. Rows that are not to be settled cost nothing.
fn price(case: &CitizenCase<'_, '_>, paragraf: ParagrafId, days: Period, paid: &mut PaidMonth) {
    let net = case.registers.ledger.is_some_and(|ledger| ledger.source.terms.net_of_relief);
    for side in [Side::Two, Side::One] {
        let timeline = case.timelines[side.index()];
        let main: Vec<Claim<'_>> =
            timeline.on(paragraf).iter().filter(|c| c.period.overlaps(days)).copied().collect();
        if main.is_empty() {
            continue;
        }
        let refused = |c: &Claim<'_>| c.row.settles == Some(false);
        paid.refused |= side == Side::Two && main.iter().all(refused);
        if paid.expected.is_some() {
            continue;
        }
        let supplements = timeline.supplements_on(paragraf).iter().filter(|c| c.period.overlaps(days));
        // Apart: a supplement that looks like its main row is no copy of it.
        let parts = [main, supplements.copied().collect()].map(|mut rows: Vec<Claim<'_>>| {
            rows.retain(|c| !refused(c));
            paid.by_frame |= rows.iter().any(|c| is_by_frame(case, side, c, days));
            as_paid(&rows, &Periods::from(days), case.lexicon, side, net)
        });
        paid.expected = parts.into_iter().sum();
    }
}

/// True where the row's place is paid by a budget line: then no bill is expected.
fn is_by_frame(case: &CitizenCase<'_, '_>, side: Side, claim: &Claim<'_>, days: Period) -> bool {
    let registered = case.lexicon.registered(side, claim.row.provider);
    let known = case.registers.providers.zip(registered);
    known.is_some_and(|(register, id)| register.settlement(id, days.from) == Settlement::Ramme)
}

/// The months that rules took, a deviation for each run of consecutive months of which the same is said.
fn report(
    case: &CitizenCase<'_, '_>,
    ledger: &LedgerReader<'_>,
    postings: &[Posting<CitizenId>],
    all: &[PaidParagraf<'_, '_>],
    paid: &PaidParagraf<'_, '_>,
    out: &mut Vec<Deviation>,
) {
    let taken: Vec<(Month, RuleCode, &Taken)> = paid
        .months
        .iter()
        .filter_map(|m| m.taken.as_ref().map(|(code, taken)| (m.month, *code, taken)))
        .collect();
    for run in taken.chunk_by(|a, b| a.0.next() == b.0 && a.1 == b.1 && a.2.says_the_same(b.2)) {
        let [(first, code, said), ..] = run else { continue };
        let last = run.last().map_or(*first, |(month, ..)| *month);
        let period = Period { from: first.first(), until: last.next().first() };
        let mut deviation = blank(rule(*code), case.citizen, paid.paragraf, period);
        deviation.oere = Some(run.iter().map(|(_, _, taken)| taken.oere).sum());
        deviation.values = said.values.clone();
        deviation.shared.clone_from(&said.shared);
        let granted = said.granted_on.map_or(paid, |at| &all[at]);
        deviation.rows = granted.claims.map(|claims| Case::rows(claims, period));
        deviation.others = places(ledger, postings, paid.lines_in(period).map(|l| l.posting));
        out.push(deviation);
    }
}

/// Where postings stand, sorted, each once.
pub(super) fn places(
    ledger: &LedgerReader<'_>,
    postings: &[Posting<CitizenId>],
    which: impl Iterator<Item = usize>,
) -> Vec<OtherRow> {
    let mut rows: Vec<OtherRow> =
        which.map(|at| OtherRow { source: ledger.other.index, place: postings[at].place }).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}
