//! `/korrektioner`: the corrections, those that ran out first.

use super::{Row, holds, row};
use crate::error::{Answer, WebError};
use crate::filter::in_numbers;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::pages::to_correct::{basis, download};
use crate::parts::{Chip, Choice, Link};
use crate::query::{Fields, address};
use crate::visit::Visit;
use app::access::Right;
use app::commands::basis_correction::{StandingCorrection, State, corrections};
use app::current::Current;
use app::purpose::Purpose;
use askama::Template;
use domain::amount::Oere;
use domain::person::CitizenId;
use report::danish;
use report::plain_list::{ListCell, ListColumn, PlainList};

#[derive(Template)]
#[template(path = "pages/korrektioner.html")]
struct ListPage {
    page: Page,
    in_force: Num,
    run_out: Option<Num>,
    rows: Vec<Row>,
    totals: (usize, i64, i64),
    paragraffer: Vec<Choice>,
    systems: Vec<Choice>,
    states: Vec<Choice>,
    chips: Vec<Chip>,
    export: String,
    none: bool,
}

/// What is asked: empty is all.
#[derive(Clone, Debug, Default)]
pub(super) struct Wish {
    pub(super) paragraf: String,
    pub(super) system: String,
    pub(super) state: String,
}

impl Wish {
    fn of(fields: &Fields) -> Wish {
        Wish {
            paragraf: fields.one("paragraf").to_owned(),
            system: fields.one("system").to_owned(),
            state: fields.one("tilstand").to_owned(),
        }
    }

    pub(super) fn address(&self) -> String {
        self.address_at("/korrektioner")
    }

    fn address_at(&self, path: &str) -> String {
        address(path, &[("paragraf", &self.paragraf), ("system", &self.system), ("tilstand", &self.state)])
    }

    fn holds(&self, own: &StandingCorrection) -> bool {
        let asked = |wish: &str, is: &str| wish.is_empty() || wish == is;
        asked(&self.paragraf, &own.kept.line.paragraf)
            && asked(&self.system, &own.kept.line.system)
            && asked(&self.state, own.state.key())
    }
}

/// The corrections that the one who looks may see.
pub(super) async fn seen(visit: &Visit, current: &Current) -> Result<Vec<StandingCorrection>, WebError> {
    let scope = visit.scope(Right::CorrectBasis)?;
    let session = visit.session(Purpose::AfvigelseRet);
    let mut all = corrections(&session, current, visit.day()).await?;
    all.retain(|own| holds(current, &scope, own));
    Ok(all)
}

pub(super) async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let all = seen(&visit, &current).await?;
    let people = People::read(&visit).await?;
    let wish = known(Wish::of(&visit.fields()), &all);
    let list: Vec<&StandingCorrection> = all.iter().filter(|own| wish.holds(own)).collect();
    let state = |key: &str| {
        let own = Wish { state: key.to_owned(), ..Wish::default() };
        let count = all.iter().filter(|c| own.holds(c)).count();
        Num::count(count as i64, Unit::Others, own.address())
    };
    let template = ListPage {
        in_force: state("gaelder"),
        run_out: Some(state("udloebet")).filter(|num| num.value != Some(0)),
        rows: list.iter().map(|own| row(&visit, &current, own, people.shown(&own.kept.line.ejer))).collect(),
        totals: (
            list.len(),
            list.iter().map(|own| own.oere().0).sum(),
            list.iter().map(|own| own.hundredths()).sum(),
        ),
        paragraffer: choices(
            all.iter().map(|own| own.kept.line.paragraf.as_str()),
            &wish.paragraf,
            str::to_owned,
        ),
        systems: choices(all.iter().map(|own| own.kept.line.system.as_str()), &wish.system, |name| {
            current.title(name)
        }),
        states: states(&wish.state),
        chips: chips(&wish, &current),
        export: wish.address_at("/korrektioner.xlsx"),
        none: all.is_empty(),
        page: visit.page_of("Korrektioner til grundlag", &current),
    };
    let citizens: Vec<CitizenId> = list.iter().filter_map(|own| own.citizen).collect();
    visit.show(Purpose::AfvigelseRet, "liste_korrektioner", &wish.address(), citizens, &template).await
}

/// What somebody typed is not repeated where it is none of these.
fn known(wish: Wish, all: &[StandingCorrection]) -> Wish {
    let has = |is: &dyn Fn(&StandingCorrection) -> bool| all.iter().any(is);
    Wish {
        paragraf: Some(wish.paragraf)
            .filter(|text| has(&|own| own.kept.line.paragraf == *text))
            .unwrap_or_default(),
        system: Some(wish.system)
            .filter(|text| has(&|own| own.kept.line.system == *text))
            .unwrap_or_default(),
        state: Some(wish.state).filter(|text| STATES.iter().any(|(key, _)| key == text)).unwrap_or_default(),
    }
}

