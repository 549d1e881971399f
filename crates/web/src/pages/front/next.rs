//! What comes next: the three steps that are due, what a leader has not answered, and who has not.
//!
//! Invariant: about no citizen.

use crate::error::WebError;
use crate::number::{Num, Unit};
use crate::pages::deviations::people::People;
use crate::pages::validation::{deadline, is_own, visible};
use crate::pages::year::{StepRow, row};
use crate::parts::Link;
use crate::query::address;
use crate::visit::Visit;
use app::access::Right;
use app::current::Current;
use app::month::{StepNow, bases_by_day, next_steps};
use app::purpose::Purpose;
use app::validation::{ObjectionState, answered};
use report::danish;

/// Steps that are shown.
const STEPS: usize = 3;

/// The part of the front page.
#[derive(Default)]
pub(super) struct Next {
    /// The steps, late ones first.
    pub(super) steps: Vec<StepRow>,
    /// Objections that are not closed; none for who sees none.
    pub(super) objections: Option<Num>,
    /// Who has not answered after the deadline.
    pub(super) waiting: Vec<Link>,
    /// The deadline that they let pass.
    pub(super) deadline: String,
    /// The page on which the one who looks has not answered.
    pub(super) own: Option<Link>,
}

impl Next {
    /// What comes next for the one who looks.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(super) async fn of(visit: &Visit, current: &Current, people: &People) -> Result<Next, WebError> {
        let session = visit.session(Purpose::AfvigelseRet);
        let mut out = Next::default();
        let (answers, edits) = (visit.may(Right::ValidateFigures), visit.may(Right::EditMonth));
        if visit.may(Right::SeeMonth) {
            // Who does not lead the month sees the steps that wait for him.
            let most = if edits { STEPS } else { usize::MAX };
            let mut steps = next_steps(&session, current, visit.day(), most).await?;
            steps.retain(|own| edits || is_for(visit, own));
            steps.truncate(STEPS);
            out.steps = steps.iter().map(|own| row(visit, people, own, visit.day())).collect();
        }
        if !answers && !edits {
            return Ok(out);
        }
        let open = visible(visit).await?;
        let open = open.iter().filter(|own| own.line.tilstand != ObjectionState::Lukket).count();
        out.objections = (open > 0).then(|| Num::count(open as i64, Unit::Others, "/validering/indsigelser"));
        let month = visit.day().month();
        if !bases_by_day(&session).await?.iter().any(|basis| basis.day.month() == month) {
            return Ok(out);
        }
        let last = deadline(visit, month).await?;
        let left: Vec<_> =
            answered(&session, month).await?.into_iter().filter(|own| own.answer.is_none()).collect();
        let maaned = month.iso();
        let own = left.iter().find(|own| is_own(visit, &own.unit));
        out.own = own.map(|own| {
            let href = address(&format!("/validering/{}", own.unit.key), &[("maaned", &maaned)]);
            Link::new(href, format!("Svar på tallene for {} i {}", own.unit.title, danish::month(month)))
        });
        if edits && last < visit.day() {
            out.deadline = last.danish();
            let link = |own: &app::validation::Answered| {
                let leaders = danish::list(&own.unit.leader_names());
                Link::new(
                    address("/validering", &[("maaned", &maaned)]),
                    format!("{} ({leaders})", own.unit.title),
                )
            };
            out.waiting = left.iter().map(link).collect();
        }
        Ok(out)
    }

    /// True where there is nothing to say.
    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.objections.is_none() && self.waiting.is_empty() && self.own.is_none()
    }
}

/// True where a step is given to the one who looks: by role, which may stand in the plural, or by name.
fn is_for(visit: &Visit, own: &StepNow) -> bool {
    let user = &visit.who.user;
    let named = |who: &str| who == user.full_name || who == user.name;
    [&own.who, &own.deputy].into_iter().any(|who| named(who) || who.starts_with(visit.who.role.text()))
}
