//! `/korrektioner/tal`: a figure of a control, each correction beside it, and the sum.

use super::beside::{both_address, figure, grouped};
use super::list::seen;
use super::{Row, row};
use crate::error::{Answer, WebError};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::control::citizens_address;
use crate::pages::deviations::people::People;
use crate::parts::Link;
use crate::visit::Visit;
use app::access::Right;
use app::commands::basis_correction::StandingCorrection;
use app::current::Current;
use app::current::figures::Figures;
use app::purpose::Purpose;
use askama::Template;
use domain::person::CitizenId;
use report::danish;

#[derive(Template)]
#[template(path = "pages/korrektioner/tal.html")]
struct FigurePage {
    page: Page,
    trail: Vec<Link>,
    what: String,
    figure: Num,
    rows: Vec<(Row, Num)>,
    sum: String,
    total: i64,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let fields = visit.fields();
    let all = seen(&visit, &current).await?;
    let asked = current.controls.iter().position(|own| own.shown.name == fields.one("kontrol"));
    let side = match fields.one("system") {
        "1" => 0,
        "2" => 1,
        _ => return Err(nothing()),
    };
    let at = asked.ok_or_else(nothing)?;
    let control = &current.controls[at];
    let mut groups = grouped(control, &all);
    let paragraf = fields.one("paragraf").to_owned();
    let own = groups.remove(&(paragraf.clone(), side)).ok_or_else(nothing)?;
    let scope = visit.scope(Right::SeeFigures)?;
    let figures = Figures::of(&current, at, Some(&scope));
    let (hundredths, days) = figure(&figures, &paragraf, side);
    let total = hundredths + own.iter().map(|own| own.hundredths()).sum::<i64>();
    let people = People::read(&visit).await?;
    let name = &control.shown.name;
    let of_days = Num::count(days, Unit::Days, citizens_address(name, &paragraf, ["1", "2"][side]));
    let rows = own.iter().map(|own| {
        let row = row(&visit, &current, own, people.shown(&own.kept.line.ejer));
        let num = Num::full_years(own.hundredths(), row.href.clone());
        (row, num)
    });
    let title = crate::pages::front::titles(control)[side].clone();
    let template = FigurePage {
        trail: vec![Link::new("/korrektioner", "Korrektioner")],
        what: format!("Helårspersoner på {paragraf} i {title}"),
        figure: Num { text: danish::two_decimals(hundredths * 100), ..of_days },
        rows: rows.collect(),
        sum: danish::two_decimals(total * 100),
        total,
        page: visit.page_of(format!("{paragraf} med korrektioner"), &current),
    };
    let citizens: Vec<CitizenId> = own.iter().filter_map(|own| own.citizen).collect();
    visit.show(Purpose::AfvigelseRet, "tal_med_korrektioner", &paragraf, citizens, &template).await
}

fn nothing() -> WebError {
    WebError::NotFound(
        "Der er ingen korrektioner ved siden af det tal. Se dem alle under Korrektioner.".to_owned(),
    )
}

/// Where a correction stands beside a figure; empty where it does nowhere.
pub(super) fn of_correction(current: &Current, own: &StandingCorrection) -> String {
    for control in &current.controls {
        for ((paragraf, side), list) in grouped(control, std::slice::from_ref(own)) {
            if !list.is_empty() {
                return both_address(&control.shown.name, &paragraf, side);
            }
        }
    }
    String::new()
}
