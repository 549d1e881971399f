//! The sources of a basis beside the two systems of a control, opened and checked as the systems are.

use super::system_line;
use crate::basis_content::{BasisContent, BasisSource};
use crate::session::Session;
use domain::calendar::Period;
use domain::observation::{IndividualRate, PersonRecord, Posting};
use domain::person::CitizenId;
use domain::wording::Wording;
use engine::{OTHERS, OtherInput, Others};
use report::control_report::SystemLine;
use store::imports::Kind;
use store::lake::{LakeRecord, RecordFile};

/// A source with its rows.
type Opened<T> = (BasisSource, RecordFile<T>);

/// The other sources of a control.
pub(super) struct OtherSources {
    persons: Option<Opened<PersonRecord<CitizenId>>>,
    ledger: Option<Opened<Posting<CitizenId>>>,
    individual: Option<Opened<IndividualRate<CitizenId>>>,
}

impl OtherSources {
    pub(super) fn open(
        session: &Session,
        content: &BasisContent,
        window: Period,
    ) -> anyhow::Result<OtherSources> {
        Ok(OtherSources {
            persons: open_kind(session, content, window, Kind::Persons)?,
            ledger: open_kind(session, content, window, Kind::Postings)?,
            individual: open_kind(session, content, window, Kind::IndividualRates)?,
        })
    }

    pub(super) fn given(&self) -> Others<'_> {
        Others {
            persons: self.persons.as_ref().map(input),
            ledger: self.ledger.as_ref().map(input),
            individual: self.individual.as_ref().map(input),
        }
    }

    /// True where the finance system is net of VAT relief.
    pub(super) fn ledger_is_net(&self) -> bool {
        self.ledger.as_ref().is_some_and(|(ledger, _)| ledger.source.terms.net_of_relief)
    }

    /// By the number that deviations name a source by; a source that is not there is an empty line.
    pub(super) fn lines(&self, wordings: &[Wording; OTHERS]) -> Vec<SystemLine> {
        [
            self.persons.as_ref().map(|o| system_line(&o.0, &wordings[0])),
            self.ledger.as_ref().map(|o| system_line(&o.0, &wordings[1])),
            self.individual.as_ref().map(|o| system_line(&o.0, &wordings[2])),
        ]
        .into_iter()
        .map(Option::unwrap_or_default)
        .collect()
    }
}

/// The first import of a kind with its rows, as they were written and under the ids that people have now.
pub(crate) fn open_kind<T: LakeRecord>(
    session: &Session,
    content: &BasisContent,
    window: Period,
    kind: Kind,
) -> anyhow::Result<Option<(BasisSource, RecordFile<T>)>> {
    let Some(source) = content.of_kind(kind, window)? else { return Ok(None) };
    let lake = session.store.lake();
    // A figure is never made from rows that are not as they were written.
    if let Some(written) = &source.import.lake {
        lake.verify_rows(&session.ctx, &source.import.id, kind, written)?;
    }
    let rows = lake.records(&session.ctx, &source.import.id)?.resolving(&content.merged);
    Ok(Some((source, rows)))
}

fn input<T>(opened: &Opened<T>) -> OtherInput<'_, T> {
    OtherInput { source: &opened.0.source, facts: opened.0.import.facts, rows: &opened.1 }
}
