//! Between Arrow's arrays and our values: dictionary-encoded texts, days with an open end, words for enums.

use super::damaged;
use crate::error::StoreError;
use arrow_array::builder::{PrimitiveBuilder, StringDictionaryBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Date32Type, Int32Type};
use arrow_array::{Array, ArrayRef, DictionaryArray, Int32Array, PrimitiveArray, RecordBatch, StringArray};
use domain::calendar::Day;
use domain::observation::{Role, Standing};
use domain::price::Unit;
use std::path::Path;
use std::sync::Arc;

pub(super) const ROLES: [(Role, &str); 2] = [(Role::Main, "hoved"), (Role::Supplement, "tillaeg")];
pub(super) const STANDINGS: [(Standing, &str); 3] = [
    (Standing::Counts, "taeller"),
    (Standing::NeverTookEffect, "fik_aldrig_virkning"),
    (Standing::Unclear, "uklar"),
];
pub(crate) const UNITS: [(Option<Unit>, &str); 6] = [
    (None, ""),
    (Some(Unit::Doegn), "doegn"),
    (Some(Unit::Maaned), "maaned"),
    (Some(Unit::TimePrUge), "time_pr_uge"),
    (Some(Unit::Styk), "styk"),
    (Some(Unit::Samlet), "samlet"),
];

/// The place of a value among an enum's words.
pub(super) fn place<T: PartialEq>(words: &[(T, &'static str)], value: &T) -> i32 {
    words.iter().position(|(known, _)| known == value).expect("hver værdi har et ord") as i32
}

/// The words of an enum as a dictionary.
pub(super) fn words_of<T>(words: &[(T, &'static str)]) -> Arc<StringArray> {
    Arc::new(StringArray::from_iter_values(words.iter().map(|(_, word)| *word)))
}

/// Texts by their place in a dictionary that the whole file shares.
pub(super) fn keyed(keys: impl Iterator<Item = i32>, values: &Arc<StringArray>) -> ArrayRef {
    let keys = Int32Array::from_iter_values(keys);
    let values: ArrayRef = Arc::clone(values) as ArrayRef;
    Arc::new(DictionaryArray::<Int32Type>::try_new(keys, values).expect("numrene er ordlistens egne"))
}

/// Texts by their place in a dictionary that the whole file shares; the first place is the empty text, which is left
/// out.
pub(super) fn keyed_or_none(keys: impl Iterator<Item = i32>, values: &Arc<StringArray>) -> ArrayRef {
    let mut builder = PrimitiveBuilder::<Int32Type>::with_capacity(keys.size_hint().0);
    keys.for_each(|key| builder.append_option((key != 0).then_some(key)));
    let values: ArrayRef = Arc::clone(values) as ArrayRef;
    Arc::new(
        DictionaryArray::<Int32Type>::try_new(builder.finish(), values).expect("numrene er ordlistens egne"),
    )
}

/// Texts that make their own dictionary.
pub(super) fn texts<'t>(texts: impl Iterator<Item = &'t str>) -> ArrayRef {
    let mut builder = StringDictionaryBuilder::<Int32Type>::new();
    for text in texts {
        builder.append_value(text);
    }
    Arc::new(builder.finish())
}

/// Numbers.
pub(super) fn numbers<T: ArrowPrimitiveType>(values: impl Iterator<Item = T::Native>) -> ArrayRef {
    Arc::new(PrimitiveArray::<T>::from_iter_values(values))
}

/// Numbers of which some are missing.
pub(super) fn optional<T: ArrowPrimitiveType>(values: impl Iterator<Item = Option<T::Native>>) -> ArrayRef {
    let mut builder = PrimitiveBuilder::<T>::new();
    values.for_each(|value| builder.append_option(value));
    Arc::new(builder.finish())
}

/// The day after the last, missing where the end is open.
pub(super) fn ends(days: impl Iterator<Item = Day>) -> ArrayRef {
    optional::<Date32Type>(days.map(|day| (day < Day::OPEN).then_some(day.0)))
}

/// The columns of a batch by their place, each read as what the schema says it is.
pub(super) struct Columns<'b> {
    batch: &'b RecordBatch,
    path: &'b Path,
}

/// A column of dictionary-encoded texts.
pub(super) struct Words<'b> {
    pub(super) keys: &'b [i32],
    pub(super) values: &'b StringArray,
}

impl Words<'_> {
    pub(super) fn text(&self, at: usize) -> &str {
        self.values.value(self.keys[at] as usize)
    }
}

