//! The registers beside the systems: persons, diagnoses, prices, providers, lines without citizens, budget,
//! caseworkers. CSV, semicolon, UTF-8 with byte order mark, CRLF.

use crate::Municipality;
use crate::catalogue::{KOGNITIV, S108, SINDSLIDELSE, UNTRANSLATED, YDELSER, YdelseId};
use crate::day::{Date, Span};
use crate::money::danish;
use crate::people::{CASEWORKERS, LEFT, Person};
use crate::prices::FIRST_YEAR;
use crate::providers::{MUNICIPALITIES, OWN, PROVIDERS, ProviderId, frames, municipality};
use crate::row::System;
use crate::write::as2007::{PLACE, cut};
use crate::write::danish_day;

/// A table in the making: cells and rows.
struct Table {
    out: String,
    rows: usize,
}

impl Table {
    fn new(header: &str) -> Table {
        Table { out: format!("\u{feff}{header}\r\n"), rows: 0 }
    }

    fn row(&mut self, cells: &[&str]) {
        self.out.push_str(&cells.join(";"));
        self.out.push_str("\r\n");
        self.rows += 1;
    }

    fn done(self) -> (Vec<u8>, usize) {
        (self.out.into_bytes(), self.rows)
    }
}

fn day(of: Date) -> String {
    let mut out = String::new();
    danish_day(&mut out, of);
    out
}

fn maybe(of: Option<Date>) -> String {
    of.map(day).unwrap_or_default()
}

fn number(value: i64, decimals: u32) -> String {
    let mut out = String::new();
    danish(&mut out, value, decimals);
    out
}

/// Each citizen a row a residence.
pub(super) fn cpr(of: &Municipality) -> (Vec<u8>, usize) {
    let mut table = Table::new(
        "CPR-nr.;Navn;Fødselsdato;Dødsdato;Bopælskommune;Tilflyttet;Fraflyttet;Betalingskommune;\
         Adressebeskyttelse;Tidligere CPR-nr.",
    );
    for person in &of.people {
        let Some(born) = person.number.birth() else { continue };
        let number = person.number.to_string();
        let name = format!("{} {}", person.first, person.last);
        let (dead, former) = (maybe(person.life.dead), person.life.former.map(|n| n.to_string()));
        for (kommune, from, to) in residences(person, born) {
            // Somebody who lives where we act, but is paid for elsewhere, or the other way round, is marked.
            let marked = kommune == person.handle && person.betal != person.handle;
            let paid_by = if marked { municipality(person.betal) } else { "" };
            table.row(&[
                &number,
                &name,
                &day(born),
                &dead,
                municipality(kommune),
                &day(from),
                &maybe(to),
                paid_by,
                if person.life.protected { "J" } else { "N" },
                former.as_deref().unwrap_or(""),
            ]);
        }
    }
    table.done()
}

/// Municipality, first day, last day.
fn residences(person: &Person, born: Date) -> Vec<(u16, Date, Option<Date>)> {
    let life = &person.life;
    let elsewhere = MUNICIPALITIES[1 + person.number.remainder_of(MUNICIPALITIES.len() - 1)].0;
    let mut out = Vec::new();
    let mut from = born;
    if let Some(moved) = life.moved_in {
        out.push((if person.handle == OWN { elsewhere } else { OWN }, born, Some(moved.plus(-1))));
        from = moved;
    }
    match life.moved_out {
        Some(moved) => {
            out.push((person.handle, from, Some(moved.plus(-1))));
            out.push((elsewhere, moved, None));
        }
        None => out.push((person.handle, from, life.dead)),
    }
    out
}

