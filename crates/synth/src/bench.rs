//! Three large CSV files for measuring: the same rows as the case system and the settlement system write them, with
//! some three percent of differences, and as many postings of the same citizens. Streams: only a citizen's rows are in
//! memory.

use crate::day::{Date, Span};
use crate::dice::Dice;
use crate::ledger::Ledger;
use crate::number::Numbers;
use crate::people::Person;
use crate::providers::{OWN, WITHOUT_P_NUMBER, giving};
use crate::row::{Row, System};
use crate::story::{Calendar, tell};
use crate::world::Registry;
use crate::write::{Import, as2007, nexus, prisme, told};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// What was written for measuring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bench {
    /// The case system's file.
    pub nexus: Import,
    /// The settlement system's file.
    pub as2007: Import,
    /// The finance system's file.
    pub prisme: Import,
    /// How many citizens.
    pub citizens: u32,
    /// Rows that were made different.
    pub differences: usize,
}

/// Rows of a thousand that differ.
const DIFFERENT: u32 = 30;

/// Writes the files with `rows` rows each, and returns what to import.
///
/// # Errors
/// What the file system says, with the path.
pub fn write_bench(dir: &Path, rows: usize, seed: u64) -> io::Result<Bench> {
    std::fs::create_dir_all(dir).map_err(|e| told(dir, &e))?;
    let calendar = Calendar { begins: Date::ymd(2018, 3, 1), extracted: Date::ymd(2026, 3, 1) };
    let covers = Span { from: calendar.begins, to: calendar.last() };
    let ledger = Ledger::since(covers, seed);
    let paths = [dir.join("bench_nexus.csv"), dir.join("bench_as2007.csv"), dir.join("bench_prisme.csv")];
    let mut files = Vec::new();
    for path in &paths {
        files.push(BufWriter::with_capacity(1 << 20, File::create(path).map_err(|e| told(path, &e))?));
    }
    let mut stream = Stream {
        registry: Registry::new(calendar, calendar.begins, seed),
        numbers: Numbers::new(seed),
        seed,
        citizens: 0,
        differences: 0,
    };
    let titles =
        [nexus::HEADER.to_owned(), as2007::title(calendar.extracted, covers), prisme::HEADER.to_owned()];
    let mut text = titles;
    let (mut written, mut total, mut posted) = (0, 0, 0);
    while written < rows {
        let (person, both) = stream.citizen();
        if posted < rows {
            let settled: Vec<Row> = both.iter().map(|[_, two]| *two).collect();
            let postings = ledger.of(stream.citizens, &settled);
            for posting in postings.iter().take(rows - posted) {
                prisme::line(&mut text[2], posting);
                posted += 1;
            }
        }
        for [one, two] in both.into_iter().take(rows - written) {
            nexus::line(&mut text[0], &one, &person);
            total += as2007::line(&mut text[1], &two, &person, covers);
            written += 1;
        }
        if text.iter().any(|text| text.len() > 1 << 16) {
            flush(&mut files, &mut text, &paths)?;
        }
    }
    text[1].push_str(&as2007::total_line(total));
    flush(&mut files, &mut text, &paths)?;
    for (file, path) in files.iter_mut().zip(&paths) {
        file.flush().map_err(|e| told(path, &e))?;
    }
    let [first, second, third] = paths;
    let import = |source, file, rows| Import {
        source,
        file,
        extracted: Some(calendar.extracted),
        covers: Some(covers),
        rows,
    };
    Ok(Bench {
        nexus: import(System::Nexus.key(), first, rows),
        as2007: import(System::As2007.key(), second, rows),
        prisme: import("prisme", third, posted),
        citizens: stream.citizens,
        differences: stream.differences,
    })
}

fn flush(
    files: &mut [BufWriter<File>],
    text: &mut [String; 3],
    paths: &[std::path::PathBuf; 3],
) -> io::Result<()> {
    files[0].write_all(text[0].as_bytes()).map_err(|e| told(&paths[0], &e))?;
    for at in [1, 2] {
        let windows = encoding_rs::WINDOWS_1252.encode(&text[at]).0;
        files[at].write_all(&windows).map_err(|e| told(&paths[at], &e))?;
    }
    text.iter_mut().for_each(String::clear);
    Ok(())
}

struct Stream {
    registry: Registry,
    numbers: Numbers,
    seed: u64,
    citizens: u32,
    differences: usize,
}

impl Stream {
    /// The next citizen's rows, in pairs of the two systems.
    fn citizen(&mut self) -> (Person, Vec<[Row; 2]>) {
        let at = self.citizens;
        self.citizens += 1;
        let mut dice = Dice::new(self.seed, u64::from(at) + 1);
        let mut person = Person::new(self.numbers.issue(), &mut dice);
        (person.handle, person.betal) = (OWN, OWN);
        let told = tell(&mut dice, self.registry.calendar, &self.registry.prices, true, false);
        let rows = self.registry.rows(at, &person, &told, &mut dice);
        let pairs = rows[System::Nexus.index()]
            .iter()
            .map(|row| {
                let mut other = *row;
                if dice.chance(DIFFERENT) && spoil(&mut other, &mut dice) {
                    self.differences += 1;
                }
                [*row, other]
            })
            .collect();
        (person, pairs)
    }
}

/// Makes a row differ; false where it could not.
fn spoil(row: &mut Row, dice: &mut Dice) -> bool {
    match dice.below(4) {
        0 => row.rate = row.rate / 100 * 105,
        1 => row.to = if row.to.is_some() { None } else { Some(row.from.plus(40)) },
        2 => row.from = row.from.plus(-dice.between(1, 20)),
        _ => {
            let others: Vec<_> = giving(row.ydelse)
                .into_iter()
                .filter(|p| *p != row.provider && *p != WITHOUT_P_NUMBER)
                .collect();
            if others.is_empty() {
                return false;
            }
            row.provider = dice.pick(&others);
        }
    }
    true
}
