//! Which crate may use which: the tables that keep figures where they can be read.
//!
//! A new crate or a new owner is a line here, and a line in `docs/decisions.md`.

use super::Fault;
use super::manifest::Manifest;
use crate::workspace::File;

/// Our crates, and which of ours each may use.
const EDGES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("ingest", &["domain"]),
    ("store", &["domain"]),
    ("engine", &["domain", "store"]),
    ("report", &["domain", "store"]),
    ("app", &["domain", "ingest", "store", "engine", "report"]),
    ("web", &["domain", "store", "engine", "report", "app"]),
    ("synth", &[]),
    ("fuzz", &["domain", "ingest"]),
    ("libfuzzer", &["fuzz"]),
    ("testkit", &[]),
    ("ottetal", &["domain", "ingest", "store", "engine", "report", "app", "web", "synth"]),
    ("xtask", &[]),
];

/// Who may use `testkit` and `synth` in tests.
const TESTKIT: &[&str] = &["store", "engine", "report", "app", "web", "ottetal"];

/// Crates that weigh: who may use them, and whether any crate may in its tests.
const HEAVY: &[(&str, &[&str], bool)] = &[
    ("sqlx", &["store"], false),
    ("libsqlite3-sys", &["store"], false),
    ("object_store", &["store"], false),
    ("s3s", &["testkit"], false),
    ("s3s-fs", &["testkit"], false),
    ("hyper-util", &["testkit"], false),
    ("parquet", &["store"], false),
    ("arrow", &["store"], false),
    ("arrow-array", &["store"], false),
    ("arrow-schema", &["store"], false),
    ("chacha20poly1305", &["store"], false),
    ("hmac", &["store"], false),
    ("calamine", &["ingest"], true),
    ("encoding_rs", &["ingest", "synth"], false),
    ("rust_xlsxwriter", &["report", "synth"], true),
    ("clap", &["ottetal"], false),
    ("indicatif", &["ottetal"], false),
    ("rayon", &["engine"], false),
    ("axum", &["web"], false),
    ("askama", &["web"], false),
    ("tower-http", &["web"], false),
    ("rust-embed", &["web"], false),
    ("argon2", &["app"], false),
    ("toml_edit", &["ingest"], false),
];

fn manifests(files: &[File]) -> impl Iterator<Item = (&str, &File, Manifest)> {
    files.iter().filter_map(|file| {
        let folder = file.path.strip_suffix("/Cargo.toml")?;
        let name = folder.strip_prefix("crates/").unwrap_or(folder);
        Some((name, file, Manifest::read(file.text()?)))
    })
}

/// Only the edges of the table.
pub(crate) fn between_crates(files: &[File]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, file, manifest) in manifests(files) {
        let Some((_, allowed)) = EDGES.iter().find(|(own, _)| *own == name) else {
            faults.push(Fault::new(
                &file.path,
                "ukendt crate. Skriv den i tabellen i xtask/src/tidy/edges.rs.",
            ));
            continue;
        };
        let ours = |used: &str| EDGES.iter().any(|(own, _)| *own == used);
        let for_tests = |used: &str| ["testkit", "synth"].contains(&used) && TESTKIT.contains(&name);
        let normal =
            manifest.normal.iter().filter(|(used, _)| ours(used) && !allowed.contains(&used.as_str()));
        let dev = manifest
            .dev
            .iter()
            .filter(|(used, _)| ours(used) && !allowed.contains(&used.as_str()) && !for_tests(used));
        faults.extend(
            normal
                .chain(dev)
                .map(|(used, line)| Fault::at(&file.path, *line, format!("{name} må ikke bruge {used}."))),
        );
        if name == "xtask" {
            faults.extend(manifest.normal.iter().map(|(used, line)| {
                Fault::at(&file.path, *line, format!("xtask skal starte straks: fjern {used}."))
            }));
        }
    }
    faults
}

/// Only the owners of the table.
pub(crate) fn heavy(files: &[File]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, file, manifest) in manifests(files) {
        let uses = manifest.normal.iter().map(|u| (u, false)).chain(manifest.dev.iter().map(|u| (u, true)));
        for ((used, line), in_tests) in uses {
            let Some((_, owners, tests_may)) = HEAVY.iter().find(|(heavy, ..)| heavy == used) else {
                continue;
            };
            let may = owners.contains(&name) || (in_tests && *tests_may);
            if !may {
                let message = format!("{used} hører til i {}, ikke i {name}.", owners.join(" og "));
                faults.push(Fault::at(&file.path, *line, message));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &str, text: &str) -> Vec<String> {
        let files = [File { path: path.to_owned(), bytes: text.as_bytes().to_vec() }];
        between_crates(&files)
            .into_iter()
            .chain(heavy(&files))
            .map(|f| format!("{}: {}", f.place, f.message))
            .collect()
    }

    #[test]
    fn edges_and_owners() {
        assert!(said("crates/engine/Cargo.toml", "[dependencies]\ndomain.workspace = true\nrayon = \"1\"\n[dev-dependencies]\ntestkit = \"1\"\n").is_empty());
        assert_eq!(
            said("crates/domain/Cargo.toml", "[dependencies]\nstore.workspace = true\nrayon = \"1\"\n"),
            [
                "crates/domain/Cargo.toml:2: domain må ikke bruge store.",
                "crates/domain/Cargo.toml:3: rayon hører til i engine, ikke i domain."
            ]
        );
        assert_eq!(
            said("crates/app/Cargo.toml", "[dependencies]\ntestkit = \"1\"\n"),
            ["crates/app/Cargo.toml:2: app må ikke bruge testkit."]
        );
        assert!(said("crates/ingest/Cargo.toml", "[dev-dependencies]\nrust_xlsxwriter = \"1\"\n").is_empty());
        assert_eq!(said("crates/nyt/Cargo.toml", "").len(), 1);
    }
}
