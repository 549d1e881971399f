//! Those who are asked about: a citizen of each relation, with a deviation, rows, a case, a sent sheet and a correction.

use super::people::{Who, limits, signed_in};
use super::rule::in_sample;
use crate::town::Town;
use app::commands::basis_correction::{Correction, NewCorrection, correct_basis};
use app::commands::correct_source::{SentLine, SentSheet, send_sheet};
use app::commands::erase::erase_citizen;
use app::commands::explain_citizen::explain_with;
use app::commands::set_item::{SetItem, set_items};
use app::current::Current;
use app::session::Session;
use domain::calendar::Day;
use domain::person::CitizenId;
use domain::work_item::Item;
use std::collections::{BTreeMap, BTreeSet};

/// A written paragraph, and the numbers and names of providers in small letters.
pub(super) type Part = (String, BTreeSet<String>);

/// A citizen in one relation to those who ask.
pub(super) struct Subject {
    pub(super) relation: &'static str,
    pub(super) citizen: CitizenId,
    /// Who it is by now, where the number was replaced.
    pub(super) now: Option<CitizenId>,
    pub(super) gone: bool,
    pub(super) caseworkers: BTreeSet<String>,
    pub(super) teams: BTreeSet<String>,
    pub(super) parts: Vec<Part>,
    /// The paragraph on which a deviation was given to somebody, and to whom.
    pub(super) given: Option<(String, String)>,
    pub(super) item: Option<OwnItem>,
    /// Import, file and row of each, as addresses write them.
    pub(super) rows: Vec<(String, Part)>,
    /// Written paragraphs of the cases of the year.
    pub(super) cases: Vec<String>,
}

/// A deviation with what was made of it.
pub(super) struct OwnItem {
    pub(super) id: String,
    pub(super) part: Part,
    pub(super) sheet: String,
    pub(super) correction: String,
}

/// Who asks, and about whom.
pub(super) struct Subjects {
    pub(super) people: Vec<Who>,
    pub(super) subjects: Vec<Subject>,
    /// The paragraph that some areas are limited to, and one that is in none of them.
    pub(super) paragraffer: [String; 2],
}

/// What the systems say of a citizen.
#[derive(Clone)]
struct Facts {
    citizen: CitizenId,
    caseworkers: BTreeSet<String>,
    teams: BTreeSet<String>,
    rows: Vec<(String, Part)>,
    items: Vec<Item>,
}

impl Facts {
    fn read(session: &Session, current: &Current, citizen: CitizenId, items: Vec<Item>) -> Facts {
        let content = current.basis.as_ref().expect("et grundlag");
        let told = tokio::task::block_in_place(|| explain_with(session, content, citizen)).expect("rækker");
        let small = |text: &String| text.trim().to_lowercase();
        let written = |id: Option<domain::law::ParagrafId>| {
            id.map_or_else(String::new, |id| content.law.paragraf(id).written.clone())
        };
        let place = |at: &app::commands::explain_citizen::SourceRow| {
            let sheet = web::query::address("", &[("ark", &at.sheet)]);
            format!("{}/{}/{}{sheet}", at.import, at.file, at.row)
        };
        let part = |id, providers: &[String]| (written(id), providers.iter().map(small).collect());
        let mut rows: Vec<(String, Part)> =
            told.strips.iter().map(|own| (place(&own.at), part(own.paragraf, &own.providers))).collect();
        rows.extend(told.payments.iter().map(|own| (place(&own.at), part(own.paragraf, &own.providers))));
        let caseworkers: BTreeSet<String> =
            told.strips.iter().map(|own| small(&own.caseworker)).filter(|name| !name.is_empty()).collect();
        let of_register = content.caseworkers.iter().flatten();
        let own = of_register.filter(|person| caseworkers.contains(&small(&person.name)));
        let teams = own.map(|person| small(&person.team)).collect();
        Facts { citizen, caseworkers, teams, rows, items }
    }

    /// All parts on the paragraph, or none: then it does not matter which is asked for.
    fn on(&self, paragraf: &str) -> Option<bool> {
        let written = self.rows.iter().map(|(_, part)| &part.0).filter(|own| !own.is_empty());
        let mut own =
            written.chain(self.items.iter().map(|item| &item.key.paragraf)).map(|own| own == paragraf);
        let first = own.next()?;
        own.all(|next| next == first).then_some(first)
    }

    /// The same of a provider.
    fn at(&self, provider: &str) -> Option<bool> {
        let mut own = self.rows.iter().map(|(_, part)| part.1.contains(&provider.to_lowercase()));
        let first = own.next()?;
        own.all(|next| next == first).then_some(first)
    }

