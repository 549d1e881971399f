//! Why a whole file could not be read, said to the person who handed it over.
//!
//! Invariant: a message names what was found, why it stops the reading and what to do. It never repeats the content
//! of a cell: a file of citizens may hold CPR numbers anywhere.

use crate::values::hide;
use std::io;

/// A file that cannot be read. Everything smaller than this is a finding about a row.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// No bytes, or only a byte order mark and blanks.
    #[error(
        "Filen er tom: der er ingen rækker i den. Dan udtrækket igen, og kontrollér, at det er skrevet færdigt."
    )]
    Empty,
    /// More bytes than the limit allows.
    #[error("Filen er for stor: {} er mere end grænsen på {}. Del udtrækket i flere filer, eller hæv grænsen.", megabytes(*.size), megabytes(*.limit))]
    TooLarge {
        /// Bytes found or declared.
        size: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A spreadsheet with more bytes than the limited child process may hold.
    #[error("Regnearket er for stort: {} er mere end grænsen på {} for regneark. Gem arket som CSV (CSV-filer læses løbende og må være store), eller del udtrækket.", megabytes(*.size), megabytes(*.limit))]
    SpreadsheetTooLarge {
        /// Bytes found or declared.
        size: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// An Office file that asks for a password.
    #[error(
        "Filen er beskyttet med en adgangskode, så indholdet kan ikke læses. Åbn den i Excel, fjern adgangskoden under Filer > Oplysninger > Beskyt projektmappe, gem, og prøv igen."
    )]
    PasswordProtected,
    /// A file of a known kind that holds no table.
    #[error(
        "Filen er ikke et regneark eller en CSV-fil, men {found}. Dan udtrækket igen som CSV eller Excel-projektmappe (.xlsx)."
    )]
    NotATable {
        /// What it is, as a noun phrase.
        found: &'static str,
    },
    /// A packed file that must be unpacked first.
    #[error("Filen er pakket ({found}). Pak den ud, og indlæs den eller de filer, der ligger i den.")]
    Packed {
        /// The packing, as a noun phrase.
        found: &'static str,
    },
    /// A web page or XML with a spreadsheet's name.
    #[error("Filen {}er {found} og ikke et rigtigt regneark. Åbn den i Excel, vælg Gem som > Excel-projektmappe (.xlsx), og indlæs den nye fil.", named_as(.extension))]
    MarkupAsSpreadsheet {
        /// What it is, as a noun phrase.
        found: &'static str,
        /// The file name's extension, if it has one.
        extension: String,
    },
    /// A kind of spreadsheet that is not read.
    #[error(
        "Filen er {found}, som ikke kan læses her. Åbn den i Excel, vælg Gem som > Excel-projektmappe (.xlsx), og indlæs den nye fil."
    )]
    UnsupportedSpreadsheet {
        /// What it is, as a noun phrase.
        found: &'static str,
    },
    /// Bytes that are no text and no known file.
    #[error(
        "Filen er ikke en tekstfil: de første {checked} byte indeholder {controls} styretegn, som ikke forekommer i CSV. Kontrollér, at det er den rigtige fil, og dan udtrækket igen som CSV eller .xlsx."
    )]
    Binary {
        /// Bytes looked at.
        checked: usize,
        /// Control characters among them.
        controls: usize,
    },
    /// A spreadsheet whose container is broken or cut short.
    #[error(
        "Regnearket er beskadiget ({detail}). Den er formentlig ikke hentet eller gemt færdig. Åbn den i Excel, gem den igen, eller hent den på ny."
    )]
    Damaged {
        /// What is broken; words of ours only.
        detail: String,
    },
    /// Small packed, huge unpacked.
    #[error("Regnearket fylder {} pakket, men {} pakket ud. Det ligner ikke et udtræk, men en fil, der skal lægge maskinen ned (en zip-bombe), og den åbnes ikke. Gem arket som CSV, hvis det er et rigtigt udtræk.", megabytes(*.packed), megabytes(*.unpacked))]
    ZipBomb {
        /// Bytes of the file.
        packed: u64,
        /// Bytes that its table of contents declares.
        unpacked: u64,
    },
    /// The sheet that the mapping names is not there.
    #[error("Regnearket har intet ark, der hedder »{}«. Det har: {}. Ret arkets navn i kildens opsætning eller i filen.", told(.wanted), list(.found))]
    NoSuchSheet {
        /// What the mapping asks for.
        wanted: String,
        /// The sheets that are there.
        found: Vec<String>,
    },
    /// Two sheets of one name: no telling which is meant.
    #[error(
        "Regnearket har flere ark, der hedder »{}«, så det er uklart, hvilket der menes. Åbn filen i Excel, giv arkene forskellige navne, og gem den.", told(.name)
    )]
    DuplicateSheet {
        /// The name.
        name: String,
    },
    /// More sheets than any workbook that a person made.
    #[error(
        "Regnearket har mere end {limit} ark. Det har intet udtræk: filen er formentlig beskadiget. Gem det ark, der skal læses, som en fil for sig."
    )]
    TooManySheets {
        /// Sheets allowed.
        limit: usize,
    },
    /// A cell with an error word that the reader of the format does not know, so that it gives up the sheet.
    #[error(
        "{place} eller lige efter er der en celle med en fejlværdi, som ikke kan læses her (fx #SPILL! eller #CALC!); derfor kan resten af arket ikke læses. Åbn filen i Excel, ret eller tøm cellen, eller gem arket som CSV, og indlæs den nye fil."
    )]
    ErrorWord {
        /// The row read last.
        place: Place,
    },
    /// The child needed more memory than it may have.
    #[error(
        "Regnearket kræver mere hukommelse end de {limit_mib} MB, der er sat af til at åbne det. Gem arket som CSV (CSV-filer læses løbende), eller del udtrækket i flere filer."
    )]
    OutOfMemory {
        /// What it may have.
        limit_mib: u64,
    },
    /// The child used its time.
    #[error(
        "Regnearket kunne ikke læses færdigt på {seconds} sekunder, så læsningen blev standset. Er filen lille, er den formentlig beskadiget: åbn den i Excel eller LibreOffice, og gem den igen. Er den stor, så gem arket som CSV, eller del udtrækket i flere filer."
    )]
    OutOfTime {
        /// Seconds allowed.
        seconds: u64,
    },
    /// The child stopped on its own: an abort, a signal, an exit code, or half an answer.
    #[error(
        "Læsningen af regnearket gik i stå ({how}). Filen er formentlig beskadiget; intet af den er indlæst. Åbn den i Excel, gem den igen som .xlsx eller CSV, og prøv igen."
    )]
    ChildDied {
        /// How it ended; words of ours only.
        how: String,
    },
    /// The child's program could not be started.
    #[error(
        "Programmet, der læser regneark, kunne ikke startes ({reason}). Kontrollér installationen med »ottetal tjek«, eller gem arket som CSV."
    )]
    ChildNotStarted {
        /// The system's reason.
        reason: String,
    },
    /// UTF-16 with half a character.
    #[error(
        "Filen er skrevet i UTF-16, men er ikke hel: tegnet på linje {line} mangler en del. Den er formentlig afbrudt under kopieringen. Hent eller dan den igen."
    )]
    BrokenUtf16 {
        /// Line, 1 is the first.
        line: u32,
    },
    /// The mapping says UTF-8 and the bytes are not.
    #[error(
        "Kildens opsætning siger, at filen er skrevet i UTF-8, men det er linje {line} ikke. Fjern tegnsættet fra opsætningen, så findes det af sig selv, eller dan udtrækket igen i UTF-8."
    )]
    NotUtf8 {
        /// Line, 1 is the first.
        line: u32,
    },
    /// NUL in text.
    #[error(
        "Linje {line} indeholder NUL-byte, som ikke forekommer i CSV. Filen er enten beskadiget eller slet ikke tekst. Hent eller dan den igen som CSV (UTF-8 eller Windows-1252)."
    )]
    NulByte {
        /// Line, 1 is the first.
        line: u32,
    },
    /// A quote without its pair.
    #[error(
        "Et anførselstegn (\") i den post, der begynder på linje {line}, bliver aldrig afsluttet, så resten af filen ville blive læst som én celle. Ret linjen, eller dan udtrækket igen."
    )]
    UnterminatedQuote {
        /// Line on which the record starts.
        line: u32,
    },
    /// More columns than any extract has.
    #[error(
        "{place} har mere end {limit} kolonner. Det har intet udtræk: enten er filen beskadiget, eller også er skilletegnet forkert. Slet tomme kolonner til højre, eller dan udtrækket igen."
    )]
    TooManyColumns {
        /// Line or row, as a person reads it.
        place: Place,
        /// Columns allowed.
        limit: usize,
    },
    /// A cell that a spreadsheet could not hold.
    #[error(
        "{place} har en celle på mere end {limit} tegn (det samme som Excels grænse). Ofte er det et anførselstegn (\"), som mangler sin makker. Ret rækken, eller dan udtrækket igen."
    )]
    CellTooLong {
        /// Line or row, as a person reads it.
        place: Place,
        /// Characters allowed.
        limit: usize,
    },
    /// A row whose cells together are too much.
    #[error("{place} fylder mere end {} i alt. Det gør ingen række i et udtræk: filen er formentlig beskadiget. Dan udtrækket igen.", megabytes(*.limit as u64))]
    RowTooLarge {
        /// Line or row, as a person reads it.
        place: Place,
        /// Bytes allowed.
        limit: usize,
    },
    /// More rows than the limit allows.
    #[error(
        "Filen har mere end {limit} rækker, som er grænsen. Del udtrækket i flere filer, eller hæv grænsen."
    )]
    TooManyRows {
        /// Rows allowed.
        limit: u32,
    },
    /// The bytes did not come.
    #[error(
        "Filen kunne ikke læses ({0}). Kontrollér, at den stadig ligger der, at du har adgang til den, og at ingen har den åben."
    )]
    Io(#[from] io::Error),
}

