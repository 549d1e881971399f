//! A paragraph of a citizen: its days in every system, what they cost and what was paid month by month, its deviations.

use super::rows::{Cost, cost, is_shown};
use super::seen::Seen;
use super::zoom::WITHOUT;
use crate::filter::ItemFilter;
use crate::number::{Num, Unit};
use crate::pages::deviations::words::{Words, badge};
use crate::parts::strip::{Span, Strip as Drawn};
use app::commands::explain_citizen::{Payment, Strip};
use domain::amount::Oere;
use domain::calendar::{Month, Period};
use domain::observation::{Role, Standing};
use std::collections::BTreeSet;

/// A paragraph.
pub(crate) struct Section {
    /// For the address of its heading.
    pub(crate) anchor: String,
    pub(crate) title: String,
    /// Of its table of months.
    pub(crate) caption: String,
    pub(crate) strip: Drawn,
    /// Open deviations; `None` where there are none.
    pub(crate) open: Option<Num>,
    pub(crate) items: Vec<ItemLine>,
    pub(crate) table: Months,
}

/// A deviation on the strip.
pub(crate) struct ItemLine {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) rule: String,
    pub(crate) days: String,
    pub(crate) status: String,
    pub(crate) badge: &'static str,
}

/// Kroner by month: a column a system, and what the finance system has posted.
pub(crate) struct Months {
    /// Title and colour of each column.
    pub(crate) systems: Vec<(String, u8)>,
    pub(crate) has_payments: bool,
    pub(crate) lines: Vec<MonthLine>,
    /// All months together.
    pub(crate) total: Vec<Money>,
}

/// A month.
pub(crate) struct MonthLine {
    pub(crate) month: String,
    pub(crate) cells: Vec<Money>,
}

/// Kroner of a system, or posted, in some months.
pub(crate) struct Money {
    /// `None` where there is nothing.
    pub(crate) num: Option<Num>,
    /// The price of some of it is not known.
    pub(crate) unknown: bool,
}

/// The sections of the page; a deviation is called what the list calls it.
pub(crate) fn sections(seen: &Seen, words: Option<&Words>) -> Vec<Section> {
    order(seen).iter().map(|text| section(seen, words, text)).collect()
}

/// The paragraphs that the page shows as written: those with open deviations, then in the order of the law, those
/// without a paragraph last.
pub(crate) fn order(seen: &Seen) -> Vec<String> {
    let mut found = BTreeSet::new();
    let window = seen.zoom.days();
    found.extend(seen.explained.strips.iter().filter(|s| is_shown(seen, s)).map(|s| s.paragraf));
    let paid = seen.explained.payments.iter().filter(|p| !p.is_refund && pays_in(p, window));
    found.extend(paid.map(|p| p.paragraf).filter(|id| seen.zoom.holds(seen.written(*id))));
    let mut written: Vec<String> = Vec::new();
    for id in found.iter().filter(|id| id.is_some()).chain(found.iter().filter(|id| id.is_none())) {
        let text = seen.written(*id).to_owned();
        // A paragraph that was written anew in another year's law is one to who reads.
        if !written.contains(&text) {
            written.push(text);
        }
    }
    // Where there is something to put right stands first.
    let open = |text: &String| seen.open_items().any(|item| item.listed.item.key.paragraf == *text);
    written.sort_by_key(|text| !open(text));
    written
}

