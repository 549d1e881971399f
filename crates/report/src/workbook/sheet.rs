//! One sheet: typed cells under a head, and how it prints. The only place where a whole number becomes a cell's
//! floating point number.

use crate::control_report::ControlReport;
use domain::amount::Oere;
use domain::bridge::FullYears;
use domain::calendar::Day;
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// Characters that Excel takes in a cell, less a little.
const LONGEST: usize = 32_000;

/// What stands in a cell.
pub(super) enum Cell {
    /// Nothing: for people to fill in.
    Empty,
    /// A text on one line.
    Text(String),
    /// A text that may need several lines.
    Long(String),
    /// A count.
    Whole(i64),
    /// A difference of counts, with its sign.
    Signed(i64),
    /// Kroner; `None` is unknown.
    Kroner(Option<Oere>),
    /// Full-year persons.
    Years(FullYears),
    /// A difference of full-year persons, with its sign.
    SignedYears(FullYears),
    /// A day.
    Day(Day),
}

/// A column: its heading and width.
pub(super) type Column = (&'static str, f64);

/// The looks of cells.
pub(super) struct Styles {
    pub(super) title: Format,
    pub(super) section: Format,
    pub(super) plain: Format,
    pub(super) warning: Format,
    pub(super) head: Format,
    pub(super) group: Format,
    text: Format,
    long: Format,
    whole: Format,
    signed: Format,
    kroner: Format,
    unknown: Format,
    decimals: Format,
    signed_decimals: Format,
    day: Format,
}

impl Styles {
    pub(super) fn new() -> Styles {
        let cell = || Format::new().set_align(FormatAlign::Top);
        let head = || {
            Format::new()
                .set_bold()
                .set_background_color(Color::RGB(0x00D9_E5F2))
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::Top)
        };
        Styles {
            title: Format::new().set_bold().set_font_size(16),
            section: Format::new().set_bold().set_font_size(13),
            plain: Format::new(),
            warning: Format::new().set_bold().set_font_color(Color::RGB(0x00A0_1010)),
            head: head().set_text_wrap(),
            group: head().set_align(FormatAlign::Center),
            text: cell().set_num_format("@").set_indent(1),
            long: cell().set_text_wrap().set_num_format("@"),
            whole: cell().set_num_format("#,##0"),
            signed: cell().set_num_format("+#,##0;-#,##0;0"),
            kroner: cell().set_num_format("#,##0.00"),
            unknown: cell()
                .set_align(FormatAlign::Right)
                .set_italic()
                .set_font_color(Color::RGB(0x0070_7070)),
            decimals: cell().set_num_format("#,##0.00"),
            signed_decimals: cell().set_num_format("+#,##0.00;-#,##0.00;0.00"),
            day: cell().set_num_format("dd-mm-yyyy"),
        }
    }
}

/// A sheet that is being filled from the top.
pub(super) struct Sheet<'s> {
    styles: &'s Styles,
    worksheet: Worksheet,
    widths: Vec<f64>,
    /// The next row.
    pub(super) at: u32,
}

