//! A sheet's months: each month's import of it beside the product's disponering of the same month, both disposed by the
//! same kernel with the same law, language and area.
//!
//! Invariant: a month is made from one import and one basis and is the same whenever it is made; it is remembered only
//! while nothing was read in or deleted.

use super::compare::{Amount, Amounts, Beside, Known, compare};
use super::{Explanation, Sheet, whole_kroner};
use crate::basis_content::{BasisContent, BasisSource};
use crate::commands::accept_basis::find_basis;
use crate::commands::basis_correction::Correction;
use crate::commands::disposition::OpenedYear;
use crate::commands::landscape::resolve_area;
use crate::commands::run_control::system;
use crate::lines::{self, Kept};
use crate::session::Session;
use domain::amount::Oere;
use domain::area::Area;
use domain::calendar::{Day, Month, Period};
use domain::disposition::RowKind;
use domain::law::ParagrafId;
use domain::observation::{Activity, Role, Standing};
use domain::ownership::Grouping;
use domain::person::CitizenId;
use domain::wording::Wording;
use engine::{DispositionGiven, Progress, RanDisposition, dispose};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use store::bases::Basis;
use store::imports::{Import, Kind};
use store::{BasisId, ImportId, Stamp};

/// A month of a sheet.
#[derive(Clone, Debug)]
pub struct SheetMonth {
    /// The month that the sheet was saved in.
    pub month: Month,
    /// Its import.
    pub import: ImportId,
    /// The day of the sheet.
    pub day: Day,
    /// The basis that it is set beside, and its day; `None` where there is none.
    pub basis: Option<(BasisId, Day)>,
    /// The system's title.
    pub system: String,
    /// The lines, by citizen and paragraph.
    pub lines: Arc<Vec<Beside>>,
    /// Paragraphs as written, by their numbers.
    pub written: Arc<Vec<String>>,
    /// Rows of the sheet that could not be set on a paragraph, and rows that were set aside when it was read.
    pub left_out: [u64; 2],
    /// The sheet has no prices: days alone are compared.
    pub only_days: bool,
    /// Why there is no comparison; empty where there is.
    pub why_not: String,
}

/// How many lines of a month are alike, explained, not explained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MonthCount {
    /// Alike.
    pub alike: usize,
    /// Different, and the data or a person say why.
    pub explained: usize,
    /// Different, and nobody has said why.
    pub unexplained: usize,
}

impl MonthCount {
    /// All lines.
    #[must_use]
    pub fn all(&self) -> usize {
        self.alike + self.explained + self.unexplained
    }
}

/// Where a line stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineStanding<'e> {
    /// Alike.
    Alike,
    /// The data say why.
    Computed,
    /// A person says why.
    Typed(&'e Kept<Explanation>),
    /// Nobody says why.
    Unexplained,
}

impl SheetMonth {
    /// The paragraph of a line as written.
    #[must_use]
    pub fn paragraf(&self, line: &Beside) -> &str {
        self.written.get(usize::from(line.paragraf.0)).map_or("", String::as_str)
    }
}

/// What people have written of a sheet's lines, by name.
pub type Explanations = BTreeMap<String, Kept<Explanation>>;

/// All explanations of a sheet.
///
/// # Errors
/// Where the store cannot be read.
pub async fn explanations(session: &Session, number: &str) -> anyhow::Result<Explanations> {
    let own = format!("{number}/");
    let all = lines::newest::<Explanation>(session).await?;
    Ok(all.into_iter().filter(|k| k.name.starts_with(&own)).map(|k| (k.name.clone(), k)).collect())
}

/// Where a line stands: what a person wrote holds while the difference is the same to the krone.
#[must_use]
pub fn standing<'e>(
    number: &str,
    month: &SheetMonth,
    line: &Beside,
    written: &'e Explanations,
) -> LineStanding<'e> {
    use super::compare::Why;
    if line.why == Why::Ens {
        return LineStanding::Alike;
    }
    let typed = written.get(&Explanation::name(number, line.citizen, month.paragraf(line)));
    match typed.filter(|kept| kept.line.kroner == whole_kroner(line.difference())) {
        Some(kept) => LineStanding::Typed(kept),
        None if line.why.explains() => LineStanding::Computed,
        None => LineStanding::Unexplained,
    }
}

