//! Which cases a list shows, and in which order: the canonical form of its address.

use crate::error::WebError;
use crate::filter::in_numbers;
use crate::query::{Fields, address};
use crate::visit::Visit;
use app::access::{Reach, Right, Scope, Subject};
use app::commands::case_year::{Case, CaseYear};
use app::commands::follow_up::{FollowUp, follow_ups};
use app::current::Current;
use app::lines::Kept;
use app::purpose::Purpose;
use domain::amount::Oere;
use domain::calendar::Day;
use domain::person::CitizenId;
use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The columns that a list can be sorted by; those of the second half begin with the largest.
pub(super) const COLUMNS: [&str; 11] = [
    "borger",
    "paragraf",
    "leverandoer",
    "siden",
    "naeste",
    "opfulgt",
    "bevilget",
    "disponeret",
    "til_dato",
    "betalt",
    "forskel",
];

/// What stands first unless asked otherwise, and by how many deviations.
const OPEN: &str = "afvigelser";
const BACKWARDS: &str = "_omvendt";

/// Parts of the list: word, and as pages write it.
pub(super) const PARTS: [(&str, &str); 6] = [
    ("", "Alle sager"),
    ("forsinkede", "Opfølgning forsinket"),
    ("aldrig", "Aldrig fulgt op"),
    ("uden_disponering", "Betalt uden disponering"),
    ("over", "Betalt over disponeret"),
    ("afvigelser", "Med åbne afvigelser"),
];

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CaseFilter {
    pub(super) vis: String,
    pub(super) paragraf: String,
    pub(super) leverandoer: String,
    pub(super) sagsbehandler: String,
    pub(super) sorter: String,
    pub(super) side: usize,
}

impl CaseFilter {
    pub(super) fn of(fields: &Fields) -> CaseFilter {
        let word = fields.one("sorter");
        let is_column = |word: &str| {
            let column = word.strip_suffix(BACKWARDS).unwrap_or(word);
            COLUMNS.contains(&column) || column == OPEN
        };
        let part = PARTS.iter().find(|(key, _)| *key == fields.one("vis"));
        CaseFilter {
            vis: part.map_or_else(String::new, |(key, _)| (*key).to_owned()),
            paragraf: fields.one("paragraf").to_owned(),
            leverandoer: fields.one("leverandoer").to_owned(),
            sagsbehandler: fields.one("sagsbehandler").to_owned(),
            sorter: if is_column(word) { word.to_owned() } else { String::new() },
            side: fields.number("side").unwrap_or(1),
        }
    }

    pub(super) fn address(&self) -> String {
        self.address_at("/sager")
    }

    pub(super) fn address_at(&self, path: &str) -> String {
        let side = if self.side > 1 { self.side.to_string() } else { String::new() };
        address(
            path,
            &[
                ("vis", &self.vis),
                ("paragraf", &self.paragraf),
                ("leverandoer", &self.leverandoer),
                ("sagsbehandler", &self.sagsbehandler),
                ("sorter", &self.sorter),
                ("side", &side),
            ],
        )
    }

    /// The part of the address after the question mark.
    pub(super) fn query(&self) -> String {
        self.address().split_once('?').map_or_else(String::new, |(_, query)| query.to_owned())
    }

    /// The column, and whether the other way round; empty where the list stands in its own order.
    pub(super) fn column(&self) -> (&str, bool) {
        match self.sorter.strip_suffix(BACKWARDS) {
            Some(word) => (word, true),
            None => (&self.sorter, false),
        }
    }

    /// The same list sorted by a column, or the other way round where it is already.
    pub(super) fn sorted_by(&self, column: &str) -> CaseFilter {
        let sorter = match self.column() {
            (now, false) if now == column => format!("{column}{BACKWARDS}"),
            _ => column.to_owned(),
        };
        CaseFilter { sorter, side: 1, ..self.clone() }
    }

