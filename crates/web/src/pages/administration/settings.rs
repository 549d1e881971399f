//! The municipality's own numbers: settings that change no figure, and limits that belong to the next basis.

use crate::error::{Answer, WebError};
use crate::page::{Notice, NoticeKind, Page};
use crate::parts::Choice;
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::Right;
use app::commands::documents::document_history;
use app::commands::limits::{Change, LimitsNow, change_limit, limit_key, read_limits};
use app::edge::local_time;
use app::lines::history;
use app::purpose::Purpose;
use app::session::Session;
use app::settings::{self, SetValue};
use askama::Template;
use report::danish;

#[derive(Template)]
#[template(path = "pages/administration/indstillinger.html")]
struct SettingsPage {
    page: Page,
    may_edit: bool,
    settings: Vec<NumberRow>,
    version: String,
    limits: Vec<NumberRow>,
    waits: Vec<WaitRow>,
    normal_wait: i64,
    most_wait: i64,
    sources: Vec<Choice>,
    area: String,
    areas: Vec<Choice>,
    file_history: Vec<(String, String, String)>,
    has_limits: bool,
}

/// A number that can be changed.
struct NumberRow {
    key: String,
    title: String,
    meaning: String,
    unit: String,
    value: String,
    own: bool,
    default: String,
    least: String,
    most: String,
    who: String,
    history: Vec<(String, String, String, String)>,
}

struct WaitRow {
    one: String,
    two: String,
    days: i64,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let mut rows = Vec::new();
    for (setting, set) in settings::all(&session).await? {
        rows.push(NumberRow {
            key: setting.key.to_owned(),
            title: setting.title.to_owned(),
            meaning: setting.meaning.to_owned(),
            unit: setting.unit.to_owned(),
            value: set.as_ref().map_or(setting.default, |kept| kept.line.vaerdi).to_string(),
            own: set.is_some(),
            default: setting.default.to_string(),
            least: danish::whole(setting.least),
            most: danish::whole(setting.most),
            who: set.as_ref().map_or_else(String::new, |kept| {
                format!("{}, {}: {}", kept.saved_by, local_time(&kept.saved_at), kept.reason)
            }),
            history: past(&session, setting.key).await?,
        });
    }
    let own = rows.iter().filter(|row| row.own).count();
    let mut page = visit.page("Indstillinger");
    page.answer = format!("{own} af {} indstillinger er jeres egne; resten er de almindelige.", rows.len());
    let limits = match read_limits(&session).await {
        Ok(limits) => Some(limits),
        Err(error) => {
            page.notices.push(Notice { kind: NoticeKind::Error, text: format!("{error:#}") });
            None
        }
    };
    let file_history = document_history(&session, "datalandskab.toml").await?;
    let file_history = file_history.into_iter().rev().take(20);
    let drawn = drawn(
        &visit,
        page,
        rows,
        limits,
        file_history.map(|kept| (local_time(&kept.saved_at), kept.saved_by, kept.reason)).collect(),
    );
    visit.plain(&drawn)
}

fn drawn(
    visit: &Visit,
    page: Page,
    settings: Vec<NumberRow>,
    limits: Option<LimitsNow>,
    file_history: Vec<(String, String, String)>,
) -> SettingsPage {
    let has_limits = limits.is_some();
    let empty = || LimitsNow {
        version: String::new(),
        limits: Vec::new(),
        waits: Vec::new(),
        normal_wait: 0,
        most_wait: 0,
        area: String::new(),
        areas: Vec::new(),
        normal_area: "",
        sources: Vec::new(),
    };
    let limits = limits.unwrap_or_else(empty);
    let title = |name: &str| {
        let known = limits.areas.iter().find(|(own, _)| own == name);
        known.map_or_else(|| name.to_owned(), |(_, title)| title.clone())
    };
    let normal = Choice::new("", format!("{} (den almindelige)", title(limits.normal_area)), &limits.area);
    let others = limits.areas.iter().filter(|(name, _)| name != limits.normal_area);
    let areas =
        std::iter::once(normal).chain(others.map(|(name, text)| Choice::new(name, text, &limits.area)));
    SettingsPage {
        areas: areas.collect(),
        area: title(if limits.area.is_empty() { limits.normal_area } else { &limits.area }),
        may_edit: visit.may(Right::Administer),
        settings,
        limits: limits.limits.iter().map(limit_row).collect(),
        waits: limits
            .waits
            .iter()
            .map(|([one, two], days)| WaitRow { one: one.clone(), two: two.clone(), days: *days })
            .collect(),
        normal_wait: limits.normal_wait,
        most_wait: limits.most_wait,
        sources: limits.sources.iter().map(|name| Choice::new(name, name, "")).collect(),
        version: limits.version,
        file_history,
        has_limits,
        page,
    }
}