fn section(seen: &Seen, words: Option<&Words>, written: &str) -> Section {
    let key = if written.is_empty() { WITHOUT } else { written };
    let items: Vec<_> = seen
        .open_items()
        .filter(|item| item.listed.item.key.paragraf == written && !written.is_empty())
        .collect();
    let filter = ItemFilter {
        paragraf: written.to_owned(),
        borger: seen.citizen.to_string(),
        ..ItemFilter::default()
    };
    let open = (!items.is_empty()).then(|| Num::count(items.len(), Unit::Deviations, filter.address()));
    let lines = items.iter().map(|own| {
        let item = &own.listed.item;
        ItemLine {
            id: item.id.to_string(),
            href: format!("/afvigelser/{}", item.id),
            rule: words.map_or_else(String::new, |words| words.what(item)),
            days: super::rows::days(item.sighting.period),
            status: item.standing.status.text(),
            badge: badge(item.standing.status),
        }
    });
    Section {
        anchor: format!("p-{}", key.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-")),
        caption: format!("Kroner pr. måned, {}", seen.named(written)),
        title: seen.named(written),
        items: lines.collect(),
        strip: drawn(seen, written),
        open,
        table: months(seen, written, key),
    }
}

/// A lane a system, so that a gap is seen; supplements and what was paid under them.
fn drawn(seen: &Seen, written: &str) -> Drawn {
    let systems = seen.systems();
    let mut strip = Drawn::new("Dage i hvert system", seen.zoom.days());
    let own = || seen.explained.strips.iter().filter(|s| seen.written(s.paragraf) == written);
    for (name, title) in &systems {
        if !seen.zoom.system.is_empty() && seen.zoom.system != *name {
            continue;
        }
        let of = |role: Role| -> Vec<Span> {
            own().filter(|s| s.at.source == *name && s.role == role).map(span).collect()
        };
        let colour = Seen::colour(&systems, name);
        strip = strip.lane(title, colour, &of(Role::Main));
        let supplements = of(Role::Supplement);
        if supplements.iter().any(|span| span.period.overlaps(strip.window)) {
            strip = strip.lane(&format!("{title}, tillæg"), colour, &supplements);
        }
    }
    let paid = paid_by_month(seen, written);
    if !paid.is_empty() && seen.zoom.system.is_empty() {
        let spans: Vec<Span> = paid
            .into_iter()
            .map(|(month, oere)| Span {
                period: month.period(),
                text: format!("{} kr.", report::danish::kroner(oere)),
                faint: oere < Oere(0),
            })
            .collect();
        strip = strip.lane("Betalt", 4, &spans);
    }
    for item in seen.open_items().filter(|item| item.listed.item.key.paragraf == written) {
        let own = &item.listed.item;
        strip = strip
            .mark(own.sighting.period, &format!("{}: {}", own.id, domain::rules::rule(own.key.rule).name));
    }
    strip
}

fn span(strip: &Strip) -> Span {
    let text = match strip.standing {
        Standing::Counts => strip.provider.clone(),
        Standing::NeverTookEffect => "aldrig trådt i kraft".to_owned(),
        Standing::Unclear => "status ukendt".to_owned(),
    };
    Span {
        period: strip.period,
        text,
        faint: strip.standing != Standing::Counts || strip.role == Role::Supplement,
    }
}

/// True where a posting pays for one of the months.
pub(crate) fn pays_in(paid: &Payment, window: Period) -> bool {
    paid.months.iter().any(|(month, _)| window.contains(month.first()))
}

/// What was paid for the paragraph in each month of the window that has a posting.
fn paid_by_month(seen: &Seen, written: &str) -> Vec<(Month, Oere)> {
    let window = seen.zoom.days();
    let mut months: std::collections::BTreeMap<Month, Oere> = std::collections::BTreeMap::new();
    for paid in seen.explained.payments.iter().filter(|p| !p.is_refund && seen.written(p.paragraf) == written)
    {
        for (month, oere) in paid.months.iter().filter(|(month, _)| window.contains(month.first())) {
            *months.entry(*month).or_default() += *oere;
        }
    }
    months.into_iter().collect()
}

fn months(seen: &Seen, written: &str, key: &str) -> Months {
    let systems = seen.systems();
    let used: Vec<&(String, String)> =
        systems.iter().filter(|(name, _)| seen.zoom.system.is_empty() || seen.zoom.system == *name).collect();
    let paid = paid_by_month(seen, written);
    let has_payments = !paid.is_empty() && seen.zoom.system.is_empty();
    let line = |from: Month, to: Month| -> Vec<Money> {
        let window = Period { from: from.first(), until: to.next().first() };
        let zoom = seen.zoom.at(from, to);
        let mut cells: Vec<Money> = used
            .iter()
            .map(|(name, _)| {
                let address = format!("{}#raekker", zoom.only(key, name).address());
                of_system(seen, written, name, window, address)
            })
            .collect();
        if has_payments {
            let own: Vec<Oere> = paid
                .iter()
                .filter(|(month, _)| window.contains(month.first()))
                .map(|(_, oere)| *oere)
                .collect();
            let address = zoom.only(key, "").address_of("/betalinger");
            let sum = own.iter().copied().sum();
            cells.push(Money { num: (!own.is_empty()).then(|| Num::kroner(sum, address)), unknown: false });
        }
        cells
    };
    let lines = seen.zoom.newest_first().map(|month| (month, line(month, month)));
    let lines = lines.filter(|(_, cells)| cells.iter().any(|cell| cell.num.is_some() || cell.unknown));
    Months {
        systems: used.iter().map(|(name, title)| (title.clone(), Seen::colour(&systems, name))).collect(),
        has_payments,
        lines: lines.map(|(month, cells)| MonthLine { month: month.danish(), cells }).collect(),
        total: line(seen.zoom.months.0, seen.zoom.months.1),
    }
}

fn of_system(seen: &Seen, written: &str, system: &str, window: Period, address: String) -> Money {
    let own = seen.explained.strips.iter().filter(|strip| {
        strip.at.source == system && seen.written(strip.paragraf) == written && strip.period.overlaps(window)
    });
    let (mut known, mut unknown) = (None, false);
    for strip in own {
        match cost(strip, window) {
            Cost::None => {}
            Cost::Unknown => unknown = true,
            Cost::Known(oere) => known = Some(known.unwrap_or(Oere(0)) + oere),
        }
    }
    Money { num: known.map(|oere: Oere| Num::kroner(oere, address)), unknown }
}

/// The months of the address of a whole year.
pub(crate) fn year_address(seen: &Seen, year: i32) -> String {
    let first = Month(year * 12);
    seen.zoom.at(first, Month(first.0 + 11)).address()
}

/// First and last month of an address, for the fields of a form.
pub(crate) fn keys(seen: &Seen) -> (String, String) {
    (seen.zoom.months.0.iso(), seen.zoom.months.1.iso())
}
