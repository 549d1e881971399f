//! The lists that rules, prices and areas ask: exclusions, VAT relief, areas, reasons, målgrupper of FFB.
//!
//! Never a default for what a figure depends on: a percentage, an age or a tolerance is written, or refused.

use super::entry::Entry;
use super::error::LawFileError;
use super::lists::{List, digits};
use domain::calendar::{Day, Period};
use domain::law::{AreaLine, Exclusion, FfbGroup, Reason, ReasonList, Relief};

pub(super) const UDELUKKELSER: &str = "lov/udelukkelser.toml";
pub(super) const MOMSREFUSION: &str = "lov/momsrefusion.toml";
pub(super) const OMRAADER: &str = "lov/omraader.toml";
pub(super) const AARSAGER: &str = "lov/aarsager.toml";
pub(super) const FFB: &str = "lov/ffb_maalgrupper.toml";

pub(super) const UDELUKKELSE: List<Exclusion> =
    List { name: "udelukkelse", named_by: "par", read: udelukkelse };
pub(super) const MOMS: List<Relief> = List { name: "momsrefusion", named_by: "funktion", read: momsrefusion };
pub(super) const OMRAADE: List<AreaLine> = List { name: "omraade", named_by: "navn", read: omraade };
pub(super) const AARSAG: List<Reason> = List { name: "aarsag", named_by: "tekst", read: aarsag };
/// An entry may have several spellings: each becomes a group of its own.
pub(super) const FFB_GRUPPE: List<Vec<FfbGroup>> =
    List { name: "ffb_maalgruppe", named_by: "navn", read: ffb_maalgruppe };

fn udelukkelse(entry: &mut Entry<'_>) -> Result<Exclusion, LawFileError> {
    let Ok(pair) = <[String; 2]>::try_from(entry.texts("par")?) else {
        return Err(entry.fault("`par` skal være to paragraffer: par = [\"SEL § 107\", \"SEL § 108\"]."));
    };
    let Some(tolerance) = entry.number("tolerance_dage")? else {
        return Err(entry.fault("`tolerance_dage` mangler. Skriv et antal dage; 0 er ingen tolerance."));
    };
    Ok(Exclusion {
        pair,
        tolerance_days: i64::from(tolerance),
        on: entry.truth("slaaet_til")?,
        source: entry.source()?,
    })
}

fn momsrefusion(entry: &mut Entry<'_>) -> Result<Relief, LawFileError> {
    let funktion = entry.text("funktion")?;
    let gruppering = entry.text_or_empty("gruppering")?;
    if !gruppering.is_empty() && !digits(&gruppering, 3) {
        return Err(entry.fault(&format!("`gruppering` er \"{gruppering}\", men skal være tre cifre.")));
    }
    let (Some(first), Some(last)) = (entry.number("aar_fra")?, entry.number("aar_til")?) else {
        return Err(
            entry.fault("`aar_fra` og `aar_til` mangler. En linje gælder kun de år, den er slået op for.")
        );
    };
    let valid = years(first, last).ok_or_else(|| {
        entry.fault(&format!("aar_fra {first} og aar_til {last} er ikke år i rækkefølge. Begge er med."))
    })?;
    let written = entry.text("procent")?;
    let percent_hundredths = hundredths(&written).filter(|p| *p <= 10_000).ok_or_else(|| {
        entry.fault(&format!("`procent` er \"{written}\", men skal være fra \"0\" til \"100\", fx \"17,5\"."))
    })?;
    Ok(Relief { valid, funktion, gruppering, percent_hundredths, source: entry.source()? })
}

fn years(first: u16, last: u16) -> Option<Period> {
    let in_reach = (1970..=9998).contains(&first) && (first..=9998).contains(&last);
    let new_year = |year: u16| Day::from_ymd(i32::from(year), 1, 1);
    if in_reach { Period::new(new_year(first)?, new_year(last + 1)?) } else { None }
}

/// `17,5` is 1750; at most two decimals.
fn hundredths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once(',').unwrap_or((text, "0"));
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !plain(part) || part.len() > 2 || whole.len() > 3 {
        return None;
    }
    let scale = if part.len() == 1 { 10 } else { 1 };
    Some(whole.parse::<u32>().ok()? * 100 + part.parse::<u32>().ok()? * scale)
}

fn omraade(entry: &mut Entry<'_>) -> Result<AreaLine, LawFileError> {
    let name = entry.text("navn")?;
    if !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
        return Err(entry.fault("`navn` er et ord på kommandolinjen: brug små bogstaver a-z, cifre og _."));
    }
    let mut age = |key: &str| -> Result<Option<u8>, LawFileError> {
        match entry.number(key)? {
            None => Ok(None),
            Some(years @ 0..=130) => Ok(u8::try_from(years).ok()),
            Some(years) => Err(entry.fault(&format!("`{key}` er {years}, men skal være 0-130 år."))),
        }
    };
    let (age_from, age_until) = (age("alder_fra")?, age("alder_til")?);
    if age_from.zip(age_until).is_some_and(|(from, until)| from >= until) {
        return Err(
            entry.fault("`alder_til` skal være højere end `alder_fra`: den er dagen før denne fødselsdag.")
        );
    }
    Ok(AreaLine {
        name,
        title: entry.text("titel")?,
        valid: entry.valid()?,
        paragraffer: entry.texts("paragraffer")?,
        funktioner: entry.texts("funktioner")?,
        age_from,
        age_until,
        source: entry.source()?,
    })
}

fn aarsag(entry: &mut Entry<'_>) -> Result<Reason, LawFileError> {
    let list = match entry.text("liste")?.as_str() {
        "tilgang" => ReasonList::Tilgang,
        "afgang" => ReasonList::Afgang,
        "revisitation" => ReasonList::Revisitation,
        other => {
            return Err(entry.fault(&format!(
                "`liste` er \"{other}\", men skal være tilgang, afgang eller revisitation."
            )));
        }
    };
    Ok(Reason { list, text: entry.text("tekst")?, valid: entry.valid()?, source: entry.source()? })
}

fn ffb_maalgruppe(entry: &mut Entry<'_>) -> Result<Vec<FfbGroup>, LawFileError> {
    let (name, maalgruppe) = (entry.text("navn")?, entry.text("maalgruppe")?);
    let (also, source) = (entry.texts("ogsaa")?, entry.source()?);
    let spellings = std::iter::once(name).chain(also);
    Ok(spellings
        .map(|name| FfbGroup { name, maalgruppe: maalgruppe.clone(), source: source.clone() })
        .collect())
}
