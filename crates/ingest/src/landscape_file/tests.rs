//! The template, what it becomes when it is filled in, and every mistake at once.

use super::*;
use domain::calendar::{Day, Period};
use domain::landscape::{Population, SourceRole};
use domain::observation::Ownership;
use domain::price::Weeks;

/// The template with its examples in force: a line whose number sign has no space after it is one.
fn filled_in() -> String {
    let lines = TEMPLATE.lines().map(|line| match line.strip_prefix('#') {
        Some(rest) if !rest.is_empty() && !rest.starts_with(' ') => rest,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn refused(text: &str) -> Vec<(usize, String)> {
    read(&format!("format = 1\n{text}"), FILE).unwrap_err().faults
}

#[test]
fn the_template_declares_nothing() {
    let landscape = read(TEMPLATE, FILE).unwrap();
    assert_eq!(landscape.version.len(), 12);
    assert_eq!(landscape, Landscape { version: landscape.version.clone(), ..Landscape::default() });
}

#[test]
fn the_template_filled_in_is_read() {
    let landscape = read(&filled_in(), FILE).unwrap();
    let names: Vec<&str> = landscape.sources.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["nexus", "as2007"], "i filens rækkefølge");
    let nexus = &landscape.sources[0];
    assert_eq!(nexus.title.as_deref(), Some("KMD Nexus, voksne"));
    assert_eq!(nexus.populations[0].value, Population::Handlekommune);
    assert_eq!(nexus.populations[0].valid, Period::ALWAYS);
    assert_eq!(nexus.role_on(day("2024-01-01")), Some(SourceRole::Delivers));
    assert_eq!(nexus.since, Some(day("2018-03-01")));
    assert_eq!(
        (nexus.rhythm.day, nexus.rhythm.late_days, nexus.rhythm.rows_percent),
        (Some(3), Some(4), Some(70))
    );
    let exception = &nexus.exceptions[0];
    assert_eq!((exception.provider.as_str(), exception.reason.as_str()), ("dagcenter vest", "rammestyret"));
    assert_eq!(exception.valid, Period { from: day("2022-01-01"), until: day("2025-01-01") });
    let corrects: Vec<(&str, &str, &str)> =
        nexus.corrects.iter().map(|c| (c.field.as_str(), c.who.as_str(), c.place.as_str())).collect();
    assert_eq!(
        corrects,
        [
            ("maalgruppe", "Sagsbehandler", "Indsatsen, fanen Statistik"),
            ("periode", "Sagsbehandler", "Indsatsen, fanen Statistik"),
            ("alle", "Administrationen", "")
        ]
    );
    let prices = landscape.sources[1].prices;
    assert_eq!(
        (prices.weeks, prices.pays_last_day, prices.lag_days),
        (Some(Weeks::Days7), Some(true), Some(30))
    );
    assert_eq!(landscape.transfer_days("as2007", "nexus"), 14);
    assert_eq!(landscape.limits(), domain::control::Limits::default());
    assert_eq!(landscape.area.as_deref(), Some("voksne"));
    let columns: Vec<(&str, &[Ownership])> =
        landscape.ownership_columns.iter().map(|c| (c.title.as_str(), c.kinds.as_slice())).collect();
    assert_eq!(
        columns,
        [
            ("Egne", &[Ownership::Own][..]),
            ("Andre kommuner og regioner", &[Ownership::OtherKommune, Ownership::Region][..]),
            ("Private", &[Ownership::Private, Ownership::SelvejendeWithout][..]),
        ]
    );
}

#[test]
fn values_with_days_are_read_with_both_days_included() {
    let text = "format = 1\n[kilde.et]\nudgaar = 2024-12-31\n\
        borgere = [{ hvem = \"betalingskommune\", til = 2023-12-31 }, { hvem = \"begge\", fra = 2024-01-01 }]\n\
        rolle = [{ rolle = \"leverer\", til = 2024-06-30 }, { rolle = \"historik\", fra = 2025-01-01 }]\n";
    let landscape = read(text, FILE).unwrap();
    let one = &landscape.sources[0];
    assert_eq!(one.until, Some(day("2025-01-01")));
    assert_eq!(one.populations[0].valid, Period { from: Day::FIRST, until: day("2024-01-01") });
    assert_eq!(one.populations[1].valid, Period { from: day("2024-01-01"), until: Day::OPEN });
    let role = |on| one.role_on(day(on));
    assert_eq!((role("2024-06-30"), role("2024-07-01")), (Some(SourceRole::Delivers), None));
    assert_eq!(role("2025-01-01"), Some(SourceRole::History));
}

#[test]
fn every_mistake_is_said_at_once_with_its_line() {
    let faults = refused(
        "[kilde.nexus]\nborgere = \"alle\"\nsidn = 2018-01-01\nforventet_dag = 31\n[[kilde.nexus.undtagelse]]\n\
         cvr = 12345678\n[graenser]\nbetaling_kroner = \"100\"\n[kontrol.nexus]\nafventer_overfoersel_dage = 14\n",
    );
    let lines: Vec<usize> = faults.iter().map(|(line, _)| *line).collect();
    let said = faults.iter().map(|(line, text)| format!("{line}: {text}")).collect::<Vec<_>>().join("\n");
    assert_eq!(lines, [3, 4, 5, 6, 6, 7, 9, 10], "{said}");
    for expected in [
        "3: kilde, nexus: `borgere` er \"alle\", men skal være en af: handlekommune, betalingskommune, begge, ukendt.",
        "4: kilde, nexus: ukendt nøgle `sidn`. Mente du `siden`?",
        "5: kilde, nexus: `forventet_dag` er tallet 31, men skal være et helt tal fra 1 til 28.",
        "6: kilde, nexus, undtagelse nr. 1: `grund` mangler.",
        "6: kilde, nexus, undtagelse nr. 1: skriv netop én af `leverandoer`",
        "7: kilde, nexus, undtagelse nr. 1: `cvr` er tallet 12345678, men skal være tekst i anførselstegn.",
        "9: graenser: `betaling_kroner` er teksten \"100\"",
        "10: kontrol, nexus: navnet skal være to forskellige kilder",
    ] {
        assert!(said.contains(expected), "{expected}\n\n{said}");
    }
    let whole = read("format = 1\n[x]\n[y]\n", "min.toml").unwrap_err().to_string();
    assert!(
        whole.starts_with(
            "min.toml har 2 fejl og bruges ikke, før den er rettet:\n  linje 2: ukendt nøgle `x`."
        )
    );
}

#[test]
fn what_cannot_stand_together_is_said() {
    for (text, expected) in [
        ("[kilde.a]\nsiden = 2020-01-01\nudgaar = 2019-12-31\n", "`udgaar` ligger før `siden`"),
        (
            "[kilde.a]\nrolle = [{ rolle = \"leverer\" }, { rolle = \"opslag\", fra = 2024-01-01 }]\n",
            "overlapper",
        ),
        ("[kilde.a]\nborgere = [{ fra = 2024-01-01 }]\n", "`hvem` mangler"),
        (
            "[[kilde.a.undtagelse]]\ncvr = \"1\"\ngrund = \"g\"\nfra = 2024-02-01\ntil = 2024-01-01\n",
            "`til` ligger før `fra`",
        ),
        ("[[kilde.a.rettes]]\naf = \"A\"\n", "`felt` mangler"),
        ("[[kilde.a.rettes]]\nfelt = \"farve\"\naf = \"A\"\n", "`felt` er \"farve\""),
        ("[[kilde.a.rettes]]\nfelt = [\"pris\", \"pris\"]\naf = \"A\"\n", "feltet pris står to gange"),
        ("[[kilde.a.bruges]]\naf = \"A\"\n", "`til` mangler"),
        ("[kilde]\na = 1\n", "`a` er tallet 1, men skal være [a]"),
        ("[kontrol.a-b]\n", "`afventer_overfoersel_dage` mangler"),
        (
            "[kontrol.a-b]\nafventer_overfoersel_dage = 1\n[kontrol.b-a]\nafventer_overfoersel_dage = 1\n",
            "parret står to gange",
        ),
        ("[omraade]\n", "`standard` mangler"),
        ("[ejerforhold_kolonner]\nA = [\"blå\"]\n", "\"blå\" under A er ikke en af"),
        ("[ejerforhold_kolonner]\nA = [\"region\"]\nB = [\"region\"]\n", "\"region\" står to gange"),
        ("[kilde.a]\nsiden = 2024-02-30\n", "kan ikke læses som TOML"),
    ] {
        let faults = refused(text);
        assert!(faults.iter().any(|(_, said)| said.contains(expected)), "{expected}: {faults:?}");
    }
    assert!(read("", FILE).unwrap_err().to_string().contains("`format` mangler"));
    assert!(read("format = 2\n", FILE).unwrap_err().to_string().contains("læser format = 1"));
}

#[test]
fn line_ends_do_not_change_the_version() {
    let version = |text: &str| read(text, FILE).unwrap().version;
    assert_eq!(version("format = 1\n"), version("\u{feff}format = 1  \r\n\r\n"));
    assert_ne!(version("format = 1\n"), version("format = 1\n# ny\n"));
}

#[test]
fn the_address_of_a_system_is_read_or_refused_in_words() {
    let declared = |text: &str| read(&format!("format = 1\n[kilde.nexus]\n{text}"), FILE);
    let landscape = declared("borger_link = \"https://nexus.example.dk/{noegle}\"").unwrap();
    let opens = landscape.sources[0].opens.as_ref().unwrap();
    assert_eq!(opens.with("7 x"), "https://nexus.example.dk/7%20x");
    assert_eq!(declared("borger_link = \"\"").unwrap().sources[0].opens, None);
    for (address, words) in [
        ("ftp://nexus.example.dk/", "skal begynde med https://"),
        ("https:///x", "ingen server"),
        ("https://nexus.example.dk/a b", "tegn, som en adresse ikke kan have"),
        ("https://nexus.example.dk/{cpr}", "ingen andre krøllede parenteser"),
        ("https://nexus.example.dk/0302800010", "CPR-nummer"),
    ] {
        let faults = declared(&format!("borger_link = \"{address}\"")).unwrap_err().faults;
        let [(2, said)] = &faults[..] else { panic!("{address}: {faults:?}") };
        assert!(said.starts_with("kilde, nexus: `borger_link` ") && said.contains(words), "{said}");
        assert!(!said.contains("0302800010"));
    }
}