/// Counts the lines that `sees` holds.
#[must_use]
pub fn count(
    number: &str,
    month: &SheetMonth,
    written: &Explanations,
    sees: impl Fn(&Beside) -> bool,
) -> MonthCount {
    let mut out = MonthCount::default();
    for line in month.lines.iter().filter(|line| sees(line)) {
        match standing(number, month, line, written) {
            LineStanding::Alike => out.alike += 1,
            LineStanding::Computed | LineStanding::Typed(_) => out.explained += 1,
            LineStanding::Unexplained => out.unexplained += 1,
        }
    }
    out
}

/// True where the newest `months` months have been compared and nothing is unexplained.
#[must_use]
pub fn is_ready(number: &str, all: &[SheetMonth], written: &Explanations, months: usize) -> bool {
    let newest: Vec<&SheetMonth> = all.iter().rev().take(months).collect();
    let follows = newest.windows(2).all(|pair| pair[1].month.next() == pair[0].month);
    let agrees = |month: &&SheetMonth| {
        month.why_not.is_empty()
            && month.left_out == [0, 0]
            && count(number, month, written, |_| true).unexplained == 0
    };
    newest.len() == months && follows && newest.iter().all(agrees)
}

/// The months of a sheet that has a source, the oldest first; the newest import of a month counts.
///
/// # Errors
/// Where rows cannot be read.
pub async fn months(session: &Session, sheet: &Sheet) -> anyhow::Result<Vec<SheetMonth>> {
    if sheet.kilde.is_empty() {
        return Ok(Vec::new());
    }
    let mut imports: BTreeMap<Month, (Day, Import)> = BTreeMap::new();
    for import in session.store.imports().list(&session.ctx).await? {
        if import.source == sheet.kilde {
            let saved = import.imported_at.get(..10).and_then(Day::parse);
            let day = import.facts.extracted.or(saved).unwrap_or(Day::FIRST);
            imports.insert(day.month(), (day, import));
        }
    }
    let bases = session.store.bases().list(&session.ctx).await?;
    let mut out = Vec::with_capacity(imports.len());
    for (month, (day, import)) in imports {
        let basis = basis_of(session, &bases, &sheet.system, month).await?;
        out.push(remembered(session, sheet, month, day, import, basis).await?);
    }
    Ok(out)
}

/// The basis whose extract of the system is the newest that is not from a later month.
async fn basis_of(
    session: &Session,
    bases: &[Basis],
    system: &str,
    month: Month,
) -> anyhow::Result<Option<(BasisId, Day)>> {
    let mut best: Option<(Day, BasisId)> = None;
    for basis in bases.iter().filter(|basis| !basis.gone.iter().any(|gone| gone.whole)) {
        let Some(import) = basis.import_of(system) else { continue };
        let import = session.store.imports().get(&session.ctx, import).await?;
        let saved = import.imported_at.get(..10).and_then(Day::parse);
        let Some(day) = import.facts.extracted.or(saved).filter(|day| day.month() <= month) else { continue };
        // The list has the newest first: of two with the same extract the one accepted last counts.
        if best.as_ref().is_none_or(|(known, _)| day > *known) {
            best = Some((day, basis.id.clone()));
        }
    }
    Ok(best.map(|(day, id)| (id, day)))
}

type Key = (PathBuf, [i64; 3], ImportId, Option<BasisId>, String);

/// Months that have been made: the newest few dozens.
static MADE: Mutex<BTreeMap<Key, SheetMonth>> = Mutex::new(BTreeMap::new());
const REMEMBERED: usize = 60;

