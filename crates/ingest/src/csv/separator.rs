//! What stands between the cells of a text file.
//!
//! Invariant: found from the records' shape alone; a decimal comma is no separator where another one fits.

const CANDIDATES: [u8; 3] = [b';', b'\t', b'|'];
const SAMPLE_RECORDS: usize = 100;

/// A first line `sep=;`, as Excel understands and some systems write it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Announced {
    pub(super) separator: u8,
    /// Bytes of the line with its end.
    pub(super) length: usize,
}

/// Reads a first line that names the separator.
pub(super) fn announced(text: &[u8]) -> Option<Announced> {
    let end = text.iter().take(16).position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(text.len().min(16));
    let line = text[..end].trim_ascii_end();
    let line = line.strip_prefix(b"\"").and_then(|inner| inner.strip_suffix(b"\"")).unwrap_or(line);
    // A tab at the line's end is the separator, not a blank to be trimmed.
    let line = if line.len() == 4 && text[..end].get(4) == Some(&b'\t') { &text[..5] } else { line };
    let &[s, e, p, b'=', separator] = line else { return None };
    let known = [s, e, p].eq_ignore_ascii_case(b"sep")
        && separator.is_ascii()
        && !separator.is_ascii_alphanumeric()
        && separator != b'"';
    let rest = &text[end..];
    let ending = if rest.starts_with(b"\r\n") { 2 } else { usize::from(!rest.is_empty()) };
    known.then_some(Announced { separator, length: end + ending })
}

/// Finds the separator of a text from its first records. `whole` says that the text is not cut.
pub(super) fn find(text: &[u8], whole: bool) -> u8 {
    let best = |candidates: &[(u8, bool)]| {
        candidates
            .iter()
            .filter_map(|&(separator, all)| Some((score(&widths(text, separator, all, whole))?, separator)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, separator)| separator)
    };
    let first: Vec<(u8, bool)> = CANDIDATES.iter().map(|s| (*s, true)).chain([(b',', false)]).collect();
    best(&first).or_else(|| best(&[(b',', true)])).unwrap_or(b';')
}

/// The more columns that the most records agree on, the better; none where most records are one cell.
fn score(widths: &[usize]) -> Option<f64> {
    let (width, count) = widths
        .iter()
        .filter(|w| **w >= 2)
        .map(|w| (*w, widths.iter().filter(|other| *other == w).count()))
        .max_by_key(|&(width, count)| (count, width))?;
    let share = count as f64 / widths.len() as f64;
    Some(share * share * (width as f64).ln())
}

/// The number of cells in each of the first records. Without `all`, a separator between two digits is not counted.
fn widths(text: &[u8], separator: u8, all: bool, whole: bool) -> Vec<usize> {
    let mut widths = Vec::new();
    let (mut width, mut quoted, mut cell_begins, mut any) = (1, false, true, false);
    for (i, &b) in text.iter().enumerate() {
        if quoted {
            quoted = b != b'"';
            continue;
        }
        match b {
            // A doubled quote closes and opens again.
            b'"' if cell_begins || (i > 0 && text[i - 1] == b'"') => (quoted, any) = (true, true),
            b'\r' | b'\n' => {
                if any {
                    widths.push(width);
                    if widths.len() == SAMPLE_RECORDS {
                        return widths;
                    }
                }
                (width, any) = (1, false);
            }
            _ if b == separator => {
                let digit = |at: Option<usize>| at.and_then(|i| text.get(i)).is_some_and(u8::is_ascii_digit);
                if all || !(digit(i.checked_sub(1)) && digit(Some(i + 1))) {
                    width += 1;
                }
                any = true;
            }
            _ => any |= b != b' ',
        }
        cell_begins = b == separator || matches!(b, b'\r' | b'\n');
    }
    if any && (whole || widths.is_empty()) {
        widths.push(width);
    }
    widths
}
