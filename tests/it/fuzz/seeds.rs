//! Small sound files of every kind, with much of what such files hold.

use std::sync::LazyLock;

use yinmo::format::office::{Package, Part, to_base64};

use crate::office::{docx, paragraph, run, xlsx};
use crate::pages::{old_book, pdf};

/// The seeds of a kind.
pub(super) fn of(kind: &str) -> &'static [Vec<u8>] {
    match kind {
        "docx" => &DOCX,
        "xlsx" => &XLSX,
        "pptx" => &PPTX,
        "ofd" => &OFD,
        "odt" => &ODT,
        "ods" => &ODS,
        "html" => &HTML,
        "mail" => &MAIL,
        "rtf" => &RTF,
        "doc" => &DOC,
        "xls" => &XLS,
        "pdf" => &PDF,
        _ => unreachable!("a kind without seeds"),
    }
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let part =
        |(name, text): &(&str, &str)| Part { name: (*name).to_owned(), bytes: text.as_bytes().to_vec() };
    Package { parts: parts.iter().map(part).collect() }.write()
}

static DOCX: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let field = |code: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:default w:val=\"甲\"/><w:result w:val=\"1\"/></w:ffData></w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let copies = "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>庚</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
                  <mc:Fallback><w:txbxContent><w:p><w:r><w:t>庚</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>";
    let prompt = "<w:sdt><w:sdtPr><w:alias w:val=\"甲\"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/></w:rPr><w:t>单击</w:t></w:r></w:p></w:sdtContent></w:sdt>";
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>郑海燕</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let changes = "<w:ins w:id=\"1\" w:author=\"yinmo\" w:date=\"2020-01-01T00:00:00Z\"><w:r><w:t>乙</w:t></w:r></w:ins><w:del w:id=\"2\" w:author=\"yinmo\"><w:r><w:delText>丙</w:delText></w:r></w:del>";
    let look = "<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space=\"preserve\"> 丁 </w:t><w:tab/><w:br/><w:ruby><w:rt><w:r><w:t>a</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>甲</w:t></w:r></w:rubyBase></w:ruby></w:r><w:fldSimple w:instr=\"AUTHOR\"><w:r><w:t>某</w:t></w:r></w:fldSimple><!--辛-->";
    let body = [
        paragraph(&(run("到柳") + &run("林&amp;县<![CDATA[去]]>"))),
        paragraph(&(field(" FORMTEXT ", "甲") + &field(" REF a ", "错误!") + copies)),
        prompt.to_owned(),
        table.to_owned(),
        paragraph(&(changes.to_owned() + look)),
    ]
    .concat();
    let others = [
        (
            "word/header1.xml",
            "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:r><w:t>壬</w:t></w:r></w:p></w:hdr>",
        ),
        (
            "word/comments.xml",
            "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:comment w:id=\"1\" w:author=\"yinmo\"><w:p/></w:comment></w:comments>",
        ),
        ("docProps/core.xml", "<a><b>某乙</b></a>"),
        ("_xmlsignatures/sig1.xml", "<a/>"),
        ("word/media/image1.gif", "GIF89a"),
        ("word/afchunk.htm", "<html><p title=甲>乙</p></html>"),
    ];
    vec![docx(&body, &others), docx(&paragraph(&run("甲")), &[])]
});

static XLSX: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>乙</t></is></c></row>\
                <row r=\"2\"><c r=\"A2\" s=\"1\"><v>44260</v></c><c r=\"B2\"><f>SUM(C2:C9)*人员!A1</f><v>96</v></c><c r=\"C2\"><v>48</v></c><c r=\"D2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>";
    vec![xlsx(rows, &["柳林县", "无人用"])]
});

static PPTX: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/ppt/presentation.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml\"/></Types>";
    let slide = "<p:sld xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"标题 1\"/><p:nvPr><p:ph type=\"title\"/></p:nvPr></p:nvSpPr><p:txBody><a:p/></p:txBody></p:sp>\
                 <p:sp><p:nvSpPr><p:cNvPr id=\"3\" name=\"b\"/></p:nvSpPr><p:txBody><a:p><a:r><a:t>郑海燕</a:t></a:r><a:br/><a:fld type=\"slidenum\"><a:t>1</a:t></a:fld></a:p></p:txBody></p:sp></p:sld>";
    let rels = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"http://x/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    vec![package(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", &rels("officeDocument", "ppt/presentation.xml")),
        (
            "ppt/presentation.xml",
            "<p:presentation xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"/>",
        ),
        ("ppt/_rels/presentation.xml.rels", &rels("slide", "slides/slide1.xml")),
        ("ppt/slides/slide1.xml", slide),
    ])]
});

