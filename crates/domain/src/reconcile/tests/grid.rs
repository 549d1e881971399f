//! The grid notation: a line a row, `system paragraph days [word=value …]`, day 1 is 1 January 2021.
//!
//! `=` a day, `.` none, `x` a day of a row that never took effect, `>` at the end an open end. Each stretch of days is
//! a row of its own, numbered in the order drawn.

use crate::amount::{Quantity, Rate, SCALE};
use crate::calendar::{Day, Period};
use crate::control::{Control, Level};
use crate::deviation::{Deviation, Side};
use crate::landscape::{Attribute, ExtractFacts, Population, Source};
use crate::language::Language;
use crate::law::{DstStatus, LawBook, Paragraf};
use crate::lexicon::SideContext;
use crate::observation::{Activity, Role, RowPlace, Standing};
use crate::person::CitizenId;
use crate::price::Unit;
use crate::reconcile::{Kernel, Outcome};
use crate::registers::{CitizenRows, Registers};
use crate::wording::{Provider, ProviderId, WordId, Wording};

#[derive(Debug)]
pub(super) struct World {
    pub(super) law: LawBook,
    pub(super) control: Control,
    pub(super) sources: [Source; 2],
    pub(super) facts: [ExtractFacts; 2],
    pub(super) wordings: [Wording; 2],
    pub(super) rows: [Vec<Activity<CitizenId>>; 2],
}

const FIRST: Day = Day(18_628);

pub(super) fn law() -> LawBook {
    let entry = |written: &str, also: &[&str], mixed: &[&str]| Paragraf {
        written: written.to_owned(),
        name: String::new(),
        law: String::new(),
        number: String::new(),
        valid: Period::ALWAYS,
        also: also.iter().map(|a| (*a).to_owned()).collect(),
        dst: DstStatus::Open,
        mixed_with: mixed.iter().map(|m| (*m).to_owned()).collect(),
        source: "prøve".to_owned(),
    };
    LawBook {
        paragraffer: vec![
            entry("SEL § 85", &[], &["ABL § 105/SEL § 85"]),
            entry("SEL § 103", &[], &[]),
            entry("SEL § 104", &[], &[]),
            entry("SEL § 107", &[], &[]),
            entry("SEL § 108", &[], &[]),
            entry("ABL § 105/SEL § 85", &["105/85"], &["SEL § 85"]),
        ],
        ..LawBook::default()
    }
}

pub(super) fn source(name: &str, population: Population) -> Source {
    Source {
        name: name.to_owned(),
        title: name.to_owned(),
        population,
        since: None,
        delivers_to_dst: false,
        except_providers: Vec::new(),
        attributes: Attribute::ALL.to_vec(),
        reads_paragraphs: true,
        unit: None,
        ..Source::default()
    }
}

pub(super) fn world() -> World {
    World {
        law: law(),
        control: Control {
            attributes: Attribute::ALL.to_vec(),
            ..Control::of(Period { from: FIRST, until: Day(FIRST.0 + 365) }, 573)
        },
        sources: [source("et", Population::Handlekommune), source("to", Population::Betalingskommune)],
        facts: [ExtractFacts::default(); 2],
        wordings: [Wording::default(), Wording::default()],
        rows: [Vec::new(), Vec::new()],
    }
}

impl World {
    pub(super) fn run(&self) -> Outcome {
        let language = Language::default();
        let side = |i: usize| SideContext {
            source: &self.sources[i],
            facts: self.facts[i],
            wording: &self.wordings[i],
        };
        let mut kernel =
            Kernel::new(&self.control, &self.law, &language, [side(0), side(1)], Registers::default());
        let activities = [self.rows[0].as_slice(), self.rows[1].as_slice()];
        kernel.citizen(CitizenId(1), CitizenRows { activities, ..CitizenRows::default() });
        let mut outcome = kernel.finish();
        outcome.deviations.sort_by(|a, b| a.order().cmp(&b.order()));
        outcome
    }

    fn setting(&mut self, word: &str) {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        let side = usize::from(key.ends_with('2'));
        let day = || Day::parse(value).unwrap();
        match key.trim_end_matches(['1', '2']) {
            "daekker" => {
                let (a, b) = value.split_once("..").unwrap();
                self.facts[side].covers =
                    Period::from_included(Day::parse(a).unwrap(), Day::parse(b).unwrap());
            }
            "udtraek" => self.facts[side].extracted = Some(day()),
            "loebende" => self.facts[side].current_only = true,
            "undtaget" => self.sources[side].except_providers.push(value.to_owned()),
            "niveau" => self.control.level = Level::from_key(value).unwrap(),
            other => panic!("ukendt indstilling {other}"),
        }
    }

