//! Names in a row with nothing but blanks between them (成员：晋川　从容　庄　严), behind a label that says that people
//! follow.
//!
//! The blanks cut the row into pieces; a name of two characters is often written with a blank inside, so single
//! characters are joined by two. The row is taken as a whole, if every piece can be a name and enough of them look
//! like one.

use super::full::NOT_LAST;
use super::reading::Reading;
use super::{model, syllable};
use crate::lexicon::Tags;
use crate::recognize::{Context, is_cnum, is_digit, is_han};

/// What a name in such a row is worth.
const SURE: f32 = 40.0;
/// Pieces of one row.
const MOST: usize = 40;
/// Characters of the longest piece.
const LONGEST: usize = 8;

/// What fills the place of a person without naming one.
const NOBODY: &[&str] = &[
    "同上",
    "待定",
    "待补",
    "空缺",
    "保密",
    "匿名",
    "不详",
    "未知",
    "不明",
    "同意",
    "属实",
    "完整",
    "附后",
    "另附",
    "双方",
    "甲方",
    "乙方",
    "丙方",
    "买方",
    "卖方",
    "群众",
    "村民",
    "家属",
    "政府",
    "法院",
    "公司",
    "学校",
    "医院",
    "单位",
    "盖章",
    "签章",
    "签字",
    "签名",
    "公章",
    "电话",
    "手机",
    "日期",
    "时间",
    "地址",
    "佚名",
    "见附件",
    "见附表",
    "村两委",
    "党支部",
    "居委会",
    "村委会",
];

/// The names of the row behind the colon at `colon`, if a label stands before it.
pub(super) fn behind(cx: &Context<'_>, colon: usize, names: &mut Vec<Reading>) {
    let text = cx.text;
    if !labelled(cx, colon) {
        return;
    }
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    // The row may stand below its label.
    let first = colon + 1 + usize::from(text.get(colon + 1) == '\n');
    let (mut from, mut blanks) = (first, 0);
    for at in first..=text.len() {
        let ends = at == text.len() || !is_han(text.ch[at]);
        if !ends && text.gap[at] == 0 {
            if at - from > LONGEST {
                return;
            }
            continue;
        }
        if at > from {
            match pieces.last_mut() {
                Some(last) if at - from == 1 && last.1 - last.0 == 1 && last.1 == from => last.1 = at,
                _ => pieces.push((from, at)),
            }
            from = at;
        }
        if ends {
            let row = matches!(text.get(at), '\n' | '\0' | ')' | '）' | '(' | '（' | '。' | '；');
            // A label with its colon may follow in the same line: its own row begins behind it.
            if matches!(text.get(at), '：' | ':') && pieces.len() > 1 {
                pieces.pop();
            } else if matches!(text.get(at), '（' | '(') && pieces.len() > 1 && labels(cx, at) {
                // 甲方（签字）：葛传友　　乙方（盖章）：
                pieces.pop();
            } else if !row {
                return;
            }
            break;
        }
        blanks += 1;
        if blanks > 2 * MOST {
            return;
        }
    }
    if let [(a, b)] = pieces[..] {
        let sure = b - a <= 3 && possible(cx, a, b) && single(cx, colon, a, b);
        if sure {
            let surname = usize::from(text.one[a].has(Tags::SURNAME));
            names.push(Reading { strong: true, cell: true, ..Reading::new(a, b, SURE, surname, &[]) });
        }
        return;
    }
    if pieces.len() < 2 || !pieces.iter().all(|&(a, b)| possible(cx, a, b)) {
        return;
    }
    let likely = pieces.iter().filter(|&&(a, b)| likely(cx, a, b)).count();
    if likely * 2 < pieces.len() {
        return;
    }
    for (a, b) in pieces {
        let surname = model::surnames_at(text, a)[0].min(b - a);
        names.push(Reading { strong: true, cell: true, ..Reading::new(a, b, SURE, surname, &[]) });
    }
}

/// Whether a label of people ends before the colon, with a note in brackets between or not.
fn labelled(cx: &Context<'_>, colon: usize) -> bool {
    let text = cx.text;
    let mut at = colon;
    if matches!(text.before(at), '）' | ')') {
        let open = (at.saturating_sub(12)..at).rev().find(|&k| matches!(text.ch[k], '（' | '('));
        // 一等奖（5名）：
        if open.is_some_and(|open| people_told(cx, open, colon)) {
            return true;
        }
        at = open.unwrap_or(at);
    }
    text.longest_before(at, Tags::PERSON_LABEL.and(Tags::TITLE)).is_some_and(|n| n > 1)
}

/// Whether one short piece fills what stands behind the label of one person (经手人：茶花).
fn single(cx: &Context<'_>, colon: usize, a: usize, b: usize) -> bool {
    let text = cx.text;
    let Some(n) = text.longest_before(colon, Tags::PERSON_LABEL).filter(|&n| n > 1) else { return false };
    let label = &text.ch[colon - n..colon];
    let person = matches!(label[n - 1], '人' | '员' | '者' | '名' | '手' | '主') || label == ['执', '笔'];
    let term = &text.ch[a..b];
    let none = NOBODY.iter().any(|word| word.chars().eq(term.iter().copied()));
    let tail = Tags::TITLE_AFTER.and(Tags::SLOT).and(Tags::MEASURE);
    let titled = text.longest_before(b, tail).is_some_and(|n| n > 1);
    let verb = cx.words.get(term).has(Tags::CUE_AFTER);
    let family = text.one[a].has(Tags::SURNAME) && !verb;
    (person || family && !cx.words.get(term).has(Tags::ORDINARY))
        && !none
        && !titled
        && !NOT_LAST.contains(text.ch[b - 1])
        && (!verb || text.one[a].has(Tags::SURNAME))
        && !term.iter().any(|&c| is_cnum(c) || matches!(c, '某' | '各' | '本' | '全' | '无' | '等'))
}

/// Whether the bracket from `open` to right before `colon` holds a number of people, or asks for their signatures.
fn people_told(cx: &Context<'_>, open: usize, colon: usize) -> bool {
    let text = cx.text;
    let number = is_digit(text.ch[open + 1]) || is_cnum(text.ch[open + 1]) || text.ch[open + 1] == '共';
    number && matches!(text.ch[colon - 2], '人' | '名' | '位')
        || ["签字", "签名"].iter().any(|word| text.starts_with(open + 1, word))
}

/// Whether the bracket opened at `open` is followed by a colon, so that what stands before it is a label.
fn labels(cx: &Context<'_>, open: usize) -> bool {
    let shut = (open + 1..open + 12).find(|&at| matches!(cx.text.get(at), '）' | ')'));
    shut.is_some_and(|at| matches!(cx.text.get(at + 1), '：' | ':'))
}

fn possible(cx: &Context<'_>, a: usize, b: usize) -> bool {
    if NOBODY.iter().any(|word| cx.text.starts_with(a, word) && b - a == word.chars().count()) {
        return false;
    }
    let listed =
        Tags::TITLE.and(Tags::PERSON_LABEL).and(Tags::ORG_HEAD).and(Tags::GENERIC).and(Tags::PLACE_SUFFIX);
    b - a >= 2 && !cx.lexicon.get(&cx.text.ch[a..b]).has(listed)
}

fn likely(cx: &Context<'_>, a: usize, b: usize) -> bool {
    let text = cx.text;
    let [long, short] = model::surnames_at(text, a);
    let han = b - a <= 3 && long.max(short) > 0 || long > 1 && b - a <= 4;
    han || syllable::costs(text, a, b).get(b - a).is_some_and(|&cost| cost < 10.0 + 7.5 * (b - a) as f32)
}
