//! What the finance system has posted about one citizen: what each posting pays for, and where it stands.

use super::{SourceRow, in_words, provider_words, source_row};
use crate::basis_content::BasisContent;
use crate::session::Session;
use domain::amount::Oere;
use domain::calendar::{Day, Month, Period};
use domain::law::ParagrafId;
use domain::ledger::paid;
use domain::observation::Posting;
use domain::person::CitizenId;
use domain::registers::Other;
use domain::wording::Wording;
use store::imports::Kind;

/// One posting.
#[derive(Clone, Debug)]
pub struct Payment {
    /// The paragraph that its account leads to; `None` where it leads to none, or is the state's refund.
    pub paragraf: Option<ParagrafId>,
    /// The state's refund: apart.
    pub is_refund: bool,
    /// The day on which it counts in the accounts.
    pub booked: Day,
    /// The days that it pays for, where the source states them.
    pub concerns: Option<Period>,
    /// Øre; expense is positive.
    pub amount: Oere,
    /// The months that it pays for, each with its part of the amount.
    pub months: Vec<(Month, Oere)>,
    /// The account as written.
    pub account: String,
    /// The bill or voucher, or empty.
    pub bill: String,
    /// The provider's name or number, or empty.
    pub provider: String,
    /// The provider's numbers and name, as limits ask for them.
    pub providers: Vec<String>,
    /// `prisme.csv, række 12`.
    pub place: String,
    /// The same for a page that opens it.
    pub at: SourceRow,
}

pub(super) fn payments(
    session: &Session,
    content: &BasisContent,
    citizen: CitizenId,
) -> anyhow::Result<Vec<Payment>> {
    let Some(ledger) = content.of_kind(Kind::Postings, Period::ALWAYS)? else { return Ok(Vec::new()) };
    let mut wording = Wording::default();
    let file = session.store.lake().records::<Posting<CitizenId>>(&session.ctx, &ledger.import.id)?;
    let rows = file.resolving(&content.merged).read(citizen..CitizenId(citizen.0 + 1), &mut wording)?;
    let providers = (!content.providers.is_empty()).then_some(&content.providers);
    let facts = ledger.import.facts;
    let other = Other { index: 0, source: &ledger.source, facts, wording: &wording };
    let mut out: Vec<Payment> = paid(&content.law, &content.language, providers, other, &rows)
        .into_iter()
        .map(|paid| {
            let posting = &rows[paid.posting];
            let provider = wording.provider_of(posting.provider);
            let at = source_row(&ledger.import, &wording, &posting.place);
            Payment {
                paragraf: paid.paragraf,
                is_refund: paid.is_refund,
                booked: posting.booked,
                concerns: posting.concerns,
                amount: posting.amount,
                months: paid.months,
                account: wording.text(posting.account).to_owned(),
                bill: wording.text(posting.bill).to_owned(),
                provider: if provider.name.is_empty() { &provider.p_number } else { &provider.name }.clone(),
                providers: provider_words(provider),
                place: in_words(&ledger.import, &at),
                at,
            }
        })
        .collect();
    out.sort_by(|a, b| {
        (a.booked, a.at.file, &a.at.sheet, a.at.row).cmp(&(b.booked, b.at.file, &b.at.sheet, b.at.row))
    });
    Ok(out)
}