/// Where in a file: a line of text or a row of a sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The sheet's name; empty for CSV.
    pub sheet: String,
    /// Line or row, 1 is the first.
    pub row: u32,
}

impl Place {
    /// A line of a text file.
    #[must_use]
    pub fn line(row: u32) -> Place {
        Place { sheet: String::new(), row }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.sheet.is_empty() {
            write!(f, "Linje {}", self.row)
        } else {
            write!(f, "Række {} i arket »{}«", self.row, told(&self.sheet))
        }
    }
}

/// Bytes as a person reads them: `0,4 MB`, `128 MB`, `2.048 MB`.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) / (1 << 20);
    let whole = tenths / 10;
    if whole < 10 {
        return format!("{whole},{} MB", tenths % 10);
    }
    let digits = whole.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text + " MB"
}

fn named_as(extension: &str) -> String {
    let extension = told(extension);
    if extension.is_empty() { String::new() } else { format!("hedder .{extension}, men ") }
}

fn list(names: &[String]) -> String {
    const MOST: usize = 20;
    if names.is_empty() {
        return "ingen".to_owned();
    }
    let mut text = names.iter().take(MOST).map(|name| told(name)).collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        text.push_str(&format!(" og {} til", names.len() - MOST));
    }
    text
}

/// A name out of the file as a message may repeat it.
fn told(name: &str) -> String {
    hide::shown(name)
}
