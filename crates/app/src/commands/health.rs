//! Is everything in order, as a page asks it: what was checked last, what is copied where, what failed, what fills up.
//!
//! Invariant: changes nothing but the line that says what a full check found. Names no citizen.

use crate::commands::inbox::{InboxFolder, inbox_folders};
use crate::commands::users::confirm::to_confirm;
use crate::commands::users::sign_in::{IDLE_MINUTES, is_open};
use crate::edge::{self, Disk, local_day, local_time};
use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use domain::calendar::Day;
use serde::{Deserialize, Serialize};
use store::jobs::JobOutcome;
use store::log::{Head, LogAsked};
use store::{CheckProgress, CheckedFiles};

/// What a full check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckFound {
    /// What is not as it was written; empty where all is well.
    pub fejl: Vec<String>,
    /// How many of each kind are as they were written.
    pub hele: Vec<(String, u64)>,
    /// Lines of the log then.
    pub linjer: i64,
    /// The hash of the newest one.
    pub hoved: String,
}

impl Line for CheckFound {
    const KIND: &'static str = "tjek";
    // The program's own words and hashes; one hash in four hundred reads as a person's number.
    const LOOKED_AT: bool = false;
}

/// The name of what a full check found.
pub const EVERYTHING: &str = "lager";
/// The name of what was found where the log alone was followed.
pub const WHOLE_LOG: &str = "log";
/// What a check says that it found whole, where the log is.
pub const LOG_LINES: &str = "linjer i loggen";

/// How a thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Good,
    /// Somebody should look.
    Look,
    /// Somebody must do something.
    Bad,
}

/// A thing that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthLine {
    /// What.
    pub what: &'static str,
    /// How it stands.
    pub state: State,
    /// In words.
    pub text: String,
    /// What to do; empty where nothing.
    pub todo: String,
    /// Where it is seen; empty where nowhere.
    pub href: &'static str,
}

/// All that is looked at.
#[derive(Debug)]
pub struct Health {
    /// The lines, in the order of the page.
    pub lines: Vec<HealthLine>,
    /// The newest full check.
    pub checked: Option<Kept<CheckFound>>,
    /// The log's newest line now.
    pub head: Head,
}

/// A full check is old after so many days.
const CHECK_DAYS: i32 = 31;
/// A backup is old after so many days, and gone stale after so many.
const BACKUP_DAYS: [i32; 2] = [2, 8];
/// Work that ended badly is shown for so many days.
const WORK_DAYS: i32 = 30;
const GIB: u64 = 1 << 30;

/// Looks. `day` is today, or the day that a demo believes it is: quarters follow it.
///
/// # Errors
/// Where the store cannot be read.
pub async fn read_health(session: &Session, day: Day) -> anyhow::Result<Health> {
    let today = local_day(&session.ctx.at).unwrap_or(day);
    let checked = lines::get::<CheckFound>(session, EVERYTHING).await?;
    let head = session.store.log().head(&session.ctx).await?;
    let lines = vec![
        check_line(checked.as_ref(), &head, today),
        backup(session, today).await?,
        disk(edge::disk(&session.edge.folder)),
        size(edge::folder_size(&session.edge.folder)),
        work(session, today).await?,
        inbox(&inbox_folders(session).await?),
        key(session),
        sign_ins(session).await?,
        rights(session, day).await?,
    ];
    Ok(Health { lines, checked, head })
}

fn since(at: &str, today: Day) -> i32 {
    local_day(at).map_or(i32::MAX, |then| today.0 - then.0)
}

