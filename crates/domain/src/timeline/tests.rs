//! Rows with prices from three places, put to the two systems of a small world.

use super::*;
use crate::amount::{Oere, Quantity, Rate, SCALE};
use crate::control::Control;
use crate::deviation::{Deviation, RuleCode};
use crate::landscape::{Attribute, ExtractFacts, Source};
use crate::language::Language;
use crate::law::{DstStatus, Funktion, Gruppering, LawBook, Paragraf, Relief as ReliefLine};
use crate::lexicon::SideContext;
use crate::observation::{ListPrice, Ownership, ProviderRecord, RowPlace, Settlement};
use crate::provider_register::ProviderRegister;
use crate::reconcile::Kernel;
use crate::registers::{CitizenRows, Other, Registers};
use crate::stake::{as_compared, at_stake};
use crate::tariff::PriceList;
use crate::wording::{Provider, ProviderId, WordId, Wording};
use proptest::prelude::*;

/// Two systems, a law with one year's relief, a register of two providers, a list and individual rates.
pub(crate) struct Scene {
    pub(crate) law: LawBook,
    pub(crate) sources: [Source; 3],
    pub(crate) wordings: [Wording; 3],
    pub(crate) rows: [Vec<Activity<CitizenId>>; 2],
    pub(crate) providers: ProviderRegister,
    pub(crate) list: PriceList,
    pub(crate) individual: Vec<IndividualRate<CitizenId>>,
}

pub(crate) fn day(month: u32, day: u32) -> Day {
    Day::from_ymd(2021, month, day).unwrap()
}

pub(crate) fn span(from: Day, last: Day) -> Period {
    Period::from_included(from, last).unwrap()
}

pub(crate) fn place(row: u32) -> RowPlace {
    RowPlace { file: 0, sheet: WordId::EMPTY, row }
}

fn law() -> LawBook {
    let (source, name) = (|| "prøve".to_owned(), String::new);
    let paragraf = |number: &str| Paragraf {
        written: format!("SEL § {number}"),
        name: name(),
        law: "SEL".to_owned(),
        number: number.to_owned(),
        valid: Period::ALWAYS,
        also: Vec::new(),
        dst: DstStatus::Open,
        mixed_with: Vec::new(),
        source: source(),
    };
    let gruppering = Gruppering {
        number: "001".to_owned(),
        dranst: 1,
        name: name(),
        paragraf: "SEL § 108".to_owned(),
        source: source(),
    };
    let funktion = Funktion {
        number: "5.38.50".to_owned(),
        name: name(),
        valid: Period::ALWAYS,
        grupperinger: vec![gruppering],
        source: source(),
    };
    let relief = ReliefLine {
        valid: Period::year(2021),
        funktion: "5.38.50".to_owned(),
        gruppering: String::new(),
        percent_hundredths: 500,
        source: source(),
    };
    LawBook {
        paragraffer: vec![paragraf("107"), paragraf("108")],
        funktioner: vec![funktion],
        relief: vec![relief],
        ..LawBook::default()
    }
}

fn record(row: u32, name: &str, also: &str, ownership: Ownership) -> ProviderRecord {
    ProviderRecord {
        place: place(row),
        valid: Period::ALWAYS,
        name: name.to_owned(),
        also: vec![(String::new(), also.to_owned())],
        cvr: String::new(),
        p_number: format!("100000000{row}"),
        driftsherre: String::new(),
        driftsherre_kommune: None,
        ownership,
        settlement: Settlement::Takst,
        delay_days: None,
        ean: String::new(),
    }
}

impl Scene {
    pub(crate) fn new() -> Scene {
        let source = |name: &str| Source {
            name: name.to_owned(),
            attributes: Attribute::ALL.to_vec(),
            reads_paragraphs: true,
            ..Source::default()
        };
        let records = [
            record(2, "Solhjem", "Sol-hjem", Ownership::Private),
            record(3, "Kommunens hus", "Huset", Ownership::Own),
        ];
        Scene {
            law: law(),
            sources: [source("et"), source("to"), source("individuelle")],
            wordings: [Wording::default(), Wording::default(), Wording::default()],
            rows: [Vec::new(), Vec::new()],
            providers: ProviderRegister::new(&records, &[], &[]),
            list: PriceList::default(),
            individual: Vec::new(),
        }
    }

