//! Which line of a text file the reading has come to.
//!
//! Invariant: CR, LF and CRLF each end one line, also inside quotes: the line is the one that an editor shows.

/// Counts line ends across blocks.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Lines {
    ended: u32,
    after_cr: bool,
}

impl Lines {
    /// The line that the next byte stands on; 1 is the first.
    pub(super) fn current(self) -> u32 {
        self.ended.saturating_add(1)
    }

    /// Goes past these bytes.
    pub(super) fn count(&mut self, bytes: &[u8]) {
        let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return };
        let returns = bytes.iter().filter(|b| **b == b'\r').count();
        let feeds = bytes.iter().filter(|b| **b == b'\n').count();
        let pairs = if returns == 0 { 0 } else { bytes.windows(2).filter(|pair| pair == b"\r\n").count() };
        let pairs = pairs + usize::from(self.after_cr && *first == b'\n');
        self.ended = self.ended.saturating_add(u32::try_from(returns + feeds - pairs).unwrap_or(u32::MAX));
        self.after_cr = *last == b'\r';
    }

    /// The line at the end of these bytes, without going there.
    pub(super) fn after(mut self, bytes: &[u8]) -> u32 {
        self.count(bytes);
        self.current()
    }
}
