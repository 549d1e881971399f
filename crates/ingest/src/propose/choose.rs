//! Which field each column is, and which kind of source the file is.
//!
//! Invariant: what is not sure is not chosen. A field is given to one column at most; two that claim it equally get
//! nothing, and it is said.

use super::content::{Content, Seen};
use super::labels::{field_label, named};
use super::vocabulary::Vocabulary;
use super::words::WordLists;
use crate::mapping::check::compared;
use crate::mapping::{Field, Kind};
use Field as F;

/// Points from which a field is chosen.
const SURE: u32 = 66;
/// Points of a heading alone whose column says otherwise.
const CONTRADICTED: u32 = 40;

/// A column as it is judged.
pub(super) struct Column<'c> {
    pub(super) heading: &'c str,
    pub(super) seen: &'c Seen,
    pub(super) words: Option<&'c [(String, u64)]>,
}

/// What a column was judged to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) field: Option<Field>,
    pub(super) points: u32,
    pub(super) why: String,
}

/// A claim of a column on a field.
struct Claim {
    column: usize,
    field: Field,
    points: u32,
    why: String,
}

/// Fields for the columns, as if the file were of this kind.
pub(super) fn fields(
    columns: &[Column<'_>],
    kind: Kind,
    words: &Vocabulary,
    lists: &WordLists,
) -> Vec<Judged> {
    let mut claims: Vec<Claim> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        for field in Field::ALL.iter().copied().filter(|field| field.belongs_to(kind)) {
            if let Some((points, why)) = claim(column, kind, field, words, lists) {
                claims.push(Claim { column: at, field, points, why });
            }
        }
    }
    claims
        .sort_by(|a, b| b.points.cmp(&a.points).then_with(|| (a.column, a.field).cmp(&(b.column, b.field))));
    let mut out: Vec<Judged> = columns.iter().map(|_| Judged::default()).collect();
    let mut taken: Vec<(Field, u32, usize)> = Vec::new();
    for at in 0..claims.len() {
        let own = &claims[at];
        if out[own.column].field.is_some() || own.points < SURE {
            continue;
        }
        if let Some((_, points, first)) = taken.iter().find(|(field, ..)| *field == own.field) {
            if out[own.column].why.is_empty() {
                let label = field_label(kind, own.field).0.to_lowercase();
                let than = if points == &own.points { "ligner lige så meget" } else { "ligner mere" };
                out[own.column].why =
                    format!("Ligner {label}, men kolonnen »{}« {than}.", columns[*first].heading);
            }
            continue;
        }
        let equal = claims.iter().find(|other| {
            other.field == own.field && other.column != own.column && other.points == own.points
        });
        if let Some(other) = equal.filter(|other| out[other.column].field.is_none()) {
            let label = field_label(kind, own.field).0.to_lowercase();
            let said =
                |heading: &str| format!("To kolonner kan være {label}: også »{heading}«. Vælg den ene.");
            out[own.column].why = said(columns[other.column].heading);
            out[other.column].why = said(columns[own.column].heading);
            taken.push((own.field, own.points, own.column));
            continue;
        }
        out[own.column] = Judged { field: Some(own.field), points: own.points, why: own.why.clone() };
        taken.push((own.field, own.points, own.column));
    }
    for (at, judged) in out.iter_mut().enumerate().filter(|(_, judged)| judged.field.is_none()) {
        if judged.why.is_empty() {
            judged.why = unsure(&claims, at, columns[at].seen, kind);
        }
    }
    out
}

/// Why a column got no field.
fn unsure(claims: &[Claim], column: usize, seen: &Seen, kind: Kind) -> String {
    let best = claims.iter().find(|claim| claim.column == column);
    match best {
        Some(claim) if claim.points >= CONTRADICTED => {
            let label = field_label(kind, claim.field).0.to_lowercase();
            format!("Kan være {label}, men det er ikke sikkert. {}", claim.why)
        }
        _ if seen.content == Content::Empty => "Ingen overskrift ligner, og kolonnen er tom.".to_owned(),
        _ => format!("Ingen overskrift ligner; indholdet er {}.", seen.content.text()),
    }
}

