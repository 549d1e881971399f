//! What became of the postings, and the accounts that lead to no paragraph.

use super::super::sheet::{Cell, Sheet, Styles};
use crate::control_report::ControlReport;
use crate::words;
use rust_xlsxwriter::XlsxError;
use std::cmp::Reverse;

pub(super) fn write(
    report: &ControlReport<'_>,
    styles: &Styles,
    sheet: &mut Sheet<'_>,
) -> Result<(), XlsxError> {
    if !words::has_ledger(report) {
        return Ok(());
    }
    sheet.line("Posteringer: delene er tilsammen alle økonomisystemets", &styles.section)?;
    sheet.head(&["", "Hvad", "", "Posteringer", "Kroner"])?;
    for (what, tally) in words::ledger_lines(report) {
        sheet.row([
            Cell::Empty,
            Cell::Long(what.to_owned()),
            Cell::Empty,
            Cell::Whole(tally.postings as i64),
            Cell::Kroner(Some(tally.oere)),
        ])?;
    }
    sheet.at += 1;
    let mut accounts: Vec<_> = report.coverage.ledger.untranslated.iter().collect();
    if accounts.is_empty() {
        return Ok(());
    }
    accounts.sort_by_key(|(account, tally)| (Reverse(tally.oere.0.unsigned_abs()), (*account).clone()));
    sheet.line("Konti uden paragraf: tilføj dem i oversættelsen", &styles.section)?;
    sheet.head(&["Konto, ni cifre", "Konto som skrevet", "", "Posteringer", "Kroner"])?;
    for ((written, konto), tally) in accounts {
        sheet.row([
            Cell::Text(konto.clone()),
            Cell::Long(written.clone()),
            Cell::Empty,
            Cell::Whole(tally.postings as i64),
            Cell::Kroner(Some(tally.oere)),
        ])?;
    }
    Ok(())
}
