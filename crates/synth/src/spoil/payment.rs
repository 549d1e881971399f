//! Errors of payment: postings that do not follow what was granted and settled.

use super::{Case, Spoiler, is_shared};
use crate::catalogue::{ABL105, S85, S103, S104, S107, S108, YdelseId};
use crate::day::Span;
use crate::errors::{Injected, Kind};
use crate::ledger::Posting;
use crate::money::amount;
use crate::providers::{ProviderId, giving};
use crate::row::{Row, System};

/// Øre that a payment must be wrong by, so that nobody's limit hides it.
const ENOUGH: i64 = 15_000;

/// Consecutive months of one paragraph, each wholly granted and paid by one bill.
struct Run {
    ydelse: YdelseId,
    first: i32,
    last: i32,
}

impl Run {
    fn span(&self) -> Span {
        Span::of_months(self.first, self.last)
    }

    fn has(&self, posting: &Posting) -> bool {
        posting.ydelse == self.ydelse && (self.first..=self.last).contains(&posting.concerns.from.month())
    }
}

impl Spoiler<'_> {
    /// Puts an error of payment into a case; `None`, and nothing changed, where there is no place for it.
    pub(super) fn spoil_payment(&mut self, kind: Kind, case: &mut Case) -> Option<Injected> {
        let rows = &case.rows[System::As2007.index()];
        let person = rows.iter().find(|row| row.counts())?.person;
        let system = if kind == Kind::PaidDespiteNo { System::As2007 } else { System::Nexus };
        let mut done = Injected::new(kind, system, person, case.person.number);
        match kind {
            Kind::AfterDeath => self.after_death(case, &mut done)?,
            Kind::PaidAfterDeath => self.paid_after_death(case, &mut done)?,
            Kind::PaidAfterEnd => self.paid_after_end(case, &mut done)?,
            Kind::PaidWithoutGrant => self.paid_without_grant(case, &mut done)?,
            Kind::PaidDespiteNo => self.paid_despite_no(case, &mut done)?,
            Kind::TextAccount => self.text_account(case, &mut done)?,
            _ => self.spoil_run(kind, case, &mut done)?,
        }
        Some(done)
    }

    /// The errors of bills that are there.
    fn spoil_run(&mut self, kind: Kind, case: &mut Case, done: &mut Injected) -> Option<()> {
        let months = if kind == Kind::PaidTwice { 1 } else { self.dice.between(1, 4) };
        let run = self.run(case, months, kind)?;
        (done.ydelse, done.touched) = (Some(run.ydelse), Some(run.span()));
        let mut moved = 0;
        match kind {
            Kind::GrantedNotPaid => case.postings.retain(|posting| !run.has(posting)),
            Kind::WrongAccount => {
                let wrong = partner(run.ydelse)?;
                for posting in case.postings.iter_mut().filter(|posting| run.has(posting)) {
                    (posting.ydelse, posting.grouping) = (wrong, 0);
                    (posting.shown, moved) = (true, moved + posting.amount);
                }
                (done.ydelse, done.other) = (Some(wrong), Some(run.ydelse));
            }
            Kind::PaidOver | Kind::PaidUnder => {
                let sign = if kind == Kind::PaidOver { 1 } else { -1 };
                for posting in case.postings.iter_mut().filter(|p| run.has(p) && p.supplement.is_none()) {
                    let wrong = sign * posting.amount / 4;
                    (posting.amount, posting.shown) = (posting.amount + wrong, true);
                    moved += wrong;
                }
            }
            Kind::PaidTwice => {
                let at = case
                    .postings
                    .iter()
                    .position(|p| run.has(p) && p.supplement.is_none() && p.bill.1 > 0)?;
                case.postings[at].shown = true;
                case.postings.insert(at, case.postings[at]);
                moved = case.postings[at].amount;
            }
            Kind::PaidOtherProvider => {
                let other = self.elsewhere(case, run.ydelse)?;
                for posting in case.postings.iter_mut().filter(|posting| run.has(posting)) {
                    (posting.provider, posting.shown) = (other, true);
                }
            }
            _ => return None,
        }
        done.oere = (moved != 0).then_some(moved);
        Some(())
    }

    /// A place that gives the service and that the citizen has never been at.
    fn elsewhere(&mut self, case: &Case, ydelse: YdelseId) -> Option<ProviderId> {
        let been = |place: &ProviderId| case.rows.iter().flatten().any(|row| row.provider == *place);
        let others: Vec<ProviderId> =
            giving(ydelse).into_iter().filter(|place| !been(place) && !place.is_ramme()).collect();
        (!others.is_empty()).then(|| self.dice.pick(&others))
    }

    /// Settled months of a paragraph, each wholly granted everywhere and paid by one bill beside its supplements.
    fn run(&mut self, case: &Case, months: i32, kind: Kind) -> Option<Run> {
        if uses_ramme(case) {
            return None;
        }
        let fits = |ydelse: YdelseId, month: i32| {
            let bills: Vec<&Posting> = case
                .postings
                .iter()
                .filter(|p| p.ydelse == ydelse && p.concerns.from.month() == month && p.supplement.is_none())
                .collect();
            let [bill] = bills[..] else { return false };
            bill.concerns == Span::of_month(month)
                && bill.amount > 4 * ENOUGH
                && (kind != Kind::PaidTwice || bill.bill.1 > 0)
        };
        let mut found = Vec::new();
        let mut held: Vec<YdelseId> = case.postings.iter().map(|p| p.ydelse).collect();
        held.sort_unstable();
        held.dedup();
        for ydelse in held {
            if kind == Kind::WrongAccount && partner(ydelse).is_none_or(|other| holds(case, other)) {
                continue;
            }
            for first in
                self.ledger.first_month().max(self.window.from.month() + 2)..=self.ledger.settled() - months
            {
                if (first..first + months).all(|month| fits(ydelse, month)) {
                    found.push((ydelse, first));
                }
            }
        }
        if found.is_empty() {
            return None;
        }
        let (ydelse, first) = self.dice.pick(&found);
        Some(Run { ydelse, first, last: first + months - 1 })
    }

    /// Nobody was told of the death, but the last bills have not come.
    fn after_death(&mut self, case: &mut Case, done: &mut Injected) -> Option<()> {
        let month = Span::of_month(self.window.to.month() - 2);
        let day = month.from.plus(self.dice.between(1, 24));
        // Open now, and begun before: the last row of a grant is cut at each 1 January.
        let runs = |rows: &[Row]| {
            let begun = |package| rows.iter().any(|row| row.package == package && row.from < day);
            rows.iter().any(|row| row.counts() && row.to.is_none() && begun(row.package))
        };
        let settled = &case.rows[System::As2007.index()];
        if !runs(&case.rows[System::Nexus.index()]) || !runs(settled) {
            return None;
        }
        case.postings.retain(|posting| posting.concerns.from <= month.to);
        case.person.life.dead = Some(day);
        done.touched = Some(Span { from: day.plus(1), to: self.window.to });
        Some(())
    }

    fn paid_after_death(&mut self, case: &mut Case, done: &mut Injected) -> Option<()> {
        let model = last_row(case)?;
        let dead = model.to?;
        case.rows.iter().flatten().all(|row| row.to.is_some_and(|to| to <= dead)).then_some(())?;
        let months = self.dice.between(1, 3);
        let (first, last) = (dead.month() + 1, dead.month() + months);
        self.pay_on(case, &model, first, last)?;
        case.person.life.dead = Some(dead);
        done.oere = paid(case, model.ydelse, first, last);
        (done.ydelse, done.touched) = (Some(model.ydelse), Some(Span::of_months(first, last)));
        Some(())
    }

    /// The month after the end is still the end's; from the one after that it is too much.
    fn paid_after_end(&mut self, case: &mut Case, done: &mut Injected) -> Option<()> {
        let model = last_row(case)?;
        let ended = model.to?.month();
        let last = ended + self.dice.between(2, 4);
        self.pay_on(case, &model, ended + 1, last)?;
        done.oere = paid(case, model.ydelse, ended + 2, last);
        (done.ydelse, done.touched) = (Some(model.ydelse), Some(Span::of_months(ended + 2, last)));
        Some(())
    }

    fn paid_without_grant(&mut self, case: &mut Case, done: &mut Injected) -> Option<()> {
        let free: Vec<YdelseId> =
            [S85, ABL105, S104, S107, S108].into_iter().filter(|id| !holds(case, *id)).collect();
        let ydelse = self.dice.pick(&free);
        let places: Vec<ProviderId> = giving(ydelse).into_iter().filter(|place| !place.is_ramme()).collect();
        let months = self.dice.between(1, 4);
        let first = self.dice.between(self.ledger.first_month() + 3, self.ledger.settled() - months);
        let model = Row {
            ydelse,
            provider: self.dice.pick(&places),
            unit: ydelse.get().unit,
            hours: 500,
            ..*case.rows[System::As2007.index()].iter().find(|row| row.counts())?
        };
        self.pay_on(case, &model, first, first + months - 1)?;
        done.oere = paid(case, ydelse, first, first + months - 1);
        (done.ydelse, done.touched) = (Some(ydelse), Some(Span::of_months(first, first + months - 1)));
        Some(())
    }

    /// Adds a monthly bill at the list price; refused outside the settled months.
    fn pay_on(&self, case: &mut Case, model: &Row, first: i32, last: i32) -> Option<()> {
        let room = first > self.ledger.first_month() + 1 && last <= self.ledger.settled();
        if !room || uses_ramme(case) || first <= self.window.from.month() + 1 {
            return None;
        }
        for (month, number) in (first..=last).zip(700..) {
            let days = Span::of_month(month);
            let rate = self.prices.rate(model.provider, model.ydelse, days.from.year());
            case.postings.push(Posting {
                cpr: Some(case.person.number),
                ydelse: model.ydelse,
                grouping: 0,
                dranst: 1,
                supplement: None,
                provider: model.provider,
                concerns: days,
                shown: true,
                booked: days.to.plus(model.provider.delay_days() - 2),
                amount: amount(model.unit, rate, model.hours, days),
                bill: (model.person + 1, number),
                unreadable: None,
                text: "Ophold og støtte",
            });
        }
        Some(())
    }

    fn paid_despite_no(&mut self, case: &mut Case, done: &mut Injected) -> Option<()> {
        let whole = |row: &Row| {
            row.to == Some(row.from.year_end())
                && row.from.plus(-1).year() < row.from.year()
                && row.to.is_some_and(|to| to < self.window.to)
        };
        let fits = |row: &&Row| {
            row.counts()
                && whole(row)
                && row.from >= self.ledger.covers.from
                && !is_shared(row.ydelse)
                && !row.provider.is_ramme()
                && !row.paragraf().is_empty()
        };
        let settled = &mut case.rows[System::As2007.index()];
        let fit: Vec<Row> = settled.iter().filter(fits).copied().collect();
        if fit.is_empty() {
            return None;
        }
        let row = self.dice.pick(&fit);
        let year = Span { from: row.from, to: row.from.year_end() };
        for other in settled.iter_mut().filter(|r| r.ydelse == row.ydelse && r.days(year).is_some()) {
            other.settles = false;
        }
        (done.ydelse, done.touched) = (Some(row.ydelse), Some(year));
        done.oere = paid(case, row.ydelse, year.from.month(), year.to.month());
        Some(())
    }

    fn text_account(&mut self, case: &mut Case, done: &mut Injected) -> Option<()> {
        let at = case.postings.iter().position(|posting| posting.supplement.is_none())?;
        let first = case.postings[at];
        let unreadable = Some("se bilag");
        let bill = (first.bill.0, 800);
        case.postings.insert(at, Posting { unreadable, bill, amount: 50_000, text: "Diverse", ..first });
        done.touched = Some(first.concerns);
        Some(())
    }
}

