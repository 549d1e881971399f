//! Five tries, then waits that double, for a name and an address each by itself.

use super::*;

const HERE: &str = "10.0.0.1";

/// The wait after each of `tries` wrong ones, made as soon as they may be.
fn waits(tries: u32, of: impl Fn(u32) -> (String, String)) -> Vec<u64> {
    let (mut limit, mut now) = (SignInLimit::default(), 1_000);
    (0..tries)
        .map(|n| {
            let (name, address) = of(n);
            now += limit.wait(&name, &address, now);
            limit.failed(&name, &address, now);
            limit.wait(&name, &address, now)
        })
        .collect()
}

#[test]
fn the_fifth_wrong_try_of_a_name_waits_and_each_more_twice_as_long() {
    let waits = waits(12, |n| ("mette".to_owned(), format!("10.0.0.{n}")));
    assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
}

#[test]
fn the_twentieth_wrong_try_of_an_address_waits_whatever_the_names() {
    let waits = waits(22, |n| (format!("navn{n}"), HERE.to_owned()));
    assert_eq!(waits[..19], [0; 19]);
    assert_eq!(waits[19..], [30, 60, 120]);
}

#[test]
fn a_wait_runs_out_and_other_names_go_free() {
    let mut limit = SignInLimit::default();
    (0..5).for_each(|_| limit.failed("Mette ", HERE, 100));
    assert_eq!(limit.wait("mette", "10.0.0.9", 100), 30, "samme navn, anden adresse");
    assert_eq!(limit.wait("METTE", HERE, 129), 1);
    assert_eq!(limit.wait("mette", HERE, 130), 0);
    assert_eq!(limit.wait("bo", HERE, 100), 0);
}

#[test]
fn a_right_try_forgets_the_name_and_not_the_address() {
    let mut limit = SignInLimit::default();
    for n in 0..20 {
        limit.failed("mette", HERE, 100);
        if n % 4 == 3 {
            limit.succeeded("mette");
        }
    }
    assert_eq!(limit.wait("mette", "10.0.0.9", 100), 0);
    assert_eq!(limit.wait("bo", HERE, 100), 30);
}

#[test]
fn tries_are_forgotten_after_an_hour_and_not_by_waiting() {
    let mut limit = SignInLimit::default();
    (0..9).for_each(|_| limit.failed("mette", HERE, 100));
    limit.failed("mette", HERE, 100 + LONGEST_WAIT);
    assert_eq!(limit.wait("mette", HERE, 100 + LONGEST_WAIT), LONGEST_WAIT);
    let later = 100 + LONGEST_WAIT + FORGOTTEN_AFTER;
    limit.failed("mette", HERE, later);
    assert_eq!(limit.wait("mette", HERE, later), 0);
}

#[test]
fn a_flood_of_names_fills_no_memory_and_lets_the_newest_wait() {
    let mut limit = SignInLimit::default();
    for n in 0..60_000_u64 {
        limit.failed(&format!("navn{n}"), &format!("adresse{n}"), n / 1_000);
        assert!(limit.tries.len() <= MOST + 2);
    }
    (0..5).for_each(|_| limit.failed(&"x".repeat(1_000_000), "", 60));
    assert_eq!(limit.wait(&"y".repeat(65), "", 60), 30, "lange navne er ét");
    assert!(limit.tries.keys().all(|whose| match whose {
        Whose::Name(key) | Whose::Address(key) => key.len() <= LONGEST_KEY,
    }));
}
