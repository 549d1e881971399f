//! The limits of rules, the waits of pairs and the standard area, as `datalandskab.toml` has them, changed from a page.
//!
//! Invariant: what is changed here matters to the next accepted basis and to no figure before it; the file is written by
//! [`change_document`] alone, so each version is kept with who, when and why.

use super::documents::{change_document, read_document};
use super::landscape::{AREA, EVERYBODY};
use crate::session::Session;
use crate::sources;
use anyhow::bail;
use domain::control::{Limits, TRANSFER_DAYS};
use domain::landscape::Landscape;
use ingest::landscape_file::limits::{LIMITS, LimitChange, WAIT_MOST, edit_limits};
use ingest::landscape_file::{self, FILE};

/// A limit of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitNow {
    /// Its key in the file.
    pub key: &'static str,
    /// As pages write it.
    pub title: &'static str,
    /// What the number counts.
    pub unit: &'static str,
    /// What it does, in a sentence.
    pub meaning: &'static str,
    /// The normal number.
    pub normal: i64,
    /// The municipality's own; `None` where the normal one holds.
    pub own: Option<i64>,
    /// The least.
    pub least: i64,
    /// The most.
    pub most: i64,
}

/// What the file says now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitsNow {
    /// The version of the file that this is; empty where there is none.
    pub version: String,
    /// The limits, in the order of the file.
    pub limits: Vec<LimitNow>,
    /// Waits that are not the normal one: the pair and its days.
    pub waits: Vec<([String; 2], i64)>,
    /// The normal wait, in days.
    pub normal_wait: i64,
    /// The most.
    pub most_wait: i64,
    /// The area of a control that names none, as declared; empty where the normal one holds.
    pub area: String,
    /// The areas that can be chosen: key and title.
    pub areas: Vec<(String, String)>,
    /// The area where nothing is declared.
    pub normal_area: &'static str,
    /// Sources that can make a pair: name.
    pub sources: Vec<String>,
}

/// Title, unit and meaning of the limits, in the order of the file.
const TEXTS: [(&str, &str, &str); 5] = [
    ("Mellemrum i et forløb", "dage", "Så mange dage uden paragraffen, og et forløb begynder forfra."),
    (
        "Usædvanlig dagspris",
        "tiendedele",
        "Så mange gange over eller under det normale er en dagspris usædvanlig; 30 er tre gange.",
    ),
    (
        "Rækker før der er en normal pris",
        "rækker",
        "Så mange rækker skal et tilbud have på paragraffen, før en pris kan være usædvanlig.",
    ),
    ("Små betalinger", "kr. om måneden", "Betalinger op til så meget om måneden bliver ikke set efter."),
    (
        "Betalinger, der kan komme endnu",
        "måneder",
        "Så mange måneder før den seneste postering kan en betaling stadig mangle, uden at det er en afvigelse.",
    ),
];

/// Reads the limits.
///
/// # Errors
/// Where the file is not as it should be: then it is mended by hand first.
pub async fn read_limits(session: &Session) -> anyhow::Result<LimitsNow> {
    let landscape = declared(&read_document(session, FILE).await?.text)?;
    let normal = Limits::default();
    let own = landscape.limits;
    let numbers = [
        (normal.gap_days, own.gap_days),
        (normal.unusual_tenths, own.unusual_tenths),
        (i64::from(normal.unusual_rows), own.unusual_rows.map(i64::from)),
        (normal.payment_oere / 100, own.payment_oere.map(|oere| oere / 100)),
        (normal.payment_months, own.payment_months),
    ];
    let limits = LIMITS.iter().zip(TEXTS).zip(numbers).map(|((limit, text), (normal, own))| LimitNow {
        key: limit.key,
        title: text.0,
        unit: text.1,
        meaning: text.2,
        normal,
        own,
        least: limit.least,
        most: limit.most,
    });
    let mut areas: Vec<(String, String)> = Vec::new();
    for area in &session.law.areas {
        if !areas.iter().any(|(name, _)| *name == area.name) {
            areas.push((area.name.clone(), area.title.clone()));
        }
    }
    areas.push((EVERYBODY.to_owned(), "Alle borgere og paragraffer".to_owned()));
    Ok(LimitsNow {
        limits: limits.collect(),
        waits: landscape.waits.iter().map(|wait| (wait.pair.clone(), wait.days)).collect(),
        normal_wait: TRANSFER_DAYS,
        most_wait: WAIT_MOST,
        area: landscape.area.clone().unwrap_or_default(),
        areas,
        normal_area: AREA,
        sources: sources::names(&session.edge.folder)?,
        version: landscape.version,
    })
}

/// Changes one of them; `seen` is the version that the one who asks saw.
///
/// # Errors
/// Where the number is out of bounds, no reason is given, or somebody changed the file meanwhile. Then nothing is saved.
pub async fn change_limit(
    session: &Session,
    seen: &str,
    change: &LimitChange,
    reason: &str,
) -> anyhow::Result<()> {
    if reason.trim().is_empty() {
        bail!("Skriv, hvorfor tallet ændres. Intet er ændret.");
    }
    let now = read_document(session, FILE).await?;
    let landscape = declared(&now.text)?;
    if landscape.version != seen {
        bail!(
            "Datalandskabet er ændret af en anden, siden siden blev hentet. Intet er gemt: hent siden igen, og skriv \
             ændringen én gang til."
        );
    }
    refuse_unfit(session, change)?;
    let text = edit_limits(&now.text, change).map_err(anyhow::Error::msg)?;
    change_document(session, FILE, &now.text, &text, reason).await
}

/// A key of the file as the change takes it.
#[must_use]
pub fn limit_key(key: &str) -> Option<&'static str> {
    LIMITS.iter().find(|limit| limit.key == key).map(|limit| limit.key)
}

pub use ingest::landscape_file::limits::LimitChange as Change;

fn refuse_unfit(session: &Session, change: &LimitChange) -> anyhow::Result<()> {
    match change {
        LimitChange::Limit(key, Some(number)) => {
            let limit = LIMITS.iter().find(|limit| limit.key == *key);
            if let Some(limit) = limit.filter(|limit| !(limit.least..=limit.most).contains(number)) {
                bail!("Tallet skal være {} til {}. Intet er ændret.", limit.least, limit.most);
            }
        }
        LimitChange::Wait([a, b], days) => {
            let known = sources::names(&session.edge.folder)?;
            if a == b || ![a, b].iter().all(|name| known.contains(name)) {
                bail!("Vælg to forskellige kilder. Intet er ændret.");
            }
            if days.is_some_and(|days| !(0..=WAIT_MOST).contains(&days)) {
                bail!("Ventetiden skal være 0 til {WAIT_MOST} dage. Intet er ændret.");
            }
        }
        LimitChange::Area(name) => {
            let known = session.law.areas.iter().any(|area| area.name == *name);
            if !name.is_empty() && name != EVERYBODY && !known {
                bail!("Der er intet område «{name}». Intet er ændret.");
            }
        }
        LimitChange::Limit(_, None) => {}
    }
    Ok(())
}

fn declared(text: &str) -> anyhow::Result<Landscape> {
    if text.is_empty() {
        return Ok(Landscape::default());
    }
    Ok(landscape_file::read(text, FILE)?)
}
