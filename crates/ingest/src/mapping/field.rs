//! The things a column can hold, each under the key that a mapping names it by.
//!
//! Invariant: a field means the same in every source; what differs between systems stands in their mappings.

use super::Kind;
use Field as F;

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
    /// Part of the price that we pay, in percent (afregningspct).
    SettledShare = "settled_share",
    /// Part of a place that is taken, in percent (belægningspct).
    OccupiedShare = "occupied_share",
    /// Whether the line is settled at all.
    Settles = "settles",
    /// Reason of beginning (tilgangsårsag).
    EntryReason = "entry_reason",
    /// Reason of ending (afgangsårsag).
    ExitReason = "exit_reason",
    /// The assessment (udredning): its day, number or status.
    Assessment = "assessment",
    /// The address of a stay.
    Address = "address",
    /// The number by which the system itself opens the citizen; never a CPR number.
    CitizenKey = "citizen_key",
    /// Postings: the day on which it counts in the accounts.
    Booked = "booked",
    /// Kroner.
    Amount = "amount",
    /// Postings: debit or credit, where amounts have no sign.
    Sign = "sign",
    /// Postings: the art.
    Art = "art",
    /// Postings: the number of the bill or voucher.
    Bill = "bill",
    /// The line's text.
    Text = "text",
    /// Persons: day of birth.
    Born = "born",
    /// Persons: day of death.
    Dead = "dead",
    /// Persons: municipality of residence.
    Kommune = "kommune",
    /// Persons: whether name and address are protected.
    Protected = "protected",
    /// Persons: an earlier number of the same person.
    FormerCpr = "former_cpr",
    /// Diagnoses: FFB, ICD-10 or a local system.
    CodeSystem = "code_system",
    /// Diagnoses: the code.
    Code = "code",
    /// Providers: other spellings.
    Also = "also",
    /// Providers: the owner (driftsherre).
    OwnerName = "owner_name",
    /// Providers: how it is settled (afregningsform).
    Settlement = "settlement",
    /// Providers: days from the end of a month until its bill is normally there.
    DelayDays = "delay_days",
    /// Providers: EAN number.
    Ean = "ean",
    /// What a line without a citizen is called.
    Label = "label",
    /// Expectations: how certain, in percent.
    Certainty = "certainty",
    /// Who answers for the line.
    Who = "who",
    /// Expectations: what became of it.
    State = "state",
    /// Enrichments: ramme, objektiv finansiering, abonnement …
    KindWord = "kind_word",
    /// Enrichments: places (pladser).
    Places = "places",
    /// Enrichments: last day on which it may be counted without being confirmed again.
    Expires = "expires",
    /// Budget: the year.
    Year = "year",
    /// Budget: which budget a line belongs to.
    BudgetKind = "budget_kind",
    /// Budget: the day from which it holds.
    Decided = "decided",
    /// Caseworkers: the team.
    Team = "team",
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
        self <= Field::Registered && kind == Kind::Activities || fields_of(kind).contains(&self)
    }

    /// Fields that a mapping of this kind must name.
    pub(crate) fn must_be_mapped(kind: Kind) -> &'static [Field] {
        use Field as F;
        match kind {
            Kind::Activities => &[F::Cpr, F::Start],
            Kind::FaellesSprog => &[F::Paragraf, F::Ydelse],
            Kind::Oversaettelse => &[F::Source, F::Service, F::Paragraf],
            Kind::Postings => &[F::Booked, F::Amount, F::Account],
            Kind::Persons => &[F::Cpr],
            Kind::Diagnoses => &[F::Cpr, F::Code],
            Kind::ListPrices => &[F::Provider, F::Rate],
            Kind::IndividualRates => &[F::Cpr, F::Rate],
            Kind::Providers => &[F::Provider],
            Kind::Expectations => &[F::Paragraf, F::Start, F::Rate],
            Kind::Enrichments => &[F::Label, F::Start, F::End, F::Amount],
            Kind::Budget => &[F::Year, F::Amount],
            Kind::Caseworkers => &[F::Caseworker],
        }
    }

    /// True where a file without the column would be read wrong rather than poorly: an end column that is gone
    /// makes every row run on, a status column that is gone lets annulled rows count.
    pub(crate) fn required_when_mapped(self, kind: Kind) -> bool {
        use Field as F;
        let needed = match kind {
            Kind::Activities => matches!(
                self,
                F::End
                    | F::Status
                    | F::Role
                    | F::Service
                    | F::Paragraf
                    | F::Unit
                    | F::SettledShare
                    | F::Settles
            ),
            Kind::FaellesSprog | Kind::Oversaettelse => false,
            Kind::Diagnoses | Kind::Caseworkers | Kind::Providers => {
                matches!(self, F::Start | F::End)
            }
            Kind::Postings => matches!(self, F::Cpr | F::Sign),
            Kind::Persons => matches!(self, F::Dead | F::Start | F::End),
            Kind::ListPrices | Kind::IndividualRates => {
                matches!(self, F::Start | F::End | F::Unit | F::Service | F::Paragraf | F::Provider)
            }
            Kind::Expectations => matches!(self, F::Cpr | F::End | F::Unit | F::Quantity | F::State),
            Kind::Enrichments => false,
            Kind::Budget => self == F::BudgetKind,
        };
        needed || Field::must_be_mapped(kind).contains(&self)
    }
}

