//! The rows behind a deviation, down to file and line, and what its kroner are made of.

use super::Sight;
use super::days::{law, systems, told};
use crate::query::address;
use app::commands::explain_citizen::{SourceRow as Stands, Strip as Told, StripPrice};
use domain::amount::Oere;
use domain::calendar::Period;
use domain::observation::{Role, RowPlace, Standing};
use report::control_report::{SystemLine, place_in_words};
use report::danish;

/// A row of a source.
pub(crate) struct SourceRow {
    /// The source's title.
    pub(crate) source: String,
    /// Its place in the control, 1 and 2; from 3 the others.
    pub(crate) number: usize,
    /// `as2007.csv, række 12`.
    pub(crate) place: String,
    /// The line itself.
    pub(crate) href: String,
    /// First and last day; empty where not known.
    pub(crate) days: String,
    /// The service in the source's words.
    pub(crate) service: String,
    /// The provider.
    pub(crate) provider: String,
    /// The price.
    pub(crate) price: String,
    /// "tillæg", "aldrig trådt i kraft".
    pub(crate) note: &'static str,
}

/// A part of the kroner.
pub(crate) struct MoneyLine {
    /// What it is.
    pub(crate) what: String,
    /// How much.
    pub(crate) amount: String,
}

/// The rows, and why there are none.
pub(super) fn rows(sight: &Sight<'_>) -> (Vec<SourceRow>, String) {
    let told_by = |(control, _): &(&app::current::ControlNow, _)| control.ran.clone();
    let Some((found, ran)) =
        sight.current.deviation(sight.own).and_then(|found| Some((found, told_by(&found)?)))
    else {
        let text = "Den seneste kørsel har ikke afvigelsen, og rækkerne fra den, der så den, kan ikke åbnes her. Strimlen viser, hvad \
                    systemerne har nu.";
        return (Vec::new(), text.to_owned());
    };
    let (_, deviation) = found;
    let mut out = Vec::new();
    let mut hidden = 0;
    for (side, system) in ran.systems().iter().enumerate() {
        for place in &deviation.rows[side] {
            if !sight.words.sees_row(sight.own, &system.name, place) {
                hidden += 1;
                continue;
            }
            let told = telling(sight, system, place);
            match told.as_slice() {
                [] => out.push(bare(system, place, side + 1)),
                told => out.extend(told.iter().map(|told| SourceRow {
                    days: days(told.period),
                    service: told.service.clone(),
                    provider: told.provider.clone(),
                    price: price(&told.prices),
                    note: note(told),
                    ..bare(system, place, side + 1)
                })),
            }
        }
    }
    let report = ran.report();
    for other in &deviation.others {
        let Some(system) = report.other(other.source) else { continue };
        if sight.words.sees_row(sight.own, &system.name, &other.place) {
            out.push(posted(sight, system, &other.place));
        } else {
            hidden += 1;
        }
    }
    let why = match hidden {
        0 => String::new(),
        count => format!("{} om andre leverandører vises ikke.", danish::count(count, "række", "rækker")),
    };
    (out, why)
}

/// A row by its place alone.
fn bare(system: &SystemLine, place: &RowPlace, number: usize) -> SourceRow {
    let sheet = system.sheet(place);
    let path = format!("/raekke/{}/{}/{}", system.import, place.file, place.row);
    SourceRow {
        source: system.title.clone(),
        number: number.min(4),
        place: place_in_words(system.file(place), sheet, &place.row.to_string()),
        href: address(&path, &[("ark", sheet.unwrap_or(""))]),
        days: String::new(),
        service: String::new(),
        provider: String::new(),
        price: String::new(),
        note: "",
    }
}

/// What a row says, in the parts that it was translated in.
fn telling<'s>(sight: &'s Sight<'_>, system: &SystemLine, place: &RowPlace) -> Vec<&'s Told> {
    let all = sight.told.iter().flat_map(|(_, explained)| &explained.strips);
    all.filter(|told| stands_at(&told.at, system, place)).collect()
}

