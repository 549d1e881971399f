//! Læring: causes that add up, what earlier runs saw, and decisions that only the data can meet.

use crate::town::{Page, Town};
use app::access::Role;
use app::decisions::decisions;
use axum::http::StatusCode;

fn number(page: &Page, after: &str) -> i64 {
    let (_, rest) = page.body.split_once(after).unwrap_or_else(|| panic!("«{after}» mangler"));
    let (_, rest) = rest.split_once("data-tal=\"").expect("et tal");
    rest.split_once('"').and_then(|(value, _)| value.parse().ok()).expect("et tal")
}

#[tokio::test(flavor = "multi_thread")]
async fn causes_add_up_to_all_that_is_open_whatever_they_are_gathered_by() {
    let town = Town::new().await;
    for by in ["", "?efter=paragraf", "?efter=ansvarlig"] {
        let page = town.get(Role::BiConsultant, &format!("/laering{by}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let (_, table) = page.body.split_once("id=\"aarsager\"").expect("tabellen");
        let (table, _) = table.split_once("</table>").expect("slutningen");
        let (rows, sum) = table.split_once("<tfoot>").expect("summen");
        let counts = |part: &str| -> Vec<i64> {
            part.split("<tr>")
                .filter_map(|row| {
                    let (_, rest) = row.split_once("data-tal=\"")?;
                    rest.split_once('"')?.0.parse().ok()
                })
                .collect()
        };
        let all = counts(sum);
        assert_eq!(counts(rows).iter().sum::<i64>(), all[0], "{by}");
        assert!(rows.trim_end().contains("100 %"), "den sidste linje når hele vejen");
    }
    let open = town.get(Role::BiConsultant, "/afvigelser").await;
    let total: i64 = open.attribute("data-total-afvigelser").and_then(|n| n.parse().ok()).expect("et antal");
    assert_eq!(number(&town.get(Role::BiConsultant, "/laering").await, "<tfoot>"), total);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_run_opens_to_what_it_saw_and_only_to_ones_own() {
    let town = Town::new().await;
    let page = town.get(Role::BiConsultant, "/laering").await;
    let (_, rest) = page.body.split_once("id=\"koersler-tal\"").expect("tabellen");
    let (_, rest) = rest.split_once("href=\"/laering/liste?").expect("en kørsel");
    let query = rest.split_once('"').expect("slutningen").0.replace("&#38;", "&").replace("&amp;", "&");
    let path = format!("/laering/liste?{query}");
    let all = town.get(Role::BiConsultant, &path).await;
    assert!(all.body.contains("set i kørslen på grundlaget fra 01-02-2026"), "{}", all.body);
    let count = |page: &Page| -> i64 {
        page.attribute("data-total-afvigelser").and_then(|n| n.parse().ok()).expect("et antal")
    };
    let own = town.get(Role::Caseworker, &path).await;
    assert!(count(&own) < count(&all), "{} af {}", count(&own), count(&all));
    assert_eq!(town.get(Role::Director, &path).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_met_by_the_data_alone() {
    let town = Town::new().await;
    let asked = "regel=kun_i_system_1";
    let form = town
        .get(Role::BiConsultant, &format!("/laering/beslutninger/ny?spoerg={}", web::query::escaped(asked)))
        .await;
    let count = number(&form, "Det antal, der skal falde");
    assert!(count > 0, "{}", form.body);
    let target = (count - 1).to_string();
    let fields = [
        ("spoerg", asked),
        ("hvad", "Opret i samme uge"),
        ("hvem", "Erik Økonomi"),
        ("foelges_op", "2026-05-01"),
    ];
    let bad = count.to_string();
    let too_high: Vec<(&str, &str)> = fields.iter().copied().chain([("maal", bad.as_str())]).collect();
    let refused = town.post(Role::BiConsultant, "/laering/beslutninger/ny", &too_high).await;
    assert!(
        refused.body.contains("lavere end antallet nu") && refused.body.contains("Opret i samme uge"),
        "{}",
        refused.body
    );
    let good: Vec<(&str, &str)> = fields.iter().copied().chain([("maal", target.as_str())]).collect();
    let done = town.post(Role::BiConsultant, "/laering/beslutninger/ny", &good).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let list = town.get(Role::BiConsultant, "/laering/beslutninger").await;
    assert!(list.body.contains("Ikke endnu") && list.body.contains("Erik Økonomi"), "{}", list.body);

    // What somebody accepts is work no more, so the count falls.
    let items = town.get(Role::AuthorityManager, &format!("/afvigelser?{asked}")).await;
    let (_, rest) = items.body.split_once("href=\"/afvigelser/A-").expect("en afvigelse");
    let id = format!("A-{}", &rest[..6]);
    let page = town.get(Role::AuthorityManager, &format!("/afvigelser/{id}")).await;
    let (_, set) = page.body.split_once("name=\"set\" value=\"").expect("et felt");
    let set = set.split_once('"').expect("en værdi").0;
    let accept = [
        ("set", set),
        ("status", "accepteret"),
        ("grund", "aftalt"),
        ("til", "2026-12-31"),
        ("kommentar", "aftalt"),
    ];
    let accepted = town.post(Role::AuthorityManager, &format!("/afvigelser/{id}/saet"), &accept).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.body);
    let list = town.get(Role::BiConsultant, "/laering/beslutninger").await;
    assert!(list.body.contains("Nået"), "{}", list.body);

    // A team does not see the count of others' citizens.
    let team = town.get(Role::Coordinator, "/laering/beslutninger").await;
    assert!(
        team.body.contains("din rolle ikke ser")
            && !team.body.contains(&format!("data-tal=\"{}\"", count - 1)),
        "{}",
        team.body
    );
    let kept = decisions(&town.session("test")).await.expect("beslutninger");
    assert_eq!((kept[0].line.da, kept[0].line.maal), (count, count - 1));
}
