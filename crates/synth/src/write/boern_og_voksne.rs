//! The older settlement system's extract: a workbook with title rows above and a sum row below.
//!
//! Its quirks: numbers typed as numbers (leading zeros lost) and as text, dates as dates and as `31/12/21`,
//! paragraphs as numbers and as text, open ends empty or `31-12-9999`.

use crate::Municipality;
use crate::catalogue::S103;
use crate::day::{Date, Span};
use crate::row::{Row, System};
use crate::write::danish_day;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io;

const HEADER: [&str; 11] = [
    "Sagens personnummer",
    "Sagspersons navn",
    "Paragraf nummer",
    "Stedets navn",
    "P-nummer",
    "Ejer",
    "Startdato",
    "Slutdato",
    "Beløb",
    "Dagstakst",
    "Sagsbehandler",
];

pub(crate) fn file(of: &Municipality, extracted: Date) -> io::Result<Vec<u8>> {
    workbook(of, extracted).map_err(|e| io::Error::other(format!("regnearket kunne ikke dannes: {e}")))
}

fn workbook(of: &Municipality, extracted: Date) -> Result<Vec<u8>, XlsxError> {
    let covers = Span { from: Date::ymd(2016, 1, 1), to: of.window.to };
    let (year, month, day) = extracted.parts();
    // The workbook carries the extract's day, so that the same plan gives the same bytes.
    let made = ExcelDateTime::from_ymd(year as u16, month as u8, day as u8)?;
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet().set_name("Ydelser")?;
    let mut taken = String::from("Udtrukket ");
    danish_day(&mut taken, extracted);
    sheet.write_string(0, 0, "Børn og Voksne – ydelser pr. sag")?;
    sheet.write_string(1, 0, &taken)?;
    for (column, title) in (0..).zip(HEADER) {
        sheet.write_string(2, column, title)?;
    }
    let formats = Formats {
        date: Format::new().set_num_format("dd-mm-yyyy"),
        money: Format::new().set_num_format("#,##0.00"),
    };
    let mut rows: Vec<&Row> = of.rows(System::BoernOgVoksne).iter().collect();
    rows.sort_by_key(|r| (of.people[r.person as usize].last, r.person, r.from, r.package));
    let mut total = 0;
    let mut at = 3;
    for row in rows {
        total += line(sheet, at, row, of, covers, &formats)?;
        at += 1;
    }
    sheet.write_string(at, 0, "Sum")?;
    sheet.write_number_with_format(at, 8, kroner(total), &formats.money)?;
    book.save_to_buffer()
}

struct Formats {
    date: Format,
    money: Format,
}

/// One row; the øre of its amount.
fn line(
    sheet: &mut Worksheet,
    at: u32,
    row: &Row,
    of: &Municipality,
    covers: Span,
    formats: &Formats,
) -> Result<i64, XlsxError> {
    let person = &of.people[row.person as usize];
    // How a case was typed follows from the grant, so that it repeats.
    let habit = row.package;
    let number = row.cpr.to_string();
    match habit % 3 {
        0 => sheet.write_number(at, 0, number.parse::<f64>().unwrap_or_default())?,
        1 => sheet.write_string(at, 0, &number)?,
        _ => sheet.write_string(at, 0, format!("{}-{}", &number[..6], &number[6..]))?,
    };
    sheet.write_string(at, 1, format!("{} {}", person.first, person.last))?;
    match (row.ydelse == S103, habit % 5) {
        (true, 0) => sheet.write_string(at, 2, "103.1")?,
        (true, _) => sheet.write_number(at, 2, 103)?,
        (false, 0) => sheet.write_string(at, 2, "§104")?,
        (false, 1) => sheet.write_string(at, 2, "104")?,
        (false, _) => sheet.write_number(at, 2, 104)?,
    };
    sheet.write_string(at, 3, row.place_name())?;
    sheet.write_string(at, 4, row.p_number())?;
    sheet.write_string(at, 5, row.provider.get().owner.in_boern_og_voksne())?;
    date(sheet, at, 6, row.from, habit, formats)?;
    match row.to {
        Some(to) => date(sheet, at, 7, to, habit, formats)?,
        None if habit.is_multiple_of(4) => {
            sheet.write_string(at, 7, "31-12-9999")?;
        }
        None => {}
    }
    let oere = row.price(covers);
    sheet.write_number_with_format(at, 8, kroner(oere), &formats.money)?;
    sheet.write_number_with_format(at, 9, row.rate as f64 / 10_000.0, &formats.money)?;
    sheet.write_string(at, 10, row.caseworker)?;
    Ok(oere)
}

fn kroner(oere: i64) -> f64 {
    oere as f64 / 100.0
}

/// A real date, or the text that someone typed.
fn date(
    sheet: &mut Worksheet,
    at: u32,
    column: u16,
    day: Date,
    habit: u32,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let (y, m, d) = day.parts();
    if habit % 7 < 3 {
        sheet.write_string(at, column, format!("{d:02}/{m:02}/{:02}", y % 100))?;
    } else {
        let real = ExcelDateTime::from_ymd(y as u16, m as u8, d as u8)?;
        sheet.write_datetime_with_format(at, column, &real, &formats.date)?;
    }
    Ok(())
}
