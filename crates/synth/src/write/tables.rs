//! The two tables that make one language: Fælles sprog and the translation of the settlement system's words.

use crate::catalogue::{ABL105, S85, S103, S104, S107, S108, UNTRANSLATED, YDELSER, YdelseId};
use crate::row::Supplement;
use crate::write::as2007::{BEFORE_2018, account_of, supplement_word};
use std::fmt::Write;

/// Finance's groups in the order of the groupings: word, level, the words of the account.
const FINANCE: [(&str, &str, &str); 3] = [
    ("Social", "2", "særlige sociale problemer"),
    ("Handicap", "1.1", "nedsat funktionsevne"),
    ("Sindslidende", "1.2", "sindslidelse"),
];

/// The columns of the master overview; writing into a `String` cannot fail.
pub(super) fn faelles_sprog() -> String {
    let mut out = String::from(
        "\u{feff}Lovhjemmel;Paragraf;Indsatsydelse;DST kode;Kategori 1;Kategori 2;Målgruppe;Målgruppe-niveau;\
         Konto;Kontostreng\r\n",
    );
    for y in YDELSER.iter().filter(|y| !y.paragraf.is_empty()) {
        for (at, gruppering) in y.grupperinger.iter().enumerate() {
            let (word, level, words) = if y.grupperinger.len() == 1 { ("", "", "") } else { FINANCE[at] };
            let words = if words.is_empty() { String::new() } else { format!(" ({words})") };
            let _ = write!(
                out,
                "{};{};{};{};{};{};{word};{level};538{fn_no}1{gruppering};5.38.{fn_no} 1 {gruppering} {} {}{words}\r\n",
                y.lovhjemmel,
                y.paragraf,
                y.indsatsydelse,
                y.dst,
                y.kategori[0],
                y.kategori[1],
                y.paragraf,
                y.konto_navn,
                fn_no = y.funktion.0,
            );
        }
    }
    out
}

/// The settlement system's words. The case system's paragraphs are read as written.
pub(super) fn oversaettelse() -> String {
    let mut out = String::from(
        "\u{feff}kilde;lokal_ydelse;konto;leverandoer;gyldig_fra;gyldig_til;paragraf;ydelse\r\n",
    );
    let all = || (0..YDELSER.len() as u8).map(YdelseId).filter(|id| *id != UNTRANSLATED);
    for id in all() {
        let y = id.get();
        let _ = write!(out, "as2007;{};;;;;{};{}\r\n", y.as2007, y.paragraf, y.indsatsydelse);
    }
    for id in [S85, ABL105] {
        let y = id.get();
        for gruppering in y.grupperinger {
            let _ = write!(out, "as2007;{BEFORE_2018};");
            account_of(&mut out, id, gruppering);
            let _ = write!(out, ";;;31-12-2017;{};{}\r\n", y.paragraf, y.indsatsydelse);
        }
    }
    // The finance system's accounts: hovedkonto, function, dranst 1, grouping.
    for id in all() {
        let y = id.get();
        for gruppering in y.grupperinger {
            let konto = format!("538{}1{gruppering}", y.funktion.0);
            let _ = write!(out, "prisme;;{konto};;;;{};{}\r\n", y.paragraf, y.indsatsydelse);
        }
    }
    for id in [S85, ABL105, S103, S104, S107, S108] {
        for what in Supplement::ALL {
            out.push_str("as2007;");
            supplement_word(&mut out, what.text(), id);
            let _ = write!(out, ";;;;;{};{}\r\n", id.get().paragraf, id.get().indsatsydelse);
        }
    }
    out
}
