//! What the rules inside one system look up: prepared once for a stretch of citizens, from the law and the registers.

use crate::calendar::{Day, Period};
use crate::comparison::own_window;
use crate::control::Control;
use crate::deviation::Side;
use crate::law::{LawBook, ParagrafId, Stay};
use crate::lexicon::{GroupSet, Lexicon};
use crate::periods::Periods;
use crate::registers::Registers;
use crate::wording::{WordId, normalised};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Two paragraphs that exclude each other, in the order of reports.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExclusivePair {
    pub(crate) pair: [ParagrafId; 2],
    pub(crate) tolerance_days: i64,
}

/// Codes of a målgruppe set with the days on which the law has them not. Empty for a good set.
pub(crate) type CodeFaults = Rc<[(Box<str>, Periods)]>;

/// What the law and the registers say, ready to be asked a million times.
pub(crate) struct Known {
    stays: Vec<bool>,
    pub(crate) exclusive: Vec<ExclusivePair>,
    codes: RefCell<Vec<Option<CodeFaults>>>,
    caseworkers: Option<HashMap<String, Periods>>,
    active: RefCell<HashMap<(Side, WordId), bool>>,
    /// The day on which a case is running: each system's extract, else the last day of its own window.
    pub(crate) reference: [Option<Day>; 2],
}

impl Known {
    pub(crate) fn new(control: &Control, lexicon: &Lexicon<'_>, registers: &Registers<'_>) -> Known {
        let law = lexicon.law();
        let reference = [Side::One, Side::Two].map(|side| {
            let context = lexicon.side(side);
            context.facts.extracted.or_else(|| own_window(control, context).map(Period::last_day))
        });
        let caseworkers = registers.caseworkers.map(|list| {
            let mut by_name: HashMap<String, Vec<Period>> = HashMap::new();
            for one in list {
                by_name.entry(normalised(&one.name)).or_default().push(one.active);
            }
            by_name.into_iter().map(|(name, active)| (name, Periods::union_of(active))).collect()
        });
        Known {
            stays: stays(law),
            exclusive: exclusive(law),
            codes: RefCell::default(),
            caseworkers,
            active: RefCell::default(),
            reference,
        }
    }

    /// True where the paragraph is a stay (ophold).
    pub(crate) fn is_stay(&self, paragraf: ParagrafId) -> bool {
        self.stays[usize::from(paragraf.0)]
    }

    /// The codes of a set that the law has not on some days, with those days.
    pub(crate) fn code_faults(&self, lexicon: &Lexicon<'_>, set: GroupSet) -> CodeFaults {
        let at = set.0 as usize;
        let mut codes = self.codes.borrow_mut();
        if codes.len() <= at {
            codes.resize(at + 1, None);
        }
        Rc::clone(codes[at].get_or_insert_with(|| {
            let faults = lexicon.codes(set).iter().map(|code| {
                let lives = lexicon.law().maalgrupper.iter().filter(|m| *m.code == **code);
                let valid = Periods::union_of(lives.map(|m| m.valid));
                (code.clone(), Periods::from(Period::ALWAYS).minus(&valid))
            });
            faults.filter(|(_, days)| !days.is_empty()).collect()
        }))
    }

    /// Whether a row's caseworker is one who is there on the side's reference day. Nobody is not; where no register is
    /// known, every name is.
    pub(crate) fn has_caseworker(&self, lexicon: &Lexicon<'_>, side: Side, name: WordId) -> bool {
        if name == WordId::EMPTY {
            return false;
        }
        let (Some(register), Some(day)) = (&self.caseworkers, self.reference[side.index()]) else {
            return true;
        };
        *self.active.borrow_mut().entry((side, name)).or_insert_with(|| {
            let written = normalised(lexicon.side(side).wording.text(name));
            register.get(&written).is_some_and(|days| days.contains(day))
        })
    }
}

/// Per paragraph, whether a ydelse of it is a stay.
fn stays(law: &LawBook) -> Vec<bool> {
    let stay = |written: &str| law.ydelser.iter().any(|y| y.stay == Stay::Yes && y.paragraf == written);
    law.paragraffer.iter().map(|p| stay(&p.written)).collect()
}

/// The pairs that the rule is put to. A number with two lives makes a pair for each.
fn exclusive(law: &LawBook) -> Vec<ExclusivePair> {
    let ids = |written: &str| -> Vec<ParagrafId> {
        let all = (0u16..).zip(&law.paragraffer);
        all.filter(|(_, p)| p.written == written).map(|(id, _)| ParagrafId(id)).collect()
    };
    let mut out = Vec::new();
    for exclusion in law.exclusions.iter().filter(|e| e.on) {
        for one in ids(&exclusion.pair[0]) {
            for two in ids(&exclusion.pair[1]) {
                let pair = [one.min(two), one.max(two)];
                out.push(ExclusivePair { pair, tolerance_days: exclusion.tolerance_days });
            }
        }
    }
    out.sort_unstable_by_key(|e| e.pair);
    out
}
