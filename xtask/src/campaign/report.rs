//! What campaigns found: a line each in `docs/trust-report.jsonl`, only ever added; and the table that people read.
//!
//! A figure that does not hold stands in the table with its reason; nothing is left out because it is red.

use super::world::ran;
use crate::workspace::root;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

/// What a campaign found.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    /// `crash/import`.
    pub(super) campaign: String,
    /// What is wanted.
    pub(super) goal: String,
    /// What was measured.
    pub(super) measured: String,
    /// Whether the goal was met.
    pub(super) holds: bool,
    /// The first thing that was not as it should be.
    pub(super) reason: String,
}

fn lines() -> PathBuf {
    root().join("docs/trust-report.jsonl")
}

/// Adds figures with today's date, the commit and the machine.
pub(super) fn append(figures: &[Figure]) -> Result<(), String> {
    let said = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(root());
        ran(&mut command).map(|ran| ran.out.trim().to_owned()).unwrap_or_default()
    };
    let date = said("date", &["-u", "+%F"]);
    let dirty = if said("git", &["status", "--porcelain", "--", "crates"]).is_empty() { "" } else { "+" };
    let commit = format!("{}{dirty}", said("git", &["rev-parse", "--short=12", "HEAD"]));
    let machine = format!("{}, {} kerner", said("uname", &["-sm"]), said("nproc", &[]));
    let path = lines();
    let err = |e: std::io::Error| format!("{}: {e}", path.display());
    let mut file = fs::OpenOptions::new().create(true).append(true).open(&path).map_err(err)?;
    let here = root().display().to_string();
    for figure in figures {
        let reason = figure.reason.replace(&here, "…");
        let holds = if figure.holds { "ja" } else { "nej" };
        let fields = [
            ("dato", date.as_str()),
            ("commit", &commit),
            ("maskine", &machine),
            ("kampagne", &figure.campaign),
            ("maal", &figure.goal),
            ("maalt", &figure.measured),
            ("holdt", holds),
            ("grund", reason.lines().next().unwrap_or("")),
        ];
        let fields: Vec<String> =
            fields.iter().map(|(key, value)| format!("{}:{}", quoted(key), quoted(value))).collect();
        writeln!(file, "{{{}}}", fields.join(",")).map_err(err)?;
    }
    Ok(())
}

/// Writes the table: the newest line of each campaign.
pub(super) fn write() -> Result<(), String> {
    let path = lines();
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let target = root().join("docs/trust-report.md");
    fs::write(&target, table(&text)?).map_err(|e| format!("{}: {e}", target.display()))
}

fn table(text: &str) -> Result<String, String> {
    let mut newest: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (at, line) in text.lines().enumerate() {
        let fields = fields(line).ok_or_else(|| format!("linje {} kan ikke læses", at + 1))?;
        newest.insert(fields.get("kampagne").cloned().unwrap_or_default(), fields);
    }
    let mut out = "# Hvad der er prøvet i stykker\n\n\
        Skrevet af `cargo xtask campaign report` ud fra `trust-report.jsonl`, hvor hver kampagne føjer en linje til; her \
        står den nyeste af hver. Ret ikke i tabellen. «+» efter en commit: med ændringer, der endnu ikke var gemt.\n\n\
        | Kampagne | Mål | Målt | Nået | Dato | Commit | Maskine |\n|---|---|---|---|---|---|---|\n"
        .to_owned();
    for (campaign, fields) in &newest {
        let field = |key: &str| fields.get(key).map_or("", String::as_str).replace('|', "\\|");
        let reached =
            if field("holdt") == "ja" { "ja".to_owned() } else { format!("**NEJ**: {}", field("grund")) };
        let _ = writeln!(
            out,
            "| {campaign} | {} | {} | {reached} | {} | {} | {} |",
            field("maal"),
            field("maalt"),
            field("dato"),
            field("commit"),
            field("maskine")
        );
    }
    out.push_str(WORDS);
    Ok(out)
}

const WORDS: &str = "
## Ordene

- **Varigt kald**: `fsync`, `fdatasync`, `pwrite64`, `ftruncate`, `rename`, `unlink`, `link` og `mkdir` på en fil i datamappen, i nøglens mappe eller på
  kopien, talt i en kørsel under `strace`. `strace` tæller hver tråds kald for sig. Et kald *kan rammes for sig*, når dets slags og nummer i tråden,
  eventuelt sammen med filens sti, ikke rammer et tidligere kald; resten er talt, men ikke prøvet. Programmet slås ihjel, lige før kaldet udføres.
- **Ikke nået**: tråde skiftedes anderledes i netop den kørsel, så kaldet ikke kom; **ramte et andet kald**: drabet faldt et andet sted end ventet. Begge er
  prøver som de andre og skal holde det samme.
- **Gammel, ny, undervejs**: `status`, de gemte kontroller og listen over afvigelser er som før eller som efter. Kun sletning af en borger har trin
  undervejs; den samme kommando igen gør den færdig.
- **Brud**: `tjek` finder en fejl, tilstanden er hverken gammel eller ny, noget meldt som gjort er væk, den samme kommando igen lykkes ikke, eller
  kontrollens bytes til sidst er andre end uden bruddet.
- **Uden betydning**: en bit, som intet svar afhænger af (ubrugte bytes i en side, filer der laves igen): kontrollen over alle dage, listen og `status` giver
  de samme bytes.
- **Skrivelog (WAL)**: en vendt bit i loggen efter et drab ses ikke; SQLite læser så mappen, som den hel og holden var før den sidste ændring. Efter en
  kommando, der sluttede, er loggen tom. At enden mangler, ses kun mod et hoved af loggen, der er noteret et andet sted.
- **Ikke prøvet her**: strømsvigt med skrivninger, som disken havde lovet og ikke gjort; PostgreSQL og S3.
";

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The texts of an object that has nothing but texts, as [`append`] writes it.
fn fields(line: &str) -> Option<BTreeMap<String, String>> {
    let mut texts = Vec::new();
    let mut chars = line.strip_prefix('{')?.strip_suffix('}')?.chars();
    while let Some(c) = chars.next() {
        if c != '"' {
            continue;
        }
        let mut text = String::new();
        loop {
            match chars.next()? {
                '"' => break,
                '\\' => text.push(chars.next()?),
                other => text.push(other),
            }
        }
        texts.push(text);
    }
    let mut pairs = texts.into_iter();
    let mut out = BTreeMap::new();
    while let Some(key) = pairs.next() {
        out.insert(key, pairs.next()?);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_of_each_stands_in_the_table_and_red_says_why() {
        let line = |holds: &str, date: &str| {
            format!(
                "{{\"kampagne\":\"crash/x\",\"holdt\":\"{holds}\",\"dato\":\"{date}\",\"grund\":\"a \\\"b\\\" | c\"}}\n"
            )
        };
        let text = table(&(line("ja", "2026-01-01") + &line("nej", "2026-01-02"))).unwrap();
        assert!(text.contains("**NEJ**: a \"b\" \\| c") && text.contains("2026-01-02"), "{text}");
        assert!(!text.contains("2026-01-01"));
        assert!(table("volapyk\n").is_err());
        assert_eq!(fields(&format!("{{{}:{}}}", quoted("a"), quoted("b\n\\"))).unwrap()["a"], "b \\");
    }
}
