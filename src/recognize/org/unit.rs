//! Units of the 新疆生产建设兵团, which are called by number (第八师, 一四三团七连), where the document speaks of it.

use crate::recognize::number::NUMERALS;
use crate::recognize::{Candidate, ClueKind, Context, is_cnum, is_han};
use crate::rule::RuleId;

/// Adds numbered divisions, regiments and companies.
pub(super) fn regiments(cx: &Context<'_>, found: &mut Vec<Candidate>) {
    let text = cx.text;
    if !["兵团", "团场", "连队", "师市", "兵地"].iter().any(|word| text.src.contains(word)) {
        return;
    }
    let mut i = 0;
    while let Some(step) = text.ch[i..].iter().position(|&c| c == '第' || NUMERALS.has(c)) {
        i += step;
        let Some(end) = unit_at(cx, i) else {
            i += 1;
            continue;
        };
        let end = unit_at(cx, end).unwrap_or(end);
        let whole = "新疆生产建设兵团";
        let start = match () {
            () if text.ends_with(i, whole) => i - whole.chars().count(),
            () if text.ends_with(i, "兵团") => i - 2,
            () => i,
        };
        let mut unit =
            Candidate::new(start, end, RuleId::ORG, 0.75).because(ClueKind::Shape("numbered unit"), i, end);
        unit = unit.keeping(end - 1, end);
        found.push(unit);
        i = end;
    }
}

fn unit_at(cx: &Context<'_>, start: usize) -> Option<usize> {
    let text = cx.text;
    let ordinal = usize::from(text.get(start) == '第');
    let digits = (start + ordinal..start + ordinal + 5).find(|&i| !is_cnum(text.get(i)))?;
    if digits == start + ordinal || is_cnum(text.before(start)) {
        return None;
    }
    let kind = text.get(digits);
    let good = matches!(kind, '师' | '团' | '连') && (ordinal == 1 || kind != '师');
    let next = text.get(digits + 1);
    let word = matches!(
        next,
        '结' | '队' | '圆' | '伙' | '续' | '接' | '带' | '日' | '天' | '夜' | '傅' | '级' | '体'
    );
    (good && !word && (next != '长' || is_han(next))).then_some(digits + 1)
}
