//! `[kilde.NAVN]`: what is declared of one source.
//!
//! Never a default: what is not written is left to the source's own mapping.

use super::table::Table;
use crate::mapping::check::compared;
use crate::values::hide;
use domain::calendar::Day;
use domain::landscape::{
    AddressFault, Correction, Declared, Exception, Places, Population, PriceChanges, Rhythm, SourceRole,
    SystemAddress, Use,
};
use domain::price::Weeks;

pub(super) fn read(name: String, mut table: Table<'_>) -> Declared {
    let populations = [
        ("handlekommune", Population::Handlekommune),
        ("betalingskommune", Population::Betalingskommune),
        ("begge", Population::Both),
        ("ukendt", Population::Unknown),
    ];
    let title = Some(table.text("titel")).filter(|title| !title.is_empty());
    let (since, last) = (table.day("siden"), table.day("udgaar"));
    if since.zip(last).is_some_and(|(since, last)| last < since) {
        table.say("`udgaar` ligger før `siden`. `udgaar` er den sidste dag, systemet var i brug.");
    }
    let (economy_since, economy_last) = (table.day("oekonomi_siden"), table.day("oekonomi_udgaar"));
    if economy_since.zip(economy_last).is_some_and(|(since, last)| last < since) {
        table.say("`oekonomi_udgaar` ligger før `oekonomi_siden`. Begge dage er med.");
    }
    let declared = Declared {
        title,
        populations: table.dated("borgere", "hvem", &populations),
        since,
        until: last.map(Day::next),
        economy_since,
        economy_until: economy_last.map(Day::next),
        places: table.word("tilbud", &Places::ALL.map(|places| (places.key(), places))),
        history: table.text("historik"),
        roles: table.dated("rolle", "rolle", &SourceRole::ALL.map(|role| (role.key(), role))),
        exceptions: exceptions(&mut table),
        registers: table.text("registrerer"),
        uses: uses(&mut table),
        responsible: table.text("ansvarlig"),
        deputy: table.text("afloeser"),
        corrects: corrects(&mut table),
        rhythm: rhythm(&mut table),
        prices: prices(&mut table),
        inbox: table.text("indbakke"),
        opens: opens(&mut table),
        name,
    };
    table.finish();
    declared
}

/// Where the system opens a citizen. A CPR number stands in no address: neither here nor in the place of the key.
fn opens(table: &mut Table<'_>) -> Option<SystemAddress> {
    let text = table.text("borger_link");
    if text.is_empty() {
        return None;
    }
    let why = if hide::may_be_number(&text) {
        "har noget, der kan være et CPR-nummer. Skriv {noegle} dér, hvor systemet har borgerens nøgle."
    } else {
        match SystemAddress::parse(&text) {
            Ok(address) => return Some(address),
            Err(AddressFault::Scheme) => "skal begynde med https:// (http:// kun på denne maskine).",
            Err(AddressFault::Server) => {
                "har ingen server, der kan læses. Skriv den som https://nexus.example.dk/ uden brugernavn."
            }
            Err(AddressFault::Signs) => {
                "har tegn, som en adresse ikke kan have, eller er over 500 tegn. Kopiér den fra browserens adresselinje."
            }
            Err(AddressFault::Place) => {
                "må have {noegle} én gang, efter serverens navn, og ingen andre krøllede parenteser. CPR-nummeret kan \
                 ikke stå i en adresse."
            }
        }
    };
    table.say(&format!("`borger_link` {why}"));
    None
}

fn exceptions(table: &mut Table<'_>) -> Vec<Exception> {
    let mut out = Vec::new();
    for mut one in table.tables("undtagelse") {
        let named: Vec<String> = ["leverandoer", "p_nummer", "cvr"]
            .map(|key| one.text(key))
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect();
        let (valid, reason) = (one.valid(), one.needed("grund"));
        match named.as_slice() {
            [provider] => out.push(Exception { provider: compared(provider), valid, reason }),
            _ => one.say("skriv netop én af `leverandoer` (navn), `p_nummer` og `cvr`, i anførselstegn."),
        }
        one.finish();
    }
    out
}

fn uses(table: &mut Table<'_>) -> Vec<Use> {
    let mut out = Vec::new();
    for mut one in table.tables("bruges") {
        out.push(Use { by: one.needed("af"), what: one.needed("til") });
        one.finish();
    }
    out
}

fn corrects(table: &mut Table<'_>) -> Vec<Correction> {
    let mut out: Vec<Correction> = Vec::new();
    for mut one in table.tables("rettes") {
        let (who, place) = (one.needed("af"), one.text("sted"));
        let fields = one.texts("felt");
        if fields.is_empty() {
            let known = Correction::FIELDS.map(|(key, _)| key);
            one.say(&format!("`felt` mangler. Skriv et eller flere af: {}.", known.join(", ")));
        }
        for field in fields {
            if !Correction::FIELDS.iter().any(|(key, _)| *key == field) {
                let known = Correction::FIELDS.map(|(key, _)| key);
                one.say(&format!("`felt` er \"{field}\", men skal være en af: {}.", known.join(", ")));
            }
            if out.iter().any(|other| other.field == field) {
                one.say(&format!("feltet {field} står to gange. Behold den ene."));
            }
            out.push(Correction { field, who: who.clone(), place: place.clone() });
        }
        one.finish();
    }
    out
}

fn rhythm(table: &mut Table<'_>) -> Rhythm {
    let day = table.number("forventet_dag", 1..=28);
    let late_days = table.number("hoejst_forsinket_dage", 0..=366);
    let rows_percent = table.number("mindst_raekker_procent", 0..=100);
    Rhythm {
        day: day.and_then(|n| u8::try_from(n).ok()),
        late_days: late_days.and_then(|n| u16::try_from(n).ok()),
        rows_percent: rows_percent.and_then(|n| u16::try_from(n).ok()),
    }
}

fn prices(table: &mut Table<'_>) -> PriceChanges {
    let Some(mut prices) = table.table("priser") else { return PriceChanges::default() };
    let weeks = [("7", Weeks::Days7), ("52", Weeks::Year52), ("52,14", Weeks::Year5214)];
    let changes = PriceChanges {
        weeks: prices.word("uger", &weeks),
        pays_last_day: prices.truth("sidste_dag_betales"),
        net_of_relief: prices.truth("momsafloeftet"),
        lag_days: prices.number("forsinkelse_dage", 0..=3660).and_then(|n| u16::try_from(n).ok()),
    };
    prices.finish();
    changes
}
