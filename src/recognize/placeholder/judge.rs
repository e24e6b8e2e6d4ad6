//! Whether a mask token is a placeholder: its alphabet says how much proof its neighbours must give.

use super::super::{Candidate, Text, is_cnum, is_digit, is_han};
use super::add;
use super::anchor::{boundary, counts, dates, suffixes};
use super::name;
use super::token::Token;
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::sign::Alphabet;
use crate::rule::RuleId;

/// A placeholder with its final span.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) rule: RuleId,
    pub(super) score: f32,
}

/// The verdict over a token, or `None` where it is no placeholder.
pub(super) fn judge(text: &Text<'_>, token: &Token) -> Option<Verdict> {
    if token.shaped {
        return Some(Verdict { start: token.start, end: token.end, rule: RuleId::RUN, score: 1.0 });
    }
    if token.alphabet == Alphabet::Star && token.masks == 3 && !token.digits && strong(text, token) {
        return None;
    }
    let emphasis = token.alphabet == Alphabet::Star && token.masks == 2 && !token.digits;
    if mention(text, token) || emphasis && bold(text, token, anchored(text, token)) {
        return None;
    }
    if let Some((start, end)) = name::around(text, token) {
        return Some(Verdict { start, end, rule: RuleId::NAME, score: 0.95 });
    }
    let score = match token.alphabet {
        Alphabet::Letter => letters(text, token),
        Alphabet::Cross => crosses(text, token),
        Alphabet::Star => stars(text, token),
        Alphabet::Box => boxes(text, token),
        Alphabet::Line => lines(text, token),
        Alphabet::Hash => hashes(text, token),
        Alphabet::Solid => solids(text, token),
    }?;
    let (start, end) = widen(text, token);
    Some(Verdict { start, end, rule: rule(text, token), score })
}

/// What stands right of the token.
fn next(text: &Text<'_>, token: &Token) -> char {
    text.get(token.end)
}

/// Whether a unit, a date part or a suffix stands right of the token.
fn anchored(text: &Text<'_>, token: &Token) -> bool {
    let c = next(text, token);
    let known = counts(c) || dates(c) || suffixes(c) || text.before(token.end) == '%';
    (known || headed(text, token.end)) && !leveled(text, token.end)
}

/// 县级, 市级: a level, not a place.
fn leveled(text: &Text<'_>, at: usize) -> bool {
    text.get(at + 1) == '级' && matches!(text.get(at), '省' | '市' | '县' | '乡' | '镇' | '村' | '区')
}

/// Whether the head of an institution's or a place's name stands at `at`: 派出所, 纪检监察组, 大道.
fn headed(text: &Text<'_>, at: usize) -> bool {
    const HEADS: Tags = Tags::ORG_HEAD.and(Tags::ORG_BUSINESS).and(Tags::PLACE_SUFFIX);
    is_han(text.get(at)) && text.hits_at(at).iter().any(|hit| hit.len > 1 && hit.tags.has(HEADS))
}

/// A cell of a table, or the whole value of a label.
fn alone(text: &Text<'_>, token: &Token) -> bool {
    let (left, right) = (text.before(token.start), next(text, token));
    let cell = matches!(left, '\t' | '|') || matches!(right, '\t' | '|');
    let closed = |c: char| matches!(c, '\t' | '|' | '\n');
    cell && closed(left) && closed(right) && (token.masks > 1 || siblings(text, token))
}

/// Whether the line has another mask.
fn siblings(text: &Text<'_>, token: &Token) -> bool {
    let from = token.start.saturating_sub(60);
    let to = (token.end + 60).min(text.len());
    let mask = |k: &usize| matches!(Alphabet::of(text.ch[*k]), Some(a) if a == token.alphabet);
    (from..token.start).rev().take_while(|&k| text.ch[k] != '\n').any(|k| mask(&k))
        || (token.end..to).take_while(|&k| text.ch[k] != '\n').any(|k| mask(&k))
}

