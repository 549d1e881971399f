//! What the year costs, citizen by citizen and paragraph by paragraph: granted in the case system, disposed in the
//! settlement systems, paid in the finance system.
//!
//! Invariant: every amount is the sum of its parts, and every part is a row or a posting of the basis. A citizen on a
//! paragraph is disposed by one system: one that stands in two is not counted twice.

mod forloeb;

use crate::basis_content::{BasisContent, BasisSource};
use crate::commands::disposition::{OpenedYear, elapsed, input};
use crate::commands::run_control::{open_kind, system};
use crate::current::Current;
use crate::session::Session;
use domain::amount::Oere;
use domain::calendar::{Day, Month, Period};
use domain::disposition::{DisposedRow, Money, Posted};
use domain::observation::Posting;
use domain::ownership::Grouping;
use domain::person::CitizenId;
use engine::{DispositionGiven, Progress, RanDisposition, dispose};
use forloeb::Forloeb;
use std::collections::{BTreeMap, BTreeSet};
use store::imports::Kind;
use store::lake::RecordFile;

/// What was posted with nothing disposed, or beyond it, is said from this amount on: less is rounding.
pub const NOTABLE: Oere = Oere(10_000);

/// The year.
#[derive(Debug)]
pub struct CaseYear {
    /// Which.
    pub year: i32,
    /// "To date" is the months before this one.
    pub until: Month,
    /// The case system's title; empty where the basis has none.
    pub granted_by: String,
    /// Titles of the settlement systems, the first of them first asked.
    pub disposed_by: Vec<String>,
    /// The finance system's title; empty where the basis has none.
    pub paid_by: String,
    /// Amounts are less VAT relief, as the finance system's are.
    pub is_net: bool,
    /// The cases, by citizen, then in the order of the law.
    pub cases: Vec<Case>,
}

/// A citizen on a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Who.
    pub citizen: CitizenId,
    /// The paragraph as written.
    pub paragraf: String,
    /// The first day of the newest forløb; `None` where no row that counts says one.
    pub since: Option<Day>,
    /// Its last day; `None` while it runs on.
    pub last: Option<Day>,
    /// The provider of its newest row.
    pub provider: String,
    /// Granted in the year.
    pub granted: Amount,
    /// Disposed in the year.
    pub disposed: Amount,
    /// Disposed in the months before [`CaseYear::until`].
    pub to_date: Oere,
    /// Paid for those months.
    pub paid: Oere,
    /// Paid for later months.
    pub paid_ahead: Oere,
    /// What all of it is made of.
    pub parts: Vec<Part>,
}

/// Kroner of some rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// The sum of what is known.
    pub oere: Oere,
    /// How many rows.
    pub rows: usize,
    /// Days of rows without a price: their kroner are not in it.
    pub unpriced_days: i64,
}

/// Which figure a part belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Granted.
    Granted,
    /// Disposed.
    Disposed,
    /// Paid.
    Paid,
}

/// A row or a posting with its part of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Of which.
    pub figure: Figure,
    /// The import that it stands in: id and source.
    pub import: (String, String),
    /// File and row.
    pub place: (u16, u32),
    /// The sheet; empty for CSV.
    pub sheet: String,
    /// The days of the year, or the months that a posting pays for.
    pub period: Period,
    /// Its kroner.
    pub oere: Oere,
    /// What of it is to date.
    pub to_date: Oere,
    /// Days without a price.
    pub unpriced_days: i64,
    /// Why it has no kroner; empty where it counts.
    pub why: &'static str,
}

type Key = (CitizenId, usize, String);

impl Default for CaseYear {
    fn default() -> CaseYear {
        CaseYear {
            year: Day::FIRST.ymd().0,
            until: Day::FIRST.month(),
            granted_by: String::new(),
            disposed_by: Vec::new(),
            paid_by: String::new(),
            is_net: true,
            cases: Vec::new(),
        }
    }
}

