//! The lines of a disponering that stand in no system: what is expected, what costs without citizens, and the budget.

use crate::basis_content::BasisContent;
use crate::commands::run_control::system_line;
use crate::session::Session;
use domain::area::Area;
use domain::calendar::{Day, Period};
use domain::disposition::{Disposer, NamedLine};
use domain::observation::{BudgetLine, Enrichment, Expectation};
use domain::paragraf::{ParagrafReader, read_within};
use domain::person::CitizenId;
use domain::registers::Registers;
use domain::wording::Wording;
use report::control_report::SystemLine;
use store::imports::{Kind, RecordLine};

/// The lines with their sources.
pub(super) struct NamedLines {
    pub(super) named: Vec<NamedLine>,
    pub(super) budget_lines: Vec<BudgetLine>,
    pub(super) has_budget: bool,
    /// Of expectations, enrichments, budget; empty for those that the basis lacks.
    pub(super) sources: [SystemLine; 3],
}

/// Reads the lines of a year that are about the area.
pub(super) async fn load(
    session: &Session,
    content: &BasisContent,
    area: &Area,
    year: i32,
    day: Day,
) -> anyhow::Result<NamedLines> {
    let window = Period::year(year);
    let disposer = Disposer::new(&content.law, year);
    let providers = (!content.providers.is_empty()).then_some(&content.providers);
    let registers = Registers { providers, ..Registers::default() };
    let (expected, of_expected) = read::<Expectation<CitizenId>>(session, content, window).await?;
    let (enriched, of_enriched) = read::<Enrichment>(session, content, window).await?;
    let (mut budget_lines, of_budget) = read::<BudgetLine>(session, content, window).await?;
    let mut named: Vec<NamedLine> = expected
        .into_iter()
        .map(|line| {
            let now = line.citizen.map(|id| content.merged.get(&id).copied().unwrap_or(id));
            let line = Expectation { citizen: now, ..line };
            disposer.expectation(&line, &of_expected.name, &registers)
        })
        .chain(enriched.iter().map(|line| disposer.enrichment(line, &of_enriched.name, day, &registers)))
        .filter(|line| line.period.overlaps(window))
        .filter(|line| line.paragraf.is_none_or(|paragraf| area.holds(paragraf)))
        .collect();
    named.sort_by(|a, b| (a.paragraf, &a.label, a.place).cmp(&(b.paragraf, &b.label, b.place)));
    let reader = ParagrafReader::new(&content.law);
    budget_lines.retain(|line| {
        let paragraf = read_within(&reader, &line.paragraf, window);
        line.year == year && paragraf.is_none_or(|paragraf| area.holds(paragraf))
    });
    let has_budget = content.shown.imports.iter().any(|import| import.kind == Kind::Budget);
    Ok(NamedLines { named, budget_lines, has_budget, sources: [of_expected, of_enriched, of_budget] })
}

/// The lines of a kind with their source; none where the basis has none.
async fn read<T: RecordLine>(
    session: &Session,
    content: &BasisContent,
    window: Period,
) -> anyhow::Result<(Vec<T>, SystemLine)> {
    let Some(source) = content.of_kind(T::KIND, window)? else {
        return Ok((Vec::new(), SystemLine::default()));
    };
    let mut wording = Wording::default();
    let lines = session.store.imports().record_lines(&session.ctx, &source.import.id, &mut wording).await?;
    Ok((lines, system_line(&source, &wording)))
}
