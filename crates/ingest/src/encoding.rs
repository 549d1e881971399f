//! Which bytes a text file is written in, found from its beginning, and the bytes of a cell as text.
//!
//! Invariant: no byte is lost or replaced by `�`. Separators, quotes and line ends are ASCII in UTF-8 and
//! Windows-1252 alike, so records are cut before they are decoded; UTF-16 is turned into UTF-8 first.

use std::borrow::Cow;
use std::fmt;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// An encoding that extracts are written in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, low byte first: Excel's "Unicode text".
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, the Danish Windows programs' own.
    Windows1252,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16 LE",
            Encoding::Utf16Be => "UTF-16 BE",
            Encoding::Windows1252 => "Windows-1252",
        })
    }
}

/// What the beginning of a file says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Sniffed {
    pub(crate) encoding: Encoding,
    /// Bytes of the byte order mark.
    pub(crate) mark: usize,
    /// UTF-8 is certain: there is a mark, or so many sequences of it that a stray byte does not change the matter.
    pub(crate) certain: bool,
}

/// Finds the encoding from the first bytes of a file. `whole` says that there are no more.
///
/// Without a mark: zeros on every other byte are UTF-16; valid UTF-8 is UTF-8; the rest is Windows-1252, unless
/// there is so much valid UTF-8 in it that the file must be put together of both (see [`Cells`]).
pub(crate) fn sniff(head: &[u8], whole: bool) -> Sniffed {
    for (mark, encoding) in [
        (&b"\xEF\xBB\xBF"[..], Encoding::Utf8),
        (&b"\xFF\xFE"[..], Encoding::Utf16Le),
        (&b"\xFE\xFF"[..], Encoding::Utf16Be),
    ] {
        if head.starts_with(mark) {
            return Sniffed { encoding, mark: mark.len(), certain: true };
        }
    }
    if let Some(encoding) = utf16_without_mark(head) {
        return Sniffed { encoding, mark: 0, certain: false };
    }
    let (sequences, strays) = count_sequences(head, whole);
    let utf8 = strays == 0 || sequences.saturating_mul(10) >= strays;
    let encoding = if utf8 { Encoding::Utf8 } else { Encoding::Windows1252 };
    Sniffed { encoding, mark: 0, certain: utf8 && sequences > 0 }
}

/// Danish text in UTF-16 has a zero in nearly every other byte, and always on the same side.
fn utf16_without_mark(head: &[u8]) -> Option<Encoding> {
    let sample = &head[..head.len().min(4096)];
    let pairs = sample.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let nearly_all = pairs - pairs / 8;
    if second >= nearly_all && first == 0 {
        Some(Encoding::Utf16Le)
    } else if first >= nearly_all && second == 0 {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// How many valid sequences of more than one byte, and how many bytes that belong to none.
fn count_sequences(head: &[u8], whole: bool) -> (usize, usize) {
    let (mut sequences, mut strays) = (0, 0);
    let mut chunks = head.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        sequences += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        // A character cut by the end of the sample is no error.
        let cut = !whole
            && chunks.peek().is_none()
            && chunk.invalid().len() < 4
            && chunk.invalid().first() >= Some(&0xC2);
        if !cut {
            strays += chunk.invalid().len();
        }
    }
    (sequences, strays)
}

/// Turns the bytes of records into text in NFC, and remembers what it met.
///
/// A file taken for UTF-8 may show its first stray byte late. If everything before was ASCII, the file is
/// Windows-1252 and is read so from there: nothing that was handed on changes. Otherwise the file is put together of
/// both; then each stray byte alone is read as Windows-1252, and the first line of it is noted.
#[derive(Debug)]
pub(crate) struct Cells {
    encoding: Encoding,
    /// The mapping says the encoding: a stray byte is an error.
    stated: bool,
    seen_sequences: bool,
    /// First line with bytes of another encoding than the rest.
    pub(crate) mixed: Option<u32>,
    /// First line with text that was encoded twice (`Ã¦` for `æ`).
    pub(crate) double_encoded: Option<u32>,
}

/// Bytes that are not in the encoding that was stated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NotInEncoding;

impl Cells {
    pub(crate) fn new(encoding: Encoding, stated: bool, certain: bool) -> Cells {
        Cells { encoding, stated, seen_sequences: certain, mixed: None, double_encoded: None }
    }

    /// The encoding as far as it is known now.
    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The cells of one record joined, if they may be used as they stand (the usual case: valid UTF-8 in NFC, no
    /// copy). `ends` are the ends of the cells in it.
    pub(crate) fn as_it_stands<'r>(
        &mut self,
        record: &'r [u8],
        ends: &[usize],
        line: u32,
    ) -> Option<&'r str> {
        if record.is_ascii() {
            return std::str::from_utf8(record).ok();
        }
        if self.encoding == Encoding::Windows1252 {
            return None;
        }
        let text = std::str::from_utf8(record).ok()?;
        // Half a character at the end of a cell and half at the beginning of the next are not one character.
        if !ends.iter().all(|end| text.is_char_boundary(*end)) {
            return None;
        }
        self.note(text, line);
        surely_nfc(text).then_some(text)
    }

    /// The text of one cell whose record is not to be used as it stands.
    pub(crate) fn decode<'c>(&mut self, cell: &'c [u8], line: u32) -> Result<Cow<'c, str>, NotInEncoding> {
        if cell.is_ascii() {
            return Ok(String::from_utf8_lossy(cell));
        }
        if self.encoding != Encoding::Windows1252 {
            match std::str::from_utf8(cell) {
                Ok(text) => {
                    self.note(text, line);
                    return Ok(nfc(text));
                }
                Err(_) if self.stated => return Err(NotInEncoding),
                Err(_) if self.seen_sequences => {
                    self.mixed.get_or_insert(line);
                    return Ok(Cow::Owned(nfc(&piecewise(cell)).into_owned()));
                }
                Err(_) => self.encoding = Encoding::Windows1252,
            }
        }
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell);
        Ok(if surely_nfc(&text) { text } else { Cow::Owned(nfc(&text).into_owned()) })
    }

    fn note(&mut self, text: &str, line: u32) {
        self.seen_sequences = true;
        if self.double_encoded.is_none() && is_double_encoded(text) {
            self.double_encoded = Some(line);
        }
    }
}

/// Valid sequences as UTF-8, every other byte as Windows-1252.
fn piecewise(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + 8);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    text
}

/// Danish letters that went through UTF-8 twice: `Ã¦ Ã¸ Ã¥ Ã† Ã˜ Ã…`.
fn is_double_encoded(text: &str) -> bool {
    text.match_indices('Ã').any(|(at, found)| {
        matches!(
            text[at + found.len()..].chars().next(),
            Some('¦' | '¸' | '¥' | '†' | '˜' | '…' | '\u{86}' | '\u{98}' | '\u{85}')
        )
    })
}

/// Every character below U+0300 is in NFC, whatever stands beside it; their first bytes are below 0xCC.
fn surely_nfc(text: &str) -> bool {
    text.bytes().all(|b| b < 0xCC)
}

/// The text in NFC, copied only where it was not.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    if surely_nfc(text) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}
