//! Two spellings of one provider: proposed, decided once, gone at the next basis and never proposed again.

use crate::exit_codes::is_danish;
use crate::rows::{ROW, Row, Two, text};

const A: &str = "Dagcentret Engen Nord";
const B: &str = "Dagcenteret Engen Nord";

fn deviations(two: &Two) -> Vec<String> {
    let lines = two.lines("2024-01-01", "2024-12-31", &["--attribut", "leverandoer"]);
    let of = |line: &serde_json::Value| text(line, "regel").to_owned();
    lines.iter().filter(|l| l["attribut"] == "leverandoer").map(of).collect()
}

#[test]
fn a_spelling_is_decided_once() {
    let two = Two::begin(1);
    let number = two.numbers[0].clone();
    let row = |place| Row { cpr: &number, place, from: "01-01-2024", to: "31-12-2024", ..ROW };
    let (one, other) = (row(A), row(B));
    let two = two.with(&[one], &[other]);
    let place = &two.place;
    assert_eq!(deviations(&two), ["forskellig_vaerdi"]);
    let proposed = place.done(&["leverandoer", "forslag"]).out;
    assert!(proposed.contains(A) && proposed.contains(B) && proposed.contains("1 rækker"), "{proposed}");
    let decided = place.done(&["leverandoer", "samme", A, B, "--grund", "Ringet til stedet"]).out;
    assert!(decided.contains("samme leverandør") && !decided.contains("Bemærk"), "{decided}");
    is_danish(&decided);
    // The accepted basis has its figures; the proposal is gone at once.
    assert_eq!(deviations(&two), ["forskellig_vaerdi"]);
    let proposed = place.done(&["leverandoer", "forslag"]).out;
    assert!(proposed.contains("Ingen navne") && proposed.contains("1 afgørelse er ikke med"), "{proposed}");
    place.done(&["grundlag", "accepter"]);
    assert_eq!(deviations(&two), [""; 0]);
    let proposed = place.done(&["leverandoer", "forslag"]).out;
    assert!(proposed.contains("Ingen navne") && !proposed.contains("ikke med"), "{proposed}");
    let list = place.done(&["leverandoer", "liste"]).out;
    assert!(list.contains("samme") && list.contains("Ringet til stedet"), "{list}");
    // Taken back: the next basis has the deviation, and it is proposed again.
    place.done(&["leverandoer", "fortryd", A, B]);
    place.done(&["grundlag", "accepter"]);
    assert_eq!(deviations(&two), ["forskellig_vaerdi"]);
    let wrong = place.done(&["leverandoer", "forskellige", A, "Dagcentret Engen Syd"]).out;
    assert!(wrong.contains("ingen af grundlagets kilder skriver «Dagcentret Engen Syd»"), "{wrong}");
    let same = place.run(&["leverandoer", "samme", A, &A.to_uppercase()]);
    assert_eq!(same.code, Some(1));
    is_danish(&same.err);
}
