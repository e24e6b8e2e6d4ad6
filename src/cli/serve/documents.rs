//! The documents that pages have open: in memory, few, and gone when they are closed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::StatusCode;

use super::held::Held;
use super::reply::Refusal;

/// How many documents are held.
const MOST: usize = 64;

/// How many bytes of files are held; with what is known of them they take several times that.
const BYTES: usize = 256 << 20;

/// After this time a document that nobody asks for makes room for another: its page was closed without saying so.
const FORGOTTEN: Duration = Duration::from_secs(3600);

/// Open documents by their ids.
#[derive(Default)]
pub(super) struct Documents(Mutex<BTreeMap<String, (Arc<Held>, Instant)>>);

impl Documents {
    /// Takes a document in.
    pub(super) fn open(&self, held: Held) -> Result<(String, Arc<Held>), Refusal> {
        let id = random(16).ok_or_else(|| {
            let message = "the system gives no random numbers; start it on another machine";
            Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", message)
        })?;
        let mut open = self.lock();
        let full = |open: &BTreeMap<String, (Arc<Held>, Instant)>| {
            let bytes: usize = open.values().map(|(held, _)| held.weight()).sum();
            open.len() >= MOST || !open.is_empty() && bytes + held.weight() > BYTES
        };
        if full(&open) {
            open.retain(|_, (_, asked)| asked.elapsed() < FORGOTTEN);
        }
        if full(&open) {
            let message = format!(
                "too much is open: {MOST} documents or {} MB together are the limit; close some of them",
                BYTES >> 20
            );
            return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, "too-many", message));
        }
        let held = Arc::new(held);
        open.insert(id.clone(), (Arc::clone(&held), Instant::now()));
        Ok((id, held))
    }

    pub(super) fn get(&self, id: &str) -> Result<Arc<Held>, Refusal> {
        let mut open = self.lock();
        let (held, asked) = open.get_mut(id).ok_or_else(closed)?;
        *asked = Instant::now();
        Ok(Arc::clone(held))
    }

    pub(super) fn close(&self, id: &str) -> Result<(), Refusal> {
        self.lock().remove(id).map(|_| ()).ok_or_else(closed)
    }

    /// How many are open, and how many bytes they have.
    pub(super) fn size(&self) -> (usize, usize) {
        let open = self.lock();
        (open.len(), open.values().map(|(held, _)| held.weight()).sum())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, (Arc<Held>, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn closed() -> Refusal {
    let message = "no such document is open; it was closed, or the service was started anew: open it again";
    Refusal::new(StatusCode::NOT_FOUND, "closed", message)
}

/// A random word of so many bytes, in hexadecimal digits.
pub(super) fn random(bytes: usize) -> Option<String> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random).ok()?;
    Some(random.iter().map(|byte| format!("{byte:02x}")).collect())
}
