//! One citizen's days as strips: a line a row, the same scale for every system, so that a gap is seen.

use super::{line, width};
use app::commands::explain_citizen::{Explained, Strip, StripPrice};
use domain::calendar::{Day, Period};
use domain::law::LawBook;
use domain::observation::{Role, Standing};
use std::io::{self, Write};

/// Columns before the strip.
const LABEL: usize = 30;

pub(crate) fn write(explained: &Explained, law: &LawBook, out: &mut impl Write) -> io::Result<()> {
    let Some(span) = span(explained) else { return Ok(()) };
    line(out, &format!("{} i grundlag {}", explained.citizen, explained.basis))?;
    let columns = width().saturating_sub(LABEL + 2).clamp(30, 120);
    line(out, "")?;
    line(out, &format!("{:LABEL$}{}", "", ruler(span, columns)))?;
    for strips in explained.strips.chunk_by(|a, b| a.paragraf == b.paragraf) {
        line(out, "")?;
        let name = strips[0].paragraf.map_or("Uoversat".to_owned(), |id| {
            let paragraf = law.paragraf(id);
            format!("{} {}", paragraf.written, paragraf.name)
        });
        line(out, &name)?;
        for system in &explained.systems {
            let label: String = system.chars().take(LABEL - 3).collect();
            let own = strips.iter().filter(|s| s.system == *system);
            line(out, &format!("  {label:<width$}{}", drawn(own, span, columns), width = LABEL - 2))?;
        }
        for strip in strips {
            line(out, &format!("    {}", words(strip)))?;
            for price in &strip.prices {
                line(out, &format!("        {}", price_words(price, strip)))?;
                let months = months(price);
                if !months.is_empty() {
                    line(out, &format!("          {months}"))?;
                }
            }
        }
    }
    line(out, "")?;
    line(out, "= tæller   - tillæg   x aldrig trådt i kraft   ? status ukendt   > ingen slutdato")
}

/// From the first day of any row to the last day that anything speaks of.
fn span(explained: &Explained) -> Option<Period> {
    let from = explained.strips.iter().map(|s| s.period.from).min()?;
    let ended = explained.strips.iter().filter(|s| !s.period.is_open()).map(|s| s.period.until).max();
    let until = ended.into_iter().chain(explained.until.map(Day::next)).max().unwrap_or(Day(from.0 + 365));
    Period::new(from, until.max(from.next()))
}

fn at(day: Day, span: Period, columns: usize) -> usize {
    let offset = i64::from(day.0.clamp(span.from.0, span.until.0) - span.from.0);
    usize::try_from(offset * columns as i64 / span.days()).unwrap_or(0)
}

/// The years above the strips, each where it begins.
fn ruler(span: Period, columns: usize) -> String {
    let mut out = vec![' '; columns + 5];
    let mut free = 0;
    for year in span.from.ymd().0..=span.last_day().ymd().0 {
        let Some(first) = Day::from_ymd(year, 1, 1) else { continue };
        let column = at(first, span, columns);
        if column >= free {
            for (i, c) in year.to_string().chars().enumerate() {
                out[column + i] = c;
            }
            free = column + 5;
        }
    }
    out.into_iter().collect::<String>().trim_end().to_owned()
}

/// The days of one system, its rows on top of each other: what counts hides what does not.
fn drawn<'s>(strips: impl Iterator<Item = &'s Strip>, span: Period, columns: usize) -> String {
    const MARKS: [char; 5] = ['·', 'x', '?', '-', '='];
    let mut line = vec![0; columns];
    let mut open = false;
    for strip in strips {
        let mark = match (strip.standing, strip.role) {
            (Standing::NeverTookEffect, _) => 1,
            (Standing::Unclear, _) => 2,
            (_, Role::Supplement) => 3,
            _ => 4,
        };
        let from = at(strip.period.from, span, columns).min(columns - 1);
        let until = at(strip.period.until.min(span.until), span, columns).max(from + 1);
        line[from..until].iter_mut().for_each(|cell| *cell = mark.max(*cell));
        open |= strip.period.is_open() && mark == 4;
    }
    let mut out: String = line.into_iter().map(|mark| MARKS[mark]).collect();
    if open {
        out.pop();
        out.push('>');
    }
    out
}

fn words(strip: &Strip) -> String {
    let until =
        if strip.period.is_open() { "ingen slutdato".to_owned() } else { strip.period.last_day().danish() };
    let provider = if strip.provider.is_empty() { "ingen leverandør" } else { &strip.provider };
    let days = format!("{} - {until}", strip.period.from.danish());
    let mark = match (strip.standing, strip.role) {
        (Standing::NeverTookEffect, _) => " (aldrig trådt i kraft)",
        (Standing::Unclear, _) => " (status ukendt)",
        (_, Role::Supplement) => " (tillæg)",
        _ => "",
    };
    format!("{days:<28} {provider}{mark} — {}", strip.place)
}

/// `1.352,03 kr. pr. døgn, listepris (takster.csv, række 12)`, with its days where they are not all of the row's.
fn price_words(price: &StripPrice, strip: &Strip) -> String {
    let text = price.price.map_or_else(
        || "uden takst: kroner ukendt".to_owned(),
        |own| format!("{} kr. pr. {}, {}", super::rate(own.rate.0), own.unit.text(), price.from),
    );
    if price.period == strip.period {
        return text;
    }
    let until =
        if price.period.is_open() { "ingen slutdato".to_owned() } else { price.period.last_day().danish() };
    format!("{} - {until}: {text}", price.period.from.danish())
}

/// `01-2025 41.912,93 · 02-2025 37.856,84`.
fn months(price: &StripPrice) -> String {
    let words = price
        .months
        .iter()
        .map(|(month, amount)| format!("{} {}", month.danish(), report::danish::kroner_with_oere(*amount)));
    words.collect::<Vec<_>>().join(" · ")
}
