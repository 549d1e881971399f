//! Rows of the sources that hold no services: what is kept, what is said, and that nothing is lost or shown.

use crate::apply::{Extract, Reader};
use crate::mapping::{Kind, Mapping};
use crate::raw::{Cell, RawRow};
use crate::shipped;
use domain::amount::Oere;
use domain::finding::Effect;
use domain::landscape::ExtractFacts;
use domain::law::LawBook;
use proptest::prelude::*;
use std::sync::OnceLock;

/// Synthetic: it fails modulus 11.
const NUMBER: &str = "030280-0010";

fn law() -> &'static LawBook {
    static LAW: OnceLock<LawBook> = OnceLock::new();
    LAW.get_or_init(crate::law_files::load_embedded)
}

fn mapping(text: &str) -> Mapping {
    let head = "format = 1\nname = \"k\"\ntitle = \"K\"\n";
    Mapping::parse(&format!("{head}{text}"), "kilde.toml").unwrap_or_else(|error| panic!("{error}"))
}

fn feed(reader: &mut Reader<'_>, index: u16, rows: &[Vec<Cell<'_>>]) {
    reader.start_file(index, "fil.csv");
    for (at, cells) in (1..).zip(rows) {
        assert!(reader.row(&RawRow { sheet: "", row: at, cells }).is_continue());
    }
    reader.end_file(None).unwrap_or_else(|refused| panic!("{refused}"));
}

fn read(mapping: &Mapping, text: &str) -> Extract {
    let rows: Vec<Vec<Cell<'_>>> =
        text.lines().map(|line| line.split(';').map(Cell::Text).collect()).collect();
    let mut reader = Reader::new(mapping, law(), 573, ExtractFacts::default());
    feed(&mut reader, 0, &rows);
    reader.finish()
}

fn codes(extract: &Extract) -> Vec<(&'static str, u32)> {
    extract.findings.iter().filter(|f| f.row > 0).map(|f| (f.code, f.row)).collect()
}

const POSTINGS: &str = "kind = \"postings\"\n[columns]\ncpr = \"CPR\"\nbooked = \"Dag\"\namount = \"Beløb\"\naccount = \"Konto\"\n";

#[test]
fn debit_and_credit_give_the_sign_and_a_word_in_neither_list_sets_the_row_aside() {
    let mapping = mapping(&format!("{POSTINGS}sign = \"D/K\"\n[sign]\ncredit = [\"Indtægt\"]\n"));
    let extract = read(
        &mapping,
        "CPR;Dag;Beløb;Konto;D/K\n;01-02-2026;100,00;538501002;D\n;01-02-2026;40,00;538501002;k\n;01-02-2026;-5,00;538501002;Kredit\n;01-02-2026;1,00;538501002;indtægt\n;01-02-2026;7,00;538501002;?\n;01-02-2026;8,00;538501002;\n",
    );
    let amounts: Vec<Oere> = extract.postings.iter().map(|p| p.amount).collect();
    assert_eq!(amounts, [Oere(10_000), Oere(-4_000), Oere(500), Oere(-100)]);
    assert_eq!(codes(&extract), [("IND096", 6), ("IND096", 7)]);
    assert_eq!((extract.totals.read.rows, extract.totals.set_aside.rate_sum), (6, 150_000));
    assert_eq!(extract.totals.used.rate_sum, 640_000);
}

#[test]
fn a_spreadsheets_amount_loses_its_noise_and_a_part_of_an_oere_is_said() {
    let mapping = mapping(POSTINGS);
    let heads = ["CPR", "Dag", "Beløb", "Konto"].map(Cell::Text).to_vec();
    let row =
        |amount| vec![Cell::Empty, Cell::Number("46058"), Cell::Number(amount), Cell::Number("538501002")];
    let mut reader = Reader::new(&mapping, law(), 573, ExtractFacts::default());
    feed(&mut reader, 0, &[heads, row("1352.0300000000002"), row("10.005"), row("-3.3333333")]);
    let extract = reader.finish();
    let amounts: Vec<i64> = extract.postings.iter().map(|p| p.amount.0).collect();
    assert_eq!(amounts, [135_203, 1_001, -333]);
    assert_eq!(extract.wording.text(extract.postings[0].konto), "538501002");
    let effects: Vec<(&str, Effect)> =
        extract.findings.iter().filter(|f| f.column == "Beløb").map(|f| (f.code, f.effect)).collect();
    assert_eq!(effects, [("IND098", Effect::Mended); 2]);
}

