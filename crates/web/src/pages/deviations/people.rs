//! The people that deviations are given to: users by their names, teams, and who the sources say can correct a field.

use crate::error::WebError;
use crate::parts::Choice;
use crate::visit::Visit;
use app::access::{Right, Role, Scope, reach};
use app::commands::users::{User, access_on, list_users};
use app::current::Current;
use app::purpose::Purpose;
use std::collections::BTreeSet;

/// The users of the program.
pub(crate) struct People(Vec<User>);

impl People {
    /// All of them.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(crate) async fn read(visit: &Visit) -> Result<People, WebError> {
        Ok(People(list_users(&visit.session(Purpose::AfvigelseRet)).await?))
    }

    /// A name as people read it: a user's full name, a team or anything else as it stands.
    pub(crate) fn shown(&self, name: &str) -> String {
        let user = self.0.iter().find(|user| user.name == name);
        user.map_or_else(|| name.to_owned(), |user| user.full_name.clone())
    }

    /// What somebody typed, as it is kept: a user's full name becomes the name that limits know.
    pub(crate) fn typed(&self, text: &str) -> String {
        let (wish, text) = (text.trim().to_lowercase(), text.trim());
        let named = |user: &&User| user.full_name.to_lowercase() == wish || user.name == wish;
        self.0.iter().find(named).map_or_else(|| text.to_owned(), |user| user.name.clone())
    }

    /// Whom a deviation can be given to: users who work on them, teams, and who has some already.
    pub(crate) fn choices(&self, visit: &Visit, current: &Current, scope: &Scope) -> Vec<Choice> {
        let mut out: Vec<Choice> = Vec::new();
        for user in self.0.iter().filter(|user| self.works(visit, user)) {
            let roles = access_on(user, visit.who.today);
            let roles: Vec<&str> = roles.iter().map(|(role, _)| role.text()).collect();
            let text = format!("{}, {}", user.full_name, roles.join(" og "));
            out.push(Choice::new(user.full_name.clone(), text, ""));
        }
        let teams = current.directory.all_teams().into_iter().map(|team| (team, "team"));
        let known: BTreeSet<&str> = current.items(scope).map(|own| own.listed.responsible.as_str()).collect();
        let others = known.into_iter().map(|name| (name, ""));
        for (name, what) in teams.chain(others) {
            let is_user = self.0.iter().any(|user| user.name == name);
            if !name.is_empty() && !is_user && !out.iter().any(|choice| choice.value == name) {
                let text = if what.is_empty() { name.to_owned() } else { format!("{name}, {what}") };
                out.push(Choice::new(name, text, ""));
            }
        }
        out
    }

    /// The first user of a role, by name.
    pub(crate) fn first_of(&self, role: Role) -> Option<String> {
        let has = |user: &&User| !user.blocked && user.grants.iter().any(|grant| grant.rolle == role.key());
        self.0.iter().find(has).map(|user| user.full_name.clone())
    }

    /// Every user's full name, to choose from.
    pub(crate) fn names(&self) -> Vec<Choice> {
        self.0.iter().map(|user| Choice::new(user.full_name.clone(), user.full_name.clone(), "")).collect()
    }

    fn works(&self, visit: &Visit, user: &User) -> bool {
        let roles = access_on(user, visit.who.today);
        roles.iter().any(|(role, _)| reach(*role, Right::WorkItems).is_some())
    }

    /// Those who have a right today, by full name.
    pub(crate) fn who_can(&self, visit: &Visit, right: Right) -> Vec<String> {
        let can = |user: &&User| {
            access_on(user, visit.who.today).iter().any(|(role, _)| reach(*role, right).is_some())
        };
        self.0.iter().filter(can).map(|user| user.full_name.clone()).collect()
    }
}
