//! Præsentér, validér, korrigér: each month every unit's leader says of each figure whether it can be recognised.
//!
//! Invariant: units are the limits of users' own grants, so nobody answers for others' citizens. A figure that is not
//! recognised becomes an objection, which lives until the leader recognises the figure or accepts the answer.

mod objection;

pub use objection::{
    Objection, ObjectionState, answer_objection, close_objection, give_objection, objections,
};

use crate::access::{Grant, Reach, Right, Scope, reach};
use crate::commands::users::{access_on, list_users, today};
use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use anyhow::bail;
use domain::calendar::{Day, Month};
use report::danish;
use serde::{Deserialize, Serialize};

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitKind {
    /// A whole area, or some paragraphs of it.
    Area,
    /// A team.
    Team,
    /// A provider.
    Provider,
}

/// A unit whose leader answers for its figures.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its word in addresses and lines.
    pub key: String,
    /// As pages write it.
    pub title: String,
    /// What it is.
    pub kind: UnitKind,
    /// Who answers: users' names with full names.
    pub leaders: Vec<(String, String)>,
    user: String,
    grant: Grant,
}

impl Unit {
    /// What is the unit's own.
    #[must_use]
    pub fn scope(&self, today: Day) -> Option<Scope> {
        Scope::of(&self.user, &self.grant, Right::ValidateFigures, today)
    }

    /// True where a user with this grant leads it.
    #[must_use]
    pub fn is_led_by(&self, grant: &Grant) -> bool {
        limits(grant).is_some_and(|(_, key, _)| key == self.key)
    }

    /// The leaders' names in a sentence.
    #[must_use]
    pub fn leader_names(&self) -> Vec<String> {
        self.leaders.iter().map(|(_, full)| full.clone()).collect()
    }
}

/// A leader's word on one figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The paragraph as written.
    pub paragraf: String,
    /// Citizens in the month, as it stood.
    pub borgere: i64,
    /// Days in the year, as they stood.
    pub dage: i64,
    /// Kroner of the year in øre, as they stood.
    pub oere: i64,
    /// The leader recognises it.
    pub genkendt: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fordi: String,
}

/// A unit's answer of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerLine {
    /// The basis that the figures were made from.
    pub grundlag: String,
    /// The day of that basis.
    pub dag: String,
    /// Figure by figure.
    pub tal: Vec<Mark>,
}

impl Line for AnswerLine {
    const KIND: &'static str = "validering";
}

/// A unit with its answer of a month.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The unit.
    pub unit: Unit,
    /// The newest answer.
    pub answer: Option<Kept<AnswerLine>>,
}

/// The kind of unit that a grant makes, its word and its title.
fn limits(grant: &Grant) -> Option<(UnitKind, String, String)> {
    let role = crate::access::Role::from_key(&grant.rolle)?;
    let (kind, start, title, limit) = match reach(role, Right::ValidateFigures)? {
        Reach::Team => {
            let team = grant.team.strip_prefix("Team ").unwrap_or(&grant.team).to_owned();
            (UnitKind::Team, "team", format!("Team {team}"), team)
        }
        Reach::Area if grant.paragraffer.is_empty() => {
            (UnitKind::Area, "omraade", "Hele området".to_owned(), "hele".to_owned())
        }
        Reach::Area => (UnitKind::Area, "omraade", grant.paragraffer.join(", "), grant.paragraffer.join(" ")),
        Reach::Provider => {
            (UnitKind::Provider, "tilbud", grant.leverandoerer.join(", "), grant.leverandoerer.join(" "))
        }
        Reach::Own | Reach::Sample | Reach::Whole => return None,
    };
    let word = slug(&limit);
    (!word.is_empty()).then(|| (kind, format!("{start}-{word}"), title))
}

/// A text as an address writes it: small letters, digits, hyphens.
pub(crate) fn slug(text: &str) -> String {
    let mut out = String::new();
    for letter in text.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => out.push(letter),
            'æ' => out.push_str("ae"),
            'ø' => out.push_str("oe"),
            'å' => out.push_str("aa"),
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// All units of today's users: areas, teams, providers, each by title.
///
/// # Errors
/// Where the store cannot be read.
pub async fn units(session: &Session) -> anyhow::Result<Vec<Unit>> {
    let today = today(session);
    let mut out: Vec<Unit> = Vec::new();
    for user in list_users(session).await? {
        for (_, grant) in access_on(&user, today) {
            let Some((kind, key, title)) = limits(grant) else { continue };
            let leader = (user.name.clone(), user.full_name.clone());
            match out.iter_mut().find(|unit| unit.key == key) {
                Some(unit) => unit.leaders.push(leader),
                None => out.push(Unit {
                    key,
                    title,
                    kind,
                    leaders: vec![leader],
                    user: user.name.clone(),
                    grant: grant.clone(),
                }),
            }
        }
    }
    out.sort_by(|a, b| (a.kind, &a.title).cmp(&(b.kind, &b.title)));
    Ok(out)
}

fn answer_name(month: Month, unit: &str) -> String {
    format!("{} {unit}", month.iso())
}

/// Every unit with its answer of a month.
///
/// # Errors
/// Where the store cannot be read.
pub async fn answered(session: &Session, month: Month) -> anyhow::Result<Vec<Answered>> {
    let mut answers = lines::newest::<AnswerLine>(session).await?;
    let mut out = Vec::new();
    for unit in units(session).await? {
        let name = answer_name(month, &unit.key);
        let answer = answers.iter().position(|own| own.name == name).map(|at| answers.swap_remove(at));
        out.push(Answered { unit, answer });
    }
    Ok(out)
}

/// Every answer of a unit and a month, the oldest first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn answers_of(
    session: &Session,
    unit: &str,
    month: Month,
) -> anyhow::Result<Vec<Kept<Option<AnswerLine>>>> {
    lines::history::<AnswerLine>(session, Some(&answer_name(month, unit))).await
}

/// Saves a leader's answer. What is not recognised opens an objection, what is recognised closes one. `owner` says who
/// can put a paragraph's figure right.
///
/// # Errors
/// Where a figure is not recognised without a reason, a text has a number of a person, or another has answered since.
pub async fn save_answer(
    session: &Session,
    unit: &Unit,
    month: Month,
    answer: AnswerLine,
    owner: impl Fn(&str) -> String,
    before: i64,
) -> anyhow::Result<()> {
    if let Some(mark) = answer.tal.iter().find(|mark| !mark.genkendt && mark.fordi.trim().is_empty()) {
        bail!("Skriv, hvorfor tallet for {} ikke kan genkendes. Intet er gemt.", mark.paragraf);
    }
    let line = NewLine {
        name: answer_name(month, &unit.key),
        line: Some(answer.clone()),
        citizen: None,
        reason: String::new(),
        before: Some(before),
    };
    lines::save(session, &[line]).await?;
    objection::follow(session, unit, &danish::month(month), &answer, owner).await
}

#[cfg(test)]
mod tests;
