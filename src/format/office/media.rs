//! Pictures without what they say of camera, place and author. What they show stays as it is, byte for byte.

/// The picture without its metadata, or `None` when there is none or the format is not known.
pub(crate) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let stripped = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(bytes)
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        jpeg(bytes)
    } else if bytes.starts_with(b"GIF8") {
        gif(bytes)
    } else {
        None
    }?;
    (stripped != bytes).then_some(stripped)
}

/// Keeps the chunks that are needed to draw.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8; 4]; 17] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs",
        b"acTL", b"fcTL", b"fdAT", b"cICP", b"mDCV", b"cLLI",
    ];
    let mut out = bytes[..8].to_vec();
    let mut at = 8;
    while at < bytes.len() {
        let size = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let kind: &[u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let chunk = bytes.get(at..at.checked_add(size)?.checked_add(12)?)?;
        if KEPT.contains(&kind) {
            out.extend_from_slice(chunk);
        }
        at += chunk.len();
        // What comes behind the end is no part of the picture.
        if kind == b"IEND" {
            return Some(out);
        }
    }
    Some(out)
}

/// Leaves out comments and application segments, but for those that say how colours are stored.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes[..2].to_vec();
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            0xff => at += 1,
            0xd9 => {
                out.extend_from_slice(&[0xff, 0xd9]);
                return Some(out);
            }
            0x01 | 0xd0..=0xd8 => {
                out.extend_from_slice(&[0xff, marker]);
                at += 2;
            }
            _ => {
                let size = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
                let segment = bytes.get(at..at + 2 + size)?;
                let body = segment.get(4..)?;
                let needed = match marker {
                    0xe0 => body.starts_with(b"JFIF\0"),
                    0xe2 => body.starts_with(b"ICC_PROFILE\0"),
                    0xee => body.starts_with(b"Adobe"),
                    0xe1..=0xef | 0xfe => false,
                    _ => true,
                };
                if marker == 0xe0 && needed {
                    // A thumbnail may lie behind the fourteen bytes of the header.
                    let head = body.get(..14)?;
                    out.extend_from_slice(&[0xff, 0xe0, 0, 16]);
                    out.extend_from_slice(&head[..12]);
                    out.extend_from_slice(&[0, 0]);
                } else if needed {
                    out.extend_from_slice(segment);
                }
                at += 2 + size;
                if marker == 0xda {
                    at = scan(bytes, at, &mut out);
                }
            }
        }
        if at >= bytes.len() {
            return Some(out);
        }
    }
}

/// Copies compressed data up to the next marker.
fn scan(bytes: &[u8], from: usize, out: &mut Vec<u8>) -> usize {
    let mut at = from;
    while at < bytes.len() {
        let ends = bytes[at] == 0xff
            && bytes.get(at + 1).is_some_and(|&next| next != 0 && !(0xd0..=0xd7).contains(&next));
        if ends {
            break;
        }
        at += 1;
    }
    out.extend_from_slice(&bytes[from..at]);
    at
}

/// Leaves out comments and extensions of applications other than those that loop.
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let flags = *bytes.get(10)?;
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3usize << ((flags & 7) + 1) };
    let mut at = 13 + table(flags);
    let mut out = bytes.get(..at)?.to_vec();
    let blocks = |mut at: usize| -> Option<usize> {
        loop {
            match *bytes.get(at)? {
                0 => return Some(at + 1),
                size => at += 1 + usize::from(size),
            }
        }
    };
    loop {
        let start = at;
        let keep = match *bytes.get(at)? {
            0x3b => {
                out.push(0x3b);
                return Some(out);
            }
            0x2c => {
                let flags = *bytes.get(at + 9)?;
                at = blocks(at + 10 + table(flags) + 1)?;
                true
            }
            0x21 => {
                let label = *bytes.get(at + 1)?;
                let loops = bytes.get(at + 3..at + 14).is_some_and(|name| name == b"NETSCAPE2.0");
                at = blocks(at + 2)?;
                label == 0xf9 || label == 0xff && loops
            }
            _ => return None,
        };
        if keep {
            out.extend_from_slice(bytes.get(start..at)?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        [&(data.len() as u32).to_be_bytes(), kind.as_slice(), data, &[0; 4]].concat()
    }

    #[test]
    fn png_keeps_what_is_drawn() {
        let head = b"\x89PNG\r\n\x1a\n".to_vec();
        let (first, data, end) = (chunk(b"IHDR", &[1; 13]), chunk(b"IDAT", &[2; 9]), chunk(b"IEND", b""));
        let text = chunk(b"tEXt", b"Author\0someone");
        let with = [&head[..], &first, &text, &data, &end, b"behind"].concat();
        let without = [&head[..], &first, &data, &end].concat();
        assert_eq!(strip(&with), Some(without.clone()));
        assert_eq!(strip(&without), None);
        assert_eq!(strip(&with[..20]), None);
    }

    #[test]
    fn jpeg_keeps_what_is_drawn() {
        let segment = |marker: u8, body: &[u8]| {
            [&[0xff, marker], &((body.len() + 2) as u16).to_be_bytes()[..], body].concat()
        };
        let rest = [
            segment(0xdb, &[1; 10]),
            segment(0xda, &[2; 4]),
            vec![5, 0xff, 0, 6, 0xff, 0xd0, 7],
            vec![0xff, 0xd9],
        ];
        let with = [vec![0xff, 0xd8], segment(0xe1, b"Exif\0\0someone"), segment(0xfe, b"x"), rest.concat()]
            .concat();
        let without = [vec![0xff, 0xd8], rest.concat()].concat();
        assert_eq!(strip(&with), Some(without.clone()));
        assert_eq!(strip(&without), None);
    }

    #[test]
    fn gif_keeps_what_is_drawn() {
        let head = [b"GIF89a".as_slice(), &[1, 0, 1, 0, 0, 0, 0]].concat();
        let image = [&[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0][..], &[0x3b]].concat();
        let comment = [0x21, 0xfe, 3, b'a', b'b', b'c', 0];
        let with = [&head[..], &comment, &image].concat();
        assert_eq!(strip(&with), Some([head, image].concat()));
    }
}
