//! The cases as a workbook: the same filter, the same order.

use super::filter::{CaseFilter, Cases, Listed};
use super::row::{mark, until_in_words};
use crate::error::Answer;
use crate::pages::to_correct::{basis, download};
use crate::visit::Visit;
use app::purpose::Purpose;
use domain::amount::Oere;
use domain::calendar::Day;
use report::danish;
use report::plain_list::{ListCell, ListColumn, PlainList};

/// Headings, widths and meanings.
const COLUMNS: [(&str, f64, &str); 16] = [
    ("Borger", 11.0, "Borgerens id i Ottetal."),
    ("Paragraf", 14.0, "Paragraffen, som fælles sprog skriver den."),
    ("Leverandør", 28.0, "Leverandøren på den nyeste række i systemerne."),
    ("Siden", 12.0, "Første dag i det nyeste forløb: samme paragraf med højst 30 dages hul."),
    ("Til", 12.0, "Forløbets sidste dag; tomt, når det fortsætter."),
    ("Sagsbehandler", 22.0, "Som systemerne skriver."),
    ("Bevilget i året", 15.0, "Hvad året koster efter sagssystemets bevillinger."),
    (
        "Disponeret i året",
        15.0,
        "Hvad året koster, hvis alt i afregningssystemet løber, som det er registreret.",
    ),
    ("Disponeret til dato", 15.0, "Den del, der ligger i de hele måneder, økonomisystemet har."),
    ("Betalt til dato", 15.0, "Posteringer for de samme måneder."),
    ("Forskel til dato", 15.0, "Disponeret til dato minus betalt til dato."),
    ("Åbne afvigelser", 10.0, "Åbne afvigelser om borgeren på paragraffen."),
    ("Fremhævet", 24.0, "Hvorfor sagen står øverst."),
    ("Fulgt op", 12.0, "Skrevet på siden."),
    ("Næste", 12.0, "Skrevet på siden, eller foreslået ud fra den seneste opfølgning."),
    ("Bemærkning", 44.0, "Skrevet på siden."),
];

pub(super) async fn workbook(visit: Visit) -> Answer {
    let cases = Cases::read(&visit).await?;
    let all = cases.list();
    let filter = CaseFilter::of(&visit.fields()).known(&all);
    let today = visit.day();
    let list = filter.select(&all, today);
    let column = |(heading, width, meaning)| ListColumn { heading, width, meaning };
    let out = PlainList {
        name: "Sager".to_owned(),
        title: format!("Sager {}", cases.year.year),
        lines: vec![format!(
            "{}, til dato er {}",
            danish::count(list.len() as i64, "sag", "sager"),
            until_in_words(&cases.year)
        )],
        basis: basis(&cases.current),
        day: cases.current.today,
        columns: COLUMNS.into_iter().map(column).collect(),
        rows: list.iter().map(|own| cells(&cases, own, today)).collect(),
        after: vec![sums(&list)],
    };
    let citizens = list.iter().map(|own| own.case.citizen);
    visit.saw(Purpose::SagOpfoelgning, "hent_sager", &filter.logged(), citizens).await?;
    download(&out, "sager")
}

fn cells(cases: &Cases, own: &Listed<'_>, today: Day) -> Vec<ListCell> {
    let case = &own.case;
    let text = |text: &str| ListCell::Text(text.to_owned());
    let year = &cases.year;
    let priced = |amount: &app::commands::case_year::Amount, there: bool, oere: Oere| {
        ListCell::Kroner((there && amount.unpriced_days == 0).then_some(oere))
    };
    let disposes = !year.disposed_by.is_empty();
    let paid = (!year.paid_by.is_empty()).then_some(case.paid);
    let both = disposes && paid.is_some();
    vec![
        text(&case.citizen.to_string()),
        text(&case.paragraf),
        text(&case.provider),
        ListCell::day(case.since),
        ListCell::day(case.last),
        text(&if cases.shows_caseworkers() { own.caseworkers.join(", ") } else { String::new() }),
        priced(&case.granted, !year.granted_by.is_empty(), case.granted.oere),
        priced(&case.disposed, disposes, case.disposed.oere),
        priced(&case.disposed, disposes, case.to_date),
        ListCell::Kroner(paid),
        priced(&case.disposed, both, case.left()),
        ListCell::Whole(own.open as i64),
        text(mark(own, today).0),
        ListCell::day(own.last()),
        ListCell::day(own.next()),
        ListCell::Long(own.follow.as_ref().map_or_else(String::new, |kept| kept.line.bemaerkning.clone())),
    ]
}

/// Sums of what is known.
fn sums(list: &[&Listed<'_>]) -> Vec<ListCell> {
    let sum = |column: &str| {
        let oere: Oere = list.iter().map(|own| own.amount(column)).sum();
        ListCell::Kroner(Some(oere))
    };
    let mut out = vec![ListCell::Text("I alt".to_owned())];
    out.resize(6, ListCell::Empty);
    out.extend(["bevilget", "disponeret", "til_dato", "betalt", "forskel"].map(sum));
    out.push(ListCell::Whole(list.iter().map(|own| own.open as i64).sum()));
    out
}
