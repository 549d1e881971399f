//! Spreadsheets that are broken or meant to harm, and children that do: a Danish sentence each, in bounded memory.

use crate::books::{Book, noise, packed};
use crate::gauge;
use crate::support::{child, read, read_with, refused, rows, says, shell};
use ingest::child::ChildProgram;
use ingest::read::{FileKind, ReadHints};
use std::time::{Duration, Instant};

const ROW: &str = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";

/// An OLE file with these names in its directory.
fn ole(names: &[&str]) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(512, 0);
    for name in names {
        let from = bytes.len();
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(from + 128, 0);
    }
    bytes.resize(4096, 0);
    bytes
}

#[test]
fn a_password() {
    refused(
        "a.xlsx",
        &ole(&["Root Entry", "EncryptionInfo", "EncryptedPackage"]),
        "beskyttet med en adgangskode",
    );
}

#[test]
fn other_office_files() {
    refused("a.xls", &ole(&["Root Entry", "WordDocument"]), "men et Word-dokument");
    refused("a.xls", &ole(&["Root Entry"]), "en ældre Office-fil uden projektmappe i");
    refused("a.xls", &ole(&["Root Entry", "Workbook"]), "en del af filen kan ikke pakkes ud eller mangler");
    let parts = |name| packed(&[("[Content_Types].xml", b"<Types/>".to_vec()), (name, b"<x/>".to_vec())]);
    refused("a.xlsx", &parts("word/document.xml"), "men et Word-dokument");
    refused("a.xlsx", &parts("ppt/presentation.xml"), "men en PowerPoint-præsentation");
    refused("a.xlsb", &parts("xl/workbook.bin"), "en binær Excel-projektmappe (.xlsb)");
    refused(
        "a.ods",
        &packed(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
            ("content.xml", vec![]),
        ]),
        "uden regneark",
    );
}

#[test]
fn a_zip_of_something_else() {
    refused("a.xlsx", &packed(&[("udtraek.csv", b"a;b\n".to_vec())]), "Filen er pakket (en ZIP-fil)");
    refused("a.xlsx", &packed(&[]), "Filen er pakket (en ZIP-fil)");
    refused("a.xlsx", b"PK\x03\x04 og ikke mere", "slutningen af filen mangler");
}

#[test]
fn cut_short() {
    let whole = Book::of(&ROW.repeat(50)).bytes();
    for part in [5, 10, 50, 90, 99] {
        refused("a.xlsx", &whole[..whole.len() * part / 100], "slutningen af filen mangler");
    }
}

#[test]
fn parts_that_are_missing() {
    let parts =
        |more: &str| packed(&[("[Content_Types].xml", b"<Types/>".to_vec()), (more, b"<x/>".to_vec())]);
    refused("a.xlsx", &parts("xl/workbook.xml"), "en del af filen kan ikke pakkes ud eller mangler");
    refused("a.xlsx", &Book::new().bytes(), "det har ingen ark");
}

#[test]
fn bytes_changed_at_random() {
    let rows: String =
        (1..200).map(|r| format!("<row r=\"{r}\"><c r=\"A{r}\"><v>{r}.5</v></c></row>")).collect();
    let whole = Book::of(&rows).bytes();
    let places = noise(120);
    for (i, pair) in places.chunks(2).enumerate() {
        let mut bytes = whole.clone();
        let at = (usize::from(pair[0]) * 7919 + usize::from(pair[1]) * 104_729 + i * 31) % bytes.len();
        bytes[at] ^= 1 << (i % 8);
        // Either it is read, or there is a sentence; the process lives in both cases.
        if let Err(error) = read("a.xlsx", &bytes) {
            assert!(error.to_string().ends_with('.'), "{error}");
        }
    }
}

#[test]
fn one_cell_in_the_last_corner() {
    let corner = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    refused("a.xlsx", &Book::of(corner).bytes(), "Række 1048576 i arket »Ark1« har mere end 1000 kolonner");
    let both = format!("{ROW}<row r=\"1048576\"><c r=\"ALL1048576\"><v>2</v></c></row>");
    let found = rows("a.xlsx", &Book::of(&both).bytes());
    assert_eq!((found.len(), found[0].as_str()), (2, "Ark1!1: 1#"));
    assert!(found[1].starts_with("Ark1!1048576: ||") && found[1].ends_with("|2#"));
}

