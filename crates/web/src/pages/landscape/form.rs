//! The form of a source: a calm field for everything that can be declared, with what was typed and what is wrong.
//!
//! Invariant: what was typed comes back as it was typed.

use super::list::{choices, href, trail};
use super::words;
use crate::error::{Answer, WebError};
use crate::page::Page;
use crate::parts::{Choice, Link};
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::commands::declare::{Fault, KEYS, LISTS, Written, read_declared};
use app::commands::source_cards::{source_cards, undeclared};
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::landscape::{Correction, Places, SourceRole};

/// Empty lines after those that are there.
const EMPTY_LINES: usize = 2;
/// Lines that the form takes of one list.
pub(super) const LINES_MAX: usize = 60;

/// What a form holds: the texts, and for each field of a source who corrects it and where.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    /// Values and lists but `rettes`.
    pub(super) written: Written,
    /// Who and where, in the order of [`Correction::FIELDS`].
    pub(super) corrects: Vec<(String, String)>,
    /// Why.
    pub(super) reason: String,
    /// Empty lines of each list beside the usual ones.
    pub(super) more: Vec<(&'static str, usize)>,
}

#[derive(Template)]
#[template(path = "pages/datalandskab/ret.html")]
pub(super) struct FormPage {
    page: Page,
    trail: Vec<Link>,
    action: String,
    back: String,
    seen: String,
    is_new: bool,
    inbox: String,
    faults: Vec<Link>,
    values: Vec<(&'static str, Field)>,
    places: Vec<Choice>,
    weeks: Vec<Choice>,
    last_day: Vec<Choice>,
    net: Vec<Choice>,
    populations: Vec<DatedLine>,
    roles: Vec<DatedLine>,
    exceptions: Vec<ExceptionLine>,
    uses: Vec<UseLine>,
    corrects: Vec<CorrectLine>,
    reason: Field,
}

/// A field with its text and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    /// Its id.
    id: String,
    /// Its name in the form.
    name: String,
    /// What it says.
    value: String,
    /// What is wrong; may be empty.
    fault: String,
}

struct DatedLine {
    word: Field,
    words: Vec<Choice>,
    from: Field,
    until: Field,
}

struct ExceptionLine {
    kind: Field,
    kinds: Vec<Choice>,
    named: Field,
    from: Field,
    until: Field,
    reason: Field,
}

struct UseLine {
    by: Field,
    what: Field,
}

struct CorrectLine {
    text: &'static str,
    who: Field,
    place: Field,
}

impl FormPage {
    /// A field of a single value.
    fn field(&self, key: &str) -> Field {
        self.values
            .iter()
            .find(|(own, _)| *own == key)
            .map_or_else(Field::default, |(_, field)| field.clone())
    }
}

#[derive(Template)]
#[template(path = "pages/datalandskab/ny.html")]
struct NewPage {
    page: Page,
    trail: Vec<Link>,
    sources: Vec<Choice>,
}

/// Chooses a source that is not declared yet; a chosen one leads to its form.
pub(super) async fn new_source(visit: Visit) -> Answer {
    let fields = visit.fields();
    if !fields.one("kilde").is_empty() {
        return Ok(to(&format!("{}/ret", href(fields.one("kilde")))));
    }
    let session = visit.session(Purpose::Tilsyn);
    let sources = undeclared(&session)?;
    let mut page = visit.page("Ny kilde i datalandskabet");
    page.answer = "Vælg kilden, og sig så, hvem der svarer for den, og hvad den er til.".to_owned();
    let choices = sources.into_iter().map(|(name, title)| Choice::new(name, title, "")).collect();
    visit.plain(&NewPage { page, trail: trail(), sources: choices })
}

pub(super) async fn show(visit: Visit, Path(name): Path<String>) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let now = read_declared(&session, &name).await?;
    if !now.is_there && app::sources::find(&visit.state.base.edge.folder, &name).is_err() {
        return Err(WebError::NotFound(
            "Programmet kender ingen kilde af det navn. Lav den først under Kilder, så kan den beskrives her.".to_owned(),
        ));
    }
    let typed = Typed::of_written(&now.written);
    visit.plain(&drawn(&visit, &name, &now.seen, &typed, &[]).await?)
}

impl Typed {
    /// As the file has it.
    pub(super) fn of_written(own: &Written) -> Typed {
        Typed { written: own.clone(), corrects: by_field(own), ..Typed::default() }
    }

