//! What tells a person apart from a word: a bracket with sex, age, papers or a number, an office given or taken in the
//! same line, a number of people, 我叫 before.

use super::context::Marks;
use super::scan::Scan;
use super::wordlike::HEADINGS;
use crate::lexicon::Tags;
use crate::recognize::{is_cnum, is_digit, is_han};

/// Characters of a line that are looked through for the word that says what the line is.
const LINE: usize = 60;
/// What says that a name is told: 我叫, 又名.
const NAMED: &[&str] = &[
    "我叫", "他叫", "她叫", "名叫", "又名", "原名", "改名", "取名", "化名", "用名", "名为", "真名", "本名",
    "乳名", "学名", "大名",
];

impl Scan<'_> {
    /// Whether 我叫, 又名 and the like stand before `i`.
    pub(super) fn named_before(&self, i: usize) -> bool {
        i >= 2 && NAMED.iter().any(|word| self.cx.text.starts_with(i - 2, word))
    }

    /// Whether a bracket behind `j` tells the person apart: sex, people, papers, years of office.
    pub(super) fn told_apart(&self, j: usize) -> bool {
        let text = self.cx.text;
        let (bracket, first) = (text.get(j), text.get(j + 1));
        let mark = |at: usize| !is_han(text.get(at));
        // 项　目　男　1979.07
        if text.gap_at(j) > 0 && matches!(bracket, '男' | '女') {
            return mark(j + 1) || text.gap_at(j + 1) > 0;
        }
        if bracket == '\t' && matches!(first, '男' | '女') {
            return mark(j + 2);
        }
        if !matches!(bracket, '（' | '(' | '，' | ',') {
            return false;
        }
        if matches!(first, '男' | '女') && mark(j + 2) {
            return true;
        }
        if matches!(bracket, '，' | ',') {
            return false;
        }
        const PAPERS: &[&str] = &[
            "身份证",
            "公民身份",
            "曾用名",
            "别名",
            "化名",
            "绰号",
            "挂职",
            "已故",
            "已退休",
            "法定代表人",
            "一卡通",
            "账号",
            "卡号",
            "执业证",
            "警号",
            "工号",
            "学号",
            "证号",
            "资格证",
            "电话",
            "手机",
            "联系",
            "现居",
            "现住",
            "现年",
            "家住",
            "户籍",
            "祖籍",
            "残疾证",
            "驾驶证",
            "死亡",
            "遇难",
            "受伤",
            "轻伤",
            "重伤",
            "失踪",
            "失联",
            "获救",
            "缺席",
            "请假",
            "病故",
            "外出",
            "代签",
            "左一",
            "右一",
            "左二",
            "右二",
        ];
        if PAPERS.iter().any(|word| text.starts_with(j + 1, word)) {
            return true;
        }
        if text.longest_at(j + 1, Tags::ETHNIC).is_some_and(|n| mark(j + 1 + n)) {
            return true;
        }
        // 党欢（0911-5212760）
        let number = (j + 1..j + 14).take_while(|&at| is_digit(text.get(at)) || text.get(at) == '-').count();
        if number >= 10 && !is_han(text.get(j + 1 + number)) {
            return true;
        }
        let shut = (j + 1..j + 32).find(|&at| matches!(text.get(at), '）' | ')' | '\0'));
        // （49岁，
        let age = (j + 2..j + 4).any(|at| text.get(at) == '岁');
        is_digit(first) && age
            || is_digit(first)
                && shut.is_some_and(|at| {
                    at > j + 3
                        && matches!(
                            (text.get(at - 2), text.get(at - 1)),
                            ('任', '职') | ('在', '任') | ('出', '生')
                        )
                })
    }

    /// Whether a number of people stands within a few characters (21名同志, 19户).
    pub(super) fn counted(&self, from: usize) -> bool {
        let text = self.cx.text;
        let digits =
            (from..from + 4).take_while(|&at| is_digit(text.get(at)) || is_cnum(text.get(at))).count();
        digits > 0 && matches!(text.get(from + digits), '人' | '户' | '名' | '位')
    }

    /// Whether the line from `i` on gives or takes an office: the name, then a body, then what it is about.
    pub(super) fn appointed(&self, i: usize, j: usize) -> bool {
        let text = self.cx.text;
        // 项目为县财政局副局长
        let of = usize::from(matches!(text.get(j), '的' | '为'));
        let bracket = match text.get(j) {
            '（' | '(' => {
                (j..j + 12).find(|&at| matches!(text.get(at), '）' | ')')).map_or(0, |at| at + 1 - j)
            }
            _ => 0,
        };
        let body = j + of + bracket;
        if of == 0 && text.gap_at(body) == 0
            || body >= text.len()
            || self.marks.entity[body] & Marks::INSIDE == 0
        {
            return false;
        }
        if HEADINGS.iter().any(|word| text.starts_with(i, word)) {
            return false;
        }
        let end =
            (body..text.len().min(body + LINE)).find(|&at| matches!(text.ch[at], '\n' | '；' | '。' | '，'));
        let end = end.unwrap_or(text.len().min(body + LINE));
        let named = Tags::TITLE.and(Tags::TITLE_AFTER);
        (body + 1..=end).any(|at| text.longest_before(at, named).is_some_and(|n| n > 1))
    }
}