static OFD: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let ns = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    let page = format!(
        "<ofd:Page {ns}><ofd:Content><ofd:Layer ID=\"2\"><ofd:TextObject ID=\"5\" Boundary=\"10 20 50 5\" CTM=\"1 0 0 1 0 0\" Font=\"4\" Size=\"4\">\
         <ofd:CGTransform Title=\"郑\" CodePosition=\"0\" CodeCount=\"3\" GlyphCount=\"3\"><ofd:Glyphs>11 12 13</ofd:Glyphs></ofd:CGTransform>\
         <ofd:TextCode X=\"0\" Y=\"4\" DeltaX=\"g 6 4\" DeltaY=\"1 2\">组长郑海燕到会</ofd:TextCode><ofd:TextCode X=\"0\" Y=\"9\">次日</ofd:TextCode></ofd:TextObject>\
         <ofd:TextObject ID=\"6\" Boundary=\"10 30 50 5\" Font=\"3\" Size=\"4\"><ofd:TextCode X=\"0\" Y=\"4\">甲</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"
    );
    let root = format!(
        "<ofd:OFD {ns}><ofd:DocBody><ofd:DocInfo><ofd:DocID>abcdef</ofd:DocID><ofd:Author>郑海燕</ofd:Author></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>"
    );
    let document = format!(
        "<ofd:Document {ns}><ofd:CommonData><ofd:MaxUnitID>20</ofd:MaxUnitID><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>"
    );
    let fonts = format!(
        "<ofd:Res {ns}><ofd:Fonts><ofd:Font ID=\"4\" FontName=\"a\"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font></ofd:Fonts></ofd:Res>"
    );
    vec![package(&[
        ("OFD.xml", &root),
        ("Doc_0/Document.xml", &document),
        ("Doc_0/PublicRes.xml", &fonts),
        ("Doc_0/Pages/Page_0/Content.xml", &page),
        ("Doc_0/Annots/Annotation.xml", "<PageAnnot Creator=\"甲\"><Remark>乙</Remark></PageAnnot>"),
        ("Signs/Signatures.xml", "<a/>"),
    ])]
});

fn opened(kind: &str, content: &str) -> Vec<u8> {
    let spaces: String = ["office", "text", "table", "style", "meta"]
        .map(|name| format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
        .concat();
    let typed = format!("application/vnd.oasis.opendocument.{kind}");
    let manifest = format!(
        "<m:manifest xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><m:file-entry m:full-path=\"/\" m:media-type=\"{typed}\"/><m:file-entry m:full-path=\"content.xml\" m:media-type=\"\"/></m:manifest>"
    );
    package(&[
        ("mimetype", &typed),
        ("META-INF/manifest.xml", &manifest),
        (
            "content.xml",
            &format!(
                "<office:document-content{spaces}><office:body><office:{kind}>{content}</office:{kind}></office:body></office:document-content>"
            ),
        ),
        (
            "meta.xml",
            &format!(
                "<office:document-meta{spaces}><office:meta><meta:initial-creator>郑海燕</meta:initial-creator></office:meta></office:document-meta>"
            ),
        ),
    ])
}

static ODT: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let text = "<text:tracked-changes><text:changed-region><text:deletion><text:p>删</text:p></text:deletion></text:changed-region></text:tracked-changes>\
                <text:h>题<text:s text:c=\"3\"/>目</text:h><text:p>组长<text:span>郑海</text:span>燕<text:tab/><text:line-break/><text:placeholder>&lt;姓名&gt;</text:placeholder><office:annotation><text:p>注</text:p></office:annotation></text:p>\
                <table:table><table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row></table:table>";
    vec![opened("text", text)]
});

static ODS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let sheet = "<table:table table:name=\"人员\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"float\" office:value=\"48\"><text:p>48</text:p></table:table-cell>\
                 <table:table-cell table:number-columns-repeated=\"3\" table:formula=\"of:=SUM([.A1:.A2])\" office:value=\"96\"><text:p>96</text:p></table:table-cell></table:table-row></table:table>";
    vec![opened("spreadsheet", sheet)]
});

static HTML: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let page = "<!DOCTYPE html><html><head><meta charset=utf-8><meta name=author content='郑海燕'><style>a{content:\"甲\"}</style><script>var a = \"乙\\u4e19\"; // 丁\n</script></head>\
                <body><!--[if mso]><o:Author>戊</o:Author><![endif]--><p title='己'>组长<b>海</b>&middot;燕<br>到<table><tr><td>庚<td>辛</table><a href='data:text/html,%E7%94%B2'>x</a>\
                <textarea>壬</textarea><template>癸</template><svg><text>子</text></svg><iframe srcdoc='&lt;p&gt;丑'></iframe></body></html>";
    vec![page.into(), "<p>甲<i>乙".into()]
});