fn check_line(checked: Option<&Kept<CheckFound>>, head: &Head, today: Day) -> HealthLine {
    let line = |state, text: String, todo: &str| HealthLine {
        what: "Fuldt tjek",
        state,
        text,
        todo: todo.to_owned(),
        href: "",
    };
    let Some(kept) = checked else {
        let text = "Der er ikke lavet et fuldt tjek herfra endnu.".to_owned();
        return line(State::Look, text, "Kør et fuldt tjek.");
    };
    let when = format!("{} af {}", local_time(&kept.saved_at), kept.saved_by);
    if !kept.line.fejl.is_empty() {
        let text = format!("{when}: {}", kept.line.fejl.join(" "));
        return line(State::Bad, text, "Gendan fra en sikkerhedskopi i en ny mappe, og sammenlign.");
    }
    if kept.line.linjer > head.lines {
        let text = format!(
            "Loggen havde {} linjer {when} og har nu {}: dens slutning er skåret af.",
            kept.line.linjer, head.lines
        );
        return line(State::Bad, text, "Find ud af, hvem der har haft adgang til databasen.");
    }
    let text = format!("{when}: alt var, som det blev skrevet.");
    if since(&kept.saved_at, today) > CHECK_DAYS {
        return line(State::Look, text, "Det er over en måned siden: kør et fuldt tjek.");
    }
    line(State::Good, text, "")
}

async fn backup(session: &Session, today: Day) -> anyhow::Result<HealthLine> {
    let asked = LogAsked { what: Some("sikkerhedskopi".to_owned()), limit: 1, ..LogAsked::default() };
    let (found, _) = session.store.log().find(&session.ctx, &asked).await?;
    let line = |state, text: String, todo: &str| HealthLine {
        what: "Sikkerhedskopi",
        state,
        text,
        todo: todo.to_owned(),
        href: "",
    };
    let todo = "Kør «ottetal sikkerhedskopi FIL» hver nat, til et andet drev.";
    Ok(match found.first() {
        None => line(
            State::Bad,
            "Loggen kender ingen sikkerhedskopi taget med Ottetal. Kopier, som andre programmer tager, kender den ikke."
                .to_owned(),
            todo,
        ),
        Some(own) => {
            let text = format!("Den seneste blev begyndt {} af {}.", local_time(&own.at), own.actor);
            match since(&own.at, today) {
                days if days <= BACKUP_DAYS[0] => line(State::Good, text, ""),
                days if days <= BACKUP_DAYS[1] => line(State::Look, text, todo),
                _ => line(State::Bad, text, todo),
            }
        }
    })
}

fn disk(disk: Option<Disk>) -> HealthLine {
    let line = |state, text: String, todo: &str| HealthLine {
        what: "Plads på drevet",
        state,
        text,
        todo: todo.to_owned(),
        href: "",
    };
    let Some(Disk { free, all }) = disk else {
        return line(
            State::Look,
            "Drevet siger ikke, hvor meget plads der er.".to_owned(),
            "Se efter på maskinen.",
        );
    };
    let text = format!("{} fri af {}.", bytes(free), bytes(all));
    match free {
        free if free < GIB => line(State::Bad, text, "Skaf plads nu: under 1 GB kan stoppe en indlæsning."),
        free if free < 10 * GIB && free < all / 10 => line(State::Look, text, "Skaf plads inden længe."),
        _ => line(State::Good, text, ""),
    }
}

fn size(size: Option<u64>) -> HealthLine {
    let (state, text) = match size {
        Some(size) => (State::Good, format!("Datamappen fylder {}.", bytes(size))),
        None => (State::Look, "Datamappen kan ikke læses helt igennem.".to_owned()),
    };
    let todo = if state == State::Good { "" } else { "Se efter, hvem der må læse mappen." };
    HealthLine { what: "Datamappen", state, text, todo: todo.to_owned(), href: "" }
}

async fn work(session: &Session, today: Day) -> anyhow::Result<HealthLine> {
    let jobs = session.store.jobs().list(&session.ctx, 500).await?;
    let bad = |outcome: JobOutcome| {
        let is = |job: &&store::jobs::Job| {
            job.end.as_ref().is_some_and(|end| end.outcome == outcome && since(&end.at, today) <= WORK_DAYS)
        };
        jobs.iter().filter(is).count()
    };
    let (failed, cut) = (bad(JobOutcome::Failed), bad(JobOutcome::CutOff));
    let line = |state, text: String, todo: &str| HealthLine {
        what: "Arbejde",
        state,
        text,
        todo: todo.to_owned(),
        href: "/arbejde",
    };
    Ok(if failed + cut == 0 {
        line(State::Good, format!("Intet er mislykket eller afbrudt de seneste {WORK_DAYS} dage."), "")
    } else {
        let text = format!("De seneste {WORK_DAYS} dage: {failed} mislykket, {cut} afbrudt.");
        line(State::Look, text, "Se, hvad der stoppede dem, og begynd dem igen.")
    })
}

