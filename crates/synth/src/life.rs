//! What the register of persons says of a citizen: death, moves, protection. Beside the errors, never against them.

use crate::day::Date;
use crate::dice::Dice;
use crate::spoil::Case;

/// Streams of dice for lives begin here.
const STREAM: u64 = 3 << 40;

/// Days that a move keeps from any service, so that nobody takes it for the reason of something else.
const APART: i32 = 60;

/// Gives a citizen a life. Only the quiet ones, who have no error, may die or move away: death ends everything.
pub(crate) fn give(case: &mut Case, seed: u64, at: u32, last: Date, quiet: bool) {
    let mut dice = Dice::new(seed, STREAM + u64::from(at));
    let throws = [dice.below(1000), dice.below(1000), dice.below(1000)];
    let years = dice.between(200, 5000);
    let rows = || case.rows.iter().flatten();
    let first = rows().map(|row| row.from).min();
    let ended = rows().map(|row| row.to).collect::<Option<Vec<Date>>>().and_then(|all| all.into_iter().max());
    let ours = case.person.is_own();
    let grown = case.person.number.birth().map(|born| born.plus(19 * 366));
    let life = &mut case.person.life;
    life.protected = throws[0] < 15;
    if throws[1] < 150 {
        let day = first
            .map(|first| first.plus(-APART - years))
            .filter(|day| grown.is_some_and(|grown| *day > grown));
        life.moved_in = day;
    }
    let Some(ended) = ended.filter(|day| quiet && ours && *day < last.plus(-APART)) else { return };
    match throws[2] {
        0..350 => life.dead = Some(ended),
        350..500 => life.moved_out = Some(ended.plus(APART + 40)).filter(|day| *day < last),
        _ => {}
    }
}
