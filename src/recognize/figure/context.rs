//! What a number is when it is no figure: enumerators, row numbers, labels, codes, quotations, masks.

use super::super::number::{Columns, Unit, UnitKind, is_dash};
use super::super::set::CharSet;
use super::super::{Text, is_digit, is_han, is_mask};

/// Whether the line or a sentence begins at `i`.
fn begins(text: &Text<'_>, i: usize) -> bool {
    text.gap.get(i).is_some_and(|&gap| gap > 0)
        || matches!(
            text.before(i),
            '\n' | '\t' | '。' | '；' | ';' | '：' | ':' | '！' | '？' | '，' | '【' | '★' | '◆' | '●'
        )
}

/// End of the list number (`1.`, `2、`, `（3）`, `4)`, `1.1`) at `i`.
pub(super) fn enumerator(text: &Text<'_>, i: usize) -> Option<usize> {
    let mut end = i;
    while end < i + 3 && is_digit(text.get(end)) && (end == i || text.gap_at(end) == 0) {
        end += 1;
    }
    if end == i + 3 && text.get(i) == '0' && text.before(i) == '\n' && one_of_lines(text, i, end) {
        return Some(end);
    }
    if end == i || end >= i + 3 || is_digit(text.get(end)) && text.gap_at(end) == 0 {
        return None;
    }
    let next = text.get(end);
    let open = matches!(text.before(i), '(' | '（' | '〔' | '[' | '［');
    if open && matches!(next, ')' | '）' | '〕' | ']' | '］') {
        return Some(end + 1);
    }
    let starts = begins(text, i);
    // The first cell of a table drawn with bars.
    let first = text.before(i) == '\n' || i > 1 && text.before(i) == '|' && text.get(i - 2) == '\n';
    if first && next == '|' && end <= i + 2 {
        return Some(end);
    }
    // 01　　7.04　…: a number with a zero before it, at the start of a row.
    if text.before(i) == '\n' && text.gap_at(end) == 2 && end == i + 2 && text.get(i) == '0' {
        return Some(end);
    }
    // A row of a table made with blanks: its number, then the name.
    let cell = is_han(next) || matches!(next, '“' | '《' | '（');
    if text.before(i) == '\n' && text.gap_at(end) == 2 && cell && !matches!(text.get(i), '0') {
        return Some(end);
    }
    // 问1：…、附2 …: what the lines are called by, with its number.
    let called = i > 1 && CALLED.contains(text.before(i)) && matches!(text.get(i - 2), '\n' | '【');
    if called && end <= i + 2 && Unit::read(text, end).is_none() {
        return Some(end);
    }
    if text.before(i) == '\n' && one_of_lines(text, i, end) {
        return Some(end);
    }
    match next {
        '、' if starts && text.before(i) != '，' => {
            // 1、2、3号 is a list of figures.
            let list = is_digit(text.get(end + 1)) && !dated(text, end + 1) && text.before(i) != '\n';
            (!list).then_some(end + 1)
        }
        ')' | '）' if starts => Some(end + 1),
        '.' | '．' if starts => point(text, i, end),
        '.' | '．' if continues(text, i, end) => Some(end + 1),
        _ => None,
    }
}

/// What single lines are called by.
const CALLED: CharSet = CharSet::new("问答附例题图表注事案");
/// Characters from one number of a list to the next, at most.
const NEAR: usize = 300;

/// `1 …⏎2 …`, `1/ …⏎2/ …`, `001 …⏎002 …`: the number from `i` to `end` opens its line as the next or the last number
/// in turn opens another.
fn one_of_lines(text: &Text<'_>, i: usize, end: usize) -> bool {
    let slash = text.get(end) == '/';
    let at = end + usize::from(slash);
    if !(slash || text.gap_at(end) == 1) || !(is_han(text.get(at)) || text.gap_at(at) > 0) {
        return false;
    }
    let value = |from: usize, to: usize| (from..to).fold(0, |n, at| n * 10 + text.get(at) as u32 - 48);
    let own = value(i, end);
    let opens = |at: usize, number: u32| {
        let to = (at..at + 4).find(|&k| !is_digit(text.get(k)) || k > at && text.gap_at(k) > 0);
        to.is_some_and(|to| {
            let like =
                if slash { text.get(to) == '/' } else { text.gap_at(to) == 1 && !is_digit(text.get(to)) };
            to > at && like && value(at, to) == number
        })
    };
    let lines = |from: usize, to: usize| (from..to.min(text.len())).filter(|&at| text.before(at) == '\n');
    own < 1000
        && (lines(end, end + NEAR).any(|at| opens(at, own + 1))
            || own > 0 && lines(i.saturating_sub(NEAR).max(1), i).any(|at| opens(at, own - 1)))
}