    pub(crate) fn provider(&mut self, of: usize, name: &str) -> ProviderId {
        self.wordings[of].provider(Provider { name: name.to_owned(), ..Provider::default() })
    }

    /// A row of § 108 per døgn, without a rate where `kroner` is 0.
    pub(crate) fn row(
        &mut self,
        side: usize,
        provider: &str,
        days: Period,
        kroner: i64,
    ) -> &mut Activity<CitizenId> {
        let provider = self.provider(side, provider);
        let paragraf = self.wordings[side].word("SEL § 108");
        let at = place(2 + self.rows[side].len() as u32);
        self.rows[side].push(Activity {
            provider,
            paragraf,
            unit: Some(Unit::Doegn),
            rate: (kroner != 0).then_some(Rate(kroner * SCALE)),
            ..Activity::bare(CitizenId(1), at, days)
        });
        self.rows[side].last_mut().unwrap()
    }

    pub(crate) fn list_price(&mut self, provider: &str, days: Period, kroner: i64) {
        let mut wording = Wording::default();
        let provider = wording.provider(Provider { name: provider.to_owned(), ..Provider::default() });
        let row = ListPrice {
            place: place(40),
            provider,
            service: WordId::EMPTY,
            paragraf: WordId::EMPTY,
            valid: days,
            rate: Rate(kroner * SCALE),
            unit: Unit::Doegn,
        };
        let terms = PriceTerms::default();
        self.list = PriceList::new(&[row], "takster", terms, &wording, &self.law, Some(&self.providers));
    }

    pub(crate) fn individual_rate(&mut self, provider: &str, days: Period, kroner: i64) {
        let provider = self.provider(2, provider);
        self.individual.push(IndividualRate {
            citizen: CitizenId(1),
            place: place(50),
            provider,
            service: WordId::EMPTY,
            paragraf: WordId::EMPTY,
            valid: days,
            rate: Rate(kroner * SCALE),
            unit: Unit::Doegn,
        });
    }

    fn sides(&self) -> [SideContext<'_>; 2] {
        [0, 1].map(|at| SideContext {
            source: &self.sources[at],
            facts: ExtractFacts::default(),
            wording: &self.wordings[at],
        })
    }

    pub(crate) fn registers(&self) -> Registers<'_> {
        let individual = Other {
            index: 0,
            source: &self.sources[2],
            facts: ExtractFacts::default(),
            wording: &self.wordings[2],
        };
        Registers {
            individual: Some(individual),
            prices: Some(&self.list),
            providers: Some(&self.providers),
            ..Registers::default()
        }
    }

    /// Puts one system's timeline to a check.
    pub(crate) fn with<T>(&self, side: Side, check: impl FnOnce(&Timeline<'_>, &Lexicon<'_>) -> T) -> T {
        let language = Language::default();
        let mut lexicon = Lexicon::new(&self.law, &language, self.sides(), self.registers());
        let mut timeline = Timeline::default();
        timeline.fill(side, &self.rows[side.index()], &self.individual, &mut lexicon);
        check(&timeline, &lexicon)
    }

    fn deviations(&self) -> Vec<Deviation> {
        let mut control = Control::of(Period::year(2021), 573);
        control.attributes = vec![Attribute::Leverandoer, Attribute::Pris];
        let language = Language::default();
        let mut kernel = Kernel::new(&control, &self.law, &language, self.sides(), self.registers());
        let activities = [self.rows[0].as_slice(), self.rows[1].as_slice()];
        let rows = CitizenRows { activities, individual: &self.individual, ..CitizenRows::default() };
        kernel.citizen(CitizenId(1), rows);
        let found = kernel.finish().deviations.into_iter();
        found.filter(|d| d.rule == RuleCode::ForskelligVaerdi).collect()
    }
}

