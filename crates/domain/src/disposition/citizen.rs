//! What a citizen's rows cost in a year: main services and supplements, month by month, by who owns the place.
//!
//! Every amount is a sum of [`DisposedRow`]s to the øre: splitting a row changes nothing, so each row has its own part.

use super::rows::{DisposedRow, RowKind, Whom};
use super::{Disposer, Money, Months, index, sum};
use crate::amount::Oere;
use crate::calendar::Period;
use crate::comparison::acts_for;
use crate::deviation::Side;
use crate::law::ParagrafId;
use crate::lexicon::{Lexicon, Terms};
use crate::observation::{Ownership, Role};
use crate::periods::Periods;
use crate::person::CitizenId;
use crate::price::Price;
use crate::relief::read_konto;
use crate::timeline::{Claim, Identity, Timeline};
use std::collections::BTreeMap;
use std::sync::Arc;

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
    /// What of the supplements is income: own payment (egenbetaling) and other negative amounts.
    pub own_payment: Money,
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

type Lines = BTreeMap<(ParagrafId, Arc<str>, Ownership), Disposed>;

/// Days that identical rows have counted already.
type Taken = BTreeMap<(Identity, Option<u16>), Periods>;

/// Where the parts of one citizen's rows go.
struct Sink<'s> {
    lines: Lines,
    rows: &'s mut Vec<DisposedRow>,
}

/// A claim with where its kroner belong.
#[derive(Clone, Copy)]
struct Placed<'c, 'r> {
    claim: &'c Claim<'r>,
    funktion: &'c Arc<str>,
    side: Side,
}

/// Claims in the order in which they count: those that are not settled last, so that a settled copy counts.
fn in_order<'c, 'r>(claims: &'c [Claim<'r>]) -> Vec<&'c Claim<'r>> {
    let mut out: Vec<&Claim<'r>> = claims.iter().collect();
    out.sort_by_key(|claim| (claim.row.settles == Some(false), claim.row.account, claim.row.ownership));
    out
}

impl Disposer<'_> {
    /// The lines of one citizen in one system, with nothing cut. Identical rows count once, and the rows of the other system
    /// not at all.
    #[must_use]
    pub fn citizen(
        &self,
        citizen: CitizenId,
        side: Side,
        timeline: &Timeline<'_>,
        lexicon: &Lexicon<'_>,
    ) -> Vec<Disposed> {
        self.citizen_rows(&Whom::all(citizen), side, timeline, lexicon, &mut Vec::new())
    }

    /// The lines of one citizen in one system, and onto `rows` the rows that they add up from.
    pub fn citizen_rows(
        &self,
        whom: &Whom<'_>,
        side: Side,
        timeline: &Timeline<'_>,
        lexicon: &Lexicon<'_>,
        rows: &mut Vec<DisposedRow>,
    ) -> Vec<Disposed> {
        let mut sink = Sink { lines: Lines::new(), rows };
        for claims in [&timeline.main, &timeline.supplements] {
            for of_paragraf in claims.chunk_by(|a, b| a.paragraf == b.paragraf) {
                if whom.area.is_some_and(|area| !area.holds(of_paragraf[0].paragraf)) {
                    continue;
                }
                let mut taken = Taken::new();
                for claim in in_order(of_paragraf) {
                    let konto = read_konto(lexicon.side(side).wording.text(claim.row.account));
                    let own = konto.map(|konto| Arc::from(konto.funktion));
                    let funktion = own.as_ref().unwrap_or_else(|| self.funktion_of(claim.paragraf));
                    self.add(whom, Placed { claim, funktion, side }, lexicon, &mut taken, &mut sink);
                }
            }
        }
        sink.lines.into_values().collect()
    }

    fn add(
        &self,
        whom: &Whom<'_>,
        placed: Placed<'_, '_>,
        lexicon: &Lexicon<'_>,
        taken: &mut Taken,
        sink: &mut Sink<'_>,
    ) {
        let Placed { claim, side, .. } = placed;
        let Some(all) = claim.period.intersect(self.window()) else { return };
        let mut days = Periods::from(all);
        if pays_elsewhere(whom, claim, lexicon) {
            self.left_out(whom, placed, RowKind::OtherPayer, &days, lexicon, sink);
            return;
        }
        if let Some(after) = whom.after_death {
            self.left_out(whom, placed, RowKind::Dead, &days.within(after), lexicon, sink);
            days = days.minus(&Periods::from(after));
        }
        if !whom.outside_age.is_empty() {
            let outside = days.intersect(&whom.outside_age);
            self.left_out(whom, placed, RowKind::OutsideAge, &outside, lexicon, sink);
            days = days.minus(&outside);
        }
        let taken = taken.entry((claim.identity(), claim.relief)).or_insert_with(Periods::none);
        if !taken.is_empty() {
            let copies = days.intersect(taken);
            self.left_out(whom, placed, RowKind::Copy, &copies, lexicon, sink);
            days = days.minus(&copies);
        }
        *taken = taken.union(&days);
        for (period, terms) in lexicon.settings(side, claim.row, claim.paragraf, self.window()) {
            let days = days.within(period);
            if days.is_empty() {
                continue;
            }
            let key = (claim.paragraf, Arc::clone(placed.funktion), terms.ownership);
            let line = sink.lines.entry(key).or_insert_with_key(|(paragraf, funktion, ownership)| {
                Disposed::empty(whom.citizen, *paragraf, funktion, *ownership)
            });
            if claim.row.role == Role::Main {
                line.days = line.days.union(&days);
            }
            let relief = if lexicon.is_claim_net(side, claim) { Some(0) } else { terms.relief };
            let terms = Terms { relief, ..terms };
            for stretch in days.iter() {
                let row = self.price(line, placed, stretch, terms);
                sink.rows.push(row);
            }
        }
    }

    /// Rows whose days do not count: listed with why.
    fn left_out(
        &self,
        whom: &Whom<'_>,
        placed: Placed<'_, '_>,
        kind: RowKind,
        days: &Periods,
        lexicon: &Lexicon<'_>,
        sink: &mut Sink<'_>,
    ) {
        for period in days.iter() {
            let ownership = lexicon.ownership(placed.side, placed.claim.row, period.from);
            sink.rows.push(placed.row(whom.citizen, ownership, period, kind));
        }
    }

    /// Prices a stretch of a row's days onto its line.
    fn price(&self, line: &mut Disposed, placed: Placed<'_, '_>, days: Period, terms: Terms) -> DisposedRow {
        let claim = placed.claim;
        let row = |kind| placed.row(line.citizen, line.ownership, days, kind);
        if claim.row.settles == Some(false) {
            line.not_settled_days += days.days();
            return row(RowKind::NotSettled);
        }
        if terms.is_ramme {
            line.ramme_days += days.days();
            return row(RowKind::Ramme);
        }
        let mut row = row(RowKind::Counts);
        let is_main = claim.row.role == Role::Main;
        let months = if is_main { &mut line.main } else { &mut line.supplements };
        for (month, part) in days.by_month() {
            let money = priced(claim, part, terms.relief);
            months[index(month)] += money;
            row.money += money;
            if month < self.through {
                row.elapsed += money;
            }
        }
        if !is_main && row.money.gross < Oere(0) {
            line.own_payment += row.money;
        }
        if let Some(price) = claim.price.filter(|_| days.contains(self.window().last_day())) {
            let net = |relief| price.whole_year(self.year, relief);
            row.whole_year.add_priced(net(0), terms.relief.map(net));
            line.whole_year += row.whole_year;
        }
        row
    }
}

