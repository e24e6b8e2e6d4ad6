use super::*;
use crate::document::Role;
use crate::edit;
use crate::format::office::container::open as open_any;

const SPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" \
    xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" \
    xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" \
    xmlns:config=\"urn:oasis:names:tc:opendocument:xmlns:config:1.0\" \
    xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
    xmlns:officeooo=\"http://openoffice.org/2009/office\"";

fn content(kind: &str, styles: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content {SPACES} office:version=\"1.3\">\
         <office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
}

fn package(kind: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut list =
        format!("<manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{TYPE}{kind}\"/>");
    for (name, _) in parts {
        list.push_str(&format!(
            "<manifest:file-entry manifest:full-path=\"{name}\" manifest:media-type=\"\"/>"
        ));
    }
    let manifest = format!(
        "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">{list}</manifest:manifest>"
    );
    let typed = format!("{TYPE}{kind}");
    let mut package = Package::default();
    let own = [("mimetype", typed.as_bytes()), ("META-INF/manifest.xml", manifest.as_bytes())];
    for (name, bytes) in own.iter().chain(parts) {
        package.parts.push(Part { name: (*name).to_owned(), bytes: bytes.to_vec() });
    }
    package.write()
}

fn text(body: &str) -> Opened {
    let content = content("text", "", body);
    open_any(&package("text", &[("content.xml", content.as_bytes())]), &Limits::default()).unwrap()
}

fn texts(opened: &Opened) -> Vec<(&str, Role)> {
    opened.document.units.iter().map(|unit| (unit.text.as_str(), unit.role)).collect()
}

fn body(opened: &Opened) -> Vec<&str> {
    let seen = opened.document.units.iter().filter(|unit| unit.role == Role::Body);
    seen.map(|unit| unit.text.as_str()).collect()
}

/// Replaces a word everywhere and opens what was written.
fn replaced(opened: &Opened, from: &str, to: &str, options: &WriteOptions) -> (Opened, Vec<u8>) {
    let edits = |text: &str| {
        let hits = text.match_indices(from);
        hits.map(|(at, _)| Edit::replacement(Span::new(at, at + from.len()), to)).collect::<Vec<_>>()
    };
    let edits: Vec<Vec<Edit>> = opened.document.units.iter().map(|unit| edits(&unit.text)).collect();
    let written = opened.write(&edits, options).unwrap();
    assert_eq!(written.lost, [0usize; 0]);
    (open_any(&written.bytes, &Limits::default()).unwrap(), written.bytes)
}

fn part_of(bytes: &[u8], name: &str) -> String {
    let package = Package::read(bytes, &Limits::default()).unwrap();
    String::from_utf8(package.part(name).map(|part| part.bytes.clone()).unwrap_or_default()).unwrap()
}

const SCRUB: WriteOptions =
    WriteOptions { scrub: true, opaque: Opaque::Refuse, track: None, drop_signatures: false };

#[test]
fn a_paragraph_is_read_across_spans_with_the_blanks_that_count() {
    let opened = text(
        "<text:p>  组长\n   <text:span>郑</text:span><text:span>海<text:bookmark text:name=\"b\"/>燕</text:span>\
         <text:s text:c=\"3\"/>到<text:tab/>柳林<text:line-break/>县&amp;<text:soft-page-break/>乡</text:p>",
    );
    assert_eq!(body(&opened), ["组长 郑海燕   到\t柳林\n县&乡"]);
    let (again, bytes) = replaced(&opened, "郑海燕 ", "某 ", &WriteOptions::default());
    assert_eq!(body(&again), ["组长 某   到\t柳林\n县&乡"]);
    assert!(part_of(&bytes, "content.xml").contains("<text:span>某 <text:s/>"));
    let (again, _) = replaced(&opened, "到\t柳林\n县&", "<>", &WriteOptions::default());
    assert_eq!(body(&again), ["组长 郑海燕   <>乡"]);
}

