//! Values of a column as they may be shown to somebody who describes a file.
//!
//! Invariant: what may say who somebody is, and what somebody's target group is, is shown by its form alone.

use super::content::{Content, Seen};
use super::names::is_a_name;
use crate::mapping::check::compared;
use crate::mapping::{Field, Kind};
use crate::values::hide;
use Field as F;

/// Examples of a column at most.
const MOST: usize = 5;
/// Letters of an example at most.
const LONG: usize = 40;

/// Words in a heading over texts that may be about a person.
const ABOUT_PEOPLE: [&str; 13] = [
    "navn",
    "borger",
    "pårørende",
    "værge",
    "kontakt",
    "adresse",
    "vej",
    "bemærk",
    "note",
    "kommentar",
    "beskriv",
    "mail",
    "telefon",
];

/// Up to five different values, and whether they are hidden.
pub(super) fn of(
    values: impl Iterator<Item = String>,
    seen: &Seen,
    heading: &str,
    field: Option<Field>,
    kind: Option<Kind>,
    about_citizens: bool,
) -> (Vec<String>, bool) {
    let hidden = is_hidden(seen, heading, field, kind, about_citizens);
    let mut out: Vec<String> = Vec::new();
    for value in values.filter(|value| !value.is_empty()) {
        let text = if hidden || is_a_name(&value) { hide::form(&value) } else { hide::shown(&value) };
        let text: String = if text.chars().count() > LONG {
            text.chars().take(LONG - 1).chain(['…']).collect()
        } else {
            text
        };
        if !out.contains(&text) {
            out.push(text);
        }
        if out.len() == MOST {
            break;
        }
    }
    (out, hidden)
}

fn is_hidden(
    seen: &Seen,
    heading: &str,
    field: Option<Field>,
    kind: Option<Kind>,
    about_citizens: bool,
) -> bool {
    let identity =
        [F::Cpr, F::FormerCpr, F::Name, F::Born, F::Dead, F::Address, F::Maalgruppe, F::CitizenKey];
    if matches!(seen.content, Content::Cpr | Content::Names | Content::Maalgruppe)
        || field.is_some_and(|field| identity.contains(&field))
        || (kind == Some(Kind::Diagnoses) && matches!(field, Some(F::Code)))
    {
        return true;
    }
    if !matches!(seen.content, Content::Text | Content::Words) {
        return false;
    }
    let heading = compared(heading);
    // A place's or a service's name may be shown; what somebody wrote, and what nobody knows, may not.
    let known =
        [F::Provider, F::Service, F::Ydelse, F::Paragraf, F::Lovhjemmel, F::Account, F::Unit, F::Status];
    let is_known = field.is_some_and(|field| known.contains(&field));
    let about = !is_known && ABOUT_PEOPLE.iter().any(|word| heading.contains(word));
    let free = seen.content == Content::Text && !is_known;
    about_citizens && (about || free || seen.has_names)
}
