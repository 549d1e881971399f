//! Who may do what, to whom: the one table of roles, and the limits that a grant adds.
//!
//! Invariant: what is not in [`POLICY`] is denied. A right says what; a [`Reach`] says about whom; a [`Scope`] is asked
//! before a row is read and not after.

mod purposes;
mod role;
mod scope;

#[cfg(test)]
mod tests;

pub use purposes::{only_from_something, purposes};
pub use role::Role;
pub use scope::{Grant, Scope, Subject};

/// Something that a person may do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Right {
    /// Counts and kroner of groups, to the krone.
    SeeFigures,
    /// The same, rounded, and only of groups: counts to base 5, kroner to 1.000.
    SeeRounded,
    /// Deviations, services and payments under the citizen's id.
    SeeRows,
    /// Målgruppe and diagnosis.
    SeeMaalgruppe,
    /// Says what a deviation is, and writes about it.
    WorkItems,
    /// Gives deviations to people.
    AssignItems,
    /// Accepts a deviation, or ends it with a reason.
    AcceptItems,
    /// One citizen over all systems.
    SeeCitizen,
    /// Name and CPR, after a stated purpose.
    Reveal,
    /// What was read in, with its findings; no rows about citizens.
    SeeImports,
    /// Reads files in, accepts a basis.
    Import,
    /// Runs a control.
    RunControl,
    /// Saves a control that carries the work list.
    SaveControl,
    /// One's own lines of the log.
    SeeOwnLog,
    /// All lines of the log.
    SeeLog,
    /// Rules and words.
    SeeHelp,
    /// The sources: who is responsible, whose citizens, when.
    SeeLandscape,
    /// Changes what is declared of the sources.
    EditLandscape,
    /// Fælles sprog, translation, register of providers.
    SeeLanguage,
    /// Changes them, and the mappings of sources.
    EditLanguage,
    /// The steps of month and year.
    SeeMonth,
    /// Says who takes a step and when it is done.
    EditMonth,
    /// Signs that a paragraph is in place.
    SignParagraf,
    /// Lays a correction on a figure before the source is right.
    CorrectBasis,
    /// Writes of a citizen's case when it was followed up.
    FollowUp,
    /// Answers whether a month's figures are recognisable.
    ValidateFigures,
    /// Writes down what is decided about a cause.
    Decide,
    /// The sheets that are to be switched off.
    SeeSheets,
    /// Registers a sheet, and switches it off.
    EditSheets,
    /// Users with their rights, settings, health.
    SeeAdministration,
    /// Changes users, rights and settings, never one's own.
    Administer,
    /// Confirms each quarter that rights are as they should be.
    ConfirmUsers,
}

/// About whom a right holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reach {
    /// Citizens that the person is caseworker of, and items that were given to them.
    Own,
    /// Citizens of the person's team.
    Team,
    /// Citizens on the paragraphs of the person's area.
    Area,
    /// Rows of the person's own providers.
    Provider,
    /// A sample of citizens that nobody chose, another each month.
    Sample,
    /// Not about citizens.
    Whole,
}

impl Reach {
    /// As screens write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Reach::Own => "egne",
            Reach::Team => "teamets",
            Reach::Area => "områdets",
            Reach::Provider => "eget tilbuds",
            Reach::Sample => "stikprøvens",
            Reach::Whole => "ja",
        }
    }
}

