//! The data landscape: what is declared beside what is found, changed on a page with a reason, and taken back again.

use crate::town::Town;
use app::access::Role;
use axum::http::StatusCode;
use std::fs;

const FILE: &str = "# Vores kilder.\nformat = 1\n\n[kilde.nexus]\n# Spørg Karen.\nansvarlig = \"Myndighed\" # siden 2024\nborgere = \
    \"handlekommune\"\nrolle = \"leverer\"\n";

pub(crate) fn with_file(town: &Town, text: &str) {
    fs::write(town.state.base.edge.folder.join("datalandskab.toml"), text).expect("filen");
    town.state.base.read_files_again().expect("læst igen");
}

fn file(town: &Town) -> String {
    fs::read_to_string(town.state.base.edge.folder.join("datalandskab.toml")).expect("filen")
}

/// The fields of a form as a browser would send them unchanged.
fn fields(body: &str) -> Vec<(String, String)> {
    let (_, form) = body.split_once("<form class=\"landskab-form\"").expect("en formular");
    let form = form.split("</form>").next().unwrap_or("");
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        rest.split_once('"')
            .map(|(value, _)| value.replace("&#38;", "&").replace("&#39;", "'").replace("&#34;", "\""))
    };
    let mut out = Vec::new();
    for (at, _) in form.match_indices('<') {
        let rest = &form[at..];
        let tag = rest.split('>').next().unwrap_or("");
        let Some(name) = attribute(tag, "name").filter(|name| name != "csrf") else { continue };
        if tag.starts_with("<input") {
            out.push((name, attribute(tag, "value").unwrap_or_default()));
        } else if tag.starts_with("<select") {
            let options = rest.split("</select>").next().unwrap_or("");
            let chosen = options.split("<option").find(|option| option.contains(" selected"));
            out.push((name, chosen.and_then(|option| attribute(option, "value")).unwrap_or_default()));
        }
    }
    out
}

