//! Spoils a citizen's rows and postings, an error at a time.
//!
//! This file only spoils. What must be reported follows from [`crate::facit_table`], never from here.

mod payment;
mod rows;

use crate::catalogue::{
    ABL105, Group, KOGNITIV, NO_SUCH, S85, S97, S98, S103, S104, S107, S108, SINDSLIDELSE, SOCIALT, YdelseId,
};
use crate::day::{Date, Span, merged};
use crate::dice::Dice;
use crate::errors::{Injected, Kind};
use crate::ledger::{Ledger, Posting};
use crate::number::{Number, Numbers};
use crate::people::Person;
use crate::prices::Prices;
use crate::providers::{ProviderId, WITHOUT_P_NUMBER, giving};
use crate::row::{Priced, Row, Spelt, System};
use crate::world::Rows;

/// The place whose rows of both kinds of § 85 are so many that each has a normal price.
const BOTH_KINDS: ProviderId = ProviderId(2);

/// A rate that is agreed for a citizen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Individual {
    /// For whom.
    pub cpr: Number,
    /// At which place.
    pub provider: ProviderId,
    /// For which service.
    pub ydelse: YdelseId,
    /// First day.
    pub from: Date,
    /// Last day; `None` while open.
    pub to: Option<Date>,
    /// In 1/10.000 kroner.
    pub rate: i64,
}

impl Individual {
    /// The agreement behind a row, if its rate is one.
    pub(crate) fn of(row: &Row) -> Option<Individual> {
        let Row { cpr, provider, ydelse, from, to, rate, .. } = *row;
        (row.priced == Priced::Individual).then_some(Individual { cpr, provider, ydelse, from, to, rate })
    }
}

/// All that is known of one citizen, to be spoiled.
pub(crate) struct Case {
    pub(crate) person: Person,
    pub(crate) rows: Rows,
    pub(crate) postings: Vec<Posting>,
    pub(crate) individual: Vec<Individual>,
}

/// Spoils rows.
pub(crate) struct Spoiler<'a> {
    pub(crate) dice: &'a mut Dice,
    pub(crate) numbers: &'a mut Numbers,
    pub(crate) window: Span,
    pub(crate) extracted: Date,
    pub(crate) ledger: Ledger,
    pub(crate) prices: &'a Prices,
}

