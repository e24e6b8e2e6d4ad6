//! Fonts: what characters the codes of a string are, and how wide.

use std::collections::HashMap;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream, String as PdfString};

/// A font as far as text is concerned.
pub(super) struct Font {
    unicode: Option<CMap>,
    kind: Kind,
    /// Of a Type 3 font: how its measure becomes that of text.
    scale: f32,
}

enum Kind {
    /// One byte a character.
    Simple { chars: Box<[Option<char>; 256]>, widths: Box<[f32; 256]> },
    /// One to four bytes a character.
    Composite(Box<Composite>),
}

struct Composite {
    codes: CMap,
    identity: bool,
    cids: Option<CMap>,
    widths: HashMap<u32, f32>,
    width: f32,
}

/// A character of a string.
pub(super) struct Shown {
    pub(super) text: String,
    /// In parts of the size.
    pub(super) width: f32,
    /// A blank of one byte, which word spacing widens.
    pub(super) is_blank: bool,
}

fn parse(data: &[u8]) -> Option<CMap> {
    CMap::parse(data, load_embedded)
}

impl Font {
    pub(super) fn new(dict: &Dict<'_>) -> Self {
        let unicode = dict.get::<Stream<'_>>("ToUnicode").and_then(|stream| parse(&stream.decoded().ok()?));
        let subtype = dict.get::<Name<'_>>("Subtype");
        let is = |name: &str| subtype.as_ref().is_some_and(|subtype| subtype.as_str() == name);
        let kind = if is("Type0") { composite(dict) } else { simple(dict) };
        let scale = match dict.get::<Array<'_>>("FontMatrix").filter(|_| is("Type3")) {
            Some(matrix) => matrix.iter::<Number>().next().map_or(0.001, |a| a.as_f32().abs()),
            None => 0.001,
        };
        Self { unicode, kind, scale }
    }

    /// The characters of a string, one for each code.
    pub(super) fn show(&self, bytes: &[u8], mut each: impl FnMut(Shown)) {
        let mut at = 0;
        while at < bytes.len() {
            let (code, length, shown, width) = self.next(&bytes[at..]);
            let text = match self.unicode.as_ref().and_then(|map| map.lookup_bf_string(code)) {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => shown.map(String::from).unwrap_or_default(),
            };
            // A code that says nothing of its character is one all the same.
            let text = if text.is_empty() { "\u{fffd}".to_owned() } else { text };
            each(Shown { text, width: width * self.scale, is_blank: length == 1 && code == 32 });
            at += length;
        }
    }

    fn next(&self, bytes: &[u8]) -> (u32, usize, Option<char>, f32) {
        match &self.kind {
            Kind::Simple { chars, widths } => {
                let byte = usize::from(bytes[0]);
                (u32::from(bytes[0]), 1, chars[byte], widths[byte])
            }
            Kind::Composite(composite) => {
                let Composite { codes, identity, cids, widths, width } = composite.as_ref();
                let mut code = 0;
                for (length, &byte) in (1..=4u8).zip(bytes) {
                    code = code << 8 | u32::from(byte);
                    let Some(cid) = codes.lookup_cid_code(code, length) else { continue };
                    let shown = cids.as_ref().and_then(|map| match map.lookup_bf_string(cid)? {
                        BfString::Char(c) => Some(c),
                        BfString::String(text) => text.chars().next(),
                    });
                    let width = widths.get(&cid).copied().unwrap_or(*width);
                    return (code, usize::from(length), shown, width);
                }
                let length = if *identity { 2 } else { 1 }.min(bytes.len());
                (
                    bytes[..length].iter().fold(0, |code, &byte| code << 8 | u32::from(byte)),
                    length,
                    None,
                    *width,
                )
            }
        }
    }
}

fn composite(dict: &Dict<'_>) -> Kind {
    let inner = dict.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    let inner = inner.unwrap_or_else(Dict::empty);
    let (codes, identity) = match dict.get::<Object<'_>>("Encoding") {
        Some(Object::Stream(stream)) => (stream.decoded().ok().and_then(|data| parse(&data)), false),
        Some(Object::Name(name)) => match name.as_str() {
            "Identity-H" | "Identity-V" => (None, true),
            other => (load_embedded(CMapName::from_bytes(other.as_bytes())).and_then(parse), false),
        },
        _ => (None, true),
    };
    let identity = identity || codes.is_none();
    let codes = codes.unwrap_or_else(CMap::identity_h);
    let system = inner.get::<Dict<'_>>("CIDSystemInfo").unwrap_or_else(Dict::empty);
    let word =
        |key: &str| system.get::<PdfString<'_>>(key).map(|word| word.as_bytes().to_vec()).unwrap_or_default();
    let family = CidFamily::from_registry_ordering(&word("Registry"), &word("Ordering"));
    let cids = family.ucs2_cmap().and_then(load_embedded).and_then(parse);
    let width = inner.get::<Number>("DW").map_or(1000.0, |width| width.as_f32());
    let widths = inner.get::<Array<'_>>("W").map(|list| cid_widths(&list)).unwrap_or_default();
    Kind::Composite(Box::new(Composite { codes, identity, cids, widths, width }))
}

