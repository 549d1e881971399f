//! From what is written in `kilde.toml` to a mapping that can be used, or to what is wrong with it.

use super::account::AccountForms;
use super::error::{MappingError, line_of};
use super::file::{ExtractTable, FileTable, KildeFile, LandscapeTable, RoleTable, UnitsTable, ValuesTable};
use super::words::{WordLists, Written};
use super::{
    Column, ExtractPlaces, Field, FileForm, Heading, Kind, Landscape, Mapping, Roles, ValueForms, version_of,
};
use crate::values::date::DateForms;
use crate::values::number::Decimal;
use domain::calendar::Day;
use domain::landscape::{Attribute, Population};
use domain::observation::{Role, Standing};
use domain::price::{PriceTerms, Unit, Weeks};
use domain::wording::normalised;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The text that is checked, for pointing at its lines.
pub(super) struct At<'t> {
    pub(super) text: &'t str,
    pub(super) file: &'t str,
}

impl At<'_> {
    pub(super) fn fault(&self, table: &str, key: &str, message: impl Into<String>) -> MappingError {
        MappingError {
            file: self.file.to_owned(),
            line: line_of(self.text, table, key),
            message: message.into(),
        }
    }

    /// Reads a word that must be one of a few.
    fn one_of<T: Copy>(
        &self,
        table: &str,
        key: &str,
        word: &str,
        known: &[(&str, T)],
    ) -> Result<T, MappingError> {
        known.iter().find(|(name, _)| *name == word).map(|(_, value)| *value).ok_or_else(|| {
            let words: Vec<String> = known.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            self.fault(
                table,
                key,
                format!("'{key}' er \"{word}\", men skal være en af: {}.", words.join(", ")),
            )
        })
    }
}

/// Text as headings and words are compared: composed, trimmed, one space, lower case.
pub(crate) fn compared(text: &str) -> String {
    normalised(&text.nfc().collect::<String>())
}

fn all_compared(texts: &[String]) -> Vec<String> {
    texts.iter().map(|t| compared(t)).collect()
}

pub(super) fn check(written: KildeFile, text: &str, file: &str) -> Result<Mapping, MappingError> {
    let at = At { text, file };
    if written.format != 1 {
        let said = format!("'format' er {}, men dette program læser format = 1.", written.format);
        return Err(at.fault("", "format", said));
    }
    let kind = at.one_of("", "kind", &written.kind, &Kind::KEYS)?;
    check_name(&at, &written.name)?;
    check_tables(&at, &written, kind)?;
    let columns = columns(&at, &written, kind)?;
    let source = &written.source;
    let populations = [
        ("handlekommune", Population::Handlekommune),
        ("betalingskommune", Population::Betalingskommune),
        ("both", Population::Both),
        ("unknown", Population::Unknown),
    ];
    let population = source.population.as_deref().unwrap_or("unknown");
    let not_compared = source.not_compared.iter().map(|key| {
        Attribute::from_key(key).ok_or_else(|| {
            let known: Vec<&str> = Attribute::ALL.iter().map(|a| a.key()).collect();
            at.fault("source", "not_compared", format!("'{key}' er ikke et af: {}.", known.join(", ")))
        })
    });
    Ok(Mapping {
        population: at.one_of("source", "population", population, &populations)?,
        since: source.since.as_deref().map(|since| date(&at, "source", "since", since)).transpose()?,
        delivers_to_dst: source.delivers_to_dst,
        except_providers: all_compared(&source.except_providers),
        reads_paragraphs: source.reads_paragraphs,
        not_compared: not_compared.collect::<Result<_, _>>()?,
        status: status(&at, &written)?,
        terms: terms(&at, &written)?,
        lag_days: lag_days(&at, &written)?,
        accounts: AccountForms::check(&at, &written.account.patterns, kind == Kind::Postings)?,
        words: words(&at, &written)?,
        empty: empty(&at, &written.empty, kind)?,
        file: file_form(&at, &written.file)?,
        extract: extract(&at, written.extract)?,
        values: values(&at, &written.values)?,
        roles: roles(&at, written.role, &columns)?,
        default_unit: written
            .units
            .default
            .as_deref()
            .map(|word| at.one_of("units", "default", word, &UNIT_KEYS))
            .transpose()?,
        units: units(&written.units),
        landscape: landscape(&at, written.landscape)?,
        columns,
        kind,
        version: version_of(text),
        name: written.name,
        title: written.title,
        layout: written.layout,
        note: written.note,
    })
}