/// 第X, 共X, ：X … a slot before the mask.
fn slot(text: &Text<'_>, token: &Token) -> bool {
    matches!(text.before(token.start), '第' | '〔' | '［') || text.ends_with(token.start, "星期")
}

fn letters(text: &Text<'_>, token: &Token) -> Option<f32> {
    let (start, end) = (token.start, token.end);
    let (left, right) = (text.before(start), text.get(end));
    let joint = |at: usize| text.gap.get(at) == Some(&0);
    let ascii = |c: char| c.is_ascii_alphabetic() && !matches!(c, 'X' | 'x');
    let path = |c: char| matches!(c, '/' | '\\' | '_' | '@' | '=' | '<');
    if (joint(start) || left.is_ascii_alphabetic() && text.gap.get(start) == Some(&1))
        && left.is_ascii_alphanumeric()
    {
        return None;
    }
    if joint(start) && (path(left) || matches!(left, '.' | '-') && ascii(text.before(start - 1))) {
        return None;
    }
    // The pattern of an identifier: x-x-4xxx.
    if joint(start)
        && left == '-'
        && text.before(start - 1) == 'x'
        && is_digit(text.ch[start])
        && token.masks > 2
    {
        return None;
    }
    let dotted = right == '.' && text.get(end + 1).is_ascii_alphanumeric();
    if joint(end) && (ascii(right) || path(right) || dotted || is_digit(right) && token.masks == 1) {
        return None;
    }
    if joint(end) && right == '-' && ascii(text.get(end + 1)) || roman(text, start, end) {
        return None;
    }
    // 1080x1920, 2x4: a product.
    let (before, after) = (token.core.0 - token.start, token.end - token.core.1);
    if token.masks == 1 && (1..=4).contains(&before) && (1..=4).contains(&after) && before + after < 9 {
        let digits = |from: usize, to: usize| text.ch[from..to].iter().all(|c| is_digit(*c));
        if digits(start, token.core.0) && digits(token.core.1, end) {
            return None;
        }
    }
    if token.masks == 1 {
        let term = matches!(right, '光' | '射' | '线' | '轴' | '形' | '理' | '波' | '染' | '档')
            || right == '型' && text.get(end + 1) != '号';
        let joined =
            matches!(left, '+' | '＋' | '-' | '^' | '(') || matches!(right, '+' | '＋' | '^' | ')' | '²');
        // 四X级: a kind, not a number.
        let kind = right == '级' && is_cnum(left);
        let open = anchored(text, token) && !matches!(right, '轴' | '对') && !kind;
        let known = token.digits && (is_han(right) || boundary(right));
        return (!term
            && !joined
            && (open
                || office(text, end)
                || censored(text, end)
                || known
                || slot(text, token)
                || alone(text, token)))
        .then_some(0.9);
    }
    let term = right == '染' || right == '世' && text.get(end + 1) == '纪' || text.ends_with(start, "染色体");
    let status = token.digits
        && text.ch[start..end].iter().filter(|c| is_digit(**c)).count() == 1
        && !counts(right)
        && token.masks == 2;
    (!(term || status && token.start + 3 == end)).then_some(0.95)
}

/// Whether an office and the bracket of a document number follow: ×审财报〔20××〕×号.
fn office(text: &Text<'_>, at: usize) -> bool {
    let len = (at..at + 7).take_while(|&k| is_han(text.get(k))).count();
    (1..=6).contains(&len) && matches!(text.get(at + len), '〔' | '［')
}

/// What follows 党 where the word itself is masked: X风建设, X员干部.
fn censored(text: &Text<'_>, at: usize) -> bool {
    const PARTY: [&str; 10] =
        ["风建设", "风廉政", "员干部", "员领导", "建工作", "员活动", "课", "务公开", "纪国法", "组织生活"];
    matches!(text.get(at), '风' | '员' | '建' | '课' | '务' | '纪' | '组')
        && PARTY.iter().any(|w| text.starts_with(at, w))
}

