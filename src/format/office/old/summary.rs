//! Sets of properties (MS-OLEPS): who wrote a file, for whom, with what.

use super::compound::{u16_at, u32_at};

/// What properties of the first set are called; those of the second where they differ.
const NAMES: [(u32, &str); 9] = [
    (2, "title"),
    (3, "subject"),
    (4, "author"),
    (5, "keywords"),
    (6, "comments"),
    (7, "template"),
    (8, "last author"),
    (9, "revision"),
    (18, "program"),
];
const NAMES_2: [(u32, &str); 3] = [(2, "category"), (14, "manager"), (15, "company")];

/// The properties that are texts.
pub(super) fn properties(stream: &[u8]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let sets = u32_at(stream, 24).unwrap_or(0).min(2) as usize;
    for set in 0..sets {
        let Some(start) = u32_at(stream, 28 + 20 * set + 16) else { continue };
        let Some(body) = stream.get(start as usize..) else { continue };
        // The second kind of set begins its identifier otherwise.
        let first = stream.get(28 + 20 * set) == Some(&0xe0);
        let count = u32_at(body, 4).unwrap_or(0).min(1000) as usize;
        let entry = |n: usize| Some((u32_at(body, 8 + 8 * n)?, u32_at(body, 12 + 8 * n)? as usize));
        let page =
            (0..count).filter_map(entry).find(|(id, _)| *id == 1).and_then(|(_, at)| u16_at(body, at + 4));
        for (id, at) in (0..count).filter_map(entry) {
            let Some(text) = text(body, at, page) else { continue };
            let names: &[(u32, &str)] = if first { &NAMES } else { &NAMES_2 };
            let name = names.iter().find(|(known, _)| *known == id);
            let name = name.map_or_else(|| format!("property {id}"), |(_, name)| (*name).to_owned());
            if !text.trim().is_empty() {
                found.push((name, text));
            }
        }
    }
    found
}

fn text(body: &[u8], at: usize, page: Option<u16>) -> Option<String> {
    let size = u32_at(body, at + 4)? as usize;
    match u16_at(body, at)? {
        30 => {
            let bytes = body.get(at + 8..(at + 8).checked_add(size)?)?;
            let bytes = &bytes[..bytes.iter().position(|&b| b == 0).unwrap_or(bytes.len())];
            let encoding = match page {
                Some(65001) => encoding_rs::UTF_8,
                Some(950) => encoding_rs::BIG5,
                Some(1252) => encoding_rs::WINDOWS_1252,
                _ => encoding_rs::GB18030,
            };
            Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
        }
        31 => {
            let bytes = body.get(at + 8..(at + 8).checked_add(size.checked_mul(2)?)?)?;
            Some(encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0.trim_end_matches('\0').to_owned())
        }
        _ => None,
    }
}