/// `1.名单2.汇总表`: a list goes on within the line; its number before this one stands at most sixty characters back.
fn continues(text: &Text<'_>, i: usize, end: usize) -> bool {
    if end != i + 1 || !is_han(text.before(i)) || !is_han(text.get(end + 1)) || text.gap_at(end) > 0 {
        return false;
    }
    let point = |at: usize| matches!(text.get(at), '.' | '．') && is_han(text.get(at + 1));
    let last = char::from_u32(text.ch[i] as u32 - 1).unwrap_or('0');
    (i.saturating_sub(60)..i)
        .rev()
        .take_while(|&at| text.ch[at] != '\n')
        .any(|at| text.ch[at] == last && last != '0' && point(at + 1) && !is_digit(text.before(at)))
}

/// A date or clock time begins at `i`.
fn dated(text: &Text<'_>, i: usize) -> bool {
    let year = (i..i + 4).all(|at| is_digit(text.get(at))) && matches!(text.get(i + 4), '.' | '-' | '/');
    year && is_digit(text.get(i + 5))
        || (i + 1..i + 6)
            .any(|at| matches!(text.get(at), '月' | '年') && (i..at).all(|k| is_digit(text.get(k))))
}

/// Whether the number at `i` goes on a list that began with 第: 第1、3项.
pub(super) fn ordinals(text: &Text<'_>, i: usize) -> bool {
    let listed = |&at: &usize| is_digit(text.get(at)) || text.get(at) == '、';
    let first = (i.saturating_sub(16)..i).rev().find(|at| !listed(at));
    first.is_some_and(|at| text.get(at) == '第' && at + 1 < i)
}

fn point(text: &Text<'_>, i: usize, end: usize) -> Option<usize> {
    let at = end + 1;
    if !is_digit(text.get(at)) {
        return (text.get(at) != '%' && !is_mask(text.get(at))).then_some(at);
    }
    if text.gap_at(at) > 0 && !is_digit(text.get(at + 1)) || dated(text, at) {
        return Some(at);
    }
    // 1.1 and 2.3.1 number sections when a title follows on the same line.
    let mut to = at;
    let mut points = 1;
    while to < i + 12 && (is_digit(text.get(to)) || text.get(to) == '.' && is_digit(text.get(to + 1))) {
        points += usize::from(text.get(to) == '.');
        to += 1;
    }
    let line = text.before(i) == '\n';
    let title = text.gap.get(to).is_some_and(|&gap| gap > 0)
        && is_han(text.get(to))
        && !matches!(text.get(to), '万' | '亿');
    // 2.4标段划分: nothing is counted in fractions.
    let counted = |unit: &Unit| unit.kind != UnitKind::Count || unit.start > to;
    let bare = is_han(text.get(to)) && Unit::read(text, to).filter(counted).is_none();
    (line && to - at <= 2 + 3 * (points - 1) && (title || bare || points > 1)).then_some(to)
}

/// End of the number that only numbers its row, or carries a code, in the first cell.
pub(super) fn row_number(text: &Text<'_>, i: usize, columns: &mut Columns) -> Option<usize> {
    if !columns.in_row() {
        return None;
    }
    let (k, start, end) = columns.at(text, i);
    let serial = columns.head(k) == super::Column::Serial;
    if start != i || k > 0 && !serial {
        return None;
    }
    let mut to = i;
    let mut value = 0u64;
    while to < i + 5 && is_digit(text.get(to)) {
        value = value * 10 + u64::from(text.get(to)) - 48;
        to += 1;
    }
    if k > 0 {
        return (to == end).then_some(to);
    }
    if to == end && to <= i + 4 {
        return columns.is_row_number(value).then_some(to);
    }
    (serial && to <= i + 4 && is_han(text.get(to)) && !matches!(text.get(to), '年' | '月' | '日'))
        .then_some(to)
}

/// Whether a mask touches the number on the left: `X3`, `××.5`, `**12`.
pub(super) fn fused_before(text: &Text<'_>, i: usize) -> bool {
    let mut at = i;
    if at > 1
        && matches!(text.before(at), '.' | ',' | '，' | '-' | '—')
        && is_mask(text.get(at - 2))
        && text.gap_at(at) == 0
    {
        at -= 1;
    }
    let c = text.before(at);
    if at == 0 || !is_mask(c) || text.gap_at(i) > 0 {
        return false;
    }
    // 笔试×50% multiplies.
    !(c == '×' && at == i && at > 1 && !is_mask(text.get(at - 2)))
}

/// Whether a mask touches the number on the right: `20XX`, `5.×`, `0558-xxx`.
pub(super) fn fused_after(text: &Text<'_>, end: usize) -> bool {
    let touches = |at: usize| {
        let c = text.get(at);
        is_mask(c)
            && text.gap.get(at).is_none_or(|&gap| gap == 0)
            && !(c == '×' && is_han(text.get(at + 1)) && !is_mask(text.get(at + 1)))
    };
    touches(end) || matches!(text.get(end), '.' | ',' | '，' | '-' | '—' | '·') && touches(end + 1)
}

/// Whether what stands before `i` allows a date there: not the middle of a code, an ordinal or a bracketed year.
pub(super) fn may_be_date(text: &Text<'_>, i: usize) -> bool {
    let before = text.before(i);
    let code = before.is_ascii_alphanumeric() && text.gap_at(i) == 0
        || matches!(before, '-' | '_' | '/')
            && i > 1
            && text.get(i - 2).is_ascii_alphanumeric()
            && !after_date_part(text, i);
    !code && before != '第'
}

