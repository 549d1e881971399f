//! What a cell of a spreadsheet says.
//!
//! Invariant: a number is written as a person sees it at most precise, without exponent and without the noise of
//! binary fractions; a date is never a number.

use crate::child::{ERROR, NUMBER, RowFrame, TEXT, Why};
use calamine::{Data, DataRef, ExcelDateTime};
use domain::calendar::Day;
use std::fmt::Write;

/// A cell's value, whichever kind of spreadsheet it comes from.
#[derive(Debug)]
pub(super) enum Value<'v> {
    Empty,
    Text(&'v str),
    Number(f64),
    Whole(i64),
    Bool(bool),
    Date(ExcelDateTime),
    /// A date or time in ISO 8601.
    Iso(&'v str),
    /// A length of time in ISO 8601.
    IsoLength(&'v str),
    Error(String),
}

impl<'v> From<&'v DataRef<'_>> for Value<'v> {
    fn from(data: &'v DataRef<'_>) -> Value<'v> {
        match data {
            DataRef::Empty => Value::Empty,
            DataRef::String(text) => text_or_empty(text),
            DataRef::SharedString(text) => text_or_empty(text),
            DataRef::Float(number) => Value::Number(*number),
            DataRef::Int(number) => Value::Whole(*number),
            DataRef::Bool(is) => Value::Bool(*is),
            DataRef::DateTime(when) => Value::Date(*when),
            DataRef::DateTimeIso(when) => Value::Iso(when),
            DataRef::DurationIso(length) => Value::IsoLength(length),
            DataRef::Error(error) => Value::Error(error.to_string()),
        }
    }
}

impl<'v> From<&'v Data> for Value<'v> {
    fn from(data: &'v Data) -> Value<'v> {
        match data {
            Data::Empty => Value::Empty,
            Data::String(text) => text_or_empty(text),
            Data::Float(number) => Value::Number(*number),
            Data::Int(number) => Value::Whole(*number),
            Data::Bool(is) => Value::Bool(*is),
            Data::DateTime(when) => Value::Date(*when),
            Data::DateTimeIso(when) => Value::Iso(when),
            Data::DurationIso(length) => Value::IsoLength(length),
            Data::Error(error) => Value::Error(error.to_string()),
        }
    }
}

fn text_or_empty(text: &str) -> Value<'_> {
    if text.is_empty() { Value::Empty } else { Value::Text(text) }
}

impl Value<'_> {
    /// Writes the value as the row's next cell.
    pub(super) fn put(&self, frame: &mut RowFrame) -> Result<(), Why> {
        match self {
            Value::Empty => frame.empty(),
            Value::Text(text) => frame.text(TEXT, text)?,
            // Not a number at all; no program shows it as one.
            Value::Number(number) if !number.is_finite() => frame.text(ERROR, "#NUM!")?,
            Value::Number(number) => frame.text(NUMBER, &plain(*number))?,
            Value::Whole(number) => frame.text(NUMBER, &number.to_string())?,
            Value::Bool(is) => frame.text(TEXT, if *is { "SAND" } else { "FALSK" })?,
            Value::Error(error) => frame.text(ERROR, error)?,
            Value::Date(when) if when.is_duration() => frame.text(TEXT, &hours(when.as_f64()))?,
            Value::Date(when) => match day(when) {
                Some(day) => frame.date(day.0),
                // A clock time is a part of a day.
                None if (0.0..1.0).contains(&when.as_f64()) => frame.text(TEXT, &hours(when.as_f64()))?,
                None if !when.as_f64().is_finite() => frame.text(ERROR, "#NUM!")?,
                None => frame.text(NUMBER, &plain(when.as_f64()))?,
            },
            Value::Iso(when) => match when.get(..10).and_then(Day::parse) {
                Some(day) => frame.date(day.0),
                None => frame.text(TEXT, when)?,
            },
            Value::IsoLength(length) => match iso_hours(length) {
                Some(text) => frame.text(TEXT, &text)?,
                None => frame.text(TEXT, length)?,
            },
        }
        Ok(())
    }
}

/// The day of a spreadsheet's date, in the workbook's own date system; the time of day falls away.
fn day(when: &ExcelDateTime) -> Option<Day> {
    // From the first day of the earlier system to 31 December 9999 in the later one.
    if !(1.0..2_958_466.0).contains(&when.as_f64()) {
        return None;
    }
    let (year, month, day, ..) = when.to_ymd_hms_milli();
    Day::from_ymd(i32::from(year), u32::from(month), u32::from(day))
}

/// A number as plain decimal text: the shortest that is the same number. A fraction that takes more than the 15
/// digits that Excel keeps is noise, and is rounded to them, as Excel shows it.
pub(super) fn plain(number: f64) -> String {
    if !number.is_finite() {
        return "0".to_owned();
    }
    let text = number.to_string();
    let digits = text.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    let significant = digits.iter().skip_while(|d| **d == b'0').count();
    if !text.contains('.') || significant <= 15 {
        return if text == "-0" { "0".to_owned() } else { text };
    }
    let rounded = format!("{number:.14e}");
    rounded.parse::<f64>().map_or(text, |number| number.to_string())
}

/// A part of a day as `37:30`, with seconds where there are some.
fn hours(days: f64) -> String {
    let seconds = (days * 86_400.0).round();
    let sign = if seconds < 0.0 { "-" } else { "" };
    let seconds = seconds.abs() as u64;
    let mut text = format!("{sign}{}:{:02}", seconds / 3600, seconds / 60 % 60);
    if !seconds.is_multiple_of(60) {
        // Writing to a string does not fail.
        write!(text, ":{:02}", seconds % 60).ok();
    }
    text
}

/// `PT37H30M00S` as `37:30`.
fn iso_hours(length: &str) -> Option<String> {
    let (hour, rest) = length.strip_prefix("PT")?.split_once('H')?;
    let (minute, rest) = rest.split_once('M')?;
    let second = rest.strip_suffix('S').unwrap_or("0");
    let part = |text: &str| text.parse::<f64>().ok().filter(|n| (0.0..1e9).contains(n));
    Some(hours((part(hour)? * 3600.0 + part(minute)? * 60.0 + part(second)?) / 86_400.0))
}
