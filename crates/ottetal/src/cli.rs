//! The command line, in Danish. Words here are the contract of `docs/cli.md`.

use crate::danish;
use crate::disposition_cli::{Disponering, Leverandoer};
use crate::keep_cli::{Gendan, Hvor, Sikkerhedskopi, Slet, Tjek};
use crate::user_cli::Bruger;
use crate::work_cli::{Afvigelse, GemtKontrol};
use app::purpose::Purpose;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use domain::calendar::Day;
use domain::control::Level;
use domain::deviation::RuleCode;
use domain::landscape::Attribute;
use std::path::PathBuf;
use std::process::ExitCode;

/// Afstemmer en kommunes udtræk af fagsystemer: 8-talskontrollen fra fil til afvigelse.
#[derive(Debug, Parser)]
#[command(name = "ottetal", version, disable_help_flag = true, disable_version_flag = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Common {
    /// Datamappen; ellers den mappe, du står i
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) mappe: Option<PathBuf>,
    /// Nøglefilen; ellers ~/.config/ottetal/<kommune>.noegle
    #[arg(long, global = true, value_name = "FIL")]
    pub(crate) noegle: Option<PathBuf>,
    /// Vis hjælp
    #[arg(long, short = 'h', alias = "help", global = true, action = clap::ArgAction::Help)]
    hjaelp: Option<bool>,
    /// Vis programmets version
    #[arg(long, short = 'V', action = clap::ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Opret en datamappe for en kommune
    Init(Init),
    /// Indlæs et udtræk: alle dets filer i én indlæsning
    Import(Import),
    /// Se i indbakken, og læs ind, hvad der ligger i den (serveren gør det selv)
    Indbakke,
    /// Kildebeskrivelser: se, lav din egen, prøv den på filer
    #[command(subcommand)]
    Kilde(Kilde),
    /// Grundlaget: hvilke indlæsninger tallene bygger på
    #[command(subcommand)]
    Grundlag(Grundlag),
    /// Hvad hver kilde siger om sig selv, og hvad der står i den
    Status,
    /// Datalandskabet: hvad hver kilde har, hvem der svarer for den, og hvad der ikke passer
    #[command(subcommand)]
    Datalandskab(Datalandskab),
    /// Områder: hvilke borgere og paragraffer et tal handler om
    #[command(subcommand)]
    Omraade(Omraade),
    /// Kør 8-talskontrollen mellem to systemer, eller gem den og kør den hver måned
    Kontrol(Box<KontrolEllerGemt>),
    /// Listen over afvigelser fra gemte kontroller: se, sæt, mål
    #[command(subcommand)]
    Afvigelse(Afvigelse),
    /// Disponering: hvad året koster, hvis alt bevilget og forventet løber som registreret
    Disponering(Disponering),
    /// Leverandørers stavemåder: forslag og afgørelser
    #[command(subcommand)]
    Leverandoer(Leverandoer),
    /// Vis en borgers dage i alle systemer
    Forklar(Forklar),
    /// Vis siderne i en browser, indtil Ctrl-C
    Server(Server),
    /// Byg en opdigtet kommune, kør det hele på den, og vis siderne
    Demo(Demo),
    /// Brugere: hvem der må komme ind, og hvad de må
    #[command(subcommand)]
    Bruger(Bruger),
    /// Skriv alt, hvad datamappen har, til én krypteret fil
    Sikkerhedskopi(Sikkerhedskopi),
    /// Lav en datamappe af en sikkerhedskopi: --mappe er den nye
    Gendan(Gendan),
    /// Slet en borger eller en indlæsning; viser kun hvad, indtil --udfoer
    #[command(subcommand)]
    Slet(Slet),
    /// Tjek lov, kilder, nøgle, log og gemte filer
    Tjek(Tjek),
    /// Skriv de dele af docs/, der kommer fra koden
    #[command(hide = true)]
    GenererDocs(GenererDocs),
    /// Mål indlæsning og kontrol
    #[command(hide = true)]
    Maal(Maal),
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Mappen, der skal oprettes; ellers --mappe
    #[arg(value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    /// Kommunens kode, fx 573
    #[arg(long, value_name = "KODE", value_parser = danish::kommune)]
    pub(crate) kommune: u16,
    /// Faste borger-id'er fra et frø: kun til prøver på opdigtede data
    #[arg(long, value_name = "TAL", hide = true)]
    pub(crate) froe: Option<u64>,
    #[command(flatten)]
    pub(crate) hvor: Hvor,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Kilden, fx nexus («ottetal kilde liste»)
    #[arg(long, value_name = "KILDE")]
    pub(crate) kilde: String,
    /// Udtrækkets dag: YYYY-MM-DD eller DD-MM-YYYY
    #[arg(long, value_name = "DAG", value_parser = danish::day)]
    pub(crate) udtraek: Option<Day>,
    /// De dage, udtrækket dækker: første og sidste, begge med
    #[arg(long, value_names = ["FRA", "TIL"], num_args = 2, value_parser = danish::day)]
    pub(crate) daekker: Option<Vec<Day>>,
    /// Udtrækket har kun løbende sager
    #[arg(long)]
    pub(crate) kun_loebende: bool,
    /// Skriv alle fund til en CSV-fil
    #[arg(long, value_name = "FIL")]
    pub(crate) fund: Option<PathBuf>,
    /// Udtrækkets filer
    #[arg(value_name = "FIL", required = true)]
    pub(crate) filer: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Kilde {
    /// Vis alle kilder
    Liste,
    /// Lav din egen kilde ud fra en, der findes
    Ny {
        /// Navnet på din kilde: små bogstaver, tal og _
        #[arg(value_name = "NAVN")]
        navn: String,
        /// Kilden, du begynder med, fx nexus
        #[arg(long, value_name = "KILDE")]
        fra: String,
    },
    /// Foreslå, hvad kolonnerne i en ukendt fil er
    Gaet {
        /// Filen
        #[arg(value_name = "FIL")]
        fil: PathBuf,
        /// Hvad en række er, hvor det ikke er sikkert: activities, postings, persons … («kind» i docs/kilder.md)
        #[arg(long, value_name = "SLAGS")]
        slags: Option<String>,
        /// Gem forslaget som kilden af dette navn; ordene i filen og det, der ikke er sikkert, rettes bagefter
        #[arg(long, value_name = "NAVN")]
        gem: Option<String>,
        /// Kildens navn på siderne
        #[arg(long, value_name = "TITEL", requires = "gem")]
        titel: Option<String>,
    },
    /// Læs filer med en kilde uden at gemme noget
    Proev {
        /// Kilden
        #[arg(value_name = "NAVN")]
        navn: String,
        /// Egen kommunekode; ellers datamappens
        #[arg(long, value_name = "KODE", value_parser = danish::kommune)]
        kommune: Option<u16>,
        /// Filerne
        #[arg(value_name = "FIL", required = true)]
        filer: Vec<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Grundlag {
    /// Vis et grundlag; ellers det senest godkendte
    Vis {
        /// Grundlagets navn
        #[arg(value_name = "GRUNDLAG")]
        id: Option<String>,
    },
    /// Godkend indlæsninger som grundlag; ellers den nyeste af hver kilde
    Accepter {
        /// Indlæsningernes navne
        #[arg(value_name = "IMPORT")]
        importer: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Datalandskab {
    /// Vis, hvad der gælder for hver kilde, og hvor det er skrevet
    Vis,
    /// Sæt det, der er skrevet, ved siden af udtrækkene, og vis det, der ikke passer
    Tjek,
    /// Skriv en skabelon til datalandskab.toml på skærmen
    Skabelon {
        /// Læg den i datamappen, hvis der ikke er en
        #[arg(long)]
        gem: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Omraade {
    /// Vis alle områder
    Liste,
    /// Vis ét område med alder, paragraffer og kilde
    Vis {
        /// Områdets navn, fx voksne
        #[arg(value_name = "NAVN")]
        navn: String,
    },
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct KontrolEllerGemt {
    #[command(subcommand)]
    pub(crate) gemt: Option<GemtKontrol>,
    #[command(flatten)]
    pub(crate) kontrol: Option<Kontrol>,
}

#[derive(Debug, Args)]
pub(crate) struct Kontrol {
    /// System 1: det, der leverer til Danmarks Statistik
    #[arg(long, value_name = "KILDE")]
    pub(crate) system1: String,
    /// System 2
    #[arg(long, value_name = "KILDE")]
    pub(crate) system2: String,
    /// Første dag: YYYY-MM-DD eller DD-MM-YYYY
    #[arg(long, value_name = "DAG", value_parser = danish::day)]
    pub(crate) fra: Day,
    /// Sidste dag, med
    #[arg(long, value_name = "DAG", value_parser = danish::day)]
    pub(crate) til: Day,
    /// Kun denne paragraf, fx 104 eller «SEL § 104»; kan gentages
    #[arg(long = "paragraf", value_name = "PARAGRAF")]
    pub(crate) paragraffer: Vec<String>,
    /// Kun denne attribut: leverandoer, maalgruppe, timer, pris, handlekommune, betalingskommune; kan gentages
    #[arg(long = "attribut", value_name = "ATTRIBUT", value_parser = danish::attribute)]
    pub(crate) attributter: Vec<Attribute>,
    /// Kun denne regel (nøglerne står i docs/regler.md); kan gentages
    #[arg(long = "regel", value_name = "REGEL", value_parser = danish::rule)]
    pub(crate) regler: Vec<RuleCode>,
    /// Niveau for spørgsmål 3 og 4: paragraf (ellers), ydelse eller leverandoer
    #[arg(long, value_name = "NIVEAU", value_parser = danish::level, default_value = "paragraf", hide_default_value = true)]
    pub(crate) niveau: Level,
    /// Området: hvilke borgere og paragraffer («ottetal omraade liste»); ellers datalandskabets, ellers voksne
    #[arg(long, value_name = "NAVN")]
    pub(crate) omraade: Option<String>,
    /// Grundlaget; ellers det senest godkendte
    #[arg(long, value_name = "GRUNDLAG")]
    pub(crate) grundlag: Option<String>,
    /// Form: tabel (ellers), csv, jsonl eller xlsx
    #[arg(long, value_name = "FORM", value_parser = danish::format, default_value = "tabel", hide_default_value = true)]
    pub(crate) format: Format,
    /// Skriv til en fil i stedet for skærmen
    #[arg(long, value_name = "FIL")]
    pub(crate) ud: Option<PathBuf>,
    /// Tag CPR-numre med; kræver --formaal, og det skrives i loggen
    #[arg(long, requires = "formaal")]
    pub(crate) med_cpr: bool,
    /// Formålet: SAG-OPFØLGNING, AFVIGELSE-RET, BETALING-KONTROL, REFUSION-MELLEMKOM, DST-LEVERANCE, DST-GODKENDELSE,
    /// KLAGE, INDSIGT-ART15, TILSYN eller NØDADGANG
    #[arg(long, value_name = "KODE", value_parser = danish::purpose)]
    pub(crate) formaal: Option<Purpose>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Format {
    Tabel,
    Csv,
    Jsonl,
    Xlsx,
}

#[derive(Debug, Args)]
pub(crate) struct Forklar {
    /// Borgeren, som afvigelsen viser den: B- og seks tegn
    #[arg(value_name = "BORGER")]
    pub(crate) borger: String,
    /// Formålet, til loggen; koderne står under «ottetal kontrol --hjaelp»
    #[arg(long, value_name = "KODE", value_parser = danish::purpose)]
    pub(crate) formaal: Option<Purpose>,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Antal opdigtede borgere
    #[arg(long, value_name = "TAL", default_value = "600", hide_default_value = true)]
    pub(crate) borgere: u32,
    /// Frøet, den opdigtede kommune vokser af
    #[arg(long, value_name = "TAL", default_value = "1", hide_default_value = true)]
    pub(crate) froe: u64,
    /// Regn tre kommuners udgivne oplæg efter i stedet: det trykte tal, det rigtige og årsagen
    #[arg(long)]
    pub(crate) slides: bool,
    /// Vis ikke siderne bagefter
    #[arg(long)]
    pub(crate) uden_server: bool,
    /// Sidernes port; 0 er en ledig
    #[arg(long, value_name = "PORT", default_value = "8088", hide_default_value = true)]
    pub(crate) port: u16,
}

#[derive(Debug, Args)]
pub(crate) struct Server {
    /// Porten, ellers 8088; 0 er en ledig
    #[arg(long, value_name = "PORT", default_value = "8088", hide_default_value = true)]
    pub(crate) port: u16,
    /// Sekunder mellem hvert kig i indbakken, ellers 30; 0 er aldrig
    #[arg(long, value_name = "SEKUNDER", default_value = "30", hide_default_value = true)]
    pub(crate) indbakke: u64,
    /// Adressen; ellers kun maskinen selv (127.0.0.1)
    #[arg(long, value_name = "IP")]
    pub(crate) adresse: Option<std::net::IpAddr>,
    /// Serveren står bag en proxy med HTTPS, og den hedder dette udefra (fx ottetal.kommunen.dk); flere tilladt
    #[arg(long, value_name = "NAVN")]
    pub(crate) bag_https: Vec<String>,
    /// En demo: hver rolle med ét klik. Kun fra maskinen selv, og kun i en demomappe
    #[arg(long)]
    pub(crate) demo: bool,
    /// Den dag, demoen tror, det er; ellers to uger efter dens nyeste udtræk
    #[arg(long, value_name = "DAG", value_parser = danish::day, requires = "demo")]
    pub(crate) dag: Option<Day>,
}

#[derive(Debug, Args)]
pub(crate) struct GenererDocs {
    /// Mappen docs/
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Maal {
    /// Rækker pr. system
    #[arg(long, value_name = "TAL", default_value = "1000000", hide_default_value = true)]
    pub(crate) raekker: usize,
    /// Arbejdsmappe
    #[arg(long, value_name = "DIR", default_value = "target/maal", hide_default_value = true)]
    pub(crate) i: PathBuf,
}

/// The command as clap knows it, with Danish headings throughout.
pub(crate) fn command() -> clap::Command {
    let mut command = in_danish(Cli::command(), COMMON_LAST)
        .after_help("Begynd med «ottetal demo», eller «ottetal init DIR --kommune KODE» for egne data.\n");
    // Now each knows its whole name, and has the common options.
    command.build();
    usage_in_danish(command)
}

/// The common options stand after a command's own.
const COMMON_LAST: usize = 900;

fn in_danish(command: clap::Command, first: usize) -> clap::Command {
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let template = template(&command);
    let mut order = first..;
    let mut command = command
        .help_template(template)
        .subcommand_value_name("KOMMANDO")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(
            |arg| if arg.is_positional() { arg } else { arg.display_order(order.next().unwrap_or(first)) },
        );
    for name in names {
        command = command.mut_subcommand(name, |sub| in_danish(sub, 1));
    }
    command
}

/// The library's own headings are English, so the template writes them; every command has the common options.
fn template(command: &clap::Command) -> String {
    let mut text = "{about-with-newline}\nBrug: {usage}\n".to_owned();
    if command.get_subcommands().next().is_some() {
        text.push_str("\nKommandoer:\n{subcommands}\n");
    }
    if command.get_positionals().next().is_some() {
        text.push_str("\nArgumenter:\n{positionals}\n");
    }
    text + "\nTilvalg:\n{options}{after-help}"
}

fn usage_in_danish(mut command: clap::Command) -> clap::Command {
    let usage = command.render_usage().to_string();
    // A second form of a command stands under the first, as far in as «Brug:» is long.
    let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", "[TILVALG]");
    let usage = usage.replace("\n       ", "\n      ");
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, usage_in_danish);
    }
    command.override_usage(usage)
}

/// Reads the command line; a wrong one is explained in Danish and gives exit code 2.
pub(crate) fn parse() -> Result<Cli, ExitCode> {
    let parsed = command().try_get_matches().and_then(|m| Cli::from_arg_matches(&m));
    parsed.map_err(|error| danish::explain(&error))
}
