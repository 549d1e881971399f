//! What the law files say of each other: every name that is referred to is there, and nothing stands twice.

use super::error::LawFileError;
use super::lists::{KOMMUNER, KONTOPLAN, MAALGRUPPER, PARAGRAFFER, YDELSER};
use super::rules_and_areas::{AARSAGER, FFB, MOMSREFUSION, OMRAADER, UDELUKKELSER};
use domain::calendar::Period;
use domain::law::{DstStatus, LawBook};
use domain::wording::normalised;
use std::collections::BTreeSet;

pub(super) fn references(book: &LawBook) -> Result<(), LawFileError> {
    paragraffer(book)?;
    ydelser(book)?;
    maalgrupper(book)?;
    kommuner(book)?;
    kontoplan(book)?;
    udelukkelser(book)?;
    momsrefusion(book)?;
    omraader(book)?;
    aarsager_and_ffb(book)
}

fn fault(file: &'static str, message: String) -> LawFileError {
    LawFileError { file: file.to_owned(), line: None, message }
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
    let statbank = book.ydelser.iter().map(|y| y.statbank.as_str()).filter(|code| !code.is_empty());
    unique(YDELSER, "statbank-koden", statbank)?;
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

fn udelukkelser(book: &LawBook) -> Result<(), LawFileError> {
    for one in &book.exclusions {
        let [a, b] = &one.pair;
        let who = format!("parret {a} og {b}");
        known(book, UDELUKKELSER, &who, a)?;
        known(book, UDELUKKELSER, &who, b)?;
        if a == b {
            return Err(fault(UDELUKKELSER, format!("{who} er den samme paragraf to gange.")));
        }
    }
    let pairs = book.exclusions.iter().map(|one| {
        let [a, b] = &one.pair;
        (format!("{} og {}", a.min(b), a.max(b)), Period::ALWAYS)
    });
    dated_once(UDELUKKELSER, "parret", pairs)
}

fn has_function(book: &LawBook, file: &'static str, who: &str, number: &str) -> Result<(), LawFileError> {
    if book.funktioner.iter().any(|f| f.number == number) {
        return Ok(());
    }
    Err(fault(
        file,
        format!("{who} nævner funktionen {number}, som ikke står i {KONTOPLAN}. Skriv den som 5.38.50."),
    ))
}

fn momsrefusion(book: &LawBook) -> Result<(), LawFileError> {
    for one in &book.relief {
        has_function(book, MOMSREFUSION, "momsrefusion", &one.funktion)?;
    }
    let lines = book.relief.iter().map(|r| (format!("{} {}", r.funktion, r.gruppering), r.valid));
    dated_once(MOMSREFUSION, "funktionen", lines)
}

fn omraader(book: &LawBook) -> Result<(), LawFileError> {
    for one in &book.areas {
        let who = format!("området {}", one.name);
        one.paragraffer.iter().try_for_each(|written| known(book, OMRAADER, &who, written))?;
        one.funktioner.iter().try_for_each(|number| has_function(book, OMRAADER, &who, number))?;
    }
    dated_once(OMRAADER, "området", book.areas.iter().map(|a| (a.name.clone(), a.valid)))
}

fn aarsager_and_ffb(book: &LawBook) -> Result<(), LawFileError> {
    let reasons = book.reasons.iter().map(|r| (format!("{:?}: {}", r.list, normalised(&r.text)), r.valid));
    dated_once(AARSAGER, "årsagen", reasons)?;
    for group in &book.ffb {
        let code = &group.maalgruppe;
        if !book.maalgrupper.iter().any(|m| m.code == *code && m.rolls_up_to == *code) {
            let message = format!(
                "{} fører til målgruppen {code}, som ikke er en gældende målgruppe i {MAALGRUPPER}.",
                group.name
            );
            return Err(fault(FFB, message));
        }
    }
    dated_once(FFB, "navnet", book.ffb.iter().map(|g| (normalised(&g.name), Period::ALWAYS)))
}

/// Nothing of one name holds twice on one day.
fn dated_once(
    file: &'static str,
    what: &str,
    named: impl Iterator<Item = (String, Period)>,
) -> Result<(), LawFileError> {
    let mut seen: Vec<(String, Period)> = named.collect();
    seen.sort();
    match seen.windows(2).find(|two| two[0].0 == two[1].0 && two[0].1.overlaps(two[1].1)) {
        None => Ok(()),
        Some(two) => Err(fault(
            file,
            format!("{what} {} står to gange med dage, der overlapper. Behold den ene.", two[0].0.trim()),
        )),
    }
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