/// Roman numerals beside the run: XIX、XX、XXI.
fn roman(text: &Text<'_>, start: usize, end: usize) -> bool {
    let numeral = |k: usize| matches!(text.get(k), 'I' | 'V' | 'L' | 'C' | 'M');
    let before =
        matches!(text.before(start), '、' | '-') && (1..=4).any(|d| start > d && numeral(start - 1 - d));
    let after = matches!(text.get(end), '、' | '-') && (1..=4).any(|d| numeral(end + d));
    // 第XX章、第XXI章
    let part = |k: usize| matches!(text.get(k), '章' | '条' | '节' | '卷' | '部' | '编');
    let series = text.before(start) == '第'
        && part(end)
        && text.get(end + 2) == '第'
        && (3..=7).any(|d| numeral(end + d));
    if series {
        return true;
    }
    before || after
}

fn crosses(text: &Text<'_>, token: &Token) -> Option<f32> {
    let (left, right) = (text.before(token.start), next(text, token));
    let joint = text.gap.get(token.end) == Some(&0);
    if joint && (is_digit(right) || right.is_ascii_alphabetic()) {
        return None;
    }
    if token.masks >= 2 {
        return Some(0.95);
    }
    let ticks = matches!(left, '√' | '✓' | '打' | '“' | '"' | '画') || matches!(right, '”' | '"');
    if ticks || left.is_ascii_alphanumeric() && !token.digits {
        return None;
    }
    let product =
        right != '时' && matches!(left, ')' | '）' | '米' | '%') && text.gap.get(token.start) == Some(&0);
    let times = is_cnum(left) && is_cnum(right);
    let open = anchored(text, token) && !product && !times || token.digits || slot(text, token);
    (open || office(text, token.end) || alone(text, token)).then_some(0.9)
}

fn stars(text: &Text<'_>, token: &Token) -> Option<f32> {
    let (left, right) = (text.before(token.start), next(text, token));
    if matches!(left, '/' | '\\') || matches!(right, '/' | '\\') && text.gap.get(token.end) == Some(&0) {
        return None;
    }
    let open = anchored(text, token);
    if leveled(text, token.end) {
        return None;
    }
    // 0.01**: how significant a figure of a table is.
    if token.digits
        && token.masks <= 3
        && text.ch[token.start..token.core.0].last().is_some_and(|c| is_digit(*c))
    {
        let figure = text.before(token.start) == '.' && text.gap[token.start] == 0;
        if figure && boundary(right) {
            return None;
        }
    }
    if token.masks == 1 && !token.digits {
        let arithmetic = left.is_ascii_alphanumeric() || is_digit(right);
        let spoken = matches!(left, '带' | '标' | '加' | '打' | '用' | '注' | '以' | '的' | '有');
        let note = right == '号'
            && (spoken || text.starts_with(token.end, "号为") || text.starts_with(token.end, "号键"))
            || matches!(left, '(' | '（')
            || matches!(right, ')' | '）');
        let spaced = text.gap.get(token.end).is_some_and(|&g| g > 0);
        let fits = !arithmetic && !note && !spaced && (open || alone(text, token) || between(text, token));
        return (fits || left == '第' && boundary(right)).then_some(0.9);
    }
    let word = |c: char| is_han(c) || c.is_ascii_alphanumeric();
    let rule_line = !word(left) && !word(right) && token.masks > 4;
    let held = is_han(left) || is_han(right) || token.digits;
    let quoted = matches!(left, '“' | '"' | '《' | '〔') || matches!(right, '”' | '"' | '》' | '〕');
    let labelled = matches!(left, ':' | '：');
    ((held && (open || token.masks > 2 || boundary(right) || is_han(left))) && !rule_line
        || token.digits
        || quoted
        || labelled
        || alone(text, token)
        || left.is_ascii_alphanumeric() && right.is_ascii_alphanumeric() && token.masks > 2)
        .then_some(0.9)
}

