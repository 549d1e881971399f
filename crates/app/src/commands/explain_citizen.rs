//! `forklar`: one citizen's rows in every system of the basis, translated, for drawing.

mod payments;
mod prices;

use crate::basis_content::BasisContent;
use crate::commands::accept_basis::find_basis;
use crate::session::Session;
use anyhow::bail;
use domain::amount::{Oere, Quantity};
use domain::calendar::{Day, Month, Period};
use domain::language::{LocalWords, Translator};
use domain::law::ParagrafId;
use domain::observation::{Activity, Role, RowPlace, Standing};
use domain::person::CitizenId;
use domain::price::Price;
use domain::wording::{Provider, Wording};
pub use payments::Payment;
use payments::payments;
use prices::{Prices, Rates, last_month};
use report::control_report::place_in_words;
use store::imports::{Import, Kind};

/// Months that `forklar` shows.
const SHOWN_MONTHS: i32 = 12;

/// Where a row stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// The import.
    pub import: String,
    /// The name of its source: `nexus`.
    pub source: String,
    /// The file's number in the import.
    pub file: u16,
    /// The sheet; empty for CSV.
    pub sheet: String,
    /// The row as people see it.
    pub row: u32,
}

/// One row of one system, on one paragraph.
#[derive(Clone, Debug)]
pub struct Strip {
    /// The system's title.
    pub system: String,
    /// The paragraph; `None` where the words are not translated.
    pub paragraf: Option<ParagrafId>,
    /// The days.
    pub period: Period,
    /// Main service or supplement.
    pub role: Role,
    /// Whether it counts.
    pub standing: Standing,
    /// The service in the source's words.
    pub service: String,
    /// The provider's name or number.
    pub provider: String,
    /// The provider's numbers and name, as limits ask for them.
    pub providers: Vec<String>,
    /// Målgruppe codes as the row has them.
    pub maalgruppe: String,
    /// The caseworker that the row names.
    pub caseworker: String,
    /// The status in the source's words.
    pub status: String,
    /// Hours a week.
    pub hours: Option<Quantity>,
    /// What the days cost: a stretch for each price that holds on some of them.
    pub prices: Vec<StripPrice>,
    /// `as2007.csv, række 12`.
    pub place: String,
    /// The same for a page that opens it.
    pub at: SourceRow,
}

/// The price of some of a row's days.
#[derive(Clone, Debug)]
pub struct StripPrice {
    /// The days.
    pub period: Period,
    /// The price; `None` where it is not known.
    pub price: Option<Price>,
    /// Where it is from: `egen takst`, `individuel takst (fil, række 3)`, `listepris (fil, række 12)`.
    pub from: String,
    /// What each month costs, up to the last that the extract speaks of; empty for what does not count.
    pub months: Vec<(Month, Oere)>,
}

/// A citizen in all systems.
#[derive(Debug)]
pub struct Explained {
    /// Who.
    pub citizen: CitizenId,
    /// The basis.
    pub basis: String,
    /// The titles of the basis' systems, in its order.
    pub systems: Vec<String>,
    /// The rows, by paragraph, system, first day.
    pub strips: Vec<Strip>,
    /// What the finance system has posted about the citizen, by day.
    pub payments: Vec<Payment>,
    /// The last day that any extract speaks of, for open ends.
    pub until: Option<Day>,
}

/// Gathers one citizen's rows in the newest basis, with the prices of the newest twelve months. Leaves a line in the log.
///
/// # Errors
/// Where there is no basis, or nobody has that id.
pub async fn explain_citizen(session: &Session, shown_id: &str) -> anyhow::Result<Explained> {
    let Some(citizen) = CitizenId::parse(shown_id) else {
        bail!(
            "«{shown_id}» er ikke en borger. Skriv id'et, som afvigelsen viser det: B- og seks tegn. CPR-numre bruges ikke her."
        );
    };
    let shown = find_basis(session, None).await?;
    let content = BasisContent::load(session, shown).await?;
    session
        .store
        .log()
        .append_about(&session.ctx, "forklar_borger", &citizen.to_string(), &[citizen])
        .await?;
    let mut explained = explain_with(session, &content, citizen)?;
    if explained.strips.is_empty() {
        bail!("Ingen af grundlagets systemer har rækker om {citizen}.");
    }
    for strip in &mut explained.strips {
        let import = content.shown.imports.iter().find(|import| import.id.as_str() == strip.at.import);
        let Some(last) = import.and_then(last_month) else { continue };
        for price in &mut strip.prices {
            price.months.retain(|(month, _)| month.0 > last.0 - SHOWN_MONTHS);
        }
    }
    Ok(explained)
}

