//! Users and sign-ins on a data folder: who comes in, for how long, and what the log says of it.

use super::password::{LONGEST, Password, is_the_one};
use super::sign_in::{SignInAnswer, SignedIn, enter_demo, sign_in, sign_out, who_is};
use super::*;
use crate::access::{Right, Scope};
use crate::commands::init::init;
use crate::commands::read_log::{LogQuestion, read_log, read_own_log, receipt};
use crate::edge::{DEMO_KEY, Edge};
use crate::purpose::Purpose;
use domain::person::CitizenId;
use std::path::Path;
use store::{Backends, IdSource};

const WORD: &str = "tolv små grise";

async fn session(dir: &Path) -> Session {
    let read = Edge::read(Some(dir.join("data")));
    let edge = Edge { home: dir.into(), key: None, actor: "drift".into(), fault: None, ..read };
    let edge = Edge { now: "2026-03-02T08:00:00Z".into(), ..edge };
    if !edge.folder.exists() {
        init(&edge, 573, IdSource::Froe(1), Backends::default()).await.unwrap();
    }
    Session::open(&edge, Purpose::Tilsyn).await.unwrap()
}

fn new(name: &str, role: Role) -> NewUser<'_> {
    NewUser { name, full_name: "Prøve Person", grants: vec![Grant::of(role)], password: Some(WORD) }
}

async fn refused<T: fmt::Debug>(answer: impl Future<Output = anyhow::Result<T>>, word: &str) {
    let said = answer.await.expect_err("afvises").to_string();
    assert!(said.contains(word), "«{word}» mangler i: {said}");
}

async fn welcome(session: &Session, name: &str, password: &str) -> Option<Box<SignedIn>> {
    match sign_in(session, name, password).await.unwrap() {
        SignInAnswer::Welcome(signed) => Some(signed),
        SignInAnswer::Refused => None,
    }
}

/// Word and object of the lines of signing in and out, oldest first.
async fn told(session: &Session) -> Vec<String> {
    let asked = LogQuestion { limit: 1_000, ..LogQuestion::default() };
    let lines = read_log(session, &asked).await.unwrap().lines;
    let mut own: Vec<_> = lines.into_iter().filter(|line| line.what.starts_with("log_")).collect();
    own.reverse();
    own.into_iter().map(|line| format!("{} {} af {}", line.what, line.object, line.actor)).collect()
}

#[tokio::test]
async fn a_user_comes_back_as_saved_and_the_hash_is_not_shown() {
    let dir = tempfile::tempdir().unwrap();
    let session = session(dir.path()).await;
    let user = add_user(&session, &new("mette", Role::BiConsultant)).await.unwrap();
    assert_eq!(find_user(&session, " METTE").await.unwrap().as_ref(), Some(&user));
    assert_eq!(list_users(&session).await.unwrap(), std::slice::from_ref(&user));
    let hash = user.password.as_deref().unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    assert!(!format!("{user:?}").contains("argon2"));
    let other = add_user(&session, &new("bo", Role::Administrator)).await.unwrap();
    assert_ne!(user.password, other.password, "hver sit salt");
    let kept = session.store.users().get(&session.ctx, "bo").await.unwrap().unwrap();
    let more = kept.definition.replacen('{', "{\"ny\":1,", 1);
    let line =
        NewUserLine { name: "bo", definition: &more, before: Some(&kept.definition), ends_sign_ins: false };
    session.store.users().save(&session.ctx, &line).await.unwrap();
    refused(find_user(&session, "bo"), "nyere Ottetal").await;
}

#[tokio::test]
async fn names_roles_and_limits_that_cannot_be_are_refused_and_nothing_is_saved() {
    let dir = tempfile::tempdir().unwrap();
    let session = session(dir.path()).await;
    for name in ["x", "Mette", "mette berg", "mødte", "ukendt", "../x", &"a".repeat(41), ""] {
        refused(add_user(&session, &new(name, Role::Auditor)), "kan ikke være et brugernavn").await;
    }
    let none = NewUser { grants: Vec::new(), ..new("bo", Role::Auditor) };
    refused(add_user(&session, &none), "mindst én rolle").await;
    let grant = |role: Role| Grant::of(role);
    let cases = [
        (Grant { rolle: "chef".into(), ..grant(Role::Auditor) }, "ikke en rolle"),
        (Grant { team: "A".into(), ..grant(Role::Auditor) }, "begrænses ikke af --team"),
        (Grant { paragraffer: vec!["107".into()], ..grant(Role::Director) }, "ikke af --paragraf"),
        (Grant { paragraffer: vec!["107".into()], ..grant(Role::Caseworker) }, "ikke af --paragraf"),
        (Grant { paragraffer: vec!["x9".into()], ..grant(Role::HeadOfArea) }, "«x9»"),
        (grant(Role::Coordinator), "ser intet uden --team"),
        (grant(Role::ProviderManager), "ser intet uden --leverandoer"),
        (Grant { til: "i morgen".into(), ..grant(Role::Auditor) }, "ikke en dag"),
    ];
    for (grant, word) in cases {
        refused(add_user(&session, &NewUser { grants: vec![grant], ..new("bo", Role::Auditor) }), word).await;
    }
    assert_eq!(list_users(&session).await.unwrap(), []);
    let area = Grant { paragraffer: vec!["107".into()], ..grant(Role::HeadOfArea) };
    add_user(&session, &NewUser { grants: vec![area], ..new("lis", Role::Auditor) }).await.unwrap();
    let lis = find_user(&session, "lis").await.unwrap().unwrap();
    assert!(lis.grants[0].paragraffer.contains(&"SEL § 107".to_owned()), "{:?}", lis.grants);
    refused(add_user(&session, &new("lis", Role::Auditor)), "allerede en bruger").await;
}