static MAIL: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let document = to_base64(&DOCX[1]);
    let mail = format!(
        "Received: from a\r\n by b\r\nFrom: =?UTF-8?B?55Sy?= <a@example.com>\r\nTo: b@example.com\r\nSubject: =?GBK?B?1qM=?=\r\nDate: Mon\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=D6=A3\r\n乙\r\n\
         --b\r\nContent-Type: text/html\r\n\r\n<p>丙</p>\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a\r\nTo: b\r\nSubject: c\r\n\r\n丁\r\n\
         --b\r\nContent-Type: application/octet-stream; name=\"a.docx\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{document}\r\n--b\r\nContent-Type: application/pkcs7-signature\r\n\r\nx\r\n--b--\r\n"
    );
    vec![mail.into_bytes()]
});

static RTF: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let text = "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}}{\\info{\\author \\'d6\\'a3}{\\title \\u30002?}}\r\n\
                \\pard\\f0\\b\\'d5\\'c5\\b0\\'c8\\'fd\\uc1\\u26611?\\tab\\line x\\par\r\n{\\field{\\*\\fldinst HYPERLINK \"a\"}{\\fldrslt \\'bc\\'d7}}\\trowd\\cellx100 \\'d2\\'d2\\cell\\row\
                {\\*\\bkmkstart a}{\\deleted \\'b1\\'fb}{\\pict\\pngblip 0102}{\\object{\\*\\objdata 00ff}}\\bin3 abc}";
    vec![text.into()]
});

/// An old document: the text, and the table of its pieces.
static DOC: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let text: Vec<u16> = "组长郑海燕\r姓名\u{7}林晓\u{7}\u{7}见\u{13}HYPERLINK \"a\"\u{14}此\u{15}。\r"
        .encode_utf16()
        .collect();
    let mut main = vec![0u8; 2048];
    main[..4].copy_from_slice(&[0xec, 0xa5, 0xc1, 0]);
    main[0x4c..0x50].copy_from_slice(&(text.len() as u32).to_le_bytes());
    let mut table = vec![2, 16, 0, 0, 0];
    table.extend([0, text.len() as u32].iter().flat_map(|n| n.to_le_bytes()));
    table.extend([0, 0, 0, 8, 0, 0, 0, 0]);
    main[0x1a6..0x1aa].copy_from_slice(&(table.len() as u32).to_le_bytes());
    main.extend(text.iter().flat_map(|unit| unit.to_le_bytes()));
    main.resize(4096, 0);
    table.resize(4096, 0);
    // The one stream of a workbook becomes two.
    let mut file = old_book("甲");
    let name = |file: &mut Vec<u8>, entry: usize, name: &str| {
        let at = 1024 + 128 * entry;
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        file[at..at + 64].fill(0);
        file[at..at + wide.len()].copy_from_slice(&wide);
        file[at + 64] = wide.len() as u8 + 2;
    };
    file.truncate(1536);
    let entry = file[1024 + 128..1024 + 256].to_vec();
    file[1024 + 256..1024 + 384].copy_from_slice(&entry);
    name(&mut file, 1, "WordDocument");
    name(&mut file, 2, "0Table");
    file[1024 + 128 + 72..1024 + 128 + 76].copy_from_slice(&2u32.to_le_bytes());
    file[1024 + 256 + 116..1024 + 256 + 120].copy_from_slice(&10u32.to_le_bytes());
    for sector in 10u32..18 {
        let next = if sector == 17 { 0xffff_fffe } else { sector + 1 };
        let at = 512 + 4 * sector as usize;
        file[at..at + 4].copy_from_slice(&next.to_le_bytes());
    }
    file.extend(main);
    file.extend(table);
    vec![file]
});

static XLS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| vec![old_book("白鹭湾")]);

static PDF: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| vec![pdf("组长在白鹭湾到会", "0 g 49 247 32 14 re f")]);

/// Every seed is a sound file with text.
#[test]
fn seeds_are_opened() {
    use yinmo::format::office::{Limits, open};
    let kinds = ["docx", "xlsx", "pptx", "ofd", "odt", "ods", "html", "mail", "rtf", "doc", "xls"];
    for kind in kinds {
        for seed in of(kind) {
            let file = open(seed, &Limits::default()).unwrap_or_else(|error| panic!("{kind}: {error}"));
            assert!(
                file.document.units.iter().any(|unit| !unit.text.is_ascii()),
                "{kind}: {:?}",
                file.document
            );
        }
    }
}
