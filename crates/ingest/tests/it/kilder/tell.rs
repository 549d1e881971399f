//! An extract as a person reads it: what `eksempel.forventet` holds.

use domain::amount::plain_decimal;
use domain::calendar::Day;
use domain::observation::Activity;
use domain::person::Cpr;
use ingest::apply::Extract;
use std::fmt::Write;

/// The extract as a person reads it. A citizen is shown by the order in which the file names them.
pub(super) fn told(extract: &Extract) -> String {
    let mut out = String::new();
    let facts = extract.facts;
    let covers = facts.covers.map_or("ukendt".to_owned(), |p| format!("{p:?}"));
    let day = facts.extracted.map_or("ukendt".to_owned(), |d| d.iso());
    writeln!(out, "Udtrukket {day} · dækker {covers} · kun løbende: {}", facts.current_only).unwrap();
    let totals = extract.totals;
    for (word, tally) in [
        ("læst", totals.read),
        ("brugt", totals.used),
        ("uden virkning", totals.never_took_effect),
        ("sat til side", totals.set_aside),
    ] {
        let rates = plain_decimal(i64::try_from(tally.rate_sum).unwrap());
        writeln!(out, "{word}: {} rækker, takster {rates}", tally.rows).unwrap();
    }
    writeln!(out, "sprunget over: {} rækker", totals.skipped_rows).unwrap();
    tell_activities(extract, &mut out);
    tell_lines(extract, &mut out);
    let mut people = People::default();
    extract.activities.iter().for_each(|row| drop(people.name(Some(row.citizen))));
    for (citizen, key) in &extract.keys {
        writeln!(out, "nøgle: {} = {key:?}", people.name(Some(*citizen))).unwrap();
    }
    for line in &extract.language {
        writeln!(out, "sprog: {line:?}").unwrap();
    }
    for line in &extract.translations {
        writeln!(out, "oversættelse: {line:?}").unwrap();
    }
    out.push('\n');
    for f in &extract.findings {
        let place = if f.sheet.is_empty() { String::new() } else { format!("{}, ", f.sheet) };
        let (effect, column, value) = (f.effect.text(), &f.column, &f.value);
        writeln!(out, "{} {effect} · {place}række {} · {column} = {value:?} · {}", f.code, f.row, f.reason)
            .unwrap();
    }
    out
}

/// Citizens by the order in which they were first met.
#[derive(Default)]
struct People(Vec<Cpr>);

impl People {
    fn number(&mut self, citizen: Cpr) -> usize {
        let known = self.0.iter().position(|c| *c == citizen);
        known.unwrap_or_else(|| {
            self.0.push(citizen);
            self.0.len() - 1
        }) + 1
    }

    fn name(&mut self, citizen: Option<Cpr>) -> String {
        citizen.map_or("ingen borger".to_owned(), |c| format!("person {}", self.number(c)))
    }
}

fn tell_activities(extract: &Extract, out: &mut String) {
    let mut people = People::default();
    for row in &extract.activities {
        let provider = extract.wording.provider_of(row.provider);
        let text = |id| extract.wording.text(id);
        let number = |scaled: Option<i64>| scaled.map_or("-".to_owned(), plain_decimal);
        writeln!(
            out,
            "\nrække {}: person {} · {:?} · {:?} · {:?}\n  paragraf {:?} · ydelse {:?} · konto {:?} · status {:?}\n  \
             leverandør {:?} P {:?} CVR {:?} · ejer {:?}\n  målgruppe {:?} · timer {} · takst {} {} · antal {}\n  \
             handle {:?} · betaler {:?} · sagsbehandler {:?} · registreret {:?}",
            row.place.row,
            people.number(row.citizen),
            row.period(),
            row.role,
            row.standing,
            text(row.paragraf),
            text(row.service),
            text(row.account),
            text(row.status),
            provider.name,
            provider.p_number,
            provider.cvr,
            text(row.ownership),
            text(row.maalgrupper),
            number(row.hours.map(|h| h.0)),
            number(row.rate.map(|r| r.0)),
            row.unit.map_or("uden enhed", domain::price::Unit::text),
            number(row.count.map(|c| c.0)),
            row.handlekommune,
            row.betalingskommune,
            text(row.caseworker),
            row.registered,
        )
        .unwrap();
        tell_more(row, extract, out);
    }
    if !people.0.is_empty() {
        tell_found(extract, out);
        writeln!(out, "navne til identitetslageret: {}", extract.names.len()).unwrap();
    }
}

/// What most sources have no column for.
fn tell_more(row: &Activity<Cpr>, extract: &Extract, out: &mut String) {
    let share = |share: Option<u16>| share.map_or("-".to_owned(), |s| plain_decimal(i64::from(s) * 100));
    if row.settled_share.is_some() || row.occupied_share.is_some() || row.settles.is_some() {
        let (settled, occupied) = (share(row.settled_share), share(row.occupied_share));
        writeln!(out, "  afregnes {:?} · afregningspct {settled} · belægningspct {occupied}", row.settles)
            .unwrap();
    }
    let texts =
        [row.entry_reason, row.exit_reason, row.assessment, row.address].map(|id| extract.wording.text(id));
    if texts.iter().any(|text| !text.is_empty()) {
        let [entry, exit, assessment, address] = texts;
        writeln!(
            out,
            "  tilgang {entry:?} · afgang {exit:?} · udredning {assessment:?} · adresse {address:?}"
        )
        .unwrap();
    }
}

