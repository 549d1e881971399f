//! One line of the budget. Where its account leads to a function that the plan of accounts has, the function is kept
//! beside it.

use super::codes;
use super::layout::text_of;
use super::line::Line;
use crate::mapping::Field;
use crate::mapping::account::AccountForms;
use domain::calendar::{Day, Period};
use domain::law::LawBook;
use domain::observation::BudgetLine;

pub(super) fn read(line: &mut Line<'_, '_>) -> Option<BudgetLine> {
    let amount = line.amount(false);
    let year = year(line);
    let kind = line.listed(Field::BudgetKind, &line.mapping.words.budget_kind, &codes::LINE_WORD);
    let decided = line.day(Field::Decided, &codes::DATE_UNREADABLE);
    let account = line.text(Field::Account);
    let days = year.and_then(of_year).unwrap_or(Period::ALWAYS);
    let paragraf = line.paragraf(days);
    if account.is_empty() && paragraf.is_empty() {
        line.say(Field::Account, &codes::LINE_INCOMPLETE);
        return None;
    }
    let funktion = funktion(&account, &line.mapping.accounts, line.law, days);
    if funktion.is_empty() && !account.is_empty() {
        line.say(Field::Account, &codes::ACCOUNT_FORM);
    }
    Some(BudgetLine {
        place: line.place,
        year: year?,
        kind: kind?,
        decided,
        account,
        funktion,
        paragraf,
        amount: amount?,
        text: line.text(Field::Text),
    })
}

fn year(line: &mut Line<'_, '_>) -> Option<i32> {
    let text = text_of(line.at.cell(Field::Year));
    let year = text.parse::<i32>().ok().filter(|year| (1990..2100).contains(year));
    if year.is_none() {
        line.say(Field::Year, &codes::YEAR_UNREADABLE);
    }
    year
}

fn of_year(year: i32) -> Option<Period> {
    Period::from_included(Day::from_ymd(year, 1, 1)?, Day::from_ymd(year, 12, 31)?)
}

/// The function of an account: by the mapping's patterns, `5.38.50`, `53850`, or the two last digits where one function
/// alone has them that year. Empty where it is none of these.
fn funktion(account: &str, forms: &AccountForms, law: &LawBook, days: Period) -> String {
    if let Some(found) = forms.read(account).map(|a| a.funktion).filter(|f| !f.is_empty()) {
        return found;
    }
    let head = account.split_whitespace().next().unwrap_or("");
    let digits: String = head.chars().filter(char::is_ascii_digit).collect();
    let dotted = head.bytes().filter(|b| *b == b'.').count() == 2;
    if digits.len() == 5 && (dotted || digits.len() == head.len()) {
        return format!("{}.{}.{}", &digits[..1], &digits[1..3], &digits[3..]);
    }
    if digits.len() != 2 || digits.len() != head.len() {
        return String::new();
    }
    let suffix = format!(".{digits}");
    let in_force = |valid: Period| valid.overlaps(days);
    let mut named = law.funktioner.iter().filter(|f| f.number.ends_with(&suffix) && in_force(f.valid));
    match (named.next(), named.next()) {
        (Some(only), None) => only.number.clone(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::Mapping;

    #[test]
    fn an_account_leads_to_its_function() {
        let toml = "format = 1\nname = \"b\"\ntitle = \"B\"\nkind = \"budget\"\n[columns]\nyear = \"År\"\namount = \"Beløb\"";
        let mapping = Mapping::parse(toml, "k").unwrap();
        let law = crate::law_files::load_embedded();
        let days = of_year(2026).unwrap();
        for (account, expected) in [
            ("538501002", "5.38.50"),
            ("5.38.50 1 002", "5.38.50"),
            ("5.38.50", "5.38.50"),
            ("5.38.50 Længerevarende botilbud", "5.38.50"),
            ("53850", "5.38.50"),
            ("50", "5.38.50"),
            ("5380052002", ""),
            ("Løn", ""),
            ("", ""),
        ] {
            assert_eq!(funktion(account, &mapping.accounts, &law, days), expected, "{account}");
        }
    }
}
