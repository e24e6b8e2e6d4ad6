//! From the command line to a service that answers, and to its end.

use std::io::{IsTerminal as _, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use super::guard::Guard;
use super::held::Held;
use super::open::Lead;
use super::state::App;
use super::{Serve, documents, routes};
use crate::cli::walk::reading;
use crate::cli::{Manner, Status, complain};

/// The shortest token that a file may hold.
const SHORTEST: usize = 16;

/// The longest one.
const LONGEST: usize = 1024;

/// How many connections are open at once; more wait to be accepted.
const CONNECTIONS: usize = 4096;

/// How long a connection may be idle, or take to send the head of a request.
const IDLE: Duration = Duration::from_secs(120);

/// How long requests that are under way may take once the end has come.
const LAST: Duration = Duration::from_secs(10);

/// An address, with a port or without.
pub(super) fn address(typed: &str) -> Result<SocketAddr, String> {
    let ip = |typed: &str| typed.parse::<IpAddr>().ok().map(|ip| SocketAddr::new(ip, 0));
    let name = typed.strip_prefix("localhost").map(|port| format!("127.0.0.1{port}"));
    let typed = name.as_deref().unwrap_or(typed);
    let found = typed.parse().ok().or_else(|| ip(typed));
    found.ok_or_else(|| "write an address such as 127.0.0.1, 127.0.0.1:8080 or [::1]:8080".to_owned())
}

pub(super) fn run(args: &Serve, manner: Manner) -> anyhow::Result<Status> {
    let is_local = args.listen.ip().is_loopback();
    if !is_local && (args.token_file.is_none() || args.allow_host.is_empty()) {
        bail!(
            "--listen {}: others than this machine can reach it there; add --token-file FILE and --allow-host NAME",
            args.listen
        );
    }
    if !is_local && args.no_token {
        bail!("--no-token is for this machine alone; leave it out, or listen on 127.0.0.1");
    }
    let token = match &args.token_file {
        Some(path) => token(path)?,
        None => documents::random(32).context("the system gives no random numbers")?,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(args.listen)
            .await
            .with_context(|| format!("--listen {}: it cannot be listened there", args.listen))?;
        let at = listener.local_addr()?;
        let guard = Guard::new(token, args.no_token, at, &args.allow_host);
        let app = Arc::new(App::new(args, guard, manner)?);
        for path in &args.paths {
            open(&app, path)?;
        }
        let end = end().context("the system tells no signals")?;
        let lead = announce(args, &app, at, manner)?;
        let ended = serve(listener, routes::router(Arc::clone(&app)), end).await;
        if let Some(lead) = lead {
            lead.close();
        }
        manner.say("ended; nothing was kept");
        ended
    })?;
    // Work that nobody waits for any more ends with the process.
    runtime.shutdown_background();
    Ok(Status::Fine)
}

/// The token in a file.
fn token(path: &Path) -> anyhow::Result<String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| anyhow!("{}: {}", path.display(), reading(&error)))?;
    let token = text.trim();
    if !(SHORTEST..=LONGEST).contains(&token.len()) || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        bail!(
            "{}: a token has {SHORTEST} to {LONGEST} letters, digits and signs, without blanks, such as `openssl rand -hex 32` prints",
            path.display()
        );
    }
    Ok(token.to_owned())
}

/// Opens a file that was named on the command line.
fn open(app: &App, path: &Path) -> anyhow::Result<()> {
    let failed = |cause: String| anyhow!("{}: {cause}", path.display());
    let size = std::fs::metadata(path).map_err(|error| failed(reading(&error)))?;
    if size.is_dir() {
        bail!("{}: it is a folder; name the files in it", path.display());
    }
    if size.len() > app.max_body as u64 {
        bail!("{}: larger than {} bytes; raise --max-body", path.display(), app.max_body);
    }
    let bytes = std::fs::read(path).map_err(|error| failed(reading(&error)))?;
    let held = Held::open_at(app, path, bytes).map_err(|refusal| failed(refusal.message))?;
    let (id, held) = app.documents.open(held).map_err(|refusal| failed(refusal.message))?;
    app.open.write().unwrap_or_else(PoisonError::into_inner).push((id, held.file_name()));
    Ok(())
}

/// Prints the address and opens it.
fn announce(args: &Serve, app: &App, at: SocketAddr, manner: Manner) -> anyhow::Result<Option<Lead>> {
    let address = format!("http://{at}/#token={}", app.guard.token());
    let mut out = std::io::stdout().lock();
    if args.token_file.is_some() {
        // The token is known to whom it may concern.
        writeln!(out, "http://{at}/")?;
    } else {
        writeln!(out, "{address}")?;
    }
    out.flush()?;
    manner.say("the page is there until you press Ctrl+C; whoever has the address can use it");
    if args.no_token {
        manner.say(
            "without a token: every program and every user of this machine can use the API, not the page",
        );
    }
    let opens = !args.no_open && at.ip().is_loopback() && std::io::stdout().is_terminal();
    let lead = opens.then(|| Lead::open(&address)).flatten();
    if opens && lead.is_none() {
        manner.say("no browser could be opened; open the address yourself");
    }
    Ok(lead)
}

/// Answers until the end comes.
async fn serve(listener: TcpListener, router: Router, end: impl Future<Output = ()>) -> anyhow::Result<()> {
    let graceful = GracefulShutdown::new();
    let free = Arc::new(Semaphore::new(CONNECTIONS));
    let service = TowerToHyperService::new(router);
    let mut ended = std::pin::pin!(end);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&free).acquire_owned() => place?,
            () = &mut ended => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut ended => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                // Too many files are open, or the client is gone already.
                complain(&format!("yinmo: a connection could not be taken ({})", error.kind()));
                sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // Answers are small: they leave at once.
        let _ = stream.set_nodelay(true);
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(IDLE)
            .max_buf_size(64 << 10)
            .serve_connection(TokioIo::new(stream), service.clone());
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // Who breaks off gets no answer; there is nobody to tell.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = timeout(LAST, graceful.shutdown()).await;
    Ok(())
}

/// Waits for Ctrl+C, or for the system to end it; from now on, not from when it is asked first.
fn end() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupted, mut terminated) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    {
        Ok(async {
            let _ = tokio::signal::ctrl_c().await;
        })
    }
}