async fn remembered(
    session: &Session,
    sheet: &Sheet,
    month: Month,
    day: Day,
    import: Import,
    basis: Option<(BasisId, Day)>,
) -> anyhow::Result<SheetMonth> {
    let Stamp { imports, deleted, .. } = session.store.stamp(&session.ctx).await?;
    let id = basis.as_ref().map(|(id, _)| id.clone());
    let corrections = lines::newest::<Correction>(session).await?;
    let newest = corrections.iter().map(|kept| kept.seq).max().unwrap_or(0);
    let state = [imports, deleted, newest];
    let key: Key = (session.edge.folder.clone(), state, import.id.clone(), id, sheet.system.clone());
    if let Some(known) = MADE.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Ok(known.clone());
    }
    let made = made(session, sheet, month, day, &import, basis, &corrections).await?;
    let mut all = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    all.retain(|(folder, then, ..), _| *folder != key.0 || *then == state);
    while all.len() >= REMEMBERED {
        all.pop_first();
    }
    all.insert(key, made.clone());
    Ok(made)
}

async fn made(
    session: &Session,
    sheet: &Sheet,
    month: Month,
    day: Day,
    import: &Import,
    basis: Option<(BasisId, Day)>,
    corrections: &[Kept<Correction>],
) -> anyhow::Result<SheetMonth> {
    let mut out = SheetMonth {
        month,
        import: import.id.clone(),
        day,
        basis: basis.clone(),
        system: sheet.system.clone(),
        lines: Arc::default(),
        written: Arc::default(),
        left_out: [0, import.totals.set_aside.rows],
        only_days: false,
        why_not: String::new(),
    };
    let Some((id, _)) = basis else {
        out.why_not = "Der er intet godkendt grundlag med systemet fra den måned eller før.".to_owned();
        return Ok(out);
    };
    if import.kind != Kind::Activities {
        out.why_not = "Kilden har ingen rækker om borgere og ydelser.".to_owned();
        return Ok(out);
    }
    let content = BasisContent::load(session, find_basis(session, Some(id.as_str())).await?).await?;
    out.written = Arc::new(content.law.paragraffer.iter().map(|p| p.written.clone()).collect());
    let (year, _) = day.month().year_month();
    let window = Period::year(year);
    let source = content.source(system(&content.shown, &sheet.system)?, window)?;
    out.system = source.source.title.clone();
    let own = BasisSource { source: content.source_beside(import, window)?, import: import.clone() };
    let area = resolve_area(&content.law, &content.landscape, &content.lines, None, window)?;
    let (of_sheet, their_rows) = disposed(session, &content, &own, &area, year, Prices::Own)?;
    let (of_product, our_rows) = disposed(session, &content, &source, &area, year, Prices::All)?;
    let mut sheet_amounts = amounts(&of_sheet, &their_rows);
    let mut product_amounts = amounts(&of_product, &our_rows);
    out.left_out[0] = of_sheet.untranslated.len() as u64;
    out.only_days = !sheet_amounts.is_empty()
        && sheet_amounts.values().all(|amount| amount.oere.0 == 0 && amount.unpriced_days > 0);
    if out.only_days {
        for amount in sheet_amounts.values_mut().chain(product_amounts.values_mut()) {
            (amount.oere, amount.unpriced_days) = (Oere(0), 0);
        }
    }
    let mut known = known(&of_product, &our_rows);
    known.corrected = corrected(&content, &sheet.system, corrections, day);
    let written = |paragraf: ParagrafId| content.law.paragraf(paragraf).written.clone();
    out.lines = Arc::new(compare(&sheet_amounts, &product_amounts, &known, day, &out.system, &written));
    Ok(out)
}

/// The kroner that people have laid on a system's figures, as far as they held on the day of the sheet.
fn corrected(
    content: &BasisContent,
    system: &str,
    corrections: &[Kept<Correction>],
    day: Day,
) -> BTreeMap<(CitizenId, ParagrafId), Oere> {
    let mut out: BTreeMap<(CitizenId, ParagrafId), Oere> = BTreeMap::new();
    for kept in corrections {
        let line = &kept.line;
        let held = !line.taget_tilbage && line.expires().is_some_and(|last| last >= day);
        let paragraf = content.law.paragraffer.iter().position(|own| own.written == line.paragraf);
        let paragraf = paragraf.and_then(|at| u16::try_from(at).ok()).map(ParagrafId);
        let (Some(citizen), Some(paragraf), Some(oere)) = (kept.citizen, paragraf, line.oere) else {
            continue;
        };
        if held && line.system == system {
            let now = content.merged.get(&citizen).copied().unwrap_or(citizen);
            *out.entry((now, paragraf)).or_default() += Oere(oere);
        }
    }
    out
}