/// A row of a source beside the two: a posting says what was paid, others stand by their places alone.
fn posted(sight: &Sight<'_>, system: &SystemLine, place: &RowPlace) -> SourceRow {
    let bare = bare(system, place, 3);
    let mut all = sight.told.iter().flat_map(|(_, explained)| &explained.payments);
    let Some(paid) = all.find(|paid| stands_at(&paid.at, system, place)) else { return bare };
    SourceRow {
        days: paid.concerns.map_or_else(|| format!("bogført {}", paid.booked.danish()), days),
        service: format!("konto {}", paid.account),
        provider: paid.provider.clone(),
        price: format!("{} kr.", danish::kroner_with_oere(paid.amount)),
        ..bare
    }
}

fn stands_at(at: &Stands, system: &SystemLine, place: &RowPlace) -> bool {
    (at.import.as_str(), at.file, at.row) == (system.import.as_str(), place.file, place.row)
        && at.sheet == system.sheet(place).unwrap_or("")
}

fn days(period: Period) -> String {
    let until = if period.is_open() { "ingen slutdato".to_owned() } else { period.last_day().danish() };
    format!("{} – {until}", period.from.danish())
}

fn note(told: &Told) -> &'static str {
    match (told.standing, told.role) {
        (Standing::NeverTookEffect, _) => "aldrig trådt i kraft",
        (Standing::Unclear, _) => "status ukendt",
        (Standing::Counts, Role::Supplement) => "tillæg",
        (Standing::Counts, Role::Main) => "",
    }
}

/// "1.234,00 kr. pr. døgn", the newest where it changes.
fn price(prices: &[StripPrice]) -> String {
    let Some(last) = prices.last() else { return String::new() };
    let Some(price) = last.price else { return "ukendt".to_owned() };
    let more = if prices.len() > 1 { format!(" fra {}", last.period.from.danish()) } else { String::new() };
    format!("{} kr. pr. {}{more}", rate(price.rate.0), price.unit.text())
}

/// A rate in 1/10.000 kroner with two decimals, or as many as it has.
fn rate(rate: i64) -> String {
    let (kroner, parts) = (rate.unsigned_abs() / 10_000, rate.unsigned_abs() % 10_000);
    let decimals = format!("{parts:04}");
    let decimals = decimals.strip_suffix("00").unwrap_or_else(|| decimals.trim_end_matches('0'));
    format!("{}{},{decimals}", if rate < 0 { "-" } else { "" }, danish::whole(kroner))
}

/// What the kroner are made of: services, supplements, and the prices that held on the days.
pub(super) fn money(sight: &Sight<'_>) -> Vec<MoneyLine> {
    let item = &sight.own.listed.item;
    let seen = &item.sighting;
    let amount = |oere: Option<Oere>| {
        oere.map_or_else(|| "ukendt".to_owned(), |oere| format!("{} kr.", danish::kroner_with_oere(oere)))
    };
    let mut out = vec![MoneyLine { what: "Afvigelsen i alt".to_owned(), amount: amount(seen.oere) }];
    if seen.oere_tillaeg.is_some_and(|oere| oere != Oere(0)) {
        out.push(MoneyLine {
            what: "Tillæg på de samme dage".to_owned(), amount: amount(seen.oere_tillaeg)
        });
    }
    let Some(law) = law(sight) else { return out };
    let systems = systems(sight);
    for told in told(sight, law, &item.key.paragraf).filter(|told| told.standing == Standing::Counts) {
        for stretch in told.prices.iter().filter(|price| price.period.overlaps(seen.period)) {
            let (Some(part), Some(price)) = (stretch.period.intersect(seen.period), stretch.price) else {
                continue;
            };
            if !systems.iter().take(2).any(|title| *title == told.system) {
                continue;
            }
            out.push(MoneyLine {
                what: format!(
                    "{}: {}, {}",
                    told.system,
                    danish::count(part.days(), "dag", "dage"),
                    stretch.from
                ),
                amount: format!("{} kr. pr. {}", rate(price.rate.0), price.unit.text()),
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_has_two_decimals_or_as_many_as_it_has() {
        let texts = [31_869_000, 13_520_333, 12_345_000, 5, -10_000].map(rate);
        assert_eq!(texts, ["3.186,90", "1.352,0333", "1.234,50", "0,0005", "-1,00"]);
    }
}
