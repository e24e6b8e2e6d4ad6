use super::*;
use crate::document::Role;
use crate::edit;
use crate::format::office::container::open as open_any;

fn open_text(text: &str) -> Opened {
    open_any(text.as_bytes(), &Limits::default()).unwrap()
}

fn body(opened: &Opened) -> Vec<&str> {
    let seen = opened.document.units.iter().filter(|unit| unit.role == Role::Body);
    seen.map(|unit| unit.text.as_str()).collect()
}

fn others(opened: &Opened) -> Vec<&str> {
    let units = opened.document.units.iter().filter(|unit| unit.role != Role::Body);
    units.map(|unit| unit.text.as_str()).collect()
}

fn replaced(opened: &Opened, from: &str, to: &str, options: &WriteOptions) -> String {
    let edits = |text: &str| {
        let hits = text.match_indices(from);
        hits.map(|(at, _)| Edit::replacement(Span::new(at, at + from.len()), to)).collect::<Vec<_>>()
    };
    let edits: Vec<Vec<Edit>> = opened.document.units.iter().map(|unit| edits(&unit.text)).collect();
    let written = opened.write(&edits, options).unwrap();
    assert_eq!(written.lost, [0usize; 0]);
    String::from_utf8(written.bytes).unwrap()
}

const SCRUB: WriteOptions =
    WriteOptions { scrub: true, opaque: Opaque::Refuse, track: None, drop_signatures: false };

const HEAD: &str = "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}{\\f1\\fcharset0 Arial;}}\r\n";

#[test]
fn characters_are_read_however_they_are_written() {
    let text = format!(
        "{HEAD}\\pard\\f0\\b\\'d5\\'c5\\b0\\'c8\\'fd\\'b5\\'bd\\f1  A\\u26611?\\uc2\\u26519\\'c1\\'d6{{\\uc0\\u21439}}\\tab\\{{\\line\r\nx\\par\n\
         \\u-10179\\'3f\\u-8704\\'3f\\emdash y\\~z\\par}}"
    );
    let opened = open_text(&text);
    assert_eq!(opened.kind, Kind::Rtf);
    assert_eq!(body(&opened), ["张三到 A柳林县\t{\nx", "😀—y\u{a0}z"]);
    assert_eq!(others(&opened), ["宋体;Arial;"]);
    let still = opened.write(&[], &WriteOptions::default()).unwrap();
    assert_eq!(still.bytes, text.as_bytes());
    let written = replaced(&opened, "张三", "XX", &WriteOptions::default());
    assert_eq!(body(&open_text(&written)), ["XX到 A柳林县\t{\nx", "😀—y\u{a0}z"]);
    assert!(written.contains("\\b XX\\b0 \\'b5\\'bd"), "{written}");
    let written = replaced(&opened, "柳林", "某\\", &WriteOptions::default());
    assert!(written.contains(" A{\\uc1 \\u26576?\\\\}\\uc2 {\\uc0"), "{written}");
    assert_eq!(body(&open_text(&written))[0], "张三到 A某\\县\t{\nx");
}

#[test]
fn every_text_of_a_file_is_read() {
    let text = format!(
        "{HEAD}{{\\stylesheet{{\\s0 \\'d5\\'fd\\'ce\\'c4;}}{{\\*\\cs10 Deep;}}}}{{\\info{{\\title T}}{{\\author A{{\\b B}}}}{{\\creatim\\yr2026}}}}\
         {{\\*\\generator G 1;}}{{\\header H1\\par}}main{{\\v hid}}{{\\deleted del}}{{\\footnote\\pard note\\par}}end\\par\
         {{\\field{{\\*\\fldinst HYPERLINK \"a\"}}{{\\fldrslt link}}}}{{\\*\\bkmkstart mark}}{{\\*\\unknown other}}\
         {{\\shp{{\\*\\shpinst{{\\sp{{\\sn descr}}{{\\sv words}}}}{{\\shptxt box\\par}}}}}}\
         {{\\upr{{old}}{{\\*\\ud{{new}}}}}}{{\\*\\atnauthor R}}{{\\*\\annotation remark}}\\par\
         {{\\pict\\pngblip 0102{{\\*\\blipuid ff}}03}}{{\\*\\themedata 504b}}}}\n\0"
    );
    let opened = open_text(&text);
    assert_eq!(body(&opened), ["H1", "mainend", "note", "linknew", "box"]);
    for text in [
        "正文;",
        "Deep;",
        "T",
        "AB",
        "G 1;",
        "hid",
        "del",
        "HYPERLINK \"a\"",
        "mark",
        "other",
        "words",
        "old",
        "R",
        "remark",
    ] {
        assert!(others(&opened).iter().any(|other| other.contains(text)), "{text}: {:?}", others(&opened));
    }
    let fates: Vec<(&str, usize)> =
        opened.carriers.iter().map(|carrier| (carrier.fate.name(), carrier.size)).collect();
    assert_eq!(fates, [("text", text.len()), ("picture", 2), ("picture", 1)]);
}

