//! The services of the synthetic municipality: paragraphs, the words of each system, accounts, sizes.
//!
//! Words, durations and rates are invented but believable; functions and groupings are as in the chart of accounts
//! where the public text has them, else assumed. Nothing here is read by the program that is judged.

use crate::money::Unit;

/// A service that can be granted.
#[derive(PartialEq, Eq, Debug)]
pub struct Ydelse {
    /// The paragraph as Fælles sprog writes it; empty for the one service that is left untranslated.
    pub paragraf: &'static str,
    /// The indsatsydelse of Fælles sprog.
    pub indsatsydelse: &'static str,
    pub(crate) lovhjemmel: &'static str,
    pub(crate) dst: &'static str,
    pub(crate) kategori: [&'static str; 2],
    pub(crate) nexus_paragraf: &'static str,
    pub(crate) nexus_indsats: &'static str,
    pub(crate) as2007: &'static str,
    /// Function under 5.38, and its name.
    pub(crate) funktion: (&'static str, &'static str),
    /// Groupings for social problem, reduced capacity, mental illness; one where målgruppe does not matter.
    pub(crate) grupperinger: &'static [&'static str],
    pub(crate) konto_navn: &'static str,
    pub(crate) unit: Unit,
    /// Kroner in 2016, from and to.
    pub(crate) kroner: (i32, i32),
    /// How long it lasts, in days.
    pub(crate) days: (i32, i32),
}

/// Index into [`YDELSER`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct YdelseId(pub u8);

impl YdelseId {
    /// The service.
    #[must_use]
    pub fn get(self) -> &'static Ydelse {
        &YDELSER[usize::from(self.0)]
    }
}

pub(crate) const S82B: YdelseId = YdelseId(0);
pub(crate) const S85: YdelseId = YdelseId(1);
pub(crate) const ABL105: YdelseId = YdelseId(2);
pub(crate) const S95: YdelseId = YdelseId(3);
pub(crate) const S96: YdelseId = YdelseId(4);
pub(crate) const S97: YdelseId = YdelseId(5);
pub(crate) const S98: YdelseId = YdelseId(6);
pub(crate) const S103: YdelseId = YdelseId(7);
pub(crate) const S104: YdelseId = YdelseId(8);
pub(crate) const S107: YdelseId = YdelseId(9);
pub(crate) const S108: YdelseId = YdelseId(10);
pub(crate) const S110: YdelseId = YdelseId(11);
pub(crate) const SUL238A: YdelseId = YdelseId(12);
/// Left out of the translation on purpose, outside the key world.
pub(crate) const UNTRANSLATED: YdelseId = YdelseId(13);

const STOETTE: (&str, &str) = ("39", "Personlig støtte og pasning af personer med handicap mv.");
const LEDSAGE: (&str, &str) = ("53", "Kontaktperson- og ledsageordninger");
const NO_CODE: &str = "kan ikke indberettes";

