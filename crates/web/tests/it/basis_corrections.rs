//! Korrektion til grundlag: beside the figure, never in it; it falls away when the data agree.

use crate::town::Town;
use app::access::{Grant, Right, Role, Scope};
use app::commands::basis_correction::{Correction, NewCorrection, correct_basis};
use app::current::Current;
use axum::http::StatusCode;
use domain::calendar::Day;
use domain::work_item::{ClosedBy, Item, Status};

const ROLE: Role = Role::EconomyConsultant;

async fn item(town: &Town, wish: fn(&Item) -> bool) -> Item {
    let session = town.session("demo-oekonomi");
    let current = Current::read(&session, None).await.expect("billedet");
    let today = Day::parse("2026-03-14").expect("en dag");
    let scope = Scope::of("demo-oekonomi", &Grant::of(ROLE), Right::SeeRows, today).expect("et omfang");
    let found = current.items(&scope).map(|own| &own.listed.item).find(|item| wish(item));
    found.cloned().expect("en afvigelse")
}

fn value(body: &str, name: &str) -> String {
    let (_, rest) = body.split_once(&format!("name=\"{name}\"")).expect("et felt");
    let (_, rest) = rest.split_once("value=\"").expect("en værdi");
    rest.split('"').next().unwrap_or("").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deviation_fills_the_form_and_the_figure_stays_as_it_is() {
    let town = Town::new().await;
    let item = item(&town, |item| {
        item.standing.status.is_work()
            && item.key.attribute.is_none()
            && matches!(item.sighting.question, Some(3 | 4))
            && item.sighting.period.days() > 20
    })
    .await;
    let front = town.get(ROLE, "/?maal=aar").await;
    assert!(!front.body.contains("Korrektioner til grundlag</h3>"));
    let page = town.get(ROLE, &format!("/afvigelser/{}", item.id)).await;
    let form = format!("/korrektioner/ny?afvigelse={}", item.id);
    assert!(page.body.contains(&format!("href=\"{form}\"")), "{}", page.body);
    let form = town.get(ROLE, &form).await;
    assert!(form.body.contains("Ret i dag, afventer udtræk"), "{}", form.body);
    let years = value(&form.body, "aarsvaerk");
    assert!(years.contains(','), "{years}");
    let id = item.id.to_string();
    let system = form.body.split("selected").next().map(|_| "as2007").unwrap_or("");
    let fields = [
        ("afvigelse", id.as_str()),
        ("paragraf", &item.key.paragraf),
        ("system", system),
        ("borger", &item.key.citizen.to_string()),
        ("fra", &value(&form.body, "fra")),
        ("til", &value(&form.body, "til")),
        ("aarsvaerk", "-0,50"),
        ("kroner", "-12.000"),
        ("ejer", "Erik Økonomi"),
        ("hvorfor", "Ret i dag, afventer udtræk"),
    ];
    let mut without = fields.to_vec();
    without.push(("udloeber", ""));
    let refused = town.post(ROLE, "/korrektioner/ny", &without).await;
    assert!(refused.body.contains("sidste dag, korrektionen må gælde"), "{}", refused.body);
    let mut long = fields.to_vec();
    long.push(("udloeber", "2027-06-01"));
    assert!(town.post(ROLE, "/korrektioner/ny", &long).await.body.contains("højst gælde i 12 måneder"));
    let mut right = fields.to_vec();
    right.push(("udloeber", "2026-05-01"));
    let saved = town.post(ROLE, "/korrektioner/ny", &right).await;
    assert_eq!(saved.location(), "/korrektioner/1?gjort=korrektion", "{}", saved.body);

    let list = town.get(ROLE, "/korrektioner").await;
    assert_eq!(list.attribute("data-total-aarsvaerk"), Some("-50"));
    assert_eq!(list.attribute("data-total-oere"), Some("-1200000"));
    assert!(list.body.contains("Gælder") && list.body.contains("Erik Økonomi"), "{}", list.body);

    // Beside the table, and the figures of the table are the same as before.
    let after = town.get(ROLE, "/?maal=aar").await;
    let table = |body: &str| {
        let (_, rest) = body.split_once("id=\"paragraffer\"").expect("tabellen");
        rest.split("</table>").next().unwrap_or("").to_owned()
    };
    assert_eq!(table(&front.body), table(&after.body));
    assert!(after.body.contains("Korrektioner til grundlag</h3>"), "{}", after.body);
    let both = after.body.split("href=\"/korrektioner/tal?").nth(1).and_then(|r| r.split('"').next());
    let both = both.expect("tallet med korrektioner").replace("&#38;", "&").replace("&amp;", "&");
    let both = town.get(ROLE, &format!("/korrektioner/tal?{both}")).await;
    assert!(both.body.contains("Korrektion 1") && both.body.contains("Tallet i udtrækket"), "{}", both.body);

    // The citizen's page has it, a caseworker's too, but not the way to change it.
    let citizen = town.get(ROLE, &format!("/borgere/{}", item.key.citizen)).await;
    assert!(citizen.body.contains("Korrektioner til grundlag"), "{}", citizen.body);
    assert_eq!(town.get(Role::Caseworker, "/korrektioner").await.status, StatusCode::FORBIDDEN);

    let seq = value(&town.get(ROLE, "/korrektioner/1").await.body, "seq");
    let nothing = town.post(ROLE, "/korrektioner/1/tag-tilbage", &[("seq", &seq), ("hvorfor", "")]).await;
    assert!(nothing.body.contains("Skriv, hvorfor"), "{}", nothing.body);
    let back = town.post(ROLE, "/korrektioner/1/tag-tilbage", &[("seq", &seq), ("hvorfor", "Fejl")]).await;
    assert_eq!(back.location(), "/korrektioner/1?gjort=taget_tilbage");
    assert!(!town.get(ROLE, "/?maal=aar").await.body.contains("Korrektioner til grundlag</h3>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_falls_away_with_its_deviation_and_runs_out_alone() {
    let town = Town::new().await;
    let closed = item(&town, |item| item.standing.status == Status::Closed(ClosedBy::Data)).await;
    let open = item(&town, |item| item.standing.status.is_work()).await;
    let session = town.session("demo-oekonomi");
    let line = |item: &Item, expires: &str| Correction {
        system: "as2007".to_owned(),
        paragraf: item.key.paragraf.clone(),
        fra: item.sighting.period.from.iso(),
        til: item.sighting.period.last_day().iso(),
        aarsvaerk: Some(-10),
        oere: None,
        hvorfor: "Rettet i kilden".to_owned(),
        ejer: "demo-oekonomi".to_owned(),
        udloeber: expires.to_owned(),
        afvigelse: item.id.to_string(),
        taget_tilbage: false,
    };
    let february = Day::parse("2026-02-10").expect("en dag");
    for (item, expires) in [(&closed, "2026-04-01"), (&open, "2026-03-10")] {
        let new = NewCorrection { line: line(item, expires), citizen: Some(item.key.citizen) };
        correct_basis(&session, new, february).await.expect("en korrektion");
    }
    let page = town.get(ROLE, "/korrektioner").await;
    assert!(page.body.contains("faldet bort 01-03-2026: udtrækket er enigt"), "{}", page.body);
    assert!(page.body.contains("udløbet, står stadig i kilden"), "{}", page.body);
    let at = |text: &str| page.body.find(text).expect("på siden");
    assert!(at("udløbet, står stadig i kilden") < at("faldet bort 01-03-2026"), "de udløbne først");
    assert_eq!(
        town.get(ROLE, "/korrektioner?tilstand=gaelder").await.attribute("data-total-andre"),
        Some("0")
    );
}

/// Without a deviation the rows themselves decide: both systems have the days, or one of them has not.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_deviation_the_days_of_both_systems_decide() {
    let town = Town::new().await;
    let session = town.session("demo-oekonomi");
    let current = Current::read(&session, None).await.expect("billedet");
    let control = current.control(None).expect("en kontrol");
    let ran = control.ran.as_ref().expect("en kørsel");
    let window = ran.control().window;
    // Throughout the window in both systems, and in System 1 alone.
    let (whole, last) = (window.days(), window.last_day());
    let found = |wish: &dyn Fn(i64, i64) -> bool| {
        let row = ran.reached().iter().find(|row| wish(row.days[0].into(), row.days[1].into()));
        row.expect("en borger")
    };
    let agreeing = found(&|one, two| one == whole && two == whole);
    let alone = found(&|one, two| one == whole && two == 0);
    for row in [agreeing, alone] {
        let line = Correction {
            system: "as2007".to_owned(),
            paragraf: ran.law().paragraf(row.paragraf).written.clone(),
            fra: Day(last.0 - 9).iso(),
            til: last.iso(),
            aarsvaerk: Some(3),
            hvorfor: "Bevilget, tastes i dag".to_owned(),
            ejer: "demo-oekonomi".to_owned(),
            udloeber: "2026-05-01".to_owned(),
            ..Correction::default()
        };
        let today = Day::parse("2026-03-14").expect("en dag");
        correct_basis(&session, NewCorrection { line, citizen: Some(row.citizen) }, today)
            .await
            .expect("gemt");
    }
    let page = town.get(ROLE, "/korrektioner").await;
    let fallen = town.get(ROLE, "/korrektioner?tilstand=faldet_bort").await;
    let in_force = town.get(ROLE, "/korrektioner?tilstand=gaelder").await;
    assert_eq!(fallen.attribute("data-total-andre"), Some("1"), "{}", page.body);
    assert_eq!(in_force.attribute("data-total-andre"), Some("1"), "{}", page.body);
    assert!(fallen.body.contains(&agreeing.citizen.to_string()));
}