/// A diagnosis for some of those whose målgruppe has one.
pub(super) fn diagnoses(of: &Municipality) -> (Vec<u8>, usize) {
    let mut table = Table::new("CPR-nr.;Kodesystem;Kode;Fra;Til");
    for (at, person) in (0u32..).zip(&of.people).filter(|(at, _)| at % 3 == 0) {
        let row = of.rows(System::As2007).iter().find(|row| row.person == at);
        let codes = match row.and_then(|row| row.groups[0]) {
            Some(KOGNITIV) => ["F70", "F71", "F84.0"],
            Some(SINDSLIDELSE) => ["F20.0", "F31.9", "F33.2"],
            _ => continue,
        };
        let Some(from) = row.map(|row| row.from.plus(-200)) else { continue };
        let code = codes[person.number.remainder_of(codes.len())];
        table.row(&[&person.number.to_string(), "ICD-10", code, &day(from), ""]);
    }
    table.done()
}

/// Each place, service and year.
pub(super) fn list_prices(of: &Municipality) -> (Vec<u8>, usize) {
    let mut table = Table::new("Leverandør;P-nummer;Ydelse;Paragraf;Gyldig fra;Gyldig til;Takst;Enhed");
    let last = of.window.to.year();
    for (place, ydelse) in offers() {
        for year in FIRST_YEAR..=last {
            let from = Date::ymd(year, 1, 1);
            table.row(&[
                place.get().name,
                &place.p_number(),
                "",
                ydelse.get().paragraf,
                &day(from),
                &if year == last { String::new() } else { day(from.year_end()) },
                &number(of.prices.rate(place, ydelse, year), 4),
                ydelse.get().unit.text(),
            ]);
        }
    }
    table.done()
}

fn offers() -> impl Iterator<Item = (ProviderId, YdelseId)> {
    let places = (0..PROVIDERS.len() as u8).map(ProviderId);
    places
        .flat_map(|place| place.get().gives.iter().map(move |ydelse| (place, *ydelse)))
        .filter(|(_, ydelse)| *ydelse != UNTRANSLATED)
}

pub(super) fn individual_rates(of: &Municipality) -> (Vec<u8>, usize) {
    let mut table =
        Table::new("CPR-nr.;Leverandør;P-nummer;Ydelse;Paragraf;Gyldig fra;Gyldig til;Takst;Enhed");
    for rate in &of.individual {
        table.row(&[
            &rate.cpr.to_string(),
            rate.provider.get().name,
            &rate.provider.p_number(),
            "",
            rate.ydelse.get().paragraf,
            &day(rate.from),
            &maybe(rate.to),
            &number(rate.rate, 4),
            rate.ydelse.get().unit.text(),
        ]);
    }
    table.done()
}

pub(super) fn providers() -> (Vec<u8>, usize) {
    let mut table = Table::new(
        "Navn;Stavemåder;CVR-nr.;P-nummer;Driftsherre;Ejerforhold;Afregningsform;Normal forsinkelse (dage);EAN;\
         Gyldig fra;Gyldig til",
    );
    let from = day(Date::ymd(FIRST_YEAR, 1, 1));
    for place in (0..PROVIDERS.len() as u8).map(ProviderId) {
        let provider = place.get();
        let mut short = String::new();
        cut(&mut short, provider.name.chars(), PLACE);
        let mut spellings = vec![place.known_spelling()];
        if short != provider.name {
            spellings.extend([format!("as2007: {short}"), format!("prisme: {short}")]);
        }
        let form = if place.is_ramme() { "ramme" } else { "takst" };
        table.row(&[
            provider.name,
            &spellings.join("|"),
            &place.cvr(),
            &place.p_number(),
            provider.owner.driftsherre(),
            provider.owner.in_register(),
            form,
            &place.delay_days().to_string(),
            &place.ean(),
            &from,
            "",
        ]);
    }
    table.done()
}

