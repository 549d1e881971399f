//! An invented municipality, states of its data folder that campaigns begin from, and the program run on a copy.
//!
//! The copy always stands in the same place, so that paths in a trace are the same in every run.

use crate::workspace::{root, succeed, target};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What a run of the program said and how it ended.
pub(super) struct Ran {
    /// Exit code; `None` where a signal ended it.
    pub(super) code: Option<i32>,
    /// Standard output.
    pub(super) out: String,
    /// Standard error.
    pub(super) err: String,
}

/// The folder of a campaign.
pub(super) struct World {
    dir: PathBuf,
    program: PathBuf,
    imports: BTreeMap<String, Vec<String>>,
}

impl Drop for World {
    fn drop(&mut self) {
        // What cannot be removed lies under target/.
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// A control whose bytes tell whether data is the same.
const ASK: [&str; 11] = [
    "kontrol",
    "--system1",
    "nexus",
    "--system2",
    "as2007",
    "--fra",
    "2018-03-01",
    "--til",
    "2026-02-28",
    "--format",
    "jsonl",
];
/// The sources of the scenes, in the order in which they are read in; Nexus is read in later.
const SOURCES: [&str; 5] = ["faelles_sprog", "oversaettelse", "as2007", "takster", "cpr"];

impl World {
    /// Writes the extracts and makes the states: `tom`, `foer` (all but Nexus), `indlaest` (all), `klar` (accepted, a
    /// control saved) and `koert` (that control run, and a backup beside it).
    pub(super) fn begin() -> Result<World, String> {
        let built = target().join("debug");
        let dir = target().join(format!("kampagne-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("nu")).map_err(|e| format!("{}: {e}", dir.display()))?;
        let extracts = dir.join("udtraek");
        let mut synth = Command::new(built.join("synth"));
        let made = synth.arg(&extracts).args(["40", "1", "facit"]).output().map_err(|e| e.to_string())?;
        // A copy: the program must not change under a campaign that takes an hour.
        let program = dir.join("ottetal");
        fs::copy(built.join("ottetal"), &program).map_err(|e| format!("{}: {e}", program.display()))?;
        let mut world = World { dir, program, imports: BTreeMap::new() };
        for line in String::from_utf8_lossy(&made.stdout).lines() {
            let words = line.split('#').next().unwrap_or("").split_whitespace().map(str::to_owned);
            let words: Vec<String> = words.collect();
            if let [verb, _, source, ..] = &words[..]
                && verb == "import"
            {
                world.imports.insert(source.clone(), words.clone());
            }
        }
        world.scenes()?;
        Ok(world)
    }

    fn scenes(&self) -> Result<(), String> {
        fs::create_dir_all(self.at("hjem")).map_err(|e| e.to_string())?;
        self.keep("tom")?;
        self.done(&["init", "--kommune", "573", "--froe", "1"])?;
        for source in SOURCES {
            self.done(&self.import(source))?;
        }
        self.keep("foer")?;
        self.done(&self.import("nexus"))?;
        self.keep("indlaest")?;
        self.done(&["grundlag", "accepter"])?;
        let saved = ["kontrol", "gem", "aar", "--fra", "2024-01-01", "--til", "2024-12-31"];
        self.done(&[&saved[..], &["--system1", "nexus", "--system2", "as2007"]].concat())?;
        self.keep("klar")?;
        self.done(&["kontrol", "koer", "aar"])?;
        let copy = self.at("kopi.bin").display().to_string();
        self.done(&["sikkerhedskopi", &copy])?;
        self.keep("koert")?;
        self.version_1()
    }

    /// The data folder that an older program wrote, which the tests keep.
    fn version_1(&self) -> Result<(), String> {
        self.place("tom")?;
        let old = root().join("crates/store/tests/data/v1");
        copy_all(&old, &self.at("data"))?;
        let key = self.at("v1.noegle");
        fs::write(&key, format!("{}\n", "00112233445566778899aabbccddeeff".repeat(2)))
            .map_err(|e| e.to_string())?;
        succeed(Command::new("chmod").arg("600").arg(&key), "chmod")?;
        self.keep("v1")
    }

    /// A path of the copy that the program works on.
    pub(super) fn at(&self, name: &str) -> PathBuf {
        self.dir.join("nu").join(name)
    }

    /// Where the copy stands.
    pub(super) fn now(&self) -> PathBuf {
        self.dir.join("nu")
    }

    /// A file beside the copy.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Keeps the copy as a state.
    pub(super) fn keep(&self, state: &str) -> Result<(), String> {
        let to = self.dir.join("scener").join(state);
        let _ = fs::remove_dir_all(&to);
        copy_all(&self.now(), &to)
    }

    /// Puts a state where the program works.
    pub(super) fn place(&self, state: &str) -> Result<(), String> {
        if let Ok(listing) = fs::read_dir(self.now()) {
            for entry in listing.flatten() {
                let path = entry.path();
                let gone = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
                gone.map_err(|e| format!("{}: {e}", path.display()))?;
            }
        }
        copy_all(&self.dir.join("scener").join(state), &self.now())
    }

    /// The arguments that read in a source's extract.
    pub(super) fn import(&self, source: &str) -> Vec<&str> {
        self.imports.get(source).map(|words| words.iter().map(String::as_str).collect()).unwrap_or_default()
    }

    /// The program in this world, for a folder: to be run, or handed to strace.
    pub(super) fn dress<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .current_dir(&self.dir)
            .env("HOME", self.at("hjem"))
            .env("OTTETAL_BRUGER", "kampagne")
            .env("RUST_BACKTRACE", "0")
            .env_remove("OTTETAL_NOEGLE")
            .env_remove("OTTETAL_FEJLPUNKT")
            .env_remove("COLUMNS")
            .stdin(Stdio::null())
    }

    /// The words of a whole command line.
    pub(super) fn line(&self, arguments: &[impl AsRef<str>]) -> Vec<String> {
        let mut line = vec![self.program.display().to_string()];
        line.extend(arguments.iter().map(|word| word.as_ref().to_owned()));
        if !line.iter().any(|word| word == "--mappe") {
            line.extend(["--mappe".to_owned(), self.at("data").display().to_string()]);
        }
        if self.at("v1.noegle").exists() {
            line.extend(["--noegle".to_owned(), self.at("v1.noegle").display().to_string()]);
        }
        line
    }

    /// Runs the program to its end.
    pub(super) fn run(&self, arguments: &[impl AsRef<str>]) -> Result<Ran, String> {
        let line = self.line(arguments);
        ran(self.dress(Command::new(&line[0]).args(&line[1..])))
    }

    /// Runs it and demands exit code 0.
    pub(super) fn done(&self, arguments: &[impl AsRef<str>]) -> Result<Ran, String> {
        let ran = self.run(arguments)?;
        if ran.code == Some(0) {
            return Ok(ran);
        }
        let words: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
        Err(format!("ottetal {}: {:?}\n{}{}", words.join(" "), ran.code, ran.out, ran.err))
    }

    /// Starts it and does not wait.
    pub(super) fn start(&self, arguments: &[impl AsRef<str>]) -> Result<Child, String> {
        let line = self.line(arguments);
        let mut command = Command::new(&line[0]);
        command.args(&line[1..]).stdout(Stdio::null()).stderr(Stdio::null());
        self.dress(&mut command).spawn().map_err(|e| e.to_string())
    }

    /// What a user sees: sources, basis, saved controls and the list of deviations, without times.
    pub(super) fn state(&self) -> Result<String, String> {
        let mut text = String::new();
        for words in
            [&["status"][..], &["kontrol", "gemte"], &["afvigelse", "liste", "--status", "alle", "--json"]]
        {
            let ran = self.run(words)?;
            text.push_str(&timeless(&ran.out));
            if ran.code != Some(0) {
                text.push_str(&timeless(&ran.err));
            }
        }
        Ok(text)
    }

    /// The bytes of a control over everything, on the newest basis.
    pub(super) fn figures(&self) -> Result<String, String> {
        let ran = self.run(&ASK)?;
        Ok(if ran.code == Some(0) { ran.out } else { timeless(&ran.err) })
    }
}

/// Runs a command to its end.
pub(super) fn ran(command: &mut Command) -> Result<Ran, String> {
    let output = command.output().map_err(|e| format!("{command:?}: {e}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Ran { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) })
}

/// A text without the moments that stand in it: `2026-03-01 08:00:00Z`.
pub(super) fn timeless(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let shape: Vec<char> = "dddd-dd-dd dd:dd:ddZ".chars().collect();
    let is_moment = |at: usize| {
        chars.len() >= at + shape.len()
            && shape.iter().enumerate().all(|(n, wanted)| match wanted {
                'd' => chars[at + n].is_ascii_digit(),
                ' ' => matches!(chars[at + n], ' ' | 'T'),
                other => chars[at + n] == *other,
            })
    };
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    while at < chars.len() {
        if is_moment(at) {
            out.push_str("<tid>");
            at += shape.len();
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Copies a folder with all in it, rights too.
pub(super) fn copy_all(from: &Path, to: &Path) -> Result<(), String> {
    let err = |e: std::io::Error| format!("{}: {e}", from.display());
    fs::create_dir_all(to).map_err(err)?;
    for entry in fs::read_dir(from).map_err(err)?.flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_all(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).map_err(err)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::timeless;

    #[test]
    fn moments_go_and_days_stay() {
        assert_eq!(
            timeless("godkendt 2026-11-22 07:37:37Z, dækker 2026-11-22"),
            "godkendt <tid>, dækker 2026-11-22"
        );
        assert_eq!(timeless("\"2026-11-22T07:37:37Z\""), "\"<tid>\"");
    }
}
