//! The table of roles replayed against every route: who gets in, who does not, and that a form from elsewhere changes
//! nothing.

use crate::town::Town;
use app::access::{Right, Role, reach};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use web::guard::Needs;
use web::routes::routes;

/// An address of the route: something where it asks for something.
fn address(path: &str) -> String {
    path.replace("{*navn}", "ottetal.css")
        .replace("{navn}", "Nexus+mod+AS2007")
        .split('/')
        .map(|part| if part.starts_with('{') { "0" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

fn lets_in(needs: Needs, role: Role) -> bool {
    let has = |right: &Right| reach(role, *right).is_some();
    match needs {
        Needs::Nobody | Needs::SignedIn => true,
        Needs::To(right) => has(&right),
        Needs::Any(rights) => rights.iter().any(has),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_lets_in_whom_the_table_lets_in() {
    let town = Town::new().await;
    for role in Role::ALL {
        for route in routes() {
            let path = address(route.path);
            let page = match route.method {
                // Coming and going would end the sign-in that the next route is asked with.
                Method::POST if ["/log-ind", "/log-ud", "/demo/ind", "/rolle"].contains(&route.path) => {
                    continue;
                }
                Method::POST => town.post(role, &path, &[]).await,
                _ => town.get(role, &path).await,
            };
            let denied = page.status == StatusCode::FORBIDDEN;
            assert_eq!(
                denied,
                !lets_in(route.needs, role),
                "{role:?} {} {path}: {}",
                route.method,
                page.status
            );
            assert!(
                page.status != StatusCode::INTERNAL_SERVER_ERROR,
                "{role:?} {} {path}: {}",
                route.method,
                page.body
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_signed_in_is_asked_to() {
    let town = Town::new().await;
    for route in routes().into_iter().filter(|route| route.needs != Needs::Nobody) {
        let request = Request::builder().method(route.method.clone()).uri(address(route.path));
        let page = town.send(request.body(Body::empty()).expect("en forespørgsel")).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{} {}", route.method, route.path);
        assert!(page.location().starts_with("/log-ind"), "{}", page.location());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_elsewhere_changes_nothing() {
    let town = Town::new().await;
    let (cookie, csrf) = town.signed_in(Role::BiConsultant).await;
    let forged = [("", ""), ("origin", "https://ond.dk"), ("sec-fetch-site", "cross-site")];
    for route in
        routes().into_iter().filter(|route| route.method == Method::POST && route.needs != Needs::Nobody)
    {
        if !lets_in(route.needs, Role::BiConsultant) {
            continue;
        }
        for (name, value) in forged {
            // Without a token; and with the right one, but from another page.
            let body = if name.is_empty() { "csrf=0".to_owned() } else { format!("csrf={csrf}") };
            let mut request = Request::post(address(route.path))
                .header("cookie", &cookie)
                .header("content-type", "application/x-www-form-urlencoded");
            if !name.is_empty() {
                request = request.header(name, value);
            }
            let page = town.send(request.body(Body::from(body)).expect("en forespørgsel")).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{} {name}", route.path);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_keeps_the_browser_in() {
    let town = Town::new().await;
    for path in ["/", "/log-ind", "/findes-ikke"] {
        let page = town.get(Role::BiConsultant, path).await;
        let header =
            |name: &str| page.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        for inline in ["<style", " style=", "<script>", " onclick=", "javascript:", "http://", "https://"] {
            let allowed = page.body.contains("http://www.w3.org/2000/svg");
            assert!(!page.body.contains(inline) || (allowed && inline == "http://"), "{path}: {inline}");
        }
    }
}
