//! Tells which encoding bytes are in that are not UTF-8: only where there is no doubt, because a wrong guess would
//! mask nothing and still look like success.

use std::ops::RangeInclusive;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::Encoding;

/// Characters up to which a text that is valid UTF-8 by chance is thought of.
const SHORT: usize = 8;

/// As much of a file as the detector reads.
const SAMPLE: usize = 1 << 20;

/// Offset of the first zero byte, which no text in a byte encoding has.
pub(super) fn zero(bytes: &[u8]) -> Option<usize> {
    bytes.chunks(4096).zip((0..).step_by(4096)).find_map(|(chunk, base)| {
        // `contains` is vectorised, `position` is not.
        chunk.contains(&0).then(|| base + chunk.iter().take_while(|&&b| b != 0).count())
    })
}

/// Whether the bytes are UTF-8 with some damage: four in five bytes that are not ASCII stand in valid characters, where
/// text of two bytes a character has one in five there by chance.
pub(super) fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|b| !b.is_ascii()).count();
        invalid += chunk.invalid().len();
    }
    invalid * 4 < valid
}

/// The Chinese encoding the bytes are in, when there is no doubt: the detector says so, the text would be plausible,
/// most of its characters being common ones, and it would not be in the other encoding, or the detector is for this
/// one whatever it is told about where the text comes from.
/// `cut` says that the bytes may end inside a character.
pub(super) fn chinese(bytes: &[u8], cut: bool) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guesses = [None, Some(&b"cn"[..]), Some(b"tw")].map(|home| detector.guess(home, Utf8Detection::Deny));
    // Level 1 of GB 2312: 3,755 common characters; level 1 of Big5: 5,401.
    let both = [
        (Encoding::Gb18030, encoding_rs::GBK, 0xb0..=0xd7),
        (Encoding::Big5, encoding_rs::BIG5, 0xa4..=0xc6),
    ];
    let plausible = both.clone().map(|(encoding, _, common)| {
        is_whole(sample, encoding, cut || sample.len() < bytes.len()) && is_plausible(sample, common)
    });
    let both_plausible = plausible == [true, true];
    let told = both.into_iter().zip(plausible).find(|((_, name, _), plausible)| {
        let votes = guesses.iter().filter(|guess| **guess == *name).count();
        *plausible && votes >= if both_plausible { guesses.len() } else { 1 }
    });
    told.map(|((encoding, ..), _)| encoding)
}

/// Whether the bytes are valid in this encoding, but for a character that is cut at the end.
fn is_whole(sample: &[u8], encoding: Encoding, cut: bool) -> bool {
    match super::decode_as(sample, encoding, false) {
        Ok(_) => true,
        Err(at) => cut && sample.len() - at < 4,
    }
}

/// Whether a short text that is valid UTF-8 would be as good in GB18030: all it has beyond ASCII are characters of two
/// bytes, some side by side, that are common Chinese characters there. Single ones are signs such as × and °.
pub(super) fn may_be_chinese(text: &str) -> bool {
    let wide = text.char_indices().filter(|(_, c)| !c.is_ascii()).take(SHORT + 1);
    let (mut count, mut pairs, mut end) = (0, 0, usize::MAX);
    for (at, c) in wide {
        let lead = text.as_bytes()[at];
        count += 1;
        if c.len_utf8() != 2
            || !(0xb0..=0xd7).contains(&lead)
            || text.as_bytes()[at + 1] < 0xa1
            || count > SHORT
        {
            return false;
        }
        pairs += usize::from(at == end);
        end = at + 2;
    }
    pairs > 0
}

/// Whether most characters of two bytes start with a byte that common characters start with.
fn is_plausible(sample: &[u8], common: RangeInclusive<u8>) -> bool {
    let (mut shared, mut rare) = (0_usize, 0_usize);
    let mut at = 0;
    while let Some(&lead) = sample.get(at) {
        if lead < 0x80 {
            at += 1;
            if lead < 0x20 && !matches!(lead, b'\t' | b'\n' | b'\r' | 0x0c) {
                rare += 1;
            }
            continue;
        }
        match lead {
            _ if common.contains(&lead) => shared += 1,
            // Punctuation, digits and letters of full width.
            0xa1..=0xa3 => {}
            _ => rare += 1,
        }
        at += 2;
    }
    shared > rare * 3
}
