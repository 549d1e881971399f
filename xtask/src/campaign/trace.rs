//! strace: which durable calls a command makes, and one of them made to kill or to fail.
//!
//! `when=` counts the calls of each thread by itself. So a counting run says which thread makes which call on which file,
//! and each call is aimed at by the kind of call and its number in its thread, with the file's path where that is needed
//! to hit that call and no earlier one. What cannot be hit alone is counted as such, never silently left out.

use super::world::{Ran, World, ran};
use crate::workspace::quietly;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

/// Calls that make something durable, or change which name stands for what.
const DURABLE: &str =
    "fsync,fdatasync,pwrite64,ftruncate,rename,renameat,renameat2,unlink,unlinkat,link,linkat,mkdir,mkdirat";

/// A call of the counting run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    thread: u32,
    /// `fsync`, `rename` …
    pub(super) name: String,
    /// The files it names, the first first.
    paths: Vec<String>,
}

/// How one call is hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Aim {
    /// What it is expected to hit.
    pub(super) call: Call,
    /// Its number among all calls of the run, 1 is the first.
    pub(super) number: usize,
    when: usize,
    path: Option<String>,
}

impl Aim {
    /// For a message: number, call and file.
    pub(super) fn told(&self) -> String {
        let path = self.call.paths.first().map_or("", String::as_str);
        // The name alone: where the world stands is this machine's business.
        format!("{} {} {}", self.number, self.call.name, path.rsplit('/').next().unwrap_or(""))
    }
}

/// What a run under strace did.
pub(super) struct Hit {
    /// The program's words and end.
    pub(super) ran: Ran,
    /// The calls up to and including the one that was hit.
    pub(super) hit: Option<Call>,
}

/// True where strace can be run.
pub(super) fn is_there() -> bool {
    quietly(Command::new("strace").arg("-V"))
}

/// Every durable call that the command makes, in their order.
pub(super) fn count(world: &World, line: &[String], more: &str) -> Result<Vec<Call>, String> {
    let log = world.beside("spor");
    let calls = format!("trace={DURABLE}{more}");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-y", "-s", "4", "-e", &calls, "-o"]).arg(&log).arg("--").args(line);
    let ended = ran(world.dress(&mut command))?;
    if ended.code != Some(0) {
        return Err(format!("{}: {:?}\n{}", line.join(" "), ended.code, ended.err));
    }
    read(&log)
}

/// True where a call is about a file of the world, not a pipe or a file of the system.
pub(super) fn is_of(world: &World, call: &Call) -> bool {
    let place = world.now().display().to_string();
    call.paths.iter().any(|path| path.starts_with(&place))
}

/// For each call that `wanted` wants, what hits it and no earlier one, if anything does.
pub(super) fn aims(calls: &[Call], wanted: impl Fn(&Call) -> bool) -> Vec<Aim> {
    let mut taken: BTreeSet<(String, usize, Option<String>)> = BTreeSet::new();
    let mut by_thread: BTreeMap<(u32, &str), usize> = BTreeMap::new();
    let mut by_path: BTreeMap<(u32, &str, &str), usize> = BTreeMap::new();
    let mut out = Vec::new();
    for (at, call) in calls.iter().enumerate() {
        let in_thread = by_thread.entry((call.thread, &call.name)).or_default();
        *in_thread += 1;
        let mut found = None;
        // The first thread to come so far is the one that is hit.
        if taken.insert((call.name.clone(), *in_thread, None)) {
            found = Some((*in_thread, None));
        }
        for path in &call.paths {
            let on_path = by_path.entry((call.thread, &call.name, path)).or_default();
            *on_path += 1;
            let free = taken.insert((call.name.clone(), *on_path, Some(path.clone())));
            if found.is_none() && free && !path.ends_with(".tmp") {
                found = Some((*on_path, Some(path.clone())));
            }
        }
        let found = found.filter(|_| wanted(call));
        out.extend(found.map(|(when, path)| Aim { call: call.clone(), number: at + 1, when, path }));
    }
    out
}

