//! The page that shows every shared part once, with invented contents: to look at, to test, to copy from.
//!
//! Invariant: reads nothing; the same bytes each time.

use crate::number::{Num, Unit};
use crate::page::{BasisLine, NavItem, Notice, NoticeKind, Page, PageUser};
use crate::parts::strip::{Span, Strip};
use crate::parts::{Chart, Chip, Choice, Figure, Head, Link, Pages, Series, Tab};
use askama::Template;
use domain::amount::Oere;
use domain::calendar::{Day, Period};

#[derive(Template)]
#[template(path = "stilark.html")]
struct StyleSheet {
    page: Page,
    paragraphs: Vec<Choice>,
    states: Vec<Choice>,
    chips: Vec<Chip>,
    heads: Vec<Head>,
    rows: Vec<Row>,
    figures: Vec<Figure>,
    tabs: Vec<Tab>,
    pages: Pages,
    faults: Vec<Link>,
    trail: Vec<Link>,
    chart: Chart,
    months: Chart,
    strip: Strip,
}

struct Row {
    id: String,
    paragraph: &'static str,
    rule: &'static str,
    days: Num,
    kroner: Option<Num>,
    state: &'static str,
    key: &'static str,
    since: &'static str,
}

/// The page.
///
/// # Errors
///
/// Where a template fails to write.
pub fn html() -> Result<String, askama::Error> {
    let choices = |pairs: &[(&str, &str)], chosen: &str| {
        pairs.iter().map(|(value, text)| Choice::new(*value, *text, chosen)).collect::<Vec<_>>()
    };
    StyleSheet {
        page: page(),
        paragraphs: choices(&[("", "alle"), ("107", "SEL § 107"), ("85", "SEL § 85")], "107"),
        states: choices(&[("", "alle"), ("aaben", "åbne"), ("afventer", "afventer kilde")], "aaben"),
        chips: vec![Chip::new("#a", "SEL § 107"), Chip::new("#b", "åbne"), Chip::new("#c", "fra 01-01-2026")],
        heads: heads(),
        rows: rows(),
        figures: figures(),
        tabs: tabs(),
        pages: Pages::new("412 rækker · 1-50 vises".into(), 2, 9, |page| format!("?side={page}")),
        faults: vec![Link::new("#slutdato", "Skriv en slutdato, der ligger efter i dag")],
        trail: vec![Link::new("#", "Afvigelser"), Link::new("#", "SEL § 107")],
        chart: chart(),
        months: months(),
        strip: strip(),
    }
    .render()
}

fn page() -> Page {
    let nav = ["Forside", "Indlæsning", "Kontrol", "Afvigelser", "Borgere", "Hjælp"];
    let part = |text: &str, href: &str| (text.to_owned(), href.to_owned());
    Page {
        title: "Stilark".into(),
        answer: "412 åbne afvigelser hos 187 borgere, 38 færre end 1. marts.".into(),
        user: Some(PageUser {
            name: "Karen Prøve".into(), role: "Økonomikonsulent".into(), others: vec![]
        }),
        subnav: Vec::new(),
        nav: nav
            .map(|text| NavItem { href: "#".into(), text: text.into(), current: text == "Afvigelser" })
            .into(),
        csrf: "vises-ikke".into(),
        basis: Some(BasisLine {
            parts: vec![
                part("Grundlag 14-03-2026 kl. 06.10", "#"),
                part("Nexus 13-03", "#"),
                part("Økonomi 12-03", "#"),
                part("2 fund ved indlæsning", "#"),
            ],
        }),
        demo: true,
        kommune: "Demokommune".into(),
        notices: vec![
            Notice {
                kind: NoticeKind::Warning,
                text: "Prisreglen er ikke kørt: Økonomi har ingen kolonne med pris.".into(),
            },
            Notice { kind: NoticeKind::Success, text: "3 afvigelser er tildelt Visitation Nord.".into() },
        ],
        version: concat!("Ottetal ", env!("CARGO_PKG_VERSION")).into(),
        address: "/stilark".into(),
    }
}

fn heads() -> Vec<Head> {
    let head = |text: &str, unit: &str, number: bool, sort: &str| Head {
        text: text.into(),
        unit: unit.into(),
        number,
        href: format!("?sorter={}", text.to_lowercase()),
        sort: sort.into(),
    };
    vec![
        head("Borger", "", false, ""),
        head("Paragraf", "", false, ""),
        head("Regel", "", false, ""),
        head("Dage", "", true, ""),
        head("Beløb", "kr.", true, "descending"),
        head("Status", "", false, ""),
        head("Siden", "", false, ""),
    ]
}

