//! Files with a container: what is opened is written back, what is edited is what was meant, and nothing else changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use yinmo::document::Role;
use yinmo::edit::{self, Edit};
use yinmo::format::office::{Limits, Opaque, Opened, Package, Part, Track, WriteError, WriteOptions, open};
use yinmo::span::Span;

/// Where real files lie, in folders by type.
const FOLDER: &str = "YINMO_DOCUMENTS";

/// The files of these types, where there are any.
pub(crate) fn documents(types: &[&str]) -> Vec<PathBuf> {
    let Ok(folder) = std::env::var(FOLDER) else {
        eprintln!("skipped: set {FOLDER} to a folder of real files to run this");
        return Vec::new();
    };
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| types.iter().any(|known| end == *known)) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Packages among them; some are of another kind than their name says: protected ones, older ones.
fn packages() -> impl Iterator<Item = (PathBuf, Vec<u8>)> {
    const OFFICE: [&str; 8] = ["docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "potx", "pptm"];
    let read = |path: PathBuf| (std::fs::read(&path).unwrap(), path);
    let all = documents(&OFFICE).into_iter().map(read);
    all.filter(|(bytes, _)| bytes.starts_with(b"PK")).map(|(bytes, path)| (path, bytes))
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let package = Package::read(bytes, &Limits::default()).unwrap();
    package.parts.into_iter().map(|part| (part.name, part.bytes)).collect()
}

/// Small numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// Some edits of every unit; copies of a unit are edited alike.
fn some_edits(opened: &Opened, dice: &mut Dice) -> Vec<Vec<Edit>> {
    let units = &opened.document.units;
    let mut all: Vec<Vec<Edit>> = Vec::with_capacity(units.len());
    for unit in units {
        if let Some(first) = unit.twin_of {
            all.push(all[first].clone());
            continue;
        }
        // The names of sheets are part of what units are called; what is in a PDF cannot be changed.
        if unit.locator.contains("xl/workbook.xml") || unit.locator.contains(".pdf!") {
            all.push(Vec::new());
            continue;
        }
        let bounds: Vec<usize> =
            unit.text.char_indices().map(|(at, _)| at).chain([unit.text.len()]).collect();
        let mut edits = Vec::new();
        let mut at = 0;
        while at + 2 < bounds.len() {
            let start = at + dice.below(6);
            let end = start + 1 + dice.below(4);
            if end >= bounds.len() {
                break;
            }
            let span = Span::new(bounds[start], bounds[end]);
            if !span.of(&unit.text).contains(['\u{fffc}', '\n']) {
                // What no reader sees is read where it looks like text; it must go on doing so.
                let seen = matches!(unit.role, Role::Body | Role::Aside);
                let content = if seen { ["XX", "", "某 ", "<&>\""][dice.below(4)] } else { "某" };
                edits.push(Edit::replacement(span, content));
            }
            at = end + dice.below(20);
        }
        all.push(edits);
    }
    all
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn real_files_are_opened_and_written_back_part_by_part() {
    let (mut opened, mut refused) = (0, Vec::new());
    for (path, bytes) in packages() {
        let file = match open(&bytes, &Limits::default()) {
            Ok(file) => file,
            Err(error) => {
                refused.push(format!("{}: {error}", name(&path)));
                continue;
            }
        };
        opened += 1;
        let written = file.write(&[], &WriteOptions::default()).unwrap();
        assert_eq!(parts(&written.bytes), parts(&bytes), "{}", path.display());
        let again = open(&written.bytes, &Limits::default()).unwrap();
        assert_eq!(again.write(&[], &WriteOptions::default()).unwrap().bytes, written.bytes);
    }
    eprintln!("{opened} opened; refused:\n{}", refused.join("\n"));
}

#[test]
fn edits_of_real_files_are_what_was_meant() {
    let (mut count, mut files) = (0, 0);
    for (path, bytes) in packages() {
        let Ok(file) = open(&bytes, &Limits::default()) else { continue };
        let mut dice = Dice(bytes.len() as u64);
        let mut edits = some_edits(&file, &mut dice);
        let signed = WriteOptions { drop_signatures: true, ..WriteOptions::default() };
        let written = file.write(&edits, &signed).unwrap();
        // Of files inside that are only read; it is said that they stay.
        for &unit in &written.lost {
            edits[unit].clear();
        }
        let again = match open(&written.bytes, &Limits::default()) {
            Ok(again) => again,
            Err(error) => panic!("{}: {error}", path.display()),
        };
        count += edits.iter().map(Vec::len).sum::<usize>();
        files += 1;
        // Units may go when they are empty; those that are left stand in order.
        let texts = |opened: &Opened, edits: Option<&[Vec<Edit>]>| -> BTreeMap<String, Vec<String>> {
            let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (number, unit) in opened.document.units.iter().enumerate() {
                let text =
                    edits.map_or_else(|| unit.text.clone(), |edits| edit::apply(&unit.text, &edits[number]));
                if !text.trim().is_empty() {
                    all.entry(unit.locator.clone()).or_default().push(text.trim().to_owned());
                }
            }
            all
        };
        let (wanted, got) = (texts(&file, Some(&edits)), texts(&again, None));
        for (place, texts) in &wanted {
            // What was computed from a changed cell, or drawn from it, is gone until it is computed anew.
            if ["/charts/", "/pivotCache/", " formula"].iter().any(|part| place.contains(part)) {
                let kept = got.get(place).into_iter().flatten();
                assert!(kept.into_iter().all(|text| texts.contains(text)), "{} {place}", path.display());
                continue;
            }
            // Shared texts are split and emptied as their cells need it; the cells themselves are compared.
            // So are signatures, which go.
            if place.starts_with("xl/sharedStrings.xml") || place.contains("_xmlsignatures/") {
                continue;
            }
            if !got.contains_key(place) && place.contains('!') {
                continue;
            }
            assert_eq!(got.get(place), Some(texts), "{} {place}", path.display());
        }
    }
    eprintln!("{count} edits in {files} files");
}

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
                    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

/// A docx of these paragraphs and other parts.
pub(crate) fn docx(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
        <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
        </Types>";
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"http://x/{kind}\" Target=\"{target}\"/>")
    };
    let list = |all: String| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
        )
    };
    let inner: String = others
        .iter()
        .enumerate()
        .map(|(i, (name, _))| relation(&format!("r{i}"), "part", &format!("/{name}")))
        .collect();
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types.to_owned()),
        ("_rels/.rels".to_owned(), list(relation("r1", "officeDocument", "word/document.xml"))),
        ("word/_rels/document.xml.rels".to_owned(), list(inner)),
        ("word/document.xml".to_owned(), format!("<w:document {WORD}><w:body>{body}</w:body></w:document>")),
    ];
    parts.extend(others.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    let parts = parts.into_iter().map(|(name, text)| Part { name, bytes: text.into_bytes() }).collect();
    Package { parts }.write()
}

