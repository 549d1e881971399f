//! A disponering as a workbook: the figures first, then the sheets of rows, lines and postings that add up to them.

use super::properties;
use super::sheet::{Cell as Field, Sheet, Styles};
use crate::disposition::{DispositionReport, heading, place, words};
use crate::words::capital;
use domain::budget::Spending;
use domain::calendar::{Day, Period};
use domain::disposition::{Cell, Counted, DisposedRow, RowKind, Target, Value, sum};
use domain::observation::Role;
use domain::ownership;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use std::collections::BTreeSet;
use std::io;

/// Rows that a sheet holds, less its head.
const ROWS: usize = 1_048_000;

/// Writes a disponering as a workbook.
///
/// # Errors
/// Where a sheet cannot be written: a fault of the program, not of the data.
pub fn write(report: &DispositionReport<'_>) -> io::Result<Vec<u8>> {
    made(report).map_err(io::Error::other)
}

fn made(report: &DispositionReport<'_>) -> Result<Vec<u8>, XlsxError> {
    let styles = Styles::new();
    let mut workbook = Workbook::new();
    let day = Day::parse(&report.basis.1).unwrap_or(Period::year(report.figures.year).from);
    workbook.set_properties(&properties("Disponering", day));
    workbook.push_worksheet(front(report, &styles)?);
    workbook.push_worksheet(persons(report, &styles)?);
    if report.figures.budget.is_some() {
        workbook.push_worksheet(budget(report, &styles)?);
    }
    if !report.figures.named.is_empty() {
        workbook.push_worksheet(named(report, &styles)?);
    }
    for sheet in rows(report, &styles)? {
        workbook.push_worksheet(sheet);
    }
    let is_unpriced = |row: &&DisposedRow| row.kind == RowKind::Counts && row.money.unpriced_days > 0;
    let unpriced: Vec<&DisposedRow> = report.figures.rows.iter().filter(is_unpriced).collect();
    if !unpriced.is_empty() {
        workbook.push_worksheet(rows_sheet(report, &styles, "Uden pris", &unpriced)?);
    }
    if !report.untranslated.is_empty() {
        workbook.push_worksheet(untranslated(report, &styles)?);
    }
    if report.figures.posted.is_some() {
        workbook.push_worksheet(posted(report, &styles)?);
    }
    workbook.save_to_buffer()
}

fn sheet<'s>(report: &DispositionReport<'_>, styles: &'s Styles, name: &str) -> Result<Sheet<'s>, XlsxError> {
    let head = format!("Disponering {}: {}", report.figures.year, report.system.title);
    Sheet::titled(name, &head, &format!("Grundlag {}", report.basis.0), styles, 8)
}

fn value(value: Value) -> Field {
    match value {
        Value::Kroner(oere) => Field::Kroner(Some(oere)),
        Value::Years(years) => Field::Years(years),
        Value::Count(count) => Field::Whole(count as i64),
        Value::Nothing => Field::Empty,
    }
}

/// A table of lines and their total.
fn lines(report: &DispositionReport<'_>, sheet: &mut Sheet<'_>, cells: &[Cell]) -> Result<(), XlsxError> {
    let titles: Vec<String> = cells.iter().map(|cell| words::title(*cell, report.figures.grouping)).collect();
    let mut headings = vec!["Nr", "Funktion", "Paragraf", "Navn"];
    headings.extend(titles.iter().map(String::as_str));
    sheet.head(&headings)?;
    let values = |target: &Target| -> Vec<Field> {
        cells.iter().map(|cell| value(report.figures.value(target, *cell))).collect()
    };
    for (number, key) in (1..).zip(&report.lines) {
        let name = key.1.map_or("", |id| report.law.paragraf(id).name.as_str());
        let funktion = if key.0.is_empty() { "ukendt" } else { &key.0 };
        let mut row = vec![
            Field::Whole(number),
            Field::Text(funktion.to_owned()),
            Field::Text(report.paragraf(key).to_owned()),
            Field::Text(name.to_owned()),
        ];
        row.extend(values(&Target::Line(key.clone())));
        sheet.row(row)?;
    }
    let mut total =
        vec![Field::Text("alt".to_owned()), Field::Empty, Field::Text("I alt".to_owned()), Field::Empty];
    total.extend(values(&Target::All));
    sheet.row(total)
}

