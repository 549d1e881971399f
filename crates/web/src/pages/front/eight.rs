//! The figure 8 that gave the control its name: two rings that cross, System 1 above, System 2 below.
//!
//! Invariant: it says nothing that the table beside it does not say; places are whole units of the drawing.

use super::citizens_word;
use super::questions::part_address;
use crate::number::{Num, Unit};
use app::current::figures::Figures;
use report::danish;

/// The figure, ready to be drawn.
pub(super) struct Eight {
    /// The systems, from above.
    pub(super) rings: [Ring; 2],
    /// The questions, each where it belongs.
    pub(super) questions: [Mark; 4],
    /// The same in a sentence.
    pub(super) text: String,
}

/// A system.
pub(super) struct Ring {
    /// Its class: `ring-1`.
    pub(super) class: &'static str,
    /// The middle.
    pub(super) y: u16,
    /// "System 1".
    pub(super) word: &'static str,
    /// Its title, as much as there is room for.
    pub(super) title: String,
    /// Citizens with a compared day.
    pub(super) citizens: Num,
    /// " borgere".
    pub(super) tail: String,
    /// Where the words stand, from above.
    pub(super) lines: [u16; 3],
}

/// A question.
pub(super) struct Mark {
    /// What it says in few words.
    pub(super) short: &'static str,
    /// Deviations.
    pub(super) deviations: Num,
    /// Persons.
    pub(super) citizens: Num,
    /// " borgere".
    pub(super) tail: String,
    /// Kroner, where any are known.
    pub(super) kroner: Num,
    /// For a reader: "Spørgsmål 1, kun i System 2: 12 afvigelser om 9 borgere".
    pub(super) label: String,
    /// The middle.
    pub(super) x: u16,
    /// Where the words stand, from above.
    pub(super) lines: [u16; 4],
}

/// Letters of a title that a ring has room for.
const ROOM: usize = 20;

/// Where questions 1 to 4 stand: 1 in System 2's own part, 2 in System 1's, 3 and 4 where the rings cross.
const PLACES: [(u16, [u16; 4]); 4] = [
    (180, [377, 403, 420, 435]),
    (180, [99, 125, 142, 157]),
    (124, [237, 265, 283, 298]),
    (236, [237, 265, 283, 298]),
];

const SHORT: [&str; 4] = ["kun i System 2", "kun i System 1", "anderledes i 2", "anderledes i 1"];

/// What the figure says of a question.
struct Told {
    deviations: Num,
    citizens: Num,
    kroner: Num,
    /// "12 afvigelser om 9 borgere".
    label: String,
    tail: &'static str,
}

impl Eight {
    /// Draws the figures of a control, each opening to its rows.
    pub(super) fn of(control: &str, figures: &Figures, titles: &[String; 2]) -> Eight {
        let ring = |side: usize| {
            let href = crate::pages::control::citizens_address(control, "", ["1", "2"][side]);
            let citizens = figures.citizens[side];
            (Num::count(citizens, Unit::Citizens, href), citizens_word(citizens))
        };
        let told = |part: usize| {
            let (count, href) = (figures.parts[part], part_address(control, part));
            Told {
                deviations: Num::count(count.deviations, Unit::Deviations, &href),
                citizens: Num::count(count.citizens, Unit::Citizens, &href),
                kroner: Num::kroner(count.oere, &href),
                label: format!(
                    "{} om {}",
                    danish::count(count.deviations, "afvigelse", "afvigelser"),
                    danish::count(count.citizens, "borger", "borgere")
                ),
                tail: citizens_word(count.citizens),
            }
        };
        Eight::draw(titles, [ring(0), ring(1)], [told(0), told(1), told(2), told(3)])
    }

    /// The same for who sees groups only: rounded, nothing to open.
    pub(super) fn rounded(figures: &Figures, titles: &[String; 2]) -> Eight {
        let ring = |side: usize| (Num::rounded_count(figures.citizens[side], Unit::Citizens), "borgere");
        let told = |part: usize| {
            let count = figures.parts[part];
            let [deviations, citizens, kroner] =
                Num::rounded_group(count.deviations, count.citizens, count.oere);
            let label = if kroner.text == "–" {
                format!("{} borgere", citizens.text)
            } else {
                format!("omkring {} afvigelser om omkring {} borgere", deviations.text, citizens.text)
            };
            Told { label, kroner, deviations, citizens, tail: "borgere" }
        };
        Eight::draw(titles, [ring(0), ring(1)], [told(0), told(1), told(2), told(3)])
    }

    fn draw(titles: &[String; 2], rings: [(Num, &str); 2], told: [Told; 4]) -> Eight {
        let mut sides = 0..2;
        let rings = rings.map(|(citizens, word)| {
            let side = sides.next().unwrap_or(0);
            Ring {
                class: ["ring-1", "ring-2"][side],
                y: [180, 350][side],
                word: ["System 1", "System 2"][side],
                title: fitting(&titles[side]),
                citizens,
                tail: format!(" {word}"),
                lines: [[38, 57, 74], [462, 481, 498]][side],
            }
        });
        let mut parts = 0..4;
        let questions = told.map(|told| {
            let part = parts.next().unwrap_or(0);
            Mark {
                short: SHORT[part],
                label: format!("Spørgsmål {}, {}: {}", part + 1, SHORT[part], told.label),
                deviations: told.deviations,
                citizens: told.citizens,
                tail: format!(" {}", told.tail),
                kroner: told.kroner,
                x: PLACES[part].0,
                lines: PLACES[part].1,
            }
        });
        let said: Vec<&str> = questions.iter().map(|mark| mark.label.as_str()).collect();
        let text = format!("To ringe, der krydser: {} og {}. {}.", titles[0], titles[1], said.join("; "));
        Eight { rings, questions, text }
    }
}

fn fitting(title: &str) -> String {
    if title.chars().count() <= ROOM {
        return title.to_owned();
    }
    let kept: String = title.chars().take(ROOM - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_cut_where_the_ring_ends() {
        assert_eq!(fitting("KMD Nexus"), "KMD Nexus");
        assert_eq!(fitting("Et system med et langt navn"), "Et system med et la…");
    }

    #[test]
    fn questions_stand_in_their_own_part_of_the_figure() {
        let (middles, radius) = ([180_i32, 350], 170_i32);
        let inside = |x: u16, y: u16, ring: usize| {
            let (dx, dy) = (i32::from(x) - 180, i32::from(y) - middles[ring]);
            dx * dx + dy * dy < radius * radius
        };
        for (question, (x, lines)) in PLACES.iter().enumerate() {
            let expected = [[false, true], [true, false], [true, true], [true, true]][question];
            // The number and the persons under it.
            for y in &lines[1..3] {
                assert_eq!([inside(*x, *y, 0), inside(*x, *y, 1)], expected, "spørgsmål {}", question + 1);
            }
        }
    }
}
