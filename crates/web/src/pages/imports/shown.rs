//! One import: its files, that nothing was lost in the reading, what was found beside what is declared, and how it is
//! beside the one before it.

use super::{rows, words};
use crate::error::Answer;
use crate::number::{Num, Unit};
use crate::page::{Notice, NoticeKind, Page};
use crate::pages::deviations::people::People;
use crate::parts::{Link, Tab};
use crate::visit::Visit;
use app::access::Right;
use app::commands::list_rows::Part;
use app::commands::show_basis::title_of;
use app::commands::show_import::{Counted, FoundInImport, ShownImport, show_import};
use app::edge;
use app::purpose::Purpose;
use app::session::Session;
use askama::Template;
use axum::extract::Path;
use domain::totals::Tally;
use report::danish;

#[derive(Template)]
#[template(path = "pages/indlaesning_vis.html")]
struct ImportPage {
    page: Page,
    trail: Vec<Link>,
    tabs: Vec<Tab>,
    facts: Vec<(&'static str, String)>,
    total_rows: u64,
    totals: Vec<TotalRow>,
    read: TotalRow,
    skipped: String,
    files: Vec<FileRow>,
    compared: Option<Compared>,
    found: Vec<(&'static str, String)>,
    statuses: Vec<StatusRow>,
    attributes: Vec<AttributeRow>,
    kommuner: Vec<KommuneRow>,
    contradictions: Vec<String>,
    bases: Vec<Link>,
    has_found: bool,
}

struct TotalRow {
    what: &'static str,
    why: &'static str,
    rows: Num,
    sum: String,
}

struct FileRow {
    name: String,
    size: String,
    rows: String,
    sha256: String,
}

/// Beside the import before.
struct Compared {
    href: String,
    when: String,
    lines: Vec<ComparedRow>,
}

struct ComparedRow {
    what: &'static str,
    then: String,
    now: String,
    change: String,
}

struct StatusRow {
    word: String,
    counts: &'static str,
    colour: &'static str,
    rows: String,
}

struct AttributeRow {
    text: String,
    rows: String,
    percent: String,
    empty: bool,
}

struct KommuneRow {
    field: &'static str,
    name: String,
    rows: String,
    own: bool,
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let shown = show_import(&session, &id).await?;
    let import = &shown.import;
    let totals = &import.totals;
    let mut page = visit.page(title_of(&session, import));
    page.answer = answer(&shown);
    page.notices.extend(notices(&shown));
    let found = FoundInImport::default() != shown.found;
    let people = People::read(&visit).await?;
    let opens = visit.scope(Right::SeeRows).is_ok_and(|scope| scope.is_everybody());
    visit.plain(&ImportPage {
        page,
        trail: trail(&shown, &session),
        tabs: tabs(&shown, true),
        facts: facts(&shown, &people),
        total_rows: totals.read.rows,
        totals: total_rows(&shown, opens),
        read: total("Læst i filerne", "", totals.read, String::new()),
        skipped: danish::whole(totals.skipped_rows),
        files: files(&shown),
        compared: compared(&shown),
        found: if found { found_facts(&shown.found) } else { Vec::new() },
        statuses: statuses(&shown.found),
        attributes: attributes(&shown),
        kommuner: kommuner(&session, &shown.found),
        contradictions: shown.contradictions.clone(),
        bases: bases(&shown),
        has_found: found,
    })
}

pub(super) fn trail(shown: &ShownImport, session: &Session) -> Vec<Link> {
    let source = &shown.import.source;
    vec![
        Link::new("/indlaesning", "Indlæsning"),
        Link::new(format!("/indlaesning/kilde/{source}"), title_of(session, &shown.import)),
    ]
}

pub(super) fn tabs(shown: &ShownImport, first: bool) -> Vec<Tab> {
    let href = words::at(&shown.import.id);
    let fund = Tab {
        href: format!("{href}/fund"),
        text: "Fund".to_owned(),
        current: !first,
        count: danish::whole(shown.findings.findings),
    };
    vec![Tab { href, text: "Overblik".to_owned(), current: first, count: String::new() }, fund]
}

/// An extract by its day, else by when it came.
pub(super) fn when(shown: &ShownImport) -> String {
    match shown.import.facts.extracted {
        Some(day) => format!("udtræk fra {}", day.danish()),
        None => format!("læst ind {}", edge::local_time(&shown.import.imported_at)),
    }
}

fn answer(shown: &ShownImport) -> String {
    let totals = &shown.import.totals;
    let rows = danish::whole(totals.read.rows);
    let all = match totals.set_aside.rows {
        0 => format!("Alle {rows} rækker er læst, og ingen er sat til side."),
        1 => format!("{rows} rækker er læst; 1 af dem er sat til side og er ikke med i tallene."),
        many => {
            format!(
                "{rows} rækker er læst; {} af dem er sat til side og er ikke med i tallene.",
                danish::whole(many)
            )
        }
    };
    format!("{all} {}", capital(&format!("{}.", when(shown))))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn notices(shown: &ShownImport) -> Vec<Notice> {
    let mut out = Vec::new();
    let mut say = |kind, text: String| out.push(Notice { kind, text });
    if shown.deleted {
        let last = shown.import.deletions.last();
        let at = last.map_or_else(String::new, |deletion| edge::local_time(&deletion.at));
        let why = last.map_or("", |deletion| deletion.reason.as_str());
        say(
            NoticeKind::Warning,
            format!(
                "Indlæsningen er slettet {at} ({why}). Rækker og fund er væk; her står, hvad der er tilbage om den."
            ),
        );
    } else if !shown.import.deletions.is_empty() {
        say(
            NoticeKind::Info,
            "Rækker om en eller flere borgere er slettet siden. Tallene her er fra dengang, filerne blev læst.".to_owned(),
        );
    }
    if !shown.deleted && !shown.in_basis {
        let text = match &shown.after {
            Some(_) => "Der er kommet en nyere indlæsning fra kilden. Denne er ikke i grundlaget.",
            None => "Indlæsningen er ikke i grundlaget endnu. Tal regnes først på den, når den er godkendt.",
        };
        say(NoticeKind::Info, text.to_owned());
    }
    out
}

fn facts(shown: &ShownImport, people: &People) -> Vec<(&'static str, String)> {
    let import = &shown.import;
    let or_unknown = |text: String| if text.is_empty() { "ikke oplyst".to_owned() } else { text };
    let mut facts = vec![
        ("Indhold", words::kind(import.kind).to_owned()),
        ("Udtrukket", or_unknown(words::extracted(&import.facts))),
        ("Dækker", or_unknown(words::covers(&import.facts))),
        (
            "Læst ind",
            format!("{} af {}", edge::local_time(&import.imported_at), people.shown(&import.imported_by)),
        ),
        ("Indlæsning", import.id.to_string()),
        ("Kildebeskrivelse", format!("{}, version {}", import.source, import.mapping_version)),
    ];
    if let Ok(source) = &shown.declared
        && import.kind == store::imports::Kind::Activities
    {
        facts.insert(1, ("Skal have", words::population(source.population).to_owned()));
    }
    facts
}

fn total(what: &'static str, why: &'static str, tally: Tally, href: String) -> TotalRow {
    TotalRow { what, why, rows: Num::count(tally.rows, Unit::Rows, href), sum: rates(tally.rate_sum) }
}

/// The counts; `opens` where the one who looks may see every row.
fn total_rows(shown: &ShownImport, opens: bool) -> Vec<TotalRow> {
    let totals = &shown.import.totals;
    let set_aside = if shown.set_aside.rows == totals.set_aside.rows && totals.set_aside.rows > 0 {
        format!("{}/fund?virkning=sat_til_side", words::at(&shown.import.id))
    } else {
        // More than are listed, or gone with what was deleted.
        String::new()
    };
    // Rows that went with a citizen are in the counts of then.
    let kept = shown.import.kind.lake_file().is_some() && shown.import.deletions.is_empty() && !shown.deleted;
    let rows = |part, tally: Tally| match opens && kept && tally.rows > 0 {
        true => rows::at(shown.import.id.as_str(), part),
        false => String::new(),
    };
    let (used, never) = (totals.used, totals.never_took_effect);
    vec![
        total("Brugt", "er med i tallene", used, rows(Part::Used, used)),
        total("Aldrig trådt i kraft", "gemt, men tæller ikke", never, rows(Part::NeverTookEffect, never)),
        total("Sat til side", "ikke med i tallene; se fundene", totals.set_aside, set_aside),
    ]
}

/// A sum of rates in 1/10.000 kroner; empty where there is none.
fn rates(sum: i128) -> String {
    if sum == 0 {
        return String::new();
    }
    let oere = domain::amount::divide_rounded(sum, 100);
    let sign = if oere < 0 { "-" } else { "" };
    format!("{sign}{},{:02}", danish::whole(oere.abs() / 100), oere.abs() % 100)
}

fn files(shown: &ShownImport) -> Vec<FileRow> {
    let files = shown.import.files.iter();
    files
        .map(|file| FileRow {
            name: file.name.clone(),
            size: words::size(file.size),
            rows: danish::whole(file.rows),
            sha256: file.sha256.get(..16).unwrap_or(&file.sha256).to_owned(),
        })
        .collect()
}

fn compared(shown: &ShownImport) -> Option<Compared> {
    let before = shown.before.as_ref()?;
    let (then, now) = (&before.import.totals, &shown.import.totals);
    let line = |what, then: u64, now: u64| ComparedRow {
        what,
        then: danish::whole(then),
        now: danish::whole(now),
        change: words::change(now, then),
    };
    let mut lines = vec![line("Rækker læst", then.read.rows, now.read.rows)];
    if before.citizens + shown.found.citizens > 0 {
        lines.push(line("Borgere", before.citizens, shown.found.citizens));
    }
    lines.push(line("Rækker sat til side", then.set_aside.rows, now.set_aside.rows));
    lines.push(line("Fund", before.findings.findings, shown.findings.findings));
    let when = match before.import.facts.extracted {
        Some(day) => day.danish(),
        None => edge::local_time(&before.import.imported_at),
    };
    Some(Compared { href: words::at(&before.import.id), when, lines })
}

fn found_facts(found: &FoundInImport) -> Vec<(&'static str, String)> {
    let day = |day: Option<domain::calendar::Day>| day.map_or_else(|| "–".to_owned(), |day| day.danish());
    vec![
        ("Borgere", danish::whole(found.citizens)),
        ("Første dag i en række", day(found.first_day)),
        ("Sidste dag i en række", day(found.last_day)),
        ("Rækker uden slutdato", danish::whole(found.open_rows)),
        ("Sidst registreret", day(found.last_registered)),
    ]
}

fn statuses(found: &FoundInImport) -> Vec<StatusRow> {
    let words = |counted: Counted| match counted {
        Counted::Counts => ("tæller", "success"),
        Counted::Never => ("aldrig trådt i kraft", "none"),
        Counted::Unclear => ("ikke afgjort: sat til side", "error"),
    };
    // A source without statuses says nothing here.
    let statuses = found.statuses.iter().filter(|_| found.statuses.iter().any(|(word, ..)| !word.is_empty()));
    statuses
        .map(|(word, counted, rows)| {
            let (counts, colour) = words(*counted);
            let word = if word.is_empty() { "(tomt felt)".to_owned() } else { word.clone() };
            StatusRow { word, counts, colour, rows: danish::whole(*rows) }
        })
        .collect()
}

fn attributes(shown: &ShownImport) -> Vec<AttributeRow> {
    let kept = shown.import.totals.used.rows + shown.import.totals.never_took_effect.rows;
    let attributes = shown.found.attributes.iter();
    attributes
        .map(|(attribute, rows)| AttributeRow {
            text: capital(attribute.text()),
            rows: danish::whole(*rows),
            percent: ((*rows).min(kept) * 100)
                .checked_div(kept)
                .map_or_else(|| "–".to_owned(), |percent| format!("{percent} %")),
            empty: *rows == 0,
        })
        .collect()
}

fn kommuner(session: &Session, found: &FoundInImport) -> Vec<KommuneRow> {
    let mut out = Vec::new();
    for (field, counts) in
        [("Handlekommune", &found.handlekommune), ("Betalingskommune", &found.betalingskommune)]
    {
        // A column that is nowhere filled in says nothing.
        if counts.iter().all(|(code, _)| code.is_none()) {
            continue;
        }
        let mut counts = counts.clone();
        counts.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
        out.extend(counts.into_iter().map(|(code, rows)| {
            let known = |code: u16| session.law.kommune(code).map(|kommune| kommune.name.clone());
            let name = match code {
                None => "ikke udfyldt".to_owned(),
                Some(code) => known(code).unwrap_or_else(|| format!("{code:03}")),
            };
            KommuneRow { field, name, rows: danish::whole(rows), own: code == Some(session.kommune()) }
        }));
    }
    out
}

fn bases(shown: &ShownImport) -> Vec<Link> {
    let link = |(id, at): &(store::BasisId, String)| {
        Link::new(format!("/grundlag/{id}"), format!("Grundlag {}", edge::local_time(at)))
    };
    shown.bases.iter().map(link).collect()
}
