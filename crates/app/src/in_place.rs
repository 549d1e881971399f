//! Kom i gang: one paragraph at a time, until its two systems agree and a leader has signed that they do.
//!
//! Invariant: whether a paragraph is in place is the same for everybody: it is asked of all citizens, whoever looks. A
//! signature keeps the counts that were signed, and holds only while the counts agree.

use crate::access::{Grant, Right, Role, Scope};
use crate::current::Current;
use crate::current::figures::{Figures, part_of};
use crate::lines::{self, Kept, Line, NewLine};
use crate::month::StepDone;
use crate::session::Session;
use anyhow::bail;
use domain::amount::Oere;
use domain::bridge::{Bridge, FullYears};
use domain::calendar::Day;
use domain::periods::Periods;
use domain::person::CitizenId;
use domain::work_item::Status;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a paragraph's systems are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Days as full-year persons.
    FullYears,
    /// Distinct citizens.
    Citizens,
}

/// The order in which KL's guide takes paragraphs, with the measure where it says one; the others follow by kroner.
const FIRST: [(&str, Measure); 7] = [
    ("SEL § 107", Measure::FullYears),
    ("SEL § 108", Measure::FullYears),
    ("SEL § 103", Measure::Citizens),
    ("SEL § 104", Measure::Citizens),
    ("ABL § 105", Measure::Citizens),
    ("ABL § 105/SEL § 85", Measure::Citizens),
    ("SEL § 85", Measure::Citizens),
];

/// What a paragraph is compared by.
#[must_use]
pub fn measure_of(paragraf: &str) -> Measure {
    FIRST.iter().find(|(own, _)| *own == paragraf).map_or(Measure::Citizens, |(_, measure)| *measure)
}

impl Measure {
    /// As pages write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Measure::FullYears => "helårspersoner",
            Measure::Citizens => "borgere",
        }
    }
}

/// A count in the paragraph's measure, exact: a person is 133.590 parts, so that a day is whole in any year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Persons(i64);

impl Persons {
    fn years(years: FullYears) -> Persons {
        Persons(years.exact().0)
    }

    fn citizens(count: i64) -> Persons {
        Persons(count * FullYears::default().exact().1)
    }

    /// In 1/10.000, rounded once.
    #[must_use]
    pub fn scaled(self) -> i64 {
        domain::amount::divide_rounded(
            i128::from(self.0) * 10_000,
            i128::from(FullYears::default().exact().1),
        )
    }

    /// True where it is at most so many tenths of a person, whatever its sign.
    #[must_use]
    pub fn is_within(self, tenths: i64) -> bool {
        i128::from(self.0.abs()) * 10 <= i128::from(tenths) * i128::from(FullYears::default().exact().1)
    }

    fn minus(self, other: Persons) -> Persons {
        Persons(self.0 - other.0)
    }
}

/// A paragraph of a control, as the one who is asked about sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParagrafNow {
    /// As written.
    pub paragraf: String,
    /// What it is compared by.
    pub measure: Measure,
    /// System 1 and System 2.
    pub counts: [Persons; 2],
    /// System 2 − System 1.
    pub difference: Persons,
    /// What accepted deviations, and those that cannot be corrected, explain of it.
    pub accepted_part: Persons,
    /// What is left.
    pub rest: Persons,
    /// Citizens, days and full-year persons.
    pub bridge: Bridge,
    /// Deviations that are work.
    pub open: i64,
    /// Accepted ones.
    pub accepted: i64,
    /// Those that cannot be corrected.
    pub cannot: i64,
    /// Known kroner of all its deviations, without sign.
    pub oere: Oere,
    /// Somebody has done something about its deviations, or data have closed one.
    pub begun: bool,
}

/// Where a paragraph stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nobody has done anything.
    NotBegun,
    /// Somebody has, and the counts differ.
    Begun,
    /// The counts agree; nobody has signed.
    Agree,
    /// The counts agree, and a leader has signed.
    InPlace,
    /// A leader has signed, and the counts no longer agree.
    LookAgain,
}

impl Standing {
    /// As pages write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Standing::NotBegun => "Ikke begyndt",
            Standing::Begun => "I gang",
            Standing::Agree => "Enige",
            Standing::InPlace => "På plads",
            Standing::LookAgain => "Skal ses igen",
        }
    }
}

/// A leader's signature, with what was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The saved control.
    pub kontrol: String,
    /// The paragraph as written.
    pub paragraf: String,
    /// The basis.
    pub grundlag: String,
    /// Its day.
    pub dag: String,
    /// System 1 and System 2 in the paragraph's measure.
    pub tal: [Persons; 2],
    /// Open deviations.
    pub aabne: i64,
    /// Accepted ones, and those that cannot be corrected.
    pub accepterede: i64,
    /// The limit that the counts were held against, in tenths of a person.
    pub graense: i64,
    /// The leader's remark; may be empty.
    #[serde(default)]
    pub bemaerkning: String,
}

impl Line for Signature {
    const KIND: &'static str = "paragraf_paa_plads";
}

