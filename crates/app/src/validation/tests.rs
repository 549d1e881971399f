//! Units and their words.

use super::*;
use crate::access::Role;

#[test]
fn a_unit_is_the_limits_of_a_grant() {
    let team = Grant { team: "Team Bo & Støtte".into(), ..Grant::of(Role::Coordinator) };
    let (kind, key, title) = limits(&team).expect("en enhed");
    assert_eq!((kind, key.as_str(), title.as_str()), (UnitKind::Team, "team-bo-stoette", "Team Bo & Støtte"));
    let all = Grant::of(Role::HeadOfArea);
    assert_eq!(limits(&all).map(|own| own.1), limits(&Grant::of(Role::AuthorityManager)).map(|own| own.1));
    let some =
        Grant { paragraffer: vec!["SEL § 107".into(), "SEL § 108".into()], ..Grant::of(Role::HeadOfArea) };
    assert_eq!(limits(&some).expect("en enhed").1, "omraade-sel-107-sel-108");
    for role in [Role::Caseworker, Role::BiConsultant, Role::Director, Role::Administrator, Role::Auditor] {
        assert!(limits(&Grant::of(role)).is_none(), "{role:?} svarer ikke for en enhed");
    }
    assert!(limits(&Grant::of(Role::Coordinator)).is_none(), "et team uden navn er ingen enhed");
}
