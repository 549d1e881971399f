//! Small extracts written by hand, row by row, as the systems write them.

use crate::place;
use crate::world::numbers;
use serde_json::Value;
use testkit::{Place, Ran};

/// A row; what a test does not name is ordinary.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) cpr: &'a str,
    pub(crate) paragraf: &'a str,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) place: &'a str,
    pub(crate) group: &'a str,
    pub(crate) hours: &'a str,
    pub(crate) rate: &'a str,
    pub(crate) unit: &'a str,
    pub(crate) status: &'a str,
    pub(crate) registered: &'a str,
}

/// An ordinary row.
pub(crate) const ROW: Row<'static> = Row {
    cpr: "",
    paragraf: "SEL § 104",
    from: "01-01-2024",
    to: "",
    place: "Dagcenter Engen",
    group: "1.2.1",
    hours: "",
    rate: "500,00",
    unit: "Døgn",
    status: "Bevilliget",
    registered: "01-12-2023",
};

pub(crate) const NEXUS: &str = "Borger CPR;Paragraf;Indsats;Leverandør;Startdato;Slutdato;Status;Målgruppe;Timer pr. uge;Takst;Takstenhed;\
     Handlekommune;Betalingskommune;Registreret";

pub(crate) const AS2007: &str = "Ydelse Ydelsestype;Borger CPR nummer;Modtagerydelse;Kontoplan Kontonummer;Firma Navn;Betalerkommune;\
     Handlekommune;Startdato;Slutdato;Afr. enhed;Antal;Takst;Målgruppe";

pub(crate) fn nexus_line(r: &Row<'_>) -> String {
    let Row { cpr, paragraf, from, to, place, group, hours, rate, unit, status, registered } = r;
    format!(
        "{cpr};{paragraf};Indsats;{place};{from};{to};{status};{group};{hours};{rate};{unit};573;573;{registered}"
    )
}

pub(crate) fn as2007_line(r: &Row<'_>) -> String {
    let Row { cpr, paragraf, from, to, place, group, hours, rate, unit, .. } = r;
    let to = if to.is_empty() { "Uoplyst" } else { to };
    let count = if hours.is_empty() { "1" } else { hours };
    format!("HOVED;{cpr};MY {paragraf};5380591001;{place};;;{from};{to};{unit};{count};{rate};{group}")
}

pub(crate) fn nexus(rows: &[Row<'_>]) -> String {
    joined(NEXUS, rows.iter().map(nexus_line))
}

pub(crate) fn as2007(rows: &[Row<'_>]) -> String {
    joined(AS2007, rows.iter().map(as2007_line))
}

/// The settlement system's words, `MY SEL § 104` for `SEL § 104`.
pub(crate) fn translation(source: &str) -> String {
    let paragraffer = ["SEL § 85", "ABL § 105/SEL § 85", "SEL § 103", "SEL § 104", "SEL § 107"];
    joined(
        "kilde;lokal_ydelse;konto;leverandoer;gyldig_fra;gyldig_til;paragraf;ydelse",
        paragraffer.iter().map(|p| format!("{source};MY {p};;;;;{p};Ydelsen på {p}")),
    )
}

fn joined(header: &str, lines: impl Iterator<Item = String>) -> String {
    let mut out = format!("{header}\r\n");
    lines.for_each(|line| {
        out.push_str(&line);
        out.push_str("\r\n");
    });
    out
}

/// Two hand-written extracts in a data folder.
pub(crate) struct Two {
    pub(crate) place: Place,
    pub(crate) numbers: Vec<String>,
}

/// What is stated about both extracts: taken on 1 January 2026, covering the ten years before.
pub(crate) const STATED: [&str; 5] = ["--udtraek", "2026-01-01", "--daekker", "2016-01-01", "2025-12-31"];

impl Two {
    /// A data folder with the translation, and so many people's numbers.
    pub(crate) fn begin(citizens: u32) -> Two {
        let place = place();
        place.done(&["init", "--kommune", "573", "--froe", "1"]);
        let file = place.file("oversaettelse.csv", translation("as2007"));
        place.done(&["import", "--kilde", "oversaettelse", &file]);
        Two { place, numbers: numbers(citizens) }
    }

    pub(crate) fn import(&self, source: &str, name: &str, bytes: impl AsRef<[u8]>) -> Ran {
        let file = self.place.file(name, bytes);
        let mut all = vec!["import", "--kilde", source];
        all.extend(STATED);
        all.push(&file);
        self.place.done(&all)
    }

    /// Reads in both and accepts them.
    pub(crate) fn with(self, one: &[Row<'_>], two: &[Row<'_>]) -> Two {
        self.import("nexus", "nexus.csv", nexus(one));
        self.import("as2007", "as2007.csv", as2007(two));
        self.place.done(&["grundlag", "accepter"]);
        self
    }

    pub(crate) fn lines(&self, from: &str, to: &str, more: &[&str]) -> Vec<Value> {
        let mut all = kontrol(from, to);
        all.extend(["--format", "jsonl"]);
        all.extend(more);
        self.place.done(&all).lines()
    }
}

/// The words of a control of Nexus against AS2007.
pub(crate) fn kontrol<'a>(from: &'a str, to: &'a str) -> Vec<&'a str> {
    vec!["kontrol", "--system1", "nexus", "--system2", "as2007", "--fra", from, "--til", to]
}

/// A field of a line as text; nothing where it is null.
pub(crate) fn text<'v>(line: &'v Value, key: &str) -> &'v str {
    line[key].as_str().unwrap_or_default()
}
