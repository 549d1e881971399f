//! Declared beside found: where a municipality's description of its sources and the imports disagree.
//!
//! Invariant: a contradiction changes no figure and hides none; it is a sentence with what to do. The day is handed
//! in: nothing here reads a clock.

use super::{Declared, Landscape, Population, Rhythm, Source, SourceRole};
use crate::calendar::{Day, Month, Period};
use crate::law::LawBook;
use crate::periods::Periods;

/// One import, as far as it is set beside what is declared.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SeenImport {
    /// What its files hold: two imports with the same are one extract, read twice.
    pub content: String,
    /// The day on which it was imported.
    pub imported: Option<Day>,
    /// The day of the extract.
    pub extracted: Option<Day>,
    /// Rows read.
    pub rows: u64,
    /// First day of any row.
    pub first_day: Option<Day>,
    /// Rows by acting municipality.
    pub handlekommune: Vec<(Option<u16>, u64)>,
    /// Rows by paying municipality.
    pub betalingskommune: Vec<(Option<u16>, u64)>,
}

/// A source with its imports.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SeenSource {
    /// The mapping's name.
    pub name: String,
    /// What mapping and landscape say of it together; `None` where the program knows no such source.
    pub source: Option<Source>,
    /// The day of the month on which its mapping expects an extract.
    pub expected_day: Option<u8>,
    /// Its imports, oldest first.
    pub imports: Vec<SeenImport>,
    /// Rows of the newest import at excepted providers on the days of the exception: place in
    /// [`Source::exceptions`], rows.
    pub excepted_rows: Vec<(usize, u64)>,
}

/// Something that is declared one way and found another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contradiction {
    /// The source's name; empty where it is about several.
    pub source: String,
    /// Stable word of what was compared.
    pub key: &'static str,
    /// What, why it matters, what to do; Danish.
    pub text: String,
}

/// Everything that is declared one way and found another, in the order of the sources.
#[must_use]
pub fn contradictions(
    landscape: &Landscape,
    seen: &[SeenSource],
    law: &LawBook,
    own_kommune: u16,
    today: Day,
) -> Vec<Contradiction> {
    let mut out = Vec::new();
    for one in seen {
        let mut said = Said { source: &one.name, out: &mut out };
        let declared = landscape.declared(&one.name);
        presence(landscape, one, declared, &mut said);
        let (Some(source), Some(newest)) = (&one.source, one.imports.last()) else { continue };
        population(source, newest, law, own_kommune, &mut said);
        in_use(source, newest, declared, today, &mut said);
        exceptions(source, one, &mut said);
        let rhythm = declared.map_or_else(Rhythm::default, |d| d.rhythm);
        let rhythm = Rhythm { day: rhythm.day.or(one.expected_day), ..rhythm };
        arrival(newest, &one.imports, declared, rhythm, today, &mut said);
        if let Some(declared) = declared {
            corrections(source, declared, today, &mut said);
        }
    }
    delivery(landscape, seen, today, &mut Said { source: "", out: &mut out });
    out
}

/// What is found of the newest extract when it comes, or does not, before anybody accepts it: late (`forsinket`), its
/// day has not moved (`udtraeksdag`), far fewer rows than the one before (`faerre_raekker`). `imports` are the source's,
/// the oldest first; the newest and the one before it with other content are enough.
#[must_use]
pub fn about_arrival(
    source: &str,
    declared: Option<&Declared>,
    rhythm: Rhythm,
    imports: &[SeenImport],
    today: Day,
) -> Vec<Contradiction> {
    let mut out = Vec::new();
    if let Some(newest) = imports.last() {
        arrival(newest, imports, declared, rhythm, today, &mut Said { source, out: &mut out });
    }
    out
}

fn arrival(
    newest: &SeenImport,
    imports: &[SeenImport],
    declared: Option<&Declared>,
    rhythm: Rhythm,
    today: Day,
    said: &mut Said<'_>,
) {
    lateness(newest, declared, rhythm, today, said);
    against_the_last(imports, rhythm, said);
}

struct Said<'a> {
    source: &'a str,
    out: &'a mut Vec<Contradiction>,
}

impl Said<'_> {
    fn say(&mut self, key: &'static str, text: String) {
        self.out.push(Contradiction { source: self.source.to_owned(), key, text });
    }
}

fn presence(landscape: &Landscape, one: &SeenSource, declared: Option<&Declared>, said: &mut Said<'_>) {
    match (declared, &one.source) {
        (Some(_), None) => said.say(
            "ukendt_kilde",
            "står i datalandskabet, men programmet kender ingen kilde af det navn. Ret navnet, eller lav kilden med \
             «ottetal kilde ny»."
                .to_owned(),
        ),
        (Some(declared), Some(_)) if one.imports.is_empty() && declared.until.is_none() => said.say(
            "aldrig_indlaest",
            "står i datalandskabet, men er aldrig indlæst. Indlæs et udtræk, eller skriv `udgaar`, hvis kilden ikke \
             bruges mere."
                .to_owned(),
        ),
        (None, _) if !landscape.version.is_empty() && !one.imports.is_empty() => said.say(
            "ikke_angivet",
            "er indlæst, men står ikke i datalandskabet. Skriv, hvis borgere den har, og hvem der svarer for den."
                .to_owned(),
        ),
        _ => {}
    }
}