#[tokio::test]
async fn nobody_gives_oneself_a_role_and_a_role_replaces_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let mut session = session(dir.path()).await;
    add_user(&session, &new("lis", Role::Administrator)).await.unwrap();
    session.ctx.actor = "lis".into();
    refused(grant_role(&session, "Lis", &Grant::of(Role::Auditor)), "Ingen giver sig selv adgang").await;
    block_user(&session, "lis", true).await.unwrap();
    refused(block_user(&session, "lis", false), "Ingen giver sig selv adgang").await;
    session.ctx.actor = "bo".into();
    block_user(&session, "lis", false).await.unwrap();
    refused(block_user(&session, "lis", false), "i forvejen").await;
    grant_role(&session, "lis", &Grant::of(Role::Auditor)).await.unwrap();
    let ended = Grant { til: "2026-03-01".into(), ..Grant::of(Role::Administrator) };
    let lis = grant_role(&session, "lis", &ended).await.unwrap();
    assert_eq!(lis.grants.len(), 2);
    let day = |text: &str| Day::parse(text).unwrap();
    let roles = |on: &str| access_on(&lis, day(on)).into_iter().map(|(role, _)| role).collect::<Vec<_>>();
    assert_eq!(roles("2026-03-01"), [Role::Administrator, Role::Auditor]);
    assert_eq!(roles("2026-03-02"), [Role::Auditor]);
    let today = day("2026-03-02");
    assert!(access_on(&User { blocked: true, ..lis.clone() }, today).is_empty());
    let scope = access_on(&lis, today).iter().find_map(|(_, g)| Scope::of("lis", g, Right::SeeLog, today));
    assert!(scope.is_some());
    refused(grant_role(&session, "ib", &ended), "ingen bruger «ib»").await;
}

#[tokio::test]
async fn weak_passwords_are_refused_and_the_same_letters_are_the_same_password() {
    let long = "æ".repeat(LONGEST + 1);
    let weak =
        ["kort", "elleve tegn", "123456789012", "Adgangskode2026", "Sommer2026!!!", "aaaaaaaaaaaaaaaa"];
    let own = ["Karl-Erik Sø", "karlerik2026", &long];
    for typed in weak.iter().chain(&own) {
        assert!(Password::new(typed, "karlerik2026", "Karl Erik Sø").is_err(), "{typed}");
    }
    let ring = Password::new("a\u{30a}bne himle nu", "bo", "Bo").unwrap().hash().await.unwrap();
    assert!(is_the_one("\u{e5}bne himle nu", Some(&ring)).await.unwrap());
    assert!(!is_the_one("\u{e5}bne himle Nu", Some(&ring)).await.unwrap());
    for typed in ["ingen", "", &long] {
        assert!(!is_the_one(typed, None).await.unwrap(), "{typed}");
        assert!(!is_the_one(typed, Some("sludder")).await.unwrap());
    }
}

#[tokio::test]
async fn who_comes_in_and_what_the_log_says_of_those_who_do_not() {
    let dir = tempfile::tempdir().unwrap();
    let session = session(dir.path()).await;
    add_user(&session, &new("mette", Role::BiConsultant)).await.unwrap();
    let ended = Grant { til: "2026-03-01".into(), ..Grant::of(Role::Auditor) };
    add_user(&session, &NewUser { grants: vec![ended], ..new("eva", Role::Auditor) }).await.unwrap();
    add_user(&session, &NewUser { password: None, ..new("demo", Role::Auditor) }).await.unwrap();
    let signed = welcome(&session, " Mette ", WORD).await.unwrap();
    assert_eq!((signed.token.secret().len(), signed.csrf.len()), (64, 64));
    assert!(!format!("{signed:?}").contains(signed.token.secret()));
    for (name, typed) in
        [("mette", "tolv små gris"), ("hemmeligt", WORD), ("eva", WORD), ("demo", ""), ("", "")]
    {
        assert!(welcome(&session, name, typed).await.is_none(), "{name}");
    }
    block_user(&session, "mette", true).await.unwrap();
    assert!(who_is(&session, signed.token.secret()).await.unwrap().is_none());
    assert!(welcome(&session, "mette", WORD).await.is_none());
    let no = |name: &str| format!("log_ind_afvist {name} af drift");
    let said = ["log_ind mette af mette".into(), no("mette"), no("ukendt"), no("eva"), no("demo")];
    assert_eq!(told(&session).await, [&said[..], &[no("ukendt"), no("mette")]].concat());
}

