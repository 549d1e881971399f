//! The grid notation: a line a row, `system paragraph days [word=value …]`, day 1 is 1 January 2021.
//!
//! `=` a day, `.` none, `x` a day of a row that never took effect, `>` at the end an open end. Each stretch of days is
//! a row of its own, numbered in the order drawn. `2021-01-01..2021-03-31` is a row of those days, `2021-01-01..` an open
//! one. A line that begins with a letter is of another source: see `others`.

mod others;

use crate::amount::{Quantity, Rate, SCALE};
use crate::area::Area;
use crate::calendar::{Day, Period};
use crate::control::{Control, Level};
use crate::deviation::{Deviation, RuleCode, Side};
use crate::landscape::{Attribute, ExtractFacts, Population, Source};
use crate::language::Language;
use crate::law::{DstStatus, Exclusion, Funktion, Gruppering, LawBook, Maalgruppe, Paragraf, Stay, Ydelse};
use crate::observation::{Activity, Role, RowPlace, Standing};
use crate::person::CitizenId;
use crate::price::Unit;
use crate::reconcile::{Kernel, Outcome};
use crate::registers::CitizenRows;
use crate::wording::{Provider, ProviderId, WordId, Wording};
use others::Others;

#[derive(Debug)]
pub(super) struct World {
    pub(super) law: LawBook,
    pub(super) control: Control,
    pub(super) sources: [Source; 2],
    pub(super) facts: [ExtractFacts; 2],
    pub(super) wordings: [Wording; 2],
    pub(super) rows: [Vec<Activity<CitizenId>>; 2],
    pub(super) others: Others,
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
        ydelser: ["SEL § 107", "SEL § 108"].map(stay).to_vec(),
        maalgrupper: vec![
            group("1.1.1", Period::ALWAYS),
            group("2", Period { from: Day(FIRST.0 + 5), until: Day::OPEN }),
        ],
        funktioner: vec![accounts()],
        exclusions: vec![Exclusion {
            pair: ["SEL § 108".to_owned(), "SEL § 107".to_owned()],
            tolerance_days: 3,
            on: true,
            source: "prøve".to_owned(),
        }],
        ..LawBook::default()
    }
}

fn stay(paragraf: &str) -> Ydelse {
    Ydelse {
        code: "1.8".to_owned(),
        name: String::new(),
        paragraf: paragraf.to_owned(),
        statbank: String::new(),
        valid: Period::ALWAYS,
        stay: Stay::Yes,
        source: "prøve".to_owned(),
    }
}

fn group(code: &str, valid: Period) -> Maalgruppe {
    Maalgruppe {
        code: code.to_owned(),
        name: String::new(),
        valid,
        only_with: Vec::new(),
        rolls_up_to: code.to_owned(),
        source: "prøve".to_owned(),
    }
}

/// `538501001` is SEL § 107, `538501002` SEL § 108, `538501004` SEL § 104, `538502001` refund.
fn accounts() -> Funktion {
    let gruppering = |(number, dranst, paragraf): (&str, u8, &str)| Gruppering {
        number: number.to_owned(),
        dranst,
        name: String::new(),
        paragraf: paragraf.to_owned(),
        source: "prøve".to_owned(),
    };
    let all =
        [("001", 1, "SEL § 107"), ("002", 1, "SEL § 108"), ("004", 1, "SEL § 104"), ("001", 2, "SEL § 107")];
    Funktion {
        number: "5.38.50".to_owned(),
        name: String::new(),
        valid: Period::ALWAYS,
        grupperinger: all.map(gruppering).to_vec(),
        source: "prøve".to_owned(),
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
        others: Others::default(),
    }
}

