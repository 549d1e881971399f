//! Which days and which rows of a citizen a page shows: whole months, so that sums of months add up.
//!
//! Invariant: what an address says is what the page shows, and the default is left out of it.

use crate::query::{Fields, address};
use domain::calendar::{Day, Month, Period};
use domain::person::CitizenId;
use domain::work_item::ItemId;

/// Months that are shown where nothing is asked.
const DEFAULT: i32 = 24;
/// Months that can be shown at once, at most.
const MOST: i32 = 25 * 12;

/// The paragraph of rows that have none, in an address.
pub(crate) const WITHOUT: &str = "uden";

/// What is shown of a citizen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Zoom {
    citizen: CitizenId,
    /// The first and the last month.
    pub(crate) months: (Month, Month),
    default: (Month, Month),
    /// Only this paragraph as written; [`WITHOUT`] for rows without; empty for all.
    pub(crate) paragraf: String,
    /// Only the system of this name.
    pub(crate) system: String,
    /// The deviation that one came from; empty where none.
    pub(crate) from_item: String,
}

impl Zoom {
    /// As an address asks; `last` is the last day that any extract speaks of.
    pub(crate) fn of(citizen: CitizenId, fields: &Fields, last: Day) -> Zoom {
        let default = (Month(last.month().0 - DEFAULT + 1), last.month());
        let from = month_of(fields.one("fra"));
        let to = month_of(fields.one("til"));
        let months = match (from, to) {
            (None, None) => default,
            (Some(from), to) => (from, to.unwrap_or(default.1).max(from)),
            (None, Some(to)) => (Month(to.0 - DEFAULT + 1), to),
        };
        let months = (Month(months.0.0.max(months.1.0 - MOST + 1)), months.1);
        let text = |key: &str| fields.one(key).to_owned();
        Zoom {
            citizen,
            months,
            default,
            paragraf: text("paragraf"),
            system: text("system"),
            from_item: ItemId::parse(fields.one("afvigelse")).map_or_else(String::new, |id| id.to_string()),
        }
    }

    /// The days.
    pub(crate) fn days(&self) -> Period {
        Period { from: self.months.0.first(), until: self.months.1.next().first() }
    }

    /// True where nothing is asked but the citizen.
    pub(crate) fn is_default(&self) -> bool {
        self.months == self.default
    }

    /// The months of the window, newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = Month> + use<> {
        (self.months.0.0..=self.months.1.0).rev().map(Month)
    }

    /// The same question put to other months.
    pub(crate) fn at(&self, from: Month, to: Month) -> Zoom {
        Zoom { months: (from, to), ..self.clone() }
    }

    /// The months where nothing is asked.
    pub(crate) fn newest(&self) -> Zoom {
        Zoom { months: self.default, ..self.clone() }
    }

    /// The same months of one paragraph and, where given, one system.
    pub(crate) fn only(&self, paragraf: &str, system: &str) -> Zoom {
        Zoom { paragraf: paragraf.to_owned(), system: system.to_owned(), ..self.clone() }
    }

    /// True where the paragraph is shown.
    pub(crate) fn holds(&self, paragraf: &str) -> bool {
        self.paragraf.is_empty() || self.paragraf == if paragraf.is_empty() { WITHOUT } else { paragraf }
    }

    /// The page of the citizen.
    pub(crate) fn address(&self) -> String {
        self.address_of("")
    }

    /// A page under the citizen's: `/betalinger`.
    pub(crate) fn address_of(&self, under: &str) -> String {
        let own = self.months != self.default;
        let month = |month: Month| if own { month.iso() } else { String::new() };
        address(
            &format!("/borgere/{}{under}", self.citizen),
            &[
                ("fra", &month(self.months.0)),
                ("til", &month(self.months.1)),
                ("paragraf", &self.paragraf),
                ("system", &self.system),
                ("afvigelse", &self.from_item),
            ],
        )
    }
}

/// Reads a month, or the month of a day.
fn month_of(text: &str) -> Option<Month> {
    let day = if text.len() == 7 { Day::parse(&format!("{text}-01")) } else { Day::parse(text) };
    day.map(Day::month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zoom(query: &str) -> Zoom {
        let last = Day::from_ymd(2026, 3, 1).expect("en dag");
        Zoom::of(CitizenId(1), &Fields::of(query), last)
    }

    #[test]
    fn nothing_asked_is_two_years_and_an_address_without_a_question() {
        let own = zoom("");
        assert_eq!(own.address(), "/borgere/B-000001");
        assert_eq!(
            (own.days().from.iso(), own.days().last_day().iso()),
            ("2024-04-01".into(), "2026-03-31".into())
        );
        assert_eq!(
            zoom("fra=2024-04&til=2026-03").address(),
            own.address(),
            "det samme er den samme adresse"
        );
    }

    #[test]
    fn whole_months_and_never_the_wrong_way_round() {
        let own = zoom("fra=2025-02-17&til=2025-01&paragraf=SEL+%C2%A7+107");
        assert_eq!(own.address(), "/borgere/B-000001?fra=2025-02&til=2025-02&paragraf=SEL+%C2%A7+107");
        assert!(own.holds("SEL § 107") && !own.holds("SEL § 85") && !own.holds(""));
        assert!(zoom("paragraf=uden").holds(""));
        assert_eq!(zoom("fra=1500-01").newest_first().count(), 300);
    }
}
