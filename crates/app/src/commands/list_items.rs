//! `afvigelse liste|grupper|tid`: the list as it stands, what many share, and how long it takes to put things right.

use crate::local;
use crate::session::Session;
use crate::sources;
use anyhow::bail;
use domain::amount::Oere;
use domain::calendar::{Day, Period};
use domain::deviation::{RuleCode, Side};
use domain::landscape::Correction;
use domain::paragraf::ParagrafReader;
use domain::person::CitizenId;
use domain::work_item::{CorrectionTime, Item, ItemId, ItemKey, Status, correction_times, field_of, side_of};
use ingest::mapping::Mapping;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// In which order the list stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// Most kroner first; unknown ones after, by days.
    #[default]
    Kroner,
    /// Most days first.
    Days,
    /// The oldest first.
    Age,
}

/// Which items are asked for. Nothing given means those that are work.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Seen by this saved control.
    pub control: Option<String>,
    /// With this status.
    pub status: Option<StatusAsked>,
    /// With this person.
    pub assigned: Option<String>,
    /// Found by this rule.
    pub rule: Option<RuleCode>,
    /// On this paragraph, in any written form.
    pub paragraf: Option<String>,
    /// In which order.
    pub order: Order,
}

/// A status that may be asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StatusAsked {
    /// Every item, ended ones too.
    All,
    /// Those of this key ([`Status::key`]).
    Key(&'static str),
}

impl StatusAsked {
    /// The words that may be asked for: `alle`, then every status.
    pub const WORDS: [&'static str; 9] = [
        "alle",
        "aaben",
        "genopstaaet",
        "under_afklaring",
        "afventer_kilde",
        "accepteret",
        "kan_ikke_rettes",
        "lukket",
        "lagt_sammen",
    ];

    /// Reads one of [`StatusAsked::WORDS`].
    #[must_use]
    pub fn parse(text: &str) -> Option<StatusAsked> {
        let word = StatusAsked::WORDS.into_iter().find(|word| *word == text)?;
        Some(if word == "alle" { StatusAsked::All } else { StatusAsked::Key(word) })
    }

    fn has(self, status: Status) -> bool {
        match self {
            StatusAsked::All => true,
            StatusAsked::Key(key) => status.key() == key,
        }
    }
}

/// An item as a list shows it.
#[derive(Clone, Debug)]
pub struct ListedItem {
    /// The item.
    pub item: Item,
    /// Who has it: the person it was given to, else who can correct the field in the system.
    pub responsible: String,
    /// True where a person said so.
    pub assigned: bool,
    /// Days since it was first seen, until the newest day that its control has run on.
    pub age_days: i64,
}

/// Items that share something that may be put right once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they share.
    pub shared: String,
    /// How many.
    pub items: usize,
    /// Distinct citizens.
    pub citizens: usize,
    /// The sum of what is known at stake, without sign.
    pub oere: Oere,
    /// How many have unknown kroner.
    pub unknown: usize,
    /// The newest of them, for a look.
    pub example: ItemId,
}

/// The items asked for.
///
/// # Errors
/// Where the control or the paragraph is not known.
pub async fn list_items(session: &Session, asked: &Asked) -> anyhow::Result<Vec<ListedItem>> {
    let (items, today) = all(session).await?;
    let paragraf = asked.paragraf.as_deref().map(|text| written(session, text, today)).transpose()?;
    let seen: Option<BTreeSet<ItemId>> = match asked.control.as_deref() {
        None => None,
        Some(name) => {
            session.store.saved_controls().get(&session.ctx, name).await?;
            Some(session.store.work_items().seen_by(&session.ctx, name).await?.into_iter().collect())
        }
    };
    let mut routes = Routes::new(session);
    let mut out = Vec::new();
    for item in items {
        let fits = asked
            .status
            .map_or_else(|| item.standing.status.is_work(), |status| status.has(item.standing.status))
            && asked.rule.is_none_or(|rule| item.key.rule == rule)
            && paragraf.as_ref().is_none_or(|forms| forms.contains(&item.key.paragraf))
            && seen.as_ref().is_none_or(|seen| seen.contains(&item.id));
        if !fits {
            continue;
        }
        let listed = routes.listed(item, today);
        let wanted = asked.assigned.as_deref().map(str::to_lowercase);
        if wanted.is_none_or(|who| listed.responsible.to_lowercase() == who) {
            out.push(listed);
        }
    }
    sort(&mut out, asked.order);
    Ok(out)
}

