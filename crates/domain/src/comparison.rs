//! Which days may be compared. Every day that may not has a reason; it is listed, never a deviation.
//!
//! A day is compared only inside both extracts' coverage and not after the earlier extract. Unknown means no cut.

use crate::area::Area;
use crate::calendar::{Day, Period};
use crate::citizen_facts::CitizenFacts;
use crate::control::Control;
use crate::deviation::Side;
use crate::landscape::Population;
use crate::law::{LawBook, ParagrafId};
use crate::lexicon::{Lexicon, SideContext};
use crate::observation::PersonRecord;
use crate::periods::Periods;
use crate::person::CitizenId;
use crate::timeline::{Claim, days_of};

/// Why claimed days are not compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outside {
    /// Outside what the two extracts cover, or after the earlier of them.
    Daekning,
    /// The other extract holds running cases only, and the period had ended.
    KunLoebende,
    /// The citizen does not belong to the population of one of the systems.
    Population,
    /// The provider is excepted from the other system.
    Undtagelse,
    /// The citizen is not of the area's age.
    Alder,
}

impl Outside {
    /// All, in the order in which a day is given its reason.
    pub const ALL: [Outside; 5] =
        [Outside::Daekning, Outside::KunLoebende, Outside::Population, Outside::Undtagelse, Outside::Alder];

    /// As screens write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Outside::Daekning => "uden for udtrækkenes dækning",
            Outside::KunLoebende => "udtræk kun af løbende sager",
            Outside::Population => "borgeren hører ikke til systemets population",
            Outside::Undtagelse => "leverandøren er undtaget",
            Outside::Alder => "borgeren har ikke områdets alder",
        }
    }
}

