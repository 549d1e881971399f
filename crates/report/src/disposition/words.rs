//! The columns of a disponering in words: their keys, by which a cell is opened, and their headings.

use super::DispositionReport;
use crate::danish;
use domain::disposition::{Cell, LineKind, LineNote, NamedLine, Value};
use domain::observation::ExpectationState;
use domain::ownership::Grouping;

/// A column's key: `netto`, `enhedspris_privat`.
#[must_use]
pub fn key(cell: Cell, grouping: &Grouping) -> String {
    let of = |prefix: &str, at: usize| format!("{prefix}{}", slug(&grouping.columns()[at].title));
    match cell {
        Cell::Ejer(at) => of("", at),
        Cell::AarEjer(at) => of("aar_", at),
        Cell::EnhedsprisEjer(at) => of("enhedspris_", at),
        Cell::Brutto => "brutto".to_owned(),
        Cell::Moms => "moms".to_owned(),
        Cell::MomsUkendt => "moms_ukendt".to_owned(),
        Cell::Netto => "netto".to_owned(),
        Cell::Tillaeg => "tillaeg".to_owned(),
        Cell::Egenbetaling => "egenbetaling".to_owned(),
        Cell::Forventninger => "forventninger".to_owned(),
        Cell::Berigelse => "berigelse".to_owned(),
        Cell::IAlt => "ialt".to_owned(),
        Cell::Helaarsvirkning => "helaarsvirkning".to_owned(),
        Cell::Budget => "budget".to_owned(),
        Cell::Afvigelse => "afvigelse".to_owned(),
        Cell::Bogfoert => "bogfoert".to_owned(),
        Cell::TilDato => "til_dato".to_owned(),
        Cell::Uforklaret => "uforklaret".to_owned(),
        Cell::Ydelsesaar => "ydelsesaar".to_owned(),
        Cell::Personaar => "personaar".to_owned(),
        Cell::Enhedspris => "enhedspris".to_owned(),
        Cell::Forloeb => "forloeb".to_owned(),
        Cell::Borgere => "borgere".to_owned(),
    }
}

/// A column's heading.
#[must_use]
pub fn title(cell: Cell, grouping: &Grouping) -> String {
    let of = |prefix: &str, at: usize| format!("{prefix}{}", grouping.columns()[at].title);
    let text = match cell {
        Cell::Ejer(at) => return crate::words::capital(&of("", at)),
        Cell::AarEjer(at) => return of("Helårspersoner, ", at),
        Cell::EnhedsprisEjer(at) => return of("Enhedspris, ", at),
        Cell::Brutto => "Brutto",
        Cell::Moms => "Momsafløftning",
        Cell::MomsUkendt => "Heraf ukendt moms",
        Cell::Netto => "Netto",
        Cell::Tillaeg => "Heraf tillæg",
        Cell::Egenbetaling => "Heraf egenbetaling",
        Cell::Forventninger => "Forventninger",
        Cell::Berigelse => "Berigelse",
        Cell::IAlt => "Disponeret i alt",
        Cell::Helaarsvirkning => "Helårsvirkning",
        Cell::Budget => "Budget",
        Cell::Afvigelse => "Disponeret − budget",
        Cell::Bogfoert => "Bogført til dato",
        Cell::TilDato => "Disponeret til dato",
        Cell::Uforklaret => "Uforklaret",
        Cell::Ydelsesaar => "Ydelsesår",
        Cell::Personaar => "Personår",
        Cell::Enhedspris => "Enhedspris",
        Cell::Forloeb => "Forløb",
        Cell::Borgere => "Forskellige borgere",
    };
    text.to_owned()
}

/// The column with a key.
#[must_use]
pub fn cell(report: &DispositionReport<'_>, wanted: &str) -> Option<Cell> {
    report.figures.columns().into_iter().find(|cell| key(*cell, report.figures.grouping) == slug(wanted))
}

/// A name in small letters without spaces: `andre_kommuner_og_regioner`.
fn slug(text: &str) -> String {
    let mut out = String::new();
    for letter in text.trim().to_lowercase().chars() {
        match letter {
            'æ' => out.push_str("ae"),
            'ø' => out.push_str("oe"),
            'å' => out.push_str("aa"),
            letter if letter.is_alphanumeric() => out.push(letter),
            _ => out.push('_'),
        }
    }
    out
}

/// A value on a screen: whole kroner, two decimals of persons.
pub(crate) fn shown(value: Value) -> String {
    match value {
        Value::Kroner(oere) => danish::kroner(oere),
        Value::Years(years) => danish::two_decimals(years.scaled()),
        Value::Count(count) => danish::whole(count),
        Value::Nothing => String::new(),
    }
}

/// What kind of named line it is.
pub(crate) fn kind(line: &NamedLine) -> String {
    match &line.kind {
        LineKind::Forventning(state) => {
            let word = match state {
                ExpectationState::Forventet => "forventet",
                ExpectationState::Realiseret => "realiseret",
                ExpectationState::Udskudt => "udskudt",
                ExpectationState::IkkeRealiseret => "ikke realiseret",
            };
            format!("{word} ({} %)", line.certainty)
        }
        LineKind::Berigelse(kind) if kind.is_empty() => "berigelse".to_owned(),
        LineKind::Berigelse(kind) => kind.to_lowercase(),
    }
}

/// What is to be said of a named line; empty where nothing is.
pub(crate) fn note(line: &NamedLine) -> String {
    match &line.note {
        None => String::new(),
        Some(LineNote::Udloebet(day)) => format!("tæller ikke: ikke bekræftet siden {}", day.danish()),
        Some(LineNote::Afsluttet) => "tæller ikke: afsluttet".to_owned(),
        Some(LineNote::UdenBeloeb) => "tæller ikke: timer, antal eller slutdato mangler".to_owned(),
        Some(LineNote::UkendtParagraf(text)) => format!("paragraffen «{text}» kan ikke læses"),
        Some(LineNote::AlleredeBevilget) => {
            "borgeren har allerede paragraffen: tæller måske to gange".to_owned()
        }
    }
}
