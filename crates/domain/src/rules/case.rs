//! One citizen on one paragraph in two systems: what every rule is put to.

use crate::calendar::{Day, Period};
use crate::causes;
use crate::citizen_facts::CitizenFacts;
use crate::comparison::Compared;
use crate::control::Control;
use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::law::ParagrafId;
use crate::lexicon::Lexicon;
use crate::observation::RowPlace;
use crate::periods::Periods;
use crate::person::CitizenId;
use crate::registers::Registers;
use crate::rules::citizen_case::blank;
use crate::rules::{Rule, afventer_overfoersel};
use crate::stake::at_stake;
use crate::timeline::{Claim, Timeline};

/// One citizen on one paragraph.
#[derive(Clone, Copy)]
pub struct Case<'a, 'r> {
    /// What is asked.
    pub control: &'a Control,
    /// Who.
    pub citizen: CitizenId,
    /// On which paragraph.
    pub paragraf: ParagrafId,
    /// The citizen in System 1 and System 2, all paragraphs.
    pub timelines: [&'a Timeline<'r>; 2],
    /// The main services on the paragraph.
    pub claims: [&'a [Claim<'r>]; 2],
    /// The days compared.
    pub compared: &'a Compared,
    /// The earlier extract's day, if both are known.
    pub earliest_extract: Option<Day>,
    /// What the register of persons says.
    pub person: &'a CitizenFacts<'r>,
    /// What is known beside the two systems.
    pub registers: &'a Registers<'a>,
    /// The words of both systems.
    pub lexicon: &'a Lexicon<'a>,
}

/// The value at which questions 3 and 4 compare, at a level below the paragraph.
#[derive(Clone, Debug, Default)]
pub(crate) struct LevelValue {
    pub(crate) ydelse: String,
    pub(crate) leverandoer: String,
}

impl<'r> Case<'_, 'r> {
    /// D1 or D2.
    pub(crate) fn days(&self, side: Side) -> &Periods {
        &self.compared.days[side.index()]
    }

    /// The rows among `claims` that touch a period, in the order of their places.
    pub(crate) fn rows(claims: &[Claim<'_>], period: Period) -> Vec<RowPlace> {
        let mut places: Vec<RowPlace> =
            claims.iter().filter(|c| c.period.overlaps(period)).map(|c| c.row.place).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// A deviation with everything that all rules share; kroner are 0 until a rule sets them.
    pub(crate) fn deviation(&self, rule: &Rule, question: Option<u8>, period: Period) -> Deviation {
        Deviation { question, ..blank(rule, self.citizen, self.paragraf, period) }
    }

    /// Days that `claiming` has and the other system lacks. `claims` are the rows that claim them.
    pub(crate) fn missing_days(
        &self,
        rule: &Rule,
        question: u8,
        claiming: Side,
        claims: &[Claim<'r>],
        period: Period,
        value: LevelValue,
    ) -> Deviation {
        let mut deviation = self.deviation(rule, Some(question), period);
        let days = Periods::from(period);
        let other = self.claims[claiming.other().index()];
        let supplements = self.timelines[claiming.index()].supplements_on(self.paragraf);
        deviation.oere = at_stake(claims, &days, other);
        deviation.oere_tillaeg = at_stake(supplements, &days, &[]);
        deviation.rows[claiming.index()] = Self::rows(claims, period);
        deviation.rows[claiming.other().index()] = Self::rows(other, period);
        deviation.ydelse = value.ydelse;
        deviation.leverandoer = value.leverandoer;
        deviation.causes = causes::of_missing_days(self, claiming, claims, period);
        deviation.shared = causes::shared(self, claiming, &deviation.causes);
        if afventer_overfoersel::applies(self, claims, period) {
            deviation.rule = RuleCode::AfventerOverfoersel;
            deviation.duty = afventer_overfoersel::RULE.duty;
        } else if deviation.causes.contains(&crate::deviation::Cause::Uoversat) {
            deviation.duty = Duty::SkalBekraeftes;
        }
        deviation
    }
}
