//! What a trial of a description on its file showed.

use app::commands::try_mapping::{Trial, Understood};
use domain::calendar::Day;
use domain::finding::Effect;
use domain::observation::Standing;
use domain::totals::Tally;
use report::danish;

/// A trial, ready to be drawn.
pub(super) struct TrialShown {
    pub(super) answer: String,
    pub(super) totals: Vec<(&'static str, &'static str, String, String)>,
    pub(super) read: (String, String),
    pub(super) skipped: String,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) findings: Vec<FindingShown>,
    pub(super) statuses: Vec<StatusShown>,
    pub(super) compared: Vec<(String, String, String)>,
    pub(super) compares: bool,
    pub(super) rows: Understood,
}

/// A status word and how its rows count.
pub(super) struct StatusShown {
    pub(super) word: String,
    pub(super) counts: &'static str,
    pub(super) colour: &'static str,
    pub(super) rows: String,
}

/// Findings of one code.
pub(super) struct FindingShown {
    pub(super) code: &'static str,
    pub(super) effect: &'static str,
    pub(super) colour: &'static str,
    pub(super) count: String,
    pub(super) reason: &'static str,
    pub(super) remedy: &'static str,
    pub(super) places: Vec<String>,
}

pub(super) fn shown(trial: &Trial) -> TrialShown {
    let totals = &trial.totals;
    let line = |what, why, tally: Tally| (what, why, danish::whole(tally.rows), sum(tally));
    let all = totals.read.rows;
    TrialShown {
        answer: answer(trial),
        totals: vec![
            line("Brugt", "tæller med", totals.used),
            line("Aldrig trådt i kraft", "gemmes, men tæller ikke", totals.never_took_effect),
            line("Sat til side", "kunne ikke læses; se fundene", totals.set_aside),
        ],
        read: (danish::whole(all), sum(totals.read)),
        skipped: danish::whole(totals.skipped_rows),
        facts: facts(trial),
        findings: findings(trial),
        statuses: statuses(trial),
        compared: trial
            .attributes
            .iter()
            .map(|(attribute, rows)| {
                let percent = (rows * 100).checked_div(totals.used.rows.max(1)).unwrap_or(0);
                (attribute.text().to_owned(), danish::whole(*rows), percent.min(100).to_string())
            })
            .collect(),
        compares: trial.days.0.is_some(),
        rows: trial.rows.clone(),
    }
}

fn sum(tally: Tally) -> String {
    let sum = i64::try_from(tally.rate_sum).unwrap_or(i64::MAX);
    if sum == 0 { String::new() } else { danish::two_decimals(sum) }
}

fn answer(trial: &Trial) -> String {
    let totals = &trial.totals;
    let read = danish::count(totals.read.rows as i64, "række", "rækker");
    match (totals.read.rows, totals.set_aside.rows) {
        (0, _) => "Der er ingen rækker at læse i filen.".to_owned(),
        (_, 0) => format!("{read} er læst, og ingen er sat til side."),
        (_, 1) => format!("{read} er læst, og 1 er sat til side."),
        (_, many) => format!("{read} er læst, og {} er sat til side.", danish::whole(many)),
    }
}

fn facts(trial: &Trial) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if trial.citizens > 0 {
        facts.push(("Borgere", danish::whole(trial.citizens)));
    }
    if let Some(first) = trial.days.0 {
        let last = trial.days.1.map_or_else(String::new, Day::danish);
        facts.push(("Første og sidste dag", format!("{} - {last}", first.danish())));
        facts.push(("Rækker uden slutdato", danish::whole(trial.open_rows)));
    }
    let extracted = trial.facts.extracted.map_or_else(|| "står ikke i filen".to_owned(), Day::danish);
    facts.push(("Udtrækkets dag", extracted));
    facts
}

fn findings(trial: &Trial) -> Vec<FindingShown> {
    let colour = |effect: Effect| match effect {
        Effect::SetAside => "error",
        Effect::ValueMissing => "warning",
        Effect::Mended => "info",
        Effect::Note => "none",
    };
    trial
        .findings
        .iter()
        .map(|finding| FindingShown {
            code: finding.code,
            effect: finding.effect.text(),
            colour: colour(finding.effect),
            count: danish::whole(finding.count),
            reason: finding.reason,
            remedy: finding.remedy,
            places: finding.places.clone(),
        })
        .collect()
}

fn statuses(trial: &Trial) -> Vec<StatusShown> {
    let said = |standing: Standing| match standing {
        Standing::Counts => ("tæller", "success"),
        Standing::NeverTookEffect => ("aldrig trådt i kraft", "none"),
        Standing::Unclear => ("ikke afgjort", "warning"),
    };
    // A source without a status column has one word, and it is empty.
    let all = trial.statuses.iter().filter(|_| trial.statuses.len() > 1 || !trial.statuses[0].0.is_empty());
    all.map(|(word, standing, rows)| {
        let (counts, colour) = said(*standing);
        let word = if word.is_empty() { "(tomt felt)".to_owned() } else { word.clone() };
        StatusShown { word, counts, colour, rows: danish::whole(*rows) }
    })
    .collect()
}
