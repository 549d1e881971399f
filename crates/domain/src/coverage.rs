//! How much of the data a control reached: what was compared, what lay outside and why, what had no paragraph.
//!
//! Sums of whole numbers only, so that the parts of a run can be added in any order.

use crate::amount::Oere;
use crate::calendar::Day;
use crate::comparison::{Compared, Outside};
use crate::deviation::Side;
use crate::full_year::FullYears;
use crate::law::ParagrafId;
use crate::ledger::LedgerCoverage;
use crate::lexicon::Lexicon;
use crate::observation::{Activity, Role, Standing};
use crate::periods::Periods;
use crate::person::CitizenId;
use crate::timeline::Timeline;
use std::collections::BTreeMap;

/// The reach of a control.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Per paragraph.
    pub paragraffer: BTreeMap<ParagrafId, ParagrafCoverage>,
    /// Local words without a paragraph, with the rows behind them.
    pub untranslated: BTreeMap<UntranslatedKey, UntranslatedTally>,
    /// Rows of System 1 and System 2.
    pub rows: [RowTally; 2],
    /// Distinct citizens with a row in System 1 and System 2.
    pub citizens: [u64; 2],
    /// The finance system's postings.
    pub ledger: LedgerCoverage,
}

/// One citizen on one paragraph, as far as the control compared: the row behind the counts of [`ParagrafCoverage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reached {
    /// The paragraph.
    pub paragraf: ParagrafId,
    /// Who.
    pub citizen: CitizenId,
    /// Compared days in System 1 and System 2, each the union of the citizen's rows.
    pub days: [i32; 2],
    /// Days that both systems claim.
    pub common: i32,
    /// The days of each system as full-year persons.
    pub full_years: [FullYears; 2],
}

/// One paragraph of a control.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParagrafCoverage {
    /// Distinct citizens with a compared day.
    pub citizens: [u64; 2],
    /// Compared days, each citizen's union.
    pub days: [i64; 2],
    /// The same by calendar year, for full-year persons.
    pub days_by_year: BTreeMap<i32, [i64; 2]>,
    /// Days that both systems claim.
    pub common_days: i64,
    /// What was not compared: citizens and days by system and reason.
    pub outside: BTreeMap<(Side, Outside), (u64, i64)>,
    /// Compared days on which no row says whether the citizen belongs to the declared population.
    pub membership_unknown: i64,
    /// Compared days of citizens whose age the area asks for and nobody knows.
    pub age_unknown: i64,
}

/// Local words that led to no paragraph.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UntranslatedKey {
    /// The system.
    pub side: Side,
    /// Local service, paragraph as written, account, provider's name.
    pub words: [String; 4],
}

/// What stands behind untranslated words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UntranslatedTally {
    /// Rows.
    pub rows: u64,
    /// Their days in the window.
    pub days: i64,
    /// Their price in the window, where known.
    pub oere: Oere,
}

/// The rows of one system: they add up to `all`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowTally {
    /// All rows.
    pub all: u64,
    /// Main services that count.
    pub main: u64,
    /// Supplements that count.
    pub supplements: u64,
    /// Rows that never took effect.
    pub never_took_effect: u64,
    /// Rows whose status nobody has placed.
    pub unclear: u64,
}

impl Coverage {
    pub(crate) fn count_rows(&mut self, side: Side, rows: &[Activity<CitizenId>]) {
        let tally = &mut self.rows[side.index()];
        for row in rows {
            tally.all += 1;
            match (row.standing, row.role) {
                (Standing::Counts, Role::Main) => tally.main += 1,
                (Standing::Counts, Role::Supplement) => tally.supplements += 1,
                (Standing::NeverTookEffect, _) => tally.never_took_effect += 1,
                (Standing::Unclear, _) => tally.unclear += 1,
            }
        }
        self.citizens[side.index()] += u64::from(!rows.is_empty());
    }

    pub(crate) fn count_untranslated(
        &mut self,
        side: Side,
        timeline: &Timeline<'_>,
        window: crate::calendar::Period,
        lexicon: &Lexicon<'_>,
    ) {
        let wording = lexicon.side(side).wording;
        for (row, period) in &timeline.untranslated {
            let Some(days) = period.intersect(window) else { continue };
            let words = [
                wording.text(row.service).to_owned(),
                wording.text(row.paragraf).to_owned(),
                wording.text(row.account).to_owned(),
                wording.provider_of(row.provider).name.clone(),
            ];
            let tally = self.untranslated.entry(UntranslatedKey { side, words }).or_default();
            tally.rows += 1;
            tally.days += days.days();
            tally.oere +=
                row.price(lexicon.side(side).source.terms).map_or(Oere(0), |p| p.of(days, row.from));
        }
    }

