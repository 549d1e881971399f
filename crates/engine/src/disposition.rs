//! The disponering of a year over one import: stretches of citizens side by side, each citizen's rows priced and added up.
//!
//! Invariant: the outcome depends on the basis and what is asked alone, never on how citizens are divided or which thread
//! was first.

use crate::buckets::buckets;
use crate::others::OtherInput;
use crate::run::{EngineError, Input, Lists, Progress, each, rename};
use domain::area::Area;
use domain::calendar::{Month, Period};
use domain::citizen_facts::CitizenFacts;
use domain::deviation::Side;
use domain::disposition::{DisposedRow, Disposer, Posted, RowKind, Tally, Whom};
use domain::landscape::ExtractFacts;
use domain::language::Language;
use domain::law::LawBook;
use domain::lexicon::{Lexicon, SideContext};
use domain::observation::{IndividualRate, PersonRecord, Posting, Role, RowPlace, Standing};
use domain::ownership::Grouping;
use domain::person::CitizenId;
use domain::registers::{Other, Registers};
use domain::timeline::Timeline;
use domain::wording::{WordId, Wording};
use std::ops::Range;
use std::sync::atomic::Ordering;

/// All that a disponering is made from.
pub struct DispositionGiven<'a> {
    /// The year.
    pub year: i32,
    /// Kroner of the months before this one are added up for themselves.
    pub until: Month,
    /// The law of the basis.
    pub law: &'a LawBook,
    /// The one language.
    pub language: &'a Language,
    /// The system whose rows are disposed.
    pub system: Input<'a>,
    /// The register of persons.
    pub persons: Option<OtherInput<'a, PersonRecord<CitizenId>>>,
    /// Rates agreed for one citizen.
    pub individual: Option<OtherInput<'a, IndividualRate<CitizenId>>>,
    /// The finance system.
    pub ledger: Option<OtherInput<'a, Posting<CitizenId>>>,
    /// The registers.
    pub lists: Lists<'a>,
    /// Which citizens and paragraphs; none means all.
    pub area: Option<&'a Area>,
    /// Our own municipality.
    pub kommune: u16,
    /// How ownership is grouped.
    pub grouping: &'a Grouping,
}

/// A row that counts, but whose words lead to no paragraph in the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UntranslatedRow {
    /// Who.
    pub citizen: CitizenId,
    /// Where it stands.
    pub place: RowPlace,
    /// The days.
    pub period: Period,
}

/// A year's disponering of one system.
#[derive(Debug, Default)]
pub struct RanDisposition {
    /// Per function and paragraph.
    pub tally: Tally,
    /// The rows behind it, by citizen.
    pub rows: Vec<DisposedRow>,
    /// Main services that lead to no paragraph.
    pub untranslated: Vec<UntranslatedRow>,
    /// What the finance system has posted in the year.
    pub posted: Vec<Posted>,
    /// The words that the rows name sheets by.
    pub wording: Wording,
    /// The same of the postings.
    pub ledger_wording: Wording,
}

/// Disposes a year.
///
/// # Errors
/// [`EngineError`].
pub fn dispose(given: &DispositionGiven<'_>, progress: &Progress) -> Result<RanDisposition, EngineError> {
    let stretches = buckets([given.system.rows, given.system.rows]);
    progress.total.store(stretches.len() as u64, Ordering::Relaxed);
    let mut ran = RanDisposition::default();
    for part in each(&stretches, progress, |stretch| given.part(&stretch))? {
        gather(&mut ran, part);
    }
    if let Some(ledger) = &given.ledger {
        let mut wording = Wording::default();
        let postings = ledger.rows.read_nobody(&mut wording)?;
        let none = Wording::default();
        let posted = given.posted(&none, &wording, &postings);
        gather(&mut ran, RanDisposition { posted, ledger_wording: wording, ..RanDisposition::default() });
    }
    let key = |row: &Posted| (row.funktion.clone(), row.paragraf, row.citizen, row.place, row.month);
    ran.posted.sort_by_cached_key(key);
    Ok(ran)
}

