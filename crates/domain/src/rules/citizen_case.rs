//! One citizen in one system, all paragraphs: what the rules inside one system are put to.

use crate::amount::Oere;
use crate::calendar::Period;
use crate::citizen_facts::CitizenFacts;
use crate::comparison::Compared;
use crate::control::Control;
use crate::deviation::{Deviation, RuleCode, Side};
use crate::law::ParagrafId;
use crate::lexicon::Lexicon;
use crate::observation::IndividualRate;
use crate::periods::Periods;
use crate::person::CitizenId;
use crate::registers::Registers;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::known::Known;
use crate::rules::plan::Plan;
use crate::timeline::{Claim, Timeline};

/// One paragraph that a citizen has in either system, with its days decided.
#[derive(Debug)]
pub struct Held<'a, 'r> {
    /// Which.
    pub paragraf: ParagrafId,
    /// The main services on it, by first day.
    pub claims: [&'a [Claim<'r>]; 2],
    /// Its days.
    pub compared: Compared,
}

/// One citizen.
#[derive(Clone, Copy)]
pub struct CitizenCase<'a, 'r> {
    /// What is asked.
    pub control: &'a Control,
    /// Who.
    pub citizen: CitizenId,
    /// The citizen in System 1 and System 2.
    pub timelines: [&'a Timeline<'r>; 2],
    /// The paragraphs asked about, in the order of reports.
    pub held: &'a [Held<'a, 'r>],
    /// The days that each system's own extract speaks of, inside the window.
    pub windows: [Option<Period>; 2],
    /// The days that both extracts speak of.
    pub comparable: Option<Period>,
    /// What the register of persons says.
    pub person: &'a CitizenFacts<'r>,
    /// Days on which the citizen is not of the area's age.
    pub outside_age: &'a Periods,
    /// Rates agreed for the citizen.
    pub individual: &'r [IndividualRate<CitizenId>],
    /// What is known beside the two systems.
    pub registers: &'a Registers<'a>,
    /// The words of both systems.
    pub lexicon: &'a Lexicon<'a>,
    pub(crate) known: &'a Known,
    pub(crate) plan: &'a Plan,
}

impl<'r> CitizenCase<'_, 'r> {
    /// The paragraph's days in a system, and the rows that claim them; only those that have any.
    pub(crate) fn each(&self, side: Side) -> impl Iterator<Item = (ParagrafId, &[Claim<'r>], &Periods)> {
        let at = side.index();
        let each = self.held.iter().map(move |h| (h.paragraf, h.claims[at], &h.compared.own[at]));
        each.filter(|(_, _, days)| !days.is_empty())
    }

    /// The paragraph's days in a system.
    pub(crate) fn held_on(&self, paragraf: ParagrafId) -> Option<&Held<'_, 'r>> {
        let at = self.held.binary_search_by_key(&paragraf, |h| h.paragraf).ok()?;
        Some(&self.held[at])
    }

    /// A deviation inside one system; kroner are 0 until a rule sets them.
    pub(crate) fn deviation(
        &self,
        rule: &Rule,
        side: Side,
        paragraf: ParagrafId,
        period: Period,
    ) -> Deviation {
        Deviation { within: Some(side), ..blank(rule, self.citizen, paragraf, period) }
    }

    /// Reports the days of the rows that a rule picks out, a maximal period each. They cost nothing.
    pub(crate) fn report_days(
        &self,
        rule: &Rule,
        side: Side,
        picks: impl Fn(&Claim<'r>) -> bool,
        out: &mut Vec<Deviation>,
    ) {
        for (paragraf, claims, days) in self.each(side) {
            if !claims.iter().any(&picks) {
                continue;
            }
            let picked: Vec<Claim<'r>> = claims.iter().filter(|c| picks(c)).copied().collect();
            for period in Periods::union_of(picked.iter().map(|c| c.period)).intersect(days).iter() {
                let mut deviation = self.deviation(rule, side, paragraf, period);
                deviation.rows[side.index()] = Case::rows(&picked, period);
                out.push(deviation);
            }
        }
    }
}

/// A deviation that says nothing yet but which rule, who, where and when.
pub(crate) fn blank(rule: &Rule, citizen: CitizenId, paragraf: ParagrafId, period: Period) -> Deviation {
    Deviation {
        rule: rule.code,
        question: None,
        within: None,
        duty: rule.duty,
        citizen,
        paragraf,
        ydelse: String::new(),
        leverandoer: String::new(),
        period,
        oere: Some(Oere(0)),
        oere_tillaeg: Some(Oere(0)),
        attribute: None,
        values: [Vec::new(), Vec::new()],
        both: false,
        rows: [Vec::new(), Vec::new()],
        others: Vec::new(),
        causes: Vec::new(),
        shared: String::new(),
    }
}

/// Puts every rule inside one system to both systems of a citizen.
pub(crate) fn check(case: &CitizenCase<'_, '_>, out: &mut Vec<Deviation>) {
    use super::{
        efter_doed, individuel_takst_gammel, maalgruppe_mangler, ny_uden_oplysning, ophoert_uden_aarsag,
        ophold_uden_adresse, overlap, sagsbehandler_mangler, tillaeg_uden_hoved, to_procenter,
        udelukker_hinanden, udloebet_takst, ukendt_kode, under_alder, usaedvanlig_dagspris,
    };
    type Check = fn(&CitizenCase<'_, '_>, Side, &mut Vec<Deviation>);
    const CHECKS: [(RuleCode, Check); 15] = [
        (RuleCode::Overlap, overlap::check),
        (RuleCode::UdelukkerHinanden, udelukker_hinanden::check),
        (RuleCode::EfterDoed, efter_doed::check),
        (RuleCode::UnderAlder, under_alder::check),
        (RuleCode::MaalgruppeMangler, maalgruppe_mangler::check),
        (RuleCode::UkendtKode, ukendt_kode::check),
        (RuleCode::OpholdUdenAdresse, ophold_uden_adresse::check),
        (RuleCode::SagsbehandlerMangler, sagsbehandler_mangler::check),
        (RuleCode::NyUdenOplysning, ny_uden_oplysning::check),
        (RuleCode::OphoertUdenAarsag, ophoert_uden_aarsag::check),
        (RuleCode::UsaedvanligDagspris, usaedvanlig_dagspris::check),
        (RuleCode::UdloebetTakst, udloebet_takst::check),
        (RuleCode::IndividuelTakstGammel, individuel_takst_gammel::check),
        (RuleCode::ToProcenter, to_procenter::check),
        (RuleCode::TillaegUdenHoved, tillaeg_uden_hoved::check),
    ];
    for (rule, check) in CHECKS {
        for side in [Side::One, Side::Two] {
            if case.plan.runs(rule, side) {
                check(case, side, out);
            }
        }
    }
}
