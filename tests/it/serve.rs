//! The service, talked to as browsers and programs do, and as nobody should.
#![allow(clippy::needless_pass_by_value, reason = "requests are written where they are sent")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::Folder;

const TEXT: &str = "一、概况\r\n到白鹭湾，又到青石坡。𠮷到白鹭湾\r\n";

/// Words that no error, log or metric may hold.
const SECRET: &str = "白鹭湾";

struct Server {
    child: Child,
    host: String,
    token: String,
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.head, self.text());
        self
    }

    /// An error with this code, which holds no text.
    #[track_caller]
    fn refuses(self, status: u16, code: &str) {
        let answer = self.is(status);
        assert_eq!(answer.json()["error"]["code"], code, "{}", answer.text());
        assert!(!answer.text().contains(SECRET), "{}", answer.text());
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.len() > 10, "{message}");
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

impl Server {
    fn start(folder: &Folder, args: &str) -> Self {
        let mut command = folder.on_terms(&format!("serve --no-open {args}"));
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Some(rest) = line.trim().strip_prefix("http://") else {
            let mut said = String::new();
            child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("{line}{said}");
        };
        let (host, token) = rest.split_once("/#token=").unwrap_or((rest.trim_end_matches('/'), ""));
        Self { host: host.to_owned(), token: token.to_owned(), child }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends a request as it is written here.
    fn raw(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let at = all.windows(4).position(|part| part == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(all[..at].to_vec()).unwrap();
        let status = head[9..12].parse().unwrap();
        let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
        let body = if chunked { unchunked(&all[at + 4..]) } else { all[at + 4..].to_vec() };
        Answer { status, head, body }
    }

    /// Sends a request with other headers than a page or program of ours.
    fn with(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head.push_str(&format!("Host: {}\r\n", self.host));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if method != "GET" {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        self.raw(&(head + "\r\n"), body)
    }

    fn get(&self, path: &str) -> Answer {
        self.with("GET", path, &[("X-Yinmo-Token", &self.token)], b"")
    }

    fn post(&self, path: &str, body: Value) -> Answer {
        self.send(path, "application/json", body.to_string().as_bytes())
    }

    fn send(&self, path: &str, kind: &str, body: &[u8]) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        self.with("POST", path, &[("Authorization", &bearer), ("Content-Type", kind)], body)
    }

    /// Opens a document on the page.
    fn open(&self, name: &str, bytes: &[u8]) -> Value {
        let path = format!("/page/documents?name={}", percent(name));
        self.send(&path, "application/octet-stream", bytes).is(201).json()
    }

    fn at(&self, document: &Value, rest: &str) -> String {
        format!("/page/documents/{}{rest}", document["id"].as_str().unwrap())
    }

    /// Ends it as the system does; what it said.
    #[cfg(unix)]
    fn end(mut self) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap().code(), said)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let end = rest.windows(2).position(|part| part == b"\r\n").expect("the size of a chunk");
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            return out;
        }
        out.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
}

