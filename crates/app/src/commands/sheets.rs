//! The municipality's own spreadsheets until they are switched off: who owns each, what it is for, the page that replaces
//! it, and for a sheet that is read beside the product, how far the two agree each month.
//!
//! Invariant: a sheet that is read beside is never in a basis: no figure is made from it. What became of a sheet is kept
//! as lines; a switched off one stays as history.

pub mod beside;
pub mod compare;

use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use anyhow::bail;
use domain::amount::Oere;
use domain::calendar::Day;
use domain::person::CitizenId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a sheet is today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetState {
    /// People work in it.
    IBrug,
    /// The page is worked in; the sheet is read beside until they agree.
    VedSiden,
    /// Nobody works in it any more.
    Slukket,
}

impl SheetState {
    /// All, in the order of a sheet's life.
    pub const ALL: [SheetState; 3] = [SheetState::IBrug, SheetState::VedSiden, SheetState::Slukket];

    /// The word of forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            SheetState::IBrug => "i_brug",
            SheetState::VedSiden => "ved_siden",
            SheetState::Slukket => "slukket",
        }
    }

    /// Reads [`SheetState::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<SheetState> {
        SheetState::ALL.into_iter().find(|state| state.key() == key)
    }

    /// As screens write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            SheetState::IBrug => "i brug",
            SheetState::VedSiden => "læses ved siden af",
            SheetState::Slukket => "slukket",
        }
    }
}

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What people call it.
    pub titel: String,
    /// Who owns it.
    pub ejer: String,
    /// What it is used for.
    pub bruges_til: String,
    /// By whom.
    pub bruges_af: String,
    /// Where it lies, as people say it.
    pub ligger: String,
    /// The address of the page that replaces it.
    pub side: String,
    /// The source that reads it, where one does; else empty.
    pub kilde: String,
    /// The system whose disponering it is set beside; empty where no source reads it.
    pub system: String,
    /// What it is today.
    pub tilstand: SheetState,
    /// The day it was switched off; empty before.
    #[serde(default)]
    pub slukket: String,
    /// Who switched it off.
    #[serde(default)]
    pub slukket_af: String,
}

impl Line for Sheet {
    const KIND: &'static str = "regneark";
}

/// Why a line of a sheet and of the product differ, as a person wrote it. It holds while the difference is the same to
/// the krone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The paragraph as written.
    pub paragraf: String,
    /// Sheet less product, whole kroner.
    pub kroner: i64,
    /// Why.
    pub tekst: String,
}

impl Line for Explanation {
    const KIND: &'static str = "regneark_forklaring";
}

impl Explanation {
    /// The name of the explanation of a line of a sheet.
    #[must_use]
    pub fn name(number: &str, citizen: CitizenId, paragraf: &str) -> String {
        format!("{number}/{citizen}/{paragraf}")
    }
}

/// A difference in whole kroner, as explanations hold it.
#[must_use]
pub fn whole_kroner(oere: Oere) -> i64 {
    domain::amount::divide_rounded(i128::from(oere.0), 100)
}

/// All sheets: those that are read beside, those in use, those switched off; each by number.
///
/// # Errors
/// Where the store cannot be read.
pub async fn list(session: &Session) -> anyhow::Result<Vec<Kept<Sheet>>> {
    let mut all = lines::newest::<Sheet>(session).await?;
    let order = |state: SheetState| match state {
        SheetState::VedSiden => 0,
        SheetState::IBrug => 1,
        SheetState::Slukket => 2,
    };
    all.sort_by_key(|kept| (order(kept.line.tilstand), kept.name.parse::<u32>().unwrap_or(u32::MAX)));
    Ok(all)
}

/// Registers a sheet under the next number, which is given back.
///
/// # Errors
/// Where a field is missing or has something that could be a number of a person.
pub async fn register(session: &Session, sheet: Sheet) -> anyhow::Result<String> {
    let known = lines::history::<Sheet>(session, None).await?;
    let next = known.iter().filter_map(|kept| kept.name.parse::<u32>().ok()).max().unwrap_or(0) + 1;
    let sheet = checked(session, sheet)?;
    save(session, &next.to_string(), sheet, "registreret", 0).await?;
    Ok(next.to_string())
}