/// The table: a line a right, a cell a role in the order of [`Role::ALL`]; `None` is no.
///
/// Economy and BI consultants see no målgruppe, an administrator no citizen, a director no row.
pub const POLICY: [(Right, [Option<Reach>; 11]); 32] = {
    const NO: Option<Reach> = None;
    const OWN: Option<Reach> = Some(Reach::Own);
    const TEAM: Option<Reach> = Some(Reach::Team);
    const AREA: Option<Reach> = Some(Reach::Area);
    const PROV: Option<Reach> = Some(Reach::Provider);
    const SAMP: Option<Reach> = Some(Reach::Sample);
    const YES: Option<Reach> = Some(Reach::Whole);
    [
        // Sagsbehandler, administrativ, koordinator, økonomi, BI, myndighedsleder, områdeleder, tilbudsleder,
        // direktør/politiker, administrator, revisor.
        (Right::SeeFigures, [OWN, TEAM, TEAM, AREA, AREA, AREA, AREA, PROV, NO, NO, SAMP]),
        (Right::SeeRounded, [NO, NO, NO, NO, NO, NO, NO, NO, YES, NO, NO]),
        (Right::SeeRows, [OWN, TEAM, TEAM, AREA, AREA, AREA, AREA, PROV, NO, NO, SAMP]),
        (Right::SeeMaalgruppe, [OWN, NO, TEAM, NO, NO, AREA, AREA, NO, NO, NO, SAMP]),
        (Right::WorkItems, [OWN, TEAM, TEAM, AREA, AREA, AREA, NO, NO, NO, NO, NO]),
        (Right::AssignItems, [NO, TEAM, TEAM, NO, NO, AREA, NO, NO, NO, NO, NO]),
        (Right::AcceptItems, [NO, NO, NO, NO, NO, AREA, NO, NO, NO, NO, NO]),
        (Right::SeeCitizen, [OWN, TEAM, TEAM, AREA, AREA, AREA, AREA, PROV, NO, NO, SAMP]),
        (Right::Reveal, [OWN, TEAM, TEAM, AREA, AREA, AREA, AREA, NO, NO, NO, SAMP]),
        (Right::SeeImports, [NO, NO, NO, YES, YES, YES, NO, NO, NO, YES, YES]),
        (Right::Import, [NO, NO, NO, YES, YES, NO, NO, NO, NO, NO, NO]),
        (Right::RunControl, [NO, NO, NO, AREA, AREA, AREA, NO, NO, NO, NO, NO]),
        (Right::SaveControl, [NO, NO, NO, NO, YES, YES, NO, NO, NO, NO, NO]),
        (Right::SeeOwnLog, [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
        (Right::SeeLog, [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, YES]),
        (Right::SeeHelp, [YES, YES, YES, YES, YES, YES, YES, YES, YES, YES, YES]),
        (Right::SeeLandscape, [YES, YES, YES, YES, YES, YES, YES, NO, NO, YES, YES]),
        (Right::EditLandscape, [NO, NO, NO, NO, YES, YES, NO, NO, NO, NO, NO]),
        (Right::SeeLanguage, [YES, YES, YES, YES, YES, YES, YES, NO, NO, YES, YES]),
        (Right::EditLanguage, [NO, NO, NO, YES, YES, NO, NO, NO, NO, NO, NO]),
        (Right::SeeMonth, [YES, YES, YES, YES, YES, YES, YES, NO, NO, YES, YES]),
        (Right::EditMonth, [NO, NO, YES, YES, YES, YES, NO, NO, NO, NO, NO]),
        (Right::SignParagraf, [NO, NO, NO, NO, NO, AREA, AREA, NO, NO, NO, NO]),
        (Right::CorrectBasis, [NO, NO, NO, AREA, AREA, AREA, NO, NO, NO, NO, NO]),
        (Right::FollowUp, [OWN, TEAM, TEAM, AREA, AREA, AREA, NO, NO, NO, NO, NO]),
        (Right::ValidateFigures, [NO, NO, TEAM, NO, NO, AREA, AREA, PROV, NO, NO, NO]),
        (Right::Decide, [NO, NO, TEAM, AREA, AREA, AREA, AREA, NO, NO, NO, NO]),
        (Right::SeeSheets, [NO, NO, YES, YES, YES, YES, YES, NO, NO, NO, YES]),
        (Right::EditSheets, [NO, NO, NO, YES, YES, YES, NO, NO, NO, NO, NO]),
        (Right::SeeAdministration, [NO, NO, NO, NO, NO, YES, NO, NO, NO, YES, YES]),
        (Right::Administer, [NO, NO, NO, NO, NO, NO, NO, NO, NO, YES, NO]),
        (Right::ConfirmUsers, [NO, NO, NO, NO, NO, YES, NO, NO, NO, NO, NO]),
    ]
};

/// About whom a role has a right; `None` where it has not.
#[must_use]
pub fn reach(role: Role, right: Right) -> Option<Reach> {
    let column = Role::ALL.iter().position(|own| *own == role)?;
    POLICY.iter().find(|(own, _)| *own == right).and_then(|(_, cells)| cells[column])
}

impl Right {
    /// As the table of the help writes it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Right::SeeFigures => "Tal om grupper",
            Right::SeeRounded => "Afrundede tal om grupper (5 borgere, 1.000 kr.)",
            Right::SeeRows => "Afvigelser, ydelser og betalinger under borgerens id",
            Right::SeeMaalgruppe => "Målgruppe",
            Right::WorkItems => "Sige, hvad en afvigelse er, og skrive om den",
            Right::AssignItems => "Fordele afvigelser",
            Right::AcceptItems => "Acceptere en afvigelse eller afslutte den med en grund",
            Right::SeeCitizen => "En borger på tværs af systemer",
            Right::Reveal => "Navn og CPR-nummer efter et oplyst formål",
            Right::SeeImports => "Indlæsninger og deres fund",
            Right::Import => "Indlæse filer og godkende grundlag",
            Right::RunControl => "Køre en kontrol",
            Right::SaveControl => "Gemme en kontrol, der fører listen",
            Right::SeeOwnLog => "Egne opslag",
            Right::SeeLog => "Hele loggen",
            Right::SeeHelp => "Regler og begreber",
            Right::SeeLandscape => "Datalandskabet: kilder, ansvar og takt",
            Right::EditLandscape => "Rette i datalandskabet",
            Right::SeeLanguage => "Fælles sprog, oversættelse og leverandører",
            Right::EditLanguage => "Rette fælles sprog, oversættelse, leverandører og kilder",
            Right::SeeMonth => "Månedens og årets trin",
            Right::EditMonth => "Sætte månedens og årets trin",
            Right::SignParagraf => "Skrive under på, at en paragraf er på plads",
            Right::CorrectBasis => "Lægge en korrektion på grundlaget",
            Right::FollowUp => "Følge op på sager",
            Right::ValidateFigures => "Svare på, om månedens tal kan genkendes",
            Right::Decide => "Skrive beslutninger om årsager",
            Right::SeeSheets => "Regneark i brug",
            Right::EditSheets => "Registrere og slukke regneark",
            Right::SeeAdministration => "Brugere, rettigheder, indstillinger og drift",
            Right::Administer => "Rette brugere, rettigheder og indstillinger",
            Right::ConfirmUsers => "Bekræfte brugernes rettigheder",
        }
    }
}
