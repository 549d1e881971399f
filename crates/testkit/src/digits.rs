//! Finds numbers of persons in any bytes, as somebody who looks for a leak would.

use std::collections::HashSet;

/// The numbers to look for, in every form in which one could slip out.
#[derive(Debug)]
pub struct Traces {
    ten: HashSet<[u8; 10]>,
    binary: HashSet<[u8; 8]>,
}

/// Numbers of ten digits to look for.
///
/// # Panics
/// Where one is not ten digits.
#[must_use]
pub fn number_traces<'a>(numbers: impl IntoIterator<Item = &'a str>) -> Traces {
    let mut traces = Traces { ten: HashSet::new(), binary: HashSet::new() };
    for number in numbers {
        let ten: [u8; 10] = number.as_bytes().try_into().expect("ti cifre");
        traces.ten.insert(ten);
        traces.binary.insert(number.parse::<u64>().expect("ti cifre").to_le_bytes());
    }
    traces
}

impl Traces {
    /// The first of the numbers in these bytes: as ten digits, with anything but a digit after the sixth, in UTF-16,
    /// or as a binary number.
    #[must_use]
    pub fn find(&self, bytes: &[u8]) -> Option<String> {
        let plain = self.in_text(bytes);
        let wide = || {
            let halves = [0, 1].map(|from| bytes.iter().skip(from).step_by(2).copied().collect::<Vec<u8>>());
            halves.iter().find_map(|half| self.in_text(half))
        };
        let binary = || {
            bytes
                .windows(8)
                .find(|w| w[5..] == [0; 3] && self.binary.contains(*w))
                .map(|w| format!("binært {w:?}"))
        };
        plain.or_else(wide).or_else(binary)
    }

    fn in_text(&self, bytes: &[u8]) -> Option<String> {
        let split = |w: &[u8]| {
            let mut ten = [0; 10];
            ten[..6].copy_from_slice(&w[..6]);
            ten[6..].copy_from_slice(&w[7..]);
            ten
        };
        let told = |ten: &[u8]| String::from_utf8_lossy(ten).into_owned();
        // Most windows end at their first byte.
        let six = |w: &[u8]| w[..6].iter().all(u8::is_ascii_digit);
        let joined = bytes.windows(10).find(|w| six(w) && self.ten.contains(*w)).map(told);
        joined.or_else(|| bytes.windows(11).find(|w| six(w) && self.ten.contains(&split(w))).map(told))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten digits that are no date.
    const NUMBER: &str = "9912345678";

    #[test]
    fn every_form_is_found_and_others_are_not() {
        let traces = number_traces([NUMBER]);
        let wide: Vec<u8> = NUMBER.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let binary = NUMBER.parse::<u64>().unwrap().to_le_bytes().to_vec();
        for bytes in
            [b"x9912345678y".to_vec(), b"991234-5678".to_vec(), b"991234 5678".to_vec(), wide, binary]
        {
            assert!(traces.find(&bytes).is_some(), "{bytes:?}");
        }
        assert_eq!(traces.find(b"9912345679 991234--5678 991234567"), None);
    }
}
