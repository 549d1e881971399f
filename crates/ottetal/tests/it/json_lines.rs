//! JSON lines are the stable machine form: the contract's keys in their order, its types, its sorting.

use crate::rows::text;
use crate::world::World;
use serde_json::Value;
use std::collections::BTreeSet;
use synth::Errors;

/// The keys of the contract, first to last; new ones come after them.
const KEYS: [&str; 22] = [
    "system_1",
    "system_2",
    "niveau",
    "spoergsmaal",
    "regel",
    "pligt",
    "paragraf",
    "ydelse",
    "leverandoer",
    "borger",
    "fra",
    "til",
    "dage",
    "oere",
    "oere_tillaeg",
    "attribut",
    "vaerdi_1",
    "vaerdi_2",
    "begge",
    "raekker_1",
    "raekker_2",
    "forklaring",
];

const LATER: [&str; 5] = ["forklaringer", "anden_borger", "anden_paragraf", "budskab", "raekker_andre"];

/// The keys of an object in the order of its text: a JSON reader forgets it.
fn keys(line: &str) -> Vec<String> {
    let (mut out, mut depth, mut chars) = (Vec::new(), 0, line.chars());
    let mut last = String::new();
    while let Some(c) = chars.next() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            '"' => {
                last.clear();
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => last.extend(chars.next()),
                        c => last.push(c),
                    }
                }
            }
            ':' if depth == 1 => out.push(last.clone()),
            _ => {}
        }
    }
    out
}

const PAYMENTS: [&str; 10] = [
    "betalt_efter_doed",
    "konto_anden_paragraf",
    "betalt_efter_slut",
    "betalt_uden_bevilling",
    "betalt_trods_nej",
    "samme_regning",
    "bevilget_uden_betaling",
    "betalt_anden_leverandoer",
    "betalt_over",
    "betalt_under",
];

const INSIDE: [&str; 16] = [
    "dobbelt_raekke",
    "overlap",
    "udelukker_hinanden",
    "efter_doed",
    "under_alder",
    "maalgruppe_mangler",
    "ukendt_kode",
    "ophold_uden_adresse",
    "sagsbehandler_mangler",
    "ny_uden_oplysning",
    "ophoert_uden_aarsag",
    "usaedvanlig_dagspris",
    "udloebet_takst",
    "individuel_takst_gammel",
    "to_procenter",
    "tillaeg_uden_hoved",
];

fn one_of(line: &Value, key: &str, words: &[&str]) {
    assert!(words.contains(&text(line, key)), "{key}: {line}");
}

fn is_a_day(line: &Value, key: &str) {
    let day = text(line, key);
    assert!(day.len() == 10 && crate::days::iso(crate::days::day(day)) == day, "{key}: {line}");
}

fn is_a_list_of_rows(line: &Value, key: &str) {
    for row in line[key].as_array().unwrap() {
        assert_eq!(row.as_object().unwrap().len(), 3, "{line}");
        assert!(
            row["fil"].is_string()
                && row["raekke"].is_u64()
                && (row["ark"].is_null() || row["ark"].is_string())
        );
    }
}

