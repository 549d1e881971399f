//! The form of a new control: what was typed, what can be chosen, and the question that it comes to.
//!
//! Invariant: what was typed comes back as it was typed; a question is never about paragraphs that its asker may not see.

use super::Choices;
use crate::parts::{Choice, Link};
use crate::query::Fields;
use crate::visit::Visit;
use app::commands::landscape::EVERYBODY;
use app::commands::save_control::{SavedQuestion, ShownControl};
use app::current::Current;
use domain::calendar::{Day, Period};
use domain::control::Level;
use domain::deviation::RuleCode;
use domain::landscape::Attribute;
use domain::law::LawBook;
use domain::paragraf::ParagrafReader;
use domain::work_item::{Rhythm, Span};
use report::danish;
use store::imports::Kind;

/// Months of a window, unless asked otherwise.
const MONTHS: &str = "24";

/// What was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    pub(super) name: String,
    pub(super) replaces: bool,
    pub(super) system_1: String,
    pub(super) system_2: String,
    pub(super) window: String,
    pub(super) months: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) paragraffer: String,
    pub(super) attributes: Vec<String>,
    pub(super) level: String,
    pub(super) rules: Vec<String>,
    pub(super) area: String,
    pub(super) rhythm: String,
}

/// A system of the basis: its name, its title, how many rows, and that it delivers to Danmarks Statistik.
pub(super) struct SystemChoice {
    pub(super) name: String,
    pub(super) title: String,
    rows: u64,
    delivers: bool,
}

/// The systems of the newest basis that have services.
pub(super) fn systems(current: &Current) -> Vec<SystemChoice> {
    let Some(content) = current.basis.as_deref() else { return Vec::new() };
    let imports = content.shown.imports.iter().filter(|import| import.kind == Kind::Activities);
    imports
        .filter_map(|import| {
            let source = content.source(import, Period::ALWAYS).ok()?.source;
            Some(SystemChoice {
                name: source.name,
                title: source.title,
                rows: import.totals.read.rows,
                delivers: source.delivers_to_dst,
            })
        })
        .collect()
}

impl Form {
    /// As it was sent.
    pub(super) fn of(fields: &Fields) -> Form {
        let text = |key: &str| fields.one(key).to_owned();
        let all = |key: &str| fields.all(key).into_iter().map(str::to_owned).collect();
        Form {
            name: text("navn"),
            replaces: fields.has("erstat"),
            system_1: text("system1"),
            system_2: text("system2"),
            window: if fields.one("vindue") == "datoer" { "datoer" } else { "maaneder" }.to_owned(),
            months: text("maaneder"),
            from: text("fra"),
            until: text("til"),
            paragraffer: text("paragraffer"),
            attributes: all("attribut"),
            level: text("niveau"),
            rules: all("regel"),
            area: text("omraade"),
            rhythm: text("rytme"),
        }
    }

    /// The two most likely systems: the one that delivers to Danmarks Statistik, and the largest other.
    pub(super) fn likely(current: &Current) -> Form {
        let mut all = systems(current);
        all.sort_by_key(|system| (!system.delivers, std::cmp::Reverse(system.rows)));
        let first = all.first().map_or_else(String::new, |system| system.name.clone());
        let others = all.iter().filter(|system| system.name != first);
        let second = others.max_by_key(|system| system.rows);
        Form {
            system_2: second.map_or_else(String::new, |system| system.name.clone()),
            name: match second {
                Some(second) if !first.is_empty() => format!("{} mod {}", all[0].title, second.title),
                _ => String::new(),
            },
            system_1: first,
            window: "maaneder".to_owned(),
            months: MONTHS.to_owned(),
            rhythm: "5".to_owned(),
            ..Form::default()
        }
    }

