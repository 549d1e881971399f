//! The command line of saved controls and of the list of deviations, in Danish. Words here are the contract of
//! `docs/cli.md`.

use crate::cli::Format;
use crate::danish;
use app::commands::list_items::{Order, StatusAsked};
use clap::{Args, Subcommand};
use domain::calendar::Day;
use domain::control::Level;
use domain::deviation::RuleCode;
use domain::landscape::Attribute;
use domain::work_item::Status;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum GemtKontrol {
    /// Gem en kontrol under et navn
    Gem(GemKontrol),
    /// Vis de gemte kontroller
    Gemte,
    /// Kør en gemt kontrol, og før listen over afvigelser ajour
    Koer(KoerKontrol),
}

#[derive(Debug, Args)]
pub(crate) struct GemKontrol {
    /// Kontrollens navn
    #[arg(value_name = "NAVN")]
    pub(crate) navn: String,
    /// System 1: det, der leverer til Danmarks Statistik
    #[arg(long, value_name = "KILDE")]
    pub(crate) system1: String,
    /// System 2
    #[arg(long, value_name = "KILDE")]
    pub(crate) system2: String,
    /// Første dag i et fast vindue: YYYY-MM-DD eller DD-MM-YYYY
    #[arg(long, value_name = "DAG", value_parser = danish::day, requires = "til", required_unless_present = "seneste")]
    pub(crate) fra: Option<Day>,
    /// Sidste dag i et fast vindue, med
    #[arg(long, value_name = "DAG", value_parser = danish::day, requires = "fra")]
    pub(crate) til: Option<Day>,
    /// Et vindue, der følger med: så mange hele måneder, den sidste ovre på grundlagets dag
    #[arg(long, value_name = "MÅNEDER", value_parser = danish::months, conflicts_with_all = ["fra", "til"])]
    pub(crate) seneste: Option<u16>,
    /// Kun denne paragraf, fx 104 eller «SEL § 104»; kan gentages
    #[arg(long = "paragraf", value_name = "PARAGRAF")]
    pub(crate) paragraffer: Vec<String>,
    /// Kun denne attribut: leverandoer, maalgruppe, timer, pris, handlekommune, betalingskommune; kan gentages
    #[arg(long = "attribut", value_name = "ATTRIBUT", value_parser = danish::attribute)]
    pub(crate) attributter: Vec<Attribute>,
    /// Niveau for spørgsmål 3 og 4: paragraf (ellers), ydelse eller leverandoer
    #[arg(long, value_name = "NIVEAU", value_parser = danish::level, default_value = "paragraf", hide_default_value = true)]
    pub(crate) niveau: Level,
    /// Kun denne regel (nøglerne står i docs/regler.md); kan gentages
    #[arg(long = "regel", value_name = "REGEL", value_parser = danish::rule)]
    pub(crate) regler: Vec<RuleCode>,
    /// Området; ellers datalandskabets, ellers voksne
    #[arg(long, value_name = "NAVN")]
    pub(crate) omraade: Option<String>,
    /// Hvor ofte den skal køre: maanedlig
    #[arg(long, value_name = "RYTME", value_parser = danish::rhythm, requires = "dag")]
    pub(crate) rytme: Option<()>,
    /// Dagen i måneden, 1-28
    #[arg(long, value_name = "TAL", value_parser = danish::day_of_month, requires = "rytme")]
    pub(crate) dag: Option<u8>,
    /// Erstat en kontrol af samme navn, der spørger om noget andet
    #[arg(long)]
    pub(crate) erstat: bool,
}

#[derive(Debug, Args)]
pub(crate) struct KoerKontrol {
    /// Kontrollens navn
    #[arg(value_name = "NAVN")]
    pub(crate) navn: String,
    /// Grundlaget; ellers det senest godkendte
    #[arg(long, value_name = "GRUNDLAG")]
    pub(crate) grundlag: Option<String>,
    /// Form: tabel (ellers), csv, jsonl eller xlsx
    #[arg(long, value_name = "FORM", value_parser = danish::format, default_value = "tabel", hide_default_value = true)]
    pub(crate) format: Format,
    /// Skriv til en fil i stedet for skærmen
    #[arg(long, value_name = "FIL")]
    pub(crate) ud: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Afvigelse {
    /// Vis listen: det, der er noget at gøre ved, hvis intet andet er sagt
    Liste(Liste),
    /// Vis en afvigelse med alt, hvad der er sket med den
    Vis {
        /// Afvigelsen: A- og seks tegn
        #[arg(value_name = "AFVIGELSE")]
        id: String,
    },
    /// Sæt status, ansvarlig eller kommentar på en eller flere
    Saet(Saet),
    /// Vis, hvad mange afvigelser deler og kan rettes på én gang
    Grupper,
    /// Vis, hvor lang tid der går, før afvigelser er rettet, pr. regel og system
    Tid,
}

#[derive(Debug, Args)]
pub(crate) struct Liste {
    /// Kun dem, denne gemte kontrol har set
    #[arg(long, value_name = "NAVN")]
    pub(crate) kontrol: Option<String>,
    /// Kun denne status: aaben, genopstaaet, under_afklaring, afventer_kilde, accepteret, kan_ikke_rettes, lukket,
    /// lagt_sammen; eller alle
    #[arg(long, value_name = "STATUS", value_parser = danish::status_asked)]
    pub(crate) status: Option<StatusAsked>,
    /// Kun dem, denne har
    #[arg(long, value_name = "NAVN")]
    pub(crate) ansvarlig: Option<String>,
    /// Kun denne regel, fx kun_i_system_2
    #[arg(long, value_name = "REGEL", value_parser = danish::rule)]
    pub(crate) regel: Option<RuleCode>,
    /// Kun denne paragraf, fx 104 eller «SEL § 104»
    #[arg(long, value_name = "PARAGRAF")]
    pub(crate) paragraf: Option<String>,
    /// Orden: kr (ellers), dage eller alder
    #[arg(long, value_name = "ORDEN", value_parser = danish::order, default_value = "kr", hide_default_value = true)]
    pub(crate) sorter: Order,
    /// Skriv JSON lines
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Skriv en CSV-fil til Excel
    #[arg(long, value_name = "FIL")]
    pub(crate) csv: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Saet {
    /// Afvigelserne: A- og seks tegn hver
    #[arg(value_name = "AFVIGELSE", required = true)]
    pub(crate) ider: Vec<String>,
    /// under_afklaring, afventer_kilde, accepteret eller kan_ikke_rettes; kun data lukker en afvigelse
    #[arg(long, value_name = "STATUS", value_parser = danish::status_to_set)]
    pub(crate) status: Option<Status>,
    /// Hvorfor; kræves ved accepteret og kan_ikke_rettes
    #[arg(long, value_name = "TEKST")]
    pub(crate) grund: Option<String>,
    /// Den sidste dag, det gælder; kræves ved accepteret, som åbner igen dagen efter
    #[arg(long, value_name = "DAG", value_parser = danish::day)]
    pub(crate) til: Option<Day>,
    /// Hvem der har den; en tom tekst tager det tilbage
    #[arg(long, value_name = "NAVN")]
    pub(crate) ansvarlig: Option<String>,
    /// Noget, andre skal læse; aldrig et CPR-nummer
    #[arg(long, value_name = "TEKST")]
    pub(crate) kommentar: Option<String>,
}
