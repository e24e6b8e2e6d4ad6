//! The pieces of a line of a page: what stands between wide blanks and bars, and labels with their values.

use super::super::super::{Text, is_digit, is_han};
use super::reading::Reading;
use super::role::Role;
use crate::recognize::set::CharSet;

/// A part of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) from: usize,
    pub(super) to: usize,
}

/// What a label with its value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Labelled {
    /// 浏览：2310, 收藏(3).
    Counter,
    /// A label that only pages have, or one with a value that nobody is: 责编：佚名.
    Page,
    /// A label with an address or a telephone number, which is somebody's.
    Person,
}

/// Values that stand for nobody.
const NOBODY: [&str; 12] =
    ["佚名", "小编", "网络", "admin", "管理员", "未知", "匿名", "系统", "本站", "后台", "编辑部", "运营"];

/// What a title of a report ends in; such a piece is no part of the page without a word only pages have.
const TITLES: [&str; 18] = [
    "报告", "总结", "方案", "通知", "意见", "情况", "办法", "讲话", "要点", "名单", "简报", "纪要", "计划",
    "公告", "公示", "决定", "表", "规定",
];

/// Whether what ends before `to` ends as a title does.
pub(super) fn titled(text: &Text<'_>, to: usize) -> bool {
    // 工作总结（最新整理版）
    let bracket = matches!(text.before(to), '）' | ')');
    let opens = (to.saturating_sub(12)..to).rev().find(|&k| matches!(text.ch[k], '（' | '('));
    let to = opens.filter(|_| bracket).unwrap_or(to);
    TITLES.iter().any(|title| text.ends_with(to, title))
}

const fn bar(c: char) -> bool {
    matches!(c, '|' | '丨' | '\t')
}

/// Whether a line is one piece.
pub(super) fn is_one(text: &Text<'_>, start: usize, end: usize) -> bool {
    !(start..end).any(|k| bar(text.ch[k]) || k > start && text.gap[k] > 1)
}

/// The pieces of a line; a label and the value behind its bar are one (责编丨小柳).
pub(super) fn pieces(
    text: &Text<'_>,
    start: usize,
    end: usize,
    role: impl Fn(usize, usize) -> Option<Role>,
) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    let mut at = start;
    while at < end {
        if bar(text.ch[at]) {
            at += 1;
            continue;
        }
        let to = (at + 1..end).find(|&k| text.gap[k] > 1 || bar(text.ch[k])).unwrap_or(end);
        let label = |p: &Piece| {
            matches!(text.get(p.to), '|' | '丨')
                && p.to + 1 == at
                && matches!(role(p.from, p.to), Some(Role::Label | Role::Common))
        };
        match all.last_mut() {
            Some(last) if label(last) => last.to = to,
            _ => all.push(Piece { from: at, to }),
        }
        at = to;
    }
    all
}