    /// A saved control, to be put right.
    pub(super) fn of_saved(shown: &ShownControl) -> Form {
        let question = &shown.question;
        let (window, months, from, until) = match question.span {
            Span::LastMonths(months) => ("maaneder", months.to_string(), String::new(), String::new()),
            Span::Fixed(days) => ("datoer", String::new(), days.from.iso(), days.last_day().iso()),
        };
        Form {
            name: shown.name.clone(),
            replaces: true,
            system_1: question.system_1.clone(),
            system_2: question.system_2.clone(),
            window: window.to_owned(),
            months,
            from,
            until,
            paragraffer: question.paragraffer.join(", "),
            attributes: question.attributes.iter().map(|a| a.key().to_owned()).collect(),
            level: question.level.key().to_owned(),
            rules: question.rules.iter().map(|rule| rule.key().to_owned()).collect(),
            area: question.area.clone().unwrap_or_default(),
            rhythm: match question.rhythm {
                Rhythm::OnDemand => String::new(),
                Rhythm::Monthly(day) => day.to_string(),
            },
        }
    }

    /// The question, or what is wrong, each with its field.
    pub(super) fn question(&self, visit: &Visit, current: &Current) -> Result<SavedQuestion, Vec<Link>> {
        let mut faults = Vec::new();
        let known = systems(current);
        for (field, name) in [("#system1", &self.system_1), ("#system2", &self.system_2)] {
            if known.iter().all(|system| system.name != *name) {
                faults.push(Link::new(field, "Vælg et system, der er i grundlaget"));
            }
        }
        if self.system_1 == self.system_2 {
            faults.push(Link::new("#system2", "Vælg et andet system end System 1"));
        }
        let span = self.span().unwrap_or_else(|fault| {
            faults.push(fault);
            Span::LastMonths(1)
        });
        let law = current.basis.as_deref().map_or(&*visit.state.base.law, |content| &content.law);
        let paragraffer = self.paragraffer(law, visit.day(), &visit.who.grant().paragraffer, &mut faults);
        if faults.is_empty() {
            Ok(SavedQuestion {
                system_1: self.system_1.clone(),
                system_2: self.system_2.clone(),
                span,
                paragraffer,
                attributes: self.attributes.iter().filter_map(|key| Attribute::from_key(key)).collect(),
                level: Level::from_key(&self.level).unwrap_or_default(),
                rules: self.rules.iter().filter_map(|key| RuleCode::from_key(key)).collect(),
                area: Some(self.area.clone()).filter(|area| !area.is_empty()),
                rhythm: match self.rhythm.parse() {
                    Ok(day @ 1..=28) => Rhythm::Monthly(day),
                    _ => Rhythm::OnDemand,
                },
            })
        } else {
            Err(faults)
        }
    }

    fn span(&self) -> Result<Span, Link> {
        if self.window != "datoer" {
            return match self.months.parse() {
                Ok(months @ 1..=240) => Ok(Span::LastMonths(months)),
                _ => Err(Link::new("#maaneder", "Skriv et antal måneder mellem 1 og 240")),
            };
        }
        let Some(from) = Day::parse(&self.from) else {
            return Err(Link::new("#fra", "Skriv den første dag"));
        };
        let Some(until) = Day::parse(&self.until) else {
            return Err(Link::new("#til", "Skriv den sidste dag"));
        };
        let days = Period::from_included(from, until);
        days.map(Span::Fixed)
            .ok_or_else(|| Link::new("#til", "Den sidste dag ligger før den første: ret en af dem"))
    }

