//! An objection: a figure that a leader did not recognise, and what came of it.
//!
//! Invariant: one lives for each figure of a unit. It is closed only by the leader: the figure is recognised, or the
//! answer is accepted.

use super::{AnswerLine, Mark, Unit, slug};
use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use anyhow::bail;
use serde::{Deserialize, Serialize};

/// Where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectionState {
    /// Nobody has answered.
    #[default]
    Aaben,
    /// Answered: the leader is to read it.
    Svaret,
    /// Over.
    Lukket,
}

impl ObjectionState {
    /// All.
    pub const ALL: [ObjectionState; 3] =
        [ObjectionState::Aaben, ObjectionState::Svaret, ObjectionState::Lukket];

    /// The word of addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            ObjectionState::Aaben => "aaben",
            ObjectionState::Svaret => "svaret",
            ObjectionState::Lukket => "lukket",
        }
    }

    /// As pages write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            ObjectionState::Aaben => "Åben",
            ObjectionState::Svaret => "Svaret",
            ObjectionState::Lukket => "Lukket",
        }
    }
}

/// An objection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// The unit's word.
    pub enhed: String,
    /// The unit as pages write it.
    pub enhed_titel: String,
    /// The month in words.
    pub maaned: String,
    /// The paragraph as written.
    pub paragraf: String,
    /// The figure as it stood.
    pub tal: Mark,
    /// The basis that it was made from.
    pub grundlag: String,
    /// Why it is not recognised.
    pub tekst: String,
    /// Who is to answer.
    pub ansvarlig: String,
    /// Where it stands.
    pub tilstand: ObjectionState,
    /// The answer; empty before one is given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub svar: String,
    /// Why it is over; empty while it is not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lukket_fordi: String,
}

impl Line for Objection {
    const KIND: &'static str = "indsigelse";
}

/// All objections: open ones first, then by name.
///
/// # Errors
/// Where the store cannot be read.
pub async fn objections(session: &Session) -> anyhow::Result<Vec<Kept<Objection>>> {
    let mut out = lines::newest::<Objection>(session).await?;
    out.sort_by(|a, b| (a.line.tilstand, &a.name).cmp(&(b.line.tilstand, &b.name)));
    Ok(out)
}

fn name_of(unit: &str, paragraf: &str) -> String {
    format!("{unit}-{}", slug(paragraf))
}

/// What an answer means for the objections of its unit.
pub(super) async fn follow(
    session: &Session,
    unit: &Unit,
    month: &str,
    answer: &AnswerLine,
    owner: impl Fn(&str) -> String,
) -> anyhow::Result<()> {
    let known = lines::newest::<Objection>(session).await?;
    let mut out = Vec::new();
    for mark in &answer.tal {
        let name = name_of(&unit.key, &mark.paragraf);
        let alive = known.iter().find(|own| own.name == name && own.line.tilstand != ObjectionState::Lukket);
        let line = match (mark.genkendt, alive) {
            (true, None) => continue,
            (true, Some(own)) => Objection {
                tilstand: ObjectionState::Lukket,
                lukket_fordi: format!("Lederen genkendte tallet i {month}."),
                ..own.line.clone()
            },
            // The same words about the same figure are the same objection, and keep its answer.
            (false, Some(own)) if own.line.tekst == mark.fordi && own.line.tal == *mark => continue,
            (false, alive) => Objection {
                enhed: unit.key.clone(),
                enhed_titel: unit.title.clone(),
                maaned: month.to_owned(),
                paragraf: mark.paragraf.clone(),
                tal: mark.clone(),
                grundlag: answer.grundlag.clone(),
                tekst: mark.fordi.clone(),
                ansvarlig: alive.map_or_else(|| owner(&mark.paragraf), |own| own.line.ansvarlig.clone()),
                ..Objection::default()
            },
        };
        out.push(NewLine { name, line: Some(line), citizen: None, reason: String::new(), before: None });
    }
    if out.is_empty() { Ok(()) } else { lines::save(session, &out).await }
}

/// Answers an objection.
///
/// # Errors
/// Where there is none, it is over, the answer is empty, or another has written since.
pub async fn answer_objection(session: &Session, name: &str, text: &str, before: i64) -> anyhow::Result<()> {
    if text.trim().is_empty() {
        bail!("Skriv svaret. Intet er gemt.");
    }
    change(session, name, before, |own| Objection {
        svar: text.trim().to_owned(),
        tilstand: ObjectionState::Svaret,
        ..own
    })
    .await
}

/// Gives an objection to somebody.
///
/// # Errors
/// Where there is none, it is over, nobody is named, or another has written since.
pub async fn give_objection(session: &Session, name: &str, owner: &str, before: i64) -> anyhow::Result<()> {
    if owner.trim().is_empty() {
        bail!("Skriv, hvem der skal svare. Intet er gemt.");
    }
    change(session, name, before, |own| Objection { ansvarlig: owner.trim().to_owned(), ..own }).await
}

/// The leader accepts the answer.
///
/// # Errors
/// Where there is none, nobody has answered, it is over, or another has written since.
pub async fn close_objection(session: &Session, name: &str, before: i64) -> anyhow::Result<()> {
    let kept = lines::get::<Objection>(session, name).await?;
    if kept.is_some_and(|own| own.line.tilstand == ObjectionState::Aaben) {
        bail!("Ingen har svaret endnu, så der er intet svar at godtage. Intet er gemt.");
    }
    change(session, name, before, |own| Objection {
        tilstand: ObjectionState::Lukket,
        lukket_fordi: "Lederen godtog svaret.".to_owned(),
        ..own
    })
    .await
}

async fn change(
    session: &Session,
    name: &str,
    before: i64,
    to: impl FnOnce(Objection) -> Objection,
) -> anyhow::Result<()> {
    let Some(kept) = lines::get::<Objection>(session, name).await? else {
        return Err(store::StoreError::NotFound("Der er ingen indsigelse med det navn.".to_owned()).into());
    };
    if kept.line.tilstand == ObjectionState::Lukket {
        bail!("Indsigelsen er lukket: {} Intet er gemt.", kept.line.lukket_fordi);
    }
    let line = NewLine {
        name: name.to_owned(),
        line: Some(to(kept.line)),
        citizen: None,
        reason: String::new(),
        before: Some(before),
    };
    lines::save(session, &[line]).await
}
