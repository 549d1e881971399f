//! A small municipality for the tests: synthetic people, rows, and the whole way from file to run.

use domain::amount::{Oere, Quantity, Rate};
use domain::calendar::{Day, Period};
use domain::deviation::{Cause, Deviation, Duty, OtherRow, RuleCode};
use domain::finding::{Effect, Finding};
use domain::landscape::ExtractFacts;
use domain::law::{DstStatus, LawBook, Paragraf, ParagrafId};
use domain::observation::{Activity, Role, RowPlace, Standing};
use domain::person::{CitizenId, Cpr};
use domain::price::Unit;
use domain::totals::{ControlTotals, Tally};
use domain::wording::{Provider, WordId, Wording};
use std::path::{Path, PathBuf};
use store::faults::Faults;
use store::imports::{Content, Identity, ImportedFile, Kind, NewImport};
use store::lake::LakeFile;
use store::runs::{NewRun, Recorded};
use store::{Context, Environment, IdSource, ImportId, Key, Options, Store, StoreError, runs};

pub(crate) const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

pub(crate) fn ctx() -> Context {
    Context { actor: "proeve".into(), purpose: "AFVIGELSE-RET".into(), at: "2026-03-01T12:00:00Z".into() }
}

pub(crate) fn key() -> Key {
    Key::parse(KEY).unwrap()
}

pub(crate) async fn init(dir: &Path) -> Store {
    Store::init(&ctx(), dir, 573, key(), IdSource::Froe(7), Options::default()).await.unwrap()
}

/// What a program in this world is told from outside: nothing of it stands in the data folder.
pub(crate) fn options() -> Options {
    let environment = Environment::new(|name| match name {
        "OTTETAL_DATABASE" => std::env::var("OTTETAL_TEST_PG").ok(),
        "AWS_ACCESS_KEY_ID" => Some(testkit::KEY_ID.to_owned()),
        "AWS_SECRET_ACCESS_KEY" => Some(testkit::SECRET.to_owned()),
        _ => None,
    });
    Options { environment, ..Options::default() }
}

pub(crate) async fn open(dir: &Path) -> Store {
    open_with(dir, Faults::none()).await
}

pub(crate) async fn open_with(dir: &Path, faults: Faults) -> Store {
    Store::open(&ctx(), dir, key(), Options { faults, ..options() }).await.unwrap()
}

/// Synthetic numbers: adults, not born on 1 January, failing modulus 11.
pub(crate) fn numbers(count: usize) -> Vec<Cpr> {
    let mut out = Vec::with_capacity(count);
    for serial in 0..10_000u32 {
        for day in 2..=28 {
            for year in 40..=89 {
                let cpr = Cpr::parse(&format!("{day:02}{:02}{year}{serial:04}", 1 + serial % 12)).unwrap();
                if !cpr.passes_modulus_11() {
                    out.push(cpr);
                }
                if out.len() == count {
                    return out;
                }
            }
        }
    }
    out
}

pub(crate) fn name_of(at: usize) -> String {
    format!("Prøve Prøvesen Nr{at}")
}

pub(crate) fn digits(cpr: Cpr) -> String {
    cpr.digits().iter().map(|d| char::from(*d)).collect()
}

/// Rows of many kinds: open ends, empty values, supplements, rows that never took effect.
pub(crate) fn rows(citizens: &[CitizenId], each: usize, wording: &mut Wording) -> Vec<Activity<CitizenId>> {
    let mut sorted = citizens.to_vec();
    sorted.sort_unstable();
    let sheet = wording.word("Ark1");
    let mut out = Vec::new();
    for (at, citizen) in sorted.iter().enumerate() {
        for n in 0..each {
            let i = at * each + n;
            let provider = match i % 4 {
                0 => Provider::default(),
                k => Provider {
                    p_number: format!("100000000{k}"),
                    cvr: String::new(),
                    name: format!("Bosted {}", i % 30),
                },
            };
            let from = Day(18_000 + (i % 900) as i32);
            out.push(Activity {
                citizen: *citizen,
                place: RowPlace { file: (i % 2) as u16, sheet, row: i as u32 + 2 },
                from,
                until: if i.is_multiple_of(3) { Day::OPEN } else { Day(from.0 + 1 + (i % 400) as i32) },
                role: if i.is_multiple_of(7) { Role::Supplement } else { Role::Main },
                standing: if i.is_multiple_of(11) { Standing::NeverTookEffect } else { Standing::Counts },
                service: wording.word(&format!("Ydelse {}", i % 40)),
                paragraf: wording.word(["", "§104", "SEL § 103"][i % 3]),
                account: wording.word(""),
                provider: wording.provider(provider),
                maalgrupper: wording.word(["1.2.1|1.3", ""][i % 2]),
                hours: (i.is_multiple_of(5)).then_some(Quantity(75_000)),
                rate: (!i.is_multiple_of(6)).then_some(Rate(13_520_300 - i as i64)),
                unit: [None, Some(Unit::Doegn), Some(Unit::Maaned), Some(Unit::TimePrUge), Some(Unit::Styk)]
                    [i % 5],
                count: (i % 5 == 4).then_some(Quantity(20_000)),
                handlekommune: (i.is_multiple_of(2)).then_some(573),
                betalingskommune: (!i.is_multiple_of(9)).then_some(561),
                ownership: wording.word("Kommunal"),
                caseworker: wording.word(&format!("SB{}", i % 12)),
                status: wording.word("Bestilt"),
                registered: (!i.is_multiple_of(4)).then_some(Day(18_500)),
                settled_share: (i % 3 == 1).then_some(10_000 - (i % 50) as u16),
                occupied_share: (i % 13 == 1).then_some(5_000),
                settles: [None, Some(true), Some(false)][i % 3],
                entry_reason: wording.word(["", "Tilflyttet", "Ny bevilling"][i % 3]),
                exit_reason: wording.word(["", "Død"][i % 2]),
                assessment: domain::wording::WordId::EMPTY,
                address: wording.word(if i.is_multiple_of(17) { "Prøvevej 1" } else { "" }),
            });
        }
    }
    out
}

