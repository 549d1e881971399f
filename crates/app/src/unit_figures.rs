//! A unit's own counts of a year, citizen by citizen: who had a service in the month, days of the year, what the year is
//! disponeret to; for two bases, so that what moved between them can be named.
//!
//! Invariant: a row is counted where the unit's scope holds it, asked of the basis that the row stands in. Every figure is
//! the sum of its citizens' lines.

use crate::access::{Reach, Scope, Subject};
use crate::basis_content::BasisContent;
use crate::commands::accept_basis::find_basis;
use crate::commands::disposition::OpenedYear;
use crate::commands::landscape::resolve_area;
use crate::commands::run_control::system;
use crate::current::Directory;
use crate::session::Session;
use domain::amount::Oere;
use domain::calendar::{Day, Month, Period};
use domain::full_year::FullYears;
use domain::observation::{Role, RowPlace};
use domain::ownership::Grouping;
use domain::periods::Periods;
use domain::person::CitizenId;
use engine::{DispositionGiven, Progress, dispose};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The years of bases in memory, by basis, system and year.
#[derive(Default)]
pub struct YearsKept(Mutex<BTreeMap<String, Arc<BasisYear>>>);

/// A year of a basis: the rows of one system that count.
pub struct BasisYear {
    /// The basis.
    pub basis: String,
    /// The system as people say it.
    pub system: String,
    /// The day of its extract.
    pub day: Option<Day>,
    source: String,
    year: i32,
    rows: Vec<Row>,
    /// Paragraphs as written, in the order of the law book.
    written: Vec<String>,
    directory: Arc<Directory>,
}

/// A stretch of a row's days.
struct Row {
    citizen: CitizenId,
    /// Its place in `written`.
    paragraf: u16,
    place: RowPlace,
    period: Period,
    /// Main service: its days count.
    has_days: bool,
    oere: Oere,
    unpriced_days: i64,
}

/// Counts of one citizen on one paragraph, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Citizens with a day in the month.
    pub citizens: i64,
    /// Days of the year.
    pub days: i64,
    /// The same as full-year persons.
    pub full_years: FullYears,
    /// What the year is disponeret to, as far as prices are known; gross of VAT relief.
    pub oere: Oere,
    /// Days without a price.
    pub unpriced_days: i64,
}

/// One citizen on one paragraph, now and in the basis before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitizenLine {
    /// Who.
    pub citizen: CitizenId,
    /// The paragraph as written.
    pub paragraf: String,
    /// Now.
    pub now: Sums,
    /// In the basis before; nothing where there is none.
    pub before: Sums,
}

/// One paragraph of a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitLine {
    /// As written.
    pub paragraf: String,
    /// Now.
    pub now: Sums,
    /// In the basis before.
    pub before: Sums,
}

impl Sums {
    fn add(&mut self, other: &Sums) {
        self.citizens += other.citizens;
        self.days += other.days;
        self.full_years = self.full_years + other.full_years;
        self.oere += other.oere;
        self.unpriced_days += other.unpriced_days;
    }
}

impl CitizenLine {
    /// Kroner that moved.
    #[must_use]
    pub fn moved(&self) -> Oere {
        self.now.oere - self.before.oere
    }

    /// Days that moved.
    #[must_use]
    pub fn moved_days(&self) -> i64 {
        self.now.days - self.before.days
    }
}

impl YearsKept {
    /// The year of a basis, read where it is not in memory.
    ///
    /// # Errors
    /// Where there is no such basis, the system is not in it, or rows cannot be read.
    pub async fn get(
        &self,
        session: &Session,
        basis: &str,
        source: &str,
        year: i32,
    ) -> anyhow::Result<Arc<BasisYear>> {
        let key = format!("{basis} {source} {year}");
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let content = BasisContent::load(session, find_basis(session, Some(basis)).await?).await?;
        let read = Arc::new(BasisYear::read(session, &content, source, year)?);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&read));
        Ok(read)
    }
}

impl BasisYear {
    fn read(session: &Session, content: &BasisContent, name: &str, year: i32) -> anyhow::Result<BasisYear> {
        let window = Period::year(year);
        let source = content.source(system(&content.shown, name)?, window)?;
        let area = resolve_area(&content.law, &content.landscape, &content.lines, None, window)?;
        let opened = OpenedYear::open(session, content, &source, year)?;
        let grouping = Grouping::each();
        let given = DispositionGiven { area: Some(&area), ..opened.given(&grouping) };
        let ran = dispose(&given, &Progress::default())?;
        let kept = ran.rows.iter().map(|row| Row {
            citizen: row.citizen,
            paragraf: row.paragraf.0,
            place: row.place,
            period: row.period,
            has_days: row.role == Role::Main && row.kind.has_days(),
            oere: row.money.gross,
            unpriced_days: if row.role == Role::Main { row.money.unpriced_days } else { 0 },
        });
        let mut kept: Vec<Row> = kept.collect();
        kept.sort_by_key(|row| (row.citizen, row.paragraf));
        Ok(BasisYear {
            basis: content.shown.basis.id.to_string(),
            system: source.source.title.clone(),
            day: source.import.facts.extracted,
            source: name.to_owned(),
            year,
            rows: kept,
            written: content.law.paragraffer.iter().map(|own| own.written.clone()).collect(),
            directory: Arc::new(Directory::read(session, content)?),
        })
    }

