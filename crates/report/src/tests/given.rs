//! A small town: histories drawn by hand; days that differ, coverage and figures follow from them.

use crate::control_report::{ControlReport, NotRun, SystemLine};
use domain::amount::Oere;
use domain::calendar::{Day, Period};
use domain::comparison::Outside;
use domain::control::Control;
use domain::coverage::{Coverage, RowTally, UntranslatedKey, UntranslatedTally};
use domain::deviation::{Cause, Deviation, Duty, RuleCode, Side};
use domain::landscape::{Attribute, ExtractFacts};
use domain::law::{DstStatus, LawBook, Paragraf, ParagrafId};
use domain::observation::RowPlace;
use domain::overview::Overview;
use domain::periods::Periods;
use domain::person::CitizenId;
use domain::wording::WordId;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const P85: ParagrafId = ParagrafId(0);
pub(super) const P103: ParagrafId = ParagrafId(1);
pub(super) const P104: ParagrafId = ParagrafId(2);
pub(super) const P107: ParagrafId = ParagrafId(3);
pub(super) const P105: ParagrafId = ParagrafId(4);

/// All that a report borrows.
pub(super) struct Given {
    pub(super) law: LawBook,
    pub(super) control: Control,
    pub(super) deviations: Vec<Deviation>,
    pub(super) overview: Overview,
    pub(super) coverage: Coverage,
    pub(super) providers: BTreeMap<String, String>,
    pub(super) not_run: Vec<NotRun>,
    pub(super) facts: [ExtractFacts; 2],
    pub(super) titles: [String; 2],
    pub(super) cpr: BTreeMap<CitizenId, String>,
}

impl Given {
    /// Nothing but a window.
    pub(super) fn empty() -> Given {
        Given {
            law: law(),
            control: Control::of(days("2020-07-01", "2021-12-31"), 573),
            deviations: Vec::new(),
            overview: Overview::default(),
            coverage: Coverage::default(),
            providers: BTreeMap::new(),
            not_run: Vec::new(),
            facts: [ExtractFacts::default(); 2],
            titles: ["KMD Nexus".to_owned(), "Børn & Voksne".to_owned()],
            cpr: BTreeMap::new(),
        }
    }

    /// One citizen on one paragraph in both systems, at a price a day; the differing days become deviations.
    pub(super) fn history(
        &mut self,
        citizen: u32,
        paragraf: ParagrafId,
        claims: [&[(&str, &str)]; 2],
        kroner: Option<i64>,
    ) {
        let claims = claims.map(|list| Periods::union_of(list.iter().map(|(from, to)| days(from, to))));
        let entry = self.coverage.paragraffer.entry(paragraf).or_default();
        for (side, periods) in claims.iter().enumerate() {
            entry.citizens[side] += u64::from(!periods.is_empty());
            entry.days[side] += periods.days();
            for month in periods.iter().flat_map(|p| p.by_month().collect::<Vec<_>>()) {
                entry.days_by_year.entry(month.0.year_month().0).or_default()[side] += month.1.days();
            }
        }
        entry.common_days += claims[0].intersect(&claims[1]).days();
        for side in [Side::One, Side::Two] {
            let (own, other) = (&claims[side.index()], &claims[side.other().index()]);
            let (rule, question) = match (side, other.is_empty()) {
                (Side::Two, true) => (RuleCode::KunISystem2, 1),
                (Side::One, true) => (RuleCode::KunISystem1, 2),
                (Side::Two, false) => (RuleCode::DageKunISystem2, 3),
                (Side::One, false) => (RuleCode::DageKunISystem1, 4),
            };
            for period in own.minus(other).iter() {
                let mut deviation = deviation(rule, Some(question), citizen, paragraf, period);
                deviation.oere = kroner.map(|kroner| Oere(kroner * 100 * period.days()));
                deviation.rows[side.index()] = vec![row(citizen)];
                self.deviations.push(deviation);
            }
        }
    }

    /// The last deviation, to be changed.
    pub(super) fn last(&mut self) -> &mut Deviation {
        self.deviations.last_mut().unwrap()
    }

    /// Sorts and counts.
    pub(super) fn counted(mut self) -> Given {
        self.deviations.sort_by(|a, b| a.order().cmp(&b.order()));
        self.overview = Overview::of(&self.deviations, &self.coverage);
        self
    }

