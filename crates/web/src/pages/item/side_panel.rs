//! The right pane of a deviation: the rule in plain words, its probable cause, what to do, and the form.

use super::Sight;
use super::wish::{Wish, who_accepts};
use crate::filter::ItemFilter;
use crate::pages::deviations::people::People;
use crate::pages::deviations::words::HIDDEN;
use crate::parts::{Choice, Link};
use crate::visit::Visit;
use app::access::Right;
use app::commands::show_item::ShownItem;
use domain::causes::help;
use domain::deviation::Cause;
use domain::person::CitizenId;
use domain::rules::rule;

/// What somebody typed in the form, and why it could not be saved.
#[derive(Default)]
pub(crate) struct Typed {
    /// The fields.
    pub(crate) wish: Wish,
    /// What is wrong, each with its field.
    pub(crate) faults: Vec<Link>,
    /// How many events there were when the form was drawn, where others have written since.
    pub(crate) seen: Option<usize>,
}

/// The rule, the cause, what to do.
pub(crate) struct Advice {
    /// What to put right and where; empty where no run that is at hand says.
    pub(crate) message: String,
    /// What is seen.
    pub(crate) what: String,
    /// Why it matters.
    pub(crate) why: String,
    /// What to do.
    pub(crate) how: String,
    /// Where the rule is from.
    pub(crate) source: &'static str,
    /// The rule's page.
    pub(crate) rule: Link,
    /// Where the paragraph is from; empty where the law says nothing.
    pub(crate) law: String,
    /// Probable causes, the strongest first: what, and whom it points to.
    pub(crate) causes: Vec<Link>,
    /// What it shares with others, and those.
    pub(crate) shared: Option<Link>,
    /// The other citizen that a cause points to, where the one who looks may see that one.
    pub(crate) other_citizen: Option<CitizenId>,
}

impl Advice {
    /// Of an item.
    pub(crate) fn of(visit: &Visit, sight: &Sight<'_>, shown: &ShownItem) -> Advice {
        let (item, words) = (&sight.own.listed.item, sight.words);
        let rule = rule(item.key.rule);
        let hidden = words.hides(item);
        let (causes, other_citizen) = causes(visit, sight, shown);
        let how = if shown.advice.1.is_empty() { rule.how } else { shown.advice.1 };
        let law = sight.current.basis.as_ref().map(|content| &content.law);
        let paragraf =
            law.and_then(|law| law.paragraffer.iter().find(|own| own.written == item.key.paragraf));
        let shared = !item.sighting.shared.is_empty() && !hidden;
        Advice {
            message: match (hidden, words.sees_all_rows(sight.own)) {
                (true, _) => HIDDEN.to_owned(),
                (false, true) => shown.message.clone(),
                (false, false) => String::new(),
            },
            what: words.named(item, rule.what),
            why: words.named(item, rule.why),
            how: words.named(item, how),
            source: rule.source,
            rule: Link::new(format!("/hjaelp/regler/{}", rule.code.key()), words.named(item, rule.name)),
            law: paragraf
                .map_or_else(String::new, |own| format!("{} {}: {}", own.written, own.name, own.source)),
            causes,
            shared: shared.then(|| {
                let filter = ItemFilter { aarsag: item.sighting.shared.clone(), ..ItemFilter::default() };
                Link::new(filter.address(), item.sighting.shared.clone())
            }),
            other_citizen,
        }
    }
}

/// The causes as links; one that points to another citizen names that one only to who may see both.
fn causes(visit: &Visit, sight: &Sight<'_>, shown: &ShownItem) -> (Vec<Link>, Option<CitizenId>) {
    let Some((control, deviation)) = sight.current.deviation(sight.own) else {
        let told = shown.causes.split("; ").filter(|text| !text.is_empty());
        let bare = told.map(|text| Link::new("", text.split(" (B-").next().unwrap_or(text)));
        return (bare.collect(), None);
    };
    let mut seen = None;
    let mut out = Vec::new();
    for cause in &deviation.causes {
        let text = help(cause).0;
        out.push(match cause {
            Cause::AndetNummer(other) => {
                let paragraf = &sight.own.listed.item.key.paragraf;
                if visit.may(Right::SeeCitizen) && sight.current.sees(sight.scope, *other, paragraf) {
                    seen = Some(*other);
                    Link::new(format!("/borgere/{other}"), format!("{text} ({other})"))
                } else {
                    Link::new("", text)
                }
            }
            Cause::BlandetParagraf(other) => {
                let written = control.ran.as_ref().map(|ran| ran.law().paragraf(*other).written.clone());
                Link::new("", format!("{text} ({})", written.unwrap_or_default()))
            }
            _ => Link::new("", text),
        });
    }
    (out, seen)
}

