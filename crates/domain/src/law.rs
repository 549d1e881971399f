//! The law as values: what `lov/` holds once it is read. Every entry has a source, or it did not load.
//!
//! A value is asked for *on a day*: a number may have had two lives (SEL § 176 a), a code begins and ends.

use crate::calendar::{Day, Period};
use crate::wording::normalised;

/// A paragraph in the law book: its place in [`LawBook::paragraffer`], which is the order of reports.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ParagrafId(pub u16);

/// A paragraph, a named pair of paragraphs or a named area, with the days on which it is law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraf {
    /// The written form of Fælles sprog: `SEL § 103`, `ABL § 105/SEL § 85`, `STU`.
    pub written: String,
    /// What it is about: "Beskyttet beskæftigelse".
    pub name: String,
    /// The law's abbreviation (`SEL`, `ABL`, `SUL` …); empty for a named area.
    pub law: String,
    /// Number and letter without the law: `103`, `82 a`; the pair's own short form `105/85`; empty for an area.
    pub number: String,
    /// Days on which it is law.
    pub valid: Period,
    /// Other spellings that mean this paragraph and nothing else.
    pub also: Vec<String>,
    /// Whether Danmarks Statistik takes it in L402.
    pub dst: DstStatus,
    /// The paragraphs that registrations mix it with (§ 85 with ABL § 105/SEL § 85), by written form.
    pub mixed_with: Vec<String>,
    /// Where this is read.
    pub source: String,
}

/// Whether a paragraph can be reported in L402.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DstStatus {
    /// One or more ydelser lead to it.
    Code,
    /// The statistic has no code for it.
    NotReportable,
    /// Nobody has decided.
    Open,
}

/// A ydelse of Danmarks Statistik's delivery L402.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ydelse {
    /// L402 code, as text: `1.12.0.1`.
    pub code: String,
    /// Its text.
    pub name: String,
    /// Written form of its paragraph.
    pub paragraf: String,
    /// StatBank's YDELSESTYPE: five digits, by table and never by formula.
    pub statbank: String,
    /// Days on which the code is valid.
    pub valid: Period,
    /// Whether it is a stay (P-number or address asked for).
    pub stay: Stay,
    /// Where this is read.
    pub source: String,
}

/// Whether a ydelse is a stay (ophold).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stay {
    /// P-number or address must be there.
    Yes,
    /// Not a stay.
    No,
    /// No source decides it: a setting, warned about.
    Unclear,
}

/// A målgruppe of L402.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maalgruppe {
    /// Code as text: `1.2.1`.
    pub code: String,
    /// Its text.
    pub name: String,
    /// Days on which the code is valid.
    pub valid: Period,
    /// The ydelse codes that it is allowed with; empty means all.
    pub only_with: Vec<String>,
    /// The code that an older, finer one is rolled up to; itself where none.
    pub rolls_up_to: String,
    /// Where this is read.
    pub source: String,
}

/// A municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kommune {
    /// Three digits as a number: 573.
    pub code: u16,
    /// Name: "Varde".
    pub name: String,
    /// Other spellings.
    pub also: Vec<String>,
    /// The municipality that acts and reports for it (Ishøj for Vallensbæk), itself where none.
    pub acts_through: u16,
    /// Paragraphs outside that arrangement, by written form.
    pub except: Vec<String>,
    /// The region it lies in, by the division of 2007.
    pub region: String,
    /// Where this is read.
    pub source: String,
}

/// A function of hovedkonto 5 and what its grupperinger mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funktion {
    /// `5.38.50`.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Days on which the number has this meaning.
    pub valid: Period,
    /// Grupperinger: number of three digits, dranst, meaning, written form of the paragraph ("" where none).
    pub grupperinger: Vec<Gruppering>,
    /// Where this is read.
    pub source: String,
}

/// A gruppering under a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gruppering {
    /// Three digits.
    pub number: String,
    /// 1 drift, 2 statsrefusion.
    pub dranst: u8,
    /// What it holds.
    pub name: String,
    /// Written form of its paragraph; empty where it has none.
    pub paragraf: String,
    /// Where this is read.
    pub source: String,
}

/// Two paragraphs that a citizen does not have on the same days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Written forms of the two.
    pub pair: [String; 2],
    /// Days on both up to which nothing is said: a move takes a few.
    pub tolerance_days: i64,
    /// Whether the rule asks about it; a pair without an official source is off until a municipality says otherwise.
    pub on: bool,
    /// Where this is read.
    pub source: String,
}

/// A percentage of VAT relief (momsafløftning) for private providers and selvejende without driftsoverenskomst.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relief {
    /// The years in which it holds, as days.
    pub valid: Period,
    /// `5.38.50`.
    pub funktion: String,
    /// Three digits; empty for every gruppering of the function.
    pub gruppering: String,
    /// 500 is 5 %.
    pub percent_hundredths: u32,
    /// Where this is read.
    pub source: String,
}

