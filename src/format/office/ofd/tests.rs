use super::*;

const NS: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";

fn file(page: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let mut parts = vec![
        (
            "OFD.xml",
            format!(
                "<ofd:OFD {NS} DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo><ofd:DocID>abcdef</ofd:DocID>\
                 <ofd:Author>郑海燕</ofd:Author><ofd:Creator>某程序</ofd:Creator><ofd:CustomDatas><ofd:CustomData Name=\"人\">郑海燕</ofd:CustomData></ofd:CustomDatas>\
                 </ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            ),
        ),
        (
            "Doc_0/Document.xml",
            format!(
                "<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>20</ofd:MaxUnitID><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>\
                 <ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages><ofd:Attachments>Attachments.xml</ofd:Attachments></ofd:Document>"
            ),
        ),
        (
            "Doc_0/PublicRes.xml",
            format!(
                "<ofd:Res {NS} BaseLoc=\"Res\"><ofd:Fonts><ofd:Font ID=\"3\" FontName=\"宋体\"/>\
                 <ofd:Font ID=\"4\" FontName=\"a\"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font></ofd:Fonts></ofd:Res>"
            ),
        ),
        ("Doc_0/Res/f.ttf", "font".to_owned()),
        (
            "Doc_0/Attachments.xml",
            format!(
                "<ofd:Attachments {NS}><ofd:Attachment ID=\"9\" Name=\"a\"><ofd:FileLoc>Attachs/a.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>"
            ),
        ),
        ("Doc_0/Attachs/a.xml", "<a><b>郑海燕</b></a>".to_owned()),
        (
            "Doc_0/Pages/Page_0/Content.xml",
            format!(
                "<ofd:Page {NS}><ofd:Content><ofd:Layer ID=\"2\">{page}</ofd:Layer></ofd:Content></ofd:Page>"
            ),
        ),
    ];
    parts.extend(more.iter().map(|(name, text)| (*name, (*text).to_owned())));
    let part = |(name, text): (&str, String)| Part { name: name.to_owned(), bytes: text.into_bytes() };
    Package { parts: parts.into_iter().map(part).collect() }.write()
}

fn read(bytes: &[u8]) -> Opened {
    super::super::open(bytes, &Limits::default()).unwrap()
}

fn mask(opened: &Opened, from: &str) -> Vec<Vec<Edit>> {
    let edits = |text: &str| {
        text.match_indices(from)
            .map(|(at, _)| Edit::replacement(Span::new(at, at + from.len()), "XX"))
            .collect()
    };
    opened.document.units.iter().map(|unit| edits(&unit.text)).collect()
}

fn part(bytes: &[u8], name: &str) -> Option<String> {
    let package = Package::read(bytes, &Limits::default()).unwrap();
    package.part(name).map(|part| String::from_utf8(part.bytes.clone()).unwrap())
}

/// One object for each character, the way many programs write.
fn one_by_one(text: &str, font: u32) -> String {
    let object = |(i, c): (usize, char)| {
        format!(
            "<ofd:TextObject ID=\"{}\" Boundary=\"{} 20 5 5\" Font=\"{font}\" Size=\"4\"><ofd:TextCode X=\"0\" Y=\"4\">{c}</ofd:TextCode></ofd:TextObject>",
            5 + i,
            10.0 + 4.0 * i as f32
        )
    };
    text.chars().enumerate().map(object).collect()
}

#[test]
fn a_line_is_read_from_objects_of_one_character() {
    let bytes = file(&one_by_one("组长郑海燕到会", 3), &[]);
    let opened = read(&bytes);
    assert_eq!(opened.kind, Kind::Ofd);
    let unit = &opened.document.units[0];
    assert_eq!(unit.text, "组长郑海燕到会");
    assert!(unit.locator.starts_with("page 1 ¶1 (10 20 38 24)"), "{}", unit.locator);
    let written = opened
        .write(&mask(&opened, "郑海燕"), &WriteOptions { scrub: true, ..WriteOptions::default() })
        .unwrap();
    let again = read(&written.bytes);
    // The font is not in the file: the mask can be written.
    assert_eq!(again.document.units[0].text, "组长XX\u{3000}到会");
    assert!(again.streams().iter().all(|(_, bytes)| !bytes.windows(9).any(|w| w == "郑海燕".as_bytes())));
    assert!(part(&written.bytes, "Doc_0/Attachs/a.xml").is_none());
    let root = part(&written.bytes, "OFD.xml").unwrap();
    assert!(
        root.contains(&"0".repeat(32)) && !root.contains("CustomData") && !root.contains("某程序"),
        "{root}"
    );
}

#[test]
fn nothing_changes_where_nothing_is_edited() {
    let bytes = file(&one_by_one("组长郑海燕到会", 4), &[]);
    let opened = read(&bytes);
    assert_eq!(opened.write(&[], &WriteOptions::default()).unwrap().bytes, bytes);
}

#[test]
fn glyphs_that_draw_a_name_go_with_it() {
    let page = "<ofd:TextObject ID=\"5\" Boundary=\"10 20 50 5\" CTM=\"1 0 0 1 0 0\" Font=\"4\" Size=\"4\">\
                <ofd:CGTransform CodePosition=\"0\" CodeCount=\"7\" GlyphCount=\"7\"><ofd:Glyphs>11 12 13 14 15 16 17</ofd:Glyphs></ofd:CGTransform>\
                <ofd:TextCode X=\"0\" Y=\"4\" DeltaX=\"g 6 4\">组长郑海燕到会</ofd:TextCode></ofd:TextObject>";
    let opened = read(&file(page, &[]));
    let written = opened
        .write(&mask(&opened, "郑海燕"), &WriteOptions { scrub: true, ..WriteOptions::default() })
        .unwrap();
    let page = part(&written.bytes, "Doc_0/Pages/Page_0/Content.xml").unwrap();
    assert!(page.contains(">组长\u{3000}\u{3000}\u{3000}到会<"), "{page}");
    assert!(
        page.contains("CodePosition=\"0\" CodeCount=\"2\" GlyphCount=\"2\"><ofd:Glyphs>11 12<"),
        "{page}"
    );
    assert!(
        page.contains("CodePosition=\"5\" CodeCount=\"2\" GlyphCount=\"2\"><ofd:Glyphs>16 17<"),
        "{page}"
    );
    assert!(page.contains("<ofd:PathObject ID=\"21\" Boundary=\"10 20 50 5\" CTM=\"1 0 0 1 0 0\""), "{page}");
    assert!(page.contains("M 8 0.4"), "{page}");
    assert!(part(&written.bytes, "Doc_0/Document.xml").unwrap().contains("<ofd:MaxUnitID>21<"));
    assert!(read(&written.bytes).document.units[0].text.contains("组长"));
}

#[test]
fn what_is_said_inside_of_glyphs_goes_with_them() {
    let page = "<ofd:TextObject ID=\"5\" Boundary=\"10 20 50 5\" Font=\"4\" Size=\"4\">\
                <ofd:CGTransform Title=\"郑海燕\" CodePosition=\"0\" CodeCount=\"3\" GlyphCount=\"2\"><ofd:Glyphs>11 12</ofd:Glyphs></ofd:CGTransform>\
                <ofd:TextCode X=\"0\" Y=\"4\" DeltaX=\"4 4 4\">郑海燕到</ofd:TextCode></ofd:TextObject>";
    let opened = read(&file(page, &[]));
    let written = opened.write(&mask(&opened, "郑海燕"), &WriteOptions::default()).unwrap();
    let page = part(&written.bytes, "Doc_0/Pages/Page_0/Content.xml").unwrap();
    assert!(page.contains("到<") && !page.contains("CGTransform") && !page.contains('郑'), "{page}");
}

#[test]
fn a_cluster_of_glyphs_goes_as_a_whole() {
    let page = "<ofd:TextObject ID=\"5\" Boundary=\"10 20 50 5\" Font=\"4\" Size=\"4\">\
                <ofd:CGTransform CodePosition=\"1\" CodeCount=\"2\" GlyphCount=\"1\"><ofd:Glyphs>11</ofd:Glyphs></ofd:CGTransform>\
                <ofd:TextCode X=\"0\" Y=\"4\" DeltaX=\"4 4 4\">长郑海燕</ofd:TextCode></ofd:TextObject>";
    let opened = read(&file(page, &[]));
    let written = opened.write(&mask(&opened, "海燕"), &WriteOptions::default()).unwrap();
    let page = part(&written.bytes, "Doc_0/Pages/Page_0/Content.xml").unwrap();
    assert!(page.contains(">长\u{3000}\u{3000}\u{3000}<") && !page.contains("CGTransform"), "{page}");
}

#[test]
fn a_signed_file_is_written_only_without_its_signature() {
    let signature = ("Doc_0/Signs/Sign_0/SignedValue.dat", "\u{1}x");
    let opened = read(&file(&one_by_one("郑海燕", 3), &[signature]));
    let edits = mask(&opened, "郑海燕");
    let options = WriteOptions { scrub: true, ..WriteOptions::default() };
    assert_eq!(opened.write(&edits, &options).unwrap_err(), WriteError::Signed);
    let written = opened.write(&edits, &WriteOptions { drop_signatures: true, ..options }).unwrap();
    assert!(part(&written.bytes, "Doc_0/Signs/Sign_0/SignedValue.dat").is_none());
}

#[test]
fn custom_data_that_is_no_xml_does_not_hide_the_pages() {
    let tags = ("Doc_0/Tags/CustomTag.xml", "<a:b><:c>郑海燕</a:b>");
    let opened = read(&file(&one_by_one("郑海燕", 3), &[tags]));
    assert!(opened.carriers.iter().any(|carrier| carrier.fate == Fate::Opaque));
    let written = opened
        .write(&mask(&opened, "郑海燕"), &WriteOptions { scrub: true, ..WriteOptions::default() })
        .unwrap();
    assert!(part(&written.bytes, "Doc_0/Tags/CustomTag.xml").is_none(), "nothing refers to it");
}