impl Spoiler<'_> {
    /// Puts one error into a citizen's case; `None`, and nothing changed, where there is no place for it.
    pub(crate) fn spoil(&mut self, (kind, system): (Kind, System), case: &mut Case) -> Option<Injected> {
        if kind.is_of_payment() {
            return self.spoil_payment(kind, case);
        }
        let done = match kind {
            Kind::UnderAge => self.under_age(case),
            Kind::ReplacedNumber => self.replaced_number(case),
            Kind::OldIndividualRate => self.old_individual_rate(case),
            Kind::ExclusiveParagraf => self.exclusive(case),
            _ => self.spoil_rows((kind, system), &mut case.rows),
        }?;
        let at = done.person;
        case.postings = self.ledger.of(at, &case.rows[System::As2007.index()]);
        Some(done)
    }

    fn spoil_rows(&mut self, (kind, system): (Kind, System), rows: &mut Rows) -> Option<Injected> {
        let first = rows.iter().flatten().next()?;
        let (person, cpr) = (first.person, first.cpr);
        let mut done = Injected::new(kind, system, person, cpr);
        match kind {
            Kind::MissingInSystem1 | Kind::MissingInSystem2 => {
                let ydelse = self.any_ydelse(&rows[system.index()])?;
                if system == System::As2007 && is_shared(ydelse) {
                    return None;
                }
                rows[system.index()].retain(|row| row.ydelse != ydelse);
                done.ydelse = Some(ydelse);
            }
            Kind::AnnulledButSettled => {
                let ydelse = self.any_ydelse(&rows[system.index()])?;
                of(&mut rows[system.index()], ydelse).for_each(|row| row.status = "Annulleret");
                done.ydelse = Some(ydelse);
            }
            Kind::MixedParagraf => {
                let (right, wrong) = self.mixed(rows)?;
                let spoiled =
                    || rows[system.index()].iter().filter(|row| row.ydelse == right && row.counts());
                if spoiled().any(|row| row.provider != BOTH_KINDS) {
                    return None;
                }
                // A home costs many times an hour of support: each row has an unusual price under the other name.
                done.more = spoiled().filter_map(|row| row.days(self.window)).collect();
                of(&mut rows[system.index()], right).for_each(|row| row.ydelse = wrong);
                (done.ydelse, done.other) = (Some(right), Some(wrong));
            }
            Kind::WrongDigit => {
                self.any_ydelse(&rows[system.index()])?;
                if system == System::As2007 && rows[system.index()].iter().any(|row| is_shared(row.ydelse)) {
                    return None;
                }
                let wrong = self.numbers.mistyped(cpr, self.dice);
                rows[system.index()].iter_mut().for_each(|row| row.cpr = wrong);
                done.wrong = Some(wrong);
            }
            Kind::JustRegistered => {
                let row = self.just_registered(rows)?;
                (done.ydelse, done.touched) = (Some(row.ydelse), row.days(self.window));
                rows[system.index()].push(row);
            }
            Kind::SupplementAlone => {
                let row = self.supplement_alone(rows)?;
                (done.ydelse, done.touched) = (Some(row.ydelse), row.days(self.window));
                rows[system.index()].push(row);
            }
            Kind::InvalidCpr => {
                let row = *rows[system.index()]
                    .iter()
                    .find(|row| row.counts() && row.days(self.window).is_some())?;
                let wrong = row.cpr.dateless();
                rows[system.index()].push(Row { cpr: wrong, package: 9_000_000 + row.package, ..row });
                (done.ydelse, done.wrong) = (Some(row.ydelse), Some(wrong));
            }
            _ => {
                let (row, touched) = self.one_row(kind, system, rows)?;
                (done.ydelse, done.touched) = (Some(row.ydelse), Some(touched));
                self.note(kind, &row, &mut done);
            }
        }
        Some(done)
    }

    /// A paragraph that counts inside the window.
    fn any_ydelse(&mut self, rows: &[Row]) -> Option<YdelseId> {
        let mut held: Vec<YdelseId> = rows
            .iter()
            .filter(|row| row.counts() && row.days(self.window).is_some() && !row.paragraf().is_empty())
            .map(|row| row.ydelse)
            .collect();
        held.sort_unstable();
        held.dedup();
        (!held.is_empty()).then(|| self.dice.pick(&held))
    }

    fn mixed(&mut self, rows: &Rows) -> Option<(YdelseId, YdelseId)> {
        let held = |id| rows.iter().flatten().any(|row| row.ydelse == id);
        let inside = |id| rows[0].iter().any(|row| row.ydelse == id && row.days(self.window).is_some());
        match (held(S85), held(ABL105)) {
            (true, false) if inside(S85) => Some((S85, ABL105)),
            (false, true) if inside(ABL105) => Some((ABL105, S85)),
            _ => None,
        }
    }

    fn just_registered(&mut self, rows: &Rows) -> Option<Row> {
        let held = |id| rows.iter().flatten().any(|row| row.ydelse == id);
        let model = *rows[System::Nexus.index()].iter().find(|row| row.counts())?;
        let free: Vec<YdelseId> = [(S97, S98), (S104, S104)]
            .into_iter()
            .filter(|(a, b)| !held(*a) && !held(*b))
            .map(|(id, _)| id)
            .collect();
        if free.is_empty() {
            return None;
        }
        let ydelse = self.dice.pick(&free);
        let hours = ydelse == S97;
        let provider = self.dice.pick(&giving(ydelse));
        Some(Row {
            ydelse,
            provider,
            from: self.extracted.plus(-self.dice.between(4, 20)),
            to: None,
            unit: ydelse.get().unit,
            rate: self.prices.rate(provider, ydelse, self.window.to.year()),
            hours: if hours { 350 } else { 0 },
            status: "Bevilliget",
            registered: self.extracted.plus(-5),
            package: 7_000_000 + model.package,
            exit: "",
            priced: Priced::List,
            occupied: 100,
            ..model
        })
    }

    /// What more the key must know of an error of one row.
    fn note(&self, kind: Kind, row: &Row, done: &mut Injected) {
        match kind {
            // The open row keeps the list price of its last year.
            Kind::MissingEnd => {
                let later = Span { from: row.from.year_end().plus(1), to: self.window.to };
                if row.priced == Priced::List && later.from <= later.to {
                    done.more.extend(done.touched.and_then(|touched| touched.within(later)));
                }
            }
            Kind::UnknownGroup => done.values = vec![NO_SUCH.code()],
            Kind::InactiveCaseworker => done.values = vec![row.caseworker],
            Kind::NoEntryReason if row.entry.is_empty() => done.values = vec!["tilgangsårsag"],
            Kind::NoEntryReason => done.values = vec!["udredning"],
            _ => {}
        }
    }

    /// The errors of a single row; the row as it became.
    fn one_row(&mut self, kind: Kind, system: System, all: &mut Rows) -> Option<(Row, Span)> {
        let fit: Vec<usize> = (0..all[system.index()].len())
            .filter(|at| self.fits(kind, system, all, *at) && self.fits_more(kind, system, all, *at))
            .collect();
        if fit.is_empty() {
            return None;
        }
        let rows = &mut all[system.index()];
        let at = self.dice.pick(&fit);
        let mut row = rows[at];
        let whole = row.days(self.window)?;
        let mut touched = whole;
        match kind {
            Kind::MissingEnd => {
                touched = Span { from: row.to?.plus(1), to: self.window.to };
                row.to = None;
                row.exit = "";
                row.status = "Iværksat";
            }
            Kind::LateStart | Kind::OneDayLate => {
                let days =
                    if kind == Kind::OneDayLate { 1 } else { self.dice.between(7, 45.min(whole.days() - 6)) };
                touched = Span { from: row.from, to: row.from.plus(days - 1) };
                row.from = row.from.plus(days);
            }
            Kind::OtherProvider => {
                let other = |p: &_| *p != row.provider && *p != WITHOUT_P_NUMBER;
                let others: Vec<_> = giving(row.ydelse).into_iter().filter(other).collect();
                row.provider = self.dice.pick(&others);
            }
            Kind::OtherRate => {
                let percent = i64::from(self.dice.between(3, 12));
                let percent = if self.dice.chance(500) { 100 + percent } else { 100 - percent };
                self.retype(&mut row, percent);
            }
            Kind::OtherGroup => {
                let has = |g: Group| row.groups.contains(&Some(g));
                let others: Vec<_> =
                    [KOGNITIV, SINDSLIDELSE, SOCIALT, Group(0)].into_iter().filter(|g| !has(*g)).collect();
                row.groups = [Some(self.dice.pick(&others)), None];
            }
            Kind::DoubleRow => {
                let package = if system == System::Nexus { 8_000_000 } else { 0 } + row.package;
                rows.push(Row { package, ..row });
            }
            Kind::Overlap => {
                // It ends before the row does: an end of its own would need a reason.
                let days = self.dice.between(20, 90.min(whole.days() - 2));
                let from = whole.from.plus(self.dice.between(0, whole.days() - days - 1));
                touched = Span { from, to: from.plus(days - 1) };
                let mut second = Row { from, to: Some(touched.to), package: 8_500_000 + row.package, ..row };
                self.retype(&mut second, 80);
                rows.push(second);
            }
            _ => touched = self.in_place(kind, &mut row, whole)?,
        }
        rows[at] = row;
        Some((row, touched))
    }

    /// Gives a row so many percent of its rate, and no rate that the place ever had on its list.
    fn retype(&self, row: &mut Row, percent: i64) {
        row.rate = row.rate * percent / 10_000 * 100;
        while self.prices.lists(row.provider, row.ydelse, row.rate, self.extracted.year()) {
            row.rate += 100;
        }
        row.priced = Priced::Typed;
    }

    /// Whether an error of one row can stand on that row so that what must be reported is beyond doubt.
    fn fits(&self, kind: Kind, system: System, all: &Rows, at: usize) -> bool {
        let rows = &all[system.index()];
        let row = &rows[at];
        let Some(days) = row.days(self.window) else { return false };
        if !row.counts() || days.days() < 15 || row.paragraf().is_empty() || overlapping(rows, row.ydelse) {
            return false;
        }
        if row.priced != Priced::List || row.written != Spelt::Register || row.cpr.birth().is_none() {
            return false;
        }
        let same = || rows.iter().filter(|r| r.counts() && r.ydelse == row.ydelse);
        match kind {
            Kind::MissingEnd => {
                let last = same().all(|r| r.from <= row.from);
                // Open days that lie on the other kind of § 85 would have two likely causes.
                let holds = |id| rows.iter().any(|r| r.ydelse == id);
                let mixable = [S85, ABL105].contains(&row.ydelse) && holds(S85) && holds(ABL105);
                let exclusive = [S107, S108].contains(&row.ydelse) && holds(S107) && holds(S108);
                last && !mixable
                    && !exclusive
                    && row
                        .to
                        .is_some_and(|to| to > self.window.from.plus(15) && to < self.window.to.plus(-20))
            }
            Kind::LateStart | Kind::OneDayLate => {
                let first = same().all(|r| r.to.is_none_or(|to| to.plus(1) != row.from));
                first && row.from > self.window.from.plus(30)
            }
            Kind::OtherProvider => {
                let others =
                    giving(row.ydelse).into_iter().filter(|p| *p != row.provider && *p != WITHOUT_P_NUMBER);
                row.provider != WITHOUT_P_NUMBER && others.count() > 0
            }
            _ => true,
        }
    }
}

/// True for the paragraphs that both settlement systems hold: bills follow one of them.
pub(crate) fn is_shared(ydelse: YdelseId) -> bool {
    ydelse == S103 || ydelse == S104
}

fn of(rows: &mut [Row], ydelse: YdelseId) -> impl Iterator<Item = &mut Row> {
    rows.iter_mut().filter(move |row| row.ydelse == ydelse)
}

/// True where two counting rows of a service share a day.
fn overlapping(rows: &[Row], ydelse: YdelseId) -> bool {
    let always = Span { from: Date::ymd(1900, 1, 1), to: Date::ymd(2200, 1, 1) };
    let spans: Vec<Span> =
        rows.iter().filter(|r| r.counts() && r.ydelse == ydelse).filter_map(|r| r.days(always)).collect();
    let sum: i32 = spans.iter().map(|s| s.days()).sum();
    merged(spans).iter().map(|s| s.days()).sum::<i32>() != sum
}
