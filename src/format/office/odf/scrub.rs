//! What says who made a file, when and with what; parts that must not stay, and what refers to them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::names::{Ns, namespace};
use crate::edit::Edit;
use crate::format::office::container::Property;
use crate::format::office::limits::Limits;
use crate::format::office::xml::{Attribute, Event, Scanner, escape, unescape};

/// What is written where a name of a reviewer stood.
const NOBODY: &str = "Author";
/// What is written where a time must stand.
const NEVER: &str = "1970-01-01T00:00:00";

/// Settings that name machines, printers, data, sessions and passwords.
const SETTINGS: [&str; 12] = [
    "PrinterName",
    "PrinterSetup",
    "PrintFaxName",
    "CurrentDatabaseDataSource",
    "CurrentDatabaseCommand",
    "EmbeddedDatabaseName",
    "Rsid",
    "RsidRoot",
    "RedlineProtectionKey",
    "ModifyPasswordInfo",
    "PageStyleHeaderText",
    "DocumentScriptEvents",
];

/// Whether a part is there only to say something of its makers, or belongs to one machine.
pub(super) fn is_metadata(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    match () {
        () if lower.starts_with("thumbnails/") => Some("properties of the document"),
        () if lower.starts_with("configurations2/") => Some("properties of the program"),
        () if lower == "layout-cache" => Some("properties of the program"),
        () if lower == "manifest.rdf" => Some("properties of the document"),
        () if lower.starts_with("pictures/tablepreview") => Some("picture of a table"),
        () if lower.starts_with("versions/") || lower == "versionlist.xml" => Some("older versions"),
        () if name.ends_with('/') => Some("folder"),
        () => None,
    }
}

/// Whether a part is a signature.
pub(super) fn is_signature(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with("meta-inf/") && lower.contains("signatures")
}

/// What is taken out of XML.
pub(super) struct How<'a> {
    pub(super) limits: &'a Limits,
    /// What says who made it.
    pub(super) metadata: bool,
    /// Programs, and objects that stand in the part itself.
    pub(super) objects: bool,
    /// Parts that go.
    pub(super) gone: &'a HashSet<String>,
    /// Parts that stay, under their old names.
    pub(super) kept: &'a HashSet<String>,
    /// New names of parts.
    pub(super) names: &'a HashMap<String, String>,
}

/// What changes in a part, and where it was in an object of its own: `Object 1/`.
pub(super) fn strip(text: &str, folder: &str, how: &How<'_>) -> Option<Vec<Edit>> {
    let mut scanner = Scanner::new("", text, how.limits, namespace);
    let mut splices: Vec<Edit> = Vec::new();
    let mut open: Vec<(Ns, &str, usize)> = Vec::new();
    // What goes: the depth of its element, from where, whether its tags stay, and what stands there instead.
    let mut cut: Option<(usize, usize, bool, &str)> = None;
    while let Some(event) = scanner.next().ok()? {
        match event {
            Event::Start { ns, local, tag, .. } => {
                open.push((ns, local, tag.start));
                if cut.is_some() {
                    continue;
                }
                let depth = open.len();
                let mut keep_tags = |instead| cut = Some((depth, tag.end, true, instead));
                let reviews = |name: &str| open.iter().rev().nth(1).is_some_and(|parent| parent.1 == name);
                match (ns, local) {
                    (Ns::Office, "meta") if how.metadata => keep_tags(""),
                    (Ns::Config, "config-item")
                        if how.metadata
                            && scanner.raw("name").is_some_and(|name| SETTINGS.contains(&name)) =>
                    {
                        keep_tags("");
                    }
                    (Ns::Dc, "creator") if how.metadata && reviews("change-info") => keep_tags(NOBODY),
                    (Ns::Dc, "date") if how.metadata && reviews("change-info") => keep_tags(NEVER),
                    (Ns::Dc, "creator") if how.metadata && reviews("annotation") => keep_tags(NOBODY),
                    (Ns::Dc, "date") if how.metadata && reviews("annotation") => {
                        cut = Some((depth, tag.start, false, ""));
                    }
                    (_, "creator-initials" | "sender-initials") if how.metadata && reviews("annotation") => {
                        cut = Some((depth, tag.start, false, ""));
                    }
                    (Ns::Office, "script") | (Ns::Script, "event-listener") if how.objects => {
                        cut = Some((depth, tag.start, false, ""));
                    }
                    (Ns::Office, "binary-data") if how.objects => {
                        let parent = &open[depth.saturating_sub(2)];
                        if matches!(parent.1, "object-ole" | "plugin" | "applet" | "font-face-uri") {
                            cut = Some((depth - 1, parent.2, false, ""));
                        } else if !matches!(parent.1, "image" | "fill-image") {
                            cut = Some((depth, tag.start, false, ""));
                        }
                    }
                    _ if leads_to_gone(&scanner, ns, folder, how) => {
                        cut = Some((depth, tag.start, false, ""));
                    }
                    _ => attributes(&scanner, ns, folder, how, &mut splices),
                }
            }
            Event::End { tag, .. } => {
                if let Some((_, from, tags, instead)) = cut.take_if(|(depth, ..)| *depth == open.len()) {
                    // Of an empty element nothing can be taken out.
                    let to = if tags { tag.start } else { tag.end };
                    if from < to && !(tags && tag.is_empty()) {
                        splices.push(Edit::replacement(from..to, instead));
                    }
                }
                open.pop();
            }
            _ => {}
        }
    }
    Some(splices)
}

