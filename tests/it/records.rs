//! Files of records: JSON lines and rows of CSV, plain and compressed, good and bad.

use std::io::{Read as _, Write as _};

use serde_json::Value;

use crate::harness::Folder;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn ungz(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut out).unwrap();
    out
}

fn records(run: &str) -> Vec<Value> {
    run.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn only_the_bytes_of_the_field_change() {
    let folder = Folder::new();
    let before = concat!(
        "{\"id\": 1e3 , \"n\":0.10,\"text\" : \"到白鹭湾\\u000a\\/去\\ud83d\\ude00青石坡\",\"x\":\"白鹭湾\"}\r\n",
        "\n",
        "{\"text\":\"\\u5230\\u767d\\u9e6d\\u6e7e\",\"text2\":\"青石坡\", \"big\":12345678901234567890123}\n",
        "{\"text\":null}\n{\"other\":[]}\n",
        "  {\"text\":[\"青石坡\",{\"a\":\"白鹭湾\"}]}",
    );
    let after = before
        .replace("\"到白鹭湾\\u000a", "\"到XX\\u000a")
        .replace("😀青石坡", "😀XX")
        .replace("\\ud83d\\ude00青石坡", "\\ud83d\\ude00XX")
        .replace("\\u5230\\u767d\\u9e6d\\u6e7e", "\\u5230XX")
        .replace("[\"青石坡\",{\"a\":\"白鹭湾\"}]", "[\"XX\",{\"a\":\"XX\"}]");
    folder.write("a.jsonl", before);
    folder.yinmo("mask --field text a.jsonl -o out.jsonl").ends(0);
    assert_eq!(String::from_utf8(folder.read("out.jsonl")).unwrap(), after);
    let run = folder.yinmo_with("mask --field text", before.as_bytes()).ends(0);
    assert_eq!(run.text(), after);
    assert!(run.err.contains("6 records") || run.err.contains("5 records"), "{}", run.err);
    folder.yinmo("mask --field text a.jsonl -i").ends(0);
    assert_eq!(String::from_utf8(folder.read("a.jsonl")).unwrap(), after);
}

#[test]
fn the_diff_of_records_is_a_patch() {
    let folder = Folder::new();
    folder.write("a.jsonl", "{\"text\":\"无\"}\n{\"text\":\"到白鹭湾\"}\n");
    let run = folder.yinmo("mask --field text a.jsonl").ends(0);
    assert_eq!(
        run.text(),
        "--- a/a.jsonl\n+++ b/a.jsonl\n@@ -1,2 +1,2 @@\n {\"text\":\"无\"}\n-{\"text\":\"到白鹭湾\"}\n+{\"text\":\"到XX\"}\n"
    );
}

#[test]
fn findings_name_their_record_and_field() {
    let folder = Folder::new();
    folder.write("a.jsonl", "{\"text\":\"无\"}\n\n{\"meta\":{\"t\":[\"无\",\"第一行\\n到白鹭湾\"]}}\n");
    let run = folder.yinmo("scan --format jsonl --field meta.t --field text a.jsonl").ends(0);
    let found = records(run.text());
    assert_eq!(found.len(), 1);
    for (key, value) in [
        ("unit", Value::from("/records/3/meta/t/2")),
        ("start", 13.into()),
        ("line", 2.into()),
        ("column", 2.into()),
        ("text", "白鹭湾".into()),
    ] {
        assert_eq!(found[0][key], value, "{key}");
    }
    folder.write("b.csv", "id,text\r\n1,\"a\"\"b\r\n到白鹭湾\"\r\n");
    let run = folder.yinmo("scan --format jsonl --field text b.csv").ends(0);
    let found = records(run.text());
    assert_eq!((&found[0]["unit"], &found[0]["line"]), (&"/records/1/text".into(), &2.into()));
    let run = folder.yinmo("mask --format jsonl --field text b.csv").ends(0);
    assert_eq!(records(run.text())[0]["unit"], "/records/1/text");
}

#[test]
fn rows_keep_quotes_line_ends_and_blanks() {
    let folder = Folder::new();
    let before = "\u{feff}id,\"text\",note\r\n1,到白鹭湾,\"白鹭湾\"\r\n\r\n2,\"他说\"\"去青石坡\"\",\n到白鹭湾\", x \n003,\"\",白鹭湾";
    let after = "\u{feff}id,\"text\",note\r\n1,到XX,\"白鹭湾\"\r\n\r\n2,\"他说\"\"去XX\"\",\n到XX\", x \n003,\"\",白鹭湾";
    folder.write("a.csv", before);
    folder.yinmo("mask --field text a.csv -o b.csv").ends(0);
    assert_eq!(String::from_utf8(folder.read("b.csv")).unwrap(), after);
    folder.write("a.tsv", before.replace(',', "\t"));
    folder.yinmo("mask --field text a.tsv -i").ends(0);
    assert_eq!(String::from_utf8(folder.read("a.tsv")).unwrap(), after.replace(',', "\t"));
    // A style whose masks have the delimiter in them brings quotes.
    folder.write("c.csv", "text\n到白鹭湾\n");
    folder.yinmo("mask --field text c.csv -o d.csv --style tag").ends(0);
    assert_eq!(folder.read("d.csv"), "text\n到【车牌1】\n".as_bytes());
}

#[test]
fn bad_records_fail_the_file_or_are_kept_or_left_out() {
    let folder = Folder::new();
    let bad = "{\"text\":\"到白鹭湾\"}\n{\"text\":\"白鹭湾\"\n{\"text\":13}\n{\"text\":\"\u{fffd}\"}\n{\"text\":\"到青石坡\"}\n"
        .replace('\u{fffd}', "?");
    let mut bytes = bad.into_bytes();
    let at = bytes.iter().position(|&b| b == b'?').unwrap();
    bytes[at] = 0xff;
    folder.write("a.jsonl", &bytes);
    let run = folder.yinmo("mask --field text a.jsonl -o out.jsonl").ends(2);
    assert!(run.err.contains("a.jsonl: line 2: not valid JSON at byte"), "{}", run.err);
    assert!(!folder.path().join("out.jsonl").exists());
    assert!(!run.err.contains("白鹭湾"));

    let run = folder.yinmo("mask --field text a.jsonl -o drop.jsonl --on-error drop --report r.json").ends(2);
    assert_eq!(folder.read("drop.jsonl"), "{\"text\":\"到XX\"}\n{\"text\":\"到XX\"}\n".as_bytes());
    for line in ["line 2: not valid JSON", "line 3: /text is a number", "line 4: not valid UTF-8 at byte 9"] {
        assert!(run.err.contains(line), "{line}: {}", run.err);
    }
    assert!(run.err.contains("5 records; 3 bad records not worked on"), "{}", run.err);
    let report: Value = serde_json::from_slice(&folder.read("r.json")).unwrap();
    assert_eq!(report["total"]["bad_records"], 3);
    assert_eq!(report["files"][0]["bad_records"][0]["line"], 2);

    folder.yinmo("mask --field text a.jsonl -o keep.jsonl --on-error keep").ends(2);
    let mut expected = bytes.clone();
    let mask = |bytes: &mut Vec<u8>, old: &str| {
        let at = bytes.windows(old.len()).position(|w| w == old.as_bytes()).unwrap();
        bytes.splice(at..at + old.len(), "到XX".bytes());
    };
    mask(&mut expected, "到白鹭湾");
    mask(&mut expected, "到青石坡");
    assert_eq!(folder.read("keep.jsonl"), expected);
    let run = folder.yinmo("scan --format jsonl --field text a.jsonl --on-error keep").ends(2);
    assert_eq!(run.text().lines().count(), 2);
}

#[test]
fn bad_rows_are_named() {
    let folder = Folder::new();
    folder.write("a.csv", "id,text\n1,到白鹭湾\n2,a,b\n3,\"x\"y\n4\n5,\"到青石坡\n");
    let run = folder.yinmo("mask --field text a.csv -o out.csv --on-error drop").ends(2);
    assert_eq!(folder.read("out.csv"), "id,text\n1,到XX\n".as_bytes());
    for line in [
        "line 3: 3 cells where the first row has 2",
        "line 4: a quote stands",
        "line 5: 1 cells",
        "line 6: a quote",
    ] {
        assert!(run.err.contains(line), "{line}: {}", run.err);
    }
}

#[test]
fn a_field_that_is_nowhere_is_an_error() {
    let folder = Folder::new();
    folder.write("a.jsonl", "{\"text\":\"到白鹭湾\"}\n");
    folder.write("a.csv", "text\n到白鹭湾\n");
    for args in [
        "mask --field txet a.jsonl -o b.jsonl",
        "scan --field txet a.jsonl",
        "mask --field txet a.csv -o b.csv",
    ] {
        let run = folder.yinmo(args).ends(2);
        assert!(run.err.contains("txet") && run.err.contains("check the name"), "{args}: {}", run.err);
    }
    let run = folder.yinmo_with("mask --field txet", b"{\"text\":\"\xe7\x99\xbd\"}\n").ends(2);
    assert!(run.out.is_empty());
    let run = folder.yinmo("scan a.jsonl").ends(2);
    assert!(run.err.contains("--field text"), "{}", run.err);
    folder.yinmo("scan --as text a.jsonl").ends(0);
    let run = folder.yinmo("scan --field text --field txet a.jsonl").ends(0);
    assert!(run.err.contains("no record has the field txet"), "{}", run.err);
    let run = folder.yinmo("scan --field a..b a.jsonl").ends(2);
    assert!(run.err.contains("dots between them"), "{}", run.err);
}

#[test]
fn empty_files_are_fine() {
    let folder = Folder::new();
    for (name, bytes) in [
        ("a.jsonl", &b""[..]),
        ("b.jsonl", b"\n \n"),
        ("c.csv", b""),
        ("d.csv", b"text\n"),
        ("e.jsonl.gz", &gz(b"")),
        ("f.jsonl.gz", b""),
    ] {
        folder.write(name, bytes);
        folder.yinmo(&format!("mask --field text {name} -o out/{name}")).ends(0);
        let (before, after) = (folder.read(name), folder.read(&format!("out/{name}")));
        assert!(before == after || ungz(&after).is_empty(), "{name}");
        folder.yinmo(&format!("scan --field text {name}")).ends(0);
    }
}

#[test]
fn compressed_files_are_read_and_written() {
    let folder = Folder::new();
    let (before, after) = ("{\"text\":\"到白鹭湾\"}\n", "{\"text\":\"到XX\"}\n");
    folder.write("a.jsonl.gz", [gz(before.as_bytes()), gz(before.as_bytes())].concat());
    folder.yinmo("mask --field text a.jsonl.gz -o b.jsonl.gz").ends(0);
    assert_eq!(ungz(&folder.read("b.jsonl.gz")), after.repeat(2).as_bytes());
    folder.yinmo("mask --field text a.jsonl.gz -o b.jsonl.zst").ends(0);
    assert_eq!(zstd::decode_all(&folder.read("b.jsonl.zst")[..]).unwrap(), after.repeat(2).as_bytes());
    folder.yinmo("mask --field text a.jsonl.gz -o b.jsonl").ends(0);
    assert_eq!(folder.read("b.jsonl"), after.repeat(2).as_bytes());
    folder.yinmo("mask --field text -i a.jsonl.gz").ends(0);
    assert_eq!(ungz(&folder.read("a.jsonl.gz")), after.repeat(2).as_bytes());
    let before_bytes = folder.read("a.jsonl.gz");
    folder.yinmo("mask --field text -i a.jsonl.gz").ends(0);
    assert_eq!(folder.read("a.jsonl.gz"), before_bytes, "what does not change keeps its bytes");
    let run =
        folder.yinmo_with("mask --field text", &zstd::encode_all(before.as_bytes(), 1).unwrap()).ends(0);
    assert_eq!(run.text(), after);
    folder.write("t/a.txt.gz", gz("到白鹭湾\n".as_bytes()));
    folder.write("t/b.csv", "text\n到白鹭湾\n");
    folder.yinmo("mask --field text t -o u").ends(0);
    assert_eq!(ungz(&folder.read("u/a.txt.gz")), b"\xe5\x88\xb0XX\n");
    assert_eq!(folder.read("u/b.csv"), "text\n到XX\n".as_bytes());
    let run = folder.yinmo("mask --field text b.jsonl.gz a.jsonl.gz").ends(2);
    assert!(run.err.contains("a diff of a compressed file"), "{}", run.err);
}

#[test]
fn compressed_data_that_is_cut_off_or_damaged_is_refused() {
    let folder = Folder::new();
    let line = "{\"text\":\"到白鹭湾的各个地方去看一看\"}\n".repeat(20_000);
    let (gz, zst) = (gz(line.as_bytes()), zstd::encode_all(line.as_bytes(), 1).unwrap());
    for (name, bytes) in [("a.jsonl.gz", &gz), ("a.jsonl.zst", &zst)] {
        folder.write(name, &bytes[..bytes.len() / 2]);
        let run = folder.yinmo(&format!("mask --field text {name} -o out.jsonl")).ends(2);
        assert!(run.err.contains("data is damaged or cut off"), "{name}: {}", run.err);
        assert!(!folder.path().join("out.jsonl").exists());
        let text = name.replace("jsonl", "txt");
        folder.write(&text, &bytes[..bytes.len() - 3]);
        let run = folder.yinmo(&format!("mask {text} -o out.txt")).ends(2);
        assert!(run.err.contains("data is damaged or cut off"), "{name}: {}", run.err);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4, "no temporary file is left");
}

#[test]
fn other_encodings_come_out_as_they_went_in() {
    let folder = Folder::new();
    let (before, after) = ("id\ttext\r\n1\t到白鹭湾\r\n", "id\ttext\r\n1\t到XX\r\n");
    let utf16 = |text: &str| -> Vec<u8> {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    folder.write("a.tsv", utf16(before));
    folder.yinmo("mask --field text a.tsv -o b.tsv").ends(0);
    assert_eq!(folder.read("b.tsv"), utf16(after));
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let long = "1\t到白鹭湾的路已经修通，群众出行方便\r\n".repeat(9);
    folder.write("g.tsv", gb(&format!("id\ttext\r\n{long}")));
    folder.yinmo("mask --field text g.tsv -o h.tsv").ends(0);
    assert_eq!(folder.read("h.tsv"), gb(&format!("id\ttext\r\n{}", long.replace("白鹭湾", "XX"))));
}

#[test]
fn a_record_longer_than_the_limit_is_refused() {
    let folder = Folder::new();
    folder.write(
        "a.jsonl",
        format!("{{\"text\":\"无\"}}\n{{\"text\":\"{}\"}}\n", "到白鹭湾。".repeat(100_000)),
    );
    let run = folder.yinmo("mask --field text --max-unit 1M a.jsonl -o b.jsonl").ends(2);
    assert!(run.err.contains("line 2: a record longer than --max-unit (1048576 bytes)"), "{}", run.err);
    folder.yinmo("mask --field text a.jsonl -o b.jsonl").ends(0);
    let run = folder.yinmo("scan --max-unit 5X a.jsonl").ends(2);
    assert!(run.err.contains("such as 512K"), "{}", run.err);
}

#[test]
fn a_record_longer_than_the_limit_is_kept_or_left_out_like_a_bad_one() {
    let folder = Folder::new();
    let long = "到白鹭湾。\\n".repeat(100_000);
    let [one, many, two, last] = [
        "{\"text\":\"到白鹭湾\"}\n".to_owned(),
        format!("{{\"text\":\"{long}\"}}\n"),
        "{\"text\":\"到青石坡\"}\n".to_owned(),
        format!("{{\"text\":\"{long}\"}}"),
    ];
    let masked = "{\"text\":\"到XX\"}\n";
    folder.write("a.jsonl", [&*many, &one, &many, &many, &two, &last].concat());
    for jobs in [1, 3] {
        let mask = format!("mask --field text --max-unit 600K --jobs {jobs} a.jsonl");
        let run = folder.yinmo(&format!("{mask} -o keep.jsonl --on-error keep")).ends(2);
        let kept = [&*many, masked, &many, &many, masked, &last].concat();
        assert!(folder.read("keep.jsonl") == kept.as_bytes());
        for line in [1, 3, 4, 6] {
            let complaint =
                format!("a.jsonl: line {line}: a record longer than --max-unit (614400 bytes); kept");
            assert!(run.err.contains(&complaint), "{}", run.err);
        }
        assert!(run.err.contains("6 records; 4 bad records"), "{}", run.err);
        folder.yinmo(&format!("{mask} -o drop.jsonl --on-error drop")).ends(2);
        assert_eq!(folder.read("drop.jsonl"), masked.repeat(2).as_bytes());
    }
    let run =
        folder.yinmo("scan --format jsonl --field text --max-unit 600K a.jsonl --on-error keep").ends(2);
    let units: Vec<_> = records(run.text()).iter().map(|record| record["unit"].clone()).collect();
    assert_eq!(units, ["/records/2/text", "/records/5/text"]);
}

#[test]
fn a_row_longer_than_the_limit_is_kept_or_left_out_like_a_bad_one() {
    let folder = Folder::new();
    let long = format!("2,\"{}\"\n", "到白鹭湾。\n".repeat(100_000));
    folder.write("a.csv", ["id,text\n1,到白鹭湾\n", &long, "3,到青石坡\n4\n"].concat());
    let mask = "mask --field text --max-unit 600K a.csv";
    let run = folder.yinmo(&format!("{mask} -o keep.csv --on-error keep")).ends(2);
    let kept = ["id,text\n1,到XX\n", &long, "3,到XX\n4\n"].concat();
    assert!(folder.read("keep.csv") == kept.as_bytes());
    for line in ["line 3: a record longer than", "line 100005: 1 cells"] {
        assert!(run.err.contains(line), "{}", run.err);
    }
    folder.yinmo(&format!("{mask} -o drop.csv --on-error drop")).ends(2);
    assert_eq!(folder.read("drop.csv"), "id,text\n1,到XX\n3,到XX\n".as_bytes());
}

#[test]
fn a_record_is_one_document_for_numbered_styles() {
    let folder = Folder::new();
    folder.write("a.jsonl", "{\"title\":\"白鹭湾\",\"text\":\"青石坡和白鹭湾\"}\n{\"text\":\"青石坡\"}\n");
    folder.yinmo("mask --style tag --field text --field title a.jsonl -o b.jsonl").ends(0);
    assert_eq!(
        String::from_utf8(folder.read("b.jsonl")).unwrap(),
        "{\"title\":\"【车牌1】\",\"text\":\"【车牌2】和【车牌1】\"}\n{\"text\":\"【车牌1】\"}\n"
    );
}

#[test]
fn a_stream_is_the_same_for_every_number_of_jobs() {
    let folder = Folder::new();
    let mut text = String::new();
    for n in 0..60_000 {
        let filler = "已经完成。".repeat(n % 7);
        text.push_str(&format!("{{\"n\":{n},\"text\":\"{filler}到白鹭湾{n}\"}}\n"));
    }
    folder.write("a.jsonl", &text);
    let masked = text.replace("白鹭湾", "XX");
    for jobs in [1, 2, 5] {
        folder.yinmo(&format!("mask --field text --jobs {jobs} a.jsonl -o b.jsonl")).ends(0);
        assert!(folder.read("b.jsonl") == masked.as_bytes(), "{jobs}");
        let run = folder.yinmo(&format!("scan --format jsonl --field text --jobs {jobs} a.jsonl")).ends(0);
        let units: Vec<String> =
            records(run.text()).iter().map(|r| r["unit"].as_str().unwrap().to_owned()).collect();
        let expected: Vec<String> = (1..=60_000).map(|n| format!("/records/{n}/text")).collect();
        assert!(units == expected, "{jobs}");
    }
}

const RECORDS: &str = "{\"id\": 1, \"text\": \"到白鹭湾\\n又到青石坡\"}\n\n{\"id\": 2, \"text\": \"再到白\\u9e6d湾\", \"more\": [1.50, \"到青石坡\"]}\n";
const ROWS: &str = "编号,正文\r\n1,\"到白鹭湾，\"\"又\"\"到青石坡\"\r\n2,再到白鹭湾\r\n";

fn with_passphrase(folder: &Folder, args: &str) -> crate::harness::Run {
    let mut command = folder.on_terms(args);
    command.env("YINMO_PASSPHRASE", "一个口令");
    crate::harness::finish(command, b"")
}

#[test]
fn records_have_plans_that_are_replayed_on_the_same_bytes() {
    for (name, content, field) in [("a.jsonl", RECORDS, "text"), ("a.csv", ROWS, "正文")] {
        let folder = Folder::new();
        folder.write(name, content);
        let masked = folder.yinmo(&format!("mask --stdout --field {field} {name}")).ends(0).out;
        let run = folder.yinmo(&format!("mask --plan plan.json --field {field} {name}")).ends(0);
        assert!(run.err.contains("3 edits in 1 file"), "{}", run.err);
        folder.plain("apply plan.json -o all/", b"").ends(0);
        assert_eq!(folder.read(&format!("all/{name}")), masked);
        let mut plan: Value = serde_json::from_slice(&folder.read("plan.json")).unwrap();
        let edits = plan["documents"][0]["edits"].as_array_mut().unwrap();
        assert_eq!((&edits[0]["text"], &edits[0]["rules"][0]), (&"白鹭湾".into(), &"id/plate".into()));
        edits[1]["status"] = "reject".into();
        folder.write("plan.json", plan.to_string());
        folder.plain("apply plan.json -o some/ --receipt r.json", b"").ends(0);
        let some = String::from_utf8(folder.read(&format!("some/{name}"))).unwrap();
        assert!(some.contains("青石坡") && !some.contains("到白鹭湾"), "{some}");
        // What a reviewer lets slip is found, record by record.
        edits_of(&mut plan)[0]["replacement"] = "青石坡".into();
        folder.write("plan.json", plan.to_string());
        folder.plain("apply plan.json -o no/", b"").ends(1);
        folder.write(name, content.replace('1', "7"));
        assert!(folder.plain("apply plan.json -i", b"").ends(2).err.contains("has changed"));
    }
}

fn edits_of(plan: &mut Value) -> &mut Vec<Value> {
    plan["documents"][0]["edits"].as_array_mut().unwrap()
}

#[test]
fn records_come_back_from_a_vault_byte_for_byte() {
    for (name, content, field) in [("a.jsonl", RECORDS, "text"), ("a.csv", ROWS, "正文")] {
        for style in ["tag", "xx", "surrogate"] {
            let folder = Folder::new();
            folder.write(name, content);
            let mask =
                format!("mask --style {style} --vault v.age --field {field} --receipt r.json -o out/ {name}");
            with_passphrase(&folder, &mask).ends(0);
            let out = folder.read(&format!("out/{name}"));
            assert!(!String::from_utf8(out.clone()).unwrap().contains("白鹭湾"));
            let receipt: Value = serde_json::from_slice(&folder.read("r.json")).unwrap();
            assert_eq!(receipt["documents"][0]["findings"]["id/plate"], 3);
            assert_eq!(receipt["documents"][0]["output_sha256"], yinmo::plan::sha256(&out));
            assert_eq!(receipt["total"]["passed"], true);
            // The same text has the same label in all records; masked twice is masked once.
            if style != "xx" {
                let again =
                    format!("mask --style {style} --vault v.age --field {field} -o twice/ out/{name}");
                with_passphrase(&folder, &again).ends(0);
                assert_eq!(folder.read(&format!("twice/{name}")), out);
            }
            let mut restore = std::process::Command::new(env!("CARGO_BIN_EXE_yinmo"));
            restore.args(["restore", "--vault", "v.age", "-o", "back/", &format!("out/{name}")]);
            restore.current_dir(folder.path()).env("YINMO_PASSPHRASE", "一个口令");
            crate::harness::finish(restore, b"").ends(0);
            assert_eq!(folder.read(&format!("back/{name}")), content.as_bytes(), "{style}");
        }
    }
}

#[test]
fn records_have_baselines_receipts_and_lists_of_what_is_allowed() {
    let folder = Folder::new();
    folder.write("a.jsonl", RECORDS);
    let check = "check --for template --field text --baseline base.json";
    folder.yinmo(&format!("{check} --update-baseline a.jsonl")).ends(0);
    let written = String::from_utf8(folder.read("base.json")).unwrap();
    assert!(written.contains("a.jsonl") && !written.contains("白鹭湾"));
    folder.yinmo(&format!("{check} --jobs 8 a.jsonl")).ends(0);
    // Moved, and one more of the same kind.
    let filler = "{\"text\": \"这是新增的一行。\"}\n".repeat(50);
    folder.write("a.jsonl", format!("{filler}{RECORDS}"));
    folder.yinmo(&format!("{check} a.jsonl")).ends(0);
    folder.write("a.jsonl", format!("{filler}{RECORDS}{{\"text\": \"到白鹭湾开会\"}}\n"));
    let run = folder.yinmo(&format!("{check} --receipt r.json a.jsonl")).ends(1);
    assert!(run.err.contains("1 error,"), "{}", run.err);
    let receipt: Value = serde_json::from_slice(&folder.read("r.json")).unwrap();
    let document = &receipt["documents"][0];
    assert_eq!((&document["findings"]["id/plate"], &document["verification"]), (&1.into(), &"failed".into()));
    assert_eq!(document["input_sha256"], yinmo::plan::sha256(&folder.read("a.jsonl")));
    folder.write("allow.toml", "[[allow]]\ntext = \"白鹭湾\"\nreason = \"公开的\"\n");
    let run = folder.yinmo("mask --stdout --field text --allow allow.toml a.jsonl").ends(0);
    assert!(run.text().contains("白鹭湾") && !run.text().contains("\\n又到青石坡"), "{}", run.text());
    let run = folder.yinmo("check --for template --field text --allow allow.toml a.jsonl").ends(1);
    assert!(run.err.contains("1 error,"), "{}", run.err);
}
