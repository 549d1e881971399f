//! Invented CPR numbers: never one that may have been issued.
//!
//! All fail modulus 11, are adults, and are not born on 1 January. Numbers of people leave the same remainder by
//! modulus 11 ([`REMAINDER`]), so no two are one digit or one swap of neighbours apart; other swaps are looked up.
//! So the only near pairs in a municipality are those that an error made.

use crate::day::Date;
use crate::dice::Dice;
use std::collections::HashSet;
use std::fmt;

/// What every invented number leaves by modulus 11. Not 0, which a real number may leave.
const REMAINDER: u32 = 7;

/// First and last year of birth: adults from the first day of the ten years, born in the 1900s.
const BORN: (i32, i32) = (1938, 1997);

/// First and last year of birth of those who came of age inside the ten years.
pub(crate) const YOUNG: (i32, i32) = (2000, 2005);

/// Ten digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number([u8; 10]);

impl Number {
    /// The weighted sum by modulus 11.
    #[must_use]
    pub fn remainder(self) -> u32 {
        const WEIGHTS: [u32; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
        self.0.iter().zip(WEIGHTS).map(|(d, w)| u32::from(*d) * w).sum::<u32>() % 11
    }

    /// The digits, 0-9.
    #[must_use]
    pub fn digits(self) -> [u8; 10] {
        self.0
    }

    /// Date of birth, if the first seven digits are one that this crate invents.
    #[must_use]
    pub fn birth(self) -> Option<Date> {
        let two = |at: usize| u32::from(self.0[at]) * 10 + u32::from(self.0[at + 1]);
        let late = matches!(self.0[6], 4 | 9) && two(4) as i32 + 2000 <= YOUNG.1;
        let (day, month, year) = (two(0), two(2), if late { 2000 } else { 1900 } + two(4) as i32);
        let possible = matches!(self.0[6], 0..=4 | 9)
            && ((BORN.0..=BORN.1).contains(&year) || late)
            && (1..=12).contains(&month)
            && day >= 1
            && (day, month) != (1, 1);
        let born = possible.then(|| Date::ymd(year, month, day))?;
        (born.parts() == (year, month, day)).then_some(born)
    }

    /// True for a number that may stand in a file of ours.
    #[must_use]
    pub fn is_safe(self) -> bool {
        self.remainder() != 0 && self.birth().is_some()
    }

    /// True where one digit differs, or two digits are swapped.
    #[must_use]
    pub fn is_near(self, other: Number) -> bool {
        let apart: Vec<usize> = (0..10).filter(|i| self.0[*i] != other.0[*i]).collect();
        match apart[..] {
            [_] => true,
            [a, b] => self.0[a] == other.0[b] && self.0[b] == other.0[a],
            _ => false,
        }
    }

    /// A number below `n` that follows from the digits.
    pub(crate) fn remainder_of(self, n: usize) -> usize {
        self.0.iter().fold(0, |sum, d| (sum * 7 + usize::from(*d)) % 9973) % n
    }

    /// The same person's number with a month that no calendar has.
    pub(crate) fn dateless(self) -> Number {
        let made = self.with(2, 9).with(3, 9);
        if made.remainder() == 0 { made.with(9, (made.0[9] + 1) % 10) } else { made }
    }

    fn with(self, at: usize, digit: u8) -> Number {
        let mut digits = self.0;
        digits[at] = digit;
        Number(digits)
    }

    fn swapped(self, a: usize, b: usize) -> Number {
        let mut digits = self.0;
        digits.swap(a, b);
        Number(digits)
    }

    fn near(self) -> impl Iterator<Item = Number> {
        let digits = (0..10).flat_map(move |at| (0..10).map(move |digit| self.with(at, digit)));
        digits.chain(self.swaps()).filter(move |other| *other != self)
    }

    fn swaps(self) -> impl Iterator<Item = Number> {
        (0..10).flat_map(move |a| (a + 1..10).map(move |b| self.swapped(a, b)))
    }
}

impl fmt::Display for Number {
    /// Ten digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|digit| write!(f, "{digit}"))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

/// Hands out numbers, each once.
pub(crate) struct Numbers {
    given: HashSet<Number>,
    dice: Dice,
}

impl Numbers {
    pub(crate) fn new(seed: u64) -> Numbers {
        Numbers { given: HashSet::new(), dice: Dice::new(seed, 0) }
    }

    /// A new person's number.
    pub(crate) fn issue(&mut self) -> Number {
        loop {
            let first = Date::ymd(BORN.0, 1, 1).0;
            let last = Date::ymd(BORN.1, 12, 31).0;
            let born = Date(self.dice.between(first, last));
            let seventh = self.dice.pick(&[0, 1, 2, 3, 4, 9]);
            if let Some(number) = self.try_issue(born, seventh) {
                return number;
            }
        }
    }

    /// Another number of somebody born on a day; `None` where too many of the day are given.
    pub(crate) fn issue_born(&mut self, born: Date) -> Option<Number> {
        let seventh: &[u8] = if born.year() >= YOUNG.0 { &[4, 9] } else { &[0, 1, 2, 3] };
        (0..200).find_map(|_| {
            let digit = self.dice.pick(seventh);
            self.try_issue(born, digit)
        })
    }

    fn try_issue(&mut self, born: Date, seventh: u8) -> Option<Number> {
        let (y, m, d) = born.parts();
        let mut digits = [0; 10];
        for (at, two) in [(0, d), (2, m), (4, (y % 100) as u32)] {
            digits[at] = (two / 10) as u8;
            digits[at + 1] = (two % 10) as u8;
        }
        digits[6] = seventh;
        digits[7] = self.dice.below(10) as u8;
        digits[8] = self.dice.below(10) as u8;
        // The last weight is 1: at most one digit leaves the remainder.
        let last = (REMAINDER + 11 - Number(digits).remainder()) % 11;
        if last == 10 {
            return None;
        }
        digits[9] = last as u8;
        let number = Number(digits);
        let alone = number.swaps().all(|other| !self.given.contains(&other));
        (number.is_safe() && alone && self.given.insert(number)).then_some(number)
    }

    /// A number one digit or one swap of neighbours from a person's, near nobody else's.
    pub(crate) fn mistyped(&mut self, right: Number, dice: &mut Dice) -> Number {
        loop {
            let wrong = if dice.chance(300) {
                let at = dice.below(9);
                right.swapped(at, at + 1)
            } else {
                right.with(dice.below(10), dice.below(10) as u8)
            };
            let alone = wrong.near().all(|other| other == right || !self.given.contains(&other));
            let grown = wrong.birth().is_some_and(|born| born.year() <= BORN.1);
            if wrong != right && grown && wrong.is_safe() && alone && self.given.insert(wrong) {
                return wrong;
            }
        }
    }
}
