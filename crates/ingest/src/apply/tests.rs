//! Hand-made rows against small mappings: what a municipality's file may look like and still be read, or be refused.

use super::*;
use crate::raw::Cell;
use domain::amount::Quantity;
use domain::finding::Effect;
use domain::observation::Role;
use domain::price::PriceTerms;
use domain::wording::ProviderId;
use std::sync::OnceLock;

const NUMBER: &str = "030280-0010";

fn law() -> &'static LawBook {
    static LAW: OnceLock<LawBook> = OnceLock::new();
    LAW.get_or_init(crate::law_files::load_embedded)
}

/// A mapping with `extra` behind the columns.
fn mapping(columns: &str, extra: &str) -> Mapping {
    let text = format!(
        "format = 1\nname = \"prøve\"\ntitle = \"Prøve\"\nkind = \"activities\"\n[columns]\ncpr = \"CPR\"\nstart = \"Start\"\n{columns}\n{extra}"
    )
    .replace("prøve", "proeve");
    Mapping::parse(&text, "kilde.toml").unwrap_or_else(|error| panic!("{error}"))
}

fn feed(reader: &mut Reader<'_>, name: &str, text: &str) -> Result<(), NotThisSource> {
    reader.start_file(0, name);
    for (at, line) in (1..).zip(text.lines()) {
        let cells: Vec<Cell<'_>> = line.split(';').map(Cell::Text).collect();
        if reader.row(&RawRow { sheet: "", row: at, cells: &cells }).is_break() {
            break;
        }
    }
    reader.end_file(None)
}

fn read(mapping: &Mapping, text: &str) -> Extract {
    let mut reader = Reader::new(mapping, law(), 573, ExtractFacts::default());
    feed(&mut reader, "prøve.csv", text).unwrap_or_else(|refused| panic!("{refused}"));
    reader.finish()
}

fn codes_of(extract: &Extract) -> Vec<(&'static str, u32)> {
    let about_rows = extract.findings.iter().filter(|f| f.row > 0);
    about_rows.map(|f| (f.code, f.row)).collect()
}

#[test]
fn columns_may_stand_in_any_order_under_any_of_their_headings() {
    let mapping = mapping("end = [\"Slut\", \"Til og med\"]\nservice = \"Ydelse\"", "");
    let extract = read(
        &mapping,
        "Udtræk fra i går\n\nMere;  TIL  OG MED ;Ydelse:;start;cpr\nx;31-12-2021;Støtte;01-01-2021;030280-0010\n",
    );
    let row = extract.activities[0];
    assert_eq!((row.from.iso(), row.until.iso()), ("2021-01-01".into(), "2022-01-01".into()));
    assert_eq!(extract.wording.text(row.service), "Støtte");
    assert_eq!(row.place.row, 4);
    assert_eq!(extract.totals.skipped_rows, 3);
    let unused = extract.findings.iter().find(|f| f.code == "IND071").unwrap();
    assert!(unused.reason.ends_with("Det er: Mere."), "{}", unused.reason);
}

#[test]
fn a_file_without_a_required_column_is_refused_with_the_nearest() {
    let mapping = mapping("end = \"Slutdato\"\nhours = \"Timer\"", "");
    let mut reader = Reader::new(&mapping, law(), 573, ExtractFacts::default());
    let refused =
        feed(&mut reader, "fil.csv", "CPR;Start;Slut dato;Navn\n030280-0010;01-01-2021;;x\n").unwrap_err();
    let said = refused.to_string();
    assert!(said.contains("Mangler kolonnen 'Slutdato'. Nærmest: 'Slut dato' (kolonne C)."), "{said}");
    assert!(said.contains("Nærmest er række 1."), "{said}");
    assert!(!said.contains("Timer"), "{said}");
    assert!(!said.contains("030280"), "{said}");

    let refused = feed(&mut reader, "fil.csv", "a;b\n030280-0010;01-01-2021\n").unwrap_err().to_string();
    assert!(refused.contains("Ingen række ligner overskrifter."), "{refused}");
    let refused = feed(&mut reader, "fil.csv", "CPR;Start;Start;Slutdato\n").unwrap_err().to_string();
    assert!(refused.contains("'Start' står flere gange (kolonne B og C)"), "{refused}");
    assert!(feed(&mut reader, "fil.csv", "").is_err());
}