fn inbox(folders: &[InboxFolder]) -> HealthLine {
    let line = |state, text: String, todo: &str| HealthLine {
        what: "Indbakke",
        state,
        text,
        todo: todo.to_owned(),
        href: "/kilder",
    };
    let faults: Vec<&str> = folders.iter().map(|own| own.fault.as_str()).filter(|f| !f.is_empty()).collect();
    let refused: usize = folders.iter().map(|own| own.refused.len()).sum();
    let waiting: usize = folders.iter().map(|own| own.waiting.len()).sum();
    match (faults.is_empty(), refused) {
        (false, _) => line(State::Bad, faults.join(" "), "Ret det, der står, så mappen kan ses efter igen."),
        (true, 0) => {
            line(State::Good, format!("{} mapper ses efter; {waiting} filer venter.", folders.len()), "")
        }
        (true, refused) => {
            let text = format!("{refused} filer blev ikke taget; {waiting} venter.");
            line(State::Look, text, "Se under kilderne, hvorfor, og læg rettede filer i mapperne.")
        }
    }
}

fn key(session: &Session) -> HealthLine {
    let path = session.edge.key_path(session.kommune());
    let fingerprint = &session.store.settings().noegle;
    let (state, text, todo) = match edge::open_to_others(&path) {
        None => (
            State::Look,
            format!("Nøglefilen kan ikke ses. Den åbne nøgle har fingeraftryk {fingerprint}."),
            "Se efter, hvor filen ligger, og at genskabelsesarket er i pengeskabet.",
        ),
        Some(true) => (
            State::Bad,
            "Nøglefilen kan læses af andre på maskinen.".to_owned(),
            "Sæt dens rettigheder til 600.",
        ),
        Some(false) => (
            State::Good,
            format!("Kun programmets egen bruger kan læse den; fingeraftryk {fingerprint}."),
            "",
        ),
    };
    HealthLine { what: "Nøglefil", state, text, todo: todo.to_owned(), href: "" }
}

async fn sign_ins(session: &Session) -> anyhow::Result<HealthLine> {
    let all = session.store.sign_ins().list(&session.ctx).await?;
    let open = all.iter().filter(|own| is_open(own, &session.ctx.at)).count();
    let text = match open {
        0 => "Ingen er logget ind.".to_owned(),
        1 => format!("1 er logget ind. Uden brug i {IDLE_MINUTES} minutter slutter det af sig selv."),
        more => format!("{more} er logget ind. Uden brug i {IDLE_MINUTES} minutter slutter det af sig selv."),
    };
    Ok(HealthLine {
        what: "Åbne logins",
        state: State::Good,
        text,
        todo: String::new(),
        href: "/administration/brugere",
    })
}

async fn rights(session: &Session, day: Day) -> anyhow::Result<HealthLine> {
    let all = to_confirm(session, day).await?;
    let open = all.iter().filter(|own| own.is_open()).count();
    let (state, text, todo) = match open {
        0 => (State::Good, "Alle roller er bekræftet i dette kvartal.".to_owned(), ""),
        more => (
            State::Look,
            format!("{more} af {} roller er ikke bekræftet i dette kvartal.", all.len()),
            "Myndighedslederen bekræfter dem.",
        ),
    };
    Ok(HealthLine {
        what: "Rettigheder",
        state,
        text,
        todo: todo.to_owned(),
        href: "/administration/brugere",
    })
}