/// The same of a basis that is loaded, with the prices of all months; the caller says in the log that it is shown.
///
/// # Errors
/// Where rows cannot be read.
pub fn explain_with(
    session: &Session,
    content: &BasisContent,
    citizen: CitizenId,
) -> anyhow::Result<Explained> {
    let translator = Translator::new(&content.language, &content.law);
    let rates = Rates::read(session, content, citizen)?;
    let (mut strips, mut systems) = (Vec::new(), Vec::new());
    let mut until: Option<Day> = None;
    for import in content.shown.imports.iter().filter(|i| i.kind == Kind::Activities) {
        let source = content.source(import, Period::ALWAYS)?.source;
        systems.push(source.title.clone());
        until = until.max(import.facts.extracted).max(import.facts.covers.map(Period::last_day));
        let mut wording = Wording::default();
        let file = session.store.lake().activities(&session.ctx, &import.id)?.resolving(&content.merged);
        let rows = file.read(citizen..CitizenId(citizen.0 + 1), &mut wording)?;
        if rows.is_empty() {
            continue;
        }
        let prices = Prices::of(content, &source, import, &wording, &rows, &rates);
        for row in &rows {
            let words = LocalWords::of(row, &wording, &source);
            let whole = whole_row(import, &source.title, &wording, row, &words);
            for meaning in translator.meanings(&words, row.period()) {
                strips.push(Strip {
                    paragraf: meaning.paragraf.ok(),
                    period: meaning.period,
                    prices: prices.on(row, meaning.period),
                    ..whole.clone()
                });
            }
        }
    }
    strips.sort_by(|a, b| {
        (a.paragraf, &a.system, a.period, &a.place).cmp(&(b.paragraf, &b.system, b.period, &b.place))
    });
    let payments = payments(session, content, citizen)?;
    let basis = content.shown.basis.id.to_string();
    Ok(Explained { citizen, basis, systems, strips, payments, until })
}

/// What a row says, whatever it means.
fn whole_row(
    import: &Import,
    title: &str,
    wording: &Wording,
    row: &Activity<CitizenId>,
    words: &LocalWords<'_>,
) -> Strip {
    let provider = wording.provider_of(row.provider);
    let at = source_row(import, wording, &row.place);
    Strip {
        system: title.to_owned(),
        paragraf: None,
        period: row.period(),
        role: row.role,
        standing: row.standing,
        service: words.service.to_owned(),
        provider: if provider.name.is_empty() { &provider.p_number } else { &provider.name }.clone(),
        providers: provider_words(provider),
        maalgruppe: wording.text(row.maalgrupper).replace('|', ", "),
        caseworker: wording.text(row.caseworker).to_owned(),
        status: wording.text(row.status).to_owned(),
        hours: row.hours,
        prices: Vec::new(),
        place: in_words(import, &at),
        at,
    }
}

/// P-number, CVR number and name, as far as they are there.
fn provider_words(provider: &Provider) -> Vec<String> {
    let words = [&provider.p_number, &provider.cvr, &provider.name];
    words.into_iter().filter(|word| !word.is_empty()).cloned().collect()
}

fn source_row(import: &Import, wording: &Wording, place: &RowPlace) -> SourceRow {
    SourceRow {
        import: import.id.to_string(),
        source: import.source.clone(),
        file: place.file,
        sheet: wording.text(place.sheet).to_owned(),
        row: place.row,
    }
}

fn in_words(import: &Import, at: &SourceRow) -> String {
    let name = import.files.get(usize::from(at.file)).map_or("", |f| f.name.as_str());
    place_in_words(name, (!at.sheet.is_empty()).then_some(at.sheet.as_str()), &at.row.to_string())
}
