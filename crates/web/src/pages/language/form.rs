//! One line of a table as a form: new, changed, ended on a day, removed. What is sent goes into the draft of the one who
//! sends it; no table is changed here.

use super::path;
use crate::error::{Answer, WebError};
use crate::page::Page;
use crate::parts::{Choice, Link};
use crate::query::Fields;
use crate::visit::{Visit, html, to};
use app::purpose::Purpose;
use app::tables::cells::{OWNERSHIPS, Row, SETTLEMENTS, read_rows_of};
use app::tables::draft::Draft;
use app::tables::{Table, Version, newest};
use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::calendar::Day;

/// What a field is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Day,
    Ownership,
    Settlement,
}

/// A field: its key, its label, what it is, one line of help.
type FieldOf = (&'static str, &'static str, Form, &'static str);

/// The fields of a table, in the order of its columns.
fn fields_of(table: Table) -> &'static [FieldOf] {
    match table {
        Table::Oversaettelse => &[
            ("kilde", "Kilde", Form::Text, "Tom: alle kilder."),
            ("lokal_ydelse", "Lokal ydelse", Form::Text, "Som kilden skriver den. Tom: alle."),
            ("konto", "Konto", Form::Text, "Tom: alle."),
            ("leverandoer", "Leverandør", Form::Text, "Navn, P-nummer eller CVR. Tom: alle."),
            ("gyldig_fra", "Gyldig fra", Form::Day, "Tom: altid."),
            ("gyldig_til", "Gyldig til og med", Form::Day, "Tom: indtil videre."),
            ("paragraf", "Paragraf", Form::Text, "Fx SEL § 107."),
            ("ydelse", "Indsatsydelse", Form::Text, "Tom: som Fælles sprog siger."),
        ],
        Table::FaellesSprog => &[
            ("lovhjemmel", "Lovhjemmel", Form::Text, ""),
            ("paragraf", "Paragraf", Form::Text, "Fx SEL § 107."),
            ("indsatsydelse", "Indsatsydelse", Form::Text, ""),
            ("dst", "DST-kode", Form::Text, "Koden, «kan ikke indberettes», eller tom: åben."),
            ("kategori_1", "Kategori 1", Form::Text, ""),
            ("kategori_2", "Kategori 2", Form::Text, ""),
            ("maalgruppe", "Målgruppe", Form::Text, "Økonomiens ord."),
            ("konto", "Konto", Form::Text, "Ni cifre."),
        ],
        Table::Leverandoerer => &[
            ("navn", "Navn", Form::Text, "Det, skærme viser."),
            ("stavemaader", "Stavemåder", Form::Text, "Adskilt af |. «as2007: NAVN» gælder kun den kilde."),
            ("cvr", "CVR-nummer", Form::Text, ""),
            ("p_nummer", "P-nummer", Form::Text, ""),
            ("driftsherre", "Driftsherre", Form::Text, ""),
            ("ejerforhold", "Ejerforhold", Form::Ownership, ""),
            ("afregningsform", "Afregningsform", Form::Settlement, ""),
            ("forsinkelse", "Normal forsinkelse", Form::Text, "Dage fra månedens slutning til regningen."),
            ("ean", "EAN-nummer", Form::Text, ""),
            ("gyldig_fra", "Gyldig fra", Form::Day, "Tom: altid."),
            ("gyldig_til", "Gyldig til og med", Form::Day, "Tom: indtil videre."),
        ],
    }
}

/// The column of the last day; none where the table has no days.
fn last_day(table: Table) -> Option<usize> {
    fields_of(table).iter().position(|(key, ..)| *key == "gyldig_til")
}

#[derive(Template)]
#[template(path = "pages/sprog/linje.html")]
struct LinePage {
    page: Page,
    trail: Vec<Link>,
    line: LineForm,
}

#[derive(Template)]
#[template(path = "pages/sprog/linje_del.html")]
struct LinePart {
    line: LineForm,
}

/// The form.
pub(super) struct LineForm {
    csrf: String,
    action: String,
    back: &'static str,
    /// The place of the line; empty where it is new.
    nr: String,
    base: String,
    faults: Vec<Link>,
    /// It may be used in spite of what is said.
    may_insist: bool,
    fields: Vec<Field>,
    has_days: bool,
    columns: usize,
}

struct Field {
    key: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    day: bool,
    choices: Vec<Choice>,
    list: Vec<String>,
}

fn iso(cell: &str) -> String {
    let parts: Vec<&str> = cell.split('-').collect();
    match parts[..] {
        [day, month, year] if year.len() == 4 => format!("{year}-{month}-{day}"),
        _ => cell.to_owned(),
    }
}

fn danish(value: &str) -> String {
    Day::parse(value).map_or_else(|| value.to_owned(), Day::danish)
}

/// The draft of the one who looks, or one that begins now.
pub(super) fn draft_of(visit: &Visit, version: &Version) -> Draft {
    let held = visit.state.drafts.get(&visit.who.user.name, version.table);
    held.map_or_else(|| Draft::new(version), |held| held.draft)
}

fn of_sent(table: Table, sent: &Fields) -> Row {
    let cell = |(key, _, form, _): &FieldOf| match form {
        Form::Day => danish(sent.one(key)),
        _ => sent.one(key).split_whitespace().collect::<Vec<_>>().join(" "),
    };
    fields_of(table).iter().map(cell).collect()
}

