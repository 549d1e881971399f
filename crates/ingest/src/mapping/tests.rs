//! What is wrong in a mapping is said in Danish, with its line.

use super::*;

const GOOD: &str = "format = 1\nname = \"egen\"\ntitle = \"Egen\"\nkind = \"activities\"\n\n[columns]\ncpr = \"CPR\"\nstart = [\"Start\", \"Fra\"]\n";

fn refused(text: &str) -> String {
    Mapping::parse(text, "kilder/egen/kilde.toml").unwrap_err().to_string()
}

#[test]
fn a_small_mapping_is_enough() {
    let mapping = Mapping::parse(GOOD, "kilde.toml").unwrap();
    assert_eq!((mapping.name(), mapping.kind()), ("egen", Kind::Activities));
    let source = mapping.source();
    assert_eq!(source.population, Population::Unknown);
    assert!(source.attributes.is_empty() && !source.delivers_to_dst && !source.reads_paragraphs);
    assert_eq!(mapping.hints().separator, None);
}

#[test]
fn the_version_is_the_texts_and_line_ends_do_not_matter() {
    let version = |text: &str| Mapping::parse(text, "k").unwrap().version().to_owned();
    let of = version(GOOD);
    assert_eq!(of.len(), 12);
    assert_eq!(version(&GOOD.replace('\n', "\r\n")), of);
    assert_eq!(version(&format!("\u{feff}{GOOD}\n\n")), of);
    assert_ne!(version(&GOOD.replace("Fra", "Fra dato")), of);
}

#[test]
fn attributes_are_those_with_columns_less_those_taken_out() {
    let text = format!(
        "{GOOD}rate = \"Takst\"\nquantity = \"Antal\"\ncvr = \"CVR\"\n[source]\nnot_compared = [\"timer\"]\n"
    );
    let source = Mapping::parse(&text, "k").unwrap().source();
    assert_eq!(source.attributes, [Attribute::Leverandoer, Attribute::Pris]);
}

#[test]
fn every_fault_has_its_line_and_its_remedy() {
    for (text, expected) in [
        (GOOD.replace("kind", "knid"), "linje 4: Nøglen 'knid' findes ikke her. Mente du 'kind'?"),
        (GOOD.replace("name = \"egen\"\n", ""), "Nøglen 'name' mangler."),
        (GOOD.replace("start =", "strat ="), "linje 8: 'strat' er ikke et felt. Mente du 'start'?"),
        (GOOD.replace("format = 1", "format = 2"), "linje 1: 'format' er 2"),
        (GOOD.replace("\"egen\"", "\"Min kilde\""), "linje 2: Navnet 'Min kilde' kan ikke bruges."),
        (
            GOOD.replace("\"activities\"", "\"ydelser\""),
            "linje 4: 'kind' er \"ydelser\", men skal være en af: \"activities\"",
        ),
        (GOOD.replace("cpr = \"CPR\"\n", ""), "'cpr' mangler under [columns]"),
        (GOOD.replace("cpr = \"CPR\"", "cpr = 5"), "linje 7: Skriv en tekst i anførselstegn"),
        (GOOD.replace("cpr = \"CPR\"", "cpr = \" \""), "linje 7: 'cpr' har en tom overskrift"),
        (
            format!("{GOOD}status = \"Status\"\n"),
            "linje 9: Der er en kolonne til 'status', men [status] mangler",
        ),
        (format!("{GOOD}\n[status]\ncounts = [\"x\"]\n"), "[status] kræver en linje 'status'"),
        (
            format!("{GOOD}status = \"S\"\n[status]\ncounts = [\"x\"]\nnever_took_effect = [\"X \"]\n"),
            "linje 12: 'x' står i begge lister",
        ),
        (format!("{GOOD}role = \"R\"\n"), "Der er en kolonne til 'role'"),
        (format!("{GOOD}[role]\nmain = [\"H\"]\n"), "[role] skal have enten 'fixed'"),
        (format!("{GOOD}[source]\nreads_paragraphs = true\n"), "linje 10: 'reads_paragraphs' er true"),
        (format!("{GOOD}[source]\nsince = \"i fjor\"\n"), "linje 10: 'i fjor' er ikke en dag"),
        (format!("{GOOD}[source]\nnot_compared = [\"penge\"]\n"), "'penge' er ikke et af: leverandoer"),
        (format!("{GOOD}[values]\nend_date = \"dagen efter\"\n"), "en af: \"last_day\", \"day_after\""),
        (format!("{GOOD}[values]\nknown_p_numbers = [\"12\"]\n"), "Et P-nummer er ti cifre"),
        (format!("{GOOD}[extract]\nfile_name = \"nexus\"\n"), "Mønsteret skal indeholde {extracted}"),
        (format!("{GOOD}[landscape]\nexpected_day = 31\n"), "1-28"),
        (format!("{GOOD}[empty]\nsted = [\"x\"]\n"), "linje 10: 'sted' er ikke et felt."),
        (format!("required = [\"rate\"]\n{GOOD}"), "linje 1: 'rate' står i 'required', men har ingen linje"),
        (GOOD.replace("title = \"Egen\"", "title = Egen"), "kan ikke læses som TOML"),
        (format!("name = \"to\"\n{GOOD}"), "Den samme nøgle står to gange."),
    ] {
        let said = refused(&text);
        assert!(said.contains(expected), "ventede {expected:?}, fik {said:?}");
        assert!(said.starts_with("kilder/egen/kilde.toml"), "{said}");
    }
}

