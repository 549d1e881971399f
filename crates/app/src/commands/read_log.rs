//! The log, read: by the auditor all of it, by everybody one's own lines, and for a citizen when and why somebody looked.
//!
//! Reading others' lines is itself a line. A citizen's receipt names days and purposes, and no employee (EU-Domstolen
//! C-579/21).

use crate::commands::health::{CheckFound, EVERYTHING, LOG_LINES, WHOLE_LOG, save_found};
use crate::edge::{begins, local_day};
use crate::lines::{self, Kept};
use crate::session::Session;
use domain::calendar::Day;
use domain::person::CitizenId;
use std::collections::BTreeMap;
use store::StoreError;
use store::log::{Entry, Head, LogAsked};

/// Which lines are asked for. Nothing given means all. Days are those of a Danish calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogQuestion {
    /// By whom.
    pub actor: Option<String>,
    /// About whom.
    pub citizen: Option<CitizenId>,
    /// Only lines about somebody.
    pub about_somebody: bool,
    /// What was done: a word of [`WORDS`].
    pub what: Option<String>,
    /// For which purpose: its code.
    pub purpose: Option<String>,
    /// The line of this number.
    pub seq: Option<i64>,
    /// No line after the one of this number: what is asked for does not grow by being looked at.
    pub last: Option<i64>,
    /// The first day.
    pub from: Option<Day>,
    /// The last day, with.
    pub to: Option<Day>,
    /// How many at most.
    pub limit: u32,
    /// How many of the newest are passed over.
    pub offset: u32,
}

/// Lines of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPage {
    /// The lines, newest first.
    pub lines: Vec<Entry>,
    /// How many there are in all.
    pub total: u64,
}

/// On a day, for a purpose: how often somebody looked a citizen up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LookUps {
    /// The day, in Denmark.
    pub day: Day,
    /// The purpose's code.
    pub purpose: String,
    /// How many lines.
    pub times: u64,
    /// The number of the newest of them.
    pub last: i64,
}

/// What was done, as screens write it. A word that is not here is shown as it is.
pub const WORDS: &[(&str, &str)] = &[
    ("aabn_fil", "Åbnede en gemt fil"),
    ("accepter_grundlag", "Godkendte et grundlag"),
    ("adskil_numre", "Skilte to numre ad"),
    ("afgoer_leverandoer", "Afgjorde en leverandørs stavemåde"),
    ("afloest_nummer", "Lagde to numre sammen"),
    ("afloeste_numre", "Lagde afløste numre sammen"),
    ("afvist", "Blev nægtet adgang"),
    ("arbejdsliste", "Førte listen over afvigelser"),
    ("borger_slettet", "Sletning af en borger færdig"),
    ("bruger", "Gemte en bruger"),
    ("find_borger", "Søgte efter en borger"),
    ("forklar_borger", "Så en borger på tværs af systemer"),
    ("gem_borgernoegler", "Gemte borgernes nøgler i et system"),
    ("gem_kontrol", "Gemte en kontrol"),
    ("gem_opfoelgning", "Gemte en opfølgning"),
    ("gendan", "Gendannede en sikkerhedskopi"),
    ("grupper_afvigelser", "Så afvigelser efter årsag"),
    ("hent_afvigelser", "Hentede en liste over afvigelser"),
    ("hent_kontrol", "Hentede en kontrol som fil"),
    ("hent_korrektioner", "Hentede korrektioner til grundlag som fil"),
    ("hent_regneark", "Hentede et regneark ved siden af som fil"),
    ("hent_rettelsesark", "Hentede et rettelsesark som fil"),
    ("hent_sager", "Hentede en liste over sager"),
    ("indlaes", "Indlæste et udtræk"),
    ("koer_kontrol", "Begyndte en kontrol"),
    ("kontrol", "Kørte en kontrol"),
    ("kvittering", "Så, hvem der er slået op hvornår"),
    ("laes_log", "Læste loggen"),
    ("linje", "Skrev på en side"),
    ("liste_afvigelser", "Så en liste over afvigelser"),
    ("liste_borgere", "Så en liste over borgere"),
    ("liste_korrektioner", "Så korrektioner til grundlag"),
    ("liste_raekker", "Så rækker bag et tal"),
    ("liste_sager", "Så en liste over sager"),
    ("liste_virkning", "Så, hvem en ændret linje rører"),
    ("log_ind", "Loggede ind"),
    ("log_ind_afvist", "Forgæves forsøg på at logge ind"),
    ("log_ud", "Loggede ud"),
    ("miss", "Søgte en borger, der ikke blev fundet"),
    ("ny_korrektion", "Begyndte en korrektion til grundlag"),
    ("ombyt_numre", "Ombyttede numre med id'er"),
    ("opret_mappe", "Oprettede datamappen"),
    ("overblik_systemer", "Så borgere på tværs af systemer"),
    ("rettelsesark", "Så et rettelsesark"),
    ("saet_afvigelse", "Satte en afvigelse"),
    ("sammenlign_numre", "Sammenlignede numre"),
    ("se_betalinger", "Så en borgers betalinger"),
    ("se_borger", "Så en borger"),
    ("se_raekke", "Så en række i en fil"),
    ("se_regneark", "Så et regneark ved siden af"),
    ("sikkerhedskopi", "Tog en sikkerhedskopi"),
    ("slet_borger", "Slettede en borger"),
    ("slet_identitet", "Slettede nummer og navn"),
    ("slet_indlaesning", "Slettede en indlæsning"),
    ("svar_kontrol", "Så en kontrols svar"),
    ("tal_med_korrektioner", "Så et tal med korrektioner"),
    ("validering", "Så en enheds tal"),
    ("vis_afvigelse", "Så en afvigelse"),
    ("vis_cpr", "Så navn eller CPR-nummer"),
    ("vis_identitet", "Så navn og CPR-nummer"),
    ("vis_korrektion", "Så en korrektion til grundlag"),
    ("vis_moede", "Så en afvigelse til et møde"),
    ("vis_sag", "Så en sag"),
];

