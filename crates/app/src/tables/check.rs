//! Fælles sprog held against the paragraphs in use: each leads to a code of Danmarks Statistik, to "kan ikke indberettes", or
//! to a decision of somebody; and to an account.

use super::usage::{Meanings, Usage};
use crate::basis_content::BasisContent;
use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use anyhow::bail;
use domain::calendar::{Day, Period};
use domain::language::LanguageLine;
use domain::law::{DstStatus, LawBook, ParagrafId};
use domain::paragraf::{ParagrafReader, read_within};
use domain::wording::normalised;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Somebody has decided that an open place of Fælles sprog may be open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SprogBeslutning {
    /// The paragraph as written.
    pub paragraf: String,
    /// The indsatsydelse; empty for rows without one.
    pub ydelse: String,
    /// Why it is open.
    pub fordi: String,
    /// Who sees to it.
    pub ejer: String,
    /// The day by which it is settled, `2026-06-30`.
    pub senest: String,
}

impl Line for SprogBeslutning {
    const KIND: &'static str = "sprogbeslutning";
}

/// A paragraph with an indsatsydelse that rows are on.
#[derive(Clone, Debug)]
pub struct InUse {
    /// The paragraph.
    pub id: ParagrafId,
    /// As written.
    pub paragraf: String,
    /// The indsatsydelse; empty where Fælles sprog leaves it open.
    pub ydelse: String,
    /// The rows, by their place in the usage, each with its days on them.
    pub rows: Vec<(usize, Vec<Period>)>,
    /// What the statistic is given: codes, or "kan ikke indberettes"; empty while open.
    pub dst: Vec<String>,
    /// Accounts.
    pub kontoer: Vec<String>,
    /// What is lacking; empty where it is in place.
    pub lacks: Vec<String>,
    /// The decision that it may be so.
    pub decision: Option<Kept<SprogBeslutning>>,
    /// The decision's day is over.
    pub overdue: bool,
}

impl InUse {
    /// Nothing is lacking, or somebody has decided about it and the day is not over.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.lacks.is_empty() || (self.decision.is_some() && !self.overdue)
    }
}

/// The name of a decision among its kind.
#[must_use]
pub fn decision_name(paragraf: &str, ydelse: &str) -> String {
    format!("{paragraf}|{ydelse}")
}

/// Every paragraph with its indsatsydelser that rows are on; what lacks something stands first, by rows. `rows` are the
/// places of those that may be seen.
///
/// # Errors
/// Where decisions cannot be read.
pub async fn check(
    session: &Session,
    content: &BasisContent,
    usage: &Usage,
    meanings: &Meanings,
    rows: &[usize],
    day: Day,
) -> anyhow::Result<Vec<InUse>> {
    let law = &content.law;
    // A paragraph may stand in the law book several times on different days: it is one, that of the day or the last.
    let one = |id: ParagrafId| {
        let same = |other: &ParagrafId| law.paragraf(*other).written == law.paragraf(id).written;
        let all = (0u16..).take(law.paragraffer.len()).map(ParagrafId).filter(same);
        let own: Vec<ParagrafId> = all.collect();
        own.iter().find(|other| law.in_force(**other, day)).or(own.last()).copied().unwrap_or(id)
    };
    let mut ones: BTreeMap<ParagrafId, ParagrafId> = BTreeMap::new();
    // What words lead to is found once a word: there are hundreds of rows to each.
    let mut places: BTreeMap<(ParagrafId, &str), usize> = BTreeMap::new();
    let mut of_word: Vec<Option<Vec<(Period, usize)>>> = vec![None; usage.words.len()];
    let mut used: Vec<Vec<(usize, Vec<Period>)>> = Vec::new();
    for at in rows {
        let row = &usage.rows[*at];
        let told = of_word[row.word].get_or_insert_with(|| {
            let told = meanings.of_word(row.word).iter();
            told.filter_map(|told| {
                let id = told.paragraf?;
                let key = (*ones.entry(id).or_insert_with(|| one(id)), told.ydelse.as_str());
                let next = places.len();
                Some((told.period, *places.entry(key).or_insert(next)))
            })
            .collect()
        });
        used.resize_with(places.len(), Vec::new);
        for (period, place) in told.iter() {
            let Some(days) = period.intersect(row.period) else { continue };
            match used[*place].last_mut() {
                Some((last, own)) if *last == *at => own.push(days),
                _ => used[*place].push((*at, vec![days])),
            }
        }
    }
    let decisions = lines::newest::<SprogBeslutning>(session).await?;
    let reader = ParagrafReader::new(law);
    let mut out: Vec<InUse> = places
        .into_iter()
        .map(|((id, ydelse), place)| (id, ydelse, std::mem::take(&mut used[place])))
        .filter(|(.., rows)| !rows.is_empty())
        .map(|(id, ydelse, rows)| {
            let mut own = in_use(law, &reader, &content.lines, id, ydelse, day);
            let name = decision_name(&own.paragraf, ydelse);
            own.decision = decisions.iter().find(|kept| kept.name == name).cloned();
            let until = own.decision.as_ref().and_then(|kept| Day::parse(&kept.line.senest));
            own.overdue = until.is_some_and(|until| until < day);
            InUse { rows, ..own }
        })
        .collect();
    out.sort_by_key(|own| {
        (own.is_settled(), own.lacks.is_empty(), std::cmp::Reverse(own.rows.len()), own.id)
    });
    Ok(out)
}

