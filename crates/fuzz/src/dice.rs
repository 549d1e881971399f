//! Chance from a seed: the same seed gives the same throws on every machine.
//!
//! Invariant: no clock and no entropy of the system.

/// A stream of throws (xorshift64*, begun by a step of splitmix64 so that near seeds differ at once).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Throws of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Dice {
        let mut mixed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Dice((mixed ^ (mixed >> 31)) | 1)
    }

    /// The next 64 bits.
    pub fn throw(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `limit`; 0 where there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        if limit == 0 { 0 } else { (self.throw() >> 16) as usize % limit }
    }

    /// A byte.
    pub fn byte(&mut self) -> u8 {
        (self.throw() >> 24) as u8
    }

    /// One of several.
    ///
    /// # Panics
    /// Where there are none.
    pub fn one_of<'a, T>(&mut self, several: &'a [T]) -> &'a T {
        &several[self.below(several.len())]
    }
}
