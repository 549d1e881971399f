//! The menu: groups of pages, and the pages of the group that one is in. Nobody sees a place where the role cannot go.
//!
//! Invariant: an address stands in one group. A group leads to the first of its pages that the role may see.

use crate::page::NavItem;
use app::access::Right;

/// A page of the menu: address, word, the rights of which one is enough.
type Place = (&'static str, &'static str, &'static [Right]);

/// The groups, in the order of a day.
const GROUPS: &[(&str, &[Place])] = &[
    ("Forside", &[("/", "Forside", &[Right::SeeFigures, Right::SeeRounded, Right::SeeImports])]),
    (
        "Afvigelser",
        &[
            ("/afvigelser", "Liste", &[Right::SeeRows]),
            ("/rettelser", "Rettelsesark", &[Right::SeeRows]),
            ("/korrektioner", "Korrektioner", &[Right::CorrectBasis]),
        ],
    ),
    (
        "Borgere",
        &[("/sager", "Mine sager", &[Right::FollowUp]), ("/borgere", "Alle borgere", &[Right::SeeCitizen])],
    ),
    ("Kontrol", &[("/kontrol", "Kontrol", &[Right::RunControl])]),
    (
        "Data",
        &[
            ("/indlaesning", "Indlæsning", &[Right::SeeImports]),
            ("/grundlag", "Grundlag", &[Right::SeeImports]),
            ("/datalandskab", "Datalandskab", &[Right::SeeLandscape]),
            ("/kilder", "Kilder", &[Right::SeeImports]),
            ("/oversaettelse", "Oversættelse", &[Right::SeeLanguage]),
            ("/faelles-sprog", "Fælles sprog", &[Right::SeeLanguage]),
            ("/leverandoerer", "Leverandører", &[Right::SeeLanguage]),
        ],
    ),
    (
        "Måneden",
        &[
            ("/aaret", "Årets gang", &[Right::SeeMonth]),
            ("/kom-i-gang", "Kom i gang", &[Right::SignParagraf, Right::EditMonth]),
            ("/validering", "Validering", &[Right::ValidateFigures, Right::EditMonth]),
            ("/laering", "Læring", &[Right::SeeFigures]),
            ("/regneark", "Regneark", &[Right::SeeSheets]),
        ],
    ),
    (
        "Administration",
        &[
            ("/administration", "Overblik", &[Right::SeeAdministration]),
            ("/administration/brugere", "Brugere", &[Right::SeeAdministration]),
            ("/administration/indstillinger", "Indstillinger", &[Right::SeeAdministration]),
            ("/log", "Log", &[Right::SeeLog]),
        ],
    ),
    ("Hjælp", &[("/hjaelp", "Hjælp", &[Right::SeeHelp])]),
];

/// The menu of a role on a page: the groups, and the pages of the group that the page is in, where there are more.
pub(crate) fn menu(path: &str, may: impl Fn(Right) -> bool) -> (Vec<NavItem>, Vec<NavItem>) {
    // "/administration" must not take "/administration/brugere": the longest address that holds wins.
    let holds = |href: &str| path == href || (href != "/" && path.starts_with(&format!("{href}/")));
    let all = GROUPS.iter().flat_map(|(_, places)| places.iter());
    let here = all.map(|(href, ..)| *href).filter(|href| holds(href)).max_by_key(|href| href.len());
    let (mut groups, mut own) = (Vec::new(), Vec::new());
    for (word, places) in GROUPS {
        let open: Vec<&Place> =
            places.iter().filter(|(_, _, rights)| rights.iter().any(|right| may(*right))).collect();
        let Some((href, ..)) = open.first() else { continue };
        let current = here.is_some_and(|here| places.iter().any(|(href, ..)| *href == here));
        groups.push(item(href, word, current));
        if current && open.len() > 1 {
            own = open.iter().map(|(href, text, _)| item(href, text, here == Some(*href))).collect();
        }
    }
    (groups, own)
}

fn item(href: &str, text: &str, current: bool) -> NavItem {
    NavItem { href: href.to_owned(), text: text.to_owned(), current }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_address_is_the_page_one_is_on() {
        let (groups, own) = menu("/administration/brugere/ny", |_| true);
        let current: Vec<&str> =
            groups.iter().chain(&own).filter(|i| i.current).map(|i| i.text.as_str()).collect();
        assert_eq!(current, ["Administration", "Brugere"]);
    }

    #[test]
    fn a_group_leads_to_its_first_page_that_one_may_see() {
        let (groups, own) = menu("/log", |right| right == Right::SeeLog);
        let shown: Vec<(&str, &str)> = groups.iter().map(|i| (i.text.as_str(), i.href.as_str())).collect();
        assert_eq!(shown, [("Administration", "/log")]);
        assert!(own.is_empty());
    }
}
