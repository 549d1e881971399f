//! The two charts, each with its table: how it has gone from run to run, and where the kroner are.

use super::questions::part_address;
use super::{found, unknown};
use crate::filter::ItemFilter;
use crate::number::{Num, Unit};
use crate::pages::learning::Wish;
use crate::parts::{Chart, Series};
use app::current::ControlNow;
use app::current::figures::{Figures, ParagrafFigures};
use domain::amount::{Oere, divide_rounded};
use domain::calendar::Day;
use report::danish;

/// Deviations of the four questions from run to run.
pub(super) struct Development {
    /// For the script.
    pub(super) json: String,
    /// In words.
    pub(super) text: String,
    /// A line a run: its day, and the four questions.
    pub(super) rows: Vec<(String, Vec<Num>)>,
}

/// Kroner by paragraph.
pub(super) struct Stake {
    /// For the script.
    pub(super) json: String,
    /// In words.
    pub(super) text: String,
    /// A line a paragraph.
    pub(super) rows: Vec<StakeRow>,
}

/// A paragraph.
pub(super) struct StakeRow {
    /// As written.
    pub(super) paragraf: String,
    /// Deviations.
    pub(super) deviations: Num,
    /// Persons.
    pub(super) citizens: Num,
    /// The sum of what is known.
    pub(super) kroner: Num,
    /// "12 ukendt".
    pub(super) unknown: String,
}

/// A run: its number (`None` for the newest), its day, its deviations of the four questions.
type Ran = (Option<i64>, Day, [i64; 4]);

/// Runs without which a line says nothing.
const RUNS: usize = 3;
/// Categories that a bar chart holds.
const BARS: usize = 10;

impl Development {
    /// The runs of a control; `None` where there are too few.
    pub(super) fn of(control: &str, figures: &Figures, now: &ControlNow) -> Option<Development> {
        let newest = now.newest.as_ref()?;
        if figures.earlier.len() + 1 < RUNS {
            return None;
        }
        let current = [0, 1, 2, 3].map(|part: usize| figures.parts[part].deviations);
        let mut runs: Vec<Ran> =
            figures.earlier.iter().map(|then| (Some(then.run), then.day, then.questions)).collect();
        runs.push((None, newest.trace.day, current));
        let series = |question: usize| Series {
            navn: format!("Spørgsmål {}", question + 1),
            tal: runs.iter().map(|(.., counts)| counts[question]).collect(),
            farve: String::new(),
        };
        let chart = Chart {
            slags: "linje",
            kategorier: runs.iter().map(|(_, day, _)| day.danish()).collect(),
            serier: (0..4).map(series).collect(),
            enhed: "afvigelser".to_owned(),
            ..Chart::default()
        };
        let row = |(run, day, counts): &Ran| {
            let num = |question: usize| {
                let href = match run {
                    Some(run) => Wish::of_question(*run, question + 1).address(),
                    None => part_address(control, question),
                };
                Num::count(counts[question], Unit::Deviations, href)
            };
            (day.danish(), (0..4).map(num).collect())
        };
        let (first, now): (i64, i64) = (runs[0].2.iter().sum(), current.iter().sum());
        Some(Development {
            json: chart.json(),
            text: format!(
                "De fire spørgsmål har gået fra {} til {} siden {}.",
                danish::count(first, "afvigelse", "afvigelser"),
                danish::whole(now),
                runs[0].1.danish()
            ),
            rows: runs.iter().map(row).collect(),
        })
    }
}

impl Stake {
    /// Kroner by paragraph, most first; `None` where there are no deviations.
    pub(super) fn of(control: &str, figures: &Figures) -> Option<Stake> {
        let mut own: Vec<&ParagrafFigures> =
            figures.paragraffer.iter().filter(|own| own.count.deviations > 0).collect();
        own.sort_by_key(|own| (std::cmp::Reverse(own.count.oere), own.paragraf.clone()));
        let (heaviest, address_of) = (*own.first()?, |paragraf: &str| {
            ItemFilter { paragraf: paragraf.to_owned(), ..found(control) }.address()
        });
        let drawn = || own.iter().take(BARS);
        let chart = Chart {
            slags: "liggende",
            kategorier: drawn().map(|own| own.paragraf.clone()).collect(),
            serier: vec![Series {
                navn: "Kroner".to_owned(),
                tal: drawn().map(|own| whole_kroner(own.count.oere)).collect(),
                farve: "kilde-1".to_owned(),
            }],
            enhed: "kr.".to_owned(),
            links: drawn().map(|own| address_of(&own.paragraf)).collect(),
            ..Chart::default()
        };
        let row = |own: &&ParagrafFigures| {
            let href = address_of(&own.paragraf);
            StakeRow {
                deviations: Num::count(own.count.deviations, Unit::Deviations, &href),
                citizens: Num::count(own.count.citizens, Unit::Citizens, &href),
                kroner: Num::kroner(own.count.oere, &href),
                unknown: unknown(own.count.unknown),
                paragraf: own.paragraf.clone(),
            }
        };
        Some(Stake {
            json: chart.json(),
            text: format!(
                "Mest er på {}: {} kr. Kun de kroner, der kendes, er med.",
                heaviest.paragraf,
                danish::kroner(heaviest.count.oere)
            ),
            rows: own.iter().map(row).collect(),
        })
    }
}

fn whole_kroner(oere: Oere) -> i64 {
    divide_rounded(i128::from(oere.0), 100)
}
