//! Stretches of citizens. A citizen id is random, so its size is as good a hash as any: equal stretches of ids hold
//! about equally many rows.

use domain::person::CitizenId;
use std::ops::Range;
use store::lake::{ActivityFile, RowGroup};

/// The stretches of a run: cut where the row groups of the larger file begin, so that each is read once there.
pub(crate) fn buckets(files: [&ActivityFile; 2]) -> Vec<Range<CitizenId>> {
    let larger = if files[0].rows() >= files[1].rows() { files[0] } else { files[1] };
    cut(larger.row_groups())
}

fn cut(groups: &[RowGroup]) -> Vec<Range<CitizenId>> {
    let mut starts: Vec<CitizenId> = groups.iter().skip(1).map(|g| g.first).collect();
    starts.insert(0, CitizenId(0));
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([CitizenId(CitizenId::LIMIT)]);
    starts
        .iter()
        .zip(ends)
        .filter(|(from, until)| **from < *until)
        .map(|(from, until)| *from..until)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_hold_every_citizen_once() {
        let group = |index: usize, first: u32, last: u32| RowGroup {
            index,
            first: CitizenId(first),
            last: CitizenId(last),
            rows: 1,
        };
        for groups in [
            vec![],
            vec![group(0, 5, 9)],
            vec![group(0, 5, 9), group(1, 9, 9), group(2, 9, 20), group(3, 21, 30)],
            vec![group(0, 0, 9), group(1, 10, 12)],
        ] {
            let stretches = cut(&groups);
            assert_eq!(stretches[0].start, CitizenId(0));
            assert_eq!(stretches.last().map(|s| s.end), Some(CitizenId(CitizenId::LIMIT)));
            assert!(stretches.windows(2).all(|pair| pair[0].end == pair[1].start));
        }
    }
}
