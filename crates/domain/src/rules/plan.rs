//! Which rules can run in a control, and why the others cannot: the list that every report shows first.

use crate::control::Control;
use crate::deviation::{RuleCode, Side};
use crate::landscape::Source;
use crate::law::LawBook;
use crate::registers::Registers;

/// A rule that was asked for and could not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRunnable {
    /// The rule.
    pub rule: RuleCode,
    /// The system in which it could not run; `None` where it could not run at all.
    pub side: Option<Side>,
    /// What is missing and what to do, in Danish.
    pub reason: String,
}

/// The rules that run, per system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    runs: [[bool; 2]; RuleCode::ALL.len()],
}

impl Plan {
    pub(crate) fn new(
        control: &Control,
        law: &LawBook,
        sources: [&Source; 2],
        registers: &Registers<'_>,
    ) -> Plan {
        let runs = RuleCode::ALL.map(|rule| {
            [Side::One, Side::Two].map(|side| {
                control.asks(rule) && lacking(rule, side, law, sources, control, registers).is_none()
            })
        });
        Plan { runs }
    }

    /// True where the rule is put to a system.
    pub(crate) fn runs(&self, rule: RuleCode, side: Side) -> bool {
        self.runs[rule as usize][side.index()]
    }

    /// True where the rule is put to any system.
    pub(crate) fn runs_at_all(&self, rule: RuleCode) -> bool {
        self.runs[rule as usize] != [false, false]
    }
}

/// The rules that run in at least one system, and those that do not, with the reason. A rule that was not asked for is
/// in neither list.
#[must_use]
pub fn runnable(
    control: &Control,
    law: &LawBook,
    sources: [&Source; 2],
    registers: &Registers<'_>,
) -> (Vec<RuleCode>, Vec<NotRunnable>) {
    let (mut run, mut not) = (Vec::new(), Vec::new());
    for rule in RuleCode::ALL.into_iter().filter(|rule| control.asks(*rule)) {
        let sides = [Side::One, Side::Two];
        let [one, two] = sides.map(|side| lacking(rule, side, law, sources, control, registers));
        if one.is_none() || two.is_none() {
            run.push(rule);
        }
        match (one, two) {
            (Some(one), Some(two)) if one == two => not.push(NotRunnable { rule, side: None, reason: one }),
            (one, two) => {
                let found = sides.into_iter().zip([one, two]);
                not.extend(found.filter_map(|(side, reason)| {
                    Some(NotRunnable { rule, side: Some(side), reason: reason? })
                }));
            }
        }
    }
    (run, not)
}

/// Why a rule cannot be put to a system.
fn lacking(
    rule: RuleCode,
    side: Side,
    law: &LawBook,
    sources: [&Source; 2],
    control: &Control,
    registers: &Registers<'_>,
) -> Option<String> {
    let source = sources[side.index()];
    let column = |keys: &[&str], words: &str| {
        let has = keys.iter().any(|key| source.has_column(key));
        (!has).then(|| {
            format!("{} har {words}. Bed om den i udtrækket, og sæt den i kildens opsætning.", source.title)
        })
    };
    let no_law = |missing: bool, what: &str| missing.then(|| format!("Loven har {what}."));
    match rule {
        RuleCode::KunISystem2
        | RuleCode::KunISystem1
        | RuleCode::DageKunISystem2
        | RuleCode::DageKunISystem1
        | RuleCode::ForskelligVaerdi
        | RuleCode::AfventerOverfoersel
        | RuleCode::DobbeltRaekke
        | RuleCode::Overlap
        | RuleCode::TillaegUdenHoved => None,
        RuleCode::UdelukkerHinanden => no_law(
            !law.exclusions.iter().any(|e| e.on),
            "ingen par af paragraffer, der udelukker hinanden og er slået til",
        ),
        RuleCode::EfterDoed => without(registers.persons.is_none(), PERSONS),
        RuleCode::UnderAlder => {
            let from = control.area.as_ref().and_then(|area| area.age_from);
            without(registers.persons.is_none(), PERSONS).or_else(|| {
                without(from.is_none(), "Området har ingen nedre alder. Vælg et område med alder.")
            })
        }
        RuleCode::MaalgruppeMangler => column(&["maalgruppe"], "ikke kolonnen målgruppe"),
        RuleCode::UkendtKode => no_law(law.maalgrupper.is_empty(), "ingen målgrupper")
            .or_else(|| column(&["maalgruppe"], "ikke kolonnen målgruppe")),
        RuleCode::OpholdUdenAdresse => {
            column(&["p_number", "address"], "hverken kolonnen P-nummer eller kolonnen adresse")
        }
        RuleCode::SagsbehandlerMangler => column(&["caseworker"], "ikke kolonnen sagsbehandler"),
        RuleCode::NyUdenOplysning => {
            column(&["entry_reason", "assessment"], "hverken kolonnen tilgangsårsag eller kolonnen udredning")
        }
        RuleCode::OphoertUdenAarsag => column(&["exit_reason"], "ikke kolonnen afgangsårsag"),
        RuleCode::ToProcenter => column(&["settled_share"], "ikke kolonnen afregningsprocent")
            .or_else(|| column(&["occupied_share"], "ikke kolonnen belægningsprocent")),
        RuleCode::UsaedvanligDagspris => without(registers.norms.is_none(), NORMS),
        RuleCode::UdloebetTakst => without(registers.prices.is_none(), PRICES),
        RuleCode::IndividuelTakstGammel => without(registers.individual.is_none(), INDIVIDUAL)
            .or_else(|| without(registers.prices.is_none(), PRICES)),
        RuleCode::BetaltEfterDoed => without(registers.ledger.is_none(), LEDGER)
            .or_else(|| without(registers.persons.is_none(), PERSONS)),
        RuleCode::BetaltTrodsNej => without(registers.ledger.is_none(), LEDGER).or_else(|| {
            let two = sources[1];
            without(
                !two.has_column("settles"),
                &format!(
                    "{} har ikke kolonnen afregnes. Bed om den i udtrækket, og sæt den i kildens opsætning.",
                    two.title
                ),
            )
        }),
        RuleCode::KontoAndenParagraf
        | RuleCode::BetaltEfterSlut
        | RuleCode::BetaltUdenBevilling
        | RuleCode::SammeRegning
        | RuleCode::BevilgetUdenBetaling
        | RuleCode::BetaltAndenLeverandoer
        | RuleCode::BetaltOver
        | RuleCode::BetaltUnder => without(registers.ledger.is_none(), LEDGER),
    }
}

const PERSONS: &str =
    "Grundlaget har ingen kilde med personer (CPR). Indlæs den, og tag den med i grundlaget.";
const LEDGER: &str =
    "Grundlaget har ingen kilde med posteringer (økonomisystemet). Indlæs den, og tag den med i grundlaget.";
const NORMS: &str = "Kørslen har ingen normale dagspriser.";
const PRICES: &str = "Grundlaget har ingen listepriser. Indlæs takstbladet, og tag det med i grundlaget.";
const INDIVIDUAL: &str =
    "Grundlaget har ingen individuelle takster. Indlæs dem, og tag dem med i grundlaget.";

fn without(missing: bool, reason: &str) -> Option<String> {
    missing.then(|| reason.to_owned())
}

#[cfg(test)]
mod tests;
