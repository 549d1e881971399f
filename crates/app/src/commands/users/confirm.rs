//! The quarter's answer to whether each user still is to have each role, and the confirmation of roles that wait.
//!
//! Invariant: an answer holds for the role with its limits as they were when it was given: other limits ask anew. Nobody
//! answers about oneself, nor confirms what oneself asked for; "skal ikke have" ends the role at once.

use super::on_page::end_role;
use super::{User, as_name, kept, list_users, put, refuse_oneself, save, today};
use crate::access::Grant;
use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use anyhow::bail;
use domain::calendar::Day;
use serde::{Deserialize, Serialize};

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// The user's name.
    pub bruger: String,
    /// The role with its limits, as it was then.
    pub rolle: Grant,
    /// `2026-K1`.
    pub kvartal: String,
    /// Whether the user is to have it.
    pub skal_have: bool,
}

impl Line for Confirmed {
    const KIND: &'static str = "brugere_bekraeftet";
}

/// A role of a user, and what is said of it in the quarter.
#[derive(Clone, Debug)]
pub struct ToConfirm {
    /// The user.
    pub user: User,
    /// The role.
    pub grant: Grant,
    /// The answer of the quarter that holds for it; `None` where nobody has answered.
    pub answer: Option<Kept<Confirmed>>,
}

impl ToConfirm {
    /// True where somebody has to answer: nobody has in the quarter, or it waits to begin.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.answer.is_none() || !self.grant.afventer.is_empty()
    }
}

/// `2026-K1`.
#[must_use]
pub fn quarter(day: Day) -> String {
    let (year, month, _) = day.ymd();
    format!("{year}-K{}", month.div_ceil(3))
}

/// All roles that somebody has or waits for, by user. Where a role holds and waits with other limits, what waits is asked
/// about: the answer is about both.
///
/// # Errors
/// Where the store cannot be read.
pub async fn to_confirm(session: &Session, day: Day) -> anyhow::Result<Vec<ToConfirm>> {
    let quarter = quarter(day);
    let answers = lines::newest::<Confirmed>(session).await?;
    let today = today(session);
    let mut out = Vec::new();
    for user in list_users(session).await?.into_iter().filter(|user| !user.blocked) {
        for grant in &user.grants {
            let asked_anew = |own: &Grant| own.rolle == grant.rolle && !own.afventer.is_empty();
            let holds = grant.role_on(today).is_some() && !user.grants.iter().any(asked_anew);
            if grant.afventer.is_empty() && !holds {
                continue;
            }
            let holds = |kept: &&Kept<Confirmed>| {
                kept.line.skal_have
                    && kept.line.kvartal == quarter
                    && kept.line.bruger == user.name
                    && kept.line.rolle == *grant
            };
            let answer = answers.iter().find(holds).cloned();
            out.push(ToConfirm { user: user.clone(), grant: grant.clone(), answer });
        }
    }
    Ok(out)
}

/// Answers whether a user is to have a role. A role that waits begins to hold where the answer is yes.
///
/// # Errors
/// Where the user has no such role, is the one who answers, or the one who answers asked for it.
pub async fn answer(
    session: &Session,
    name: &str,
    role: &str,
    day: Day,
    must_have: bool,
    reason: &str,
) -> anyhow::Result<()> {
    let (line, mut user) = kept(session, name).await?;
    refuse_oneself(session, &user)?;
    let now = today(session);
    let waits = user.grants.iter().find(|grant| grant.rolle == role && !grant.afventer.is_empty()).cloned();
    let holds = user.grants.iter().find(|grant| grant.rolle == role && grant.role_on(now).is_some()).cloned();
    let Some(mut grant) = waits.clone().or(holds) else {
        bail!("Brugeren «{}» har ikke den rolle mere. Hent siden igen.", user.name);
    };
    if !must_have && reason.trim().is_empty() {
        bail!("Skriv, hvorfor «{}» ikke skal have rollen. Intet er ændret.", user.full_name);
    }
    if waits.is_some() && must_have {
        if as_name(&session.ctx.actor) == grant.afventer {
            bail!(
                "Den, der har givet rollen, bekræfter den ikke selv: bed en anden om det. Intet er ændret."
            );
        }
        user.grants.retain(|own| own.rolle != role || own.afventer.is_empty());
        grant.afventer = String::new();
        put(&mut user.grants, grant.clone());
    }
    // What is said stands before what it does: where the second fails, the answer is given again.
    let said =
        Confirmed { bruger: user.name.clone(), rolle: grant, kvartal: quarter(day), skal_have: must_have };
    let saved = NewLine {
        name: format!("{}/{}/{role}", said.kvartal, user.name),
        line: Some(said),
        citizen: None,
        reason: reason.to_owned(),
        before: None,
    };
    lines::save(session, &[saved]).await?;
    match (waits.is_some(), must_have) {
        // What was only asked for falls away; what holds beside it has its own answer.
        (true, false) => user.grants.retain(|own| own.rolle != role || own.afventer.is_empty()),
        (false, false) => return end_role(session, &user.name, role).await.map(|_| ()),
        (false, true) => return Ok(()),
        (true, true) => {}
    }
    save(session, &user, Some(&line), false).await
}
