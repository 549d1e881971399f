//! A sheet as a workbook: the same lines in the same order; whom it is about is in the log before it leaves.

use super::filter::wanted;
use super::line::{Frame, Row, joined};
use super::sent::{found, none, ticked};
use super::sheet::{asked, nobody};
use crate::error::{Answer, WebError};
use crate::filter::NOBODY;
use crate::pages::deviations::people::People;
use crate::pages::deviations::words::Words;
use crate::visit::Visit;
use app::access::Right;
use app::commands::correct_source::{deadline, on_sheets, sheets};
use app::current::Current;
use app::purpose::Purpose;
use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use domain::calendar::Day;
use report::danish;
use report::plain_list::{ListCell, ListColumn, PlainList};

/// Headings, widths and meanings.
const COLUMNS: [(&str, f64, &str); 15] = [
    ("Tastet", 8.0, "Til et kryds, når rettelsen er tastet. Det er næste udtræk, der viser, om den er."),
    ("Borger", 11.0, "Borgerens id i Ottetal. CPR-nummeret vises på siden efter et oplyst formål."),
    ("Paragraf", 14.0, "Paragraffen, som fælles sprog skriver den."),
    ("Lovens ord", 30.0, "Paragraffens navn i loven."),
    ("Ydelse og leverandør", 34.0, "Rækken, som systemet kender den."),
    ("Skærm", 16.0, "Hvor i systemet feltet rettes, efter datalandskabet."),
    ("Felt", 30.0, "Feltet, og i parentes overskriften i systemets eget udtræk."),
    ("Gælder dagene", 26.0, "Afvigelsens første og sidste dag."),
    ("Fra", 28.0, "Det, der står i systemet."),
    ("Til", 28.0, "Det, der skal stå; ved afklar: det, den anden kilde har."),
    ("Opgave", 10.0, "Ret: værdien kan tastes. Afklar: data siger ikke, hvem der har ret."),
    ("Frist", 12.0, "Dagen for kildens næste udtræk, ellers kommunens rettefrist."),
    ("Afvigelse", 12.0, "Navnet på afvigelsen i Ottetal."),
    ("Status", 30.0, "Hvad udtrækkene siden viser."),
    ("Bemærkning", 40.0, "Til den, der taster."),
];

/// The sheet of an address.
pub(super) async fn sheet(visit: Visit) -> Answer {
    let filter = asked(&visit)?;
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let session = visit.session(Purpose::AfvigelseRet);
    let on = on_sheets(&sheets(&session).await?);
    let all = wanted(&current, &scope, &on);
    let list = filter.select(&all);
    let words = Words::new(&visit, &current, &scope);
    let people = People::read(&visit).await?;
    let law = current.basis.as_deref().map_or(&*visit.state.base.law, |content| &content.law);
    let (frame_shown, day) = (nobody(), deadline(&session, &current, &filter.system, visit.day()).await?);
    let frame = Frame { visit: &visit, words: &words, law, shown: &frame_shown, ways: None };
    let rows = list.iter().map(|wanted| cells(&frame.wanted(wanted), Some(day), String::new())).collect();
    let who = if filter.hvem == NOBODY { "ingen er udpeget".to_owned() } else { people.shown(&filter.hvem) };
    let title = format!("Rettelsesark til {}", words.title(&filter.system));
    let lines = vec![
        format!("Til {who}, frist {}", day.danish()),
        format!("{} i alt", danish::count(list.len() as i64, "rettelse", "rettelser")),
    ];
    let citizens = list.iter().map(|wanted| wanted.own.listed.item.key.citizen);
    visit.saw(Purpose::AfvigelseRet, "hent_rettelsesark", &filter.query(), citizens).await?;
    file(&current, title, lines, rows)
}

/// A sheet that is sent.
pub(super) async fn sent(visit: Visit, Path(number): Path<String>) -> Answer {
    let kept = found(&visit, &number).await?;
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let all = ticked(&current, &scope, &kept.line, visit.day());
    if all.is_empty() {
        return Err(none());
    }
    let words = Words::new(&visit, &current, &scope);
    let people = People::read(&visit).await?;
    let law = current.basis.as_deref().map_or(&*visit.state.base.law, |content| &content.law);
    let shown = nobody();
    let frame = Frame { visit: &visit, words: &words, law, shown: &shown, ways: None };
    let rows: Vec<Vec<ListCell>> = all
        .iter()
        .map(|own| {
            let row = frame.sent(own.own, own.line, &own.now, &own.tick);
            let (word, _, more) = &row.tick;
            let status =
                if more.is_empty() { (*word).to_owned() } else { format!("{word}: {}", joined(more)) };
            cells(&row, kept.line.deadline(), status)
        })
        .collect();
    let lines = vec![
        format!(
            "Til {}, sendt {}, frist {}",
            people.shown(&kept.line.hvem),
            danish::iso_day(&kept.line.sendt),
            danish::iso_day(&kept.line.frist)
        ),
        kept.line.besked.clone(),
    ];
    let citizens = all.iter().map(|own| own.own.listed.item.key.citizen);
    visit.saw(Purpose::AfvigelseRet, "hent_rettelsesark", &format!("ark {number}"), citizens).await?;
    file(&current, format!("Rettelsesark {number} til {}", kept.line.titel), lines, rows)
}

fn cells(row: &Row, deadline: Option<Day>, status: String) -> Vec<ListCell> {
    let (text, long) = (|t: &str| ListCell::Text(t.to_owned()), |t: &str| ListCell::Long(t.to_owned()));
    vec![
        ListCell::Empty,
        text(&row.citizen),
        text(&row.paragraf),
        long(&row.paragraf_name),
        long(&row.row),
        text(&row.place),
        long(&row.field),
        long(&row.days),
        ListCell::Long(joined(&row.from)),
        ListCell::Long(joined(&row.to)),
        text(if row.clarify { "Afklar" } else { "Ret" }),
        ListCell::day(deadline),
        text(&row.item),
        ListCell::Long(status),
        ListCell::Empty,
    ]
}

fn file(current: &Current, title: String, lines: Vec<String>, rows: Vec<Vec<ListCell>>) -> Answer {
    let column = |(heading, width, meaning)| ListColumn { heading, width, meaning };
    let list = PlainList {
        name: "Rettelser".to_owned(),
        title,
        lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
        basis: basis(current),
        day: current.today,
        columns: COLUMNS.into_iter().map(column).collect(),
        rows,
        after: Vec::new(),
    };
    download(&list, "rettelsesark")
}

/// The basis of the figures, in words.
pub(crate) fn basis(current: &Current) -> String {
    let Some(content) = &current.basis else { return "Intet grundlag".to_owned() };
    let accepted = danish::iso_day(content.shown.basis.accepted_at.get(..10).unwrap_or(""));
    format!("Grundlag {}, godkendt {accepted}", content.shown.basis.id)
}

/// A list as a workbook that the browser keeps.
pub(crate) fn download(list: &PlainList, name: &str) -> Answer {
    let bytes = report::workbook::plain(list).map_err(|error| WebError::Failed(error.into()))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let name = format!("attachment; filename=\"{name}-{}.xlsx\"", list.day.iso());
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}
