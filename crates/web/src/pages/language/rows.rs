//! `/oversaettelse/raekker`: the rows behind words, a paragraph or a provider, as far as the one who looks may see them.

use super::Behind;
use super::translation::whole;
use crate::error::Answer;
use crate::number::Num;
use crate::page::Page;
use crate::parts::{Cut, Link, Pages};
use crate::query::{Fields, address, escaped};
use crate::visit::Visit;
use app::purpose::Purpose;
use app::tables::providers::places;
use app::tables::usage::Weight;
use askama::Template;
use domain::calendar::Period;
use domain::law::ParagrafId;
use domain::person::CitizenId;
use report::danish;
use std::collections::HashSet;

/// Rows a page.
const PAGE: usize = 100;
/// The word for rows without an indsatsydelse.
pub(super) const NONE: &str = "-";

/// Which rows an address asks for. Empty means no limit.
#[derive(Clone, Debug, Default)]
pub(super) struct RowsAsked {
    /// The source's name.
    pub(super) kilde: String,
    /// The local service.
    pub(super) ydelse: String,
    /// The account, as written or as nine digits.
    pub(super) konto: String,
    /// Only those with days that lead to no paragraph, and only those days.
    pub(super) uoversat: bool,
    /// On this paragraph.
    pub(super) paragraf: String,
    /// On this indsatsydelse; [`NONE`] for rows without one.
    pub(super) indsats: String,
    /// Of this provider (its number in addresses).
    pub(super) leverandoer: String,
    /// The provider as named.
    pub(super) navn: String,
    /// `bevilget` for services, `bogfoert` for postings.
    pub(super) slags: String,
    /// The page.
    pub(super) side: usize,
}

impl RowsAsked {
    fn of(fields: &Fields) -> RowsAsked {
        let text = |key: &str| fields.one(key).to_owned();
        RowsAsked {
            kilde: text("kilde"),
            ydelse: text("ydelse"),
            konto: text("konto"),
            uoversat: fields.one("uoversat") == "ja",
            paragraf: text("paragraf"),
            indsats: text("indsats"),
            leverandoer: text("leverandoer"),
            navn: text("navn"),
            slags: text("slags"),
            side: fields.number("side").unwrap_or(0),
        }
    }

    /// The canonical address.
    pub(super) fn address(&self) -> String {
        let side = if self.side > 1 { self.side.to_string() } else { String::new() };
        address(
            "/oversaettelse/raekker",
            &[
                ("kilde", &self.kilde),
                ("ydelse", &self.ydelse),
                ("konto", &self.konto),
                ("uoversat", if self.uoversat { "ja" } else { "" }),
                ("paragraf", &self.paragraf),
                ("indsats", &self.indsats),
                ("leverandoer", &self.leverandoer),
                ("navn", &self.navn),
                ("slags", &self.slags),
                ("side", &side),
            ],
        )
    }
}