/// Changes what is said of a sheet; its state stays.
///
/// # Errors
/// As [`register`], and where somebody changed it meanwhile.
pub async fn change(
    session: &Session,
    number: &str,
    sheet: Sheet,
    before: i64,
    reason: &str,
) -> anyhow::Result<()> {
    let now = found(session, number).await?;
    let sheet = Sheet {
        tilstand: now.line.tilstand,
        slukket: now.line.slukket,
        slukket_af: now.line.slukket_af,
        ..sheet
    };
    let sheet = checked(session, sheet)?;
    save(session, number, sheet, reason, before).await
}

/// Sets what a sheet is: in use, read beside.
///
/// # Errors
/// Where there is no such sheet, it needs a source to be read beside, or somebody changed it meanwhile.
pub async fn set_state(
    session: &Session,
    number: &str,
    state: SheetState,
    before: i64,
    reason: &str,
) -> anyhow::Result<()> {
    let now = found(session, number).await?;
    if state == SheetState::Slukket {
        bail!("Et ark slukkes med en dag og en bemærkning. Intet er ændret.");
    }
    if state == SheetState::VedSiden && now.line.kilde.is_empty() {
        bail!(
            "Arket kan først læses ved siden af, når det har en kilde. Vælg kilden under Ret. Intet er ændret."
        );
    }
    let sheet = Sheet { tilstand: state, slukket: String::new(), slukket_af: String::new(), ..now.line };
    save(session, number, sheet, reason, before).await
}

/// Switches a sheet off on a day. `ready` says whether it has agreed long enough; without that a reason is asked for.
///
/// # Errors
/// Where there is no such sheet, it is off already, the day is none or to come, or a reason is missing.
pub async fn switch_off(
    session: &Session,
    number: &str,
    day: &str,
    remark: &str,
    ready: bool,
    before: i64,
) -> anyhow::Result<()> {
    let now = found(session, number).await?;
    if now.line.tilstand == SheetState::Slukket {
        bail!("Arket er slukket i forvejen.");
    }
    let Some(day) = Day::parse(day) else {
        bail!("Skriv den dag, arket blev slukket. Intet er ændret.");
    };
    let today = Day::parse(session.ctx.at.get(..10).unwrap_or("")).unwrap_or(Day::FIRST);
    if day > today {
        bail!("Arket kan ikke slukkes {}: dagen er ikke kommet. Intet er ændret.", day.danish());
    }
    if !ready && remark.trim().is_empty() {
        bail!("Arket er ikke enigt med siden endnu. Skriv, hvorfor det slukkes alligevel. Intet er ændret.");
    }
    let by = session.ctx.actor.clone();
    let sheet = Sheet { tilstand: SheetState::Slukket, slukket: day.iso(), slukket_af: by, ..now.line };
    save(session, number, sheet, remark, before).await
}

/// Writes why a line differs.
///
/// # Errors
/// Where the text is missing or has something that could be a number of a person.
pub async fn explain(
    session: &Session,
    number: &str,
    citizen: CitizenId,
    paragraf: &str,
    difference: Oere,
    text: &str,
) -> anyhow::Result<()> {
    if text.trim().is_empty() {
        bail!("Skriv, hvorfor linjen er forskellig. Intet er gemt.");
    }
    let line = NewLine {
        name: Explanation::name(number, citizen, paragraf),
        line: Some(Explanation {
            paragraf: paragraf.to_owned(),
            kroner: whole_kroner(difference),
            tekst: text.trim().to_owned(),
        }),
        citizen: Some(citizen),
        reason: String::new(),
        before: None,
    };
    lines::save(session, &[line]).await
}