fn percent(name: &str) -> String {
    name.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The words at a finding, which the page counts in UTF-16.
fn words(document: &Value, finding: &Value) -> String {
    let unit = usize::try_from(finding["unit"].as_u64().unwrap()).unwrap();
    let text: Vec<u16> = document["units"][unit]["text"].as_str().unwrap().encode_utf16().collect();
    let at = |key: &str| usize::try_from(finding[key].as_u64().unwrap()).unwrap();
    String::from_utf16(&text[at("start")..at("end")]).unwrap()
}

#[test]
fn only_its_own_page_gets_through() {
    let folder = Folder::new();
    let server = Server::start(&folder, "");
    let (host, token) = (server.host.clone(), server.token.clone());
    assert!(token.len() == 64 && host.starts_with("127.0.0.1:"), "{host} {token}");
    let port = host.split(':').nth(1).unwrap();
    let own = format!("http://{host}");
    let name = format!("localhost:{port}");
    let pointed = format!("evil.example:{port}");
    let token = ("X-Yinmo-Token", token.as_str());
    for (headers, status) in [
        (vec![token], 200),
        (vec![token, ("Host", name.as_str())], 200),
        (vec![token, ("Origin", own.as_str()), ("Sec-Fetch-Site", "same-origin")], 200),
        (vec![token, ("Host", "evil.example")], 421),
        (vec![token, ("Host", pointed.as_str())], 421),
        (vec![token, ("Host", "127.0.0.1")], 421),
        (vec![token, ("Host", "127.0.0.1:1")], 421),
        (vec![token, ("Host", "")], 421),
        (vec![token, ("Origin", "http://evil.example")], 403),
        (vec![token, ("Origin", "null")], 403),
        (vec![token, ("Origin", "http://127.0.0.1:1")], 403),
        (vec![token, ("Origin", own.as_str()), ("Origin", "http://evil.example")], 403),
        (vec![token, ("Sec-Fetch-Site", "cross-site")], 403),
        (vec![token, ("Sec-Fetch-Site", "same-site")], 403),
        (vec![token, ("Sec-Fetch-Mode", "no-cors")], 403),
        (vec![], 403),
        (vec![("X-Yinmo-Token", "")], 403),
        (vec![("X-Yinmo-Token", &token.1[1..])], 403),
        (vec![("Cookie", token.1)], 403),
        (vec![("Authorization", token.1)], 403),
    ] {
        for path in ["/page/about", "/v1/rules", "/metrics", "/supportedentities"] {
            let answer = server.with("GET", path, &headers, b"");
            assert_eq!(answer.status, status, "{path} {headers:?}: {}", answer.text());
            assert!(answer.header("access-control-allow-origin").is_none());
        }
    }
    // Nothing is said about what is not there, and a browser that asks first is not let in.
    server.with("GET", "/nothing", &[], b"").refuses(403, "no-token");
    let preflight = [("Origin", "http://evil.example"), ("Access-Control-Request-Method", "POST")];
    server.with("OPTIONS", "/v1/mask", &preflight, b"").refuses(403, "cross-site");
    // Two hosts, none, and another one in the first line.
    let two =
        format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    server.raw(&two, b"").is(421);
    server.raw("GET /healthz HTTP/1.0\r\n\r\n", b"").is(421);
    let other =
        format!("GET http://evil.example/healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    server.raw(&other, b"").is(421);
}

#[test]
fn the_page_is_for_everybody_and_runs_nothing_foreign() {
    let folder = Folder::new();
    let server = Server::start(&folder, "");
    // A page elsewhere may lead here; it may not ask.
    let answer = server.with("GET", "/", &[("Sec-Fetch-Site", "cross-site")], b"").is(200);
    assert!(!answer.text().contains(&server.token), "the token is not in the page");
    for answer in [answer, server.get("/page/about"), server.get("/nothing"), server.get("/healthz")] {
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("set-cookie"), None);
    }
    server.with("POST", "/", &[], b"").refuses(405, "method-not-allowed");
    assert_eq!(server.with("HEAD", "/", &[], b"").is(200).body.len(), 0);
}

#[test]
fn what_is_decided_is_what_apply_writes() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let server = Server::start(&folder, "");
    let document = server.open("a.txt", TEXT.as_bytes());
    let found: Vec<String> =
        document["findings"].as_array().unwrap().iter().map(|f| words(&document, f)).collect();
    assert_eq!(found, ["白鹭湾", "青石坡", "白鹭湾"]);
    assert_eq!(document["units"][0]["text"], TEXT);
    let download = |what: &str, decisions: &Value| {
        server.post(&server.at(&document, &format!("/download?what={what}")), decisions.clone())
    };
    // Nothing decided: what the command does.
    for style in ["xx", "tag", "mou"] {
        let decisions = json!({"style": style});
        let masked = folder.yinmo(&format!("mask --style {style} --stdout a.txt")).ends(0);
        assert_eq!(download("masked", &decisions).is(200).body, masked.out, "{style}");
        folder.yinmo(&format!("mask --style {style} --plan plan.json a.txt")).ends(0);
        assert_eq!(download("plan", &decisions).is(200).body, folder.read("plan.json"), "{style}");
    }
    // Rejected, reworded, narrowed, of another kind, and one that was missed.
    let start = document["findings"][2]["start"].as_u64().unwrap();
    for (decisions, masked) in [
        (json!({"changes": [{"id": "f0", "status": "reject"}]}), "到白鹭湾，又到XX。𠮷到XX"),
        (
            json!({"changes": [{"id": "f1", "status": "accept", "replacement": "某地"}]}),
            "到XX，又到某地。𠮷到XX",
        ),
        (
            json!({"changes": [{"id": "f2", "status": "accept", "start": start + 1}]}),
            "到XX，又到XX。𠮷到白XX",
        ),
        (
            json!({"style": "tag", "changes": [{"id": "f0", "status": "accept", "rule": "entity/person"}]}),
            "到【人名1】，又到【车牌2】。𠮷到【车牌1】",
        ),
        (json!({"added": [{"unit": 0, "start": 2, "end": 4, "rule": "entity/org"}]}), "到XX，又到XX。𠮷到XX"),
        (
            json!({"added": [{"unit": 0, "start": start - 3, "end": start + 1, "rule": "id/plate"}]}),
            "到XX，又到XX。XX",
        ),
    ] {
        let answer = download("masked", &decisions).is(200);
        assert!(answer.text().contains(masked), "{decisions}: {}", answer.text());
        folder.write("decided.json", &download("plan", &decisions).is(200).body);
        let applied = folder.plain("apply decided.json --stdout", b"").ends(0);
        assert_eq!(applied.out, answer.body, "{decisions}");
        folder.plain("apply decided.json --receipt receipt.json", b"").ends(0);
        assert_eq!(download("receipt", &decisions).is(200).body, folder.read("receipt.json"), "{decisions}");
        // The plan comes back as what was decided.
        let plan: Value = serde_json::from_slice(&folder.read("decided.json")).unwrap();
        let again = server.post(&server.at(&document, "/apply-plan"), plan).is(200).json();
        assert_eq!(download("masked", &again).is(200).body, answer.body, "{decisions}: {again}");
        let preview = server.post(&server.at(&document, "/preview"), decisions.clone()).is(200).json();
        assert_eq!(preview["verdict"]["template"], true, "{preview}");
    }
    // What is left is withheld, as the command withholds it.
    let leaks = json!({"changes": [{"id": "f0", "status": "accept", "replacement": "青石坡"}]});
    download("masked", &leaks).refuses(409, "left");
    folder.write("leaks.json", &download("plan", &leaks).is(200).body);
    folder.plain("apply leaks.json --stdout", b"").ends(1);
    let preview = server.post(&server.at(&document, "/preview"), leaks.clone()).is(200).json();
    assert_eq!(preview["verdict"]["template"], false);
    assert_eq!(preview["todo"][0]["rule"], "id/plate");
    assert_eq!(preview["todo"][0]["text_in"], "result");
    let forced = server.post(&server.at(&document, "/download?what=masked&force=true"), leaks).is(200);
    let by_force = folder.plain("apply leaks.json --force --stdout", b"").ends(1);
    assert_eq!(forced.body, by_force.out);
}

