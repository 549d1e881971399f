//! The hand-over: CPR numbers become citizen ids, and rows are written where their kind is kept.
//!
//! CPR numbers come from `ingest` with the rows, are exchanged in the identity store, and go no further.

use crate::session::Session;
use domain::observation::{Activity, Diagnosis, Expectation, IndividualRate, PersonRecord, Posting};
use domain::person::{CitizenId, Cpr};
use ingest::apply::Extract;
use ingest::mapping::{Kind, Mapping};
use std::collections::HashMap;
use std::mem::take;
use store::ImportId;
use store::imports::Content;
use store::lake::{LakeFile, LakeRecord};

/// What is kept beside the import's own row: a Parquet file, or lines that go into the database with it.
pub(super) enum Held {
    /// Rows in the lake.
    Rows(Kind, LakeFile),
    /// Expected cases, about citizens by id.
    Expectations(Vec<Expectation<CitizenId>>),
    /// Lines that stand in the extract as they are.
    Lines(Kind),
}

impl Held {
    /// The same as the store takes it.
    pub(super) fn content<'a>(&'a self, extract: &'a Extract) -> Content<'a> {
        let wording = &extract.wording;
        match self {
            Held::Rows(Kind::Postings, lake) => Content::Postings(lake),
            Held::Rows(Kind::Persons, lake) => Content::Persons(lake),
            Held::Rows(Kind::Diagnoses, lake) => Content::Diagnoses(lake),
            Held::Rows(Kind::IndividualRates, lake) => Content::IndividualRates(lake),
            Held::Rows(_, lake) => Content::Activities(lake),
            Held::Expectations(lines) => Content::Expectations(lines, wording),
            Held::Lines(Kind::FaellesSprog) => Content::Language(&extract.language),
            Held::Lines(Kind::ListPrices) => Content::ListPrices(&extract.list_prices, wording),
            Held::Lines(Kind::Providers) => Content::Providers(&extract.providers, wording),
            Held::Lines(Kind::Enrichments) => Content::Enrichments(&extract.enrichments, wording),
            Held::Lines(Kind::Budget) => Content::Budget(&extract.budget, wording),
            Held::Lines(Kind::Caseworkers) => Content::Caseworkers(&extract.caseworkers, wording),
            Held::Lines(_) => Content::Translation(&extract.translations),
        }
    }
}

/// Exchanges the numbers of an extract and writes its rows.
pub(super) async fn exchange(
    session: &Session,
    mapping: &Mapping,
    extract: &mut Extract,
    import: &ImportId,
) -> anyhow::Result<Held> {
    let kind = mapping.kind();
    let held = match kind {
        Kind::Activities => {
            let rows = take(&mut extract.activities);
            let ids = Ids::of(session, rows.iter().map(|r| r.citizen), extract).await?;
            let mut rows: Vec<Activity<CitizenId>> =
                rows.into_iter().map(|row| row.about(ids.id(&row.citizen))).collect();
            // A row is ten times its key: keys are sorted, and each row is moved once.
            rows.sort_by_cached_key(|row| (row.citizen, row.place));
            let lake = session.store.lake();
            let file =
                lake.write_activities(&session.ctx, import, &extract.wording, &rows, &extract.totals)?;
            keys(session, mapping, extract, import, &ids).await?;
            Held::Rows(kind, file)
        }
        Kind::Postings => {
            let rows = take(&mut extract.postings);
            let ids = Ids::of(session, rows.iter().filter_map(|r| r.citizen), extract).await?;
            let rows = rows.into_iter().map(|r| posting(r, r.citizen.map(|cpr| ids.id(&cpr))));
            let file = write(session, import, extract, rows.collect(), |r| (r.citizen, r.place))?;
            Held::Rows(kind, file)
        }
        Kind::Persons => {
            let rows = take(&mut extract.persons);
            replaced_numbers(session, &rows).await?;
            let everybody = rows.iter().flat_map(|r| [Some(r.citizen), r.formerly]).flatten();
            let ids = Ids::of(session, everybody, extract).await?;
            let rows = rows.into_iter().map(|r| person(r, &ids));
            let file = write(session, import, extract, rows.collect(), |r| (r.citizen, r.place))?;
            keys(session, mapping, extract, import, &ids).await?;
            Held::Rows(kind, file)
        }
        Kind::Diagnoses => {
            let rows = take(&mut extract.diagnoses);
            let ids = Ids::of(session, rows.iter().map(|r| r.citizen), extract).await?;
            let rows = rows.into_iter().map(|r| Diagnosis {
                citizen: ids.id(&r.citizen),
                place: r.place,
                system: r.system,
                code: r.code,
                valid: r.valid,
            });
            let file = write(session, import, extract, rows.collect(), |r| (r.citizen, r.place))?;
            Held::Rows(kind, file)
        }
        Kind::IndividualRates => {
            let rows = take(&mut extract.individual_rates);
            let ids = Ids::of(session, rows.iter().map(|r| r.citizen), extract).await?;
            let rows = rows.into_iter().map(|r| individual_rate(r, ids.id(&r.citizen)));
            let file = write(session, import, extract, rows.collect(), |r| (r.citizen, r.place))?;
            Held::Rows(kind, file)
        }
        Kind::Expectations => {
            let lines = take(&mut extract.expectations);
            let ids = Ids::of(session, lines.iter().filter_map(|l| l.citizen), extract).await?;
            Held::Expectations(lines.into_iter().map(|line| expectation(line, &ids)).collect())
        }
        _ => Held::Lines(kind),
    };
    Ok(held)
}

