//! Hides what could be a person's number in texts that are kept or shown.
//!
//! Invariant: nothing that reads as a CPR number leaves this crate but as a `Cpr`: not in a service's text, not in a
//! provider's name, not in a finding.

use domain::person::Cpr;
use std::borrow::Cow;

/// Lengths of the digit groups that a number is written in.
const WRITTEN: [&[usize]; 5] = [&[10], &[6, 4], &[2, 2, 2, 4], &[8, 4], &[2, 2, 4, 4]];
/// The same after Excel took the first zero: hidden where a value is only shown, since account numbers look like it.
const SHORTENED: [&[usize]; 3] = [&[9], &[5, 4], &[1, 2, 2, 4]];

/// The text with every possible number hidden, or `None` where it holds none.
pub(crate) fn hidden(text: &str) -> Option<String> {
    hide(text, &WRITTEN)
}

/// A value as a finding shows it: at most 60 characters, no possible number, also none without its first zero.
pub(crate) fn shown(text: &str) -> String {
    shortened(text, 60)
}

/// The same with room for a list.
pub(crate) fn shown_long(text: &str) -> String {
    shortened(text, 400)
}

/// True where the text may hold a number, also one that Excel took the first zero from.
pub(crate) fn may_be_number(text: &str) -> bool {
    let all: Vec<&[usize]> = WRITTEN.iter().chain(&SHORTENED).copied().collect();
    hide(text, &all).is_some()
}

fn shortened(text: &str, most: usize) -> String {
    let all: Vec<&[usize]> = WRITTEN.iter().chain(&SHORTENED).copied().collect();
    // One line first: a break between the groups of a number becomes a space. Cut before it is hidden: the beginning of
    // a longer run of digits may read as a number too.
    let line = tidy(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let line = if line.chars().count() <= most {
        line
    } else {
        line.chars().take(most - 1).chain(['…']).collect()
    };
    hide(&line, &all).unwrap_or(line)
}

/// A text without what a screen obeys instead of showing it: control characters, and marks that turn the text round.
pub(crate) fn tidy(text: &str) -> Cow<'_, str> {
    let turns =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(|c: char| c.is_control() || turns(c)) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter(|c| !turns(*c));
    Cow::Owned(kept.map(|c| if c.is_control() { ' ' } else { c }).collect())
}

/// The form of a value and none of its content: `******-****`, `aaaaaa`.
pub(crate) fn form(text: &str) -> String {
    text.chars()
        .take(30)
        .map(|c| match c {
            c if c.is_numeric() => '*',
            c if c.is_alphabetic() => 'a',
            other => other,
        })
        .collect()
}

fn hide(text: &str, patterns: &[&[usize]]) -> Option<String> {
    // A cheap look first: nearly no text has nine digits.
    if text.bytes().filter(u8::is_ascii_digit).count() < 9 {
        return None;
    }
    let runs = runs(text);
    let mut out: Option<String> = None;
    let mut at = 0;
    while at < runs.len() {
        let found = patterns.iter().find(|lengths| matches(text, &runs[at..], lengths));
        if let Some(lengths) = found {
            let hidden = out.get_or_insert_with(|| text.to_owned());
            for (from, until) in &runs[at..at + lengths.len()] {
                hidden.replace_range(*from..*until, &"*".repeat(until - from));
            }
            at += lengths.len();
        } else {
            at += 1;
        }
    }
    out
}

/// Where the digits stand, as byte ranges.
fn runs(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        if length > 0 {
            out.push((at, at + length));
        }
        at += length.max(1);
    }
    out
}

/// True where the next groups have these lengths, stand close together and make a number with a possible date.
fn matches(text: &str, runs: &[(usize, usize)], lengths: &[usize]) -> bool {
    let Some(runs) = runs.get(..lengths.len()) else { return false };
    if runs.iter().zip(lengths).any(|((from, until), length)| until - from != *length) {
        return false;
    }
    let between = |pair: &[(usize, usize)]| &text[pair[0].1..pair[1].0];
    let near = |gap: &str| gap.chars().count() <= 3 && gap.chars().all(|c| " -–/.\u{a0}".contains(c));
    if !runs.windows(2).all(|pair| near(between(pair))) {
        return false;
    }
    let mut digits: String = runs.iter().map(|(from, until)| &text[*from..*until]).collect();
    if digits.len() == 12 {
        // The year written with its century.
        digits.replace_range(4..6, "");
    }
    if digits.len() == 9 {
        digits.insert(0, '0');
    }
    Cpr::parse(&digits).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn possible_numbers_are_hidden_and_other_digits_stay() {
        for (text, expected) in [
            ("Støtte til 030280-0008 i hjemmet", Some("Støtte til ******-**** i hjemmet")),
            ("0302800008", Some("**********")),
            ("cpr 030280 - 0008.", Some("cpr ****** - ****.")),
            ("03.02.80-0008", Some("**.**.**-****")),
            ("03021980-0008", Some("********-****")),
            ("P 1018099515", None),
            ("konto 5510223006", None),
            ("538581001", None),
            ("01-01-2021 - 28-02-2026", None),
            ("MY_1.13.4 Ledsageordning", None),
        ] {
            assert_eq!(hidden(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_shown_value_hides_also_a_number_without_its_zero() {
        assert_eq!(shown("302800008"), "*********");
        assert_eq!(shown("31-02-2021"), "31-02-2021");
        assert_eq!(shown("\u{1b}[31mx\u{202e}y\u{85}"), "[31mxy");
        assert_eq!(shown("030280\n   0008"), "****** ****");
        assert_eq!(
            shown(&format!("{}030280000812345", "x".repeat(49))),
            format!("{}**********…", "x".repeat(49))
        );
        assert_eq!(shown(&"x".repeat(80)).chars().count(), 60);
        assert_eq!(form("030280-AB12"), "******-aa**");
    }
}
