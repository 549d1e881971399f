//! What a run does to the list, worked out by hand; then against a second implementation that knows only sets of days.

use super::*;
use crate::control::Control;
use crate::landscape::ExtractFacts;
use std::collections::BTreeMap;

mod life;
mod naive;

const WINDOW: Period = Period { from: Day(0), until: Day(100) };

fn days(from: i32, until: i32) -> Period {
    Period { from: Day(from), until: Day(until) }
}

fn key(rule: RuleCode) -> ItemKey {
    let one = matches!(rule, RuleCode::DobbeltRaekke);
    ItemKey {
        rule,
        citizen: CitizenId(1),
        paragraf: "SEL § 104".to_owned(),
        sources: if one { vec!["b".to_owned()] } else { vec!["a".to_owned(), "b".to_owned()] },
        attribute: (rule == RuleCode::ForskelligVaerdi).then_some(Attribute::Pris),
        level: Level::Paragraf,
        ydelse: String::new(),
        leverandoer: String::new(),
    }
}

fn sighting(period: Period) -> Sighting {
    Sighting {
        period,
        oere: Some(Oere(period.days() * 100)),
        oere_tillaeg: None,
        question: Some(3),
        duty: Duty::SkalRettes,
        shared: String::new(),
        position: 0,
    }
}

fn found(rule: RuleCode, period: Period) -> Found {
    Found { key: key(rule), seen: sighting(period) }
}

fn item(order: i64, rule: RuleCode, period: Period, status: Status) -> Item {
    let seen = Seen { run: 1, day: Day(100) };
    Item {
        id: ItemId(order as u32),
        order,
        key: key(rule),
        split_from: None,
        first: seen,
        last: seen,
        sighting: sighting(period),
        standing: Standing { status, ..Standing::default() },
    }
}

fn trace(day: i32, data: &str) -> Trace {
    let systems = [("a", "1"), ("b", data)];
    let systems = systems.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Trace {
        day: Day(day),
        print: Fingerprint { systems, ..Fingerprint::default() },
        current_only: false,
        area: String::new(),
    }
}

fn reach_of(window: Period, facts: [ExtractFacts; 2]) -> Reach {
    let control = Control { attributes: vec![Attribute::Pris], ..Control::of(window, 573) };
    let systems = [("a", facts[0]), ("b", facts[1])];
    Reach::of(&control, systems, Vec::new(), RuleCode::ALL.to_vec(), None)
}

fn reach() -> Reach {
    reach_of(WINDOW, [ExtractFacts::default(); 2])
}

fn carried(items: &[Item], found: &[Found], reach: &Reach) -> Vec<Step> {
    let traces = BTreeMap::from([(1, trace(100, "2"))]);
    carry_over(items, &traces, found, reach, &trace(130, "3"))
}

const DAYS: RuleCode = RuleCode::DageKunISystem2;

fn seen(item: usize, found: usize) -> Step {
    Step::Seen { item, found, came_back: false, accept_ended: false }
}

fn gone(item: usize) -> Step {
    Step::Closed { item, by: ClosedBy::Data, untried_days: 0, goes_on: false }
}

#[test]
fn the_same_days_are_the_same_item_and_no_common_day_is_another() {
    let items =
        [item(1, DAYS, days(0, 10), Status::Open), item(2, DAYS, days(20, 30), Status::Investigating)];
    let now = [found(DAYS, days(8, 12)), found(DAYS, days(30, 40))];
    assert_eq!(
        carried(&items, &now, &reach()),
        [seen(0, 0), Step::New { found: 1, split_from: None }, gone(1)]
    );
    let other_rule = [found(RuleCode::DageKunISystem1, days(0, 10))];
    let steps = carried(&items[..1], &other_rule, &reach());
    // The days are not put right: another rule has them.
    assert_eq!(
        steps,
        [
            Step::New { found: 0, split_from: None },
            Step::Closed { item: 0, by: ClosedBy::Data, untried_days: 0, goes_on: true }
        ]
    );
}

#[test]
fn the_oldest_follows_most_days_when_one_splits_and_lives_when_several_become_one() {
    let one = [item(1, DAYS, days(0, 30), Status::Open)];
    let parts = [found(DAYS, days(0, 5)), found(DAYS, days(8, 20)), found(DAYS, days(25, 30))];
    let split = |found| Step::New { found, split_from: Some(0) };
    assert_eq!(carried(&one, &parts, &reach()), [split(0), seen(0, 1), split(2)]);

    let three = [
        item(2, DAYS, days(0, 5), Status::Open),
        item(1, DAYS, days(8, 12), Status::Accepted),
        item(3, DAYS, days(25, 30), Status::Open),
    ];
    let whole = [found(DAYS, days(0, 30))];
    let accepted = Step::Seen { item: 1, found: 0, came_back: false, accept_ended: true };
    let merged = |item| Step::Merged { item, into: 1 };
    assert_eq!(carried(&three, &whole, &reach()), [accepted, merged(0), merged(2)]);
}

