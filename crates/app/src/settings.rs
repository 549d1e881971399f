//! The municipality's own numbers: deadlines and limits that no law fixes. Each has a default, bounds and a meaning.
//!
//! Invariant: a setting that nobody has set has its default; what was set is kept with who, when and why. Nothing here
//! changes a figure of a basis: limits of rules stand in `datalandskab.toml` and belong to the basis.

use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use anyhow::bail;
use serde::{Deserialize, Serialize};

/// A setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name in the store. Never changed.
    pub key: &'static str,
    /// As pages write it.
    pub title: &'static str,
    /// What the number counts: "dage".
    pub unit: &'static str,
    /// Where nobody has set it.
    pub default: i64,
    /// The least that makes sense.
    pub least: i64,
    /// The most that makes sense.
    pub most: i64,
    /// What it does, in a sentence.
    pub meaning: &'static str,
}

/// How far the counts of a paragraph may be apart and still agree.
pub const AGREE_TENTHS: Setting = Setting {
    key: "paa_plads_tiendedele",
    title: "Forskel, der stadig er enighed",
    unit: "tiendedele af en person",
    default: 0,
    least: 0,
    most: 100,
    meaning: "Så langt må to systemers tal for en paragraf være fra hinanden, og paragraffen kan stadig være på plads.",
};
/// Days that a correction may take.
pub const CORRECTION_DAYS: Setting = Setting {
    key: "rettefrist_dage",
    title: "Frist for en rettelse",
    unit: "dage",
    default: 10,
    least: 1,
    most: 90,
    meaning: "Så mange dage efter kontrollen skal en rettelse være tastet, hvis kilden ikke har en forventet dag før.",
};
/// Days between two follow-ups.
pub const FOLLOW_UP_DAYS: Setting = Setting {
    key: "opfoelgning_dage",
    title: "Tid mellem to opfølgninger",
    unit: "dage",
    default: 365,
    least: 30,
    most: 1100,
    meaning: "Så lang tid går der, fra en sag er fulgt op, til den foreslås fulgt op igen.",
};
/// The day of the month on which leaders have answered.
pub const VALIDATION_DAY: Setting = Setting {
    key: "validering_dag",
    title: "Svarfrist for månedens tal",
    unit: "dag i måneden",
    default: 12,
    least: 1,
    most: 28,
    meaning: "Den dag i måneden, hvor enhedernes ledere skal have svaret, om tallene kan genkendes.",
};
/// Months in a row that a sheet agrees before it is proposed to be switched off.
pub const SHEET_MONTHS: Setting = Setting {
    key: "regneark_maaneder",
    title: "Måneder, et regneark skal være enigt",
    unit: "måneder",
    default: 3,
    least: 1,
    most: 24,
    meaning: "Så mange måneder i træk skal et regneark være enigt eller forklaret, før det foreslås slukket.",
};

/// Days that files stay in the inbox after they were read in or refused.
pub const INBOX_DAYS: Setting = Setting {
    key: "indbakke_dage",
    title: "Læste filer i indbakken",
    unit: "dage",
    default: 30,
    least: 1,
    most: 366,
    meaning: "Så længe bliver en fil i indbakkens mapper laest og afvist; så slettes den. Det, der er læst ind, står krypteret i datamappen.",
};

/// All, in the order of the page.
pub const SETTINGS: [Setting; 6] =
    [AGREE_TENTHS, CORRECTION_DAYS, FOLLOW_UP_DAYS, VALIDATION_DAY, SHEET_MONTHS, INBOX_DAYS];

/// A set value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetValue {
    /// The number.
    pub vaerdi: i64,
}

impl Line for SetValue {
    const KIND: &'static str = "indstilling";
}

/// What holds now.
///
/// # Errors
/// Where the store cannot be read.
pub async fn value(session: &Session, setting: &Setting) -> anyhow::Result<i64> {
    let set = lines::get::<SetValue>(session, setting.key).await?;
    Ok(set.map_or(setting.default, |kept| kept.line.vaerdi))
}

/// Every setting with what somebody has set it to; `None` where nobody has.
///
/// # Errors
/// Where the store cannot be read.
pub async fn all(session: &Session) -> anyhow::Result<Vec<(Setting, Option<Kept<SetValue>>)>> {
    let set = lines::newest::<SetValue>(session).await?;
    let of = |setting: &Setting| set.iter().find(|kept| kept.name == setting.key).cloned();
    Ok(SETTINGS.iter().map(|setting| (*setting, of(setting))).collect())
}

/// Sets one; `None` takes it back to its default.
///
/// # Errors
/// Where there is no such setting, the number is out of bounds, or no reason is given.
pub async fn set(session: &Session, key: &str, value: Option<i64>, reason: &str) -> anyhow::Result<()> {
    let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else {
        bail!("Der er ingen indstilling «{key}».");
    };
    if let Some(value) = value
        && !(setting.least..=setting.most).contains(&value)
    {
        bail!(
            "«{}» er {} til {} {}. Intet er ændret.",
            setting.title,
            setting.least,
            setting.most,
            setting.unit
        );
    }
    if reason.trim().is_empty() {
        bail!("Skriv, hvorfor «{}» ændres. Intet er ændret.", setting.title);
    }
    let line = NewLine {
        name: key.to_owned(),
        line: value.map(|vaerdi| SetValue { vaerdi }),
        citizen: None,
        reason: reason.to_owned(),
        before: None,
    };
    lines::save(session, &[line]).await
}
