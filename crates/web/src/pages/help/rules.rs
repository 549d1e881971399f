//! `/hjaelp/regler` and a page a rule, from the rules themselves, with how many deviations of each are open.

use super::trail;
use crate::error::{Answer, WebError};
use crate::filter::ItemFilter;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::parts::Link;
use crate::visit::Visit;
use app::access::Right;
use askama::Template;
use axum::extract::Path;
use domain::deviation::RuleCode;
use domain::rules::{RULES, Rule, rule};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "pages/hjaelp/regler.html")]
struct RulesPage {
    page: Page,
    trail: Vec<Link>,
    groups: Vec<Group>,
    counted: bool,
}

/// Rules that ask alike.
struct Group {
    anchor: &'static str,
    title: &'static str,
    rules: Vec<Line>,
}

struct Line {
    key: &'static str,
    name: &'static str,
    what: &'static str,
    duty: &'static str,
    open: Num,
}

#[derive(Template)]
#[template(path = "pages/hjaelp/regel.html")]
struct RulePage {
    page: Page,
    trail: Vec<Link>,
    rule: &'static Rule,
    question: String,
    open: Option<Num>,
}

pub(super) async fn list(visit: Visit) -> Answer {
    let open = open(&visit).await?;
    let counted = open.is_some();
    let open = open.unwrap_or_default();
    let line = |rule: &&'static Rule| Line {
        key: rule.code.key(),
        name: rule.name,
        what: rule.what,
        duty: rule.duty.text(),
        open: number(&open, rule.code),
    };
    let of = |anchor, title, holds: &dyn Fn(&Rule) -> bool| Group {
        anchor,
        title,
        rules: RULES.iter().filter(|rule| holds(rule)).map(line).collect(),
    };
    let is_inside = |rule: &Rule| rule.questions.is_empty() && !rule.code.is_about_payments();
    let groups = vec![
        of("otte", "8-talskontrollen: de to systemer mod hinanden", &|rule| !rule.questions.is_empty()),
        of("inden", "Inden for ét system", &is_inside),
        of("betaling", "Betaling mod bevilling", &|rule| rule.code.is_about_payments()),
    ];
    let page = visit.page("Regler");
    let answer = format!("Ottetal stiller {} spørgsmål til rækkerne. Hver regel har sin side.", RULES.len());
    visit.plain(&RulesPage { page: Page { answer, ..page }, trail: trail(), groups, counted })
}

pub(super) async fn one(visit: Visit, Path(key): Path<String>) -> Answer {
    let Some(code) = RuleCode::from_key(&key) else {
        return Err(WebError::NotFound("Der er ingen regel med det navn. Se listen under Hjælp.".to_owned()));
    };
    let rule = rule(code);
    let open = open(&visit).await?.map(|open| number(&open, code));
    let page = visit.page(rule.name);
    let mut trail = trail();
    trail.push(Link::new("/hjaelp/regler", "Regler"));
    let answer = rule.what.to_owned();
    visit.plain(&RulePage { page: Page { answer, ..page }, trail, question: question(rule), rule, open })
}

/// How many deviations of each rule are work; `None` for those who may not see deviations.
async fn open(visit: &Visit) -> Result<Option<BTreeMap<RuleCode, usize>>, WebError> {
    let Ok(scope) = visit.scope(Right::SeeRows) else { return Ok(None) };
    let current = visit.current().await?;
    let mut out = BTreeMap::new();
    for item in current.items(&scope).filter(|item| item.listed.item.standing.status.is_work()) {
        *out.entry(item.listed.item.key.rule).or_default() += 1;
    }
    Ok(Some(out))
}

fn number(open: &BTreeMap<RuleCode, usize>, code: RuleCode) -> Num {
    let filter = ItemFilter { regel: code.key().to_owned(), ..ItemFilter::default() };
    Num::count(open.get(&code).copied().unwrap_or(0), Unit::Deviations, filter.address())
}

fn question(rule: &Rule) -> String {
    let numbers: Vec<String> = rule.questions.iter().map(ToString::to_string).collect();
    match numbers.as_slice() {
        [] if rule.code.is_about_payments() => "Betaling mod bevilling".to_owned(),
        [] => "Inden for ét system".to_owned(),
        [one] => format!("Spørgsmål {one} i 8-talskontrollen"),
        several => format!("Spørgsmål {} i 8-talskontrollen", report::danish::list(several)),
    }
}
