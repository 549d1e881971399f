//! The data landscape: what holds for each source with where it is said, what contradicts it, and the areas.

use super::line;
use app::commands::landscape::{AREA, ShownLandscape, ShownSource};
use domain::area::resolve;
use domain::calendar::Period;
use domain::control::Limits;
use domain::landscape::{Contradiction, Correction, Dated, Declared, Population, Source};
use domain::law::{AreaLine, LawBook};
use domain::price::Weeks;
use std::io::{self, Write};

const HERE: &str = "datalandskab.toml";
const MAPPING: &str = "kildebeskrivelsen";
const NORMAL: &str = "programmets";

pub(crate) fn declared(shown: &ShownLandscape, out: &mut impl Write) -> io::Result<()> {
    let landscape = &shown.landscape;
    match landscape.version.as_str() {
        "" => line(
            out,
            "Der er intet datalandskab.toml; kildebeskrivelserne gælder. «ottetal datalandskab skabelon».",
        )?,
        version => line(out, &format!("datalandskab.toml, version {version}"))?,
    }
    let area = landscape.area.as_deref();
    fact(out, "område", area.unwrap_or(AREA), if area.is_some() { HERE } else { NORMAL })?;
    for wait in &landscape.waits {
        let [one, two] = &wait.pair;
        fact(out, "overførsel", &format!("{one} og {two}: {} dage", wait.days), HERE)?;
    }
    let limits = landscape.limits();
    let from = if limits == Limits::default() { NORMAL } else { HERE };
    fact(out, "grænser", &limits_in_words(limits), from)?;
    for column in &landscape.ownership_columns {
        fact(out, "ejerforhold", &format!("{}: {} slags", column.title, column.kinds.len()), HERE)?;
    }
    shown.sources.iter().try_for_each(|source| one(source, out))
}

fn fact(out: &mut impl Write, what: &str, value: &str, from: &str) -> io::Result<()> {
    line(out, &format!("  {what:<14} {value}  ({from})"))
}

fn limits_in_words(limits: Limits) -> String {
    format!(
        "nyt forløb efter {} dage; usædvanlig pris {},{} gange af mindst {} rækker; betaling fra {} kr., {} måneder",
        limits.gap_days,
        limits.unusual_tenths / 10,
        limits.unusual_tenths % 10,
        limits.unusual_rows,
        limits.payment_oere / 100,
        limits.payment_months
    )
}

fn one(shown: &ShownSource, out: &mut impl Write) -> io::Result<()> {
    line(out, "")?;
    let title = shown.source.as_ref().map_or(shown.name.as_str(), |source| source.title.as_str());
    let imported = if shown.imported { "" } else { "; aldrig indlæst" };
    line(out, &format!("{title} ({}){imported}", shown.name))?;
    if let Err(why) = &shown.mapping {
        return line(out, &format!("  {why}"));
    }
    let nothing = Declared::default();
    let declared = shown.declared.as_ref().unwrap_or(&nothing);
    if let Some(source) = &shown.source {
        of_figures(source, declared, out)?;
    }
    of_people(shown, declared, out)
}

/// What changes figures.
fn of_figures(source: &Source, declared: &Declared, out: &mut impl Write) -> io::Result<()> {
    let from = |here: bool| if here { HERE } else { MAPPING };
    for (population, days) in source.populations_in(Period::ALWAYS) {
        let here = declared.populations.iter().any(|d| days.overlaps(d.valid));
        let days: Vec<String> = days.iter().map(in_words).collect();
        fact(out, "borgere", format!("{} {}", of_whom(population), days.join(", ")).trim_end(), from(here))?;
    }
    if let Some(since) = source.since {
        fact(out, "i brug siden", &since.danish(), from(declared.since.is_some()))?;
    }
    if let Some(until) = source.until {
        fact(out, "udgår", &until.previous().danish(), from(declared.until.is_some()))?;
    }
    for Dated { valid, value } in &declared.roles {
        fact(out, "rolle", format!("{} {}", value.text(), in_words(*valid)).trim_end(), HERE)?;
    }
    if declared.roles.is_empty() {
        let said = if source.delivers_to_dst { "leverer til" } else { "leverer ikke til" };
        fact(out, "rolle", &format!("{said} Danmarks Statistik"), MAPPING)?;
    }
    for name in &source.except_providers {
        fact(out, "undtaget", name, MAPPING)?;
    }
    for exception in &source.exceptions {
        let days = in_words(exception.valid);
        fact(out, "undtaget", &format!("{} {days}: {}", exception.provider, exception.reason), HERE)?;
    }
    let weeks = match source.terms.weeks {
        Weeks::Days7 => "timer pr. uge / 7",
        Weeks::Year52 => "52 uger om året",
        Weeks::Year5214 => "52,14 uger om året",
    };
    let last = if source.terms.pays_last_day { "sidste dag betales" } else { "sidste dag betales ikke" };
    let net = if source.terms.net_of_relief { "momsafløftet" } else { "før momsafløftning" };
    let here = declared.prices != domain::landscape::PriceChanges::default();
    fact(out, "priser", &format!("{weeks}; {last}; {net}; {} dages forsinkelse", source.lag_days), from(here))
}

