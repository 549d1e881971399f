//! Fields and kinds as people call them, and the words that each field usually stands under.
//!
//! Invariant: a label says what the column holds, in the field's words; nothing is read by it.

use crate::mapping::{Field, Kind};
use Field as F;

/// What a kind of source is, for the one who sends a file: its name, and what one row of it is.
#[must_use]
pub fn kind_label(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Activities => ("Ydelser til borgere", "en ydelse eller indsats til en borger"),
        Kind::Postings => ("Posteringer", "en postering i økonomisystemet"),
        Kind::Persons => ("Borgere (CPR)", "en borger eller en bopæl"),
        Kind::Diagnoses => ("Diagnoser og målgrupper", "en diagnose eller målgruppe hos en borger"),
        Kind::ListPrices => ("Takster", "en takst på en leverandørs liste"),
        Kind::IndividualRates => ("Individuelle takster", "en takst, der er aftalt for én borger"),
        Kind::Providers => ("Leverandører", "en leverandør"),
        Kind::Expectations => ("Forventede sager", "en sag, der ventes, før der er en afgørelse"),
        Kind::Enrichments => ("Udgifter uden borgere", "en udgift uden borgere: ramme, pulje, abonnement"),
        Kind::Budget => ("Budget", "en budgetlinje"),
        Kind::Caseworkers => ("Sagsbehandlere", "en sagsbehandler"),
        Kind::FaellesSprog => ("Fælles sprog", "en linje i masteroversigten"),
        Kind::Oversaettelse => ("Oversættelse", "en linje i oversættelsen"),
    }
}

/// Words in the name of a file or a sheet that point to a kind.
pub(super) fn named(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Activities => &["ydelse", "indsats", "bevilling"],
        Kind::Postings => &["postering", "bogfør", "finans"],
        Kind::Persons => &["cpr", "folkeregister"],
        Kind::Diagnoses => &["diagnose"],
        Kind::ListPrices => &["takstblad", "listepris", "takster"],
        Kind::IndividualRates => &["individuel"],
        Kind::Providers => &["leverandør", "leverandoer"],
        Kind::Expectations => &["forvent"],
        Kind::Enrichments => &["berigelse", "rammer"],
        Kind::Budget => &["budget"],
        Kind::Caseworkers => &["sagsbehandler", "medarbejder"],
        Kind::FaellesSprog => &["masteroversigt", "faelles_sprog", "fælles sprog"],
        Kind::Oversaettelse => &["oversaettelse", "oversættelse"],
    }
}