pub(crate) fn run(text: &str) -> String {
    format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>")
}

pub(crate) fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

fn opened(bytes: &[u8]) -> Opened {
    open(bytes, &Limits::default()).unwrap()
}

/// The text of each unit that has some, with its place.
fn units(file: &Opened) -> Vec<(String, String)> {
    let units = file.document.units.iter().filter(|unit| !unit.text.is_empty());
    units.map(|unit| (unit.locator.clone(), unit.text.clone())).collect()
}

/// Replaces a word in every unit that has it.
fn replace(file: &Opened, word: &str, by: &str) -> Vec<Vec<Edit>> {
    let edits = |text: &str| {
        text.match_indices(word)
            .map(|(at, _)| Edit::replacement(Span::new(at, at + word.len()), by))
            .collect()
    };
    file.document.units.iter().map(|unit| edits(&unit.text)).collect()
}

fn main_part(bytes: &[u8]) -> String {
    String::from_utf8(parts(bytes).remove("word/document.xml").unwrap()).unwrap()
}

#[test]
fn words_that_runs_cut_are_read_and_changed_as_one() {
    let body =
        paragraph(&(run("到柳") + "<w:proofErr w:type=\"spellStart\"/>" + &run("林") + &run("县去&amp;来")));
    let file = opened(&docx(&body, &[]));
    assert_eq!(units(&file)[0], ("word/document.xml ¶1".to_owned(), "到柳林县去&来".to_owned()));
    let written = file.write(&replace(&file, "柳林", "XX"), &WriteOptions::default()).unwrap();
    assert_eq!(units(&opened(&written.bytes))[0].1, "到XX县去&来");
    assert!(main_part(&written.bytes).contains("<w:t>到XX</w:t>"));
}

