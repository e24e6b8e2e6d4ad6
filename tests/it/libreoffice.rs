//! What another program makes of written files: LibreOffice opens them and shows the text that was meant. Skipped with
//! a message where it is missing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use yinmo::format::office::{Limits, open};

use crate::harness::{Folder, finish};

/// How long one start of the program may take.
const PATIENCE: Duration = Duration::from_secs(600);

const NAMES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
    xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" \
    xmlns:presentation=\"urn:oasis:names:tc:opendocument:xmlns:presentation:1.0\" \
    xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" \
    xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.3\"";

/// A text with everything that a text may hold. `白鹭湾` and `青石坡` are masked.
const TEXT: &str = "<office:automatic-styles><style:style style:name=\"B\" style:family=\"text\">\
    <style:text-properties fo:font-weight=\"bold\"/></style:style><style:style style:name=\"V\" style:family=\"text\">\
    <style:text-properties text:display=\"none\"/></style:style><style:page-layout style:name=\"pm\"/></office:automatic-styles>\
    <office:master-styles><style:master-page style:name=\"Standard\" style:page-layout-name=\"pm\">\
    <style:header><text:p>页眉：白鹭湾</text:p></style:header><style:footer><text:p>页脚 白鹭湾</text:p></style:footer>\
    </style:master-page></office:master-styles><office:body><office:text><text:tracked-changes>\
    <text:changed-region xml:id=\"c1\" text:id=\"c1\"><text:deletion><office:change-info><dc:creator>钱多</dc:creator>\
    <dc:date>2026-01-02T03:04:05</dc:date></office:change-info><text:p>旧白鹭湾</text:p></text:deletion></text:changed-region>\
    </text:tracked-changes><text:h text:outline-level=\"1\">关于白<text:span text:style-name=\"B\">鹭湾</text:span>的调研</text:h>\
    <text:p>调研组 到<text:span text:style-name=\"B\">白鹭</text:span>湾<text:s text:c=\"2\"/>和青石坡<text:tab/>走访。\
    <text:change text:change-id=\"c1\"/>第二句。<text:line-break/>换行后青石坡<text:span text:style-name=\"V\">暗藏白鹭湾</text:span></text:p>\
    <text:p>脚注<text:note text:id=\"f1\" text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body>\
    <text:p>见白鹭湾志</text:p></text:note-body></text:note>后文<office:annotation office:name=\"a1\"><dc:creator>钱多</dc:creator>\
    <dc:date>2026-01-02T03:04:05</dc:date><text:p>批注白鹭湾</text:p></office:annotation>继续<office:annotation-end office:name=\"a1\"/>。</text:p>\
    <text:p>链接<text:a xlink:type=\"simple\" xlink:href=\"http://example.com/白鹭湾\">青石坡网</text:a><text:bookmark text:name=\"白鹭湾签\"/></text:p>\
    <table:table table:name=\"表格1\"><table:table-column table:number-columns-repeated=\"2\"/><table:table-row>\
    <table:table-cell office:value-type=\"string\"><text:p>姓名</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>住址</text:p></table:table-cell></table:table-row>\
    <table:table-row><table:table-cell office:value-type=\"string\"><text:p/></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>白鹭湾3号</text:p></table:table-cell></table:table-row></table:table>\
    <text:p><draw:frame draw:name=\"框\" svg:width=\"5cm\" svg:height=\"2cm\" text:anchor-type=\"paragraph\"><draw:text-box>\
    <text:p>框内白鹭湾</text:p></draw:text-box><svg:desc>描述白鹭湾</svg:desc></draw:frame>框后</text:p></office:text></office:body>";

