//! No CPR number stands in the data folder in the clear, nor in anything that is said without `--med-cpr`; and with
//! it, the log knows first.

use crate::rows::text;
use crate::world::World;
use std::fs;
use std::io::{BufRead, BufReader, Cursor, Read};
use synth::Errors;
use testkit::{Ran, Traces, number_traces};

/// All numbers that stand in any of the extracts, the mistyped ones too.
fn traces(world: &World) -> Traces {
    let right = world.made.people.iter().map(|p| p.number.to_string());
    let wrong = world.made.errors.iter().filter_map(|e| e.wrong).map(|n| n.to_string());
    let all: Vec<String> = right.chain(wrong).collect();
    number_traces(all.iter().map(String::as_str))
}

fn is_clean(traces: &Traces, what: &str, ran: &Ran) {
    for (where_, text) in [("ud", ran.bytes.as_slice()), ("fejl", ran.err.as_bytes())] {
        assert_eq!(traces.find(text), None, "{what}: {where_}");
    }
}

/// The parts of a workbook, which is a zip file.
fn unpacked(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut book = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert!(book.len() > 8);
    (0..book.len())
        .map(|at| {
            let mut part = book.by_index(at).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[test]
fn no_number_in_the_folder_or_on_the_screen() {
    let world = World::new(1, 400, Errors::Key);
    let place = &world.place;
    let traces = traces(&world);
    // The search itself: the extracts are full of numbers.
    let extract = fs::read(&world.written.imports[2].file).unwrap();
    assert!(traces.find(&extract).is_some());

    // The file as nobody should send it: unreadable numbers, numbers in texts, the wrong source.
    let number = world.made.people[0].number.to_string();
    let dirty = format!(
        "{}\r\n{number}9;SEL § 104;se {number};Hos {}-{};01-01-2024;;Bevilliget;;;;;;;{number}\r\n{number};{number};x;y;{number};;z;;;q;;;;\r\n",
        crate::rows::NEXUS,
        &number[..6],
        &number[6..]
    );
    let dirty = place.file(&format!("udtræk om {number}.csv"), dirty);
    let list = place.path("fund.csv").display().to_string();
    let is_clean = |what: &str, ran: Ran| is_clean(&traces, what, &ran);
    is_clean("import af en snavset fil", place.run(&["import", "--kilde", "nexus", "--fund", &list, &dirty]));
    assert_eq!(traces.find(&place.bytes("fund.csv")), None, "fundlisten");
    is_clean("forkert kilde", place.run(&["import", "--kilde", "as2007", &dirty]));
    is_clean("prøve", place.run(&["kilde", "proev", "nexus", &dirty]));
    for import in &world.written.imports {
        is_clean(import.source, world.import(&import.arguments()));
    }
    place.done(&["grundlag", "accepter"]);
    for verb in [&["status"][..], &["tjek"], &["kilde", "liste"], &["grundlag", "vis"]] {
        is_clean(verb[0], place.run(verb));
    }
    for form in ["tabel", "csv", "jsonl"] {
        for system_2 in ["as2007", "boern_og_voksne"] {
            is_clean(form, world.control(system_2, &["--format", form]));
        }
    }
    let workbook = world.control("as2007", &["--format", "xlsx"]).bytes;
    for (name, sheet) in unpacked(workbook) {
        assert_eq!(traces.find(&sheet), None, "arbejdsbogens {name}");
    }
    let lines = world.control("as2007", &["--format", "jsonl"]).lines();
    for line in lines.iter().take(5) {
        is_clean("forklar", place.done(&["forklar", text(line, "borger")]));
    }
    is_clean("forklar et nummer", place.run(&["forklar", "1"]));

    let files = place.data_files();
    assert!(files.len() > 8, "{files:?}");
    for file in files {
        assert_eq!(traces.find(&fs::read(&file).unwrap()), None, "{}", file.display());
        assert_eq!(traces.find(file.display().to_string().as_bytes()), None, "filens navn");
    }
}

#[test]
fn with_cpr_the_log_has_it_before_the_first_number_is_shown() {
    const PURPOSE: &str = "INDSIGT-ART15";
    let world = World::new(1, 400, Errors::Mixed(900));
    let traces = traces(&world);
    let log = || {
        let files = world.place.data_files();
        let database =
            files.iter().filter(|f| f.file_name().unwrap().to_string_lossy().starts_with("ottetal.db"));
        database.flat_map(|f| fs::read(f).unwrap()).collect::<Vec<u8>>()
    };
    let logged = |bytes: &[u8]| bytes.windows(PURPOSE.len()).any(|w| w == PURPOSE.as_bytes());
    assert!(!logged(&log()));
    let window = world.made.window;
    let mut child = world.place.start(&[
        "kontrol",
        "--system1",
        "nexus",
        "--system2",
        "as2007",
        "--fra",
        &window.from.to_string(),
        "--til",
        &window.to.to_string(),
        "--format",
        "jsonl",
        "--med-cpr",
        "--formaal",
        PURPOSE,
    ]);
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    // Nothing more is read: the program waits for us, and the log knows already.
    let then = log();
    assert!(traces.find(line.as_bytes()).is_some(), "{line}");
    assert!(logged(&then), "ført i loggen først");
    let mut rest = Vec::new();
    out.read_to_end(&mut rest).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(rest.len() > 200_000, "mere, end et rør holder: {}", rest.len());
    assert_eq!(world.place.run(&["tjek"]).code, Some(0), "loggens kæde er hel");
}
