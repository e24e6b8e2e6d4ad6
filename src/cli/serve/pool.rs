//! Work on texts, on a bounded number of threads; what waits too long is refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::reply::Refusal;

/// How many may wait for each that is worked on.
const WAITING: usize = 256;

/// The threads that read texts.
#[derive(Debug)]
pub(super) struct Pool {
    free: Arc<Semaphore>,
    waiting: AtomicUsize,
    most: usize,
    patience: Duration,
}

/// Counts one that waits, for as long as it lives.
struct Waits<'a>(&'a AtomicUsize);

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Pool {
    pub(super) fn new(jobs: usize, patience: Duration) -> Self {
        Self {
            free: Arc::new(Semaphore::new(jobs)),
            waiting: AtomicUsize::new(0),
            most: jobs * WAITING,
            patience,
        }
    }

    /// Does some work, when a place is free soon.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let place = {
            self.waiting.fetch_add(1, Ordering::Relaxed);
            let _waits = Waits(&self.waiting);
            if self.waiting.load(Ordering::Relaxed) > self.most {
                return Err(Refusal::busy());
            }
            let place = timeout(self.patience, Arc::clone(&self.free).acquire_owned()).await;
            place.ok().and_then(Result::ok).ok_or_else(Refusal::busy)?
        };
        self.work(place, work).await
    }

    /// Does some work of a batch, whose next lines wait for it.
    pub(super) async fn patiently<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let place = Arc::clone(&self.free).acquire_owned().await.map_err(|_| Refusal::busy())?;
        self.work(place, work).await
    }

    /// What takes longer than the limit is given up by the client's side alone: its thread ends the work, and nothing
    /// else takes its place before.
    async fn work<T: Send + 'static>(
        &self,
        place: OwnedSemaphorePermit,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let done = spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        });
        match timeout(self.patience, done).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => {
                let message = "an error of the program; the document was not worked on. Please report it, without the document";
                Err(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", message))
            }
            Err(_) => {
                let message = format!(
                    "it takes longer than {} seconds; send less at once, or raise --timeout",
                    self.patience.as_secs()
                );
                Err(Refusal::new(StatusCode::GATEWAY_TIMEOUT, "too-slow", message))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_in_one_request_ends_that_request() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let pool = Pool::new(1, Duration::from_secs(5));
            let fault = pool.run(|| -> Result<(), Refusal> { panic!("郑海燕") }).await;
            let refusal = fault.expect_err("it has failed");
            assert_eq!((refusal.status.as_u16(), refusal.code), (500, "failed"));
            assert!(!refusal.message.contains("郑海燕"));
            assert_eq!(pool.run(|| Ok(7)).await.ok(), Some(7), "its place is free again");
        });
    }
}
