//! Lists of a year, and the published front page of a municipality that took 5 % off private providers.

use super::*;
use crate::law::{Funktion, Gruppering, Paragraf};

fn law() -> LawBook {
    let paragraf = |written: &str| Paragraf {
        written: written.to_owned(),
        name: String::new(),
        law: "SEL".to_owned(),
        number: written.trim_start_matches("SEL § ").to_owned(),
        valid: Period::ALWAYS,
        also: Vec::new(),
        dst: crate::law::DstStatus::Open,
        mixed_with: Vec::new(),
        source: "prøve".to_owned(),
    };
    let funktion = |number: &str, grupperinger: &[(&str, u8, &str)]| Funktion {
        number: number.to_owned(),
        name: String::new(),
        valid: Period::ALWAYS,
        grupperinger: grupperinger
            .iter()
            .map(|(number, dranst, paragraf)| Gruppering {
                number: (*number).to_owned(),
                dranst: *dranst,
                name: String::new(),
                paragraf: (*paragraf).to_owned(),
                source: "prøve".to_owned(),
            })
            .collect(),
        source: "prøve".to_owned(),
    };
    let relief = |funktion: &str, gruppering: &str, percent| crate::law::Relief {
        valid: Period::year(2021),
        funktion: funktion.to_owned(),
        gruppering: gruppering.to_owned(),
        percent_hundredths: percent,
        source: "prøve".to_owned(),
    };
    LawBook {
        paragraffer: ["SEL § 85", "SEL § 103", "SEL § 108"].map(paragraf).to_vec(),
        funktioner: vec![
            funktion("5.38.39", &[("003", 1, "SEL § 85")]),
            funktion("5.38.58", &[("001", 1, "SEL § 103"), ("002", 1, "SEL § 103"), ("002", 2, "SEL § 103")]),
            funktion("5.38.50", &[("001", 1, "SEL § 108"), ("002", 1, "SEL § 108")]),
        ],
        relief: vec![relief("5.38.58", "", 500), relief("5.38.50", "", 500), relief("5.38.50", "002", 700)],
        ..LawBook::default()
    }
}

fn day(year: i32) -> Day {
    Day::from_ymd(year, 6, 1).unwrap()
}

#[test]
fn only_private_and_selvejende_without_an_agreement_carry_it() {
    let law = law();
    let relief = Relief::new(&law);
    let of = |ownership, year| relief.percent(Account::Known("5.38.58", "001"), ownership, day(year));
    assert_eq!(of(Ownership::Private, 2021), Some(500));
    assert_eq!(of(Ownership::SelvejendeWithout, 2021), Some(500));
    for none in
        [Ownership::Own, Ownership::OtherKommune, Ownership::Region, Ownership::SelvejendeWithAgreement]
    {
        assert_eq!(of(none, 2021), Some(0));
        assert_eq!(of(none, 2022), Some(0), "uden liste er der stadig intet at løfte af");
    }
    assert_eq!(of(Ownership::Unknown, 2021), None);
}

#[test]
fn a_year_without_a_list_is_not_known_and_a_function_that_is_not_on_it_has_none() {
    let law = law();
    let relief = Relief::new(&law);
    assert_eq!(relief.percent(Account::Known("5.38.58", "001"), Ownership::Private, day(2022)), None);
    assert_eq!(relief.percent(Account::Known("5.38.39", "003"), Ownership::Private, day(2021)), Some(0));
    let window = Period { from: day(2020), until: day(2022) };
    assert_eq!(relief.missing_years(window), [2020, 2022]);
}

#[test]
fn a_paragraph_has_the_relief_that_its_accounts_agree_on() {
    let law = law();
    let relief = Relief::new(&law);
    let of = |id| relief.percent(Account::Of(ParagrafId(id)), Ownership::Private, day(2021));
    assert_eq!(of(0), Some(0));
    assert_eq!(of(1), Some(500));
    assert_eq!(of(2), None, "001 har 5 %, 002 har 7 %");
}

#[test]
fn the_stretches_follow_the_lists_and_the_owner() {
    let law = law();
    let relief = Relief::new(&law);
    let sold = Day::from_ymd(2021, 7, 1).unwrap();
    let owner = |day: Day| if day < sold { Ownership::Private } else { Ownership::Region };
    let window = Period { from: day(2020), until: day(2022) };
    let found = relief.pieces(Account::Of(ParagrafId(1)), owner, [sold].into_iter(), window);
    let new_year = Day::from_ymd(2021, 1, 1).unwrap();
    assert_eq!(
        found,
        [
            (Period { from: day(2020), until: new_year }, None),
            (Period { from: new_year, until: sold }, Some(500)),
            (Period { from: sold, until: day(2022) }, Some(0)),
        ]
    );
}

/// A published disponering of 2021: net = 0,95 × private + other municipalities + own, where the row has no other amounts.
#[test]
fn the_published_net_amounts_to_the_krone() {
    for (paragraf, private, others, own, printed) in [
        ("§ 103", 562_680, 1_830_208, 6_715_065, 9_079_819),
        ("§ 104", 2_926_536, 4_836_888, 7_154_590, 14_771_687),
        ("§ 110", 7_844_866, 3_632_964, 0, 11_085_587),
        ("§ 238 a", 0, 1_855_464, 0, 1_855_464),
    ] {
        let kroner: fn(i64) -> Oere = |amount| Oere(amount * 100);
        let total = net(kroner(private), 500) + kroner(others) + kroner(own);
        assert_eq!(divide_rounded(total.0.into(), 100), printed, "{paragraf}");
    }
}

#[test]
fn relief_and_net_are_all_of_the_gross() {
    for gross in [0, 1, 9, 10, 11, 99, 12_345, -12_345] {
        assert_eq!(net(Oere(gross), 500) + part(Oere(gross), 500), Oere(gross));
    }
    assert_eq!(net(Oere(10), 500), Oere(10), "9,5 rundes væk fra nul");
}

#[test]
fn an_account_of_nine_digits() {
    let konto = read_konto(" 538501002 ").unwrap();
    assert_eq!((konto.funktion.as_str(), konto.dranst, konto.gruppering.as_str()), ("5.38.50", 1, "002"));
    assert_eq!(read_konto("5380461007"), None);
    assert_eq!(read_konto("5.38.50 1"), None);
}
