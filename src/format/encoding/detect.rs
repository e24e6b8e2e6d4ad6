//! Tells which encoding bytes are in that are not UTF-8: only where there is no doubt, because a wrong guess would
//! mask nothing and still look like success.

use std::ops::RangeInclusive;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::Encoding;

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

/// The Chinese encoding the bytes are in, when the detector says so and the text would be plausible: most of its
/// characters are common ones.
pub(super) fn chinese(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    [None, Some(&b"cn"[..]), Some(b"tw")].into_iter().find_map(|home| {
        let guess = detector.guess(home, Utf8Detection::Deny);
        if guess == encoding_rs::GBK {
            // Level 1 of GB 2312: 3,755 common characters.
            is_plausible(sample, 0xb0..=0xd7).then_some(Encoding::Gb18030)
        } else if guess == encoding_rs::BIG5 {
            // Level 1 of Big5: 5,401 common characters.
            is_plausible(sample, 0xa4..=0xc6).then_some(Encoding::Big5)
        } else {
            None
        }
    })
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