    /// As it was sent. Lines without any text are left out.
    pub(super) fn of(fields: &Fields) -> Typed {
        let mut out = Typed { reason: fields.one("grund").to_owned(), ..Typed::default() };
        for (key, _) in KEYS {
            // A text is one line of the file.
            let text = fields.one(key).split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                out.written.values.insert(key, text);
            }
        }
        for list in LISTS.iter().filter(|list| list.key != "rettes") {
            let lines: Vec<Vec<String>> = (1..=LINES_MAX)
                .map(|at| {
                    let cell = |column: &str| fields.one(&format!("{}-{at}-{column}", list.key)).to_owned();
                    match list.key {
                        "undtagelse" => exception_cells(&cell("slags"), &cell("navn"), &cell),
                        _ => list.columns.iter().map(|(column, _)| cell(column)).collect(),
                    }
                })
                .filter(|cells: &Vec<String>| cells.iter().any(|cell| !cell.is_empty()))
                .collect();
            if !lines.is_empty() {
                out.written.lists.insert(list.key, lines);
            }
            if fields.one("flere") == list.key {
                out.more.push((list.key, EMPTY_LINES + 1));
            }
        }
        out.corrects = Correction::FIELDS
            .iter()
            .map(|(key, _)| {
                let cell = |column: &str| fields.one(&format!("rettes-{key}-{column}")).to_owned();
                (cell("af"), cell("sted"))
            })
            .collect();
        out
    }

    /// What is to be declared: the lines of who corrects what are made from the fields, unless they say the same as now.
    pub(super) fn declared(&self, now: &Written) -> Written {
        let mut out = self.written.clone();
        let lines = if by_field(now) == self.corrects {
            now.list("rettes").to_vec()
        } else {
            grouped(&self.corrects)
        };
        if lines.is_empty() {
            out.lists.remove("rettes");
        } else {
            out.lists.insert("rettes", lines);
        }
        out
    }
}

fn exception_cells(kind: &str, named: &str, cell: &impl Fn(&str) -> String) -> Vec<String> {
    let of = |own: &str| if kind == own { named.to_owned() } else { String::new() };
    vec![of("leverandoer"), of("p_nummer"), of("cvr"), cell("fra"), cell("til"), cell("grund")]
}

/// Who corrects each field, and where.
fn by_field(own: &Written) -> Vec<(String, String)> {
    Correction::FIELDS
        .iter()
        .map(|(key, _)| {
            let holds = |cells: &&Vec<String>| cells[0].split(',').any(|word| word.trim() == *key);
            own.list("rettes")
                .iter()
                .find(holds)
                .map_or_else(Default::default, |cells| (cells[1].clone(), cells[2].clone()))
        })
        .collect()
}

/// Fields with the same person and screen are one line.
fn grouped(corrects: &[(String, String)]) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    for ((key, _), (who, place)) in Correction::FIELDS.iter().zip(corrects) {
        if who.is_empty() && place.is_empty() {
            continue;
        }
        match out.iter_mut().find(|line| line[1] == *who && line[2] == *place) {
            Some(line) => line[0] = format!("{}, {key}", line[0]),
            None => out.push(vec![(*key).to_owned(), who.clone(), place.clone()]),
        }
    }
    out
}

fn places(chosen: &str) -> Vec<Choice> {
    let all = [
        ("", "ikke sagt"),
        ("egne", Places::Own.text()),
        ("andres", Places::Others.text()),
        ("begge", Places::Both.text()),
    ];
    choices(&all, chosen)
}

fn weeks(chosen: &str) -> Vec<Choice> {
    let all = [
        ("", "som kildebeskrivelsen"),
        ("7", "en dag er 1/7 uge"),
        ("52", "52 uger om året"),
        ("52,14", "52,14 uger om året"),
    ];
    choices(&all, chosen)
}

/// The form with what was typed and what is wrong.
pub(super) async fn drawn(
    visit: &Visit,
    name: &str,
    seen: &str,
    typed: &Typed,
    faults: &[Fault],
) -> Result<FormPage, WebError> {
    let session = visit.session(Purpose::Tilsyn);
    let cards = source_cards(&session, visit.day()).await?;
    let card = cards.into_iter().find(|card| card.name == name);
    let title = match &card {
        Some(card) => card.title.clone(),
        None => app::sources::find(&session.edge.folder, name)
            .map_or_else(|_| name.to_owned(), |own| own.mapping.title().to_owned()),
    };
    let at = |name: String, value: &str| field(faults, name, value);
    let own = &typed.written;
    let is_new = card.is_none_or(|card| card.declared.is_none());
    let mut page = visit.page(format!("Ret {title}"));
    page.answer = "Tal bruger det, du skriver, når det næste grundlag er godkendt.".to_owned();
    let mut corrects = typed.corrects.iter();
    let yes_no =
        |key: &str| choices(&[("", "som kildebeskrivelsen"), ("ja", "ja"), ("nej", "nej")], own.value(key));
    Ok(FormPage {
        page,
        trail: [trail(), vec![Link::new(href(name), &*title)]].concat(),
        action: format!("{}/ret", href(name)),
        back: if is_new { "/datalandskab".to_owned() } else { href(name) },
        seen: seen.to_owned(),
        is_new,
        inbox: format!(
            "Ellers {}/{name}/ i datamappen. En anden mappe skal have filen {} i sig.",
            app::commands::inbox::INBOX,
            app::commands::inbox::MARK
        ),
        faults: faults
            .iter()
            .map(|fault| Link::new(format!("#{}", id_of(&fault.field)), named(fault)))
            .collect(),
        values: KEYS.iter().map(|(key, _)| (*key, at((*key).to_owned(), own.value(key)))).collect(),
        places: places(own.value("tilbud")),
        weeks: weeks(own.value("priser.uger")),
        last_day: yes_no("priser.sidste_dag_betales"),
        net: yes_no("priser.momsafloeftet"),
        populations: dated_lines(faults, typed, "borgere", "hvem", &POPULATIONS),
        roles: dated_lines(faults, typed, "rolle", "rolle", &roles()),
        exceptions: exception_lines(faults, typed),
        uses: lines(typed, "bruges", 2)
            .into_iter()
            .map(|(n, cells)| UseLine {
                by: at(format!("bruges-{n}-af"), &cells[0]),
                what: at(format!("bruges-{n}-til"), &cells[1]),
            })
            .collect(),
        corrects: Correction::FIELDS
            .iter()
            .map(|(key, text)| {
                let (who, place) = corrects.next().cloned().unwrap_or_default();
                CorrectLine {
                    text,
                    who: at(format!("rettes-{key}-af"), &who),
                    place: at(format!("rettes-{key}-sted"), &place),
                }
            })
            .collect(),
        reason: at("grund".to_owned(), &typed.reason),
    })
}

