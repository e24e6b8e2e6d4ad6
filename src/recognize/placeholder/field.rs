//! Bracketed slots: 【姓名】, ［项目编号］, {金额}, （填写上级单位）, #姓名#. The bracket says how much the words inside must
//! prove: braces little, square ones a field's noun, round ones an instruction or a whole field name.

use super::super::{Candidate, Text, is_digit, is_han};
use super::add;
use super::anchor::{boundary, counts, dates};
use crate::lexicon::Tags;
use crate::rule::RuleId;

/// The longest slot, in characters.
const LONGEST: usize = 24;

/// Fields that are enough by themselves in round brackets.
const WHOLE: [&str; 6] = ["签发日期", "成文日期", "具体时间", "具体地点", "具体内容", "具体日期"];

/// What an instruction begins with.
const ORDERS: [&str; 35] = [
    "填写",
    "填入",
    "插入",
    "此处",
    "请填",
    "请输入",
    "请在此",
    "请修改",
    "请替换",
    "待补",
    "待填",
    "待定",
    "待核",
    "待签发",
    "待完善",
    "待确认",
    "输入",
    "根据实际",
    "根据本单位",
    "结合实际填",
    "空缺",
    "需补充",
    "请补充",
    "请插入",
    "请在",
    "请选",
    "请注明",
    "注：此处",
    "注:此处",
    "点击输入",
    "点击填写",
    "点击此处",
    "点击选择",
    "点击添加",
    "点击插入",
];

/// What a missing value ends in.
const MISSING: [&str; 28] = [
    "待补充",
    "待填写",
    "待填",
    "待定",
    "待确认",
    "待核实",
    "待签发",
    "待完善",
    "待补",
    "待明确",
    "自行填写",
    "据实填写",
    "如实填写",
    "可续写",
    "待更新",
    "待提供",
    "待统计",
    "待录入",
    "待添加",
    "待核",
    "待续",
    "盖章处",
    "暂缺",
    "自行补充",
    "自行修改",
    "可修改",
    "可删除",
    "待插入",
];

/// Words of buttons and headings.
const NO_FIELD: [&str; 12] =
    ["关闭", "打印", "返回", "分享", "下载", "字体", "字号", "收藏", "纠错", "摘要", "关键", "案例"];

/// A bracket and what is inside.
#[derive(Clone, Copy)]
struct Slot<'a, 't> {
    text: &'a Text<'t>,
    /// The opening bracket.
    start: usize,
    /// The closing bracket.
    close: usize,
}

/// Reads a bracket at `i`; returns where to go on.
pub(super) fn slot(text: &Text<'_>, i: usize, found: &mut Vec<Candidate>) -> usize {
    let open = text.ch[i];
    let shuts = |c: char| match open {
        '【' => c == '】',
        '［' | '[' => matches!(c, '］' | ']'),
        '〔' => c == '〕',
        '（' | '(' => matches!(c, '）' | ')'),
        '{' => c == '}',
        '〖' => c == '〗',
        '｛' => c == '｝',
        '〈' => c == '〉',
        _ => c == '>',
    };
    let mut close = i + 1;
    while close < text.len() && close - i <= LONGEST && !shuts(text.ch[close]) {
        if matches!(text.ch[close], '\n' | '\t') || text.ch[close] == open {
            return i + 1;
        }
        close += 1;
    }
    if close >= text.len() || !shuts(text.ch[close]) {
        return i + 1;
    }
    let slot = Slot { text, start: i, close };
    let (mut start, mut end) = (i, close + 1);
    let rule = if close == i + 1 {
        // 联系人：【】: nothing behind a label.
        let labelled = matches!(text.before(i), '：' | ':') && boundary(text.get(close + 1));
        let hollow = (text.gap[close] > 0 || labelled) && open != '<' && open != '{';
        if !hollow || !slot.held() {
            return i + 1;
        }
        RuleId::BLANK
    } else if !slot.fits(open) {
        return i + 1;
    } else if slot.orders() && (i + 1..close).any(|k| text.ch[k] == '待')
        || slot.begins("TODO")
        || slot.begins("TBD")
    {
        RuleId::TODO
    } else {
        RuleId::FIELD
    };
    if matches!(open, '（' | '(') && slot.begins("请修改") {
        // A remark about the words before it: its brackets are the author's.
        (start, end) = (i + 1, close);
    }
    add(found, start, end, rule, 0.95);
    close + 1
}

