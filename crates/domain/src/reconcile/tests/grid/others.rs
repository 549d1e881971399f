//! Lines of the other sources: a letter, then words.
//!
//! `P` person, `K` posting, `L` list price, `I` individual rate, `R` provider of the register, `S` caseworker.

use super::World;
use crate::amount::{Oere, Rate, SCALE};
use crate::calendar::{Day, Period};
use crate::deviation::Side;
use crate::landscape::{ExtractFacts, Source};
use crate::language::Language;
use crate::lexicon::{Lexicon, SideContext};
use crate::norms::{Norms, NormsBuilder};
use crate::observation::{
    Caseworker, IndividualRate, ListPrice, Ownership, PersonRecord, Posting, ProviderRecord, RowPlace,
    Settlement,
};
use crate::person::CitizenId;
use crate::price::{PriceTerms, Unit};
use crate::provider_register::ProviderRegister;
use crate::registers::{Other, Registers};
use crate::tariff::PriceList;
use crate::timeline::Timeline;
use crate::wording::{Provider, ProviderId, WordId, Wording};

/// The other sources of a drawn case.
#[derive(Debug, Default, Clone)]
pub(in crate::reconcile::tests) struct Others {
    pub(in crate::reconcile::tests) persons: Option<Vec<PersonRecord<CitizenId>>>,
    pub(in crate::reconcile::tests) postings: Option<Vec<Posting<CitizenId>>>,
    list: Vec<ListPrice>,
    individual: Vec<IndividualRate<CitizenId>>,
    providers: Vec<ProviderRecord>,
    caseworkers: Option<Vec<Caseworker>>,
    pub(in crate::reconcile::tests) wording: Wording,
    pub(in crate::reconcile::tests) source: Source,
    pub(in crate::reconcile::tests) facts: ExtractFacts,
    pub(in crate::reconcile::tests) last_posting: Option<Day>,
    pub(in crate::reconcile::tests) norms: bool,
}

/// What a run borrows of them.
pub(in crate::reconcile::tests) struct Prepared {
    list: Option<PriceList>,
    register: Option<ProviderRegister>,
    norms: Option<Norms>,
}

impl Others {
    pub(super) fn line(&mut self, kind: &str, words: &[&str]) {
        let text = |key: &str| {
            let found = words.iter().find_map(|w| w.strip_prefix(key)?.strip_prefix('='));
            found.unwrap_or_default().replace('_', " ")
        };
        let day = |key: &str| Day::parse(&text(key));
        let valid =
            Period { from: day("fra").unwrap_or(Day::FIRST), until: day("til").map_or(Day::OPEN, Day::next) };
        let citizen = CitizenId(1);
        let provider = Provider { name: text("lev"), ..Provider::default() };
        let named = if provider.is_none() { ProviderId::NONE } else { self.wording.provider(provider) };
        match kind {
            "P" => {
                let list = self.persons.get_or_insert_default();
                list.push(PersonRecord {
                    citizen,
                    place: place(list.len()),
                    born: day("født"),
                    dead: day("død"),
                    residence: valid,
                    kommune: text("bor").parse().ok(),
                    betalingskommune: text("betaler").parse().ok(),
                    protected: false,
                    formerly: None,
                });
            }
            "K" => {
                let concerns = text("for").split_once("..").map(|(a, b)| {
                    Period::from_included(Day::parse(a).unwrap(), Day::parse(b).unwrap()).unwrap()
                });
                let [konto, bill] = ["konto", "bilag"].map(|key| self.wording.word(&text(key)));
                let list = self.postings.get_or_insert_default();
                list.push(Posting {
                    citizen: Some(citizen),
                    place: place(list.len()),
                    booked: day("bogført").or(concerns.map(|p| p.until)).unwrap(),
                    concerns,
                    amount: Oere(text("beløb").parse::<i64>().unwrap() * 100),
                    account: konto,
                    konto,
                    art: WordId::EMPTY,
                    provider: named,
                    bill,
                    text: WordId::EMPTY,
                });
            }
            "L" | "I" => self.rate(kind, named, valid, Rate(text("takst").parse::<i64>().unwrap() * SCALE)),
            "R" => self.providers.push(ProviderRecord {
                place: place(self.providers.len()),
                valid,
                name: text("lev"),
                also: Vec::new(),
                cvr: String::new(),
                p_number: String::new(),
                driftsherre: String::new(),
                driftsherre_kommune: None,
                ownership: Ownership::Unknown,
                settlement: if words.contains(&"ramme") { Settlement::Ramme } else { Settlement::Takst },
                delay_days: text("forsinkelse").parse().ok(),
                ean: String::new(),
            }),
            "S" => {
                let list = self.caseworkers.get_or_insert_default();
                let name = text("navn");
                list.push(Caseworker { place: place(list.len()), name, team: String::new(), active: valid });
            }
            other => panic!("ukendt linje {other}"),
        }
    }

