//! Plans and receipts: what is written beside the texts.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::harness::Folder;

const TEXT: &str = "一、概况\n到白鹭湾，又到青石坡。\n再到白鹭湾。\n";

fn json(folder: &Folder, name: &str) -> Value {
    serde_json::from_slice(&folder.read(name)).unwrap()
}

/// A folder with a plan for `a.txt`.
fn planned() -> Folder {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let run = folder.yinmo("mask --plan plan.json a.txt").ends(0);
    assert!(run.err.contains("wrote plan.json: 3 edits in 1 file"), "{}", run.err);
    assert!(run.text().is_empty());
    folder
}

#[test]
fn a_plan_holds_every_edit_with_context_score_and_reason() {
    let folder = planned();
    assert_eq!(folder.read("a.txt"), TEXT.as_bytes());
    let plan = json(&folder, "plan.json");
    let edit = &plan["documents"][0]["edits"][1];
    for (key, value) in [
        ("status", Value::from("accept")),
        ("replacement", "XX".into()),
        ("text", "青石坡".into()),
        ("before", "到白鹭湾，又到".into()),
        ("after", "。".into()),
        ("score", 1.0.into()),
        ("reason", "on your list".into()),
        ("line", 2.into()),
        ("column", 8.into()),
        ("start", 34.into()),
    ] {
        assert_eq!(edit[key], value, "{key}");
    }
    assert_eq!(edit["rules"][0], "id/plate");
    assert_eq!(plan["documents"][0]["sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn an_untouched_plan_does_what_mask_does() {
    let folder = planned();
    let masked = folder.yinmo("mask --stdout a.txt").ends(0);
    let diff = folder.yinmo("mask a.txt").ends(0);
    assert_eq!(folder.plain("apply plan.json --stdout", b"").ends(0).out, masked.out);
    assert_eq!(folder.plain("apply plan.json", b"").ends(0).out, diff.out);
    assert_eq!(folder.read("a.txt"), TEXT.as_bytes());
    let run = folder.plain("apply plan.json -i", b"").ends(0);
    assert!(run.err.contains("1 changed (3 id)"), "{}", run.err);
    assert_eq!(folder.read("a.txt"), masked.out);
    // Done once, the document is another one.
    let run = folder.plain("apply plan.json -i", b"").ends(2);
    assert!(run.err.contains("a.txt: the document has changed since the plan was made"), "{}", run.err);
    assert_eq!(folder.read("a.txt"), masked.out);
}

#[test]
fn edits_are_rejected_or_get_other_text() {
    let folder = planned();
    let mut plan = json(&folder, "plan.json");
    let edits = plan["documents"][0]["edits"].as_array_mut().unwrap();
    edits[0]["status"] = "reject".into();
    edits[1]["replacement"] = "某地".into();
    edits[1]["note"] = "较好读".into();
    folder.write("plan.json", serde_json::to_vec(&plan).unwrap());
    folder.plain("apply plan.json -o out.txt", b"").ends(0);
    assert_eq!(
        String::from_utf8(folder.read("out.txt")).unwrap(),
        "一、概况\n到白鹭湾，又到某地。\n再到XX。\n"
    );
    // Other text that gives something away is not written.
    plan["documents"][0]["edits"][1]["replacement"] = "（青石坡）".into();
    folder.write("plan.json", serde_json::to_vec(&plan).unwrap());
    let run = folder.plain("apply plan.json -o new.txt", b"").ends(1);
    assert!(run.err.contains("a.txt: 1 finding still there afterwards (id/plate at 2:8)"), "{}", run.err);
    assert!(!folder.path().join("new.txt").exists());
    folder.plain("apply plan.json -o new.txt --force", b"").ends(1);
    assert!(folder.path().join("new.txt").exists());
}

#[test]
fn a_plan_that_was_changed_elsewhere_is_refused() {
    let folder = planned();
    let written = String::from_utf8(folder.read("plan.json")).unwrap();
    for (find, put) in [
        ("\"start\": 34", "\"start\": 31"),
        ("\"text\": \"青石坡\"", "\"text\": \"青石岭\""),
        ("\"path\": \"a.txt\"", "\"path\": \"b.txt\""),
        ("\"command\": \"mask\"", "\"command\": \"clean\""),
        ("\"status\": \"accept\"", "\"status\": \"maybe\""),
        ("\"version\": 1", "\"version\": 2"),
        ("\"score\"", "\"skore\""),
        ("entity", "entitx"),
        ("id/plate", "id/phone"),
    ] {
        let changed = written.replacen(find, put, 1);
        if changed == written {
            continue;
        }
        folder.write("plan.json", &changed);
        let run = folder.plain("apply plan.json -i", b"").ends(2);
        assert!(run.err.contains("plan.json"), "{put}: {}", run.err);
        assert_eq!(folder.read("a.txt"), TEXT.as_bytes());
    }
    folder.write("plan.json", &written);
    folder.write("a.txt", TEXT.replace("概况", "情况"));
    assert!(folder.plain("apply plan.json -i", b"").ends(2).err.contains("has changed"));
    assert!(folder.plain("mask --plan plan.json", TEXT.as_bytes()).ends(2).err.contains("name a file"));
    assert!(folder.plain("mask --plan a.txt a.txt", b"").ends(2).err.contains("which is an input"));
}

#[test]
fn plans_of_whole_documents_replay_to_the_same_bytes() {
    let folder = Folder::new();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for name in ["township", "village", "halfmasked", "inspection"] {
        folder.write(&format!("in/{name}.txt"), fs::read(data.join(name).with_extension("txt")).unwrap());
    }
    folder.write("in/gbk.txt", b"\xbd\xf1\xc4\xea\xd2\xd4\xc0\xb4\xa3\xac\xc8\xab\xd5\xf2\xc8\xcf\xd5\xe6\xc2\xe4\xca\xb5\xb7\xc0\xd1\xb4\xd4\xf0\xc8\xce\xa3\xac\xd0\xc2\xbd\xa8\xb1\xdc\xcf\xd5\xb5\xe3\xc8\xf4\xb8\xc9\xb4\xa6\xa3\xac\xd7\xaa\xd2\xc6\xc8\xba\xd6\xda\xc8\xf4\xb8\xc9\xc8\xcb\xa3\xac\xc1\xaa\xcf\xb5\xb5\xe7\xbb\xb0\xa3\xba0571-88006633\xa1\xa3\r\n");
    for (command, jobs) in [("mask", 1), ("clean", 2), ("mask --clean", 8)] {
        folder.plain(&format!("{command} --plan plan.json --jobs {jobs} in"), b"");
        folder.plain(&format!("{command} in -o straight --force"), b"");
        let run = folder.plain(&format!("apply plan.json -o replayed/ --force --jobs {jobs}"), b"");
        assert!(run.code < 2, "{}", run.err);
        let plan = json(&folder, "plan.json");
        assert!(!plan["documents"].as_array().unwrap().is_empty());
        for document in plan["documents"].as_array().unwrap() {
            let name = Path::new(document["path"].as_str().unwrap()).file_name().unwrap().to_owned();
            let name = name.to_str().unwrap();
            let [straight, replayed] =
                ["straight", "replayed"].map(|at| folder.read(&format!("{at}/{name}")));
            assert!(straight == replayed, "{command}: {name}");
        }
    }
}

#[test]
fn a_receipt_says_what_was_done_and_no_word_of_the_document() {
    let folder = Folder::new();
    folder.write("in/a.txt", TEXT);
    folder.write("in/b.txt", "无\n");
    folder.write("in/c.png", "x");
    folder.write("in/bad.txt", b"\xff\xfe\xff");
    folder.write("keep.txt", "青石坡\n");
    folder.yinmo("mask --receipt receipt.json --keep keep.txt -o out in").ends(2);
    let written = String::from_utf8(folder.read("receipt.json")).unwrap();
    assert!(!written.contains("白鹭湾") && !written.contains("青石坡") && !written.contains("概况"));
    let receipt = json(&folder, "receipt.json");
    assert_eq!(receipt["command"], "mask");
    assert!(receipt["yinmo"].as_str().unwrap().contains(env!("CARGO_PKG_VERSION")));
    assert_eq!(receipt["rules"]["on"], 1);
    assert_eq!(receipt["files"].as_object().unwrap().len(), 2);
    let document = &receipt["documents"][0];
    assert_eq!(document["path"], "in/a.txt");
    assert_eq!(document["findings"]["id/plate"], 2);
    assert_eq!((&document["edits"], &document["verification"]), (&2.into(), &"passed".into()));
    for (key, bytes) in
        [("input_sha256", TEXT.as_bytes().to_vec()), ("output_sha256", folder.read("out/a.txt"))]
    {
        assert_eq!(document[key], yinmo::plan::sha256(&bytes));
    }
    let unscanned: Vec<&str> =
        receipt["unscanned"].as_array().unwrap().iter().map(|u| u["path"].as_str().unwrap()).collect();
    assert_eq!(unscanned, ["in/c.png", "in/bad.txt"]);
    assert_eq!(receipt["total"]["passed"], false);
    fs::remove_file(folder.path().join("in/bad.txt")).unwrap();
    folder.yinmo("mask --receipt one.json --jobs 1 in").ends(0);
    folder.yinmo("mask --receipt many.json --jobs 8 in").ends(0);
    assert_eq!(folder.read("one.json"), folder.read("many.json"));
    assert_eq!(json(&folder, "one.json")["total"]["passed"], true);
}

#[test]
fn a_check_and_an_apply_give_receipts_too() {
    let folder = planned();
    folder.yinmo("check --for template --receipt check.json a.txt").ends(1);
    let receipt = json(&folder, "check.json");
    assert_eq!(
        (&receipt["purposes"][0], &receipt["documents"][0]["verification"]),
        (&"template".into(), &"failed".into())
    );
    let mut plan = json(&folder, "plan.json");
    plan["documents"][0]["edits"][0]["status"] = "reject".into();
    folder.write("plan.json", serde_json::to_vec(&plan).unwrap());
    folder.plain("apply plan.json -i --receipt apply.json", b"").ends(0);
    let receipt = json(&folder, "apply.json");
    let document = &receipt["documents"][0];
    assert_eq!(
        (&receipt["command"], &document["edits"], &document["allowed"]),
        (&"apply".into(), &2.into(), &1.into())
    );
    assert!(folder.yinmo("check --receipt a.txt a.txt").ends(2).err.contains("which is an input"));
}

/// Every name, number and identifier that is annotated, of two characters and more.
fn gold(marked: &str) -> (String, Vec<String>) {
    let (mut text, mut names, mut rest) = (String::new(), Vec::new(), marked);
    while let Some((before, after)) = rest.split_once('⟦') {
        let (class, after) = after.split_once('|').unwrap();
        let (words, after) = after.split_once('⟧').unwrap();
        text.push_str(before);
        text.push_str(words);
        let is_name = [
            "PER", "LOC", "ORG", "PHONE", "IDCARD", "USCC", "BANK", "PLATE", "EMAIL", "DOCNO", "CASENO",
            "ADDR",
        ];
        if is_name.contains(&class) && words.chars().count() > 1 {
            names.push(words.to_owned());
        }
        rest = after;
    }
    (text + rest, names)
}

#[test]
fn nothing_that_is_written_beside_the_texts_gives_a_name_away() {
    let folder = Folder::new();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/annotated");
    let mut names = Vec::new();
    for entry in fs::read_dir(data).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "txt") {
            let (text, more) = gold(&fs::read_to_string(&path).unwrap());
            names.extend(more);
            folder.write(&format!("in/{}", path.file_name().unwrap().to_string_lossy()), text);
        }
    }
    folder.write("in/broken.txt", b"\xff\xfe\xff");
    assert!(names.len() > 300);
    let mut said = String::new();
    for args in [
        "check --verbose --for template --no-text --baseline b.json --update-baseline --receipt check.json in",
        "check --verbose --for template --no-text --explain --baseline b.json in",
        "scan --verbose --no-text --format jsonl --rejected in",
        "scan --no-text --format html in",
        "mask --verbose --clean --style field --fields fields.json --receipt mask.json -o out in",
        "mask --verbose --style tag --receipt dry.json --no-text --format jsonl in",
    ] {
        let run = folder.plain(args, b"");
        said.push_str(&run.err);
        said.push_str(run.text());
    }
    for file in ["b.json", "check.json", "mask.json", "dry.json", "fields.json"] {
        said.push_str(&String::from_utf8(folder.read(file)).unwrap());
    }
    assert!(said.len() > 10_000);
    for name in &names {
        assert!(!said.contains(name.as_str()), "{name}");
    }
}
