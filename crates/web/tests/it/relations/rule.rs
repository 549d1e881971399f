//! Who may see what of whom, said a second time: short, and with nothing of the program's own rule in it.

use super::people::Who;
use super::subjects::{Part, Subject};
use domain::calendar::Day;
use domain::person::CitizenId;

/// What comes of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// The page.
    There,
    /// The citizen has another id by now: the way there.
    Moved,
    /// Nothing that this person may know of.
    Nothing,
    /// The role does not come in.
    Denied,
}

/// What asking about a subject comes to: of one part of it, or, where any will do, of some.
pub(super) fn outcome(who: &Who, subject: &Subject, letters: &str, part: Option<&Part>) -> Outcome {
    let letter = who.letter(letters);
    if letter == '-' {
        return Outcome::Denied;
    }
    let seen = match part {
        Some(part) => !subject.gone && sees(who, letter, subject, part),
        None => !subject.gone && subject.parts.iter().any(|part| sees(who, letter, subject, part)),
    };
    match (seen, subject.now) {
        (false, _) => Outcome::Nothing,
        (true, Some(_)) => Outcome::Moved,
        (true, None) => Outcome::There,
    }
}

/// True where the letter reaches a part of a citizen's rows.
pub(super) fn sees(who: &Who, letter: char, subject: &Subject, (paragraf, providers): &Part) -> bool {
    let given_to = |name: &str| subject.given.as_ref().is_some_and(|(on, to)| on == paragraf && to == name);
    match letter {
        'e' => {
            given_to(&who.name) || subject.caseworkers.contains(&who.grant.sagsbehandler[0].to_lowercase())
        }
        't' => {
            given_to(&who.name)
                || given_to(&who.grant.team)
                || subject.teams.contains(&who.grant.team.to_lowercase())
        }
        'o' => who.grant.paragraffer.is_empty() || who.grant.paragraffer.contains(paragraf),
        'l' => providers.contains(&who.grant.leverandoerer[0].to_lowercase()),
        's' => in_sample(subject.now.unwrap_or(subject.citizen)),
        _ => false,
    }
}

/// One citizen in twenty, others each month: the mix that was decided once, so that nobody chooses whom.
pub(super) fn in_sample(citizen: CitizenId) -> bool {
    let month = &app::edge::now()[..7];
    let first = Day::parse(&format!("{month}-01")).expect("den første i måneden");
    let both = u64::from(citizen.0) * (1 << 32) + u64::from(first.0.unsigned_abs());
    let mixed = both.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> 40) % 20 == 0
}
