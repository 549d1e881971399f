//! A disponering as JSON lines: an object a cell, so that a new column is a new line and no key changes.

use super::{DispositionReport, words};
use domain::disposition::{Target, Value};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Line<'a> {
    aar: i32,
    grundlag: &'a str,
    nr: &'a str,
    funktion: Option<&'a str>,
    paragraf: Option<&'a str>,
    kolonne: String,
    oere: Option<i64>,
    /// Full-year persons in 1/10.000.
    helaarspersoner: Option<i64>,
    antal: Option<u64>,
}

/// Writes a disponering, a line a cell that has something in it.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(report: &DispositionReport<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    let columns = report.figures.columns();
    let lines = (1..).zip(&report.lines).map(|(number, key): (usize, _)| {
        let paragraf = key.1.map(|id| report.law.paragraf(id).written.as_str());
        (number.to_string(), Some(key.0.as_str()), paragraf, Target::Line(key.clone()))
    });
    for (nr, funktion, paragraf, target) in lines.chain([("alt".to_owned(), None, None, Target::All)]) {
        for cell in &columns {
            let value = report.figures.value(&target, *cell);
            if value == Value::Nothing {
                continue;
            }
            let line = Line {
                aar: report.figures.year,
                grundlag: &report.basis.0,
                nr: &nr,
                funktion: funktion.filter(|text| !text.is_empty()),
                paragraf,
                kolonne: words::key(*cell, report.figures.grouping),
                oere: if let Value::Kroner(oere) = value { Some(oere.0) } else { None },
                helaarspersoner: if let Value::Years(years) = value { Some(years.scaled()) } else { None },
                antal: if let Value::Count(count) = value { Some(count) } else { None },
            };
            bytes.clear();
            serde_json::to_writer(&mut bytes, &line)?;
            bytes.push(b'\n');
            out.write_all(&bytes)?;
        }
    }
    Ok(())
}