#[test]
fn what_no_reader_sees_is_a_unit_too() {
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK 甲 </w:instrText></w:r>\
                 <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>乙</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>丙</w:t></w:r>";
    let deleted = "<w:del w:id=\"1\" w:author=\"丁\"><w:r><w:delText>戊</w:delText></w:r></w:del>";
    let moved = "<w:moveFrom w:id=\"2\"><w:r><w:t>己</w:t></w:r></w:moveFrom>";
    let copies = "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>庚</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
                  <mc:Fallback><w:txbxContent><w:p><w:r><w:t>庚</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>";
    let body = paragraph(&format!("{field}{hidden}{deleted}{moved}{copies}<!--辛-->"));
    let file = opened(&docx(
        &body,
        &[("word/header1.xml", &format!("<w:hdr {WORD}><w:p><w:r><w:t>壬</w:t></w:r></w:p></w:hdr>"))],
    ));
    let all = units(&file);
    let text = |place: &str| all.iter().find(|(at, _)| at == place).map(|(_, text)| text.as_str());
    assert_eq!(text("word/document.xml ¶1"), Some("乙"));
    assert_eq!(text("word/document.xml ¶1 field code"), Some(" HYPERLINK 甲 "));
    assert_eq!(text("word/document.xml ¶1 hidden"), Some("丙"));
    assert_eq!(text("word/document.xml ¶1 deleted"), Some("戊己"));
    assert_eq!(text("word/document.xml ¶1 @author"), Some("丁"));
    assert_eq!(text("word/document.xml ¶1 comment"), Some("辛"));
    assert_eq!(text("word/header1.xml ¶1"), Some("壬"));
    let joined = file.document.join().text;
    assert_eq!(joined.matches('庚').count(), 1, "the copy is counted once");
    // Both copies are changed.
    let at = joined.find('庚').unwrap();
    let edits = [Edit::replacement(Span::new(at, at + 3), "XX")];
    let split = file.document.split_edits(&file.document.join(), &edits);
    let written = file.write(&split, &WriteOptions::default()).unwrap();
    assert_eq!(main_part(&written.bytes).matches("XX").count(), 2);
}

#[test]
fn blanks_at_the_ends_of_a_node_count_only_where_they_did() {
    let body = paragraph("<w:r><w:t> 甲 乙 </w:t></w:r>");
    let file = opened(&docx(&body, &[]));
    assert_eq!(units(&file)[0].1, "甲 乙");
    let written = file.write(&replace(&file, "甲", ""), &WriteOptions::default()).unwrap();
    assert!(main_part(&written.bytes).contains("<w:t xml:space=\"preserve\"> 乙</w:t>"));
}

