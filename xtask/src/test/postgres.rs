//! A PostgreSQL server for one test run: its own folder, a socket and no port, stopped when dropped.
//!
//! PostgreSQL refuses to run as root: there another user runs it. Never touches a server that is already there.

use super::tools::{install_postgres, is_root};
use crate::workspace::quietly;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const NAME: &str = "ottetal-pg-";

/// A running server.
pub(super) struct Server {
    /// Address for `OTTETAL_TEST_PG`: what `psql` and other clients take.
    pub(super) address: String,
    /// "postgres (PostgreSQL) 15.8".
    pub(super) version: String,
    programs: PathBuf,
    folder: PathBuf,
    user: Option<&'static str>,
    child: Child,
}

/// Starts a server, or says in one sentence why not.
pub(super) fn start() -> Result<Server, String> {
    remove_left_behind();
    let programs = match programs() {
        Some(found) => found,
        None if is_root() && install_postgres() => {
            programs().ok_or("er installeret, men serverprogrammerne blev ikke fundet.")?
        }
        None => return Err("findes ikke her (apt-get install postgresql).".into()),
    };
    let user = if is_root() { Some(other_user()?) } else { None };
    let folder = std::env::temp_dir().join(format!("{NAME}{}", std::process::id()));
    make_folder(&folder, user)?;
    let data = folder.join("data");
    let made = quietly(
        as_user(user, &programs.join("initdb"))
            .args([
                "--username=ottetal",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--pgdata",
            ])
            .arg(&data),
    );
    if !made {
        remove(&folder);
        return Err("initdb lykkedes ikke.".into());
    }
    let child = as_user(user, &programs.join("postgres"))
        .arg("-D")
        .arg(&data)
        .arg("-k")
        .arg(&folder)
        .args(["-c", "listen_addresses=", "-F"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("kunne ikke startes: {error}."))?;
    let mut server = Server {
        address: format!("postgresql://ottetal@/postgres?host={}", folder.display()),
        version: version(&programs),
        programs,
        folder,
        user,
        child,
    };
    server.wait_until_ready()?;
    Ok(server)
}

impl Server {
    /// `PATH` with the server's own programs first, `psql` among them.
    pub(super) fn path(&self) -> OsString {
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(self.programs.clone()).chain(std::env::split_paths(&rest));
        std::env::join_paths(all).unwrap_or(rest)
    }

    fn wait_until_ready(&mut self) -> Result<(), String> {
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(30) {
            let ready = quietly(
                Command::new(self.programs.join("pg_isready")).arg("--quiet").arg("--host").arg(&self.folder),
            );
            if ready {
                return Ok(());
            }
            if !matches!(self.child.try_wait(), Ok(None)) {
                return Err("serveren standsede straks.".into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err("serveren svarede ikke inden for 30 sekunder.".into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        quietly(
            as_user(self.user, &self.programs.join("pg_ctl"))
                .args(["stop", "--mode=immediate", "--pgdata"])
                .arg(self.folder.join("data")),
        );
        // Where pg_ctl could not: the server is our child, and nobody else uses it.
        if matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(500));
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
        remove(&self.folder);
    }
}

/// The folder that holds initdb and postgres: version 15 first, then the newest that knows multiranges (14).
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort_by_key(|(version, _)| (*version != 15, std::cmp::Reverse(*version)));
    let listed = versions.into_iter().filter(|(version, _)| *version >= 14).map(|(_, bin)| bin);
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    listed.chain(std::env::split_paths(&on_path).collect::<Vec<_>>()).find(|bin| {
        ["initdb", "postgres", "pg_ctl", "pg_isready", "psql"].iter().all(|name| bin.join(name).is_file())
    })
}

/// A user that root may run the server as.
fn other_user() -> Result<&'static str, String> {
    ["postgres", "nobody"]
        .into_iter()
        .find(|user| quietly(Command::new("id").args(["-u", user])))
        .ok_or_else(|| "kan ikke køre som root, og brugeren postgres findes ikke.".into())
}

/// A program as another user. It ends with us, where the system can promise that: INT is PostgreSQL's fast stop.
fn as_user(user: Option<&str>, program: &Path) -> Command {
    let may = quietly(Command::new("setpriv").args(["--pdeathsig", "INT", "true"]));
    let Some(user) = user else {
        if !may {
            return Command::new(program);
        }
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "INT"]).arg(program);
        return command;
    };
    let mut command;
    if may {
        command = Command::new("setpriv");
        command.args(["--reuid", user, "--regid"]).arg(group(user));
        command.args(["--clear-groups", "--pdeathsig", "INT"]).arg(program);
    } else {
        command = Command::new("runuser");
        command.args(["-u", user, "--"]).arg(program);
    }
    command.current_dir("/");
    command
}

fn group(user: &str) -> String {
    let output = Command::new("id").args(["-g", user]).output();
    output
        .map_or_else(|_| user.to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn make_folder(folder: &Path, user: Option<&str>) -> Result<(), String> {
    let mut command = Command::new("install");
    command.args(["-d", "-m", "700"]);
    if let Some(user) = user {
        command.args(["-o", user]);
    }
    if quietly(command.arg(folder)) { Ok(()) } else { Err(format!("kan ikke oprette {}.", folder.display())) }
}

fn version(programs: &Path) -> String {
    let output = Command::new(programs.join("postgres")).arg("--version").output();
    output.map_or_else(|_| "?".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn remove(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
}

/// Folders of runs that were killed: their process is gone.
fn remove_left_behind() {
    for entry in std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(process) = name.strip_prefix(NAME) else { continue };
        let gone = process.parse::<u32>().is_ok() && !Path::new("/proc").join(process).exists();
        if gone && Path::new("/proc/self").exists() {
            remove(&entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_answers_on_its_socket_alone_and_leaves_nothing() {
        if programs().is_none() {
            eprintln!("sprunget over: PostgreSQL findes ikke her");
            return;
        }
        let server = start().unwrap();
        let answer = Command::new(server.programs.join("psql"))
            .args(["-X", "-A", "-t", "-d", &server.address, "-c"])
            .arg("SELECT '{[2021-01-01,2021-02-01)}'::datemultirange, current_setting('listen_addresses')")
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&answer.stdout).trim(), "{[2021-01-01,2021-02-01)}|");
        let folder = server.folder.clone();
        let process = server.child.id();
        drop(server);
        assert!(!folder.exists());
        assert!(!Path::new("/proc").join(process.to_string()).exists());
    }
}
