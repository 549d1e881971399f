//! What was wrong in the files of one import: by kind, and each with its place and what to do.
//!
//! Invariant: values of rows are shown only to those who may see every row; målgrupper only to those who may see them.

use super::shown::{tabs, trail, when};
use super::words;
use crate::error::Answer;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::parts::{Chip, Choice, Cut, Link, Pages, Tab};
use crate::query::{Fields, address, escaped};
use crate::visit::Visit;
use app::access::Right;
use app::commands::show_basis::title_of;
use app::commands::show_import::{FindingGroup, ShownFinding, ShownImport, list_findings, show_import};
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::finding::Effect;
use report::danish;
use store::imports::{FindingsAsked, FindingsInAll};

/// Findings a page.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "pages/indlaesning_fund.html")]
struct FindingsPage {
    page: Page,
    trail: Vec<Link>,
    tabs: Vec<Tab>,
    here: String,
    groups: Vec<GroupRow>,
    codes: Vec<Choice>,
    effects: Vec<Choice>,
    files: Vec<Choice>,
    chips: Vec<Chip>,
    reset: String,
    rows: Vec<FindingRow>,
    total: FindingsInAll,
    /// Of the filter: all rows of the import where nothing is chosen.
    total_rows: u64,
    pages: Pages,
    /// What is left out of the rows for the one who looks; may be empty.
    left_out: &'static str,
    none: bool,
}

/// What of the rows the one who looks may see.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    All,
    /// All but målgrupper.
    NoHealth,
    Nothing,
}

struct GroupRow {
    code: String,
    effect: &'static str,
    colour: &'static str,
    count: Num,
    reason: &'static str,
    remedy: &'static str,
    /// The page where the source's description is, when that is what the remedy is about.
    description: String,
}

struct FindingRow {
    code: String,
    file: String,
    sheet: String,
    row: u32,
    href: String,
    column: String,
    value: String,
    hidden: bool,
    detail: String,
    effect: &'static str,
    colour: &'static str,
}

/// Which findings an address asks for.
struct Asked {
    code: String,
    effect: Option<Effect>,
    file: Option<u16>,
    side: usize,
}

impl Asked {
    fn of(fields: &Fields) -> Asked {
        let effect = words::EFFECTS.iter().find(|(_, key, _)| *key == fields.one("virkning"));
        Asked {
            code: fields.one("kode").to_owned(),
            effect: effect.map(|(effect, ..)| *effect),
            file: fields.number("fil").and_then(|file| file.checked_sub(1)?.try_into().ok()),
            side: fields.number("side").unwrap_or(1).max(1),
        }
    }

    fn filter(&self) -> FindingsAsked<'_> {
        let code = Some(self.code.as_str()).filter(|code| !code.is_empty());
        FindingsAsked { code, effect: self.effect, file: self.file }
    }

    /// The canonical address.
    fn address(&self, here: &str) -> String {
        let number = |number: usize| if number == 0 { String::new() } else { number.to_string() };
        let file = number(self.file.map_or(0, |file| usize::from(file) + 1));
        let side = if self.side == 1 { String::new() } else { number(self.side) };
        let effect = self.effect.map_or("", |effect| words::effect(effect).0);
        address(here, &[("kode", &self.code), ("virkning", effect), ("fil", &file), ("side", &side)])
    }

    fn is_all(&self) -> bool {
        self.code.is_empty() && self.effect.is_none() && self.file.is_none()
    }
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let shown = show_import(&session, &id).await?;
    let mut asked = Asked::of(&visit.fields());
    let here = format!("{}/fund", words::at(&shown.import.id));
    let total =
        session.store.imports().findings_in_all(&session.ctx, &shown.import.id, &asked.filter()).await?;
    let cut = cut(&total, asked.side);
    asked.side = cut.at;
    let limit = u32::try_from(PAGE).unwrap_or(u32::MAX);
    let offset = u32::try_from(cut.rows.start).unwrap_or(u32::MAX);
    let found = list_findings(&session, &shown.import, &asked.filter(), limit, offset).await?;
    let values = values(&visit);
    let rows: Vec<FindingRow> =
        found.into_iter().map(|finding| finding_row(&shown, finding, values)).collect();
    let mut page = visit.page(format!("Fund: {}", title_of(&session, &shown.import)));
    page.answer = answer(&shown);
    visit.plain(&FindingsPage {
        page,
        trail: trail(&shown, &session),
        tabs: tabs(&shown, false),
        groups: shown.groups.iter().map(|group| group_row(group, &here, &shown.import.source)).collect(),
        codes: codes(&shown, &asked),
        effects: effects(&asked),
        files: files(&shown, &asked),
        chips: chips(&shown, &asked, &here),
        reset: if asked.is_all() { String::new() } else { here.clone() },
        left_out: left_out(&rows, values),
        rows,
        total,
        total_rows: if asked.is_all() { shown.import.totals.read.rows } else { total.rows },
        pages: pages(&asked, &here, cut),
        none: shown.findings.findings == 0,
        here,
    })
}

/// An administrator sees no row, an auditor a sample of citizens, and a finding does not say whom it is about.
fn values(visit: &Visit) -> Values {
    let everybody = visit.scope(Right::SeeRows).is_ok_and(|scope| scope.is_everybody());
    match (everybody, visit.may(Right::SeeMaalgruppe)) {
        (true, true) => Values::All,
        (true, false) => Values::NoHealth,
        (false, _) => Values::Nothing,
    }
}