impl World {
    pub(super) fn run(&self) -> Outcome {
        let language = Language::default();
        let prepared = self.others.prepare(self);
        let registers = self.others.registers(&prepared);
        let mut kernel =
            Kernel::new(&self.control, &self.law, &language, [self.side(0), self.side(1)], registers);
        let rows = CitizenRows {
            activities: [self.rows[0].as_slice(), self.rows[1].as_slice()],
            persons: self.others.persons.as_deref().unwrap_or_default(),
            postings: self.others.postings.as_deref().unwrap_or_default(),
            individual: self.others.individual(),
        };
        kernel.citizen(CitizenId(1), rows);
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
            "kolonner" => {
                for source in &mut self.sources {
                    source.columns = value.split(',').map(str::to_owned).collect();
                }
            }
            "siden" => self.sources[side].since = Some(day()),
            "alder" => {
                self.control.area = Some(Area {
                    name: "voksne".to_owned(),
                    title: "Voksne".to_owned(),
                    valid: Period::ALWAYS,
                    paragraffer: Vec::new(),
                    age_from: value.parse().ok(),
                    age_until: None,
                    source: "prøve".to_owned(),
                });
            }
            "regler" => {
                self.control.rules = value.split(',').map(|key| RuleCode::from_key(key).unwrap()).collect();
            }
            "normer" => self.others.norms = true,
            "sidste" => self.others.last_posting = Some(day()),
            "niveau" => self.control.level = Level::from_key(value).unwrap(),
            other => panic!("ukendt indstilling {other}"),
        }
    }

    fn line(&mut self, line: &str, number: &mut [u32; 2]) {
        let mut words = line.split_whitespace();
        let first = words.next().unwrap();
        if first.starts_with(char::is_alphabetic) {
            return self.others.line(first, &words.collect::<Vec<&str>>());
        }
        let side = usize::from(first == "2");
        let paragraf = words.next().unwrap();
        let days = words.next().unwrap();
        let rest: Vec<&str> = words.collect();
        if let Some((from, until)) = days.split_once("..").filter(|_| days.starts_with("20")) {
            number[side] += 1;
            let mut row = self.row(side, &paragraf.replace("SEL", "SEL § "), number[side]);
            row.from = Day::parse(from).unwrap();
            row.until = Day::parse(until).map_or(Day::OPEN, Day::next);
            rest.iter().for_each(|word| self.value(side, &mut row, word));
            return self.rows[side].push(row);
        }
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
        let place = RowPlace { file: 0, sheet: WordId::EMPTY, row: number };
        Activity {
            paragraf: wording.word(paragraf),
            provider: wording.provider(provider),
            hours: Some(Quantity(0)),
            rate: Some(Rate(1000 * SCALE)),
            unit: Some(Unit::Doegn),
            ..Activity::bare(CitizenId(1), place, Period { from: FIRST, until: FIRST.next() })
        }
    }

    fn value(&mut self, side: usize, row: &mut Activity<CitizenId>, word: &str) {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        let wording = &mut self.wordings[side];
        match (key, value) {
            ("lev", "-") => row.provider = ProviderId::NONE,
            ("lev", name) => {
                let name = name.replace('_', " ");
                row.provider = wording.provider(Provider { name, ..Provider::default() });
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
            ("yd", text) => row.service = wording.word(text),
            ("sb", text) => row.caseworker = wording.word(text),
            ("tilgang", text) => row.entry_reason = wording.word(text),
            ("afgang", text) => row.exit_reason = wording.word(text),
            ("udredning", text) => row.assessment = wording.word(text),
            ("adresse", text) => row.address = wording.word(text),
            ("afregnes", answer) => row.settles = Some(answer == "ja"),
            ("afr", percent) => row.settled_share = Some(percent.parse::<u16>().unwrap() * 100),
            ("bel", percent) => row.occupied_share = Some(percent.parse::<u16>().unwrap() * 100),
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
    if deviation.attribute.is_some() || deviation.values.iter().any(|v| !v.is_empty()) {
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
    if !deviation.others.is_empty() {
        let rows: Vec<String> = deviation
            .others
            .iter()
            .map(|r| format!("{}:{}", ["P", "K", "I"][usize::from(r.source)], r.place.row))
            .collect();
        out += &format!(" {}", rows.join(","));
    }
    if deviation.question.is_none() && !deviation.shared.is_empty() {
        out += &format!(" «{}»", deviation.shared);
    }
    if !deviation.causes.is_empty() {
        let keys: Vec<&str> = deviation.causes.iter().map(|c| c.key()).collect();
        out += &format!(" [{}]", keys.join(","));
    }
    out
}
