//! A grant of a role with its limits, and the question that is put to every row before it is read.

use super::{Reach, Right, Role, reach};
use domain::calendar::Day;
use domain::person::CitizenId;
use serde::{Deserialize, Serialize};

/// A role that a person has, with its limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The role's word ([`Role::key`]).
    pub rolle: String,
    /// The names or initials under which the sources know the person as caseworker.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sagsbehandler: Vec<String>,
    /// The team, as the sources write it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub team: String,
    /// Written paragraphs of the person's area; none means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraffer: Vec<String>,
    /// Shown keys or names of the person's own providers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leverandoerer: Vec<String>,
    /// The last day on which it holds (`2026-12-31`); empty means no end.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub til: String,
    /// Who asked for it on a page, while no authority manager has confirmed it: then it gives nothing yet. Empty where it
    /// holds.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub afventer: String,
}

/// What a row is about, as far as limits ask.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// Who; `None` for what is about nobody.
    pub citizen: Option<CitizenId>,
    /// The citizen's caseworkers in any system.
    pub caseworkers: &'a [String],
    /// Their teams.
    pub teams: &'a [String],
    /// The row's paragraph as written; empty where none.
    pub paragraf: &'a str,
    /// The row's providers: keys and names.
    pub providers: &'a [String],
    /// To whom it was given: a user's name or a team.
    pub assigned: &'a str,
}

/// What one person may see of the rows that a right is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    reach: Reach,
    user: String,
    grant: Grant,
    /// The month of the sample: days since 1970 of its first day.
    month: i32,
}

impl Grant {
    /// A grant without limits.
    #[must_use]
    pub fn of(role: Role) -> Grant {
        Grant {
            rolle: role.key().to_owned(),
            sagsbehandler: Vec::new(),
            team: String::new(),
            paragraffer: Vec::new(),
            leverandoerer: Vec::new(),
            til: String::new(),
            afventer: String::new(),
        }
    }

    /// True where the role lets somebody see rows about citizens.
    #[must_use]
    pub fn sees_citizens(&self) -> bool {
        let sees = |role: Role| {
            [Right::SeeRows, Right::SeeCitizen, Right::Reveal]
                .iter()
                .any(|right| reach(role, *right).is_some())
        };
        Role::from_key(&self.rolle).is_some_and(sees)
    }

    /// The role, where it holds on the day.
    #[must_use]
    pub fn role_on(&self, day: Day) -> Option<Role> {
        let ended = Day::parse(&self.til).is_some_and(|last| last < day);
        if ended || !self.afventer.is_empty() { None } else { Role::from_key(&self.rolle) }
    }
}

impl Scope {
    /// What the grant gives of a right; `None` where it gives nothing.
    #[must_use]
    pub fn of(user: &str, grant: &Grant, right: Right, today: Day) -> Option<Scope> {
        let role = grant.role_on(today)?;
        let reach = reach(role, right)?;
        let (year, month, _) = today.ymd();
        let first = Day::from_ymd(year, month, 1).unwrap_or(today);
        Some(Scope { reach, user: user.to_owned(), grant: grant.clone(), month: first.0 })
    }

    /// About whom.
    #[must_use]
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// True where every row about citizens is inside.
    #[must_use]
    pub fn is_everybody(&self) -> bool {
        self.reach == Reach::Area && self.grant.paragraffer.is_empty()
    }

    /// True where the row is inside.
    #[must_use]
    pub fn holds(&self, subject: &Subject<'_>) -> bool {
        match self.reach {
            Reach::Whole => subject.citizen.is_none(),
            Reach::Own => {
                same(subject.assigned, &self.user)
                    || subject
                        .caseworkers
                        .iter()
                        .any(|name| self.grant.sagsbehandler.iter().any(|own| same(own, name)))
            }
            Reach::Team => {
                same(subject.assigned, &self.user)
                    || same(subject.assigned, &self.grant.team)
                    || subject.teams.iter().any(|team| same(team, &self.grant.team))
            }
            Reach::Area => {
                self.grant.paragraffer.is_empty()
                    || self.grant.paragraffer.iter().any(|own| own == subject.paragraf)
            }
            Reach::Provider => subject
                .providers
                .iter()
                .any(|name| self.grant.leverandoerer.iter().any(|own| same(own, name))),
            Reach::Sample => subject.citizen.is_some_and(|citizen| in_sample(citizen, self.month)),
        }
    }
}

/// The same word, whatever the size of its letters; nothing is the same as no word. Asked of every row of a list.
fn same(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return !a.is_empty() && a.eq_ignore_ascii_case(b);
    }
    a == b || a.to_lowercase() == b.to_lowercase()
}

/// One citizen in twenty, by a mix of the id and the month that nobody chose.
fn in_sample(citizen: CitizenId, month: i32) -> bool {
    let mixed = (u64::from(citizen.0) << 32 | u64::from(month.unsigned_abs()))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .rotate_left(29)
        .wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> 40).is_multiple_of(20)
}