/// A single star in the middle of a sentence that does not speak about the star: 美丽*提供, not 加*为必填项.
fn between(text: &Text<'_>, token: &Token) -> bool {
    let (left, right) = (text.before(token.start), next(text, token));
    let spoken = matches!(left, '加' | '带' | '标' | '注' | '打' | '含' | '有' | '的' | '以' | '用' | '为')
        || matches!(right, '为' | '表' | '的' | '字' | '标' | '键' | '符' | '是' | '者' | '注' | '乘');
    is_han(left) && is_han(right) && text.gap[token.start] == 0 && !spoken
}

/// Markdown: `**bold**` has a partner in the line, and what it opens is no unit or suffix.
fn bold(text: &Text<'_>, token: &Token, open: bool) -> bool {
    let pair = |k: usize| {
        text.get(k) == '*'
            && text.get(k + 1) == '*'
            && text.get(k + 2) != '*'
            && (k == 0 || text.get(k - 1) != '*')
    };
    let spaced = text.gap.get(token.end).is_some_and(|&g| g > 0) || next(text, token) == '\n';
    let opens = !spaced
        && (token.end..(token.end + 60).min(text.len()))
            .take_while(|&k| text.ch[k] != '\n')
            .any(|k| pair(k) && k > token.end);
    let closes =
        (token.start.saturating_sub(60)..token.start).rev().take_while(|&k| text.ch[k] != '\n').any(|k| {
            pair(k)
                && !counts(text.get(k + 2))
                && !suffixes(text.get(k + 2))
                && !dates(text.get(k + 2))
                && !matches!(text.get(k + 2), '.' | '\t' | '”' | '%')
        });
    let digits = is_digit(next(text, token)) || is_digit(text.before(token.start));
    if !spaced && framed(text, token) || closing(text, token) {
        return true;
    }
    // 张**、李**: two names.
    if name::right(text, token.end).1 && token.start > 0 && name::family(text, token.start - 1) {
        let announced = name::announced(text, token.start - 1) && !name::doubtful(text.before(token.start));
        let counted = text.before(token.start - 1).is_ascii_digit();
        if announced && !counted && text.gap[token.start] == 0 {
            return false;
        }
    }
    (opens && (!open || digits)) || closes && (!open || digits || !boundary(text.before(token.start)))
}

/// ***重点提示***: three stars on both sides of a phrase that stands alone.
fn strong(text: &Text<'_>, token: &Token) -> bool {
    let (start, end) = token.core;
    let word = |c: char| is_han(c) || c.is_ascii_alphanumeric();
    let three = |k: usize| (k..k + 3).all(|j| text.get(j) == '*') && text.get(k + 3) != '*';
    let opens = !word(text.before(start)) && word(text.get(end)) && text.gap_at(end) == 0;
    let closes = !word(text.get(end)) && word(text.before(start)) && text.gap_at(start) == 0;
    let line = |c: char| c != '\n' && c != '，' && c != '。';
    let ahead = (end..end + 30).take_while(|&k| line(text.get(k))).find(|&k| text.get(k) == '*');
    let back = (start.saturating_sub(30)..start)
        .rev()
        .take_while(|&k| line(text.ch[k]))
        .find(|&k| text.ch[k] == '*');
    opens && ahead.is_some_and(|k| three(k) && !word(text.get(k + 3)) && text.gap[k] == 0)
        || closes && back.is_some_and(|k| k >= 2 && three(k - 2) && !word(text.before(k - 2)))
}

