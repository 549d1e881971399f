//! One sheet: what it is, its months beside the product, and the lines that differ.

use super::lines::{Asked, SHOW, address_of, word};
use super::{Seen, words};
use crate::error::{Answer, WebError};
use crate::number::{Num, Unit};
use crate::page::{Notice, NoticeKind, Page};
use crate::pages::deviations::people::People;
use crate::parts::{Chart, Choice, Cut, Link, Pages, Series};
use crate::visit::Visit;
use app::access::Right;
use app::commands::sheets::beside::{LineStanding, SheetMonth};
use app::commands::sheets::compare::{Beside, Why};
use app::commands::sheets::{SheetState, found};
use app::edge::local_time;
use app::lines::history;
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::amount::Oere;
use report::danish;

/// Lines a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "pages/regneark/et.html")]
struct SheetPage {
    page: Page,
    trail: Vec<Link>,
    number: String,
    facts: Vec<(&'static str, String)>,
    replaced_by: Option<Link>,
    state: &'static str,
    colour: &'static str,
    may_edit: bool,
    before: i64,
    is_off: bool,
    may_beside: bool,
    ready: bool,
    needed: String,
    today: String,
    has_source: bool,
    months: Vec<MonthRow>,
    chart: Chart,
    system: String,
    month: String,
    month_key: String,
    month_choices: Vec<Choice>,
    show_choices: Vec<Choice>,
    why_choices: Vec<Choice>,
    causes: Vec<(String, &'static str, Num, Num)>,
    lines: Vec<LineRow>,
    total: usize,
    total_oere: i64,
    total_text: String,
    pages: Pages,
    excel: String,
    all_lines: String,
    history: Vec<(String, String, String, String)>,
}

struct MonthRow {
    href: String,
    title: String,
    current: bool,
    all: Option<Num>,
    alike: Option<Num>,
    explained: Option<Num>,
    unexplained: Option<Num>,
    difference: Option<Num>,
    basis: String,
    basis_href: String,
    import_href: String,
    day: String,
    why_not: String,
}

struct LineRow {
    id: usize,
    citizen: String,
    href: String,
    paragraf: String,
    sheet: String,
    system: String,
    difference: String,
    days: String,
    standing: &'static str,
    colour: &'static str,
    why: &'static str,
    text: String,
    written: String,
    by: String,
    may_explain: bool,
    oere: i64,
}

pub(super) async fn show(visit: Visit, Path(number): Path<String>) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let seen = Seen::read(&visit, found(&session, &number).await?).await?;
    let asked = Asked::of(&visit.fields(), &seen);
    let lines = asked.select(&seen);
    let cut = Cut::of(lines.len(), asked.side, PAGE);
    let shown = &lines[cut.rows.clone()];
    let template = page(&visit, &seen, &asked, &lines, &cut, past(&visit, &session, &number).await?);
    let object = format!("regneark {number}");
    let citizens = shown.iter().map(|(line, _)| line.citizen);
    if shown.is_empty() {
        return visit.plain(&template);
    }
    visit.show(Purpose::AfvigelseRet, "se_regneark", &object, citizens, &template).await
}

/// What became of the sheet, the newest first.
async fn past(
    visit: &Visit,
    session: &app::session::Session,
    number: &str,
) -> Result<Vec<(String, String, String, String)>, WebError> {
    let people = People::read(visit).await?;
    let lines = history::<app::commands::sheets::Sheet>(session, Some(number)).await?;
    let line = |kept: app::lines::Kept<Option<app::commands::sheets::Sheet>>| {
        let state = kept.line.as_ref().map_or("taget tilbage", |sheet| sheet.tilstand.text());
        (local_time(&kept.saved_at), people.shown(&kept.saved_by), state.to_owned(), kept.reason)
    };
    Ok(lines.into_iter().rev().map(line).collect())
}

fn page(
    visit: &Visit,
    seen: &Seen,
    asked: &Asked,
    lines: &[(&Beside, LineStanding<'_>)],
    cut: &Cut,
    history: Vec<(String, String, String, String)>,
) -> SheetPage {
    let (sheet, number) = (&seen.kept.line, seen.kept.name.clone());
    let month = seen.months.get(asked.month);
    let key = month.map_or_else(String::new, |own| own.month.iso());
    let why = asked.why.map_or_else(String::new, words::why_key);
    let total: i64 = lines.iter().map(|(line, _)| line.difference().0).sum();
    let may_edit = visit.may(Right::EditSheets);
    let ready = seen.is_ready();
    let mut frame = visit.page(sheet.titel.clone());
    frame.answer = answer(seen, month);
    frame.notices.extend(notices(seen, month));
    let months: Vec<MonthRow> = seen
        .months
        .iter()
        .enumerate()
        .rev()
        .map(|(at, own)| month_row(seen, own, at == asked.month))
        .collect();
    SheetPage {
        trail: vec![Link::new("/regneark", "Regneark")],
        facts: facts(seen),
        replaced_by: (!sheet.side.is_empty()).then(|| Link::new(&sheet.side, words::page_title(&sheet.side))),
        state: sheet.tilstand.text(),
        colour: words::colour(sheet.tilstand),
        before: seen.kept.seq,
        is_off: sheet.tilstand == SheetState::Slukket,
        may_beside: sheet.tilstand == SheetState::IBrug && !sheet.kilde.is_empty(),
        ready: ready && sheet.tilstand == SheetState::VedSiden,
        needed: danish::count(seen.needed as i64, "måned", "måneder"),
        today: visit.day().iso(),
        has_source: !sheet.kilde.is_empty(),
        chart: chart(seen),
        system: month.map_or_else(|| sheet.system.clone(), |own| own.system.clone()),
        month: month.map_or_else(String::new, |own| danish::month(own.month)),
        month_choices: month_choices(seen, &key),
        show_choices: SHOW.iter().map(|(word, text)| Choice::new(*word, *text, asked.show)).collect(),
        why_choices: why_choices(&why),
        causes: causes(seen, asked, &key),
        lines: lines[cut.rows.clone()]
            .iter()
            .enumerate()
            .map(|(at, own)| row(visit, seen, month, at, own, may_edit))
            .collect(),
        total: lines.len(),
        total_oere: total,
        total_text: danish::kroner_with_oere(Oere(total)),
        pages: Pages::new(cut.summary.clone(), cut.at, cut.count, |side| {
            address_of(&number, &key, asked.show, &why, side)
        }),
        excel: excel_address(&number, &key, asked.show, &why),
        all_lines: address_of(&number, &key, "alle", "", 1),
        month_key: key,
        months,
        may_edit,
        history,
        number,
        page: frame,
    }
}

fn month_choices(seen: &Seen, chosen: &str) -> Vec<Choice> {
    let months = seen.months.iter().rev();
    months.map(|own| Choice::new(own.month.iso(), danish::month(own.month), chosen)).collect()
}

fn why_choices(chosen: &str) -> Vec<Choice> {
    let all = Why::ALL.iter().skip(1);
    let causes = all.map(|why| Choice::new(words::why_key(*why), why.text(), chosen));
    std::iter::once(Choice::new("", "Alle", chosen)).chain(causes).collect()
}

/// The same query as a file.
fn excel_address(number: &str, month: &str, show: &str, why: &str) -> String {
    let page = format!("/regneark/{number}");
    address_of(number, month, show, why, 1).replacen(&page, &format!("{page}/forskelle.xlsx"), 1)
}

fn facts(seen: &Seen) -> Vec<(&'static str, String)> {
    let sheet = &seen.kept.line;
    let mut out = vec![("Ejer", sheet.ejer.clone()), ("Bruges til", sheet.bruges_til.clone())];
    for (term, text) in [("Bruges af", &sheet.bruges_af), ("Ligger", &sheet.ligger)] {
        if !text.is_empty() {
            out.push((term, text.clone()));
        }
    }
    if !sheet.kilde.is_empty() {
        let title = seen.months.last().map_or(sheet.system.as_str(), |month| month.system.as_str());
        out.push(("Læses som kilden", sheet.kilde.clone()));
        out.push(("Lægges ved siden af", format!("Disponeringen i {title}")));
    }
    if sheet.tilstand == SheetState::Slukket {
        out.push(("Slukket", format!("{} af {}", words::off_since(sheet), sheet.slukket_af)));
    }
    out
}

fn answer(seen: &Seen, month: Option<&SheetMonth>) -> String {
    let sheet = &seen.kept.line;
    if sheet.kilde.is_empty() {
        return format!("Arket er {}.", sheet.tilstand.text());
    }
    let Some(month) = month else {
        return "Arket er ikke læst ind endnu.".to_owned();
    };
    if !month.why_not.is_empty() {
        return format!("{}: der er intet at sammenligne med.", danish::month(month.month));
    }
    let count = seen.count(month);
    if count.all() == 0 {
        return format!("{}: ingen linjer, du må se.", danish::month(month.month));
    }
    format!(
        "{} af {} linjer er ens i {}, {} er forklaret, og {} er uforklaret.",
        danish::whole(count.alike as u64),
        danish::whole(count.all() as u64),
        danish::month(month.month),
        danish::whole(count.explained as u64),
        danish::whole(count.unexplained as u64)
    )
}

fn notices(seen: &Seen, month: Option<&SheetMonth>) -> Vec<Notice> {
    let mut out = Vec::new();
    let mut say = |text: String| out.push(Notice { kind: NoticeKind::Warning, text });
    if let Some(month) = month {
        if !month.why_not.is_empty() {
            say(month.why_not.clone());
        }
        let [untranslated, set_aside] = month.left_out;
        if untranslated > 0 {
            let rows = danish::count(untranslated as i64, "linje", "linjer");
            say(format!(
                "{rows} i arket har en paragraf, der ikke kan læses. De er ikke med i sammenligningen."
            ));
        }
        if set_aside > 0 {
            let rows = danish::count(set_aside as i64, "linje", "linjer");
            say(format!(
                "{rows} i arket blev sat til side, da det blev læst ind. Se fundene på indlæsningen."
            ));
        }
        if month.only_days {
            out.push(Notice {
                kind: NoticeKind::Info,
                text: "Arket har ingen beløb. Kun dagene sammenlignes.".to_owned(),
            });
        }
    }
    if !seen.scope.is_everybody() && !seen.months.is_empty() {
        out.push(Notice {
            kind: NoticeKind::Info,
            text: "Du ser kun de linjer, som din rolle giver adgang til.".to_owned(),
        });
    }
    out
}

fn month_row(seen: &Seen, month: &SheetMonth, current: bool) -> MonthRow {
    let (number, key) = (&seen.kept.name, month.month.iso());
    let compared = month.why_not.is_empty();
    let count = seen.count(month);
    let num = |value: usize, show: &str| {
        compared.then(|| Num::count(value, Unit::Rows, address_of(number, &key, show, "", 1)))
    };
    let seen_lines = month.lines.iter().filter(|line| seen.sees(month, line));
    let difference: i64 = seen_lines.map(|line| line.difference().0).sum();
    let (basis, basis_href) = month.basis.as_ref().map_or_else(Default::default, |(id, day)| {
        (format!("Grundlag med udtræk {}", day.danish()), format!("/grundlag/{id}"))
    });
    MonthRow {
        href: address_of(number, &key, "", "", 1),
        title: danish::month(month.month),
        current,
        all: num(count.all(), "alle"),
        alike: num(count.alike, "ens"),
        explained: num(count.explained, "forklaret"),
        unexplained: num(count.unexplained, "uforklaret"),
        difference: compared.then(|| Num::kroner(Oere(difference), address_of(number, &key, "alle", "", 1))),
        basis,
        basis_href,
        import_href: format!("/indlaesning/{}", month.import),
        day: month.day.danish(),
        why_not: month.why_not.clone(),
    }
}

fn chart(seen: &Seen) -> Chart {
    let months: Vec<&SheetMonth> = seen.months.iter().filter(|month| month.why_not.is_empty()).collect();
    let newest = &months[months.len().saturating_sub(10)..];
    let counts: Vec<_> = newest.iter().map(|month| seen.count(month)).collect();
    let series = |navn: &str, farve: &str, tal: Vec<i64>| Series {
        navn: navn.to_owned(),
        tal,
        farve: farve.to_owned(),
    };
    Chart {
        slags: "soejle",
        kategorier: newest.iter().map(|month| danish::month(month.month)).collect(),
        serier: vec![
            series("forklaret", "kilde-1", counts.iter().map(|count| count.explained as i64).collect()),
            series("uforklaret", "kilde-2", counts.iter().map(|count| count.unexplained as i64).collect()),
        ],
        enhed: "linjer".to_owned(),
        links: newest
            .iter()
            .map(|month| address_of(&seen.kept.name, &month.month.iso(), "", "", 1))
            .collect(),
        stablet: true,
    }
}

/// The causes of the month: key, word, lines, kroner.
fn causes(seen: &Seen, asked: &Asked, key: &str) -> Vec<(String, &'static str, Num, Num)> {
    let every = Asked { show: SHOW[0].0, why: None, side: 1, ..asked.clone() };
    let lines = every.select(seen);
    let mut out = Vec::new();
    for why in Why::ALL.into_iter().skip(1) {
        let own = lines.iter().filter(|(line, _)| line.why == why);
        let (mut count, mut oere) = (0_usize, 0_i64);
        for (line, _) in own {
            count += 1;
            oere += line.difference().0;
        }
        if count > 0 {
            let href = address_of(&seen.kept.name, key, "", &words::why_key(why), 1);
            let lines = Num::count(count, Unit::Rows, href.clone());
            let explains = if why.explains() { "data siger hvorfor" } else { "nogen skal se på det" };
            out.push((why.text().to_owned(), explains, lines, Num::kroner(Oere(oere), href)));
        }
    }
    out
}

fn row(
    visit: &Visit,
    seen: &Seen,
    month: Option<&SheetMonth>,
    at: usize,
    (line, standing): &(&Beside, LineStanding<'_>),
    may_edit: bool,
) -> LineRow {
    let kroner = |side: &Option<app::commands::sheets::compare::Amount>| {
        side.as_ref().map_or_else(String::new, |own| danish::kroner_with_oere(own.oere))
    };
    let days = |side: &Option<app::commands::sheets::compare::Amount>| {
        side.as_ref().map_or_else(|| "–".to_owned(), |own| own.days.days().to_string())
    };
    let (stands, colour) = word(standing);
    let (written, by) = match standing {
        LineStanding::Typed(kept) => {
            (kept.line.tekst.clone(), format!("{}, {}", kept.saved_by, local_time(&kept.saved_at)))
        }
        _ => Default::default(),
    };
    let citizen = line.citizen.to_string();
    let known = visit.may(Right::SeeCitizen) && seen.current.directory.knows(line.citizen);
    LineRow {
        id: at + 1,
        href: if known { format!("/borgere/{citizen}") } else { String::new() },
        citizen,
        paragraf: month.map_or_else(String::new, |own| own.paragraf(line).to_owned()),
        sheet: kroner(&line.sheet),
        system: kroner(&line.product),
        difference: danish::kroner_with_oere(line.difference()),
        days: format!("{} / {}", days(&line.sheet), days(&line.product)),
        standing: stands,
        colour,
        why: line.why.text(),
        text: line.text.clone(),
        written,
        by,
        may_explain: may_edit && *standing != LineStanding::Alike,
        oere: line.difference().0,
    }
}