/// What a field is called in a kind of source, and under which heading it stands in a list of fields.
#[must_use]
pub fn field_label(kind: Kind, field: Field) -> (&'static str, &'static str) {
    const BORGER: &str = "Borgeren";
    const YDELSE: &str = "Ydelsen";
    const DAGE: &str = "Dage";
    const LEVERANDOER: &str = "Leverandøren";
    match field {
        F::Cpr => ("CPR-nummer", BORGER),
        F::FormerCpr => ("Tidligere CPR-nummer", BORGER),
        F::Name => ("Borgerens navn", BORGER),
        F::Born => ("Fødselsdag", BORGER),
        F::Dead => ("Dødsdag", BORGER),
        F::Protected => ("Navne- og adressebeskyttelse", BORGER),
        F::Kommune => ("Bopælskommune", BORGER),
        F::Handlekommune => ("Handlekommune", BORGER),
        F::Betalingskommune => ("Betalingskommune", BORGER),
        F::Address => ("Adresse", BORGER),
        F::CitizenKey => ("Borgerens nøgle i systemet (aldrig CPR)", BORGER),
        F::Maalgruppe => ("Målgruppe", BORGER),
        F::CodeSystem => ("Kodesystem", BORGER),
        F::Code => ("Diagnose eller målgruppe (kode)", BORGER),
        F::Service => ("Ydelse eller indsats, systemets ord", YDELSE),
        F::Ydelse => ("Indsatsydelse (fælles sprog)", YDELSE),
        F::Paragraf => ("Paragraf", YDELSE),
        F::Lovhjemmel => ("Lovhjemmel med ord", YDELSE),
        F::Role => ("Hovedydelse eller tillægsydelse", YDELSE),
        F::Status => ("Status", YDELSE),
        F::DstCode => ("DST-kode", YDELSE),
        F::Category1 => ("Kategori 1", YDELSE),
        F::Category2 => ("Kategori 2", YDELSE),
        F::Source => ("Kilde", YDELSE),
        F::Label => ("Betegnelse", YDELSE),
        F::KindWord => ("Art (ramme, pulje, abonnement …)", YDELSE),
        F::State => ("Hvad det blev til", YDELSE),
        F::Certainty => ("Sandsynlighed i procent", YDELSE),
        F::Start if kind == Kind::Persons => ("Tilflyttet", DAGE),
        F::End if kind == Kind::Persons => ("Fraflyttet", DAGE),
        F::Start => ("Første dag", DAGE),
        F::End => ("Slutdato", DAGE),
        F::Registered => ("Dagen, rækken er registreret", DAGE),
        F::Booked => ("Bogføringsdato", DAGE),
        F::Decided => ("Dagen, det er besluttet", DAGE),
        F::Expires => ("Skal bekræftes igen senest", DAGE),
        F::Year => ("År", DAGE),
        F::Provider if kind == Kind::Providers => ("Leverandørens navn", LEVERANDOER),
        F::Provider => ("Leverandør eller tilbud", LEVERANDOER),
        F::Also => ("Andre stavemåder", LEVERANDOER),
        F::PNumber => ("P-nummer", LEVERANDOER),
        F::Cvr => ("CVR-nummer", LEVERANDOER),
        F::Ean => ("EAN-nummer", LEVERANDOER),
        F::Ownership => ("Ejerforhold", LEVERANDOER),
        F::OwnerName => ("Driftsherre", LEVERANDOER),
        F::Settlement => ("Afregningsform", LEVERANDOER),
        F::DelayDays => ("Dage, til regningen er der", LEVERANDOER),
        other => money_label(other),
    }
}

/// The same of what is about money, and about who has the case.
fn money_label(field: Field) -> (&'static str, &'static str) {
    const PENGE: &str = "Penge";
    const SAGEN: &str = "Sagen";
    match field {
        F::Rate => ("Takst", PENGE),
        F::Unit => ("Takstenhed", PENGE),
        F::Amount => ("Beløb", PENGE),
        F::Sign => ("Debet eller kredit", PENGE),
        F::Account => ("Konto", PENGE),
        F::Art => ("Art", PENGE),
        F::Bill => ("Bilagsnummer", PENGE),
        F::Text => ("Tekst", PENGE),
        F::Hours => ("Timer pr. uge", PENGE),
        F::Quantity => ("Antal (timer eller stykker efter enheden)", PENGE),
        F::Count => ("Antal stykker", PENGE),
        F::Places => ("Pladser", PENGE),
        F::BudgetKind => ("Slags budget", PENGE),
        F::SettledShare => ("Afregningsprocent", PENGE),
        F::OccupiedShare => ("Belægningsprocent", PENGE),
        F::Settles => ("Om rækken afregnes", PENGE),
        F::Caseworker => ("Sagsbehandler eller team", SAGEN),
        F::Team => ("Team", SAGEN),
        F::Who => ("Hvem der svarer for linjen", SAGEN),
        F::EntryReason => ("Tilgangsårsag", SAGEN),
        F::ExitReason => ("Afgangsårsag", SAGEN),
        F::Assessment => ("Udredning", SAGEN),
        _ => ("Andet", SAGEN),
    }
}

