//! Payments: both systems have it, it has a price, and nothing is paid although a bill should long be there.

use crate::amount::Oere;
use crate::deviation::{Duty, RuleCode};
use crate::rules::Rule;
use crate::rules::payments::{PaymentCase, Taken};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::BevilgetUdenBetaling,
    name: "Bevilget uden betaling",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Begge systemer har borgeren på paragraffen, ydelsen har en pris, men der er ikke betalt noget for måneden.",
    why: "Regningen mangler, er bogført uden borger eller på en anden konto, eller ydelsen er aldrig leveret. Beløbet er en skjult udgift.",
    how: "Spørg leverandøren, om der er leveret og faktureret. Er ydelsen ikke leveret, så afslut bevillingen. Betales stedet over en ramme, så sæt det i leverandørregisteret.",
    source: "Bevilgede dage og pris mod posteringer på borgeren; de seneste måneder ses der ikke på (en indstilling)",
};

pub(super) fn takes(asked: &PaymentCase<'_, '_, '_>) -> Option<Taken> {
    let month = asked.at;
    let price = month.expected.filter(|price| *price > Oere(0))?;
    let unpaid = month.settled && month.in_both && month.net == Oere(0) && !month.by_frame && !month.refused;
    unpaid.then(|| Taken::of(-price))
}