#[test]
fn a_closed_document_is_gone() {
    let folder = Folder::new();
    folder.write("given.txt", TEXT);
    let server = Server::start(&folder, "given.txt");
    let about = server.get("/page/about").is(200).json();
    assert_eq!(about["open"][0]["name"], "given.txt");
    let path = format!("/page/documents/{}", about["open"][0]["id"].as_str().unwrap());
    let document = server.get(&path).is(200).json();
    assert_eq!(document["name"], "given.txt");
    let why = server.post(&format!("{path}/explain"), json!({"id": "f0"})).is(200).json();
    assert_eq!(
        (&why["rule"]["id"], &why["evidence"][0]["text"]),
        (&json!("id/plate"), &json!("on your list"))
    );
    let token = ("X-Yinmo-Token", server.token.as_str());
    server.with("DELETE", &path, &[token], b"").is(204);
    server.get(&path).refuses(404, "closed");
    server.with("DELETE", &path, &[token], b"").refuses(404, "closed");
    assert!(server.get("/page/about").json()["open"].as_array().unwrap().is_empty());
    // So many, and no more.
    for _ in 0..64 {
        server.open("a.txt", b"a");
    }
    server.send("/page/documents?name=a.txt", "text/plain", b"a").refuses(429, "too-many");
}

#[test]
fn names_of_files_lead_nowhere_and_are_never_markup() {
    let folder = Folder::new();
    let server = Server::start(&folder, "");
    for (sent, known) in [
        ("../../../etc/cron.d/x", "x"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
        ("a\"; filename=\"b.exe\r\nX-Bad: 1.txt", "a\"; filename=\"b.exeX-Bad: 1.txt"),
        ("报告\u{202e}txt.exe", "报告txt.exe"),
        ("\u{0}", "document.txt"),
        (".", "document.txt"),
    ] {
        let document = server.open(sent, TEXT.as_bytes());
        assert_eq!(document["name"], known);
        for what in ["masked", "plan", "receipt", "report"] {
            let path = server.at(&document, &format!("/download?what={what}"));
            let answer = server.post(&path, json!({})).is(200);
            let given = answer.header("content-disposition").unwrap();
            assert!(
                given.starts_with("attachment; filename=\"") && given.matches('"').count() == 2,
                "{given}"
            );
            assert!(given.is_ascii() && !given.contains('<') && answer.header("x-bad").is_none(), "{given}");
        }
        let plan = server.post(&server.at(&document, "/download?what=plan"), json!({})).json();
        assert_eq!(plan["documents"][0]["path"], known);
        // A page among the documents is text like any other.
        let report = server.post(&server.at(&document, "/download?what=report"), json!({})).text();
        assert!(!report.contains("<img src=x"), "{report}");
    }
    let page = "<html><body><p>到白鹭湾</p><script>alert(1)</script></body></html>";
    let document = server.open("a.html", page.as_bytes());
    let answer = server.post(&server.at(&document, "/download"), json!({})).is(200);
    assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
}

#[test]
fn bad_requests_are_told_so_without_a_word_of_them() {
    let folder = Folder::new();
    let server = Server::start(&folder, "--max-body 64K");
    let (plain, kind) = ("text/plain", "application/json");
    let document = server.open("a.txt", TEXT.as_bytes());
    for path in ["/v1/scan", "/v1/check", "/v1/mask", "/v1/clean"] {
        server.get(path).refuses(405, "method-not-allowed");
        server.send(path, "image/png", SECRET.as_bytes()).refuses(415, "unsupported-type");
        server.send(path, "", SECRET.as_bytes()).refuses(415, "unsupported-type");
        server.send(path, kind, format!("[\"{SECRET}").as_bytes()).refuses(400, "bad-json");
        server.post(path, json!({"text": [SECRET]})).refuses(422, "bad-field");
        server.post(path, json!({"text": "", SECRET: 1})).refuses(422, "bad-field");
        server.post(path, json!({"text": "", "style": SECRET})).refuses(422, "unknown-style");
        server.post(path, json!({"text": "", "style": "surrogate"})).refuses(422, "unfit-style");
        server.post(path, json!({"text": "", "select": [SECRET]})).refuses(422, "unknown-rule");
        server.post(path, json!({"text": "", "offset_unit": SECRET})).refuses(422, "bad-field");
        server.post(path, json!({"text": "", "min_score": 2})).refuses(422, "bad-field");
        server.send(&format!("{path}?style=xx"), kind, b"{\"text\":\"\"}").refuses(422, "unknown-parameter");
        server.send(&format!("{path}?{}=1", percent(SECRET)), plain, b"").refuses(422, "unknown-parameter");
        server.send(path, plain, &vec![b'a'; 65 << 10]).refuses(413, "too-large");
        let code = if matches!(path, "/v1/scan" | "/v1/check") { "unreadable" } else { "not-written" };
        server.send(path, plain, b"PK\x03\x04\0\0\0\0").refuses(422, code);
        // The same without a length.
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nX-Yinmo-Token: {}\r\nContent-Type: text/plain\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
            server.host, server.token
        );
        let chunk = format!("{:x}\r\n{}\r\n0\r\n\r\n", 65 << 10, "a".repeat(65 << 10));
        server.raw(&head, chunk.as_bytes()).refuses(413, "too-large");
    }
    server.send("/page/documents", plain, &vec![b'a'; 65 << 10]).refuses(413, "too-large");
    server.send("/page/documents?name=a.docx", plain, b"").refuses(422, "unreadable");
    let at = |rest: &str| server.at(&document, rest);
    for (decisions, code) in [
        (json!({"changes": [{"id": SECRET, "status": "reject"}]}), "unknown-finding"),
        (json!({"changes": [{"id": "f99", "status": "reject"}]}), "unknown-finding"),
        (json!({"changes": [{"id": "e1-2", "status": "reject"}]}), "unknown-finding"),
        (json!({"changes": [{"id": "f0", "status": SECRET}]}), "bad-field"),
        (json!({"changes": [{"id": "f0", "status": "accept", "rule": SECRET}]}), "bad-rule"),
        (json!({"changes": [{"id": "f0", "status": "accept", "rule": "marker/site"}]}), "bad-rule"),
        (json!({"changes": [{"id": "f0", "status": "accept", "start": 9999}]}), "bad-place"),
        (json!({"added": [{"unit": 9, "start": 0, "end": 1, "rule": "entity/person"}]}), "bad-place"),
        (json!({"added": [{"unit": 0, "start": 1, "end": 1, "rule": "entity/person"}]}), "bad-place"),
        (json!({"added": [{"unit": 0, "start": 18, "end": 20, "rule": "entity/person"}]}), "bad-place"),
        (json!({"style": SECRET}), "unknown-style"),
    ] {
        server.post(&at("/preview"), decisions.clone()).refuses(422, code);
        server.post(&at("/download"), decisions).refuses(422, code);
    }
    server.post(&at("/download?what=tracked"), json!({})).refuses(422, "not-docx");
    server.post(&at("/download?what=all"), json!({})).refuses(422, "bad-query");
    server.post(&at("/apply-plan"), json!({SECRET: 1})).refuses(422, "bad-plan");
    server.post("/page/terms", json!({"never": ["甲\n乙"]})).refuses(422, "bad-term");
    server.get("/page/documents/../../etc/passwd").refuses(404, "not-found");
    #[cfg(unix)]
    {
        let (code, said) = server.end();
        assert_eq!(code, Some(0), "{said}");
        assert!(!said.contains(SECRET), "{said}");
    }
}

