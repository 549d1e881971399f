//! A line of a sheet as pages show it.

use super::filter::Wanted;
use super::reveal::Shown;
use crate::error::WebError;
use crate::pages::deviations::words::{HIDDEN, Words};
use crate::pages::system_links::{OpenIn, lacking, may_be_shown, of_page};
use crate::visit::Visit;
use app::access::Right;
use app::commands::correct_source::{Ask, SentLine, Tick};
use app::commands::system_links::{SystemLink, SystemLinks};
use app::current::{BoardItem, Current};
use std::sync::Arc;

/// A line.
pub(super) struct Row {
    pub(super) item: String,
    pub(super) item_href: String,
    pub(super) citizen: String,
    /// The citizen's page with the way to who it is; empty where the role has none.
    pub(super) citizen_href: String,
    /// The citizen in the sheet's system; none where the one who looks has no such way.
    pub(super) open: Option<SystemLink>,
    /// Who it is, where that was asked for.
    pub(super) who: Option<(String, String)>,
    pub(super) paragraf: String,
    pub(super) paragraf_name: String,
    pub(super) row: String,
    pub(super) place: String,
    pub(super) field: String,
    /// In words, each with whether it may not break.
    pub(super) from: Vec<(String, bool)>,
    pub(super) to: Vec<(String, bool)>,
    pub(super) clarify: bool,
    pub(super) hint: String,
    pub(super) days: String,
    /// The sheet that it stands on.
    pub(super) sheet: Option<u32>,
    /// What became of it: word, colour, more; no word where it is not sent.
    pub(super) tick: (&'static str, &'static str, Vec<(String, bool)>),
}

/// What rows are drawn with.
pub(super) struct Frame<'f> {
    pub(super) visit: &'f Visit,
    pub(super) words: &'f Words<'f>,
    pub(super) law: &'f domain::law::LawBook,
    pub(super) shown: &'f Shown,
    /// The ways into the system; none in a file, which people keep and send.
    pub(super) ways: Option<&'f Ways<'f>>,
}

/// The way from each line into the system that the sheet is for.
pub(super) struct Ways<'f> {
    visit: &'f Visit,
    current: &'f Current,
    system: &'f str,
    links: SystemLinks,
}

impl<'f> Ways<'f> {
    /// For the lines of a page.
    ///
    /// # Errors
    /// Where the identity store cannot be read.
    pub(super) async fn read(
        visit: &'f Visit,
        current: &'f Current,
        system: &'f str,
        items: &[&Arc<BoardItem>],
    ) -> Result<Ways<'f>, WebError> {
        let theirs = items.iter().filter(|own| may_be_shown(visit, current, own));
        let citizens: Vec<_> = theirs.map(|own| own.listed.item.key.citizen).collect();
        let links = of_page(visit, current, &citizens).await?;
        Ok(Ways { visit, current, system, links })
    }

    fn of(&self, own: &BoardItem) -> Option<SystemLink> {
        if !may_be_shown(self.visit, self.current, own) {
            return None;
        }
        self.links.of(own.listed.item.key.citizen).into_iter().find(|link| link.source == self.system)
    }

    /// What is lacking for there to be any, for who can set it.
    pub(super) fn lacking(&self) -> OpenIn {
        lacking(self.visit, self.current, &self.links)
    }
}

impl Frame<'_> {
    /// A line that is not sent.
    pub(super) fn wanted(&self, wanted: &Wanted<'_>) -> Row {
        let mut row = self.row(wanted.own, &wanted.ask);
        row.sheet = wanted.sheet;
        row
    }

    /// A line as it was sent, and what became of it.
    pub(super) fn sent(&self, own: &BoardItem, line: &SentLine, now: &Ask, tick: &Tick) -> Row {
        let then = Ask {
            from: line.fra.clone(),
            to: line.til.clone(),
            clarify: line.afklar,
            hint: if tick.is_open() { now.hint.clone() } else { String::new() },
            row: line.raekke.clone(),
        };
        let mut row = self.row(own, &then);
        row.place.clone_from(&line.sted);
        row.field.clone_from(&line.felt);
        let may = self.sees(own);
        let more = match tick {
            Tick::Corrected(day) => format!("væk i grundlaget fra {}", day.danish()),
            Tick::Regretted(why) => why.clone(),
            Tick::Changed if may => format!("nu: {} → {}", now.from, now.to),
            _ => String::new(),
        };
        row.tick = (tick.text(), colour(tick), pieces(&more));
        row
    }

    fn sees(&self, own: &BoardItem) -> bool {
        !self.words.hides(&own.listed.item) && self.words.sees_all_rows(own)
    }

    fn row(&self, own: &BoardItem, ask: &Ask) -> Row {
        let item = &own.listed.item;
        let id = item.id.to_string();
        let citizen = item.key.citizen.to_string();
        let period = item.sighting.period;
        let [from, to, row] = match (self.words.hides(item), self.words.sees_all_rows(own)) {
            (true, _) => [HIDDEN, HIDDEN, ""].map(str::to_owned),
            (false, false) => ["vises ikke", "vises ikke", ""].map(str::to_owned),
            (false, true) => [ask.from.clone(), ask.to.clone(), ask.row.clone()],
        };
        let mut field = own.target.field.clone();
        if !own.target.headings.is_empty() {
            field = format!("{field} ({})", own.target.headings.join(", "));
        }
        let named = self.law.paragraffer.iter().rev().find(|own| own.written == item.key.paragraf);
        Row {
            item_href: format!("/afvigelser/{id}"),
            citizen_href: if self.visit.may(Right::SeeCitizen) {
                format!("/borgere/{citizen}?afvigelse={id}")
            } else {
                String::new()
            },
            open: self.ways.and_then(|ways| ways.of(own)),
            who: self.shown.of(item.key.citizen),
            item: id,
            citizen,
            paragraf: item.key.paragraf.clone(),
            paragraf_name: named.map_or_else(String::new, |own| own.name.clone()),
            row,
            place: own.target.place.clone(),
            field,
            from: pieces(&from),
            to: pieces(&to),
            clarify: ask.clarify,
            hint: ask.hint.clone(),
            days: if period.days() == 1 {
                period.from.danish()
            } else {
                format!("{} til {}", period.from.danish(), period.last_day().danish())
            },
            sheet: None,
            tick: ("", "none", Vec::new()),
        }
    }
}

/// The words of a text; days and names of citizens and deviations are kept in one piece.
fn pieces(text: &str) -> Vec<(String, bool)> {
    let still = |word: &str| word.contains('-') && word.chars().any(|c| c.is_ascii_digit());
    text.split_whitespace().map(|word| (word.to_owned(), still(word))).collect()
}

/// The same as a text.
pub(super) fn joined(pieces: &[(String, bool)]) -> String {
    pieces.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
}

/// The colour of a badge; its word says the same.
fn colour(tick: &Tick) -> &'static str {
    match tick {
        Tick::Late => "error",
        Tick::Stands => "info",
        Tick::Changed => "warning",
        Tick::Corrected(_) => "success",
        Tick::Regretted(_) => "none",
    }
}