#[test]
fn what_says_who_made_it_goes() {
    let text = format!(
        "{HEAD}{{\\info{{\\author Qian}}}}{{\\*\\generator G;}}{{\\*\\rsidtbl\\rsid11}}{{\\*\\revtbl{{Unknown;}}{{Qian;}}}}\
         \\b\\insrsid11 x\\charrsid12 {{\\*\\atnid Q}}{{\\*\\atnauthor Qian}}{{\\*\\atndate 123}}\
         {{\\field{{\\*\\fldinst AUTHOR}}{{\\fldrslt Qian}}}}{{\\*\\docvar{{a}}{{Qian}}}}\\par}}"
    );
    let opened = open_text(&text);
    assert_eq!(opened.properties().len(), 6);
    let written = replaced(&opened, "none", "", &SCRUB);
    assert!(!written.contains("Qian") && !written.contains("rsid") && !written.contains("123"), "{written}");
    assert!(
        written.contains("\\b x")
            && written.contains("{Unknown;}{Author;}")
            && written.contains("{\\fldrslt XX}"),
        "{written}"
    );
    assert_eq!(open_text(&written).properties(), []);
}

#[test]
fn objects_are_refused_dropped_or_kept() {
    let text = format!(
        "{HEAD}a{{\\object\\objemb{{\\*\\objclass W}}{{\\*\\objdata d0cf\r\n11e0}}{{\\result {{\\pict\\wmetafile8 00}}shown}}}}b\
         {{\\object{{\\*\\objdata ff}}}}c\\par}}"
    );
    let opened = open_text(&text);
    let with = |opaque| opened.write(&[], &WriteOptions { opaque, ..SCRUB });
    assert!(with(Opaque::Refuse).unwrap_err().to_string().contains("embedded object"));
    assert_eq!(with(Opaque::Keep).unwrap().bytes, text.as_bytes());
    let dropped = String::from_utf8(with(Opaque::Drop).unwrap().bytes).unwrap();
    assert!(dropped.ends_with("a{{\\pict\\wmetafile8 00}shown}bc\\par}"), "{dropped}");
    assert!(opened.streams().iter().any(|(_, bytes)| *bytes == b"\xd0\xcf\x11\xe0"));
    let behind = format!("{HEAD}a}}secret");
    let opened = open_text(&behind);
    assert!(opened.write(&[], &SCRUB).is_err());
    let dropped = opened.write(&[], &WriteOptions { opaque: Opaque::Drop, ..SCRUB }).unwrap();
    assert!(dropped.bytes.ends_with(b"a}"));
}

#[test]
fn rows_are_rows() {
    let text = format!(
        "{HEAD}\\trowd\\cellx1\\cellx2\\intbl name\\cell\\cell tel\\cell\\row\\trowd\\intbl two\\par lines\\cell x\\cell\\row\\pard after\\par}}"
    );
    assert_eq!(open_text(&text).document.join().text, "name\t\ttel\ntwo\nlines\tx\nafter\n");
}

#[test]
fn fields_that_are_not_filled_in_are_known() {
    let text = format!(
        "{HEAD}{{\\field{{\\*\\fldinst {{ MERGEFIELD a }}}}{{\\fldrslt {{<a>}}}}}} {{\\field{{\\*\\fldinst PAGE}}{{\\fldrslt 1}}}}\\par}}"
    );
    let opened = open_text(&text);
    let [field] = opened.fields.as_slice() else { panic!("{:?}", opened.fields) };
    assert_eq!(
        (field.span.of(&opened.document.units[field.unit].text), field.what),
        ("<a>", "a field of a mailing")
    );
}

#[test]
fn pictures_lose_what_they_say_of_their_maker() {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", &[0u8; 13][..]), (b"tEXt", b"Author\0Qian"), (b"IEND", b"")] {
        png.extend((data.len() as u32).to_be_bytes());
        png.extend(kind);
        png.extend(data);
        png.extend([0; 4]);
    }
    let digits: String = png.iter().map(|byte| format!("{byte:02x}")).collect();
    let text = format!("{HEAD}{{\\pict\\pngblip {digits}}}}}");
    let written = replaced(&open_text(&text), "none", "", &SCRUB);
    assert!(!written.contains("5169616e") && written.contains("49484452"), "{written}");
    let raw = [format!("{HEAD}{{\\pict\\pngblip\\bin{} ", png.len()).as_bytes(), &png, b"}}"].concat();
    let opened = open_any(&raw, &Limits::default()).unwrap();
    let written = opened.write(&[], &SCRUB).unwrap().bytes;
    assert!(!written.windows(4).any(|four| four == b"Qian") && written.ends_with(b"}}"));
    assert_eq!(opened.carriers[1].fate, Fate::Picture);
}

