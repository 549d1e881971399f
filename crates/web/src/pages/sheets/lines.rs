//! Which lines of a sheet are asked for, and what each says.

use super::{Seen, words};
use crate::query::{Fields, address};
use app::commands::sheets::beside::{LineStanding, standing};
use app::commands::sheets::compare::{Beside, Why};

/// The lines of a sheet that an address asks for.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// The place of the month among the months; the newest where none is asked for.
    pub(super) month: usize,
    /// `forskelle`, `alle`, `ens`, `forklaret`, `uforklaret`.
    pub(super) show: &'static str,
    /// A cause alone.
    pub(super) why: Option<Why>,
    /// Which page, from 1.
    pub(super) side: usize,
}

/// What can be shown: the word of the address, and as pages write it. The first is the normal one.
pub(super) const SHOW: [(&str, &str); 5] = [
    ("forskelle", "Alle forskelle"),
    ("uforklaret", "Uforklarede"),
    ("forklaret", "Forklarede"),
    ("ens", "Ens"),
    ("alle", "Alle linjer"),
];

/// The address of lines.
pub(super) fn address_of(number: &str, month: &str, show: &str, why: &str, side: usize) -> String {
    let side = if side > 1 { side.to_string() } else { String::new() };
    let show = if show == SHOW[0].0 { "" } else { show };
    let pairs = [("maaned", month), ("vis", show), ("aarsag", why), ("side", side.as_str())];
    address(&format!("/regneark/{number}"), &pairs)
}

impl Asked {
    pub(super) fn of(fields: &Fields, seen: &Seen) -> Asked {
        let asked = fields.one("maaned");
        let newest = seen.months.len().saturating_sub(1);
        let show = SHOW.iter().find(|(word, _)| *word == fields.one("vis"));
        Asked {
            month: seen.months.iter().position(|month| month.month.iso() == asked).unwrap_or(newest),
            show: show.map_or(SHOW[0].0, |(word, _)| *word),
            why: words::why_from(fields.one("aarsag")),
            side: fields.number("side").unwrap_or(1),
        }
    }

    fn holds(&self, line: &Beside, standing: &LineStanding<'_>) -> bool {
        let shown = match self.show {
            "alle" => true,
            "ens" => *standing == LineStanding::Alike,
            "forklaret" => matches!(standing, LineStanding::Computed | LineStanding::Typed(_)),
            "uforklaret" => *standing == LineStanding::Unexplained,
            _ => *standing != LineStanding::Alike,
        };
        shown && self.why.is_none_or(|why| why == line.why)
    }

    /// The lines asked for that the one who looks may see: the largest difference first.
    pub(super) fn select<'s>(&self, seen: &'s Seen) -> Vec<(&'s Beside, LineStanding<'s>)> {
        let Some(month) = seen.months.get(self.month) else { return Vec::new() };
        let mut out: Vec<(&Beside, LineStanding<'_>)> = month
            .lines
            .iter()
            .filter(|line| seen.sees(month, line))
            .map(|line| (line, standing(&seen.kept.name, month, line, &seen.written)))
            .filter(|(line, standing)| self.holds(line, standing))
            .collect();
        let order = |standing: &LineStanding<'_>| match standing {
            LineStanding::Unexplained => 0,
            LineStanding::Computed | LineStanding::Typed(_) => 1,
            LineStanding::Alike => 2,
        };
        out.sort_by_key(|(line, standing)| {
            (order(standing), std::cmp::Reverse(line.difference().0.abs()), line.citizen, line.paragraf)
        });
        out
    }

    /// In words, for a file.
    pub(super) fn in_words(&self) -> String {
        let shown = SHOW.iter().find(|(word, _)| *word == self.show).map_or("", |(_, text)| *text);
        match self.why {
            Some(why) => format!("{shown}, {}", why.text()),
            None => shown.to_owned(),
        }
    }
}

/// The word of a standing, and the colour that repeats it.
pub(super) fn word(standing: &LineStanding<'_>) -> (&'static str, &'static str) {
    match standing {
        LineStanding::Alike => ("ens", "success"),
        LineStanding::Computed | LineStanding::Typed(_) => ("forklaret", "info"),
        LineStanding::Unexplained => ("uforklaret", "warning"),
    }
}
