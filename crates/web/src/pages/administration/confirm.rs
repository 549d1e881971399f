//! The quarter's question to the authority manager: is each user still to have each role?

use super::users::quarter_text;
use crate::error::{Answer, WebError};
use crate::page::Page;
use crate::parts::Link;
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::commands::users::confirm::{ToConfirm, answer as give_answer, to_confirm};
use app::commands::users::on_page::{limits, role_text};
use app::edge::local_time;
use app::purpose::Purpose;
use askama::Template;
use domain::calendar::Day;

#[derive(Template)]
#[template(path = "pages/administration/bekraeft.html")]
struct ConfirmPage {
    page: Page,
    trail: Vec<Link>,
    quarter: String,
    rows: Vec<ConfirmRow>,
    open: usize,
}

struct ConfirmRow {
    id: usize,
    name: String,
    full_name: String,
    key: String,
    role: String,
    limits: String,
    until: String,
    sees: bool,
    waits: String,
    answered: String,
    /// Why the one who looks cannot answer; empty where they can.
    not_mine: &'static str,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let all = to_confirm(&session, visit.day()).await?;
    let open = all.iter().filter(|own| own.is_open()).count();
    let total = all.len();
    let mut page = visit.page("Bekræft rettigheder");
    let quarter = quarter_text(visit.day());
    page.answer = match open {
        0 => format!("Alle {total} roller er bekræftet i {quarter}."),
        open => format!("{open} af {total} roller mangler et svar i {quarter}."),
    };
    let rows = all.into_iter().enumerate().map(|(at, own)| row(&visit, at, own)).collect();
    visit.plain(&ConfirmPage {
        page,
        trail: vec![Link::new("/administration/brugere", "Brugere")],
        quarter,
        rows,
        open,
    })
}

fn row(visit: &Visit, at: usize, own: ToConfirm) -> ConfirmRow {
    let me = visit.who.user.name.as_str();
    let waits = !own.grant.afventer.is_empty();
    let answered = own.answer.filter(|_| !waits).map_or_else(String::new, |kept| {
        format!("bekræftet {} af {}", local_time(&kept.saved_at), kept.saved_by)
    });
    ConfirmRow {
        id: at + 1,
        key: own.grant.rolle.clone(),
        role: role_text(&own.grant),
        limits: limits(&own.grant).join("; "),
        until: Day::parse(&own.grant.til).map_or_else(String::new, Day::danish),
        sees: own.grant.sees_citizens(),
        not_mine: match () {
            () if own.user.name == me => "Det er dig selv: en anden myndighedsleder svarer.",
            () if own.grant.afventer == me => "Du har selv bedt om rollen: en anden bekræfter den.",
            () => "",
        },
        waits: if waits { format!("ny, ønsket af {}", own.grant.afventer) } else { String::new() },
        answered,
        full_name: own.user.full_name,
        name: own.user.name,
    }
}

/// One answer each: `svar-navn-rolle` is `ja` or `nej`; those without an answer stay open.
pub(super) async fn answer(visit: Visit, body: String) -> Answer {
    let sent = Fields::of(&body);
    let session = visit.session(Purpose::Tilsyn);
    let mut given = 0;
    for own in to_confirm(&session, visit.day()).await? {
        let key = format!("{}/{}", own.user.name, own.grant.rolle);
        let must_have = match sent.one(&format!("svar/{key}")) {
            "ja" => true,
            "nej" => false,
            _ => continue,
        };
        // Where a role holds and waits with other limits, the one that waits is answered.
        let reason = sent.one(&format!("grund/{key}"));
        give_answer(&session, &own.user.name, &own.grant.rolle, visit.day(), must_have, reason).await?;
        given += 1;
    }
    if given == 0 {
        return Err(WebError::Refused(
            "Der er ikke svaret på noget. Vælg ja eller nej ved mindst én rolle.".to_owned(),
        ));
    }
    Ok(to("/administration/brugere/bekraeft?gjort=bekraeftet"))
}
