use std::fmt::Write as _;

use super::super::Version;
use super::*;

/// A PDF whose font says with ToUnicode what each code of two bytes is; the text is written as UTF-16 codes.
fn file(content: &str, more: &[&str]) -> Vec<u8> {
    let cmap = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange \
                1 beginbfrange <0020> <FFEF> <0020> endbfrange endcmap end end";
    let stream =
        |dict: &str, data: &str| format!("<<{dict} /Length {}>>\nstream\n{data}\nendstream", data.len());
    let mut objects = vec![
        "<</Type /Catalog /Pages 2 0 R>>".to_owned(),
        "<</Type /Pages /Kids [3 0 R] /Count 1>>".to_owned(),
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] /Contents 4 0 R /Resources <</Font <</F 5 0 R>> /XObject <</X 9 0 R>>>>>>".to_owned(),
        stream("", content),
        "<</Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R>>".to_owned(),
        "<</Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /DW 1000>>".to_owned(),
        stream("", cmap),
        "<</Author <FEFF90D16D7771D5> /Producer (maker)>>".to_owned(),
        stream("/Type /XObject /Subtype /Form /BBox [0 0 200 300] /Resources <</Font <</F 5 0 R>>>>", &show(20, 40, "表内林晓")),
    ];
    objects.extend(more.iter().map(|object| (*object).to_owned()));
    let mut out = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = writeln!(out, "{} 0 obj\n{object}\nendobj", number + 1);
    }
    let start = out.len();
    let _ = writeln!(out, "xref\n0 {}\n0000000000 65535 f ", places.len() + 1);
    for place in &places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(
        out,
        "trailer\n<</Size {} /Root 1 0 R /Info 8 0 R>>\nstartxref\n{start}\n%%EOF\n",
        places.len() + 1
    );
    out.into_bytes()
}

fn show(x: u32, y: u32, text: &str) -> String {
    let codes: String = text.encode_utf16().map(|code| format!("{code:04X}")).collect();
    format!("BT /F 10 Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET\n")
}

fn read(bytes: &[u8]) -> Opened {
    super::super::open(bytes, &Limits::default()).unwrap()
}

fn body(opened: &Opened) -> Vec<String> {
    opened
        .document
        .units
        .iter()
        .filter(|unit| unit.role == Role::Body)
        .map(|unit| unit.text.clone())
        .collect()
}

#[test]
fn text_is_read_with_page_and_place() {
    let opened = read(&file(&format!("{}{}/X Do", show(20, 250, "组长郑"), show(50, 250, "海燕到会")), &[]));
    assert_eq!(opened.kind, Kind::Pdf);
    assert_eq!(body(&opened), ["组长郑海燕到会", "表内林晓"]);
    assert_eq!(opened.document.units[0].locator, "page 1 ¶1 (20 40 90 50)");
    let carriers: Vec<&str> =
        opened.document.units.iter().filter(|u| u.role == Role::Carrier).map(|u| u.text.as_str()).collect();
    assert_eq!(carriers, ["郑海燕", "maker"]);
    assert!(
        opened.properties().iter().any(|property| property.name == "author" && property.value == "郑海燕")
    );
}

#[test]
fn a_box_over_text_is_found_and_a_box_under_it_is_not() {
    let text = show(20, 250, "组长郑海燕到会");
    let found = |content: &str| {
        let opened = read(&file(content, &[]));
        let all: Vec<(String, &str)> = opened
            .fields
            .iter()
            .map(|field| (field.span.of(&opened.document.units[field.unit].text).to_owned(), field.what))
            .collect();
        all
    };
    assert_eq!(found(&format!("{text} 0 g 39 247 32 14 re f")), [("郑海燕".to_owned(), COVERED)]);
    assert_eq!(
        found(&format!("{text} 0 g 39 247 m 71 247 l 71 261 l 39 261 l h f")),
        [("郑海燕".to_owned(), COVERED)]
    );
    assert_eq!(found(&format!("0.8 g 39 247 32 14 re f 0 g {text}")), []);
    // A line under the text hides nothing.
    assert_eq!(found(&format!("{text} 20 248 70 0.5 re f")), []);
    assert_eq!(found(&format!("3 Tr {text}")), [("组长郑海燕到会".to_owned(), INVISIBLE)]);
    assert_eq!(found(&show(500, 250, "郑海燕")), [("郑海燕".to_owned(), OUTSIDE)]);
}

