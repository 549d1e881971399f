//! The columns of one kind of row, as a kind puts them down: name, meaning and values in one place.

use super::super::columns;
use super::super::schema::{may, must, word, word_or_none};
use super::super::write::dictionary;
use crate::error::StoreError;
use arrow_array::types::{Date32Type, Int64Type, UInt16Type, UInt32Type};
use arrow_array::{ArrayRef, BooleanArray, StringArray};
use arrow_schema::{DataType, Field};
use domain::calendar::{Day, Period};
use domain::observation::RowPlace;
use domain::person::CitizenId;
use domain::wording::{ProviderId, WordId, Wording};
use std::sync::Arc;

/// The texts that all row groups of a file share.
#[derive(Debug)]
pub(super) struct Shared {
    words: Arc<StringArray>,
    providers: [Arc<StringArray>; 3],
}

impl Shared {
    pub(super) fn new(wording: &Wording) -> Result<Shared, StoreError> {
        let providers = wording.providers();
        Ok(Shared {
            words: dictionary(wording.words().iter().map(AsRef::as_ref))?,
            providers: [
                dictionary(providers.iter().map(|p| p.p_number.as_str()))?,
                dictionary(providers.iter().map(|p| p.cvr.as_str()))?,
                dictionary(providers.iter().map(|p| p.name.as_str()))?,
            ],
        })
    }

    /// For a sheet of no rows.
    pub(super) fn empty() -> Shared {
        let none = || Arc::new(StringArray::from_iter_values([""]));
        Shared { words: none(), providers: [none(), none(), none()] }
    }
}

/// Where a kind of row puts down its columns, in their order.
#[derive(Debug)]
pub struct Sheet<'w> {
    shared: &'w Shared,
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl<'w> Sheet<'w> {
    pub(super) fn new(shared: &'w Shared) -> Sheet<'w> {
        Sheet { shared, fields: Vec::new(), arrays: Vec::new() }
    }

    pub(super) fn into_parts(self) -> (Vec<Field>, Vec<ArrayRef>) {
        (self.fields, self.arrays)
    }

    fn put(&mut self, field: Field, array: ArrayRef) {
        self.fields.push(field);
        self.arrays.push(array);
    }

    /// The first column, where every row is about somebody.
    pub(super) fn citizens(&mut self, of: impl Iterator<Item = CitizenId>) {
        self.put(
            must("citizen", DataType::UInt32, "borger-id, tilfældigt"),
            columns::numbers::<UInt32Type>(of.map(|c| c.0)),
        );
    }

    /// The first column, where rows may be about nobody.
    pub(super) fn citizens_or_nobody(&mut self, of: impl Iterator<Item = Option<CitizenId>>) {
        let about = "borger-id, tilfældigt; tom: rækken nævner ingen";
        self.put(
            may("citizen", DataType::UInt32, about),
            columns::optional::<UInt32Type>(of.map(|c| c.map(|c| c.0))),
        );
    }

    /// Another citizen, or none.
    pub(super) fn other_citizen(
        &mut self,
        name: &str,
        about: &str,
        of: impl Iterator<Item = Option<CitizenId>>,
    ) {
        self.put(
            may(name, DataType::UInt32, about),
            columns::optional::<UInt32Type>(of.map(|c| c.map(|c| c.0))),
        );
    }

    /// File, sheet and row.
    pub(super) fn places(&mut self, of: impl Iterator<Item = RowPlace> + Clone) {
        let file = must("file", DataType::UInt16, "filens nummer i indlæsningen, 0 er den første");
        self.put(file, columns::numbers::<UInt16Type>(of.clone().map(|p| p.file)));
        self.words("sheet", "ark, tomt for CSV", of.clone().map(|p| p.sheet));
        let row = must("row", DataType::UInt32, "række i fil eller ark, 1 er den første");
        self.put(row, columns::numbers::<UInt32Type>(of.map(|p| p.row)));
    }

    /// Texts of the wording.
    pub(super) fn words(&mut self, name: &str, about: &str, of: impl Iterator<Item = WordId>) {
        self.put(word(name, about), columns::keyed(of.map(|w| w.0 as i32), &self.shared.words));
    }

    /// Texts of the wording that most rows lack.
    pub(super) fn rare_words(&mut self, name: &str, about: &str, of: impl Iterator<Item = WordId>) {
        let keys = of.map(|w| w.0 as i32);
        self.put(word_or_none(name, about), columns::keyed_or_none(keys, &self.shared.words));
    }

    /// P-number, CVR number and name.
    pub(super) fn providers(&mut self, of: impl Iterator<Item = ProviderId> + Clone) {
        let all = [
            ("p_number", "leverandørens P-nummer"),
            ("cvr", "leverandørens CVR-nummer"),
            ("provider", "leverandørens navn"),
        ];
        for ((name, about), texts) in all.into_iter().zip(&self.shared.providers) {
            let column = columns::keyed(of.clone().map(|p| p.0 as i32), texts);
            self.fields.push(word(name, about));
            self.arrays.push(column);
        }
    }

    /// Words of an enum.
    pub(super) fn known<T: PartialEq>(
        &mut self,
        name: &str,
        about: &str,
        words: &[(T, &'static str)],
        of: impl Iterator<Item = T>,
    ) {
        let texts = columns::words_of(words);
        self.put(word(name, about), columns::keyed(of.map(|v| columns::place(words, &v)), &texts));
    }

    /// Days.
    pub(super) fn days(&mut self, name: &str, about: &str, of: impl Iterator<Item = Day>) {
        self.put(must(name, DataType::Date32, about), columns::numbers::<Date32Type>(of.map(|d| d.0)));
    }

    /// Days that may be missing.
    pub(super) fn days_or_none(&mut self, name: &str, about: &str, of: impl Iterator<Item = Option<Day>>) {
        let days = of.map(|d| d.map(|d| d.0));
        self.put(may(name, DataType::Date32, about), columns::optional::<Date32Type>(days));
    }

    /// Periods whose ends may be open.
    pub(super) fn periods(&mut self, of: impl Iterator<Item = Period> + Clone) {
        let begun = of.clone().map(|p| (p.from > Day::FIRST).then_some(p.from));
        self.days_or_none("from", "første dag; tom: ingen startdato", begun);
        let until = "dagen efter den sidste; tom: ingen slutdato";
        self.put(may("until", DataType::Date32, until), columns::ends(of.map(|p| p.until)));
    }

    /// Amounts, rates and quantities.
    pub(super) fn amounts(&mut self, name: &str, about: &str, of: impl Iterator<Item = i64>) {
        self.put(must(name, DataType::Int64, about), columns::numbers::<Int64Type>(of));
    }

    /// Small numbers that may be missing.
    pub(super) fn codes(&mut self, name: &str, about: &str, of: impl Iterator<Item = Option<u16>>) {
        self.put(may(name, DataType::UInt16, about), columns::optional::<UInt16Type>(of));
    }

    /// Yes or no.
    pub(super) fn flags(&mut self, name: &str, about: &str, of: impl Iterator<Item = bool>) {
        let flags = BooleanArray::from_iter(of.map(Some));
        self.put(must(name, DataType::Boolean, about), Arc::new(flags));
    }
}
