//! Inside one system: an individual rate equals a list price that is no longer in force: it is hardly agreed.

use crate::deviation::{Duty, RuleCode};
use crate::rules::Rule;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::IndividuelTakstGammel,
    name: "Individuel takst er en gammel listepris",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Borgerens individuelle takst er den samme som en listepris, leverandøren ikke har mere.",
    why: "Taksten er næppe forhandlet, men skrevet af fra et gammelt takstblad. Så reguleres den ikke, når listen gør.",
    how: "Er der en særlig aftale, så bekræft taksten. Ellers slet den individuelle takst, så listeprisen gælder.",
    source: "Individuelle takster mod leverandørens takstblad",
};