#[tokio::test]
async fn a_sign_in_ends_idle_late_by_a_new_password_and_when_the_role_ends() {
    let dir = tempfile::tempdir().unwrap();
    let mut session = session(dir.path()).await;
    let until_today = Grant { til: "2026-03-02".into(), ..Grant::of(Role::Auditor) };
    add_user(&session, &NewUser { grants: vec![until_today], ..new("mette", Role::Auditor) }).await.unwrap();
    let at = |session: &mut Session, time: &str| session.ctx.at = format!("2026-03-{time}Z");
    let signed = welcome(&session, "mette", WORD).await.unwrap();
    // Seen every half hour it lasts eight hours and not one second more.
    for half in 1..16 {
        at(&mut session, &format!("02T{:02}:{:02}:00", 8 + half / 2, 30 * (half % 2)));
        let present = who_is(&session, signed.token.secret()).await.unwrap().expect("stadig inde");
        assert_eq!((present.user.name.as_str(), &present.sign_in.csrf), ("mette", &signed.csrf));
    }
    at(&mut session, "02T15:59:59");
    assert!(who_is(&session, signed.token.secret()).await.unwrap().is_some());
    at(&mut session, "02T16:00:00");
    assert!(who_is(&session, signed.token.secret()).await.unwrap().is_none());
    let signed = welcome(&session, "mette", WORD).await.unwrap();
    at(&mut session, "02T16:30:01");
    assert!(who_is(&session, signed.token.secret()).await.unwrap().is_none(), "en halv time uden et klik");
    let signed = welcome(&session, "mette", WORD).await.unwrap();
    sign_out(&session, signed.token.secret()).await.unwrap();
    sign_out(&session, signed.token.secret()).await.unwrap();
    assert!(who_is(&session, signed.token.secret()).await.unwrap().is_none());
    let signed = welcome(&session, "mette", WORD).await.unwrap();
    set_password(&session, "mette", "tretten små grise").await.unwrap();
    assert!(who_is(&session, signed.token.secret()).await.unwrap().is_none());
    assert!(welcome(&session, "mette", WORD).await.is_none());
    at(&mut session, "02T23:59:00");
    let signed = welcome(&session, "mette", "tretten små grise").await.unwrap();
    at(&mut session, "03T00:01:00");
    assert!(who_is(&session, signed.token.secret()).await.unwrap().is_none(), "rollens sidste dag er gået");
    assert!(who_is(&session, "sludder").await.unwrap().is_none());
}

#[tokio::test]
async fn a_demo_is_entered_without_a_password_and_nothing_else_is() {
    let dir = tempfile::tempdir().unwrap();
    let session = session(dir.path()).await;
    add_user(&session, &NewUser { password: None, ..new("leder", Role::Director) }).await.unwrap();
    add_user(&session, &new("mette", Role::Auditor)).await.unwrap();
    refused(enter_demo(&session, "leder"), "denne mappe er ikke en").await;
    let kommune = dir.path().join(".config/ottetal/573.noegle");
    std::fs::copy(kommune, dir.path().join("data").join(DEMO_KEY)).unwrap();
    refused(enter_demo(&session, "mette"), "ingen bruger «mette»").await;
    let signed = enter_demo(&session, "leder").await.unwrap();
    assert!(who_is(&session, signed.token.secret()).await.unwrap().is_some());
}

#[tokio::test]
async fn everybody_reads_own_lines_and_a_citizen_gets_days_and_purposes() {
    let dir = tempfile::tempdir().unwrap();
    let mut session = session(dir.path()).await;
    let citizen = CitizenId(77);
    for (actor, day) in [("mette", "01"), ("mette", "01"), ("bo", "02")] {
        session.ctx.actor = actor.into();
        session.ctx.at = format!("2026-03-{day}T10:00:00Z");
        session.store.log().append_about(&session.ctx, "vis_afvigelse", "A-1", &[citizen]).await.unwrap();
    }
    let asked = LogQuestion { actor: Some("mette".into()), limit: 50, ..LogQuestion::default() };
    let own = read_own_log(&session, &asked).await.unwrap();
    assert_eq!((own.total, own.lines[0].actor.as_str()), (1, "bo"), "kun ens egne");
    let day = Day::parse("2026-03-01");
    let asked = LogQuestion { from: day, to: day, ..asked };
    assert_eq!(read_log(&session, &asked).await.unwrap().total, 2);
    let times: Vec<(String, u64)> =
        receipt(&session, citizen).await.unwrap().into_iter().map(|l| (l.day.iso(), l.times)).collect();
    assert_eq!(times, [("2026-03-02".to_owned(), 2), ("2026-03-01".to_owned(), 2)]);
    let words: Vec<String> =
        session.store.log().list(&session.ctx, 2, 0).await.unwrap().into_iter().map(|l| l.what).collect();
    assert_eq!(words, ["kvittering", "laes_log"]);
}
