//! `lsp`: a language server on standard input and output, for editors.
//!
//! One thread reads messages, the other answers them in order. A changed text is read again when no message waits,
//! so that fast typing does not pile up work.

mod answers;
mod document;
mod wire;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use serde_json::{Value, json};
use yinmo::allow::Allowed;
use yinmo::config::ListKind;

use self::answers::{Keep, Page};
use self::document::{Columns, Lines};
use super::allow::Allowances;
use super::config::{Config, Flags};
use super::{Manner, Status, args};

/// Messages that wait.
const WAITING: usize = 64;

const NOT_A_REQUEST: i32 = -32600;
const NO_METHOD: i32 = -32601;
const BAD_PARAMS: i32 = -32602;
const NO_JSON: i32 = -32700;
const TOO_EARLY: i32 = -32002;

pub(crate) fn lsp(args: &args::Lsp, manner: Manner) -> anyhow::Result<Status> {
    let (sender, messages) = sync_channel(WAITING);
    // It ends with the pipe; nothing has to wait for it.
    std::thread::spawn(move || {
        let mut input = io::BufReader::new(io::stdin());
        loop {
            let message = wire::read(&mut input);
            let last = !matches!(message, Ok(Some(_)));
            if sender.send(message).is_err() || last {
                break;
            }
        }
    });
    let mut server = Server {
        args,
        manner,
        out: io::stdout().lock(),
        config: None,
        allowances: Allowances::default(),
        pages: BTreeMap::new(),
        columns: Columns::default(),
        keep: Keep::default(),
        began: false,
        shut: false,
    };
    server.serve(&messages)
}

type Message = io::Result<Option<Result<Value, String>>>;

struct Server<'a, W> {
    args: &'a args::Lsp,
    manner: Manner,
    out: W,
    config: Option<Config>,
    allowances: Allowances,
    /// By their addresses.
    pages: BTreeMap<String, Page>,
    columns: Columns,
    keep: Keep,
    began: bool,
    shut: bool,
}