const STATES: [(&str, &str); 4] = [
    ("udloebet", "Udløbet"),
    ("gaelder", "Gælder"),
    ("faldet_bort", "Faldet bort"),
    ("taget_tilbage", "Taget tilbage"),
];

fn states(chosen: &str) -> Vec<Choice> {
    let all = std::iter::once(("", "Alle")).chain(STATES);
    all.map(|(key, text)| Choice::new(key, text, chosen)).collect()
}

fn choices<'a>(
    words: impl Iterator<Item = &'a str>,
    chosen: &str,
    text: impl Fn(&str) -> String,
) -> Vec<Choice> {
    let mut words: Vec<&str> = words.collect();
    words.sort_by_key(|word| in_numbers(word));
    words.dedup();
    let all = Choice::new("", "Alle", chosen);
    std::iter::once(all).chain(words.into_iter().map(|word| Choice::new(word, text(word), chosen))).collect()
}

fn chips(wish: &Wish, current: &Current) -> Vec<Chip> {
    let mut out = Vec::new();
    if !wish.paragraf.is_empty() {
        let other = Wish { paragraf: String::new(), ..wish.clone() };
        out.push(Link::new(other.address(), wish.paragraf.clone()));
    }
    if !wish.system.is_empty() {
        let other = Wish { system: String::new(), ..wish.clone() };
        out.push(Link::new(other.address(), current.title(&wish.system)));
    }
    if let Some((_, text)) = STATES.iter().find(|(key, _)| *key == wish.state) {
        out.push(Link::new(Wish { state: String::new(), ..wish.clone() }.address(), *text));
    }
    out
}

/// Headings, widths and meanings.
const COLUMNS: [(&str, f64, &str); 13] = [
    ("Nr.", 7.0, "Korrektionens nummer."),
    ("Stand", 14.0, "Beregnet af data og dagen: gælder, udløbet, faldet bort eller taget tilbage."),
    ("Nærmere", 30.0, "Hvornår og hvorfor den faldt bort."),
    ("Borger", 11.0, "Borgerens id; tomt, hvor korrektionen ikke handler om en borger."),
    ("Paragraf", 14.0, "Paragraffen, som fælles sprog skriver den."),
    ("System", 18.0, "Det system, hvis tal korrektionen står ved siden af."),
    ("Dage", 26.0, "Første og sidste dag."),
    ("Helårspersoner", 14.0, "Med fortegn: plus, hvor noget mangler i tallet."),
    ("Kroner", 14.0, "Med fortegn."),
    ("Hvorfor", 44.0, "Begrundelsen."),
    ("Ejer", 20.0, "Den, der svarer for korrektionen."),
    ("Udløber", 12.0, "Den sidste dag, den gælder."),
    ("Afvigelse", 12.0, "Afvigelsen, som den hører til."),
];

pub(super) async fn workbook(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let all = seen(&visit, &current).await?;
    let people = People::read(&visit).await?;
    let wish = known(Wish::of(&visit.fields()), &all);
    let list: Vec<&StandingCorrection> = all.iter().filter(|own| wish.holds(own)).collect();
    let rows = list
        .iter()
        .map(|own| {
            let line = &own.kept.line;
            let row = row(&visit, &current, own, people.shown(&line.ejer));
            let text = |text: String| ListCell::Text(text);
            vec![
                text(row.number),
                text(row.state.to_owned()),
                ListCell::Long(row.told),
                text(row.citizen),
                text(row.paragraf),
                text(row.system),
                text(row.days),
                line.aarsvaerk.map_or(ListCell::Empty, ListCell::Hundredths),
                line.oere.map_or(ListCell::Empty, |oere| ListCell::Kroner(Some(Oere(oere)))),
                ListCell::Long(row.why),
                text(row.owner),
                ListCell::day(line.expires()),
                text(row.item),
            ]
        })
        .collect();
    let citizens: Vec<CitizenId> = list.iter().filter_map(|own| own.citizen).collect();
    visit.saw(Purpose::AfvigelseRet, "hent_korrektioner", &wish.address(), citizens).await?;
    let in_force = list.iter().filter(|own| own.state == State::InForce).count();
    let column = |(heading, width, meaning)| ListColumn { heading, width, meaning };
    let out = PlainList {
        name: "Korrektioner".to_owned(),
        title: "Korrektioner til grundlag".to_owned(),
        lines: vec![format!("{} gælder nu", danish::whole(in_force as i64))],
        basis: basis(&current),
        day: current.today,
        columns: COLUMNS.into_iter().map(column).collect(),
        rows,
        after: Vec::new(),
    };
    download(&out, "korrektioner")
}
