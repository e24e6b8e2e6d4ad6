//! Work on a sequence: many at once, results in order, and never more in memory than a limit.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What is being worked on.
struct State<O, E> {
    /// How many have been read, and how many results have been taken.
    read: u64,
    taken: u64,
    /// The weight of what lies between.
    weight: u64,
    /// Nothing more is read: the end, an error, or nobody wants the rest.
    ended: bool,
    /// A worker has panicked.
    broken: bool,
    ready: BTreeMap<u64, (Result<O, E>, u64)>,
}

/// Calls `work` on everything that `next` gives, on `jobs` threads, and `take` on each result in order, on this thread.
/// `next` says with each item what it weighs; it is not called while items of `limit` are at work or wait for their turn.
/// The first error ends it.
pub(crate) fn ordered<I, O, E>(
    jobs: usize,
    limit: u64,
    mut next: impl FnMut() -> Result<Option<(I, u64)>, E> + Send,
    work: impl Fn(I) -> O + Sync,
    mut take: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send,
    O: Send,
    E: Send,
{
    if jobs <= 1 {
        while let Some((item, _)) = next()? {
            take(work(item))?;
        }
        return Ok(());
    }
    let line = Line {
        state: Mutex::new(State {
            read: 0,
            taken: 0,
            weight: 0,
            ended: false,
            broken: false,
            ready: BTreeMap::new(),
        }),
        room: Condvar::new(),
        news: Condvar::new(),
    };
    let source = Mutex::new(next);
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                let _alarm = Alarm(&line);
                loop {
                    // Whoever holds the source waits for room; the others wait for the source.
                    let mut next = source.lock().unwrap_or_else(PoisonError::into_inner);
                    if !line.wait_for_room(limit) {
                        return;
                    }
                    let read = next();
                    let Some((index, item, weight)) = line.admit(read) else { return };
                    drop(next);
                    let done = work(item);
                    line.put(index, Ok(done), weight);
                }
            });
        }
        let mut result = Ok(());
        while let Some(ready) = line.wait_for_next() {
            result = ready.and_then(&mut take);
            if result.is_err() {
                break;
            }
        }
        line.end();
        result
    })
}

struct Line<O, E> {
    state: Mutex<State<O, E>>,
    /// Something was taken.
    room: Condvar,
    /// Something is ready.
    news: Condvar,
}

impl<O, E> Line<O, E> {
    fn lock(&self) -> MutexGuard<'_, State<O, E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is something left to read.
    fn wait_for_room(&self, limit: u64) -> bool {
        let mut state = self.lock();
        while !state.ended && state.weight >= limit {
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        !state.ended
    }

    /// Gives what was read a number; `None` when that was the end.
    fn admit<I>(&self, read: Result<Option<(I, u64)>, E>) -> Option<(u64, I, u64)> {
        let mut state = self.lock();
        let index = state.read;
        match read {
            Ok(Some((item, weight))) => {
                state.read += 1;
                state.weight += weight;
                return Some((index, item, weight));
            }
            Ok(None) => state.ended = true,
            Err(error) => {
                state.read += 1;
                state.ready.insert(index, (Err(error), 0));
                state.ended = true;
            }
        }
        drop(state);
        self.news.notify_all();
        self.room.notify_all();
        None
    }

    fn put(&self, index: u64, done: Result<O, E>, weight: u64) {
        self.lock().ready.insert(index, (done, weight));
        self.news.notify_all();
    }

    /// The next result in order; `None` after the last.
    fn wait_for_next(&self) -> Option<Result<O, E>> {
        let mut state = self.lock();
        loop {
            assert!(!state.broken, "a worker has panicked");
            let next = state.taken;
            if let Some((done, weight)) = state.ready.remove(&next) {
                state.taken += 1;
                state.weight -= weight;
                drop(state);
                self.room.notify_all();
                return Some(done);
            }
            if state.ended && state.taken == state.read {
                return None;
            }
            state = self.news.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn end(&self) {
        self.lock().ended = true;
        self.room.notify_all();
    }
}

/// Wakes everybody when its thread panics.
struct Alarm<'l, O, E>(&'l Line<O, E>);

impl<O, E> Drop for Alarm<'_, O, E> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut state = self.0.lock();
            state.ended = true;
            state.broken = true;
            drop(state);
            self.0.news.notify_all();
            self.0.room.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    fn run(jobs: usize, count: u64, fail_at: u64) -> (Vec<u64>, Result<(), &'static str>, u64) {
        let (alive, most) = (AtomicU64::new(0), AtomicU64::new(0));
        let mut given = 0;
        let mut taken = Vec::new();
        let result = ordered(
            jobs,
            8,
            || {
                if given == fail_at {
                    return Err("read");
                }
                given += 1;
                most.fetch_max(1 + alive.fetch_add(1, Ordering::SeqCst), Ordering::SeqCst);
                Ok((given <= count).then_some((given - 1, 2)))
            },
            |n: u64| {
                // The first of each few is the slowest.
                std::thread::sleep(std::time::Duration::from_micros(if n.is_multiple_of(5) {
                    500
                } else {
                    10
                }));
                n * n
            },
            |square| {
                alive.fetch_sub(1, Ordering::SeqCst);
                taken.push(square);
                if square == 81 { Err("take") } else { Ok(()) }
            },
        );
        (taken, result, most.into_inner())
    }

    #[test]
    fn results_come_in_order_and_few_are_held() {
        for jobs in [1, 2, 7] {
            let squares: Vec<u64> = (0..9).map(|n| n * n).collect();
            assert_eq!(run(jobs, 9, 99).0, squares);
            assert_eq!(run(jobs, 0, 99).0, Vec::<u64>::new());
            let (taken, result, most) = run(jobs, 50, 99);
            assert_eq!((taken.len(), result), (10, Err("take")));
            assert!(most <= 5, "{most}");
            let (taken, result, _) = run(jobs, 50, 6);
            assert_eq!((taken, result), (vec![0, 1, 4, 9, 16, 25], Err("read")));
        }
    }
}