#[test]
fn a_mask_takes_out_what_says_who_made_the_file() {
    let body = "<w:p w:rsidR=\"00AB12CD\"><w:ins w:id=\"1\" w:author=\"某甲\" w:date=\"2020-01-01T00:00:00Z\"><w:r><w:t>正文</w:t></w:r></w:ins>\
                <w:r><w:object><w:control r:id=\"r1\"/></w:object></w:r></w:p>";
    let settings = format!(
        "<w:settings {WORD}><w:rsids><w:rsid w:val=\"1\"/></w:rsids><w:zoom w:percent=\"100\"/></w:settings>"
    );
    let others = [
        ("word/settings.xml", settings.as_str()),
        ("word/activeX/a.bin", "\u{1}"),
        ("docProps/core.xml", "<a>某乙</a>"),
    ];
    let file = opened(&docx(body, &others));
    let refused = file.write(&[], &WriteOptions { scrub: true, ..WriteOptions::default() }).unwrap_err();
    assert!(refused.to_string().contains("word/activeX/a.bin (control)"), "{refused}");
    let options = WriteOptions { scrub: true, opaque: Opaque::Drop, ..WriteOptions::default() };
    let written = file.write(&[], &options).unwrap();
    let parts = parts(&written.bytes);
    let names: Vec<&str> = parts.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/settings.xml"
        ]
    );
    let main = main_part(&written.bytes);
    assert!(
        !main.contains("rsid")
            && !main.contains("某甲")
            && !main.contains("2020")
            && !main.contains("control")
    );
    assert!(main.contains("<w:ins w:id=\"1\" w:author=\"Author\"><w:r><w:t>正文</w:t></w:r></w:ins>"));
    let settings = String::from_utf8(parts["word/settings.xml"].clone()).unwrap();
    assert!(settings.contains("zoom") && !settings.contains("rsid"));
    // Doing it twice is doing it once.
    assert_eq!(opened(&written.bytes).write(&[], &options).unwrap().bytes, written.bytes);
}

/// The text of a part with its changes accepted or rejected, read without the library.
fn resolved(part: &str, accepts: bool) -> String {
    let gone = if accepts { r"(?s)<w:del [^>]*>.*?</w:del>" } else { r"(?s)<w:ins [^>]*>.*?</w:ins>" };
    let kept = regex::Regex::new(gone).unwrap().replace_all(part, "").replace("<w:tab/>", "\t");
    let text = regex::Regex::new(r"(?s)<w:(?:t|delText)(?: [^>]*)?>(.*?)</w:(?:t|delText)>|(\t)").unwrap();
    text.captures_iter(&kept)
        .map(|found| found.get(1).or(found.get(2)).unwrap().as_str().to_owned())
        .collect()
}

#[test]
fn a_review_copy_is_accepted_and_rejected() {
    let cut = run("到柳")
        + "<w:r><w:t>林</w:t><w:tab/><w:t xml:space=\"preserve\">县 去</w:t></w:r>"
        + &run("看柳林\u{3000}县");
    let old = "<w:del w:id=\"7\" w:author=\"某甲\"><w:r><w:delText>柳林</w:delText></w:r></w:del>";
    let bytes = docx(&(paragraph(&cut) + &paragraph(old)), &[]);
    let file = opened(&bytes);
    let mut edits = replace(&file, "柳林", "XX");
    let first = &file.document.units[0].text;
    let from = first.find('柳').unwrap();
    edits[0][0] = Edit::replacement(Span::new(from, first.find('县').unwrap()), "<X>");
    let mut comments = vec![Vec::new(); edits.len()];
    comments[0] = vec!["why".to_owned(), String::new()];
    let track =
        Track { author: "审阅".to_owned(), date: Some("2026-01-31T08:00:00Z".to_owned()), comments };
    let written =
        file.write(&edits, &WriteOptions { track: Some(track), ..WriteOptions::default() }).unwrap();
    assert_eq!(written.untracked.len(), 1, "a deleted text is changed outright");
    let plain = file.write(&edits, &WriteOptions::default()).unwrap();
    let (before, masked, review) = (main_part(&bytes), main_part(&plain.bytes), main_part(&written.bytes));
    let own = |part: &str| part.split("<w:p>").nth(1).unwrap().to_owned();
    assert_eq!(resolved(&own(&review), true), resolved(&own(&masked), true));
    assert_eq!(resolved(&own(&review), false), resolved(&own(&before), false));
    let comments =
        String::from_utf8(parts(&written.bytes).remove("word/review-comments.xml").unwrap()).unwrap();
    assert!(comments.contains("why") && !comments.contains("柳林"));
    // Taking over the own changes, and only those, gives the masked text.
    let again = opened(&written.bytes);
    let (accepted, words) = again.accept("审阅").unwrap();
    assert_eq!(words.concat(), "柳林\t柳林".replace('\t', ""));
    let accepted = main_part(&accepted);
    assert!(
        !accepted.contains("审阅") && accepted.contains("某甲") && !accepted.contains("commentReference")
    );
    assert_eq!(resolved(&own(&accepted), true), resolved(&own(&masked), true));
}