/// Checks everything that is kept against what it was, and saves what was found. Reads every byte.
///
/// # Errors
/// Where the imports cannot be listed at all, or the outcome not be saved.
pub async fn check_all(
    session: &Session,
    progress: &mut (dyn FnMut(CheckProgress) + Send),
) -> anyhow::Result<CheckFound> {
    let CheckedFiles { wrong, whole } = session.store.check_files(&session.ctx, progress).await?;
    let head = session.store.log().head(&session.ctx).await?;
    let found = CheckFound {
        fejl: wrong.iter().map(ToString::to_string).collect(),
        hele: whole.into_iter().map(|(what, count)| (what.to_owned(), count)).collect(),
        linjer: head.lines,
        hoved: head.hash,
    };
    save_found(session, EVERYTHING, &found).await?;
    Ok(found)
}

/// Saves what a check found under the name of the check.
///
/// # Errors
/// Where it cannot be saved.
pub async fn save_found(session: &Session, name: &str, found: &CheckFound) -> anyhow::Result<()> {
    let line = NewLine {
        name: name.to_owned(),
        line: Some(found.clone()),
        citizen: None,
        reason: String::new(),
        before: None,
    };
    lines::save(session, &[line]).await
}

/// `1,2 GB`.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    let (unit, word) = match bytes {
        b if b >= GIB => (GIB, "GB"),
        b if b >= 1 << 20 => (1 << 20, "MB"),
        _ => (1 << 10, "kB"),
    };
    let tenths = bytes.saturating_mul(10) / unit;
    format!("{},{} {word}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::inbox::RefusedFile;

    fn head(lines: i64) -> Head {
        Head { lines, hash: String::new() }
    }

    fn kept(lines: i64, wrong: &[&str]) -> Kept<CheckFound> {
        Kept {
            name: EVERYTHING.to_owned(),
            line: CheckFound {
                fejl: wrong.iter().map(|text| (*text).to_owned()).collect(),
                hele: Vec::new(),
                linjer: lines,
                hoved: String::new(),
            },
            citizen: None,
            reason: String::new(),
            seq: 1,
            saved_at: "2026-03-01T08:00:00Z".to_owned(),
            saved_by: "drift".to_owned(),
        }
    }

    #[test]
    fn a_check_is_good_until_it_is_old_or_the_log_has_become_shorter() {
        let day = |text: &str| Day::parse(text).expect("en dag");
        let state =
            |kept: Option<&Kept<CheckFound>>, lines, today| check_line(kept, &head(lines), day(today)).state;
        assert_eq!(state(None, 5, "2026-03-02"), State::Look);
        assert_eq!(state(Some(&kept(5, &[])), 6, "2026-03-14"), State::Good);
        assert_eq!(state(Some(&kept(5, &[])), 6, "2026-04-14"), State::Look);
        assert_eq!(state(Some(&kept(5, &[])), 4, "2026-03-14"), State::Bad);
        assert_eq!(state(Some(&kept(5, &["En fil mangler."])), 6, "2026-03-14"), State::Bad);
    }

    #[test]
    fn a_refused_file_is_looked_at_and_a_folder_that_cannot_be_is_wrong() {
        let folder = InboxFolder::default();
        let refused = RefusedFile { name: "udtraek.csv".to_owned(), day: None, why: "tom".to_owned() };
        let with = InboxFolder { refused: vec![refused], ..folder.clone() };
        let broken = InboxFolder { fault: "Mappen kan ikke læses.".to_owned(), ..folder.clone() };
        let state = |folders: &[InboxFolder]| inbox(folders).state;
        assert_eq!(state(&[]), State::Good);
        assert_eq!(state(&[folder.clone(), with.clone()]), State::Look);
        assert_eq!(state(&[with, broken]), State::Bad);
    }

    #[test]
    fn sizes_are_read_by_people() {
        assert_eq!([1_536, 5 << 20, 3 * GIB / 2].map(bytes), ["1,5 kB", "5,0 MB", "1,5 GB"]);
        let full = Disk { free: GIB / 2, all: 100 * GIB };
        assert_eq!(disk(Some(full)).state, State::Bad);
        assert_eq!(disk(Some(Disk { free: 5 * GIB, ..full })).state, State::Look);
        assert_eq!(disk(Some(Disk { free: 50 * GIB, ..full })).state, State::Good);
    }
}
