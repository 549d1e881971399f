//! The nearest of some words: what a refusal offers beside what is missing.
//!
//! Invariant: a suggestion is only ever shown; nothing is read by it.

use domain::wording::normalised;

/// Bytes of a candidate at most: what is longer is no heading and no word.
const CANDIDATE_MAX: usize = 400;

/// The place of the candidate nearest to `wanted`, if one is near enough to be worth saying.
#[must_use]
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<usize> {
    let wanted = bare(wanted);
    let length = wanted.chars().count();
    candidates
        .into_iter()
        .enumerate()
        .filter(|(_, candidate)| candidate.len() <= CANDIDATE_MAX)
        .filter_map(|(at, candidate)| {
            let candidate = bare(candidate);
            let longest = length.max(candidate.chars().count());
            let mut distance = distance(&wanted, &candidate);
            // "Indsats startdato" is near "Startdato" however long the rest is.
            if length >= 4 && candidate.contains(&wanted) {
                distance = distance.min(longest / 4 + 1);
            }
            (distance * 5 <= longest * 2).then_some((distance, at))
        })
        .min()
        .map(|(_, at)| at)
}

/// A heading without spaces and marks: "Start-dato" and "startdato" are one.
fn bare(text: &str) -> String {
    normalised(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Edit distance: letters to put in, take out, exchange, or swap with the next.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(200).collect();
    let b: Vec<char> = b.chars().take(200).collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let exchanged = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = exchanged.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// A column's letters as a spreadsheet shows them: 0 is A, 26 is AA.
#[must_use]
pub fn column_letters(column: usize) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = b'A' + ((rest - 1) % 26) as u8;
        letters.insert(0, char::from(letter));
        rest = (rest - 1) / 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_heading_is_offered_and_only_a_near_one() {
        let headings = ["Borger", "Start dato", "Slutdato", "Leverandør"];
        assert_eq!(nearest("Startdato", headings), Some(1));
        assert_eq!(nearest("Leverandoer", headings), Some(3));
        assert_eq!(nearest("Paragraf", headings), None);
        assert_eq!(nearest("Startdato", ["Indsatsens startdato i Nexus"]), Some(0));
    }

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let letters: Vec<String> = [0, 5, 25, 26, 51, 52, 701, 702].into_iter().map(column_letters).collect();
        assert_eq!(letters, ["A", "F", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
