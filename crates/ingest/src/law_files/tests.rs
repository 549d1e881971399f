//! The law that is shipped, the days on which it changes, and what is refused.

use super::*;
use domain::calendar::Day;
use domain::law::{DstStatus, Stay};
use domain::paragraf::ParagrafError;
use std::collections::BTreeMap;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn read(book: &LawBook, text: &str, on: &str) -> String {
    match book.read_paragraf(text, day(on)) {
        Ok(id) => book.paragraf(id).written.clone(),
        Err(ParagrafError::Ambiguous(fitting)) => fitting.join(" eller "),
        Err(error) => format!("{error:?}"),
    }
}

/// The shipped texts with one of them changed, and what is then said.
fn refusal(change: impl Fn(&mut [String; 10])) -> String {
    let mut texts = EMBEDDED.all().map(str::to_owned);
    change(&mut texts);
    load(&as_texts(&texts)).unwrap_err().to_string()
}

fn as_texts(texts: &[String; 10]) -> LawTexts<'_> {
    let [paragraffer, ydelser, maalgrupper, kommuner, kontoplan, rest @ ..] = texts;
    let [udelukkelser, momsrefusion, omraader, aarsager, ffb_maalgrupper] = rest;
    LawTexts {
        paragraffer,
        ydelser,
        maalgrupper,
        kommuner,
        kontoplan,
        udelukkelser,
        momsrefusion,
        omraader,
        aarsager,
        ffb_maalgrupper,
    }
}

/// The line of the first `[[ydelse]]`.
fn first_ydelse() -> usize {
    EMBEDDED.ydelser.lines().position(|line| line == "[[ydelse]]").unwrap() + 1
}

fn swap(text: &mut String, old: &str, new: &str) {
    assert!(text.contains(old), "prøven ændrer intet: {old}");
    *text = text.replacen(old, new, 1);
}

#[test]
fn the_shipped_law_loads_and_every_value_has_a_source() {
    let book = load_embedded();
    assert_eq!(book.ydelser.len(), 21);
    assert_eq!(book.kommuner.len(), 98);
    assert_eq!(book.maalgrupper.len(), 25);
    assert_eq!(book.version.len(), 12);
    assert!(book.version.bytes().all(|b| b.is_ascii_hexdigit()));
    let sources = book
        .paragraffer
        .iter()
        .map(|p| &p.source)
        .chain(book.ydelser.iter().map(|y| &y.source))
        .chain(book.maalgrupper.iter().map(|m| &m.source))
        .chain(book.kommuner.iter().map(|k| &k.source))
        .chain(
            book.funktioner.iter().flat_map(|f| f.grupperinger.iter().map(|g| &g.source).chain([&f.source])),
        )
        .chain(book.exclusions.iter().map(|e| &e.source))
        .chain(book.relief.iter().map(|r| &r.source))
        .chain(book.areas.iter().map(|a| &a.source))
        .chain(book.reasons.iter().map(|r| &r.source))
        .chain(book.ffb.iter().map(|f| &f.source));
    assert!(sources.clone().count() > 340);
    assert!(sources.into_iter().all(|source| source.contains('(') && source.ends_with(')')));
}

#[test]
fn statbank_codes_are_a_table_one_to_one_with_the_ydelser() {
    let book = load_embedded();
    let table: BTreeMap<&str, &str> =
        book.ydelser.iter().map(|y| (y.code.as_str(), y.statbank.as_str())).collect();
    let expected = [
        ("1.1", "30011"),
        ("1.3", "30013"),
        ("1.4", "30014"),
        ("1.8.1", "30181"),
        ("1.8.2", "30182"),
        ("1.12.0.1", "31201"),
        ("1.12.0.2", "31202"),
        ("1.12.1.1", "31211"),
        ("1.12.1.2", "31212"),
        ("1.12.1.3", "31213"),
        ("1.13.2", "31132"),
        ("1.13.3", "31133"),
        ("1.13.4", "31134"),
        ("1.17", "30117"),
        ("1.18.1", "31181"),
        ("1.18.2", "31182"),
        ("1.18.3", "31183"),
        // No formula gives these four.
        ("1.19.1", "32001"),
        ("1.19.2", "32002"),
        ("1.19.3", "32003"),
        ("1.19.4", "32004"),
    ];
    assert_eq!(table, BTreeMap::from(expected));
    let mut codes: Vec<&str> = table.into_values().collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 21);
}

