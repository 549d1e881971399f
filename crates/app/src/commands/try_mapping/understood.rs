//! The first rows of a file as they are understood: each value under what it was read as.
//!
//! Invariant: a citizen is "borger 1", "borger 2"; no name, number or target group of a person is here.

use domain::amount::{Oere, Quantity, Rate};
use domain::calendar::{Day, Period};
use domain::observation::Standing;
use domain::price::Unit;
use domain::wording::{ProviderId, WordId, Wording};
use ingest::apply::Extract;
use report::danish;

/// Rows that are shown.
const ROWS: usize = 5;

/// Some rows, each value under its heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// What the values are.
    pub heads: Vec<&'static str>,
    /// The rows; an empty text is nothing.
    pub rows: Vec<Vec<String>>,
}

/// Citizens in the order in which they are met.
struct Citizens<C>(Vec<C>);

impl<C> Default for Citizens<C> {
    fn default() -> Citizens<C> {
        Citizens(Vec::new())
    }
}

impl<C: Copy + PartialEq> Citizens<C> {
    fn word(&mut self, citizen: C) -> String {
        let at = self.0.iter().position(|own| *own == citizen).unwrap_or_else(|| {
            self.0.push(citizen);
            self.0.len() - 1
        });
        format!("borger {}", at + 1)
    }

    fn maybe(&mut self, citizen: Option<C>) -> String {
        citizen.map(|citizen| self.word(citizen)).unwrap_or_default()
    }
}

/// The words of an extract.
struct Words<'e>(&'e Wording);

impl Words<'_> {
    fn text(&self, id: WordId) -> String {
        self.0.text(id).to_owned()
    }

    fn provider(&self, id: ProviderId) -> String {
        let provider = self.0.provider_of(id);
        let parts = [&provider.name, &provider.p_number, &provider.cvr];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }
}

fn first(day: Day) -> String {
    day.danish()
}

fn last(period: Period) -> String {
    if period.is_open() { "løbende".to_owned() } else { period.last_day().danish() }
}

fn maybe(day: Option<Day>) -> String {
    day.map(Day::danish).unwrap_or_default()
}

fn rate(rate: Option<Rate>) -> String {
    rate.map(|rate| danish::two_decimals(rate.0)).unwrap_or_default()
}

fn quantity(quantity: Option<Quantity>) -> String {
    quantity.map(|quantity| danish::two_decimals(quantity.0)).unwrap_or_default()
}

fn unit(unit: Option<Unit>) -> String {
    unit.map(|unit| unit.text().to_owned()).unwrap_or_default()
}

fn kroner(amount: Oere) -> String {
    danish::kroner_with_oere(amount)
}

impl Understood {
    /// The first rows of an extract, whatever it holds.
    #[must_use]
    pub fn of(extract: &Extract) -> Understood {
        let tables =
            [activities(extract), postings(extract), people(extract), prices(extract), lists(extract)];
        let mut made = tables.into_iter().find(|made| !made.rows.is_empty()).unwrap_or_default();
        made.without_empty();
        made
    }

