//! A list of another kind of system, with headings of its own: what somebody who describes a source for the first time
//! may have in hand. CSV, semicolon, Windows-1252, decimal comma, no title rows.
//!
//! Its quirks: the words of its status are not those of the case system, an open end is `Løbende`, and its unit is
//! written in a way that nobody knows.

use crate::Municipality;
use crate::money::{Unit, danish};
use crate::row::{Priced, Row, System};
use crate::write::{danish_day, save, told};
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const HEADER: &str = "Personnr.;Borger;Bevilget efter;Foranstaltning;Udfører;Udførers P-nr.;Bevilget fra;Bevilget til;\
     Tilstand;Ugentlige timer;Enhedspris;Afregnes pr.;Ansvarlig rådgiver;Løbenr.\r\n";

impl Municipality {
    /// Writes the list into a folder, which is made if it is not there: every second citizen's services.
    ///
    /// # Errors
    /// What the file system says, with the path.
    pub fn write_unknown(&self, dir: &Path) -> io::Result<PathBuf> {
        fs::create_dir_all(dir).map_err(|e| told(dir, &e))?;
        let mut out = String::from(HEADER);
        for (at, row) in self.rows(System::Nexus).iter().enumerate().filter(|(_, row)| row.person % 2 == 0) {
            line(&mut out, self, row, at);
        }
        let bytes = encoding_rs::WINDOWS_1252.encode(&out).0.into_owned();
        save(dir, "nabokommunens_stoetteliste.csv", &bytes)
    }
}

/// Writing into a `String` cannot fail.
fn line(out: &mut String, of: &Municipality, row: &Row, at: usize) {
    let (ydelse, person) = (row.ydelse.get(), &of.people[row.person as usize]);
    row.cpr.digits().iter().for_each(|digit| out.push(char::from(b'0' + digit)));
    let _ = write!(out, ";{}, {};", person.last, person.first);
    for text in [ydelse.paragraf, ydelse.nexus_indsats, &row.place_name(), &row.p_number()] {
        out.push_str(text);
        out.push(';');
    }
    danish_day(out, row.from);
    out.push(';');
    match row.to {
        Some(to) => danish_day(out, to),
        None => out.push_str("Løbende"),
    }
    let state = match (row.counts(), row.to) {
        (false, _) => "Bortfaldet",
        (true, None) => "I gang",
        (true, Some(_)) => "Afsluttet",
    };
    let _ = write!(out, ";{state};");
    if row.hours > 0 {
        danish(out, row.hours, 2);
    }
    out.push(';');
    if row.priced != Priced::Unshown {
        danish(out, row.rate, 4);
    }
    let unit = match row.unit {
        Unit::TimePrUge => "Ugetime",
        other => other.text(),
    };
    let _ = write!(out, ";{unit};{};{}\r\n", person.caseworker, 40_000 + at);
}
