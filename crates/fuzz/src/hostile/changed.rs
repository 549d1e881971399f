//! Files that an office program saved, changed by a seed: bytes of each kind, and the markup inside an open container.
//!
//! Invariant: one seed, one file.

use super::books::{ROW, document, parts, sheet};
use super::zipfile::{Entry, zip};
use super::{Cases, texts};
use crate::dice::Dice;
use crate::mutate::mutated;

const SAVED: [(&str, &[u8]); 4] = [
    ("a.xlsx", include_bytes!("../../../ingest/tests/data/regneark/ydelser.xlsx")),
    ("a.xlsm", include_bytes!("../../../ingest/tests/data/regneark/ydelser.xlsm")),
    ("a.xls", include_bytes!("../../../ingest/tests/data/regneark/ydelser.xls")),
    ("a.ods", include_bytes!("../../../ingest/tests/data/regneark/ydelser.ods")),
];

pub(super) fn add(cases: &mut Cases) {
    for (name, whole) in SAVED {
        // The older kind has its own parsers all through; the others mostly lose their sums.
        let seeds = if name == "a.xls" { 120 } else { 25 };
        for seed in 0..seeds {
            cases.held(format!("ændret {seed}"), name, move || {
                mutated(&[whole.to_vec()], &mut Dice::new(seed))
            });
        }
        for part in 1..20 {
            cases.held(format!("gemt og afkortet efter {part}/20"), name, move || {
                whole[..whole.len() * part / 20].to_vec()
            });
        }
    }
    for seed in 0..60 {
        cases.held(format!("ændret markup {seed}"), "a.xlsx", move || changed_part(seed));
        cases.held(format!("ændret dokument {seed}"), "a.ods", move || changed_document(seed));
        cases.held(format!("ændret tekst {seed}"), "a.csv", move || {
            mutated(&[texts::good(20)], &mut Dice::new(seed))
        });
    }
}

/// The sums are right: what was changed is read.
fn changed_part(seed: u64) -> Vec<u8> {
    let rows = format!(
        "{ROW}<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" s=\"1\"><v>44000</v></c></row>"
    );
    let mut parts = parts(&[("Ark1", sheet(&rows))], Some("<sst uniqueCount=\"1\"><si><t>x</t></si></sst>"));
    let mut dice = Dice::new(seed);
    let at = dice.below(parts.len());
    let changed = mutated(&[parts[at].data.clone()], &mut dice);
    let name = String::from_utf8_lossy(&parts[at].name).into_owned();
    parts[at] = Entry::stored(&name, &changed);
    zip(&parts)
}

fn changed_document(seed: u64) -> Vec<u8> {
    let rows = "<table:table-row><table:table-cell office:value-type=\"date\" office:date-value=\"2021-12-31\"><text:p>x</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"12.5\"/></table:table-row>";
    let changed = mutated(&[rows.as_bytes().to_vec()], &mut Dice::new(seed));
    document(&String::from_utf8_lossy(&changed))
}
