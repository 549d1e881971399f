//! What a person says of each file that was sent, and the imports that come of it.

use crate::query::Fields;
use crate::waiting::{Waiting, WaitingFile};
use app::commands::import_extract::ImportExtract;
use domain::calendar::{Day, Period};
use domain::landscape::ExtractFacts;

/// The word for a file that is not to be read in.
pub(super) const LEAVE_OUT: &str = "-";

/// What the fields of a file say, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AskedFile {
    pub(super) source: String,
    pub(super) extracted: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) current_only: bool,
}

/// What is wrong with a field of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) file: usize,
    pub(super) field: &'static str,
    pub(super) text: String,
}

impl AskedFile {
    /// As the file itself says.
    pub(super) fn guessed(file: &WaitingFile) -> AskedFile {
        let guess = &file.guess;
        let covers = guess.facts.covers.or(guess.as_last);
        let iso = |day: Option<Day>| day.map_or_else(String::new, Day::iso);
        AskedFile {
            source: if guess.unreadable.is_empty() {
                guess.source.clone().unwrap_or_default()
            } else {
                LEAVE_OUT.to_owned()
            },
            extracted: iso(guess.facts.extracted),
            from: iso(covers.map(|period| period.from)),
            to: iso(covers.map(|period| period.last_day())),
            current_only: guess.facts.current_only,
        }
    }

    /// As a form says of the file of this number, 1 is the first.
    pub(super) fn sent(fields: &Fields, at: usize) -> AskedFile {
        let text = |key: &str| fields.one(&format!("{key}-{at}")).to_owned();
        AskedFile {
            source: text("kilde"),
            extracted: text("udtraek"),
            from: text("fra"),
            to: text("til"),
            current_only: fields.has(&format!("loebende-{at}")),
        }
    }

    fn facts(&self, file: usize, faults: &mut Vec<Fault>) -> ExtractFacts {
        let mut fault = |field, text: &str| faults.push(Fault { file, field, text: text.to_owned() });
        let mut day = |field, text: &str| {
            let day = Day::parse(text);
            if day.is_none() && !text.is_empty() {
                fault(field, "Skriv dagen som 01-03-2026, eller lad feltet være tomt");
            }
            day
        };
        let extracted = day("udtraek", &self.extracted);
        let (from, to) = (day("fra", &self.from), day("fra", &self.to));
        let covers = from.zip(to).and_then(|(from, to)| Period::from_included(from, to));
        if from.is_some() && to.is_some() && covers.is_none() {
            fault("fra", "Den sidste dag ligger før den første");
        }
        if from.is_some() != to.is_some() && (self.from.is_empty() || self.to.is_empty()) {
            fault("fra", "Skriv både første og sidste dag, eller lad begge være tomme");
        }
        ExtractFacts { extracted, covers, current_only: self.current_only }
    }
}

/// One import a source, in the order of the files. Files of one source are one extract.
pub(super) fn requests(waiting: &Waiting, asked: &[AskedFile]) -> Result<Vec<ImportExtract>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut made: Vec<ImportExtract> = Vec::new();
    for (at, (file, own)) in waiting.files.iter().zip(asked).enumerate() {
        if own.source == LEAVE_OUT {
            continue;
        }
        if own.source.is_empty() {
            let text = format!("Vælg kilden til {}", file.name);
            faults.push(Fault { file: at, field: "kilde", text });
        }
        let stated = own.facts(at, &mut faults);
        match made.iter_mut().find(|request| request.source == own.source) {
            None => made.push(ImportExtract {
                source: own.source.clone(),
                files: vec![file.file.clone()],
                stated,
            }),
            Some(request) if request.stated == stated => request.files.push(file.file.clone()),
            Some(_) => {
                let text = "Filer fra samme kilde er ét udtræk: skriv samme dag og samme dækning i dem alle";
                faults.push(Fault { file: at, field: "udtraek", text: text.to_owned() });
            }
        }
    }
    if faults.is_empty() { Ok(made) } else { Err(faults) }
}
