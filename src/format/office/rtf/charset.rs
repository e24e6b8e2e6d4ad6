//! The encodings that RTF names: code pages, and character sets of fonts.

use encoding_rs::Encoding;

/// How bytes become characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    /// As the encoding says.
    Of(&'static Encoding),
    /// Signs of a font that are no characters.
    Symbols,
}

/// A code page; those that are not known are read as Western ones.
pub(super) fn page(number: i32) -> &'static Encoding {
    match number {
        // All Chinese pages of the mainland are read as the largest of them.
        936 | 54936 | 10008 | 52936 => encoding_rs::GB18030,
        950 | 10002 => encoding_rs::BIG5,
        932 | 10001 => encoding_rs::SHIFT_JIS,
        949 | 1361 | 10003 => encoding_rs::EUC_KR,
        65001 => encoding_rs::UTF_8,
        874 => encoding_rs::WINDOWS_874,
        866 => encoding_rs::IBM866,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 => encoding_rs::MACINTOSH,
        _ => encoding_rs::WINDOWS_1252,
    }
}

/// The character set of a font, where the document's own page is `own`.
pub(super) fn of_font(number: i32, own: &'static Encoding) -> Charset {
    Charset::Of(match number {
        2 => return Charset::Symbols,
        77 => encoding_rs::MACINTOSH,
        128 => encoding_rs::SHIFT_JIS,
        129 | 130 => encoding_rs::EUC_KR,
        134 => encoding_rs::GB18030,
        136 => encoding_rs::BIG5,
        161 => encoding_rs::WINDOWS_1253,
        162 => encoding_rs::WINDOWS_1254,
        163 => encoding_rs::WINDOWS_1258,
        177 => encoding_rs::WINDOWS_1255,
        178 => encoding_rs::WINDOWS_1256,
        186 => encoding_rs::WINDOWS_1257,
        204 => encoding_rs::WINDOWS_1251,
        222 => encoding_rs::WINDOWS_874,
        238 => encoding_rs::WINDOWS_1250,
        // Western fonts hold Chinese bytes all the same in files of Chinese programs.
        _ => own,
    })
}

/// The character that some bytes are, or whether more of them may make one.
pub(super) fn character(charset: Charset, bytes: &[u8]) -> Result<String, bool> {
    let Charset::Of(encoding) = charset else {
        return Ok(bytes.iter().filter_map(|&b| char::from_u32(0xf000 + u32::from(b))).collect());
    };
    if bytes.len() == 1 && bytes[0] < 0x80 {
        return Ok(char::from(bytes[0]).to_string());
    }
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text.into_owned());
    }
    let more = match bytes.len() {
        1 => !encoding.is_single_byte() && bytes[0] >= 0x81,
        2 | 3 if encoding == encoding_rs::GB18030 => bytes[1].is_ascii_digit(),
        2 | 3 => encoding == encoding_rs::UTF_8 && bytes[0] >= 0xe0,
        _ => false,
    };
    Err(more)
}