fn widths(sheet: &mut Sheet<'_>, cells: usize) -> Result<(), XlsxError> {
    let mut widths = vec![6.0, 10.0, 22.0, 34.0];
    widths.resize(4 + cells, 17.0);
    sheet.widths(&widths)
}

fn front(report: &DispositionReport<'_>, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let figures = &report.figures;
    // Narrow enough to be read on paper: one table a question.
    let of = |wanted: &dyn Fn(&Cell) -> bool| -> Vec<Cell> {
        figures.columns().into_iter().filter(|cell| wanted(cell)).collect()
    };
    let totals =
        [Cell::Brutto, Cell::Moms, Cell::MomsUkendt, Cell::Netto, Cell::Forventninger, Cell::Berigelse];
    let tables = [
        (
            "Kroner pr. funktion og paragraf",
            of(&|cell| totals.contains(cell) || matches!(cell, Cell::IAlt | Cell::Helaarsvirkning)),
        ),
        (
            "Netto efter ejerforhold",
            of(&|cell| matches!(cell, Cell::Ejer(_) | Cell::Tillaeg | Cell::Egenbetaling)),
        ),
        (
            "Bogført mod disponeret i de samme måneder",
            of(&|cell| matches!(cell, Cell::Bogfoert | Cell::TilDato | Cell::Uforklaret)),
        ),
    ];
    let mut sheet = sheet(report, styles, "Disponering")?;
    widths(&mut sheet, tables.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0))?;
    sheet.line(&format!("Disponering {}: {}", figures.year, report.system.title), &styles.title)?;
    for (name, text) in heading::lines(report) {
        sheet.line(&format!("{name}: {text}"), &styles.plain)?;
    }
    for warning in heading::warnings(report) {
        sheet.line(&warning, &styles.warning)?;
    }
    for (title, cells) in tables.into_iter().filter(|(_, cells)| !cells.is_empty()) {
        sheet.at += 1;
        sheet.line(title, &styles.section)?;
        lines(report, &mut sheet, &cells)?;
    }
    sheet.at += 1;
    for text in [
        "Disponeret i alt = netto + forventninger + berigelse. Tillæg og egenbetaling er en del af netto, og ejerforholdene giver netto.",
        "Arket «Rækker» har de rækker, der lægges sammen: filtrér på Nr og læg kolonnen sammen, så fås tallet til øren.",
    ] {
        sheet.line(text, &styles.plain)?;
    }
    Ok(sheet.done())
}

fn persons(report: &DispositionReport<'_>, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let figures = &report.figures;
    let is_person = |cell: &Cell| {
        matches!(
            cell,
            Cell::Ydelsesaar
                | Cell::Personaar
                | Cell::AarEjer(_)
                | Cell::Enhedspris
                | Cell::EnhedsprisEjer(_)
                | Cell::Forloeb
                | Cell::Borgere
        )
    };
    let cells: Vec<Cell> = figures.columns().into_iter().filter(is_person).collect();
    let mut sheet = sheet(report, styles, "Borgere og enhedspriser")?;
    widths(&mut sheet, cells.len())?;
    sheet.line("Borgere, helårspersoner og enhedspriser", &styles.title)?;
    sheet.line(&heading::citizens(report), &styles.plain)?;
    sheet.at += 1;
    lines(report, &mut sheet, &cells)?;
    sheet.at += 1;
    for text in [
        "Ydelsesår er summen over linjerne; personår er foreningen af en borgers dage, så en dag på to paragraffer tæller én gang.",
        "En dag under to ejerforhold tæller i begge; derfor er ejerforholdenes helårspersoner ikke altid linjens.",
        "Enhedspris = netto delt med helårspersoner. Forventninger og berigelse er ikke med i den.",
    ] {
        sheet.line(text, &styles.plain)?;
    }
    Ok(sheet.done())
}

