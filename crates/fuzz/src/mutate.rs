//! Changes a file a little: what a fuzzer does where there is no compiler that counts branches.
//!
//! Invariant: the outcome is never longer than [`LENGTH_MAX`].

use crate::dice::Dice;

/// Bytes of a changed file at most, unless it was longer to begin with.
pub const LENGTH_MAX: usize = 64 << 10;

/// What parsers stumble over: marks, ends, signs and numbers at the edge of their range.
const WORDS: [&[u8]; 40] = [
    b"\0",
    b"\xFF",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xFE\xFF",
    b"\"",
    b"\"\"",
    b";",
    b"\t",
    b",",
    b"|",
    b"\r",
    b"\n",
    b"\r\n",
    b"sep=;\n",
    b"#",
    b"=",
    b"'",
    "§".as_bytes(),
    "æøåÆØÅ".as_bytes(),
    "\u{202e}".as_bytes(),
    "A\u{30a}".as_bytes(),
    b"\xE6\xF8\xE5",
    b"99999999999999999999",
    b"-0,00",
    b"1.234,56",
    b"31-12-9999",
    b"29-02-2023",
    b"2024-02-29",
    b"45000",
    b"4294967295",
    b"18446744073709551615",
    b"PK\x01\x02",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x06\x06",
    b"[[",
    b"]]\n",
    b"\"\"\"",
    b"1e999",
];

/// A changed copy of one of the seeds, with pieces of the others in it.
#[must_use]
pub fn mutated(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let empty = Vec::new();
    let mut bytes = if seeds.is_empty() { empty.clone() } else { dice.one_of(seeds).clone() };
    let limit = bytes.len().max(LENGTH_MAX);
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let length = dice.below((bytes.len() - at).min(64) + 1);
        match dice.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 if at < bytes.len() => bytes[at] = dice.byte(),
            2 => drop(bytes.drain(at..at + length)),
            3 => insert(&mut bytes, at, WORDS[dice.below(WORDS.len())]),
            4 => {
                let piece = bytes[at..at + length].to_vec();
                let to = dice.below(bytes.len() + 1);
                insert(&mut bytes, to, &piece);
            }
            5 => {
                let other = if seeds.is_empty() { &empty } else { dice.one_of(seeds) };
                let from = dice.below(other.len() + 1);
                let piece = other[from..(from + 1 + dice.below(256)).min(other.len()).max(from)].to_vec();
                insert(&mut bytes, at, &piece);
            }
            6 => bytes.truncate(at),
            7 if at + 4 <= bytes.len() => {
                let number = *dice.one_of(&[0u32, 1, 0x7FFF_FFFF, 0x8000_0000, u32::MAX, 0x00FF_FFFF]);
                bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
            }
            _ => {
                let (byte, times) = (dice.byte(), dice.below(40));
                insert(&mut bytes, at, &vec![byte; times]);
            }
        }
    }
    bytes.truncate(limit);
    bytes
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}
