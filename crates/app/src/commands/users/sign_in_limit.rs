//! How often somebody may try to sign in: five wrong tries for a name, twenty from an address, then a wait that doubles.
//!
//! A pure value: time comes in, nothing goes out. It never holds more than a bounded number of names and addresses.

use std::collections::HashMap;

/// Wrong tries for a name before the first wait.
pub const TRIES_OF_A_NAME: u32 = 5;
/// Wrong tries from an address before the first wait. More than for a name: a whole municipality may come from one.
pub const TRIES_OF_AN_ADDRESS: u32 = 20;
/// The first wait, in seconds.
pub const FIRST_WAIT: u64 = 30;
/// The longest wait, in seconds.
pub const LONGEST_WAIT: u64 = 15 * 60;
/// After as long without a wrong try, in seconds, the tries are forgotten. Longer than the longest wait, so that nobody
/// begins anew by waiting.
pub const FORGOTTEN_AFTER: u64 = 60 * 60;
/// Names and addresses held at most.
const MOST: usize = 10_000;
/// Longer names are nobody's and share their count.
const LONGEST_KEY: usize = 64;

/// Whose tries are counted.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Whose {
    Name(String),
    Address(String),
}

#[derive(Clone, Copy, Debug)]
struct Tries {
    wrong: u32,
    /// Seconds.
    last: u64,
}

/// The wrong tries so far.
#[derive(Clone, Debug, Default)]
pub struct SignInLimit {
    tries: HashMap<Whose, Tries>,
}

impl SignInLimit {
    /// Seconds to wait before a try; 0 where it may be made now. `now` is seconds of a clock that goes forward.
    #[must_use]
    pub fn wait(&self, name: &str, address: &str, now: u64) -> u64 {
        let wait = |whose| self.tries.get(&whose).map_or(0, |tries| tries.wait(free(&whose), now));
        keys(name, address).into_iter().map(wait).max().unwrap_or(0)
    }

    /// Counts a wrong try.
    pub fn failed(&mut self, name: &str, address: &str, now: u64) {
        self.forget(now);
        for whose in keys(name, address) {
            let tries = self.tries.entry(whose).or_insert(Tries { wrong: 0, last: now });
            let before = if tries.is_old(now) { 0 } else { tries.wrong };
            tries.wrong = before.saturating_add(1);
            tries.last = now;
        }
    }

    /// Forgets the wrong tries for a name. Those from the address stay: one's own account opens no door to others'.
    pub fn succeeded(&mut self, name: &str) {
        self.tries.remove(&Whose::Name(key(name)));
    }

    /// Forgets what is old; where there are still too many, the half that is oldest.
    fn forget(&mut self, now: u64) {
        if self.tries.len() < MOST {
            return;
        }
        self.tries.retain(|_, tries| !tries.is_old(now));
        if self.tries.len() >= MOST {
            let mut last: Vec<u64> = self.tries.values().map(|tries| tries.last).collect();
            last.sort_unstable();
            let middle = last[last.len() / 2];
            self.tries.retain(|_, tries| tries.last > middle);
        }
    }
}

impl Tries {
    fn is_old(self, now: u64) -> bool {
        now.saturating_sub(self.last) >= FORGOTTEN_AFTER
    }

    fn wait(self, free: u32, now: u64) -> u64 {
        let Some(over) = self.wrong.checked_sub(free) else { return 0 };
        let whole = FIRST_WAIT.saturating_mul(1 << over.min(10)).min(LONGEST_WAIT);
        whole.saturating_sub(now.saturating_sub(self.last))
    }
}

fn free(whose: &Whose) -> u32 {
    match whose {
        Whose::Name(_) => TRIES_OF_A_NAME,
        Whose::Address(_) => TRIES_OF_AN_ADDRESS,
    }
}

fn keys(name: &str, address: &str) -> [Whose; 2] {
    [Whose::Name(key(name)), Whose::Address(key(address))]
}

fn key(text: &str) -> String {
    let text = super::as_name(text);
    if text.len() > LONGEST_KEY { String::new() } else { text }
}

#[cfg(test)]
mod tests;