/// Everybody: for what is the same whoever looks.
#[must_use]
pub fn everybody() -> Option<Scope> {
    Scope::of("", &Grant::of(Role::BiConsultant), Right::SeeFigures, Day::FIRST)
}

/// What happened to the deviations of a paragraph.
#[derive(Default)]
struct Work {
    open: i64,
    accepted: i64,
    cannot: i64,
    begun: bool,
    asked: [BTreeSet<CitizenId>; 2],
    years: FullYears,
    oere: i64,
}

/// The paragraphs of a control in the order of the guide, counted over what the scope holds.
#[must_use]
pub fn paragraffer(current: &Current, at: usize, scope: &Scope) -> Vec<ParagrafNow> {
    let figures = Figures::of(current, at, Some(scope));
    let mut work: BTreeMap<&str, Work> = BTreeMap::new();
    for own in current.items(scope) {
        let item = &own.listed.item;
        let entry = work.entry(item.key.paragraf.as_str()).or_default();
        let status = item.standing.status;
        entry.begun |= !matches!(status, Status::Open) || !item.standing.assigned.is_empty();
        if own.control != Some(at) {
            continue;
        }
        entry.oere += item.sighting.oere.map_or(0, |oere| oere.0.abs());
        entry.open += i64::from(status.is_work());
        entry.accepted += i64::from(status == Status::Accepted);
        entry.cannot += i64::from(status == Status::CannotBeCorrected);
        let ended = matches!(status, Status::Accepted | Status::CannotBeCorrected);
        let part = part_of(own);
        if !ended || part > 3 || item.key.attribute.is_some() {
            continue;
        }
        let years = FullYears::of_days(&Periods::from(item.sighting.period));
        entry.years = if part.is_multiple_of(2) { entry.years + years } else { entry.years - years };
        if part < 2 {
            entry.asked[part].insert(item.key.citizen);
        }
    }
    let empty = Work::default();
    let mut out: Vec<ParagrafNow> = figures
        .paragraffer
        .iter()
        .filter(|own| own.citizens > 0 || own.count.deviations > 0)
        .map(|own| now(&own.paragraf, &own.bridge, work.get(own.paragraf.as_str()).unwrap_or(&empty)))
        .collect();
    let first = |own: &ParagrafNow| FIRST.iter().position(|(paragraf, _)| *paragraf == own.paragraf);
    out.sort_by_key(|own| {
        (first(own).unwrap_or(FIRST.len()), std::cmp::Reverse(own.oere), own.paragraf.clone())
    });
    out
}

fn now(paragraf: &str, bridge: &Bridge, work: &Work) -> ParagrafNow {
    let measure = measure_of(paragraf);
    let (counts, accepted_part) = match measure {
        Measure::FullYears => (bridge.full_years.systems.map(Persons::years), Persons::years(work.years)),
        Measure::Citizens => {
            let [one, two] = work.asked.each_ref().map(|own| own.len() as i64);
            (bridge.citizens.systems.map(Persons::citizens), Persons::citizens(one - two))
        }
    };
    let difference = counts[1].minus(counts[0]);
    ParagrafNow {
        paragraf: paragraf.to_owned(),
        measure,
        counts,
        difference,
        accepted_part,
        rest: difference.minus(accepted_part),
        bridge: *bridge,
        open: work.open,
        accepted: work.accepted,
        cannot: work.cannot,
        oere: Oere(work.oere),
        begun: work.begun,
    }
}

/// Where a paragraph stands; `own` is counted over everybody.
#[must_use]
pub fn standing(own: &ParagrafNow, signature: Option<&Signature>, tenths: i64) -> Standing {
    match (own.rest.is_within(tenths), signature.is_some()) {
        (true, true) => Standing::InPlace,
        (false, true) => Standing::LookAgain,
        (true, false) => Standing::Agree,
        (false, false) if own.begun => Standing::Begun,
        (false, false) => Standing::NotBegun,
    }
}

fn name_of(control: &str, paragraf: &str) -> String {
    format!("{control}: {paragraf}")
}

/// The signatures of a control, by paragraph.
///
/// # Errors
/// Where the store cannot be read.
pub async fn signatures(
    session: &Session,
    control: &str,
) -> anyhow::Result<BTreeMap<String, Kept<Signature>>> {
    let all = lines::newest::<Signature>(session).await?;
    let own = all.into_iter().filter(|kept| kept.line.kontrol == control);
    Ok(own.map(|kept| (kept.line.paragraf.clone(), kept)).collect())
}

/// Every signature of a paragraph, the oldest first; `None` where one was taken back.
///
/// # Errors
/// Where the store cannot be read.
pub async fn signed(
    session: &Session,
    control: &str,
    paragraf: &str,
) -> anyhow::Result<Vec<Kept<Option<Signature>>>> {
    lines::history::<Signature>(session, Some(&name_of(control, paragraf))).await
}