#[test]
fn hostile_files_end_in_text_or_in_an_error() {
    let limits = Limits::default();
    let deep = format!("{{\\rtf1 {}", "{".repeat(100_000));
    assert!(open_any(deep.as_bytes(), &limits).unwrap_err().to_string().contains("depth"));
    for text in [
        "{\\rtf",
        "{\\rtf1\\u",
        "{\\rtf1\\'",
        "{\\rtf1\\'d5}",
        "{\\rtf1\\'d5\\par x",
        "{\\rtf1}}}}",
        "{\\rtf1\\bin999999999999 x",
        "{\\rtf1\\ansicpg99999\\fcharset300\\uc-5\\u99999999 \\u-99999?x",
        "{\\rtf1{\\fldrslt a}{\\result b}{\\ud c}}",
        "{\\rtf1{\\field{\\fldrslt{\\field{\\fldrslt a}}}}",
        "{\\rtf1\\ansicpg936 \\'81\\'30\\'81\\'30\\'81a\\'81}",
        "{\\rtf1\\row\\cell\\row\\nestrow}",
        "{\\rtf1{\\object{\\object{\\*\\objdata 01}{\\result{\\object{\\*\\objdata 02}}}}}}",
        "{\\rtf1{\\*}{\\*\\*\\b}\\*x}",
    ] {
        let opened = open_text(text);
        let options = WriteOptions { opaque: Opaque::Drop, ..SCRUB };
        let edits: Vec<Vec<Edit>> = opened
            .document
            .units
            .iter()
            .map(|unit| vec![Edit::replacement(Span::new(0, unit.text.len()), "某")])
            .collect();
        for edits in [&[][..], &edits] {
            let written = opened.write(edits, &options).unwrap().bytes;
            open_any(&written, &limits).unwrap();
        }
    }
}

#[test]
fn edits_at_random_places_are_what_was_meant() {
    let text = format!(
        "{HEAD}\\b\\'d5\\'c5\\b0\\i three\\i0\\'c8\\'fd a{{\\ul b}}\\tab 7\\{{\\u26611?9\\'41\\insrsid5 8\\~\\uc0\\u26611 x\\par}}"
    );
    let opened = open_text(&text);
    let (number, unit) =
        opened.document.units.iter().enumerate().find(|(_, unit)| unit.role == Role::Body).unwrap();
    assert_eq!(unit.text, "张three三 ab\t7{柳9A8\u{a0}柳x");
    let bounds: Vec<usize> = unit.text.char_indices().map(|(at, _)| at).chain([unit.text.len()]).collect();
    for (first, &start) in bounds.iter().enumerate() {
        for &end in &bounds[first + 1..] {
            for new in ["", "X", " ", "7", "甲 乙", "{\\}\t\n"] {
                let mut edits = vec![Vec::new(); number];
                edits.push(vec![Edit::replacement(Span::new(start, end), new)]);
                for options in [WriteOptions::default(), SCRUB] {
                    let written = opened.write(&edits, &options).unwrap();
                    let again = open_any(&written.bytes, &Limits::default()).unwrap();
                    let meant = edit::apply(&unit.text, &edits[number]);
                    let got = again.document.units.get(number).map_or("", |unit| unit.text.as_str());
                    assert_eq!(got, meant, "{start}..{end} {new:?}");
                }
            }
        }
    }
}

proptest::proptest! {
    #[test]
    fn broken_files_do_no_harm(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "{", "}", "\\*", "\\par", "\\cell", "\\row", "\\u26611", "?", "\\'d5", "\\'c5", "\\'", "\\uc0", "\\uc2",
                "\\field", "\\*\\fldinst", "\\fldrslt", "\\object", "\\*\\objdata", "\\result", "\\pict", "ff00", "\\bin3 ",
                "\\upr", "\\*\\ud", "\\footnote", "\\header", "\\info", "\\author", "\\v", "\\deleted", "\\plain", "x", " ",
                "\\fonttbl", "\\f1", "\\fcharset134", "\\insrsid1", "\\revtbl", ";", "\\b",
            ]),
            0..60,
        ),
    ) {
        let text = format!("{{\\rtf1\\ansicpg936{}", pieces.concat());
        let opened = open_text(&text);
        proptest::prop_assert_eq!(&opened.write(&[], &WriteOptions::default()).unwrap().bytes, text.as_bytes());
        let edits: Vec<Vec<Edit>> = opened
            .document
            .units
            .iter()
            .map(|unit| vec![Edit::replacement(Span::new(0, unit.text.len()), "甲 b")])
            .collect();
        let written = opened.write(&edits, &WriteOptions { opaque: Opaque::Drop, ..SCRUB }).unwrap();
        open_any(&written.bytes, &Limits::default()).unwrap();
    }
}