/// Tables that only some kinds have: elsewhere they would be read by nobody.
fn check_tables(at: &At<'_>, written: &KildeFile, kind: Kind) -> Result<(), MappingError> {
    let accounts = [Kind::Postings, Kind::Budget];
    for (table, there, kinds) in [
        ("account", !written.account.patterns.is_empty(), &accounts[..]),
        ("sign", !written.sign.is_empty(), &accounts[..1]),
        ("ownership", !written.ownership.is_empty(), &[Kind::Providers][..]),
        ("settlement", !written.settlement.is_empty(), &[Kind::Providers][..]),
        ("state", !written.state.is_empty(), &[Kind::Expectations][..]),
        ("budget_kind", !written.budget_kind.is_empty(), &[Kind::Budget][..]),
    ] {
        if there && !kinds.contains(&kind) {
            let said = format!("[{table}] bruges ikke i kind = \"{}\". Slet den.", kind.key());
            return Err(at.fault(table, "", said));
        }
    }
    Ok(())
}

fn words(at: &At<'_>, written: &KildeFile) -> Result<WordLists, MappingError> {
    let KildeFile { ownership, settlement, state, budget_kind, sign, .. } = written;
    WordLists::check(at, &Written { ownership, settlement, state, budget_kind, sign })
}

fn terms(at: &At<'_>, written: &KildeFile) -> Result<PriceTerms, MappingError> {
    let source = &written.source;
    let known = [("7", Weeks::Days7), ("52", Weeks::Year52), ("52,14", Weeks::Year5214)];
    Ok(PriceTerms {
        weeks: at.one_of("source", "weeks", source.weeks.as_deref().unwrap_or("7"), &known)?,
        pays_last_day: source.pays_last_day.unwrap_or(true),
        net_of_relief: source.net_of_relief,
    })
}

fn lag_days(at: &At<'_>, written: &KildeFile) -> Result<u16, MappingError> {
    match written.source.lag_days {
        None => Ok(0),
        Some(days) => u16::try_from(days)
            .ok()
            .filter(|days| *days <= 400)
            .ok_or_else(|| at.fault("source", "lag_days", "'lag_days' er et antal dage, 0-400.")),
    }
}

/// A name is a folder, a file and a word of the command line.
fn check_name(at: &At<'_>, name: &str) -> Result<(), MappingError> {
    let fits = name.len() <= 40
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if fits {
        return Ok(());
    }
    let said = format!(
        "Navnet '{name}' kan ikke bruges. Brug små bogstaver a-z, cifre og _, og begynd med et bogstav."
    );
    Err(at.fault("", "name", said))
}