    /// The same without what nobody in the list has: what somebody typed is not repeated.
    pub(super) fn known(self, all: &[Listed<'_>]) -> CaseFilter {
        let keep = |text: String, has: &dyn Fn(&Listed<'_>, &str) -> bool| {
            if text.is_empty() || all.iter().any(|own| has(own, &text)) { text } else { String::new() }
        };
        CaseFilter {
            paragraf: keep(self.paragraf, &|own, text| own.case.paragraf == text),
            leverandoer: keep(self.leverandoer, &|own, text| own.case.provider == text),
            sagsbehandler: keep(self.sagsbehandler, &|own, text| own.has_caseworker(text)),
            ..self
        }
    }

    fn holds(&self, own: &Listed<'_>, today: Day) -> bool {
        let asked = |wish: &str, is: &str| wish.is_empty() || wish == is;
        asked(&self.paragraf, &own.case.paragraf)
            && asked(&self.leverandoer, &own.case.provider)
            && (self.sagsbehandler.is_empty() || own.has_caseworker(&self.sagsbehandler))
            && own.is_in(&self.vis, today)
    }

    /// The cases that are asked for, in order.
    pub(super) fn select<'l, 'c>(&self, all: &'l [Listed<'c>], today: Day) -> Vec<&'l Listed<'c>> {
        let mut out: Vec<&Listed<'c>> = all.iter().filter(|own| self.holds(own, today)).collect();
        out.sort_by(|a, b| self.compare(a, b, today));
        out
    }

    fn compare(&self, a: &Listed<'_>, b: &Listed<'_>, today: Day) -> Ordering {
        let (column, backwards) = self.column();
        let far = |day: Option<Day>| day.map_or(i32::MAX, |day| day.0);
        let chosen = match column {
            "borger" => a.case.citizen.cmp(&b.case.citizen),
            "paragraf" => in_numbers(&a.case.paragraf).cmp(&in_numbers(&b.case.paragraf)),
            "leverandoer" => a.case.provider.cmp(&b.case.provider),
            "siden" => far(a.case.since).cmp(&far(b.case.since)),
            "naeste" => far(a.next()).cmp(&far(b.next())),
            "opfulgt" => far(a.last()).cmp(&far(b.last())),
            OPEN => b.open.cmp(&a.open),
            "" => first(a, today).cmp(&first(b, today)),
            amount => b.amount(amount).0.abs().cmp(&a.amount(amount).0.abs()),
        };
        let chosen = if backwards { chosen.reverse() } else { chosen };
        let rest = |own: &Listed<'_>| (in_numbers(&own.case.paragraf).1, own.case.citizen);
        chosen.then_with(|| rest(a).cmp(&rest(b))).then_with(|| a.case.paragraf.cmp(&b.case.paragraf))
    }
}

/// Late follow-ups by how late, then what is paid without being disposed, then beyond it, by kroner.
fn first(own: &Listed<'_>, today: Day) -> (u8, i64, Reverse<usize>) {
    if own.is_late(today) {
        return (0, own.next().map_or(0, |day| i64::from(day.0)), Reverse(0));
    }
    if own.case.is_paid_without() {
        return (1, -own.case.paid.0, Reverse(0));
    }
    if own.case.is_paid_over() {
        return (2, own.case.left().0, Reverse(0));
    }
    (3, 0, Reverse(own.open))
}

/// A case with what is written of it.
#[derive(Clone)]
pub(super) struct Listed<'c> {
    pub(super) case: Cow<'c, Case>,
    pub(super) follow: Option<Kept<FollowUp>>,
    /// Open deviations.
    pub(super) open: usize,
    /// Caseworkers, where the one who looks sees those of others.
    pub(super) caseworkers: &'c [String],
}

impl Listed<'_> {
    pub(super) fn last(&self) -> Option<Day> {
        self.follow.as_ref().and_then(|kept| kept.line.last())
    }

    pub(super) fn next(&self) -> Option<Day> {
        self.follow.as_ref().and_then(|kept| kept.line.next())
    }

    pub(super) fn is_late(&self, today: Day) -> bool {
        self.next().is_some_and(|next| next < today)
    }

    fn has_caseworker(&self, name: &str) -> bool {
        self.caseworkers.iter().any(|own| own == name)
    }

    pub(super) fn is_in(&self, part: &str, today: Day) -> bool {
        match part {
            "forsinkede" => self.is_late(today),
            "aldrig" => self.last().is_none(),
            "uden_disponering" => self.case.is_paid_without(),
            "over" => self.case.is_paid_over(),
            "afvigelser" => self.open > 0,
            _ => true,
        }
    }

    /// An amount by its column.
    pub(super) fn amount(&self, column: &str) -> Oere {
        match column {
            "bevilget" => self.case.granted.oere,
            "disponeret" => self.case.disposed.oere,
            "til_dato" => self.case.to_date,
            "betalt" => self.case.paid,
            "forskel" => self.case.left(),
            _ => Oere(0),
        }
    }
}