impl Slot<'_, '_> {
    fn len(self) -> usize {
        self.close - self.start - 1
    }

    fn inside(&self) -> &[char] {
        &self.text.ch[self.start + 1..self.close]
    }

    fn begins(self, word: &str) -> bool {
        self.text.starts_with(self.start + 1, word)
    }

    fn is(self, word: &str) -> bool {
        self.begins(word) && word.chars().count() == self.len()
    }

    fn has(self, word: &str) -> bool {
        (self.start + 1..self.close).any(|k| self.text.starts_with(k, word))
    }

    /// One past the last character that is no digit: 姓名1 is a 姓名.
    fn stem(self) -> usize {
        let digits = self.inside().iter().rev().take_while(|c| is_digit(**c)).count();
        self.close - digits
    }

    /// Whether the stem ends in the noun of a field.
    fn noun(self) -> bool {
        let stem = self.stem();
        stem > self.start + 2 && self.text.ends[stem - 1].has(Tags::SLOT)
    }

    fn han(self) -> usize {
        self.inside().iter().filter(|c| is_han(**c)).count()
    }

    /// An empty bracket in running text.
    fn held(self) -> bool {
        // 首要任务是（ ）。A. …: a question with its answers.
        let behind = self.close + 1;
        let asks = (behind..behind + 3).any(|k| {
            self.text.get(k) == 'A' && matches!(self.text.get(k + 1), '.' | '．' | '、' | ':' | '：' | ' ')
        });
        if asks {
            return false;
        }
        let left = self.text.before(self.start);
        (is_han(left) || matches!(left, '：' | ':')) && self.text.gap[self.start] == 0
            || is_han(self.text.get(self.close + 1))
    }

    fn orders(self) -> bool {
        let first = self.text.ch[self.start + 1];
        let opened = matches!(
            first,
            '填' | '插' | '此' | '请' | '待' | '输' | '根' | '结' | '空' | '需' | '注' | '点'
        );
        opened && ORDERS.iter().any(|w| self.begins(w))
            || MISSING.iter().any(|w| self.text.ends_with(self.close, w))
    }

    fn fits(self, open: char) -> bool {
        let (text, inside) = (self.text, self.inside());
        let noted = ["TODO", "TBD", "待补", "待填", "待核"].iter().any(|w| self.begins(w));
        if noted && matches!(open, '【' | '［' | '[') {
            return true;
        }
        let told =
            self.begins("请补充") || self.begins("请填") || self.begins("请在此") || self.begins("请插入");
        if told && matches!(open, '【' | '［' | '[') {
            return true;
        }
        if !matches!(open, '（' | '(') && inside.iter().any(|c| matches!(c, '，' | '。' | '：' | ':')) {
            return false;
        }
        let fits = match open {
            '{' => {
                const DATES: [&str; 10] = ["yyyy", "yy", "mm", "dd", "YYYY", "MM", "DD", "xxx", "XXX", "XX"];
                let variable = inside[0] == '$'
                    && inside.iter().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$'));
                DATES.iter().any(|w| self.is(w))
                    || self.is("xx")
                    || self.len() <= 12 && self.han() == self.len()
                    || variable && self.len() > 1
                    || self.identifier()
            }
            '<' => {
                self.len() <= 8 && self.noun() && self.han() == self.len() || self.is("xxx") || self.is("XXX")
            }
            '〈' | '｛' => self.len() <= 8 && self.noun() && self.han() == self.len(),
            '（' | '(' => self.round(),
            _ => {
                let choice = open != '〔' && self.choice();
                let named = self.noun()
                    && self.len() <= 12
                    && self.han() >= self.len().saturating_sub(2).max(2)
                    && !label(text, self.start, self.close + 1)
                    && !asked(text, self.start);
                named
                    || choice
                    || self.unit()
                    || self.stands()
                    || self.pictured()
                    || self.orders()
                    || ["TODO", "TBD", "待", "空"].iter().any(|w| self.is(w))
                    || self.begins("具体")
            }
        };
        fits && (self.orders() || !NO_FIELD.iter().any(|n| self.has(n)))
    }