    pub(super) fn report(&self) -> ControlReport<'_> {
        let system = |side: usize, name: &str, files: &[&str], sheets: &[&str]| SystemLine {
            name: name.to_owned(),
            title: self.titles[side].clone(),
            import: format!("I-{}", ["7F3K2A", "9C0D1E"][side]),
            facts: self.facts[side],
            files: files.iter().map(|f| (*f).to_owned()).collect(),
            sheets: sheets.iter().map(|s| (*s).to_owned()).collect(),
        };
        ControlReport {
            law: &self.law,
            control: &self.control,
            systems: [
                system(0, "nexus", &["nexus.csv"], &[""]),
                system(1, "boern_og_voksne", &["=bv.xlsx"], &["", "Ydelser"]),
            ],
            basis: ("G-0001".to_owned(), "2026-03-02".to_owned()),
            versions: ["3".to_owned(), "0123456789ab".to_owned(), "0.1.0".to_owned()],
            deviations: &self.deviations,
            overview: &self.overview,
            coverage: &self.coverage,
            notes: &[],
            others: &[],
            rules_not_run: &[],
            not_run: self.not_run.clone(),
            providers: self.providers.clone(),
            cpr: (!self.cpr.is_empty()).then_some(&self.cpr),
        }
    }
}

/// A town with a bit of everything.
pub(super) fn town() -> Given {
    let mut town = Given::empty();
    town.control.attributes = Attribute::ALL.into_iter().filter(|a| *a != Attribute::Maalgruppe).collect();
    town.not_run = vec![NotRun {
        attribute: Attribute::Maalgruppe,
        lacking: vec!["Børn & Voksne".to_owned()],
        asked: false,
    }];
    town.facts[0] = ExtractFacts {
        extracted: Day::parse("2022-01-10"),
        covers: Some(days("2015-01-01", "2022-01-10")),
        current_only: false,
    };
    town.providers =
        [("P:1003001001", "Bostedet Åsen"), ("P:1003001002", "=HYPERLINK(\"http://ond\";\"klik\")")]
            .map(|(key, name)| (key.to_owned(), name.to_owned()))
            .into();
    differing_days(&mut town);
    differing_values(&mut town);
    reach(&mut town);
    town.counted()
}

fn differing_days(town: &mut Given) {
    let year = ("2021-01-01", "2021-12-31");
    for citizen in 40..60 {
        town.history(citizen, P104, [&[year], &[year]], Some(300));
    }
    town.history(10, P103, [&[year], &[("2020-11-01", "2021-06-30")]], Some(452));
    town.history(11, P107, [&[], &[("2021-02-01", "2021-04-30"), ("2021-07-01", "2021-12-31")]], Some(4_812));
    town.history(12, P107, [&[("2020-07-01", "2021-12-31")], &[]], None);
    town.last().causes = vec![Cause::SlutdatoMangler];
    town.history(13, P104, [&[], &[("2021-12-20", "2021-12-31")]], Some(310));
    let waiting = town.last();
    (waiting.rule, waiting.duty) = (RuleCode::AfventerOverfoersel, Duty::TilOrientering);
    town.history(14, P104, [&[year], &[("2021-01-01", "2021-12-30")]], Some(310));
    town.last().causes = vec![Cause::EnDagForskudt];
    let shared = "SEL § 85 i KMD Nexus, ABL § 105/SEL § 85 i Børn & Voksne";
    for citizen in 15..18 {
        town.history(citizen, P85, [&[year], &[]], Some(2_250));
        town.last().causes = vec![Cause::BlandetParagraf(P105)];
        town.last().shared = shared.to_owned();
        town.history(citizen, P105, [&[], &[year]], Some(2_250));
        town.last().causes = vec![Cause::BlandetParagraf(P85)];
        town.last().shared = shared.to_owned();
    }
    town.history(18, P103, [&[("2021-03-01", "2021-03-31")], &[]], Some(452));
    town.last().causes = vec![Cause::AndetNummer(CitizenId(19)), Cause::KunUdenfor];
    town.last().oere_tillaeg = None;
    town.history(19, P103, [&[], &[("2021-03-01", "2021-03-31")]], Some(452));
    town.last().causes = vec![Cause::AndetNummer(CitizenId(18))];
}

