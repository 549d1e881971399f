//! The columns of the lake's files, each with what it means, so that the file explains itself.

use arrow_schema::{DataType, Field, FieldRef, Schema, SchemaRef};
use std::collections::HashMap;
use std::sync::Arc;

/// Begins the description of a number counted in 1/10.000.
pub(super) const SCALED: &str = "i 1/10.000";

fn field(name: &str, data_type: DataType, nullable: bool, about: &str) -> Field {
    let about = HashMap::from([("beskrivelse".to_owned(), about.to_owned())]);
    Field::new(name, data_type, nullable).with_metadata(about)
}

/// A text of which many rows share few.
pub(super) fn word(name: &str, about: &str) -> Field {
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    field(name, dictionary, false, about)
}

/// A text that most rows lack: missing where it is empty.
pub(super) fn word_or_none(name: &str, about: &str) -> Field {
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    field(name, dictionary, true, about)
}

pub(super) fn must(name: &str, data_type: DataType, about: &str) -> Field {
    field(name, data_type, false, about)
}

pub(super) fn may(name: &str, data_type: DataType, about: &str) -> Field {
    field(name, data_type, true, about)
}

/// True where columns are the same by name, type and whether they may be missing. What a file says about them may be
/// worded otherwise: it was, in files written before.
pub(super) fn same(found: &[FieldRef], ours: &[FieldRef]) -> bool {
    let plain = |f: &FieldRef| (f.name().clone(), f.data_type().clone(), f.is_nullable());
    found.len() == ours.len() && found.iter().zip(ours).all(|(a, b)| plain(a) == plain(b))
}

/// Columns that the first `activities.parquet` had; files with these alone are read as if the rest were empty.
pub(super) const FIRST_ACTIVITY_COLUMNS: usize = 25;

/// Columns of `activities.parquet`, in the order in which the writer and the reader take them.
pub(super) fn activities() -> SchemaRef {
    use DataType::{Boolean, Date32, Int64, UInt16, UInt32};
    Arc::new(Schema::new(vec![
        must("citizen", UInt32, "borger-id, tilfældigt"),
        must("file", UInt16, "filens nummer i indlæsningen, 0 er den første"),
        word("sheet", "ark, tomt for CSV"),
        must("row", UInt32, "række i fil eller ark, 1 er den første"),
        must("from", Date32, "første dag"),
        may("until", Date32, "dagen efter den sidste; tom: ingen slutdato"),
        word("role", "hoved eller tillaeg"),
        word("standing", "taeller, fik_aldrig_virkning eller uklar"),
        word("service", "ydelsen med kildens ord"),
        word("paragraf", "paragraf, som kilden skriver den"),
        word("account", "konto, som kilden skriver den"),
        word("p_number", "leverandørens P-nummer"),
        word("cvr", "leverandørens CVR-nummer"),
        word("provider", "leverandørens navn"),
        word("maalgrupper", "koder, sorteret, med | imellem"),
        may("hours", Int64, &format!("timer pr. uge {SCALED}")),
        may("rate", Int64, &format!("takst {SCALED} kr.")),
        word("unit", "doegn, maaned, time_pr_uge, styk eller samlet: det, taksten betales for; tom: ukendt"),
        may("count", Int64, &format!("stk. {SCALED}")),
        may("handlekommune", UInt16, "kommunekode"),
        may("betalingskommune", UInt16, "kommunekode"),
        word("ownership", "ejerforhold, som kilden skriver det"),
        word("caseworker", "sagsbehandler, som kilden skriver den"),
        word("status", "status, som kilden skriver den"),
        may("registered", Date32, "dagen, rækken blev registreret"),
        may("settled_share", UInt16, "afregningspct. i 1/100 procent; tom: kilden har den ikke"),
        may("occupied_share", UInt16, "belægningspct. i 1/100 procent; tom: kilden har den ikke"),
        may("settles", Boolean, "om linjen afregnes; tom: kilden siger det ikke"),
        word_or_none("entry_reason", "tilgangsårsag, som kilden skriver den"),
        word_or_none("exit_reason", "afgangsårsag, som kilden skriver den"),
        word_or_none("assessment", "udredning, som kilden skriver den"),
        word_or_none("address", "adresse for et ophold, som kilden skriver den"),
    ]))
}

/// Columns of `deviations.parquet`.
pub(super) fn deviations() -> SchemaRef {
    use DataType::{Boolean, Date32, Int64, UInt8, UInt32, Utf8};
    Arc::new(Schema::new(vec![
        must("citizen", UInt32, "borger-id, tilfældigt"),
        word("paragraf", "Fælles sprogs skrivemåde"),
        must("paragraf_from", Date32, "første dag, paragraffen er lov: skiller to liv med samme nummer"),
        word("rule", "regel"),
        may("question", UInt8, "spørgsmål 1-4; tom: regel i ét system"),
        may("within", UInt8, "systemet, en regel i ét system gælder: 1 eller 2"),
        word("duty", "pligt"),
        word("ydelse", "indsatsydelse på niveau ydelse"),
        word("leverandoer", "leverandør på niveau leverandoer"),
        must("from", Date32, "første dag"),
        may("until", Date32, "dagen efter den sidste; tom: ingen slutdato"),
        may("oere", Int64, "øre på spil; tom: ukendt"),
        may("oere_tillaeg", Int64, "tillæg i øre; tom: ukendt"),
        word("attribute", "værdien, der er forskellig; tom: forskel i dage"),
        must("values_1", Utf8, "System 1's værdier, JSON"),
        must("values_2", Utf8, "System 2's værdier, JSON"),
        must("both", Boolean, "begge mangler en værdi af den andens"),
        must("rows_1", Utf8, "System 1's rækker, JSON: fil, ark, raekke"),
        must("rows_2", Utf8, "System 2's rækker, JSON: fil, ark, raekke"),
        must("causes", Utf8, "sandsynlige årsager, stærkeste først, JSON"),
        word("shared", "det, mange afvigelser kan have til fælles"),
        must("others", Utf8, "rækker i andre kilder, JSON: kilde, fil, ark, raekke; mangler i ældre filer"),
    ]))
}