#[test]
fn a_claim_is_cut_where_its_price_changes_and_says_where_it_is_from() {
    let mut scene = Scene::new();
    scene.list_price("Sol-hjem", Period::year(2021), 700);
    scene.individual_rate("SOLHJEM", span(day(3, 1), day(3, 31)), 900);
    scene.row(0, "Solhjem", span(day(2, 1), day(4, 30)), 0);
    scene.with(Side::One, |timeline, _| {
        let drawn: Vec<_> = timeline.main.iter().map(|c| (c.period, c.price_from)).collect();
        let (list, own) = (PriceSource::List(place(40)), PriceSource::Individual(place(50)));
        let parts = [span(day(2, 1), day(2, 28)), span(day(3, 1), day(3, 31)), span(day(4, 1), day(4, 30))];
        assert_eq!(drawn, [(parts[0], list), (parts[1], own), (parts[2], list)]);
        let all = Periods::from(Period::year(2021));
        assert_eq!(at_stake(&timeline.main, &all, &[]), Some(Oere((58 * 700 + 31 * 900) * 100)));
    });
}

#[test]
fn cut_or_not_a_row_is_compared_as_one() {
    let mut scene = Scene::new();
    scene.individual_rate("", span(day(3, 1), day(3, 31)), 900);
    scene.row(0, "Solhjem", span(day(2, 1), day(4, 30)), 700);
    scene.row(1, "Sol-hjem", span(day(2, 1), day(2, 28)), 700);
    scene.row(1, "Solhjem", span(day(3, 1), day(3, 31)), 333);
    scene.row(1, "Solhjem", span(day(4, 1), day(4, 30)), 700);
    assert_eq!(scene.deviations(), [], "en stavemåde, registeret har, er samme leverandør");
    scene.row(1, "Huset", span(day(4, 1), day(4, 1)), 0);
    assert_eq!(scene.deviations().len(), 2, "anden leverandør og manglende pris");
}

#[test]
fn the_day_of_moving_out_is_claimed_but_not_paid() {
    let mut scene = Scene::new();
    scene.sources[0].terms.pays_last_day = false;
    let year = Periods::from(Period::year(2021));
    let stake = |scene: &Scene| {
        scene.with(Side::One, |t, _| (at_stake(&t.main, &year, &[]), days_of(&t.main).days()))
    };
    scene.row(0, "Solhjem", span(day(1, 1), day(1, 31)), 100);
    assert_eq!(stake(&scene), (Some(Oere(30 * 10_000)), 31));
    // A row that goes on, under another spelling: one stay, one day of moving out.
    scene.row(0, "Sol-hjem", span(day(2, 1), day(2, 28)), 100);
    assert_eq!(stake(&scene), (Some(Oere(58 * 10_000)), 59));
    // One that has no end has no such day.
    scene.row(0, "Solhjem", Period { from: day(3, 1), until: Day::OPEN }, 100).until = Day::OPEN;
    assert_eq!(stake(&scene).0, Some(Oere(365 * 10_000)));
}

#[test]
fn a_net_source_and_a_gross_one_agree() {
    let mut scene = Scene::new();
    scene.sources[1].terms.net_of_relief = true;
    scene.row(0, "Solhjem", span(day(1, 1), day(12, 31)), 2_000);
    scene.row(1, "Solhjem", span(day(1, 1), day(12, 31)), 1_900);
    assert_eq!(scene.deviations(), []);
    let year = Periods::from(Period::year(2021));
    let compared = |side| scene.with(side, |t, _| as_compared(&t.main, &year));
    assert_eq!(compared(Side::One), compared(Side::Two));
    // Own places carry no VAT: there the same two amounts differ, by the year's difference.
    let mut own = Scene::new();
    own.sources[1].terms.net_of_relief = true;
    own.row(0, "Huset", span(day(1, 1), day(12, 31)), 2_000);
    own.row(1, "Huset", span(day(1, 1), day(12, 31)), 1_900);
    let found = own.deviations();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].oere, Some(Oere(-365 * 100 * 100)));
}