/// The words that a field usually stands under, beside those of known mappings.
pub(super) fn usual(kind: Kind, field: Field) -> &'static [&'static str] {
    match field {
        F::Cpr => &["CPR-nummer", "Personnummer", "Borgerens CPR", "CPR nr."],
        F::Name if kind == Kind::Persons => &["Navn", "Borgerens navn", "Fulde navn"],
        F::Name => &["Borgerens navn", "Borgernavn", "Borger navn"],
        F::Born => &["Fødselsdag", "Fødselsdato"],
        F::Dead => &["Dødsdag", "Dødsdato"],
        F::Kommune => &["Bopælskommune"],
        F::Protected => &["Adressebeskyttelse", "Navnebeskyttelse"],
        F::FormerCpr => &["Tidligere CPR-nummer", "Gammelt CPR-nummer"],
        F::Handlekommune => &["Handlekommune"],
        F::Betalingskommune => &["Betalingskommune"],
        F::Address => &["Adresse", "Opholdsadresse"],
        F::CitizenKey => &["Borger-ID", "Borger ID", "BorgerID", "Borgernøgle"],
        F::Maalgruppe => &["Målgruppe"],
        F::Service if kind == Kind::Oversaettelse => &["Lokal ydelse"],
        F::Ydelse => &["Indsatsydelse", "Ydelse"],
        F::Service => &["Ydelse", "Indsats", "Ydelsesnavn", "Foranstaltning"],
        F::Paragraf => &["Paragraf", "§", "Bevilget efter", "Lovgrundlag"],
        F::Status => &["Status", "Indsatsstatus", "Bevillingsstatus"],
        F::Start => &[
            "Startdato",
            "Fra dato",
            "Gyldig fra",
            "Bevilget fra",
            "Periode fra",
            "Første dag",
            "Ikrafttrædelse",
            "Start",
            "Fra",
        ],
        F::End => {
            &["Slutdato", "Til dato", "Gyldig til", "Bevilget til", "Periode til", "Ophørsdato", "Sidste dag"]
        }
        F::Registered => &["Registreringsdato", "Oprettelsesdato"],
        F::Provider => &["Leverandør", "Tilbud", "Udfører", "Leverandørnavn", "Firma", "Sted"],
        F::PNumber => &["P-nummer", "Produktionsenhed"],
        F::Cvr => &["CVR-nummer"],
        F::Rate => &["Takst", "Pris", "Dagspris", "Enhedspris"],
        F::Unit => &["Takstenhed", "Enhed", "Afregningsenhed", "Prisenhed"],
        F::Hours => &["Timer pr. uge", "Ugentlige timer"],
        F::Amount => &["Beløb", "Beløb i kr.", "Beløb DKK"],
        F::Account => &["Konto", "Kontonummer", "Artskonto"],
        F::Booked => &["Bogføringsdato", "Posteringsdato"],
        F::Bill => &["Bilagsnummer", "Fakturanummer", "Bilag"],
        F::Text if kind == Kind::Postings => &["Posteringstekst"],
        F::Sign => &["Debet/kredit", "D/K"],
        F::Caseworker => &["Sagsbehandler", "Rådgiver", "Ansvarlig sagsbehandler"],
        F::Ownership => &["Ejerforhold"],
        F::Settlement => &["Afregningsform"],
        F::Year => &["Budgetår", "Regnskabsår"],
        F::Certainty => &["Sandsynlighed"],
        F::Team if kind == Kind::Caseworkers => &["Team", "Afdeling"],
        _ => &[],
    }
}

/// The place of a group of fields in a list.
#[must_use]
pub fn group_order(group: &str) -> usize {
    let groups = ["Borgeren", "Ydelsen", "Dage", "Leverandøren", "Penge", "Sagen"];
    groups.iter().position(|own| *own == group).unwrap_or(groups.len())
}

/// The fields of a kind, each with its label and group, and whether a mapping cannot do without it; by group.
#[must_use]
pub fn fields_of(kind: Kind) -> Vec<(Field, &'static str, &'static str, bool)> {
    let must = Field::must_be_mapped(kind);
    let all = Field::ALL.iter().copied().filter(|field| field.belongs_to(kind));
    let mut fields: Vec<(Field, &'static str, &'static str, bool)> = all
        .map(|field| {
            let (label, group) = field_label(kind, field);
            (field, label, group, must.contains(&field))
        })
        .collect();
    fields.sort_by_key(|(_, _, group, _)| group_order(group));
    fields
}
