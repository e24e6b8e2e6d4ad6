//! What a file says of who made it, when and with what.

use std::collections::BTreeMap;

use super::names::namespace;
use super::{Content, Read};
use crate::format::office::container::Property;
use crate::format::office::limits::Limits;
use crate::format::office::xml::{Event, Scanner, unescape};

/// The properties of all parts.
pub(super) fn properties(parts: &[Read]) -> Vec<Property> {
    let mut all = Vec::new();
    for part in parts.iter().filter(|part| part.name.to_ascii_lowercase().ends_with(".xml")) {
        if part.name.to_ascii_lowercase().starts_with("docprops/") {
            values(part, &mut all);
        } else {
            counts(part, &mut all);
        }
    }
    for part in parts {
        if let Content::Inner(inner) = &part.content {
            all.extend(inner.properties());
        }
    }
    all
}

/// The values of a list of properties.
fn values(part: &Read, all: &mut Vec<Property>) {
    let source = part.source();
    let mut scanner = Scanner::new("", source, &Limits::OPENED, namespace);
    let mut names: Vec<String> = Vec::new();
    while let Ok(Some(event)) = scanner.next() {
        match event {
            Event::Start { local, .. } => {
                let own = scanner.raw("name").filter(|_| local == "property").map(unescape);
                names.push(own.unwrap_or_else(|| local.to_owned()));
            }
            Event::End { .. } => {
                names.pop();
            }
            Event::Text(range) | Event::CData(range) => {
                let value = unescape(&source[range]);
                if value.trim().is_empty() {
                    continue;
                }
                // Values lie in elements that only name their type.
                let plain = |name: &&String| {
                    !matches!(
                        name.as_str(),
                        "lpwstr" | "lpstr" | "vector" | "variant" | "i4" | "filetime" | "bool"
                    )
                };
                let name = names.iter().rev().find(plain).cloned().unwrap_or_default();
                all.push(Property { place: part.name.clone(), name, value });
            }
            _ => {}
        }
    }
}

/// How often a part names editors, sessions and times.
fn counts(part: &Read, all: &mut Vec<Property>) {
    let source = part.source();
    let mut scanner = Scanner::new("", source, &Limits::OPENED, namespace);
    let mut counted: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut people: BTreeMap<String, usize> = BTreeMap::new();
    while let Ok(Some(event)) = scanner.next() {
        let Event::Start { local, .. } = event else { continue };
        for attribute in scanner.attributes() {
            let name = attribute.local;
            match name {
                "author" | "userName" => {
                    *people.entry(unescape(&source[attribute.value.clone()])).or_default() += 1;
                }
                "paraId" | "textId" | "durableId" => *counted.entry("ids of paragraphs").or_default() += 1,
                _ if name.starts_with("rsid") => {
                    *counted.entry("marks of editing sessions").or_default() += 1;
                }
                _ => {}
            }
        }
        match local {
            "rsid" => *counted.entry("editing sessions").or_default() += 1,
            "docVar" => *counted.entry("document variables").or_default() += 1,
            "attachedTemplate" | "mailMerge" | "absPath" | "docId" => {
                *counted.entry("places and ids").or_default() += 1;
            }
            _ => {}
        }
    }
    let place = || part.name.clone();
    all.extend(people.into_iter().map(|(value, n)| Property {
        place: place(),
        name: format!("author of {n}"),
        value,
    }));
    all.extend(counted.into_iter().map(|(name, n)| Property {
        place: place(),
        name: name.to_owned(),
        value: n.to_string(),
    }));
}
