//! What is not edited keeps its bytes, in every encoding, with every line end.

use crate::harness::Folder;

fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

/// A text in every encoding, with the arguments that it takes to read it.
fn encoded(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    vec![
        ("", text.as_bytes().to_vec()),
        ("", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("", gb.clone()),
        ("--encoding gbk", gb.clone()),
        ("--encoding gb18030", gb),
        ("--encoding big5", encoding_rs::BIG5.encode(text).0.into_owned()),
        ("", [b"\xff\xfe".to_vec(), utf16(text, u16::to_le_bytes)].concat()),
        ("", [b"\xfe\xff".to_vec(), utf16(text, u16::to_be_bytes)].concat()),
        ("--encoding utf-16le", utf16(text, u16::to_le_bytes)),
        ("--encoding UTF-16BE", utf16(text, u16::to_be_bytes)),
    ]
}

#[test]
fn masked_text_keeps_its_encoding_mark_and_line_ends() {
    let before = "一、到白鹭湾\r\n二、在青石坡\n三、各位代表同志";
    let after = "一、到XX\r\n二、在XX\n三、各位代表同志";
    for ((args, old), (_, new)) in encoded(before).into_iter().zip(encoded(after)) {
        let folder = Folder::new();
        // Big5 has no simplified characters, so its terms differ.
        folder.write("more.txt", "白鷺灣\tplate\n");
        folder.write("a.txt", &old);
        folder.yinmo(&format!("mask -i {args} a.txt")).ends(0);
        if args.contains("big5") {
            continue;
        }
        assert_eq!(folder.read("a.txt"), new, "{args}");
        let printed = folder.yinmo_with(&format!("mask {args}"), &old).ends(0);
        assert_eq!(printed.out, new, "{args} on standard input");
    }
}

#[test]
fn big5_comes_back_as_big5() {
    let folder = Folder::new();
    folder.write("more.txt", "白鷺灣\tplate\n");
    let old = encoding_rs::BIG5.encode("各位同仁請於本週五前到白鷺灣集合，聯絡人詳見附件。\r\n").0;
    let new = encoding_rs::BIG5.encode("各位同仁請於本週五前到XX集合，聯絡人詳見附件。\r\n").0;
    let run = folder.yinmo_with("mask --terms more.txt", &old).ends(0);
    assert_eq!(run.out, new.as_ref());
}

#[test]
fn a_file_without_findings_is_not_touched_whatever_its_spelling() {
    let folder = Folder::new();
    // 0x80 is a spelling of the euro sign that is never written.
    let text = [&encoding_rs::GBK.encode("各位代表：本年度预算约为").0[..], b"\x80", b"100\r\n"].concat();
    folder.write("a.txt", &text);
    folder.yinmo("mask a.txt -o b.txt --encoding gbk").ends(0);
    assert_eq!(folder.read("b.txt"), text);
    let more = [&text[..], &encoding_rs::GBK.encode("到白鹭湾").0].concat();
    folder.write("a.txt", &more);
    let run = folder.yinmo("mask -i a.txt --encoding gbk").ends(2);
    assert!(run.err.contains("cannot be written back unchanged"), "{}", run.err);
    assert_eq!(folder.read("a.txt"), more);
}

#[test]
fn a_diff_of_another_encoding_says_that_it_is_no_patch() {
    let folder = Folder::new();
    folder.write("a.txt", encoding_rs::GBK.encode("各位代表到白鹭湾集合").0);
    let run = folder.yinmo("mask a.txt").ends(0);
    assert!(run.text().contains("+各位代表到XX集合"), "{}", run.text());
    assert!(run.err.contains("cannot be applied as a patch"), "{}", run.err);
}
