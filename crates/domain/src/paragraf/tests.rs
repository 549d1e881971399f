//! Written forms seen in extracts, against a small law book.

use super::*;
use crate::calendar::Period;
use crate::law::{DstStatus, Paragraf};

fn entry(written: &str, also: &[&str], valid: Period) -> Paragraf {
    Paragraf {
        written: written.to_owned(),
        name: String::new(),
        law: String::new(),
        number: String::new(),
        valid,
        also: also.iter().map(|s| (*s).to_owned()).collect(),
        dst: DstStatus::Open,
        mixed_with: Vec::new(),
        source: "prøve".to_owned(),
    }
}

fn book() -> LawBook {
    let always = Period::ALWAYS;
    let turn = Day::from_ymd(2021, 1, 1).unwrap();
    let again = Day::from_ymd(2023, 10, 1).unwrap();
    LawBook {
        paragraffer: vec![
            entry("SEL § 85", &[], always),
            entry("SEL § 96", &[], always),
            entry("SEL § 103", &[], always),
            entry("SEL § 104", &[], always),
            entry("SEL § 105", &[], always),
            entry("SEL § 107", &[], always),
            entry("SEL § 82 a", &[], always),
            entry("SEL § 141", &[], always),
            entry("SUL § 141", &[], always),
            entry("SUL § 238 a", &[], always),
            entry("ABL § 105/SEL § 85", &["105/85"], always),
            entry("STU", &["Særligt tilrettelagt ungdomsuddannelse"], always),
            entry("SEL § 176 a", &[], Period { from: Day::FIRST, until: turn }),
            entry("SEL § 176 a", &[], Period { from: again, until: Day::OPEN }),
        ],
        ..LawBook::default()
    }
}

fn read(text: &str) -> String {
    let book = book();
    let day = Day::from_ymd(2024, 5, 1).unwrap();
    match book.read_paragraf(text, day) {
        Ok(id) => book.paragraf(id).written.clone(),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn the_forms_that_extracts_write() {
    for (text, expected) in [
        ("85", "SEL § 85"),
        ("§85", "SEL § 85"),
        ("SEL § 85", "SEL § 85"),
        ("Sel § 96", "SEL § 96"),
        ("96.3", "SEL § 96"),
        ("96.1", "SEL § 96"),
        ("§ 96, stk. 1", "SEL § 96"),
        ("Serviceloven § 82 a", "SEL § 82 a"),
        ("§82a", "SEL § 82 a"),
        ("82 A", "SEL § 82 a"),
        ("SEL-107-2.1", "SEL § 107"),
        ("SEL §103.1 Beskyttet beskæftigelse", "SEL § 103"),
        ("SEL §104 Aktivitets- og samværstilbud", "SEL § 104"),
        ("§\u{a0}104", "SEL § 104"),
        ("238a", "SUL § 238 a"),
        ("Sundhedsloven § 141", "SUL § 141"),
        ("105/85", "ABL § 105/SEL § 85"),
        ("§105/85", "ABL § 105/SEL § 85"),
        ("§105/§85", "ABL § 105/SEL § 85"),
        ("ABL § 105/SEL § 85", "ABL § 105/SEL § 85"),
        ("SEL § 85/ABL § 105", "ABL § 105/SEL § 85"),
        ("ABL §105 Jf. SEL 85 Botilbudslignende tilbud", "ABL § 105/SEL § 85"),
        ("stu", "STU"),
        ("Særligt  tilrettelagt ungdomsuddannelse", "STU"),
        ("", "Empty"),
        ("§ 97 - 99", "Range"),
        ("SEL § 109 - 110", "Range"),
        ("107a", "Unknown"),
        ("Uoplyst", "Unknown"),
        ("1040", "Unknown"),
        ("141", "Ambiguous([\"SEL § 141\", \"SUL § 141\"])"),
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn a_number_with_two_lives_is_read_on_a_day() {
    let book = book();
    let on = |y, m| book.read_paragraf("§ 176 a", Day::from_ymd(y, m, 1).unwrap());
    let first = on(2020, 12).unwrap();
    let second = on(2023, 10).unwrap();
    assert_ne!(first, second);
    assert_eq!(on(2022, 1), Err(ParagrafError::NotInForce));
}