fn population(source: &Source, newest: &SeenImport, law: &LawBook, own: u16, said: &mut Said<'_>) {
    // Counts are over all days: where the population has changed, they cannot be set beside either.
    let [(population, _)] = source.populations_in(Period::ALWAYS)[..] else { return };
    let (field, counts) = match population {
        Population::Handlekommune => ("handlekommune", &newest.handlekommune),
        Population::Betalingskommune => ("betalingskommune", &newest.betalingskommune),
        Population::Both | Population::Unknown => return,
    };
    let ours = |code: u16| code == own || law.kommune(code).is_some_and(|k| k.acts_through == own);
    let stated: u64 = counts.iter().filter(|(code, _)| code.is_some()).map(|(_, rows)| rows).sum();
    let others: u64 =
        counts.iter().filter(|(code, _)| code.is_some_and(|c| !ours(c))).map(|(_, rows)| rows).sum();
    if others > 0 {
        let tenths = others * 1000 / stated.max(1);
        said.say(
            "population",
            format!(
                "skal have borgere, vi er {field} for, men {others} af {stated} rækker ({},{} %) har en anden {field}. \
                 Ret `borgere`, eller få rækkerne rettet i systemet.",
                tenths / 10,
                tenths % 10
            ),
        );
    }
}

fn in_use(
    source: &Source,
    newest: &SeenImport,
    declared: Option<&Declared>,
    today: Day,
    said: &mut Said<'_>,
) {
    if let (Some(since), Some(first)) = (source.since, newest.first_day)
        && first < since
    {
        said.say(
            "foer_ibrugtagning",
            format!(
                "er i brug siden {}, men har rækker fra {}. Er det rækker, der er flyttet fra et tidligere system, så \
                 skriv under `historik`, hvor de er fra.",
                since.danish(),
                first.danish()
            ),
        );
    }
    if let (Some(until), Some(extracted)) = (source.until, newest.extracted)
        && until < extracted
        && declared.is_some_and(|d| d.role_on(today) != Some(SourceRole::History))
    {
        said.say(
            "efter_udgaaet",
            format!(
                "er ude af brug efter {}, men har et udtræk fra {}. Ret `udgaar`, eller skriv rollen historik.",
                until.previous().danish(),
                extracted.danish()
            ),
        );
    }
}

fn exceptions(source: &Source, one: &SeenSource, said: &mut Said<'_>) {
    for (at, rows) in one.excepted_rows.iter().filter(|(_, rows)| *rows > 0) {
        let Some(exception) = source.exceptions.get(*at) else { continue };
        said.say(
            "undtagelse",
            format!(
                "skal ikke have borgere hos {} ({}), men har {rows} {} hos dem. Ret undtagelsens datoer, eller fjern den.",
                exception.provider,
                exception.reason,
                if *rows == 1 { "række" } else { "rækker" }
            ),
        );
    }
}

/// An extract is late when the day on which it was expected, and the days that it may be late, have passed, and the
/// newest is not from that month.
fn lateness(
    newest: &SeenImport,
    declared: Option<&Declared>,
    rhythm: Rhythm,
    today: Day,
    said: &mut Said<'_>,
) {
    if declared.is_some_and(|d| d.until.is_some_and(|until| until <= today)) {
        return;
    }
    let late = rhythm.late_days.unwrap_or(0);
    let Some(from) = newest.extracted.or(newest.imported) else { return };
    if let Some(expected) = rhythm.missed(from, today) {
        said.say(
            "forsinket",
            format!(
                "skulle have et nyt udtræk {} (højst {late} dage senere), men det nyeste er fra {}. Bestil udtrækket, og \
                 indlæs det.",
                expected.danish(),
                from.danish()
            ),
        );
    }
}

impl Rhythm {
    /// The expected day whose extract has not come, where the newest is of this day.
    #[must_use]
    pub fn missed(self, newest: Day, today: Day) -> Option<Day> {
        let expected = last_expected(self.day?, i32::from(self.late_days.unwrap_or(0)), today)?;
        // A few days before the expected one, in the month before, is early and not old.
        (newest < expected.month().first().min(Day(expected.0 - 7))).then_some(expected)
    }
}

/// The last expected day whose days of grace have passed.
fn last_expected(day: u8, late: i32, today: Day) -> Option<Day> {
    let due = |month: Month| Some(Day(month.first().0 + i32::from(day) - 1));
    let mut month = Day(today.0 - late).month();
    for _ in 0..2 {
        let expected = due(month)?;
        if expected.0 + late < today.0 {
            return Some(expected);
        }
        month = month.first().previous().month();
    }
    None
}

