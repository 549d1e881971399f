//! What is asked of a control, with every word of it understood: window, paragraphs, area, limits.

use super::RunControl;
use crate::basis_content::{BasisContent, BasisSource};
use crate::commands::landscape::resolve_area;
use crate::price_notes::{price_notes, relief_notes};
use crate::session::Session;
use anyhow::bail;
use domain::calendar::{Day, Period};
use domain::control::Control;
use domain::landscape::{Attribute, Landscape};
use domain::law::{LawBook, ParagrafId};
use domain::paragraf::{ParagrafError, ParagrafReader};
use domain::periods::Periods;

pub(super) fn window(request: &RunControl) -> anyhow::Result<Period> {
    let (first, last) = request.window;
    let Some(window) = Period::from_included(first, last) else {
        bail!("Vinduet slutter ({}) før det begynder ({}).", last.danish(), first.danish());
    };
    Ok(window)
}

pub(super) fn control(
    session: &Session,
    content: &BasisContent,
    request: &RunControl,
    attributes: Vec<Attribute>,
) -> anyhow::Result<Control> {
    let window = window(request)?;
    let mut paragraffer = Vec::new();
    for text in &request.paragraffer {
        paragraffer.extend(read_paragraf(&content.law, text, window)?);
    }
    paragraffer.sort_unstable();
    paragraffer.dedup();
    let area =
        resolve_area(&content.law, &content.landscape, &content.lines, request.area.as_deref(), window)?;
    Ok(Control {
        paragraffer,
        attributes,
        level: request.level,
        transfer_days: content.landscape.transfer_days(&request.system_1, &request.system_2),
        area: Some(area),
        limits: content.landscape.limits(),
        rules: request.rules.clone(),
        ..Control::of(window, session.kommune())
    })
}

/// Every paragraph that a text means on some day of the window: a number may have had two lives.
fn read_paragraf(law: &LawBook, text: &str, window: Period) -> anyhow::Result<Vec<ParagrafId>> {
    let reader = ParagrafReader::new(law);
    let mut days: Vec<Day> =
        law.paragraffer.iter().flat_map(|p| [p.valid.from, p.valid.until.previous()]).collect();
    days.extend([window.from, window.last_day()]);
    days.retain(|day| window.contains(*day));
    let mut found: Vec<ParagrafId> = days.iter().filter_map(|day| reader.read(text, *day).ok()).collect();
    found.sort_unstable();
    found.dedup();
    if found.is_empty() {
        let why = match reader.read(text, window.from) {
            Err(ParagrafError::Ambiguous(forms)) => {
                format!("kan være {}", forms.join(" eller "))
            }
            Err(ParagrafError::Range) => "er flere paragraffer; angiv dem hver for sig".to_owned(),
            Err(ParagrafError::NotInForce) => "gjaldt ikke i vinduet".to_owned(),
            _ => "er ikke en paragraf, vi kender; skriv fx 104, «SEL § 104» eller 105/85".to_owned(),
        };
        bail!("--paragraf «{text}» {why}.");
    }
    Ok(found)
}

/// What is worth knowing before the figures of a control are read.
pub(super) fn notes(
    content: &BasisContent,
    request: &RunControl,
    control: &Control,
    systems: [&BasisSource; 2],
    ledger_is_net: bool,
) -> Vec<String> {
    let mut notes = content.notes.clone();
    notes.extend(remarks(&content.landscape, request, control.window));
    // VAT relief matters only where something is net of it.
    if ledger_is_net || systems.iter().any(|s| s.source.terms.net_of_relief) {
        notes.extend(relief_notes(content, control.window));
    }
    notes.extend(price_notes(content));
    notes
}

/// Days on which the landscape says that another system delivers than the one that was asked for as System 1.
fn remarks(landscape: &Landscape, request: &RunControl, window: Period) -> Vec<String> {
    let others = landscape.delivered_by_others(&request.system_1, window);
    let remark = |(name, days): (&str, Periods)| {
        let days: Vec<String> =
            days.iter().map(|p| format!("{} - {}", p.from.danish(), p.last_day().danish())).collect();
        format!(
            "Datalandskabet siger, at {name} leverer til Danmarks Statistik {}, men System 1 er {}.",
            days.join(", "),
            request.system_1
        )
    };
    others.into_iter().map(remark).collect()
}
