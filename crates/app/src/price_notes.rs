//! What must be said wherever prices are used: years without a list of VAT relief, and list prices that nobody can use.

use crate::basis_content::BasisContent;
use domain::calendar::Period;
use domain::relief::Relief;
use store::imports::Kind;

/// Places that a note names; the rest are counted.
const NAMED: usize = 5;

/// The years of a window without a list of VAT relief.
pub(crate) fn relief_notes(content: &BasisContent, window: Period) -> Vec<String> {
    let years: Vec<String> =
        Relief::new(&content.law).missing_years(window).iter().map(ToString::to_string).collect();
    if years.is_empty() {
        return Vec::new();
    }
    vec![format!(
        "Momsafløftning: der er ingen liste for {}, så den er ukendt for private og for selvejende uden driftsoverenskomst. Skriv \
         årets liste i lov/momsrefusion.toml i datamappen, og godkend et nyt grundlag.",
        years.join(", ")
    )]
}

/// List prices that can price nothing.
pub(crate) fn price_notes(content: &BasisContent) -> Vec<String> {
    let unread = content.prices.as_ref().map_or(&[][..], |prices| prices.unread());
    let import = content.shown.imports.iter().find(|import| import.kind == Kind::ListPrices);
    let (Some(import), false) = (import, unread.is_empty()) else { return Vec::new() };
    let named: Vec<String> = unread.iter().take(NAMED).map(|place| place.row.to_string()).collect();
    let more = unread.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" og {more} til") } else { String::new() };
    let file = import.files.first().map_or("", |file| file.name.as_str());
    vec![format!(
        "{} i {} kan ikke bruges, fordi leverandør eller paragraf ikke kan læses: {file}, række {}{more}.",
        if unread.len() == 1 { "1 listepris".to_owned() } else { format!("{} listepriser", unread.len()) },
        import.source,
        named.join(", ")
    )]
}
