//! One harness for all targets: `OTTETAL_MAAL` names the one that is run.
//!
//! Invariant: the invariants stand in `crates/fuzz`; nothing is checked here.
#![no_main]

use std::sync::OnceLock;

static TARGET: OnceLock<&fuzz::targets::Target> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let target = TARGET.get_or_init(|| {
        let name = std::env::var("OTTETAL_MAAL").unwrap_or_else(|_| "csv".to_owned());
        fuzz::targets::find(&name).expect("OTTETAL_MAAL er navnet på et mål i crates/fuzz/src/targets.rs")
    });
    (target.run)(data);
});