fn against_the_last(imports: &[SeenImport], rhythm: Rhythm, said: &mut Said<'_>) {
    let Some((newest, before)) = imports.split_last() else { return };
    let Some(last) = before.iter().rev().find(|import| import.content != newest.content) else { return };
    if let (Some(now), Some(then)) = (newest.extracted, last.extracted)
        && now <= then
    {
        said.say(
            "udtraeksdag",
            format!(
                "har fået et nyt udtræk, men udtrækkets dag er {} som før eller tidligere ({}). Er det en gammel fil, så \
                 indlæs den rigtige.",
                now.danish(),
                then.danish()
            ),
        );
    }
    let percent = u64::from(rhythm.rows_percent.unwrap_or(Rhythm::ROWS_PERCENT));
    if newest.rows * 100 < last.rows * percent {
        said.say(
            "faerre_raekker",
            format!(
                "har {} rækker, sidst {}: under {percent} %. Mangler der borgere eller en fil i udtrækket, så dan det igen.",
                newest.rows, last.rows
            ),
        );
    }
}

fn corrections(source: &Source, declared: &Declared, today: Day, said: &mut Said<'_>) {
    let compared = match declared.role_on(today) {
        Some(SourceRole::Delivers | SourceRole::Compared) => true,
        Some(SourceRole::LookedUp | SourceRole::History) => false,
        None => !source.attributes.is_empty(),
    };
    if !compared {
        return;
    }
    let mut fields = vec![("periode", "første og sidste dag")];
    fields.extend(source.attributes.iter().map(|a| (a.key(), a.text())));
    let nobody: Vec<&str> =
        fields.iter().filter(|(key, _)| source.who_corrects(key).is_none()).map(|(_, text)| *text).collect();
    if !nobody.is_empty() {
        said.say(
            "ingen_retter",
            format!(
                "har ingen, der er angivet til at rette {}. Skriv dem under `rettes`, så afvigelser kan sendes til nogen.",
                nobody.join(", ")
            ),
        );
    }
}

/// The days on which a source is said to deliver to Danmarks Statistik.
fn delivering(landscape: &Landscape, one: &SeenSource) -> Periods {
    let Some(source) = &one.source else { return Periods::none() };
    let in_use = Period::new(source.since.unwrap_or(Day::FIRST), source.until.unwrap_or(Day::OPEN));
    let Some(in_use) = in_use else { return Periods::none() };
    match landscape.declared(&one.name) {
        Some(declared) if !declared.roles.is_empty() => {
            let days = declared.roles.iter().filter(|r| r.value == SourceRole::Delivers).map(|r| r.valid);
            Periods::union_of(days).within(in_use)
        }
        _ if source.delivers_to_dst => Periods::from(in_use),
        _ => Periods::none(),
    }
}

/// On every day from the first delivery, exactly one source delivers.
fn delivery(landscape: &Landscape, seen: &[SeenSource], today: Day, said: &mut Said<'_>) {
    let known: Vec<&SeenSource> = seen
        .iter()
        .filter(|one| landscape.declared(&one.name).is_some() || !one.imports.is_empty())
        .collect();
    let mut covered = Periods::none();
    let mut twice: Vec<(Period, [&str; 2])> = Vec::new();
    let days: Vec<(&str, Periods)> =
        known.iter().map(|one| (one.name.as_str(), delivering(landscape, one))).collect();
    for (at, (name, own)) in days.iter().enumerate() {
        for (other, theirs) in &days[..at] {
            twice.extend(own.intersect(theirs).iter().map(|period| (period, [*other, *name])));
        }
        covered = covered.union(own);
    }
    let Some(first) = covered.iter().next() else {
        if !known.is_empty() {
            let text = "Ingen kilde er angivet som den, der leverer til Danmarks Statistik. Skriv rolle = \"leverer\" ved \
                        den, der gør.";
            said.say("dst_ingen", text.to_owned());
        }
        return;
    };
    for (period, [one, two]) in twice {
        let text = format!(
            "Både {one} og {two} er angivet som leverandør til Danmarks Statistik {}. Kun ét system leverer ad gangen: \
             ret `rolle`.",
            in_words(period)
        );
        said.say("dst_to", text);
    }
    let until_today = Period::new(first.from, today.next()).map_or_else(Periods::none, Periods::from);
    for gap in until_today.minus(&covered).iter() {
        let text = format!(
            "Ingen kilde er angivet som leverandør til Danmarks Statistik {}. Ret `rolle`, så dagene ikke mangler.",
            in_words(gap)
        );
        said.say("dst_ingen", text);
    }
}

fn in_words(period: Period) -> String {
    match (period.from <= Day::FIRST, period.is_open()) {
        (true, true) => "alle dage".to_owned(),
        (true, false) => format!("til og med {}", period.last_day().danish()),
        (false, true) => format!("fra {}", period.from.danish()),
        (false, false) => format!("{} - {}", period.from.danish(), period.last_day().danish()),
    }
}
