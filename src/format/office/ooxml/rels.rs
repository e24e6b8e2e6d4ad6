//! Which part refers to which.

use super::names::{Ns, namespace};
use crate::format::office::limits::Limits;
use crate::format::office::package::Part;
use crate::format::office::xml::{Event, Scanner, decode, unescape};

/// A reference from one part to another, or to somewhere outside.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The last step of its type: `image`, `hyperlink`.
    pub(super) kind: String,
    pub(super) target: String,
    pub(super) external: bool,
}

/// The part whose references a part lists; empty for the package itself. `None` for other parts.
pub(super) fn source_of(name: &str) -> Option<String> {
    let at = name.rfind("_rels/")?;
    let file = name[at + "_rels/".len()..].strip_suffix(".rels")?;
    (at == 0 || name[..at].ends_with('/')).then(|| format!("{}{file}", &name[..at]))
}

/// The part that lists a part's references.
pub(super) fn list_of(name: &str) -> String {
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") }
}

/// The references of a list.
pub(super) fn relations(list: &Part) -> Vec<Relation> {
    let Ok(text) = decode(&list.name, &list.bytes) else { return Vec::new() };
    let mut scanner = Scanner::new(&list.name, &text, &Limits::OPENED, namespace);
    let mut all = Vec::new();
    while let Ok(Some(event)) = scanner.next() {
        if let Event::Start { ns: Ns::Package, local: "Relationship", .. } = event {
            let value = |name: &str| scanner.raw(name).map(unescape).unwrap_or_default();
            let kind = value("Type");
            all.push(Relation {
                id: value("Id"),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: value("Target"),
                external: scanner.raw("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external")),
            });
        }
    }
    all
}

/// The name of the part that a part refers to.
pub(super) fn resolve(source: &str, target: &str) -> String {
    let target = target.split(['#', '?']).next().unwrap_or_default();
    let mut steps: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        source.rsplit_once('/').map(|(folder, _)| folder.split('/').collect()).unwrap_or_default()
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    percent(&steps.join("/"))
}

/// A name without percent signs.
fn percent(name: &str) -> String {
    if !name.contains('%') {
        return name.to_owned();
    }
    let bytes = name.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex =
            bytes.get(at + 1..at + 3).and_then(|two| u8::from_str_radix(str::from_utf8(two).ok()?, 16).ok());
        match hex.filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_counted_from_their_source() {
        assert_eq!(resolve("word/document.xml", "media/a.png"), "word/media/a.png");
        assert_eq!(resolve("word/document.xml", "../customXml/item1.xml"), "customXml/item1.xml");
        assert_eq!(resolve("word/document.xml", "/word/a%20b.xml"), "word/a b.xml");
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
        assert_eq!(source_of("word/_rels/document.xml.rels").as_deref(), Some("word/document.xml"));
        assert_eq!(source_of("_rels/.rels").as_deref(), Some(""));
        assert_eq!(list_of("word/document.xml"), "word/_rels/document.xml.rels");
        assert_eq!(list_of(""), "_rels/.rels");
    }
}
