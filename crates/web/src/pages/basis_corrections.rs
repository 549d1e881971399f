//! Korrektion til grundlag: what is known before the systems know it, beside the figures; made from a deviation or alone.
//!
//! Invariant: a correction is a line of its own with a name, never a part of a figure.

pub(crate) mod beside;

mod figure;
mod form;
mod list;
mod one;

use crate::guard::Needs;
use crate::routes::{Route, act, see};
use crate::visit::Visit;
use app::access::{Right, Scope, Subject};
use app::commands::basis_correction::StandingCorrection;
use app::current::Current;
use axum::routing::{get, post};
use domain::amount::Oere;
use report::danish;

pub(crate) use form::address_of_item;

pub(crate) fn routes() -> Vec<Route> {
    let corrects = Needs::To(Right::CorrectBasis);
    vec![
        see("/korrektioner", corrects, get(list::show)),
        see("/korrektioner.xlsx", corrects, get(list::workbook)),
        see("/korrektioner/ny", corrects, get(form::show)),
        act("/korrektioner/ny", corrects, post(form::save)),
        see("/korrektioner/tal", corrects, get(figure::show)),
        see("/korrektioner/{nr}", corrects, get(one::show)),
        act("/korrektioner/{nr}/tag-tilbage", corrects, post(one::take_back)),
    ]
}

/// True where the scope holds a correction.
pub(crate) fn holds(current: &Current, scope: &Scope, own: &StandingCorrection) -> bool {
    let paragraf = &own.kept.line.paragraf;
    match own.citizen {
        Some(citizen) => scope.is_everybody() || current.sees(scope, citizen, paragraf),
        None => scope.holds(&Subject { paragraf, ..Subject::default() }),
    }
}

/// A correction as pages show it.
pub(crate) struct Row {
    pub(crate) number: String,
    /// Its page; empty where the role has none.
    pub(crate) href: String,
    pub(crate) state: &'static str,
    pub(crate) badge: &'static str,
    /// "faldet bort 01-03-2026: udtrækket er enigt".
    pub(crate) told: String,
    pub(crate) citizen: String,
    pub(crate) citizen_href: String,
    pub(crate) paragraf: String,
    pub(crate) system: String,
    pub(crate) days: String,
    pub(crate) full_years: String,
    pub(crate) kroner: String,
    pub(crate) why: String,
    pub(crate) owner: String,
    pub(crate) expires: String,
    pub(crate) item: String,
}

/// The row of a correction; `owner` is who answers for it, as people read it.
pub(crate) fn row(visit: &Visit, current: &Current, own: &StandingCorrection, owner: String) -> Row {
    use app::commands::basis_correction::State;
    let line = &own.kept.line;
    let (badge, told) = match &own.state {
        State::RunOut => ("error", "udløbet, står stadig i kilden".to_owned()),
        State::InForce => ("info", String::new()),
        State::Agreed(day, how) => ("success", format!("faldet bort {}: {how}", day.danish())),
        State::TakenBack => ("none", own.kept.reason.clone()),
    };
    Row {
        number: own.kept.name.clone(),
        href: if visit.may(Right::CorrectBasis) {
            format!("/korrektioner/{}", own.kept.name)
        } else {
            String::new()
        },
        state: own.state.text(),
        badge,
        told,
        citizen: own.citizen.map_or_else(String::new, |citizen| citizen.to_string()),
        citizen_href: match own.citizen {
            Some(citizen) if visit.may(Right::SeeCitizen) => format!("/borgere/{citizen}"),
            _ => String::new(),
        },
        paragraf: line.paragraf.clone(),
        system: current.title(&line.system),
        days: line.period().map_or_else(String::new, |period| {
            format!("{} til {}", period.from.danish(), period.last_day().danish())
        }),
        full_years: line
            .aarsvaerk
            .map_or_else(String::new, |hundredths| danish::signed_two_decimals(hundredths * 100)),
        kroner: line.oere.map_or_else(String::new, |oere| signed_kroner(Oere(oere))),
        why: line.hvorfor.clone(),
        owner,
        expires: danish::iso_day(&line.udloeber),
        item: line.afvigelse.clone(),
    }
}

/// `+1.234`.
pub(crate) fn signed_kroner(oere: Oere) -> String {
    let text = danish::kroner(oere);
    if oere.0 > 0 { format!("+{text}") } else { text }
}
