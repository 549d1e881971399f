//! What a municipality declares of its sources, and what that makes of a source in a control.
//!
//! Invariant: what is not declared is `None` or empty, and then the source's own mapping speaks; nothing is filled in.

use super::{Population, Source, SystemAddress, is_named};
use crate::calendar::{Day, Period};
use crate::control::{Limits, TRANSFER_DAYS};
use crate::observation::Ownership;
use crate::periods::Periods;
use crate::price::Weeks;
use crate::wording::Provider;

/// A value with the days on which it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated<T> {
    /// The days.
    pub valid: Period,
    /// The value.
    pub value: T,
}

/// A provider whose citizens are not in a source although its population says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Name, P-number or CVR number, normalised.
    pub provider: String,
    /// The days.
    pub valid: Period,
    /// Why: "rammestyret".
    pub reason: String,
}

impl Exception {
    /// True where it is about the provider.
    #[must_use]
    pub fn is_about(&self, provider: &Provider) -> bool {
        is_named(provider, &self.provider)
    }
}

/// Who may correct a field of a source, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// A word of [`Correction::FIELDS`].
    pub field: String,
    /// The person, team or role.
    pub who: String,
    /// Screen and field in the system; empty where not stated.
    pub place: String,
}

impl Correction {
    /// Every other field of the source.
    pub const REST: &'static str = "alle";

    /// The fields that somebody may correct: the word of files, and as screens write it.
    pub const FIELDS: [(&'static str, &'static str); 14] = [
        ("leverandoer", "leverandør"),
        ("maalgruppe", "målgruppe"),
        ("timer", "timer pr. uge"),
        ("pris", "pris pr. dag"),
        ("handlekommune", "handlekommune"),
        ("betalingskommune", "betalingskommune"),
        ("periode", "første og sidste dag"),
        ("paragraf", "paragraf og ydelse"),
        ("status", "status"),
        ("sagsbehandler", "sagsbehandler"),
        ("aarsag", "tilgangs- og afgangsårsag"),
        ("udredning", "udredning"),
        ("adresse", "P-nummer og adresse"),
        (Correction::REST, "alle andre felter"),
    ];
}

/// Who uses a source for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Who.
    pub by: String,
    /// For what.
    pub what: String,
}

/// What a source is for on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SourceRole {
    /// It delivers to Danmarks Statistik: System 1.
    Delivers,
    /// It is compared with the one that delivers: System 2.
    Compared,
    /// It is looked up in: register, price list, finance.
    LookedUp,
    /// It is out of use and kept for its history.
    History,
}

impl SourceRole {
    /// All, in the order of screens.
    pub const ALL: [SourceRole; 4] =
        [SourceRole::Delivers, SourceRole::Compared, SourceRole::LookedUp, SourceRole::History];

    /// The word of `datalandskab.toml`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            SourceRole::Delivers => "leverer",
            SourceRole::Compared => "sammenlignes",
            SourceRole::LookedUp => "opslag",
            SourceRole::History => "historik",
        }
    }

    /// As screens write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            SourceRole::Delivers => "leverer til Danmarks Statistik (System 1)",
            SourceRole::Compared => "sammenlignes med det leverende system (System 2)",
            SourceRole::LookedUp => "bruges til opslag",
            SourceRole::History => "er ude af brug og gemt som historik",
        }
    }
}

/// Whose places a source has citizens at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Places {
    /// The municipality's own.
    Own,
    /// Those of others.
    Others,
    /// Both.
    Both,
}

impl Places {
    /// All, in the order of screens.
    pub const ALL: [Places; 3] = [Places::Own, Places::Others, Places::Both];

    /// The word of `datalandskab.toml`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Places::Own => "egne",
            Places::Others => "andres",
            Places::Both => "begge",
        }
    }

    /// As screens write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Places::Own => "kommunens egne tilbud",
            Places::Others => "andres tilbud",
            Places::Both => "egne og andres tilbud",
        }
    }
}

/// When an extract is expected, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Rhythm {
    /// Day of the month, 1-28.
    pub day: Option<u8>,
    /// Days that it may be late.
    pub late_days: Option<u16>,
    /// Rows against the last import, at least, in percent.
    pub rows_percent: Option<u16>,
}

impl Rhythm {
    /// Rows against the last import where nothing is declared: 30 % fewer is a contradiction.
    pub const ROWS_PERCENT: u16 = 70;
}

/// What is declared of a source's prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct PriceChanges {
    /// Factor of "time pr. uge".
    pub weeks: Option<Weeks>,
    /// Whether the day of moving out is paid.
    pub pays_last_day: Option<bool>,
    /// Whether amounts are net of VAT relief.
    pub net_of_relief: Option<bool>,
    /// Days from the end of a month until its amounts are there.
    pub lag_days: Option<u16>,
}

/// What is declared of one source.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Declared {
    /// The mapping's name.
    pub name: String,
    /// As screens write it.
    pub title: Option<String>,
    /// Whose citizens it holds.
    pub populations: Vec<Dated<Population>>,
    /// Since when it is in use.
    pub since: Option<Day>,
    /// The first day on which it was no longer in use.
    pub until: Option<Day>,
    /// Its first day with amounts.
    pub economy_since: Option<Day>,
    /// The first day without amounts.
    pub economy_until: Option<Day>,
    /// Whose places its citizens are at.
    pub places: Option<Places>,
    /// Where its history lies.
    pub history: String,
    /// What it is for.
    pub roles: Vec<Dated<SourceRole>>,
    /// Providers that are not in it.
    pub exceptions: Vec<Exception>,
    /// What it registers.
    pub registers: String,
    /// Who uses it for what.
    pub uses: Vec<Use>,
    /// Who is responsible.
    pub responsible: String,
    /// Who steps in.
    pub deputy: String,
    /// Who may correct which field.
    pub corrects: Vec<Correction>,
    /// When an extract is expected.
    pub rhythm: Rhythm,
    /// What its prices mean.
    pub prices: PriceChanges,
    /// The folder in which its extracts are laid; empty for the data folder's own.
    pub inbox: String,
    /// Where its system opens a citizen in a browser, or itself.
    pub opens: Option<SystemAddress>,
}

