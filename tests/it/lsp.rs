//! The language server, talked to as an editor does.
#![allow(clippy::needless_pass_by_value, reason = "messages are written where they are sent")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::harness::Folder;

const TEXT: &str = "一、概况\r\n到白鹭湾，又到青石坡。𠮷到白鹭湾\r\n";

struct Editor {
    child: Child,
    from: BufReader<ChildStdout>,
    next: u64,
}

impl Editor {
    fn start(folder: &Folder, args: &str) -> Self {
        let mut command = folder.on_terms(&format!("lsp {args}"));
        Self::spawn(&mut command)
    }

    fn spawn(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let from = BufReader::new(child.stdout.take().unwrap());
        Self { child, from, next: 0 }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let to = self.child.stdin.as_mut().unwrap();
        write!(to, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        to.flush().unwrap();
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "the server is gone");
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The answer to a request; what is said before it is passed over.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.read();
            if message["id"] == id {
                return message;
            }
        }
    }

    fn begin(&mut self, capabilities: Value) -> Value {
        let answer =
            self.ask("initialize", json!({"processId": null, "rootUri": null, "capabilities": capabilities}));
        self.notify("initialized", json!({}));
        answer["result"]["capabilities"].clone()
    }

    fn open(&mut self, uri: &str, language: &str, text: &str) -> Value {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
        self.published()
    }

    fn published(&mut self) -> Value {
        let message = self.read();
        assert_eq!(message["method"], "textDocument/publishDiagnostics", "{message}");
        message["params"].clone()
    }

    fn actions(&mut self, uri: &str, range: Value, context: Value) -> Vec<Value> {
        let params = json!({"textDocument": {"uri": uri}, "range": range, "context": context});
        self.ask("textDocument/codeAction", params)["result"].as_array().unwrap().clone()
    }

    fn end(mut self) -> i32 {
        assert_eq!(self.ask("shutdown", Value::Null)["result"], Value::Null);
        let late = self.ask("textDocument/hover", json!({}));
        assert_eq!(late["error"]["code"], -32600);
        self.notify("exit", Value::Null);
        self.child.wait().unwrap().code().unwrap()
    }
}

fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    let place = |(line, character): (u32, u32)| json!({"line": line, "character": character});
    json!({"start": place(start), "end": place(end)})
}

fn ranges(published: &Value) -> Vec<Value> {
    published["diagnostics"].as_array().unwrap().iter().map(|d| d["range"].clone()).collect()
}

const URI: &str = "file:///reports/a.txt";

#[test]
fn diagnostics_follow_the_text_in_both_counts_of_columns() {
    for (able, name, last) in [
        (json!({}), "utf-16", range((1, 14), (1, 17))),
        (json!({"general": {"positionEncodings": ["utf-16", "utf-8"]}}), "utf-8", range((1, 40), (1, 49))),
    ] {
        let folder = Folder::new();
        let mut editor = Editor::start(&folder, "--for template");
        assert_eq!(editor.begin(able)["positionEncoding"], name);
        let seen = editor.open(URI, "plaintext", TEXT);
        assert_eq!((seen["uri"].as_str(), seen["version"].as_i64()), (Some(URI), Some(1)));
        assert_eq!(ranges(&seen).len(), 3);
        assert_eq!(ranges(&seen)[2], last);
        let first = &seen["diagnostics"][0];
        assert_eq!(
            (&first["severity"], &first["code"], &first["source"]),
            (&1.into(), &"id/plate".into(), &"yinmo".into())
        );
        // A change of a range, then of the whole text.
        let document = |version: u32| json!({"uri": URI, "version": version});
        let whole = json!([{"text": "到青石坡"}]);
        editor
            .notify("textDocument/didChange", json!({"textDocument": document(2), "contentChanges": whole}));
        let seen = editor.published();
        assert_eq!(ranges(&seen).len(), 1);
        let wide = if name == "utf-8" { 3 } else { 1 };
        let part = json!([{"range": range((0, wide), (0, 2 * wide)), "text": "白鹭湾、青"}]);
        editor.notify("textDocument/didChange", json!({"textDocument": document(3), "contentChanges": part}));
        let seen = editor.published();
        assert_eq!(ranges(&seen), [range((0, wide), (0, 4 * wide)), range((0, 5 * wide), (0, 8 * wide))]);
        assert_eq!(seen["version"], 3);
        editor.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
        assert!(ranges(&editor.published()).is_empty());
        assert_eq!(editor.end(), 0);
    }
}