fn left_out(rows: &[FindingRow], values: Values) -> &'static str {
    match values {
        _ if !rows.iter().any(|row| row.hidden) => "",
        Values::Nothing => "Din rolle ser ikke, hvad der står i rækkerne.",
        Values::All | Values::NoHealth => "Din rolle ser ikke målgrupper; de er udeladt her.",
    }
}

fn answer(shown: &ShownImport) -> String {
    let when = when(shown);
    match (shown.findings.findings, shown.set_aside.rows) {
        (0, _) => format!("Ingen fund i {when}."),
        (1, _) => format!("1 fund i {when}."),
        (many, 0) => format!("{} fund i {when}; ingen rækker er sat til side.", danish::whole(many)),
        (many, 1) => format!("{} fund i {when}; 1 række er sat til side.", danish::whole(many)),
        (many, rows) => {
            format!("{} fund i {when}; {} rækker er sat til side.", danish::whole(many), danish::whole(rows))
        }
    }
}

fn group_row(group: &FindingGroup, here: &str, source: &str) -> GroupRow {
    let (_, colour) = words::effect(group.effect);
    GroupRow {
        code: group.code.clone(),
        effect: group.effect.text(),
        colour,
        count: Num::count(group.count, Unit::Findings, address(here, &[("kode", &group.code)])),
        reason: group.reason,
        remedy: group.remedy,
        description: if group.remedy.contains("kilde.toml") {
            format!("/kilder/{source}")
        } else {
            String::new()
        },
    }
}

fn codes(shown: &ShownImport, asked: &Asked) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "alle", &asked.code)];
    choices.extend(shown.groups.iter().map(|group| {
        let text = format!("{} ({})", group.code, danish::whole(group.count));
        Choice::new(group.code.as_str(), text, &asked.code)
    }));
    choices
}

fn effects(asked: &Asked) -> Vec<Choice> {
    let chosen = asked.effect.map_or("", |effect| words::effect(effect).0);
    let mut choices = vec![Choice::new("", "alle", chosen)];
    choices.extend(words::EFFECTS.iter().map(|(effect, key, _)| Choice::new(*key, effect.text(), chosen)));
    choices
}

fn files(shown: &ShownImport, asked: &Asked) -> Vec<Choice> {
    let chosen = asked.file.map_or_else(String::new, |file| (usize::from(file) + 1).to_string());
    let mut choices = vec![Choice::new("", "alle", &chosen)];
    let files = shown.import.files.iter().enumerate();
    choices.extend(files.map(|(at, file)| Choice::new((at + 1).to_string(), file.name.as_str(), &chosen)));
    choices
}

fn chips(shown: &ShownImport, asked: &Asked, here: &str) -> Vec<Chip> {
    let mut chips = Vec::new();
    let with =
        |code: &str, effect, file| Asked { code: code.to_owned(), effect, file, side: 1 }.address(here);
    if !asked.code.is_empty() {
        chips.push(Chip::new(with("", asked.effect, asked.file), asked.code.as_str()));
    }
    if let Some(effect) = asked.effect {
        chips.push(Chip::new(with(&asked.code, None, asked.file), effect.text()));
    }
    if let Some(file) = asked.file {
        let name = shown.import.files.get(usize::from(file)).map_or("filen", |file| file.name.as_str());
        chips.push(Chip::new(with(&asked.code, asked.effect, None), name));
    }
    chips
}

fn finding_row(shown: &ShownImport, finding: ShownFinding, values: Values) -> FindingRow {
    let kept = finding.kept;
    // What is said of a whole file is about its columns and sheets, and no row's value.
    let hidden =
        kept.row > 0 && (values == Values::Nothing || (values == Values::NoHealth && finding.is_health));
    let file = shown.import.files.get(usize::from(kept.file)).map_or(String::new(), |file| file.name.clone());
    // Who sees no values sees no rows either.
    let href = if kept.row == 0 || values == Values::Nothing || shown.deleted {
        String::new()
    } else {
        let sheet =
            if kept.sheet.is_empty() { String::new() } else { format!("?ark={}", escaped(&kept.sheet)) };
        format!("/raekke/{}/{}/{}{sheet}", shown.import.id, kept.file, kept.row)
    };
    let (_, colour) = words::effect(kept.effect);
    FindingRow {
        code: kept.code,
        file,
        sheet: kept.sheet,
        row: kept.row,
        href,
        column: kept.column,
        value: if hidden { String::new() } else { kept.value },
        hidden,
        detail: if hidden { String::new() } else { finding.detail },
        effect: kept.effect.text(),
        colour,
    }
}

fn cut(total: &FindingsInAll, side: usize) -> Cut {
    Cut::counted(usize::try_from(total.findings).unwrap_or(usize::MAX), side, PAGE, ["fund", "fund"])
}

fn pages(asked: &Asked, here: &str, cut: Cut) -> Pages {
    Pages::new(cut.summary, cut.at, cut.count, |side| {
        Asked { code: asked.code.clone(), effect: asked.effect, file: asked.file, side }.address(here)
    })
}
