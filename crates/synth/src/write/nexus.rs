//! The case system's extract: CSV, semicolon, UTF-8 with byte order mark, CRLF.

use crate::Municipality;
use crate::catalogue::{ABL105, S107, S108, S110};
use crate::money::danish;
use crate::people::Person;
use crate::providers::municipality;
use crate::row::{Priced, Row, Spelt, System};
use crate::write::danish_day;
use std::fmt::Write;

pub(crate) const HEADER: &str = "\u{feff}Borger CPR;Borger navn;Indsats ID;Paragraf;Indsats;Leverandør;Leverandør P-nummer;Startdato;\
     Slutdato;Status;Målgruppe;Timer pr. uge;Takst;Takstenhed;Handlekommune;Betalingskommune;Sagsbehandler;\
     Registreret;Tilgangsårsag;Afgangsårsag;Udredning;Adresse;Borger-ID\r\n";

pub(crate) fn file(of: &Municipality) -> Vec<u8> {
    let mut out = String::from(HEADER);
    for row in of.rows(System::Nexus) {
        line(&mut out, row, &of.people[row.person as usize]);
    }
    out.into_bytes()
}

/// One row. Writing into a `String` cannot fail.
pub(crate) fn line(out: &mut String, row: &Row, person: &Person) {
    let ydelse = row.ydelse.get();
    let digits = row.cpr.digits();
    for (at, digit) in digits.iter().enumerate() {
        if at == 6 {
            out.push('-');
        }
        out.push(char::from(b'0' + digit));
    }
    let _ = write!(out, ";{} {};{};", person.first, person.last, row.package);
    for text in [ydelse.nexus_paragraf, ydelse.nexus_indsats, &row.place_name(), &row.p_number()] {
        out.push_str(text);
        out.push(';');
    }
    danish_day(out, row.from);
    out.push(';');
    if let Some(to) = row.to {
        danish_day(out, to);
    }
    out.push(';');
    out.push_str(row.status);
    out.push(';');
    for (at, group) in row.groups.iter().flatten().enumerate() {
        if at > 0 {
            out.push_str(" | ");
        }
        out.push_str(group.code());
        out.push(' ');
        out.push_str(group.text());
    }
    out.push(';');
    if row.hours > 0 {
        danish(out, row.hours, 2);
    }
    out.push(';');
    if row.priced != Priced::Unshown {
        danish(out, row.rate, 4);
    }
    for text in [row.unit.text(), municipality(person.handle), municipality(person.betal), row.caseworker] {
        out.push(';');
        out.push_str(text);
    }
    out.push(';');
    danish_day(out, row.registered);
    let stay = [ABL105, S107, S108, S110].contains(&row.ydelse);
    let address = if stay && row.written == Spelt::Register { row.provider.address() } else { String::new() };
    for text in [row.entry, row.exit, row.assessment, &address] {
        out.push(';');
        out.push_str(text);
    }
    let _ = write!(out, ";{}\r\n", own_number(row, person));
}

/// The number by which this system opens the citizen: its own, and another where it has the person under another CPR
/// number. Seven digits, so that it can be no CPR number.
fn own_number(row: &Row, person: &Person) -> u64 {
    let record = u64::from(row.person) * 2 + u64::from(row.cpr != person.number);
    1_000_000 + record * 7_919 % 9_000_000
}