    /// The paragraphs asked for; of them those that the asker has, where he has some only.
    fn paragraffer(&self, law: &LawBook, today: Day, own: &[String], faults: &mut Vec<Link>) -> Vec<String> {
        let reader = ParagrafReader::new(law);
        let mut out: Vec<String> = Vec::new();
        for text in self.paragraffer.split([',', ';', '\n']).map(str::trim).filter(|text| !text.is_empty()) {
            // A number may have been law before: any of its lives will do.
            let days = [today].into_iter().chain(law.paragraffer.iter().map(|p| p.valid.from));
            let found = days.filter_map(|day| reader.read(text, day).ok()).next();
            let Some(id) = found else {
                let say =
                    format!("«{text}» er ikke en paragraf, vi kender: skriv fx 104, SEL § 104 eller 105/85");
                faults.push(Link::new("#paragraffer", say));
                continue;
            };
            let written = &law.paragraf(id).written;
            if !own.is_empty() && !own.contains(written) {
                faults.push(Link::new(
                    "#paragraffer",
                    format!("{written} hører ikke til dit område: fjern den"),
                ));
            } else if !out.contains(written) {
                out.push(written.clone());
            }
        }
        if out.is_empty() { own.to_vec() } else { out }
    }

    /// What the form lets one choose, with what is chosen.
    pub(super) fn choices(&self, visit: &Visit, current: &Current) -> Choices {
        let all = systems(current);
        let system = |chosen: &str| -> Vec<Choice> {
            all.iter().map(|own| Choice::new(&own.name, &own.title, chosen)).collect()
        };
        let law = current.basis.as_deref().map_or(&*visit.state.base.law, |content| &content.law);
        let mut areas = vec![Choice::new("", "Kommunens eget (ellers voksne)", &self.area)];
        for line in &law.areas {
            if areas.iter().all(|own| own.value != line.name) {
                areas.push(Choice::new(&line.name, &line.title, &self.area));
            }
        }
        areas.push(Choice::new(EVERYBODY, "Alle borgere og paragraffer", &self.area));
        let ticked = |value: &str, text: String, chosen: &[String]| Choice {
            selected: chosen.iter().any(|own| own == value),
            value: value.to_owned(),
            text,
        };
        let rule =
            |code: RuleCode| ticked(code.key(), domain::rules::rule(code).name.to_owned(), &self.rules);
        let attribute = |a: Attribute| ticked(a.key(), capital(a.text()), &self.attributes);
        let mut rhythms = vec![Choice::new("", "Når nogen kører den", &self.rhythm)];
        rhythms.extend(
            (1..=28).map(|day| Choice::new(day.to_string(), format!("Hver måned den {day}."), &self.rhythm)),
        );
        Choices {
            system_1: system(&self.system_1),
            system_2: system(&self.system_2),
            window: vec![
                Choice::new("maaneder", "De seneste hele måneder", &self.window),
                Choice::new("datoer", "Bestemte datoer", &self.window),
            ],
            attributes: Attribute::ALL.map(attribute).into(),
            levels: LEVELS
                .map(|(level, text)| Choice::new(level.key(), text, or(&self.level, Level::Paragraf.key())))
                .into(),
            rules: RuleCode::ALL.map(rule).into(),
            areas,
            rhythms,
            rules_chosen: self.rules.len(),
        }
    }
}

const LEVELS: [(Level, &str); 3] = [
    (Level::Paragraf, "Paragraf"),
    (Level::Ydelse, "Indsatsydelse inden for paragraffen"),
    (Level::Leverandoer, "Leverandør inden for paragraffen"),
];

fn or<'t>(text: &'t str, other: &'t str) -> &'t str {
    if text.is_empty() { other } else { text }
}

fn capital(text: &str) -> String {
    report::words::capital(text)
}

/// A control in one line: systems, window, paragraphs.
pub(super) fn in_words(current: &Current, question: &SavedQuestion, day: Day) -> String {
    let window = question.span.on(day);
    format!(
        "{} mod {}, {} - {}, {}",
        current.title(&question.system_1),
        current.title(&question.system_2),
        window.from.danish(),
        window.last_day().danish(),
        paragraffer(question)
    )
}

/// The paragraphs of a control in words.
pub(super) fn paragraffer(question: &SavedQuestion) -> String {
    if question.paragraffer.is_empty() {
        "alle paragraffer".to_owned()
    } else {
        danish::list(&question.paragraffer)
    }
}
