//! Ids of something else than a citizen: units, objections, paragraphs, pages with many rows, lines of the log. They are
//! another's too, or have rows of others'.

use super::expected::about;
use super::people::Who;
use super::rule::sees;
use super::subjects::{Subjects, prepared};
use super::writes::kept;
use super::{About, NOBODY, Outcome, filled, refused_alike};
use crate::sheets::SHEET;
use crate::town::{Page, Town};
use app::access::Role;
use app::commands::import_extract::{ImportExtract, Progress, import_extract};
use app::commands::sheets::beside::months;
use app::commands::sheets::found;
use app::validation::{AnswerLine, Mark, objections, save_answer, units};
use axum::http::{Method, StatusCode};
use domain::calendar::Day;
use domain::landscape::ExtractFacts;
use domain::person::CitizenId;
use std::collections::BTreeSet;
use synth::{Errors, Plan};
use web::routes::routes;

/// The routes of a kind with their letters.
fn of_kind(wish: fn(About) -> Option<&'static str>) -> Vec<(Method, &'static str, &'static str)> {
    let letters = |route: &web::routes::Route| {
        let found = wish(about(&route.method, route.path)?)?;
        Some((route.method.clone(), route.path, found))
    };
    routes().iter().filter_map(letters).collect()
}

/// True where somebody with the limits of a grant leads the unit: the team's, the provider's, the area's own.
fn leads(who: &Who, unit: &str) -> bool {
    let grant = &who.grant;
    let slug = |text: &str| {
        let plain = text.to_lowercase().replace('æ', "ae").replace('ø', "oe").replace('å', "aa");
        let parts = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("-")
    };
    let own = match who.role {
        Role::Coordinator => format!("team-{}", slug(grant.team.trim_start_matches("Team "))),
        Role::ProviderManager => format!("tilbud-{}", slug(&grant.leverandoerer.join(" "))),
        Role::AuthorityManager | Role::HeadOfArea if grant.paragraffer.is_empty() => {
            "omraade-hele".to_owned()
        }
        Role::AuthorityManager | Role::HeadOfArea => {
            format!("omraade-{}", slug(&grant.paragraffer.join(" ")))
        }
        _ => return false,
    };
    own == unit
}

/// Those who see everybody see every unit's figures.
fn sees_everybody(who: &Who) -> bool {
    who.letter("ettooool--s") == 'o' && who.grant.paragraffer.is_empty()
}