/// Items that are work, by what they share; most kroner first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn group_items(session: &Session) -> anyhow::Result<Vec<Group>> {
    let (items, _) = all(session).await?;
    let mut by_shared: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in items.iter().filter(|i| i.standing.status.is_work() && !i.sighting.shared.is_empty()) {
        by_shared.entry(&item.sighting.shared).or_default().push(item);
    }
    let mut out = Vec::new();
    for (shared, list) in by_shared {
        let citizens: BTreeSet<CitizenId> = list.iter().map(|item| item.key.citizen).collect();
        let Some(example) = list.iter().max_by_key(|item| item.order) else { continue };
        out.push(Group {
            shared: shared.to_owned(),
            items: list.len(),
            citizens: citizens.len(),
            oere: Oere(list.iter().filter_map(|i| i.sighting.oere).map(|o| o.0.abs()).sum()),
            unknown: list.iter().filter(|item| item.sighting.oere.is_none()).count(),
            example: example.id,
        });
    }
    out.sort_by(|a, b| {
        (Reverse(a.oere), Reverse(a.items), &a.shared).cmp(&(Reverse(b.oere), Reverse(b.items), &b.shared))
    });
    Ok(out)
}

/// Time to correction by rule and sources.
///
/// # Errors
/// Where the store cannot be read.
pub async fn times(session: &Session) -> anyhow::Result<Vec<CorrectionTime>> {
    Ok(correction_times(&all(session).await?.0))
}

/// All items, and the newest day of a basis that has touched them.
async fn all(session: &Session) -> anyhow::Result<(Vec<Item>, Day)> {
    let kept = session.store.work_items();
    let runs = kept.runs(&session.ctx).await?;
    let today = runs.iter().map(|run| run.trace.day).max().unwrap_or(Day::FIRST);
    Ok((kept.all(&session.ctx).await?, today))
}

/// The written forms of a paragraph in any of its lives.
pub(crate) fn written(session: &Session, text: &str, today: Day) -> anyhow::Result<BTreeSet<String>> {
    let reader = ParagrafReader::new(&session.law);
    let days = session.law.paragraffer.iter().map(|p| p.valid.from).chain([today]);
    let forms: BTreeSet<String> = days
        .filter_map(|day| reader.read(text, day).ok())
        .map(|id| session.law.paragraf(id).written.clone())
        .collect();
    if forms.is_empty() {
        bail!("--paragraf «{text}» er ikke en paragraf, vi kender; skriv fx 104, «SEL § 104» eller 105/85.");
    }
    Ok(forms)
}

fn sort(items: &mut [ListedItem], order: Order) {
    items.sort_by_key(|listed| {
        let (item, days) = (&listed.item, listed.item.sighting.period.days());
        let kroner = item.sighting.oere.map(|o| o.0.abs());
        match order {
            Order::Kroner => (kroner.is_none(), -kroner.unwrap_or(0), -days, item.order),
            Order::Days => (false, -days, -kroner.unwrap_or(0), item.order),
            Order::Age => (false, -listed.age_days, -days, item.order),
        }
    });
}

/// Who can correct what, as the landscape and each source's description say it; read once.
pub(crate) struct Routes<'s> {
    session: &'s Session,
    known: BTreeMap<String, Corrects>,
}

/// What a source says of corrections.
#[derive(Default)]
struct Corrects {
    table: Vec<Correction>,
    mapping: Option<Mapping>,
}

