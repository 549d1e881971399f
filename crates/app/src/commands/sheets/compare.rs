//! A sheet's lines beside the product's, per citizen and paragraph: which are alike, and what the data say of those that
//! are not.
//!
//! Invariant: pure. Every line of either side stands once in the answer. A cause explains where it accounts for the whole
//! difference by itself; what only says that they differ does not.

use domain::amount::Oere;
use domain::calendar::Day;
use domain::disposition::RowKind;
use domain::law::ParagrafId;
use domain::periods::Periods;
use domain::person::CitizenId;
use report::danish;
use std::collections::{BTreeMap, BTreeSet};

/// What one side has of a citizen on a paragraph in the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Kroner, gross of VAT relief.
    pub oere: Oere,
    /// The days.
    pub days: Periods,
    /// Days without a price: their kroner are not in the amount.
    pub unpriced_days: i64,
    /// Whom it is paid to, as the register calls them.
    pub providers: BTreeSet<String>,
}

impl Default for Amount {
    fn default() -> Amount {
        Amount { oere: Oere(0), days: Periods::none(), unpriced_days: 0, providers: BTreeSet::new() }
    }
}

/// The lines of one side.
pub type Amounts = BTreeMap<(CitizenId, ParagrafId), Amount>;

/// What the product knows of those that it has no line of.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Rows that do not count, and why not.
    pub cut: BTreeMap<(CitizenId, ParagrafId), RowKind>,
    /// Lines whose rows all count days but no kroner, and why.
    pub silent: BTreeMap<(CitizenId, ParagrafId), RowKind>,
    /// Citizens with rows whose words lead to no paragraph.
    pub untranslated: BTreeSet<CitizenId>,
    /// First and last day of each citizen's rows in the system, whatever the year.
    pub spans: BTreeMap<CitizenId, (Day, Day)>,
    /// When a citizen's rows on a paragraph were registered first; the rows' own first day where that is not known.
    pub registered: BTreeMap<(CitizenId, ParagrafId), Day>,
    /// Corrections that people have laid on the figures, by citizen and paragraph.
    pub corrected: BTreeMap<(CitizenId, ParagrafId), Oere>,
}

/// What the data say of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The same days, the same kroner.
    Ens,
    /// The day's price is rounded.
    Afrunding,
    /// A correction accounts for it.
    Korrektion,
    /// The product's rows have words that are not translated.
    IkkeOversat,
    /// The product's rows ended before the sheet's days, or begin after them.
    Ophoert,
    /// The product has the rows, but they do not count.
    TaellerIkke,
    /// The same citizen under another paragraph.
    AndenParagraf,
    /// One side has days without a price.
    UdenPris,
    /// The product has the days, and no kroner belong to them.
    UdenKroner,
    /// Another place.
    AndenLeverandoer,
    /// Other days at the same price.
    AndenPeriode,
    /// Another price on the same days at the same place.
    AndenPris,
    /// Registered after the sheet was saved.
    NyBevilling,
    /// The sheet has it, the product nothing of the citizen.
    KunArket,
    /// The product has it, the sheet not.
    KunProduktet,
    /// Several things at once.
    Flere,
}

impl Why {
    /// All, in the order of lists.
    pub const ALL: [Why; 16] = [
        Why::Ens,
        Why::Afrunding,
        Why::Korrektion,
        Why::IkkeOversat,
        Why::Ophoert,
        Why::TaellerIkke,
        Why::AndenParagraf,
        Why::UdenPris,
        Why::UdenKroner,
        Why::AndenLeverandoer,
        Why::AndenPeriode,
        Why::AndenPris,
        Why::NyBevilling,
        Why::KunArket,
        Why::KunProduktet,
        Why::Flere,
    ];

    /// As screens write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Why::Ens => "ens",
            Why::Afrunding => "afrunding",
            Why::Korrektion => "korrektion",
            Why::IkkeOversat => "ikke oversat",
            Why::Ophoert => "ophørt",
            Why::TaellerIkke => "tæller ikke",
            Why::AndenParagraf => "anden paragraf",
            Why::UdenPris => "uden pris",
            Why::UdenKroner => "uden kroner",
            Why::AndenLeverandoer => "andet sted",
            Why::AndenPeriode => "andre dage",
            Why::AndenPris => "anden pris",
            Why::NyBevilling => "ny bevilling",
            Why::KunArket => "kun i arket",
            Why::KunProduktet => "kun i systemet",
            Why::Flere => "flere ting",
        }
    }

    /// True where it accounts for the difference by itself.
    #[must_use]
    pub fn explains(self) -> bool {
        !matches!(self, Why::Ens | Why::KunArket | Why::KunProduktet | Why::Flere)
    }
}