/// The form with some fields changed.
async fn changed(town: &Town, path: &str, changes: &[(&str, &str)]) -> crate::town::Page {
    let form = town.get(Role::BiConsultant, path).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    let mut all = fields(&form.body);
    for (key, value) in changes {
        let own = all.iter_mut().find(|(name, _)| name == key).unwrap_or_else(|| panic!("feltet {key}"));
        own.1 = (*value).to_owned();
    }
    let pairs: Vec<(&str, &str)> = all.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    town.post(Role::BiConsultant, path, &pairs).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_declared_stands_beside_what_is_found() {
    let town = Town::new().await;
    with_file(&town, &format!("{FILE}\n[kilde.takster]\nansvarlig = \"Takstteamet\"\nforventet_dag = 1\n"));
    let list = town.get(Role::BiConsultant, "/datalandskab").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    assert!(list.body.contains("Det, der ikke passer"));
    // AS2007 is read in and not declared; nobody is said to correct Nexus.
    assert!(list.body.contains("er indlæst, men står ikke i datalandskabet"));
    assert!(list.body.contains("ingen, der er angivet til at rette"));
    assert!(list.body.contains("/datalandskab/nexus/ret#rettes"), "modsigelsen fører til feltet");
    assert!(list.body.contains("ja, System 1") && list.body.contains("Myndighed"));
    assert!(list.body.contains("borgere, vi er handlekommune for"));
    assert!(list.body.contains("rettidig"));
    let cards = town.get(Role::Caseworker, "/datalandskab?vis=kort").await;
    assert!(
        cards.body.contains("kilde-kort") && !cards.body.contains("href=\"/indlaesning/"),
        "en sagsbehandler ser ingen indlæsninger"
    );
    assert!(!cards.body.contains("Ret i datalandskabet"));
    let card = town.get(Role::BiConsultant, "/datalandskab/nexus").await;
    for words in [
        "Kommunen siger",
        "Kildebeskrivelsen siger",
        "Udtrækket viser",
        "er handlekommune for",
        "data-enhed=\"raekker\"",
    ] {
        assert!(card.body.contains(words), "{words}");
    }
    assert_eq!(town.get(Role::BiConsultant, "/datalandskab/findes_ikke").await.status, StatusCode::NOT_FOUND);
    assert_eq!(town.get(Role::Director, "/datalandskab").await.status, StatusCode::FORBIDDEN);
    let book = town.get(Role::BiConsultant, "/datalandskab.xlsx").await;
    assert_eq!(book.status, StatusCode::OK);
    assert!(book.body.starts_with("PK"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dated_population_is_said_of_the_day_that_is_chosen() {
    let town = Town::new().await;
    let dated = "format = 1\n[kilde.nexus]\nborgere = [{ hvem = \"betalingskommune\", til = 2023-12-31 }, { hvem = \
        \"handlekommune\", fra = 2024-01-01 }]\n";
    with_file(&town, dated);
    let row = |body: &str| {
        let (_, rest) = body.split_once("href=\"/datalandskab/nexus\">").expect("Nexus i tabellen");
        let (_, rest) = rest.split_once("<td").expect("en celle");
        rest.split("</td>").next().unwrap_or("").to_owned()
    };
    let table = |body: &str| row(body.split_once("id=\"kilder\"").expect("tabellen").1);
    let now = town.get(Role::BiConsultant, "/datalandskab").await;
    assert!(table(&now.body).contains("handlekommune for"), "{}", table(&now.body));
    let then = town.get(Role::BiConsultant, "/datalandskab?dag=2023-06-01").await;
    assert!(table(&then.body).contains("vi betaler for"), "{}", table(&then.body));
    assert!(then.body.contains("Sådan er det sagt om 01-06-2023."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_is_changed_with_a_reason_and_the_rest_of_the_file_stays() {
    let town = Town::new().await;
    with_file(&town, FILE);
    let path = "/datalandskab/nexus/ret";
    // Sent as it came, the form changes nothing.
    let same = changed(&town, path, &[("grund", "ingen ændring")]).await;
    assert_eq!(same.status, StatusCode::SEE_OTHER, "{}", same.body);
    assert_eq!(file(&town), FILE);
    let unreasoned = changed(&town, path, &[("ansvarlig", "Visitation")]).await;
    assert_eq!(unreasoned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unreasoned.body.contains("Skriv, hvorfor det ændres")
            && unreasoned.body.contains("value=\"Visitation\"")
    );
    assert_eq!(file(&town), FILE, "intet er gemt");

    let changes = [
        ("ansvarlig", "Visitation"),
        ("forventet_dag", "3"),
        ("bruges-1-af", "Økonomi"),
        ("bruges-1-til", "budget"),
        ("rettes-pris-af", "Takstteamet"),
        ("rettes-pris-sted", "Bestilling"),
        ("rettes-timer-af", "Takstteamet"),
        ("rettes-timer-sted", "Bestilling"),
        ("rettes-alle-af", "Administrationen"),
        ("undtagelse-1-navn", "Dagcenter Vest"),
        ("undtagelse-1-grund", "rammestyret"),
        ("grund", "Karen er stoppet"),
    ];
    let saved = changed(&town, path, &changes).await;
    assert_eq!(saved.location(), "/datalandskab/nexus?gjort=datalandskab", "{}", saved.body);
    let text = file(&town);
    assert!(text.contains("# Spørg Karen.\nansvarlig = \"Visitation\" # siden 2024\n"), "{text}");
    assert!(text.contains("felt = [\"timer\", \"pris\"]") && text.contains("af = \"Takstteamet\""), "{text}");
    let card = town.get(Role::BiConsultant, saved.location()).await;
    for words in [
        "Karen er stoppet",
        "Myndighed",
        "Visitation",
        "Dagcenter Vest",
        "Takstteamet",
        "Datalandskabet er gemt",
    ] {
        assert!(card.body.to_lowercase().contains(&words.to_lowercase()), "{words}");
    }
    // The running server knows it at once, and the next basis is said to differ.
    let proposed = town.get(Role::BiConsultant, "/grundlag/nyt").await;
    assert!(proposed.body.contains("datalandskab.toml"), "{}", proposed.body);

    let wrong = changed(
        &town,
        path,
        &[("siden", "2024-05-01"), ("udgaar", "2024-01-01"), ("forventet_dag", "31"), ("grund", "prøve")],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("href=\"#udgaar\"") && wrong.body.contains("href=\"#forventet_dag\""),
        "{}",
        wrong.body
    );
    assert_eq!(file(&town), text);

    an_older_version_is_taken_up_again(&town, path).await;
}

async fn an_older_version_is_taken_up_again(town: &Town, path: &str) {
    let history = town.get(Role::BiConsultant, "/datalandskab/historik").await;
    assert!(history.body.contains("Karen er stoppet") && history.body.contains("som filen stod i mappen"));
    let first = history
        .body
        .rsplit("name=\"udgave\" value=\"")
        .next()
        .and_then(|rest| rest.split('"').next())
        .expect("en udgave");
    let back = town
        .post(Role::BiConsultant, "/datalandskab/historik", &[("udgave", first), ("grund", "fortrudt")])
        .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    assert_eq!(file(town), FILE);
    let denied = town.post(Role::Caseworker, path, &[("grund", "x")]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_overwrites_what_they_have_not_seen_and_no_number_of_a_person_gets_in() {
    let town = Town::new().await;
    with_file(&town, FILE);
    let path = "/datalandskab/nexus/ret";
    let form = town.get(Role::BiConsultant, path).await;
    let mut all = fields(&form.body);
    for (key, value) in &mut all {
        match key.as_str() {
            "ansvarlig" => "Visitation".clone_into(value),
            "grund" => "nyt ansvar".clone_into(value),
            _ => {}
        }
    }
    with_file(&town, &FILE.replace("Myndighed", "Økonomi"));
    let pairs: Vec<(&str, &str)> = all.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let late = town.post(Role::BiConsultant, path, &pairs).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("ændret af en anden") && late.body.contains("value=\"Visitation\""));
    assert!(file(&town).contains("Økonomi"));
    let number = changed(&town, path, &[("historik", "Se sagen på 010203-1234"), ("grund", "x")]).await;
    assert_eq!(number.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(number.body.contains("ligner et CPR-nummer"));
    // Ten digits are a place where they stand as one.
    let place = changed(
        &town,
        path,
        &[
            ("undtagelse-1-slags", "p_nummer"),
            ("undtagelse-1-navn", "1003123456"),
            ("undtagelse-1-grund", "rammestyret"),
            ("grund", "ny aftale"),
        ],
    )
    .await;
    assert_eq!(place.status, StatusCode::SEE_OTHER, "{}", place.body);
    assert!(file(&town).contains("p_nummer = \"1003123456\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_source_is_declared_and_a_broken_file_is_said() {
    let town = Town::new().await;
    let new = town.get(Role::BiConsultant, "/datalandskab/ny").await;
    assert!(new.body.contains("value=\"nexus\""), "{}", new.body);
    let to = town.get(Role::BiConsultant, "/datalandskab/ny?kilde=nexus").await;
    assert_eq!(to.location(), "/datalandskab/nexus/ret");
    let saved =
        changed(&town, "/datalandskab/nexus/ret", &[("ansvarlig", "Myndighed"), ("grund", "begyndt")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert!(file(&town).starts_with("format = 1\n"), "{}", file(&town));
    with_file(&town, "format = 1\n[kilde.nexus]\nsidn = 2018-01-01\n");
    let broken = town.get(Role::BiConsultant, "/datalandskab").await;
    assert_eq!(broken.status, StatusCode::OK);
    assert!(
        broken.body.contains("Mente du `siden`?") && broken.body.contains("kan ikke bruges"),
        "{}",
        broken.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_of_a_system_is_written_on_the_form_and_refused_in_words() {
    let town = Town::new().await;
    with_file(&town, FILE);
    let path = "/datalandskab/nexus/ret";
    for (address, why) in [
        ("http://nexus.example.dk/borger/{noegle}", "skal begynde med https://"),
        ("https://nexus.example.dk/{noegle}/{noegle}", "én gang"),
        ("https://nexus.example.dk/borger/{cpr}", "CPR-nummeret kan"),
        ("https://nexus.example.dk/borger/010203-1234", "CPR-nummer"),
        ("https://karen@nexus.example.dk/", "uden brugernavn"),
        ("https://nexus.example.dk/en borger", "tegn, som en adresse ikke kan have"),
    ] {
        let wrong = changed(&town, path, &[("borger_link", address), ("grund", "linket ind i Nexus")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        assert!(
            wrong.body.contains("Intet er gemt endnu") && wrong.body.contains("href=\"#borger_link\""),
            "{address}"
        );
        assert!(wrong.body.contains(why), "{address}: {}", wrong.body);
        assert_eq!(file(&town), FILE, "{address}");
    }
    let address = "https://nexus.example.dk/borger/{noegle}?a=1&b=2";
    let saved = changed(&town, path, &[("borger_link", address), ("grund", "linket ind i Nexus")]).await;
    assert_eq!(saved.location(), "/datalandskab/nexus?gjort=datalandskab", "{}", saved.body);
    assert!(file(&town).contains(&format!("borger_link = \"{address}\"")));
    let card = town.get(Role::BiConsultant, saved.location()).await;
    assert!(card.body.contains("har borgernes nøgler") && card.body.contains("linket ind i Nexus"));
    assert!(town.get(Role::BiConsultant, path).await.body.contains("b=2\""), "adressen står i feltet");
}
