//! What somebody wants done to deviations, as a form sends it: read, and held against what may be asked, before anything
//! is written. What is wrong is said at the field that it is wrong in.

use crate::pages::deviations::people::People;
use crate::parts::Link;
use crate::query::Fields;
use crate::visit::Visit;
use app::access::{Right, Role, reach};
use app::commands::set_item::SetItem;
use app::text_of_people::refuse_number;
use domain::calendar::Day;
use domain::work_item::Status;
use report::danish;

/// The fields as they were typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wish {
    /// A word of [`Status::SETTABLE`]; empty leaves the status.
    pub(crate) status: String,
    /// Why.
    pub(crate) grund: String,
    /// The last day on which that holds.
    pub(crate) til: String,
    /// Who is to have it; `None` where the form did not ask.
    pub(crate) ansvarlig: Option<String>,
    /// Something for others to read.
    pub(crate) kommentar: String,
}

/// What the deviations are that it is about.
pub(crate) struct About {
    /// Whom a person gave it to, as it is kept; `None` where several are meant.
    pub(crate) assigned: Option<String>,
    /// The newest day of a basis that has one of them.
    pub(crate) last: Day,
}

impl Wish {
    /// As a form sent it.
    pub(crate) fn of(fields: &Fields) -> Wish {
        let text = |key: &str| fields.one(key).to_owned();
        Wish {
            status: text("status"),
            grund: text("grund"),
            til: text("til"),
            ansvarlig: fields.has("ansvarlig").then(|| text("ansvarlig")),
            kommentar: text("kommentar"),
        }
    }

    /// Who is to have it, as it was typed.
    pub(crate) fn who(&self) -> &str {
        self.ansvarlig.as_deref().unwrap_or("")
    }

    /// What is to be set, or every fault with the field that it is in.
    pub(crate) fn checked(
        &self,
        visit: &Visit,
        people: &People,
        about: &About,
    ) -> Result<SetItem, Vec<Link>> {
        let mut faults = Vec::new();
        let mut set = SetItem { reason: self.grund.clone(), ..SetItem::default() };
        self.check_status(visit, people, &mut set, &mut faults);
        self.check_until(about, &mut set, &mut faults);
        self.check_assigned(visit, people, about, &mut set, &mut faults);
        if !self.kommentar.is_empty() {
            set.comment = Some(self.kommentar.clone());
        }
        for (field, what, text) in [
            ("grund", "Grunden", self.grund.as_str()),
            ("ansvarlig", "Den ansvarlige", self.who()),
            ("kommentar", "Kommentaren", self.kommentar.as_str()),
        ] {
            if let Err(error) = refuse_number(what, text) {
                faults.push(Link::new(format!("#{field}"), error.to_string()));
            }
            if text.chars().count() > 2_000 {
                faults.push(fault(field, &format!("{what} er længere end 2.000 tegn. Skriv kortere.")));
            }
        }
        let nothing = set.status.is_none() && set.assigned.is_none() && set.comment.is_none();
        if nothing && faults.is_empty() {
            let text = "Der er intet at gemme: vælg, hvad afvigelsen er, eller skriv en kommentar.";
            faults.push(fault("status", text));
        }
        if faults.is_empty() { Ok(set) } else { Err(faults) }
    }

    fn check_status(&self, visit: &Visit, people: &People, set: &mut SetItem, faults: &mut Vec<Link>) {
        if self.status.is_empty() {
            if !self.grund.is_empty() {
                let text = "Grunden hører til en status: vælg en, eller skriv teksten som kommentar.";
                faults.push(fault("grund", text));
            }
            return;
        }
        let Some(status) = Status::SETTABLE.into_iter().find(|own| own.key() == self.status) else {
            faults.push(fault("status", "Vælg en af de statusser, der kan sættes."));
            return;
        };
        set.status = Some(status);
        if !is_an_end(status) {
            return;
        }
        if !visit.may(Right::AcceptItems) {
            faults.push(fault("status", &who_accepts(visit, people)));
        } else if self.grund.is_empty() {
            let text =
                format!("{} kræver en grund: skriv, hvorfor det er rigtigt, som det er.", status.text());
            faults.push(fault("grund", &text));
        }
    }

    fn check_until(&self, about: &About, set: &mut SetItem, faults: &mut Vec<Link>) {
        let day = Day::parse(&self.til);
        match (set.status, self.til.is_empty(), day) {
            (Some(Status::Accepted), true, _) => {
                faults.push(fault("til", "Accepteret kræver en sidste dag. Dagen efter åbner afvigelsen igen."));
            }
            (_, true, _) => {}
            (_, false, None) => faults.push(fault("til", "Skriv dagen som 31-12-2026.")),
            (None, ..) => faults.push(fault("til", "Dagen hører til en status: vælg en, eller slet dagen.")),
            (Some(Status::CannotBeCorrected), ..) => {
                faults.push(fault("til", "Kan ikke rettes har ingen sidste dag: slet den."));
            }
            (Some(_), false, Some(until)) if until < about.last => faults.push(fault(
                "til",
                &format!(
                    "{} ligger før grundlagets dag {}: afvigelsen ville straks åbne igen. Vælg en senere dag.",
                    until.danish(),
                    about.last.danish()
                ),
            )),
            (Some(_), false, Some(until)) => set.until = Some(until),
        }
    }

    fn check_assigned(
        &self,
        visit: &Visit,
        people: &People,
        about: &About,
        set: &mut SetItem,
        faults: &mut Vec<Link>,
    ) {
        let Some(typed) = &self.ansvarlig else { return };
        let who = people.typed(typed);
        let changed = match &about.assigned {
            Some(now) => who != *now,
            // Of several, an empty field leaves each with whom it has.
            None => !who.is_empty(),
        };
        if !changed {
            return;
        }
        if visit.may(Right::AssignItems) {
            set.assigned = Some(who);
        } else {
            let can = danish::list(&people.who_can(visit, Right::AssignItems));
            faults.push(fault("ansvarlig", &format!("Din rolle fordeler ikke afvigelser. Det kan: {can}.")));
        }
    }
}

/// True for a status that a person ends a deviation with.
pub(crate) fn is_an_end(status: Status) -> bool {
    matches!(status, Status::Accepted | Status::CannotBeCorrected)
}

/// Who may accept, in a sentence.
pub(crate) fn who_accepts(visit: &Visit, people: &People) -> String {
    let roles: Vec<String> = Role::ALL
        .into_iter()
        .filter(|role| reach(*role, Right::AcceptItems).is_some())
        .map(|role| role.text().to_owned())
        .collect();
    let names = people.who_can(visit, Right::AcceptItems);
    let names = if names.is_empty() { String::new() } else { format!(": {}", danish::list(&names)) };
    format!("Kun rollen {} kan acceptere en afvigelse eller afslutte den{names}.", danish::list(&roles))
}

fn fault(field: &str, text: &str) -> Link {
    Link::new(format!("#{field}"), text)
}
