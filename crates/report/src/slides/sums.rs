//! S3 to S8: VAT taken off twice, a sign against its words, a heading, a total, distinct citizens, rounding.

use super::Slide;
use super::numbers::{cells, hundredths};
use crate::danish;
use domain::amount::{Oere, divide_rounded};
use domain::{relief, unit_price};

const FORECAST: &str = include_str!("../../../../eksempler/slides/prognose.csv");
const BUDGET: &str = include_str!("../../../../eksempler/slides/budget.csv");
const SAVINGS: &str = include_str!("../../../../eksempler/slides/besparelser.csv");
const JANUARY: &str = include_str!("../../../../eksempler/slides/januar.csv");
const HAND01: &str = include_str!("../../../../eksempler/slides/hand01.csv");

/// VAT relief of private providers in 2021, in hundredths of a percent; the printed amounts prove it (15.031.729 of 15.822.872).
const RELIEF: u16 = 500;

/// S3: the private unit price.
pub(super) fn unit_price() -> Slide {
    let (gross, net, printed) = (hundredths("15.822.872"), hundredths("15.031.729"), hundredths("1.029.072"));
    let once = relief::net(Oere(gross), RELIEF);
    let twice = relief::net(Oere(net), RELIEF);
    let price = unit_price::of_printed(Oere(net), hundredths("13,88"));
    let (low, right, high) = price.expect("de trykte helårspersoner er et positivt tal");
    let behind = divide_rounded(i128::from(twice.0) * 10_000, i128::from(printed));
    Slide {
        key: "S3",
        at: "Varde, § 108, privat pris pr. helårsperson",
        printed: format!("{} kr.", danish::kroner(Oere(printed))),
        right: format!("{} kr.", danish::kroner(right)),
        cause: format!(
            "det trykte passer kun med, at de {} % moms er trukket fra to gange: før delingen og igen efter",
            RELIEF / 100
        ),
        lines: vec![
            format!(
                "{} kr. × 0,95 = {} kr. (trykt {}): momsafløftet én gang",
                danish::kroner(Oere(gross)),
                danish::kroner(once),
                danish::kroner(Oere(net))
            ),
            format!(
                "{} kr. / 13,88 helårspersoner = {} kr. (mellem {} og {}, da 13,88 er afrundet)",
                danish::kroner(Oere(net)),
                danish::kroner(right),
                danish::kroner(low),
                danish::kroner(high)
            ),
            format!(
                "{} kr. × 0,95 = {} kr. delt med det trykte {} giver {} helårspersoner: trykt som 13,88",
                danish::kroner(Oere(net)),
                danish::kroner(twice),
                danish::kroner(Oere(printed)),
                danish::two_decimals(behind)
            ),
        ],
    }
}

/// S4: an overspend printed as an underspend.
pub(super) fn deviation() -> Slide {
    let sum = |file| cells(file).map(|line| hundredths(line[1])).sum::<i64>();
    let (forecast, budget) = (sum(FORECAST), sum(BUDGET));
    let over = forecast - budget;
    let words = if over > 0 { "merforbrug" } else { "mindreforbrug" };
    Slide {
        key: "S4",
        at: "Varde, budgetopfølgning 2021, afvigelse",
        printed: "-1.216.844 kr. («negativ = mindreforbrug»)".to_owned(),
        right: format!("{words} {} kr.", danish::kroner(Oere(over.abs()))),
        cause: "fortegnet er vendt mod sin egen forklaring: der ventes brugt mere end budgettet".to_owned(),
        lines: vec![format!(
            "Disponeret {} kr. - budget {} kr. = {} kr.",
            danish::kroner(Oere(forecast)),
            danish::kroner(Oere(budget)),
            danish::kroner(Oere(over))
        )],
    }
}

/// S5: amounts under the heading of a price.
pub(super) fn heading() -> Slide {
    let (amount, price) = (hundredths("14.889.745"), hundredths("1.086.734"));
    let persons = divide_rounded(i128::from(amount) * 10_000, i128::from(price));
    Slide {
        key: "S5",
        at: "Varde, kolonner med overskriften «Enhedspris»",
        printed: "24.287.237 kr.".to_owned(),
        right: "beløb i alt, ikke en pris pr. helårsperson".to_owned(),
        cause: "overskriften er forkert: en enhedspris er beløbet delt med helårspersoner, og de står ikke på siden".to_owned(),
        lines: vec![format!(
            "Samme oplæg, § 108, andre kommuner: {} kr. / {} helårspersoner = {} kr.: dét er en enhedspris",
            danish::kroner(Oere(amount)),
            danish::two_decimals(persons),
            danish::kroner(Oere(price))
        )],
    }
}

