//! Words of the pages of sheets.

use crate::parts::Choice;
use app::commands::sheets::compare::Why;
use app::commands::sheets::{Sheet, SheetState};
use domain::calendar::Day;

/// Pages that may replace a sheet, as the menu calls them.
const PAGES: [(&str, &str); 14] = [
    ("/", "Forside"),
    ("/afvigelser", "Afvigelser"),
    ("/rettelser", "Rettelsesark"),
    ("/korrektioner", "Korrektioner"),
    ("/sager", "Mine sager"),
    ("/borgere", "Borgere"),
    ("/kontrol", "Kontrol"),
    ("/datalandskab", "Datalandskab"),
    ("/oversaettelse", "Oversættelse"),
    ("/leverandoerer", "Leverandører"),
    ("/aaret", "Årets gang"),
    ("/validering", "Validering"),
    ("/laering", "Læring"),
    ("/regneark", "Regneark: disponeringen ved siden af"),
];

/// The choices of a form.
pub(super) fn page_choices(chosen: &str) -> Vec<Choice> {
    let none = Choice::new("", "Ingen endnu", chosen);
    let pages = PAGES.iter().map(|(href, title)| Choice::new(*href, *title, chosen));
    std::iter::once(none).chain(pages).collect()
}

/// The title of a page; the address where it is none of those.
pub(super) fn page_title(href: &str) -> String {
    PAGES
        .iter()
        .find(|(own, _)| *own == href)
        .map_or_else(|| href.to_owned(), |(_, title)| (*title).to_owned())
}

/// The colour that repeats a state.
pub(super) fn colour(state: SheetState) -> &'static str {
    match state {
        SheetState::IBrug => "warning",
        SheetState::VedSiden => "info",
        SheetState::Slukket => "success",
    }
}

/// The day a sheet was switched off; empty before.
pub(super) fn off_since(sheet: &Sheet) -> String {
    Day::parse(&sheet.slukket).map_or_else(String::new, Day::danish)
}

/// The word of an address.
pub(super) fn why_key(why: Why) -> String {
    why.text().replace(' ', "_")
}

/// Reads [`why_key`].
pub(super) fn why_from(key: &str) -> Option<Why> {
    Why::ALL.into_iter().find(|why| why_key(*why) == key)
}
