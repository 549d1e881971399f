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
struct Opened<T>(BasisSource, RecordFile<T>);

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
            persons: open(session, content, window, Kind::Persons)?,
            ledger: open(session, content, window, Kind::Postings)?,
            individual: open(session, content, window, Kind::IndividualRates)?,
        })
    }

    pub(super) fn given(&self) -> Others<'_> {
        Others {
            persons: self.persons.as_ref().map(input),
            ledger: self.ledger.as_ref().map(input),
            individual: self.individual.as_ref().map(input),
        }
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

fn open<T: LakeRecord>(
    session: &Session,
    content: &BasisContent,
    window: Period,
    kind: Kind,
) -> anyhow::Result<Option<Opened<T>>> {
    let Some(source) = content.of_kind(kind, window)? else { return Ok(None) };
    let lake = session.store.lake();
    // A figure is never made from rows that are not as they were written.
    if let Some(written) = &source.import.lake {
        lake.verify_rows(&session.ctx, &source.import.id, kind, written)?;
    }
    let rows = lake.records(&session.ctx, &source.import.id)?.resolving(&content.merged);
    Ok(Some(Opened(source, rows)))
}

fn input<T>(opened: &Opened<T>) -> OtherInput<'_, T> {
    OtherInput { source: &opened.0.source, facts: opened.0.import.facts, rows: &opened.1 }
}
