//! What a citizen's rows cost in a year: main services and supplements, month by month, by who owns the place.

use super::{Disposer, Money, Months, index, sum};
use crate::amount::Oere;
use crate::calendar::Period;
use crate::deviation::Side;
use crate::law::ParagrafId;
use crate::lexicon::{Lexicon, Terms};
use crate::observation::Ownership;
use crate::periods::Periods;
use crate::person::CitizenId;
use crate::price::Price;
use crate::relief::read_konto;
use crate::stake::{Group, groups};
use crate::timeline::{Claim, Identity, Timeline};
use crate::wording::WordId;
use std::collections::BTreeMap;

/// One citizen on one paragraph at places of one kind of ownership, on one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disposed {
    /// Who.
    pub citizen: CitizenId,
    /// On which paragraph.
    pub paragraf: ParagrafId,
    /// `5.38.50`: the row's own account, else the paragraph's only function; empty where that is not known.
    pub funktion: String,
    /// Who owns the place.
    pub ownership: Ownership,
    /// Days of main services in the year: a day under two kinds stands under both.
    pub days: Periods,
    /// Kroner of main services.
    pub main: Months,
    /// Kroner of supplements.
    pub supplements: Months,
    /// What runs on the year's last day, in a whole year.
    pub whole_year: Money,
    /// Days at a provider that is settled by a budget line (ramme): no kroner here.
    pub ramme_days: i64,
    /// Days of rows that are not settled ("Afregnes" = Nej): no kroner.
    pub not_settled_days: i64,
}

impl Disposed {
    /// What changes in kroner when it runs a whole year as on the year's last day: helårsvirkning, net of VAT relief.
    #[must_use]
    pub fn full_year_effect(&self) -> Oere {
        self.whole_year.net() - sum(&self.main).net() - sum(&self.supplements).net()
    }
}

type Lines = BTreeMap<(ParagrafId, String, Ownership), Disposed>;

/// Whose rows, in which system, and what their words mean.
#[derive(Clone, Copy)]
struct Whose<'w, 'l> {
    citizen: CitizenId,
    side: Side,
    lexicon: &'w Lexicon<'l>,
}

/// Days that identical rows have counted already.
type Taken = BTreeMap<(Identity, Option<u16>), Periods>;

/// Claims by what makes identical rows stand in different lines: those that are not settled last, so that a settled copy
/// counts.
fn by_account<'r>(claims: &[Claim<'r>]) -> BTreeMap<(bool, WordId, WordId), Vec<Claim<'r>>> {
    let mut out: BTreeMap<(bool, WordId, WordId), Vec<Claim<'r>>> = BTreeMap::new();
    for claim in claims {
        let key = (claim.row.settles == Some(false), claim.row.account, claim.row.ownership);
        out.entry(key).or_default().push(*claim);
    }
    out
}

impl Disposer<'_> {
    /// The lines of one citizen in one system. Identical rows count once, and the rows of the other system not at all.
    #[must_use]
    pub fn citizen(
        &self,
        citizen: CitizenId,
        side: Side,
        timeline: &Timeline<'_>,
        lexicon: &Lexicon<'_>,
    ) -> Vec<Disposed> {
        let mut lines = Lines::new();
        let whose = Whose { citizen, side, lexicon };
        for (claims, is_main) in [(&timeline.main, true), (&timeline.supplements, false)] {
            for of_paragraf in claims.chunk_by(|a, b| a.paragraf == b.paragraf) {
                let mut taken = Taken::new();
                for alike in by_account(of_paragraf).values() {
                    self.add(whose, alike, is_main, &mut taken, &mut lines);
                }
            }
        }
        lines.into_values().collect()
    }

    fn add(
        &self,
        whose: Whose<'_, '_>,
        claims: &[Claim<'_>],
        is_main: bool,
        taken: &mut Taken,
        lines: &mut Lines,
    ) {
        let Whose { citizen, side, lexicon } = whose;
        let window = Periods::from(self.window());
        for (identity, mut group) in groups(claims, &window) {
            let taken = taken.entry(identity).or_insert_with(Periods::none);
            group.paid = group.paid.minus(taken);
            group.days = group.days.minus(taken);
            *taken = taken.union(&group.days);
            let claim = group.claim;
            let row = claim.row;
            let konto = read_konto(lexicon.side(side).wording.text(row.account));
            let funktion =
                konto.map_or_else(|| self.funktion_of(claim.paragraf).to_owned(), |konto| konto.funktion);
            for (period, terms) in lexicon.settings(side, row, claim.paragraf, self.window()) {
                let days = group.days.within(period);
                if days.is_empty() {
                    continue;
                }
                let key = (claim.paragraf, funktion.clone(), terms.ownership);
                let line = lines.entry(key).or_insert_with_key(|(paragraf, funktion, ownership)| Disposed {
                    citizen,
                    paragraf: *paragraf,
                    funktion: funktion.clone(),
                    ownership: *ownership,
                    days: Periods::none(),
                    main: Months::default(),
                    supplements: Months::default(),
                    whole_year: Money::default(),
                    ramme_days: 0,
                    not_settled_days: 0,
                });
                if is_main {
                    line.days = line.days.union(&days);
                }
                let relief = if lexicon.is_claim_net(side, claim) { Some(0) } else { terms.relief };
                self.price(line, &group, &days, Terms { relief, ..terms }, is_main);
            }
        }
    }

    fn price(&self, line: &mut Disposed, group: &Group<'_, '_>, days: &Periods, terms: Terms, is_main: bool) {
        if group.claim.row.settles == Some(false) {
            line.not_settled_days += days.days();
            return;
        }
        if terms.is_ramme {
            line.ramme_days += days.days();
            return;
        }
        let months = if is_main { &mut line.main } else { &mut line.supplements };
        let paid = group.paid.intersect(days);
        for (month, part) in days.iter().flat_map(Period::by_month) {
            let Some(price) = group.price else {
                months[index(month)].unpriced_days += part.days();
                continue;
            };
            for part in paid.within(part).iter() {
                months[index(month)].add(price, part, group, terms.relief);
            }
        }
        if let Some(price) = group.price.filter(|_| days.contains(self.window().last_day())) {
            let gross = price.whole_year(self.year, 0);
            line.whole_year.add_priced(gross, terms.relief.map(|relief| price.whole_year(self.year, relief)));
        }
    }
}

impl Money {
    fn add(&mut self, price: Price, part: Period, group: &Group<'_, '_>, relief: Option<u16>) {
        let gross = price.of(part, group.first);
        self.add_priced(gross, relief.map(|relief| price.net_of(part, group.first, relief)));
    }
}
