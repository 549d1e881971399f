//! `/korrektioner/ny`: a correction is laid beside a figure; from a deviation, with everything filled in that it says.

use crate::error::{Answer, WebError};
use crate::filter::in_numbers;
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::parts::{Choice, Link};
use crate::query::{Fields, address};
use crate::visit::{Visit, to};
use app::access::{Right, Scope, Subject};
use app::commands::basis_correction::{Correction, NewCorrection, correct_basis};
use app::commands::correct_source::deadline;
use app::current::{BoardItem, Current};
use app::purpose::Purpose;
use askama::Template;
use domain::bridge::FullYears;
use domain::calendar::Day;
use domain::deviation::Side;
use domain::message::claiming;
use domain::periods::Periods;
use domain::person::CitizenId;
use domain::work_item::ItemId;
use std::sync::Arc;
use store::imports::Kind;

#[derive(Template)]
#[template(path = "pages/korrektioner/ny.html")]
struct FormPage {
    page: Page,
    trail: Vec<Link>,
    typed: Typed,
    fault: String,
    paragraffer: Vec<Choice>,
    systems: Vec<Choice>,
    people: Vec<Choice>,
    most: String,
}

/// What stands in the fields.
#[derive(Clone, Default)]
struct Typed {
    system: String,
    paragraf: String,
    citizen: String,
    from: String,
    until: String,
    full_years: String,
    kroner: String,
    why: String,
    owner: String,
    expires: String,
    item: String,
}

/// The form of a deviation: "Ret i dag, afventer udtræk".
pub(crate) fn address_of_item(id: ItemId) -> String {
    address("/korrektioner/ny", &[("afvigelse", &id.to_string())])
}

pub(super) async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let fields = visit.fields();
    let item = fields.one("afvigelse");
    let typed = if item.is_empty() {
        Typed { owner: visit.who.user.full_name.clone(), ..Typed::default() }
    } else {
        of_item(&visit, &current, find(&visit, &current, item)?).await?
    };
    drawn(&visit, &current, typed, "").await
}

/// A deviation that the one who corrects may see.
fn find<'c>(visit: &Visit, current: &'c Current, id: &str) -> Result<&'c Arc<BoardItem>, WebError> {
    let scope = visit.scope(Right::CorrectBasis)?;
    let found = ItemId::parse(id).and_then(|id| current.item(&scope, id));
    found.ok_or_else(|| WebError::NotFound("Der er ingen afvigelse med det navn, som du kan se.".to_owned()))
}

/// Everything that a deviation says of what is to come.
async fn of_item(visit: &Visit, current: &Current, own: &BoardItem) -> Result<Typed, WebError> {
    let item = &own.listed.item;
    let (key, seen) = (&item.key, &item.sighting);
    let is_first = key.sources.first() == Some(&own.target.source);
    let target = if is_first { Side::One } else { Side::Two };
    // The days come into the system that lacks them, and go out of the one that has them.
    let comes_in = claiming(seen.question) != target;
    let sign = if comes_in { 1 } else { -1 };
    let days = key.attribute.is_none();
    let years = FullYears::of_days(&Periods::from(seen.period)).scaled() / 100;
    let session = visit.session(Purpose::AfvigelseRet);
    let next = deadline(&session, current, &own.target.source, visit.day()).await?;
    Ok(Typed {
        system: own.target.source.clone(),
        paragraf: key.paragraf.clone(),
        citizen: key.citizen.to_string(),
        from: seen.period.from.iso(),
        until: seen.period.last_day().iso(),
        full_years: if days { hundredths_text(sign * years) } else { String::new() },
        kroner: seen.oere.filter(|oere| oere.0 != 0).map_or_else(String::new, |oere| {
            let signed = if days { sign * oere.0 } else { oere.0 };
            hundredths_text(signed)
        }),
        why: "Ret i dag, afventer udtræk".to_owned(),
        owner: visit.who.user.full_name.clone(),
        // A month beyond the extract that is waited for.
        expires: Day(next.0 + 31).iso(),
        item: item.id.to_string(),
    })
}

/// `-1234,50`.
fn hundredths_text(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let size = number.unsigned_abs();
    match size % 100 {
        0 => format!("{sign}{}", size / 100),
        rest => format!("{sign}{},{rest:02}", size / 100),
    }
}

/// A number with at most two decimals, as Danes write it, in hundredths; `Err` where it is none.
fn hundredths(text: &str) -> Result<Option<i64>, ()> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    if plain.is_empty() {
        return Ok(None);
    }
    let (negative, digits) = match plain.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (whole, part) = digits.split_once(',').unwrap_or((digits, ""));
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > 2 || !is_number(whole) || !is_number(part) {
        return Err(());
    }
    let number: i64 = format!("{whole}{part:0<2}").parse().map_err(|_| ())?;
    Ok(Some(if negative { -number } else { number }))
}

