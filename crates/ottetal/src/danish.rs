//! Values of the command line, and what is wrong with one, in Danish.

use crate::cli::Format;
use app::access::Role;
use app::commands::list_items::{Order, StatusAsked};
use app::purpose::Purpose;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use domain::calendar::Day;
use domain::control::Level;
use domain::deviation::RuleCode;
use domain::disposition::BudgetBasis;
use domain::landscape::Attribute;
use domain::work_item::Status;
use std::process::ExitCode;

pub(crate) fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "skriv dagen som 2026-03-01 eller 01-03-2026".to_owned())
}

pub(crate) fn kommune(text: &str) -> Result<u16, String> {
    let code = text.trim().parse().ok().filter(|code| (1..1000).contains(code));
    code.ok_or_else(|| "skriv kommunens tre cifre, fx 573".to_owned())
}

pub(crate) fn attribute(text: &str) -> Result<Attribute, String> {
    Attribute::from_key(&text.to_lowercase()).ok_or_else(|| one_of(Attribute::ALL.map(Attribute::key)))
}

pub(crate) fn level(text: &str) -> Result<Level, String> {
    Level::from_key(&text.to_lowercase()).ok_or_else(|| one_of(["paragraf", "ydelse", "leverandoer"]))
}

pub(crate) fn format(text: &str) -> Result<Format, String> {
    match text.to_lowercase().as_str() {
        "tabel" => Ok(Format::Tabel),
        "csv" => Ok(Format::Csv),
        "jsonl" | "json" => Ok(Format::Jsonl),
        "xlsx" => Ok(Format::Xlsx),
        _ => Err(one_of(["tabel", "csv", "jsonl", "xlsx"])),
    }
}

pub(crate) fn year(text: &str) -> Result<i32, String> {
    let year = text.trim().parse().ok().filter(|year| (1990..2100).contains(year));
    year.ok_or_else(|| "skriv året med fire cifre, fx 2026".to_owned())
}

pub(crate) fn budget(text: &str) -> Result<BudgetBasis, String> {
    match text.to_lowercase().as_str() {
        "korrigeret" => Ok(BudgetBasis::Korrigeret),
        "oprindeligt" => Ok(BudgetBasis::Oprindeligt),
        _ => Err(one_of(["korrigeret", "oprindeligt"])),
    }
}

pub(crate) fn purpose(text: &str) -> Result<Purpose, String> {
    Purpose::parse(text).ok_or_else(|| one_of(Purpose::ALL.map(Purpose::code)))
}

pub(crate) fn rule(text: &str) -> Result<RuleCode, String> {
    RuleCode::from_key(&text.to_lowercase()).ok_or_else(|| one_of(RuleCode::ALL.map(RuleCode::key)))
}

pub(crate) fn status_to_set(text: &str) -> Result<Status, String> {
    let found = Status::SETTABLE.into_iter().find(|status| status.key() == text.to_lowercase());
    found.ok_or_else(|| one_of(Status::SETTABLE.map(Status::key)))
}

pub(crate) fn status_asked(text: &str) -> Result<StatusAsked, String> {
    StatusAsked::parse(&text.to_lowercase()).ok_or_else(|| one_of(StatusAsked::WORDS))
}

pub(crate) fn role(text: &str) -> Result<Role, String> {
    Role::from_key(&text.to_lowercase()).ok_or_else(|| one_of(Role::ALL.map(Role::key)))
}

pub(crate) fn order(text: &str) -> Result<Order, String> {
    match text.to_lowercase().as_str() {
        "kr" => Ok(Order::Kroner),
        "dage" => Ok(Order::Days),
        "alder" => Ok(Order::Age),
        _ => Err(one_of(["kr", "dage", "alder"])),
    }
}

pub(crate) fn rhythm(text: &str) -> Result<(), String> {
    if text.to_lowercase() == "maanedlig" { Ok(()) } else { Err(one_of(["maanedlig"])) }
}

pub(crate) fn day_of_month(text: &str) -> Result<u8, String> {
    let day = text.trim().parse().ok().filter(|day| (1..=28).contains(day));
    day.ok_or_else(|| "skriv en dag i måneden, 1-28".to_owned())
}

pub(crate) fn months(text: &str) -> Result<u16, String> {
    let months = text.trim().parse().ok().filter(|months| (1..=240).contains(months));
    months.ok_or_else(|| "skriv et antal hele måneder, 1-240".to_owned())
}

fn one_of<const N: usize>(words: [&str; N]) -> String {
    format!("vælg en af: {}", words.join(", "))
}

