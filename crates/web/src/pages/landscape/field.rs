//! A source field by field: what the municipality says, what its mapping says, what the newest extract shows.

use super::words;
use app::commands::declare::Written;
use app::commands::source_cards::{Mapped, SourceCard};
use domain::calendar::{Day, Period};
use domain::landscape::{Dated, Population, SourceRole};
use report::danish;

/// A field, said in three places; a place that says nothing is empty.
pub(super) struct FieldRow {
    /// The field.
    pub(super) label: &'static str,
    /// The anchor of the field on the form.
    pub(super) field: String,
    /// What the municipality says.
    pub(super) declared: Vec<String>,
    /// What the mapping says.
    pub(super) mapped: String,
    /// What the extract shows.
    pub(super) found: String,
}

/// Fields that stand there also where nobody says anything: that nobody does is worth knowing.
const LOOKED_FOR: [&str; 6] = ["borgere", "rolle", "bruges", "ansvarlig", "afloeser", "forventet_dag"];

impl FieldRow {
    fn is_empty(&self) -> bool {
        self.declared.is_empty() && self.mapped.is_empty() && self.found.is_empty()
    }
}

/// The fields, in the order of the form.
pub(super) fn rows(card: &SourceCard, own: &Written) -> Vec<FieldRow> {
    let none = Mapped::default();
    let mapped = card.mapped.as_ref().unwrap_or(&none);
    let known = card.mapped.is_ok();
    let one =
        |text: String| -> Vec<String> { Some(text).filter(|text| !text.is_empty()).into_iter().collect() };
    let row = |key: &'static str, mapped: String, found: String| FieldRow {
        label: words::label(key),
        field: key.replace('.', "-"),
        declared: one(words::written(own, key)),
        mapped,
        found,
    };
    let day = |day: Option<Day>| day.map_or_else(String::new, Day::danish);
    let expected = mapped.expected_day.map_or_else(String::new, |day| format!("den {day}. i måneden"));
    let mapped_population = match (known, mapped.population) {
        (false, _) | (true, Population::Unknown) => String::new(),
        (true, of) => crate::pages::imports::words::population(of).to_owned(),
    };
    let mut out = vec![
        row("titel", mapped.title.clone(), String::new()),
        FieldRow { declared: populations(card), ..row("borgere", mapped_population, found_population(card)) },
        row("tilbud", String::new(), String::new()),
        row("siden", day(mapped.since), first_row(card)),
        row("udgaar", String::new(), last_row(card)),
        row("oekonomi_siden", String::new(), String::new()),
        row("oekonomi_udgaar", String::new(), String::new()),
        row("historik", String::new(), String::new()),
        FieldRow {
            declared: roles(card),
            ..row(
                "rolle",
                if mapped.delivers { "leverer til Danmarks Statistik".to_owned() } else { String::new() },
                String::new(),
            )
        },
        row("registrerer", mapped.registers.clone(), found_citizens(card)),
        FieldRow {
            declared: own.list("bruges").iter().map(|cells| cells.join(": ")).collect(),
            ..row("bruges", mapped.used_for.clone(), String::new())
        },
        row("ansvarlig", mapped.responsible.clone(), String::new()),
        row("afloeser", String::new(), String::new()),
        row(
            "forventet_dag",
            expected,
            card.newest_day().map_or_else(String::new, |day| format!("seneste {}", day.danish())),
        ),
        row("hoejst_forsinket_dage", String::new(), String::new()),
        row("mindst_raekker_procent", String::new(), percent_of_last(card)),
        row("indbakke", String::new(), String::new()),
        row("borger_link", String::new(), found_keys(card)),
    ];
    for key in ["priser.uger", "priser.sidste_dag_betales", "priser.momsafloeftet", "priser.forsinkelse_dage"]
    {
        if !own.value(key).is_empty() {
            out.push(row(key, String::new(), String::new()));
        }
    }
    out.retain(|row| !row.is_empty() || LOOKED_FOR.contains(&row.field.as_str()));
    out
}

fn dated<T: Copy>(all: &[Dated<T>], text: impl Fn(T) -> &'static str) -> Vec<String> {
    let line =
        |own: &Dated<T>| format!("{} {}", text(own.value), words::in_days(own.valid)).trim_end().to_owned();
    all.iter().map(line).collect()
}

fn populations(card: &SourceCard) -> Vec<String> {
    card.declared
        .as_ref()
        .map_or_else(Vec::new, |own| dated(&own.populations, crate::pages::imports::words::population))
}

fn roles(card: &SourceCard) -> Vec<String> {
    card.declared.as_ref().map_or_else(Vec::new, |own| dated(&own.roles, SourceRole::text))
}

/// "vi er handlekommune for 98 % og betaler for 91 % af rækkerne".
fn found_population(card: &SourceCard) -> String {
    let share = |[ours, others, _]: [u64; 3]| (ours + others > 0).then(|| ours * 100 / (ours + others));
    let parts: Vec<String> = [
        (share(card.found.handlekommune), "er handlekommune for"),
        (share(card.found.betalingskommune), "betaler for"),
    ]
    .into_iter()
    .filter_map(|(share, what)| Some(format!("{what} {} %", share?)))
    .collect();
    if parts.is_empty() { String::new() } else { format!("vi {} af rækkerne", parts.join(" og ")) }
}

fn found_citizens(card: &SourceCard) -> String {
    match card.found.citizens {
        0 => String::new(),
        some => format!("{} borgere", danish::whole(some)),
    }
}

/// Whether a link can open a citizen: only worth saying where it can, or where somebody has written the link.
fn found_keys(card: &SourceCard) -> String {
    let is_asked =
        card.declared.as_ref().and_then(|own| own.opens.as_ref()).is_some_and(|own| own.takes_key());
    match (card.found.has_keys, is_asked) {
        (true, _) => "har borgernes nøgler".to_owned(),
        (false, true) => "har ingen kolonne med borgernes nøgler".to_owned(),
        (false, false) => String::new(),
    }
}

fn first_row(card: &SourceCard) -> String {
    card.found.first_day.map_or_else(String::new, |day| format!("første række {}", day.danish()))
}

fn last_row(card: &SourceCard) -> String {
    let last = card.found.last_day.filter(|day| *day < Period::ALWAYS.until);
    last.map_or_else(String::new, |day| format!("sidste dag i en række {}", day.danish()))
}

/// Rows of the newest import against the one before it.
fn percent_of_last(card: &SourceCard) -> String {
    let [.., before, newest] = &card.imports[..] else { return String::new() };
    match before.totals.read.rows {
        0 => String::new(),
        before => format!("{} % af sidste udtræk", newest.totals.read.rows * 100 / before),
    }
}
