//! What one citizen's rows cost, and where the price is from: the rate agreed for the citizen, the row's own, the list's.

use super::StripPrice;
use crate::basis_content::BasisContent;
use crate::commands::run_control::open_kind;
use crate::session::Session;
use domain::amount::Oere;
use domain::calendar::{Day, Month, Period};
use domain::deviation::Side;
use domain::landscape::{ExtractFacts, Source};
use domain::lexicon::{Lexicon, SideContext};
use domain::observation::{Activity, IndividualRate, RowPlace, Standing};
use domain::person::CitizenId;
use domain::registers::{Other, Registers};
use domain::tariff::PriceSource;
use domain::timeline::Timeline;
use domain::wording::Wording;
use report::control_report::place_in_words;
use store::imports::{Import, Kind};

/// Months back that are priced, at most: no extract that we know of speaks of older ones.
const MONTHS: i32 = 25 * 12;

/// The rates agreed for one citizen.
pub(super) struct Rates {
    source: Option<(Source, ExtractFacts)>,
    rows: Vec<IndividualRate<CitizenId>>,
    wording: Wording,
}

impl Rates {
    pub(super) fn read(
        session: &Session,
        content: &BasisContent,
        citizen: CitizenId,
    ) -> anyhow::Result<Rates> {
        let mut wording = Wording::default();
        let opened = open_kind(session, content, Period::ALWAYS, Kind::IndividualRates)?;
        let Some((source, file)) = opened else {
            return Ok(Rates { source: None, rows: Vec::new(), wording });
        };
        let rows = file.read(citizen..CitizenId(citizen.0 + 1), &mut wording)?;
        Ok(Rates { source: Some((source.source, source.import.facts)), rows, wording })
    }
}

/// The priced stretches of one citizen's rows in one system.
pub(super) struct Prices {
    stretches: Vec<(RowPlace, StripPrice)>,
}

impl Prices {
    pub(super) fn of(
        content: &BasisContent,
        source: &Source,
        import: &Import,
        wording: &Wording,
        rows: &[Activity<CitizenId>],
        rates: &Rates,
    ) -> Prices {
        let side = SideContext { source, facts: ExtractFacts::default(), wording };
        let individual = rates.source.as_ref();
        let registers = Registers {
            individual: individual.map(|(source, facts)| Other {
                index: 0,
                source,
                facts: *facts,
                wording: &rates.wording,
            }),
            prices: content.prices.as_ref(),
            providers: (!content.providers.is_empty()).then_some(&content.providers),
            ..Registers::default()
        };
        let mut lexicon = Lexicon::new(&content.law, &content.language, [side, side], registers);
        let mut timeline = Timeline::default();
        timeline.fill(Side::One, rows, &rates.rows, &mut lexicon);
        let shown = shown_months(import);
        let claims = timeline.main.iter().chain(&timeline.supplements).chain(&timeline.never);
        let mut stretches: Vec<(RowPlace, StripPrice)> = claims
            .map(|claim| {
                let counts = claim.row.standing == Standing::Counts;
                let amount = |month: Month, part: Period| -> Option<(Month, Oere)> {
                    let of = |days| claim.price.map(|price| price.of(days, claim.row.from));
                    let unpaid = claim.unpaid.filter(|day| part.contains(*day));
                    let unpaid = unpaid.and_then(|day| of(Period { from: day, until: day.next() }));
                    Some((month, of(part)? - unpaid.unwrap_or_default()))
                };
                let days = shown.and_then(|shown| shown.intersect(claim.period)).filter(|_| counts);
                let months = days.into_iter().flat_map(Period::by_month);
                let months = months.filter_map(|(month, part)| amount(month, part)).collect();
                let from = said(content, claim.price_from);
                (claim.row.place, StripPrice { period: claim.period, price: claim.price, from, months })
            })
            .collect();
        stretches.sort_by_key(|(place, stretch)| (*place, stretch.period));
        Prices { stretches }
    }

    /// The stretches of a row inside a period.
    pub(super) fn on(&self, row: &Activity<CitizenId>, period: Period) -> Vec<StripPrice> {
        let own = self
            .stretches
            .iter()
            .filter(|(place, stretch)| *place == row.place && stretch.period.overlaps(period));
        own.map(|(_, stretch)| stretch.clone()).collect()
    }
}

/// The last month that the extract speaks of; none where it does not say.
pub(super) fn last_month(import: &Import) -> Option<Month> {
    let facts = &import.facts;
    let last: Option<Day> = facts.covers.map(Period::last_day).or(facts.extracted);
    last.map(Day::month)
}

/// The days that are priced: up to the end of that month.
fn shown_months(import: &Import) -> Option<Period> {
    let last = last_month(import)?;
    Period::new(Month(last.0 - MONTHS).first(), last.next().first())
}

/// Where a price is from, with the line.
fn said(content: &BasisContent, from: PriceSource) -> String {
    let (word, kind, place) = match from {
        PriceSource::Own => return "egen takst".to_owned(),
        PriceSource::Individual(place) => ("individuel takst", Kind::IndividualRates, place),
        PriceSource::List(place) => ("listepris", Kind::ListPrices, place),
    };
    let import = content.shown.imports.iter().find(|import| import.kind == kind);
    let file = import.and_then(|import| import.files.get(usize::from(place.file)));
    let file = file.map_or("", |file| file.name.as_str());
    format!("{word} ({})", place_in_words(file, None, &place.row.to_string()))
}