#[test]
fn what_is_deleted_between_blanks_leaves_both() {
    let opened =
        text("<text:p>a 甲 b 甲</text:p><text:p>甲 c</text:p><text:p>甲</text:p><text:p>x 甲 甲 y</text:p>");
    let (again, _) = replaced(&opened, "甲", "", &WriteOptions::default());
    assert_eq!(body(&again), ["a  b ", " c", "", "x   y"]);
    let (again, _) = replaced(&opened, "甲", " 1 ", &WriteOptions::default());
    assert_eq!(body(&again), ["a  1  b  1 ", " 1  c", " 1 ", "x  1   1  y"]);
}

#[test]
fn everything_beside_the_text_is_read() {
    let styles = "<style:style style:name=\"H\"><style:text-properties text:display=\"none\"/></style:style>\
                  <style:style style:name=\"H2\" style:parent-style-name=\"H\"/>";
    let main = content(
        "text",
        styles,
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>钱一</dc:creator>\
         <dc:date>2026-01-02T03:04:05</dc:date></office:change-info><text:p>删去的</text:p></text:deletion>\
         </text:changed-region></text:tracked-changes>\
         <text:p>正文<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注</text:p>\
         </text:note-body></text:note><office:annotation><dc:creator>钱二</dc:creator><dc:date>2026-01-02</dc:date>\
         <text:p>批注</text:p></office:annotation>后<text:span text:style-name=\"H2\">隐藏</text:span>面\
         <draw:frame draw:name=\"图一\"><draw:text-box><text:p>框内</text:p></draw:text-box><svg:desc>说明</svg:desc>\
         </draw:frame><text:a xlink:href=\"mailto:a@b.cn\">链接</text:a></text:p>\
         <text:section text:display=\"none\"><text:p>不显示</text:p></text:section>\
         <text:p><text:ruby><text:ruby-base>张</text:ruby-base><text:ruby-text>zhang</text:ruby-text></text:ruby>三</text:p>\
         <!-- 注释 --><text:p>一<text:user-field-get text:name=\"人\">李四</text:user-field-get></text:p>",
    );
    let bytes = package("text", &[("content.xml", main.as_bytes())]);
    let opened = open_any(&bytes, &Limits::default()).unwrap();
    assert_eq!(opened.kind, Kind::Odt);
    assert_eq!(body(&opened), ["正文后面链接", "脚注", "框内", "张三", "zhang", "一李四"]);
    let others: Vec<&str> =
        texts(&opened).iter().filter(|(_, role)| *role != Role::Body).map(|unit| unit.0).collect();
    for text in
        ["删去的", "批注", "隐藏", "不显示", "钱一", "钱二", "图一", "说明", "mailto:a@b.cn", " 注释 ", "人"]
    {
        assert!(others.contains(&text), "{text}: {others:?}");
    }
    let (again, bytes) = replaced(&opened, "正文后面", "XX", &SCRUB);
    assert_eq!(body(&again)[0], "XX链接");
    let main = part_of(&bytes, "content.xml");
    assert!(
        !main.contains('钱') && !main.contains("2026") && main.contains("<dc:creator>Author</dc:creator>")
    );
}

#[test]
fn a_file_that_is_not_edited_stays_as_it_was() {
    let main = content("text", "", "<text:p>甲<text:s/></text:p>");
    let parts: [(&str, &[u8]); 4] = [
        ("content.xml", main.as_bytes()),
        ("Thumbnails/thumbnail.png", b"\x89PNG"),
        ("META-INF/documentsignatures.xml", b"<a/>"),
        ("Configurations2/accelerator/current.xml", b""),
    ];
    let bytes = package("text", &parts);
    let opened = open_any(&bytes, &Limits::default()).unwrap();
    let written = opened.write(&[], &WriteOptions::default()).unwrap();
    assert_eq!(written.bytes, bytes);
    // The type stands first and as it is.
    assert_eq!(&bytes[30..38], b"mimetype");
    assert_eq!(&bytes[38..77], b"application/vnd.oasis.opendocument.text");
}

#[test]
fn signatures_stop_a_change_or_go() {
    let main = content("text", "", "<text:p>甲</text:p>");
    let bytes =
        package("text", &[("content.xml", main.as_bytes()), ("META-INF/documentsignatures.xml", b"<a/>")]);
    let opened = open_any(&bytes, &Limits::default()).unwrap();
    let edits = vec![vec![Edit::replacement(Span::new(0, 3), "乙")]];
    assert_eq!(opened.write(&edits, &WriteOptions::default()), Err(WriteError::Signed));
    let options = WriteOptions { drop_signatures: true, ..WriteOptions::default() };
    let written = opened.write(&edits, &options).unwrap();
    assert_eq!(written.removed, [("META-INF/documentsignatures.xml".to_owned(), "signature")]);
    assert!(!part_of(&written.bytes, "META-INF/manifest.xml").contains("signatures"));
}

