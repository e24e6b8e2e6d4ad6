//! The text of a file that cannot be changed itself, as a file of another kind: plain text, or a document of Word.

use super::container::Opened;
use super::package::{Package, Part};
use super::xml::escape;
use crate::document::Role;
use crate::edit::{Edit, apply};

/// What to do with a file that is only read.
pub(crate) const ADVICE: &str = "this kind of file is read but not written, because nothing in it can be taken out for sure; write its text instead, with -o NAME.txt or -o NAME.docx";

/// What a text is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Lines of text in UTF-8.
    Text,
    /// A document of Word: paragraphs without any formatting.
    Docx,
}

impl Version {
    /// The version that a file of this type holds.
    pub fn of_type(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" | "md" => Some(Self::Text),
            "docx" => Some(Self::Docx),
            _ => None,
        }
    }
}

impl Opened {
    /// Whether [`Opened::write`] can change it. Of other files [`Opened::version`] writes the text.
    pub const fn is_writable(&self) -> bool {
        self.kind.is_writable()
    }

    /// What a reader sees of the text, with these edits, as a file of another kind. Nothing else of the file goes along.
    pub fn version(&self, edits: &[Vec<Edit>], version: Version) -> Vec<u8> {
        let mut lines: Vec<String> = vec![String::new()];
        for (unit, own) in self.document.units.iter().enumerate().filter(|(_, unit)| unit.role == Role::Body)
        {
            let (number, unit) = (unit, own);
            let text = match edits.get(number) {
                Some(edits) => apply(&unit.text, edits),
                None => unit.text.clone(),
            };
            let line = lines.last_mut().expect("there is always a line");
            line.push_str(&text);
            if unit.row_goes_on {
                line.push('\t');
            } else {
                lines.push(String::new());
            }
        }
        lines.pop_if(|line| line.is_empty());
        match version {
            Version::Text => {
                lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>().into_bytes()
            }
            Version::Docx => docx(&lines),
        }
    }
}

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const RELS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";

fn docx(lines: &[String]) -> Vec<u8> {
    let mut body = HEAD.to_owned();
    for line in lines {
        body.push_str("<w:p><w:r>");
        for (number, cell) in line.split(['\t', '\n']).enumerate() {
            body.push_str(if number > 0 {
                "<w:tab/><w:t xml:space=\"preserve\">"
            } else {
                "<w:t xml:space=\"preserve\">"
            });
            escape(cell, &mut body);
            body.push_str("</w:t>");
        }
        body.push_str("</w:r></w:p>");
    }
    body.push_str("</w:body></w:document>");
    let part = |name: &str, text: &str| Part { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    Package {
        parts: vec![
            part("[Content_Types].xml", TYPES),
            part("_rels/.rels", RELS),
            part("word/document.xml", &body),
        ],
    }
    .write()
}
