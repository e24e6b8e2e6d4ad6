//! Many texts in one request, a line each: read, worked on and answered as they come, in their order.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::response::Response;
use hyper::body::Frame;
use serde_json::Value;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::api::{Job, of_text};
use super::ask::Ask;
use super::body::{discard, next, slow};
use super::reply::{self, Refusal};
use super::state::App;

/// Blocks that are worked on or wait to be sent.
const AHEAD: usize = 4;

/// Answers line by line, as the client takes it.
pub(super) fn answer(app: Arc<App>, job: Job, content: Body) -> Response {
    let (blocks, done) = channel::<oneshot::Receiver<Bytes>>(AHEAD);
    let (answers, to_client) = channel::<Bytes>(1);
    let whole = Arc::new(AtomicBool::new(false));
    tokio::spawn(write(Arc::clone(&app), done, answers, Arc::clone(&whole)));
    tokio::spawn(read(app, job, content, blocks));
    reply::bytes("application/x-ndjson", Body::new(Answers { lines: to_client, whole }))
}

/// Cuts what comes in into blocks of whole lines, and has them worked on.
async fn read(app: Arc<App>, job: Job, mut content: Body, blocks: Sender<oneshot::Receiver<Bytes>>) {
    let mut waiting: Vec<u8> = Vec::new();
    // How much of it is known to have no line end.
    let mut seen = 0;
    loop {
        let (more, failure) = match timeout(app.patience, next(&mut content)).await {
            Ok(Some(Ok(frame))) => {
                waiting.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data));
                (true, None)
            }
            Ok(Some(Err(_))) => return,
            Ok(None) => (false, None),
            Err(_) => (false, Some(slow(app.patience))),
        };
        let end = match waiting[seen..].iter().rposition(|&byte| byte == b'\n') {
            _ if !more && failure.is_none() => waiting.len(),
            Some(at) => seen + at + 1,
            None => 0,
        };
        seen = waiting.len();
        if end > 0 {
            let rest = waiting.split_off(end);
            let block = std::mem::replace(&mut waiting, rest);
            seen = waiting.len();
            if send(&app, job, block, &blocks).await.is_err() {
                return;
            }
        }
        if waiting.len() > app.max_body {
            say(&Refusal::too_large(app.max_body), &blocks).await;
            return discard(content).await;
        }
        if let Some(refusal) = failure {
            return say(&refusal, &blocks).await;
        }
        if !more {
            return;
        }
    }
}

/// Has a block worked on; an error means that nobody waits for the answer any more.
async fn send(
    app: &Arc<App>,
    job: Job,
    block: Vec<u8>,
    blocks: &Sender<oneshot::Receiver<Bytes>>,
) -> Result<(), ()> {
    let (done, answer) = oneshot::channel();
    blocks.send(answer).await.map_err(|_| ())?;
    let app = Arc::clone(app);
    tokio::spawn(async move {
        let shared = Arc::clone(&app);
        let result = app.pool.patiently(move || Ok(lines(&shared, job, &block))).await;
        // Nobody may be waiting any more.
        let _ = done.send(result.unwrap_or_else(|refusal| line(&refusal.value())));
    });
    Ok(())
}

/// Ends a batch with a line that says why.
async fn say(refusal: &Refusal, blocks: &Sender<oneshot::Receiver<Bytes>>) {
    let (done, answer) = oneshot::channel();
    let _ = done.send(line(&refusal.value()));
    // Nobody may be waiting any more.
    let _ = blocks.send(answer).await;
}

fn line(value: &Value) -> Bytes {
    format!("{value}\n").into()
}

/// Works on the lines of a block; a bad one is answered with its error.
fn lines(app: &App, job: Job, block: &[u8]) -> Bytes {
    let mut out = Vec::new();
    for line in block.split(|&byte| byte == b'\n') {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let (id, result) = match Ask::of_json(line) {
            Ok(mut ask) => (ask.id.take(), of_text(app, job, &ask)),
            Err(refusal) => (id(line), Err(refusal)),
        };
        let value = result.unwrap_or_else(|refusal| refusal.value().to_string());
        match id {
            // An object with the id before everything else.
            Some(id) => out.extend_from_slice(format!("{{\"id\":{id},{}", &value[1..]).as_bytes()),
            None => out.extend_from_slice(value.as_bytes()),
        }
        out.push(b'\n');
    }
    out.into()
}

/// The id of an object that cannot be used otherwise.
fn id(line: &[u8]) -> Option<Value> {
    let mut value: Value = serde_json::from_slice(line).unwrap_or(Value::Null);
    value.get_mut("id").map(Value::take)
}

/// Hands answers to the client in their order; one who does not take them is given up.
async fn write(
    app: Arc<App>,
    mut done: Receiver<oneshot::Receiver<Bytes>>,
    answers: Sender<Bytes>,
    whole: Arc<AtomicBool>,
) {
    while let Some(answer) = done.recv().await {
        let Ok(bytes) = answer.await else { return };
        if bytes.is_empty() {
            continue;
        }
        match timeout(app.patience, answers.send(bytes)).await {
            Ok(Ok(())) => {}
            _ => return,
        }
    }
    whole.store(true, Ordering::Release);
}

/// Answers as a body; where it breaks off, the connection does.
struct Answers {
    lines: Receiver<Bytes>,
    /// Whether every line was handed over.
    whole: Arc<AtomicBool>,
}

impl HttpBody for Answers {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.lines.poll_recv(cx).map(|bytes| match bytes {
            Some(bytes) => Some(Ok(Frame::data(bytes))),
            None if self.whole.load(Ordering::Acquire) => None,
            None => Some(Err(std::io::ErrorKind::ConnectionAborted.into())),
        })
    }
}