/// The fields of a kind; activities have, beside these, all down to [`Field::Registered`].
fn fields_of(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Activities => ACTIVITIES_FIELDS,
        Kind::FaellesSprog => FAELLES_SPROG_FIELDS,
        Kind::Oversaettelse => OVERSAETTELSE_FIELDS,
        Kind::Postings => POSTINGS_FIELDS,
        Kind::Persons => PERSONS_FIELDS,
        Kind::Diagnoses => DIAGNOSES_FIELDS,
        Kind::ListPrices => LIST_PRICES_FIELDS,
        Kind::IndividualRates => INDIVIDUAL_RATES_FIELDS,
        Kind::Providers => PROVIDERS_FIELDS,
        Kind::Expectations => EXPECTATIONS_FIELDS,
        Kind::Enrichments => ENRICHMENTS_FIELDS,
        Kind::Budget => BUDGET_FIELDS,
        Kind::Caseworkers => CASEWORKERS_FIELDS,
    }
}

const ACTIVITIES_FIELDS: &[F] = &[
    F::SettledShare,
    F::OccupiedShare,
    F::Settles,
    F::EntryReason,
    F::ExitReason,
    F::Assessment,
    F::Address,
    F::CitizenKey,
];
const FAELLES_SPROG_FIELDS: &[F] = &[
    F::Lovhjemmel,
    F::Paragraf,
    F::Ydelse,
    F::DstCode,
    F::Category1,
    F::Category2,
    F::Maalgruppe,
    F::Account,
];
const OVERSAETTELSE_FIELDS: &[F] =
    &[F::Source, F::Service, F::Account, F::Provider, F::Start, F::End, F::Paragraf, F::Ydelse];
const POSTINGS_FIELDS: &[F] = &[
    F::Cpr,
    F::Account,
    F::Booked,
    F::Start,
    F::End,
    F::Amount,
    F::Sign,
    F::Art,
    F::Provider,
    F::PNumber,
    F::Cvr,
    F::Bill,
    F::Text,
];
const PERSONS_FIELDS: &[F] = &[
    F::Cpr,
    F::Name,
    F::Born,
    F::Dead,
    F::Kommune,
    F::Start,
    F::End,
    F::Betalingskommune,
    F::Protected,
    F::FormerCpr,
    F::CitizenKey,
];
const DIAGNOSES_FIELDS: &[F] = &[F::Cpr, F::CodeSystem, F::Code, F::Start, F::End];
const LIST_PRICES_FIELDS: &[F] =
    &[F::Provider, F::PNumber, F::Cvr, F::Service, F::Paragraf, F::Start, F::End, F::Rate, F::Unit];
const INDIVIDUAL_RATES_FIELDS: &[F] =
    &[F::Cpr, F::Provider, F::PNumber, F::Cvr, F::Service, F::Paragraf, F::Start, F::End, F::Rate, F::Unit];
const PROVIDERS_FIELDS: &[F] = &[
    F::Provider,
    F::Also,
    F::Cvr,
    F::PNumber,
    F::OwnerName,
    F::Ownership,
    F::Settlement,
    F::DelayDays,
    F::Ean,
    F::Start,
    F::End,
];
const EXPECTATIONS_FIELDS: &[F] = &[
    F::Cpr,
    F::Label,
    F::Paragraf,
    F::Provider,
    F::Start,
    F::End,
    F::Rate,
    F::Unit,
    F::Quantity,
    F::Certainty,
    F::Who,
    F::State,
];
const ENRICHMENTS_FIELDS: &[F] = &[
    F::Label,
    F::KindWord,
    F::Paragraf,
    F::Account,
    F::Provider,
    F::Start,
    F::End,
    F::Amount,
    F::Places,
    F::Who,
    F::Expires,
];
const BUDGET_FIELDS: &[F] =
    &[F::Year, F::BudgetKind, F::Decided, F::Account, F::Paragraf, F::Amount, F::Text];
const CASEWORKERS_FIELDS: &[F] = &[F::Caseworker, F::Team, F::Start, F::End];