#[test]
fn fields_that_word_marks_as_unfilled_are_known() {
    let field = |code: &str, result: &str| {
        paragraph(&format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        ))
    };
    let control = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>单击此处</w:t></w:r></w:p></w:sdtContent></w:sdt>";
    let body = field("MERGEFIELD 姓名", "«姓名»")
        + &field("FORMTEXT", "\u{2002}\u{2002}\u{2002}")
        + &field("REF a", "错误!未找到引用源。")
        + &field("PAGE", "3")
        + &field("DATE", "2026年1月2日")
        + control
        + &paragraph("<w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/></w:rPr><w:t>填这里</w:t></w:r>");
    let file = opened(&docx(&body, &[]));
    let found: Vec<&str> =
        file.fields.iter().map(|field| field.span.of(&file.document.units[field.unit].text)).collect();
    for wanted in ["«姓名»", "\u{2002}\u{2002}\u{2002}", "错误!未找到引用源。", "单击此处", "填这里"]
    {
        assert!(found.contains(&wanted), "{wanted}: {found:?}");
    }
    assert_eq!(found.len(), 5, "a date fills itself: {found:?}");
}

const SHEET: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

/// A workbook of one sheet with these rows, and these shared texts.
pub(crate) fn xlsx(rows: &str, shared: &[&str]) -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let texts: String = shared.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" \
             ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"
                .to_owned(),
        ),
        ("_rels/.rels", format!("<Relationships xmlns=\"{relations}\"><Relationship Id=\"a\" Type=\"{r}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")),
        (
            "xl/workbook.xml",
            format!("<workbook {SHEET} xmlns:r=\"{r}\"><sheets><sheet name=\"人员\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"s\" Type=\"{r}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"t\" Type=\"{r}/sharedStrings\" Target=\"sharedStrings.xml\"/>\
                 <Relationship Id=\"u\" Type=\"{r}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        ("xl/sharedStrings.xml", format!("<sst {SHEET}>{texts}</sst>")),
        (
            "xl/styles.xml",
            format!("<styleSheet {SHEET}><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"31\"/></cellXfs></styleSheet>"),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>")),
    ];
    let parts =
        parts.into_iter().map(|(name, text)| Part { name: name.to_owned(), bytes: text.into_bytes() });
    Package { parts: parts.collect() }.write()
}

#[test]
fn cells_are_units_with_the_text_a_reader_sees() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>乙</t></is></c></row>\
                <row r=\"2\"><c r=\"A2\" s=\"1\"><v>44260</v></c><c r=\"B2\"><f>C2*2</f><v>96</v></c><c r=\"C2\"><v>48</v></c><c r=\"D2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>";
    let file = opened(&xlsx(rows, &["甲", "无人用"]));
    assert!(
        file.document.join().text.starts_with("甲\t\t乙\n2021年3月5日\t96\t48\t#DIV/0!\n"),
        "{:?}",
        file.document.join().text
    );
    let all = units(&file);
    assert!(
        all.contains(&("人员!A1".to_owned(), "甲".to_owned()))
            && all.contains(&("人员!C2".to_owned(), "48".to_owned()))
    );
    assert_eq!(file.fields.len(), 1);
    // A masked number becomes text; what was computed from it goes, and is computed anew.
    let mut edits = vec![Vec::new(); file.document.units.len()];
    let at = file.document.units.iter().position(|unit| unit.locator == "人员!C2").unwrap();
    edits[at].push(Edit::replacement(Span::new(0, 2), "XX"));
    let written = file.write(&edits, &WriteOptions::default()).unwrap();
    let parts = parts(&written.bytes);
    let sheet = String::from_utf8(parts["xl/worksheets/sheet1.xml"].clone()).unwrap();
    assert!(
        sheet.contains("<c r=\"C2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">XX</t></is></c>"),
        "{sheet}"
    );
    assert!(sheet.contains("<c r=\"B2\"><f>C2*2</f></c>") && sheet.contains("<v>44260</v>"), "{sheet}");
    assert!(
        String::from_utf8(parts["xl/workbook.xml"].clone())
            .unwrap()
            .contains("<calcPr fullCalcOnLoad=\"1\"/>")
    );
}

#[test]
fn a_shared_text_is_changed_where_all_its_cells_are() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>0</v></c></row>";
    let file = opened(&xlsx(rows, &["柳林县"]));
    let edit = || vec![Edit::replacement(Span::new(0, 6), "XX")];
    let cell = |name: &str| file.document.units.iter().position(|unit| unit.locator == name).unwrap();
    let after = |cells: &[(usize, Vec<Edit>)]| {
        let mut edits = vec![Vec::new(); file.document.units.len()];
        cells.iter().for_each(|(unit, list)| edits[*unit].clone_from(list));
        let written = parts(&file.write(&edits, &WriteOptions::default()).unwrap().bytes);
        let part = |name: &str| String::from_utf8(written[name].clone()).unwrap();
        (part("xl/sharedStrings.xml"), part("xl/worksheets/sheet1.xml"))
    };
    let (shared, sheet) = after(&[(cell("人员!A1"), edit()), (cell("人员!B1"), edit())]);
    assert!(shared.contains("<t>XX县</t>") && !sheet.contains("inlineStr"));
    let (shared, sheet) = after(&[(cell("人员!A1"), edit())]);
    assert!(
        shared.contains("柳林县") && sheet.contains(">XX县</t>") && sheet.contains("r=\"B1\" t=\"s\""),
        "one cell keeps it"
    );
    let other = vec![Edit::replacement(Span::new(0, 9), "某县")];
    let (shared, sheet) = after(&[(cell("人员!A1"), edit()), (cell("人员!B1"), other)]);
    assert!(!shared.contains("柳林") && sheet.contains("XX县") && sheet.contains("某县"), "{shared} {sheet}");
}