const POPULATIONS: [(&str, &str); 5] = [
    ("", "vælg"),
    ("handlekommune", "dem, vi er handlekommune for"),
    ("betalingskommune", "dem, vi betaler for"),
    ("begge", "begge dele"),
    ("ukendt", "ikke oplyst: intet afgrænses"),
];

fn roles() -> Vec<(&'static str, &'static str)> {
    [("", "vælg")].into_iter().chain(SourceRole::ALL.map(|role| (role.key(), role.text()))).collect()
}

/// What is wrong, with the field's name before it where it says so little itself.
fn named(fault: &Fault) -> String {
    let key = fault.field.split('-').next().unwrap_or("");
    match words::label(key) {
        "Andet" => fault.text.clone(),
        label => format!("{label}: {}", fault.text),
    }
}

/// The id of a field; that of the form's top where a fault is about no field.
fn id_of(field: &str) -> String {
    let list =
        field.strip_prefix("rettes-").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    match field {
        "" => "formular".to_owned(),
        // A line of the file: on the form each field has its own.
        _ if list => "rettes".to_owned(),
        other => other.replace('.', "-"),
    }
}

fn field(faults: &[Fault], name: String, value: &str) -> Field {
    let fault = faults.iter().find(|fault| fault.field == name);
    Field {
        id: id_of(&name),
        value: value.to_owned(),
        fault: fault.map_or_else(String::new, |fault| fault.text.clone()),
        name,
    }
}

/// The lines of a list and the empty ones after them, each with its number from 1.
fn lines(typed: &Typed, key: &str, columns: usize) -> Vec<(usize, Vec<String>)> {
    let more = typed.more.iter().find(|(own, _)| *own == key).map_or(0, |(_, more)| *more);
    let all = typed.written.list(key).iter().cloned();
    let empty = std::iter::repeat_n(vec![String::new(); columns], EMPTY_LINES + more);
    all.chain(empty).take(LINES_MAX).enumerate().map(|(at, cells)| (at + 1, cells)).collect()
}

fn dated_lines(
    faults: &[Fault],
    typed: &Typed,
    key: &str,
    inner: &str,
    known: &[(&str, &str)],
) -> Vec<DatedLine> {
    let line = |(n, cells): (usize, Vec<String>)| {
        // A fault of the line stands at its first field.
        let mut word = field(faults, format!("{key}-{n}-{inner}"), &cells[0]);
        if word.fault.is_empty() {
            word.fault = field(faults, format!("{key}-{n}"), "").fault;
        }
        DatedLine {
            word,
            words: choices(known, &cells[0]),
            from: field(faults, format!("{key}-{n}-fra"), &cells[1]),
            until: field(faults, format!("{key}-{n}-til"), &cells[2]),
        }
    };
    lines(typed, key, 3).into_iter().map(line).collect()
}

fn exception_lines(faults: &[Fault], typed: &Typed) -> Vec<ExceptionLine> {
    let kinds = [("leverandoer", "navn"), ("p_nummer", "P-nummer"), ("cvr", "CVR-nummer")];
    let line = |(n, cells): (usize, Vec<String>)| {
        let kind = (0..3).find(|at| !cells[*at].is_empty()).unwrap_or(0);
        let mut named = field(faults, format!("undtagelse-{n}-navn"), &cells[kind]);
        for column in ["", "-leverandoer", "-p_nummer", "-cvr"] {
            if named.fault.is_empty() {
                named.fault = field(faults, format!("undtagelse-{n}{column}"), "").fault;
            }
        }
        ExceptionLine {
            kind: field(faults, format!("undtagelse-{n}-slags"), kinds[kind].0),
            kinds: choices(&kinds, kinds[kind].0),
            named,
            from: field(faults, format!("undtagelse-{n}-fra"), &cells[3]),
            until: field(faults, format!("undtagelse-{n}-til"), &cells[4]),
            reason: field(faults, format!("undtagelse-{n}-grund"), &cells[5]),
        }
    };
    lines(typed, "undtagelse", 6).into_iter().map(line).collect()
}
