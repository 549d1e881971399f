//! Since when a citizen has had a paragraph, and at whom: the newest forløb over all years that the systems tell of.

use super::Case;
use crate::basis_content::BasisContent;
use crate::session::Session;
use domain::calendar::{Day, Period};
use domain::language::{LocalWords, Meaning, Translator};
use domain::observation::{Role, Standing};
use domain::person::CitizenId;
use domain::wording::{ProviderId, WordId, Wording};
use std::collections::HashMap;
use store::imports::Kind;

/// Days without the paragraph up to which it is one forløb.
const GAP_DAYS: i32 = 30;

/// Parts that citizens are read in.
const PARTS: u32 = 32;

/// The words that decide what a row means.
type Words = (WordId, WordId, WordId, ProviderId);

/// The days of each citizen on each paragraph.
pub(super) struct Forloeb {
    days: HashMap<(CitizenId, u16), Vec<(Period, u32)>>,
    paragraffer: HashMap<String, u16>,
    providers: Vec<String>,
}

impl Forloeb {
    /// Reads the rows that count in all systems of a basis.
    ///
    /// # Errors
    /// Where rows cannot be read.
    pub(super) fn read(session: &Session, content: &BasisContent) -> anyhow::Result<Forloeb> {
        let translator = Translator::new(&content.language, &content.law);
        let mut out = Forloeb { days: HashMap::new(), paragraffer: HashMap::new(), providers: Vec::new() };
        let mut names: HashMap<String, u32> = HashMap::new();
        for import in content.shown.imports.iter().filter(|i| i.kind == Kind::Activities) {
            let source = content.source(import, Period::ALWAYS)?.source;
            let file = session.store.lake().activities(&session.ctx, &import.id)?.resolving(&content.merged);
            let step = CitizenId::LIMIT / PARTS;
            for part in 0..PARTS {
                let until = if part + 1 == PARTS { CitizenId::LIMIT } else { (part + 1) * step };
                let mut wording = Wording::default();
                let rows = file.read(CitizenId(part * step)..CitizenId(until), &mut wording)?;
                let mut known: HashMap<Words, Vec<Meaning>> = HashMap::new();
                let counts = rows.iter().filter(|row| {
                    row.role == Role::Main && row.standing == Standing::Counts && row.from < row.until
                });
                for row in counts {
                    let words = (row.service, row.account, row.paragraf, row.provider);
                    let meanings = known.entry(words).or_insert_with(|| {
                        translator.meanings(&LocalWords::of(row, &wording, &source), Period::ALWAYS)
                    });
                    let provider = wording.provider_of(row.provider);
                    let name = if provider.name.is_empty() { &provider.p_number } else { &provider.name };
                    let number = out.number(&mut names, name);
                    for meaning in meanings.iter() {
                        let Some(days) = row.period().intersect(meaning.period) else { continue };
                        let Ok(paragraf) = meaning.paragraf.clone() else { continue };
                        let written = &content.law.paragraf(paragraf).written;
                        let paragraf = out.paragraf(written);
                        out.days.entry((row.citizen, paragraf)).or_default().push((days, number));
                    }
                }
            }
        }
        Ok(out)
    }

    fn number(&mut self, names: &mut HashMap<String, u32>, name: &str) -> u32 {
        if let Some(known) = names.get(name) {
            return *known;
        }
        let number = u32::try_from(self.providers.len()).unwrap_or(u32::MAX);
        names.insert(name.to_owned(), number);
        self.providers.push(name.to_owned());
        number
    }

    fn paragraf(&mut self, written: &str) -> u16 {
        let next = u16::try_from(self.paragraffer.len()).unwrap_or(u16::MAX);
        *self.paragraffer.entry(written.to_owned()).or_insert(next)
    }

    /// Since when, until when, at whom.
    pub(super) fn lay_on(&self, case: &mut Case) {
        let paragraf = self.paragraffer.get(&case.paragraf);
        let Some(days) = paragraf.and_then(|number| self.days.get(&(case.citizen, *number))) else { return };
        let mut days = days.clone();
        days.sort_unstable_by_key(|(period, _)| (period.from, period.until));
        let Some((first, _)) = days.first() else { return };
        let (mut since, mut until) = (first.from, first.until);
        for (period, _) in &days {
            if period.from.0 > until.0.saturating_add(GAP_DAYS) {
                (since, until) = (period.from, period.until);
            } else {
                until = until.max(period.until);
            }
        }
        case.since = (since > Day::FIRST).then_some(since);
        case.last = (until < Day::OPEN).then(|| until.previous());
        let newest = days.iter().max_by_key(|(period, _)| (period.until, period.from));
        case.provider = newest.map_or_else(String::new, |(_, name)| self.providers[*name as usize].clone());
    }
}
