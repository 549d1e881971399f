//! Packs one long run of a byte between two texts: what a bomb is made of, without a packer.
//!
//! Invariant: a valid stream of one block with the fixed codes.

/// Bits, the lowest first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits {
    fn put(&mut self, value: u64, count: u32) {
        self.held |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.held as u8);
            (self.held, self.count) = (self.held >> 8, self.count - 8);
        }
    }

    /// A code of the fixed table: its highest bit first.
    fn code(&mut self, symbol: u64) {
        let (code, length) = match symbol {
            0..=143 => (0x30 + symbol, 8),
            144..=255 => (0x190 + symbol - 144, 9),
            256..=279 => (symbol - 256, 7),
            _ => (0xC0 + symbol - 280, 8),
        };
        let reversed = code.reverse_bits() >> (64 - length);
        self.put(reversed, length);
    }
}

/// `before`, the byte `times` over (to the next 258), `after`, packed. And how many bytes that is unpacked.
pub(super) fn packed(before: &[u8], byte: u8, times: usize, after: &[u8]) -> (Vec<u8>, usize) {
    let mut bits = Bits::default();
    bits.put(0b011, 3);
    before.iter().for_each(|b| bits.code(u64::from(*b)));
    bits.code(u64::from(byte));
    let runs = times.div_ceil(258);
    for _ in 0..runs {
        // Length 258, one byte back.
        bits.code(285);
        bits.put(0, 5);
    }
    after.iter().for_each(|b| bits.code(u64::from(*b)));
    bits.code(256);
    bits.put(0, 7);
    (bits.bytes, before.len() + 1 + runs * 258 + after.len())
}
