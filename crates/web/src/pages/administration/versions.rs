//! What figures are made with: program, law, language, landscape, mappings, the folder's layout.

use crate::error::WebError;
use crate::visit::Visit;
use app::access::Right;
use app::commands::show_basis::title_of;
use app::edge::local_time;
use app::session::{PROGRAM, Session};
use app::sources;
use store::imports::Kind;

/// A version.
pub(super) struct Version {
    pub(super) what: String,
    pub(super) version: String,
    pub(super) text: String,
    pub(super) href: String,
}

/// The versions, and apart those of mappings that come with the program.
pub(super) async fn versions(
    visit: &Visit,
    session: &Session,
) -> Result<(Vec<Version>, Vec<Version>), WebError> {
    let one = |what: &str, version: &str, text: String, href: &str| Version {
        what: what.to_owned(),
        version: version.to_owned(),
        text,
        href: href.to_owned(),
    };
    let mut out = vec![
        one("Program", PROGRAM, String::new(), ""),
        one("Lov", &session.law.version, "Programmets lov med kommunens egne lovfiler over.".to_owned(), ""),
    ];
    match session.landscape() {
        Ok(landscape) => {
            let text =
                if landscape.version.is_empty() { "Ikke skrevet; kildebeskrivelserne gælder." } else { "" };
            let version = if landscape.version.is_empty() { "–" } else { landscape.version.as_str() };
            out.push(one("Datalandskab", version, text.to_owned(), "/datalandskab"));
        }
        Err(error) => out.push(one("Datalandskab", "kan ikke læses", error.to_string(), "/datalandskab")),
    }
    let imports = visit.may(Right::SeeImports);
    let current = visit.current().await?;
    for import in current.basis.iter().flat_map(|basis| &basis.shown.imports) {
        if matches!(import.kind, Kind::Language | Kind::Translation) {
            let href = if imports { format!("/indlaesning/{}", import.id) } else { String::new() };
            let text = format!("Læst ind {} af {}.", local_time(&import.imported_at), import.imported_by);
            out.push(one(&title_of(session, import), import.id.as_str(), text, &href));
        }
    }
    let layout = format!("format {}", store::FORMAT);
    out.push(one("Datamappens indretning", &layout, String::new(), ""));
    let mut shipped = Vec::new();
    for (name, known) in sources::all(&session.edge.folder)? {
        match known {
            Ok(known) if known.own.is_some() => {
                let what = format!("Kilde: {}", known.mapping.title());
                out.push(one(&what, known.mapping.version(), "Kommunens egen.".to_owned(), ""));
            }
            Ok(known) => {
                shipped.push(one(known.mapping.title(), known.mapping.version(), String::new(), ""));
            }
            Err(error) => {
                out.push(one(&format!("Kilde: {name}"), "kan ikke læses", format!("{error:#}"), ""));
            }
        }
    }
    Ok((out, shipped))
}
