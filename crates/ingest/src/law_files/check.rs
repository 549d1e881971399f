//! What the law files say of each other: every name that is referred to is there, and nothing stands twice.

use super::error::LawFileError;
use super::lists::{KOMMUNER, KONTOPLAN, MAALGRUPPER, PARAGRAFFER, YDELSER};
use domain::law::{DstStatus, LawBook};
use std::collections::BTreeSet;

pub(super) fn references(book: &LawBook) -> Result<(), LawFileError> {
    paragraffer(book)?;
    ydelser(book)?;
    maalgrupper(book)?;
    kommuner(book)?;
    kontoplan(book)
}

fn fault(file: &'static str, message: String) -> LawFileError {
    LawFileError { file, line: None, message }
}

fn known(book: &LawBook, file: &'static str, who: &str, written: &str) -> Result<(), LawFileError> {
    if book.paragraffer.iter().any(|p| p.written == written) {
        return Ok(());
    }
    Err(fault(
        file,
        format!(
            "{who} nævner \"{written}\", som ikke står i {PARAGRAFFER}. Ret skrivemåden, eller tilføj paragraffen."
        ),
    ))
}

fn paragraffer(book: &LawBook) -> Result<(), LawFileError> {
    for (index, one) in book.paragraffer.iter().enumerate() {
        let again =
            book.paragraffer[..index].iter().any(|p| p.written == one.written && p.valid.overlaps(one.valid));
        if again {
            let message = format!(
                "{} står to gange med datoer, der overlapper. Ret gyldig_fra og gyldig_til.",
                one.written
            );
            return Err(fault(PARAGRAFFER, message));
        }
        for other in &one.mixed_with {
            known(book, PARAGRAFFER, &format!("{} (forveksles_med)", one.written), other)?;
        }
        let has_code = book.ydelser.iter().any(|y| y.paragraf == one.written);
        if has_code != (one.dst == DstStatus::Code) {
            let message = format!(
                "{}: `dst` skal være kode, netop når en ydelse i {YDELSER} fører til paragraffen.",
                one.written
            );
            return Err(fault(PARAGRAFFER, message));
        }
    }
    Ok(())
}

fn ydelser(book: &LawBook) -> Result<(), LawFileError> {
    unique(YDELSER, "ydelsen", book.ydelser.iter().map(|y| y.code.as_str()))?;
    unique(YDELSER, "statbank-koden", book.ydelser.iter().map(|y| y.statbank.as_str()))?;
    book.ydelser.iter().try_for_each(|y| known(book, YDELSER, &format!("ydelse {}", y.code), &y.paragraf))
}

fn maalgrupper(book: &LawBook) -> Result<(), LawFileError> {
    unique(MAALGRUPPER, "målgruppen", book.maalgrupper.iter().map(|m| m.code.as_str()))?;
    for one in &book.maalgrupper {
        if let Some(code) = one.only_with.iter().find(|code| book.ydelse(code).is_none()) {
            let message = format!("målgruppe {} nævner ydelsen {code}, som ikke står i {YDELSER}.", one.code);
            return Err(fault(MAALGRUPPER, message));
        }
        if !book.maalgrupper.iter().any(|m| m.code == one.rolls_up_to && m.valid.is_open()) {
            let message = format!(
                "målgruppe {} samles i {}, som ikke er en gældende målgruppe.",
                one.code, one.rolls_up_to
            );
            return Err(fault(MAALGRUPPER, message));
        }
    }
    Ok(())
}

fn kommuner(book: &LawBook) -> Result<(), LawFileError> {
    let codes: Vec<String> = book.kommuner.iter().map(|k| k.code.to_string()).collect();
    unique(KOMMUNER, "koden", codes.iter().map(String::as_str))?;
    for one in &book.kommuner {
        if book.kommune(one.acts_through).is_none() {
            let message =
                format!("{} handler gennem {}, som ikke er en kommune.", one.name, one.acts_through);
            return Err(fault(KOMMUNER, message));
        }
        for written in &one.except {
            known(book, KOMMUNER, &one.name, written)?;
        }
    }
    Ok(())
}

fn kontoplan(book: &LawBook) -> Result<(), LawFileError> {
    unique(KONTOPLAN, "funktionen", book.funktioner.iter().map(|f| f.number.as_str()))?;
    for one in &book.funktioner {
        let numbers: Vec<String> =
            one.grupperinger.iter().map(|g| format!("{} {} {}", one.number, g.dranst, g.number)).collect();
        unique(KONTOPLAN, "grupperingen", numbers.iter().map(String::as_str))?;
        for gruppering in one.grupperinger.iter().filter(|g| !g.paragraf.is_empty()) {
            let who = format!("gruppering {} {}", one.number, gruppering.number);
            known(book, KONTOPLAN, &who, &gruppering.paragraf)?;
        }
    }
    Ok(())
}

fn unique<'a>(
    file: &'static str,
    what: &str,
    mut names: impl Iterator<Item = &'a str>,
) -> Result<(), LawFileError> {
    let mut seen = BTreeSet::new();
    match names.find(|name| !seen.insert(*name)) {
        None => Ok(()),
        Some(name) => Err(fault(file, format!("{what} {name} står to gange. Behold den ene."))),
    }
}
