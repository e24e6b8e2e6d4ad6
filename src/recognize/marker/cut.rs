//! Where one marker ends and the next begins.
//!
//! A row of a page is several markers, not one: bars and wide blanks part them. A list of links behind its heading stays
//! one. What only decorates a marker at the head or tail of its line (----, ★★, //) belongs to it.

use super::super::{Candidate, ClueKind, Context, Text, is_han};
use crate::rule::{Cure, Group, RuleId};

/// The longest decoration, in characters.
const DECORATION: usize = 40;

/// Parts the rows among the markers found, and widens markers to what decorates them.
pub(super) fn rows(cx: &Context<'_>, found: &mut Vec<Candidate>) {
    let text = cx.text;
    let goes = |c: &Candidate| {
        c.rule != RuleId::KEEP && c.cure != Cure::Report && cx.rules.group(c.rule) == Group::Marker
    };
    let mut more = Vec::new();
    for c in found.iter_mut().filter(|c| goes(c)) {
        // What a label parts may be a row of buttons.
        let parts = parts(text, c).into_iter();
        let again = |(start, end)| match self::parts(text, &Candidate { start, end, ..c.clone() }) {
            inner if inner.is_empty() => vec![(start, end)],
            inner => inner,
        };
        let parts: Vec<(usize, usize)> = parts.flat_map(again).collect();
        if let [first, rest @ ..] = parts.as_slice()
            && !rest.is_empty()
        {
            more.extend(rest.iter().map(|&(start, end)| Candidate { start, end, ..c.clone() }));
            (c.start, c.end) = *first;
        }
    }
    found.append(&mut more);
    found.iter_mut().filter(|c| goes(c)).for_each(|c| decorate(text, c));
}

/// The parts of a marker; one, or none, where it is whole.
fn parts(text: &Text<'_>, c: &Candidate) -> Vec<(usize, usize)> {
    let grammar = c.clues.iter().any(|clue| clue.kind == ClueKind::Shape("marker"));
    let bars = (c.start..c.end).filter(|&k| bar(text.ch[k])).count();
    let wide = (c.start + 1..c.end).any(|k| text.gap[k] > 1);
    let joined = text.ch[c.start..c.end].contains(&'】')
        && (c.start + 1..c.end).any(|k| joint(text, k) || text.ch[k - 1] == '】');
    let spaced = (c.start + 1..c.end).any(|k| text.gap[k] > 0);
    if bars == 0 && !wide && !joined && !spaced {
        return Vec::new();
    }
    let (mut parts, mut from, mut depth) = (Vec::new(), c.start, 0usize);
    let label = bars == 1 && !wide;
    let row = grammar && spaced && buttons(text, c);
    // 公众号　乐业微政务　2023-07-04 18:20　发表于广西: one line under a title.
    let byline = (c.start..c.end).any(|k| text.starts_with(k, "发表于"));
    let pages = !text.ch[c.start..c.end].iter().any(char::is_ascii_digit);
    for k in c.start..c.end {
        if text.ch[k] == '\n' {
            return Vec::new();
        }
        // A bracket is itself outside of what it opens, and inside of what it closes.
        let outside = depth == 0;
        depth += usize::from(matches!(text.ch[k], '（' | '(' | '【' | '[' | '［' | '《' | '“' | '「'));
        let turns = ["上一", "下一", "后一", "前一"].iter().any(|w| text.starts_with(k, w));
        let parted = if c.rule == RuleId::RELATED { turns } else { grammar || pages && turns };
        let bracket = text.ch[k] == '【' || text.ch[k - usize::from(k > 0)] == '】';
        let single = text.gap[k] == 1 && (row || next_label(text, k, c.end) || bracket);
        let gap = k > from && !byline && (text.gap[k] > 1 && parted || single);
        let joint = grammar && k > from && joint(text, k)
            || k > from && text.ch[k - 1] == '】' && next_label(text, k, c.end);
        if outside && (gap || joint) {
            parts.push((from, k));
            from = k;
        }
        if outside && bar(text.ch[k]) && c.rule != RuleId::RELATED {
            // 图片｜由家属提供: a label.
            let word = label && text.gap_at(k) == 0 && text.gap_at(k + 1) == 0 && k - from <= 4;
            if !word {
                if k > from {
                    parts.push((from, k));
                }
                from = k + 1;
            }
        }
        if matches!(text.ch[k], '）' | ')' | '】' | ']' | '］' | '》' | '”' | '」') {
            depth = depth.saturating_sub(1);
        }
    }
    if from < c.end {
        parts.push((from, c.end));
    }
    parts
}

const fn bar(c: char) -> bool {
    matches!(c, '|' | '丨')
}

/// Whether a single blank before `k` parts two: 来源：网友投稿 编辑：小编, or words of one row of buttons.
fn next_label(text: &Text<'_>, k: usize, end: usize) -> bool {
    let name =
        (k..end.min(k + 6)).take_while(|&j| is_han(text.ch[j]) && (j == k || text.gap[j] == 0)).count();
    let id = text.starts_with(k, "ID：") || text.starts_with(k, "ID:");
    id || (2..=5).contains(&name) && k + name < end && matches!(text.ch[k + name], '：' | ':')
}

/// Whether what stands between the single blanks of a marker are short words: 点赞 在看 转发.
fn buttons(text: &Text<'_>, c: &Candidate) -> bool {
    let mut words = text.ch[c.start..c.end].iter().zip(&text.gap[c.start..c.end]);
    let (mut count, mut length, mut four) = (0, 0, true);
    words.all(|(&ch, &gap)| {
        let first = gap > 0 || length == 0;
        let ends = !first || length == 0 || (2..=4).contains(&length);
        four &= !first || length == 0 || length == 4;
        (count, length) = if first { (count + 1, 1) } else { (count, length + 1) };
        is_han(ch) && ends
    }) && (count > 2 || count == 2 && four && length == 4)
        && (2..=4).contains(&length)
}

/// 】【: one button ends and the next begins.
fn joint(text: &Text<'_>, k: usize) -> bool {
    matches!(text.ch[k - 1], '】' | '）') && text.ch[k] == '【'
}

/// Takes the signs along that fill the line before and behind a marker.
fn decorate(text: &Text<'_>, c: &mut Candidate) {
    let (start, end) = text.line_range(c.start);
    let signs = |from: usize, to: usize| {
        from < to && to - from <= DECORATION && text.ch[from..to].iter().all(|&k| sign(k))
    };
    let bullet = c.start == start + 1
        && text.gap_at(c.start) > 0
        && matches!(text.ch[start], '-' | '·' | '•' | '*' | '●' | '■' | '◆' | '★');
    if !bullet && signs(start, c.start) {
        c.start = start;
    }
    let stop = (c.end + 1..end).find(|&k| text.gap[k] > 1).unwrap_or(end);
    if c.end < end && text.gap[c.end] < 2 && signs(c.end, stop) {
        c.end = stop;
    }
}

/// A character that is no word, no punctuation of a sentence, and no bar or cell.
fn sign(c: char) -> bool {
    matches!(
        c,
        '-' | '—'
            | '–'
            | '='
            | '＝'
            | '~'
            | '～'
            | '*'
            | '＊'
            | '_'
            | '/'
            | '\\'
            | '·'
            | '•'
            | '●'
            | '■'
            | '◆'
            | '◇'
            | '★'
            | '☆'
            | '※'
            | '▼'
            | '▲'
            | '△'
            | '▽'
            | '☞'
            | '☛'
            | '✦'
            | '✎'
            | '✨'
    ) || ('\u{1f300}'..='\u{1faff}').contains(&c)
        || c == '\u{fe0f}'
}
