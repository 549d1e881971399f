//! A year's disponering of a small world, to the øre.

use super::*;
use crate::amount::{Quantity, Rate, SCALE};
use crate::calendar::Day;
use crate::deviation::Side;
use crate::observation::{Enrichment, Expectation, ExpectationState, Role};
use crate::price::Unit;
use crate::timeline::tests::{Scene, day, place, span};
use proptest::prelude::*;

mod cells;

fn kroner(amount: i64) -> Oere {
    Oere(amount * 100)
}

fn disposed(scene: &Scene, year: i32) -> Vec<Disposed> {
    let disposer = Disposer::new(&scene.law, year);
    scene.with(Side::One, |timeline, lexicon| disposer.citizen(CitizenId(1), Side::One, timeline, lexicon))
}

#[test]
fn main_and_supplements_month_by_month_gross_relief_and_net() {
    let mut scene = Scene::new();
    scene.row(0, "Solhjem", span(day(1, 1), day(3, 31)), 1_000);
    scene.row(0, "Solhjem", span(day(1, 1), day(3, 31)), 1_000);
    scene.row(0, "Solhjem", span(day(2, 1), day(2, 28)), 100).role = Role::Supplement;
    scene.row(0, "Huset", span(day(4, 1), day(4, 30)), 500);
    let found = disposed(&scene, 2021);
    let [own, private] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((private.ownership, own.ownership), (Ownership::Private, Ownership::Own));
    assert_eq!(private.funktion, "5.38.50");
    assert_eq!(private.days.days(), 90);
    assert_eq!(private.main[0].gross, kroner(31_000), "ens rækker tæller én gang");
    assert_eq!(private.main[0].relief, kroner(1_550));
    assert_eq!(sum(&private.supplements).net(), kroner(2_660));
    assert_eq!((sum(&own.main).gross, sum(&own.main).relief), (kroner(15_000), Oere(0)));
    let mut disposition = Disposition { citizens: found, ..Disposition::default() };
    disposition.sort();
    let paragraf = ParagrafId(1);
    let of = &disposition.by_paragraf()[&Some(paragraf)];
    assert_eq!(of.citizens, 1);
    assert_eq!(of.total().gross, kroner(90_000 + 2_800 + 15_000));
    assert_eq!(of.total().net(), kroner(85_500 + 2_660 + 15_000));
    assert_eq!(of.unexplained(kroner(104_160)), kroner(1_000));
    let net = disposition.net_by_kind(paragraf);
    let years = disposition.full_years(paragraf, &Grouping::three());
    let prices = crate::unit_price::by_column(&Grouping::three(), &net, &years);
    assert_eq!(prices.columns[0].price, Some(Oere(35_753_778)), "88.160 × 365 / 90");
    assert_eq!(prices.total.full_years.hundredths(), 33);
    assert_eq!(disposition.full_years_by_paragraf().personaar.exact().0, 120 * 366);
}

#[test]
fn what_runs_on_the_last_day_costs_more_in_a_whole_year_and_what_has_ended_less() {
    let mut scene = Scene::new();
    scene.row(0, "Huset", span(day(10, 1), day(12, 31)), 1_000);
    let begun = disposed(&scene, 2021);
    assert_eq!(begun[0].full_year_effect(), kroner((365 - 92) * 1_000));
    let mut scene = Scene::new();
    scene.row(0, "Solhjem", span(day(1, 1), day(3, 31)), 1_000);
    let ended = disposed(&scene, 2021);
    assert_eq!(ended[0].full_year_effect(), kroner(-85_500));
}

#[test]
fn what_is_not_known_or_not_settled_is_said() {
    let mut scene = Scene::new();
    scene.row(0, "Ukendt", span(day(1, 1), day(1, 10)), 100);
    scene.row(0, "Ukendt", span(day(2, 1), day(2, 10)), 0);
    scene.row(0, "Ukendt", span(day(3, 1), day(3, 10)), 100).settles = Some(false);
    let found = disposed(&scene, 2021);
    assert_eq!(found.len(), 1);
    let all = sum(&found[0].main);
    assert_eq!(found[0].ownership, Ownership::Unknown);
    assert_eq!((all.gross, all.relief, all.relief_unknown), (kroner(1_000), Oere(0), kroner(1_000)));
    assert_eq!((all.unpriced_days, found[0].not_settled_days, found[0].days.days()), (10, 10, 30));
    assert!(disposed(&scene, 2022).is_empty());
}

