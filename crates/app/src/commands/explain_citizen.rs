//! `forklar`: one citizen's rows in every system of the basis, translated, for drawing.

mod prices;

use crate::basis_content::BasisContent;
use crate::commands::accept_basis::find_basis;
use crate::session::Session;
use anyhow::bail;
use domain::amount::Oere;
use domain::calendar::{Day, Month, Period};
use domain::language::{LocalWords, Translator};
use domain::law::ParagrafId;
use domain::observation::{Role, Standing};
use domain::person::CitizenId;
use domain::price::Price;
use prices::{Prices, Rates};
use report::control_report::place_in_words;
use store::imports::Kind;

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
    /// What the days cost: a stretch for each price that holds on some of them.
    pub prices: Vec<StripPrice>,
    /// `as2007.csv, række 12`.
    pub place: String,
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
    /// What the newest months cost, at most twelve; empty for what does not count.
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
    /// The last day that any extract speaks of, for open ends.
    pub until: Option<Day>,
}

/// Gathers one citizen's rows. Leaves a line in the log.
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
    let shown = &content.shown;
    session
        .store
        .log()
        .append_about(&session.ctx, "forklar_borger", &citizen.to_string(), &[citizen])
        .await?;
    let translator = Translator::new(&content.language, &content.law);
    let rates = Rates::read(session, &content, citizen)?;
    let (mut strips, mut systems) = (Vec::new(), Vec::new());
    let mut until: Option<Day> = None;
    for import in shown.imports.iter().filter(|i| i.kind == Kind::Activities) {
        let source = content.source(import, Period::ALWAYS)?.source;
        systems.push(source.title.clone());
        let mut wording = domain::wording::Wording::default();
        let file = session.store.lake().activities(&session.ctx, &import.id)?.resolving(&content.merged);
        let rows = file.read(citizen..CitizenId(citizen.0 + 1), &mut wording)?;
        let prices = Prices::of(&content, &source, import, &wording, &rows, &rates);
        until = until.max(import.facts.extracted).max(import.facts.covers.map(Period::last_day));
        for row in &rows {
            let provider = wording.provider_of(row.provider);
            let words = LocalWords::of(row, &wording, &source);
            let name = import.files.get(usize::from(row.place.file)).map_or("", |f| f.name.as_str());
            let sheet = wording.text(row.place.sheet);
            let place =
                place_in_words(name, (!sheet.is_empty()).then_some(sheet), &row.place.row.to_string());
            for meaning in translator.meanings(&words, row.period()) {
                strips.push(Strip {
                    system: source.title.clone(),
                    paragraf: meaning.paragraf.ok(),
                    period: meaning.period,
                    role: row.role,
                    standing: row.standing,
                    service: words.service.to_owned(),
                    provider: if provider.name.is_empty() { &provider.p_number } else { &provider.name }
                        .clone(),
                    prices: prices.on(row, meaning.period),
                    place: place.clone(),
                });
            }
        }
    }
    if strips.is_empty() {
        bail!("Ingen af grundlagets systemer har rækker om {citizen}.");
    }
    strips.sort_by(|a, b| {
        (a.paragraf, &a.system, a.period, &a.place).cmp(&(b.paragraf, &b.system, b.period, &b.place))
    });
    Ok(Explained { citizen, basis: shown.basis.id.to_string(), systems, strips, until })
}
