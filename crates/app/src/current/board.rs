//! The list of deviations as it stands, and the only way into it: with a scope.

use super::directory::{Directory, Who};
use super::{ControlNow, Current};
use crate::access::{Scope, Subject};
use crate::commands::list_items::{ListedItem, Routes, Target};
use domain::calendar::Day;
use domain::deviation::{Deviation, Side};
use domain::work_item::{Item, ItemId};
use std::sync::Arc;

/// An item with what limits ask of it.
#[derive(Debug)]
pub struct BoardItem {
    /// As lists show it.
    pub listed: ListedItem,
    /// The control whose newest run has seen it, by its place in [`Current::controls`].
    pub control: Option<usize>,
    /// The citizen's caseworkers.
    pub caseworkers: Vec<String>,
    /// Their teams.
    pub teams: Vec<String>,
    /// Providers of the rows behind it: of the citizen, where the rows are not at hand.
    pub providers: Vec<String>,
    /// Where it is put right.
    pub target: Target,
}

impl BoardItem {
    pub(super) fn of(
        item: Item,
        routes: &mut Routes<'_>,
        controls: &[ControlNow],
        directory: &Directory,
        today: Day,
    ) -> Arc<BoardItem> {
        let control = controls
            .iter()
            .position(|control| control.newest.as_ref().is_some_and(|run| run.seq == item.last.run));
        let citizen = item.key.citizen;
        let deviation = control.and_then(|at| controls[at].deviation(&item));
        let providers = match (deviation, control) {
            (Some(deviation), Some(at)) => providers_of(deviation, &controls[at], directory),
            _ => directory.who(citizen).providers.clone(),
        };
        let Who { caseworkers, teams, .. } = directory.who(citizen).clone();
        Arc::new(BoardItem {
            teams,
            caseworkers,
            providers,
            control,
            target: routes.target(&item),
            listed: routes.listed(item, today),
        })
    }

    /// What limits ask.
    #[must_use]
    pub fn subject(&self) -> Subject<'_> {
        let item = &self.listed.item;
        Subject {
            citizen: Some(item.key.citizen),
            caseworkers: &self.caseworkers,
            teams: &self.teams,
            paragraf: &item.key.paragraf,
            providers: &self.providers,
            assigned: &item.standing.assigned,
        }
    }
}

/// Of the deviation's own rows; a citizen's other providers are no part of it.
fn providers_of(deviation: &Deviation, control: &ControlNow, directory: &Directory) -> Vec<String> {
    let Some(ran) = &control.ran else { return Vec::new() };
    let mut out: Vec<String> = [Side::One, Side::Two]
        .into_iter()
        .flat_map(|side| {
            let places: Vec<(u16, u32)> =
                deviation.rows[side.index()].iter().map(|place| (place.file, place.row)).collect();
            directory.providers_at(deviation.citizen, &ran.systems()[side.index()].name, &places)
        })
        .collect();
    out.sort();
    out.dedup();
    out
}

impl Current {
    /// The items that the scope holds, the oldest first.
    pub fn items<'c>(&'c self, scope: &'c Scope) -> impl Iterator<Item = &'c Arc<BoardItem>> {
        self.board.iter().filter(|item| scope.holds(&item.subject()))
    }

    /// One item, where the scope holds it.
    #[must_use]
    pub fn item(&self, scope: &Scope, id: ItemId) -> Option<&Arc<BoardItem>> {
        let at = self.by_id.get(&id)?;
        Some(&self.board[*at]).filter(|item| scope.holds(&item.subject()))
    }

    /// One item, whoever may see it: for what is computed and names nobody.
    pub(crate) fn item_of_anybody(&self, id: ItemId) -> Option<&Arc<BoardItem>> {
        self.by_id.get(&id).map(|at| &self.board[*at])
    }

    /// The control and the deviation that the newest run has of an item; `None` where that run did not see it, or was
    /// made by another version of the program.
    #[must_use]
    pub fn deviation<'c>(&'c self, item: &BoardItem) -> Option<(&'c ControlNow, &'c Deviation)> {
        let control = &self.controls[item.control?];
        Some((control, control.deviation(&item.listed.item)?))
    }
}
