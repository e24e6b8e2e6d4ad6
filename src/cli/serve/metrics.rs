//! Counts and times for Prometheus. Routes and statuses are named, nothing that was sent is.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use axum::http::StatusCode;

use super::routes::ROUTES;

/// Upper ends of the classes of times, in microseconds, with their names in seconds.
const ENDS: [(u64, &str); 11] = [
    (1_000, "0.001"),
    (2_500, "0.0025"),
    (5_000, "0.005"),
    (10_000, "0.01"),
    (25_000, "0.025"),
    (50_000, "0.05"),
    (100_000, "0.1"),
    (250_000, "0.25"),
    (1_000_000, "1"),
    (5_000_000, "5"),
    (30_000_000, "30"),
];

/// The statuses that are counted by themselves.
const STATUSES: [u16; 17] =
    [200, 201, 204, 400, 403, 404, 405, 408, 409, 413, 415, 421, 422, 429, 500, 503, 504];

/// The last route is everything that is none.
const ALL: usize = ROUTES.len() + 1;

/// What was asked, how it ended and how long it took.
#[derive(Debug)]
pub(super) struct Metrics {
    routes: [Route; ALL],
    now: AtomicUsize,
}

#[derive(Debug, Default)]
struct Route {
    statuses: [AtomicU64; STATUSES.len()],
    /// How many took no longer than each end, and longer than the one before.
    times: [AtomicU64; ENDS.len()],
    count: AtomicU64,
    micros: AtomicU64,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { routes: std::array::from_fn(|_| Route::default()), now: AtomicUsize::new(0) }
    }
}

/// A request that is being answered; one whose client left counts as over when it is dropped.
pub(super) struct Counted<'a> {
    metrics: &'a Metrics,
    route: usize,
    began: Instant,
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.metrics.now.fetch_sub(1, Relaxed);
    }
}

impl Counted<'_> {
    pub(super) fn end(self, status: StatusCode) {
        let route = &self.metrics.routes[self.route];
        let micros = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        if let Some(at) = STATUSES.iter().position(|&known| known == status.as_u16()) {
            route.statuses[at].fetch_add(1, Relaxed);
        }
        if let Some(at) = ENDS.iter().position(|&(end, _)| micros <= end) {
            route.times[at].fetch_add(1, Relaxed);
        }
        route.count.fetch_add(1, Relaxed);
        route.micros.fetch_add(micros, Relaxed);
    }
}

impl Metrics {
    /// Begins a request of a route, by its number in [`ROUTES`].
    pub(super) fn begin(&self, route: Option<usize>) -> Counted<'_> {
        self.now.fetch_add(1, Relaxed);
        Counted { metrics: self, route: route.unwrap_or(ALL - 1), began: Instant::now() }
    }

    /// Everything, as Prometheus reads it.
    pub(super) fn show(&self, documents: usize, bytes: usize) -> String {
        let mut out = String::new();
        self.write(documents, bytes, &mut out);
        out
    }

    fn write(&self, documents: usize, bytes: usize, out: &mut String) {
        let named = || self.routes.iter().zip(ROUTES.into_iter().chain(["other"]));
        // A text takes everything.
        let _ = writeln!(
            out,
            "# HELP yinmo_requests_total Requests by route and status.\n# TYPE yinmo_requests_total counter"
        );
        for (route, name) in named() {
            for (count, status) in route.statuses.iter().zip(STATUSES) {
                let count = count.load(Relaxed);
                if count > 0 {
                    let _ =
                        writeln!(out, "yinmo_requests_total{{route=\"{name}\",status=\"{status}\"}} {count}");
                }
            }
        }
        let _ = writeln!(
            out,
            "# HELP yinmo_request_seconds Time from the head of a request to the head of its answer.\n# TYPE yinmo_request_seconds histogram"
        );
        for (route, name) in named() {
            let count = route.count.load(Relaxed);
            if count == 0 {
                continue;
            }
            let mut sum = 0;
            for (time, (_, end)) in route.times.iter().zip(ENDS) {
                sum += time.load(Relaxed);
                let _ = writeln!(out, "yinmo_request_seconds_bucket{{route=\"{name}\",le=\"{end}\"}} {sum}");
            }
            let seconds = route.micros.load(Relaxed) as f64 / 1e6;
            let count = count.max(sum);
            let _ = writeln!(out, "yinmo_request_seconds_bucket{{route=\"{name}\",le=\"+Inf\"}} {count}");
            let _ = writeln!(out, "yinmo_request_seconds_sum{{route=\"{name}\"}} {seconds}");
            let _ = writeln!(out, "yinmo_request_seconds_count{{route=\"{name}\"}} {count}");
        }
        for (name, help, value) in [
            ("yinmo_requests_in_flight", "Requests that are being answered.", self.now.load(Relaxed)),
            ("yinmo_documents_open", "Documents that pages have open.", documents),
            ("yinmo_documents_bytes", "Bytes of documents that pages have open.", bytes),
        ] {
            let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}");
        }
        let _ = writeln!(
            out,
            "# HELP yinmo_build_info The version.\n# TYPE yinmo_build_info gauge\nyinmo_build_info{{version=\"{}\"}} 1",
            env!("CARGO_PKG_VERSION")
        );
    }
}