impl CaseYear {
    /// The year of the basis: the one in which its newest extract was taken.
    ///
    /// # Errors
    /// Where rows cannot be read.
    pub fn read(session: &Session, current: &Current, content: &BasisContent) -> anyhow::Result<CaseYear> {
        let year = year_of(content);
        let window = Period::year(year);
        let ledger = open_kind::<Posting<CitizenId>>(session, content, window, Kind::Postings)?;
        let until = ledger.as_ref().map_or(window.until.month(), |(source, _)| elapsed(source, window));
        let mut out = CaseYear {
            year,
            until,
            paid_by: ledger.as_ref().map_or_else(String::new, |(source, _)| source.source.title.clone()),
            is_net: ledger.as_ref().is_none_or(|(source, _)| source.source.terms.net_of_relief),
            ..CaseYear::default()
        };
        let (case_system, settling) = systems(current, content);
        let mut cases: BTreeMap<Key, Case> = BTreeMap::new();
        let mut asked = Asked { session, content, year, until, ledger: ledger.as_ref() };
        for (at, name) in settling.iter().enumerate() {
            let source = content.source(system(&content.shown, name)?, window)?;
            // The finance system is read once.
            let ran = asked.dispose(&source)?;
            asked.ledger = None;
            out.disposed_by.push(source.source.title.clone());
            out.put(&mut cases, content, &source, &ran, (Figure::Disposed, at > 0));
            if let Some((ledger, _)) = ledger.as_ref().filter(|_| at == 0) {
                out.put_paid(&mut cases, content, ledger, &ran);
            }
        }
        if let Some(name) = case_system {
            let source = content.source(system(&content.shown, &name)?, window)?;
            let ran = asked.dispose(&source)?;
            out.granted_by.clone_from(&source.source.title);
            out.put(&mut cases, content, &source, &ran, (Figure::Granted, false));
            if let Some((ledger, _)) = ledger.as_ref().filter(|_| settling.is_empty()) {
                out.put_paid(&mut cases, content, ledger, &ran);
            }
        }
        let forloeb = Forloeb::read(session, content)?;
        out.cases = cases.into_values().collect();
        for case in &mut out.cases {
            forloeb.lay_on(case);
        }
        Ok(out)
    }

    /// The cases of one citizen.
    #[must_use]
    pub fn of(&self, citizen: CitizenId) -> &[Case] {
        let from = self.cases.partition_point(|case| case.citizen < citizen);
        let until = self.cases.partition_point(|case| case.citizen <= citizen);
        &self.cases[from..until]
    }

    /// The rows of a system: those of a later settlement system only where no earlier one has the citizen on the
    /// paragraph.
    fn put(
        &self,
        cases: &mut BTreeMap<Key, Case>,
        content: &BasisContent,
        source: &BasisSource,
        ran: &RanDisposition,
        (figure, is_later): (Figure, bool),
    ) {
        let taken: BTreeSet<Key> = if is_later {
            let has = cases.iter().filter(|(_, case)| case.disposed.rows > 0);
            has.map(|(key, _)| key.clone()).collect()
        } else {
            BTreeSet::new()
        };
        for row in &ran.rows {
            let key = key(content, row.citizen, row.paragraf);
            if taken.contains(&key) {
                continue;
            }
            let part = self.part(figure, source, ran, row);
            let case = cases.entry(key).or_insert_with_key(Case::empty);
            let amount = if figure == Figure::Granted { &mut case.granted } else { &mut case.disposed };
            amount.oere += part.oere;
            amount.rows += usize::from(row.kind.has_days());
            amount.unpriced_days += part.unpriced_days;
            if figure == Figure::Disposed {
                case.to_date += part.to_date;
            }
            case.parts.push(part);
        }
    }

    fn part(&self, figure: Figure, source: &BasisSource, ran: &RanDisposition, row: &DisposedRow) -> Part {
        let amount = |money: Money| if self.is_net { money.net() } else { money.gross };
        Part {
            figure,
            import: (source.import.id.to_string(), source.import.source.clone()),
            place: (row.place.file, row.place.row),
            sheet: ran.wording.text(row.place.sheet).to_owned(),
            period: row.period,
            oere: amount(row.money),
            to_date: amount(row.elapsed),
            unpriced_days: row.money.unpriced_days,
            why: row.kind.text(),
        }
    }

