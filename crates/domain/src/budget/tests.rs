//! Four kinds on a day, and a published follow-up whose sign was against its own label.

use super::*;
use crate::observation::RowPlace;
use crate::wording::WordId;

fn kroner(amount: i64) -> Oere {
    Oere(amount * 100)
}

fn line(kind: BudgetKind, decided: &str, account: &str, amount: i64) -> BudgetLine {
    BudgetLine {
        place: RowPlace { file: 0, sheet: WordId::EMPTY, row: 2 },
        year: 2021,
        kind,
        decided: Day::parse(decided),
        account: account.to_owned(),
        funktion: String::new(),
        paragraf: String::new(),
        amount: kroner(amount),
        text: String::new(),
    }
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn the_corrected_budget_grows_with_the_days() {
    let lines = [
        line(BudgetKind::Oprindeligt, "2020-10-08", "538501002", 1_000),
        line(BudgetKind::Tillaegsbevilling, "2021-03-01", "538501002", 200),
        line(BudgetKind::Omplacering, "2021-06-01", "538501002", -50),
        line(BudgetKind::Omplacering, "2021-06-01", "538521002", 50),
        line(BudgetKind::Korrigeret, "2021-03-31", "538501002", 1_200),
        line(BudgetKind::Korrigeret, "2021-06-30", "538501002", 1_160),
        BudgetLine { year: 2020, ..line(BudgetKind::Oprindeligt, "", "538501002", 77) },
    ];
    let law = LawBook::default();
    let on = |text: &str| {
        let budget = Budget::on(&lines, 2021, day(text), &law);
        let key = BudgetKey { funktion: "5.38.50".to_owned(), paragraf: None };
        (budget.gross[&key], budget.later, budget.moves_left_over())
    };
    let (january, later, _) = on("2021-01-01");
    assert_eq!((january.korrigeret(), january.stated), (kroner(1_000), None));
    assert_eq!(later, (5, kroner(200 - 50 + 50 + 1_200 + 1_160)));
    let (march, ..) = on("2021-03-31");
    assert_eq!((march.korrigeret(), march.contradiction()), (kroner(1_200), None));
    let (june, later, left) = on("2021-06-30");
    assert_eq!((june.korrigeret(), june.contradiction()), (kroner(1_150), Some(kroner(10))));
    assert_eq!((later, left), ((0, Oere(0)), Oere(0)));
}

#[test]
fn gross_and_refund_stay_apart_in_every_written_form() {
    let mut dotted = line(BudgetKind::Oprindeligt, "", "5.38.42 2 004", -400);
    dotted.funktion = "5.38.42".to_owned();
    let mut plain = line(BudgetKind::Korrigeret, "", "5.38.42", 900);
    plain.funktion = "5.38.42".to_owned();
    let nine = line(BudgetKind::Oprindeligt, "", "538422004", -100);
    let budget = Budget::on(&[dotted, plain, nine], 2021, day("2021-01-01"), &LawBook::default());
    assert_eq!(budget.total().korrigeret(), kroner(900));
    assert_eq!(budget.refund.values().map(Figures::korrigeret).sum::<Oere>(), kroner(-500));
    let rows = follow_up(&budget, &BTreeMap::new());
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].refund_budget, Some(kroner(-500)));
    assert_eq!(rows[0].spending, Spending::Mindreforbrug(kroner(900)));
}

#[test]
fn what_has_no_function_or_no_budget_is_shown() {
    let budget = Budget::on(
        &[
            line(BudgetKind::Oprindeligt, "", "lokal konto", 10),
            line(BudgetKind::Oprindeligt, "", "538501002", 5),
        ],
        2021,
        day("2021-01-01"),
        &LawBook::default(),
    );
    let forecast = BTreeMap::from([
        (("5.38.50".to_owned(), Some(ParagrafId(4))), kroner(7)),
        ((String::new(), Some(ParagrafId(9))), kroner(3)),
        (("5.38.59".to_owned(), None), kroner(2)),
    ]);
    let rows = follow_up(&budget, &forecast);
    let drawn: Vec<_> =
        rows.iter().map(|r| (r.funktion.as_str(), r.budget, r.forecast, r.spending)).collect();
    assert_eq!(
        drawn,
        [
            ("", Some(kroner(10)), Some(kroner(3)), Spending::Mindreforbrug(kroner(7))),
            ("5.38.50", Some(kroner(5)), Some(kroner(7)), Spending::Merforbrug(kroner(2))),
            ("5.38.59", None, Some(kroner(2)), Spending::Merforbrug(kroner(2))),
        ]
    );
}

/// Published: budget 201.933.712, forecast 203.150.556, printed as −1.216.844 under "negativ = mindreforbrug".
#[test]
fn a_published_follow_up_is_an_overspend() {
    let forecast =
        [88_621_688, 17_679_397, 9_079_819, 14_771_687, 26_035_441, 34_021_473, 11_085_587, 1_855_464];
    let lines: Vec<BudgetLine> = [
        ("538511001", 80_643_125),
        ("538391003", 19_216_499),
        ("538581001", 9_547_000),
        ("538591001", 17_988_000),
        ("538521001", 33_797_127),
        ("538501001", 35_546_961),
        ("538421001", 4_161_000),
        ("538541001", 1_034_000),
    ]
    .map(|(account, amount)| line(BudgetKind::Korrigeret, "2021-12-31", account, amount))
    .to_vec();
    let budget = Budget::on(&lines, 2021, day("2021-12-31"), &LawBook::default());
    assert_eq!(budget.total().korrigeret(), kroner(201_933_712));
    let forecast = kroner(forecast.iter().sum());
    assert_eq!(forecast, kroner(203_150_556));
    let spending = Spending::of(forecast, budget.total().korrigeret());
    assert_eq!((spending.text(), spending.amount()), ("merforbrug", kroner(1_216_844)));
    assert_eq!(Spending::of(kroner(1), kroner(2)).text(), "mindreforbrug");
    assert_eq!(Spending::of(kroner(2), kroner(2)).amount(), Oere(0));
}