/// Days that a pair of sources may take to agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairWait {
    /// The two sources; which is first does not matter.
    pub pair: [String; 2],
    /// Days.
    pub days: i64,
}

/// Limits of rules that differ from the normal ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct LimitChanges {
    /// [`Limits::gap_days`].
    pub gap_days: Option<i64>,
    /// [`Limits::unusual_tenths`].
    pub unusual_tenths: Option<i64>,
    /// [`Limits::unusual_rows`].
    pub unusual_rows: Option<u32>,
    /// [`Limits::payment_oere`].
    pub payment_oere: Option<i64>,
    /// [`Limits::payment_months`].
    pub payment_months: Option<i64>,
}

/// A column of a page that shows kinds of ownership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnershipColumn {
    /// Its heading.
    pub title: String,
    /// The kinds of ownership in it.
    pub kinds: Vec<Ownership>,
}

/// All that a municipality declares: `datalandskab.toml`, read and checked.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Landscape {
    /// 12 hexadecimal digits of the text; empty where there is no file.
    pub version: String,
    /// In the order of the file.
    pub sources: Vec<Declared>,
    /// Waits that differ from the normal one.
    pub waits: Vec<PairWait>,
    /// Limits that differ from the normal ones.
    pub limits: LimitChanges,
    /// The area of a control that names none.
    pub area: Option<String>,
    /// Columns of ownership, in order; empty means one a kind.
    pub ownership_columns: Vec<OwnershipColumn>,
}

impl Landscape {
    /// What is declared of a source.
    #[must_use]
    pub fn declared(&self, name: &str) -> Option<&Declared> {
        self.sources.iter().find(|declared| declared.name == name)
    }

    /// Days that two sources may take to agree.
    #[must_use]
    pub fn transfer_days(&self, one: &str, two: &str) -> i64 {
        let is = |wait: &&PairWait| {
            let [a, b] = &wait.pair;
            (a == one && b == two) || (a == two && b == one)
        };
        self.waits.iter().find(is).map_or(TRANSFER_DAYS, |wait| wait.days)
    }

    /// The limits of rules.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let (normal, own) = (Limits::default(), self.limits);
        Limits {
            gap_days: own.gap_days.unwrap_or(normal.gap_days),
            unusual_tenths: own.unusual_tenths.unwrap_or(normal.unusual_tenths),
            unusual_rows: own.unusual_rows.unwrap_or(normal.unusual_rows),
            payment_oere: own.payment_oere.unwrap_or(normal.payment_oere),
            payment_months: own.payment_months.unwrap_or(normal.payment_months),
        }
    }

    /// The days of a window on which another source than System 1 is declared to deliver to Danmarks Statistik.
    #[must_use]
    pub fn delivered_by_others(&self, system_1: &str, window: Period) -> Vec<(&str, Periods)> {
        let others = self.sources.iter().filter(|declared| declared.name != system_1);
        others
            .map(|declared| {
                let delivers = declared.roles.iter().filter(|r| r.value == SourceRole::Delivers);
                (declared.name.as_str(), Periods::union_of(delivers.map(|r| r.valid)).within(window))
            })
            .filter(|(_, days)| !days.is_empty())
            .collect()
    }

    /// A source as its mapping declares it, with what the landscape says over it. Whether it delivers to Danmarks
    /// Statistik is said of the last day of the window.
    #[must_use]
    pub fn resolve(&self, source: Source, window: Period) -> Source {
        let Some(own) = self.declared(&source.name) else { return source };
        let mut out = source;
        if let Some(title) = &own.title {
            out.title.clone_from(title);
        }
        out.populations.splice(0..0, own.populations.iter().copied());
        if let [only] = &own.populations[..]
            && only.valid == Period::ALWAYS
        {
            out.population = only.value;
        }
        out.since = own.since.or(out.since);
        out.until = own.until.or(out.until);
        if !own.roles.is_empty() {
            out.delivers_to_dst = own.delivers_on(window.last_day());
        }
        out.exceptions.extend(own.exceptions.iter().cloned());
        out.corrects.retain(|mapped| own.corrects.iter().all(|c| c.field != mapped.field));
        out.corrects.extend(own.corrects.iter().cloned());
        let prices = own.prices;
        out.terms.weeks = prices.weeks.unwrap_or(out.terms.weeks);
        out.terms.pays_last_day = prices.pays_last_day.unwrap_or(out.terms.pays_last_day);
        out.terms.net_of_relief = prices.net_of_relief.unwrap_or(out.terms.net_of_relief);
        out.lag_days = prices.lag_days.unwrap_or(out.lag_days);
        out
    }
}

impl Declared {
    /// What it is for on a day.
    #[must_use]
    pub fn role_on(&self, day: Day) -> Option<SourceRole> {
        self.roles.iter().find(|dated| dated.valid.contains(day)).map(|dated| dated.value)
    }

    /// Whether it is declared to deliver to Danmarks Statistik on a day.
    #[must_use]
    pub fn delivers_on(&self, day: Day) -> bool {
        self.role_on(day) == Some(SourceRole::Delivers)
    }
}
