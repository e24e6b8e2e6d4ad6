//! The laws of leftovers on every annotated document: what was masked is a template, what was cleaned stays, and what
//! stood in the fields gives the document back.

use std::fs;
use std::path::Path;

use crate::harness::Folder;

/// Writes every annotated document, without its annotations, into the folder `in`; returns their names.
fn documents(folder: &Folder) -> Vec<String> {
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
