//! A case as a row: figures that open, and the fields that people write in.

use super::filter::{CaseFilter, Cases, Listed};
use crate::filter::ItemFilter;
use crate::number::{Num, Unit};
use crate::query::address;
use app::commands::case_year::{Amount, CaseYear};
use domain::calendar::Day;
use report::danish;

/// A case.
pub(super) struct Row {
    /// The id of the row on the page.
    pub(super) id: String,
    pub(super) citizen: String,
    pub(super) href: String,
    pub(super) paragraf: String,
    pub(super) provider: String,
    pub(super) since: String,
    pub(super) caseworkers: String,
    pub(super) granted: Money,
    pub(super) disposed: Money,
    pub(super) to_date: Money,
    pub(super) paid: Money,
    pub(super) left: Money,
    pub(super) open: Num,
    /// What stands first about it: word and colour; empty where nothing does.
    pub(super) mark: (&'static str, &'static str),
    pub(super) fields: Fields,
}

/// Kroner of a cell.
pub(super) struct Money {
    pub(super) num: Option<Num>,
    /// Why it is not known, or not all of it; empty where it is.
    pub(super) unknown: String,
}

/// What stands in the fields.
#[derive(Clone, Default)]
pub(super) struct Fields {
    pub(super) last: String,
    pub(super) next: String,
    pub(super) remark: String,
    /// The number of the line that they were drawn from.
    pub(super) seq: i64,
    /// When it was saved, and by whom; empty where it never was.
    pub(super) saved: String,
    /// Why it could not be saved; empty where it could, or nobody tried.
    pub(super) fault: String,
}

/// The page of a case, at one of its figures.
pub(super) fn case_address(citizen: &str, paragraf: &str, figure: &str) -> String {
    address(&format!("/sager/{citizen}"), &[("paragraf", paragraf), ("tal", figure)])
}

/// `r-B-4f8k2m-SEL107`.
pub(super) fn row_id(citizen: &str, paragraf: &str) -> String {
    let slug: String = paragraf.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("r-{citizen}-{slug}")
}

/// The row of a case; `typed` is what somebody tried to save of it.
pub(super) fn row(
    cases: &Cases,
    own: &Listed<'_>,
    today: Day,
    people: impl Fn(&str) -> String,
    typed: Option<Fields>,
) -> Row {
    let case = &own.case;
    let citizen = case.citizen.to_string();
    let at = |figure: &str| case_address(&citizen, &case.paragraf, figure);
    let year = &cases.year;
    let items =
        ItemFilter { paragraf: case.paragraf.clone(), borger: citizen.clone(), ..ItemFilter::default() };
    let saved = own.follow.as_ref().map_or_else(String::new, |kept| {
        format!("{} {}", app::edge::local_time(&kept.saved_at), people(&kept.saved_by))
    });
    let line = own.follow.as_ref().map(|kept| &kept.line);
    let kept = Fields {
        last: line.map_or_else(String::new, |line| line.fulgt_op.clone()),
        next: line.map_or_else(String::new, |line| line.naeste.clone()),
        remark: line.map_or_else(String::new, |line| line.bemaerkning.clone()),
        seq: own.follow.as_ref().map_or(0, |kept| kept.seq),
        saved,
        fault: String::new(),
    };
    Row {
        id: row_id(&citizen, &case.paragraf),
        href: at(""),
        granted: money(&case.granted, at("bevilget"), &year.granted_by, "sagssystem"),
        disposed: money(&case.disposed, at("disponeret"), settling(year), "afregningssystem"),
        to_date: to_date(own, at("til_dato"), settling(year)),
        paid: known(year, Num::kroner(case.paid, at("betalt"))),
        left: left(own, year, at("forskel")),
        open: Num::count(own.open as i64, Unit::Deviations, items.address()),
        mark: mark(own, today),
        since: since(own),
        provider: case.provider.clone(),
        paragraf: case.paragraf.clone(),
        caseworkers: if cases.shows_caseworkers() { own.caseworkers.join(", ") } else { String::new() },
        fields: typed.unwrap_or(kept),
        citizen,
    }
}

fn settling(year: &CaseYear) -> &str {
    year.disposed_by.first().map_or("", String::as_str)
}

fn money(amount: &Amount, href: String, system: &str, kind: &str) -> Money {
    if system.is_empty() {
        return Money { num: None, unknown: format!("Grundlaget har intet {kind}.") };
    }
    let unknown = if amount.unpriced_days > 0 {
        format!("{} har ingen pris på {} af dagene.", system, amount.unpriced_days)
    } else {
        String::new()
    };
    // Nothing but rows without a price is unknown, not zero.
    let only_unknown = amount.unpriced_days > 0 && amount.oere.0 == 0;
    Money { num: (!only_unknown).then(|| Num::kroner(amount.oere, href)), unknown }
}

fn to_date(own: &Listed<'_>, href: String, system: &str) -> Money {
    let all = money(&own.case.disposed, href.clone(), system, "afregningssystem");
    Money { num: all.num.map(|_| Num::kroner(own.case.to_date, href)), unknown: all.unknown }
}

fn known(year: &CaseYear, num: Num) -> Money {
    if year.paid_by.is_empty() {
        return Money { num: None, unknown: "Grundlaget har intet økonomisystem.".to_owned() };
    }
    Money { num: Some(num), unknown: String::new() }
}

fn left(own: &Listed<'_>, year: &CaseYear, href: String) -> Money {
    if year.paid_by.is_empty() || year.disposed_by.is_empty() {
        return Money {
            num: None,
            unknown: "Forskellen kendes ikke uden både disponering og betaling.".to_owned(),
        };
    }
    if own.case.disposed.unpriced_days > 0 {
        return Money { num: None, unknown: "Noget af disponeringen har ingen pris.".to_owned() };
    }
    Money { num: Some(Num::kroner(own.case.left(), href)), unknown: String::new() }
}

/// What stands first about a case.
pub(super) fn mark(own: &Listed<'_>, today: Day) -> (&'static str, &'static str) {
    if own.is_late(today) {
        ("Opfølgning forsinket", "error")
    } else if own.case.is_paid_without() {
        ("Betalt uden disponering", "warning")
    } else if own.case.is_paid_over() {
        ("Betalt over disponeret", "warning")
    } else {
        ("", "none")
    }
}

/// "siden 01-03-2021", "01-03-2021 til 31-01-2026"; a word where nothing says.
pub(super) fn since(own: &Listed<'_>) -> String {
    match (own.case.since, own.case.last) {
        (Some(since), Some(last)) => format!("{} til {}", since.danish(), last.danish()),
        (Some(since), None) => format!("siden {}", since.danish()),
        (None, _) => "ingen ydelse i systemerne".to_owned(),
    }
}

/// Where "to date" ends: "til og med februar 2026"; empty where the year has no month behind it.
pub(super) fn until_in_words(year: &CaseYear) -> String {
    let last = domain::calendar::Month(year.until.0 - 1);
    if last.first().ymd().0 < year.year {
        String::new()
    } else {
        format!("til og med {}", danish::month(last))
    }
}

/// The list that a form was sent from.
pub(super) fn back(fields: &crate::query::Fields) -> CaseFilter {
    CaseFilter::of(&crate::query::Fields::of(fields.one("filter")))
}
