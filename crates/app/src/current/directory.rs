//! Who belongs to whom: the caseworkers, teams and providers of citizens, as all systems of a basis say.
//!
//! Invariant: it decides who may see what, never a figure.

use crate::basis_content::BasisContent;
use crate::session::Session;
use domain::calendar::{Day, Period};
use domain::person::CitizenId;
use domain::wording::{ProviderId, WordId, Wording};
use std::collections::{BTreeSet, HashMap};
use store::imports::Kind;

/// The citizens of a basis with their rows, as far as limits ask.
#[derive(Debug, Default)]
pub struct Directory {
    /// By citizen, import, file, row.
    rows: Vec<RowFacts>,
    caseworkers: Vec<String>,
    /// P-number, CVR and name of each.
    providers: Vec<Vec<String>>,
    /// Services in the sources' words.
    services: Vec<String>,
    /// The team of each caseworker, in small letters.
    teams: HashMap<String, String>,
    /// Names of the imports' sources, by the number in rows.
    sources: Vec<String>,
    /// By citizen, found once: limits ask it of every row of a list.
    people: Vec<(CitizenId, Who)>,
}

/// Whom a citizen belongs to, each in alphabetical order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The caseworkers in all systems.
    pub caseworkers: Vec<String>,
    /// The teams of those caseworkers.
    pub teams: Vec<String>,
    /// P-numbers, CVR numbers and names of the providers.
    pub providers: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct RowFacts {
    citizen: CitizenId,
    source: u16,
    file: u16,
    row: u32,
    caseworker: u32,
    provider: u32,
    service: u32,
    from: Day,
    until: Day,
}

/// A row as it stands in its system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowText<'d> {
    /// The service in the source's words.
    pub service: &'d str,
    /// The provider's name, else its number.
    pub provider: &'d str,
    /// The days; an open end is [`Day::OPEN`].
    pub period: Period,
}

/// Texts, each once.
#[derive(Default)]
struct Once {
    known: HashMap<Vec<String>, u32>,
    all: Vec<Vec<String>>,
}

impl Once {
    fn number(&mut self, words: Vec<String>) -> u32 {
        if let Some(known) = self.known.get(&words) {
            return *known;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.known.insert(words.clone(), number);
        self.all.push(words);
        number
    }
}

/// Parts that the citizens are read in, so that not all rows are in memory at once.
const PARTS: u32 = 32;

impl Directory {
    /// Reads the rows of all systems of a basis.
    ///
    /// # Errors
    /// Where rows cannot be read.
    pub fn read(session: &Session, content: &BasisContent) -> anyhow::Result<Directory> {
        let (mut caseworkers, mut providers, mut services) =
            (Once::default(), Once::default(), Once::default());
        let mut out = Directory::default();
        for import in content.shown.imports.iter().filter(|import| import.kind == Kind::Activities) {
            let source = u16::try_from(out.sources.len()).unwrap_or(u16::MAX);
            out.sources.push(import.source.clone());
            let file = session.store.lake().activities(&session.ctx, &import.id)?.resolving(&content.merged);
            let step = CitizenId::LIMIT / PARTS;
            for part in 0..PARTS {
                let until = if part + 1 == PARTS { CitizenId::LIMIT } else { (part + 1) * step };
                let mut wording = Wording::default();
                let mut words = Numbers::default();
                for row in file.read(CitizenId(part * step)..CitizenId(until), &mut wording)? {
                    out.rows.push(RowFacts {
                        citizen: row.citizen,
                        source,
                        file: row.place.file,
                        row: row.place.row,
                        caseworker: words.caseworker(row.caseworker, &wording, &mut caseworkers),
                        provider: words.provider(row.provider, &wording, &mut providers),
                        service: words.service(row.service, &wording, &mut services),
                        from: row.from,
                        until: row.until,
                    });
                }
            }
        }
        out.rows.sort_unstable();
        out.caseworkers = caseworkers.all.into_iter().map(|words| words.concat()).collect();
        out.providers = providers.all;
        out.services = services.all.into_iter().map(|words| words.concat()).collect();
        for caseworker in content.caseworkers.iter().flatten() {
            out.teams.insert(caseworker.name.to_lowercase(), caseworker.team.clone());
        }
        let people = out.rows.chunk_by(|a, b| a.citizen == b.citizen);
        out.people = people.map(|rows| (rows[0].citizen, out.who_of(rows))).collect();
        Ok(out)
    }

    fn who_of(&self, rows: &[RowFacts]) -> Who {
        let numbers: BTreeSet<u32> = rows.iter().map(|row| row.caseworker).collect();
        let names = numbers.into_iter().map(|number| &self.caseworkers[number as usize]);
        let caseworkers = sorted(names);
        let teams = sorted(caseworkers.iter().filter_map(|name| self.teams.get(&name.to_lowercase())));
        Who { caseworkers, teams, providers: self.providers_of(rows.iter()) }
    }

