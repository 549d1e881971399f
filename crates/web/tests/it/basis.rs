//! Bases: which are there, what ran on them, and who may make a new one.

use crate::town::{CONTROL, Town};
use app::access::Role;
use axum::http::StatusCode;

#[tokio::test(flavor = "multi_thread")]
async fn bases_are_listed_with_what_ran_on_them() {
    let town = Town::new().await;
    let list = town.get(Role::AuthorityManager, "/grundlag").await;
    assert_eq!(list.status, StatusCode::OK);
    assert_eq!(list.body.matches("gælder nu").count(), 1, "{}", list.body);
    assert_eq!(list.body.matches("afløst").count(), 1);
    assert_eq!(list.body.matches(CONTROL).count(), 2, "kontrollen er kørt på begge");
    assert!(!list.body.contains("/grundlag/nyt"), "en myndighedsleder godkender ikke grundlag");
    let newest = list
        .body
        .split("href=\"/grundlag/")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("et grundlag");
    let shown = town.get(Role::AuthorityManager, &format!("/grundlag/{newest}")).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(
        shown.body.contains("KMD Nexus") && shown.body.contains("AS2007") && shown.body.contains(CONTROL)
    );
    assert!(!shown.body.contains("/koer\""), "den er kørt");
    assert_eq!(
        town.get(Role::AuthorityManager, "/grundlag/000000000000").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(town.get(Role::AuthorityManager, "/grundlag/nyt").await.status, StatusCode::FORBIDDEN);
    assert_eq!(town.get(Role::Coordinator, "/grundlag").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_basis_needs_an_import() {
    let town = Town::new().await;
    let page = town.get(Role::BiConsultant, "/grundlag/nyt").await;
    assert!(page.body.contains("Det nyeste grundlag er allerede sådan"), "{}", page.body);
    let (_, seen) = page.body.split_once("name=\"set\" value=\"").expect("hvad der er set");
    let seen = seen.split('"').next().unwrap_or("");
    let refused =
        town.post(Role::BiConsultant, "/grundlag/godkend", &[("set", seen), ("kilde-nexus", "-")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("mindst én indlæsning"));
}
