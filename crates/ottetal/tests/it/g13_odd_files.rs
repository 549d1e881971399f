//! G13: odd files. The same rows in twenty wrappings give the same figures; what cannot be read is refused in words.

use crate::rows::{NEXUS, ROW, Row, Two, as2007, nexus, nexus_line};
use serde_json::Value;

/// Rows with Danish letters, a separator and a break inside quotes.
fn rows(numbers: &[String]) -> Vec<Row<'_>> {
    vec![
        Row { cpr: &numbers[0], place: "Bofællesskabet Åsen", ..ROW },
        Row { cpr: &numbers[1], to: "29-02-2024", ..ROW },
        Row { cpr: &numbers[2], paragraf: "SEL § 107", rate: "1.352,0300", ..ROW },
    ]
}

fn windows_1252(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

fn utf_16(text: &str) -> Vec<u8> {
    [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn with_each_line(text: &str, change: impl Fn(usize, &str) -> String) -> String {
    text.lines().enumerate().map(|(at, line)| change(at, line) + "\r\n").collect()
}

fn wrappings(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let all = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let quoted = with_each_line(text, |_, line| line.split(';').map(all).collect::<Vec<_>>().join(";"));
    let broken = text
        .replace("Dagcenter Engen", "\"Dagcenter Engen\"")
        .replace(";Indsats;", ";\"Indsats; med\r\nlinjeskift og \"\"tegn\"\"\";");
    // The heading keeps its own name.
    let broken = broken.replacen(
        ";\"Indsats; med\r\nlinjeskift og \"\"tegn\"\"\";Leverandør",
        ";Indsats;Leverandør",
        1,
    );
    let extra =
        with_each_line(text, |at, line| format!("{line};{}", if at == 0 { "Ny kolonne" } else { "x" }));
    let moved = with_each_line(text, |_, line| {
        let mut cells: Vec<&str> = line.split(';').collect();
        cells.reverse();
        cells.join(";")
    });
    let header = text.lines().next().unwrap();
    let tab = text.replace(';', "\t");
    let comma = with_each_line(text, |_, line| {
        line.split(';')
            .map(|c| if c.contains(',') { all(c) } else { c.to_owned() })
            .collect::<Vec<_>>()
            .join(",")
    });
    vec![
        ("CRLF", text.into()),
        ("LF", text.replace("\r\n", "\n").into()),
        ("CR", text.replace("\r\n", "\r").into()),
        ("uden linjeskift sidst", text.trim_end().into()),
        ("BOM", format!("\u{feff}{text}").into()),
        ("Windows-1252", windows_1252(text)),
        ("UTF-16", utf_16(text)),
        ("anførselstegn om alt", quoted.into()),
        ("linjeskift i anførselstegn", broken.into()),
        ("en kolonne mere", extra.into()),
        ("kolonnerne bagfra", moved.into()),
        ("# i første linje", format!("# udtrukket af Åse\r\n{text}").into()),
        ("titelrækker", format!("Indsatser\r\n\r\nVarde Kommune\r\n{text}").into()),
        ("to overskriftsrækker", text.replacen(header, &format!("{header}\r\n{header}"), 1).into()),
        ("en gruppe over overskrifterne", format!("Borger;;;;Periode;;;;;Økonomi;;;;\r\n{text}").into()),
        ("totalrække", format!("{text}Total;;;;;;;;;1.852,03;;;;\r\n").into()),
        ("tomme rækker", format!("{text};;;;;;;;;;;;;\r\n\r\n").into()),
        ("tabulator", tab.into()),
        ("komma", comma.into()),
        ("sep= først", format!("sep=;\r\n{text}").into()),
        ("STORE OVERSKRIFTER", text.replacen(header, &header.to_uppercase(), 1).into()),
    ]
}

/// The lines without what says where a row stands, and without the wording that quotes it.
fn figures(two: &Two) -> Vec<Value> {
    let mut lines = two.lines("2024-01-01", "2024-12-31", &[]);
    for line in &mut lines {
        for key in ["raekker_1", "budskab"] {
            line.as_object_mut().unwrap().remove(key);
        }
    }
    lines
}

#[test]
fn g13_the_same_rows_in_any_wrapping_give_the_same_figures() {
    let mut expected: Option<Vec<Value>> = None;
    let numbers = crate::world::numbers(3);
    let text = nexus(&rows(&numbers));
    for (what, bytes) in wrappings(&text) {
        let two = Two::begin(0);
        let said = two.import("nexus", "nexus.csv", bytes).out;
        assert!(said.contains(&format!("{:<22}{:>10} rækker", "læst", 3)), "{what}: {said}");
        assert!(said.contains(&format!("{:<22}{:>10} rækker", "brugt", 3)), "{what}: {said}");
        two.import("as2007", "as2007.csv", as2007(&[]));
        two.place.done(&["grundlag", "accepter"]);
        let found = figures(&two);
        assert_eq!(found.len(), 3, "{what}");
        match &expected {
            None => expected = Some(found),
            Some(expected) => assert_eq!(&found, expected, "{what}"),
        }
        if what == "en kolonne mere" {
            assert!(said.contains("IND071") && said.contains("Ny kolonne"), "{said}");
        }
    }
}

#[test]
fn g13_what_cannot_be_read_is_refused_in_words() {
    let two = Two::begin(1);
    let numbers = two.numbers.clone();
    let row = nexus_line(&Row { cpr: &numbers[0], ..ROW });
    let cases: [(&str, Vec<u8>, &[&str]); 7] = [
        ("tom.csv", Vec::new(), &["tom.csv", "tom"]),
        ("blank.csv", b"\r\n\r\n  \r\n".to_vec(), &["blank.csv", "tom"]),
        ("andet.csv", b"a;b;c\r\n1;2;3\r\n".to_vec(), &["andet.csv", "Mangler kolonnen 'Borger CPR'"]),
        ("uden.csv", format!("{row}\r\n").into_bytes(), &["uden.csv", "Mangler kolonnen"]),
        ("billede.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0".to_vec(), &["billede.csv"]),
        ("gammel.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest".to_vec(), &["gammel.xls"]),
        ("afbrudt.xlsx", b"PK\x03\x04afbrudt".to_vec(), &["afbrudt.xlsx"]),
    ];
    let before = two.place.done(&["status"]).out;
    for (name, bytes, words) in cases {
        let file = two.place.file(name, bytes);
        let ran = two.place.run(&["import", "--kilde", "nexus", &file]);
        assert_eq!(ran.code, Some(1), "{name}: {}", ran.all());
        assert!(ran.err.starts_with("Fejl: "), "{name}: {}", ran.err);
        words.iter().for_each(|word| assert!(ran.err.contains(word), "{name}: {word} mangler i {}", ran.err));
        crate::exit_codes::is_danish(&ran.err);
        assert_eq!(two.place.done(&["status"]).out, before, "{name}: intet er ændret");
    }
    // Headings without rows are an extract of nothing, and it is said.
    let said = two.import("nexus", "kun_overskrifter.csv", format!("{NEXUS}\r\n")).out;
    assert!(said.contains("IND077"), "{said}");
}
