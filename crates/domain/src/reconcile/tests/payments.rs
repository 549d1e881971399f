//! Grids of payments against grants: rows of days, postings of months.

use super::grid::grid;

const RULES: &str = "regler=betalt_efter_doed,konto_anden_paragraf,betalt_efter_slut,betalt_uden_bevilling,betalt_trods_nej,samme_regning,bevilget_uden_betaling,betalt_anden_leverandoer,betalt_over,betalt_under sidste=2021-12-15";

fn paid(drawn: &str) -> String {
    grid(RULES, drawn)
}

#[test]
fn months_that_agree_are_silent_and_small_amounts_are_not_looked_at() {
    insta::assert_snapshot!(paid("
        1 SEL104 2021-01-01..2021-03-31
        2 SEL104 2021-01-01..2021-03-31
        K konto=538501004 beløb=31000 for=2021-01-01..2021-01-31
        K konto=538501004 beløb=27901 for=2021-02-01..2021-02-28
        K konto=538501004 beløb=31100 for=2021-03-01..2021-03-31
        K konto=538501002 beløb=100 for=2021-03-01..2021-03-31
        K konto=538502001 beløb=-9000 for=2021-03-01..2021-03-31
    "), @"");
}

#[test]
fn paid_over_and_under_and_not_at_all() {
    insta::assert_snapshot!(paid("
        1 SEL104 2021-01-01..2021-12-31
        2 SEL104 2021-01-01..2021-12-31
        K konto=538501004 beløb=60000 for=2021-01-01..2021-02-28
        K konto=538501004 beløb=5000 bogført=2021-03-10
        K konto=538501004 beløb=20000 for=2021-03-01..2021-03-31
        K konto=538501004 beløb=153000 for=2021-06-01..2021-10-31
    "), @"
    - betalt_over SEL § 104 2021-01-01..2021-02-28 59 dage 1000,00 1:1 2:1 K:1
    - betalt_under SEL § 104 2021-03-01..2021-03-31 31 dage -6000,00 1:1 2:1 K:2,K:3
    - bevilget_uden_betaling SEL § 104 2021-04-01..2021-05-31 61 dage -61000,00 1:1 2:1
    ");
}

#[test]
fn paid_without_a_grant_after_its_end_and_after_death() {
    insta::assert_snapshot!(paid("
        P død=2021-05-20
        1 SEL104 2021-02-01..2021-02-28
        2 SEL104 2021-02-01..2021-02-28
        2 SEL103 2021-03-01..2021-03-31 takst=0
        K konto=538501004 beløb=28000 for=2021-02-01..2021-02-28
        K konto=538501004 beløb=900 for=2021-03-01..2021-03-31
        K konto=538501004 beløb=1000 for=2021-04-01..2021-04-30
        K konto=538501004 beløb=1000 for=2021-05-01..2021-05-31
        K konto=538501004 beløb=1000 for=2021-06-01..2021-06-30
        K konto=538501001 beløb=500 for=2021-01-01..2021-02-28
    "), @"
    - betalt_efter_slut SEL § 104 2021-04-01..2021-05-31 61 dage 2000,00 K:3,K:4
    - betalt_efter_doed SEL § 104 2021-06-01..2021-06-30 30 dage 1000,00 K:5
    - betalt_uden_bevilling SEL § 107 2021-01-01..2021-02-28 59 dage 500,00 K:6
    ");
}

#[test]
fn an_account_of_another_paragraph_explains_the_unpaid_one() {
    insta::assert_snapshot!(paid("
        1 SEL107 2021-01-01..2021-02-28
        2 SEL107 2021-01-01..2021-02-28
        K konto=538501002 beløb=31000 for=2021-01-01..2021-01-31
        K konto=538501002 beløb=28000 for=2021-02-01..2021-02-28
    "), @"- konto_anden_paragraf SEL § 108 2021-01-01..2021-02-28 59 dage 59000,00 1:1 2:1 K:1,K:2 «konto 538501002: SEL § 108, bevilget SEL § 107»");
    // Two unpaid paragraphs: which one it is nobody can say.
    insta::assert_snapshot!(paid("
        1 SEL107 2021-01-01..2021-01-31
        2 SEL107 2021-01-01..2021-01-31
        1 SEL104 2021-01-01..2021-01-31
        2 SEL104 2021-01-01..2021-01-31
        K konto=538501002 beløb=31000 for=2021-01-01..2021-01-31
    "), @"
    - bevilget_uden_betaling SEL § 104 2021-01-01..2021-01-31 31 dage -31000,00 1:2 2:2
    - bevilget_uden_betaling SEL § 107 2021-01-01..2021-01-31 31 dage -31000,00 1:1 2:1
    - betalt_uden_bevilling SEL § 108 2021-01-01..2021-01-31 31 dage 31000,00 K:1
    ");
}

#[test]
fn the_same_bill_twice_is_not_also_paid_over() {
    insta::assert_snapshot!(paid("
        1 SEL104 2021-01-01..2021-03-31
        2 SEL104 2021-01-01..2021-03-31
        K konto=538501004 beløb=31000 for=2021-01-01..2021-01-31 bilag=7
        K konto=538501004 beløb=31000 for=2021-01-01..2021-01-31 bilag=7
        K konto=538501004 beløb=14000 for=2021-02-01..2021-02-28 bilag=8
        K konto=538501004 beløb=14000 for=2021-02-01..2021-02-28 bilag=9
        K konto=538501004 beløb=31000 for=2021-03-01..2021-03-31
        K konto=538501004 beløb=31000 for=2021-03-01..2021-03-31
        K konto=538501004 beløb=-31000 for=2021-03-01..2021-03-31
    "), @"- samme_regning SEL § 104 2021-01-01..2021-01-31 31 dage 31000,00 1:1 2:1 K:1,K:2");
}

#[test]
fn rows_that_are_not_settled_other_places_and_places_paid_by_a_frame() {
    insta::assert_snapshot!(grid(&format!("{RULES} kolonner=settles"), "
        1 SEL104 2021-01-01..2021-02-28 lev=A
        2 SEL104 2021-01-01..2021-02-28 lev=A afregnes=nej
        K konto=538501004 beløb=31000 for=2021-01-01..2021-01-31 lev=A
        1 SEL107 2021-01-01..2021-02-28 lev=A
        2 SEL107 2021-01-01..2021-02-28 lev=A
        K konto=538501001 beløb=31000 for=2021-01-01..2021-01-31 lev=B
        K konto=538501001 beløb=28000 for=2021-02-01..2021-02-28 lev=B
        R lev=Ramme ramme
        1 SEL108 2021-01-01..2021-02-28 lev=Ramme
        2 SEL108 2021-01-01..2021-02-28 lev=Ramme
    "), @"
    - betalt_trods_nej SEL § 104 2021-01-01..2021-01-31 31 dage 31000,00 1:1 2:1 K:1
    - betalt_anden_leverandoer SEL § 107 2021-01-01..2021-02-28 59 dage 0,00 [A]/[B] 1:2 2:2 K:2,K:3
    ");
}

#[test]
fn a_posting_without_its_days_is_of_the_month_that_the_delay_points_to() {
    insta::assert_snapshot!(paid("
        R lev=Langsom forsinkelse=65
        1 SEL104 2021-01-01..2021-02-28
        2 SEL104 2021-01-01..2021-02-28
        K konto=538501004 beløb=31000 bogført=2021-01-20
        K konto=538501004 beløb=28000 bogført=2021-04-20 lev=Langsom
    "), @"- betalt_anden_leverandoer SEL § 104 2021-02-01..2021-02-28 28 dage 0,00 [Stedet]/[Langsom] 1:1 2:1 K:2");
}
