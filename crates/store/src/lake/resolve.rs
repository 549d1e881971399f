//! Rows of a stretch of citizens, with merged citizens where the one they are now stands.
//!
//! A file is sorted by the ids of the day it was written. A replaced number merges an id into another later; the file
//! stays as it is, and the merge is made when it is read.

use super::columns::Columns;
use super::damaged;
use super::read::{ActivityFile, RowGroup};
use crate::error::StoreError;
use domain::observation::Activity;
use domain::person::CitizenId;
use parquet::arrow::ProjectionMask;
use std::collections::BTreeMap;
use std::ops::Range;

/// Citizens that are picked out of their row group; more are read with all of it.
const FEW: u32 = 64;

/// A row that is about a citizen or nobody.
pub(super) trait About: Copy {
    /// Who it is about.
    fn who(&self) -> Option<CitizenId>;

    /// The same row by the ids that its people have now.
    fn renamed(self, now: &impl Fn(CitizenId) -> CitizenId) -> Self;
}

impl About for Activity<CitizenId> {
    fn who(&self) -> Option<CitizenId> {
        Some(self.citizen)
    }

    fn renamed(self, now: &impl Fn(CitizenId) -> CitizenId) -> Self {
        Activity { citizen: now(self.citizen), ..self }
    }
}

/// The rows of the citizens in `range`, by the ids they have now, sorted by citizen. `decode` puts the rows of a range
/// of written ids into its list.
pub(super) fn read<T: About>(
    file: &ActivityFile,
    range: &Range<CitizenId>,
    mut decode: impl FnMut(&Columns<'_>, Range<CitizenId>, &mut Vec<T>) -> Result<(), StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut take = |group: &RowGroup, range: &Range<CitizenId>, out: &mut Vec<T>| {
        if range.end.0.saturating_sub(range.start.0) <= FEW {
            for batch in file.batches_of(group, range)?.into_iter().flatten() {
                let batch = batch.map_err(|e| damaged(file.path(), e))?;
                decode(&Columns::new(&batch, file.path()), range.clone(), out)?;
            }
            return Ok(());
        }
        for batch in file.batches(group, &ProjectionMask::all())? {
            let batch = batch.map_err(|e| damaged(file.path(), e))?;
            decode(&Columns::new(&batch, file.path()), range.clone(), out)?;
        }
        Ok(())
    };
    let wanted = |g: &&RowGroup| g.first < range.end && range.start <= g.last;
    let rows: usize = file.row_groups().iter().filter(wanted).map(|g| g.rows).sum();
    let few = range.end.0.saturating_sub(range.start.0) <= FEW;
    let mut out = Vec::with_capacity(if few { 0 } else { rows });
    for group in file.row_groups().iter().filter(wanted) {
        take(group, range, &mut out)?;
    }
    let merged = file.merged();
    if merged.is_empty() {
        return Ok(out);
    }
    out.retain(|row| row.who().is_none_or(|who| !merged.contains_key(&who)));
    let coming: BTreeMap<CitizenId, CitizenId> =
        merged.iter().filter(|(_, now)| range.contains(now)).map(|(from, now)| (*from, *now)).collect();
    for group in file.row_groups() {
        let mut here = coming.range(group.first..=group.last).map(|(from, _)| *from);
        let Some(first) = here.next() else { continue };
        let last = here.next_back().unwrap_or(first);
        let mut found = Vec::new();
        take(group, &(first..CitizenId(last.0 + 1)), &mut found)?;
        out.extend(found.into_iter().filter(|row| row.who().is_some_and(|who| coming.contains_key(&who))));
    }
    let now = |id: CitizenId| merged.get(&id).copied().unwrap_or(id);
    let mut out: Vec<T> = out.into_iter().map(|row| row.renamed(&now)).collect();
    out.sort_by_key(About::who);
    Ok(out)
}