#[test]
fn tables_that_only_some_kinds_have_are_refused_elsewhere_and_words_mean_one_thing() {
    let budget = "format = 1\nname = \"b\"\ntitle = \"B\"\nkind = \"budget\"\n[columns]\nyear = \"År\"\namount = \"Beløb\"\n";
    for (text, expected) in [
        (
            format!("{GOOD}[account]\npatterns = ['x']\n"),
            "linje 9: [account] bruges ikke i kind = \"activities\"",
        ),
        (format!("{GOOD}[sign]\ndebit = [\"+\"]\n"), "[sign] bruges ikke"),
        (format!("{budget}[ownership]\nown = [\"x\"]\n"), "[ownership] bruges ikke i kind = \"budget\""),
        (
            format!("{budget}[budget_kind]\noprindeligt = [\"TB\"]\nomplacering = [\"tb \"]\n"),
            "'tb' står i to lister",
        ),
        (format!("{budget}[budget_kind]\nomplacer = [\"x\"]\n"), "Mente du 'omplacering'?"),
        (format!("{budget}cpr = \"CPR\"\n"), "'cpr' er ikke et felt."),
        (format!("{GOOD}booked = \"Dato\"\n"), "'booked' er ikke et felt."),
        (format!("{GOOD}[source]\nweeks = \"53\"\n"), "en af: \"7\", \"52\", \"52,14\""),
        (format!("{GOOD}[source]\nlag_days = -1\n"), "'lag_days' er et antal dage"),
    ] {
        let said = refused(&text);
        assert!(said.contains(expected), "ventede {expected:?}, fik {said:?}");
    }
    let own =
        Mapping::parse(&format!("{budget}[budget_kind]\nomplacering = [\"Korrigeret\"]\n"), "k").unwrap();
    let meant = |word: &str| own.words.budget_kind.iter().find(|(known, _)| known == word).unwrap().1;
    assert_eq!(meant("korrigeret"), domain::observation::BudgetKind::Omplacering);
    assert_eq!(meant("oprindeligt"), domain::observation::BudgetKind::Oprindeligt);
}

#[test]
fn a_source_says_its_columns_its_terms_and_its_delay() {
    let text = format!(
        "{GOOD}[source]\nweeks = \"52,14\"\npays_last_day = false\nnet_of_relief = true\nlag_days = 30\n[units]\ndefault = \"samlet\"\n"
    );
    let source = Mapping::parse(&text, "k").unwrap().source();
    assert_eq!(source.columns, ["cpr", "start"]);
    assert!(source.has_column("cpr") && !source.has_column("caseworker"));
    let terms =
        PriceTerms { weeks: domain::price::Weeks::Year5214, pays_last_day: false, net_of_relief: true };
    assert_eq!((source.terms, source.lag_days, source.unit), (terms, 30, Some(Unit::Samlet)));
    assert_eq!(Mapping::parse(GOOD, "k").unwrap().source().terms, PriceTerms::default());
}

#[test]
fn a_copy_has_its_own_name_and_title_and_nothing_else_changed() {
    let copy = Mapping::with_name(GOOD, "vores").unwrap();
    assert_eq!(copy, GOOD.replace("\"egen\"", "\"vores\"").replace("\"Egen\"", "\"Egen (vores)\""));
    assert!(Mapping::with_name(GOOD, "Vores!").is_err());
}

/// The page for municipalities names every key that a mapping may have, and its examples are mappings.
#[test]
fn the_page_of_sources_has_every_key() {
    let page = include_str!("../../../../docs/kilder.md");
    let mut keys: Vec<String> = Field::ALL.iter().map(|f| f.key().to_owned()).collect();
    for table in [
        "",
        "[file]",
        "[source]",
        "[extract]",
        "[values]",
        "[status]",
        "[role]",
        "[units]",
        "[account]",
        "[landscape]",
    ] {
        // The parser itself lists what it knows.
        let error = toml::from_str::<file::KildeFile>(&format!("{table}\nunknown = 1\n")).unwrap_err();
        let listed: Vec<String> = error.message().split('`').skip(3).step_by(2).map(str::to_owned).collect();
        assert!(!listed.is_empty(), "{table}: {}", error.message());
        keys.extend(listed);
    }
    for key in keys {
        let written = [format!("`{key}`"), format!("[{key}]"), format!(".{key}]"), format!("{key} =")];
        assert!(written.iter().any(|form| page.contains(form)), "docs/kilder.md nævner ikke '{key}'");
    }
    let blocks = page.split("```toml").skip(1).map(|part| part.split("```").next().unwrap_or(""));
    let (plain, of_kinds): (Vec<&str>, Vec<&str>) = blocks.partition(|part| part.starts_with('\n'));
    for block in of_kinds {
        let (kind, tables) = block.split_once('\n').unwrap();
        let must = Field::must_be_mapped(Kind::KEYS.iter().find(|(key, _)| *key == kind.trim()).unwrap().1);
        let columns: String = must.iter().map(|f| format!("{0} = \"{0}\"\n", f.key())).collect();
        let head = format!("format = 1\nname = \"side\"\ntitle = \"Side\"\nkind = \"{}\"\n", kind.trim());
        Mapping::parse(&format!("{head}[columns]\n{columns}{tables}"), "docs/kilder.md")
            .unwrap_or_else(|error| panic!("{error}"));
    }
    let examples: String = plain
        .into_iter()
        .map(|part| part.replace("cpr = ", "status = \"Status\"\nrole = \"Type\"\ncpr = "))
        .collect();
    let head = "format = 1\nname = \"side\"\ntitle = \"Side\"\nkind = \"activities\"\n";
    Mapping::parse(&format!("{head}{examples}"), "docs/kilder.md").unwrap_or_else(|error| panic!("{error}"));
}
