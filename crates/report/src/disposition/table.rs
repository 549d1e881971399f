//! A disponering for a screen: kroner, ownership, persons, unit prices, budget, postings, named lines, what has no price.

use super::{DispositionReport, heading, place, words};
use crate::danish;
use crate::table::grid::{Align, Grid, wrapped};
use crate::table::section;
use domain::budget::Spending;
use domain::disposition::{Cell, RowKind, Target, Value, sum};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Rows of a list on the screen; the rest is counted.
const SHOWN: usize = 20;

/// Writes a disponering for a screen of `width` columns.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(report: &DispositionReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let width = width.max(crate::table::NARROWEST);
    let title = format!("DISPONERING {}: {}", report.figures.year, report.system.title);
    writeln!(out, "{title}\n{}", "═".repeat(title.chars().count()))?;
    for (name, text) in heading::lines(report) {
        wrapped(&text, name, 14, width, out)?;
    }
    for warning in heading::warnings(report) {
        wrapped(&warning, "  !", 4, width, out)?;
    }
    let ejer = |make: fn(usize) -> Cell| -> Vec<Cell> {
        let all = 0..report.figures.grouping.columns().len();
        all.filter(|at| report.figures.has_column(*at)).map(make).collect()
    };
    let kroner = [Cell::Brutto, Cell::Moms, Cell::Netto, Cell::Forventninger, Cell::Berigelse, Cell::IAlt];
    block(report, "Disponeret, kroner", &kroner, width, out)?;
    let mut by_owner = ejer(Cell::Ejer);
    by_owner.extend([Cell::Tillaeg, Cell::Egenbetaling, Cell::Helaarsvirkning]);
    block(report, "Netto efter ejerforhold, kroner", &by_owner, width, out)?;
    let mut years = vec![Cell::Forloeb, Cell::Borgere, Cell::Ydelsesaar, Cell::Personaar];
    years.extend(ejer(Cell::AarEjer));
    block(report, "Borgere og helårspersoner", &years, width, out)?;
    wrapped(&heading::citizens(report), "", 2, width, out)?;
    let mut prices = vec![Cell::Enhedspris];
    prices.extend(ejer(Cell::EnhedsprisEjer));
    block(report, "Enhedspris: netto pr. helårsperson, kroner", &prices, width, out)?;
    if report.figures.budget.is_some() {
        budget(report, width, out)?;
    }
    if report.figures.posted.is_some() {
        let cells = [Cell::Bogfoert, Cell::TilDato, Cell::Uforklaret];
        block(report, "Bogført mod disponeret i de samme måneder, kroner", &cells, width, out)?;
    }
    named(report, width, out)?;
    unpriced(report, width, out)?;
    untranslated(report, width, out)?;
    let keys: Vec<String> =
        report.figures.columns().iter().map(|cell| words::key(*cell, report.figures.grouping)).collect();
    writeln!(out)?;
    let text = format!(
        "Åbn et tal med --aabn NR:KOLONNE, fx --aabn 1:netto, --aabn 5.38.50:ialt eller --aabn alt:personaar. Kolonner: {}.",
        keys.join(", ")
    );
    wrapped(&text, "", 0, width, out)
}

fn block(
    report: &DispositionReport<'_>,
    title: &str,
    cells: &[Cell],
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    section(title, width, out)?;
    let titles: Vec<String> = cells.iter().map(|cell| on_screen(*cell, report)).collect();
    let mut columns = vec![("Nr", Align::Number), ("Funktion", Align::Tail), ("Paragraf", Align::Tail)];
    columns.extend(titles.iter().map(|title| (title.as_str(), Align::Number)));
    let mut grid = Grid::new(&columns);
    let shown = |target: &Target| -> Vec<String> {
        cells.iter().map(|cell| words::shown(report.figures.value(target, *cell))).collect()
    };
    for (number, key) in (1..).zip(&report.lines) {
        let target = Target::Line(key.clone());
        if cells.iter().all(|cell| is_nothing(report.figures.value(&target, *cell))) {
            continue;
        }
        let mut row = vec![number.to_string(), funktion(&key.0).to_owned(), report.paragraf(key).to_owned()];
        row.extend(shown(&target));
        grid.row_of(row);
    }
    grid.rule();
    let mut row = vec!["alt".to_owned(), String::new(), "I alt".to_owned()];
    row.extend(shown(&Target::All));
    grid.row_of(row);
    grid.write(width, out)
}

