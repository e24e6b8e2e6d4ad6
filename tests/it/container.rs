//! Office documents through the real binary: masked, checked, compared, reviewed, refused.

use crate::harness::{Folder, Run};
use crate::office::{docx, paragraph, run};

/// A report whose names lie over several runs, with its author's name in a part of its own.
fn report() -> Vec<u8> {
    let title = [run("临江县柳林镇20"), run("21年防汛工作总结")].concat();
    let body = [run("镇党委书记沈怀"), run("瑾先后12次检查，投入资金86.5万元。")].concat();
    let core = "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator>沈怀瑾</dc:creator></cp:coreProperties>";
    docx(&[paragraph(&title), paragraph(&body)].concat(), &[("docProps/core.xml", core)])
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("r.docx", report());
    folder
}

fn diff(folder: &Folder, old: &str, new: &str) -> Run {
    folder.plain(&format!("diff {old} {new} --color never"), b"")
}

#[test]
fn a_masked_document_is_fit_for_a_template() {
    let folder = folder();
    let before = folder.read("r.docx");
    folder.plain("check --for template r.docx", b"").ends(1);
    folder.plain("mask r.docx -o m.docx", b"").ends(0);
    assert_eq!(folder.read("r.docx"), before);
    folder.plain("check --for template m.docx", b"").ends(0);
    let run = diff(&folder, "r.docx", "m.docx");
    assert!(run.text().contains("-临江县柳林镇2021年防汛工作总结\n"), "{run:?}");
    assert!(run.text().contains("+XX县XX镇XXXX年防汛工作总结\n"), "{run:?}");
    let inspected = folder.plain("inspect m.docx", b"").ends(0);
    assert!(!inspected.text().contains("沈怀瑾"), "{inspected:?}");
    let fields = folder.plain("fields m.docx", b"").ends(0);
    assert!(fields.err.contains("1 file: "), "{fields:?}");
    folder.write("v.json", "{}");
    let fill = folder.plain("fill m.docx --data v.json", b"").ends(2);
    assert!(fill.err.contains("only plain texts are filled"), "{}", fill.err);
    let units = folder.plain("scan -q --format jsonl r.docx", b"").ends(0);
    assert!(units.text().contains("\"unit\":\"word/document.xml ¶1\""), "{units:?}");
}

#[test]
fn a_review_copy_is_no_template_until_it_is_finalized() {
    let folder = folder();
    folder.write("a.txt", "无\n");
    let text = folder.plain("mask --track-changes a.txt -o b.txt", b"").ends(2);
    assert!(text.err.contains("changes are recorded in a docx alone"), "{}", text.err);
    let copy = folder.plain("mask --track-changes --author 审核 r.docx -o review.docx", b"").ends(0);
    assert!(copy.err.contains("a review copy: it still holds what is masked"), "{}", copy.err);
    folder.plain("check --for template review.docx", b"").ends(1);
    let other = folder.plain("finalize review.docx -o f.docx", b"").ends(1);
    assert!(other.err.contains("it has no changes of \"yinmo\""), "{}", other.err);
    assert!(!folder.path().join("f.docx").exists());
    folder.plain("finalize --author 审核 review.docx -o f.docx", b"").ends(0);
    folder.plain("check --for template f.docx", b"").ends(0);
    folder.plain("mask r.docx -o m.docx", b"").ends(0);
    assert_eq!(diff(&folder, "m.docx", "f.docx").text(), "");
}

#[test]
fn what_cannot_be_read_is_refused_and_nothing_is_written() {
    let folder = folder();
    let whole = report();
    folder.write("cut.docx", &whole[..whole.len() - 30]);
    folder.write("empty.docx", "");
    folder.write("other.xlsx", b"\x7fELF\0\0\0");
    let strange = docx(&paragraph(&run("无")), &[("word/embeddings/oleObject1.bin", "x")]);
    folder.write("ole.docx", strange);
    for (name, cause) in [
        ("cut.docx", "the container is damaged or made to deceive: its end is missing"),
        ("empty.docx", "it is empty, though its name says docx; get the file again"),
        ("other.xlsx", "it is damaged or something else, though its name says xlsx; get the file again"),
        ("ole.docx", "--opaque drop takes them out"),
    ] {
        let run = folder.plain(&format!("mask {name} -o out/{name}"), b"").ends(2);
        assert!(run.err.contains(cause), "{name}: {}", run.err);
        assert!(!folder.path().join("out").join(name).exists(), "{name}");
    }
}

#[test]
fn a_vault_brings_a_document_back_part_by_part() {
    let folder = folder();
    folder.write("secret", "白鹭湾的口令");
    let vault = "--vault v.age --passphrase-file secret";
    for style in ["xx", "tag"] {
        folder.plain(&format!("mask r.docx -o m.docx --style {style} {vault}"), b"").ends(0);
        folder.plain("check --for template m.docx", b"").ends(0);
        folder.plain(&format!("restore m.docx -o back.docx {vault}"), b"").ends(0);
        let parts = |name: &str| {
            yinmo::format::office::Package::read(&folder.read(name), &Default::default()).unwrap().write()
        };
        assert!(parts("back.docx") == parts("r.docx"), "{style}");
    }
    // One that was changed since comes back by its labels.
    let mut package =
        yinmo::format::office::Package::read(&folder.read("m.docx"), &Default::default()).unwrap();
    let main = package.parts.iter_mut().find(|part| part.name == "word/document.xml").unwrap();
    main.bytes = String::from_utf8(main.bytes.clone()).unwrap().replace("防汛", "抗旱").into_bytes();
    folder.write("changed.docx", package.write());
    let run = folder.plain(&format!("restore changed.docx -o back.docx {vault}"), b"");
    assert!(run.err.contains("put back"), "{}", run.err);
    let text = diff(&folder, "r.docx", "back.docx");
    assert!(text.text().contains("+临江县柳林镇2021年抗旱工作总结\n"), "{text:?}");
    folder.write("a.pdf", crate::pages::pdf("组长沈怀瑾", ""));
    let run = folder.plain(&format!("mask a.pdf -o a.txt {vault}"), b"").ends(2);
    assert!(run.err.contains("leave --vault out"), "{}", run.err);
}

#[test]
fn a_receipt_lists_what_went_and_what_was_not_looked_into() {
    let folder = Folder::new();
    let others = [("word/media/image1.png", "x"), ("word/embeddings/oleObject1.bin", "y")];
    folder.write("r.docx", docx(&paragraph(&run("到会。")), &others));
    folder.plain("mask r.docx -o m.docx --opaque drop --receipt receipt.json", b"").ends(0);
    let receipt = String::from_utf8(folder.read("receipt.json")).unwrap();
    assert!(receipt.contains("\"embedded object\": 1") && receipt.contains("\"picture\": 1"), "{receipt}");
    for command in ["scan", "check", "inspect", "diff r.docx", "clean"] {
        let run = folder.plain(&format!("{command} r.docx --strict"), b"").ends(2);
        assert!(run.err.contains("--strict was given"), "{command}: {}", run.err);
    }
}