fn columns(at: &At<'_>, written: &KildeFile, kind: Kind) -> Result<Vec<Column>, MappingError> {
    let mut columns = Vec::new();
    for (key, headings) in &written.columns {
        let field = field(at, "columns", key, kind)?;
        let headings: Vec<Heading> = headings.clone().into_vec().iter().map(|h| heading(h)).collect();
        if headings.is_empty() || headings.iter().any(|h| h.normalised.is_empty()) {
            return Err(at.fault(
                "columns",
                key,
                format!("'{key}' har en tom overskrift. Skriv overskriften, som filen har den."),
            ));
        }
        columns.push(Column { field, headings, required: field.required_when_mapped(kind) });
    }
    for (key, list, required) in
        [("required", &written.required, true), ("optional", &written.optional, false)]
    {
        for name in list {
            let wanted = field(at, key, name, kind)?;
            let column = columns.iter_mut().find(|c| c.field == wanted).ok_or_else(|| {
                at.fault("", key, format!("'{name}' står i '{key}', men har ingen linje under [columns]."))
            })?;
            column.required = required;
        }
    }
    for must in Field::must_be_mapped(kind) {
        if !columns.iter().any(|c| c.field == *must && c.required) {
            return Err(at.fault(
                "columns",
                "",
                format!("'{}' mangler under [columns] og kan ikke undværes.", must.key()),
            ));
        }
    }
    if written.source.reads_paragraphs && !columns.iter().any(|c| c.field == Field::Paragraf) {
        let said = "'reads_paragraphs' er true, men 'paragraf' mangler under [columns].";
        return Err(at.fault("source", "reads_paragraphs", said));
    }
    Ok(columns)
}

fn field(at: &At<'_>, table: &str, key: &str, kind: Kind) -> Result<Field, MappingError> {
    let known: Vec<&str> = Field::ALL.iter().filter(|f| f.belongs_to(kind)).map(|f| f.key()).collect();
    Field::from_key(key).filter(|f| f.belongs_to(kind)).ok_or_else(|| {
        let near = crate::suggest::nearest(key, known.iter().copied())
            .map_or(String::new(), |i| format!(" Mente du '{}'?", known[i]));
        let line_table = if table == "columns" || table == "empty" { table } else { "" };
        let line_key = if line_table.is_empty() { table } else { key };
        at.fault(
            line_table,
            line_key,
            format!("'{key}' er ikke et felt.{near} Felterne er: {}.", known.join(", ")),
        )
    })
}

fn heading(written: &str) -> Heading {
    let (text, nth) = match written.rsplit_once('#') {
        Some((text, nth)) if !text.is_empty() => match nth.parse::<usize>() {
            Ok(nth) if nth > 0 => (text, nth),
            _ => (written, 0),
        },
        _ => (written, 0),
    };
    Heading { written: text.trim().to_owned(), normalised: compared(text), nth }
}

fn date(at: &At<'_>, table: &str, key: &str, text: &str) -> Result<Day, MappingError> {
    Day::parse(text).ok_or_else(|| {
        at.fault(table, key, format!("'{text}' er ikke en dag. Skriv \"2018-01-01\" i anførselstegn."))
    })
}

fn status(at: &At<'_>, written: &KildeFile) -> Result<Option<Vec<(String, Standing)>>, MappingError> {
    let has_column = written.columns.contains_key(Field::Status.key());
    let Some(table) = &written.status else {
        if has_column {
            let said = "Der er en kolonne til 'status', men [status] mangler: skriv under 'counts', hvilke ord der tæller.";
            return Err(at.fault("columns", "status", said));
        }
        return Ok(None);
    };
    if !has_column {
        return Err(at.fault("status", "", "[status] kræver en linje 'status' under [columns]."));
    }
    let mut words: Vec<(String, Standing)> = Vec::new();
    for (key, list, standing) in [
        ("counts", &table.counts, Standing::Counts),
        ("never_took_effect", &table.never_took_effect, Standing::NeverTookEffect),
    ] {
        for word in list {
            let word = compared(word);
            if words.iter().any(|(known, other)| *known == word && *other != standing) {
                return Err(at.fault(
                    "status",
                    key,
                    format!("'{word}' står i begge lister. Behold det i den ene."),
                ));
            }
            words.push((word, standing));
        }
    }
    Ok(Some(words))
}

fn empty(
    at: &At<'_>,
    written: &BTreeMap<String, Vec<String>>,
    kind: Kind,
) -> Result<BTreeMap<Field, Vec<String>>, MappingError> {
    written.iter().map(|(key, words)| Ok((field(at, "empty", key, kind)?, all_compared(words)))).collect()
}

