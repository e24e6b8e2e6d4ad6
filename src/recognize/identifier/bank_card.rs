//! Bank cards and accounts: sixteen to nineteen digits with a Luhn check or a known prefix, or any long number
//! behind 账号.

use super::super::{Candidate, ClueKind, Text};
use super::{Cues, cue, found, touched};
use crate::rule::RuleId;

static CUES: Cues = Cues::new(&[
    "账号",
    "帐号",
    "账户",
    "帐户",
    "卡号",
    "专户",
    "银行卡",
    "存折",
    "汇入",
    "户号",
    "开户",
    "一卡通",
    "支行",
]);

/// The card or account number at `i`.
pub(super) fn read(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let digits = super::digits::<31>(text, i, true);
    let end = digits.last()?.1;
    let count = digits.len();
    if !(12..=30).contains(&count)
        || touched(text, i, end)
        || super::super::number::Unit::read(text, end).is_some()
    {
        return None;
    }
    let named = cue(text, i, &CUES).is_some();
    let blanks = !text.unbroken(i, end);
    let grouped = !blanks || (4..count).step_by(4).all(|k| text.gap_at(digits[k].1 - 1) > 0);
    let card = (16..=19).contains(&count) && matches!(digits[0].0, 3..=6 | 9);
    let checked = luhn(digits.iter().map(|d| d.0));
    let union = digits[0].0 == 6 && digits[1].0 == 2;
    let (score, clue) = if card && checked && (union || named) {
        (0.95, ClueKind::Checksum)
    } else if named {
        (0.85, ClueKind::Shape("labelled"))
    } else if card && (checked || union) && grouped {
        (0.7, ClueKind::Shape("bank card"))
    } else {
        return None;
    };
    (grouped || named).then(|| found(i, end, RuleId::BANK_CARD, score, clue))
}

fn luhn(digits: impl DoubleEndedIterator<Item = u8>) -> bool {
    let sum: u32 = digits
        .rev()
        .enumerate()
        .map(|(k, d)| {
            let d = u32::from(d);
            match k % 2 {
                0 => d,
                _ if d > 4 => d * 2 - 9,
                _ => d * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}
