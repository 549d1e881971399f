//! Stories through the real router, on a real store with an invented municipality.

mod roles;
mod town;
