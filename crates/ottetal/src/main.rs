//! ottetal
fn main(){}