#[test]
fn items_beside_each_other_on_the_same_days_are_not_parts_of_one_another() {
    let rule = RuleCode::DobbeltRaekke;
    let mut other = item(2, rule, days(0, 10), Status::Open);
    other.sighting.oere = Some(Oere(7));
    let items = [item(1, rule, days(0, 10), Status::Open), other];
    let mut second = found(rule, days(0, 10));
    second.seen.oere = Some(Oere(7));
    // The first is put right: the second is still itself, and nothing is merged.
    assert_eq!(carried(&items, &[second.clone()], &reach()), [seen(1, 0), gone(0)]);
    let back = [found(rule, days(0, 10)), second];
    assert_eq!(carried(&items[..1], &back, &reach()), [seen(0, 0), Step::New { found: 1, split_from: None }]);
}

#[test]
fn what_comes_back_is_the_same_item_again() {
    let items = [
        item(1, DAYS, days(0, 10), Status::Closed(ClosedBy::Data)),
        item(2, DAYS, days(5, 20), Status::Merged(ItemId(1))),
        item(3, DAYS, days(30, 40), Status::CannotBeCorrected),
    ];
    let now = [found(DAYS, days(9, 15)), found(DAYS, days(16, 20)), found(DAYS, days(30, 40))];
    let back = Step::Seen { item: 0, found: 0, came_back: true, accept_ended: false };
    assert_eq!(carried(&items, &now, &reach()), [back, Step::New { found: 1, split_from: None }, seen(2, 2)]);
    assert_eq!(carried(&items[..1], &[], &reach()), [], "det, der er lukket, lukkes ikke igen");
}

#[test]
fn acceptance_ends_the_day_after_its_last_day_by_the_day_of_the_basis() {
    for (until, ended) in [(129, true), (130, false), (131, false)] {
        let mut one = item(1, DAYS, days(0, 10), Status::Accepted);
        one.standing.until = Some(Day(until));
        let steps = carried(&[one], &[found(DAYS, days(0, 10))], &reach());
        assert_eq!(
            steps,
            [Step::Seen { item: 0, found: 0, came_back: false, accept_ended: ended }],
            "{until}"
        );
    }
}

#[test]
fn what_the_run_could_not_have_seen_is_untouched() {
    let one = |rule| [item(1, rule, days(0, 10), Status::Open)];
    let closes = |rule, reach: &Reach| !carried(&one(rule), &[], reach).is_empty();
    assert!(closes(DAYS, &reach()));
    assert!(!closes(DAYS, &reach_of(days(10, 100), [ExtractFacts::default(); 2])), "uden for vinduet");
    let covers = |from, until| ExtractFacts { covers: Some(days(from, until)), ..ExtractFacts::default() };
    let short = reach_of(WINDOW, [covers(10, 100), covers(0, 100)]);
    assert!(!closes(DAYS, &short), "uden for det, begge udtræk dækker");
    assert!(closes(RuleCode::DobbeltRaekke, &short), "reglen ser kun på det ene system");
    let early = ExtractFacts { extracted: Some(Day(-1)), ..ExtractFacts::default() };
    assert!(!closes(DAYS, &reach_of(WINDOW, [early, early])));
    for changed in [
        Reach { paragraffer: vec!["SEL § 103".to_owned()], ..reach() },
        Reach { rules: vec![RuleCode::KunISystem1], ..reach() },
        Reach { systems: ["b".to_owned(), "a".to_owned()], ..reach() },
        Reach { level: Level::Ydelse, ..reach() },
    ] {
        assert!(!closes(DAYS, &changed), "{changed:?}");
    }
    assert!(closes(DAYS, &Reach { paragraffer: vec!["SEL § 104".to_owned()], ..reach() }));
    let without = Reach { attributes: vec![Attribute::Timer], ..reach() };
    assert!(!closes(RuleCode::ForskelligVaerdi, &without) && closes(RuleCode::ForskelligVaerdi, &reach()));
    let other = Reach { systems: ["a".to_owned(), "c".to_owned()], ..reach() };
    assert!(!closes(RuleCode::DobbeltRaekke, &other) && !closes(DAYS, &other));
    // Nothing that it found is lost for that: what is found is always taken in.
    assert_eq!(carried(&one(DAYS), &[found(DAYS, days(5, 9))], &without), [seen(0, 0)]);
}

#[test]
fn days_that_fell_out_of_the_window_are_said_when_the_rest_is_gone() {
    let items = [item(1, DAYS, days(0, 10), Status::Open)];
    let later = reach_of(days(4, 100), [ExtractFacts::default(); 2]);
    let closed = Step::Closed { item: 0, by: ClosedBy::Data, untried_days: 4, goes_on: false };
    assert_eq!(carried(&items, &[], &later), [closed]);
}

#[test]
fn running_cases_only_and_another_area_close_nothing() {
    let items = [item(1, DAYS, days(0, 10), Status::Open)];
    let run = |before: &Trace, now: &Trace| {
        !carry_over(&items, &BTreeMap::from([(1, before.clone())]), &[], &reach(), now).is_empty()
    };
    let (all, now) = (trace(100, "2"), trace(130, "3"));
    let current = Trace { current_only: true, ..now.clone() };
    assert!(run(&all, &now) && !run(&all, &current) && run(&current, &current));
    let adults = Trace { area: "voksne".to_owned(), ..now.clone() };
    assert!(!run(&all, &adults) && run(&adults, &adults) && run(&adults, &now));
}
