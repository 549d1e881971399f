//! Containers that lie: bombs, sizes, sums, names, places, pieces, and files that are two things at once.
//!
//! Invariant: the workbook inside is right, so that only the container is on trial.

use super::Cases;
use super::books::{ROW, book, document, parts, sheet};
use super::zipfile::{Entry, zip};

fn good() -> Vec<Entry> {
    parts(&[("Ark1", sheet(ROW))], None)
}

fn with(change: impl Fn(&mut Vec<Entry>)) -> Vec<u8> {
    let mut entries = good();
    change(&mut entries);
    zip(&entries)
}

pub(super) fn add(cases: &mut Cases) {
    bombs(cases);
    lies(cases);
    names(cases);
    for part in 0..40 {
        cases.held(format!("afkortet efter {part}/40"), "a.xlsx", move || {
            let whole = book(sheet(&ROW.repeat(20)), None);
            whole[..whole.len() * part / 40].to_vec()
        });
    }
    for part in 1..12 {
        cases.held(format!("dokument afkortet efter {part}/12"), "a.ods", move || {
            let whole = document("<table:table-row/>");
            whole[..whole.len() * part / 12].to_vec()
        });
    }
    for (what, before) in [
        ("PDF foran ZIP", "%PDF-1.7\n"),
        ("CSV foran ZIP", "a;b\n1;2\n"),
        ("HTML foran ZIP", "<html><table>"),
        ("program foran ZIP", "MZ\u{1}\u{2}"),
        ("billede foran ZIP", "GIF89a"),
        ("mellemrum foran ZIP", "   "),
        ("NUL foran ZIP", "\0\0\0\0"),
    ] {
        cases.held(what, "a.xlsx", move || [before.as_bytes(), &zip(&good())].concat());
    }
    for (what, after) in [
        ("CSV efter ZIP", "\na;b\n1;2\n".repeat(5_000)),
        ("ZIP efter ZIP", "PK\u{5}\u{6}".repeat(5)),
        ("NUL efter ZIP", "\0".repeat(70_000)),
    ] {
        cases.held(what, "a.csv", move || [zip(&good()), after.as_bytes().to_vec()].concat());
    }
    cases.held("ZIP i ZIP", "a.zip", || zip(&[Entry::stored("a.xlsx", &zip(&good()))]));
    cases.held("to projektmapper", "a.xlsx", || [zip(&good()), zip(&good())].concat());
    cases.held("projektmappe og dokument i ét", "a.ods", || {
        with(|parts| parts.extend([Entry::stored("mimetype", b"x"), Entry::stored("content.xml", b"<x/>")]))
    });
    cases.held("kun slutningen", "a.xlsx", || zip(&[]));
    cases.held("binær projektmappe", "a.xlsb", || {
        with(|parts| parts.push(Entry::stored("xl/workbook.bin", b"")))
    });
    cases.held("makroer, der ikke er nogen", "a.xlsm", || {
        with(|parts| parts.push(Entry::stored("xl/vbaProject.bin", &[0xCC; 4_000])))
    });
}

