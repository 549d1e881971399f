//! What is done with a sheet: its state, switched off, a line explained.

use super::{Seen, lines};
use crate::error::{Answer, WebError};
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::commands::sheets::{self, SheetState, found};
use app::purpose::Purpose;
use axum::extract::Path;
use domain::person::CitizenId;

pub(super) async fn set_state(visit: Visit, Path(number): Path<String>, body: String) -> Answer {
    let sent = Fields::of(&body);
    let Some(state) = SheetState::from_key(sent.one("tilstand")) else {
        return Err(WebError::Refused("Vælg, hvad arket er nu. Intet er ændret.".to_owned()));
    };
    let session = visit.session(Purpose::AfvigelseRet);
    sheets::set_state(&session, &number, state, seen_line(&sent), sent.one("grund")).await?;
    Ok(to(&format!("/regneark/{number}?gjort=sat")))
}

pub(super) async fn switch_off(visit: Visit, Path(number): Path<String>, body: String) -> Answer {
    let sent = Fields::of(&body);
    let session = visit.session(Purpose::AfvigelseRet);
    let seen = Seen::read(&visit, found(&session, &number).await?).await?;
    let ready = seen.is_ready();
    let (day, remark) = (sent.one("dag"), sent.one("grund"));
    sheets::switch_off(&session, &number, day, remark, ready, seen_line(&sent)).await?;
    Ok(to(&format!("/regneark/{number}?gjort=slukket")))
}

pub(super) async fn explain(visit: Visit, Path(number): Path<String>, body: String) -> Answer {
    let sent = Fields::of(&body);
    let session = visit.session(Purpose::AfvigelseRet);
    let seen = Seen::read(&visit, found(&session, &number).await?).await?;
    let asked = lines::Asked::of(&sent, &seen);
    let (citizen, paragraf) = (CitizenId::parse(sent.one("borger")), sent.one("paragraf"));
    let month = seen.months.get(asked.month);
    let line = month.zip(citizen).and_then(|(month, citizen)| {
        let own = |line: &&app::commands::sheets::compare::Beside| {
            line.citizen == citizen && month.paragraf(line) == paragraf && seen.sees(month, line)
        };
        month.lines.iter().find(own)
    });
    let Some(line) = line else {
        return Err(WebError::NotFound("Linjen er der ikke mere. Hent siden igen.".to_owned()));
    };
    if sent.one("forskel").parse() != Ok(line.difference().0) {
        return Err(WebError::Refused(
            "Forskellen er en anden nu, end da siden blev hentet. Intet er gemt: hent siden igen.".to_owned(),
        ));
    }
    let text = sent.one("tekst");
    sheets::explain(&session, &number, line.citizen, paragraf, line.difference(), text).await?;
    let why = asked.why.map_or_else(String::new, super::words::why_key);
    let back = lines::address_of(&number, sent.one("maaned"), asked.show, &why, asked.side);
    let join = if back.contains('?') { '&' } else { '?' };
    Ok(to(&format!("{back}{join}gjort=forklaret")))
}

/// The number of the line that the form was made from; 0 is none.
fn seen_line(sent: &Fields) -> i64 {
    sent.one("foer").parse().unwrap_or(0)
}
