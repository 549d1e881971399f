//! `afvigelse vis`: one item with its history, and the newest run's words about it.

use crate::commands::list_items::{ListedItem, Routes};
use crate::current::{BoardItem, Current};
use crate::session::Session;
use crate::sources;
use anyhow::bail;
use domain::calendar::Day;
use domain::deviation::Deviation;
use domain::message::{Names, advice, causes_in_words, message};
use domain::wording::Wording;
use domain::work_item::{Event, ItemId, Seen, Sighting};
use report::control_report::place_in_words;
use store::imports::Import;
use store::work_items::{CarriedRun, ItemHistory};

/// An item with everything that is known of it.
#[derive(Debug)]
pub struct ShownItem {
    /// The item.
    pub listed: ListedItem,
    /// What to put right and where, in the words of the newest run that saw it.
    pub message: String,
    /// Why it matters, and what to do.
    pub advice: (&'static str, &'static str),
    /// Probable causes.
    pub causes: String,
    /// What happened, oldest first.
    pub events: Vec<Event>,
    /// What each run saw, with the run.
    pub sightings: Vec<(Seen, Sighting, CarriedRun)>,
}

/// The item of a shown name.
///
/// # Errors
/// Where the text is no name, or nothing has it.
pub async fn show_item(session: &Session, shown: &str) -> anyhow::Result<ShownItem> {
    let id = read_id(shown)?;
    let kept = session.store.work_items();
    let history = kept.get(&session.ctx, id).await?;
    let runs = kept.runs(&session.ctx).await?;
    let today = runs.iter().map(|run| run.trace.day).max().unwrap_or(Day::FIRST);
    session
        .store
        .log()
        .append_about(&session.ctx, "vis_afvigelse", &id.to_string(), &[history.item.key.citizen])
        .await?;
    let ItemHistory { item, events, sightings } = history;
    let listed = Routes::new(session).listed(item, today);
    let mut out = shown_item(listed, events, sightings, &runs);
    words_of_newest(session, &mut out).await?;
    Ok(out)
}

/// The same of an item of the picture. Only where the newest run did not see it, words are read from a run's file.
/// Leaves no line in the log: whoever shows it says whom it is about.
///
/// # Errors
/// Where the store cannot be read.
pub async fn item_of(session: &Session, current: &Current, own: &BoardItem) -> anyhow::Result<ShownItem> {
    let kept = session.store.work_items();
    let history = kept.get(&session.ctx, own.listed.item.id).await?;
    let runs = kept.runs(&session.ctx).await?;
    let listed = ListedItem { item: history.item, ..own.listed.clone() };
    let mut out = shown_item(listed, history.events, history.sightings, &runs);
    match current.deviation(own).and_then(|(control, deviation)| Some((control.ran.as_ref()?, deviation))) {
        Some((ran, deviation)) => {
            out.message = ran.report().message(deviation);
            out.advice = advice(deviation);
            out.causes = causes_in_words(deviation, ran.law());
        }
        None => words_of_newest(session, &mut out).await?,
    }
    Ok(out)
}

fn shown_item(
    listed: ListedItem,
    events: Vec<Event>,
    seen: Vec<(Seen, Sighting)>,
    runs: &[CarriedRun],
) -> ShownItem {
    let mut sightings = Vec::new();
    for (seen, sighting) in seen {
        if let Some(run) = runs.iter().find(|run| run.seq == seen.run) {
            sightings.push((seen, sighting, run.clone()));
        }
    }
    ShownItem { listed, message: String::new(), advice: ("", ""), causes: String::new(), events, sightings }
}

async fn words_of_newest(session: &Session, out: &mut ShownItem) -> anyhow::Result<()> {
    let newest = out.sightings.last().map(|(_, sighting, run)| (sighting.position, run.clone()));
    match newest {
        Some((position, run)) => words(session, &run, position, out).await,
        None => Ok(()),
    }
}

/// Reads `A-` and six characters.
///
/// # Errors
/// Where the text is no such name.
pub fn read_id(shown: &str) -> anyhow::Result<ItemId> {
    let Some(id) = ItemId::parse(shown) else {
        bail!(
            "«{}» er ikke en afvigelse. Skriv navnet, som listen viser det: A- og seks tegn.",
            if ingest::hides_a_number(shown) { "…" } else { shown }
        );
    };
    Ok(id)
}

/// The deviation as that run's file has it, in words.
async fn words(
    session: &Session,
    run: &CarriedRun,
    position: u32,
    out: &mut ShownItem,
) -> anyhow::Result<()> {
    let mut wordings = [Wording::default(), Wording::default()];
    let lake = session.store.lake();
    let all = lake.read_deviations(&session.ctx, &run.run, &session.law, &mut wordings, &mut Vec::new())?;
    let Some(deviation) = all.get(position as usize) else { return Ok(()) };
    let basis = session.store.bases().get(&session.ctx, &run.basis).await?;
    let mut imports: Vec<Import> = Vec::new();
    for system in &run.systems {
        let Some(id) = basis.import_of(system) else { return Ok(()) };
        imports.push(session.store.imports().get(&session.ctx, id).await?);
    }
    let titles: Vec<String> = imports.iter().map(title).collect();
    let place = |side: domain::deviation::Side, place: &domain::observation::RowPlace| {
        let import = &imports[side.index()];
        let file = import.files.get(usize::from(place.file)).map_or("", |f| f.name.as_str());
        let sheet = wordings[side.index()].text(place.sheet);
        place_in_words(file, (!sheet.is_empty()).then_some(sheet), &place.row.to_string())
    };
    let names = Names {
        law: &session.law,
        titles: [&titles[0], &titles[1]],
        place: &place,
        provider: &str::to_owned,
    };
    fill(out, deviation, &names);
    Ok(())
}

fn fill(out: &mut ShownItem, deviation: &Deviation, names: &Names<'_>) {
    out.message = message(deviation, names);
    out.advice = advice(deviation);
    out.causes = causes_in_words(deviation, names.law);
}

fn title(import: &Import) -> String {
    let mapping = sources::parse_once(&import.mapping, &import.source);
    mapping.map_or_else(|_| import.source.clone(), |mapping| mapping.source().title)
}