#[test]
fn reading_stops_where_no_headings_come() {
    let mapping = mapping("", "");
    let mut reader = Reader::new(&mapping, law(), 573, ExtractFacts::default());
    reader.start_file(0, "stor.csv");
    let cells = [Cell::Text("x")];
    let taken = (1..=1000)
        .take_while(|row| reader.row(&RawRow { sheet: "", row: *row, cells: &cells }).is_continue());
    assert_eq!(taken.count() as u64, HEADINGS_WITHIN - 1);
}

#[test]
fn one_of_two_columns_of_a_name_can_be_chosen() {
    let mapping = mapping("end = \"Start#2\"", "");
    let text = "CPR;Start;Start\n030280-0010;01-01-2021;02-01-2021\n";
    let mut reader = Reader::new(&mapping, law(), 573, ExtractFacts::default());
    assert!(feed(&mut reader, "fil.csv", text).is_err(), "'Start' itself is still two columns");
    let mapping = Mapping::parse(
        "format = 1\nname = \"p\"\ntitle = \"P\"\nkind = \"activities\"\n[columns]\ncpr = \"CPR\"\nstart = \"Start#1\"\nend = \"Start#2\"",
        "kilde.toml",
    )
    .unwrap();
    assert_eq!(read(&mapping, text).activities[0].period().days(), 2);
}

#[test]
fn a_title_that_is_no_heading_and_headings_that_come_again_are_skipped() {
    let mapping = mapping("end = \"Slut\"", "");
    let extract = read(
        &mapping,
        "CPR;Start;Slut\n030280-0010;01-01-2021;\nCPR;Start;Slut\n;;\nTotal;;\n;Sum: 2;\nI alt: 3;;\nTotalitet;01-01-2021;\n",
    );
    assert_eq!(extract.activities.len(), 1);
    assert_eq!(extract.totals.skipped_rows, 6);
    assert_eq!(codes_of(&extract), [("IND002", 8)]);
}

#[test]
fn an_end_date_may_be_the_day_after() {
    let columns = "end = \"Slut\"";
    let text = "CPR;Start;Slut\n030280-0010;01-01-2021;01-02-2021\n030280-0010;01-01-2021;\n030280-0010;01-01-2021;31-12-9999\n030280-0010;01-01-2021;01-01-2021\n030280-0010;02-01-2021;01-01-2021\n";
    let after = read(&mapping(columns, "[values]\nend_date = \"day_after\""), text);
    assert_eq!(after.activities[0].period().days(), 31);
    assert!(after.activities[1].period().is_open() && after.activities[2].period().is_open());
    assert_eq!(codes_of(&after), [("IND014", 5), ("IND013", 6)]);
    let last = read(&mapping(columns, ""), text);
    assert_eq!(last.activities[0].period().days(), 32);
    assert_eq!(last.activities[3].period().days(), 1);
    assert_eq!(codes_of(&last), [("IND013", 6)]);
}

#[test]
fn an_open_end_has_the_sources_own_words() {
    let mapping = mapping("end = \"Slut\"", "[values]\nopen_end = [\"Løbende\", \"31-12-2099\"]");
    let text = "CPR;Start;Slut\n030280-0010;01-01-2021;Uoplyst\n030280-0010;01-01-2021; LØBENDE\n030280-0010;01-01-2021;31.12.2099\n030280-0010;01-01-2021;snart\n";
    let extract = read(&mapping, text);
    assert!(extract.activities.iter().all(|row| row.period().is_open()));
    assert_eq!(codes_of(&extract), [("IND012", 5)]);
}

#[test]
fn sums_in_are_sums_out() {
    let mapping = mapping(
        "status = \"Status\"\nrate = \"Takst\"",
        "[status]\ncounts = [\"Ja\"]\nnever_took_effect = [\"Nej\"]\n[units]\ndefault = \"doegn\"",
    );
    let extract = read(
        &mapping,
        "CPR;Start;Status;Takst\n030280-0010;01-01-2021;Ja;100\n030280-0010;01-01-2021;nej;10\n030280-0010;01-01-2021;Måske;1\nx;01-01-2021;Ja;0,1\n030280-0010;01-01-2021;Ja;to\n",
    );
    let sum = |tally: Tally| (tally.rows, tally.rate_sum);
    assert_eq!(sum(extract.totals.read), (5, 1_111_000));
    assert_eq!(sum(extract.totals.used), (2, 1_000_000));
    assert_eq!(sum(extract.totals.never_took_effect), (1, 100_000));
    assert_eq!(sum(extract.totals.set_aside), (2, 11_000));
    assert_eq!(extract.activities.len(), 4);
    assert!(extract.totals.balance());
    let effects: Vec<Effect> = extract.findings.iter().map(|f| f.effect).collect();
    assert_eq!(effects, [Effect::SetAside, Effect::SetAside, Effect::ValueMissing]);
}

