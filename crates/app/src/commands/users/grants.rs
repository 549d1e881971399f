//! A role with its limits, before it is given: each limit that the role asks for, and no other, so that nobody believes
//! in a limit that holds nothing back.

use crate::access::{Grant, POLICY, Reach, Role};
use crate::commands::list_items::written;
use crate::commands::users::today;
use crate::session::Session;
use crate::text_of_people::refuse_number;
use anyhow::bail;
use domain::calendar::Day;
use std::collections::BTreeSet;

/// A limit: its option, what it holds back, and whether the role is nothing without it.
struct Limit {
    option: &'static str,
    reach: Reach,
    needed: bool,
}

const LIMITS: [Limit; 4] = [
    // A caseworker whom no source knows still has what was given to the person.
    Limit { option: "--sagsbehandler", reach: Reach::Own, needed: false },
    Limit { option: "--team", reach: Reach::Team, needed: true },
    // None means all paragraphs.
    Limit { option: "--paragraf", reach: Reach::Area, needed: false },
    Limit { option: "--leverandoer", reach: Reach::Provider, needed: true },
];

/// The grant as it is kept: trimmed, paragraphs in their written forms.
///
/// # Errors
/// Where the role, a paragraph or the last day is not known, or a limit is missing or holds nothing back.
pub(super) fn checked(session: &Session, grant: &Grant) -> anyhow::Result<Grant> {
    let Some(role) = Role::from_key(&grant.rolle) else {
        let all = Role::ALL.map(Role::key).join(", ");
        bail!("«{}» er ikke en rolle. Vælg en af: {all}. Intet er gemt.", grant.rolle);
    };
    let mut out = Grant {
        rolle: role.key().to_owned(),
        sagsbehandler: trimmed(&grant.sagsbehandler),
        team: grant.team.trim().to_owned(),
        paragraffer: Vec::new(),
        leverandoerer: trimmed(&grant.leverandoerer),
        til: String::new(),
        afventer: grant.afventer.clone(),
    };
    let mut forms = BTreeSet::new();
    for text in &grant.paragraffer {
        forms.extend(written(session, text, today(session))?);
    }
    out.paragraffer = forms.into_iter().collect();
    if !grant.til.trim().is_empty() {
        let Some(last) = Day::parse(grant.til.trim()) else {
            bail!("--til «{}» er ikke en dag: skriv fx 2026-12-31. Intet er gemt.", grant.til);
        };
        out.til = last.iso();
    }
    let texts = out.sagsbehandler.iter().chain(&out.leverandoerer).chain([&out.team]);
    for text in texts {
        refuse_number("Rollens grænse", text)?;
        if text.chars().count() > 200 {
            bail!("Rollens grænse er længere end 200 tegn. Intet er gemt.");
        }
    }
    fits(role, &out)?;
    Ok(out)
}

fn trimmed(texts: &[String]) -> Vec<String> {
    let texts: BTreeSet<&str> =
        texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    texts.into_iter().map(str::to_owned).collect()
}

fn fits(role: Role, grant: &Grant) -> anyhow::Result<()> {
    let column = Role::ALL.iter().position(|own| *own == role).unwrap_or_default();
    let asks = |reach: Reach| POLICY.iter().any(|(_, cells)| cells[column] == Some(reach));
    let given = [
        !grant.sagsbehandler.is_empty(),
        !grant.team.is_empty(),
        !grant.paragraffer.is_empty(),
        !grant.leverandoerer.is_empty(),
    ];
    for (limit, given) in LIMITS.iter().zip(given) {
        if given && !asks(limit.reach) {
            bail!("{} begrænses ikke af {}: udelad den. Intet er gemt.", role.text(), limit.option);
        }
        if !given && limit.needed && asks(limit.reach) {
            bail!("{} ser intet uden {}: skriv den. Intet er gemt.", role.text(), limit.option);
        }
    }
    Ok(())
}
