//! Those who ask: a user of each role, and of the roles with an area also one whose area is one paragraph.

use crate::town::{Page, Town};
use app::access::{Grant, Role};
use app::commands::demo_users::PEOPLE;
use app::commands::users::sign_in::enter_demo;
use app::commands::users::{NewUser, add_user, list_users};
use axum::body::Body;
use axum::http::Request;
use store::log::{Entry, LogAsked};

/// Somebody who is signed in.
pub(super) struct Who {
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) grant: Grant,
    cookie: String,
    csrf: String,
}

/// Roles whose limit is an area.
const OF_AREA: [Role; 4] =
    [Role::EconomyConsultant, Role::BiConsultant, Role::AuthorityManager, Role::HeadOfArea];

/// The limits of the demo's users: caseworker, team, provider.
pub(super) async fn limits(town: &Town) -> [String; 3] {
    let users = list_users(&town.session("test")).await.expect("brugere");
    let grant = |role: Role| {
        let own = users.iter().flat_map(|user| &user.grants).find(|grant| grant.rolle == role.key());
        own.expect("en bruger").clone()
    };
    [
        grant(Role::Caseworker).sagsbehandler[0].clone(),
        grant(Role::Coordinator).team,
        grant(Role::ProviderManager).leverandoerer[0].clone(),
    ]
}

/// The users of the demo, and those of one paragraph.
pub(super) async fn signed_in(town: &Town, paragraf: &str) -> Vec<Who> {
    let session = town.session("test");
    for role in OF_AREA {
        let grant = Grant { paragraffer: vec![paragraf.to_owned()], ..Grant::of(role) };
        let name = format!("graense-{}", role.key().replace('_', "-"));
        let new = NewUser { name: &name, full_name: &name, grants: vec![grant], password: None };
        add_user(&session, &new).await.expect("en bruger");
    }
    let mut out = Vec::new();
    for user in list_users(&session).await.expect("brugere") {
        let is_ours = user.name.starts_with("graense-") || PEOPLE.iter().any(|(name, ..)| *name == user.name);
        let role = Role::from_key(&user.grants[0].rolle).expect("en rolle");
        if is_ours {
            let signed = enter_demo(&town.session("server"), &user.name).await.expect("ind i demoen");
            out.push(Who {
                role,
                grant: user.grants[0].clone(),
                cookie: format!("ottetal={}", signed.token.secret()),
                csrf: signed.csrf,
                name: user.name,
            });
        }
    }
    assert_eq!(out.len(), Role::ALL.len() + OF_AREA.len());
    out
}

impl Who {
    /// The place of the role's letter.
    pub(super) fn letter(&self, letters: &str) -> char {
        let at = Role::ALL.iter().position(|own| *own == self.role).expect("rollen");
        letters.chars().nth(at).expect("et bogstav til hver rolle")
    }

    pub(super) async fn get(&self, town: &Town, path: &str) -> Page {
        let request = Request::get(path).header("cookie", &self.cookie);
        town.send(request.body(Body::empty()).expect("en forespørgsel")).await
    }

    /// A form with the token of the sign-in.
    pub(super) async fn post(&self, town: &Town, path: &str, pairs: &[(&str, &str)]) -> Page {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(pairs);
        let body = web::query::address("", &all);
        let request = Request::post(path)
            .header("cookie", &self.cookie)
            .header("content-type", "application/x-www-form-urlencoded");
        let body = Body::from(body.trim_start_matches('?').to_owned());
        town.send(request.body(body).expect("en forespørgsel")).await
    }

    /// What the log has last of this person.
    pub(super) async fn newest_line(&self, town: &Town) -> Entry {
        let session = town.session("test");
        let asked = LogAsked { actor: Some(self.name.clone()), limit: 1, ..LogAsked::default() };
        let (lines, _) = session.store.log().find(&session.ctx, &asked).await.expect("loggen");
        lines.into_iter().next().expect("en linje")
    }
}
