//! (kommer)