fn tell_lines(extract: &Extract, out: &mut String) {
    let mut people = People::default();
    let text = |id| extract.wording.text(id);
    let provider = |id| extract.wording.provider_of(id);
    for p in &extract.postings {
        let (who, amount, row) = (people.name(p.citizen), p.amount.0, p.place.row);
        let (booked, concerns) = (p.booked.iso(), p.concerns);
        writeln!(out, "\nrække {row}: {who} · {amount} øre · bogført {booked} · for {concerns:?}").unwrap();
        let (account, konto, art) = (text(p.account), text(p.konto), text(p.art));
        writeln!(out, "  konto {account:?} = {konto:?} · art {art:?} · {:?}", provider(p.provider)).unwrap();
        writeln!(out, "  bilag {:?} · tekst {:?}", text(p.bill), text(p.text)).unwrap();
    }
    for p in &extract.persons {
        let who = people.number(p.citizen);
        writeln!(
            out,
            "\nrække {}: person {who} · født {:?} · død {:?} · bopæl {:?} i {:?}\n  betaler {:?} · beskyttet {} · før {}",
            p.place.row,
            p.born,
            p.dead,
            p.kommune,
            p.residence,
            p.betalingskommune,
            p.protected,
            people.name(p.formerly),
        )
        .unwrap();
    }
    for d in &extract.diagnoses {
        let (who, system, code) = (people.number(d.citizen), text(d.system), text(d.code));
        writeln!(out, "\nrække {}: person {who} · {system:?} {code:?} · {:?}", d.place.row, d.valid).unwrap();
    }
    tell_rates(extract, &mut people, out);
    for p in &extract.providers {
        writeln!(out, "\n{p:?}").unwrap();
    }
    for e in &extract.expectations {
        let who = people.name(e.citizen);
        writeln!(
            out,
            "\nrække {}: {who} · {:?} · {:?} hos {:?} · {:?}\n  {:?} {} · antal {:?} · {} % · {:?} · {:?}",
            e.place.row,
            e.label,
            e.paragraf,
            e.provider,
            e.period,
            e.rate,
            e.unit.text(),
            e.quantity,
            e.certainty,
            e.who,
            e.state,
        )
        .unwrap();
    }
    extract.enrichments.iter().for_each(|e| writeln!(out, "\n{e:?}").unwrap());
    extract.budget.iter().for_each(|b| writeln!(out, "\n{b:?}").unwrap());
    extract.caseworkers.iter().for_each(|c| writeln!(out, "\n{c:?}").unwrap());
    let tables = !extract.language.is_empty() || !extract.translations.is_empty();
    if extract.activities.is_empty() && !tables {
        let found = &extract.found;
        writeln!(
            out,
            "\nfundet: {} borgere · {:?} til {:?}",
            found.citizens, found.first_day, found.last_day
        )
        .unwrap();
        writeln!(out, "felter {:?} · navne til identitetslageret: {}", found.fields, extract.names.len())
            .unwrap();
    }
}

fn tell_rates(extract: &Extract, people: &mut People, out: &mut String) {
    let individual = extract
        .individual_rates
        .iter()
        .map(|r| (Some(r.citizen), r.place, r.provider, r.service, r.paragraf, r.valid, r.rate, r.unit));
    let lists = extract
        .list_prices
        .iter()
        .map(|p| (None, p.place, p.provider, p.service, p.paragraf, p.valid, p.rate, p.unit));
    for (who, place, provider, service, paragraf, valid, rate, unit) in lists.chain(individual) {
        let who = who.map_or("alle".to_owned(), |who| people.name(Some(who)));
        let (service, paragraf) = (extract.wording.text(service), extract.wording.text(paragraf));
        let (rate, unit, provider) =
            (plain_decimal(rate.0), unit.text(), extract.wording.provider_of(provider));
        writeln!(out, "\nrække {}: {who} · {rate} {unit} · {valid:?}", place.row).unwrap();
        writeln!(out, "  {provider:?} · ydelse {service:?} · paragraf {paragraf:?}").unwrap();
    }
}

fn tell_found(extract: &Extract, out: &mut String) {
    let found = &extract.found;
    let day = |day: Option<Day>| day.map_or("-".to_owned(), Day::iso);
    let (first, last, registered) = (day(found.first_day), day(found.last_day), day(found.last_registered));
    writeln!(out, "\nfundet: {} borgere · {first} til {last} · {} åbne", found.citizens, found.open_rows)
        .unwrap();
    writeln!(out, "senest registreret {registered} · handle {:?}", found.handlekommune).unwrap();
    writeln!(out, "betaler {:?} · værdier {:?}", found.betalingskommune, found.attributes).unwrap();
    writeln!(out, "statusord {:?}", found.statuses).unwrap();
}
