//! Decisions about causes: what, who, when it is followed up, and the count that should fall.
//!
//! Invariant: whether a decision is met is said by the data alone: the count of the same question, put to those whom the
//! one who decided could see.

use crate::access::{Grant, Right, Scope};
use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use anyhow::bail;
use domain::calendar::Day;
use serde::{Deserialize, Serialize};

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What is done.
    pub hvad: String,
    /// Who does it.
    pub hvem: String,
    /// When it is followed up (`2026-05-01`).
    pub foelges_op: String,
    /// The question whose count should fall: the part of a list's address after the question mark.
    pub spoerg: String,
    /// The question in words.
    pub taeller: String,
    /// The count when it was decided.
    pub da: i64,
    /// The day of the basis that was counted then.
    pub da_dag: String,
    /// The count that it should fall to.
    pub maal: i64,
    /// Who decided: a user's name, with the limits of the role then.
    pub besluttet_af: String,
    /// Those limits.
    pub graenser: Grant,
    /// It is no longer followed up: why; empty while it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sluttet: String,
}

impl Line for Decision {
    const KIND: &'static str = "beslutning";
}

/// How a decision has gone, by the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The day has come, and the count is above the target.
    NotMet,
    /// The day has not come.
    NotYet,
    /// The count is at the target or below.
    Met,
    /// Nobody follows it up any more.
    Ended,
}

impl Outcome {
    /// As pages write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Outcome::NotMet => "Ikke nået",
            Outcome::NotYet => "Ikke endnu",
            Outcome::Met => "Nået",
            Outcome::Ended => "Afsluttet",
        }
    }
}

impl Decision {
    /// Those whom it counts: the scope of the one who decided.
    #[must_use]
    pub fn scope(&self, today: Day) -> Option<Scope> {
        // Limits hold as they were, also after the role has ended.
        let grant = Grant { til: String::new(), ..self.graenser.clone() };
        Scope::of(&self.besluttet_af, &grant, Right::SeeFigures, today)
    }

    /// How it has gone where the count is now `now`.
    #[must_use]
    pub fn outcome(&self, now: i64, today: Day) -> Outcome {
        let over = Day::parse(&self.foelges_op).is_some_and(|day| day <= today);
        match (self.sluttet.is_empty(), now <= self.maal, over) {
            (false, ..) => Outcome::Ended,
            (true, true, _) => Outcome::Met,
            (true, false, true) => Outcome::NotMet,
            (true, false, false) => Outcome::NotYet,
        }
    }

    /// The first thing that is wrong with it; `None` where nothing is. `today` is the day of the one who decides.
    fn fault(&self, today: Day) -> Option<String> {
        if self.hvad.trim().is_empty() {
            return Some("Skriv, hvad der er besluttet.".to_owned());
        }
        if self.hvem.trim().is_empty() {
            return Some("Skriv, hvem der gør det.".to_owned());
        }
        match Day::parse(&self.foelges_op) {
            None => return Some("Skriv den dag, der følges op.".to_owned()),
            Some(day) if day <= today => {
                return Some("Dagen for opfølgningen skal ligge efter i dag.".to_owned());
            }
            Some(_) => {}
        }
        let target = 0..self.da;
        (!target.contains(&self.maal)).then(|| match self.da {
            0 => "Antallet er allerede 0, så der er ikke noget, der skal falde.".to_owned(),
            most => format!("Målet skal være lavere end antallet nu: fra 0 til {}.", most - 1),
        })
    }
}

/// All decisions, the newest first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn decisions(session: &Session) -> anyhow::Result<Vec<Kept<Decision>>> {
    let mut out = lines::newest::<Decision>(session).await?;
    out.sort_by_key(|own| std::cmp::Reverse(number(&own.name)));
    Ok(out)
}

fn number(name: &str) -> u32 {
    name.parse().unwrap_or(0)
}

/// Saves a new decision; gives its number back.
///
/// # Errors
/// Where something is missing, the target is no fall, or a text has a number of a person.
pub async fn decide(session: &Session, decision: Decision, today: Day) -> anyhow::Result<String> {
    if let Some(fault) = decision.fault(today) {
        bail!("{fault} Intet er gemt.");
    }
    let known = lines::history::<Decision>(session, None).await?;
    let next = known.iter().map(|own| number(&own.name)).max().unwrap_or(0) + 1;
    let name = next.to_string();
    let line = NewLine {
        name: name.clone(),
        line: Some(decision),
        citizen: None,
        reason: String::new(),
        before: Some(0),
    };
    lines::save(session, &[line]).await?;
    Ok(name)
}

/// Ends a decision: it is followed up no longer.
///
/// # Errors
/// Where there is none, no reason is given, or another has written since.
pub async fn end_decision(session: &Session, name: &str, why: &str, before: i64) -> anyhow::Result<()> {
    let Some(kept) = lines::get::<Decision>(session, name).await? else {
        return Err(store::StoreError::NotFound("Der er ingen beslutning med det nummer.".to_owned()).into());
    };
    if why.trim().is_empty() {
        bail!("Skriv, hvorfor beslutningen ikke følges op mere. Intet er gemt.");
    }
    let line = NewLine {
        name: name.to_owned(),
        line: Some(Decision { sluttet: why.trim().to_owned(), ..kept.line }),
        citizen: None,
        reason: String::new(),
        before: Some(before),
    };
    lines::save(session, &[line]).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;

    fn decision() -> Decision {
        Decision {
            hvad: "Ret slutdatoer ved ophør".into(),
            hvem: "Visitation".into(),
            foelges_op: "2026-05-01".into(),
            spoerg: "regel=kun_i_system_1".into(),
            taeller: "Borgere kun i System 1".into(),
            da: 12,
            da_dag: "2026-03-01".into(),
            maal: 4,
            besluttet_af: "bo".into(),
            graenser: Grant::of(Role::BiConsultant),
            sluttet: String::new(),
        }
    }

    #[test]
    fn the_data_say_how_it_went() {
        let (before, after) = (Day::parse("2026-04-30").unwrap(), Day::parse("2026-05-01").unwrap());
        assert_eq!(decision().outcome(5, before), Outcome::NotYet);
        assert_eq!(decision().outcome(5, after), Outcome::NotMet);
        assert_eq!(decision().outcome(4, before), Outcome::Met);
        let ended = Decision { sluttet: "nyt system".into(), ..decision() };
        assert_eq!(ended.outcome(0, after), Outcome::Ended);
    }

    #[test]
    fn a_target_is_a_fall_and_a_follow_up_lies_ahead() {
        let today = Day::parse("2026-03-14").unwrap();
        assert_eq!(decision().fault(today), None);
        for bad in [
            Decision { maal: 12, ..decision() },
            Decision { da: 0, maal: 0, ..decision() },
            Decision { maal: -1, ..decision() },
            Decision { foelges_op: "2026-03-14".into(), ..decision() },
            Decision { hvem: " ".into(), ..decision() },
        ] {
            assert!(bad.fault(today).is_some(), "{bad:?}");
        }
    }
}