/// Whether `**` at the start of a clause opens what `**` before a boundary closes, and what is closed is no name:
/// **公司概况**： is bold, though a mask may stand before 公司.
fn framed(text: &Text<'_>, token: &Token) -> bool {
    let end = (token.end + 40).min(text.len());
    let line = (token.end..end).take_while(|&k| !matches!(text.ch[k], '\n' | '，' | '。'));
    let close = line.clone().find(|&k| text.ch[k] == '*');
    close.is_some_and(|k| {
        let bare = text.get(k + 1) == '*' && text.get(k + 2) != '*';
        let family =
            name::family(text, k - 1) && !name::doubtful(text.ch[k - 1]) && name::announced(text, k - 1);
        bare && !is_han(text.before(token.start)) && boundary(text.get(k + 2)) && text.gap[k] == 0 && !family
    })
}

/// The other end of what [`framed`] opens.
fn closing(text: &Text<'_>, token: &Token) -> bool {
    let (start, end) = token.core;
    let line = (start.saturating_sub(40)..start).rev();
    let mut line = line.take_while(|&k| !matches!(text.ch[k], '\n' | '，' | '。'));
    let named = start > 0
        && name::family(text, start - 1)
        && !name::doubtful(text.ch[start - 1])
        && name::announced(text, start - 1);
    let opened = line.find(|&k| text.ch[k] == '*');
    !named
        && boundary(text.get(end))
        && text.gap[start] == 0
        && opened.is_some_and(|k| {
            text.before(k) == '*'
                && text.before(k - 1) != '*'
                && !is_han(text.before(k - 1))
                && text.gap[k + 1] == 0
        })
}

/// A single circle or box between a word and a unit (脱贫户□户): a number in a document with masks, else a box to tick.
pub(super) fn lone(text: &Text<'_>, i: usize) -> bool {
    let (left, right) = (text.before(i), text.get(i + 1));
    let joint = text.gap_at(i) == 0 && text.gap_at(i + 1) == 0;
    Alphabet::of(text.ch[i]) == Some(Alphabet::Box)
        && joint
        && is_han(left)
        && !is_cnum(left)
        && (counts(right) && !is_cnum(right) || right == '%')
}

fn boxes(text: &Text<'_>, token: &Token) -> Option<f32> {
    let (left, right) = (text.before(token.start), next(text, token));
    if is_cnum(left) && !token.digits || is_cnum(right) || matches!(left, '☑' | '√' | '■') {
        return None;
    }
    if token.masks >= 2 {
        let held =
            is_han(left) || is_han(right) || matches!(left, '“' | ':' | '：' | '\t' | '-') || token.digits;
        return held.then_some(0.9);
    }
    // 性别△: one sign between others of its kind that fill more.
    if is_han(left) && boundary(right) && text.gap_at(token.start) == 0 && filled(text, token) {
        return Some(0.8);
    }
    let partner =
        dates(left) && token.start >= 2 && Alphabet::of(text.before(token.start - 1)) == Some(token.alphabet);
    (dates(right) && (partner || is_han(left))).then_some(0.8)
}

/// Whether the line has a run of the same sign.
fn filled(text: &Text<'_>, token: &Token) -> bool {
    let sign = text.ch[token.start];
    let (from, to) = text.line_range(token.start);
    let near = from.max(token.start.saturating_sub(60))..to.min(token.end + 60);
    near.clone().any(|k| text.ch[k] == sign && text.before(k) == sign && k > near.start)
}

/// ■■■同志, ●●小学: solid signs inside a sentence, or before what can only follow a name; ██ that black a word out.
fn solids(text: &Text<'_>, token: &Token) -> Option<f32> {
    let (left, right) = (text.before(token.start), next(text, token));
    let joint = text.gap_at(token.end) == 0;
    let bar = matches!(text.ch[token.start], '█' | '▇' | '▆' | '▓' | '▒');
    let held =
        is_han(left) && text.gap_at(token.start) == 0 || matches!(left, '“' | '：' | ':' | '，' | '、');
    if token.masks < 2 || is_digit(right) || right == '%' || is_digit(left) {
        return None;
    }
    if bar {
        return (held || is_han(right) && joint).then_some(0.9);
    }
    let star = matches!(text.ch[token.start], '★' | '☆' | '◆');
    let known = joint && token.masks <= 6 && (admin(text, token.end) || headed(text, token.end));
    let person =
        joint && ["同志", "先生", "女士", "局长", "书记"].iter().any(|w| text.starts_with(token.end, w));
    // ★★★重点工作: stars that grade, and bullets.
    ((known || person) && (held || !star && text.ch[token.start] != '■' || person && !star)
        || held && is_han(left) && is_han(right) && joint && !star)
        .then_some(0.85)
}