/// The last row of the paragraph that ended last, where no row of it runs on anywhere.
fn last_row(case: &Case) -> Option<Row> {
    let rows = &case.rows[System::As2007.index()];
    let row = *rows
        .iter()
        .filter(|row| row.counts() && row.to.is_some() && !row.paragraf().is_empty())
        .max_by_key(|row| row.to)?;
    let over = |other: &Row| other.ydelse != row.ydelse || other.to.is_some_and(|to| Some(to) <= row.to);
    case.rows.iter().flatten().all(over).then_some(row)
}

fn paid(case: &Case, ydelse: YdelseId, first: i32, last: i32) -> Option<i64> {
    let run = Run { ydelse, first, last };
    Some(case.postings.iter().filter(|posting| run.has(posting)).map(|posting| posting.amount).sum())
}

fn holds(case: &Case, ydelse: YdelseId) -> bool {
    case.rows.iter().flatten().any(|row| row.ydelse == ydelse)
}

/// Places that send no bills by citizen: their paragraphs would look as if paid on a wrong account.
fn uses_ramme(case: &Case) -> bool {
    case.rows.iter().flatten().any(|row| row.provider.is_ramme())
}

/// The paragraph whose account is taken by mistake: one that the same control asks about.
fn partner(ydelse: YdelseId) -> Option<YdelseId> {
    [(S103, S104), (S107, S108), (S85, ABL105)]
        .into_iter()
        .find_map(|(a, b)| if a == ydelse { Some(b) } else { (b == ydelse).then_some(a) })
}