/// All services.
pub static YDELSER: [Ydelse; 14] = [
    Ydelse {
        paragraf: "SEL § 82 b",
        indsatsydelse: "Individuel tidsbegrænset socialpædagogisk hjælp og støtte",
        lovhjemmel: "SEL § 82 b Individuel tidsbegrænset hjælp",
        dst: "1.18.2",
        kategori: ["Støtte", "Forebyggelse"],
        nexus_paragraf: "Serviceloven § 82 b",
        nexus_indsats: "1.18.2 Individuel tidsbegrænset socialpædagogisk hjælp og støtte",
        as2007: "MY_1.18.2 Individuel tidsbegrænset hjælp",
        funktion: STOETTE,
        grupperinger: &["012"],
        konto_navn: "Individuel tidsbegrænset støtte",
        unit: Unit::TimePrUge,
        kroner: (380, 460),
        days: (60, 180),
    },
    Ydelse {
        paragraf: "SEL § 85",
        indsatsydelse: "Socialpædagogisk støtte i eget hjem",
        lovhjemmel: "SEL § 85 Hjemmevejleder og optræning",
        dst: "1.12.0.2",
        kategori: ["Støtte", "Støtte"],
        nexus_paragraf: "Serviceloven § 85",
        nexus_indsats: "1.12.0.2 Socialpædagogisk støtte, øvrig",
        as2007: "MY_1.12.0.2 Socialpædagogisk støtte i eget hjem",
        funktion: STOETTE,
        grupperinger: &["003", "004", "005"],
        konto_navn: "Socialpædagogisk støtte",
        unit: Unit::TimePrUge,
        kroner: (390, 520),
        days: (300, 4200),
    },
    Ydelse {
        paragraf: "ABL § 105/SEL § 85",
        indsatsydelse: "Socialpædagogisk støtte i botilbudslignende tilbud",
        lovhjemmel: "ABL § 105 jf. SEL § 85 Botilbudslignende tilbud",
        dst: "1.12.0.1",
        kategori: ["Støtte", "Støtte"],
        nexus_paragraf: "ABL § 105/SEL § 85",
        nexus_indsats: "1.12.0.1 Socialpædagogisk støtte i botilbudslignende tilbud",
        as2007: "MY_1.12.0.1 Socialpædagogisk støtte i botilbudslignende tilbud",
        funktion: ("51", "Botilbudslignende tilbud (omfattet af § 4, stk. 1, nr. 3, i lov om socialtilsyn)"),
        grupperinger: &["001", "002", "003"],
        konto_navn: "Botilbudslignende tilbud",
        unit: Unit::Doegn,
        kroner: (1100, 3600),
        days: (700, 4200),
    },
    Ydelse {
        paragraf: "SEL § 95",
        indsatsydelse: "Kontant tilskud til ansættelse af hjælpere",
        lovhjemmel: "SEL § 95 Kontant tilskud til ansættelse af hjælpere",
        dst: "1.17",
        kategori: ["BPA", "BPA"],
        nexus_paragraf: "Serviceloven § 95",
        nexus_indsats: "1.17 Personlig og praktisk hjælp (behov for mere end 20 timer)",
        as2007: "MY_1.17 Kontant tilskud til hjælpere",
        funktion: STOETTE,
        grupperinger: &["001"],
        konto_navn: "Kontant tilskud til ansættelse af hjælpere",
        unit: Unit::Maaned,
        kroner: (24_000, 52_000),
        days: (600, 3000),
    },
    Ydelse {
        paragraf: "SEL § 96",
        indsatsydelse: "Borgerstyret personlig assistance (BPA)",
        lovhjemmel: "SEL § 96 Personlig støtte og pasning af personer med handicap",
        dst: "1.13.2",
        kategori: ["BPA", "BPA"],
        nexus_paragraf: "Serviceloven § 96",
        nexus_indsats: "1.13.2 Borgerstyret personlig assistance (BPA)",
        as2007: "MY_1.13.2 Borgerstyret personlig assistance",
        funktion: STOETTE,
        grupperinger: &["002"],
        konto_navn: "Borgerstyret personlig assistance (BPA)",
        unit: Unit::Maaned,
        kroner: (61_000, 178_000),
        days: (800, 4200),
    },
    Ydelse {
        paragraf: "SEL § 97",
        indsatsydelse: "Ledsageordning",
        lovhjemmel: "SEL § 97 Ledsageordning",
        dst: "1.13.4",
        kategori: ["Støtte", "Ledsagelse"],
        nexus_paragraf: "Serviceloven § 97",
        nexus_indsats: "1.13.4 Ledsageordning",
        as2007: "MY_1.13.4 Ledsageordning",
        funktion: LEDSAGE,
        grupperinger: &["001"],
        konto_navn: "Ledsageordning",
        unit: Unit::TimePrUge,
        kroner: (170, 230),
        days: (400, 2600),
    },
    Ydelse {
        paragraf: "SEL § 98",
        indsatsydelse: "Kontaktperson for døvblinde",
        lovhjemmel: "SEL § 98 Kontaktperson for døvblinde",
        dst: "1.13.3",
        kategori: ["Støtte", "Ledsagelse"],
        nexus_paragraf: "Serviceloven § 98",
        nexus_indsats: "1.13.3 Kontaktperson for døvblinde",
        as2007: "MY_1.13.3 Kontaktperson for døvblinde",
        funktion: LEDSAGE,
        grupperinger: &["002"],
        konto_navn: "Kontaktperson for døvblinde",
        unit: Unit::TimePrUge,
        kroner: (310, 390),
        days: (500, 3000),
    },
    Ydelse {
        paragraf: "SEL § 103",
        indsatsydelse: "Beskyttet beskæftigelsesydelse",
        lovhjemmel: "SEL § 103 Beskyttet beskæftigelse",
        dst: "1.4",
        kategori: ["Dagtilbud", "Dagtilbud"],
        nexus_paragraf: "Serviceloven § 103",
        nexus_indsats: "1.4 Beskyttet beskæftigelsesydelse",
        as2007: "MY_1.4 Beskyttet beskæftigelsesydelse",
        funktion: ("58", "Beskyttet beskæftigelse (servicelovens § 103)"),
        grupperinger: &["001", "002", "003"],
        konto_navn: "Beskyttet beskæftigelse",
        unit: Unit::Doegn,
        kroner: (190, 420),
        days: (300, 3000),
    },
    Ydelse {
        paragraf: "SEL § 104",
        indsatsydelse: "Aktivitets- og samværsydelse",
        lovhjemmel: "SEL § 104 Aktivitets- og samværstilbud",
        dst: "1.1",
        kategori: ["Dagtilbud", "Dagtilbud"],
        nexus_paragraf: "Serviceloven § 104",
        nexus_indsats: "1.1 Aktivitets- og samværsydelse",
        as2007: "MY_1.1 Aktivitets- og samværsydelse",
        funktion: ("59", "Aktivitets- og samværstilbud (servicelovens § 104)"),
        grupperinger: &["001", "002", "003"],
        konto_navn: "Aktivitet og samvær",
        unit: Unit::Doegn,
        kroner: (180, 690),
        days: (250, 3200),
    },
    Ydelse {
        paragraf: "SEL § 107",
        indsatsydelse: "Midlertidigt ophold",
        lovhjemmel: "SEL § 107 Midlertidige botilbud",
        dst: "1.8.2",
        kategori: ["Botilbud", "Midl. botilbud"],
        nexus_paragraf: "Serviceloven § 107",
        nexus_indsats: "1.8.2 Midlertidige botilbud inkl. tilknyttede ydelser",
        as2007: "MY_1.8.2 Midlertidigt ophold",
        funktion: ("52", "Botilbud til midlertidigt ophold (§ 107)"),
        grupperinger: &["001", "002", "003"],
        konto_navn: "Midlertidigt botilbud",
        unit: Unit::Doegn,
        kroner: (1300, 3200),
        days: (150, 1600),
    },
    Ydelse {
        paragraf: "SEL § 108",
        indsatsydelse: "Længerevarende ophold",
        lovhjemmel: "SEL § 108 Længerevarende botilbud",
        dst: "1.8.1",
        kategori: ["Botilbud", "Længv. botilbud"],
        nexus_paragraf: "Serviceloven § 108",
        nexus_indsats: "1.8.1 Længerevarende botilbud inkl. tilknyttede ydelser",
        as2007: "MY_1.8.1 Længerevarende ophold",
        funktion: ("50", "Botilbud til længerevarende ophold (servicelovens § 108)"),
        grupperinger: &["001", "002", "003"],
        konto_navn: "Længerevarende botilbud",
        unit: Unit::Doegn,
        kroner: (1500, 5900),
        days: (1000, 6000),
    },
    Ydelse {
        paragraf: "SEL § 110",
        indsatsydelse: "Ophold på forsorgshjem",
        lovhjemmel: "SEL § 110 Forsorgshjem",
        dst: NO_CODE,
        kategori: ["Botilbud", "Forsorgshjem"],
        nexus_paragraf: "Serviceloven § 110",
        nexus_indsats: "Forsorgshjem",
        as2007: "MY_110 Forsorgshjem",
        funktion: ("42", "Botilbud for personer med særlige sociale problemer (servicelovens §§ 109 og 110)"),
        grupperinger: &["002"],
        konto_navn: "Forsorgshjem",
        unit: Unit::Doegn,
        kroner: (1150, 1900),
        days: (20, 160),
    },
    Ydelse {
        paragraf: "SUL § 238 a",
        indsatsydelse: "Særlig plads på psykiatrisk afdeling",
        lovhjemmel: "SUL § 238 a Særlige pladser på psykiatrisk afdeling",
        dst: NO_CODE,
        kategori: ["Behandling", "Psykiatri"],
        nexus_paragraf: "Sundhedsloven § 238 a",
        nexus_indsats: "Særlig plads på psykiatrisk afdeling",
        as2007: "MY_238a Særlig plads på psykiatrisk afdeling",
        funktion: ("54", "Særlige pladser på psykiatrisk afdeling (sundhedslovens § 238 a)"),
        grupperinger: &["001"],
        konto_navn: "Særlige pladser på psykiatrisk afdeling",
        unit: Unit::Doegn,
        kroner: (1980, 2150),
        days: (60, 240),
    },
    Ydelse {
        paragraf: "",
        indsatsydelse: "",
        lovhjemmel: "",
        dst: "",
        kategori: ["", ""],
        nexus_paragraf: "",
        nexus_indsats: "",
        as2007: "MY_9.9 Øvrigt tilbud",
        funktion: STOETTE,
        grupperinger: &["099"],
        konto_navn: "Øvrigt",
        unit: Unit::Doegn,
        kroner: (300, 800),
        days: (60, 400),
    },
];

