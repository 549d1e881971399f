//! What is not changed stays as it was, letter by letter; what cannot be read comes back at its field.

use super::super::{FILE, TEMPLATE, read};
use super::*;
use domain::landscape::{Population, SourceRole};

const TEXT: &str = "# Vores kilder.\nformat = 1\n\n[kilde.nexus]\n# Spørg Karen.\nansvarlig = \"Myndighed\" # siden 2024\nborgere = \
    \"handlekommune\"\n\n# Taksterne.\n[[kilde.nexus.rettes]]\nfelt = [\"pris\", \"timer\"] # begge\naf = \"Takstteamet\"\n\n\
    [kilde.as2007]\nansvarlig = \"Afregning\"\n\n[graenser]\nmellemrum_dage = 20\n# Slut.\n";

fn with(text: &str, name: &str, change: impl FnOnce(&mut Written)) -> Result<String, Vec<Fault>> {
    let mut own = written(text, name);
    change(&mut own);
    super::change(text, name, &own)
}

fn line(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[test]
fn nothing_changed_is_the_same_text() {
    assert_eq!(with(TEXT, "nexus", |_| {}).as_deref(), Ok(TEXT));
    let filled: String = TEMPLATE
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if !rest.is_empty() && !rest.starts_with(' ') => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    assert_eq!(with(&filled, "nexus", |_| {}).as_deref(), Ok(filled.as_str()));
    let nexus = written(&filled, "nexus");
    assert_eq!(nexus.value("forventet_dag"), "3");
    assert_eq!(nexus.value("oekonomi_siden"), "2019-01-01");
    assert_eq!(nexus.list("borgere"), [line(&["handlekommune", "", ""])]);
    assert_eq!(
        nexus.list("rettes")[0],
        line(&["maalgruppe, periode", "Sagsbehandler", "Indsatsen, fanen Statistik"])
    );
    assert_eq!(written(&filled, "as2007").value("priser.sidste_dag_betales"), "ja");
    assert_eq!(names(&filled), ["nexus", "as2007"]);
}

#[test]
fn one_value_is_one_line_and_remarks_stay() {
    let out = with(TEXT, "nexus", |own| {
        own.values.insert("ansvarlig", "Visitation".to_owned());
        own.values.insert("siden", "2018-03-01".to_owned());
    })
    .expect("en fil");
    assert!(out.contains("# Spørg Karen.\nansvarlig = \"Visitation\" # siden 2024\n"), "{out}");
    assert!(out.contains("siden = 2018-03-01\n"), "{out}");
    for kept in
        ["# Vores kilder.", "# Taksterne.\n[[kilde.nexus.rettes]]", "# begge", "# Slut.", "[kilde.as2007]"]
    {
        assert!(out.contains(kept), "{kept}: {out}");
    }
    let back = with(&out, "nexus", |own| {
        own.values.insert("ansvarlig", "Myndighed".to_owned());
        own.values.remove("siden");
    });
    assert_eq!(back.as_deref(), Ok(TEXT));
}

#[test]
fn lists_get_lines_and_lose_them() {
    let out = with(TEXT, "nexus", |own| {
        own.lists.insert(
            "borgere",
            vec![line(&["betalingskommune", "", "2023-12-31"]), line(&["handlekommune", "2024-01-01", ""])],
        );
        let rettes = own.lists.entry("rettes").or_default();
        rettes.push(line(&["alle", "Administrationen", "Indsatsen"]));
        own.lists
            .insert("undtagelse", vec![line(&["Dagcenter Vest", "", "", "2022-01-01", "", "rammestyret"])]);
    })
    .expect("en fil");
    let landscape = read(&out, FILE).expect("et datalandskab");
    let nexus = landscape.declared("nexus").expect("nexus");
    assert_eq!(nexus.populations.len(), 2);
    assert_eq!(nexus.populations[0].value, Population::Betalingskommune);
    assert_eq!(nexus.corrects.len(), 3);
    assert_eq!(nexus.exceptions[0].reason, "rammestyret");
    assert!(
        out.contains("# Taksterne.\n[[kilde.nexus.rettes]]\nfelt = [\"pris\", \"timer\"] # begge\n"),
        "{out}"
    );
    let at = |words: &str| out.find(words).unwrap_or_else(|| panic!("{words}: {out}"));
    assert!(at("af = \"Administrationen\"") < at("[kilde.as2007]"), "en kildes linjer står sammen: {out}");
    let without = with(&out, "nexus", |own| {
        own.lists.remove("undtagelse");
        own.lists.insert("borgere", vec![line(&["begge", "", ""])]);
        own.lists.entry("rettes").or_default().remove(0);
    })
    .expect("en fil");
    let landscape = read(&without, FILE).expect("et datalandskab");
    let nexus = landscape.declared("nexus").expect("nexus");
    assert!(nexus.exceptions.is_empty() && without.contains("borgere = \"begge\""), "{without}");
    assert_eq!(nexus.corrects.iter().map(|c| c.field.as_str()).collect::<Vec<_>>(), ["alle"]);
}

#[test]
fn a_new_source_and_a_new_file_are_begun() {
    let role = |own: &mut Written| {
        own.lists.insert("rolle", vec![line(&["leverer", "", ""])]);
        own.values.insert("priser.uger", "7".to_owned());
    };
    let out = with("", "nexus", role).expect("en fil");
    assert!(out.starts_with("format = 1\n\n[kilde.nexus]\n"), "{out}");
    let more = with(TEXT, "prisme", role).expect("en fil");
    let landscape = read(&more, FILE).expect("et datalandskab");
    let names: Vec<&str> = landscape.sources.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["nexus", "as2007", "prisme"]);
    let today = domain::calendar::Day::parse("2026-03-01").expect("en dag");
    assert_eq!(landscape.declared("prisme").and_then(|p| p.role_on(today)), Some(SourceRole::Delivers));
    let gone = with(&more, "prisme", |own| {
        own.values.clear();
    })
    .expect("en fil");
    assert!(!gone.contains("priser"), "en tom tabel bliver ikke stående: {gone}");
}