    fn new<T>(heads: &[&'static str], rows: &[T], mut row: impl FnMut(&T) -> Vec<String>) -> Understood {
        Understood { heads: heads.to_vec(), rows: rows.iter().take(ROWS).map(&mut row).collect() }
    }

    /// A column in which nothing stands says nothing.
    fn without_empty(&mut self) {
        let kept: Vec<bool> =
            (0..self.heads.len()).map(|at| self.rows.iter().any(|row| !row[at].is_empty())).collect();
        let keep = |at: &mut usize| {
            *at += 1;
            kept[*at - 1]
        };
        let mut at = 0;
        self.heads.retain(|_| keep(&mut at));
        for row in &mut self.rows {
            let mut at = 0;
            row.retain(|_| keep(&mut at));
        }
    }

    fn or(self, other: impl FnOnce() -> Understood) -> Understood {
        if self.rows.is_empty() { other() } else { self }
    }
}

fn activities(extract: &Extract) -> Understood {
    let (words, mut citizens) = (Words(&extract.wording), Citizens::default());
    let heads = [
        "Borger",
        "Ydelse",
        "Paragraf",
        "Leverandør",
        "Fra",
        "Til og med",
        "Tæller",
        "Takst",
        "Takst pr.",
        "Timer pr. uge",
        "Konto",
        "Målgruppe",
    ];
    Understood::new(&heads, &extract.activities, |row| {
        let standing = match row.standing {
            Standing::Counts => "ja",
            Standing::NeverTookEffect => "aldrig trådt i kraft",
            Standing::Unclear => "ikke afgjort",
        };
        let group = if row.maalgrupper == WordId::EMPTY { "" } else { "læst" };
        vec![
            citizens.word(row.citizen),
            words.text(row.service),
            words.text(row.paragraf),
            words.provider(row.provider),
            first(row.from),
            last(row.period()),
            standing.to_owned(),
            rate(row.rate),
            unit(row.unit),
            quantity(row.hours),
            words.text(row.account),
            group.to_owned(),
        ]
    })
}

fn postings(extract: &Extract) -> Understood {
    let (words, mut citizens) = (Words(&extract.wording), Citizens::default());
    let heads =
        ["Borger", "Bogført", "Beløb, kr.", "Konto", "Ni cifre", "Fra", "Til og med", "Leverandør", "Bilag"];
    Understood::new(&heads, &extract.postings, |row| {
        vec![
            citizens.maybe(row.citizen),
            first(row.booked),
            kroner(row.amount),
            words.text(row.account),
            words.text(row.konto),
            row.concerns.map(|period| first(period.from)).unwrap_or_default(),
            row.concerns.map(last).unwrap_or_default(),
            words.provider(row.provider),
            words.text(row.bill),
        ]
    })
}

fn people(extract: &Extract) -> Understood {
    let (words, mut citizens) = (Words(&extract.wording), Citizens::default());
    let kommune = |code: Option<u16>| code.map(|code| format!("{code:03}")).unwrap_or_default();
    let heads = [
        "Borger",
        "Fødselsdag",
        "Dødsdag",
        "Bopælskommune",
        "Fra",
        "Til og med",
        "Betalingskommune",
        "Tidligere nummer",
    ];
    let read = |day: Option<Day>| if day.is_some() { "læst".to_owned() } else { String::new() };
    let persons = Understood::new(&heads, &extract.persons, |row| {
        vec![
            citizens.word(row.citizen),
            read(row.born),
            read(row.dead),
            kommune(row.kommune),
            first(row.residence.from),
            last(row.residence),
            kommune(row.betalingskommune),
            if row.formerly.is_some() { "læst".to_owned() } else { String::new() },
        ]
    });
    persons.or(|| {
        let mut citizens = Citizens::default();
        Understood::new(&["Borger", "Kodesystem", "Kode", "Fra", "Til og med"], &extract.diagnoses, |row| {
            let (from, until) = (first(row.valid.from), last(row.valid));
            vec![citizens.word(row.citizen), words.text(row.system), "læst".to_owned(), from, until]
        })
    })
}

fn prices(extract: &Extract) -> Understood {
    let (words, mut citizens) = (Words(&extract.wording), Citizens::default());
    const HEADS: [&str; 8] =
        ["Borger", "Leverandør", "Ydelse", "Paragraf", "Fra", "Til og med", "Takst", "Takst pr."];
    let priced = |provider, service, paragraf, valid: Period, own_rate, own_unit| {
        [
            words.provider(provider),
            words.text(service),
            words.text(paragraf),
            first(valid.from),
            last(valid),
            rate(Some(own_rate)),
            unit(Some(own_unit)),
        ]
    };
    let listed = Understood::new(&HEADS[1..], &extract.list_prices, |row| {
        priced(row.provider, row.service, row.paragraf, row.valid, row.rate, row.unit).to_vec()
    });
    listed.or(|| {
        Understood::new(&HEADS, &extract.individual_rates, |row| {
            let priced = priced(row.provider, row.service, row.paragraf, row.valid, row.rate, row.unit);
            [&[citizens.word(row.citizen)][..], &priced].concat()
        })
    })
}

fn lists(extract: &Extract) -> Understood {
    let providers = Understood::new(
        &["Leverandør", "CVR-nummer", "P-nummer", "Fra", "Til og med"],
        &extract.providers,
        |row| {
            vec![
                row.name.clone(),
                row.cvr.clone(),
                row.p_number.clone(),
                first(row.valid.from),
                last(row.valid),
            ]
        },
    );
    let enriched = || {
        let heads =
            ["Betegnelse", "Art", "Paragraf", "Konto", "Fra", "Til og med", "Beløb, kr.", "Bekræftes senest"];
        Understood::new(&heads, &extract.enrichments, |row| {
            vec![
                row.label.clone(),
                row.kind.clone(),
                row.paragraf.clone(),
                row.account.clone(),
                first(row.period.from),
                last(row.period),
                kroner(row.amount),
                maybe(row.expires),
            ]
        })
    };
    let budget = || {
        Understood::new(
            &["År", "Besluttet", "Konto", "Funktion", "Paragraf", "Beløb, kr."],
            &extract.budget,
            |row| {
                vec![
                    row.year.to_string(),
                    maybe(row.decided),
                    row.account.clone(),
                    row.funktion.clone(),
                    row.paragraf.clone(),
                    kroner(row.amount),
                ]
            },
        )
    };
    providers.or(|| expected(extract)).or(enriched).or(budget).or(|| words_of_law(extract))
}

fn expected(extract: &Extract) -> Understood {
    let mut citizens = Citizens::default();
    let heads = [
        "Borger",
        "Betegnelse",
        "Paragraf",
        "Leverandør",
        "Fra",
        "Til og med",
        "Takst",
        "Takst pr.",
        "Procent",
    ];
    Understood::new(&heads, &extract.expectations, |row| {
        vec![
            citizens.maybe(row.citizen),
            row.label.clone(),
            row.paragraf.clone(),
            row.provider.clone(),
            first(row.period.from),
            last(row.period),
            rate(Some(row.rate)),
            unit(Some(row.unit)),
            row.certainty.to_string(),
        ]
    })
}

fn words_of_law(extract: &Extract) -> Understood {
    let caseworkers = Understood::new(&["Team", "Fra", "Til og med"], &extract.caseworkers, |row| {
        vec![row.team.clone(), first(row.active.from), last(row.active)]
    });
    let language = || {
        Understood::new(
            &["Paragraf", "Indsatsydelse", "DST-kode", "Målgruppe", "Konto"],
            &extract.language,
            |row| {
                let (paragraf, ydelse) = (row.paragraf.clone(), row.indsatsydelse.clone());
                vec![paragraf, ydelse, row.dst_code.clone(), row.maalgruppe.clone(), row.konto.clone()]
            },
        )
    };
    caseworkers.or(language).or(|| {
        let heads = ["Kilde", "Lokal ydelse", "Konto", "Leverandør", "Paragraf", "Ydelse"];
        Understood::new(&heads, &extract.translations, |row| {
            vec![
                row.kilde.clone(),
                row.lokal_ydelse.clone(),
                row.konto.clone(),
                row.leverandoer.clone(),
                row.paragraf.clone(),
                row.ydelse.clone(),
            ]
        })
    })
}
