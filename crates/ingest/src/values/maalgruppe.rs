//! Målgruppe codes and L402 codes, and what Excel does to them: `1.1.2` becomes 1 January 2002.
//!
//! Invariant: an older, finer code is rolled up to the one it became; what is written as a code and is none of the law
//! book's comes out as it stands, with a finding, so that a control can show it. Anything else does not come out.

use super::date::DateForms;
use super::{Fault, Seen};
use crate::apply::codes;
use crate::raw::Cell;
use domain::calendar::Day;
use domain::law::LawBook;
use domain::wording::normalised;

/// Words for "no målgruppe".
const NONE: [&str; 5] = ["na", "ns", "uoplyst", "ingen", "-"];

/// The codes of a cell in canonical form: sorted, distinct, joined by `|`. With `ffb` the names of FFB are understood
/// too, before those of L402.
pub(crate) fn read(cell: Cell<'_>, law: &LawBook, ffb: bool) -> Seen<String> {
    if ffb && let Cell::Text(text) = cell {
        // A name of FFB may have a comma in it: the whole cell comes before its parts.
        return match law.maalgruppe_of_ffb(text) {
            Some(code) => Seen::plain(code.to_owned()),
            None => texts(text, law, |name| law.maalgruppe_of_ffb(name).map(str::to_owned)),
        };
    }
    match cell {
        Cell::Empty => Seen::plain(String::new()),
        Cell::Error(_) => Seen::with(String::new(), &codes::CELL_ERROR),
        Cell::Date(day) => mended(day, law),
        Cell::Number(text) => texts(text, law, |_| None),
        Cell::Text(text) => match DateForms::USUAL.read(text) {
            Some(date) if !date.from_serial => mended(date.day, law),
            _ => texts(text, law, |_| None),
        },
    }
}

fn mended(day: Day, law: &LawBook) -> Seen<String> {
    let known = |code: &str| law.maalgrupper.iter().any(|m| m.code == code);
    match code_behind(day).into_iter().find(|code| known(code)) {
        Some(code) => {
            let detail = format!("Koden er læst som {code}.");
            let (rolled, _) = roll_up(&code, law).unwrap_or_default();
            Seen::with(rolled, Fault { code: &codes::MAALGRUPPE_MENDED, detail })
        }
        None => Seen::with(String::new(), &codes::MAALGRUPPE_UNKNOWN),
    }
}

/// The codes that Excel may have made this day of: day.month.year, or day.month of the year it was typed in.
pub(crate) fn code_behind(day: Day) -> Vec<String> {
    let (year, month, date) = day.ymd();
    let short = year - 2000;
    if (0..=9).contains(&short) {
        vec![format!("{date}.{month}.{short}")]
    } else {
        vec![format!("{date}.{month}")]
    }
}

fn texts(text: &str, law: &LawBook, named: impl Fn(&str) -> Option<String>) -> Seen<String> {
    let mut out: Vec<String> = Vec::new();
    let mut faults: Vec<Fault> = Vec::new();
    let mut unknown: Vec<String> = Vec::new();
    for part in text.split(['|', ';', ',', '\n', '\r']) {
        let part = part.trim();
        let code = leading_code(part);
        if code.is_empty() {
            if let Some(code) = named(part) {
                out.push(code);
                continue;
            }
            let word = normalised(part);
            // Words without a code after one with are the rest of its text: "intellektuel, kognitiv".
            if word.is_empty() || NONE.contains(&word.as_str()) || !out.is_empty() || !unknown.is_empty() {
                continue;
            }
            match law.maalgrupper.iter().find(|m| normalised(&m.name) == word) {
                Some(by_name) => out.push(by_name.rolls_up_to.clone()),
                None => unknown.push(part.to_owned()),
            }
            continue;
        }
        match roll_up(code, law) {
            Some((rolled, finer)) => {
                if finer {
                    faults.push((&codes::MAALGRUPPE_ROLLED).into());
                }
                out.push(rolled);
            }
            None if has_the_form_of_a_code(code) => {
                faults.push((&codes::MAALGRUPPE_NOT_IN_LAW).into());
                out.push(code.to_owned());
            }
            None => unknown.push(code.to_owned()),
        }
    }
    if !unknown.is_empty() {
        faults.push((&codes::MAALGRUPPE_UNKNOWN).into());
    }
    faults.dedup();
    out.sort();
    out.dedup();
    Seen { value: out.join("|"), faults }
}

/// One or two digits between points: never long enough to be a number of anybody, and never a day.
fn has_the_form_of_a_code(code: &str) -> bool {
    if DateForms::USUAL.read(code).is_some() {
        return false;
    }
    let mut parts = code.split('.');
    code.len() <= 12
        && parts.all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

/// `1.2.1` of "1.2.1 Psykisk funktionsnedsættelse"; empty where the text does not begin with a code.
fn leading_code(part: &str) -> &str {
    let length = part.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let code = part[..length].trim_end_matches('.');
    let after = part[length..].chars().next();
    if after.is_some_and(char::is_alphanumeric) { "" } else { code }
}

/// The code that this one is counted under, and whether it is a finer one.
fn roll_up(code: &str, law: &LawBook) -> Option<(String, bool)> {
    let mut shorter = code;
    loop {
        if let Some(known) = law.maalgrupper.iter().find(|m| m.code == shorter) {
            let to = if known.rolls_up_to.is_empty() { &known.code } else { &known.rolls_up_to };
            return Some((to.clone(), to != code));
        }
        shorter = shorter.rsplit_once('.')?.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, ffb: bool) -> (String, Vec<&'static str>) {
        let seen = read(Cell::Text(text), &crate::law_files::load_embedded(), ffb);
        (seen.value, seen.faults.iter().map(|fault| fault.code.code).collect())
    }

    #[test]
    fn a_name_of_ffb_is_its_code_only_where_the_mapping_says_so() {
        for (text, code) in [
            ("Autismespektrum", "1.2.1"),
            ("autismespektrum | Angst", "1.2.1|1.2.2"),
            ("Hjerneskade, erhvervet", "1.2.1"),
            ("Hjemløshed", "2"),
            ("Synsnedsættelse", "1.1.2"),
            // Its codes are those of L402, as everywhere.
            ("1.2.2 Sindslidelse", "1.2.2"),
            ("Sindslidelse", "1.2.2"),
        ] {
            assert_eq!(value(text, true), (code.to_owned(), vec![]), "{text}");
        }
        assert_eq!(value("Multipel funktionsnedsættelse", true).1, [codes::MAALGRUPPE_UNKNOWN.code]);
        assert_eq!(value("Hjemløshed", false).1, [codes::MAALGRUPPE_UNKNOWN.code]);
    }
}
