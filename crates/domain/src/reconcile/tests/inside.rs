//! Day grids of the rules inside one system.

use super::grid::{deviations, grid};

#[test]
fn an_overlap_is_two_different_rows_of_one_service_and_place() {
    insta::assert_snapshot!(deviations("
        1 SEL104 ======.... yd=Dag
        1 SEL104 ....====== yd=Dag takst=1200
        2 SEL104 ====...... yd=Dag
        2 SEL104 ....====== yd=Dag takst=1200
    "), @"
    - overlap SEL § 104 2021-01-05..2021-01-06 2 dage 2000,00 1:1,1:2
    3 forskellig_vaerdi pris SEL § 104 2021-01-05..2021-01-06 2 dage -2000,00 [2200]/[1200] begge 1:1,1:2 2:2
    ");
    // Another service, another place, or no place at all is not one service.
    insta::assert_snapshot!(grid("regler=overlap", "
        1 SEL104 ======.... yd=Dag lev=A
        1 SEL104 ....====== yd=Dag lev=B
        1 SEL103 ======.... yd=Dag
        1 SEL103 ....====== yd=Nat
        2 SEL104 ======.... lev=- takst=7
        2 SEL104 ....====== lev=- takst=8
    "), @"");
    // On a stay all rows are one: nobody stays at two places. Repeated rows are no overlap.
    insta::assert_snapshot!(grid("regler=overlap", "
        1 SEL107 ======.... lev=A takst=2000
        1 SEL107 ....====== lev=B takst=-
        2 SEL107 ======.... lev=A
        2 SEL107 ....====== lev=A
    "), @"- overlap SEL § 107 2021-01-05..2021-01-06 2 dage ukendt 1:1,1:2");
}

#[test]
fn exclusive_paragraphs_are_tolerated_for_a_move() {
    insta::assert_snapshot!(grid("regler=udelukker_hinanden", "
        1 SEL107 ======.... takst=700
        1 SEL108 ...======= takst=2000
        2 SEL107 =======...
        2 SEL108 ...======= takst=900
    "), @"- udelukker_hinanden SEL § 107 2021-01-04..2021-01-07 4 dage 3600,00 2:1,2:2 «SEL § 107 + SEL § 108»");
}

#[test]
fn days_after_death_are_reported_in_each_system_and_explain_a_difference() {
    insta::assert_snapshot!(deviations("
        P død=2021-01-04
        1 SEL104 .========.
        2 SEL104 .========.
    "), @"
    - efter_doed SEL § 104 2021-01-05..2021-01-09 5 dage 5000,00 1:1
    - efter_doed SEL § 104 2021-01-05..2021-01-09 5 dage 5000,00 2:1
    ");
    insta::assert_snapshot!(deviations("
        P død=2021-01-04
        1 SEL104 .===......
        2 SEL104 .=====....
    "), @"
    - efter_doed SEL § 104 2021-01-05..2021-01-06 2 dage 2000,00 2:1
    3 dage_kun_i_system_2 SEL § 104 2021-01-05..2021-01-06 2 dage 2000,00 2:1 [doed]
    ");
    // A residence that ended with death does not make the dead another municipality's.
    insta::assert_snapshot!(deviations("
        P død=2021-01-04 bor=573 fra=2000-01-01 til=2021-01-04
        P død=2021-01-04 bor=851 fra=1990-01-01 til=1999-12-31
        1 SEL104 .===......
        2 SEL104 .=====....
    "), @"
    - efter_doed SEL § 104 2021-01-05..2021-01-06 2 dage 2000,00 2:1
    3 dage_kun_i_system_2 SEL § 104 2021-01-05..2021-01-06 2 dage 2000,00 2:1 [doed]
    ");
}

#[test]
fn days_below_the_areas_age_are_reported_and_not_compared() {
    insta::assert_snapshot!(grid("alder=18", "
        P født=2003-01-05
        1 SEL104 .====.....
        2 SEL104 ==........
        2 SEL103 ==........
    "), @"
    - under_alder SEL § 103 2021-01-01..2021-01-02 2 dage 2000,00 2:2
    - under_alder SEL § 104 2021-01-01..2021-01-02 2 dage 2000,00 2:1
    - under_alder SEL § 104 2021-01-02..2021-01-04 3 dage 3000,00 1:1
    2 kun_i_system_1 SEL § 104 2021-01-05..2021-01-05 1 dage 1000,00 1:1 [kun_udenfor]
    ");
    // An unknown age stays compared.
    insta::assert_snapshot!(grid("alder=18", "
        P bor=573
        1 SEL104 ..........
        2 SEL104 ==........
    "), @"1 kun_i_system_2 SEL § 104 2021-01-01..2021-01-02 2 dage 2000,00 2:1");
}

#[test]
fn codes_places_percentages_and_caseworkers() {
    insta::assert_snapshot!(grid("kolonner=maalgruppe regler=maalgruppe_mangler,ukendt_kode", "
        1 SEL104 ===....... mg=1.1.1
        1 SEL104 ...====...
        1 SEL104 ........==
        2 SEL104 ========== mg=1.1.1|2
        2 SEL103 ==........ mg=9
        2 SEL103 ..==...... mg=9|x
    "), @"
    - ukendt_kode SEL § 103 2021-01-01..2021-01-02 2 dage 0,00 []/[9] 2:2
    - ukendt_kode SEL § 103 2021-01-03..2021-01-04 2 dage 0,00 []/[9,x] 2:3
    - ukendt_kode SEL § 104 2021-01-01..2021-01-05 5 dage 0,00 []/[2] 2:1
    - maalgruppe_mangler SEL § 104 2021-01-04..2021-01-07 4 dage 0,00 1:2
    - maalgruppe_mangler SEL § 104 2021-01-09..2021-01-10 2 dage 0,00 1:3
    ");
    insta::assert_snapshot!(grid("kolonner=address,settled_share,occupied_share regler=ophold_uden_adresse,to_procenter", "
        1 SEL107 ====......
        1 SEL107 ....===... adresse=Vej
        1 SEL104 ===.......
        2 SEL107 ====...... adresse=Vej afr=80 bel=50
        2 SEL107 ....==.... adresse=Vej afr=80 bel=100
    "), @"
    - ophold_uden_adresse SEL § 107 2021-01-01..2021-01-04 4 dage 0,00 1:1
    - to_procenter SEL § 107 2021-01-01..2021-01-04 4 dage 0,00 2:1
    ");
    insta::assert_snapshot!(grid("kolonner=caseworker udtraek1=2021-01-05 udtraek2=2021-01-08 regler=sagsbehandler_mangler", "
        S navn=Bo
        S navn=Gone til=2021-01-06
        1 SEL104 ===.......  sb=Gone
        1 SEL104 ...======= sb=gone
        1 SEL103 ======.... sb=Bo
        1 SEL107 ===.......
        2 SEL104 =====>.... sb=Gone
        2 SEL103 ========== sb=Hvem
        2 SEL107 ===......>
    ".replace("=====>.... sb", "=========> sb").replace("===......>", "=========>").as_str()), @"
    - sagsbehandler_mangler SEL § 103 2021-01-01..2021-01-08 8 dage 0,00 []/[Hvem] 2:2 «sagsbehandler: Hvem»
    - sagsbehandler_mangler SEL § 104 2021-01-01..2021-01-08 8 dage 0,00 []/[Gone] 2:1 «sagsbehandler: Gone»
    - sagsbehandler_mangler SEL § 107 2021-01-01..2021-01-08 8 dage 0,00 2:3 «uden sagsbehandler»
    ");
}

#[test]
fn new_and_ended_cases_must_say_why() {
    insta::assert_snapshot!(grid("kolonner=entry_reason,assessment regler=ny_uden_oplysning siden1=2021-01-02", "
        1 SEL104 .===......
        1 SEL103 ..==......
        1 SEL103 2021-02-04..2021-02-05
        1 SEL107 ..==...... tilgang=Ny udredning=VUM
        1 SEL107 2021-02-03..2021-02-05
        2 SEL104 .===...... tilgang=Ny
        2 SEL104 ====...... takst=5
    "), @"
    - ny_uden_oplysning SEL § 103 2021-01-03..2021-01-03 1 dage 0,00 [tilgangsårsag,udredning]/[] 1:2
    - ny_uden_oplysning SEL § 103 2021-02-04..2021-02-04 1 dage 0,00 [tilgangsårsag,udredning]/[] 1:3
    - ny_uden_oplysning SEL § 104 2021-01-01..2021-01-01 1 dage 0,00 []/[tilgangsårsag,udredning] 2:2
    ");
    insta::assert_snapshot!(grid("kolonner=exit_reason regler=ophoert_uden_aarsag udtraek1=2021-01-08 daekker2=2020-01-01..2021-01-08", "
        1 SEL104 .===......
        1 SEL103 ..======..
        1 SEL107 ..==......
        1 SEL107 2021-02-03..2021-02-05
        2 SEL104 .===...... afgang=Flyttet
        2 SEL103 ..=======>
    "), @"- ophoert_uden_aarsag SEL § 104 2021-01-04..2021-01-04 1 dage 0,00 1:1");
}

#[test]
fn prices_far_from_the_usual_and_old_list_prices() {
    insta::assert_snapshot!(grid("normer regler=usaedvanlig_dagspris", "
        1 SEL104 =====..... takst=1000 mg=1
        1 SEL104 =====..... takst=1000 mg=2
        1 SEL104 =====..... takst=1100 mg=1
        1 SEL104 =====..... takst=3001 mg=1
        1 SEL104 =====..... takst=300 mg=1
        2 SEL104 =====..... takst=1000
        2 SEL104 =====..... takst=9000
    "), @"
    - usaedvanlig_dagspris SEL § 104 2021-01-01..2021-01-05 5 dage -3500,00 [300,1000]/[] 1:5
    - usaedvanlig_dagspris SEL § 104 2021-01-01..2021-01-05 5 dage 10005,00 [3001,1000]/[] 1:4
    ");
    let list = "
        L lev=Stedet takst=1000 til=2021-01-04
        L lev=Stedet takst=1100 fra=2021-01-05
    ";
    insta::assert_snapshot!(grid("regler=udloebet_takst,individuel_takst_gammel", &format!("{list}
        1 SEL104 ==========
        1 SEL103 ========== takst=1100
        1 SEL107 ========== takst=990
        2 SEL104 ========== takst=-
    ")), @"
    - udloebet_takst SEL § 103 2021-01-01..2021-01-04 4 dage 400,00 [1100,1000]/[] 1:2
    - udloebet_takst SEL § 104 2021-01-05..2021-01-10 6 dage -600,00 [1000,1100]/[] 1:1
    ");
    insta::assert_snapshot!(grid("regler=udloebet_takst,individuel_takst_gammel", &format!("{list}
        I lev=Stedet takst=1000
        1 SEL104 =========. takst=-
        2 SEL104 ..===.==== takst=5
    ")), @"
    - individuel_takst_gammel SEL § 104 2021-01-05..2021-01-05 1 dage -100,00 []/[1000,1100] 2:1 I:1
    - individuel_takst_gammel SEL § 104 2021-01-06..2021-01-06 1 dage -100,00 [1000,1100]/[] 1:1 I:1
    - individuel_takst_gammel SEL § 104 2021-01-07..2021-01-10 4 dage -400,00 []/[1000,1100] 2:2 I:1
    ");
}

#[test]
fn a_supplement_needs_its_service_in_one_of_the_systems() {
    insta::assert_snapshot!(grid("regler=tillaeg_uden_hoved daekker1=2021-01-01..2021-01-09", "
        1 SEL104 ..==......
        2 SEL104 ....==....
        2 SEL104 ========== tillaeg takst=10
        1 SEL103 ===....... tillaeg takst=10 handle=851
    "), @"
    - tillaeg_uden_hoved SEL § 104 2021-01-01..2021-01-02 2 dage 20,00 2:2
    - tillaeg_uden_hoved SEL § 104 2021-01-07..2021-01-09 3 dage 30,00 2:2
    ");
}

#[test]
fn moves_and_system_shifts_explain() {
    insta::assert_snapshot!(grid("siden1=2021-01-05", "
        P bor=573 fra=2021-01-01
        1 SEL104 ....==....
        2 SEL104 ..====....
    "), @"3 dage_kun_i_system_2 SEL § 104 2021-01-03..2021-01-04 2 dage 2000,00 2:1 [flyttet,systemskifte]");
}

#[test]
fn the_register_of_persons_decides_where_no_row_does() {
    insta::assert_snapshot!(deviations("
        P bor=851 til=2021-01-03
        P bor=573 fra=2021-01-04
        1 SEL104 ..........
        2 SEL104 .====.....
        2 SEL103 .====..... handle=573
    "), @"
    1 kun_i_system_2 SEL § 103 2021-01-02..2021-01-05 4 dage 4000,00 2:2 [flyttet]
    1 kun_i_system_2 SEL § 104 2021-01-04..2021-01-05 2 dage 2000,00 2:1 [flyttet]
    ");
}

#[test]
fn names_that_are_alike_are_said_to_be() {
    insta::assert_snapshot!(deviations("
        1 SEL104 .====..... lev=Bostedet_Lærken_ApS
        2 SEL104 .====..... lev=Bosted_Lærken
    "), @"3 forskellig_vaerdi leverandoer SEL § 104 2021-01-02..2021-01-05 4 dage 0,00 [Bostedet Lærken ApS]/[Bosted Lærken] begge 1:1 2:1 [lignende_navn]");
}
