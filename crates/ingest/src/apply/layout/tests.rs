//! Headings in one row and in two, as people's spreadsheets have them.

use super::*;

fn mapping(columns: &str) -> Mapping {
    let head = "format = 1\nname = \"k\"\ntitle = \"K\"\nkind = \"activities\"\n[columns]\n";
    Mapping::parse(&format!("{head}{columns}"), "kilde.toml").unwrap_or_else(|error| panic!("{error}"))
}

fn cells<'t>(text: &'t str) -> Vec<Cell<'t>> {
    text.split('|').map(|t| if t.is_empty() { Cell::Empty } else { Cell::Text(t) }).collect()
}

fn layout(mapping: &Mapping, above: &str, row: &str) -> Result<Layout, Candidate> {
    let above: Vec<String> =
        if above.is_empty() { Vec::new() } else { above.split('|').map(str::to_owned).collect() };
    Layout::of(mapping, &RawRow { sheet: "Ark", row: 2, cells: &cells(row) }, &above)
}

const PAIRS: &str = "cpr = \"Borger / CPR\"\nstart = \"Periode / Fra\"\nend = \"Periode / Til\"\nparagraf = \"Paragraf\"\nrate = \"Økonomi / Beløb\"\n";

#[test]
fn two_rows_name_a_column_together_and_a_merged_cell_holds_for_all_its_columns() {
    let mapping = mapping(PAIRS);
    let found = layout(&mapping, "Borger||Paragraf|PERIODE:||Økonomi|", "cpr|Navn||Fra |Til|Beløb|Dagstakst")
        .unwrap();
    let at = [Field::Cpr, Field::Paragraf, Field::Start, Field::End, Field::Rate]
        .map(|f| found.columns[f as usize]);
    assert_eq!(at, [Some(0), Some(2), Some(3), Some(4), Some(5)]);
    assert_eq!(found.heading(Field::End), "PERIODE: / Til");
    assert_eq!(found.heading(Field::Paragraf), "Paragraf");
    let unused: Vec<&str> = found.unused.iter().map(|i| found.headings[*i].as_str()).collect();
    assert_eq!(unused, ["Borger / Navn", "Økonomi / Dagstakst"]);
    // The two rows again, as each printed page has them; merged cells at the end are not there.
    assert!(found.repeats_headings(&cells("Borger||Paragraf|Periode||Økonomi")));
    assert!(found.repeats_headings(&cells("CPR|Navn||Fra|Til|Beløb|Dagstakst")));
    assert!(!found.repeats_headings(&cells("030280-0010|Borger|Paragraf|Fra|Til|Beløb")));
}

#[test]
fn the_same_word_under_two_headings_is_two_columns() {
    let mapping = mapping(
        "cpr = \"CPR\"\nstart = \"Bevilling / Fra\"\nend = \"Bevilling / Til\"\nregistered = \"Betaling / Fra\"\n",
    );
    let found = layout(&mapping, "|Bevilling||Betaling|", "CPR|Fra|Til|Fra|Til").unwrap();
    let at = [Field::Start, Field::End, Field::Registered].map(|f| found.columns[f as usize]);
    assert_eq!(at, [Some(1), Some(2), Some(3)]);
    // A single word that stands under both is refused, with the letters.
    let single = self::mapping("cpr = \"CPR\"\nstart = \"Fra\"\nend = \"Bevilling / Til\"\n");
    let refused = layout(&single, "|Bevilling||Betaling|", "CPR|Fra|Til|Fra|Til").unwrap_err();
    assert_eq!(refused.twice, [("Fra".to_owned(), "B og D".to_owned())]);
}

#[test]
fn one_row_is_enough_where_it_has_all_and_a_title_above_changes_nothing() {
    let mapping = mapping("cpr = \"CPR\"\nstart = [\"Periode / Fra\", \"Fra\"]\n");
    let found = layout(&mapping, "Disponering 2026", "CPR|Fra|Takst").unwrap();
    assert_eq!((found.heading(Field::Start), found.heading(Field::Cpr)), ("Fra", "CPR"));
    assert!(found.above.is_empty());
}

#[test]
fn a_pair_that_is_missing_is_said_with_the_nearest() {
    let refused = layout(&mapping(PAIRS), "Borger||Periode|", "CPR|Navn|Fra|Slut").unwrap_err();
    assert_eq!(refused.found, 2);
    let said: Vec<&str> = refused.missing.iter().map(|m| m.heading.as_str()).collect();
    assert_eq!(said, ["Periode / Til", "Paragraf"]);
    assert!(refused.headings.contains("Periode / Slut"), "{}", refused.headings);
}
