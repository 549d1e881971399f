//! The rows behind a citizen's strips, one line for each stretch of days that means one thing.

use super::sections::order;
use super::seen::Seen;
use crate::number::{Num, Unit};
use crate::query::escaped;
use app::commands::explain_citizen::{SourceRow, Strip, StripPrice};
use domain::amount::{Oere, plain_decimal};
use domain::calendar::{Day, Period};
use domain::observation::{Role, Standing};
use report::danish;
use std::collections::BTreeMap;

/// What the shown days of a row cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cost {
    /// It does not count.
    None,
    /// No price is known for some of the days.
    Unknown,
    /// Øre.
    Known(Oere),
}

/// A line of the table.
pub(crate) struct RowLine {
    pub(crate) system: String,
    pub(crate) colour: u8,
    pub(crate) paragraf: String,
    pub(crate) days: String,
    pub(crate) service: String,
    /// What sets it apart: a supplement, a row that does not count; empty for a row like most.
    pub(crate) mark: &'static str,
    pub(crate) provider: String,
    pub(crate) maalgruppe: String,
    pub(crate) hours: String,
    pub(crate) prices: Vec<String>,
    pub(crate) cost: Cost,
    /// As shown where it is known.
    pub(crate) cost_text: String,
    pub(crate) place: String,
    pub(crate) href: String,
}

/// The table with what it adds up to.
pub(crate) struct Rows {
    pub(crate) lines: Vec<RowLine>,
    /// Kroner of those whose price is known.
    pub(crate) sum: Oere,
    /// The same of each system, by title and colour.
    pub(crate) sums: Vec<(String, u8, String)>,
    /// Lines that count without a price.
    pub(crate) unknown: usize,
    pub(crate) maalgruppe: bool,
}

impl Rows {
    /// The rows of the shown days, paragraph and system.
    pub(crate) fn of(seen: &Seen) -> Rows {
        let systems = seen.systems();
        let window = seen.zoom.days();
        let order = order(seen);
        let mut shown: Vec<&Strip> =
            seen.explained.strips.iter().filter(|strip| is_shown(seen, strip)).collect();
        let place = |name: &str| systems.iter().position(|(own, _)| own == name);
        shown.sort_by_key(|strip| {
            let section = order.iter().position(|own| own == seen.written(strip.paragraf));
            (section, place(&strip.at.source), strip.period)
        });
        let lines: Vec<RowLine> = shown
            .into_iter()
            .map(|strip| {
                let cost = cost(strip, window);
                RowLine {
                    system: strip.system.clone(),
                    colour: Seen::colour(&systems, &strip.at.source),
                    paragraf: seen.written(strip.paragraf).to_owned(),
                    days: days(strip.period),
                    service: strip.service.clone(),
                    mark: mark(strip),
                    provider: strip.provider.clone(),
                    maalgruppe: strip.maalgruppe.clone(),
                    hours: strip.hours.map_or_else(String::new, |h| plain_decimal(h.0).replace('.', ",")),
                    prices: strip.prices.iter().map(|price| price_words(price, strip.period)).collect(),
                    cost,
                    cost_text: if let Cost::Known(oere) = cost {
                        danish::kroner(oere)
                    } else {
                        String::new()
                    },
                    place: strip.place.clone(),
                    href: row_address(&strip.at),
                }
            })
            .collect();
        let known =
            lines.iter().filter_map(|line| if let Cost::Known(oere) = line.cost { Some(oere) } else { None });
        let sum: Oere = known.sum();
        let unknown = lines.iter().filter(|line| line.cost == Cost::Unknown).count();
        Rows { sum, sums: sums(&lines), unknown, maalgruppe: seen.maalgruppe, lines }
    }

    /// How many there are, with the way to them.
    pub(crate) fn count(&self, seen: &Seen) -> Num {
        Num::count(self.lines.len(), Unit::Rows, format!("{}#raekker", seen.zoom.address()))
    }
}

