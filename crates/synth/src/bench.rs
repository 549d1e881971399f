//! Two large CSV files for measuring: the same rows as the case system and the settlement system write them, with
//! some three percent of differences. Streams: only a citizen's rows are in memory.

use crate::day::{Date, Span};
use crate::dice::Dice;
use crate::number::Numbers;
use crate::people::Person;
use crate::providers::{OWN, WITHOUT_P_NUMBER, giving};
use crate::row::{Row, System};
use crate::story::{Calendar, tell};
use crate::world::Registry;
use crate::write::{Import, as2007, nexus, told};
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
    /// How many citizens.
    pub citizens: u32,
    /// Rows that were made different.
    pub differences: usize,
}

/// Rows of a thousand that differ.
const DIFFERENT: u32 = 30;

/// Writes the two files with `rows` rows each, and returns what to import.
///
/// # Errors
/// What the file system says, with the path.
pub fn write_bench(dir: &Path, rows: usize, seed: u64) -> io::Result<Bench> {
    std::fs::create_dir_all(dir).map_err(|e| told(dir, &e))?;
    let calendar = Calendar { begins: Date::ymd(2018, 3, 1), extracted: Date::ymd(2026, 3, 1) };
    let covers = Span { from: calendar.begins, to: calendar.last() };
    let paths = [dir.join("bench_nexus.csv"), dir.join("bench_as2007.csv")];
    let mut files = Vec::new();
    for path in &paths {
        files.push(BufWriter::with_capacity(1 << 20, File::create(path).map_err(|e| told(path, &e))?));
    }
    let mut stream = Stream {
        registry: Registry::new(calendar, calendar.begins),
        numbers: Numbers::new(seed),
        seed,
        citizens: 0,
        differences: 0,
    };
    let mut text = [String::from(nexus::HEADER), as2007::title(calendar.extracted, covers)];
    let (mut written, mut total) = (0, 0);
    while written < rows {
        let (person, both) = stream.citizen();
        for [one, two] in both.into_iter().take(rows - written) {
            nexus::line(&mut text[0], &one, &person);
            total += as2007::line(&mut text[1], &two, &person, covers);
            written += 1;
        }
        if text[0].len() > 1 << 16 {
            flush(&mut files, &mut text, &paths)?;
        }
    }
    text[1].push_str(&as2007::total_line(total));
    flush(&mut files, &mut text, &paths)?;
    for (file, path) in files.iter_mut().zip(&paths) {
        file.flush().map_err(|e| told(path, &e))?;
    }
    let [first, second] = paths;
    let import = |source, file| Import {
        source,
        file,
        extracted: Some(calendar.extracted),
        covers: Some(covers),
        rows,
    };
    Ok(Bench {
        nexus: import(System::Nexus.key(), first),
        as2007: import(System::As2007.key(), second),
        citizens: stream.citizens,
        differences: stream.differences,
    })
}

fn flush(
    files: &mut [BufWriter<File>],
    text: &mut [String; 2],
    paths: &[std::path::PathBuf; 2],
) -> io::Result<()> {
    let windows = encoding_rs::WINDOWS_1252.encode(&text[1]).0;
    files[0].write_all(text[0].as_bytes()).map_err(|e| told(&paths[0], &e))?;
    files[1].write_all(&windows).map_err(|e| told(&paths[1], &e))?;
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
        let told = tell(&mut dice, self.registry.calendar, true, false);
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
