//! The values of two systems on their common days, and the runs of days on which they differ.
//!
//! An attribute on a day is the *set* of distinct values of that system's main-service rows of that citizen and
//! paragraph. A run is the longest stretch of consecutive common days on which one attribute differs with the same
//! two sets.

use crate::amount::plain_decimal;
use crate::calendar::{Day, Period};
use crate::deviation::Side;
use crate::landscape::Attribute;
use crate::lexicon::{GroupSet, Lexicon, ProviderKey};
use crate::periods::Periods;
use crate::price::DayPrice;
use crate::timeline::Claim;

/// A run of days on which an attribute differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The attribute.
    pub attribute: Attribute,
    /// The days.
    pub period: Period,
    /// Question 3 if System 2 has a value that System 1 lacks, else 4.
    pub question: u8,
    /// Both lack a value of the other.
    pub both: bool,
    /// The two sets, as shown.
    pub values: [Vec<String>; 2],
    /// The sets as compared.
    key: [Values; 2],
}

/// A set of values in comparable form. Empty means: nothing stated.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Values {
    /// Provider keys, sorted and distinct; whether a row has none.
    Providers(Vec<ProviderKey>, bool),
    Groups(Vec<GroupSet>),
    Hours(Option<i64>),
    Price(Option<DayPrice>),
    /// One system is net of VAT relief, and what to take off the other's price is not known: not compared.
    PriceUnknown,
    Kommuner(Vec<u16>),
}

