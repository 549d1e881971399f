//! What is declared by day, what it does to a comparison, and what contradicts it. Names and days are invented.

use super::*;
use crate::control::{Control, Limits};
use crate::deviation::RuleCode;
use crate::language::Language;
use crate::law::{DstStatus, Kommune, LawBook, Paragraf};
use crate::lexicon::SideContext;
use crate::observation::{Activity, RowPlace};
use crate::person::CitizenId;
use crate::price::Weeks;
use crate::reconcile::Kernel;
use crate::registers::{CitizenRows, Registers};
use crate::wording::{WordId, Wording};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Both days included; `..` alone is always.
fn days(text: &str) -> Period {
    let (from, to) = text.split_once("..").unwrap();
    let from = if from.is_empty() { Day::FIRST } else { day(from) };
    Period { from, until: if to.is_empty() { Day::OPEN } else { day(to).next() } }
}

fn law() -> LawBook {
    let kommune = |code, acts_through| Kommune {
        code,
        name: String::new(),
        also: Vec::new(),
        acts_through,
        except: Vec::new(),
        region: String::new(),
        source: String::new(),
    };
    LawBook {
        paragraffer: vec![Paragraf {
            written: "SEL § 104".to_owned(),
            name: String::new(),
            law: "SEL".to_owned(),
            number: "104".to_owned(),
            valid: Period::ALWAYS,
            also: Vec::new(),
            dst: DstStatus::Open,
            mixed_with: Vec::new(),
            source: String::new(),
        }],
        kommuner: vec![kommune(183, 183), kommune(187, 183), kommune(573, 573)],
        ..LawBook::default()
    }
}

fn source(name: &str) -> Source {
    Source { name: name.to_owned(), reads_paragraphs: true, ..Source::default() }
}

/// A row of System 2 alone: what of it is a deviation when System 1 is `one`.
fn only_in_two(one: Source, two: Source, handlekommune: Option<u16>) -> Vec<String> {
    let mut wording = Wording::default();
    let provider = wording.provider(Provider { name: "Rammehuset".to_owned(), ..Provider::default() });
    let paragraf = wording.word("SEL § 104");
    let place = RowPlace { file: 0, sheet: WordId::EMPTY, row: 2 };
    let mut row = Activity::bare(CitizenId(1), place, days("2024-01-01..2024-12-31"));
    (row.provider, row.paragraf, row.handlekommune) = (provider, paragraf, handlekommune);
    let (law, language, other) = (law(), Language::default(), Wording::default());
    let control = Control::of(days("2024-01-01..2024-12-31"), 183);
    let side = |source, wording| SideContext { source, facts: ExtractFacts::default(), wording };
    let sides = [side(&one, &other), side(&two, &wording)];
    let mut kernel = Kernel::new(&control, &law, &language, sides, Registers::default());
    let rows = CitizenRows { activities: [&[], std::slice::from_ref(&row)], ..CitizenRows::default() };
    kernel.citizen(CitizenId(1), rows);
    let mut found: Vec<String> = kernel
        .finish()
        .deviations
        .iter()
        .filter(|d| d.rule == RuleCode::KunISystem2)
        .map(|d| format!("{}..{}", d.period.from.iso(), d.period.last_day().iso()))
        .collect();
    found.sort();
    found
}

fn exception(provider: &str, valid: &str) -> Exception {
    Exception { provider: provider.to_owned(), valid: days(valid), reason: "rammestyret".to_owned() }
}

#[test]
fn an_exception_holds_on_its_days_only() {
    let excepted =
        |exceptions: Vec<Exception>| only_in_two(Source { exceptions, ..source("et") }, source("to"), None);
    assert_eq!(excepted(vec![]), ["2024-01-01..2024-12-31"]);
    assert_eq!(
        excepted(vec![exception("rammehuset", "2024-03-01..2024-04-30")]),
        ["2024-01-01..2024-02-29", "2024-05-01..2024-12-31"]
    );
    assert_eq!(excepted(vec![exception("andet hus", "..")]), ["2024-01-01..2024-12-31"]);
    let two = [exception("rammehuset", "..2024-06-30"), exception("rammehuset", "2024-06-15..")];
    assert!(excepted(two.to_vec()).is_empty());
    // The exception is from System 1: one from System 2 itself does not excuse its own row.
    let from_two = Source { exceptions: vec![exception("rammehuset", "..")], ..source("to") };
    assert_eq!(only_in_two(source("et"), from_two, None).len(), 1);
}