impl<'s> Sheet<'s> {
    /// An empty sheet that prints on landscape paper (8 is A3, 9 is A4), one page wide.
    pub(super) fn new(
        name: &str,
        report: &ControlReport<'_>,
        styles: &'s Styles,
        paper: u8,
    ) -> Result<Sheet<'s>, XlsxError> {
        let [one, two] = &report.systems;
        let window = report.control.window;
        let title: String = format!("{} mod {}", one.title, two.title).chars().take(60).collect();
        let foot =
            format!("{} - {}, grundlag {}", window.from.danish(), window.last_day().danish(), report.basis.0);
        Sheet::titled(name, &format!("8-talskontrol: {title}"), &foot, styles, paper)
    }

    /// An empty sheet with a text at its head and one at its foot.
    pub(super) fn titled(
        name: &str,
        head: &str,
        foot: &str,
        styles: &'s Styles,
        paper: u8,
    ) -> Result<Sheet<'s>, XlsxError> {
        let mut worksheet = Worksheet::new();
        worksheet.set_name(name)?;
        worksheet.set_landscape().set_paper_size(paper).set_print_fit_to_pages(1, 0);
        worksheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
        // An ampersand begins a code in heads and feet.
        let plain = |text: &str| text.replace('&', "&&");
        worksheet.set_header(format!("&L{}&R&A", plain(head)));
        worksheet.set_footer(format!("&L{}&RSide &P af &N", plain(foot)));
        Ok(Sheet { styles, worksheet, widths: Vec::new(), at: 0 })
    }

    /// Sets widths without a head.
    pub(super) fn widths(&mut self, widths: &[f64]) -> Result<(), XlsxError> {
        for (column, width) in widths.iter().enumerate() {
            self.worksheet.set_column_width(column as u16, *width)?;
        }
        self.widths = widths.to_vec();
        Ok(())
    }

    /// A line of text that runs over the cells beside it.
    pub(super) fn line(&mut self, text: &str, style: &Format) -> Result<(), XlsxError> {
        self.worksheet.write_string_with_format(self.at, 0, cut(text), style)?;
        self.at += 1;
        Ok(())
    }

    /// A heading over several columns.
    pub(super) fn group(&mut self, first: u16, last: u16, text: &str) -> Result<(), XlsxError> {
        self.worksheet.merge_range(self.at, first, self.at, last, text, &self.styles.group)?;
        Ok(())
    }

    /// The head of a table; returns its row.
    pub(super) fn head(&mut self, headings: &[&str]) -> Result<u32, XlsxError> {
        for (column, heading) in headings.iter().enumerate() {
            self.worksheet.write_string_with_format(self.at, column as u16, *heading, &self.styles.head)?;
        }
        let lines = headings.iter().enumerate().map(|(column, text)| self.lines(column, text)).max();
        self.height(lines.unwrap_or(1))?;
        self.at += 1;
        Ok(self.at - 1)
    }

    /// A head on the first row: it stays when the sheet scrolls, and is on every printed page.
    pub(super) fn frozen_head(&mut self, columns: &[Column], still: u16) -> Result<(), XlsxError> {
        let (headings, widths): (Vec<&str>, Vec<f64>) = columns.iter().copied().unzip();
        self.widths(&widths)?;
        let head = self.head(&headings)?;
        self.worksheet.set_freeze_panes(head + 1, still)?;
        self.worksheet.set_repeat_rows(0, head)?;
        Ok(())
    }

    /// Rows above the next one stay when the sheet scrolls, and are on every printed page.
    pub(super) fn freeze(&mut self, still: u16) -> Result<(), XlsxError> {
        self.worksheet.set_freeze_panes(self.at, still)?;
        self.worksheet.set_repeat_rows(0, self.at - 1)?;
        Ok(())
    }

    /// What a list begins with: its title, what is said of it, and its head, which stays.
    pub(super) fn begin_list(
        &mut self,
        title: &str,
        said: &[&str],
        widths: &[f64],
        headings: &[&str],
    ) -> Result<u32, XlsxError> {
        let styles = self.styles;
        self.widths(widths)?;
        self.line(title, &styles.title)?;
        for text in said {
            self.line(text, &styles.plain)?;
        }
        self.at += 1;
        let head = self.head(headings)?;
        self.freeze(1)?;
        Ok(head)
    }

    /// A list with its rows, which can be filtered.
    pub(super) fn list<C: IntoIterator<Item = Cell>>(
        &mut self,
        title: &str,
        said: &[&str],
        (widths, headings): (&[f64], &[&str]),
        rows: impl IntoIterator<Item = C>,
    ) -> Result<(), XlsxError> {
        let head = self.begin_list(title, said, widths, headings)?;
        for row in rows {
            self.row(row)?;
        }
        self.filter(head, headings.len())
    }

    /// Filters from a head row to the last row written.
    pub(super) fn filter(&mut self, head: u32, columns: usize) -> Result<(), XlsxError> {
        self.worksheet.autofilter(head, 0, self.at.max(head + 1) - 1, columns as u16 - 1)?;
        Ok(())
    }

    /// A row of cells.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> Result<(), XlsxError> {
        let mut lines = 1;
        for (column, cell) in cells.into_iter().enumerate() {
            if let Cell::Long(text) = &cell {
                lines = lines.max(self.lines(column, text));
            }
            self.cell(column as u16, cell)?;
        }
        self.height(lines)?;
        self.at += 1;
        Ok(())
    }

    /// Lines that a text takes in its column. Words break before the edge, so a little is counted for each line.
    fn lines(&self, column: usize, text: &str) -> usize {
        let width = self.widths.get(column).copied().unwrap_or(8.43).max(4.0) as usize;
        text.lines()
            .map(|line| (line.chars().count() + width / 6).div_ceil(width).max(1))
            .sum::<usize>()
            .max(1)
    }

    /// Not every spreadsheet program finds the height of wrapped text by itself.
    fn height(&mut self, lines: usize) -> Result<(), XlsxError> {
        if lines > 1 {
            self.worksheet.set_row_height(self.at, 15.0 * lines.min(27) as f64)?;
        }
        Ok(())
    }

    fn cell(&mut self, column: u16, cell: Cell) -> Result<(), XlsxError> {
        let (styles, row) = (self.styles, self.at);
        let sheet = &mut self.worksheet;
        match cell {
            Cell::Empty => return Ok(()),
            Cell::Text(text) => sheet.write_string_with_format(row, column, cut(&text), &styles.text)?,
            Cell::Long(text) => sheet.write_string_with_format(row, column, cut(&text), &styles.long)?,
            Cell::Whole(n) => sheet.write_number_with_format(row, column, n as f64, &styles.whole)?,
            Cell::Signed(n) => sheet.write_number_with_format(row, column, n as f64, &styles.signed)?,
            Cell::Kroner(None) => sheet.write_string_with_format(row, column, "ukendt", &styles.unknown)?,
            Cell::Kroner(Some(oere)) => {
                sheet.write_number_with_format(row, column, oere.0 as f64 / 100.0, &styles.kroner)?
            }
            Cell::Years(years) => {
                let number = years.scaled() as f64 / 10_000.0;
                sheet.write_number_with_format(row, column, number, &styles.decimals)?
            }
            Cell::SignedYears(years) => {
                let number = years.scaled() as f64 / 10_000.0;
                sheet.write_number_with_format(row, column, number, &styles.signed_decimals)?
            }
            Cell::Day(day) => match excel_day(day) {
                Some(date) => sheet.write_datetime_with_format(row, column, &date, &styles.day)?,
                None => sheet.write_string_with_format(row, column, day.danish(), &styles.text)?,
            },
        };
        Ok(())
    }

    /// The sheet, filled.
    pub(super) fn done(self) -> Worksheet {
        self.worksheet
    }
}

/// Excel knows no day before 1900 and is wrong about its first two months.
fn excel_day(day: Day) -> Option<ExcelDateTime> {
    let (year, month, date) = day.ymd();
    let year = u16::try_from(year).ok().filter(|year| *year > 1900)?;
    ExcelDateTime::from_ymd(year, month as u8, date as u8).ok()
}

fn cut(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(LONGEST / 2).collect();
    out.push('…');
    out
}
