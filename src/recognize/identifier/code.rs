//! Numbers of contracts, projects, certificates and complaints: letters, digits and dashes that are no model,
//! standard or version. A word such as 编号 before it, or a year inside it, tells them apart.

use super::super::{Candidate, ClueKind, Text};
use super::standard::PREFIXES;
use super::{Cues, cue, doc_number, found, touched};
use crate::rule::RuleId;

static CUES: Cues = Cues::new(&[
    "编号",
    "合同号",
    "项目号",
    "项目代码",
    "证号",
    "文号",
    "编码",
    "单号",
    "批号",
    "学号",
    "工号",
    "案号",
    "许可证",
    "证书",
    "备案",
    "受理号",
    "登记号",
    "专利号",
    "执照",
    "批准书",
    "警号",
    "档案号",
    "订单",
    "凭证号",
    "查询码",
    "回执",
    "流水号",
    "不动产权",
    "图号",
    "案件编号",
    "发票号码",
    "发票代码",
    "资格证",
    "准考证",
    "病历号",
    "住院号",
    "登记证",
    "合格证",
    "注册证",
    "票号",
    "收据号",
    "注册号",
    "索引号",
]);

/// What a label ends in whose number is no document's: a model, a door, a seat.
const OTHER: &[&str] = &[
    "型号",
    "规格",
    "门牌号",
    "牌号",
    "楼号",
    "房号",
    "座位号",
    "车牌号",
    "版本号",
    "话号码",
    "机号码",
    "机号",
    "字号",
];

/// The code at `i`.
pub(super) fn read(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let before = text.before(i);
    if text.gap_at(i) == 0
        && (before.is_ascii_alphanumeric() || matches!(before, '-' | '_' | '.' | '/' | '+' | '='))
    {
        return None;
    }
    if text.starts_with(i, "ZL")
        && let Some(patent) = patent(text, i)
    {
        return Some(patent);
    }
    let mut end = i;
    while end < i + 48 {
        let c = text.get(end);
        let joint =
            matches!(c, '-' | '_' | '/' | '—' | '－' | '.') && text.get(end + 1).is_ascii_alphanumeric();
        // XZ-2021-永久-0034
        if let Some(to) = word_between(text, end).filter(|_| c == '-' && end > i) {
            end = to;
            continue;
        }
        if !(c.is_ascii_alphanumeric() || joint) || end > i && text.gap_at(end) > 0 {
            break;
        }
        end += 1;
    }
    if end < i + 5 || touched(text, i, end) || super::is_mask(text.get(end)) {
        return None;
    }
    let token = &text.ch[i..end];
    // YB-2023-XXX: the number is still to be filled in.
    if token.ends_with(&['-', 'X', 'X']) || token.ends_with(&['X', 'X', 'X']) {
        return None;
    }
    let digits = token.iter().filter(|c| c.is_ascii_digit()).count();
    let letters = token.iter().filter(|c| c.is_ascii_alphabetic()).count();
    let named = cue(text, i, &CUES).filter(|&(_, to)| i - to <= 8).is_some() || labelled(text, i);
    // 药品经营许可证黔CB8560123, 云长｜蒙1152019202003186: the province belongs to the number.
    let register = letters == 0 && digits >= 12 && i > 1 && !super::super::is_han(text.ch[i - 2]);
    let named = named || register && super::plate::is_province(text.before(i)) && text.gap_at(i) == 0;
    let i = if named && super::plate::is_province(text.before(i)) && text.gap_at(i) == 0 { i - 1 } else { i };
    let hao = text.get(end) == '号';
    if letters == 0 {
        return plain(text, i, end, digits, named, hao);
    }
    let prefix: String = token.iter().take_while(|c| c.is_ascii_alphabetic()).collect();
    if PREFIXES.contains(&prefix.as_str()) && !named || digits < 3 {
        return None;
    }
    if prefix.chars().any(|c| c.is_ascii_lowercase()) && !named {
        return None;
    }
    let parts: Vec<&[char]> = token.split(|c| !c.is_ascii_alphanumeric()).collect();
    let dated = parts.iter().any(|part| is_year(part)) && parts.len() >= 3;
    let score = if named {
        0.88
    } else if dated && prefix.len() >= 2 {
        0.85
    } else if lot(text, i, end, &parts) {
        0.8
    } else if digits >= 8 {
        0.7
    } else {
        return None;
    };
    Some(found(i, end + usize::from(hao && named), RuleId::DOC_NUMBER, score, ClueKind::Shape("code")))
}

