//! What a workbook keeps of its cells in other places: it is computed anew when the workbook is opened.

use super::names::{Ns, namespace};
use super::write::text_of;
use crate::edit::Edit;
use crate::format::office::limits::Limits;
use crate::format::office::package::Package;
use crate::format::office::splice::apply;
use crate::format::office::xml::{Event, Scanner};

/// Takes out copies of numbers in charts and pivot tables, and asks for new values.
pub(super) fn forget(package: &mut Package) {
    for part in &mut package.parts {
        let name = part.name.to_ascii_lowercase();
        let change: fn(&str) -> Option<Vec<Edit>> = match () {
            () if name == "xl/workbook.xml" => recalculate,
            () if name.starts_with("xl/charts/") => uncache,
            () if name.contains("pivotcachedefinition") && name.ends_with(".xml") => refresh,
            () if name.contains("pivotcacherecords") && name.ends_with(".xml") => empty,
            () => continue,
        };
        let Some(source) = text_of(part) else { continue };
        if let Some(splices) = change(&source).filter(|splices| !splices.is_empty()) {
            part.bytes = super::in_utf8(&apply(&source, splices)).into_bytes();
        }
    }
}

/// A workbook that computes all cells when it is opened.
fn recalculate(source: &str) -> Option<Vec<Edit>> {
    let mut scanner = Scanner::new("", source, &Limits::OPENED, namespace);
    let mut end = None;
    while let Some(event) = scanner.next().ok()? {
        match event {
            Event::Start { ns: Ns::Sheet, local: "calcPr", tag, empty } => {
                if scanner.raw("fullCalcOnLoad").is_some() {
                    return Some(Vec::new());
                }
                let at = tag.end - if empty { 2 } else { 1 };
                return Some(vec![Edit::replacement(at..at, " fullCalcOnLoad=\"1\"")]);
            }
            // It stands behind these, where there is none.
            Event::End {
                ns: Ns::Sheet,
                local: "sheets" | "definedNames" | "externalReferences" | "functionGroups",
                tag,
            } => {
                end = Some(tag);
            }
            _ => {}
        }
    }
    let tag = end.filter(|tag| !tag.is_empty())?;
    let prefix = super::track::prefix(source[tag.clone()].trim_start_matches("</"));
    let content = format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>");
    Some(vec![Edit::replacement(tag.end..tag.end, content)])
}

/// A chart without the numbers it was drawn from.
fn uncache(source: &str) -> Option<Vec<Edit>> {
    without(source, &["numCache"])
}

/// A pivot table that reads its source when it is opened.
fn refresh(source: &str) -> Option<Vec<Edit>> {
    let mut scanner = Scanner::new("", source, &Limits::OPENED, namespace);
    while let Some(event) = scanner.next().ok()? {
        if let Event::Start { local: "pivotCacheDefinition", tag, empty, .. } = event {
            if scanner.raw("refreshOnLoad").is_some() {
                return Some(Vec::new());
            }
            let at = tag.end - if empty { 2 } else { 1 };
            return Some(vec![Edit::replacement(at..at, " refreshOnLoad=\"1\"")]);
        }
    }
    None
}

/// Records without content.
fn empty(source: &str) -> Option<Vec<Edit>> {
    let mut splices = without(source, &["r"])?;
    let mut scanner = Scanner::new("", source, &Limits::OPENED, namespace);
    while let Some(event) = scanner.next().ok()? {
        if let Event::Start { local: "pivotCacheRecords", .. } = event {
            let count = scanner.attributes().iter().find(|attribute| attribute.local == "count")?;
            splices.push(Edit::replacement(count.value.clone(), "0"));
            break;
        }
    }
    Some(splices)
}

/// A part without the elements of these names.
fn without(source: &str, names: &[&str]) -> Option<Vec<Edit>> {
    let mut scanner = Scanner::new("", source, &Limits::OPENED, namespace);
    let mut splices = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    while let Some(event) = scanner.next().ok()? {
        match event {
            Event::Start { local, tag, .. } if open.is_none() && names.contains(&local) => {
                open = Some((scanner.depth(), tag.start));
            }
            Event::End { tag, .. } => {
                if let Some((depth, start)) = open
                    && scanner.depth() < depth
                {
                    splices.push(Edit::deletion(start..tag.end));
                    open = None;
                }
            }
            _ => {}
        }
    }
    Some(splices)
}
