//! The steps of a month and of a year: what each is, the page that does it, when it is due and how it is ticked.
//!
//! Data of the project. A date that a law or Danmarks Statistik sets has its source; the others are a usual rhythm that a
//! municipality moves to its own days.

use crate::access::Right;

/// When a step is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// On the working day of this number in the month, Monday to Friday.
    Workday(u8),
    /// So many working days before the month is over; 1 is its last.
    WorkdayFromEnd(u8),
    /// On this day of the month.
    Day(u8),
    /// On the expected days of the sources.
    Sources,
    /// On the day that leaders must have answered.
    Answers,
    /// On these days of the year: month and day.
    Dates(&'static [(u32, u32)]),
}

/// How a step is ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// A person says so.
    Hand,
    /// Every source that somebody waits for has an extract of the month.
    Arrivals,
    /// A basis of the month is accepted.
    Basis,
    /// The newest run of the month left no word untranslated.
    Translated,
    /// Every saved control has run on a basis of the month.
    Run,
    /// A saved control has run on a second basis of the month.
    SecondRun,
    /// Nothing that the newest run saw is without somebody's word.
    NoneOpen,
    /// Every unit has answered.
    Answers,
    /// A sheet of corrections is sent.
    Sheets,
    /// Somebody has answered for every user's role in the quarter.
    Users,
}

