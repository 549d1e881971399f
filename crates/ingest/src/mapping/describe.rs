//! A mapping in words: what it reads, what its words mean, and what changed between two versions of it.
//!
//! Invariant: a line is called the same in every version, so that two versions can be laid beside each other.

use super::edit::population_key;
use super::{Field, Kind, Mapping};
use crate::propose::{asked, field_label};
use crate::values::number::Decimal;
use domain::landscape::Attribute;
use domain::observation::{Role, Standing};
use domain::price::Weeks;
use std::collections::BTreeMap;

/// A line of a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `Kolonner`, `Ord`, `Dage og tal`, `Kilden`.
    pub part: &'static str,
    /// What it is about.
    pub what: String,
    /// What holds.
    pub value: String,
}

/// A column of a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnLine {
    /// What it holds.
    pub field: &'static str,
    /// What it is about: the citizen, the service …
    pub group: &'static str,
    /// The headings that are looked for, the first that is there is used.
    pub headings: Vec<String>,
    /// A file without it is refused.
    pub required: bool,
}

/// The parts, in the order of a page.
pub const PARTS: [&str; 4] = ["Kolonner", "Ord", "Dage og tal", "Kilden"];

/// The columns, grouped as lists of fields are.
#[must_use]
pub fn columns(mapping: &Mapping) -> Vec<ColumnLine> {
    let mut lines: Vec<ColumnLine> = mapping
        .columns
        .iter()
        .map(|column| {
            let (field, group) = field_label(mapping.kind, column.field);
            let headings = column.headings.iter().map(|heading| heading.written.clone()).collect();
            ColumnLine { field, group, headings, required: column.required }
        })
        .collect();
    lines.sort_by_key(|line| crate::propose::group_order(line.group));
    lines
}

/// The whole mapping in lines.
#[must_use]
pub fn describe(mapping: &Mapping) -> Vec<Line> {
    let mut lines: Vec<Line> = columns(mapping)
        .into_iter()
        .map(|column| Line {
            part: PARTS[0],
            what: column.field.to_owned(),
            value: column.headings.join(", ") + if column.required { "" } else { " (må mangle)" },
        })
        .collect();
    words(mapping, &mut lines);
    values(mapping, &mut lines);
    source(mapping, &mut lines);
    lines
}

/// What is otherwise in `new` than in `old`: the line, what stood and what stands. An empty text is nothing.
#[must_use]
pub fn changes(old: &Mapping, new: &Mapping) -> Vec<(Line, String)> {
    let key = |line: &Line| (line.part, line.what.clone());
    let before: BTreeMap<_, String> =
        describe(old).iter().map(|line| (key(line), line.value.clone())).collect();
    let after = describe(new);
    let mut out: Vec<(Line, String)> = after
        .iter()
        .filter_map(|line| {
            let stood = before.get(&key(line)).cloned().unwrap_or_default();
            (stood != line.value).then(|| (line.clone(), stood))
        })
        .collect();
    for ((part, what), stood) in before {
        if !after.iter().any(|line| line.part == part && line.what == what) {
            out.push((Line { part, what, value: String::new() }, stood));
        }
    }
    out
}

fn shown(word: &str) -> String {
    if word.is_empty() { "(tom)".to_owned() } else { word.to_owned() }
}

fn words(mapping: &Mapping, lines: &mut Vec<Line>) {
    let mut push = |what: String, mut words: Vec<String>| {
        if !words.is_empty() {
            words.sort();
            lines.push(Line { part: PARTS[1], what, value: words.join(", ") });
        }
    };
    let status = |wanted: Standing| {
        let all = mapping.status.iter().flatten();
        all.filter(|(_, standing)| *standing == wanted).map(|(word, _)| shown(word)).collect::<Vec<_>>()
    };
    push("Status: tæller".to_owned(), status(Standing::Counts));
    push("Status: aldrig trådt i kraft".to_owned(), status(Standing::NeverTookEffect));
    let role = |wanted: Role| {
        let all = mapping.roles.words.iter();
        all.filter(|(_, role)| *role == wanted).map(|(word, _)| word.clone()).collect::<Vec<_>>()
    };
    push("Hovedydelse".to_owned(), role(Role::Main));
    push("Tillægsydelse".to_owned(), role(Role::Supplement));
    push("Altid kun penge".to_owned(), mapping.roles.money_only.clone());
    let own: Vec<String> = mapping
        .units
        .iter()
        .filter(|(word, _)| super::words::usual_key("units", word).is_none())
        .map(|(word, unit)| format!("{word} er {}", unit.text()))
        .collect();
    push("Takstenheder, egne ord".to_owned(), own);
    for (field, words) in &mapping.empty {
        let label = field_label(mapping.kind, *field).0;
        push(format!("Betyder intet: {}", label.to_lowercase()), words.clone());
    }
    own_words(mapping, &mut push);
}