/// Whether the suffix of a place stands at `at`, and begins no other word (市场, 区域, 县域, 村民, 镇痛).
fn admin(text: &Text<'_>, at: usize) -> bool {
    matches!(text.get(at), '省' | '市' | '县' | '区' | '镇' | '乡' | '村' | '旗' | '州')
        && !matches!(text.get(at + 1), '场' | '域' | '民' | '级' | '值' | '间' | '情' | '里' | '面' | '容')
}

/// 〇〇县: zeros for a name, not in a number; adds them and returns where to go on.
pub(super) fn zeros(text: &Text<'_>, i: usize, found: &mut Vec<Candidate>) -> usize {
    let mut end = i + 1;
    while end - i < 6 && text.get(end) == '〇' && text.gap_at(end) == 0 {
        end += 1;
    }
    let outside = |c: char| !is_cnum(c) && !is_digit(c) && !matches!(c, '○' | '第');
    let alone = outside(text.before(i)) && outside(text.get(end)) && text.gap_at(end) == 0;
    if end - i >= 2 && alone && (admin(text, end) || headed(text, end) || text.starts_with(end, "同志")) {
        add(found, i, end, RuleId::RUN, 0.85);
    }
    end
}

fn lines(text: &Text<'_>, token: &Token) -> Option<f32> {
    let (left, right) = (text.before(token.start), next(text, token));
    let (from, to) = text.line_range(token.start.min(text.len().saturating_sub(1)));
    let ruled =
        to - from <= 200 && text.ch[from..to].iter().all(|c| matches!(c, '_' | '＿' | '-' | '—' | '=' | '*'));
    if ruled {
        return None;
    }
    let fused = |c: char, at: usize| c.is_ascii_alphanumeric() && text.gap.get(at) == Some(&0);
    if token.digits {
        return Some(0.95);
    }
    match token.masks {
        1 | 2 if fused(left, token.start) || fused(right, token.end) => None,
        1 => (matches!(left, ':' | '：') && boundary(right) || dates(right) && siblings(text, token))
            .then_some(0.85),
        2 => (anchored(text, token) || alone(text, token) || matches!(left, ':' | '：' | '￥' | '¥'))
            .then_some(0.9),
        _ => Some(0.95),
    }
}

/// #名 and #,### as number slots.
fn hashes(text: &Text<'_>, token: &Token) -> Option<f32> {
    let (left, right) = (text.before(token.start), next(text, token));
    if token.end > token.core.1 && token.masks >= 4 {
        return Some(0.95);
    }
    // ##县, ＃＃市: two that are no heading of a page.
    let heading = matches!(left, '\n' | '\t' | '#') && text.ch[token.start] == '#';
    let place = admin(text, token.end) && !heading;
    if (2..=4).contains(&token.masks) && place && text.gap_at(token.end) == 0 {
        return Some(0.9);
    }
    let after = text.get(token.end + 1);
    let unit = counts(right) && (boundary(after) || matches!(after, '元' | '方' | '党'));
    (token.masks == 1
        && is_han(left)
        && text.gap.get(token.start) == Some(&0)
        && unit
        && !matches!(right, '号'))
    .then_some(0.85)
}

