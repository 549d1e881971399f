//! The front page of directors and politicians: groups, rounded, nothing to open.
//!
//! Invariant: no number of fewer than five citizens leaves here but as "under 5", none has rows behind it, and no two
//! of them contradict each other.

use super::eight::Eight;
use super::questions::part_text;
use super::{about, titles};
use crate::error::Answer;
use crate::number::{Num, SMALLEST, Unit};
use crate::page::Page;
use crate::parts::Tab;
use crate::visit::Visit;
use app::current::ControlNow;
use app::current::figures::{Count, Figures};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/forside_rund.html")]
struct RoundedPage {
    page: Page,
    heading: String,
    tabs: Vec<Tab>,
    empty: String,
    about: String,
    eight: Option<Eight>,
    questions: Vec<Row>,
    paragraffer: Vec<Line>,
    left_out: bool,
}

/// A question.
struct Row {
    text: String,
    deviations: Num,
    citizens: Num,
    kroner: Num,
}

/// A paragraph.
struct Line {
    paragraf: String,
    cells: Vec<Num>,
}

pub(super) async fn show(visit: &Visit) -> Answer {
    let current = visit.current().await?;
    let fields = visit.fields();
    let named = Some(fields.one("kontrol")).filter(|name| !name.is_empty());
    let control = current.control(named).or_else(|| current.control(None));
    let mut page = RoundedPage {
        page: visit.page_of("Forside", &current),
        heading: "8-talskontrol".to_owned(),
        tabs: super::tabs(&current, control),
        empty: "Der er ingen tal endnu: ingen gemt kontrol har kørt.".to_owned(),
        about: String::new(),
        eight: None,
        questions: Vec::new(),
        paragraffer: Vec::new(),
        left_out: false,
    };
    if let Some((at, control)) = current
        .controls
        .iter()
        .enumerate()
        .find(|(_, own)| control.is_some_and(|chosen| std::ptr::eq(*own, chosen)) && own.newest.is_some())
    {
        fill(&mut page, control, &Figures::of(&current, at, None));
    }
    visit.plain(&page)
}

fn group(count: &Count) -> [Num; 3] {
    Num::rounded_group(count.deviations, count.citizens, count.oere)
}

fn fill(page: &mut RoundedPage, control: &ControlNow, figures: &Figures) {
    let titles = titles(control);
    page.empty = String::new();
    page.heading = format!("8-talskontrol: {}", control.shown.name);
    page.about = control.ran.as_deref().map_or_else(String::new, |ran| about(&ran.report()));
    let day = control.newest.as_ref().map_or_else(String::new, |run| run.trace.day.danish());
    let [deviations, citizens, _] = group(&figures.all);
    page.page.answer = if figures.all.citizens < SMALLEST {
        format!("Afvigelser om færre end {SMALLEST} borgere i kørslen af {day}.")
    } else {
        format!(
            "Omkring {} afvigelser om omkring {} borgere i kørslen af {day}.",
            deviations.text, citizens.text
        )
    };
    page.eight = Some(Eight::rounded(figures, &titles));
    let row = |(part, count): (usize, &Count)| {
        let [deviations, citizens, kroner] = group(count);
        let text = match part {
            0..4 => format!("{}. {}", part + 1, part_text(part, &titles)),
            _ => part_text(part, &titles),
        };
        Row { text, deviations, citizens, kroner }
    };
    page.questions = figures.parts.iter().enumerate().map(row).collect();
    let large = |own: &&app::current::figures::ParagrafFigures| own.citizens >= SMALLEST;
    let line = |own: &app::current::figures::ParagrafFigures| {
        let m = &own.bridge.citizens;
        let count = |value: i64| Num::rounded_count(value, Unit::Citizens);
        let signed = |value: i64| {
            let num = count(value);
            let sign = if value >= SMALLEST { "+" } else { "" };
            Num { text: format!("{sign}{}", num.text), ..num }
        };
        let cells = vec![
            count(m.systems[0]),
            count(m.systems[1]),
            signed(m.difference()),
            signed(m.questions[0]),
            signed(-m.questions[1]),
        ];
        Line { paragraf: own.paragraf.clone(), cells }
    };
    page.left_out = figures.paragraffer.iter().any(|own| !large(&own));
    page.paragraffer = figures.paragraffer.iter().filter(large).map(line).collect();
}
