//! The text of an old presentation (MS-PPT): records inside each other, some of which are text.

use super::compound::{u16_at, u32_at};
use super::word::Refusal;
use crate::document::{Role, TextUnit};

const SLIDE: u16 = 1006;
const NOTES: u16 = 1008;
const PERSIST: u16 = 1011;
const MASTER: u16 = 1016;
const WIDE: u16 = 4000;
const NARROW: u16 = 4008;
const STRING: u16 = 4026;
const LIST: u16 = 4080;

/// Containers inside each other; files have a dozen.
const DEPTH: usize = 64;

/// Whether the user's record says that the file is encrypted.
pub(super) fn is_encrypted(user: &[u8]) -> bool {
    u32_at(user, 12) == Some(0xf3d1_c4df)
}

/// The texts of a presentation.
pub(super) fn units(stream: &[u8]) -> Result<Vec<TextUnit>, Refusal> {
    let mut units = Vec::new();
    // Where the open containers end, and what their text is.
    let mut open: Vec<(usize, Role)> = Vec::new();
    let (mut at, mut slides, mut listed) = (0, 0, 0);
    let mut place = String::from("document");
    while let (Some(head), Some(kind), Some(size)) =
        (u16_at(stream, at), u16_at(stream, at + 2), u32_at(stream, at + 4))
    {
        open.retain(|(end, _)| *end > at);
        let start = at + 8;
        let end = start.checked_add(size as usize).filter(|&end| end <= stream.len());
        let Some(end) = end else {
            // What stands before a broken end is read; a file that begins so is none.
            return if units.is_empty() { Err(Refusal::Damaged) } else { Ok(units) };
        };
        let role = open.last().map_or(Role::Body, |(_, role)| *role);
        match kind {
            SLIDE => slides += 1,
            LIST => listed = 0,
            PERSIST => {
                listed += 1;
                place = format!("slide {listed}");
            }
            _ => {}
        }
        match kind {
            SLIDE => place = format!("slide {slides}"),
            NOTES => "notes".clone_into(&mut place),
            MASTER => "master".clone_into(&mut place),
            _ => {}
        }
        if head & 0xf == 0xf {
            if open.len() >= DEPTH {
                return Err(Refusal::Damaged);
            }
            let is_aside = matches!(kind, NOTES | MASTER) || kind == LIST && head >> 4 != 0;
            open.push((end, if is_aside { Role::Aside } else { role }));
            at = start;
            continue;
        }
        let bytes = &stream[start..end];
        let wide = || -> Vec<u16> {
            bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect()
        };
        match kind {
            WIDE => lines(&String::from_utf16_lossy(&wide()), &place, role, &mut units),
            NARROW => {
                lines(&bytes.iter().map(|&b| char::from(b)).collect::<String>(), &place, role, &mut units);
            }
            STRING => lines(&String::from_utf16_lossy(&wide()), "name", Role::Carrier, &mut units),
            _ => {}
        }
        at = end;
    }
    Ok(units)
}

fn lines(text: &str, place: &str, role: Role, units: &mut Vec<TextUnit>) {
    for (number, line) in text.split('\r').enumerate() {
        let line: String = line
            .chars()
            .map(|c| if c == '\u{b}' { '\n' } else { c })
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .collect();
        if !line.trim().is_empty() {
            let locator = format!("{place} ¶{}", number + 1);
            units.push(TextUnit { text: line, locator, role, ..TextUnit::default() });
        }
    }
}
