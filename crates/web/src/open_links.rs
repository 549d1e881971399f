//! Links to where the role cannot go are no links: the words stay, the way does not.
//!
//! Invariant: what a page says of other pages is drawn once for all roles; which of them this role may open is asked of
//! the one table of routes, here alone. Nobody is led to a refusal.

use crate::guard::Needs;
use crate::routes::routes;
use app::access::Right;
use axum::http::Method;
use std::sync::OnceLock;

/// The pages that are read: the parts of their paths, and what they ask.
fn table() -> &'static [(Vec<&'static str>, Needs)] {
    static TABLE: OnceLock<Vec<(Vec<&'static str>, Needs)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let read = routes().into_iter().filter(|route| route.method == Method::GET);
        read.map(|route| (route.path.split('/').collect(), route.needs)).collect()
    })
}

/// True where a role with these rights may open the page of an address. What is no page of ours is not asked about.
fn opens(address: &str, may: &impl Fn(Right) -> bool) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or("");
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |own: &[&str]| {
        own.len() == parts.len() && own.iter().zip(&parts).all(|(a, b)| a.starts_with('{') || a == b)
    };
    // A page with a name of its own goes before one that takes any name, as in the router.
    let own = table().iter().filter(|(own, _)| fits(own));
    let found = own.min_by_key(|(own, _)| own.iter().filter(|part| part.starts_with('{')).count());
    match found {
        Some((_, Needs::To(right))) => may(*right),
        Some((_, Needs::Any(rights))) => rights.iter().any(|right| may(*right)),
        Some((_, Needs::Nobody | Needs::SignedIn)) | None => true,
    }
}

/// A page whose links all lead to where the role may go.
pub(crate) fn only_open(body: String, may: impl Fn(Right) -> bool) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body.as_str();
    while let Some(at) = rest.find("<a ") {
        let (before, link) = rest.split_at(at);
        out.push_str(before);
        let (Some(tag), Some(close)) = (link.find('>'), link.find("</a>")) else { break };
        let address = link[..tag].split_once("href=\"").and_then(|(_, after)| after.split('"').next());
        let closed = address.is_some_and(|address| address.starts_with('/') && !opens(address, &may));
        if closed {
            out.push_str("<span>");
            out.push_str(&link[tag + 1..close]);
            out.push_str("</span>");
        } else {
            out.push_str(&link[..close + "</a>".len()]);
        }
        rest = &link[close + "</a>".len()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_that_is_closed_is_words_and_the_others_stay() {
        let page = "<p><a class=\"x\" href=\"/sager?vis=alle\">Mine <b>sager</b></a> <a href=\"/hjaelp\">Hjælp</a> \
                    <a href=\"https://dst.dk\">DST</a> <a href=\"#her\">her</a></p>";
        let shown = only_open(page.to_owned(), |right| right == Right::SeeHelp);
        assert_eq!(
            shown,
            "<p><span>Mine <b>sager</b></span> <a href=\"/hjaelp\">Hjælp</a> <a href=\"https://dst.dk\">DST</a> \
             <a href=\"#her\">her</a></p>"
        );
        assert_eq!(only_open(page.to_owned(), |_| true), page);
    }

    #[test]
    fn a_page_with_a_name_of_its_own_is_asked_about_and_not_its_neighbour() {
        let only = |wanted: Right| move |right: Right| right == wanted;
        assert!(opens("/kilder/nexus", &only(Right::SeeImports)));
        assert!(!opens("/kilder/ny", &only(Right::SeeImports)));
    }
}
