//! S1 and S2: the last day that is not counted.

use super::Slide;
use super::numbers::{cells, hundredths, period};
use crate::danish;
use domain::amount::divide_rounded;

const DAY_RATES: &str = include_str!("../../../../eksempler/slides/dagstakst.csv");

/// Amount by days, in whole kroner, as the slide prints it.
fn kroner(oere: i64, days: i64) -> i64 {
    divide_rounded(i128::from(oere), i128::from(days) * 100)
}

/// S1: amount divided by one day too few.
pub(super) fn day_rate() -> Slide {
    let mut lines = Vec::new();
    let (mut all, mut one_short, mut whole) = (0, 0, 0);
    for line in cells(DAY_RATES) {
        let (amount, days, printed) =
            (hundredths(line[0]), period(line[1], line[2]), hundredths(line[3]) / 100);
        let right = divide_rounded(i128::from(amount), i128::from(days.days()));
        all += 1;
        one_short += i32::from(kroner(amount, days.days() - 1) == printed);
        whole += i32::from(kroner(amount, days.days()) == printed);
        lines.push(format!(
            "{} kr. over {} – {} ({} dage): trykt {}, rigtigt {}",
            danish::two_decimals(amount * 100),
            days.from.danish(),
            days.last_day().danish(),
            days.days(),
            danish::whole(printed),
            danish::two_decimals(right * 100),
        ));
    }
    let (amount, year) = (hundredths("1.239.540"), period("2021-01-01", "2021-12-31"));
    let right = divide_rounded(i128::from(amount), i128::from(year.days()));
    Slide {
        key: "S1",
        at: "Varde, sagsbehandleroversigt, dagstakst af 1.239.540 kr. for 2021",
        printed: "3.405 kr.".to_owned(),
        right: format!("{} kr.", danish::two_decimals(right * 100)),
        cause: format!(
            "der er delt med én dag for lidt, fordi slutdagen ikke er talt med: {one_short} af {all} linjer passer med det, {whole} \
             passer (ved afrunding) også med det rigtige"
        ),
        lines,
    }
}

/// S2: a quarter of a year one day short.
pub(super) fn full_year() -> Slide {
    let (quarter, year) = (period("2021-01-01", "2021-03-31"), period("2021-01-01", "2021-12-31"));
    let share = |days: i64| divide_rounded(i128::from(days) * 100, i128::from(year.days()));
    let right = share(quarter.days());
    Slide {
        key: "S2",
        at: "Varde, årsværk for 01-01-2021 – 31-03-2021",
        printed: "0,24".to_owned(),
        right: danish::two_decimals(right * 100),
        cause: format!(
            "{} dage af {} er talt som {}: {} afrundes til {}; slutdagen mangler",
            quarter.days(),
            year.days(),
            quarter.days() - 1,
            four_decimals(divide_rounded(i128::from(quarter.days()) * 10_000, i128::from(year.days()))),
            danish::two_decimals(right * 100),
        ),
        lines: Vec::new(),
    }
}

fn four_decimals(ten_thousandths: i64) -> String {
    format!("{},{:04}", ten_thousandths / 10_000, ten_thousandths % 10_000)
}