#[test]
fn supplements_are_known_by_their_word_or_by_being_money() {
    let mapping = mapping(
        "role = \"Type\"\nservice = \"Ydelse\"",
        "[role]\nmain = [\"HOVED\"]\nsupplement = [\"TILLÆG\"]\nmoney_only = [\"Kørsel*\", \"*egenbetaling\"]",
    );
    let extract = read(
        &mapping,
        "CPR;Start;Type;Ydelse\n030280-0010;01-01-2021;hoved;Støtte\n030280-0010;01-01-2021;Tillæg;Støtte\n030280-0010;01-01-2021;HOVED;kørsel til Ribe\n030280-0010;01-01-2021;HOVED;Kost, egenbetaling\n030280-0010;01-01-2021;;Støtte\n",
    );
    let roles: Vec<(Role, Standing)> =
        extract.activities.iter().map(|row| (row.role, row.standing)).collect();
    use Role::{Main, Supplement};
    use Standing::{Counts, Unclear};
    assert_eq!(
        roles,
        [(Main, Counts), (Supplement, Counts), (Supplement, Counts), (Supplement, Counts), (Main, Unclear)]
    );
}

#[test]
fn a_quantity_is_hours_or_pieces_by_the_rows_unit() {
    let mapping = mapping(
        "quantity = \"Antal\"\nunit = \"Enhed\"\nrate = \"Takst\"",
        "[units]\ntime_pr_uge = [\"t pr uge\"]",
    );
    let extract = read(
        &mapping,
        "CPR;Start;Antal;Enhed;Takst\n030280-0010;01-01-2021;7:30;T PR UGE;400\n030280-0010;01-01-2021;3;stk.;1\n030280-0010;01-01-2021;2;Døgn;1\n030280-0010;01-01-2021;1;;1\n030280-0010;01-01-2021;1;Tommer;1\n",
    );
    let told: Vec<_> = extract
        .activities
        .iter()
        .map(|r| (r.hours, r.count, r.price(PriceTerms::default()).is_some()))
        .collect();
    assert_eq!(told[0], (Some(Quantity(75_000)), None, true));
    assert_eq!(told[1], (None, Some(Quantity(30_000)), true));
    assert_eq!(told[2], (None, None, true));
    assert_eq!((told[3], told[4]), ((None, None, false), (None, None, false)));
    assert_eq!(codes_of(&extract), [("IND037", 4), ("IND036", 5), ("IND035", 6)]);
}

#[test]
fn an_empty_municipality_is_our_own_only_where_the_mapping_says_so() {
    let columns = "handlekommune = \"Handle\"\nbetalingskommune = \"Betaler\"";
    let text = "CPR;Start;Handle\n030280-0010;01-01-2021;\n030280-0010;01-01-2021;0561\n030280-0010;01-01-2021;Københavns Kommune\n030280-0010;01-01-2021;573 Varde\n";
    let own = read(&mapping(columns, "[values]\nempty_means_own = true"), text);
    let handle: Vec<_> = own.activities.iter().map(|row| row.handlekommune).collect();
    assert_eq!(handle, [Some(573), Some(561), Some(101), Some(573)]);
    // A column that the file has not says nothing, also not "our own".
    assert!(own.activities.iter().all(|row| row.betalingskommune.is_none()));
    assert!(own.findings.iter().any(|f| f.code == "IND070" && f.value == "Betaler"));
    assert_eq!(read(&mapping(columns, ""), text).activities[0].handlekommune, None);
}

