//! `/faelles-sprog`: the master overview, line by line.

use super::Behind;
use super::beside::Beside;
use super::translation::{LineRow, PAGE, any, has, line_rows};
use crate::error::Answer;
use crate::filter::in_numbers;
use crate::page::Page;
use crate::parts::{Choice, Cut, Link, Pages};
use crate::query::address;
use crate::visit::Visit;
use app::purpose::Purpose;
use app::tables::check::check;
use app::tables::{Table, newest};
use askama::Template;
use report::danish;

#[derive(Template)]
#[template(path = "pages/sprog/faelles.html")]
struct CommonPage {
    page: Page,
    beside: Beside,
    lines: Vec<LineRow>,
    categories: Vec<Choice>,
    codes: Vec<Choice>,
    paragraf: String,
    text: String,
    chips: Vec<Link>,
    reset: String,
    pages: Pages,
    total: usize,
    /// What the check says; empty for who sees no rows.
    check: String,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let version = newest(&session, Table::FaellesSprog).await?;
    let behind = Behind::read(&visit).await?;
    let fields = visit.fields();
    let [paragraf, category, code, text] =
        ["paragraf", "kategori", "dst", "tekst"].map(|key| fields.one(key).to_owned());
    let at = |own: [&str; 4], side: usize| {
        let side = if side > 1 { side.to_string() } else { String::new() };
        let [paragraf, category, code, text] = own;
        let pairs =
            [("paragraf", paragraf), ("kategori", category), ("dst", code), ("tekst", text), ("side", &side)];
        address("/faelles-sprog", &pairs)
    };
    let holds = |row: &[String]| {
        let of_code = match code.as_str() {
            "" => true,
            "aaben" => row[3].is_empty(),
            "ikke" => row[3].to_lowercase().contains("ikke"),
            _ => row[3].starts_with(|c: char| c.is_ascii_digit()),
        };
        of_code && has(&row[1], &paragraf) && (category.is_empty() || row[4] == category) && any(row, &text)
    };
    let mut found: Vec<usize> = (0..version.rows.len()).filter(|at| holds(&version.rows[*at])).collect();
    found.sort_by(|a, b| {
        let key = |at: usize| (in_numbers(&version.rows[at][1]), &version.rows[at]);
        key(*a).cmp(&key(*b))
    });
    let mut categories: Vec<&str> =
        version.rows.iter().map(|row| row[4].as_str()).filter(|t| !t.is_empty()).collect();
    categories.sort_unstable();
    categories.dedup();
    let cut = Cut::of(found.len(), fields.number("side").unwrap_or(1), PAGE);
    let own = [paragraf.as_str(), category.as_str(), code.as_str(), text.as_str()];
    let codes = [("", "alle"), ("kode", "har en kode"), ("ikke", "kan ikke indberettes"), ("aaben", "åben")];
    let mut chips = Vec::new();
    for (place, value) in own.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
        let mut without = own;
        without[place] = "";
        let word = codes.iter().find(|(key, _)| place == 2 && key == value).map_or(*value, |(_, word)| *word);
        chips.push(Link::new(at(without, 1), word));
    }
    let mut page = visit.page_of("Fælles sprog", &behind.current);
    let open = version.rows.iter().filter(|row| row[3].is_empty()).count();
    page.answer = format!(
        "Masteroversigten har {}; {} åbne uden DST-kode.",
        danish::count(version.rows.len() as i64, "linje", "linjer"),
        danish::whole(open as i64)
    );
    let mut choices = vec![Choice::new("", "alle", &category)];
    choices.extend(categories.iter().map(|word| Choice::new(*word, *word, &category)));
    let says = in_use(&visit, &behind).await?;
    visit.plain(&CommonPage {
        page,
        beside: Beside::of(&visit, &version).await?,
        lines: line_rows(&visit, &version, &found[cut.rows.clone()]),
        categories: choices,
        codes: codes.iter().map(|(key, word)| Choice::new(*key, *word, &code)).collect(),
        pages: Pages::new(cut.summary.clone(), cut.at, cut.count, |side| at(own, side)),
        reset: if chips.is_empty() { String::new() } else { "/faelles-sprog".to_owned() },
        total: found.len(),
        check: says,
        chips,
        paragraf: paragraf.clone(),
        text: text.clone(),
    })
}

/// "3 af 21 paragraffer i brug mangler noget."
async fn in_use(visit: &Visit, behind: &Behind) -> Result<String, crate::error::WebError> {
    let Some(content) = behind.content().filter(|_| behind.may) else { return Ok(String::new()) };
    let session = visit.session(Purpose::AfvigelseRet);
    let day = behind.day().previous();
    let all = check(&session, content, &behind.usage, &behind.usage.own, &behind.rows, day).await?;
    let lacking = all.iter().filter(|own| !own.is_settled()).count();
    Ok(match lacking {
        0 => "Alle paragraffer i brug har DST-kode, «kan ikke indberettes» eller en beslutning, og en konto."
            .to_owned(),
        many => format!(
            "{} af {} i brug mangler DST-kode, konto eller en beslutning.",
            danish::whole(many as i64),
            danish::count(all.len() as i64, "paragraf og indsatsydelse", "paragraffer og indsatsydelser")
        ),
    })
}
