//! A wording that nobody in the invented municipality has translated yet: the newest month's table of translations lacks
//! it, so that one can map it and see deviations fall away.

use app::commands::import_extract::{GivenFile, ImportExtract, Progress, import_extract};
use app::session::Session;
use app::tables::cells::csv;
use app::tables::{Table, newest};
use domain::landscape::ExtractFacts;

/// The wording, as the settlement system writes it.
const WORDING: &str = "MY_1.18.2 Individuel tidsbegrænset hjælp";

/// Reads in the table of translations without the wording. The next basis has it.
pub(super) async fn leave_out(session: &Session) -> anyhow::Result<()> {
    let table = Table::Oversaettelse;
    let mut rows = newest(session, table).await?.rows;
    rows.retain(|row| row[1] != WORDING);
    let file = GivenFile::Sent("oversaettelse.csv".to_owned(), csv(session, table, &rows)?.into());
    let request = ImportExtract {
        source: table.source().to_owned(),
        files: vec![file],
        stated: ExtractFacts::default(),
    };
    import_extract(session, &request, &Progress::default()).await?;
    Ok(())
}
