//! One law file as entries whose keys are taken one by one; what is left at the end is a key that nobody reads.
//!
//! Invariant: the only place where "til og med" of the law files becomes a half-open period.

use super::error::LawFileError;
use domain::calendar::{Day, Period};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A law file, opened.
pub(super) struct File<'t> {
    place: Place<'t>,
    sources: BTreeMap<String, String>,
    top: DeTable<'t>,
}

/// Which file, to count lines in.
#[derive(Clone, Copy)]
struct Place<'t> {
    name: &'t str,
    text: &'t str,
    own: bool,
}

impl Place<'_> {
    fn line(self, at: usize) -> usize {
        self.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
    }

    fn fault(self, at: usize, message: String) -> LawFileError {
        LawFileError { file: self.name.to_owned(), line: Some(self.line(at)), message }
    }
}

impl<'t> File<'t> {
    /// Reads a file that comes with the program, and its `[kilder]`.
    pub(super) fn open(name: &'t str, text: &'t str) -> Result<File<'t>, LawFileError> {
        File::read(Place { name, text, own: false })
    }

    /// Reads a municipality's own file, and its `[kilder]`.
    pub(super) fn open_own(name: &'t str, text: &'t str) -> Result<File<'t>, LawFileError> {
        File::read(Place { name, text: text.strip_prefix('\u{feff}').unwrap_or(text), own: true })
    }

    fn read(place: Place<'t>) -> Result<File<'t>, LawFileError> {
        let text = place.text;
        let mut top = DeTable::parse(text).map_err(|e| unreadable(place, &e))?.into_inner();
        let mut sources = BTreeMap::new();
        if let Some(kilder) = top.remove("kilder") {
            let DeValue::Table(kilder_table) = kilder.get_ref().clone() else {
                return Err(
                    place.fault(kilder.span().start, "`kilder` skal være tabeller: [kilder.navn].".into())
                );
            };
            for (key, value) in kilder_table {
                let mut entry = Entry::new(place, &value, format!("kilden {}", key.get_ref()))?;
                let title = entry.text("titel")?;
                let at = entry.text("sted")?;
                entry.finish()?;
                sources.insert(key.get_ref().to_string(), format!("{title} ({at})"));
            }
        }
        Ok(File { place, sources, top })
    }

    /// The entries of the file's list, named by one of their keys in messages; nothing else may stand in the file.
    pub(super) fn entries(mut self, list: &str, named_by: &str) -> Result<Vec<Entry<'t>>, LawFileError> {
        let Some(value) = self.top.remove(list) else {
            return Err(self.place.fault(0, format!("listen `{list}` mangler. Skriv mindst én [[{list}]].")));
        };
        if let Some((key, _)) = self.top.iter().next() {
            return Err(unknown(self.place, key.span(), key.get_ref(), "filen"));
        }
        entries_of(self.place, &value, list, named_by, &self.sources)
    }

    /// The entries of one of the file's lists; none where it is not there.
    pub(super) fn take(&mut self, list: &str, named_by: &str) -> Result<Vec<Entry<'t>>, LawFileError> {
        match self.top.remove(list) {
            None => Ok(Vec::new()),
            Some(value) => entries_of(self.place, &value, list, named_by, &self.sources),
        }
    }

    /// Refuses lists that nobody took.
    pub(super) fn finish(self) -> Result<(), LawFileError> {
        match self.top.iter().next() {
            None => Ok(()),
            Some((key, _)) => Err(unknown(self.place, key.span(), key.get_ref(), "filen")),
        }
    }
}

/// One table of a list.
pub(super) struct Entry<'t> {
    place: Place<'t>,
    label: String,
    at: usize,
    table: DeTable<'t>,
    sources: BTreeMap<String, String>,
}