/// Identical rows count once, also where only the account or "Afregnes" tells them apart.
#[test]
fn rows_of_two_accounts_are_two_functions_and_no_krone_twice() {
    let mut scene = Scene::new();
    let account = scene.wordings[0].word("538511001");
    scene.row(0, "Huset", span(day(1, 1), day(1, 20)), 100);
    scene.row(0, "Huset", span(day(1, 11), day(1, 31)), 100).account = account;
    scene.row(0, "Huset", span(day(1, 1), day(2, 10)), 100).settles = Some(false);
    let found = disposed(&scene, 2021);
    let drawn: Vec<_> =
        found.iter().map(|d| (d.funktion.as_str(), sum(&d.main).gross, d.not_settled_days)).collect();
    assert_eq!(drawn, [("5.38.50", kroner(2_000), 10), ("5.38.51", kroner(1_100), 0)]);
}

fn expected(label: &str, state: ExpectationState) -> Expectation<CitizenId> {
    Expectation {
        place: place(2),
        citizen: None,
        label: label.to_owned(),
        paragraf: "§ 108".to_owned(),
        provider: "Solhjem".to_owned(),
        period: Period { from: day(12, 1), until: Day::OPEN },
        rate: Rate(1_000 * SCALE),
        unit: Unit::Doegn,
        quantity: None,
        certainty: 50,
        who: "AB".to_owned(),
        state,
    }
}

#[test]
fn expectations_are_kroner_never_citizens() {
    let scene = Scene::new();
    let disposer = Disposer::new(&scene.law, 2021);
    let of = |e: &Expectation<CitizenId>| disposer.expectation(e, "forventninger", &scene.registers());
    let open = of(&expected("ung, 17 år", ExpectationState::Forventet));
    assert!(open.counts && open.note.is_none());
    assert_eq!(sum(&open.months).net(), kroner(31 * 950));
    assert_eq!(open.weighed(), kroner(15_500));
    let realised = of(&expected("a", ExpectationState::Realiseret));
    assert!(!realised.counts);
    assert_eq!(realised.note, Some(LineNote::Afsluttet));
    let hours = Expectation { unit: Unit::TimePrUge, ..expected("b", ExpectationState::Udskudt) };
    assert_eq!(of(&hours).note, Some(LineNote::UdenBeloeb));
    let unread =
        Expectation { paragraf: "§ 97 - 99".to_owned(), ..expected("c", ExpectationState::Forventet) };
    let unread = of(&unread);
    assert_eq!((unread.counts, unread.paragraf), (true, None));
    let disposition = Disposition { lines: vec![open, realised, unread], ..Disposition::default() };
    let sums = disposition.by_paragraf();
    assert_eq!(
        (sums[&Some(ParagrafId(1))].citizens, sums[&Some(ParagrafId(1))].named.as_slice()),
        (0, &[0][..])
    );
    assert_eq!(sums[&None].named_sum.gross, kroner(31_000));
    assert_eq!(disposition.by_funktion(false)[&("5.38.50".to_owned(), Some(ParagrafId(1)))], kroner(31_000));
}

#[test]
fn an_expectation_for_somebody_granted_already_is_marked() {
    let mut scene = Scene::new();
    scene.row(0, "Solhjem", span(day(11, 1), day(12, 31)), 1_000);
    let disposer = Disposer::new(&scene.law, 2021);
    let known = Expectation { citizen: Some(CitizenId(1)), ..expected("x", ExpectationState::Forventet) };
    let other = Expectation { citizen: Some(CitizenId(2)), ..expected("y", ExpectationState::Forventet) };
    let lines = [known, other].map(|e| disposer.expectation(&e, "f", &scene.registers())).to_vec();
    let mut disposition = Disposition { citizens: disposed(&scene, 2021), lines };
    disposition.mark_granted();
    assert_eq!(disposition.lines[0].note, Some(LineNote::AlleredeBevilget));
    assert_eq!(disposition.lines[1].note, None);
}