const SHEETS: &str = "<office:body><office:spreadsheet><table:table table:name=\"白鹭湾表\"><table:table-column table:number-columns-repeated=\"4\"/>\
    <table:table-row><table:table-cell office:value-type=\"string\"><text:p>地点</text:p></table:table-cell><table:table-cell/>\
    <table:table-cell office:value-type=\"string\"><text:p>数量</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>公式</text:p></table:table-cell></table:table-row>\
    <table:table-row><table:table-cell office:value-type=\"string\"><office:annotation><text:p>批注白鹭湾</text:p></office:annotation><text:p>白鹭湾</text:p></table:table-cell><table:table-cell/>\
    <table:table-cell office:value-type=\"float\" office:value=\"12\"><text:p>12</text:p></table:table-cell>\
    <table:table-cell table:formula=\"of:=[.C2]*2\" office:value-type=\"float\" office:value=\"24\"><text:p>24</text:p></table:table-cell></table:table-row>\
    <table:table-row><table:table-cell office:value-type=\"string\"><text:p>青石坡</text:p></table:table-cell><table:table-cell/>\
    <table:table-cell office:value-type=\"float\" office:value=\"30\"><text:p>30</text:p></table:table-cell>\
    <table:table-cell table:formula=\"of:=[.A2]&amp;&quot;村&quot;\" office:value-type=\"string\" office:string-value=\"白鹭湾村\"><text:p>白鹭湾村</text:p></table:table-cell></table:table-row></table:table>\
    <table:named-expressions><table:named-range table:name=\"范围\" table:base-cell-address=\"$'白鹭湾表'.$A$1\" table:cell-range-address=\"$'白鹭湾表'.$A$1:.$D$3\"/></table:named-expressions>\
    <table:database-ranges><table:database-range table:name=\"库\" table:target-range-address=\"'白鹭湾表'.A1:'白鹭湾表'.D3\"/></table:database-ranges>\
    </office:spreadsheet></office:body>";

const SLIDES: &str = "<office:automatic-styles><style:page-layout style:name=\"PM\"/><style:style style:name=\"dp\" style:family=\"drawing-page\"/></office:automatic-styles>\
    <office:master-styles><style:master-page style:name=\"M\" style:page-layout-name=\"PM\" draw:style-name=\"dp\"/></office:master-styles>\
    <office:body><office:presentation><draw:page draw:name=\"第一页\" draw:master-page-name=\"M\">\
    <draw:frame svg:width=\"20cm\" svg:height=\"3cm\"><draw:text-box><text:p>白鹭湾<text:span>汇报</text:span></text:p><text:p>青石坡 二</text:p></draw:text-box></draw:frame>\
    <draw:frame svg:width=\"20cm\" svg:height=\"3cm\"><table:table><table:table-column/><table:table-column/><table:table-row><table:table-cell><text:p>单位</text:p></table:table-cell>\
    <table:table-cell><text:p>白鹭湾</text:p></table:table-cell></table:table-row></table:table></draw:frame><presentation:notes>\
    <draw:frame presentation:class=\"notes\" svg:width=\"17cm\" svg:height=\"10cm\"><draw:text-box><text:p>备注白鹭湾</text:p></draw:text-box></draw:frame>\
    </presentation:notes></draw:page></office:presentation></office:body>";

fn flat(kind: &str, content: &str) -> String {
    let meta = "<office:meta><dc:title>白鹭湾调研</dc:title><meta:initial-creator>郑海燕</meta:initial-creator><dc:creator>郑海燕</dc:creator></office:meta>";
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document {NAMES} office:mimetype=\"application/vnd.oasis.opendocument.{kind}\">{meta}{content}</office:document>"
    )
}

/// The program, where it is.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let named = std::env::var_os("SOFFICE").filter(|named| !named.is_empty()).map(PathBuf::from);
    let found =
        named.or_else(|| std::env::split_paths(&path).map(|f| f.join("soffice")).find(|p| p.is_file()));
    if found.is_none() {
        eprintln!("skipped: LibreOffice is not installed (no soffice on the path, none in $SOFFICE)");
    }
    found
}

/// Runs it in a profile of its own under the folder.
fn run(program: &Path, folder: &Path, args: &[&str]) {
    let mut command = Command::new(program);
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    command.arg(profile).args(["--headless", "--norestore", "--nolockcheck"]).args(args);
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("LibreOffice did not finish: {args:?}");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn convert(program: &Path, folder: &Path, to: &str, out: &str, files: &[String]) {
    let mut args = vec!["--convert-to", to, "--outdir", out];
    args.extend(files.iter().map(String::as_str));
    run(program, folder, &args);
}

/// Text without blanks and tags: programs set them as they like.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect()
}