#[test]
fn programs_get_what_the_commands_do() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let server = Server::start(&folder, "");
    let masked = folder.yinmo("mask --stdout a.txt").ends(0);
    let answer = server.post("/v1/mask", json!({"text": TEXT})).is(200).json();
    assert_eq!(answer["text"].as_str().unwrap().as_bytes(), masked.out);
    assert_eq!(
        server.send("/v1/mask", "text/plain; charset=utf-8", TEXT.as_bytes()).is(200).body,
        masked.out
    );
    let tagged = folder.yinmo("mask --style tag --stdout a.txt").ends(0);
    assert_eq!(server.send("/v1/mask?style=tag", "text/plain", TEXT.as_bytes()).is(200).body, tagged.out);
    // Encodings come out as they came in.
    let old = [0xB5, 0xBD, 0xB0, 0xD7, 0xF0, 0xD8, 0xCD, 0xE5];
    let answer = server.send("/v1/mask", "text/plain; charset=gb18030", &old).is(200);
    assert_eq!(answer.body, [0xB5, 0xBD, b'X', b'X']);
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=gb18030"));
    // Every way of counting leads to the same words.
    for (unit, cut) in [
        (
            "byte",
            (|text, a, b| String::from_utf8(text[a..b].to_vec()).unwrap())
                as fn(&[u8], usize, usize) -> String,
        ),
        ("utf16", |text, a, b| {
            let all: Vec<u16> = std::str::from_utf8(text).unwrap().encode_utf16().collect();
            String::from_utf16(&all[a..b]).unwrap()
        }),
        ("codepoint", |text, a, b| std::str::from_utf8(text).unwrap().chars().skip(a).take(b - a).collect()),
    ] {
        let answer = server.post("/v1/scan", json!({"text": TEXT, "offset_unit": unit})).is(200).json();
        assert_eq!(answer["count"], 3);
        for finding in answer["findings"].as_array().unwrap() {
            let at = |key: &str| usize::try_from(finding[key].as_u64().unwrap()).unwrap();
            assert_eq!(cut(TEXT.as_bytes(), at("start"), at("end")), finding["text"], "{unit}");
        }
    }
    let quiet = server.post("/v1/scan", json!({"text": TEXT, "no_text": true})).is(200).text();
    assert!(!quiet.contains(SECRET), "{quiet}");
    let check =
        |purpose: &str| server.post("/v1/check", json!({"text": TEXT, "for": purpose})).is(200).json();
    assert_eq!(
        (&check("release")["verdict"], &check("template")["verdict"]),
        (&json!("pass"), &json!("fail"))
    );
    // Other rules than the ones it was started with.
    let text = "到白鹭湾，电话13900001234。";
    let phones = server.post("/v1/mask", json!({"text": text, "select": ["id/phone"]})).is(200).json();
    assert_eq!(phones["text"], "到白鹭湾，电话XX。");
    assert!(server.get("/v1/rules").is(200).json()["rules"].as_array().unwrap().len() > 40);
    server.get("/openapi.json").is(200).json();
    let measured = server.get("/metrics").is(200).text();
    assert!(measured.contains("yinmo_requests_total{route=\"/v1/scan\",status=\"200\"} 4"), "{measured}");
    assert!(measured.contains("yinmo_request_seconds_bucket{route=\"/v1/mask\",le=\"+Inf\"}"), "{measured}");
    assert!(!measured.contains(SECRET));
}