#[test]
fn metadata_goes_with_its_parts_and_their_entries() {
    let main = content(
        "text",
        "<style:style style:name=\"P1\"><style:text-properties officeooo:rsid=\"00123\"/></style:style>",
        "<text:p text:style-name=\"P1\">由<text:author-name>钱一</text:author-name>写<draw:frame>\
         <draw:object xlink:href=\"./Object 1\"/><draw:image xlink:href=\"./ObjectReplacements/Object 1\"/></draw:frame>\
         <draw:frame><draw:image xlink:href=\"Pictures/%E7%94%B2.png\"/></draw:frame>\
         <draw:frame><draw:image xlink:href=\"file:///home/qian/b.png\"/></draw:frame></text:p>",
    );
    let meta = format!(
        "<office:document-meta {SPACES}><office:meta><meta:generator>LO</meta:generator>\
         <dc:creator>钱一</dc:creator><meta:user-defined meta:name=\"单位\">某局</meta:user-defined></office:meta></office:document-meta>"
    );
    let settings = format!(
        "<office:document-settings {SPACES}><office:settings><config:config-item-set config:name=\"o\">\
         <config:config-item config:name=\"PrinterName\" config:type=\"string\">三楼</config:config-item>\
         <config:config-item config:name=\"A\" config:type=\"int\">7</config:config-item></config:config-item-set>\
         </office:settings></office:document-settings>"
    );
    let object = content("text", "", "<text:p>图表标题</text:p>");
    let bytes = package(
        "text",
        &[
            ("content.xml", main.as_bytes()),
            ("meta.xml", meta.as_bytes()),
            ("settings.xml", settings.as_bytes()),
            ("Object 1/content.xml", object.as_bytes()),
            ("Object 1/", b""),
            ("ObjectReplacements/Object 1", b"VCLMTF"),
            ("Thumbnails/thumbnail.png", b"\x89PNG"),
            ("Pictures/甲.png", b"\x89PNG"),
            ("manifest.rdf", b"<a/>"),
        ],
    );
    let opened = open_any(&bytes, &Limits::default()).unwrap();
    let names: Vec<String> = opened.properties().into_iter().map(|property| property.name).collect();
    assert_eq!(names, ["marks of editing sessions", "generator", "creator", "单位", "PrinterName"]);
    let (again, written) = replaced(&opened, "图表", "XX", &SCRUB);
    assert_eq!(again.properties(), []);
    assert_eq!(body(&again), ["由XX写", "XX标题"]);
    let package = Package::read(&written, &Limits::default()).unwrap();
    let names: Vec<&str> = package.parts.iter().map(|part| part.name.as_str()).collect();
    let meant = [
        "mimetype",
        "META-INF/manifest.xml",
        "Object 1/content.xml",
        "Pictures/part-1.png",
        "content.xml",
        "meta.xml",
        "settings.xml",
    ];
    assert_eq!(names, meant);
    let manifest = part_of(&written, "META-INF/manifest.xml");
    assert!(manifest.contains("\"Pictures/part-1.png\"") && !manifest.contains("humbnail"), "{manifest}");
    assert!(manifest.contains("\"Object 1/\"") && !manifest.contains("Replacements"), "{manifest}");
    let main = part_of(&written, "content.xml");
    assert!(main.contains("\"Pictures/part-1.png\"") && !main.contains("qian"), "{main}");
    assert!(main.contains("<draw:object xlink:href=\"./Object 1\"/></draw:frame>"), "{main}");
}

