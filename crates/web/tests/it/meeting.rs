//! A meeting: its list stands still while it is decided upon, and its end tells what was decided.

use crate::deviations::total;
use crate::town::{Page, Town};
use app::access::Role;
use axum::http::StatusCode;

fn action(page: &Page) -> String {
    let (_, rest) = page.body.split_once("<form method=\"post\" action=\"/moede").expect("en formular");
    let action = rest.split_once('"').map(|(action, _)| action.replace("&#38;", "&").replace("&amp;", "&"));
    format!("/moede{}", action.expect("en adresse"))
}

fn hidden(page: &Page, name: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).expect("et felt");
    rest.split_once('"').map(|(value, _)| value.to_owned()).expect("en værdi")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_decides_one_after_another_and_counts_what_it_decided() {
    let town = Town::new().await;
    let query = "paragraf=SEL+%C2%A7+107";
    let list = town.get(Role::AuthorityManager, &format!("/afvigelser?{query}")).await;
    let all = total(&list, "afvigelser");
    let first = town.get(Role::AuthorityManager, &format!("/moede?{query}")).await;
    assert!(first.body.contains(&format!("1 af {all}")), "{}", first.body);

    // Accepted, it would leave the list; in the meeting it stays.
    let name = hidden(&first, "afvigelse");
    let pairs = [
        ("afvigelse", name.clone()),
        ("set", hidden(&first, "set")),
        ("status", "accepteret".to_owned()),
        ("kommentar", "set igennem".to_owned()),
        ("til", "2026-12-31".to_owned()),
    ];
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let done = town.post(Role::AuthorityManager, &action(&first), &pairs).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(done.location().ends_with("&nr=2"), "{}", done.location());
    let second = town.get(Role::AuthorityManager, done.location()).await;
    assert!(second.body.contains(&format!("2 af {all}")), "{}", second.body);
    assert_ne!(hidden(&second, "afvigelse"), name);

    // Without a date nothing is accepted, and the text stays.
    let pairs = [
        ("afvigelse", hidden(&second, "afvigelse")),
        ("set", hidden(&second, "set")),
        ("status", "accepteret".to_owned()),
        ("kommentar", "også denne".to_owned()),
    ];
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let refused = town.post(Role::AuthorityManager, &action(&second), &pairs).await;
    assert!(
        refused.body.contains("kræver en sidste dag") && refused.body.contains("også denne"),
        "{}",
        refused.body
    );

    let end = town
        .get(Role::AuthorityManager, &done.location().replace("&nr=2", &format!("&nr={}", all + 1)))
        .await;
    assert!(end.body.contains(&format!("I talte om 1 af {all} afvigelser.")), "{}", end.body);
    assert!(
        end.body.contains("<dt>Accepteret</dt><dd>1</dd>") && end.body.contains("set igennem"),
        "{}",
        end.body
    );
    assert!(end.body.contains(&format!("<dt>Uden beslutning</dt><dd>{}</dd>", all - 1)), "{}", end.body);
}