#[test]
fn a_large_text_is_masked_as_the_command_does() {
    let folder = Folder::new();
    let text = "到白鹭湾，又到青石坡，路上没有别的事。\n".repeat(20_000);
    folder.write("a.txt", &text);
    let server = Server::start(&folder, "");
    let masked = folder.yinmo("mask --stdout a.txt").ends(0);
    let answer = server.send("/v1/mask", "text/plain", text.as_bytes()).is(200);
    assert!(answer.body == masked.out, "{} and {} bytes", answer.body.len(), masked.out.len());
}

#[test]
fn a_batch_is_answered_line_by_line_in_order() {
    let folder = Folder::new();
    let server = Server::start(&folder, "--max-body 64K");
    let mut lines = String::new();
    for id in 0..500 {
        lines.push_str(&format!("{}\n", json!({"id": id, "text": TEXT})));
    }
    lines.push_str(&format!("{{\"id\":\"bad\",\"text\":5}}\n\n{SECRET}\n{}", json!({"text": "无事"})));
    let answer = server.send("/v1/mask", "application/x-ndjson", lines.as_bytes()).is(200);
    assert_eq!(answer.header("content-type"), Some("application/x-ndjson"));
    let text = answer.text();
    let values: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(values.len(), 503);
    for (id, value) in values[..500].iter().enumerate() {
        assert_eq!(value["id"], id);
        assert!(value["text"].as_str().unwrap().contains("到XX，又到XX"), "{value}");
    }
    assert_eq!((&values[500]["id"], &values[500]["error"]["code"]), (&json!("bad"), &json!("bad-field")));
    assert_eq!(values[501]["error"]["code"], "bad-json");
    assert_eq!((&values[502]["text"], values[502].get("id")), (&json!("无事"), None));
    // A line that is too long ends it; those before are answered.
    let lines = format!("{}\n{{\"text\":\"{}", json!({"id": 1, "text": TEXT}), "a".repeat(70 << 10));
    let text = server.send("/v1/scan", "application/x-ndjson", lines.as_bytes()).is(200).text();
    let values: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((values.len(), &values[0]["count"]), (2, &json!(3)));
    assert_eq!(values[1]["error"]["code"], "too-large");
    // Answers come before the request has ended.
    let mut stream = server.connect();
    let line = format!("{}\n", json!({"id": "first", "text": TEXT}));
    let head = format!(
        "POST /v1/scan HTTP/1.1\r\nHost: {}\r\nX-Yinmo-Token: {}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{line}\r\n",
        server.host,
        server.token,
        line.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    while !line.contains("\"first\"") {
        line.clear();
        assert!(reader.read_line(&mut line).unwrap() > 0, "the answer came to its end");
    }
}

#[test]
fn clients_of_presidio_can_switch() {
    let folder = Folder::new();
    let server = Server::start(&folder, "--no-token");
    let json_type = [("Content-Type", "application/json")];
    let post = |path: &str, body: Value| server.with("POST", path, &json_type, body.to_string().as_bytes());
    let found = post("/analyze", json!({"text": TEXT, "language": "zh"})).is(200).json();
    assert_eq!(found.as_array().unwrap().len(), 3);
    assert_eq!((&found[2]["entity_type"], &found[2]["start"]), (&json!("CN_PLATE"), &json!(19)));
    let replaced = post("/anonymize", json!({"text": TEXT, "analyzer_results": found})).is(200).json();
    assert_eq!(replaced["text"], "一、概况\r\n到<CN_PLATE>，又到<CN_PLATE>。𠮷到<CN_PLATE>\r\n");
    let some =
        json!({"text": [TEXT, ""], "language": "zh", "allow_list": ["青石坡"], "entities": ["CN_PLATE"]});
    let found = post("/analyze", some).is(200).json();
    assert_eq!((found[0].as_array().unwrap().len(), &found[1]), (2, &json!([])));
    for (body, code) in [
        (json!({"text": TEXT, "language": "en"}), "unknown-language"),
        (json!({"text": TEXT, "language": "zh", "entities": ["NOTHING"]}), "unknown-entity"),
        (json!({"text": TEXT, "language": "zh", "ad_hoc_recognizers": [{}]}), "unsupported"),
        (json!({"text": TEXT}), "bad-field"),
    ] {
        post("/analyze", body).refuses(422, code);
    }
    let beyond = json!({"text": "甲", "analyzer_results": [{"entity_type": "A", "start": 0, "end": 2}]});
    post("/anonymize", beyond).refuses(422, "bad-place");
    assert!(server.with("GET", "/supportedentities?language=zh", &[], b"").is(200).text().contains("PERSON"));
    assert_eq!(server.with("GET", "/health", &[], b"").is(200).text(), "yinmo is up");
    // A page elsewhere still gets nothing, and this machine's programs do not get the page's documents.
    let foreign = [("Content-Type", "application/json"), ("Origin", "http://evil.example")];
    server.with("POST", "/analyze", &foreign, b"{}").refuses(403, "cross-site");
    server
        .with("POST", "/analyze", &[("Content-Type", "text/plain")], b"{}")
        .refuses(415, "unsupported-type");
    server.with("POST", "/page/documents", &[], b"a").refuses(403, "no-token");
}

#[test]
fn terms_go_into_the_users_lists_on_request() {
    let folder = Folder::new();
    let server = Server::start(&folder, "");
    let terms = json!({"always": [{"text": "王小丫", "rule": "id/plate"}], "never": [SECRET]});
    let answer = server.post("/page/terms", terms.clone()).is(200).json();
    assert_eq!(answer["files"], json!(["yinmo-terms.txt", "yinmo-keep.txt"]));
    let document = server.open("a.txt", format!("王小丫{TEXT}").as_bytes());
    let found: Vec<String> =
        document["findings"].as_array().unwrap().iter().map(|f| words(&document, f)).collect();
    assert_eq!(found, ["王小丫", "青石坡"]);
    // Twice is once.
    server.post("/page/terms", terms).is(200);
    assert_eq!(String::from_utf8(folder.read("yinmo-keep.txt")).unwrap().matches(SECRET).count(), 1);
    assert_eq!(
        String::from_utf8(folder.read("yinmo.toml")).unwrap(),
        "[lexicons]\nmask = \"yinmo-terms.txt\"\nkeep = \"yinmo-keep.txt\"\n"
    );
    let alone = Server::start(&folder, "--isolated");
    alone.post("/page/terms", json!({"never": ["甲"]})).refuses(409, "not-added");
}

#[test]
fn others_than_this_machine_need_a_token_and_a_name() {
    let folder = Folder::new();
    folder.write("token", "0123456789abcdef\n");
    folder.write("short", "0123456789abcde\n");
    for (args, said) in [
        ("--listen 0.0.0.0", "others than this machine can reach it"),
        ("--listen 0.0.0.0 --token-file token", "add --token-file FILE and --allow-host NAME"),
        ("--listen [::]:0 --allow-host a.example", "add --token-file FILE and --allow-host NAME"),
        (
            "--listen 0.0.0.0 --token-file token --allow-host a.example --no-token",
            "--no-token is for this machine",
        ),
        ("--token-file short", "a token has 16 to 1024"),
        ("--token-file none", "none"),
        ("--listen nowhere", "write an address"),
        ("none.txt", "none.txt"),
        (".", "it is a folder"),
        ("--style surrogate", "needs a vault or a secret"),
        ("--dump-config", "--dump-config"),
    ] {
        let run = folder.yinmo(&format!("serve --no-open {args}")).ends(2);
        assert!(run.err.contains(said), "{args}: {}", run.err);
        assert!(!run.err.contains("0123456789"), "{}", run.err);
    }
    let mut server = Server::start(&folder, "--listen 0.0.0.0 --token-file token --allow-host a.example");
    assert!(server.token.is_empty(), "a token that was given is not printed");
    server.host = server.host.replace("0.0.0.0", "127.0.0.1");
    let get = |host: &str, token: &str| {
        server.with("GET", "/v1/rules", &[("Host", host), ("X-Yinmo-Token", token)], b"").status
    };
    assert_eq!(get("a.example", "0123456789abcdef"), 200);
    assert_eq!(get("a.example:8443", "0123456789abcdef"), 200);
    assert_eq!(get("a.example", "0123456789abcdeF"), 403);
    assert_eq!(get("b.example", "0123456789abcdef"), 421);
    assert_eq!(get(&server.host, "0123456789abcdef"), 421);
}

#[cfg(unix)]
#[test]
fn it_ends_in_peace_and_starts_anew() {
    let folder = Folder::new();
    folder.write("token", "0123456789abcdef");
    let server = Server::start(&folder, "--token-file token");
    let listen = server.host.clone();
    // An idle connection does not hold it up.
    let idle = server.connect();
    let started = std::time::Instant::now();
    let (code, said) = server.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
    drop(idle);
    let again = Server::start(&folder, &format!("--token-file token --listen {listen}"));
    assert_eq!(again.host, listen);
    again.with("GET", "/v1/rules", &[("X-Yinmo-Token", "0123456789abcdef")], b"").is(200);
}
