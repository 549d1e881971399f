//! Which rows about one citizen a person may see: the scope asked once for the citizen, then for each row.

use super::{Current, Who};
use crate::access::{Reach, Scope, Subject};
use domain::person::CitizenId;
use std::collections::BTreeSet;

/// The scope of one who looks, about one citizen.
pub struct RowScope<'c> {
    scope: &'c Scope,
    citizen: CitizenId,
    who: &'c Who,
    /// Written paragraphs on which a deviation of the citizen was given to the one who looks.
    given: BTreeSet<&'c str>,
}

impl Current {
    /// What the scope holds of one citizen's rows. Who was given a deviation sees the rows of its paragraph, also where
    /// the citizen is not theirs.
    #[must_use]
    pub fn row_scope<'c>(&'c self, scope: &'c Scope, citizen: CitizenId) -> RowScope<'c> {
        let mut given = BTreeSet::new();
        if matches!(scope.reach(), Reach::Own | Reach::Team) {
            let own = self.board.iter().filter(|item| item.listed.item.key.citizen == citizen);
            let work = own.filter(|item| item.listed.item.standing.status.is_work());
            given.extend(
                work.filter(|item| scope.holds(&item.subject()))
                    .map(|item| item.listed.item.key.paragraf.as_str()),
            );
        }
        RowScope { scope, citizen, who: self.directory.who(citizen), given }
    }
}

impl RowScope<'_> {
    /// True where the scope holds a row: its written paragraph, empty where it has none, and its provider's numbers and
    /// name, empty where it names none.
    #[must_use]
    pub fn holds(&self, paragraf: &str, providers: &[String]) -> bool {
        let subject = Subject {
            citizen: Some(self.citizen),
            caseworkers: &self.who.caseworkers,
            teams: &self.who.teams,
            paragraf,
            providers,
            assigned: "",
        };
        self.given.contains(paragraf) || self.scope.holds(&subject)
    }
}
