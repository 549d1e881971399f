//! The demo's inbox: a folder a source with a text in it, one file that was refused, and a landscape that was changed.

use anyhow::Context as _;
use app::commands::declare::{declare, read_declared};
use app::commands::inbox::{inbox_folders, make_folders};
use app::session::Session;
use std::fs;

/// A file that somebody laid in the wrong folder.
const REFUSED: (&str, &str) = (
    "moedereferat-marts.csv",
    "Filen blev ikke læst ind. Ingen tal er ændret.\r\n\r\nHvorfor: Filen er ikke et udtræk fra Prisme: ingen af dens kolonner er \
     kendt.\r\n\r\nHvad nu: læg det rigtige udtræk i kildens mappe.\r\n",
);

/// Changes of the landscape: source, key, what it becomes, why.
const CHANGES: [(&str, &str, &str, &str); 2] = [
    (
        "prisme",
        "historik",
        "Før 2020 i det gamle økonomisystem; saldi er overført.",
        "Aftalt på opstartsmødet",
    ),
    ("as2007", "afloeser", "BI-konsulenten", "Økonomikonsulenten er på barsel fra marts"),
];

/// Makes the folders, a refused file, and two changes with their reasons.
pub(super) async fn seed(session: &Session) -> anyhow::Result<()> {
    let folders = inbox_folders(session).await?;
    make_folders(&folders)?;
    let day = session.ctx.at.get(..10).unwrap_or_default();
    if let Some(prisme) = folders.iter().find(|own| own.source == "prisme") {
        let refused = prisme.path.join("afvist").join(day);
        fs::create_dir_all(&refused).context("Demoens indbakke kan ikke skrives")?;
        let (name, why) = REFUSED;
        fs::write(refused.join(name), "Dato;Emne\r\n03-03-2026;Budgetopfølgning\r\n")?;
        fs::write(refused.join(format!("{name}.hvorfor.txt")), why)?;
    }
    for (source, key, value, reason) in CHANGES {
        let now = read_declared(session, source).await?;
        let mut to = now.written.clone();
        to.values.insert(key, value.to_owned());
        let saved = declare(session, source, &now.seen, &to, reason).await?;
        anyhow::ensure!(saved.is_ok(), "Demoens datalandskab kan ikke ændres: {saved:?}");
    }
    Ok(())
}