    fn rate(&mut self, kind: &str, provider: ProviderId, valid: Period, rate: Rate) {
        let (service, paragraf, unit) = (WordId::EMPTY, WordId::EMPTY, Unit::Doegn);
        if kind == "L" {
            let place = place(self.list.len());
            self.list.push(ListPrice { place, provider, service, paragraf, valid, rate, unit });
        } else {
            let (citizen, place) = (CitizenId(1), place(self.individual.len()));
            self.individual.push(IndividualRate {
                citizen,
                place,
                provider,
                service,
                paragraf,
                valid,
                rate,
                unit,
            });
        }
    }

    pub(in crate::reconcile::tests) fn prepare(&self, world: &World) -> Prepared {
        let terms = PriceTerms::default();
        let register = (!self.providers.is_empty()).then(|| ProviderRegister::new(&self.providers, &[], &[]));
        let list = (!self.list.is_empty()).then(|| {
            PriceList::new(&self.list, "andet", terms, &self.wording, &world.law, register.as_ref())
        });
        let mut prepared = Prepared { list, register, norms: None };
        if self.norms {
            prepared.norms = Some(self.norms(world, &prepared));
        }
        prepared
    }

    /// What is usual among the rows of the case itself.
    fn norms(&self, world: &World, prepared: &Prepared) -> Norms {
        let language = Language::default();
        let mut lexicon =
            Lexicon::new(&world.law, &language, [world.side(0), world.side(1)], self.registers(prepared));
        let mut builder = NormsBuilder::default();
        for side in [Side::One, Side::Two] {
            // Every row is another citizen's, so that all of them count.
            for row in &world.rows[side.index()] {
                let mut timeline = Timeline::default();
                timeline.fill(side, std::slice::from_ref(row), &self.individual, &mut lexicon);
                builder.add_citizen(side, &timeline, &lexicon);
            }
        }
        builder.finish()
    }

    pub(in crate::reconcile::tests) fn registers<'a>(&'a self, prepared: &'a Prepared) -> Registers<'a> {
        let other =
            |index: u16| Other { index, source: &self.source, facts: self.facts, wording: &self.wording };
        Registers {
            persons: self.persons.as_ref().map(|_| other(0)),
            ledger: self.postings.as_ref().map(|_| other(1)),
            individual: (!self.individual.is_empty()).then(|| other(2)),
            caseworkers: self.caseworkers.as_deref(),
            last_posting: self.last_posting,
            prices: prepared.list.as_ref(),
            providers: prepared.register.as_ref(),
            norms: prepared.norms.as_ref(),
            ..Registers::default()
        }
    }

    pub(in crate::reconcile::tests) fn individual(&self) -> &[IndividualRate<CitizenId>] {
        &self.individual
    }
}

impl World {
    pub(super) fn side(&self, at: usize) -> SideContext<'_> {
        SideContext { source: &self.sources[at], facts: self.facts[at], wording: &self.wordings[at] }
    }
}

fn place(at: usize) -> RowPlace {
    RowPlace { file: 0, sheet: WordId::EMPTY, row: at as u32 + 1 }
}