/// What LibreOffice shows of a file that it has exported.
fn shown(folder: &Path, path: &str) -> Vec<String> {
    let bytes =
        std::fs::read(folder.join(path)).unwrap_or_else(|_| panic!("LibreOffice could not open {path}"));
    let text = String::from_utf8(bytes).unwrap();
    if !path.ends_with(".fodp") {
        return text.split(['\n', '\t']).map(squeezed).filter(|line| !line.is_empty()).collect();
    }
    let body = text.split("<office:presentation").nth(1).unwrap();
    let paragraphs = body.split("<text:p").skip(1).map(|paragraph| {
        let inside = paragraph.split("</text:p>").next().unwrap();
        let pieces = inside.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text));
        squeezed(&pieces.collect::<String>())
    });
    paragraphs.filter(|line| !line.is_empty()).collect()
}

#[test]
fn masked_files_open_and_show_the_text_that_was_meant() {
    let Some(program) = program() else { return };
    let folder = Folder::new();
    folder.write("t.fodt", flat("text", TEXT));
    folder.write("s.fods", flat("spreadsheet", SHEETS));
    folder.write("p.fodp", flat("presentation", SLIDES));
    let families: [(&str, &[&str], &str, &str); 3] = [
        ("t.fodt", &["odt", "docx", "rtf", "doc"], "txt:Text (encoded):UTF8", "txt"),
        ("s.fods", &["ods", "xlsx", "xls"], "csv:Text - txt - csv (StarCalc):9,34,76", "csv"),
        ("p.fodp", &["odp", "pptx", "ppt"], "fodp", "fodp"),
    ];
    for (source, types, export, end) in families {
        let stem = &source[..1];
        let mut files = vec![format!("before/{end}-{stem}.{}", &source[2..])];
        std::fs::create_dir_all(folder.path().join("before")).unwrap();
        std::fs::copy(folder.path().join(source), folder.path().join(&files[0])).unwrap();
        for kind in types {
            convert(&program, folder.path(), kind, "made", &[source.to_owned()]);
            let name = format!("before/{kind}-{stem}.{kind}");
            std::fs::rename(folder.path().join(format!("made/{stem}.{kind}")), folder.path().join(&name))
                .unwrap();
            files.push(name);
        }
        let mut masked = Vec::new();
        for file in &files {
            // Old files become new ones.
            let new = match file.rsplit_once('.').unwrap() {
                (stem, "doc") => format!("{stem}.docx"),
                (stem, "xls") => format!("{stem}.xlsx"),
                (stem, "ppt") => format!("{stem}.pptx"),
                _ => file.clone(),
            };
            let new = new.replace("before/", "after/");
            std::fs::create_dir_all(folder.path().join("after")).unwrap();
            let mut command = folder.on_terms(&format!("mask {file} -o {new} --opaque drop --color never"));
            command.env("SOFFICE", &program);
            finish(command, b"").ends(0);
            masked.push(new);
        }
        convert(&program, folder.path(), export, "shown-before", &files);
        convert(&program, folder.path(), export, "shown-after", &masked);
        for (file, new) in files.iter().zip(&masked) {
            let name = |path: &str| Path::new(path).file_stem().unwrap().to_str().unwrap().to_owned();
            let before = shown(folder.path(), &format!("shown-before/{}.{end}", name(file)));
            let after = shown(folder.path(), &format!("shown-after/{}.{end}", name(new)));
            let meant: Vec<String> =
                before.iter().map(|line| line.replace("白鹭湾", "XX").replace("青石坡", "XX")).collect();
            assert!(before.iter().any(|line| line.contains("白鹭湾")), "{file}: {before:?}");
            assert_eq!(after, meant, "{new}");
            // What the other program shows was read.
            let bytes = folder.read(new);
            let opened = open(&bytes, &Limits::default()).unwrap();
            let read = squeezed(&opened.document.join().text);
            // The mark of a note is no text; what is deleted or hidden stands by itself.
            let plain =
                |line: &String| line.replace("脚注1", "脚注").replace("旧XX", "").replace("暗藏XX", "");
            let missed: Vec<String> =
                after.iter().map(plain).filter(|line| !read.contains(line.as_str())).collect();
            assert!(missed.is_empty(), "{new}: {missed:?} is not in {read}");
            // The words are nowhere in what was written.
            for (part, bytes) in opened.streams() {
                for word in ["白鹭湾", "青石坡", "郑海燕"] {
                    let hit = bytes.windows(word.len()).any(|window| window == word.as_bytes());
                    assert!(!hit, "{new}: {word} in {part}");
                }
            }
        }
    }
}

