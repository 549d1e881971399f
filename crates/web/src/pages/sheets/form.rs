//! A sheet written up, and what is said of it changed.

use super::words;
use crate::error::Answer;
use crate::page::Page;
use crate::parts::{Choice, Link};
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::commands::sheets::{self, Sheet, SheetState, found};
use app::purpose::Purpose;
use app::session::Session;
use askama::Template;
use axum::extract::Path;

#[derive(Template)]
#[template(path = "pages/regneark/ret.html")]
struct FormPage {
    page: Page,
    trail: Vec<Link>,
    action: String,
    back: String,
    sheet: Sheet,
    before: i64,
    pages: Vec<Choice>,
    sources: Vec<Choice>,
    systems: Vec<Choice>,
    is_new: bool,
}

pub(super) async fn new(visit: Visit) -> Answer {
    let sheet = Sheet {
        titel: String::new(),
        ejer: String::new(),
        bruges_til: String::new(),
        bruges_af: String::new(),
        ligger: String::new(),
        side: String::new(),
        kilde: String::new(),
        system: String::new(),
        tilstand: SheetState::IBrug,
        slukket: String::new(),
        slukket_af: String::new(),
    };
    let session = visit.session(Purpose::AfvigelseRet);
    let page = drawn(&visit, &session, sheet, "", 0).await?;
    visit.plain(&page)
}

pub(super) async fn edit(visit: Visit, Path(number): Path<String>) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let kept = found(&session, &number).await?;
    let page = drawn(&visit, &session, kept.line, &number, kept.seq).await?;
    visit.plain(&page)
}

async fn drawn(
    visit: &Visit,
    session: &Session,
    sheet: Sheet,
    number: &str,
    before: i64,
) -> anyhow::Result<FormPage> {
    let mut sources = vec![Choice::new("", "Arket læses ikke ind", &sheet.kilde)];
    let mut systems = vec![Choice::new("", "Vælg", &sheet.system)];
    let current = visit.current().await.ok();
    let basis = current.as_ref().and_then(|current| current.basis.as_ref());
    for (name, title) in sheets::row_sources(session)? {
        let in_basis = basis.is_some_and(|own| own.shown.basis.import_of(&name).is_some());
        if in_basis || name == sheet.system {
            systems.push(Choice::new(name.clone(), title.clone(), &sheet.system));
        }
        sources.push(Choice::new(name, title, &sheet.kilde));
    }
    let is_new = number.is_empty();
    let title = if is_new { "Skriv et regneark op".to_owned() } else { format!("Ret {}", sheet.titel) };
    let mut page = visit.page(title);
    page.answer = if is_new {
        "Hvad det hedder, hvem der ejer det, og hvilken side der afløser det.".to_owned()
    } else {
        String::new()
    };
    let own = format!("/regneark/{number}");
    Ok(FormPage {
        page,
        trail: vec![Link::new("/regneark", "Regneark")],
        action: if is_new { "/regneark/ny".to_owned() } else { format!("{own}/ret") },
        back: if is_new { "/regneark".to_owned() } else { own },
        pages: words::page_choices(&sheet.side),
        before,
        sources,
        systems,
        is_new,
        sheet,
    })
}

pub(super) async fn create(visit: Visit, body: String) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let number = sheets::register(&session, sent(&Fields::of(&body))).await?;
    Ok(to(&format!("/regneark/{number}?gjort=sat")))
}

pub(super) async fn save(visit: Visit, Path(number): Path<String>, body: String) -> Answer {
    let fields = Fields::of(&body);
    let session = visit.session(Purpose::AfvigelseRet);
    let before = fields.one("foer").parse().unwrap_or(0);
    sheets::change(&session, &number, sent(&fields), before, fields.one("grund")).await?;
    Ok(to(&format!("/regneark/{number}?gjort=sat")))
}

fn sent(fields: &Fields) -> Sheet {
    let text = |key: &str| fields.one(key).to_owned();
    Sheet {
        titel: text("titel"),
        ejer: text("ejer"),
        bruges_til: text("bruges_til"),
        bruges_af: text("bruges_af"),
        ligger: text("ligger"),
        side: text("side"),
        kilde: text("kilde"),
        system: text("system"),
        tilstand: SheetState::IBrug,
        slukket: String::new(),
        slukket_af: String::new(),
    }
}
