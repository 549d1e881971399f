//! Inside one system: the price of a day is far from that of the other rows at the same place.

use crate::deviation::{Duty, RuleCode};
use crate::rules::Rule;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::UsaedvanligDagspris,
    name: "Usædvanlig dagspris",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Rækkens pris pr. dag er flere gange større eller mindre end den midterste af rækkerne hos samme leverandør på samme paragraf.",
    why: "Ofte er et beløb for hele året tastet på en del af året, en månedstakst som døgntakst, eller et komma er sat forkert.",
    how: "Sammenlign med kontrakten og takstbladet. Ret takst, enhed eller periode; er prisen rigtig, så bekræft den.",
    source: "Regel inden for ét system: medianen hos leverandøren, ellers på paragraffen; hvor mange gange er en indstilling (3)",
};
