//! The command line of users, in Danish. Words here are the contract of `docs/cli.md`.

use crate::danish;
use app::access::{Grant, Role};
use clap::{Args, Subcommand};
use domain::calendar::Day;

#[derive(Debug, Subcommand)]
pub(crate) enum Bruger {
    /// Opret en bruger med en rolle; koden spørges der om
    Tilfoej(Tilfoej),
    /// Giv en bruger en rolle til, eller sæt rollens grænser på ny
    Rolle(GivRolle),
    /// Giv en bruger en ny kode; den, der er logget ind, bliver logget ud
    Kode(NyKode),
    /// Spær en bruger straks; den, der er logget ind, bliver logget ud
    Spaer(EnBruger),
    /// Åbn for en spærret bruger igen
    Aabn(EnBruger),
    /// Vis alle brugere med roller og grænser
    Liste,
}

#[derive(Debug, Args)]
pub(crate) struct Tilfoej {
    /// Brugernavnet: 2-40 tegn af a-z, 0-9, punktum, _ og -
    #[arg(value_name = "NAVN")]
    pub(crate) bruger: String,
    /// Navnet, som siderne viser det: Fornavn Efternavn
    #[arg(long, value_name = "TEKST")]
    pub(crate) navn: String,
    #[command(flatten)]
    pub(crate) rolle: EnRolle,
    #[command(flatten)]
    pub(crate) kode: Kode,
}

#[derive(Debug, Args)]
pub(crate) struct GivRolle {
    /// Brugernavnet
    #[arg(value_name = "NAVN")]
    pub(crate) bruger: String,
    #[command(flatten)]
    pub(crate) rolle: EnRolle,
}

#[derive(Debug, Args)]
pub(crate) struct NyKode {
    /// Brugernavnet
    #[arg(value_name = "NAVN")]
    pub(crate) bruger: String,
    #[command(flatten)]
    pub(crate) kode: Kode,
}

#[derive(Debug, Args)]
pub(crate) struct EnBruger {
    /// Brugernavnet
    #[arg(value_name = "NAVN")]
    pub(crate) bruger: String,
}

#[derive(Debug, Args)]
pub(crate) struct Kode {
    /// Læs koden som én linje fra standard ind i stedet for at spørge
    #[arg(long)]
    pub(crate) kode_fra_stdin: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EnRolle {
    /// Rollen: sagsbehandler, administrativ, koordinator, oekonomikonsulent, bi_konsulent, myndighedsleder, omraadeleder,
    /// tilbudsleder, direktoer, administrator eller revisor
    #[arg(long, value_name = "ROLLE", value_parser = danish::role)]
    rolle: Role,
    /// Teamet, som kilderne skriver det: for administrativ og koordinator
    #[arg(long, value_name = "TEAM", default_value = "", hide_default_value = true)]
    team: String,
    /// Initialer eller navn, som kilderne kender sagsbehandleren under; kan gentages
    #[arg(long, value_name = "INIT")]
    sagsbehandler: Vec<String>,
    /// Kun denne paragraf; kan gentages. Uden den alle
    #[arg(long, value_name = "PARAGRAF")]
    paragraf: Vec<String>,
    /// Tilbudslederens egen leverandør, som kilderne skriver den; kan gentages
    #[arg(long, value_name = "LEVERANDØR")]
    leverandoer: Vec<String>,
    /// Rollens sidste dag, med; uden den løber den
    #[arg(long, value_name = "DAG", value_parser = danish::day)]
    til: Option<Day>,
}

impl EnRolle {
    /// As the verbs take it.
    pub(crate) fn grant(self) -> Grant {
        Grant {
            sagsbehandler: self.sagsbehandler,
            team: self.team,
            paragraffer: self.paragraf,
            leverandoerer: self.leverandoer,
            til: self.til.map_or(String::new(), Day::iso),
            ..Grant::of(self.rolle)
        }
    }
}