#[test]
fn damaged_files_end_in_an_error_or_a_file() {
    let body = paragraph(&run("到柳林县&#x4e00;<![CDATA[去]]>"))
        + "<w:p><w:fldSimple w:instr=\"A\"><w:r><w:t>乙</w:t></w:r></w:fldSimple></w:p>";
    let good = docx(&body, &[("word/header1.xml", "<a b=\"甲\"/>")]);
    let rows =
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C9\" s=\"1\"><f>A1:A9</f><v>1</v></c></row>";
    let sheet = xlsx(rows, &["甲"]);
    let mut dice = Dice(7);
    let limits = Limits { part: 1 << 20, total: 1 << 22, ..Limits::default() };
    let mut opened = 0;
    for round in 0..4000 {
        let base = if round % 2 == 0 { &good } else { &sheet };
        let bytes = if round % 4 < 2 {
            // Bytes of the container.
            let mut bytes = base.clone();
            for _ in 0..=dice.below(3) {
                let at = dice.below(bytes.len());
                match dice.below(3) {
                    0 => bytes[at] = dice.below(256) as u8,
                    1 => drop(bytes.drain(at..(at + dice.below(9)).min(bytes.len()))),
                    _ => bytes.insert(at, dice.below(256) as u8),
                }
            }
            bytes
        } else {
            // Bytes of a part in a sound container.
            let mut package = Package::read(base, &limits).unwrap();
            let part = dice.below(package.parts.len());
            let text = &mut package.parts[part].bytes;
            let at = dice.below(text.len());
            let signs = b"<>/\"'=&;![]-? :w\xe4\0";
            match dice.below(3) {
                0 => text[at] = signs[dice.below(signs.len())],
                1 => drop(text.drain(at..(at + dice.below(20)).min(text.len()))),
                _ => text.insert(at, signs[dice.below(signs.len())]),
            }
            package.write()
        };
        let Ok(file) = open(&bytes, &limits) else { continue };
        opened += 1;
        let edits = some_edits(&file, &mut dice);
        let options = WriteOptions { scrub: round % 3 == 0, opaque: Opaque::Drop, ..WriteOptions::default() };
        let written = file.write(&edits, &options).unwrap();
        // A damaged list of types may have lost the main part; the package itself is sound.
        Package::read(&written.bytes, &limits).unwrap();
    }
    assert!(opened > 200, "{opened}");
}

