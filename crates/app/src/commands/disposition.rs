//! `disponering`: what a year will cost if everything granted and expected runs as registered.
//!
//! Invariant: every figure is from one basis; what is asked of it changes what is shown, never what the rows say.

mod lines;
mod opened;

use crate::basis_content::{BasisContent, BasisSource};
use crate::commands::accept_basis::find_basis;
use crate::commands::landscape::resolve_area;
use crate::commands::run_control::{open_kind, system, system_line, versions};
use crate::price_notes::{price_notes, relief_notes};
use crate::session::Session;
use anyhow::bail;
use domain::area::Area;
use domain::budget::Budget;
use domain::calendar::{Day, Month, Period};
use domain::disposition::{BudgetBasis, Figures, NamedLine, mark_granted};
use domain::law::LawBook;
use domain::observation::{BudgetLine, Posting};
use domain::ownership::{Column, Grouping};
use domain::person::CitizenId;
use engine::{DispositionGiven, Progress, RanDisposition, dispose};
use lines::NamedLines;
pub(crate) use opened::{OpenedYear, input};
use report::control_report::SystemLine;
use report::disposition::{DispositionReport, UntranslatedLine};
use store::imports::Kind;

/// What is asked.
#[derive(Clone, Debug)]
pub struct DisposeYear {
    /// The source whose rows are disposed.
    pub system: String,
    /// The year.
    pub year: i32,
    /// The area; none means the landscape's.
    pub area: Option<String>,
    /// The basis; none means the newest accepted.
    pub basis: Option<String>,
    /// Which budget is compared with.
    pub budget: BudgetBasis,
    /// The day on which budget and enrichments are read; none means the day of the basis.
    pub day: Option<Day>,
}

/// A year that is disposed.
pub struct DisposedYear {
    year: i32,
    until: Month,
    law: LawBook,
    area: Area,
    grouping: Grouping,
    ran: RanDisposition,
    named: Vec<NamedLine>,
    budget: Option<Budget>,
    budget_lines: Vec<BudgetLine>,
    budget_basis: BudgetBasis,
    ledger_net: Option<bool>,
    system: SystemLine,
    sources: [SystemLine; 4],
    basis: (String, String),
    versions: [String; 3],
    day: Day,
    notes: Vec<String>,
}

impl DisposedYear {
    /// The disponering as writers take it.
    #[must_use]
    pub fn report(&self) -> DispositionReport<'_> {
        let figures = Figures {
            year: self.year,
            until: self.until,
            grouping: &self.grouping,
            tally: &self.ran.tally,
            rows: &self.ran.rows,
            named: &self.named,
            budget: self.budget.as_ref(),
            budget_lines: &self.budget_lines,
            budget_basis: self.budget_basis,
            posted: self.ledger_net.map(|_| self.ran.posted.as_slice()),
            posted_net: self.ledger_net.unwrap_or(false),
        };
        let untranslated = self.ran.untranslated.iter().map(|row| UntranslatedLine {
            citizen: row.citizen.to_string(),
            place: row.place,
            days: (row.period.from, row.period.last_day()),
        });
        DispositionReport {
            law: &self.law,
            lines: figures.lines(),
            figures,
            system: self.system.clone(),
            sources: self.sources.clone(),
            basis: self.basis.clone(),
            versions: self.versions.clone(),
            area: self.area.title.clone(),
            budget_day: self.day,
            notes: &self.notes,
            untranslated: untranslated.collect(),
        }
    }
}

/// Disposes a year of a basis.
///
/// # Errors
/// Where there is no basis, the system is not in it, the area is none, or rows cannot be read.
pub async fn dispose_year(
    session: &Session,
    request: &DisposeYear,
    progress: &Progress,
) -> anyhow::Result<DisposedYear> {
    let content = BasisContent::load(session, find_basis(session, request.basis.as_deref()).await?).await?;
    let window = Period::year(request.year);
    let source = content.source(system(&content.shown, &request.system)?, window)?;
    let area =
        resolve_area(&content.law, &content.landscape, &content.lines, request.area.as_deref(), window)?;
    let grouping = grouping(&content)?;
    let basis_day: String = content.shown.basis.accepted_at.chars().take(10).collect();
    let day = request.day.or_else(|| Day::parse(&basis_day)).unwrap_or(window.from);
    let ledger = open_kind::<Posting<CitizenId>>(session, &content, window, Kind::Postings)?;
    let until = ledger.as_ref().map_or(window.until.month(), |(source, _)| elapsed(source, window));
    let mut ran = {
        let opened = OpenedYear::open(session, &content, &source, request.year)?;
        let ledger = ledger.as_ref().map(input);
        dispose(&DispositionGiven { until, ledger, area: Some(&area), ..opened.given(&grouping) }, progress)?
    };
    let NamedLines { mut named, budget_lines, has_budget, sources } =
        lines::load(session, &content, &area, request.year, day).await?;
    mark_granted(&mut named, &ran.rows);
    let [expected, enriched, budgeted] = sources;
    let posted = ledger.as_ref().map(|(s, _)| system_line(s, &std::mem::take(&mut ran.ledger_wording)));
    let mut notes = content.notes.clone();
    notes.extend(relief_notes(&content, window));
    notes.extend(price_notes(&content));
    Ok(DisposedYear {
        year: request.year,
        until,
        budget: has_budget.then(|| Budget::on(&budget_lines, request.year, day, &content.law)),
        budget_lines,
        budget_basis: request.budget,
        ledger_net: ledger.as_ref().map(|(source, _)| source.source.terms.net_of_relief),
        system: system_line(&source, &ran.wording),
        sources: [expected, enriched, budgeted, posted.unwrap_or_default()],
        basis: (content.shown.basis.id.to_string(), basis_day),
        versions: versions(&content.shown),
        law: content.law,
        area,
        grouping,
        ran,
        named,
        day,
        notes,
    })
}

/// The municipality's own columns of ownership, else one a kind.
fn grouping(content: &BasisContent) -> anyhow::Result<Grouping> {
    let own = &content.landscape.ownership_columns;
    if own.is_empty() {
        return Ok(Grouping::each());
    }
    let columns = own.iter().map(|c| Column { title: c.title.clone(), kinds: c.kinds.clone() }).collect();
    match Grouping::new(columns) {
        Ok(grouping) => Ok(grouping),
        Err(kind) => bail!(
            "Datalandskabets kolonner for ejerforhold har «{}» to gange. Hvert ejerforhold står i én kolonne.",
            domain::ownership::text(kind)
        ),
    }
}

/// The month after the last whole one that the finance system speaks of; the year's end where it does not say.
pub(crate) fn elapsed(ledger: &BasisSource, window: Period) -> Month {
    let facts = &ledger.import.facts;
    let said = facts.extracted.into_iter().chain(facts.covers.map(|covers| covers.until)).min();
    said.map_or(window.until.month(), |day| day.clamp(window.from, window.until).month())
}
