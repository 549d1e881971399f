//! `import`.

use crate::cli::Import;
use crate::danish;
use crate::progress::{Form, with_bar};
use crate::show;
use anyhow::Context as _;
use app::commands::import_extract::{ImportExtract, Imported, Progress, import_extract};
use app::edge::Edge;
use app::purpose::Purpose;
use app::session::Session;
use domain::calendar::Period;
use domain::landscape::ExtractFacts;
use std::fs::File;
use std::io::BufWriter;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

pub(crate) async fn run(edge: &Edge, arguments: Import) -> anyhow::Result<ExitCode> {
    let covers = match arguments.daekker.as_deref() {
        Some([from, to]) => {
            if let Some(wrong) = danish::wrong_way_round("--daekker", *from, *to) {
                return Ok(wrong);
            }
            Period::from_included(*from, *to)
        }
        _ => None,
    };
    let stated = ExtractFacts { extracted: arguments.udtraek, covers, current_only: arguments.kun_loebende };
    let session = Session::open(edge, Purpose::AfvigelseRet).await?;
    let request = ImportExtract {
        source: arguments.kilde,
        files: arguments.filer.into_iter().map(Into::into).collect(),
        stated,
    };
    let imported = with_progress(&session, &request).await?;
    let mut out = std::io::stdout().lock();
    show::imported::write(&imported, &mut out)?;
    if let Some(path) = arguments.fund {
        let file = File::create(&path).with_context(|| format!("{} kan ikke skrives", path.display()))?;
        show::findings::write_csv(&imported, BufWriter::new(file))?;
        show::line(&mut out, &format!("Alle fund står i {}.", path.display()))?;
    }
    session.store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Imports with a bar that counts bytes.
pub(crate) async fn with_progress(session: &Session, request: &ImportExtract) -> anyhow::Result<Imported> {
    let progress = Progress::default();
    let look = |stop: bool| {
        progress.stop.store(stop, Ordering::Relaxed);
        (progress.bytes.load(Ordering::Relaxed), progress.total.load(Ordering::Relaxed))
    };
    let handle = tokio::runtime::Handle::current();
    let what = format!("Indlæser {}", request.source);
    // The bar has a thread of its own; the work stays on this one.
    let work =
        || tokio::task::block_in_place(|| handle.block_on(import_extract(session, request, &progress)));
    with_bar(&what, Form::Bytes, look, work)
}
