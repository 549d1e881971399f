//! `datalandskab` and `omraade`.

use crate::cli::{Datalandskab, Omraade};
use crate::show;
use anyhow::{Context as _, bail};
use app::commands::landscape::{find_contradictions, show_landscape};
use app::edge::Edge;
use app::local;
use app::purpose::Purpose;
use app::session::Session;
use ingest::landscape_file::{FILE, TEMPLATE};
use std::fs::File;
use std::io::Write;
use std::process::ExitCode;

pub(super) async fn run(edge: &Edge, what: Datalandskab) -> anyhow::Result<ExitCode> {
    if let Datalandskab::Skabelon { gem } = what {
        return template(edge, gem);
    }
    let session = Session::open(edge, Purpose::Tilsyn).await?;
    let mut out = std::io::stdout().lock();
    if let Datalandskab::Vis = what {
        show::landscape::declared(&show_landscape(&session).await?, &mut out)?;
        session.store.close().await;
        return Ok(ExitCode::SUCCESS);
    }
    let found = find_contradictions(&session).await?;
    show::landscape::contradictions(&found, &mut out)?;
    session.store.close().await;
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn template(edge: &Edge, keep: bool) -> anyhow::Result<ExitCode> {
    if !keep {
        std::io::stdout().lock().write_all(TEMPLATE.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let path = edge.folder.join(FILE);
    let mut file = match File::create_new(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!(
                "{} findes allerede og er ikke rørt. Ret den dér, eller se skabelonen uden --gem.",
                path.display()
            )
        }
        Err(error) => return Err(error).with_context(|| format!("{} kan ikke skrives", path.display())),
    };
    file.write_all(TEMPLATE.as_bytes()).with_context(|| format!("{} kan ikke skrives", path.display()))?;
    println!("Skabelonen er lagt i {}. Slet nummertegnet foran de linjer, I vil bruge.", path.display());
    Ok(ExitCode::SUCCESS)
}

pub(super) fn area(edge: &Edge, what: &Omraade) -> anyhow::Result<ExitCode> {
    let law = local::law(&local::documents(&edge.folder)?)?;
    let mut out = std::io::stdout().lock();
    match what {
        Omraade::Liste => show::landscape::areas(&law, &mut out)?,
        Omraade::Vis { navn } => {
            if !law.areas.iter().any(|line| line.name == *navn) {
                let known: Vec<&str> = law.areas.iter().map(|line| line.name.as_str()).collect();
                bail!("Området «{navn}» findes ikke. Områder: {}.", known.join(", "));
            }
            show::landscape::area(&law, navn, &mut out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
