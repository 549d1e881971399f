//! Cells as days, numbers and shares: what every kind of row reads alike.
//!
//! Invariant: a cell is read or it is not; what is wrong with it is a code, and nothing is guessed.

use super::codes::{self, Code};
use super::findings::At;
use crate::mapping::{Field, ValueForms};
use crate::raw::Cell;
use crate::values::Fault;
use crate::values::date::DateForms;
use crate::values::number::{self, Decimal, NumberError};
use domain::amount::divide_rounded;
use domain::calendar::Day;

/// Largest share: five times the whole. Past it the column holds something else.
const SHARE_MAX: i64 = 50_000;

/// A day, and whether it stood as Excel's number.
pub(crate) fn day(forms: DateForms, cell: Cell<'_>) -> Option<(Day, bool)> {
    match cell {
        Cell::Date(day) => Some((day, false)),
        Cell::Text(text) => forms.read(text).map(|r| (r.day, r.from_serial)),
        Cell::Number(text) => forms.of_sheet_number(text).map(|r| (r.day, r.from_serial)),
        Cell::Empty | Cell::Error(_) => None,
    }
}

/// The day after an end date, [`Day::OPEN`] where the end is open, and whether it stood as Excel's number.
pub(crate) fn until(values: &ValueForms, cell: Cell<'_>) -> Option<(Day, bool)> {
    if cell == Cell::Empty {
        return Some((Day::OPEN, false));
    }
    if let Some((day, serial)) = day(values.dates, cell) {
        if day >= Day::OPEN.previous() || day.ymd().0 == 9999 || values.open_days.contains(&day) {
            return Some((Day::OPEN, false));
        }
        return Some((if values.end_is_day_after { day } else { day.next() }, serial));
    }
    let Cell::Text(text) = cell else { return None };
    values.open_words.contains(&crate::mapping::check::compared(text)).then_some((Day::OPEN, false))
}

/// A number in 1/10.000, and whether a spreadsheet's decimals were rounded away. `clock` reads `7:30` too.
pub(crate) fn scaled(decimal: Decimal, cell: Cell<'_>, clock: bool) -> Result<(i64, bool), &'static Code> {
    let read = match cell {
        Cell::Text(text) => number::scaled(text, decimal)
            .or_else(|error| clock.then(|| number::hours_and_minutes(text)).flatten().ok_or(error))
            .map(|value| (value, false)),
        Cell::Number(text) => number::from_sheet(text),
        Cell::Date(_) | Cell::Empty => Err(NumberError::Unreadable),
        Cell::Error(_) => return Err(&codes::CELL_ERROR),
    };
    read.map_err(|error| match error {
        NumberError::TooLarge => &codes::NUMBER_TOO_LARGE,
        NumberError::Unreadable => &codes::NUMBER_UNREADABLE,
        NumberError::TooFine => &codes::NUMBER_TOO_FINE,
        NumberError::Foreign => &codes::NUMBER_FOREIGN,
    })
}

/// A number in 1/10.000, or `None` with what is wrong with it said.
pub(crate) fn number(
    values: &ValueForms,
    at: At<'_>,
    field: Field,
    max: i64,
    say: &mut dyn FnMut(Field, &Fault),
) -> Option<i64> {
    let cell = at.cell(field);
    if cell == Cell::Empty {
        return None;
    }
    let clock = field == Field::Hours || field == Field::Quantity;
    let code = match scaled(values.decimal, cell, clock) {
        Ok((value, _)) if field == Field::Hours && value < 0 => &codes::NUMBER_UNREADABLE,
        Ok((value, rounded)) if value.abs() <= max => {
            if rounded {
                say(field, &(&codes::NUMBER_ROUNDED).into());
            }
            return Some(value);
        }
        Ok(_) => &codes::NUMBER_TOO_LARGE,
        Err(code) => code,
    };
    say(field, &code.into());
    None
}

/// A percentage as a share, 10.000 is all. In a spreadsheet a number up to 1 is a percent cell: 0,625 is 62,5 %.
pub(crate) fn share(
    values: &ValueForms,
    at: At<'_>,
    field: Field,
    say: &mut dyn FnMut(Field, &Fault),
) -> Option<u16> {
    let cell = at.cell(field);
    if cell == Cell::Empty {
        return None;
    }
    let (percent, mut rounded) = match scaled(values.decimal, cell, false) {
        Ok(read) => read,
        Err(code) => {
            say(field, &code.into());
            return None;
        }
    };
    let is_percent_cell = matches!(cell, Cell::Number(_)) && (0..=10_000).contains(&percent);
    let share = if is_percent_cell { percent } else { divide_rounded(i128::from(percent), 100) };
    rounded |= !is_percent_cell && share * 100 != percent;
    if rounded {
        say(field, &(&codes::NUMBER_ROUNDED).into());
    }
    let code = match share {
        0..=SHARE_MAX => return u16::try_from(share).ok(),
        ..0 => &codes::NUMBER_UNREADABLE,
        _ => &codes::NUMBER_TOO_LARGE,
    };
    say(field, &code.into());
    None
}

/// Ja or nej, however a system writes them; `None` for any other word.
pub(crate) fn yes_or_no(cell: Cell<'_>) -> Option<bool> {
    let (Cell::Text(text) | Cell::Number(text)) = cell else { return None };
    // Nearly every row writes one of these.
    match text {
        "Ja" | "J" | "1" => return Some(true),
        "Nej" | "N" | "0" => return Some(false),
        _ => {}
    }
    match crate::mapping::check::compared(text).as_str() {
        "ja" | "j" | "sand" | "true" | "x" => Some(true),
        "nej" | "n" | "falsk" | "false" => Some(false),
        _ => None,
    }
}