#[test]
fn older_states_of_the_file_are_read() {
    let old = file(&show(20, 250, "组长郑海燕到会"), &[]);
    let mut bytes = old.clone();
    let at = bytes.len();
    let content = show(20, 250, "组长XX到会");
    let object = format!("4 0 obj\n<</Length {}>>\nstream\n{content}\nendstream\nendobj\n", content.len());
    bytes.extend_from_slice(object.as_bytes());
    let start = bytes.len();
    let previous = String::from_utf8_lossy(&old).rfind("xref\n0").unwrap();
    let tail = format!(
        "xref\n4 1\n{at:010} 00000 n \ntrailer\n<</Size 10 /Root 1 0 R /Info 8 0 R /Prev {previous}>>\nstartxref\n{start}\n%%EOF\n"
    );
    bytes.extend_from_slice(tail.as_bytes());
    let opened = read(&bytes);
    assert_eq!(body(&opened), ["组长XX到会"]);
    let old: Vec<&str> =
        opened.document.units.iter().filter(|u| u.role == Role::Aside).map(|u| u.text.as_str()).collect();
    assert_eq!(old, ["组长郑海燕到会"]);
    assert!(opened.carriers.iter().any(|carrier| carrier.what == "older state of the file"));
}

#[test]
fn attachments_are_opened_or_listed() {
    let page = "<html><p>郑海燕</html>";
    let stream =
        |data: &str| format!("<</Type /EmbeddedFile /Length {}>>\nstream\n{data}\nendstream", data.len());
    let opened = read(&file("", &[&stream(page), &stream("\u{1}\u{2}")]));
    let fates: Vec<Fate> =
        opened.carriers.iter().filter(|c| c.what == "attachment").map(|c| c.fate).collect();
    assert_eq!(fates, [Fate::Recursed, Fate::Opaque]);
    assert!(opened.document.units.iter().any(|unit| unit.text == "郑海燕" && unit.locator.contains('!')));
}

#[test]
fn a_pdf_is_not_changed_but_its_text_is_written() {
    let bytes = file(&show(20, 250, "组长郑海燕到会"), &[]);
    let opened = read(&bytes);
    assert_eq!(opened.write(&[], &WriteOptions::default()).unwrap().bytes, bytes);
    let edits = vec![vec![Edit::replacement(Span::new(6, 15), "XX")]];
    assert!(opened.write(&edits, &WriteOptions::default()).unwrap_err().to_string().contains("NAME.txt"));
    assert_eq!(opened.version(&edits, Version::Text), "组长XX到会\n".as_bytes());
    let docx = read(&opened.version(&edits, Version::Docx));
    assert_eq!(docx.kind, Kind::Docx);
    assert!(docx.document.units.iter().any(|unit| unit.text == "组长XX到会"));
    assert!(docx.streams().iter().all(|(_, bytes)| guard::find(bytes, "郑".as_bytes()).is_none()));
}

#[test]
fn a_bomb_is_refused() {
    let mut packed = Vec::new();
    let mut deflater = flate2::Compress::new(flate2::Compression::best(), true);
    packed.reserve(1 << 20);
    deflater.compress_vec(&vec![b' '; 64 << 20], &mut packed, flate2::FlushCompress::Finish).unwrap();
    let mut bytes = b"%PDF-1.4\n1 0 obj\n<</Filter /FlateDecode>>\nstream\n".to_vec();
    bytes.extend_from_slice(&packed);
    bytes.extend_from_slice(b"\nendstream\nendobj\n%%EOF");
    let error = super::super::open(&bytes, &Limits::default()).unwrap_err().to_string();
    assert!(error.contains("limit ratio = 200"), "{error}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    /// Whatever is broken in a file, it is read or refused.
    #[test]
    fn broken_files_do_no_harm(at in 0usize..2600, byte in proptest::prelude::any::<u8>(), cut in 0usize..2600) {
        let mut bytes = file(&format!("{}/X Do", show(20, 250, "组长郑海燕到会")), &[]);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = super::super::open(&bytes, &Limits::default());
        bytes.truncate(cut);
        let _ = super::super::open(&bytes, &Limits::default());
    }
}
