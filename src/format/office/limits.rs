//! How much a container may ask for, and why one is refused.

/// Limits on what is opened. Each has a name, which errors give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Entries of a container.
    pub entries: u64,
    /// Bytes of one part.
    pub part: u64,
    /// Bytes of all parts.
    pub total: u64,
    /// How many times its compressed size a part above 1 MB may have.
    pub ratio: u64,
    /// Elements inside each other.
    pub depth: u64,
    /// Attributes of one element.
    pub attributes: u64,
    /// Containers inside each other.
    pub nesting: u64,
    /// Seconds that another program may take to convert a file.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 10_000,
            part: 256 << 20,
            total: 1 << 30,
            ratio: 200,
            depth: 2_000,
            attributes: 10_000,
            nesting: 3,
            seconds: 120,
        }
    }
}

impl Limits {
    /// The names of all limits.
    pub const NAMES: [&str; 8] =
        ["entries", "part", "total", "ratio", "depth", "attributes", "nesting", "seconds"];

    /// For what was held against the limits when it was opened.
    pub(crate) const OPENED: Self = Self {
        entries: u64::MAX,
        part: u64::MAX,
        total: u64::MAX,
        ratio: u64::MAX,
        depth: u64::MAX,
        attributes: u64::MAX,
        nesting: u64::MAX,
        seconds: u64::MAX,
    };

    /// Sets the limit of this name; `false` when there is none.
    pub fn set(&mut self, name: &str, value: u64) -> bool {
        let limit = match name {
            "entries" => &mut self.entries,
            "part" => &mut self.part,
            "total" => &mut self.total,
            "ratio" => &mut self.ratio,
            "depth" => &mut self.depth,
            "attributes" => &mut self.attributes,
            "nesting" => &mut self.nesting,
            "seconds" => &mut self.seconds,
            _ => return false,
        };
        *limit = match name {
            // A package that is written has 16 and 32 bits for them.
            "entries" => value.min(u64::from(u16::MAX) - 1),
            "part" => value.min(u64::from(u32::MAX) - 1),
            _ => value,
        };
        true
    }
}

/// Why a container is not opened. Names of parts are shown only where they are plain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The zip structure is damaged, or says different things to different readers.
    #[error("the container is damaged or made to deceive: {0}; save it anew in its program")]
    Package(String),
    /// A limit is exceeded.
    #[error(
        "{place}: more than the limit {name} = {value} allows; raise it with --limit {name}=N if you trust the file"
    )]
    Limit {
        /// The part, or the container.
        place: String,
        /// The limit's name.
        name: &'static str,
        /// Its value.
        value: u64,
    },
    /// A part is no XML that can be read.
    #[error("{part}: not well-formed XML at byte {at}: {why}; save the file anew in its program")]
    Xml {
        /// The part.
        part: String,
        /// The byte in its decoded text.
        at: usize,
        /// What is wrong.
        why: &'static str,
    },
    /// A password is needed.
    #[error("it is protected by a password; open it in its program and save it without one")]
    Protected,
    /// Nothing that can be read.
    #[error("{0}")]
    Kind(String),
}

