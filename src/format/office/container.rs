//! What all containers have in common: [`open`] tells a file by its content and hands out its text in units, with a
//! list of everything else that is in it; [`Opened::write`] puts edited text back.

use super::limits::{Limits, OpenError};
use super::package::Package;
use super::{mail, odf, ofd, old, ooxml, page, rtf};
use crate::document::Document;
use crate::edit::Edit;
use crate::span::Span;

/// What a file is, told by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A text document of Word or WPS.
    Docx,
    /// A workbook.
    Xlsx,
    /// A presentation.
    Pptx,
    /// A text document of OpenDocument.
    Odt,
    /// A workbook of OpenDocument.
    Ods,
    /// A presentation of OpenDocument.
    Odp,
    /// A drawing of OpenDocument.
    Odg,
    /// A text in the exchange format of word processors.
    Rtf,
    /// A page of HTML.
    Html,
    /// A document of fixed layout (GB/T 33190).
    Ofd,
    /// A PDF, which is read and never changed.
    Pdf,
    /// An old text document of Word or WPS, which is read and never changed.
    Doc,
    /// An old workbook, likewise.
    Xls,
    /// An old presentation, likewise.
    Ppt,
    /// A mail, or a page saved with its pictures.
    Mail,
}

impl Kind {
    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Odp => "odp",
            Self::Odg => "odg",
            Self::Rtf => "rtf",
            Self::Html => "html",
            Self::Ofd => "ofd",
            Self::Pdf => "pdf",
            Self::Doc => "doc",
            Self::Xls => "xls",
            Self::Ppt => "ppt",
            Self::Mail => "mail",
        }
    }

    /// Whether a file of this kind can be changed itself.
    pub const fn is_writable(self) -> bool {
        !matches!(self, Self::Pdf | Self::Doc | Self::Xls | Self::Ppt)
    }
}

/// What becomes of a stream of bytes in a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its text is read and changed.
    Text,
    /// It holds structure; names in it are looked through all the same.
    Structural,
    /// It is a container itself and opened in turn.
    Recursed,
    /// A picture: kept without its metadata; what it shows is not read.
    Picture,
    /// It cannot be looked into.
    Opaque,
}

impl Fate {
    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Structural => "structural",
            Self::Recursed => "recursed",
            Self::Picture => "picture",
            Self::Opaque => "opaque",
        }
    }
}

/// A stream of bytes in a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// Its path; of a container inside a container behind `!`.
    pub name: String,
    /// What it is, in words.
    pub what: &'static str,
    /// Its size in bytes.
    pub size: usize,
    /// What becomes of it.
    pub fate: Fate,
}

/// What a digital signature is called in the list of carriers.
pub(crate) const SIGNATURE: &str = "signature";

/// Text under a filled box that can be read all the same.
pub(crate) const COVERED: &str = "text under a filled box, which can be read all the same";
/// Text that is drawn invisibly.
pub(crate) const INVISIBLE: &str = "text that is drawn invisibly";
/// Text outside of what is shown of a page.
pub(crate) const OUTSIDE: &str = "text outside of what is shown of the page";

/// A place that the program itself marks as still to be filled in, or that hides text badly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NativeField {
    /// The unit, by its number in the document.
    pub unit: usize,
    /// Where in its text.
    pub span: Span,
    /// What it is, in words.
    pub what: &'static str,
}

impl NativeField {
    /// Whether it is text that is hidden and can be read all the same.
    pub fn hides(&self) -> bool {
        [COVERED, INVISIBLE, OUTSIDE].contains(&self.what)
    }
}

/// A property of a file that says something of who made it: its name and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Where it stands.
    pub place: String,
    /// What it is called.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// What becomes of parts that cannot be looked into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opaque {
    /// A file that has them is not written.
    #[default]
    Refuse,
    /// They are taken out, with what refers to them.
    Drop,
    /// They stay and are listed.
    Keep,
}

/// How edits are shown in the file itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Whose changes they are.
    pub author: String,
    /// When they were made, as `2026-01-31T08:00:00Z`.
    pub date: Option<String>,
    /// For each unit, comments on its edits, in their order; empty for none.
    pub comments: Vec<Vec<String>>,
}

/// How a file is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// Whether what says who made the file, when and with what is taken out.
    pub scrub: bool,
    /// What becomes of parts that cannot be looked into.
    pub opaque: Opaque,
    /// Edits are recorded as changes that somebody accepts or rejects; the file then holds both.
    pub track: Option<Track>,
    /// Digital signatures go, where the file is changed; one that has some is not written otherwise.
    pub drop_signatures: bool,
}

/// A file that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rewritten {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What was taken out: the carrier, and what it was.
    pub removed: Vec<(String, &'static str)>,
    /// Edits that could not be recorded as changes and were made outright, by unit.
    pub untracked: Vec<usize>,
    /// Edits for which there was no place, by unit.
    pub lost: Vec<usize>,
    /// Texts that came out otherwise than the edits say, because characters stand where they stand.
    pub texts: Vec<String>,
}

/// Why a file is not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// Parts that cannot be looked into.
    #[error(
        "parts that cannot be looked into: {0}; --opaque drop takes them out, --opaque keep leaves them as they are"
    )]
    Opaque(String),
    /// Signatures would be broken.
    #[error(
        "it is signed, or a file inside of it is, and a change breaks the signature; --drop-signatures takes the signatures out"
    )]
    Signed,
    /// This kind cannot do it.
    #[error("{0}")]
    Unable(String),
}

