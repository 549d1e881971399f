//! `/hjaelp/adgang`: who may do what, drawn from the one table that lets people in.

use super::trail;
use crate::error::Answer;
use crate::page::Page;
use crate::parts::Link;
use crate::visit::Visit;
use app::access::{POLICY, Right, Role, only_from_something, purposes, reach};
use askama::Template;
use report::danish;

#[derive(Template)]
#[template(path = "pages/hjaelp/adgang.html")]
struct AccessPage {
    page: Page,
    trail: Vec<Link>,
    roles: Vec<RoleLine>,
    rights: Vec<RightLine>,
    shown: Vec<ShownLine>,
}

struct RoleLine {
    text: &'static str,
    own: bool,
}

struct RightLine {
    right: &'static str,
    cells: Vec<Cell>,
}

struct Cell {
    /// Empty for no.
    text: &'static str,
    own: bool,
}

/// For what a role may be shown who somebody is.
struct ShownLine {
    role: &'static str,
    purposes: String,
    from: bool,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let own = visit.who.role;
    let cells = |right: Right| {
        let of =
            |role: Role| Cell { text: reach(role, right).map_or("", |reach| reach.text()), own: role == own };
        Role::ALL.map(of).into_iter().collect()
    };
    let shown = Role::ALL.into_iter().filter(|role| !purposes(*role).is_empty()).map(|role| {
        let words: Vec<String> = purposes(role).iter().map(|purpose| purpose.text().to_lowercase()).collect();
        ShownLine { role: role.text(), purposes: danish::list(&words), from: only_from_something(role) }
    });
    let page = visit.page("Hvem må hvad");
    let answer = format!("Du er her som {}. Det, der ikke står i tabellen, er ikke tilladt.", own.text());
    visit.plain(&AccessPage {
        page: Page { answer, ..page },
        trail: trail(),
        roles: Role::ALL.map(|role| RoleLine { text: role.text(), own: role == own }).into_iter().collect(),
        rights: POLICY
            .iter()
            .map(|(right, _)| RightLine { right: right.text(), cells: cells(*right) })
            .collect(),
        shown: shown.collect(),
    })
}
