//! Lines that wait at the same time are written together, in the order in which they came: a page's line costs one
//! synchronisation of the disk, and fifty at once cost little more.
//!
//! The writing is a task of its own, so that a caller who goes away does not break off what others wait for. It holds
//! the database alone and never the store, whose lock must be free when its owner has let go.

use super::{NewLine, add};
use crate::Store;
use crate::db::Db;
use crate::error::StoreError;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Mutex as Turn, oneshot};

/// The lines that wait.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    waiting: Mutex<Vec<Waiting>>,
    turn: Turn<()>,
}

/// A line, and where the answer is waited for.
type Waiting = (NewLine, oneshot::Sender<Result<(), StoreError>>);

/// Lines in one transaction. A line about nobody has ten values.
const TOGETHER: usize = 200;

pub(super) async fn append(store: &Store, line: NewLine) -> Result<(), StoreError> {
    let (tell, told) = oneshot::channel();
    let queue = store.log_queue();
    queue.waiting.lock().unwrap_or_else(PoisonError::into_inner).push((line, tell));
    tokio::spawn(write(Arc::clone(queue), store.db().clone()));
    told.await.unwrap_or_else(|_| {
        Err(StoreError::Unavailable("Loggen kunne ikke skrives, og intet er vist. Prøv igen.".to_owned()))
    })
}

/// Writes what waits, unless another has done so meanwhile.
async fn write(queue: Arc<Queue>, db: Db) {
    let _turn = queue.turn.lock().await;
    let mut batch = {
        let mut waiting = queue.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let most = waiting.len().min(TOGETHER);
        waiting.drain(..most).collect::<Vec<_>>()
    };
    if batch.is_empty() {
        return;
    }
    let lines = batch.iter().map(|(line, _)| line.clone()).collect();
    let done = write_all(&db, lines).await;
    drop(db);
    for (_, tell) in batch.drain(..) {
        // Nobody listens where the caller went away; the line stands.
        let _ = tell.send(done.clone());
    }
}

async fn write_all(db: &Db, lines: Vec<NewLine>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    add(&mut tx, lines).await?;
    tx.commit().await
}
