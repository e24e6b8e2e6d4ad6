//! 统一社会信用代码 (GB 32100): eighteen characters with a check character; the ninth to seventeenth are the
//! organisation code (GB 11714) with its own, which also stands alone as 组织机构代码.

use super::super::{Candidate, ClueKind, Text};
use super::{Cues, cue, found, touched};
use crate::rule::RuleId;

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
static ORGANISATION_CUES: Cues = Cues::new(&["机构代码"]);
static CUES: Cues = Cues::new(&["信用代码", "机构代码", "信用码", "税号", "识别号", "注册号"]);

/// The code at `i`.
pub(super) fn read(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let mut code = [0u8; 18];
    let mut end = i;
    let mut blank = false;
    for slot in &mut code {
        let c = text.get(end);
        blank |= end > i && text.gap_at(end) > 0;
        if !c.is_ascii_alphanumeric() || end > i && text.gap_at(end) > 1 {
            return organisation(text, i);
        }
        *slot = c.to_ascii_uppercase() as u8;
        end += 1;
    }
    if touched(text, i, end) || !shaped(&code) {
        return None;
    }
    let named = cue(text, i, &CUES).is_some();
    let checked = check(&code);
    let mixed = code.iter().any(u8::is_ascii_alphabetic);
    let (score, clue) = match (checked, named) {
        (true, _) => (0.97, ClueKind::Checksum),
        (false, true) => (0.92, ClueKind::Shape("labelled")),
        (false, false) if mixed && !blank => (0.75, ClueKind::Shape("credit code")),
        _ => return None,
    };
    (!blank || checked || named).then(|| found(i, end, RuleId::CREDIT_CODE, score, clue))
}

/// Category, then six digits of region.
fn shaped(code: &[u8; 18]) -> bool {
    matches!(code[0], b'1' | b'5' | b'9' | b'A' | b'N' | b'Y' | b'2' | b'3' | b'4' | b'6' | b'7' | b'8')
        && code[2..8].iter().all(u8::is_ascii_digit)
}

fn value(c: u8) -> Option<usize> {
    ALPHABET.iter().position(|&a| a == c)
}

fn check(code: &[u8; 18]) -> bool {
    let mut sum = 0;
    for (weight, &c) in WEIGHTS.iter().zip(code) {
        let Some(v) = value(c) else { return false };
        sum += weight * v;
    }
    value(code[17]) == Some((31 - sum % 31) % 31)
}

/// `12345678-9` behind 组织机构代码.
fn organisation(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let body = (i..i + 8).all(|at| text.get(at).is_ascii_alphanumeric() && (at == i || text.gap_at(at) == 0));
    let dash = usize::from(text.get(i + 8) == '-');
    let last = text.get(i + 8 + dash);
    let end = i + 9 + dash;
    if !body || !(last.is_ascii_digit() || last == 'X') || touched(text, i, end) {
        return None;
    }
    cue(text, i, &ORGANISATION_CUES)?;
    let mut sum = 0;
    for (k, weight) in ORGANISATION.iter().enumerate() {
        let c = text.get(i + k).to_ascii_uppercase() as u8;
        sum += weight * if c.is_ascii_digit() { usize::from(c - b'0') } else { usize::from(c - b'A') + 10 };
    }
    let wanted = match (11 - sum % 11) % 11 {
        10 => 'X',
        n => char::from(b'0' + n as u8),
    };
    let checked = wanted == last;
    Some(found(i, end, RuleId::CREDIT_CODE, if checked { 0.95 } else { 0.8 }, ClueKind::Shape("labelled")))
}
