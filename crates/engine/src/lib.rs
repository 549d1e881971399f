//! A run: the sources' Parquet of one stretch of citizens merged by citizen → the kernel → deviations, stretches side
//! by side on all cores, in bounded memory.
//!
//! Invariant: the outcome depends on the basis and the control alone, never on how citizens are divided or which
//! thread was first. Everything about a citizen is decided inside one stretch.

mod buckets;
mod disposition;
mod others;
mod run;
mod stretch;

pub use disposition::{DispositionGiven, RanDisposition, UntranslatedRow, dispose};
pub use others::{OTHERS, OtherInput, Others};
pub use run::{EngineError, Given, Input, Lists, Progress, Ran, not_runnable, run};
