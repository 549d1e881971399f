//! Invented places by ownership, and other municipalities.
//!
//! P-numbers begin with 10 and have a "month" above 12, so none can be read as a CPR number.

use crate::catalogue::{
    ABL105, S82B, S85, S95, S96, S97, S98, S103, S104, S107, S108, S110, SUL238A, UNTRANSLATED, YdelseId,
};

use crate::prices::Prices;

/// The municipality that the extracts are of: Varde.
pub const OWN: u16 = 573;

/// Municipalities that citizens come from or are paid by: code and name.
pub(crate) const MUNICIPALITIES: [(u16, &str); 6] = [
    (OWN, "Varde Kommune"),
    (561, "Esbjerg Kommune"),
    (530, "Billund Kommune"),
    (575, "Vejen Kommune"),
    (760, "Ringkøbing-Skjern Kommune"),
    (563, "Fanø Kommune"),
];

pub(crate) fn municipality(code: u16) -> &'static str {
    MUNICIPALITIES.iter().find(|(c, _)| *c == code).map_or("", |(_, name)| name)
}

/// Who owns a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    /// The municipality itself.
    Own,
    /// Another municipality.
    OtherMunicipality,
    /// A region.
    Region,
    /// A private company or fund.
    Private,
    /// Selvejende, with or without driftsoverenskomst.
    Selvejende {
        /// True with driftsoverenskomst.
        overenskomst: bool,
    },
}

impl Owner {
    /// The three words of the settlement system; selvejende without driftsoverenskomst is private.
    pub(crate) fn in_boern_og_voksne(self) -> &'static str {
        match self {
            Owner::Own | Owner::Selvejende { overenskomst: true } => "Varde Kommunes",
            Owner::OtherMunicipality | Owner::Region => "Øvrige Kommuners",
            Owner::Private | Owner::Selvejende { overenskomst: false } => "Privat tilbud",
        }
    }

    /// Who runs it, by kind.
    pub(crate) fn driftsherre(self) -> &'static str {
        match self {
            Owner::Own => "Varde Kommune",
            Owner::OtherMunicipality => "Esbjerg Kommune",
            Owner::Region => "Region Syddanmark",
            Owner::Private => "Privat ejer",
            Owner::Selvejende { .. } => "Selvejende institution",
        }
    }

    /// The words of the register of providers.
    pub(crate) fn in_register(self) -> &'static str {
        match self {
            Owner::Own => "egen kommune",
            Owner::OtherMunicipality => "anden kommune",
            Owner::Region => "region",
            Owner::Private => "privat",
            Owner::Selvejende { overenskomst: true } => "selvejende med driftsoverenskomst",
            Owner::Selvejende { overenskomst: false } => "selvejende uden driftsoverenskomst",
        }
    }
}

/// A place that gives services.
pub struct Provider {
    /// Its name.
    pub name: &'static str,
    /// Who owns it.
    pub owner: Owner,
    pub(crate) gives: &'static [YdelseId],
}

impl Provider {
    /// True where it gives a service, and has a list price for it.
    #[must_use]
    pub fn gives(&self, ydelse: YdelseId) -> bool {
        self.gives.contains(&ydelse)
    }
}

/// Index into the list of places.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ProviderId(pub u8);