/// A step.
#[derive(Debug)]
pub struct Step {
    /// Its word in addresses and lines. Never changed.
    pub key: &'static str,
    /// As pages write it.
    pub title: &'static str,
    /// What to do, in two sentences.
    pub what: &'static str,
    /// The page that does it: address, words, and the rights of which one is enough. Empty where no page does.
    pub page: (&'static str, &'static str, &'static [Right]),
    /// When.
    pub due: Due,
    /// How it is ticked.
    pub tick: Tick,
    /// Who sets the date.
    pub source: &'static str,
    /// Who usually takes it.
    pub who: &'static str,
}

impl Step {
    /// True for a step of every month.
    #[must_use]
    pub fn is_monthly(&self) -> bool {
        !matches!(self.due, Due::Dates(_))
    }
}

const OWN: &str = "Kommunens egen takt.";
const NO_PAGE: (&str, &str, &[Right]) = ("", "", &[]);

const fn step(
    key: &'static str,
    title: &'static str,
    due: Due,
    tick: Tick,
    who: &'static str,
    what: &'static str,
    page: (&'static str, &'static str, &'static [Right]),
) -> Step {
    Step { key, title, what, page, due, tick, source: OWN, who }
}

const fn sourced(step: Step, source: &'static str) -> Step {
    Step { source, ..step }
}

const IMPORTS: &[Right] = &[Right::SeeImports];
const ROWS: &[Right] = &[Right::SeeRows];
const LANGUAGE: &[Right] = &[Right::SeeLanguage];
const CASES: &[Right] = &[Right::FollowUp];
const CONTROLS: &[Right] = &[Right::RunControl];
const QUARTERS: &[(u32, u32)] = &[(1, 31), (4, 30), (7, 31), (10, 31)];

/// All, those of the month first, in the order of a month.
pub const STEPS: [Step; 31] = [
    sourced(
        step(
            "udtraek",
            "Udtrækkene er kommet",
            Due::Sources,
            Tick::Arrivals,
            "BI-konsulent",
            "Bestil udtræk fra hver kilde, og læs dem ind. Trinnet er gjort, når hver kilde med en forventet dag har et udtræk fra måneden.",
            ("/indlaesning", "Læs ind", IMPORTS),
        ),
        "Den forventede dag i datalandskabet.",
    ),
    step(
        "grundlag",
        "Grundlaget er godkendt",
        Due::Workday(2),
        Tick::Basis,
        "BI-konsulent",
        "Se fundene ved indlæsningen, og godkend udtrækkene som ét grundlag. Alle månedens tal regnes på det.",
        ("/grundlag", "Til grundlag", IMPORTS),
    ),
    step(
        "nye_ord",
        "Nye ord er oversat",
        Due::Workday(2),
        Tick::Translated,
        "BI-konsulent",
        "Find de ydelser og tilbud, som ingen paragraf har fået endnu, de tungeste først. Godkend et nyt grundlag, når de er oversat.",
        ("/oversaettelse", "Til oversættelse", LANGUAGE),
    ),
    step(
        "kontrol",
        "8-talskontrollen har kørt",
        Due::Workday(3),
        Tick::Run,
        "BI-konsulent",
        "Kør de gemte kontroller på månedens grundlag. Forsiden viser derefter, hvad der er nyt, og hvad der er rettet.",
        ("/kontrol", "Til kontrol", CONTROLS),
    ),
    step(
        "datamoede",
        "Datamøde er holdt",
        Due::Workday(4),
        Tick::Hand,
        "Økonomikonsulent",
        "Tag de største årsager på et møde på 45 minutter: hvad er systematisk, og hvem kan rette det. Mødevisningen tager én afvigelse ad gangen.",
        ("/moede", "Åbn mødevisningen", ROWS),
    ),
    step(
        "rettelser",
        "Rettelser er sendt",
        Due::Workday(5),
        Tick::Sheets,
        "Økonomikonsulent",
        "Send hvert systems rettelsesark til den, der kan rette i systemet. Næste udtræk viser selv, hvad der er rettet.",
        ("/rettelser", "Til rettelsesark", ROWS),
    ),
    step(
        "andet_udtraek",
        "Andet udtræk og anden kørsel",
        Due::Workday(7),
        Tick::SecondRun,
        "BI-konsulent",
        "Læs nye udtræk ind efter rettelserne, godkend et nyt grundlag, og kør kontrollerne igen. Så er kun resten tilbage før leverancen.",
        ("/indlaesning", "Læs ind", IMPORTS),
    ),
    step(
        "resten",
        "Resten har fået et svar",
        Due::Workday(8),
        Tick::NoneOpen,
        "Myndighedsleder",
        "Gennemgå de afvigelser, som ingen har sagt noget om. Acceptér dem med en grund, eller sig, hvem de venter på.",
        ("/afvigelser?status=aaben", "Se de åbne", ROWS),
    ),
    step(
        "dst_proeve",
        "Prøve før leverancen",
        Due::Day(10),
        Tick::Hand,
        "BI-konsulent",
        "Sammenlign det, fagsystemet vil sende til Danmarks Statistik, med den forrige leverance: nye, ændrede og forsvundne borgere. Det gøres i fagsystemet, for Ottetal sender ikke.",
        NO_PAGE,
    ),
    step(
        "validering",
        "Lederne har svaret på månedens tal",
        Due::Answers,
        Tick::Answers,
        "Ledere",
        "Hver enheds leder ser egne tal og svarer, om de kan genkendes. Et «ikke» bliver en indsigelse, som nogen skal svare på.",
        ("/validering", "Til validering", &[Right::ValidateFigures, Right::EditMonth]),
    ),
    sourced(
        step(
            "dst",
            "Leverance til Danmarks Statistik",
            Due::Day(14),
            Tick::Hand,
            "Systemadministrator",
            "Fagsystemet leverer den fulde bestand for handicap og udsatte voksne. Hak trinnet af, når systemet siger, at leverancen er sendt.",
            NO_PAGE,
        ),
        "Danmarks Statistik, oplysningssiden Handicap og udsatte voksne: løbende indberetning senest den 14. i efterfølgende måned (dst.dk).",
    ),
    step(
        "kvittering",
        "Kvittering og fejlliste er læst",
        Due::Day(15),
        Tick::Hand,
        "BI-konsulent",
        "Læs kvitteringen og fejllisten fra Danmarks Statistik eller leverandøren. Fejl, der skal rettes, lægges på næste måneds rettelsesark.",
        NO_PAGE,
    ),
    step(
        "prisme",
        "Økonomisystemets måned er lukket",
        Due::Workday(9),
        Tick::Hand,
        "Økonomikonsulent",
        "Læs posteringerne ind, når perioden er lukket. Så kan betalinger holdes mod bevillinger.",
        ("/indlaesning", "Læs ind", IMPORTS),
    ),
    step(
        "disponering",
        "Bevægelser i disponeringen er set",
        Due::Workday(9),
        Tick::Hand,
        "Økonomikonsulent",
        "Gennemgå, hvad der har flyttet sig siden sidste måned, borger for borger og de største kroner først. Enhedernes sider viser de fem største.",
        ("/validering", "Se bevægelser", &[Right::ValidateFigures, Right::EditMonth]),
    ),
    step(
        "disponeringsmoede",
        "Disponeringsmøde er holdt",
        Due::Workday(11),
        Tick::Hand,
        "Økonomikonsulent",
        "Gennemgå bevægelser, forventninger og dyre sager med myndighedsleder og koordinatorer. Det, mødet ved før systemerne, skrives som en korrektion.",
        ("/korrektioner", "Til korrektioner", &[Right::CorrectBasis]),
    ),
    step(
        "prognose",
        "Prognosen er afstemt med økonomi",
        Due::Workday(12),
        Tick::Hand,
        "Økonomikonsulent",
        "Sæt jeres forventede regnskab ved siden af økonomiafdelingens. Aftal, hvad forskellen består af, før tallet går videre.",
        NO_PAGE,
    ),
    step(
        "frys",
        "Månedens tal er fastholdt",
        Due::Workday(13),
        Tick::Hand,
        "Områdeleder",
        "Skriv en forklaring pr. område, og lås månedens tal. Et grundlag kan altid åbnes igen, så tallene kan genfindes.",
        ("/grundlag", "Til grundlag", IMPORTS),
    ),
    step(
        "rapport",
        "Månedsrapport er sendt",
        Due::Workday(14),
        Tick::Hand,
        "Økonomikonsulent",
        "Send rapporten til myndighed og chef. Hver side kan udskrives og bærer sit grundlag i foden.",
        NO_PAGE,
    ),
    step(
        "paamindelse",
        "Slut og start er tastet før månedsskiftet",
        Due::WorkdayFromEnd(2),
        Tick::Hand,
        "Faglig koordinator",
        "Mind sagsbehandlerne om at taste ophør og nye bevillinger, før måneden er slut. Det fjerner de fleste af næste måneds afvigelser.",
        ("/sager", "Til sager", CASES),
    ),
    step(
        "opfoelgning",
        "Sene opfølgninger er taget",
        Due::WorkdayFromEnd(1),
        Tick::Hand,
        "Sagsbehandlere",
        "Hver sagsbehandler ser egne sager, de sene opfølgninger først. Skriv, hvornår der er fulgt op, og hvornår det sker igen.",
        ("/sager", "Til sager", CASES),
    ),
    step(
        "takster",
        "Årets takster er lagt ind",
        Due::Dates(&[(1, 31)]),
        Tick::Hand,
        "Økonomikonsulent",
        "Ret takster på hver bevilling, når tilbuddene melder nye ud. En dag med en udløbet takst bliver en afvigelse.",
        ("/afvigelser?regel=udloebet_takst", "Se udløbne takster", ROWS),
    ),
    sourced(
        step(
            "dst_godkendelse",
            "Danmarks Statistiks tal er godkendt",
            Due::Dates(&[(1, 20), (2, 1), (2, 11)]),
            Tick::Hand,
            "Myndighedsleder",
            "Læs runden fra Danmarks Statistik, ret, levér igen, og godkend til sidst hvert kvartal siden 2015. Et kvartal, der ikke er godkendt, går ud af de offentlige tabeller.",
            NO_PAGE,
        ),
        "Danmarks Statistik, oplysningssiden Handicap og udsatte voksne: fristen var 11-02-2022 og 12-02-2024. Se årets brev, og ret dagen.",
    ),
    step(
        "rettigheder",
        "Brugernes rettigheder er bekræftet",
        Due::Dates(&[(1, 15), (4, 15), (7, 15), (10, 15)]),
        Tick::Users,
        "Myndighedsleder",
        "Gennemgå, hvem der har hvilken rolle, og hvornår den slutter. Bekræft det for kvartalet.",
        ("/administration/brugere", "Til brugere", &[Right::SeeAdministration]),
    ),
    sourced(
        step(
            "refusion",
            "Refusion for særligt dyre enkeltsager",
            Due::Dates(QUARTERS),
            Tick::Hand,
            "Økonomikonsulent",
            "Opgør de borgere, hvis udgifter er over grænsen i serviceloven § 176, og hjemtag kvartalet. Ret også tidligere kvartaler, hvor grundlaget er ændret.",
            NO_PAGE,
        ),
        "Kommunens egen takt. Udgiften opgøres pr. måned (bekendtgørelse nr. 1485 af 06-12-2023 § 3).",
    ),
    sourced(
        step(
            "mellemkommunal",
            "Krav mod andre kommuner er sendt",
            Due::Dates(QUARTERS),
            Tick::Hand,
            "Økonomikonsulent",
            "Send krav for de borgere, en anden kommune skal betale for, og svar på dem, I har fået. Se efter krav, der er ved at blive forældede.",
            NO_PAGE,
        ),
        "Kommunens egen takt. Et krav forældes efter 3 år (retssikkerhedsloven § 9 c).",
    ),
    step(
        "budgetopfoelgning",
        "Budgetopfølgning",
        Due::Dates(&[(3, 31), (7, 31), (9, 30), (12, 31)]),
        Tick::Hand,
        "Økonomikonsulent",
        "Fasthold grundlag, budget og forventet regnskab, og skriv en forklaring pr. funktion. Næste opfølgning viser, hvad der har flyttet sig siden.",
        ("/grundlag", "Til grundlag", IMPORTS),
    ),
    step(
        "udvalg",
        "Kvartalsrapport til udvalget",
        Due::Dates(&[(2, 15), (5, 15), (8, 15), (11, 15)]),
        Tick::Hand,
        "Områdeleder",
        "Skriv kvartalets aktivitet og kroner pr. område uden personer. Små tal vises afrundet.",
        NO_PAGE,
    ),
    step(
        "datalandskab",
        "Datalandskabet er gennemgået",
        Due::Dates(&[(3, 15)]),
        Tick::Hand,
        "BI-konsulent",
        "Gå hver kilde igennem: hvis borgere den har, hvem der svarer for den, og hvem der er stedfortræder. Ret det, der er ændret.",
        ("/datalandskab", "Til datalandskab", &[Right::SeeLandscape]),
    ),
    step(
        "budget",
        "Næste års budget",
        Due::Dates(&[(6, 1)]),
        Tick::Hand,
        "Økonomikonsulent",
        "Regn på de sager, I kender, med næste års takster og helårsvirkning. Tag 17-årige og kendte forventninger med.",
        NO_PAGE,
    ),
    step(
        "novemberliste",
        "Novemberlisten er afstemt",
        Due::Dates(&[(11, 15)]),
        Tick::Hand,
        "Økonomikonsulent",
        "Hold borgere med anden betalingskommune i CPR mod bevillingens betalingskommune, begge veje. Bed om de tilsagn, der mangler.",
        ("/afvigelser?attribut=betalingskommune", "Se forskelle", ROWS),
    ),
    step(
        "nytaar",
        "Året er lukket",
        Due::Dates(&[(12, 31)]),
        Tick::Hand,
        "Økonomikonsulent",
        "Se de paragraffer, der ikke er på plads, før året er slut. Det, der ikke kan rettes mere, får en grund.",
        ("/kom-i-gang", "Til kom i gang", &[Right::SignParagraf, Right::EditMonth]),
    ),
];
