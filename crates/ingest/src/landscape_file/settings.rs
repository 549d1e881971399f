//! What the landscape says beside the sources: waits, limits, the area, columns of ownership.
//!
//! Never a default: the normal values stand in `domain`.

use super::table::Table;
use domain::landscape::{LimitChanges, OwnershipColumn, PairWait};
use domain::observation::Ownership;

/// `[kontrol.nexus-as2007]`
pub(super) fn waits(top: &mut Table<'_>) -> Vec<PairWait> {
    let mut out: Vec<PairWait> = Vec::new();
    for (name, mut table) in top.named_tables("kontrol") {
        let days = table.number("afventer_overfoersel_dage", 0..=366);
        let parts: Vec<&str> = name.split('-').collect();
        match (parts.as_slice(), days) {
            ([one, two], Some(days)) if one != two && !one.is_empty() && !two.is_empty() => {
                let pair = [(*one).to_owned(), (*two).to_owned()];
                if out.iter().any(|w| w.pair.iter().all(|source| pair.contains(source))) {
                    table.say("parret står to gange. Rækkefølgen er uden betydning: behold den ene.");
                }
                out.push(PairWait { pair, days });
            }
            ([_, _], None) => table.say("`afventer_overfoersel_dage` mangler. Skriv et antal dage."),
            _ => table.say(
                "navnet skal være to forskellige kilder med bindestreg imellem: [kontrol.nexus-as2007].",
            ),
        }
        table.finish();
    }
    out
}

/// `[graenser]`
pub(super) fn limits(top: &mut Table<'_>) -> LimitChanges {
    let Some(mut table) = top.table("graenser") else { return LimitChanges::default() };
    let limits = LimitChanges {
        gap_days: table.number("mellemrum_dage", 0..=3660),
        unusual_tenths: table.number("usaedvanlig_pris_tiendedele", 11..=1000),
        unusual_rows: table
            .number("usaedvanlig_pris_raekker", 2..=1_000_000)
            .and_then(|n| u32::try_from(n).ok()),
        payment_oere: table.number("betaling_kroner", 0..=10_000_000).map(|kroner| kroner * 100),
        payment_months: table.number("betaling_maaneder", 0..=120),
    };
    table.finish();
    limits
}

/// `[omraade]`
pub(super) fn area(top: &mut Table<'_>) -> Option<String> {
    let mut table = top.table("omraade")?;
    let name = table.needed("standard");
    table.finish();
    Some(name).filter(|name| !name.is_empty())
}

/// `[ejerforhold_kolonner]`
pub(super) fn ownership_columns(top: &mut Table<'_>) -> Vec<OwnershipColumn> {
    let known = [
        ("egen kommune", Ownership::Own),
        ("anden kommune", Ownership::OtherKommune),
        ("region", Ownership::Region),
        ("privat", Ownership::Private),
        ("selvejende med driftsoverenskomst", Ownership::SelvejendeWithAgreement),
        ("selvejende uden driftsoverenskomst", Ownership::SelvejendeWithout),
        ("øvrige", Ownership::Other),
        ("uoplyst", Ownership::Unknown),
    ];
    let mut out: Vec<OwnershipColumn> = Vec::new();
    for (title, words) in top.lists("ejerforhold_kolonner") {
        let mut kinds = Vec::new();
        for word in &words {
            let Some((_, kind)) = known.iter().find(|(name, _)| name == word) else {
                let names = known.map(|(name, _)| name).join(", ");
                top.say(&format!("ejerforhold_kolonner: \"{word}\" under {title} er ikke en af: {names}."));
                continue;
            };
            if kinds.contains(kind) || out.iter().any(|column| column.kinds.contains(kind)) {
                top.say(&format!("ejerforhold_kolonner: \"{word}\" står to gange. Behold det i én kolonne."));
            }
            kinds.push(*kind);
        }
        out.push(OwnershipColumn { title, kinds });
    }
    out
}