/// Runs the command with one call changed: `signal=KILL`, `error=ENOSPC`; `on` adds `+` for every later one too.
pub(super) fn inject(world: &World, line: &[String], aim: &Aim, what: &str, on: &str) -> Result<Hit, String> {
    let log = world.beside("spor");
    let (calls, rule) = (
        format!("trace={}", aim.call.name),
        format!("inject={}:{what}:when={}{on}", aim.call.name, aim.when),
    );
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-y", "-s", "4", "-e", &calls, "-e", &rule]);
    if let Some(path) = &aim.path {
        command.args(["-P", path]);
    }
    // A command that waits for ever is a fault like any other, and must not stop the campaign.
    command.arg("-o").arg(&log).args(["--", "timeout", "-s", "KILL", "20"]).args(line);
    let ran = ran(world.dress(&mut command))?;
    let injected = fs::read_to_string(&log).unwrap_or_default();
    let was_hit = ran.code.is_none() || ran.code == Some(137) || injected.contains("(INJECTED)");
    // A killed call is the last one of its kind that was begun; a failed one is marked.
    let marked = injected.lines().find(|line| line.contains("(INJECTED)")).and_then(parse);
    let hit = if was_hit { marked.or(read(&log)?.pop()) } else { None };
    Ok(Hit { ran, hit })
}

impl Hit {
    /// True where the call that was hit is the expected one: the same kind on the same file, drafts being alike.
    pub(super) fn is(&self, aim: &Aim) -> bool {
        self.hit.as_ref().is_some_and(|hit| {
            let alike =
                |path: &str| if path.ends_with(".tmp") { "…tmp".to_owned() } else { path.to_owned() };
            let names = |call: &Call| call.paths.iter().map(|path| alike(path)).collect::<Vec<_>>();
            hit.name == aim.call.name && names(hit) == names(&aim.call)
        })
    }
}

fn read(log: &std::path::Path) -> Result<Vec<Call>, String> {
    let text = fs::read_to_string(log).map_err(|e| format!("{}: {e}", log.display()))?;
    Ok(text.lines().filter_map(parse).collect())
}

/// `123 rename("/a", "/b") = 0`, `123 fsync(9</a>) = 0`, `123 fsync(9</a> <unfinished ...>`.
fn parse(line: &str) -> Option<Call> {
    let (thread, rest) = line.trim_start().split_once(' ')?;
    let (name, arguments) = rest.trim_start().split_once('(')?;
    if !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return None;
    }
    let mut paths = Vec::new();
    let handle = arguments.split_once('<').filter(|(number, _)| number.bytes().all(|b| b.is_ascii_digit()));
    if let Some((_, after)) = handle {
        let path = after.split_once('>')?.0;
        paths.push(path.trim_end_matches(" (deleted)").to_owned());
    } else {
        let quoted = arguments.split('"').skip(1).step_by(2).filter(|text| text.starts_with('/'));
        paths.extend(quoted.map(str::to_owned));
    }
    Some(Call { thread: thread.parse().ok()?, name: name.to_owned(), paths })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(line: &str) -> Call {
        parse(line).unwrap()
    }

    #[test]
    fn calls_are_read_with_their_files() {
        let sync = call("7 fsync(9</d/ottetal.db>) = 0");
        assert_eq!(
            (sync.thread, sync.name.as_str(), &sync.paths[..]),
            (7, "fsync", &["/d/ottetal.db".to_owned()][..])
        );
        assert_eq!(call("7 rename(\"/d/a.tmp\", \"/d/b\") = 0").paths, ["/d/a.tmp", "/d/b"]);
        assert_eq!(call("7 pwrite64(3</d/x>, \"ab\"..., 24, 0 <unfinished ...>").paths, ["/d/x"]);
        assert_eq!(parse("7 <... fsync resumed>) = 0"), None);
        assert_eq!(parse("7 +++ killed by SIGKILL +++"), None);
    }

    #[test]
    fn each_call_is_aimed_at_alone_or_not_at_all() {
        let lines =
            ["1 fsync(3</d/a>) = 0", "2 fsync(3</d/b>) = 0", "1 fsync(3</d/a>) = 0", "2 fsync(3</d/b>) = 0"];
        let calls: Vec<Call> = lines.iter().map(|line| call(line)).collect();
        let aims: Vec<_> = aims(&calls, |_| true).into_iter().map(|a| (a.number, a.when, a.path)).collect();
        let b = Some("/d/b".to_owned());
        assert_eq!(aims, [(1, 1, None), (2, 1, b.clone()), (3, 2, None), (4, 2, b)]);
    }
}
