//! Files that are made to harm, and what must hold for each: rows and findings, or a refusal in Danish.
//!
//! Invariant: each file is made when it is asked for, the same every time; none is written to disk.

mod books;
mod changed;
mod deflate;
mod texts;
mod trial;
mod zipfile;
mod zips;

pub use trial::{Outcome, Trial};

use std::io::Read;

/// The bytes of a file.
pub enum Bytes {
    /// All of them.
    Held(Vec<u8>),
    /// As they are asked for: too many to hold.
    Streamed(Box<dyn Read>),
}

/// How a file's bytes are made.
type Make = Box<dyn Fn() -> Bytes>;

/// One file.
pub struct Case {
    /// What it is, and which of its kind.
    pub what: String,
    /// The name that it comes with.
    pub name: &'static str,
    /// Makes its bytes.
    pub make: Make,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.what, self.name)
    }
}

/// All files, at least 400.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut cases = Cases::default();
    texts::add(&mut cases);
    zips::add(&mut cases);
    books::add(&mut cases);
    changed::add(&mut cases);
    cases.0
}

#[derive(Default)]
struct Cases(Vec<Case>);

impl Cases {
    fn held(&mut self, what: impl Into<String>, name: &'static str, make: impl Fn() -> Vec<u8> + 'static) {
        let make = Box::new(move || Bytes::Held(make()));
        self.0.push(Case { what: what.into(), name, make });
    }

    fn streamed<R: Read + 'static>(
        &mut self,
        what: impl Into<String>,
        name: &'static str,
        make: impl Fn() -> R + 'static,
    ) {
        let make = Box::new(move || Bytes::Streamed(Box::new(make())));
        self.0.push(Case { what: what.into(), name, make });
    }
}
