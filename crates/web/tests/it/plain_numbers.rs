//! Every number of a table, and every figure in a list of facts, opens: all kinds of pages that a role can reach are read,
//! and each number that opens to nothing must stand in the list of exceptions with the reason why it counts nothing.

use crate::numbers::{attribute, pages_of};
use crate::town::Town;
use app::access::Role;
use std::collections::{BTreeMap, BTreeSet};

/// Pages of one kind that are read, and pages in all.
const ALIKE: usize = 1;
const MOST: usize = 140;

/// What a row of a list says of itself: the row opens, and its page has the number again.
const OF_ROW: &str = "rækkens egen værdi: rækken selv kan åbnes";
/// What stands beside the two numbers that it is made of, which open.
const BETWEEN: &str = "forskellen mellem to tal, som begge kan åbnes";
/// On the page of one thing.
const OWN_PAGE: &str = "tingens egen side: tallet er dens egen værdi, ikke et antal";
/// A name made of digits.
const NAME: &str = "et nummer, ikke et antal";
/// Counted while a file is read.
const READ: &str =
    "kontroltal fra læsningen, sat ved siden af filen; rækkerne bag indlæsningen åbner fra dens antal";

/// Numbers that do not open: the page (ids forgotten), the heading they stand under (a star for all), and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("/", "Forskel 2 − 1", BETWEEN),
    ("/administration", "Version", NAME),
    ("/administration/brugere", "Åbne logins", "hvor brugeren er logget ind nu: intet, der gemmes"),
    ("/administration/brugere/*", "Åbne logins", "hvor brugeren er logget ind nu: intet, der gemmes"),
    ("/administration/indstillinger", "Almindelig", "en indstilling, ikke et antal"),
    ("/afvigelser", "Alder dage", OF_ROW),
    ("/afvigelser", "Beløb kr.", OF_ROW),
    ("/afvigelser", "Dage", OF_ROW),
    ("/afvigelser/*", "*", OWN_PAGE),
    ("/moede", "*", OWN_PAGE),
    ("/borgere/*", "*", OWN_PAGE),
    ("/borgere/*/betalinger", "*", OF_ROW),
    ("/sager/*", "Beløb kr.", OF_ROW),
    ("/raekke/*/*/*", "*", "filens egne celler"),
    ("/faelles-sprog", "DST-kode", NAME),
    ("/faelles-sprog", "Konto", NAME),
    ("/grundlag", "Program", NAME),
    ("/hjaelp/om", "*", NAME),
    ("/indlaesning/*", "*", READ),
    ("/indlaesning/kilde/*", "Borgere", READ),
    ("/indlaesning/kilde/*", "Siden sidst", BETWEEN),
    ("/kilder/*", "*", "en indstilling af kilden, ikke et antal"),
    ("/kontrol/*/borgere", "*", OF_ROW),
    ("/datalandskab/*", "Siden sidst", BETWEEN),
    ("/kom-i-gang", "Forskel 2 − 1", BETWEEN),
    ("/kom-i-gang", "Rest", BETWEEN),
    ("/laering", "Andel", "en andel af det antal, der står ved siden af og kan åbnes"),
    ("/laering", "Lagt sammen", "en andel af det antal, der står ved siden af og kan åbnes"),
    ("/leverandoerer", "CVR", NAME),
    ("/leverandoerer", "P-nummer", NAME),
    ("/leverandoerer/*", "*", NAME),
    ("/oversaettelse", "Konto", NAME),
    ("/validering/*", "Siden sidst", BETWEEN),
    ("/validering/*", "Siden sidst kr.", BETWEEN),
    ("/validering/*", "Disponeret kr.", OF_ROW),
    ("/validering/*/borgere", "*", OF_ROW),
];

/// A number that does not open: its page's kind, the heading it stands under, and what it says.
type Closed = (String, String);

#[tokio::test(flavor = "multi_thread")]
async fn every_number_of_a_table_opens_or_says_why_not() {
    let town = Town::new().await;
    let mut closed: BTreeMap<Closed, String> = BTreeMap::new();
    let (mut seen, mut kinds) = (0, BTreeSet::new());
    for role in Role::ALL {
        for (path, page) in pages_of(&town, role, ALIKE, MOST).await {
            kinds.insert(kind(&path));
            for number in table_numbers(&page.body).into_iter().chain(facts(&page.body)) {
                seen += 1;
                // Nothing stands behind nothing, and who may not see the rows of a number has no way to them.
                let excused = is_zero(&number.text) || (number.counts && !sees_all(role));
                if !number.opens && !is_rounded(role) && !excused {
                    closed.entry((kind(&path), number.heading)).or_insert(number.text);
                }
            }
        }
    }
    let known = |(page, heading): &Closed| {
        EXCEPTIONS.iter().any(|(own, of, _)| own == page && (of == heading || *of == "*"))
    };
    let wrong: Vec<String> = closed
        .iter()
        .filter(|(own, _)| !known(own))
        .map(|((page, heading), text)| format!("{page}: «{heading}» {text}"))
        .collect();
    assert!(wrong.is_empty(), "{} tal åbner ikke:\n{}", wrong.len(), wrong.join("\n"));
    let unused: Vec<&str> = EXCEPTIONS
        .iter()
        .filter(|(page, of, _)| !closed.keys().any(|(own, h)| own == page && (of == h || *of == "*")))
        .map(|(page, ..)| *page)
        .collect();
    assert!(unused.is_empty(), "undtagelser, som ingen tal har brug for: {unused:?}");
    assert!(seen > 500 && kinds.len() > 60, "kun {seen} tal på {} slags sider", kinds.len());
}

/// Whom the policy gives rounded figures has nothing to open.
fn is_rounded(role: Role) -> bool {
    role == Role::Director
}