#[test]
fn ydelser_lead_to_paragraphs_and_stays_are_known() {
    let book = load_embedded();
    for ydelse in &book.ydelser {
        let paragraf = book.paragraffer.iter().find(|p| p.written == ydelse.paragraf).unwrap();
        assert_eq!(paragraf.dst, DstStatus::Code, "{}", ydelse.code);
    }
    let of = |code: &str| book.ydelse(code).unwrap();
    assert_eq!(of("1.8.1").paragraf, "SEL § 108");
    assert_eq!(of("1.8.2").paragraf, "SEL § 107");
    assert_eq!(of("1.12.0.1").paragraf, "ABL § 105/SEL § 85");
    assert_eq!(of("1.12.0.2").paragraf, "SEL § 85");
    assert_eq!((of("1.8.1").stay, of("1.12.0.1").stay, of("1.1").stay), (Stay::Yes, Stay::Unclear, Stay::No));
    for (written, status) in [
        ("SEL § 110", DstStatus::NotReportable),
        ("SEL § 109", DstStatus::NotReportable),
        ("SUL § 238 a", DstStatus::NotReportable),
        ("STU", DstStatus::NotReportable),
        ("ABL § 105", DstStatus::Open),
    ] {
        assert_eq!(book.paragraffer.iter().find(|p| p.written == written).unwrap().dst, status, "{written}");
    }
}

#[test]
fn the_last_day_of_the_old_and_the_first_of_the_new() {
    let book = load_embedded();
    for (code, last_without, first_with) in [
        ("1.1", "2014-12-31", "2015-01-01"),
        ("1.18.1", "2020-06-30", "2020-07-01"),
        ("1.18.2", "2020-06-30", "2020-07-01"),
        ("1.18.3", "2023-12-31", "2024-01-01"),
        ("1.12.1.2", "2023-12-31", "2024-01-01"),
        ("1.19.4", "2024-06-30", "2024-07-01"),
    ] {
        let valid = book.ydelse(code).unwrap().valid;
        assert!(!valid.contains(day(last_without)), "{code}");
        assert!(valid.contains(day(first_with)) && valid.is_open(), "{code}");
    }
    let autism = book.maalgrupper.iter().find(|m| m.code == "1.2.1.3.2").unwrap();
    assert!(autism.valid.contains(day("2017-12-31")) && !autism.valid.contains(day("2018-01-01")));
    assert!(autism.valid.contains(day("2013-07-01")) && !autism.valid.contains(day("2013-06-30")));
    assert_eq!(autism.rolls_up_to, "1.2.1");
    assert_eq!(read(&book, "82 a", "2017-12-31"), "NotInForce");
    assert_eq!(read(&book, "82 a", "2018-01-01"), "SEL § 82 a");
    assert_eq!(read(&book, "§ 85 a", "2023-09-30"), "NotInForce");
    assert_eq!(read(&book, "§ 85 a", "2023-10-01"), "SEL § 85 a");
}

#[test]
fn paragraph_176_a_has_two_lives() {
    let book = load_embedded();
    let on = |text| book.read_paragraf("§ 176 a", day(text));
    let (first, second) = (on("2020-12-31").unwrap(), on("2023-10-01").unwrap());
    assert_eq!(book.paragraf(first).written, book.paragraf(second).written);
    assert!(book.paragraf(first).name.contains("under 18 år"));
    assert!(book.paragraf(second).name.contains("§ 110"));
    assert_eq!(on("2021-01-01"), Err(ParagrafError::NotInForce));
    assert_eq!(on("2023-09-30"), Err(ParagrafError::NotInForce));
}

