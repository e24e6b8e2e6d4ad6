//! What a program itself marks as still to be filled in: content controls that show their prompt, form fields without
//! an answer, fields of a mailing, references that lead nowhere, and the placeholders of a slide. A date that a program fills itself is none.

use super::names::{Ns, namespace};
use super::walk::{Field, PartText};
use crate::format::office::container::NativeField;
use crate::format::office::limits::Limits;
use crate::format::office::package::Part;
use crate::format::office::xml::{Event, Scanner, decode};
use crate::span::Span;

/// The unfilled fields of a part; `first` is the number of its first unit in the document.
pub(super) fn unfilled(text: &PartText, first: usize) -> Vec<NativeField> {
    let mut found = Vec::new();
    for (number, _) in text.cells.iter().enumerate().filter(|(_, cell)| cell.fails) {
        let span = Span::new(0, text.units[number].text.text.len());
        found.push(NativeField { unit: first + number, span, what: "a formula that fails" });
    }
    for prompt in &text.prompts {
        let span = Span::new(prompt.range.start, prompt.range.end);
        found.push(NativeField { unit: first + prompt.unit, span, what: "a control that shows its prompt" });
    }
    for &unit in &text.bare {
        let span = Span::new(0, text.units[unit].text.text.len());
        found.push(NativeField { unit: first + unit, span, what: "a placeholder of a slide without text" });
    }
    for field in text.fields.iter().filter(|field| !field.answered) {
        let (unit, range) = &field.result;
        let result =
            text.units.get(*unit).and_then(|unit| unit.text.text.get(range.clone())).unwrap_or_default();
        let Some(what) = unfilled_field(&field.code, &field.default, result) else { continue };
        // A field without a result is shown by its code.
        let (unit, span) = if result.trim().is_empty() && !result.contains('\u{2002}') {
            let Some(code) = field.code_unit else { continue };
            (code, Span::new(0, text.units[code].text.text.len()))
        } else {
            (*unit, Span::new(range.start, range.end))
        };
        found.push(NativeField { unit: first + unit, span, what });
    }
    found
}

/// What is unfilled about a field, by its code, what it shows before it is filled in, and what it shows.
pub(in crate::format::office) fn unfilled_field(
    code: &str,
    default: &str,
    result: &str,
) -> Option<&'static str> {
    let code = code.trim();
    let name =
        code.split(|c: char| c.is_whitespace() || c == '\\').next().unwrap_or_default().to_ascii_uppercase();
    let empty = result.chars().all(|c| c.is_whitespace() || c == '\u{2002}' || c == '_');
    let broken = result.starts_with("错误!") || result.starts_with("错误！") || result.starts_with("Error!");
    match name.as_str() {
        "MERGEFIELD" | "NEXT" | "NEXTIF" | "SKIPIF" | "ADDRESSBLOCK" | "GREETINGLINE" => {
            Some("a field of a mailing")
        }
        "FORMTEXT" | "FORMDROPDOWN" if empty || !default.is_empty() && result == default => {
            Some("a form field without an answer")
        }
        "MACROBUTTON" | "GOTOBUTTON" => Some("a prompt to click"),
        "FILLIN" | "ASK" | "QUOTE" if empty => Some("a question without an answer"),
        "DOCPROPERTY" | "DOCVARIABLE" | "TITLE" | "SUBJECT" | "REF" | "PAGEREF" | "NOTEREF" | "STYLEREF"
        | "SET"
            if broken || empty && name != "SET" =>
        {
            Some("a reference that leads nowhere")
        }
        "IF" | "COMPARE" if broken || empty => Some("a condition that fails, or says nothing"),
        _ if name.starts_with('=') && result.starts_with('!') => Some("a formula that fails"),
        _ if broken => Some("a reference that leads nowhere"),
        _ => None,
    }
}

/// Whether a field shows who made the document, where and with what.
pub(super) fn names_its_maker(field: &Field) -> bool {
    names_maker(&field.code)
}

/// The same by its code.
pub(in crate::format::office) fn names_maker(code: &str) -> bool {
    let code = code.trim().to_ascii_uppercase();
    let mut words = code.split_whitespace();
    match words.next().unwrap_or_default() {
        "AUTHOR" | "LASTSAVEDBY" | "USERNAME" | "USERINITIALS" | "USERADDRESS" | "FILENAME" | "TEMPLATE" => {
            true
        }
        "DOCPROPERTY" | "INFO" => words.next().is_some_and(|name| {
            matches!(name.trim_matches('"'), "AUTHOR" | "MANAGER" | "COMPANY" | "LASTSAVEDBY")
        }),
        _ => false,
    }
}

/// The styles that mark a run as a prompt.
pub(super) fn prompt_styles(parts: &[Part]) -> Vec<String> {
    let mut styles = vec!["PlaceholderText".to_owned()];
    let Some(part) = parts.iter().find(|part| part.name == "word/styles.xml") else { return styles };
    let Ok(source) = decode(&part.name, &part.bytes) else { return styles };
    let mut scanner = Scanner::new(&part.name, &source, &Limits::OPENED, namespace);
    let mut style = String::new();
    while let Ok(Some(event)) = scanner.next() {
        match event {
            Event::Start { ns: Ns::Word, local: "style", .. } => {
                style = scanner.raw("styleId").unwrap_or_default().to_owned();
            }
            Event::Start { ns: Ns::Word, local: "name", .. } => {
                let name = scanner.raw("val").unwrap_or_default();
                if matches!(name, "Placeholder Text" | "占位符文本") && !style.is_empty() {
                    styles.push(style.clone());
                }
            }
            _ => {}
        }
    }
    styles
}
