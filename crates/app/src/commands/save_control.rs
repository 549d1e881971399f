//! `kontrol gem`, `kontrol gemte`: a control under a name, with its window and rhythm.

use crate::commands::run_control::RunControl;
use crate::session::Session;
use crate::text_of_people::refuse_number;
use anyhow::bail;
use domain::calendar::{Day, Period};
use domain::control::Level;
use domain::deviation::RuleCode;
use domain::landscape::Attribute;
use domain::work_item::{Rhythm, Span};
use serde::{Deserialize, Serialize};

/// What a saved control asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedQuestion {
    /// System 1.
    pub system_1: String,
    /// System 2.
    pub system_2: String,
    /// The days, the same each time or so many months back.
    pub span: Span,
    /// Written paragraphs; none means all.
    pub paragraffer: Vec<String>,
    /// Attributes; none means all that both have.
    pub attributes: Vec<Attribute>,
    /// Level of questions 3 and 4.
    pub level: Level,
    /// Rules asked for; none means all that can run.
    pub rules: Vec<RuleCode>,
    /// The area; none means the landscape's.
    pub area: Option<String>,
    /// When it is to run.
    pub rhythm: Rhythm,
}

/// A saved control as a list shows it.
#[derive(Clone, Debug)]
pub struct ShownControl {
    /// Its name.
    pub name: String,
    /// What it asks.
    pub question: SavedQuestion,
    /// When it was saved, and by whom.
    pub saved: (String, String),
    /// Its newest run that touched work items: the day of the basis, and when.
    pub newest: Option<(Day, String)>,
    /// The next day on which it is to run.
    pub next: Option<Day>,
}

/// The form in which it is kept.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    system_1: String,
    system_2: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fra: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    til: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seneste_maaneder: Option<u16>,
    paragraffer: Vec<String>,
    attributter: Vec<String>,
    niveau: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    regler: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    omraade: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maanedlig_dag: Option<u8>,
}

/// Saves a control.
///
/// # Errors
/// Where the name cannot be one, or has another control and `replace` is false.
pub async fn save_control(
    session: &Session,
    name: &str,
    question: &SavedQuestion,
    replace: bool,
) -> anyhow::Result<()> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 || name.chars().any(char::is_control) {
        bail!("En kontrols navn er 1-60 tegn, fx «nexus mod as2007».");
    }
    refuse_number("Navnet", name)?;
    if question.system_1 == question.system_2 {
        bail!(
            "System 1 og System 2 er begge «{}». En kontrol har to forskellige systemer.",
            question.system_1
        );
    }
    for source in [&question.system_1, &question.system_2] {
        crate::sources::find(&session.edge.folder, source)?;
    }
    let definition = serde_json::to_string(&written(question))?;
    session.store.saved_controls().save(&session.ctx, name, &definition, replace).await?;
    Ok(())
}

/// All saved controls, by name.
///
/// # Errors
/// Where the store cannot be read.
pub async fn list_saved(session: &Session) -> anyhow::Result<Vec<ShownControl>> {
    let runs = session.store.work_items().runs(&session.ctx).await?;
    let mut out = Vec::new();
    for kept in session.store.saved_controls().list(&session.ctx).await? {
        let question = read(&kept.name, &kept.definition)?;
        let newest = runs.iter().rev().find(|run| run.control == kept.name);
        let since = newest.map_or(&kept.saved_at, |run| &run.carried_at);
        out.push(ShownControl {
            next: since.get(..10).and_then(Day::parse).and_then(|day| question.rhythm.next_after(day)),
            newest: newest.map(|run| (run.trace.day, run.carried_at.clone())),
            saved: (kept.saved_at, kept.saved_by),
            name: kept.name,
            question,
        });
    }
    Ok(out)
}

/// What the control of a name asks.
///
/// # Errors
/// Where there is none.
pub async fn find_saved(session: &Session, name: &str) -> anyhow::Result<SavedQuestion> {
    let kept = session.store.saved_controls().get(&session.ctx, name.trim()).await?;
    read(&kept.name, &kept.definition)
}

impl SavedQuestion {
    /// The control on a basis of this day.
    #[must_use]
    pub fn on(&self, day: Day, basis: &str) -> RunControl {
        let window = self.span.on(day);
        RunControl {
            system_1: self.system_1.clone(),
            system_2: self.system_2.clone(),
            window: (window.from, window.last_day()),
            paragraffer: self.paragraffer.clone(),
            attributes: self.attributes.clone(),
            level: self.level,
            rules: self.rules.clone(),
            area: self.area.clone(),
            basis: Some(basis.to_owned()),
            with_cpr: false,
        }
    }
}

fn written(question: &SavedQuestion) -> Written {
    let (fixed, months) = match question.span {
        Span::Fixed(period) => (Some(period), None),
        Span::LastMonths(months) => (None, Some(months)),
    };
    Written {
        system_1: question.system_1.clone(),
        system_2: question.system_2.clone(),
        fra: fixed.map(|p| p.from.iso()),
        til: fixed.map(|p| p.last_day().iso()),
        seneste_maaneder: months,
        paragraffer: question.paragraffer.clone(),
        attributter: question.attributes.iter().map(|a| a.key().to_owned()).collect(),
        niveau: question.level.key().to_owned(),
        regler: question.rules.iter().map(|rule| rule.key().to_owned()).collect(),
        omraade: question.area.clone(),
        maanedlig_dag: match question.rhythm {
            Rhythm::OnDemand => None,
            Rhythm::Monthly(day) => Some(day),
        },
    }
}

fn read(name: &str, definition: &str) -> anyhow::Result<SavedQuestion> {
    let unreadable = || {
        anyhow::anyhow!("Den gemte kontrol «{name}» kan ikke læses. Gem den igen med «ottetal kontrol gem».")
    };
    let written: Written = serde_json::from_str(definition).map_err(|_| unreadable())?;
    let day = |text: &Option<String>| text.as_deref().and_then(Day::parse);
    let fixed = day(&written.fra).zip(day(&written.til)).and_then(|(a, b)| Period::from_included(a, b));
    let span = fixed.map(Span::Fixed).or(written.seneste_maaneder.map(Span::LastMonths));
    let attributes: Option<Vec<Attribute>> =
        written.attributter.iter().map(|key| Attribute::from_key(key)).collect();
    let rules: Option<Vec<RuleCode>> = written.regler.iter().map(|key| RuleCode::from_key(key)).collect();
    Ok(SavedQuestion {
        span: span.ok_or_else(unreadable)?,
        attributes: attributes.ok_or_else(unreadable)?,
        level: Level::from_key(&written.niveau).ok_or_else(unreadable)?,
        rhythm: written.maanedlig_dag.map_or(Rhythm::OnDemand, Rhythm::Monthly),
        system_1: written.system_1,
        system_2: written.system_2,
        paragraffer: written.paragraffer,
        rules: rules.ok_or_else(unreadable)?,
        area: written.omraade,
    })
}
