//! Comments beside recorded changes: a part of their own, its type, and the relation that leads to it.

use super::Read;
use super::names::{Ns, namespace};
use super::rels::{list_of, relations, resolve};
use super::track::prefix;
use super::write::text_of;
use crate::format::office::container::Track;
use crate::format::office::limits::Limits;
use crate::format::office::package::{Package, Part};
use crate::format::office::xml::{Event, Scanner, escape};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// The largest number of a comment.
pub(super) fn last_id(parts: &[Read]) -> i64 {
    let mut last = -1;
    for part in parts.iter().filter(|part| part.name.ends_with("comments.xml")) {
        let mut scanner = Scanner::new("", part.source(), &Limits::OPENED, namespace);
        while let Ok(Some(event)) = scanner.next() {
            if let Event::Start { ns: Ns::Word, local: "comment", .. } = event {
                last = last.max(scanner.raw("id").and_then(|id| id.parse().ok()).unwrap_or(-1));
            }
        }
    }
    last
}

/// Adds comments to the main document.
pub(super) fn add(package: &mut Package, made: &[(i64, String)], track: &Track) {
    let is_main = |part: &&Part| part.name.starts_with("word/document") && part.name.ends_with(".xml");
    let Some(main) = package.parts.iter().find(is_main).map(|part| part.name.clone()) else { return };
    let strict = package.part(&main).and_then(text_of).is_some_and(|text| text.contains(STRICT));
    let list = list_of(&main);
    let own = package.part(&list).map(relations).unwrap_or_default();
    let known =
        own.iter().find(|relation| relation.kind == "comments").map(|found| resolve(&main, &found.target));
    if let Some(name) = known {
        if let Some(part) = package.parts.iter_mut().find(|part| part.name.eq_ignore_ascii_case(&name))
            && let Some(text) = text_of(part)
            && let Some(end) = text.rfind("</")
        {
            let p = prefix(text[end..].trim_start_matches("</"));
            let new = format!("{}{}{}", &text[..end], written(made, track, p), &text[end..]);
            part.bytes = super::in_utf8(&new).into_bytes();
        }
        return;
    }
    let uri = if strict { STRICT } else { WORD };
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{uri}\">{}</w:comments>",
        written(made, track, "w:")
    );
    let name = "word/review-comments.xml".to_owned();
    package.parts.push(Part { name: name.clone(), bytes: content.into_bytes() });
    let kind = if strict {
        KIND.replace("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument")
    } else {
        KIND.to_owned()
    };
    insert(package, &list, "Relationships", |p| {
        format!("<{p}Relationship Id=\"yinmoComments\" Type=\"{kind}\" Target=\"/{name}\"/>")
    });
    insert(package, "[Content_Types].xml", "Types", |p| {
        format!("<{p}Override PartName=\"/{name}\" ContentType=\"{TYPE}\"/>")
    });
}

fn written(made: &[(i64, String)], track: &Track, p: &str) -> String {
    let mut out = String::new();
    let mut author = String::new();
    escape(&track.author, &mut author);
    let date = track.date.as_ref().map(|date| {
        let mut value = String::new();
        escape(date, &mut value);
        format!(" {p}date=\"{value}\"")
    });
    let date = date.unwrap_or_default();
    for (id, said) in made {
        let mut text = String::new();
        escape(said, &mut text);
        out.push_str(&format!(
            "<{p}comment {p}id=\"{id}\" {p}author=\"{author}\"{date}><{p}p><{p}r><{p}t xml:space=\"preserve\">{text}</{p}t></{p}r></{p}p></{p}comment>"
        ));
    }
    out
}

/// Puts an element at the end of a list.
fn insert(package: &mut Package, name: &str, root: &str, element: impl FnOnce(&str) -> String) {
    let Some(part) = package.parts.iter_mut().find(|part| part.name.eq_ignore_ascii_case(name)) else {
        return;
    };
    let Some(text) = text_of(part) else { return };
    let Some(end) = text.rfind("</").filter(|&end| text[end..].contains(root)) else { return };
    let p = prefix(text[end..].trim_start_matches("</")).to_owned();
    let new = format!("{}{}{}", &text[..end], element(&p), &text[end..]);
    part.bytes = super::in_utf8(&new).into_bytes();
}