fn of_unit(who: &Who, letters: &str, unit: &str) -> Outcome {
    match who.letter(letters) {
        '-' => Outcome::Denied,
        _ if leads(who, unit) || sees_everybody(who) => Outcome::There,
        _ => Outcome::Nothing,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_units_figures_and_objections_are_its_leaders_and_theirs_who_see_everybody() {
    let town = Town::new().await;
    let all = prepared(&town).await;
    let session = town.session("test");
    let own = units(&session).await.expect("enheder");
    assert_eq!(own.len(), 4, "hele området, den ene paragraf, teamet, tilbuddet");
    for unit in &own {
        let mark = Mark { paragraf: all.paragraffer[0].clone(), fordi: unit.key.clone(), ..Mark::default() };
        let answer = AnswerLine { tal: vec![mark], ..AnswerLine::default() };
        let owner = |_: &str| "demo-bi".to_owned();
        let month = Day::parse("2026-03-01").expect("en dag").month();
        save_answer(&session, unit, month, answer, owner, 0).await.expect("et svar");
    }
    let objections = objections(&session).await.expect("indsigelser");
    assert_eq!(objections.len(), own.len());
    let units = of_kind(|about| if let About::Unit(letters) = about { Some(letters) } else { None });
    let told = of_kind(|about| if let About::Objection(letters) = about { Some(letters) } else { None });
    let mut met: BTreeSet<Outcome> = BTreeSet::new();
    for who in &all.people {
        for (method, path, letters) in &units {
            for unit in &own {
                let asked = (filled(path, &unit.key), filled(path, "team-ingen"));
                met.insert(asks(&town, who, method, &asked, of_unit(who, letters, &unit.key)).await);
            }
        }
        for (method, path, letters) in &told {
            for objection in &objections {
                let asked = (filled(path, &objection.name), filled(path, "ingen"));
                let expected = of_unit(who, letters, &objection.line.enhed);
                met.insert(asks(&town, who, method, &asked, expected).await);
            }
        }
    }
    assert_eq!(met.len(), 3, "{met:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paragraph_outside_the_area_is_none() {
    let town = Town::new().await;
    let all = prepared(&town).await;
    let routes = of_kind(|about| if let About::Paragraf(letters) = about { Some(letters) } else { None });
    // Without a signature there is none to take back; that has a story of its own.
    let routes = routes.into_iter().filter(|(_, path, _)| !path.ends_with("/tilbage"));
    for (method, path, letters) in routes {
        // A team is on some paragraphs, and on others not; what is asked here is an area's own limit.
        for who in all.people.iter().filter(|who| who.letter(letters) != 't') {
            for paragraf in &all.paragraffer {
                let word = |text: &str| web::query::escaped(text).replace('+', "%20");
                let asked = (filled(path, &word(paragraf)), filled(path, &word("SEL § 999")));
                let inside = who.grant.paragraffer.is_empty() || who.grant.paragraffer.contains(paragraf);
                let expected = match (who.letter(letters), inside) {
                    ('-', _) => Outcome::Denied,
                    (_, true) => Outcome::There,
                    (_, false) => Outcome::Nothing,
                };
                asks(&town, who, &method, &asked, expected).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_a_name_leads_back_to_the_page_that_asks_why() {
    let town = Town::new().await;
    let all = prepared(&town).await;
    let routes = of_kind(|about| if let About::Back(letters) = about { Some(letters) } else { None });
    assert!(!routes.is_empty());
    let citizen = all.subjects[0].citizen;
    for (_, path, letters) in routes {
        for who in &all.people {
            let page = who.get(&town, &filled(path, &citizen.to_string())).await;
            let denied = who.letter(letters) == '-';
            let expected = if denied { StatusCode::FORBIDDEN } else { StatusCode::SEE_OTHER };
            assert_eq!(page.status, expected, "{path} som {}", who.name);
            let back = format!("/borgere/{citizen}");
            assert!(denied || page.location().starts_with(&back), "{path}: {}", page.location());
        }
    }
}

/// Asks, and holds what comes against the rule; what is refused against the same of what is not there.
async fn asks(
    town: &Town,
    who: &Who,
    method: &Method,
    asked: &(String, String),
    expected: Outcome,
) -> Outcome {
    let told = format!("{method} {} som {}", asked.0, who.name);
    let before = kept(town).await;
    let page = send(town, who, method, &asked.0).await;
    if expected == Outcome::There {
        // What a form without its fields comes to is its own story; a leader's own word is no other's.
        let alien = page.status == StatusCode::FORBIDDEN && page.body.contains("egen leder");
        assert!(page.status != StatusCode::NOT_FOUND, "{told}: {}", page.body);
        assert!(alien || page.status != StatusCode::FORBIDDEN, "{told}: {}", page.body);
        return expected;
    }
    assert_eq!(before, kept(town).await, "{told}: intet er ændret");
    let line = who.newest_line(town).await;
    assert_eq!((line.what.as_str(), line.citizens.len()), ("afvist", 0), "{told}: {line:?}");
    let nobody = send(town, who, method, &asked.1).await;
    refused_alike(&told, expected, &page, &nobody);
    assert_eq!(line.object, who.newest_line(town).await.object, "{told}: samme linje i loggen");
    expected
}

async fn send(town: &Town, who: &Who, method: &Method, path: &str) -> Page {
    match *method {
        Method::POST => who.post(town, path, &[]).await,
        _ => who.get(town, path).await,
    }
}

/// The ids of citizens that stand in an answer.
fn citizens_in(page: &Page) -> BTreeSet<CitizenId> {
    let after = page.body.split("B-").skip(1);
    after.filter_map(|rest| CitizenId::parse(&format!("B-{}", rest.get(..6)?))).collect()
}

/// Pages with rows about many have nobody whom the rule keeps from the one who looks.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_with_many_rows_has_only_those_one_sees() {
    let town = Town::new().await;
    let all = prepared(&town).await;
    with_sheet(&town).await;
    let session = town.session("test");
    let imports = session.store.imports().list(&session.ctx).await.expect("indlæsninger");
    let rows = imports.iter().find(|import| import.source == "as2007").expect("AS2007").id.to_string();
    let lists = of_kind(|about| if let About::List(letters) = about { Some(letters) } else { None });
    let lists = lists.into_iter().filter(|(method, ..)| *method == Method::GET);
    let mut shown = 0;
    for (_, path, letters) in lists {
        for who in &all.people {
            let address = path
                .replace("/kontrol/{navn}", "/kontrol/Nexus%20mod%20AS2007")
                .replace("/indlaesning/{id}", &format!("/indlaesning/{rows}"))
                .replace("/regneark/{nr}", "/regneark/1")
                .replace("{job}/{fil}", "0/0")
                .replace("{job}", "0");
            let page = who.get(&town, &address).await;
            let told = format!("{address} som {}", who.name);
            if who.letter(letters) == '-' {
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{told}");
                continue;
            }
            assert!(page.status != StatusCode::FORBIDDEN, "{told}");
            for citizen in citizens_in(&page) {
                let subject = all.subjects.iter().find(|own| own.citizen == citizen);
                let Some(subject) = subject else { continue };
                // The sheet came after the deletion and has the person anew, whom the town's seed gives the same id.
                if subject.gone && path.starts_with("/regneark") {
                    continue;
                }
                shown += 1;
                let own = |part| sees(who, who.letter(letters), subject, part);
                assert!(!subject.gone && subject.parts.iter().any(own), "{told}: {}", subject.relation);
            }
        }
    }
    assert!(shown > 20, "kun {shown} borgere på siderne");
}

/// The sheet of the month, read beside the product.
async fn with_sheet(town: &Town) {
    let made = town.post(Role::EconomyConsultant, "/regneark/ny", &SHEET).await;
    assert_eq!(made.location(), "/regneark/1?gjort=sat", "{}", made.body);
    let plan = Plan { seed: 7, citizens: 260, errors: Errors::Mixed(600), extract_day: (2026, 3, 1) };
    let dir = tempfile::tempdir().expect("en mappe");
    let one = synth::generate(&plan).write_sheet(dir.path()).expect("et ark");
    let request = ImportExtract {
        source: "dispositionsark".to_owned(),
        files: vec![one.file.into()],
        stated: ExtractFacts { extracted: Day::from_ymd(2026, 3, 1), covers: None, current_only: false },
    };
    let session = town.session("demo-oekonomi");
    import_extract(&session, &request, &Progress::default()).await.expect("en indlæsning");
    let seq = found(&session, "1").await.expect("arket").seq.to_string();
    let beside = [("tilstand", "ved_siden"), ("foer", seq.as_str())];
    let set = town.post(Role::EconomyConsultant, "/regneark/1/tilstand", &beside).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
}

/// A line of a sheet is explained by those who see the citizen on its paragraph, and is none to others.
#[tokio::test(flavor = "multi_thread")]
async fn a_sheets_line_about_a_citizen_outside_is_none() {
    let town = Town::new().await;
    let all = prepared(&town).await;
    with_sheet(&town).await;
    let session = town.session("test");
    let sheet = found(&session, "1").await.expect("arket").line;
    let month = months(&session, &sheet).await.expect("måneder").pop().expect("en måned");
    let of = |inside: bool| {
        let own = |line: &&app::commands::sheets::compare::Beside| {
            (month.paragraf(line) == all.paragraffer[0]) == inside
        };
        month.lines.iter().find(own).expect("en linje")
    };
    let mut refused = 0;
    for who in &all.people {
        for line in [of(true), of(false)] {
            let paragraf = month.paragraf(line);
            let form = |citizen: &str, oere: i64| {
                [
                    ("maaned", "2026-03".to_owned()),
                    ("borger", citizen.to_owned()),
                    ("paragraf", paragraf.to_owned()),
                    ("forskel", oere.to_string()),
                    ("tekst", "Aftalt".to_owned()),
                ]
            };
            let sends = async |fields: &[(&str, String)]| {
                let pairs: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
                who.post(&town, "/regneark/1/forklar", &pairs).await
            };
            let told = format!("{} om en linje på {paragraf}", who.name);
            let inside = who.grant.paragraffer.is_empty() || who.grant.paragraffer == [paragraf];
            let expected = match (who.letter("---ooo-----"), inside) {
                ('-', _) => Outcome::Denied,
                (_, true) => Outcome::There,
                (_, false) => Outcome::Nothing,
            };
            let before = kept(&town).await;
            let page = sends(&form(&line.citizen.to_string(), line.difference().0)).await;
            if expected == Outcome::There {
                // A line that is alike has nothing to explain: let in, and told so.
                assert!(![StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&page.status), "{told}");
                continue;
            }
            assert_eq!(before, kept(&town).await, "{told}: intet er ændret");
            let nobody = sends(&form(NOBODY, 0)).await;
            refused_alike(&told, expected, &page, &nobody);
            refused += 1;
        }
    }
    assert!(refused > 10, "kun {refused} afvist");
}

/// A line of the log is there for its own user and the auditor; the way back from a shown name tells nothing of anybody.
#[tokio::test(flavor = "multi_thread")]
async fn lines_of_the_log_and_receipts_are_the_auditors_and_ones_own() {
    let town = Town::new().await;
    let Subjects { people, subjects, .. } = prepared(&town).await;
    let mut lines = Vec::new();
    for who in &people {
        who.get(&town, "/hjaelp").await;
        who.get(&town, "/borgere/B-000000").await;
        lines.push(who.newest_line(&town).await.seq);
    }
    for (at, who) in people.iter().enumerate() {
        for (owner, seq) in lines.iter().enumerate() {
            let page = who.get(&town, &format!("/log/linje/{seq}")).await;
            let may = owner == at || who.role == Role::Auditor;
            let status = if may { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(page.status, status, "{} om linje {seq}: {}", who.name, page.body);
            if !may {
                let nobody = who.get(&town, "/log/linje/999999").await;
                assert_eq!(page.body, nobody.body, "{}", who.name);
            }
        }
        for subject in &subjects {
            let receipt = who.get(&town, &format!("/log/borger/{}", subject.citizen)).await;
            let status = if who.role == Role::Auditor { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(receipt.status, status, "{}", who.name);
            let back = who.get(&town, &format!("/borgere/{}/vis", subject.citizen)).await;
            match who.letter("ettoooo---s") {
                '-' => assert_eq!(back.status, StatusCode::FORBIDDEN, "{}", who.name),
                _ => assert_eq!(back.location(), format!("/borgere/{}", subject.citizen), "{}", who.name),
            }
        }
    }
}

/// What may be typed in an address is no secret of the one who typed it: neither a number nor a name comes into the log.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_typed_in_an_address_comes_into_the_log() {
    let town = Town::new().await;
    let typed = ["9999999999", "999999-9999", "Jens%20Hansen", "jens"];
    let all = prepared(&town).await;
    for who in &all.people {
        for text in typed {
            for start in ["/borgere", "/afvigelser", "/sager", "/raekke/x/0"] {
                who.get(&town, &format!("{start}/{text}")).await;
                let line = who.newest_line(&town).await;
                let plain = line.object.to_lowercase();
                assert_eq!(line.what, "afvist", "{start}: {line:?}");
                assert!(!plain.contains("9999") && !plain.contains("jens"), "{start}: {line:?}");
            }
        }
    }
}