/// Who answers for it, and when it is expected.
fn of_people(shown: &ShownSource, declared: &Declared, out: &mut impl Write) -> io::Result<()> {
    let nothing = ingest::mapping::Landscape::default();
    let mapped = shown.mapping.as_ref().map_or(&nothing, |mapping| mapping.landscape());
    let uses: Vec<String> = declared.uses.iter().map(|u| format!("{}: {}", u.by, u.what)).collect();
    let day = |day: Option<u8>| day.map_or_else(String::new, |day| format!("den {day}. i måneden"));
    for (what, here, there) in [
        ("registrerer", declared.registers.as_str(), mapped.registers.as_str()),
        ("ansvarlig", &declared.responsible, &mapped.responsible),
        ("afløser", &declared.deputy, ""),
        ("bruges af", &uses.join("; "), &mapped.used_for),
        ("udtræk ventes", &day(declared.rhythm.day), &day(mapped.expected_day)),
        ("historik", &declared.history, ""),
    ] {
        match (here, there) {
            ("", "") => {}
            ("", there) => fact(out, what, there, MAPPING)?,
            (here, _) => fact(out, what, here, HERE)?,
        }
    }
    let corrects = shown.source.iter().flat_map(|source| &source.corrects);
    for Correction { field, who, place } in corrects {
        let here = declared.corrects.iter().any(|c| c.field == *field);
        let at = if place.is_empty() { String::new() } else { format!(", {place}") };
        fact(out, "rettes af", &format!("{field}: {who}{at}"), if here { HERE } else { MAPPING })?;
    }
    Ok(())
}

fn of_whom(population: Population) -> &'static str {
    match population {
        Population::Handlekommune => "vi er handlekommune for",
        Population::Betalingskommune => "vi betaler for",
        Population::Both => "vi er handle- eller betalingskommune for",
        Population::Unknown => "ikke oplyst: intet afgrænses",
    }
}

/// A period with both days included; nothing for all days.
fn in_words(period: Period) -> String {
    match (period.from == Period::ALWAYS.from, period.is_open()) {
        (true, true) => String::new(),
        (true, false) => format!("til og med {}", period.last_day().danish()),
        (false, true) => format!("fra {}", period.from.danish()),
        (false, false) => format!("{} - {}", period.from.danish(), period.last_day().danish()),
    }
}

pub(crate) fn contradictions(found: &[Contradiction], out: &mut impl Write) -> io::Result<()> {
    if found.is_empty() {
        return line(out, "Det, der er skrevet om kilderne, passer med udtrækkene.");
    }
    for Contradiction { source, key, text } in found {
        let who = if source.is_empty() { String::new() } else { format!("{source} ") };
        line(out, &format!("! {who}{text} [{key}]"))?;
    }
    Ok(())
}

pub(crate) fn areas(law: &LawBook, out: &mut impl Write) -> io::Result<()> {
    for area in &law.areas {
        line(out, format!("{:<20} {} {}", area.name, area.title, in_words(area.valid)).trim_end())?;
    }
    line(out, &format!("{:<20} Alle borgere og paragraffer", "alle"))
}

/// Every definition that an area has had.
pub(crate) fn area(law: &LawBook, name: &str, out: &mut impl Write) -> io::Result<()> {
    law.areas.iter().filter(|line| line.name == name).try_for_each(|definition| defined(law, definition, out))
}

fn defined(law: &LawBook, definition: &AreaLine, out: &mut impl Write) -> io::Result<()> {
    line(
        out,
        format!("{} ({}) {}", definition.title, definition.name, in_words(definition.valid)).trim_end(),
    )?;
    let age = match (definition.age_from, definition.age_until) {
        (None, None) => "alle".to_owned(),
        (Some(from), None) => format!("fra {from} år"),
        (None, Some(until)) => format!("til dagen før {until} år"),
        (Some(from), Some(until)) => format!("fra {from} år til dagen før {until} år"),
    };
    line(out, &format!("  alder          {age}"))?;
    if !definition.funktioner.is_empty() {
        line(out, &format!("  funktioner     {}", definition.funktioner.join(", ")))?;
    }
    let resolved = resolve(law, &[], &definition.name, definition.valid.from);
    let names: Vec<&str> = resolved.as_ref().map_or_else(
        |_| Vec::new(),
        |area| area.paragraffer.iter().map(|id| law.paragraf(*id).written.as_str()).collect(),
    );
    let all = definition.paragraffer.is_empty() && definition.funktioner.is_empty();
    let names = if all { "alle".to_owned() } else { names.join(", ") };
    line(out, &format!("  paragraffer    {names}"))?;
    line(out, &format!("  kilde          {}", definition.source))
}