/// The days that both extracts speak of, inside the window; `None` where there are none.
#[must_use]
pub fn comparable(control: &Control, sides: [&SideContext<'_>; 2]) -> Option<Period> {
    let mut days = control.window;
    for side in sides {
        if let Some(covers) = side.facts.covers {
            days = days.intersect(covers)?;
        }
        if let Some(extracted) = side.facts.extracted {
            days = days.intersect(Period { from: Day::FIRST, until: extracted.next() })?;
        }
    }
    Some(days)
}

/// The window as far as one system's own extract speaks of it; `None` where it does not.
#[must_use]
pub fn own_window(control: &Control, side: &SideContext<'_>) -> Option<Period> {
    let mut days = control.window;
    if let Some(covers) = side.facts.covers {
        days = days.intersect(covers)?;
    }
    match side.facts.extracted {
        Some(extracted) => days.intersect(Period { from: Day::FIRST, until: extracted.next() }),
        None => Some(days),
    }
}

/// The days of one citizen on one paragraph, sorted into what is compared and what is not.
#[derive(Debug, Default)]
pub struct Compared {
    /// D1 and D2.
    pub days: [Periods; 2],
    /// Claimed days in the window that are not compared, with the reason.
    pub outside: Vec<(Side, Outside, Periods)>,
    /// Compared days on which membership of a declared population is unknown.
    pub membership_unknown: i64,
    /// Compared days of a citizen whose age an area asks for and nobody knows.
    pub age_unknown: i64,
    /// Days that each system claims in its own window, inside population and area, whatever the other's extract
    /// covers: what rules inside one system look at.
    pub own: [Periods; 2],
    /// Days of the same kind, but before the area's age.
    pub too_young: [Periods; 2],
}

/// What decides the days of every paragraph of one citizen.
#[derive(Clone, Copy)]
pub struct Bounds<'a, 'r> {
    /// The days that both extracts speak of.
    pub comparable: Option<Period>,
    /// The days that each extract speaks of.
    pub own: [Option<Period>; 2],
    /// What the register of persons says.
    pub person: &'a CitizenFacts<'r>,
    /// Days on which the citizen is not of the area's age.
    pub outside_age: &'a Periods,
}

/// Decides the days of one citizen and paragraph.
#[must_use]
pub fn compare(
    control: &Control,
    bounds: &Bounds<'_, '_>,
    paragraf: ParagrafId,
    claims: [&[Claim<'_>]; 2],
    lexicon: &Lexicon<'_>,
) -> Compared {
    let raw = claims.map(days_of);
    let cuts = [
        (Outside::KunLoebende, ended_before_a_current_extract(claims, lexicon)),
        (Outside::Population, not_members(control, paragraf, claims, lexicon, bounds.person)),
        (Outside::Undtagelse, excepted(claims, lexicon)),
        (Outside::Alder, bounds.outside_age.clone()),
    ];
    let below = bounds.person.below_age(control.area.as_ref());
    let mut compared = Compared::default();
    for side in [Side::One, Side::Two] {
        let claimed = &raw[side.index()];
        let in_window = claimed.within(control.window);
        let mut days = bounds.comparable.map_or_else(Periods::none, |c| in_window.within(c));
        let mut own = bounds.own[side.index()].map_or_else(Periods::none, |c| in_window.within(c));
        if days != in_window {
            compared.outside.push((side, Outside::Daekning, in_window.minus(&days)));
        }
        for (reason, cut) in &cuts {
            if cut.is_empty() {
                continue;
            }
            if *reason == Outside::Alder {
                compared.too_young[side.index()] = below.map_or_else(Periods::none, |b| own.within(b));
            }
            if *reason != Outside::KunLoebende {
                own = own.minus(cut);
            }
            let lost = days.intersect(cut);
            if !lost.is_empty() {
                days = days.minus(cut);
                compared.outside.push((side, *reason, lost));
            }
        }
        compared.days[side.index()] = days;
        compared.own[side.index()] = own;
    }
    compared.membership_unknown = unknown_membership(claims, &compared.days, lexicon, bounds.person);
    if control.area.as_ref().is_some_and(Area::has_age) && bounds.person.born.is_none() {
        compared.age_unknown = compared.days[0].union(&compared.days[1]).days();
    }
    compared
}

/// Periods of one system that ended before the day of the other's extract, where that holds running cases only.
/// The period is the maximal one: how rows divide it does not matter.
fn ended_before_a_current_extract(claims: [&[Claim<'_>]; 2], lexicon: &Lexicon<'_>) -> Periods {
    let mut ended = Vec::new();
    for side in [Side::One, Side::Two] {
        let facts = lexicon.side(side).facts;
        if let (true, Some(extracted)) = (facts.current_only, facts.extracted) {
            let covers = lexicon.side(side.other()).facts.covers;
            let held = Periods::union_of(claims[side.other().index()].iter().map(|c| unended(c, covers)));
            ended.extend(held.iter().filter(|p| p.until <= extracted));
        }
    }
    Periods::union_of(ended)
}

/// A claim's days; an open end that only the extract's coverage cut is open again: the service runs on.
pub(crate) fn unended(claim: &Claim<'_>, covers: Option<Period>) -> Period {
    let cut = claim.row.until >= Day::OPEN && covers.is_some_and(|c| claim.period.until >= c.until);
    if cut { Period { until: Day::OPEN, ..claim.period } } else { claim.period }
}

/// Days on which every claiming row is at a provider that is excepted from the other system that day.
fn excepted(claims: [&[Claim<'_>]; 2], lexicon: &Lexicon<'_>) -> Periods {
    let mut out = Periods::none();
    for side in [Side::One, Side::Two] {
        let (mut not_expected, mut expected) = (Periods::none(), Periods::none());
        for claim in claims[side.index()] {
            // Either every provider has days or none has.
            let Some(days) = lexicon.excepted_days(side, claim.row.provider) else { break };
            let at = Periods::from(claim.period);
            not_expected = not_expected.union(&at.intersect(days));
            expected = expected.union(&at.minus(days));
        }
        out = out.union(&not_expected.minus(&expected));
    }
    out
}

/// Days known to lie outside the population of either system.
///
/// Membership is decided by the rows of that citizen, paragraph and day, of both systems: one row that says "ours"
/// is enough to compare (a contradiction then shows as a differing attribute); rows that all say another
/// municipality put the day outside. Where no row says anything, the register of persons decides; where that says
/// nothing either, the day stays compared.
pub(crate) fn not_members(
    control: &Control,
    paragraf: ParagrafId,
    claims: [&[Claim<'_>]; 2],
    lexicon: &Lexicon<'_>,
    person: &CitizenFacts<'_>,
) -> Periods {
    let law = lexicon.law();
    let is_own = |code: u16| is_own(control, law, paragraf, code);
    let mut out = Periods::none();
    for side in [Side::One, Side::Two] {
        let handle = || of_others(claims, person, |c| c.row.handlekommune, |r| r.kommune, is_own);
        let betaling =
            || of_others(claims, person, |c| c.row.betalingskommune, |r| r.betalingskommune, is_own);
        for (population, days) in lexicon.populations(side) {
            let others = match population {
                Population::Handlekommune => handle(),
                Population::Betalingskommune => betaling(),
                Population::Both => handle().intersect(&betaling()),
                Population::Unknown => continue,
            };
            out = out.union(&others.intersect(days));
        }
    }
    out
}

fn of_others(
    claims: [&[Claim<'_>]; 2],
    person: &CitizenFacts<'_>,
    kommune: impl Fn(&Claim<'_>) -> Option<u16>,
    registered: impl Fn(&PersonRecord<CitizenId>) -> Option<u16>,
    is_own: impl Fn(u16) -> bool,
) -> Periods {
    let all = || claims.into_iter().flatten();
    let days = |own: bool| {
        let stated = all().filter(|c| kommune(c).is_some_and(|code| is_own(code) == own));
        Periods::union_of(stated.map(|c| c.period))
    };
    let mut theirs = Periods::none();
    if !all().all(|c| kommune(c).is_none_or(&is_own)) {
        theirs = days(false).minus(&days(true));
    }
    if all().any(|c| kommune(c).is_none()) {
        let elsewhere = person.elsewhere(&registered, &is_own);
        if !elsewhere.is_empty() {
            let stated = Periods::union_of(all().filter(|c| kommune(c).is_some()).map(|c| c.period));
            theirs = theirs.union(&elsewhere.minus(&stated));
        }
    }
    theirs
}

/// True for our own municipality, and for one that it acts for on this paragraph.
pub(crate) fn is_own(control: &Control, law: &LawBook, paragraf: ParagrafId, code: u16) -> bool {
    code == control.own_kommune || acts_for(law, control.own_kommune, code, paragraf)
}

/// True where our municipality acts for the other on this paragraph (Ishøj for Vallensbæk, Tårnby for Dragør).
pub(crate) fn acts_for(law: &LawBook, own: u16, other: u16, paragraf: ParagrafId) -> bool {
    law.kommune(other)
        .is_some_and(|k| k.acts_through == own && !k.except.contains(&law.paragraf(paragraf).written))
}

/// Compared days on which neither a row nor the register of persons says what the declared population asks for.
fn unknown_membership(
    claims: [&[Claim<'_>]; 2],
    days: &[Periods; 2],
    lexicon: &Lexicon<'_>,
    person: &CitizenFacts<'_>,
) -> i64 {
    let asked = |population: Population, c: &Claim<'_>| match population {
        Population::Handlekommune => c.row.handlekommune.is_some(),
        Population::Betalingskommune => c.row.betalingskommune.is_some(),
        Population::Both => c.row.handlekommune.is_some() || c.row.betalingskommune.is_some(),
        Population::Unknown => true,
    };
    let populations = [Side::One, Side::Two].map(|s| lexicon.populations(s));
    let asks_all = |c: &Claim<'_>| populations.into_iter().flatten().all(|(p, _)| asked(*p, c));
    if claims.into_iter().flatten().all(asks_all) {
        return 0;
    }
    let known = populations.map(|parts| {
        parts.iter().fold(Periods::none(), |known, (population, days)| {
            let rows = claims.into_iter().flatten().filter(|c| asked(*population, c));
            let registered = person.known(|r| match population {
                Population::Handlekommune => r.kommune,
                Population::Betalingskommune => r.betalingskommune,
                Population::Both | Population::Unknown => r.kommune.or(r.betalingskommune),
            });
            let stated = Periods::union_of(rows.map(|c| c.period)).union(&registered);
            known.union(&stated.intersect(days))
        })
    });
    days[0].union(&days[1]).minus(&known[0].intersect(&known[1])).days()
}