/// Puts edited text back into its container.
pub(crate) trait Rewrite: Send + Sync {
    /// The file with these edits, one list for each unit of the document.
    fn write(&self, edits: &[Vec<Edit>], options: &WriteOptions) -> Result<Rewritten, WriteError>;

    /// Every stream of bytes with its name, decompressed, containers inside included.
    fn streams(&self) -> Vec<(String, &[u8])>;

    /// What the file says of who made it.
    fn properties(&self) -> Vec<Property> {
        Vec::new()
    }

    /// The file with the recorded changes of one author accepted, and the words that were deleted by them.
    fn accept(&self, _author: &str) -> Option<(Vec<u8>, Vec<String>)> {
        None
    }
}

/// A file that was opened.
pub struct Opened {
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub document: Document,
    /// Everything that is in it.
    pub carriers: Vec<Carrier>,
    /// Its own unfilled fields.
    pub fields: Vec<NativeField>,
    pub(crate) rewrite: Box<dyn Rewrite>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("kind", &self.kind)
            .field("carriers", &self.carriers)
            .finish_non_exhaustive()
    }
}

impl Opened {
    /// The file with these edits, one list for each unit of the document.
    ///
    /// # Errors
    /// When the options do not allow what would have to be done.
    pub fn write(&self, edits: &[Vec<Edit>], options: &WriteOptions) -> Result<Rewritten, WriteError> {
        let changes = options.scrub || edits.iter().any(|edits| !edits.is_empty());
        if changes && self.is_writable() && self.is_signed() && !options.drop_signatures {
            return Err(WriteError::Signed);
        }
        self.rewrite.write(edits, options)
    }

    /// Whether it, or a file inside of it, has a digital signature.
    pub fn is_signed(&self) -> bool {
        self.carriers.iter().any(|carrier| carrier.what == SIGNATURE)
    }

    /// Every stream of bytes with its name, decompressed, containers inside included.
    pub fn streams(&self) -> Vec<(String, &[u8])> {
        self.rewrite.streams()
    }

    /// The file with the recorded changes of one author accepted, and the words that were deleted by them; `None` for
    /// kinds that record none.
    pub fn accept(&self, author: &str) -> Option<(Vec<u8>, Vec<String>)> {
        self.rewrite.accept(author)
    }

    /// What the file says of who made it, when and with what.
    pub fn properties(&self) -> Vec<Property> {
        self.rewrite.properties()
    }
}

/// Whether a file that starts so is a container that [`open`] knows, or says why it does not.
pub fn is_container(head: &[u8]) -> bool {
    const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    head.starts_with(b"PK\x03\x04")
        || head.starts_with(RTF)
        || head.starts_with(b"PK\x05\x06")
        || head.starts_with(COMPOUND)
        || page::is(head)
        || odf::is_flat(head)
        || is_pdf(head)
        || mail::is(head)
}

/// Its words are written as numbers: read as text, it would seem to hold nothing.
const RTF: &[u8] = b"{\\rtf";

/// Opens a file, whatever it is called.
///
/// # Errors
/// When it is damaged, protected, of no known kind, or exceeds a limit.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, OpenError> {
    open_at(bytes, limits, 1)
}

/// The same at this level of containers in containers.
pub(crate) fn open_at(bytes: &[u8], limits: &Limits, level: u64) -> Result<Opened, OpenError> {
    if is_pdf(bytes) {
        #[cfg(feature = "pdf")]
        return super::pdf::open(bytes, limits, level);
        #[cfg(not(feature = "pdf"))]
        {
            let _ = level;
            let why = "it is a PDF, and this program was built without the feature pdf; convert it to .docx or .txt";
            return Err(OpenError::Kind(why.to_owned()));
        }
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return old::open(bytes, limits);
    }
    if page::is(bytes) {
        return page::open(bytes, limits);
    }
    if odf::is_flat(bytes) {
        return odf::open_flat(bytes, limits);
    }
    if mail::is(bytes) {
        return mail::open(bytes, limits, level);
    }
    let not = |why: &str| Err(OpenError::Kind(why.to_owned()));
    if bytes.starts_with(RTF) {
        return rtf::open(bytes, limits);
    }
    if !bytes.starts_with(b"PK") {
        return not("it is no document of parts, such as docx, xlsx, pptx, ofd, html, PDF or mail");
    }
    // A small package says what it is before everything in it is made.
    if names_part(bytes, b"OFD.xml") && !names_part(bytes, b"[Content_Types].xml") {
        let package = Package::read(bytes, limits)?;
        if ofd::is(&package) {
            return ofd::open(package, limits);
        }
    }
    let names_odf = names_part(bytes, b"META-INF/manifest.xml") || names_part(bytes, b"mimetype");
    if names_odf && !names_part(bytes, b"[Content_Types].xml") {
        let package = Package::read(bytes, limits)?;
        if odf::is(&package) {
            return odf::open(package, limits, level);
        }
    }
    ooxml::open(bytes, limits, level)
}

/// Whether a file that starts so is a PDF. Something may stand before it, but no text.
fn is_pdf(head: &[u8]) -> bool {
    let head = &head[..head.len().min(1024)];
    let at = head.windows(5).position(|five| five == b"%PDF-");
    at.is_some_and(|at| head[..at].iter().filter(|b| b.is_ascii_graphic()).count() < 8)
}

/// Whether a package says that it has a part of this name.
fn names_part(bytes: &[u8], name: &[u8]) -> bool {
    let from = bytes.len().saturating_sub(1 << 20);
    bytes[from..].windows(name.len()).any(|window| window.eq_ignore_ascii_case(name))
}