/// Little packed, very much unpacked: in the cells, in the strings, in the styles; honest and not.
fn bombs(cases: &mut Cases) {
    const MIB: usize = 1 << 20;
    for (what, name, before) in [
        ("arket", "xl/worksheets/s0.xml", "<worksheet><sheetData>"),
        ("en celle", "xl/worksheets/s0.xml", "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>"),
        ("et mærke", "xl/worksheets/s0.xml", "<worksheet><sheetData><row r=\"1\" x=\""),
        ("teksterne", "xl/sharedStrings.xml", "<sst><si><t>"),
        ("typografierne", "xl/styles.xml", "<styleSheet><numFmts><numFmt formatCode=\""),
        ("projektmappen", "xl/workbook.xml", "<workbook><sheets><sheet name=\""),
        ("en del, som ingen bruger", "xl/media/image1.png", ""),
    ] {
        for (mib, declared) in [(30, None), (300, None), (300, Some(100)), (700, Some(40 << 20))] {
            cases.held(format!("bombe i {what}, {mib} MB, siger {declared:?}"), "a.xlsx", move || {
                with(|parts| {
                    parts.retain(|part| part.name != name.as_bytes());
                    let mut bomb = Entry::bomb(name, before, b'x', mib * MIB, "");
                    bomb.unpacked = declared.unwrap_or(bomb.unpacked);
                    parts.push(bomb);
                })
            });
        }
    }
    for mib in [40, 400] {
        cases.held(format!("bombe i et dokument, {mib} MB"), "a.ods", move || {
            zip(&[
                Entry::stored("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                Entry::bomb("content.xml", "<office:document-content><office:body>", b' ', mib * MIB, ""),
            ])
        });
    }
    cases.held("mange celler i få byte", "a.xlsx", || {
        let rows: String = (1..=60_000)
            .map(|r| format!("<row r=\"{r}\"><c r=\"A{r}\" t=\"s\"><v>0</v></c></row>"))
            .collect();
        book(sheet(&rows), Some(&format!("<sst><si><t>{}</t></si></sst>", "æ".repeat(32_000))))
    });
}

fn lies(cases: &mut Cases) {
    for at in 0..5 {
        cases.held(format!("forkert sum i del {at}"), "a.xlsx", move || with(|parts| parts[at].crc ^= 1));
        cases.held(format!("kryptering af del {at}"), "a.xlsx", move || with(|parts| parts[at].flags |= 1));
        cases.held(format!("stærk kryptering af del {at}"), "a.xlsx", move || {
            with(|parts| parts[at].flags |= 0x41)
        });
        for method in [1, 8, 9, 12, 14, 93, 99, 65_535] {
            cases.held(format!("pakning {method} i del {at}"), "a.xlsx", move || {
                with(|parts| parts[at].method = method)
            });
        }
        for size in [0, 1, 0x7FFF_FFFF, u32::MAX] {
            cases.held(format!("del {at} siger {size} byte"), "a.xlsx", move || {
                with(|parts| parts[at].unpacked = size)
            });
        }
        for offset in [1, 0x00FF_FFFF, u32::MAX - 1, u32::MAX] {
            cases.held(format!("del {at} på plads {offset}"), "a.xlsx", move || {
                with(|parts| parts[at].offset = Some(offset))
            });
        }
    }
    for count in [0u16, 1, 4, 500, u16::MAX] {
        cases.held(format!("fortegnelsen siger {count} dele"), "a.xlsx", move || {
            end_field(10, &count.to_le_bytes())
        });
    }
    for at in [12, 16] {
        for value in [0u32, 1, 0x7FFF_FFFF, u32::MAX] {
            cases.held(format!("slutningens felt {at} er {value}"), "a.xlsx", move || {
                end_field(at, &value.to_le_bytes())
            });
        }
    }
}

fn end_field(at: usize, value: &[u8]) -> Vec<u8> {
    let mut bytes = zip(&good());
    let from = bytes.len() - 22 + at;
    bytes[from..from + value.len()].copy_from_slice(value);
    bytes
}

fn names(cases: &mut Cases) {
    for name in [
        "../../../../tmp/ottetal-slap-ud",
        "/etc/cron.d/ottetal",
        "\\\\vaert\\drev\\x",
        "xl/../../x",
        "con",
        "\u{202e}lmx",
        "0302800008.xml",
        "",
    ] {
        cases.held(format!("en del, der hedder {name:?}"), "a.xlsx", move || {
            with(|parts| parts.push(Entry::stored(name, b"x")))
        });
    }
    cases.held("et navn på 64 KiB", "a.xlsx", || {
        with(|parts| parts.push(Entry::stored(&"n".repeat(65_535), b"x")))
    });
    cases.held("navne, der ikke er UTF-8", "a.xlsx", || {
        with(|parts| {
            parts.push(Entry { name: vec![0xFF, 0xFE, 0x80], flags: 0x800, ..Entry::stored("", b"x") })
        })
    });
    cases.held("store bogstaver", "a.xlsx", || {
        with(|parts| parts.iter_mut().for_each(|part| part.name.make_ascii_uppercase()))
    });
    cases.held("bagvendte skråstreger", "a.xlsx", || {
        with(|parts| {
            parts
                .iter_mut()
                .flat_map(|part| part.name.iter_mut())
                .filter(|b| **b == b'/')
                .for_each(|b| *b = b'\\')
        })
    });
    for name in ["xl/workbook.xml", "xl/worksheets/s0.xml", "[Content_Types].xml"] {
        cases.held(format!("to dele, der hedder {name}"), "a.xlsx", move || {
            with(|parts| parts.push(Entry::stored(name, b"<worksheet><sheetData/></worksheet>")))
        });
        cases.held(format!("uden {name}"), "a.xlsx", move || {
            with(|parts| parts.retain(|part| part.name != name.as_bytes()))
        });
    }
    for count in [19_000, 30_000, 65_000] {
        cases.held(format!("{count} dele"), "a.xlsx", move || {
            with(|parts| parts.extend((0..count).map(|n| Entry::stored(&format!("d/{n}"), b""))))
        });
    }
}