#[test]
fn the_day_of_the_extract_is_stated_or_in_the_file_or_in_its_name() {
    let mapping = mapping("", "[extract]\nfile_name = \"ud_{extracted}\"");
    let text = "Udtrukket: 01-03-2026;;Periode: 01-01-2021 - 28-02-2026\nCPR;Start\n030280-0010;01-01-2021\n";
    let with = |stated: ExtractFacts| {
        let mut reader = Reader::new(&mapping, law(), 573, stated);
        feed(&mut reader, "ud_2026-03-02.csv", text).unwrap();
        reader.finish()
    };
    let found = with(ExtractFacts::default());
    assert_eq!(found.facts.extracted.unwrap().iso(), "2026-03-01");
    assert_eq!(format!("{:?}", found.facts.covers.unwrap()), "2021-01-01..2026-02-28");
    let said = found.findings.iter().find(|f| f.code == "IND073").unwrap();
    assert!(said.reason.contains("i filen 01-03-2026, i navnet 02-03-2026"), "{}", said.reason);
    let day = Day::from_ymd(2026, 3, 3).unwrap();
    let covers = Period::from_included(Day::from_ymd(2022, 1, 1).unwrap(), day);
    let stated = with(ExtractFacts { extracted: Some(day), covers, current_only: true });
    assert_eq!(stated.facts, ExtractFacts { extracted: Some(day), covers, current_only: true });
    assert!(stated.findings.iter().any(|f| f.code == "IND074"));
}

#[test]
fn of_one_kind_so_many_are_kept_and_all_are_counted() {
    let mapping = mapping("", "");
    let mut text = "CPR;Start\n".to_owned();
    for _ in 0..KEPT_OF_A_CODE + 5 {
        text.push_str("x;01-01-2021\n");
    }
    let extract = read(&mapping, &text);
    assert_eq!(codes_of(&extract).len() as u64, KEPT_OF_A_CODE);
    assert_eq!(extract.finding_counts["IND002"], KEPT_OF_A_CODE + 5);
    let many = extract.findings.iter().find(|f| f.code == "IND076").unwrap();
    assert!(many.reason.contains("IND002: 10005 i alt"), "{}", many.reason);
}

#[test]
fn a_workbooks_other_sheets_are_passed_by_and_said() {
    let mapping = mapping("", "");
    let mut reader = Reader::new(&mapping, law(), 573, ExtractFacts::default());
    reader.start_file(3, "bog.xlsx");
    let headings = [Cell::Text("CPR"), Cell::Text("Start")];
    let number = [Cell::Number("302800010"), Cell::Number("44197")];
    for (sheet, row, cells) in [
        ("Forside", 1, &[Cell::Text("Vejledning"), Cell::Empty]),
        ("2025", 1, &headings),
        ("2025", 2, &number),
        ("2026", 4, &headings),
        ("2026", 5, &number),
    ] {
        assert!(reader.row(&RawRow { sheet, row, cells }).is_continue());
    }
    reader.end_file(None).unwrap();
    let extract = reader.finish();
    let places: Vec<_> = extract
        .activities
        .iter()
        .map(|r| (r.place.file, extract.wording.text(r.place.sheet), r.place.row))
        .collect();
    assert_eq!(places, [(3, "2025", 2), (3, "2026", 5)]);
    assert!(extract.findings.iter().any(|f| f.code == "IND072" && f.sheet == "Forside"));
    assert_eq!(extract.found.citizens, 1);
}