impl<W: Write> Server<'_, W> {
    fn serve(&mut self, messages: &Receiver<Message>) -> anyhow::Result<Status> {
        loop {
            let message = match messages.try_recv() {
                Ok(message) => message,
                Err(TryRecvError::Empty) => {
                    self.read_stale()?;
                    match messages.recv() {
                        Ok(message) => message,
                        Err(_) => break,
                    }
                }
                Err(TryRecvError::Disconnected) => break,
            };
            let Some(message) = message? else { break };
            let message = match message {
                Ok(message) => message,
                Err(error) => {
                    wire::write(&mut self.out, &wire::refusal(&Value::Null, NO_JSON, &error))?;
                    continue;
                }
            };
            let method = message["method"].as_str().unwrap_or_default();
            if method == "exit" {
                return Ok(if self.shut { Status::Fine } else { Status::Findings });
            }
            let params = &message["params"];
            match message.get("id") {
                // An answer to something that was asked; nothing is.
                Some(_) if method.is_empty() => {}
                Some(id) => {
                    let answer = match self.request(method, params)? {
                        Ok(result) => wire::answer(id, &result),
                        Err((code, reason)) => wire::refusal(id, code, &reason),
                    };
                    wire::write(&mut self.out, &answer)?;
                }
                None if self.began && !self.shut => self.notified(method, params)?,
                None => {}
            }
        }
        Ok(if self.shut { Status::Fine } else { Status::Findings })
    }

    fn request(&mut self, method: &str, params: &Value) -> io::Result<Result<Value, (i32, String)>> {
        if self.shut {
            return Ok(Err((NOT_A_REQUEST, "the server is shutting down".to_owned())));
        }
        if method == "initialize" {
            if self.began {
                return Ok(Err((NOT_A_REQUEST, "initialized already".to_owned())));
            }
            return self.initialize(params).map(Ok);
        }
        if !self.began {
            return Ok(Err((TOO_EARLY, "not initialized yet".to_owned())));
        }
        match method {
            "shutdown" => {
                self.shut = true;
                Ok(Ok(Value::Null))
            }
            "textDocument/codeAction" | "textDocument/hover" => {
                self.read_stale()?;
                Ok(self.asked(method, params).ok_or_else(|| {
                    (BAD_PARAMS, format!("{method}: no such open document, or no such place in it"))
                }))
            }
            _ => Ok(Err((NO_METHOD, format!("{method} is not known here")))),
        }
    }

    fn initialize(&mut self, params: &Value) -> io::Result<Value> {
        self.began = true;
        let able = &params["capabilities"];
        let encodings = able["general"]["positionEncodings"].as_array();
        if encodings.is_some_and(|all| all.iter().any(|name| name == "utf-8")) {
            self.columns = Columns::Utf8;
        }
        self.keep.disabled = able["textDocument"]["codeAction"]["disabledSupport"] == true;
        let root = params["rootUri"].as_str().or_else(|| params["workspaceFolders"][0]["uri"].as_str());
        if let Some(root) = root.and_then(path) {
            // Settings are found from here upwards. Where that fails, those of the folder it was started in hold.
            let _ = std::env::set_current_dir(root);
        }
        self.load()?;
        Ok(json!({
            "capabilities": {
                "positionEncoding": self.columns.name(),
                "textDocumentSync": {"openClose": true, "change": 2, "save": true},
                "codeActionProvider": {"codeActionKinds": ["quickfix", "source.fixAll.yinmo"]},
                "hoverProvider": true,
            },
            "serverInfo": {"name": "yinmo", "version": env!("CARGO_PKG_VERSION")},
        }))
    }

    /// Reads settings and lists; an error is shown in the editor.
    fn load(&mut self) -> io::Result<()> {
        let args = self.args;
        let flags = Flags { style: args.style.as_deref(), purpose: args.purpose, ..Flags::default() };
        let loaded = Config::load(&args.choice, &flags, self.manner).and_then(|config| {
            let allowances = config.as_ref().map(|config| Allowances::load(config.settings())).transpose()?;
            Ok((config, allowances.unwrap_or_default()))
        });
        match loaded {
            Ok((config, allowances)) => {
                let lists = config.iter().flat_map(|config| &config.settings().lists);
                let mut kept = lists.filter(|list| list.value.kind == ListKind::Keep);
                self.keep.list = kept.find_map(|list| {
                    let path = std::path::absolute(&list.value.path).ok()?;
                    Some((uri(&path), path))
                });
                (self.config, self.allowances) = (config, allowances);
                Ok(())
            }
            Err(error) => {
                let built_in = self.config.is_none();
                if built_in {
                    let none = args::ConfigSource { isolated: true, ..Default::default() };
                    self.config = Some(Config::bare(&none, self.manner).map_err(io::Error::other)?);
                }
                let hold = if built_in { "the built-in settings" } else { "the settings read before" };
                self.complain(&format!("{error:#}; until this is put right, {hold} hold"))
            }
        }
    }

    fn complain(&mut self, message: &str) -> io::Result<()> {
        let params = json!({"type": 1, "message": format!("yinmo: {message}")});
        wire::write(&mut self.out, &wire::notice("window/showMessage", &params))
    }

    fn notified(&mut self, method: &str, params: &Value) -> io::Result<()> {
        let Some(address) = params["textDocument"]["uri"].as_str() else {
            if method == "workspace/didChangeWatchedFiles" {
                self.reload()?;
            }
            return Ok(());
        };
        match method {
            "textDocument/didOpen" => self.open(address, &params["textDocument"]),
            "textDocument/didChange" => {
                let Some(page) = self.pages.get_mut(address) else { return Ok(()) };
                page.version = params["textDocument"]["version"].clone();
                page.stale = true;
                let changes = params["contentChanges"].as_array().map_or(&[][..], Vec::as_slice);
                if changes.iter().any(|change| page.lines.change(change).is_none()) {
                    return self
                        .complain("a change could not be understood; close the document and open it again");
                }
                Ok(())
            }
            "textDocument/didSave" => self.reload(),
            "textDocument/didClose" => {
                self.pages.remove(address);
                let params = json!({"uri": address, "diagnostics": []});
                wire::write(&mut self.out, &wire::notice("textDocument/publishDiagnostics", &params))
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, address: &str, document: &Value) -> io::Result<()> {
        let (Some(text), Some(config)) = (document["text"].as_str(), &self.config) else { return Ok(()) };
        let path = path(address);
        let fitting = config.variant_of(path.as_deref());
        let failed = fitting.as_ref().err().map(|error| format!("{error:#}"));
        // Where the settings of this path are broken, those of all paths are better than none.
        let Ok(variant) = fitting.or_else(|_| config.variant_of(None)) else {
            return self.complain(&failed.unwrap_or_default());
        };
        let language = document["languageId"].as_str().unwrap_or_default();
        let page = Page {
            lines: Lines::new(text.to_owned(), self.columns),
            version: document["version"].clone(),
            path,
            comments: matches!(language, "markdown" | "html" | "xml"),
            variant,
            findings: Vec::new(),
            allowed: Allowed::default(),
            stale: true,
        };
        self.pages.insert(address.to_owned(), page);
        failed.map_or(Ok(()), |error| self.complain(&error))
    }

    /// Reads the settings again, and every open document with them: a saved file may be one of theirs.
    fn reload(&mut self) -> io::Result<()> {
        self.load()?;
        let Some(config) = &self.config else { return Ok(()) };
        let mut failed = None;
        for page in self.pages.values_mut() {
            match config.variant_of(page.path.as_deref()) {
                Ok(variant) => (page.variant, page.stale) = (variant, true),
                Err(error) => failed = Some(format!("{error:#}")),
            }
        }
        failed.map_or(Ok(()), |error| self.complain(&error))
    }

    /// Reads what has changed and says what was found.
    fn read_stale(&mut self) -> io::Result<()> {
        for (address, page) in self.pages.iter_mut().filter(|(_, page)| page.stale) {
            page.read(&self.allowances);
            let mut params = json!({"uri": address, "diagnostics": page.diagnostics()});
            if !page.version.is_null() {
                params["version"] = page.version.clone();
            }
            wire::write(&mut self.out, &wire::notice("textDocument/publishDiagnostics", &params))?;
        }
        Ok(())
    }

    fn asked(&mut self, method: &str, params: &Value) -> Option<Value> {
        let address = params["textDocument"]["uri"].as_str()?;
        let page = self.pages.get(address)?;
        if method == "textDocument/hover" {
            return Some(page.hover(page.lines.offset(&params["position"])?));
        }
        let only = params["context"]["only"].as_array();
        let wanted = |kind: &str| {
            only.is_none_or(|kinds| {
                let fits = |wanted: &str| kind == wanted || kind.starts_with(&format!("{wanted}."));
                kinds.iter().filter_map(Value::as_str).any(fits)
            })
        };
        self.keep.asked = only.is_some();
        let range = page.lines.span(&params["range"])?;
        Some(page.actions(address, range, &self.keep, wanted).into())
    }
}

/// The path of a `file:` address.
fn path(address: &str) -> Option<PathBuf> {
    let rest = address.strip_prefix("file://")?;
    let rest = &rest[rest.find('/')?..];
    let mut bytes = Vec::with_capacity(rest.len());
    let mut all = rest.bytes();
    while let Some(byte) = all.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        match byte {
            b'%' => bytes.push((digit(all.next())? * 16 + digit(all.next())?) as u8),
            _ => bytes.push(byte),
        }
    }
    let path = String::from_utf8(bytes).ok()?;
    // file:///C:/reports
    let drive = cfg!(windows) && path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if drive { &path[1..] } else { &path }))
}

/// The `file:` address of a path.
fn uri(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let lead = if text.starts_with('/') { "file://" } else { "file:///" };
    text.bytes().fold(lead.to_owned(), |mut out, byte| {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                out.push(byte.into());
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}
