//! Validering: a leader answers for the own unit alone, and a figure that is not recognised becomes an objection.

use crate::town::{Page, Town};
use app::access::Role;
use app::validation::{ObjectionState, UnitKind, objections, units};
use axum::http::StatusCode;

async fn unit(town: &Town, kind: UnitKind) -> String {
    let all = units(&town.session("test")).await.expect("enheder");
    all.iter().find(|unit| unit.kind == kind).expect("en enhed").key.clone()
}

fn hidden(page: &Page, name: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).expect("et felt");
    rest.split_once('"').map(|(value, _)| value.to_owned()).expect("en værdi")
}

#[tokio::test(flavor = "multi_thread")]
async fn units_are_the_limits_of_the_users_own_roles() {
    let town = Town::new().await;
    let page = town.get(Role::BiConsultant, "/validering?maaned=2026-03").await;
    for text in [
        "Hele området",
        "Karen Koordinator",
        "Tina Tilbudsleder",
        "0 af 3 enheder har svaret",
        "Fristen var 12-03-2026",
    ] {
        assert!(page.body.contains(text), "«{text}» mangler: {}", page.body);
    }
    assert_eq!(town.get(Role::Caseworker, "/validering").await.status, StatusCode::FORBIDDEN);
    let team = unit(&town, UnitKind::Team).await;
    let provider = unit(&town, UnitKind::Provider).await;
    assert_eq!(
        town.get(Role::Coordinator, &format!("/validering/{provider}")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        town.get(Role::ProviderManager, &format!("/validering/{team}")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(town.get(Role::BiConsultant, &format!("/validering/{team}")).await.status, StatusCode::OK);
    assert!(town.get(Role::Coordinator, "/").await.body.contains("Svar på tallene for"));
    assert!(town.get(Role::BiConsultant, "/").await.body.contains("har ikke svaret på månedens tal"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_units_figures_add_up_and_parts_are_less_than_the_whole() {
    let town = Town::new().await;
    let sums = |page: &Page| -> Vec<i64> {
        let (_, foot) = page.body.split_once("<tfoot>").expect("summen");
        let (foot, _) = foot.split_once("</tfoot>").expect("slutningen");
        foot.split("data-tal=\"").skip(1).filter_map(|rest| rest.split_once('"')?.0.parse().ok()).collect()
    };
    let whole =
        town.get(Role::BiConsultant, &format!("/validering/{}", unit(&town, UnitKind::Area).await)).await;
    let team =
        town.get(Role::BiConsultant, &format!("/validering/{}", unit(&town, UnitKind::Team).await)).await;
    let provider = town
        .get(Role::ProviderManager, &format!("/validering/{}", unit(&town, UnitKind::Provider).await))
        .await;
    let (whole, team, provider) = (sums(&whole), sums(&team), sums(&provider));
    assert_eq!(whole.len(), 3);
    for at in 0..3 {
        assert!(team[at] > 0 && team[at] < whole[at], "{team:?} af {whole:?}");
        assert!(provider[at] > 0 && provider[at] < whole[at], "{provider:?} af {whole:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_that_is_not_recognised_is_answered_and_closed_by_its_leader() {
    let town = Town::new().await;
    let team = unit(&town, UnitKind::Team).await;
    let path = format!("/validering/{team}?maaned=2026-03");
    let page = town.get(Role::Coordinator, &path).await;
    assert!(page.body.contains("De største bevægelser siden 01-02-2026"), "{}", page.body);
    let (basis, set) = (hidden(&page, "grundlag"), hidden(&page, "set"));
    let rows = page.body.matches("<fieldset class=\"genkend\">").count();
    assert!(rows > 1);
    let not_all =
        town.post(Role::Coordinator, &path, &[("grundlag", &basis), ("set", &set), ("svar-0", "ja")]).await;
    assert!(not_all.body.contains("Svar også på"), "{}", not_all.body);
    let mut fields = vec![("grundlag".to_owned(), basis.clone()), ("set".to_owned(), set)];
    fields.push(("fordi-0".to_owned(), "For mange i januar".to_owned()));
    fields.extend((1..rows).map(|at| (format!("svar-{at}"), "ja".to_owned())));
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(
        town.post(Role::AuthorityManager, &path, &pairs).await.status,
        StatusCode::FORBIDDEN,
        "en andens enhed"
    );
    let done = town.post(Role::Coordinator, &path, &pairs).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);

    let own = objections(&town.session("test")).await.expect("indsigelser");
    assert_eq!((own.len(), own[0].line.tilstand), (1, ObjectionState::Aaben));
    assert!(!own[0].line.ansvarlig.is_empty());
    let here = format!("/validering/indsigelser/{}", own[0].name);
    let list = town.get(Role::BiConsultant, "/validering/indsigelser").await;
    assert!(
        list.body.contains("For mange i januar") && list.body.contains("data-total-andre=\"1\""),
        "{}",
        list.body
    );
    assert_eq!(town.get(Role::ProviderManager, &here).await.status, StatusCode::NOT_FOUND, "en andens");
    assert!(town.get(Role::BiConsultant, "/").await.body.contains("indsigelse venter"));

    let too_soon =
        town.post(Role::Coordinator, &format!("{here}/luk"), &[("set", &own[0].seq.to_string())]).await;
    assert!(too_soon.body.contains("Ingen har svaret endnu"), "{}", too_soon.body);
    let page = town.get(Role::BiConsultant, &here).await;
    let fields = [
        ("set", hidden(&page, "set")),
        ("svar", "To er flyttet 1. februar".to_owned()),
        ("ansvarlig", "Birgit BI".to_owned()),
    ];
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let replied = town.post(Role::BiConsultant, &format!("{here}/svar"), &pairs).await;
    assert_eq!(replied.status, StatusCode::SEE_OTHER, "{}", replied.body);
    let page = town.get(Role::Coordinator, &here).await;
    assert!(
        page.body.contains("To er flyttet 1. februar") && page.body.contains("Godtag svaret"),
        "{}",
        page.body
    );
    let closed =
        town.post(Role::Coordinator, &format!("{here}/luk"), &[("set", &hidden(&page, "set"))]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
    assert!(town.get(Role::Coordinator, &here).await.body.contains("Lederen godtog svaret"));
}

#[tokio::test(flavor = "multi_thread")]
async fn recognising_the_figure_next_time_closes_the_objection() {
    let town = Town::new().await;
    let path = format!("/validering/{}?maaned=2026-03", unit(&town, UnitKind::Provider).await);
    let page = town.get(Role::ProviderManager, &path).await;
    let rows = page.body.matches("<fieldset class=\"genkend\">").count();
    let mut fields =
        vec![("grundlag".to_owned(), hidden(&page, "grundlag")), ("set".to_owned(), hidden(&page, "set"))];
    fields.extend((0..rows).map(|at| (format!("fordi-{at}"), "Kender vi ikke".to_owned())));
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(town.post(Role::ProviderManager, &path, &pairs).await.status, StatusCode::SEE_OTHER);
    let page = town.get(Role::ProviderManager, &path).await;
    assert!(page.body.contains("value=\"Kender vi ikke\""), "det, der er svaret, står der");
    let fields =
        [("grundlag", hidden(&page, "grundlag")), ("set", hidden(&page, "set")), ("alle", "ja".to_owned())];
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
    assert_eq!(town.post(Role::ProviderManager, &path, &pairs).await.status, StatusCode::SEE_OTHER);
    let all = objections(&town.session("test")).await.expect("indsigelser");
    assert!(
        all.len() == rows && all.iter().all(|own| own.line.tilstand == ObjectionState::Lukket),
        "{all:?}"
    );
}
