//! 案号: year in brackets, court, kind of case, number: （2022）湘3127民初906号, (2013)昆民初字第12号.

use super::super::{Candidate, ClueKind, Text, is_digit, is_han};
use super::found;
use crate::rule::RuleId;

/// The case number whose year stands in brackets from `i` to `after`.
pub(super) fn read(text: &Text<'_>, i: usize, after: usize) -> Option<Candidate> {
    // Only nothing may stand before: with an office before it, it is the number of a document.
    let mut at = after;
    let mut han = 0;
    let mut court = false;
    while at < after + 20 {
        let c = text.get(at);
        if text.gap.get(at).is_some_and(|&gap| gap > 1) {
            return None;
        }
        if is_digit(c) {
            let from = at;
            while at < from + 6 && is_digit(text.get(at)) {
                at += 1;
            }
            if text.get(at) == '-' && is_digit(text.get(at + 1)) {
                at += 2;
            }
            if text.get(at) == '号' {
                break;
            }
            court = true;
            continue;
        }
        if c == '号' || !is_han(c) {
            return None;
        }
        han += 1;
        at += 1;
    }
    let kind = (after..at).any(|k| {
        matches!(
            text.get(k),
            '民' | '刑'
                | '行'
                | '执'
                | '破'
                | '知'
                | '赔'
                | '商'
                | '财'
                | '仲'
                | '调'
                | '认'
                | '清'
                | '诉'
                | '初'
                | '终'
                | '检'
        )
    });
    if text.get(at) != '号' || han < 2 || !kind || !(court || text.starts_with(after, "最高法") || han >= 3)
    {
        return None;
    }
    // （2022）黔毕织证民字第0318号: a notary's deed.
    let deed = (after + 1..at).any(|k| text.get(k) == '证' && text.get(k - 1) != '保');
    if deed && (after..at).any(|k| text.get(k) == '字') {
        return Some(found(i, at + 1, RuleId::DOC_NUMBER, 0.9, ClueKind::Shape("number of a deed")));
    }
    let mut end = at + 1;
    if text.get(end) == '之' && super::super::is_cnum(text.get(end + 1)) {
        end += 2;
    }
    Some(found(i, end, RuleId::CASE_NUMBER, if court { 0.97 } else { 0.85 }, ClueKind::Shape("case number")))
}