#[test]
fn objects_and_programs_are_refused_dropped_or_kept() {
    let main = content(
        "text",
        "",
        "<text:p>甲<draw:frame><draw:object-ole xlink:href=\"./Object 1\"/><draw:image xlink:href=\"./ObjectReplacements/Object 1\"/>\
         </draw:frame></text:p>",
    );
    let bytes = package(
        "text",
        &[
            ("content.xml", main.as_bytes()),
            ("Object 1", b"\xd0\xcf\x11\xe0"),
            ("ObjectReplacements/Object 1", b"VCLMTF"),
            (
                "Basic/Standard/Module1.xml",
                b"<script:module xmlns:script=\"http://openoffice.org/2000/script\">x</script:module>",
            ),
        ],
    );
    let opened = open_any(&bytes, &Limits::default()).unwrap();
    let with = |opaque| opened.write(&[], &WriteOptions { opaque, ..SCRUB });
    let Err(WriteError::Opaque(list)) = with(Opaque::Refuse) else { panic!("not refused") };
    assert!(list.contains("embedded object") && list.contains("macros"), "{list}");
    assert!(with(Opaque::Keep).is_ok());
    let dropped = with(Opaque::Drop).unwrap();
    let main = part_of(&dropped.bytes, "content.xml");
    assert!(main.contains("<draw:frame></draw:frame>") && !main.contains("object-ole"), "{main}");
    assert!(!part_of(&dropped.bytes, "META-INF/manifest.xml").contains("Basic"));
}

fn sheet(rows: &str) -> Vec<u8> {
    let main = content("spreadsheet", "", &format!("<table:table table:name=\"表一\">{rows}</table:table>"));
    package("spreadsheet", &[("content.xml", main.as_bytes())])
}

#[test]
fn cells_are_read_as_shown_and_become_text_when_they_change() {
    let bytes = sheet(
        "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>姓名</text:p></table:table-cell>\
         <table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell office:value-type=\"string\">\
         <text:p>电话</text:p></table:table-cell></table:table-row>\
         <table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"4\"/></table:table-row>\
         <table:table-row><table:table-cell office:value-type=\"float\" office:value=\"13900001111\"><text:p>1.39E+10</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"2\" table:formula=\"of:=[.A5]*2\"><text:p>27800002222</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"7\" table:formula=\"of:=3+4\"><text:p>7</text:p></table:table-cell>\
         </table:table-row>",
    );
    let opened = open_any(&bytes, &Limits::default()).unwrap();
    assert_eq!(opened.kind, Kind::Ods);
    let joined = opened.document.join();
    assert!(joined.text.starts_with("姓名\t\t\t电话\n1.39E+10\t27800002222\t7\n"), "{:?}", joined.text);
    let place =
        |text: &str| opened.document.units.iter().find(|unit| unit.text == text).unwrap().locator.clone();
    assert_eq!(place("电话"), "表一!D1");
    assert_eq!(place("7"), "表一!C5");
    let (again, written) = replaced(&opened, "1.39E+10", "XX", &WriteOptions::default());
    let main = part_of(&written, "content.xml");
    assert!(main.contains("<table:table-cell office:value-type=\"string\"><text:p>XX</text:p>"), "{main}");
    // What was computed of it is gone; what was not stays.
    assert!(main.contains("<table:table-cell table:formula=\"of:=[.A5]*2\"><text:p></text:p>"), "{main}");
    assert!(main.contains("office:value=\"7\""), "{main}");
    assert!(body(&again).contains(&"XX"));
    // A value behind a shorter text is found by itself.
    let (_, written) = replaced(&opened, "13900001111", "XX", &WriteOptions::default());
    let main = part_of(&written, "content.xml");
    assert!(
        main.contains("<table:table-cell office:value-type=\"string\"><text:p>1.39E+10</text:p>"),
        "{main}"
    );
}

#[test]
fn tables_of_a_text_are_rows_and_a_remark_is_no_cell() {
    let opened = text(
        "<table:table table:name=\"t\"><table:table-row><table:table-cell><text:p>甲</text:p><text:p>乙</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"3\"><office:annotation><text:p>注</text:p></office:annotation><text:p>3</text:p></table:table-cell>\
         </table:table-row></table:table>",
    );
    assert_eq!(opened.document.join().text, "甲\n乙\t注\n3\nt\n");
    let (_, written) = replaced(&opened, "注", "X", &WriteOptions::default());
    assert!(part_of(&written, "content.xml").contains("office:value=\"3\""));
}

