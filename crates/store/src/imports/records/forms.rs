//! The JSON form of each kind of line. Keys are stable: a key that is gone is read as empty, an unknown one is refused.

use super::super::Kind;
use super::RecordLine;
use crate::lake::{OERE, UNIT_WORDS};
use domain::amount::{Oere, Quantity, Rate};
use domain::calendar::{Day, Period};
use domain::observation::{
    BudgetKind, BudgetLine, Caseworker, Enrichment, Expectation, ExpectationState, ListPrice, Ownership,
    ProviderRecord, RowPlace, Settlement,
};
use domain::person::CitizenId;
use domain::price::Unit;
use domain::totals::Tally;
use domain::wording::{Provider, ProviderId, WordId, Wording};
use serde::{Deserialize, Serialize};

const STATES: [(ExpectationState, &str); 4] = [
    (ExpectationState::Forventet, "forventet"),
    (ExpectationState::Realiseret, "realiseret"),
    (ExpectationState::Udskudt, "udskudt"),
    (ExpectationState::IkkeRealiseret, "ikke_realiseret"),
];
const BUDGETS: [(BudgetKind, &str); 4] = [
    (BudgetKind::Oprindeligt, "oprindeligt"),
    (BudgetKind::Tillaegsbevilling, "tillaegsbevilling"),
    (BudgetKind::Omplacering, "omplacering"),
    (BudgetKind::Korrigeret, "korrigeret"),
];
const OWNERSHIPS: [(Ownership, &str); 8] = [
    (Ownership::Own, "egen_kommune"),
    (Ownership::OtherKommune, "anden_kommune"),
    (Ownership::Region, "region"),
    (Ownership::Private, "privat"),
    (Ownership::SelvejendeWithAgreement, "selvejende_med_driftsoverenskomst"),
    (Ownership::SelvejendeWithout, "selvejende_uden_driftsoverenskomst"),
    (Ownership::Other, "oevrige"),
    (Ownership::Unknown, "uoplyst"),
];
const SETTLEMENTS: [(Settlement, &str); 4] = [
    (Settlement::Takst, "takst"),
    (Settlement::Bum, "bum"),
    (Settlement::Ramme, "ramme"),
    (Settlement::Unknown, "uoplyst"),
];

