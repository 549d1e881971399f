//! What a row's values were read as, by the field of their column; and what limits ask of the row.

use super::FoundRow;
use crate::basis_content::BasisContent;
use crate::session::Session;
use domain::amount::{Oere, Rate, plain_decimal};
use domain::calendar::{Day, Period};
use domain::language::{LocalWords, Translator};
use domain::ledger::paid;
use domain::observation::{
    Activity, Diagnosis, IndividualRate, PersonRecord, Posting, Role, RowPlace, Standing,
};
use domain::person::CitizenId;
use domain::registers::Other;
use domain::wording::{ProviderId, Wording};
use report::danish;
use std::ops::Range;
use store::imports::Kind;
use store::lake::LakeRecord;

/// `written` is the citizen's id as the kept rows have it.
pub(super) fn fill(
    session: &Session,
    content: Option<&BasisContent>,
    found: &mut FoundRow,
    written: CitizenId,
) -> anyhow::Result<()> {
    let one = written..CitizenId(written.0 + 1);
    let mut wording = Wording::default();
    match found.import.kind {
        Kind::Activities => {
            let file = session.store.lake().activities(&session.ctx, &found.import.id)?;
            let rows = file.read(one, &mut wording)?;
            if let Some(row) = rows.iter().find(|row| is_at(found, &wording, &row.place)) {
                activity(content, found, row, &wording);
            }
        }
        Kind::Postings => {
            if let Some(row) = record::<Posting<CitizenId>>(session, found, one, &mut wording, |r| r.place)? {
                posting(content, found, &row, &wording);
            }
        }
        Kind::IndividualRates => {
            let row = record::<IndividualRate<CitizenId>>(session, found, one, &mut wording, |r| r.place)?;
            if let Some(row) = row {
                provider(found, &wording, row.provider);
                days(found, row.valid);
                say(found, "rate", rate(row.rate));
                say(found, "unit", row.unit.text().to_owned());
            }
        }
        Kind::Persons => {
            let row = record::<PersonRecord<CitizenId>>(session, found, one, &mut wording, |r| r.place)?;
            if let Some(dead) = row.and_then(|row| row.dead) {
                say(found, "dead", dead.danish());
            }
        }
        Kind::Diagnoses => {
            let row = record::<Diagnosis<CitizenId>>(session, found, one, &mut wording, |r| r.place)?;
            if let Some(row) = row {
                say(found, "code", wording.text(row.code).to_owned());
                days(found, row.valid);
            }
        }
        _ => {}
    }
    Ok(())
}

fn record<T: LakeRecord>(
    session: &Session,
    found: &FoundRow,
    one: Range<CitizenId>,
    wording: &mut Wording,
    place: impl Fn(&T) -> RowPlace,
) -> anyhow::Result<Option<T>> {
    let rows = session.store.lake().records::<T>(&session.ctx, &found.import.id)?.read(one, wording)?;
    Ok(rows.into_iter().find(|row| is_at(found, wording, &place(row))))
}

fn is_at(found: &FoundRow, wording: &Wording, place: &RowPlace) -> bool {
    (place.file, place.row) == (found.at.file, found.at.row) && wording.text(place.sheet) == found.at.sheet
}

fn say(found: &mut FoundRow, field: &'static str, text: String) {
    if !text.is_empty() {
        found.read_as.insert(field, text);
    }
}

fn decimal(scaled: i64) -> String {
    plain_decimal(scaled).replace('.', ",")
}

/// At least two decimals, as kroner are written.
fn rate(rate: Rate) -> String {
    if rate.0 % 100 == 0 {
        return format!("{} kr.", danish::kroner_with_oere(Oere(rate.0 / 100)));
    }
    format!("{} kr.", decimal(rate.0))
}

fn days(found: &mut FoundRow, period: Period) {
    if period.from > Day::FIRST {
        say(found, "start", period.from.danish());
    }
    say(found, "end", last(period));
}

fn last(period: Period) -> String {
    if period.is_open() {
        "ingen slutdato".to_owned()
    } else {
        format!("til og med {}", period.last_day().danish())
    }
}

fn provider(found: &mut FoundRow, wording: &Wording, id: ProviderId) {
    let provider = wording.provider_of(id);
    let words = [("p_number", &provider.p_number), ("cvr", &provider.cvr), ("provider", &provider.name)];
    for (field, word) in words {
        if !word.is_empty() {
            found.providers.push(word.clone());
            say(found, field, word.clone());
        }
    }
}

fn activity(
    content: Option<&BasisContent>,
    found: &mut FoundRow,
    row: &Activity<CitizenId>,
    wording: &Wording,
) {
    provider(found, wording, row.provider);
    days(found, row.period());
    let standing = match row.standing {
        Standing::Counts => "tæller",
        Standing::NeverTookEffect => "aldrig trådt i kraft",
        Standing::Unclear => "ukendt: tæller ikke, før ordet er beskrevet",
    };
    say(found, "status", standing.to_owned());
    let role = if row.role == Role::Main { "hovedydelse" } else { "tillæg" };
    say(found, "role", role.to_owned());
    say(found, "maalgruppe", wording.text(row.maalgrupper).replace('|', ", "));
    say(found, "hours", row.hours.map_or_else(String::new, |h| format!("{} timer om ugen", decimal(h.0))));
    say(found, "rate", row.rate.map_or_else(String::new, rate));
    say(found, "unit", row.unit.map_or("", |unit| unit.text()).to_owned());
    for (field, kommune) in [("handlekommune", row.handlekommune), ("betalingskommune", row.betalingskommune)]
    {
        say(found, field, kommune.map_or_else(String::new, |code| format!("{code:03}")));
    }
    say(found, "registered", row.registered.map_or_else(String::new, Day::danish));
    let Some(content) = content else { return };
    let source = found.mapping.source();
    let words = LocalWords::of(row, wording, &source);
    let meanings = Translator::new(&content.language, &content.law).meanings(&words, row.period());
    for id in meanings.iter().filter_map(|meaning| meaning.paragraf.as_ref().ok()) {
        let written = &content.law.paragraf(*id).written;
        if !found.paragraffer.contains(written) {
            found.paragraffer.push(written.clone());
        }
    }
    let translated = if found.paragraffer.is_empty() {
        "uden paragraf".to_owned()
    } else {
        danish::list(&found.paragraffer)
    };
    say(found, "service", translated);
}

fn posting(
    content: Option<&BasisContent>,
    found: &mut FoundRow,
    row: &Posting<CitizenId>,
    wording: &Wording,
) {
    provider(found, wording, row.provider);
    say(found, "booked", row.booked.danish());
    if let Some(concerns) = row.concerns {
        days(found, concerns);
    }
    say(found, "amount", format!("{} kr.", danish::kroner_with_oere(row.amount)));
    let Some(content) = content else { return };
    let source = found.mapping.source();
    let other = Other { index: 0, source: &source, facts: found.import.facts, wording };
    let providers = (!content.providers.is_empty()).then_some(&content.providers);
    let paid = paid(&content.law, &content.language, providers, other, std::slice::from_ref(row));
    let meaning = match paid.first() {
        Some(paid) if paid.is_refund => "statsrefusion".to_owned(),
        Some(paid) => paid.paragraf.map_or("uden paragraf".to_owned(), |id| {
            let written = content.law.paragraf(id).written.clone();
            found.paragraffer.push(written.clone());
            written
        }),
        None => return,
    };
    say(found, "account", meaning);
}