/// S6: a total that is not the sum of its rows.
pub(super) fn savings() -> Slide {
    let mut sums = [0i64; 6];
    let mut printed = [0i64; 6];
    for line in cells(SAVINGS) {
        let numbers = line[1..].iter().map(|text| hundredths(text) / 100);
        let into = if line[0] == "trykt" { &mut printed } else { &mut sums };
        into.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
    }
    let names = ["budgetteret", "1. periode", "2. periode", "3. periode", "4. periode", "i alt"];
    let lines = names.iter().zip(sums.iter().zip(printed)).map(|(name, (sum, printed))| {
        let verdict = if *sum == printed { "går op" } else { "går ikke op" };
        format!("{name}: trykt {}, rækkerne giver {}: {verdict}", danish::whole(printed), danish::whole(*sum))
    });
    Slide {
        key: "S6",
        at: "Jammerbugt, besparelser 2020, sumlinjen (1.000 kr.)",
        printed: format!("{} og {} i alt", danish::whole(printed[4]), danish::whole(printed[5])),
        right: format!("{} og {} i alt", danish::whole(sums[4]), danish::whole(sums[5])),
        cause: format!(
            "sumlinjen er ikke summen af rækkerne: i 4. periode og i alt er den {} for lav (eller en celle er tabt), de andre kolonner går op",
            danish::whole(sums[4] - printed[4])
        ),
        lines: lines.collect(),
    }
}

/// S7: a total of distinct citizens beside rows that add up to more.
pub(super) fn distinct_citizens() -> Slide {
    let lines: Vec<(&str, i64)> = cells(JANUARY).map(|line| (line[0], hundredths(line[1]) / 100)).collect();
    let total = lines.iter().find(|(name, _)| *name == "Total").map_or(0, |(_, count)| *count);
    let sum: i64 = lines.iter().filter(|(name, _)| *name != "Total").map(|(_, count)| count).sum();
    Slide {
        key: "S7",
        at: "Komponent, borgere pr. paragraf i januar 2021",
        printed: format!("total {}, rækkerne giver {}", danish::whole(total), danish::whole(sum)),
        right: String::new(),
        cause: format!(
            "begge tal er rigtige, men siden siger ikke hvad de er: {} forløb · {} forskellige borgere. En borger med to \
             paragraffer står i to rækker; derfor er en total af borgere ikke en sum",
            danish::whole(sum),
            danish::whole(total)
        ),
        lines: Vec::new(),
    }
}

/// S8: differences that are only the rounding of what was published.
pub(super) fn rounding() -> Slide {
    let mut lines = Vec::new();
    let (mut rounded, mut real) = (0, 0);
    for line in cells(HAND01) {
        let (published, own) = (hundredths(line[2]), hundredths(line[3]));
        // Published with one decimal: half of one away. Our own is known with two, which is half a hundredth more.
        let only_rounding = ((published - own) * 10).abs() <= 55;
        if only_rounding {
            rounded += 1;
        } else {
            real += 1;
        }
        lines.push(format!(
            "{} {}: udgivet {}, egne {}, forskel {}: {}",
            line[0],
            line[1],
            danish::two_decimals(published * 100),
            danish::two_decimals(own * 100),
            danish::signed_two_decimals((published - own) * 100),
            if only_rounding { "afrunding" } else { "skal forklares" }
        ));
    }
    Slide {
        key: "S8",
        at: "Jammerbugt, HAND01 2020 mod egne data",
        printed: format!("{} forskelle", lines.len()),
        right: String::new(),
        cause: format!(
            "Danmarks Statistik udgiver én decimal: {rounded} af forskellene er ren afrunding (højst 0,055), {real} er virkelige, alle på \
             § 85 og alle til egne datas side"
        ),
        lines,
    }
}