fn file_form(at: &At<'_>, written: &FileTable) -> Result<FileForm, MappingError> {
    let encodings = [("utf-8", "utf-8"), ("utf-16", "utf-16"), ("windows-1252", "windows-1252")];
    let encoding = written
        .encoding
        .as_deref()
        .map(|word| at.one_of("file", "encoding", &word.to_lowercase(), &encodings))
        .transpose()?;
    let separators = [(";", ';'), (",", ','), ("\t", '\t'), ("|", '|')];
    let separator =
        written.separator.as_deref().map(|s| at.one_of("file", "separator", s, &separators)).transpose()?;
    let default = ["total", "subtotal", "hovedtotal", "sum", "i alt", "ialt", "grand total"];
    let total_words = match &written.total_words {
        Some(words) => all_compared(words),
        None => default.iter().map(|w| (*w).to_owned()).collect(),
    };
    Ok(FileForm {
        encoding: encoding.map(str::to_owned),
        separator,
        sheet: written.sheet.clone(),
        total_words,
    })
}

fn extract(at: &At<'_>, written: ExtractTable) -> Result<ExtractPlaces, MappingError> {
    if let Some(pattern) = &written.file_name
        && !["{extracted}", "{from}", "{to}"].iter().any(|p| pattern.contains(p))
    {
        let said = "Mønsteret skal indeholde {extracted} (udtrækkets dag), {from} og {to} (de dage, det dækker), eller flere.";
        return Err(at.fault("extract", "file_name", said));
    }
    let labels = |list: Option<Vec<String>>, default: &[&str]| match list {
        Some(list) => all_compared(&list),
        None => default.iter().map(|l| (*l).to_owned()).collect(),
    };
    Ok(ExtractPlaces {
        file_name: written.file_name,
        day_labels: labels(written.day_labels, &["udtrukket", "udtræksdato", "dato for udtræk"]),
        covers_labels: labels(written.covers_labels, &["periode", "dækker"]),
        current_only: written.current_only,
    })
}

fn values(at: &At<'_>, written: &ValuesTable) -> Result<ValueForms, MappingError> {
    let ends = [("last_day", false), ("day_after", true)];
    let decimals = [("either", Decimal::Either), ("comma", Decimal::Comma), ("point", Decimal::Point)];
    let dates = if written.dates.is_empty() {
        DateForms::USUAL
    } else {
        let mut forms = DateForms::NONE;
        for form in &written.dates {
            forms = forms.and(at.one_of("values", "dates", form, &DateForms::KEYS)?);
        }
        forms
    };
    // Open words that are dates are compared as days, however the file writes them.
    let mut open_days = Vec::new();
    let mut open_words = vec!["uoplyst".to_owned()];
    for word in &written.open_end {
        match dates.read(word.trim()) {
            Some(read) => open_days.push(read.day),
            None => open_words.push(compared(word)),
        }
    }
    let end_date = written.end_date.as_deref().unwrap_or("last_day");
    for number in &written.known_p_numbers {
        if number.len() != 10 || !number.starts_with("10") || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(at.fault("values", "known_p_numbers", "Et P-nummer er ti cifre og begynder med 10."));
        }
    }
    Ok(ValueForms {
        end_is_day_after: at.one_of("values", "end_date", end_date, &ends)?,
        open_words,
        open_days,
        dates,
        decimal: at.one_of("values", "decimal", written.decimal.as_deref().unwrap_or("either"), &decimals)?,
        empty_means_own: written.empty_means_own,
        maalgruppe_is_ffb: at.one_of(
            "values",
            "maalgruppe",
            written.maalgruppe.as_deref().unwrap_or("l402"),
            &[("l402", false), ("ffb", true)],
        )?,
        known_p_numbers: written.known_p_numbers.clone(),
    })
}

