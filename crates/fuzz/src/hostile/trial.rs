//! Puts a file to the reader that the product has, with the child that the product has, and holds what came out
//! against what must never happen.
//!
//! Invariant: a panic, a hang, too much memory, a child left over, a file left over or a number of a person in what is
//! said fails the trial; rows or a refusal do not.

use super::{Bytes, Case};
use crate::{campaign, gauge, targets};
use domain::landscape::ExtractFacts;
use domain::law::LawBook;
use ingest::apply::Reader;
use ingest::child::{CHILD_MEMORY, ChildProgram};
use ingest::mapping::Mapping;
use ingest::read::read_rows;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// A file may take this long.
const SLOW: Duration = Duration::from_secs(10);
/// What a child is before it reads, at most, in KiB.
const CHILD_START_KIB: u64 = 64 << 10;

/// What came of one file.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its rows came out; otherwise it was refused.
    pub read: bool,
    /// Rows that came out before its end or its refusal.
    pub rows: u64,
    /// How long the reading took.
    pub took: Duration,
    /// What was said of it, or the beginning of it.
    pub said: String,
}

/// The product's reader with one mapping.
#[derive(Debug)]
pub struct Trial {
    child: ChildProgram,
    mapping: Mapping,
    law: LawBook,
}

impl Trial {
    /// A trial with this child.
    ///
    /// # Panics
    /// Where the shipped mapping is not right.
    #[must_use]
    pub fn new(child: ChildProgram) -> Trial {
        gauge::watch();
        let toml = ingest::shipped::find("nexus").expect("a shipped source").toml;
        let mapping = Mapping::parse(toml, "nexus").unwrap_or_else(|refused| panic!("{refused}"));
        Trial { child, mapping, law: ingest::law_files::load_embedded() }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// What happened that must never happen.
    pub fn of(&self, case: &Case) -> Result<Outcome, String> {
        let made = (case.make)();
        let begun = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| match made {
            Bytes::Held(bytes) => self.read(case.name, &mut &bytes[..], bytes.len() as u64),
            Bytes::Streamed(mut input) => self.read(case.name, &mut input, 0),
        }));
        let took = begun.elapsed();
        let (read, rows, said) =
            outcome.map_err(|panic| format!("panik: {}", campaign::words(panic.as_ref())))?;
        if took > SLOW {
            return Err(format!("det tog {took:?}"));
        }
        if !gauge::children().is_empty() {
            return Err("et barn er ikke slut".to_owned());
        }
        let child = gauge::largest_child_kib();
        if child > (CHILD_MEMORY >> 10) + CHILD_START_KIB {
            return Err(format!("et barn brugte {child} KiB"));
        }
        Ok(Outcome { read, rows, took, said })
    }

    fn read(&self, name: &str, input: &mut dyn Read, size: u64) -> (bool, u64, String) {
        let mut reader = Reader::new(&self.mapping, &self.law, 573, ExtractFacts::default());
        reader.start_file(0, name);
        let mut rows = 0;
        let summary = read_rows(name, input, size, &self.mapping.hints(), &self.child, &mut |row| {
            rows += 1;
            reader.row(row)
        });
        let summary = match summary {
            Ok(summary) => summary,
            Err(refused) => {
                let said = refused.to_string();
                targets::check_message(&said);
                return (false, rows, said);
            }
        };
        if let Err(refused) = reader.end_file(Some(&summary)) {
            let said = refused.to_string();
            targets::check_message(&said);
            return (false, rows, said);
        }
        let extract = reader.finish();
        assert!(extract.totals.balance(), "rows were lost");
        for finding in &extract.findings {
            for said in [&finding.sheet, &finding.column, &finding.value, &finding.reason, &finding.remedy] {
                assert!(
                    !ingest::hides_a_number(said),
                    "{} shows what could be a number of a person",
                    finding.code
                );
            }
        }
        (true, rows, format!("{} fund", extract.findings.len()))
    }
}