    fn subject(&self, relation: &'static str) -> Subject {
        let mut parts: Vec<Part> = self.rows.iter().map(|(_, part)| part.clone()).collect();
        let providers: BTreeSet<String> = parts.iter().flat_map(|part| part.1.clone()).collect();
        parts.extend(self.items.iter().map(|item| (item.key.paragraf.clone(), providers.clone())));
        let mut rows = self.rows.clone();
        // The first of each part: the others are asked for alike.
        let mut known = BTreeSet::new();
        rows.retain(|(_, part)| known.insert(part.clone()));
        Subject {
            relation,
            citizen: self.citizen,
            now: None,
            gone: false,
            caseworkers: self.caseworkers.clone(),
            teams: self.teams.clone(),
            item: self.items.first().map(|item| OwnItem {
                id: item.id.to_string(),
                part: (item.key.paragraf.clone(), providers),
                sheet: String::new(),
                correction: String::new(),
            }),
            parts,
            given: None,
            rows,
            cases: Vec::new(),
        }
    }
}

/// The town with its subjects made, before anybody has asked for a page.
pub(super) async fn prepared(town: &Town) -> Subjects {
    let session = town.session("test");
    let current = Current::read(&session, None).await.expect("billedet");
    let [caseworker, team, provider] = limits(town).await;
    let mut of: BTreeMap<CitizenId, Vec<Item>> = BTreeMap::new();
    for item in session.store.work_items().all(&session.ctx).await.expect("afvigelser") {
        of.entry(item.key.citizen).or_default().push(item);
    }
    let is_work = |item: &Item| item.standing.status.is_work() && item.sighting.question.is_some();
    let without: Vec<CitizenId> =
        current.directory.citizens().filter(|citizen| !of.contains_key(citizen)).collect();
    of.retain(|_, items| items.iter().any(is_work));
    // What is worked on stands first: that is what is asked about.
    of.values_mut().for_each(|items| items.sort_by_key(|item| !is_work(item)));
    let facts: Vec<Facts> =
        of.into_iter().map(|(citizen, items)| Facts::read(&session, &current, citizen, items)).collect();
    let paragraf = commonest(&facts);
    let mut made = chosen(&facts, [&caseworker, &team, &provider, &paragraf]);
    if made.iter().all(|own| own.relation != "i stikprøven") {
        let one = without.iter().find(|citizen| in_sample(**citizen)).expect("en af tyve");
        made.push(Facts::read(&session, &current, *one, Vec::new()).subject("i stikprøven"));
    }
    let other = made.iter().find(|own| own.relation == "andet område").and_then(|own| own.item.as_ref());
    let other = other.expect("en paragraf uden for området").part.0.clone();
    give(&session, &mut made, "fordelt til mig", "demo-sagsbehandler").await;
    give(&session, &mut made, "fordelt til teamet", &team).await;
    for subject in &mut made {
        make_of(&session, subject).await;
    }
    made.push(erased(&session, &without).await);
    let without: Vec<CitizenId> =
        without.into_iter().filter(|id| made.iter().all(|own| own.citizen != *id)).collect();
    made.push(merged(&session, &without, &caseworker).await);
    made.push(nobody(&made));
    let current = Current::read(&session, None).await.expect("billedet");
    let year = tokio::task::block_in_place(|| current.year(&session)).expect("året");
    for subject in made.iter_mut().filter(|own| !own.gone && own.now.is_none()) {
        subject.cases = year.of(subject.citizen).iter().map(|case| case.paragraf.clone()).collect();
    }
    let people = signed_in(town, &paragraf).await;
    Subjects { people, subjects: made, paragraffer: [paragraf, other] }
}

/// The paragraph that most citizens have all their rows on, and not all citizens.
fn commonest(facts: &[Facts]) -> String {
    let written: BTreeSet<&String> =
        facts.iter().flat_map(|own| own.items.iter().map(|item| &item.key.paragraf)).collect();
    let count = |paragraf: &String| facts.iter().filter(|own| own.on(paragraf) == Some(true)).count();
    let most = written.into_iter().max_by_key(|paragraf| (count(paragraf), (*paragraf).clone()));
    most.expect("en paragraf").clone()
}

/// A citizen for each relation, none twice.
fn chosen(facts: &[Facts], [caseworker, team, provider, paragraf]: [&str; 4]) -> Vec<Subject> {
    let own = |f: &Facts| f.caseworkers.contains(&caseworker.to_lowercase());
    let teams = |f: &Facts| f.teams.contains(&team.to_lowercase());
    let sample = |f: &Facts| in_sample(f.citizen);
    let area = |f: &Facts| f.on(paragraf) == Some(true);
    let place = |f: &Facts| f.at(provider) == Some(true);
    let none = |f: &Facts| !own(f) && !teams(f) && !area(f) && !place(f) && !sample(f);
    type Wish<'w> = &'w dyn Fn(&Facts) -> bool;
    let wishes: [(&'static str, Wish<'_>); 12] = [
        ("egen borger", &|f| own(f)),
        ("samme team", &|f| teams(f) && !own(f)),
        // The month's sample is another every month: it takes nobody whom the others need.
        ("i stikprøven", &|f| sample(f) && !own(f) && !teams(f) && !place(f)),
        ("andet team", &|f| !teams(f) && !own(f) && !f.teams.is_empty()),
        ("eget tilbud", &|f| place(f)),
        ("andet tilbud", &|f| !place(f)),
        ("eget område", &|f| area(f)),
        ("andet område", &|f| f.on(paragraf) == Some(false)),
        ("uden for stikprøven", &|f| !sample(f)),
        ("ingen forbindelse", &none),
        ("fordelt til mig", &none),
        ("fordelt til teamet", &none),
    ];
    // A deviation is at the provider of its own rows: clear where all of the citizen's are.
    let clear = |f: &&Facts| f.at(provider).is_some();
    let mut out: Vec<Subject> = Vec::new();
    for (relation, wish) in wishes {
        let is_new = |f: &&Facts| out.iter().all(|subject| subject.citizen != f.citizen);
        let found = facts.iter().filter(clear).filter(is_new).find(|f| wish(f));
        match found {
            Some(found) => out.push(found.subject(relation)),
            // Hardly ever is nobody with a deviation in the month's sample.
            None => assert_eq!(relation, "i stikprøven", "ingen borger er {relation}"),
        }
    }
    out
}