/// A program of LibreOffice's own that accepts or rejects all changes of a file and writes its text.
const MACRO: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE script:module PUBLIC \"-//OpenOffice.org//DTD OfficeDocument 1.0//EN\" \"module.dtd\">\n\
<script:module xmlns:script=\"http://openoffice.org/2000/script\" script:name=\"Yinmo\" script:language=\"StarBasic\">\n\
Sub Settle(source As String, target As String, what As String)\n\
  Dim hidden(0) As New com.sun.star.beans.PropertyValue\n\
  hidden(0).Name = &quot;Hidden&quot;\n\
  hidden(0).Value = True\n\
  doc = StarDesktop.loadComponentFromURL(ConvertToURL(source), &quot;_blank&quot;, 0, hidden())\n\
  helper = createUnoService(&quot;com.sun.star.frame.DispatchHelper&quot;)\n\
  helper.executeDispatch(doc.CurrentController.Frame, &quot;.uno:&quot; &amp; what &amp; &quot;AllTrackedChanges&quot;, &quot;&quot;, 0, Array())\n\
  Dim plain(1) As New com.sun.star.beans.PropertyValue\n\
  plain(0).Name = &quot;FilterName&quot;\n\
  plain(0).Value = &quot;Text (encoded)&quot;\n\
  plain(1).Name = &quot;FilterOptions&quot;\n\
  plain(1).Value = &quot;UTF8&quot;\n\
  doc.storeToURL(ConvertToURL(target), plain())\n\
  doc.close(True)\n\
  StarDesktop.terminate()\n\
End Sub\n</script:module>";

const LIBRARY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE library:library PUBLIC \"-//OpenOffice.org//DTD OfficeDocument 1.0//EN\" \"library.dtd\">\n\
<library:library xmlns:library=\"http://openoffice.org/2000/library\" library:name=\"Standard\" library:readonly=\"false\" library:passwordprotected=\"false\"><library:element library:name=\"Yinmo\"/></library:library>";

#[test]
fn recorded_changes_are_accepted_and_rejected_by_another_program() {
    let Some(program) = program() else { return };
    let folder = Folder::new();
    let text = "<office:automatic-styles><style:style style:name=\"B\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\"/></style:style></office:automatic-styles>\
        <office:body><office:text><text:p>到白<text:span text:style-name=\"B\">鹭湾</text:span>和青石坡<text:tab/>走访。</text:p>\
        <text:p>脚注<text:note text:id=\"f1\" text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body><text:p>见青石坡志</text:p></text:note-body></text:note>，在白鹭湾。</text:p>\
        <table:table table:name=\"t\"><table:table-column/><table:table-row><table:table-cell office:value-type=\"string\"><text:p>青石坡3号</text:p></table:table-cell></table:table-row></table:table>\
        <text:p>末</text:p></office:text></office:body>";
    folder.write("t.fodt", flat("text", text));
    convert(&program, folder.path(), "docx", "made", &["t.fodt".to_owned()]);
    folder.yinmo("mask made/t.docx -o masked.docx").ends(0);
    folder.yinmo("mask --track-changes made/t.docx -o review.docx").ends(0);
    // The first run has made the profile.
    folder.write("profile/user/basic/Standard/Yinmo.xba", MACRO);
    folder.write("profile/user/basic/Standard/script.xlb", LIBRARY);
    let settle = |source: &str, what: &str| {
        let place = |name: &str| folder.path().join(name).display().to_string();
        let target = format!("{source}.{what}.txt");
        let call = format!("macro:///Standard.Yinmo.Settle({},{},{what})", place(source), place(&target));
        run(&program, folder.path(), &[&call]);
        let text = std::fs::read(folder.path().join(&target)).ok()?;
        Some(String::from_utf8(text).unwrap())
    };
    let Some(original) = settle("made/t.docx", "Accept") else {
        eprintln!("skipped: this LibreOffice runs no macros");
        return;
    };
    assert!(original.contains("到白鹭湾和青石坡\t走访。"), "{original}");
    assert_eq!(settle("review.docx", "Reject").unwrap(), original);
    let masked = settle("masked.docx", "Accept").unwrap();
    assert_eq!(masked, original.replace("白鹭湾", "XX").replace("青石坡", "XX"));
    assert_eq!(settle("review.docx", "Accept").unwrap(), masked);
}
