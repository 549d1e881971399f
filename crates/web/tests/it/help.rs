//! The help: every page for everybody, and the number on it the list's own.

use crate::town::Town;
use app::access::Role;
use axum::http::StatusCode;
use domain::rules::RULES;

#[tokio::test(flavor = "multi_thread")]
async fn everybody_may_read_all_of_it() {
    let town = Town::new().await;
    let pages =
        ["", "/regler", "/aarsager", "/fund", "/fund/ind001", "/begreber", "/adgang", "/taster", "/om"];
    for role in Role::ALL {
        for page in pages {
            let answer = town.get(role, &format!("/hjaelp{page}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{role:?} {page}");
            assert_eq!(answer.body.matches("<h1").count(), 1, "{page}");
        }
    }
    for gone in ["/hjaelp/regler/findes_ikke", "/hjaelp/fund/IND999"] {
        assert_eq!(town.get(Role::BiConsultant, gone).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_rule_has_its_page_with_how_many_are_open() {
    let town = Town::new().await;
    let list = town.get(Role::BiConsultant, "/hjaelp/regler").await.body;
    let directors = town.get(Role::Director, "/hjaelp/regler").await.body;
    assert!(!directors.contains("data-tal"), "en direktør ser ingen tal her");
    for rule in RULES {
        let key = rule.code.key();
        assert!(list.contains(&format!("/hjaelp/regler/{key}\"")), "{key}");
        let page = town.get(Role::BiConsultant, &format!("/hjaelp/regler/{key}")).await;
        assert_eq!(page.status, StatusCode::OK, "{key}");
        let open = page.attribute("data-tal").expect("et tal").to_owned();
        let same = format!("href=\"/afvigelser?regel={key}\" data-tal=\"{open}\"");
        assert!(list.contains(&same), "listen siger det samme om {key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_rights_marks_ones_own_role() {
    let town = Town::new().await;
    let page = town.get(Role::HeadOfArea, "/hjaelp/adgang").await.body;
    assert!(page.contains("Områdeleder <b>(dig)</b>"), "egen rolle er mærket");
    assert_eq!(page.matches("(dig)").count(), 1);
}