fn limit_row(limit: &app::commands::limits::LimitNow) -> NumberRow {
    NumberRow {
        key: limit.key.to_owned(),
        title: limit.title.to_owned(),
        meaning: limit.meaning.to_owned(),
        unit: limit.unit.to_owned(),
        value: limit.own.unwrap_or(limit.normal).to_string(),
        own: limit.own.is_some(),
        default: limit.normal.to_string(),
        least: danish::whole(limit.least),
        most: danish::whole(limit.most),
        who: String::new(),
        history: Vec::new(),
    }
}

/// What a setting has been, the newest first.
async fn past(session: &Session, key: &str) -> anyhow::Result<Vec<(String, String, String, String)>> {
    let lines = history::<SetValue>(session, Some(key)).await?;
    let line = |kept: app::lines::Kept<Option<SetValue>>| {
        let value = kept.line.map_or_else(|| "den almindelige".to_owned(), |own| own.vaerdi.to_string());
        (local_time(&kept.saved_at), kept.saved_by, value, kept.reason)
    };
    Ok(lines.into_iter().rev().map(line).collect())
}

/// A number of a form; `None` where the normal one is asked for.
fn number(sent: &Fields) -> Result<Option<i64>, WebError> {
    if sent.one("almindelig") == "ja" {
        return Ok(None);
    }
    let typed = sent.one("vaerdi").replace('.', "");
    let read = typed.parse::<i64>();
    read.map(Some).map_err(|_| WebError::Refused("Skriv et helt tal. Intet er ændret.".to_owned()))
}

pub(super) async fn set(visit: Visit, body: String) -> Answer {
    let sent = Fields::of(&body);
    let session = visit.session(Purpose::Tilsyn);
    settings::set(&session, sent.one("noegle"), number(&sent)?, sent.one("grund")).await?;
    Ok(to("/administration/indstillinger?gjort=sat"))
}

async fn changed(visit: &Visit, sent: &Fields, change: Change) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    change_limit(&session, sent.one("version"), &change, sent.one("grund")).await?;
    Ok(to("/administration/indstillinger?gjort=naeste_grundlag"))
}

pub(super) async fn set_limit(visit: Visit, body: String) -> Answer {
    let sent = Fields::of(&body);
    let Some(key) = limit_key(sent.one("noegle")) else {
        return Err(WebError::Refused("Der er ingen grænse med det navn. Intet er ændret.".to_owned()));
    };
    let value = number(&sent)?;
    changed(&visit, &sent, Change::Limit(key, value)).await
}

pub(super) async fn set_wait(visit: Visit, body: String) -> Answer {
    let sent = Fields::of(&body);
    let pair = [sent.one("den_ene").to_owned(), sent.one("den_anden").to_owned()];
    let value = number(&sent)?;
    changed(&visit, &sent, Change::Wait(pair, value)).await
}

pub(super) async fn set_area(visit: Visit, body: String) -> Answer {
    let sent = Fields::of(&body);
    let area = sent.one("omraade").to_owned();
    changed(&visit, &sent, Change::Area(area)).await
}