impl DispositionGiven<'_> {
    fn disposer(&self) -> Disposer<'_> {
        Disposer::new(self.law, self.year).until(self.until)
    }

    /// The system stands on both sides, for nothing is compared. Its open ends run on through the year.
    fn side<'w>(&'w self, wording: &'w Wording) -> SideContext<'w> {
        let facts = ExtractFacts { covers: None, ..self.system.facts };
        SideContext { source: self.system.source, facts, wording }
    }

    fn registers<'w>(
        &'w self,
        individual: Option<&'w Wording>,
        ledger: Option<&'w Wording>,
    ) -> Registers<'w> {
        Registers {
            individual: self.individual.as_ref().zip(individual).map(|(o, wording)| other(o, wording)),
            ledger: self.ledger.as_ref().zip(ledger).map(|(o, wording)| other(o, wording)),
            prices: self.lists.prices,
            providers: self.lists.providers,
            ..Registers::default()
        }
    }

    fn part(&self, stretch: &Range<CitizenId>) -> Result<RanDisposition, EngineError> {
        let mut wording = Wording::default();
        let rows = self.system.rows.read(stretch.clone(), &mut wording)?;
        let persons = self
            .persons
            .as_ref()
            .map_or(Ok(Vec::new()), |input| input.rows.read(stretch.clone(), &mut Wording::default()))?;
        let mut words = [Wording::default(), Wording::default()];
        let [of_rates, of_ledger] = &mut words;
        let individual = self.individual.as_ref();
        let rates = individual.map_or(Ok(Vec::new()), |input| input.rows.read(stretch.clone(), of_rates))?;
        let ledger = self.ledger.as_ref();
        let postings = ledger.map_or(Ok(Vec::new()), |input| input.rows.read(stretch.clone(), of_ledger))?;
        let mut out = RanDisposition::default();
        let side = self.side(&wording);
        let registers = self.registers(Some(&words[0]), None);
        let mut lexicon = Lexicon::new(self.law, self.language, [side, side], registers);
        let disposer = self.disposer();
        let mut timeline = Timeline::default();
        let (mut persons, mut rates) = (persons.as_slice(), rates.as_slice());
        for own in rows.chunk_by(|a, b| a.citizen == b.citizen) {
            let citizen = own[0].citizen;
            let person = CitizenFacts::of(take(&mut persons, citizen, |r| r.citizen));
            timeline.fill(Side::One, own, take(&mut rates, citizen, |r| r.citizen), &mut lexicon);
            let whom = Whom {
                citizen,
                payer: Some(self.kommune),
                area: self.area,
                after_death: person.after_death(),
                outside_age: person.outside_age(self.area),
            };
            let lines = disposer.citizen_rows(&whom, Side::One, &timeline, &lexicon, &mut out.rows);
            out.tally.add_citizen(&lines, self.grouping);
            let year = Period::year(self.year);
            out.untranslated.extend(timeline.untranslated.iter().filter_map(|(row, days)| {
                let counts = row.role == Role::Main && row.standing == Standing::Counts;
                let period = days.intersect(year).filter(|_| counts)?;
                Some(UntranslatedRow { citizen, place: row.place, period })
            }));
        }
        out.posted = self.posted(&wording, &words[1], &postings);
        drop(lexicon);
        out.wording = wording;
        let [_, of_ledger] = words;
        out.ledger_wording = of_ledger;
        Ok(out)
    }

    fn posted(&self, wording: &Wording, ledger: &Wording, postings: &[Posting<CitizenId>]) -> Vec<Posted> {
        let Some(input) = self.ledger.as_ref().filter(|_| !postings.is_empty()) else { return Vec::new() };
        let side = self.side(wording);
        let registers = self.registers(None, Some(ledger));
        let lexicon = Lexicon::new(self.law, self.language, [side, side], registers);
        let mut posted = self.disposer().posted(other(input, ledger), &lexicon, postings);
        if let Some(area) = self.area {
            posted.retain(|row| row.paragraf.is_none_or(|paragraf| area.holds(paragraf)));
        }
        posted
    }
}

fn other<'w, T>(input: &'w OtherInput<'_, T>, wording: &'w Wording) -> Other<'w> {
    Other { index: 0, source: input.source, facts: input.facts, wording }
}

/// The rows of one citizen in a sorted list whose front has passed everybody before.
fn take<'r, T>(rows: &mut &'r [T], citizen: CitizenId, who: impl Fn(&T) -> CitizenId) -> &'r [T] {
    let rest = &rows[rows.partition_point(|row| who(row) < citizen)..];
    let (own, after) = rest.split_at(rest.partition_point(|row| who(row) == citizen));
    *rows = after;
    own
}

fn gather(ran: &mut RanDisposition, part: RanDisposition) {
    ran.tally.merge(part.tally);
    let sheet = |place: RowPlace, from: &Wording, to: &mut Wording| RowPlace {
        sheet: if place.sheet == WordId::EMPTY { WordId::EMPTY } else { rename(place.sheet, from, to) },
        ..place
    };
    ran.rows.extend(
        part.rows
            .into_iter()
            .map(|row| DisposedRow { place: sheet(row.place, &part.wording, &mut ran.wording), ..row }),
    );
    ran.untranslated.extend(
        part.untranslated
            .into_iter()
            .map(|row| UntranslatedRow { place: sheet(row.place, &part.wording, &mut ran.wording), ..row }),
    );
    ran.posted.extend(
        part.posted.into_iter().map(|row| Posted {
            place: sheet(row.place, &part.ledger_wording, &mut ran.ledger_wording),
            ..row
        }),
    );
}

impl RanDisposition {
    /// Rows that count days but whose kroner are not known on some of them.
    pub fn unpriced(&self) -> impl Iterator<Item = &DisposedRow> {
        self.rows.iter().filter(|row| row.kind == RowKind::Counts && row.money.unpriced_days > 0)
    }
}