fn budget(report: &DispositionReport<'_>, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheet(report, styles, "Budget")?;
    sheet.widths(&[14.0, 20.0, 20.0, 18.0, 20.0])?;
    sheet.line("Budget og disponeret pr. funktion", &styles.title)?;
    sheet.at += 1;
    sheet.head(&["Funktion", "Budget", "Disponeret", "Afvigelse", "Kroner"])?;
    let funktioner: BTreeSet<&String> = report.lines.iter().map(|(funktion, _)| funktion).collect();
    let targets = funktioner.into_iter().map(|f| Target::Funktion(f.clone())).chain([Target::All]);
    for target in targets {
        let budget = report.figures.value(&target, Cell::Budget);
        let spent = report.figures.kroner(&target, Cell::IAlt);
        let name = match &target {
            Target::Funktion(name) if name.is_empty() => "ukendt",
            Target::Funktion(name) => name,
            _ => "I alt",
        };
        let spending =
            if let Value::Kroner(budget) = budget { Some(Spending::of(spent, budget)) } else { None };
        sheet.row([
            Field::Text(name.to_owned()),
            value(budget),
            Field::Kroner(Some(spent)),
            Field::Text(spending.map_or("uden budget", Spending::text).to_owned()),
            spending.map_or(Field::Empty, |s| Field::Kroner(Some(s.amount()))),
        ])?;
    }
    sheet.at += 1;
    sheet.line("Budgettets linjer", &styles.section)?;
    sheet.head(&["Konto", "Paragraf", "Beløb", "Dato", "Sted"])?;
    let parts = report.figures.budget.into_iter().flat_map(|budget| &budget.parts);
    for part in parts {
        let line = &report.figures.budget_lines[part.line];
        sheet.row([
            Field::Text(line.account.clone()),
            Field::Text(line.paragraf.clone()),
            Field::Kroner(Some(line.amount)),
            line.decided.map_or(Field::Empty, Field::Day),
            Field::Text(report.place(Counted::Budget(part.line))),
        ])?;
    }
    Ok(sheet.done())
}

fn named(report: &DispositionReport<'_>, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheet(report, styles, "Navngivne linjer")?;
    sheet.widths(&[6.0, 36.0, 24.0, 20.0, 18.0, 16.0, 16.0, 16.0, 16.0, 34.0, 40.0])?;
    sheet.head(&[
        "Nr",
        "Betegnelse",
        "Hvad",
        "Paragraf",
        "Ansvarlig",
        "Brutto",
        "Netto",
        "Vægtet brutto",
        "Borger",
        "Bemærk",
        "Sted",
    ])?;
    sheet.freeze(0)?;
    let numbers = report.numbers();
    for (at, line) in report.figures.named.iter().enumerate() {
        let money = sum(&line.months);
        let key = (line.funktion.clone(), line.paragraf);
        let number = numbers.get(&key).filter(|_| line.counts);
        sheet.row([
            number.map_or(Field::Empty, |n| Field::Whole(*n as i64)),
            Field::Text(line.label.clone()),
            Field::Text(words::kind(line)),
            Field::Text(report.paragraf(&key).to_owned()),
            Field::Text(line.who.clone()),
            Field::Kroner(Some(money.gross)),
            Field::Kroner(Some(money.net())),
            Field::Kroner(Some(line.weighed())),
            Field::Text(line.citizen.map_or_else(String::new, |id| id.to_string())),
            Field::Long(words::note(line)),
            Field::Text(report.place(Counted::Named(at))),
        ])?;
    }
    Ok(sheet.done())
}

fn rows(report: &DispositionReport<'_>, styles: &Styles) -> Result<Vec<Worksheet>, XlsxError> {
    let all: Vec<&DisposedRow> = report.figures.rows.iter().collect();
    let name = |part: usize| if part == 0 { "Rækker".to_owned() } else { format!("Rækker {}", part + 1) };
    let parts = all.chunks(ROWS).enumerate();
    parts.map(|(part, rows)| rows_sheet(report, styles, &name(part), rows)).collect()
}

