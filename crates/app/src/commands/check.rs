//! `tjek`: is everything in order? Each check has a name, an answer and, where it fails, a remedy.

use crate::edge::Edge;
use crate::local;
use crate::purpose::Purpose;
use crate::session::Session;
use crate::sources;
use std::collections::BTreeSet;
use store::log::Head;

/// One check.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What was checked.
    pub name: &'static str,
    /// What was found.
    pub answer: Result<String, String>,
}

/// Checks law, sources and, where there is one, the data folder: key, log, kept files, rows.
pub async fn check(edge: &Edge) -> Vec<Checked> {
    let mut out = vec![
        Checked { name: "Loven", answer: law(edge) },
        Checked { name: "Datalandskab", answer: landscape(edge) },
    ];
    out.push(Checked { name: "Kilder", answer: mappings(edge) });
    out.push(Checked { name: "Regneark", answer: Ok(limits().to_owned()) });
    match Session::open(edge, Purpose::Tilsyn).await {
        Err(error) => out.push(Checked { name: "Datamappe", answer: Err(format!("{error:#}")) }),
        Ok(session) => {
            let kommune = session.law.kommune(session.kommune()).map_or("", |k| k.name.as_str());
            out.push(Checked {
                name: "Datamappe",
                answer: Ok(format!(
                    "{} ({kommune}), nøglen passer; fingeraftryk {}",
                    edge.folder.display(),
                    session.store.settings().noegle
                )),
            });
            out.push(Checked { name: "Log", answer: log(&session).await });
            out.push(Checked { name: "Gemte filer", answer: files(&session).await });
            session.store.close().await;
        }
    }
    out
}

fn law(edge: &Edge) -> Result<String, String> {
    let documents = local::documents(&edge.folder).map_err(|e| format!("{e:#}"))?;
    let law = local::law(&documents).map_err(|e| format!("{e:#}"))?;
    Ok(format!(
        "version {}: {} paragraffer, {} ydelser, {} målgrupper, {} kommuner, {} funktioner, {} områder; {} egne lovfiler",
        law.version,
        law.paragraffer.len(),
        law.ydelser.len(),
        law.maalgrupper.len(),
        law.kommuner.len(),
        law.funktioner.len(),
        law.areas.len(),
        local::law_files(&documents).count()
    ))
}

fn landscape(edge: &Edge) -> Result<String, String> {
    let documents = local::documents(&edge.folder).map_err(|e| format!("{e:#}"))?;
    let landscape = local::landscape(&documents).map_err(|e| e.to_string())?;
    Ok(match landscape.version.as_str() {
        "" => "ikke skrevet; kildebeskrivelserne gælder".to_owned(),
        version => format!("version {version}: {} kilder", landscape.sources.len()),
    })
}

fn limits() -> &'static str {
    if cfg!(target_os = "linux") {
        "læses i en proces for sig med højst 256 MiB"
    } else {
        "læses i en proces for sig; grænsen for hukommelse gælder kun på Linux"
    }
}

fn mappings(edge: &Edge) -> Result<String, String> {
    let all = sources::all(&edge.folder).map_err(|e| format!("{e:#}"))?;
    let broken: Vec<String> = all
        .iter()
        .filter_map(|(name, known)| known.as_ref().err().map(|error| format!("{name}: {error:#}")))
        .collect();
    if broken.is_empty() { Ok(format!("{} kan læses", all.len())) } else { Err(broken.join("\n")) }
}

/// `tjek log`: follows the chain. The head is to be noted outside the folder: an end cut off shows beside it alone.
///
/// # Errors
/// Where the log is not as it was written, with the number of the first such line.
pub async fn check_log(session: &Session) -> anyhow::Result<Head> {
    Ok(session.store.log().verify(&session.ctx).await?)
}

async fn log(session: &Session) -> Result<String, String> {
    let head = session.store.log().verify(&session.ctx).await.map_err(|e| e.to_string())?;
    Ok(format!("{} linjer, kæden er hel", head.lines))
}

/// Both databases, every kept file, rows and deviations against the hashes noted when they were written.
async fn files(session: &Session) -> Result<String, String> {
    let wrong = session.store.check(&session.ctx).await.map_err(|e| e.to_string())?;
    if !wrong.is_empty() {
        return Err(wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }
    let imports = session.store.imports().list(&session.ctx).await.map_err(|e| e.to_string())?;
    let kept: BTreeSet<&str> =
        imports.iter().flat_map(|i| i.files.iter().map(|f| f.sha256.as_str())).collect();
    Ok(format!("{} filer i {} indlæsninger er, som de kom", kept.len(), imports.len()))
}