/// What a piece is that opens with a label.
pub(super) fn labelled(text: &Text<'_>, piece: Piece, reading: &Reading) -> Option<Labelled> {
    let opens = |c: char| matches!(c, '【' | '[' | '［' | '（' | '(' | '·' | '•' | '◆' | '■');
    let from = (piece.from..piece.to).find(|&k| !opens(text.ch[k]))?;
    let word = reading.words.first().filter(|word| word.start == from)?;
    let mut at = word.end;
    // 图 2 is a figure of the text.
    let counted = matches!(word.role, Role::Act | Role::Button | Role::Label | Role::Own | Role::Common)
        && word.end - word.start > 1;
    if counted {
        let unit = ["次数", "人数", "量", "数", "率"].iter().find(|unit| text.starts_with(at, unit));
        let behind = at + unit.map_or(0, |unit| unit.chars().count());
        if counter(text, behind, piece.to) {
            return Some(Labelled::Counter);
        }
    }
    if word.role == Role::Thing
        && is_han(text.ch[word.start])
        && matches!(text.get(at), '：' | ':')
        && counter(text, at, piece.to)
    {
        return Some(Labelled::Counter);
    }
    if ["", "于", "时间", "日期"].iter().any(|link| {
        let done = at - if text.ends_with(at, link) { link.chars().count() } else { 0 };
        dated(text, done, piece.to) && DONE.iter().any(|word| text.ends_with(done, word))
    }) {
        return Some(Labelled::Page);
    }
    if matches!(text.get(at), '是' | '为') {
        at += 1;
    }
    let colon = matches!(text.get(at), '：' | ':' | '丨' | '|' | '/' | '／');
    if at >= piece.to || !colon || at + 1 >= piece.to {
        return None;
    }
    let value = at + 1;
    let barred = matches!(text.get(at), '丨' | '|');
    let digits = (value..piece.to).filter(|&k| is_digit(text.ch[k])).count();
    let called = ["电话", "热线", "手机"].iter().any(|name| text.ends_with(word.end, name));
    let mail =
        text.ch[value..piece.to].contains(&'@') && !text.ch[value..piece.to].iter().any(|c| is_han(*c));
    if mail || called && digits >= 7 {
        return Some(Labelled::Person);
    }
    match word.role {
        Role::Label | Role::Related | Role::Own => Some(Labelled::Page),
        Role::Common | Role::Thing | Role::Act if barred => Some(Labelled::Page),
        Role::Common if text.get(value) == '@' => Some(Labelled::Page),
        Role::Common
            if NOBODY.iter().any(|name| text.starts_with(value, name))
                || ["老师", "小编", "网", "融媒", "客户端"]
                    .iter()
                    .any(|name| text.ends_with(piece.to, name)) =>
        {
            Some(Labelled::Page)
        }
        _ => None,
    }
}

/// What is done to a page or a file at a time: 上传于 2023-02-11 14:27.
const DONE: [&str; 15] = [
    "上传", "发布", "发表", "更新", "修改", "录入", "生成", "采集", "抓取", "下载", "转换", "识别", "编辑",
    "保存", "收录",
];

/// Whether [`dated`] or [`byline`] may hold for a part of a line.
pub(super) fn may_be_dated(text: &Text<'_>, start: usize, end: usize, is_byline: bool) -> bool {
    let done = |k: usize| DONE_ENDS.contains(text.before(k)) && matches!(text.ch[k], '于' | '时' | '日');
    text.ch[start..end].iter().filter(|c| is_digit(**c)).count() >= 6 && (is_byline || (start..end).any(done))
}

/// What the words of [`DONE`] end in.
const DONE_ENDS: CharSet = CharSet::new("传布表新改入成集取载换别辑存录");

/// 于 or 时间：, then nothing but a day and a time.
fn dated(text: &Text<'_>, from: usize, to: usize) -> bool {
    let links = ["时间", "日期", "于"];
    let Some(link) = links.iter().find(|link| text.starts_with(from, link)) else { return false };
    let mut at = from + link.chars().count();
    at += usize::from(matches!(text.get(at), '：' | ':'));
    let day =
        |c: char| is_digit(c) || matches!(c, '-' | '/' | '.' | ':' | '年' | '月' | '日' | '时' | '分' | '秒');
    let digits = (at..to).filter(|&k| is_digit(text.ch[k])).count();
    digits >= 6 && (at..to).all(|k| day(text.ch[k]))
}

/// Whether a piece is a label that pages have with its value, a day, or a bare number: 栏目：总结, 2023-07-11.
pub(super) fn row(text: &Text<'_>, piece: Piece, reading: &Reading) -> bool {
    let value = |k: usize| {
        is_digit(text.ch[k]) || matches!(text.ch[k], '-' | '/' | '.' | ':' | '年' | '月' | '日' | ',')
    };
    if (piece.from..piece.to).all(value) {
        return true;
    }
    let Some(word) = reading.words.first().filter(|word| word.start == piece.from) else { return false };
    // 校对：何冬: whoever it is has a name.
    let from = (word.end + 1).min(piece.to);
    let family = text.one.get(from).is_some_and(|tags| tags.has(crate::lexicon::Tags::SURNAME));
    if family && (2..=4).contains(&(piece.to - from)) && text.ch[from..piece.to].iter().all(|c| is_han(*c)) {
        return false;
    }
    matches!(word.role, Role::Label | Role::Common | Role::Own | Role::Related | Role::Button | Role::Act)
        && matches!(text.get(word.end), '：' | ':' | '丨' | '|' | '/' | '／')
}

