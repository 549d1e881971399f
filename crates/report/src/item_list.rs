//! The list of deviations as a file: the lines that somebody asked for, in the order in which they were shown.
//!
//! Invariant: what the one who asks may not see is not here: whoever fills a line leaves it out.

use crate::csv::{BOM, text, writer};
use crate::danish;
use domain::amount::Oere;
use domain::calendar::{Day, Period};
use std::borrow::Cow;
use std::io::{self, Write};

/// A deviation as a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemLine {
    /// `A-` and six characters.
    pub item: String,
    /// Its status in words.
    pub status: String,
    /// Why, where a person said it.
    pub reason: String,
    /// The last day on which that holds.
    pub until: Option<Day>,
    /// Who has it.
    pub responsible: String,
    /// The rule's name.
    pub rule: String,
    /// The systems' titles.
    pub systems: String,
    /// The paragraph as written.
    pub paragraf: String,
    /// `B-` and six characters.
    pub citizen: String,
    /// The attribute that differs; empty where days do.
    pub attribute: String,
    /// The days.
    pub period: Period,
    /// Kroner; `None` is unknown.
    pub oere: Option<Oere>,
    /// Supplements; `None` is unknown.
    pub oere_tillaeg: Option<Oere>,
    /// What it shares with others.
    pub shared: String,
    /// What to put right and where.
    pub message: String,
    /// The day of the basis that had it first.
    pub first: Day,
    /// The day of the basis that had it last.
    pub last: Day,
    /// Days since it was first seen.
    pub age_days: i64,
}

/// The list with what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemList {
    /// The basis of the figures, in words.
    pub basis: String,
    /// The day that the file carries: never the clock's.
    pub day: Day,
    /// What was asked for, in words.
    pub asked: String,
    /// How many and how much, in words.
    pub answer: String,
    /// The lines.
    pub lines: Vec<ItemLine>,
}

/// The headings, in the order of the cells.
pub(crate) const HEADINGS: [&str; 20] = [
    "Afvigelse",
    "Status",
    "Grund",
    "Gælder til",
    "Ansvarlig",
    "Regel",
    "Hvad",
    "Systemer",
    "Paragraf",
    "Borger",
    "Fra",
    "Til",
    "Dage",
    "Kroner",
    "Tillæg",
    "Fælles",
    "Besked",
    "Først set",
    "Sidst set",
    "Alder i dage",
];

/// Writes the list, a row a deviation under one row of headings.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn csv(list: &ItemList, out: &mut impl Write) -> io::Result<()> {
    out.write_all(BOM)?;
    let mut writer = writer(&mut *out);
    writer.write_record(HEADINGS)?;
    for line in &list.lines {
        for cell in cells(line) {
            writer.write_field(cell.as_ref())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

fn cells(line: &ItemLine) -> [Cow<'_, str>; 20] {
    let amount = |oere: Option<Oere>| oere.map_or_else(|| "ukendt".to_owned(), danish::kroner_and_oere);
    [
        text(line.item.as_str()),
        text(line.status.as_str()),
        text(line.reason.as_str()),
        text(line.until.map_or_else(String::new, Day::danish)),
        text(line.responsible.as_str()),
        text(line.rule.as_str()),
        text(line.attribute.as_str()),
        text(line.systems.as_str()),
        text(line.paragraf.as_str()),
        text(line.citizen.as_str()),
        text(line.period.from.danish()),
        text(line.period.last_day().danish()),
        Cow::Owned(line.period.days().to_string()),
        Cow::Owned(amount(line.oere)),
        Cow::Owned(amount(line.oere_tillaeg)),
        text(line.shared.as_str()),
        text(line.message.as_str()),
        text(line.first.danish()),
        text(line.last.danish()),
        Cow::Owned(line.age_days.to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn list() -> ItemList {
        let day = |text: &str| Day::parse(text).expect("en dag");
        let line = ItemLine {
            item: "A-000001".to_owned(),
            status: "Åben".to_owned(),
            reason: "=1+1".to_owned(),
            until: None,
            responsible: "Visitation".to_owned(),
            rule: "Dage kun i System 2".to_owned(),
            systems: "Nexus og AS2007".to_owned(),
            paragraf: "SEL § 107".to_owned(),
            citizen: "B-000001".to_owned(),
            attribute: String::new(),
            period: Period::from_included(day("2026-01-01"), day("2026-01-31")).expect("dage"),
            oere: Some(Oere(-123_456)),
            oere_tillaeg: None,
            shared: String::new(),
            message: "Ret perioden.".to_owned(),
            first: day("2026-02-01"),
            last: day("2026-03-01"),
            age_days: 28,
        };
        ItemList {
            basis: "Grundlag 01-03-2026".to_owned(),
            day: day("2026-03-01"),
            asked: "Åbne afvigelser på SEL § 107".to_owned(),
            answer: "1 afvigelse hos 1 borger".to_owned(),
            lines: vec![line],
        }
    }

    #[test]
    fn a_text_of_people_is_no_formula_and_numbers_stay_numbers() {
        let mut out = Vec::new();
        csv(&list(), &mut out).expect("bytes");
        let text = String::from_utf8(out).expect("tekst");
        let line = text.lines().nth(1).expect("en linje");
        assert!(line.contains(";'=1+1;"), "{line}");
        assert!(line.contains(";01-01-2026;31-01-2026;31;-1234,56;ukendt;"), "{line}");
    }

    #[test]
    fn a_workbook_says_what_was_asked_and_has_typed_cells() {
        use calamine::{Data, Reader, Xlsx};
        let bytes = crate::workbook::items(&list()).expect("en mappe");
        assert_eq!(bytes, crate::workbook::items(&list()).expect("en mappe"), "samme liste, samme bytes");
        let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(bytes)).expect("en mappe");
        let sheet = book.worksheet_range("Afvigelser").expect("et ark");
        let texts: Vec<String> = sheet.rows().take(5).map(|row| row[0].to_string()).collect();
        assert!(texts.iter().any(|text| text.contains("SEL § 107")), "{texts:?}");
        let row = sheet.rows().find(|row| row[0] == "A-000001").expect("rækken");
        assert_eq!(row[2].to_string(), "=1+1");
        assert!(matches!(row[10], Data::DateTime(_)), "{:?}", row[10]);
        assert!(matches!(row[12], Data::Float(days) if days == 31.0), "{:?}", row[12]);
        assert!(matches!(row[13], Data::Float(kroner) if kroner == -1234.56), "{:?}", row[13]);
        assert_eq!(row[14].to_string(), "ukendt");
    }
}
