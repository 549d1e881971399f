//! Corrections beside the figures of a page: the figure, what is laid beside it, and both together.
//!
//! Invariant: the figure itself is the one that the page shows above.

use super::holds;
use crate::error::WebError;
use crate::number::{Num, Unit};
use crate::pages::control::citizens_address;
use crate::query::address;
use crate::visit::Visit;
use app::access::{Right, Scope};
use app::commands::basis_correction::{StandingCorrection, corrections};
use app::current::figures::Figures;
use app::current::{ControlNow, Current};
use app::purpose::Purpose;
use domain::amount::{Oere, divide_rounded};
use domain::person::CitizenId;
use report::danish;
use std::collections::BTreeMap;

/// A line under a table of figures.
pub(crate) struct Beside {
    pub(crate) paragraf: String,
    pub(crate) system: String,
    /// The figure in full-year persons; its exact value is days.
    pub(crate) figure: Num,
    pub(crate) corrections: Num,
    pub(crate) with: Num,
    /// The kroner of the corrections; none where they have none.
    pub(crate) kroner: Option<Num>,
}

/// The corrections in force on a control, by paragraph and system.
pub(crate) fn grouped<'a>(
    control: &ControlNow,
    all: &'a [StandingCorrection],
) -> BTreeMap<(String, usize), Vec<&'a StandingCorrection>> {
    let mut out: BTreeMap<(String, usize), Vec<&StandingCorrection>> = BTreeMap::new();
    let window = control.ran.as_ref().map(|ran| ran.control().window);
    let systems = [&control.shown.question.system_1, &control.shown.question.system_2];
    for own in all.iter().filter(|own| own.counts()) {
        let inside = match (window, own.kept.line.period()) {
            (Some(window), Some(period)) => window.overlaps(period),
            _ => false,
        };
        let side = systems.iter().position(|name| **name == own.kept.line.system);
        if let Some(side) = side.filter(|_| inside) {
            out.entry((own.kept.line.paragraf.clone(), side)).or_default().push(own);
        }
    }
    out
}

/// Full-year persons of a paragraph in a system, in hundredths, with the days that they are made of.
pub(crate) fn figure(figures: &Figures, paragraf: &str, side: usize) -> (i64, i64) {
    let own = figures.paragraffer.iter().find(|own| own.paragraf == paragraf);
    own.map_or((0, 0), |own| {
        let scaled = own.bridge.full_years.systems[side].scaled();
        (divide_rounded(i128::from(scaled), 100), own.bridge.days.systems[side])
    })
}

/// The address of the page that adds the two.
pub(crate) fn both_address(control: &str, paragraf: &str, side: usize) -> String {
    address(
        "/korrektioner/tal",
        &[("kontrol", control), ("paragraf", paragraf), ("system", ["1", "2"][side])],
    )
}

/// The lines of a control, where the one who looks may see them.
///
/// # Errors
/// Where the store cannot be read.
pub(crate) async fn beside(
    visit: &Visit,
    current: &Current,
    control: &ControlNow,
    scope: &Scope,
    figures: &Figures,
) -> Result<Vec<Beside>, WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    let mut all = corrections(&session, current, visit.day()).await?;
    all.retain(|own| holds(current, scope, own));
    let opens = visit.may(Right::CorrectBasis);
    let link = |href: String| if opens { href } else { String::new() };
    let titles = crate::pages::front::titles(control);
    let name = &control.shown.name;
    let line = |((paragraf, side), own): ((String, usize), Vec<&StandingCorrection>)| {
        let (hundredths, days) = figure(figures, &paragraf, side);
        let sum: i64 = own.iter().map(|own| own.hundredths()).sum();
        let kroner: Vec<Oere> = own.iter().filter_map(|own| own.kept.line.oere.map(Oere)).collect();
        let list = address(
            "/korrektioner",
            &[("paragraf", &paragraf), ("system", &own[0].kept.line.system), ("tilstand", "gaelder")],
        );
        let text = |hundredths: i64| danish::two_decimals(hundredths * 100);
        let of_days = Num::count(days, Unit::Days, citizens_address(name, &paragraf, ["1", "2"][side]));
        let with = Num::full_years(hundredths + sum, link(both_address(name, &paragraf, side)));
        // The list has those outside the window of the control too; then the number opens to both together.
        let listed: i64 = all
            .iter()
            .filter(|c| {
                c.counts()
                    && c.kept.line.paragraf == paragraf
                    && c.kept.line.system == own[0].kept.line.system
            })
            .map(StandingCorrection::hundredths)
            .sum();
        let href = if listed == sum { link(list) } else { String::new() };
        Beside {
            figure: Num { text: text(hundredths), ..of_days },
            corrections: Num::full_years(sum, href.clone()),
            with: Num { text: text(hundredths + sum), ..with },
            kroner: (!kroner.is_empty()).then(|| {
                let total: Oere = kroner.iter().copied().sum();
                Num { text: super::signed_kroner(total), ..Num::kroner(total, href.clone()) }
            }),
            system: titles[side].clone(),
            paragraf,
        }
    };
    Ok(grouped(control, &all).into_iter().map(line).collect())
}

/// The corrections of one citizen that the scope holds.
///
/// # Errors
/// Where the store cannot be read.
pub(crate) async fn of_citizen(
    visit: &Visit,
    current: &Current,
    scope: &Scope,
    citizen: CitizenId,
) -> Result<Vec<super::Row>, WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    let all = corrections(&session, current, visit.day()).await?;
    let own = all.iter().filter(|own| own.citizen == Some(citizen) && holds(current, scope, own));
    let people = crate::pages::deviations::people::People::read(visit).await?;
    Ok(own.map(|own| super::row(visit, current, own, people.shown(&own.kept.line.ejer))).collect())
}
