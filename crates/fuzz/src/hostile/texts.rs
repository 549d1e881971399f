//! Text files that are too much, not whole, not text, or meant for the program that opens them next.
//!
//! Invariant: what is larger than some megabytes is made while it is read.

use super::Cases;
use std::io::{Cursor, Read, repeat};

const HEADING: &str =
    "Borger CPR;Borger navn;Paragraf;Indsats;Leverandør;Startdato;Slutdato;Status;Takst;Takstenhed\r\n";
const LINE: &str = "030280-0008;Prøve;SEL § 104;x;y;01-01-2021;;Bevilliget;1,00;Døgn\r\n";

/// A file of that many lines that are right.
pub(super) fn good(lines: usize) -> Vec<u8> {
    [HEADING, &LINE.repeat(lines)].concat().into_bytes()
}

pub(super) fn add(cases: &mut Cases) {
    streamed(cases);
    cells(cases);
    shapes(cases);
    encodings(cases);
    disguises(cases);
    for columns in [1_000, 1_001, 100_000] {
        for separator in [";", "\t", ",", "|"] {
            cases.held(format!("{columns} kolonner med {separator:?}"), "a.csv", move || {
                let row = format!("x{separator}").repeat(columns);
                format!("{row}\n{row}\n").into_bytes()
            });
        }
    }
    for part in 0..12 {
        cases.held(format!("UTF-16 afkortet efter {part} byte mere"), "a.csv", move || {
            let text = String::from_utf8_lossy(&good(2)).into_owned();
            let mut bytes: Vec<u8> =
                [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
            bytes.truncate(150 + part);
            bytes
        });
    }
    for length in 0..12 {
        cases.held(format!("{length} NUL"), "a.csv", move || vec![0; length]);
        cases.held(format!("{length} 0xFF"), "a.csv", move || vec![0xFF; length]);
    }
}

fn chained(before: &str, byte: u8, length: u64, after: &str) -> impl Read + use<> {
    let start = Cursor::new(before.as_bytes().to_vec());
    start.chain(repeat(byte).take(length)).chain(Cursor::new(after.as_bytes().to_vec()))
}

fn streamed(cases: &mut Cases) {
    const MB: u64 = 1_000_000;
    for (what, before, byte, after) in [
        ("én linje", "", b'x', "\n"),
        ("én linje efter overskriften", HEADING, b'x', "\n"),
        ("én celle i anførselstegn", "a;b\n1;\"", b'x', "\"\n"),
        ("én åben celle", "a;b\n1;\"", b'\n', ""),
        ("lutter separatorer", "a;b\n", b';', "\n"),
        ("lutter anførselstegn", "a;b\n", b'"', "\n"),
        ("lutter linjeskift", "a;b\n1;2\n", b'\n', "3;4\n"),
        ("lutter mellemrum", "a;b\n1;2\n", b' ', "\n3;4\n"),
        ("lutter vognreturer", "a;b\n", b'\r', "3;4"),
        ("lutter Ctrl-Z", "a;b\n1;2\n", 0x1A, ""),
        ("lutter æ", "a;b\n1;2\n", 0xE6, ""),
        ("løse UTF-8-byte", "\u{feff}a;b\n1;2\n", 0xBF, ""),
    ] {
        cases.streamed(format!("100 MB: {what}"), "a.csv", move || chained(before, byte, 100 * MB, after));
    }
}

fn cells(cases: &mut Cases) {
    for text in [
        "=cmd|'/c calc'!A1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "=HYPERLINK(\"http://127.0.0.1\")",
        "\t=1+1",
        "=\"030280-0008\"",
        "'0302800008",
        "#N/A",
        "#REF!",
        "# kommentar",
        "\u{202e}gpj.exe",
        "\u{200f}\u{200e}",
        "\u{feff}x",
        "a\u{0}b",
        "\u{7}\u{8}\u{1b}[31m",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "${jndi:ldap://127.0.0.1}",
        "'; drop table borgere;--",
        "../../etc/passwd",
        "%s%n%x",
        "NULL",
        "NaN",
        "Infinity",
        "1e308",
        "true",
        "A\u{30a}\u{30a}\u{30a}",
        "🏴\u{200d}☠️",
        "\u{fffd}",
        "\u{10ffff}",
        "0302800008",
        "030280 0008",
        "30280-0008",
        "3,0280E+08",
        "\"",
        "\"\"\"",
        "\\",
        "\\\"",
        "9999999999999999999999999999999999",
        "-0",
        "1.2.1|2|x|1.1.2",
        "§ 97 - 99",
        "31-12-9999",
        "00-00-0000",
        "2021-02-30",
        "99999",
    ] {
        cases.held(format!("{text:?} i hver celle"), "a.csv", move || {
            let row: Vec<&str> = vec![text; 10];
            format!("{HEADING}{}\r\n{LINE}", row.join(";")).into_bytes()
        });
        cases.held(format!("{text:?} før overskriften"), "a.csv", move || {
            format!("{text}\r\n{HEADING}{LINE}").into_bytes()
        });
    }
}

fn shapes(cases: &mut Cases) {
    for (what, text) in [
        ("et anførselstegn, der ikke ender", format!("{HEADING}\"x;{LINE}")),
        ("et anførselstegn til sidst", format!("{HEADING}{LINE}\"")),
        ("et anførselstegn midt i", format!("{HEADING}0302\"80;\"a\"b;\"\r\n{LINE}")),
        ("# i hver linje", format!("{HEADING}{LINE}").lines().map(|line| format!("#{line}\r\n")).collect()),
        ("kun overskriften", HEADING.to_owned()),
        ("overskriften 10.000 gange", HEADING.repeat(10_000)),
        ("61 titelrækker", "titel\r\n".repeat(61) + HEADING + LINE),
        ("to ens kolonner", HEADING.replace("Borger navn", "Borger CPR") + LINE),
        ("et nummer som overskrift", HEADING.replace("Indsats", "030280-0008") + LINE),
        ("numre som overskrifter", "0302800008;150675-0021\r\n1;2\r\n".to_owned()),
        ("sep= uden tegn", format!("sep=\r\n{HEADING}{LINE}")),
        ("sep= med æ", format!("sep=æ\r\n{HEADING}{LINE}")),
        ("sep=\"", format!("sep=\"\r\n{HEADING}{LINE}")),
        ("halve linjer", HEADING.to_owned() + &LINE[..40]),
        ("blandede linjeskift", format!("{HEADING}{LINE}").replace("\r\n", "\r\r\n\n")),
    ] {
        cases.held(what, "a.csv", move || text.clone().into_bytes());
    }
}

fn encodings(cases: &mut Cases) {
    for (what, before) in [
        ("to mærker", &b"\xEF\xBB\xBF\xEF\xBB\xBF"[..]),
        ("et halvt mærke", b"\xEF\xBB"),
        ("UTF-16-mærke foran UTF-8", b"\xFF\xFE"),
        ("UTF-32-mærke", b"\xFF\xFE\0\0"),
        ("omvendt UTF-32-mærke", b"\0\0\xFE\xFF"),
        ("UTF-7-mærke", b"+/v8-"),
        ("EBCDIC", b"\xC2\x96\x99\x87\x85\x99"),
        ("lange UTF-8-tegn", b"\xC0\xAF\xE0\x80\xAF\xF8\x88\x80\x80\x80"),
        ("surrogater i UTF-8", b"\xED\xA0\x80\xED\xB0\x80"),
    ] {
        cases.held(what, "a.csv", move || [before, &good(3)].concat());
    }
    cases.held("halvdelen i hvert tegnsæt", "a.csv", || {
        let windows = good(3).split(|b| *b == 0xC3).collect::<Vec<_>>().concat();
        [good(3), windows].concat()
    });
}

fn disguises(cases: &mut Cases) {
    for (what, name, start) in [
        ("PDF", "a.csv", &b"%PDF-1.7\na;b\n1;2\n"[..]),
        ("gzip", "a.csv", b"\x1F\x8B\x08\0\0\0\0\0"),
        ("SQLite", "a.csv", b"SQLite format 3\0"),
        ("ELF", "a.csv", b"\x7FELF\x02\x01\x01"),
        ("PNG", "a.xlsx", b"\x89PNG\r\n\x1A\n"),
        ("HTML", "a.xls", b"<html><table><tr><td>1</td></tr></table>"),
        ("XML", "a.xls", b"<?xml version=\"1.0\"?><Workbook/>"),
        ("MHTML", "a.xls", b"MIME-Version: 1.0\r\n"),
        ("RTF", "a.csv", b"{\\rtf1"),
        ("CSV", "a.xlsx", b"a;b\n1;2\n"),
        ("CSV", "a.0302800008", b"<html><body>"),
        ("OLE uden noget", "a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("ZIP uden noget", "a.xlsx", b"PK\x03\x04"),
        ("Parquet", "a.csv", b"PAR1\0\0\0\0"),
    ] {
        cases.held(format!("{what} som {name}"), name, move || start.to_vec());
        cases.held(format!("{what} som {name} med CSV efter"), name, move || [start, &good(2)].concat());
    }
    for seed in 0..12u64 {
        cases.held(format!("tilfældige byte {seed}"), "a.csv", move || {
            let mut dice = crate::dice::Dice::new(seed);
            (0..1_000 << (seed % 6)).map(|_| dice.byte()).collect()
        });
    }
}
