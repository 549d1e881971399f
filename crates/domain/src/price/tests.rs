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

/// A published line: 1.239.540 kr. for the year 2021 is 3.396,00 a day, to the øre; printed as 3.405 by counting 364 days.
#[test]
fn one_amount_for_the_year_is_spread_over_all_its_days() {
    let year = Period::year(2021);
    let price = samlet(1_239_540, year);
    assert_eq!(price.of(year, year.from), Oere(123_954_000));
    assert_eq!(price.of(span(day(2021, 3, 1), day(2021, 3, 1)), year.from), Oere(339_600));
    assert_eq!(price.ordinary_day(), Some(33_960_000));
    assert_eq!(DayPrice::of(price, false), DayPrice::of(price, true));
    assert!(!DayPrice::of(price, false).differs(DayPrice::of(doegn(33_960_000), false), 31));
    assert!(DayPrice::of(price, false).differs(DayPrice::of(doegn(34_050_000), false), 31));
    let quarter = span(day(2021, 1, 1), day(2021, 3, 31));
    assert_eq!(samlet(147_796, quarter).of(quarter, quarter.from), Oere(14_779_600));
}

#[test]
fn a_year_of_52_weeks_is_52_weeks_in_every_year() {
    let price = |weeks| Price {
        unit: Unit::TimePrUge,
        rate: Rate(3_000_000),
        quantity: Quantity(10 * SCALE),
        weeks,
        ..NOTHING
    };
    for year in [2023, 2024] {
        let days = Period::year(year);
        // Twelve months are rounded one by one, so a year may be an øre or two off.
        let close = |amount: Oere, kroner: i64| (amount.0 - kroner * 100).abs() <= 6;
        assert!(close(price(Weeks::Year52).of(days, days.from), 52 * 3_000), "{year}");
        assert!(close(price(Weeks::Year5214).of(days, days.from), 156_420), "{year}");
    }
    assert_eq!(
        price(Weeks::Days7).of(span(day(2024, 1, 1), day(2024, 1, 7)), day(2024, 1, 1)),
        Oere(300_000)
    );
    let (long, short) = (day(2024, 1, 1).month(), day(2023, 1, 1).month());
    let day_price = DayPrice::of(price(Weeks::Year52), false);
    assert!(day_price.depends_on_calendar() && !day_price.depends_on_month());
    assert_eq!(day_price.shown_in(short), divide_rounded(52 * 30_000_000, 365));
    assert_eq!(day_price.shown_in(long), divide_rounded(52 * 30_000_000, 366));
}

#[test]
fn a_share_and_a_relief_are_rounded_once() {
    let month = span(day(2021, 1, 1), day(2021, 1, 31));
    let half = Price { share: 5_000, ..doegn(13_520_300) };
    // Half of 41.912,93 is 20.956,465.
    assert_eq!(half.of(month, month.from), Oere(2_095_647));
    // 95 % of it: 19.908,64175.
    assert_eq!(half.net_of(month, month.from, 500), Oere(1_990_864));
    assert_eq!(half.net_of(month, month.from, 10_000), Oere(0));
}

/// A private provider's gross price in one system, the same net in the other: alike to the last decimal.
#[test]
fn a_net_price_is_compared_with_a_gross_one_exactly() {
    let (gross, net) = (doegn(20_000_000), doegn(19_000_000));
    assert!(!DayPrice::net_of(gross, false, 500).differs(DayPrice::of(net, false), 30));
    assert_eq!(DayPrice::net_of(gross, false, 500), DayPrice::of(net, false));
    assert!(DayPrice::of(gross, false).differs(DayPrice::of(net, false), 30));
}

#[test]
fn one_oere_apart_is_alike_and_a_hair_more_is_not() {
    let day_price = |rate| DayPrice::of(doegn(rate), false);
    assert!(!day_price(10_000_000).differs(day_price(10_000_100), 30));
    assert!(day_price(10_000_000).differs(day_price(10_000_101), 30));
    let third = span(day(2021, 1, 1), day(2021, 1, 3));
    // A third of 100 kroner beside 33,3233 and 33,3234: 0,01003.. and 0,00993.. apart.
    let spread = DayPrice::of(samlet(100, third), false);
    assert!(spread.differs(day_price(333_233), 31));
    assert!(!spread.differs(day_price(333_234), 31));
}