#[test]
fn an_enrichment_is_spread_over_its_days_and_an_expired_one_does_not_count() {
    let scene = Scene::new();
    let disposer = Disposer::new(&scene.law, 2021);
    let line = Enrichment {
        place: place(3),
        label: "Rammestyret værested".to_owned(),
        kind: "ramme".to_owned(),
        paragraf: String::new(),
        account: "538502001".to_owned(),
        provider: "Huset".to_owned(),
        period: Period { from: day(7, 1), until: Day::from_ymd(2022, 7, 1).unwrap() },
        amount: kroner(730_000),
        places: Some(Quantity(SCALE)),
        owner: "CD".to_owned(),
        expires: Some(day(9, 30)),
    };
    let on = |made: Day| disposer.enrichment(&line, "berigelse", made, &scene.registers());
    let counted = on(day(9, 30));
    assert_eq!(
        (counted.counts, counted.ownership, counted.funktion.as_str()),
        (true, Ownership::Own, "5.38.50")
    );
    assert_eq!(sum(&counted.months).gross, kroner(184 * 2_000));
    assert_eq!(counted.months[5], Money::default());
    let expired = on(day(10, 1));
    assert_eq!((expired.counts, expired.note), (false, Some(LineNote::Udloebet(day(9, 30)))));
    assert_eq!(sum(&expired.months).gross, kroner(184 * 2_000), "listes med sit beløb");
    let open = Enrichment { period: Period { from: day(7, 1), until: Day::OPEN }, ..line.clone() };
    let open = disposer.enrichment(&open, "berigelse", day(9, 1), &scene.registers());
    assert_eq!((open.counts, open.note), (false, Some(LineNote::UdenBeloeb)));
}

proptest! {
    /// The lines add up to what the rows cost in the year, and how rows divide a period changes nothing.
    #[test]
    fn lines_add_up_to_the_rows(
        rows in proptest::collection::vec((0i32..300, 1i32..200, 1i64..5_000, 0..3usize, 0..2usize), 1..6), at in 1i32..199,
    ) {
        let first = day(1, 1);
        let units = [Unit::Doegn, Unit::Maaned, Unit::TimePrUge];
        let build = |cut: bool| {
            let mut scene = Scene::new();
            for (from, long, kroner, unit, provider) in &rows {
                let whole = Period { from: Day(first.0 + from), until: Day(first.0 + from + long) };
                let parts = if cut && at < *long {
                    let cut = Day(whole.from.0 + at);
                    vec![Period { until: cut, ..whole }, Period { from: cut, ..whole }]
                } else {
                    vec![whole]
                };
                for part in parts {
                    let row = scene.row(0, ["Solhjem", "Huset"][*provider], part, *kroner);
                    row.unit = Some(units[*unit]);
                    row.hours = Some(Quantity(5 * SCALE));
                }
            }
            scene
        };
        let (whole, cut) = (build(false), build(true));
        let lines = disposed(&whole, 2021);
        prop_assert_eq!(&lines, &disposed(&cut, 2021));
        let year = Periods::from(Period::year(2021));
        let rows = whole.with(Side::One, |t, _| crate::stake::at_stake(&t.main, &year, &[]));
        prop_assert_eq!(rows, Some(lines.iter().map(|line| sum(&line.main).gross).sum()));
        let halves: Oere = [2020, 2021, 2022]
            .into_iter()
            .flat_map(|year| disposed(&whole, year))
            .map(|line| sum(&line.main).gross)
            .sum();
        let always = Periods::from(Period::ALWAYS);
        prop_assert_eq!(whole.with(Side::One, |t, _| crate::stake::at_stake(&t.main, &always, &[])), Some(halves));
    }
}