#[test]
fn written_forms_of_real_extracts_are_read_with_the_real_law() {
    let book = load_embedded();
    for (text, expected) in [
        ("85", "SEL § 85"),
        ("§85", "SEL § 85"),
        ("SEL § 85", "SEL § 85"),
        ("Sel § 96", "SEL § 96"),
        ("96.1", "SEL § 96"),
        ("96.3", "SEL § 96"),
        ("103", "SEL § 103"),
        ("104", "SEL § 104"),
        ("§104", "SEL § 104"),
        ("SEL § 103.1", "SEL § 103"),
        ("SEL §103.1 Beskyttet beskæftigelse", "SEL § 103"),
        ("SEL §85 Hjemmevejleder og optræning", "SEL § 85"),
        ("SEL-107-2.1", "SEL § 107"),
        ("Serviceloven § 83 a", "SEL § 83 a"),
        ("105/85", "ABL § 105/SEL § 85"),
        ("§105/85", "ABL § 105/SEL § 85"),
        ("ABL § 105/SEL § 85", "ABL § 105/SEL § 85"),
        ("ABL §105 Jf. SEL 85 Botilbudslignende tilbud", "ABL § 105/SEL § 85"),
        ("238a", "SUL § 238 a"),
        ("SUL § 238 a", "SUL § 238 a"),
        ("§ 117", "SEL § 117"),
        ("117 a", "SEL § 117 a"),
        ("SEL § 82", "SEL § 82"),
        ("82 b", "SEL § 82 b"),
        ("97", "SEL § 97"),
        ("84", "SEL § 84"),
        ("STU", "STU"),
        ("Specialundervisning", "Specialundervisning"),
        ("Fripjejeloven", "Friplejeboligloven"),
        ("LAS § 85", "LAS"),
        ("LAB § 97", "LAB"),
        // A label of a report, not a paragraph.
        ("SEL § 101 - 142", "Range"),
        ("§ 97 - 99", "Range"),
        ("SEL § 109 - 110", "Range"),
        ("LAS §§ 81 - 85", "Range"),
        // Two fit: nothing is guessed.
        ("105", "SEL § 105 eller ABL § 105"),
        ("141", "SEL § 141 eller SUL § 141"),
        ("142", "SEL § 142 eller SUL § 142"),
        ("Intet", "Unknown"),
        ("Uoplyst", "Unknown"),
    ] {
        assert_eq!(read(&book, text, "2024-05-01"), expected, "{text:?}");
    }
    for paragraf in &book.paragraffer {
        let on = paragraf.valid.from.max(day("2012-01-01")).iso();
        assert_eq!(
            read(&book, &paragraf.written, &on),
            paragraf.written,
            "den skrevne form læses som sig selv"
        );
    }
}

#[test]
fn paragraphs_that_registrations_mix_point_at_each_other() {
    let book = load_embedded();
    let id = |text| book.read_paragraf(text, day("2024-01-01")).unwrap();
    assert_eq!(book.mixed_with(id("85")), [id("105/85")]);
    assert_eq!(book.mixed_with(id("105/85")), [id("85")]);
    assert_eq!(book.mixed_with(id("107")), [id("108")]);
    assert_eq!(book.mixed_with(id("108")), [id("107")]);
    assert!(book.mixed_with(id("103")).is_empty());
}

#[test]
fn municipalities_act_for_each_other_and_are_known_by_more_names() {
    let book = load_embedded();
    let vallensbaek = book.kommune(187).unwrap();
    assert_eq!(
        (vallensbaek.acts_through, &vallensbaek.except[..]),
        (183, &["SEL § 95", "SEL § 96"].map(str::to_owned)[..])
    );
    let dragoer = book.kommune(155).unwrap();
    assert_eq!((dragoer.acts_through, dragoer.except.is_empty()), (185, true));
    assert_eq!(book.kommuner.iter().filter(|k| k.acts_through != k.code).count(), 2);
    assert!(book.kommune(480).unwrap().also.contains(&"Nordfyn".to_owned()));
    assert!(book.kommune(573).unwrap().also.contains(&"Varde Kommune".to_owned()));
    assert_eq!(book.kommune(411).map(|k| &k.name), None, "Christiansø er ikke en kommune");
    let mut regions = BTreeMap::new();
    for kommune in &book.kommuner {
        *regions.entry(kommune.region.as_str()).or_insert(0) += 1;
    }
    let expected =
        [("Hovedstaden", 29), ("Sjælland", 17), ("Syddanmark", 22), ("Midtjylland", 19), ("Nordjylland", 11)];
    assert_eq!(regions, BTreeMap::from(expected));
}

#[test]
fn groupings_are_not_alike_on_all_functions() {
    let book = load_embedded();
    let paragraf = |function: &str, number: &str| {
        let function = book.funktioner.iter().find(|f| f.number == function).unwrap();
        function
            .grupperinger
            .iter()
            .find(|g| g.number == number && g.dranst == 1)
            .map(|g| g.paragraf.as_str())
    };
    assert_eq!(paragraf("5.38.50", "001"), Some("SEL § 108"));
    assert_eq!(paragraf("5.38.51", "002"), Some("ABL § 105/SEL § 85"));
    assert_eq!(paragraf("5.38.39", "001"), Some("SEL § 95"));
    assert_eq!(paragraf("5.38.39", "003"), Some("SEL § 85"));
    assert_eq!(paragraf("5.38.39", "010"), Some("SEL § 118"));
    assert_eq!(paragraf("5.38.50", "200"), Some(""));
    assert_eq!(paragraf("5.38.54", "001"), None);
}

