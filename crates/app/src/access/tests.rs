//! The table against the sentences that it must keep.

use super::*;
use domain::calendar::Day;
use domain::person::CitizenId;

fn day(text: &str) -> Day {
    Day::parse(text).expect("en dag")
}

#[test]
fn every_right_stands_once_and_every_role_has_help_and_its_own_log() {
    for (at, (right, _)) in POLICY.iter().enumerate() {
        assert!(POLICY[..at].iter().all(|(other, _)| other != right), "{right:?} to gange");
    }
    for role in Role::ALL {
        assert!(reach(role, Right::SeeHelp).is_some() && reach(role, Right::SeeOwnLog).is_some());
        assert_eq!(Role::from_key(role.key()), Some(role));
    }
}

#[test]
fn an_administrator_sees_no_citizen_and_a_director_no_row() {
    let about_citizens =
        [Right::SeeRows, Right::SeeCitizen, Right::Reveal, Right::SeeMaalgruppe, Right::SeeFigures];
    for right in about_citizens {
        assert_eq!(reach(Role::Administrator, right), None, "{right:?}");
        assert_eq!(reach(Role::Director, right), None, "{right:?}");
    }
    for role in [Role::EconomyConsultant, Role::BiConsultant, Role::AdministrativeWorker] {
        assert_eq!(reach(role, Right::SeeMaalgruppe), None, "{role:?}");
    }
    for role in [Role::HeadOfArea, Role::ProviderManager, Role::Director, Role::Auditor, Role::Administrator]
    {
        assert_eq!(reach(role, Right::WorkItems), None, "{role:?} retter ikke");
    }
}

#[test]
fn limits_hold() {
    let today = day("2026-03-02");
    let own = Grant { sagsbehandler: vec!["MLA".into()], ..Grant::of(Role::Caseworker) };
    let scope = Scope::of("mette", &own, Right::SeeRows, today).expect("en ret");
    let names = ["mla".to_owned()];
    let others = ["JBH".to_owned()];
    let subject = Subject { citizen: Some(CitizenId(7)), caseworkers: &names, ..Subject::default() };
    assert!(scope.holds(&subject));
    assert!(!scope.holds(&Subject { caseworkers: &others, ..subject }));
    assert!(scope.holds(&Subject { caseworkers: &others, assigned: "Mette", ..subject }));

    let area = Grant { paragraffer: vec!["SEL § 107".into()], ..Grant::of(Role::HeadOfArea) };
    let scope = Scope::of("lis", &area, Right::SeeRows, today).expect("en ret");
    assert!(scope.holds(&Subject { paragraf: "SEL § 107", ..subject }));
    assert!(!scope.holds(&Subject { paragraf: "SEL § 108", ..subject }));

    let empty = Scope::of("x", &Grant::of(Role::Caseworker), Right::SeeRows, today).expect("en ret");
    assert!(!empty.holds(&Subject { caseworkers: &[String::new()], ..subject }), "tomt navn er ingen");
}

#[test]
fn a_grant_ends_after_its_last_day() {
    let grant = Grant { til: "2026-03-01".into(), ..Grant::of(Role::BiConsultant) };
    assert!(Scope::of("bo", &grant, Right::SeeRows, day("2026-03-01")).is_some());
    assert!(Scope::of("bo", &grant, Right::SeeRows, day("2026-03-02")).is_none());
}

#[test]
fn the_sample_is_about_one_in_twenty_and_another_each_month() {
    let grant = Grant::of(Role::Auditor);
    let drawn = |today: &str| -> Vec<u32> {
        let scope = Scope::of("rev", &grant, Right::SeeRows, day(today)).expect("en ret");
        let inside =
            |id: &u32| scope.holds(&Subject { citizen: Some(CitizenId(*id * 7_919)), ..Subject::default() });
        (1..10_000).filter(inside).collect()
    };
    let (march, april) = (drawn("2026-03-31"), drawn("2026-04-01"));
    assert!((300..700).contains(&march.len()), "{}", march.len());
    assert!(march != april && march == drawn("2026-03-01"));
}
