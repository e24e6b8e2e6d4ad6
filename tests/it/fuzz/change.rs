//! Changes of a sound file: of its bytes, of its parts, of the words of its text.

use yinmo::format::office::{Limits, Package, Part};

use super::Dice;

/// What stands for something in one format or another.
const WORDS: [&str; 72] = [
    "",
    "0",
    "-1",
    "1",
    "4294967295",
    "99999999999999999999",
    "1e308",
    "-1e308",
    "NaN",
    "true",
    "begin",
    "separate",
    "end",
    "A1",
    "XFD1048576",
    "A1:XFD1048576",
    "SUM(A1:A99999)",
    "INDIRECT(A1)",
    "../../x",
    "rId1",
    "r0",
    "甲",
    "郑海燕",
    "&#x4e00;",
    "&amp;",
    "1 2 g 99999 3",
    "g 9999999999 1",
    "s",
    "n",
    "str",
    "e",
    "inlineStr",
    "External",
    "preserve",
    " ",
    "\u{3000}",
    "\u{200b}",
    "\u{fffc}",
    "𠮷",
    "yinmo",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?x",
    "?>",
    "multipart/mixed; boundary=b",
    "--b",
    "--b--",
    "text/html",
    "base64",
    "quoted-printable",
    "=?GBK?B?1qM=?=",
    "charset=utf-16",
    "message/rfc822",
    "{\\rtf1 ",
    "{\\*\\",
    "}",
    "\\u20020?",
    "\\bin9999 ",
    "\\'d6\\'a3",
    "\\par ",
    "<<",
    ">>",
    "stream\n",
    "\nendstream",
    " 0 R",
    "[",
    "]",
    " Tj ",
    " Do ",
    "/Length",
];

/// A file made from one of these.
pub(super) fn changed(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let seed = dice.of(seeds);
    let package = Package::read(seed, &Limits::default()).ok().filter(|_| dice.below(8) > 0);
    let Some(mut package) = package else {
        return if dice.below(3) == 0 { noise(seed, dice) } else { text(seed, seed, dice) };
    };
    for _ in 0..=dice.below(3) {
        parts(&mut package, seeds, dice);
    }
    package.write()
}

fn parts(package: &mut Package, seeds: &[Vec<u8>], dice: &mut Dice) {
    if package.parts.is_empty() {
        return;
    }
    let (at, other) = (dice.below(package.parts.len()), dice.below(package.parts.len()));
    match dice.below(16) {
        0 => drop(package.parts.remove(at)),
        1 => package.parts[at].bytes = package.parts[other].bytes.clone(),
        2 => package.parts[at].bytes = dice.of(seeds).clone(),
        3 => {
            let bytes = dice.of(seeds).clone();
            let name = format!("word/embeddings/{}.bin", dice.below(3));
            package.parts.retain(|part| part.name != name);
            package.parts.push(Part { name, bytes });
        }
        4 => {
            let part = &mut package.parts[at];
            part.bytes = noise(&part.bytes, dice);
        }
        _ => {
            let from = package.parts[other].bytes.clone();
            let part = &mut package.parts[at];
            part.bytes = text(&part.bytes, &from, dice);
        }
    }
}

/// Single bytes and stretches.
fn noise(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len());
        match dice.below(5) {
            _ if bytes.is_empty() => return bytes,
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..(at + dice.below(40)).min(bytes.len()))),
            2 => bytes.insert(at, dice.below(256) as u8),
            3 => {
                let value = *dice.of(&[0u32, 1, 0x7fff_ffff, 0x8000_0000, u32::MAX, 0xffff_fffe, 512]);
                let end = (at + 4).min(bytes.len());
                bytes[at..end].copy_from_slice(&value.to_le_bytes()[..end - at]);
            }
            _ => bytes[at] = dice.below(256) as u8,
        }
    }
    bytes
}

/// Tags, words and what stands between them: taken out, doubled, moved, repeated, replaced.
fn text(bytes: &[u8], from: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut tokens = tokens(bytes);
    let others = self::tokens(from);
    for _ in 0..=dice.below(4) {
        if tokens.is_empty() {
            break;
        }
        let at = dice.below(tokens.len());
        let end = whole(&tokens, at, dice);
        match dice.below(9) {
            0 => drop(tokens.drain(at..end)),
            1 => {
                let copy = tokens[at..end].to_vec();
                tokens.splice(end..end, copy);
            }
            2 => {
                let moved: Vec<&[u8]> = tokens.drain(at..end).collect();
                let to = dice.below(tokens.len() + 1);
                tokens.splice(to..to, moved);
            }
            3 if !others.is_empty() => {
                let first = dice.below(others.len());
                let last = whole(&others, first, dice);
                tokens.splice(at..at, others[first..last].iter().copied());
            }
            4 => {
                // Much of the same: what is not linear shows.
                let size: usize = tokens[at..end].iter().map(|token| token.len()).sum();
                let times = (1 + dice.below(4000)).min(100_000 / size.max(1));
                let copy = tokens[at..end].repeat(times);
                tokens.splice(end..end, copy);
            }
            5 => tokens.truncate(at),
            6 => tokens[at] = dice.of(&WORDS).as_bytes(),
            _ => {
                // The value of an attribute, a word between others.
                let near = (at..tokens.len()).find(|&i| is_word(tokens[i])).unwrap_or(at);
                tokens[near] = dice.of(&WORDS).as_bytes();
            }
        }
        if tokens.iter().map(|token| token.len()).sum::<usize>() > 400_000 {
            break;
        }
    }
    tokens.concat()
}

fn is_word(token: &[u8]) -> bool {
    !token.iter().any(|b| b"<>\"'=/ \r\n".contains(b))
}

/// Where what starts here ends: an element with its end, or a few tokens.
fn whole(tokens: &[&[u8]], at: usize, dice: &mut Dice) -> usize {
    let few = (at + 1 + dice.below(4)).min(tokens.len());
    if tokens[at] != b"<" || dice.below(4) == 0 {
        return few;
    }
    let mut depth = 0;
    for i in at..tokens.len() {
        match tokens[i] {
            b"<" => depth += 1,
            b"</" => depth -= 1,
            b"/>" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let close = (i..tokens.len()).find(|&i| tokens[i].ends_with(b">"));
            return close.map_or(few, |close| close + 1);
        }
    }
    few
}

/// The words of a text and the signs between them, which are all of it.
fn tokens(bytes: &[u8]) -> Vec<&[u8]> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let length = match rest {
            [b'<', b'/', ..] | [b'/', b'>', ..] | [b'<', b'<', ..] | [b'>', b'>', ..] => 2,
            [b, ..] if is_sign(*b) => 1,
            _ => rest.iter().position(|b| is_sign(*b)).unwrap_or(rest.len()),
        };
        tokens.push(&rest[..length]);
        at += length;
    }
    tokens
}

const fn is_sign(b: u8) -> bool {
    matches!(
        b,
        b'<' | b'>'
            | b'"'
            | b'\''
            | b'='
            | b'/'
            | b' '
            | b'\r'
            | b'\n'
            | b'{'
            | b'}'
            | b'['
            | b']'
            | b'\\'
            | b';'
            | b':'
    )
}
