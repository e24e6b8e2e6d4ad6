//! Files with a container that are no Office Open XML: pages, OFD, PDF, mails, old files.

use std::collections::BTreeMap;

use yinmo::edit::{self, Edit};
use yinmo::format::office::{Limits, Opaque, Package, Part, WriteOptions, open};
use yinmo::span::Span;

use crate::harness::Folder;
use crate::office::documents;

const TYPES: [&str; 16] = [
    "html", "htm", "ofd", "pdf", "doc", "DOC", "wps", "xls", "et", "ppt", "dps", "eml", "mht", "odt", "msg",
    "rtf",
];

/// A small PDF of one page; codes are UTF-16.
pub(crate) fn pdf(text: &str, after: &str) -> Vec<u8> {
    let codes: String = text.encode_utf16().map(|code| format!("{code:04X}")).collect();
    let content = format!("BT /F 10 Tf 1 0 0 1 20 250 Tm <{codes}> Tj ET {after}");
    let cmap = "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0020> <FFEF> <0020> endbfrange endcmap";
    let objects = [
        "<</Type /Catalog /Pages 2 0 R>>".to_owned(),
        "<</Type /Pages /Kids [3 0 R] /Count 1>>".to_owned(),
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
        "<</Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R>>".to_owned(),
        "<</Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /DW 1000>>".to_owned(),
        format!("<</Length {}>>\nstream\n{cmap}\nendstream", cmap.len()),
    ];
    let mut out = "%PDF-1.7\n".to_owned();
    let mut table = String::new();
    for (number, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let start = out.len();
    out.push_str(&format!(
        "xref\n0 8\n0000000000 65535 f \n{table}trailer\n<</Size 8 /Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    ));
    out.into_bytes()
}

#[test]
fn a_page_is_masked_in_text_attributes_and_scripts() {
    let folder = Folder::new();
    let page = "<html><head><meta name=author content=白鹭湾></head><p title='白鹭湾'>在白<b>鹭湾</b>。</p><script>var a = \"白鹭湾\";</script></html>";
    folder.write("a.html", page);
    folder.yinmo("mask -i a.html").ends(0);
    let after = String::from_utf8(folder.read("a.html")).unwrap();
    assert!(!after.contains('鹭') && after.contains("var a = \"") && after.contains("<b></b>"), "{after}");
    let run = folder.yinmo("scan a.html --format jsonl").ends(0);
    assert_eq!(run.text(), "");
}

#[test]
fn a_pdf_is_checked_and_its_text_is_written() {
    let folder = Folder::new();
    folder.write("a.pdf", pdf("组长在白鹭湾到会", "0 g 49 247 32 14 re f"));
    let run = folder.plain("check a.pdf --format jsonl --select damage/covered", b"").ends(1);
    assert!(
        run.text().contains("\"unit\":\"page 1 ¶1 (20 40 100 50)\"") && run.text().contains("白鹭湾"),
        "{}",
        run.text()
    );
    let run = folder.yinmo("mask -i a.pdf").ends(2);
    assert!(run.err.contains("-o NAME.txt"), "{}", run.err);
    folder.yinmo("mask a.pdf -o out.txt").ends(0);
    assert!(!String::from_utf8(folder.read("out.txt")).unwrap().contains("白鹭湾"));
    folder.yinmo("mask a.pdf -o out.docx").ends(0);
    assert!(folder.read("out.docx").starts_with(b"PK"));
    folder.yinmo("mask a.pdf -o folder/").ends(0);
    assert!(folder.read("folder/a.pdf.txt").starts_with("组长在".as_bytes()));
}

/// An old workbook of one cell.
pub(crate) fn old_book(text: &str) -> Vec<u8> {
    let mut stream = Vec::new();
    let mut record = |kind: u16, body: &[u8]| {
        stream.extend(kind.to_le_bytes());
        stream.extend((body.len() as u16).to_le_bytes());
        stream.extend(body);
    };
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    record(0x809, &[0, 6, 16, 0]);
    record(0x204, &[&[0, 0, 0, 0, 0, 0, (wide.len() / 2) as u8, 0, 1][..], &wide].concat());
    stream.resize(4096, 0);
    let mut out = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    out.resize(512, 0);
    let end = 0xffff_fffeu32;
    for (at, value) in [(30, 9u32 | 6 << 16), (44, 1), (48, 1), (56, 4096), (60, end), (68, end)] {
        out[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    out[80..512].fill(0xff);
    let mut table = vec![0xffff_fffdu32, end];
    table.extend((3..10).chain([end]));
    table.resize(128, u32::MAX);
    out.extend(table.iter().flat_map(|entry| entry.to_le_bytes()));
    let mut directory = vec![0u8; 512];
    for (number, (name, kind, start, size)) in
        [("Root Entry", 5u8, end, 0u32), ("Workbook", 2, 2, 4096)].into_iter().enumerate()
    {
        let entry = &mut directory[128 * number..128 * (number + 1)];
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..wide.len()].copy_from_slice(&wide);
        entry[64] = wide.len() as u8 + 2;
        entry[66] = kind;
        entry[68..80].fill(0xff);
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&size.to_le_bytes());
    }
    directory[76..80].copy_from_slice(&1u32.to_le_bytes());
    out.extend(directory);
    out.extend(stream);
    out
}

#[cfg(unix)]
#[test]
fn an_old_file_needs_libreoffice_to_become_a_new_one() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.write("a.xls", old_book("白鹭湾"));
    assert!(folder.yinmo("scan a.xls --format jsonl").ends(0).text().contains("sheet 1!A1"));
    folder.yinmo("mask a.xls -o a.txt").ends(0);
    let run = |program: &str| {
        let mut command = folder.on_terms("mask a.xls -o a.xlsx");
        let output = command.env("SOFFICE", folder.path().join(program)).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let script = |name: &str, text: &str| {
        let path = folder.write(name, format!("#!/bin/sh\n{text}\n"));
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).unwrap();
    };
    // It says that all went well, and wrote nothing; then something that is no workbook.
    script("silent", "exit 0");
    let (code, err) = run("silent");
    assert!(code == Some(2) && err.contains("could not convert"), "{err}");
    script("noise", "while [ \"$1\" != --outdir ]; do shift; done; mkdir -p $2; echo noise > $2/in.xlsx");
    let (code, err) = run("noise");
    assert!(code == Some(2) && err.contains("cannot be opened"), "{err}");
    // It dies; it is not there.
    script("crash", "kill -SEGV $$");
    let (code, err) = run("crash");
    assert!(code == Some(2) && err.contains("could not convert"), "{err}");
    let (code, err) = run("nowhere");
    assert!(code == Some(2) && err.contains("name another LibreOffice in $SOFFICE"), "{err}");
    // It hangs, and so does what it has started.
    script("hang", "sleep 60 & echo $! > \"${0%hang}child\"; wait");
    let mut command = folder.on_terms("mask a.xls -o a.xlsx --limit seconds=1");
    let output = command.env("SOFFICE", folder.path().join("hang")).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(2) && err.contains("did not finish within the limit seconds = 1"),
        "{err}"
    );
    let child = String::from_utf8(folder.read("child")).unwrap();
    let state = std::fs::read_to_string(format!("/proc/{}/stat", child.trim())).unwrap_or_default();
    assert!(state.is_empty() || state.contains(") Z "), "{state}");
    // What it makes is held against the limits of the run.
    script(
        "large",
        "while [ \"$1\" != --outdir ]; do shift; done; mkdir -p $2; head -c 9000 /dev/zero > $2/in.xlsx",
    );
    let mut command = folder.on_terms("mask a.xls -o a.xlsx --limit total=8K");
    let output = command.env("SOFFICE", folder.path().join("large")).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && err.contains("the limit total = 8192"), "{err}");
    assert!(!folder.path().join("a.xlsx").exists());
}