/// The numbers by which the system itself opens its citizens go where CPR numbers are, and nowhere else.
async fn keys(
    session: &Session,
    mapping: &Mapping,
    extract: &mut Extract,
    import: &ImportId,
    ids: &Ids,
) -> anyhow::Result<()> {
    let keys = take(&mut extract.keys);
    let keys: Vec<(CitizenId, &str)> = keys.iter().map(|(cpr, key)| (ids.id(cpr), key.as_str())).collect();
    Ok(session.store.people().keep_keys(&session.ctx, mapping.name(), import, &keys).await?)
}

/// A replaced number leads to the same citizen from now on, in rows that were imported before too.
async fn replaced_numbers(session: &Session, rows: &[PersonRecord<Cpr>]) -> anyhow::Result<()> {
    let pairs: Vec<(Cpr, Cpr)> = rows.iter().filter_map(|r| Some((r.formerly?, r.citizen))).collect();
    session.store.people().aliases(&session.ctx, &pairs).await?;
    Ok(())
}

fn write<T: LakeRecord, K: Ord>(
    session: &Session,
    import: &ImportId,
    extract: &Extract,
    mut rows: Vec<T>,
    order: impl Fn(&T) -> K,
) -> anyhow::Result<LakeFile> {
    rows.sort_by_cached_key(order);
    Ok(session.store.lake().write_records(&session.ctx, import, &extract.wording, &rows, &extract.totals)?)
}

/// The citizen ids behind an extract's numbers.
struct Ids(HashMap<Cpr, CitizenId>);

impl Ids {
    async fn of(
        session: &Session,
        numbers: impl Iterator<Item = Cpr>,
        extract: &Extract,
    ) -> anyhow::Result<Ids> {
        let names: HashMap<Cpr, &str> =
            extract.names.iter().map(|(cpr, name)| (*cpr, name.as_str())).collect();
        let mut order: Vec<Cpr> = Vec::new();
        let mut known: HashMap<Cpr, CitizenId> = HashMap::new();
        for cpr in numbers {
            known.entry(cpr).or_insert_with(|| {
                order.push(cpr);
                CitizenId(0)
            });
        }
        let asked: Vec<(Cpr, Option<&str>)> =
            order.iter().map(|cpr| (*cpr, names.get(cpr).copied())).collect();
        let ids = session.store.people().exchange(&session.ctx, &asked).await?;
        known.extend(order.into_iter().zip(ids));
        Ok(Ids(known))
    }

    fn id(&self, cpr: &Cpr) -> CitizenId {
        self.0[cpr]
    }
}

fn person(own: PersonRecord<Cpr>, ids: &Ids) -> PersonRecord<CitizenId> {
    PersonRecord {
        citizen: ids.id(&own.citizen),
        formerly: own.formerly.map(|cpr| ids.id(&cpr)),
        place: own.place,
        born: own.born,
        dead: own.dead,
        residence: own.residence,
        kommune: own.kommune,
        betalingskommune: own.betalingskommune,
        protected: own.protected,
    }
}

fn posting(r: Posting<Cpr>, citizen: Option<CitizenId>) -> Posting<CitizenId> {
    Posting {
        citizen,
        place: r.place,
        booked: r.booked,
        concerns: r.concerns,
        amount: r.amount,
        account: r.account,
        konto: r.konto,
        art: r.art,
        provider: r.provider,
        bill: r.bill,
        text: r.text,
    }
}

fn individual_rate(r: IndividualRate<Cpr>, citizen: CitizenId) -> IndividualRate<CitizenId> {
    IndividualRate {
        citizen,
        place: r.place,
        provider: r.provider,
        service: r.service,
        paragraf: r.paragraf,
        valid: r.valid,
        rate: r.rate,
        unit: r.unit,
    }
}

fn expectation(line: Expectation<Cpr>, ids: &Ids) -> Expectation<CitizenId> {
    Expectation {
        citizen: line.citizen.map(|cpr| ids.id(&cpr)),
        place: line.place,
        label: line.label,
        paragraf: line.paragraf,
        provider: line.provider,
        period: line.period,
        rate: line.rate,
        unit: line.unit,
        quantity: line.quantity,
        certainty: line.certainty,
        who: line.who,
        state: line.state,
    }
}