/// A column of dictionary-encoded texts of which some are missing.
pub(super) struct OptionalWords<'b> {
    column: &'b DictionaryArray<Int32Type>,
    pub(super) values: &'b StringArray,
}

impl OptionalWords<'_> {
    /// The place of a row's text among [`OptionalWords::values`].
    pub(super) fn key(&self, at: usize) -> Option<usize> {
        self.column.key(at)
    }

    /// True where no row has a text.
    pub(super) fn is_empty(&self) -> bool {
        self.column.null_count() == self.column.len()
    }
}

/// A column of numbers of which some are missing.
pub(super) struct Optional<'b, T: ArrowPrimitiveType>(&'b PrimitiveArray<T>);

impl<'b> Columns<'b> {
    pub(super) fn new(batch: &'b RecordBatch, path: &'b Path) -> Columns<'b> {
        Columns { batch, path }
    }

    pub(super) fn words(&self, at: usize) -> Result<Words<'b>, StoreError> {
        let column = self.batch.column(at).as_dictionary_opt::<Int32Type>();
        let column = column.ok_or_else(|| self.wrong(at))?;
        let values = column.values().as_string_opt::<i32>().ok_or_else(|| self.wrong(at))?;
        if column.null_count() > 0 || values.null_count() > 0 {
            return Err(self.wrong(at));
        }
        Ok(Words { keys: column.keys().values(), values })
    }

    pub(super) fn words_or_none(&self, at: usize) -> Result<OptionalWords<'b>, StoreError> {
        let column = self.batch.column(at).as_dictionary_opt::<Int32Type>().ok_or_else(|| self.wrong(at))?;
        let values = column.values().as_string_opt::<i32>().ok_or_else(|| self.wrong(at))?;
        if values.null_count() > 0 {
            return Err(self.wrong(at));
        }
        Ok(OptionalWords { column, values })
    }

    /// How many columns there are.
    pub(super) fn count(&self) -> usize {
        self.batch.num_columns()
    }

    /// The place of a column by its name.
    pub(super) fn named(&self, name: &str) -> Result<usize, StoreError> {
        let found = self.batch.schema_ref().index_of(name);
        found.map_err(|_| damaged(self.path, format!("kolonnen {name} mangler")))
    }

    pub(super) fn strings(&self, at: usize) -> Result<&'b StringArray, StoreError> {
        self.batch.column(at).as_string_opt::<i32>().ok_or_else(|| self.wrong(at))
    }

    pub(super) fn numbers<T: ArrowPrimitiveType>(&self, at: usize) -> Result<&'b [T::Native], StoreError> {
        let column = self.batch.column(at).as_primitive_opt::<T>().ok_or_else(|| self.wrong(at))?;
        Ok(column.values())
    }

    pub(super) fn optional<T: ArrowPrimitiveType>(&self, at: usize) -> Result<Optional<'b, T>, StoreError> {
        self.batch.column(at).as_primitive_opt::<T>().map(Optional).ok_or_else(|| self.wrong(at))
    }

    pub(super) fn flags(&self, at: usize) -> Result<&'b arrow_array::BooleanArray, StoreError> {
        self.batch.column(at).as_boolean_opt().ok_or_else(|| self.wrong(at))
    }

    /// An enum's values by the place of its words in this batch's dictionary.
    pub(super) fn known<T: Copy>(
        &self,
        at: usize,
        words: &[(T, &'static str)],
    ) -> Result<(&'b [i32], Vec<T>), StoreError> {
        let column = self.words(at)?;
        let find = |text: &str| words.iter().find(|(_, word)| *word == text).map(|(value, _)| *value);
        let values =
            (0..column.values.len()).map(|i| find(column.values.value(i)).ok_or_else(|| self.wrong(at)));
        Ok((column.keys, values.collect::<Result<_, _>>()?))
    }

    pub(super) fn wrong(&self, at: usize) -> StoreError {
        let schema = self.batch.schema();
        damaged(self.path, format!("kolonnen {}", schema.field(at).name()))
    }
}

impl<T: ArrowPrimitiveType> Optional<'_, T> {
    pub(super) fn get(&self, at: usize) -> Option<T::Native> {
        self.0.is_valid(at).then(|| self.0.value(at))
    }
}

/// The day after the last, from a column that [`ends`] made.
pub(super) fn end_of(column: &Optional<'_, Date32Type>, at: usize) -> Day {
    column.get(at).map_or(Day::OPEN, Day)
}
