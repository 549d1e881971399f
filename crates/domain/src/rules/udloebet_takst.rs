//! Inside one system: a row is priced at a list price that is no longer, or not yet, in force.

use crate::deviation::{Duty, RuleCode};
use crate::rules::Rule;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::UdloebetTakst,
    name: "Udløbet takst",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Rækkens takst er en af leverandørens listepriser, men ikke den, der gælder på dagen.",
    why: "Taksten er ikke reguleret ved årsskiftet. Bevillingen viser en anden udgift end den, der afregnes.",
    how: "Sæt den gældende takst fra den dag, den begyndte. Er en anden pris aftalt for borgeren, så skriv den som individuel takst.",
    source: "Leverandørens takstblad (Tilbudsportalen) med gyldighed",
};