#[test]
fn a_population_holds_on_its_days_only() {
    let populations = vec![Dated { valid: days("..2024-06-30"), value: Population::Handlekommune }];
    let dated = Source { populations, ..source("et") };
    assert_eq!(only_in_two(dated.clone(), source("to"), Some(573)), ["2024-07-01..2024-12-31"]);
    assert_eq!(only_in_two(dated.clone(), source("to"), Some(183)), ["2024-01-01..2024-12-31"]);
    // We act for 187: its citizens are ours.
    assert_eq!(only_in_two(dated.clone(), source("to"), Some(187)), ["2024-01-01..2024-12-31"]);
    let rest = Source { population: Population::Handlekommune, ..dated };
    assert!(only_in_two(rest, source("to"), Some(573)).is_empty());
    let never = Source { population: Population::Unknown, ..source("et") };
    assert_eq!(only_in_two(never, source("to"), Some(573)), ["2024-01-01..2024-12-31"]);
}

#[test]
fn the_landscape_speaks_over_the_mapping_and_only_where_it_says_something() {
    let mapped = Source {
        title: "System et".to_owned(),
        population: Population::Betalingskommune,
        since: Some(day("2019-01-01")),
        delivers_to_dst: true,
        corrects: vec![
            Correction { field: "timer".into(), who: "A".into(), place: String::new() },
            Correction { field: "pris".into(), who: "B".into(), place: String::new() },
        ],
        ..source("et")
    };
    let window = days("2024-01-01..2024-12-31");
    assert_eq!(Landscape::default().resolve(mapped.clone(), window), mapped);
    let declared = Declared {
        name: "et".to_owned(),
        since: Some(day("2020-01-01")),
        roles: vec![
            Dated { valid: days("..2024-06-30"), value: SourceRole::Delivers },
            Dated { valid: days("2024-07-01.."), value: SourceRole::Compared },
        ],
        corrects: vec![Correction { field: "pris".into(), who: "C".into(), place: "Takster".into() }],
        prices: PriceChanges { weeks: Some(Weeks::Year52), lag_days: Some(20), ..PriceChanges::default() },
        ..Declared::default()
    };
    let landscape = Landscape { sources: vec![declared], ..Landscape::default() };
    let out = landscape.resolve(mapped.clone(), window);
    assert_eq!(out.title, "System et");
    assert_eq!(out.population, Population::Betalingskommune);
    assert_eq!((out.since, out.delivers_to_dst), (Some(day("2020-01-01")), false));
    assert!(landscape.resolve(mapped, days("2024-01-01..2024-06-30")).delivers_to_dst);
    assert_eq!((out.terms.weeks, out.terms.pays_last_day, out.lag_days), (Weeks::Year52, true, 20));
    let who = |field| out.who_corrects(field).map(|c| c.who.as_str());
    assert_eq!((who("timer"), who("pris"), who("status")), (Some("A"), Some("C"), None));
    let rest = Correction { field: Correction::REST.into(), who: "D".into(), place: String::new() };
    let all = Source { corrects: vec![rest], ..source("et") };
    assert_eq!(all.who_corrects("status").map(|c| c.who.as_str()), Some("D"));
}

#[test]
fn another_system_that_delivers_is_known_by_its_days() {
    let roles = vec![Dated { valid: days("..2024-06-30"), value: SourceRole::Delivers }];
    let landscape = Landscape {
        sources: vec![Declared { name: "to".to_owned(), roles, ..Declared::default() }],
        ..Landscape::default()
    };
    let by_others = |system_1| landscape.delivered_by_others(system_1, days("2024-01-01..2024-12-31"));
    assert_eq!(by_others("et"), [("to", Periods::from(days("2024-01-01..2024-06-30")))]);
    assert!(by_others("to").is_empty());
    assert!(landscape.delivered_by_others("et", days("2024-07-01..2024-12-31")).is_empty());
}

