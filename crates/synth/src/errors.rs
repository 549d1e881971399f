//! The errors that are put into extracts, each into one system, and what was done.
//!
//! This file only spoils rows. What must be reported follows from [`crate::facit_table`], never from here.

use crate::catalogue::{ABL105, Group, KOGNITIV, S85, S97, S98, S103, S104, SINDSLIDELSE, SOCIALT, YdelseId};
use crate::day::{Date, Span, merged};
use crate::dice::Dice;
use crate::number::{Number, Numbers};
use crate::providers::{WITHOUT_P_NUMBER, giving};
use crate::row::{Row, System};
use crate::world::Rows;

/// A kind of error.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// All rows of a paragraph are missing in System 1.
    MissingInSystem1,
    /// All rows of a paragraph are missing in System 2.
    MissingInSystem2,
    /// Ended, but open in one system.
    MissingEnd,
    /// Begins a week or more later in one system.
    LateStart,
    /// Begins one day later in one system.
    OneDayLate,
    /// § 85 written as ABL § 105/SEL § 85 or the other way round.
    MixedParagraf,
    /// Another place on one row.
    OtherProvider,
    /// Another rate on one row.
    OtherRate,
    /// Another målgruppe on one row.
    OtherGroup,
    /// The same row twice.
    DoubleRow,
    /// Annulled in Nexus, still settled.
    AnnulledButSettled,
    /// One digit wrong, or two swapped, in all of a citizen's rows.
    WrongDigit,
    /// Registered so late that the settlement system could not have it yet. No error, but found.
    JustRegistered,
}

/// Every kind with a system that it can stand in.
pub(crate) const SLOTS: [(Kind, System); 29] = {
    use Kind as K;
    use System::{As2007 as A, BoernOgVoksne as B, Nexus as N};
    [
        (K::MissingInSystem1, N),
        (K::MissingInSystem2, A),
        (K::MissingInSystem2, B),
        (K::MissingEnd, N),
        (K::MissingEnd, A),
        (K::MissingEnd, B),
        (K::LateStart, N),
        (K::LateStart, A),
        (K::LateStart, B),
        (K::OneDayLate, N),
        (K::OneDayLate, A),
        (K::OneDayLate, B),
        (K::MixedParagraf, N),
        (K::MixedParagraf, A),
        (K::OtherProvider, N),
        (K::OtherProvider, A),
        (K::OtherProvider, B),
        (K::OtherRate, N),
        (K::OtherRate, A),
        (K::OtherRate, B),
        (K::OtherGroup, N),
        (K::OtherGroup, A),
        (K::DoubleRow, N),
        (K::DoubleRow, A),
        (K::DoubleRow, B),
        (K::AnnulledButSettled, N),
        (K::WrongDigit, N),
        (K::WrongDigit, A),
        (K::WrongDigit, B),
    ]
};

/// Beside [`SLOTS`]: the kind that is no error.
pub(crate) const LATE: (Kind, System) = (Kind::JustRegistered, System::Nexus);

/// What was done to one citizen's rows.
#[derive(Clone, Debug)]
pub struct Injected {
    /// The kind.
    pub kind: Kind,
    /// The system that is wrong.
    pub system: System,
    /// Whose: index into the people.
    pub person: u32,
    /// The right number.
    pub cpr: Number,
    /// The wrong number, where that is the error.
    pub wrong: Option<Number>,
    /// The paragraph; `None` where all the citizen's paragraphs are concerned.
    pub ydelse: Option<YdelseId>,
    /// The wrong paragraph, where that is the error.
    pub other: Option<YdelseId>,
    /// The days that were changed, inside the window; `None` where all days of the paragraph are.
    pub touched: Option<Span>,
}

/// Spoils rows.
pub(crate) struct Spoiler<'a> {
    pub(crate) dice: &'a mut Dice,
    pub(crate) numbers: &'a mut Numbers,
    pub(crate) window: Span,
    pub(crate) extracted: Date,
}

