//! The bar on a terminal: files, speed, time left. Elsewhere nothing is printed.

use std::io::{self, IsTerminal as _, Read};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Manner;

/// How long a run takes before the bar comes up.
const PATIENCE: Duration = Duration::from_millis(400);

/// Counts what is read, and shows it.
pub(crate) struct Progress {
    read: Arc<AtomicU64>,
    /// What there is to read in all; a hint.
    bytes: u64,
    files: usize,
    files_done: AtomicUsize,
    start: Instant,
    bar: Mutex<Option<ProgressBar>>,
    /// Whether a bar may come up.
    shows: bool,
}

impl Progress {
    /// Counts, and shows nothing.
    pub(crate) fn silent() -> Self {
        Self::new(0, 0, false)
    }

    /// Counts, and shows a bar when standard error is a terminal on which nothing else is printed. `prints` says that
    /// reports go to standard output.
    pub(crate) fn bar(bytes: u64, files: usize, prints: bool, manner: Manner) -> Self {
        let free = !prints || !io::stdout().is_terminal();
        Self::new(bytes, files, free && !manner.quiet && io::stderr().is_terminal())
    }

    fn new(bytes: u64, files: usize, shows: bool) -> Self {
        Self {
            read: Arc::default(),
            bytes,
            files,
            files_done: AtomicUsize::new(0),
            start: Instant::now(),
            bar: Mutex::new(None),
            shows,
        }
    }

    /// The reader, counted.
    pub(crate) fn count(&self, from: Box<dyn Read + Send>) -> impl Read + Send + 'static {
        Counted { from, read: Arc::clone(&self.read) }
    }

    /// What has been read.
    pub(crate) fn bytes(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Seconds since the start.
    pub(crate) fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    /// Says that a file is done.
    pub(crate) fn file_done(&self) {
        self.files_done.fetch_add(1, Ordering::Relaxed);
        self.show();
    }

    /// Shows how far the run is.
    pub(crate) fn show(&self) {
        if !self.shows || self.start.elapsed() < PATIENCE {
            return;
        }
        let total = self.bytes;
        let mut bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        let bar = bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(8));
            if let Ok(style) = ProgressStyle::with_template("{wide_bar} {msg}") {
                bar.set_style(style);
            }
            bar
        });
        let read = self.bytes().min(total);
        let speed = self.bytes() as f64 / self.seconds().max(1e-3);
        let left = (total - read) as f64 / speed.max(1.0);
        bar.set_message(format!(
            "{}/{} files  {:.0}/{:.0} MB  {:.1} MB/s  {} left",
            self.files_done.load(Ordering::Relaxed),
            self.files,
            read as f64 / 1e6,
            total as f64 / 1e6,
            speed / 1e6,
            time(left),
        ));
        bar.set_position(read);
    }

    /// Takes the bar away for good: what comes next is printed.
    pub(crate) fn clear(&self) {
        if let Some(bar) = self.bar.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish_and_clear();
        }
    }

    /// Prints something else on standard error, without the bar in between.
    pub(crate) fn aside(&self, print: impl FnOnce()) {
        match &*self.bar.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

/// A time for people: `5 s`, `1:02 min`, `3:20 h`.
fn time(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{}:{:02} min", seconds / 60, seconds % 60),
        _ => format!("{}:{:02} h", seconds / 3600, seconds / 60 % 60),
    }
}

struct Counted {
    from: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