fn word<T: PartialEq>(words: &[(T, &'static str)], value: &T) -> String {
    words.iter().find(|(known, _)| known == value).expect("hver værdi har et ord").1.to_owned()
}

fn value<T: Copy>(words: &[(T, &'static str)], text: &str) -> Option<T> {
    words.iter().find(|(_, known)| *known == text).map(|(value, _)| *value)
}

/// File, sheet, row.
type Place = (u16, String, u32);
/// First day, and the day after the last.
type Span = (i32, i32);

fn place(of: RowPlace, wording: &Wording) -> Place {
    (of.file, wording.text(of.sheet).to_owned(), of.row)
}

fn placed(of: &Place, wording: &mut Wording) -> RowPlace {
    RowPlace { file: of.0, sheet: wording.word(&of.1), row: of.2 }
}

fn span(of: Period) -> Span {
    (of.from.0, of.until.0)
}

fn period(of: Span) -> Period {
    Period { from: Day(of.0), until: Day(of.1) }
}

/// P-number, CVR number, name.
type Names = [String; 3];

fn names(of: ProviderId, wording: &Wording) -> Names {
    let provider = wording.provider_of(of);
    [provider.p_number.clone(), provider.cvr.clone(), provider.name.clone()]
}

fn named([p_number, cvr, name]: Names, wording: &mut Wording) -> ProviderId {
    wording.provider(Provider { p_number, cvr, name })
}

fn text(of: WordId, wording: &Wording) -> String {
    wording.text(of).to_owned()
}

fn json(form: &impl Serialize) -> String {
    serde_json::to_string(form).expect("tekst og tal kan altid skrives")
}

fn one(rate_sum: i128) -> Tally {
    Tally { rows: 1, rate_sum }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PriceForm {
    place: Place,
    provider: Names,
    #[serde(default)]
    service: String,
    #[serde(default)]
    paragraf: String,
    valid: Span,
    rate: i64,
    unit: String,
}

impl RecordLine for ListPrice {
    const KIND: Kind = Kind::ListPrices;

    fn tally(&self) -> Tally {
        one(i128::from(self.rate.0))
    }

    fn to_json(&self, wording: &Wording) -> String {
        json(&PriceForm {
            place: place(self.place, wording),
            provider: names(self.provider, wording),
            service: text(self.service, wording),
            paragraf: text(self.paragraf, wording),
            valid: span(self.valid),
            rate: self.rate.0,
            unit: unit_word(self.unit),
        })
    }

    fn from_json(text: &str, wording: &mut Wording) -> Option<Self> {
        let form: PriceForm = serde_json::from_str(text).ok()?;
        Some(ListPrice {
            place: placed(&form.place, wording),
            provider: named(form.provider, wording),
            service: wording.word(&form.service),
            paragraf: wording.word(&form.paragraf),
            valid: period(form.valid),
            rate: Rate(form.rate),
            unit: unit(&form.unit)?,
        })
    }
}

fn unit_word(of: Unit) -> String {
    word(&UNIT_WORDS, &Some(of))
}

fn unit(text: &str) -> Option<Unit> {
    value(&UNIT_WORDS, text).flatten()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderForm {
    place: Place,
    valid: Span,
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also: Vec<(String, String)>,
    #[serde(default)]
    cvr: String,
    #[serde(default)]
    p_number: String,
    #[serde(default)]
    driftsherre: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    driftsherre_kommune: Option<u16>,
    ownership: String,
    settlement: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delay_days: Option<u16>,
    #[serde(default)]
    ean: String,
}

impl RecordLine for ProviderRecord {
    const KIND: Kind = Kind::Providers;

    fn tally(&self) -> Tally {
        one(0)
    }

    fn to_json(&self, wording: &Wording) -> String {
        json(&ProviderForm {
            place: place(self.place, wording),
            valid: span(self.valid),
            name: self.name.clone(),
            also: self.also.clone(),
            cvr: self.cvr.clone(),
            p_number: self.p_number.clone(),
            driftsherre: self.driftsherre.clone(),
            driftsherre_kommune: self.driftsherre_kommune,
            ownership: word(&OWNERSHIPS, &self.ownership),
            settlement: word(&SETTLEMENTS, &self.settlement),
            delay_days: self.delay_days,
            ean: self.ean.clone(),
        })
    }

    fn from_json(text: &str, wording: &mut Wording) -> Option<Self> {
        let form: ProviderForm = serde_json::from_str(text).ok()?;
        Some(ProviderRecord {
            place: placed(&form.place, wording),
            valid: period(form.valid),
            name: form.name,
            also: form.also,
            cvr: form.cvr,
            p_number: form.p_number,
            driftsherre: form.driftsherre,
            driftsherre_kommune: form.driftsherre_kommune,
            ownership: value(&OWNERSHIPS, &form.ownership)?,
            settlement: value(&SETTLEMENTS, &form.settlement)?,
            delay_days: form.delay_days,
            ean: form.ean,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectationForm {
    place: Place,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    citizen: Option<u32>,
    #[serde(default)]
    label: String,
    #[serde(default)]
    paragraf: String,
    #[serde(default)]
    provider: String,
    period: Span,
    rate: i64,
    unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quantity: Option<i64>,
    certainty: u8,
    #[serde(default)]
    who: String,
    state: String,
}

impl RecordLine for Expectation<CitizenId> {
    const KIND: Kind = Kind::Expectations;

    fn tally(&self) -> Tally {
        one(i128::from(self.rate.0))
    }

    fn to_json(&self, wording: &Wording) -> String {
        json(&ExpectationForm {
            place: place(self.place, wording),
            citizen: self.citizen.map(|c| c.0),
            label: self.label.clone(),
            paragraf: self.paragraf.clone(),
            provider: self.provider.clone(),
            period: span(self.period),
            rate: self.rate.0,
            unit: unit_word(self.unit),
            quantity: self.quantity.map(|q| q.0),
            certainty: self.certainty,
            who: self.who.clone(),
            state: word(&STATES, &self.state),
        })
    }

    fn from_json(text: &str, wording: &mut Wording) -> Option<Self> {
        let form: ExpectationForm = serde_json::from_str(text).ok()?;
        Some(Expectation {
            place: placed(&form.place, wording),
            citizen: form.citizen.map(CitizenId),
            label: form.label,
            paragraf: form.paragraf,
            provider: form.provider,
            period: period(form.period),
            rate: Rate(form.rate),
            unit: unit(&form.unit)?,
            quantity: form.quantity.map(Quantity),
            certainty: form.certainty,
            who: form.who,
            state: value(&STATES, &form.state)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EnrichmentForm {
    place: Place,
    label: String,
    kind: String,
    #[serde(default)]
    paragraf: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    provider: String,
    period: Span,
    amount: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    places: Option<i64>,
    #[serde(default)]
    owner: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires: Option<i32>,
}

impl RecordLine for Enrichment {
    const KIND: Kind = Kind::Enrichments;

    fn tally(&self) -> Tally {
        one(i128::from(self.amount.0) * OERE)
    }

    fn to_json(&self, wording: &Wording) -> String {
        json(&EnrichmentForm {
            place: place(self.place, wording),
            label: self.label.clone(),
            kind: self.kind.clone(),
            paragraf: self.paragraf.clone(),
            account: self.account.clone(),
            provider: self.provider.clone(),
            period: span(self.period),
            amount: self.amount.0,
            places: self.places.map(|q| q.0),
            owner: self.owner.clone(),
            expires: self.expires.map(|d| d.0),
        })
    }

    fn from_json(text: &str, wording: &mut Wording) -> Option<Self> {
        let form: EnrichmentForm = serde_json::from_str(text).ok()?;
        Some(Enrichment {
            place: placed(&form.place, wording),
            label: form.label,
            kind: form.kind,
            paragraf: form.paragraf,
            account: form.account,
            provider: form.provider,
            period: period(form.period),
            amount: Oere(form.amount),
            places: form.places.map(Quantity),
            owner: form.owner,
            expires: form.expires.map(Day),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BudgetForm {
    place: Place,
    year: i32,
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decided: Option<i32>,
    account: String,
    #[serde(default)]
    funktion: String,
    #[serde(default)]
    paragraf: String,
    amount: i64,
    #[serde(default)]
    text: String,
}

impl RecordLine for BudgetLine {
    const KIND: Kind = Kind::Budget;

    fn tally(&self) -> Tally {
        one(i128::from(self.amount.0) * OERE)
    }

    fn to_json(&self, wording: &Wording) -> String {
        json(&BudgetForm {
            place: place(self.place, wording),
            year: self.year,
            kind: word(&BUDGETS, &self.kind),
            decided: self.decided.map(|d| d.0),
            account: self.account.clone(),
            funktion: self.funktion.clone(),
            paragraf: self.paragraf.clone(),
            amount: self.amount.0,
            text: self.text.clone(),
        })
    }

    fn from_json(text: &str, wording: &mut Wording) -> Option<Self> {
        let form: BudgetForm = serde_json::from_str(text).ok()?;
        Some(BudgetLine {
            place: placed(&form.place, wording),
            year: form.year,
            kind: value(&BUDGETS, &form.kind)?,
            decided: form.decided.map(Day),
            account: form.account,
            funktion: form.funktion,
            paragraf: form.paragraf,
            amount: Oere(form.amount),
            text: form.text,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseworkerForm {
    place: Place,
    name: String,
    #[serde(default)]
    team: String,
    active: Span,
}

impl RecordLine for Caseworker {
    const KIND: Kind = Kind::Caseworkers;

    fn tally(&self) -> Tally {
        one(0)
    }

    fn to_json(&self, wording: &Wording) -> String {
        json(&CaseworkerForm {
            place: place(self.place, wording),
            name: self.name.clone(),
            team: self.team.clone(),
            active: span(self.active),
        })
    }

    fn from_json(text: &str, wording: &mut Wording) -> Option<Self> {
        let form: CaseworkerForm = serde_json::from_str(text).ok()?;
        Some(Caseworker {
            place: placed(&form.place, wording),
            name: form.name,
            team: form.team,
            active: period(form.active),
        })
    }
}
