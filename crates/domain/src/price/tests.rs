//! Prices against published amounts, and against random cuts.

use super::*;
use proptest::prelude::*;

const NOTHING: Price =
    Price { unit: Unit::Doegn, rate: Rate(0), quantity: Quantity(0), share: WHOLE, weeks: Weeks::Days7 };

fn doegn(rate: i64) -> Price {
    Price { unit: Unit::Doegn, rate: Rate(rate), quantity: Quantity(SCALE), ..NOTHING }
}

fn day(y: i32, m: u32, d: u32) -> Day {
    Day::from_ymd(y, m, d).unwrap()
}

fn span(a: Day, b: Day) -> Period {
    Period::from_included(a, b).unwrap()
}

/// The check values of a published settlement: 1.352,0300 per døgn in 2021.
#[test]
fn a_published_year_to_the_oere() {
    let price = doegn(13_520_300);
    let first = day(2021, 1, 1);
    let of = |a, b| price.of(span(a, b), first).0;
    assert_eq!(of(first, day(2021, 1, 31)), 4_191_293);
    assert_eq!(of(day(2021, 2, 1), day(2021, 2, 28)), 3_785_684);
    assert_eq!(of(day(2021, 4, 1), day(2021, 4, 30)), 4_056_090);
    assert_eq!(of(first, day(2021, 12, 31)), 49_349_095);
}

#[test]
fn a_month_price_is_whole_over_the_month_and_a_piece_falls_on_its_first_day() {
    let month = Price { unit: Unit::Maaned, rate: Rate(100_000_000), quantity: Quantity(SCALE), ..NOTHING };
    assert_eq!(month.of(span(day(2024, 2, 1), day(2024, 2, 29)), day(2024, 2, 1)), Oere(1_000_000));
    let piece = Price { unit: Unit::Styk, rate: Rate(5_000_000), quantity: Quantity(3 * SCALE), ..NOTHING };
    assert_eq!(piece.of(span(day(2024, 2, 1), day(2024, 2, 29)), day(2024, 2, 1)), Oere(150_000));
    assert_eq!(piece.of(span(day(2024, 2, 2), day(2024, 2, 29)), day(2024, 2, 1)), Oere(0));
}

#[test]
fn a_months_length_enters_the_day_price_exactly() {
    let month = DayPrice::of(
        Price { unit: Unit::Maaned, rate: Rate(300_000_000), quantity: Quantity(SCALE), ..NOTHING },
        false,
    );
    let day = DayPrice::of(doegn(10_000_000), false);
    assert!(!month.differs(day, 30));
    assert!(month.differs(day, 31));
    assert_eq!(month.shown(31), 9_677_419);
}

proptest! {
    #[test]
    fn splitting_a_row_changes_nothing(
        rate in -50_000_000i64..50_000_000, start in 15_000i32..20_000, a in 1i32..400, b in 1i32..400,
        unit in 0..3usize, hours in 0i64..400_000,
    ) {
        let unit = [Unit::Doegn, Unit::Maaned, Unit::TimePrUge][unit];
        let price = Price { unit, rate: Rate(rate), quantity: Quantity(hours), ..NOTHING };
        let whole = Period { from: Day(start), until: Day(start + a + b) };
        let left = Period { from: Day(start), until: Day(start + a) };
        let right = Period { from: Day(start + a), until: Day(start + a + b) };
        prop_assert_eq!(
            price.of(whole, whole.from),
            price.of(left, left.from) + price.of(right, right.from)
        );
    }
}