    /// {name} beside Chinese text or behind its label.
    fn identifier(self) -> bool {
        let left = self.text.before(self.start);
        let word = self.inside().iter().all(|c| c.is_ascii_alphabetic() || *c == '_') && self.len() > 1;
        let whole = left == '\n' && text_end(self.text.get(self.close + 1));
        word && (whole
            || is_han(left)
            || matches!(left, '：' | '，' | '、')
            || is_han(self.text.get(self.close + 1)))
    }

    /// 【现场照片1】 on a line of its own.
    fn pictured(self) -> bool {
        let alone = matches!(self.text.before(self.start), '\n' | '：' | '\t')
            && text_end(self.text.get(self.close + 1));
        let stem = self.stem();
        alone
            && self.text.ch[self.start] == '【'
            && self.len() <= 8
            && ["照片", "图片", "截图", "附图", "插图", "配图", "图表", "二维码"]
                .iter()
                .any(|w| self.text.ends_with(stem, w))
    }

    /// 经查，【核查结果】。: a bracket where the sentence wants what it names.
    fn stands(self) -> bool {
        let (text, len) = (self.text, self.len());
        let left = text.before(self.start);
        let asks = matches!(
            left,
            '于' | '予' | '向' | '对' | '由' | '为' | '在' | '到' | '与' | '和' | '至' | '：' | '，'
        );
        let ends = matches!(text.get(self.close + 1), '。' | '，' | '；' | '、' | '\n')
            || is_han(text.get(self.close + 1));
        asks && ends
            && matches!(text.ch[self.start], '【' | '［')
            && text.gap[self.start] == 0
            && (3..=8).contains(&len)
            && self.han() == len
            && !text.ends_with(self.close, "案例")
            && !asked(text, self.start)
    }

    /// ［月］月, `[XX]`: the unit itself stands for its number.
    fn unit(self) -> bool {
        let inside = self.inside();
        let next = self.text.get(self.close + 1);
        self.len() == 1
            && inside[0] == next
            && matches!(next, '年' | '月' | '日' | '元' | '人' | '户' | '个' | '县' | '镇' | '村' | '市')
    }

    /// 与印厂（厂名）协商, （数字）个, 抄送：（抄送单位）.
    fn names(self) -> bool {
        const NAMES: [&str; 14] = [
            "厂名",
            "店名",
            "校名",
            "村名",
            "镇名",
            "县名",
            "市名",
            "地名",
            "人名",
            "书名",
            "院名",
            "企业名",
            "公司名",
            "项目名",
        ];
        const FIGURES: [&str; 9] = ["数字", "数量", "金额", "人数", "户数", "年份", "月份", "数额", "比例"];
        let (left, right) = (self.text.before(self.start), self.text.get(self.close + 1));
        let figure = FIGURES.iter().any(|w| self.is(w)) && (counts(right) || dates(right));
        let listed = matches!(left, '、' | '：' | ':' | '，')
            && matches!(right, '、' | '，' | '。' | '；' | '\n')
            && self.noun()
            && (3..=8).contains(&self.han())
            && self.text.ends_with(self.close, "单位");
        NAMES.iter().any(|w| self.is(w)) || figure || listed
    }

    /// 市级/县级.
    fn choice(self) -> bool {
        let inside = self.inside();
        inside.contains(&'/')
            && inside.split(|c| *c == '/').all(|p| {
                (if inside.len() > 4 { 1 } else { 2 }..=4).contains(&p.len()) && p.iter().all(|c| is_han(*c))
            })
    }

