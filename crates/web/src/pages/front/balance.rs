//! Per paragraph: System 1, System 2, the difference, and how much of it each question explains.
//!
//! Invariant: a line adds up, or says what is left over.

use super::found;
use crate::filter::ItemFilter;
use crate::number::{Num, Unit};
use crate::pages::control::citizens_address;
use crate::parts::Tab;
use crate::query::address;
use app::current::ControlNow;
use app::current::figures::{Figures, ParagrafFigures};
use domain::bridge::{Bridge, FullYears, Measure};
use domain::control::Level;
use report::danish;

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// Distinct citizens.
    Citizens,
    /// Days.
    Days,
    /// Days as full-year persons.
    Years,
}

/// The table.
pub(super) struct Balance {
    /// Citizens, days, full-year persons.
    pub(super) tabs: Vec<Tab>,
    /// Headings: the word, and its unit.
    pub(super) heads: Vec<(String, &'static str)>,
    /// A line a paragraph.
    pub(super) rows: Vec<Line>,
    /// Their sum.
    pub(super) total: Line,
    /// What is worth knowing of the sum.
    pub(super) note: String,
}

/// A line.
pub(super) struct Line {
    /// The paragraph as written.
    pub(super) paragraf: String,
    /// Its citizens; empty where there is no run at hand.
    pub(super) href: String,
    /// In the order of the headings.
    pub(super) cells: Vec<Cell>,
}

/// A number with its rows, or a text.
pub(super) struct Cell {
    /// The number.
    pub(super) num: Option<Num>,
    /// The text, where there is no number.
    pub(super) text: String,
}

impl Scale {
    const ALL: [(Scale, &'static str, &'static str); 3] = [
        (Scale::Citizens, "borgere", "Borgere"),
        (Scale::Days, "dage", "Dage"),
        (Scale::Years, "aar", "Helårspersoner"),
    ];

    pub(super) fn from_key(key: &str) -> Scale {
        Scale::ALL.into_iter().find(|(_, own, _)| *own == key).map_or(Scale::Citizens, |(scale, ..)| scale)
    }

    /// How many questions explain something of it: those of citizens in both systems explain no citizen.
    fn questions(self) -> usize {
        if self == Scale::Citizens { 2 } else { 4 }
    }
}

/// A measure as it is shown: whole numbers, and for full-year persons the text in hundredths.
struct Shown {
    systems: [i64; 2],
    questions: [i64; 4],
    texts: [String; 2],
    explained: [String; 4],
    difference: String,
    rest: i64,
}

impl Shown {
    fn of(bridge: &Bridge, scale: Scale) -> Shown {
        match scale {
            Scale::Citizens => Shown::whole(&bridge.citizens),
            Scale::Days => Shown::whole(&bridge.days),
            Scale::Years => Shown::years(&bridge.full_years, &bridge.days),
        }
    }

    fn whole(m: &Measure<i64>) -> Shown {
        let [one, two, three, four] = m.questions;
        Shown {
            systems: m.systems,
            questions: m.questions,
            texts: m.systems.map(danish::whole),
            explained: [one, -two, three, -four].map(danish::signed),
            difference: danish::signed(m.difference()),
            rest: m.unexplained(),
        }
    }

