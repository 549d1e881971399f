//! The figures of a unit in a month: its basis, the one before, and its citizens' lines.

use super::may_see;
use crate::error::WebError;
use crate::visit::Visit;
use app::access::Right;
use app::current::Current;
use app::month::{BasisLine, bases_by_day};
use app::purpose::Purpose;
use app::unit_figures::{BasisYear, CitizenLine, citizens};
use app::validation::{Unit, units};
use domain::calendar::Month;
use std::sync::Arc;

/// A unit with its figures.
pub(super) struct Figures {
    /// Which.
    pub(super) unit: Unit,
    /// The month that it is asked in.
    pub(super) month: Month,
    /// The newest basis of that month.
    pub(super) basis: BasisLine,
    /// The newest of an earlier month.
    pub(super) before: Option<BasisLine>,
    /// The month that the citizens are counted in: the last whole one on the day of the basis.
    pub(super) counted: Month,
    /// The year of the days and the kroner.
    pub(super) year: i32,
    /// The system as people say it.
    pub(super) system: String,
    /// A line a citizen and paragraph.
    pub(super) lines: Vec<CitizenLine>,
}

/// A unit, or why there are no figures of it yet.
pub(super) enum Read {
    /// The figures.
    Figures(Box<Figures>),
    /// There is no basis of the month, or no saved control that says which system is System 1.
    Nothing(Box<Unit>, &'static str),
}

/// The unit of a word, where the one who looks may see it.
///
/// # Errors
/// `NotFound`, also where it is another's.
pub(super) async fn unit_of(visit: &Visit, key: &str) -> Result<Unit, WebError> {
    let all = units(&visit.session(Purpose::AfvigelseRet)).await?;
    let own = all.into_iter().find(|unit| unit.key == key && may_see(visit, unit));
    own.ok_or_else(|| {
        WebError::NotFound(
            "Der er ingen enhed med det navn, hvis tal du ser. En enheds tal ses af dens leder og af den, der ser hele området. \
             Se enhederne under Validering."
                .to_owned(),
        )
    })
}

/// Reads a unit's figures in a month.
///
/// # Errors
/// As [`unit_of`], and where rows cannot be read.
pub(super) async fn read(
    visit: &Visit,
    current: &Current,
    key: &str,
    month: Month,
) -> Result<Read, WebError> {
    let unit = unit_of(visit, key).await?;
    let session = visit.session(Purpose::AfvigelseRet);
    let Some(control) = current.control(None) else {
        return Ok(Read::Nothing(
            Box::new(unit),
            "Ingen kontrol er gemt, så ingen har sagt, hvilket system der er System 1.",
        ));
    };
    let source = &control.shown.question.system_1;
    let bases = bases_by_day(&session).await?;
    let Some(basis) = bases.iter().rfind(|basis| basis.day.month() == month).cloned() else {
        return Ok(Read::Nothing(
            Box::new(unit),
            "Der er intet godkendt grundlag fra måneden, så der er ingen tal at svare på.",
        ));
    };
    let before = bases.iter().rfind(|basis| basis.day.month() < month).cloned();
    let counted = Month(basis.day.next().month().0 - 1);
    let (year, _) = counted.year_month();
    let now = year_of(current, visit, &basis, source, year).await?;
    // A basis that has not the system is no basis to hold it against.
    let then = match &before {
        Some(before) => year_of(current, visit, before, source, year).await.ok(),
        None => None,
    };
    let scope = unit
        .scope(visit.who.today)
        .ok_or_else(|| WebError::Denied("Enheden har ingen leder i dag.".to_owned()))?;
    let lines = citizens(&now, then.as_deref(), &scope, counted);
    Ok(Read::Figures(Box::new(Figures {
        before: before.filter(|_| then.is_some()),
        system: now.system.clone(),
        unit,
        month,
        basis,
        counted,
        year,
        lines,
    })))
}

async fn year_of(
    current: &Current,
    visit: &Visit,
    basis: &BasisLine,
    source: &str,
    year: i32,
) -> Result<Arc<BasisYear>, WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    let handle = tokio::runtime::Handle::current();
    // Pricing a year takes all cores for a moment: other requests go on meanwhile.
    let read = || handle.block_on(current.years().get(&session, basis.id.as_str(), source, year));
    Ok(tokio::task::block_in_place(read)?)
}

impl Figures {
    /// True where the one who looks may see single citizens.
    pub(super) fn shows_citizens(&self, visit: &Visit) -> bool {
        visit.may(Right::SeeRows)
    }
}