fn rows() -> Vec<Row> {
    let states = [
        ("Ny", "info", "14-03-2026"),
        ("Under afklaring", "warning", "02-03-2026"),
        ("Afventer kilde", "none", "26-02-2026"),
        ("Rettet i data", "success", "24-02-2026"),
        ("Genopstået", "error", "11-02-2026"),
    ];
    let rules = ["Betalt uden bevilling", "Bevilget, ikke betalt", "Bevilget anderledes i Nexus: leverandør"];
    let row = |at: usize| {
        let (state, key, since) = states[at % states.len()];
        let days = 10 + 37 * (at % 9);
        Row {
            id: format!("B-{:06x}", 0x4f_21a3_usize.wrapping_add(at * 7919)),
            paragraph: ["SEL § 107", "SEL § 108", "SEL § 85", "ABL § 105 / SEL § 85"][at % 4],
            rule: rules[at % rules.len()],
            days: Num::count(days, Unit::Days, "#"),
            kroner: (at % 6 != 4)
                .then(|| Num::kroner(Oere(1_873_452_i64.saturating_mul((24 - at) as i64)), "#")),
            state,
            key,
            since,
        }
    };
    (0..24).map(row).collect()
}

fn figures() -> Vec<Figure> {
    let figure = |label: &str, num, unit: &str, change: &str| Figure {
        label: label.into(),
        num,
        unit: unit.into(),
        change: change.into(),
    };
    vec![
        figure("åbne afvigelser", Num::count(412, Unit::Deviations, "#"), "", "38 færre end 1. marts"),
        figure("borgere", Num::count(187, Unit::Citizens, "#"), "", "12 færre"),
        figure("på spil", Num::kroner(Oere(1_234_567_800), "#"), "kr.", "214.000 kr. mindre"),
        figure("venter på en kilde", Num::count(31, Unit::Deviations, "#"), "", "ældste fra 3. januar"),
    ]
}

fn tabs() -> Vec<Tab> {
    let tab = |text: &str, count: &str, current| Tab {
        href: "#".into(),
        text: text.into(),
        count: count.into(),
        current,
    };
    vec![tab("Kun i Økonomi", "121", true), tab("Kun i Nexus", "98", false), tab("Anderledes", "193", false)]
}

fn chart() -> Chart {
    let series = |navn: &str, tal: [i64; 4], farve: &str| Series {
        navn: navn.into(),
        tal: tal.into(),
        farve: farve.into(),
    };
    Chart {
        slags: "soejle",
        kategorier: ["SEL § 85", "SEL § 103", "SEL § 107", "SEL § 108"].map(String::from).into(),
        serier: vec![
            series("Nexus", [121, 84, 203, 64], "kilde-1"),
            series("Økonomi", [118, 91, 187, 64], "kilde-2"),
        ],
        enhed: "borgere".into(),
        links: vec!["#107".into(); 4],
        ..Chart::default()
    }
}

fn months() -> Chart {
    Chart {
        slags: "liggende",
        kategorier: ["Slutdato mangler", "En dag forskudt", "Uoversat værdi", "Flyttet", "Uden årsag"]
            .map(String::from)
            .into(),
        serier: vec![Series {
            navn: "Afvigelser".into(),
            tal: vec![143, 97, 62, 31, 79],
            farve: "kilde-1".into(),
        }],
        enhed: "afvigelser".into(),
        ..Chart::default()
    }
}

fn strip() -> Strip {
    let day = |year, month, day| Day::from_ymd(year, month, day).unwrap_or(Day(0));
    let span = |from: Day, last: Day, text: &str| {
        let period = Period::from_included(from, last).unwrap_or(Period::year(2026));
        Span { period, text: text.into(), faint: false }
    };
    let window = Period { from: day(2025, 10, 1), until: day(2026, 4, 1) };
    let only = Period { from: day(2026, 2, 1), until: day(2026, 3, 4) };
    Strip::new("Bevilget på SEL § 107, dag for dag", window)
        .lane("Nexus", 1, &[span(day(2025, 8, 1), day(2026, 1, 31), "Bostedet Åkanden · 2.140 kr. pr. døgn")])
        .lane(
            "Økonomi",
            2,
            &[
                span(day(2025, 8, 1), day(2025, 12, 31), "2.140 kr."),
                span(day(2026, 1, 1), day(2026, 3, 3), "2.211 kr."),
            ],
        )
        .lane("Opkrævning", 3, &[span(day(2025, 11, 3), day(2025, 11, 3), "")])
        .mark(only, "Kun i Økonomi")
}

#[cfg(test)]
mod tests;