/// The lists that only some kinds have, where the mapping has words of its own.
fn own_words(mapping: &Mapping, push: &mut dyn FnMut(String, Vec<String>)) {
    use super::words as lists;
    let words = &mapping.words;
    let said = |field: Field, table: &str, key: &str, word: &str| {
        if lists::usual_key(table, word).is_some() {
            return None;
        }
        let asked = asked(mapping.kind, field)?;
        let meaning = asked.answers.iter().find(|(own, _)| *own == key).map_or(key, |(_, text)| *text);
        Some(format!("{} er {meaning}", shown(word)))
    };
    let ownership = words.ownership.iter();
    let ownership =
        ownership.filter_map(|(w, v)| said(Field::Ownership, "ownership", lists::ownership_key(*v), w));
    push("Ejerforhold, egne ord".to_owned(), ownership.collect());
    let settlement = words.settlement.iter();
    let settlement =
        settlement.filter_map(|(w, v)| said(Field::Settlement, "settlement", lists::settlement_key(*v), w));
    push("Afregningsform, egne ord".to_owned(), settlement.collect());
    let state = words.state.iter().filter_map(|(w, v)| said(Field::State, "state", lists::state_key(*v), w));
    push("Hvad det blev til, egne ord".to_owned(), state.collect());
    let budget = words.budget_kind.iter();
    let budget = budget.filter_map(|(w, v)| said(Field::BudgetKind, "budget_kind", lists::budget_key(*v), w));
    push("Slags budget, egne ord".to_owned(), budget.collect());
    let sign = words.sign.iter();
    let sign = sign.filter_map(|(w, v)| said(Field::Sign, "sign", if *v { "credit" } else { "debit" }, w));
    push("Debet og kredit, egne ord".to_owned(), sign.collect());
}

fn values(mapping: &Mapping, lines: &mut Vec<Line>) {
    let mut push = |what: &str, value: String| {
        if !value.is_empty() {
            lines.push(Line { part: PARTS[2], what: what.to_owned(), value });
        }
    };
    let values = &mapping.values;
    let has = |field: Field| mapping.columns.iter().any(|column| column.field == field);
    if has(Field::End) {
        let text = if values.end_is_day_after { "dagen efter den sidste dag" } else { "den sidste dag, med" };
        push("Slutdatoen er", text.to_owned());
        let mut open: Vec<String> = values.open_words.clone();
        open.extend(values.open_days.iter().map(|day| day.danish()));
        push("Åben slutdato skrives", format!("tom, {}", open.join(", ")));
    }
    push(
        "Tal skrives",
        match values.decimal {
            Decimal::Comma => "med decimalkomma (1.234,56)",
            Decimal::Point => "med decimalpunktum (1,234.56)",
            Decimal::Either => "som det står; det, der kan læses på to måder, afvises",
        }
        .to_owned(),
    );
    if let Some(unit) = mapping.default_unit {
        push("Takstenhed, hvor ingen er skrevet", unit.text().to_owned());
    }
    if values.empty_means_own {
        push("Tom kommune er", "vores egen".to_owned());
    }
    if values.maalgruppe_is_ffb {
        push("Målgrupper skrives", "som FFB skriver dem".to_owned());
    }
    push("P-numre, der kendes", values.known_p_numbers.join(", "));
    if mapping.kind == Kind::Activities {
        let weeks = match mapping.terms.weeks {
            Weeks::Days7 => "en dag er 1/7 uge",
            Weeks::Year52 => "52 uger om året",
            Weeks::Year5214 => "52,14 uger om året",
        };
        push("Timer om ugen", weeks.to_owned());
        if !mapping.terms.pays_last_day {
            push("Dagen for udflytning", "betales ikke".to_owned());
        }
    }
}

fn source(mapping: &Mapping, lines: &mut Vec<Line>) {
    let mut push = |what: &str, value: String| {
        if !value.is_empty() {
            lines.push(Line { part: PARTS[3], what: what.to_owned(), value });
        }
    };
    push("Hedder", mapping.title.clone());
    let population = match population_key(mapping.population) {
        "handlekommune" => "borgere, vi er handlekommune for",
        "betalingskommune" => "borgere, vi betaler for",
        "both" => "borgere, vi er handle- eller betalingskommune for",
        _ => "ikke oplyst",
    };
    if mapping.kind == Kind::Activities {
        push("Hvis borgere", population.to_owned());
        let yes = |yes: bool| if yes { "ja" } else { "nej" }.to_owned();
        push("Leverer til Danmarks Statistik", yes(mapping.delivers_to_dst));
        push("Paragraffen læses, som den er skrevet", yes(mapping.reads_paragraphs));
    }
    push("I brug siden", mapping.since.map(|day| day.danish()).unwrap_or_default());
    push("Uden borgere hos", mapping.except_providers.join(", "));
    let not: Vec<&str> = mapping.not_compared.iter().map(|attribute: &Attribute| attribute.text()).collect();
    push("Sammenlignes ikke", not.join(", "));
    if mapping.lag_days > 0 {
        push("Dage, til en måned er bogført", mapping.lag_days.to_string());
    }
    if mapping.terms.net_of_relief {
        push("Beløb er", "efter momsrefusion".to_owned());
    }
    if mapping.extract.current_only {
        push("Udtrækket har", "kun løbende sager".to_owned());
    }
    push("Arket", mapping.file.sheet.clone().unwrap_or_default());
    push("Filens tegnsæt", mapping.file.encoding.clone().unwrap_or_default());
    push("Filens navn siger dagen", mapping.extract.file_name.clone().unwrap_or_default());
    push("Svarer for kilden", mapping.landscape.responsible.clone());
    push("Registrerer", mapping.landscape.registers.clone());
    push("Bruges til", mapping.landscape.used_for.clone());
    let day = mapping.landscape.expected_day;
    push("Ventes den", day.map_or_else(String::new, |day| format!("{day}. i måneden")));
    push("Hvor overskrifterne er fra", mapping.layout.clone());
    push("Bemærkning", mapping.note.clone());
}