#[test]
fn fields_that_are_not_filled_in_are_known() {
    let opened = text(
        "<text:p>致<text:placeholder text:placeholder-type=\"text\">&lt;姓名&gt;</text:placeholder>：\
         <text:text-input text:description=\"填单位\">填单位</text:text-input>\
         <text:text-input text:description=\"填单位\">某局</text:text-input>\
         <text:database-display text:column-name=\"x\">«X»</text:database-display>\
         <text:bookmark-ref text:ref-name=\"y\">错误：未找到引用源</text:bookmark-ref>\
         <text:date text:fixed=\"true\">2026年</text:date><text:date>今天</text:date></text:p>",
    );
    let text = &opened.document.units[0].text;
    let found: Vec<(&str, &str)> =
        opened.fields.iter().map(|field| (field.span.of(text), field.what)).collect();
    let meant = [
        ("<姓名>", "a placeholder"),
        ("填单位", "a form field without an answer"),
        ("«X»", "a field of a mailing"),
        ("错误：未找到引用源", "a reference that leads nowhere"),
        ("今天", "a date that changes by itself"),
    ];
    assert_eq!(found, meant);
}

#[test]
fn one_piece_of_xml_is_read_and_written_as_one() {
    let flat = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document {SPACES} office:mimetype=\"{TYPE}text\">\
         <office:meta><dc:creator>钱一</dc:creator></office:meta><office:body><office:text><text:p>甲乙\
         <draw:frame><draw:image><office:binary-data>AAAA</office:binary-data></draw:image></draw:frame>\
         <draw:frame><draw:object-ole><office:binary-data>BBBB</office:binary-data></draw:object-ole></draw:frame></text:p>\
         </office:text></office:body></office:document>"
    );
    let opened = open_any(flat.as_bytes(), &Limits::default()).unwrap();
    assert_eq!((opened.kind, body(&opened)), (Kind::Odt, vec!["甲乙"]));
    assert_eq!(opened.write(&[], &WriteOptions::default()).unwrap().bytes, flat.as_bytes());
    assert!(opened.write(&[], &SCRUB).is_err());
    let (again, bytes) = replaced(&opened, "乙", "X", &WriteOptions { opaque: Opaque::Drop, ..SCRUB });
    assert_eq!(body(&again), ["甲X"]);
    let written = String::from_utf8(bytes).unwrap();
    assert!(written.contains("<office:meta></office:meta>") && written.contains("AAAA"), "{written}");
    assert!(written.contains("<draw:frame></draw:frame>") && !written.contains("BBBB"), "{written}");
}

#[test]
fn a_picture_in_one_piece_of_xml_loses_what_it_says_of_its_maker() {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", &[0u8; 13][..]), (b"tEXt", b"Author\0Qian"), (b"IEND", b"")] {
        png.extend((data.len() as u32).to_be_bytes());
        png.extend(kind);
        png.extend(data);
        png.extend([0; 4]);
    }
    let digits = crate::format::office::base64::to_base64(&png);
    let flat = format!(
        "<office:document {SPACES} office:mimetype=\"{TYPE}text\"><office:body><office:text><text:p>甲<draw:frame><draw:image>\
         <office:binary-data>{digits}</office:binary-data></draw:image></draw:frame></text:p></office:text></office:body></office:document>"
    );
    let opened = open_any(flat.as_bytes(), &Limits::default()).unwrap();
    let written = String::from_utf8(opened.write(&[], &SCRUB).unwrap().bytes).unwrap();
    let digits = written.split("binary-data>").nth(1).unwrap().trim_end_matches("</office:");
    let plain = crate::format::office::base64::from_base64(digits.as_bytes());
    assert!(plain.starts_with(b"\x89PNG") && !plain.windows(4).any(|four| four == b"Qian"));
}

