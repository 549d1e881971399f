//! What the demo's people have done in their months: decisions, a signature, ticks, a leader's answer with an objection.
//!
//! Invariant: everything goes through the verbs that the pages use; only the words are invented.

use app::access::{Grant, Role};
use app::current::Current;
use app::decisions::{Decision, decide};
use app::in_place::{self, Standing, everybody, paragraffer, standing};
use app::month::steps::{STEPS, Tick};
use app::month::{StepSetting, bases_by_day, set_step, tick};
use app::purpose::Purpose;
use app::session::Session;
use app::unit_figures::{by_paragraf, citizens};
use app::validation::{AnswerLine, Mark, UnitKind, save_answer, units};
use domain::calendar::{Day, Month};
use domain::deviation::RuleCode;

/// What was decided in the first month: about which rule, what, by whom, when it is followed up, and to how many tenths
/// of the count it should fall.
const DECIDED: [(RuleCode, &str, &str, &str, i64); 2] = [
    (
        RuleCode::KunISystem1,
        "Visitationen opretter alle bevillinger i AS2007 samme uge, som afgørelsen er truffet.",
        "Visitation",
        "2026-03-10",
        9,
    ),
    (
        RuleCode::DageKunISystem2,
        "Ophør tastes i Nexus, før regningen betales.",
        "Myndighed Handicap",
        "2026-05-01",
        3,
    ),
];

/// Who takes some steps, who steps in, and an own day.
const STEPS_SET: [(&str, &str, &str, &str); 3] = [
    ("udtraek", "Birgit BI", "Erik Økonomi", ""),
    ("kontrol", "Birgit BI", "Erik Økonomi", ""),
    ("disponeringsmoede", "Erik Økonomi", "Mona Myndighedsleder", "17"),
];

/// Steps that are ticked in the newest month: key, days into the month, remark.
const TICKED: [(&str, &str); 3] = [
    ("datamoede", "Tre årsager taget op: sene ophør, forskellige leverandørnavne og manglende målgruppe."),
    ("dst_proeve", "To borgere forsvandt ved en fejl. Rettet i AS2007."),
    ("prisme", ""),
];

/// After the first month's controls: what was decided, and the first paragraph that agreed is signed.
pub(super) async fn seed_first(session: &Session) -> anyhow::Result<()> {
    let current = Current::read(session, None).await?;
    let Some(everybody) = everybody() else { return Ok(()) };
    for (rule, what, who, due, tenths) in DECIDED {
        let asked = current
            .items(&everybody)
            .filter(|own| own.listed.item.standing.status.is_work() && own.listed.item.key.rule == rule);
        let count = asked.count() as i64;
        if count < 2 {
            continue;
        }
        let decision = Decision {
            hvad: what.to_owned(),
            hvem: who.to_owned(),
            foelges_op: due.to_owned(),
            spoerg: format!("regel={}", rule.key()),
            taeller: domain::rules::rule(rule).name.to_owned(),
            da: count,
            da_dag: current.today.iso(),
            maal: (count * tenths / 10).min(count - 1),
            besluttet_af: "demo-bi".to_owned(),
            graenser: Grant::of(Role::BiConsultant),
            sluttet: String::new(),
        };
        decide(session, decision, current.today).await?;
    }
    sign_one(session, &current, "Gennemgået med koordinatorerne i januar.").await
}

/// A leader signs the first paragraph of the main control that agrees and is not signed.
async fn sign_one(session: &Session, current: &Current, remark: &str) -> anyhow::Result<()> {
    let (Some(control), Some(everybody)) = (current.control(None), everybody()) else { return Ok(()) };
    let Some(at) = current.controls.iter().position(|own| std::ptr::eq(own, control)) else { return Ok(()) };
    let leader = session.of("demo-myndighed", &session.edge.now, Purpose::AfvigelseRet);
    let name = &control.shown.name;
    let signed = in_place::signatures(session, name).await?;
    let all = paragraffer(current, at, &everybody);
    let ready = all.iter().find(|own| {
        let signature = signed.get(&own.paragraf).map(|kept| &kept.line);
        own.bridge.citizens.systems[0] > 0 && standing(own, signature, 0) == Standing::Agree
    });
    let (Some(own), Some(run)) = (ready, &control.newest) else { return Ok(()) };
    in_place::sign(&leader, name, own, (run.basis.as_str(), run.trace.day), 0, remark, 0).await
}

