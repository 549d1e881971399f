//! One user: roles, history, and what an administrator does with them.

use super::users::{PasswordOncePage, RoleLine, last_sign_in, role_lines, state};
use crate::error::{Answer, WebError};
use crate::page::{Notice, NoticeKind, Page};
use crate::parts::{Choice, Link};
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::{Grant, Right, Role};
use app::commands::users::on_page::{
    self, UserVersion, ask_for_role, end_role, history, sign_out_everywhere, since,
};
use app::commands::users::{User, block_user, find_user};
use app::edge::local_time;
use app::purpose::Purpose;
use app::session::Session;
use askama::Template;
use axum::extract::Path;

#[derive(Template)]
#[template(path = "pages/administration/bruger.html")]
struct UserPage {
    page: Page,
    trail: Vec<Link>,
    name: String,
    state: &'static str,
    colour: &'static str,
    blocked: bool,
    may_edit: bool,
    roles: Vec<RoleLine>,
    last: String,
    open: usize,
    has_password: bool,
    must_change: bool,
    form: RoleForm,
    history: Vec<(String, String, String)>,
}

/// What a role is given with.
pub(super) struct RoleForm {
    pub(super) roles: Vec<Choice>,
}

impl RoleForm {
    pub(super) fn empty() -> RoleForm {
        let none = Choice::new("", "Vælg en rolle", "");
        let all = Role::ALL.iter().map(|role| Choice::new(role.key(), role.text(), ""));
        RoleForm { roles: std::iter::once(none).chain(all).collect() }
    }
}

/// The grant that a form asks for.
pub(super) fn grant_of(sent: &Fields) -> Result<Grant, WebError> {
    let Some(role) = Role::from_key(sent.one("rolle")) else {
        return Err(WebError::Refused("Vælg en rolle. Intet er gemt.".to_owned()));
    };
    let several = |key: &str| -> Vec<String> {
        let parts = sent.one(key).split([';', '\n', '\r']);
        parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    };
    Ok(Grant {
        sagsbehandler: several("sagsbehandler"),
        team: sent.one("team").to_owned(),
        paragraffer: several("paragraffer"),
        leverandoerer: several("leverandoerer"),
        til: sent.one("til").to_owned(),
        ..Grant::of(role)
    })
}

/// A refusal of a verb whose words are those of the command line, as a page says it.
pub(super) fn in_page_words(error: anyhow::Error) -> WebError {
    let WebError::Refused(mut text) = WebError::told(error) else {
        return WebError::Refused("Brugeren kunne ikke gemmes. Prøv igen.".to_owned());
    };
    for (option, field) in [
        (": skriv --navn \"Fornavn Efternavn\"", ""),
        (", eller brug «ottetal bruger rolle ", ", eller giv rollen på siden for «"),
        ("--sagsbehandler", "feltet Sagsbehandler"),
        ("--team", "feltet Team"),
        ("--paragraf", "feltet Paragraffer"),
        ("--leverandoer", "feltet Tilbud"),
        ("--til ", "Rollens sidste dag "),
        ("--rolle", "en rolle"),
    ] {
        text = text.replace(option, field);
    }
    WebError::Refused(text)
}

async fn found(session: &Session, name: &str) -> Result<User, WebError> {
    let user = find_user(session, name).await?;
    user.ok_or_else(|| {
        WebError::NotFound("Der er ingen bruger med det navn. Se dem, der er, på siden Brugere.".to_owned())
    })
}

pub(super) async fn show(visit: Visit, Path(name): Path<String>) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let user = found(&session, &name).await?;
    let sign_ins = session.store.sign_ins().list(&session.ctx).await?;
    let open = sign_ins
        .iter()
        .filter(|own| own.user == user.name && app::commands::users::sign_in::is_open(own, &session.ctx.at));
    let oneself = user.name == visit.who.user.name;
    let mut page = visit.page(user.full_name.clone());
    let (word, colour) = state(&user, visit.who.today);
    page.answer = format!("Brugernavn {}: {word}.", user.name);
    if oneself && visit.may(Right::Administer) {
        let text =
            "Det er dig selv. Ingen ændrer egne rettigheder: bed en anden administrator om det.".to_owned();
        page.notices.push(Notice { kind: NoticeKind::Info, text });
    }
    visit.plain(&UserPage {
        trail: vec![Link::new("/administration/brugere", "Brugere")],
        state: word,
        colour,
        blocked: user.blocked,
        may_edit: visit.may(Right::Administer) && !oneself,
        roles: role_lines(&user, &since(&session, &user.name).await?, visit.who.today),
        last: last_sign_in(&session, &user.name).await?,
        open: open.count(),
        has_password: user.password.is_some(),
        must_change: user.must_change,
        form: RoleForm::empty(),
        history: history(&session, &user.name).await?.into_iter().map(line).collect(),
        name: user.name,
        page,
    })
}

fn line(version: UserVersion) -> (String, String, String) {
    let what =
        if version.changes.is_empty() { "gemt uændret".to_owned() } else { version.changes.join("; ") };
    (local_time(&version.at), version.by, what)
}

fn back(name: &str, did: &str) -> axum::response::Response {
    to(&format!("/administration/brugere/{}?gjort={did}", crate::query::escaped(name)))
}

pub(super) async fn give(visit: Visit, Path(name): Path<String>, body: String) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let user = found(&session, &name).await?;
    let grant = grant_of(&Fields::of(&body))?;
    let user = ask_for_role(&session, &user.name, &grant).await.map_err(in_page_words)?;
    let waits = user.grants.iter().any(|own| own.rolle == grant.rolle && !own.afventer.is_empty());
    Ok(back(&user.name, if waits { "rolle_venter" } else { "sat" }))
}

pub(super) async fn end(visit: Visit, Path(name): Path<String>, body: String) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let user = found(&session, &name).await?;
    end_role(&session, &user.name, Fields::of(&body).one("rolle")).await?;
    Ok(back(&user.name, "rolle_slut"))
}

pub(super) async fn block(visit: Visit, Path(name): Path<String>, body: String) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let user = found(&session, &name).await?;
    if user.name == visit.who.user.name {
        let text = "Ingen ændrer egne rettigheder. Bed en anden administrator om det.";
        return Err(WebError::Refused(text.to_owned()));
    }
    let blocked = match Fields::of(&body).one("spaerret") {
        "ja" => true,
        "nej" => false,
        _ => return Err(WebError::Refused("Vælg, om brugeren skal spærres. Intet er ændret.".to_owned())),
    };
    block_user(&session, &user.name, blocked).await?;
    Ok(back(&user.name, if blocked { "spaerret" } else { "aabnet" }))
}

pub(super) async fn sign_out(visit: Visit, Path(name): Path<String>) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let user = found(&session, &name).await?;
    sign_out_everywhere(&session, &user.name).await?;
    Ok(back(&user.name, "logget_ud"))
}

pub(super) async fn new_password(visit: Visit, Path(name): Path<String>) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let user = found(&session, &name).await?;
    let (user, password) = on_page::new_password(&session, &user.name).await?;
    let mut page = visit.page(format!("Ny kode til {}", user.full_name));
    page.answer = "Giv koden videre nu. Den vises kun denne ene gang.".to_owned();
    visit.plain(&PasswordOncePage {
        page,
        trail: vec![
            Link::new("/administration/brugere", "Brugere"),
            Link::new(format!("/administration/brugere/{}", user.name), user.full_name.clone()),
        ],
        name: user.name,
        password,
        waits: false,
    })
}
