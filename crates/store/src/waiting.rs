//! Carries out what must be awaited for callers that are not `async`: the lake and the kept files are used from any
//! thread, while a server is spoken to by a runtime.

use crate::error::StoreError;
use std::sync::{Arc, mpsc};
use tokio::runtime::{Builder, Runtime};

/// A small runtime of its own. The clones are the same.
#[derive(Clone, Debug)]
pub(crate) struct Waiting(Arc<Own>);

#[derive(Debug)]
struct Own(Option<Runtime>);

impl Drop for Own {
    fn drop(&mut self) {
        // A runtime must not wait for its end inside another.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Waiting {
    pub(crate) fn start() -> Result<Waiting, StoreError> {
        let runtime =
            Builder::new_multi_thread().worker_threads(2).thread_name("ottetal-net").enable_all().build();
        runtime
            .map(|runtime| Waiting(Arc::new(Own(Some(runtime)))))
            .map_err(|e| StoreError::Unavailable(format!("Kunne ikke begynde at tale med serveren: {e}.")))
    }

    /// Waits for it on the caller's thread.
    pub(crate) fn run<F>(&self, work: F) -> F::Output
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let (tell, told) = mpsc::sync_channel(1);
        let runtime = self.0.0.as_ref().expect("tages kun, når den sidste slipper");
        runtime.spawn(async move {
            // Nobody listens only where the caller's thread is gone.
            let _ = tell.send(work.await);
        });
        told.recv().expect("arbejdet stopper ikke halvvejs")
    }
}
