//! For which purposes a role may be shown who somebody is, and whether it needs something to come from.
//!
//! Invariant: what is not here is denied. A role without a purpose of its own is shown nobody.

use super::Role;
use crate::purpose::Purpose;

/// The purposes of a role.
#[must_use]
pub fn purposes(role: Role) -> &'static [Purpose] {
    use Purpose as P;
    match role {
        Role::Caseworker | Role::AdministrativeWorker | Role::Coordinator => {
            &[P::AfvigelseRet, P::SagOpfoelgning, P::Klage, P::IndsigtArt15]
        }
        Role::EconomyConsultant | Role::BiConsultant => {
            &[P::AfvigelseRet, P::BetalingKontrol, P::RefusionMellemkom]
        }
        Role::AuthorityManager => &[P::AfvigelseRet, P::Klage, P::IndsigtArt15],
        Role::HeadOfArea => &[P::AfvigelseRet, P::Klage],
        Role::Auditor => &[P::Tilsyn],
        Role::ProviderManager | Role::Director | Role::Administrator => &[],
    }
}

/// True where the role is shown somebody only from a deviation or a payment about them.
#[must_use]
pub fn only_from_something(role: Role) -> bool {
    matches!(role, Role::EconomyConsultant | Role::BiConsultant | Role::AuthorityManager | Role::HeadOfArea)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Right, reach};

    #[test]
    fn a_role_has_purposes_exactly_where_the_table_lets_it_see_somebody() {
        for role in Role::ALL {
            assert_eq!(purposes(role).is_empty(), reach(role, Right::Reveal).is_none(), "{role:?}");
        }
    }
}
