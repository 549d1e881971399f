//! `kontrol gem|gemte|koer` and `afvigelse`.

use crate::cli::Format;
use crate::danish;
use crate::show;
use crate::verbs::control::{watched, write};
use crate::work_cli::{Afvigelse, GemKontrol, GemtKontrol, KoerKontrol, Liste, Saet};
use anyhow::Context as _;
use app::commands::list_items::{Asked, group_items, list_items, times};
use app::commands::run_saved::run_saved;
use app::commands::save_control::{SavedQuestion, list_saved, save_control};
use app::commands::set_item::{SetItem, set_items};
use app::commands::show_item::show_item;
use app::edge::Edge;
use app::purpose::Purpose;
use app::session::Session;
use domain::calendar::Period;
use domain::work_item::{Rhythm, Span};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

pub(super) async fn saved(edge: &Edge, what: GemtKontrol) -> anyhow::Result<ExitCode> {
    match what {
        GemtKontrol::Gem(arguments) => save(edge, arguments).await,
        GemtKontrol::Gemte => {
            let session = Session::open(edge, Purpose::AfvigelseRet).await?;
            let controls = list_saved(&session).await?;
            show::work::controls(&controls, &mut std::io::stdout().lock())?;
            session.store.close().await;
            Ok(ExitCode::SUCCESS)
        }
        GemtKontrol::Koer(arguments) => run(edge, &arguments).await,
    }
}

async fn save(edge: &Edge, arguments: GemKontrol) -> anyhow::Result<ExitCode> {
    let span = match (arguments.fra.zip(arguments.til), arguments.seneste) {
        (Some((from, to)), _) => match Period::from_included(from, to) {
            Some(period) => Span::Fixed(period),
            None => return Ok(danish::wrong_way_round("Vinduet", from, to).unwrap_or(ExitCode::from(2))),
        },
        (None, months) => Span::LastMonths(months.unwrap_or(1)),
    };
    let session = Session::open(edge, Purpose::AfvigelseRet).await?;
    let question = SavedQuestion {
        system_1: arguments.system1,
        system_2: arguments.system2,
        span,
        paragraffer: arguments.paragraffer,
        attributes: arguments.attributter,
        level: arguments.niveau,
        rules: arguments.regler,
        area: arguments.omraade,
        rhythm: arguments.dag.map_or(Rhythm::OnDemand, Rhythm::Monthly),
    };
    save_control(&session, &arguments.navn, &question, arguments.erstat).await?;
    session.store.close().await;
    println!("Gemt: «{0}». Kør den med «ottetal kontrol koer \"{0}\"».", arguments.navn.trim());
    Ok(ExitCode::SUCCESS)
}

async fn run(edge: &Edge, arguments: &KoerKontrol) -> anyhow::Result<ExitCode> {
    if let Some(refused) =
        super::control::refused_on_screen(arguments.format, arguments.ud.as_deref(), "kontrol.xlsx")
    {
        return Err(refused);
    }
    let session = Session::open(edge, Purpose::AfvigelseRet).await?;
    let done = watched(&arguments.navn, async |progress| {
        run_saved(&session, &arguments.navn, arguments.grundlag.as_deref(), progress).await
    })?;
    session.store.close().await;
    write(&done.ran.report(), arguments.format, arguments.ud.as_deref())?;
    let said = show::work::outcome(&done.outcome);
    if arguments.format == Format::Tabel && arguments.ud.is_none() {
        println!("{said}");
    } else {
        eprintln!("{said}");
    }
    Ok(super::control::said_of(&done.ran))
}

pub(super) async fn items(edge: &Edge, what: Afvigelse) -> anyhow::Result<ExitCode> {
    let session = Session::open(edge, Purpose::AfvigelseRet).await?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    match what {
        Afvigelse::Liste(arguments) => list(&session, arguments, &mut out).await?,
        Afvigelse::Vis { id } => show::work::item(&show_item(&session, &id).await?, &mut out)?,
        Afvigelse::Saet(arguments) => set(&session, arguments, &mut out).await?,
        Afvigelse::Grupper => show::work::groups(&group_items(&session).await?, &mut out)?,
        Afvigelse::Tid => show::work::times(&times(&session).await?, &mut out)?,
    }
    out.flush()?;
    drop(out);
    session.store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn list(session: &Session, arguments: Liste, out: &mut impl Write) -> anyhow::Result<()> {
    let asked = Asked {
        control: arguments.kontrol,
        status: arguments.status,
        assigned: arguments.ansvarlig,
        rule: arguments.regel,
        paragraf: arguments.paragraf,
        order: arguments.sorter,
    };
    let items = list_items(session, &asked).await?;
    if arguments.json {
        return Ok(show::work::json(&items, out)?);
    }
    let Some(path) = arguments.csv else {
        return Ok(show::work::list(&items, out)?);
    };
    let cannot = || format!("{} kan ikke skrives. Findes mappen, og er der plads?", path.display());
    let mut file = BufWriter::new(File::create(&path).with_context(cannot)?);
    show::work::csv(&items, &mut file).with_context(cannot)?;
    file.flush().with_context(cannot)?;
    eprintln!("Skrevet: {}", path.display());
    Ok(())
}

async fn set(session: &Session, arguments: Saet, out: &mut impl Write) -> anyhow::Result<()> {
    let set = SetItem {
        status: arguments.status,
        reason: arguments.grund.unwrap_or_default(),
        until: arguments.til,
        assigned: arguments.ansvarlig,
        comment: arguments.kommentar,
    };
    let ids = set_items(session, &arguments.ider, &set).await?;
    let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
    writeln!(out, "Sat: {}.", names.join(", "))?;
    Ok(())
}
