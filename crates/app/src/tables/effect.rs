//! What a changed table would do to the figures, before it is saved: the saved controls are computed again over the newest
//! basis with the changed table in its place, in memory.
//!
//! Invariant: both sides are made by the same verb from the same basis; only the one table differs. Nothing is kept.

use super::cells::Lines;
use crate::basis_content::BasisContent;
use crate::commands::run_control::{RanControl, compute_control};
use crate::commands::run_saved::day_on;
use crate::current::{ControlNow, Current};
use crate::session::Session;
use domain::amount::Oere;
use domain::calendar::Period;
use domain::person::CitizenId;
use domain::work_item::ItemKey;
use engine::Progress;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What becomes of a deviation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fate {
    /// It is there no more.
    Gone,
    /// It was not there.
    New,
    /// It is there with other days, values or kroner.
    Changed,
}

/// A deviation that a changed table touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// What becomes of it.
    pub fate: Fate,
    /// By which it is known from run to run.
    pub key: ItemKey,
    /// 1-4; `None` for rules inside one system and payments.
    pub question: Option<u8>,
    /// Its days: before, and for a new one after.
    pub period: Period,
    /// Its kroner: before, and for a new one after; `None` is unknown.
    pub oere: Option<Oere>,
    /// Its days and kroner after, where it changes.
    pub after: Option<(Period, Option<Oere>)>,
}

/// One saved control.
#[derive(Clone, Debug)]
pub struct ControlEffect {
    /// Its name.
    pub name: String,
    /// Deviations before and after.
    pub counts: [usize; 2],
    /// Those that are touched, by paragraph, citizen, days.
    pub touched: Vec<Touched>,
    /// Why it could not be computed; empty where it could.
    pub why_not: String,
}

/// What a changed table would do.
#[derive(Clone, Debug, Default)]
pub struct Effect {
    /// The basis that it was computed over.
    pub basis: String,
    /// The saved controls, by name.
    pub controls: Vec<ControlEffect>,
}

/// A sum over deviations that are touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub all: usize,
    /// By fate: gone, new, changed.
    pub fates: [usize; 3],
    /// Distinct citizens.
    pub citizens: usize,
    /// The sum of known kroner.
    pub oere: Oere,
    /// Whose kroner are unknown.
    pub unknown: usize,
}

impl Sum {
    /// Of some.
    #[must_use]
    pub fn of<'t>(touched: impl IntoIterator<Item = &'t Touched>) -> Sum {
        let (mut out, mut citizens) = (Sum::default(), BTreeSet::<CitizenId>::new());
        for own in touched {
            out.all += 1;
            out.fates[own.fate as usize] += 1;
            citizens.insert(own.key.citizen);
            match own.oere {
                Some(oere) => out.oere += oere,
                None => out.unknown += 1,
            }
        }
        out.citizens = citizens.len();
        out
    }
}

/// Computes what a changed table would do to each saved control.
///
/// # Errors
/// Where there is no basis, or the changed table cannot be laid over it.
pub async fn effect(session: &Session, current: &Current, changed: &Lines) -> anyhow::Result<Effect> {
    let Some(content) = current.basis.as_ref() else {
        anyhow::bail!("Der er intet godkendt grundlag at regne virkningen ud på.");
    };
    let after = content.with_lines(session, changed).await?;
    let mut controls = Vec::new();
    for control in &current.controls {
        let made = one(session, control, content, &after).await;
        controls.push(made.unwrap_or_else(|error| ControlEffect {
            name: control.shown.name.clone(),
            counts: [0, 0],
            touched: Vec::new(),
            why_not: format!("{error:#}"),
        }));
    }
    Ok(Effect { basis: content.shown.basis.id.to_string(), controls })
}

async fn one(
    session: &Session,
    control: &ControlNow,
    content: &Arc<BasisContent>,
    after: &BasisContent,
) -> anyhow::Result<ControlEffect> {
    let question = &control.shown.question;
    let day = day_on(&content.shown, &question.system_1, &question.system_2)?;
    let request = question.on(day, content.shown.basis.id.as_str());
    let known = control.ran.clone().filter(|_| {
        let own = control.content.as_ref();
        own.is_some_and(|own| own.shown.basis.id == content.shown.basis.id)
    });
    let before = match known {
        Some(ran) => ran,
        None => Arc::new(compute_control(session, content, &request, &Progress::default()).await?),
    };
    let then = compute_control(session, after, &request, &Progress::default()).await?;
    Ok(ControlEffect {
        name: control.shown.name.clone(),
        counts: [before.deviations().len(), then.deviations().len()],
        touched: touched(&before, &then),
        why_not: String::new(),
    })
}

/// A deviation as far as a person would see a difference.
#[derive(Clone, PartialEq, Eq)]
struct Seen {
    period: Period,
    oere: Option<Oere>,
    values: [Vec<String>; 2],
    question: Option<u8>,
}

type ByKey = BTreeMap<ItemKey, Vec<Seen>>;

fn by_key(ran: &RanControl) -> ByKey {
    let report = ran.report();
    let systems = [report.systems[0].name.as_str(), report.systems[1].name.as_str()];
    let mut out = ByKey::new();
    for deviation in ran.deviations() {
        let written = &ran.law().paragraf(deviation.paragraf).written;
        let key = ItemKey::of(deviation, written, systems, ran.control().level);
        out.entry(key).or_default().push(Seen {
            period: deviation.period,
            oere: deviation.oere,
            values: deviation.values.clone(),
            question: deviation.question,
        });
    }
    out
}

/// The differences of two runs. Of one key those that are alike are left out; what shares days goes on, changed.
fn touched(before: &RanControl, after: &RanControl) -> Vec<Touched> {
    let (mut then, now) = (by_key(after), by_key(before));
    let mut out = Vec::new();
    for (key, mut old) in now {
        let mut new = then.remove(&key).unwrap_or_default();
        old.retain(|seen| match new.iter().position(|other| other == seen) {
            Some(at) => {
                new.swap_remove(at);
                false
            }
            None => true,
        });
        for seen in old {
            let common = new.iter().position(|other| other.period.overlaps(seen.period));
            let after = common.map(|at| new.swap_remove(at)).map(|other| (other.period, other.oere));
            let fate = if after.is_some() { Fate::Changed } else { Fate::Gone };
            out.push(made(fate, &key, &seen, after));
        }
        out.extend(new.iter().map(|seen| made(Fate::New, &key, seen, None)));
    }
    for (key, new) in then {
        out.extend(new.iter().map(|seen| made(Fate::New, &key, seen, None)));
    }
    out.sort_by(|a, b| {
        (&a.key.paragraf, a.key.citizen, a.period, a.fate, &a.key).cmp(&(
            &b.key.paragraf,
            b.key.citizen,
            b.period,
            b.fate,
            &b.key,
        ))
    });
    out
}

fn made(fate: Fate, key: &ItemKey, seen: &Seen, after: Option<(Period, Option<Oere>)>) -> Touched {
    let (question, period, oere) = (seen.question, seen.period, seen.oere);
    Touched { fate, key: key.clone(), question, period, oere, after }
}