    pub(crate) fn count_compared(&mut self, paragraf: ParagrafId, compared: &Compared) {
        let entry = self.paragraffer.entry(paragraf).or_default();
        for side in [0, 1] {
            let days = &compared.days[side];
            entry.citizens[side] += u64::from(!days.is_empty());
            entry.days[side] += days.days();
            for (year, count) in by_year(days) {
                entry.days_by_year.entry(year).or_default()[side] += count;
            }
        }
        entry.common_days += compared.days[0].intersect(&compared.days[1]).days();
        for (side, reason, days) in &compared.outside {
            let (citizens, total) = entry.outside.entry((*side, *reason)).or_default();
            *citizens += 1;
            *total += days.days();
        }
        entry.membership_unknown += compared.membership_unknown;
        entry.age_unknown += compared.age_unknown;
    }

    /// Adds the reach of another part of the run.
    pub fn add(&mut self, other: Coverage) {
        for (paragraf, theirs) in other.paragraffer {
            self.paragraffer.entry(paragraf).or_default().add(theirs);
        }
        for (key, theirs) in other.untranslated {
            let ours = self.untranslated.entry(key).or_default();
            ours.rows += theirs.rows;
            ours.days += theirs.days;
            ours.oere += theirs.oere;
        }
        self.ledger.add(other.ledger);
        for side in [0, 1] {
            self.citizens[side] += other.citizens[side];
            let (ours, theirs) = (&mut self.rows[side], other.rows[side]);
            ours.all += theirs.all;
            ours.main += theirs.main;
            ours.supplements += theirs.supplements;
            ours.never_took_effect += theirs.never_took_effect;
            ours.unclear += theirs.unclear;
        }
    }
}

impl Reached {
    /// The row of a citizen with a compared day; `None` where there is none.
    pub(crate) fn of(citizen: CitizenId, paragraf: ParagrafId, compared: &Compared) -> Option<Reached> {
        let [one, two] = &compared.days;
        let days = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
        let reached = Reached {
            paragraf,
            citizen,
            days: [days(one.days()), days(two.days())],
            common: days(one.intersect(two).days()),
            full_years: [FullYears::of_days(one), FullYears::of_days(two)],
        };
        (reached.days != [0, 0]).then_some(reached)
    }
}

impl ParagrafCoverage {
    fn add(&mut self, other: ParagrafCoverage) {
        for side in [0, 1] {
            self.citizens[side] += other.citizens[side];
            self.days[side] += other.days[side];
        }
        for (year, days) in other.days_by_year {
            let ours = self.days_by_year.entry(year).or_default();
            ours[0] += days[0];
            ours[1] += days[1];
        }
        self.common_days += other.common_days;
        for (key, (citizens, days)) in other.outside {
            let ours = self.outside.entry(key).or_default();
            ours.0 += citizens;
            ours.1 += days;
        }
        self.membership_unknown += other.membership_unknown;
        self.age_unknown += other.age_unknown;
    }

    /// Full-year persons in 1/10.000, rounded once at the end: each year's days over that year's length.
    #[must_use]
    pub fn full_year_persons(&self, side: Side) -> i64 {
        // 365 and 366 divide 133.590, so the sum is exact until it is rounded.
        let exact: i128 = self
            .days_by_year
            .iter()
            .map(|(year, days)| i128::from(days[side.index()]) * 133_590 / i128::from(days_in_year(*year)))
            .sum();
        crate::amount::divide_rounded(exact * 10_000, 133_590)
    }
}

pub(crate) fn days_in_year(year: i32) -> i64 {
    337 + i64::from(crate::calendar::days_in_month(year, 2))
}

pub(crate) fn by_year(days: &Periods) -> BTreeMap<i32, i64> {
    let mut out = BTreeMap::new();
    for period in days.iter() {
        let mut from = period.from;
        while from < period.until {
            let year = from.ymd().0;
            let next = Day::from_ymd(year + 1, 1, 1).unwrap_or(Day::OPEN).min(period.until);
            *out.entry(year).or_default() += i64::from(next.0 - from.0);
            from = next;
        }
    }
    out
}