/// A målgruppe: index into the code list of Danmarks Statistik as far as it is used here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Group(pub(crate) u8);

pub(crate) const DOEVBLIND: Group = Group(3);
pub(crate) const KOGNITIV: Group = Group(4);
pub(crate) const SINDSLIDELSE: Group = Group(5);
pub(crate) const SOCIALT: Group = Group(6);

/// A code that the list of Danmarks Statistik has never had.
pub(crate) const NO_SUCH: Group = Group(8);

const GROUPS: [(&str, &str, usize); 9] = [
    ("1.1.1", "Mobilitetsnedsættelse", 1),
    ("1.1.2", "Synsnedsættelse", 1),
    ("1.1.3", "Hørenedsættelse", 1),
    ("1.1.5", "Døvblindhed", 1),
    ("1.2.1", "Intellektuel/kognitiv funktionsnedsættelse", 1),
    ("1.2.2", "Sindslidelse", 2),
    ("2", "Socialt problem", 0),
    ("10", "Uoplyst målgruppe", 0),
    ("1.3.7", "Anden nedsættelse", 1),
];

impl Group {
    /// The code.
    #[must_use]
    pub fn code(self) -> &'static str {
        GROUPS[usize::from(self.0)].0
    }

    pub(crate) fn text(self) -> &'static str {
        GROUPS[usize::from(self.0)].1
    }

    /// 0 social problem, 1 reduced capacity, 2 mental illness: how finance groups it.
    pub(crate) fn finance(self) -> usize {
        GROUPS[usize::from(self.0)].2
    }
}