/// Signs that a paragraph is in place. `own` is counted over everybody; `basis` is the newest run's, with its day.
///
/// # Errors
/// Where the counts do not agree, the remark has a number of a person, or another has signed since.
pub async fn sign(
    session: &Session,
    control: &str,
    own: &ParagrafNow,
    basis: (&str, Day),
    tenths: i64,
    remark: &str,
    before: i64,
) -> anyhow::Result<()> {
    if !own.rest.is_within(tenths) {
        bail!(
            "De to systemer er ikke enige om {}, så der kan ikke skrives under endnu. Intet er gemt.",
            own.paragraf
        );
    }
    let signature = Signature {
        kontrol: control.to_owned(),
        paragraf: own.paragraf.clone(),
        grundlag: basis.0.to_owned(),
        dag: basis.1.iso(),
        tal: own.counts,
        aabne: own.open,
        accepterede: own.accepted + own.cannot,
        graense: tenths,
        bemaerkning: remark.trim().to_owned(),
    };
    let line = NewLine {
        name: name_of(control, &own.paragraf),
        line: Some(signature),
        citizen: None,
        reason: String::new(),
        before: Some(before),
    };
    lines::save(session, &[line]).await
}

/// Takes a signature back.
///
/// # Errors
/// Where no reason is given, or another has written since.
pub async fn take_back(
    session: &Session,
    control: &str,
    paragraf: &str,
    reason: &str,
    before: i64,
) -> anyhow::Result<()> {
    if reason.trim().is_empty() {
        bail!("Skriv, hvorfor underskriften tages tilbage. Intet er gemt.");
    }
    let line: NewLine<Signature> = NewLine {
        name: name_of(control, paragraf),
        line: None,
        citizen: None,
        reason: reason.to_owned(),
        before: Some(before),
    };
    lines::save(session, &[line]).await
}

/// The name of a step of the guide among the ticks of steps.
fn guide_name(step: u8) -> String {
    format!("kom-i-gang {step}")
}

/// Says of a step of the guide that it is done, or that it is not.
///
/// # Errors
/// Where the text has a number of a person.
pub async fn tick_guide(session: &Session, step: u8, done: bool, remark: &str) -> anyhow::Result<()> {
    let line = NewLine {
        name: guide_name(step),
        line: done.then(|| StepDone { bemaerkning: remark.trim().to_owned() }),
        citizen: None,
        reason: String::new(),
        before: None,
    };
    lines::save(session, &[line]).await
}

/// What somebody has said of the steps of the guide, by step.
///
/// # Errors
/// Where the store cannot be read.
pub async fn guide_ticks(session: &Session, steps: u8) -> anyhow::Result<BTreeMap<u8, Kept<StepDone>>> {
    let all = lines::newest::<StepDone>(session).await?;
    let of = |step: u8| Some((step, all.iter().find(|own| own.name == guide_name(step))?.clone()));
    Ok((1..=steps).filter_map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraf(counts: [i64; 2], accepted: i64, begun: bool) -> ParagrafNow {
        let work = Work {
            begun,
            asked: [(0..accepted).map(|n| CitizenId(n as u32)).collect(), BTreeSet::new()],
            ..Work::default()
        };
        let mut bridge = Bridge::default();
        bridge.citizens.systems = counts;
        now("SEL § 104", &bridge, &work)
    }

    #[test]
    fn in_place_is_agreed_and_signed() {
        let own = paragraf([12, 12], 0, true);
        let signature = Signature {
            kontrol: "k".into(),
            paragraf: "SEL § 104".into(),
            grundlag: "b".into(),
            dag: "2026-03-01".into(),
            tal: own.counts,
            aabne: 0,
            accepterede: 0,
            graense: 0,
            bemaerkning: String::new(),
        };
        assert_eq!(standing(&own, None, 0), Standing::Agree);
        assert_eq!(standing(&own, Some(&signature), 0), Standing::InPlace);
        let apart = paragraf([12, 13], 0, true);
        assert_eq!(standing(&apart, Some(&signature), 0), Standing::LookAgain);
        assert_eq!(standing(&apart, Some(&signature), 10), Standing::InPlace, "grænsen er en hel person");
        assert_eq!(standing(&apart, None, 9), Standing::Begun);
        assert_eq!(standing(&paragraf([12, 13], 0, false), None, 0), Standing::NotBegun);
    }

    #[test]
    fn what_is_accepted_is_no_difference_any_more() {
        let own = paragraf([12, 14], 2, true);
        assert_eq!((own.difference.scaled(), own.rest.scaled()), (20_000, 0));
        assert_eq!(standing(&own, None, 0), Standing::Agree);
    }

    #[test]
    fn full_years_are_held_to_the_day() {
        let mut bridge = Bridge::default();
        bridge.full_years.systems = [FullYears::of(2026, 365), FullYears::of(2026, 364)];
        let own = now("SEL § 107", &bridge, &Work::default());
        assert_eq!(own.measure, Measure::FullYears);
        assert!(!own.rest.is_within(0) && own.rest.is_within(1));
    }
}
