//! The examples that are workbooks, as people make them.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};
use std::path::Path;

/// The spreadsheet example: `#` is before a number, `@` before a date, anything else is text.
const YDELSESLISTE: &[&str] = &[
    "#302800010|Prøve Et|#104|Dagtilbuddet Engen|#1018099515|Varde Kommunes|@2021-01-01||#493490.95|#1352.03|Team Voksen 1",
    "#1506750021|Prøve To|107|Bostedet Bakken|1019000017|Privat tilbud|@2022-03-01|31/12/23|#1645000|#2450|Team Voksen 2",
    "221190-0030|Prøve Tre|105/85|Bofællesskabet Åsen||Øvrige Kommuners|01/07/20|@9999-12-31|#498000|#3405.3296703296705|Team Voksen 1",
    "#903660040|Prøve Fire|#85|Intet|||@2024-02-01|01-02-2024|#0|1.352,0300|Team Voksen 3",
    "281282-0050|Prøve Fem|#96.1|intet|||@2023-01-01|@2022-12-31|#1224848.2|#3365|",
    "1205990060|Prøve Seks|238a|Særlig plads|1018099549|Region|#45047|31/12/2023|#100|#N/A|Team Voksen 2",
    "508710071|Prøve Syv|§105/85|Lundbo §105/85||Varde Kommunes|31/02/21||#100|#188|Team Voksen 4",
    "AB1704-8800|Prøve Otte|104|Dagtilbuddet Engen||Varde Kommunes|@2021-01-01||#100|#188|Team Voksen 4",
    "Sum:||||||||#4461000||",
];

/// A workbook that says the same day of its making each time.
fn book() -> Workbook {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 3, 1).unwrap();
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    book
}

/// Writes rows of cells from a row on.
fn rows(sheet: &mut Worksheet, first: u32, rows: &[&str]) {
    let as_date = Format::new().set_num_format("dd-mm-yyyy");
    for (at, row) in (first..).zip(rows) {
        for (column, value) in (0..).zip(row.split('|')) {
            let number = value.strip_prefix('#').and_then(|n| n.parse::<f64>().ok());
            if let Some(number) = number {
                sheet.write_number(at, column, number).unwrap();
            } else if let Some(day) = value.strip_prefix('@') {
                let day = ExcelDateTime::parse_from_str(day).unwrap();
                sheet.write_datetime_with_format(at, column, &day, &as_date).unwrap();
            } else if !value.is_empty() {
                sheet.write_string(at, column, value).unwrap();
            }
        }
    }
}

/// Writes the example of `boern_og_voksne`: numbers of persons as numbers and as text, dates of both kinds.
pub(super) fn ydelsesliste(path: &Path) {
    let headings = "Sagens personnummer|Sagspersons navn|Paragraf nummer|Stedets navn|P-nummer|Ejer|Startdato|Slutdato|\
                    Beløb|Dagstakst|Sagsbehandler";
    let mut book = book();
    let sheet = book.add_worksheet().set_name("Ydelser").unwrap();
    sheet.write_string(0, 0, "Ydelsesliste, voksne").unwrap();
    sheet.write_string(1, 0, "Udtrukket: 01-03-2026").unwrap();
    sheet.write_string(1, 3, "Periode: 01-01-2020 - 28-02-2026").unwrap();
    rows(sheet, 2, &[headings]);
    rows(sheet, 3, YDELSESLISTE);
    book.save(path).unwrap();
}

/// Groups with sums between them, an open end, a lost zero, a repeated pair of headings.
const DISPOSITIONSARK: &[&str] = &[
    "§ 107 Midlertidigt botilbud",
    "#1506750021|Prøve To|107|Bostedet Bakken|@2026-01-01|@2026-12-31|#894250|#2450|Team Voksen 2",
    "281282-0050|Prøve Fem|§ 107|Bostedet Bakken|@2026-03-01|@2026-08-31|#450800.5|#2450|Team Voksen 2",
    "|Sum § 107|||||#1345050.5||",
    "§ 108 Længerevarende botilbud",
    "#508710071|Prøve Syv|108|Fonden Højen|#46023||#1200000|#3287.67|Team Voksen 4",
    "120599-0060|Prøve Seks|108|Fonden Højen|01-01-2026|31/12/26|Ikke aftalt||",
    "|I alt § 108|||||#1200000||",
    "Borger||Paragraf|Tilbud|Periode||Økonomi||Rådgiver",
    "CPR|Navn|||Fra|Til|Beløb 2026|Dagstakst|",
    "||104||@2026-01-01|@2026-12-31|#98000|#268.49|Ny borger, april",
    "#302800010|Prøve Et|104|Dagtilbuddet Engen|@2026-01-01|@2026-02-28|#79769.77|#1352.03|Team Voksen 1",
    "I alt||||||#2722820.27||",
];