#[test]
fn a_dimension_that_lies() {
    for (dimension, readable) in [("A1:XFD1048576", true), ("B7", true), ("A1:A0", false), ("rod", false)] {
        let xml =
            format!("<worksheet><dimension ref=\"{dimension}\"/><sheetData>{ROW}</sheetData></worksheet>");
        let outcome = read("a.xlsx", &Book::new().raw_sheet("Ark1", &xml).bytes());
        assert_eq!(outcome.is_ok(), readable, "{dimension}: {outcome:?}");
    }
    let backwards = format!("<worksheet><dimension ref=\"C9:A1\"/><sheetData>{ROW}</sheetData></worksheet>");
    if let Err(error) = read("a.xlsx", &Book::new().raw_sheet("Ark1", &backwards).bytes()) {
        assert!(error.to_string().contains("gik i stå"), "{error}");
    }
}

/// Says in the table of contents and before each part that it is `size` bytes unpacked.
fn declare(mut bytes: Vec<u8>, size: u32) -> Vec<u8> {
    for (signature, at) in [(b"PK\x01\x02", 24), (b"PK\x03\x04", 22)] {
        let places: Vec<usize> =
            (0..bytes.len() - 46).filter(|&i| bytes[i..].starts_with(signature)).collect();
        for place in places {
            bytes[place + at..place + at + 4].copy_from_slice(&size.to_le_bytes());
        }
    }
    bytes
}

#[test]
fn a_zip_bomb() {
    refused("a.xlsx", &declare(Book::of(ROW).bytes(), 50 << 20), "pakket ud. Det ligner ikke et udtræk");
    refused("a.xlsx", &declare(Book::of(ROW).bytes(), 3 << 30), "zip-bombe");
}

#[test]
fn no_rows() {
    refused("a.xlsx", &Book::of("").bytes(), "Filen er tom: der er ingen rækker i den");
    refused("a.xlsx", &Book::of("<row r=\"1\"><c r=\"A1\" s=\"1\"/></row>").bytes(), "Filen er tom");
}

#[test]
fn more_rows_than_a_sheet_has() {
    let rows = "<row><c><v>1</v></c></row>".repeat((1 << 20) + 1);
    let message = read("a.xlsx", &Book::of(&rows).bytes()).map(|_| ()).expect_err("refused").to_string();
    assert!(message.contains("indholdet følger ikke formatet"), "{message}");
}

#[test]
fn a_zip_bomb_that_lies_about_its_size() {
    let spaces = format!("{ROW}{}", " ".repeat(280 << 20));
    let bytes = declare(Book::of(&spaces).bytes(), 60);
    let message = read("a.xlsx", &bytes).map(|_| ()).expect_err("it is refused").to_string();
    assert!(message.contains("hukommelse") || message.contains("beskadiget"), "{message}");
}

#[test]
fn shared_strings_that_take_all_memory() {
    // Many small texts of one letter take far more than they fill in the file.
    let mut small = b"<sst>".to_vec();
    for text in noise(5 << 20).chunks(1) {
        small.extend(b"<si><t>");
        small.extend(text);
        small.extend(b"</t></si>");
    }
    small.extend(b"</sst>");
    refused("a.xlsx", &Book::of(ROW).shared(small).bytes(), "kræver mere hukommelse end de 256 MB");
    let largest = gauge::largest().expect("children were seen");
    assert!((100 << 20..=256 << 20).contains(&largest), "{largest}");
}

#[test]
fn shared_strings_that_promise_too_many() {
    for count in ["4000000000", "18446744073709551615"] {
        let xml = format!("<sst uniqueCount=\"{count}\"><si><t>x</t></si></sst>");
        refused("a.xlsx", &Book::of(ROW).shared(xml).bytes(), "kræver mere hukommelse");
    }
}

#[test]
fn shared_strings_that_are_not_there() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>";
    refused("a.xlsx", &Book::of(rows).bytes(), "indholdet følger ikke formatet");
}

#[test]
fn markup_of_a_million_levels() {
    let deep = format!("{ROW}{}", "<x>".repeat(1_000_000));
    assert_eq!(rows("a.xlsx", &Book::of(&deep).bytes()), ["Ark1!1: 1#"]);
    let closed = format!("{}{}{ROW}", "<x>".repeat(500_000), "</x>".repeat(500_000));
    assert_eq!(rows("a.xlsx", &Book::of(&closed).bytes()), ["Ark1!1: 1#"]);
}

