//! `/hjaelp/begreber`: the glossary of the project, without the names of the code.

use super::trail;
use crate::error::Answer;
use crate::page::Page;
use crate::parts::Link;
use crate::visit::Visit;
use askama::Template;

/// The project's own list, so that there is only one.
const GLOSSARY: &str = include_str!("../../../../../docs/begreber.md");

#[derive(Template)]
#[template(path = "pages/hjaelp/begreber.html")]
struct TermsPage {
    page: Page,
    trail: Vec<Link>,
    groups: Vec<Group>,
}

/// A heading with its words.
#[derive(Debug, PartialEq, Eq)]
struct Group {
    anchor: String,
    title: String,
    terms: Vec<Term>,
}

#[derive(Debug, PartialEq, Eq)]
struct Term {
    name: String,
    meaning: String,
    source: String,
    days: String,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let groups = groups(GLOSSARY);
    let page = visit.page("Begreber");
    let answer = format!(
        "{} ord fra lov, registre og kommuner, og hvad de betyder her.",
        groups.iter().map(|group| group.terms.len()).sum::<usize>()
    );
    visit.plain(&TermsPage { page: Page { answer, ..page }, trail: trail(), groups })
}

/// Reads the tables: a heading of the second level begins a group; of a row, the second column is the code's.
fn groups(text: &str) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            let anchor = format!("begreber-{}", out.len() + 1);
            out.push(Group { anchor, title: title.trim().to_owned(), terms: Vec::new() });
        }
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let ([name, _, meaning, source, days], true) = (cells.as_slice(), line.starts_with('|')) else {
            continue;
        };
        if *name == "Begreb" || name.starts_with("---") {
            continue;
        }
        let Some(group) = out.last_mut() else { continue };
        let plain = |text: &str| text.replace('`', "");
        let file = source.contains('`');
        group.terms.push(Term {
            name: plain(name),
            meaning: plain(meaning),
            // A file of the project is no source for who reads a page.
            source: if file { String::new() } else { plain(source) },
            days: plain(days),
        });
    }
    out.retain(|group| !group.terms.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_the_list_is_read_without_the_names_of_the_code() {
        let text = "# X\n## Lov\n| Begreb | I koden | Betydning | Kilde | Fra-til |\n|---|---|---|---|---|\n| Ophold | `Stay` | Bor `der`. | DST | til 2023 |\n";
        let read = groups(text);
        let [Group { title, terms, .. }] = read.as_slice() else { panic!("{read:?}") };
        let term = &terms[0];
        assert_eq!((title.as_str(), terms.len()), ("Lov", 1));
        assert_eq!(
            (&*term.name, &*term.meaning, &*term.source, &*term.days),
            ("Ophold", "Bor der.", "DST", "til 2023")
        );
    }

    #[test]
    fn the_whole_list_is_read() {
        let rows =
            GLOSSARY.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Begreb")).count();
        let read = groups(GLOSSARY);
        assert_eq!(read.iter().map(|group| group.terms.len()).sum::<usize>(), rows, "hver række er med");
        assert!(read.iter().all(|group| group.terms.iter().all(|term| !term.meaning.is_empty())));
    }
}
