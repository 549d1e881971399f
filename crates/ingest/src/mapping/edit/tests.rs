//! A mapping written from answers, and one changed where it stands.

use super::*;
use crate::shipped;

fn answer(heading: &str, field: Option<Field>) -> ColumnAnswer {
    ColumnAnswer { heading: heading.to_owned(), field }
}

fn word(table: &str, field: Field, word: &str, key: &str) -> WordAnswer {
    WordAnswer { table: table.to_owned(), field, word: word.to_owned(), key: key.to_owned() }
}

fn read(text: &str) -> Mapping {
    Mapping::parse(text, "prøve").unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn a_new_source_is_a_mapping() {
    let mut answers = Answers::new(Kind::Activities);
    answers.name = "stoettelisten".to_owned();
    answers.title = "Støttelisten \"ny\"".to_owned();
    answers.decimal = "comma".to_owned();
    answers.reads_paragraphs = true;
    answers.columns = vec![
        answer("Personnr.", Some(Field::Cpr)),
        answer("Bevilget fra", Some(Field::Start)),
        answer("Bevilget til", Some(Field::End)),
        answer("§", Some(Field::Paragraf)),
        answer("Tilstand", Some(Field::Status)),
        answer("Afregnes pr.", Some(Field::Unit)),
        answer("Noter", None),
    ];
    answers.words = vec![
        word("status", Field::Status, "I gang", "counts"),
        word("status", Field::Status, "Opgivet", "never_took_effect"),
        word("status", Field::Status, "?", ""),
        word("units", Field::Unit, "Døgn", "doegn"),
        word("units", Field::Unit, "Fremmøde", "styk"),
        word("open_end", Field::End, "til videre", "open_end"),
    ];
    let text = write("", &answers).expect("en tekst");
    insta::assert_snapshot!(text, @r##"
    # Beskrevet ud fra en fil. Alle nøgler er forklaret i docs/kilder.md.
    format = 1
    name = "stoettelisten"
    title = 'Støttelisten "ny"'
    kind = "activities"
    layout = "beskrevet ud fra en af kommunens egne filer"

    [source]
    reads_paragraphs = true

    [columns]
    cpr = ["Personnr."]
    start = ["Bevilget fra"]
    end = ["Bevilget til"]
    paragraf = ["§"]
    status = ["Tilstand"]
    unit = ["Afregnes pr."]

    [values]
    decimal = "comma"
    open_end = ["til videre"]

    [status]
    counts = ["I gang"]
    never_took_effect = ["Opgivet"]

    [units]
    styk = ["Fremmøde"]
    "##);
    assert_eq!(read(&text).kind(), Kind::Activities);
}

#[test]
fn a_change_loses_nothing_that_the_form_does_not_show() {
    for shipped in shipped::shipped() {
        let mapping = read(shipped.toml);
        let answers = Answers::of(&mapping, shipped.toml);
        assert_eq!(write(shipped.toml, &answers).expect("en tekst"), shipped.toml, "{}", shipped.name);
    }
    let nexus = shipped::find("nexus").expect("nexus").toml;
    let mut answers = Answers::of(&read(nexus), nexus);
    answers.columns = vec![
        answer("CPR", Some(Field::Cpr)),
        answer("Indsats", None),
        answer("Ydelse", Some(Field::Service)),
        answer("Paragraf", Some(Field::Paragraf)),
    ];
    answers.words = vec![
        word("status", Field::Status, "Afgjort", "counts"),
        word("status", Field::Status, "Kladde", "never_took_effect"),
    ];
    let text = write(nexus, &answers).expect("en tekst");
    let changed: Vec<String> = similar(nexus, &text);
    insta::assert_snapshot!(changed.join("\n"), @r##"
    - service = ["Indsats", "Indsatsnavn"]
    - counts = [
    -     "Bestilt", "Bevilliget", "Bevilget", "Anvist", "Planlagt, ikke bestilt", "Ændret", "Fremtidigt ændret",
    -     "Iværksat", "Etableret", "Afsluttet", "Ophørt",
    - ]
    - never_took_effect = ["Annulleret", "Fjernet", "Frafaldet", "Afslået", "Ansøgt", "Afgjort"]
    + service = ["Ydelse", "Indsatsnavn"]
    + counts = ["Bestilt", "Bevilliget", "Bevilget", "Anvist", "Planlagt, ikke bestilt", "Ændret", "Fremtidigt ændret", "Iværksat", "Etableret", "Afsluttet", "Ophørt", "Afgjort"]
    + never_took_effect = ["Annulleret", "Fjernet", "Frafaldet", "Afslået", "Ansøgt", "Kladde"]
    "##);
    assert!(text.contains("# Ansøgt og Afgjort tæller ikke her"), "bemærkningerne står der endnu");
    assert_eq!(read(&text).columns.len(), read(nexus).columns.len());
}

#[test]
fn a_column_that_goes_takes_with_it_what_only_it_needed() {
    let nexus = shipped::find("nexus").expect("nexus").toml;
    let mut answers = Answers::of(&read(nexus), nexus);
    answers.columns = vec![answer("Status", None), answer("Paragraf", None), answer("Lovhjemmel", None)];
    answers.columns.extend([answer("Indsats", None), answer("Indsatsnavn", None)]);
    let text = write(nexus, &answers).expect("en tekst");
    let mapping = read(&text);
    assert!(mapping.status.is_none() && !mapping.reads_paragraphs);
    assert!(!text.contains("optional"), "et felt, der ikke er der mere, kan ikke være frivilligt");
}

/// Lines that went and lines that came.
fn similar(old: &str, new: &str) -> Vec<String> {
    let gone = old.lines().filter(|line| !new.lines().any(|other| other == *line));
    let come = new.lines().filter(|line| !old.lines().any(|other| other == *line));
    let mut out: Vec<String> = Vec::new();
    out.extend(gone.map(|line| format!("- {line}")));
    out.extend(come.map(|line| format!("+ {line}")));
    out.sort_by_key(|line| {
        let at = |text: &str| text.lines().position(|own| line.ends_with(own) && !own.is_empty());
        at(old).map_or_else(|| at(new).map_or(usize::MAX, |at| at * 2 + 1), |at| at * 2)
    });
    out
}
