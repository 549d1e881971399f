//! What the finance system has posted beside a disponering: gross expense by function, paragraph and month.

use super::Disposer;
use crate::amount::Oere;
use crate::calendar::Month;
use crate::law::ParagrafId;
use crate::ledger::LedgerReader;
use crate::lexicon::Lexicon;
use crate::observation::{Posting, RowPlace};
use crate::person::CitizenId;
use crate::registers::Other;
use crate::relief::read_konto;

/// The kroner of one posting in one month of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Whom it names.
    pub citizen: Option<CitizenId>,
    /// Where it stands.
    pub place: RowPlace,
    /// `5.38.50`, or empty where the account leads to none.
    pub funktion: String,
    /// Its paragraph; `None` where the account leads to none.
    pub paragraf: Option<ParagrafId>,
    /// The month that it pays for.
    pub month: Month,
    /// Its kroner in the month.
    pub amount: Oere,
    /// The state's refund (dranst 2): apart.
    pub is_refund: bool,
}

impl Disposer<'_> {
    /// The postings of the year, each in the months that it pays for. `lexicon` is one whose registers hold the finance
    /// system.
    #[must_use]
    pub fn posted(
        &self,
        ledger: Other<'_>,
        lexicon: &Lexicon<'_>,
        postings: &[Posting<CitizenId>],
    ) -> Vec<Posted> {
        let reader = LedgerReader::new(ledger);
        let mut out = Vec::new();
        for posting in postings {
            let konto = read_konto(ledger.wording.text(posting.konto));
            let is_refund = konto.as_ref().is_some_and(|k| k.dranst == 2);
            let paragraf = reader.paragraf(lexicon, posting);
            let funktion = match (konto, paragraf) {
                (Some(konto), _) => konto.funktion,
                (None, Some(paragraf)) => self.funktion_of(paragraf).to_string(),
                (None, None) => String::new(),
            };
            reader.by_month(lexicon, posting, |month, amount| {
                if self.window().contains(month.first()) && amount != Oere(0) {
                    out.push(Posted {
                        citizen: posting.citizen,
                        place: posting.place,
                        funktion: funktion.clone(),
                        paragraf,
                        month,
                        amount,
                        is_refund,
                    });
                }
            });
        }
        out
    }
}