pub(crate) fn totals(rows: &[Activity<CitizenId>]) -> ControlTotals {
    let mut totals = ControlTotals { skipped_rows: 3, ..ControlTotals::default() };
    for row in rows {
        let one = Tally { rows: 1, rate_sum: i128::from(row.rate.map_or(0, |r| r.0)) };
        totals.read += one;
        match row.standing {
            Standing::Counts => totals.used += one,
            Standing::NeverTookEffect => totals.never_took_effect += one,
            Standing::Unclear => totals.set_aside += one,
        }
    }
    totals
}

pub(crate) fn findings(count: usize) -> Vec<Finding> {
    (0..count)
        .map(|i| Finding {
            code: ["IND001", "IND007"][i % 2],
            effect: [Effect::SetAside, Effect::Mended, Effect::Note][i % 3],
            file: (i % 2) as u16,
            sheet: "Ark1".into(),
            row: i as u32 + 2,
            column: "Slutdato".into(),
            value: format!("31-02-20{i:02}"),
            reason: "Der er ingen 31. februar.".into(),
            remedy: "Ret datoen i kilden.".into(),
        })
        .collect()
}

pub(crate) fn facts() -> ExtractFacts {
    ExtractFacts {
        extracted: Day::from_ymd(2026, 1, 31),
        covers: Some(Period { from: Day(18_000), until: Day(20_500) }),
        current_only: false,
    }
}

pub(crate) fn law() -> LawBook {
    let paragraf = |written: &str, from: i32, until: Day| Paragraf {
        written: written.into(),
        name: written.into(),
        law: "SEL".into(),
        number: written.trim_start_matches("SEL § ").into(),
        valid: Period { from: Day(from), until },
        also: Vec::new(),
        dst: DstStatus::Open,
        mixed_with: Vec::new(),
        source: "prøve".into(),
    };
    LawBook {
        paragraffer: vec![
            paragraf("SEL § 103", 0, Day::OPEN),
            paragraf("SEL § 176 a", 0, Day(19_000)),
            paragraf("SEL § 176 a", 19_500, Day::OPEN),
        ],
        ..LawBook::default()
    }
}

pub(crate) fn deviation(at: usize, citizen: CitizenId, wordings: &mut [Wording; 2]) -> Deviation {
    let place =
        |side: usize, w: &mut [Wording; 2]| RowPlace { file: 1, sheet: w[side].word("Ark \"2\""), row: 7 };
    Deviation {
        rule: RuleCode::ALL[at % RuleCode::ALL.len()],
        question: [None, Some(1), Some(4)][at % 3],
        within: None,
        duty: Duty::SkalRettes,
        citizen,
        paragraf: ParagrafId((at % 3) as u16),
        ydelse: ["", "Botilbud"][at % 2].into(),
        leverandoer: String::new(),
        period: Period {
            from: Day(18_000),
            until: if at.is_multiple_of(2) { Day::OPEN } else { Day(18_031) },
        },
        oere: (at.is_multiple_of(2)).then_some(Oere(-5)),
        oere_tillaeg: Some(Oere(0)),
        attribute: None,
        values: [vec!["4.5".into(), "Bosted \"Æ\"".into()], Vec::new()],
        both: at.is_multiple_of(4),
        rows: [vec![place(0, wordings)], vec![place(1, wordings), place(1, wordings)]],
        others: (0..at as u16 % 3)
            .map(|source| OtherRow { source, place: RowPlace { file: source, sheet: WordId::EMPTY, row: 9 } })
            .collect(),
        causes: vec![Cause::AndetNummer(citizen), Cause::BlandetParagraf(ParagrafId(2)), Cause::Doed],
        shared: "leverandør: Fonden A ≠ Fond A".into(),
    }
}

/// What the whole way left behind.
#[derive(Debug, PartialEq)]
pub(crate) struct Done {
    pub(crate) import: ImportId,
    pub(crate) lake: LakeFile,
    pub(crate) citizens: Vec<CitizenId>,
    pub(crate) run: store::RunId,
    pub(crate) deviations: LakeFile,
}

