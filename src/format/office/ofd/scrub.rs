//! What a file says of who made it, when and with what; old versions, attachments, signatures; parts left over.

use std::collections::{BTreeMap, HashSet};

use super::element;

/// What is taken out.
pub(super) struct How {
    pub(super) metadata: bool,
    pub(super) signatures: bool,
    pub(super) attachments: bool,
}

/// Elements that only say something about the file.
const METADATA: [(&str, &str); 17] = [
    ("Title", "title"),
    ("Author", "author"),
    ("Subject", "subject"),
    ("Abstract", "abstract"),
    ("CreationDate", "date of creation"),
    ("ModDate", "date of change"),
    ("DocUsage", "use"),
    ("Keywords", "keywords"),
    ("Creator", "program"),
    ("CreatorVersion", "version of the program"),
    ("CustomDatas", "custom data"),
    ("Versions", "older versions"),
    ("CustomTags", "custom tags"),
    ("Extensions", "extensions"),
    ("Remark", "remark of an annotation"),
    ("Parameters", "parameters of an annotation"),
    ("Bookmarks", "bookmarks"),
];

/// Attributes of annotations that do.
const ATTRIBUTES: [&str; 2] = ["Creator", "LastModDate"];

/// Takes elements out of a part; what they were. Pages have none of them.
pub(super) fn scrub(text: &mut String, how: &How) -> Vec<&'static str> {
    let mut removed = Vec::new();
    let root = text.contains("DocBody") || text.contains("CommonData");
    let annotations = text.contains("PageAnnot");
    let mut take = |text: &mut String, local: &str, what: &'static str| {
        let mut out = String::new();
        let mut from = 0;
        while let Some(span) = element(text, local, from) {
            out.push_str(&text[from..span.start]);
            from = span.end;
        }
        if from > 0 {
            removed.push(what);
            out.push_str(&text[from..]);
            *text = out;
        }
    };
    if how.metadata && (root || annotations) {
        for (local, what) in METADATA {
            take(text, local, what);
        }
    }
    if how.metadata && how.attachments && root {
        take(text, "Attachments", "attachments");
    }
    if how.signatures && root {
        take(text, "Signatures", "signatures");
    }
    if how.metadata && annotations {
        for name in ATTRIBUTES {
            let mark = format!(" {name}=\"");
            while let Some(at) = text.find(&mark) {
                let Some(end) = text[at + mark.len()..].find('"') else { break };
                text.replace_range(at..at + mark.len() + end + 1, "");
                removed.push("author or date of an annotation");
            }
        }
    }
    if how.metadata
        && text.contains("DocBody")
        && let Some(span) = element(text, "DocID", 0)
    {
        let inside = span.of(text).to_owned();
        if let (Some(start), Some(end)) = (inside.find('>'), inside.rfind('<'))
            && start < end
        {
            let new = format!("{}{:032}{}", &inside[..=start], 0, &inside[end..]);
            if new != inside {
                text.replace_range(span.start..span.end, &new);
                removed.push("number of the document");
            }
        }
    }
    removed
}

/// The largest number of an object in a part.
pub(super) fn largest(text: &str) -> u64 {
    let ids = text.match_indices(" ID=").filter_map(|(at, _)| {
        let rest = text[at + 4..].trim_start_matches(['"', '\'']);
        let digits = rest.bytes().take(12).take_while(u8::is_ascii_digit).count();
        rest[..digits].parse().ok()
    });
    let most = element(text, "MaxUnitID", 0).and_then(|span| {
        let inside = span.of(text);
        inside.split(['<', '>']).nth(2)?.trim().parse().ok()
    });
    ids.chain(most).max().unwrap_or(0)
}

/// Writes the largest number in use where a document says it.
pub(super) fn raise(text: &mut String, largest: u64) {
    let Some(span) = element(text, "MaxUnitID", 0) else { return };
    let inside = span.of(text);
    if let (Some(start), Some(end)) = (inside.find('>'), inside.rfind('<'))
        && start < end
    {
        let new = format!("{}{largest}{}", &inside[..=start], &inside[end..]);
        text.replace_range(span.start..span.end, &new);
    }
}

/// The parts that something refers to, from the root on.
pub(super) fn reachable<'p>(
    root: &str,
    texts: &BTreeMap<&str, String>,
    parts: &[&'p str],
) -> HashSet<&'p str> {
    let mut kept: HashSet<&str> = HashSet::new();
    let mut open: Vec<&str> = parts.iter().copied().filter(|name| name.eq_ignore_ascii_case(root)).collect();
    kept.extend(&open);
    let by_name: BTreeMap<String, &str> = parts.iter().map(|name| (name.to_lowercase(), *name)).collect();
    let mut by_last: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in parts {
        by_last.entry(last(name).to_lowercase()).or_default().push(name);
    }
    while let Some(from) = open.pop() {
        let Some(text) = texts.get(from) else { continue };
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut met: HashSet<&str> = HashSet::new();
        for token in text.split(['<', '>', '"', '\'', '\r', '\n', '\t']) {
            let token = token.trim();
            // A path has a dot behind which its type is named.
            if token.len() < 3 || token.len() > 300 || !token.contains('.') || !met.insert(token) {
                continue;
            }
            let plain = token.trim_start_matches("./").trim_start_matches('/').to_lowercase();
            let beside =
                if folder.is_empty() { plain.clone() } else { format!("{}/{plain}", folder.to_lowercase()) };
            let exact = [by_name.get(&beside), by_name.get(&plain)];
            let found: Vec<&str> = if exact.iter().any(Option::is_some) {
                exact.into_iter().flatten().copied().collect()
            } else {
                // Below a folder that is named elsewhere.
                let ends = |name: &&&str| name.to_lowercase().ends_with(&format!("/{plain}"));
                by_last.get(last(&plain)).into_iter().flatten().filter(ends).copied().collect()
            };
            for name in found {
                if kept.insert(name) {
                    open.push(name);
                }
            }
        }
    }
    kept
}

fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