/// The form with what surrounds it.
pub(crate) struct Panel {
    /// Where it is sent; empty where the role only reads.
    pub(crate) action: String,
    /// The statuses that the role may set.
    pub(crate) states: Vec<Choice>,
    /// Who has it, and why.
    pub(crate) responsible: String,
    /// The role gives deviations to people.
    pub(crate) assigns: bool,
    /// To whom.
    pub(crate) people: Vec<Choice>,
    /// Who else can accept; empty where the one who looks can.
    pub(crate) note: String,
    /// The fields.
    pub(crate) wish: Wish,
    /// What is wrong.
    pub(crate) faults: Vec<Link>,
    /// How many events the form was drawn from.
    pub(crate) seen: usize,
    /// Why a status cannot be set; empty where it can.
    pub(crate) over: String,
    /// Why and until when the status holds.
    pub(crate) standing: String,
    /// Not the role, but the reach: the item may be read, not changed.
    pub(crate) reads_only: bool,
}

impl Panel {
    /// What is wrong with a field.
    pub(crate) fn at(&self, field: &str) -> &str {
        fault_at(&self.faults, field)
    }

    /// Of an item, for one who looks.
    pub(crate) fn of(
        visit: &Visit,
        sight: &Sight<'_>,
        people: &People,
        shown: &ShownItem,
        filter: &ItemFilter,
        typed: Typed,
    ) -> Panel {
        let item = &shown.listed.item;
        let works = visit.scope(Right::WorkItems).is_ok_and(|scope| scope.holds(&sight.own.subject()));
        let assigns = works && visit.may(Right::AssignItems);
        let mut wish = typed.wish;
        if wish.ansvarlig.is_none() && assigns {
            wish.ansvarlig = Some(people.shown(&item.standing.assigned));
        }
        let none = format!("Uændret: {}", item.standing.status.text());
        let alive = item.standing.status.is_alive();
        Panel {
            action: if works {
                filter.address_at(&format!("/afvigelser/{}/saet", item.id))
            } else {
                String::new()
            },
            states: crate::pages::deviations::states(visit, &wish.status, &none),
            responsible: responsible(shown, people),
            people: if assigns { people.choices(visit, sight.current, sight.scope) } else { Vec::new() },
            assigns,
            note: if visit.may(Right::AcceptItems) { String::new() } else { who_accepts(visit, people) },
            wish,
            faults: typed.faults,
            seen: shown.events.len(),
            over: if alive {
                String::new()
            } else {
                format!("{}. Kommer den igen i data, åbner den af sig selv.", item.standing.status.text())
            },
            standing: standing(shown),
            reads_only: !works,
        }
    }
}

/// What is wrong with a field; empty where nothing is.
pub(crate) fn fault_at<'f>(faults: &'f [Link], field: &str) -> &'f str {
    let found = faults.iter().find(|fault| fault.href.strip_prefix('#') == Some(field));
    found.map_or("", |fault| fault.text.as_str())
}

pub(crate) fn responsible(shown: &ShownItem, people: &People) -> String {
    match (shown.listed.responsible.as_str(), shown.listed.assigned) {
        ("", _) => "Ikke udpeget: ingen kilde siger, hvem der retter feltet.".to_owned(),
        (who, true) => people.shown(who),
        (who, false) => format!("{who} (kan rette feltet i systemet)"),
    }
}

fn standing(shown: &ShownItem) -> String {
    let standing = &shown.listed.item.standing;
    let until = standing.until.map(|day| format!("til og med {}", day.danish()));
    let reason = (!standing.reason.is_empty()).then(|| standing.reason.clone());
    [until, reason].into_iter().flatten().collect::<Vec<_>>().join(": ")
}