/// A word of the log as screens write it.
#[must_use]
pub fn in_words(what: &str) -> &str {
    WORDS.iter().find(|(word, _)| *word == what).map_or(what, |(_, text)| text)
}

/// Any lines, for the auditor. Leaves a line in the log before they are read.
///
/// # Errors
/// Where the log cannot be written or read.
pub async fn read_log(session: &Session, asked: &LogQuestion) -> anyhow::Result<LogPage> {
    let about: Vec<CitizenId> = asked.citizen.into_iter().collect();
    let object = asked.actor.as_deref().unwrap_or("");
    session.store.log().append_about(&session.ctx, "laes_log", object, &about).await?;
    find(session, asked).await
}

/// The lines of the one who asks, whatever else is asked for. Leaves no line.
///
/// # Errors
/// Where the log cannot be read.
pub async fn read_own_log(session: &Session, asked: &LogQuestion) -> anyhow::Result<LogPage> {
    find(session, &LogQuestion { actor: Some(session.ctx.actor.clone()), ..asked.clone() }).await
}

/// When and for which purposes a citizen was looked up, newest day first. Leaves a line in the log.
///
/// # Errors
/// Where the log cannot be written or read.
pub async fn receipt(session: &Session, citizen: CitizenId) -> anyhow::Result<Vec<LookUps>> {
    session.store.log().append_about(&session.ctx, "kvittering", "", &[citizen]).await?;
    let asked = LogAsked { citizen: Some(citizen), limit: u32::MAX, ..LogAsked::default() };
    let (lines, _) = session.store.log().find(&session.ctx, &asked).await?;
    let mut days: BTreeMap<(Day, String), (u64, i64)> = BTreeMap::new();
    for line in lines {
        let day = local_day(&line.at).unwrap_or(Day::FIRST);
        let (times, last) = days.entry((day, line.purpose)).or_default();
        *times += 1;
        *last = line.seq.max(*last);
    }
    let found = days.into_iter().rev();
    Ok(found.map(|((day, purpose), (times, last))| LookUps { day, purpose, times, last }).collect())
}