#[test]
fn waits_and_limits_are_normal_where_nothing_is_said() {
    let landscape = Landscape {
        waits: vec![PairWait { pair: ["et".into(), "to".into()], days: 30 }],
        limits: LimitChanges { payment_oere: Some(50_000), ..LimitChanges::default() },
        ..Landscape::default()
    };
    assert_eq!(landscape.transfer_days("to", "et"), 30);
    assert_eq!(landscape.transfer_days("et", "tre"), 14);
    assert_eq!(landscape.limits(), Limits { payment_oere: 50_000, ..Limits::default() });
}

/// The keys of what contradicts, and the sentences.
fn found(landscape: &Landscape, seen: &[SeenSource], today: &str) -> Vec<(String, String)> {
    contradictions(landscape, seen, &law(), 183, day(today))
        .into_iter()
        .map(|c| (format!("{}:{}", c.source, c.key), c.text))
        .collect()
}

fn keys(landscape: &Landscape, seen: &[SeenSource], today: &str) -> Vec<String> {
    found(landscape, seen, today).into_iter().map(|(key, _)| key).collect()
}

/// A source that delivers, with an import that nothing is wrong with.
fn sound() -> (Landscape, SeenSource) {
    let declared = Declared {
        name: "et".to_owned(),
        roles: vec![Dated { valid: days("2024-01-01.."), value: SourceRole::Delivers }],
        rhythm: Rhythm { day: Some(3), late_days: Some(4), rows_percent: None },
        ..Declared::default()
    };
    let rest = Correction { field: Correction::REST.into(), who: "A".into(), place: String::new() };
    let source = Source {
        population: Population::Handlekommune,
        since: Some(day("2024-01-01")),
        corrects: vec![rest],
        exceptions: vec![exception("rammehuset", "..")],
        ..source("et")
    };
    let import = SeenImport {
        content: "a".to_owned(),
        imported: Some(day("2026-03-03")),
        extracted: Some(day("2026-03-02")),
        rows: 1000,
        first_day: Some(day("2024-01-01")),
        handlekommune: vec![(None, 10), (Some(183), 900), (Some(187), 90)],
        betalingskommune: Vec::new(),
    };
    let seen = SeenSource {
        name: "et".to_owned(),
        source: Some(source),
        expected_day: Some(20),
        imports: vec![import],
        excepted_rows: vec![(0, 0)],
    };
    (Landscape { version: "x".to_owned(), sources: vec![declared], ..Landscape::default() }, seen)
}

#[test]
fn nothing_contradicts_where_declared_is_found() {
    let (landscape, seen) = sound();
    assert_eq!(found(&landscape, std::slice::from_ref(&seen), "2026-03-20"), []);
    // Expected on 3 April, four days of grace: late on the 8th.
    assert_eq!(keys(&landscape, std::slice::from_ref(&seen), "2026-04-07"), [] as [String; 0]);
    assert_eq!(keys(&landscape, std::slice::from_ref(&seen), "2026-04-08"), ["et:forsinket"]);
    let (_, said) = &found(&landscape, std::slice::from_ref(&seen), "2026-05-01")[0];
    assert!(said.contains("skulle have et nyt udtræk 03-04-2026") && said.contains("02-03-2026"), "{said}");
    // A few days early, in the month before, is not old.
    let mut early = seen;
    early.imports[0].extracted = Some(day("2026-03-28"));
    assert_eq!(keys(&landscape, &[early], "2026-04-08"), [] as [String; 0]);
}

