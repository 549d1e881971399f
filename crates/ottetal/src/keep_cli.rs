//! The command line of keeping: backup, restoring, deletion, and where a new data folder keeps its data, in Danish.
//! Words here are the contract of `docs/cli.md`.

use clap::{Args, Subcommand};
use std::path::PathBuf;
use store::{Backends, DatabaseAt, FilesAt};

/// Where a new data folder keeps its data.
#[derive(Debug, Args)]
pub(crate) struct Hvor {
    /// En PostgreSQL-server i stedet for filer i mappen: env:NAVN, eller en adresse uden adgangskode
    #[arg(long, value_name = "ADRESSE")]
    database: Option<String>,
    /// Et S3-lager i stedet for mapperne raw og lake: s3://spand/mappe; nøglerne står i miljøet
    #[arg(long, value_name = "S3")]
    lager: Option<String>,
    /// S3-lagerets server, hvis den ikke er Amazons
    #[arg(long, value_name = "URL", requires = "lager")]
    lager_server: Option<String>,
    /// S3-lagerets region
    #[arg(long, value_name = "NAVN", requires = "lager")]
    lager_region: Option<String>,
}

impl Hvor {
    /// As the store takes it.
    pub(crate) fn backends(self) -> Backends {
        let lager =
            |s3| FilesAt { s3, endpoint: self.lager_server, region: self.lager_region, ..FilesAt::default() };
        Backends {
            database: self.database.map(|url| DatabaseAt { url, ..DatabaseAt::default() }),
            lager: self.lager.map(lager),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Sikkerhedskopi {
    /// Filen, der skal skrives; den må ikke findes
    #[arg(value_name = "FIL")]
    pub(crate) fil: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Gendan {
    /// Sikkerhedskopien
    #[arg(value_name = "FIL")]
    pub(crate) fil: PathBuf,
    #[command(flatten)]
    pub(crate) hvor: Hvor,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Slet {
    /// Slet alt om en borger: nummer, navn, rækker og afvigelser
    Borger(SletEn),
    /// Slet en hel indlæsning med dens rækker og gemte filer
    Indlaesning(SletEn),
}

#[derive(Debug, Args)]
pub(crate) struct SletEn {
    /// Borgerens id (B- og seks tegn), eller indlæsningens navn («ottetal status»)
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Hvorfor; den gemmes med sletningen. Aldrig et CPR-nummer
    #[arg(long, value_name = "TEKST")]
    pub(crate) grund: String,
    /// Slet; uden det vises kun, hvad der ville blive slettet
    #[arg(long)]
    pub(crate) udfoer: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Tjek {
    #[command(subcommand)]
    pub(crate) hvad: Option<TjekHvad>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TjekHvad {
    /// Læs hver gemt fil og hver række, og sammenlign med det, der blev noteret, da den blev skrevet
    Lager,
    /// Følg loggens kæde, og vis antal linjer og den sidstes mærke, så det kan noteres et andet sted
    Log,
}
