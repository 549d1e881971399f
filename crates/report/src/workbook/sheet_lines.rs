//! A sheet's lines beside the product's as a workbook: what was asked, the lines, and what each column means.

use super::book;
use super::sheet::{Cell, Sheet};
use crate::sheet_lines::{SheetLine, SheetLines};
use domain::amount::Oere;
use std::io;

const HEADINGS: [&str; 11] = [
    "Borger",
    "Paragraf",
    "Arket, kr.",
    "Systemet, kr.",
    "Forskel, kr.",
    "Dage i arket",
    "Dage i systemet",
    "Stand",
    "Årsag",
    "Hvad data siger",
    "Forklaring",
];
const WIDTHS: [f64; 11] = [12.0, 14.0, 15.0, 15.0, 15.0, 9.0, 10.0, 13.0, 16.0, 60.0, 50.0];
const MEANS: [&str; 11] = [
    "Borgerens id i Ottetal.",
    "Paragraffen, som Fælles sprog skriver den.",
    "Kroner i året efter arket, før momsafløftning. Tom: arket har ikke linjen.",
    "Kroner i året, som systemet er disponeret, før momsafløftning. Tom: systemet har ikke linjen.",
    "Arket minus systemet.",
    "Dage i året i arket.",
    "Dage i året i systemet.",
    "Ens, forklaret eller uforklaret.",
    "Det, data siger om forskellen, med ét ord.",
    "Det samme i en sætning.",
    "Det, en medarbejder har skrevet. Det gælder, så længe forskellen er den samme på kronen.",
];

/// Writes the lines as a workbook.
///
/// # Errors
/// Where a sheet cannot be written: a fault of the program, not of the data.
pub fn write(list: &SheetLines) -> io::Result<Vec<u8>> {
    book(&list.title, list.day, |styles| {
        let mut sheet = Sheet::titled("Linjer", &list.title, &list.basis, styles, 9)?;
        let title = format!("{} mod {}", list.title, list.system);
        let said = [list.answer.as_str(), &list.asked, &list.basis];
        sheet.list(&title, &said, (&WIDTHS, &HEADINGS), list.lines.iter().map(cells))?;
        let mut means = Sheet::titled("Kolonner", &list.title, &list.basis, styles, 9)?;
        means.widths(&[20.0, 90.0])?;
        means.head(&["Kolonne", "Betyder"])?;
        for (heading, text) in HEADINGS.iter().zip(MEANS) {
            means.row([Cell::Text((*heading).to_owned()), Cell::Long(text.to_owned())])?;
        }
        Ok(vec![sheet.done(), means.done()])
    })
}

fn cells(line: &SheetLine) -> [Cell; 11] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let kroner = |oere: Option<Oere>| oere.map_or(Cell::Empty, |oere| Cell::Kroner(Some(oere)));
    let days = |days: Option<i64>| days.map_or(Cell::Empty, Cell::Whole);
    let of = |oere: Option<Oere>| oere.unwrap_or(Oere(0));
    [
        text(&line.citizen),
        text(&line.paragraf),
        kroner(line.sheet),
        kroner(line.system),
        Cell::Kroner(Some(of(line.sheet) - of(line.system))),
        days(line.sheet_days),
        days(line.system_days),
        text(&line.standing),
        text(&line.why),
        Cell::Long(line.text.clone()),
        Cell::Long(line.written.clone()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use domain::calendar::Day;

    #[test]
    fn a_line_of_one_side_has_empty_cells_and_its_difference() {
        let line = SheetLine {
            citizen: "B-000001".to_owned(),
            paragraf: "SEL § 107".to_owned(),
            sheet: Some(Oere(123_456)),
            system: None,
            sheet_days: Some(31),
            system_days: None,
            standing: "uforklaret".to_owned(),
            why: "kun i arket".to_owned(),
            text: "AS2007 har ingen bevilling til borgeren.".to_owned(),
            written: "=1+1".to_owned(),
        };
        let list = SheetLines {
            title: "Disponeringsark & mere".to_owned(),
            system: "AS2007".to_owned(),
            basis: "Grundlag 01-03-2026".to_owned(),
            day: Day::parse("2026-03-01").expect("en dag"),
            asked: "Uforklarede linjer".to_owned(),
            answer: "1 linje".to_owned(),
            lines: vec![line],
        };
        let mut book: Xlsx<_> =
            Xlsx::new(io::Cursor::new(write(&list).expect("en mappe"))).expect("en mappe");
        let sheet = book.worksheet_range("Linjer").expect("et ark");
        let row = sheet.rows().find(|row| row[0] == "B-000001").expect("rækken");
        assert!(matches!(row[2], Data::Float(kroner) if kroner == 1234.56), "{:?}", row[2]);
        assert!(matches!(row[3], Data::Empty) && matches!(row[6], Data::Empty));
        assert!(matches!(row[4], Data::Float(kroner) if kroner == 1234.56), "{:?}", row[4]);
        assert_eq!(row[10].to_string(), "=1+1");
        assert_eq!(book.worksheet_range("Kolonner").expect("et ark").rows().count(), 12);
    }
}
