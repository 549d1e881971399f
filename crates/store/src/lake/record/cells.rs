//! The columns of a file, as a kind of row asks for them: by name.

use super::super::columns::{self, Columns, Optional};
use super::super::later::RareWords;
use super::super::read::{Providers, Translated};
use crate::error::StoreError;
use arrow_array::types::{ArrowPrimitiveType, Date32Type, Int64Type, UInt16Type, UInt32Type};
use arrow_array::{Array, BooleanArray};
use domain::calendar::{Day, Period};
use domain::observation::RowPlace;
use domain::person::CitizenId;
use domain::wording::{ProviderId, WordId, Wording};
use std::ops::Range;

/// Rows of a file, a column at a time. Words become words of the reader's wording.
pub struct Cells<'b> {
    columns: &'b Columns<'b>,
    wording: &'b mut Wording,
}

/// File, sheet and row.
pub(super) struct Places<'b> {
    file: &'b [u16],
    sheet: Translated<'b>,
    row: &'b [u32],
}

impl Places<'_> {
    pub(super) fn get(&self, at: usize) -> RowPlace {
        RowPlace { file: self.file[at], sheet: self.sheet.get(at), row: self.row[at] }
    }
}

/// Periods whose ends may be open.
pub(super) struct Spans<'b> {
    from: Optional<'b, Date32Type>,
    until: Optional<'b, Date32Type>,
}

impl Spans<'_> {
    pub(super) fn get(&self, at: usize) -> Period {
        Period { from: self.from.get(at).map_or(Day::FIRST, Day), until: columns::end_of(&self.until, at) }
    }
}

/// Texts that most rows lack.
pub(super) struct Rare<'b>(Option<RareWords<'b>>);

impl Rare<'_> {
    pub(super) fn get(&self, at: usize) -> WordId {
        self.0.as_ref().map_or(WordId::EMPTY, |words| words.get(at))
    }
}

impl<'b> Cells<'b> {
    pub(super) fn new(columns: &'b Columns<'b>, wording: &'b mut Wording) -> Cells<'b> {
        Cells { columns, wording }
    }

    /// The places of the citizens of a range. The column must be sorted and without gaps.
    pub(super) fn places_of(&self, range: &Range<CitizenId>) -> Result<Range<usize>, StoreError> {
        let citizen = self.columns.numbers::<UInt32Type>(0)?;
        let start = citizen.partition_point(|id| *id < range.start.0);
        Ok(start..citizen.partition_point(|id| *id < range.end.0))
    }

    pub(super) fn citizens(&self) -> Result<&'b [u32], StoreError> {
        self.columns.numbers::<UInt32Type>(0)
    }

    pub(super) fn places(&mut self) -> Result<Places<'b>, StoreError> {
        let sheet = self.words("sheet")?;
        Ok(Places {
            file: self.numbers::<UInt16Type>("file")?,
            sheet,
            row: self.numbers::<UInt32Type>("row")?,
        })
    }

    pub(super) fn words(&mut self, name: &str) -> Result<Translated<'b>, StoreError> {
        let column = self.columns.words(self.columns.named(name)?)?;
        Ok(Translated::new(&column, self.wording))
    }

    pub(super) fn rare_words(&mut self, name: &str) -> Result<Rare<'b>, StoreError> {
        let column = self.columns.words_or_none(self.columns.named(name)?)?;
        Ok(Rare(RareWords::new(column, self.wording)))
    }

    /// The provider of each row asked for.
    pub(super) fn providers(&mut self, at: Range<usize>) -> Result<Vec<ProviderId>, StoreError> {
        let column = |name| self.columns.named(name).and_then(|at| self.columns.words(at));
        let mut providers = Providers::new([column("p_number")?, column("cvr")?, column("provider")?]);
        Ok(at.map(|at| providers.get(at, self.wording)).collect())
    }

    /// Values of an enum, by the place of each row's word.
    pub(super) fn known<T: Copy>(
        &self,
        name: &str,
        words: &[(T, &'static str)],
    ) -> Result<(&'b [i32], Vec<T>), StoreError> {
        self.columns.known(self.columns.named(name)?, words)
    }

    pub(super) fn numbers<T: ArrowPrimitiveType>(&self, name: &str) -> Result<&'b [T::Native], StoreError> {
        self.columns.numbers::<T>(self.columns.named(name)?)
    }

    pub(super) fn optional<T: ArrowPrimitiveType>(&self, name: &str) -> Result<Optional<'b, T>, StoreError> {
        self.columns.optional::<T>(self.columns.named(name)?)
    }

    pub(super) fn days(&self, name: &str) -> Result<&'b [i32], StoreError> {
        self.numbers::<Date32Type>(name)
    }

    pub(super) fn days_or_none(&self, name: &str) -> Result<Optional<'b, Date32Type>, StoreError> {
        self.optional::<Date32Type>(name)
    }

    pub(super) fn periods(&self) -> Result<Spans<'b>, StoreError> {
        Ok(Spans { from: self.days_or_none("from")?, until: self.days_or_none("until")? })
    }

    pub(super) fn amounts(&self, name: &str) -> Result<&'b [i64], StoreError> {
        self.numbers::<Int64Type>(name)
    }

    pub(super) fn codes(&self, name: &str) -> Result<Optional<'b, UInt16Type>, StoreError> {
        self.optional::<UInt16Type>(name)
    }

    pub(super) fn flags(&self, name: &str) -> Result<&'b BooleanArray, StoreError> {
        let at = self.columns.named(name)?;
        let flags = self.columns.flags(at)?;
        if flags.null_count() > 0 { Err(self.columns.wrong(at)) } else { Ok(flags) }
    }
}