impl Spoiler<'_> {
    /// Puts one error into a citizen's rows; `None`, and nothing changed, where there is no place for it.
    pub(crate) fn spoil(&mut self, (kind, system): (Kind, System), rows: &mut Rows) -> Option<Injected> {
        let first = rows.iter().flatten().next()?;
        let (person, cpr) = (first.person, first.cpr);
        let mut done =
            Injected { kind, system, person, cpr, wrong: None, ydelse: None, other: None, touched: None };
        match kind {
            Kind::MissingInSystem1 | Kind::MissingInSystem2 => {
                let ydelse = self.any_ydelse(&rows[system.index()])?;
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
                of(&mut rows[system.index()], right).for_each(|row| row.ydelse = wrong);
                (done.ydelse, done.other) = (Some(right), Some(wrong));
            }
            Kind::WrongDigit => {
                self.any_ydelse(&rows[system.index()])?;
                let wrong = self.numbers.mistyped(cpr, self.dice);
                rows[system.index()].iter_mut().for_each(|row| row.cpr = wrong);
                done.wrong = Some(wrong);
            }
            Kind::JustRegistered => {
                let row = self.just_registered(rows)?;
                (done.ydelse, done.touched) = (Some(row.ydelse), row.days(self.window));
                rows[system.index()].push(row);
            }
            _ => {
                let (ydelse, touched) = self.one_row(kind, system, &mut rows[system.index()])?;
                (done.ydelse, done.touched) = (Some(ydelse), Some(touched));
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
        Some(Row {
            ydelse,
            provider: self.dice.pick(&giving(ydelse)),
            from: self.extracted.plus(-self.dice.between(4, 20)),
            to: None,
            unit: ydelse.get().unit,
            rate: if hours { 2_400_000 } else { 4_100_000 },
            hours: if hours { 350 } else { 0 },
            status: "Bevilliget",
            registered: self.extracted.plus(-5),
            package: 7_000_000 + model.package,
            ..model
        })
    }

    /// The errors of a single row.
    fn one_row(&mut self, kind: Kind, system: System, rows: &mut Vec<Row>) -> Option<(YdelseId, Span)> {
        let fit: Vec<usize> = (0..rows.len()).filter(|at| self.fits(kind, rows, *at)).collect();
        if fit.is_empty() {
            return None;
        }
        let at = self.dice.pick(&fit);
        let mut row = rows[at];
        let whole = row.days(self.window)?;
        let mut touched = whole;
        match kind {
            Kind::MissingEnd => {
                touched = Span { from: row.to?.plus(1), to: self.window.to };
                row.to = None;
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
                row.rate = row.rate * percent / 10_000 * 100;
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
            _ => return None,
        }
        rows[at] = row;
        Some((row.ydelse, touched))
    }

    /// Whether an error of one row can stand on that row so that what must be reported is beyond doubt.
    fn fits(&self, kind: Kind, rows: &[Row], at: usize) -> bool {
        let row = &rows[at];
        let Some(days) = row.days(self.window) else { return false };
        if !row.counts() || days.days() < 15 || row.paragraf().is_empty() || overlapping(rows, row.ydelse) {
            return false;
        }
        let same = || rows.iter().filter(|r| r.counts() && r.ydelse == row.ydelse);
        match kind {
            Kind::MissingEnd => {
                let last = same().all(|r| r.from <= row.from);
                // Open days that lie on the other kind of § 85 would have two likely causes.
                let holds = |id| rows.iter().any(|r| r.ydelse == id);
                let mixable = [S85, ABL105].contains(&row.ydelse) && holds(S85) && holds(ABL105);
                last && !mixable
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

/// True for the services that Børn og Voksne holds.
pub(crate) fn in_boern_og_voksne(ydelse: YdelseId) -> bool {
    ydelse == S103 || ydelse == S104
}