fn in_use(
    law: &LawBook,
    reader: &ParagrafReader<'_>,
    all: &[LanguageLine],
    id: ParagrafId,
    ydelse: &str,
    day: Day,
) -> InUse {
    let paragraf = law.paragraf(id);
    let days = paragraf.valid.intersect(Period { from: day, until: Day::OPEN }).unwrap_or(paragraf.valid);
    let of_paragraf = |line: &&LanguageLine| read_within(reader, &line.paragraf, paragraf.valid) == Some(id);
    let own: Vec<&LanguageLine> = all
        .iter()
        .filter(of_paragraf)
        .filter(|line| ydelse.is_empty() || normalised(&line.indsatsydelse) == normalised(ydelse))
        .collect();
    let distinct = |cell: fn(&LanguageLine) -> &str| -> Vec<String> {
        let mut out: Vec<String> =
            own.iter().map(|line| cell(line).to_owned()).filter(|text| !text.is_empty()).collect();
        out.sort();
        out.dedup();
        out
    };
    let dst = distinct(|line| &line.dst_code);
    let kontoer = distinct(|line| &line.konto);
    let mut lacks = Vec::new();
    if own.is_empty() {
        lacks.push("står ikke i Fælles sprog".to_owned());
    } else {
        if dst.is_empty() {
            lacks.push(match paragraf.dst {
                DstStatus::NotReportable => "ingen DST-kode; loven siger: kan ikke indberettes".to_owned(),
                DstStatus::Code | DstStatus::Open => "ingen DST-kode".to_owned(),
            });
        }
        lacks.extend(dst.iter().filter_map(|code| fault_of_code(law, code, &paragraf.written, days)));
        if kontoer.is_empty() {
            lacks.push("ingen konto".to_owned());
        }
        if ydelse.is_empty() {
            lacks.push("rækkerne har ingen indsatsydelse".to_owned());
        }
    }
    InUse {
        id,
        paragraf: paragraf.written.clone(),
        ydelse: ydelse.to_owned(),
        rows: Vec::new(),
        dst,
        kontoer,
        lacks,
        decision: None,
        overdue: false,
    }
}

/// What is wrong with a code on the days of its paragraph; `None` where nothing is.
fn fault_of_code(law: &LawBook, code: &str, written: &str, days: Period) -> Option<String> {
    if normalised(code) == "kan ikke indberettes" {
        return None;
    }
    let own: Vec<_> = law.ydelser.iter().filter(|ydelse| ydelse.code == code).collect();
    if own.is_empty() {
        return Some(format!("DST-koden {code} findes ikke i lovlisten"));
    }
    if !own.iter().any(|ydelse| ydelse.valid.contains(days.from)) {
        return Some(format!("DST-koden {code} gælder ikke {}", days.from.danish()));
    }
    let belongs = own.iter().any(|ydelse| ydelse.paragraf.is_empty() || ydelse.paragraf == written);
    (!belongs).then(|| format!("DST-koden {code} hører til {}", own[0].paragraf))
}

/// Writes down that something may be open.
///
/// # Errors
/// Without a why, an owner or a day; where a text has a number; where somebody else has written since.
pub async fn decide(session: &Session, decision: SprogBeslutning, before: i64) -> anyhow::Result<()> {
    if decision.fordi.trim().is_empty() || decision.ejer.trim().is_empty() {
        bail!("Skriv, hvorfor det er åbent, og hvem der ejer det. Intet er gemt.");
    }
    if Day::parse(&decision.senest).is_none() {
        bail!("Skriv den dag, det senest er afgjort. Intet er gemt.");
    }
    let line = NewLine {
        name: decision_name(&decision.paragraf, &decision.ydelse),
        line: Some(decision),
        citizen: None,
        reason: String::new(),
        before: Some(before),
    };
    lines::save(session, &[line]).await
}
