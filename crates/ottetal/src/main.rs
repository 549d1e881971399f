//! The program `ottetal`: reads the command line, calls a verb, shows what it found.
//!
//! Exit codes: 0 done (also with deviations), 1 something asked for could not be done, 2 wrong use.

mod cli;
mod danish;
mod disposition_cli;
mod keep_cli;
mod progress;
mod show;
mod user_cli;
mod verbs;
mod work_cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    // The spreadsheet child has no other business: it limits itself before anything else.
    if std::env::args_os().nth(1).is_some_and(|word| word == "regneark-barn") {
        let code = ingest::child::child_main();
        return ExitCode::from(u8::try_from(code).unwrap_or(1));
    }
    let command = match cli::parse() {
        Ok(command) => command,
        Err(code) => return code,
    };
    match verbs::run(command) {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Fejl: {}", danish::told(&error));
            ExitCode::from(1)
        }
    }
}

/// Whoever read our output has had enough (`ottetal … | head`): no fault.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}