/// Whether the letters and digits number a lot or parcel: LT-07-0113地块, or alone in a cell or before a bracket.
fn lot(text: &Text<'_>, i: usize, end: usize, parts: &[&[char]]) -> bool {
    let digits = |part: &&&[char]| part.len() > 1 && part.iter().all(char::is_ascii_digit);
    let numbered = parts.len() >= 3 && parts.iter().filter(digits).count() >= 2;
    let said = ["地块", "宗地", "号地块", "号宗地", "号地", "标段", "号楼盘"]
        .iter()
        .any(|kind| text.starts_with(end, kind));
    let fence = |c: char| matches!(c, '\t' | '|' | '\n');
    let cell = fence(text.before(i)) && fence(text.get(end));
    numbered && parts[0].iter().all(char::is_ascii_uppercase) && parts[0].len() >= 2 && (said || cell)
}

/// The second dash around one to three Han characters behind the dash at `i`, when a digit follows.
fn word_between(text: &Text<'_>, i: usize) -> Option<usize> {
    let to = (i + 2..i + 5).find(|&at| text.get(at) == '-')?;
    let word = (i + 1..to).all(|at| super::super::is_han(text.get(at)));
    (word && text.get(to + 1).is_ascii_digit()).then_some(to)
}

/// Whether a label stands right before `i` that ends in 号 or 码, with or without a colon.
fn labelled(text: &Text<'_>, i: usize) -> bool {
    let at = i - usize::from(matches!(text.before(i), '：' | ':' | '为' | '是'));
    let label = at > 1 && matches!(text.before(at), '号' | '码') && super::super::is_han(text.before(at - 1));
    label && !OTHER.iter().any(|other| text.ends_with(at, other))
}

/// Where the words begin that a code goes on from: 丽稳评-2023-0716, behind a colon or a label.
pub(super) fn worded(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let mut end = i;
    while end < i + 24
        && (text.get(end).is_ascii_alphanumeric()
            || text.get(end) == '-' && text.get(end + 1).is_ascii_digit())
    {
        end += 1;
    }
    let mut start = i - 1;
    while start > 0 && i - start < 8 && super::super::is_han(text.before(start)) && text.gap_at(start) == 0 {
        if text.ends_with(start, "编号") || text.ends_with(start, "案号") {
            break;
        }
        start -= 1;
    }
    let dated = matches!((text.get(i), text.get(i + 1)), ('1', '9') | ('2', '0')) && text.get(i + 4) == '-';
    let label = matches!(text.before(start), '：' | ':' | '（' | '(' | '号' | '\t' | '|');
    (dated && label && end > i + 5 && i - start >= 3 && !super::is_mask(text.get(end)))
        .then(|| found(start, end, RuleId::DOC_NUMBER, 0.85, ClueKind::Shape("code")))
}

/// Digits and dashes alone: long ones, or behind a word such as 证号.
fn plain(text: &Text<'_>, i: usize, end: usize, digits: usize, named: bool, hao: bool) -> Option<Candidate> {
    let whole = text.ch[i..end].iter().all(char::is_ascii_digit);
    let unit = super::super::number::Unit::read(text, end).is_some() && !hao
        || matches!(text.get(end), '%' | ',' | '，') && text.get(end + 1).is_ascii_digit();
    let point = text.ch[i..end].iter().any(|c| matches!(c, '.' | '/'));
    if unit || point {
        return None;
    }
    // 晋交运管许可忻字140925003117号
    let office =
        if hao && whole && digits >= 6 && text.before(i) == '字' { doc_number::office(text, i) } else { i };
    if office + 2 < i {
        return Some(found(office, end + 1, RuleId::DOC_NUMBER, 0.88, ClueKind::Shape("document number")));
    }
    let score = match (named, whole) {
        (true, true) if digits >= 5 => 0.85,
        (true, _) if digits >= 5 => 0.8,
        (false, true) if digits >= 12 || hao && digits >= 8 => 0.7,
        _ => return None,
    };
    let tail = usize::from(hao && digits >= 8);
    Some(found(i, end + tail, RuleId::DOC_NUMBER, score, ClueKind::Shape("long number")))
}

fn is_year(part: &[char]) -> bool {
    matches!(part, ['1', '9', a, b] | ['2', '0', a, b] if a.is_ascii_digit() && b.is_ascii_digit())
        || part.len() >= 6 && part.iter().all(char::is_ascii_digit)
}

/// `ZL 2020 2 0123456.7`.
fn patent(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let (mut end, mut digits) = (i + 2, 0);
    while end < i + 24 {
        let c = text.get(end);
        let point = c == '.' && (text.get(end + 1).is_ascii_digit() || text.get(end + 1) == 'X');
        if !(c.is_ascii_digit() || point || c == 'X' && text.before(end) == '.') || text.gap_at(end) > 1 {
            break;
        }
        digits += usize::from(c.is_ascii_digit());
        end += 1;
    }
    (digits >= 8).then(|| found(i, end, RuleId::DOC_NUMBER, 0.9, ClueKind::Shape("patent number")))
}
