//! The command line of disponering and of spellings of providers, in Danish. Words here are the contract of
//! `docs/cli.md`.

use crate::cli::Format;
use crate::danish;
use app::purpose::Purpose;
use clap::{Args, Subcommand};
use domain::calendar::Day;
use domain::disposition::BudgetBasis;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Disponering {
    /// Kilden, hvis rækker disponeres, fx as2007
    #[arg(long, value_name = "KILDE")]
    pub(crate) system: String,
    /// Året, fx 2026
    #[arg(long, value_name = "ÅR", value_parser = danish::year)]
    pub(crate) aar: i32,
    /// Området: hvilke borgere og paragraffer («ottetal omraade liste»); ellers datalandskabets, ellers voksne
    #[arg(long, value_name = "NAVN")]
    pub(crate) omraade: Option<String>,
    /// Grundlaget; ellers det senest godkendte
    #[arg(long, value_name = "GRUNDLAG")]
    pub(crate) grundlag: Option<String>,
    /// Budgettet, der sammenlignes med: korrigeret (ellers) eller oprindeligt
    #[arg(long, value_name = "BUDGET", value_parser = danish::budget, default_value = "korrigeret", hide_default_value = true)]
    pub(crate) budget: BudgetBasis,
    /// Dagen, budget og berigelse læses pr.; ellers grundlagets dag
    #[arg(long, value_name = "DAG", value_parser = danish::day)]
    pub(crate) pr_dag: Option<Day>,
    /// Åbn et tal: linjens nummer, en funktion eller «alt», kolon og kolonnen, fx 3:netto
    #[arg(long, value_name = "CELLE")]
    pub(crate) aabn: Option<String>,
    /// Form: tabel (ellers), csv, jsonl eller xlsx
    #[arg(long, value_name = "FORM", value_parser = danish::format, default_value = "tabel", hide_default_value = true)]
    pub(crate) format: Format,
    /// Skriv til en fil i stedet for skærmen
    #[arg(long, value_name = "FIL")]
    pub(crate) ud: Option<PathBuf>,
    /// Formålet, til loggen; koderne står under «ottetal kontrol --hjaelp»
    #[arg(long, value_name = "KODE", value_parser = danish::purpose)]
    pub(crate) formaal: Option<Purpose>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Leverandoer {
    /// Vis navne, der måske er én leverandør, tungest først
    Forslag {
        /// Vis alle, ikke kun de første 30
        #[arg(long)]
        alle: bool,
    },
    /// Afgør, at to navne er én leverandør
    Samme(ToNavne),
    /// Afgør, at to navne er to leverandører
    Forskellige(ToNavne),
    /// Tag en afgørelse om to navne tilbage
    Fortryd(ToNavne),
    /// Vis de afgørelser, der gælder
    Liste,
}

#[derive(Debug, Args)]
pub(crate) struct ToNavne {
    /// Det ene navn, som kilden skriver det
    #[arg(value_name = "A")]
    pub(crate) a: String,
    /// Det andet navn
    #[arg(value_name = "B")]
    pub(crate) b: String,
    /// Begrundelsen, til historikken
    #[arg(long, value_name = "TEKST", default_value = "", hide_default_value = true)]
    pub(crate) grund: String,
}