fn differing_values(town: &mut Given) {
    let period = days("2021-01-01", "2021-12-31");
    let mut value =
        |citizen, question, attribute, values: [&[&str]; 2], kroner: Option<i64>, shared: &str| {
            let mut found = deviation(RuleCode::ForskelligVaerdi, Some(question), citizen, P104, period);
            found.attribute = Some(attribute);
            found.values = values.map(|list| list.iter().map(|v| (*v).to_owned()).collect());
            found.both = values.iter().all(|list| !list.is_empty());
            found.oere = kroner.map(|k| Oere(k * 100 + 45));
            found.rows = [vec![row(citizen)], (0..4).map(|more| row(citizen + 100 * more)).collect()];
            found.shared = shared.to_owned();
            town.deviations.push(found);
        };
    let shared = "leverandør: Bostedet Åsen ≠ =HYPERLINK";
    for citizen in 40..52 {
        let providers: [&[&str]; 2] = [&["P:1003001001"], &["P:1003001002"]];
        value(citizen, 3, Attribute::Leverandoer, providers, Some(0), shared);
    }
    value(41, 3, Attribute::Pris, [&["1352.03"], &["1402.5"]], Some(18_421), "");
    value(42, 3, Attribute::Pris, [&["1402.5"], &["1352.03"]], Some(-1_218_421), "");
    value(43, 3, Attribute::Pris, [&["900"], &["912.25"]], None, "");
    value(44, 3, Attribute::Timer, [&["5", "7.5"], &["12.5"]], Some(0), "");
    value(
        45,
        4,
        Attribute::Betalingskommune,
        [&["573"], &[]],
        Some(0),
        "betalingskommune: 573 ≠ ikke udfyldt",
    );
    let mut double = deviation(RuleCode::DobbeltRaekke, None, 46, P104, days("2021-05-01", "2021-05-31"));
    double.within = Some(Side::Two);
    double.rows[1] = vec![row(46), row(146)];
    town.deviations.push(double);
}

fn reach(town: &mut Given) {
    let coverage = &mut town.coverage;
    coverage.citizens = [27, 28];
    coverage.rows = [
        RowTally { all: 1_234, main: 1_200, supplements: 20, never_took_effect: 10, unclear: 4 },
        RowTally { all: 1_301, main: 1_301, ..RowTally::default() },
    ];
    let entry = coverage.paragraffer.entry(P104).or_default();
    entry.outside.insert((Side::Two, Outside::Population), (3, 412));
    entry.membership_unknown = 31;
    coverage.paragraffer.entry(P107).or_default().outside.insert((Side::Two, Outside::Population), (1, 20));
    for (words, rows, kroner) in [
        (["Støtte i eget hjem, gammel kode", "", "5.38.50", "Hjemmeplejen Øst"], 41, 412_000),
        (["+Aktivitet", "§ 97 - 99", "", ""], 3, 0),
    ] {
        coverage.untranslated.insert(
            UntranslatedKey { side: Side::Two, words: words.map(str::to_owned) },
            UntranslatedTally { rows, days: rows as i64 * 30, oere: Oere(kroner * 100) },
        );
    }
}

pub(super) fn days(from: &str, to: &str) -> Period {
    Period::from_included(Day::parse(from).unwrap(), Day::parse(to).unwrap()).unwrap()
}

fn row(number: u32) -> RowPlace {
    RowPlace { file: 0, sheet: WordId(u32::from(number % 2 == 1)), row: number }
}

pub(super) fn deviation(
    rule: RuleCode,
    question: Option<u8>,
    citizen: u32,
    paragraf: ParagrafId,
    period: Period,
) -> Deviation {
    Deviation {
        rule,
        question,
        within: None,
        duty: domain::rules::rule(rule).duty,
        citizen: CitizenId(citizen),
        paragraf,
        ydelse: String::new(),
        leverandoer: String::new(),
        period,
        oere: Some(Oere(0)),
        oere_tillaeg: Some(Oere(0)),
        attribute: None,
        values: [Vec::new(), Vec::new()],
        both: false,
        rows: [Vec::new(), Vec::new()],
        others: Vec::new(),
        causes: Vec::new(),
        shared: String::new(),
    }
}

/// Distinct citizens of one question on one paragraph, counted here again.
pub(super) fn citizens(given: &Given, paragraf: ParagrafId, question: u8) -> i64 {
    let on = |d: &&Deviation| d.paragraf == paragraf && d.question == Some(question);
    let distinct: BTreeSet<CitizenId> = given.deviations.iter().filter(on).map(|d| d.citizen).collect();
    distinct.len() as i64
}

fn law() -> LawBook {
    let entry = |written: &str, name: &str| Paragraf {
        written: written.to_owned(),
        name: name.to_owned(),
        law: String::new(),
        number: String::new(),
        valid: Period::ALWAYS,
        also: Vec::new(),
        dst: DstStatus::Open,
        mixed_with: Vec::new(),
        source: "prøve".to_owned(),
    };
    LawBook {
        version: "0123456789ab".to_owned(),
        paragraffer: vec![
            entry("SEL § 85", "Socialpædagogisk støtte"),
            entry("SEL § 103", "Beskyttet beskæftigelse"),
            entry("SEL § 104", "Aktivitets- og samværstilbud"),
            entry("SEL § 107", "Midlertidigt botilbud"),
            entry("ABL § 105/SEL § 85", "Botilbudslignende tilbud"),
        ],
        ..LawBook::default()
    }
}