#[test]
fn quick_fixes_mask_allow_and_keep() {
    let folder = Folder::new();
    folder.write("keep.txt", "别处\n");
    let mut editor = Editor::start(&folder, "--for template --keep keep.txt");
    editor.begin(json!({}));
    editor.open(URI, "plaintext", TEXT);
    let actions = editor.actions(URI, range((1, 2), (1, 2)), json!({"diagnostics": []}));
    let titles: Vec<&str> = actions.iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert_eq!(
        titles,
        [
            "Mask as XX",
            "Allow id/plate in this line",
            "Never touch 白鹭湾",
            "Mask everything in this document"
        ]
    );
    let edits = |action: &Value| action["edit"]["changes"][URI].as_array().unwrap().clone();
    assert_eq!(edits(&actions[0]), [json!({"range": range((1, 1), (1, 4)), "newText": "XX"})]);
    assert_eq!(edits(&actions[1])[0]["newText"], "〔yinmo:allow id/plate〕");
    assert_eq!(edits(&actions[1])[0]["range"], range((1, 17), (1, 17)));
    assert_eq!(edits(&actions[3]).len(), 3);
    let (uri, keep) = actions[2]["edit"]["changes"].as_object().unwrap().iter().next().unwrap();
    assert!(uri.starts_with("file:///") && uri.ends_with("/keep.txt"), "{uri}");
    assert_eq!(keep[0], json!({"range": range((1, 0), (1, 0)), "newText": "白鹭湾\n"}));
    // What the mark and the list allow is not shown any more.
    folder.write("keep.txt", "别处\n青石坡\n");
    editor.notify("textDocument/didSave", json!({"textDocument": {"uri": URI}}));
    assert_eq!(ranges(&editor.published()).len(), 2);
    let marked = json!([{"range": range((1, 17), (1, 17)), "text": "〔yinmo:allow id/plate〕"}]);
    let document = json!({"uri": URI, "version": 2});
    editor.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": marked}));
    assert!(ranges(&editor.published()).is_empty());
    // In Markdown a mark is a comment; of all kinds of actions the editor may ask for one.
    let other = "file:///b.md";
    editor.open(other, "markdown", "到白鹭湾");
    let allow = editor.actions(other, range((0, 1), (0, 4)), json!({"only": ["quickfix"]}))[1].clone();
    assert_eq!(allow["edit"]["changes"][other][0]["newText"], " <!-- yinmo:allow id/plate -->");
    let all = editor.actions(other, range((0, 0), (0, 0)), json!({"only": ["source.fixAll"]}));
    assert_eq!((all.len(), &all[0]["kind"]), (1, &"source.fixAll.yinmo".into()));
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_scrape_marker_is_taken_out_and_a_rule_explained() {
    let folder = Folder::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_yinmo"));
    command.arg("lsp").current_dir(folder.path());
    let mut editor = Editor::spawn(&mut command);
    editor.begin(json!({"textDocument": {"codeAction": {"disabledSupport": true}}}));
    let seen = editor.open(URI, "plaintext", "联系电话：0571-88006633\n开通会员后可阅读全文\n");
    let of = |code: &str| {
        let all = seen["diagnostics"].as_array().unwrap();
        all.iter().find(|d| d["code"] == code).unwrap_or_else(|| panic!("{seen}")).clone()
    };
    // What does not matter for a release is a hint.
    assert_eq!((&of("id/phone")["severity"], &of("marker/preview")["severity"]), (&4.into(), &1.into()));
    let actions = editor.actions(URI, of("marker/preview")["range"].clone(), json!({}));
    assert_eq!(actions[0]["title"], "Take it out");
    assert!(actions.iter().any(|action| action["disabled"]["reason"].as_str().is_some()));
    let place = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 8}});
    let hover = editor.ask("textDocument/hover", place)["result"].clone();
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(
        text.contains("**id/phone**") && text.contains("becomes: `XX`") && text.contains("source:"),
        "{text}"
    );
    let nowhere = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}});
    assert_eq!(editor.ask("textDocument/hover", nowhere)["result"], Value::Null);
    assert_eq!(editor.end(), 0);
}

#[test]
fn what_is_out_of_order_is_refused_and_nothing_breaks() {
    let folder = Folder::new();
    folder.write("yinmo.toml", "stile = \"xx\"\n");
    let mut editor = Editor::start(&folder, "");
    assert_eq!(editor.ask("textDocument/hover", json!({}))["error"]["code"], -32002);
    editor.notify("textDocument/didOpen", json!({"textDocument": {"uri": URI, "text": "到白鹭湾"}}));
    let capabilities = editor.ask("initialize", json!({"capabilities": {}}));
    assert!(capabilities["result"]["capabilities"]["hoverProvider"] == true);
    editor.notify("textDocument/didOpen", json!({"textDocument": {"uri": URI, "text": "到白鹭湾"}}));
    assert_eq!(editor.ask("textDocument/rename", json!({}))["error"]["code"], -32601);
    assert_eq!(
        editor.ask("textDocument/hover", json!({"textDocument": {"uri": URI}}))["error"]["code"],
        -32602
    );
    let body = "{broken";
    write!(editor.child.stdin.as_mut().unwrap(), "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    assert_eq!(editor.read()["error"]["code"], -32700);
    // What is open was read with the built-in settings.
    let seen = editor.open(URI, "plaintext", "到白鹭湾");
    assert_eq!(ranges(&seen).len(), 1);
    // The settings are put right.
    folder.write("yinmo.toml", "style = \"x\"\n");
    editor.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    assert_eq!(ranges(&editor.open(URI, "plaintext", "到白鹭湾")).len(), 1);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.child.wait().unwrap().code(), Some(1));
}
