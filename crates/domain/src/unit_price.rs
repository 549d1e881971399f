//! Unit price (enhedspris): the net amount over the full-year persons, per column of ownership.
//!
//! A unit price is a quotient, never a total: it is computed from exact parts and rounded once.

use crate::amount::{Oere, divide_rounded};
use crate::full_year::{FullYearCount, FullYears};
use crate::observation::Ownership;
use crate::ownership::Grouping;
use std::collections::BTreeMap;

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitPrice {
    /// Its heading.
    pub title: String,
    /// Net of VAT relief.
    pub net: Oere,
    /// Full-year persons of its kinds; a day under two of them counts once.
    pub full_years: FullYears,
    /// Net over full-year persons; `None` where there are none.
    pub price: Option<Oere>,
}

/// The columns of a grouping and the total. Full-year persons of the total are the union, so a day under two kinds makes it
/// smaller than the sum of the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitPrices {
    /// In the order of the grouping.
    pub columns: Vec<UnitPrice>,
    /// All together.
    pub total: UnitPrice,
}

/// Amount over full-year persons, in øre; `None` where there are none.
#[must_use]
pub fn of(net: Oere, full_years: FullYears) -> Option<Oere> {
    let (days, one) = full_years.exact();
    (days > 0).then(|| Oere(divide_rounded(i128::from(net.0) * i128::from(one), i128::from(days))))
}

/// Unit prices by column. `net` is the amount per kind; `days` counts full-year persons per *column* of the same grouping,
/// so that a citizen under two kinds of one column counts once.
#[must_use]
pub fn by_column(
    grouping: &Grouping,
    net: &BTreeMap<Ownership, Oere>,
    days: &FullYearCount<usize>,
) -> UnitPrices {
    let columns: Vec<UnitPrice> = grouping
        .columns()
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let net: Oere = column.kinds.iter().filter_map(|kind| net.get(kind).copied()).sum();
            let full_years = days.by.get(&at).map_or_else(FullYears::default, |count| count.full_years);
            UnitPrice { title: column.title.clone(), net, full_years, price: of(net, full_years) }
        })
        .collect();
    let net: Oere = net.values().copied().sum();
    let total = UnitPrice {
        title: "i alt".to_owned(),
        net,
        full_years: days.personaar,
        price: of(net, days.personaar),
    };
    UnitPrices { columns, total }
}

/// The unit price of an amount over a printed number of full-year persons with two decimals, with the prices between which
/// the rounding of that number leaves it: (least, as printed, most).
#[must_use]
pub fn of_printed(net: Oere, hundredths: i64) -> Option<(Oere, Oere, Oere)> {
    if hundredths <= 0 || net < Oere(0) {
        return None;
    }
    let over = |thousandths: i64| Oere(divide_rounded(i128::from(net.0) * 1000, i128::from(thousandths)));
    Some((over(hundredths * 10 + 5), over(hundredths * 10), over(hundredths * 10 - 5)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Day, Period};
    use crate::periods::Periods;
    use crate::relief;

    fn kroner(amount: i64) -> Oere {
        Oere(amount * 100)
    }

    fn whole(amount: Oere) -> i64 {
        divide_rounded(amount.0.into(), 100)
    }

    /// A published sheet of § 108: 15.822.872 kr. private, 15.031.729 net, 13,88 full-year persons, printed 1.029.072.
    #[test]
    fn both_private_averages_of_a_published_sheet() {
        let net = relief::net(kroner(15_822_872), 500);
        assert!((whole(net) - 15_031_729).abs() <= 1, "trykt afrundet");
        let (least, printed, most) = of_printed(kroner(15_031_729), 1388).unwrap();
        assert_eq!([whole(least), whole(printed), whole(most)], [1_082_588, 1_082_978, 1_083_368]);
        // The printed average is not among them; with the relief taken twice it gives the printed divisor.
        let twice = relief::net(kroner(15_031_729), 500);
        let divisor = divide_rounded(i128::from(twice.0) * 10_000, i128::from(kroner(1_029_072).0));
        assert_eq!(divisor, 138_767);
        let (least, _, most) = of_printed(twice, 1388).unwrap();
        assert!(least <= kroner(1_029_072) && kroner(1_029_072) <= most);
    }

    #[test]
    fn a_whole_years_amount_is_its_unit_price() {
        assert_eq!(of(kroner(365_000), FullYears::of(2021, 365)), Some(kroner(365_000)));
        assert_eq!(of(kroner(90_000), FullYears::of(2021, 90)), Some(kroner(365_000)));
        assert_eq!(of(kroner(1), FullYears::default()), None);
    }

    #[test]
    fn both_groupings_and_a_total_that_is_the_union() {
        let first = Day::from_ymd(2021, 1, 1).unwrap();
        let year = Periods::from(Period::year(2021));
        let half = Periods::from(Period { from: first, until: Day(first.0 + 146) });
        let net = BTreeMap::from([
            (Ownership::Private, kroner(500)),
            (Ownership::SelvejendeWithout, kroner(100)),
            (Ownership::Region, kroner(300)),
        ]);
        // One citizen: private all the year, selvejende without and region on some of the same days.
        let of_kinds =
            [(Ownership::Private, &year), (Ownership::SelvejendeWithout, &half), (Ownership::Region, &half)];
        for (grouping, expected) in [
            (Grouping::three(), vec![(600, 100), (300, 40)]),
            (Grouping::each(), vec![(500, 100), (100, 40), (300, 40)]),
        ] {
            let mut columns: BTreeMap<usize, Periods> = BTreeMap::new();
            for (kind, days) in of_kinds {
                let entry = columns.entry(grouping.column_of(kind)).or_insert_with(Periods::none);
                *entry = entry.union(days);
            }
            let mut count = FullYearCount::default();
            count.add_citizen(columns.iter().map(|(at, days)| (*at, days)));
            let made = by_column(&grouping, &net, &count);
            let mut shown: Vec<(i64, i64)> = made
                .columns
                .iter()
                .filter(|c| c.net != Oere(0))
                .map(|c| (whole(c.net), c.full_years.hundredths()))
                .collect();
            shown.sort_unstable_by_key(|pair| std::cmp::Reverse(*pair));
            let mut expected = expected;
            expected.sort_unstable_by_key(|pair| std::cmp::Reverse(*pair));
            assert_eq!(shown, expected);
            assert_eq!(made.total.full_years.hundredths(), 100, "foreningen, ikke summen");
            assert_eq!(made.total.price, Some(kroner(900)));
        }
    }
}