/// Writes the example of `dispositionsark`: a title, two rows of headings with merged cells, colours, a hidden column.
pub(super) fn dispositionsark(path: &Path) {
    let mut book = book();
    let sheet = book.add_worksheet().set_name("Voksne 2026").unwrap();
    let head =
        Format::new().set_bold().set_align(FormatAlign::Center).set_background_color(Color::RGB(0x00C6_E0B4));
    let red = Format::new().set_background_color(Color::RGB(0x00FF_C7CE));
    sheet.write_string(0, 0, "Disponering 2026, voksne med særlige behov").unwrap();
    sheet.write_string(1, 0, "Udtrukket: 01-03-2026").unwrap();
    for (first, last, text) in [(0, 1, "Borger"), (4, 5, "Periode"), (6, 7, "Økonomi")] {
        sheet.merge_range(3, first, 3, last, text, &head).unwrap();
    }
    for (column, text) in [(2, "Paragraf"), (3, "Tilbud"), (8, "Rådgiver")] {
        sheet.merge_range(3, column, 4, column, text, &head).unwrap();
    }
    for (column, text) in
        [(0, "CPR"), (1, "Navn"), (4, "Fra"), (5, "Til"), (6, "Beløb 2026"), (7, "Dagstakst")]
    {
        sheet.write_string_with_format(4, column, text, &head).unwrap();
    }
    rows(sheet, 5, DISPOSITIONSARK);
    sheet.set_cell_format(6, 6, &red).unwrap();
    sheet.set_column_hidden(7).unwrap();
    sheet.set_row_hidden(7).unwrap();
    book.save(path).unwrap();
}

/// With and without a citizen, each state, an uncertain one as a percent cell and as a number.
const FORVENTNINGER: &[&str] = &[
    "CPR-nr.|Betegnelse|Paragraf|Leverandør|Forventet start|Forventet slut|Takst|Enhed|Antal|Sandsynlighed|Ansvarlig|Status",
    "#302800010|Skifter til § 107|SEL § 107|Bostedet Bakken|@2026-06-01||#2450|Døgn||#0.75|Myndighed 1|Forventet",
    "|Ung, 17 år|SEL § 108||@2026-09-01|@2027-08-31|#3287.67|Døgn||#50|Myndighed 1|",
    "|To timer om ugen|SEL § 85|BUM-korpset|01-04-2026||412,50|Time pr. uge|#2||Myndighed 2|Udskudt",
    "150675-0021|Dagtilbud|104|Dagtilbuddet Engen|@2026-02-01||#1352.03|Døgn|||Myndighed 2|realiseret",
    "0000000000|Flytter alligevel ikke|SEL § 107||@2026-02-01||#2450|Døgn||100 %|Myndighed 2|Aflyst",
    "030280-00|Nummeret mangler cifre|SEL § 107||@2026-02-01||#2450|Døgn||||Måske",
    "|Uden start|SEL § 107||||#2450|Døgn|||Myndighed 2|Forventet",
    "||SEL § 107||@2026-02-01||#2450|Døgn|||Myndighed 2|Forventet",
    "|Uden paragraf|||@2026-02-01||#2450|Døgn|||Myndighed 2|Forventet",
    "|Uden takst|SEL § 107||@2026-02-01|||Døgn|||Myndighed 2|Forventet",
    "|For sikker|SEL § 107||@2026-02-01||#2450|Døgn||#150|Myndighed 2|Forventet",
];

/// Writes the example of `forventninger`.
pub(super) fn forventninger(path: &Path) {
    let mut book = book();
    let sheet = book.add_worksheet().set_name("Forventninger").unwrap();
    rows(sheet, 0, FORVENTNINGER);
    book.save(path).unwrap();
}
