//! Every route with an id in its address: what the id is of, and how far each role's right to it goes. Written from the
//! municipality's own sentences about its roles, not from the program's table.

use axum::http::Method;

/// What the id of an address is of. The letters say how far the right of each role goes, in the order caseworker,
/// administrative worker, coordinator, economy, BI, authority manager, head of area, provider manager, director,
/// administrator, auditor: `e` own, `t` the team's, `o` the area's, `l` the own provider's, `s` the sample's, `j` not
/// about citizens, `n` comes in and sees nobody, `-` is turned away.
#[derive(Clone, Copy, Debug)]
pub(super) enum About {
    /// A citizen.
    Citizen(&'static str),
    /// A deviation.
    Item(&'static str),
    /// A row of a file.
    Row(&'static str),
    /// A citizen's case on a paragraph.
    Case(&'static str),
    /// A sheet of corrections with lines about citizens.
    SentSheet(&'static str),
    /// A correction beside the figures, of one citizen.
    Correction(&'static str),
    /// A unit that answers for its figures.
    Unit(&'static str),
    /// What a unit did not recognise.
    Objection(&'static str),
    /// A paragraph on its way to be in place.
    Paragraf(&'static str),
    /// A page with rows about many: it has those whom one sees.
    List(&'static str),
    /// A line of the log.
    Line,
    /// Who has looked a citizen up, for the auditor.
    Receipt,
    /// Leads back to the citizen's page, which asks.
    Back(&'static str),
    /// Nothing about citizens; why.
    Nobody(&'static str),
}

const ROWS: &str = "ettooool--s";
const WORK: &str = "ettooo-----";
const NAMES: &str = "ettoooo---s";
const CORRECT: &str = "---ooo-----";
const IMPORTED: &str = "ettooool-ns";

/// Who comes to the pages of units: those who answer, and those who see that they do.
const UNITS: &str = "--tooool---";
/// Who comes to the way to be in place: those who write in the month, and those who sign.
const START: &str = "--toooo----";
/// Leaders, who answer.
const ANSWER: &str = "--t--ool---";
/// Those who write in the month.
const MONTH: &str = "--tooo-----";
/// Leaders of an area, who sign.
const SIGN: &str = "-----oo----";
const SHEETS: &str = "--toooo---s";
const SHEET_LINES: &str = "---ooo-----";

const SOURCE: &str = "en kilde: hvordan dens filer læses";
const IMPORT: &str = "en indlæsning: tal om rækker, ingen borgere";
const SHEET: &str = "et regneark, der er skrevet op: dets egne ord";

/// The table.
const KNOWN: [(bool, &str, About); 77] = [
    (false, "/aktiver/{*navn}", About::Nobody("stil og program, som alle henter")),
    (true, "/kontrol/{navn}/koer", About::Nobody("en gemt kontrol: hvad der spørges om")),
    (false, "/kontrol/svar/{job}", About::List("---ooo-----")),
    (false, "/kontrol/svar/{job}/{fil}", About::List("---ooo-----")),
    (false, "/kontrol/{navn}/borgere", About::List(ROWS)),
    (false, "/arbejde/{id}", About::Nobody("et stykke arbejde: hvor langt det er")),
    (true, "/arbejde/{id}/stop", About::Nobody("et stykke arbejde: hvor langt det er")),
    (false, "/indlaesning/nye/{id}", About::Nobody("filer, som den, der sendte dem, selv venter på")),
    (true, "/indlaesning/nye/{id}", About::Nobody("filer, som den, der sendte dem, selv venter på")),
    (true, "/indlaesning/nye/{id}/opgiv", About::Nobody("filer, som den, der sendte dem, selv venter på")),
    (true, "/indlaesning/nye/{id}/beskriv/{nr}", About::Nobody(SOURCE)),
    (false, "/indlaesning/kilde/{navn}", About::Nobody(IMPORT)),
    (false, "/indlaesning/{id}", About::Nobody(IMPORT)),
    (false, "/indlaesning/{id}/fund", About::Nobody(IMPORT)),
    (false, "/indlaesning/{id}/raekker", About::List(ROWS)),
    (false, "/grundlag/{id}", About::Nobody("et grundlag: hvilke indlæsninger")),
    (false, "/log/linje/{nr}", About::Line),
    (false, "/log/borger/{id}", About::Receipt),
    (false, "/afvigelser/{id}", About::Item(ROWS)),
    (true, "/afvigelser/{id}/saet", About::Item(WORK)),
    (false, "/borgere/{id}", About::Citizen(ROWS)),
    (false, "/borgere/{id}/betalinger", About::Citizen(ROWS)),
    (false, "/borgere/{id}/vis", About::Back(NAMES)),
    (true, "/borgere/{id}/vis", About::Citizen(NAMES)),
    (false, "/raekke/{import}/{fil}/{raekke}", About::Row(IMPORTED)),
    (false, "/hjaelp/regler/{key}", About::Nobody("en regel")),
    (false, "/hjaelp/fund/{kode}", About::Nobody("et slags fund")),
    (
        false,
        "/laering/beslutninger/{nr}",
        About::Nobody("en beslutning: dens tal ser kun den, der må tælle dem"),
    ),
    (true, "/laering/beslutninger/{nr}/slut", About::Nobody("en beslutning")),
    (false, "/kom-i-gang/trin/{nr}", About::Nobody("et trin: kilder, ord og enheder")),
    (false, "/kom-i-gang/{paragraf}", About::Paragraf(START)),
    (true, "/kom-i-gang/{paragraf}", About::Paragraf(SIGN)),
    (true, "/kom-i-gang/{paragraf}/tilbage", About::Paragraf(SIGN)),
    (false, "/validering/indsigelser/{navn}", About::Objection(UNITS)),
    (true, "/validering/indsigelser/{navn}/svar", About::Objection(MONTH)),
    (true, "/validering/indsigelser/{navn}/luk", About::Objection(ANSWER)),
    (false, "/validering/{enhed}", About::Unit(UNITS)),
    (true, "/validering/{enhed}", About::Unit(ANSWER)),
    (false, "/validering/{enhed}/borgere", About::Unit(UNITS)),
    (false, "/aaret/{trin}", About::Nobody("et trin i året")),
    (true, "/aaret/{trin}", About::Nobody("et trin i året")),
    (true, "/aaret/{trin}/gjort", About::Nobody("et trin i året")),
    (false, "/oversaettelse/aendringer/{id}", About::Nobody("en ændring af en tabel")),
    (false, "/leverandoerer/{nr}", About::Nobody("en leverandør: dens tal er af dem, man ser")),
    (false, "/kilder/nye/{id}", About::Nobody(SOURCE)),
    (true, "/kilder/nye/{id}", About::Nobody(SOURCE)),
    (true, "/kilder/nye/{id}/opgiv", About::Nobody(SOURCE)),
    (false, "/kilder/{navn}", About::Nobody(SOURCE)),
    (true, "/kilder/{navn}/kopi", About::Nobody(SOURCE)),
    (false, "/kilder/{navn}/ret", About::Nobody(SOURCE)),
    (true, "/kilder/{navn}/ret", About::Nobody(SOURCE)),
    (true, "/kilder/{navn}/ret/opgiv", About::Nobody(SOURCE)),
    (true, "/kilder/{navn}/indlaes", About::Nobody(SOURCE)),
    (true, "/kilder/{navn}/laes-igen", About::Nobody(SOURCE)),
    (false, "/regneark/{nr}", About::List(SHEETS)),
    (false, "/regneark/{nr}/forskelle.xlsx", About::List(SHEETS)),
    (false, "/regneark/{nr}/ret", About::Nobody(SHEET)),
    (true, "/regneark/{nr}/ret", About::Nobody(SHEET)),
    (true, "/regneark/{nr}/tilstand", About::Nobody(SHEET)),
    (true, "/regneark/{nr}/sluk", About::Nobody(SHEET)),
    (true, "/regneark/{nr}/forklar", About::List(SHEET_LINES)),
    (false, "/administration/brugere/{navn}", About::Nobody("en bruger, ingen borger")),
    (true, "/administration/brugere/{navn}/rolle", About::Nobody("en bruger, ingen borger")),
    (true, "/administration/brugere/{navn}/afslut", About::Nobody("en bruger, ingen borger")),
    (true, "/administration/brugere/{navn}/spaer", About::Nobody("en bruger, ingen borger")),
    (true, "/administration/brugere/{navn}/log-ud", About::Nobody("en bruger, ingen borger")),
    (true, "/administration/brugere/{navn}/kode", About::Nobody("en bruger, ingen borger")),
    (false, "/rettelser/{nr}", About::SentSheet(ROWS)),
    (false, "/rettelser/{nr}/ark.xlsx", About::SentSheet(ROWS)),
    (true, "/rettelser/{nr}/vis", About::SentSheet(NAMES)),
    (true, "/rettelser/{nr}/fortryd", About::SentSheet(WORK)),
    (false, "/korrektioner/{nr}", About::Correction(CORRECT)),
    (true, "/korrektioner/{nr}/tag-tilbage", About::Correction(CORRECT)),
    (false, "/sager/{id}", About::Case(WORK)),
    (false, "/datalandskab/{kilde}", About::Nobody("en kilde: ansvar og takt")),
    (false, "/datalandskab/{kilde}/ret", About::Nobody("en kilde: ansvar og takt")),
    (true, "/datalandskab/{kilde}/ret", About::Nobody("en kilde: ansvar og takt")),
];

fn method(is_post: bool) -> Method {
    if is_post { Method::POST } else { Method::GET }
}

/// What a route's id is of; `None` for a route that nobody has said it of.
pub(super) fn about(asked: &Method, path: &str) -> Option<About> {
    let found = KNOWN.iter().find(|(is_post, own, _)| *own == path && method(*is_post) == *asked);
    found.map(|(.., about)| *about)
}

/// The routes that the table knows.
pub(super) fn known() -> impl Iterator<Item = (Method, &'static str)> {
    KNOWN.iter().map(|(is_post, path, _)| (method(*is_post), *path))
}
