//! Numbers are put together here, so that this file holds none.

use super::*;

/// A birth date and a seventh digit, filled up so that modulus 11 holds, or is one off.
fn number(birth: &str, seventh: u32, passes: bool) -> String {
    let weights = [4, 3, 2, 7, 6, 5, 4, 3, 2];
    let filled = (10..99).find_map(|serial| {
        let start = format!("{birth}{seventh}{serial}");
        let sum: u32 = start.bytes().zip(weights).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
        let check = (11 - sum % 11) % 11;
        (check < 9).then(|| format!("{start}{}", if passes { check } else { check + 1 }))
    });
    filled.unwrap()
}

fn faults(text: &str) -> Vec<String> {
    let file = |path: &str, text: &str| File { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    check(&[file("a.csv", text)])
        .into_iter()
        .map(|fault| format!("{} {}", fault.place, fault.message))
        .collect()
}

#[test]
fn numbers_that_could_be_issued_are_refused_in_every_written_form() {
    let real = number("020285", 1, true);
    let (six, four) = real.split_at(6);
    let forms = [
        real.clone(),
        format!("{six}-{four}"),
        format!("{six} {four}"),
        real[1..].to_owned(),
        format!("B{real}x"),
    ];
    for form in forms {
        let found = faults(&format!("a\n;{form};\n"));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("a.csv:2 ") && found[0].contains("består modulus 11"));
        assert!(!found[0].contains(&real), "fejlen må ikke selv vise tallet");
    }
    assert!(faults(&number("010185", 1, false))[0].contains("1. januar"));
    assert!(faults(&number("011007", 5, false))[0].contains("barns"));
    assert!(faults(&number("620285", 1, true))[0].contains("modulus 11"), "erstatningsnummer");
}

#[test]
fn synthetic_numbers_and_other_numbers_may_stand() {
    let synthetic = number("020285", 1, false);
    for text in [
        synthetic.as_str(),
        &synthetic[1..],
        &number("300907", 4, false),
        &number("310485", 1, true),
        &format!("1{}", number("020285", 1, true)),
        "2021-01-01 538501001 5798003963594",
    ] {
        assert_eq!(faults(text), Vec::<String>::new());
    }
}

#[test]
fn exceptions_need_a_reason_and_a_use() {
    let real = number("020285", 1, true);
    let file = |path: &str, text: String| File { path: path.to_owned(), bytes: text.into_bytes() };
    let said = |list: String| {
        let files = [file("a.csv", real.clone()), file(EXCEPTIONS, list)];
        check(&files).into_iter().map(|fault| fault.message).collect::<Vec<_>>()
    };
    assert!(said(format!("# P-numre\n{real} # et P-nummer\n")).is_empty());
    assert_eq!(said(format!("{real}\n")), ["skriv grunden efter #."]);
    assert_eq!(
        said(format!("{real} # x\n{} # y\n", number("030385", 1, true))),
        ["undtagelsen bruges ikke. Slet linjen."]
    );
}

#[test]
fn wide_text_is_read_and_binaries_are_not() {
    let real = number("020285", 1, true);
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(real.bytes().flat_map(|byte| [byte, 0]));
    let binary = [real.as_bytes(), &[0]].concat();
    let found = |bytes: Vec<u8>| check(&[File { path: "a".to_owned(), bytes }]).len();
    assert_eq!((found(wide), found(binary)), (1, 0));
}