fn roles(at: &At<'_>, written: Option<RoleTable>, columns: &[Column]) -> Result<Roles, MappingError> {
    let has_column = columns.iter().any(|c| c.field == Field::Role);
    let Some(written) = written else {
        if has_column {
            let said = "Der er en kolonne til 'role', men [role] mangler: skriv ordene under 'main' og 'supplement'.";
            return Err(at.fault("columns", "role", said));
        }
        return Ok(Roles { fixed: Role::Main, words: Vec::new(), money_only: Vec::new() });
    };
    let has_words = !written.main.is_empty() || !written.supplement.is_empty();
    if has_column != has_words || (has_column && written.fixed.is_some()) {
        let said = "[role] skal have enten 'fixed', eller ordene 'main' og 'supplement' og en linje 'role' under [columns].";
        return Err(at.fault("role", "", said));
    }
    let fixed = written.fixed.as_deref().unwrap_or("main");
    let known = [("main", Role::Main), ("supplement", Role::Supplement)];
    let mut words: Vec<(String, Role)> =
        all_compared(&written.main).into_iter().map(|w| (w, Role::Main)).collect();
    words.extend(all_compared(&written.supplement).into_iter().map(|w| (w, Role::Supplement)));
    Ok(Roles {
        fixed: at.one_of("role", "fixed", fixed, &known)?,
        words,
        money_only: all_compared(&written.money_only),
    })
}

const UNIT_KEYS: [(&str, Unit); 5] = [
    ("doegn", Unit::Doegn),
    ("maaned", Unit::Maaned),
    ("time_pr_uge", Unit::TimePrUge),
    ("styk", Unit::Styk),
    ("samlet", Unit::Samlet),
];

/// The source's own words first, then those that every source writes.
fn units(written: &UnitsTable) -> Vec<(String, Unit)> {
    let usual: [(Unit, &[&str], &[String]); 5] = [
        (
            Unit::Doegn,
            &["døgn", "dag", "dage", "pr. døgn", "pr. dag", "kr./døgn", "kr. pr. døgn"],
            &written.doegn,
        ),
        (Unit::Maaned, &["måned", "md", "md.", "mdr", "mdr.", "pr. måned", "kr. pr. måned"], &written.maaned),
        (
            Unit::TimePrUge,
            &[
                "time pr. uge",
                "timer pr. uge",
                "time pr uge",
                "timer pr uge",
                "time/uge",
                "timer/uge",
                "t/uge",
            ],
            &written.time_pr_uge,
        ),
        (Unit::Styk, &["stk", "stk.", "styk", "pr. stk.", "gang", "engangsbeløb"], &written.styk),
        (Unit::Samlet, &["samlet", "samlet beløb", "hele perioden"], &written.samlet),
    ];
    let own = usual.iter().flat_map(|(unit, _, words)| words.iter().map(|w| (compared(w), *unit)));
    let common = usual.iter().flat_map(|(unit, words, _)| words.iter().map(|w| ((*w).to_owned(), *unit)));
    own.chain(common).collect()
}

/// The key of the unit that every source means by a word, in compared form.
pub(super) fn usual_unit(word: &str) -> Option<&'static str> {
    let usual = units(&UnitsTable::default());
    let unit = usual.iter().find(|(own, _)| own == word).map(|(_, unit)| *unit)?;
    UNIT_KEYS.iter().find(|(_, own)| *own == unit).map(|(key, _)| *key)
}

fn landscape(at: &At<'_>, written: LandscapeTable) -> Result<Landscape, MappingError> {
    let expected_day = match written.expected_day {
        None => None,
        Some(day @ 1..=28) => u8::try_from(day).ok(),
        Some(_) => {
            return Err(at.fault("landscape", "expected_day", "'expected_day' er en dag i måneden, 1-28."));
        }
    };
    Ok(Landscape {
        responsible: written.responsible,
        registers: written.registers,
        used_for: written.used_for,
        expected_day,
        corrects: written.corrects,
    })
}
