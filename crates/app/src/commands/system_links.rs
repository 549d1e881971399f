//! The way from a page into the systems themselves: where a citizen is opened in each, or the system's front page.
//!
//! Invariant: an address is the municipality's own, as the landscape says it now; a citizen's key stands in no other place
//! than the address. Who may see it is the page's to ask, and the page's line in the log says whom it was about.

use crate::session::Session;
use domain::landscape::SystemAddress;
use domain::person::CitizenId;
use std::collections::BTreeMap;
use store::people::SystemKeys;

/// A link into a system. No `Debug`: it has a citizen's key.
#[derive(Clone)]
pub struct SystemLink {
    /// The source's name.
    pub source: String,
    /// The system as people say it.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// It opens the citizen; else the system's front page.
    pub opens_citizen: bool,
}

/// The ways into the systems for the citizens of a page. No `Debug`: it has their keys.
#[derive(Clone, Default)]
pub struct SystemLinks {
    systems: Vec<System>,
    keys: BTreeMap<CitizenId, SystemKeys>,
    keyless: Vec<(String, String)>,
}

#[derive(Clone)]
struct System {
    source: String,
    title: String,
    address: SystemAddress,
}

/// Gathers the ways for the citizens of a page; none where no address is declared. `title` is a source as people say it.
///
/// # Errors
/// Where the identity store cannot be read.
pub async fn system_links(
    session: &Session,
    title: impl Fn(&str) -> String,
    citizens: &[CitizenId],
) -> anyhow::Result<SystemLinks> {
    // A landscape with mistakes is said where it is changed, and is no reason to show no deviation.
    let Ok(landscape) = session.landscape() else { return Ok(SystemLinks::default()) };
    let declared = landscape.sources.iter().filter_map(|own| Some((own, own.opens.clone()?)));
    let systems: Vec<System> = declared
        .map(|(own, address)| System {
            title: own.title.clone().unwrap_or_else(|| title(&own.name)),
            source: own.name.clone(),
            address,
        })
        .collect();
    if !systems.iter().any(|system| system.address.takes_key()) {
        return Ok(SystemLinks { systems, ..SystemLinks::default() });
    }
    let people = session.store.people();
    let keys = people.keys(&session.ctx, citizens).await?;
    let with_keys = people.sources_with_keys(&session.ctx).await?;
    let keyless = systems.iter().filter(|own| own.address.takes_key() && !with_keys.contains(&own.source));
    let keyless = keyless.map(|own| (own.source.clone(), own.title.clone())).collect();
    Ok(SystemLinks { systems, keys, keyless })
}

impl SystemLinks {
    /// True where some system has an address.
    #[must_use]
    pub fn are_set(&self) -> bool {
        !self.systems.is_empty()
    }

    /// Where a citizen is opened, in the order of the landscape; a system that needs a key and has none for the citizen is
    /// not among them.
    #[must_use]
    pub fn of(&self, citizen: CitizenId) -> Vec<SystemLink> {
        let keys = self.keys.get(&citizen);
        let link = |system: &System| {
            let opens_citizen = system.address.takes_key();
            let key = keys.and_then(|keys| keys.get(&system.source)).map(String::as_str);
            let href =
                if opens_citizen { system.address.with(key?) } else { system.address.as_str().to_owned() };
            Some(SystemLink {
                source: system.source.clone(),
                title: system.title.clone(),
                href,
                opens_citizen,
            })
        };
        self.systems.iter().filter_map(link).collect()
    }

    /// The systems that open a citizen by a key and whose extracts have brought none: name and title.
    #[must_use]
    pub fn keyless(&self) -> &[(String, String)] {
        &self.keyless
    }
}
