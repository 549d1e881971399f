//! The child's own main.
//!
//! Invariant: limits first, then the request, then the file. It writes frames to standard output and nothing else
//! that anyone shows.

use super::limits;
use super::wire::{DONE, Refusal, Request, Why, Writer};
use crate::sheet;
use std::io::{self, BufWriter, Read};

/// The limits could not be taken on.
pub(crate) const EXIT_NO_LIMITS: i32 = 3;
/// The request was not understood: parent and child are of different versions.
pub(crate) const EXIT_NO_REQUEST: i32 = 4;
const EXIT_PIPE: i32 = 5;

/// The child's main: limits itself, reads a request and the file's bytes from standard input, writes the rows as
/// frames to standard output. Returns the exit code. Never call it in a process that has other work.
#[must_use]
pub fn child_main() -> i32 {
    let Ok(mut gauge) = limits::take_on() else { return EXIT_NO_LIMITS };
    let mut input = io::stdin().lock();
    let Ok(Some(request)) = Request::read(&mut input) else { return EXIT_NO_REQUEST };
    if limits::limit_time(request.seconds).is_err() {
        return EXIT_NO_LIMITS;
    }
    let mut out = Writer(BufWriter::with_capacity(64 * 1024, io::stdout().lock()));
    let result =
        bytes(&mut input, request.size).and_then(|bytes| sheet::write_rows(bytes, &request, &mut out));
    let written = match result {
        Ok(()) => out.frame(DONE, &gauge.peak_kib().to_le_bytes()),
        Err(Refusal::File { why, row, name }) => out.refusal(why, row, &name),
        Err(Refusal::Pipe(e)) => Err(e),
    };
    match written.and_then(|()| io::Write::flush(&mut out.0)) {
        Ok(()) => 0,
        Err(_) => EXIT_PIPE,
    }
}

/// The file, in one allocation of its size.
fn bytes(input: &mut impl Read, size: u64) -> Result<Vec<u8>, Refusal> {
    let mut bytes = vec![0; usize::try_from(size).map_err(|_| Why::Container)?];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}
