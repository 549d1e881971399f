//! Days as strips: one lane per source, the days in question marked through all of them, the same in words.
//!
//! Invariant: every place is a share of the window in hundredths of a percent, rounded outwards by days and never by
//! pixels; a period outside the window is not drawn and not told.

use domain::calendar::{Day, Month, Period};

/// A strip, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Strip {
    /// The days that are drawn; has an end.
    pub window: Period,
    /// What it shows.
    pub title: String,
    /// First and last day of the window.
    pub window_text: String,
    /// Where months begin.
    pub ticks: Vec<Tick>,
    /// The sources.
    pub lanes: Vec<Lane>,
    /// The days in question.
    pub marks: Vec<Bar>,
    /// The same as sentences.
    pub words: Vec<String>,
}

/// Where a month begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tick {
    /// From the left: `12.50%`.
    pub x: String,
    /// `mar`, or the year in January; empty where there is no room.
    pub text: String,
    /// `maaned` or `aar`.
    pub class: &'static str,
}

/// A source.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// Its place, 1 to 4: colour and mark.
    pub number: u8,
    /// Its periods.
    pub bars: Vec<Bar>,
}

/// A period that is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// From the left.
    pub x: String,
    /// How wide.
    pub width: String,
    /// Where it ends.
    pub end: String,
    /// What stands in it; empty where there is no room.
    pub text: String,
    /// Drawn fainter: known, but not part of the comparison.
    pub faint: bool,
}

/// A period to draw: when, what, and whether fainter.
#[derive(Clone, Debug)]
pub struct Span {
    /// The days.
    pub period: Period,
    /// `1.234,00 kr.`, a provider; may be empty.
    pub text: String,
    /// Drawn fainter.
    pub faint: bool,
}

/// Letters that fit into one percent of the window, about, on the widest page.
const PERCENT_PER_LETTER: i64 = 90;

impl Strip {
    /// An empty strip over a window.
    #[must_use]
    pub fn new(title: impl Into<String>, window: Period) -> Strip {
        Strip {
            window,
            title: title.into(),
            window_text: dates(window),
            ticks: ticks(window),
            lanes: Vec::new(),
            marks: Vec::new(),
            words: Vec::new(),
        }
    }

    /// Adds a source with its periods. Those of one lane may overlap: fainter ones lie under the others, and a place
    /// carries one text.
    #[must_use]
    pub fn lane(mut self, name: &str, number: u8, spans: &[Span]) -> Strip {
        let drawn: Vec<&Span> = spans.iter().filter(|span| span.period.overlaps(self.window)).collect();
        self.words.extend(drawn.iter().map(|span| {
            let what = if span.text.is_empty() { String::new() } else { format!(": {}", span.text) };
            format!("{name} {}{what}", dates(span.period))
        }));
        if drawn.is_empty() {
            self.words.push(format!("{name}: ingen dage"));
        }
        let (faint, full): (Vec<&Span>, Vec<&Span>) = drawn.into_iter().partition(|span| span.faint);
        // The texts are given out to the full ones first.
        let mut taken: Vec<Period> = Vec::new();
        let mut bars = |spans: &[&Span]| -> Vec<Bar> {
            let one = |span: &&Span| {
                let free = !taken.iter().any(|own| own.overlaps(span.period));
                taken.push(span.period);
                let bar = bar(self.window, span)?;
                Some(if free { bar } else { Bar { text: String::new(), ..bar } })
            };
            spans.iter().filter_map(one).collect()
        };
        let over = bars(&full);
        let mut bars = bars(&faint);
        bars.extend(over);
        self.lanes.push(Lane { name: name.to_owned(), number, bars });
        self
    }

    /// Marks days through all lanes.
    #[must_use]
    pub fn mark(mut self, period: Period, text: &str) -> Strip {
        let span = Span { period, text: String::new(), faint: false };
        if let Some(bar) = bar(self.window, &span) {
            self.marks.push(bar);
            let days = period.days();
            let unit = if days == 1 { "dag" } else { "dage" };
            self.words.insert(0, format!("{text} {}, {days} {unit}", dates(period)));
        }
        self
    }
}

fn dates(period: Period) -> String {
    if period.is_open() {
        return format!("fra {} uden slutdato", period.from.danish());
    }
    format!("{} til {}", period.from.danish(), period.last_day().danish())
}

/// Hundredths of a percent of the window before a day.
fn share(window: Period, day: Day) -> i64 {
    i64::from(day.0 - window.from.0) * 10_000 / window.days().max(1)
}

fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

fn bar(window: Period, span: &Span) -> Option<Bar> {
    let drawn = span.period.intersect(window)?;
    let from = share(window, drawn.from);
    // One day in ten years is still a line.
    let width = (share(window, drawn.until) - from).max(25);
    let fits =
        i64::try_from(span.text.chars().count()).unwrap_or(i64::MAX).saturating_mul(PERCENT_PER_LETTER)
            < width;
    Some(Bar {
        x: percent(from),
        width: percent(width),
        end: percent(from + width),
        text: if fits { span.text.clone() } else { String::new() },
        faint: span.faint,
    })
}

fn ticks(window: Period) -> Vec<Tick> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
    let months: Vec<Month> = window.by_month().map(|(month, _)| month).collect();
    // Each month is named up to a year and a half, then each quarter, then each year.
    let every = match months.len() {
        0..=18 => 1,
        19..=48 => 3,
        _ => 12,
    };
    let ticks = months.iter().map(|month| {
        let (year, number) = month.year_month();
        let day = month.first().max(window.from);
        let named = (number - 1) % every == 0;
        let text = match (named, number) {
            (true, 1) => year.to_string(),
            (true, _) => NAMES[(number as usize - 1) % 12].to_owned(),
            (false, _) => String::new(),
        };
        // A month that has begun already has little room for its name.
        let text = if day == month.first() { text } else { String::new() };
        Tick { x: percent(share(window, day)), text, class: if number == 1 { "aar" } else { "maaned" } }
    });
    ticks.collect()
}

#[cfg(test)]
mod tests;