/// The clear content of the extract's two files.
pub(crate) fn extracts(people: &[Cpr]) -> [String; 2] {
    let line = |(at, cpr): (usize, &Cpr)| format!("{};{};2021-01-01\n", digits(*cpr), name_of(at));
    let all: String = people.iter().enumerate().map(line).collect();
    [all.clone(), format!("CPR;Navn;Fra\n{all}")]
}

/// The number by which the case system opens a citizen.
pub(crate) fn key_of(at: usize) -> String {
    format!("borgerpost-{at:04}")
}

async fn keep_keys(store: &Store, import: &ImportId, citizens: &[CitizenId]) -> Result<(), StoreError> {
    let keys: Vec<String> = (0..citizens.len()).map(key_of).collect();
    let keys: Vec<(CitizenId, &str)> =
        citizens.iter().copied().zip(keys.iter().map(String::as_str)).collect();
    store.people().keep_keys(&ctx(), "nexus", import, &keys).await
}

/// From file to run, as `app` does it.
pub(crate) async fn whole_way(store: &Store) -> Result<Done, StoreError> {
    let ctx = ctx();
    let people = numbers(40);
    let mut files = Vec::new();
    for (at, text) in extracts(&people).iter().enumerate() {
        let kept = store.raw().put(&ctx, &mut text.as_bytes())?;
        files.push(ImportedFile {
            name: format!("fil{at}.csv"),
            sha256: kept.sha256,
            size: kept.size,
            rows: 40,
        });
    }
    let names: Vec<String> = (0..people.len()).map(name_of).collect();
    let named: Vec<(Cpr, Option<&str>)> =
        people.iter().zip(&names).map(|(cpr, name)| (*cpr, Some(name.as_str()))).collect();
    let citizens = store.people().exchange(&ctx, &named).await?;
    let mut wording = Wording::default();
    let rows = rows(&citizens, 2, &mut wording);
    let totals = totals(&rows);
    let shas: Vec<&str> = files.iter().map(|f| f.sha256.as_str()).collect();
    let facts = facts();
    let identity = Identity {
        source: "nexus",
        kind: Kind::Activities,
        mapping_version: "m1",
        facts: &facts,
        files: &shas,
    };
    let import = identity.id();
    let lake = store.lake().write_activities(&ctx, &import, &wording, &rows, &totals)?;
    keep_keys(store, &import, &citizens).await?;
    let findings = findings(25);
    let new = NewImport {
        source: "nexus",
        files: &files,
        mapping: "format = 1",
        mapping_version: "m1",
        facts,
        totals,
        findings: &findings,
        found: "{}",
        content: Content::Activities(&lake),
    };
    assert_eq!(store.imports().record(&ctx, &new).await?, import);
    let basis = store.bases().accept(&ctx, std::slice::from_ref(&import), "lov1", "0.1.0", &[]).await?;
    let run = runs::id(&basis.id, "{}", "0.1.0");
    let law = law();
    let mut wordings = [Wording::default(), Wording::default()];
    let found: Vec<Deviation> =
        citizens.iter().enumerate().map(|(at, c)| deviation(at, *c, &mut wordings)).collect();
    let mut writer = store.lake().deviation_writer(&ctx, &run, &law)?;
    writer.write(&found, [&wordings[0], &wordings[1]], &[])?;
    let deviations = writer.finish()?;
    let new = NewRun {
        basis: &basis.id,
        parameters: "{}",
        program_version: "0.1.0",
        started: &ctx.at,
        finished: &ctx.at,
        deviations: &deviations,
        counts: "{}",
    };
    let (run, recorded) = store.runs().record(&ctx, &new).await?;
    assert_ne!(recorded, Recorded::Different);
    if store.work_items().all(&ctx).await?.is_empty() {
        crate::work_items::all_new(store, &run, &crate::work_items::found(&found)).await?;
    }
    Ok(Done { import, lake, citizens, run, deviations })
}

/// All files under a folder.
pub(crate) fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(all_files(&path));
        } else {
            out.push(path);
        }
    }
    out
}

/// A kept file of this content, as an import names it.
pub(crate) fn one_file(store: &Store, content: &str) -> [ImportedFile; 1] {
    let kept = store.raw().put(&ctx(), &mut content.as_bytes()).unwrap();
    [ImportedFile { name: "a.csv".into(), sha256: kept.sha256, size: kept.size, rows: 2 }]
}

/// An import of a register.
pub(crate) fn register<'a>(
    files: &'a [ImportedFile],
    totals: ControlTotals,
    content: Content<'a>,
) -> NewImport<'a> {
    NewImport {
        source: "register",
        files,
        mapping: "",
        mapping_version: "m1",
        facts: ExtractFacts::default(),
        totals,
        findings: &[],
        found: "{}",
        content,
    }
}

/// A wording that knows these words already.
pub(crate) fn wording_of(words: &[&str]) -> Wording {
    let mut wording = Wording::default();
    for word in words {
        wording.word(word);
    }
    wording
}