#[test]
fn entities_that_grow() {
    let mut entities = "<!ENTITY a0 \"ha\">".to_owned();
    for i in 1..40 {
        entities += &format!("<!ENTITY a{i} \"&a{0};&a{0};\">", i - 1);
    }
    let xml = format!(
        "<!DOCTYPE x [{entities}]><worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&a39;</t></is></c></row></sheetData></worksheet>"
    );
    let bytes = Book::new().raw_sheet("Ark1", &xml).bytes();
    match read("a.xlsx", &bytes) {
        Ok((_, rows)) => assert!(rows.iter().all(|row| row.len() < 100), "nothing has grown"),
        Err(error) => assert!(error.to_string().starts_with("Regnearket er beskadiget"), "{error}"),
    }
}

#[test]
fn two_sheets_of_one_name() {
    let book = Book::new().sheet("Data", ROW).sheet("Data", ROW);
    refused("a.xlsx", &book.bytes(), "flere ark, der hedder »Data«");
}

#[test]
fn a_sheet_that_is_not_there() {
    let hints = ReadHints { sheet: Some("Masteroversigt".to_owned()), ..ReadHints::default() };
    let bytes = Book::new().sheet("Data", ROW).sheet("Vejledning", ROW).bytes();
    says(
        read_with("a.xlsx", &mut &bytes[..], &hints, &child()),
        "intet ark, der hedder »Masteroversigt«. Det har: Data, Vejledning.",
    );
}

#[test]
fn rows_and_cells_out_of_order() {
    let rows = "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
    refused("a.xlsx", &Book::of(rows).bytes(), "står ikke i rækkefølge");
    let cells = "<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>";
    refused("a.xlsx", &Book::of(cells).bytes(), "står ikke i rækkefølge");
    let twice = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>";
    refused("a.xlsx", &Book::of(twice).bytes(), "står ikke i rækkefølge");
}

#[test]
fn cells_that_no_sheet_can_hold() {
    let text =
        |text: &str| format!("<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>");
    let long = Book::of(&text(&"x".repeat(40_000))).bytes();
    refused("a.xlsx", &long, "Række 3 i arket »Ark1« har en celle på mere end 32767 tegn");
    let giant = Book::of(&text(&"x".repeat(90 << 20))).bytes();
    let message = read("a.xlsx", &giant).map(|_| ()).expect_err("refused").to_string();
    assert!(message.contains("hukommelse") || message.contains("tegn"), "{message}");
}

#[test]
fn too_much_of_it() {
    let rows: String = (1..10).map(|r| format!("<row r=\"{r}\"><c r=\"A{r}\"><v>1</v></c></row>")).collect();
    let bytes = Book::of(&rows).bytes();
    let few = ReadHints { rows_max: 3, ..ReadHints::default() };
    says(read_with("a.xlsx", &mut &bytes[..], &few, &child()), "Filen har mere end 3 rækker");
    let small = ReadHints { spreadsheet_max: 100, ..ReadHints::default() };
    says(read_with("a.xlsx", &mut &bytes[..], &small, &child()), "Regnearket er for stort");
}

#[test]
fn a_repeated_open_document_row() {
    let content = "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"Ark1\"><table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16000\" office:value-type=\"float\" office:value=\"1\"><text:p>1</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
    let bytes = packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml", content.as_bytes().to_vec()),
        ("META-INF/manifest.xml", b"<manifest/>".to_vec()),
    ]);
    let message = read("a.ods", &bytes).expect_err("refused").to_string();
    assert!(message.starts_with("Regnearket") || message.starts_with("Læsningen"), "{message}");
}

#[test]
fn an_error_word_that_excel_has_got_since() {
    let row = "<row r=\"7\"><c r=\"A7\"><v>1</v></c></row><row r=\"8\"><c r=\"A8\" t=\"e\"><v>#SPILL!</v></c></row>";
    refused(
        "a.xlsx",
        &Book::of(row).bytes(),
        "Række 7 i arket »Ark1« eller lige efter er der en celle med en fejl",
    );
}

#[test]
fn a_number_that_is_none_is_an_error_and_not_a_zero() {
    let row = "<row r=\"1\"><c r=\"A1\"><v>1e999</v></c><c r=\"B1\"><v>2</v></c></row>";
    assert_eq!(rows("a.xlsx", &Book::of(row).bytes()), ["Ark1!1: !#NUM!|2#"]);
}