/// A line of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Who.
    pub citizen: CitizenId,
    /// On which paragraph.
    pub paragraf: ParagrafId,
    /// What the sheet has.
    pub sheet: Option<Amount>,
    /// What the product has.
    pub product: Option<Amount>,
    /// What the data say.
    pub why: Why,
    /// The same in a sentence; empty where they are alike.
    pub text: String,
}

impl Beside {
    /// Sheet less product.
    #[must_use]
    pub fn difference(&self) -> Oere {
        let oere = |side: &Option<Amount>| side.as_ref().map_or(Oere(0), |amount| amount.oere);
        oere(&self.sheet) - oere(&self.product)
    }
}

/// Less than a krone is no difference.
const ALIKE_OERE: i64 = 100;
/// A price of a day that is rounded to whole kroner is at most half a krone off.
const ROUNDED_OERE: i64 = 50;

/// Compares; `saved` is the day on which the sheet was saved, `system` as screens write it, `written` a paragraph.
#[must_use]
pub fn compare(
    sheet: &Amounts,
    product: &Amounts,
    known: &Known,
    saved: Day,
    system: &str,
    written: &dyn Fn(ParagrafId) -> String,
) -> Vec<Beside> {
    let keys: BTreeSet<(CitizenId, ParagrafId)> = sheet.keys().chain(product.keys()).copied().collect();
    let asked = Asked { sheet, product, known, saved, system, written };
    keys.into_iter()
        .map(|key| {
            let (why, text) = asked.why(key);
            let (sheet, product) = (sheet.get(&key).cloned(), product.get(&key).cloned());
            Beside { citizen: key.0, paragraf: key.1, sheet, product, why, text }
        })
        .collect()
}

struct Asked<'a> {
    sheet: &'a Amounts,
    product: &'a Amounts,
    known: &'a Known,
    saved: Day,
    system: &'a str,
    written: &'a dyn Fn(ParagrafId) -> String,
}