#[test]
fn what_is_protected_old_or_broken_is_refused() {
    let why = |bytes: &[u8]| open_any(bytes, &Limits::default()).unwrap_err().to_string();
    let main = content("text", "", "<text:p>甲</text:p>");
    let parts = |manifest: &str, typed: &str, main: &str| {
        let part = |name: &str, text: &str| Part { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        let parts = [("mimetype", typed), ("META-INF/manifest.xml", manifest), ("content.xml", main)];
        Package { parts: parts.iter().map(|(name, text)| part(name, text)).collect() }.write()
    };
    let typed = format!("{TYPE}text");
    let protected = "<m xmlns:manifest=\"x\"><manifest:encryption-data/></m>";
    assert!(why(&parts(protected, &typed, &main)).contains("password"));
    assert!(why(&parts("<m/>", "application/vnd.sun.xml.writer", &main)).contains("OpenOffice 1"));
    assert!(why(&parts("<m/>", &format!("{TYPE}database"), &main)).contains("not read"));
    assert!(why(&parts("<m/>", &typed, &main[..main.len() - 9])).contains("not well-formed"));
    let bomb = format!("<text:p>{}</text:p>", "<text:span>".repeat(3000));
    assert!(why(&parts("<m/>", &typed, &content("text", "", &bomb))).contains("depth"));
    let entity =
        main.replace("<office:document-content", "<!DOCTYPE a [<!ENTITY b \"c\">]><office:document-content");
    assert!(why(&parts("<m/>", &typed, &entity)).contains("document type"));
    // Blanks without end are not made.
    let blanks =
        content("text", "", "<text:p>甲<text:s text:c=\"4000000000\"/><text:s text:c=\"99\"/></text:p>");
    let opened = open_any(&parts("<m/>", &typed, &blanks), &Limits::default()).unwrap();
    assert!(opened.document.units[0].text.len() < 200);
    let cells = "<table:table-row><table:table-cell table:number-columns-repeated=\"4000000000\"/>\
                 <table:table-cell table:number-columns-repeated=\"4000000000\"><text:p>甲</text:p></table:table-cell></table:table-row>";
    assert!(open_any(&sheet(cells), &Limits::default()).unwrap().document.units.len() < 100);
}

#[test]
fn edits_at_random_places_are_what_was_meant() {
    let main =
        "<text:p>一二 <text:span>三四</text:span> 五<text:s text:c=\"2\"/>六<text:tab/>七&amp;八 </text:p>";
    let opened = text(main);
    let text = opened.document.units[0].text.clone();
    let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    for (first, &start) in bounds.iter().enumerate() {
        for &end in &bounds[first + 1..] {
            for new in ["", "X", " ", "甲 乙", "  ", "<&>", "\t\n"] {
                let edits = vec![vec![Edit::replacement(Span::new(start, end), new)]];
                let written = opened.write(&edits, &WriteOptions::default()).unwrap();
                let again = open_any(&written.bytes, &Limits::default()).unwrap();
                let meant = edit::apply(&text, &edits[0]);
                assert_eq!(again.document.units[0].text, meant, "{start}..{end} {new:?}");
            }
        }
    }
}

proptest::proptest! {
    #[test]
    fn broken_files_do_no_harm(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "<text:p>", "</text:p>", "<text:s/>", "<text:s text:c=\"3\"/>", "<text:tab/>", " ", "甲", "a&amp;", "<text:span>",
                "</text:span>", "<table:table table:name=\"t\">", "</table:table>", "<table:table-row>", "</table:table-row>",
                "<table:table-cell office:value=\"1234567\" office:value-type=\"float\">", "</table:table-cell>",
                "<office:annotation>", "</office:annotation>", "<dc:creator>", "</dc:creator>", "<text:placeholder>",
                "</text:placeholder>", "<text:note>", "</text:note>", "<![CDATA[乙]]>", "<!--丙-->",
            ]),
            0..40,
        ),
    ) {
        let main = content("spreadsheet", "", &pieces.concat());
        let bytes = package("spreadsheet", &[("content.xml", main.as_bytes())]);
        if let Ok(opened) = open_any(&bytes, &Limits::default()) {
            let edits: Vec<Vec<Edit>> = opened
                .document
                .units
                .iter()
                .map(|unit| if unit.text.is_empty() { vec![] } else { vec![Edit::replacement(Span::new(0, unit.text.len()), "甲 b")] })
                .collect();
            let written = opened.write(&edits, &WriteOptions { opaque: Opaque::Drop, ..SCRUB }).unwrap();
            open_any(&written.bytes, &Limits::default()).unwrap();
        }
    }
}
