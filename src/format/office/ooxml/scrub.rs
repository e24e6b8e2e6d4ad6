//! Takes out what says who made a file, when, where and with what, and parts that must not stay.
//!
//! What goes, goes with everything that refers to it, so that the file still opens: the part, its entry in the list of
//! types, the relation that leads to it, and the element that names the relation.

use std::collections::{HashMap, HashSet};

use super::names::{Ns, namespace};
use super::rels::{list_of, relations, resolve, source_of};
use crate::edit::Edit;
use crate::format::office::container::{Carrier, Fate, Opaque, SIGNATURE, WriteError, WriteOptions};
use crate::format::office::limits::{Limits, shown};
use crate::format::office::media;
use crate::format::office::package::{Package, Part};
use crate::format::office::splice::apply;
use crate::format::office::xml::{Event, Scanner, decode, escape, unescape};

/// What is written where a name of a reviewer stood.
const NOBODY: &str = "Author";

/// Parts that go, by their names in small letters, and what they are.
type Gone = HashMap<String, &'static str>;
/// Parts that are gone, and what they were.
type Removed = Vec<(String, &'static str)>;
/// The ids of relations that are gone, by the part that uses them.
type Ids = HashMap<String, HashSet<String>>;

/// Where signatures lie.
pub(super) const SIGNATURES: &str = "_xmlsignatures/";

/// Whether a part is there only to say something of its makers, or belongs to one machine.
fn is_metadata(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let starts = |folders: &[&str]| folders.iter().any(|folder| name.starts_with(folder));
    let ends = |files: &[&str]| files.iter().any(|file| name.ends_with(file));
    match () {
        () if starts(&["docprops/"]) => Some("properties of the document"),
        () if starts(&["customxml/"]) => Some("data of the document"),
        () if starts(&[SIGNATURES]) => Some(SIGNATURE),
        () if starts(&["docmetadata/", "[trash]/", "customui/", "usercustomization/"]) => {
            Some("leftovers of programs")
        }
        () if name.contains("webextension") || name.contains("taskpane") => Some("add-in"),
        () if name.contains("printersettings") => Some("printer settings"),
        () if ends(&["word/people.xml", "/persons/person.xml", "xl/revisions/usernames.xml"]) => {
            Some("list of persons")
        }
        () if name.contains("/commentsextended")
            || name.contains("/commentsids")
            || name.contains("/commentsextensible") =>
        {
            Some("times of comments")
        }
        () if starts(&["xl/revisions/"]) => Some("history of changes"),
        () if starts(&["ppt/tags/"]) => Some("tags of programs"),
        () if ends(&["xl/calcchain.xml"]) => Some("order of calculation"),
        () if name.contains("word/recipientdata") || name.contains("word/mailmerge") => {
            Some("recipients of a mailing")
        }
        () if name.ends_with('/') => Some("folder"),
        () => None,
    }
}

/// Takes metadata out of a package; what was taken out.
pub(super) fn scrub(
    package: &mut Package,
    carriers: &[Carrier],
    options: &WriteOptions,
) -> Result<Removed, WriteError> {
    let mut gone = Gone::new();
    for part in &package.parts {
        if let Some(what) = is_metadata(&part.name) {
            gone.insert(part.name.to_lowercase(), what);
        }
    }
    // What lies in files inside has been seen to by them.
    let names: HashSet<&str> = package.parts.iter().map(|part| part.name.as_str()).collect();
    let own = |carrier: &&Carrier| carrier.fate == Fate::Opaque && names.contains(carrier.name.as_str());
    let mut refused = Vec::new();
    for carrier in carriers.iter().filter(own) {
        let name = carrier.name.to_lowercase();
        match options.opaque {
            Opaque::Drop => {
                gone.entry(name).or_insert(carrier.what);
            }
            Opaque::Refuse if !gone.contains_key(&name) => refused.push((name, carrier)),
            Opaque::Refuse | Opaque::Keep => {}
        }
    }
    unreachable_parts(package, &mut gone);
    refused.retain(|(name, _)| !gone.contains_key(name));
    if !refused.is_empty() {
        let list = refused.iter().map(|(_, carrier)| format!("{} ({})", shown(&carrier.name), carrier.what));
        return Err(WriteError::Opaque(list.collect::<Vec<_>>().join(", ")));
    }
    let (removed, ids) = remove(package, &gone, is_personal);
    let names = plain_names(package);
    let none = HashSet::new();
    for part in &mut package.parts {
        let lower = part.name.to_lowercase();
        if lower == "[content_types].xml" {
            rewrite(part, |text| types(text, &Gone::new(), &names));
        } else if lower.ends_with(".rels") {
            rewrite(part, |text| targets(&part_source(&lower), text, &names));
        } else if is_xml(&lower) {
            let ids = ids.get(&lower).unwrap_or(&none);
            rewrite(part, |text| strip(text, ids));
        } else if let Some(stripped) = media::strip(&part.bytes) {
            part.bytes = stripped;
        }
    }
    for part in &mut package.parts {
        if let Some(new) = names.get(&part.name.to_lowercase()) {
            part.name.clone_from(new);
        } else if let Some(new) = source_of(&part.name).and_then(|source| names.get(&source.to_lowercase())) {
            part.name = list_of(new);
        }
    }
    Ok(removed)
}

/// Takes the signatures out of a package, and nothing else; what was taken out.
pub(super) fn unsign(package: &mut Package) -> Removed {
    let names = package.parts.iter().map(|part| part.name.to_lowercase());
    let gone = names.filter(|name| name.starts_with(SIGNATURES)).map(|name| (name, SIGNATURE)).collect();
    remove(package, &gone, |_| false).0
}

/// Takes parts out with what refers to them: what was taken out, and the ids of the relations by the part that uses
/// them.
fn remove(package: &mut Package, gone: &Gone, also: fn(&str) -> bool) -> (Removed, Ids) {
    let ids = cut_relations(package, gone, also);
    let mut removed = Vec::new();
    package.parts.retain(|part| match gone.get(&part.name.to_lowercase()) {
        Some(what) => {
            removed.push((part.name.clone(), *what));
            false
        }
        None => source_of(&part.name).is_none_or(|source| !gone.contains_key(&source.to_lowercase())),
    });
    let lists = package.parts.iter_mut().filter(|part| part.name.eq_ignore_ascii_case("[content_types].xml"));
    lists.for_each(|part| rewrite(part, |text| types(text, gone, &HashMap::new())));
    (removed, ids)
}

fn part_source(list: &str) -> String {
    source_of(list).unwrap_or_default()
}

fn is_xml(lower: &str) -> bool {
    [".xml", ".vml", ".svg"].iter().any(|end| lower.ends_with(end))
}

fn rewrite(part: &mut Part, change: impl FnOnce(&str) -> Option<Vec<Edit>>) {
    let Ok(text) = decode(&part.name, &part.bytes) else { return };
    let Some(splices) = change(&text).filter(|splices| !splices.is_empty()) else { return };
    let new = apply(&text, splices);
    let owned = matches!(text, std::borrow::Cow::Owned(_));
    part.bytes = if owned { super::in_utf8(&new) } else { new }.into_bytes();
}

/// Parts to which nothing leads any more.
fn unreachable_parts(package: &Package, gone: &mut Gone) {
    let by_name: HashMap<String, &Part> =
        package.parts.iter().map(|part| (part.name.to_lowercase(), part)).collect();
    if !by_name.contains_key("_rels/.rels") {
        return;
    }
    let mut reached: HashSet<String> = HashSet::from(["[content_types].xml".to_owned()]);
    let mut open = vec![String::new()];
    while let Some(source) = open.pop() {
        let list = list_of(&source).to_lowercase();
        let Some(part) = by_name.get(&list) else { continue };
        reached.insert(list);
        for relation in relations(part).iter().filter(|relation| !relation.external) {
            let target = resolve(&source, &relation.target).to_lowercase();
            if by_name.contains_key(&target) && !gone.contains_key(&target) && reached.insert(target.clone())
            {
                open.push(target);
            }
        }
    }
    for name in by_name.keys().filter(|name| !reached.contains(*name)) {
        gone.entry(name.clone()).or_insert("part to which nothing refers");
    }
}

/// Relations that say where a file came from.
fn is_personal(kind: &str) -> bool {
    matches!(
        kind,
        "attachedTemplate" | "recipientData" | "mailMergeSource" | "mailMergeHeaderSource" | "transform"
    )
}

/// The ids of relations that go, by the part that uses them.
fn cut_relations(package: &mut Package, gone: &Gone, also: fn(&str) -> bool) -> Ids {
    let mut ids = Ids::new();
    for part in &mut package.parts {
        let Some(source) = source_of(&part.name) else { continue };
        let lost: HashSet<String> = relations(part)
            .into_iter()
            .filter(|relation| {
                let target = resolve(&source, &relation.target).to_lowercase();
                also(&relation.kind) || !relation.external && gone.contains_key(&target)
            })
            .map(|relation| relation.id)
            .collect();
        if lost.is_empty() {
            continue;
        }
        rewrite(part, |text| {
            let mut scanner = Scanner::new("", text, &Limits::OPENED, namespace);
            let mut splices = Vec::new();
            while let Ok(Some(event)) = scanner.next() {
                if let Event::Start { local: "Relationship", tag, empty, .. } = event {
                    let id = scanner.raw("Id").map(unescape).unwrap_or_default();
                    if lost.contains(&id) {
                        let end = if empty {
                            tag.end
                        } else {
                            text[tag.end..].find('>').map_or(tag.end, |at| tag.end + at + 1)
                        };
                        splices.push(Edit::deletion(tag.start..end));
                    }
                }
            }
            Some(splices)
        });
        ids.insert(source.to_lowercase(), lost);
    }
    ids
}

/// Plain names for parts that have others: a name may say something.
fn plain_names(package: &Package) -> HashMap<String, String> {
    let plain = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-[]".contains(&b));
    let odd = package.parts.iter().filter(|part| !plain(&part.name) && !part.name.ends_with(".rels"));
    odd.enumerate()
        .map(|(number, part)| {
            let (folder, file) = part.name.rsplit_once('/').unwrap_or(("", &part.name));
            let end = file.rsplit_once('.').map_or("", |(_, end)| end);
            let end = if plain(end) && !end.is_empty() { format!(".{end}") } else { String::new() };
            let folder =
                if folder.is_empty() || !plain(folder) { "parts".to_owned() } else { folder.to_owned() };
            (part.name.to_lowercase(), format!("{folder}/part-{}{end}", number + 1))
        })
        .collect()
}

/// The list of types without what is gone.
fn types(text: &str, gone: &Gone, names: &HashMap<String, String>) -> Option<Vec<Edit>> {
    let mut scanner = Scanner::new("", text, &Limits::OPENED, namespace);
    let mut splices = Vec::new();
    while let Some(event) = scanner.next().ok()? {
        let Event::Start { local: "Override", tag, .. } = event else { continue };
        let Some(attribute) = scanner.attributes().iter().find(|attribute| attribute.local == "PartName")
        else {
            continue;
        };
        let name = unescape(&text[attribute.value.clone()]).trim_start_matches('/').to_lowercase();
        if gone.contains_key(&name) {
            splices.push(Edit::deletion(tag));
        } else if let Some(new) = names.get(&name) {
            splices.push(Edit::replacement(attribute.value.clone(), format!("/{new}")));
        }
    }
    Some(splices)
}

/// The targets of relations: new names, and no places on somebody's machine.
fn targets(source: &str, text: &str, names: &HashMap<String, String>) -> Option<Vec<Edit>> {
    let mut scanner = Scanner::new("", text, &Limits::OPENED, namespace);
    let mut splices = Vec::new();
    while let Some(event) = scanner.next().ok()? {
        let Event::Start { local: "Relationship", .. } = event else { continue };
        let external = scanner.raw("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
        let Some(attribute) = scanner.attributes().iter().find(|attribute| attribute.local == "Target")
        else {
            continue;
        };
        let target = unescape(&text[attribute.value.clone()]);
        let new = if external {
            is_local(&target).then(|| "about:blank".to_owned())
        } else {
            names.get(&resolve(source, &target).to_lowercase()).map(|name| format!("/{name}"))
        };
        if let Some(content) = new {
            splices.push(Edit::replacement(attribute.value.clone(), content));
        }
    }
    Some(splices)
}

/// Whether an address is a place on a machine or in a network of somebody's.
fn is_local(target: &str) -> bool {
    let lower = target.to_ascii_lowercase();
    let web = ["http://", "https://", "mailto:", "ftp://", "tel:", "about:", "#"];
    let drive = lower.as_bytes().get(1) == Some(&b':');
    lower.starts_with("file:")
        || lower.starts_with("\\\\")
        || lower.starts_with("//")
        || drive
        || lower.contains('\\') && !web.iter().any(|known| lower.starts_with(known))
}

/// Elements that say something of makers and machines.
fn is_personal_element(ns: Ns, local: &str) -> bool {
    match ns {
        Ns::Word => matches!(
            local,
            "rsids"
                | "docVars"
                | "mailMerge"
                | "attachedTemplate"
                | "docId"
                | "schemaLibrary"
                | "attachedSchema"
                | "saveThroughXslt"
                | "captions"
                | "readModeInkLockDown"
                | "smartTagPr"
                | "nsid"
                | "tmpl"
                | "dataBinding"
                | "proofErr"
        ),
        Ns::Word15 | Ns::Other => {
            matches!(local, "docId" | "dataBinding" | "persistentDocumentId" | "conflictMode")
        }
        Ns::Sheet => matches!(local, "fileSharing" | "webPublishing" | "smartTagPr"),
        _ => false,
    }
}

/// What an attribute becomes that says something of makers and machines: other text, or nothing.
fn personal_attribute(ns: Ns, element: &str, attribute: &str, value: &str) -> Option<Option<&'static str>> {
    let names_people = matches!(element, "cmAuthor" | "author" | "person");
    match attribute {
        _ if attribute.starts_with("rsid") && ns == Ns::Word => Some(None),
        "paraId" | "textId" | "durableId" if ns != Ns::Foreign => Some(None),
        "author" if ns == Ns::Word => Some(Some(NOBODY)),
        "date" | "dateUtc" if ns == Ns::Word => Some(None),
        "initials" if ns == Ns::Word => Some(None),
        "initials" if names_people => Some(Some("A")),
        "name" | "displayName" | "userId" if names_people => Some(Some(NOBODY)),
        "providerId" if names_people => Some(Some("None")),
        "ed" if element == "permStart" => Some(None),
        "url" if element == "absPath" => Some(Some("")),
        "userName" => Some(Some("")),
        "dT" if element == "threadedComment" => Some(Some("2000-01-01T00:00:00Z")),
        "dt" if element == "cm" => Some(None),
        _ if is_path(value) => Some(Some("file")),
        _ => None,
    }
}

/// Whether a value is the path of a file on somebody's machine.
fn is_path(value: &str) -> bool {
    let bytes = value.as_bytes();
    let drive = bytes.first().is_some_and(u8::is_ascii_alphabetic) && bytes.get(1..3) == Some(b":\\");
    drive || value.starts_with("\\\\") || value.starts_with("file:///")
}

/// Elements that keep their place when the relation they name is gone.
fn stays(local: &str) -> bool {
    matches!(
        local,
        "hyperlink"
            | "hlinkClick"
            | "hlinkHover"
            | "hlinkMouseOver"
            | "pageSetup"
            | "blip"
            | "imagedata"
            | "customSheetView"
    )
}

/// What goes from a part: elements, attributes, comments, instructions.
fn strip(text: &str, ids: &HashSet<String>) -> Option<Vec<Edit>> {
    let mut scanner = Scanner::new("", text, &Limits::OPENED, namespace);
    let mut splices: Vec<Edit> = Vec::new();
    let cut = |range| Edit::deletion(range);
    // Where each open element starts, and what is to go with its end.
    let mut open: Vec<(usize, &str, bool)> = Vec::new();
    let mut gone: Option<usize> = None;
    let mut in_authors = false;
    while let Some(event) = scanner.next().ok()? {
        match event {
            Event::Start { ns, local, tag, .. } => {
                open.push((tag.start, local, false));
                in_authors = ns == Ns::Sheet && local == "author";
                if gone.is_some() {
                    continue;
                }
                let lost = scanner.attributes().iter().find(|attribute| {
                    attribute.ns == Some(Ns::Rel)
                        && ids.contains(unescape(&text[attribute.value.clone()]).as_str())
                });
                if let Some(attribute) = lost.filter(|_| stays(local)) {
                    splices.push(cut(attribute.whole.clone()));
                } else if lost.is_some() || is_personal_element(ns, local) {
                    let level = holder(&open);
                    open[level].2 = true;
                    gone = Some(level);
                    continue;
                }
                for attribute in scanner.attributes() {
                    let value = &text[attribute.value.clone()];
                    match personal_attribute(ns, local, attribute.local, value) {
                        Some(None) => splices.push(cut(attribute.whole.clone())),
                        Some(Some(new)) if new != value => {
                            splices.push(Edit::replacement(attribute.value.clone(), new));
                        }
                        _ => {}
                    }
                }
            }
            Event::End { tag, .. } => {
                in_authors = false;
                let level = open.len().checked_sub(1)?;
                let (start, _, goes) = open.pop()?;
                if goes {
                    gone = None;
                    splices.retain(|splice| splice.span.start < start);
                    splices.push(cut(start..tag.end));
                } else if gone.is_some_and(|gone| gone > level) {
                    gone = None;
                }
            }
            Event::Comment(_, whole) => splices.push(cut(whole)),
            Event::Instruction(inside, whole) if !text[inside.clone()].starts_with("xml ") => {
                splices.push(cut(whole));
            }
            Event::Text(range) | Event::CData(range) if in_authors && gone.is_none() => {
                let mut content = String::new();
                escape(NOBODY, &mut content);
                splices.push(Edit::replacement(range, content));
            }
            Event::Text(_) | Event::CData(_) | Event::Instruction(..) => {}
        }
    }
    Some(splices)
}

/// The element that goes with the last one: what cannot be without it.
fn holder(open: &[(usize, &str, bool)]) -> usize {
    let last = open.len() - 1;
    let needs = |local: &str| matches!(local, "graphicFrame" | "oleObjects" | "controls" | "custDataLst");
    let inner = matches!(open[last].1, "oleObj" | "oleObject" | "control" | "tags" | "custData");
    let found = inner.then(|| open.iter().rposition(|(_, local, _)| needs(local))).flatten();
    found.unwrap_or(last)
}
