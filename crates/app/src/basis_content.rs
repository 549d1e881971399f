//! What a basis holds beside the rows of its systems, loaded once for whoever makes figures of it: law, landscape, the one
//! language, registers.
//!
//! Invariant: everything is from the basis. What the data folder's files say today matters only to the next basis.

use crate::commands::accept_basis::{DECISIONS, ShownBasis};
use crate::local;
use crate::session::Session;
use crate::sources;
use crate::tables::cells::Lines;
use anyhow::Context as _;
use domain::calendar::Period;
use domain::landscape::{Landscape, Source};
use domain::language::{Language, LanguageLine};
use domain::law::LawBook;
use domain::observation::{Caseworker, ListPrice, ProviderRecord};
use domain::person::CitizenId;
use domain::provider_register::{DifferentProviders, ProviderRegister, SameProvider};
use domain::tariff::PriceList;
use domain::wording::Wording;
use ingest::mapping::Mapping;
use std::collections::BTreeMap;
use store::ImportId;
use store::imports::{Import, Kind};
use store::providers::Verdict;

/// The content of a basis.
pub struct BasisContent {
    /// The basis with its imports.
    pub shown: ShownBasis,
    /// The law: the program's, with the files of the basis over it.
    pub law: LawBook,
    /// What the municipality declared when the basis was accepted.
    pub landscape: Landscape,
    /// The one language.
    pub language: Language,
    /// Lines of Fælles sprog.
    pub lines: Vec<LanguageLine>,
    /// The register of providers with the decisions on spellings.
    pub providers: ProviderRegister,
    /// Prices of lists.
    pub prices: Option<PriceList>,
    /// Caseworkers.
    pub caseworkers: Option<Vec<Caseworker>>,
    /// Citizens who are another by now.
    pub merged: BTreeMap<CitizenId, CitizenId>,
    /// What is worth knowing before the figures are read.
    pub notes: Vec<String>,
    /// The mapping of each import, as it was when the file was read: a later version is another import.
    mappings: BTreeMap<ImportId, Mapping>,
}

/// A source of a basis.
pub struct BasisSource {
    /// What is declared, as far as the extract had the columns.
    pub source: Source,
    /// Its import.
    pub import: Import,
}

impl BasisContent {
    /// Loads the content of a basis.
    ///
    /// # Errors
    /// Where a table or a document of it cannot be read.
    pub async fn load(session: &Session, shown: ShownBasis) -> anyhow::Result<BasisContent> {
        let kept = session.store.bases().documents(&session.ctx, &shown.basis.id).await?;
        let documents: Vec<(String, String)> = kept.into_iter().map(|d| (d.name, d.body)).collect();
        let law = local::law(&documents)?;
        let landscape = local::landscape(&documents)?;
        let (lines, language) = language(session, &shown).await?;
        let (same, different) = decisions(&documents)?;
        let records: Vec<ProviderRecord> = all_lines(session, &shown, Kind::Providers).await?;
        let providers = ProviderRegister::new(&records, &same, &different);
        let prices = prices(session, &shown, &law, &providers).await?;
        let caseworkers: Vec<Caseworker> = all_lines(session, &shown, Kind::Caseworkers).await?;
        let has_caseworkers = shown.imports.iter().any(|i| i.kind == Kind::Caseworkers);
        Ok(BasisContent {
            notes: changed_since(session, &documents)?,
            law,
            landscape,
            language,
            lines,
            providers,
            prices,
            caseworkers: has_caseworkers.then_some(caseworkers),
            merged: session.store.people().merged(&session.ctx).await?,
            mappings: mappings(&shown)?,
            shown,
        })
    }

    /// The same basis with the lines of one table in place of its own: what a change would do, before it is saved.
    ///
    /// # Errors
    /// Where a list of the basis cannot be read.
    pub async fn with_lines(&self, session: &Session, changed: &Lines) -> anyhow::Result<BasisContent> {
        let mut out = BasisContent {
            shown: self.shown.clone(),
            law: self.law.clone(),
            landscape: self.landscape.clone(),
            language: self.language.clone(),
            lines: self.lines.clone(),
            providers: self.providers.clone(),
            prices: self.prices.clone(),
            caseworkers: self.caseworkers.clone(),
            merged: self.merged.clone(),
            notes: self.notes.clone(),
            mappings: self.mappings.clone(),
        };
        match changed {
            Lines::Translation(translations) => {
                out.language = Language::new(self.lines.clone(), translations.clone());
            }
            Lines::Language(lines) => {
                out.lines = lines.clone();
                out.language.lines = lines.clone();
            }
            Lines::Providers(records) => {
                let (same, different) = self.spellings(session).await?;
                out.providers = ProviderRegister::new(records, &same, &different);
                out.prices = prices(session, &out.shown, &out.law, &out.providers).await?;
            }
        }
        Ok(out)
    }

