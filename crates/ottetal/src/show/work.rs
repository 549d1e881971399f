//! Saved controls and the list of deviations: on the screen, as JSON lines, as CSV.

use super::{line, thousands};
use app::commands::list_items::{Group, ListedItem};
use app::commands::run_saved::{Carried, Outcome};
use app::commands::save_control::ShownControl;
use domain::amount::{Oere, divide_rounded};
use domain::calendar::Day;
use domain::landscape::Attribute;
use domain::rules::rule;
use domain::work_item::{CorrectionTime, Item, Rhythm, Span};
use std::io::{self, Write};

mod history;

pub(crate) use history::item;

/// Days, sums and words of the list in one line each.
const HEADING: [&str; 9] =
    ["afvigelse", "status", "kr.", "dage", "alder", "paragraf", "borger", "regel", "ansvarlig"];

pub(crate) fn controls(controls: &[ShownControl], out: &mut impl Write) -> io::Result<()> {
    if controls.is_empty() {
        return line(
            out,
            "Ingen gemte kontroller. Gem en med «ottetal kontrol gem NAVN --system1 … --system2 …».",
        );
    }
    for control in controls {
        let question = &control.question;
        let window = match question.span {
            Span::Fixed(period) => format!("{} - {}", period.from.danish(), period.last_day().danish()),
            Span::LastMonths(months) => format!("seneste {months} måneder"),
        };
        let paragraffer =
            if question.paragraffer.is_empty() { "alle".to_owned() } else { question.paragraffer.join(", ") };
        line(out, &control.name)?;
        line(
            out,
            &format!(
                "  {} mod {}, {window}, paragraffer: {paragraffer}, niveau {}",
                question.system_1,
                question.system_2,
                question.level.key()
            ),
        )?;
        let newest = control.newest.as_ref().map_or("ikke kørt endnu".to_owned(), |(day, at)| {
            format!("kørt senest {} på et grundlag fra {}", stamp(at), day.danish())
        });
        let rhythm = match question.rhythm {
            Rhythm::OnDemand => String::new(),
            Rhythm::Monthly(day) => format!("; hver måned den {day}."),
        };
        let next = control.next.map_or(String::new(), |day| format!(", næste gang {}", day.danish()));
        line(out, &format!("  {newest}{rhythm}{next}"))?;
    }
    Ok(())
}

/// What a run did to the list, in words.
pub(crate) fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Already => {
            "Listen over afvigelser er uændret: denne kørsel har allerede ført den ajour.".to_owned()
        }
        Outcome::Older { day, newest } => format!(
            "Listen over afvigelser er uændret: grundlaget er fra {}, og listen er allerede ført frem til {}.",
            day.danish(),
            newest.danish()
        ),
        Outcome::Carried(carried) => {
            format!("Listen over afvigelser: {}. Se den med «ottetal afvigelse liste».", counts(carried))
        }
    }
}

fn counts(carried: &Carried) -> String {
    let mut parts = vec![format!("{} nye", number(carried.new))];
    let mut add = |count: usize, words: &str| {
        if count > 0 {
            parts.push(format!("{} {words}", number(count)));
        }
    };
    add(carried.split, "af dem delt fra andre");
    add(carried.seen, "set igen");
    add(carried.came_back, "af dem genopstået");
    add(carried.accept_ended, "åbnet igen, da accepten er udløbet");
    for (by, count) in &carried.closed {
        add(*count, &format!("lukket ({})", by.text()));
    }
    add(carried.merged, "lagt sammen med andre");
    add(carried.untouched, "urørt, da kontrollen ikke nåede dem");
    parts.join(", ")
}

