//! The register of providers: which names and numbers of which source mean one provider, and what it is on a day.
//!
//! Nothing is guessed: a name that two registered providers share names none of them, and a P-number that the register
//! does not have is another place than the one that has the name. Only a person's decision makes two spellings one.

use crate::calendar::{Day, Period};
use crate::observation::{Ownership, ProviderRecord, Settlement};
use crate::wording::{Provider, normalised};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One provider of a [`ProviderRegister`], with all its names and dated lines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RegisteredId(pub u32);

/// Somebody has decided that two spellings are one provider.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SameProvider {
    /// A name as some source writes it.
    pub a: String,
    /// Another.
    pub b: String,
}

/// Somebody has decided that two spellings are two providers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct DifferentProviders {
    /// A name as some source writes it.
    pub a: String,
    /// Another.
    pub b: String,
}

/// The register, ready for look-up.
#[derive(Clone, Debug, Default)]
pub struct ProviderRegister {
    providers: Vec<Registered>,
    p_numbers: HashMap<String, RegisteredId>,
    cvrs: HashMap<String, BTreeSet<RegisteredId>>,
    /// By source ("" is all sources) and normalised name.
    names: HashMap<(String, String), BTreeSet<RegisteredId>>,
    same: BTreeSet<(String, String)>,
    different: BTreeSet<(String, String)>,
}

#[derive(Clone, Debug, Default)]
struct Registered {
    name: String,
    records: Vec<ProviderRecord>,
}

impl ProviderRegister {
    /// The register of these lines and decisions. Order does not matter.
    #[must_use]
    pub fn new(
        records: &[ProviderRecord],
        same: &[SameProvider],
        different: &[DifferentProviders],
    ) -> ProviderRegister {
        let mut register = ProviderRegister {
            same: same.iter().map(|s| pair(&s.a, &s.b)).collect(),
            different: different.iter().map(|d| pair(&d.a, &d.b)).collect(),
            ..ProviderRegister::default()
        };
        let mut groups = grouped(records);
        let decided = merge_decided(&mut groups, &register.same);
        for (mut records, mut spellings) in groups.into_iter().zip(decided) {
            let id = RegisteredId(u32::try_from(register.providers.len()).expect("for mange leverandører"));
            records.sort_by_key(|r| (r.valid, r.place));
            for record in &records {
                if !record.p_number.is_empty() {
                    register.p_numbers.insert(record.p_number.clone(), id);
                }
                if !record.cvr.is_empty() {
                    register.cvrs.entry(record.cvr.clone()).or_default().insert(id);
                }
                spellings.insert((String::new(), normalised(&record.name)));
                spellings.extend(record.also.iter().map(|(s, name)| (normalised(s), normalised(name))));
            }
            let name = records.last().map(|r| r.name.clone());
            let name = name.or_else(|| spellings.first().map(|(_, n)| n.clone())).unwrap_or_default();
            for spelling in spellings.into_iter().filter(|(_, name)| !name.is_empty()) {
                register.names.entry(spelling).or_default().insert(id);
            }
            register.providers.push(Registered { name, records });
        }
        register
    }

    /// The provider that a row of a source names: by P-number, else CVR number, else name. `None` where the register
    /// does not have it, or has several that fit.
    #[must_use]
    pub fn of(&self, source: &str, provider: &Provider) -> Option<RegisteredId> {
        if let Some(id) = self.p_numbers.get(provider.p_number.as_str()) {
            return Some(*id);
        }
        let named = self.named(source, &provider.name);
        let found = match self.cvrs.get(provider.cvr.as_str()) {
            Some(of_cvr) => only(of_cvr).or_else(|| named.filter(|id| of_cvr.contains(id))),
            None => named,
        }?;
        let records = &self.providers[found.0 as usize].records;
        let other_place = !provider.p_number.is_empty() && records.iter().any(|r| !r.p_number.is_empty());
        let other_company = !provider.cvr.is_empty()
            && records.iter().any(|r| !r.cvr.is_empty())
            && records.iter().all(|r| r.cvr != provider.cvr);
        (!other_place && !other_company).then_some(found)
    }

    /// The provider that a name alone means in a source.
    #[must_use]
    pub fn named(&self, source: &str, name: &str) -> Option<RegisteredId> {
        let name = normalised(name);
        if name.is_empty() {
            return None;
        }
        let own = self.names.get(&(normalised(source), name.clone()));
        own.or_else(|| self.names.get(&(String::new(), name))).and_then(only)
    }

    /// The one name that pages show.
    ///
    /// # Panics
    /// Where the id is from another register.
    #[must_use]
    pub fn name(&self, id: RegisteredId) -> &str {
        &self.providers[id.0 as usize].name
    }

    /// The line that holds on a day; of several the one that began last.
    #[must_use]
    pub fn on(&self, id: RegisteredId, day: Day) -> Option<&ProviderRecord> {
        self.providers.get(id.0 as usize)?.records.iter().rev().find(|r| r.valid.contains(day))
    }

    /// Who owns it on a day.
    #[must_use]
    pub fn ownership(&self, id: RegisteredId, day: Day) -> Ownership {
        self.on(id, day).map_or(Ownership::Unknown, |r| r.ownership)
    }

