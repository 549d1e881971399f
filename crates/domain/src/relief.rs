//! VAT relief (momsafløftning): the percentage that a year's list gives back of what private providers are paid.
//!
//! Only private providers and selvejende without an agreement carry it. A year without a list is not known, and nothing
//! is taken off then: who asks must say so.

use crate::amount::{Oere, divide_rounded};
use crate::calendar::{Day, Period};
use crate::law::{LawBook, ParagrafId};
use crate::observation::Ownership;
use crate::ownership::is_relieved;
use crate::price::WHOLE;

/// The lists of all years, through the chart of accounts.
#[derive(Clone, Copy, Debug)]
pub struct Relief<'a> {
    law: &'a LawBook,
}

/// Where an amount belongs in the chart of accounts, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Account<'a> {
    /// Function `5.38.50` and gruppering `002`.
    Known(&'a str, &'a str),
    /// Whatever accounts the paragraph has.
    Of(ParagrafId),
}

impl<'a> Relief<'a> {
    /// The lists of a law book.
    #[must_use]
    pub fn new(law: &'a LawBook) -> Relief<'a> {
        Relief { law }
    }

    /// The relief on a day in hundredths of a percent: 500 is 5 %. `None` where it is not known: the year has no list, nobody
    /// has said who owns the place, or the paragraph's accounts disagree.
    #[must_use]
    pub fn percent(&self, account: Account<'_>, ownership: Ownership, day: Day) -> Option<u16> {
        if !is_relieved(ownership)? {
            return Some(0);
        }
        if !self.law.relief.iter().any(|line| line.valid.contains(day)) {
            return None;
        }
        match account {
            Account::Known(funktion, gruppering) => Some(self.line(funktion, gruppering, day)),
            Account::Of(paragraf) => {
                let mut all = self.accounts(paragraf, day).map(|(f, g)| self.line(f, g, day));
                let first = all.next()?;
                all.all(|other| other == first).then_some(first)
            }
        }
    }

    /// The gruppering's own line before the function's; a function that is not on the list has none.
    fn line(&self, funktion: &str, gruppering: &str, day: Day) -> u16 {
        let of = |wanted: &str| {
            self.law
                .relief
                .iter()
                .find(|r| r.funktion == funktion && r.gruppering == wanted && r.valid.contains(day))
        };
        let found = of(gruppering).or_else(|| of(""));
        found.map_or(0, |r| u16::try_from(r.percent_hundredths).unwrap_or(WHOLE).min(WHOLE))
    }

    /// Function and gruppering of a paragraph's accounts of gross expense.
    fn accounts(&self, paragraf: ParagrafId, day: Day) -> impl Iterator<Item = (&'a str, &'a str)> {
        let written = &self.law.paragraf(paragraf).written;
        let law = self.law;
        law.funktioner.iter().filter(move |f| f.valid.contains(day)).flat_map(move |f| {
            f.grupperinger
                .iter()
                .filter(|g| g.dranst == 1 && g.paragraf == *written)
                .map(|g| (f.number.as_str(), g.number.as_str()))
        })
    }

    /// The stretches of a period on which the relief is one, for an ownership that may change with the days. `changes` are
    /// the days on which the ownership may change.
    pub(crate) fn pieces(
        &self,
        account: Account<'_>,
        ownership: impl Fn(Day) -> Ownership,
        changes: impl Iterator<Item = Day>,
        period: Period,
    ) -> Vec<(Period, Option<u16>)> {
        let lists = self.law.relief.iter().flat_map(|r| [r.valid.from, r.valid.until]);
        let charts = self.law.funktioner.iter().flat_map(|f| [f.valid.from, f.valid.until]);
        crate::periods::stretches(period, lists.chain(charts).chain(changes), |day| {
            self.percent(account, ownership(day), day)
        })
    }

    /// The years of a window that have no list: what a page must say.
    #[must_use]
    pub fn missing_years(&self, window: Period) -> Vec<i32> {
        let (first, last) = (window.from.ymd().0, window.last_day().ymd().0);
        (first..=last)
            .filter(|year| {
                let stated = |r: &crate::law::Relief| r.valid.overlaps(Period::year(*year));
                !self.law.relief.iter().any(stated)
            })
            .collect()
    }
}

/// An amount less its relief, rounded half away from zero. For an amount that is no price of days; days are priced by
/// [`crate::price::Price::net_of`].
#[must_use]
pub fn net(gross: Oere, relief: u16) -> Oere {
    let kept = i128::from(WHOLE - relief.min(WHOLE));
    Oere(divide_rounded(i128::from(gross.0) * kept, i128::from(WHOLE)))
}

/// What of a month's amount is relief.
#[must_use]
pub fn part(gross: Oere, relief: u16) -> Oere {
    gross - net(gross, relief)
}

/// An account in its parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Konto {
    /// `5.38.50`.
    pub funktion: String,
    /// 1 gross expense, 2 refund by the state.
    pub dranst: u8,
    /// `002`.
    pub gruppering: String,
}

/// Reads an account of nine digits (`538501002`); `None` for any other form.
#[must_use]
pub fn read_konto(nine: &str) -> Option<Konto> {
    let text = nine.trim();
    if text.len() != 9 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(Konto {
        funktion: format!("{}.{}.{}", &text[..1], &text[1..3], &text[3..5]),
        dranst: text.as_bytes()[5] - b'0',
        gruppering: text[6..].to_owned(),
    })
}

#[cfg(test)]
mod tests;
