//! Spreadsheets as people make them.

use crate::books::{Book, packed};
use crate::support::{child, read, read_with, rows};
use ingest::read::{FileKind, ReadHints, read_rows};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::ops::ControlFlow;

#[test]
fn a_workbook_of_excel_is_read_as_it_means() {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd-mm-yyyy");
    let clock = Format::new().set_num_format("dd-mm-yyyy hh:mm");
    let kroner = Format::new().set_num_format("#,##0.00 \"kr. om måneden\"");
    let percent = Format::new().set_num_format("0.0%");
    let sheet = book.add_worksheet().set_name("Ydelser").unwrap();
    sheet.write_string(1, 0, "A\u{30A}rhus").unwrap();
    sheet.write_number(1, 2, 1352.03).unwrap();
    sheet.write_number_with_format(2, 0, 41_912.93, &kroner).unwrap();
    sheet.write_number_with_format(2, 1, 0.05, &percent).unwrap();
    sheet.write_number(2, 2, 0.1 + 0.2).unwrap();
    sheet.write_number(2, 3, 101_900_000).unwrap();
    let some_day = ExcelDateTime::from_ymd(2021, 12, 31).unwrap();
    sheet.write_datetime_with_format(3, 0, &some_day, &date).unwrap();
    let some_time = ExcelDateTime::from_ymd(2021, 12, 31).unwrap().and_hms(23, 59, 59).unwrap();
    sheet.write_datetime_with_format(3, 1, &some_time, &clock).unwrap();
    sheet.write_datetime_with_format(3, 2, ExcelDateTime::from_ymd(1900, 1, 1).unwrap(), &date).unwrap();
    sheet.write_boolean(4, 0, true).unwrap();
    sheet.write_boolean(4, 1, false).unwrap();
    sheet.write_formula(4, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_formula(4, 3, Formula::new("=A1").set_result("ord")).unwrap();
    sheet.write_blank(9, 9, &date).unwrap();
    let hidden = book.add_worksheet().set_name("Skjult").unwrap();
    hidden.set_hidden(true);
    hidden.write_string(0, 0, "x").unwrap();
    let bytes = book.save_to_buffer().unwrap();

    let (summary, found) = read("a.csv", &bytes).unwrap();
    assert_eq!(
        found,
        [
            "Ydelser!2: Århus||1352.03#",
            "Ydelser!3: 41912.93#|0.05#|0.3#|101900000#",
            "Ydelser!4: 2021-12-31@|2021-12-31@|1900-01-01@",
            "Ydelser!5: SAND|FALSK|!#DIV/0!|ord",
            "Skjult!1: x",
        ]
    );
    assert_eq!(summary.kind, FileKind::Xlsx);
    assert_eq!(summary.sheets, ["Ydelser", "Skjult"]);
    assert_eq!(summary.hidden_sheets, ["Skjult"]);
    assert_eq!((summary.rows, summary.encoding, summary.separator), (5, None, None));
    let peak = summary.child_peak_kib.expect("the child tells");
    assert!(peak < 256 << 10, "{peak}");
}

#[test]
fn only_the_wanted_sheet_is_read() {
    let row = |n: u32| format!("<row r=\"{n}\"><c r=\"A{n}\"><v>{n}</v></c></row>");
    let bytes = Book::new().sheet("Vejledning", &row(1)).sheet("Data ", &row(2)).bytes();
    let hints = ReadHints { sheet: Some("data".to_owned()), ..ReadHints::default() };
    let (summary, found) = read_with("a.xlsx", &mut &bytes[..], &hints, &child()).unwrap();
    assert_eq!(found, ["Data !2: 2#"]);
    assert_eq!(summary.sheets, ["Vejledning", "Data "]);
}

#[test]
fn both_date_systems() {
    let row = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>42735</v></c><c r=\"B1\" s=\"1\"><v>59</v></c><c r=\"C1\" s=\"1\"><v>60</v></c><c r=\"D1\" s=\"1\"><v>2958465</v></c><c r=\"E1\" s=\"1\"><v>-3</v></c></row>";
    // Day 60 is 29 February 1900 in Excel, a day that never was.
    let expected = "Ark1!1: 2016-12-31@|1900-02-28@|60#|9999-12-31@|-3#";
    assert_eq!(rows("a.xlsx", &Book::of(row).bytes()), [expected]);
    let early = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>42735</v></c><c r=\"B1\" s=\"1\"><v>60</v></c></row>";
    assert_eq!(rows("a.xlsx", &Book::of(early).date_1904().bytes()), ["Ark1!1: 2021-01-01@|1904-03-01@"]);
}

#[test]
fn values_written_in_unusual_ways() {
    let row = "<row r=\"4\"><c r=\"A4\" s=\"2\"><v>1.5625</v></c><c r=\"B4\" s=\"1\"><v>0.5</v></c><c r=\"C4\" t=\"d\"><v>2021-02-28T00:00:00</v></c><c r=\"D4\" t=\"e\"><v>#N/A</v></c><c r=\"E4\" s=\"3\"><v>1352.0299999999999</v></c><c r=\"F4\"><v>1E+20</v></c><c r=\"G4\"><v>1E-7</v></c><c r=\"H4\"><v>-0</v></c><c r=\"I4\" t=\"str\"><f>A1</f><v>§ 103</v></c><c r=\"J4\"><v>1239540.0000000002</v></c></row>";
    assert_eq!(
        rows("a.xlsx", &Book::of(row).bytes()),
        [
            "Ark1!4: 37:30|12:00|2021-02-28@|!#N/A|1352.03#|100000000000000000000#|0.0000001#|0#|§ 103|1239540#"
        ]
    );
}

#[test]
fn texts_in_pieces_empty_texts_and_places_left_out() {
    let shared = "<sst><si><t xml:space=\"preserve\"> a </t></si><si/><si><r><t>b</t></r><r><t>c</t></r></si><si><t>&lt;d&gt; &amp; e</t></si></sst>";
    let rows_xml = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c></row><row/><row><c t=\"s\"><v>3</v></c></row>";
    assert_eq!(
        rows("a.xlsx", &Book::of(rows_xml).shared(shared).bytes()),
        ["Ark1!1:  a ||bc", "Ark1!3: <d> & e"]
    );
}

#[test]
fn a_workbook_with_macros_is_only_read() {
    let row = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
    let bytes = Book::of(row).part("xl/vbaProject.bin", *b"not even a project").bytes();
    let (summary, found) = read("a.xlsm", &bytes).unwrap();
    assert_eq!((summary.kind, found), (FileKind::Xlsm, vec!["Ark1!1: 1#".to_owned()]));
}

#[test]
fn an_open_document_is_read() {
    let content = "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"Ark1\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>Ærø</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"12.5\"><text:p>12,5</text:p></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2021-12-31\"><text:p>x</text:p></table:table-cell><table:table-cell office:value-type=\"time\" office:time-value=\"PT37H30M00S\"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
    let bytes = packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml", content.as_bytes().to_vec()),
        ("META-INF/manifest.xml", b"<manifest/>".to_vec()),
    ]);
    let (summary, found) = read("a.ods", &bytes).unwrap();
    assert_eq!(summary.kind, FileKind::Ods);
    assert_eq!(found, ["Ark1!1: Ærø|12.5#|2021-12-31@|37:30"]);
}

#[test]
fn the_sink_may_stop_a_long_sheet() {
    let rows_xml: String =
        (1..=50_000).map(|r| format!("<row r=\"{r}\"><c r=\"A{r}\"><v>{r}</v></c></row>")).collect();
    let bytes = Book::of(&rows_xml).bytes();
    let mut seen = 0;
    let summary = read_rows("a.xlsx", &mut &bytes[..], 0, &ReadHints::default(), &child(), &mut |_| {
        seen += 1;
        if seen == 7 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert_eq!((seen, summary.rows, summary.stopped), (7, 7, true));
    assert_eq!(rows("a.xlsx", &bytes).len(), 50_000);
}