    fn put_paid(
        &self,
        cases: &mut BTreeMap<Key, Case>,
        content: &BasisContent,
        ledger: &BasisSource,
        ran: &RanDisposition,
    ) {
        let about = |posted: &&Posted| !posted.is_refund;
        for posted in ran.posted.iter().filter(about) {
            let (Some(citizen), Some(paragraf)) = (posted.citizen, posted.paragraf) else { continue };
            let case = cases.entry(key(content, citizen, paragraf)).or_insert_with_key(Case::empty);
            let is_elapsed = posted.month < self.until;
            *(if is_elapsed { &mut case.paid } else { &mut case.paid_ahead }) += posted.amount;
            case.parts.push(Part {
                figure: Figure::Paid,
                import: (ledger.import.id.to_string(), ledger.import.source.clone()),
                place: (posted.place.file, posted.place.row),
                sheet: ran.ledger_wording.text(posted.place.sheet).to_owned(),
                period: posted.month.period(),
                oere: posted.amount,
                to_date: if is_elapsed { posted.amount } else { Oere(0) },
                unpriced_days: 0,
                why: "",
            });
        }
    }
}

impl Case {
    fn empty((citizen, _, paragraf): &Key) -> Case {
        Case {
            citizen: *citizen,
            paragraf: paragraf.clone(),
            since: None,
            last: None,
            provider: String::new(),
            granted: Amount::default(),
            disposed: Amount::default(),
            to_date: Oere(0),
            paid: Oere(0),
            paid_ahead: Oere(0),
            parts: Vec::new(),
        }
    }

    /// A case of which the year has nothing.
    #[must_use]
    pub fn of(citizen: CitizenId, paragraf: &str) -> Case {
        Case::empty(&(citizen, 0, paragraf.to_owned()))
    }

    /// Paid, but no row is disposed.
    #[must_use]
    pub fn is_paid_without(&self) -> bool {
        self.paid >= NOTABLE && self.disposed.rows == 0
    }

    /// Paid beyond what is disposed to date, where all of that is known.
    #[must_use]
    pub fn is_paid_over(&self) -> bool {
        self.disposed.rows > 0 && self.disposed.unpriced_days == 0 && self.left() <= -NOTABLE
    }

    /// Disposed to date less what is paid for the same months.
    #[must_use]
    pub fn left(&self) -> Oere {
        self.to_date - self.paid
    }
}

fn key(content: &BasisContent, citizen: CitizenId, paragraf: domain::law::ParagrafId) -> Key {
    let written = &content.law.paragraf(paragraf).written;
    // A paragraph that has lived twice is one case.
    let order = content.law.paragraffer.iter().position(|own| own.written == *written);
    (citizen, order.unwrap_or(usize::MAX), written.clone())
}

/// The year in which the newest extract of the basis was taken.
fn year_of(content: &BasisContent) -> i32 {
    let days = content.shown.imports.iter().filter(|i| i.kind == Kind::Activities);
    let newest = days.filter_map(|import| import.facts.extracted).max();
    let accepted = content.shown.basis.accepted_at.get(..10).and_then(Day::parse);
    newest.or(accepted).unwrap_or(Day::FIRST).ymd().0
}

/// The case system and the settlement systems: System 1 of the control that compares most, and every System 2, that
/// one's first. Without a control the first system with services is the case system.
fn systems(current: &Current, content: &BasisContent) -> (Option<String>, Vec<String>) {
    let there =
        |name: &String| content.shown.imports.iter().any(|i| i.kind == Kind::Activities && i.source == *name);
    let main = current.control(None);
    let first = main.map(|control| control.shown.question.system_1.clone()).filter(there);
    let activities = content.shown.imports.iter().find(|i| i.kind == Kind::Activities);
    let case_system = first.or_else(|| activities.map(|import| import.source.clone()));
    let mut settling: Vec<String> = Vec::new();
    for control in main.into_iter().chain(&current.controls) {
        let name = &control.shown.question.system_2;
        if there(name) && Some(name) != case_system.as_ref() && !settling.contains(name) {
            settling.push(name.clone());
        }
    }
    (case_system, settling)
}

/// What a disponering is asked of.
struct Asked<'a> {
    session: &'a Session,
    content: &'a BasisContent,
    year: i32,
    until: Month,
    ledger: Option<&'a (BasisSource, RecordFile<Posting<CitizenId>>)>,
}

impl Asked<'_> {
    fn dispose(&self, source: &BasisSource) -> anyhow::Result<RanDisposition> {
        let opened = OpenedYear::open(self.session, self.content, source, self.year)?;
        let grouping = Grouping::each();
        let given =
            DispositionGiven { until: self.until, ledger: self.ledger.map(input), ..opened.given(&grouping) };
        Ok(dispose(&given, &Progress::default())?)
    }
}
