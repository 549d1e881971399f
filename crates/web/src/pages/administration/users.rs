//! All users with their roles, and a new one.

use super::user::{RoleForm, grant_of, in_page_words};
use crate::error::Answer;
use crate::page::Page;
use crate::parts::Link;
use crate::query::Fields;
use crate::visit::Visit;
use app::access::Right;
use app::commands::users::confirm::{quarter, to_confirm};
use app::commands::users::on_page::{limits, make_user, role_text, since};
use app::commands::users::{User, list_users};
use app::edge::{local_day, local_time};
use app::purpose::Purpose;
use app::session::Session;
use askama::Template;
use domain::calendar::Day;
use report::danish;
use store::log::LogAsked;

#[derive(Template)]
#[template(path = "pages/administration/brugere.html")]
struct UsersPage {
    page: Page,
    may_edit: bool,
    may_confirm: bool,
    quarter: String,
    open: usize,
    rows: Vec<UserRow>,
}

struct UserRow {
    name: String,
    full_name: String,
    roles: Vec<RoleLine>,
    last: String,
    open: usize,
    state: &'static str,
    colour: &'static str,
}

/// A role of a user as lists write it.
pub(super) struct RoleLine {
    pub(super) key: String,
    pub(super) role: String,
    pub(super) limits: String,
    pub(super) since: String,
    pub(super) until: String,
    pub(super) state: &'static str,
    pub(super) colour: &'static str,
    /// It can be ended: it holds, or waits.
    pub(super) open: bool,
    /// It waits to be confirmed.
    pub(super) waits: bool,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let users = list_users(&session).await?;
    let sign_ins = session.store.sign_ins().list(&session.ctx).await?;
    let confirmed = to_confirm(&session, visit.day()).await?;
    let mut rows = Vec::new();
    for user in users {
        let open = |own: &&store::sign_ins::SignIn| {
            own.user == user.name && app::commands::users::sign_in::is_open(own, &session.ctx.at)
        };
        let (state, colour) = state(&user, visit.who.today);
        rows.push(UserRow {
            roles: role_lines(&user, &since(&session, &user.name).await?, visit.who.today),
            last: last_sign_in(&session, &user.name).await?,
            open: sign_ins.iter().filter(open).count(),
            state,
            colour,
            full_name: user.full_name,
            name: user.name,
        });
    }
    let may_in = rows.iter().filter(|row| row.colour == "success").count();
    let mut page = visit.page("Brugere");
    page.answer =
        format!("{} af {} kan logge ind.", may_in, danish::count(rows.len() as i64, "bruger", "brugere"));
    visit.plain(&UsersPage {
        page,
        may_edit: visit.may(Right::Administer),
        may_confirm: visit.may(Right::ConfirmUsers),
        quarter: quarter_text(visit.day()),
        open: confirmed.iter().filter(|own| own.is_open()).count(),
        rows,
    })
}

/// `1. kvartal 2026`.
pub(super) fn quarter_text(day: Day) -> String {
    let key = quarter(day);
    let (year, number) = key.split_once("-K").unwrap_or(("", ""));
    format!("{number}. kvartal {year}")
}

/// The word for a user, and the colour that repeats it.
pub(super) fn state(user: &User, today: Day) -> (&'static str, &'static str) {
    let holds = user.grants.iter().any(|grant| grant.role_on(today).is_some());
    let waits = user.grants.iter().any(|grant| !grant.afventer.is_empty());
    match (user.blocked, holds) {
        (true, _) => ("spærret", "error"),
        (false, true) => ("kan logge ind", "success"),
        (false, false) if waits => ("afventer bekræftelse", "warning"),
        (false, false) => ("ingen rolle i dag", "none"),
    }
}

pub(super) fn role_lines(user: &User, since: &[String], today: Day) -> Vec<RoleLine> {
    let line = |(at, grant): (usize, &app::access::Grant)| {
        let holds = grant.role_on(today).is_some();
        let (state, colour) = match (grant.afventer.is_empty(), holds) {
            (false, _) => ("afventer bekræftelse", "warning"),
            (true, true) => ("gælder", "success"),
            (true, false) => ("afsluttet", "none"),
        };
        RoleLine {
            key: grant.rolle.clone(),
            role: role_text(grant),
            limits: limits(grant).join("; "),
            since: since.get(at).and_then(|at| local_day(at)).map_or_else(String::new, Day::danish),
            until: Day::parse(&grant.til).map_or_else(String::new, Day::danish),
            state,
            colour,
            waits: !grant.afventer.is_empty(),
            open: holds || !grant.afventer.is_empty(),
        }
    };
    user.grants.iter().enumerate().map(line).collect()
}

/// When a user signed in last, as the log says; empty where never.
pub(super) async fn last_sign_in(session: &Session, name: &str) -> anyhow::Result<String> {
    let asked = LogAsked {
        actor: Some(name.to_owned()),
        what: Some("log_ind".to_owned()),
        limit: 1,
        ..LogAsked::default()
    };
    let (found, _) = session.store.log().find(&session.ctx, &asked).await?;
    Ok(found.first().map_or_else(String::new, |line| local_time(&line.at)))
}

#[derive(Template)]
#[template(path = "pages/administration/ny_bruger.html")]
struct NewUserPage {
    page: Page,
    trail: Vec<Link>,
    form: RoleForm,
}

pub(super) async fn new(visit: Visit) -> Answer {
    let mut page = visit.page("Ny bruger");
    page.answer = "Brugeren får en tilfældig kode, som vises én gang og skiftes ved første login.".to_owned();
    let trail = vec![Link::new("/administration/brugere", "Brugere")];
    visit.plain(&NewUserPage { page, trail, form: RoleForm::empty() })
}

/// The password, shown once: the answer of the form itself, so that no address leads to it.
#[derive(Template)]
#[template(path = "pages/administration/kode.html")]
pub(super) struct PasswordOncePage {
    pub(super) page: Page,
    pub(super) trail: Vec<Link>,
    pub(super) name: String,
    pub(super) password: String,
    pub(super) waits: bool,
}

pub(super) async fn create(visit: Visit, body: String) -> Answer {
    let sent = Fields::of(&body);
    let session = visit.session(Purpose::Tilsyn);
    let grant = grant_of(&sent)?;
    let made = make_user(&session, sent.one("navn"), sent.one("fulde_navn"), &grant).await;
    let (user, password) = made.map_err(in_page_words)?;
    let mut page = visit.page(format!("{} er oprettet", user.full_name));
    page.answer = "Giv koden videre nu. Den vises kun denne ene gang.".to_owned();
    visit.plain(&PasswordOncePage {
        page,
        trail: vec![Link::new("/administration/brugere", "Brugere")],
        waits: user.grants.iter().any(|grant| !grant.afventer.is_empty()),
        name: user.name,
        password,
    })
}