/// What each system adds up to: two systems' kroner for the same days are never one sum.
fn sums(lines: &[RowLine]) -> Vec<(String, u8, String)> {
    let mut sums: BTreeMap<(u8, &str), Oere> = BTreeMap::new();
    for line in lines {
        if let Cost::Known(oere) = line.cost {
            *sums.entry((line.colour, &line.system)).or_default() += oere;
        }
    }
    sums.into_iter().map(|((colour, title), oere)| (title.to_owned(), colour, danish::kroner(oere))).collect()
}

/// True where the page shows the row.
pub(crate) fn is_shown(seen: &Seen, strip: &Strip) -> bool {
    strip.period.overlaps(seen.zoom.days())
        && seen.zoom.holds(seen.written(strip.paragraf))
        && (seen.zoom.system.is_empty() || seen.zoom.system == strip.at.source)
}

/// What a row's days inside a window of whole months cost.
pub(crate) fn cost(strip: &Strip, window: Period) -> Cost {
    if strip.standing != Standing::Counts {
        return Cost::None;
    }
    let inside = |price: &&StripPrice| price.period.overlaps(window);
    // A row without paragraph is in no sum, and has no price of its own.
    if strip.prices.iter().filter(inside).any(|price| price.price.is_none()) || strip.prices.is_empty() {
        return Cost::Unknown;
    }
    let months = strip.prices.iter().flat_map(|price| &price.months);
    Cost::Known(months.filter(|(month, _)| window.contains(month.first())).map(|(_, oere)| *oere).sum())
}

/// The page of a row of a file.
pub(crate) fn row_address(at: &SourceRow) -> String {
    let sheet = if at.sheet.is_empty() { String::new() } else { format!("?ark={}", escaped(&at.sheet)) };
    format!("/raekke/{}/{}/{}{sheet}", at.import, at.file, at.row)
}

/// `01-02-2024 - 31-01-2026`.
pub(crate) fn days(period: Period) -> String {
    let from = if period.from > Day::FIRST { period.from.danish() } else { "uden startdato".to_owned() };
    let last = if period.is_open() { "ingen slutdato".to_owned() } else { period.last_day().danish() };
    format!("{from} – {last}")
}

fn mark(strip: &Strip) -> &'static str {
    match (strip.standing, strip.role) {
        (Standing::NeverTookEffect, _) => "aldrig trådt i kraft",
        (Standing::Unclear, _) => "status ukendt",
        (Standing::Counts, Role::Supplement) => "tillæg",
        (Standing::Counts, Role::Main) => "",
    }
}

/// `1.352,03 kr. pr. døgn, listepris (takster.csv, række 12)`, with its days where they are not all of the row's.
fn price_words(price: &StripPrice, whole: Period) -> String {
    let text = price.price.map_or_else(
        || "uden takst".to_owned(),
        |own| format!("{} kr. pr. {}, {}", rate(own.rate.0), own.unit.text(), price.from),
    );
    if price.period.from <= whole.from && price.period.until.min(whole.until) == whole.until {
        return text;
    }
    format!("{}: {text}", days(price.period))
}

/// A rate in 1/10.000 kroner with the decimals that it has, at least two.
fn rate(scaled: i64) -> String {
    let oere = scaled / 100;
    if scaled % 100 == 0 {
        return danish::kroner_with_oere(Oere(oere));
    }
    let text = plain_decimal(scaled).replace('.', ",");
    let (whole, part) = text.split_once(',').unwrap_or((&text, "00"));
    let whole: i64 = whole.parse().unwrap_or(0);
    format!("{},{part}", danish::whole(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_keep_their_decimals() {
        assert_eq!(rate(13_520_300), "1.352,03");
        assert_eq!(rate(13_520_000), "1.352,00");
        assert_eq!(rate(13_520_325), "1.352,0325");
    }

    #[test]
    fn a_row_has_an_address() {
        let at =
            SourceRow { import: "I1".into(), source: "bv".into(), file: 2, sheet: "Ark 1".into(), row: 7 };
        assert_eq!(row_address(&at), "/raekke/I1/2/7?ark=Ark+1");
    }
}
