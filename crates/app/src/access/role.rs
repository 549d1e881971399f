//! The roles.

/// What a person is to the municipality's data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Sagsbehandler.
    Caseworker,
    /// Administrativ medarbejder: as a coordinator, without målgruppe.
    AdministrativeWorker,
    /// Faglig koordinator.
    Coordinator,
    /// Økonomikonsulent.
    EconomyConsultant,
    /// BI-konsulent: as an economy consultant, with controls.
    BiConsultant,
    /// Myndighedsleder.
    AuthorityManager,
    /// Områdeleder: as an authority manager, reading only.
    HeadOfArea,
    /// Leder af et tilbud: own provider's rows.
    ProviderManager,
    /// Direktør eller politiker: groups only.
    Director,
    /// Administrator: no citizens.
    Administrator,
    /// Revisor eller databeskyttelsesrådgiver.
    Auditor,
}

impl Role {
    /// All, in the order of the policy's cells.
    pub const ALL: [Role; 11] = [
        Role::Caseworker,
        Role::AdministrativeWorker,
        Role::Coordinator,
        Role::EconomyConsultant,
        Role::BiConsultant,
        Role::AuthorityManager,
        Role::HeadOfArea,
        Role::ProviderManager,
        Role::Director,
        Role::Administrator,
        Role::Auditor,
    ];

    /// The word of the command line and of files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Role::Caseworker => "sagsbehandler",
            Role::AdministrativeWorker => "administrativ",
            Role::Coordinator => "koordinator",
            Role::EconomyConsultant => "oekonomikonsulent",
            Role::BiConsultant => "bi_konsulent",
            Role::AuthorityManager => "myndighedsleder",
            Role::HeadOfArea => "omraadeleder",
            Role::ProviderManager => "tilbudsleder",
            Role::Director => "direktoer",
            Role::Administrator => "administrator",
            Role::Auditor => "revisor",
        }
    }

    /// As screens write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Role::Caseworker => "Sagsbehandler",
            Role::AdministrativeWorker => "Administrativ medarbejder",
            Role::Coordinator => "Faglig koordinator",
            Role::EconomyConsultant => "Økonomikonsulent",
            Role::BiConsultant => "BI-konsulent",
            Role::AuthorityManager => "Myndighedsleder",
            Role::HeadOfArea => "Områdeleder",
            Role::ProviderManager => "Leder af tilbud",
            Role::Director => "Direktør eller politiker",
            Role::Administrator => "Administrator",
            Role::Auditor => "Revisor",
        }
    }

    /// Reads [`Role::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.key() == key)
    }
}