/// Text that speaks about masks instead of having one: 格式为XX万元, 第×条中“×”为示意, 用“XX”代替.
fn mention(text: &Text<'_>, token: &Token) -> bool {
    const BEFORE: [&str; 8] = ["格式为", "格式如", "格式：", "格式:", "形如", "写成", "优先「", "优先“"];
    const QUOTED: [&str; 6] = ["例如“", "例如：“", "比如“", "譬如“", "如“", "类似“"];
    const AFTER: [&str; 8] =
        ["格式", "为示意", "写法", "状态码", "不作占位", "的占位", "形式的占位", "是示例"];
    const INSTEAD: [&str; 9] = ["代替", "替代", "表示", "代指", "标注", "标记", "指代", "示意", "占位"];
    static OPENS: CharSet = CharSet::new("格形写优例比譬如类");
    static SPEAKS: CharSet = CharSet::new("格为写状不的形是");
    let window = |from: usize, to: usize, words: &[&str]| {
        (from..to.min(text.len())).any(|k| words.iter().any(|w| text.starts_with(k, w)))
    };
    let (mut from, mut opened) = (token.start, false);
    while from > token.start.saturating_sub(8) && text.ch[from - 1] != '\n' {
        from -= 1;
        opened |= OPENS.contains(text.ch[from]);
    }
    if opened && (window(from, token.start, &BEFORE) || window(from, token.start, &QUOTED)) {
        return true;
    }
    let far = (token.end + 14).min(text.len());
    let (mut stop, mut spoken) = (token.end, false);
    while stop < far && !matches!(text.ch[stop], '\n' | '。' | '；' | ';') {
        spoken |= SPEAKS.contains(text.ch[stop]);
        stop += 1;
    }
    let quote = matches!(text.before(token.start), '“' | '"' | '「' | '‘');
    let sign = text.before(token.start - usize::from(quote));
    if matches!(sign, '用' | '以') && !matches!(next(text, token), '同' | '县' | '市') {
        return window(token.end, stop.min(token.end + 8), &INSTEAD);
    }
    spoken && window(token.end, stop, &AFTER)
}

/// A star mask takes the letters of a half-masked account name along.
fn widen(text: &Text<'_>, token: &Token) -> (usize, usize) {
    let (mut start, mut end) = (token.start, token.end);
    if token.alphabet == Alphabet::Star && token.masks > 2 {
        while start > 0
            && token.start - start < 20
            && text.gap[start] == 0
            && text.before(start).is_ascii_alphanumeric()
        {
            start -= 1;
        }
        while end < text.len()
            && end - token.end < 20
            && text.gap[end] == 0
            && text.ch[end].is_ascii_alphanumeric()
        {
            end += 1;
        }
    }
    // 学籍号G××××××××: the letters that a number begins with.
    if matches!(token.alphabet, Alphabet::Cross | Alphabet::Letter) && token.masks > 3 {
        let letter = |k: &usize| text.gap[*k] == 0 && text.before(*k).is_ascii_uppercase();
        let first =
            (start.saturating_sub(2)..=start).rev().take_while(letter).last().unwrap_or(start + 1) - 1;
        if first < start && is_han(text.before(first)) {
            start = first;
        }
    }
    (start, end)
}

fn rule(text: &Text<'_>, token: &Token) -> RuleId {
    let c = next(text, token);
    let value = &text.ch[token.start..token.end];
    let year = c == '年' && (token.digits || token.masks >= 4);
    if year || value.starts_with(&['2', '0']) && value.len() == 4 {
        RuleId::YEAR
    } else if token.alphabet == Alphabet::Line {
        RuleId::BLANK
    } else if value.iter().any(|c| matches!(c, '.' | ',' | ':' | '%' | '‰')) || counts(c) || dates(c) {
        RuleId::NUMBER
    } else if matches!(text.before(token.start), '长' | '记' | '任' | '员') && boundary(c)
        || text.starts_with(token.end, "同志")
    {
        RuleId::NAME
    } else {
        RuleId::RUN
    }
}
