//! Proposals on small files: headings in one row and in two, what is left open, and what is never shown.

use super::*;
use crate::child::ChildProgram;
use crate::law_files::load_embedded;
use crate::read::ReadHints;
use crate::shipped::shipped;

fn known() -> Vec<Mapping> {
    shipped()
        .iter()
        .map(|own| Mapping::parse(own.toml, own.name).unwrap_or_else(|error| panic!("{error}")))
        .collect()
}

fn proposed(text: &str, said: &Said<'_>) -> Proposal {
    let child = ChildProgram { program: "findes-ikke".into(), args: Vec::new() };
    let size = text.len() as u64;
    let sample =
        look("liste.csv", &mut text.as_bytes(), size, &ReadHints::default(), &child).expect("en fil");
    let known = known();
    propose(&sample, &Vocabulary::of(&known), &WordLists::of(&known), &load_embedded(), said)
}

fn fields(proposal: &Proposal) -> Vec<(&str, &str)> {
    let own = proposal.columns.iter();
    own.map(|column| (column.heading.as_str(), column.field.map_or("-", Field::key))).collect()
}

const LIST: &str = "Støtte i kommunen;;;;;\n\
    Udtrukket;01-03-2026;;;;\n\
    Personnr;Hvem;Efter;Bevilget fra;Bevilget til;Tilstand\n\
    0302800010;Åse Hansen;SEL § 85;01-01-2025;;I gang\n\
    1506750021;Bo Nielsen;SEL § 104;01-02-2025;31-12-2025;Slut\n\
    2211900030;Lis Jensen;ABL § 105/SEL § 85;01-03-2025;løbende;I gang\n\
    1708640040;Per Olsen;SEL § 107;01-04-2025;30-06-2026;Slut\n\
    Total;;;;;\n";

#[test]
fn headings_are_found_below_titles_and_columns_by_what_stands_in_them() {
    let proposal = proposed(LIST, &Said::default());
    assert_eq!((proposal.heading_row, proposal.kind), (3, Some(Kind::Activities)));
    assert_eq!(
        fields(&proposal),
        [
            ("Personnr", "cpr"),
            ("Hvem", "-"),
            ("Efter", "paragraf"),
            ("Bevilget fra", "start"),
            ("Bevilget til", "end"),
            ("Tilstand", "-"),
        ]
    );
    assert!(proposal.reads_paragraphs);
    assert!(proposal.columns[5].words.is_none(), "så få rækker kan være navne, og de vises ikke");
    let open = proposal.columns[4].lettered.as_ref().expect("ord");
    assert_eq!(open, &[("løbende".to_owned(), 1)]);
}

#[test]
fn no_number_and_no_name_is_an_example() {
    let proposal = proposed(LIST, &Said::default());
    let shown: String = proposal.columns.iter().flat_map(|column| &column.examples).cloned().collect();
    for part in ["030280", "150675", "Åse", "Hansen", "Bo ", "Lis"] {
        assert!(!shown.contains(part), "{part}: {shown}");
    }
    assert!(proposal.columns[0].hidden && proposal.columns[1].hidden);
    assert!(proposal.columns[1].words.is_none(), "navne er ingen ord, der kan spørges om");
    assert!(proposal.columns[2].examples.contains(&"SEL § 85".to_owned()));
}

#[test]
fn two_rows_of_headings_are_written_as_a_mapping_writes_them() {
    let text = "Borger;;Paragraf;Periode;;Økonomi\nCPR;Navn;;Fra;Til;Beløb 2026\n\
        0302800010;Åse Hansen;§ 107;01-01-2026;31-12-2026;1.000,50\n\
        1506750021;Bo Nielsen;§ 108;01-02-2026;;2.000,25\n";
    let proposal = proposed(text, &Said::default());
    let headings: Vec<&str> = proposal.columns.iter().map(|column| column.heading.as_str()).collect();
    let expected = [
        "Borger / CPR",
        "Borger / Navn",
        "Paragraf",
        "Periode / Fra",
        "Periode / Til",
        "Økonomi / Beløb 2026",
    ];
    assert_eq!(headings, expected);
    assert_eq!(proposal.decimal, "comma");
    assert_eq!(proposal.columns[3].field, Some(Field::Start));
}

#[test]
fn what_is_not_sure_is_left_open() {
    let text = "CPR;Dato 1;Dato 2;Beløb A;Beløb B\n0302800010;01-01-2026;02-01-2026;10,00;20,00\n\
        1506750021;03-01-2026;04-01-2026;30,00;40,00\n";
    let proposal = proposed(text, &Said { kind: Some(Kind::Activities), ..Said::default() });
    assert_eq!(
        fields(&proposal),
        [("CPR", "cpr"), ("Dato 1", "-"), ("Dato 2", "-"), ("Beløb A", "-"), ("Beløb B", "-")]
    );
    let free = proposed(text, &Said::default());
    assert_eq!(free.kind, None, "{:?}", free.possible);
    // The heading says a day and the values say otherwise.
    let text = "CPR;Startdato\n0302800010;Ja\n1506750021;Nej\n";
    let proposal = proposed(text, &Said { kind: Some(Kind::Activities), ..Said::default() });
    assert_eq!(proposal.columns[1].field, None);
    assert!(proposal.columns[1].why.contains("Men indholdet er"), "{}", proposal.columns[1].why);
}

#[test]
fn a_mapping_that_is_changed_stands_and_the_rest_is_only_said() {
    let known = known();
    let list = known.iter().find(|own| own.name() == "borgerliste").expect("borgerlisten");
    let text = "CPR;Paragraf;Start;Slut;Tilbud;Timer pr. uge\n0302800010;§ 104;01-01-2021;;Engen;7,5\n";
    let proposal = proposed(text, &Said { existing: Some(list), ..Said::default() });
    assert_eq!(proposal.columns[4].field, Some(Field::Provider));
    assert_eq!(proposal.columns[4].why, "Sådan står det i kilden.");
    assert_eq!(proposal.columns[5].field, None);
    assert!(proposal.columns[5].why.contains("kunne være timer pr. uge"), "{}", proposal.columns[5].why);
}

#[test]
fn unknown_words_get_no_meaning() {
    let known = known();
    let lists = WordLists::of(&known);
    let asked = asked(Kind::Activities, Field::Status).expect("spørgsmål om status");
    let words = [("Bevilliget".to_owned(), 3), ("I gang".to_owned(), 2), ("Annulleret".to_owned(), 1)];
    let found: Vec<&str> = lists.found(&asked, &words).iter().map(|found| found.proposed).collect();
    assert_eq!(found, ["counts", "", "never_took_effect"]);
}
