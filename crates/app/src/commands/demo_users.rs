//! Users of a demo: one for each role, with limits that have something inside them. Nobody signs in as them with a
//! password.

use crate::access::{Grant, Right, Role, Scope};
use crate::commands::users::{NewUser, add_user};
use crate::current::Current;
use crate::session::Session;
use domain::calendar::Day;
use std::collections::BTreeMap;

/// Name, full name, role.
pub const PEOPLE: [(&str, &str, Role); 11] = [
    ("demo-sagsbehandler", "Sanne Sagsbehandler", Role::Caseworker),
    ("demo-administrativ", "Anders Administrativ", Role::AdministrativeWorker),
    ("demo-koordinator", "Karen Koordinator", Role::Coordinator),
    ("demo-oekonomi", "Erik Økonomi", Role::EconomyConsultant),
    ("demo-bi", "Birgit BI", Role::BiConsultant),
    ("demo-myndighed", "Mona Myndighedsleder", Role::AuthorityManager),
    ("demo-omraade", "Ole Områdeleder", Role::HeadOfArea),
    ("demo-tilbud", "Tina Tilbudsleder", Role::ProviderManager),
    ("demo-direktoer", "Dorte Direktør", Role::Director),
    ("demo-administrator", "Adam Administrator", Role::Administrator),
    ("demo-revisor", "Rikke Revisor", Role::Auditor),
];

/// Makes them.
///
/// # Errors
/// Where there are such users already, or the store cannot be written.
pub async fn add_demo_users(session: &Session) -> anyhow::Result<()> {
    let current = Current::read(session, None).await?;
    let busiest = Busiest::of(&current);
    for (name, full_name, role) in PEOPLE {
        let mut grant = Grant::of(role);
        match role {
            Role::Caseworker => grant.sagsbehandler = vec![busiest.caseworker.clone()],
            Role::AdministrativeWorker | Role::Coordinator => grant.team.clone_from(&busiest.team),
            Role::ProviderManager => grant.leverandoerer = vec![busiest.provider.clone()],
            _ => {}
        }
        add_user(session, &NewUser { name, full_name, grants: vec![grant], password: None }).await?;
    }
    Ok(())
}

/// Who has most deviations: by them the limits of the demo's users are chosen.
struct Busiest {
    caseworker: String,
    team: String,
    provider: String,
}

impl Busiest {
    fn of(current: &Current) -> Busiest {
        let today = Day::FIRST;
        let Some(everybody) = Scope::of("demo", &Grant::of(Role::BiConsultant), Right::SeeRows, today) else {
            unreachable!("en BI-konsulent ser afvigelser");
        };
        let mut counts: [BTreeMap<&str, usize>; 3] = Default::default();
        for item in current.items(&everybody).filter(|item| item.listed.item.standing.status.is_work()) {
            // A provider's last word is its name.
            let names = item.providers.iter().filter(|name| name.chars().any(char::is_alphabetic));
            for (count, words) in counts.iter_mut().zip([&item.caseworkers, &item.teams]) {
                words.iter().for_each(|word| *count.entry(word).or_default() += 1);
            }
            names.for_each(|word| *counts[2].entry(word).or_default() += 1);
        }
        let most = |count: &BTreeMap<&str, usize>| {
            let most = count.iter().max_by_key(|(word, number)| (**number, std::cmp::Reverse(**word)));
            // Before anything is read in there is nobody; a limit must hold something all the same.
            most.map_or_else(|| "ingen endnu".to_owned(), |(word, _)| (*word).to_owned())
        };
        Busiest { caseworker: most(&counts[0]), team: most(&counts[1]), provider: most(&counts[2]) }
    }
}
