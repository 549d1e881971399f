//! One pass over a file for two readers: what is kept and what is understood are the same bytes, and the keeping
//! (hash, encrypt, write) and the understanding (decode, read values) run side by side.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Chunks that may wait between the two: some megabytes.
const WAITING: usize = 64;

/// Splits a reader: the first is read by the one who keeps, and everything it reads comes out of the second.
pub(crate) fn split<R: Read>(inner: R) -> (Kept<R>, Understood) {
    let (send, receive) = sync_channel(WAITING);
    (Kept { inner, send: Some(send) }, Understood { receive, chunk: Vec::new(), at: 0 })
}

/// The side that reads the file.
pub(crate) struct Kept<R> {
    inner: R,
    send: Option<SyncSender<Vec<u8>>>,
}

/// The side that gets a copy. Dropped early, the other side reads on alone.
pub(crate) struct Understood {
    receive: Receiver<Vec<u8>>,
    chunk: Vec<u8>,
    at: usize,
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if count > 0 && self.send.as_ref().is_some_and(|send| send.send(buffer[..count].to_vec()).is_err()) {
            self.send = None;
        }
        Ok(count)
    }
}

impl Read for Understood {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            let Ok(next) = self.receive.recv() else { return Ok(0) };
            (self.chunk, self.at) = (next, 0);
        }
        let count = buffer.len().min(self.chunk.len() - self.at);
        buffer[..count].copy_from_slice(&self.chunk[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_get_every_byte_and_one_may_stop() {
        let bytes: Vec<u8> = (0..3_000_000u32).map(|n| n as u8).collect();
        for stop_early in [false, true] {
            let (mut kept, mut understood) = split(bytes.as_slice());
            std::thread::scope(|scope| {
                let keeper = scope.spawn(move || {
                    let mut all = Vec::new();
                    kept.read_to_end(&mut all).map(|_| all)
                });
                let mut seen = Vec::new();
                if stop_early {
                    seen.resize(1_000, 0);
                    understood.read_exact(&mut seen).unwrap();
                } else {
                    understood.read_to_end(&mut seen).unwrap();
                }
                drop(understood);
                assert_eq!(keeper.join().unwrap().unwrap(), bytes);
                assert!(bytes.starts_with(&seen) && (stop_early || seen.len() == bytes.len()));
            });
        }
    }
}
