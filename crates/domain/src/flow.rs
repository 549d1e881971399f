//! What happened to a citizen's services: new, ended, changed, moved to another paragraph. The one function for flow, time in
//! service, movements and savings.
//!
//! Per citizen. The same paragraph with a gap of at most N days is one forløb; a new provider, rate or extent inside it is a
//! change and never new. Another paragraph within N days is a transition. A forløb that begins where the system does is cut
//! off, not new.

use crate::amount::Quantity;
use crate::calendar::{Day, Period};
use crate::law::ParagrafId;
use crate::lexicon::ProviderKey;
use crate::price::Price;
use crate::timeline::Claim;

/// A stretch of a service: what a forløb is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// The paragraph.
    pub paragraf: ParagrafId,
    /// The days; an open end is [`Day::OPEN`] or the end of what the extract covers.
    pub period: Period,
    /// The provider: spellings of a registered one are one.
    pub provider: ProviderKey,
    /// Hours a week.
    pub hours: Option<Quantity>,
    /// The price.
    pub price: Option<Price>,
}

impl Stretch {
    /// A claim as a stretch. An open end that only the extract's coverage cut is open again.
    #[must_use]
    pub fn of(claim: &Claim<'_>, covers: Option<Period>) -> Stretch {
        let cut = claim.row.until >= Day::OPEN && covers.is_some_and(|c| claim.period.until >= c.until);
        let period = if cut { Period { until: Day::OPEN, ..claim.period } } else { claim.period };
        Stretch {
            paragraf: claim.paragraf,
            period,
            provider: claim.provider.canonical(),
            hours: claim.row.hours,
            price: claim.price,
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowTerms {
    /// The days in which movements are looked for.
    pub window: Period,
    /// Days without the paragraph up to which it is one forløb, and between paragraphs up to which it is a transition.
    pub gap_days: i64,
    /// The day of the extract: an end after it is still to come.
    pub extracted: Option<Day>,
    /// The first day of which the system tells: what begins on it or before is cut off.
    pub tells_from: Option<Day>,
    /// The age at which services go over to other law; 67 as the law stands.
    pub pension_age: u8,
}

/// What is known of the citizen beside the services.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// Day of birth.
    pub born: Option<Day>,
    /// Day of death.
    pub dead: Option<Day>,
    /// The days on which the citizen moved out of our municipality: the first day away.
    pub moved_out: Vec<Day>,
    /// Ends that an earlier extract stated: paragraph and last day. One that is gone is a reopening.
    pub ends_before: Vec<(ParagrafId, Day)>,
}

/// What changed inside a forløb.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Change {
    /// Another provider.
    Provider,
    /// More or fewer hours a week.
    Extent,
    /// Another price at the same provider and extent.
    Rate,
}

/// Why a forløb ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EndKind {
    /// The citizen died.
    Death,
    /// The citizen moved out.
    Moved,
    /// The citizen reached pension age.
    PensionAge,
    /// Another paragraph goes on.
    Transition(ParagrafId),
    /// None of these.
    Ended,
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MovementKind {
    /// A forløb began, and no other paragraph ended near it. `known_before`: the citizen had some service earlier.
    New {
        /// Whether any service stood before.
        known_before: bool,
    },
    /// A forløb goes on from another paragraph.
    TransitionFrom(ParagrafId),
    /// The forløb was there when the system began to tell: not new.
    Truncated,
    /// Something changed inside a forløb.
    Changed(Change),
    /// The last day has passed at the extract.
    Ended(EndKind),
    /// The last day is stated, and still to come (udløber).
    Expires,
    /// An end that an earlier extract stated is gone.
    Reopened,
}

/// One movement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Movement {
    /// The day: first day of what is new, last day of what ended.
    pub day: Day,
    /// The paragraph.
    pub paragraf: ParagrafId,
    /// What.
    pub kind: MovementKind,
}

/// A forløb: one paragraph without a gap of more than N days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Forloeb {
    /// The paragraph.
    pub paragraf: ParagrafId,
    /// From first to last day, gaps included.
    pub period: Period,
}

/// The forløb of a citizen, by paragraph, then first day.
#[must_use]
pub fn forloeb(stretches: &[Stretch], gap_days: i64) -> Vec<Forloeb> {
    let mut all: Vec<(ParagrafId, Period)> = stretches.iter().map(|s| (s.paragraf, s.period)).collect();
    all.sort_unstable();
    let mut out: Vec<Forloeb> = Vec::new();
    for (paragraf, period) in all {
        match out.last_mut() {
            Some(last)
                if last.paragraf == paragraf
                    && i64::from(period.from.0) - i64::from(last.period.until.0) <= gap_days =>
            {
                last.period.until = last.period.until.max(period.until);
            }
            _ => out.push(Forloeb { paragraf, period }),
        }
    }
    out
}