/// Who may see the rows behind every number.
fn sees_all(role: Role) -> bool {
    role == Role::BiConsultant
}

fn is_zero(text: &str) -> bool {
    text.chars().all(|c| !c.is_ascii_digit() || c == '0')
}

/// A page's kind: ids, numbers and names in its path forgotten.
fn kind(path: &str) -> String {
    const NAMED: [&str; 6] = ["datalandskab", "kilder", "kilde", "validering", "brugere", "leverandoerer"];
    const WORDS: [&str; 7] = ["", "historik", "ny", "nye", "indsigelser", "bekraeft", "linje"];
    let place: Vec<&str> = path.split('?').next().unwrap_or("").split('/').collect();
    let part = |(at, part): (usize, &&str)| {
        let is_id = part.contains(|c: char| c.is_ascii_digit() || c == '%')
            || part.starts_with("A-")
            || part.starts_with("B-");
        let is_name = at > 0 && NAMED.contains(&place[at - 1]) && !WORDS.contains(part);
        if is_id || is_name { "*".to_owned() } else { (*part).to_owned() }
    };
    place.iter().enumerate().map(part).collect::<Vec<_>>().join("/")
}

struct Number {
    heading: String,
    text: String,
    opens: bool,
    /// It is a count with its exact value, whether or not it opens for the one who looks.
    counts: bool,
}

/// The numbers in the cells of a page's tables.
fn table_numbers(body: &str) -> Vec<Number> {
    let mut out = Vec::new();
    for table in between(body, "<table", "</table>") {
        let head = table.split("</thead>").next().unwrap_or("");
        let headings: Vec<String> = head
            .rsplit("<tr")
            .next()
            .map_or_else(Vec::new, |row| cells(row).into_iter().map(words).collect());
        let rest = table.split_once("</thead>").map_or("", |(_, rest)| rest);
        for row in between(rest, "<tr", "</tr>") {
            let own = cells(row);
            for (at, cell) in own.iter().enumerate() {
                let text = words(cell);
                if is_number(&text) && (attribute(cell, "colspan").is_none() || at == 0) {
                    let heading = headings.get(at).cloned().unwrap_or_default();
                    let (opens, counts) = (opens(cell), cell.contains("data-tal="));
                    out.push(Number { heading, text, opens, counts });
                }
            }
        }
    }
    out
}

/// The numbers in lists of facts: the term is the heading.
fn facts(body: &str) -> Vec<Number> {
    let mut out = Vec::new();
    for list in between(body, "<dl", "</dl>") {
        let mut heading = String::new();
        for part in list.split("<d").skip(1) {
            let text = words(&format!("<d{part}"));
            match part.chars().next() {
                Some('t') => heading = text,
                _ if is_number(&text) => {
                    let (opens, counts) = (opens(part), part.contains("data-tal="));
                    out.push(Number { heading: heading.clone(), text, opens, counts });
                }
                _ => {}
            }
        }
    }
    out
}

/// A link with an exact value, or a row's own page where the number is in the row's name.
fn opens(cell: &str) -> bool {
    cell.split("<a ").skip(1).any(|tag| attribute(tag.split('>').next().unwrap_or(""), "href").is_some())
}

fn cells(row: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = row;
    while let Some(at) = [rest.find("<td"), rest.find("<th")].into_iter().flatten().min() {
        let own = &rest[at..];
        let end = [own.find("</td>"), own.find("</th>")].into_iter().flatten().min().unwrap_or(own.len());
        out.push(&own[..end]);
        rest = &own[end..];
    }
    out
}

fn between<'b>(body: &'b str, start: &str, end: &str) -> Vec<&'b str> {
    let parts = body.split(start).skip(1);
    parts.map(|part| part.split(end).next().unwrap_or("")).collect()
}

/// The text of a piece of a page, without its tags and what only readers of screens hear.
fn words(html: &str) -> String {
    let mut heard = html.split("<span class=\"sr-only\">");
    let first = heard.next().unwrap_or("").to_owned();
    let seen = heard.fold(first, |all, part| all + part.split_once("</span>").map_or("", |(_, after)| after));
    let mut out = String::new();
    for (at, piece) in seen.split('<').enumerate() {
        out.push_str(if at == 0 { "" } else { piece.split_once('>').map_or("", |(_, text)| text) });
        out.push(' ');
    }
    out.replace("&nbsp;", " ").replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1.234`, `-12,50`, `+3`, `12 kr.`, `45 %`; no day, no id, no paragraph.
fn is_number(text: &str) -> bool {
    let plain = text.trim_end_matches(" kr.").trim_end_matches(" %");
    let digits = plain.trim_start_matches(['+', '-', '−']);
    !digits.is_empty()
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
}

#[test]
fn numbers_are_told_from_days_and_ids() {
    for text in ["0", "1.234", "-12,50", "+3", "12 kr.", "45 %"] {
        assert!(is_number(text), "{text}");
    }
    for text in ["", "–", "01-03-2026", "A-000001", "SEL § 107", "12 dage", "ukendt"] {
        assert!(!is_number(text), "{text}");
    }
    let table = "<table><thead><tr><th>Navn</th><th class=\"t\">Antal <span class=\"enhed\">stk.</span></th></tr></thead>\
                 <tbody><tr><th>Et</th><td class=\"t\">12</td></tr>\
                 <tr><th>To</th><td class=\"t\"><a class=\"tal\" href=\"/x\" data-tal=\"3\">3</a></td></tr></tbody></table>";
    let found: Vec<(String, bool)> =
        table_numbers(table).into_iter().map(|own| (own.heading + " " + &own.text, own.opens)).collect();
    assert_eq!(found, [("Antal stk. 12".to_owned(), false), ("Antal stk. 3".to_owned(), true)]);
}
