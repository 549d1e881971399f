//! The parent's side: start the child, feed it, watch it, and say how it ended.
//!
//! Invariant: whatever the child does (abort, hang, lie, fill its pipes), this returns, and the child is gone.

use super::answer::{Answer, Ending};
use super::inside::{EXIT_NO_LIMITS, EXIT_NO_REQUEST};
use super::wire::Request;
use super::{CHILD_MEMORY, ChildProgram};
use crate::error::FileError;
use crate::raw::Sink;
use crate::read::{FileKind, ReadHints, ReadSummary};
use std::io::{self, BufReader, Read, Write};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

const TICK: Duration = Duration::from_millis(20);
/// How long the parent waits for the rows of a file that takes next to nothing, and how much more for each MiB of it.
const SMALL_FILE: Duration = Duration::from_secs(6);
const PER_MIB: Duration = Duration::from_secs(10);
/// How long a child that has answered may take to end.
const FAREWELL: Duration = Duration::from_secs(5);

/// Reads a spreadsheet through the child, handing each row to the sink.
pub(crate) fn read_spreadsheet(
    kind: FileKind,
    bytes: &[u8],
    hints: &ReadHints,
    program: &ChildProgram,
    sink: &mut Sink<'_>,
) -> Result<ReadSummary, FileError> {
    let time_max = hints.time_max.min(time_for(bytes.len() as u64));
    let seconds = u32::try_from(time_max.as_secs()).unwrap_or(u32::MAX).max(1);
    let request = Request {
        kind,
        seconds,
        rows_max: hints.rows_max,
        size: bytes.len() as u64,
        sheet: hints.sheet.clone(),
    };
    let mut child = start(program).map_err(|e| FileError::ChildNotStarted { reason: e.to_string() })?;
    let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(mut stdin), Some(stdout), Some(stderr)) = pipes else {
        return Err(FileError::ChildNotStarted { reason: "ingen rør til programmet".to_owned() });
    };
    let watch =
        Watch { child: Mutex::new(child), waiting: AtomicBool::new(false), late: AtomicBool::new(false) };
    let (over, still) = mpsc::channel();
    let mut answer = Answer::default();
    let (ending, status, said) = thread::scope(|scope| {
        let watch = &watch;
        // A child that is gone does not take its bytes: its end is told below.
        scope.spawn(move || request.write(&mut stdin).and_then(|()| stdin.write_all(bytes)).ok());
        let said = scope.spawn(move || last_words(stderr));
        scope.spawn(move || watch.until_late(&still, time_max));
        let mut stdout =
            BufReader::with_capacity(64 * 1024, Watched { inner: stdout, waiting: &watch.waiting });
        let ending = answer.read(&mut stdout, hints, sink);
        drop(stdout);
        let status = watch.end(matches!(ending, Ending::Done | Ending::Refused(_)));
        drop(over);
        (ending, status, said.join().unwrap_or_default())
    });
    let stopped = matches!(ending, Ending::Stopped);
    match ending {
        Ending::Done if answer.rows == 0 => return Err(FileError::Empty),
        Ending::Done | Ending::Stopped => {}
        Ending::Refused(error) => return Err(error),
        Ending::Broken(how) => {
            let late = watch.late.load(Ordering::Relaxed);
            return Err(epitaph(late, status.as_ref(), &said, how, time_max));
        }
    }
    Ok(ReadSummary {
        kind,
        encoding: None,
        separator: None,
        sheets: answer.sheets,
        hidden_sheets: answer.hidden,
        rows: answer.rows,
        stopped,
        mixed_encoding: None,
        double_encoded: None,
        child_peak_kib: (!stopped).then_some(answer.peak_kib),
    })
}

/// What a spreadsheet of this size may take, many times over: a reader that goes round in circles in a small file (one
/// with half an element does) is stopped before a person gives up.
fn time_for(size: u64) -> Duration {
    SMALL_FILE + PER_MIB * u32::try_from(size >> 20).unwrap_or(u32::MAX / 1_000)
}

fn start(program: &ChildProgram) -> io::Result<Child> {
    let mut command = Command::new(&program.program);
    command.args(&program.args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // The environment may hold keys; the child needs none of it.
    #[cfg(unix)]
    command.env_clear();
    command.spawn()
}

/// The beginning of what the child says on standard error. Only looked at, never shown: it may repeat a cell.
fn last_words(mut stderr: ChildStderr) -> String {
    let mut said = Vec::new();
    let begun = stderr.by_ref().take(16 * 1024).read_to_end(&mut said);
    // The rest is taken off too, so that a talkative child does not stand still.
    if begun.is_ok() {
        io::copy(&mut stderr, &mut io::sink()).ok();
    }
    String::from_utf8_lossy(&said).into_owned()
}

struct Watch {
    child: Mutex<Child>,
    /// The parent waits for the child now, and not the other way round.
    waiting: AtomicBool,
    late: AtomicBool,
}

impl Watch {
    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Kills the child when the parent has waited for it for too long altogether.
    fn until_late(&self, still: &Receiver<()>, limit: Duration) {
        let mut waited = Duration::ZERO;
        while still.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            if self.waiting.load(Ordering::Relaxed) {
                waited += TICK;
            }
            if waited > limit {
                self.late.store(true, Ordering::Relaxed);
                self.child().kill().ok();
                return;
            }
        }
    }

    /// Waits for the child's end, at once or after a short farewell; none where the system does not tell.
    fn end(&self, by_itself: bool) -> Option<ExitStatus> {
        let mut child = self.child();
        // A closed pipe often comes a moment before the end itself.
        let grace = if by_itself { FAREWELL } else { TICK * 25 };
        let deadline = Instant::now() + grace;
        while Instant::now() < deadline {
            match child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) => thread::sleep(Duration::from_millis(1)),
                Err(_) => break,
            }
        }
        child.kill().ok();
        child.wait().ok()
    }
}

struct Watched<'w, R> {
    inner: R,
    waiting: &'w AtomicBool,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.waiting.store(true, Ordering::Relaxed);
        let result = self.inner.read(buffer);
        self.waiting.store(false, Ordering::Relaxed);
        result
    }
}

/// Why a child that gave no whole answer ended.
fn epitaph(late: bool, status: Option<&ExitStatus>, said: &str, how: &str, time_max: Duration) -> FileError {
    const CPU_TIME_OVER: i32 = 24;
    let out_of_time = FileError::OutOfTime { seconds: time_max.as_secs() };
    if late {
        return out_of_time;
    }
    if said.contains("memory allocation of") || said.contains("capacity overflow") {
        return FileError::OutOfMemory { limit_mib: CHILD_MEMORY >> 20 };
    }
    let how = match (status.and_then(signal), status.and_then(ExitStatus::code)) {
        (Some(CPU_TIME_OVER), _) => return out_of_time,
        (Some(_), _) if said.contains("has overflowed its stack") => "indlejringen er for dyb".to_owned(),
        (Some(signal), _) => format!("standset af systemet, signal {signal}"),
        (None, Some(EXIT_NO_LIMITS)) => "den kunne ikke begrænse sig selv".to_owned(),
        (None, Some(EXIT_NO_REQUEST)) => "programmet er af en anden version".to_owned(),
        (None, Some(101)) => "filen er ikke, som formatet foreskriver".to_owned(),
        (None, Some(code)) if code != 0 => format!("afsluttet med kode {code}"),
        _ => how.to_owned(),
    };
    FileError::ChildDied { how }
}

#[cfg(unix)]
fn signal(status: &ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(status)
}

#[cfg(not(unix))]
fn signal(_status: &ExitStatus) -> Option<i32> {
    None
}