/// A number of a person in any column, in any written form, leaves as a `Cpr` and in no other way.
#[test]
fn no_number_of_a_person_leaves_in_a_text_or_a_finding() {
    let columns = "end = \"Slut\"\nservice = \"Ydelse\"\nparagraf = \"Paragraf\"\naccount = \"Konto\"\nprovider = \"Lev\"\np_number = \"P\"\ncvr = \"CVR\"\nownership = \"Ejer\"\ncaseworker = \"Sags\"\nmaalgruppe = \"Mg\"\nhours = \"Timer\"\nrate = \"Takst\"\nunit = \"Enhed\"\nhandlekommune = \"Handle\"\nregistered = \"Reg\"";
    let mapping = mapping(columns, "");
    let headings = [
        "CPR", "Start", "Slut", "Ydelse", "Paragraf", "Konto", "Lev", "P", "CVR", "Ejer", "Sags", "Mg",
        "Timer", "Takst", "Enhed", "Handle", "Reg",
    ];
    let mut text = headings.join(";") + "\n";
    for written in
        ["030280-0010", "0302800010", "030280 0010", "03.02.80-0010", "03021980-0010", "se 030280-0010 her"]
    {
        for at in 0..headings.len() {
            let mut cells =
                vec![NUMBER, "01-01-2021", "", "Støtte", "", "", "", "", "", "", "", "", "", "", "", "", ""];
            cells[at] = written;
            text.push_str(&(cells.join(";") + "\n"));
        }
    }
    let extract = read(&mapping, &text);
    let words = extract.wording.words().iter().map(ToString::to_string);
    let providers =
        extract.wording.providers().iter().map(|p| format!("{} {} {}", p.name, p.p_number, p.cvr));
    let findings = extract.findings.iter().map(|f| format!("{} {} {}", f.value, f.reason, f.column));
    for kept in words.chain(providers).chain(findings) {
        let digits: String = kept.chars().filter(char::is_ascii_digit).collect();
        assert!(!digits.contains("0302800010") && !digits.contains("030219800010"), "{kept}");
        assert!(!kept.contains("0010"), "{kept}");
    }
    assert!(extract.totals.balance());
}

#[test]
fn texts_of_excel_and_of_nothing() {
    let mapping = mapping(
        "provider = \"Sted\"\np_number = \"P\"\nservice = \"Ydelse\"",
        "[empty]\nprovider = [\"Intet\"]",
    );
    let extract = read(
        &mapping,
        "CPR;Start;Sted;P;Ydelse\n=\"0302800010\";'01-01-2021;intet;;#N/A\n0302800010;01-01-2021;Åsen;=\"1018099515\";\n",
    );
    assert_eq!(extract.activities[0].provider, ProviderId::NONE);
    assert_eq!(extract.wording.text(extract.activities[0].service), "");
    let provider = extract.wording.provider_of(extract.activities[1].provider);
    assert_eq!((provider.name.as_str(), provider.p_number.as_str()), ("Åsen", "1018099515"));
    assert_eq!(codes_of(&extract), [("IND060", 2)]);
}

#[test]
fn several_files_make_one_extract() {
    let mapping = mapping("", "[extract]\nfile_name = \"{from}_{to}_{extracted}\"");
    let of = |names: &[&str]| {
        let mut reader = Reader::new(&mapping, law(), 573, ExtractFacts::default());
        for (index, name) in (0..).zip(names) {
            reader.start_file(index, name);
            for (row, cells) in [
                (1, [Cell::Text("CPR"), Cell::Text("Start")]),
                (2, [Cell::Text(NUMBER), Cell::Text("01-01-2021")]),
            ] {
                assert!(reader.row(&RawRow { sheet: "", row, cells: &cells }).is_continue());
            }
            reader.end_file(None).unwrap();
        }
        reader.finish()
    };
    let years = of(&["20200101_20201231_20260301", "20210101_20211231_20260302"]);
    assert_eq!(years.activities.iter().map(|row| row.place.file).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(years.facts.extracted.unwrap().iso(), "2026-03-01");
    assert_eq!(format!("{:?}", years.facts.covers.unwrap()), "2020-01-01..2021-12-31");
    assert_eq!(years.finding_counts.get("IND073"), Some(&1));
    assert_eq!(years.finding_counts.get("IND074"), None);
    let gap = of(&["20190101_20191231_20260301", "20210101_20211231_20260301"]);
    assert_eq!(format!("{:?}", gap.facts.covers.unwrap()), "2021-01-01..2021-12-31");
    assert_eq!(gap.finding_counts.get("IND074"), Some(&1));
}

#[test]
fn a_lone_text_is_a_note_and_a_broken_row_is_not_read() {
    let mapping = mapping("end = \"Slut\"\nservice = \"Ydelse\"", "");
    let extract = read(
        &mapping,
        "CPR;Start;Slut;Ydelse\n030280-0010;01-01-2021;;Støtte i\nhjemmet;\n030280-0010;01-01-2021\n030280-0010;01-01-2021;;a;b\n030280-0010;01-01-2021;;a;;\n",
    );
    assert_eq!(codes_of(&extract), [("IND079", 3), ("IND018", 4), ("IND017", 5)]);
    assert_eq!(extract.activities.len(), 2);
}
