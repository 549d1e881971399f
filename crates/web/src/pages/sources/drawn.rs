//! A description that is being written, drawn as a form.
//!
//! Invariant: every answer that the form takes stands in it, so that sending it changes nothing that nobody changed.

use super::draft::address;
use super::form::{Fault, missing};
use super::trial::{TrialShown, shown};
use crate::error::WebError;
use crate::mapping_drafts::Draft;
use crate::page::{Notice, NoticeKind, Page};
use crate::parts::{Choice, Link};
use crate::visit::Visit;
use app::commands::propose_source::{
    Field, Kind, ProposedColumn, Question, field_label, fields_of, kind_label, population_key, write,
};
use app::purpose::Purpose;
use askama::Template;
use report::danish;

#[derive(Template)]
#[template(path = "pages/kilde_form.html")]
pub(super) struct FormPage {
    page: Page,
    trail: Vec<Link>,
    here: String,
    action: String,
    give_up: String,
    faults: Vec<Link>,
    is_change: bool,
    has_file: bool,
    facts: Vec<(&'static str, String)>,
    kinds: Vec<Choice>,
    kind_hint: String,
    sheets: Vec<Choice>,
    kind_known: bool,
    is_activities: bool,
    asks_unit: bool,
    fields: Written,
    populations: Vec<Choice>,
    ends: Vec<Choice>,
    decimals: Vec<Choice>,
    dates: Vec<Choice>,
    units: Vec<Choice>,
    columns: Vec<ColumnRow>,
    missing: String,
    questions: Vec<QuestionRows>,
    trial: Option<TrialShown>,
    trial_is_old: bool,
    trial_error: String,
    earlier: String,
    reason_fault: String,
}

/// The plain fields.
struct Written {
    name: String,
    name_fault: String,
    title: String,
    title_fault: String,
    note: String,
    responsible: String,
    registers: String,
    expected: String,
    expected_fault: String,
    to_dst: bool,
    paragraphs: bool,
    current_only: bool,
    empty_own: bool,
}

struct ColumnRow {
    id: String,
    letters: String,
    heading: String,
    named: bool,
    examples: Vec<String>,
    hidden: bool,
    content: &'static str,
    groups: Vec<(&'static str, Vec<Choice>)>,
    unused: bool,
    why: String,
    fault: String,
}

struct QuestionRows {
    id: String,
    heading: String,
    field: &'static str,
    question: &'static str,
    too_many: bool,
    /// A word that decides whether a row counts has no answer.
    unsettled: bool,
    words: Vec<WordRow>,
}

struct WordRow {
    id: String,
    word: String,
    rows: String,
    choices: Vec<Choice>,
    why: String,
}

pub(super) async fn page(visit: &Visit, draft: &Draft, faults: &[Fault]) -> Result<FormPage, WebError> {
    let answers = &draft.answers;
    let fault = |field: &str| {
        faults.iter().find(|fault| fault.field == field).map_or_else(String::new, |fault| fault.text.clone())
    };
    let mut page = visit.page(if draft.is_change() {
        format!("Ret {}", answers.title)
    } else {
        format!("Beskriv {}", draft.file_name)
    });
    page.answer = answer(draft);
    if !faults.is_empty() {
        let text = "Intet er gemt endnu. Ret det, der er nævnt, og prøv igen.".to_owned();
        page.notices.push(Notice { kind: NoticeKind::Warning, text });
    }
    let chosen = |field: Field| answers.columns.iter().any(|column| column.field == Some(field));
    let unit_matters = fields_of(answers.kind).iter().any(|(field, ..)| *field == Field::Unit);
    let asks_unit = unit_matters && chosen(Field::Rate);
    let (trial, trial_error) = match draft.tried.as_ref().map(|tried| &tried.outcome) {
        None => (None, String::new()),
        Some(Ok(trial)) => (Some(shown(trial)), String::new()),
        Some(Err(why)) => (None, why.clone()),
    };
    let text = write(&draft.base, answers).unwrap_or_default();
    Ok(FormPage {
        page,
        trail: trail(draft),
        here: if draft.is_change() { "Ret".to_owned() } else { draft.file_name.clone() },
        action: address(draft),
        give_up: format!("{}/opgiv", address(draft)),
        faults: faults
            .iter()
            .map(|fault| Link::new(format!("#{}", fault.field), fault.text.as_str()))
            .collect(),
        is_change: draft.is_change(),
        has_file: draft.file.is_some(),
        facts: facts(draft),
        kinds: kinds(draft),
        kind_hint: kind_hint(draft),
        sheets: sheets(draft),
        kind_known: draft.kind_said,
        is_activities: draft.kind_said && answers.kind == Kind::Activities,
        asks_unit,
        fields: written(draft, fault),
        populations: populations(population_key(answers.population)),
        ends: ends(answers.end_is_day_after),
        decimals: decimals(&answers.decimal),
        dates: dates(&answers.dates),
        units: units(&answers.default_unit),
        columns: columns(draft, faults),
        missing: missing(draft).join(", "),
        questions: draft
            .questions
            .iter()
            .enumerate()
            .map(|(at, question)| question_rows(at, question, draft))
            .collect(),
        trial_is_old: draft.tried.as_ref().is_some_and(|tried| tried.text != text),
        trial,
        trial_error,
        earlier: if draft.is_change() { earlier(visit, draft).await? } else { String::new() },
        reason_fault: fault("begrundelse"),
    })
}

fn trail(draft: &Draft) -> Vec<Link> {
    let answers = &draft.answers;
    let second = if draft.is_change() {
        Link::new(format!("/kilder/{}", answers.name), answers.title.as_str())
    } else {
        Link::new("/kilder/ny", "Ny kilde")
    };
    vec![Link::new("/kilder", "Kilder"), second]
}

/// Which imports were read with the version that is changed: they stay as they are.
async fn earlier(visit: &Visit, draft: &Draft) -> Result<String, WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    let imports = session.store.imports().list(&session.ctx).await?;
    let own = imports.iter().filter(|import| import.source == draft.answers.name).count();
    Ok(match own {
        0 => String::new(),
        1 => "1 indlæsning er læst med kilden, som den var. Den bliver stående, som den er.".to_owned(),
        many => format!("{many} indlæsninger er læst med kilden, som den var. De bliver stående, som de er."),
    })
}

fn answer(draft: &Draft) -> String {
    let columns = &draft.answers.columns;
    let used = columns.iter().filter(|column| column.field.is_some()).count();
    let nameless = draft.proposal.columns.iter().filter(|column| column.heading.is_empty()).count();
    let all = columns.len() + nameless;
    if !draft.kind_said {
        return format!("{all} kolonner er fundet. Vælg først, hvad en række i filen er.");
    }
    let kind = kind_label(draft.answers.kind).0.to_lowercase();
    let rest = all - used;
    let unused = match rest {
        0 => "alle er valgt".to_owned(),
        1 => "1 er ikke valgt".to_owned(),
        many => format!("{many} er ikke valgt"),
    };
    format!("{used} af {all} kolonner læses som {kind}; {unused}.")
}

fn facts(draft: &Draft) -> Vec<(&'static str, String)> {
    let proposal = &draft.proposal;
    let mut facts = Vec::new();
    let Some(sample) = &draft.sample else { return facts };
    facts.push(("Fil", draft.file_name.clone()));
    facts.push(("Rækker", danish::whole(proposal.rows)));
    if proposal.heading_row > 0 {
        facts.push(("Overskrifter i række", proposal.heading_row.to_string()));
    }
    if let Some(encoding) = sample.summary.encoding {
        let separator = match sample.summary.separator {
            Some(b'\t') => ", kolonner adskilt af tabulator".to_owned(),
            Some(mark) => format!(", kolonner adskilt af {}", char::from(mark)),
            None => String::new(),
        };
        facts.push(("Tegnsæt", format!("{encoding}{separator}")));
    }
    facts.push(("Set nærmere på", danish::count(proposal.looked_at as i64, "række", "rækker")));
    facts
}

fn kinds(draft: &Draft) -> Vec<Choice> {
    let chosen = if draft.kind_said { draft.answers.kind.key() } else { "" };
    let mut choices = Vec::new();
    if !draft.kind_said {
        choices.push(Choice::new("", "vælg", chosen));
    }
    let text = |kind: Kind| {
        let (name, row) = kind_label(kind);
        format!("{name}: en række er {row}")
    };
    let possible = &draft.proposal.possible;
    let rest = Kind::KEYS.iter().map(|(_, kind)| *kind).filter(|kind| !possible.contains(kind));
    if draft.is_change() {
        return vec![Choice::new(draft.answers.kind.key(), text(draft.answers.kind), chosen)];
    }
    choices
        .extend(possible.iter().copied().chain(rest).map(|kind| Choice::new(kind.key(), text(kind), chosen)));
    choices
}

fn kind_hint(draft: &Draft) -> String {
    if draft.is_change() {
        return "En kilde skifter ikke slags. Er filen noget andet, så lav en ny kilde.".to_owned();
    }
    let possible: Vec<String> =
        draft.proposal.possible.iter().take(3).map(|kind| kind_label(*kind).0.to_lowercase()).collect();
    match (draft.kind_said, possible.len()) {
        (_, 0) => "Ingen slags har alle de kolonner, den skal have. Vælg den, der passer bedst.".to_owned(),
        (false, _) => format!("Kolonnerne passer på flere: {}.", danish::list(&possible)),
        (true, 1) => "Den eneste, som kolonnerne rækker til.".to_owned(),
        (true, _) => format!("Kolonnerne kunne også være {}.", danish::list(&others(draft))),
    }
}

fn others(draft: &Draft) -> Vec<String> {
    let others = draft.proposal.possible.iter().filter(|kind| **kind != draft.answers.kind);
    others.take(2).map(|kind| kind_label(*kind).0.to_lowercase()).collect()
}

fn sheets(draft: &Draft) -> Vec<Choice> {
    let sheets = &draft.proposal.sheets;
    if sheets.len() < 2 {
        return Vec::new();
    }
    sheets.iter().map(|name| Choice::new(name.as_str(), name.as_str(), &draft.proposal.sheet)).collect()
}

fn written(draft: &Draft, fault: impl Fn(&str) -> String) -> Written {
    let answers = &draft.answers;
    Written {
        name: answers.name.clone(),
        name_fault: fault("navn"),
        title: answers.title.clone(),
        title_fault: fault("titel"),
        note: answers.note.clone(),
        responsible: answers.responsible.clone(),
        registers: answers.registers.clone(),
        expected: answers.expected_day.map_or_else(String::new, |day| day.to_string()),
        expected_fault: fault("ventes"),
        to_dst: answers.delivers_to_dst,
        paragraphs: answers.reads_paragraphs,
        current_only: answers.current_only,
        empty_own: answers.empty_means_own,
    }
}

fn choices(all: &[(&str, &str)], chosen: &str) -> Vec<Choice> {
    all.iter().map(|(value, text)| Choice::new(*value, *text, chosen)).collect()
}

fn populations(chosen: &str) -> Vec<Choice> {
    let all = [
        ("unknown", "ved ikke: intet afgrænses"),
        ("handlekommune", "borgere, vi er handlekommune for"),
        ("betalingskommune", "borgere, vi betaler for"),
        ("both", "begge dele"),
    ];
    choices(&all, chosen)
}

fn ends(day_after: bool) -> Vec<Choice> {
    let all = [("last_day", "den sidste dag, med"), ("day_after", "dagen efter den sidste dag")];
    choices(&all, if day_after { "day_after" } else { "last_day" })
}

fn decimals(chosen: &str) -> Vec<Choice> {
    let all = [
        ("either", "som det står; det tvetydige afvises"),
        ("comma", "med decimalkomma: 1.234,56"),
        ("point", "med decimalpunktum: 1,234.56"),
    ];
    choices(&all, chosen)
}

fn dates(now: &[String]) -> Vec<Choice> {
    let known = ["mm-dd-yyyy", "ddmmyyyy"];
    let chosen = match now {
        [] => "",
        [one] if known.contains(&one.as_str()) => one.as_str(),
        _ => "som_nu",
    };
    let mut all = vec![
        ("", "dag før måned, eller år først"),
        ("mm-dd-yyyy", "måned før dag: 12-31-2026"),
        ("ddmmyyyy", "i ét: 31122026"),
    ];
    if chosen == "som_nu" {
        all.push(("som_nu", "som kilden siger nu"));
    }
    choices(&all, chosen)
}

fn units(chosen: &str) -> Vec<Choice> {
    let all = [
        ("", "ukendt: taksten bruges ikke"),
        ("doegn", "døgn"),
        ("maaned", "måned"),
        ("time_pr_uge", "time om ugen"),
        ("styk", "styk eller gang"),
        ("samlet", "alle rækkens dage tilsammen"),
    ];
    choices(&all, chosen)
}

fn columns(draft: &Draft, faults: &[Fault]) -> Vec<ColumnRow> {
    let mut at = 0;
    let mut rows = Vec::new();
    for column in &draft.proposal.columns {
        let id = format!("kolonne-{at}");
        let named = !column.heading.is_empty();
        let field = if named {
            at += 1;
            draft.answers.columns.get(at - 1).and_then(|answer| answer.field)
        } else {
            None
        };
        rows.push(column_row(draft, column, id, field, faults));
    }
    rows
}

fn column_row(
    draft: &Draft,
    column: &ProposedColumn,
    id: String,
    field: Option<Field>,
    faults: &[Fault],
) -> ColumnRow {
    let chosen = field.map_or("", Field::key);
    let mut groups: Vec<(&'static str, Vec<Choice>)> = Vec::new();
    for (own, label, group, must) in if draft.kind_said { fields_of(draft.answers.kind) } else { Vec::new() }
    {
        let text = if must { format!("{label} (skal være der)") } else { label.to_owned() };
        let choice = Choice::new(own.key(), text, chosen);
        match groups.last_mut() {
            Some((last, choices)) if *last == group => choices.push(choice),
            _ => groups.push((group, vec![choice])),
        }
    }
    let why = if field != column.field {
        if field.is_some() { "Valgt af dig.".to_owned() } else { "Valgt fra af dig.".to_owned() }
    } else if column.heading.is_empty() {
        "Kolonnen har ingen overskrift og kan ikke læses. Giv den en i systemet.".to_owned()
    } else {
        column.why.clone()
    };
    let fault = faults.iter().find(|fault| fault.field == id);
    ColumnRow {
        letters: column.letters.clone(),
        heading: column.heading.clone(),
        named: !column.heading.is_empty(),
        examples: column.examples.clone(),
        hidden: column.hidden,
        content: column.content.text(),
        groups,
        unused: field.is_none(),
        why,
        fault: fault.map_or_else(String::new, |fault| fault.text.clone()),
        id,
    }
}

fn question_rows(at: usize, question: &Question, draft: &Draft) -> QuestionRows {
    let words = question.words.iter().enumerate().map(|(number, (found, key))| {
        let mut choices = vec![Choice::new("", question.without, key)];
        choices.extend(question.answers.iter().map(|(value, text)| Choice::new(*value, *text, key)));
        let why = match (found.proposed.is_empty(), key == found.proposed) {
            (true, true) => "Ordet kendes ikke: sig, hvad det betyder.".to_owned(),
            (_, false) => "Valgt i kilden eller af dig.".to_owned(),
            (false, true) => format!("Forslag: {}.", found.why),
        };
        WordRow {
            id: format!("ord-{at}-{number}"),
            word: if found.word.is_empty() { "(tomt felt)".to_owned() } else { found.word.clone() },
            rows: danish::whole(found.rows),
            choices,
            why,
        }
    });
    QuestionRows {
        id: format!("ord-{at}"),
        heading: question.heading.clone(),
        field: field_label(draft.answers.kind, question.field).0,
        question: question.question,
        too_many: question.too_many,
        unsettled: question.table != "empty" && question.words.iter().any(|(_, key)| key.is_empty()),
        words: words.collect(),
    }
}