impl Asked<'_> {
    fn why(&self, key: (CitizenId, ParagrafId)) -> (Why, String) {
        let (sheet, product) = (self.sheet.get(&key), self.product.get(&key));
        let oere = |side: Option<&Amount>| side.map_or(0, |amount| amount.oere.0);
        let difference = oere(sheet) - oere(product);
        let same_days = sheet.map(|own| &own.days) == product.map(|own| &own.days);
        if same_days && difference.abs() < ALIKE_OERE {
            return (Why::Ens, String::new());
        }
        if let Some(own) = self.known.corrected.get(&key)
            && (own.0 - difference).abs() < ALIKE_OERE
        {
            return (
                Why::Korrektion,
                "En korrektion på grundlaget er lige så stor som forskellen.".to_owned(),
            );
        }
        match (sheet, product) {
            (Some(sheet), Some(product)) => self.both(key, sheet, product),
            (Some(sheet), None) => self.only_sheet(key, sheet),
            (None, Some(product)) => self.only_product(key, product),
            (None, None) => (Why::Ens, String::new()),
        }
    }

    fn both(&self, key: (CitizenId, ParagrafId), sheet: &Amount, product: &Amount) -> (Why, String) {
        let system = self.system;
        if let Some(kind) = self.known.silent.get(&key) {
            return (Why::UdenKroner, format!("{system} har dagene, men ingen kroner: {}.", kind.text()));
        }
        let (days, theirs) = (sheet.days.days(), product.days.days());
        let difference = (sheet.oere.0 - product.oere.0).abs();
        let same_days = sheet.days == product.days;
        if product.unpriced_days > 0 && sheet.unpriced_days == 0 {
            let text = format!("{system} mangler en pris på {}.", in_days(product.unpriced_days));
            return (Why::UdenPris, text);
        }
        if sheet.unpriced_days > 0 && product.unpriced_days == 0 {
            let text = format!("Arket mangler et beløb på {}.", in_days(sheet.unpriced_days));
            return (Why::UdenPris, text);
        }
        if same_days && difference <= ROUNDED_OERE * days {
            let text = format!("Under 50 øre om dagen i {}: dagsprisen er rundet af.", in_days(days));
            return (Why::Afrunding, text);
        }
        let elsewhere = !sheet.providers.is_empty()
            && !product.providers.is_empty()
            && sheet.providers.is_disjoint(&product.providers);
        let prices =
            format!("{} kr. mod {} kr. om dagen", price(sheet.oere, days), price(product.oere, theirs));
        if elsewhere {
            let text = format!(
                "Arket har {}, {system} har {} ({prices}).",
                named(&sheet.providers),
                named(&product.providers)
            );
            return (Why::AndenLeverandoer, text);
        }
        if !same_days && same_price(sheet, product) {
            let text = format!(
                "Samme pris om dagen, men arket har {} og {system} {}.",
                span(&sheet.days),
                span(&product.days)
            );
            return (Why::AndenPeriode, text);
        }
        if same_days {
            return (Why::AndenPris, format!("Samme dage, men {prices} i arket og {system}."));
        }
        let text = format!(
            "Både dage og pris er forskellige: {} mod {}, {prices}.",
            span(&sheet.days),
            span(&product.days)
        );
        (Why::Flere, text)
    }

    fn only_sheet(&self, key: (CitizenId, ParagrafId), sheet: &Amount) -> (Why, String) {
        let system = self.system;
        if let Some(other) = self.under_another(key, sheet, self.product, self.sheet) {
            let text = format!("{system} har borgeren på {} de samme dage.", (self.written)(other));
            return (Why::AndenParagraf, text);
        }
        if let Some(kind) = self.known.cut.get(&key) {
            return (Why::TaellerIkke, format!("{system} har rækken, men den tæller ikke: {}.", kind.text()));
        }
        if self.known.untranslated.contains(&key.0) {
            let text = format!("{system} har borgeren med en ydelse, der ikke er oversat til en paragraf.");
            return (Why::IkkeOversat, text);
        }
        let first = sheet.days.iter().next().map(|period| period.from);
        let last = sheet.days.iter().last().map(|period| period.last_day());
        if let (Some((begins, ends)), Some(first), Some(last)) = (self.known.spans.get(&key.0), first, last) {
            if *ends < first {
                let text = format!("Borgerens sidste dag i {system} er {}; arket fortsætter.", ends.danish());
                return (Why::Ophoert, text);
            }
            if *begins > last {
                let text = format!("Borgerens første dag i {system} er {}.", begins.danish());
                return (Why::Ophoert, text);
            }
            return (Why::KunArket, format!("{system} har borgeren, men ikke på denne paragraf i året."));
        }
        (Why::KunArket, format!("{system} har ingen bevilling til borgeren."))
    }

    fn only_product(&self, key: (CitizenId, ParagrafId), product: &Amount) -> (Why, String) {
        if let Some(other) = self.under_another(key, product, self.sheet, self.product) {
            let text = format!("Arket har borgeren på {} de samme dage.", (self.written)(other));
            return (Why::AndenParagraf, text);
        }
        if let Some(kind) = self.known.silent.get(&key) {
            return (Why::UdenKroner, format!("Arket har kun kroner, og her er ingen: {}.", kind.text()));
        }
        if product.oere.0 == 0 && product.unpriced_days > 0 {
            let text =
                format!("{} har ingen pris på linjen, og arket har kun linjer med kroner.", self.system);
            return (Why::UdenPris, text);
        }
        match self.known.registered.get(&key) {
            Some(day) if *day >= self.saved => {
                let text = format!("Registreret {}, efter at arket blev gemt.", day.danish());
                (Why::NyBevilling, text)
            }
            _ => (Why::KunProduktet, "Arket har ikke linjen.".to_owned()),
        }
    }

    /// Another paragraph on which only the other side has the citizen on some of the days.
    fn under_another(
        &self,
        key: (CitizenId, ParagrafId),
        own: &Amount,
        theirs: &Amounts,
        ours: &Amounts,
    ) -> Option<ParagrafId> {
        let range = (key.0, ParagrafId(0))..=(key.0, ParagrafId(u16::MAX));
        let mut others = theirs.range(range).filter(|(other, _)| !ours.contains_key(other));
        others.find(|(_, amount)| own.days.iter().any(|days| amount.days.overlaps(days))).map(|(k, _)| k.1)
    }
}

/// Within a krone a day.
fn same_price(a: &Amount, b: &Amount) -> bool {
    let (a_days, b_days) = (i128::from(a.days.days()), i128::from(b.days.days()));
    let (a, b) = (i128::from(a.oere.0), i128::from(b.oere.0));
    a_days > 0 && b_days > 0 && (a * b_days - b * a_days).abs() < i128::from(ALIKE_OERE) * a_days * b_days
}

fn price(oere: Oere, days: i64) -> String {
    if days == 0 {
        return "?".to_owned();
    }
    danish::kroner_with_oere(Oere(domain::amount::divide_rounded(i128::from(oere.0), i128::from(days))))
}

fn in_days(days: i64) -> String {
    danish::count(days, "dag", "dage")
}

fn named(providers: &BTreeSet<String>) -> String {
    danish::list(&providers.iter().cloned().collect::<Vec<_>>())
}

/// `01-01-2026 - 31-03-2026 (90 dage)`.
fn span(days: &Periods) -> String {
    let (first, last) = (days.iter().next(), days.iter().last());
    match (first, last) {
        (Some(first), Some(last)) => {
            format!("{} - {} ({})", first.from.danish(), last.last_day().danish(), in_days(days.days()))
        }
        _ => "ingen dage".to_owned(),
    }
}

#[cfg(test)]
mod tests;