#[test]
fn sheets_named_after_persons_are_hidden_and_kept_apart() {
    let book = || Book::new().sheet("030280-0008", ROW).sheet("150675-0021", ROW);
    let (summary, found) = read("a.xlsx", &book().bytes()).unwrap();
    assert_eq!(summary.sheets, ["******-**** (1)", "******-**** (2)"]);
    assert_eq!(found, ["******-**** (1)!1: 1#", "******-**** (2)!1: 1#"]);
    refused(
        "a.xlsx",
        &book().sheet("0302800008", ROW).sheet("0302800008", ROW).bytes(),
        "hedder »**********«",
    );
    let corner = "<row r=\"9\"><c r=\"XFD9\"><v>1</v></c></row>";
    refused("a.xlsx", &Book::new().sheet("302800008 \u{202e}", corner).bytes(), "i arket »*********« har");
    let many = (0..1_001).fold(Book::new(), |book, n| book.sheet(&format!("A{n}"), ""));
    refused("a.xlsx", &many.bytes(), "Regnearket har mere end 1000 ark");
}

#[test]
fn a_wanted_sheet_with_a_name_that_no_sheet_can_have() {
    let hints = ReadHints { sheet: Some("ø".repeat(3_000)), ..ReadHints::default() };
    says(read_with("a.xlsx", &mut &Book::of(ROW).bytes()[..], &hints, &child()), "intet ark, der hedder");
}

/// Reads a good workbook through a child that is not.
fn through(program: &ChildProgram, hints: &ReadHints, words: &str) {
    let bytes = Book::of(ROW).bytes();
    says(read_with("a.xlsx", &mut &bytes[..], hints, program), words);
}

#[test]
fn a_child_that_dies() {
    let hints = ReadHints::default();
    through(&shell("kill -9 $$"), &hints, "gik i stå (standset af systemet, signal 9)");
    through(&shell("kill -6 $$"), &hints, "gik i stå (standset af systemet, signal 6)");
    through(&shell("kill -24 $$"), &hints, "kunne ikke læses færdigt");
    through(&shell("exit 7"), &hints, "gik i stå (afsluttet med kode 7)");
    through(&shell("exit 0"), &hints, "gik i stå (svaret holdt op midt i det hele)");
    through(&shell("echo memory allocation of 7 bytes failed >&2; kill -6 $$"), &hints, "256 MB");
    through(&shell("exec head -c 100000000 /dev/zero >&2"), &hints, "svaret holdt op");
}

#[test]
fn a_child_that_is_not_there() {
    let missing = ChildProgram { program: "/findes/ikke".into(), args: Vec::new() };
    through(&missing, &ReadHints::default(), "kunne ikke startes");
}

#[test]
fn a_child_that_hangs() {
    let hints = ReadHints { time_max: Duration::from_secs(1), ..ReadHints::default() };
    let begun = Instant::now();
    through(&shell("exec sleep 60"), &hints, "på 1 sekunder");
    through(&shell("exec 1>&-; exec sleep 60"), &hints, "signal 9");
    assert!(begun.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_child_that_lies() {
    let hints = ReadHints::default();
    let head = r"printf 'L\t\0\0\0\0\4\0\0\0Ark1S\4\0\0\0\0\0\0\0";
    for lie in [
        r"printf 'R\377\377\377\377'".to_owned(),
        r"printf 'Q\0\0\0\0'".to_owned(),
        // A row without a sheet, a sheet that is not there, a row 0, a number that is none, a date out of range.
        r"printf 'R\4\0\0\0\1\0\0\0'".to_owned(),
        r"printf 'S\4\0\0\0\0\0\0\0'".to_owned(),
        format!(r"{head}R\4\0\0\0\0\0\0\0'"),
        format!(r"{head}R\13\0\0\0\1\0\0\0\2\2\0\0\0-x'"),
        format!(r"{head}R\11\0\0\0\1\0\0\0\3\377\377\377\177'"),
        format!(r"{head}R\12\0\0\0\1\0\0\0\1\1\0\0\0\377'"),
        format!(r"{head}R\11\0\0\0\1\0\0\0\1\377\0\0\0'"),
        r"printf 'E\5\0\0\0\143\0\0\0\0'".to_owned(),
        r"printf 'Z\1\0\0\0x'".to_owned(),
    ] {
        through(&shell(&lie), &hints, "gik i stå (svaret gav ingen mening)");
    }
    let honest = format!(r"{head}R\13\0\0\0\1\0\0\0\2\2\0\0\0-7Z\10\0\0\0\1\0\0\0\0\0\0\0'");
    let bytes = Book::of(ROW).bytes();
    let (summary, rows) = read_with("a.xlsx", &mut &bytes[..], &hints, &shell(&honest)).unwrap();
    assert_eq!((summary.kind, rows), (FileKind::Xlsx, vec!["Ark1!1: -7#".to_owned()]));
}