/// Whether a piece has a label that no list knows: it is the text's.
pub(super) fn foreign(text: &Text<'_>, piece: Piece, reading: &Reading) -> bool {
    let Some(colon) = (piece.from..piece.to).find(|&k| matches!(text.ch[k], '：' | ':')) else {
        return false;
    };
    let label = reading.words.first().filter(|word| word.start == piece.from && word.end == colon);
    !label.is_some_and(|word| matches!(word.role, Role::Label | Role::Common | Role::Related | Role::Own))
}

/// Whether a piece opens with a label that only pages have and says little more: 范文编号：ZJ2023.
pub(super) fn brief(text: &Text<'_>, piece: Piece, reading: &Reading) -> bool {
    let sentence = |c: &char| matches!(c, '，' | '。' | '、' | '；' | '\t');
    reading.words.first().is_some_and(|word| word.role == Role::Label)
        && piece.to - piece.from <= 24
        && !text.ch[piece.from..piece.to].iter().any(sentence)
}

/// Whether a piece is of words alone, without a number, a label or a cell beside it.
pub(super) fn plain(text: &Text<'_>, piece: Piece) -> bool {
    let other = |c: &char| is_digit(*c) || matches!(c, '：' | ':' | '，' | '\t' | '（' | '(' | '、');
    let cell = |at: usize| text.get(at) == '\t';
    !text.ch[piece.from..piece.to].iter().any(other)
        && piece.to - piece.from > 2
        && !cell(piece.to)
        && (piece.from == 0 || !cell(piece.from - 1))
}

/// Whether the name of a site ends as other names do: 高峰论坛, 民情笔记.
pub(super) fn ordinary(text: &Text<'_>, piece: Piece) -> bool {
    let decorated = !is_han(text.ch[piece.from]) && !is_digit(text.ch[piece.from]);
    !decorated
        && ["论坛", "笔记", "札记", "之家", "题库", "文库"].iter().any(|end| text.ends_with(piece.to, end))
}

/// Whether a number with a unit stands in it.
pub(super) fn figures(text: &Text<'_>, piece: Piece) -> bool {
    let unit =
        |c: char| matches!(c, '万' | '亿' | '次' | '人' | '条' | '个' | '篇' | '%' | '户' | '件' | '家');
    (piece.from..piece.to).any(|k| is_digit(text.ch[k]) && k + 1 < piece.to && unit(text.ch[k + 1]))
}

/// 原创　柳岸　基层笔记　2022-12-05 07:30　发表于重庆: the line under the title of an article.
pub(super) fn byline(text: &Text<'_>, pieces: &[Piece]) -> bool {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    let digits = (first.from..last.to).filter(|&k| is_digit(text.ch[k])).count();
    let original = text.starts_with(first.from, "原创") && text.gap_at(first.from + 2) > 0;
    original && digits >= 8 && last.to - first.from <= 60
        || pieces.len() > 1 && digits >= 8 && pieces.iter().any(|p| text.starts_with(p.from, "发表于"))
}

/// A line with `[广告]` or 【推广】 at its head or tail.
pub(super) fn advertises(text: &Text<'_>, start: usize, end: usize) -> bool {
    let says = |at: usize| ["广告", "推广", "赞助", "AD", "ad"].iter().any(|w| text.starts_with(at, w));
    let opens = |k: usize| k < end && matches!(text.ch[k], '[' | '［' | '【' | '（' | '(');
    let closes = |k: usize| k < end && matches!(text.ch[k], ']' | '］' | '】' | '）' | ')');
    let head = opens(start) && says(start + 1) && closes(start + 3);
    let tail = end >= start + 4 && closes(end - 1) && opens(end - 4) && says(end - 3);
    (head || tail) && text.before(end) != '。'
}