/// `2022/11/14`-like neighbours: the mark before `i` follows a Han date unit, not a code.
fn after_date_part(text: &Text<'_>, i: usize) -> bool {
    i > 1 && is_digit(text.get(i - 2)) && is_dash(text.before(i))
}

/// Whether a label stands before `i` whose numbers are names of things: 附件1, 表2, 图3, 第4.
pub(super) fn labelled(text: &Text<'_>, i: usize) -> bool {
    const LAST: CharSet = CharSet::new("件表图录式例栏.№题版本页注号务块程案的");
    coded(text, i)
        || text.before(i) == '问' && (i + 1..i + 4).any(|at| matches!(text.get(at), '：' | ':' | '、'))
        || LAST.contains(text.before(i))
            && [
                "附件", "附表", "附图", "附录", "表", "图", "式", "例", "专栏", "No.", "№", "NO.", "问题",
                "案例", "版本", "版", "页", "注", "备注", "序号", "任务", "模块", "课题", "方案", "议题",
                "题", "标的",
            ]
            .iter()
            .any(|label| text.ends_with(i, label))
}

/// Whether a label of running numbers stands before `i`: 编号：03, 编号如1.1、1.2者.
fn coded(text: &Text<'_>, i: usize) -> bool {
    let from = i - usize::from(i > 0 && matches!(text.before(i), '：' | ':' | '如' | '为'));
    let list = (i.saturating_sub(5)..i)
        .rev()
        .find(|&at| !is_digit(text.ch[at]) && !matches!(text.ch[at], '.' | '、'))
        .map_or(from, |at| at + usize::from(text.ch[at] != '如'));
    ["编号", "序号", "栏号"]
        .iter()
        .any(|label| from < i && text.ends_with(from, label) || list < i && text.ends_with(list, label))
}

/// Whether the number from `start` to `end` stands alone between quotation marks.
pub(super) fn quoted(text: &Text<'_>, start: usize, end: usize) -> bool {
    matches!(text.before(start), '“' | '‘' | '「' | '"') && matches!(text.get(end), '”' | '’' | '」' | '"')
}

/// Whether the numeral at `i` stands in a short quotation that a numeral names: “三重一大”, “双随机、一公开”.
pub(super) fn slogan(text: &Text<'_>, i: usize) -> bool {
    let stop = |c: char| matches!(c, '\n' | '。' | '，' | '；' | ',' | '：');
    let open =
        (1..=14.min(i)).find(|&k| matches!(text.get(i - k), '“' | '"' | '「') || stop(text.get(i - k)));
    let Some(open) = open.filter(|&k| !stop(text.get(i - k))) else { return false };
    let close = (0..18).find(|&k| matches!(text.get(i + k), '”' | '"' | '」') || stop(text.get(i + k)));
    close.is_some_and(|k| !stop(text.get(i + k)) && open + k <= 21)
}

/// Whether the line holds nothing but the number and dashes: a page number.
pub(super) fn is_page_number(text: &Text<'_>, start: usize, end: usize) -> bool {
    let dash = |c: char| is_dash(c) || matches!(c, '·' | '\t');
    let (mut a, mut b) = (start, end);
    while a > 0 && start - a < 4 && dash(text.before(a)) {
        a -= 1;
    }
    while b - end < 4 && dash(text.get(b)) {
        b += 1;
    }
    let sample = a < start && b > end && quoted(text, a, b);
    let alone = text.before(a) == '\n' && (b >= text.len() || text.get(b) == '\n');
    sample
        || alone
            && (a < start || b > end || text.lines.len() > 2)
            && !(a < start && text.before(start) == '\t')
}

/// 110, 119, 12345, 96110 …: public numbers that stay.
pub(super) fn is_hotline(value: u64, digits: usize) -> bool {
    match digits {
        3 => matches!(value, 110 | 114 | 119 | 120 | 122 | 999),
        5 => matches!(value, 12_000..=12_999 | 95_000..=96_999 | 10_000..=10_099 | 11_185),
        6 => matches!(value, 960_000..=969_999 | 950_000..=959_999 | 116_114 | 114_114),
        _ => false,
    }
}

/// End of the letters, digits and marks that a code is made of, from `i`.
pub(super) fn code_end(text: &Text<'_>, i: usize) -> usize {
    let mut end = i;
    while end < i + 64 {
        let c = text.get(end);
        let joined = matches!(c, '-' | '_' | '.' | '/' | '+') && text.get(end + 1).is_ascii_alphanumeric();
        if !(c.is_ascii_alphanumeric() || joined) || end > i && text.gap_at(end) > 0 {
            break;
        }
        end += 1;
    }
    end
}

/// Letters right before `i`, counted up to four.
pub(super) fn letters_before(text: &Text<'_>, i: usize) -> usize {
    (1..=4.min(i)).take_while(|&k| text.get(i - k).is_ascii_alphabetic()).count()
}
