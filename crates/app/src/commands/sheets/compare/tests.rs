//! What the data say of a line: each cause alone, and what no cause accounts for.

use super::*;
use domain::calendar::Period;

fn day(text: &str) -> Day {
    Day::parse(text).expect("en dag")
}

fn amount(kroner: i64, from: &str, last: &str) -> Amount {
    let period = Period::from_included(day(from), day(last)).expect("dage");
    Amount {
        oere: Oere(kroner * 100),
        days: Periods::union_of([period]),
        unpriced_days: 0,
        providers: BTreeSet::from(["Bostedet".to_owned()]),
    }
}

const YEAR: [&str; 2] = ["2026-01-01", "2026-12-31"];

fn year(kroner: i64) -> Amount {
    amount(kroner, YEAR[0], YEAR[1])
}

fn asked(sheet: &[(u16, Amount)], product: &[(u16, Amount)], known: &Known) -> Vec<(u16, Why, String)> {
    let side = |own: &[(u16, Amount)]| -> Amounts {
        own.iter().map(|(p, amount)| ((CitizenId(7), ParagrafId(*p)), amount.clone())).collect()
    };
    let written = |paragraf: ParagrafId| format!("SEL § {}", paragraf.0);
    compare(&side(sheet), &side(product), known, day("2026-03-01"), "AS2007", &written)
        .into_iter()
        .map(|line| (line.paragraf.0, line.why, line.text))
        .collect()
}

fn one(sheet: Option<Amount>, product: Option<Amount>, known: &Known) -> (Why, String) {
    let side = |own: Option<Amount>| own.map(|amount| (107, amount)).into_iter().collect::<Vec<_>>();
    let (_, why, text) = asked(&side(sheet), &side(product), known).remove(0);
    (why, text)
}

#[test]
fn alike_is_the_same_days_and_less_than_a_krone() {
    let none = Known::default();
    assert_eq!(one(Some(year(365_000)), Some(year(365_000)), &none).0, Why::Ens);
    let near = Amount { oere: Oere(36_500_099), ..year(0) };
    assert_eq!(one(Some(near), Some(year(365_000)), &none).0, Why::Ens);
    let krone = Amount { oere: Oere(36_500_100), ..year(0) };
    assert_eq!(one(Some(krone), Some(year(365_000)), &none).0, Why::Afrunding);
}

#[test]
fn each_cause_accounts_for_its_own_difference() {
    let none = Known::default();
    let (why, text) = one(Some(year(365_182)), Some(year(365_000)), &none);
    assert_eq!(why, Why::Afrunding, "{text}");
    let (why, text) = one(Some(year(401_500)), Some(year(365_000)), &none);
    assert_eq!(why, Why::AndenPris);
    assert!(text.contains("1.100,00 kr. mod 1.000,00 kr. om dagen"), "{text}");
    let spring = amount(90_000, "2026-01-01", "2026-03-31");
    let (why, text) = one(Some(year(365_000)), Some(spring.clone()), &none);
    assert_eq!(why, Why::AndenPeriode);
    assert!(text.contains("01-01-2026 - 31-03-2026 (90 dage)"), "{text}");
    let other = Amount { providers: BTreeSet::from(["Havblik".to_owned()]), ..year(401_500) };
    assert_eq!(one(Some(year(365_000)), Some(other), &none).0, Why::AndenLeverandoer);
    let unpriced = Amount { unpriced_days: 365, ..year(0) };
    assert_eq!(one(Some(year(365_000)), Some(unpriced), &none).0, Why::UdenPris);
    assert_eq!(
        one(Some(Amount { unpriced_days: 9, ..year(0) }), Some(year(365_000)), &none).0,
        Why::UdenPris
    );
    let silent = BTreeMap::from([((CitizenId(7), ParagrafId(107)), RowKind::Ramme)]);
    let known = Known { silent, ..Known::default() };
    for sheet in [None, Some(year(365_000))] {
        let (why, text) = one(sheet, Some(year(0)), &known);
        assert_eq!(why, Why::UdenKroner);
        assert!(text.contains("rammeafregnet"), "{text}");
    }
    let unpriced = Amount { unpriced_days: 365, ..year(0) };
    assert_eq!(one(None, Some(unpriced), &none).0, Why::UdenPris);
    let both = amount(180_000, "2026-01-01", "2026-03-31");
    let (why, _) = one(Some(year(365_000)), Some(both), &none);
    assert_eq!((why, why.explains()), (Why::Flere, false));
}

#[test]
fn a_line_of_one_side_is_explained_by_what_the_system_knows() {
    let key = (CitizenId(7), ParagrafId(107));
    let (why, text) = one(Some(year(365_000)), None, &Known::default());
    assert_eq!((why, why.explains()), (Why::KunArket, false), "{text}");
    let known = Known { untranslated: BTreeSet::from([CitizenId(7)]), ..Known::default() };
    assert_eq!(one(Some(year(1)), None, &known).0, Why::IkkeOversat);
    let known = Known { cut: BTreeMap::from([(key, RowKind::Dead)]), ..Known::default() };
    let (why, text) = one(Some(year(365_000)), None, &known);
    assert_eq!(why, Why::TaellerIkke);
    assert!(text.contains("efter dødsdagen"), "{text}");
    let span = (day("2019-01-01"), day("2025-11-30"));
    let known = Known { spans: BTreeMap::from([(CitizenId(7), span)]), ..Known::default() };
    let (why, text) = one(Some(year(365_000)), None, &known);
    assert_eq!(why, Why::Ophoert);
    assert!(text.contains("30-11-2025"), "{text}");
    let (why, _) = one(None, Some(year(365_000)), &Known::default());
    assert_eq!((why, why.explains()), (Why::KunProduktet, false));
    let known = Known { registered: BTreeMap::from([(key, day("2026-03-04"))]), ..Known::default() };
    assert_eq!(one(None, Some(year(365_000)), &known).0, Why::NyBevilling);
    let known = Known { corrected: BTreeMap::from([(key, Oere(-36_500_000))]), ..Known::default() };
    assert_eq!(one(None, Some(year(365_000)), &known).0, Why::Korrektion);
}

#[test]
fn the_same_citizen_under_another_paragraph_is_said_on_both_lines() {
    let found = asked(&[(107, year(365_000))], &[(108, year(365_000))], &Known::default());
    assert_eq!(
        found.iter().map(|(p, why, _)| (*p, *why)).collect::<Vec<_>>(),
        [(107, Why::AndenParagraf), (108, Why::AndenParagraf)]
    );
    assert!(found[0].2.contains("SEL § 108") && found[1].2.contains("SEL § 107"), "{found:?}");
    // A paragraph that both have is not the other one.
    let both = [(107, year(365_000)), (108, year(1_000))];
    let found = asked(&both, &both[1..], &Known::default());
    assert_eq!(found[0].1, Why::KunArket);
}
