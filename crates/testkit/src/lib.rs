//! For tests that run the real program: a throwaway data folder with a home of its own, and what the program said.
//!
//! Must never depend on a crate of ours: it sees what a user sees, and nothing that the program knows.

mod digits;
mod ran;
mod s3;

pub use digits::{Traces, number_traces};
pub use ran::Ran;
pub use s3::{BUCKET, KEY_ID, S3, SECRET};

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A throwaway place: a home, a data folder, and files to read in. Gone when dropped.
#[derive(Debug)]
pub struct Place {
    dir: TempDir,
    program: PathBuf,
}

impl Place {
    /// An empty place for a program. The data folder is named, but not made.
    ///
    /// # Panics
    /// Where the temporary folder cannot be made.
    #[must_use]
    pub fn new(program: impl Into<PathBuf>) -> Place {
        let dir = tempfile::tempdir().expect("en midlertidig mappe");
        for name in ["hjem", "filer"] {
            fs::create_dir(dir.path().join(name)).expect("en mappe i den");
        }
        Place { dir, program: program.into() }
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// The user's home, where key files are kept.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.dir.path().join("hjem")
    }

    /// Where a file of this name stands or is to stand.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("filer").join(name)
    }

    /// Writes a file and says where.
    ///
    /// # Panics
    /// Where it cannot be written.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).expect("filen kan skrives");
        path.display().to_string()
    }

    /// The bytes of a file.
    ///
    /// # Panics
    /// Where it cannot be read.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("filen kan læses")
    }

    /// The program with its arguments, in this place's world: its home, no key of the tester's, `--mappe` last.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.bare(arguments);
        command.arg("--mappe").arg(self.data());
        command
    }

    /// The same without `--mappe`.
    #[must_use]
    pub fn bare(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .current_dir(self.path(""))
            .env("HOME", self.home())
            .env("OTTETAL_BRUGER", "prøve")
            .env_remove("OTTETAL_NOEGLE")
            .env_remove("OTTETAL_FEJLPUNKT")
            .env_remove("COLUMNS")
            .stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    ///
    /// # Panics
    /// Where it cannot be started.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&mut self.command(arguments))
    }

    /// Runs it and demands exit code 0.
    ///
    /// # Panics
    /// Where it ends otherwise, with what it said.
    pub fn done(&self, arguments: &[&str]) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(0), "ottetal {}\n{}{}", arguments.join(" "), ran.out, ran.err);
        ran
    }

    /// Runs it with one more variable of the environment.
    #[must_use]
    pub fn run_with(&self, name: &str, value: &str, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).env(name, value))
    }

    /// Starts it, its words in pipes, and does not wait.
    ///
    /// # Panics
    /// Where it cannot be started.
    #[must_use]
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("programmet starter")
    }

    /// Every file of the data folder, sorted.
    #[must_use]
    pub fn data_files(&self) -> Vec<PathBuf> {
        let mut out = Vec::new();
        walk(&self.data(), &mut out);
        out.sort();
        out
    }
}

fn walk(dir: &Path, out: &mut Vec<PathBuf>) {
    let Ok(listing) = fs::read_dir(dir) else { return };
    for entry in listing.filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() { walk(&path, out) } else { out.push(path) }
    }
}