#[test]
fn what_is_wrong_is_said_at_its_field() {
    let fields = |result: Result<String, Vec<Fault>>| -> Vec<String> {
        result.expect_err("fejl").into_iter().map(|fault| fault.field).collect()
    };
    let own = |change: fn(&mut Written)| fields(with(TEXT, "nexus", change));
    let value = |own: &mut Written, key: &'static str, text: &str| {
        own.values.insert(key, text.to_owned());
    };
    assert_eq!(
        own(|w| {
            w.values.insert("siden", "i fjor".to_owned());
        }),
        ["siden"]
    );
    assert_eq!(
        own(|w| {
            w.values.insert("forventet_dag", "31".to_owned());
        }),
        ["forventet_dag"]
    );
    assert_eq!(
        own(|w| {
            w.values.insert("forventet_dag", "den 3.".to_owned());
        }),
        ["forventet_dag"]
    );
    assert_eq!(
        own(|w| {
            w.values.insert("priser.uger", "8".to_owned());
        }),
        ["priser.uger"]
    );
    let both = fields(with(TEXT, "nexus", |own| {
        value(own, "siden", "2020-01-01");
        value(own, "udgaar", "2019-01-01");
    }));
    assert_eq!(both, ["udgaar"]);
    assert_eq!(
        own(|w| {
            w.lists.insert("rettes", vec![line(&["pris", "A", ""]), line(&["farve", "B", ""])]);
        }),
        ["rettes-2-felt"]
    );
    assert_eq!(
        own(|w| {
            w.lists.insert("borgere", vec![line(&["alle", "", ""])]);
        }),
        ["borgere-1"]
    );
    assert_eq!(
        own(|w| {
            w.lists.insert("undtagelse", vec![line(&["", "", "", "", "", "uden navn"])]);
        }),
        ["undtagelse-1-leverandoer"]
    );
    let broken = with("format = 1\n[kilde.nexus\n", "nexus", |_| {}).expect_err("fejl");
    assert_eq!(broken[0].field, "");
    assert!(broken[0].text.contains("linje 2"), "{broken:?}");
}
