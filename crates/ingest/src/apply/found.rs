//! What was found in an import, to set beside what its mapping declares.

use domain::calendar::Day;
use domain::landscape::Attribute;
use domain::observation::{Activity, Standing};
use domain::person::Cpr;
use domain::wording::{ProviderId, WordId, Wording};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Counts over the rows of one import that are not set aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Rows by acting municipality; `None` where a row names none.
    pub handlekommune: BTreeMap<Option<u16>, u64>,
    /// Rows by paying municipality.
    pub betalingskommune: BTreeMap<Option<u16>, u64>,
    /// Rows with a value, by attribute; an attribute without any is not here.
    pub attributes: BTreeMap<Attribute, u64>,
    /// Attributes for which a file has the columns: those that the mapping declares, less those that no file has.
    pub columns: BTreeSet<Attribute>,
    /// Keys of the fields that every file has a column for: a rule that asks for another is not run.
    pub fields: BTreeSet<&'static str>,
    /// Rows by status word, with what the mapping makes of it, most rows first.
    pub statuses: Vec<(String, Standing, u64)>,
    /// First day of any row.
    pub first_day: Option<Day>,
    /// Last day of any row that has an end.
    pub last_day: Option<Day>,
    /// Rows without an end.
    pub open_rows: u64,
    /// Last day of registration.
    pub last_registered: Option<Day>,
    /// Distinct citizens.
    pub citizens: u64,
}

impl Found {
    pub(super) fn of(rows: &[Activity<Cpr>], wording: &Wording) -> Found {
        let mut found = Found::default();
        let mut statuses: HashMap<(WordId, Standing), u64> = HashMap::new();
        let mut kommuner: [HashMap<Option<u16>, u64>; 2] = [HashMap::new(), HashMap::new()];
        let mut citizens: HashSet<Cpr> = HashSet::new();
        let mut with = [0u64; Attribute::ALL.len()];
        for row in rows {
            citizens.insert(row.citizen);
            *statuses.entry((row.status, row.standing)).or_default() += 1;
            *kommuner[0].entry(row.handlekommune).or_default() += 1;
            *kommuner[1].entry(row.betalingskommune).or_default() += 1;
            for (count, attribute) in with.iter_mut().zip(Attribute::ALL) {
                *count += u64::from(has(row, attribute));
            }
            found.first_day = Some(found.first_day.map_or(row.from, |day| day.min(row.from)));
            if row.period().is_open() {
                found.open_rows += 1;
            } else {
                found.last_day = found.last_day.max(Some(row.period().last_day()));
            }
            found.last_registered = found.last_registered.max(row.registered);
        }
        found.citizens = citizens.len() as u64;
        let [handle, betaling] = kommuner;
        (found.handlekommune, found.betalingskommune) =
            (handle.into_iter().collect(), betaling.into_iter().collect());
        found.attributes = Attribute::ALL.into_iter().zip(with).filter(|(_, count)| *count > 0).collect();
        found.statuses = statuses
            .into_iter()
            .map(|((word, standing), count)| (wording.text(word).to_owned(), standing, count))
            .collect();
        found.statuses.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        found
    }
}

fn has(row: &Activity<Cpr>, attribute: Attribute) -> bool {
    match attribute {
        Attribute::Leverandoer => row.provider != ProviderId::NONE,
        Attribute::Maalgruppe => row.maalgrupper != WordId::EMPTY,
        Attribute::Timer => row.hours.is_some(),
        Attribute::Pris => row.rate.is_some() && row.unit.is_some(),
        Attribute::Handlekommune => row.handlekommune.is_some(),
        Attribute::Betalingskommune => row.betalingskommune.is_some(),
    }
}
