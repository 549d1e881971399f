//! The parts of a report: the four questions, the rules inside one system, the payments.

use domain::overview::Kind;

/// A part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// A question of the 8-talskontrol.
    Question(u8),
    /// Rules inside one system.
    Inside,
    /// Payments against grants.
    Payments,
}

impl Part {
    /// In the order of reports.
    pub(crate) const ALL: [Part; 6] = [
        Part::Question(1),
        Part::Question(2),
        Part::Question(3),
        Part::Question(4),
        Part::Inside,
        Part::Payments,
    ];

    /// The part that a kind of deviation belongs to.
    pub(crate) fn of(kind: &Kind) -> Part {
        match kind.question {
            Some(question) => Part::Question(question),
            None if kind.rule.is_about_payments() => Part::Payments,
            None => Part::Inside,
        }
    }

    /// The name of its sheet.
    pub(crate) fn sheet(self) -> String {
        match self {
            Part::Question(question) => format!("Spørgsmål {question}"),
            Part::Inside => "I ét system".to_owned(),
            Part::Payments => "Betaling".to_owned(),
        }
    }

    /// A word for it in a column.
    pub(crate) fn word(self) -> String {
        match self {
            Part::Question(question) => question.to_string(),
            Part::Inside => "i ét system".to_owned(),
            Part::Payments => "betaling".to_owned(),
        }
    }
}