#[derive(Template)]
#[template(path = "pages/sprog/raekker.html")]
struct RowsPage {
    page: Page,
    trail: Vec<Link>,
    sees_rows: bool,
    asked: Vec<(&'static str, String)>,
    rows: Vec<RowLine>,
    weight: Weight,
    year: String,
    pages: Pages,
}

struct RowLine {
    citizen: String,
    source: String,
    word: String,
    provider: String,
    from: String,
    to: String,
    oere: Option<String>,
    href: String,
    at: u32,
}

/// The rows that are asked for, with the days that count.
fn found(behind: &Behind, asked: &RowsAsked) -> Vec<(usize, Vec<Period>)> {
    let usage = &behind.usage;
    let words: Vec<bool> = usage
        .words
        .iter()
        .map(|word| {
            let import = &usage.imports[word.import];
            let kind = match asked.slags.as_str() {
                "bevilget" => !import.postings,
                "bogfoert" => import.postings,
                _ => true,
            };
            let named = asked.navn.is_empty() || asked.navn == word.provider.name;
            kind && named && usage.is_named(word, &asked.kilde, &asked.ydelse, &asked.konto)
        })
        .collect();
    let of_provider: Option<HashSet<usize>> = match (asked.leverandoer.as_str(), behind.content()) {
        ("", _) => None,
        (nr, Some(content)) => {
            let all = places(usage, &content.providers, &behind.rows, behind.day().previous());
            let own = all.into_iter().find(|place| place.nr == nr);
            Some(own.map_or_else(HashSet::new, |place| place.rows.into_iter().collect()))
        }
        (_, None) => Some(HashSet::new()),
    };
    let paragraffer = paragraffer(behind, &asked.paragraf);
    let ydelse = match asked.indsats.as_str() {
        "" => None,
        NONE => Some(""),
        other => Some(other),
    };
    let days = |at: usize| -> Vec<Period> {
        let row = behind.row(at);
        match (&paragraffer, asked.uoversat) {
            (Some(ids), _) => usage.own.on(row, ids, ydelse),
            (None, true) => usage.own.untranslated(row),
            (None, false) => whole(row.period),
        }
    };
    behind
        .rows
        .iter()
        .filter(|at| words[behind.row(**at).word])
        .filter(|at| of_provider.as_ref().is_none_or(|own| own.contains(at)))
        .map(|at| (*at, days(*at)))
        .filter(|(_, days)| !days.is_empty())
        .collect()
}

/// The places in the law book of the paragraph that is asked for; `None` where none is.
fn paragraffer(behind: &Behind, text: &str) -> Option<Vec<ParagrafId>> {
    if text.is_empty() {
        return None;
    }
    let all = behind.content().map_or(&[][..], |content| content.law.paragraffer.as_slice());
    let own = (0u16..).zip(all).filter(|(_, paragraf)| paragraf.written == text);
    Some(own.map(|(at, _)| ParagrafId(at)).collect())
}

pub(super) async fn show(visit: Visit) -> Answer {
    let asked = RowsAsked::of(&visit.fields());
    let behind = Behind::read(&visit).await?;
    let mut found = found(&behind, &asked);
    let weight = behind.usage.weight(found.iter().map(|(at, days)| (behind.row(*at), days.as_slice())));
    let oere = |(at, days): &(usize, Vec<Period>)| behind.usage.sum(behind.row(*at), days).map(|o| o.0.abs());
    found.sort_by_cached_key(|own| (std::cmp::Reverse(oere(own)), behind.row(own.0).citizen, own.0));
    let cut = Cut::of(found.len(), asked.side, PAGE);
    let shown = &found[cut.rows.clone()];
    let citizens: Vec<CitizenId> = shown.iter().filter_map(|(at, _)| behind.row(*at).citizen).collect();
    let mut page = visit.page_of("Rækkerne bag", &behind.current);
    page.answer = if behind.may {
        format!(
            "{} hos {}, {} kr. på tolv måneder.",
            danish::count(weight.rows as i64, "række", "rækker"),
            danish::count(weight.citizens as i64, "borger", "borgere"),
            danish::kroner(weight.oere)
        )
    } else {
        "Din rolle ser ikke rækker.".to_owned()
    };
    let pages =
        Pages::new(cut.summary, cut.at, cut.count, |side| RowsAsked { side, ..asked.clone() }.address());
    let template = RowsPage {
        page,
        trail: vec![Link::new("/oversaettelse", "Oversættelse")],
        sees_rows: behind.may,
        asked: in_words(&asked, &behind),
        rows: shown.iter().map(|(at, days)| line(&behind, *at, days)).collect(),
        weight,
        year: behind.year(),
        pages,
    };
    visit.show(Purpose::AfvigelseRet, "liste_raekker", "raekker", citizens, &template).await
}

fn in_words(asked: &RowsAsked, behind: &Behind) -> Vec<(&'static str, String)> {
    let title = |source: &str| {
        let own = behind.usage.imports.iter().find(|import| import.source == source);
        own.map_or_else(|| source.to_owned(), |import| import.title.clone())
    };
    let mut out = Vec::new();
    let mut add = |word: &'static str, text: String| {
        if !text.is_empty() {
            out.push((word, text));
        }
    };
    add("Kilde", if asked.kilde.is_empty() { String::new() } else { title(&asked.kilde) });
    add("Lokal ydelse", asked.ydelse.clone());
    add("Konto", asked.konto.clone());
    add("Paragraf", asked.paragraf.clone());
    add("Indsatsydelse", if asked.indsats == NONE { "ingen".to_owned() } else { asked.indsats.clone() });
    add("Leverandør", asked.leverandoer.clone());
    add("Skrevet", asked.navn.clone());
    add(
        "Slags",
        match asked.slags.as_str() {
            "bevilget" => "ydelser".to_owned(),
            "bogfoert" => "posteringer".to_owned(),
            _ => String::new(),
        },
    );
    add("Kun", if asked.uoversat { "dage uden paragraf".to_owned() } else { String::new() });
    out
}

fn line(behind: &Behind, at: usize, days: &[Period]) -> RowLine {
    let (usage, row) = (&behind.usage, behind.row(at));
    let word = &usage.words[row.word];
    let import = &usage.imports[word.import];
    let sheet = &usage.sheets[row.sheet as usize];
    let query = if sheet.is_empty() { String::new() } else { format!("?ark={}", escaped(sheet)) };
    let account = if word.konto.is_empty() { &word.account } else { &word.konto };
    let open = row.period.is_open();
    RowLine {
        citizen: row.citizen.map_or_else(String::new, |citizen| citizen.to_string()),
        source: import.title.clone(),
        word: if word.service.is_empty() { account.clone() } else { word.service.clone() },
        provider: word.provider.name.clone(),
        from: row.period.from.danish(),
        to: if import.postings || open { String::new() } else { row.period.last_day().danish() },
        oere: usage.sum(row, days).map(|oere| Num::kroner(oere, "").text),
        href: format!("/raekke/{}/{}/{}{query}", import.id, row.file, row.row),
        at: row.row,
    }
}
