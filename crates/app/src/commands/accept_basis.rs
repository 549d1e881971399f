//! `grundlag`: which imports figures are made from.

use crate::commands::sheets::sources_beside;
use crate::local;
use crate::session::{PROGRAM, Session};
use anyhow::bail;
use std::collections::BTreeMap;
use store::bases::Basis;
use store::imports::Import;
use store::{BasisId, ImportId};

/// The name under which a basis keeps the decisions on spellings of providers: a JSON line each.
pub const DECISIONS: &str = "afgoerelser-om-leverandoerer";

/// A basis with its imports.
#[derive(Clone, Debug)]
pub struct ShownBasis {
    /// The basis.
    pub basis: Basis,
    /// Its imports, in its order.
    pub imports: Vec<Import>,
}

/// Accepts imports as the basis; none named means the newest of each source, without sheets that are read beside.
///
/// # Errors
/// Where there is none, one is not kept, or two are of one source.
pub async fn accept_basis(session: &Session, imports: &[String]) -> anyhow::Result<ShownBasis> {
    let mut ids = Vec::new();
    for name in imports {
        ids.push(ImportId::parse(name)?);
    }
    if ids.is_empty() {
        let mut newest: BTreeMap<String, ImportId> = BTreeMap::new();
        let beside = sources_beside(session).await?;
        let imports = session.store.imports().list(&session.ctx).await?;
        for import in imports.into_iter().filter(|import| !beside.contains(&import.source)) {
            newest.insert(import.source, import.id);
        }
        ids = newest.into_values().collect();
    }
    if ids.is_empty() {
        bail!(
            "Der er ingen indlæsninger at godkende. Indlæs et udtræk med «ottetal import --kilde KILDE FIL»."
        );
    }
    let mut documents = local::documents(&session.edge.folder)?;
    // A landscape with mistakes is refused here, where it can be mended, and not at the next control.
    local::landscape(&documents)?;
    documents.extend(decisions(session).await?);
    let bases = session.store.bases();
    let basis = bases.accept(&session.ctx, &ids, &session.law.version, PROGRAM, &documents).await?;
    shown(session, basis).await
}

/// What people have decided about spellings of providers, as a document of the basis; none where nothing is decided.
pub(crate) async fn decisions(session: &Session) -> anyhow::Result<Option<(String, String)>> {
    let mut text = String::new();
    for decision in session.store.providers().list(&session.ctx).await? {
        text.push_str(&serde_json::to_string(&(decision.a, decision.b, decision.verdict.key()))?);
        text.push('\n');
    }
    Ok((!text.is_empty()).then(|| (DECISIONS.to_owned(), text)))
}

/// The basis with this name, or the newest accepted one.
///
/// # Errors
/// Where there is none.
pub async fn find_basis(session: &Session, name: Option<&str>) -> anyhow::Result<ShownBasis> {
    let basis = match name {
        Some(name) => session.store.bases().get(&session.ctx, &BasisId::parse(name)?).await?,
        None => match session.store.bases().newest(&session.ctx).await? {
            Some(basis) => basis,
            None => bail!(
                "Der er intet godkendt grundlag. Se indlæsningerne med «ottetal status», og godkend dem med \
                 «ottetal grundlag accepter»."
            ),
        },
    };
    shown(session, basis).await
}

async fn shown(session: &Session, basis: Basis) -> anyhow::Result<ShownBasis> {
    if let Some(gone) = basis.gone.iter().find(|gone| gone.whole) {
        bail!(
            "Grundlaget {} kan ikke bruges mere: indlæsningen {} er slettet {}. Indlæs et nyt udtræk, og godkend et nyt \
             grundlag med «ottetal grundlag accepter».",
            basis.id,
            gone.import,
            gone.at.replace('T', " ")
        );
    }
    let mut imports = Vec::new();
    for part in &basis.imports {
        imports.push(session.store.imports().get(&session.ctx, &part.import).await?);
    }
    Ok(ShownBasis { basis, imports })
}
