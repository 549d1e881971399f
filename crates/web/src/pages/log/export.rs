//! Lines of the log as a file, by the same address as the list.

use super::asked::LogFilter;
use super::words;
use crate::error::Answer;
use crate::visit::Visit;
use app::commands::read_log::{in_words, read_log};
use app::edge;
use app::purpose::Purpose;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use report::csv::text;
use store::log::Entry;

pub(super) async fn show(visit: Visit) -> Answer {
    let filter = LogFilter { side: 1, ..LogFilter::of(&visit.fields()) };
    let asked = filter.question(usize::MAX);
    let found = read_log(&visit.session(Purpose::Tilsyn), &asked).await?;
    let mut out = String::from("\u{feff}Linje;Tidspunkt;Bruger;Formål;Hvad;Til hvad;Antal;Borgere\r\n");
    for line in &found.lines {
        out.push_str(&row(line));
    }
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, "attachment; filename=\"log.csv\"".to_owned()),
    ];
    Ok((headers, out).into_response())
}

fn row(line: &Entry) -> String {
    let citizens: Vec<String> = line.citizens.iter().map(ToString::to_string).collect();
    let cells = [
        line.seq.to_string(),
        edge::local_time(&line.at),
        line.actor.clone(),
        words::purpose(&line.purpose),
        in_words(&line.what).to_owned(),
        line.object.clone(),
        line.count.to_string(),
        citizens.join(" "),
    ];
    let cells: Vec<String> =
        cells.into_iter().map(|cell| format!("\"{}\"", text(cell).replace('"', "\"\""))).collect();
    format!("{}\r\n", cells.join(";"))
}