/// Prints help, version or what is wrong, and gives the exit code.
pub(crate) fn explain(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print!("{error}");
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{error}");
            return ExitCode::from(2);
        }
        _ => {}
    }
    eprintln!("Fejl: {}", sentence(error));
    if let Some(usage) = context(error, ContextKind::Usage) {
        let usage = usage.replace("Usage:", "Brug:");
        eprintln!("\n{}", usage.trim_end());
    }
    eprintln!("\nSe «ottetal --hjaelp», eller «ottetal KOMMANDO --hjaelp».");
    ExitCode::from(2)
}

/// Dates of one option, or of a window, that stand the wrong way round: wrong use that only a pair of values shows.
pub(crate) fn wrong_way_round(what: &str, from: Day, to: Day) -> Option<ExitCode> {
    if from <= to {
        return None;
    }
    eprintln!("Fejl: {what}: {} ligger efter {}. Skriv den første dag først.", from.danish(), to.danish());
    Some(ExitCode::from(2))
}

/// What stopped a verb, and what that came of. The system's own words are English: the kind is said in Danish.
pub(crate) fn told(error: &anyhow::Error) -> String {
    let causes = error.chain().map(|cause| match cause.downcast_ref::<std::io::Error>() {
        Some(io) if io.raw_os_error().is_some() => io_kind(io).to_owned(),
        _ => cause.to_string(),
    });
    causes.fold(String::new(), |said, cause| match said.chars().last() {
        None => cause,
        Some('.' | '?' | '!') => format!("{said} {cause}"),
        Some(_) => format!("{said}: {cause}"),
    })
}

fn io_kind(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind as Io;
    match error.kind() {
        Io::NotFound => "Stien findes ikke.",
        Io::PermissionDenied => "Du har ikke adgang.",
        Io::StorageFull | Io::QuotaExceeded => "Der er ikke mere plads. Skaf plads, og kør igen.",
        Io::ReadOnlyFilesystem => "Drevet kan kun læses.",
        Io::IsADirectory => "Det er en mappe.",
        _ if error.raw_os_error() == Some(5) => {
            "Drevet fejler. Se efter det i styresystemets log, og kør igen."
        }
        Io::NotADirectory => "En del af stien er ikke en mappe.",
        _ => "Styresystemet sagde nej.",
    }
}

fn sentence(error: &clap::Error) -> String {
    let argument = context(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = context(error, ContextKind::InvalidValue).unwrap_or_default();
    let near = context(error, ContextKind::SuggestedArg)
        .or_else(|| context(error, ContextKind::SuggestedSubcommand))
        .map_or(String::new(), |near| format!(" Mente du «{}»?", near.replace(", ", "» eller «")));
    match error.kind() {
        ErrorKind::UnknownArgument => format!("«{argument}» kendes ikke her.{near}"),
        ErrorKind::InvalidSubcommand => {
            let word = context(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("«{word}» er ikke en kommando.{near}")
        }
        ErrorKind::MissingSubcommand => {
            let all = context(error, ContextKind::ValidSubcommand).unwrap_or_default();
            format!("Der mangler en kommando. Vælg en af: {all}.")
        }
        ErrorKind::MissingRequiredArgument => format!("Der mangler: {argument}."),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} mangler en værdi."),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map_or(String::new(), |why| reason(&why.to_string()));
            format!("«{value}» kan ikke bruges som {argument}{why}.")
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument} har ikke det rigtige antal værdier.")
        }
        ErrorKind::TooManyValues => format!("{argument} har for mange værdier: «{value}» er en for meget."),
        ErrorKind::ArgumentConflict => {
            let other = context(error, ContextKind::PriorArg).unwrap_or_default();
            if other == argument || other.is_empty() {
                format!("{argument} kan kun stå én gang.")
            } else {
                format!("{argument} kan ikke bruges sammen med {other}.")
            }
        }
        ErrorKind::InvalidUtf8 => "Et argument er ikke læsbar tekst (UTF-8).".to_owned(),
        _ => "Kommandoen kunne ikke læses.".to_owned(),
    }
}

/// Our own parsers speak Danish; the number parser of the library does not.
fn reason(text: &str) -> String {
    let ours = text.starts_with("vælg") || text.starts_with("skriv");
    if ours { format!(": {text}") } else { ": det skal være et helt tal".to_owned() }
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(list) => Some(list.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::StyledStrs(list) => {
            Some(list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
        ContextValue::Number(number) => Some(number.to_string()),
        ContextValue::Bool(_) | ContextValue::None => None,
        _ => None,
    }
}
