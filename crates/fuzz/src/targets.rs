//! The targets: for each parser of our own, bytes in, and a panic where it does what it must never do.
//!
//! Invariant: a target is a pure function of its bytes. What it asks for stands in its own words above it.

mod files;
mod pipe;
mod texts;
mod values;

/// A parser under trial.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name: the folder of its corpus, and the word on the command line.
    pub name: &'static str,
    /// Panics where an invariant does not hold.
    pub run: fn(&[u8]),
}

/// All targets, in the order in which they are run.
pub const TARGETS: &[Target] = &[
    Target { name: "csv", run: texts::csv },
    Target { name: "tegnsaet", run: texts::encodings },
    Target { name: "raekker", run: texts::rows },
    Target { name: "beholder", run: pipe::container },
    Target { name: "bestilling", run: pipe::request },
    Target { name: "svar", run: pipe::answer },
    Target { name: "kilde", run: files::mapping },
    Target { name: "datalandskab", run: files::landscape },
    Target { name: "filnavn", run: files::file_name },
    Target { name: "dato", run: values::day },
    Target { name: "tal", run: values::number },
    Target { name: "cpr", run: values::person },
    Target { name: "leverandoer", run: values::provider },
    Target { name: "maalgruppe", run: values::maalgruppe },
    Target { name: "paragraf", run: values::paragraf },
    Target { name: "konto", run: values::account },
];

/// The target of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// A message to a person: a whole sentence, one that can be read on a screen, and no number that could be a person's.
///
/// # Panics
/// Where it is not.
pub fn check_message(message: &str) {
    assert!(message.trim_end().ends_with(['.', ')', '"', '\'']), "no sentence: {message:?}");
    assert!(message.chars().all(|c| c == '\n' || !c.is_control()), "control characters: {message:?}");
    assert!(!message.contains('\u{202e}'), "a message that is turned round: {message:?}");
    assert!(!ingest::hides_a_number(message), "a message with what could be a person's number");
    assert!(message.chars().count() < 6_000, "a message that nobody reads to its end");
}

fn text(data: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(data)
}
