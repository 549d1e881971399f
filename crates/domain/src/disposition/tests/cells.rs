//! Every cell of a disponering opens to parts that add up to it, to the øre and to the day.

use super::{expected, kroner};
use crate::amount::Oere;
use crate::budget::Budget;
use crate::calendar::{Day, Month, Period};
use crate::citizen_facts::CitizenFacts;
use crate::deviation::Side;
use crate::disposition::*;
use crate::full_year::FullYears;
use crate::observation::{BudgetKind, BudgetLine, ExpectationState, PersonRecord, Role};
use crate::ownership::Grouping;
use crate::person::CitizenId;
use crate::timeline::tests::{Scene, day, place};
use proptest::prelude::*;

fn budget_line(row: u32, kind: BudgetKind, account: &str, paragraf: &str, amount: i64) -> BudgetLine {
    BudgetLine {
        place: place(row),
        year: 2021,
        kind,
        decided: Some(day(1, row)),
        account: account.to_owned(),
        funktion: String::new(),
        paragraf: paragraf.to_owned(),
        amount: kroner(amount),
        text: String::new(),
    }
}

fn budget_lines() -> Vec<BudgetLine> {
    vec![
        budget_line(1, BudgetKind::Oprindeligt, "538501001", "", 90_000),
        budget_line(2, BudgetKind::Tillaegsbevilling, "538501001", "", 10_000),
        budget_line(3, BudgetKind::Oprindeligt, "538502001", "", -7_000),
        budget_line(4, BudgetKind::Korrigeret, "538521001", "SEL § 108", 40_000),
        budget_line(5, BudgetKind::Korrigeret, "538521001", "SEL § 108", 50_000),
    ]
}

fn posted(at: u32, paragraf: Option<ParagrafId>, amount: i64, is_refund: bool) -> Posted {
    Posted {
        citizen: None,
        place: place(at),
        funktion: "5.38.50".to_owned(),
        paragraf,
        month: day(at, 1).month(),
        amount: kroner(amount),
        is_refund,
    }
}

/// Cells that are no sum of parts.
fn is_quotient_or_count(cell: Cell) -> bool {
    matches!(cell, Cell::Enhedspris | Cell::EnhedsprisEjer(_) | Cell::Forloeb | Cell::Borgere)
}

fn check(figures: &Figures<'_>) {
    let lines = figures.lines();
    let funktioner = lines.iter().map(|(funktion, _)| Target::Funktion(funktion.clone()));
    let targets = lines.iter().cloned().map(Target::Line).chain(funktioner).chain([Target::All]);
    for target in targets {
        for cell in figures.columns().into_iter().filter(|cell| !is_quotient_or_count(*cell)) {
            let parts = figures.open(&target, cell);
            let amount: Oere = parts.iter().map(|part| part.amount).sum();
            let days: i64 = parts.iter().map(|part| part.days).sum();
            match figures.value(&target, cell) {
                Value::Kroner(shown) => assert_eq!(amount, shown, "{target:?} {cell:?}"),
                Value::Years(shown) => assert_eq!(FullYears::of(2021, days), shown, "{target:?} {cell:?}"),
                Value::Nothing => assert!(parts.is_empty(), "{target:?} {cell:?}"),
                Value::Count(_) => panic!("{cell:?} er ikke en sum"),
            }
        }
        // And the parts of a page make its totals.
        let of = |cell| figures.kroner(&target, cell);
        assert_eq!(of(Cell::Netto), of(Cell::Brutto) - of(Cell::Moms));
        let owners: Oere = (0..figures.grouping.columns().len()).map(|at| of(Cell::Ejer(at))).sum();
        assert_eq!(of(Cell::Netto), owners);
    }
}

type Drawn = (i32, i32, i64, usize, (usize, usize, bool));

fn row_of(scene: &mut Scene, (from, long, kroner, provider, (account, kind, pays)): Drawn) {
    let account = scene.wordings[0].word(["", "538511001"][account]);
    let first = Day(day(1, 1).0 + from - 20);
    let days = Period { from: first, until: Day(first.0 + long) };
    let row = scene.row(0, ["Solhjem", "Huset", "Ukendt"][provider], days, kroner);
    row.account = account;
    row.settles = Some(pays);
    if kind == 1 {
        row.role = Role::Supplement;
        row.rate = row.rate.map(|rate| crate::amount::Rate(-rate.0));
    }
}

proptest! {
    #[test]
    fn every_cell_opens_to_its_figure(
        rows in proptest::collection::vec(
            (0i32..380, 1i32..200, 0i64..5_000, 0..3usize, (0..2usize, 0..3usize, any::<bool>())), 1..9),
        until in 1u32..13, dead in proptest::option::of(1u32..13), net in any::<bool>(), original in any::<bool>(),
    ) {
        let grouping = if original { Grouping::three() } else { Grouping::each() };
        let disposer_of = |scene: &Scene| -> (Tally, Vec<DisposedRow>) {
            let (mut tally, mut out) = (Tally::default(), Vec::new());
            let disposer = Disposer::new(&scene.law, 2021).until(day(until, 1).month());
            for citizen in [CitizenId(1), CitizenId(2)] {
                let record = PersonRecord {
                    citizen,
                    place: place(1),
                    born: None,
                    dead: dead.map(|month| day(month, 10)),
                    residence: Period::ALWAYS,
                    kommune: None,
                    betalingskommune: None,
                    protected: false,
                    formerly: None,
                };
                let records = [record];
                let mut whom = Whom::all(citizen);
                whom.after_death = CitizenFacts::of(&records).after_death();
                let lines = scene.with(Side::One, |timeline, lexicon| {
                    disposer.citizen_rows(&whom, Side::One, timeline, lexicon, &mut out)
                });
                tally.add_citizen(&lines, &grouping);
            }
            (tally, out)
        };
        let mut scene = Scene::new();
        rows.iter().for_each(|row| row_of(&mut scene, *row));
        let (tally, rows) = disposer_of(&scene);
        let disposer = Disposer::new(&scene.law, 2021);
        let named: Vec<NamedLine> = [ExpectationState::Forventet, ExpectationState::Realiseret]
            .map(|state| disposer.expectation(&expected("x", state), "f", &scene.registers()))
            .to_vec();
        let lines = budget_lines();
        let budget = Budget::on(&lines, 2021, day(12, 31), &scene.law);
        let paid = [posted(1, Some(ParagrafId(1)), 500, false), posted(2, None, 70, false), posted(3, None, 9, true)];
        let figures = Figures {
            year: 2021,
            until: Month(day(until, 1).month().0),
            grouping: &grouping,
            tally: &tally,
            rows: &rows,
            named: &named,
            budget: Some(&budget),
            budget_lines: &lines,
            budget_basis: if original { BudgetBasis::Oprindeligt } else { BudgetBasis::Korrigeret },
            posted: Some(&paid),
            posted_net: net,
        };
        check(&figures);
        let key = ("5.38.52".to_owned(), Some(ParagrafId(1)));
        let stated = if original { 0 } else { 50_000 };
        prop_assert_eq!(figures.value(&Target::Line(key), Cell::Budget), Value::Kroner(kroner(stated)));
    }
}