/// A line of `omraader.toml`: which citizens and paragraphs an area has; [`crate::area::resolve`] makes it an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaLine {
    /// Its key: `voksne`.
    pub name: String,
    /// As screens write it.
    pub title: String,
    /// Days on which the definition holds.
    pub valid: Period,
    /// Written forms of its paragraphs; with no function either it is all.
    pub paragraffer: Vec<String>,
    /// Functions of the chart of accounts, whose paragraphs it has: `5.38.50`.
    pub funktioner: Vec<String>,
    /// From this birthday on, in whole years.
    pub age_from: Option<u8>,
    /// Until the day before this birthday.
    pub age_until: Option<u8>,
    /// Where this is read.
    pub source: String,
}

/// Which of the three lists a reason is on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ReasonList {
    /// Why a service began (tilgangsårsag).
    Tilgang,
    /// Why it ended (afgangsårsag).
    Afgang,
    /// Why it was changed (revisitationsårsag).
    Revisitation,
}

/// A reason of one of the lists: local words, dated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The list.
    pub list: ReasonList,
    /// The words.
    pub text: String,
    /// Days on which it may be used.
    pub valid: Period,
    /// Where this is read.
    pub source: String,
}

/// What a målgruppe of FFB (fælles faglige begreber) is in L402.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FfbGroup {
    /// A name in FFB; another spelling is an entry of its own.
    pub name: String,
    /// Code of L402.
    pub maalgruppe: String,
    /// Where this is read.
    pub source: String,
}

/// All of `lov/`, read and checked.
#[derive(Clone, Debug, Default)]
pub struct LawBook {
    /// Version: the hash of the files, as 12 hexadecimal digits.
    pub version: String,
    /// In the order of reports.
    pub paragraffer: Vec<Paragraf>,
    /// The ydelser of L402.
    pub ydelser: Vec<Ydelse>,
    /// The målgrupper of L402.
    pub maalgrupper: Vec<Maalgruppe>,
    /// The municipalities.
    pub kommuner: Vec<Kommune>,
    /// The functions of hovedkonto 5.
    pub funktioner: Vec<Funktion>,
    /// Paragraphs that exclude each other.
    pub exclusions: Vec<Exclusion>,
    /// VAT relief; a year without a line is unknown, never zero.
    pub relief: Vec<Relief>,
    /// Areas.
    pub areas: Vec<AreaLine>,
    /// Reasons of beginning, ending and change.
    pub reasons: Vec<Reason>,
    /// Målgrupper of FFB.
    pub ffb: Vec<FfbGroup>,
}

impl LawBook {
    /// The paragraph behind an id.
    ///
    /// # Panics
    /// Where the id is from another law book.
    #[must_use]
    pub fn paragraf(&self, id: ParagrafId) -> &Paragraf {
        &self.paragraffer[usize::from(id.0)]
    }

    /// The municipality with this code.
    #[must_use]
    pub fn kommune(&self, code: u16) -> Option<&Kommune> {
        self.kommuner.iter().find(|k| k.code == code)
    }

    /// The ydelse with this L402 code, valid on the day or not.
    #[must_use]
    pub fn ydelse(&self, code: &str) -> Option<&Ydelse> {
        self.ydelser.iter().find(|y| y.code == code)
    }

    /// Paragraphs that registrations mix with this one.
    #[must_use]
    pub fn mixed_with(&self, id: ParagrafId) -> Vec<ParagrafId> {
        let names = &self.paragraf(id).mixed_with;
        (0..self.paragraffer.len() as u16)
            .map(ParagrafId)
            .filter(|other| names.contains(&self.paragraf(*other).written))
            .collect()
    }

    /// True if the law knows the paragraph on that day.
    #[must_use]
    pub fn in_force(&self, id: ParagrafId, day: Day) -> bool {
        self.paragraf(id).valid.contains(day)
    }

    /// The VAT relief of a function and gruppering on a day: the gruppering's own line before the function's. `None`
    /// where no line says, which is unknown unless [`LawBook::relief_is_stated`].
    #[must_use]
    pub fn relief(&self, funktion: &str, gruppering: &str, day: Day) -> Option<&Relief> {
        let fits = |r: &&Relief| r.funktion == funktion && r.valid.contains(day);
        let of = |wanted: &str| self.relief.iter().filter(fits).find(|r| r.gruppering == wanted);
        of(gruppering).or_else(|| of(""))
    }

    /// True where some line of VAT relief holds on the day: the year has a list.
    #[must_use]
    pub fn relief_is_stated(&self, day: Day) -> bool {
        self.relief.iter().any(|r| r.valid.contains(day))
    }

    /// Whether a list has the reason on a day; in any case and spacing. `None` where the list is empty that day, so
    /// that nothing can be said.
    #[must_use]
    pub fn reason_known(&self, list: ReasonList, text: &str, day: Day) -> Option<bool> {
        let mut of_list = self.reasons.iter().filter(|r| r.list == list && r.valid.contains(day)).peekable();
        of_list.peek()?;
        let wanted = normalised(text);
        Some(of_list.any(|r| normalised(&r.text) == wanted))
    }

    /// The L402 code of a målgruppe that FFB names.
    #[must_use]
    pub fn maalgruppe_of_ffb(&self, name: &str) -> Option<&str> {
        let wanted = normalised(name);
        let found = self.ffb.iter().find(|group| normalised(&group.name) == wanted);
        found.map(|group| group.maalgruppe.as_str())
    }
}
