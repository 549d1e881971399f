//! Progress bars, when a terminal looks on, and Ctrl-C: the first stops cleanly at the next row or stretch.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

static STOP: AtomicBool = AtomicBool::new(false);
static HANDLER: OnceLock<()> = OnceLock::new();

/// Watches for Ctrl-C. A second one ends the program at once.
pub(crate) fn watch_for_stop() {
    HANDLER.get_or_init(|| {
        let set = ctrlc::set_handler(|| {
            if STOP.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
            eprintln!("\nStopper … (Ctrl-C igen afbryder med det samme)");
        });
        if set.is_err() {
            eprintln!("Ctrl-C kan ikke fanges her; en afbrydelse er dog altid uden følger for data.");
        }
    });
}

/// Runs `work` while a bar on the terminal shows how far it is; `look` gives (done, total) and hands on a stop.
pub(crate) fn with_bar<T: Send>(
    what: &str,
    form: Form,
    look: impl Fn(bool) -> (u64, u64) + Sync,
    work: impl FnOnce() -> T + Send,
) -> T {
    watch_for_stop();
    let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    let template = match form {
        Form::Bytes => "{msg} [{bar:30}] {bytes}/{total_bytes}",
        Form::Parts => "{msg} [{bar:30}] {percent} %",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(what.to_owned());
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let (position, length) = look(STOP.load(Ordering::Relaxed));
                bar.set_length(length);
                bar.set_position(position);
                std::thread::park_timeout(Duration::from_millis(60));
            }
            bar.finish_and_clear();
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        result
    })
}

/// How progress is counted.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// Bytes of files.
    Bytes,
    /// Parts of a whole.
    Parts,
}