#[test]
fn a_broken_row_is_not_read_and_a_sum_or_a_note_is_no_row() {
    let extract = read(
        &mapping(POSTINGS),
        "CPR;Dag;Beløb;Konto\n;01-02-2026;1,00\n;01-02-2026;1,00;538501002;x\nCPR;Dag;Beløb;Konto\nSum;;2,00;\n;;;\nside 1;;;\n;;3,00;538501002\n",
    );
    assert_eq!(codes(&extract), [("IND018", 2), ("IND017", 3), ("IND079", 7), ("IND091", 8)]);
    assert_eq!((extract.postings.len(), extract.totals.read.rows, extract.totals.skipped_rows), (0, 3, 5));
}

#[test]
fn fields_are_those_that_every_file_has() {
    let mapping = mapping("kind = \"caseworkers\"\n[columns]\ncaseworker = \"Navn\"\nteam = \"Team\"\n");
    let mut reader = Reader::new(&mapping, law(), 573, ExtractFacts::default());
    let texts = |texts: [&'static str; 2]| texts.map(Cell::Text).to_vec();
    feed(&mut reader, 0, &[texts(["Navn", "Team"]), texts(["a", "b"])]);
    feed(&mut reader, 1, &[texts(["Navn", "Hold"]), texts(["c", "d"])]);
    let extract = reader.finish();
    assert_eq!(extract.found.fields.iter().copied().collect::<Vec<_>>(), ["caseworker"]);
    assert_eq!(extract.caseworkers.len(), 2);
    assert_eq!(mapping.source().columns, ["caseworker", "team"]);
}

#[test]
fn a_register_of_names_may_have_rows_of_one_cell_and_names_that_begin_like_sums() {
    let providers = mapping("kind = \"providers\"\n[columns]\nprovider = \"Navn\"\ncvr = \"CVR\"\n");
    let extract = read(&providers, "Navn;CVR\nTotal Omsorg;\nSum;12345674\n");
    let names: Vec<&str> = extract.providers.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["Total Omsorg", "Sum"]);
    let prices = mapping(
        "kind = \"list_prices\"\n[columns]\nprovider = \"Navn\"\nrate = \"Takst\"\n[units]\ndefault = \"doegn\"\n",
    );
    let extract = read(&prices, "Navn;Takst\nTotal Omsorg;100\nTotal;\n");
    assert_eq!((extract.list_prices.len(), extract.totals.skipped_rows), (1, 2));
}

/// Sources that are read by lines, with the headings of their shipped mappings.
fn shipped_lines() -> &'static [(Mapping, Vec<String>)] {
    static LINES: OnceLock<Vec<(Mapping, Vec<String>)>> = OnceLock::new();
    LINES.get_or_init(|| {
        let all = shipped::shipped().iter().map(|s| Mapping::parse(s.toml, s.name).unwrap());
        all.filter(|m| !matches!(m.kind(), Kind::Activities | Kind::FaellesSprog | Kind::Oversaettelse))
            .map(|m| {
                let headings = m.columns.iter().map(|c| c.headings[0].written.clone()).collect();
                (m, headings)
            })
            .collect()
    })
}

