//! Nothing in the project may be a real person's number.
//!
//! Ten digits (a hyphen or space after six is allowed) whose first six are a date, also with 60 on the day, are
//! taken as a CPR number. Such a number may stand only if it cannot have been issued: it fails modulus 11, its day of birth is not
//! 1 January (where numbers without modulus 11 are issued), and it is an adult's (since October 2007 the children's may
//! lack modulus 11). Nine digits count as ten with the leading zero that Excel loses, if they pass modulus 11.
//! Exceptions stand in `xtask/tidy-undtagelser.txt`, each with its reason.

use super::Fault;
use crate::workspace::File;

const EXCEPTIONS: &str = "xtask/tidy-undtagelser.txt";

/// The day on which the first number without modulus 11 was issued.
const WITHOUT_MODULUS_SINCE: (u32, u32, u32) = (2007, 10, 1);

/// No possible number in any file but spreadsheets and what cargo writes.
pub(crate) fn check(files: &[File]) -> Vec<Fault> {
    let listed = files.iter().find(|file| file.path == EXCEPTIONS).and_then(File::text).unwrap_or_default();
    let (exceptions, mut faults) = exceptions(listed);
    let mut used = vec![false; exceptions.len()];
    for file in files.iter().filter(|file| file.path != EXCEPTIONS && file.path != "Cargo.lock") {
        let Some(bytes) = plain(&file.bytes) else { continue };
        for Candidate { line, digits, zero_added } in candidates(&bytes) {
            let Some(why) = could_be_real(&digits, zero_added) else { continue };
            match exceptions.iter().position(|(number, _)| *number == digits) {
                Some(known) => used[known] = true,
                None => faults.push(Fault::at(
                    &file.path,
                    line,
                    format!("et tal her kan være et rigtigt CPR-nummer: {why}. Brug et syntetisk, eller begrund det i {EXCEPTIONS}."),
                )),
            }
        }
    }
    let unused = exceptions.iter().zip(used).filter(|(_, used)| !used);
    faults.extend(
        unused.map(|((_, line), _)| Fault::at(EXCEPTIONS, *line, "undtagelsen bruges ikke. Slet linjen.")),
    );
    faults
}

/// The numbers of the list with their lines; each must have a reason behind a `#`.
fn exceptions(text: &str) -> (Vec<(String, usize)>, Vec<Fault>) {
    let mut numbers = Vec::new();
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let (number, reason) = line.split_once('#').unwrap_or((line, ""));
        let number = number.trim();
        if number.is_empty() {
            continue;
        }
        if reason.trim().is_empty() {
            faults.push(Fault::at(EXCEPTIONS, index + 1, "skriv grunden efter #."));
        }
        numbers.push((number.to_owned(), index + 1));
    }
    (numbers, faults)
}

/// The bytes to look in: UTF-16 without its zeros; `None` for what is no text.
fn plain(bytes: &[u8]) -> Option<Vec<u8>> {
    let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if wide {
        return Some(bytes.iter().copied().filter(|byte| *byte != 0).collect());
    }
    (!bytes.contains(&0)).then(|| bytes.to_vec())
}

/// Ten digits to look at.
struct Candidate {
    line: usize,
    digits: String,
    /// Nine digits were written.
    zero_added: bool,
}

/// Ten digits, six and four, or nine, with the line they stand on; given as ten.
fn candidates(bytes: &[u8]) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut at = 0;
    let digits_from = |from: usize| bytes.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
    while at < bytes.len() {
        let length = digits_from(at);
        if length == 0 {
            line += usize::from(bytes[at] == b'\n');
            at += 1;
            continue;
        }
        let text =
            |from: usize, count: usize| String::from_utf8_lossy(&bytes[from..from + count]).into_owned();
        let split = length == 6 && matches!(bytes.get(at + 6), Some(b'-' | b' ')) && digits_from(at + 7) == 4;
        let digits = match length {
            10 => Some(text(at, 10)),
            9 => Some(format!("0{}", text(at, 9))),
            6 if split => Some(text(at, 6) + &text(at + 7, 4)),
            _ => None,
        };
        found.extend(digits.map(|digits| Candidate { line, digits, zero_added: length == 9 }));
        at += if split { 11 } else { length };
    }
    found
}

/// Why ten digits could be an issued number; `None` where they cannot, as far as anyone knows. Nine with a zero
/// added are asked for modulus 11 alone: they may as well be an amount or an account.
fn could_be_real(digits: &str, zero_added: bool) -> Option<&'static str> {
    let value: Vec<u32> = digits.bytes().map(|byte| u32::from(byte - b'0')).collect();
    let two = |from: usize| value[from] * 10 + value[from + 1];
    let (written_day, month, short) = (two(0), two(2), two(4));
    let day = if written_day > 60 { written_day - 60 } else { written_day };
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if day == 0 || day > longest {
        return None;
    }
    let weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    let sum: u32 = value.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    if sum.is_multiple_of(11) {
        return Some("det har en dato og består modulus 11");
    }
    if zero_added {
        return None;
    }
    if (day, month) == (1, 1) {
        return Some("fødselsdag 1. januar, hvor numre uden modulus 11 er udstedt");
    }
    let century = match (value[6], short) {
        (0..=3, _) => 1900,
        (4 | 9, 0..=36) => 2000,
        (4 | 9, _) => 1900,
        (_, 0..=57) => 2000,
        _ => 1800,
    };
    ((century + short, month, day) >= WITHOUT_MODULUS_SINCE)
        .then_some("et barns nummer kan mangle modulus 11")
}

#[cfg(test)]
mod tests;