    /// The text is in full-year persons; the exact value beside it is the days that they are made of.
    fn years(m: &Measure<FullYears>, days: &Measure<i64>) -> Shown {
        let [one, two, three, four] = m.questions.map(FullYears::scaled);
        Shown {
            texts: m.systems.map(|years| danish::two_decimals(years.scaled())),
            explained: [one, -two, three, -four].map(danish::signed_two_decimals),
            difference: danish::signed_two_decimals(m.difference().scaled()),
            ..Shown::whole(days)
        }
    }
}

impl Balance {
    /// The table of a control's newest run.
    pub(super) fn of(control: &ControlNow, figures: &Figures, scale: Scale, level: Level) -> Balance {
        let name = &control.shown.name;
        let line = |own: &ParagrafFigures| line(name, scale, &own.paragraf, &own.bridge);
        let tab = |(own, key, text): (Scale, &str, &str)| Tab {
            href: address("/", &[("kontrol", name), ("maal", if own == Scale::Citizens { "" } else { key })]),
            text: text.to_owned(),
            current: own == scale,
            count: String::new(),
        };
        let [one, two] = super::titles(control);
        let mut heads: Vec<(String, &'static str)> =
            vec![(one, "System 1"), (two, "System 2"), ("Forskel".to_owned(), "2 − 1")];
        heads.extend((1..=scale.questions()).map(|question| (format!("Spm. {question}"), "forklarer")));
        heads.push(("Rest".to_owned(), ""));
        Balance {
            tabs: Scale::ALL.map(tab).into(),
            heads,
            rows: figures.paragraffer.iter().map(line).collect(),
            total: total(name, scale, figures),
            note: note(scale, figures, level),
        }
    }
}

fn line(control: &str, scale: Scale, paragraf: &str, bridge: &Bridge) -> Line {
    let shown = Shown::of(bridge, scale);
    let unit = if scale == Scale::Citizens { Unit::Citizens } else { Unit::Days };
    let mut cells: Vec<Cell> = [0, 1]
        .map(|side| {
            let href = citizens_address(control, paragraf, ["1", "2"][side]);
            let num = Num::count(shown.systems[side], unit, href);
            Cell::num(Num { text: shown.texts[side].clone(), ..num })
        })
        .into();
    cells.push(Cell::text(shown.difference.clone()));
    for part in 0..scale.questions() {
        let filter = ItemFilter {
            spoergsmaal: (part + 1).to_string(),
            paragraf: paragraf.to_owned(),
            hvad: if scale == Scale::Citizens { String::new() } else { "dage".to_owned() },
            ..found(control)
        };
        let num = Num::count(shown.questions[part], unit, filter.address());
        cells.push(Cell::num(Num { text: shown.explained[part].clone(), ..num }));
    }
    cells.push(Cell::text(rest(shown.rest)));
    Line { paragraf: paragraf.to_owned(), href: citizens_address(control, paragraf, ""), cells }
}

/// The sum of citizens counts one once on each paragraph: rows of a citizen on a paragraph, not citizens.
fn total(control: &str, scale: Scale, figures: &Figures) -> Line {
    let shown = Shown::of(&figures.total, scale);
    let unit = if scale == Scale::Citizens { Unit::Rows } else { Unit::Days };
    let mut cells = Vec::new();
    for side in [0, 1] {
        let num = Num::count(shown.systems[side], unit, citizens_address(control, "", ["1", "2"][side]));
        cells.push(Cell::num(Num { text: shown.texts[side].clone(), ..num }));
    }
    cells.push(Cell::text(shown.difference.clone()));
    for part in 0..scale.questions() {
        let text = shown.explained[part].clone();
        let href = match scale {
            // Question 1 is those in System 2 only, question 2 those in System 1 only.
            Scale::Citizens if figures.rows[3 - part] == shown.questions[part] => {
                citizens_address(control, "", ["kun2", "kun1"][part])
            }
            Scale::Citizens => String::new(),
            _ => {
                ItemFilter { spoergsmaal: (part + 1).to_string(), hvad: "dage".to_owned(), ..found(control) }
                    .address()
            }
        };
        let num = Num::count(shown.questions[part], unit, href);
        cells.push(if num.opens() { Cell::num(Num { text, ..num }) } else { Cell::text(text) });
    }
    cells.push(Cell::text(rest(shown.rest)));
    Line { paragraf: "Sum".to_owned(), href: String::new(), cells }
}

fn rest(rest: i64) -> String {
    if rest == 0 { "stemmer".to_owned() } else { danish::signed(rest) }
}

fn note(scale: Scale, figures: &Figures, level: Level) -> String {
    let mut words = Vec::new();
    if scale == Scale::Citizens {
        words.push(
            "Summen tæller en borger én gang på hver paragraf. Spørgsmål 3 og 4 handler om borgere, der er i begge systemer, \
             og forklarer ingen forskel i antal borgere.",
        );
    }
    if scale == Scale::Years {
        words.push(
            "En helårsperson er 365 dage (366 i skudår). Hvert tal er afrundet for sig; dagene bag er hele.",
        );
    }
    let shown = Shown::of(&figures.total, scale);
    if shown.rest != 0 && level != Level::Paragraf && scale != Scale::Citizens {
        words.push(
            "Kontrollen tæller dage i spørgsmål 3 og 4 for hver værdi for sig, og så kan de ikke lægges sammen. En kontrol på \
             niveau paragraf stemmer.",
        );
    } else if shown.rest != 0 {
        words.push(
            "Resten er afvigelser, som en anden gemt kontrol har set siden: de tælles dér, og ikke her.",
        );
    }
    words.join(" ")
}

impl Cell {
    fn num(num: Num) -> Cell {
        Cell { num: Some(num), text: String::new() }
    }

    fn text(text: String) -> Cell {
        Cell { num: None, text }
    }
}