async fn find(session: &Session, asked: &LogQuestion) -> anyhow::Result<LogPage> {
    let asked = LogAsked {
        actor: asked.actor.clone(),
        citizen: asked.citizen,
        about_somebody: asked.about_somebody,
        counted_one: false,
        what: asked.what.clone(),
        purpose: asked.purpose.clone(),
        seq: asked.seq,
        last: asked.last,
        from: asked.from.map(begins),
        until: asked.to.map(|last| begins(last.next())),
        limit: asked.limit,
        offset: asked.offset,
    };
    let (lines, total) = session.store.log().find(&session.ctx, &asked).await?;
    Ok(LogPage { lines, total })
}

/// Lines that a page follows while somebody waits; the whole log is work for itself.
pub const NEWEST_LINES: u32 = 5_000;

/// Whether the newest lines of the log are whole, and what is known of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The newest line.
    pub head: Head,
    /// The lines up to this one were not followed now; 0 where all were.
    pub before: i64,
    /// What is wrong; empty where every line that was followed is as it was written.
    pub broken: String,
    /// The hash of the line that was asked for, where there is such a line.
    pub asked: Option<String>,
    /// When the whole log was followed last.
    pub whole: Option<Followed>,
}

/// The whole log as it was followed once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// When, RFC 3339.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Its newest line then.
    pub lines: i64,
    /// What was wrong then, or that its newest line is another since; empty where neither.
    pub broken: String,
}

/// Follows the newest lines of the chain, and tells when all of it was followed. Leaves a line in the log.
///
/// # Errors
/// Where the log cannot be written or read.
pub async fn check_chain(session: &Session, line: Option<i64>) -> anyhow::Result<Chain> {
    let (log, ctx) = (session.store.log(), &session.ctx);
    log.append(ctx, "laes_log", "kæden", 0).await?;
    let ((before, head), broken) = match log.verify_newest(ctx, NEWEST_LINES).await {
        Ok(found) => (found, String::new()),
        Err(StoreError::Damaged(text)) => ((0, log.head(ctx).await?), text),
        Err(other) => return Err(other.into()),
    };
    let asked = match line {
        Some(line) => log.hash_of(ctx, line).await?,
        None => None,
    };
    Ok(Chain { head, before, broken, asked, whole: last_followed(session).await? })
}

/// Follows the chain from the first line to the last, telling how far it is, and saves what was found.
///
/// # Errors
/// Where the log cannot be read, or the outcome not be saved.
pub async fn follow_log(session: &Session, tell: &mut (dyn FnMut(i64) + Send)) -> anyhow::Result<CheckFound> {
    let (log, ctx) = (session.store.log(), &session.ctx);
    log.append(ctx, "laes_log", "hele kæden", 0).await?;
    let (head, fejl) = match log.verify_telling(ctx, tell).await {
        Ok(head) => (head, Vec::new()),
        Err(StoreError::Damaged(text)) => (log.head(ctx).await?, vec![text]),
        Err(other) => return Err(other.into()),
    };
    let hele =
        if fejl.is_empty() { vec![(LOG_LINES.to_owned(), head.lines.unsigned_abs())] } else { Vec::new() };
    let found = CheckFound { fejl, hele, linjer: head.lines, hoved: head.hash };
    save_found(session, WHOLE_LOG, &found).await?;
    Ok(found)
}

/// The newest time that the whole log was followed, here or by a full check.
async fn last_followed(session: &Session) -> anyhow::Result<Option<Followed>> {
    let mut newest: Option<Kept<CheckFound>> = None;
    for name in [WHOLE_LOG, EVERYTHING] {
        let found = lines::get::<CheckFound>(session, name).await?;
        newest = newest.into_iter().chain(found).max_by_key(|kept| kept.seq);
    }
    let Some(kept) = newest else { return Ok(None) };
    let then = kept.line;
    let now = session.store.log().hash_of(&session.ctx, then.linjer).await?;
    let whole = then.hele.iter().any(|(what, _)| what == LOG_LINES);
    let broken = if !whole {
        then.fejl.join(" ")
    } else if now.as_ref() != Some(&then.hoved) {
        "Linjen, som var den nyeste dengang, er siden rettet eller fjernet. Hent mappen fra sikkerhedskopien."
            .to_owned()
    } else {
        String::new()
    };
    Ok(Some(Followed { at: kept.saved_at, by: kept.saved_by, lines: then.linjer, broken }))
}
