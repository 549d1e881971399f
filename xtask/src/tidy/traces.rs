//! What belongs to somebody's desk and not to the project: notes to oneself, paths of one machine.

use super::Fault;
use crate::workspace::File;

/// Put together here, so that this file does not hold them itself.
fn notes() -> [String; 2] {
    [["FIX", "ME"].concat(), ["XX", "X:"].concat()]
}

fn paths() -> [String; 7] {
    ["/wo|rk/", "/ho|me/", "/ro|ot/", "/Us|ers/", "/tm|p/", "../sha|red", "C:|\\"]
        .map(|path| path.replace('|', ""))
}

/// Pages that the project does not contain: what they say stands in it, or it is not said.
fn pages() -> [String; 4] {
    ["seman|tics §", "seman|tics.md", "dst|.md", "law|.md"].map(|page| page.replace('|', ""))
}

/// No note, no path, no page that is not here.
pub(crate) fn check(files: &[File]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in files {
        let Some(text) = file.text() else { continue };
        for (index, line) in text.lines().enumerate() {
            if let Some(note) = notes().iter().find(|note| line.contains(note.as_str())) {
                faults.push(Fault::at(
                    &file.path,
                    index + 1,
                    format!("{note}: gør det, eller opret en sag."),
                ));
            }
            if let Some(page) = pages().iter().find(|page| starts_a_path(line, page)) {
                let message = format!("{page} er ikke en side i projektet. Skriv, hvad der menes.");
                faults.push(Fault::at(&file.path, index + 1, message));
            }
            if let Some(path) = paths().iter().find(|path| starts_a_path(line, path)) {
                let message =
                    format!("stien {path} findes kun på én maskine. Brug en sti fra projektets rod.");
                faults.push(Fault::at(&file.path, index + 1, message));
            }
        }
    }
    faults
}

/// True where the path is not the tail of an address or of a longer path.
fn starts_a_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        !line[..at].ends_with(|c: char| c.is_alphanumeric() || ['.', '-', '_', '}', '~', '*'].contains(&c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_a_machine_are_found_and_addresses_are_not() {
        let [work, home, ..] = paths();
        for (line, expected) in [
            (format!("let x = \"{work}main\";"), 1),
            (format!("se `{home}mig`"), 1),
            (format!("https://eksempel.dk{home}side"), 0),
            ("crates/work.rs".to_owned(), 0),
            (format!("// {}", notes()[0]), 1),
            (format!("// se {} 4", pages()[0]), 1),
        ] {
            let file = File { path: "a.md".to_owned(), bytes: line.clone().into_bytes() };
            assert_eq!(check(&[file]).len(), expected, "{line}");
        }
    }
}