#[test]
fn a_value_without_source_is_refused() {
    let said = refusal(|t| {
        swap(&mut t[1], "ophold = \"nej\"\nkilde = [\"nexus\", \"statbank\"]", "ophold = \"nej\"")
    });
    assert_eq!(
        said,
        format!(
            "lov/ydelser.toml, linje {}: ydelse 1.1: `kilde` mangler. Enhver værdi skal have mindst én kilde: \
             kilde = [\"navn\"], hvor [kilder.navn] har titel og sted.",
            first_ydelse()
        )
    );
    let said = refusal(|t| swap(&mut t[4], ", kilde = [\"b18\"] }", " }"));
    assert!(said.contains("gruppering 001: `kilde` mangler."), "{said}");
    let said = refusal(|t| swap(&mut t[3], "kilde = [\"adresser\"", "kilde = [\"rygte\""));
    assert!(said.contains("kommune København: kilden `rygte` står ikke i filen."), "{said}");
    let said = refusal(|t| swap(&mut t[2], "sted = ", "# sted = "));
    assert!(said.contains("kilden l402: `sted` mangler."), "{said}");
}

#[test]
fn unknown_keys_and_wrong_kinds_are_refused() {
    let said = refusal(|t| swap(&mut t[0], "dst = ", "dts = "));
    assert!(said.contains("paragraf SEL § 82: `dst` mangler."), "{said}");
    let said = refusal(|t| swap(&mut t[1], "ophold = ", "farve = \"blå\"\nophold = "));
    assert_eq!(
        said,
        format!(
            "lov/ydelser.toml, linje {}: ukendt nøgle `farve` i ydelse 1.1. Ret stavningen, eller slet linjen.",
            first_ydelse() + 6
        )
    );
    let said = refusal(|t| t[2].push_str("\n[andet]\nx = 1\n"));
    assert!(said.contains("ukendt nøgle `andet` i filen."), "{said}");
    let said = refusal(|t| swap(&mut t[1], "ophold = \"nej\"", "ophold = \"måske\""));
    assert!(
        said.contains("ydelse 1.1: `ophold` er \"måske\", men skal være ja, nej eller uafklaret."),
        "{said}"
    );
    let said = refusal(|t| swap(&mut t[1], "statbank = \"30011\"", "statbank = 30011"));
    assert!(said.contains("`statbank` er et helt tal, men skal være tekst i anførselstegn."), "{said}");
}

#[test]
fn dates_that_are_none_are_refused() {
    let said = refusal(|t| swap(&mut t[1], "gyldig_fra = 2015-01-01", "gyldig_fra = 2015-02-30"));
    let expected = format!("lov/ydelser.toml, linje {}: datoen findes ikke", first_ydelse() + 5);
    assert!(said.starts_with(&expected), "{said}");
    let said = refusal(|t| swap(&mut t[1], "gyldig_fra = 2015-01-01", "gyldig_fra = \"2015-01-01\""));
    assert!(said.contains("`gyldig_fra` er tekst, men skal være en dato uden anførselstegn"), "{said}");
    let said = refusal(|t| swap(&mut t[2], "gyldig_til = 2017-12-31", "gyldig_til = 2013-06-30"));
    assert!(said.contains("gyldig_til (30-06-2013) ligger før gyldig_fra (01-07-2013)."), "{said}");
}

#[test]
fn what_refers_to_nothing_or_stands_twice_is_refused() {
    let said = refusal(|t| swap(&mut t[1], "paragraf = \"SEL § 104\"", "paragraf = \"SEL § 999\""));
    assert!(said.contains("ydelse 1.1 nævner \"SEL § 999\"") || said.contains("SEL § 104: `dst`"), "{said}");
    let said = refusal(|t| swap(&mut t[1], "kode = \"1.3\"", "kode = \"1.1\""));
    assert_eq!(said, "lov/ydelser.toml: ydelsen 1.1 står to gange. Behold den ene.");
    let said = refusal(|t| swap(&mut t[0], "gyldig_til = 2020-12-31", "gyldig_til = 2023-10-01"));
    assert!(said.contains("SEL § 176 a står to gange med datoer, der overlapper."), "{said}");
    let said = refusal(|t| swap(&mut t[3], "handler_gennem = 183", "handler_gennem = 182"));
    assert!(said.contains("Vallensbæk handler gennem 182, som ikke er en kommune."), "{said}");
}

#[test]
fn the_version_follows_every_file() {
    let change = |which: usize| {
        let mut texts = EMBEDDED.all().map(str::to_owned);
        texts[which].push_str("# en bemærkning\n");
        load(&as_texts(&texts)).unwrap().version
    };
    let mut versions: Vec<String> = (0..10).map(change).collect();
    versions.push(load_embedded().version);
    assert_eq!(load(&EMBEDDED).unwrap().version, load_embedded().version);
    versions.sort();
    versions.dedup();
    assert_eq!(versions.len(), 11);
}

mod own_files;