/// Finds the runs of every attribute asked for on the common days of one citizen and paragraph.
pub fn runs(
    attributes: &[Attribute],
    claims: [&[Claim<'_>]; 2],
    common: &Periods,
    lexicon: &Lexicon<'_>,
) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    if common.is_empty() || attributes.is_empty() {
        return out;
    }
    let mut open: Vec<Option<Run>> = vec![None; attributes.len()];
    let mut active: [Vec<&Claim<'_>>; 2] = [Vec::new(), Vec::new()];
    for part in parts(claims, common) {
        for side in [Side::One, Side::Two] {
            active_on(claims[side.index()], part, &mut active[side.index()]);
        }
        for (slot, attribute) in open.iter_mut().zip(attributes) {
            let key = [Side::One, Side::Two].map(|s| values(*attribute, &active[s.index()], part.from));
            for differing in differing_stretches(&key, part, lexicon) {
                extend(slot, *attribute, &key, differing, lexicon, &mut out);
            }
        }
    }
    out.extend(open.into_iter().flatten());
    out.sort_by_key(|run| (run.period, run.attribute));
    out
}

/// The common days cut wherever a row begins or ends, and after the first day of a row per piece.
fn parts(claims: [&[Claim<'_>]; 2], common: &Periods) -> Vec<Period> {
    let mut cuts: Vec<Day> = common.iter().flat_map(|p| [p.from, p.until]).collect();
    for claim in claims.into_iter().flatten() {
        cuts.extend([claim.period.from, claim.period.until]);
        if claim.is_piece() {
            cuts.push(claim.row.from.next());
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|pair| Period { from: pair[0], until: pair[1] })
        .filter(|part| common.contains(part.from))
        .collect()
}

/// The rows on the days of a part.
fn active_on<'c, 'r>(claims: &'c [Claim<'r>], part: Period, out: &mut Vec<&'c Claim<'r>>) {
    out.clear();
    out.extend(claims.iter().filter(|c| c.period.contains(part.from)));
}

/// The rows that a sum counts: identical ones once.
fn counted<'c, 'r>(rows: &[&'c Claim<'r>]) -> Vec<&'c Claim<'r>> {
    let mut out = rows.to_vec();
    if out.len() > 1 {
        out.sort_by_key(|c| c.identity());
        out.dedup_by_key(|c| c.identity());
    }
    out
}

fn values(attribute: Attribute, rows: &[&Claim<'_>], day: Day) -> Values {
    match attribute {
        Attribute::Leverandoer => {
            let named = rows.iter().map(|c| c.provider).filter(|p| !p.is_none());
            Values::Providers(distinct(named), rows.iter().any(|c| c.provider.is_none()))
        }
        Attribute::Maalgruppe => {
            Values::Groups(distinct(rows.iter().map(|c| c.groups).filter(|g| *g != GroupSet(0))))
        }
        Attribute::Timer => {
            Values::Hours(counted(rows).iter().try_fold(0i64, |sum, c| sum.checked_add(c.row.hours?.0)))
        }
        Attribute::Pris if rows.iter().any(|c| c.relief.is_none()) => Values::PriceUnknown,
        Attribute::Pris => Values::Price(counted(rows).iter().try_fold(DayPrice::default(), |sum, c| {
            Some(sum.plus(DayPrice::net_of(c.price?, c.row.from == day, c.relief?)))
        })),
        Attribute::Handlekommune => {
            Values::Kommuner(distinct(rows.iter().filter_map(|c| c.row.handlekommune)))
        }
        Attribute::Betalingskommune => {
            Values::Kommuner(distinct(rows.iter().filter_map(|c| c.row.betalingskommune)))
        }
    }
}

/// The values in order, each once.
pub(crate) fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = values.collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// The stretches of a part on which the sets differ, with the question: (days, question, both).
fn differing_stretches(key: &[Values; 2], part: Period, lexicon: &Lexicon<'_>) -> Vec<(Period, u8, bool)> {
    let whole = |lacks: (bool, bool)| question(lacks).map(|(q, both)| (part, q, both)).into_iter().collect();
    match (&key[0], &key[1]) {
        (Values::Providers(one, none_in_one), Values::Providers(two, none_in_two)) => {
            whole((!none_in_one && lacks_provider(two, one), !none_in_two && lacks_provider(one, two)))
        }
        (Values::Groups(one), Values::Groups(two)) if one == two => Vec::new(),
        (Values::Groups(one), Values::Groups(two)) => {
            let (one, two) = (codes(one, lexicon), codes(two, lexicon));
            whole((lacks(&two, &one), lacks(&one, &two)))
        }
        (Values::Hours(one), Values::Hours(two)) => {
            whole((two.is_some() && one != two, one.is_some() && one != two))
        }
        (Values::Price(Some(one)), Values::Price(Some(two))) => price_stretches(*one, *two, part),
        (Values::Price(one), Values::Price(two)) => whole((two.is_some(), one.is_some())),
        (Values::Kommuner(one), Values::Kommuner(two)) => whole((lacks(two, one), lacks(one, two))),
        _ => Vec::new(),
    }
}

/// (System 1 lacks a value of System 2, System 2 lacks one of System 1) → question and whether both.
fn question(lacks: (bool, bool)) -> Option<(u8, bool)> {
    match lacks {
        (true, both) => Some((3, both)),
        (false, true) => Some((4, false)),
        (false, false) => None,
    }
}

/// True if `values` holds one that `in_other` has not. Providers that share no key are not called different.
fn lacks_provider(values: &[ProviderKey], in_other: &[ProviderKey]) -> bool {
    values.iter().any(|v| !in_other.iter().any(|o| v.same(*o) != Some(false)))
}

fn lacks<T: PartialEq>(values: &[T], in_other: &[T]) -> bool {
    values.iter().any(|v| !in_other.contains(v))
}

fn codes(sets: &[GroupSet], lexicon: &Lexicon<'_>) -> Vec<Box<str>> {
    distinct(sets.iter().flat_map(|s| lexicon.codes(*s).iter().cloned()))
}

/// The calendar enters the price of a day only where a row is priced per month, or per hour of a year of 52 weeks.
fn price_stretches(one: DayPrice, two: DayPrice, part: Period) -> Vec<(Period, u8, bool)> {
    if one == two {
        return Vec::new();
    }
    if !one.depends_on_calendar() && !two.depends_on_calendar() {
        return if one.differs(two, 30) { vec![(part, 3, true)] } else { Vec::new() };
    }
    part.by_month()
        .filter(|(month, _)| one.differs_in(two, *month))
        .map(|(_, days)| (days, 3, true))
        .collect()
}

fn extend(
    slot: &mut Option<Run>,
    attribute: Attribute,
    key: &[Values; 2],
    (period, question, both): (Period, u8, bool),
    lexicon: &Lexicon<'_>,
    out: &mut Vec<Run>,
) {
    let shown = [Side::One, Side::Two].map(|s| show(&key[s.index()], period.from, lexicon));
    if let Some(run) = slot {
        // The shown price of a day changes with month length, and that alone cuts no run; every other value is shown
        // as it is compared.
        let same = if attribute == Attribute::Pris { run.key == *key } else { run.values == shown };
        if run.period.until == period.from && same && (run.question, run.both) == (question, both) {
            run.period.until = period.until;
            return;
        }
    }
    let next = Run { attribute, period, question, both, values: shown, key: key.clone() };
    out.extend(slot.replace(next));
}

/// The values as files show them: sorted texts, numbers with a decimal point.
fn show(values: &Values, day: Day, lexicon: &Lexicon<'_>) -> Vec<String> {
    match values {
        Values::Providers(keys, _) => distinct(keys.iter().map(|k| lexicon.shown_provider(*k))),
        Values::Groups(sets) => codes(sets, lexicon).into_iter().map(String::from).collect(),
        Values::Hours(hours) => hours.iter().map(|h| plain_decimal(*h)).collect(),
        Values::PriceUnknown => Vec::new(),
        Values::Price(price) => price.iter().map(|p| plain_decimal(p.shown_in(day.month()))).collect(),
        Values::Kommuner(list) => list.iter().map(|code| format!("{code:03}")).collect(),
    }
}
