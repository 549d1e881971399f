//! Writes the extracts, the tables, the registers and the key into a folder. Each extract in a file of its own
//! module.

pub(crate) mod as2007;
pub(crate) mod boern_og_voksne;
mod neighbour;
pub(crate) mod nexus;
pub(crate) mod prisme;
mod registers;
mod sheet;
mod tables;

use crate::day::{Date, Span};
use crate::row::System;
use crate::{Municipality, facit};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A file to import and what to state about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    /// The source's name.
    pub source: &'static str,
    /// The file.
    pub file: PathBuf,
    /// The day of the extract; none for the tables.
    pub extracted: Option<Date>,
    /// The days that it covers; none for the tables.
    pub covers: Option<Span>,
    /// Rows of services and supplements; title and total rows are not counted.
    pub rows: usize,
}

impl Import {
    /// The arguments after `import`, the file last.
    #[must_use]
    pub fn arguments(&self) -> Vec<String> {
        let mut out = vec!["--kilde".to_owned(), self.source.to_owned()];
        if let Some(day) = self.extracted {
            out.extend(["--udtraek".to_owned(), day.to_string()]);
        }
        if let Some(days) = self.covers {
            out.extend(["--daekker".to_owned(), days.from.to_string(), days.to.to_string()]);
        }
        out.push(self.file.display().to_string());
        out
    }
}

/// What was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The files to import, tables first.
    pub imports: Vec<Import>,
    /// The answer key, one JSON object a line; empty outside the key world.
    pub facit: PathBuf,
    /// The errors that were put in, one JSON object a line.
    pub errors: PathBuf,
    /// What the imports must find, one JSON object a line; empty outside the key world.
    pub findings: PathBuf,
    /// Numbers that are one person's, one JSON object a line.
    pub aliases: PathBuf,
}

impl Municipality {
    /// Writes everything into a folder, which is made if it is not there.
    ///
    /// # Errors
    /// What the file system says, with the path.
    pub fn write(&self, dir: &Path) -> io::Result<Written> {
        fs::create_dir_all(dir).map_err(|e| told(dir, &e))?;
        let (y, m, d) = self.plan.extract_day;
        let extracted = Date::ymd(y, m, d);
        let since_2016 = Span { from: Date::ymd(2016, 1, 1), to: self.window.to };
        let mut imports = Vec::new();
        for (source, name, text) in [
            ("faelles_sprog", "faelles_sprog.csv", tables::faelles_sprog()),
            ("oversaettelse", "oversaettelse.csv", tables::oversaettelse()),
        ] {
            let rows = text.lines().count() - 1;
            let file = save(dir, name, text.as_bytes())?;
            imports.push(Import { source, file, extracted: None, covers: None, rows });
        }
        for system in System::ALL {
            let (name, bytes, covers) = match system {
                System::Nexus => ("nexus_indsatser", nexus::file(self), self.window),
                System::As2007 => ("as2007_ydelsesanalyse", as2007::file(self, extracted), since_2016),
                System::BoernOgVoksne => {
                    ("boern_og_voksne_sager", boern_og_voksne::file(self, extracted)?, since_2016)
                }
            };
            let ending = if system == System::BoernOgVoksne { "xlsx" } else { "csv" };
            let file = save(dir, &format!("{name}_{extracted}.{ending}"), &bytes)?;
            imports.push(Import {
                source: system.key(),
                file,
                extracted: Some(extracted),
                covers: Some(covers),
                rows: self.rows(system).len(),
            });
        }
        imports.extend(self.registers(dir, extracted)?);
        let key = facit::json_lines(&self.facit).map_err(io::Error::other)?;
        let labels = facit::label_lines(&self.errors).map_err(io::Error::other)?;
        let findings = facit::finding_lines(&self.expected_findings()).map_err(io::Error::other)?;
        let aliases = facit::alias_lines(&self.aliases()).map_err(io::Error::other)?;
        Ok(Written {
            imports,
            facit: save(dir, "facit.jsonl", key.as_bytes())?,
            errors: save(dir, "fejl.jsonl", labels.as_bytes())?,
            findings: save(dir, "fund.jsonl", findings.as_bytes())?,
            aliases: save(dir, "aliaser.jsonl", aliases.as_bytes())?,
        })
    }

    /// The finance system, and the registers that no system of services holds.
    fn registers(&self, dir: &Path, extracted: Date) -> io::Result<Vec<Import>> {
        let mut out = Vec::new();
        for (source, covers, (bytes, rows)) in [
            ("prisme", Some(self.ledger.covers), prisme::file(self)),
            ("cpr", None, registers::cpr(self)),
            ("diagnose", None, registers::diagnoses(self)),
            ("takster", None, registers::list_prices(self)),
            ("individuelle_takster", None, registers::individual_rates(self)),
            ("leverandoerer", None, registers::providers()),
            ("berigelse", None, registers::enrichments(self)),
            ("budget", None, registers::budget(self)),
            ("sagsbehandlere", None, registers::caseworkers()),
        ] {
            let name = match source {
                "prisme" => format!("prisme_posteringer_{extracted}.csv"),
                "cpr" => format!("cpr_borgere_{extracted}.csv"),
                "diagnose" => "diagnoser.csv".to_owned(),
                other => format!("{other}.csv"),
            };
            let file = save(dir, &name, &bytes)?;
            let extracted = Some(extracted).filter(|_| source == "prisme" || source == "cpr");
            out.push(Import { source, file, extracted, covers, rows });
        }
        Ok(out)
    }
}

fn save(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let path = dir.join(name);
    fs::write(&path, bytes).map_err(|e| told(&path, &e))?;
    Ok(path)
}

pub(crate) fn told(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("kunne ikke skrive {}: {error}", path.display()))
}

/// `31-12-2021`.
pub(crate) fn danish_day(out: &mut String, day: Date) {
    let (y, m, d) = day.parts();
    two_digits(out, d);
    out.push('-');
    two_digits(out, m);
    out.push('-');
    two_digits(out, y as u32 / 100);
    two_digits(out, y as u32 % 100);
}

fn two_digits(out: &mut String, number: u32) {
    for digit in [number / 10, number % 10] {
        out.push(char::from(b'0' + digit as u8));
    }
}
