//! `kilde.toml` as it is written: format 1, English keys, nothing unknown.
//!
//! Invariant: this is the file's form only; what may stand beside what is decided in `check`.

use serde::Deserialize;
use std::collections::BTreeMap;

/// A text or a list of texts.
#[derive(Deserialize, Clone, Debug)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn into_vec(self) -> Vec<String> {
        match self {
            OneOrMany::One(text) => vec![text],
            OneOrMany::Many(texts) => texts,
        }
    }
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct KildeFile {
    pub(super) format: i64,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) kind: String,
    #[serde(default)]
    pub(super) layout: String,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) required: Vec<String>,
    #[serde(default)]
    pub(super) optional: Vec<String>,
    #[serde(default)]
    pub(super) file: FileTable,
    #[serde(default)]
    pub(super) source: SourceTable,
    #[serde(default)]
    pub(super) extract: ExtractTable,
    pub(super) columns: BTreeMap<String, OneOrMany>,
    #[serde(default)]
    pub(super) values: ValuesTable,
    pub(super) status: Option<StatusTable>,
    pub(super) role: Option<RoleTable>,
    #[serde(default)]
    pub(super) units: UnitsTable,
    #[serde(default)]
    pub(super) empty: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) account: AccountTable,
    #[serde(default)]
    pub(super) sign: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) ownership: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) settlement: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) state: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) budget_kind: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) landscape: LandscapeTable,
}

#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileTable {
    pub(super) encoding: Option<String>,
    pub(super) separator: Option<String>,
    pub(super) sheet: Option<String>,
    pub(super) total_words: Option<Vec<String>>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SourceTable {
    pub(super) population: Option<String>,
    pub(super) since: Option<String>,
    pub(super) delivers_to_dst: bool,
    pub(super) except_providers: Vec<String>,
    pub(super) reads_paragraphs: bool,
    pub(super) not_compared: Vec<String>,
    pub(super) weeks: Option<String>,
    pub(super) pays_last_day: Option<bool>,
    pub(super) net_of_relief: bool,
    pub(super) lag_days: Option<i64>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AccountTable {
    pub(super) patterns: Vec<String>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ExtractTable {
    pub(super) file_name: Option<String>,
    pub(super) day_labels: Option<Vec<String>>,
    pub(super) covers_labels: Option<Vec<String>>,
    pub(super) current_only: bool,
}

#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ValuesTable {
    pub(super) end_date: Option<String>,
    pub(super) open_end: Vec<String>,
    pub(super) dates: Vec<String>,
    pub(super) decimal: Option<String>,
    pub(super) empty_means_own: bool,
    pub(super) maalgruppe: Option<String>,
    pub(super) known_p_numbers: Vec<String>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusTable {
    pub(super) counts: Vec<String>,
    #[serde(default)]
    pub(super) never_took_effect: Vec<String>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RoleTable {
    pub(super) fixed: Option<String>,
    pub(super) main: Vec<String>,
    pub(super) supplement: Vec<String>,
    pub(super) money_only: Vec<String>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub(super) struct UnitsTable {
    pub(super) default: Option<String>,
    pub(super) doegn: Vec<String>,
    pub(super) maaned: Vec<String>,
    pub(super) time_pr_uge: Vec<String>,
    pub(super) styk: Vec<String>,
    pub(super) samlet: Vec<String>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LandscapeTable {
    pub(super) responsible: String,
    pub(super) registers: String,
    pub(super) used_for: String,
    pub(super) expected_day: Option<i64>,
    pub(super) corrects: BTreeMap<String, String>,
}
