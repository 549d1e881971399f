//! The bytes of a text file in blocks; UTF-16 as UTF-8.
//!
//! Invariant: one block is in memory. A block has no NUL byte.

use super::lines::Lines;
use crate::encoding::{Encoding, Sniffed};
use crate::error::FileError;
use encoding_rs::{Decoder, DecoderResult, UTF_16BE, UTF_16LE};
use std::io::{ErrorKind, Read};

const BLOCK: usize = 256 * 1024;

/// Reads on block by block.
pub(super) struct Blocks<'r> {
    input: &'r mut dyn Read,
    /// Bytes as they come: the beginning of the file first, then a block at a time.
    raw: Vec<u8>,
    begun: bool,
    last: bool,
    /// Leaves out the byte order mark.
    from: usize,
    read: u64,
    size_max: u64,
    utf16: Option<(Decoder, Vec<u8>)>,
}

impl<'r> Blocks<'r> {
    pub(super) fn new(head: Vec<u8>, input: &'r mut dyn Read, sniffed: Sniffed, size_max: u64) -> Blocks<'r> {
        let decoder = match sniffed.encoding {
            Encoding::Utf16Le => Some(UTF_16LE.new_decoder_without_bom_handling()),
            Encoding::Utf16Be => Some(UTF_16BE.new_decoder_without_bom_handling()),
            Encoding::Utf8 | Encoding::Windows1252 => None,
        };
        let read = head.len() as u64;
        let utf16 = decoder.map(|decoder| (decoder, Vec::new()));
        Blocks { input, raw: head, begun: false, last: false, from: sniffed.mark, read, size_max, utf16 }
    }

    pub(super) fn is_utf16(&self) -> bool {
        self.utf16.is_some()
    }

    /// The block that was read last.
    pub(super) fn current(&self) -> &[u8] {
        match &self.utf16 {
            Some((_, text)) => text,
            None => &self.raw[self.from..],
        }
    }

    /// The block is known to be the file's last.
    pub(super) fn is_last(&self) -> bool {
        self.last
    }

    /// Reads the next block; false at the end of the file. `lines` has counted everything before it.
    pub(super) fn advance(&mut self, lines: &Lines) -> Result<bool, FileError> {
        if self.last {
            return Ok(false);
        }
        if self.begun {
            self.from = 0;
            self.raw.resize(BLOCK, 0);
            let length = fill(self.input, &mut self.raw)?;
            self.last = length < BLOCK;
            self.raw.truncate(length);
            self.read += length as u64;
        } else {
            self.begun = true;
            self.last = self.raw.len() < crate::read::HEAD;
        }
        if self.read > self.size_max {
            return Err(FileError::TooLarge { size: self.read, limit: self.size_max });
        }
        let broken = self.decode();
        if let Some(at) = self.current().iter().position(|b| *b == 0) {
            return Err(FileError::NulByte { line: lines.after(&self.current()[..at]) });
        }
        if broken {
            return Err(FileError::BrokenUtf16 { line: lines.after(self.current()) });
        }
        Ok(!self.current().is_empty() || !self.last)
    }

    /// UTF-16 into UTF-8; true where a character is not whole.
    fn decode(&mut self) -> bool {
        let Some((decoder, text)) = &mut self.utf16 else { return false };
        let raw = &self.raw[self.from..];
        text.clear();
        let room =
            decoder.max_utf8_buffer_length_without_replacement(raw.len()).unwrap_or(raw.len() * 3 + 16);
        text.resize(room, 0);
        let (result, _, written) = decoder.decode_to_utf8_without_replacement(raw, text, self.last);
        text.truncate(written);
        matches!(result, DecoderResult::Malformed(..))
    }
}

/// Reads until the buffer is full or the file ends.
pub(crate) fn fill(input: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, FileError> {
    let mut length = 0;
    while length < buffer.len() {
        match input.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(n) => length += n,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(length)
}
