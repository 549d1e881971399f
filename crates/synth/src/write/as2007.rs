//! The settlement system's extract: CSV, semicolon, Windows-1252, CRLF, title rows above and a total row below.
//!
//! Its quirks: numbers that a spreadsheet program has saved (no hyphen, a leading zero lost), `Uoplyst` for an open
//! end, municipalities only where they are not our own, names last name first and cut off, before 2018 one word for
//! both kinds of § 85.

use crate::Municipality;
use crate::catalogue::{ABL105, S85, YdelseId};
use crate::day::{Date, Span};
use crate::money::{Unit, danish, danish_rate};
use crate::people::Person;
use crate::providers::OWN;
use crate::row::{Priced, Row, System};
use crate::write::danish_day;
use std::fmt::Write;

pub(crate) const HEADER: &str = "Ydelse Ydelsestype;Borger CPR nummer;Borger navn;Kontoplan Funktion;Foranstaltning YdelsespakkeID;\
     Modtagerydelse;Kontoplan Kontonummer;Firma Navn;P-nr;Betalerkommune;Handlekommune;Startdato;Slutdato;Afr. enhed;\
     Antal;Takst;Målgruppe;Afregnes;\
     Afregningspct;Belægningspct;Total\r\n";

/// The word for both kinds of § 85 before they were told apart in 2018; the account decides.
pub(crate) const BEFORE_2018: &str = "MY_1.12 Socialpædagogisk støtte";

/// Characters of a name that the system's report shows.
const NAME: usize = 18;
pub(crate) const PLACE: usize = 30;

pub(crate) fn file(of: &Municipality, extracted: Date) -> Vec<u8> {
    let covers = Span { from: Date::ymd(2016, 1, 1), to: of.window.to };
    let mut rows: Vec<&Row> = of.rows(System::As2007).iter().collect();
    rows.sort_by_key(|r| (r.ydelse.get().funktion.0, r.person, r.package, r.supplement, r.from));
    let mut out = title(extracted, covers);
    let mut total = 0;
    for row in rows {
        total += line(&mut out, row, &of.people[row.person as usize], covers);
    }
    out.push_str(&total_line(total));
    encoding_rs::WINDOWS_1252.encode(&out).0.into_owned()
}

pub(crate) fn title(extracted: Date, covers: Span) -> String {
    let mut out = String::from("AS2007 – Ydelsesanalyse\r\nUdtrukket: ");
    danish_day(&mut out, extracted);
    out.push_str("\r\nPeriode: ");
    danish_day(&mut out, covers.from);
    out.push_str(" - ");
    danish_day(&mut out, covers.to);
    out.push_str("\r\n");
    out.push_str(HEADER);
    out
}

pub(crate) fn total_line(oere: i64) -> String {
    let mut out = format!("Total{}", ";".repeat(20));
    danish(&mut out, oere, 2);
    out.push_str("\r\n");
    out
}

/// One row; the øre of its total. Writing into a `String` cannot fail.
pub(crate) fn line(out: &mut String, row: &Row, person: &Person, covers: Span) -> i64 {
    let ydelse = row.ydelse.get();
    out.push_str(if row.supplement.is_some() { "TILLÆG;" } else { "HOVED;" });
    let digits = row.cpr.digits();
    let lost = usize::from(digits[0] == 0);
    digits[lost..].iter().for_each(|d| out.push(char::from(b'0' + d)));
    out.push(';');
    cut(out, person.last.chars().chain(", ".chars()).chain(person.first.chars()), NAME);
    let _ = write!(out, ";5.38.{} {};{};", ydelse.funktion.0, ydelse.funktion.1, row.package);
    word(out, row);
    out.push(';');
    account(out, row);
    out.push(';');
    cut(out, row.place_name().chars(), PLACE);
    let _ = write!(out, ";{};", row.p_number());
    for code in [person.betal, person.handle] {
        if code != OWN {
            let _ = write!(out, "{code}");
        }
        out.push(';');
    }
    danish_day(out, row.from);
    out.push(';');
    match row.to {
        Some(to) => danish_day(out, to),
        None => out.push_str("Uoplyst"),
    }
    let _ = write!(out, ";{};", row.unit.text());
    danish(out, if row.unit == Unit::TimePrUge { row.hours } else { 100 }, 2);
    out.push(';');
    if row.priced != Priced::Unshown {
        danish_rate(out, row.rate);
    }
    out.push(';');
    if row.supplement.is_none() {
        for (at, group) in row.groups.iter().flatten().enumerate() {
            out.push_str(if at > 0 { " | " } else { "" });
            out.push_str(group.code());
        }
    }
    let settles = if row.settles { "Ja" } else { "Nej" };
    let _ = write!(out, ";{settles};{},00;{},00;", row.settled, row.occupied);
    let total = row.price(covers);
    danish(out, total, 2);
    out.push_str("\r\n");
    total
}

fn word(out: &mut String, row: &Row) {
    let ydelse = row.ydelse.get();
    match row.supplement {
        Some(what) => supplement_word(out, what.text(), row.ydelse),
        None if old_word(row) => out.push_str(BEFORE_2018),
        None => out.push_str(ydelse.as2007),
    }
}

fn old_word(row: &Row) -> bool {
    (row.ydelse == S85 || row.ydelse == ABL105) && row.from.year() < 2018
}

/// `TY_Kørsel SEL § 104`.
pub(crate) fn supplement_word(out: &mut String, what: &str, ydelse: YdelseId) {
    let _ = write!(out, "TY_{what} {}", ydelse.get().paragraf);
}

/// Ten digits: hovedkonto 5, function, grouping by målgruppe.
fn account(out: &mut String, row: &Row) {
    let all = row.ydelse.get().grupperinger;
    let at = row.groups[0].map_or(0, |g| g.finance());
    account_of(out, row.ydelse, all[at.min(all.len() - 1)]);
}

pub(crate) fn account_of(out: &mut String, ydelse: YdelseId, gruppering: &str) {
    let _ = write!(out, "5{}0{gruppering}000", ydelse.get().funktion.0);
}

pub(crate) fn cut(out: &mut String, text: impl Iterator<Item = char>, length: usize) {
    let kept = out.len();
    out.extend(text.take(length));
    out.truncate(kept + out[kept..].trim_end().len());
}
