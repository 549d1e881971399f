//! Names, numbers and decisions, against what nobody has said.

use super::*;
use crate::observation::RowPlace;
use crate::wording::WordId;
use proptest::prelude::*;

fn record(row: u32, name: &str, cvr: &str, p_number: &str) -> ProviderRecord {
    ProviderRecord {
        place: RowPlace { file: 0, sheet: WordId::EMPTY, row },
        valid: Period::ALWAYS,
        name: name.to_owned(),
        also: Vec::new(),
        cvr: cvr.to_owned(),
        p_number: p_number.to_owned(),
        driftsherre: String::new(),
        driftsherre_kommune: None,
        ownership: Ownership::Private,
        settlement: Settlement::Takst,
        delay_days: Some(30),
        ean: String::new(),
    }
}

fn row(name: &str, cvr: &str, p_number: &str) -> Provider {
    Provider { name: name.to_owned(), cvr: cvr.to_owned(), p_number: p_number.to_owned() }
}

#[test]
fn one_place_by_number_and_by_its_spellings_in_each_source() {
    let mut home = record(2, "Solhjem", "11111111", "1000000001");
    home.also = vec![(String::new(), "Solhjem bo".to_owned()), ("AS2007".to_owned(), "Hjemmet".to_owned())];
    let register = ProviderRegister::new(&[home, record(3, "Hjemmet", "22222222", "1000000002")], &[], &[]);
    let first = register.of("nexus", &row("", "", "1000000001")).unwrap();
    assert_eq!(register.of("nexus", &row("SOLHJEM  BO", "", "")), Some(first));
    assert_eq!(register.of("nexus", &row("", "11111111", "")), Some(first));
    assert_eq!(register.of("as2007", &row("hjemmet", "", "")), Some(first), "kildens egen stavemåde først");
    assert_ne!(register.of("nexus", &row("hjemmet", "", "")), Some(first));
    assert_eq!(register.name(first), "Solhjem");
}

#[test]
fn nothing_is_guessed() {
    let records = [
        record(2, "Bofællesskabet", "11111111", "1000000001"),
        record(3, "Bofællesskabet", "11111111", "1000000002"),
        record(4, "Alene", "33333333", "1000000003"),
    ];
    let register = ProviderRegister::new(&records, &[], &[]);
    assert_eq!(register.of("x", &row("Bofællesskabet", "", "")), None, "to steder med samme navn");
    assert_eq!(register.of("x", &row("", "11111111", "")), None, "to steder i samme virksomhed");
    assert_eq!(register.of("x", &row("Alene", "", "1999999999")), None, "et andet P-nummer er et andet sted");
    assert_eq!(register.of("x", &row("Alene", "99999999", "")), None, "en anden virksomhed");
    assert_eq!(register.of("x", &row("", "", "")), None);
    assert!(register.of("x", &row("Alene", "33333333", "")).is_some());
}

#[test]
fn dated_lines_of_one_place() {
    let sold = Day::from_ymd(2022, 1, 1).unwrap();
    let before = ProviderRecord {
        valid: Period { from: Day::FIRST, until: sold },
        delay_days: Some(45),
        settlement: Settlement::Ramme,
        ..record(2, "Solhjem", "", "1000000001")
    };
    let after = ProviderRecord {
        valid: Period { from: sold, until: Day::OPEN },
        ownership: Ownership::Region,
        ..record(3, "Regionens Solhjem", "", "1000000001")
    };
    let register = ProviderRegister::new(&[after, before], &[], &[]);
    assert_eq!(register.len(), 1);
    let id = register.named("x", "solhjem").unwrap();
    assert_eq!(register.named("x", "regionens solhjem"), Some(id));
    assert_eq!(register.ownership(id, sold.previous()), Ownership::Private);
    assert_eq!(register.ownership(id, sold), Ownership::Region);
    assert_eq!(register.delay_days(id, sold.previous()), Some(45));
    assert_eq!(register.settlement(id, sold.previous()), Settlement::Ramme);
    assert!(register.silent_days(id, Period::ALWAYS).is_empty());
}

#[test]
fn a_decision_makes_two_spellings_one_in_any_order() {
    let records = [record(2, "Solhjem", "", "1000000001"), record(3, "Ny Gård", "", "1000000003")];
    let same = |a: &str, b: &str| SameProvider { a: a.to_owned(), b: b.to_owned() };
    let decisions = [same("Sol-hjem", "Solhjem"), same("Solhj.", "Sol-hjem"), same("Ukendt A", "Ukendt B")];
    let mut turned = decisions.to_vec();
    turned.reverse();
    for decisions in [decisions.to_vec(), turned] {
        let register = ProviderRegister::new(&records, &decisions, &[]);
        let id = register.of("x", &row("solhjem", "", "1000000001")).unwrap();
        assert_eq!(register.named("x", "solhj."), Some(id));
        assert_eq!(register.decided("SOLHJEM", "sol-hjem"), Some(true));
        let unknown = register.named("x", "ukendt a").unwrap();
        assert_eq!(register.named("x", "ukendt b"), Some(unknown));
        assert_eq!(register.ownership(unknown, Day(0)), Ownership::Unknown);
        assert_ne!(unknown, id);
    }
    let different = [DifferentProviders { a: "Solhjem".to_owned(), b: "Ny Gård".to_owned() }];
    let register = ProviderRegister::new(&records, &[], &different);
    assert_eq!(register.decided("ny gård", "solhjem"), Some(false));
}

proptest! {
    /// Whatever the order of lines and decisions, the same names mean the same.
    #[test]
    fn order_changes_no_answer(
        lines in proptest::collection::vec((0..4u32, 0..3u32, 0..3u32), 1..7),
        decisions in proptest::collection::vec((0..5u32, 0..5u32), 0..4),
    ) {
        let records: Vec<ProviderRecord> = (2u32..)
            .zip(&lines)
            .map(|(row, (name, cvr, p))| {
                let number = |kind: &str, n: u32| if n == 0 { String::new() } else { format!("{kind}{n}") };
                record(row, &format!("navn {name}"), &number("c", *cvr), &number("p", *p))
            })
            .collect();
        let same: Vec<SameProvider> = decisions
            .iter()
            .map(|(a, b)| SameProvider { a: format!("navn {a}"), b: format!("Navn {b}") })
            .collect();
        let (mut turned, mut decided) = (records.clone(), same.clone());
        turned.reverse();
        decided.reverse();
        let (one, two) =
            (ProviderRegister::new(&records, &same, &[]), ProviderRegister::new(&turned, &decided, &[]));
        prop_assert_eq!(one.len(), two.len());
        for name in 0..6u32 {
            for number in ["", "p1", "p2"] {
                let asked = row(&format!("navn {name}"), "", number);
                prop_assert_eq!(one.of("x", &asked), two.of("x", &asked));
            }
        }
    }
}