/// `c [w …]` and `first last w`.
fn cid_widths(list: &Array<'_>) -> HashMap<u32, f32> {
    let mut widths = HashMap::new();
    let mut items = list.iter::<Object<'_>>();
    let cid = |object: Object<'_>| object.into_number().and_then(|n| u32::try_from(n.as_i64()).ok());
    while let Some(first) = items.next().and_then(cid) {
        match items.next() {
            Some(Object::Array(each)) => {
                for (at, width) in (first..0x1_0000).zip(each.iter::<Number>()) {
                    widths.insert(at, width.as_f32());
                }
            }
            Some(last) => {
                let (Some(last), Some(width)) = (cid(last), items.next().and_then(Object::into_number))
                else {
                    break;
                };
                for at in first..=last.min(0xffff) {
                    widths.insert(at, width.as_f32());
                }
            }
            None => break,
        }
    }
    widths
}

fn simple(dict: &Dict<'_>) -> Kind {
    let encoding = dict.get::<Object<'_>>("Encoding");
    let base = match &encoding {
        Some(Object::Name(name)) => name.as_str().to_owned(),
        Some(Object::Dict(dict)) => {
            dict.get::<Name<'_>>("BaseEncoding").map(|name| name.as_str().to_owned()).unwrap_or_default()
        }
        _ => String::new(),
    };
    let table = if base == "MacRomanEncoding" { encoding_rs::MACINTOSH } else { encoding_rs::WINDOWS_1252 };
    let mut chars = Box::new([None; 256]);
    for byte in 32..=255u8 {
        chars[usize::from(byte)] = table.decode_without_bom_handling(&[byte]).0.chars().next();
    }
    if let Some(Object::Dict(dict)) = encoding
        && let Some(differences) = dict.get::<Array<'_>>("Differences")
    {
        let mut at = 0usize;
        for object in differences.iter::<Object<'_>>() {
            match object {
                Object::Number(code) => at = usize::try_from(code.as_i64()).unwrap_or(256),
                Object::Name(name) => {
                    if let Some(place) = chars.get_mut(at) {
                        *place = glyph(name.as_str());
                    }
                    at = at.saturating_add(1);
                }
                _ => {}
            }
        }
    }
    let mut widths = Box::new([500.0; 256]);
    let first =
        dict.get::<Number>("FirstChar").map_or(0, |first| usize::try_from(first.as_i64()).unwrap_or(256));
    if let Some(list) = dict.get::<Array<'_>>("Widths") {
        for (place, width) in widths.iter_mut().skip(first).zip(list.iter::<Number>()) {
            *place = width.as_f32();
        }
    }
    Kind::Simple { chars, widths }
}

/// The character of a glyph's name.
fn glyph(name: &str) -> Option<char> {
    let code = name
        .strip_prefix("uni")
        .filter(|hex| hex.len() == 4)
        .or_else(|| name.strip_prefix('u').filter(|hex| hex.len() >= 4));
    if let Some(c) = code.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
        return Some(c);
    }
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(c);
    }
    Some(match name {
        "space" => ' ',
        "zero" => '0',
        "one" => '1',
        "two" => '2',
        "three" => '3',
        "four" => '4',
        "five" => '5',
        "six" => '6',
        "seven" => '7',
        "eight" => '8',
        "nine" => '9',
        "period" => '.',
        "comma" => ',',
        "colon" => ':',
        "semicolon" => ';',
        "hyphen" | "minus" => '-',
        "slash" => '/',
        "at" => '@',
        "percent" => '%',
        "parenleft" => '(',
        "parenright" => ')',
        "underscore" => '_',
        "plus" => '+',
        "equal" => '=',
        "asterisk" => '*',
        "numbersign" => '#',
        "multiply" => '×',
        "periodcentered" => '·',
        "quotesingle" => '\'',
        "quotedbl" => '"',
        _ => return None,
    })
}
