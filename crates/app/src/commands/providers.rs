//! `leverandoer`: which spellings of providers mean one, as people decide it. Likeness only proposes.
//!
//! A decision is kept and logged at once, and becomes part of the next basis: figures of an accepted one never change.

use crate::basis_content::{BasisContent, all_lines};
use crate::commands::accept_basis::find_basis;
use crate::session::Session;
use domain::observation::{ProviderRecord, Standing};
use domain::provider_register::{DifferentProviders, ProviderRegister, SameProvider};
use domain::spelling::{NameInUse, Proposal, proposals};
use domain::wording::{Wording, normalised};
use std::collections::BTreeMap;
use store::imports::Kind;
use store::providers::{Decision, Verdict};

/// Pairs of names that may be one provider, heaviest first.
#[derive(Debug)]
pub struct Proposed {
    /// The basis whose sources were asked.
    pub basis: String,
    /// The pairs that nobody has decided.
    pub proposals: Vec<Proposal>,
    /// Decisions that the basis does not have yet.
    pub waiting: usize,
}

/// Proposes spellings from the sources of the newest basis. What is decided, in the basis or since, is not proposed.
///
/// # Errors
/// Where there is no basis, or its rows cannot be read.
pub async fn propose(session: &Session) -> anyhow::Result<Proposed> {
    let content = BasisContent::load(session, find_basis(session, None).await?).await?;
    let decisions = list(session).await?;
    let records: Vec<ProviderRecord> = all_lines(session, &content.shown, Kind::Providers).await?;
    let of = |verdict| decisions.iter().filter(move |d| d.verdict == verdict);
    let same: Vec<SameProvider> =
        of(Verdict::Same).map(|d| SameProvider { a: d.a.clone(), b: d.b.clone() }).collect();
    let different: Vec<DifferentProviders> =
        of(Verdict::Different).map(|d| DifferentProviders { a: d.a.clone(), b: d.b.clone() }).collect();
    let register = ProviderRegister::new(&records, &same, &different);
    let names = names_in_use(session, &content)?;
    let waiting = decisions
        .iter()
        .filter(|d| content.providers.decided(&d.a, &d.b) != Some(d.verdict == Verdict::Same));
    Ok(Proposed {
        basis: content.shown.basis.id.to_string(),
        proposals: proposals(&names, &register),
        waiting: waiting.count(),
    })
}

/// A decision, and which of its names no source of the newest basis uses.
#[derive(Debug)]
pub struct Decided {
    /// As it was kept.
    pub decision: Decision,
    /// Names that are perhaps misspelt.
    pub unused: Vec<String>,
}

/// Keeps and logs a decision.
///
/// # Errors
/// Where the names are one, or there is nothing to take back.
pub async fn decide(
    session: &Session,
    names: [&str; 2],
    verdict: Verdict,
    reason: &str,
) -> anyhow::Result<Decided> {
    let decision = session.store.providers().decide(&session.ctx, names, verdict, reason).await?;
    let Ok(shown) = find_basis(session, None).await else {
        return Ok(Decided { decision, unused: Vec::new() });
    };
    let content = BasisContent::load(session, shown).await?;
    let used = names_in_use(session, &content)?;
    let is_used = |name: &str| used.iter().any(|n| normalised(&n.name) == normalised(name));
    let unused = [&decision.a, &decision.b].into_iter().filter(|name| !is_used(name)).cloned().collect();
    Ok(Decided { decision, unused })
}

/// The decisions that hold.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(session: &Session) -> anyhow::Result<Vec<Decision>> {
    Ok(session.store.providers().list(&session.ctx).await?)
}

/// Names of providers by source, weighed by rows that count.
fn names_in_use(session: &Session, content: &BasisContent) -> anyhow::Result<Vec<NameInUse>> {
    let mut out = Vec::new();
    for import in content.shown.imports.iter().filter(|i| i.kind == Kind::Activities) {
        let mut wording = Wording::default();
        let rows = session.store.lake().activities(&session.ctx, &import.id)?.read_all(&mut wording)?;
        let mut weights: BTreeMap<&str, u64> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.standing == Standing::Counts) {
            *weights.entry(wording.provider_of(row.provider).name.as_str()).or_default() += 1;
        }
        out.extend(weights.into_iter().filter(|(name, _)| !name.is_empty()).map(|(name, weight)| {
            NameInUse { source: import.source.clone(), name: name.to_owned(), weight }
        }));
    }
    Ok(out)
}