fn rows_sheet(
    report: &DispositionReport<'_>,
    styles: &Styles,
    name: &str,
    rows: &[&DisposedRow],
) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheet(report, styles, name)?;
    let mut widths = vec![6.0, 10.0, 20.0, 26.0, 11.0, 9.0, 11.0, 11.0, 7.0];
    widths.extend([14.0, 14.0, 14.0, 14.0, 15.0, 12.0, 34.0, 36.0]);
    sheet.widths(&widths)?;
    let headings = [
        "Nr",
        "Funktion",
        "Paragraf",
        "Ejerforhold",
        "Borger",
        "Rolle",
        "Fra",
        "Til",
        "Dage",
        "Brutto",
        "Momsafløftning",
        "Netto",
        "Brutto til dato",
        "Netto, helt år",
        "Dage uden pris",
        "Bemærk",
        "Sted",
    ];
    let head = sheet.head(&headings)?;
    sheet.freeze(0)?;
    let numbers = report.numbers();
    for row in rows {
        let key = (row.funktion.to_string(), Some(row.paragraf));
        let kroner = |amount| Field::Kroner((row.kind == RowKind::Counts).then_some(amount));
        let blank = row.money.unpriced_days > 0 && row.money.gross.0 == 0;
        let known = |amount| if blank { Field::Kroner(None) } else { kroner(amount) };
        let [gross, relief, net] = if row.kind == RowKind::Counts {
            [known(row.money.gross), known(row.money.relief), known(row.money.net())]
        } else {
            [Field::Empty, Field::Empty, Field::Empty]
        };
        sheet.row([
            numbers.get(&key).map_or(Field::Empty, |n| Field::Whole(*n as i64)),
            Field::Text(row.funktion.to_string()),
            Field::Text(report.law.paragraf(row.paragraf).written.clone()),
            Field::Text(ownership::text(row.ownership).to_owned()),
            Field::Text(row.citizen.to_string()),
            Field::Text(if row.role == Role::Main { "hoved" } else { "tillæg" }.to_owned()),
            Field::Day(row.period.from),
            Field::Day(row.period.last_day()),
            Field::Whole(row.period.days()),
            gross,
            relief,
            net,
            if row.kind == RowKind::Counts { kroner(row.elapsed.gross) } else { Field::Empty },
            if row.kind == RowKind::Counts { kroner(row.whole_year.net()) } else { Field::Empty },
            if row.money.unpriced_days > 0 { Field::Whole(row.money.unpriced_days) } else { Field::Empty },
            Field::Text(capital(row.kind.text())),
            Field::Text(place(&report.system, &row.place)),
        ])?;
    }
    sheet.filter(head, headings.len())?;
    Ok(sheet.done())
}

fn untranslated(report: &DispositionReport<'_>, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheet(report, styles, "Uden paragraf")?;
    sheet.widths(&[12.0, 12.0, 12.0, 50.0])?;
    sheet.head(&["Borger", "Fra", "Til", "Sted"])?;
    for line in report.untranslated.iter().take(ROWS) {
        let place = place(&report.system, &line.place);
        sheet.row([
            Field::Text(line.citizen.clone()),
            Field::Day(line.days.0),
            Field::Day(line.days.1),
            Field::Text(place),
        ])?;
    }
    Ok(sheet.done())
}

fn posted(report: &DispositionReport<'_>, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheet(report, styles, "Bogføringer")?;
    sheet.widths(&[6.0, 10.0, 22.0, 12.0, 12.0, 16.0, 16.0, 50.0])?;
    let headings = ["Nr", "Funktion", "Paragraf", "Borger", "Måned", "Bogført", "Statsrefusion", "Sted"];
    let head = sheet.head(&headings)?;
    sheet.freeze(0)?;
    let numbers = report.numbers();
    for (at, row) in report.figures.posted.into_iter().flatten().enumerate().take(ROWS) {
        let key = (row.funktion.clone(), row.paragraf);
        let amount = Field::Kroner(Some(row.amount));
        let (expense, refund) = if row.is_refund { (Field::Empty, amount) } else { (amount, Field::Empty) };
        sheet.row([
            numbers.get(&key).map_or(Field::Empty, |n| Field::Whole(*n as i64)),
            Field::Text(row.funktion.clone()),
            Field::Text(report.paragraf(&key).to_owned()),
            Field::Text(row.citizen.map_or_else(String::new, |id| id.to_string())),
            Field::Day(row.month.first()),
            expense,
            refund,
            Field::Text(report.place(Counted::Posted(at))),
        ])?;
    }
    sheet.filter(head, headings.len())?;
    Ok(sheet.done())
}