/// Steps of the names of parts that programs give, sorted; a number may stand behind one.
const KNOWN: &[&str] = &[
    "a",
    "activex",
    "afchunk",
    "annotation",
    "annotations",
    "annots",
    "app",
    "application",
    "attachment",
    "attachments",
    "attachs",
    "audio",
    "bin",
    "bmp",
    "book",
    "calcchain",
    "cell",
    "chart",
    "charts",
    "chartshapes",
    "colors",
    "comment",
    "commentauthors",
    "comments",
    "commentsextended",
    "commentsextensible",
    "commentsids",
    "compobj",
    "configurations",
    "connections",
    "content",
    "contenttypes",
    "control",
    "core",
    "css",
    "custom",
    "customdata",
    "customproperty",
    "customtag",
    "customui",
    "customxml",
    "data",
    "diagrams",
    "dialogsheets",
    "doc",
    "docm",
    "docmetadata",
    "docprops",
    "document",
    "documentres",
    "documentsummaryinformation",
    "docx",
    "drawing",
    "drawings",
    "emb",
    "embed",
    "embeddings",
    "emf",
    "eml",
    "emz",
    "endnotes",
    "esl",
    "excel",
    "externallink",
    "externallinks",
    "fntdata",
    "font",
    "fonts",
    "fonttable",
    "footer",
    "footnotes",
    "gif",
    "glossary",
    "handoutmaster",
    "handoutmasters",
    "header",
    "headers",
    "href",
    "htm",
    "html",
    "iframe",
    "image",
    "images",
    "img",
    "ink",
    "item",
    "itemprops",
    "jb",
    "jpe",
    "jpeg",
    "jpg",
    "labelinfo",
    "layout",
    "link",
    "macros",
    "mail",
    "manifest",
    "mbd",
    "mdb",
    "media",
    "meta",
    "metadata",
    "microsoft",
    "mimetype",
    "model",
    "notesmaster",
    "notesmasters",
    "notesslide",
    "notesslides",
    "numbering",
    "object",
    "objectpool",
    "objectreplacements",
    "octet",
    "odttf",
    "ofd",
    "ole",
    "oleobject",
    "page",
    "pages",
    "part",
    "parts",
    "pdf",
    "people",
    "person",
    "persons",
    "pictures",
    "pivotcache",
    "pivotcachedefinition",
    "pivotcacherecords",
    "pivottable",
    "pivottables",
    "png",
    "powerpoint",
    "ppt",
    "pptx",
    "presentation",
    "presprops",
    "printersettings",
    "properties",
    "publicres",
    "querytable",
    "querytables",
    "quickstyle",
    "rels",
    "res",
    "revision",
    "revisions",
    "richdata",
    "rtf",
    "seal",
    "settings",
    "sharedstrings",
    "sheet",
    "sign",
    "signature",
    "signatures",
    "signedvalue",
    "signs",
    "sigs",
    "slicer",
    "slicers",
    "slide",
    "slidelayout",
    "slidelayouts",
    "slidemaster",
    "slidemasters",
    "slides",
    "src",
    "stream",
    "style",
    "styles",
    "summaryinformation",
    "svg",
    "table",
    "tables",
    "tablestyles",
    "tags",
    "taskpanes",
    "template",
    "templates",
    "text",
    "theme",
    "themeoverride",
    "threadedcomment",
    "threadedcomments",
    "thumbnail",
    "thumbnails",
    "tif",
    "tiff",
    "tpl",
    "tpls",
    "trash",
    "truetype",
    "ttf",
    "txt",
    "types",
    "usernames",
    "vbadata",
    "vbaproject",
    "vbaprojectsignature",
    "video",
    "viewprops",
    "vml",
    "vmldrawing",
    "vnd",
    "wdp",
    "webextension",
    "webextensions",
    "websettings",
    "wmf",
    "wmz",
    "woff",
    "word",
    "worddocument",
    "workbook",
    "worksheet",
    "worksheets",
    "xl",
    "xls",
    "xlsm",
    "xlsx",
    "xml",
    "xmlmaps",
    "xmlsignatures",
];

/// A part's name for people: what its program did not choose may be text of the document, and is left out.
pub fn shown(name: &str) -> String {
    let mut out = String::new();
    let mut steps = name.split_inclusive(|c: char| !c.is_ascii_alphanumeric()).take(24).peekable();
    for step in steps.by_ref() {
        let word = step.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let stem = word.trim_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase();
        let known =
            word.len() - stem.len() <= 6 && (stem.is_empty() || KNOWN.binary_search(&stem.as_str()).is_ok());
        if known {
            out.push_str(word);
        } else if !out.ends_with('…') {
            out.push('…');
        }
        let sign = &step[word.len()..];
        let (cut, plain) = (out.ends_with('…'), sign.chars().all(|c| " /._-[]!()@".contains(c)));
        if plain && !(cut && "_- ".contains(sign)) {
            out.push_str(sign);
        } else if !plain && !cut {
            out.push('…');
        }
    }
    if steps.peek().is_some() { out + "…" } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_show_what_programs_chose() {
        for (name, seen) in [
            ("word/document.xml", "word/document.xml"),
            ("[Content_Types].xml", "[Content_Types].xml"),
            ("word/media/image12.png", "word/media/image12.png"),
            ("ppt/slides/_rels/slide3.xml.rels", "ppt/slides/_rels/slide3.xml.rels"),
            (
                "word/embeddings/ZhangSan budget 13812345678.xlsx!xl/workbook.xml",
                "word/embeddings/….xlsx!xl/workbook.xml",
            ),
            ("xl/worksheets/郑海燕.xml", "xl/worksheets/….xml"),
            ("part 2/part 1", "part 2/part 1"),
            ("page 3", "page 3"),
        ] {
            assert_eq!(shown(name), seen);
        }
    }
}