async fn drawn(visit: &Visit, current: &Current, typed: Typed, fault: &str) -> Answer {
    let people = People::read(visit).await?;
    let law = current.basis.as_deref().map_or(&*visit.state.base.law, |content| &content.law);
    let mut written: Vec<&str> = law.paragraffer.iter().map(|own| own.written.as_str()).collect();
    written.sort_by_key(|text| in_numbers(text));
    written.dedup();
    let paragraffer = std::iter::once(Choice::new("", "Vælg", &typed.paragraf))
        .chain(written.into_iter().map(|text| Choice::new(text, text, &typed.paragraf)));
    let arrivals = current.arrivals.iter().filter(|arrival| arrival.kind == Kind::Activities);
    let systems = std::iter::once(Choice::new("", "Vælg", &typed.system))
        .chain(arrivals.map(|own| Choice::new(own.source.clone(), own.title.clone(), &typed.system)));
    let scope = visit.scope(Right::CorrectBasis)?;
    let title = if typed.item.is_empty() { "Ny korrektion" } else { "Ret i dag, afventer udtræk" };
    let template = FormPage {
        trail: vec![Link::new("/korrektioner", "Korrektioner")],
        paragraffer: paragraffer.collect(),
        systems: systems.collect(),
        people: people.choices(visit, current, &scope),
        most: Day(visit.day().0 + 366).danish(),
        fault: fault.to_owned(),
        page: visit.page_of(title, current),
        typed,
    };
    // A typed id is about somebody only where it is the id of one whom the one who looks may see.
    let typed = CitizenId::parse(&template.typed.citizen);
    let citizen = typed.filter(|id| may_know_of(current, &scope, *id, &template.typed.paragraf));
    visit.show(Purpose::AfvigelseRet, "ny_korrektion", &template.typed.item, citizen, &template).await
}

pub(super) async fn save(visit: Visit, body: String) -> Answer {
    let fields = Fields::of(&body);
    let text = |key: &str| fields.one(key).to_owned();
    let typed = Typed {
        system: text("system"),
        paragraf: text("paragraf"),
        citizen: text("borger"),
        from: text("fra"),
        until: text("til"),
        full_years: text("aarsvaerk"),
        kroner: text("kroner"),
        why: text("hvorfor"),
        owner: text("ejer"),
        expires: text("udloeber"),
        item: text("afvigelse"),
    };
    let current = visit.current().await?;
    let people = People::read(&visit).await?;
    let made = match made(&visit, &current, &people, &typed) {
        Ok(made) => made,
        Err(fault) => return drawn(&visit, &current, without_numbers(typed), &fault).await,
    };
    let session = visit.session(Purpose::AfvigelseRet);
    match correct_basis(&session, made, visit.day()).await {
        Ok(number) => Ok(to(&format!("/korrektioner/{number}?gjort=korrektion"))),
        Err(error) => match WebError::told(error) {
            WebError::Refused(fault) => drawn(&visit, &current, without_numbers(typed), &fault).await,
            other => Err(other),
        },
    }
}

/// What could be a person's number is not shown again.
fn without_numbers(typed: Typed) -> Typed {
    let plain = |text: String| {
        if app::text_of_people::refuse_number("", &text).is_err() { String::new() } else { text }
    };
    Typed { citizen: plain(typed.citizen), why: plain(typed.why), owner: plain(typed.owner), ..typed }
}

fn may_know_of(current: &Current, scope: &Scope, citizen: CitizenId, paragraf: &str) -> bool {
    current.directory.knows(citizen) && current.sees(scope, citizen, paragraf)
}

/// A correction of the fields, or why there is none.
fn made(visit: &Visit, current: &Current, people: &People, typed: &Typed) -> Result<NewCorrection, String> {
    let scope = visit.scope(Right::CorrectBasis).map_err(|_| "Din rolle kan ikke lægge korrektioner.")?;
    let law = current.basis.as_deref().map_or(&*visit.state.base.law, |content| &content.law);
    if !law.paragraffer.iter().any(|own| own.written == typed.paragraf) {
        return Err("Vælg en paragraf. Intet er gemt.".to_owned());
    }
    if !current.arrivals.iter().any(|own| own.source == typed.system && own.kind == Kind::Activities) {
        return Err("Vælg det system, hvis tal skal korrigeres. Intet er gemt.".to_owned());
    }
    let citizen = match typed.citizen.as_str() {
        "" => None,
        text => {
            let known =
                CitizenId::parse(text).filter(|id| may_know_of(current, &scope, *id, &typed.paragraf));
            let known =
                known.ok_or("Der er ingen borger med det id, som du kan se. Skriv B- og seks tegn.")?;
            Some(known)
        }
    };
    if citizen.is_none() && !scope.holds(&Subject { paragraf: &typed.paragraf, ..Subject::default() }) {
        return Err("Paragraffen er uden for dit område. Intet er gemt.".to_owned());
    }
    let item = match typed.item.as_str() {
        "" => String::new(),
        id => {
            let own = find(visit, current, id)
                .map_err(|_| "Der er ingen afvigelse med det navn, som du kan se.")?;
            if !own.listed.item.standing.status.is_work() {
                return Err(
                    "Afvigelsen er ikke åben længere, og der er intet at vente på. Intet er gemt.".to_owned()
                );
            }
            own.listed.item.id.to_string()
        }
    };
    let number = |text: &str, what: &str| {
        hundredths(text)
            .map_err(|()| format!("{what} skal være et tal med højst to decimaler, fx -0,25. Intet er gemt."))
    };
    Ok(NewCorrection {
        line: Correction {
            system: typed.system.clone(),
            paragraf: typed.paragraf.clone(),
            fra: typed.from.clone(),
            til: typed.until.clone(),
            aarsvaerk: number(&typed.full_years, "Helårspersoner")?,
            oere: number(&typed.kroner, "Kroner")?,
            hvorfor: typed.why.clone(),
            ejer: people.typed(&typed.owner),
            udloeber: typed.expires.clone(),
            afvigelse: item,
            taget_tilbage: false,
        },
        citizen,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_danes_write_them() {
        let read = ["", "0,25", "-1.234,5", "+3", "−2", "1,234", "ti", "-"].map(hundredths);
        assert_eq!(
            read,
            [
                Ok(None),
                Ok(Some(25)),
                Ok(Some(-123_450)),
                Ok(Some(300)),
                Ok(Some(-200)),
                Err(()),
                Err(()),
                Err(())
            ]
        );
        assert_eq!([0, 25, -123_450, 300].map(hundredths_text), ["0", "0,25", "-1234,50", "3"]);
    }
}