/// A heading as short as a screen asks for; the section says what the figures are.
fn on_screen(cell: Cell, report: &DispositionReport<'_>) -> String {
    let title = words::title(cell, report.figures.grouping);
    let title = title.rsplit(", ").next().unwrap_or(&title);
    let short =
        title.to_lowercase().replace("selvejende", "selvej.").replace(" driftsoverenskomst", " aftale");
    crate::words::capital(&short)
}

fn is_nothing(value: Value) -> bool {
    match value {
        Value::Kroner(oere) => oere.0 == 0,
        Value::Years(years) => years.exact().0 == 0,
        Value::Count(count) => count == 0,
        Value::Nothing => true,
    }
}

fn funktion(number: &str) -> &str {
    if number.is_empty() { "ukendt" } else { number }
}

/// The budget per function: the only level on which most budgets are written.
fn budget(report: &DispositionReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    section("Budget pr. funktion, kroner", width, out)?;
    let mut grid = Grid::new(&[
        ("Nr", Align::Tail),
        ("Budget", Align::Number),
        ("Disponeret", Align::Number),
        ("", Align::Tail),
        ("Afvigelse", Align::Number),
    ]);
    let funktioner: BTreeSet<&str> = report.lines.iter().map(|(funktion, _)| funktion.as_str()).collect();
    let mut targets: Vec<(String, Target)> =
        funktioner.into_iter().map(|f| (funktion(f).to_owned(), Target::Funktion(f.to_owned()))).collect();
    targets.push(("alt".to_owned(), Target::All));
    let last = targets.len() - 1;
    for (at, (name, target)) in targets.into_iter().enumerate() {
        let (budget, spent) =
            (report.figures.value(&target, Cell::Budget), report.figures.kroner(&target, Cell::IAlt));
        let (word, amount) = match budget {
            Value::Kroner(budget) => {
                let spending = Spending::of(spent, budget);
                (spending.text(), danish::kroner(spending.amount()))
            }
            _ => ("uden budget", String::new()),
        };
        if at == last {
            grid.rule();
        }
        grid.row([name, words::shown(budget), danish::kroner(spent), word.to_owned(), amount]);
    }
    grid.write(width, out)
}

fn named(report: &DispositionReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let lines = report.figures.named;
    if lines.is_empty() {
        return Ok(());
    }
    section("Navngivne linjer, kroner", width, out)?;
    let mut grid = Grid::new(&[
        ("Betegnelse", Align::Text),
        ("Hvad", Align::Tail),
        ("Paragraf", Align::Tail),
        ("Ansvarlig", Align::Text),
        ("Netto", Align::Number),
        ("Bemærk", Align::Text),
    ]);
    for line in lines {
        let key = (String::new(), line.paragraf);
        grid.row([
            line.label.clone(),
            words::kind(line),
            report.paragraf(&key).to_owned(),
            line.who.clone(),
            danish::kroner(sum(&line.months).net()),
            words::note(line),
        ]);
    }
    grid.write(width, out)
}

fn unpriced(report: &DispositionReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let rows = || {
        let own =
            |r: &&domain::disposition::DisposedRow| r.kind == RowKind::Counts && r.money.unpriced_days > 0;
        report.figures.rows.iter().filter(own)
    };
    let all = rows().count();
    if all == 0 {
        return Ok(());
    }
    section("Uden pris", width, out)?;
    for row in rows().take(SHOWN) {
        let text = format!(
            "{}, {}, {}, {}",
            row.citizen,
            report.law.paragraf(row.paragraf).written,
            heading::days(row.period.from, row.period.last_day()),
            place(&report.system, &row.place)
        );
        wrapped(&text, "", 2, width, out)?;
    }
    rest(all, out)
}

fn untranslated(report: &DispositionReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    if report.untranslated.is_empty() {
        return Ok(());
    }
    section("Uden paragraf", width, out)?;
    for line in report.untranslated.iter().take(SHOWN) {
        let days = heading::days(line.days.0, line.days.1);
        wrapped(
            &format!("{}, {days}, {}", line.citizen, place(&report.system, &line.place)),
            "",
            2,
            width,
            out,
        )?;
    }
    rest(report.untranslated.len(), out)
}

fn rest(all: usize, out: &mut impl Write) -> io::Result<()> {
    if all > SHOWN {
        writeln!(
            out,
            "  … og {} til. Alle står i arbejdsbogen (--format xlsx).",
            danish::whole((all - SHOWN) as i64)
        )?;
    }
    Ok(())
}