/// Where a deviation is put right: in which system, by whom, in which field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The source's name; empty where the item has none.
    pub source: String,
    /// Who can correct the field there; empty where nobody is named.
    pub who: String,
    /// The screen; empty where not stated.
    pub place: String,
    /// The field as screens write it.
    pub field: String,
    /// The field's headings in the source's own extract, as far as it has them.
    pub headings: Vec<String>,
}

impl<'s> Routes<'s> {
    pub(crate) fn new(session: &'s Session) -> Routes<'s> {
        Routes { session, known: BTreeMap::new() }
    }

    pub(crate) fn listed(&mut self, item: Item, today: Day) -> ListedItem {
        let assigned = !item.standing.assigned.is_empty();
        let responsible = if assigned { item.standing.assigned.clone() } else { self.target(&item).who };
        ListedItem { age_days: item.age_days(today), responsible, assigned, item }
    }

    /// The field in the system that is put right first, else in the other; nobody where no source says.
    pub(crate) fn target(&mut self, item: &Item) -> Target {
        let key = &item.key;
        let mut order: Vec<&String> = key.sources.iter().collect();
        if side_of(item.sighting.question, None) == Side::Two {
            order.reverse();
        }
        let found = order.iter().find_map(|source| self.in_source(source, key));
        found.unwrap_or_else(|| self.nobodys(order.first().map_or("", |source| source.as_str()), key))
    }

    fn in_source(&mut self, source: &str, key: &ItemKey) -> Option<Target> {
        let corrects = self.corrects(source);
        let stated = |field: &str| corrects.table.iter().find(|c| c.field == field);
        let found =
            field_of(key).iter().find_map(|field| stated(field)).or_else(|| stated(Correction::REST))?;
        Some(Target {
            source: source.to_owned(),
            who: found.who.clone(),
            place: found.place.clone(),
            field: field_text(key).to_owned(),
            headings: headings(corrects.mapping.as_ref(), key),
        })
    }

    fn nobodys(&mut self, source: &str, key: &ItemKey) -> Target {
        let headings = headings(self.corrects(source).mapping.as_ref(), key);
        let field = field_text(key).to_owned();
        Target { source: source.to_owned(), field, headings, ..Target::default() }
    }

    fn corrects(&mut self, source: &str) -> &Corrects {
        let session = self.session;
        self.known.entry(source.to_owned()).or_insert_with(|| {
            let Ok(known) = sources::find(&session.edge.folder, source) else { return Corrects::default() };
            // A landscape with mistakes is told by the verbs that make figures; here the sources' own words hold.
            let landscape = session.landscape().cloned().unwrap_or_default();
            let table = local::source(&known.mapping, &landscape, Period::ALWAYS).corrects;
            Corrects { table, mapping: Some(known.mapping) }
        })
    }
}

/// The field as screens write it: the first of [`field_of`] that has a word.
fn field_text(key: &ItemKey) -> &'static str {
    let word =
        |field: &&str| Correction::FIELDS.iter().find(|(own, _)| *own == *field).map(|(_, text)| *text);
    field_of(key).iter().find_map(word).unwrap_or("")
}

/// The headings of the field's columns, as the source writes them.
fn headings(mapping: Option<&Mapping>, key: &ItemKey) -> Vec<String> {
    let fields: &[&str] = match field_text(key) {
        "leverandør" => &["provider"],
        "målgruppe" => &["maalgruppe"],
        "timer pr. uge" => &["hours"],
        "pris pr. dag" => &["rate"],
        "handlekommune" => &["handlekommune"],
        "betalingskommune" => &["betalingskommune"],
        "første og sidste dag" => &["start", "end"],
        "paragraf og ydelse" => &["service", "start", "end"],
        "sagsbehandler" => &["caseworker"],
        "tilgangs- og afgangsårsag" => &["exit_reason"],
        "P-nummer og adresse" => &["p_number"],
        _ => &[],
    };
    let heading = |field: &&str| mapping.and_then(|mapping| mapping.heading(field)).map(str::to_owned);
    fields.iter().filter_map(heading).collect()
}