    /// （可补充一句感言）, （结合实际，写1—2条）, （根据实际情况增减）: advice to whoever fills the text in, no request to whoever
    /// reads it (请补充盖章).
    fn advises(self) -> bool {
        const OPENS: [&str; 17] = [
            "可补充",
            "可写",
            "可列",
            "可增",
            "可附",
            "可根据",
            "可结合",
            "可视",
            "结合",
            "根据",
            "视情况",
            "按实际",
            "写明",
            "简要",
            "此处",
            "略，",
            "重点写",
        ];
        const WORK: [&str; 13] = [
            "填", "写", "补充", "列举", "列出", "举例", "增减", "调整", "增删", "展开", "描述", "说明",
            "插入",
        ];
        const FACTS: [&str; 6] = ["实际", "情况", "单位", "本地", "具体", "自身"];
        let opened = OPENS.iter().find(|w| self.begins(w));
        let works = WORK.iter().any(|w| self.has(w));
        let tied = |w: &str| !matches!(w, "结合" | "根据") || FACTS.iter().any(|fact| self.has(fact));
        self.han() <= 20 && works && opened.is_some_and(|w| tied(w))
    }

    fn round(self) -> bool {
        let (text, inside) = (self.text, self.inside());
        if ["此处", "插入", "请修改", "请在此"].iter().any(|w| self.begins(w)) {
            return true;
        }
        let last = inside.iter().rposition(|c| *c == '，').map_or(0, |at| at + 1);
        let tail = self.start + 1 + last;
        if self.orders() && last == 0 || last > 0 && MISSING.iter().any(|w| text.starts_with(tail, w)) {
            return self.han() <= 16;
        }
        const TELLS: [&str; 9] = ["概述", "简述", "阐述", "介绍", "列举", "描述", "写明", "简要", "逐条"];
        let (left, right) = (text.before(self.start), text.get(self.close + 1));
        let alone = matches!(left, '\n' | '、' | '：' | '.') && matches!(right, '\n');
        if self.advises() || alone && TELLS.iter().any(|w| self.begins(w)) && (4..=20).contains(&self.han()) {
            return true;
        }
        let stem = self.stem();
        let stem_len = stem - self.start - 1;
        let exact = WHOLE.iter().any(|w| self.begins(w) && w.chars().count() == stem_len);
        let named = ["名称", "姓名", "全称", "日期"].iter().any(|w| text.ends_with(stem, w))
            && self.han() <= 8
            && self.han() == stem_len
            && !asked(text, self.start);
        let limit = self.len() > 1
            && inside[self.len() - 1] == '字'
            && is_digit(inside[self.len() - 2])
            && ["不超", "字以内", "字左右"].iter().any(|w| self.has(w));
        let stage = text.before(self.start) == '—' && text.get(self.close + 1) == '—' && self.han() >= 3;
        exact || named || limit || stage || self.names()
    }
}

/// The end of a line or of a cell.
const fn text_end(c: char) -> bool {
    matches!(c, '\n' | '\t')
}

/// 【联系电话】0571…: a heading in brackets with its value behind it.
fn label(text: &Text<'_>, start: usize, end: usize) -> bool {
    let next = text.get(end);
    let first = matches!(text.before(start), '\n' | '\t') || text.gap[start] > 0;
    let heading = first && (matches!(next, '\n') || is_han(next)) && text.ends_with(end - 1, "情况");
    matches!(next, ':' | '：')
        || heading
        || first
            && is_digit(next)
            && !text.starts_with(end, "20xx")
            && !text.starts_with(end, "20XX")
            && text.ch[start] == '【'
}

/// 请检查【姓名】, 第1行`[姓名]`不可为空: a form speaks about its fields.
fn asked(text: &Text<'_>, start: usize) -> bool {
    (start.saturating_sub(8)..start)
        .any(|k| text.starts_with(k, "检查") || text.starts_with(k, "行[") || text.starts_with(k, "行【"))
}

/// #姓名#, #REF! and the like; returns the end.
pub(super) fn hashed(text: &Text<'_>, i: usize) -> Option<usize> {
    const ERRORS: [&str; 7] = ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"];
    if let Some(error) = ERRORS.iter().find(|e| text.starts_with(i, e)) {
        return Some(i + error.len());
    }
    let end = (i + 2..(i + 10).min(text.len())).find(|&k| text.ch[k] == '#')?;
    let nouns = Tags::SLOT.and(Tags::TITLE).and(Tags::TITLE_AFTER);
    let field =
        end > i + 2 && text.ends[end - 1].has(nouns) && text.ch[i + 1..end].iter().all(|c| is_han(*c));
    (field && (boundary(text.get(end + 1)) || is_han(text.get(end + 1)))).then_some(end + 1)
}