impl<'t> Entry<'t> {
    fn new(place: Place<'t>, value: &Spanned<DeValue<'t>>, label: String) -> Result<Entry<'t>, LawFileError> {
        let at = value.span().start;
        match value.get_ref() {
            DeValue::Table(table) => {
                Ok(Entry { place, label, at, table: table.clone(), sources: BTreeMap::new() })
            }
            other => {
                Err(place.fault(at, format!("{label} skal være en tabel med nøgler, ikke {}.", kind(other))))
            }
        }
    }

    /// True where the entry stands in a municipality's own file.
    pub(super) fn is_own(&self) -> bool {
        self.place.own
    }

    /// A fault of this entry.
    pub(super) fn fault(&self, message: &str) -> LawFileError {
        self.place.fault(self.at, format!("{}: {message}", self.label))
    }

    /// A text that must be there and not be empty.
    pub(super) fn text(&mut self, key: &str) -> Result<String, LawFileError> {
        let found = self.text_or_empty(key)?;
        if found.is_empty() {
            return Err(self.fault(&format!("`{key}` mangler. Skriv {key} = \"…\".")));
        }
        Ok(found)
    }

    /// A text, or the empty text where the key is not there.
    pub(super) fn text_or_empty(&mut self, key: &str) -> Result<String, LawFileError> {
        match self.table.remove(key) {
            None => Ok(String::new()),
            Some(value) => match value.get_ref() {
                DeValue::String(text) => Ok(text.trim().to_owned()),
                other => Err(self.wrong(key, &value, other, "tekst i anførselstegn")),
            },
        }
    }

    /// A list of texts; empty where the key is not there.
    pub(super) fn texts(&mut self, key: &str) -> Result<Vec<String>, LawFileError> {
        let Some(value) = self.table.remove(key) else { return Ok(Vec::new()) };
        let DeValue::Array(array) = value.get_ref() else {
            return Err(self.wrong(key, &value, value.get_ref(), "en liste: [\"…\"]"));
        };
        array
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::String(text) => Ok(text.trim().to_owned()),
                other => Err(self.wrong(key, item, other, "tekst i anførselstegn")),
            })
            .collect()
    }

    /// A whole number, or `None` where the key is not there.
    pub(super) fn number(&mut self, key: &str) -> Result<Option<u16>, LawFileError> {
        let Some(value) = self.table.remove(key) else { return Ok(None) };
        match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => match number.as_str().parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(self.wrong(key, &value, value.get_ref(), "et helt tal fra 0 til 65535")),
            },
            other => Err(self.wrong(key, &value, other, "et helt tal")),
        }
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self, key: &str) -> Result<bool, LawFileError> {
        match self.table.remove(key) {
            None => Err(self.fault(&format!("`{key}` mangler. Skriv {key} = true eller {key} = false."))),
            Some(value) => match value.get_ref() {
                DeValue::Boolean(truth) => Ok(*truth),
                other => Err(self.wrong(key, &value, other, "true eller false")),
            },
        }
    }

    /// `gyldig_fra` and `gyldig_til`, both included, as a period; what is not there has no limit.
    pub(super) fn valid(&mut self) -> Result<Period, LawFileError> {
        let from = self.date("gyldig_fra")?.unwrap_or(Day::FIRST);
        let Some(last) = self.date("gyldig_til")? else { return Ok(Period { from, until: Day::OPEN }) };
        Period::from_included(from, last).ok_or_else(|| {
            self.fault(&format!(
                "gyldig_til ({}) ligger før gyldig_fra ({}). Begge dage er med.",
                last.danish(),
                from.danish()
            ))
        })
    }

    /// The sources that `kilde` names; at least one.
    pub(super) fn source(&mut self) -> Result<String, LawFileError> {
        let names = self.texts("kilde")?;
        if names.is_empty() {
            return Err(self.fault(
                "`kilde` mangler. Enhver værdi skal have mindst én kilde: kilde = [\"navn\"], \
                 hvor [kilder.navn] har titel og sted.",
            ));
        }
        let known: Result<Vec<&str>, LawFileError> = names
            .iter()
            .map(|name| {
                self.sources.get(name).map(String::as_str).ok_or_else(|| {
                    self.fault(&format!(
                        "kilden `{name}` står ikke i filen. Skriv [kilder.{name}] med titel og sted."
                    ))
                })
            })
            .collect();
        Ok(known?.join("; "))
    }

    /// The entries of a list inside this one; none where the key is not there.
    pub(super) fn entries(&mut self, list: &str, named_by: &str) -> Result<Vec<Entry<'t>>, LawFileError> {
        match self.table.remove(list) {
            None => Ok(Vec::new()),
            Some(value) => entries_of(self.place, &value, list, named_by, &self.sources),
        }
    }

    /// Refuses keys that nobody took.
    pub(super) fn finish(self) -> Result<(), LawFileError> {
        match self.table.iter().next() {
            None => Ok(()),
            Some((key, _)) => Err(unknown(self.place, key.span(), key.get_ref(), &self.label)),
        }
    }

    fn date(&mut self, key: &str) -> Result<Option<Day>, LawFileError> {
        let Some(value) = self.table.remove(key) else { return Ok(None) };
        let day = match value.get_ref() {
            DeValue::Datetime(stamp) if stamp.time.is_none() => stamp.date.and_then(|date| {
                Day::from_ymd(i32::from(date.year), u32::from(date.month), u32::from(date.day))
            }),
            _ => None,
        };
        match day {
            Some(day) => Ok(Some(day)),
            None => {
                Err(self.wrong(key, &value, value.get_ref(), "en dato uden anførselstegn, fx 2024-01-01"))
            }
        }
    }

    fn wrong(
        &self,
        key: &str,
        at: &Spanned<DeValue<'t>>,
        found: &DeValue<'_>,
        expected: &str,
    ) -> LawFileError {
        let message = format!("{}: `{key}` er {}, men skal være {expected}.", self.label, kind(found));
        self.place.fault(at.span().start, message)
    }
}

