//! Every corpus and thousands of changes of it, and a sample of the hostile files, at every test.
//!
//! Invariant: the same inputs every time; the campaigns (`proev`) take all.

use fuzz::{TARGETS, campaign, hostile};
use ingest::child::ChildProgram;
use std::collections::HashSet;
use std::time::Duration;

/// Changed files of each target; fewer where each takes long (a mapping with its patterns).
const CHANGES: u64 = 2_000;
const LONGEST: Duration = Duration::from_secs(2);
/// One hostile file of so many is in the sample.
const SAMPLE: usize = 9;

#[test]
fn every_target_holds_on_its_corpus_and_on_changes_of_it() {
    for target in TARGETS {
        let run = campaign::run(target, 1, |done, time| done >= CHANGES || time > LONGEST);
        if let Some((input, said)) = run.fault {
            panic!("{}: {said}\n{}", target.name, input.escape_ascii());
        }
        assert!(run.executions >= 30, "{}: {}", target.name, run.executions);
    }
}

#[test]
fn every_target_has_a_corpus_of_small_files() {
    for target in TARGETS {
        let corpus = campaign::corpus(target);
        assert!(corpus.len() >= 3, "{}: {} filer", target.name, corpus.len());
        assert!(corpus.iter().all(|file| file.len() <= 16 << 10), "{}", target.name);
    }
}

#[test]
fn hostile_files_are_read_or_refused_in_words() {
    let child =
        ChildProgram { program: env!("CARGO_BIN_EXE_proev").into(), args: vec!["regneark-barn".into()] };
    let trial = hostile::Trial::new(child);
    let cases = hostile::cases();
    assert!(cases.len() >= 400, "{}", cases.len());
    let names: HashSet<String> = cases.iter().map(|case| format!("{case:?}")).collect();
    assert_eq!(names.len(), cases.len(), "each is another");
    let (mut read, mut refused) = (0, 0);
    for case in cases.iter().step_by(SAMPLE) {
        let outcome = trial.of(case).unwrap_or_else(|fault| panic!("{case:?}: {fault}"));
        *(if outcome.read { &mut read } else { &mut refused }) += 1;
    }
    assert!(read > 5 && refused > 20, "{read} læst, {refused} afvist");
}
