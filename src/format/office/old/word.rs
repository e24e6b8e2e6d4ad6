//! The text of an old Word document (MS-DOC): pieces of one or two bytes a character.

use super::compound::{u16_at, u32_at};
use crate::document::{Role, TextUnit};

/// Why a document is not read.
pub(super) enum Refusal {
    Protected,
    Old,
    Damaged,
}

/// The texts of a document, from its main stream and its table streams.
pub(super) fn units(main: &[u8], table: impl Fn(&str) -> Option<Vec<u8>>) -> Result<Vec<TextUnit>, Refusal> {
    let flags = u16_at(main, 10).ok_or(Refusal::Damaged)?;
    if u16_at(main, 0) != Some(0xa5ec) || u16_at(main, 2).is_none_or(|version| version < 0xc0) {
        return Err(Refusal::Old);
    }
    if flags & 0x0100 != 0 {
        return Err(Refusal::Protected);
    }
    let name = if flags & 0x0200 != 0 { "1Table" } else { "0Table" };
    let table = table(name).ok_or(Refusal::Damaged)?;
    let (text, counts) = pieces(main, &table).ok_or(Refusal::Damaged)?;
    let mut units = Vec::new();
    let mut from = 0;
    // The stories follow each other; macros have none.
    let stories = [
        "¶",
        "footnote ¶",
        "header ¶",
        "macro ¶",
        "comment ¶",
        "endnote ¶",
        "text box ¶",
        "text box in a header ¶",
    ];
    for (number, (count, name)) in counts.iter().zip(stories).enumerate() {
        let to = (from + *count as usize).min(text.len());
        let role = if number == 4 { Role::Aside } else { Role::Body };
        story(&text[from..to], name, role, &mut units);
        from = to;
    }
    Ok(units)
}

/// All characters, and how many each story has.
fn pieces(main: &[u8], table: &[u8]) -> Option<(Vec<u16>, [u32; 8])> {
    let mut counts = [0; 8];
    for (number, count) in counts.iter_mut().enumerate() {
        *count = u32_at(main, 0x4c + 4 * number)?;
    }
    let start = u32_at(main, 0x1a2)? as usize;
    let size = u32_at(main, 0x1a6)? as usize;
    let list = table.get(start..start.checked_add(size)?)?;
    let mut at = 0;
    while list.get(at) == Some(&1) {
        at += 3 + usize::from(u16_at(list, at + 1)?);
    }
    if list.get(at) != Some(&2) {
        return None;
    }
    let size = u32_at(list, at + 1)? as usize;
    let list = list.get(at + 5..(at + 5).checked_add(size)?)?;
    let count = list.len().checked_sub(4)? / 12;
    let mut text = Vec::new();
    for piece in 0..count {
        let (from, to) = (u32_at(list, 4 * piece)?, u32_at(list, 4 * piece + 4)?);
        let length = to.checked_sub(from)? as usize;
        let place = u32_at(list, 4 * (count + 1) + 8 * piece + 2)?;
        let start = (place & 0x3fff_ffff) as usize;
        // No more characters than the file has bytes, whatever pieces share.
        if text.len() + length > 2 * main.len() {
            return None;
        }
        if place & 0x4000_0000 != 0 {
            let bytes = main.get(start / 2..(start / 2).checked_add(length)?)?;
            text.extend(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.encode_utf16());
        } else {
            let bytes = main.get(start..start.checked_add(2 * length)?)?;
            text.extend(bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])));
        }
    }
    Some((text, counts))
}

/// The paragraphs and cells of a story. What stands in the code of a field is a text of its own.
fn story(text: &[u16], name: &str, role: Role, units: &mut Vec<TextUnit>) {
    let mut line = String::new();
    let mut codes: Vec<String> = Vec::new();
    let mut number = 0;
    let mut in_code: Vec<bool> = Vec::new();
    let mut push = |line: &mut String, role: Role, row_goes_on: bool, units: &mut Vec<TextUnit>| {
        number += 1;
        if !line.trim().is_empty() {
            let locator = format!("{name}{number}");
            units.push(TextUnit { text: std::mem::take(line), locator, role, row_goes_on, twin_of: None });
        }
        line.clear();
    };
    for c in char::decode_utf16(text.iter().copied()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)) {
        let code = in_code.last().copied().unwrap_or(false);
        match c {
            '\u{13}' => {
                in_code.push(true);
                codes.push(String::new());
            }
            '\u{14}' => {
                in_code.last_mut().into_iter().for_each(|code| *code = false);
            }
            '\u{15}' => {
                in_code.pop();
                if let Some(mut code) = codes.pop() {
                    push(&mut code, Role::Carrier, false, units);
                }
            }
            _ if code => {
                codes.last_mut().into_iter().for_each(|code| code.push(if c.is_control() { ' ' } else { c }));
            }
            '\r' | '\u{c}' | '\u{e}' => push(&mut line, role, false, units),
            '\u{7}' => push(&mut line, role, true, units),
            '\u{b}' => line.push('\n'),
            '\t' => line.push('\t'),
            '\u{1e}' => line.push('-'),
            c if c.is_control() => {}
            c => line.push(c),
        }
    }
    push(&mut line, role, false, units);
}
