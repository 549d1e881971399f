//! The finance system's postings: CSV, semicolon, Windows-1252, CRLF, the account as a dimension string.
//!
//! Its quirks: `0000000000` or nothing where no citizen is named, the period left out now and then, names of places cut
//! as in the settlement system that sends the bills.

use crate::Municipality;
use crate::ledger::Posting;
use crate::money::danish;
use crate::providers::Owner;
use crate::write::as2007::{PLACE, cut};
use crate::write::danish_day;
use std::fmt::Write;

pub(crate) const HEADER: &str = "CPR-nr.;Kontostreng;Bogføringsdato;Periode fra;Periode til;Beløb;Art;Leverandør CVR;\
     Leverandør;Bilagsnr.;Posteringstekst\r\n";

/// The file and its number of rows.
pub(crate) fn file(of: &Municipality) -> (Vec<u8>, usize) {
    let mut out = String::from(HEADER);
    for posting in &of.postings {
        line(&mut out, posting);
    }
    (encoding_rs::WINDOWS_1252.encode(&out).0.into_owned(), of.postings.len())
}

/// One posting. Writing into a `String` cannot fail.
pub(crate) fn line(out: &mut String, posting: &Posting) {
    let art = art(posting);
    match posting.cpr {
        Some(cpr) => cpr.digits().iter().for_each(|d| out.push(char::from(b'0' + d))),
        None if posting.bill.1.is_multiple_of(2) => out.push_str("0000000000"),
        None => {}
    }
    out.push(';');
    match posting.unreadable {
        Some(text) => out.push_str(text),
        None => account(out, posting, art),
    }
    out.push(';');
    danish_day(out, posting.booked);
    out.push(';');
    for day in [posting.concerns.from, posting.concerns.to] {
        if posting.shown {
            danish_day(out, day);
        }
        out.push(';');
    }
    danish(out, posting.amount, 2);
    let _ = write!(out, ";{art};{};", posting.provider.cvr());
    cut(out, posting.provider.get().name.chars(), PLACE);
    out.push(';');
    if posting.bill.1 > 0 {
        let (year, month, _) = posting.concerns.from.parts();
        let _ = write!(out, "F{year}-{month:02}-{}-{}", posting.bill.0, posting.bill.1);
    }
    let _ = write!(out, ";{}\r\n", posting.text);
}

/// Ansvar, konto (hovedkonto, function, dranst, grouping), aktivitet, art.
fn account(out: &mut String, posting: &Posting, art: u16) {
    let ydelse = posting.ydelse.get();
    let gruppering =
        if posting.dranst == 2 { "999" } else { ydelse.grupperinger[usize::from(posting.grouping)] };
    let place = u32::from(posting.provider.0);
    let _ = write!(
        out,
        "{:05}-538{}{}{gruppering}-{:06}-{art}",
        9200 + place % 7,
        ydelse.funktion.0,
        posting.dranst,
        91_000 + place
    );
}

/// Art by who is paid: own wages, municipalities and regions, private; income.
fn art(posting: &Posting) -> u16 {
    if posting.dranst == 2 || posting.supplement.is_some() && posting.amount < 0 {
        return 710;
    }
    match posting.provider.get().owner {
        Owner::Own => 490,
        Owner::OtherMunicipality => 470,
        Owner::Region => 480,
        Owner::Private | Owner::Selvejende { .. } => 400,
    }
}
