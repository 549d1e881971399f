//! Which rate speaks of a row on which day.

use super::*;
use crate::amount::{Oere, Quantity, SCALE};
use crate::law::{DstStatus, Paragraf};

const KRONE: i64 = SCALE;

fn law() -> LawBook {
    let paragraf = |number: &str| Paragraf {
        written: format!("SEL § {number}"),
        name: String::new(),
        law: "SEL".to_owned(),
        number: number.to_owned(),
        valid: Period::ALWAYS,
        also: Vec::new(),
        dst: DstStatus::Open,
        mixed_with: Vec::new(),
        source: "prøve".to_owned(),
    };
    LawBook { paragraffer: vec![paragraf("107"), paragraf("108")], ..LawBook::default() }
}

fn place(row: u32) -> RowPlace {
    RowPlace { file: 0, sheet: WordId::EMPTY, row }
}

fn day(month: u32, day: u32) -> Day {
    Day::from_ymd(2021, month, day).unwrap()
}

fn dated(row: u32, from: Day, until: Day, kroner: i64, filled: u8) -> DatedRate {
    let (rate, unit) = (Rate(kroner * KRONE), Unit::Doegn);
    DatedRate { valid: Period { from, until }, rate, unit, place: place(row), filled }
}

fn bare(rate: Option<i64>) -> Activity<()> {
    let period = Period { from: day(1, 1), until: day(5, 1) };
    Activity {
        rate: rate.map(|r| Rate(r * KRONE)),
        unit: Some(Unit::Doegn),
        ..Activity::bare((), place(1), period)
    }
}

fn drawn(pieces: &[Piece]) -> Vec<(u32, u32, Option<i64>, PriceSource)> {
    pieces
        .iter()
        .map(|p| {
            let (_, from, _) = p.period.from.ymd();
            let (_, last, _) = p.period.last_day().ymd();
            (from, last, p.price.map(|p| p.rate.0 / KRONE), p.from)
        })
        .collect()
}

#[test]
fn the_individual_rate_wins_then_the_rows_own_then_the_list() {
    let individual = [dated(7, day(2, 1), day(3, 1), 900, 0)];
    let list = [dated(8, day(1, 1), day(3, 1), 700, 1), dated(9, day(3, 1), day(4, 1), 800, 1)];
    let terms = PriceTerms::default();
    let (own, one, first, second) = (
        PriceSource::Own,
        PriceSource::Individual(place(7)),
        PriceSource::List(place(8)),
        PriceSource::List(place(9)),
    );
    let of = |row: &Activity<()>, individual: &[DatedRate], list: &[DatedRate]| {
        drawn(&pieces(row, terms, row.period(), individual, list))
    };
    let with_own = bare(Some(500));
    assert_eq!(
        of(&with_own, &individual, &list),
        [(1, 1, Some(500), own), (2, 2, Some(900), one), (3, 4, Some(500), own)]
    );
    assert_eq!(
        of(&bare(None), &individual, &list),
        [(1, 1, Some(700), first), (2, 2, Some(900), one), (3, 3, Some(800), second), (4, 4, None, own)]
    );
    assert_eq!(of(&bare(None), &[], &[]), [(1, 4, None, own)]);
}

#[test]
fn the_more_precise_line_wins_and_equal_ones_that_disagree_are_not_known() {
    let whole = dated(1, day(1, 1), day(5, 1), 700, 1);
    let precise = dated(2, day(2, 1), day(3, 1), 800, 2);
    let other = dated(3, day(2, 15), day(3, 1), 850, 2);
    assert_eq!(in_force(&[whole, precise], day(2, 1)), Some(precise));
    assert_eq!(in_force(&[whole, precise], day(3, 1)), Some(whole));
    assert_eq!(in_force(&[whole, precise, other], day(2, 14)), Some(precise));
    assert_eq!(in_force(&[whole, precise, other], day(2, 15)), None);
    assert_eq!(in_force(&[], day(2, 15)), None);
    let row = bare(None);
    let found = pieces(&row, PriceTerms::default(), row.period(), &[], &[whole, precise, other]);
    assert!(found.iter().any(|p| p.price.is_none() && p.period.from == day(2, 15)));
}

