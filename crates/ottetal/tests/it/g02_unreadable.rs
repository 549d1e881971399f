//! G2: an unreadable date, amount or CPR is a finding with its line, never a pass.

use crate::rows::{ROW, Row, Two, as2007, nexus, text};

/// What is wrong, in which column, and the code that must stand on its line.
struct Case<'a> {
    row: Row<'a>,
    column: &'static str,
    code: &'static str,
    /// The row is not in the figures.
    aside: bool,
}

#[test]
fn g2_every_unreadable_cell_is_a_finding_on_its_line() {
    let two = Two::begin(20);
    let numbers = two.numbers.clone();
    let mut people = numbers.iter();
    let mut next = || Row { cpr: people.next().unwrap(), ..ROW };
    let bad = |row, column, code, aside| Case { row, column, code, aside };
    let cases = [
        bad(Row { from: "31-02-2024", ..next() }, "Startdato", "IND011", true),
        bad(Row { from: "snart", ..next() }, "Startdato", "IND011", true),
        bad(Row { from: "29-02-2023", ..next() }, "Startdato", "IND011", true),
        bad(Row { from: "", ..next() }, "Startdato", "IND010", true),
        bad(Row { to: "32-01-2024", ..next() }, "Slutdato", "IND012", true),
        bad(Row { to: "senere", ..next() }, "Slutdato", "IND012", true),
        bad(Row { to: "31-12-2023", ..next() }, "Slutdato", "IND013", true),
        bad(Row { rate: "fem hundrede", ..next() }, "Takst", "IND030", false),
        bad(Row { rate: "1.2.3,4,5", ..next() }, "Takst", "IND032", false),
        bad(Row { rate: "1,23456", ..next() }, "Takst", "IND031", false),
        bad(Row { hours: "syv", ..next() }, "Timer pr. uge", "IND030", false),
        bad(Row { registered: "i går", ..next() }, "Registreret", "IND015", false),
        bad(Row { status: "Måske", ..next() }, "Status", "IND020", true),
        bad(Row { group: "Blå", ..next() }, "Målgruppe", "IND040", false),
        bad(Row { group: "9.9.9", ..next() }, "Målgruppe", "IND043", false),
        bad(Row { cpr: "", ..ROW }, "Borger CPR", "IND001", true),
        bad(Row { cpr: "12345", ..ROW }, "Borger CPR", "IND002", true),
        bad(Row { cpr: "9913991234", ..ROW }, "Borger CPR", "IND003", true),
        bad(Row { cpr: "0000000000", ..ROW }, "Borger CPR", "IND004", true),
        bad(Row { cpr: "1,01E+09", ..ROW }, "Borger CPR", "IND007", true),
    ];
    let rows: Vec<Row<'_>> = cases.iter().map(|case| case.row).collect();
    let file = two.place.file("nexus.csv", nexus(&rows));
    let list = two.place.path("fund.csv").display().to_string();
    let ran = two.place.done(&["import", "--kilde", "nexus", "--fund", &list, &file]);

    let findings = String::from_utf8(two.place.bytes("fund.csv")).unwrap();
    let findings: Vec<Vec<&str>> =
        findings.lines().skip(1).map(|line| line.split(';').map(|c| c.trim_matches('"')).collect()).collect();
    for (at, case) in cases.iter().enumerate() {
        let line = (at + 2).to_string();
        let said = findings.iter().find(|f| f[0] == case.code && f[4] == line && f[5] == case.column);
        let said = said.unwrap_or_else(|| panic!("{} på række {line} mangler: {findings:#?}", case.code));
        assert_eq!(said[2], "nexus.csv");
        assert_eq!(said[1] == "sat til side", case.aside, "{said:?}");
        assert!(!said[7].is_empty() && !said[8].is_empty(), "hvorfor og hvad man gør: {said:?}");
    }
    let aside = cases.iter().filter(|case| case.aside).count();
    assert!(ran.out.contains(&format!("{:<22}{:>10} rækker", "sat til side", aside)), "{}", ran.out);

    // What was set aside claims no day; what lacks a rate has unknown kroner, not none.
    two.import("as2007", "as2007.csv", as2007(&[]));
    two.place.done(&["grundlag", "accepter"]);
    let lines = two.lines("2024-01-01", "2024-12-31", &["--med-cpr", "--formaal", "TILSYN"]);
    for case in
        cases.iter().filter(|case| !case.row.cpr.is_empty() && numbers.iter().any(|n| n == case.row.cpr))
    {
        let between = |line: &&serde_json::Value| !line["spoergsmaal"].is_null();
        let own: Vec<_> =
            lines.iter().filter(between).filter(|line| text(line, "cpr") == case.row.cpr).collect();
        assert_eq!(own.len(), usize::from(!case.aside), "{}", case.code);
        if case.column == "Takst" {
            assert!(own[0]["oere"].is_null(), "ukendt er ikke nul: {}", own[0]);
        }
    }
}
