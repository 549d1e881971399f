//! Columns of activities that came after the first ones: a file written before has none of them, and its rows are read
//! as rows of a source without them.

use super::columns::{Columns, Optional, OptionalWords};
use super::schema::FIRST_ACTIVITY_COLUMNS;
use crate::error::StoreError;
use arrow_array::types::UInt16Type;
use arrow_array::{Array, BooleanArray};
use domain::observation::Activity;
use domain::wording::{WordId, Wording};

/// The later columns of a batch.
pub(super) struct Later<'b> {
    settled_share: Optional<'b, UInt16Type>,
    occupied_share: Optional<'b, UInt16Type>,
    settles: &'b BooleanArray,
    /// In the order of the columns; `None` where no row has a text.
    words: [Option<RareWords<'b>>; 4],
}

impl<'b> Later<'b> {
    /// `None` for a file that was written before there were any.
    pub(super) fn new(columns: &Columns<'b>, wording: &mut Wording) -> Result<Option<Later<'b>>, StoreError> {
        let first = FIRST_ACTIVITY_COLUMNS;
        if columns.count() == first {
            return Ok(None);
        }
        let mut words = |at: usize| columns.words_or_none(at).map(|column| RareWords::new(column, wording));
        Ok(Some(Later {
            settled_share: columns.optional(first)?,
            occupied_share: columns.optional(first + 1)?,
            settles: columns.flags(first + 2)?,
            words: [words(first + 3)?, words(first + 4)?, words(first + 5)?, words(first + 6)?],
        }))
    }

    /// Fills in what the row at a place has in these columns.
    pub(super) fn fill<C>(&self, at: usize, row: &mut Activity<C>) {
        row.settled_share = self.settled_share.get(at);
        row.occupied_share = self.occupied_share.get(at);
        row.settles = self.settles.is_valid(at).then(|| self.settles.value(at));
        let word = |which: usize| self.words[which].as_ref().map_or(WordId::EMPTY, |words| words.get(at));
        row.entry_reason = word(0);
        row.exit_reason = word(1);
        row.assessment = word(2);
        row.address = word(3);
    }
}

/// A column of texts that most rows lack, as words of the reader's wording.
pub(super) struct RareWords<'b> {
    column: OptionalWords<'b>,
    words: Vec<WordId>,
}

impl<'b> RareWords<'b> {
    /// `None` where no row has a text.
    pub(super) fn new(column: OptionalWords<'b>, wording: &mut Wording) -> Option<RareWords<'b>> {
        if column.is_empty() {
            return None;
        }
        let words = column.values.iter().map(|text| wording.word(text.unwrap_or(""))).collect();
        Some(RareWords { column, words })
    }

    pub(super) fn get(&self, at: usize) -> WordId {
        self.column.key(at).map_or(WordId::EMPTY, |key| self.words[key])
    }
}
