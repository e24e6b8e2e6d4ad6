//! The namespaces of Office Open XML, and which attributes hold text.

/// A namespace that matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ns {
    /// `WordprocessingML`.
    Word,
    /// `DrawingML`.
    Draw,
    /// Formulas.
    Math,
    /// `SpreadsheetML`.
    Sheet,
    /// `PresentationML`.
    Slide,
    /// Charts.
    Chart,
    /// Markup compatibility.
    Compat,
    /// References to relationships.
    Rel,
    /// The list of relationships of a part.
    Package,
    /// Old drawings.
    Vml,
    /// What Word 2012 added.
    Word15,
    /// Anything else of Microsoft's.
    Other,
    /// Anything of anybody else's.
    Foreign,
}

/// What a namespace is, strict or transitional.
pub(crate) fn namespace(uri: &str) -> Ns {
    let strict = uri.strip_prefix("http://purl.oclc.org/ooxml/");
    let name = uri.strip_prefix("http://schemas.openxmlformats.org/").or(strict);
    match name {
        Some("wordprocessingml/2006/main" | "wordprocessingml/main") => Ns::Word,
        Some("drawingml/2006/main" | "drawingml/main") => Ns::Draw,
        Some("officeDocument/2006/math" | "officeDocument/math") => Ns::Math,
        Some("spreadsheetml/2006/main" | "spreadsheetml/main") => Ns::Sheet,
        Some("presentationml/2006/main" | "presentationml/main") => Ns::Slide,
        Some("drawingml/2006/chart" | "drawingml/chart") => Ns::Chart,
        Some("markup-compatibility/2006") => Ns::Compat,
        Some("officeDocument/2006/relationships" | "officeDocument/relationships") => Ns::Rel,
        Some("package/2006/relationships" | "package/2006/content-types") => Ns::Package,
        Some(_) => Ns::Other,
        None if uri == "urn:schemas-microsoft-com:vml" => Ns::Vml,
        None if uri == "http://schemas.microsoft.com/office/word/2012/wordml" => Ns::Word15,
        None if uri.starts_with("http://schemas.microsoft.com/")
            || uri.starts_with("urn:schemas-microsoft-com") =>
        {
            Ns::Other
        }
        None => Ns::Foreign,
    }
}

/// What an attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Nothing for people.
    Nothing,
    /// Text.
    Text,
    /// A name that something else refers to, or that a program looks up.
    Name,
}

/// What the attribute of an element holds. Not a list of those that hold text, which is always too short, but of those
/// that hold none; where a value is plain ASCII, the other way round, because most are numbers and keys.
pub(crate) fn holds(ns: Ns, element: &str, attribute: &str, value: &str) -> Holds {
    if value.trim().is_empty() {
        return Holds::Nothing;
    }
    let written_out = !value.is_ascii() || value.contains("&#");
    let is_font = matches!(
        (element, attribute),
        ("rFonts", _) | (_, "typeface" | "panose") | ("font" | "altName", _) | (_, "script")
    );
    let is_style = matches!(
        (ns, element, attribute),
        (
            Ns::Word,
            "name" | "aliases" | "pStyle" | "rStyle" | "tblStyle" | "basedOn" | "next" | "link",
            "val"
        ) | (Ns::Word, _, "styleId")
            | (Ns::Sheet, "cellStyle", "name")
            | (Ns::Draw, "clrScheme" | "fontScheme" | "fmtScheme" | "theme", "name")
    );
    let is_format = matches!(attribute, "formatCode" | "numFmt" | "lvlText");
    // Names of formats, and pictures in letters.
    let is_key = matches!(
        attribute,
        "uri"
            | "gfxdata"
            | "prefixMappings"
            | "ContentType"
            | "Requires"
            | "schemaLocation"
            | "Extension"
            | "PartName"
    );
    match () {
        () if is_key && value.is_ascii() => Holds::Nothing,
        () if is_font || is_style || is_format => {
            if written_out {
                Holds::Name
            } else {
                Holds::Nothing
            }
        }
        () if written_out => Holds::Text,
        () if names_text(ns, element, attribute) => Holds::Text,
        () if value.contains('@') && value.contains('.')
            || value.contains(":\\")
            || value.contains("\\\\") =>
        {
            Holds::Text
        }
        () if value.contains("://") && !is_schema(value) => Holds::Text,
        // Several words, or the name of a file or a server: looked through, but not read as prose.
        () if value.len() >= 7
            && value.contains([' ', '.', '-'])
            && value.bytes().any(|b| b.is_ascii_alphabetic()) =>
        {
            if attribute.starts_with("style") || ns == Ns::Package { Holds::Nothing } else { Holds::Name }
        }
        () => Holds::Nothing,
    }
}

/// Attributes whose value is meant for people also where it is plain ASCII.
fn names_text(ns: Ns, element: &str, attribute: &str) -> bool {
    match attribute {
        "descr" | "title" | "alt" | "tooltip" | "initials" | "instr" | "string" | "prompt"
        | "promptTitle" | "displayName" | "author" | "userId" | "displayText" | "dataBinding" | "comment" => {
            true
        }
        // What a pivot table keeps of cells.
        "v" => ns == Ns::Sheet && matches!(element, "s" | "n" | "d"),
        "name" => matches!(element, "docPr" | "cNvPr" | "bookmarkStart" | "docVar" | "sheet" | "definedName"),
        "val" => {
            ns == Ns::Word
                && matches!(
                    element,
                    "alias"
                        | "tag"
                        | "docVar"
                        | "helpText"
                        | "statusText"
                        | "default"
                        | "tblCaption"
                        | "tblDescription"
                )
        }
        _ => false,
    }
}

/// Addresses that name a format, not a place.
fn is_schema(value: &str) -> bool {
    [
        "http://schemas.",
        "http://purl.oclc.org/",
        "http://www.w3.org/",
        "http://purl.org/",
        "http://customooxmlschemas.",
    ]
    .iter()
    .any(|known| value.starts_with(known))
}