/// Whether an element stands for a part that goes.
fn leads_to_gone(scanner: &Scanner<'_, Ns>, ns: Ns, folder: &str, how: &How<'_>) -> bool {
    if ns == Ns::Manifest {
        let Some(path) = scanner.raw("full-path").map(unescape) else { return false };
        let is_empty_folder = || {
            path.len() > 1
                && path.ends_with('/')
                && !how.kept.iter().any(|name| name.starts_with(path.as_str()))
        };
        return !path.ends_with('/') && how.gone.contains(&path) || how.metadata && is_empty_folder();
    }
    link(scanner).is_some_and(|attribute| how.gone.contains(&target(folder, scanner.value(attribute))))
}

fn link<'a, 's>(scanner: &'a Scanner<'s, Ns>) -> Option<&'a Attribute<'s, Ns>> {
    scanner.attributes().iter().find(|attribute| attribute.ns == Some(Ns::Link) && attribute.local == "href")
}

/// The part that an address names: without `./`, and with what is written in numbers.
fn target(folder: &str, address: &str) -> String {
    let address = unescape(address);
    let address = address.strip_prefix("./").unwrap_or(&address);
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&first, others)) = rest.split_first() {
        let two = others.get(..2).and_then(|two| str::from_utf8(two).ok());
        match two.filter(|_| first == b'%').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            None => {
                bytes.push(first);
                rest = others;
            }
        }
    }
    format!("{folder}{}", String::from_utf8_lossy(&bytes))
}

fn attributes(scanner: &Scanner<'_, Ns>, ns: Ns, folder: &str, how: &How<'_>, splices: &mut Vec<Edit>) {
    let mut put = |range: Range<usize>, content: &str| {
        let mut written = String::new();
        escape(content, &mut written);
        splices.push(Edit::replacement(range, written));
    };
    for attribute in scanner.attributes() {
        let value = scanner.value(attribute);
        let is_link = attribute.ns == Some(Ns::Link) && attribute.local == "href";
        match attribute.local {
            "rsid" | "paragraph-rsid" | "protection-key" if how.metadata => put(attribute.whole.clone(), ""),
            "user-name" if how.metadata && attribute.ns == Some(Ns::Table) => {
                put(attribute.whole.clone(), "");
            }
            "full-path" if ns == Ns::Manifest => {
                if let Some(new) = how.names.get(&unescape(value)) {
                    put(attribute.value.clone(), new);
                }
            }
            _ if is_link && how.metadata && is_local(value) => put(attribute.value.clone(), "about:blank"),
            _ if is_link => {
                if let Some(new) = how.names.get(&target(folder, value)) {
                    put(attribute.value.clone(), new);
                }
            }
            _ => {}
        }
    }
}

/// Whether an address is a place on a machine or in a network of somebody's.
fn is_local(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    lower.starts_with("file:")
        || lower.contains('\\')
        || lower.starts_with("//")
        || lower.as_bytes().get(1) == Some(&b':')
}

/// Plain names for parts that have others: a name may say something.
pub(super) fn plain_names<'a>(names: impl Iterator<Item = &'a str>) -> HashMap<String, String> {
    let plain = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._- ".contains(&b));
    let odd = names.filter(|name| !plain(name) && !name.ends_with('/'));
    odd.enumerate()
        .map(|(number, name)| {
            let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
            let end = file.rsplit_once('.').map_or("", |(_, end)| end);
            let end = if plain(end) && !end.is_empty() { format!(".{end}") } else { String::new() };
            let folder = if folder.is_empty() || !plain(folder) { "Parts" } else { folder };
            (name.to_owned(), format!("{folder}/part-{}{end}", number + 1))
        })
        .collect()
}

/// What a part says of who made the file.
pub(super) fn properties(part: &str, text: &str, limits: &Limits, all: &mut Vec<Property>) {
    let mut scanner = Scanner::new("", text, limits, namespace);
    let mut open: Vec<(&str, Option<String>)> = Vec::new();
    let mut people: BTreeMap<String, usize> = BTreeMap::new();
    let mut marks = 0usize;
    let property = |name: String, value: String| Property { place: part.to_owned(), name, value };
    while let Ok(Some(event)) = scanner.next() {
        match event {
            Event::Start { ns, local, .. } => {
                open.push((local, scanner.raw("name").map(unescape)));
                marks += scanner.attributes().iter().filter(|a| a.local.ends_with("rsid")).count();
                if ns == Ns::Meta && local == "template" {
                    let value =
                        scanner.raw("href").or(scanner.raw("title")).map(unescape).unwrap_or_default();
                    all.push(property(local.to_owned(), value));
                }
            }
            Event::End { .. } => {
                open.pop();
            }
            Event::Text(range) | Event::CData(range) => {
                let value = unescape(&text[range]);
                let Some((local, name)) = open.last().filter(|_| !value.trim().is_empty()) else { continue };
                let within = |name: &str| open.iter().rev().nth(1).is_some_and(|parent| parent.0 == name);
                let is_setting = name.as_deref().is_some_and(|name| SETTINGS.contains(&name));
                match *local {
                    "creator" if within("annotation") || within("change-info") => {
                        *people.entry(value).or_default() += 1;
                    }
                    "config-item" if is_setting => {
                        let size = format!("{} characters", value.chars().count());
                        let value = if value.len() > 80 { size } else { value };
                        all.push(property(name.clone().unwrap_or_default(), value));
                    }
                    _ if within("meta") => {
                        all.push(property(name.clone().unwrap_or_else(|| (*local).to_owned()), value));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    all.extend(people.into_iter().map(|(value, n)| property(format!("author of {n}"), value)));
    if marks > 0 {
        all.push(property("marks of editing sessions".to_owned(), marks.to_string()));
    }
}
