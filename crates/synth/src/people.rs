//! Invented people: names, who acts and who pays for them, their caseworker.

use crate::dice::Dice;
use crate::number::Number;
use crate::providers::{MUNICIPALITIES, OWN};

/// A citizen.
#[derive(Clone, Debug)]
pub struct Person {
    /// The number that is right.
    pub number: Number,
    /// First names.
    pub first: &'static str,
    /// Surname.
    pub last: &'static str,
    /// Handlekommune.
    pub handle: u16,
    /// Betalingskommune.
    pub betal: u16,
    pub(crate) caseworker: &'static str,
}

impl Person {
    pub(crate) fn new(number: Number, dice: &mut Dice) -> Person {
        let other = MUNICIPALITIES[1 + dice.below(MUNICIPALITIES.len() - 1)].0;
        let (handle, betal) = match dice.below(1000) {
            0..35 => (OWN, other),
            35..60 => (other, OWN),
            _ => (OWN, OWN),
        };
        Person {
            number,
            first: dice.pick(&FIRST),
            last: dice.pick(&LAST),
            handle,
            betal,
            caseworker: dice.pick(&CASEWORKERS),
        }
    }

    /// True where our municipality both acts and pays.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.handle == OWN && self.betal == OWN
    }
}

const FIRST: [&str; 28] = [
    "Anne",
    "Bent",
    "Birthe",
    "Carsten",
    "Ditte",
    "Erik",
    "Freja",
    "Gert",
    "Hanne",
    "Ib",
    "Jørgen",
    "Karen Marie",
    "Lars Peter",
    "Mette",
    "Niels",
    "Ole",
    "Pia",
    "Rasmus",
    "Signe",
    "Søren",
    "Tina",
    "Ulla",
    "Vagn",
    "Winnie",
    "Åse",
    "Ægir",
    "Øjvind",
    "Maja",
];

const LAST: [&str; 24] = [
    "Andersen",
    "Bruun",
    "Christensen",
    "Dalgaard",
    "Enevoldsen",
    "Frost",
    "Gammelgaard",
    "Højlund",
    "Iversen",
    "Jensen",
    "Kjær",
    "Lauridsen",
    "Mølgaard",
    "Nørgaard",
    "Østergaard",
    "Præstegaard",
    "Ravn",
    "Sørensen",
    "Thøgersen",
    "Ullum",
    "Vestergaard",
    "Winther",
    "Ågesen",
    "Ærø-Mikkelsen",
];

const CASEWORKERS: [&str; 17] = [
    "Agnete Holm",
    "Bo Lund",
    "Clara Toft",
    "Dorte Bech",
    "Emil Krogh",
    "Fie Juhl",
    "Grethe Skov",
    "Henrik Nyborg",
    "Inge Vang",
    "Jonas Bjerre",
    "Kirsten Dam",
    "Lone Hald",
    "Malene Riis",
    "Nanna Friis",
    "Otto Bang",
    "Peter Kvist",
    "Rikke Storm",
];