    /// What the scope holds, by paragraph in the order of the law book and citizen.
    fn sums(&self, scope: &Scope, month: Month) -> BTreeMap<(u16, CitizenId), Sums> {
        let mut out = BTreeMap::new();
        for own in self.rows.chunk_by(|a, b| (a.citizen, a.paragraf) == (b.citizen, b.paragraf)) {
            let (citizen, paragraf) = (own[0].citizen, own[0].paragraf);
            let who = self.directory.who(citizen);
            let subject = Subject {
                citizen: Some(citizen),
                caseworkers: &who.caseworkers,
                teams: &who.teams,
                paragraf: &self.written[usize::from(paragraf)],
                providers: &[],
                assigned: "",
            };
            let inside = |row: &&Row| {
                // Only a provider's limits ask whose row it is.
                let providers = match scope.reach() {
                    Reach::Provider => {
                        let place = [(row.place.file, row.place.row)];
                        self.directory.providers_at(citizen, &self.source, &place)
                    }
                    _ => Vec::new(),
                };
                scope.holds(&Subject { providers: &providers, ..subject })
            };
            let mut sums = Sums::default();
            let mut periods = Vec::new();
            for row in own.iter().filter(inside) {
                sums.oere += row.oere;
                sums.unpriced_days += row.unpriced_days;
                if row.has_days {
                    periods.push(row.period);
                }
            }
            let days = Periods::union_of(periods);
            sums.days = days.days();
            sums.full_years = FullYears::of_days(&days);
            sums.citizens = i64::from(days.iter().any(|period| period.overlaps(month.period())));
            if sums != Sums::default() {
                out.insert((paragraf, citizen), sums);
            }
        }
        out
    }
}

/// The citizens of a unit, now and before, by paragraph in the order of the law book.
#[must_use]
pub fn citizens(
    now: &BasisYear,
    before: Option<&BasisYear>,
    scope: &Scope,
    month: Month,
) -> Vec<CitizenLine> {
    debug_assert!(before.is_none_or(|own| own.year == now.year), "to år kan ikke holdes mod hinanden");
    let mut out: BTreeMap<(usize, &str, CitizenId), (Sums, Sums)> = BTreeMap::new();
    let places = places_in(now, now);
    for ((paragraf, citizen), sums) in now.sums(scope, month) {
        let (place, written) = places[usize::from(paragraf)];
        out.entry((place, written, citizen)).or_default().0.add(&sums);
    }
    if let Some(before) = before {
        let places = places_in(now, before);
        for ((paragraf, citizen), sums) in before.sums(scope, month) {
            let (place, written) = places[usize::from(paragraf)];
            out.entry((place, written, citizen)).or_default().1.add(&sums);
        }
    }
    let line = |((_, paragraf, citizen), (now, before)): ((usize, &str, CitizenId), _)| CitizenLine {
        citizen,
        paragraf: paragraf.to_owned(),
        now,
        before,
    };
    out.into_iter().map(line).collect()
}

/// Where each paragraph of a basis stands in the order of the newest law book; last what that does not have.
fn places_in<'b>(now: &BasisYear, own: &'b BasisYear) -> Vec<(usize, &'b str)> {
    let place = |written: &String| now.written.iter().position(|own| own == written).unwrap_or(usize::MAX);
    own.written.iter().map(|written| (place(written), written.as_str())).collect()
}

/// The paragraphs of a unit: the sums of its citizens' lines, in their order.
#[must_use]
pub fn by_paragraf(citizens: &[CitizenLine]) -> Vec<UnitLine> {
    let add = |lines: &[CitizenLine]| {
        let mut out = UnitLine { paragraf: lines[0].paragraf.clone(), ..UnitLine::default() };
        for line in lines {
            out.now.add(&line.now);
            out.before.add(&line.before);
        }
        out
    };
    citizens.chunk_by(|a, b| a.paragraf == b.paragraf).map(add).collect()
}

/// The largest movements: by kroner, then days; those of nothing are none.
#[must_use]
pub fn movements(citizens: &[CitizenLine], most: usize) -> Vec<&CitizenLine> {
    let mut out: Vec<&CitizenLine> =
        citizens.iter().filter(|line| line.moved() != Oere(0) || line.moved_days() != 0).collect();
    out.sort_by_key(|line| {
        let size = (line.moved().0.unsigned_abs(), line.moved_days().unsigned_abs());
        (std::cmp::Reverse(size), line.citizen)
    });
    out.truncate(most);
    out
}