/// What costs without citizens: places with a budget of their own, and lines that no system of services holds.
pub(super) fn enrichments(of: &Municipality) -> (Vec<u8>, usize) {
    let mut table = Table::new("Betegnelse;Art;Paragraf;Konto;Leverandør;Fra;Til;Beløb;Pladser;Ejer;Udløber");
    let year = of.window.to.year();
    let (from, to) = (day(Date::ymd(year, 1, 1)), day(Date::ymd(year, 12, 31)));
    for (place, ydelse, yearly) in frames(&of.prices) {
        let label = format!("Ramme til {}", place.get().name);
        let (paragraf, konto) = (ydelse.get().paragraf, account(ydelse));
        let row = [&label, "ramme", paragraf, &konto, place.get().name, &from, &to];
        table.row(&[&row[..], &[&number(yearly, 2), "14", "Centerleder", &to]].concat());
    }
    let lines = [
        ("Objektiv finansiering af de mest specialiserede tilbud", "objektiv finansiering", 41_250_000),
        ("Abonnement på hjælpemiddelcentral", "abonnement", 9_600_000),
        ("Administration af egne tilbud", "overhead", 128_400_000),
        ("Pulje til nye borgere", "pulje", 250_000_000),
    ];
    let konto = account(S108);
    for (label, kind, oere) in lines {
        let row = [label, kind, "", &konto, "", &from, &to, &number(oere, 2), "", "Økonomikonsulent", &to];
        table.row(&row);
    }
    table.done()
}

fn account(ydelse: YdelseId) -> String {
    format!("538{}1{}", ydelse.get().funktion.0, ydelse.get().grupperinger[0])
}

/// Two years' budgets by paragraph: near what the services cost, with what was decided on the way.
pub(super) fn budget(of: &Municipality) -> (Vec<u8>, usize) {
    let mut table = Table::new("År;Budget;Dato;Konto;Paragraf;Beløb;Tekst");
    let last = of.window.to.year();
    for year in [last - 1, last] {
        let whole = Span { from: Date::ymd(year, 1, 1), to: Date::ymd(year, 12, 31) };
        for id in (0..YDELSER.len() as u8).map(YdelseId).filter(|id| *id != UNTRANSLATED) {
            let rows = of.rows(System::As2007).iter().filter(|row| row.ydelse == id);
            let cost: i64 = rows.map(|row| row.price(whole)).sum();
            let planned = cost * (95 + i64::from(id.0) % 9) / 100 / 100_000 * 100_000;
            let (konto, paragraf) = (account(id), id.get().paragraf);
            let mut line = |kind: &str, date: String, oere: i64, text: &str| {
                table.row(&[&year.to_string(), kind, &date, &konto, paragraf, &number(oere, 2), text]);
            };
            line("Oprindeligt", day(Date::ymd(year - 1, 10, 8)), planned, "Budget vedtaget");
            let mut total = planned;
            if id.0 % 4 == 2 {
                let more = planned / 40;
                total += more;
                line("Tillægsbevilling", day(Date::ymd(year, 1, 28)), more, "Flere borgere end ventet");
            }
            if id.0 == 7 || id.0 == 8 {
                let moved = if id.0 == 7 { -30_000_000 } else { 30_000_000 };
                total += moved;
                line(
                    "Omplacering",
                    day(Date::ymd(year, 2, 11)),
                    moved,
                    "Fra beskyttet beskæftigelse til samvær",
                );
            }
            line("Korrigeret", day(Date::ymd(year, 2, 20)), total, "");
        }
    }
    table.done()
}

pub(super) fn caseworkers() -> (Vec<u8>, usize) {
    const TEAMS: [&str; 3] = ["Myndighed Handicap", "Myndighed Psykiatri", "Visitation"];
    let mut table = Table::new("Sagsbehandler;Team;Fra;Til");
    let from = day(Date::ymd(2015, 8, 1));
    for (at, name) in CASEWORKERS.iter().enumerate() {
        table.row(&[name, TEAMS[at % TEAMS.len()], &from, ""]);
    }
    for (at, (name, (y, m, d))) in LEFT.iter().enumerate() {
        table.row(&[name, TEAMS[at % TEAMS.len()], &from, &day(Date::ymd(*y, *m, *d))]);
    }
    table.done()
}
