//! 身份证 (GB 11643): region, date of birth, sequence, check digit; the older one has fifteen digits and no check.

use super::super::{Candidate, ClueKind, Text};
use super::{Cues, cue, found, touched};
use crate::rule::RuleId;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";
static CUES: Cues = Cues::new(&["身份证", "身份号码", "身份号", "证件号", "居民证", "公民"]);

/// The card number at `i`.
pub(super) fn read(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let digits = super::digits::<19>(text, i, true);
    let numbers: arrayvec::ArrayVec<u8, 19> = digits.iter().map(|d| d.0).collect();
    match digits.len() {
        17 | 18 if is_long(&numbers) => long(text, i, &numbers, &digits),
        15 if region(&numbers)
            && born(1900 + u32::from(numbers[6]) * 10 + u32::from(numbers[7]), &numbers[8..12]) =>
        {
            let named = cue(text, i, &CUES).is_some();
            let end = digits[14].1;
            (!touched(text, i, end) && text.unbroken(i, end)).then(|| {
                found(
                    i,
                    end,
                    RuleId::CARD,
                    if named { 0.92 } else { 0.55 },
                    ClueKind::Shape("birth date inside"),
                )
            })
        }
        _ => None,
    }
}

fn long(text: &Text<'_>, i: usize, numbers: &[u8], digits: &[(u8, usize)]) -> Option<Candidate> {
    let (last, end) = match numbers.len() {
        18 => (b'0' + numbers[17], digits[17].1),
        _ if matches!(text.get(digits[16].1), 'X' | 'x') => (b'X', digits[16].1 + 1),
        _ => return None,
    };
    let blanks = !text.unbroken(i, end);
    let sum: u32 = WEIGHTS.iter().zip(numbers).map(|(w, &d)| w * u32::from(d)).sum();
    let checked = CHECKS[(sum % 11) as usize] == last;
    let named = cue(text, i, &CUES).is_some();
    if touched(text, i, end) || blanks && !(checked || named) {
        return None;
    }
    let (score, clue) = match (checked, named) {
        (true, _) => (0.98, ClueKind::Checksum),
        (false, true) => (0.88, ClueKind::Shape("labelled")),
        (false, false) => return None,
    };
    Some(found(i, end, RuleId::CARD, score, clue))
}

fn is_long(numbers: &[u8]) -> bool {
    let year = numbers[6..10].iter().fold(0, |n, &d| n * 10 + u32::from(d));
    region(numbers) && (1880..2100).contains(&year) && born(year, &numbers[10..14])
}

fn region(numbers: &[u8]) -> bool {
    matches!(
        numbers[0] * 10 + numbers[1],
        11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91
    )
}

fn born(year: u32, month_day: &[u8]) -> bool {
    let (month, day) = (month_day[0] * 10 + month_day[1], month_day[2] * 10 + month_day[3]);
    let longest = match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=longest).contains(&day)
}