/// A presentation of one slide.
fn pptx(shapes: &str) -> Vec<u8> {
    let list = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"http://x/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/ppt/presentation.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml\"/></Types>";
    let main = "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"";
    let parts = [
        ("[Content_Types].xml", types.to_owned()),
        ("_rels/.rels", list("officeDocument", "ppt/presentation.xml")),
        ("ppt/presentation.xml", format!("<p:presentation {main}/>")),
        ("ppt/_rels/presentation.xml.rels", list("slide", "slides/slide1.xml")),
        ("ppt/slides/slide1.xml", format!("<p:sld {main}>{shapes}</p:sld>")),
    ];
    let parts =
        parts.into_iter().map(|(name, text)| Part { name: name.to_owned(), bytes: text.into_bytes() });
    Package { parts: parts.collect() }.write()
}

#[test]
fn a_placeholder_of_a_slide_is_unfilled_until_it_has_text() {
    let shape = |name: &str, kind: &str, text: &str| {
        format!(
            "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"{name}\"/><p:nvPr><p:ph type=\"{kind}\"/></p:nvPr></p:nvSpPr><p:txBody><a:p>{text}</a:p></p:txBody></p:sp>"
        )
    };
    let text = "<a:r><a:t>防汛工作</a:t></a:r>";
    let file = opened(&pptx(
        &[
            shape("标题 1", "title", ""),
            shape("内容 2", "body", text),
            shape("日期 3", "dt", ""),
            shape("副标题 4", "subTitle", " "),
        ]
        .concat(),
    ));
    let names: Vec<&str> =
        file.fields.iter().map(|field| file.document.units[field.unit].text.as_str()).collect();
    assert_eq!(names, ["标题 1", "副标题 4"]);
}

