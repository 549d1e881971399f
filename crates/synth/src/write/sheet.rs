//! The department's own spreadsheet of the year, as people keep it beside the settlement system: a row a citizen, a place
//! and a paragraph, with the amount of the row's days in the year.
//!
//! Its quirks are people's: a grant that was forgotten, a price of last year, an end that nobody typed, a rounded price of
//! a day, a service under the neighbouring paragraph, a citizen who left. They become fewer from month to month, as when
//! somebody looks the sheet through. No answer key: what is compared is said by the rows of both sides.

use crate::catalogue::{S103, S104, S107, S108};
use crate::day::{Date, Span};
use crate::money::{Unit, danish};
use crate::providers::OWN;
use crate::row::{Row, System};
use crate::write::{danish_day, save};
use crate::{Import, Municipality};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

const HEADER: &str =
    "Borger / CPR;Borger / Navn;Paragraf;Tilbud;Periode / Fra;Periode / Til;Økonomi / Beløb;Rådgiver\r\n";

/// One habit in so many grants.
const HABITS: u32 = 61;

impl Municipality {
    /// Writes the sheet of the year of the extract day.
    ///
    /// # Errors
    /// What the file system says, with the path.
    pub fn write_sheet(&self, dir: &Path) -> io::Result<Import> {
        std::fs::create_dir_all(dir).map_err(|e| super::told(dir, &e))?;
        let (y, m, d) = self.plan.extract_day;
        let day = Date::ymd(y, m, d);
        let year = Span { from: Date::ymd(y, 1, 1), to: Date::ymd(y, 12, 31) };
        let mut out = String::from(HEADER);
        let mut rows: Vec<&Row> = self.rows(System::As2007).iter().collect();
        rows.sort_by_key(|r| {
            (r.ydelse, self.people[r.person as usize].last, r.person, r.package, r.supplement, r.from)
        });
        // People write one amount: supplements and own payment are in it.
        let mut beside: BTreeMap<(u32, u32), i64> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.supplement.is_some() && row.settles) {
            *beside.entry((row.person, row.package)).or_default() += row.price(year);
        }
        let mut written = 0;
        for row in rows.into_iter().filter(|row| row.supplement.is_none()) {
            let in_year = row.days(year).is_some();
            let more = if in_year { beside.remove(&(row.person, row.package)).unwrap_or(0) } else { 0 };
            written += usize::from(self.sheet_row(&mut out, row, more, year, m));
        }
        let file = save(dir, &format!("disponeringsark_{day}.csv"), out.as_bytes())?;
        Ok(Import {
            source: "dispositionsark",
            file,
            extracted: Some(day),
            covers: Some(year),
            rows: written,
        })
    }

    /// One row; false where the sheet has none.
    fn sheet_row(&self, out: &mut String, row: &Row, more: i64, year: Span, month: u32) -> bool {
        let person = &self.people[row.person as usize];
        let habit = row.package % HABITS;
        let forgotten = habit == 0 && (month < 3 || row.package.is_multiple_of(3));
        if !row.settles || row.provider.is_ramme() || person.betal != OWN || forgotten {
            return false;
        }
        // Somebody who left last autumn and was not taken out.
        let left = row.to.is_some_and(|to| to < year.from && to.plus(120) > year.from);
        let stays = left && row.package % 7 == 3 && month < 3;
        let runs_on = habit == 1 && row.to.is_some_and(|to| to >= year.from);
        let ends = if stays || runs_on { None } else { row.to };
        let own = Row { to: ends, from: if stays { year.from } else { row.from }, ..*row };
        let open = Span { from: own.from.max(year.from), to: own.to.unwrap_or(year.to).min(year.to) };
        if open.from > open.to {
            return false;
        }
        let exact = own.price(year) + more;
        let whole_days = i64::from(open.days());
        let amount = match habit {
            2 => exact * 97 / 100,
            3 if own.unit == Unit::Doegn && exact > 0 => exact / whole_days / 100 * 100 * whole_days,
            _ => exact,
        };
        let ydelse = match (habit, row.ydelse) {
            (4, S107) => S108,
            (4, S108) => S107,
            (4, S103) => S104,
            (4, S104) => S103,
            (_, own) => own,
        };
        let paragraf = ydelse.get().paragraf;
        if paragraf.is_empty() {
            return false;
        }
        let digits = row.cpr.digits();
        for (at, digit) in digits.iter().enumerate() {
            if at == 6 {
                out.push('-');
            }
            out.push(char::from(b'0' + digit));
        }
        let place = row.provider.get().name;
        let _ = write!(out, ";{} {};{paragraf};{place};", person.first, person.last);
        danish_day(out, open.from);
        out.push(';');
        danish_day(out, open.to);
        out.push(';');
        danish(out, amount, 2);
        let _ = write!(out, ";{}\r\n", row.caseworker);
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::{Errors, Plan, generate};

    #[test]
    fn the_same_plan_gives_the_same_sheet_and_every_row_is_of_the_year() {
        let plan = Plan { seed: 3, citizens: 120, errors: Errors::Mixed(200), extract_day: (2026, 2, 1) };
        let dir = std::env::temp_dir().join(format!("ottetal-ark-{}", std::process::id()));
        let one = generate(&plan).write_sheet(&dir).expect("et ark");
        let first = std::fs::read_to_string(&one.file).expect("tekst");
        generate(&plan).write_sheet(&dir).expect("et ark");
        assert_eq!(std::fs::read_to_string(&one.file).expect("tekst"), first);
        std::fs::remove_dir_all(&dir).expect("ryddet op");
        let lines: Vec<&str> = first.lines().skip(1).collect();
        assert_eq!(lines.len(), one.rows);
        assert!(lines.len() > 20, "{}", lines.len());
        for line in lines {
            let cells: Vec<&str> = line.split(';').collect();
            assert_eq!(cells.len(), 8, "{line}");
            assert!(cells[4].ends_with("2026") && cells[5].ends_with("2026"), "{line}");
        }
    }
}