/// On the demo's own day: signature, ticks, who takes which step, a team's answer.
pub(super) async fn seed(session: &Session) -> anyhow::Result<()> {
    let current = Current::read(session, None).await?;
    sign_one(session, &current, "Enige til dagen.").await?;
    let newest = current.today.month();
    for month in [Month(newest.0 - 2), Month(newest.0 - 1)] {
        for step in STEPS.iter().filter(|step| step.is_monthly() && !is_seen_early(step.tick)) {
            tick(session, step.key, &month.iso(), true, "").await?;
        }
    }
    for (key, remark) in TICKED {
        tick(session, key, &newest.iso(), true, remark).await?;
    }
    let (year, _) = newest.year_month();
    for (key, times) in [
        ("takster", 1),
        ("dst_godkendelse", 3),
        ("refusion", 1),
        ("mellemkommunal", 1),
        ("udvalg", 1),
        ("rettigheder", 1),
    ] {
        for number in 1..=times {
            tick(session, key, &format!("{year}-{number}"), true, "").await?;
        }
    }
    for (key, who, deputy, day) in STEPS_SET {
        let setting =
            StepSetting { hvem: who.to_owned(), stedfortraeder: deputy.to_owned(), datoer: day.to_owned() };
        set_step(session, key, setting, 0).await?;
    }
    answer_of_a_team(session, &current).await
}

/// What the system ticks by itself in every month that had extracts.
fn is_seen_early(tick: Tick) -> bool {
    matches!(tick, Tick::Arrivals | Tick::Basis | Tick::Run)
}

/// The coordinator recognises all figures but one.
async fn answer_of_a_team(session: &Session, current: &Current) -> anyhow::Result<()> {
    let month = current.today.month();
    let bases = bases_by_day(session).await?;
    let basis = bases.iter().rfind(|basis| basis.day.month() == month);
    let team = units(session).await?.into_iter().find(|unit| unit.kind == UnitKind::Team);
    let (Some(basis), Some(unit), Some(control)) = (basis, team, current.control(None)) else {
        return Ok(());
    };
    let counted = Month(basis.day.next().month().0 - 1);
    let source = &control.shown.question.system_1;
    let years = current.years();
    let now = years.get(session, basis.id.as_str(), source, counted.year_month().0).await?;
    let Some(scope) = unit.scope(Day::parse(session.ctx.at.get(..10).unwrap_or("")).unwrap_or(basis.day))
    else {
        return Ok(());
    };
    let lines = by_paragraf(&citizens(&now, None, &scope, counted));
    // The figure with most citizens is the one that a leader looks at first.
    let doubted = lines.iter().max_by_key(|line| line.now.citizens).map(|line| line.paragraf.clone());
    let mark = |line: &app::unit_figures::UnitLine| {
        let recognised = Some(&line.paragraf) != doubted.as_ref();
        Mark {
            paragraf: line.paragraf.clone(),
            borgere: line.now.citizens,
            dage: line.now.days,
            oere: line.now.oere.0,
            genkendt: recognised,
            fordi: if recognised {
                String::new()
            } else {
                "To borgere flyttede ud i januar og tælles stadig med.".to_owned()
            },
        }
    };
    let answer = AnswerLine {
        grundlag: basis.id.to_string(),
        dag: basis.day.iso(),
        tal: lines.iter().map(mark).collect(),
    };
    let leader = unit.leaders.first().map_or("demo-koordinator", |(name, _)| name.as_str());
    let leader = session.of(leader, &session.edge.now, Purpose::AfvigelseRet);
    save_answer(&leader, &unit, month, answer, |_| "demo-bi".to_owned(), 0).await
}