#[test]
fn a_year_without_a_list_is_not_compared() {
    let mut scene = Scene::new();
    scene.sources[1].terms.net_of_relief = true;
    let days = Period { from: day(12, 1), until: Day::from_ymd(2022, 2, 1).unwrap() };
    scene.row(0, "Solhjem", days, 2_000);
    scene.row(1, "Solhjem", days, 1_900);
    scene.with(Side::One, |timeline, _| {
        let drawn: Vec<_> = timeline.main.iter().map(|c| (c.period.days(), c.relief)).collect();
        assert_eq!(drawn, [(31, Some(500)), (31, None)]);
    });
    assert_eq!(scene.deviations(), []);
}

#[test]
fn amounts_for_all_days_are_told_apart_by_their_rows() {
    let mut scene = Scene::new();
    for (from, last) in [(day(1, 1), day(3, 31)), (day(4, 1), day(6, 29))] {
        scene.row(0, "Solhjem", span(from, last), 90_000).unit = Some(Unit::Samlet);
    }
    let stake = |days: Period| scene.with(Side::One, |t, _| at_stake(&t.main, &Periods::from(days), &[]));
    assert_eq!(stake(Period::year(2021)), Some(Oere(18_000_000)));
    assert_eq!(stake(span(day(3, 31), day(4, 1))), Some(Oere(200_000)));
    scene.with(Side::One, |timeline, _| {
        assert_eq!(timeline.main[0].price.unwrap().quantity, Quantity(90 * SCALE));
    });
}

/// The rate of a day by the rule itself: individual, else own, else list.
fn naive_rate(day: Day, own: i64, individual: &[(Period, i64)], list: Option<(Period, i64)>) -> Option<i64> {
    let of = |(days, kroner): &(Period, i64)| days.contains(day).then_some(*kroner);
    individual.iter().find_map(of).or((own != 0).then_some(own)).or_else(|| list.as_ref().and_then(of))
}

proptest! {
    /// Day by day: every day is claimed once, at the price of that day, and the kroner are the sum of the days.
    #[test]
    fn each_day_has_its_own_price(
        row in (1i32..200, 1i32..160), own in 0i64..2, one in (1i32..200, 1i32..60), gap in 1i32..60, two in 1i32..60,
        list in (1i32..200, 1i32..160),
    ) {
        let first = Day::from_ymd(2021, 1, 1).unwrap();
        let days = |from: i32, long: i32| Period { from: Day(first.0 + from), until: Day(first.0 + from + long) };
        let individual = [(days(one.0, one.1), 900), (days(one.0 + one.1 + gap, two), 950)];
        let listed = (days(list.0, list.1), 700);
        let own = own * 500;
        let mut scene = Scene::new();
        scene.list_price("Solhjem", listed.0, listed.1);
        for (days, kroner) in individual {
            scene.individual_rate("Solhjem", days, kroner);
        }
        let row = days(row.0, row.1);
        scene.row(0, "Sol-hjem", row, own);
        scene.with(Side::One, |timeline, _| {
            let mut sum = Some(Oere(0));
            for at in row.from.0..row.until.0 {
                let on: Vec<_> = timeline.main.iter().filter(|c| c.period.contains(Day(at))).collect();
                prop_assert_eq!(on.len(), 1);
                let naive = naive_rate(Day(at), own, &individual, Some(listed));
                prop_assert_eq!(on[0].price.map(|p| p.rate.0 / SCALE), naive);
                sum = sum.zip(naive).map(|(sum, kroner)| sum + Oere(kroner * 100));
            }
            prop_assert_eq!(at_stake(&timeline.main, &Periods::from(row), &[]), sum);
            Ok(())
        })?;
    }
}