#[test]
fn rows_of_others_and_of_other_days_contradict() {
    let (landscape, sound) = sound();
    let with = |change: &dyn Fn(&mut SeenSource)| {
        let mut seen = sound.clone();
        change(&mut seen);
        found(&landscape, &[seen], "2026-03-20")
    };
    let said = with(&|s| s.imports[0].handlekommune.push((Some(573), 10)));
    assert_eq!(said[0].0, "et:population");
    assert!(said[0].1.contains("10 af 1000 rækker (1,0 %) har en anden handlekommune"), "{said:?}");
    let said = with(&|s| s.imports[0].first_day = Some(day("2023-12-31")));
    assert_eq!(said[0].0, "et:foer_ibrugtagning");
    let said = with(&|s| s.excepted_rows[0].1 = 3);
    assert!(said[0].1.contains("rammehuset (rammestyret), men har 3 rækker"), "{said:?}");
    let said = with(&|s| s.source.as_mut().unwrap().until = Some(day("2026-03-01")));
    let of_source: Vec<&str> = said.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(of_source, ["et:efter_udgaaet", ":dst_ingen"]);
    let said = with(&|s| {
        let source = s.source.as_mut().unwrap();
        (source.corrects, source.attributes) = (Vec::new(), vec![Attribute::Timer]);
    });
    assert!(said[0].1.contains("at rette første og sidste dag, timer pr. uge."), "{said:?}");
    let dated = with(&|s| {
        let source = s.source.as_mut().unwrap();
        source.populations = vec![Dated { valid: days("2025-01-01.."), value: Population::Both }];
        s.imports[0].handlekommune.push((Some(573), 10));
    });
    assert_eq!(dated, [], "tal over alle dage siger intet om en population, der er skiftet");
}

#[test]
fn an_extract_is_set_beside_the_last_one_with_other_content() {
    let (landscape, sound) = sound();
    let with = |content: &str, extracted: &str, rows: u64| {
        let mut seen = sound.clone();
        let newest = SeenImport {
            content: content.to_owned(),
            extracted: Some(day(extracted)),
            rows,
            ..seen.imports[0].clone()
        };
        seen.imports.push(newest);
        keys(&landscape, &[seen], "2026-03-20")
    };
    assert_eq!(with("b", "2026-03-19", 700), [] as [String; 0]);
    assert_eq!(with("b", "2026-03-19", 699), ["et:faerre_raekker"]);
    assert_eq!(with("b", "2026-03-02", 1000), ["et:udtraeksdag"]);
    assert_eq!(with("a", "2026-03-02", 10), [] as [String; 0], "de samme filer læst igen");
}

#[test]
fn presence_and_delivery_are_asked_of_declared_and_of_imported_sources() {
    let (mut landscape, seen) = sound();
    let other = SeenSource { name: "to".to_owned(), ..seen.clone() };
    let mut two = other.clone();
    two.source.as_mut().unwrap().name = "to".to_owned();
    two.source.as_mut().unwrap().delivers_to_dst = true;
    two.source.as_mut().unwrap().since = Some(day("2026-01-01"));
    let said = found(&landscape, &[seen.clone(), two.clone()], "2026-03-20");
    let both = said.iter().find(|(key, _)| key == ":dst_to").unwrap();
    assert!(both.1.contains("Både et og to") && both.1.contains("fra 01-01-2026"), "{both:?}");
    assert!(said.iter().any(|(key, _)| key == "to:ikke_angivet"));
    // Without a file nothing is said to be missing in it.
    let none = Landscape::default();
    assert!(!keys(&none, std::slice::from_ref(&two), "2026-03-20").contains(&"to:ikke_angivet".to_owned()));
    // A shipped source that nobody uses does not deliver.
    let unused = SeenSource { imports: Vec::new(), ..two };
    assert_eq!(keys(&landscape, &[seen.clone(), unused], "2026-03-20"), [] as [String; 0]);
    landscape.sources[0].roles[0].valid = days("2024-01-01..2025-12-31");
    let said = found(&landscape, std::slice::from_ref(&seen), "2026-03-20");
    assert!(
        said[0]
            .1
            .contains("Ingen kilde er angivet som leverandør til Danmarks Statistik 01-01-2026 - 20-03-2026")
    );
    landscape.sources[0].roles[0].value = SourceRole::History;
    assert_eq!(keys(&landscape, std::slice::from_ref(&seen), "2026-03-20"), [":dst_ingen"]);
    let never = SeenSource { imports: Vec::new(), ..seen.clone() };
    assert_eq!(keys(&landscape, &[never], "2026-03-20"), ["et:aldrig_indlaest", ":dst_ingen"]);
    let unknown = SeenSource { source: None, imports: Vec::new(), ..seen };
    assert!(keys(&landscape, &[unknown], "2026-03-20").contains(&"et:ukendt_kilde".to_owned()));
}