    fn line(&mut self, line: &str, number: &mut [u32; 2]) {
        let mut words = line.split_whitespace();
        let side = usize::from(words.next().unwrap() == "2");
        let paragraf = words.next().unwrap();
        let days = words.next().unwrap();
        let rest: Vec<&str> = words.collect();
        let bytes = days.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b'.' {
                at += 1;
                continue;
            }
            let end = (at..bytes.len()).find(|i| bytes[*i] == b'.').unwrap_or(bytes.len());
            let open = bytes[end - 1] == b'>';
            number[side] += 1;
            let mut row = self.row(side, &paragraf.replace("SEL", "SEL § "), number[side]);
            row.from = Day(FIRST.0 + at as i32);
            row.until = if open { Day::OPEN } else { Day(FIRST.0 + end as i32) };
            if bytes[at] == b'x' {
                row.standing = Standing::NeverTookEffect;
            }
            for word in &rest {
                self.value(side, &mut row, word);
            }
            self.rows[side].push(row);
            at = end;
        }
    }

    pub(super) fn row(&mut self, side: usize, paragraf: &str, number: u32) -> Activity<CitizenId> {
        let provider = Provider { name: "Stedet".to_owned(), ..Provider::default() };
        let wording = &mut self.wordings[side];
        Activity {
            citizen: CitizenId(1),
            place: RowPlace { file: 0, sheet: WordId::EMPTY, row: number },
            from: FIRST,
            until: FIRST.next(),
            role: Role::Main,
            standing: Standing::Counts,
            service: WordId::EMPTY,
            paragraf: wording.word(paragraf),
            account: WordId::EMPTY,
            provider: wording.provider(provider),
            maalgrupper: WordId::EMPTY,
            hours: Some(Quantity(0)),
            rate: Some(Rate(1000 * SCALE)),
            unit: Some(Unit::Doegn),
            count: None,
            handlekommune: None,
            betalingskommune: None,
            ownership: WordId::EMPTY,
            caseworker: WordId::EMPTY,
            status: WordId::EMPTY,
            registered: None,
            settled_share: None,
            occupied_share: None,
            settles: None,
            entry_reason: WordId::EMPTY,
            exit_reason: WordId::EMPTY,
            assessment: WordId::EMPTY,
            address: WordId::EMPTY,
        }
    }

    fn value(&mut self, side: usize, row: &mut Activity<CitizenId>, word: &str) {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        let wording = &mut self.wordings[side];
        match (key, value) {
            ("lev", "-") => row.provider = ProviderId::NONE,
            ("lev", name) => {
                row.provider = wording.provider(Provider { name: name.to_owned(), ..Provider::default() });
            }
            ("mg", codes) => row.maalgrupper = wording.word(codes),
            ("takst", "-") => row.rate = None,
            ("takst", rate) => {
                let (whole, part) = rate.split_once(',').unwrap_or((rate, ""));
                let scaled = format!("{whole}{part:0<4}");
                row.rate = Some(Rate(scaled.parse().unwrap()));
            }
            ("enhed", "maaned") => row.unit = Some(Unit::Maaned),
            ("handle", code) => row.handlekommune = Some(code.parse().unwrap()),
            ("betaling", code) => row.betalingskommune = Some(code.parse().unwrap()),
            ("reg", day) => row.registered = Day::parse(day),
            ("tillaeg", _) => row.role = Role::Supplement,
            other => panic!("ukendt ord {other:?}"),
        }
    }
}

/// The deviations of a drawn case, a line each.
pub(super) fn deviations(drawn: &str) -> String {
    grid("", drawn)
}

/// The same with settings of the control and the extracts.
pub(super) fn grid(settings: &str, drawn: &str) -> String {
    let mut world = world();
    for word in settings.split_whitespace() {
        world.setting(word);
    }
    let mut number = [0, 0];
    for line in drawn.lines().filter(|l| !l.trim().is_empty()) {
        world.line(line, &mut number);
    }
    let outcome = world.run();
    let lines: Vec<String> = outcome.deviations.iter().map(|d| print(d, &world)).collect();
    lines.join("\n")
}

fn print(deviation: &Deviation, world: &World) -> String {
    let mut out = deviation.question.map_or("-".to_owned(), |q| q.to_string());
    out += &format!(" {}", deviation.rule.key());
    if let Some(attribute) = deviation.attribute {
        out += &format!(" {}", attribute.key());
    }
    out += &format!(" {}", world.law.paragraf(deviation.paragraf).written);
    for value in [&deviation.ydelse, &deviation.leverandoer] {
        if !value.is_empty() {
            out += &format!(" <{value}>");
        }
    }
    out += &format!(" {:?} {} dage", deviation.period, deviation.period.days());
    let kroner = |oere: i64| format!("{},{:02}", oere / 100, (oere % 100).abs());
    out += &deviation.oere.map_or(" ukendt".to_owned(), |o| format!(" {}", kroner(o.0)));
    match deviation.oere_tillaeg.map(|o| o.0) {
        Some(0) => {}
        Some(oere) => out += &format!(" +{}", kroner(oere)),
        None => out += " +ukendt",
    }
    if deviation.attribute.is_some() {
        out += &format!(" [{}]/[{}]", deviation.values[0].join(","), deviation.values[1].join(","));
    }
    if deviation.both {
        out += " begge";
    }
    for side in [Side::One, Side::Two] {
        let rows: Vec<String> =
            deviation.rows[side.index()].iter().map(|r| format!("{}:{}", side.index() + 1, r.row)).collect();
        if !rows.is_empty() {
            out += &format!(" {}", rows.join(","));
        }
    }
    if !deviation.causes.is_empty() {
        let keys: Vec<&str> = deviation.causes.iter().map(|c| c.key()).collect();
        out += &format!(" [{}]", keys.join(","));
    }
    out
}
