//! Workbooks and open documents whose markup is wrong, far out or too much.
//!
//! Invariant: the container is right; what is wrong stands in one part.

use super::Cases;
use super::zipfile::{Entry, zip};

/// A row that is right.
pub(super) const ROW: &str = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a workbook with these sheets, as they stand, and shared strings where there are some.
pub(super) fn parts(sheets: &[(&str, String)], shared: Option<&str>) -> Vec<Entry> {
    let relation = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"r{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
    };
    let (mut relations, mut listed, mut out) = (String::new(), String::new(), Vec::new());
    for (i, (name, xml)) in sheets.iter().enumerate() {
        relations.push_str(&relation(i, "worksheet", &format!("worksheets/s{i}.xml")));
        listed.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{}\" r:id=\"r{i}\"/>", i + 1));
        out.push(Entry::stored(&format!("xl/worksheets/s{i}.xml"), xml.as_bytes()));
    }
    let part = |name: &str, xml: String| Entry::stored(name, xml.as_bytes());
    out.extend([
        part("[Content_Types].xml", "<Types/>".into()),
        part(
            "_rels/.rels",
            format!("<Relationships>{}</Relationships>", relation(1, "officeDocument", "xl/workbook.xml")),
        ),
        part("xl/_rels/workbook.xml.rels", format!("<Relationships>{relations}</Relationships>")),
        part(
            "xl/workbook.xml",
            format!("<workbook xmlns:r=\"{RELATIONS}\"><sheets>{listed}</sheets></workbook>"),
        ),
        part(
            "xl/styles.xml",
            "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>".into(),
        ),
    ]);
    out.extend(shared.map(|xml| Entry::stored("xl/sharedStrings.xml", xml.as_bytes())));
    out
}

/// A sheet of these rows.
pub(super) fn sheet(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

/// A workbook of one sheet.
pub(super) fn book(xml: String, shared: Option<&str>) -> Vec<u8> {
    zip(&parts(&[("Ark1", xml)], shared))
}

/// An open document with this in its first table.
pub(super) fn document(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"Ark1\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        Entry::stored("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        Entry::stored("content.xml", content.as_bytes()),
        Entry::stored("META-INF/manifest.xml", b"<manifest/>"),
    ])
}

fn cell(kind: &str, value: &str) -> String {
    sheet(&format!("<row r=\"1\"><c r=\"A1\" t=\"{kind}\">{value}</c></row>"))
}

pub(super) fn add(cases: &mut Cases) {
    places(cases);
    values(cases);
    markup(cases);
    documents(cases);
}

fn places(cases: &mut Cases) {
    for place in [
        "XFD1048576",
        "XFE1048577",
        "A0",
        "A4294967296",
        "ZZZZZZZ1",
        "1A",
        "",
        "A-1",
        "Æ1",
        "AAAAAAAAAAAAAAAAAAA1",
    ] {
        cases.held(format!("celle på {place}"), "a.xlsx", move || {
            book(sheet(&format!("<row r=\"1\"><c r=\"{place}\"><v>1</v></c></row>")), None)
        });
    }
    for row in ["0", "1048577", "4294967295", "4294967296", "-1", "", "x", "1e9"] {
        cases.held(format!("række {row}"), "a.xlsx", move || {
            book(sheet(&format!("<row r=\"{row}\"><c><v>1</v></c></row>")), None)
        });
    }
    for reference in ["A1:XFD1048576", "XFD1048576:A1", "A1:A1:A1", "A1:", ":", "A1:ZZZZ99999999999"] {
        cases.held(format!("dimension {reference}"), "a.xlsx", move || {
            book(
                format!(
                    "<worksheet><dimension ref=\"{reference}\"/><sheetData>{ROW}</sheetData></worksheet>"
                ),
                None,
            )
        });
    }
    for count in
        ["0", "-1", "1000000000", "4294967296", "18446744073709551615", "99999999999999999999999", "x"]
    {
        cases.held(format!("uniqueCount {count}"), "a.xlsx", move || {
            let shared = format!("<sst count=\"{count}\" uniqueCount=\"{count}\"><si><t>x</t></si></sst>");
            book(cell("s", "<v>0</v>"), Some(&shared))
        });
    }
}

fn values(cases: &mut Cases) {
    for (kind, value) in [
        ("s", "<v>4294967295</v>"),
        ("s", "<v>-1</v>"),
        ("s", "<v></v>"),
        ("n", "<v>NaN</v>"),
        ("n", "<v>inf</v>"),
        ("n", "<v>1e99999</v>"),
        ("n", "<v>0x10</v>"),
        ("b", "<v>7</v>"),
        ("e", "<v>#SPILL!</v>"),
        ("e", "<v>0302800008</v>"),
        ("d", "<v>2021-02-30</v>"),
        ("d", "<v>9999999-01-01</v>"),
        ("str", "<v>=cmd|'/c calc'!A1</v>"),
        ("inlineStr", "<is><t>&#0;</t></is>"),
        ("inlineStr", "<is><t>&#xFFFFFFFF;</t></is>"),
        ("inlineStr", "<is><t>&amp</t></is>"),
        ("inlineStr", "<is><r><t>a</t></is>"),
        ("ukendt", "<v>1</v>"),
        ("n", "<f t=\"shared\" si=\"4000000000\" ref=\"A1:XFD1048576\">A1</f><v>1</v>"),
        ("n", "<f t=\"shared\" si=\"0\"/><v>1</v>"),
    ] {
        cases.held(format!("celle {kind} {value}"), "a.xlsx", move || book(cell(kind, value), None));
    }
}