/// The movements of a citizen inside the window, by day. Order of stretches and how they divide a service change nothing.
#[must_use]
pub fn movements(stretches: &[Stretch], life: &Life, terms: &FlowTerms) -> Vec<Movement> {
    let all = forloeb(stretches, terms.gap_days);
    let first_ever = all.iter().map(|f| f.period.from).min();
    let mut out = Vec::new();
    for own in &all {
        let begun = begins(own, &all, first_ever, terms);
        out.push(Movement { day: own.period.from, paragraf: own.paragraf, kind: begun });
        if let Some(kind) = ends(own, &all, life, terms) {
            out.push(Movement { day: own.period.last_day(), paragraf: own.paragraf, kind });
        }
        out.extend(changes(own, stretches));
    }
    for (paragraf, last) in &life.ends_before {
        let runs_on = all
            .iter()
            .any(|f| f.paragraf == *paragraf && f.period.contains(*last) && f.period.last_day() > *last);
        if runs_on {
            out.push(Movement { day: last.next(), paragraf: *paragraf, kind: MovementKind::Reopened });
        }
    }
    out.retain(|m| terms.window.contains(m.day));
    out.sort_unstable();
    out.dedup();
    out
}

fn begins(own: &Forloeb, all: &[Forloeb], first_ever: Option<Day>, terms: &FlowTerms) -> MovementKind {
    if terms.tells_from.is_some_and(|from| own.period.from <= from) {
        return MovementKind::Truncated;
    }
    // The paragraph that ended nearest to the beginning, before it or a few days into it.
    let from = all
        .iter()
        .filter(|other| other.paragraf != own.paragraf && other.period.from < own.period.from)
        .filter(|other| !other.period.is_open() && other.period.until < own.period.until)
        .map(|other| ((own.period.from.0 - other.period.until.0).abs(), other.paragraf))
        .filter(|(days, _)| i64::from(*days) <= terms.gap_days)
        .min();
    match from {
        Some((_, paragraf)) => MovementKind::TransitionFrom(paragraf),
        None => MovementKind::New { known_before: first_ever.is_some_and(|day| day < own.period.from) },
    }
}

fn ends(own: &Forloeb, all: &[Forloeb], life: &Life, terms: &FlowTerms) -> Option<MovementKind> {
    if own.period.is_open() {
        return None;
    }
    let last = own.period.last_day();
    if terms.extracted.is_some_and(|day| last >= day) {
        return Some(MovementKind::Expires);
    }
    let near = |day: Day| i64::from((own.period.until.0 - day.0).abs()) <= terms.gap_days;
    let dead = life.dead.is_some_and(|day| day <= last || near(day));
    let pension = life.born.map(|born| born.birthday(i32::from(terms.pension_age)));
    let to = all
        .iter()
        .filter(|other| other.paragraf != own.paragraf && other.period.until > own.period.until)
        .filter(|other| other.period.from > own.period.from && near(other.period.from))
        .map(|other| ((own.period.until.0 - other.period.from.0).abs(), other.paragraf))
        .min();
    Some(MovementKind::Ended(match to {
        _ if dead => EndKind::Death,
        Some((_, paragraf)) => EndKind::Transition(paragraf),
        None if life.moved_out.iter().any(|day| near(*day)) => EndKind::Moved,
        None if pension.is_some_and(near) => EndKind::PensionAge,
        None => EndKind::Ended,
    }))
}

/// What is in force on a day of a forløb.
#[derive(PartialEq, Eq)]
struct State {
    providers: Vec<ProviderKey>,
    hours: Vec<Option<Quantity>>,
    prices: Vec<Option<Price>>,
}

/// The days inside a forløb on which provider, extent or rate change. Across a gap what stood before it is compared.
fn changes(own: &Forloeb, stretches: &[Stretch]) -> Vec<Movement> {
    let inside: Vec<&Stretch> = stretches
        .iter()
        .filter(|s| s.paragraf == own.paragraf && own.period.contains(s.period.from))
        .collect();
    let mut days: Vec<Day> = inside.iter().flat_map(|s| [s.period.from, s.period.until]).collect();
    days.sort_unstable();
    days.dedup();
    let mut out = Vec::new();
    let mut before: Option<State> = None;
    for day in days {
        let active: Vec<&&Stretch> = inside.iter().filter(|s| s.period.contains(day)).collect();
        if active.is_empty() {
            continue;
        }
        let state = State {
            providers: crate::attributes::distinct(active.iter().map(|s| s.provider)),
            hours: crate::attributes::distinct(active.iter().map(|s| s.hours)),
            prices: crate::attributes::distinct(active.iter().map(|s| s.price)),
        };
        let change = before.as_ref().and_then(|before| {
            if before.providers != state.providers {
                Some(Change::Provider)
            } else if before.hours != state.hours {
                Some(Change::Extent)
            } else {
                (before.prices != state.prices).then_some(Change::Rate)
            }
        });
        out.extend(change.map(|c| Movement { day, paragraf: own.paragraf, kind: MovementKind::Changed(c) }));
        before = Some(state);
    }
    out
}

#[cfg(test)]
mod tests;