/// A day is priced with the rate in force that day: the year is the sum of its rates' days.
#[test]
fn a_change_of_rate_in_the_month_prices_each_day_by_its_own() {
    let list = [dated(1, day(1, 1), day(1, 16), 1000, 1), dated(2, day(1, 16), day(5, 1), 1100, 1)];
    let row = bare(None);
    let sum: Oere = pieces(&row, PriceTerms::default(), row.period(), &[], &list)
        .iter()
        .map(|p| p.price.unwrap().of(p.period, row.from))
        .sum();
    assert_eq!(sum, Oere((15 * 1000 + (16 + 28 + 31 + 30) * 1100) * 100));
}

#[test]
fn a_rate_takes_hours_and_share_from_the_row() {
    let row = Activity { hours: Some(Quantity(7 * SCALE)), settled_share: Some(5_000), ..bare(None) };
    let list = [DatedRate { unit: Unit::TimePrUge, ..dated(1, day(1, 1), day(5, 1), 300, 1) }];
    let found = pieces(&row, PriceTerms::default(), row.period(), &[], &list);
    assert_eq!(found[0].price.unwrap().of(found[0].period, row.from), Oere(120 * 150 * 100));
    let without = Activity { hours: None, ..row };
    assert_eq!(pieces(&without, PriceTerms::default(), row.period(), &[], &list)[0].price, None);
}

struct Lists {
    wording: Wording,
    rows: Vec<ListPrice>,
}

impl Lists {
    fn line(&mut self, provider: [&str; 3], service: &str, paragraf: &str, kroner: i64) {
        let [name, cvr, p_number] = provider.map(str::to_owned);
        let provider = self.wording.provider(Provider { p_number, cvr, name });
        self.rows.push(ListPrice {
            place: place(2 + self.rows.len() as u32),
            provider,
            service: self.wording.word(service),
            paragraf: self.wording.word(paragraf),
            valid: Period::ALWAYS,
            rate: Rate(kroner * KRONE),
            unit: Unit::Doegn,
        });
    }
}

#[test]
fn a_list_is_found_by_the_finest_key_by_service_and_by_paragraph() {
    let law = law();
    let mut lists = Lists { wording: Wording::default(), rows: Vec::new() };
    lists.line(["Solhjem", "", "1000000001"], "", "", 700);
    lists.line(["Solhjem", "", "1000000001"], "Botilbud", "SEL § 108", 900);
    lists.line(["Solhjem", "", "1000000002"], "", "", 100);
    lists.line(["", "", ""], "", "", 1);
    lists.line(["Solhjem", "", ""], "", "§ 97 - 99", 1);
    let list = PriceList::new(&lists.rows, "takster", PriceTerms::default(), &lists.wording, &law, None);
    assert_eq!(list.unread(), [place(5), place(6)]);
    let of = |name: &str, p_number: &str, service: &str, paragraf: u16, named_service_only| {
        let provider =
            Provider { name: name.to_owned(), p_number: p_number.to_owned(), ..Provider::default() };
        let asked = Asked {
            provider: &provider,
            registered: None,
            service,
            paragraf: ParagrafId(paragraf),
            named_service_only,
        };
        in_force(&list.rates(&asked), day(1, 1)).map(|r| r.rate.0 / KRONE)
    };
    assert_eq!(of("Noget andet", "1000000001", "aktivitet", 0, false), Some(700));
    assert_eq!(of("", "1000000001", "BOTILBUD", 1, false), Some(900));
    assert_eq!(of("", "1000000001", "botilbud", 0, false), Some(700), "linjen er for § 108");
    assert_eq!(of("", "1000000001", "kørsel", 0, true), None, "et tillæg skal være nævnt");
    assert_eq!(of("Solhjem", "", "", 0, false), None, "to steder med samme navn er uenige");
    assert_eq!(of("Solhjem", "1999999999", "", 0, false), None, "et andet P-nummer");
}
