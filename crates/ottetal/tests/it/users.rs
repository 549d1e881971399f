//! Users on the command line: made, limited, blocked, and never a password on the screen or in clear in the folder.

use crate::exit_codes::is_danish;
use crate::place;
use std::io::Write;
use std::process::Stdio;
use testkit::{Place, Ran};

const SECRET: &str = "tolv små grise danser";

/// Runs with a line on standard input.
fn told(place: &Place, arguments: &[&str], line: &str) -> Ran {
    let mut command = place.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The program may have refused before it reads.
    let _ = child.stdin.take().unwrap().write_all(format!("{line}\n").as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran {
        code: output.status.code(),
        bytes: output.stdout.clone(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

fn add<'a>(name: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["bruger", "tilfoej", name, "--navn", "Mette Prøve", "--kode-fra-stdin"], more].concat()
}

fn refused(ran: &Ran, code: i32, word: &str) {
    assert_eq!(ran.code, Some(code), "{}", ran.all());
    assert!(ran.err.contains(word) && ran.out.is_empty(), "«{word}» mangler i: {}", ran.all());
    is_danish(&ran.err);
}

#[test]
fn users_are_made_limited_blocked_and_listed() {
    let place = place();
    place.done(&["init", "--kommune", "573"]);
    assert!(place.done(&["bruger", "liste"]).out.contains("Der er ingen brugere"));
    let made = told(&place, &add("mette", &["--rolle", "sagsbehandler", "--sagsbehandler", "MLA"]), SECRET);
    assert_eq!(made.code, Some(0), "{}", made.all());
    assert!(made.out.contains("mette (Mette Prøve) er oprettet") && made.out.contains("Sagsbehandler: MLA"));
    let area =
        ["bruger", "rolle", "mette", "--rolle", "omraadeleder", "--paragraf", "107", "--til", "31-12-2025"];
    place.done(&area);
    place.done(&["bruger", "spaer", "mette"]);
    let listed = place.done(&["bruger", "liste"]).out;
    for words in
        ["mette (Mette Prøve), spærret", "Områdeleder: SEL § 107", "til og med 31-12-2025 (er udløbet)"]
    {
        assert!(listed.contains(words), "«{words}» mangler i: {listed}");
    }
    assert!(!listed.contains("argon2") && !listed.contains(SECRET));
    place.done(&["bruger", "aabn", "mette"]);
    let changed = told(&place, &["bruger", "kode", "mette", "--kode-fra-stdin"], "tretten små grise synger");
    assert!(changed.code == Some(0) && changed.out.contains("logget ud overalt"), "{}", changed.all());
    is_danish(&(listed + &made.all() + &changed.all()));
    for file in place.data_files() {
        let bytes = std::fs::read(&file).unwrap();
        let found = bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes());
        assert!(!found, "koden står i {}", file.display());
    }
}

#[test]
fn what_cannot_be_is_said_in_danish_and_saves_nothing() {
    let place = place();
    place.done(&["init", "--kommune", "573"]);
    let auditor = ["--rolle", "revisor"];
    refused(&told(&place, &add("mette", &[]), SECRET), 2, "--rolle");
    refused(&told(&place, &add("mette", &["--rolle", "chef"]), SECRET), 2, "sagsbehandler, administrativ");
    refused(&told(&place, &add("Mette B", &auditor), SECRET), 1, "ikke være et brugernavn");
    refused(&told(&place, &add("mette", &auditor), "kort"), 1, "mindst 12 tegn");
    refused(&told(&place, &add("mette", &auditor), "Velkommen2026"), 1, "let at gætte");
    refused(&told(&place, &add("mette", &["--rolle", "koordinator"]), SECRET), 1, "uden --team");
    let asked = ["bruger", "tilfoej", "mette", "--navn", "M", "--rolle", "revisor"];
    refused(&told(&place, &asked, SECRET), 1, "--kode-fra-stdin");
    refused(&place.run(&["bruger", "spaer", "mette"]), 1, "ingen bruger «mette»");
    assert!(place.done(&["bruger", "liste"]).out.contains("Der er ingen brugere"));
    assert_eq!(told(&place, &add("mette", &auditor), SECRET).code, Some(0));
    refused(&told(&place, &add("mette", &auditor), SECRET), 1, "allerede en bruger");
    let own =
        place.run_with("OTTETAL_BRUGER", "mette", &["bruger", "rolle", "mette", "--rolle", "administrator"]);
    refused(&own, 1, "Ingen giver sig selv adgang");
}

#[test]
fn the_log_is_followed_and_its_end_can_be_noted() {
    let place = place();
    place.done(&["init", "--kommune", "573"]);
    let said = place.done(&["tjek", "log"]).out;
    assert!(said.contains("Loggen er i orden") && said.contains("Linjer     1\n"), "{said}");
    let mark =
        |text: &str| text.lines().find_map(|l| l.trim().strip_prefix("Mærke ").map(|m| m.trim().to_owned()));
    assert_eq!(mark(&said).map(|mark| mark.len()), Some(64));
    told(&place, &add("mette", &["--rolle", "revisor"]), SECRET);
    let after = place.done(&["tjek", "log"]).out;
    assert!(after.contains("Linjer     2\n") && mark(&after) != mark(&said), "{after}");
    is_danish(&after);
}
