//! `afvigelse saet`: what a person says about items. Only data closes one.

use crate::commands::show_item::read_id;
use crate::session::Session;
use crate::text_of_people::refuse_number;
use anyhow::bail;
use domain::calendar::Day;
use domain::work_item::{EventKind, Item, ItemId, Status};
use std::collections::HashMap;

/// What a person says.
#[derive(Clone, Debug, Default)]
pub struct SetItem {
    /// One of [`Status::SETTABLE`].
    pub status: Option<Status>,
    /// Why.
    pub reason: String,
    /// The last day on which that holds.
    pub until: Option<Day>,
    /// Who has it; empty takes it back.
    pub assigned: Option<String>,
    /// Something for others to read.
    pub comment: Option<String>,
}

/// Sets items, all or none. Gives their names.
///
/// # Errors
/// Where a reason or an end date is lacking, a text has something that could be a number of a person, or an item is
/// ended. Then nothing is set.
pub async fn set_items(session: &Session, shown: &[String], set: &SetItem) -> anyhow::Result<Vec<ItemId>> {
    let kinds = kinds(set)?;
    let mut ids = Vec::new();
    for text in shown {
        let id = read_id(text)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let kept = session.store.work_items();
    let all: HashMap<ItemId, Item> =
        kept.all(&session.ctx).await?.into_iter().map(|item| (item.id, item)).collect();
    for id in &ids {
        let Some(item) = all.get(id) else {
            bail!("Der er ingen afvigelse {id}. «ottetal afvigelse liste» viser dem, der er. Intet er sat.");
        };
        refuse_ended(item, set)?;
    }
    kept.add(&session.ctx, &ids, &kinds).await?;
    Ok(ids)
}

/// Sets one item as it was seen, with so many events. False, and nothing set, where somebody has written in between.
///
/// # Errors
/// As [`set_items`].
pub async fn set_item_as_seen(
    session: &Session,
    id: ItemId,
    seen: usize,
    set: &SetItem,
) -> anyhow::Result<bool> {
    let kinds = kinds(set)?;
    let kept = session.store.work_items();
    let item = kept.get(&session.ctx, id).await?.item;
    refuse_ended(&item, set)?;
    Ok(kept.add_as_seen(&session.ctx, id, seen, &kinds).await?)
}

fn refuse_ended(item: &Item, set: &SetItem) -> anyhow::Result<()> {
    let id = item.id;
    match item.standing.status {
        Status::Merged(into) => {
            bail!("{id} er lagt sammen med {into}: sæt den i stedet. Intet er sat.")
        }
        Status::Closed(by) if set.status.is_some() => bail!(
            "{id} er lukket ({}): data har den ikke længere. Kommer den igen, står den som Genopstået. Intet er sat.",
            by.text()
        ),
        _ => {}
    }
    if let Some(until) = set.until.filter(|until| *until < item.last.day) {
        bail!(
            "--til {} ligger før grundlagets dag {} for {id}: den ville straks åbne igen. Vælg en senere dag. Intet er sat.",
            until.danish(),
            item.last.day.danish()
        );
    }
    Ok(())
}

fn kinds(set: &SetItem) -> anyhow::Result<Vec<EventKind>> {
    let reason = set.reason.trim();
    let mut out = Vec::new();
    if let Some(status) = set.status {
        let needs_reason = matches!(status, Status::Accepted | Status::CannotBeCorrected);
        if needs_reason && reason.is_empty() {
            bail!("{} kræver en grund: skriv --grund TEKST. Intet er sat.", status.text());
        }
        if status == Status::Accepted && set.until.is_none() {
            bail!(
                "Accepteret kræver en sidste dag: skriv --til DATO. Dagen efter åbner afvigelsen igen. Intet er sat."
            );
        }
        if status == Status::CannotBeCorrected && set.until.is_some() {
            bail!("Kan ikke rettes har ingen sidste dag: udelad --til. Intet er sat.");
        }
        out.push(EventKind::Set { status, reason: reason.to_owned(), until: set.until });
    } else if !reason.is_empty() || set.until.is_some() {
        bail!("--grund og --til hører til en status: skriv --status, eller brug --kommentar. Intet er sat.");
    }
    if let Some(who) = &set.assigned {
        out.push(EventKind::Assigned(who.trim().to_owned()));
    }
    if let Some(text) = set.comment.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        out.push(EventKind::Comment(text.to_owned()));
    }
    if out.is_empty() {
        bail!("Der er intet at sætte: skriv --status, --ansvarlig eller --kommentar.");
    }
    for (what, text) in [
        ("Grunden", reason),
        ("Den ansvarlige", set.assigned.as_deref().unwrap_or("")),
        ("Kommentaren", set.comment.as_deref().unwrap_or("")),
    ] {
        if text.chars().count() > 2_000 {
            bail!("{what} er længere end 2.000 tegn. Intet er sat.");
        }
        refuse_number(what, text)?;
    }
    Ok(out)
}
