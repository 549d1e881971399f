//! Kinds of ownership in words, and the groupings in which pages show them.

use crate::observation::Ownership;
use crate::wording::normalised;

/// All kinds, in the order of pages.
pub const ALL: [Ownership; 8] = [
    Ownership::Own,
    Ownership::OtherKommune,
    Ownership::Region,
    Ownership::Private,
    Ownership::SelvejendeWithAgreement,
    Ownership::SelvejendeWithout,
    Ownership::Other,
    Ownership::Unknown,
];

/// A kind as screens write it.
#[must_use]
pub fn text(ownership: Ownership) -> &'static str {
    match ownership {
        Ownership::Own => "egen kommune",
        Ownership::OtherKommune => "anden kommune",
        Ownership::Region => "region",
        Ownership::Private => "privat",
        Ownership::SelvejendeWithAgreement => "selvejende med driftsoverenskomst",
        Ownership::SelvejendeWithout => "selvejende uden driftsoverenskomst",
        Ownership::Other => "øvrige",
        Ownership::Unknown => "uoplyst",
    }
}

/// The kind behind a word of a source that has no list of its own; `None` where the word is not one.
#[must_use]
pub fn read(word: &str) -> Option<Ownership> {
    Some(match normalised(word).as_str() {
        "egen kommune" | "egen" | "egne" | "egne tilbud" | "eget tilbud" | "kommunen" => Ownership::Own,
        "anden kommune" | "andre kommuner" | "øvrige kommuner" | "øvrige kommuners" | "kommunal" => {
            Ownership::OtherKommune
        }
        "region" | "regionen" | "regional" | "regionalt" => Ownership::Region,
        "privat" | "private" | "privat tilbud" => Ownership::Private,
        "selvejende med driftsoverenskomst" | "selvejende med" => Ownership::SelvejendeWithAgreement,
        "selvejende uden driftsoverenskomst" | "selvejende uden" => Ownership::SelvejendeWithout,
        "øvrige" | "staten" | "stat" => Ownership::Other,
        _ => return None,
    })
}

/// True where its rates carry VAT that the municipality gets back a part of.
#[must_use]
pub fn is_relieved(ownership: Ownership) -> Option<bool> {
    match ownership {
        Ownership::Private | Ownership::SelvejendeWithout => Some(true),
        Ownership::Unknown => None,
        _ => Some(false),
    }
}

/// A column of a page: its heading and the kinds that it adds up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Its kinds.
    pub kinds: Vec<Ownership>,
}

/// How a page groups ownership. Every kind stands in exactly one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping(Vec<Column>);

impl Grouping {
    /// A grouping of these columns. Kinds that stand in none get a column of their own, so that nothing is left out.
    ///
    /// # Errors
    /// The kind that stands in two columns.
    pub fn new(mut columns: Vec<Column>) -> Result<Grouping, Ownership> {
        for kind in ALL {
            match columns.iter().flat_map(|c| &c.kinds).filter(|k| **k == kind).count() {
                0 => columns.push(Column { title: text(kind).to_owned(), kinds: vec![kind] }),
                1 => {}
                _ => return Err(kind),
            }
        }
        Ok(Grouping(columns))
    }

    /// Every kind for itself.
    #[must_use]
    pub fn each() -> Grouping {
        Grouping(ALL.iter().map(|k| Column { title: text(*k).to_owned(), kinds: vec![*k] }).collect())
    }

    /// Private with selvejende without an agreement; regions with other municipalities; own with selvejende with one.
    #[must_use]
    pub fn three() -> Grouping {
        let column =
            |title: &str, kinds: &[Ownership]| Column { title: title.to_owned(), kinds: kinds.to_vec() };
        Grouping(vec![
            column("privat", &[Ownership::Private, Ownership::SelvejendeWithout]),
            column("andre kommuner og regioner", &[Ownership::OtherKommune, Ownership::Region]),
            column("egen kommune", &[Ownership::Own, Ownership::SelvejendeWithAgreement]),
            column("øvrige", &[Ownership::Other]),
            column("uoplyst", &[Ownership::Unknown]),
        ])
    }

    /// The columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.0
    }

    /// The column of a kind.
    ///
    /// # Panics
    /// Never: every kind stands in a column.
    #[must_use]
    pub fn column_of(&self, kind: Ownership) -> usize {
        self.0.iter().position(|c| c.kinds.contains(&kind)).expect("alle ejerforhold har en kolonne")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_its_own_word_and_stands_in_one_column() {
        for kind in ALL {
            if kind != Ownership::Unknown {
                assert_eq!(read(text(kind)), Some(kind));
            }
            for grouping in [Grouping::each(), Grouping::three()] {
                let found = grouping.columns().iter().filter(|c| c.kinds.contains(&kind)).count();
                assert_eq!(found, 1, "{kind:?}");
            }
        }
        assert_eq!(read("  Øvrige   KOMMUNERS"), Some(Ownership::OtherKommune));
        assert_eq!(read("noget andet"), None);
    }

    #[test]
    fn a_setting_may_leave_out_kinds_but_not_repeat_them() {
        let column = |kinds: &[Ownership]| Column { title: "x".to_owned(), kinds: kinds.to_vec() };
        let some = Grouping::new(vec![column(&[Ownership::Private, Ownership::Region])]).unwrap();
        assert_eq!(some.columns().len(), 7);
        let twice = Grouping::new(vec![column(&[Ownership::Own]), column(&[Ownership::Own])]);
        assert_eq!(twice, Err(Ownership::Own));
    }
}