fn check(line: &Value, level: &str) {
    assert_eq!(line["niveau"], level);
    one_of(line, "pligt", &["skal_rettes", "skal_bekraeftes", "til_orientering"]);
    is_a_day(line, "fra");
    is_a_day(line, "til");
    assert_eq!(line["dage"], crate::days::day(text(line, "til")) - crate::days::day(text(line, "fra")) + 1);
    for key in ["oere", "oere_tillaeg"] {
        assert!(line[key].is_i64() || line[key].is_null(), "{key}: {line}");
    }
    for key in ["vaerdi_1", "vaerdi_2"] {
        let values: Vec<&str> = line[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
        // A price and what is usual stand in that order; everything else is a set.
        assert!(values.is_sorted() || line["attribut"].is_null(), "{line}");
        assert!(values.iter().all(|v| line["attribut"] != "pris" || v.parse::<f64>().is_ok()), "{line}");
    }
    is_a_list_of_rows(line, "raekker_1");
    is_a_list_of_rows(line, "raekker_2");
    assert!(line["begge"].is_boolean());
    assert!(text(line, "borger").starts_with("B-") && text(line, "borger").len() == 8);
    let first = line["forklaringer"].as_array().unwrap().first().cloned().unwrap_or(Value::Null);
    assert_eq!(line["forklaring"], first, "den stærkeste står først: {line}");
    assert_eq!(line["ydelse"].is_string(), level == "ydelse" && in_levels(line), "{line}");
    if level != "leverandoer" {
        assert!(line["leverandoer"].is_null(), "{line}");
    }
    let question = line["spoergsmaal"].as_u64();
    match text(line, "regel") {
        "kun_i_system_2" => assert_eq!(question, Some(1)),
        "kun_i_system_1" => assert_eq!(question, Some(2)),
        "dage_kun_i_system_2" => assert_eq!(question, Some(3)),
        "dage_kun_i_system_1" => assert_eq!(question, Some(4)),
        "forskellig_vaerdi" => {
            assert!(question.is_some_and(|q| q == 3 || q == 4) && !line["attribut"].is_null())
        }
        "afventer_overfoersel" => assert!(question.is_some()),
        rule => {
            let payment = PAYMENTS.contains(&rule);
            assert!(payment || INSIDE.contains(&rule), "ukendt regel {rule}");
            let named = ["system_1", "system_2"].into_iter().filter(|key| !line[*key].is_null()).count();
            assert!(question.is_none() && named == if payment { 2 } else { 1 }, "{line}");
        }
    }
    for row in line["raekker_andre"].as_array().unwrap() {
        let keys: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys.len(), 4, "{line}");
        assert!(["cpr", "prisme", "individuelle_takster"].contains(&text(row, "kilde")), "{line}");
    }
    if !line["attribut"].is_null() && question == Some(4) {
        assert_eq!(line["begge"], false, "begge hører til spørgsmål 3: {line}");
    }
}

/// Day differences of questions 3 and 4 are taken per value of the level.
fn in_levels(line: &Value) -> bool {
    line["attribut"].is_null() && line["spoergsmaal"].as_u64().is_some_and(|q| q >= 3)
}

#[test]
fn every_line_has_the_keys_of_the_contract_in_order() {
    let world = World::new(1, 300, Errors::Mixed(400));
    let mut rules = BTreeSet::new();
    for (level, with_cpr) in
        [("paragraf", false), ("ydelse", false), ("leverandoer", false), ("paragraf", true)]
    {
        let mut more = vec!["--format", "jsonl", "--niveau", level];
        let mut expected: Vec<&str> = [&KEYS[..], &LATER[..]].concat();
        if with_cpr {
            more.extend(["--med-cpr", "--formaal", "AFVIGELSE-RET"]);
            expected.push("cpr");
        }
        let ran = world.control("as2007", &more);
        assert!(ran.out.ends_with('\n') && !ran.out.contains('\r'));
        let lines = ran.lines();
        assert!(lines.len() > 50);
        for (written, line) in ran.out.lines().zip(&lines) {
            assert_eq!(keys(written), expected, "{written}");
            check(line, level);
            if with_cpr {
                assert!(
                    text(line, "cpr").len() == 10 && text(line, "cpr").bytes().all(|b| b.is_ascii_digit())
                );
            }
            rules.insert(text(line, "regel").to_owned());
        }
        if level == "leverandoer" {
            let per_provider = lines.iter().filter(|l| !l["leverandoer"].is_null()).count();
            assert!(per_provider > 10, "{per_provider}");
            assert!(lines.iter().all(|l| l["attribut"] != "leverandoer"), "attributten er niveauet");
        }
    }
    assert!(rules.len() > 20, "næsten alle regler er med: {rules:?}");
}