fn entries_of<'t>(
    place: Place<'t>,
    value: &Spanned<DeValue<'t>>,
    list: &str,
    named_by: &str,
    sources: &BTreeMap<String, String>,
) -> Result<Vec<Entry<'t>>, LawFileError> {
    let DeValue::Array(array) = value.get_ref() else {
        return Err(place.fault(value.span().start, format!("`{list}` skal være en liste: [[{list}]].")));
    };
    let mut entries = Vec::with_capacity(array.len());
    for (index, item) in array.iter().enumerate() {
        let mut entry = Entry::new(place, item, format!("{list} nr. {}", index + 1))?;
        entry.sources = sources.clone();
        match entry.table.get(named_by).map(|name| name.get_ref().clone()) {
            Some(DeValue::String(name)) => entry.label = format!("{list} {name}"),
            Some(DeValue::Integer(name)) => entry.label = format!("{list} {}", name.as_str()),
            _ => {}
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn unknown(place: Place<'_>, span: Range<usize>, key: &str, label: &str) -> LawFileError {
    let message = format!("ukendt nøgle `{key}` i {label}. Ret stavningen, eller slet linjen.");
    place.fault(span.start, message)
}

fn unreadable(place: Place<'_>, error: &toml::de::Error) -> LawFileError {
    let at = error.span().map_or(0, |span| span.start);
    let said = error.message().lines().next().unwrap_or_default();
    if ["date", "month", "day-"].iter().any(|word| said.contains(word)) {
        let message = format!(
            "datoen findes ikke eller er skrevet forkert. Skriv den som ÅÅÅÅ-MM-DD, fx 2024-01-31. ({said})"
        );
        return place.fault(at, message);
    }
    place.fault(at, format!("kan ikke læses som TOML. Ret linjen. ({said})"))
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "tekst",
        DeValue::Integer(_) => "et helt tal",
        DeValue::Float(_) => "et kommatal",
        DeValue::Boolean(_) => "sand/falsk",
        DeValue::Datetime(_) => "et tidspunkt",
        DeValue::Array(_) => "en liste",
        DeValue::Table(_) => "en tabel",
    }
}