/// 柳林文档网 www.example.cn 第 1 页: a site with its address, or a shop with its account.
pub(super) fn signed(text: &Text<'_>, start: usize, end: usize) -> bool {
    let name = (start..end).take_while(|&k| is_han(text.ch[k])).count();
    let last = text.get((start + name).saturating_sub(1));
    let at = start + name;
    let linked = |links: &[&str]| links.iter().any(|link| text.starts_with(at, link));
    let site = (2..=10).contains(&name) && matches!(last, '网' | '站' | '库' | '吧' | '坛' | '坊' | '铺');
    // 柳林公文铺 微信 liulin_gw: the shop's name is before the blank.
    let shop = (start + 2..at.min(start + 10)).find(|&k| text.gap_at(k) > 0);
    let sells = shop
        .is_some_and(|k| matches!(text.ch[k - 1], '铺' | '圈' | '社' | '坊' | '店' | '库' | '室'))
        && ["微信", "公众号", "客服", "加"]
            .iter()
            .any(|word| shop.is_some_and(|k| text.starts_with(k, word)))
        && (at..end).filter(|&k| text.ch[k].is_ascii_alphanumeric()).count() >= 5;
    let word = (at..end)
        .take_while(|&k| text.ch[k].is_ascii_alphanumeric() || matches!(text.ch[k], '.' | '-'))
        .count();
    let domain = word > 6 && [".com", ".cn", ".net", ".org"].iter().any(|d| text.ends_with(at + word, d));
    (site && (linked(&["www.", "http", "WWW."]) || domain) || sells)
        && !text.ch[at..end].iter().any(|c| matches!(c, '，' | '。' | '、'))
}

/// 柳林公文库 > 企业 > 年终总结: the way to a page.
pub(super) fn trail(text: &Text<'_>, start: usize, end: usize) -> bool {
    let step = |c: char| matches!(c, '>' | '＞' | '›' | '»' | '→' | '➔' | '⟩' | '}' | '｝');
    let (mut steps, mut from, mut length) = (0, start, 0);
    for k in start..=end {
        let brace = k < end && matches!(text.ch[k], '}' | '｝') && text.gap[k] == 0;
        if k < end && (!step(text.ch[k]) || brace) {
            length += usize::from(is_han(text.ch[k]));
            if matches!(text.ch[k], '。' | '，' | '；' | '、' | '：' | '%') {
                return false;
            }
            continue;
        }
        if k > from && !(1..=14).contains(&length) {
            return false;
        }
        steps += usize::from(k < end && k > from);
        (from, length) = (k + 1, 0);
    }
    let arrows = text.ch[start..end].contains(&'→');
    steps >= 2 && from <= end + 1 && !arrows
}

/// A colon or bracket or nothing, a short number, a unit or nothing, and the end.
fn counter(text: &Text<'_>, from: usize, to: usize) -> bool {
    let mut at = from;
    while at < to && matches!(text.ch[at], '：' | ':' | '(' | '（' | '[' | '【' | '［') && at - from < 2 {
        at += 1;
    }
    let number = at;
    let mut digits = 0;
    while at < to && (is_digit(text.ch[at]) || matches!(text.ch[at], ',' | '，' | '.')) {
        digits += usize::from(is_digit(text.ch[at]));
        at += 1;
    }
    if at == number || !(1..=8).contains(&digits) {
        return false;
    }
    while at < to
        && at - number < 16
        && matches!(
            text.ch[at],
            '万' | '千'
                | '亿'
                | '+'
                | '次'
                | '人'
                | '条'
                | '个'
                | '℃'
                | '°'
                | '篇'
                | ')'
                | '）'
                | ']'
                | '】'
                | '］'
        )
    {
        at += 1;
    }
    at == to
}
