//! A citizen's postings as somebody reads them: what each pays for, month by month.
//!
//! Invariant: the parts of a posting add up to its amount.

use super::{LedgerReader, Sense};
use crate::amount::Oere;
use crate::calendar::Month;
use crate::language::Language;
use crate::law::{LawBook, ParagrafId};
use crate::lexicon::{Lexicon, SideContext};
use crate::observation::Posting;
use crate::person::CitizenId;
use crate::provider_register::ProviderRegister;
use crate::registers::{Other, Registers};

/// What one posting pays for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// Its place among those asked about.
    pub posting: usize,
    /// The paragraph that its account leads to; `None` where it leads to none, or is the state's refund.
    pub paragraf: Option<ParagrafId>,
    /// The state's refund (dranst 2): apart.
    pub is_refund: bool,
    /// The months that it pays for, each with its part of the amount.
    pub months: Vec<(Month, Oere)>,
}

/// What each posting pays for, in the order given.
#[must_use]
pub fn paid(
    law: &LawBook,
    language: &Language,
    providers: Option<&ProviderRegister>,
    ledger: Other<'_>,
    postings: &[Posting<CitizenId>],
) -> Vec<Paid> {
    // The meaning of an account asks neither system.
    let side = SideContext { source: ledger.source, facts: ledger.facts, wording: ledger.wording };
    let registers = Registers { ledger: Some(ledger), providers, ..Registers::default() };
    let lexicon = Lexicon::new(law, language, [side, side], registers);
    let reader = LedgerReader::new(ledger);
    let one = |(at, posting): (usize, &Posting<CitizenId>)| {
        let mut months = Vec::new();
        reader.by_month(&lexicon, posting, |month, amount| months.push((month, amount)));
        Paid {
            posting: at,
            paragraf: reader.paragraf(&lexicon, posting),
            is_refund: *reader.sense(&lexicon, posting) == Sense::Refund,
            months,
        }
    };
    postings.iter().enumerate().map(one).collect()
}
