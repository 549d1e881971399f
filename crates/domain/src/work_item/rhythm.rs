//! When a saved control is to run, and over which days: values, so that no clock is needed to ask.

use crate::calendar::{Day, Month, Period};

/// How often a saved control is to run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rhythm {
    /// When somebody asks.
    OnDemand,
    /// Each month on this day, 1-28.
    Monthly(u8),
}

impl Rhythm {
    /// The first day after `day` on which it is to run.
    #[must_use]
    pub fn next_after(self, day: Day) -> Option<Day> {
        let Rhythm::Monthly(of_month) = self else { return None };
        let on = |month: Month| Day(month.first().0 + i32::from(of_month) - 1);
        let this = on(day.month());
        Some(if this > day { this } else { on(day.month().next()) })
    }
}

/// The window of a saved control.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Span {
    /// The same days each time.
    Fixed(Period),
    /// So many whole months, the last of them over on the day of the basis.
    LastMonths(u16),
}

impl Span {
    /// The window on the day of a basis.
    #[must_use]
    pub fn on(self, day: Day) -> Period {
        match self {
            Span::Fixed(period) => period,
            Span::LastMonths(months) => {
                let until = day.next().month();
                let from = Month(until.0 - i32::from(months.max(1)));
                Period { from: from.first(), until: until.first() }
            }
        }
    }
}
