//! `/borgere/{id}/betalinger`: the postings behind what was paid for a citizen.

use super::rows::{days, row_address};
use super::sections::pays_in;
use super::seen::{Looked, Seen, look};
use crate::error::Answer;
use crate::page::Page;
use crate::parts::Link;
use crate::visit::{Visit, to};
use app::access::Right;
use app::commands::explain_citizen::Payment;
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::amount::Oere;
use report::danish;

#[derive(Template)]
#[template(path = "pages/betalinger.html")]
struct PaymentsPage {
    page: Page,
    trail: Vec<Link>,
    lines: Vec<PaymentLine>,
    total: i64,
    total_text: String,
    refund: Option<String>,
    window: String,
    vis: bool,
}

struct PaymentLine {
    booked: String,
    concerns: String,
    paragraf: String,
    amount: String,
    part: String,
    is_refund: bool,
    provider: String,
    account: String,
    bill: String,
    place: String,
    href: String,
    vis: String,
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let seen = match look(&visit, &id, Right::SeeCitizen).await? {
        Looked::Here(seen) => seen,
        Looked::Moved(now) => return Ok(to(&format!("/borgere/{now}/betalinger"))),
    };
    let template = drawn(&visit, &seen);
    let object = format!("{} {}", seen.citizen, visit.query);
    visit.show(Purpose::BetalingKontrol, "se_betalinger", &object, [seen.citizen], &template).await
}

/// The month that a posting without days is taken to pay for.
fn reckoned(paid: &Payment) -> String {
    paid.months.first().map_or_else(String::new, |(month, _)| format!("{} (beregnet)", month.danish()))
}

fn drawn(visit: &Visit, seen: &Seen) -> PaymentsPage {
    let window = seen.zoom.days();
    let shown = seen.explained.payments.iter().filter(|paid| {
        pays_in(paid, window)
            && seen.zoom.holds(seen.written(paid.paragraf))
            && (!paid.is_refund || seen.zoom.paragraf.is_empty())
    });
    let (mut lines, mut sum, mut refund) = (Vec::new(), Oere(0), None);
    // Who may be shown only from something is shown from the payment itself.
    let vis = app::access::purposes(visit.who.role).contains(&Purpose::BetalingKontrol);
    for paid in shown {
        let months = paid.months.iter().filter(|(month, _)| window.contains(month.first()));
        let part: Oere = months.map(|(_, oere)| *oere).sum();
        if paid.is_refund {
            refund = Some(refund.unwrap_or(Oere(0)) + part);
        } else {
            sum += part;
        }
        lines.push(PaymentLine {
            booked: paid.booked.danish(),
            concerns: paid.concerns.map_or_else(|| reckoned(paid), days),
            paragraf: seen.written(paid.paragraf).to_owned(),
            amount: danish::kroner_with_oere(paid.amount),
            part: danish::kroner_with_oere(part),
            is_refund: paid.is_refund,
            provider: paid.provider.clone(),
            account: paid.account.clone(),
            bill: paid.bill.clone(),
            place: paid.place.clone(),
            href: row_address(&paid.at),
            vis: format!(
                "/borgere/{}?betaling={}",
                seen.citizen,
                crate::query::escaped(&super::reveal::payment_key(&paid.at))
            ),
        });
    }
    let window = format!("{} til {}", seen.zoom.months.0.danish(), seen.zoom.months.1.danish());
    let what =
        if seen.zoom.paragraf.is_empty() { String::new() } else { format!(" på {}", seen.zoom.paragraf) };
    let page = visit.page_of(format!("Betalinger for {}", seen.citizen), &seen.current);
    let answer = format!(
        "{} kr. er betalt{what} for månederne {window}, i {}.",
        danish::kroner(sum),
        danish::count(lines.len() as i64, "postering", "posteringer")
    );
    PaymentsPage {
        page: Page { answer, ..page },
        trail: vec![
            Link::new("/borgere", "Borgere"),
            Link::new(seen.zoom.only("", "").address(), seen.citizen.to_string()),
        ],
        total: sum.0,
        total_text: danish::kroner_with_oere(sum),
        refund: refund.map(danish::kroner_with_oere),
        window,
        lines,
        vis,
    }
}