impl ProviderId {
    /// The place.
    #[must_use]
    pub fn get(self) -> &'static Provider {
        &PROVIDERS[usize::from(self.0)]
    }

    /// Ten digits, or empty for the one without a place of its own.
    #[must_use]
    pub fn p_number(self) -> String {
        if self == WITHOUT_P_NUMBER {
            return String::new();
        }
        let at = u32::from(self.0);
        format!("10{:02}{:06}", 13 + at * 7 % 80, 104_729 * (at + 3) % 1_000_000)
    }

    /// Eight digits of the owner's register number: its check digit is right, but no company has one that begins with 9.
    #[must_use]
    pub fn cvr(self) -> String {
        let mut stem = 9_100_000 + u32::from(self.0) * 24_691;
        loop {
            let digits = (0..7).map(|at| stem / 10u32.pow(6 - at) % 10);
            let sum: u32 = digits.zip([2, 7, 6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
            let check = (11 - sum % 11) % 11;
            if check < 10 {
                return format!("{stem}{check}");
            }
            stem += 1;
        }
    }

    /// Thirteen digits for electronic bills.
    pub(crate) fn ean(self) -> String {
        format!("5798{:09}", (u64::from(self.0) + 11) * 7_654_321 % 999_999_937)
    }

    /// Where it is.
    pub(crate) fn address(self) -> String {
        const ROADS: [&str; 6] =
            ["Kærvej", "Mosebakken", "Strandstien", "Skolegade", "Birkealle", "Engdraget"];
        let at = usize::from(self.0);
        format!("{} {}, 6800 Varde", ROADS[at % ROADS.len()], 3 + at * 7)
    }

    /// Days after a month's end by which its bill is normally booked.
    #[must_use]
    pub fn delay_days(self) -> i32 {
        8 + i32::from(self.0) * 5 % 17
    }

    /// True where the place has a budget of its own and nothing is settled by citizen.
    #[must_use]
    pub fn is_ramme(self) -> bool {
        RAMME.contains(&self.get().name)
    }

    /// How some people write the name; the register knows.
    #[must_use]
    pub fn known_spelling(self) -> String {
        format!("{} (kontor)", self.get().name)
    }

    /// A slip of the pen: the fourth letter is missing.
    #[must_use]
    pub fn unknown_spelling(self) -> String {
        self.get().name.chars().enumerate().filter(|(at, _)| *at != 3).map(|(_, c)| c).collect()
    }

    /// True where every system shows the whole name, in every spelling.
    pub(crate) fn has_short_name(self) -> bool {
        self.known_spelling().chars().count() <= 30
    }

    /// Rates of a region have four decimals.
    pub(crate) fn fine_rates(self) -> bool {
        self.get().owner == Owner::Region
    }
}

const RAMME: [&str; 2] = ["Aktivitetshuset Møllehjulet", "Ledsagekorpset"];

pub(crate) const WITHOUT_P_NUMBER: ProviderId = ProviderId(23);

const SELV: Owner = Owner::Selvejende { overenskomst: false };
const SELV_DO: Owner = Owner::Selvejende { overenskomst: true };

const fn p(name: &'static str, owner: Owner, gives: &'static [YdelseId]) -> Provider {
    Provider { name, owner, gives }
}

/// All places.
pub(crate) static PROVIDERS: [Provider; 30] = [
    p("Bostøtteteam Syd", Owner::Own, &[S85, S82B]),
    p("Bostøtteteam Nord", Owner::Own, &[S85, S82B]),
    p("Bofællesskabet Ringdammen, afdeling Lærkesporen", Owner::Own, &[ABL105, S85]),
    p("Botilbuddet Søvangen", Owner::Own, &[ABL105, S108]),
    p("Bofællesskabet Åbrinken", Owner::Own, &[ABL105]),
    p("Midlertidigt botilbud Kløvermarken", Owner::Own, &[S107]),
    p("Aktivitetshuset Møllehjulet", Owner::Own, &[S104]),
    p("Værkstedet Kilden", Owner::Own, &[S103, S104]),
    p("Det Grønne Værksted", Owner::Own, &[S103]),
    p("Ledsagekorpset", Owner::Own, &[S97]),
    p("Varde Kommune, BPA", Owner::Own, &[S95, S96]),
    p("Udviklingscenter Vadehavet", Owner::OtherMunicipality, &[ABL105, S108, S104]),
    p("Bo- og Aktivitetscenter Hedelund", Owner::OtherMunicipality, &[S107, S108, S103]),
    p("Dagcenter Fjordblik", Owner::OtherMunicipality, &[S104]),
    p("Forsorgshjemmet Havnegården", Owner::OtherMunicipality, &[S110]),
    p("Specialområde Vestkysten, Hus 4", Owner::Region, &[S108, S107]),
    p("Specialområde Vestkysten, Dagtilbud", Owner::Region, &[S104]),
    p("Psykiatrisk Afdeling Vest, særlige pladser", Owner::Region, &[SUL238A]),
    p("Opholdsstedet Hyldegården ApS", Owner::Private, &[S107, S108]),
    p("Fonden Skovtoften", Owner::Private, &[S108, ABL105, S104]),
    p("Botilbuddet Pilehuset ApS", Owner::Private, &[S107]),
    p("Bostøtten Nærvær ApS", Owner::Private, &[S85, S82B]),
    p("Handicaphjælp Vest A/S", Owner::Private, &[S95, S96]),
    p("Ledsagerne i Vest", Owner::Private, &[S97, S98]),
    p("Fonden Solsikkevang", SELV, &[ABL105, S107]),
    p("Den selvejende institution Egely", SELV_DO, &[S103, S104]),
    p("Fonden Nordlyset, værksted og café", SELV, &[S103, S104]),
    p("Forsorgshjemmet Åsen", SELV_DO, &[S110]),
    p("Døvblindekonsulenterne", Owner::Region, &[S98]),
    p("Diverse", Owner::Private, &[UNTRANSLATED]),
];

/// The places that give a service.
pub(crate) fn giving(ydelse: YdelseId) -> Vec<ProviderId> {
    (0..PROVIDERS.len() as u8).map(ProviderId).filter(|id| id.get().gives.contains(&ydelse)).collect()
}

/// What places with a budget of their own get a year, in øre.
pub(crate) fn frames(prices: &Prices) -> Vec<(ProviderId, YdelseId, i64)> {
    let all = (0..PROVIDERS.len() as u8).map(ProviderId).filter(|place| place.is_ramme());
    all.flat_map(|place| place.get().gives.iter().map(move |ydelse| (place, *ydelse)))
        .map(|(place, ydelse)| (place, ydelse, prices.base(place, ydelse) * 365 * 12))
        .collect()
}