/// A column's claim on a field, by its heading and by what stands in it.
fn claim(
    column: &Column<'_>,
    kind: Kind,
    field: Field,
    words: &Vocabulary,
    lists: &WordLists,
) -> Option<(u32, String)> {
    let seen = column.seen;
    let fits = seen.content.fits(field);
    let listed = column.words.and_then(|words| lists.known_share(kind, field, words));
    let by_words = listed.filter(|share| *share >= 60);
    let content = || format!("{} af {} værdier er {}.", seen.are, seen.filled, seen.content.text());
    if let Some(near) = words.near(column.heading, kind, field) {
        return Some(match fits {
            Some(false) if by_words.is_none() => (
                near.points.min(CONTRADICTED),
                format!("{} Men indholdet er {}.", near.why, seen.content.text()),
            ),
            Some(true) if seen.content != Content::Whole && seen.content != Content::Decimal => {
                {
                    // What only one field can hold says more than a day.
                    let more = if seen.content == Content::Date { 8 } else { 12 };
                    (near.points + more, format!("{} {}", near.why, content()))
                }
            }
            _ if by_words.is_some() => (near.points + 8, format!("{} Ordene er kendte.", near.why)),
            // Where words of this field are known and these are not among them, the heading must be plain.
            _ if listed == Some(0) && near.points < 90 => (near.points.min(60), near.why),
            _ => (near.points, near.why),
        });
    }
    if let Some(share) = by_words {
        return Some((74 + share / 20, format!("{share} procent af ordene er kendte ord for feltet.")));
    }
    let plain = match (field, seen.content) {
        (F::Cpr, Content::Cpr) => 86,
        (F::Paragraf, Content::Paragraf) => 80,
        (F::PNumber, Content::PNumber) => 74,
        (F::Maalgruppe, Content::Maalgruppe) => 74,
        (F::Ean, Content::Ean) => 70,
        (F::Account, Content::Account) => 68,
        // Which of several days, municipalities or amounts it is, the values do not say.
        (F::Start | F::End | F::Booked, Content::Date)
        | (F::Handlekommune | F::Betalingskommune, Content::Kommune) => 45,
        _ => return None,
    };
    Some((plain, content()))
}

/// How well a kind goes with the columns, in points; `None` where a column is missing that it cannot do without.
fn points_of(judged: &[Judged], kind: Kind, file: &str) -> Option<u32> {
    let chosen: Vec<Field> = judged.iter().filter_map(|judged| judged.field).collect();
    if !Field::must_be_mapped(kind).iter().all(|must| chosen.contains(must)) {
        return None;
    }
    let mut points = 0;
    for judged in judged {
        let Some(field) = judged.field else { continue };
        // A field that few kinds have says more about the kind.
        let kinds = Kind::KEYS.iter().filter(|(_, kind)| field.belongs_to(*kind)).count();
        points += judged.points + 100 / u32::try_from(kinds).unwrap_or(13);
    }
    let file = compared(file);
    let hint = named(kind).iter().any(|word| file.contains(word));
    Some(points + if hint { 90 } else { 0 })
}

/// The kind that a file is of, with all that are possible, the best first.
pub(super) fn kinds(
    columns: &[Column<'_>],
    file: &str,
    words: &Vocabulary,
    lists: &WordLists,
) -> (Option<Kind>, Vec<(Kind, u32)>) {
    let mut possible: Vec<(Kind, u32)> = Kind::KEYS
        .iter()
        .filter_map(|(_, kind)| Some((*kind, points_of(&fields(columns, *kind, words, lists), *kind, file)?)))
        .collect();
    possible.sort_by_key(|(_, points)| std::cmp::Reverse(*points));
    let sure = match &possible[..] {
        [] => None,
        [one] => Some(one.0),
        [first, second, ..] => (first.1 >= second.1 + 35).then_some(first.0),
    };
    (sure.filter(|kind| explains(columns, *kind, words, lists)), possible)
}

/// True where the kind has a field for at least half of what stands in the file, and for the citizens, where there are
/// any.
fn explains(columns: &[Column<'_>], kind: Kind, words: &Vocabulary, lists: &WordLists) -> bool {
    let judged = fields(columns, kind, words, lists);
    let chosen = judged.iter().filter(|judged| judged.field.is_some()).count();
    let filled = columns.iter().filter(|column| column.seen.content != Content::Empty).count();
    let about_citizens = columns.iter().any(|column| column.seen.content == Content::Cpr);
    chosen * 2 >= filled && (F::Cpr.belongs_to(kind) || !about_citizens)
}