    /// How it is settled on a day.
    #[must_use]
    pub fn settlement(&self, id: RegisteredId, day: Day) -> Settlement {
        self.on(id, day).map_or(Settlement::Unknown, |r| r.settlement)
    }

    /// Days from the end of a month until its bill is normally there.
    #[must_use]
    pub fn delay_days(&self, id: RegisteredId, day: Day) -> Option<u16> {
        self.on(id, day)?.delay_days
    }

    /// The days on which something about it may change, in order.
    pub(crate) fn changes(&self, id: RegisteredId) -> impl Iterator<Item = Day> + '_ {
        self.providers[id.0 as usize].records.iter().flat_map(|r| [r.valid.from, r.valid.until])
    }

    /// Whether somebody has decided about two spellings: `Some(true)` the same, `Some(false)` different.
    #[must_use]
    pub fn decided(&self, a: &str, b: &str) -> Option<bool> {
        let both = pair(a, b);
        if self.same.contains(&both) {
            return Some(true);
        }
        self.different.contains(&both).then_some(false)
    }

    /// The number of providers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.providers.len()
    }

    /// True where the register is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.providers.is_empty()
    }

    /// The ids of all providers.
    pub fn ids(&self) -> impl Iterator<Item = RegisteredId> + use<> {
        (0..self.providers.len() as u32).map(RegisteredId)
    }

    /// Days of a window on which no line of the provider holds; for saying what the register lacks.
    #[must_use]
    pub fn silent_days(&self, id: RegisteredId, window: Period) -> crate::periods::Periods {
        let records = &self.providers[id.0 as usize].records;
        let said = crate::periods::Periods::union_of(records.iter().map(|r| r.valid));
        crate::periods::Periods::from(window).minus(&said)
    }
}

fn only(ids: &BTreeSet<RegisteredId>) -> Option<RegisteredId> {
    (ids.len() == 1).then(|| ids.first().copied()).flatten()
}

fn pair(a: &str, b: &str) -> (String, String) {
    let (a, b) = (normalised(a), normalised(b));
    if a <= b { (a, b) } else { (b, a) }
}

/// The lines that are about one provider: of one P-number; without a P-number of one name and CVR number, joined to the
/// P-number that alone has that name and does not contradict the CVR number.
fn grouped(records: &[ProviderRecord]) -> Vec<Vec<ProviderRecord>> {
    let mut places: BTreeMap<String, Vec<ProviderRecord>> = BTreeMap::new();
    let mut loose: BTreeMap<(String, String), Vec<ProviderRecord>> = BTreeMap::new();
    for record in records {
        if record.p_number.is_empty() {
            loose.entry((normalised(&record.name), record.cvr.clone())).or_default().push(record.clone());
        } else {
            places.entry(record.p_number.clone()).or_default().push(record.clone());
        }
    }
    let mut groups: Vec<Vec<ProviderRecord>> = places.into_values().collect();
    let of_places = groups.len();
    for ((name, cvr), lines) in loose {
        let fits = |group: &Vec<ProviderRecord>| {
            group
                .iter()
                .any(|r| normalised(&r.name) == name && (cvr.is_empty() || r.cvr.is_empty() || r.cvr == cvr))
        };
        let mut fitting = (0..of_places).filter(|at| fits(&groups[*at]));
        match (fitting.next(), fitting.next()) {
            (Some(one), None) => groups[one].extend(lines),
            _ => groups.push(lines),
        }
    }
    groups
}

/// Joins groups by decisions. A decided spelling that no line has is a name of the group it was joined to, or makes a group
/// without lines. Gives each group's decided spellings.
fn merge_decided(
    groups: &mut Vec<Vec<ProviderRecord>>,
    same: &BTreeSet<(String, String)>,
) -> Vec<BTreeSet<(String, String)>> {
    let mut spellings: Vec<BTreeSet<(String, String)>> = vec![BTreeSet::new(); groups.len()];
    for (a, b) in same {
        let homes = [a, b].map(|name| home(groups, &spellings, name));
        let into = match homes {
            [Some(one), Some(two)] if one != two => {
                let (keep, gone) = (one.min(two), one.max(two));
                let (lines, names) = (groups.remove(gone), spellings.remove(gone));
                groups[keep].extend(lines);
                spellings[keep].extend(names);
                keep
            }
            [Some(one), _] | [None, Some(one)] => one,
            [None, None] => {
                groups.push(Vec::new());
                spellings.push(BTreeSet::new());
                groups.len() - 1
            }
        };
        spellings[into].extend([a, b].map(|name| (String::new(), name.clone())));
    }
    spellings
}

/// The only group that has a name.
fn home(
    groups: &[Vec<ProviderRecord>],
    spellings: &[BTreeSet<(String, String)>],
    name: &str,
) -> Option<usize> {
    let has = |at: usize| {
        spellings[at].iter().any(|(_, n)| n == name)
            || groups[at].iter().any(|r| {
                normalised(&r.name) == name || r.also.iter().any(|(_, spelling)| normalised(spelling) == name)
            })
    };
    let mut found = (0..groups.len()).filter(|at| has(*at));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests;