    /// The decisions on spellings of providers that the basis has.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub async fn spellings(
        &self,
        session: &Session,
    ) -> anyhow::Result<(Vec<SameProvider>, Vec<DifferentProviders>)> {
        let kept = session.store.bases().documents(&session.ctx, &self.shown.basis.id).await?;
        let documents: Vec<(String, String)> = kept.into_iter().map(|d| (d.name, d.body)).collect();
        decisions(&documents)
    }

    /// The source behind an import of the basis.
    ///
    /// # Errors
    /// Where the basis does not have it.
    pub fn source(&self, import: &Import, window: Period) -> anyhow::Result<BasisSource> {
        let mapping = self.mappings.get(&import.id);
        let mapping = mapping.with_context(|| format!("Indlæsningen {} er ikke i grundlaget", import.id))?;
        Ok(BasisSource { source: self.declared(mapping, import, window)?, import: import.clone() })
    }

    /// The source behind an import that the basis does not have, as this landscape declares it: for what is only set
    /// beside figures.
    ///
    /// # Errors
    /// Where its mapping cannot be read.
    pub fn source_beside(&self, import: &Import, window: Period) -> anyhow::Result<Source> {
        self.declared(&sources::parse_once(&import.mapping, &import.source)?, import, window)
    }

    fn declared(&self, mapping: &Mapping, import: &Import, window: Period) -> anyhow::Result<Source> {
        let mut source = local::source(mapping, &self.landscape, window);
        let found: serde_json::Value = serde_json::from_str(&import.found)?;
        // A column that this extract came without is as one that the source has not.
        if let Some(columns) = found["kolonner"].as_array() {
            source.attributes.retain(|a| columns.iter().any(|key| key == a.key()));
        }
        if let Some(fields) = found["felter"].as_array() {
            source.columns.retain(|column| fields.iter().any(|key| key == column));
        }
        Ok(source)
    }

    /// The first import of a kind, as its source. A basis has one import a source; of several finance systems the first
    /// by name is taken.
    ///
    /// # Errors
    /// As [`BasisContent::source`].
    pub fn of_kind(&self, kind: Kind, window: Period) -> anyhow::Result<Option<BasisSource>> {
        let found = self.shown.imports.iter().find(|i| i.kind == kind);
        found.map(|import| self.source(import, window)).transpose()
    }
}

/// The mappings that the imports were read with.
fn mappings(shown: &ShownBasis) -> anyhow::Result<BTreeMap<ImportId, Mapping>> {
    let each = shown.imports.iter().map(|import| {
        let mapping = sources::parse_once(&import.mapping, &import.source).with_context(|| {
            format!("Indlæsningen {} har en kildebeskrivelse, der ikke kan læses", import.id)
        })?;
        Ok((import.id.clone(), mapping))
    });
    each.collect()
}

/// Both tables of the one language, as the basis has them.
async fn language(session: &Session, shown: &ShownBasis) -> anyhow::Result<(Vec<LanguageLine>, Language)> {
    let (mut lines, mut translations) = (Vec::new(), Vec::new());
    let imports = session.store.imports();
    for import in &shown.imports {
        match import.kind {
            Kind::Language => lines.extend(imports.language_lines(&session.ctx, &import.id).await?),
            Kind::Translation => {
                translations.extend(imports.translation_lines(&session.ctx, &import.id).await?)
            }
            _ => {}
        }
    }
    Ok((lines.clone(), Language::new(lines, translations)))
}

/// The lines of all imports of a kind. Their words are of no use here.
pub(crate) async fn all_lines<T: store::imports::RecordLine>(
    session: &Session,
    shown: &ShownBasis,
    kind: Kind,
) -> anyhow::Result<Vec<T>> {
    let mut out = Vec::new();
    for import in shown.imports.iter().filter(|i| i.kind == kind) {
        let mut wording = Wording::default();
        out.extend(session.store.imports().record_lines(&session.ctx, &import.id, &mut wording).await?);
    }
    Ok(out)
}

async fn prices(
    session: &Session,
    shown: &ShownBasis,
    law: &LawBook,
    providers: &ProviderRegister,
) -> anyhow::Result<Option<PriceList>> {
    let Some(import) = shown.imports.iter().find(|i| i.kind == Kind::ListPrices) else { return Ok(None) };
    let mapping = sources::parse_once(&import.mapping, &import.source)?;
    let mut wording = Wording::default();
    let rows: Vec<ListPrice> =
        session.store.imports().record_lines(&session.ctx, &import.id, &mut wording).await?;
    let terms = mapping.source().terms;
    Ok(Some(PriceList::new(&rows, &import.source, terms, &wording, law, Some(providers))))
}

/// The decisions on spellings as the basis has them.
fn decisions(documents: &[(String, String)]) -> anyhow::Result<(Vec<SameProvider>, Vec<DifferentProviders>)> {
    let (mut same, mut different) = (Vec::new(), Vec::new());
    let text = documents.iter().find(|(name, _)| name == DECISIONS).map_or("", |(_, text)| text.as_str());
    for line in text.lines() {
        let (a, b, verdict): (String, String, String) =
            serde_json::from_str(line).context("grundlagets afgørelser om leverandører")?;
        match Verdict::from_key(&verdict) {
            Some(Verdict::Same) => same.push(SameProvider { a, b }),
            Some(Verdict::Different) => different.push(DifferentProviders { a, b }),
            _ => {}
        }
    }
    Ok((same, different))
}

/// Says where the folder's files differ by now from those that the basis was accepted with.
fn changed_since(session: &Session, documents: &[(String, String)]) -> anyhow::Result<Vec<String>> {
    let now = local::documents(&session.edge.folder)?;
    let own = |list: &[(String, String)]| -> BTreeMap<String, String> {
        list.iter().filter(|(name, _)| name != DECISIONS).cloned().collect()
    };
    let (then, now) = (own(documents), own(&now));
    let mut names: Vec<&String> = then.keys().chain(now.keys()).collect();
    names.sort();
    names.dedup();
    names.retain(|name| then.get(*name) != now.get(*name));
    Ok(names
        .into_iter()
        .map(|name| {
            format!(
                "{name} er ændret, siden grundlaget blev godkendt. Tallene bruger den gamle; «ottetal grundlag accepter» tager \
                 den nye i brug."
            )
        })
        .collect())
}