/// A number of a person in any column of any source, in any written form, leaves as a `Cpr` and in no other way.
#[test]
fn no_number_of_a_person_leaves_in_a_text_or_a_finding() {
    for (mapping, headings) in shipped_lines() {
        let mut text = headings.join(";") + "\n";
        for written in ["030280-0010", "0302800010", "030280 0010", "03.02.80-0010", "se 030280-0010 her"] {
            for at in 0..headings.len() {
                let mut cells: Vec<&str> = headings
                    .iter()
                    .map(|heading| match heading.as_str() {
                        "Beløb" | "Takst" => "100,00",
                        "Bogføringsdato" | "Fra" | "Gyldig fra" | "Forventet start" => "01-01-2026",
                        "Til" | "Gyldig til" | "Forventet slut" | "Periode til" | "Fraflyttet" => {
                            "31-12-2026"
                        }
                        "Enhed" => "Døgn",
                        "År" => "2026",
                        "Sandsynlighed" | "Antal" => "1",
                        "Status" => "Forventet",
                        "Budget" => "Oprindeligt",
                        "CPR-nr." => NUMBER,
                        "Paragraf" => "SEL § 107",
                        "Kontostreng" | "Konto" => "538501002",
                        _ => "x",
                    })
                    .collect();
                cells[at] = written;
                text.push_str(&(cells.join(";") + "\n"));
            }
        }
        let extract = read(mapping, &text);
        assert!(extract.totals.used.rows > 0, "{}", mapping.name());
        let words = extract.wording.words().iter().map(ToString::to_string);
        let providers =
            extract.wording.providers().iter().map(|p| format!("{} {} {}", p.name, p.p_number, p.cvr));
        let findings = extract.findings.iter().map(|f| format!("{} {} {}", f.value, f.reason, f.column));
        let lines = extract
            .providers
            .iter()
            .map(|p| format!("{p:?}"))
            .chain(
                extract
                    .expectations
                    .iter()
                    .map(|e| format!("{} {} {} {}", e.label, e.paragraf, e.provider, e.who)),
            )
            .chain(extract.enrichments.iter().map(|e| format!("{e:?}")))
            .chain(extract.budget.iter().map(|b| format!("{b:?}")))
            .chain(extract.caseworkers.iter().map(|c| format!("{c:?}")));
        for kept in words.chain(providers).chain(findings).chain(lines) {
            assert!(!kept.contains("0010") && !kept.contains("030280"), "{}: {kept}", mapping.name());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Whatever stands in the cells: rows and kroner in are rows and kroner out, and a row that is set aside has its
    /// finding.
    #[test]
    fn nothing_is_lost(
        picks in prop::collection::vec(prop::collection::vec(0usize..26, 14), 1..12), loose in "[0-9a-zæ.,;: -]{0,12}",
    ) {
        let pool = [
            "", "", "", NUMBER, "0000000000", "01-01-2026", "31-12-2026", "46058", "31-02-2026", "2026", "100,00",
            "-1.234,56", "12,345", "99999999999999999", "50,00-", "Døgn", "Samlet", "538501002",
            "09202-538501002-091056-400", "SEL § 107", "Forventet", "Oprindeligt", "Total", "J", "#N/A", &loose,
        ];
        for (mapping, headings) in shipped_lines() {
            let heads: Vec<Cell<'_>> = headings.iter().map(|h| Cell::Text(h)).collect();
            let mut rows = vec![heads];
            let cell = |pick: &usize| if pool[*pick].is_empty() { Cell::Empty } else { Cell::Text(pool[*pick]) };
            rows.extend(picks.iter().map(|row| row.iter().take(headings.len()).map(cell).collect::<Vec<_>>()));
            let mut reader = Reader::new(mapping, law(), 573, ExtractFacts::default());
            feed(&mut reader, 0, &rows);
            let extract = reader.finish();
            let totals = extract.totals;
            prop_assert!(totals.balance());
            prop_assert_eq!(totals.read.rows + totals.skipped_rows, rows.len() as u64);
            let aside = extract.findings.iter().filter(|f| f.effect == Effect::SetAside).map(|f| f.row);
            let rows_aside: std::collections::BTreeSet<u32> = aside.collect();
            prop_assert_eq!(rows_aside.len() as u64, totals.set_aside.rows, "{}", mapping.name());
        }
    }
}
