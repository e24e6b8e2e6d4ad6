//! Looks of text that matter to what is read.

use std::collections::HashSet;

use super::names::{Ns, namespace};
use crate::format::office::limits::Limits;
use crate::format::office::xml::{Event, Scanner};

/// The styles under which text is not shown.
pub(super) fn hidden_styles(part: &str, source: &str, limits: &Limits, hidden: &mut HashSet<String>) {
    let mut scanner = Scanner::new(part, source, limits, namespace);
    let mut style = String::new();
    while let Ok(Some(event)) = scanner.next() {
        let Event::Start { ns: Ns::Style, local, .. } = event else { continue };
        match local {
            "style" => {
                scanner.raw("name").unwrap_or_default().clone_into(&mut style);
                if scanner.raw("parent-style-name").is_some_and(|parent| hidden.contains(parent)) {
                    hidden.insert(style.clone());
                }
            }
            "text-properties" if scanner.raw("display") == Some("none") && !style.is_empty() => {
                hidden.insert(style.clone());
            }
            _ => {}
        }
    }
}
