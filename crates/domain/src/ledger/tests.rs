//! Parts of postings add up, copies are counted once corrected, accounts mean what they say.

use super::{Konto, copies, spread};
use crate::amount::Oere;
use crate::calendar::{Day, Month, Period};
use crate::observation::{Posting, RowPlace};
use crate::person::CitizenId;
use crate::wording::{ProviderId, WordId};
use proptest::prelude::*;

fn posting(number: u32, amount: i64, concerns: Option<Period>) -> Posting<CitizenId> {
    Posting {
        citizen: Some(CitizenId(1)),
        place: RowPlace { file: 0, sheet: WordId::EMPTY, row: number },
        booked: Day(18_700),
        concerns,
        amount: Oere(amount),
        account: WordId(1),
        konto: WordId(1),
        art: WordId::EMPTY,
        provider: ProviderId(1),
        bill: WordId::EMPTY,
        text: WordId::EMPTY,
    }
}

fn extra(postings: &[Posting<CitizenId>]) -> Vec<(usize, usize)> {
    copies(postings).iter().map(|c| (c.postings.len(), c.extra)).collect()
}

#[test]
fn a_copy_has_the_same_days_and_bill_and_a_correction_takes_it_away() {
    let month = Some(Month(24_252).period());
    let one = posting(1, 500, month);
    assert_eq!(extra(&[one, posting(2, 500, month)]), [(2, 1)]);
    assert_eq!(extra(&[one, posting(2, 500, month), posting(3, 500, month)]), [(3, 2)]);
    assert_eq!(extra(&[one, posting(2, 500, month), posting(3, -500, None)]), []);
    assert_eq!(extra(&[one, posting(2, 500, Some(Month(24_253).period()))]), []);
    assert_eq!(extra(&[posting(1, -500, month), posting(2, -500, month)]), []);
    let billed = |number, bill| Posting { bill: WordId(bill), ..posting(number, 500, month) };
    assert_eq!(extra(&[billed(1, 7), billed(2, 8)]), []);
    assert_eq!(extra(&[billed(1, 7), billed(2, 7)]), [(2, 1)]);
    // The first by place is the original, whatever the order.
    assert_eq!(copies(&[posting(2, 500, month), one])[0].extra(), [0]);
}

#[test]
fn nine_digits_are_taken_apart() {
    let konto = Konto::read("538501002").unwrap();
    assert_eq!((konto.funktion.as_str(), konto.dranst, konto.gruppering.as_str()), ("5.38.50", 1, "002"));
    assert!(Konto::read("53850100").is_none());
    assert!(Konto::read("53850100A").is_none());
}

#[test]
fn without_days_a_posting_is_of_the_month_before_its_delay() {
    let mut found = Vec::new();
    let booked = Posting { booked: Day::from_ymd(2021, 3, 5).unwrap(), ..posting(1, 700, None) };
    spread(&booked, 30, |month, amount| found.push((month.year_month(), amount.0)));
    assert_eq!(found, [((2021, 2), 700)]);
}

proptest! {
    #[test]
    fn the_parts_of_a_posting_add_up(amount in -9_000_000i64..9_000_000, from in 18_000i32..19_000, days in 1i32..800) {
        let concerns = Period { from: Day(from), until: Day(from + days) };
        let mut parts: Vec<(Month, i64)> = Vec::new();
        spread(&posting(1, amount, Some(concerns)), 0, |month, part| parts.push((month, part.0)));
        prop_assert_eq!(parts.iter().map(|p| p.1).sum::<i64>(), amount);
        prop_assert_eq!(parts.len(), concerns.by_month().count());
        prop_assert!(parts.iter().all(|p| p.1 == 0 || (p.1 > 0) == (amount > 0)));
    }
}