#[test]
fn a_signed_file_is_written_without_its_signatures_or_not_at_all() {
    let others = [
        ("_xmlsignatures/origin.sigs", ""),
        ("_xmlsignatures/sig1.xml", "<Signature><Name>某甲</Name></Signature>"),
    ];
    let signed = docx(&paragraph(&run("到柳林县去")), &others);
    let around = docx(&paragraph(&run("到柳林县去")), &[]);
    let mut around = Package::read(&around, &Limits::default()).unwrap();
    around.parts.push(Part { name: "word/embeddings/a.docx".to_owned(), bytes: signed.clone() });
    for bytes in [signed, around.write()] {
        let file = opened(&bytes);
        assert!(file.is_signed());
        // Without a change it stays what it is.
        assert_eq!(parts(&file.write(&[], &WriteOptions::default()).unwrap().bytes), parts(&bytes));
        let edits = replace(&file, "柳林", "XX");
        for scrub in [false, true] {
            let refused = WriteOptions { scrub, ..WriteOptions::default() };
            assert_eq!(file.write(&edits, &refused), Err(WriteError::Signed));
            let allowed = WriteOptions { drop_signatures: true, opaque: Opaque::Keep, ..refused };
            let written = file.write(&edits, &allowed).unwrap();
            let again = opened(&written.bytes);
            assert!(!again.is_signed() && !again.document.join().text.contains("柳林"));
            let inside = again.carriers.iter().any(|carrier| carrier.name.contains("_xmlsignatures/"));
            assert!(!inside, "{:?}", again.carriers);
        }
    }
}

#[test]
fn sheets_keep_names_of_their_own_and_formulas_follow() {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let one = xlsx("<row r=\"1\"><c r=\"A1\"><f>郑海燕!B1+'林 晓'!B1</f><v>1</v></c></row>", &[]);
    let mut package = Package::read(&one, &Limits::default()).unwrap();
    let book = package.parts.iter_mut().find(|part| part.name == "xl/workbook.xml").unwrap();
    book.bytes = String::from_utf8(book.bytes.clone())
        .unwrap()
        .replace("name=\"人员\"", "name=\"郑海燕\"")
        .replace("</sheets>", "<sheet name=\"林 晓\" sheetId=\"2\"/></sheets>")
        .into_bytes();
    assert!(String::from_utf8_lossy(&book.bytes).contains(relations));
    let file = opened(&package.write());
    let mut edits = replace(&file, "郑海燕", "XX");
    for (own, more) in edits.iter_mut().zip(replace(&file, "林 晓", "XX")) {
        own.extend(more);
    }
    let written = parts(&file.write(&edits, &WriteOptions::default()).unwrap().bytes);
    let part = |name: &str| String::from_utf8(written[name].clone()).unwrap();
    assert!(part("xl/workbook.xml").contains("name=\"XX\" "), "{}", part("xl/workbook.xml"));
    assert!(part("xl/workbook.xml").contains("name=\"XX_2\" "), "{}", part("xl/workbook.xml"));
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("'XX'!B1+'XX_2'!B1"), "{sheet}");
}

#[test]
fn what_lies_in_files_inside_is_not_lost_and_limits_hold_for_all() {
    let inner = docx(
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>单击此处</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        &[],
    );
    let wrap = |inner: &[u8]| {
        let mut package = Package::read(&docx(&paragraph(&run("外")), &[]), &Limits::default()).unwrap();
        package.parts.push(Part { name: "word/embeddings/a.docx".to_owned(), bytes: inner.to_vec() });
        package.write()
    };
    let file = opened(&wrap(&inner));
    assert_eq!(file.document.units[file.fields[0].unit].text, "单击此处");
    assert!(file.document.units[file.fields[0].unit].locator.starts_with("word/embeddings/a.docx!"));
    // A review copy records nothing inside, and says so.
    let track = Track { author: "yinmo".to_owned(), date: None, comments: Vec::new() };
    let options = WriteOptions { track: Some(track), ..WriteOptions::default() };
    let written = file.write(&replace(&file, "单击", "XX"), &options).unwrap();
    assert_eq!(written.untracked, [file.fields[0].unit]);
    let deep = wrap(&wrap(&wrap(&inner)));
    let error = open(&deep, &Limits::default()).unwrap_err().to_string();
    assert!(error.contains("limit nesting = 3"), "{error}");
    let total = Limits { total: inner.len() as u64 + 2000, ..Limits::default() };
    let error = open(&wrap(&inner), &total).unwrap_err().to_string();
    assert!(error.contains("limit total = "), "{error}");
}
