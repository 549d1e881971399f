//! The things a column can hold, each under the key that a mapping names it by.
//!
//! Invariant: a field means the same in every source; what differs between systems stands in their mappings.

use super::Kind;

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $key:literal),+ $(,)?) => {
        /// What a column holds.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Field { $($(#[$doc])* $name),+ }

        impl Field {
            /// All fields.
            pub const ALL: &'static [Field] = &[$(Field::$name),+];

            /// The key under `[columns]`.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Field::$name => $key),+ }
            }
        }
    };
}

fields! {
    /// The citizen's number.
    Cpr = "cpr",
    /// The citizen's name.
    Name = "name",
    /// The service in the source's words.
    Service = "service",
    /// The paragraph as written.
    Paragraf = "paragraf",
    /// The account as written.
    Account = "account",
    /// The provider's name.
    Provider = "provider",
    /// The provider's P-number.
    PNumber = "p_number",
    /// The provider's CVR number.
    Cvr = "cvr",
    /// Ownership as the source writes it.
    Ownership = "ownership",
    /// First day.
    Start = "start",
    /// End date; what it means is `end_date`.
    End = "end",
    /// Status word.
    Status = "status",
    /// HOVED or TILLÆG.
    Role = "role",
    /// Målgruppe codes.
    Maalgruppe = "maalgruppe",
    /// Hours a week.
    Hours = "hours",
    /// Hours a week under "time pr. uge", pieces under "stk.".
    Quantity = "quantity",
    /// Pieces.
    Count = "count",
    /// Rate.
    Rate = "rate",
    /// What the rate is paid for.
    Unit = "unit",
    /// The municipality that acts.
    Handlekommune = "handlekommune",
    /// The municipality that pays.
    Betalingskommune = "betalingskommune",
    /// Caseworker.
    Caseworker = "caseworker",
    /// Day of registration.
    Registered = "registered",
    /// Fælles sprog: the paragraph with its words.
    Lovhjemmel = "lovhjemmel",
    /// Fælles sprog and translation: the indsatsydelse.
    Ydelse = "ydelse",
    /// Fælles sprog: the code of L402.
    DstCode = "dst_code",
    /// Fælles sprog: first category.
    Category1 = "category_1",
    /// Fælles sprog: second category.
    Category2 = "category_2",
    /// Translation: the source that a line is for.
    Source = "source",
}

/// Number of fields.
pub(crate) const FIELDS: usize = Field::ALL.len();

impl Field {
    /// Reads [`Field::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|f| f.key() == key)
    }

    /// True where a mapping of this kind may name the field.
    pub(crate) fn belongs_to(self, kind: Kind) -> bool {
        use Field as F;
        match kind {
            Kind::Activities => self <= F::Registered,
            Kind::FaellesSprog => matches!(
                self,
                F::Lovhjemmel
                    | F::Paragraf
                    | F::Ydelse
                    | F::DstCode
                    | F::Category1
                    | F::Category2
                    | F::Maalgruppe
                    | F::Account
            ),
            Kind::Oversaettelse => matches!(
                self,
                F::Source
                    | F::Service
                    | F::Account
                    | F::Provider
                    | F::Start
                    | F::End
                    | F::Paragraf
                    | F::Ydelse
            ),
        }
    }

    /// Fields that a mapping of this kind must name.
    pub(crate) fn must_be_mapped(kind: Kind) -> &'static [Field] {
        match kind {
            Kind::Activities => &[Field::Cpr, Field::Start],
            Kind::FaellesSprog => &[Field::Paragraf, Field::Ydelse],
            Kind::Oversaettelse => &[Field::Source, Field::Service, Field::Paragraf],
        }
    }

    /// True where a file without the column would be read wrong rather than poorly: an end column that is gone
    /// makes every row run on, a status column that is gone lets annulled rows count.
    pub(crate) fn required_when_mapped(self, kind: Kind) -> bool {
        use Field as F;
        match kind {
            Kind::Activities => matches!(
                self,
                F::Cpr | F::Start | F::End | F::Status | F::Role | F::Service | F::Paragraf | F::Unit
            ),
            Kind::FaellesSprog | Kind::Oversaettelse => Field::must_be_mapped(kind).contains(&self),
        }
    }
}
