//! The numbers of `datalandskab.toml` changed from a page: limits of rules, waits of pairs, the standard area. All else of
//! the file, comments too, stays as it stands.
//!
//! Invariant: what is written can be read again; whether it makes sense is said by the reader of the file.

use toml_edit::{DocumentMut, Item, Table, value};

/// A number of the landscape that a page may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitKey {
    /// Its key in `[graenser]`.
    pub key: &'static str,
    /// The least that the reader takes.
    pub least: i64,
    /// The most.
    pub most: i64,
}

/// The keys of `[graenser]`, in the order of the file.
pub const LIMITS: [LimitKey; 5] = [
    LimitKey { key: "mellemrum_dage", least: 0, most: 3660 },
    LimitKey { key: "usaedvanlig_pris_tiendedele", least: 11, most: 1000 },
    LimitKey { key: "usaedvanlig_pris_raekker", least: 2, most: 1_000_000 },
    LimitKey { key: "betaling_kroner", least: 0, most: 10_000_000 },
    LimitKey { key: "betaling_maaneder", least: 0, most: 120 },
];

/// The most days that a pair of sources may wait.
pub const WAIT_MOST: i64 = 366;

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitChange {
    /// A key of [`LIMITS`]; `None` takes it away, so that the normal number holds.
    Limit(&'static str, Option<i64>),
    /// Days that a pair of sources may take to agree; `None` takes it away.
    Wait([String; 2], Option<i64>),
    /// The area of a control that names none; empty takes it away.
    Area(String),
}

/// The text with a change.
///
/// # Errors
/// Where the text is no TOML, in a sentence.
pub fn edit_limits(text: &str, change: &LimitChange) -> Result<String, String> {
    let bom = text.starts_with('\u{feff}');
    let mut file: DocumentMut = text
        .trim_start_matches('\u{feff}')
        .parse()
        .map_err(|_| "datalandskab.toml kan ikke læses som TOML. Ret filen først.".to_owned())?;
    if file.get("format").is_none() {
        file.insert("format", value(1));
    }
    match change {
        LimitChange::Limit(key, number) => set(&mut file, &["graenser"], key, number.map(value)),
        LimitChange::Wait(pair, days) => {
            let [a, b] = pair;
            // The pair may stand in the other order; the order does not matter.
            let other = format!("{b}-{a}");
            let stands = file.get("kontrol").and_then(|own| own.get(&other)).is_some();
            let name = if stands { other } else { format!("{a}-{b}") };
            let one = "afventer_overfoersel_dage";
            set(&mut file, &["kontrol", &name], one, days.map(value));
            if days.is_none()
                && let Some(all) = file.get_mut("kontrol").and_then(Item::as_table_mut)
            {
                all.remove(&name);
            }
        }
        LimitChange::Area(name) => {
            let own = Some(name.trim()).filter(|name| !name.is_empty());
            set(&mut file, &["omraade"], "standard", own.map(value));
        }
    }
    for table in ["graenser", "kontrol", "omraade"] {
        if file.get(table).and_then(Item::as_table).is_some_and(Table::is_empty) {
            file.remove(table);
        }
    }
    let out = file.to_string();
    Ok(if bom { format!("\u{feff}{out}") } else { out })
}

fn set(file: &mut DocumentMut, path: &[&str], key: &str, to: Option<Item>) {
    let mut table: &mut Table = file.as_table_mut();
    for (depth, name) in path.iter().enumerate() {
        if !table.contains_key(name) {
            if to.is_none() {
                return;
            }
            let mut fresh = Table::new();
            // `[kontrol.a-b]` needs no empty `[kontrol]` above it.
            fresh.set_implicit(depth + 1 < path.len());
            table.insert(name, Item::Table(fresh));
        }
        let Some(inner) = table.get_mut(name).and_then(Item::as_table_mut) else { return };
        table = inner;
    }
    match to {
        Some(mut item) => {
            // A comment after the number stays.
            if let (Some(old), Some(new)) = (table.get(key).and_then(Item::as_value), item.as_value_mut()) {
                *new.decor_mut() = old.decor().clone();
            }
            table.insert(key, item);
        }
        None => {
            table.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::landscape_file::{FILE, TEMPLATE, read};

    const TEXT: &str = "# Vores.\nformat = 1\n\n[graenser]\nmellemrum_dage = 45 # aftalt i maj\n\n[kontrol.nexus-as2007]\nafventer_overfoersel_dage = 10\n";

    fn changed(text: &str, change: LimitChange) -> String {
        let out = edit_limits(text, &change).expect("kan ændres");
        read(&out, FILE).expect("kan læses igen");
        out
    }

    #[test]
    fn one_number_changes_and_all_else_stays() {
        let out = changed(TEXT, LimitChange::Limit("mellemrum_dage", Some(60)));
        assert_eq!(out, TEXT.replace("= 45", "= 60"));
        let landscape = read(&out, FILE).expect("læst");
        assert_eq!(landscape.limits().gap_days, 60);
        let gone = changed(TEXT, LimitChange::Limit("mellemrum_dage", None));
        assert_eq!(read(&gone, FILE).expect("læst").limits.gap_days, None);
        assert!(gone.contains("# Vores.") && !gone.contains("graenser"), "{gone}");
    }

    #[test]
    fn a_pair_is_the_same_pair_in_either_order() {
        let pair = |days| LimitChange::Wait(["as2007".to_owned(), "nexus".to_owned()], days);
        let out = changed(TEXT, pair(Some(21)));
        assert_eq!(read(&out, FILE).expect("læst").transfer_days("nexus", "as2007"), 21);
        let gone = changed(&out, pair(None));
        assert_eq!(read(&gone, FILE).expect("læst").transfer_days("nexus", "as2007"), 14);
        assert!(!gone.contains("kontrol"), "{gone}");
    }

    #[test]
    fn it_begins_where_there_is_no_file_and_in_the_template() {
        for text in ["", TEMPLATE, "\u{feff}format = 1\n"] {
            let out = changed(text, LimitChange::Area("alle".to_owned()));
            assert_eq!(read(&out, FILE).expect("læst").area.as_deref(), Some("alle"));
            let out = changed(&out, LimitChange::Limit("betaling_kroner", Some(250)));
            assert_eq!(read(&out, FILE).expect("læst").limits().payment_oere, 25_000);
        }
        assert!(edit_limits("a = = 1", &LimitChange::Area(String::new())).is_err());
    }

    #[test]
    fn the_bounds_of_pages_are_those_of_the_reader() {
        for limit in LIMITS {
            for (number, fits) in
                [(limit.least, true), (limit.most, true), (limit.least - 1, false), (limit.most + 1, false)]
            {
                let out = edit_limits("", &LimitChange::Limit(limit.key, Some(number))).expect("TOML");
                assert_eq!(read(&out, FILE).is_ok(), fits, "{} {number}", limit.key);
            }
        }
    }
}