/// All cases that a scope holds, with what is written of them.
pub(super) struct Cases {
    pub(super) current: Arc<Current>,
    pub(super) year: Arc<CaseYear>,
    pub(super) scope: Scope,
    follow: BTreeMap<(CitizenId, String), Kept<FollowUp>>,
    open: BTreeMap<(CitizenId, String), usize>,
    /// Cases whose deviations were given to the one who looks.
    given: BTreeSet<(CitizenId, String)>,
}

impl Cases {
    /// Gathers them.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(super) async fn read(visit: &Visit) -> Result<Cases, WebError> {
        let scope = visit.scope(Right::FollowUp)?;
        let current = visit.current().await?;
        let session = visit.session(Purpose::SagOpfoelgning);
        let year = tokio::task::block_in_place(|| current.year(&session))?;
        let none = BTreeMap::new();
        let merged = current.basis.as_ref().map_or(&none, |content| &content.merged);
        let follow = follow_ups(&session, merged).await?;
        let (mut open, mut given) = (BTreeMap::new(), BTreeSet::new());
        if let Ok(rows) = visit.scope(Right::SeeRows) {
            let work = current.items(&rows).filter(|own| own.listed.item.standing.status.is_work());
            for own in work {
                let key = (own.listed.item.key.citizen, own.listed.item.key.paragraf.clone());
                if scope.reach() != Reach::Area && scope.holds(&own.subject()) {
                    given.insert(key.clone());
                }
                *open.entry(key).or_default() += 1;
            }
        }
        Ok(Cases { year, scope, follow, open, given, current: Arc::clone(&current) })
    }

    /// True where the one who looks sees other people's cases.
    pub(super) fn shows_caseworkers(&self) -> bool {
        matches!(self.scope.reach(), Reach::Team | Reach::Area)
    }

    /// The list, by citizen; those with a follow-up of which the year has nothing are there too.
    pub(super) fn list(&self) -> Vec<Listed<'_>> {
        let mut out: Vec<Listed<'_>> = Vec::new();
        let mut written: BTreeSet<(CitizenId, &str)> =
            self.follow.keys().map(|(citizen, paragraf)| (*citizen, paragraf.as_str())).collect();
        for case in &self.year.cases {
            written.remove(&(case.citizen, case.paragraf.as_str()));
            out.extend(self.listed(Cow::Borrowed(case)));
        }
        for (citizen, paragraf) in written {
            out.extend(self.listed(Cow::Owned(Case::of(citizen, paragraf))));
        }
        out
    }

    /// One case, where the scope holds it.
    pub(super) fn one(&self, citizen: CitizenId, paragraf: &str) -> Option<Listed<'_>> {
        let case = self.year.of(citizen).iter().find(|case| case.paragraf == paragraf);
        let case = match case {
            Some(case) => Cow::Borrowed(case),
            None if self.follow.contains_key(&(citizen, paragraf.to_owned())) => {
                Cow::Owned(Case::of(citizen, paragraf))
            }
            None => return None,
        };
        self.listed(case)
    }

    fn listed<'c>(&'c self, case: Cow<'c, Case>) -> Option<Listed<'c>> {
        let who = self.current.directory.who(case.citizen);
        let key = (case.citizen, case.paragraf.clone());
        let inside = self.scope.holds(&Subject {
            citizen: Some(case.citizen),
            caseworkers: &who.caseworkers,
            teams: &who.teams,
            paragraf: &case.paragraf,
            ..Subject::default()
        });
        if !inside && !self.given.contains(&key) {
            return None;
        }
        Some(Listed {
            follow: self.follow.get(&key).cloned(),
            open: self.open.get(&key).copied().unwrap_or(0),
            case,
            caseworkers: &who.caseworkers,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leaves_out_defaults_and_reads_back() {
        let asked = "/sager?vis=forsinkede&paragraf=SEL+%C2%A7+107&sorter=betalt_omvendt&side=2";
        let filter = CaseFilter::of(&Fields::of(asked.split_once('?').map_or("", |(_, query)| query)));
        assert_eq!(filter.address(), asked);
        assert_eq!(filter.column(), ("betalt", true));
        assert_eq!(filter.sorted_by("betalt").sorter, "betalt");
        assert_eq!(CaseFilter::of(&Fields::of("vis=andet&sorter=navn&side=1")).address(), "/sager");
    }
}
