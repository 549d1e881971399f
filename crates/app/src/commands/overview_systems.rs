//! Who is in which system: every citizen with a running main service, by paragraph, in all systems of a basis.
//!
//! Invariant: rows are as the systems have them, translated; no area, population or exception is cut, for this shows
//! what is there and not what is wrong.

use crate::basis_content::BasisContent;
use crate::session::Session;
use domain::calendar::{Day, Period};
use domain::language::{LocalWords, Translator};
use domain::law::ParagrafId;
use domain::observation::{Role, Standing};
use domain::person::CitizenId;
use domain::wording::{ProviderId, WordId, Wording};
use std::collections::{BTreeMap, HashMap};
use store::imports::{Import, Kind};

/// A system of the basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    /// The source's name.
    pub name: String,
    /// As people say it.
    pub title: String,
    /// The day of its extract.
    pub extracted: Option<Day>,
}

/// Days of a citizen on a paragraph in a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Held {
    paragraf: ParagrafId,
    citizen: CitizenId,
    system: u8,
    period: Period,
}

/// All systems of a basis.
#[derive(Debug, Default)]
pub struct Systems {
    /// In the order of the basis; at most 32.
    pub systems: Vec<System>,
    held: Vec<Held>,
}

/// A citizen on a paragraph on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Where {
    /// The paragraph.
    pub paragraf: ParagrafId,
    /// Who.
    pub citizen: CitizenId,
    /// A bit for each system that has the citizen on the paragraph.
    pub systems: u32,
}

impl Where {
    /// True where the system of this place has the citizen.
    #[must_use]
    pub fn is_in(&self, system: usize) -> bool {
        self.systems >> system & 1 == 1
    }
}

/// Systems that a picture has room for: a bit each.
const MOST: usize = 32;
/// Parts that the citizens are read in, so that not all rows are in memory at once.
const PARTS: u32 = 16;

impl Systems {
    /// Reads the rows of all systems.
    ///
    /// # Errors
    /// Where rows cannot be read.
    pub fn read(session: &Session, content: &BasisContent) -> anyhow::Result<Systems> {
        let mut out = Systems::default();
        let activities = content.shown.imports.iter().filter(|import| import.kind == Kind::Activities);
        for import in activities.take(MOST) {
            out.read_system(session, content, import)?;
        }
        out.held.sort_unstable();
        Ok(out)
    }

    fn read_system(
        &mut self,
        session: &Session,
        content: &BasisContent,
        import: &Import,
    ) -> anyhow::Result<()> {
        let source = content.source(import, Period::ALWAYS)?.source;
        let system = u8::try_from(self.systems.len()).unwrap_or(u8::MAX);
        let translator = Translator::new(&content.language, &content.law);
        let file = session.store.lake().activities(&session.ctx, &import.id)?.resolving(&content.merged);
        let step = CitizenId::LIMIT / PARTS;
        for part in 0..PARTS {
            let until = if part + 1 == PARTS { CitizenId::LIMIT } else { (part + 1) * step };
            let mut wording = Wording::default();
            let rows = file.read(CitizenId(part * step)..CitizenId(until), &mut wording)?;
            // The same words mean the same on the same days: each is asked once.
            let mut known: HashMap<[WordId; 3], BTreeMap<ProviderId, Meanings>> = HashMap::new();
            for row in rows.iter().filter(|r| r.standing == Standing::Counts && r.role == Role::Main) {
                let meanings = known
                    .entry([row.service, row.account, row.paragraf])
                    .or_default()
                    .entry(row.provider)
                    .or_insert_with(|| meanings(&translator, &LocalWords::of(row, &wording, &source)));
                for (paragraf, days) in meanings.iter() {
                    if let Some(period) = days.intersect(row.period()) {
                        self.held.push(Held { paragraf: *paragraf, citizen: row.citizen, system, period });
                    }
                }
            }
        }
        let (name, title) = (source.name, source.title);
        self.systems.push(System { name, title, extracted: import.facts.extracted });
        Ok(())
    }

    /// The day that all systems speak of: the earliest extract's.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        self.systems.iter().filter_map(|system| system.extracted).min()
    }

    /// Every citizen with a running service on a day, by paragraph, then citizen.
    #[must_use]
    pub fn on(&self, day: Day) -> Vec<Where> {
        let mut out: Vec<Where> = Vec::new();
        for held in self.held.iter().filter(|held| held.period.contains(day)) {
            let bit = 1 << held.system;
            match out.last_mut() {
                Some(last) if (last.paragraf, last.citizen) == (held.paragraf, held.citizen) => {
                    last.systems |= bit
                }
                _ => out.push(Where { paragraf: held.paragraf, citizen: held.citizen, systems: bit }),
            }
        }
        out
    }
}

type Meanings = Vec<(ParagrafId, Period)>;

fn meanings(translator: &Translator<'_>, words: &LocalWords<'_>) -> Meanings {
    let all = translator.meanings(words, Period::ALWAYS);
    all.into_iter().filter_map(|meaning| Some((meaning.paragraf.ok()?, meaning.period))).collect()
}
