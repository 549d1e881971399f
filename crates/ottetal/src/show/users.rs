//! Users on the screen: roles and limits, and whether each holds today. Never a password's hash.

use super::line;
use app::access::{Grant, Role};
use app::commands::users::User;
use domain::calendar::Day;
use std::io::{self, Write};

/// A user that was saved.
pub(crate) fn saved(what: &str, user: &User, out: &mut impl Write) -> io::Result<()> {
    line(out, &format!("Brugeren {} ({}) {what}:", user.name, user.full_name))?;
    user.grants.iter().try_for_each(|grant| line(out, &format!("  {}", limits(grant))))
}

/// All users.
pub(crate) fn list(users: &[User], now: &str, out: &mut impl Write) -> io::Result<()> {
    if users.is_empty() {
        return line(out, "Der er ingen brugere. «ottetal bruger tilfoej» opretter den første.");
    }
    let today = now.get(..10).and_then(Day::parse).unwrap_or(Day::FIRST);
    for user in users {
        let state = match (user.blocked, &user.password) {
            (true, _) => ", spærret",
            (false, None) => ", uden kode",
            (false, Some(_)) => "",
        };
        line(out, &format!("{} ({}){state}", user.name, user.full_name))?;
        for grant in &user.grants {
            let ended = match (grant.afventer.is_empty(), grant.role_on(today)) {
                (false, _) => " (afventer en myndighedsleders bekræftelse)",
                (true, Some(_)) => "",
                (true, None) => " (er udløbet)",
            };
            line(out, &format!("  {}{ended}", limits(grant)))?;
        }
    }
    Ok(())
}

/// `Områdeleder: SEL § 107, SEL § 108; til og med 31-12-2026`.
fn limits(grant: &Grant) -> String {
    let role =
        Role::from_key(&grant.rolle).map_or_else(|| grant.rolle.clone(), |role| role.text().to_owned());
    let lists = [&grant.sagsbehandler, &grant.paragraffer, &grant.leverandoerer];
    let mut parts: Vec<String> = lists.iter().filter(|l| !l.is_empty()).map(|l| l.join(", ")).collect();
    if !grant.team.is_empty() {
        parts.push(format!("team {}", grant.team));
    }
    if let Some(last) = Day::parse(&grant.til) {
        parts.push(format!("til og med {}", last.danish()));
    }
    if parts.is_empty() { role } else { format!("{role}: {}", parts.join("; ")) }
}
