//! A disponering as CSV: a row a line of the page, a column a column, with øre; the total last.

use super::{DispositionReport, words};
use crate::csv::{BOM, text, writer};
use crate::danish;
use domain::disposition::{Target, Value};
use std::io::{self, Write};

/// Writes a disponering as CSV.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(report: &DispositionReport<'_>, out: &mut impl Write) -> io::Result<()> {
    out.write_all(BOM)?;
    let mut writer = writer(&mut *out);
    let columns = report.figures.columns();
    let headings = ["År", "Nr", "Funktion", "Paragraf", "Grundlag"].map(str::to_owned).into_iter();
    let titles = columns.iter().map(|cell| words::title(*cell, report.figures.grouping));
    writer.write_record(headings.chain(titles))?;
    let year = report.figures.year.to_string();
    let lines = (1..).zip(&report.lines).map(|(number, key): (usize, _)| {
        let names = [number.to_string(), key.0.clone(), report.paragraf(key).to_owned()];
        (names, Target::Line(key.clone()))
    });
    let total = (["alt".to_owned(), String::new(), "I alt".to_owned()], Target::All);
    for (names, target) in lines.chain([total]) {
        writer.write_field(&year)?;
        for name in names {
            writer.write_field(text(name).as_ref())?;
        }
        writer.write_field(&report.basis.0)?;
        for cell in &columns {
            writer.write_field(exact(report.figures.value(&target, *cell)))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

/// A value to the øre, and full-year persons with four decimals.
pub(super) fn exact(value: Value) -> String {
    match value {
        Value::Kroner(oere) => danish::kroner_and_oere(oere),
        Value::Years(years) => {
            let scaled = years.scaled();
            format!("{},{:04}", scaled / 10_000, scaled % 10_000)
        }
        Value::Count(count) => count.to_string(),
        Value::Nothing => String::new(),
    }
}