fn markup(cases: &mut Cases) {
    for (what, xml) in [
        ("dybt", "<x>".repeat(2_000_000)),
        (
            "attributter",
            format!("<row {}/>", (0..200_000).map(|n| format!("a{n}=\"\" ")).collect::<String>()),
        ),
        ("én attribut", format!("<row r=\"{}\"/>", "9".repeat(20 << 20))),
        ("kommentar", format!("<!--{}", "-".repeat(5 << 20))),
        ("CDATA", format!("<row r=\"1\"><c r=\"A1\" t=\"str\"><v><![CDATA[{}", "]".repeat(5 << 20))),
        ("ingen slutning", "<row r=\"1\"><c r=\"A1\"><v>1".to_owned()),
        ("NUL i markup", "<row\0 r=\"1\">".to_owned()),
        ("en million celler på én plads", "<c r=\"A1\"><v>1</v></c>".repeat(1_000_000)),
        ("en million tomme rækker", "<row/>".repeat(1_000_000)),
    ] {
        cases.held(format!("markup: {what}"), "a.xlsx", move || book(sheet(&xml), None));
    }
    for levels in [4, 12, 40, 5_000] {
        cases.held(format!("entiteter i {levels} lag"), "a.xlsx", move || book(entities(levels), None));
    }
    for entity in ["SYSTEM \"file:///etc/passwd\"", "SYSTEM \"http://127.0.0.1/x\"", "\"&a0;\""] {
        cases.held(format!("entitet {entity}"), "a.xlsx", move || {
            book(
                format!("<!DOCTYPE x [<!ENTITY a0 {entity}>]>{}", cell("inlineStr", "<is><t>&a0;</t></is>")),
                None,
            )
        });
    }
    for count in [999, 1_001, 100_000] {
        cases.held(format!("{count} ark"), "a.xlsx", move || many_sheets(count));
    }
    for name in ["0302800008", "030280-0008", "&lt;script&gt;", "../../x", "", "\u{202e}cod.xslx", "A\u{0}B"]
    {
        cases.held(format!("ark med navnet {name:?}"), "a.xlsx", move || {
            zip(&parts(&[(name, sheet("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>"))], None))
        });
    }
}

fn many_sheets(count: usize) -> Vec<u8> {
    let listed: String =
        (0..count).map(|n| format!("<sheet name=\"A{n}\" sheetId=\"{}\" r:id=\"r0\"/>", n + 1)).collect();
    let mut parts = parts(&[("Ark1", sheet(ROW))], None);
    let xml = format!("<workbook xmlns:r=\"{RELATIONS}\"><sheets>{listed}</sheets></workbook>");
    for part in &mut parts {
        if part.name == b"xl/workbook.xml" {
            *part = Entry::stored("xl/workbook.xml", xml.as_bytes());
        }
    }
    zip(&parts)
}

fn entities(levels: usize) -> String {
    let more: String = (1..levels).map(|i| format!("<!ENTITY a{i} \"&a{0};&a{0};&a{0};\">", i - 1)).collect();
    let value = format!("<is><t>&a{};</t></is>", levels - 1);
    format!("<!DOCTYPE x [<!ENTITY a0 \"ha\">{more}]>{}", cell("inlineStr", &value))
}

fn documents(cases: &mut Cases) {
    let value = "<table:table-cell office:value-type=\"float\" office:value=\"1\"><text:p>1</text:p></table:table-cell>";
    for (rows, columns) in [
        ("4294967295", "1"),
        ("1", "4294967295"),
        ("1048576", "16384"),
        ("-1", "-1"),
        ("x", "0"),
        ("99999999999999999999", "1"),
    ] {
        cases.held(format!("{rows} × {columns} gange"), "a.ods", move || {
            document(&format!(
                "<table:table-row table:number-rows-repeated=\"{rows}\">{}</table:table-row>",
                value.replacen(
                    "<table:table-cell",
                    &format!("<table:table-cell table:number-columns-repeated=\"{columns}\""),
                    1
                )
            ))
        });
    }
    for (kind, attribute) in [
        ("float", "office:value=\"NaN\""),
        ("float", "office:value=\"1e999\""),
        ("float", ""),
        ("date", "office:date-value=\"2021-02-30\""),
        ("date", "office:date-value=\"Ærø-00-00T\""),
        ("time", "office:time-value=\"PT1e8H00M00S\""),
        ("time", "office:time-value=\"PT-1HxMS\""),
        ("boolean", "office:boolean-value=\"måske\""),
        ("ukendt", "office:value=\"1\""),
        ("string", ""),
        ("percentage", "office:value=\"\""),
    ] {
        cases.held(format!("celle {kind} {attribute}"), "a.ods", move || {
            document(&format!("<table:table-row><table:table-cell office:value-type=\"{kind}\" {attribute}><text:p>x</text:p></table:table-cell></table:table-row>"))
        });
    }
    for (what, xml) in [
        ("dybt", "<x>".repeat(1_000_000)),
        (
            "dybe afsnit",
            format!(
                "<table:table-row><table:table-cell office:value-type=\"string\">{}",
                "<text:p>".repeat(500_000)
            ),
        ),
        ("tomme rækker", "<table:table-row/>".repeat(500_000)),
    ] {
        cases.held(format!("dokument: {what}"), "a.ods", move || document(&xml));
    }
}
