//! What the figures mean, and nothing else.
//!
//! Pure values and functions in the order a newcomer should read them. Invariant: nothing in this crate
//! reads a clock, a file, a database or chance; the same values in give the same values out. It is the only
//! crate that can change a figure.

pub mod calendar;
pub mod periods;

pub mod amount;
pub mod price;

pub mod person;

pub mod law;
pub mod paragraf;

pub mod wording;

pub mod finding;
pub mod observation;
pub mod totals;

pub mod ownership;
pub mod provider_register;
pub mod relief;
pub mod spelling;
pub mod tariff;

pub mod landscape;
pub mod language;

pub mod area;
pub mod control;
pub mod deviation;

pub mod citizen_facts;
pub mod registers;

pub mod lexicon;
pub mod timeline;

pub mod comparison;
pub mod coverage;

pub mod norms;
pub mod stake;

pub mod attributes;
pub mod causes;
pub mod rules;

pub mod ledger;

pub mod reconcile;

pub mod work_item;

pub mod message;
pub mod overview;

pub mod bridge;

pub mod full_year;

pub mod disposition;
pub mod unit_price;

pub mod budget;

pub mod flow;
