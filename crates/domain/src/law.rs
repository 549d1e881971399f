//! The law as values: what `lov/` holds once it is read. Every entry has a source, or it did not load.
//!
//! A value is asked for *on a day*: a number may have had two lives (SEL § 176 a), a code begins and ends.

use crate::calendar::{Day, Period};

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
}