fn drawn(
    visit: &Visit,
    version: &Version,
    nr: &str,
    row: &[String],
    faults: Vec<Link>,
    insist: bool,
) -> LineForm {
    let table = version.table;
    let distinct = |at: usize| {
        let mut all: Vec<String> =
            version.rows.iter().map(|row| row[at].clone()).filter(|t| !t.is_empty()).collect();
        all.sort();
        all.dedup();
        all.truncate(400);
        all
    };
    let listed = ["kilde", "paragraf", "ydelse", "indsatsydelse", "driftsherre", "kategori_1", "kategori_2"];
    let field = |(at, (key, label, form, hint)): (usize, &FieldOf)| {
        let value = row.get(at).cloned().unwrap_or_default();
        let words: Vec<&str> = match form {
            Form::Ownership => OWNERSHIPS.iter().map(|(_, word)| *word).collect(),
            Form::Settlement => SETTLEMENTS.iter().map(|(_, word)| *word).collect(),
            Form::Text | Form::Day => Vec::new(),
        };
        let mut choices: Vec<Choice> = words.iter().map(|word| Choice::new(*word, *word, &value)).collect();
        if !choices.is_empty() {
            choices.insert(0, Choice::new("", "ikke oplyst", &value));
        }
        Field {
            key,
            label,
            hint,
            day: *form == Form::Day,
            value: if *form == Form::Day { iso(&value) } else { value },
            choices,
            list: if listed.contains(key) { distinct(at) } else { Vec::new() },
        }
    };
    LineForm {
        csrf: visit.who.csrf().to_owned(),
        action: format!("{}/linje", path(table)),
        back: path(table),
        nr: nr.to_owned(),
        base: version.id(),
        faults,
        may_insist: insist,
        fields: fields_of(table).iter().enumerate().map(field).collect(),
        has_days: last_day(table).is_some(),
        columns: fields_of(table).len() + 1,
    }
}

pub(super) async fn show(visit: Visit, table: Table) -> Answer {
    let version = newest(&visit.session(Purpose::AfvigelseRet), table).await?;
    let asked = visit.fields();
    let nr = asked.one("nr").to_owned();
    let row = match nr.parse::<usize>() {
        Ok(at) => match draft_of(&visit, &version).row(at) {
            Some(row) => row.clone(),
            None => return Err(gone()),
        },
        Err(_) => of_sent(table, &asked),
    };
    let line = drawn(&visit, &version, &nr, &row, Vec::new(), false);
    if !visit.part.is_empty() {
        return visit.plain(&LinePart { line });
    }
    visit.plain(&page(&visit, table, line))
}

fn page(visit: &Visit, table: Table, line: LineForm) -> LinePage {
    let title = if line.nr.is_empty() { "Ny linje" } else { "Ret linje" };
    let mut page = visit.page(format!("{title} i {}", table.title()));
    page.answer = "Linjen lægges i et udkast. Du ser virkningen, før noget gemmes.".to_owned();
    LinePage { page, trail: vec![Link::new(path(table), table.title())], line }
}

fn gone() -> WebError {
    WebError::NotFound(
        "Linjen er her ikke mere: tabellen er ændret, siden siden blev vist. Hent den igen.".to_owned(),
    )
}

pub(super) async fn send(visit: Visit, table: Table, body: String) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let version = newest(&session, table).await?;
    if !version.locked.is_empty() {
        return Err(WebError::Refused(version.locked));
    }
    let sent = Fields::of(&body);
    let nr = sent.one("nr").to_owned();
    let at = nr.parse::<usize>().ok();
    let mut draft = draft_of(&visit, &version);
    if draft.base != version.id() || (at.is_some() && sent.one("set") != version.id()) {
        return Err(WebError::Refused(format!(
            "{} er ændret af en anden, siden siden blev vist. Intet er ændret. Opgiv udkastet, og begynd på den nye udgave.",
            table.title()
        )));
    }
    let mut row = match (at, sent.one("handling")) {
        (Some(at), "fjern") => {
            draft.set(at, None);
            visit.state.drafts.put(&visit.who.user.name, draft);
            return Ok(to(&format!("{}/udkast?gjort=aendret", path(table))));
        }
        (Some(at), "slut" | "stavemaade") => draft.row(at).cloned().ok_or_else(gone)?,
        _ => of_sent(table, &sent),
    };
    match (sent.one("handling"), last_day(table)) {
        ("slut", Some(column)) => row[column] = danish(sent.one("slutdag")),
        ("stavemaade", _) => add_spelling(&mut row, sent.one("stavemaade")),
        _ => {}
    }
    let read = tokio::task::block_in_place(|| read_rows_of(&session, table, std::slice::from_ref(&row)))?;
    let used = !read.lines.rows().is_empty();
    let insists = used && sent.one("alligevel") == "ja";
    if (!used || !read.faults.is_empty()) && !insists {
        let mut faults: Vec<Link> =
            read.faults.iter().map(|(_, text)| Link::new("#linjeform", text.as_str())).collect();
        if faults.is_empty() {
            faults.push(Link::new("#linjeform", "Linjen er tom. Udfyld felterne."));
        }
        let line = drawn(&visit, &version, &nr, &row, faults, used);
        let body = html(page(&visit, table, line).render()?);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response());
    }
    match at {
        Some(at) => draft.set(at, Some(row)),
        None => draft.add(row),
    }
    visit.state.drafts.put(&visit.who.user.name, draft);
    Ok(to(&format!("{}/udkast?gjort=aendret", path(table))))
}

/// One more spelling in a line of the register.
fn add_spelling(row: &mut Row, spelling: &str) {
    let spelling = spelling.trim();
    if spelling.is_empty() {
        return;
    }
    row[1] = if row[1].is_empty() { spelling.to_owned() } else { format!("{} | {spelling}", row[1]) };
}