fn samlet(kroner: i64, days: Period) -> Price {
    let quantity = Quantity(days.days() * SCALE);
    Price { unit: Unit::Samlet, rate: Rate(kroner * SCALE), quantity, ..NOTHING }
}

proptest! {
    /// Shares, reliefs and every kind of week: a cut changes nothing, wherever it is.
    #[test]
    fn a_cut_changes_nothing_with_shares_reliefs_and_weeks(
        rate in -50_000_000i64..50_000_000, start in 15_000i32..20_000, a in 1i32..400, b in 1i32..400,
        unit in 0..3usize, weeks in 0..3usize, hours in 0i64..400_000, share in 0u16..=10_000, relief in 0u16..=2_500,
    ) {
        let unit = [Unit::Doegn, Unit::Maaned, Unit::TimePrUge][unit];
        let weeks = [Weeks::Days7, Weeks::Year52, Weeks::Year5214][weeks];
        let price = Price { unit, rate: Rate(rate), quantity: Quantity(hours), share, weeks };
        let whole = Period { from: Day(start), until: Day(start + a + b) };
        let (left, right) = cut(whole, a);
        let of = |part: Period| price.net_of(part, part.from, relief);
        prop_assert_eq!(of(whole), of(left) + of(right));
    }

    /// One amount: its parts add up to it to the øre, counted from the row's first day.
    #[test]
    fn parts_of_one_amount_add_up_to_it(
        kroner in -5_000_000i64..5_000_000, start in 15_000i32..20_000, a in 1i32..400, b in 1i32..400,
    ) {
        let whole = Period { from: Day(start), until: Day(start + a + b) };
        let (left, right) = cut(whole, a);
        let price = samlet(kroner, whole);
        prop_assert_eq!(price.of(whole, whole.from), Oere(kroner * 100));
        prop_assert_eq!(price.of(left, whole.from) + price.of(right, whole.from), Oere(kroner * 100));
        let months: Oere = whole.by_month().map(|(_, part)| price.of(part, whole.from)).sum();
        prop_assert_eq!(months, Oere(kroner * 100));
    }

    /// The day price is the price of a day: within the rounding of the øre.
    #[test]
    fn the_price_of_a_day_is_the_day_price(
        rate in 0i64..50_000_000, at in 15_000i32..20_000, unit in 0..4usize, weeks in 0..3usize,
        hours in 0i64..400_000, share in 0u16..=10_000, relief in 0u16..=2_500, long in 1i32..800,
    ) {
        let unit = [Unit::Doegn, Unit::Maaned, Unit::TimePrUge, Unit::Samlet][unit];
        let weeks = [Weeks::Days7, Weeks::Year52, Weeks::Year5214][weeks];
        let quantity = Quantity(if unit == Unit::Samlet { i64::from(long) * SCALE } else { hours });
        let price = Price { unit, rate: Rate(rate), quantity, share, weeks };
        let one = Period { from: Day(at), until: Day(at + 1) };
        let exact = DayPrice::net_of(price, false, relief).shown_in(Day(at).month());
        let rounded = price.net_of(one, Day(at), relief).0 * 100;
        prop_assert!((exact - rounded).abs() <= 101, "{} {}", exact, rounded);
    }

    /// Sums of day prices do not depend on order, and what is put in can be taken out.
    #[test]
    fn day_prices_add_in_any_order(amounts in proptest::collection::vec((1i64..9_000_000, 1i64..800), 1..4)) {
        let prices: Vec<DayPrice> = amounts
            .iter()
            .map(|(kroner, days)| {
                DayPrice::of(samlet(*kroner, Period { from: Day(0), until: Day(*days as i32) }), false)
            })
            .collect();
        let sum = |list: &mut dyn Iterator<Item = &DayPrice>| list.fold(DayPrice::default(), |s, p| s.plus(*p));
        let (forward, backward) = (sum(&mut prices.iter()), sum(&mut prices.iter().rev()));
        prop_assert_eq!(forward, backward);
        prop_assert!(!forward.differs(backward, 30));
    }
}

fn cut(whole: Period, after: i32) -> (Period, Period) {
    let at = Day(whole.from.0 + after);
    (Period { until: at, ..whole }, Period { from: at, ..whole })
}
