//! G16: the kernel against PostgreSQL's `datemultirange` on 10.000 random histories.
//!
//! `cargo xtask test` starts a server of its own and names it in OTTETAL_TEST_PG; without one the test says so.

use domain::amount::{Quantity, Rate, SCALE};
use domain::calendar::{Day, Period};
use domain::control::Control;
use domain::landscape::{Attribute, ExtractFacts, Population, Source};
use domain::language::Language;
use domain::law::{DstStatus, LawBook, Paragraf};
use domain::lexicon::SideContext;
use domain::observation::{Activity, RowPlace};
use domain::person::CitizenId;
use domain::price::Unit;
use domain::reconcile::Kernel;
use domain::registers::{CitizenRows, Registers};
use domain::wording::{WordId, Wording};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

const HISTORIES: u32 = 10_000;
const FIRST: i32 = 18_628;

/// A small generator of its own: the same histories every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

fn law() -> LawBook {
    let entry = |written: &str| Paragraf {
        written: written.to_owned(),
        name: String::new(),
        law: String::new(),
        number: String::new(),
        valid: Period::ALWAYS,
        also: Vec::new(),
        dst: DstStatus::Open,
        mixed_with: Vec::new(),
        source: "prøve".to_owned(),
    };
    LawBook { paragraffer: vec![entry("SEL § 104"), entry("SEL § 107")], ..LawBook::default() }
}

fn source() -> Source {
    Source {
        name: "kilde".to_owned(),
        title: "Kilde".to_owned(),
        population: Population::Unknown,
        since: None,
        delivers_to_dst: false,
        except_providers: Vec::new(),
        attributes: Vec::new(),
        reads_paragraphs: true,
        unit: None,
        ..Source::default()
    }
}

fn row(dice: &mut Dice, citizen: u32, wording: &mut Wording, number: u32) -> Activity<CitizenId> {
    let from = Day(FIRST - 100 + dice.below(1_000) as i32);
    let length = [1, 2, 30, 90, 365, 800][dice.below(6) as usize];
    let until = if dice.below(8) == 0 { Day::OPEN } else { Day(from.0 + length) };
    let place = RowPlace { file: 0, sheet: WordId::EMPTY, row: number };
    Activity {
        paragraf: wording.word(["SEL § 104", "SEL § 107"][dice.below(2) as usize]),
        rate: Some(Rate(100 * SCALE)),
        unit: Some(Unit::Doegn),
        count: Some(Quantity(SCALE)),
        ..Activity::bare(CitizenId(citizen), place, Period { from, until })
    }
}

/// The question as SQL: multiranges per citizen and paragraph, cut to the days both extracts speak of.
const QUESTION: &str = "
WITH d AS (
  SELECT citizen, paragraf,
         coalesce(range_agg(days) FILTER (WHERE system = 1), '{}') * '{[2021-01-01,2023-01-01)}'::datemultirange
           * '{[2020-06-01,2022-09-01)}'::datemultirange * '{(,2022-07-01)}'::datemultirange AS d1,
         coalesce(range_agg(days) FILTER (WHERE system = 2), '{}') * '{[2021-01-01,2023-01-01)}'::datemultirange
           * '{[2020-06-01,2022-09-01)}'::datemultirange * '{(,2022-07-01)}'::datemultirange AS d2
  FROM rows GROUP BY citizen, paragraf),
q AS (
  SELECT 1 AS question, citizen, paragraf, unnest(d2) AS days FROM d WHERE isempty(d1)
  UNION ALL SELECT 2, citizen, paragraf, unnest(d1) FROM d WHERE isempty(d2)
  UNION ALL SELECT 3, citizen, paragraf, unnest(d2 - d1) FROM d WHERE NOT isempty(d1) AND NOT isempty(d2)
  UNION ALL SELECT 4, citizen, paragraf, unnest(d1 - d2) FROM d WHERE NOT isempty(d1) AND NOT isempty(d2))
SELECT question || ' ' || citizen || ' ' || paragraf || ' ' || lower(days) || ' ' || upper(days) FROM q;
";

#[test]
fn g16_postgresql_multiranges_agree_with_the_kernel_on_10_000_histories() {
    let Ok(server) = std::env::var("OTTETAL_TEST_PG") else {
        eprintln!("sprunget over: OTTETAL_TEST_PG er ikke sat (cargo xtask test starter selv en server)");
        return;
    };
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut wordings = [Wording::default(), Wording::default()];
    let mut rows: Vec<[Vec<Activity<CitizenId>>; 2]> = Vec::new();
    let mut sql =
        String::from("CREATE TEMP TABLE rows (system int, citizen int, paragraf int, days daterange);\n");
    sql.push_str("COPY rows FROM STDIN WITH (FORMAT csv, DELIMITER ';');\n");
    for citizen in 0..HISTORIES {
        let mut own = [Vec::new(), Vec::new()];
        for side in 0..2 {
            for number in 0..dice.below(5) as u32 {
                let row = row(&mut dice, citizen, &mut wordings[side], number + 1);
                let paragraf = u8::from(wordings[side].text(row.paragraf) == "SEL § 107");
                // An open end runs to the end of what the extract covers.
                let until = if row.until == Day::OPEN { Day(FIRST + 608).max(row.from) } else { row.until };
                writeln!(sql, "{};{citizen};{paragraf};[{},{})", side + 1, row.from.iso(), until.iso())
                    .unwrap();
                own[side].push(row);
            }
        }
        rows.push(own);
    }
    sql.push_str("\\.\n");
    sql.push_str(QUESTION);

    let expected = psql(&server, &sql);
    assert!(expected.len() > 10_000, "kun {} perioder fra PostgreSQL", expected.len());
    assert_eq!(kernel(&rows, &wordings), expected);
}

fn kernel(rows: &[[Vec<Activity<CitizenId>>; 2]], wordings: &[Wording; 2]) -> Vec<String> {
    let day = |text: &str| Day::parse(text).unwrap();
    let control = Control {
        attributes: vec![Attribute::Pris],
        ..Control::of(Period { from: day("2021-01-01"), until: day("2023-01-01") }, 573)
    };
    let (law, language, source) = (law(), Language::default(), source());
    let facts = |extracted: &str| ExtractFacts {
        extracted: Some(day(extracted)),
        covers: Period::new(day("2020-06-01"), day("2022-09-01")),
        current_only: false,
    };
    let side = |i: usize, extracted: &str| SideContext {
        source: &source,
        facts: facts(extracted),
        wording: &wordings[i],
    };
    let sides = [side(0, "2022-06-30"), side(1, "2022-08-01")];
    let mut kernel = Kernel::new(&control, &law, &language, sides, Registers::default());
    for (citizen, own) in rows.iter().enumerate() {
        let activities = [own[0].as_slice(), own[1].as_slice()];
        kernel.citizen(CitizenId(citizen as u32), CitizenRows { activities, ..CitizenRows::default() });
    }
    let mut lines: Vec<String> = kernel
        .finish()
        .deviations
        .iter()
        .filter_map(|d| {
            let question = d.question?;
            let days = (d.period.from.iso(), d.period.until.iso());
            d.attribute
                .is_none()
                .then(|| format!("{question} {} {} {} {}", d.citizen.0, d.paragraf.0, days.0, days.1))
        })
        .collect();
    lines.sort();
    lines
}

fn psql(server: &str, sql: &str) -> Vec<String> {
    let mut child = Command::new("psql")
        .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", server, "-f", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("psql kan ikke startes");
    child.stdin.take().unwrap().write_all(sql.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "psql fejlede");
    let mut lines: Vec<String> =
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    lines.sort();
    lines
}
