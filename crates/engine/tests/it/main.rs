//! The engine against other programs and against itself.

mod postgres;
