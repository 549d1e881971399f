//! Day grids: each case is drawn, one letter a day, and its deviations are printed.

mod grid;
mod inside;
mod naive;
mod naive_more;
mod payments;

use grid::{deviations, grid};

#[test]
fn question_1_and_2_are_whole_paragraphs() {
    insta::assert_snapshot!(deviations("
        1 SEL104 ..........
        2 SEL104 ..====....
    "), @"1 kun_i_system_2 SEL § 104 2021-01-03..2021-01-06 4 dage 4000,00 2:1");
    insta::assert_snapshot!(deviations("
        1 SEL104 ==..==....
        2 SEL104 ..........
    "), @"
    2 kun_i_system_1 SEL § 104 2021-01-01..2021-01-02 2 dage 2000,00 1:1
    2 kun_i_system_1 SEL § 104 2021-01-05..2021-01-06 2 dage 2000,00 1:2
    ");
}

#[test]
fn questions_3_and_4_are_the_differing_days() {
    insta::assert_snapshot!(deviations("
        1 SEL104 .====.....
        2 SEL104 ...=====..
    "), @"
    3 dage_kun_i_system_2 SEL § 104 2021-01-06..2021-01-08 3 dage 3000,00 2:1
    4 dage_kun_i_system_1 SEL § 104 2021-01-02..2021-01-03 2 dage 2000,00 1:1
    ");
}

#[test]
fn a_gap_of_one_day_at_the_edge_says_so() {
    insta::assert_snapshot!(deviations("
        1 SEL104 .====.....
        2 SEL104 .=====....
    "), @"3 dage_kun_i_system_2 SEL § 104 2021-01-06..2021-01-06 1 dage 1000,00 2:1 [en_dag_forskudt]");
}

#[test]
fn an_open_end_against_an_ended_service() {
    insta::assert_snapshot!(deviations("
        1 SEL104 .===......
        2 SEL104 .========>
    "), @"3 dage_kun_i_system_2 SEL § 104 2021-01-05..2021-12-31 361 dage 361000,00 2:1 [slutdato_mangler]");
}

#[test]
fn mixed_paragraphs_explain_both_sides() {
    insta::assert_snapshot!(deviations("
        1 SEL85  ..====....
        2 105/85 ..====....
    "), @"
    2 kun_i_system_1 SEL § 85 2021-01-03..2021-01-06 4 dage 4000,00 1:1 [blandet_paragraf]
    1 kun_i_system_2 ABL § 105/SEL § 85 2021-01-03..2021-01-06 4 dage 4000,00 2:1 [blandet_paragraf]
    ");
}

#[test]
fn a_row_that_never_took_effect_explains_and_does_not_count() {
    insta::assert_snapshot!(deviations("
        1 SEL104 ..xxxx....
        2 SEL104 ..====....
    "), @"1 kun_i_system_2 SEL § 104 2021-01-03..2021-01-06 4 dage 4000,00 2:1 [annulleret]");
}

#[test]
fn identical_rows_count_once_and_are_shown_inside_the_system() {
    insta::assert_snapshot!(deviations("
        1 SEL104 ==========
        2 SEL104 ======....
        2 SEL104 ....======
    "), @"- dobbelt_raekke SEL § 104 2021-01-05..2021-01-06 2 dage 2000,00 2:1,2:2");
}

#[test]
fn values_differ_on_common_days_only() {
    insta::assert_snapshot!(deviations("
        1 SEL104 .====.... lev=A mg=1.1.1
        2 SEL104 .====.... lev=B mg=1.1.1|2
    "), @"
    3 forskellig_vaerdi leverandoer SEL § 104 2021-01-02..2021-01-05 4 dage 0,00 [A]/[B] begge 1:1 2:1
    3 forskellig_vaerdi maalgruppe SEL § 104 2021-01-02..2021-01-05 4 dage 0,00 [1.1.1]/[1.1.1,2] 1:1 2:1
    ");
    insta::assert_snapshot!(deviations("
        1 SEL104 .====.... takst=1000
        2 SEL104 .====.... takst=1200,5
    "), @"3 forskellig_vaerdi pris SEL § 104 2021-01-02..2021-01-05 4 dage 802,00 [1000]/[1200.5] begge 1:1 2:1");
    insta::assert_snapshot!(deviations("
        1 SEL104 .====.... lev=-
        2 SEL104 .====.... lev=B
    "), @"");
    insta::assert_snapshot!(deviations("
        1 SEL104 .====.... takst=-
        2 SEL104 .====.... takst=7
    "), @"3 forskellig_vaerdi pris SEL § 104 2021-01-02..2021-01-05 4 dage ukendt []/[7] 1:1 2:1");
}

#[test]
fn a_price_run_is_not_cut_by_month_length() {
    let long = |side: u8, unit: &str| format!("{side} SEL104 {} {unit}\n", "=".repeat(90));
    insta::assert_snapshot!(
        deviations(&(long(1, "takst=1000") + &long(2, "takst=32000 enhed=maaned"))),
        @"3 forskellig_vaerdi pris SEL § 104 2021-01-01..2021-03-31 90 dage 6000,00 [1000]/[1032.2581] begge 1:1 2:1"
    );
    // 31.000 a month is 1.000 a day in a month of 31 days only.
    insta::assert_snapshot!(
        deviations(&(long(1, "takst=1000") + &long(2, "takst=31000 enhed=maaned"))),
        @"3 forskellig_vaerdi pris SEL § 104 2021-02-01..2021-02-28 28 dage 3000,00 [1000]/[1107.1429] begge 1:1 2:1"
    );
}

#[test]
fn kroner_are_unknown_without_a_rate_and_never_guessed() {
    insta::assert_snapshot!(deviations("
        1 SEL104 ..........
        2 SEL104 ..====.... takst=-
    "), @"1 kun_i_system_2 SEL § 104 2021-01-03..2021-01-06 4 dage ukendt 2:1");
}

#[test]
fn days_outside_the_comparison_are_no_deviation() {
    insta::assert_snapshot!(grid("daekker2=2021-01-04..2021-01-08", "
        1 SEL104 ==========
        2 SEL104 ...====...
    "), @"4 dage_kun_i_system_1 SEL § 104 2021-01-08..2021-01-08 1 dage 1000,00 1:1 [en_dag_forskudt]");
    insta::assert_snapshot!(grid("udtraek1=2021-01-05", "
        1 SEL104 .===......
        2 SEL104 .=========
    "), @"3 dage_kun_i_system_2 SEL § 104 2021-01-05..2021-01-05 1 dage 1000,00 2:1 [en_dag_forskudt]");
    insta::assert_snapshot!(grid("udtraek1=2021-01-08 loebende1", "
        1 SEL104 ..........
        2 SEL104 .===......
        2 SEL103 .=========
    "), @"1 kun_i_system_2 SEL § 103 2021-01-02..2021-01-08 7 dage 7000,00 2:2");
    // An open end runs on, also where the coverage ends the day before the extract of running cases.
    insta::assert_snapshot!(grid("udtraek1=2021-01-08 loebende1 daekker2=2021-01-01..2021-01-07", "
        1 SEL104 ..........
        2 SEL104 .===......
        2 SEL103 .========>
        2 SEL107 .===......
        2 SEL107 ....=====>
    "), @"
    1 kun_i_system_2 SEL § 103 2021-01-02..2021-01-07 6 dage 6000,00 2:2
    1 kun_i_system_2 SEL § 107 2021-01-02..2021-01-07 6 dage 6000,00 2:3,2:4
    ");
}

#[test]
fn the_population_decides_who_is_expected() {
    insta::assert_snapshot!(grid("", "
        2 SEL104 .===...... handle=851
        2 SEL103 .===...... handle=573
        1 SEL107 .===...... betaling=851
        1 SEL108 .===...... betaling=573
    "), @"
    1 kun_i_system_2 SEL § 103 2021-01-02..2021-01-04 3 dage 3000,00 2:2
    2 kun_i_system_1 SEL § 108 2021-01-02..2021-01-04 3 dage 3000,00 1:2
    ");
    // A contradiction is compared and shows as a value.
    insta::assert_snapshot!(grid("", "
        1 SEL104 .===...... handle=573
        2 SEL104 .===...... handle=851
    "), @"3 forskellig_vaerdi handlekommune SEL § 104 2021-01-02..2021-01-04 3 dage 0,00 [573]/[851] begge 1:1 2:1");
}

#[test]
fn a_new_row_waits_for_its_transfer_and_an_unknown_day_never_does() {
    insta::assert_snapshot!(grid("udtraek1=2021-01-10 udtraek2=2021-01-12", "
        1 SEL104 .===...... reg=2021-01-01
        1 SEL103 .===......
        1 SEL107 .===...... reg=2020-12-27
        1 SEL108 .===...... reg=2020-12-28
    "), @"
    2 kun_i_system_1 SEL § 103 2021-01-02..2021-01-04 3 dage 3000,00 1:2
    2 afventer_overfoersel SEL § 104 2021-01-02..2021-01-04 3 dage 3000,00 1:1
    2 kun_i_system_1 SEL § 107 2021-01-02..2021-01-04 3 dage 3000,00 1:3
    2 afventer_overfoersel SEL § 108 2021-01-02..2021-01-04 3 dage 3000,00 1:4
    ");
}

#[test]
fn an_exception_by_provider_is_not_expected_in_the_other_system() {
    insta::assert_snapshot!(grid("undtaget1=rammehuset", "
        2 SEL104 .===...... lev=Rammehuset
        2 SEL103 .===...... lev=Andet
    "), @"1 kun_i_system_2 SEL § 103 2021-01-02..2021-01-04 3 dage 3000,00 2:2");
}

#[test]
fn untranslated_rows_are_counted_and_explain() {
    insta::assert_snapshot!(deviations("
        1 SEL104 .===......
        2 ???    .===......
    "), @"2 kun_i_system_1 SEL § 104 2021-01-02..2021-01-04 3 dage 3000,00 1:1 [uoversat]");
}

#[test]
fn the_level_provider_takes_days_per_provider() {
    insta::assert_snapshot!(grid("niveau=leverandoer", "
        1 SEL104 .===......  lev=A
        1 SEL104 ....===...  lev=B
        2 SEL104 .=====....  lev=A
        2 SEL104 ......=...  lev=B
    "), @"
    3 dage_kun_i_system_2 SEL § 104 <A> 2021-01-05..2021-01-06 2 dage 2000,00 1:2 2:1
    4 dage_kun_i_system_1 SEL § 104 <B> 2021-01-05..2021-01-06 2 dage 2000,00 1:2 2:1
    ");
    // Days of a row without provider are left out of both differences.
    insta::assert_snapshot!(grid("niveau=leverandoer", "
        1 SEL104 .===......  lev=-
        1 SEL104 ....===...  lev=B
        2 SEL104 .======...  lev=B
    "), @"");
}

#[test]
fn supplements_are_money_and_never_days() {
    insta::assert_snapshot!(deviations("
        1 SEL104 ..........
        2 SEL104 ..====....
        2 SEL104 ==tillaeg= tillaeg takst=10
    ".replace("==tillaeg=", "==========").as_str()), @"
    - tillaeg_uden_hoved SEL § 104 2021-01-01..2021-01-02 2 dage 20,00 2:2
    - tillaeg_uden_hoved SEL § 104 2021-01-07..2021-01-10 4 dage 40,00 2:2
    1 kun_i_system_2 SEL § 104 2021-01-03..2021-01-06 4 dage 4000,00 +40,00 2:1
    ");
}
