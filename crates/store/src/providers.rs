//! What people have decided about two spellings of a provider: the same, different, or a decision taken back.
//!
//! Decisions are lines that are only ever added; the newest line of a pair counts.

use crate::db::{Row, Value};
use crate::error::StoreError;
use crate::log::append_in;
use crate::{Context, Store};
use domain::wording::normalised;
use std::collections::BTreeMap;

/// What was decided about two spellings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    /// One provider.
    Same,
    /// Two providers.
    Different,
    /// Nothing: an earlier decision is taken back.
    Undone,
}

const VERDICTS: [(Verdict, &str); 3] =
    [(Verdict::Same, "samme"), (Verdict::Different, "forskellige"), (Verdict::Undone, "fortrudt")];

impl Verdict {
    /// The stable word of files and commands.
    #[must_use]
    pub fn key(self) -> &'static str {
        VERDICTS.iter().find(|(known, _)| *known == self).expect("hver afgørelse har et ord").1
    }

    /// Reads [`Verdict::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Verdict> {
        VERDICTS.iter().find(|(_, word)| *word == key).map(|(verdict, _)| *verdict)
    }
}

/// A decision, as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// One spelling: the one that stands first when outer spaces and case are forgotten.
    pub a: String,
    /// The other.
    pub b: String,
    /// What was decided.
    pub verdict: Verdict,
    /// When, RFC 3339.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Why, in their words.
    pub reason: String,
}

/// The decisions on providers of a store.
#[derive(Clone, Copy, Debug)]
pub struct Providers<'a>(pub(crate) &'a Store);

const COLUMNS: &str = "a, b, verdict, decided_at, decided_by, reason";

impl Providers<'_> {
    /// Keeps a decision on two spellings, in either order.
    ///
    /// # Errors
    /// `Conflict` where they are one spelling or empty, or there is nothing to take back; `Unavailable`.
    pub async fn decide(
        &self,
        ctx: &Context,
        names: [&str; 2],
        verdict: Verdict,
        reason: &str,
    ) -> Result<Decision, StoreError> {
        let [a, b] = in_order(names)?;
        let decision = Decision {
            a: a.to_owned(),
            b: b.to_owned(),
            verdict,
            at: ctx.at.clone(),
            by: ctx.actor.clone(),
            reason: reason.trim().to_owned(),
        };
        let mut tx = self.0.db().begin().await?;
        if verdict == Verdict::Undone {
            let all = decisions(
                &tx.rows(format!("SELECT {COLUMNS} FROM provider_decision ORDER BY seq"), Vec::new()).await?,
            )?;
            if !standing(all).iter().any(|known| key(known) == key(&decision)) {
                return Err(StoreError::Conflict(format!(
                    "Der er ingen afgørelse om «{a}» og «{b}» at fortryde."
                )));
            }
        }
        let sql = format!(
            "INSERT INTO provider_decision ({COLUMNS}, seq) VALUES ($1, $2, $3, $4, $5, $6, \
             (SELECT COALESCE(MAX(seq), 0) + 1 FROM provider_decision))"
        );
        let text = |text: &str| Value::from(text);
        let values = vec![
            text(&decision.a),
            text(&decision.b),
            text(verdict.key()),
            text(&decision.at),
            text(&decision.by),
            text(&decision.reason),
        ];
        tx.execute(sql, values).await?;
        append_in(&mut tx, ctx, "afgoer_leverandoer", verdict.key(), 1).await?;
        tx.commit().await?;
        Ok(decision)
    }

    /// The decisions that hold, sorted by the spellings.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn list(&self, ctx: &Context) -> Result<Vec<Decision>, StoreError> {
        Ok(standing(self.history(ctx).await?))
    }

    /// Every decision ever made, oldest first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn history(&self, _ctx: &Context) -> Result<Vec<Decision>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM provider_decision ORDER BY seq");
        decisions(&self.0.db().rows(sql, Vec::new()).await?)
    }
}

/// Spellings that are compared as the rest of the program compares text.
fn in_order([a, b]: [&str; 2]) -> Result<[&str; 2], StoreError> {
    let (a, b) = (a.trim(), b.trim());
    let (one, other) = (normalised(a), normalised(b));
    if one.is_empty() || other.is_empty() {
        return Err(StoreError::Conflict(
            "En afgørelse gælder to leverandørnavne; det ene er tomt.".to_owned(),
        ));
    }
    if one == other {
        return Err(StoreError::Conflict(format!(
            "«{a}» og «{b}» er det samme navn, når store bogstaver og mellemrum ikke tæller: der er intet at afgøre."
        )));
    }
    Ok(if one < other { [a, b] } else { [b, a] })
}

fn key(decision: &Decision) -> (String, String) {
    (normalised(&decision.a), normalised(&decision.b))
}

/// The newest decision of each pair, without those that were taken back.
fn standing(all: Vec<Decision>) -> Vec<Decision> {
    let newest: BTreeMap<_, Decision> = all.into_iter().map(|decision| (key(&decision), decision)).collect();
    newest.into_values().filter(|decision| decision.verdict != Verdict::Undone).collect()
}

fn decisions(rows: &[Row]) -> Result<Vec<Decision>, StoreError> {
    rows.iter().map(decision).collect()
}

fn decision(row: &Row) -> Result<Decision, StoreError> {
    let verdict = Verdict::from_key(&row.text(2)?).ok_or_else(|| {
        StoreError::Damaged(
            "En afgørelse om en leverandør i ottetal.db kan ikke læses. Hent mappen fra sikkerhedskopien."
                .to_owned(),
        )
    })?;
    Ok(Decision {
        a: row.text(0)?,
        b: row.text(1)?,
        verdict,
        at: row.text(3)?,
        by: row.text(4)?,
        reason: row.text(5)?,
    })
}