async fn give(session: &Session, made: &mut [Subject], relation: &str, to: &str) {
    let subject = made.iter_mut().find(|own| own.relation == relation).expect("relationen");
    let item = subject.item.as_ref().expect("en afvigelse");
    let set = SetItem { assigned: Some(to.to_owned()), ..SetItem::default() };
    set_items(session, std::slice::from_ref(&item.id), &set).await.expect("fordelt");
    subject.given = Some((item.part.0.clone(), to.to_owned()));
}

/// A sheet with the deviation's line, and a correction beside the figures.
async fn make_of(session: &Session, subject: &mut Subject) {
    let Some(item) = &mut subject.item else { return };
    let line = SentLine {
        afvigelse: item.id.clone(),
        dage: ["2026-01-01".to_owned(), "2026-01-31".to_owned()],
        ..SentLine::default()
    };
    let sheet = SentSheet {
        system: "as2007".to_owned(),
        titel: "AS2007".to_owned(),
        sendt: "2026-03-02".to_owned(),
        frist: "2026-04-03".to_owned(),
        linjer: vec![line],
        ..SentSheet::default()
    };
    item.sheet = send_sheet(session, sheet).await.expect("et ark").to_string();
    let correction = Correction {
        system: "as2007".to_owned(),
        paragraf: item.part.0.clone(),
        fra: "2026-01-01".to_owned(),
        til: "2026-01-31".to_owned(),
        aarsvaerk: Some(-8),
        oere: None,
        hvorfor: "Afventer udtræk".to_owned(),
        ejer: "demo-oekonomi".to_owned(),
        udloeber: "2026-06-01".to_owned(),
        afvigelse: String::new(),
        taget_tilbage: false,
    };
    let new = NewCorrection { line: correction, citizen: Some(subject.citizen) };
    let today = Day::parse("2026-03-14").expect("en dag");
    item.correction = correct_basis(session, new, today).await.expect("en korrektion").to_string();
}

/// A citizen without deviations is deleted: the addresses that led to the rows lead nowhere.
async fn erased(session: &Session, without: &[CitizenId]) -> Subject {
    let before = Current::read(session, None).await.expect("billedet");
    let citizen = *without.last().expect("en uden afvigelser");
    let subject = Facts::read(session, &before, citizen, Vec::new()).subject("slettet");
    assert!(!subject.rows.is_empty(), "borgeren havde rækker");
    erase_citizen(session, &citizen.to_string(), "Prøve", true).await.expect("slettet");
    Subject { gone: true, ..subject }
}

/// Two citizens without deviations become one: the former id leads to the present one, who is the caseworker's own.
async fn merged(session: &Session, without: &[CitizenId], caseworker: &str) -> Subject {
    let before = Current::read(session, None).await.expect("billedet");
    let is_own = |citizen: &&CitizenId| {
        let facts = Facts::read(session, &before, **citizen, Vec::new());
        facts.caseworkers.contains(&caseworker.to_lowercase())
    };
    let present = *without.iter().find(is_own).expect("en egen uden afvigelser");
    let former = *without.iter().find(|own| **own != present && !in_sample(**own)).expect("en til");
    session.store.people().alias(&session.ctx, former, present).await.expect("afløst");
    let after = Current::read(session, None).await.expect("billedet");
    let facts = Facts::read(session, &after, present, Vec::new());
    Subject { citizen: former, now: Some(present), rows: Vec::new(), ..facts.subject("anden borger nu") }
}

/// An id that no citizen ever had.
fn nobody(made: &[Subject]) -> Subject {
    let free =
        |id: &u32| made.iter().all(|own| own.citizen.0 != *id && own.now.is_none_or(|now| now.0 != *id));
    let citizen = CitizenId((11..).find(free).expect("et frit id"));
    Subject {
        relation: "ingen borger",
        citizen,
        now: None,
        gone: true,
        caseworkers: BTreeSet::new(),
        teams: BTreeSet::new(),
        parts: Vec::new(),
        given: None,
        item: None,
        rows: Vec::new(),
        cases: Vec::new(),
    }
}
