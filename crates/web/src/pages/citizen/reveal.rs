//! "Vis": who a citizen is, after a purpose chosen from the role's own, and for those who must come from something only
//! from a deviation or a payment about them.
//!
//! Invariant: the line in the log is durable before a name leaves; a name stands in no address, and the page with it is
//! an answer that no one may keep.

use super::one::drawn;
use super::seen::{Looked, Seen, look};
use crate::error::{Answer, WebError};
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::{Right, only_from_something, purposes};
use app::commands::explain_citizen::SourceRow;
use app::commands::reveal::{Revealed, reveal};
use app::purpose::Purpose;
use axum::extract::Path;
use domain::work_item::ItemId;

/// How long a name is shown.
pub(crate) const SECONDS: u32 = 300;

/// What one comes from when one asks who a citizen is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct From {
    /// The shown name of a deviation.
    pub(crate) item: String,
    /// The key of a payment.
    pub(crate) payment: String,
}

/// The form, as far as the one who looks may use it.
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) purposes: Vec<crate::parts::Choice>,
    pub(crate) from: From,
    /// Why there is none; empty where there is one.
    pub(crate) why_not: &'static str,
    /// What one comes from, in words.
    pub(crate) from_words: String,
}

/// A payment in a form: where it stands.
pub(crate) fn payment_key(at: &SourceRow) -> String {
    format!("{}/{}/{}/{}", at.import, at.file, at.row, at.sheet)
}

impl From {
    pub(crate) fn of(fields: &Fields) -> From {
        From { item: fields.one("afvigelse").to_owned(), payment: fields.one("betaling").to_owned() }
    }

    /// True where it is a deviation or a payment about the citizen that the one who looks may see.
    pub(crate) fn holds(&self, seen: &Seen) -> bool {
        let item = ItemId::parse(&self.item);
        let is_item = item.is_some_and(|id| seen.items.iter().any(|own| own.listed.item.id == id));
        is_item || seen.explained.payments.iter().any(|paid| payment_key(&paid.at) == self.payment)
    }

    /// What the log says it was asked from.
    fn object(&self) -> String {
        ItemId::parse(&self.item).map_or_else(|| "betaling".to_owned(), |id| id.to_string())
    }
}

/// The form; `None` where the role is never shown anybody.
pub(crate) fn form(visit: &Visit, seen: &Seen, from: From) -> Option<Form> {
    visit.scope(Right::Reveal).ok()?;
    let role = visit.who.role;
    let from = if from.holds(seen) { from } else { From::default() };
    let has = from != From::default();
    let purpose =
        if has && !from.payment.is_empty() { Purpose::BetalingKontrol } else { Purpose::AfvigelseRet };
    let chosen = if has { purpose.code() } else { "" };
    let mut choices: Vec<crate::parts::Choice> = purposes(role)
        .iter()
        .map(|purpose| crate::parts::Choice::new(purpose.code(), purpose.text(), chosen))
        .collect();
    if !has && choices.len() > 1 {
        choices.insert(0, crate::parts::Choice::new("", "Vælg formål", ""));
    }
    let why_not = if only_from_something(role) && !has {
        "Din rolle kan kun få navn og nummer vist fra en afvigelse eller en betaling om borgeren. Åbn den, og følg linket derfra."
    } else {
        ""
    };
    let from_words = match (ItemId::parse(&from.item), from.payment.is_empty()) {
        (Some(id), _) if has => format!("Du kommer fra afvigelsen {id}."),
        (_, false) if has => "Du kommer fra en betaling.".to_owned(),
        _ => String::new(),
    };
    let action = format!("/borgere/{}/vis", seen.citizen);
    Some(Form { action, purposes: choices, from, why_not, from_words })
}

/// Shows who a citizen is, on the page itself.
pub(super) async fn show(visit: Visit, Path(id): Path<String>, body: String) -> Answer {
    let seen = match look(&visit, &id, Right::Reveal).await? {
        Looked::Here(seen) => seen,
        Looked::Moved(now) => return Ok(to(&format!("/borgere/{now}"))),
    };
    let sent = Fields::of(&body);
    let from = From::of(&sent);
    let role = visit.who.role;
    let purpose = Purpose::parse(sent.one("formaal")).filter(|purpose| purposes(role).contains(purpose));
    let Some(purpose) = purpose else {
        return Err(WebError::Refused(
            "Vælg, hvad du skal bruge navn og nummer til. Intet er vist. Gå tilbage, og vælg et formål."
                .to_owned(),
        ));
    };
    let comes_from = from.holds(&seen);
    if only_from_something(role) && !comes_from {
        // The citizen is one's own and was asked for by name: the line says about whom.
        visit.saw(purpose, "afvist", &visit.path, [seen.citizen]).await?;
        let why = "Din rolle kan kun få navn og nummer vist fra en afvigelse eller en betaling om borgeren. Intet er vist.";
        return Ok(WebError::Denied(why.to_owned()).in_log_already());
    }
    let object = if comes_from { from.object() } else { String::new() };
    let revealed: Revealed = reveal(&visit.session(purpose), seen.citizen).await?;
    let template = drawn(&visit, &seen, from, Some(revealed)).with_ways(&visit, &seen).await?;
    visit.show(purpose, "vis_identitet", &object, [seen.citizen], &template).await
}

/// The page is gone when it is asked for again: who it is must be asked anew.
pub(super) async fn back(_visit: Visit, Path(id): Path<String>) -> Answer {
    let id = domain::person::CitizenId::parse(&id).map_or_else(String::new, |id| format!("/{id}"));
    Ok(to(&format!("/borgere{id}")))
}