/// The rows of a source as far as a comparison asks.
struct RowsOf {
    rows: Vec<Activity<CitizenId>>,
    /// The provider of a row, by citizen, file and row.
    providers: HashMap<(CitizenId, u16, u32), String>,
}

/// Which prices rows are disposed with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prices {
    /// What the rows say: a sheet's amounts are its own, and one without an amount has none.
    Own,
    /// What the rows say, and else the registers.
    All,
}

fn disposed(
    session: &Session,
    content: &BasisContent,
    source: &BasisSource,
    area: &Area,
    year: i32,
    prices: Prices,
) -> anyhow::Result<(RanDisposition, RowsOf)> {
    let opened = OpenedYear::open(session, content, source, year)?;
    let grouping = Grouping::each();
    let mut given = DispositionGiven { area: Some(area), ..opened.given(&grouping) };
    if prices == Prices::Own {
        given.individual = None;
        given.lists.prices = None;
    }
    let ran = dispose(&given, &Progress::default())?;
    let mut wording = Wording::default();
    let read = opened.rows.read_all(&mut wording)?;
    let mut providers = HashMap::with_capacity(read.len());
    for row in &read {
        let provider = wording.provider_of(row.provider);
        if provider.is_none() {
            continue;
        }
        let id = content.providers.of(&source.source.name, provider);
        // Spelt alike but for case and spaces is the same place.
        let name = id.map_or_else(
            || provider.name.split_whitespace().collect::<Vec<_>>().join(" "),
            |id| content.providers.name(id).to_owned(),
        );
        if !name.is_empty() {
            providers.insert((row.citizen, row.place.file, row.place.row), name);
        }
    }
    Ok((ran, RowsOf { rows: read, providers }))
}

fn amounts(ran: &RanDisposition, rows: &RowsOf) -> Amounts {
    let mut out = Amounts::new();
    for row in ran.rows.iter().filter(|row| row.kind.has_days()) {
        let amount: &mut Amount = out.entry((row.citizen, row.paragraf)).or_default();
        amount.oere += row.money.gross;
        amount.unpriced_days += row.money.unpriced_days;
        if row.role == Role::Main {
            amount.days = amount.days.union(&domain::periods::Periods::union_of([row.period]));
            if let Some(name) = rows.providers.get(&(row.citizen, row.place.file, row.place.row)) {
                amount.providers.insert(name.clone());
            }
        }
    }
    out
}

fn known(ran: &RanDisposition, rows: &RowsOf) -> Known {
    let mut out = Known::default();
    for row in &ran.rows {
        if !row.kind.has_days() && row.kind != RowKind::Copy {
            out.cut.entry((row.citizen, row.paragraf)).or_insert(row.kind);
        }
    }
    let counting = |row: &&domain::disposition::DisposedRow| row.kind.has_days();
    for row in ran.rows.iter().filter(counting) {
        let kind = out.silent.entry((row.citizen, row.paragraf)).or_insert(row.kind);
        // One row with kroner, and the line is not silent.
        if row.kind == RowKind::Counts {
            *kind = RowKind::Counts;
        }
    }
    out.silent.retain(|_, kind| *kind != RowKind::Counts);
    out.untranslated = ran.untranslated.iter().map(|row| row.citizen).collect();
    let mut days: HashMap<(CitizenId, u16, u32), Day> = HashMap::new();
    let counts = |row: &&Activity<CitizenId>| row.role == Role::Main && row.standing == Standing::Counts;
    for row in rows.rows.iter().filter(counts) {
        let period = row.period();
        let span = out.spans.entry(row.citizen).or_insert((period.from, period.last_day()));
        *span = (span.0.min(period.from), span.1.max(period.last_day()));
        days.insert((row.citizen, row.place.file, row.place.row), row.registered.unwrap_or(period.from));
    }
    for row in ran.rows.iter().filter(|row| row.kind.has_days() && row.role == Role::Main) {
        let Some(day) = days.get(&(row.citizen, row.place.file, row.place.row)) else { continue };
        let first = out.registered.entry((row.citizen, row.paragraf)).or_insert(*day);
        *first = (*first).min(*day);
    }
    out
}
