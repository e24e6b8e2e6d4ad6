//! The laws of leftovers on every annotated document: what was masked is a template, what was cleaned stays, and what
//! stood in the fields gives the document back.

use std::fs;
use std::path::Path;

use crate::harness::Folder;

/// Writes every annotated document, without its annotations, into the folder `in`; returns their names.
pub(crate) fn documents(folder: &Folder) -> Vec<String> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/annotated");
    let mut names = Vec::new();
    for entry in fs::read_dir(data).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            let (mut text, mut rest) = (String::new(), fs::read_to_string(&path).unwrap());
            while let Some(open) = rest.find('⟦') {
                let bar = open + rest[open..].find('|').unwrap();
                let close = bar + rest[bar..].find('⟧').unwrap();
                text.push_str(&rest[..open]);
                text.push_str(&rest[bar + 1..close]);
                rest.drain(..close + '⟧'.len_utf8());
            }
            text.push_str(&rest);
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            folder.write(&format!("in/{name}"), text);
            names.push(name);
        }
    }
    assert!(names.len() > 30);
    names
}

#[test]
fn a_document_masked_in_any_style_is_a_template() {
    let folder = Folder::new();
    documents(&folder);
    for style in [
        "xx",
        "xx-digits",
        "x",
        "xx-lower",
        "x-digits",
        "mou",
        "cross",
        "star",
        "circle",
        "tag",
        "field",
        "match",
    ] {
        folder.plain(&format!("mask --clean --style {style} -o {style} in"), b"").ends(0);
        let check = folder.plain(&format!("check --for template {style}"), b"");
        assert_eq!(check.code, 0, "{style}: {}", check.text());
    }
}

#[test]
fn a_cleaned_document_is_clean() {
    let folder = Folder::new();
    let names = documents(&folder);
    folder.plain("clean -o once in", b"").ends(0);
    folder.plain("clean -o twice once", b"").ends(0);
    for name in names {
        let twice = folder.read(&format!("twice/{name}"));
        assert!(folder.read(&format!("once/{name}")) == twice, "{name}");
    }
}

#[test]
fn fields_filled_with_what_stood_there_give_every_document_back() {
    let folder = Folder::new();
    for name in documents(&folder) {
        folder.plain(&format!("mask --style field --values v.json -o t.txt in/{name}"), b"").ends(0);
        folder.plain("fields t.txt", b"").ends(0);
        folder.plain("fill t.txt --data v.json -o b.txt", b"").ends(0);
        assert!(folder.read("b.txt") == folder.read(&format!("in/{name}")), "{name}");
    }
}

#[test]
fn what_one_file_masks_and_another_gives_in_full_is_said_on_request() {
    let folder = Folder::new();
    let text = |one: &str, two: &str| {
        format!(
            "3月12日，镇人民调解委员会主任{one}成功调解了一起山林纠纷。\n由派出所所长{two}牵头完成了老旧小区消防改造。\n"
        )
    };
    folder.write("in/a.txt", text("XXX", "XXX"));
    folder.write("in/b.txt", text("白启明", "晁卫东"));
    let said = |arguments: &str| folder.plain(arguments, b"").err;
    let line =
        "in/a.txt:1:17 masks what in/b.txt:1:17 gives in full (entity/person), 2 times: mask it there, too";
    assert!(!said("check in").contains("masks what"));
    for jobs in [1, 2] {
        let check = said(&format!("check --across --jobs {jobs} in"));
        assert!(check.contains(line), "{check}");
        assert!(!check.contains("白启明"), "{check}");
    }
    folder.write("in/b.txt", text("XXX", "XXX"));
    assert!(!said("scan --across in").contains("masks what"));
}

#[test]
fn a_year_that_cannot_be_comes_with_the_likely_one_and_stays() {
    let folder = Folder::new();
    folder.write("a.txt", "2023年是“十三五”规划收官之年，全镇产值比上年增长8%。\n");
    let run = folder.plain("check --format jsonl a.txt", b"");
    let found = run.text();
    assert!(
        found.contains(r#""rule":"damage/year""#) && found.contains(r#""suggestion":"2020年""#),
        "{found}"
    );
    assert!(folder.plain("clean --stdout a.txt", b"").out == folder.read("a.txt"));
}