#[test]
fn open_documents_and_rtf_are_masked() {
    let folder = Folder::new();
    let spaces = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
                  xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\"";
    let body = "<office:body><office:text><text:p>在白<text:span>鹭湾</text:span>。<text:placeholder>&lt;单位&gt;</text:placeholder></text:p></office:text></office:body>";
    let meta = "<office:meta><meta:initial-creator>白鹭湾</meta:initial-creator></office:meta>";
    let typed = "application/vnd.oasis.opendocument.text";
    folder.write("a.fodt", format!("<?xml version=\"1.0\"?><office:document {spaces} office:mimetype=\"{typed}\">{meta}{body}</office:document>"));
    let part = |name: &str, text: &str| Part { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let package = Package {
        parts: vec![
            part("mimetype", typed),
            part("META-INF/manifest.xml", "<manifest/>"),
            part(
                "content.xml",
                &format!("<office:document-content {spaces}>{body}</office:document-content>"),
            ),
            part("meta.xml", &format!("<office:document-meta {spaces}>{meta}</office:document-meta>")),
        ],
    };
    folder.write("b.odt", package.write());
    folder.write(
        "c.rtf",
        "{\\rtf1\\ansi\\ansicpg936{\\info{\\author \\'b0\\'d7\\'f0\\'d8\\'cd\\'e5}}\\b \\'b0\\'d7{\\i\\'f0\\'d8}\\u28286?\\par{\\field{\\*\\fldinst MERGEFIELD x}{\\fldrslt <x>}}}",
    );
    for (name, kind) in [("a.fodt", "odt"), ("b.odt", "odt"), ("c.rtf", "rtf")] {
        let inspected = folder.plain(&format!("inspect {name}"), b"").ends(0);
        assert!(inspected.text().contains(&format!("{name}: {kind}")), "{inspected:?}");
        assert!(
            inspected.text().contains("1 unfilled field") && inspected.text().contains("property"),
            "{inspected:?}"
        );
        folder.plain(&format!("check --for template {name}"), b"").ends(1);
        folder.yinmo(&format!("mask -i {name}")).ends(0);
        assert_eq!(folder.yinmo(&format!("scan {name} --format jsonl")).ends(0).text(), "");
        let opened = open(&folder.read(name), &Limits::default()).unwrap();
        assert!(opened.document.units.iter().any(|unit| unit.text.contains("XX")), "{name}");
        assert_eq!(opened.properties(), [], "{name}");
        let refused = folder.yinmo(&format!("mask --track-changes {name} -o x.docx")).ends(2);
        assert!(refused.err.contains("only docx records changes"), "{}", refused.err);
    }
}

#[test]
fn a_mail_is_masked() {
    let folder = Folder::new();
    let mail = "From: a@example.com\r\nTo: b@example.com\r\nSubject: =?UTF-8?B?55m96bmt5rm+?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E5=9C=A8=E7=99=BD=E9=B9=AD=E6=B9=BE=E3=80=82\r\n";
    folder.write("a.eml", mail);
    assert_eq!(folder.yinmo("scan a.eml --format jsonl").ends(0).text().lines().count(), 2);
    folder.yinmo("mask -i a.eml").ends(0);
    assert_eq!(folder.yinmo("scan a.eml --format jsonl").ends(0).text(), "");
}

/// Every real file opens or says why not; what is not edited stays as it is; what is edited can be read again.
#[test]
fn real_files_are_read_or_refused() {
    let mut report: BTreeMap<String, usize> = BTreeMap::new();
    for path in documents(&TYPES) {
        let bytes = std::fs::read(&path).unwrap();
        let opened = match open(&bytes, &Limits::default()) {
            Ok(opened) => opened,
            Err(error) => {
                assert!(!error.to_string().contains('\n'));
                *report.entry(format!("refused: {error}")).or_default() += 1;
                continue;
            }
        };
        *report.entry(opened.kind.name().to_owned()).or_default() += 1;
        let still = opened.write(&[], &WriteOptions::default()).unwrap().bytes;
        match Package::read(&bytes, &Limits::default()) {
            Ok(before) => {
                let after = Package::read(&still, &Limits::default()).unwrap();
                assert!(
                    before.parts.iter().all(|part| after.part(&part.name) == Some(part)),
                    "{}",
                    path.display()
                );
            }
            Err(_) => assert!(still == bytes, "{}", path.display()),
        }
        let some = |text: &str| {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let edit = |_| Edit::replacement(Span::new(places[1], places[3]), "XX");
            Some(()).filter(|()| places.len() > 4).map(edit).into_iter().collect::<Vec<_>>()
        };
        let edits: Vec<Vec<Edit>> = opened.document.units.iter().map(|unit| some(&unit.text)).collect();
        if !opened.is_writable() {
            continue;
        }
        let options = WriteOptions {
            opaque: Opaque::Drop,
            drop_signatures: true,
            scrub: true,
            ..WriteOptions::default()
        };
        let written = opened.write(&edits, &options).unwrap();
        assert!(written.lost.is_empty(), "{}", path.display());
        let again = open(&written.bytes, &Limits::default()).unwrap();
        let meant = opened
            .document
            .units
            .iter()
            .zip(&edits)
            .filter(|(unit, _)| unit.role == yinmo::document::Role::Body);
        let meant: Vec<String> =
            meant.map(|(unit, edits)| edit::apply(&unit.text, edits)).chain(written.texts).collect();
        let missed = again
            .document
            .units
            .iter()
            .filter(|unit| unit.role == yinmo::document::Role::Body && !meant.contains(&unit.text));
        assert_eq!(missed.count(), 0, "{}", path.display());
    }
    eprintln!("{report:#?}");
}
