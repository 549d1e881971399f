//! Invented people: names, who acts and who pays for them, their caseworker.

use crate::day::Date;
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
    /// What the register of persons says.
    pub life: Life,
    pub(crate) caseworker: &'static str,
    pub(crate) entry: &'static str,
    pub(crate) exit: &'static str,
}

/// What the register of persons says of a citizen.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Life {
    /// Day of death.
    pub dead: Option<Date>,
    /// The number before this one.
    pub former: Option<Number>,
    /// First day here, after living elsewhere.
    pub moved_in: Option<Date>,
    /// First day elsewhere, after living here.
    pub moved_out: Option<Date>,
    /// The name and address are protected.
    pub protected: bool,
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
            life: Life::default(),
            caseworker: dice.pick(&CASEWORKERS),
            entry: ENTRY[number.remainder_of(ENTRY.len())],
            exit: EXIT[number.remainder_of(EXIT.len())],
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

/// Tilgangsårsager and afgangsårsager, as the case system lets people choose.
const ENTRY: [&str; 4] = ["Ny borger", "Ændret behov", "Tilflytter", "Overgang fra ungeområdet"];
const EXIT: [&str; 4] =
    ["Formålet er opnået", "Overgået til anden indsats", "Efter borgerens ønske", "Fraflytning"];

/// Caseworkers who have left, with their last day.
pub(crate) const LEFT: [(&str, (i32, u32, u32)); 3] =
    [("Tove Lyng", (2022, 6, 30)), ("Viggo Sand", (2023, 11, 30)), ("Ylva Krag", (2024, 8, 31))];

pub(crate) const CASEWORKERS: [&str; 17] = [
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
