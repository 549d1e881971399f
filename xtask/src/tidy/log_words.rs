//! Every word that is written to the log has its Danish in `app::commands::read_log`, so that nobody reads `vis_sag`.

use super::Fault;
use crate::workspace::File;
use std::collections::BTreeSet;

const WORDS: &str = "crates/app/src/commands/read_log.rs";

/// The calls that write a line; the first string among their arguments is the word.
const CALLS: [&str; 6] = ["append(", "append_about(", "append_in(", "append_about_in(", ".show(", ".saw("];
/// How far an argument may stand from its call.
const REACH: usize = 240;

/// A word in the code that has no Danish.
pub(crate) fn check(files: &[File]) -> Vec<Fault> {
    let Some(text) = files.iter().find(|file| file.path == WORDS).and_then(File::text) else {
        return vec![Fault::new(WORDS, "loggens ord mangler.")];
    };
    let known: BTreeSet<&str> =
        text.lines().filter_map(|line| line.trim().strip_prefix("(\"")?.split('"').next()).collect();
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| in_product(&file.path)) {
        let Some(text) = file.text() else { continue };
        for (at, word) in CALLS.iter().flat_map(|call| written(text, call)) {
            if !known.contains(word) {
                let line = text[..at].lines().count();
                let message =
                    format!("loggens ord «{word}» står ikke i WORDS i {WORDS}. Skriv det på dansk dér.");
                faults.push(Fault::at(&file.path, line, message));
            }
        }
    }
    faults
}

fn in_product(path: &str) -> bool {
    path.starts_with("crates/") && path.contains("/src/") && path.ends_with(".rs") && !path.contains("tests")
}

/// Places and words of one call.
fn written<'t>(text: &'t str, call: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
    text.match_indices(call).filter_map(move |(at, _)| {
        let after = &text[at + call.len()..];
        let statement = after.split([';', '{']).next()?;
        let (before, rest) = statement.split_once('"')?;
        let word = rest.split('"').next()?;
        let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        (before.len() < REACH && is_word).then_some((at, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_string_of_a_call_is_the_word() {
        let text = "visit\n.show(Purpose::X, \"se_borger\", &id, [a], &t).await; log.append(ctx, WORD, \"\", 0); \
                    tx.append(ctx, \"Ark 1\", 1);";
        let found: Vec<&str> =
            CALLS.iter().flat_map(|call| written(text, call)).map(|(_, word)| word).collect();
        assert_eq!(found, ["se_borger"]);
    }
}
