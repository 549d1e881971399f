//! One line of the register of providers.
//!
//! Invariant: an unknown word for ownership or settlement is `Unknown` with a finding, never the nearest one.

use super::codes;
use super::layout::text_of;
use super::line::Line;
use crate::mapping::Field;
use crate::raw::Cell;
use crate::values::{Seen, kommune, provider};
use domain::observation::{Ownership, ProviderRecord, Settlement};

/// Longest delay that a provider can normally have, in days.
const DELAY_MAX: i64 = 400;

pub(super) fn read(line: &mut Line<'_, '_>) -> Option<ProviderRecord> {
    let valid = line.period(&codes::LINE_DATES);
    let name = line.needed_text(Field::Provider);
    let driftsherre = line.text(Field::OwnerName);
    let record = ProviderRecord {
        place: line.place,
        valid: valid?,
        name: name?,
        also: spellings(&line.text(Field::Also)),
        cvr: number(line, Field::Cvr),
        p_number: number(line, Field::PNumber),
        driftsherre_kommune: kommune::read(&driftsherre, line.law),
        driftsherre,
        ownership: ownership(line),
        settlement: settlement(line),
        delay_days: delay(line),
        ean: ean(line),
    };
    Some(record)
}

/// `Bakken | nexus: Bostedet Bakken`: each with the source that writes it so, or with none for all.
fn spellings(text: &str) -> Vec<(String, String)> {
    let of_source = |written: &str| {
        let (source, name) = written.split_once(':')?;
        let source = source.trim();
        let is_name = source.starts_with(|c: char| c.is_ascii_lowercase())
            && source.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        is_name.then(|| (source.to_owned(), name.trim().to_owned()))
    };
    text.split('|')
        .map(|written| of_source(written).unwrap_or_else(|| (String::new(), written.trim().to_owned())))
        .filter(|(_, name)| !name.is_empty())
        .collect()
}

/// A P-number or CVR number.
fn number(line: &mut Line<'_, '_>, field: Field) -> String {
    let cell = line.at.cell(field);
    let Seen { value, faults } = match field {
        Field::PNumber => provider::p_number(cell, &line.mapping.values.known_p_numbers),
        _ => provider::cvr(cell),
    };
    for fault in faults {
        line.say(field, fault);
    }
    value
}

fn ownership(line: &mut Line<'_, '_>) -> Ownership {
    if line.is_empty(Field::Ownership) {
        return Ownership::Unknown;
    }
    let known = &line.mapping.words.ownership;
    line.listed(Field::Ownership, known, &codes::OWNERSHIP_UNKNOWN).unwrap_or(Ownership::Unknown)
}

fn settlement(line: &mut Line<'_, '_>) -> Settlement {
    if line.is_empty(Field::Settlement) {
        return Settlement::Unknown;
    }
    let known = &line.mapping.words.settlement;
    line.listed(Field::Settlement, known, &codes::SETTLEMENT_UNKNOWN).unwrap_or(Settlement::Unknown)
}

/// Whole days.
fn delay(line: &mut Line<'_, '_>) -> Option<u16> {
    let days = line.number(Field::DelayDays, DELAY_MAX * 10_000)?;
    if days < 0 || days % 10_000 != 0 {
        line.say(Field::DelayDays, &codes::NUMBER_UNREADABLE);
        return None;
    }
    u16::try_from(days / 10_000).ok()
}

fn ean(line: &mut Line<'_, '_>) -> String {
    let cell = line.at.cell(Field::Ean);
    if cell == Cell::Empty {
        return String::new();
    }
    let digits: String = text_of(cell).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if digits.len() == 13 && digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits;
    }
    line.say(Field::Ean, &codes::EAN_FORM);
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_may_be_one_sources_own() {
        let told = |text: &str| {
            spellings(text)
                .into_iter()
                .map(|(source, name)| format!("{source}={name}"))
                .collect::<Vec<_>>()
                .join("/")
        };
        assert_eq!(
            told("Bakken | nexus: Bostedet Bakken||as2007:BAKKEN "),
            "=Bakken/nexus=Bostedet Bakken/as2007=BAKKEN"
        );
        assert_eq!(told("Fonden Højen: afdeling Syd"), "=Fonden Højen: afdeling Syd");
        assert_eq!(told("  "), "");
    }
}