impl Disposed {
    fn empty(citizen: CitizenId, paragraf: ParagrafId, funktion: &str, ownership: Ownership) -> Disposed {
        Disposed {
            citizen,
            paragraf,
            funktion: funktion.to_owned(),
            ownership,
            days: Periods::none(),
            main: Months::default(),
            supplements: Months::default(),
            own_payment: Money::default(),
            whole_year: Money::default(),
            ramme_days: 0,
            not_settled_days: 0,
        }
    }
}

impl Placed<'_, '_> {
    fn row(self, citizen: CitizenId, ownership: Ownership, period: Period, kind: RowKind) -> DisposedRow {
        DisposedRow {
            citizen,
            place: self.claim.row.place,
            paragraf: self.claim.paragraf,
            funktion: Arc::clone(self.funktion),
            ownership,
            role: self.claim.row.role,
            period,
            kind,
            money: Money::default(),
            elapsed: Money::default(),
            whole_year: Money::default(),
        }
    }
}

/// True where the row itself says that another municipality pays, for which we do not act.
fn pays_elsewhere(whom: &Whom<'_>, claim: &Claim<'_>, lexicon: &Lexicon<'_>) -> bool {
    let (Some(own), Some(payer)) = (whom.payer, claim.row.betalingskommune) else { return false };
    payer != own && !acts_for(lexicon.law(), own, payer, claim.paragraf)
}

/// The kroner of some days of one month.
fn priced(claim: &Claim<'_>, part: Period, relief: Option<u16>) -> Money {
    let mut money = Money::default();
    let Some(price) = claim.price else {
        money.unpriced_days = part.days();
        return money;
    };
    match claim.unpaid.filter(|day| part.contains(*day)) {
        None => money.add(price, part, claim, relief),
        Some(day) => {
            let paid = Periods::from(part).minus(&Periods::from(Period { from: day, until: day.next() }));
            paid.iter().for_each(|part| money.add(price, part, claim, relief));
        }
    }
    money
}

impl Money {
    fn add(&mut self, price: Price, part: Period, claim: &Claim<'_>, relief: Option<u16>) {
        let first = claim.row.from;
        let gross = price.of(part, first);
        self.add_priced(gross, relief.map(|relief| price.net_of(part, first, relief)));
    }
}
