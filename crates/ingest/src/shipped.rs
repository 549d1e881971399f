//! The sources that come with the program.

/// A source that comes with the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shipped {
    /// `nexus`.
    pub name: &'static str,
    /// Its `kilde.toml`.
    pub toml: &'static str,
    /// Its `LAESMIG.md`.
    pub notes: &'static str,
}

macro_rules! shipped {
    ($($name:literal),+) => {
        &[$(Shipped {
            name: $name,
            toml: include_str!(concat!("../../../kilder/", $name, "/kilde.toml")),
            notes: include_str!(concat!("../../../kilder/", $name, "/LAESMIG.md")),
        }),+]
    };
}

/// All of them: case systems, settlement systems and lists, registers and money, then the two tables of one language.
#[must_use]
pub fn shipped() -> &'static [Shipped] {
    shipped!(
        "nexus",
        "as2007",
        "boern_og_voksne",
        "borgerliste",
        "dispositionsark",
        "prisme",
        "cpr",
        "diagnose",
        "takster",
        "individuelle_takster",
        "leverandoerer",
        "forventninger",
        "berigelse",
        "budget",
        "sagsbehandlere",
        "faelles_sprog",
        "oversaettelse"
    )
}

/// The shipped source of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Shipped> {
    shipped().iter().find(|s| s.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::Mapping;

    #[test]
    fn every_shipped_mapping_can_be_used_and_copied() {
        for shipped in shipped() {
            let mapping = Mapping::parse(shipped.toml, shipped.name).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(mapping.name(), shipped.name);
            assert_eq!(mapping.version().len(), 12);
            assert!(mapping.layout().contains("antaget") || !mapping.layout().is_empty(), "{}", shipped.name);
            let own = Mapping::with_name(shipped.toml, "vores_egen").unwrap();
            let own = Mapping::parse(&own, "vores_egen").unwrap();
            assert_eq!(own.name(), "vores_egen");
            assert_ne!(own.version(), mapping.version());
        }
    }
}