pub(crate) fn list(items: &[ListedItem], out: &mut impl Write) -> io::Result<()> {
    if items.is_empty() {
        return line(
            out,
            "Ingen afvigelser på listen, som passer. «--status alle» viser også dem, der er ovre.",
        );
    }
    let rows: Vec<[String; 9]> = items.iter().map(row).collect();
    let width = |at: usize| {
        rows.iter().map(|row| row[at].chars().count()).chain([HEADING[at].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..HEADING.len()).map(width).collect();
    let mut write_row = |cells: [&str; 9]| {
        let padded: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(at, cell)| {
                let space = " ".repeat(widths[at].saturating_sub(cell.chars().count()));
                if (2..5).contains(&at) { format!("{space}{cell}") } else { format!("{cell}{space}") }
            })
            .collect();
        line(out, padded.join("  ").trim_end())
    };
    write_row(HEADING)?;
    for row in &rows {
        write_row(std::array::from_fn(|at| row[at].as_str()))?;
    }
    let known: i64 = items.iter().filter_map(|l| l.item.sighting.oere).map(|o| o.0.abs()).sum();
    let unknown = items.iter().filter(|l| l.item.sighting.oere.is_none()).count();
    line(
        out,
        &format!(
            "{} afvigelser, {} kr. på spil{}",
            number(items.len()),
            kroner(Oere(known)),
            if unknown > 0 { format!(", {} med ukendt beløb", number(unknown)) } else { String::new() }
        ),
    )
}

fn row(listed: &ListedItem) -> [String; 9] {
    let item = &listed.item;
    [
        item.id.to_string(),
        item.standing.status.text(),
        item.sighting.oere.map_or("ukendt".to_owned(), kroner),
        number_of(item.sighting.period.days()),
        number_of(listed.age_days),
        item.key.paragraf.clone(),
        item.key.citizen.to_string(),
        what(item),
        if listed.responsible.is_empty() { "ikke udpeget".to_owned() } else { listed.responsible.clone() },
    ]
}

/// "Dage kun i System 2 (nexus, as2007)", "Forskellig værdi: pris pr. dag".
pub(super) fn what(item: &Item) -> String {
    let name = rule(item.key.rule).name;
    let attribute = item.key.attribute.map_or(String::new(), |a| format!(": {}", a.text()));
    format!("{name}{attribute} ({})", item.key.sources.join(", "))
}

/// One object a line. Keys are never renamed; new ones come last.
pub(crate) fn json(items: &[ListedItem], out: &mut impl Write) -> io::Result<()> {
    for listed in items {
        let (item, seen) = (&listed.item, &listed.item.sighting);
        let object = serde_json::json!({
            "afvigelse": item.id.to_string(),
            "status": item.standing.status.key(),
            "status_tekst": item.standing.status.text(),
            "grund": text_or_null(&item.standing.reason),
            "gaelder_til": item.standing.until.map(Day::iso),
            "ansvarlig": text_or_null(&listed.responsible),
            "ansvarlig_sat": listed.assigned,
            "regel": item.key.rule.key(),
            "pligt": seen.duty.key(),
            "spoergsmaal": seen.question,
            "kilder": item.key.sources,
            "paragraf": item.key.paragraf,
            "borger": item.key.citizen.to_string(),
            "attribut": item.key.attribute.map(Attribute::key),
            "niveau": item.key.level.key(),
            "ydelse": text_or_null(&item.key.ydelse),
            "leverandoer": text_or_null(&item.key.leverandoer),
            "fra": seen.period.from.iso(),
            "til": seen.period.last_day().iso(),
            "dage": seen.period.days(),
            "oere": seen.oere.map(|o| o.0),
            "oere_tillaeg": seen.oere_tillaeg.map(|o| o.0),
            "faelles": text_or_null(&seen.shared),
            "foerst_set": item.first.day.iso(),
            "sidst_set": item.last.day.iso(),
            "alder_dage": listed.age_days,
            "delt_fra": item.split_from.map(|id| id.to_string()),
            "ovre": item.standing.ended.map(Day::iso),
            "gange_genopstaaet": item.standing.times_back,
        });
        writeln!(out, "{object}")?;
    }
    Ok(())
}

fn text_or_null(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// For Excel: a byte order mark, semicolons, decimal commas; texts can be no formulas.
pub(crate) fn csv(items: &[ListedItem], out: &mut impl Write) -> io::Result<()> {
    write!(
        out,
        "\u{feff}afvigelse;status;grund;gælder til;ansvarlig;regel;kilder;paragraf;borger;attribut;fra;til;dage;kroner;\
         fælles;først set;sidst set;alder i dage\r\n"
    )?;
    for listed in items {
        let (item, seen) = (&listed.item, &listed.item.sighting);
        let cells = [
            item.id.to_string(),
            item.standing.status.text(),
            item.standing.reason.clone(),
            item.standing.until.map_or(String::new(), Day::danish),
            listed.responsible.clone(),
            rule(item.key.rule).name.to_owned(),
            item.key.sources.join(", "),
            item.key.paragraf.clone(),
            item.key.citizen.to_string(),
            item.key.attribute.map_or("", Attribute::text).to_owned(),
            seen.period.from.danish(),
            seen.period.last_day().danish(),
            seen.period.days().to_string(),
            seen.oere.map_or(String::new(), two_decimals),
            seen.shared.clone(),
            item.first.day.danish(),
            item.last.day.danish(),
            listed.age_days.to_string(),
        ];
        let cells: Vec<String> = cells.into_iter().map(cell).collect();
        write!(out, "{}\r\n", cells.join(";"))?;
    }
    out.flush()
}

/// A quoted cell; a number stays one.
fn cell(text: String) -> String {
    let numeric = text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit() || b == b',');
    if numeric && !text.is_empty() {
        return text;
    }
    format!("\"{}\"", report::csv::text(text).replace('"', "\"\""))
}

pub(crate) fn groups(groups: &[Group], out: &mut impl Write) -> io::Result<()> {
    if groups.is_empty() {
        return line(out, "Ingen afvigelser på listen deler noget, der kan rettes på én gang.");
    }
    for group in groups {
        let unknown = match group.unknown {
            0 => String::new(),
            count => format!(", {} med ukendt beløb", number(count)),
        };
        line(out, &group.shared)?;
        line(
            out,
            &format!(
                "  berører {} om {}, {} kr.{unknown}; fx {}",
                counted(group.items, "afvigelse", "afvigelser"),
                counted(group.citizens, "borger", "borgere"),
                kroner(group.oere),
                group.example
            ),
        )?;
    }
    Ok(())
}

pub(crate) fn times(times: &[CorrectionTime], out: &mut impl Write) -> io::Result<()> {
    if times.is_empty() {
        return line(out, "Der er ingen afvigelser på listen endnu. Kør en gemt kontrol.");
    }
    line(out, "Dage fra en afvigelse først er set, til data ikke har den længere.")?;
    for time in times {
        let took = match time.corrected {
            0 => "ingen rettet endnu".to_owned(),
            count => format!(
                "{} rettet, halvdelen inden {}, ni af ti inden {}",
                number(count),
                counted_days(time.median_days),
                counted_days(time.ninety_days)
            ),
        };
        line(
            out,
            &format!(
                "  {} ({}): {took}; {} står endnu",
                rule(time.rule).name,
                time.sources.join(", "),
                number(time.standing)
            ),
        )?;
    }
    Ok(())
}

fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { several })
}

fn counted_days(days: i64) -> String {
    format!("{} {}", number_of(days), if days == 1 { "dag" } else { "dage" })
}

fn number(count: usize) -> String {
    thousands(count as i128)
}

fn number_of(count: i64) -> String {
    thousands(i128::from(count))
}

/// Whole kroner.
pub(super) fn kroner(amount: Oere) -> String {
    thousands(i128::from(divide_rounded(i128::from(amount.0), 100)))
}

fn two_decimals(amount: Oere) -> String {
    let oere = amount.0.unsigned_abs();
    format!("{}{},{:02}", if amount.0 < 0 { "-" } else { "" }, oere / 100, oere % 100)
}

/// `02-03-2026` of an RFC 3339 time.
pub(super) fn stamp(at: &str) -> String {
    at.get(..10).and_then(Day::parse).map_or_else(|| at.to_owned(), Day::danish)
}
