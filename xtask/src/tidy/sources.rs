//! Every Rust file: its first line says what it is, it is short, its functions are, and CPR stays where it may be.

use super::Fault;
use super::lexer::{code_only, functions, names};
use crate::workspace::File;

const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 70;

/// Where the type that holds a person's number may be named; a folder ends in `/`.
const CPR_MAY_STAND_IN: &[&str] = &[
    "crates/domain/src/person.rs",
    "crates/domain/src/person/",
    "crates/domain/src/observation.rs",
    "crates/ingest/",
    "crates/store/src/people.rs",
    "crates/store/src/people/",
    "crates/store/tests/",
    "crates/app/src/commands/import_extract.rs",
    "crates/app/src/commands/import_extract/",
    "crates/app/src/commands/export_cpr.rs",
];

fn rust(files: &[File]) -> impl Iterator<Item = (&str, &str)> {
    files
        .iter()
        .filter(|file| file.path.ends_with(".rs"))
        .filter_map(|file| Some((file.path.as_str(), file.text()?)))
}

/// Module documentation and lengths.
pub(crate) fn check(files: &[File]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in rust(files) {
        if !text.starts_with("//! ") {
            faults.push(Fault::at(path, 1, "begynd filen med //! og en linje om, hvad modulet er."));
        }
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            faults
                .push(Fault::new(path, format!("{lines} linjer; højst {LONGEST_FILE}. Del den efter emne.")));
        }
        for (name, line, length) in functions(&code_only(text)) {
            if length > LONGEST_FUNCTION {
                let message = format!("fn {name} har {length} linjer; højst {LONGEST_FUNCTION}. Del den.");
                faults.push(Fault::at(path, line, message));
            }
        }
    }
    faults
}

/// The type's name only where it may be.
pub(crate) fn cpr_type(files: &[File]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in rust(files) {
        let may = CPR_MAY_STAND_IN
            .iter()
            .any(|allowed| if allowed.ends_with('/') { path.starts_with(allowed) } else { path == *allowed });
        if may {
            continue;
        }
        let code = code_only(text);
        let named = code.lines().enumerate().filter(|(_, line)| names(line).any(|name| name == "Cpr"));
        faults.extend(named.map(|(index, _)| {
            Fault::at(path, index + 1, "typen Cpr må ikke nævnes her. Brug borgerens id (CitizenId).")
        }));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn files_without_documentation_or_too_long_are_found() {
        let long = format!("//! Lang.\nfn lang() {{\n{}}}\n", "a();\n".repeat(71));
        let found =
            check(&[file("a.rs", "fn a() {}\n"), file("b.rs", &long), file("c.rs", &"//! x\n".repeat(501))]);
        let places: Vec<&str> = found.iter().map(|fault| fault.place.as_str()).collect();
        assert_eq!(places, ["a.rs:1", "b.rs:2", "c.rs"]);
    }

    #[test]
    fn the_type_is_named_only_where_it_may_be() {
        let text = "//! Om Cpr.\nfn a(x: Cpr, y: CprError) { \"Cpr\" }\n";
        let found =
            cpr_type(&[file("crates/engine/src/lib.rs", text), file("crates/ingest/src/lib.rs", text)]);
        let places: Vec<&str> = found.iter().map(|fault| fault.place.as_str()).collect();
        assert_eq!(places, ["crates/engine/src/lib.rs:2"]);
    }
}
