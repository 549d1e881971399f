//! The rows of one citizen in one system, translated and cut where their meaning changes.

use crate::calendar::{Day, Period};
use crate::deviation::Side;
use crate::law::ParagrafId;
use crate::lexicon::{GroupSet, Lexicon, ProviderKey};
use crate::observation::{Activity, Role, Standing};
use crate::periods::Periods;
use crate::person::CitizenId;
use crate::price::{Price, Unit};

/// A row's claim of one paragraph on a stretch of days. Not cut by any window.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'r> {
    /// The row.
    pub row: &'r Activity<CitizenId>,
    /// The paragraph that it means on these days.
    pub paragraf: ParagrafId,
    /// The days; an open end runs to the end of the extract's coverage, if that is stated.
    pub period: Period,
    /// What a day of it costs, under the terms of its source; `None` where that is not known.
    pub price: Option<Price>,
    pub(crate) ydelse: u32,
    pub(crate) provider: ProviderKey,
    pub(crate) groups: GroupSet,
}

/// What makes two rows identical on a day: dates and origin do not matter.
pub(crate) type Identity = (
    (crate::wording::WordId, ProviderKey, GroupSet),
    (Option<crate::amount::Quantity>, Option<Unit>, Option<crate::amount::Rate>, Option<Price>),
    // Pieces are paid on the row's first day: there the day is part of what the row is.
    Option<(Day, Option<crate::amount::Quantity>)>,
);

impl Claim<'_> {
    pub(crate) fn identity(&self) -> Identity {
        let row = self.row;
        let piece = (row.unit == Some(Unit::Styk)).then_some((row.from, row.count));
        ((row.service, self.provider, self.groups), (row.hours, row.unit, row.rate, self.price), piece)
    }
}

/// One citizen in one system.
#[derive(Debug, Default)]
pub struct Timeline<'r> {
    /// Main services that count, by paragraph, then first day.
    pub main: Vec<Claim<'r>>,
    /// Supplements: money only.
    pub supplements: Vec<Claim<'r>>,
    /// Rows that never took effect.
    pub never: Vec<Claim<'r>>,
    /// Main services that count, but have no paragraph on these days.
    pub untranslated: Vec<(&'r Activity<CitizenId>, Period)>,
}

impl<'r> Timeline<'r> {
    /// Empties and refills, so that a run over a million citizens does not ask for memory a million times.
    pub fn fill(&mut self, side: Side, rows: &'r [Activity<CitizenId>], lexicon: &mut Lexicon<'_>) {
        for list in [&mut self.main, &mut self.supplements, &mut self.never] {
            list.clear();
        }
        self.untranslated.clear();
        let covered = lexicon.side(side).facts.covers.map_or(Day::OPEN, |c| c.until);
        let terms = lexicon.side(side).source.terms;
        for row in rows.iter().filter(|r| r.standing != Standing::Unclear) {
            let until = if row.until >= Day::OPEN { covered.max(row.from) } else { row.until };
            let Some(days) = Period::new(row.from, until) else { continue };
            let provider = lexicon.provider(side, row.provider);
            let price = row.price(terms);
            let groups = lexicon.group_set(side, row.maalgrupper);
            for sense in lexicon.senses(side, row).iter() {
                let Some(period) = days.intersect(sense.period) else { continue };
                let Some(paragraf) = sense.paragraf else {
                    if row.role == Role::Main && row.standing == Standing::Counts {
                        self.untranslated.push((row, period));
                    }
                    continue;
                };
                let claim = Claim { row, paragraf, period, price, ydelse: sense.ydelse, provider, groups };
                match (row.standing, row.role) {
                    (Standing::NeverTookEffect, _) => self.never.push(claim),
                    (_, Role::Supplement) => self.supplements.push(claim),
                    (_, Role::Main) => self.main.push(claim),
                }
            }
        }
        for list in [&mut self.main, &mut self.supplements, &mut self.never] {
            list.sort_unstable_by_key(|c| (c.paragraf, c.period, c.row.place));
        }
    }

    /// The main services on one paragraph.
    #[must_use]
    pub fn on(&self, paragraf: ParagrafId) -> &[Claim<'r>] {
        slice_of(&self.main, paragraf)
    }

    /// The supplements on one paragraph.
    #[must_use]
    pub fn supplements_on(&self, paragraf: ParagrafId) -> &[Claim<'r>] {
        slice_of(&self.supplements, paragraf)
    }

    /// The rows on one paragraph that never took effect.
    #[must_use]
    pub fn never_on(&self, paragraf: ParagrafId) -> &[Claim<'r>] {
        slice_of(&self.never, paragraf)
    }

    /// The days claimed on one paragraph, before any cut.
    #[must_use]
    pub fn days_on(&self, paragraf: ParagrafId) -> Periods {
        days_of(self.on(paragraf))
    }
}

/// The union of claims' days.
#[must_use]
pub fn days_of(claims: &[Claim<'_>]) -> Periods {
    Periods::union_of(claims.iter().map(|c| c.period))
}

fn slice_of<'a, 'r>(sorted: &'a [Claim<'r>], paragraf: ParagrafId) -> &'a [Claim<'r>] {
    let from = sorted.partition_point(|c| c.paragraf < paragraf);
    let until = sorted.partition_point(|c| c.paragraf <= paragraf);
    &sorted[from..until]
}
