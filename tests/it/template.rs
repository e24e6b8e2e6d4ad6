//! Templates from the command line: `fields`, `fill`, and the way from a document to a template and back.

use crate::harness::Folder;

const DOCUMENTS: [&str; 4] = [
    include_str!("../data/township.txt"),
    include_str!("../data/village.txt"),
    include_str!("../data/halfmasked.txt"),
    include_str!("../data/inspection.txt"),
];

#[test]
fn a_template_filled_with_what_stood_there_is_the_document_again() {
    for document in DOCUMENTS {
        let folder = Folder::new();
        folder.write("a.txt", document);
        folder.plain("mask --style field --values values.json -o template.txt a.txt", b"").ends(0);
        assert_ne!(folder.read("template.txt"), document.as_bytes());
        folder.plain("fill template.txt --data values.json -o b.txt", b"").ends(0);
        assert_eq!(folder.read("b.txt"), document.as_bytes());
    }
}

#[test]
fn fields_are_listed_with_type_count_and_places() {
    let folder = Folder::new();
    folder.write("a.txt", "{{单位}}办理案件XX件\n联系电话：______\n{{单位}}\n");
    let table = folder.plain("fields a.txt", b"").ends(0);
    assert_eq!(
        table.text(),
        "单位\torganisation\t2\t1:1 3:1\n数字1\tcount\t1\t1:11\n联系电话1\tphone\t1\t2:6\n"
    );
    let json: serde_json::Value =
        serde_json::from_slice(&folder.plain("fields a.txt --format json", b"").ends(0).out).unwrap();
    assert_eq!(json[0]["fields"][0]["name"], "单位");
    assert_eq!(json[0]["fields"][1]["places"][0]["column"], 11);
}

#[test]
fn one_document_is_written_for_each_record() {
    let folder = Folder::new();
    folder.write("t.txt", "{{单位}}有{{人数}}人。\n");
    folder.write("d.csv", "单位,人数\n甲局,3\n\"乙,局\",12\n");
    folder.plain("fill t.txt --data d.csv -o out/", b"").ends(0);
    assert_eq!(folder.read("out/t-1.txt"), "甲局有3人。\n".as_bytes());
    assert_eq!(folder.read("out/t-2.txt"), "乙,局有12人。\n".as_bytes());
    folder.plain("fill t.txt --data d.csv", b"").ends(2);
}

#[test]
fn nothing_is_written_when_a_value_or_a_field_is_missing() {
    let folder = Folder::new();
    folder.write("t.txt", "{{单位}}有{{人数}}人，XX镇。\n");
    folder.write(
        "d.json",
        "[{\"单位\": \"甲局\", \"人数\": 3, \"地名1\": \"乙\"}, {\"单位\": \"丙局\", \"年份\": \"1\"}]",
    );
    let run = folder.plain("fill t.txt --data d.json -o out/", b"").ends(1);
    assert!(run.err.contains("record 2: no value for 人数, 地名1"), "{}", run.err);
    assert!(run.err.contains("record 2: no field for 年份"), "{}", run.err);
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_compilation_is_split_into_its_documents() {
    let folder = Folder::new();
    folder.write("a.txt", "【篇一】\n甲镇工作总结\n各项任务完成。\n【篇二】\n乙镇工作总结\n各项任务完成。\n");
    folder.plain("clean --split a.txt -o out/", b"").ends(0);
    assert_eq!(folder.read("out/a-1.txt"), "甲镇工作总结\n各项任务完成。\n".as_bytes());
    assert_eq!(folder.read("out/a-2.txt"), "乙镇工作总结\n各项任务完成。\n".as_bytes());
    folder.write("b.txt", "各项任务完成。\n");
    folder.plain("clean --split b.txt -o out/", b"").ends(0);
    assert_eq!(folder.read("out/b.txt"), "各项任务完成。\n".as_bytes());
}
