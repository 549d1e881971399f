//! The form of a description: what was answered, and what is wrong with the answers.
//!
//! Invariant: the words of a column are matched by what they are and not by their place, so a column that is chosen
//! again finds its answers.

use crate::error::WebError;
use crate::mapping_drafts::Draft;
use crate::query::Fields;
use app::commands::propose_source::{
    Field, Kind, Knowledge, Mapping, Said, column_answers, field_label, fields_of, population_of,
    propose_source, questions, word_answers,
};
use app::session::Session;
use app::sources;
use report::danish;

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) field: String,
    pub(super) text: String,
}

impl Fault {
    pub(super) fn new(field: impl Into<String>, text: &str) -> Fault {
        Fault { field: field.into(), text: text.to_owned() }
    }
}

/// A draft with the answers of a form.
pub(super) fn answered(session: &Session, old: &Draft, sent: &Fields) -> Result<Draft, WebError> {
    let mut draft = old.clone();
    let existing = if draft.is_change() { Mapping::parse(&draft.base, &draft.key).ok() } else { None };
    let knowledge = Knowledge::of(&session.edge.folder, existing.as_ref())?;
    plain(&mut draft, sent);
    // The words first: they were asked of the columns as they were.
    for (at, question) in draft.questions.iter_mut().enumerate() {
        for (number, (_, key)) in question.words.iter_mut().enumerate() {
            let id = format!("ord-{at}-{number}");
            if sent.has(&id) {
                sent.one(&id).clone_into(key);
            }
        }
    }
    let given = word_answers(&draft.questions);
    for (at, column) in draft.answers.columns.iter_mut().enumerate() {
        let id = format!("kolonne-{at}");
        if sent.has(&id) {
            column.field = Field::from_key(sent.one(&id));
        }
    }
    let kind = Kind::KEYS.iter().find(|(key, _)| *key == sent.one("slags")).map(|(_, kind)| *kind);
    let sheet = sent.one("ark");
    let other_sheet = sent.has("ark") && sheet != draft.proposal.sheet;
    let other_kind =
        !draft.is_change() && kind.is_some_and(|kind| !draft.kind_said || kind != draft.answers.kind);
    if let Some(sample) = draft.sample.clone().filter(|_| other_sheet || other_kind) {
        let said_kind = kind.or(draft.kind_said.then_some(draft.answers.kind));
        let sheet = Some(sheet).filter(|_| other_sheet).or(Some(draft.proposal.sheet.as_str()));
        let said = Said { sheet, kind: said_kind, existing: existing.as_ref() };
        draft.proposal = propose_source(&sample, &knowledge, &session.law, &said);
        draft.kind_said = draft.proposal.kind.is_some();
        draft.answers.kind = draft.proposal.kind.unwrap_or(draft.answers.kind);
        draft.answers.columns = column_answers(&draft.proposal);
        draft.answers.reads_paragraphs =
            draft.answers.kind == Kind::Activities && draft.proposal.reads_paragraphs;
        if draft.proposal.sheets.len() > 1 {
            draft.answers.sheet.clone_from(&draft.proposal.sheet);
        }
    }
    draft.questions =
        questions(&draft.proposal, &draft.answers.columns, draft.answers.kind, &knowledge, &given);
    draft.answers.words = word_answers(&draft.questions);
    Ok(draft)
}

/// The fields that are what they say.
fn plain(draft: &mut Draft, sent: &Fields) {
    let is_change = draft.is_change();
    let answers = &mut draft.answers;
    if !sent.has("titel") {
        return;
    }
    if !is_change {
        sent.one("navn").clone_into(&mut answers.name);
    }
    sent.one("titel").clone_into(&mut answers.title);
    sent.one("note").clone_into(&mut answers.note);
    sent.one("ansvarlig").clone_into(&mut answers.responsible);
    sent.one("registrerer").clone_into(&mut answers.registers);
    answers.expected_day = sent.one("ventes").parse().ok();
    if sent.has("decimal") {
        sent.one("decimal").clone_into(&mut answers.decimal);
        answers.end_is_day_after = sent.one("slutdato") == "day_after";
        match sent.one("datoer") {
            "" => answers.dates.clear(),
            "som_nu" => {}
            form => answers.dates = vec![form.to_owned()],
        }
    }
    if sent.has("enhed") {
        sent.one("enhed").clone_into(&mut answers.default_unit);
    }
    if sent.has("hvis") {
        answers.population = population_of(sent.one("hvis"));
        answers.delivers_to_dst = sent.has("dst");
        answers.reads_paragraphs = sent.has("paragraffer");
        answers.current_only = sent.has("loebende");
        answers.empty_means_own = sent.has("tom_kommune");
    }
}

/// What must be put right before the description can be tried or saved.
pub(super) fn faults(session: &Session, draft: &Draft) -> Vec<Fault> {
    let answers = &draft.answers;
    let mut faults = Vec::new();
    if !draft.kind_said {
        faults.push(Fault::new("slags", "Vælg, hvad en række i filen er"));
        return faults;
    }
    if !draft.is_change() {
        let fits = answers.name.len() <= 40
            && answers.name.starts_with(|c: char| c.is_ascii_lowercase())
            && answers.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !fits {
            faults
                .push(Fault::new("navn", "Skriv navnet med små bogstaver a-z, cifre og _, fx stoetteliste"));
        } else if sources::all(&session.edge.folder)
            .is_ok_and(|all| all.iter().any(|(name, _)| *name == answers.name))
        {
            faults.push(Fault::new("navn", "Navnet er brugt af en anden kilde. Vælg et andet"));
        }
    }
    if answers.title.is_empty() {
        faults.push(Fault::new("titel", "Skriv, hvad kilden skal hedde på siderne"));
    }
    for (at, column) in answers.columns.iter().enumerate() {
        let Some(field) = column.field else { continue };
        // Several headings of one field are how other months write it, where no file says otherwise.
        let before = answers.columns.iter().take(at).find(|own| own.field == Some(field));
        if let Some(before) = before.filter(|_| draft.file.is_some()) {
            let label = field_label(answers.kind, field).0;
            let text = format!(
                "{label} er valgt både for »{}« og »{}«. Vælg den ene",
                before.heading, column.heading
            );
            faults.push(Fault::new(format!("kolonne-{at}"), &text));
        }
    }
    let missing = missing(draft);
    if !missing.is_empty() {
        let text = format!(
            "{} kan ikke undværes: vælg den kolonne, der har {}",
            danish::list(&missing.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()),
            if missing.len() == 1 { "det" } else { "hver af dem" }
        );
        faults.push(Fault::new("kolonner", &text));
    }
    faults
}

/// Fields that the kind cannot do without and no column has. A mapping's columns that this file has not still stand.
pub(super) fn missing(draft: &Draft) -> Vec<&'static str> {
    if !draft.kind_said {
        return Vec::new();
    }
    let chosen = |field: Field| draft.answers.columns.iter().any(|column| column.field == Some(field));
    let fields = fields_of(draft.answers.kind).into_iter().filter(|(.., must)| *must);
    fields.filter(|(field, ..)| !chosen(*field)).map(|(_, label, ..)| label).collect()
}
