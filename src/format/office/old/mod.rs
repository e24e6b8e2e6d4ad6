//! Old files of Word, Excel, PowerPoint and WPS, which are compound files. They are read and never changed: converted into new
//! ones, they can be.

mod book;
mod compound;
mod slides;
mod summary;
mod word;

use super::container::{
    Carrier, Fate, Kind, Opened, Property, Rewrite, Rewritten, SIGNATURE, WriteError, WriteOptions,
};
use super::limits::{Limits, OpenError, shown};
use crate::document::{Document, Role, TextUnit};
use crate::edit::Edit;
use compound::Stream;
use word::Refusal;

struct Old {
    bytes: Vec<u8>,
    streams: Vec<Stream>,
    properties: Vec<Property>,
}

/// Opens a compound file.
pub(crate) fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, OpenError> {
    if bytes.len() as u64 > limits.part {
        return Err(OpenError::Limit { place: "the file".to_owned(), name: "part", value: limits.part });
    }
    let damaged = || {
        OpenError::Kind(
            "it is an old compound file that is damaged; open it in its program and save it anew".to_owned(),
        )
    };
    let streams = compound::streams(bytes).ok_or_else(damaged)?;
    let find = |name: &str| streams.iter().find(|stream| stream.path.eq_ignore_ascii_case(name));
    if find("EncryptedPackage").is_some() {
        return Err(OpenError::Protected);
    }
    let (kind, read, to) = if let Some(main) = find("WordDocument") {
        (Kind::Doc, word::units(&main.bytes, |name| find(name).map(|table| table.bytes.clone())), "docx")
    } else if let Some(book) = find("Workbook").or_else(|| find("Book")) {
        (Kind::Xls, book::units(&book.bytes), "xlsx")
    } else if let Some(slides) = find("PowerPoint Document") {
        if find("Current User").is_some_and(|user| slides::is_encrypted(&user.bytes)) {
            return Err(OpenError::Protected);
        }
        (Kind::Ppt, slides::units(&slides.bytes), "pptx")
    } else {
        let what = "a compound file of an unknown kind; save it in a present format in its program";
        return Err(OpenError::Kind(format!("it is {what}")));
    };
    let units = read.map_err(|refusal| match refusal {
        Refusal::Protected => OpenError::Protected,
        Refusal::Damaged => damaged(),
        Refusal::Old => {
            OpenError::Kind(format!("it is of a program from before 1997; save it as {to} in its program"))
        }
    })?;
    let mut document = Document { units };
    let mut properties = Vec::new();
    for stream in streams.iter().filter(|stream| stream.path.ends_with("SummaryInformation")) {
        for (name, value) in summary::properties(&stream.bytes) {
            let place = stream.path.trim_start_matches('\u{5}').to_owned();
            let locator = format!("{place} {name}");
            document.units.push(TextUnit {
                text: value.clone(),
                locator,
                role: Role::Carrier,
                ..TextUnit::default()
            });
            properties.push(Property { place, name, value });
        }
    }
    let carriers = streams.iter().map(carrier).collect();
    let rewrite = Box::new(Old { bytes: bytes.to_vec(), streams, properties });
    Ok(Opened { kind, document, carriers, fields: Vec::new(), rewrite })
}

fn carrier(stream: &Stream) -> Carrier {
    let name = stream.path.trim_start_matches(|c: char| c.is_control());
    let starts = |folder: &str| name.starts_with(folder);
    let (what, fate) = match name {
        "WordDocument" | "Workbook" | "Book" | "PowerPoint Document" => ("text", Fate::Text),
        "Pictures" => ("pictures", Fate::Picture),
        "Current User" => ("name of the last editor", Fate::Structural),
        "0Table" | "1Table" => ("tables of the text", Fate::Structural),
        "SummaryInformation" | "DocumentSummaryInformation" => ("properties", Fate::Text),
        "CompObj" => ("name of the program", Fate::Structural),
        "Data" => ("pictures and drawings", Fate::Picture),
        _ if starts("Macros/") || starts("_VBA_PROJECT_CUR/") => ("macros", Fate::Opaque),
        _ if starts("ObjectPool/") || starts("MBD") => ("embedded object", Fate::Opaque),
        _ if starts("_signatures") || starts("_xmlsignatures") => (SIGNATURE, Fate::Opaque),
        _ => ("unknown stream", Fate::Opaque),
    };
    Carrier { name: shown(name), what, size: stream.bytes.len(), fate }
}

impl Rewrite for Old {
    fn write(&self, edits: &[Vec<Edit>], options: &WriteOptions) -> Result<Rewritten, WriteError> {
        if edits.iter().all(Vec::is_empty) && !options.scrub {
            return Ok(Rewritten { bytes: self.bytes.clone(), ..Rewritten::default() });
        }
        Err(WriteError::Unable(super::version::ADVICE.to_owned()))
    }

    fn streams(&self) -> Vec<(String, &[u8])> {
        self.streams.iter().map(|stream| (stream.path.clone(), stream.bytes.as_slice())).collect()
    }

    fn properties(&self) -> Vec<Property> {
        self.properties.clone()
    }
}

#[cfg(test)]
mod tests;