/// The sources that no basis takes by itself: sheets that are read beside or are switched off.
///
/// # Errors
/// Where the store cannot be read.
pub async fn sources_beside(session: &Session) -> anyhow::Result<BTreeSet<String>> {
    let all = lines::newest::<Sheet>(session).await?;
    let beside = all.into_iter().filter(|kept| kept.line.tilstand != SheetState::IBrug);
    Ok(beside.map(|kept| kept.line.kilde).filter(|kilde| !kilde.is_empty()).collect())
}

/// The sources of sheets that are switched off: nobody waits for them.
///
/// # Errors
/// Where the store cannot be read.
pub async fn sources_switched_off(session: &Session) -> anyhow::Result<BTreeSet<String>> {
    let all = lines::newest::<Sheet>(session).await?;
    let off = all.iter().filter(|kept| kept.line.tilstand == SheetState::Slukket);
    let mut off: BTreeSet<String> = off.map(|kept| kept.line.kilde.clone()).collect();
    for kept in all.iter().filter(|kept| kept.line.tilstand != SheetState::Slukket) {
        off.remove(&kept.line.kilde);
    }
    Ok(off)
}

/// The sources that have rows about citizens and services: name and title.
///
/// # Errors
/// Where the folder cannot be read.
pub fn row_sources(session: &Session) -> anyhow::Result<Vec<(String, String)>> {
    let all = crate::sources::all(&session.edge.folder)?.into_iter();
    let known = all.filter_map(|(name, known)| Some((name, known.ok()?.mapping)));
    let rows = known.filter(|(_, mapping)| mapping.kind() == ingest::mapping::Kind::Activities);
    Ok(rows.map(|(name, mapping)| (name, mapping.title().to_owned())).collect())
}

/// A sheet by its number.
///
/// # Errors
/// Where there is none.
pub async fn found(session: &Session, number: &str) -> anyhow::Result<Kept<Sheet>> {
    match lines::get::<Sheet>(session, number).await? {
        Some(kept) => Ok(kept),
        None => Err(store::StoreError::NotFound(
            "Der er intet regneark med det nummer. Se dem, der er, på siden Regneark.".to_owned(),
        )
        .into()),
    }
}

fn checked(session: &Session, sheet: Sheet) -> anyhow::Result<Sheet> {
    let trim = |text: &str| text.trim().to_owned();
    let sheet = Sheet {
        titel: trim(&sheet.titel),
        ejer: trim(&sheet.ejer),
        bruges_til: trim(&sheet.bruges_til),
        bruges_af: trim(&sheet.bruges_af),
        ligger: trim(&sheet.ligger),
        side: trim(&sheet.side),
        kilde: trim(&sheet.kilde),
        system: trim(&sheet.system),
        ..sheet
    };
    let needed = [
        (&sheet.titel, "hvad arket hedder"),
        (&sheet.ejer, "hvem der ejer arket"),
        (&sheet.bruges_til, "hvad arket bruges til"),
    ];
    for (text, what) in needed {
        if text.is_empty() {
            bail!("Skriv, {what}. Intet er gemt.");
        }
    }
    if !sheet.side.is_empty() && !sheet.side.starts_with('/') {
        bail!("Siden, der afløser arket, er en af Ottetals egne. Intet er gemt.");
    }
    if !sheet.kilde.is_empty() {
        let known = crate::sources::all(&session.edge.folder)?;
        if !known.iter().any(|(name, _)| *name == sheet.kilde) {
            bail!("Der er ingen kilde «{}». Intet er gemt.", sheet.kilde);
        }
        if sheet.system.is_empty() {
            bail!("Vælg, hvilket systems disponering arket skal lægges ved siden af. Intet er gemt.");
        }
        if sheet.system == sheet.kilde {
            bail!("Arket kan ikke lægges ved siden af sig selv: vælg et andet system. Intet er gemt.");
        }
    }
    Ok(sheet)
}

async fn save(
    session: &Session,
    number: &str,
    sheet: Sheet,
    reason: &str,
    before: i64,
) -> anyhow::Result<()> {
    let line = NewLine {
        name: number.to_owned(),
        line: Some(sheet),
        citizen: None,
        reason: reason.to_owned(),
        before: Some(before),
    };
    lines::save(session, &[line]).await
}