    fn rows_of(&self, citizen: CitizenId) -> &[RowFacts] {
        let from = self.rows.partition_point(|row| row.citizen < citizen);
        let until = self.rows.partition_point(|row| row.citizen <= citizen);
        &self.rows[from..until]
    }

    /// All citizens of the basis, in the order of their ids.
    pub fn citizens(&self) -> impl Iterator<Item = CitizenId> {
        self.rows.chunk_by(|a, b| a.citizen == b.citizen).map(|rows| rows[0].citizen)
    }

    /// True where a system of the basis has the citizen.
    #[must_use]
    pub fn knows(&self, citizen: CitizenId) -> bool {
        !self.rows_of(citizen).is_empty()
    }

    /// Whom the citizen belongs to.
    #[must_use]
    pub fn who(&self, citizen: CitizenId) -> &Who {
        static NOBODY: Who = Who { caseworkers: Vec::new(), teams: Vec::new(), providers: Vec::new() };
        self.people.binary_search_by_key(&citizen, |own| own.0).map_or(&NOBODY, |at| &self.people[at].1)
    }

    /// P-numbers, CVR numbers and names of the providers of single rows: the file and row numbers of a source.
    #[must_use]
    pub fn providers_at(&self, citizen: CitizenId, source: &str, places: &[(u16, u32)]) -> Vec<String> {
        let Some(source) = self.sources.iter().position(|own| own == source) else { return Vec::new() };
        let is_there =
            |row: &&RowFacts| usize::from(row.source) == source && places.contains(&(row.file, row.row));
        self.providers_of(self.rows_of(citizen).iter().filter(is_there))
    }

    /// One row of a source: its file and row number.
    #[must_use]
    pub fn row_at(&self, citizen: CitizenId, source: &str, place: (u16, u32)) -> Option<RowText<'_>> {
        let source = self.sources.iter().position(|own| own == source)?;
        let row = self
            .rows_of(citizen)
            .iter()
            .find(|row| usize::from(row.source) == source && (row.file, row.row) == place)?;
        let provider = &self.providers[row.provider as usize];
        let named = [2, 0, 1].into_iter().find_map(|at| provider.get(at).filter(|word| !word.is_empty()));
        Some(RowText {
            service: &self.services[row.service as usize],
            provider: named.map_or("", String::as_str),
            period: Period { from: row.from, until: row.until },
        })
    }

    fn providers_of<'r>(&self, rows: impl Iterator<Item = &'r RowFacts>) -> Vec<String> {
        let numbers: BTreeSet<u32> = rows.map(|row| row.provider).collect();
        sorted(numbers.into_iter().flat_map(|number| &self.providers[number as usize]))
    }

    /// All caseworkers that any row names, in alphabetical order.
    #[must_use]
    pub fn all_caseworkers(&self) -> Vec<&str> {
        let names: BTreeSet<&str> = self.caseworkers.iter().map(String::as_str).collect();
        names.into_iter().filter(|name| !name.is_empty()).collect()
    }

    /// All teams, in alphabetical order.
    #[must_use]
    pub fn all_teams(&self) -> Vec<&str> {
        let names: BTreeSet<&str> = self.teams.values().map(String::as_str).collect();
        names.into_iter().filter(|name| !name.is_empty()).collect()
    }
}

/// Words in alphabetical order, each once and none empty.
fn sorted<'w>(words: impl Iterator<Item = &'w String>) -> Vec<String> {
    let words: BTreeSet<&String> = words.filter(|word| !word.is_empty()).collect();
    words.into_iter().cloned().collect()
}

/// The words of one part as numbers: each looked up once.
#[derive(Default)]
struct Numbers {
    caseworkers: HashMap<WordId, u32>,
    providers: HashMap<ProviderId, u32>,
    services: HashMap<WordId, u32>,
}

impl Numbers {
    fn caseworker(&mut self, word: WordId, wording: &Wording, all: &mut Once) -> u32 {
        *self
            .caseworkers
            .entry(word)
            .or_insert_with(|| all.number(vec![wording.text(word).trim().to_owned()]))
    }

    fn service(&mut self, word: WordId, wording: &Wording, all: &mut Once) -> u32 {
        *self.services.entry(word).or_insert_with(|| all.number(vec![wording.text(word).trim().to_owned()]))
    }

    fn provider(&mut self, id: ProviderId, wording: &Wording, all: &mut Once) -> u32 {
        *self.providers.entry(id).or_insert_with(|| {
            let provider = wording.provider_of(id);
            all.number(vec![provider.p_number.clone(), provider.cvr.clone(), provider.name.clone()])
        })
    }
}
